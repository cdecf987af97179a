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
pub(crate) const COUNT: usize = 128;
/// The scope of no prefix.
const NEVER: u64 = u64::MAX;

/// Stands for bytes that are remembered and for what their prefix stands for: it never comes again for others. Nothing is
/// said of the bytes' place; they stand in one document.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Mark(u64);

impl Mark {
    pub(super) const NONE: Self = Self(0);

    /// A number below [`COUNT`]; marks that are told apart may have it in common, but not those of the attributes of one
    /// element.
    #[inline(always)]
    pub(crate) fn place(self) -> usize {
        self.0 as usize % COUNT
    }

    #[inline(always)]
    pub(crate) fn is_none(self) -> bool {
        self == Self::NONE
    }
}

/// The beginning of an element or an attribute. `N` says what its names are.
#[derive(Clone, Copy)]
struct Start<N> {
    bytes: [u128; 2],
    masks: [u128; 2],
    /// Those that came after it.
    next: [u8; 2],
    is_long: bool,
    mark: Mark,
    /// What its prefix stood for, and where.
    scope: u64,
    ns: NsRef,
    names: N,
}

impl<N: Copy> Start<N> {
    fn is(&self, bytes: [u128; 2], masks: [u128; 2]) -> bool {
        self.bytes == bytes && self.masks == masks
    }

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
    /// The number of the last mark, and that of the last one before this document.
    marks: u64,
    marks_before: u64,
}

/// A mark that was not there before.
#[inline]
fn next_mark(marks: &mut u64, place: u8) -> Mark {
    *marks += 1;
    Mark(*marks * COUNT as u64 + u64::from(place))
}

impl<N: Copy + Default> Starts<N> {
    pub(super) fn new() -> Self {
        Self { known: None, last: 0, marks: 0, marks_before: 0 }
    }

    /// Another document begins. Of a stream nothing is remembered, nor expected.
    pub(super) fn reset(&mut self, is_stream: bool) {
        self.last = 0;
        self.marks_before = self.marks;
        if is_stream {
            self.known = None;
        }
    }

    /// Forgets those of which this does not hold.
    pub(super) fn retain(&mut self, holds: impl Fn(&N) -> bool) {
        for start in self.known.as_deref_mut().into_iter().flatten() {
            if !holds(&start.names) {
                // No bytes are these.
                (start.bytes, start.masks) = ([1; 2], [0; 2]);
            }
        }
    }

    /// What is remembered of the bytes at this place, if they are what came next before.
    #[inline(always)]
    pub(super) fn expected(&mut self, data: &[u8], at: usize) -> Option<(Mark, N)> {
        let Self { known, last, marks, marks_before } = self;
        let known = known.as_deref_mut()?;
        let data = data.get(at..)?;
        for next in known[*last as usize % COUNT].next {
            let start = &mut known[next as usize % COUNT];
            if start.stands_at(data) {
                *last = next;
                if start.mark.0 / COUNT as u64 <= *marks_before {
                    start.mark = next_mark(marks, next);
                }
                return Some((start.mark, start.names));
            }
        }
        None
    }

