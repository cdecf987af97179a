//! Character data that can be copied as it is, and what cannot, place by place.

use crate::error::{Error, Result};
use crate::value::string::{self, quoted};
use crate::xml::scan;

use super::known::word;

#[cold]
pub(super) fn no_xml_character(c: u32, text: &[u8], at: usize) -> Error {
    Error::invalid_format(format!(
        "the character U+{c:04X} at byte offset {at} of {} cannot stand in an XML document",
        quoted(text)
    ))
}

/// Whether this is UTF-8, and of characters that XML has a place for unless `lenient`.
#[inline]
pub(crate) fn verify_chars(text: &[u8], lenient: bool) -> Result<()> {
    if is_printable::<Raw>(text) {
        return Ok(());
    }
    verify_other_chars(text, lenient)
}

fn verify_other_chars(text: &[u8], lenient: bool) -> Result<()> {
    if lenient {
        return string::utf8(text).map(|_| ());
    }
    if is_of_chars(text) {
        return Ok(());
    }
    wrong_char(text)
}

/// Says what of it is not UTF-8 or has no place in XML.
#[cold]
fn wrong_char(text: &[u8]) -> Result<()> {
    for (at, c) in string::utf8(text)?.char_indices() {
        if !string::is_char(c as u32) {
            return Err(no_xml_character(c as u32, text, at));
        }
    }
    Ok(())
}

/// Whether this is UTF-8, and of characters that XML has a place for.
///
/// Of nearly all text that can be seen in one pass. What it leaves in doubt is looked at closely, piece by piece.
fn is_of_chars(text: &[u8]) -> bool {
    /// The longest piece.
    const MOST: usize = 4096;
    let (mut at, mut step) = (0, scan::GROUP);
    loop {
        if text.len() - at >= scan::GROUP {
            let plain = scan::plain_utf8(&text[at..]);
            // Where doubts follow each other, more is looked at closely at once.
            step = if plain > step { 2 * scan::GROUP } else { (2 * step).min(MOST) };
            at += plain;
        }
        let mut end = text.len().min(at + step);
        if end == at {
            return true;
        }
        // Not between the bytes of a character.
        while end < text.len() && end > at && text[end] & 0xC0 == 0x80 {
            end -= 1;
        }
        let piece = &text[at..end];
        if piece.is_empty() || string::utf8(piece).is_err() || has_forbidden(piece) {
            return false;
        }
        at = end;
    }
}

/// Whether there are characters in this UTF-8 that XML has no place for.
fn has_forbidden(text: &[u8]) -> bool {
    may_be_forbidden(text)
        && (text.iter().any(|&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'))
            || memchr::memchr_iter(0xEF, text).any(|at| matches!(text[at..], [_, 0xBF, 0xBE | 0xBF, ..])))
}

/// Whether there is a byte that begins what XML has no place for, and other things.
#[inline]
fn may_be_forbidden(text: &[u8]) -> bool {
    let (blocks, rest) = text.as_chunks::<{ scan::BLOCK }>();
    // Four blocks are looked at before anything is decided.
    let mut groups = blocks.chunks_exact(4);
    groups.any(|group| group.iter().fold(0, |found, block| found | scan::not_plain(block)) != 0)
        || groups.remainder().iter().any(|block| scan::not_plain(block) != 0)
        || rest.iter().any(|&byte| byte == 0xEF || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')))
}

/// Where text is written, and what cannot stand there as it is.
pub(super) trait Place {
    const ESCAPED: &'static [u8];
    /// The control characters that can stand there as they are.
    const CONTROLS: &'static [u8];
    /// Whether character references mean anything there.
    const HAS_REFERENCES: bool = true;
    /// Of the bytes: 0 for those that are copied.
    const CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let control = byte < 0x20 && byte != 9 && byte != 10 && byte != 13;
            if control || byte >= 0x80 {
                classes[byte] = 1;
            }
            byte += 1;
        }
        let mut index = 0;
        while index < Self::ESCAPED.len() {
            classes[Self::ESCAPED[index] as usize] = 1;
            index += 1;
        }
        classes
    };
}

