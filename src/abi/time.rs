//! Dates and file times. (Page "Utilities".)
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::value::time::{datetime_to_filetime, filetime_to_datetime};

use super::guard::{Out, boundary, required};

/// Converts a date to a file time.
///
/// Errors: `WS_E_INVALID_FORMAT` for a date before 1601; `E_INVALIDARG` for a NULL pointer. (Page
/// WsDateTimeToFileTime.)
///
/// # Safety
/// `dateTime` is NULL or valid, `fileTime` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsDateTimeToFileTime(
    dateTime: *const WS_DATETIME,
    fileTime: *mut FILETIME,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (date, file) = unsafe { (required(dateTime, "dateTime")?, Out::required(fileTime, "fileTime")?) };
        file.write(datetime_to_filetime(date)?);
        Ok(S_OK)
    })
}

/// Converts a file time to a date in UTC.
///
/// Errors: `WS_E_INVALID_FORMAT` for one after the year 9999, `WS_E_NUMERIC_OVERFLOW` for one that is beyond
/// what 64 bits can count; `E_INVALIDARG` for a NULL pointer. (Page WsFileTimeToDateTime.)
///
/// # Safety
/// `fileTime` is NULL or valid, `dateTime` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFileTimeToDateTime(
    fileTime: *const FILETIME,
    dateTime: *mut WS_DATETIME,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (file, date) = unsafe { (required(fileTime, "fileTime")?, Out::required(dateTime, "dateTime")?) };
        date.write(filetime_to_datetime(*file)?);
        Ok(S_OK)
    })
}
