//! Character data as C has it: `WS_XML_TEXT` and the structures that begin with it, as a [`Text`].
#![allow(unsafe_code)]
// A structure that begins with another is found behind a pointer to that, and is as aligned as it has to be.
#![allow(clippy::cast_ptr_alignment)]

use std::ffi::c_void;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::value::{string, time};
use crate::xml::text::Text;

use super::guard::{required, slice};

/// The bytes of a `WS_XML_STRING`.
///
/// # Safety
/// `string` is valid and stays so for `'a`.
#[inline]
pub(crate) unsafe fn string_bytes<'a>(string: &'a WS_XML_STRING, name: &str) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe { slice(string.bytes.cast_const(), string.length, name) }
}

/// The bytes of a required `WS_XML_STRING`.
///
/// # Safety
/// `string` is NULL or valid, and stays so for `'a`.
#[inline]
pub(crate) unsafe fn required_string<'a>(string: *const WS_XML_STRING, name: &str) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe { string_bytes(required(string, name)?, name) }
}

/// The bytes of an optional `WS_XML_STRING`.
///
/// # Safety
/// As [`required_string`].
#[inline]
pub(crate) unsafe fn optional_string<'a>(
    string: *const WS_XML_STRING,
    name: &str,
) -> Result<Option<&'a [u8]>> {
    // SAFETY: the caller's promise.
    unsafe { string.as_ref().map(|string| string_bytes(string, name)).transpose() }
}

/// Bytes as a `WS_XML_STRING`, which is valid as long as they are.
pub(crate) fn xml_string(bytes: &[u8]) -> WS_XML_STRING {
    WS_XML_STRING {
        length: bytes.len() as ULONG,
        bytes: bytes.as_ptr().cast_mut(),
        dictionary: std::ptr::null_mut(),
        id: 0,
    }
}

