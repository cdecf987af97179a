//! Who polls a connection: its task on the runtime, and for a moment the thread that answers an exchange.
//!
//! A reply that only woke the task would wait until a worker is up. The thread that has the reply is awake, so it
//! polls the connection itself, and the reply is written before `respond` returns. The task's waker is used all
//! the time, so that whatever happens later wakes the task.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use parking_lot::Mutex;

use crate::runtime;

/// A connection as a future that two may poll.
pub(super) struct Driver {
    /// None when the connection has ended.
    connection: Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>,
    gate: Arc<Gate>,
}

impl Driver {
    pub(super) fn new(
        connection: impl FnOnce(&Arc<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>>,
    ) -> Arc<Self> {
        let driver = Arc::new(Self { connection: Mutex::new(None), gate: Arc::default() });
        *driver.connection.lock() = Some(connection(&driver));
        driver
    }

    /// One poll of the connection's task. Ready when the connection has ended.
    pub(super) fn poll_task(&self, context: &mut Context<'_>) -> Poll<()> {
        {
            let mut task = self.gate.task.lock();
            if !task.as_ref().is_some_and(|task| task.will_wake(context.waker())) {
                *task = Some(context.waker().clone());
            }
        }
        let mut connection = self.connection.lock();
        let Some(future) = connection.as_mut() else { return Poll::Ready(()) };
        let poll = self.poll(|waker| future.as_mut().poll(&mut Context::from_waker(waker)));
        if poll.is_ready() {
            *connection = None;
        }
        poll
    }

    /// Does what wakes the connection, and polls it here and now instead of waking its task, if nobody else is
    /// at it.
    pub(super) fn advance<T>(&self, wake: impl FnOnce() -> T) -> T {
        self.gate.hold();
        let result = wake();
        if !self.gate.release() {
            return result;
        }
        let Some(mut connection) = self.connection.try_lock() else {
            self.gate.wake_task();
            return result;
        };
        let Some(future) = connection.as_mut() else { return result };
        let poll = self.poll(|waker| {
            // Without a runtime there is nobody to wake, either.
            runtime::poll_as_runtime(future.as_mut(), waker).unwrap_or(Poll::Pending)
        });
        if poll.is_ready() {
            *connection = None;
            self.gate.wake_task();
        }
        result
    }

    /// Polls, and once more when the connection woke itself: to go through the runtime's queue for that would
    /// bring another worker up.
    fn poll(&self, mut poll: impl FnMut(&Waker) -> Poll<()>) -> Poll<()> {
        let waker = self.gate.clone().into();
        for _ in 0..MOST_POLLS {
            self.gate.hold();
            let poll = poll(&waker);
            if !self.gate.release() || poll.is_ready() {
                return poll;
            }
        }
        self.gate.wake_task();
        Poll::Pending
    }
}

/// How often in a row a connection is polled that keeps waking itself, before others get their turn.
const MOST_POLLS: u32 = 8;

/// The connection's waker: passes wake-ups on to the task, except from a thread that is about to poll
/// or is polling.
#[derive(Default)]
struct Gate {
    state: AtomicU8,
    task: Mutex<Option<Waker>>,
}

const OPEN: u8 = 0;
/// A thread is about to poll, or is polling.
const HELD: u8 = 1;
/// It is, and there is a reason to poll (again).
const WOKEN: u8 = 2;

impl Gate {
    fn hold(&self) {
        // Two threads may do this at once; a wake-up that one of them has noticed must stay noticed.
        self.state.fetch_max(HELD, Ordering::AcqRel);
    }

    /// Whether there was a wake-up meanwhile. What its cause wrote before it is seen by who polls after this.
    fn release(&self) -> bool {
        self.state.swap(OPEN, Ordering::AcqRel) == WOKEN
    }

    fn wake_task(&self) {
        let task = self.task.lock().clone();
        if let Some(task) = task {
            task.wake();
        }
    }
}

impl Wake for Gate {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let held = self
            .state
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |state| (state != OPEN).then_some(WOKEN));
        if held.is_err() {
            self.wake_task();
        }
    }
}
