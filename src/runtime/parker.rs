//! Waiting on the calling thread: for sockets, for a deadline, for a wake-up from another thread.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Poll, Wake, Waker};
use std::time::Instant;

use super::net::Inbox;
use crate::platform::{self, Interest, Socket, WakePipe};

/// Who is polling right now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// A tokio task: leaves register with tokio.
    Runtime,
    /// [`super::block_on_new`] on this thread: leaves register with its parker.
    Thread,
}

/// What the leaves of one poll wait for.
#[derive(Default)]
struct Waits {
    sockets: Vec<(Socket, Interest)>,
    deadline: Option<Instant>,
    /// Where to put what comes from the last socket that is waited for to be read.
    inbox: Option<Arc<Inbox>>,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Runtime) };
    /// See [`turn`]. Threads count from numbers far apart.
    static TURN: Cell<u64> = Cell::new(THREADS.fetch_add(1, Ordering::Relaxed) << 40);
    static WAITS: RefCell<Waits> = const { RefCell::new(Waits { sockets: Vec::new(), deadline: None, inbox: None }) };
    /// The signal of the last `block_on` of this thread, for the next one. A `block_on` within a `block_on` (a
    /// callback that calls back in) finds none and makes its own, so that neither eats the other's wake-up.
    static SPARE: Cell<Option<Arc<Signal>>> = const { Cell::new(None) };
}

static THREADS: AtomicU64 = AtomicU64::new(1);

/// Changes each time this thread begins to drive a future or has slept. A socket that would have blocked in a
/// turn need not be tried again in the same one: the sleep at its end tells when it is ready. Turns of
/// different threads differ. Only in [`Mode::Thread`].
#[inline]
pub(crate) fn turn() -> u64 {
    TURN.get()
}

/// Who is polling on this thread.
#[inline]
pub(crate) fn mode() -> Mode {
    MODE.get()
}

/// Has the parker of the current `block_on` wake up when the socket is ready. Only in [`Mode::Thread`].
pub(crate) fn wait_for_socket(socket: &Socket, interest: Interest) {
    WAITS.with_borrow_mut(|waits| waits.add(socket, interest));
}

/// As [`wait_for_socket`] to read. What comes meanwhile may be put into the socket's inbox, where it can be read from
/// in the next poll.
pub(crate) fn wait_to_read(socket: &Socket, inbox: &Arc<Inbox>) {
    WAITS.with_borrow_mut(|waits| {
        // It may be asked for several times in a poll.
        if !waits.inbox.as_ref().is_some_and(|known| Arc::ptr_eq(known, inbox)) {
            waits.add(socket, Interest::Read);
            waits.inbox = Some(inbox.clone());
        }
    });
}

/// Has the parker of the current `block_on` wake up at this time. Only in [`Mode::Thread`].
pub(crate) fn wait_until(deadline: Instant) {
    WAITS.with_borrow_mut(|waits| {
        waits.deadline = Some(waits.deadline.map_or(deadline, |earlier| earlier.min(deadline)));
    });
}

impl Waits {
    fn add(&mut self, socket: &Socket, interest: Interest) {
        let known =
            |(other, as_well): &(Socket, Interest)| Arc::ptr_eq(other, socket) && *as_well == interest;
        if !self.sockets.iter().any(known) {
            self.sockets.push((socket.clone(), interest));
        }
    }

    fn wait(&self, pipe: &WakePipe) {
        // Where one socket is all that is waited for, it can be read at once.
        if let (Some(inbox), [(socket, _)]) = (&self.inbox, &*self.sockets)
            && inbox.receive_soon(socket, self.deadline)
        {
            return;
        }
        platform::wait(&self.sockets, self.deadline, pipe);
    }
}

/// Polls as a task of the runtime would, whoever is polling on this thread.
pub(crate) fn as_runtime<T>(poll: impl FnOnce() -> T) -> T {
    let _frame = Frame::enter(Mode::Runtime, Waits::default());
    poll()
}

/// Puts the thread's mode and waits back, also when a poll panics.
struct Frame {
    mode: Mode,
    waits: Waits,
}

impl Frame {
    fn enter(mode: Mode, waits: Waits) -> Self {
        Self { mode: MODE.replace(mode), waits: WAITS.replace(waits) }
    }

