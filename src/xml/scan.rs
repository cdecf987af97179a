//! Sixteen bytes at a time: which of them have to be looked at.
//!
//! A mask has a bit for each byte, the first one's lowest.

use wide::{CmpEq, CmpGt, CmpLt, i8x16, i16x8, u8x16};

/// How many bytes a mask is about.
pub(super) const BLOCK: usize = 16;

/// The bytes of character data that may not simply go by: control characters but tab and line feed, `<`, `&`, `]`, and
/// the first byte of U+FFFE and U+FFFF.
#[inline]
pub(super) fn in_text(block: &[u8; BLOCK]) -> u32 {
    let bytes = Bytes::load(block);
    let control = bytes.between(0, 8) | bytes.between(0x0B, 0x1F);
    mask(control | bytes.is(b'<') | bytes.is(b'&') | bytes.is(b']') | bytes.is(0xEF))
}

/// The same in the value of an attribute, of which every white space but a blank is rewritten, and which this quote ends.
#[inline]
pub(super) fn in_value(block: &[u8; BLOCK], quote: u8) -> u32 {
    let bytes = Bytes::load(block);
    mask(bytes.control() | bytes.is(b'<') | bytes.is(b'&') | bytes.is(quote) | bytes.is(0xEF))
}

/// What may not be a character of XML: control characters but white space, and the first byte of U+FFFE and U+FFFF.
#[inline]
pub(super) fn not_plain(block: &[u8; BLOCK]) -> u32 {
    let bytes = Bytes::load(block);
    let control = bytes.between(0, 8) | bytes.between(0x0B, 0x0C) | bytes.between(0x0E, 0x1F);
    mask(control | bytes.is(0xEF))
}

/// The bytes that are control characters or outside of ASCII.
#[inline]
pub(super) fn not_printable(block: &[u8; BLOCK]) -> u32 {
    mask(Bytes::load(block).0.cmp_lt(i8x16::splat(b' ' as i8)))
}

/// Units of UTF-16 as bytes, as far as they are printable ASCII: what is not is no printable byte either.
#[inline]
pub(super) fn narrowed(first: &[u16; BLOCK / 2], last: &[u16; BLOCK / 2]) -> [u8; BLOCK] {
    let signed = |units: &[u16; BLOCK / 2]| i16x8::from(units.map(|unit| unit as i16));
    u8x16::narrow_i16x8(signed(first), signed(last)).to_array()
}

/// The bytes that are not letters, digits, `_`, `-` or `.` of ASCII.
#[inline]
pub(super) fn not_in_name(block: &[u8; BLOCK]) -> u32 {
    let bytes = Bytes::load(block);
    let letter = bytes.lower().between(b'a', b'z');
    // The hyphen and the full stop stand side by side.
    let name = letter | bytes.between(b'0', b'9') | bytes.is(b'_') | bytes.between(b'-', b'.');
    !mask(name) & 0xFFFF
}

/// The bytes of a block. Comparisons are of signed numbers, so that bytes outside of ASCII are the lowest.
#[derive(Clone, Copy)]
struct Bytes(i8x16);

impl Bytes {
    #[inline]
    fn load(block: &[u8; BLOCK]) -> Self {
        Self(i8x16::from(block.map(|byte| byte as i8)))
    }

    #[inline]
    fn is(self, byte: u8) -> i8x16 {
        self.0.cmp_eq(i8x16::splat(byte as i8))
    }

    /// In this range of ASCII.
    #[inline]
    fn between(self, low: u8, high: u8) -> i8x16 {
        self.0.cmp_gt(i8x16::splat(low as i8 - 1)) & self.0.cmp_lt(i8x16::splat(high as i8 + 1))
    }

    #[inline]
    fn control(self) -> i8x16 {
        self.between(0, 0x1F)
    }

    /// As lower case, as far as it is a letter.
    #[inline]
    fn lower(self) -> Self {
        Self(self.0 | i8x16::splat(0x20))
    }
}

#[inline]
fn mask(found: i8x16) -> u32 {
    found.move_mask() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte in every place of a block of harmless ones.
    fn compare(mask: impl Fn(&[u8; BLOCK]) -> u32, expected: impl Fn(u8) -> bool) {
        let rest = expected(b'x');
        for byte in 0..=255 {
            for place in 0..BLOCK {
                let mut block = [b'x'; BLOCK];
                block[place] = byte;
                let others = if rest { 0xFFFF & !(1 << place) } else { 0 };
                assert_eq!(
                    mask(&block),
                    others | u32::from(expected(byte)) << place,
                    "0x{byte:02X} at {place}"
                );
            }
        }
    }

    #[test]
    fn every_unit_is_the_byte_of_printable_ascii_or_none() {
        for unit in 0..=u16::MAX {
            let bytes = narrowed(&[unit; 8], &[u16::from(b'x'); 8]);
            let is_printable = (0x20..0x80).contains(&unit);
            assert_eq!(not_printable(&bytes), if is_printable { 0 } else { 0xFF });
            assert!(!is_printable || bytes == [[unit as u8; 8], [b'x'; 8]].concat()[..]);
        }
    }

    #[test]
    fn masks_have_a_bit_for_each_byte_of_a_class() {
        compare(in_text, |byte| {
            (byte < 0x20 && byte != 9 && byte != 10) || matches!(byte, b'<' | b'&' | b']' | 0xEF)
        });
        compare(
            |block| in_value(block, b'"'),
            |byte| byte < 0x20 || matches!(byte, b'<' | b'&' | b'"' | 0xEF),
        );
        compare(
            |block| in_value(block, b'\''),
            |byte| byte < 0x20 || matches!(byte, b'<' | b'&' | b'\'' | 0xEF),
        );
        compare(not_plain, |byte| (byte < 0x20 && !matches!(byte, 9 | 10 | 13)) || byte == 0xEF);
        compare(not_printable, |byte| !(b' '..0x80).contains(&byte));
        compare(not_in_name, |byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')));
    }
}
