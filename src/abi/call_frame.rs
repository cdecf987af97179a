//! The parameters of a service operation as the structures that its messages are described by, and back.
//!
//! A generated stub passes, for each parameter, the address of the C parameter: of the value for one that is only
//! sent, of a pointer to where the value is or goes for one that is received. Each parameter is a field of the input
//! structure, of the output structure, or of both; an array is two, its items and their count. So a call is: copy
//! the fields in, write the input structure, read the output structure, copy the fields out.
//!
//! What is sent is copied before WsCall returns, since the parameters are on the caller's stack; what it points to
//! stays alive until the call has ended. (Pages WS_OPERATION_DESCRIPTION, WS_PARAMETER_DESCRIPTION; WsCall.)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::sync::Arc;

use crate::abi::types::*;
use crate::channel::exchange::{Incoming, Outgoing, ReadBody, WriteBody};
use crate::error::{Error, Result, ResultExt};
use crate::heap::Heap;
use crate::serialization;

use super::body::{ValueIn, ValueOut, read_body, write_body, xml_string};
use super::guard::{required, slice};
use super::message_body::read_body_value;
use super::object::{ErrorHandle, PassedOn};

/// An index that stands for no field.
pub(super) const NONE: USHORT = USHORT::MAX;

/// The operation's request, with its values, and what to do with its reply; `None` for a one-way operation.
///
/// # Safety
/// `operation` and all it points to is valid until the call has ended, and `arguments` points to as many pointers as
/// it has parameters, each to a parameter as described above.
pub(crate) unsafe fn frame(
    operation: *const WS_OPERATION_DESCRIPTION,
    arguments: *mut *const c_void,
    heap: &Arc<Heap>,
    error: ErrorHandle,
) -> Result<(Outgoing, Option<Incoming>)> {
    // SAFETY: the caller's promise, for all of these.
    unsafe {
        let operation = required(operation, "operation")?;
        if operation.versionInfo != 1 {
            return Err(Error::invalid_argument(format!(
                "the versionInfo of an operation description is 1, and this one has {}",
                operation.versionInfo
            )));
        }
        let count = ULONG::from(operation.parameterCount);
        let parameters = slice(operation.parameterDescription.cast_const(), count, "parameterDescription")?;
        let arguments = slice(arguments.cast_const(), count, "arguments")?;
        let input = required(operation.inputMessageDescription.cast_const(), "inputMessageDescription")?;
        let side = Side { operation, parameters, arguments, error };
        let outgoing = Outgoing {
            action: xml_string(input.action)?,
            body: side.input(input).context(|| "the input message of the operation")?,
        };
        let Some(output) = operation.outputMessageDescription.cast_const().as_ref() else {
            return Ok((outgoing, None));
        };
        let incoming = Incoming {
            action: xml_string(output.action)?,
            body: side.output(output, heap).context(|| "the output message of the operation")?,
        };
        Ok((outgoing, Some(incoming)))
    }
}

struct Side<'a> {
    operation: &'a WS_OPERATION_DESCRIPTION,
    parameters: &'a [WS_PARAMETER_DESCRIPTION],
    arguments: &'a [*const c_void],
    error: ErrorHandle,
}

/// Memory for a structure, aligned for any.
pub(super) struct Frame(Vec<u128>);

impl Frame {
    pub(super) fn new(size: ULONG) -> Self {
        Self(vec![0; (size as usize).div_ceil(size_of::<u128>())])
    }

    pub(super) fn at(&mut self, offset: usize) -> *mut u8 {
        self.0.as_mut_ptr().cast::<u8>().wrapping_add(offset)
    }
}

/// A place in a structure.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) offset: usize,
    pub(super) size: usize,
}

