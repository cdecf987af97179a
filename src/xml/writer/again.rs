//! Elements that begin as one before them did.
//!
//! As long as the namespaces in scope are those that were in scope then, an element of the same name, namespace and prefix
//! begins with the same bytes, declares nothing, and has nothing wrong with it. So it is enough to compare what was
//! asked for.

use crate::error::Result;
use crate::xml::dictionary::Name;

use super::known::{Key, TAG, word};
use super::leaf::Piece;
use super::scope::Scope;
use super::{Encoder, State, Writer};

/// An element as it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) prefix: Option<&'a [u8]>,
    pub(crate) name: Name<'a>,
    pub(crate) ns: Name<'a>,
}

/// The same, looked at piece by piece: each is `None` if it is not there. `dictionary` is the address of that of the output.
pub(crate) trait Asking<'a> {
    /// `Some(None)` is that none was asked for.
    #[allow(clippy::option_option)]
    fn prefix(&self) -> Option<Option<&'a [u8]>>;
    fn name(&self, dictionary: usize) -> Option<Name<'a>>;
    fn ns(&self, dictionary: usize) -> Option<Name<'a>>;
}

impl<'a> Asking<'a> for Asked<'a> {
    #[inline(always)]
    fn prefix(&self) -> Option<Option<&'a [u8]>> {
        Some(self.prefix)
    }

    #[inline(always)]
    fn name(&self, _: usize) -> Option<Name<'a>> {
        Some(self.name)
    }

    #[inline(always)]
    fn ns(&self, _: usize) -> Option<Name<'a>> {
        Some(self.ns)
    }
}

/// An element as it was asked for, and what was written for it.
pub(super) struct Element {
    /// What the namespaces in scope were known by.
    scope: u64,
    /// Of up to eight bytes, as a number; the length of none is `NO_PREFIX`.
    prefix: u64,
    prefix_len: usize,
    name: Word,
    ns: Word,
    /// Which attribute came first in it.
    attribute: u8,
    key: Key,
    /// Its start tag, but for what ends that.
    pub(super) start: Piece,
    /// What it declares, if it does: see [`Declared`].
    pub(super) declared: Option<Declared>,
    /// Its end tag, with zeros behind it.
    pub(super) tag: [u8; TAG],
    /// How many bytes of the end tag are its name.
    pub(super) name_len: u32,
    /// Which elements came next, as their starts go: within this one, beside it, and one or more levels further out.
    next: [u8; LEVELS],
}

/// The one declaration of an element whose prefix did not stand for its namespace before. Such an element is known by the
/// complement of the scope around it, so that nobody takes it for one that declares nothing.
pub(super) struct Declared {
    /// What is written for it at the end of the start tag.
    pub(super) bytes: Box<[u8]>,
    /// What the namespaces in scope are known by then.
    pub(super) after: u64,
}

const LEVELS: usize = 4;
const NO_PREFIX: usize = usize::MAX;

/// A name or namespace: by its number in the static dictionary, or spelled.
pub(super) struct Word {
    entry: u32,
    spelled: Spelled,
}

impl Word {
    pub(super) fn of(name: Name<'_>) -> Option<Self> {
        Some(Self { entry: name.entry_or_none(), spelled: Spelled::of(name.bytes)? })
    }

    #[inline(always)]
    pub(super) fn is(&self, name: Name<'_>) -> bool {
        self.entry == name.entry_or_none() && (self.entry != Name::NONE || self.spelled.is(name.bytes))
    }
}

impl Word {
    pub(super) fn spell<R>(&self, tell: impl FnOnce(&[u8]) -> R) -> R {
        self.spelled.spell(tell)
    }

    pub(super) fn tell<R>(&self, tell: impl FnOnce(Name<'_>) -> R) -> R {
        self.spell(|bytes| tell(Name::with_entry(bytes, self.entry)))
    }

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
    const MOST: usize = 64;

    /// How many bytes are kept from each end.
    fn half(len: usize) -> usize {
        if len >= 32 { 32 } else { 16.min(len) }
    }

    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let len = bytes.len();
        let (mut first, mut last) = ([0; 32], [0; 32]);
        if len > Self::MOST {
            return None;
        }
        let half = Self::half(len);
        first[..half].copy_from_slice(&bytes[..half]);
        last[..half].copy_from_slice(&bytes[len - half..]);
        Some(Self { len, words: [word(bytes), word(&bytes[len - len.min(8)..])], first, last })
    }

    /// Puts the bytes together.
    pub(super) fn spell<R>(&self, tell: impl FnOnce(&[u8]) -> R) -> R {
        let mut bytes = [0; Self::MOST];
        let half = Self::half(self.len);
        bytes[..half].copy_from_slice(&self.first[..half]);
        bytes[self.len - half..self.len].copy_from_slice(&self.last[..half]);
        tell(&bytes[..self.len])
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
    /// The last one is kept, and declares something of which it is not known yet how it is written.
    is_declaring: bool,
}

impl Elements {
    /// More than these are not kept.
    const KEPT: usize = 128;

    pub(super) fn new() -> Self {
        Self { kept: Vec::new(), slots: [u8::MAX; 256], last: 0, last_depth: 0, is_declaring: false }
    }

    /// The element that came next the last time, where so many have ended since one was started.
    #[inline(always)]
    pub(super) fn expected(&self, level: u32) -> Option<(u8, &Element)> {
        let index = self.get(self.last)?.next[LEVELS.min(level as usize + 1) - 1];
        Some((index, self.get(index)?))
    }

