//! Whole messages over channels: send, receive, request and reply, answer, answer with a fault.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::abi::types::*;
use crate::channel::Channel;
use crate::channel::exchange;
use crate::error::Error;
use crate::soap::Message;

use super::async_call;
use super::body::{ValueIn, ValueOut, enumeration, incoming, optional_heap, outgoing};
use super::channel::model;
use super::error_object::ErrorObject;
use super::guard::{Out, slice};
use super::object::{ErrorHandle, Handle, PassedOn, lease, shared};

/// Sends a message whose body is one value.
///
/// - `message`: EMPTY or INITIALIZED; DONE afterwards.
/// - `messageDescription`: its action (NULL for none) and the element of its body (NULL for an empty body).
/// - `writeOption`, `bodyValue`, `bodyValueSize`: the value, as WsWriteElement takes it.
///
/// Errors: as [`WsWriteMessageStart`] and [`WsWriteMessageEnd`], and what can go wrong in writing the value. (Page
/// WsSendMessage.)
///
/// [`WsWriteMessageStart`]: super::channel::WsWriteMessageStart
/// [`WsWriteMessageEnd`]: super::channel::WsWriteMessageEnd
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSendMessage(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    messageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    bodyValue: *const c_void,
    bodyValueSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let (channel, message) = (shared::<Channel>(channel)?, Handle::<Message>::new(message)?);
            let value = ValueIn {
                option: enumeration(writeOption, "writeOption")?,
                value: PassedOn(bodyValue),
                size: bodyValueSize,
            };
            let what = outgoing(messageDescription, value, handle)?;
            Ok(async move { exchange::send(&channel, message, what, handle).await.map(|()| S_OK) })
        })
    }
}

/// Receives a message and reads its body as the first description says whose action matches.
///
/// - `message`: EMPTY; its headers can be read afterwards.
/// - `messageDescriptions`, `messageDescriptionCount`: what is expected. One with a NULL action matches anything; with
///   a NULL body description, the body is not read.
/// - `receiveOption`: whether a message is required. If it is not, and there are no more, `WS_S_END` is returned and
///   nothing is written.
/// - `readBodyOption`, `heap`, `value`, `valueSize`: where the value goes, as for WsReadElement.
/// - `index`: receives which description matched; may be NULL.
///
/// Errors: `WS_E_ENDPOINT_FAULT_RECEIVED` for a fault, which is then in `error` (a fault that the library knows has
/// a code of its own), `WS_E_ENDPOINT_ACTION_NOT_SUPPORTED` when no description matches, `WS_E_INVALID_FORMAT` for a
/// body that does not fit or when a required message is not there, and as WsReadMessageStart. (Page
/// WsReceiveMessage.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReceiveMessage(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    messageDescriptions: *mut *const WS_MESSAGE_DESCRIPTION,
    messageDescriptionCount: ULONG,
    receiveOption: MaybeUninit<WS_RECEIVE_OPTION>,
    readBodyOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    index: *mut ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let (channel, message) = (shared::<Channel>(channel)?, Handle::<Message>::new(message)?);
            let option = enumeration(receiveOption, "receiveOption")?;
            let value = ValueOut {
                option: enumeration(readBodyOption, "readBodyOption")?,
                value: PassedOn(value.cast_const()),
                size: valueSize,
            };
            let heap = optional_heap(heap)?;
            let descriptions =
                slice(messageDescriptions.cast_const(), messageDescriptionCount, "messageDescriptions")?;
            if descriptions.is_empty() {
                return Err(Error::invalid_argument("at least one message description is required"));
            }
            let expected = descriptions
                .iter()
                .map(|&description| incoming(description, value, heap.as_ref(), handle))
                .collect::<crate::error::Result<Vec<_>>>()?;
            let index = Out::optional(index);
            Ok(async move {
                match exchange::receive(&channel, message, expected, option, handle).await? {
                    Some(matched) => {
                        index.write(matched as ULONG);
                        Ok(S_OK)
                    }
                    None => Ok(WS_S_END),
                }
            })
        })
    }
}

