//! The properties of a message. (Page WS_MESSAGE_PROPERTY_ID.)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use std::ptr;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::Message;
use crate::xml::buffer::XmlBuffer;

use super::guard::{Name, boundary, property_in, property_out, slice};
use super::object::{lease, shared};

/// Reads a property of a message. In EMPTY only the state and the versions are there, the body's reader only in
/// READING, its writer only in WRITING.
///
/// What is handed out belongs to the message and is good until it is reset or freed. Of what no channel has set,
/// strings and bytes have no length, tokens and buffers are NULL, and the protection level is none.
///
/// Errors: `E_INVALIDARG` for a property that cannot be read, or a `valueSize` that is not the size of its type;
/// `WS_E_INVALID_OPERATION` in a state without it. (Page WsGetMessageProperty.)
///
/// # Safety
/// `value` is NULL or writable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetMessageProperty(
    message: *mut WS_MESSAGE,
    id: MaybeUninit<WS_MESSAGE_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let message = lease::<Message>(message)?;
        let id = id.get().ok_or_else(|| unknown(id))?;
        // SAFETY: the caller's promise.
        unsafe { get(&message, id, value, valueSize) }?;
        Ok(S_OK)
    })
}

/// # Safety
/// `value` is NULL or writable for `size` bytes.
unsafe fn get(message: &Message, id: WS_MESSAGE_PROPERTY_ID, value: *mut c_void, size: ULONG) -> Result<()> {
    use WS_MESSAGE_PROPERTY_ID as Id;
    let name = Name(&id);
    macro_rules! put {
        ($found:expr) => {{
            let found = $found;
            // SAFETY: the caller's promise.
            unsafe { property_out(value, size, name) }?.write(found);
        }};
    }
    match id {
        Id::WS_MESSAGE_PROPERTY_STATE => put!(message.state()),
        Id::WS_MESSAGE_PROPERTY_ENVELOPE_VERSION => put!(message.envelope().id),
        Id::WS_MESSAGE_PROPERTY_ADDRESSING_VERSION => put!(message.addressing().id),
        Id::WS_MESSAGE_PROPERTY_HEAP => put!(message.heap_handle()?),
        Id::WS_MESSAGE_PROPERTY_HEADER_BUFFER => put!(message.header_buffer()?.0),
        Id::WS_MESSAGE_PROPERTY_HEADER_POSITION => {
            let (buffer, node) = message.header_buffer()?;
            put!(WS_XML_NODE_POSITION { buffer, node: node.to_position() });
        }
        Id::WS_MESSAGE_PROPERTY_BODY_READER => put!(message.body_reader_handle()?),
        Id::WS_MESSAGE_PROPERTY_BODY_WRITER => put!(message.body_writer_handle()?),
        Id::WS_MESSAGE_PROPERTY_IS_ADDRESSED => put!(BOOL::from(message.is_addressed()?)),
        Id::WS_MESSAGE_PROPERTY_IS_FAULT => put!(BOOL::from(message.is_fault()?)),
        Id::WS_MESSAGE_PROPERTY_USERNAME => {
            let username = &message.sender()?.username;
            let chars = if username.is_empty() { ptr::null_mut() } else { username.as_ptr().cast_mut() };
            put!(WS_STRING { length: username.len() as ULONG, chars });
        }
        Id::WS_MESSAGE_PROPERTY_ENCODED_CERT => {
            let cert = &message.sender()?.encoded_cert;
            let bytes = if cert.is_empty() { ptr::null_mut() } else { cert.as_ptr().cast_mut() };
            put!(WS_BYTES { length: cert.len() as ULONG, bytes });
        }
        Id::WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN
        | Id::WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN
        | Id::WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN => {
            put!(message.sender()?.tokens[token_index(id)] as HANDLE);
        }
        Id::WS_MESSAGE_PROPERTY_SAML_ASSERTION => {
            let assertion = message.sender()?.saml_assertion.as_ref();
            put!(assertion.map_or(ptr::null_mut(), |buffer| buffer.handle(&message.heap())));
        }
        Id::WS_MESSAGE_PROPERTY_SECURITY_CONTEXT => {
            message.sender()?;
            put!(ptr::null_mut::<WS_SECURITY_CONTEXT>());
        }
        Id::WS_MESSAGE_PROPERTY_PROTECTION_LEVEL => {
            let level = message.sender()?.protection_level;
            put!(level.unwrap_or(WS_PROTECTION_LEVEL::WS_PROTECTION_LEVEL_NONE));
        }
        Id::WS_MESSAGE_PROPERTY_HEAP_PROPERTIES
        | Id::WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES
        | Id::WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES
        | Id::WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS => {
            return Err(Error::invalid_argument(format!(
                "{name} is given when a message is created, and cannot be read"
            )));
        }
    }
    Ok(())
}

