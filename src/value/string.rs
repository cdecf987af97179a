//! Characters and strings: UTF-16 and UTF-8, the character classes of XML, whitespace.
//!
//! The classes are those of XML 1.0 (fifth edition) and Namespaces in XML 1.0: <https://www.w3.org/TR/xml/>,
//! productions 2, 3, 4, 4a; a table answers for ASCII, ranges for the rest.

use crate::error::{Error, Result};

/// XML's whitespace: space, tab, line feed, carriage return.
pub(crate) const SPACE: u8 = 1;
/// A character that may stand in a document at all.
pub(crate) const CHAR: u8 = 2;
/// A character that a name without colon may begin with.
pub(crate) const NC_NAME_START: u8 = 4;
/// A character that may follow in a name without colon.
pub(crate) const NC_NAME: u8 = 8;

/// The classes of the ASCII characters.
pub(crate) static ASCII: [u8; 128] = {
    let mut table = [0; 128];
    let mut c = 0;
    while c < 128 {
        let byte = c as u8;
        if byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r') {
            table[c] |= CHAR;
        }
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            table[c] |= SPACE;
        }
        if byte.is_ascii_alphabetic() || byte == b'_' {
            table[c] |= NC_NAME_START;
        }
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') {
            table[c] |= NC_NAME;
        }
        c += 1;
    }
    table
};

#[inline]
fn ascii_has(byte: u8, class: u8) -> bool {
    ASCII.get(byte as usize).is_some_and(|classes| classes & class != 0)
}

/// Whether this byte is XML whitespace.
#[inline]
pub(crate) fn is_space(byte: u8) -> bool {
    ascii_has(byte, SPACE)
}

/// Whether these bytes are nothing but XML whitespace.
pub(crate) fn is_all_space(text: &[u8]) -> bool {
    text.iter().all(|&byte| is_space(byte))
}

/// Whether a document may contain this character (production `Char`).
#[inline]
pub(crate) fn is_char(c: u32) -> bool {
    match c {
        0..0x80 => ASCII[c as usize] & CHAR != 0,
        0x80..=0xD7FF | 0xE000..=0xFFFD | 0x1_0000..=0x10_FFFF => true,
        _ => false,
    }
}

/// Whether a name without colon may begin with this character (`NCNameStartChar`).
#[inline]
pub(crate) fn is_nc_name_start(c: u32) -> bool {
    match c {
        0..0x80 => ASCII[c as usize] & NC_NAME_START != 0,
        0xC0..=0xD6
        | 0xD8..=0xF6
        | 0xF8..=0x2FF
        | 0x370..=0x37D
        | 0x37F..=0x1FFF
        | 0x200C..=0x200D
        | 0x2070..=0x218F
        | 0x2C00..=0x2FEF
        | 0x3001..=0xD7FF
        | 0xF900..=0xFDCF
        | 0xFDF0..=0xFFFD
        | 0x1_0000..=0xE_FFFF => true,
        _ => false,
    }
}

/// Whether a name without colon may go on with this character (`NCNameChar`).
#[inline]
pub(crate) fn is_nc_name_char(c: u32) -> bool {
    match c {
        0..0x80 => ASCII[c as usize] & NC_NAME != 0,
        0xB7 | 0x300..=0x36F | 0x203F..=0x2040 => true,
        _ => is_nc_name_start(c),
    }
}

/// The text without XML whitespace at its ends.
#[inline]
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let mut text = text;
    while let [first, rest @ ..] = text
        && is_space(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_space(*last)
    {
        text = rest;
    }
    text
}

/// Where the text without XML whitespace at its ends lies in it.
pub(crate) fn trim_utf16(text: &[u16]) -> std::ops::Range<usize> {
    let solid = |unit: &u16| u8::try_from(*unit).map_or(true, |byte| !is_space(byte));
    match text.iter().position(solid) {
        Some(start) => start..text.iter().rposition(solid).map_or(start, |last| last + 1),
        None => text.len()..text.len(),
    }
}

/// Checks that this is an NCName: a name without colon. `WS_E_INVALID_FORMAT` says which character is wrong.
pub(crate) fn verify_nc_name(name: &[u8]) -> Result<()> {
    if let [first, rest @ ..] = name
        && ascii_has(*first, NC_NAME_START)
        && rest.iter().all(|&byte| ascii_has(byte, NC_NAME))
    {
        return Ok(());
    }
    verify_name_chars(utf8(name)?.char_indices().map(|(at, c)| (at, c as u32)), || quoted(name))
}

/// [`verify_nc_name`] for UTF-16.
pub(crate) fn verify_nc_name_utf16(name: &[u16]) -> Result<()> {
    let mut at = 0;
    let chars = char::decode_utf16(name.iter().copied()).map(|c| {
        let start = at;
        // A lone surrogate is no character of any class.
        let c = c.map_or_else(|lone| lone.unpaired_surrogate() as u32, |c| c as u32);
        at += if c > 0xFFFF { 2 } else { 1 };
        (start, c)
    });
    verify_name_chars(chars, || quoted_utf16(name))
}

