//! How an abort reaches the operations that are pending.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use tokio::sync::Notify;

use super::sync::{AtomicU64, Ordering};
use crate::error::{Error, Result};

/// Ends operations from another thread. Every operation races against the signal; raising it ends each one that
/// is pending at that moment, and none that starts later.
#[derive(Default)]
pub(crate) struct AbortSignal {
    raised: AtomicU64,
    notify: Notify,
}

/// The moment an operation started, as the signal counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(u64);

impl AbortSignal {
    /// Taken under the object's lock, where its state is checked, so that an abort is either seen there or here.
    pub(crate) fn now(&self) -> Moment {
        Moment(self.raised.load(Ordering::SeqCst))
    }

    /// Ends what is pending. Never blocks, never fails.
    pub(crate) fn raise(&self) {
        self.raised.fetch_add(1, Ordering::SeqCst);
        self.notify.notify_waiters();
    }

    pub(crate) fn is_raised_since(&self, moment: Moment) -> bool {
        self.now().0 != moment.0
    }

    /// Runs `future`, which started at `since`, until it ends or the signal is raised; then it is dropped and the
    /// result is `WS_E_OPERATION_ABORTED`.
    pub(crate) async fn race<T, M: Into<String>>(
        &self,
        since: Moment,
        what: impl FnOnce() -> M,
        future: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let mut future = pin!(future);
        let mut raised = pin!(self.notify.notified());
        let output = std::future::poll_fn(|context| {
            // First poll first: most operations end before they would have to listen.
            if self.is_raised_since(since) {
                return Poll::Ready(None);
            }
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Some(output));
            }
            // Registers; a signal raised in between is seen by the second look.
            if raised.as_mut().poll(context).is_ready() || self.is_raised_since(since) {
                return Poll::Ready(None);
            }
            Poll::Pending
        })
        .await;
        output.unwrap_or_else(|| Err(Error::aborted(what())))
    }
}