impl Side<'_> {
    /// What writes the body of the request.
    unsafe fn input(&self, message: &WS_MESSAGE_DESCRIPTION) -> Result<Option<WriteBody>> {
        // SAFETY: the promise of `frame`, for all of these.
        unsafe {
            let element = message.bodyElementDescription.cast_const();
            let Some(description) = element.as_ref() else { return Ok(None) };
            if let Some(argument) = self.whole_message(|parameter| parameter.inputMessageIndex)? {
                let nillable =
                    self.operation.inputMessageOptions & WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT != 0;
                let option = if nillable {
                    WS_WRITE_OPTION::WS_WRITE_NILLABLE_POINTER
                } else {
                    WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER
                };
                // The pointer is on the caller's stack; what it points to stays.
                let pointer = Box::new(PassedOn(argument.cast::<*const c_void>().read_unaligned()));
                let (error, element) = (self.error, PassedOn(element));
                return Ok(Some(Box::new(move |message| {
                    let value = ValueIn {
                        option,
                        value: PassedOn((&raw const pointer.0).cast()),
                        size: size_of::<*const c_void>() as ULONG,
                    };
                    write_body(element, value, error)(message)
                })));
            }
            let structure = structure(description)?;
            let mut frame = Frame::new(structure.size);
            for (index, parameter) in self.parameters.iter().enumerate() {
                if parameter.inputMessageIndex == NONE {
                    continue;
                }
                let slot = slot(structure, parameter, parameter.inputMessageIndex)
                    .context(|| format!("parameter {index}"))?;
                let mut source = self.argument(index)?.cast::<u8>();
                if parameter.outputMessageIndex != NONE {
                    source = pointer_at(source.cast(), index)?.cast();
                }
                std::ptr::copy_nonoverlapping(source, frame.at(slot.offset), slot.size);
            }
            let (size, error, element) = (structure.size, self.error, PassedOn(element));
            Ok(Some(Box::new(move |message| {
                let mut frame = frame;
                let value = ValueIn {
                    option: WS_WRITE_OPTION::WS_WRITE_REQUIRED_VALUE,
                    value: PassedOn(frame.at(0).cast_const().cast()),
                    size,
                };
                write_body(element, value, error)(message)
            })))
        }
    }

    /// What reads the body of the reply.
    unsafe fn output(&self, message: &WS_MESSAGE_DESCRIPTION, heap: &Arc<Heap>) -> Result<Option<ReadBody>> {
        // SAFETY: the promise of `frame`, for all of these.
        unsafe {
            let element = message.bodyElementDescription.cast_const();
            let Some(description) = element.as_ref() else { return Ok(None) };
            if let Some(argument) = self.whole_message(|parameter| parameter.outputMessageIndex)? {
                let nillable =
                    self.operation.outputMessageOptions & WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT != 0;
                let option = if nillable {
                    WS_READ_OPTION::WS_READ_NILLABLE_POINTER
                } else {
                    WS_READ_OPTION::WS_READ_REQUIRED_POINTER
                };
                let value = ValueOut {
                    option,
                    value: PassedOn(pointer_at(argument, 0)?),
                    size: size_of::<*const c_void>() as ULONG,
                };
                return Ok(Some(read_body(PassedOn(element), value, Some(heap.clone()), self.error)));
            }
            let structure = structure(description)?;
            let mut places = Vec::new();
            for (index, parameter) in self.parameters.iter().enumerate() {
                if parameter.outputMessageIndex == NONE {
                    continue;
                }
                let slot = slot(structure, parameter, parameter.outputMessageIndex)
                    .context(|| format!("parameter {index}"))?;
                places.push((slot, PassedOn(pointer_at(self.argument(index)?, index)?.cast::<u8>())));
            }
            let rpc = self.operation.style.get() == Some(WS_OPERATION_STYLE::WS_RPC_LITERAL_OPERATION);
            let (size, error, heap) = (structure.size, self.error, heap.clone());
            let description = PassedOn(element);
            Ok(Some(Box::new(move |message| {
                let mut frame = Frame::new(size);
                let value = ValueOut {
                    option: WS_READ_OPTION::WS_READ_REQUIRED_VALUE,
                    value: PassedOn(frame.at(0).cast_const().cast()),
                    size,
                };
                if rpc {
                    read_any_name(message, description, value, &heap, error)?;
                } else {
                    let description = required(description.0, "bodyElementDescription")?;
                    let (option, place) = (value.option, value.value.0.cast_mut());
                    read_body_value(message, description, option, Some(&heap), place, size, error.0)?;
                }
                Ok(Box::new(move || {
                    for (slot, place) in places {
                        std::ptr::copy_nonoverlapping(
                            frame.at(slot.offset).cast_const(),
                            place.0.cast_mut(),
                            slot.size,
                        );
                    }
                }))
            })))
        }
    }

    fn argument(&self, index: usize) -> Result<*const c_void> {
        match self.arguments.get(index) {
            Some(argument) if !argument.is_null() => Ok(*argument),
            _ => Err(Error::invalid_argument(format!("the argument for parameter {index} is NULL"))),
        }
    }

    /// The argument that is a message's whole element, if there is one.
    fn whole_message(
        &self,
        index_of: impl Fn(&WS_PARAMETER_DESCRIPTION) -> USHORT,
    ) -> Result<Option<*const c_void>> {
        for (index, parameter) in self.parameters.iter().enumerate() {
            let messages =
                parameter.parameterType.get() == Some(WS_PARAMETER_TYPE::WS_PARAMETER_TYPE_MESSAGES);
            if messages && index_of(parameter) != NONE {
                return self.argument(index).map(Some);
            }
        }
        Ok(None)
    }
}

