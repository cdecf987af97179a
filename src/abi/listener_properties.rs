//! `WS_LISTENER_PROPERTY` arrays into [`ListenerProperties`], and back for queries. (Page WS_LISTENER_PROPERTY_ID.)
#![allow(unsafe_code)]

use WS_LISTENER_PROPERTY_ID as Id;

use crate::abi::types::*;
use crate::channel::properties::ListenerProperties;
use crate::error::{Error, Result};

use super::body::text;
use super::custom_listener::CustomListenerParameters;
use super::guard::{Name, required, slice};
use super::property::{PropertyIn, PropertyOut, Protocol, not_here, property_id};

/// All that the properties of a new listener say.
pub(crate) struct ParsedListenerProperties {
    pub(crate) properties: ListenerProperties,
    pub(crate) custom: Option<CustomListenerParameters>,
}

/// Parses the properties of a listener that is being created.
///
/// # Safety
/// `properties` points to `count` properties whose values are as documented.
pub(crate) unsafe fn parse(
    binding: WS_CHANNEL_BINDING,
    properties: *const WS_LISTENER_PROPERTY,
    count: ULONG,
) -> Result<ParsedListenerProperties> {
    // SAFETY: by the caller's promise.
    let properties = unsafe { slice(properties, count, "properties") }?;
    let custom = binding == WS_CHANNEL_BINDING::WS_CUSTOM_CHANNEL_BINDING;
    let Protocol { http, stream, tcp, udp } = Protocol::of(binding);
    let mut parsed = ParsedListenerProperties { properties: ListenerProperties::default(), custom: None };
    let mut parameters = (std::ptr::null(), 0);
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        let allow = |allowed: bool| {
            if allowed {
                Ok(())
            } else {
                Err(not_here(name, "given when creating a listener of this binding"))
            }
        };
        let to = &mut parsed.properties;
        match id {
            Id::WS_LISTENER_PROPERTY_LISTEN_BACKLOG => {
                allow(stream)?;
                to.listen_backlog = value.positive()?;
            }
            Id::WS_LISTENER_PROPERTY_IP_VERSION => {
                allow(tcp || udp)?;
                to.ip_version = value.enumeration()?;
            }
            Id::WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL => to.async_callback_model = value.enumeration()?,
            Id::WS_LISTENER_PROPERTY_CONNECT_TIMEOUT => {
                allow(stream)?;
                to.connect_timeout = value.ulong()?;
            }
            Id::WS_LISTENER_PROPERTY_CLOSE_TIMEOUT => {
                allow(http)?;
                to.close_timeout = value.ulong()?;
            }
            Id::WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS => {
                allow(!custom)?;
                to.to_header_matching_options = matching(&name, value.ulong()?)?;
            }
            Id::WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS => {
                allow(tcp || http)?;
                to.transport_url_matching_options = matching(&name, value.ulong()?)?;
            }
            Id::WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT => {
                allow(http)?;
                // SAFETY: by the caller's promise.
                to.disallowed_user_agents = unsafe { user_agents(&value.read()?) }?;
            }
            Id::WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS => {
                allow(custom)?;
                parsed.custom = Some(CustomListenerParameters {
                    callbacks: value.read()?,
                    parameters: std::ptr::null(),
                    parameters_size: 0,
                });
            }
            Id::WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS => {
                allow(custom)?;
                parameters = value.raw();
            }
            Id::WS_LISTENER_PROPERTY_IS_MULTICAST
            | Id::WS_LISTENER_PROPERTY_MULTICAST_INTERFACES
            | Id::WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK => {
                allow(udp)?;
                return Err(Error::not_supported(format!("{name}: UDP is not supported by this version")));
            }
            Id::WS_LISTENER_PROPERTY_STATE
            | Id::WS_LISTENER_PROPERTY_CHANNEL_TYPE
            | Id::WS_LISTENER_PROPERTY_CHANNEL_BINDING
            | Id::WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE => allow(false)?,
        }
    }
    if custom {
        let Some(implementation) = &mut parsed.custom else {
            return Err(Error::invalid_argument(
                "WS_CUSTOM_CHANNEL_BINDING requires WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS",
            ));
        };
        (implementation.parameters, implementation.parameters_size) = parameters;
    }
    Ok(parsed)
}

/// `WS_MATCH_URL_*` flags, by the grammar of page WS_URL_MATCHING_OPTIONS.
fn matching(name: &Name<'_>, options: ULONG) -> Result<ULONG> {
    let paths = WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PREFIX_PATH;
    let known = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_PORT | paths | WS_MATCH_URL_NO_QUERY;
    if options & !known != 0 {
        return Err(Error::invalid_argument(format!(
            "{name} is 0x{options:X}, and 0x{:X} is no WS_MATCH_URL flag",
            options & !known
        )));
    }
    if options & paths == paths {
        return Err(Error::invalid_argument(format!(
            "{name} is 0x{options:X}, and WS_MATCH_URL_EXACT_PATH and WS_MATCH_URL_PREFIX_PATH exclude each other"
        )));
    }
    Ok(options)
}

/// # Safety
/// The strings are as documented.
unsafe fn user_agents(given: &WS_DISALLOWED_USER_AGENT_SUBSTRINGS) -> Result<Vec<String>> {
    // SAFETY: by the caller's promise.
    let strings = unsafe { slice(given.subStrings.cast_const(), given.subStringCount, "subStrings") }?;
    strings
        .iter()
        .map(|&string| {
            // SAFETY: by the caller's promise.
            unsafe { text(required(string.cast_const(), "subString")?, "subString") }
        })
        .collect()
}

/// Answers a query that the properties alone can answer.
pub(crate) fn query(
    binding: WS_CHANNEL_BINDING,
    from: &ListenerProperties,
    id: Id,
    out: &PropertyOut<'_>,
) -> Result<()> {
    let Protocol { http, stream, tcp, udp } = Protocol::of(binding);
    match id {
        Id::WS_LISTENER_PROPERTY_LISTEN_BACKLOG if stream => out.write(from.listen_backlog),
        Id::WS_LISTENER_PROPERTY_IP_VERSION if tcp || udp => out.enumeration(from.ip_version),
        Id::WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL => out.enumeration(from.async_callback_model),
        Id::WS_LISTENER_PROPERTY_CONNECT_TIMEOUT if stream => out.write(from.connect_timeout),
        Id::WS_LISTENER_PROPERTY_CLOSE_TIMEOUT if http => out.write(from.close_timeout),
        Id::WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS => out.write(from.to_header_matching_options),
        Id::WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS if tcp || http => {
            out.write(from.transport_url_matching_options)
        }
        _ => Err(not_here(out.name, "asked of a listener of this binding")),
    }
}
