//! Values of C to XML and back, by their description. (Page "Serialization".)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::serialization;
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

use super::guard::{Out, boundary, required};
use super::object::{lease, shared};

/// Reads a value of a type from where the reader is.
///
/// - `typeMapping`: what the value is in the XML. `WS_ELEMENT_TYPE_MAPPING`: the next element, whatever its
///   name, with its attributes; the reader ends behind it. `WS_ELEMENT_CONTENT_TYPE_MAPPING`: what is in the
///   element that the reader is in. `WS_ATTRIBUTE_TYPE_MAPPING`: the value of the attribute that is being read.
///   `WS_ANY_ELEMENT_TYPE_MAPPING`: the next element, with its name.
/// - `type`, `typeDescription`: the type, and the description structure that WS_TYPE names for it; NULL where
///   there is none or it is optional.
/// - `readOption`: `WS_READ_REQUIRED_VALUE` or `WS_READ_NILLABLE_VALUE` to fill `value`, the others to allocate
///   the value and store a pointer to it there. A missing element (`WS_READ_OPTIONAL_POINTER`,
///   `WS_READ_NILLABLE_POINTER`) or a nil one (`WS_READ_NILLABLE_POINTER`, `WS_READ_NILLABLE_VALUE`) becomes
///   NULL or the type's nil.
/// - `heap`: where all memory comes from. NULL is right for values that need none.
/// - `value`, `valueSize`: the output, exactly as large as the type, or as a pointer.
///
/// Errors: `E_INVALIDARG` for a wrong handle, size, option or description; `WS_E_INVALID_FORMAT` for XML that
/// does not fit; `WS_E_NUMERIC_OVERFLOW` for a number that is too large; `WS_E_QUOTA_EXCEEDED` for a heap that is
/// too small. After a failure the reader has to be given a new input. (Page WsReadType.)
///
/// # Safety
/// `typeDescription` and all that it points to are as documented for the type; `value` is NULL or writable for
/// `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadType(
    reader: *mut WS_XML_READER,
    typeMapping: MaybeUninit<WS_TYPE_MAPPING>,
    r#type: MaybeUninit<WS_TYPE>,
    typeDescription: *const c_void,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let mapping = enumeration(typeMapping, "typeMapping")?;
        let ty = enumeration(r#type, "type")?;
        let option = enumeration(readOption, "readOption")?;
        let heap = optional_heap(heap)?;
        // SAFETY: the caller's promise.
        unsafe {
            Out::required(value.cast::<u8>(), "value")?;
            let (reader, heap) = (&mut *reader, heap.as_ref());
            serialization::read(reader, mapping, ty, typeDescription, option, heap, value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Reads an element of a given name and type: moves to the next element, past whitespace and comments, and
/// ends behind it.
///
/// - `elementDescription`: name and type of the element.
/// - The others as for [`WsReadType`]. With `WS_READ_OPTIONAL_POINTER` or a nillable option, an element of
///   another name, or none, is left where it is and becomes NULL or the type's nil.
///
/// Errors: as [`WsReadType`]; another element than the required one is `WS_E_INVALID_FORMAT`.
/// (Page WsReadElement.)
///
/// # Safety
/// As [`WsReadType`], for `elementDescription`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadElement(
    reader: *mut WS_XML_READER,
    elementDescription: *const WS_ELEMENT_DESCRIPTION,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(elementDescription, "elementDescription") }?;
        let option = enumeration(readOption, "readOption")?;
        let heap = optional_heap(heap)?;
        // SAFETY: the caller's promise.
        unsafe {
            Out::required(value.cast::<u8>(), "value")?;
            let (reader, heap) = (&mut *reader, heap.as_ref());
            serialization::read_element(reader, description, option, heap, value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Reads an extension of an endpoint address: what its `extensions` say in a form that is known. If that is there more
/// than once, the first one is read.
///
/// - `reader`: is set to the extensions, which are its input afterwards. Without any, its input stays.
/// - `endpointAddress`: the address.
/// - `extensionType`: `WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS` reads the address that the endpoint's metadata
///   can be had from, a WS_ENDPOINT_ADDRESS.
/// - `readOption`: `WS_READ_REQUIRED_VALUE`, `WS_READ_REQUIRED_POINTER`, or `WS_READ_OPTIONAL_POINTER`, which gives NULL
///   where there is no such extension.
/// - `heap`: where all memory comes from; what is read stays until it is reset or freed.
/// - `value`, `valueSize`: the output, exactly as large as the value, or as a pointer.
///
/// Errors: `E_INVALIDARG` for a wrong handle, a NULL parameter, another type, option or size; `WS_E_INVALID_FORMAT` for a
/// required extension that is missing, and for XML that is no endpoint address; `WS_E_QUOTA_EXCEEDED` for a heap that is
/// too small. (Pages WsReadEndpointAddressExtension, WS_ENDPOINT_ADDRESS_EXTENSION_TYPE.)
///
/// # Safety
/// `endpointAddress` is NULL or valid; `value` is NULL or writable for `valueSize` bytes; `error` is NULL or a live
/// error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEndpointAddressExtension(
    reader: *mut WS_XML_READER,
    endpointAddress: *mut WS_ENDPOINT_ADDRESS,
    extensionType: MaybeUninit<WS_ENDPOINT_ADDRESS_EXTENSION_TYPE>,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let address = unsafe { required(endpointAddress.cast_const(), "endpointAddress") }?;
        let WS_ENDPOINT_ADDRESS_EXTENSION_TYPE::WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS =
            enumeration(extensionType, "extensionType")?;
        let option = enumeration(readOption, "readOption")?;
        let heap = shared::<Heap>(heap)?;
        // SAFETY: the caller's promise.
        unsafe {
            Out::required(value.cast::<u8>(), "value")?;
            serialization::read_metadata_address(
                &mut reader,
                address,
                option,
                &heap,
                value,
                valueSize,
                error,
            )?;
        }
        Ok(S_OK)
    })
}

/// Reads an attribute of the element that the reader is on. The reader stays on the element.
///
/// - `attributeDescription`: name and type of the attribute.
/// - `readOption`: `WS_READ_REQUIRED_VALUE`, `WS_READ_REQUIRED_POINTER`, or `WS_READ_OPTIONAL_POINTER`, which
///   gives NULL where the attribute is missing.
/// - The others as for [`WsReadType`].
///
/// Errors: as [`WsReadType`]; `WS_E_INVALID_OPERATION` while the reader is not on a start element.
/// (Page WsReadAttribute.)
///
/// # Safety
/// As [`WsReadType`], for `attributeDescription`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadAttribute(
    reader: *mut WS_XML_READER,
    attributeDescription: *const WS_ATTRIBUTE_DESCRIPTION,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(attributeDescription, "attributeDescription") }?;
        let option = enumeration(readOption, "readOption")?;
        let heap = optional_heap(heap)?;
        // SAFETY: the caller's promise.
        unsafe {
            Out::required(value.cast::<u8>(), "value")?;
            let (reader, heap) = (&mut *reader, heap.as_ref());
            serialization::read_attribute(reader, description, option, heap, value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Reads the text from where the reader is up to the next element or end as a number, a time, a GUID or the
/// like. Comments in it are skipped, as is whitespace around it.
///
/// - `valueType`: what the text is.
/// - `value`, `valueSize`: the output, exactly as large as that type. Untouched on failure.
///
/// Errors: `E_INVALIDARG` for a wrong handle, type or size; `WS_E_INVALID_FORMAT` for a text that is not such a
/// value; `WS_E_NUMERIC_OVERFLOW` for a number that is too large. (Page WsReadValue.)
///
/// # Safety
/// `value` is NULL or writable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadValue(
    reader: *mut WS_XML_READER,
    valueType: MaybeUninit<WS_VALUE_TYPE>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let value_type = enumeration(valueType, "valueType")?;
        // SAFETY: the caller's promise.
        unsafe {
            Out::required(value.cast::<u8>(), "value")?;
            serialization::read_value(&mut reader, value_type, value, valueSize)?;
        }
        Ok(S_OK)
    })
}

