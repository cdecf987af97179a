//! Character data into values in memory.

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::{Allocator, Heap};
use crate::value::{base64, decimal, guid, number, string, time};
use crate::xml::chars::Chars;
use crate::xml::text::Text;

use super::custom;
use super::description::Type;
use super::memory::{Memory, Place};
use super::ranges::{Decimal, check_length, check_range};

/// Where values are put: the promise about memory, the heap, and what callbacks of the application get.
pub(super) struct Store<'a> {
    pub(super) memory: Memory<'a>,
    pub(super) heap: Option<&'a Arc<Heap>>,
    allocator: Option<Allocator<'a>>,
    pub(super) error: *mut WS_ERROR,
    /// Typed texts as characters, and decoded base64; kept to be reused.
    scratch: Vec<u8>,
    decoded: Vec<u8>,
}

/// The place of a value, and that of its count where the value is two fields.
#[derive(Clone, Copy)]
pub(super) struct Target<'m> {
    pub(super) place: Place<'m>,
    pub(super) count: Option<Place<'m>>,
}

impl<'m> Target<'m> {
    pub(super) fn value(place: Place<'m>) -> Self {
        Self { place, count: None }
    }

    /// Nil, absent, or zero.
    pub(super) fn zero(self) {
        self.place.zero();
        if let Some(count) = self.count {
            count.zero();
        }
    }

    fn put_count(self, count: usize) -> Result<()> {
        match self.count {
            Some(place) => place.put(to_count(count)?),
            None => Err(Error::invalid_argument("an array type is right in a field only")),
        }
    }
}

/// A length as C counts it.
pub(super) fn to_count(count: usize) -> Result<ULONG> {
    ULONG::try_from(count).map_err(|_| Error::quota_exceeded("a value has more than 4294967295 units"))
}

impl<'a> Store<'a> {
    pub(super) fn new(memory: Memory<'a>, heap: Option<&'a Arc<Heap>>, error: *mut WS_ERROR) -> Self {
        Self {
            memory,
            heap,
            allocator: heap.map(|heap| heap.lock()),
            error,
            scratch: Vec::new(),
            decoded: Vec::new(),
        }
    }

