//! Strings of XML: comparison, whitespace, names.
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::value::string::{trim_utf16, verify_nc_name_utf16};

use super::guard::{Out, boundary, required, slice};

/// Compares two strings by their bytes: `S_OK` if they are equal, `S_FALSE` if not. Their dictionaries play no
/// part.
///
/// Errors: `E_INVALIDARG` for a NULL string, or one whose bytes are NULL though it has a length. (Page
/// WsXmlStringEquals.)
///
/// # Safety
/// The strings are NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsXmlStringEquals(
    string1: *const WS_XML_STRING,
    string2: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (first, second) = unsafe {
            let (first, second) = (required(string1, "string1")?, required(string2, "string2")?);
            (
                slice(first.bytes, first.length, "string1->bytes")?,
                slice(second.bytes, second.length, "string2->bytes")?,
            )
        };
        Ok(if first == second { S_OK } else { S_FALSE })
    })
}

/// Finds the part of a string that is left without XML whitespace (space, tab, line feed, carriage return) at
/// its ends. The string is not changed.
///
/// - `trimmedChars`: receives a pointer into `chars`.
/// - `trimmedCount`: receives how many characters are there.
///
/// Errors: `E_INVALIDARG` for a NULL result, or NULL `chars` with a count. (Page WsTrimXmlWhitespace.)
///
/// # Safety
/// `chars` points to `charCount` characters; the results are NULL or writable; `error` is NULL or a live error
/// object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsTrimXmlWhitespace(
    chars: *mut WCHAR,
    charCount: ULONG,
    trimmedChars: *mut *mut WCHAR,
    trimmedCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (text, trimmed_chars, trimmed_count) = unsafe {
            (
                slice(chars.cast_const(), charCount, "chars")?,
                Out::required(trimmedChars, "trimmedChars")?,
                Out::required(trimmedCount, "trimmedCount")?,
            )
        };
        let trimmed = trim_utf16(text);
        trimmed_chars.write(chars.wrapping_add(trimmed.start));
        trimmed_count.write(trimmed.len() as ULONG);
        Ok(S_OK)
    })
}

/// Checks that a string is an NCName, an XML name without a colon.
///
/// Errors: `WS_E_INVALID_FORMAT` if it is not; `E_INVALIDARG` for NULL characters with a count. (Page
/// WsVerifyXmlNCName.)
///
/// # Safety
/// `ncNameChars` points to `ncNameCharCount` characters; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsVerifyXmlNCName(
    ncNameChars: *const WCHAR,
    ncNameCharCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        verify_nc_name_utf16(unsafe { slice(ncNameChars, ncNameCharCount, "ncNameChars") }?)?;
        Ok(S_OK)
    })
}
