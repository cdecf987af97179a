//! Serialization: C memory that is described by `WS_STRUCT_DESCRIPTION` and friends, to XML and back.
//! (Pages "Serialization", WsReadType, WsWriteType, WS_TYPE, WS_FIELD_MAPPING, WS_READ_OPTION.)
//!
//! The functions here take raw pointers, since what they read and write is the caller's C memory:
//!
//! - `description` is NULL or points to the description structure that goes with `ty` in the documentation of
//!   WS_TYPE, complete and unchanged for the length of the call, as is all that it points to.
//! - When reading, `value` points to `size` writable bytes (they may be uninitialised). When writing, it points
//!   to `size` readable bytes holding a valid value of that type, as does every pointer within.
//! - `error` is NULL or the live `WS_ERROR` that is passed on to the application's callbacks (custom types,
//!   duration comparison). It must not be leased.
//!
//! Everything that is read lands in `heap`; `None` is right only for types that need none. On failure `value` is
//! untouched or holds what is safe to ignore, and the reader or writer is no longer where it was.
//!
//! Descriptions are checked as they are walked: what contradicts itself is `E_INVALIDARG`. `memory` is the one
//! module that touches raw memory, and `custom` the one that calls the application.
#![allow(unsafe_code)]
// The variants of the SDK's enumerations name their enumeration themselves.
#![allow(clippy::enum_glob_use)]
// Casts go from the head of a C structure to all of it; `memory` checks the alignment before it looks.
#![allow(clippy::cast_ptr_alignment)]
// As many as the functions of the face have.
#![allow(clippy::too_many_arguments)]

mod any;
mod array;
mod custom;
mod description;
mod endpoint;
mod endpoint_extension;
mod fault;
mod leaves;
mod memory;
mod plan;
mod ranges;
mod read;
mod read_items;
mod read_struct;
mod store;
#[cfg(test)]
mod tests;
mod write;
mod write_struct;

use std::ffi::c_void;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, FaultData, Result};
use crate::heap::Heap;
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

pub(crate) use array::read_array;
use description::{Name, Type};
pub(crate) use fault::{buffer_to_bytes, bytes_to_buffer};
use memory::Memory;
use read::Deserializer;
use store::Store;
use write::Serializer;

/// WsReadType: reads a value by its type. Fails with `E_INVALIDARG` for a description, option or size that does
/// not fit the type, `WS_E_INVALID_FORMAT` for XML that does not fit the description, `WS_E_NUMERIC_OVERFLOW` for
/// a number too large for its type, `WS_E_QUOTA_EXCEEDED` past the heap's limit.
///
/// # Safety
/// As the head of this module says.
pub(crate) unsafe fn read(
    reader: &mut Reader,
    mapping: WS_TYPE_MAPPING,
    ty: WS_TYPE,
    description: *const c_void,
    option: WS_READ_OPTION,
    heap: Option<&Arc<Heap>>,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let output = memory.place(value, size as usize, "'value'")?;
    let mut deserializer = Deserializer::new(reader, Store::new(memory, heap, error));
    deserializer.read_type(mapping, Type { ty, description }, option, output)
}

