//! What elements and attributes began with before: a document says the same names over and over, and mostly in the same
//! order. Where the bytes are those that came next the last time, nothing of them has to be looked at once more.
//!
//! It goes with one parser, and only with documents that are in memory as a whole.

use super::namespaces::NsRef;

/// How many bytes are compared at a time.
const BLOCK: usize = 16;
/// Longer beginnings are not remembered.
pub(super) const LONGEST: usize = 2 * BLOCK;
/// So many are remembered; the first stands for the beginning of the document, and is no bytes.
const COUNT: usize = 128;
/// The scope of no prefix.
const NEVER: u64 = u64::MAX;

/// One of those that are remembered, by its place; 0 for none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place(u8);

impl Place {
    pub(super) const NONE: Self = Self(0);
}

/// The beginning of an element or an attribute. `N` says what its names are.
#[derive(Clone, Copy)]
struct Start<N> {
    bytes: [u128; 2],
    masks: [u128; 2],
    /// Those that came after it.
    next: [u8; 2],
    is_long: bool,
    /// What its prefix stood for, and where.
    scope: u64,
    ns: NsRef,
    names: N,
}

impl<N: Copy> Start<N> {
    #[inline(always)]
    fn stands_at(&self, data: &[u8]) -> bool {
        let Some(first) = data.first_chunk::<BLOCK>() else { return false };
        u128::from_le_bytes(*first) & self.masks[0] == self.bytes[0] && (!self.is_long || self.ends_at(data))
    }

    #[inline]
    fn ends_at(&self, data: &[u8]) -> bool {
        let rest = data.get(BLOCK..).and_then(<[u8]>::first_chunk);
        rest.is_some_and(|rest| u128::from_le_bytes(*rest) & self.masks[1] == self.bytes[1])
    }
}

pub(super) struct Starts<N> {
    /// Nothing until the first is learned.
    known: Option<Box<[Start<N>; COUNT]>>,
    last: u8,
}

impl<N: Copy + Default> Starts<N> {
    pub(super) fn new() -> Self {
        Self { known: None, last: 0 }
    }

    /// Another document begins.
    pub(super) fn reset(&mut self) {
        self.last = 0;
    }

    /// What is remembered of the bytes at this place, if they are what came next before.
    #[inline(always)]
    pub(super) fn expected(&mut self, data: &[u8], at: usize) -> Option<(Place, N)> {
        let known = self.known.as_deref()?;
        let data = data.get(at..)?;
        for next in known[self.last as usize % COUNT].next {
            let start = &known[next as usize % COUNT];
            if start.stands_at(data) {
                self.last = next;
                return Some((Place(next), start.names));
            }
        }
        None
    }

