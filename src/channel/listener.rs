//! Listeners: what channels are accepted from.

#[cfg(all(test, shuttle))]
mod model_tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::abi::object::{ErrorHandle, Kind, Object, PassedOn};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::{Event, Gate, Moment, ObjectKind, State};
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
    /// Waits until what accepted channels have sent so far is with the system, also once it is closed, but not past
    /// `deadline`.
    fn replies_sent(&self, _deadline: Option<Instant>) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
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
    gate: Gate<()>,
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
            gate: Gate::new(ObjectKind::Listener, ()),
        }
    }

    pub(crate) fn state(&self) -> State {
        self.gate.state()
    }

    pub(crate) fn core(&self) -> &dyn ListenerCore {
        &*self.core
    }

    /// WsOpenListener.
    pub(crate) async fn open(&self, url: &str, raw: PassedOn<WS_STRING>, error: ErrorHandle) -> Result<()> {
        self.open_unless(|| false, url, raw, error).await
    }

    /// As [`Self::open`], unless nobody wants it opened any more. See [`Channel::open_unless`].
    pub(crate) async fn open_unless(
        &self,
        is_unwanted: impl FnOnce() -> bool,
        url: &str,
        raw: PassedOn<WS_STRING>,
        error: ErrorHandle,
    ) -> Result<()> {
        let opening = {
            let mut held = self.gate.lock();
            if is_unwanted() {
                return Err(Error::aborted("the listener was aborted before it was opened"));
            }
            held.begin(Event::Open)?
        };
        let call = self.core.open(url, raw, error);
        let result = self.cancellable(opening.since, "opening", call).await;
        let done = result.is_ok();
        let mut is_current = false;
        let ended = self.gate.end_opening(opening, result, |()| is_current = true);
        if done && !is_current && !self.core.must_be_awaited() {
            // The abort has made it CREATED again. What was opened all the same is of no use; an implementation of
            // the application's own has been told of the abort.
            self.core.abort(error);
        }
        ended.context(|| format!("the listener could not be opened at {url}"))
    }

    /// WsAcceptChannel. Ends with `WS_E_OPERATION_ABORTED` when the listener is aborted or closed meanwhile.
    pub(crate) async fn accept(&self, channel: &Channel, error: ErrorHandle) -> Result<()> {
        if channel.for_listener != Some(self.id) {
            return Err(Error::invalid_argument("the channel was not made for this listener"));
        }
        let since = {
            let held = self.gate.lock();
            held.require_open()?;
            held.now()
        };
        // The core is asked only if the channel can be accepted.
        let accept =
            async { self.cancellable(since, "accepting", self.core.accept(channel.core(), error)).await };
        let result = channel.accept(accept).await;
        match result {
            Err(failure) if self.gate.is_aborted_since(since) => Err(self.gate.aborted::<()>(Err(failure))),
            result => result,
        }
    }

    /// WsCloseListener. Pending accepts end with `WS_E_OPERATION_ABORTED`.
    pub(crate) async fn close(&self, error: ErrorHandle) -> Result<()> {
        let closing = {
            let mut held = self.gate.lock();
            let Some(mut closing) = held.begin_closing()? else { return Ok(()) };
            held.cancel_for(&mut closing);
            closing
        };
        let call = self.core.close(error);
        let result = self.cancellable(closing.since, "closing", call).await;
        self.gate.end_closing(closing, result, |()| ())
    }

    /// WsAbortListener. Legal in every state.
    pub(crate) fn abort(&self, error: ErrorHandle) -> Result<()> {
        if self.gate.abort(|()| ())?.is_some() {
            self.core.abort(error);
        }
        Ok(())
    }

    /// WsResetListener.
    pub(crate) fn reset(&self, error: ErrorHandle) -> Result<()> {
        self.gate.reset(|()| ())?;
        self.core.reset(error)
    }

    pub(crate) fn check_free(&self) -> Result<()> {
        self.gate.check_free()
    }

    /// Runs a call of the core until it ends or the listener is aborted.
    async fn cancellable(
        &self,
        since: Moment,
        what: &'static str,
        call: impl Future<Output = Result<()>>,
    ) -> Result<()> {
        if self.core.must_be_awaited() {
            return call.await;
        }
        self.gate.race(since, || format!("the listener was aborted or closed while {what}"), call).await
    }
}