    /// The heap, for types that need one.
    #[inline]
    pub(super) fn allocator(&self) -> Result<&Allocator<'a>> {
        self.allocator.as_ref().ok_or_else(no_heap)
    }

    /// The heap as an object.
    pub(super) fn heap(&self) -> Result<&'a Arc<Heap>> {
        self.heap.ok_or_else(no_heap)
    }

    #[inline]
    pub(super) fn allocate(&self, size: usize) -> Result<Place<'a>> {
        self.memory.allocate(self.allocator()?, size)
    }

    /// A copy of these bytes in the heap; not NULL even for none.
    #[inline]
    pub(super) fn bytes(&self, bytes: &[u8]) -> Result<*mut u8> {
        Ok(self.allocator()?.alloc_copy(bytes)?.as_ptr())
    }

    pub(super) fn xml_string(&self, bytes: &[u8]) -> Result<WS_XML_STRING> {
        Ok(WS_XML_STRING {
            length: to_count(bytes.len())?,
            bytes: self.bytes(bytes)?,
            dictionary: std::ptr::null_mut(),
            id: 0,
        })
    }

    pub(super) fn string(&self, utf8: &[u8]) -> Result<WS_STRING> {
        let (chars, length) = self.wide(utf8, false)?;
        Ok(WS_STRING { length: to_count(length)?, chars })
    }

    /// The characters of a document as UTF-16 in the heap, and their number, if they are well-formed and there is room
    /// for them at hand.
    #[inline]
    pub(super) fn wide_chars(&self, chars: Chars<'_>, terminated: bool) -> Option<(*mut WCHAR, usize)> {
        let mut length = 0;
        let memory = self.allocator.as_ref()?.alloc_up_to(chars.room() + 1, |room| {
            length = chars.widen(room)?;
            if terminated {
                room.get_mut(length)?.write(0);
            }
            Some(length + usize::from(terminated))
        })?;
        Some((memory.as_ptr(), length))
    }

    /// The characters as UTF-16 in the heap, and their number.
    fn wide(&self, utf8: &[u8], terminated: bool) -> Result<(*mut WCHAR, usize)> {
        if let Some(wide) = self.wide_chars(Chars::all(utf8), terminated) {
            return Ok(wide);
        }
        let allocator = self.allocator()?;
        let end = usize::from(terminated);
        if utf8.is_ascii() {
            let chars = self.memory.allocate_units::<WCHAR>(allocator, utf8.len() + end, |units| {
                for (unit, &byte) in units.iter_mut().zip(utf8) {
                    *unit = WCHAR::from(byte);
                }
            })?;
            return Ok((chars, utf8.len()));
        }
        let text = string::utf8(utf8)?;
        let length = string::utf16_length(text);
        let chars = self.memory.allocate_units::<WCHAR>(allocator, length + end, |units| {
            string::fill_utf16(text, &mut units[..length]);
        })?;
        Ok((chars, length))
    }

    /// The characters of a text as UTF-16 in the heap, and their number, which has to be in the range.
    fn wide_text(
        &mut self,
        text: Text<'_>,
        range: Option<(ULONG, ULONG)>,
        terminated: bool,
    ) -> Result<(*mut WCHAR, usize)> {
        let (chars, length) = match text {
            Text::Utf16(units) => {
                let end = usize::from(terminated);
                let allocator = self.allocator()?;
                let chars = self.memory.allocate_units::<WCHAR>(allocator, units.len() + end, |copy| {
                    copy[..units.len()].copy_from_slice(units);
                })?;
                (chars, units.len())
            }
            Text::Utf8(utf8) => self.wide(utf8, terminated)?,
            other => {
                let mut scratch = std::mem::take(&mut self.scratch);
                scratch.clear();
                let result = other.write_utf8(&mut scratch).and_then(|()| self.wide(&scratch, terminated));
                self.scratch = scratch;
                result?
            }
        };
        check_length(length, range, "characters")?;
        Ok((chars, length))
    }

    /// Puts a simple value (but a qualified name, see [`Store::put_qname`]) into its place.
    pub(super) fn put(&mut self, text: Text<'_>, kind: Type, target: Target<'_>) -> Result<()> {
        use WS_TYPE::*;
        let (memory, place) = (self.memory, target.place);
        match kind.ty {
            WS_BOOL_TYPE => {
                let value = match text {
                    Text::Bool(value) => value,
                    text => number::parse_bool(self.chars(&text)?)?,
                };
                if let Some(only) = kind.optional::<WS_BOOL_DESCRIPTION>(memory)?
                    && (only.value != FALSE) != value
                {
                    return Err(Error::invalid_format(format!("the value {value} is not the one allowed")));
                }
                place.put(BOOL::from(value))
            }
            WS_INT8_TYPE => {
                let value = self.integer(text, number::parse_int8)?;
                let range = kind.optional::<WS_INT8_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_INT16_TYPE => {
                let value = self.integer(text, number::parse_int16)?;
                let range = kind.optional::<WS_INT16_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_INT32_TYPE => {
                let value = self.integer(text, number::parse_int32)?;
                let range = kind.optional::<WS_INT32_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_INT64_TYPE => {
                let value = self.integer(text, number::parse_int64)?;
                let range = kind.optional::<WS_INT64_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_UINT8_TYPE => {
                let value = self.integer(text, number::parse_uint8)?;
                let range = kind.optional::<WS_UINT8_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_UINT16_TYPE => {
                let value = self.integer(text, number::parse_uint16)?;
                let range = kind.optional::<WS_UINT16_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_UINT32_TYPE => {
                let value = self.integer(text, number::parse_uint32)?;
                let range = kind.optional::<WS_UINT32_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_UINT64_TYPE => {
                let value = self.integer(text, number::parse_uint64)?;
                let range = kind.optional::<WS_UINT64_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_FLOAT_TYPE => {
                let value = match text {
                    Text::Float(value) => value,
                    text => number::parse_float(self.chars(&text)?)?,
                };
                let range = kind.optional::<WS_FLOAT_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_DOUBLE_TYPE => {
                let value = match text {
                    Text::Double(value) => value,
                    Text::Float(value) => f64::from(value),
                    text => number::parse_double(self.chars(&text)?)?,
                };
                let range = kind.optional::<WS_DOUBLE_DESCRIPTION>(memory)?;
                check_range(&value, range.map(|range| (range.minValue, range.maxValue)))?;
                place.put(value)
            }
            WS_DECIMAL_TYPE => {
                let value = match text {
                    Text::Decimal(value) => value,
                    text => decimal::parse_decimal(self.chars(&text)?)?,
                };
                let range = kind.optional::<WS_DECIMAL_DESCRIPTION>(memory)?;
                let range = range.map(|range| (Decimal(range.minValue), Decimal(range.maxValue)));
                check_range(&Decimal(value), range)?;
                place.put(value)
            }
            WS_DATETIME_TYPE => {
                let value = match text {
                    Text::DateTime(value) => value,
                    text => time::parse_datetime(self.chars(&text)?)?,
                };
                let range = kind.optional::<WS_DATETIME_DESCRIPTION>(memory)?;
                check_range(&value.ticks, range.map(|range| (range.minValue.ticks, range.maxValue.ticks)))?;
                place.put(value)
            }
            WS_TIMESPAN_TYPE => {
                let value = match text {
                    Text::TimeSpan(ticks) => WS_TIMESPAN { ticks },
                    text => time::parse_timespan(self.chars(&text)?)?,
                };
                let range = kind.optional::<WS_TIMESPAN_DESCRIPTION>(memory)?;
                check_range(&value.ticks, range.map(|range| (range.minValue.ticks, range.maxValue.ticks)))?;
                place.put(value)
            }
            WS_DURATION_TYPE => {
                let value = time::parse_duration(self.chars(&text)?)?;
                if let Some(range) = kind.optional::<WS_DURATION_DESCRIPTION>(memory)? {
                    custom::check_duration(&value, range, self.error)?;
                }
                place.put(value)
            }
            WS_GUID_TYPE => {
                let value = match text {
                    Text::Guid(value) => value,
                    text => guid::parse_guid(self.chars(&text)?)?,
                };
                if let Some(only) = kind.optional::<WS_GUID_DESCRIPTION>(memory)?
                    && only.value != value
                {
                    return Err(Error::invalid_format("the GUID is not the one allowed"));
                }
                place.put(value)
            }
            WS_UNIQUE_ID_TYPE => self.put_unique_id(text, kind, target),
            WS_ENUM_TYPE => self.put_enum(text, kind, target),
            WS_STRING_TYPE => {
                let range = kind.optional::<WS_STRING_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minCharCount, range.maxCharCount));
                let (chars, length) = self.wide_text(text, range, false)?;
                place.put(WS_STRING { length: to_count(length)?, chars })
            }
            WS_WSZ_TYPE => {
                let range = kind.optional::<WS_WSZ_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minCharCount, range.maxCharCount));
                refuse_zero(&text)?;
                let (chars, _) = self.wide_text(text, range, true)?;
                place.put(chars)
            }
            WS_CHAR_ARRAY_TYPE => {
                let range = kind.optional::<WS_CHAR_ARRAY_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minCharCount, range.maxCharCount));
                let (chars, length) = self.wide_text(text, range, false)?;
                target.put_count(length)?;
                place.put(chars)
            }
            WS_XML_STRING_TYPE => {
                let range = kind.optional::<WS_XML_STRING_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minByteCount, range.maxByteCount));
                let (bytes, length) = self.utf8(&text, range)?;
                let length = to_count(length)?;
                place.put(WS_XML_STRING { length, bytes, dictionary: std::ptr::null_mut(), id: 0 })
            }
            WS_UTF8_ARRAY_TYPE => {
                let range = kind.optional::<WS_UTF8_ARRAY_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minByteCount, range.maxByteCount));
                let (bytes, length) = self.utf8(&text, range)?;
                target.put_count(length)?;
                place.put(bytes)
            }
            WS_BYTES_TYPE => {
                let range = kind.optional::<WS_BYTES_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minByteCount, range.maxByteCount));
                let (bytes, length) = self.binary(text, range)?;
                place.put(WS_BYTES { length: to_count(length)?, bytes })
            }
            WS_BYTE_ARRAY_TYPE => {
                let range = kind.optional::<WS_BYTE_ARRAY_DESCRIPTION>(memory)?;
                let range = range.map(|range| (range.minByteCount, range.maxByteCount));
                let (bytes, length) = self.binary(text, range)?;
                target.put_count(length)?;
                place.put(bytes)
            }
            other => Err(Error::invalid_argument(format!("{other:?} cannot be read from character data"))),
        }
    }

    /// Puts a qualified name into its place. `ns` finds the namespace of a prefix.
    pub(super) fn put_qname<'n>(
        &mut self,
        text: &[u8],
        kind: Type,
        place: Place<'_>,
        ns: impl FnOnce(&[u8]) -> Option<&'n [u8]>,
    ) -> Result<()> {
        let (prefix, local_name) = split_qname(text)?;
        let ns = ns(prefix).ok_or_else(|| unknown_prefix(prefix))?;
        self.put_name(local_name, ns, kind, place)
    }

    /// Puts the parts of a qualified name into its place.
    pub(super) fn put_name(
        &mut self,
        local_name: &[u8],
        ns: &[u8],
        kind: Type,
        place: Place<'_>,
    ) -> Result<()> {
        if let Some(range) = kind.optional::<WS_XML_QNAME_DESCRIPTION>(self.memory)? {
            let names = (range.minLocalNameByteCount, range.maxLocalNameByteCount);
            check_length(local_name.len(), Some(names), "bytes in the local name")?;
            check_length(
                ns.len(),
                Some((range.minNsByteCount, range.maxNsByteCount)),
                "bytes in the namespace",
            )?;
        }
        let local_name = self.xml_string(local_name)?;
        place.put(WS_XML_QNAME { localName: local_name, ns: self.xml_string(ns)? })
    }

    fn put_unique_id(&mut self, text: Text<'_>, kind: Type, target: Target<'_>) -> Result<()> {
        let range = kind.optional::<WS_UNIQUE_ID_DESCRIPTION>(self.memory)?;
        let range = range.map(|range| (range.minCharCount, range.maxCharCount));
        let nothing = WS_STRING { length: 0, chars: std::ptr::null_mut() };
        let urn = match text {
            Text::UniqueId(guid) => Some(guid),
            text => {
                let chars = self.chars(&text)?;
                if chars.is_empty() {
                    return Err(Error::invalid_format(
                        "a unique identifier is required, and the text is empty",
                    ));
                }
                guid::parse_urn(string::trim(chars))
            }
        };
        if let Some(guid) = urn {
            check_length(guid::URN_PREFIX.len() + guid::LENGTH, range, "characters")?;
            return target.place.put(WS_UNIQUE_ID { uri: nothing, guid });
        }
        let (chars, length) = self.wide_text(text, range, false)?;
        let uri = WS_STRING { length: to_count(length)?, chars };
        target.place.put(WS_UNIQUE_ID { uri, guid: GUID::default() })
    }

    fn put_enum(&mut self, text: Text<'_>, kind: Type, target: Target<'_>) -> Result<()> {
        let memory = self.memory;
        let description = kind.required::<WS_ENUM_DESCRIPTION>(memory)?;
        let values =
            memory.list(description.values, description.valueCount, "the values of a WS_ENUM_DESCRIPTION")?;
        let found = string::trim(self.chars(&text)?);
        for value in values {
            if memory.name(value.name, "the name in a WS_ENUM_VALUE")? == found {
                return target.place.put(value.value);
            }
        }
        Err(Error::invalid_format(format!(
            "one of the {} values of an enumeration is required, and {} was found",
            values.len(),
            string::quoted(found)
        )))
    }

    /// The characters of a text, as UTF-8.
    #[inline]
    pub(super) fn chars<'t>(&'t mut self, text: &Text<'t>) -> Result<&'t [u8]> {
        if let Text::Utf8(utf8) = *text {
            return Ok(utf8);
        }
        self.scratch.clear();
        text.write_utf8(&mut self.scratch)?;
        Ok(&self.scratch)
    }

    /// The characters of a text as UTF-8 in the heap, and how many bytes they are.
    fn utf8(&mut self, text: &Text<'_>, range: Option<(ULONG, ULONG)>) -> Result<(*mut u8, usize)> {
        let mut scratch = std::mem::take(&mut self.scratch);
        let utf8 = if let Text::Utf8(utf8) = *text {
            Ok(utf8)
        } else {
            scratch.clear();
            text.write_utf8(&mut scratch).map(|()| &scratch[..])
        };
        let result = utf8.and_then(|utf8| {
            check_length(utf8.len(), range, "bytes")?;
            Ok((self.bytes(utf8)?, utf8.len()))
        });
        self.scratch = scratch;
        result
    }

    /// The bytes that a text stands for in base64, in the heap, and their number.
    fn binary(&mut self, text: Text<'_>, range: Option<(ULONG, ULONG)>) -> Result<(*mut u8, usize)> {
        if let Text::Base64(bytes) = text {
            check_length(bytes.len(), range, "bytes")?;
            return Ok((self.bytes(bytes)?, bytes.len()));
        }
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.clear();
        let result = self.chars(&text).and_then(|chars| base64::push_base64(chars, &mut decoded));
        let result = result.and_then(|()| {
            check_length(decoded.len(), range, "bytes")?;
            Ok((self.bytes(&decoded)?, decoded.len()))
        });
        self.decoded = decoded;
        result
    }

    /// An integer of a type that may be narrower than the text's.
    #[inline]
    fn integer<T: TryFrom<i128>>(&mut self, text: Text<'_>, parse: fn(&[u8]) -> Result<T>) -> Result<T> {
        let value = match text {
            Text::Int32(value) => i128::from(value),
            Text::Int64(value) => i128::from(value),
            Text::UInt64(value) => i128::from(value),
            text => return parse(self.chars(&text)?),
        };
        T::try_from(value).map_err(|_| {
            Error::numeric_overflow(format!("the number {value} does not fit in {} bytes", size_of::<T>()))
        })
    }
}