fn verify_name_chars(chars: impl Iterator<Item = (usize, u32)>, name: impl Fn() -> String) -> Result<()> {
    let mut empty = true;
    for (at, c) in chars {
        if !(if empty { is_nc_name_start(c) } else { is_nc_name_char(c) }) {
            let what = if empty { "begin with" } else { "contain" };
            return Err(Error::invalid_format(format!(
                "a name without a colon may not {what} the character U+{c:04X}, found at offset {at} of {}",
                name()
            )));
        }
        empty = false;
    }
    if empty {
        return Err(Error::invalid_format("a name is expected, and there is nothing"));
    }
    Ok(())
}

/// The bytes as UTF-8 text; `WS_E_INVALID_FORMAT` with the offset where they are not.
#[inline]
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| not_utf8(bytes))
}

#[cold]
fn not_utf8(bytes: &[u8]) -> Error {
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let byte = bytes.get(at).copied().unwrap_or_default();
    Error::invalid_format(format!("not UTF-8 at byte offset {at}: 0x{byte:02X} cannot stand there"))
}

/// Appends UTF-16 as UTF-8. A surrogate without its partner is `WS_E_INVALID_FORMAT`, with its offset; what
/// came before it has been appended then.
pub(crate) fn push_utf16_as_utf8(text: &[u16], out: &mut Vec<u8>) -> Result<()> {
    out.reserve(text.len());
    let mut rest = text;
    // Runs of ASCII by the byte, the rest by the character.
    loop {
        let ascii = rest.iter().position(|&unit| unit >= 0x80).unwrap_or(rest.len());
        out.extend(rest[..ascii].iter().map(|&unit| unit as u8));
        rest = &rest[ascii..];
        if rest.is_empty() {
            return Ok(());
        }
        let other = rest.iter().position(|&unit| unit < 0x80).unwrap_or(rest.len());
        let mut at = text.len() - rest.len();
        for c in char::decode_utf16(rest[..other].iter().copied()) {
            let c = c.map_err(|lone| {
                Error::invalid_format(format!(
                    "not UTF-16 at offset {at}: the surrogate 0x{:04X} has no partner",
                    lone.unpaired_surrogate()
                ))
            })?;
            at += c.len_utf16();
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        rest = &rest[other..];
    }
}

/// UTF-16 as UTF-8 bytes; see [`push_utf16_as_utf8`].
pub(crate) fn utf16_to_utf8(text: &[u16]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    push_utf16_as_utf8(text, &mut bytes)?;
    Ok(bytes)
}

/// UTF-16 as a string; see [`push_utf16_as_utf8`].
pub(crate) fn utf16_to_string(text: &[u16]) -> Result<String> {
    let bytes = utf16_to_utf8(text)?;
    // What was just made of characters is UTF-8.
    String::from_utf8(bytes).map_err(|error| not_utf8(error.as_bytes()))
}

/// Appends UTF-8 as UTF-16; `WS_E_INVALID_FORMAT` with the offset where the bytes are not UTF-8.
pub(crate) fn push_utf8_as_utf16(bytes: &[u8], out: &mut Vec<u16>) -> Result<()> {
    if bytes.is_ascii() {
        out.extend(bytes.iter().map(|&byte| u16::from(byte)));
    } else {
        out.extend(utf8(bytes)?.encode_utf16());
    }
    Ok(())
}

/// UTF-8 as UTF-16; see [`push_utf8_as_utf16`].
pub(crate) fn utf8_to_utf16(bytes: &[u8]) -> Result<Vec<u16>> {
    let mut text = Vec::with_capacity(bytes.len());
    push_utf8_as_utf16(bytes, &mut text)?;
    Ok(text)
}

/// How many units a text has in UTF-16.
pub(crate) fn utf16_length(text: &str) -> usize {
    // Every character begins with a byte that goes on with none before it; those of four bytes are two units. The sums of
    // so many bytes fit into a byte, of which many are added up at a time.
    let count = |bytes: &[u8]| {
        usize::from(
            bytes.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80) + u8::from(byte >= 0xF0)).sum::<u8>(),
        )
    };
    text.as_bytes().chunks(127).map(count).sum()
}

