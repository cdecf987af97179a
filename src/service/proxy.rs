//! The service proxy. (Pages "Service Proxy", "Service Proxy and Sessions".)
//!
//! With a binding that has sessions, one channel carries all calls, one after the other. Without, each call has a
//! channel to itself, taken from those that are idle or made anew, and put back unless the call left it unusable;
//! they stay open until the proxy is closed.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use crate::abi::object::{ErrorHandle, Kind, Object};
use crate::abi::types::*;
use crate::channel::{Address, Channel};
use crate::error::{Error, Result};
use crate::lifecycle::{Event, Gate, ObjectKind, State, Transition};
use crate::runtime::time::{deadline_after, sleep_until};
use crate::soap::MessageOptions;

use super::call::{Call, Interruption, Line};
use super::calls::{CallIndex, CallSignal, Calls};

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
///
/// A call takes the lock of its gate twice: to begin, where it also gets an idle channel, and to end, where it gives the
/// channel back.
pub(crate) struct ServiceProxy {
    options: ProxyOptions,
    sessionful: bool,
    make_channel: ChannelFactory,
    gate: Gate<Traffic>,
    /// The session's line; calls take it in turn.
    session: tokio::sync::Mutex<Option<Line>>,
}

/// What a proxy is at.
#[derive(Default)]
struct Traffic {
    address: Option<Arc<Address>>,
    /// Which opening the idle lines are of: a call that has outlived its own adds none to those of the next.
    opening: u64,
    idle: Vec<Line>,
    /// The session's channel, so that an abort reaches it when no call is on it.
    session: Option<Arc<Channel>>,
    calls: Calls,
    /// The channels that are being opened or closed by the proxy itself, so that an abort reaches them.
    in_transition: Vec<Arc<Channel>>,
}

impl Traffic {
    /// Interrupts every call. Their channels are for the caller to abort when the lock has been let go, since that may
    /// call the application.
    fn cancel(&self) -> Vec<Arc<Channel>> {
        self.calls.interrupt(None, Interruption::Aborted);
        self.calls.channels().chain(self.in_transition.iter().cloned()).collect()
    }