pub(super) struct Content;
pub(super) struct DoubleQuoted;
pub(super) struct SingleQuoted;
pub(super) struct Raw;

/// A reader turns CR into LF unless it is a reference.
impl Place for Content {
    const ESCAPED: &'static [u8] = b"<>&\r";
    const CONTROLS: &'static [u8] = b"\t\n";
}

/// A reader turns tabs and line breaks into spaces unless they are references.
impl Place for DoubleQuoted {
    const ESCAPED: &'static [u8] = b"<&\"\t\n\r";
    const CONTROLS: &'static [u8] = b"";
}

impl Place for SingleQuoted {
    const ESCAPED: &'static [u8] = b"<&'\t\n\r";
    const CONTROLS: &'static [u8] = b"";
}

/// Comments and CDATA sections.
impl Place for Raw {
    const ESCAPED: &'static [u8] = b"";
    const CONTROLS: &'static [u8] = b"\t\n\r";
    const HAS_REFERENCES: bool = false;
}

/// How many bytes at the beginning are copied as they are.
#[inline]
pub(super) fn plain_run<P: Place>(text: &[u8]) -> usize {
    let special = |&byte: &u8| P::CLASSES[byte as usize] != 0;
    let mut at = 0;
    while let Some(chunk) = text[at..].first_chunk::<32>() {
        if is_suspicious::<P, 32>(chunk)
            && let Some(found) = chunk.iter().position(special)
        {
            return at + found;
        }
        at += 32;
    }
    let rest = &text[at..];
    // Sixteen or more are covered by two chunks that overlap, eight or more by two of eight.
    let is_plain = if let (Some(first), Some(last)) = (rest.first_chunk::<16>(), rest.last_chunk::<16>()) {
        !is_suspicious::<P, 16>(first) & !is_suspicious::<P, 16>(last)
    } else if let (Some(first), Some(last)) = (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
        !is_suspicious::<P, 8>(first) & !is_suspicious::<P, 8>(last)
    } else {
        false
    };
    if is_plain {
        return text.len();
    }
    rest.iter().position(special).map_or(text.len(), |found| at + found)
}

/// Whether all of it is ASCII that is copied as it is, and without control characters.
#[inline]
pub(super) fn is_printable<P: Place>(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk::<32>() {
        if is_suspicious::<P, 32>(chunk) {
            return false;
        }
        rest = after;
    }
    // Sixteen or more are covered by two chunks that overlap, eight or more by two of eight, four or more by two of four.
    if let (Some(first), Some(last)) = (rest.first_chunk::<16>(), rest.last_chunk::<16>()) {
        !(is_suspicious::<P, 16>(first) | is_suspicious::<P, 16>(last))
    } else if let (Some(first), Some(last)) = (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
        !(is_suspicious::<P, 8>(first) | is_suspicious::<P, 8>(last))
    } else if rest.len() >= 4 {
        !is_suspicious_word::<P>(word(rest))
    } else {
        rest.iter().fold(0, |classes, &byte| classes | P::CLASSES[usize::from(byte)]) == 0
    }
}

/// Whether all of it is copied as it is: nothing has to be escaped, nothing is forbidden, and it is UTF-8.
#[inline(never)]
pub(super) fn is_copied_utf8<P: Place>(text: &[u8]) -> bool {
    survey::<P>(text).is_some_and(|bits| bits < 0x80 || string::utf8(text).is_ok())
}