    /// Remembers so many bytes from this place on.
    #[inline(never)]
    pub(super) fn learn(&mut self, data: &[u8], at: usize, len: usize, names: N) -> Mark {
        let Some(bytes) = data.get(at..).and_then(|data| data.get(..len)) else { return Mark::NONE };
        if len == 0 || len > LONGEST {
            return Mark::NONE;
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
            let none = Start {
                bytes: [1; 2],
                masks: [0; 2],
                next: [0; 2],
                is_long: false,
                mark: Mark::NONE,
                scope: NEVER,
                ns,
                names,
            };
            Box::new([none; COUNT])
        });
        let hash = bytes.iter().fold(len as u64, |hash, &part| {
            let folded = hash ^ (part as u64) ^ ((part >> 64) as u64).rotate_left(29);
            folded.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31)
        });
        // There are two places for each, so that two that come in turn hardly ever drive each other out.
        let places = [hash, hash >> 32].map(|hash| 1 + (hash as u32 % (COUNT as u32 - 1)) as u8);
        let is_here = |place: &&u8| known[**place as usize].is(bytes, masks);
        let is_free = |place: &&u8| known[**place as usize].masks == [0; 2];
        let place = places.iter().find(is_here).or_else(|| places.iter().find(is_free));
        let place = place.copied().unwrap_or(places[0]);
        let start = &mut known[place as usize % COUNT];
        if !start.is(bytes, masks) {
            let (is_long, next, ns) = (len > BLOCK, [0; 2], NsRef::default());
            *start = Start { bytes, masks, next, is_long, mark: Mark::NONE, scope: NEVER, ns, names };
        }
        start.mark = next_mark(&mut self.marks, place);
        let mark = start.mark;
        let next = &mut known[self.last as usize % COUNT].next;
        if !next.contains(&place) {
            *next = [place, next[0]];
        }
        self.last = place;
        mark
    }

    /// What the prefix of what has this mark stands for in this scope, and the mark for both; `find` knows it if it is not
    /// remembered.
    #[inline(always)]
    pub(super) fn ns(
        &mut self,
        mark: Mark,
        scope: u64,
        find: impl FnOnce() -> Option<NsRef>,
    ) -> Option<(Mark, NsRef)> {
        let start = self.known.as_deref_mut().map(|known| &mut known[mark.place()]);
        match start {
            Some(start) if start.mark == mark && start.scope == scope => Some((mark, start.ns)),
            // In its place may be another one by now.
            Some(start) if start.mark == mark && !mark.is_none() => {
                start.ns = find()?;
                start.scope = scope;
                start.mark = next_mark(&mut self.marks, mark.place() as u8);
                Some((start.mark, start.ns))
            }
            _ => Some((Mark::NONE, find()?)),
        }
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
            assert_ne!(starts.learn(text, at, len, number as u32), Mark::NONE);
        }
        starts.reset(false);
        // What came twice has its first names; of three that came after it, the last two are known.
        for (at, number) in [(0, Some(0)), (5, None), (23, Some(4)), (51, Some(0)), (56, Some(6)), (0, None)]
        {
            assert_eq!(starts.expected(text, at).map(|(_, names)| names), number, "{at}");
        }
        assert_eq!(starts.expected(text, 1000), None);
    }

    #[test]
    fn what_does_not_hold_any_more_is_forgotten() {
        let text = b"<one><two>......................";
        let mut starts = Starts::<u32>::new();
        starts.retain(|_| false);
        starts.learn(text, 0, 5, 1);
        starts.learn(text, 5, 5, 2);
        starts.retain(|&number| number == 1);
        starts.reset(false);
        assert_eq!(starts.expected(text, 0).map(|(_, number)| number), Some(1));
        assert_eq!(starts.expected(text, 5), None);
    }

    #[test]
    fn every_byte_counts_and_none_behind() {
        let text: Vec<u8> = (b'A'..).take(60).collect();
        for len in 1..=LONGEST {
            let mut starts = Starts::<()>::new();
            starts.learn(&text, 0, len, ());
            let mut stands = |text: &[u8]| {
                starts.reset(false);
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
        assert_eq!(starts.learn(&text, 0, LONGEST + 1, ()), Mark::NONE);
        assert_eq!(starts.learn(&text, 59, 2, ()), Mark::NONE);
        assert_eq!(starts.learn(&text, 61, 2, ()), Mark::NONE);
    }

    #[test]
    fn a_prefix_stands_for_what_it_did_in_the_same_scope() {
        let mut starts = Starts::<()>::new();
        let text = [b'x'; 64];
        let ns = NsRef::default();
        assert_eq!(starts.ns(Mark::NONE, 1, || Some(ns)), Some((Mark::NONE, ns)));
        let first = starts.learn(&text, 0, 4, ());
        assert_eq!(starts.ns(first, 1, || None), None);
        let (one, _) = starts.ns(first, 1, || Some(ns)).unwrap();
        assert_ne!(one, first);
        assert_eq!(starts.ns(one, 1, || None), Some((one, ns)));
        // What is remembered belongs to the new mark.
        assert_eq!(starts.ns(first, 1, || None), None);
        assert_eq!(starts.ns(first, 1, || Some(ns)), Some((Mark::NONE, ns)));
        let (other, _) = starts.ns(one, 2, || Some(ns)).unwrap();
        assert_ne!(other, one);
        assert_eq!(starts.ns(Mark::NONE, 2, || None), None);
    }

    #[test]
    fn marks_stay_within_a_document_and_come_only_once() {
        let mut starts = Starts::<()>::new();
        let text = [b'x'; 64];
        let first = starts.learn(&text, 0, 4, ());
        starts.reset(false);
        let (second, ()) = starts.expected(&text, 0).unwrap();
        assert!(first != second && first.place() == second.place());
        starts.learn(&text, 0, 4, ());
        let (third, ()) = starts.expected(&text, 0).unwrap();
        assert_eq!(starts.expected(&text, 0), Some((third, ())));
        assert_ne!(second, third);
        starts.reset(true);
        assert_eq!(starts.expected(&text, 0), None);
        let mut seen = std::collections::HashSet::new();
        for len in 1..=LONGEST {
            assert!(seen.insert(starts.learn(&text, 0, len, ()).0));
        }
    }
}
