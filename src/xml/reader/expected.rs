//! To elements that are likely to come next, because they came here before. (See [`Tag`].)

use crate::xml::text::Text;

use super::tag::Tag;
use super::{Decoder, Reader, State};

impl Reader {
    /// Remembers the start tag that the reader is on, if it may be recognized when it comes again.
    pub(crate) fn remember(&self, tag: &mut Tag) {
        match &self.decoder {
            Decoder::Text(decoder) => decoder.remember(tag),
            Decoder::Binary(decoder) => decoder.remember(tag),
            _ => {}
        }
    }

    /// From a start or end tag to the start tag after it, if that is this one, as by [`Reader::read_to_start_element`].
    /// If not, or if that cannot be told at once, nothing changes.
    #[inline]
    pub(crate) fn read_expected_start(&mut self, tag: &Tag) -> bool {
        if !self.may_expect() {
            return false;
        }
        match &mut self.decoder {
            Decoder::Text(decoder) => decoder.read_expected_start(tag, &self.properties),
            Decoder::Binary(decoder) => decoder.read_expected_start(tag, &self.properties),
            _ => false,
        }
    }

    /// The same, and on to the end tag of that element, if there is only text in it, as by
    /// [`Reader::read_simple_element`].
    #[inline]
    pub(crate) fn read_expected_leaf(&mut self, tag: &Tag) -> Option<Text<'_>> {
        if !self.may_expect() {
            return None;
        }
        match &mut self.decoder {
            Decoder::Text(decoder) => decoder.read_expected_leaf(tag, &self.properties).map(Text::Utf8),
            Decoder::Binary(decoder) => decoder.read_expected_leaf(tag, &self.properties),
            _ => None,
        }
    }

    /// From a start or end tag to the end tag after it, if that comes at once, as by [`Reader::read_node`].
    #[inline]
    pub(crate) fn read_expected_end(&mut self) -> bool {
        self.may_expect()
            && match &mut self.decoder {
                Decoder::Binary(decoder) => decoder.read_expected_end(),
                _ => false,
            }
    }

    #[inline]
    pub(super) fn may_expect(&mut self) -> bool {
        let may = self.state == State::Ready && self.in_attribute.is_none() && self.canonical.is_none();
        if may {
            self.leave_node();
        }
        may
    }
}
