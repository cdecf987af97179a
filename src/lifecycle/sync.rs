//! What the life cycle locks with: parking_lot, or, in models (`--cfg shuttle`), what lets shuttle try every order of
//! events.

#[cfg(not(all(test, shuttle)))]
pub(crate) use parking_lot::{Mutex, MutexGuard};
#[cfg(not(all(test, shuttle)))]
pub(crate) use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

#[cfg(all(test, shuttle))]
pub(crate) use model::{Mutex, MutexGuard};
#[cfg(all(test, shuttle))]
pub(crate) use shuttle::sync::atomic::{AtomicU8, AtomicU64, Ordering};

#[cfg(all(test, shuttle))]
mod model {
    pub(crate) use shuttle::sync::MutexGuard;
    use shuttle::sync::PoisonError;

    /// shuttle's mutex with parking_lot's face.
    pub(crate) struct Mutex<T>(shuttle::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(shuttle::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }
}