/// Writes a value of a type to where the writer is.
///
/// - `typeMapping`: what the value becomes. `WS_ELEMENT_TYPE_MAPPING`: attributes and content of the element
///   that has been started. `WS_ELEMENT_CONTENT_TYPE_MAPPING`: part of its content.
///   `WS_ATTRIBUTE_TYPE_MAPPING`: the value of the attribute that has been started.
///   `WS_ANY_ELEMENT_TYPE_MAPPING`: an element, with its name.
/// - `type`, `typeDescription`: as for [`WsReadType`].
/// - `writeOption`: whether `value` points to the value (`WS_WRITE_REQUIRED_VALUE`, `WS_WRITE_NILLABLE_VALUE`) or
///   to a pointer to it, and whether it may be nil, which is written as `xsi:nil`.
/// - `value`, `valueSize`: the value, exactly as large as the type, or as a pointer.
///
/// Errors: `E_INVALIDARG` for a wrong handle, size, option or description, or a required pointer that is NULL;
/// `WS_E_INVALID_FORMAT` for a value that XML cannot hold, or where the writer cannot have it now. After a
/// failure the writer has to be given a new output. (Page WsWriteType.)
///
/// # Safety
/// `typeDescription` and `value`, with all that they point to, are as documented for the type; `error` is NULL or
/// a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteType(
    writer: *mut WS_XML_WRITER,
    typeMapping: MaybeUninit<WS_TYPE_MAPPING>,
    r#type: MaybeUninit<WS_TYPE>,
    typeDescription: *const c_void,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let mapping = enumeration(typeMapping, "typeMapping")?;
        let ty = enumeration(r#type, "type")?;
        let option = enumeration(writeOption, "writeOption")?;
        // SAFETY: the caller's promise.
        unsafe {
            required(value.cast::<u8>(), "value")?;
            let writer = &mut *writer;
            serialization::write(writer, mapping, ty, typeDescription, option, value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Writes an element with its name, its value and its end.
///
/// - `elementDescription`: name and type of the element.
/// - The others as for [`WsWriteType`].
///
/// Errors: as [`WsWriteType`]. (Page WsWriteElement.)
///
/// # Safety
/// As [`WsWriteType`], for `elementDescription`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteElement(
    writer: *mut WS_XML_WRITER,
    elementDescription: *const WS_ELEMENT_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(elementDescription, "elementDescription") }?;
        let option = enumeration(writeOption, "writeOption")?;
        // SAFETY: the caller's promise.
        unsafe {
            required(value.cast::<u8>(), "value")?;
            serialization::write_element(&mut writer, description, option, value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Writes an attribute, with its name and its value, to the element that has been started.
///
/// - `attributeDescription`: name and type of the attribute.
/// - `writeOption`: `WS_WRITE_REQUIRED_VALUE` or `WS_WRITE_REQUIRED_POINTER`: an attribute cannot be nil.
/// - The others as for [`WsWriteType`].
///
/// Errors: as [`WsWriteType`]; `WS_E_INVALID_OPERATION` where no element has been started.
/// (Page WsWriteAttribute.)
///
/// # Safety
/// As [`WsWriteType`], for `attributeDescription`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteAttribute(
    writer: *mut WS_XML_WRITER,
    attributeDescription: *const WS_ATTRIBUTE_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(attributeDescription, "attributeDescription") }?;
        let option = enumeration(writeOption, "writeOption")?;
        // SAFETY: the caller's promise.
        unsafe {
            required(value.cast::<u8>(), "value")?;
            serialization::write_attribute(&mut writer, description, option, value, valueSize, error)?;
        }
        Ok(S_OK)
    })
}

