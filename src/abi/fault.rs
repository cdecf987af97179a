//! The fault in a `WS_ERROR`: what is received from a peer or to be sent to one. (Page "Faults".)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::ptr;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::heap::Heap;
use crate::serialization;
use crate::value::string::utf8;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::{Input, Reader, ReaderProperties, TextCharset};
use crate::xml::writer::{Writer, WriterProperties};

use super::error_object::ErrorObject;
use super::guard::{Out, boundary, property_in, property_out, required, slice};
use super::object::{self, lease, shared};

/// Reads what is known of the fault in an error object:
///
/// - `WS_FAULT_ERROR_PROPERTY_FAULT` (`WS_FAULT*`): the fault, NULL if there is none.
/// - `WS_FAULT_ERROR_PROPERTY_ACTION` (`WS_XML_STRING`): its action, of length 0 if there is none.
/// - `WS_FAULT_ERROR_PROPERTY_HEADER` (`WS_XML_BUFFER*`): the header to send with it, NULL if there is none.
///
/// What is returned belongs to the error object and is valid until that is reset or freed.
///
/// Errors: `E_INVALIDARG` for another property, a NULL `buffer`, a size that is not the property's, or what is
/// not an error object; `E_OUTOFMEMORY`. (Pages WsGetFaultErrorProperty, WS_FAULT_ERROR_PROPERTY_ID.)
///
/// # Safety
/// `buffer` is NULL or writable for `bufferSize` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetFaultErrorProperty(
    error: *mut WS_ERROR,
    id: MaybeUninit<WS_FAULT_ERROR_PROPERTY_ID>,
    buffer: *mut c_void,
    bufferSize: ULONG,
) -> HRESULT {
    boundary(ptr::null_mut(), || {
        let mut object = lease::<ErrorObject>(error)?;
        match id.get() {
            Some(WS_FAULT_ERROR_PROPERTY_ID::WS_FAULT_ERROR_PROPERTY_FAULT) => {
                // SAFETY: the caller's promise.
                let out = unsafe { property_out(buffer, bufferSize, "WS_FAULT_ERROR_PROPERTY_FAULT") }?;
                out.write(object.fault_view()?);
            }
            Some(WS_FAULT_ERROR_PROPERTY_ID::WS_FAULT_ERROR_PROPERTY_ACTION) => {
                // SAFETY: the caller's promise.
                let out = unsafe { property_out(buffer, bufferSize, "WS_FAULT_ERROR_PROPERTY_ACTION") }?;
                out.write(object.action_view()?);
            }
            Some(WS_FAULT_ERROR_PROPERTY_ID::WS_FAULT_ERROR_PROPERTY_HEADER) => {
                // SAFETY: the caller's promise.
                let out = unsafe { property_out(buffer, bufferSize, "WS_FAULT_ERROR_PROPERTY_HEADER") }?;
                out.write(object.header_view()?);
            }
            None => return Err(no_property(CEnumField::raw(id))),
        }
        Ok(S_OK)
    })
}

