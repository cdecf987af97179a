//! Listeners: what channels are accepted from.

use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Kind, Object, PassedOn};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::{AbortSignal, Effect, Event, Machine, ObjectKind, State};
use crate::xml::source::BoxFuture;

use super::properties::ListenerProperties;
use super::{Channel, Core};

/// What one binding does to listen. The [`Listener`] around it has checked the state.
pub(crate) trait ListenerCore: Send + Sync {
    fn open<'a>(
        &'a self,
        url: &'a str,
        raw: PassedOn<WS_STRING>,
        error: ErrorHandle,
    ) -> BoxFuture<'a, Result<()>>;
    /// Waits for what a channel can be made of and gives it to that channel's core.
    fn accept<'a>(&'a self, channel: &'a dyn Core, error: ErrorHandle) -> BoxFuture<'a, Result<()>>;
    fn close(&self, error: ErrorHandle) -> BoxFuture<'_, Result<()>>;
    fn abort(&self, error: ErrorHandle);
    fn reset(&self, error: ErrorHandle) -> Result<()>;
    /// See [`Core::must_be_awaited`].
    fn must_be_awaited(&self) -> bool {
        false
    }
    /// For the face, which knows the cores of custom listeners that it made.
    fn as_any(&self) -> &dyn std::any::Any;
}

/// Tells listeners apart, for the channels that are made for one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ListenerId(u64);

/// A listener.
pub(crate) struct Listener {
    pub(crate) id: ListenerId,
    pub(crate) channel_type: WS_CHANNEL_TYPE,
    pub(crate) binding: WS_CHANNEL_BINDING,
    pub(crate) properties: ListenerProperties,
    core: Box<dyn ListenerCore>,
    machine: Mutex<Machine>,
    abort: AbortSignal,
}

impl Object for Listener {
    type C = WS_LISTENER;
    const KIND: Kind = Kind::Listener;
}

impl Listener {
    pub(crate) fn new(
        channel_type: WS_CHANNEL_TYPE,
        binding: WS_CHANNEL_BINDING,
        properties: ListenerProperties,
        core: Box<dyn ListenerCore>,
    ) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self {
            id: ListenerId(NEXT.fetch_add(1, Ordering::Relaxed)),
            channel_type,
            binding,
            properties,
            core,
            machine: Mutex::new(Machine::new(ObjectKind::Listener)),
            abort: AbortSignal::default(),
        }
    }

    pub(crate) fn state(&self) -> State {
        self.machine.lock().state()
    }

    pub(crate) fn core(&self) -> &dyn ListenerCore {
        &*self.core
    }

    /// WsOpenListener.
    pub(crate) async fn open(&self, url: &str, raw: PassedOn<WS_STRING>, error: ErrorHandle) -> Result<()> {
        let (ticket, since) = {
            let mut machine = self.machine.lock();
            let _ = machine.apply(Event::Open)?;
            (machine.ticket(), self.abort.now())
        };
        let call = self.core.open(url, raw, error);
        let result = if self.core.must_be_awaited() {
            call.await
        } else {
            self.abort.race(since, || "the listener was aborted while opening", call).await
        };
        let event = if result.is_ok() { Event::Opened } else { Event::OpenFailed };
        if !self.machine.lock().end(ticket, event) {
            // The abort has made it CREATED again. What was opened all the same is of no use; an implementation of
            // the application's own has been told of the abort.
            if result.is_ok() && !self.core.must_be_awaited() {
                self.core.abort(error);
            }
            return Err(aborted(result));
        }
        result.context(|| format!("the listener could not be opened at {url}"))
    }

    /// WsAcceptChannel. Ends with `WS_E_OPERATION_ABORTED` when the listener is aborted or closed meanwhile.
    pub(crate) async fn accept(&self, channel: &Channel, error: ErrorHandle) -> Result<()> {
        if channel.for_listener != Some(self.id) {
            return Err(Error::invalid_argument("the channel was not made for this listener"));
        }
        let since = {
            let machine = self.machine.lock();
            machine.require_open()?;
            self.abort.now()
        };
        let accept = async {
            let call = self.core.accept(channel.core(), error);
            if self.core.must_be_awaited() {
                return call.await;
            }
            self.abort.race(since, || "the listener was aborted or closed while accepting", call).await
        };
        let result = channel.accept(accept).await;
        match result {
            Err(failure) if self.abort.is_raised_since(since) => Err(aborted::<()>(Err(failure))),
            result => result,
        }
    }

    /// WsCloseListener. Pending accepts end with `WS_E_OPERATION_ABORTED`.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let (ticket, since) = {
            let mut machine = self.machine.lock();
            if machine.apply(Event::Close)? != Effect::RunClose {
                return Ok(());
            }
            let before = self.abort.now();
            (machine.ticket(), self.abort.raise_after(before))
        };
        let call = self.core.close(error);
        let result = if self.core.must_be_awaited() {
            call.await
        } else {
            self.abort.race(since, || "the listener was aborted while closing", call).await
        };
        let current = self.machine.lock().end(ticket, Event::CloseEnded);
        if !current || self.abort.is_raised_since(since) { Err(aborted(result)) } else { result }
    }

    /// WsAbortListener. Legal in every state.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        {
            let mut machine = self.machine.lock();
            if machine.apply(Event::Abort)? != Effect::CancelPending {
                return Ok(());
            }
            // With the state, so that whatever ends from now on has been aborted.
            self.abort.raise();
        }
        self.core.abort(error);
        Ok(())
    }

    /// WsResetListener.
    pub(crate) fn reset(&self, error: ErrorHandle) -> Result<()> {
        let effect = self.machine.lock().apply(Event::Reset)?;
        if effect == Effect::Clear {
            self.core.reset(error)?;
        }
        Ok(())
    }

    pub(crate) fn check_free(&self) -> Result<()> {
        self.machine.lock().apply(Event::Free).map(|_| ())
    }
}

fn aborted<T>(result: Result<T>) -> Error {
    match result {
        Err(failure) => failure.with_code(WS_E_OPERATION_ABORTED),
        Ok(_) => Error::aborted("the listener was aborted meanwhile"),
    }
}
