//! Messages: their life, and the envelope to and from readers and writers of the application.
//! (Page "Message".)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::{EndpointAddress, Initialization, Message};
use crate::value::string::utf16_to_string;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

use super::guard::{Out, boundary, boundary_void, optional, slice};
use super::message_options::message_options;
use super::object::{Owned, check, free, lease, shared};

/// Creates a message of these versions. It is empty until it is initialized or read.
///
/// - `envelopeVersion`, `addressingVersion`: `WS_ENVELOPE_VERSION_NONE` goes with
///   `WS_ADDRESSING_VERSION_TRANSPORT` only.
/// - `properties`: `WS_MESSAGE_PROPERTY_HEAP_PROPERTIES`, `_XML_READER_PROPERTIES`, `_XML_WRITER_PROPERTIES` and
///   `_MAX_PROCESSED_HEADERS`; copied.
/// - `message`: receives the message, to be freed by [`WsFreeMessage`].
///
/// Errors: `E_INVALIDARG` for an unknown version, versions that do not go together, any other property, or a NULL
/// `message`. (Page WsCreateMessage.)
///
/// # Safety
/// `properties` points to `propertyCount` properties with their values; `message` is NULL or writable; `error` is
/// NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateMessage(
    envelopeVersion: MaybeUninit<WS_ENVELOPE_VERSION>,
    addressingVersion: MaybeUninit<WS_ADDRESSING_VERSION>,
    properties: *const WS_MESSAGE_PROPERTY,
    propertyCount: ULONG,
    message: *mut *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (message, properties) =
            unsafe { (Out::required(message, "message")?, slice(properties, propertyCount, "properties")?) };
        let envelope = envelopeVersion.get().ok_or_else(|| {
            Error::invalid_argument(format!("{} is no WS_ENVELOPE_VERSION", CEnumField::raw(envelopeVersion)))
        })?;
        let addressing = addressingVersion.get().ok_or_else(|| {
            Error::invalid_argument(format!(
                "{} is no WS_ADDRESSING_VERSION",
                CEnumField::raw(addressingVersion)
            ))
        })?;
        // SAFETY: the caller's promise.
        let options = unsafe { message_options(properties) }?;
        message.write(Owned::new(Message::new(envelope, addressing, options)?).into_handle());
        Ok(S_OK)
    })
}

/// Frees a message, its heap, and everything that was handed out from it. NULL, or what is not a live message, is
/// ignored. (Page WsFreeMessage.)
///
/// # Safety
/// Nothing uses the message, or what was obtained from it, any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeMessage(message: *mut WS_MESSAGE) {
    boundary_void(|| {
        drop(free::<Message>(message));
        Ok(())
    });
}

/// Makes a message empty again, to be used for another one. Its heap is reset, and the done callback is called.
/// It may be in any state.
///
/// Errors: `E_INVALIDARG` for what is not a message, `WS_E_INVALID_OPERATION` while another operation uses it.
/// (Page WsResetMessage.)
///
/// # Safety
/// Nothing uses what was obtained from the message any more; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetMessage(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        let finished = lease::<Message>(message)?.reset();
        // Now that the message is not in use, its callbacks may use it.
        drop(finished);
        Ok(S_OK)
    })
}

/// Fills the headers of an empty message, as preparation for sending it. The message is INITIALIZED then; on
/// failure it stays empty.
///
/// - `sourceMessage`: the message to duplicate, or to answer by a reply or fault; in any state but EMPTY. Not used
///   otherwise, and NULL then.
///
/// Errors: `E_INVALIDARG` for what is not a message, an unknown `initialization`, a source that is needed and is
/// NULL, or one of other versions to duplicate; `WS_E_INVALID_OPERATION` unless `message` is EMPTY and the source
/// is not; `WS_E_INVALID_FORMAT` for headers of the source that cannot be read; `WS_E_QUOTA_EXCEEDED`,
/// `E_OUTOFMEMORY`. (Pages WsInitializeMessage, WS_MESSAGE_INITIALIZATION.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsInitializeMessage(
    message: *mut WS_MESSAGE,
    initialization: MaybeUninit<WS_MESSAGE_INITIALIZATION>,
    sourceMessage: *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        let source =
            || lease::<Message>(sourceMessage).map_err(|error| error.context("'sourceMessage' is needed"));
        match initialization.get() {
            Some(WS_MESSAGE_INITIALIZATION::WS_BLANK_MESSAGE) => message.initialize(&Initialization::Blank),
            Some(WS_MESSAGE_INITIALIZATION::WS_REQUEST_MESSAGE) => {
                message.initialize(&Initialization::Request)
            }
            Some(WS_MESSAGE_INITIALIZATION::WS_DUPLICATE_MESSAGE) => {
                let source = source()?;
                message.initialize(&Initialization::Duplicate(&source))
            }
            Some(WS_MESSAGE_INITIALIZATION::WS_REPLY_MESSAGE) => {
                let source = source()?;
                message.initialize(&Initialization::Reply(&source))
            }
            Some(WS_MESSAGE_INITIALIZATION::WS_FAULT_MESSAGE) => {
                let source = source()?;
                message.initialize(&Initialization::Fault(&source))
            }
            None => Err(Error::invalid_argument(format!(
                "{} is no WS_MESSAGE_INITIALIZATION",
                CEnumField::raw(initialization)
            ))),
        }?;
        Ok(S_OK)
    })
}

