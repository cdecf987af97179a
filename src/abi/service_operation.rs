//! The operations of a contract, as a service host calls them: parameters from C structures that are read from requests,
//! and back.
//!
//! A stub gets an array of pointers, one per parameter: to a field of the structure of the request for what is received
//! only, else to a field of the structure of the reply, where what is received too has been copied before. (Pages
//! WS_OPERATION_DESCRIPTION, WS_PARAMETER_DESCRIPTION, WS_SERVICE_STUB_CALLBACK.)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::sync::Arc;

use crate::abi::types::*;
use crate::channel::exchange::WriteBody;
use crate::error::{Error, Result, ResultExt};
use crate::heap::Heap;
use crate::service::host::application::{Invocation, OperationInfo, ReplyInfo};
use crate::service::host::context::OperationContext;
use crate::soap::Message;
use crate::xml::source::BoxFuture;

use super::app_call;
use super::body::{ValueIn, write_body, xml_string};
use super::call_frame::{Frame, NONE, Slot, slot, structure};
use super::guard::{required, slice};
use super::message_body::read_body_value;
use super::object::{ErrorHandle, Handle, PassedOn};

type Stub = unsafe extern "C" fn(
    *const WS_OPERATION_CONTEXT,
    *mut c_void,
    *const c_void,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// An operation, looked at once: what its descriptions say has been checked.
pub(super) struct Operation {
    stub: Stub,
    /// The application's function; NULL is one that it does not have.
    function: PassedOn<c_void>,
    input: Option<Body>,
    output: Option<Body>,
    places: Vec<Place>,
}

/// The body of a request or a reply.
#[derive(Clone, Copy)]
struct Body {
    element: PassedOn<WS_ELEMENT_DESCRIPTION>,
    size: ULONG,
    kind: BodyKind,
}

#[derive(Clone, Copy)]
enum BodyKind {
    /// Each parameter is a field of the structure.
    Fields,
    /// One parameter is a pointer to the whole.
    Whole { nillable: bool },
}

/// Where a parameter lies.
#[derive(Clone, Copy)]
enum Place {
    In(Slot),
    Out(Slot),
    InOut(Slot, Slot),
}

impl Operation {
    /// # Safety
    /// `description` is NULL or valid with all it points to, for as long as the host.
    pub(super) unsafe fn new(
        description: *const WS_OPERATION_DESCRIPTION,
        function: *const c_void,
    ) -> Result<(OperationInfo, Self)> {
        // SAFETY: the caller's promise, for all of these.
        unsafe {
            let description = required(description, "operation description")?;
            if description.versionInfo != 1 {
                return Err(Error::invalid_argument(format!(
                    "the versionInfo of an operation description is 1, and this one has {}",
                    description.versionInfo
                )));
            }
            let stub = description.stubCallback.ok_or_else(|| {
                Error::invalid_argument(
                    "its stubCallback is NULL, as if it had been generated for clients only",
                )
            })?;
            let count = ULONG::from(description.parameterCount);
            let parameters =
                slice(description.parameterDescription.cast_const(), count, "parameterDescription")?;
            let input =
                required(description.inputMessageDescription.cast_const(), "inputMessageDescription")?;
            let output = description.outputMessageDescription.cast_const().as_ref();
            let in_body = body(input, parameters, description.inputMessageOptions, |parameter| {
                parameter.inputMessageIndex
            })
            .context(|| "its input message")?;
            let out_body = match output {
                None => None,
                Some(output) => body(output, parameters, description.outputMessageOptions, |parameter| {
                    parameter.outputMessageIndex
                })
                .context(|| "its output message")?,
            };
            let mut places = Vec::with_capacity(parameters.len());
            for (index, parameter) in parameters.iter().enumerate() {
                places
                    .push(place(parameter, in_body, out_body).context(|| format!("its parameter {index}"))?);
            }
            let reply = match output {
                None => None,
                Some(output) => Some(ReplyInfo { action: xml_string(output.action)? }),
            };
            let info =
                OperationInfo { action: xml_string(input.action)?, element: element_name(input)?, reply };
            Ok((info, Self { stub, function: PassedOn(function), input: in_body, output: out_body, places }))
        }
    }

    /// Reads the parameters.
    pub(super) fn start(
        self: &Arc<Self>,
        message: &mut Message,
        heap: &Arc<Heap>,
        error: ErrorHandle,
    ) -> Result<Box<dyn Invocation>> {
        if self.function.0.is_null() {
            return Err(Error::not_supported(
                "the function table of the service has no function for this operation",
            ));
        }
        let mut input = Frame::new(self.input.map_or(0, |body| body.size));
        let mut output = Frame::new(self.output.map_or(0, |body| body.size));
        if let Some(body) = self.input {
            let option = match body.kind {
                BodyKind::Fields => WS_READ_OPTION::WS_READ_REQUIRED_VALUE,
                BodyKind::Whole { nillable: false } => WS_READ_OPTION::WS_READ_REQUIRED_POINTER,
                BodyKind::Whole { nillable: true } => WS_READ_OPTION::WS_READ_NILLABLE_POINTER,
            };
            // SAFETY: the promise of `new`; the frame is as large as the structure.
            unsafe {
                let description = required(body.element.0, "bodyElementDescription")?;
                let place = input.at(0).cast();
                read_body_value(message, description, option, Some(heap), place, body.size, error.0)?;
            }
        }
        let mut stack = Vec::with_capacity(self.places.len());
        for place in &self.places {
            stack.push(match *place {
                Place::In(slot) => input.at(slot.offset),
                Place::Out(slot) => output.at(slot.offset),
                Place::InOut(from, to) => {
                    // SAFETY: both places are within their frames, and of this size.
                    unsafe {
                        std::ptr::copy_nonoverlapping(input.at(from.offset), output.at(to.offset), to.size);
                    }
                    output.at(to.offset)
                }
            });
        }
        Ok(Box::new(Call { operation: self.clone(), _input: input, output, stack }))
    }
}

/// # Safety
/// The description is valid.
unsafe fn body(
    message: &WS_MESSAGE_DESCRIPTION,
    parameters: &[WS_PARAMETER_DESCRIPTION],
    options: ULONG,
    index: impl Fn(&WS_PARAMETER_DESCRIPTION) -> USHORT,
) -> Result<Option<Body>> {
    let element = message.bodyElementDescription.cast_const();
    // SAFETY: the caller's promise.
    let Some(description) = (unsafe { element.as_ref() }) else { return Ok(None) };
    let is_whole = parameters.iter().any(|parameter| is_message(*parameter) && index(parameter) != NONE);
    let (kind, size) = if is_whole {
        let nillable = options & WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT != 0;
        (BodyKind::Whole { nillable }, size_of::<*const c_void>() as ULONG)
    } else {
        // SAFETY: the caller's promise.
        (BodyKind::Fields, unsafe { structure(description) }?.size)
    };
    Ok(Some(Body { element: PassedOn(element), size, kind }))
}

fn is_message(parameter: WS_PARAMETER_DESCRIPTION) -> bool {
    parameter.parameterType.get() == Some(WS_PARAMETER_TYPE::WS_PARAMETER_TYPE_MESSAGES)
}

/// # Safety
/// The descriptions are valid.
unsafe fn place(
    parameter: &WS_PARAMETER_DESCRIPTION,
    input: Option<Body>,
    output: Option<Body>,
) -> Result<Place> {
    let find = |body: Option<Body>, index: USHORT| {
        let body = body.ok_or_else(|| Error::invalid_argument("the message that it is of has no body"))?;
        match body.kind {
            BodyKind::Whole { .. } if is_message(*parameter) => {
                Ok(Slot { offset: 0, size: size_of::<*const c_void>() })
            }
            BodyKind::Whole { .. } => Err(Error::invalid_argument(
                "another parameter is the message as a whole (WS_PARAMETER_TYPE_MESSAGES), so that it cannot be a field",
            )),
            // SAFETY: the caller's promise.
            BodyKind::Fields => unsafe {
                let element = required(body.element.0, "bodyElementDescription")?;
                slot(structure(element)?, parameter, index)
            },
        }
    };
    match (parameter.inputMessageIndex, parameter.outputMessageIndex) {
        (NONE, NONE) => Err(Error::invalid_argument("it is of neither message")),
        (index, NONE) => Ok(Place::In(find(input, index)?)),
        (NONE, index) => Ok(Place::Out(find(output, index)?)),
        (from, to) => {
            let (from, to) = (find(input, from)?, find(output, to)?);
            if from.size == to.size {
                return Ok(Place::InOut(from, to));
            }
            Err(Error::invalid_argument(format!(
                "it is of both messages, and has {} bytes in the one and {} in the other",
                from.size, to.size
            )))
        }
    }
}

/// # Safety
/// The description is valid.
unsafe fn element_name(message: &WS_MESSAGE_DESCRIPTION) -> Result<Option<(String, String)>> {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(element) = message.bodyElementDescription.cast_const().as_ref() else { return Ok(None) };
        let name = xml_string(element.elementLocalName)?;
        let ns = xml_string(element.elementNs)?;
        Ok(name.map(|name| (name, ns.unwrap_or_default())))
    }
}

