//! Listeners: what a server accepts channels from. (Page "Listener".)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::channel::http_reply::{HttpListenerCore, HttpReplyCore};
use crate::channel::listener::{Listener, ListenerCore};
use crate::channel::properties::ChannelProperties;
use crate::channel::{Channel, Core};
use crate::error::{Error, Result};
use crate::lifecycle::State;

use super::async_call;
use super::body::{enumeration, text};
use super::channel::{adopt_versions, check_security};
use super::channel_properties::{Given, ParsedChannelProperties, parse as parse_channel};
use super::custom_listener::CustomListener;
use super::guard::{Name, Out, abort_and_free, boundary, required};
use super::listener_properties::{ParsedListenerProperties, parse, query};
use super::object::{ErrorHandle, PassedOn, Shared, shared};
use super::property::{PropertyIn, PropertyOut, not_here, property_id};

/// Creates a listener.
///
/// - `channelType`, `channelBinding`: what it accepts: `WS_CHANNEL_TYPE_REPLY` with `WS_HTTP_CHANNEL_BINDING`, or
///   `WS_CUSTOM_CHANNEL_BINDING` with a type of the implementation's choice.
/// - `properties`, `propertyCount`: what is to differ from the defaults; copied.
/// - `securityDescription`: NULL.
/// - `listener`: receives the listener, to be freed by [`WsFreeListener`].
///
/// Errors: as for WsCreateChannel. (Page WsCreateListener.)
///
/// # Safety
/// `properties` points to `propertyCount` properties with values as documented; `listener` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateListener(
    channelType: MaybeUninit<WS_CHANNEL_TYPE>,
    channelBinding: MaybeUninit<WS_CHANNEL_BINDING>,
    properties: *const WS_LISTENER_PROPERTY,
    propertyCount: ULONG,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
    listener: *mut *mut WS_LISTENER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::required(listener, "listener") }?;
        let channel_type = enumeration(channelType, "channelType")?;
        let binding = enumeration(channelBinding, "channelBinding")?;
        check_security(securityDescription)?;
        // SAFETY: the caller's promise.
        let parsed = unsafe { parse(binding, properties, propertyCount) }?;
        let created = create_parsed(channel_type, binding, parsed, error)?;
        out.write(Shared::new(Arc::new(created)).into_handle());
        Ok(S_OK)
    })
}

/// Makes a listener from properties that have been parsed; a service host makes its listeners this way too.
pub(super) fn create_parsed(
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    parsed: ParsedListenerProperties,
    error: *mut WS_ERROR,
) -> Result<Listener> {
    let core: Box<dyn ListenerCore> = match (binding, &parsed.custom) {
        (_, Some(custom)) => Box::new(CustomListener::create(custom, channel_type, error)?),
        (WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING, _) => {
            if channel_type != WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REPLY {
                return Err(Error::invalid_argument(format!(
                    "a listener over HTTP accepts WS_CHANNEL_TYPE_REPLY, and {channel_type:?} was asked for"
                )));
            }
            Box::new(HttpListenerCore::new(parsed.properties.clone()))
        }
        _ => return Err(Error::not_supported(format!("{binding:?} is not supported by this version"))),
    };
    Ok(Listener::new(channel_type, binding, parsed.properties, core))
}

fn model(listener: *mut WS_LISTENER) -> impl FnOnce() -> WS_CALLBACK_MODEL {
    move || {
        shared::<Listener>(listener)
            .map_or_else(|_| async_call::long(), |listener| listener.properties.async_callback_model)
    }
}