/// Sets what a fault made from this error object says. The object makes a copy.
///
/// - `WS_FAULT_ERROR_PROPERTY_FAULT` (`WS_FAULT`): the fault. Its reason is added to the error strings if it is
///   in the language of the object.
/// - `WS_FAULT_ERROR_PROPERTY_ACTION` (`WS_XML_STRING`): the action to send it with; length 0 for none.
/// - `WS_FAULT_ERROR_PROPERTY_HEADER` (`WS_XML_BUFFER*`): the header to send with it; NULL for none.
///
/// Errors: `E_INVALIDARG` for another property, a NULL `value`, a size that is not the property's, strings or
/// buffers within that are not valid, or what is not an error object; `WS_E_INVALID_FORMAT` for text that is
/// neither UTF-8 nor UTF-16. (Pages WsSetFaultErrorProperty, WS_FAULT_ERROR_PROPERTY_ID.)
///
/// # Safety
/// `value` is NULL or points to a valid value of `valueSize` bytes, with all that it points to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetFaultErrorProperty(
    error: *mut WS_ERROR,
    id: MaybeUninit<WS_FAULT_ERROR_PROPERTY_ID>,
    value: *const c_void,
    valueSize: ULONG,
) -> HRESULT {
    boundary(ptr::null_mut(), || {
        let mut object = lease::<ErrorObject>(error)?;
        match id.get() {
            Some(WS_FAULT_ERROR_PROPERTY_ID::WS_FAULT_ERROR_PROPERTY_FAULT) => {
                // SAFETY: the caller's promise.
                let fault = unsafe {
                    let fault: WS_FAULT = property_in(value, valueSize, "WS_FAULT_ERROR_PROPERTY_FAULT")?;
                    serialization::fault_from_c(&fault)?
                };
                object.set_fault(fault);
            }
            Some(WS_FAULT_ERROR_PROPERTY_ID::WS_FAULT_ERROR_PROPERTY_ACTION) => {
                // SAFETY: the caller's promise.
                let action: WS_XML_STRING =
                    unsafe { property_in(value, valueSize, "WS_FAULT_ERROR_PROPERTY_ACTION") }?;
                // SAFETY: the caller's promise.
                object.set_action(unsafe { xml_text(&action, "WS_FAULT_ERROR_PROPERTY_ACTION") }?);
            }
            Some(WS_FAULT_ERROR_PROPERTY_ID::WS_FAULT_ERROR_PROPERTY_HEADER) => {
                // SAFETY: the caller's promise.
                let header: *mut WS_XML_BUFFER =
                    unsafe { property_in(value, valueSize, "WS_FAULT_ERROR_PROPERTY_HEADER") }?;
                let header = if header.is_null() {
                    None
                } else {
                    Some(serialization::buffer_to_bytes(&*shared::<XmlBuffer>(header)?)?)
                };
                object.set_header(header);
            }
            None => return Err(no_property(CEnumField::raw(id))),
        }
        Ok(S_OK)
    })
}

fn no_property(id: i32) -> Error {
    Error::invalid_argument(format!("the fault of an error object has no property {id}"))
}

/// The text of a `WS_XML_STRING` that C gave.
///
/// # Safety
/// `text` is a valid string.
unsafe fn xml_text(text: &WS_XML_STRING, name: &str) -> Result<String> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice(text.bytes, text.length, name) }?;
    Ok(utf8(bytes).context(|| name.to_owned())?.to_owned())
}

