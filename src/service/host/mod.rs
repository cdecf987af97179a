//! The service host: listens at endpoints, takes the channels that clients open, and has the application's operations
//! called by the messages on them. (Pages "Service Host", "Server Side Service Operations".)
//!
//! An open host has, for each endpoint, as many tasks that accept as `WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS`
//! says, and one task per channel that was accepted, a [`session`]. All of them are pending operations of the host's
//! gate: closing stops the accepting and waits until none is left. What a task holds of the host it has let go of
//! before it leaves the gate, so that nothing of a closed host is freed behind the application's back.

pub(crate) mod application;
pub(crate) mod context;
mod dispatch;
mod matching;
mod run;
mod session;

use std::ffi::c_void;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use crate::abi::object::{ErrorHandle, Kind, Object, PassedOn, Shared};
use crate::abi::types::*;
use crate::channel::listener::Listener;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::{Event, Gate, Moment, ObjectKind, State, Transition};
use crate::runtime::time::{deadline_after, sleep_until};
use crate::soap::MessageOptions;

use application::Application;
use run::{Run, Traffic};

/// What a host can be told when it is created. (WS_SERVICE_PROPERTY_ID)
pub(crate) struct HostOptions {
    /// Given to every callback.
    pub(crate) user_state: PassedOn<c_void>,
    /// Milliseconds that closing waits before it aborts.
    pub(crate) close_timeout: u32,
}

impl Default for HostOptions {
    fn default() -> Self {
        Self { user_state: PassedOn(std::ptr::null()), close_timeout: 5_000 }
    }
}

/// What an endpoint can be told. (WS_SERVICE_ENDPOINT_PROPERTY_ID)
#[derive(Clone)]
pub(crate) struct EndpointOptions {
    pub(crate) max_accepting_channels: u32,
    pub(crate) max_concurrency: u32,
    pub(crate) max_channels: u32,
    pub(crate) max_channel_pool_size: u32,
    pub(crate) max_call_pool_size: u32,
    pub(crate) body_heap_max_size: usize,
    pub(crate) body_heap_trim_size: usize,
    pub(crate) check_must_understand: bool,
    pub(crate) message: MessageOptions,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        Self {
            max_accepting_channels: 1,
            max_concurrency: 1,
            max_channels: 100,
            max_channel_pool_size: 100,
            max_call_pool_size: 100,
            body_heap_max_size: 65_535,
            body_heap_trim_size: 4_096,
            check_must_understand: true,
            message: MessageOptions::default(),
        }
    }
}

/// One address of a host, and the contract that is served there.
pub(crate) struct Endpoint {
    pub(crate) url: String,
    /// The URL for a listener of the application's own.
    pub(crate) raw_url: PassedOn<WS_STRING>,
    pub(crate) address: PassedOn<WS_ENDPOINT_ADDRESS>,
    pub(crate) contract: PassedOn<WS_CONTRACT_DESCRIPTION>,
    pub(crate) listener: Shared<Listener>,
    pub(crate) application: Box<dyn Application>,
    pub(crate) options: EndpointOptions,
}

/// A service host.
pub(crate) struct ServiceHost {
    options: HostOptions,
    endpoints: Vec<Endpoint>,
    gate: Arc<Gate<Traffic>>,
    /// Who opens or closes the listeners: one at a time, since an abort lets the application open the host anew while
    /// an opening that it has superseded is still putting things right.
    turn: tokio::sync::Mutex<()>,
}

impl Object for ServiceHost {
    type C = WS_SERVICE_HOST;
    const KIND: Kind = Kind::Host;
}

impl ServiceHost {
    pub(crate) fn new(options: HostOptions, endpoints: Vec<Endpoint>) -> Self {
        let gate = Arc::new(Gate::new(ObjectKind::Host, Traffic::new(endpoints.len())));
        Self { options, endpoints, gate, turn: tokio::sync::Mutex::new(()) }
    }

    pub(crate) fn state(&self) -> State {
        self.gate.state()
    }

    fn listeners(&self) -> impl Iterator<Item = Arc<Listener>> {
        self.endpoints.iter().map(|endpoint| endpoint.listener.get())
    }

    /// WsOpenServiceHost. No channel is accepted before every endpoint listens.
    pub(crate) async fn open(self: Arc<Self>, error: ErrorHandle) -> Result<()> {
        let opening = self.gate.lock().begin(Event::Open)?;
        let waiting = "the service host was aborted before it was opened";
        let turn = self.gate.race(opening.since, || waiting, async { Ok(self.turn.lock().await) }).await;
        let result = match &turn {
            Ok(_) => self.open_listeners(opening.since, error).await,
            Err(_) => Err(Error::aborted(waiting)),
        };
        let mut has_opened = false;
        let result = self.gate.end_opening(opening, result, |_| has_opened = true);
        if !has_opened {
            if turn.is_ok() {
                self.shut_listeners(error).await;
            }
            return result;
        }
        drop(turn);
        self.start(opening)
    }

