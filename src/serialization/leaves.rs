//! Fields that are leaves, one after the other, straight from the reader into their structure. What is in the way of that
//! is left to be read as any field is, and fails there if it has to.

use std::cell::Ref;

use crate::abi::types::*;
use crate::value::{number, time};
use crate::xml::reader::{LeafValue, Leaves, Tag};

use super::description::{Field, Member};
use super::memory::{Place, Plain};
use super::store::{Store, to_count};

/// How a field is filled if nothing but its type says what may be in it, as with most.
#[derive(Clone, Copy)]
pub(super) enum Straight {
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    Float,
    Double,
    DateTime,
    String,
    Wsz,
}

impl Straight {
    pub(super) fn of(field: &Field<'_>) -> Option<Self> {
        use WS_TYPE::*;
        if field.mapping != WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING
            || field.has(WS_FIELD_POINTER)
            || !field.kind.description.is_null()
        {
            return None;
        }
        Some(match field.kind.ty {
            WS_BOOL_TYPE => Self::Bool,
            WS_INT8_TYPE => Self::Int8,
            WS_INT16_TYPE => Self::Int16,
            WS_INT32_TYPE => Self::Int32,
            WS_INT64_TYPE => Self::Int64,
            WS_UINT8_TYPE => Self::UInt8,
            WS_UINT16_TYPE => Self::UInt16,
            WS_UINT32_TYPE => Self::UInt32,
            WS_FLOAT_TYPE => Self::Float,
            WS_DOUBLE_TYPE => Self::Double,
            WS_DATETIME_TYPE => Self::DateTime,
            WS_STRING_TYPE => Self::String,
            WS_WSZ_TYPE => Self::Wsz,
            _ => return None,
        })
    }
}

/// The fields of a structure from one of them on.
pub(super) struct Run<'f, 's, 'a> {
    pub(super) store: &'s Store<'a>,
    pub(super) members: &'f [Member<'a>],
    pub(super) base: Place<'a>,
    /// How many of them have been read.
    pub(super) read: usize,
}

impl<'f> Leaves<'f> for Run<'f, '_, '_> {
    #[inline(always)]
    fn next(&self) -> Option<Ref<'f, Tag>> {
        let member = self.members.get(self.read)?;
        member.straight()?;
        member.tag.try_borrow().ok()
    }

    #[inline(always)]
    fn take(&mut self, value: LeafValue<'_>) -> bool {
        let is_taken = self.put(value).is_some();
        self.read += usize::from(is_taken);
        is_taken
    }
}

impl<'f, 'a> Run<'f, '_, 'a> {
    /// The field that was read last.
    #[inline]
    pub(super) fn last(&self) -> Option<&'f Field<'a>> {
        let member = self.members.get(self.read.checked_sub(1)?)?;
        member.straight().map(|(field, _)| field)
    }

    #[inline(always)]
    fn put(&self, value: LeafValue<'_>) -> Option<()> {
        use LeafValue::{Bool, Chars, DateTime, Double, Float, Int};
        let (field, straight) = self.members.get(self.read)?.straight()?;
        let place = At { base: self.base, offset: field.description.offset };
        match (straight, value) {
            (Straight::Int32, Int(value)) => place.put(i32::try_from(value).ok()?),
            (Straight::Int32, Chars(chars)) => place.put(number::parse_int32(chars.bytes()).ok()?),
            (Straight::Wsz, Chars(chars)) => place.put(self.store.wide_chars(chars, true)?.0),
            (Straight::String, Chars(text)) => {
                let (chars, length) = self.store.wide_chars(text, false)?;
                place.put(WS_STRING { length: to_count(length).ok()?, chars })
            }
            (Straight::Bool, Bool(value)) => place.put(BOOL::from(value)),
            (Straight::Bool, Chars(chars)) => place.put(BOOL::from(number::parse_bool(chars.bytes()).ok()?)),
            (Straight::Double, Double(value)) => place.put(value),
            (Straight::Double, Float(value)) => place.put(f64::from(value)),
            (Straight::Double, Chars(chars)) => place.put(number::parse_double(chars.bytes()).ok()?),
            (Straight::DateTime, DateTime(value)) => place.put(value),
            (Straight::DateTime, Chars(chars)) => place.put(time::parse_datetime(chars.bytes()).ok()?),
            (Straight::Float, Float(value)) => place.put(value),
            (Straight::Float, Chars(chars)) => place.put(number::parse_float(chars.bytes()).ok()?),
            (Straight::Int8, Int(value)) => place.put(i8::try_from(value).ok()?),
            (Straight::Int8, Chars(chars)) => place.put(number::parse_int8(chars.bytes()).ok()?),
            (Straight::Int16, Int(value)) => place.put(i16::try_from(value).ok()?),
            (Straight::Int16, Chars(chars)) => place.put(number::parse_int16(chars.bytes()).ok()?),
            (Straight::Int64, Int(value)) => place.put(value),
            (Straight::Int64, Chars(chars)) => place.put(number::parse_int64(chars.bytes()).ok()?),
            (Straight::UInt8, Int(value)) => place.put(u8::try_from(value).ok()?),
            (Straight::UInt8, Chars(chars)) => place.put(number::parse_uint8(chars.bytes()).ok()?),
            (Straight::UInt16, Int(value)) => place.put(u16::try_from(value).ok()?),
            (Straight::UInt16, Chars(chars)) => place.put(number::parse_uint16(chars.bytes()).ok()?),
            (Straight::UInt32, Int(value)) => place.put(u32::try_from(value).ok()?),
            (Straight::UInt32, Chars(chars)) => place.put(number::parse_uint32(chars.bytes()).ok()?),
            _ => None,
        }
    }
}

/// Where a field is in its structure.
struct At<'a> {
    base: Place<'a>,
    offset: ULONG,
}

impl At<'_> {
    #[inline(always)]
    fn put<T: Plain>(&self, value: T) -> Option<()> {
        self.base.part(self.offset, size_of::<T>()).ok()?.put(value).ok()
    }
}