/// Reads the value in the detail of the fault that an error object holds.
///
/// - `faultDetailDescription`: the element in the detail, and the action its fault has. Where the error object
///   knows the fault's action and the description has one too, and they differ, the detail is not that one. An
///   element description without a name describes all that is in the detail, with `WS_READ_REQUIRED_VALUE` or
///   `WS_READ_REQUIRED_POINTER`.
/// - `readOption`: with `WS_READ_OPTIONAL_POINTER` or `WS_READ_NILLABLE_POINTER` the value is NULL where there
///   is no such detail.
/// - `heap`: where the value is put; may be NULL for values that need none.
///
/// Errors: `WS_E_INVALID_FORMAT` when a required detail is not there, or the detail is another; a pointer that
/// may be NULL is NULL then. `WS_E_QUOTA_EXCEEDED` or `E_OUTOFMEMORY` from the heap; `E_INVALIDARG` for an
/// argument that is not valid. Failures are added to the error object. (Page WsGetFaultErrorDetail.)
///
/// # Safety
/// The description is NULL or valid, `value` is NULL or writable for `valueSize` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetFaultErrorDetail(
    error: *mut WS_ERROR,
    faultDetailDescription: *const WS_FAULT_DETAIL_DESCRIPTION,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
) -> HRESULT {
    if let Err(wrong) = object::check::<ErrorObject>(error) {
        return wrong.code();
    }
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (description, element) = unsafe { description(faultDetailDescription) }?;
        let option = readOption.get().ok_or_else(|| {
            Error::invalid_argument(format!("there is no WS_READ_OPTION {}", CEnumField::raw(readOption)))
        })?;
        let heap = if heap.is_null() { None } else { Some(shared::<Heap>(heap)?) };
        let may_be_null = matches!(
            option,
            WS_READ_OPTION::WS_READ_OPTIONAL_POINTER | WS_READ_OPTION::WS_READ_NILLABLE_POINTER
        );
        // SAFETY: the caller's promise.
        let null = unsafe {
            if may_be_null {
                Some(property_out::<*mut c_void>(value, valueSize, "the value of a fault detail")?)
            } else {
                Out::required(value, "value")?;
                None
            }
        };
        // SAFETY: the caller's promise.
        let Some(detail) = (unsafe { matching_detail(error, description) })? else {
            return match null {
                Some(null) => {
                    null.write(ptr::null_mut());
                    Ok(S_OK)
                }
                None => Err(Error::invalid_format(
                    "a fault detail of another action was found, or none at all, and one is required",
                )),
            };
        };
        let mut reader = Reader::new(ReaderProperties::default());
        let read = (|| {
            reader.set_input_text(Input::Owned(detail), TextCharset::Utf8, ReaderProperties::default())?;
            reader.read_to_start_element(None, None)?;
            reader.read_start_element()?;
            // SAFETY: the caller's promise.
            unsafe {
                if element.elementLocalName.is_null() {
                    if may_be_null {
                        return Err(Error::invalid_argument(
                            "an element description without a name is read with WS_READ_REQUIRED_VALUE or \
                             WS_READ_REQUIRED_POINTER",
                        ));
                    }
                    serialization::read(
                        &mut reader,
                        WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING,
                        element_type(element)?,
                        element.typeDescription,
                        option,
                        heap.as_ref(),
                        value,
                        valueSize,
                        error,
                    )?;
                } else {
                    serialization::read_element(
                        &mut reader,
                        element,
                        option,
                        heap.as_ref(),
                        value,
                        valueSize,
                        error,
                    )?;
                }
            }
            reader.read_end_element()
        })();
        if read.is_err()
            && let Some(null) = null
        {
            null.write(ptr::null_mut());
        }
        read.context(|| "the detail of the fault is not what is described")?;
        Ok(S_OK)
    })
}

/// The detail of the fault in this object, if its action is the one described.
///
/// # Safety
/// The description is valid.
unsafe fn matching_detail(
    error: *mut WS_ERROR,
    description: &WS_FAULT_DETAIL_DESCRIPTION,
) -> Result<Option<Vec<u8>>> {
    let object = lease::<ErrorObject>(error)?;
    // SAFETY: the caller's promise.
    if let Some(expected) = unsafe { action_of(description) }?
        && !object.action().is_empty()
        && object.action() != expected
    {
        return Ok(None);
    }
    Ok(object.fault().and_then(|fault| fault.detail.clone()))
}

/// Writes a value into the detail of the fault that an error object holds; of a generic one, if it holds none.
///
/// - `faultDetailDescription`: the element to write; its action, if it has one, becomes
///   `WS_FAULT_ERROR_PROPERTY_ACTION`. An element description without a name describes all that is in the
///   detail, with `WS_WRITE_REQUIRED_VALUE` or `WS_WRITE_REQUIRED_POINTER`.
/// - `value`, `valueSize`: as `writeOption` has it.
///
/// Errors: `WS_E_INVALID_FORMAT` for a value that cannot be written, `E_OUTOFMEMORY`, `E_INVALIDARG` for an
/// argument that is not valid. Failures are added to the error object. (Page WsSetFaultErrorDetail.)
///
/// # Safety
/// The description is NULL or valid, `value` is NULL or points to `valueSize` bytes with a valid value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetFaultErrorDetail(
    error: *mut WS_ERROR,
    faultDetailDescription: *const WS_FAULT_DETAIL_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
) -> HRESULT {
    if let Err(wrong) = object::check::<ErrorObject>(error) {
        return wrong.code();
    }
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (description, element) = unsafe { description(faultDetailDescription) }?;
        let option = writeOption.get().ok_or_else(|| {
            Error::invalid_argument(format!("there is no WS_WRITE_OPTION {}", CEnumField::raw(writeOption)))
        })?;
        // SAFETY: the caller's promise.
        let action = unsafe { action_of(description) }?;
        let mut writer = Writer::new(WriterProperties::default());
        writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default())?;
        writer.write_start_element(None, b"detail", b"")?;
        // SAFETY: the caller's promise.
        unsafe {
            if element.elementLocalName.is_null() {
                if !matches!(
                    option,
                    WS_WRITE_OPTION::WS_WRITE_REQUIRED_VALUE | WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER
                ) {
                    return Err(Error::invalid_argument(
                        "an element description without a name is written with WS_WRITE_REQUIRED_VALUE or \
                         WS_WRITE_REQUIRED_POINTER",
                    ));
                }
                serialization::write(
                    &mut writer,
                    WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING,
                    element_type(element)?,
                    element.typeDescription,
                    option,
                    value,
                    valueSize,
                    error,
                )
            } else {
                serialization::write_element(&mut writer, element, option, value, valueSize, error)
            }
        }
        .context(|| "the detail of the fault cannot be written")?;
        writer.write_end_element()?;
        lease::<ErrorObject>(error)?.set_detail(writer.take_bytes(), action);
        Ok(S_OK)
    })
}