/// Starts to listen.
///
/// - `url`: where: `http://+:port/path` for every host name, `*` for those that nobody else listens for, or a host.
///   Listeners of one process share a port; the longest path that fits a request gets it.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the listener is CREATED, `WS_E_INVALID_ENDPOINT_URL`,
/// `WS_E_ADDRESS_IN_USE`, `WS_E_ADDRESS_NOT_AVAILABLE`, `WS_E_ENDPOINT_ACCESS_DENIED`, `WS_E_OPERATION_ABORTED`. The
/// listener is CREATED again after a failure. (Page WsOpenListener.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenListener(
    listener: *mut WS_LISTENER,
    url: *const WS_STRING,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(listener), || {
            let listener = shared::<Listener>(listener)?;
            let raw = PassedOn(url);
            let url = text(required(url, "url")?, "url")?;
            Ok(async move { listener.open(&url, raw, handle).await.map(|()| S_OK) })
        })
    }
}

/// Waits for the next client and makes the channel one to it. Over HTTP that is the next request.
///
/// - `channel`: made by [`WsCreateChannelForListener`], CREATED; OPEN afterwards.
///
/// Errors: `WS_E_INVALID_OPERATION` in the wrong state, `WS_E_OPERATION_ABORTED` when the channel or the listener is
/// aborted, or the listener is closed. (Page WsAcceptChannel.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAcceptChannel(
    listener: *mut WS_LISTENER,
    channel: *mut WS_CHANNEL,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(listener), || {
            let (listener, channel) = (shared::<Listener>(listener)?, shared::<Channel>(channel)?);
            Ok(async move { listener.accept(&channel, handle).await.map(|()| S_OK) })
        })
    }
}

/// Stops listening. Pending accepts end with `WS_E_OPERATION_ABORTED`; channels that have been accepted go on. The
/// listener is CLOSED afterwards, also when an error is returned.
///
/// Errors: `WS_E_INVALID_OPERATION` while it is opening or closing, `WS_E_OPERATION_ABORTED`, what the close callback
/// of a custom listener returns. (Page WsCloseListener.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseListener(
    listener: *mut WS_LISTENER,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(listener), || {
            let listener = shared::<Listener>(listener)?;
            Ok(async move { listener.close(handle).await.map(|()| S_OK) })
        })
    }
}

/// Ends what is pending on a listener with `WS_E_OPERATION_ABORTED`, without waiting for it. Legal in every state and
/// from any thread. (Page WsAbortListener.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortListener(listener: *mut WS_LISTENER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        shared::<Listener>(listener)?.abort(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Makes a closed listener a new one, with the properties it has. `WS_E_INVALID_OPERATION` unless it is CREATED or
/// CLOSED. (Page WsResetListener.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetListener(listener: *mut WS_LISTENER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        shared::<Listener>(listener)?.reset(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Frees a listener that is CREATED or CLOSED. One that is not is aborted first. NULL is nothing to do. (Page
/// WsFreeListener.)
///
/// # Safety
/// Nobody else uses the listener any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeListener(listener: *mut WS_LISTENER) {
    abort_and_free(listener, Listener::check_free, Listener::abort);
}

/// Reads a property of a listener. `valueSize` is the size of the property's type. For a custom listener the
/// implementation answers, except for its state, type, binding and instance.
///
/// Errors: `E_INVALIDARG` for a property that the listener does not have or a wrong size. (Page
/// WsGetListenerProperty.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetListenerProperty(
    listener: *mut WS_LISTENER,
    id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        use WS_LISTENER_PROPERTY_ID as Id;
        let listener = shared::<Listener>(listener)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let out = unsafe { PropertyOut::new(name, value, valueSize) };
        match id {
            Id::WS_LISTENER_PROPERTY_STATE => out.enumeration(state(listener.state())),
            Id::WS_LISTENER_PROPERTY_CHANNEL_TYPE => out.enumeration(listener.channel_type),
            Id::WS_LISTENER_PROPERTY_CHANNEL_BINDING => out.enumeration(listener.binding),
            _ => match listener.core().as_any().downcast_ref::<CustomListener>() {
                Some(custom) if id == Id::WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE => {
                    out.write(custom.instance())
                }
                Some(custom) => custom.get_property(id, &out, error),
                None => query(listener.binding, &listener.properties, id, &out),
            },
        }?;
        Ok(S_OK)
    })
}

