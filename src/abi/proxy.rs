//! Service proxies: calls to a service. (Page "Service Proxy".)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use crate::abi::types::*;
use crate::channel::Address;
use crate::error::{Error, Result};
use crate::lifecycle::State;
use crate::service::{Call, ServiceProxy};

use super::async_call;
use super::body::{enumeration, text};
use super::call_frame::frame;
use super::channel::{check_security, create_parsed};
use super::channel_properties::Given;
use super::channel_template::ChannelTemplate;
use super::guard::{Name, Out, abort_and_free, boundary, required, slice};
use super::object::{ErrorHandle, PassedOn, Shared, shared};
use super::owned_address::OwnedAddress;
use super::property::{PropertyOut, not_here, property_id};
use super::proxy_properties::{parse, parse_call};

/// Creates a service proxy.
///
/// - `channelType`, `channelBinding`, `channelProperties`, `channelPropertyCount`: the channels it makes, as for
///   WsCreateChannel; copied. Their timeouts are INFINITE unless given, since a call has a timeout of its own.
/// - `securityDescription`: NULL.
/// - `properties`, `propertyCount`: what is to differ from the proxy's defaults; copied.
/// - `serviceProxy`: receives the proxy, to be freed by [`WsFreeServiceProxy`].
///
/// Errors: as for WsCreateChannel. (Page WsCreateServiceProxy.)
///
/// # Safety
/// The arrays are as large as their counts say, with values as documented; `serviceProxy` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateServiceProxy(
    channelType: MaybeUninit<WS_CHANNEL_TYPE>,
    channelBinding: MaybeUninit<WS_CHANNEL_BINDING>,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
    properties: *const WS_PROXY_PROPERTY,
    propertyCount: ULONG,
    channelProperties: *const WS_CHANNEL_PROPERTY,
    channelPropertyCount: ULONG,
    serviceProxy: *mut *mut WS_SERVICE_PROXY,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::required(serviceProxy, "serviceProxy") }?;
        let channel_type = enumeration(channelType, "channelType")?;
        let binding = enumeration(channelBinding, "channelBinding")?;
        check_security(securityDescription)?;
        // SAFETY: the caller's promise.
        let proxy = unsafe {
            let channel_properties = slice(channelProperties, channelPropertyCount, "channelProperties")?;
            create(channel_type, binding, properties, propertyCount, channel_properties)
        }?;
        out.write(Shared::new(Arc::new(proxy)).into_handle());
        Ok(S_OK)
    })
}

/// # Safety
/// As [`WsCreateServiceProxy`].
unsafe fn create(
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    properties: *const WS_PROXY_PROPERTY,
    count: ULONG,
    channel_properties: &[WS_CHANNEL_PROPERTY],
) -> Result<ServiceProxy> {
    // SAFETY: the caller's promise.
    let options = unsafe { parse(properties, count) }?;
    // SAFETY: the caller's promise.
    let template = unsafe {
        ChannelTemplate::new("a service proxy", Given::Create, channel_type, binding, channel_properties)
    }?;
    if !template.properties().faults_as_errors {
        return Err(Error::invalid_argument(
            "WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS is TRUE for a service proxy's channels",
        ));
    }
    super::channel::check_combination(channel_type, binding)?;
    Ok(ServiceProxy::new(
        channel_type,
        options,
        Box::new(move |error| create_parsed(channel_type, binding, template.again(), error.0)),
    ))
}