/// How many bytes of its structure a field takes: those of a pointer, or of its type.
///
/// # Safety
/// The field's type description is as the head of this module says.
pub(crate) unsafe fn field_size(field: &WS_FIELD_DESCRIPTION) -> Result<usize> {
    if field.options & WS_FIELD_POINTER != 0 {
        return Ok(size_of::<*const c_void>());
    }
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    Ok(Type::new(field.r#type, field.typeDescription.cast_const())?.layout(memory)?.size)
}

/// How large the variable is that an element of this description is read into.
///
/// # Safety
/// The description is as the head of this module says.
pub(crate) unsafe fn value_size(
    description: &WS_ELEMENT_DESCRIPTION,
    option: WS_READ_OPTION,
) -> Result<usize> {
    use WS_READ_OPTION::*;
    if !matches!(option, WS_READ_REQUIRED_VALUE | WS_READ_NILLABLE_VALUE) {
        return Ok(size_of::<*const c_void>());
    }
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    Ok(Type::new(description.r#type, description.typeDescription)?.layout(memory)?.size)
}

/// WsReadElement: the element of this description: the reader moves to it, past whitespace and comments, and
/// ends behind its end element. The names may be NULL for `WS_FAULT_TYPE`, whose element has a fixed name.
///
/// # Safety
/// As [`read()`].
pub(crate) unsafe fn read_element(
    reader: &mut Reader,
    description: &WS_ELEMENT_DESCRIPTION,
    option: WS_READ_OPTION,
    heap: Option<&Arc<Heap>>,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let output = memory.place(value, size as usize, "'value'")?;
    let (name, kind) = element_of(memory, description)?;
    Deserializer::new(reader, Store::new(memory, heap, error)).read_element(name, kind, option, output)
}

/// WsReadEndpointAddressExtension: the metadata address, which is the one extension that can be read so.
///
/// # Safety
/// As [`read()`].
pub(crate) unsafe fn read_metadata_address(
    reader: &mut Reader,
    address: &WS_ENDPOINT_ADDRESS,
    option: WS_READ_OPTION,
    heap: &Arc<Heap>,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let output = memory.place(value, size as usize, "'value'")?;
    let mut deserializer = Deserializer::new(reader, Store::new(memory, Some(heap), error));
    endpoint_extension::read(&mut deserializer, address.extensions, option, output)
}

/// WsReadAttribute: an attribute of the current element.
///
/// # Safety
/// As [`read()`].
pub(crate) unsafe fn read_attribute(
    reader: &mut Reader,
    description: &WS_ATTRIBUTE_DESCRIPTION,
    option: WS_READ_OPTION,
    heap: Option<&Arc<Heap>>,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let output = memory.place(value, size as usize, "'value'")?;
    let kind = Type::new(description.r#type, description.typeDescription)?;
    let name = Name::new(memory, description.attributeLocalName, description.attributeNs)?;
    Deserializer::new(reader, Store::new(memory, heap, error)).read_attribute(name, kind, option, output)
}

/// WsReadValue: the simple content of the current element as a number, time, GUID or the like.
///
/// # Safety
/// As [`read()`].
pub(crate) unsafe fn read_value(
    reader: &mut Reader,
    value_type: WS_VALUE_TYPE,
    value: *mut c_void,
    size: ULONG,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let output = memory.place(value, size as usize, "'value'")?;
    let store = Store::new(memory, None, std::ptr::null_mut());
    Deserializer::new(reader, store).read_value(type_of_value(value_type), output)
}

/// WsWriteType: writes a value by its type.
///
/// # Safety
/// As the head of this module says.
pub(crate) unsafe fn write(
    writer: &mut Writer,
    mapping: WS_TYPE_MAPPING,
    ty: WS_TYPE,
    description: *const c_void,
    option: WS_WRITE_OPTION,
    value: *const c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let value = memory.view(value, size as usize, "'value'")?;
    let result =
        Serializer::new(writer, memory, error).write_type(mapping, Type { ty, description }, option, value);
    located(writer, result)
}

/// WsWriteElement: the whole element, start and end. The names may be NULL for `WS_FAULT_TYPE`.
///
/// # Safety
/// As [`write()`].
pub(crate) unsafe fn write_element(
    writer: &mut Writer,
    description: &WS_ELEMENT_DESCRIPTION,
    option: WS_WRITE_OPTION,
    value: *const c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let value = memory.view(value, size as usize, "'value'")?;
    let (name, kind) = element_of(memory, description)?;
    let result = Serializer::new(writer, memory, error).write_element(name, kind, option, value);
    located(writer, result)
}

/// WsWriteAttribute: an attribute of the element being started.
///
/// # Safety
/// As [`write()`].
pub(crate) unsafe fn write_attribute(
    writer: &mut Writer,
    description: &WS_ATTRIBUTE_DESCRIPTION,
    option: WS_WRITE_OPTION,
    value: *const c_void,
    size: ULONG,
    error: *mut WS_ERROR,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let value = memory.view(value, size as usize, "'value'")?;
    let kind = Type::new(description.r#type, description.typeDescription)?;
    let name = Name::new(memory, description.attributeLocalName, description.attributeNs)?;
    let result = Serializer::new(writer, memory, error).write_attribute(name, kind, option, value);
    located(writer, result)
}

/// WsWriteValue: a number, time, GUID or the like as content or as the value of the attribute being written.
///
/// # Safety
/// As [`write()`].
pub(crate) unsafe fn write_value(
    writer: &mut Writer,
    value_type: WS_VALUE_TYPE,
    value: *const c_void,
    size: ULONG,
) -> Result<()> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    let value = memory.view(value, size as usize, "'value'")?;
    let mut serializer = Serializer::new(writer, memory, std::ptr::null_mut());
    let result = serializer.write_value(type_of_value(value_type), value);
    located(writer, result)
}

/// Says where the writer is, unless what failed is the writer, which says so itself.
fn located(writer: &Writer, result: Result<()>) -> Result<()> {
    result.map_err(|error| {
        let location = format!("the XML writer is at {}", writer.location());
        if error.messages().contains(&location) { error } else { error.context(location) }
    })
}

/// The fault whose `Fault` element is the next one: what `WS_FAULT_TYPE` reads, as data. `action` stays `None`.
pub(crate) fn read_fault(reader: &mut Reader, version: WS_ENVELOPE_VERSION) -> Result<FaultData> {
    let version = fault::Version::new(Some(version))?;
    if !reader.read_to_start_element(Some(b"Fault"), Some(version.ns()))? {
        return Err(Error::invalid_format(format!("a Fault element was expected: {}", reader.location())));
    }
    fault::read_data(reader, version)
}

/// Writes the `Fault` element of this envelope version.
pub(crate) fn write_fault(
    writer: &mut Writer,
    version: WS_ENVELOPE_VERSION,
    fault: &FaultData,
) -> Result<()> {
    fault::write_data(writer, fault::Version::new(Some(version))?, fault)
}

/// The C view of a fault, in this heap.
pub(crate) fn fault_to_c(fault: &FaultData, heap: &Arc<Heap>) -> Result<WS_FAULT> {
    // SAFETY: nothing is reached through a pointer here but what is allocated from the heap.
    let memory = unsafe { Memory::promised() };
    fault::data_to_c(&Store::new(memory, Some(heap), std::ptr::null_mut()), fault)
}

/// What a `WS_FAULT` says.
///
/// # Safety
/// `fault` is a valid WS_FAULT with all that it points to.
pub(crate) unsafe fn fault_from_c(fault: &WS_FAULT) -> Result<FaultData> {
    // SAFETY: the caller promises it for the length of this call.
    let memory = unsafe { Memory::promised() };
    fault::data_from_c(memory, fault)
}

/// The name and type of an element description.
fn element_of<'m>(memory: Memory<'m>, description: &'m WS_ELEMENT_DESCRIPTION) -> Result<(Name<'m>, Type)> {
    let kind = Type::new(description.r#type, description.typeDescription)?;
    if kind.ty == WS_TYPE::WS_FAULT_TYPE && description.elementLocalName.is_null() {
        let version = fault::Version::of(memory, kind)?;
        return Ok((Name::plain(b"Fault", version.ns()), kind));
    }
    Ok((Name::new(memory, description.elementLocalName, description.elementNs)?, kind))
}

/// The type that reads and writes like this value type.
fn type_of_value(value_type: WS_VALUE_TYPE) -> Type {
    use WS_TYPE::*;
    use WS_VALUE_TYPE::*;
    let ty = match value_type {
        WS_BOOL_VALUE_TYPE => WS_BOOL_TYPE,
        WS_INT8_VALUE_TYPE => WS_INT8_TYPE,
        WS_INT16_VALUE_TYPE => WS_INT16_TYPE,
        WS_INT32_VALUE_TYPE => WS_INT32_TYPE,
        WS_INT64_VALUE_TYPE => WS_INT64_TYPE,
        WS_UINT8_VALUE_TYPE => WS_UINT8_TYPE,
        WS_UINT16_VALUE_TYPE => WS_UINT16_TYPE,
        WS_UINT32_VALUE_TYPE => WS_UINT32_TYPE,
        WS_UINT64_VALUE_TYPE => WS_UINT64_TYPE,
        WS_FLOAT_VALUE_TYPE => WS_FLOAT_TYPE,
        WS_DOUBLE_VALUE_TYPE => WS_DOUBLE_TYPE,
        WS_DECIMAL_VALUE_TYPE => WS_DECIMAL_TYPE,
        WS_DATETIME_VALUE_TYPE => WS_DATETIME_TYPE,
        WS_TIMESPAN_VALUE_TYPE => WS_TIMESPAN_TYPE,
        WS_GUID_VALUE_TYPE => WS_GUID_TYPE,
        WS_DURATION_VALUE_TYPE => WS_DURATION_TYPE,
    };
    Type { ty, description: std::ptr::null() }
}
