//! Channels and listeners: the life cycle, the message exchange patterns, and what is between a message and the
//! bytes of a transport.
//!
//! A [`Channel`] is the part that all bindings share: the state machine, the two halves (sending, receiving), the
//! abort. Behind it is a [`Core`] that knows one binding: HTTP on the client ([`http_request`]), HTTP on the server
//! ([`http_reply`]), or the application's own callbacks (made by the face).
//!
//! Everything here works with message *handles*: the core of a custom channel hands the message to the
//! application, which calls back into the library with it, so nobody may hold on to a message across such a call.

pub(crate) mod exchange;
mod http;
pub(crate) mod http_reply;
pub(crate) mod http_request;
pub(crate) mod listener;
#[cfg(all(test, shuttle))]
mod model_tests;
pub(crate) mod properties;

use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Handle, Kind, Object, PassedOn};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::sync::Mutex as StateMutex;
use crate::lifecycle::{AbortSignal, Effect, Event, Machine, Moment, ObjectKind, State, Ticket, Waiters};
use crate::soap::Message;
use crate::xml::buffer::XmlBuffer;
use crate::xml::source::BoxFuture;

use listener::ListenerId;
use properties::ChannelProperties;

/// Where to open a channel to: the URL, and the application's own structure for the callbacks that take it.
pub(crate) struct Address {
    pub(crate) url: String,
    /// Elements that become headers of every message sent there.
    pub(crate) headers: Option<Arc<XmlBuffer>>,
    pub(crate) raw: PassedOn<WS_ENDPOINT_ADDRESS>,
    /// What `raw` points to, when it is a copy of the library's own.
    pub(crate) _keep: Option<Box<dyn std::any::Any + Send + Sync>>,
}

/// What starting to receive came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Received {
    /// A message has been started; its headers can be read.
    Message,
    /// There are no more messages on this channel. (`WS_S_END`)
    End,
}

/// What one binding does. The [`Channel`] around it has checked the state, and sees to it that no two calls of the
/// same half run at once.
pub(crate) trait Core: Send + Sync {
    fn open<'a>(&'a self, address: &'a Address, error: ErrorHandle) -> BoxFuture<'a, Result<()>>;
    fn write_message_start(&self, message: Handle<Message>, error: ErrorHandle) -> BoxFuture<'_, Result<()>>;
    fn write_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> BoxFuture<'_, Result<()>>;
    fn read_message_start(
        &self,
        message: Handle<Message>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<Received>>;
    fn read_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> BoxFuture<'_, Result<()>>;
    fn abandon_message(&self, message: Handle<Message>, error: ErrorHandle) -> Result<()>;
    fn shutdown_session(&self, error: ErrorHandle) -> BoxFuture<'_, Result<()>>;
    /// Closes. `graceful` is false when a message is half-way.
    fn close(&self, graceful: bool, error: ErrorHandle) -> BoxFuture<'_, Result<()>>;
    /// Ends what is pending, from any thread, without waiting.
    fn abort(&self, error: ErrorHandle);
    /// Returns to how it was when created.
    fn reset(&self, error: ErrorHandle) -> Result<()>;
    /// Whether a pending call must be waited for even after an abort, because the application holds pointers to what
    /// it uses. Else it is simply dropped.
    fn must_be_awaited(&self) -> bool {
        false
    }
    /// Whether nothing more can be done with an open channel after a failure with this code.
    fn is_unusable_after(&self, code: HRESULT) -> bool;
    /// For the face, which knows the cores of custom channels that it made.
    fn as_any(&self) -> &dyn std::any::Any;
    /// What the request being answered says about itself, on a server's HTTP channel.
    fn request_info(&self) -> Option<http_reply::RequestInfo> {
        None
    }
    /// Whether there is a request to be answered that is not a message.
    fn is_request_unreadable(&self) -> bool {
        false
    }
}

/// A channel.
pub(crate) struct Channel {
    pub(crate) channel_type: WS_CHANNEL_TYPE,
    pub(crate) binding: WS_CHANNEL_BINDING,
    /// The listener that it was made for by WsCreateChannelForListener.
    pub(crate) for_listener: Option<ListenerId>,
    properties: Arc<Mutex<ChannelProperties>>,
    core: Box<dyn Core>,
    shared: StateMutex<Shared>,
    abort: AbortSignal,
    /// What `WS_CHANNEL_PROPERTY_TRANSPORT_URL` has handed out.
    transport_url: Mutex<Box<[u16]>>,
}

struct Shared {
    machine: Machine,
    send: Half,
    receive: Half,
    /// Operations that have started and not ended: closing waits for them.
    pending: usize,
    waiting_close: Waiters,
}

/// One direction of an open channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Half {
    Idle,
    /// A call is under way.
    Busy,
    /// Between start and end of this message.
    InMessage(usize),
}