    /// As [`Self::cancel`], with the channels that no call is on.
    fn cancel_all(&self) -> Vec<Arc<Channel>> {
        let mut channels = self.cancel();
        channels.extend(self.idle.iter().map(|line| line.channel.clone()));
        channels.extend(self.session.iter().cloned());
        channels
    }
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
            gate: Gate::new(ObjectKind::Proxy, Traffic::default()),
            session: tokio::sync::Mutex::new(None),
        }
    }

    pub(crate) fn state(&self) -> State {
        self.gate.state()
    }

    // ---- life cycle

    /// WsOpenServiceProxy. Opens the first channel, so that what is wrong with the address shows here.
    pub(crate) async fn open(&self, address: Arc<Address>, error: ErrorHandle) -> Result<()> {
        let opening = self.gate.lock().begin(Event::Open)?;
        let (mut line, result) = match self.open_first(opening, &address, error).await {
            Ok(line) => (Some(line), Ok(())),
            Err(failure) => (None, Err(failure)),
        };
        let mut session = if self.sessionful { Some(self.session.lock().await) } else { None };
        let channel = session.as_ref().and(line.as_ref()).map(|line| line.channel.clone());
        // Dropped without the lock, as is a line that came too late.
        let mut before = (None, None);
        self.gate.end_opening(opening, result, |traffic| {
            before.0 = traffic.address.replace(address);
            traffic.opening += 1;
            traffic.session = channel;
            match &mut session {
                Some(session) => before.1 = std::mem::replace(&mut **session, line.take()),
                None => traffic.idle.extend(line.take()),
            }
        })
    }

    async fn open_first(&self, opening: Transition, address: &Address, error: ErrorHandle) -> Result<Line> {
        let channel = Arc::new((self.make_channel)(error)?);
        let in_transition = InTransition::new(self, channel.clone(), opening)?;
        channel.open_unless(|| self.gate.is_aborted_since(opening.since), address, error).await?;
        drop(in_transition);
        Ok(Line::new(channel))
    }

    /// WsCloseServiceProxy. Waits for pending calls, up to `WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT`; then they are
    /// aborted.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let (closing, useless) = {
            let mut held = self.gate.lock();
            let faulted = held.state() == State::Faulted;
            let Some(closing) = held.begin_closing()? else { return Ok(()) };
            (closing, if faulted { held.cancel() } else { Vec::new() })
        };
        abort_all(useless, error);
        self.quiesce(error).await;
        let mut session = self.session.lock().await;
        let mut lines = Vec::new();
        {
            let mut held = self.gate.lock();
            // An abort ends this closing, and what has been opened anew since then is not its to close.
            if held.is_current(closing) {
                lines.append(&mut held.idle);
                lines.extend(session.take());
                held.session = None;
            }
        }
        drop(session);
        let mut result = Ok(());
        for line in lines {
            let closed = match InTransition::new(self, line.channel.clone(), closing) {
                Ok(_in_transition) => line.channel.close(error).await,
                // The line is aborted as it goes.
                Err(aborted) => Err(aborted),
            };
            // The first failure is told; the others are closed all the same.
            result = result.and(closed);
        }
        self.gate.end_closing(closing, result, |_| ())
    }

    /// Waits until no call is pending.
    async fn quiesce(&self, error: ErrorHandle) {
        let mut sleep = deadline_after(self.options.max_close_timeout).map(sleep_until);
        std::future::poll_fn(|context| {
            if self.gate.poll_quiesced(context).is_ready() {
                return Poll::Ready(());
            }
            if let Some(timer) = &mut sleep
                && Pin::new(timer).poll(context).is_ready()
            {
                sleep = None;
                // They end now, and wake this once more.
                let channels = self.gate.lock().cancel();
                abort_all(channels, error);
            }
            Poll::Pending
        })
        .await;
    }

    /// WsAbortServiceProxy. Legal in every state; pending calls end with `WS_E_OPERATION_ABORTED`, and all channels are
    /// aborted.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        if let Some(channels) = self.gate.abort(|traffic| traffic.cancel_all())? {
            abort_all(channels, error);
        }
        Ok(())
    }

    /// WsResetServiceProxy.
    pub(crate) fn reset(&self) -> Result<()> {
        // Dropped without the lock: a custom channel that goes calls the application.
        self.gate
            .reset(|traffic| {
                let address = traffic.address.take();
                (address, std::mem::take(&mut traffic.idle), traffic.session.take())
            })
            .map(drop)
    }

    pub(crate) fn check_free(&self) -> Result<()> {
        self.gate.check_free()
    }

    #[cfg(all(test, shuttle))]
    pub(crate) fn pending(&self) -> usize {
        self.gate.pending()
    }

    // ---- calls

    /// Whether a call may start now: the state, and how many are pending. Registers it.
    pub(crate) fn begin(self: Arc<Self>, id: u32) -> Result<CallTicket> {
        let mut held = self.gate.lock();
        // Faulted too: "check the service proxy state to figure out the state of the service proxy".
        held.require_open().map_err(|failure| failure.with_code(WS_E_INVALID_OPERATION))?;
        if held.calls.len() >= self.options.max_pending_calls as usize {
            return Err(Error::quota_exceeded(format!(
                "{} calls are pending on the service proxy, as many as WS_PROXY_PROPERTY_MAX_PENDING_CALLS allows",
                held.calls.len()
            )));
        }
        let line = held.idle.pop();
        // Where a channel has to be opened.
        let address = if line.is_some() || self.sessionful { None } else { held.address.clone() };
        let (index, signal) = held.calls.insert(id, line.as_ref().map(|line| line.channel.clone()));
        let opening = held.opening;
        held.enter();
        drop(held);
        Ok(CallTicket { proxy: self, index, signal, opening, line, address })
    }

    /// WsAbandonCall: the calls with this id, or all of them for 0.
    pub(crate) fn abandon(&self, id: u32) -> Result<()> {
        let held = self.gate.lock();
        held.require_open().map_err(|failure| failure.with_code(WS_E_INVALID_OPERATION))?;
        held.calls.interrupt((id != 0).then_some(id), Interruption::Abandoned);
        Ok(())
    }

    /// A line of the call's own.
    async fn open_line(&self, place: Place<'_>, address: &Address, error: ErrorHandle) -> Result<Line> {
        let channel = Arc::new((self.make_channel)(error)?);
        self.gate.lock().calls.set_channel(place.index, channel.clone());
        channel.open_unless(|| place.signal.interruption().is_some(), address, error).await?;
        Ok(Line::new(channel))
    }

    /// Aborts the call's channel if it must end by itself, because the application takes part in it; whether that
    /// is so.
    fn stop_channel(&self, index: CallIndex, error: ErrorHandle) -> bool {
        let channel = self.gate.lock().calls.channel(index);
        let Some(channel) = channel.filter(|channel| channel.core().must_be_awaited()) else { return false };
        // Legal in every state.
        let _ = channel.abort(error);
        true
    }

    async fn call_in_session(&self, place: Place<'_>, call: Call, error: ErrorHandle) -> Result<()> {
        let mut session = self.session.lock().await;
        let line = session.as_mut();
        let line = line.ok_or_else(|| Error::invalid_operation("the service proxy is not open"))?;
        self.gate.lock().calls.set_channel(place.index, line.channel.clone());
        if place.signal.interruption().is_some() {
            return Err(Error::aborted("the call had not got the session's channel yet"));
        }
        let result = line.run(call, &self.options.message, error).await;
        if line.channel.state() != State::Open {
            tracing::debug!("the session's channel is unusable, and the proxy with it");
            // Opened anew it is not before this call has let go of the session.
            self.gate.lock().fault();
        }
        result
    }
}

