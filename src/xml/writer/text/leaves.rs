//! Leaf after leaf in UTF-8.

use crate::abi::types::WS_DATETIME;
use crate::value::number;
use crate::xml::text::Text;
use crate::xml::writer::known::push_padded;
use crate::xml::writer::leaf::Leaf;
use crate::xml::writer::leaves::Leaves;

use super::TextEncoder;

pub(in crate::xml::writer) struct TextLeaves<'e> {
    encoder: &'e mut TextEncoder,
    /// Elements with nothing in them have two tags.
    uncompressed: bool,
}

impl<'e> TextLeaves<'e> {
    pub(in crate::xml::writer) fn new(encoder: &'e mut TextEncoder, uncompressed: bool) -> Self {
        Self { encoder, uncompressed }
    }

    #[inline(always)]
    fn around(&mut self, leaf: &Leaf, value: impl FnOnce(&mut Vec<u8>)) -> bool {
        let buffer = &mut self.encoder.buffer;
        push_padded(buffer, &leaf.start.padded, leaf.start.len);
        value(buffer);
        push_padded(buffer, &leaf.end.padded, leaf.end.len);
        true
    }
}

impl Leaves for TextLeaves<'_> {
    #[inline(always)]
    fn len(&self) -> usize {
        self.encoder.buffer.len()
    }

    #[inline(always)]
    fn truncate(&mut self, len: usize) {
        self.encoder.buffer.truncate(len);
    }

    #[inline(always)]
    fn is_too_much(&self) -> bool {
        self.encoder.buffer.len() > self.encoder.limit
    }

    #[inline(always)]
    fn start(&mut self, leaf: &Leaf) {
        push_padded(&mut self.encoder.buffer, &leaf.start.padded, leaf.start.len);
    }

    #[inline(always)]
    fn end(&mut self, leaf: &Leaf) {
        push_padded(&mut self.encoder.buffer, &leaf.end.padded, leaf.end.len);
    }

    #[inline(always)]
    fn bool(&mut self, leaf: &Leaf, value: bool) -> bool {
        self.around(leaf, |out| number::write_bool(value, out))
    }

    #[inline(always)]
    fn int(&mut self, leaf: &Leaf, value: i64) -> bool {
        self.around(leaf, |out| number::write_int64(value, out))
    }

    #[inline(always)]
    fn float(&mut self, leaf: &Leaf, value: f32) -> bool {
        self.around(leaf, |out| number::write_float(value, out))
    }

    #[inline(always)]
    fn double(&mut self, leaf: &Leaf, value: f64) -> bool {
        self.around(leaf, |out| number::write_double(value, out))
    }

    #[inline(always)]
    fn datetime(&mut self, leaf: &Leaf, value: &WS_DATETIME) -> bool {
        self.text(leaf, &Text::DateTime(*value))
    }

    #[inline(always)]
    fn utf16(&mut self, leaf: &Leaf, units: &[u16]) -> bool {
        self.text(leaf, &Text::Utf16(units))
    }

    #[inline(never)]
    fn text(&mut self, leaf: &Leaf, text: &Text<'_>) -> bool {
        if !text.is_empty() {
            return self.encoder.push_leaf(leaf, text);
        }
        self.start(leaf);
        if self.uncompressed {
            self.end(leaf);
        } else {
            self.encoder.buffer.pop();
            self.encoder.buffer.extend_from_slice(b"/>");
        }
        true
    }
}

impl Drop for TextLeaves<'_> {
    #[inline]
    fn drop(&mut self) {
        self.encoder.committed = self.encoder.buffer.len();
    }
}
