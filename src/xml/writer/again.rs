//! Elements that begin as one before them did.
//!
//! As long as the namespaces in scope are those that were in scope then, an element of the same name, namespace and prefix
//! begins with the same bytes, declares nothing, and has nothing wrong with it. So it is enough to compare what was
//! asked for.

use crate::error::Result;
use crate::xml::dictionary::Name;

use super::known::{Key, TAG, word};
use super::leaf::Piece;
use super::{Encoder, State, Writer};

/// An element as it is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) prefix: Option<&'a [u8]>,
    pub(crate) name: Name<'a>,
    pub(crate) ns: Name<'a>,
}

/// An element as it was asked for, and what was written for it.
pub(super) struct Element {
    /// What the namespaces in scope were known by.
    scope: u64,
    prefix: Option<Spelled>,
    name: Word,
    ns: Word,
    /// Which attribute came first in it.
    attribute: u8,
    key: Key,
    /// Its start tag, but for what ends that.
    pub(super) start: Piece,
    /// Its end tag, with zeros behind it.
    pub(super) tag: [u8; TAG],
    /// How many bytes of the end tag are its name.
    pub(super) name_len: u32,
    /// Which elements came next, as their starts go: within this one, beside it, and one or more levels further out.
    next: [u8; LEVELS],
}

const LEVELS: usize = 4;

/// A name or namespace: by its number in the static dictionary, or spelled.
pub(super) struct Word {
    entry: Option<u32>,
    spelled: Spelled,
}

impl Word {
    pub(super) fn of(name: Name<'_>) -> Option<Self> {
        Some(Self { entry: name.entry(), spelled: Spelled::of(name.bytes)? })
    }

    #[inline(always)]
    pub(super) fn is(&self, name: Name<'_>) -> bool {
        match name.entry() {
            None => self.entry.is_none() && self.spelled.is(name.bytes),
            entry => self.entry == entry,
        }
    }
}

impl Word {
    /// Whether these are its bytes, wherever they are from.
    pub(super) fn is_spelled(&self, bytes: &[u8]) -> bool {
        self.spelled.is(bytes)
    }
}

/// Up to 64 bytes, as they are compared without a call: by pieces of fixed size from both ends, which may overlap.
pub(super) struct Spelled {
    len: usize,
    /// The first and the last eight of eight to sixteen bytes; the [`word`] of less, twice.
    words: [u64; 2],
    first: [u8; 32],
    last: [u8; 32],
}

impl Spelled {
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let len = bytes.len();
        let (mut first, mut last) = ([0; 32], [0; 32]);
        let half = if len >= 32 { 32 } else { 16.min(len) };
        if len > 64 {
            return None;
        }
        first[..half].copy_from_slice(&bytes[..half]);
        last[..half].copy_from_slice(&bytes[len - half..]);
        Some(Self { len, words: [word(bytes), word(&bytes[len - len.min(8)..])], first, last })
    }

    #[inline(always)]
    pub(super) fn is(&self, bytes: &[u8]) -> bool {
        if bytes.len() != self.len {
            return false;
        }
        let [first, last] = self.words;
        if bytes.len() <= 16 {
            return match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(&a), Some(&b)) => (u64::from_le_bytes(a) ^ first) | (u64::from_le_bytes(b) ^ last) == 0,
                _ => word(bytes) == first,
            };
        }
        match (bytes.first_chunk::<32>(), bytes.last_chunk::<32>()) {
            (Some(a), Some(b)) => *a == self.first && *b == self.last,
            _ => {
                bytes.first_chunk::<16>() == self.first.first_chunk()
                    && bytes.last_chunk::<16>() == self.last.first_chunk()
            }
        }
    }
}

/// The elements of a document that were written last.
pub(super) struct Elements {
    kept: Vec<Element>,
    /// Which elements have a key for this slot or the one beside it, if some have.
    slots: [u8; 256],
    /// The one that was started last, and how many elements it was in.
    last: u8,
    last_depth: usize,
}

impl Elements {
    /// More than these are not kept.
    const KEPT: usize = 128;

    pub(super) fn new() -> Self {
        Self { kept: Vec::new(), slots: [u8::MAX; 256], last: 0, last_depth: 0 }
    }

    /// The element that came next the last time, where one is to begin within so many others, if this is asked for.
    #[inline(always)]
    pub(super) fn next(&self, scope: u64, depth: usize, asked: &Asked<'_>) -> Option<(u8, &Element)> {
        let level = (self.last_depth + 1).saturating_sub(depth).min(LEVELS - 1);
        let index = self.kept.get(usize::from(self.last))?.next[level];
        let element = self.kept.get(usize::from(index))?;
        element.is(scope, asked).then_some((index, element))
    }

    /// After it was started.
    #[inline(always)]
    pub(super) fn note(&mut self, index: u8, depth: usize) {
        self.last = index;
        self.last_depth = depth;
    }

    /// Finds the element that is to begin as one within so many others.
    #[inline(always)]
    fn find(&mut self, scope: u64, depth: usize, asked: &Asked<'_>) -> Option<&Element> {
        let level = (self.last_depth + 1).saturating_sub(depth).min(LEVELS - 1);
        self.last_depth = depth;
        let index = self.kept.get(usize::from(self.last))?.next[level];
        if let Some(element) = self.kept.get(usize::from(index))
            && element.is(scope, asked)
        {
            self.last = index;
            // Asked for once more, since the compiler takes it for borrowed where this is not what is returned.
            return self.kept.get(usize::from(index));
        }
        self.look_up(level, scope, asked)
    }

