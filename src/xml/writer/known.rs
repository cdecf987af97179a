//! Names that were written a moment ago.
//!
//! A document has few names and says them often. Those that were found to be names are kept as they stand in an end tag,
//! so that to write one again takes a look-up, which compares words, and a copy of fixed size, which takes no call.

use crate::xml::dictionary::Name;

/// The size of an end tag with zeros behind it.
pub(super) const TAG: usize = 40;

/// The longest parts of a name that is kept; a tag has room for both.
const PREFIX: usize = 8;
const LOCAL_NAME: usize = 24;
const _: () = assert!("</:>".len() + PREFIX + LOCAL_NAME <= TAG);

/// A prefix and a local name that can be written.
pub(super) struct KnownName {
    key: Key,
    len: u32,
    tag: [u8; TAG],
}

/// What tells names apart: their bytes as words, which for parts of the same length are the same only if the parts are.
#[derive(Clone, Copy)]
pub(super) struct Key {
    prefix: u64,
    local_name: [u64; 3],
    lengths: [u8; 2],
}

impl PartialEq for Key {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        // Word by word, since they are in registers as often as not, and without a branch for each.
        let [first, middle, last] = self.local_name;
        let different = (self.prefix ^ other.prefix)
            | (first ^ other.local_name[0])
            | (middle ^ other.local_name[1])
            | (last ^ other.local_name[2]);
        different == 0 && self.lengths == other.lengths
    }
}

impl Key {
    /// Of names that are not too long.
    #[inline]
    fn of(prefix: &[u8], local_name: &[u8]) -> Option<Self> {
        if prefix.len() > PREFIX || local_name.len() > LOCAL_NAME {
            return None;
        }
        let lengths = [prefix.len() as u8, local_name.len() as u8];
        let local_name = match (local_name.first_chunk(), local_name.last_chunk()) {
            (Some(&first), Some(&last)) => {
                let middle = if let Some(&[_, _, _, _, _, _, _, _, ref middle @ ..]) =
                    local_name.first_chunk::<16>()
                {
                    u64::from_le_bytes(*middle)
                } else {
                    0
                };
                [u64::from_le_bytes(first), middle, u64::from_le_bytes(last)]
            }
            _ => [short_word(local_name), 0, 0],
        };
        Some(Self { prefix: word(prefix), local_name, lengths })
    }

    /// Of an element that is asked for by a prefix or by none, and by a name that may be in the static dictionary: that is
    /// as good as its bytes.
    #[inline]
    pub(super) fn of_element(prefix: Option<&[u8]>, local_name: Name<'_>) -> Option<Self> {
        /// The length of what is not spelled.
        const NONE: u8 = u8::MAX;
        let Some(entry) = local_name.entry() else {
            let mut key = Self::of(prefix.unwrap_or_default(), local_name.bytes)?;
            if prefix.is_none() {
                key.lengths[0] = NONE;
            }
            return Some(key);
        };
        let len = match prefix {
            Some(prefix) if prefix.len() > PREFIX => return None,
            Some(prefix) => prefix.len() as u8,
            None => NONE,
        };
        Some(Self {
            prefix: word(prefix.unwrap_or_default()),
            local_name: [entry.into(), 0, 0],
            lengths: [len, NONE],
        })
    }

    /// Where this one is looked for.
    #[inline]
    pub(super) fn slot(&self) -> u8 {
        let [first, middle, last] = self.local_name;
        let words = first ^ middle.rotate_left(32) ^ last.rotate_left(23) ^ self.prefix.rotate_left(45);
        let mixed = (words ^ u64::from(self.lengths[1])).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 56) as u8
    }
}

/// Up to eight bytes as a number, which for the same number of bytes is the same only for the same bytes.
#[inline]
pub(super) fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(&chunk) => u64::from_le_bytes(chunk),
        None => short_word(bytes),
    }
}

/// The same of less than eight.
#[inline]
fn short_word(bytes: &[u8]) -> u64 {
    match (bytes, bytes.first_chunk(), bytes.last_chunk()) {
        (_, Some(&first), Some(&last)) => {
            u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32
        }
        (&[first], ..) => first.into(),
        (&[first, .., last], ..) => u64::from(first) | u64::from(bytes[1]) << 8 | u64::from(last) << 16,
        _ => 0,
    }
}

impl KnownName {
    /// `</prefix:name>`, and zeros.
    #[inline]
    pub(super) fn tag(&self) -> &[u8; TAG] {
        &self.tag
    }

    /// How many bytes the name has, with its prefix.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// The name with its prefix, and what is behind it.
    #[inline]
    pub(super) fn padded(&self) -> &[u8; TAG - 2] {
        let [_, _, padded @ ..] = &self.tag;
        padded
    }

