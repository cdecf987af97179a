//! Base64 of bytes that come in pieces, as if they had come at once.

use crate::value::base64::write_base64;

/// The bytes of the group of three that is not full yet.
#[derive(Clone, Copy, Default)]
pub(super) struct Base64Pieces {
    bytes: [u8; 2],
    len: usize,
}

impl Base64Pieces {
    /// Whether nothing waits.
    pub(super) fn is_whole(self) -> bool {
        self.len == 0
    }

    /// Appends the characters of all full groups.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let mut bytes = bytes;
        if self.len > 0 {
            let more = bytes.len().min(3 - self.len);
            let mut group = [0; 3];
            group[..self.len].copy_from_slice(&self.bytes[..self.len]);
            group[self.len..self.len + more].copy_from_slice(&bytes[..more]);
            bytes = &bytes[more..];
            if self.len + more < 3 {
                self.keep(&group[..self.len + more]);
                return;
            }
            write_base64(&group, out);
        }
        let (whole, rest) = bytes.split_at(bytes.len() - bytes.len() % 3);
        write_base64(whole, out);
        self.keep(rest);
    }

    fn keep(&mut self, rest: &[u8]) {
        self.bytes[..rest.len()].copy_from_slice(rest);
        self.len = rest.len();
    }

    /// Appends the last group, padded.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        write_base64(&self.bytes[..self.len], out);
        self.len = 0;
    }
}
