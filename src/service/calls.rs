//! The calls in flight of one proxy, each in a place of its own; a place that a call has left serves the next one.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::channel::Channel;
use crate::error::Error;
use crate::lifecycle::sync::{AtomicU8, Ordering};

use super::call::Interruption;

/// All calls in flight. Its owner has it behind the proxy's lock: so an interruption meets the call that it is meant
/// for and not the next one in its place.
#[derive(Default)]
pub(crate) struct Calls {
    places: Vec<Place>,
    free: Vec<usize>,
}

/// Where a call is found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallIndex(usize);

struct Place {
    taken: bool,
    /// `WS_CALL_PROPERTY_CALL_ID`.
    id: u32,
    signal: Arc<CallSignal>,
    /// The channel it is on at the moment.
    channel: Option<Arc<Channel>>,
}

impl Calls {
    pub(crate) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    pub(crate) fn insert(&mut self, id: u32, channel: Option<Arc<Channel>>) -> (CallIndex, Arc<CallSignal>) {
        let index = self.free.pop().unwrap_or_else(|| {
            let place = Place { taken: false, id: 0, signal: Arc::default(), channel: None };
            self.places.push(place);
            // As many as there are places, so that giving one back takes no memory.
            self.free.reserve(self.places.len());
            self.places.len() - 1
        });
        let place = &mut self.places[index];
        place.signal.clear();
        (place.taken, place.id, place.channel) = (true, id, channel);
        (CallIndex(index), place.signal.clone())
    }

    /// Gives the place back. The channel may be the last reference to it: not to be dropped under the lock.
    pub(crate) fn remove(&mut self, index: CallIndex) -> Option<Arc<Channel>> {
        let place = &mut self.places[index.0];
        place.taken = false;
        self.free.push(index.0);
        place.channel.take()
    }

    pub(crate) fn set_channel(&mut self, index: CallIndex, channel: Arc<Channel>) {
        self.places[index.0].channel = Some(channel);
    }

    pub(crate) fn channel(&self, index: CallIndex) -> Option<Arc<Channel>> {
        self.places[index.0].channel.clone()
    }

    /// The channels that calls are on.
    pub(crate) fn channels(&self) -> impl Iterator<Item = Arc<Channel>> {
        self.places.iter().filter_map(|place| place.channel.clone())
    }

    /// Interrupts the calls with this id, or all of them.
    pub(crate) fn interrupt(&self, id: Option<u32>, why: Interruption) {
        for place in &self.places {
            if place.taken && id.is_none_or(|id| id == place.id) {
                place.signal.interrupt(why);
            }
        }
    }
}

/// How a call learns that it is to end before its I/O does.
#[derive(Default)]
pub(crate) struct CallSignal {
    /// [`NONE`], or one more than the [`Interruption`] it was interrupted by.
    interruption: AtomicU8,
    notify: Notify,
}

const NONE: u8 = 0;
const REASONS: [Interruption; 3] = [Interruption::Aborted, Interruption::Abandoned, Interruption::TimedOut];

impl CallSignal {
    fn clear(&self) {
        self.interruption.store(NONE, Ordering::SeqCst);
    }

    /// Ends the call; the first reason counts.
    pub(crate) fn interrupt(&self, why: Interruption) {
        let reason = why as u8 + 1;
        let _ = self.interruption.compare_exchange(NONE, reason, Ordering::SeqCst, Ordering::SeqCst);
        self.notify.notify_waiters();
    }

    pub(crate) fn interruption(&self) -> Option<Interruption> {
        let reason = self.interruption.load(Ordering::SeqCst);
        REASONS.into_iter().find(|why| *why as u8 + 1 == reason)
    }

    /// Done when the call has been interrupted.
    pub(crate) async fn interrupted(&self) {
        loop {
            let notified = self.notify.notified();
            tokio::pin!(notified);
            // Listening before looking, so that nothing falls in between.
            notified.as_mut().enable();
            if self.interruption().is_some() {
                return;
            }
            notified.await;
        }
    }

    /// What the call comes back with: `own` is what it came to by itself, if it did.
    pub(crate) fn outcome(&self, own: Option<Result<(), Error>>, timeout: u32) -> Result<(), Error> {
        match (self.interruption(), own) {
            (None, Some(result)) => result,
            // It was over before the interruption could reach it.
            (Some(_), Some(Ok(()))) => Ok(()),
            (Some(why), own) => Err(why.error(own.and_then(Result::err), timeout)),
            (None, None) => Err(Interruption::Abandoned.error(None, 0)),
        }
    }
}

#[cfg(all(test, not(shuttle)))]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_used_again_without_the_interruption_of_the_call_before() {
        let mut calls = Calls::default();
        let (first, signal) = calls.insert(7, None);
        let (_, other) = calls.insert(8, None);
        calls.interrupt(Some(7), Interruption::Abandoned);
        calls.interrupt(None, Interruption::Aborted);
        assert_eq!(signal.interruption(), Some(Interruption::Abandoned), "the first reason counts");
        assert_eq!(other.interruption(), Some(Interruption::Aborted));
        assert!(calls.remove(first).is_none());
        assert_eq!(calls.len(), 1);
        let (_, next) = calls.insert(7, None);
        assert!(Arc::ptr_eq(&signal, &next));
        assert_eq!(next.interruption(), None);
        assert_eq!((calls.len(), calls.places.len()), (2, 2));
    }

    #[test]
    fn a_place_that_is_left_is_not_interrupted() {
        let mut calls = Calls::default();
        let (index, signal) = calls.insert(7, None);
        assert!(calls.remove(index).is_none());
        calls.interrupt(None, Interruption::Aborted);
        assert_eq!(signal.interruption(), None);
    }
}
