//! `WS_PROXY_PROPERTY` and `WS_CALL_PROPERTY` arrays. (Pages WS_PROXY_PROPERTY_ID, WS_CALL_PROPERTY_ID.)
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::error::Result;
use crate::service::{MessageHook, ProxyOptions};

use super::guard::{Name, slice};
use super::implementation::finished;
use super::message_options::message_options;
use super::object::{ErrorHandle, PassedOn};
use super::property::{PropertyIn, not_here, property_id};

/// What the properties of a new proxy say.
///
/// # Safety
/// `properties` points to `count` properties whose values are as documented.
pub(crate) unsafe fn parse(properties: *const WS_PROXY_PROPERTY, count: ULONG) -> Result<ProxyOptions> {
    use WS_PROXY_PROPERTY_ID as Id;
    // SAFETY: by the caller's promise.
    let properties = unsafe { slice(properties, count, "properties") }?;
    let mut options = ProxyOptions::default();
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        match id {
            Id::WS_PROXY_PROPERTY_CALL_TIMEOUT => options.call_timeout = value.ulong()?,
            Id::WS_PROXY_PROPERTY_MESSAGE_PROPERTIES => {
                let given: WS_MESSAGE_PROPERTIES = value.read()?;
                // SAFETY: by the caller's promise.
                options.message = unsafe {
                    message_options(slice(given.properties.cast_const(), given.propertyCount, "properties")?)
                }?;
            }
            Id::WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE => options.max_call_pool_size = value.read()?,
            Id::WS_PROXY_PROPERTY_MAX_PENDING_CALLS => options.max_pending_calls = value.positive()?,
            Id::WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT => options.max_close_timeout = value.ulong()?,
            // The language of faults that a proxy would send, and it sends none.
            Id::WS_PROXY_FAULT_LANG_ID => drop(value.read::<LANGID>()?),
            Id::WS_PROXY_PROPERTY_STATE => return Err(not_here(name, "given when creating a proxy")),
        }
    }
    Ok(options)
}

/// What the properties of a call say.
pub(crate) struct CallProperties {
    pub(crate) id: u32,
    pub(crate) on_send: Option<MessageHook>,
    pub(crate) on_receive: Option<MessageHook>,
    pub(crate) check_must_understand: bool,
}

/// # Safety
/// `properties` points to `count` properties whose values are as documented; what the callbacks are called with stays
/// alive until the call has ended.
pub(crate) unsafe fn parse_call(
    properties: *const WS_CALL_PROPERTY,
    count: ULONG,
    heap: *mut WS_HEAP,
    error: ErrorHandle,
) -> Result<CallProperties> {
    use WS_CALL_PROPERTY_ID as Id;
    // SAFETY: by the caller's promise.
    let properties = unsafe { slice(properties, count, "callProperties") }?;
    let mut parsed = CallProperties { id: 0, on_send: None, on_receive: None, check_must_understand: true };
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        match id {
            Id::WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND => parsed.check_must_understand = value.boolean()?,
            Id::WS_CALL_PROPERTY_CALL_ID => parsed.id = value.ulong()?,
            Id::WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT => {
                // SAFETY: by the caller's promise.
                parsed.on_send = unsafe { hook(value.read()?, heap, error) };
            }
            Id::WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT => {
                // SAFETY: by the caller's promise.
                parsed.on_receive = unsafe { hook(value.read()?, heap, error) };
            }
        }
    }
    Ok(parsed)
}

/// The application's message callback as the service layer calls it.
///
/// # Safety
/// The context is as documented.
unsafe fn hook(
    context: WS_PROXY_MESSAGE_CALLBACK_CONTEXT,
    heap: *mut WS_HEAP,
    error: ErrorHandle,
) -> Option<MessageHook> {
    let callback = context.callback?;
    let (state, heap) = (PassedOn(context.state.cast_const()), PassedOn(heap.cast_const()));
    Some(Box::new(move |message| {
        let (state, heap, error) = (state, heap, error);
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(message.raw(), heap.0.cast_mut(), state.0.cast_mut(), error.0) })
    }))
}