/// Addresses a message: the URL becomes its To header (the anonymous address if it is empty), and the headers of
/// the address become headers of the message. With a NULL `address` it is only marked as addressed, so that a
/// channel adds nothing.
///
/// Errors: `WS_E_INVALID_OPERATION` if the message is EMPTY or addressed already; `E_INVALIDARG` for what is not a
/// message or not an XML buffer; `WS_E_INVALID_FORMAT`, `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`.
/// (Page WsAddressMessage.)
///
/// # Safety
/// `address` is NULL or a valid endpoint address; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddressMessage(
    message: *mut WS_MESSAGE,
    address: *const WS_ENDPOINT_ADDRESS,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let address = match unsafe { optional(address) } {
            // SAFETY: the caller's promise.
            Some(address) => Some(unsafe { endpoint_address(address) }?),
            None => None,
        };
        message.address(address.as_ref())?;
        Ok(S_OK)
    })
}

/// The parts of an endpoint address that addressing a message uses.
///
/// # Safety
/// The address is valid with all that it points to.
pub(crate) unsafe fn endpoint_address(address: &WS_ENDPOINT_ADDRESS) -> Result<EndpointAddress> {
    // SAFETY: the caller's promise.
    let url = unsafe { slice(address.url.chars, address.url.length, "address->url.chars") }?;
    let headers = if address.headers.is_null() { None } else { Some(shared::<XmlBuffer>(address.headers)?) };
    Ok(EndpointAddress { url: utf16_to_string(url)?, headers })
}

/// Writes the start of a message, up to the beginning of its body, to a writer of the application. The message is
/// WRITING then; on failure it stays INITIALIZED.
///
/// - `writer`: has an output set; stays alive until the message is reset or freed.
/// - `doneCallback`: called once with `doneCallbackState` when the message, reset or freed, does not use the writer
///   any more; never if this function fails. May be NULL.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the message is INITIALIZED and the writer can write;
/// `E_INVALIDARG` for what is not a message or a writer; `WS_E_INVALID_FORMAT`, `WS_E_QUOTA_EXCEEDED`,
/// `E_OUTOFMEMORY`. (Page WsWriteEnvelopeStart.)
///
/// # Safety
/// `doneCallback` may be called with `doneCallbackState` as said; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEnvelopeStart(
    message: *mut WS_MESSAGE,
    writer: *mut WS_XML_WRITER,
    doneCallback: WS_MESSAGE_DONE_CALLBACK,
    doneCallbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        check::<Writer>(writer)?;
        message.write_start_on(writer)?;
        done_callback(&mut message, doneCallback, doneCallbackState)?;
        Ok(S_OK)
    })
}

/// Writes the end of a message: of its body and its envelope. It is DONE then, also on failure.
///
/// Errors: `WS_E_INVALID_OPERATION` unless it is WRITING; `E_INVALIDARG` for what is not a message;
/// `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsWriteEnvelopeEnd.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEnvelopeEnd(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Message>(message)?.write_end()?;
        Ok(S_OK)
    })
}

/// Reads the start of a message from a reader of the application: the headers into the message, and on to the
/// beginning of the body. The message is READING then; on failure it stays EMPTY.
///
/// - `reader`: has an input set; stays alive until the message is reset or freed.
/// - `doneCallback`: called once with `doneCallbackState` when the message, reset or freed, does not use the reader
///   any more; never if this function fails. May be NULL.
///
/// Errors: `WS_E_INVALID_FORMAT` for what is not an envelope of the message's version (the error object then has a
/// fault to answer with where SOAP defines one); `WS_E_QUOTA_EXCEEDED` for headers larger than the message's
/// heap; `WS_E_INVALID_OPERATION` unless it is EMPTY; `E_INVALIDARG` for what is not a message or a reader;
/// `E_OUTOFMEMORY`. (Page WsReadEnvelopeStart.)
///
/// # Safety
/// `doneCallback` may be called with `doneCallbackState` as said; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEnvelopeStart(
    message: *mut WS_MESSAGE,
    reader: *mut WS_XML_READER,
    doneCallback: WS_MESSAGE_DONE_CALLBACK,
    doneCallbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        check::<Reader>(reader)?;
        message.read_start_from(reader)?;
        done_callback(&mut message, doneCallback, doneCallbackState)?;
        Ok(S_OK)
    })
}

/// Reads the end of a message: of its body, which has been read, and its envelope. It is DONE then, also on
/// failure.
///
/// Errors: `WS_E_INVALID_FORMAT` for anything else that is found there; `WS_E_INVALID_OPERATION` unless it is
/// READING; `E_INVALIDARG` for what is not a message. (Page WsReadEnvelopeEnd.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEnvelopeEnd(message: *mut WS_MESSAGE, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Message>(message)?.read_end()?;
        Ok(S_OK)
    })
}

/// The state that the application wants back, on its way to whichever thread frees the message.
struct CallbackState(*mut c_void);

// SAFETY: the pointer is handed back untouched; what it means is the application's business.
unsafe impl Send for CallbackState {}

impl CallbackState {
    fn get(self) -> *mut c_void {
        self.0
    }
}

fn done_callback(
    message: &mut Message,
    callback: WS_MESSAGE_DONE_CALLBACK,
    state: *mut c_void,
) -> Result<()> {
    let Some(callback) = callback else { return Ok(()) };
    let state = CallbackState(state);
    // SAFETY: the application gave this callback for this state, to be called once.
    message.on_done(Box::new(move || unsafe { callback(state.get()) }))
}
