//! `WS_ERROR`: the rich error object. (Pages "Errors", "Faults".)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::Error;

use super::error_object::ErrorObject;
use super::guard::{Out, boundary, boundary_void, property_in, property_out, required, slice};
use super::object::{Owned, free, lease};

/// Creates an error object, which collects what failing calls have to say.
///
/// - `properties`: only `WS_ERROR_PROPERTY_LANGID` may be given, and not 0.
/// - `error`: receives the object, to be freed by [`WsFreeError`].
///
/// Errors: `E_INVALIDARG` for a NULL `error` or any other property. (Pages WsCreateError,
/// WS_ERROR_PROPERTY_ID.)
///
/// # Safety
/// `properties` points to `propertyCount` properties with their values; `error` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateError(
    properties: *const WS_ERROR_PROPERTY,
    propertyCount: ULONG,
    error: *mut *mut WS_ERROR,
) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        // SAFETY: the caller's promise.
        let (error, properties) =
            unsafe { (Out::required(error, "error")?, slice(properties, propertyCount, "properties")?) };
        let mut object = ErrorObject::new();
        for property in properties {
            if property.id.get() != Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_LANGID) {
                return Err(Error::invalid_argument(format!(
                    "an error object is created with no property but WS_ERROR_PROPERTY_LANGID, and {} was given",
                    CEnumField::raw(property.id)
                )));
            }
            // SAFETY: the caller's promise.
            let language =
                unsafe { property_in(property.value, property.valueSize, "WS_ERROR_PROPERTY_LANGID") }?;
            object.set_language(language)?;
        }
        error.write(Owned::new(object).into_handle());
        Ok(S_OK)
    })
}

/// Adds a copy of a string to an error object, as its outermost: it becomes the string with index 0.
///
/// Errors: `E_INVALIDARG` for a NULL `string` or what is not an error object. (Page WsAddErrorString.)
///
/// # Safety
/// `string` is NULL or a valid string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddErrorString(error: *mut WS_ERROR, string: *const WS_STRING) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        let mut object = lease::<ErrorObject>(error)?;
        // SAFETY: the caller's promise.
        let text = unsafe {
            let string = required(string, "string")?;
            slice(string.chars, string.length, "string->chars")?
        };
        object.add_string(text);
        Ok(S_OK)
    })
}

/// Gives a string of an error object. Index 0 is the one added last; the text of the original error code, if
/// there is one, has the last index.
///
/// - `string`: receives the string, not zero terminated, valid until the error object is reset or freed.
///
/// Errors: `E_INVALIDARG` for an index there is no string for, a NULL `string`, or what is not an error
/// object. (Page WsGetErrorString.)
///
/// # Safety
/// `string` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetErrorString(
    error: *mut WS_ERROR,
    index: ULONG,
    string: *mut WS_STRING,
) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        let object = lease::<ErrorObject>(error)?;
        // SAFETY: the caller's promise.
        let string = unsafe { Out::required(string, "string") }?;
        let text = object.string(index as usize).ok_or_else(|| {
            Error::invalid_argument(format!(
                "an error string with an index below {} is there, and {index} was asked for",
                object.string_count()
            ))
        })?;
        string.write(WS_STRING { length: text.len() as ULONG, chars: text.as_ptr().cast_mut() });
        Ok(S_OK)
    })
}

