//! Start tags that were read before and are likely to come again: where the same bytes stand in the same scope, they are
//! the same element, and nothing of them has to be looked at once more.

use super::namespaces::NsRef;
use super::records::Str;

/// How many bytes are compared at a time.
const BLOCK: usize = 16;
/// The longest start tag that is remembered.
const LONGEST: usize = 48;

/// A start tag without attributes, as it stood in a document; at first, none. It goes with the reader that it was read
/// by.
#[derive(Default)]
pub(crate) struct Tag(Option<Known>);

pub(super) struct Known {
    bytes: [u8; LONGEST],
    /// The bits of the first block that are the tag's, and the block.
    mask: u128,
    first: u128,
    pub(super) len: u8,
    pub(super) names: Names,
    pub(super) ns: NsRef,
    /// What prefixes stood for. (See `Namespaces::scope`.)
    pub(super) scope: u64,
}

/// Where the names of a tag are.
#[derive(Clone, Copy)]
pub(super) enum Names {
    Text {
        prefix_len: u8,
        local_len: u8,
    },
    /// Those in the input by their distance from the tag's beginning.
    Binary {
        prefix: Str,
        local_name: Str,
    },
}

impl Tag {
    /// Remembers this one from now on, if it is not too long.
    pub(super) fn set(&mut self, bytes: &[u8], names: Names, ns: NsRef, scope: u64) {
        self.0 = None;
        let mut copy = [0; LONGEST];
        if bytes.is_empty() {
            return;
        }
        if let Some(part) = copy.get_mut(..bytes.len()) {
            part.copy_from_slice(bytes);
            let len = bytes.len() as u8;
            let mask = if bytes.len() < BLOCK { (1 << (8 * len)) - 1 } else { u128::MAX };
            let first = copy.first_chunk().map_or(0, |block| u128::from_le_bytes(*block)) & mask;
            self.0 = Some(Known { bytes: copy, mask, first, len, names, ns, scope });
        }
    }

    /// What is remembered.
    #[inline]
    pub(super) fn known(&self) -> Option<&Known> {
        self.0.as_ref()
    }

    /// What is remembered, if it stands at this place in this scope.
    #[inline]
    pub(super) fn at(&self, data: &[u8], at: usize, scope: u64) -> Option<&Known> {
        let known = self.0.as_ref()?;
        (known.scope == scope && known.stands_at(data, at)).then_some(known)
    }
}

impl Known {
    #[inline]
    fn stands_at(&self, data: &[u8], at: usize) -> bool {
        let len = self.len as usize;
        let Some(found) = data.get(at..) else { return false };
        // Most are shorter than a block.
        if let Some(block) = found.first_chunk::<BLOCK>() {
            if u128::from_le_bytes(*block) & self.mask != self.first {
                return false;
            }
            if len <= BLOCK {
                return true;
            }
        }
        found.starts_with(&self.bytes[..len])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_where_it_stands_as_a_whole() {
        let text = b"<name-of-an-element-that-has-a-long-name-in-it>....................";
        let names = Names::Text { prefix_len: 0, local_len: 1 };
        for len in 1..=LONGEST {
            let mut tag = Tag::default();
            assert!(tag.at(text, 0, 7).is_none());
            tag.set(&text[..len], names, NsRef::default(), 7);
            assert!(tag.at(text, 0, 7).is_some());
            assert!(tag.at(text, 0, 8).is_none());
            assert!(tag.at(text, 1, 7).is_none() && tag.at(text, 1000, 7).is_none());
            assert!(tag.at(&text[..len], 0, 7).is_some());
            assert!(tag.at(&text[..len - 1], 0, 7).is_none());
            for wrong in 0..len {
                let mut other = text.to_vec();
                other[wrong] ^= 1;
                assert!(tag.at(&other, 0, 7).is_none(), "{len} {wrong}");
            }
        }
        let mut tag = Tag::default();
        tag.set(text, names, NsRef::default(), 7);
        assert!(tag.at(text, 0, 7).is_none());
    }
}
