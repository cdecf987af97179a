//! What guards the life cycle of one object: its state, the operations it has pending, the signal that ends them and
//! the closings that wait for them, behind one lock. Channels, listeners and proxies have one each.

use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::task::{Context, Poll};

use super::sync::{Mutex, MutexGuard};
use super::{AbortSignal, Effect, Event, Machine, Moment, ObjectKind, State, Ticket, Waiters};
use crate::abi::types::WS_E_OPERATION_ABORTED;
use crate::error::{Error, Result};

/// The gate of one object. `T` is what else the object keeps behind the same lock.
pub(crate) struct Gate<T> {
    kind: ObjectKind,
    inside: Mutex<Inside<T>>,
    /// Raised under the lock only, together with the state, so that whatever ends afterwards has been aborted.
    signal: AbortSignal,
}

struct Inside<T> {
    machine: Machine,
    /// Operations that have entered and not left.
    pending: usize,
    waiting: Waiters,
    own: T,
}

/// The gate, locked; what the object keeps there is reached through it.
pub(crate) struct Held<'a, T> {
    gate: &'a Gate<T>,
    inside: MutexGuard<'a, Inside<T>>,
}

/// An opening, accepting or closing under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transition {
    ticket: Ticket,
    /// Ended by aborts after this moment.
    pub(crate) since: Moment,
}

impl<T> Gate<T> {
    pub(crate) fn new(kind: ObjectKind, own: T) -> Self {
        let inside = Inside { machine: Machine::new(kind), pending: 0, waiting: Waiters::default(), own };
        Self { kind, inside: Mutex::new(inside), signal: AbortSignal::default() }
    }

    pub(crate) fn lock(&self) -> Held<'_, T> {
        Held { gate: self, inside: self.inside.lock() }
    }

    pub(crate) fn state(&self) -> State {
        self.lock().state()
    }

    // ---- transitions

    /// Ends an opening or accepting. `settle` puts away what has been opened; it is not called when there is nothing,
    /// be it for a failure or because an abort has superseded the opening.
    pub(crate) fn end_opening(
        &self,
        opening: Transition,
        result: Result<()>,
        settle: impl FnOnce(&mut T),
    ) -> Result<()> {
        let event = if result.is_ok() { Event::Opened } else { Event::OpenFailed };
        let mut held = self.lock();
        if !held.inside.machine.end(opening.ticket, event) {
            drop(held);
            return Err(self.aborted(result));
        }
        if result.is_ok() {
            settle(&mut held);
        }
        result
    }

    /// Ends a closing. The error of a failed one is information: the object is closed all the same.
    pub(crate) fn end_closing(
        &self,
        closing: Transition,
        result: Result<()>,
        settle: impl FnOnce(&mut T),
    ) -> Result<()> {
        let mut held = self.lock();
        settle(&mut held);
        let current = held.inside.machine.end(closing.ticket, Event::CloseEnded);
        drop(held);
        if !current || self.is_aborted_since(closing.since) { Err(self.aborted(result)) } else { result }
    }

    /// Aborts the object: what is pending ends. `cancel` finds what else the owner has to end, once the lock is let go;
    /// it is not called when nothing can be pending, and then there is no output.
    pub(crate) fn abort<R>(&self, cancel: impl FnOnce(&mut T) -> R) -> Result<Option<R>> {
        let mut held = self.lock();
        if held.inside.machine.apply(Event::Abort)? != Effect::CancelPending {
            return Ok(None);
        }
        self.signal.raise();
        Ok(Some(cancel(&mut held)))
    }

    /// Resets the object. What `clear` takes out is dropped when the lock has been let go.
    pub(crate) fn reset<R>(&self, clear: impl FnOnce(&mut T) -> R) -> Result<R> {
        let mut held = self.lock();
        let _ = held.inside.machine.apply(Event::Reset)?;
        Ok(clear(&mut held))
    }

    /// Whether the object may be freed in its state.
    pub(crate) fn check_free(&self) -> Result<()> {
        self.lock().inside.machine.apply(Event::Free).map(|_| ())
    }

    // ---- pending operations

    /// Makes it one operation fewer. `settle` puts the object's own things right under the same lock, and what it
    /// returns is dropped without. See [`Held::enter`].
    pub(crate) fn leave<R>(&self, settle: impl FnOnce(&mut Held<'_, T>) -> R) -> R {
        let mut held = self.lock();
        let settled = settle(&mut held);
        held.inside.pending -= 1;
        if held.inside.pending == 0 {
            let waiting = held.inside.waiting.take();
            drop(held);
            waiting.wake();
        }
        settled
    }

    /// Ready when no operation is pending.
    pub(crate) fn poll_quiesced(&self, context: &Context<'_>) -> Poll<()> {
        let mut held = self.lock();
        if held.inside.pending == 0 {
            return Poll::Ready(());
        }
        held.inside.waiting.register(context);
        Poll::Pending
    }

    /// Done when no operation is pending.
    pub(crate) async fn quiesced(&self) {
        std::future::poll_fn(|context| self.poll_quiesced(context)).await;
    }

    /// Whether the object has been aborted, or closed rudely, since then.
    pub(crate) fn is_aborted_since(&self, since: Moment) -> bool {
        self.signal.is_raised_since(since)
    }

    /// Runs `future`, which started at `since`, until it ends or the object is aborted; then it is dropped and the
    /// result is `WS_E_OPERATION_ABORTED`.
    pub(crate) async fn race<V, M: Into<String>>(
        &self,
        since: Moment,
        what: impl FnOnce() -> M,
        future: impl Future<Output = Result<V>>,
    ) -> Result<V> {
        self.signal.race(since, what, future).await
    }

    /// What an operation that an abort has superseded comes back with: its own words, if it failed, under the code that
    /// the abort demands.
    pub(crate) fn aborted<V>(&self, result: Result<V>) -> Error {
        let message = || format!("the {} was aborted meanwhile", self.kind.noun());
        match result {
            Err(failure) => failure.with_code(WS_E_OPERATION_ABORTED).context(message()),
            Ok(_) => Error::aborted(message()),
        }
    }

    #[cfg(all(test, shuttle))]
    pub(crate) fn pending(&self) -> usize {
        self.lock().inside.pending
    }
}