    /// Remembers so many bytes from this place on.
    #[inline(never)]
    pub(super) fn learn(&mut self, data: &[u8], at: usize, len: usize, names: N) -> Place {
        let Some(bytes) = data.get(at..).and_then(|data| data.get(..len)) else { return Place::NONE };
        if len == 0 || len > LONGEST {
            return Place::NONE;
        }
        let mut copy = [0; LONGEST];
        copy[..len].copy_from_slice(bytes);
        let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |block| u128::from_le_bytes(*block));
        let mask = |len: usize| if len < BLOCK { (1 << (8 * len)) - 1 } else { u128::MAX };
        let bytes = [number(&copy), number(&copy[BLOCK..])];
        let masks = [mask(len), mask(len.saturating_sub(BLOCK))];
        let known = self.known.get_or_insert_with(|| {
            let ns = NsRef::default();
            let names = N::default();
            let none =
                Start { bytes: [1; 2], masks: [0; 2], next: [0; 2], is_long: false, scope: NEVER, ns, names };
            Box::new([none; COUNT])
        });
        let hash = bytes.iter().fold(len as u64, |hash, &part| {
            let folded = hash ^ (part as u64) ^ ((part >> 64) as u64).rotate_left(29);
            folded.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31)
        });
        let place = 1 + (hash % (COUNT as u64 - 1)) as u8;
        let start = &mut known[place as usize % COUNT];
        if start.bytes != bytes || start.masks != masks {
            let is_long = len > BLOCK;
            let ns = NsRef::default();
            *start = Start { bytes, masks, next: [0; 2], is_long, scope: NEVER, ns, names };
        }
        let next = &mut known[self.last as usize % COUNT].next;
        if !next.contains(&place) {
            *next = [place, next[0]];
        }
        self.last = place;
        Place(place)
    }

    /// What the prefix stands for in this scope; `find` knows it otherwise.
    #[inline(always)]
    pub(super) fn ns(
        &mut self,
        place: Place,
        scope: u64,
        find: impl FnOnce() -> Option<NsRef>,
    ) -> Option<NsRef> {
        let Some(known) = self.known.as_deref_mut() else { return find() };
        let start = &mut known[place.0 as usize % COUNT];
        if start.scope != scope || place == Place::NONE {
            start.ns = find()?;
            start.scope = scope;
        }
        Some(start.ns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_next_is_expected_next() {
        let text =
            b"<one><two three=\"><one><has-a-longer-name-of-bytes><one><2>................................";
        let mut starts = Starts::<u32>::new();
        let places = [(0, 5), (5, 4), (9, 8), (18, 5), (23, 28), (51, 5), (56, 3)];
        for (number, (at, len)) in places.into_iter().enumerate() {
            assert_eq!(starts.expected(text, at), None, "{number}");
            assert_ne!(starts.learn(text, at, len, number as u32), Place::NONE);
        }
        starts.reset();
        // What came twice has its first names; of three that came after it, the last two are known.
        for (at, number) in [(0, Some(0)), (5, None), (23, Some(4)), (51, Some(0)), (56, Some(6)), (0, None)]
        {
            assert_eq!(starts.expected(text, at).map(|(_, names)| names), number, "{at}");
        }
        assert_eq!(starts.expected(text, 1000), None);
    }

    #[test]
    fn every_byte_counts_and_none_behind() {
        let text: Vec<u8> = (b'A'..).take(60).collect();
        for len in 1..=LONGEST {
            let mut starts = Starts::<()>::new();
            starts.learn(&text, 0, len, ());
            let mut stands = |text: &[u8]| {
                starts.reset();
                starts.expected(text, 0).is_some()
            };
            for place in 0..40 {
                let mut other = text.clone();
                other[place] ^= 1;
                assert_eq!(stands(&other), place >= len, "{len} {place}");
            }
            // Of less than a block nothing is said.
            assert!(stands(&text[..len.next_multiple_of(BLOCK)]) && !stands(&text[..len - 1]));
        }
        let mut starts = Starts::<()>::new();
        assert_eq!(starts.learn(&text, 0, LONGEST + 1, ()), Place::NONE);
        assert_eq!(starts.learn(&text, 59, 2, ()), Place::NONE);
        assert_eq!(starts.learn(&text, 61, 2, ()), Place::NONE);
    }

    #[test]
    fn a_prefix_stands_for_what_it_did_in_the_same_scope() {
        let mut starts = Starts::<()>::new();
        let text = [b'x'; 64];
        let other = NsRef::default();
        assert_eq!(starts.ns(Place::NONE, 1, || Some(other)), Some(other));
        let place = starts.learn(&text, 0, 4, ());
        assert_eq!(starts.ns(place, 1, || None), None);
        assert_eq!(starts.ns(place, 1, || Some(other)), Some(other));
        assert_eq!(starts.ns(place, 1, || None), Some(other));
        assert_eq!(starts.ns(place, 2, || None), None);
        // What is no place never remembers.
        assert_eq!(starts.ns(Place::NONE, 1, || Some(other)), Some(other));
        assert_eq!(starts.ns(Place::NONE, 1, || None), None);
    }
}
