//! Elements with nothing in them but a text, of which many follow that are named alike: the fields of structures.

use crate::error::Result;
use crate::xml::dictionary::Name;
use crate::xml::text::Text;

use super::attributes::verify_name;
use super::known::TAG;
use super::{Encoder, State, Writer};

/// What is written before and after the text of elements of one name, as long as the namespaces in scope are those of the
/// element before.
#[derive(Default)]
pub(crate) struct Leaf {
    /// The scope that this is right in.
    scope: u64,
    pub(super) start: Piece,
    pub(super) end: Piece,
}

/// A few bytes, with zeros behind them, so that they can be copied by a fixed size.
pub(super) struct Piece {
    pub(super) padded: [u8; TAG],
    pub(super) len: usize,
}

impl Leaf {
    /// Whether this is right in a scope.
    #[inline(always)]
    pub(super) fn is_of(&self, scope: u64) -> bool {
        self.scope == scope
    }
}

impl Default for Piece {
    fn default() -> Self {
        Self { padded: [0; TAG], len: 0 }
    }
}

impl Piece {
    /// These bytes one after the other; nothing if they are too many.
    pub(super) fn of(parts: &[&[u8]]) -> Option<Self> {
        let mut piece = Self::default();
        for part in parts {
            piece.padded.get_mut(piece.len..)?.get_mut(..part.len())?.copy_from_slice(part);
            piece.len += part.len();
        }
        Some(piece)
    }
}

impl Writer {
    /// Whether [`Self::write_leaf`] can write anything here.
    #[inline]
    pub(crate) fn takes_leaves(&self) -> bool {
        self.is_plain
            && matches!(self.state, State::Start | State::Content)
            && (1..self.properties.max_depth as usize).contains(&self.scope.depth())
    }

    /// Writes an element with nothing in it but this text in one step, where its namespace has a prefix and nothing is
    /// wrong with it: whether it was written. `leaf` is kept from one element of this name, which is asked for where it is
    /// not known, to the next. All of it is compiled once more for each kind of text that it is called with.
    #[inline(always)]
    pub(crate) fn write_leaf<'n>(
        &mut self,
        leaf: &mut Leaf,
        name: impl FnOnce(&Self) -> (Name<'n>, Name<'n>),
        text: &Text<'_>,
    ) -> Result<bool> {
        if !self.takes_leaves() || matches!(text, Text::Base64(_)) || text.is_empty() {
            return Ok(false);
        }
        if leaf.scope != self.scope.generation() {
            let (name, ns) = name(self);
            if !self.prepare(leaf, name, ns) {
                return Ok(false);
            }
        }
        if self.state == State::Start {
            self.commit_for_leaf()?;
        }
        let is_written = match &mut self.encoder {
            Encoder::Text(encoder) => encoder.leaf(leaf, text),
            Encoder::Binary(encoder) => encoder.leaf(leaf, text),
            Encoder::Raw(_) | Encoder::Tree(_) => false,
        };
        if is_written {
            self.scope.note_node();
        }
        Ok(is_written)
    }

    #[inline(never)]
    fn commit_for_leaf(&mut self) -> Result<()> {
        let result = self.commit_start(false);
        self.settle(result)
    }

    /// Checks the name and finds the prefix; whether there is one, and both are short.
    #[inline(never)]
    pub(super) fn prepare(&mut self, leaf: &mut Leaf, name: Name<'_>, ns: Name<'_>) -> bool {
        leaf.scope = 0;
        if verify_name(name.bytes).is_err() {
            return false;
        }
        let Some(prefix) = self.scope.prefix_of(ns.bytes, false) else { return false };
        let colon: &[u8] = if prefix.is_empty() { b"" } else { b":" };
        let (start, end) = match &mut self.encoder {
            Encoder::Text(_) => (
                Piece::of(&[b"<", prefix, colon, name.bytes, b">"]),
                Piece::of(&[b"</", prefix, colon, name.bytes, b">"]),
            ),
            Encoder::Binary(encoder) => (encoder.leaf_start(prefix, name), Some(Piece::default())),
            Encoder::Raw(_) | Encoder::Tree(_) => return false,
        };
        let (Some(start), Some(end)) = (start, end) else { return false };
        *leaf = Leaf { scope: self.scope.generation(), start, end };
        true
    }
}
