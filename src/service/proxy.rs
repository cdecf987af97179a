//! The service proxy. (Pages "Service Proxy", "Service Proxy and Sessions".)
//!
//! With a binding that has sessions, one channel carries all calls, one after the other. Without, each call has a
//! channel to itself, taken from those that are idle or made anew, and put back unless the call left it unusable;
//! they stay open until the proxy is closed.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Kind, Object};
use crate::abi::types::*;
use crate::channel::{Address, Channel};
use crate::error::{Error, Result};
use crate::lifecycle::{AbortSignal, Effect, Event, Machine, ObjectKind, State, Ticket, Waiters};
use crate::runtime::time::{deadline_after, sleep_until};
use crate::soap::MessageOptions;

use super::call::{Call, Interruption, Line, Pending};

/// What a proxy can be told when it is created. (WS_PROXY_PROPERTY_ID)
#[derive(Clone)]
pub(crate) struct ProxyOptions {
    /// Milliseconds a call may take; the largest value is for ever.
    pub(crate) call_timeout: u32,
    pub(crate) message: MessageOptions,
    /// How many idle channels keep their messages.
    pub(crate) max_call_pool_size: u16,
    pub(crate) max_pending_calls: u32,
    /// Milliseconds that closing waits for pending calls before it aborts them.
    pub(crate) max_close_timeout: u32,
}

impl Default for ProxyOptions {
    fn default() -> Self {
        Self {
            call_timeout: 30_000,
            message: MessageOptions::default(),
            max_call_pool_size: 5,
            max_pending_calls: 100,
            max_close_timeout: 5_000,
        }
    }
}

/// Makes a proxy's channels.
pub(crate) type ChannelFactory = Box<dyn Fn(ErrorHandle) -> Result<Channel> + Send + Sync>;

/// A service proxy.
pub(crate) struct ServiceProxy {
    options: ProxyOptions,
    sessionful: bool,
    make_channel: ChannelFactory,
    shared: Mutex<Shared>,
    abort: AbortSignal,
    /// The session's line; calls take it in turn.
    session: tokio::sync::Mutex<Option<Line>>,
}

struct Shared {
    machine: Machine,
    address: Option<Arc<Address>>,
    idle: Vec<Line>,
    /// Every channel that a call uses or that opens, so that an abort reaches it.
    busy: Vec<Arc<Channel>>,
    calls: Vec<Arc<Pending>>,
    waiting_close: Waiters,
}

impl Object for ServiceProxy {
    type C = WS_SERVICE_PROXY;
    const KIND: Kind = Kind::Proxy;
}

impl ServiceProxy {
    pub(crate) fn new(
        channel_type: WS_CHANNEL_TYPE,
        options: ProxyOptions,
        make_channel: ChannelFactory,
    ) -> Self {
        let session_bit = WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_SESSION.raw();
        Self {
            options,
            sessionful: channel_type.raw() & session_bit != 0,
            make_channel,
            shared: Mutex::new(Shared {
                machine: Machine::new(ObjectKind::Proxy),
                address: None,
                idle: Vec::new(),
                busy: Vec::new(),
                calls: Vec::new(),
                waiting_close: Waiters::default(),
            }),
            abort: AbortSignal::default(),
            session: tokio::sync::Mutex::new(None),
        }
    }

    pub(crate) fn state(&self) -> State {
        self.shared.lock().machine.state()
    }

    // ---- life cycle

    /// WsOpenServiceProxy. Opens the first channel, so that what is wrong with the address shows here.
    pub(crate) async fn open(&self, address: Arc<Address>, error: ErrorHandle) -> Result<()> {
        let (ticket, since) = {
            let mut shared = self.shared.lock();
            let _ = shared.machine.apply(Event::Open)?;
            (shared.machine.ticket(), self.abort.now())
        };
        let result = self.open_line(&address, None, error).await;
        let mut session = if self.sessionful { Some(self.session.lock().await) } else { None };
        let mut shared = self.shared.lock();
        let event = if result.is_ok() { Event::Opened } else { Event::OpenFailed };
        if !shared.machine.end(ticket, event) || self.abort.is_raised_since(since) {
            drop(shared);
            return Err(Interruption::Aborted.error(result.err(), 0));
        }
        let line = result?;
        shared.address = Some(address);
        match &mut session {
            Some(session) => **session = Some(line),
            None => shared.idle.push(line),
        }
        Ok(())
    }

    async fn open_line(
        &self,
        address: &Address,
        pending: Option<&Pending>,
        error: ErrorHandle,
    ) -> Result<Line> {
        let channel = Arc::new((self.make_channel)(error)?);
        let busy = Busy::new(self, channel.clone(), pending);
        channel.open(address, error).await?;
        drop(busy);
        Ok(Line::new(channel))
    }

