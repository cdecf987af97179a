//! Leaf after leaf, as the fields of structures are: where all is known about their elements, what remains is to copy
//! tags and to write values, and a loop does that without coming back to the writer.

use crate::abi::types::WS_DATETIME;
use crate::xml::dictionary::Name;
use crate::xml::text::Text;

use super::binary::BinaryLeaves;
use super::leaf::Leaf;
use super::text::TextLeaves;
use super::{Encoder, State, Writer};

/// What leaves are written into. Of a leaf that was not written, nothing is there.
pub(crate) trait Leaves {
    /// How much is there.
    fn len(&self) -> usize;
    /// Takes back what is behind so much.
    fn truncate(&mut self, len: usize);
    /// Whether there is more than may wait.
    fn is_too_much(&self) -> bool;
    /// The start and the end of an element with others in it.
    fn start(&mut self, leaf: &Leaf);
    fn end(&mut self, leaf: &Leaf);

    fn bool(&mut self, leaf: &Leaf, value: bool) -> bool;
    fn int(&mut self, leaf: &Leaf, value: i64) -> bool;
    fn float(&mut self, leaf: &Leaf, value: f32) -> bool;
    fn double(&mut self, leaf: &Leaf, value: f64) -> bool;
    fn datetime(&mut self, leaf: &Leaf, value: &WS_DATETIME) -> bool;
    fn utf16(&mut self, leaf: &Leaf, units: &[u16]) -> bool;
    /// Any other text, but bytes.
    fn text(&mut self, leaf: &Leaf, text: &Text<'_>) -> bool;
}

/// Who writes leaves, whatever the encoding.
pub(crate) trait LeafSource {
    type Output;
    fn write(&mut self, leaves: &mut impl Leaves) -> Self::Output;
}

impl Writer {
    /// What the namespaces in scope are known by, if leaves can be written here that are in so many elements more.
    #[inline]
    pub(crate) fn scope_of_leaves(&self, levels: usize) -> Option<u64> {
        let depth = self.scope.depth();
        let is_possible = self.is_plain
            && self.state == State::Content
            && depth > 0
            && depth + levels < self.properties.max_depth as usize;
        is_possible.then(|| self.scope.generation())
    }

    /// Has a leaf be right for elements of this name here, if that is possible.
    #[inline]
    pub(crate) fn make_leaf<'n>(
        &mut self,
        leaf: &mut Leaf,
        name: impl FnOnce(&Self) -> (Name<'n>, Name<'n>),
    ) -> bool {
        if leaf.is_of(self.scope.generation()) {
            return true;
        }
        let (name, ns) = name(self);
        self.prepare(leaf, name, ns)
    }

    /// Has leaves written that are right in the scope that [`Self::scope_of_leaves`] said.
    #[inline]
    pub(crate) fn write_leaves<S: LeafSource>(&mut self, source: &mut S) -> Option<S::Output> {
        let uncompressed = self.properties.emit_uncompressed_empty_elements;
        let result = match &mut self.encoder {
            Encoder::Text(encoder) => source.write(&mut TextLeaves::new(encoder, uncompressed)),
            Encoder::Binary(encoder) => source.write(&mut BinaryLeaves::new(encoder)),
            Encoder::Raw(_) | Encoder::Tree(_) => return None,
        };
        Some(result)
    }

    /// After leaves were written.
    #[inline]
    pub(crate) fn note_leaves(&mut self) {
        self.scope.note_node();
    }
}
