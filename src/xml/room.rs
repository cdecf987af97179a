//! Bytes that grow at their end, with room behind it: a few more are put there by copies of fixed size, without a call.

use std::ops::{Deref, DerefMut};

/// As a `Vec`, of which some of the room is filled with anything.
#[derive(Default)]
pub(super) struct Room {
    bytes: Vec<u8>,
    len: usize,
}

impl Room {
    /// As much more room is made as there are bytes, but neither less than this nor more: it is filled with zeros.
    const LEAST: usize = 0x100;
    const MOST: usize = 0x600;

    pub(super) fn of(bytes: Vec<u8>) -> Self {
        let len = bytes.len();
        Self { bytes, len }
    }

    /// No bytes, with room where there were some.
    pub(super) fn behind(bytes: Vec<u8>) -> Self {
        Self { bytes, len: 0 }
    }

    /// The memory, whatever is in it.
    pub(super) fn into_memory(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn into_vec(mut self) -> Vec<u8> {
        self.bytes.truncate(self.len);
        self.bytes
    }

    /// What is behind the bytes.
    #[inline(always)]
    pub(super) fn window<const N: usize>(&mut self) -> Option<&mut [u8; N]> {
        if self.bytes.len() < self.len + N {
            self.make_room(N);
        }
        self.spare()
    }

    /// After something was written into the window: so many bytes more.
    #[inline(always)]
    pub(super) fn advance(&mut self, count: usize) {
        self.len += count;
    }

    /// What is behind the bytes, as far as there is room.
    #[inline(always)]
    pub(super) fn spare<const N: usize>(&mut self) -> Option<&mut [u8; N]> {
        self.bytes.get_mut(..self.len.wrapping_add(N))?.last_chunk_mut()
    }

    /// Leaves no more room than for so many bytes in all.
    pub(super) fn limit(&mut self, most: usize) {
        self.bytes.truncate(most.max(self.len));
    }

    #[inline(never)]
    pub(super) fn make_room(&mut self, needed: usize) {
        self.bytes.resize(self.len + needed + self.len.clamp(Self::LEAST, Self::MOST), 0);
    }

    /// Appends the first bytes of these.
    #[inline(always)]
    pub(super) fn put<const N: usize>(&mut self, bytes: &[u8; N], count: usize) {
        if let Some(window) = self.window() {
            *window = *bytes;
            self.len += count.min(N);
        }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, byte: u8) {
        self.put(&[byte], 1);
    }

    #[inline]
    pub(super) fn extend_from_slice(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if self.bytes.len() < end {
            self.make_room(bytes.len());
        }
        if let Some(place) = self.bytes.get_mut(self.len..end) {
            place.copy_from_slice(bytes);
            self.len = end;
        }
    }

    #[inline(always)]
    pub(super) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    #[inline(always)]
    pub(super) fn clear(&mut self) {
        self.len = 0;
    }

    /// Without the first bytes.
    pub(super) fn remove_first(&mut self, count: usize) {
        self.bytes.drain(..count);
        self.len -= count;
    }

    /// Keeps no more memory than this, or than is needed.
    pub(super) fn shrink_to(&mut self, capacity: usize) {
        self.bytes.truncate(self.len);
        self.bytes.shrink_to(capacity);
    }

    /// For what appends to a `Vec`.
    pub(super) fn with_vec<T>(&mut self, work: impl FnOnce(&mut Vec<u8>) -> T) -> T {
        self.bytes.truncate(self.len);
        let result = work(&mut self.bytes);
        self.len = self.bytes.len();
        result
    }
}

impl Deref for Room {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl DerefMut for Room {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(..self.len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Change {
        Put(Vec<u8>, usize),
        Extend(Vec<u8>),
        Truncate(usize),
        Remove(usize),
        Append(Vec<u8>),
        Shrink,
    }

    fn change() -> impl Strategy<Value = Change> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..700);
        prop_oneof![
            (prop::collection::vec(any::<u8>(), 16), 0..17_usize)
                .prop_map(|(bytes, len)| Change::Put(bytes, len)),
            bytes().prop_map(Change::Extend),
            (0..2000_usize).prop_map(Change::Truncate),
            (0..9_usize).prop_map(Change::Remove),
            bytes().prop_map(Change::Append),
            Just(Change::Shrink),
        ]
    }

    proptest! {
        #[test]
        fn bytes_are_those_of_a_vec(changes in prop::collection::vec(change(), 0..60)) {
            let mut room = Room::default();
            let mut expected = Vec::new();
            for change in changes {
                match change {
                    Change::Put(bytes, len) => {
                        room.put::<16>(bytes.first_chunk().unwrap(), len);
                        expected.extend_from_slice(&bytes[..len]);
                    }
                    Change::Extend(bytes) => {
                        room.extend_from_slice(&bytes);
                        expected.extend(bytes);
                    }
                    Change::Truncate(len) => {
                        room.truncate(len);
                        expected.truncate(len);
                    }
                    Change::Remove(count) => {
                        let count = count.min(expected.len());
                        room.remove_first(count);
                        expected.drain(..count);
                    }
                    Change::Append(bytes) => {
                        room.with_vec(|vec| vec.extend_from_slice(&bytes));
                        expected.extend(bytes);
                    }
                    Change::Shrink => room.shrink_to(0),
                }
                prop_assert_eq!(&room[..], &expected[..]);
            }
            prop_assert_eq!(room.into_vec(), expected);
        }
    }
}
