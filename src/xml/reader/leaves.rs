//! Leaves one after the other, all of which are likely to come as they came before: one loop within the decoder, which
//! looks at nothing else in between. (See [`Tag`].)

use std::cell::Ref;

use crate::abi::types::WS_DATETIME;
use crate::xml::chars::Chars;

use super::tag::Tag;
use super::{Decoder, Reader};

/// Who takes the values of leaves that come as expected.
pub(crate) trait Leaves<'f> {
    /// The start tag of the leaf to come, if there is one to be expected.
    fn next(&self) -> Option<Ref<'f, Tag>>;

    /// Takes the value of that leaf, and expects the one after it. If not, the leaf is left where it is, to be read in
    /// another way: whatever is not as usual is not for here, and fails there if it has to.
    fn take(&mut self, value: LeafValue<'_>) -> bool;
}

/// What is in a leaf.
#[derive(Clone, Copy)]
pub(crate) enum LeafValue<'d> {
    /// Those of text XML are such as can stay as they are. Those of binary XML were not looked at: whoever takes them has
    /// seen that they are characters of XML.
    Chars(Chars<'d>),
    Bool(bool),
    Int(i64),
    Float(f32),
    Double(f64),
    DateTime(WS_DATETIME),
}

impl Reader {
    /// From a start or end tag past as many leaves as come as expected and are taken, to the end tag of the last of them,
    /// as by [`Reader::read_expected_leaf`] for each.
    #[inline]
    pub(crate) fn read_expected_leaves<'f>(&mut self, leaves: &mut impl Leaves<'f>) {
        if !self.may_expect() {
            return;
        }
        match &mut self.decoder {
            Decoder::Text(decoder) => decoder.read_expected_leaves(leaves, &self.properties),
            Decoder::Binary(decoder) => decoder.read_expected_leaves(leaves, &self.properties),
            _ => {}
        }
    }
}