impl Object for Channel {
    type C = WS_CHANNEL;
    const KIND: Kind = Kind::Channel;
}

/// The two directions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Direction {
    Send,
    Receive,
}

impl Direction {
    fn half(self, shared: &mut Shared) -> &mut Half {
        match self {
            Self::Send => &mut shared.send,
            Self::Receive => &mut shared.receive,
        }
    }

    fn doing(self) -> &'static str {
        match self {
            Self::Send => "written",
            Self::Receive => "read",
        }
    }
}

impl Channel {
    pub(crate) fn new(
        channel_type: WS_CHANNEL_TYPE,
        binding: WS_CHANNEL_BINDING,
        for_listener: Option<ListenerId>,
        properties: Arc<Mutex<ChannelProperties>>,
        core: Box<dyn Core>,
    ) -> Self {
        Self {
            channel_type,
            binding,
            for_listener,
            properties,
            core,
            shared: StateMutex::new(Shared {
                machine: Machine::new(ObjectKind::Channel),
                send: Half::Idle,
                receive: Half::Idle,
                pending: 0,
                waiting_close: Waiters::default(),
            }),
            abort: AbortSignal::default(),
            transport_url: Mutex::default(),
        }
    }

    /// The URL for C, as a pointer and a length in code units; good until the channel is reset or freed.
    pub(crate) fn transport_url(&self, url: &str) -> (*const u16, u32) {
        let mut kept = self.transport_url.lock();
        // Asked twice for the same request, it answers with the same memory.
        if !url.encode_utf16().eq(kept.iter().copied()) {
            *kept = url.encode_utf16().collect();
        }
        (kept.as_ptr(), kept.len() as u32)
    }

    pub(crate) fn state(&self) -> State {
        self.shared.lock().machine.state()
    }

