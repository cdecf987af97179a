//! Serialization: C memory that is described by `WS_STRUCT_DESCRIPTION` and friends, to XML and back.
//! (Pages "Serialization", WsReadType, WsWriteType, WS_TYPE, WS_FIELD_MAPPING, WS_READ_OPTION.)
//!
//! The functions here take raw pointers, since what they read and write is the caller's C memory:
//!
//! - `description` is NULL or points to the description structure that goes with `ty` in the documentation of
//!   WS_TYPE, complete and unchanged for the length of the call, as is all that it points to.
//! - When reading, `value` points to `size` writable bytes (they may be uninitialised), aligned for what is
//!   written there. When writing, it points to `size` readable bytes holding a valid value of that type.
//! - `error` is NULL or the live `WS_ERROR` that is passed on to the application's callbacks (custom types,
//!   duration comparison). It must not be leased.
//!
//! Everything that is read lands in `heap`; `None` is right only for types that need none. On failure `value` is
//! untouched or holds what is safe to ignore, and the reader or writer is no longer where it was.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{FaultData, Result};
use crate::heap::Heap;
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

/// WsReadType: reads a value by its type. Fails with `E_INVALIDARG` for a description, option or size that does
/// not fit the type, `WS_E_INVALID_FORMAT` for XML that does not fit the description, `WS_E_QUOTA_EXCEEDED`
/// past the heap's limit.
///
/// # Safety
/// As the head of this module says.
pub(crate) unsafe fn read(
    _reader: &mut Reader,
    _mapping: WS_TYPE_MAPPING,
    _ty: WS_TYPE,
    _description: *const c_void,
    _option: WS_READ_OPTION,
    _heap: Option<&Arc<Heap>>,
    _value: *mut c_void,
    _size: ULONG,
    _error: *mut WS_ERROR,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsReadElement: the element of this description, with `WS_ELEMENT_TYPE_MAPPING`: the reader moves to it, past
/// whitespace and comments, and ends behind its end element.
///
/// # Safety
/// As [`read`].
pub(crate) unsafe fn read_element(
    _reader: &mut Reader,
    _description: &WS_ELEMENT_DESCRIPTION,
    _option: WS_READ_OPTION,
    _heap: Option<&Arc<Heap>>,
    _value: *mut c_void,
    _size: ULONG,
    _error: *mut WS_ERROR,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsReadAttribute: an attribute of the current element.
///
/// # Safety
/// As [`read`].
pub(crate) unsafe fn read_attribute(
    _reader: &mut Reader,
    _description: &WS_ATTRIBUTE_DESCRIPTION,
    _option: WS_READ_OPTION,
    _heap: Option<&Arc<Heap>>,
    _value: *mut c_void,
    _size: ULONG,
    _error: *mut WS_ERROR,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsReadValue: the simple content of the current element as a number, time, GUID or the like.
///
/// # Safety
/// As [`read`].
pub(crate) unsafe fn read_value(
    _reader: &mut Reader,
    _value_type: WS_VALUE_TYPE,
    _value: *mut c_void,
    _size: ULONG,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsWriteType: writes a value by its type.
///
/// # Safety
/// As the head of this module says.
pub(crate) unsafe fn write(
    _writer: &mut Writer,
    _mapping: WS_TYPE_MAPPING,
    _ty: WS_TYPE,
    _description: *const c_void,
    _option: WS_WRITE_OPTION,
    _value: *const c_void,
    _size: ULONG,
    _error: *mut WS_ERROR,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsWriteElement: the whole element, start and end.
///
/// # Safety
/// As [`write`].
pub(crate) unsafe fn write_element(
    _writer: &mut Writer,
    _description: &WS_ELEMENT_DESCRIPTION,
    _option: WS_WRITE_OPTION,
    _value: *const c_void,
    _size: ULONG,
    _error: *mut WS_ERROR,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsWriteAttribute: an attribute of the element being started.
///
/// # Safety
/// As [`write`].
pub(crate) unsafe fn write_attribute(
    _writer: &mut Writer,
    _description: &WS_ATTRIBUTE_DESCRIPTION,
    _option: WS_WRITE_OPTION,
    _value: *const c_void,
    _size: ULONG,
    _error: *mut WS_ERROR,
) -> Result<()> {
    unimplemented!("serial")
}

/// WsWriteValue: a number, time, GUID or the like as content or as the value of the attribute being written.
///
/// # Safety
/// As [`write`].
pub(crate) unsafe fn write_value(
    _writer: &mut Writer,
    _value_type: WS_VALUE_TYPE,
    _value: *const c_void,
    _size: ULONG,
) -> Result<()> {
    unimplemented!("serial")
}

/// The fault whose `Fault` element is the next one: what `WS_FAULT_TYPE` reads, as data. `action` stays `None`.
pub(crate) fn read_fault(_reader: &mut Reader, _version: WS_ENVELOPE_VERSION) -> Result<FaultData> {
    unimplemented!("serial")
}

/// Writes the `Fault` element of this envelope version.
pub(crate) fn write_fault(
    _writer: &mut Writer,
    _version: WS_ENVELOPE_VERSION,
    _fault: &FaultData,
) -> Result<()> {
    unimplemented!("serial")
}

/// The C view of a fault, in this heap.
pub(crate) fn fault_to_c(_fault: &FaultData, _heap: &Arc<Heap>) -> Result<WS_FAULT> {
    unimplemented!("serial")
}

/// What a `WS_FAULT` says.
///
/// # Safety
/// `fault` is a valid WS_FAULT with all that it points to.
pub(crate) unsafe fn fault_from_c(_fault: &WS_FAULT) -> Result<FaultData> {
    unimplemented!("serial")
}