    /// Leaves the frame with what its poll waits for.
    fn leave(mut self) -> Waits {
        WAITS.replace(std::mem::take(&mut self.waits))
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        MODE.set(self.mode);
        // After `leave` the outer frame's waits are back already; then this is the empty rest.
        let outer = std::mem::take(&mut self.waits);
        WAITS.with_borrow_mut(|waits| {
            if !outer.sockets.is_empty() || outer.deadline.is_some() {
                *waits = outer;
            }
        });
    }
}

/// One `block_on`: its waker, and what it waits for.
pub(super) struct Parker {
    signal: Arc<Signal>,
    waits: Waits,
    /// How often in a row there was a wake-up already.
    awake: u32,
}

/// A future that keeps waking itself gets its sockets tried all the same, after so many turns without sleep.
const MOST_AWAKE: u32 = 8;

impl Parker {
    pub(super) fn new() -> Self {
        TURN.set(TURN.get() + 1);
        let signal = SPARE.take().unwrap_or_else(|| Arc::new(Signal::default()));
        // A wake-up until here was for the future before.
        signal.notified.store(false, Ordering::SeqCst);
        Self { signal, waits: Waits::default(), awake: 0 }
    }

    pub(super) fn waker(&self) -> Waker {
        self.signal.clone().into()
    }

    pub(super) fn poll<T>(&mut self, poll: impl FnOnce() -> Poll<T>) -> Poll<T> {
        let mut waits = std::mem::take(&mut self.waits);
        waits.sockets.clear();
        waits.deadline = None;
        waits.inbox = None;
        let frame = Frame::enter(Mode::Thread, waits);
        let result = poll();
        self.waits = frame.leave();
        result
    }

    /// Sleeps until there is a reason to poll again. May return without one.
    pub(super) fn park(&mut self) {
        let signal = &*self.signal;
        signal.parked.store(true, Ordering::SeqCst);
        // A wake-up before this line is seen here; one after it finds `parked` set and writes to the pipe.
        self.awake += 1;
        if !signal.notified.swap(false, Ordering::SeqCst) {
            self.waits.wait(&signal.pipe);
            self.awake = MOST_AWAKE;
        }
        if self.awake >= MOST_AWAKE {
            self.awake = 0;
            TURN.set(TURN.get() + 1);
        }
        signal.parked.store(false, Ordering::SeqCst);
    }
}

impl Drop for Parker {
    fn drop(&mut self) {
        SPARE.set(Some(self.signal.clone()));
    }
}

/// How another thread ends a park.
#[derive(Default)]
struct Signal {
    notified: AtomicBool,
    parked: AtomicBool,
    pipe: WakePipe,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.notified.store(true, Ordering::SeqCst);
        if self.parked.load(Ordering::SeqCst) {
            self.pipe.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use super::super::{block_on, time};
    use super::*;

    #[test]
    fn wakes_for_a_waker_from_another_thread() {
        let mut sent = false;
        let shared = Arc::new(AtomicBool::new(false));
        let answer = block_on(poll_fn(|context| {
            if shared.load(Ordering::SeqCst) {
                return Poll::Ready(42);
            }
            if !sent {
                sent = true;
                let (waker, shared) = (context.waker().clone(), shared.clone());
                std::thread::spawn(move || {
                    shared.store(true, Ordering::SeqCst);
                    waker.wake();
                });
            }
            Poll::Pending
        }));
        assert_eq!(answer, 42);
    }

    #[test]
    fn a_turn_ends_with_a_sleep_or_after_many_wake_ups() {
        let mut turns = Vec::new();
        block_on(poll_fn(|context| {
            turns.push(turn());
            context.waker().wake_by_ref();
            if turns.len() == 20 { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(turns[0], turns[1]);
        turns.dedup();
        assert_eq!(turns.len(), 3);
        let mut sleeps = 0;
        let before = turn();
        block_on(poll_fn(|_| {
            sleeps += 1;
            wait_until(Instant::now() + Duration::from_millis(1));
            if sleeps == 2 { Poll::Ready(()) } else { Poll::Pending }
        }));
        assert_eq!(turn(), before + 2);
    }

    #[test]
    fn an_inner_call_does_not_eat_the_outer_wake_up() {
        let mut polls = 0;
        block_on(poll_fn(|context| {
            polls += 1;
            if polls == 1 {
                context.waker().wake_by_ref();
                block_on(time::sleep_until(Instant::now() + Duration::from_millis(1)));
                return Poll::Pending;
            }
            Poll::Ready(())
        }));
        assert_eq!(polls, 2);
        assert_eq!(mode(), Mode::Runtime);
    }
}
