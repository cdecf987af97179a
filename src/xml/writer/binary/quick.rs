//! The nodes that nearly all of a document is made of, in the fewest steps, into an output that is lent for as long as
//! nothing else is written (see [`crate::xml::writer::pending`]).

use crate::xml::room::Room;
use crate::xml::text::Text;
use crate::xml::writer::plain::{Raw, is_suspicious, is_suspicious_word, verify_chars};

use super::{BinaryEncoder, CHARS_8, CHARS_16, SizedHead, ValueKind};

/// The longest text that is put straight into the output.
const SHORT: usize = 64;

/// The most that is put straight into the output.
const WINDOW: usize = 2 + SHORT;

impl BinaryEncoder {
    /// The output, with no more room behind it than there may be bytes. All in it is committed.
    pub(in crate::xml::writer) fn lend_room(&mut self) -> Room {
        let mut room = std::mem::take(&mut self.buffer);
        room.limit(self.limit);
        room
    }

    /// Takes the output back: where the start tag begins that is being written, if one is, and where the record of a text
    /// that nothing has followed.
    pub(in crate::xml::writer) fn take_back(
        &mut self,
        room: Room,
        started: Option<usize>,
        last_text: Option<usize>,
    ) {
        self.committed = started.unwrap_or(room.len());
        self.buffer = room;
        self.last_text = last_text;
        self.tail = 0;
        self.value.clear();
        self.value_kind = ValueKind::Chars;
    }

    /// After that: the record of the value of an attribute begins here.
    pub(in crate::xml::writer) fn note_value(&mut self, at: usize) {
        let head = match self.buffer.get(at) {
            Some(&CHARS_8) => 2,
            Some(&CHARS_16) => 3,
            _ => 5,
        };
        self.value_kind = ValueKind::OnePiece;
        self.value_start = at - self.committed;
        self.value_at = self.value_start + head;
    }

    /// Sees to room for whatever is put straight into a lent output, as far as there may be so many bytes.
    pub(in crate::xml::writer) fn make_room(&self, room: &mut Room) {
        if room.spare::<WINDOW>().is_none() {
            room.make_room(WINDOW);
            room.limit(self.limit);
        }
    }

    /// Puts the record of any text into a lent output, and says where, if it can be written.
    pub(in crate::xml::writer) fn put_text(&self, room: &mut Room, bytes: &[u8]) -> Option<usize> {
        let (start, head) = (room.len(), SizedHead::of(CHARS_8, bytes.len()));
        if start + head.bytes().len() + bytes.len() > self.limit {
            return None;
        }
        verify_chars(bytes, self.lenient).ok()?;
        room.extend_from_slice(head.bytes());
        room.extend_from_slice(bytes);
        room.limit(self.limit);
        Some(start)
    }

    /// Puts the record of a value into a lent output, and says where, if it can be written.
    pub(in crate::xml::writer) fn put_value(&mut self, room: &mut Room, value: &Text<'_>) -> Option<usize> {
        std::mem::swap(&mut self.buffer, room);
        let start = self.buffer.len();
        let is_put = self.value(value).is_ok() && self.buffer.len() <= self.limit;
        if !is_put {
            self.buffer.truncate(start);
        }
        self.buffer.limit(self.limit);
        std::mem::swap(&mut self.buffer, room);
        is_put.then_some(start)
    }

    /// Puts bytes as they are into a lent output, if there may be so many more behind them.
    pub(in crate::xml::writer) fn put_bytes(&self, room: &mut Room, bytes: &[u8], more: usize) -> Option<()> {
        if room.len() + bytes.len() + more > self.limit {
            return None;
        }
        room.extend_from_slice(bytes);
        room.limit(self.limit);
        Some(())
    }
}

/// Puts the record of a short text into a lent output, and says where, if it is nothing but printable ASCII.
#[inline(always)]
pub(in crate::xml::writer) fn put_short_text(room: &mut Room, bytes: &[u8]) -> Option<usize> {
    let start = room.len();
    let [record, size, place @ ..] = room.spare::<WINDOW>()?;
    let len = bytes.len();
    // From both ends, which may overlap: that takes no call.
    match len {
        4..=8 => {
            let (&first, &last) = (bytes.first_chunk()?, bytes.last_chunk()?);
            let word = u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32;
            if is_suspicious_word::<Raw>(word) {
                return None;
            }
            put_ends::<4>(place.get_mut(..len)?, first, last)?;
        }
        9..=16 => put_plain_ends::<8>(place.get_mut(..len)?, bytes)?,
        17..=32 => put_plain_ends::<16>(place.get_mut(..len)?, bytes)?,
        33..=SHORT => put_plain_ends::<32>(place.get_mut(..len)?, bytes)?,
        1..=3 => {
            for at in [0, len / 2, len - 1] {
                let byte = *bytes.get(at)?;
                if !(b' '..0x80).contains(&byte) {
                    return None;
                }
                *place.get_mut(at)? = byte;
            }
        }
        _ => return None,
    }
    (*record, *size) = (CHARS_8, len as u8);
    room.advance(2 + len);
    Some(start)
}

/// Copies the first and the last of some bytes, which are all of them, if they are plain.
#[inline(always)]
fn put_plain_ends<const N: usize>(place: &mut [u8], bytes: &[u8]) -> Option<()> {
    let (first, last) = (bytes.first_chunk::<N>()?, bytes.last_chunk::<N>()?);
    if is_suspicious::<Raw, N>(first) | is_suspicious::<Raw, N>(last) {
        return None;
    }
    put_ends(place, *first, *last)
}

#[inline(always)]
fn put_ends<const N: usize>(place: &mut [u8], first: [u8; N], last: [u8; N]) -> Option<()> {
    *place.first_chunk_mut()? = first;
    *place.last_chunk_mut()? = last;
    Some(())
}