/// Creates a service proxy from what the compiler generated for a binding and what the application adds.
///
/// - `templateType`: `WS_HTTP_BINDING_TEMPLATE_TYPE`.
/// - `templateValue`, `templateSize`: a `WS_HTTP_BINDING_TEMPLATE`, or NULL and 0.
/// - `templateDescription`, `templateDescriptionSize`: a `WS_HTTP_POLICY_DESCRIPTION`.
/// - The others as for [`WsCreateServiceProxy`]. What the template says counts more than the description.
///
/// Errors: `WS_E_NOT_SUPPORTED` for templates with security, and as for [`WsCreateServiceProxy`]. (Page
/// WsCreateServiceProxyFromTemplate.)
///
/// # Safety
/// The structures are as documented; `serviceProxy` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateServiceProxyFromTemplate(
    channelType: MaybeUninit<WS_CHANNEL_TYPE>,
    properties: *const WS_PROXY_PROPERTY,
    propertyCount: ULONG,
    templateType: MaybeUninit<WS_BINDING_TEMPLATE_TYPE>,
    templateValue: *mut c_void,
    templateSize: ULONG,
    templateDescription: *const c_void,
    templateDescriptionSize: ULONG,
    serviceProxy: *mut *mut WS_SERVICE_PROXY,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise, for all of these.
        unsafe {
            let out = Out::required(serviceProxy, "serviceProxy")?;
            let channel_type = enumeration(channelType, "channelType")?;
            let template_type = enumeration(templateType, "templateType")?;
            if template_type != WS_BINDING_TEMPLATE_TYPE::WS_HTTP_BINDING_TEMPLATE_TYPE {
                return Err(Error::not_supported(format!(
                    "{template_type:?} is not supported by this version"
                )));
            }
            let description: &WS_HTTP_POLICY_DESCRIPTION =
                required(templateDescription.cast(), "templateDescription")?;
            check_size(templateDescriptionSize, size_of_val(description), "templateDescriptionSize")?;
            let mut all = of(&description.channelProperties)?.to_vec();
            if let Some(template) = templateValue.cast_const().cast::<WS_HTTP_BINDING_TEMPLATE>().as_ref() {
                check_size(templateSize, size_of_val(template), "templateSize")?;
                // Later ones overwrite earlier ones.
                all.extend_from_slice(of(&template.channelProperties)?);
            } else {
                check_size(templateSize, 0, "templateSize")?;
            }
            let binding = WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING;
            let proxy = create(channel_type, binding, properties, propertyCount, &all)?;
            out.write(Shared::new(Arc::new(proxy)).into_handle());
            Ok(S_OK)
        }
    })
}

fn check_size(given: ULONG, expected: usize, name: &str) -> Result<()> {
    if given as usize == expected {
        return Ok(());
    }
    Err(Error::invalid_argument(format!("'{name}' is {expected} for this template, and {given} was given")))
}

/// # Safety
/// The array is as large as its count says.
unsafe fn of(properties: &WS_CHANNEL_PROPERTIES) -> Result<&[WS_CHANNEL_PROPERTY]> {
    // SAFETY: the caller's promise.
    unsafe { slice(properties.properties.cast_const(), properties.propertyCount, "channelProperties") }
}

/// Opens a proxy to an endpoint; the address is copied.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the proxy is CREATED, `WS_E_INVALID_ENDPOINT_URL`,
/// `WS_E_OPERATION_ABORTED`, and what opening a channel can return. The proxy is CREATED again after a failure. (Page
/// WsOpenServiceProxy.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenServiceProxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    address: *const WS_ENDPOINT_ADDRESS,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, async_call::long, || {
            let proxy = shared::<ServiceProxy>(serviceProxy)?;
            let given = required(address, "address")?;
            let owned = OwnedAddress::copy(given)?;
            let address = Address {
                url: text(&given.url, "url")?,
                headers: owned.headers.as_ref().map(Shared::get),
                raw: PassedOn(&raw const owned.address),
                _keep: Some(owned),
            };
            Ok(async move { proxy.open(Arc::new(address), handle).await.map(|()| S_OK) })
        })
    }
}

/// Closes a proxy: waits for pending calls, at most as long as `WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT` says, then closes
/// its channels. The proxy is CLOSED afterwards, also when an error other than `WS_E_INVALID_OPERATION` is returned.
///
/// Errors: `WS_E_INVALID_OPERATION` while it is opening or closing, `WS_E_OPERATION_ABORTED`, what closing a channel
/// can return. (Page WsCloseServiceProxy.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseServiceProxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, async_call::long, || {
            let proxy = shared::<ServiceProxy>(serviceProxy)?;
            Ok(async move { proxy.close(handle).await.map(|()| S_OK) })
        })
    }
}

/// Ends what is pending on a proxy with `WS_E_OPERATION_ABORTED`, without waiting for it. Legal in every state and from
/// any thread: OPENING becomes CREATED, OPEN becomes FAULTED, CLOSING becomes CLOSED. (Page WsAbortServiceProxy.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortServiceProxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        shared::<ServiceProxy>(serviceProxy)?.abort(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Makes a closed proxy a new one. `WS_E_INVALID_OPERATION` unless it is CREATED or CLOSED. (Page
/// WsResetServiceProxy.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetServiceProxy(
    serviceProxy: *mut WS_SERVICE_PROXY,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        shared::<ServiceProxy>(serviceProxy)?.reset()?;
        Ok(S_OK)
    })
}

