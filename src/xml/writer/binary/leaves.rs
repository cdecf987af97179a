//! Leaf after leaf in binary: each is a copy of its start and a record made in the output.

use crate::abi::types::WS_DATETIME;
use crate::xml::narrow::narrow;
use crate::xml::text::Text;
use crate::xml::writer::known::TAG;
use crate::xml::writer::leaf::Leaf;
use crate::xml::writer::leaves::Leaves;

use super::{BinaryEncoder, END_ELEMENT, WITH_END, datetime_bytes, integer_record, whole_number};

pub(in crate::xml::writer) struct BinaryLeaves<'e> {
    encoder: &'e mut BinaryEncoder,
    start: usize,
}

/// The longest string that is put straight into the output, in units and in bytes.
const SHORT: usize = 0xFF;

impl<'e> BinaryLeaves<'e> {
    pub(in crate::xml::writer) fn new(encoder: &'e mut BinaryEncoder) -> Self {
        let start = encoder.buffer.len();
        Self { encoder, start }
    }

    /// An element and the record of its text, of which the first bytes of `value` are the rest.
    #[inline(always)]
    fn record(&mut self, leaf: &Leaf, record: u8, value: [u8; 8], len: usize) {
        if let Some(window) = self.encoder.buffer.window::<{ TAG + 16 }>() {
            let at = leaf.start.len.min(TAG);
            window[..TAG].copy_from_slice(&leaf.start.padded);
            window[at] = record | WITH_END;
            window[at + 1..at + 9].copy_from_slice(&value);
            self.encoder.buffer.advance(at + 1 + len);
        }
    }
}

impl Leaves for BinaryLeaves<'_> {
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
        self.encoder.buffer.put(&leaf.start.padded, leaf.start.len);
    }

    #[inline(always)]
    fn end(&mut self, _: &Leaf) {
        self.encoder.buffer.push(END_ELEMENT);
    }

    #[inline(always)]
    fn bool(&mut self, leaf: &Leaf, value: bool) -> bool {
        self.record(leaf, if value { 0x86 } else { 0x84 }, [0; 8], 0);
        true
    }

    #[inline(always)]
    fn int(&mut self, leaf: &Leaf, value: i64) -> bool {
        let (record, len) = integer_record(value);
        self.record(leaf, record, value.to_le_bytes(), len);
        true
    }

    #[inline(always)]
    fn double(&mut self, leaf: &Leaf, value: f64) -> bool {
        match whole_number(value, 1e15) {
            Some(whole) => self.int(leaf, whole),
            None => {
                self.record(leaf, 0x92, value.to_le_bytes(), 8);
                true
            }
        }
    }

    #[inline(always)]
    fn float(&mut self, leaf: &Leaf, value: f32) -> bool {
        match whole_number(value.into(), 1e7) {
            Some(whole) => self.int(leaf, whole),
            None => {
                self.record(leaf, 0x90, u64::from(value.to_bits()).to_le_bytes(), 4);
                true
            }
        }
    }

    #[inline(always)]
    fn datetime(&mut self, leaf: &Leaf, value: &WS_DATETIME) -> bool {
        let Ok(bytes) = datetime_bytes(value) else { return false };
        self.record(leaf, 0x96, bytes, 8);
        true
    }

    #[inline(always)]
    fn utf16(&mut self, leaf: &Leaf, units: &[u16]) -> bool {
        if units.is_empty() || units.len() > SHORT {
            return self.text(leaf, &Text::Utf16(units));
        }
        let Some(window) = self.encoder.buffer.window::<{ TAG + 2 + 3 * (SHORT + 1) + 16 }>() else {
            return false;
        };
        let at = leaf.start.len.min(TAG);
        window[..TAG].copy_from_slice(&leaf.start.padded);
        match narrow(units, &mut window[at + 2..]) {
            Some(len @ ..=SHORT) => {
                window[at..at + 2].copy_from_slice(&[0x98 | WITH_END, len as u8]);
                self.encoder.buffer.advance(at + 2 + len);
                true
            }
            _ => self.text(leaf, &Text::Utf16(units)),
        }
    }

    #[inline(never)]
    fn text(&mut self, leaf: &Leaf, text: &Text<'_>) -> bool {
        if text.is_empty() {
            self.start(leaf);
            self.end(leaf);
            return true;
        }
        self.encoder.push_leaf(leaf, text)
    }
}

impl Drop for BinaryLeaves<'_> {
    #[inline]
    fn drop(&mut self) {
        let encoder = &mut *self.encoder;
        if encoder.buffer.len() > self.start {
            encoder.committed = encoder.buffer.len();
            encoder.last_text = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_the_same_ones() {
        let expected = |value: f64, most: f64| {
            let is_negative_zero = value == 0.0 && value.is_sign_negative();
            (value.abs() < most && value.fract() == 0.0 && !is_negative_zero).then_some(value as i64)
        };
        let edges =
            [0.0, 0.5, 1.0, 1e7, 1e15, 9.007_199_254_740_993e15, 9.3e18, 1e300, f64::INFINITY, f64::NAN];
        for value in edges.into_iter().flat_map(|value| [value, value.next_up(), value.next_down()]) {
            for value in [value, -value] {
                for most in [1e7, 1e15] {
                    assert_eq!(whole_number(value, most), expected(value, most), "{value}");
                }
            }
        }
    }
}
