//! Channels and listeners: the life cycle, the message exchange patterns, and what is between a message and the
//! bytes of a transport.
//!
//! A [`Channel`] is the part that all bindings share: the state machine, the two halves (sending, receiving), the
//! abort. Behind it is a [`Core`] that knows one binding: HTTP on the client ([`http_request`]), HTTP on the server
//! ([`http_reply`]), or the application's own callbacks (made by the face).
//!
//! Everything here works with message *handles*: the core of a custom channel hands the message to the
//! application, which calls back into the library with it, so nobody may hold on to a message across such a call.

mod cookies;
mod encoding;
pub(crate) mod exchange;
mod http;
pub(crate) mod http_reply;
pub(crate) mod http_request;
pub(crate) mod listener;
mod listening_url;
#[cfg(all(test, shuttle))]
pub(crate) mod model_tests;
pub(crate) mod properties;
mod streaming;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Handle, Kind, Object, PassedOn};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::{Event, Gate, Moment, ObjectKind, State, Transition};
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

/// What a step of a message came to: most of them are done when they have been begun, and then no future is made.
pub(crate) enum Step<'a, T> {
    /// Taken by the poll.
    Done(Option<Result<T>>),
    Later(BoxFuture<'a, Result<T>>),
}

impl<'a, T> Step<'a, T> {
    fn done(result: Result<T>) -> Self {
        Self::Done(Some(result))
    }

    pub(crate) fn later(future: impl Future<Output = Result<T>> + Send + 'a) -> Self {
        Self::Later(Box::pin(future))
    }
}

impl<T: Unpin> Future for Step<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Done(result) => result.take().map_or(Poll::Pending, Poll::Ready),
            Self::Later(future) => future.as_mut().poll(context),
        }
    }
}

