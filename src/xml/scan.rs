//! Many bytes at a time: which of them have to be looked at.
//!
//! A mask has a bit for each byte of sixteen, the first one's lowest.

use multiversion::multiversion;
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

/// A block of which some bytes are known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Pattern {
    bytes: i8x16,
    mask: i8x16,
}

impl Pattern {
    /// That nothing is like.
    pub(super) const NONE: Self = Self { bytes: i8x16::new([1; BLOCK]), mask: i8x16::new([0; BLOCK]) };

    /// Begins with these bytes, of which no more than a block counts.
    pub(super) fn new(beginning: &[u8]) -> Self {
        let byte = |at: usize| beginning.get(at).map(|&byte| byte as i8);
        let bytes = std::array::from_fn(|at| byte(at).unwrap_or(0));
        let mask = std::array::from_fn(|at| byte(at).map_or(0, |_| -1));
        Self { bytes: i8x16::new(bytes), mask: i8x16::new(mask) }
    }

    #[inline(always)]
    pub(super) fn is_like(&self, block: &[u8; BLOCK]) -> bool {
        (Bytes::load(block).0 & self.mask).cmp_eq(self.bytes).move_mask() == 0xFFFF
    }
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

/// So many bytes of long text are looked at before anything is decided.
pub(super) const GROUP: usize = 64;

/// The length of a beginning of this text that is whole characters in UTF-8 that XML has a place for. It ends before a
/// group of bytes of which that is not to be seen at a glance, or with the text.
///
/// This is one pass for both questions, on as many bytes at a time as the processor can take.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn plain_utf8(text: &[u8]) -> usize {
    let Some(first) = text.first_chunk::<GROUP>() else { return 0 };
    // Nothing stands before the first group.
    let mut group = [0; GROUP + BEFORE];
    group[BEFORE..].copy_from_slice(first);
    if is_doubtful(&group) {
        return 0;
    }
    let mut at = GROUP;
    while let Some(group) = text.get(at - BEFORE..).and_then(<[u8]>::first_chunk) {
        if is_doubtful(group) {
            return whole_chars(text, at);
        }
        at += GROUP;
    }
    // The last ones together with some that were looked at.
    if let Some(last) = text.last_chunk()
        && !is_doubtful(last)
    {
        at = text.len();
    }
    whole_chars(text, at)
}

/// How many bytes before each one say whether it continues a character.
const BEFORE: usize = 2;

/// Whether anything may be wrong with a group, of which the bytes before it are the first.
#[inline(always)]
fn is_doubtful(group: &[u8; GROUP + BEFORE]) -> bool {
    let mut doubts = 0;
    for at in 0..GROUP {
        doubts |= doubt(group[at + 2], group[at + 1], group[at]);
    }
    doubts != 0
}

/// Something else than zero, if it is not plain that this byte is right after the one before it and that before that.
///
/// Right are ASCII and what has two or three bytes and begins with 0xC2 to 0xDF or 0xE1 to 0xEC. With the others there are
/// rules for their second bytes, or there is no place in XML for some of them. All of it is arithmetic that is done on
/// many bytes at once.
#[inline(always)]
fn doubt(byte: u8, before: u8, before_that: u8) -> u8 {
    // From 0xED on, and, from there around, the control characters up to 8.
    let first_or_last = 0x1C_u8.saturating_sub(byte.wrapping_sub(0xED));
    let control = 0x15_u8.saturating_sub(byte.wrapping_sub(0x0B)) & !mask_if(byte == b'\r');
    let too_long = mask_if(byte == 0xE0) | mask_if(byte & 0xFE == 0xC0);
    // The highest bit says whether a character goes on here, and whether this byte does continue one.
    let is_expected = before.saturating_sub(0xC0 - 0x80) | before_that.saturating_sub(0xE0 - 0x80);
    let is_continued = mask_if((0x80..0xC0).contains(&byte));
    first_or_last | control | too_long | ((is_expected ^ is_continued) & 0x80)
}

