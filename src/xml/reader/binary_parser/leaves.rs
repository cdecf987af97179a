//! Leaves one after the other. (See [`Leaves`].)

use crate::xml::chars::Chars;
use crate::xml::reader::leaves::{LeafValue, Leaves};
use crate::xml::reader::records::{Cursor, END_ELEMENT};
use crate::xml::reader::tag::Names;

use super::{BinaryParser, Source};

impl BinaryParser {
    /// Past as many leaves as come as expected and are taken, to the end of the last of them.
    #[inline]
    pub(in crate::xml::reader) fn read_expected_leaves<'f>(
        &mut self,
        source: &Source<'_>,
        leaves: &mut impl Leaves<'f>,
    ) {
        let Some(bindings) = self.expecting(source.properties) else { return };
        let scope = self.namespaces.scope(bindings);
        let data = source.data;
        let mut at = self.at;
        let mut last = None;
        while let Some(tag) = leaves.next() {
            let Some(known) = tag.at(data, at, scope) else { break };
            let Names::Binary { local_name, .. } = known.names else { break };
            let Some((value, value_end, ends)) = value(source, at + known.len as usize) else { break };
            let end = if ends { value_end } else { value_end + 1 };
            if !ends && data.get(value_end) != Some(&END_ELEMENT) || !leaves.take(value) {
                break;
            }
            last = Some((local_name, at, value_end));
            at = end;
        }
        if let Some((local_name, start, node_at)) = last {
            self.open_next(local_name.moved(start as u32), bindings);
            self.end_leaf(node_at, at);
        }
    }
}

/// The value that is recorded at this place, where the record ends, and whether the element ends with it. What is seldom
/// in leaves, or wrong, is not for here.
#[inline(always)]
fn value<'d>(source: &Source<'d>, at: usize) -> Option<(LeafValue<'d>, usize, bool)> {
    let data = source.data;
    let record = *data.get(at)?;
    let at = at + 1;
    let chars = |start: usize, len: usize| {
        let end = start + len;
        (end <= data.len()).then(|| (LeafValue::Chars(Chars::new(data, start, end)), end))
    };
    let (value, end) = match record & !1 {
        0x80 => (LeafValue::Int(0), at),
        0x82 => (LeafValue::Int(1), at),
        0x84 => (LeafValue::Bool(false), at),
        0x86 => (LeafValue::Bool(true), at),
        0x88 => (LeafValue::Int(i8::from_le_bytes(bytes(data, at)?).into()), at + 1),
        0x8A => (LeafValue::Int(i16::from_le_bytes(bytes(data, at)?).into()), at + 2),
        0x8C => (LeafValue::Int(i32::from_le_bytes(bytes(data, at)?).into()), at + 4),
        0x8E => (LeafValue::Int(i64::from_le_bytes(bytes(data, at)?)), at + 8),
        0x90 => (LeafValue::Float(f32::from_le_bytes(bytes(data, at)?)), at + 4),
        0x92 => (LeafValue::Double(f64::from_le_bytes(bytes(data, at)?)), at + 8),
        0x96 => {
            let mut cursor = Cursor { at, ..source.cursor(at) };
            (LeafValue::DateTime(cursor.datetime().ok()?), cursor.at)
        }
        0x98 => chars(at + 1, usize::from(*data.get(at)?))?,
        0x9A => chars(at + 2, usize::from(u16::from_le_bytes(bytes(data, at)?)))?,
        0xA8 => chars(at, 0)?,
        0xB4 => (LeafValue::Bool(*data.get(at)? != 0), at + 1),
        // The end of the element, which is nothing but its end. (0x01)
        0x00 if record == END_ELEMENT => return Some((chars(at, 0)?.0, at - 1, false)),
        _ => return None,
    };
    Some((value, end, record & 1 != 0))
}

#[inline(always)]
fn bytes<const N: usize>(data: &[u8], at: usize) -> Option<[u8; N]> {
    data.get(at..)?.first_chunk().copied()
}