/// A fault detail description that C gave, and its element description.
///
/// # Safety
/// `description` is NULL or valid for `'a`.
unsafe fn description<'a>(
    description: *const WS_FAULT_DETAIL_DESCRIPTION,
) -> Result<(&'a WS_FAULT_DETAIL_DESCRIPTION, &'a WS_ELEMENT_DESCRIPTION)> {
    // SAFETY: the caller's promise.
    unsafe {
        let description = required(description, "faultDetailDescription")?;
        let element = required(
            description.detailElementDescription.cast_const(),
            "faultDetailDescription->detailElementDescription",
        )?;
        Ok((description, element))
    }
}

/// The action of a fault detail description, if it has one.
///
/// # Safety
/// The description is valid.
unsafe fn action_of(description: &WS_FAULT_DETAIL_DESCRIPTION) -> Result<Option<String>> {
    // SAFETY: the caller's promise.
    let text = |action| unsafe { xml_text(action, "the action of the fault detail description") };
    // SAFETY: the caller's promise.
    unsafe { description.action.as_ref() }.map(text).transpose()
}

fn element_type(element: &WS_ELEMENT_DESCRIPTION) -> Result<WS_TYPE> {
    element.r#type.get().ok_or_else(|| {
        Error::invalid_argument(format!("there is no WS_TYPE {}", CEnumField::raw(element.r#type)))
    })
}

/// Makes a fault of an error object: the one it holds, or else a generic one. Where that has no reason, the
/// error strings are the reason, or the text of `faultErrorCode` if there are none; with
/// `WS_MINIMAL_FAULT_DISCLOSURE` a generic sentence is.
///
/// - `faultErrorCode`: the code of the failure; it is never told to the peer.
/// - `heap`: where what the fault points to is put; valid until it is reset or freed.
/// - `fault`: receives the fault.
///
/// Errors: `E_INVALIDARG` for a success code, an unknown disclosure, a NULL `fault`, or what is not an error
/// object or a heap; `WS_E_QUOTA_EXCEEDED` or `E_OUTOFMEMORY` from the heap. (Page WsCreateFaultFromError.)
///
/// # Safety
/// `fault` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateFaultFromError(
    error: *mut WS_ERROR,
    faultErrorCode: HRESULT,
    faultDisclosure: MaybeUninit<WS_FAULT_DISCLOSURE>,
    heap: *mut WS_HEAP,
    fault: *mut WS_FAULT,
) -> HRESULT {
    boundary(ptr::null_mut(), || {
        let object = lease::<ErrorObject>(error)?;
        let disclosure = faultDisclosure.get().ok_or_else(|| {
            Error::invalid_argument(format!(
                "there is no WS_FAULT_DISCLOSURE {}",
                CEnumField::raw(faultDisclosure)
            ))
        })?;
        let heap = shared::<Heap>(heap)?;
        // SAFETY: the caller's promise.
        let out = unsafe { Out::required(fault, "fault") }?;
        let fault = object.fault_to_send(faultErrorCode, disclosure)?;
        out.write(serialization::fault_to_c(&fault, &heap)?);
        Ok(S_OK)
    })
}