/// Sets a property of a message: `WS_MESSAGE_PROPERTY_IS_FAULT`, or, for custom channels, what is known of the
/// sender (`_USERNAME`, `_ENCODED_CERT`, the `_WINDOWS_TOKEN`s, `_SAML_ASSERTION`, `_PROTECTION_LEVEL`). Values are
/// copied; a token stays the caller's.
///
/// Errors: `WS_E_INVALID_OPERATION` while the message is EMPTY; `E_INVALIDARG` for a property that cannot be set,
/// or a `valueSize` that is not the size of its type; `E_OUTOFMEMORY`. (Page WsSetMessageProperty.)
///
/// # Safety
/// `value` is NULL or a valid value of `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetMessageProperty(
    message: *mut WS_MESSAGE,
    id: MaybeUninit<WS_MESSAGE_PROPERTY_ID>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        message.is_fault()?;
        let id = id.get().ok_or_else(|| unknown(id))?;
        // SAFETY: the caller's promise.
        unsafe { set(&mut message, id, value, valueSize) }?;
        Ok(S_OK)
    })
}

/// # Safety
/// `value` is NULL or a valid value of `size` bytes.
unsafe fn set(
    message: &mut Message,
    id: WS_MESSAGE_PROPERTY_ID,
    value: *const c_void,
    size: ULONG,
) -> Result<()> {
    use WS_MESSAGE_PROPERTY_ID as Id;
    let name = Name(&id);
    match id {
        Id::WS_MESSAGE_PROPERTY_IS_FAULT => {
            // SAFETY: the caller's promise.
            let is_fault: BOOL = unsafe { property_in(value, size, name) }?;
            message.set_is_fault(is_fault != 0)
        }
        Id::WS_MESSAGE_PROPERTY_USERNAME => {
            // SAFETY: the caller's promise.
            let username = unsafe {
                let string: WS_STRING = property_in(value, size, name)?;
                slice(string.chars.cast_const(), string.length, name)?
            };
            message.sender_mut()?.username = username.to_vec();
            Ok(())
        }
        Id::WS_MESSAGE_PROPERTY_ENCODED_CERT => {
            // SAFETY: the caller's promise.
            let cert = unsafe {
                let bytes: WS_BYTES = property_in(value, size, name)?;
                slice(bytes.bytes.cast_const(), bytes.length, name)?
            };
            message.sender_mut()?.encoded_cert = cert.to_vec();
            Ok(())
        }
        Id::WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN
        | Id::WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN
        | Id::WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN => {
            // SAFETY: the caller's promise.
            let token: HANDLE = unsafe { property_in(value, size, name) }?;
            message.sender_mut()?.tokens[token_index(id)] = token as usize;
            Ok(())
        }
        Id::WS_MESSAGE_PROPERTY_SAML_ASSERTION => {
            // SAFETY: the caller's promise.
            let buffer: *mut WS_XML_BUFFER = unsafe { property_in(value, size, name) }?;
            let buffer = shared::<XmlBuffer>(buffer)?;
            message.set_saml_assertion(&buffer)
        }
        Id::WS_MESSAGE_PROPERTY_PROTECTION_LEVEL => {
            // SAFETY: the caller's promise.
            let level: MaybeUninit<WS_PROTECTION_LEVEL> = unsafe { property_in(value, size, name) }?;
            let level = level.get().ok_or_else(|| {
                Error::invalid_argument(format!("{} is no WS_PROTECTION_LEVEL", CEnumField::raw(level)))
            })?;
            message.sender_mut()?.protection_level = Some(level);
            Ok(())
        }
        _ => Err(Error::invalid_argument(format!("{name} cannot be set"))),
    }
}

/// Where a Windows token stands among those of the sender.
fn token_index(id: WS_MESSAGE_PROPERTY_ID) -> usize {
    match id {
        WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN => 0,
        WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN => 1,
        _ => 2,
    }
}

fn unknown(id: MaybeUninit<WS_MESSAGE_PROPERTY_ID>) -> Error {
    Error::invalid_argument(format!("a message has no property {}", CEnumField::raw(id)))
}
