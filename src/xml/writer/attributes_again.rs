//! Attributes without prefix that begin as they did before: nothing is asked of the namespaces then.

use crate::xml::dictionary::Name;

use super::again::Word;
use super::known::{Key, push_padded};
use super::leaf::Piece;
use super::{Encoder, State, ValueKind, Writer};

/// An attribute and what was written for it.
struct Attribute {
    /// The number of the output that this was written into.
    output: u64,
    name: Word,
    single_quote: bool,
    key: Key,
    /// What comes before its value.
    start: Piece,
    /// Its name, with zeros behind it.
    spelled: Piece,
    /// Which attribute came next in the same element.
    next: u8,
}

/// The attributes of a document that were written last.
pub(super) struct Attributes {
    kept: Vec<Attribute>,
    /// Which attribute has a key for this slot, if one has.
    slots: [u8; 256],
    last: u8,
}

impl Attributes {
    /// More than these are not kept.
    const KEPT: usize = 64;

    pub(super) fn new() -> Self {
        Self { kept: Vec::new(), slots: [0; 256], last: 0 }
    }

    #[inline]
    fn next(&self) -> u8 {
        self.kept.get(usize::from(self.last)).map_or(0, |attribute| attribute.next)
    }

    /// The number of an attribute, if that is kept.
    #[inline(never)]
    fn look_up(&self, output: u64, name: Name<'_>, single_quote: bool) -> Option<u8> {
        let key = Key::of_element(None, name)?;
        let index = self.slots[usize::from(key.slot())];
        self.kept.get(usize::from(index))?.is(output, name, single_quote).then_some(index)
    }

    fn keep(&mut self, attribute: Attribute) {
        let slot = &mut self.slots[usize::from(attribute.key.slot())];
        match self.kept.get_mut(usize::from(*slot)) {
            // The one that was there goes.
            Some(other) if other.key.slot() == attribute.key.slot() => *other = attribute,
            _ => {
                if self.kept.len() == Self::KEPT {
                    self.kept.clear();
                }
                *slot = self.kept.len() as u8;
                self.kept.push(attribute);
            }
        }
    }
}

impl Attribute {
    #[inline(always)]
    fn is(&self, output: u64, name: Name<'_>, single_quote: bool) -> bool {
        self.output == output && self.single_quote == single_quote && self.name.is(name)
    }
}

impl Writer {
    /// Starts an attribute that has neither prefix nor namespace as one before it, where that can be done: whether it was.
    #[inline]
    pub(super) fn start_attribute_again(&mut self, name: Name<'_>, single_quote: bool) -> bool {
        if !self.is_plain || self.state != State::Start || self.start.count >= self.properties.max_attributes
        {
            return false;
        }
        let is_first = self.start.count == 0;
        let expected = if is_first { self.elements.first_attribute() } else { self.attributes.next() };
        let is_expected = self
            .attributes
            .kept
            .get(usize::from(expected))
            .is_some_and(|attribute| attribute.is(self.output, name, single_quote));
        let index = if is_expected {
            expected
        } else {
            let Some(found) = self.find_attribute(is_first, name, single_quote) else { return false };
            found
        };
        self.attributes.last = index;
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
        push_padded(&mut start.names, &attribute.spelled.padded, attribute.spelled.len);
        let end = start.names.len() as u32;
        start.attributes.push((end, end));
        self.state = State::Attribute;
        true
    }

    #[cold]
    fn find_attribute(&mut self, is_first: bool, name: Name<'_>, single_quote: bool) -> Option<u8> {
        let index = self.attributes.look_up(self.output, name, single_quote)?;
        if is_first {
            self.elements.set_first_attribute(index);
        } else if let Some(last) = self.attributes.kept.get_mut(usize::from(self.attributes.last)) {
            last.next = index;
        }
        Some(index)
    }

    /// After an attribute that has neither prefix nor namespace was started: keeps what was written.
    pub(super) fn keep_attribute(&mut self, name: Name<'_>, single_quote: bool) {
        if !self.is_plain || self.state != State::Attribute {
            return;
        }
        let start = match &self.encoder {
            Encoder::Text(encoder) => encoder.started(),
            Encoder::Binary(encoder) => encoder.started(),
            Encoder::Raw(_) | Encoder::Tree(_) => return,
        };
        let (Some(key), Some(start), Some(spelled), Some(word)) =
            (Key::of_element(None, name), Piece::of(&[start]), Piece::of(&[name.bytes]), Word::of(name))
        else {
            return;
        };
        let next = self.attributes.last;
        let output = self.output;
        self.attributes.keep(Attribute { output, name: word, single_quote, key, start, spelled, next });
    }
}
