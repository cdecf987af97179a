//! One channel that a host has accepted, from the accept callback to the close callback. Over HTTP that is one request;
//! with a session it is as many messages as the client sends.
//!
//! Messages are read one after the other. With `WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY` at 1 a message is dealt
//! with before the next one is read. With more, each operation is a task of its own once its parameters have been read,
//! and replies are sent in turn.

use std::ffi::c_void;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Poll, Waker};

use crate::abi::object::{Handle, Owned, PassedOn, Shared};
use crate::abi::types::*;
use crate::channel::{Channel, Received, exchange};
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::lifecycle::State;
use crate::lifecycle::sync::Mutex;
use crate::soap::Message;

use super::application::Application;
use super::context::{ContextView, OperationContext};
use super::run::{ContextKey, NO_ERROR, Room, Run, ServiceCall};

/// What follows a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Flow {
    Next,
    /// The application expects no more of them. (`WS_S_END`)
    Last,
    /// The channel is of no more use.
    Abort,
}

/// A channel that is served.
pub(super) struct Session {
    pub(super) channel: Arc<Channel>,
    handle: Handle<Channel>,
    number: u64,
    /// What the accept callback has made.
    state: Mutex<PassedOn<c_void>>,
    flight: Mutex<Flight>,
    /// Replies are sent in turn.
    pub(super) sending: tokio::sync::Mutex<()>,
    // Last, since the host waits for it.
    _room: Room,
    pub(super) run: Run,
}

/// The operations that run as tasks of their own.
#[derive(Default)]
struct Flight {
    count: u32,
    /// Who waits for one of them to end.
    waiting: Option<Waker>,
    is_last: bool,
}

impl Session {
    /// Serves a channel to its end.
    pub(super) async fn serve(run: Run, room: Room, owner: Shared<Channel>) {
        let channel = owner.get();
        let Ok(handle) = Handle::new(owner.handle()) else { return };
        let number = run.add_session(channel.clone());
        let session = Arc::new(Self {
            channel: channel.clone(),
            handle,
            number,
            state: Mutex::new(PassedOn(std::ptr::null())),
            flight: Mutex::new(Flight::default()),
            sending: tokio::sync::Mutex::new(()),
            _room: room,
            run,
        });
        let is_well = if session.run.is_aborted() {
            false
        } else {
            let is_well = session.talk().await;
            if !is_well {
                session.cancel_operations();
            }
            session.wait_below(1).await;
            session.tell_closing().await;
            is_well
        };
        if !is_well {
            // Legal in every state.
            let _ = channel.abort(NO_ERROR);
        }
        if let Err(failure) = channel.close(NO_ERROR).await {
            tracing::debug!(%failure, "a channel that was served was not closed well");
        }
        drop(session.run.remove_session(number));
        if channel.reset(NO_ERROR).is_err() {
            tracing::debug!("a channel that was served cannot be used again");
        }
        drop(channel);
        session.run.give_back_channel(owner);
    }

    pub(super) fn application(&self) -> &dyn Application {
        &*self.run.endpoint().application
    }

    /// Everything between accepting and closing; whether the channel can be closed as it should be.
    async fn talk(self: &Arc<Self>) -> bool {
        let Ok(mut call) = self.run.take_call(&self.channel) else { return false };
        let error = call.error.handle();
        let accepted = match self.context(None, None, None) {
            Ok(context) => self.application().accept(context.handle, error).await,
            Err(failure) => Err(failure),
        };
        match accepted {
            Ok(state) => *self.state.lock() = state,
            Err(failure) => {
                tracing::debug!(%failure, "the callback for an accepted channel failed");
                self.run.give_back_call(call);
                return false;
            }
        }
        call.error.reset();
        loop {
            let started = match (call.request(), call.error.handle()) {
                (Ok(request), error) => self.channel.read_message_start(request, error).await,
                (Err(failure), _) => Err(failure),
            };
            match started {
                Ok(Received::Message) if self.flight.lock().is_last => {
                    self.run.give_back_call(call);
                    return false;
                }
                Ok(Received::Message) => {}
                Ok(Received::End) => {
                    self.run.give_back_call(call);
                    return self.channel.state() == State::Open;
                }
                Err(failure) => {
                    let can_go_on = self.refuse(&mut call, failure).await;
                    self.run.give_back_call(call);
                    return can_go_on;
                }
            }
            match self.handle(call).await {
                Flow::Next => {}
                Flow::Last => self.flight.lock().is_last = true,
                Flow::Abort => return false,
            }
            self.wait_below(self.run.endpoint().options.max_concurrency).await;
            let Ok(next) = self.run.take_call(&self.channel) else { return false };
            call = next;
        }
    }

