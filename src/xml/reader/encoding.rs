//! Charsets of text: how one is recognised, declared, and turned into UTF-8.

use super::TextCharset;

/// What the first bytes of a document say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Detected {
    pub(super) charset: TextCharset,
    /// The length of the byte order mark.
    pub(super) mark: usize,
}

/// Fewer bytes than this say nothing.
pub(super) const DETECTABLE: usize = 3;

/// Recognises the charset by the byte order mark, or by how `<` is written.
pub(super) fn detect(bytes: &[u8]) -> Option<Detected> {
    if bytes.len() < DETECTABLE {
        return None;
    }
    Some(match bytes {
        [0xFF, 0xFE, ..] => Detected { charset: TextCharset::Utf16Le, mark: 2 },
        [0xFE, 0xFF, ..] => Detected { charset: TextCharset::Utf16Be, mark: 2 },
        [0xEF, 0xBB, 0xBF, ..] => Detected { charset: TextCharset::Utf8, mark: 3 },
        [b'<', 0, ..] => Detected { charset: TextCharset::Utf16Le, mark: 0 },
        [0, b'<', ..] => Detected { charset: TextCharset::Utf16Be, mark: 0 },
        _ => Detected { charset: TextCharset::Utf8, mark: 0 },
    })
}

/// The length of the byte order mark of a charset that is known.
pub(super) fn mark(bytes: &[u8], charset: TextCharset) -> usize {
    match charset {
        TextCharset::Utf8 if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) => 3,
        TextCharset::Utf16Le if bytes.starts_with(&[0xFF, 0xFE]) => 2,
        TextCharset::Utf16Be if bytes.starts_with(&[0xFE, 0xFF]) => 2,
        _ => 0,
    }
}

/// Whether a document in this charset may say so by this name.
pub(super) fn is_named(charset: TextCharset, name: &[u8]) -> bool {
    let names: &[&[u8]] = match charset {
        TextCharset::Auto | TextCharset::Utf8 => &[b"utf-8"],
        TextCharset::Utf16Le => &[b"utf-16", b"utf-16le"],
        TextCharset::Utf16Be => &[b"utf-16", b"utf-16be"],
    };
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The length of the beginning of `bytes` that is UTF-8, and whether what follows cannot become so by more
/// bytes.
pub(super) fn valid_utf8(bytes: &[u8]) -> (usize, bool) {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(_) => (bytes.len(), false),
        Err(error) => (error.valid_up_to(), error.error_len().is_some()),
    }
}

/// Appends UTF-16 as UTF-8. Gives how many bytes were used; a unit or pair cut off at the end is left, and
/// `true` says that a surrogate without its other half stands there.
pub(super) fn utf16_to_utf8(bytes: &[u8], charset: TextCharset, out: &mut Vec<u8>) -> (usize, bool) {
    let big = charset == TextCharset::Utf16Be;
    let unit = |at: usize| {
        let pair = [bytes[at], bytes[at + 1]];
        if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    out.reserve(bytes.len() / 2);
    let mut at = 0;
    while at + 2 <= bytes.len() {
        let first = unit(at);
        if first < 0x80 {
            out.push(first as u8);
            at += 2;
            continue;
        }
        let mut code = u32::from(first);
        let mut length = 2;
        if (0xD800..0xDC00).contains(&first) {
            if at + 4 > bytes.len() {
                return (at, false);
            }
            let second = unit(at + 2);
            if !(0xDC00..0xE000).contains(&second) {
                return (at, true);
            }
            code = 0x10000 + ((code - 0xD800) << 10) + (u32::from(second) - 0xDC00);
            length = 4;
        }
        let Some(char) = char::from_u32(code) else { return (at, true) };
        out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        at += length;
    }
    (at, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_converted_in_pieces() {
        let text = "a\u{E9}\u{20AC}\u{1F600}z";
        for charset in [TextCharset::Utf16Le, TextCharset::Utf16Be] {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| {
                    if charset == TextCharset::Utf16Be { unit.to_be_bytes() } else { unit.to_le_bytes() }
                })
                .collect();
            for cut in 0..=bytes.len() {
                let mut out = Vec::new();
                let (used, wrong) = utf16_to_utf8(&bytes[..cut], charset, &mut out);
                assert!(!wrong);
                let (rest, wrong) = utf16_to_utf8(&bytes[used..], charset, &mut out);
                assert!(!wrong && used + rest == bytes.len());
                assert_eq!(out, text.as_bytes());
            }
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_seen() {
        let mut out = Vec::new();
        assert_eq!(utf16_to_utf8(b"a\0\x00\xD8a\0", TextCharset::Utf16Le, &mut out), (2, true));
        assert_eq!(utf16_to_utf8(b"\x00\xDCa\0", TextCharset::Utf16Le, &mut out), (0, true));
        assert_eq!(utf16_to_utf8(b"\x00\xD8", TextCharset::Utf16Le, &mut out), (0, false));
    }
}
