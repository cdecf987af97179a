//! Characters as they stand in a document, on their way to UTF-16 in one pass.

use std::mem::MaybeUninit;

use crate::value::string::is_char;

use super::scan::{self, BLOCK};

/// A piece of a document. What follows it there may be looked at, so that all of it is taken in blocks.
#[derive(Clone, Copy)]
pub(crate) struct Chars<'d> {
    document: &'d [u8],
    start: usize,
    end: usize,
}

impl<'d> Chars<'d> {
    /// From one place of a document to a later one; what is outside of it is no piece.
    #[inline]
    pub(crate) fn new(document: &'d [u8], start: usize, end: usize) -> Self {
        let end = end.min(document.len());
        Self { document, start: start.min(end), end }
    }

    /// All of these.
    #[inline]
    pub(crate) fn all(bytes: &'d [u8]) -> Self {
        Self { document: bytes, start: 0, end: bytes.len() }
    }

    #[inline]
    pub(crate) fn bytes(self) -> &'d [u8] {
        &self.document[self.start..self.end]
    }

    /// How much room they need to be widened: what is behind them is written over.
    #[inline]
    pub(crate) fn room(self) -> usize {
        self.end - self.start + BLOCK
    }

    /// Puts them into memory as UTF-16 and gives the number of units. `None` if they are not UTF-8, or not of
    /// characters that XML has a place for, or if there is not enough room: the memory holds anything then.
    #[inline]
    pub(crate) fn widen(self, mut units: &mut [MaybeUninit<u16>]) -> Option<usize> {
        let room = units.len();
        let mut input = &self.document[self.start..];
        let mut left = self.end - self.start;
        while left > 0 {
            let block = input.first_chunk().copied().unwrap_or_else(|| last_block(input));
            *units.first_chunk_mut::<BLOCK>()? = block.map(|byte| MaybeUninit::new(byte.into()));
            let others = scan::not_printable(&block);
            let (mut used, mut made) = (BLOCK, BLOCK);
            if others != 0 || left < BLOCK {
                let count = (others.trailing_zeros() as usize).min(left);
                (used, made) = (count, count);
                if count < left {
                    let more = widen_others(&input[count..left], units.get_mut(count..)?)?;
                    (used, made) = (count + more.0, count + more.1);
                }
            }
            input = input.get(used..)?;
            units = units.get_mut(made..)?;
            left -= used;
        }
        Some(room - units.len())
    }
}

/// What is left of a document, and blanks behind it.
#[cold]
fn last_block(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    for (byte, of) in block.iter_mut().zip(rest) {
        *byte = *of;
    }
    block
}

/// The characters up to the next printable one of ASCII: how many bytes they are, and how many units.
#[inline(never)]
fn widen_others(bytes: &[u8], units: &mut [MaybeUninit<u16>]) -> Option<(usize, usize)> {
    let (mut from, mut to) = (0, 0);
    loop {
        let (used, unit) = match bytes[from..] {
            [] | [b' '..0x80, ..] => return Some((from, to)),
            [byte @ (b'\t' | b'\n' | b'\r'), ..] => (1, u32::from(byte)),
            [first @ 0xC2..0xE0, second @ 0x80..0xC0, ..] => {
                (2, u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F))
            }
            [first @ 0xE0..0xF0, second @ 0x80..0xC0, third @ 0x80..0xC0, ..] => {
                let high = u32::from(first & 0x0F) << 12 | u32::from(second & 0x3F) << 6;
                (3, high | u32::from(third & 0x3F))
            }
            _ => {
                // Beyond the first 65536: rare.
                let text = std::str::from_utf8(bytes.get(from..from + 4)?).ok()?;
                let char = text.chars().next().filter(|char| char.len_utf8() == 4)?;
                for unit in char.encode_utf16(&mut [0; 2]) {
                    units.get_mut(to)?.write(*unit);
                    to += 1;
                }
                from += 4;
                continue;
            }
        };
        if used == 3 && (unit < 0x800 || !is_char(unit)) {
            return None;
        }
        units.get_mut(to)?.write(unit as u16);
        (from, to) = (from + used, to + 1);
    }
}
