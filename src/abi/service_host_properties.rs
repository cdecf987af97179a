//! `WS_SERVICE_PROPERTY` and `WS_SERVICE_ENDPOINT_PROPERTY` arrays. (Pages WS_SERVICE_PROPERTY_ID,
//! WS_SERVICE_ENDPOINT_PROPERTY_ID.)
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::service::host::{EndpointOptions, HostOptions};

use super::guard::{Name, slice};
use super::listener_properties::{ParsedListenerProperties, parse as parse_listener};
use super::message_options::message_options;
use super::object::PassedOn;
use super::property::{PropertyIn, not_here, property_id};
use super::service_application::{Callbacks, FaultOptions};

/// What the properties of a new host say.
pub(super) struct ParsedHost {
    pub(super) options: HostOptions,
    pub(super) faults: FaultOptions,
}

/// # Safety
/// `properties` points to `count` properties whose values are as documented.
pub(super) unsafe fn parse_host(properties: *const WS_SERVICE_PROPERTY, count: ULONG) -> Result<ParsedHost> {
    use WS_SERVICE_PROPERTY_ID as Id;
    // SAFETY: by the caller's promise.
    let properties = unsafe { slice(properties, count, "serviceProperties") }?;
    let faults =
        FaultOptions { disclosure: WS_FAULT_DISCLOSURE::WS_MINIMAL_FAULT_DISCLOSURE, language: None };
    let mut parsed = ParsedHost { options: HostOptions::default(), faults };
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        match id {
            Id::WS_SERVICE_PROPERTY_HOST_USER_STATE => parsed.options.user_state = PassedOn(value.read()?),
            Id::WS_SERVICE_PROPERTY_FAULT_DISCLOSURE => parsed.faults.disclosure = value.enumeration()?,
            Id::WS_SERVICE_PROPERTY_FAULT_LANGID => match value.read::<LANGID>()? {
                0 => return Err(Error::invalid_argument(format!("{name} may not be 0"))),
                language => parsed.faults.language = Some(language),
            },
            Id::WS_SERVICE_PROPERTY_CLOSE_TIMEOUT => parsed.options.close_timeout = value.ulong()?,
            // Given out by endpoints whose WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE says so.
            Id::WS_SERVICE_PROPERTY_METADATA => drop(value.read::<WS_SERVICE_METADATA>()?),
            Id::WS_SERVICE_PROPERTY_HOST_STATE => {
                return Err(not_here(name, "given when creating a service host"));
            }
        }
    }
    Ok(parsed)
}

/// What the properties of an endpoint say.
pub(super) struct ParsedEndpoint {
    pub(super) options: EndpointOptions,
    pub(super) callbacks: Callbacks,
    pub(super) listener: ParsedListenerProperties,
}

/// # Safety
/// The properties of the endpoint have values as documented.
pub(super) unsafe fn parse_endpoint(
    endpoint: &WS_SERVICE_ENDPOINT,
    binding: WS_CHANNEL_BINDING,
) -> Result<ParsedEndpoint> {
    use WS_SERVICE_ENDPOINT_PROPERTY_ID as Id;
    // SAFETY: by the caller's promise.
    let properties = unsafe { slice(endpoint.properties, endpoint.propertyCount, "properties") }?;
    let mut options = EndpointOptions::default();
    let mut callbacks = Callbacks { authorize: endpoint.authorizationCallback, ..Callbacks::default() };
    let mut listener = WS_LISTENER_PROPERTIES { properties: std::ptr::null_mut(), propertyCount: 0 };
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        match id {
            Id::WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK => {
                callbacks.accept = value.read::<WS_SERVICE_PROPERTY_ACCEPT_CALLBACK>()?.callback;
                check_callback(callbacks.accept.is_some(), name)?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK => {
                callbacks.close = value.read::<WS_SERVICE_PROPERTY_CLOSE_CALLBACK>()?.callback;
                check_callback(callbacks.close.is_some(), name)?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS => {
                options.max_accepting_channels = value.positive()?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY => options.max_concurrency = value.positive()?,
            Id::WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE => {
                options.body_heap_max_size = value.read::<SIZE_T>()?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE => {
                options.body_heap_trim_size = value.read::<SIZE_T>()?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES => {
                let given: WS_MESSAGE_PROPERTIES = value.read()?;
                // SAFETY: by the caller's promise.
                options.message = unsafe {
                    message_options(slice(given.properties.cast_const(), given.propertyCount, name)?)
                }?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE => {
                options.max_call_pool_size = value.ulong()?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE => {
                options.max_channel_pool_size = value.ulong()?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES => listener = value.read()?,
            Id::WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND => {
                options.check_must_understand = value.boolean()?;
            }
            Id::WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS => options.max_channels = value.positive()?,
            Id::WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE => {
                let kind: WS_METADATA_EXCHANGE_TYPE = value.enumeration()?;
                if kind != WS_METADATA_EXCHANGE_TYPE::WS_METADATA_EXCHANGE_TYPE_NONE {
                    return Err(Error::not_supported(format!("{kind:?} is not supported by this version")));
                }
            }
            // The port that the endpoint has in metadata which is given out.
            Id::WS_SERVICE_ENDPOINT_PROPERTY_METADATA => drop(value.read::<WS_SERVICE_ENDPOINT_METADATA>()?),
            Id::WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX => {
                return Err(Error::invalid_argument(format!(
                    "{name} is for endpoints whose WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE is \
                     WS_METADATA_EXCHANGE_TYPE_MEX"
                )));
            }
        }
    }
    // SAFETY: by the caller's promise.
    let listener =
        unsafe { parse_listener(binding, listener.properties.cast_const(), listener.propertyCount) }
            .context(|| "WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES")?;
    if listener.properties.async_callback_model != WS_CALLBACK_MODEL::WS_LONG_CALLBACK {
        return Err(Error::invalid_argument("a service host's listeners have long callbacks"));
    }
    Ok(ParsedEndpoint { options, callbacks, listener })
}

fn check_callback(is_there: bool, name: Name<'_>) -> Result<()> {
    if is_there { Ok(()) } else { Err(Error::invalid_argument(format!("the callback of {name} is NULL"))) }
}