    /// The [`word`] of the prefix.
    #[inline]
    pub(super) fn prefix_word(&self) -> u64 {
        self.key.prefix
    }
}

/// The names of a document that were written last.
pub(super) struct KnownNames {
    names: Vec<KnownName>,
    /// Which name has a key for this slot, if one has.
    slots: [u8; 256],
}

impl KnownNames {
    /// More than these are not kept.
    const KEPT: usize = 128;

    pub(super) fn new() -> Self {
        Self { names: Vec::new(), slots: [0; 256] }
    }

    /// The number of a name that is kept.
    #[inline]
    pub(super) fn find(&self, prefix: &[u8], local_name: &[u8]) -> Option<usize> {
        let key = Key::of(prefix, local_name)?;
        let index = usize::from(self.slots[usize::from(key.slot())]);
        self.names.get(index).is_some_and(|known| known.key == key).then_some(index)
    }

    /// Keeps what is known to be a name, if it is not too long.
    #[cold]
    pub(super) fn add(&mut self, prefix: &[u8], local_name: &[u8]) -> Option<usize> {
        let key = Key::of(prefix, local_name)?;
        let colon: &[u8] = if prefix.is_empty() { b"" } else { b":" };
        let len = prefix.len() + colon.len() + local_name.len();
        let mut known = KnownName { key, len: len as u32, tag: [0; TAG] };
        let mut rest = &mut known.tag[..];
        for part in [b"</", prefix, colon, local_name, b">"] {
            let (place, after) = rest.split_at_mut(part.len());
            place.copy_from_slice(part);
            rest = after;
        }
        let slot = &mut self.slots[usize::from(key.slot())];
        match self.names.get_mut(usize::from(*slot)) {
            // The one that was there goes.
            Some(other) if other.key.slot() == key.slot() => *other = known,
            _ => {
                if self.names.len() == Self::KEPT {
                    self.names.clear();
                }
                *slot = self.names.len() as u8;
                self.names.push(known);
            }
        }
        Some(usize::from(*slot))
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> &KnownName {
        &self.names[index]
    }
}

/// Appends the first bytes of what is padded: not more than are there.
#[inline]
pub(super) fn push_padded<const N: usize>(out: &mut Vec<u8>, padded: &[u8; N], len: usize) {
    let start = out.len();
    out.extend_from_slice(padded);
    out.truncate(start + len);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_for_the_same_bytes_only() {
        for length in 0..=8 {
            let bytes = vec![b'a'; length];
            for at in 0..length {
                let mut other = bytes.clone();
                other[at] = b'b';
                assert_ne!(word(&bytes), word(&other), "{length} bytes, and another one at {at}");
            }
        }
    }

    #[test]
    fn finds_what_was_added_and_nothing_else() {
        let mut names = KnownNames::new();
        let all: Vec<String> = (0..=LOCAL_NAME).map(|length| "x".repeat(length)).collect();
        let prefixes = ["", "p", "pq", "prefixes"];
        for (prefix, name) in prefixes.iter().flat_map(|prefix| all.iter().map(move |name| (*prefix, name))) {
            let (prefix, name) = (prefix.as_bytes(), name.as_bytes());
            let added = names.add(prefix, name).unwrap();
            assert_eq!(names.find(prefix, name), Some(added));
            let expected = if prefix.is_empty() { name.to_vec() } else { [prefix, b":", name].concat() };
            let known = names.get(added);
            assert_eq!(known.padded()[..known.len()], expected);
            assert_eq!(known.tag()[..known.len() + 3], [b"</", &expected[..], b">"].concat());
            for at in 0..name.len() {
                let mut other = name.to_vec();
                other[at] = b'y';
                assert_eq!(names.find(prefix, &other), None);
            }
            assert_eq!(names.find(b"other", name), None);
        }
        assert_eq!(names.add(b"", &[b'x'; LOCAL_NAME + 1]), None);
        assert_eq!(names.add(&[b'x'; PREFIX + 1], b"x"), None);
    }

    #[test]
    fn keeps_a_few_names_however_many_there_are() {
        let mut names = KnownNames::new();
        for number in 0..10_000 {
            let name = format!("name-{number}");
            let added = names.add(b"", name.as_bytes()).unwrap();
            let known = names.get(added);
            assert_eq!(known.padded()[..known.len()], *name.as_bytes());
            assert_eq!(names.find(b"", name.as_bytes()), Some(added));
        }
        assert!(names.names.len() <= KnownNames::KEPT);
    }
}
