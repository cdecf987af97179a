//! How `async fn`s of the engine are driven.
//!
//! The engine is written once. An asynchronous call spawns its future on the library's own tokio runtime
//! ([`spawn`]); a synchronous call drives the same future on the calling thread ([`block_on_new`]) and waits for its
//! sockets there, without a hop to a worker and back. Leaves (sockets in [`net`], deadlines in [`time`]) ask
//! [`mode`] which of the two is polling them and register with the one or the other.
//!
//! A future that may be driven by `block_on_new` must not hide a leaf from a poll: `join`, `select` and plain
//! `await` poll every leaf that matters each time; sets that poll only who was woken do not.

pub(crate) mod net;
mod parker;
pub(crate) mod time;

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use crate::error::{Error, Result};
use crate::platform;

pub(crate) use parker::{Mode, mode};

/// Makes a future, where it stays since a large one costs more to move than to make, and drives it on this thread until
/// it is done.
pub(crate) fn block_on_new<F: Future>(make: impl FnOnce() -> F) -> F::Output {
    let mut future = pin!(make());
    let mut parker = parker::Parker::new();
    let waker = parker.waker();
    let mut context = Context::from_waker(&waker);
    loop {
        let poll = parker.poll(|| future.as_mut().poll(&mut context));
        match poll {
            Poll::Ready(output) => return output,
            Poll::Pending => parker.park(),
        }
    }
}

#[cfg(test)]
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    block_on_new(move || future)
}

/// Polls a future once on this thread as the runtime would. A future that is not done then is given back, to
/// be [`spawn`]ed.
pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F) -> Result<Poll<F::Output>> {
    poll_as_runtime(Pin::new(future), Waker::noop())
}

/// Polls a future once on this thread as the runtime would, with a waker of one of its tasks.
pub(crate) fn poll_as_runtime<F: Future + ?Sized>(
    future: Pin<&mut F>,
    waker: &Waker,
) -> Result<Poll<F::Output>> {
    let _entered = handle()?.enter();
    Ok(parker::as_runtime(|| future.poll(&mut Context::from_waker(waker))))
}

/// Runs a future on the library's runtime.
pub(crate) fn spawn(
    future: impl Future<Output = ()> + Send + 'static,
) -> Result<tokio::task::JoinHandle<()>> {
    Ok(handle()?.spawn(future))
}

/// Runs work that may block on a thread of its own.
pub(crate) fn spawn_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<tokio::task::JoinHandle<T>> {
    Ok(handle()?.spawn_blocking(work))
}

/// Runs what may block on this thread. If the thread is one of the runtime's, another takes over its other work
/// meanwhile.
pub(crate) fn may_block<T>(work: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(work)
}

/// The runtime, started on first need. It is private to the library, and its few threads sleep when there is
/// nothing to do.
pub(crate) fn handle() -> Result<&'static tokio::runtime::Handle> {
    static RUNTIME: OnceLock<Option<tokio::runtime::Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        platform::stay_loaded();
        let threads = std::thread::available_parallelism().map_or(2, |count| count.get().min(4));
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("webservices")
            .enable_all()
            .build()
            .ok()
    });
    runtime
        .as_ref()
        .map(tokio::runtime::Runtime::handle)
        .ok_or_else(|| Error::out_of_memory("the threads for asynchronous work could not be started"))
}