/// Writes a number, a time, a GUID or the like as text of the element, or as the value of the attribute, that
/// has been started.
///
/// - `valueType`: what `value` is.
/// - `value`, `valueSize`: the value, exactly as large as that type.
///
/// Errors: `E_INVALIDARG` for a wrong handle, type or size; `WS_E_INVALID_FORMAT` for what is not such a value,
/// or where the writer cannot have text now. (Page WsWriteValue.)
///
/// # Safety
/// `value` is NULL or a value of the type, readable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteValue(
    writer: *mut WS_XML_WRITER,
    valueType: MaybeUninit<WS_VALUE_TYPE>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let value_type = enumeration(valueType, "valueType")?;
        // SAFETY: the caller's promise.
        unsafe {
            required(value.cast::<u8>(), "value")?;
            serialization::write_value(&mut writer, value_type, value, valueSize)?;
        }
        Ok(S_OK)
    })
}

/// An enumeration of the API that C passed.
fn enumeration<E: CEnum>(value: MaybeUninit<E>, name: &str) -> Result<E> {
    value.get().ok_or_else(|| {
        Error::invalid_argument(format!("'{name}' has no value {}", CEnumField::<E>::raw(value)))
    })
}

fn optional_heap(heap: *mut WS_HEAP) -> Result<Option<Arc<Heap>>> {
    if heap.is_null() { Ok(None) } else { shared::<Heap>(heap).map(Some) }
}
