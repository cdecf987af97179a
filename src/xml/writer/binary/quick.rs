//! The nodes that nearly all of a document is made of, in the fewest steps. Where there is more to be done, nothing is.

use crate::xml::room::Room;
use crate::xml::writer::plain::{Raw, is_printable};

use super::{BinaryEncoder, END_ELEMENT, ValueKind, WITH_END};

/// The longest text that is put straight into the output.
const SHORT: usize = 0xFF;

impl BinaryEncoder {
    /// A text in content, behind the start tag that it ends, if there is one.
    #[inline(always)]
    pub(in crate::xml::writer) fn text_quickly(&mut self, bytes: &[u8]) -> bool {
        let start = self.buffer.len();
        if bytes.len() > SHORT || start + 2 + bytes.len() > self.limit || !is_printable::<Raw>(bytes) {
            return false;
        }
        put_record(&mut self.buffer, bytes);
        self.last_text = Some(start);
        self.tail = 0;
        self.committed = self.buffer.len();
        true
    }

    /// The one piece of the value of an attribute.
    #[inline(always)]
    pub(in crate::xml::writer) fn value_quickly(&mut self, bytes: &[u8]) -> bool {
        if self.value_kind != ValueKind::Chars
            || !self.value.is_empty()
            || bytes.len() > SHORT
            || !is_printable::<Raw>(bytes)
        {
            return false;
        }
        self.value_kind = ValueKind::OnePiece;
        self.value_start = self.buffer.len() - self.committed;
        self.value_at = self.value_start + 2;
        put_record(&mut self.buffer, bytes);
        true
    }

    /// Whether the attribute being written is done with.
    #[inline(always)]
    pub(in crate::xml::writer) fn is_value_written(&self) -> bool {
        self.value_kind == ValueKind::OnePiece
    }

    #[inline(always)]
    pub(in crate::xml::writer) fn end_quickly(&mut self) -> bool {
        if self.buffer.len() >= self.limit {
            return false;
        }
        match self.last_text.take().and_then(|at| self.buffer.get_mut(at)) {
            Some(record) => *record |= WITH_END,
            None => self.buffer.push(END_ELEMENT),
        }
        self.committed = self.buffer.len();
        true
    }
}

/// The record of a short text.
#[inline(always)]
fn put_record(buffer: &mut Room, bytes: &[u8]) {
    let Some(window) = buffer.window::<{ 2 + SHORT }>() else { return };
    let [record, size, place @ ..] = window;
    (*record, *size) = (0x98, bytes.len() as u8);
    // From both ends, which may overlap: that takes no call.
    let len = bytes.len();
    match len {
        4..=8 => put_ends::<4>(place, bytes),
        9..=16 => put_ends::<8>(place, bytes),
        17..=32 => put_ends::<16>(place, bytes),
        33..=64 => put_ends::<32>(place, bytes),
        _ => {
            if let Some(place) = place.get_mut(..len) {
                place.copy_from_slice(bytes);
            }
        }
    }
    buffer.advance(2 + len);
}

/// Copies the first and the last of some bytes, which are all of them.
#[inline(always)]
fn put_ends<const N: usize>(place: &mut [u8], bytes: &[u8]) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>())
        && let Some(place) = place.get_mut(..bytes.len())
    {
        if let Some(start) = place.first_chunk_mut() {
            *start = *first;
        }
        if let Some(end) = place.last_chunk_mut() {
            *end = *last;
        }
    }
}
