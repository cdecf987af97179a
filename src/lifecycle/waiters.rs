//! Who waits until an object has nothing pending.

use std::task::{Context, Waker};

/// The closings that wait. There can be several: one that an abort has superseded, and those of what was opened anew.
/// Its owner has it behind the lock of what is counted, so that no end goes unnoticed.
#[derive(Default)]
pub(crate) struct Waiters(Vec<Waker>);

impl Waiters {
    pub(crate) fn register(&mut self, context: &Context<'_>) {
        if !self.0.iter().any(|waker| waker.will_wake(context.waker())) {
            self.0.push(context.waker().clone());
        }
    }

    /// Those to wake, once the lock has been let go.
    #[must_use]
    pub(crate) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    pub(crate) fn wake(self) {
        self.0.into_iter().for_each(Waker::wake);
    }
}