/// Aborts channels that were found under the lock, without it.
fn abort_all(channels: Vec<Arc<Channel>>, error: ErrorHandle) {
    for channel in channels {
        // Legal in every state.
        let _ = channel.abort(error);
    }
}

/// A call that has begun. Dropped, it is no longer pending.
pub(crate) struct CallTicket {
    proxy: Arc<ServiceProxy>,
    index: CallIndex,
    signal: Arc<CallSignal>,
    /// See [`Traffic::opening`].
    opening: u64,
    /// The line that the call has; while it runs over it, the run has it.
    line: Option<Line>,
    address: Option<Arc<Address>>,
}

/// Where a call belongs, for what it does.
#[derive(Clone, Copy)]
struct Place<'a> {
    index: CallIndex,
    signal: &'a CallSignal,
}

impl CallTicket {
    /// WsCall, once it has begun.
    pub(crate) async fn run(mut self, call: Call, error: ErrorHandle) -> Result<()> {
        let (proxy, signal) = (&*self.proxy, &*self.signal);
        let place = Place { index: self.index, signal };
        let (line, address) = (&mut self.line, self.address.as_deref());
        let mut work = pin!(async move {
            if proxy.sessionful {
                return proxy.call_in_session(place, call, error).await;
            }
            let mut using = match (line.take(), address) {
                (Some(line), _) => line,
                (None, Some(address)) => proxy.open_line(place, address, error).await?,
                (None, None) => return Err(Error::invalid_operation("the service proxy is not open")),
            };
            let result = using.run(call, &proxy.options.message, error).await;
            *line = Some(using);
            result
        });
        let mut interrupted = pin!(signal.interrupted());
        let mut sleep = deadline_after(proxy.options.call_timeout).map(sleep_until);
        let mut asked_to_stop = false;
        let done = std::future::poll_fn(|context| {
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(Some(result));
            }
            if let Some(timer) = &mut sleep
                && Pin::new(timer).poll(context).is_ready()
            {
                sleep = None;
                signal.interrupt(Interruption::TimedOut);
            }
            if !asked_to_stop && interrupted.as_mut().poll(context).is_ready() {
                asked_to_stop = true;
                if !proxy.stop_channel(place.index, error) {
                    return Poll::Ready(None);
                }
                // The application still uses what the call passed to it: its abort callback has been called, and
                // the call ends when it does.
                context.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await;
        signal.outcome(done, proxy.options.call_timeout)
    }
}

impl Drop for CallTicket {
    fn drop(&mut self) {
        // What a call left unusable is of no more use; it goes with the ticket.
        let mut line = self.line.take().filter(|line| line.channel.state() == State::Open);
        let most = usize::from(self.proxy.options.max_call_pool_size);
        self.proxy.gate.leave(|held| {
            let channel = held.calls.remove(self.index);
            let mut surplus = None;
            if matches!(held.state(), State::Open | State::Closing) && held.opening == self.opening {
                if held.idle.len() >= most {
                    surplus = line.as_mut().and_then(Line::shrink);
                }
                held.idle.extend(line.take());
            }
            (channel, surplus)
        });
    }
}

/// A channel that the proxy itself opens or closes, where an abort finds it.
struct InTransition<'a> {
    proxy: &'a ServiceProxy,
    channel: Arc<Channel>,
}

impl<'a> InTransition<'a> {
    /// Refused when the abort has come already.
    fn new(proxy: &'a ServiceProxy, channel: Arc<Channel>, transition: Transition) -> Result<Self> {
        let mut held = proxy.gate.lock();
        if proxy.gate.is_aborted_since(transition.since) {
            drop(held);
            return Err(proxy.gate.aborted::<()>(Ok(())));
        }
        held.in_transition.push(channel.clone());
        drop(held);
        Ok(Self { proxy, channel })
    }
}

impl Drop for InTransition<'_> {
    fn drop(&mut self) {
        let mut held = self.proxy.gate.lock();
        held.in_transition.retain(|channel| !Arc::ptr_eq(channel, &self.channel));
    }
}