    pub(crate) fn properties(&self) -> parking_lot::MutexGuard<'_, ChannelProperties> {
        self.properties.lock()
    }

    pub(crate) fn core(&self) -> &dyn Core {
        &*self.core
    }

    pub(crate) fn callback_model(&self) -> WS_CALLBACK_MODEL {
        self.properties.lock().async_callback_model
    }

    // ---- life cycle

    /// WsOpenChannel.
    pub(crate) async fn open(&self, address: &Address, error: ErrorHandle) -> Result<()> {
        if self.for_listener.is_some() {
            return Err(Error::invalid_operation(
                "a channel made for a listener is opened by WsAcceptChannel, not by WsOpenChannel",
            ));
        }
        let (ticket, since, operation) = self.begin_opening(Event::Open)?;
        let result = self.cancellable(since, "opening the channel", self.core.open(address, error)).await;
        drop(operation);
        self.end_opening(ticket, result)
            .context(|| format!("the channel could not be opened to {}", address.url))
    }

    /// WsAcceptChannel: `accept` waits for what the listener has for this channel.
    pub(crate) async fn accept(&self, accept: impl Future<Output = Result<()>>) -> Result<()> {
        let (ticket, since, operation) = self.begin_opening(Event::Accept)?;
        let result = self.cancellable(since, "accepting the channel", accept).await;
        drop(operation);
        self.end_opening(ticket, result)
    }

    fn begin_opening(&self, event: Event) -> Result<(Ticket, Moment, Operation<'_>)> {
        let mut shared = self.shared.lock();
        let _ = shared.machine.apply(event)?;
        let (ticket, since) = (shared.machine.ticket(), self.abort.now());
        shared.pending += 1;
        Ok((ticket, since, Operation(self)))
    }

    fn end_opening(&self, ticket: Ticket, result: Result<()>) -> Result<()> {
        let event = if result.is_ok() { Event::Opened } else { Event::OpenFailed };
        let mut shared = self.shared.lock();
        if !shared.machine.end(ticket, event) {
            return Err(aborted(result));
        }
        if result.is_ok() {
            shared.send = Half::Idle;
            shared.receive = Half::Idle;
        }
        result
    }

    /// WsCloseChannel. Waits for what is pending. The error of a failed close is information: the channel is
    /// closed all the same.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let (ticket, mut since, graceful) = {
            let mut shared = self.shared.lock();
            let faulted = shared.machine.state() == State::Faulted;
            let effect = shared.machine.apply(Event::Close)?;
            if effect != Effect::RunClose {
                return Ok(());
            }
            let idle = shared.send == Half::Idle && shared.receive == Half::Idle;
            (shared.machine.ticket(), self.abort.now(), idle && !faulted)
        };
        if !self.core.must_be_awaited() {
            if !graceful {
                // A message is half-way, or the channel is of no more use: what is pending ends now.
                since = self.abort.raise_after(since);
                self.core.abort(error);
            }
            self.quiesced().await;
        }
        let result = self.cancellable(since, "closing the channel", self.core.close(graceful, error)).await;
        let mut shared = self.shared.lock();
        shared.send = Half::Idle;
        shared.receive = Half::Idle;
        let current = shared.machine.end(ticket, Event::CloseEnded);
        let raised = self.abort.is_raised_since(since);
        drop(shared);
        if raised || !current { Err(aborted(result)) } else { result }
    }

    /// Done when no operation is pending.
    async fn quiesced(&self) {
        std::future::poll_fn(|context| {
            let mut shared = self.shared.lock();
            if shared.pending == 0 {
                return std::task::Poll::Ready(());
            }
            shared.waiting_close.register(context);
            std::task::Poll::Pending
        })
        .await;
    }

    /// WsAbortChannel. Legal in every state; what is pending ends with `WS_E_OPERATION_ABORTED`.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        {
            let mut shared = self.shared.lock();
            if shared.machine.apply(Event::Abort)? != Effect::CancelPending {
                return Ok(());
            }
            // With the state, so that whatever ends from now on has been aborted, also what the core ends now.
            self.abort.raise();
        }
        self.core.abort(error);
        Ok(())
    }

    /// WsResetChannel.
    pub(crate) fn reset(&self, error: ErrorHandle) -> Result<()> {
        let mut shared = self.shared.lock();
        let effect = shared.machine.apply(Event::Reset)?;
        if effect == Effect::Clear {
            shared.send = Half::Idle;
            shared.receive = Half::Idle;
            drop(shared);
            self.core.reset(error)?;
        }
        Ok(())
    }

    /// Whether WsFreeChannel may free it; it does not matter much, since what is pending holds a reference.
    pub(crate) fn check_free(&self) -> Result<()> {
        self.shared.lock().machine.apply(Event::Free).map(|_| ())
    }

    /// Makes the channel unusable after an error of the transport.
    fn fault(&self) {
        // Not open any more: then there is nothing to fault.
        let _ = self.shared.lock().machine.apply(Event::Fault);
    }

    // ---- messages

    /// WsWriteMessageStart.
    pub(crate) async fn write_message_start(
        &self,
        message: Handle<Message>,
        error: ErrorHandle,
    ) -> Result<()> {
        let turn = self.take_turn(Direction::Send, None)?;
        let call = self.core.write_message_start(message, error);
        self.run(turn, "starting to write a message", call, Half::InMessage(message.raw() as usize)).await
    }

    /// WsWriteMessageEnd.
    pub(crate) async fn write_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> Result<()> {
        let turn = self.take_turn(Direction::Send, Some(message))?;
        let call = self.core.write_message_end(message, error);
        self.run(turn, "sending a message", call, Half::Idle).await
    }

    /// WsReadMessageStart.
    pub(crate) async fn read_message_start(
        &self,
        message: Handle<Message>,
        error: ErrorHandle,
    ) -> Result<Received> {
        let turn = self.take_turn(Direction::Receive, None)?;
        let since = turn.since;
        let call = self.core.read_message_start(message, error);
        let result = self.cancellable(since, "receiving a message", call).await;
        let next = match result {
            Ok(Received::Message) => Half::InMessage(message.raw() as usize),
            _ => Half::Idle,
        };
        self.finish(turn, result, next)
    }

    /// WsReadMessageEnd.
    pub(crate) async fn read_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> Result<()> {
        let turn = self.take_turn(Direction::Receive, Some(message))?;
        let call = self.core.read_message_end(message, error);
        self.run(turn, "ending to read a message", call, Half::Idle).await
    }

    /// WsAbandonMessage: skips the rest of a message being read or written.
    pub(crate) fn abandon_message(&self, message: Handle<Message>, error: ErrorHandle) -> Result<()> {
        {
            let mut shared = self.shared.lock();
            if shared.machine.state() != State::Faulted {
                shared.machine.require_open()?;
            }
            let this = Half::InMessage(message.raw() as usize);
            if shared.send == this {
                shared.send = Half::Idle;
            } else if shared.receive == this {
                shared.receive = Half::Idle;
            } else {
                return Err(Error::invalid_argument(
                    "the message is neither being read nor being written on this channel",
                ));
            }
        }
        self.core.abandon_message(message, error)
    }

    /// WsShutdownSessionChannel.
    pub(crate) async fn shutdown_session(&self, error: ErrorHandle) -> Result<()> {
        let turn = self.take_turn(Direction::Send, None)?;
        let call = self.core.shutdown_session(error);
        self.run(turn, "shutting the session down", call, Half::Idle).await
    }

    fn take_turn(&self, direction: Direction, within: Option<Handle<Message>>) -> Result<Turn<'_>> {
        let mut shared = self.shared.lock();
        shared.machine.require_open()?;
        let half = *direction.half(&mut shared);
        match (half, within) {
            (Half::Idle, None) => {}
            (Half::InMessage(current), Some(message)) if current == message.raw() as usize => {}
            (Half::Busy, _) => {
                return Err(Error::invalid_operation(format!(
                    "a message is already being {} on the channel by a call that has not ended",
                    direction.doing()
                )));
            }
            (Half::InMessage(_), None) => {
                return Err(Error::invalid_operation(format!(
                    "a message is still being {} on the channel: end or abandon it first",
                    direction.doing()
                )));
            }
            (_, Some(_)) => {
                return Err(Error::invalid_operation(format!(
                    "the message is not being {} on this channel",
                    direction.doing()
                )));
            }
        }
        *direction.half(&mut shared) = Half::Busy;
        shared.pending += 1;
        Ok(Turn { direction, since: self.abort.now(), operation: Operation(self) })
    }

    async fn run(
        &self,
        turn: Turn<'_>,
        what: &'static str,
        call: impl Future<Output = Result<()>>,
        next: Half,
    ) -> Result<()> {
        let result = self.cancellable(turn.since, what, call).await;
        self.finish(turn, result, next)
    }

    fn finish<T>(&self, turn: Turn<'_>, result: Result<T>, next: Half) -> Result<T> {
        {
            let mut shared = self.shared.lock();
            *turn.direction.half(&mut shared) = if result.is_ok() { next } else { Half::Idle };
        }
        let aborted_meanwhile = self.abort.is_raised_since(turn.since);
        drop(turn);
        match result {
            Err(failure) if aborted_meanwhile => Err(aborted::<()>(Err(failure))),
            Err(failure) => {
                if self.core.is_unusable_after(failure.code()) {
                    self.fault();
                }
                Err(failure)
            }
            done => done,
        }
    }

    /// Runs a call of the core until it ends or the channel is aborted.
    async fn cancellable<T>(
        &self,
        since: Moment,
        what: &'static str,
        call: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        if self.core.must_be_awaited() {
            return call.await;
        }
        self.abort.race(since, || format!("the channel was aborted while {what}"), call).await
    }
}