#[cold]
fn no_heap() -> Error {
    Error::invalid_argument("this type needs a heap to be read into, and 'heap' is NULL")
}

#[cold]
pub(super) fn unknown_prefix(prefix: &[u8]) -> Error {
    Error::invalid_format(format!(
        "the prefix {} of a qualified name is not declared",
        string::quoted(prefix)
    ))
}

/// The prefix, which may be empty, and the local name.
pub(super) fn split_qname(text: &[u8]) -> Result<(&[u8], &[u8])> {
    let text = string::trim(text);
    let (prefix, local_name) = match memchr::memchr(b':', text) {
        Some(colon) => (&text[..colon], &text[colon + 1..]),
        None => (&[][..], text),
    };
    string::verify_nc_name(local_name)?;
    if local_name.len() != text.len() {
        string::verify_nc_name(prefix)?;
    }
    Ok((prefix, local_name))
}

#[inline]
fn refuse_zero(text: &Text<'_>) -> Result<()> {
    const SHORT: usize = 64;
    let at = match text {
        // Most are short: a sum that the compiler sees through is there before a search has begun.
        Text::Utf8(utf8) if utf8.len() <= SHORT && utf8.iter().fold(true, |has, &byte| has & (byte != 0)) => {
            None
        }
        Text::Utf8(utf8) => memchr::memchr(0, utf8),
        Text::Utf16(units) => units.iter().position(|&unit| unit == 0),
        _ => None,
    };
    match at {
        Some(at) => Err(Error::invalid_format(format!(
            "a zero-terminated string cannot hold the zero character at offset {at}; WS_STRING can"
        ))),
        None => Ok(()),
    }
}