/// Reads a property of an error object: `WS_ERROR_PROPERTY_STRING_COUNT` (ULONG),
/// `WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE` (ULONG, 0 if there is none) or `WS_ERROR_PROPERTY_LANGID` (LANGID).
///
/// Errors: `E_INVALIDARG` for another property, a NULL `buffer`, a size that is not the property's, or what is
/// not an error object. (Pages WsGetErrorProperty, WS_ERROR_PROPERTY_ID.)
///
/// # Safety
/// `buffer` is NULL or writable for `bufferSize` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetErrorProperty(
    error: *mut WS_ERROR,
    id: MaybeUninit<WS_ERROR_PROPERTY_ID>,
    buffer: *mut c_void,
    bufferSize: ULONG,
) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        let object = lease::<ErrorObject>(error)?;
        match id.get() {
            Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_STRING_COUNT) => {
                // SAFETY: the caller's promise.
                unsafe { property_out(buffer, bufferSize, "WS_ERROR_PROPERTY_STRING_COUNT") }?
                    .write(object.string_count() as ULONG);
            }
            Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE) => {
                // SAFETY: the caller's promise.
                unsafe { property_out(buffer, bufferSize, "WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE") }?
                    .write(object.original_code());
            }
            Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_LANGID) => {
                // SAFETY: the caller's promise.
                unsafe { property_out(buffer, bufferSize, "WS_ERROR_PROPERTY_LANGID") }?
                    .write(object.language());
            }
            None => return Err(no_property(CEnumField::raw(id))),
        }
        Ok(S_OK)
    })
}

/// Sets a property of an error object: `WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE`, or
/// `WS_ERROR_PROPERTY_LANGID` while nothing has been recorded since it was created or reset.
///
/// Errors: `E_INVALIDARG` for another property (the count of strings can only be read), a NULL `value`, a size
/// that is not the property's, a language of 0, or what is not an error object; `WS_E_INVALID_OPERATION` for
/// the language once something is recorded. (Pages WsSetErrorProperty, WS_ERROR_PROPERTY_ID.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetErrorProperty(
    error: *mut WS_ERROR,
    id: MaybeUninit<WS_ERROR_PROPERTY_ID>,
    value: *const c_void,
    valueSize: ULONG,
) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        let mut object = lease::<ErrorObject>(error)?;
        match id.get() {
            Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_STRING_COUNT) => {
                return Err(Error::invalid_argument("WS_ERROR_PROPERTY_STRING_COUNT can only be read"));
            }
            Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE) => {
                // SAFETY: the caller's promise.
                let code = unsafe { property_in(value, valueSize, "WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE") }?;
                object.set_original_code(code);
            }
            Some(WS_ERROR_PROPERTY_ID::WS_ERROR_PROPERTY_LANGID) => {
                // SAFETY: the caller's promise.
                let language = unsafe { property_in(value, valueSize, "WS_ERROR_PROPERTY_LANGID") }?;
                object.set_language(language)?;
            }
            None => return Err(no_property(CEnumField::raw(id))),
        }
        Ok(S_OK)
    })
}

fn no_property(id: i32) -> Error {
    Error::invalid_argument(format!("an error object has no property {id}"))
}

/// Copies all that one error object holds, its language too, into another, in place of what that held.
///
/// Errors: `E_INVALIDARG` for what is not an error object. (Page WsCopyError.)
///
/// # Safety
/// Nothing uses what `destination` handed out any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCopyError(source: *mut WS_ERROR, destination: *mut WS_ERROR) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        let from = lease::<ErrorObject>(source)?;
        if source != destination {
            lease::<ErrorObject>(destination)?.copy_from(&from);
        }
        Ok(S_OK)
    })
}

/// Forgets all that an error object holds, but for its language. What it handed out is no longer valid.
///
/// Errors: `E_INVALIDARG` for what is not an error object. (Page WsResetError.)
///
/// # Safety
/// Nothing uses what the error object handed out any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetError(error: *mut WS_ERROR) -> HRESULT {
    boundary(core::ptr::null_mut(), || {
        lease::<ErrorObject>(error)?.reset();
        Ok(S_OK)
    })
}

/// Frees an error object and all that it handed out. NULL, or what is not a live error object, is ignored.
/// (Page WsFreeError.)
///
/// # Safety
/// Nothing uses the error object, or what it handed out, any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeError(error: *mut WS_ERROR) {
    boundary_void(|| {
        drop(free::<ErrorObject>(error));
        Ok(())
    });
}