/// The bits that are set in any of these bytes, unless one of them has to be looked at, for what it or, outside of ASCII,
/// those after it may be.
fn survey<P: Place>(text: &[u8]) -> Option<u8> {
    let mut all = 0;
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk::<32>() {
        let (special, bits) = look::<P, 32>(chunk);
        if special {
            return None;
        }
        all |= bits;
        rest = after;
    }
    // Sixteen or more are covered by two chunks that overlap, eight or more by two of eight.
    let (special, bits) =
        if let (Some(first), Some(last)) = (rest.first_chunk::<16>(), rest.last_chunk::<16>()) {
            let (first, last) = (look::<P, 16>(first), look::<P, 16>(last));
            (first.0 | last.0, first.1 | last.1)
        } else if let (Some(first), Some(last)) = (rest.first_chunk::<8>(), rest.last_chunk::<8>()) {
            let (first, last) = (look::<P, 8>(first), look::<P, 8>(last));
            (first.0 | last.0, first.1 | last.1)
        } else {
            rest.iter().map(|byte| look::<P, 1>(&[*byte])).fold((false, 0), |a, b| (a.0 | b.0, a.1 | b.1))
        };
    (!special).then_some(all | bits)
}

/// Whether one of these bytes has to be looked at, and the bits that are set in any.
#[inline]
fn look<P: Place, const N: usize>(chunk: &[u8; N]) -> (bool, u8) {
    let (mut special, mut bits) = (0, 0);
    for &byte in chunk {
        let mut control = u8::from(byte < 0x20);
        for &allowed in P::CONTROLS {
            control &= u8::from(byte != allowed);
        }
        // U+FFFE and U+FFFF begin with this, and much else.
        special |= control | u8::from(byte == 0xEF);
        for &escaped in P::ESCAPED {
            special |= u8::from(byte == escaped && escaped >= 0x20);
        }
        bits |= byte;
    }
    (special != 0, bits)
}

/// Appends UTF-16 as UTF-8 if nothing in it has to be escaped, is forbidden, or is outside of the first plane; if not,
/// nothing is appended.
pub(super) fn push_plain_utf16<P: Place>(text: &[u16], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.reserve(text.len() + 16);
    let (mut at, mut run_start) = (0, 0);
    loop {
        while let Some(plain) = text[at..].first_chunk::<16>().and_then(narrowed::<P, 16>) {
            out.extend_from_slice(&plain);
            at += 16;
        }
        if let Some(plain) = text[at..].first_chunk::<8>().and_then(narrowed::<P, 8>) {
            out.extend_from_slice(&plain);
            at += 8;
        }
        if at == text.len() {
            return true;
        }
        // The last ones together with some that were just appended.
        if text.len() < at + 8
            && text.len() >= run_start + 8
            && let Some(plain) = text.last_chunk::<8>().and_then(narrowed::<P, 8>)
        {
            out.truncate(out.len() - (8 - (text.len() - at)));
            out.extend_from_slice(&plain);
            return true;
        }
        while let Some(&unit) = text.get(at)
            && unit < 0x80
        {
            if P::CLASSES[usize::from(unit)] != 0 {
                out.truncate(start);
                return false;
            }
            out.push(unit as u8);
            at += 1;
        }
        if at == text.len() {
            return true;
        }
        while let Some(&unit) = text.get(at)
            && unit >= 0x80
        {
            match unit {
                0x80..0x800 => out.extend_from_slice(&[0xC0 | (unit >> 6) as u8, 0x80 | (unit & 0x3F) as u8]),
                0x800..0xD800 | 0xE000..0xFFFE => out.extend_from_slice(&[
                    0xE0 | (unit >> 12) as u8,
                    0x80 | (unit >> 6 & 0x3F) as u8,
                    0x80 | (unit & 0x3F) as u8,
                ]),
                _ => {
                    out.truncate(start);
                    return false;
                }
            }
            at += 1;
        }
        run_start = at;
    }
}

/// These units as bytes, if they are all printable ASCII that is copied as it is.
#[inline]
fn narrowed<P: Place, const N: usize>(chunk: &[u16; N]) -> Option<[u8; N]> {
    let mut suspicious = 0;
    for &unit in chunk {
        suspicious |= u16::from(unit.wrapping_sub(0x20) >= 0x60);
        for &escaped in P::ESCAPED {
            suspicious |= u16::from(unit == u16::from(escaped) && escaped >= 0x20);
        }
    }
    (suspicious == 0).then(|| chunk.map(|unit| unit as u8))
}