/// What a `WS_XML_TEXT` that C gave says. `scratch` holds what is not there as a whole: a list, and UTF-16 at
/// an odd address.
///
/// # Safety
/// `text` is NULL or valid, with all it points to, and stays so for `'a`.
pub(crate) unsafe fn text_from_c<'a>(
    text: *const WS_XML_TEXT,
    name: &str,
    scratch: &'a mut Vec<u8>,
) -> Result<Text<'a>> {
    // SAFETY: the caller's promise; each structure is what its type says.
    unsafe {
        let kind = required(text, name)?.textType;
        let Some(kind) = kind.get() else {
            return Err(Error::invalid_argument(format!(
                "'{name}' is of no type that a text has: {}",
                CEnumField::raw(kind)
            )));
        };
        Ok(match kind {
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8 => {
                Text::Utf8(string_bytes(&(*text.cast::<WS_XML_UTF8_TEXT>()).value, name)?)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF16 => utf16_from_c(&*text.cast(), name, scratch)?,
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_BASE64 => {
                let text = &*text.cast::<WS_XML_BASE64_TEXT>();
                Text::Base64(slice(text.bytes.cast_const(), text.length, name)?)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_BOOL => {
                Text::Bool((*text.cast::<WS_XML_BOOL_TEXT>()).value != 0)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_INT32 => {
                Text::Int32((*text.cast::<WS_XML_INT32_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_INT64 => {
                Text::Int64((*text.cast::<WS_XML_INT64_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UINT64 => {
                Text::UInt64((*text.cast::<WS_XML_UINT64_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_FLOAT => {
                Text::Float((*text.cast::<WS_XML_FLOAT_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_DOUBLE => {
                Text::Double((*text.cast::<WS_XML_DOUBLE_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_DECIMAL => {
                Text::Decimal((*text.cast::<WS_XML_DECIMAL_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_GUID => Text::Guid((*text.cast::<WS_XML_GUID_TEXT>()).value),
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UNIQUE_ID => {
                Text::UniqueId((*text.cast::<WS_XML_UNIQUE_ID_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_DATETIME => {
                Text::DateTime((*text.cast::<WS_XML_DATETIME_TEXT>()).value)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_TIMESPAN => {
                Text::TimeSpan((*text.cast::<WS_XML_TIMESPAN_TEXT>()).value.ticks)
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_QNAME => {
                let text = &*text.cast::<WS_XML_QNAME_TEXT>();
                Text::QName {
                    prefix: optional_string(text.prefix, "prefix")?.unwrap_or_default(),
                    local_name: required_string(text.localName, "localName")?,
                    ns: optional_string(text.ns, "ns")?.unwrap_or_default(),
                }
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_LIST => list_from_c(&*text.cast(), name, scratch)?,
        })
    }
}

/// # Safety
/// As [`text_from_c`].
unsafe fn utf16_from_c<'a>(
    text: &'a WS_XML_UTF16_TEXT,
    name: &str,
    scratch: &'a mut Vec<u8>,
) -> Result<Text<'a>> {
    if !text.byteCount.is_multiple_of(2) {
        return Err(Error::invalid_argument(format!(
            "'{name}' is UTF-16 and {} bytes long, which is half a unit too many",
            text.byteCount
        )));
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice(text.bytes.cast_const(), text.byteCount, name) }?;
    if bytes.as_ptr().cast::<u16>().is_aligned() {
        // SAFETY: as many units as half the bytes, and aligned.
        return Ok(Text::Utf16(unsafe {
            std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 2)
        }));
    }
    let units: Vec<u16> = bytes.chunks_exact(2).map(|unit| u16::from_ne_bytes([unit[0], unit[1]])).collect();
    string::push_utf16_as_utf8(&units, scratch)?;
    Ok(Text::Utf8(scratch))
}

/// The items of a list, with a space between them.
///
/// # Safety
/// As [`text_from_c`].
unsafe fn list_from_c<'a>(list: &WS_XML_LIST_TEXT, name: &str, scratch: &'a mut Vec<u8>) -> Result<Text<'a>> {
    // SAFETY: the caller's promise.
    let items = unsafe { slice(list.items.cast_const(), list.itemCount, name) }?;
    for (index, &item) in items.iter().enumerate() {
        let mut own = Vec::new();
        // SAFETY: the caller's promise.
        let text = unsafe { text_from_c(item, name, &mut own) }?;
        if index > 0 {
            scratch.push(b' ');
        }
        text.write_utf8(scratch)?;
    }
    Ok(Text::Utf8(scratch))
}

/// How large a value of this type is.
pub(crate) fn value_size(kind: WS_VALUE_TYPE) -> usize {
    match kind {
        WS_VALUE_TYPE::WS_BOOL_VALUE_TYPE => size_of::<BOOL>(),
        WS_VALUE_TYPE::WS_INT8_VALUE_TYPE | WS_VALUE_TYPE::WS_UINT8_VALUE_TYPE => size_of::<u8>(),
        WS_VALUE_TYPE::WS_INT16_VALUE_TYPE | WS_VALUE_TYPE::WS_UINT16_VALUE_TYPE => size_of::<u16>(),
        WS_VALUE_TYPE::WS_INT32_VALUE_TYPE | WS_VALUE_TYPE::WS_UINT32_VALUE_TYPE => size_of::<u32>(),
        WS_VALUE_TYPE::WS_INT64_VALUE_TYPE | WS_VALUE_TYPE::WS_UINT64_VALUE_TYPE => size_of::<u64>(),
        WS_VALUE_TYPE::WS_FLOAT_VALUE_TYPE => size_of::<f32>(),
        WS_VALUE_TYPE::WS_DOUBLE_VALUE_TYPE => size_of::<f64>(),
        WS_VALUE_TYPE::WS_DECIMAL_VALUE_TYPE => size_of::<DECIMAL>(),
        WS_VALUE_TYPE::WS_DATETIME_VALUE_TYPE => size_of::<WS_DATETIME>(),
        WS_VALUE_TYPE::WS_TIMESPAN_VALUE_TYPE => size_of::<WS_TIMESPAN>(),
        WS_VALUE_TYPE::WS_GUID_VALUE_TYPE => size_of::<GUID>(),
        WS_VALUE_TYPE::WS_DURATION_VALUE_TYPE => size_of::<WS_DURATION>(),
    }
}

/// A value in memory as a text; `scratch` holds a duration, which has no typed text.
///
/// # Safety
/// `value` points to [`value_size`] bytes that are a value of this type.
pub(crate) unsafe fn value_text(
    kind: WS_VALUE_TYPE,
    value: *const c_void,
    scratch: &mut Vec<u8>,
) -> Result<Text<'_>> {
    // SAFETY: the caller's promise; alignment is not relied on.
    unsafe {
        Ok(match kind {
            WS_VALUE_TYPE::WS_BOOL_VALUE_TYPE => Text::Bool(value.cast::<BOOL>().read_unaligned() != 0),
            WS_VALUE_TYPE::WS_INT8_VALUE_TYPE => Text::Int32(value.cast::<i8>().read().into()),
            WS_VALUE_TYPE::WS_INT16_VALUE_TYPE => Text::Int32(value.cast::<i16>().read_unaligned().into()),
            WS_VALUE_TYPE::WS_INT32_VALUE_TYPE => Text::Int32(value.cast::<i32>().read_unaligned()),
            WS_VALUE_TYPE::WS_INT64_VALUE_TYPE => Text::Int64(value.cast::<i64>().read_unaligned()),
            WS_VALUE_TYPE::WS_UINT8_VALUE_TYPE => Text::UInt64(value.cast::<u8>().read().into()),
            WS_VALUE_TYPE::WS_UINT16_VALUE_TYPE => Text::UInt64(value.cast::<u16>().read_unaligned().into()),
            WS_VALUE_TYPE::WS_UINT32_VALUE_TYPE => Text::UInt64(value.cast::<u32>().read_unaligned().into()),
            WS_VALUE_TYPE::WS_UINT64_VALUE_TYPE => Text::UInt64(value.cast::<u64>().read_unaligned()),
            WS_VALUE_TYPE::WS_FLOAT_VALUE_TYPE => Text::Float(value.cast::<f32>().read_unaligned()),
            WS_VALUE_TYPE::WS_DOUBLE_VALUE_TYPE => Text::Double(value.cast::<f64>().read_unaligned()),
            WS_VALUE_TYPE::WS_DECIMAL_VALUE_TYPE => Text::Decimal(value.cast::<DECIMAL>().read_unaligned()),
            WS_VALUE_TYPE::WS_DATETIME_VALUE_TYPE => {
                Text::DateTime(value.cast::<WS_DATETIME>().read_unaligned())
            }
            WS_VALUE_TYPE::WS_TIMESPAN_VALUE_TYPE => {
                Text::TimeSpan(value.cast::<WS_TIMESPAN>().read_unaligned().ticks)
            }
            WS_VALUE_TYPE::WS_GUID_VALUE_TYPE => Text::Guid(value.cast::<GUID>().read_unaligned()),
            WS_VALUE_TYPE::WS_DURATION_VALUE_TYPE => {
                time::write_duration(&value.cast::<WS_DURATION>().read_unaligned(), scratch)?;
                Text::Utf8(scratch)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(kind: WS_XML_TEXT_TYPE) -> WS_XML_TEXT {
        WS_XML_TEXT { textType: kind.to_c() }
    }

    /// The characters of a structure that begins with a `WS_XML_TEXT`.
    fn characters<T>(text: &T) -> Result<String> {
        let (mut scratch, mut out) = (Vec::new(), Vec::new());
        // SAFETY: the tests give structures of the kind that their type says.
        unsafe { text_from_c(std::ptr::from_ref(text).cast(), "text", &mut scratch) }?
            .write_utf8(&mut out)?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn takes_utf16_at_an_odd_address() {
        let mut bytes = vec![0];
        bytes.extend("a\u{e9}".encode_utf16().flat_map(u16::to_ne_bytes));
        let mut text = WS_XML_UTF16_TEXT {
            text: head(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF16),
            bytes: bytes[1..].as_mut_ptr(),
            byteCount: 4,
        };
        assert_eq!(characters(&text).unwrap(), "a\u{e9}");
        text.byteCount = 3;
        assert_eq!(characters(&text).unwrap_err().code(), E_INVALIDARG);
    }

    #[test]
    fn a_list_is_its_items_with_spaces() {
        let mut one = WS_XML_INT32_TEXT { text: head(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_INT32), value: 1 };
        let mut two =
            WS_XML_UTF8_TEXT { text: head(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8), value: xml_string(b"x") };
        let mut items = [(&raw mut one).cast(), (&raw mut two).cast()];
        let list = WS_XML_LIST_TEXT {
            text: head(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_LIST),
            itemCount: 2,
            items: items.as_mut_ptr(),
        };
        assert_eq!(characters(&list).unwrap(), "1 x");
    }

    #[test]
    fn a_text_of_no_type_is_refused() {
        let text = WS_XML_TEXT { textType: std::mem::MaybeUninit::zeroed() };
        let mut scratch = Vec::new();
        // SAFETY: it is on this stack.
        let failure = unsafe { text_from_c(&raw const text, "text", &mut scratch) }.err().unwrap();
        assert_eq!(failure.code(), E_INVALIDARG);
    }
}