/// Puts a text as UTF-16 into memory that has room for it; what is left of that holds anything then.
pub(crate) fn fill_utf16(text: &str, units: &mut [u16]) {
    const MANY: usize = 8;
    let bytes = text.as_bytes();
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        // Many at a time; what does not belong to ASCII is written over.
        if let Some(block) = bytes[from..].first_chunk::<MANY>()
            && let Some(room) = units.get_mut(to..).and_then(<[u16]>::first_chunk_mut::<MANY>)
        {
            *room = block.map(u16::from);
            let others = u64::from_le_bytes(*block) & 0x8080_8080_8080_8080;
            let count = others.trailing_zeros() as usize / 8;
            (from, to) = (from + count, to + count);
            if others == 0 {
                continue;
            }
        }
        let Some(unit) = units.get_mut(to) else { return };
        match bytes[from..] {
            [byte @ ..0x80, ..] => {
                *unit = byte.into();
                (from, to) = (from + 1, to + 1);
            }
            [first @ 0xC0..0xE0, second, ..] => {
                *unit = u16::from(first & 0x1F) << 6 | u16::from(second & 0x3F);
                (from, to) = (from + 2, to + 1);
            }
            _ => {
                // Longer ones are rare where most are ASCII, and seldom alone elsewhere.
                let tail = &text[from..];
                let end = tail.find(|char| char < '\u{800}').unwrap_or(tail.len());
                for (code, unit) in tail[..end].encode_utf16().zip(&mut units[to..]) {
                    *unit = code;
                    to += 1;
                }
                from += end;
            }
        }
    }
}

/// At most this much of a text is quoted in a message.
const QUOTED: usize = 80;

/// A text for a message: in quotes, on one line, cut when long.
pub(crate) fn quoted(text: &[u8]) -> String {
    let cut = &text[..text.len().min(QUOTED)];
    let more = if text.len() > QUOTED { "..." } else { "" };
    format!("'{}{more}'", String::from_utf8_lossy(cut).escape_debug())
}

/// [`quoted`] for UTF-16.
pub(crate) fn quoted_utf16(text: &[u16]) -> String {
    let cut = &text[..text.len().min(QUOTED)];
    let more = if text.len() > QUOTED { "..." } else { "" };
    format!("'{}{more}'", String::from_utf16_lossy(cut).escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_as_long_as_it_says() {
        for text in
            ["", "a", "\u{e9}", "\u{20ac}", "\u{1f600}", "a\u{e9}b\u{20ac}\u{1f600}c\u{7ff}\u{800}\u{ffff}d"]
        {
            let expected: Vec<u16> = text.encode_utf16().collect();
            let mut units = vec![0; utf16_length(text)];
            fill_utf16(text, &mut units);
            assert_eq!(units, expected, "{text:?}");
        }
    }
    use crate::abi::types::WS_E_INVALID_FORMAT;

    fn wide(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn trims_only_what_xml_calls_whitespace() {
        assert_eq!(trim(b" \t\r\na b\x0b\n"), b"a b\x0b");
        assert_eq!(trim(b" \t "), b"");
        assert_eq!(trim_utf16(&wide(" a\u{a0} ")), 1..3);
        assert_eq!(trim_utf16(&wide("  ")), 2..2);
        assert_eq!(trim_utf16(&[]), 0..0);
    }

    #[test]
    fn knows_names() {
        for name in ["a", "_", "a-b.c", "caf\u{e9}", "\u{10000}x", "a\u{b7}", "a1"] {
            verify_nc_name(name.as_bytes()).unwrap();
            verify_nc_name_utf16(&wide(name)).unwrap();
        }
        for name in ["", "1", "a:b", "-a", ".a", "a b", "\u{b7}", "a\u{d7}", "a\u{0}", " a"] {
            assert_eq!(verify_nc_name(name.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{name}");
            assert_eq!(verify_nc_name_utf16(&wide(name)).unwrap_err().code(), WS_E_INVALID_FORMAT, "{name}");
        }
        assert!(verify_nc_name(b"a\xff").is_err());
        let error = verify_nc_name_utf16(&[0xD801, 0xDC00, 0xD800]).unwrap_err();
        assert!(error.messages()[0].contains("U+D800, found at offset 2"), "{error}");
    }

    #[test]
    fn classes_agree_with_each_other() {
        for c in 0..=0x10_FFFF_u32 {
            if is_nc_name_start(c) {
                assert!(is_nc_name_char(c));
            }
            if is_nc_name_char(c) {
                assert!(is_char(c), "{c:X}");
            }
        }
        assert!(!is_char(0) && !is_char(0xD800) && !is_char(0xFFFE) && is_char(0x7F));
    }

    #[test]
    fn converts_both_ways_and_says_where_it_cannot() {
        for text in ["", "plain", "a\u{e9}b\u{20ac}\u{1f600}c", "\u{1f600}"] {
            assert_eq!(utf16_to_utf8(&wide(text)).unwrap(), text.as_bytes());
            assert_eq!(utf8_to_utf16(text.as_bytes()).unwrap(), wide(text));
        }
        let mut broken = wide("ab\u{e9}\u{1f600}");
        broken.push(0xDC00);
        assert!(utf16_to_string(&broken).unwrap_err().messages()[0].contains("offset 5"));
        assert!(utf8_to_utf16(b"ab\xc3\xa9\xff").unwrap_err().messages()[0].contains("offset 4"));
        assert!(utf8(b"ab\xe2\x82").unwrap_err().messages()[0].contains("offset 2"));
    }

    #[test]
    fn quotes_on_one_line_and_cuts() {
        assert_eq!(quoted(b"a\nb"), "'a\\nb'");
        assert!(quoted(&[b'x'; 200]).ends_with("xx...'"));
    }
}