    /// What came is not a message; whether the channel is still good. Over HTTP it can be answered: by the fault where
    /// there is one for it, else by the status that the channel has for it when it is closed.
    async fn refuse(&self, call: &mut ServiceCall, mut failure: Error) -> bool {
        if !self.channel.core().is_request_unreadable() || self.channel.state() != State::Open {
            tracing::debug!(%failure, "receiving failed");
            return false;
        }
        if let Some(fault) = failure.take_fault() {
            return self.send_fault(call, failure.with_fault(*fault)).await.is_ok();
        }
        true
    }

    /// Answers with a fault.
    pub(super) async fn send_fault(&self, call: &mut ServiceCall, failure: Error) -> Result<()> {
        let error = call.error.handle();
        let mut fault = call.error.fault(failure)?;
        let header = fault.header.take();
        let (request, reply) = (call.request()?, call.reply()?);
        drop(reply.lease()?.reset());
        let _turn = self.sending.lock().await;
        exchange::send_fault(&self.channel, reply, fault, header, request, error).await
    }

    // ---- operations that run as tasks of their own

    pub(super) fn begin_operation(self: &Arc<Self>) -> InFlight {
        self.flight.lock().count += 1;
        InFlight(self.clone())
    }

    /// Waits until fewer of them run.
    async fn wait_below(&self, limit: u32) {
        poll_fn(|context| {
            let mut flight = self.flight.lock();
            if flight.count < limit {
                return Poll::Ready(());
            }
            flight.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn cancel_operations(&self) {
        for context in self.run.contexts_of(self.number) {
            context.cancel(WS_SERVICE_CANCEL_REASON::WS_SERVICE_CHANNEL_FAULTED);
        }
    }

    // ---- the application's callbacks

    /// A context for one callback.
    pub(super) fn context(
        &self,
        input: Option<&Owned<Message>>,
        output: Option<&Owned<Message>>,
        heap: Option<&Shared<Heap>>,
    ) -> Result<CallbackContext<'_>> {
        let endpoint = self.run.endpoint();
        let message = |message: Option<&Owned<Message>>| {
            message.map(|message| Handle::<Message>::new(message.handle())).transpose()
        };
        let view = ContextView {
            channel: self.handle,
            listener: Handle::new(endpoint.listener.handle())?,
            contract: endpoint.contract,
            address: endpoint.address,
            host_state: self.run.host.options.user_state,
            channel_state: *self.state.lock(),
            input: message(input)?,
            output: message(output)?,
            heap: heap.map(|heap| Handle::<Heap>::new(heap.handle())).transpose()?,
        };
        let owner = Shared::new(Arc::new(OperationContext::new(view)));
        let handle = Handle::new(owner.handle().cast_const().cast_mut())?;
        let key = self.run.add_context(self.number, owner.get());
        if self.run.is_aborted() {
            owner.get().cancel(WS_SERVICE_CANCEL_REASON::WS_SERVICE_HOST_ABORT);
        }
        Ok(CallbackContext { session: self, handle, key, owner })
    }

    async fn tell_closing(&self) {
        if let Ok(context) = self.context(None, None, None) {
            self.application().close(context.handle).await;
        }
    }
}

/// The context of a callback that runs. When this goes, the callback has ended.
pub(super) struct CallbackContext<'a> {
    session: &'a Session,
    pub(super) handle: Handle<OperationContext>,
    key: ContextKey,
    owner: Shared<OperationContext>,
}

impl Drop for CallbackContext<'_> {
    fn drop(&mut self) {
        drop(self.session.run.remove_context(self.key));
        self.owner.get().end();
    }
}

/// An operation that runs as a task of its own.
pub(super) struct InFlight(pub(super) Arc<Session>);

impl InFlight {
    /// What follows from how it ended.
    pub(super) fn end(self, flow: Flow) {
        match flow {
            Flow::Next => {}
            Flow::Last => self.0.flight.lock().is_last = true,
            // What is being read ends, and the session with it.
            Flow::Abort => drop(self.0.channel.abort(NO_ERROR)),
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let waiting = {
            let mut flight = self.0.flight.lock();
            flight.count -= 1;
            flight.waiting.take()
        };
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }
}