/// The wrapper of an RPC response has whatever name the service likes.
unsafe fn read_any_name(
    message: &mut crate::soap::Message,
    description: PassedOn<WS_ELEMENT_DESCRIPTION>,
    value: ValueOut,
    heap: &Arc<Heap>,
    error: ErrorHandle,
) -> Result<()> {
    let mut reader = message.body_reader()?;
    if !reader.read_to_start_element(None, None)? {
        return Err(Error::invalid_format(
            "the body of the reply is empty, and the response element is expected",
        ));
    }
    // SAFETY: the promise of `frame`, for all of these.
    unsafe {
        let description = required(description.0, "bodyElementDescription")?;
        serialization::read(
            &mut reader,
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING,
            WS_TYPE::WS_STRUCT_TYPE,
            description.typeDescription.cast_const(),
            value.option,
            Some(heap),
            value.value.0.cast_mut(),
            value.size,
            error.0,
        )
    }
}

/// The pointer that an argument points to.
unsafe fn pointer_at(argument: *const c_void, index: usize) -> Result<*const c_void> {
    // SAFETY: the promise of `frame`: such an argument is the address of a pointer.
    let pointer = unsafe { argument.cast::<*const c_void>().read_unaligned() };
    if pointer.is_null() {
        return Err(Error::invalid_argument(format!("parameter {index} has nowhere to go: it is NULL")));
    }
    Ok(pointer)
}

/// The structure that a message's parameters are fields of.
pub(super) unsafe fn structure<'a>(element: &WS_ELEMENT_DESCRIPTION) -> Result<&'a WS_STRUCT_DESCRIPTION> {
    if element.r#type.get() != Some(WS_TYPE::WS_STRUCT_TYPE) {
        return Err(Error::invalid_argument(
            "the element of an operation's message is a structure, or its one parameter is WS_PARAMETER_TYPE_MESSAGES",
        ));
    }
    // SAFETY: the promise of `frame`.
    unsafe { required(element.typeDescription.cast_const().cast(), "typeDescription") }
}

/// Where a parameter is in its structure.
pub(super) unsafe fn slot(
    structure: &WS_STRUCT_DESCRIPTION,
    parameter: &WS_PARAMETER_DESCRIPTION,
    index: USHORT,
) -> Result<Slot> {
    // SAFETY: the promise of `frame`, for all of these.
    let field = unsafe {
        let fields = slice(structure.fields.cast_const(), structure.fieldCount, "fields")?;
        let field = fields.get(usize::from(index)).ok_or_else(|| {
            Error::invalid_argument(format!(
                "field {index} does not exist: the structure has {}",
                fields.len()
            ))
        })?;
        required(field.cast_const(), "field")?
    };
    let kind = parameter.parameterType.get().ok_or_else(|| {
        Error::invalid_argument(format!("{} is not a WS_PARAMETER_TYPE", parameter.parameterType.raw()))
    })?;
    let slot = match kind {
        WS_PARAMETER_TYPE::WS_PARAMETER_TYPE_NORMAL => Slot {
            offset: field.offset as usize,
            // SAFETY: the promise of `frame`.
            size: unsafe { serialization::field_size(field) }?,
        },
        WS_PARAMETER_TYPE::WS_PARAMETER_TYPE_ARRAY => {
            Slot { offset: field.offset as usize, size: size_of::<*const c_void>() }
        }
        WS_PARAMETER_TYPE::WS_PARAMETER_TYPE_ARRAY_COUNT => {
            Slot { offset: field.countOffset as usize, size: size_of::<ULONG>() }
        }
        WS_PARAMETER_TYPE::WS_PARAMETER_TYPE_MESSAGES => {
            return Err(Error::invalid_argument(
                "WS_PARAMETER_TYPE_MESSAGES is not for one field of a structure",
            ));
        }
    };
    if slot.offset.checked_add(slot.size).is_none_or(|end| end > structure.size as usize) {
        return Err(Error::invalid_argument(format!(
            "its field lies at {} with {} bytes, and the structure has {}",
            slot.offset, slot.size, structure.size
        )));
    }
    Ok(slot)
}