    /// The element that this asks for, if it is kept, which is the expected one from now on.
    #[inline(always)]
    pub(super) fn expect(&mut self, level: u32, scope: u64, asked: &Asked<'_>) -> Option<u8> {
        match self.expected(level) {
            Some((index, element)) if element.is(scope, asked) => Some(index),
            _ => self.look_up(level, scope, asked),
        }
    }

    #[inline(always)]
    pub(super) fn get(&self, index: u8) -> Option<&Element> {
        self.kept.get(usize::from(index))
    }

    /// After this one was started.
    #[inline(always)]
    pub(super) fn set_last(&mut self, index: u8) {
        self.last = index;
    }

    /// How many elements have ended since one was started last, within so many others.
    pub(super) fn level(&self, depth: usize) -> u32 {
        (self.last_depth + 1).saturating_sub(depth) as u32
    }

    pub(super) fn set_level(&mut self, depth: usize, level: u32) {
        self.last_depth = (depth + level as usize).saturating_sub(1);
    }

    /// Finds the element that is to begin as one within so many others.
    #[inline(always)]
    fn find(&mut self, scope: u64, depth: usize, asked: &Asked<'_>) -> Option<&Element> {
        let level = self.level(depth);
        self.last_depth = depth;
        self.last = self.expect(level, scope, asked)?;
        self.get(self.last)
    }

    /// [`Self::expect`] of one that did not come next the last time.
    #[inline(never)]
    fn look_up(&mut self, level: u32, scope: u64, asked: &Asked<'_>) -> Option<u8> {
        let slot = Self::slot(&Key::of_element(asked.prefix, asked.name)?, scope);
        let index =
            [slot, slot ^ 1].map(|slot| self.slots[usize::from(slot)]).into_iter().find(|&index| {
                self.kept.get(usize::from(index)).is_some_and(|element| element.is(scope, asked))
            })?;
        if let Some(last) = self.kept.get_mut(usize::from(self.last)) {
            last.next[LEVELS.min(level as usize + 1) - 1] = index;
        }
        Some(index)
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

    /// What the element that was started last has declared, now that its start tag is complete.
    pub(super) fn note_declared(&mut self, bytes: &[u8], after: u64) {
        if let Some(element) = self.kept.get_mut(usize::from(self.last)) {
            element.declared = Some(Declared { bytes: bytes.into(), after });
        }
    }

    /// Whether that is still to be done.
    pub(super) fn is_declaring(&mut self) -> bool {
        std::mem::take(&mut self.is_declaring)
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
            prefix: word(asked.prefix.unwrap_or_default()),
            prefix_len: asked.prefix.map_or(NO_PREFIX, <[u8]>::len),
            name: Word::of(asked.name)?,
            ns: Word::of(asked.ns)?,
            attribute: 0,
            key,
            start,
            declared: None,
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
        self.is_asked(scope, asked, 0) == Some(true)
    }

    /// Whether this is asked for; `None` if that cannot be told.
    #[inline(always)]
    pub(super) fn is_asked<'a>(
        &self,
        scope: u64,
        asked: &impl Asking<'a>,
        dictionary: usize,
    ) -> Option<bool> {
        let is_prefix = match asked.prefix()? {
            Some(&[letter]) => self.prefix_len == 1 && self.prefix == u64::from(letter),
            Some(prefix) => self.prefix_len == prefix.len() && self.prefix == word(prefix),
            None => self.prefix_len == NO_PREFIX,
        };
        Some(
            is_prefix
                && self.scope == scope
                && self.name.is(asked.name(dictionary)?)
                && self.ns.is(asked.ns(dictionary)?),
        )
    }

    /// Whether this is its prefix, given as such, and its namespace.
    pub(super) fn is_named_by(&self, prefix: &[u8], ns: Name<'_>) -> bool {
        self.prefix_len == prefix.len() && self.prefix == word(prefix) && self.ns.is(ns)
    }

    /// Has the prefix stand for the namespace, as starting the element does.
    pub(super) fn declare(&self, scope: &mut Scope) {
        self.ns.tell(|ns| scope.adopt(self.own_prefix(), ns));
    }

    /// After that: the declaration is asked for, too.
    pub(super) fn note_asked_for(&self, scope: &mut Scope) {
        self.ns.tell(|ns| scope.note_asked_for(self.own_prefix(), ns));
    }

    /// What an element that declares something is named by: none is the empty one.
    fn own_prefix(&self) -> &[u8] {
        let [_, _, name @ ..] = &self.tag;
        name.get(..self.prefix_len).unwrap_or_default()
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
        self.elements.is_declaring = false;
        // At the root there is more to check.
        if !self.is_plain || self.scope.depth() < 2 {
            return;
        }
        let start = match &self.encoder {
            Encoder::Text(encoder) if !self.scope.is_changed() => encoder.started(),
            Encoder::Binary(encoder) => encoder.started(),
            Encoder::Text(_) | Encoder::Raw(_) | Encoder::Tree(_) => return,
        };
        let (Some(start), Some(end)) = (Piece::of(&[start]), Piece::of(&[b"</", self.scope.name(), b">"]))
        else {
            return;
        };
        if !self.scope.is_changed() {
            self.elements.keep(self.scope.generation(), asked, start, end);
        } else if self.scope.own_count() == 1 && self.scope.check().is_ok() {
            let around = !self.scope.outer_generation();
            let level = self.elements.level(self.scope.depth() - 1);
            self.elements.is_declaring = match self.elements.expect(level, around, asked) {
                Some(index) => {
                    self.elements.last = index;
                    self.elements.get(index).is_some_and(|element| element.declared.is_none())
                }
                None => self.elements.keep(around, asked, start, end).is_some(),
            };
        }
    }
}