    #[inline(never)]
    fn look_up(&mut self, level: usize, scope: u64, asked: &Asked<'_>) -> Option<&Element> {
        let slot = Self::slot(&Key::of_element(asked.prefix, asked.name)?, scope);
        let index =
            [slot, slot ^ 1].map(|slot| self.slots[usize::from(slot)]).into_iter().find(|&index| {
                self.kept.get(usize::from(index)).is_some_and(|element| element.is(scope, asked))
            })?;
        if let Some(last) = self.kept.get_mut(usize::from(self.last)) {
            last.next[level] = index;
        }
        self.last = index;
        self.kept.get(usize::from(index))
    }

    /// Which attribute came first in the element that was started last.
    #[inline]
    pub(super) fn first_attribute(&self) -> u8 {
        self.kept.get(usize::from(self.last)).map_or(0, |element| element.attribute)
    }

    pub(super) fn set_first_attribute(&mut self, attribute: u8) {
        if let Some(element) = self.kept.get_mut(usize::from(self.last)) {
            element.attribute = attribute;
        }
    }

    fn slot(key: &Key, scope: u64) -> u8 {
        key.slot() ^ (scope as u8).wrapping_mul(0x9D)
    }

    /// Keeps an element, if its names are not too long.
    #[inline(never)]
    fn keep(&mut self, scope: u64, asked: &Asked<'_>, start: Piece, end: Piece) -> Option<()> {
        let key = Key::of_element(asked.prefix, asked.name)?;
        let element = Element {
            scope,
            prefix: match asked.prefix {
                Some(prefix) => Some(Spelled::of(prefix)?),
                None => None,
            },
            name: Word::of(asked.name)?,
            ns: Word::of(asked.ns)?,
            attribute: 0,
            key,
            start,
            tag: end.padded,
            name_len: (end.len - "</>".len()) as u32,
            next: [self.last; LEVELS],
        };
        let slot = Self::slot(&key, scope);
        let is_taken = |slot: u8| {
            let other = self.kept.get(usize::from(self.slots[usize::from(slot)]));
            other.is_some_and(|other| Self::slot(&other.key, other.scope) | 1 == slot | 1)
        };
        let free = [slot, slot ^ 1].into_iter().find(|&slot| !is_taken(slot));
        let slot = &mut self.slots[usize::from(free.unwrap_or(slot))];
        match self.kept.get_mut(usize::from(*slot)) {
            // The one that was there goes.
            Some(other) if free.is_none() => *other = element,
            _ => {
                if self.kept.len() == Self::KEPT {
                    self.kept.clear();
                }
                *slot = self.kept.len() as u8;
                self.kept.push(element);
            }
        }
        self.last = *slot;
        Some(())
    }
}

impl Element {
    #[inline(always)]
    fn is(&self, scope: u64, asked: &Asked<'_>) -> bool {
        let is_prefix = match (&self.prefix, asked.prefix) {
            (Some(own), Some(prefix)) => own.is(prefix),
            (own, prefix) => own.is_none() && prefix.is_none(),
        };
        self.scope == scope && is_prefix && self.name.is(asked.name) && self.ns.is(asked.ns)
    }
}

impl Writer {
    /// Starts an element as one before it, where that can be done: whether it was.
    #[inline(never)]
    pub(super) fn start_again(&mut self, asked: &Asked<'_>) -> Result<bool> {
        let depth = self.scope.depth();
        if !self.is_plain || !(1..self.properties.max_depth as usize).contains(&depth) {
            return Ok(false);
        }
        if self.state == State::Start && (self.scope.is_changed() || !self.start.is_distinct()) {
            let result = self.commit_start(false);
            self.settle(result)?;
        }
        let ends_tag = self.state == State::Start;
        if !ends_tag && self.state != State::Content {
            return Ok(false);
        }
        let Some(element) = self.elements.find(self.scope.generation(), depth, asked) else {
            return Ok(false);
        };
        let is_started = match &mut self.encoder {
            Encoder::Text(encoder) => encoder.start_again(&element.start, ends_tag),
            Encoder::Binary(encoder) => encoder.start_again(&element.start, ends_tag),
            Encoder::Raw(_) | Encoder::Tree(_) => false,
        };
        if is_started {
            self.scope.push_tag(&element.tag, element.name_len);
            self.start.clear();
            self.state = State::Start;
        }
        Ok(is_started)
    }

    /// After an element was started: keeps what was written, if it is to be written again.
    pub(super) fn keep_start(&mut self, asked: &Asked<'_>) {
        // At the root there is more to check, and a declaration is not made again where it is in scope already.
        if !self.is_plain || self.scope.depth() < 2 || self.scope.is_changed() {
            return;
        }
        let start = match &self.encoder {
            Encoder::Text(encoder) => encoder.started(),
            Encoder::Binary(encoder) => encoder.started(),
            Encoder::Raw(_) | Encoder::Tree(_) => return,
        };
        if let (Some(start), Some(end)) = (Piece::of(&[start]), Piece::of(&[b"</", self.scope.name(), b">"]))
        {
            self.elements.keep(self.scope.generation(), asked, start, end);
        }
    }
}