    /// WsCloseServiceProxy. Waits for pending calls, up to `WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT`; then they are
    /// aborted.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let (ticket, since, faulted) = {
            let mut shared = self.shared.lock();
            let faulted = shared.machine.state() == State::Faulted;
            if shared.machine.apply(Event::Close)? != Effect::RunClose {
                return Ok(());
            }
            (shared.machine.ticket(), self.abort.now(), faulted)
        };
        if faulted {
            self.cancel(error);
        }
        self.quiesce(error).await;
        let mut lines = self.take_idle_of(ticket);
        let mut session = self.session.lock().await;
        // An abort ends this closing, and what has been opened anew since then is not its to close.
        if self.shared.lock().machine.ticket() == ticket {
            lines.extend(session.take());
        }
        drop(session);
        let mut result = Ok(());
        for line in lines {
            let busy = Busy::new(self, line.channel.clone(), None);
            let closed = line.channel.close(error).await;
            drop(busy);
            // The first failure is told; the others are closed all the same.
            result = result.and(closed);
        }
        let ended = self.shared.lock().machine.end(ticket, Event::CloseEnded);
        if !ended || self.abort.is_raised_since(since) {
            return Err(Interruption::Aborted.error(result.err(), 0));
        }
        result
    }

    /// The lines that no call uses, unless an abort has superseded the closing.
    fn take_idle_of(&self, closing: Ticket) -> Vec<Line> {
        let mut shared = self.shared.lock();
        if shared.machine.ticket() == closing { std::mem::take(&mut shared.idle) } else { Vec::new() }
    }

    /// Waits until no call is pending.
    async fn quiesce(&self, error: ErrorHandle) {
        let deadline = deadline_after(self.options.max_close_timeout);
        let mut sleep = deadline.map(sleep_until);
        std::future::poll_fn(|context| {
            {
                let mut shared = self.shared.lock();
                if shared.calls.is_empty() {
                    return Poll::Ready(());
                }
                shared.waiting_close.register(context);
            }
            if let Some(timer) = &mut sleep
                && std::future::Future::poll(std::pin::Pin::new(timer), context).is_ready()
            {
                sleep = None;
                // They end now, and wake this once more.
                self.cancel(error);
            }
            Poll::Pending
        })
        .await;
    }

    /// WsAbortServiceProxy. Legal in every state; pending calls end with `WS_E_OPERATION_ABORTED`.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        let effect = self.shared.lock().machine.apply(Event::Abort)?;
        if effect == Effect::CancelPending {
            self.abort.raise();
            self.cancel(error);
        }
        Ok(())
    }

    /// Ends the calls that are pending, and whatever their channels do.
    fn cancel(&self, error: ErrorHandle) {
        let (calls, busy) = {
            let shared = self.shared.lock();
            (shared.calls.clone(), shared.busy.clone())
        };
        for call in calls {
            call.interrupt(Interruption::Aborted);
        }
        for channel in busy {
            // Legal in every state.
            let _ = channel.abort(error);
        }
    }

    /// WsResetServiceProxy.
    pub(crate) fn reset(&self) -> Result<()> {
        let mut shared = self.shared.lock();
        if shared.machine.apply(Event::Reset)? == Effect::Clear {
            shared.address = None;
            let lines = std::mem::take(&mut shared.idle);
            drop(shared);
            // Outside the lock: a custom channel that goes calls the application.
            drop(lines);
        }
        Ok(())
    }

    pub(crate) fn check_free(&self) -> Result<()> {
        self.shared.lock().machine.apply(Event::Free).map(|_| ())
    }

    // ---- calls

    /// Whether a call may start now: the state, and how many are pending. Registers it.
    pub(crate) fn begin(self: &Arc<Self>, id: u32) -> Result<CallTicket> {
        let mut shared = self.shared.lock();
        if shared.machine.state() != State::Open {
            // Faulted too: "check the service proxy state to figure out the state of the service proxy".
            return Err(match shared.machine.require_open() {
                Err(failure) => failure.with_code(WS_E_INVALID_OPERATION),
                Ok(()) => Error::invalid_operation("the service proxy is not open"),
            });
        }
        if shared.calls.len() >= self.options.max_pending_calls as usize {
            return Err(Error::quota_exceeded(format!(
                "{} calls are pending on the service proxy, as many as WS_PROXY_PROPERTY_MAX_PENDING_CALLS allows",
                shared.calls.len()
            )));
        }
        let pending = Pending::new(id);
        shared.calls.push(pending.clone());
        Ok(CallTicket { proxy: self.clone(), pending })
    }

    /// WsAbandonCall: the calls with this id, or all of them for 0.
    pub(crate) fn abandon(&self, id: u32) -> Result<()> {
        let calls = {
            let shared = self.shared.lock();
            shared.machine.require_open().map_err(|failure| failure.with_code(WS_E_INVALID_OPERATION))?;
            shared.calls.clone()
        };
        for call in calls.iter().filter(|call| id == 0 || call.id == id) {
            call.interrupt(Interruption::Abandoned);
        }
        Ok(())
    }

    /// WsCall, once it has begun.
    pub(crate) async fn call(&self, ticket: &CallTicket, call: Call, error: ErrorHandle) -> Result<()> {
        let pending = &*ticket.pending;
        let mut work = pin!(self.work(call, pending, error));
        let mut interrupted = pin!(pending.interrupted());
        let mut sleep = deadline_after(self.options.call_timeout).map(sleep_until);
        let mut asked_to_stop = false;
        let done = std::future::poll_fn(|context| {
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(Some(result));
            }
            if let Some(timer) = &mut sleep
                && std::pin::Pin::new(timer).poll(context).is_ready()
            {
                sleep = None;
                pending.interrupt(Interruption::TimedOut);
            }
            if !asked_to_stop && interrupted.as_mut().poll(context).is_ready() {
                asked_to_stop = true;
                if !pending.stop_channel(error) {
                    return Poll::Ready(None);
                }
                // The application still uses what the call passed to it: its abort callback has been called, and
                // the call ends when it does.
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await;
        match (pending.interruption(), done) {
            (None, Some(result)) => result,
            // It was over before the interruption could reach it.
            (Some(_), Some(Ok(()))) => Ok(()),
            (Some(why), done) => Err(why.error(done.and_then(Result::err), self.options.call_timeout)),
            (None, None) => Err(Interruption::Abandoned.error(None, 0)),
        }
    }

    async fn work(&self, call: Call, pending: &Pending, error: ErrorHandle) -> Result<()> {
        if self.sessionful {
            let mut session = self.session.lock().await;
            let Some(line) = session.as_mut() else {
                return Err(Error::invalid_operation("the service proxy is not open"));
            };
            let busy = Busy::new(self, line.channel.clone(), Some(pending));
            let result = line.run(call, &self.options.message, error).await;
            drop(busy);
            if line.channel.state() != State::Open {
                tracing::debug!(
                    call = pending.id,
                    "the session's channel is unusable, and the proxy with it"
                );
                // Not open any more: then there is nothing to fault.
                let _ = self.shared.lock().machine.apply(Event::Fault);
            }
            return result;
        }
        let mut line = if let Some(line) = self.take_idle() {
            line
        } else {
            let address = self.shared.lock().address.clone();
            let address = address.ok_or_else(|| Error::invalid_operation("the service proxy is not open"))?;
            self.open_line(&address, Some(pending), error).await?
        };
        let busy = Busy::new(self, line.channel.clone(), Some(pending));
        let result = line.run(call, &self.options.message, error).await;
        drop(busy);
        self.put_back(line);
        result
    }

    fn take_idle(&self) -> Option<Line> {
        self.shared.lock().idle.pop()
    }

    fn put_back(&self, mut line: Line) {
        if line.channel.state() != State::Open {
            return;
        }
        let mut shared = self.shared.lock();
        if matches!(shared.machine.state(), State::Open | State::Closing) {
            if shared.idle.len() >= usize::from(self.options.max_call_pool_size) {
                line.shrink();
            }
            shared.idle.push(line);
        }
    }
}

/// A call that has begun. Dropped, it is no longer pending.
pub(crate) struct CallTicket {
    proxy: Arc<ServiceProxy>,
    pending: Arc<Pending>,
}

impl Drop for CallTicket {
    fn drop(&mut self) {
        let mut shared = self.proxy.shared.lock();
        shared.calls.retain(|call| !Arc::ptr_eq(call, &self.pending));
        if shared.calls.is_empty() {
            let waiting = shared.waiting_close.take();
            drop(shared);
            waiting.wake();
        }
    }
}

/// A channel's place in [`Shared::busy`], and in the call that uses it.
struct Busy<'a> {
    proxy: &'a ServiceProxy,
    channel: Arc<Channel>,
    pending: Option<&'a Pending>,
}

impl<'a> Busy<'a> {
    fn new(proxy: &'a ServiceProxy, channel: Arc<Channel>, pending: Option<&'a Pending>) -> Self {
        proxy.shared.lock().busy.push(channel.clone());
        if let Some(pending) = pending {
            pending.set_channel(Some(channel.clone()));
        }
        Self { proxy, channel, pending }
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        if let Some(pending) = self.pending {
            pending.set_channel(None);
        }
        self.proxy.shared.lock().busy.retain(|channel| !Arc::ptr_eq(channel, &self.channel));
    }
}
