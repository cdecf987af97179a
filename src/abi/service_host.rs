//! Service hosts: endpoints and the functions behind them. (Page "Service Host".)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::State;
use crate::service::host::{Endpoint, ServiceHost};

use super::async_call;
use super::body::{enumeration, text};
use super::channel::check_security;
use super::channel_properties::Given;
use super::channel_template::ChannelTemplate;
use super::guard::{Name, Out, abort_and_free, boundary, required, slice};
use super::listener::create_parsed as create_listener;
use super::object::{ErrorHandle, PassedOn, Shared, shared};
use super::owned_address::OwnedAddress;
use super::property::{PropertyOut, not_here, property_id};
use super::service_application::{FaultOptions, ServedContract};
use super::service_host_properties::{ParsedEndpoint, parse_endpoint, parse_host};
use super::service_operation::Operation;

/// Creates a service host.
///
/// - `endpoints`, `endpointCount`: where to listen, and what is served there; at least one. URLs, properties and contracts
///   are copied. What they point to, that is descriptions, tables of functions and what callbacks use, has to stay as
///   long as the host.
/// - `serviceProperties`, `servicePropertyCount`: what is to differ from the defaults; copied.
/// - `serviceHost`: receives the host, to be freed by [`WsFreeServiceHost`].
///
/// Errors: `E_INVALIDARG` for an endpoint without a contract, a contract without a description or a default message
/// handler, descriptions or properties that are wrong, or more than one accepting channel or call at a time together with
/// a default message handler; `WS_E_NOT_SUPPORTED` for a binding or security that this version does not have; what the
/// create callback of a custom listener returns; `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsCreateServiceHost.)
///
/// # Safety
/// The arrays are as large as their counts say, with values as documented; `serviceHost` is NULL or writable; `error` is
/// NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateServiceHost(
    endpoints: *mut *const WS_SERVICE_ENDPOINT,
    endpointCount: USHORT,
    serviceProperties: *const WS_SERVICE_PROPERTY,
    servicePropertyCount: ULONG,
    serviceHost: *mut *mut WS_SERVICE_HOST,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::required(serviceHost, "serviceHost") }?;
        if endpointCount == 0 {
            return Err(Error::invalid_argument(
                "a service host has at least one endpoint, and 'endpointCount' is 0",
            ));
        }
        // SAFETY: the caller's promise.
        let given = unsafe { slice(endpoints.cast_const(), endpointCount.into(), "endpoints") }?;
        // SAFETY: the caller's promise.
        let host = unsafe { parse_host(serviceProperties, servicePropertyCount) }?;
        let mut parsed = Vec::with_capacity(given.len());
        for (index, &one) in given.iter().enumerate() {
            // SAFETY: the caller's promise.
            let endpoint = unsafe { endpoint(one, host.faults, error) };
            parsed.push(endpoint.context(|| format!("endpoint {index}"))?);
        }
        let created = ServiceHost::new(host.options, parsed);
        out.write(Shared::new(Arc::new(created)).into_handle());
        Ok(S_OK)
    })
}

/// # Safety
/// `given` is NULL or valid with all it points to.
unsafe fn endpoint(
    given: *const WS_SERVICE_ENDPOINT,
    faults: FaultOptions,
    error: *mut WS_ERROR,
) -> Result<Endpoint> {
    // SAFETY: the caller's promise, for all of these.
    unsafe {
        let given = required(given, "endpoint")?;
        let channel_type = enumeration(given.channelType, "channelType")?;
        let binding = enumeration(given.channelBinding, "channelBinding")?;
        check_security(given.securityDescription)?;
        let contract = required(given.contract, "contract")?;
        let ParsedEndpoint { options, mut callbacks, listener } = parse_endpoint(given, binding)?;
        callbacks.handle = contract.defaultMessageHandlerCallback;
        if callbacks.handle.is_some() && (options.max_accepting_channels > 1 || options.max_concurrency > 1) {
            return Err(Error::invalid_argument(
                "with a defaultMessageHandlerCallback, WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS and \
                 WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY are 1",
            ));
        }
        let channel_properties = slice(
            given.channelProperties.properties.cast_const(),
            given.channelProperties.propertyCount,
            "channelProperties",
        )?;
        let channels = ChannelTemplate::new(
            "a service host",
            Given::CreateForListener,
            channel_type,
            binding,
            channel_properties,
        )?;
        let (infos, operations) = operations(contract)?;
        let address = OwnedAddress::copy(&given.address)?;
        let created = create_listener(channel_type, binding, listener, error)?;
        Ok(Endpoint {
            url: text(&given.address.url, "url")?,
            raw_url: PassedOn(&raw const address.address.url),
            address: PassedOn(&raw const address.address),
            contract: PassedOn(contract.contractDescription),
            listener: Shared::new(Arc::new(created)),
            application: Box::new(ServedContract {
                callbacks,
                infos,
                operations,
                channels,
                faults,
                _address: address,
            }),
            options,
        })
    }
}

type Operations = (Vec<crate::service::host::application::OperationInfo>, Vec<Arc<Operation>>);

