//! The body of a message: values in and out, and its bytes on the way.
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::heap::Heap;
use crate::serialization;
use crate::soap::Message;

use super::async_call;
use super::guard::{boundary, required};
use super::object::{lease, shared};

/// Reads a value from the body.
///
/// - `bodyDescription`: the element to read. With a NULL name and `WS_FAULT_TYPE` or
///   `WS_ENDPOINT_ADDRESS_TYPE`, name and type description are those of the message's versions. With a NULL name
///   and any other type, the value is the whole content of the body, a structure's fields one element after the
///   other.
/// - `readOption`, `value`, `valueSize`: see WS_READ_OPTION.
/// - `heap`: where the value is stored; may be NULL for values that need no memory of their own.
///
/// Errors: `WS_E_INVALID_FORMAT` for a body that does not fit the description, `WS_E_INVALID_OPERATION` unless
/// the message is READING, `E_INVALIDARG`, `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsReadBody.)
///
/// # Safety
/// `bodyDescription` is NULL or valid with all that it points to; `value` is writable for `valueSize` bytes;
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadBody(
    message: *mut WS_MESSAGE,
    bodyDescription: *const WS_ELEMENT_DESCRIPTION,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(bodyDescription, "bodyDescription") }?;
        let option = read_option(readOption)?;
        let heap = if heap.is_null() { None } else { Some(shared::<Heap>(heap)?) };
        // SAFETY: the caller's promise.
        unsafe {
            read_body_value(&message, description, option, heap.as_ref(), value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Writes a value into the body. `bodyDescription` is as for [`WsReadBody`].
///
/// Errors: `WS_E_INVALID_OPERATION` unless the message is WRITING, `E_INVALIDARG`, `WS_E_INVALID_FORMAT`,
/// `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsWriteBody.)
///
/// # Safety
/// `bodyDescription` is NULL or valid with all that it points to; `value` holds `valueSize` bytes of a value that
/// fits it; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteBody(
    message: *mut WS_MESSAGE,
    bodyDescription: *const WS_ELEMENT_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(bodyDescription, "bodyDescription") }?;
        let option = write_option(writeOption)?;
        // SAFETY: the caller's promise.
        unsafe { write_body_value(&message, description, option, value, valueSize, error) }?;
        Ok(S_OK)
    })
}

/// Has at least `minSize` bytes of the body at hand, or all there are, where it is read from a stream: as
/// WsFillReader on the reader of the body.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the message is READING, `E_INVALIDARG` for what is not a message, and
/// what the source of the stream fails with. (Page WsFillBody.)
///
/// # Safety
/// `asyncContext` is NULL or valid; `error` is NULL or a live error object until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFillBody(
    message: *mut WS_MESSAGE,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let start = || {
        let message = lease::<Message>(message)?;
        let mut reader = message.body_reader()?;
        Ok(async move {
            let result = reader.fill(minSize as usize).await;
            drop((reader, message));
            result.map(|()| S_OK)
        })
    };
    // SAFETY: the caller's promise.
    unsafe { async_call::run(asyncContext, error, async_call::long, start) }
}

/// Sends what has been written of the body, once it is at least `minSize` bytes, where it is written to a stream:
/// as WsFlushWriter on the writer of the body.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the message is WRITING, `E_INVALIDARG` for what is not a message, and
/// what the destination of the stream fails with. (Page WsFlushBody.)
///
/// # Safety
/// `asyncContext` is NULL or valid; `error` is NULL or a live error object until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFlushBody(
    message: *mut WS_MESSAGE,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let start = || {
        let message = lease::<Message>(message)?;
        let mut writer = message.body_writer()?;
        Ok(async move {
            let result = writer.flush(minSize as usize).await;
            drop((writer, message));
            result.map(|()| S_OK)
        })
    };
    // SAFETY: the caller's promise.
    unsafe { async_call::run(asyncContext, error, async_call::long, start) }
}

/// Writes a value where the body's writer stands, as [`WsWriteBody`] says.
///
/// # Safety
/// The description is valid with all that it points to; `value` holds `size` bytes of a value that fits it; `error`
/// is NULL or a live error object.
pub(crate) unsafe fn write_body_value(
    message: &Message,
    description: &WS_ELEMENT_DESCRIPTION,
    option: WS_WRITE_OPTION,
    value: *const c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    let mut writer = message.body_writer()?;
    let write = |shape: &Shape<'_>| match *shape {
        // SAFETY: the caller's promise; names and descriptions that were filled in are valid.
        Shape::Element(element) => unsafe {
            serialization::write_element(&mut writer, element, option, value, size, error)
        },
        // SAFETY: the caller's promise.
        Shape::Content(ty, type_description) => unsafe {
            let mapping = WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING;
            serialization::write(&mut writer, mapping, ty, type_description, option, value, size, error)
        },
    };
    with_body_shape(description, message, write).context(|| "the body of the message could not be written")
}