    async fn open_listeners(&self, since: Moment, error: ErrorHandle) -> Result<()> {
        for (index, endpoint) in self.endpoints.iter().enumerate() {
            let listener = endpoint.listener.get();
            let is_unwanted = || self.gate.is_aborted_since(since);
            listener
                .open_unless(is_unwanted, &endpoint.url, endpoint.raw_url, error)
                .await
                .context(|| format!("endpoint {index} could not be opened"))?;
        }
        Ok(())
    }

    /// Makes the listeners as they were when created.
    async fn shut_listeners(&self, error: ErrorHandle) {
        for listener in self.listeners() {
            // What has failed to close is closed all the same, and then can be reset.
            let _ = listener.close(error).await;
            let _ = listener.reset(error);
        }
    }

    /// Starts to accept channels.
    fn start(self: &Arc<Self>, opening: Transition) -> Result<()> {
        for (index, endpoint) in self.endpoints.iter().enumerate() {
            for _ in 0..endpoint.options.max_accepting_channels {
                // An abort or a close may have come already.
                let Some(run) = Run::enter(self, index, |held| held.is_current(opening), opening.since)
                else {
                    return Ok(());
                };
                run::spawn(run.accept_channels())?;
            }
        }
        Ok(())
    }

    /// WsCloseServiceHost. Accepts nothing more and waits for the channels that there are, up to
    /// `WS_SERVICE_PROPERTY_CLOSE_TIMEOUT`; then they are aborted, and waited for all the same.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let (closing, waiting) = {
            let mut held = self.gate.lock();
            let Some(closing) = held.begin_closing()? else { return Ok(()) };
            (closing, held.take_waiting())
        };
        waiting.wake();
        let turn = self.turn.lock().await;
        let deadline = deadline_after(self.options.close_timeout);
        let mut result = Ok(());
        let mut work = pin!(async {
            let mut closed = Ok(());
            for listener in self.listeners() {
                // The first failure is told; the others are closed all the same.
                closed = closed.and(listener.close(error).await);
            }
            self.gate.quiesced().await;
            for listener in self.listeners() {
                listener.core().replies_sent(deadline).await;
            }
            closed
        });
        let mut sleep = deadline.map(sleep_until);
        let closed = std::future::poll_fn(|context| {
            if let Poll::Ready(closed) = work.as_mut().poll(context) {
                return Poll::Ready(closed);
            }
            if let Some(timer) = &mut sleep
                && Pin::new(timer).poll(context).is_ready()
            {
                sleep = None;
                result = Err(Error::timed_out(format!(
                    "channels were still open {} milliseconds after the service host began to close \
                     (WS_SERVICE_PROPERTY_CLOSE_TIMEOUT), and were aborted",
                    self.options.close_timeout
                )));
                let pending = self.gate.lock().pending();
                self.cut_off(&pending, error);
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await;
        drop(turn);
        self.gate.end_closing(closing, result.and(closed), |_| ())
    }

    /// WsAbortServiceHost. Legal in every state. Channels are aborted, and operations told to end; they are not waited
    /// for here.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        let found = self.gate.abort(|traffic| (traffic.pending(), traffic.take_waiting()))?;
        if let Some((pending, waiting)) = found {
            waiting.wake();
            self.cut_off(&pending, error);
        }
        Ok(())
    }

    /// Ends what was found under the lock, without it, since this calls the application.
    fn cut_off(&self, pending: &run::PendingWork, error: ErrorHandle) {
        // First, since sessions tell their operations too when their channels fail.
        for context in &pending.contexts {
            context.cancel(WS_SERVICE_CANCEL_REASON::WS_SERVICE_HOST_ABORT);
        }
        for listener in self.listeners() {
            // Legal in every state.
            let _ = listener.abort(error);
        }
        for channel in &pending.channels {
            let _ = channel.abort(error);
        }
    }

    /// WsResetServiceHost.
    pub(crate) fn reset(&self, error: ErrorHandle) -> Result<()> {
        self.gate.reset(|_| ())?;
        self.listeners().try_for_each(|listener| listener.reset(error))
    }

    pub(crate) fn check_free(&self) -> Result<()> {
        self.gate.check_free()
    }
}

impl Drop for ServiceHost {
    fn drop(&mut self) {
        // A task that is just leaving may hold the gate for a moment longer. Not dropped under the lock: channels of the
        // application's own call it.
        let kept = self.gate.lock().take_kept();
        drop(kept);
    }
}