/// What one binding does. The [`Channel`] around it has checked the state, and sees to it that no two calls of the
/// same half run at once.
pub(crate) trait Core: Send + Sync {
    fn open<'a>(&'a self, address: &'a Address, error: ErrorHandle) -> BoxFuture<'a, Result<()>>;
    fn write_message_start(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, ()>;
    fn write_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, ()>;
    fn read_message_start(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, Received>;
    fn read_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, ()>;
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
    /// Whether the bodies of messages are read as they come. (WS_STREAMED_INPUT_TRANSFER_MODE)
    fn streams_input(&self) -> bool {
        false
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
    gate: Gate<Halves>,
    /// What `WS_CHANNEL_PROPERTY_TRANSPORT_URL` has handed out.
    transport_url: Mutex<Box<[u16]>>,
}

/// The two directions of an open channel.
struct Halves {
    send: Half,
    receive: Half,
}

impl Halves {
    const IDLE: Self = Self { send: Half::Idle, receive: Half::Idle };
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
    fn half(self, halves: &mut Halves) -> &mut Half {
        match self {
            Self::Send => &mut halves.send,
            Self::Receive => &mut halves.receive,
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
            gate: Gate::new(ObjectKind::Channel, Halves::IDLE),
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
        self.gate.state()
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
        self.open_unless(|| false, address, error).await
    }

    /// As [`Self::open`], unless nobody wants it opened any more. That is asked under the lock: who first makes it
    /// unwanted and then aborts it either finds it opening or keeps it from it.
    pub(crate) async fn open_unless(
        &self,
        is_unwanted: impl FnOnce() -> bool,
        address: &Address,
        error: ErrorHandle,
    ) -> Result<()> {
        if self.for_listener.is_some() {
            return Err(Error::invalid_operation(
                "a channel made for a listener is opened by WsAcceptChannel, not by WsOpenChannel",
            ));
        }
        let (opening, operation) = self.begin_opening(Event::Open, is_unwanted)?;
        let call = self.core.open(address, error);
        let result = self.cancellable(opening.since, "opening the channel", call).await;
        drop(operation);
        self.gate
            .end_opening(opening, result, |halves| *halves = Halves::IDLE)
            .context(|| format!("the channel could not be opened to {}", address.url))
    }

    /// WsAcceptChannel: `accept` waits for what the listener has for this channel.
    pub(crate) async fn accept(&self, accept: impl Future<Output = Result<()>>) -> Result<()> {
        let (opening, operation) = self.begin_opening(Event::Accept, || false)?;
        let result = self.cancellable(opening.since, "accepting the channel", accept).await;
        drop(operation);
        self.gate.end_opening(opening, result, |halves| *halves = Halves::IDLE)
    }

    fn begin_opening(
        &self,
        event: Event,
        is_unwanted: impl FnOnce() -> bool,
    ) -> Result<(Transition, Opening<'_>)> {
        let mut held = self.gate.lock();
        if is_unwanted() {
            return Err(Error::aborted("the channel was aborted before it was opened"));
        }
        let opening = held.begin(event)?;
        held.enter();
        Ok((opening, Opening(self)))
    }

    /// WsCloseChannel. Waits for what is pending. The error of a failed close is information: the channel is
    /// closed all the same.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let awaited = self.core.must_be_awaited();
        let (closing, graceful) = {
            let mut held = self.gate.lock();
            let faulted = held.state() == State::Faulted;
            let Some(mut closing) = held.begin_closing()? else { return Ok(()) };
            let graceful = !faulted && held.send == Half::Idle && held.receive == Half::Idle;
            if !graceful && !awaited {
                // A message is half-way, or the channel is of no more use: what is pending ends now.
                held.cancel_for(&mut closing);
            }
            (closing, graceful)
        };
        if !awaited {
            if !graceful {
                self.core.abort(error);
            }
            self.gate.quiesced().await;
        }
        let call = self.core.close(graceful, error);
        let result = self.cancellable(closing.since, "closing the channel", call).await;
        self.gate.end_closing(closing, result, |halves| *halves = Halves::IDLE)
    }

    /// WsAbortChannel. Legal in every state; what is pending ends with `WS_E_OPERATION_ABORTED`.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        if self.gate.abort(|_| ())?.is_some() {
            self.core.abort(error);
        }
        Ok(())
    }

    /// WsResetChannel.
    pub(crate) fn reset(&self, error: ErrorHandle) -> Result<()> {
        self.gate.reset(|halves| *halves = Halves::IDLE)?;
        self.core.reset(error)
    }

    /// Whether WsFreeChannel may free it; it does not matter much, since what is pending holds a reference.
    pub(crate) fn check_free(&self) -> Result<()> {
        self.gate.check_free()
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
        let result = self.step(since, "receiving a message", call).await;
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
            let mut held = self.gate.lock();
            if held.state() != State::Faulted {
                held.require_open()?;
            }
            let this = Half::InMessage(message.raw() as usize);
            if held.send == this {
                held.send = Half::Idle;
            } else if held.receive == this {
                held.receive = Half::Idle;
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
        self.run(turn, "shutting the session down", Step::Later(call), Half::Idle).await
    }

    fn take_turn(&self, direction: Direction, within: Option<Handle<Message>>) -> Result<Turn<'_>> {
        let mut held = self.gate.lock();
        held.require_open()?;
        let half = *direction.half(&mut held);
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
        *direction.half(&mut held) = Half::Busy;
        held.enter();
        Ok(Turn { channel: self, direction, since: held.now(), next: None, faults: false })
    }

    async fn run(&self, turn: Turn<'_>, what: &'static str, step: Step<'_, ()>, next: Half) -> Result<()> {
        let result = self.step(turn.since, what, step).await;
        self.finish(turn, result, next)
    }

    fn finish<T>(&self, mut turn: Turn<'_>, result: Result<T>, next: Half) -> Result<T> {
        turn.next = Some(if result.is_ok() { next } else { Half::Idle });
        let result = match result {
            Err(failure) if self.gate.is_aborted_since(turn.since) => {
                Err(self.gate.aborted::<()>(Err(failure)))
            }
            Err(failure) => {
                turn.faults = self.core.is_unusable_after(failure.code());
                Err(failure)
            }
            done => done,
        };
        drop(turn);
        result
    }

    /// As [`Self::cancellable`]; what is done needs nobody to wait for it, nor for an abort.
    async fn step<T: Unpin>(&self, since: Moment, what: &'static str, step: Step<'_, T>) -> Result<T> {
        match step {
            Step::Done(Some(result)) if self.core.must_be_awaited() || !self.gate.is_aborted_since(since) => {
                result
            }
            step => self.cancellable(since, what, step).await,
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
        self.gate.race(since, || format!("the channel was aborted while {what}"), call).await
    }
}

/// An opening or accepting, as closing waits for it.
struct Opening<'a>(&'a Channel);

impl Drop for Opening<'_> {
    fn drop(&mut self) {
        self.0.gate.leave(|_| ());
    }
}

/// The right to use one half of the channel.
struct Turn<'a> {
    channel: &'a Channel,
    direction: Direction,
    since: Moment,
    /// What the half is afterwards, once the call has ended.
    next: Option<Half>,
    /// Whether the call has left the channel unusable.
    faults: bool,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.channel.gate.leave(|held| {
            let half = self.direction.half(held);
            match self.next {
                Some(next) => *half = next,
                // A call that is dropped half-way (it timed out) leaves the half free, not busy for ever.
                None if *half == Half::Busy => *half = Half::Idle,
                None => {}
            }
            if self.faults {
                held.fault();
            }
        });
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
