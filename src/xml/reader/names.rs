//! Characters of XML: what may stand in a name, in text, between tokens; and scans over them by table.
//!
//! The text is known to be UTF-8 before it gets here, so bytes are looked at one by one, and only those above
//! 0x7F in names are decoded. (XML 1.0 fifth edition, productions 2 to 7.)

use crate::value::string::{is_nc_name_char, is_nc_name_start};

/// May begin a name.
pub(super) const NAME_START: u8 = 1;
/// May continue a name.
pub(super) const NAME: u8 = 2;
/// Whitespace.
pub(super) const SPACE: u8 = 4;
/// Has to be looked at in character data: markup, line ends, `]`, and what may not be a character of XML.
pub(super) const IN_TEXT: u8 = 8;
/// Has to be looked at in an attribute value; so has its quote.
pub(super) const IN_VALUE: u8 = 16;

/// The classes of each byte. A colon is in none of the name classes: it is what divides a qualified name.
pub(super) static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0usize;
    while byte < 256 {
        let b = byte as u8;
        let mut class = 0;
        if b.is_ascii_alphabetic() || b == b'_' {
            class |= NAME_START | NAME;
        }
        if b.is_ascii_digit() || b == b'-' || b == b'.' {
            class |= NAME;
        }
        if matches!(b, b' ' | b'\t' | b'\r' | b'\n') {
            class |= SPACE;
        }
        // U+FFFE and U+FFFF, which are not characters of XML, begin with 0xEF.
        if (b < b' ' && !matches!(b, b'\t' | b'\n')) || matches!(b, b'<' | b'&' | b']' | 0xEF) {
            class |= IN_TEXT;
        }
        if b < b' ' || matches!(b, b'<' | b'&' | 0xEF) {
            class |= IN_VALUE;
        }
        classes[byte] = class;
        byte += 1;
    }
    classes
}

#[inline]
pub(super) fn is(byte: u8, class: u8) -> bool {
    CLASS[byte as usize] & class != 0
}

/// The first place at or after `at` that is not whitespace.
#[inline]
pub(super) fn skip_space(data: &[u8], mut at: usize) -> usize {
    while at < data.len() && is(data[at], SPACE) {
        at += 1;
    }
    at
}

/// Past the name without a colon (NCName) that begins at `at`; `at` itself if none does.
#[inline]
pub(super) fn scan_name(data: &[u8], at: usize) -> usize {
    let mut end = at;
    match data.get(at) {
        Some(&byte) if is(byte, NAME_START) => end += 1,
        Some(&byte) if byte >= 0x80 => return scan_wide_name(data, at, at),
        _ => return at,
    }
    while let Some(&byte) = data.get(end) {
        if !is(byte, NAME) {
            if byte >= 0x80 {
                return scan_wide_name(data, at, end);
            }
            break;
        }
        end += 1;
    }
    end
}

/// Goes on with a name at a character outside ASCII.
#[cold]
fn scan_wide_name(data: &[u8], start: usize, mut at: usize) -> usize {
    while at < data.len() {
        if data[at] < 0x80 {
            if !is(data[at], NAME) {
                break;
            }
            at += 1;
            continue;
        }
        let Some(char) = char_at(data, at) else { break };
        let allowed = if at == start { is_nc_name_start(char.into()) } else { is_nc_name_char(char.into()) };
        if !allowed {
            break;
        }
        at += char.len_utf8();
    }
    at
}

/// Whether two short strings are the same; what is looked up here is seldom longer than a few words of the
/// machine, for which a call of memcmp costs more than the comparison.
#[inline]
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    let length = one.len();
    if length != other.len() {
        return false;
    }
    if let (Some(first), Some(second)) = (one.first_chunk::<8>(), other.first_chunk::<8>()) {
        if u64::from_ne_bytes(*first) != u64::from_ne_bytes(*second) {
            return false;
        }
        // The last eight may overlap the first.
        return match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
            (Some(first), Some(second)) if length <= 16 => {
                u64::from_ne_bytes(*first) == u64::from_ne_bytes(*second)
            }
            _ => one == other,
        };
    }
    if let (Some(first), Some(second)) = (one.first_chunk::<4>(), other.first_chunk::<4>())
        && let (Some(third), Some(fourth)) = (one.last_chunk::<4>(), other.last_chunk::<4>())
    {
        return u32::from_ne_bytes(*first) == u32::from_ne_bytes(*second)
            && u32::from_ne_bytes(*third) == u32::from_ne_bytes(*fourth);
    }
    for index in 0..length {
        if one[index] != other[index] {
            return false;
        }
    }
    true
}