/// # Safety
/// The contract is valid with all it points to.
unsafe fn operations(contract: &WS_SERVICE_CONTRACT) -> Result<Operations> {
    let mut found = Operations::default();
    // SAFETY: the caller's promise, for all of these.
    unsafe {
        let Some(description) = contract.contractDescription.as_ref() else {
            if contract.defaultMessageHandlerCallback.is_some() {
                return Ok(found);
            }
            return Err(Error::invalid_argument(
                "a contract has a contractDescription or a defaultMessageHandlerCallback, and this one has neither",
            ));
        };
        let all = slice(description.operations.cast_const(), description.operationCount, "operations")?;
        let table: *const *const c_void = contract.methodTable.cast();
        if !all.is_empty() {
            required(table, "methodTable")?;
        }
        for (index, &operation) in all.iter().enumerate() {
            let function = table.add(index).read_unaligned();
            let (info, operation) = Operation::new(operation.cast_const(), function)
                .context(|| format!("operation {index} of the contract"))?;
            found.0.push(info);
            found.1.push(Arc::new(operation));
        }
    }
    Ok(found)
}

/// Starts to listen at all endpoints; when all do, clients are served.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the host is CREATED, `WS_E_OPERATION_ABORTED`, and what opening a listener can
/// return: `WS_E_INVALID_ENDPOINT_URL`, `WS_E_ADDRESS_IN_USE`, `WS_E_ADDRESS_NOT_AVAILABLE`,
/// `WS_E_ENDPOINT_ACCESS_DENIED`. The host is CREATED again after a failure. (Page WsOpenServiceHost.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenServiceHost(
    serviceHost: *mut WS_SERVICE_HOST,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, async_call::long, || {
            let host = shared::<ServiceHost>(serviceHost)?;
            Ok(async move { host.open(handle).await.map(|()| S_OK) })
        })
    }
}

/// Stops listening and waits for what runs: operations, and sessions that clients have open. After
/// `WS_SERVICE_PROPERTY_CLOSE_TIMEOUT` the host is aborted, and operations are waited for all the same. The host is CLOSED
/// afterwards, also when an error other than `WS_E_INVALID_OPERATION` is returned. Not to be called from one of the host's
/// own callbacks without an async context: it would wait for itself.
///
/// Errors: `WS_E_INVALID_OPERATION` while it is opening or closing, `WS_E_OPERATION_TIMED_OUT` when it has been aborted
/// for that, `WS_E_OPERATION_ABORTED` when WsAbortServiceHost was called meanwhile, and what closing a listener can
/// return. (Page WsCloseServiceHost.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseServiceHost(
    serviceHost: *mut WS_SERVICE_HOST,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, async_call::long, || {
            let host = shared::<ServiceHost>(serviceHost)?;
            Ok(async move { host.close(handle).await.map(|()| S_OK) })
        })
    }
}

/// Ends what a host does: listeners and channels are aborted, operations that have registered for it are told. They are
/// not waited for here, but by WsCloseServiceHost. Legal in every state and from any thread: OPENING becomes CREATED, OPEN
/// becomes FAULTED. (Page WsAbortServiceHost.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortServiceHost(
    serviceHost: *mut WS_SERVICE_HOST,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        shared::<ServiceHost>(serviceHost)?.abort(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Makes a closed host a new one. `WS_E_INVALID_OPERATION` unless it is CREATED or CLOSED. (Page WsResetServiceHost.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetServiceHost(
    serviceHost: *mut WS_SERVICE_HOST,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        shared::<ServiceHost>(serviceHost)?.reset(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Frees a host that is CREATED or CLOSED. One that is not is aborted first, and goes when its callbacks have ended. NULL
/// is nothing to do. (Page WsFreeServiceHost.)
///
/// # Safety
/// Nobody else uses the host any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeServiceHost(serviceHost: *mut WS_SERVICE_HOST) {
    abort_and_free(serviceHost, ServiceHost::check_free, ServiceHost::abort);
}

/// Reads a property of a host: `WS_SERVICE_PROPERTY_HOST_STATE`, the only one that can be read.
///
/// Errors: `E_INVALIDARG` for another one or a wrong size. (Page WsGetServiceHostProperty.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetServiceHostProperty(
    serviceHost: *mut WS_SERVICE_HOST,
    id: MaybeUninit<WS_SERVICE_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let host = shared::<ServiceHost>(serviceHost)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let out = unsafe { PropertyOut::new(name, value, valueSize) };
        if id != WS_SERVICE_PROPERTY_ID::WS_SERVICE_PROPERTY_HOST_STATE {
            return Err(not_here(name, "asked of a service host"));
        }
        out.enumeration(state(host.state()))?;
        Ok(S_OK)
    })
}

fn state(state: State) -> WS_SERVICE_HOST_STATE {
    match state {
        State::Created => WS_SERVICE_HOST_STATE::WS_SERVICE_HOST_STATE_CREATED,
        // A host is never accepting; the machine has no such row for it.
        State::Opening | State::Accepting => WS_SERVICE_HOST_STATE::WS_SERVICE_HOST_STATE_OPENING,
        State::Open => WS_SERVICE_HOST_STATE::WS_SERVICE_HOST_STATE_OPEN,
        State::Faulted => WS_SERVICE_HOST_STATE::WS_SERVICE_HOST_STATE_FAULTED,
        State::Closing => WS_SERVICE_HOST_STATE::WS_SERVICE_HOST_STATE_CLOSING,
        State::Closed => WS_SERVICE_HOST_STATE::WS_SERVICE_HOST_STATE_CLOSED,
    }
}
