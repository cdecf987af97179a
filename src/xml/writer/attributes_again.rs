//! Attributes that begin as they did before: nothing is asked of the namespaces then.

use super::again::{Asked, Spelled, Word};
use super::known::Key;
use super::leaf::Piece;
use super::{Encoder, State, ValueKind, Writer};

/// An attribute and what was written for it.
struct Attribute {
    /// The number of the output that this was written into.
    output: u64,
    name: Word,
    /// What it is in, if it is in a namespace.
    space: Option<Space>,
    single_quote: bool,
    key: Key,
    /// What comes before its value.
    start: Piece,
    /// Its name, with zeros behind it.
    spelled: Piece,
    /// A bit that all attributes have that are named alike, and perhaps others.
    bit: u64,
    /// Which attribute came next in the same element.
    next: u8,
}

/// A prefix and the namespace that it stands for.
struct Space {
    /// What the namespaces in scope were known by.
    scope: u64,
    prefix: Spelled,
    ns: Word,
}

/// The attributes of a document that were written last.
pub(super) struct Attributes {
    kept: Vec<Attribute>,
    /// Which attribute has a key for this slot, if one has.
    slots: [u8; 256],
    last: u8,
}

/// Whether an attribute has neither prefix nor namespace.
#[inline(always)]
fn is_bare(asked: &Asked<'_>) -> bool {
    asked.ns.bytes.is_empty() && asked.prefix.unwrap_or_default().is_empty()
}

fn key_of(asked: &Asked<'_>) -> Option<Key> {
    Key::of_element(asked.prefix.filter(|prefix| !prefix.is_empty()), asked.name)
}

impl Attributes {
    /// More than these are not kept, since each has a bit.
    const KEPT: usize = u64::BITS as usize;

    pub(super) fn new() -> Self {
        Self { kept: Vec::new(), slots: [0; 256], last: 0 }
    }

    #[inline]
    fn next(&self) -> u8 {
        self.kept.get(usize::from(self.last)).map_or(0, |attribute| attribute.next)
    }

    /// The number of an attribute, if that is kept.
    #[inline(never)]
    fn look_up(&self, output: u64, scope: u64, asked: &Asked<'_>, single_quote: bool) -> Option<u8> {
        let index = self.slots[usize::from(key_of(asked)?.slot())];
        self.kept.get(usize::from(index))?.is(output, scope, asked, single_quote).then_some(index)
    }

    fn keep(&mut self, mut attribute: Attribute, asked: &Asked<'_>) {
        let slot = &mut self.slots[usize::from(attribute.key.slot())];
        let occupied = usize::from(*slot);
        // The one that was there goes.
        let goes = self.kept.get(occupied).is_some_and(|other| other.key.slot() == attribute.key.slot());
        if !goes {
            if self.kept.len() == Self::KEPT {
                self.kept.clear();
            }
            *slot = self.kept.len() as u8;
        }
        attribute.bit = match self.kept.iter().find(|other| other.is_named(asked)) {
            Some(alike) => alike.bit,
            None => 1 << *slot,
        };
        match self.kept.get_mut(usize::from(*slot)) {
            Some(other) => *other = attribute,
            None => self.kept.push(attribute),
        }
    }
}

impl Attribute {
    #[inline(always)]
    fn is(&self, output: u64, scope: u64, asked: &Asked<'_>, single_quote: bool) -> bool {
        let is_in_space = match &self.space {
            None => is_bare(asked),
            Some(space) => {
                space.scope == scope
                    && asked.prefix.is_some_and(|prefix| space.prefix.is(prefix))
                    && space.ns.is(asked.ns)
            }
        };
        is_in_space && self.output == output && self.single_quote == single_quote && self.name.is(asked.name)
    }

    /// Whether this is its name, whatever the prefix.
    fn is_named(&self, asked: &Asked<'_>) -> bool {
        let is_in_space = self
            .space
            .as_ref()
            .map_or(asked.ns.bytes.is_empty(), |space| space.ns.is_spelled(asked.ns.bytes));
        is_in_space && self.name.is_spelled(asked.name.bytes)
    }
}