fn state(state: State) -> WS_LISTENER_STATE {
    match state {
        State::Created => WS_LISTENER_STATE::WS_LISTENER_STATE_CREATED,
        // A listener is never accepting; the machine has no such row for it.
        State::Opening | State::Accepting => WS_LISTENER_STATE::WS_LISTENER_STATE_OPENING,
        State::Open => WS_LISTENER_STATE::WS_LISTENER_STATE_OPEN,
        State::Faulted => WS_LISTENER_STATE::WS_LISTENER_STATE_FAULTED,
        State::Closing => WS_LISTENER_STATE::WS_LISTENER_STATE_CLOSING,
        State::Closed => WS_LISTENER_STATE::WS_LISTENER_STATE_CLOSED,
    }
}

/// Changes a property of a listener. Those of the library's own listeners are given when they are created; for a
/// custom listener the implementation takes it. `E_INVALIDARG` otherwise. (Page WsSetListenerProperty.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` readable bytes holding a value of the property's type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetListenerProperty(
    listener: *mut WS_LISTENER,
    id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let listener = shared::<Listener>(listener)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let given = unsafe { PropertyIn::new(name, value, valueSize) };
        match listener.core().as_any().downcast_ref::<CustomListener>() {
            Some(custom) if id != WS_LISTENER_PROPERTY_ID::WS_LISTENER_PROPERTY_STATE => {
                custom.set_property(id, &given, error)?;
                Ok(S_OK)
            }
            _ => Err(not_here(name, "changed once the listener has been created")),
        }
    })
}

/// Creates a channel that a listener can accept.
///
/// - `properties`, `propertyCount`: what is to differ from the defaults; copied.
/// - `channel`: receives the channel, to be freed by WsFreeChannel. It lives on when the listener is freed.
///
/// Errors: as for WsCreateChannel. (Page WsCreateChannelForListener.)
///
/// # Safety
/// `properties` points to `propertyCount` properties with values as documented; `channel` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateChannelForListener(
    listener: *mut WS_LISTENER,
    properties: *const WS_CHANNEL_PROPERTY,
    propertyCount: ULONG,
    channel: *mut *mut WS_CHANNEL,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let listener = shared::<Listener>(listener)?;
        // SAFETY: the caller's promise.
        let out = unsafe { Out::required(channel, "channel") }?;
        // SAFETY: the caller's promise.
        let created = unsafe { create_channel(&listener, properties, propertyCount, error) }?;
        out.write(Shared::new(Arc::new(created)).into_handle());
        Ok(S_OK)
    })
}

unsafe fn create_channel(
    listener: &Listener,
    properties: *const WS_CHANNEL_PROPERTY,
    count: ULONG,
    error: *mut WS_ERROR,
) -> Result<Channel> {
    let mut defaults = ChannelProperties::new(listener.binding);
    defaults.async_callback_model = listener.properties.async_callback_model;
    // SAFETY: the caller's promise.
    let parsed = unsafe {
        parse_channel(
            Given::CreateForListener,
            listener.channel_type,
            listener.binding,
            defaults,
            properties,
            count,
        )
    }?;
    create_channel_parsed(listener, parsed, error)
}

/// Makes a channel for a listener from properties that have been parsed.
pub(super) fn create_channel_parsed(
    listener: &Listener,
    parsed: ParsedChannelProperties,
    error: *mut WS_ERROR,
) -> Result<Channel> {
    let properties = Arc::new(Mutex::new(parsed.properties));
    let core: Box<dyn Core> =
        match (&parsed.custom, listener.core().as_any().downcast_ref::<CustomListener>()) {
            (Some(custom), Some(listener)) => {
                let custom = listener.create_channel(custom, error)?;
                adopt_versions(&custom, &mut properties.lock());
                Box::new(custom)
            }
            _ => Box::new(HttpReplyCore::new(properties.clone())),
        };
    Ok(Channel::new(listener.channel_type, listener.binding, Some(listener.id), properties, core))
}