/// Frees a proxy that is CREATED or CLOSED. One that is not is aborted first. NULL is nothing to do. (Page
/// WsFreeServiceProxy.)
///
/// # Safety
/// Nobody else uses the proxy any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeServiceProxy(serviceProxy: *mut WS_SERVICE_PROXY) {
    abort_and_free(serviceProxy, ServiceProxy::check_free, ServiceProxy::abort);
}

/// Reads a property of a proxy: `WS_PROXY_PROPERTY_STATE`, the only one that can be read.
///
/// Errors: `E_INVALIDARG` for another one or a wrong size. (Page WsGetServiceProxyProperty.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetServiceProxyProperty(
    serviceProxy: *mut WS_SERVICE_PROXY,
    id: MaybeUninit<WS_PROXY_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let proxy = shared::<ServiceProxy>(serviceProxy)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let out = unsafe { PropertyOut::new(name, value, valueSize) };
        if id != WS_PROXY_PROPERTY_ID::WS_PROXY_PROPERTY_STATE {
            return Err(not_here(name, "asked of a service proxy"));
        }
        out.enumeration(state(proxy.state()))?;
        Ok(S_OK)
    })
}

fn state(state: State) -> WS_SERVICE_PROXY_STATE {
    match state {
        State::Created => WS_SERVICE_PROXY_STATE::WS_SERVICE_PROXY_STATE_CREATED,
        // A proxy is never accepting; the machine has no such row for it.
        State::Opening | State::Accepting => WS_SERVICE_PROXY_STATE::WS_SERVICE_PROXY_STATE_OPENING,
        State::Open => WS_SERVICE_PROXY_STATE::WS_SERVICE_PROXY_STATE_OPEN,
        State::Faulted => WS_SERVICE_PROXY_STATE::WS_SERVICE_PROXY_STATE_FAULTED,
        State::Closing => WS_SERVICE_PROXY_STATE::WS_SERVICE_PROXY_STATE_CLOSING,
        State::Closed => WS_SERVICE_PROXY_STATE::WS_SERVICE_PROXY_STATE_CLOSED,
    }
}

/// Calls an operation of the service; generated stubs call it.
///
/// - `operation`: its messages and parameters; used until the call has ended.
/// - `arguments`: for each parameter the address of the C parameter. The array and the values that are sent are copied
///   before this returns; what they point to, and where results go, stays alive until the call has ended.
/// - `heap`: where results are allocated.
/// - `callProperties`, `callPropertyCount`: an id for [`WsAbandonCall`], callbacks that see the messages, whether
///   mandatory headers of the reply are checked.
/// - `asyncContext`: NULL to wait, else how to be told of the end.
///
/// Errors: `WS_E_ENDPOINT_FAULT_RECEIVED` when the service answers with a fault, which is then in `error`;
/// `WS_E_INVALID_OPERATION` unless the proxy is open; `WS_E_QUOTA_EXCEEDED` when too many calls are pending;
/// `WS_E_OPERATION_ABORTED`, `WS_E_OPERATION_ABANDONED`, `WS_E_OPERATION_TIMED_OUT`; what can go wrong in sending and
/// receiving; `E_INVALIDARG`. (Page WsCall.)
///
/// # Safety
/// The pointers are valid until the operation has ended, except where said above.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCall(
    serviceProxy: *mut WS_SERVICE_PROXY,
    operation: *const WS_OPERATION_DESCRIPTION,
    arguments: *mut *const c_void,
    heap: *mut WS_HEAP,
    callProperties: *const WS_CALL_PROPERTY,
    callPropertyCount: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run_new(asyncContext, error, async_call::long, || {
            let proxy = shared::<ServiceProxy>(serviceProxy)?;
            required(operation, "operation")?;
            let values = shared::<crate::heap::Heap>(heap)?;
            let properties = parse_call(callProperties, callPropertyCount, heap, handle)?;
            let (input, output) = frame(operation, arguments, &values, handle)?;
            let call = Call {
                input,
                output,
                on_send: properties.on_send,
                on_receive: properties.on_receive,
                check_must_understand: properties.check_must_understand,
            };
            let ticket = proxy.begin(properties.id)?;
            Ok(move || async move { ticket.run(call, handle).await.map(|()| S_OK) })
        })
    }
}

/// Ends pending calls with `WS_E_OPERATION_ABANDONED`: those whose `WS_CALL_PROPERTY_CALL_ID` is `callId`, or all of
/// them for 0. Does not wait.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the proxy is open. (Page WsAbandonCall.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbandonCall(
    serviceProxy: *mut WS_SERVICE_PROXY,
    callId: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        shared::<ServiceProxy>(serviceProxy)?.abandon(callId)?;
        Ok(S_OK)
    })
}