impl Writer {
    /// Starts an attribute as one before it, where that can be done: whether it was.
    #[inline]
    pub(super) fn start_attribute_again(&mut self, asked: &Asked<'_>, single_quote: bool) -> bool {
        self.expected_attribute(asked, single_quote) || self.found_attribute(asked, single_quote)
    }

    /// The same where the attribute comes next that did the last time.
    #[inline(always)]
    pub(super) fn expected_attribute(&mut self, asked: &Asked<'_>, single_quote: bool) -> bool {
        let expected =
            if self.start.count == 0 { self.elements.first_attribute() } else { self.attributes.next() };
        let scope = self.scope.generation();
        self.may_have_attribute()
            && self
                .attributes
                .kept
                .get(usize::from(expected))
                .is_some_and(|attribute| attribute.is(self.output, scope, asked, single_quote))
            && self.start_kept(expected, asked, single_quote)
    }

    #[inline(never)]
    fn found_attribute(&mut self, asked: &Asked<'_>, single_quote: bool) -> bool {
        let scope = self.scope.generation();
        if !self.may_have_attribute() {
            return false;
        }
        let Some(index) = self.attributes.look_up(self.output, scope, asked, single_quote) else {
            return false;
        };
        if self.start.count == 0 {
            self.elements.set_first_attribute(index);
        } else if let Some(last) = self.attributes.kept.get_mut(usize::from(self.attributes.last)) {
            last.next = index;
        }
        self.start_kept(index, asked, single_quote)
    }

    #[inline(always)]
    fn may_have_attribute(&self) -> bool {
        self.is_plain && self.state == State::Start && self.start.count < self.properties.max_attributes
    }

    #[inline(always)]
    fn start_kept(&mut self, index: u8, asked: &Asked<'_>, single_quote: bool) -> bool {
        let Some(attribute) = self.attributes.kept.get(usize::from(index)) else { return false };
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.start_attribute_again(&attribute.start, single_quote),
            Encoder::Binary(encoder) => encoder.start_attribute_again(&attribute.start),
            Encoder::Raw(_) | Encoder::Tree(_) => return false,
        }
        let start = &mut self.start;
        start.count += 1;
        start.in_content_type = false;
        start.value = ValueKind::Nothing;
        start.has_others |= start.seen & attribute.bit != 0;
        start.seen |= attribute.bit;
        start.names.put(&attribute.spelled.padded, attribute.spelled.len);
        let middle = start.names.len() as u32;
        if attribute.space.is_some() {
            start.names.extend_from_slice(asked.ns.bytes);
            self.scope.note_attribute(asked.prefix.unwrap_or_default());
        }
        start.attributes.push((middle, start.names.len() as u32));
        self.attributes.last = index;
        self.state = State::Attribute;
        true
    }

    /// After an attribute was started: keeps what was written, if it is to be written again.
    pub(super) fn keep_attribute(&mut self, asked: &Asked<'_>, single_quote: bool) -> Option<()> {
        if !self.is_plain || self.state != State::Attribute {
            return None;
        }
        let prefix = asked.prefix.unwrap_or_default();
        let space = if is_bare(asked) {
            None
        } else if prefix.is_empty() || self.scope.is_changed() {
            // The prefix may be another one the next time, or be declared.
            return None;
        } else {
            let scope = self.scope.generation();
            Some(Space { scope, prefix: Spelled::of(prefix)?, ns: Word::of(asked.ns)? })
        };
        let start = match &self.encoder {
            Encoder::Text(encoder) => encoder.started(),
            Encoder::Binary(encoder) => encoder.started(),
            Encoder::Raw(_) | Encoder::Tree(_) => return None,
        };
        let attribute = Attribute {
            output: self.output,
            name: Word::of(asked.name)?,
            space,
            single_quote,
            key: key_of(asked)?,
            start: Piece::of(&[start])?,
            spelled: Piece::of(&[asked.name.bytes])?,
            bit: 0,
            next: self.attributes.last,
        };
        self.attributes.keep(attribute, asked);
        Some(())
    }
}
