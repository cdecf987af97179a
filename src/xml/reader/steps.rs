//! Elements one after the other, all of which are likely to come as they came before: one loop within the decoder, which
//! looks at nothing else in between. (See [`Tag`].)

use std::cell::Ref;

use crate::abi::types::WS_DATETIME;
use crate::xml::chars::Chars;

use super::tag::Tag;
use super::{Decoder, Reader};

/// What is likely to come next.
pub(crate) enum Step<'f, F> {
    /// An element with nothing but text in it, and what that is for.
    Leaf(Ref<'f, Tag>, F),
    /// The start of an element with others in it.
    Start(Ref<'f, Tag>),
    /// The end of an element that was started so.
    End,
}

/// Who knows what is likely to come, and takes what does.
pub(crate) trait Steps<'f> {
    /// What a leaf is for.
    type Field: Copy;

    /// The start tag of the leaf to come, if one is to be expected, and what it is for.
    fn next_leaf(&self) -> Option<(Ref<'f, Tag>, Self::Field)>;

    /// The step to come, if there is one to be expected.
    fn next(&self) -> Option<Step<'f, Self::Field>>;

    /// Takes the value of a leaf, and expects what comes after it. If not, the leaf is left where it is, to be read in
    /// another way: whatever is not as usual is not for here, and fails there if it has to.
    fn take<'d>(&mut self, field: Self::Field, value: &mut impl LeafValue<'d>) -> bool;

    /// Enters the element, if it can be.
    fn start(&mut self) -> bool;

    /// The element has ended.
    fn end(&mut self);
}

/// What is in a leaf, as it is asked for; `None` if it is something else, or needs more than a look. It is asked for one
/// thing that it is, at most.
pub(crate) trait LeafValue<'d> {
    /// Those of text XML are such as can stay as they are. Those of binary XML were not looked at: whoever takes them has
    /// seen that they are characters of XML.
    fn chars(&mut self) -> Option<Chars<'d>>;
    fn bool(&mut self) -> Option<bool>;
    fn int(&mut self) -> Option<i64>;
    fn float(&mut self) -> Option<f32>;
    fn double(&mut self) -> Option<f64>;
    fn datetime(&mut self) -> Option<WS_DATETIME>;
}

impl Reader {
    /// From a start or end tag past as much as comes as expected and is taken, as by [`Reader::read_expected_leaf`] for
    /// each leaf, [`Reader::read_expected_start`] and [`Reader::read_expected_end`].
    #[inline]
    pub(crate) fn read_expected<'f>(&mut self, steps: &mut impl Steps<'f>) {
        if !self.may_expect() {
            return;
        }
        match &mut self.decoder {
            Decoder::Text(decoder) => decoder.read_expected(steps, &self.properties),
            Decoder::Binary(decoder) => decoder.read_expected(steps, &self.properties),
            _ => {}
        }
    }
}