/// Whether there may be something special in eight bytes. For them alone the compiler would compare byte by byte; here a
/// byte with something below zero in it has its highest bit set, as may one above it, which is looked at in vain then.
#[inline(always)]
pub(super) fn is_suspicious_word<P: Place>(bytes: u64) -> bool {
    const EACH: u64 = u64::MAX / 0xFF;
    let mut suspicious = bytes.wrapping_sub(EACH * 0x20) | bytes;
    for &escaped in P::ESCAPED {
        if escaped >= 0x20 {
            let different = bytes ^ (EACH * u64::from(escaped));
            suspicious |= different.wrapping_sub(EACH) & !different;
        }
    }
    suspicious & (EACH * 0x80) != 0
}

/// Whether there may be something special in these bytes. Every control character counts, the allowed ones too:
/// that leaves comparisons which the compiler does on all bytes at once.
#[inline(always)]
pub(super) fn is_suspicious<P: Place, const N: usize>(chunk: &[u8; N]) -> bool {
    let mut suspicious = 0;
    for &byte in chunk {
        suspicious |= u8::from((byte as i8) < 0x20);
        for &escaped in P::ESCAPED {
            suspicious |= u8::from(byte == escaped && escaped >= 0x20);
        }
    }
    suspicious != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character that something may be the matter with, and those beside it, in every place of texts of every
    /// length that is looked at in its own way.
    #[test]
    fn says_of_every_character_in_every_place_what_can_be_copied() {
        let characters = [
            '\0',
            '\u{8}',
            '\t',
            '\n',
            '\u{b}',
            '\r',
            '\u{1f}',
            ' ',
            '"',
            '&',
            '\'',
            '<',
            '=',
            '>',
            '\u{7f}',
            '\u{80}',
            '\u{7ff}',
            '\u{800}',
            '\u{d7ff}',
            '\u{e000}',
            '\u{efff}',
            '\u{fffd}',
            '\u{fffe}',
            '\u{ffff}',
            '\u{10000}',
        ];
        for length in 1..50 {
            for at in 0..length {
                for c in characters {
                    let mut text = vec!['x'; length];
                    text[at] = c;
                    compare::<Content>(&text, "<>&\r", "\t\n");
                    compare::<DoubleQuoted>(&text, "<&\"\t\n\r", "");
                    compare::<SingleQuoted>(&text, "<&'\t\n\r", "");
                    compare::<Raw>(&text, "", "\t\n\r");
                }
            }
        }
    }

    fn compare<P: Place>(text: &[char], escaped: &str, controls: &str) {
        let is_plain = |c: char| {
            let allowed = c >= ' ' || controls.contains(c);
            allowed && !escaped.contains(c) && !matches!(c, '\u{fffe}' | '\u{ffff}')
        };
        let utf8: String = text.iter().collect();
        let expected = text.iter().all(|&c| is_plain(c));
        // What begins with 0xEF is left to others.
        let is_left = utf8.as_bytes().contains(&0xEF);
        let is_copied = is_printable::<P>(utf8.as_bytes()) || is_copied_utf8::<P>(utf8.as_bytes());
        assert_eq!(is_copied, expected && !is_left, "{utf8:?}");
        assert_eq!(is_copied_utf8::<P>(utf8.as_bytes()), expected && !is_left, "{utf8:?}");
        let utf16: Vec<u16> = utf8.encode_utf16().collect();
        let mut out = b"before".to_vec();
        let is_one_unit = utf16.len() == text.len();
        assert_eq!(push_plain_utf16::<P>(&utf16, &mut out), expected && is_one_unit, "{utf8:?}");
        let pushed = if expected && is_one_unit { &utf8[..] } else { "" };
        assert_eq!(out, ["before", pushed].concat().as_bytes(), "{utf8:?}");
    }

    /// What each of two passes says, one character after the other.
    fn expected(text: &[u8], lenient: bool) -> Result<()> {
        for (at, c) in string::utf8(text)?.char_indices() {
            if !lenient && !string::is_char(c.into()) {
                return Err(no_xml_character(c.into(), text, at));
            }
        }
        Ok(())
    }

    fn verifies_as_expected(text: &[u8]) {
        for lenient in [false, true] {
            let messages = [verify_chars(text, lenient), expected(text, lenient)]
                .map(|result| result.map_err(|error| error.to_string()));
            assert_eq!(messages[0], messages[1], "{text:X?}");
        }
    }

    /// Everything that is the matter with text, and what is like it and right, in every place of text of several kinds.
    #[test]
    fn verifies_what_is_wrong_in_every_place_and_says_where() {
        const PIECES: [&[u8]; 32] = [
            b"\0",
            b"\x08",
            b"\x0b",
            b"\x0c",
            b"\r",
            b"\x1f",
            b"\x7f",
            b"\x80",
            b"\xbf",
            b"\xc0\x80",
            b"\xc1\xbf",
            b"\xc3\xc0",
            b"\xc2\x80",
            b"\xc3",
            b"\xe0\x9f\xbf",
            b"\xe0\xa0\x80",
            b"\xe2\x82",
            b"\xe2\x82\xac\x80",
            b"\xed\x9f\xbf",
            b"\xed\xa0\x80",
            b"\xed\xbf\xbf",
            b"\xee\x80\x80",
            b"\xef\xbf\xbd",
            b"\xef\xbf\xbe",
            b"\xef\xbf\xbf",
            b"\xf0\x8f\xbf\xbf",
            b"\xf0\x90\x80\x80",
            b"\xf0\x9f\x98",
            b"\xf4\x8f\xbf\xbf",
            b"\xf4\x90\x80\x80",
            b"\xf5\x80\x80\x80",
            b"\xff",
        ];
        let length = if cfg!(miri) { 70 } else { 333 };
        for around in ["x", "\u{E9}", "\u{E40}", "\u{20AC}", "\u{FF0C}", "\u{1F600}", "plain text \u{F6}"] {
            let text = around.repeat(length / around.len());
            for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                for piece in PIECES {
                    verifies_as_expected(&[&text.as_bytes()[..at], piece, &text.as_bytes()[at..]].concat());
                }
            }
            // Cut off anywhere.
            for at in 0..=text.len() {
                verifies_as_expected(&text.as_bytes()[..at]);
                verifies_as_expected(&text.as_bytes()[at..]);
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn verifies_any_text_with_some_bytes_changed(
            text in "[a-zA-Z \\n\u{E9}\u{20AC}\u{E40}\u{FF0C}\u{1F600}]{0,3000}",
            changes in proptest::collection::vec((0..10_000_usize, proptest::num::u8::ANY), 0..3),
        ) {
            let mut text = text.into_bytes();
            for (at, byte) in changes {
                let len = text.len().max(1);
                if let Some(place) = text.get_mut(at % len) {
                    *place = byte;
                }
            }
            verifies_as_expected(&text);
        }
    }

    #[test]
    fn what_is_not_utf8_or_utf16_is_not_copied() {
        for broken in
            [&b"\xff"[..], b"xxxxxxxxxxxxxxxxxxxxxxxxxx\xc3", b"\xc3xxxxxxxxxxxxxxxx", b"\xed\xa0\x80"]
        {
            assert!(!is_printable::<Content>(broken) && !is_copied_utf8::<Content>(broken), "{broken:?}");
        }
        for length in 1..20 {
            for at in 0..length {
                let mut text = vec![u16::from(b'x'); length];
                text[at] = 0xD800;
                assert!(!push_plain_utf16::<Content>(&text, &mut Vec::new()));
            }
        }
    }
}