/// Sends a request and receives the reply to it.
///
/// - `requestMessage`: EMPTY or INITIALIZED. `replyMessage`: EMPTY. Both DONE afterwards.
/// - `requestMessageDescription`, `writeOption`, `requestBodyValue`, `requestBodyValueSize`: as for
///   [`WsSendMessage`].
/// - `replyMessageDescription`, `readOption`, `heap`, `value`, `valueSize`: as for [`WsReceiveMessage`].
///
/// Errors: as those two; `WS_E_INVALID_FORMAT` also for a reply that relates to another request. (Page
/// WsRequestReply.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRequestReply(
    channel: *mut WS_CHANNEL,
    requestMessage: *mut WS_MESSAGE,
    requestMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    requestBodyValue: *const c_void,
    requestBodyValueSize: ULONG,
    replyMessage: *mut WS_MESSAGE,
    replyMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let channel = shared::<Channel>(channel)?;
            let request = Handle::<Message>::new(requestMessage)?;
            let reply = Handle::<Message>::new(replyMessage)?;
            let sent = ValueIn {
                option: enumeration(writeOption, "writeOption")?,
                value: PassedOn(requestBodyValue),
                size: requestBodyValueSize,
            };
            let received = ValueOut {
                option: enumeration(readOption, "readOption")?,
                value: PassedOn(value.cast_const()),
                size: valueSize,
            };
            let heap = optional_heap(heap)?;
            let what = outgoing(requestMessageDescription, sent, handle)?;
            let expected = incoming(replyMessageDescription, received, heap.as_ref(), handle)?;
            Ok(async move {
                exchange::request_reply(&channel, request, what, reply, expected, handle).await.map(|()| S_OK)
            })
        })
    }
}

/// Sends the reply to a request.
///
/// - `replyMessage`: EMPTY, or INITIALIZED with `WS_REPLY_MESSAGE` or `WS_FAULT_MESSAGE`.
/// - `requestMessage`: what is being answered; in any state but EMPTY.
/// - The others as for [`WsSendMessage`].
///
/// Errors: as for [`WsSendMessage`]. (Page WsSendReplyMessage.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSendReplyMessage(
    channel: *mut WS_CHANNEL,
    replyMessage: *mut WS_MESSAGE,
    replyMessageDescription: *const WS_MESSAGE_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    replyBodyValue: *const c_void,
    replyBodyValueSize: ULONG,
    requestMessage: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let channel = shared::<Channel>(channel)?;
            let reply = Handle::<Message>::new(replyMessage)?;
            let request = Handle::<Message>::new(requestMessage)?;
            let value = ValueIn {
                option: enumeration(writeOption, "writeOption")?,
                value: PassedOn(replyBodyValue),
                size: replyBodyValueSize,
            };
            let what = outgoing(replyMessageDescription, value, handle)?;
            Ok(
                async move { exchange::send_reply(&channel, reply, what, request, handle).await.map(|()| S_OK) },
            )
        })
    }
}

/// Answers a request with the fault that an error object stands for, made as WsCreateFaultFromError makes it.
///
/// - `replyMessage`: EMPTY, or INITIALIZED with `WS_FAULT_MESSAGE`.
/// - `faultError`: what to tell. `faultErrorCode`: a failure; it is not sent, but stands in for the text when the
///   object has no strings.
/// - `faultDisclosure`: how much of the strings to tell.
/// - `requestMessage`: what is being answered.
///
/// Errors: `E_INVALIDARG` for a success code, and as for [`WsSendReplyMessage`]. (Page WsSendFaultMessageForError.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSendFaultMessageForError(
    channel: *mut WS_CHANNEL,
    replyMessage: *mut WS_MESSAGE,
    faultError: *mut WS_ERROR,
    faultErrorCode: HRESULT,
    faultDisclosure: MaybeUninit<WS_FAULT_DISCLOSURE>,
    requestMessage: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let channel = shared::<Channel>(channel)?;
            let reply = Handle::<Message>::new(replyMessage)?;
            let request = Handle::<Message>::new(requestMessage)?;
            let disclosure = enumeration(faultDisclosure, "faultDisclosure")?;
            let mut fault = lease::<ErrorObject>(faultError)?.fault_to_send(faultErrorCode, disclosure)?;
            let header = fault.header.take();
            Ok(async move {
                exchange::send_fault(&channel, reply, fault, header, request, handle).await.map(|()| S_OK)
            })
        })
    }
}
