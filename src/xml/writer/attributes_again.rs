//! Attributes that begin as they did before: nothing is asked of the namespaces then.

use super::again::{Asked, Asking, Elements, Spelled, Word};
use super::known::Key;
use super::leaf::Piece;
use super::scope::Scope;
use super::{Encoder, StartTag, State, ValueKind, Writer};

/// An attribute and what was written for it.
pub(super) struct Attribute {
    /// The number of the output that this was written into.
    output: u64,
    name: Word,
    /// What it is in, if it is in a namespace.
    space: Option<Space>,
    single_quote: bool,
    key: Key,
    /// What comes before its value.
    pub(super) start: Piece,
    /// Its name, with zeros behind it.
    spelled: Piece,
    /// A bit that all attributes have that are named alike, and perhaps others.
    pub(super) bit: u64,
    /// Which attribute came next in the same element.
    next: u8,
}

/// Where an attribute is to begin: the number of the output, what the namespaces in scope are known by, and whether it is
/// the first one of its element.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) output: u64,
    pub(super) scope: u64,
    pub(super) is_first: bool,
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

    #[inline(always)]
    pub(super) fn get(&self, index: u8) -> Option<&Attribute> {
        self.kept.get(usize::from(index))
    }

    /// After this one was started.
    #[inline(always)]
    pub(super) fn set_last(&mut self, index: u8) {
        self.last = index;
    }

    /// The attribute that came next the last time.
    #[inline(always)]
    pub(super) fn expected(&self, elements: &Elements, is_first: bool) -> Option<(u8, &Attribute)> {
        let index = if is_first { elements.first_attribute() } else { self.get(self.last)?.next };
        Some((index, self.get(index)?))
    }

    /// The attribute that this asks for, if it is kept, which is the expected one from now on.
    #[inline(always)]
    pub(super) fn expect(
        &mut self,
        elements: &mut Elements,
        place: Place,
        asked: &Asked<'_>,
        single_quote: bool,
    ) -> Option<u8> {
        match self.expected(elements, place.is_first) {
            Some((index, attribute)) if attribute.is(place, asked, single_quote) => Some(index),
            _ => self.look_up(elements, place, asked, single_quote),
        }
    }

    /// [`Self::expect`] of one that did not come next the last time.
    #[inline(never)]
    fn look_up(
        &mut self,
        elements: &mut Elements,
        place: Place,
        asked: &Asked<'_>,
        single_quote: bool,
    ) -> Option<u8> {
        let index = self.slots[usize::from(key_of(asked)?.slot())];
        if !self.get(index)?.is(place, asked, single_quote) {
            return None;
        }
        if place.is_first {
            elements.set_first_attribute(index);
        } else if let Some(last) = self.kept.get_mut(usize::from(self.last)) {
            last.next = index;
        }
        Some(index)
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
    fn is(&self, place: Place, asked: &Asked<'_>, single_quote: bool) -> bool {
        self.is_asked(place, asked, single_quote, 0) == Some(true)
    }

    /// Whether this is asked for; `None` if that cannot be told.
    #[inline(always)]
    pub(super) fn is_asked<'a>(
        &self,
        place: Place,
        asked: &impl Asking<'a>,
        single_quote: bool,
        dictionary: usize,
    ) -> Option<bool> {
        if self.output != place.output || self.single_quote != single_quote {
            return Some(false);
        }
        let prefix = asked.prefix()?;
        let is_in_space = match &self.space {
            None => prefix.unwrap_or_default().is_empty() && asked.ns(dictionary)?.bytes.is_empty(),
            Some(space) => {
                space.scope == place.scope
                    && prefix.is_some_and(|prefix| space.prefix.is(prefix))
                    && space.ns.is(asked.ns(dictionary)?)
            }
        };
        Some(is_in_space && self.name.is(asked.name(dictionary)?))
    }

    /// After it was started: its name, and the prefix that it uses.
    #[inline(always)]
    fn note(&self, prefix: &[u8], ns: &[u8], start: &mut StartTag, scope: &mut Scope) {
        start.count += 1;
        start.in_content_type = false;
        start.has_others |= start.seen & self.bit != 0;
        start.seen |= self.bit;
        start.names.put(&self.spelled.padded, self.spelled.len);
        let middle = start.names.len() as u32;
        if self.space.is_some() {
            start.names.extend_from_slice(ns);
            scope.note_attribute(prefix);
        }
        start.attributes.push((middle, start.names.len() as u32));
    }

    /// The same of one that was started as this was.
    pub(super) fn note_again(&self, start: &mut StartTag, scope: &mut Scope) {
        let Some(space) = &self.space else { return self.note(b"", b"", start, scope) };
        space.prefix.spell(|prefix| space.ns.spell(|ns| self.note(prefix, ns, start, scope)));
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
        if !self.is_plain || self.state != State::Start || self.start.count >= self.properties.max_attributes
        {
            return false;
        }
        let (output, scope, is_first) = (self.output, self.scope.generation(), self.start.count == 0);
        let place = Place { output, scope, is_first };
        let Some(index) = self.attributes.expect(&mut self.elements, place, asked, single_quote) else {
            return false;
        };
        let Some(attribute) = self.attributes.get(index) else { return false };
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.start_attribute_again(&attribute.start, single_quote),
            Encoder::Binary(encoder) => encoder.start_attribute_again(&attribute.start),
            Encoder::Raw(_) | Encoder::Tree(_) => return false,
        }
        let prefix = asked.prefix.unwrap_or_default();
        attribute.note(prefix, asked.ns.bytes, &mut self.start, &mut self.scope);
        self.start.value = ValueKind::Nothing;
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