/// One call.
struct Call {
    operation: Arc<Operation>,
    /// Where the pointers in `stack` lead to.
    _input: Frame,
    output: Frame,
    stack: Vec<*mut u8>,
}

// SAFETY: the pointers lead into the frames beside them, and into the heap of the call, which goes with it.
unsafe impl Send for Call {}

/// What a stub is called with.
#[derive(Clone, Copy)]
struct StubCall {
    stub: Stub,
    function: *const c_void,
    context: *const WS_OPERATION_CONTEXT,
    frame: *mut c_void,
    error: ErrorHandle,
}

// SAFETY: what it points to stays as long as the call does, and nobody else uses it meanwhile.
unsafe impl Send for StubCall {}

impl StubCall {
    fn run(self, context: *const WS_ASYNC_CONTEXT) -> HRESULT {
        // SAFETY: the application's stub, called as documented.
        unsafe { (self.stub)(self.context, self.frame, self.function, context, self.error.0) }
    }
}

impl Invocation for Call {
    fn call(
        &mut self,
        context: Handle<OperationContext>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<HRESULT>> {
        let call = StubCall {
            stub: self.operation.stub,
            function: self.operation.function.0,
            context: context.raw().cast_const(),
            frame: self.stack.as_mut_ptr().cast(),
            error,
        };
        Box::pin(app_call::call(move |context| call.run(context)))
    }

    fn reply(self: Box<Self>, error: ErrorHandle) -> Option<WriteBody> {
        let body = self.operation.output?;
        Some(Box::new(move |message| {
            let mut call = self;
            let option = match body.kind {
                BodyKind::Fields => WS_WRITE_OPTION::WS_WRITE_REQUIRED_VALUE,
                BodyKind::Whole { nillable: false } => WS_WRITE_OPTION::WS_WRITE_REQUIRED_POINTER,
                BodyKind::Whole { nillable: true } => WS_WRITE_OPTION::WS_WRITE_NILLABLE_POINTER,
            };
            let value = PassedOn(call.output.at(0).cast_const().cast());
            let value = ValueIn { option, value, size: body.size };
            // SAFETY: the promise of `Operation::new`; the application has filled the frame in.
            unsafe { write_body(body.element, value, error)(message) }
        }))
    }
}
