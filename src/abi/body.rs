//! Bodies of messages as C describes them: a WS_ELEMENT_DESCRIPTION, an option and a value, turned into something
//! that a message can be written from or read into later, on whichever thread the operation ends up.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use crate::abi::types::*;
use crate::channel::exchange::{Incoming, Outgoing, ReadBody, WriteBody};
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::serialization;
use crate::value::string;

use super::guard::{optional, required, slice};
use super::message_body::{read_body_value, write_body_value};
use super::object::{ErrorHandle, PassedOn, shared};

/// A value to be written, and how.
#[derive(Clone, Copy)]
pub(crate) struct ValueIn {
    pub(crate) option: WS_WRITE_OPTION,
    pub(crate) value: PassedOn<c_void>,
    pub(crate) size: ULONG,
}

/// A place to read a value into, and how.
#[derive(Clone, Copy)]
pub(crate) struct ValueOut {
    pub(crate) option: WS_READ_OPTION,
    pub(crate) value: PassedOn<c_void>,
    pub(crate) size: ULONG,
}

/// A body that is written from `value`.
///
/// # Safety
/// Description and value are as documented, and stay so until the body has been written.
pub(crate) unsafe fn write_body(
    description: PassedOn<WS_ELEMENT_DESCRIPTION>,
    value: ValueIn,
    error: ErrorHandle,
) -> WriteBody {
    Box::new(move |message| {
        let (description, value, error) = (description, value, error);
        // SAFETY: by the caller's promise.
        unsafe {
            let description = required(description.0, "bodyElementDescription")?;
            write_body_value(message, description, value.option, value.value.0, value.size, error.0)
        }
    })
}

/// A body that is read into `value`, which stays as it was if the body, or what follows it, is wrong.
///
/// # Safety
/// Description and value are as documented, and stay so until the message has been read.
pub(crate) unsafe fn read_body(
    description: PassedOn<WS_ELEMENT_DESCRIPTION>,
    value: ValueOut,
    heap: Option<Arc<Heap>>,
    error: ErrorHandle,
) -> ReadBody {
    Box::new(move |message| {
        let (description, value, error) = (description, value, error);
        // SAFETY: by the caller's promise.
        unsafe {
            let description = required(description.0, "bodyElementDescription")?;
            let before = Before::keep(description, value);
            read_body_value(
                message,
                description,
                value.option,
                heap.as_ref(),
                value.value.0.cast_mut(),
                value.size,
                error.0,
            )?;
            Ok(Box::new(move || before.forget()))
        }
    })
}

/// What is in a variable of the caller's before a value is read into it, be it nothing at all. Dropped, it is put back.
/// (The value is read in place all the same, since the application's own types may want to stay where they were read.)
struct Before {
    place: PassedOn<c_void>,
    bytes: Vec<MaybeUninit<u8>>,
}

impl Before {
    /// Looks only at a variable whose size is the right one; others are refused when it comes to reading.
    ///
    /// # Safety
    /// As [`read_body`].
    unsafe fn keep(description: &WS_ELEMENT_DESCRIPTION, value: ValueOut) -> Self {
        let place = value.value;
        // SAFETY: by the caller's promise.
        let expected = unsafe { serialization::value_size(description, value.option) };
        if place.0.is_null() || expected.ok() != Some(value.size as usize) {
            return Self { place, bytes: Vec::new() };
        }
        // SAFETY: by the caller's promise the variable is this large; it may be uninitialised.
        let bytes = unsafe { std::slice::from_raw_parts(place.0.cast(), value.size as usize) };
        Self { place, bytes: bytes.to_vec() }
    }

    /// Leaves the variable as it is now.
    fn forget(mut self) {
        self.bytes.clear();
    }
}

impl Drop for Before {
    fn drop(&mut self) {
        let place = self.place.0.cast_mut().cast();
        // SAFETY: the variable is as large as it was when this was made from it, and there for as long as the operation.
        unsafe { std::ptr::copy_nonoverlapping(self.bytes.as_ptr(), place, self.bytes.len()) };
    }
}

/// What a message description and a value say to send.
///
/// # Safety
/// As [`write_body`].
pub(crate) unsafe fn outgoing(
    description: *const WS_MESSAGE_DESCRIPTION,
    value: ValueIn,
    error: ErrorHandle,
) -> Result<Outgoing> {
    // SAFETY: by the caller's promise.
    let description = unsafe { required(description, "messageDescription") }?;
    let element = description.bodyElementDescription.cast_const();
    Ok(Outgoing {
        // SAFETY: by the caller's promise.
        action: unsafe { xml_string(description.action) }?,
        // SAFETY: by the caller's promise.
        body: (!element.is_null()).then(|| unsafe { write_body(PassedOn(element), value, error) }),
    })
}

/// What a message description says to expect.
///
/// # Safety
/// As [`read_body`].
pub(crate) unsafe fn incoming(
    description: *const WS_MESSAGE_DESCRIPTION,
    value: ValueOut,
    heap: Option<&Arc<Heap>>,
    error: ErrorHandle,
) -> Result<Incoming> {
    // SAFETY: by the caller's promise.
    let description = unsafe { required(description, "messageDescription") }?;
    let element = description.bodyElementDescription.cast_const();
    Ok(Incoming {
        // SAFETY: by the caller's promise.
        action: unsafe { xml_string(description.action) }?,
        // SAFETY: by the caller's promise.
        body: (!element.is_null())
            .then(|| unsafe { read_body(PassedOn(element), value, heap.cloned(), error) }),
    })
}

/// The heap behind a handle that may be NULL.
pub(crate) fn optional_heap(heap: *mut WS_HEAP) -> Result<Option<Arc<Heap>>> {
    if heap.is_null() { Ok(None) } else { shared::<Heap>(heap).map(Some) }
}

/// The text of a WS_XML_STRING; `None` for a NULL pointer.
///
/// # Safety
/// `string` is NULL or points to a valid WS_XML_STRING.
pub(crate) unsafe fn xml_string(string: *const WS_XML_STRING) -> Result<Option<String>> {
    // SAFETY: by the caller's promise.
    let Some(string) = (unsafe { optional(string) }) else { return Ok(None) };
    // SAFETY: by the caller's promise.
    let bytes = unsafe { slice(string.bytes.cast_const(), string.length, "bytes") }?;
    Ok(Some(string::utf8(bytes)?.to_owned()))
}

/// The text of a WS_STRING.
///
/// # Safety
/// `string` is valid: its `chars` point to `length` code units.
pub(crate) unsafe fn text(string: &WS_STRING, name: &str) -> Result<String> {
    // SAFETY: by the caller's promise.
    let chars = unsafe { slice(string.chars.cast_const(), string.length, name) }?;
    string::utf16_to_string(chars)
        .map_err(|failure| failure.with_code(E_INVALIDARG).context(format!("'{name}'")))
}

/// A required enumeration argument.
pub(crate) fn enumeration<E: CEnum>(value: std::mem::MaybeUninit<E>, name: &str) -> Result<E> {
    value.get().ok_or_else(|| {
        Error::invalid_argument(format!("{} is not a value that '{name}' can take", value.raw()))
    })
}