#[inline(always)]
fn mask_if(condition: bool) -> u8 {
    u8::from(condition).wrapping_neg()
}

/// How many of so many bytes are whole characters, where they are plain up to there.
#[inline(always)]
fn whole_chars(text: &[u8], len: usize) -> usize {
    match text[..len] {
        [.., 0xC0..=0xFF] => len - 1,
        [.., 0xE0..=0xFF, _] => len - 2,
        _ => len,
    }
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
    use crate::value::string::is_char;

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

    /// Whether these are whole characters that XML has a place for, one by one.
    fn are_chars(text: &[u8]) -> bool {
        std::str::from_utf8(text).is_ok_and(|text| text.chars().all(|char| is_char(char.into())))
    }

    /// Every piece of up to three bytes of these, which are the first and the last of their kinds, in places all around the
    /// ends of groups.
    #[test]
    fn what_is_plain_is_whole_characters_and_nothing_else() {
        let kinds = [
            0, 8, 9, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x1F, b' ', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBE,
            0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF,
        ];
        let len = 2 * GROUP + 10;
        let mut text = vec![b'x'; len];
        for at in [0, 1, GROUP - 3, GROUP - 2, GROUP - 1, GROUP, 2 * GROUP - 1, len - 5, len - 4, len - 3] {
            for (a, b, c) in triples(&kinds) {
                text[at..at + 3].copy_from_slice(&[a, b, c]);
                let plain = plain_utf8(&text);
                assert!(are_chars(&text[..plain]), "{a:X} {b:X} {c:X} at {at}: {plain}");
                // What is not plain is in the group after that, or in its last characters.
                let group = &text[plain..len.min(plain + GROUP + 4)];
                let doubtful = |byte: &u8| matches!(byte, 0xE0 | 0xED..=0xFF);
                assert!(
                    plain == len || !are_chars(&text) || group.iter().any(doubtful),
                    "{a:X} {b:X} {c:X} at {at}: {plain}"
                );
            }
            text[at..at + 3].fill(b'x');
        }
    }

    /// Every three of these.
    fn triples(kinds: &[u8]) -> impl Iterator<Item = (u8, u8, u8)> {
        kinds
            .iter()
            .flat_map(move |&a| kinds.iter().flat_map(move |&b| kinds.iter().map(move |&c| (a, b, c))))
    }

    #[test]
    fn plain_text_of_any_length_from_a_group_on_is_plain_to_its_end() {
        let text = "zw\u{F6}lf Boxk\u{E4}mpfer\r\n\tjagen \u{1EBF} \u{20AC} \u{4E2D}\u{6587} ".repeat(9);
        for start in (0..80).filter(|&at| text.is_char_boundary(at)) {
            for end in (start..text.len()).filter(|&at| text.is_char_boundary(at)) {
                let (text, len) = (&text.as_bytes()[start..end], end - start);
                let expected = if len < GROUP { 0 } else { len };
                let plain = plain_utf8(text);
                assert!(
                    plain == expected || (len < GROUP + BEFORE && plain >= GROUP - 2),
                    "{plain} of {len}"
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
    fn a_pattern_is_like_what_begins_with_it() {
        let text: [u8; BLOCK] = std::array::from_fn(|at| 0xF0 + at as u8);
        for len in 0..=BLOCK {
            let pattern = Pattern::new(&text[..len]);
            for place in 0..BLOCK {
                let mut other = text;
                other[place] ^= 0x80;
                assert!(pattern.is_like(&text));
                assert_eq!(pattern.is_like(&other), place >= len, "{len} {place}");
            }
            assert!(!Pattern::NONE.is_like(&text) && !Pattern::NONE.is_like(&[0; BLOCK]));
        }
        assert_eq!(Pattern::new(&[7; 20]), Pattern::new(&[7; BLOCK]));
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