/// Reads a value from where the body's reader stands, as [`WsReadBody`] says.
///
/// # Safety
/// The description is valid with all that it points to; `value` is writable for `size` bytes; `error` is NULL or a
/// live error object.
pub(crate) unsafe fn read_body_value(
    message: &Message,
    description: &WS_ELEMENT_DESCRIPTION,
    option: WS_READ_OPTION,
    heap: Option<&Arc<Heap>>,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    let mut reader = message.body_reader()?;
    let read = |shape: &Shape<'_>| match *shape {
        // SAFETY: the caller's promise; names and descriptions that were filled in are valid.
        Shape::Element(element) => unsafe {
            serialization::read_element(&mut reader, element, option, heap, value, size, error)
        },
        // SAFETY: the caller's promise.
        Shape::Content(ty, type_description) => unsafe {
            let mapping = WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING;
            serialization::read(&mut reader, mapping, ty, type_description, option, heap, value, size, error)
        },
    };
    with_body_shape(description, message, read).context(|| "the body of the message could not be read")
}

/// What a body description means for a message.
enum Shape<'a> {
    Element(&'a WS_ELEMENT_DESCRIPTION),
    /// The content of the body as a whole.
    Content(WS_TYPE, *const c_void),
}

/// Completes a body description by what follows from the versions of the message.
fn with_body_shape(
    description: &WS_ELEMENT_DESCRIPTION,
    message: &Message,
    work: impl FnOnce(&Shape<'_>) -> Result<()>,
) -> Result<()> {
    let ty = description.r#type.get().ok_or_else(|| {
        Error::invalid_argument(format!("{} is no WS_TYPE", CEnumField::raw(description.r#type)))
    })?;
    let is_named = !description.elementLocalName.is_null();
    if is_named == description.elementNs.is_null() {
        return Err(Error::invalid_argument(
            "elementLocalName and elementNs of a body description are both given or both NULL",
        ));
    }
    let (envelope, addressing) = (message.envelope(), message.addressing());
    let default = match ty {
        WS_TYPE::WS_FAULT_TYPE if envelope.has_envelope => Some(("Fault", envelope.ns)),
        WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE if !addressing.is_transport => {
            Some(("EndpointReference", addressing.ns))
        }
        _ => None,
    };
    if default.is_none() && !is_named {
        return work(&Shape::Content(ty, description.typeDescription));
    }
    let fault = WS_FAULT_DESCRIPTION { envelopeVersion: envelope.id.to_c() };
    let address = WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion: addressing.id.to_c() };
    let (default_name, default_ns) = default.unwrap_or_default();
    let (mut local_name, mut ns) = (xml_string(default_name), xml_string(default_ns));
    let mut complete = *description;
    if !is_named {
        complete.elementLocalName = &raw mut local_name;
        complete.elementNs = &raw mut ns;
    }
    if complete.typeDescription.is_null() {
        complete.typeDescription = match ty {
            WS_TYPE::WS_FAULT_TYPE => (&raw const fault).cast_mut().cast(),
            WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE => (&raw const address).cast_mut().cast(),
            _ => ptr::null_mut(),
        };
    }
    work(&Shape::Element(&complete))
}

/// A text of ours as C takes it. It is never written to.
pub(super) fn xml_string(text: &'static str) -> WS_XML_STRING {
    WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: ptr::null_mut(),
        id: 0,
    }
}

pub(super) fn read_option(option: MaybeUninit<WS_READ_OPTION>) -> Result<WS_READ_OPTION> {
    option
        .get()
        .ok_or_else(|| Error::invalid_argument(format!("{} is no WS_READ_OPTION", CEnumField::raw(option))))
}

pub(super) fn write_option(option: MaybeUninit<WS_WRITE_OPTION>) -> Result<WS_WRITE_OPTION> {
    option
        .get()
        .ok_or_else(|| Error::invalid_argument(format!("{} is no WS_WRITE_OPTION", CEnumField::raw(option))))
}
