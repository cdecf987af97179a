//! Ending, from any thread, what is waiting in another.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use parking_lot::Mutex;

use crate::error::{Error, Result};
use crate::runtime::net::Breaker;

/// A shared switch that is thrown once. Operations that run under it ([`AbortHandle::race`]) end promptly with
/// `WS_E_OPERATION_ABORTED`, those that start later at once, and the connections attached to it are shut down.
///
/// Clones are the same switch.
#[derive(Clone, Default)]
pub(crate) struct AbortHandle(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    aborted: bool,
    next_key: u64,
    /// The operations that are waiting.
    wakers: Vec<(u64, Waker)>,
    breakers: Vec<(u64, Breaker)>,
}

impl AbortHandle {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Throws the switch. Never blocks, and has no effect the second time.
    pub(crate) fn abort(&self) {
        let (wakers, breakers) = {
            let mut state = self.0.lock();
            state.aborted = true;
            (std::mem::take(&mut state.wakers), std::mem::take(&mut state.breakers))
        };
        for (_, breaker) in breakers {
            breaker.shut_down();
        }
        for (_, waker) in wakers {
            waker.wake();
        }
    }

    pub(crate) fn is_aborted(&self) -> bool {
        self.0.lock().aborted
    }

    /// Fails if the switch has been thrown.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_aborted() { Err(aborted()) } else { Ok(()) }
    }

    /// Runs `future` until the switch is thrown; then drops it.
    pub(crate) async fn race<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        let mut future = pin!(future);
        let mut waiting = Waiting { handle: self, key: None };
        poll_fn(|context| {
            // Before the future is asked: an abort breaks its connection, and what that looks like to the
            // future must not be mistaken for what happened.
            if let Err(aborted) = self.check() {
                return Poll::Ready(Err(aborted));
            }
            if let Poll::Ready(result) = future.as_mut().poll(context) {
                return Poll::Ready(if result.is_err() && self.is_aborted() {
                    Err(aborted())
                } else {
                    result
                });
            }
            if waiting.wait(context) { Poll::Pending } else { Poll::Ready(Err(aborted())) }
        })
        .await
    }

    /// Has the connection shut down when the switch is thrown, as long as the returned value lives.
    pub(crate) fn attach(&self, breaker: Breaker) -> Attached {
        let mut state = self.0.lock();
        let key = state.key();
        if state.aborted {
            drop(state);
            breaker.shut_down();
        } else {
            state.breakers.push((key, breaker));
        }
        Attached { handle: self.clone(), key }
    }
}

impl State {
    fn key(&mut self) -> u64 {
        self.next_key += 1;
        self.next_key
    }
}

fn aborted() -> Error {
    Error::aborted("the object was aborted while the operation was pending")
}

/// An operation's place among those to be woken.
struct Waiting<'a> {
    handle: &'a AbortHandle,
    key: Option<u64>,
}

impl Waiting<'_> {
    /// False if the switch has been thrown.
    fn wait(&mut self, context: &Context<'_>) -> bool {
        let mut state = self.handle.0.lock();
        if state.aborted {
            return false;
        }
        let key = *self.key.get_or_insert_with(|| state.key());
        match state.wakers.iter_mut().find(|(other, _)| *other == key) {
            Some((_, waker)) => waker.clone_from(context.waker()),
            None => state.wakers.push((key, context.waker().clone())),
        }
        true
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.handle.0.lock().wakers.retain(|(other, _)| *other != key);
        }
    }
}

/// See [`AbortHandle::attach`].
pub(crate) struct Attached {
    handle: AbortHandle,
    key: u64,
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.handle.0.lock().breakers.retain(|(other, _)| *other != self.key);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;
    use crate::abi::types::WS_E_OPERATION_ABORTED;
    use crate::runtime::block_on;

    #[test]
    fn ends_what_waits_on_another_thread_and_refuses_what_comes_later() {
        let handle = AbortHandle::new();
        let other = handle.clone();
        let waiting = std::thread::spawn(move || block_on(other.race(pending::<Result<()>>())));
        while handle.0.lock().wakers.is_empty() {
            std::thread::yield_now();
        }
        handle.abort();
        assert_eq!(waiting.join().unwrap().unwrap_err().code(), WS_E_OPERATION_ABORTED);
        let late = block_on(handle.race(std::future::ready(Ok(()))));
        assert_eq!(late.unwrap_err().code(), WS_E_OPERATION_ABORTED);
        assert!(handle.0.lock().wakers.is_empty());
    }

    #[test]
    fn an_operation_that_ends_by_itself_leaves_nothing_behind() {
        let handle = AbortHandle::new();
        let mut polls = 0;
        let result = block_on(handle.race(poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls < 3 { Poll::Pending } else { Poll::Ready(Ok(7)) }
        })));
        assert_eq!(result.unwrap(), 7);
        assert!(handle.0.lock().wakers.is_empty());
    }
}
