//! A body as it comes in, piece by piece.

use bytes::{Bytes, BytesMut};

/// No more than this is reserved for a body on the word of its Content-Length alone.
pub(super) const FIRST_RESERVE: usize = 1 << 20;

/// A body as far as it is here; in one piece without a copy when it came in one.
#[derive(Default)]
pub(super) struct Collected {
    pieces: Pieces,
    expected: usize,
}

#[derive(Default)]
enum Pieces {
    #[default]
    Nothing,
    One(Bytes),
    Many(BytesMut),
}

impl Collected {
    /// `expected` bytes are announced.
    pub(super) fn new(expected: u64) -> Self {
        let expected = usize::try_from(expected).unwrap_or(usize::MAX).min(FIRST_RESERVE);
        Self { pieces: Pieces::Nothing, expected }
    }

    pub(super) fn len(&self) -> usize {
        match &self.pieces {
            Pieces::Nothing => 0,
            Pieces::One(data) => data.len(),
            Pieces::Many(data) => data.len(),
        }
    }

    pub(super) fn push(&mut self, data: Bytes) {
        match &mut self.pieces {
            Pieces::Nothing => self.pieces = Pieces::One(data),
            Pieces::One(first) => {
                let mut all = BytesMut::with_capacity(self.expected.max(first.len() + data.len()));
                all.extend_from_slice(first);
                all.extend_from_slice(&data);
                self.pieces = Pieces::Many(all);
            }
            Pieces::Many(all) => all.extend_from_slice(&data),
        }
    }

    pub(super) fn into_bytes(self) -> Bytes {
        match self.pieces {
            Pieces::Nothing => Bytes::new(),
            Pieces::One(data) => data,
            Pieces::Many(data) => data.freeze(),
        }
    }
}
