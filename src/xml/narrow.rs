//! Characters on their way from UTF-16 into a document, in one pass that also sees whether they may stand there.

use crate::value::string::is_char;

use super::scan::{self, BLOCK};

const HALF: usize = BLOCK / 2;
const QUARTER: usize = BLOCK / 4;

/// Puts units of UTF-16 into memory as UTF-8, and says how many bytes they are. `None` if there are surrogates or what XML
/// has no place for, or if there is not enough room: three bytes for each unit and a block more always are. The memory
/// behind the bytes, or all of it, holds anything then.
#[inline]
pub(super) fn narrow(units: &[u16], out: &mut [u8]) -> Option<usize> {
    let len = units.len();
    if len >= BLOCK {
        let (blocks, rest) = units.as_chunks();
        if out.len() < len {
            return None;
        }
        for (index, (block, place)) in blocks.iter().zip(out.as_chunks_mut().0).enumerate() {
            if !put_block(block, place) {
                return narrow_others(units, index * BLOCK, out);
            }
        }
        // What is left, together with some that were just put there.
        if !rest.is_empty() && !put_block(units.last_chunk()?, out.get_mut(len - BLOCK..)?.first_chunk_mut()?)
        {
            return narrow_others(units, len - rest.len(), out);
        }
        return Some(len);
    }
    let is_printable = if let (Some(first), Some(last)) = (units.first_chunk(), units.last_chunk()) {
        let bytes = scan::narrowed(first, last);
        let [first, last] = halves(bytes);
        *out.first_chunk_mut()? = first;
        *out.get_mut(len - HALF..)?.first_chunk_mut()? = last;
        scan::not_printable(&bytes) == 0
    } else if let (Some(&first), Some(&last)) = (units.first_chunk(), units.last_chunk()) {
        let (first, last) = (quarter(first), quarter(last));
        if let (Some(first), Some(last)) = (first, last) {
            *out.first_chunk_mut()? = first;
            *out.get_mut(len - QUARTER..)?.first_chunk_mut()? = last;
        }
        first.is_some() && last.is_some()
    } else {
        false
    };
    if is_printable { Some(len) } else { narrow_others(units, 0, out) }
}

/// Whether they are printable ASCII, and put there as that.
#[inline(always)]
fn put_block(units: &[u16; BLOCK], place: &mut [u8; BLOCK]) -> bool {
    let mut halves = units.as_chunks().0.iter();
    let (Some(first), Some(last)) = (halves.next(), halves.next()) else { return false };
    *place = scan::narrowed(first, last);
    scan::not_printable(place) == 0
}

#[inline(always)]
fn halves(bytes: [u8; BLOCK]) -> [[u8; HALF]; 2] {
    let both = u128::from_le_bytes(bytes);
    [(both as u64).to_le_bytes(), ((both >> 64) as u64).to_le_bytes()]
}

/// Four units, if they are printable ASCII.
#[inline(always)]
fn quarter(units: [u16; QUARTER]) -> Option<[u8; QUARTER]> {
    const EACH: u64 = u64::MAX / 0xFFFF;
    let [a, b, c, d] = units.map(u64::from);
    let all = a | b << 16 | c << 32 | d << 48;
    // Of a unit of seven bits, the eighth is set by the addition where the unit is no control character.
    let is_printable = all & (EACH * 0xFF80) == 0 && (all + EACH * 0x60) & (EACH * 0x80) == EACH * 0x80;
    let pairs = all | all >> 8;
    is_printable.then(|| ((pairs & 0xFFFF) as u32 | (pairs >> 16) as u32 & 0xFFFF_0000).to_le_bytes())
}

/// The same from a place on up to which as many bytes are there as units.
#[inline(never)]
fn narrow_others(units: &[u16], start: usize, out: &mut [u8]) -> Option<usize> {
    let (mut from, mut to) = (start, start);
    while from < units.len() {
        if let Some(block) = units.get(from..)?.first_chunk::<BLOCK>() {
            let bytes = scan::narrowed(block.first_chunk()?, block.last_chunk()?);
            *out.get_mut(to..)?.first_chunk_mut()? = bytes;
            let plain = (scan::not_printable(&bytes).trailing_zeros() as usize).min(BLOCK);
            from += plain;
            to += plain;
            if plain == BLOCK {
                continue;
            }
        }
        let unit = *units.get(from)?;
        from += 1;
        if !is_char(unit.into()) {
            return None;
        }
        let last = 0x80 | (unit & 0x3F) as u8;
        match unit {
            0..0x80 => {
                *out.get_mut(to)? = unit as u8;
                to += 1;
            }
            0x80..0x800 => {
                *out.get_mut(to..)?.first_chunk_mut()? = [0xC0 | (unit >> 6) as u8, last];
                to += 2;
            }
            _ => {
                let middle = 0x80 | (unit >> 6 & 0x3F) as u8;
                *out.get_mut(to..)?.first_chunk_mut()? = [0xE0 | (unit >> 12) as u8, middle, last];
                to += 3;
            }
        }
    }
    Some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::string::push_utf16_as_utf8;

    fn expected(units: &[u16]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        push_utf16_as_utf8(units, &mut bytes).ok()?;
        let is_right = units.iter().all(|&unit| is_char(unit.into()));
        is_right.then_some(bytes)
    }

    /// Everything that is special and what is beside it, in every place of texts of every length that is looked at in its
    /// own way.
    #[test]
    fn every_unit_in_every_place_is_what_it_is_by_itself() {
        let special = [
            0, 8, 9, 10, 11, 13, 14, 0x1F, 0x20, 0x3C, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDFFF,
            0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x8041,
        ];
        for len in 0..52 {
            for at in 0..len.max(1) {
                for unit in special {
                    for step in [1, 7, 60] {
                        let mut units: Vec<u16> = (0..len).map(|index| b'a' as u16 + index % 26).collect();
                        units.iter_mut().skip(at.into()).step_by(step).for_each(|place| *place = unit);
                        let mut out = vec![0; units.len() * 3 + BLOCK];
                        let narrowed = narrow(&units, &mut out).map(|len| out[..len].to_vec());
                        assert_eq!(narrowed, expected(&units), "{units:X?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_has_no_room_is_not_put_there() {
        for len in 0..40_usize {
            let units: Vec<u16> = (0..len).map(|index| if index % 5 == 4 { 0x20AC } else { 0x61 }).collect();
            let bytes = expected(&units).unwrap();
            for room in 0..len * 3 + BLOCK {
                let mut out = vec![0; room];
                match narrow(&units, &mut out) {
                    Some(len) => assert_eq!(out[..len], bytes),
                    None => assert!(room < bytes.len() + BLOCK),
                }
            }
        }
    }
}