/// An operation's share in [`Shared::pending`].
struct Operation<'a>(&'a Channel);

impl Drop for Operation<'_> {
    fn drop(&mut self) {
        let mut shared = self.0.shared.lock();
        shared.pending -= 1;
        if shared.pending == 0 {
            let waiting = shared.waiting_close.take();
            drop(shared);
            waiting.wake();
        }
    }
}

/// The right to use one half of the channel.
struct Turn<'a> {
    direction: Direction,
    since: Moment,
    operation: Operation<'a>,
}

impl Drop for Turn<'_> {
    /// A call that is dropped half-way (it timed out) leaves the half free, not busy for ever.
    fn drop(&mut self) {
        let mut shared = self.operation.0.shared.lock();
        let half = self.direction.half(&mut shared);
        if *half == Half::Busy {
            *half = Half::Idle;
        }
    }
}

/// What an operation that an abort has superseded comes back with: its own words, if it failed, under the code that
/// the abort demands.
fn aborted<T>(result: Result<T>) -> Error {
    match result {
        Err(failure) => failure.with_code(WS_E_OPERATION_ABORTED),
        Ok(_) => Error::aborted("the channel was aborted meanwhile"),
    }
}

/// Whether an error leaves a session with which nothing more can be done: those of the transport and of the
/// framing do, those of the caller do not, nor does a fault, which is a message like another.
pub(crate) fn ends_session(code: HRESULT) -> bool {
    !matches!(
        code,
        E_INVALIDARG
            | E_OUTOFMEMORY
            | WS_E_INVALID_OPERATION
            | WS_E_OBJECT_FAULTED
            | WS_E_ENDPOINT_FAULT_RECEIVED
            | WS_E_NOT_SUPPORTED
            | WS_E_ENDPOINT_ACTION_NOT_SUPPORTED
    )
}
