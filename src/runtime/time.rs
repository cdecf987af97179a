//! Deadlines. A timeout becomes a deadline once, where the operation starts; below, only the deadline is passed.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use super::parker::{Mode, mode, wait_until};
use crate::error::{Error, Result};

/// A timeout property in milliseconds as a deadline; `ULONG`'s largest value means never, as on Windows.
pub(crate) fn deadline_after(milliseconds: u32) -> Option<Instant> {
    if milliseconds == u32::MAX {
        return None;
    }
    Instant::now().checked_add(Duration::from_millis(milliseconds.into()))
}

/// The earlier of two deadlines.
pub(crate) fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// Done when the time has come.
pub(crate) fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline, timer: None }
}

/// See [`sleep_until`].
pub(crate) struct Sleep {
    deadline: Instant,
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= self.deadline {
            return Poll::Ready(());
        }
        match mode() {
            Mode::Thread => {
                wait_until(self.deadline);
                Poll::Pending
            }
            Mode::Runtime => {
                let deadline = self.deadline;
                self.timer
                    .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline.into())))
                    .as_mut()
                    .poll(context)
            }
        }
    }
}

/// Runs `future` until `deadline`. Past it the future is dropped and the call fails with
/// `WS_E_OPERATION_TIMED_OUT` and what `what` says.
pub(crate) async fn timeout_at<T, M: Into<String>>(
    deadline: Option<Instant>,
    what: impl FnOnce() -> M,
    future: impl Future<Output = Result<T>>,
) -> Result<T> {
    let Some(deadline) = deadline else { return future.await };
    let mut future = pin!(future);
    let mut sleep = sleep_until(deadline);
    let done = std::future::poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        Pin::new(&mut sleep).poll(context).map(|()| None)
    })
    .await;
    done.unwrap_or_else(|| Err(Error::timed_out(what())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::types::WS_E_OPERATION_TIMED_OUT;
    use crate::runtime::block_on;

    #[test]
    fn a_future_that_never_ends_times_out_on_a_thread_and_on_the_runtime() {
        let never =
            || timeout_at(deadline_after(1), || "waiting for nothing", std::future::pending::<Result<()>>());
        assert_eq!(block_on(never()).unwrap_err().code(), WS_E_OPERATION_TIMED_OUT);
        let (sender, receiver) = std::sync::mpsc::channel();
        crate::runtime::spawn(async move { sender.send(never().await).unwrap() }).unwrap();
        let result = receiver.recv_timeout(Duration::from_secs(30)).unwrap();
        assert_eq!(result.unwrap_err().code(), WS_E_OPERATION_TIMED_OUT);
    }
}