/// Finds out whether names are all different, without hashing, which is as good as always what they are.
#[derive(Default)]
pub(super) struct Distinct {
    keys: Vec<u64>,
}

impl Distinct {
    /// Whether all of these are different. `false` means no more than that it cannot be told from what is looked at.
    #[inline]
    pub(super) fn are_all<'a>(&mut self, names: impl Iterator<Item = &'a [u8]>) -> bool {
        self.clear();
        self.keys.extend(names.map(key));
        self.are_those()
    }

    /// Begins with other names.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.keys.clear();
    }

    /// The next one is the name with this [`key`].
    #[inline]
    pub(super) fn push(&mut self, key: u64) {
        self.keys.push(key);
    }

    /// [`Self::are_all`] of those that were given one by one.
    #[inline]
    pub(super) fn are_those(&mut self) -> bool {
        const FEW: usize = 16;
        if self.keys.len() > FEW {
            self.keys.sort_unstable();
            return self.keys.windows(2).all(|pair| pair[0] != pair[1]);
        }
        let mut rest = self.keys.as_slice();
        while let Some((key, others)) = rest.split_first() {
            if others.iter().fold(false, |found, other| found | (other == key)) {
                return false;
            }
            rest = others;
        }
        true
    }
}

/// The same for names that are the same, and seldom otherwise: the length and both ends.
#[inline]
pub(super) fn key(name: &[u8]) -> u64 {
    let length = name.len() as u64;
    if let (Some(&first), Some(&last)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        return u64::from_le_bytes(first) ^ u64::from_le_bytes(last).rotate_left(21) ^ length << 40;
    }
    if let (Some(&first), Some(&last)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        let ends = u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32;
        return ends ^ length;
    }
    let byte = |at: usize| u64::from(name.get(at).copied().unwrap_or_default());
    byte(0) | byte(1) << 8 | byte(2) << 16 | length << 24
}

/// The character that begins at `at`, in text known to be UTF-8.
pub(super) fn char_at(data: &[u8], at: usize) -> Option<char> {
    let rest = data.get(at..data.len().min(at + 4))?;
    let text = match std::str::from_utf8(rest) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()]).ok()?,
    };
    text.chars().next()
}

/// Whether U+FFFE or U+FFFF begins here, which UTF-8 can express and XML does not allow.
#[inline]
pub(super) fn is_noncharacter(data: &[u8], at: usize) -> bool {
    matches!(data.get(at..at + 3), Some([0xEF, 0xBF, 0xBE | 0xBF]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_the_same_or_differ_in_any_place() {
        let text: Vec<u8> = (0..40).collect();
        for length in 0..40 {
            let one = &text[..length];
            assert!(same(one, &text.clone()[..length]));
            assert!(!same(one, &text[..=length]));
            for place in 0..length {
                let mut other = one.to_vec();
                other[place] ^= 1;
                assert!(!same(one, &other));
            }
        }
    }

    #[test]
    fn names_that_are_the_same_are_never_told_apart() {
        let mut distinct = Distinct::default();
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for count in [1, 2, 16, 17, 26] {
            let mut names: Vec<&[u8]> = (1..=count).map(|length| &text[..length]).collect();
            assert!(distinct.are_all(names.iter().copied()), "{count}");
            for same in 0..count {
                names.push(&text[..=same]);
                assert!(!distinct.are_all(names.iter().copied()), "{count} {same}");
                names.pop();
            }
        }
    }

    #[test]
    fn names_end_where_they_should() {
        for (text, length) in [
            ("a", 1),
            ("a:b", 1),
            ("_a-b.c1 ", 7),
            ("1a", 0),
            ("-a", 0),
            (".a", 0),
            ("", 0),
            ("\u{EB}t\u{E9}=", 5),
            ("a\u{B7}>", 3),
            ("\u{B7}", 0),
            ("\u{10000}\u{EFFFF}", 8),
            ("a\u{D7}", 1),
            ("\u{2070}\u{203F}", 6),
        ] {
            assert_eq!(scan_name(text.as_bytes(), 0), length, "{text:?}");
        }
    }
}