impl<T> Held<'_, T> {
    pub(crate) fn state(&self) -> State {
        self.inside.machine.state()
    }

    /// See [`Machine::require_open`].
    pub(crate) fn require_open(&self) -> Result<()> {
        self.inside.machine.require_open()
    }

    /// The moment that an operation which starts now is aborted after.
    pub(crate) fn now(&self) -> Moment {
        self.gate.signal.now()
    }

    /// Begins an opening or accepting.
    pub(crate) fn begin(&mut self, event: Event) -> Result<Transition> {
        let _ = self.inside.machine.apply(event)?;
        Ok(self.transition())
    }

    /// Begins a closing; `None` when the object is closed without more ado.
    pub(crate) fn begin_closing(&mut self) -> Result<Option<Transition>> {
        let effect = self.inside.machine.apply(Event::Close)?;
        Ok((effect == Effect::RunClose).then(|| self.transition()))
    }

    fn transition(&self) -> Transition {
        Transition { ticket: self.inside.machine.ticket(), since: self.now() }
    }

    /// Whether no abort has superseded it.
    pub(crate) fn is_current(&self, transition: Transition) -> bool {
        self.inside.machine.ticket() == transition.ticket
    }

    /// Ends what is pending, except for the closing that asks for it.
    pub(crate) fn cancel_for(&mut self, closing: &mut Transition) {
        self.gate.signal.raise();
        closing.since = self.now();
    }

    /// Makes the object unusable after an error.
    pub(crate) fn fault(&mut self) {
        // Not open any more: then there is nothing to fault.
        let _ = self.inside.machine.apply(Event::Fault);
    }

    /// Makes it one pending operation more: closing waits until all have left. See [`Gate::leave`].
    pub(crate) fn enter(&mut self) {
        self.inside.pending += 1;
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inside.own
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inside.own
    }
}
