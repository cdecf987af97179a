//! `WS_CHANNEL_PROPERTY` arrays into [`ChannelProperties`], and back for queries. (Page WS_CHANNEL_PROPERTY_ID.)
#![allow(unsafe_code)]

use WS_CHANNEL_PROPERTY_ID as Id;

use crate::abi::types::*;
use crate::channel::properties::{ChannelProperties, HttpHeaderMapping, HttpMessageMapping, Timeouts};
use crate::error::{Error, Result, ResultExt};

use super::custom_channel::CustomChannelParameters;
use super::guard::{Name, required, slice};
use super::property::{PropertyIn, PropertyOut, Protocol, not_here, property_id};

/// When a property is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Given {
    /// WsCreateChannel, WsCreateServiceProxy.
    Create,
    /// WsCreateChannelForListener.
    CreateForListener,
    /// WsSetChannelProperty.
    Set,
}

/// All that the properties of a new channel say.
pub(crate) struct ParsedChannelProperties {
    pub(crate) properties: ChannelProperties,
    pub(crate) custom: Option<CustomChannelParameters>,
}

/// Parses the properties of a channel that is being created.
///
/// # Safety
/// `properties` points to `count` properties whose values are as documented.
pub(crate) unsafe fn parse(
    given: Given,
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    defaults: ChannelProperties,
    properties: *const WS_CHANNEL_PROPERTY,
    count: ULONG,
) -> Result<ParsedChannelProperties> {
    // SAFETY: by the caller's promise.
    let properties = unsafe { slice(properties, count, "properties") }?;
    let mut parsed = ParsedChannelProperties { properties: defaults, custom: None };
    // Timeouts that are not given are INFINITE when timeouts are disabled, wherever in the array that is said;
    // and what the encoding is decides the default versions.
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        if id == Id::WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS {
            require(binding != WS_CHANNEL_BINDING::WS_CUSTOM_CHANNEL_BINDING, name, given)?;
            if !value.boolean()? {
                parsed.properties.timeouts = Timeouts::DISABLED;
            }
        }
        if id == Id::WS_CHANNEL_PROPERTY_ENCODING
            && value.enumeration::<WS_ENCODING>()? == WS_ENCODING::WS_ENCODING_RAW
        {
            parsed.properties.envelope_version = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE;
            parsed.properties.addressing_version = WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT;
        }
    }
    let mut parameters: Option<(*const std::ffi::c_void, ULONG)> = None;
    let custom = binding == WS_CHANNEL_BINDING::WS_CUSTOM_CHANNEL_BINDING;
    for property in properties {
        let id = property_id(property.id)?;
        let name = Name(&id);
        // SAFETY: by the caller's promise.
        let value = unsafe { PropertyIn::new(name, property.value, property.valueSize) };
        match id {
            Id::WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS => {
                require(custom, name, given)?;
                let callbacks: WS_CUSTOM_CHANNEL_CALLBACKS = value.read()?;
                parsed.custom = Some(CustomChannelParameters {
                    callbacks,
                    parameters: std::ptr::null(),
                    parameters_size: 0,
                });
            }
            Id::WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS => {
                require(custom, name, given)?;
                parameters = Some(value.raw());
            }
            _ => apply(given, channel_type, binding, &mut parsed.properties, id, &value)?,
        }
    }
    let mapping = &parsed.properties.http_message_mapping;
    if mapping.request_options | mapping.response_options != 0
        && parsed.properties.encoding != WS_ENCODING::WS_ENCODING_RAW
    {
        return Err(Error::invalid_argument(
            "the mapping options of WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING are 0 unless the encoding is WS_ENCODING_RAW",
        ));
    }
    check_encoding(binding, &parsed.properties)?;
    if custom {
        let Some(implementation) = &mut parsed.custom else {
            return Err(Error::invalid_argument(
                "WS_CUSTOM_CHANNEL_BINDING requires WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS",
            ));
        };
        if let Some((pointer, size)) = parameters {
            implementation.parameters = pointer;
            implementation.parameters_size = size;
        }
    }
    Ok(parsed)
}

/// What goes together with an encoding. (Page WS_ENCODING)
fn check_encoding(binding: WS_CHANNEL_BINDING, properties: &ChannelProperties) -> Result<()> {
    let (encoding, version) = (properties.encoding, properties.envelope_version);
    let required = match encoding {
        _ if binding != WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING => return Ok(()),
        WS_ENCODING::WS_ENCODING_XML_BINARY_SESSION_1 => {
            return Err(Error::invalid_argument(
                "WS_ENCODING_XML_BINARY_SESSION_1 needs a session, and WS_HTTP_CHANNEL_BINDING has none",
            ));
        }
        WS_ENCODING::WS_ENCODING_XML_BINARY_1 => WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2,
        WS_ENCODING::WS_ENCODING_RAW => WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE,
        _ => return Ok(()),
    };
    if version == required {
        return Ok(());
    }
    Err(Error::invalid_argument(format!(
        "{encoding:?} needs {required:?}, and the channel is for {version:?}"
    )))
}

fn require(allowed: bool, name: Name<'_>, given: Given) -> Result<()> {
    if allowed {
        return Ok(());
    }
    Err(not_here(
        name,
        match given {
            Given::Create => "given when creating a channel of this type and binding",
            Given::CreateForListener => "given when creating a channel for a listener of this binding",
            Given::Set => "changed once the channel has been created",
        },
    ))
}

/// Takes over one property; `E_INVALIDARG` where it does not apply.
pub(crate) fn apply(
    given: Given,
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    to: &mut ChannelProperties,
    id: Id,
    value: &PropertyIn<'_>,
) -> Result<()> {
    let Protocol { http, stream, tcp, udp } = Protocol::of(binding);
    let request = channel_type == WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST;
    let create = given != Given::Set;
    let client = given != Given::CreateForListener;
    let allow = |allowed: bool| require(allowed, value.name, given);
    match id {
        Id::WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE => {
            allow(create && (http || stream))?;
            to.max_buffered_message_size = value.positive()?;
        }
        Id::WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE => {
            allow(create && (http || stream))?;
            to.trim_buffered_message_size = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE => {
            allow(create && http)?;
            to.max_streamed_message_size = match value.read()? {
                0 => return Err(Error::invalid_argument(format!("{} is at least 1", value.name))),
                size => size,
            };
        }
        Id::WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE => {
            allow(create && http)?;
            to.max_streamed_start_size = value.positive()?;
        }
        Id::WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE => {
            allow(create && http)?;
            to.max_streamed_flush_size = value.positive()?;
        }
        Id::WS_CHANNEL_PROPERTY_ENCODING => {
            allow(create && (http || stream))?;
            to.encoding = value.enumeration()?;
        }
        Id::WS_CHANNEL_PROPERTY_ENVELOPE_VERSION => {
            allow(create && binding != WS_CHANNEL_BINDING::WS_NAMEDPIPE_CHANNEL_BINDING)?;
            to.envelope_version = value.enumeration()?;
        }
        Id::WS_CHANNEL_PROPERTY_ADDRESSING_VERSION => {
            allow(create)?;
            let version = value.enumeration()?;
            if version == WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT && (stream || udp) {
                return Err(Error::invalid_argument(
                    "WS_ADDRESSING_VERSION_TRANSPORT is for WS_HTTP_CHANNEL_BINDING only",
                ));
            }
            to.addressing_version = version;
        }
        Id::WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE => {
            allow(create && stream)?;
            to.max_session_dictionary_size = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL => {
            allow(given == Given::Create)?;
            to.async_callback_model = value.enumeration()?;
        }
        Id::WS_CHANNEL_PROPERTY_IP_VERSION => {
            allow(given == Given::Create && (tcp || udp))?;
            to.ip_version = value.enumeration()?;
        }
        Id::WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT => {
            allow(client && http && request)?;
            to.timeouts.resolve = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT => {
            allow(client && ((http && request) || stream))?;
            to.timeouts.connect = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_SEND_TIMEOUT => {
            allow((http && request) || stream)?;
            to.timeouts.send = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT => {
            allow(client && http && request)?;
            to.timeouts.receive_response = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT => {
            allow((http && request) || stream)?;
            to.timeouts.receive = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT => {
            allow(stream)?;
            to.timeouts.close = value.ulong()?;
        }
        // Taken over in the first pass. (The page knows it for clients only, the layered channel sample gives it to
        // WsCreateChannelForListener too.)
        Id::WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS => allow(create)?,
        Id::WS_CHANNEL_PROPERTY_TRANSFER_MODE => {
            allow(create && http)?;
            to.transfer_mode = value.enumeration()?;
        }
        Id::WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE => {
            allow(udp)?;
            to.multicast_interface = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_MULTICAST_HOPS => {
            allow(create && udp)?;
            to.multicast_hops = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_NO_DELAY => {
            allow(tcp)?;
            to.no_delay = value.boolean()?;
        }
        Id::WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES => {
            allow(create && tcp)?;
            to.send_keep_alives = value.boolean()?;
        }
        Id::WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME => {
            allow(create && tcp)?;
            to.keep_alive_time = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL => {
            allow(create && tcp)?;
            to.keep_alive_interval = value.ulong()?;
        }
        Id::WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS => {
            allow(given == Given::Create && http)?;
            to.max_http_server_connections = value.positive()?;
        }
        Id::WS_CHANNEL_PROPERTY_ENCODER | Id::WS_CHANNEL_PROPERTY_DECODER => {
            allow(create && (http || stream))?;
            return Err(not_yet(value.name, "an encoding of the application's own"));
        }
        Id::WS_CHANNEL_PROPERTY_COOKIE_MODE => {
            allow(given == Given::Create && http)?;
            to.cookie_mode = value.enumeration()?;
        }
        Id::WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE => {
            allow(given == Given::Create && http)?;
            to.http_proxy_setting_mode = value.enumeration()?;
            if to.http_proxy_setting_mode == WS_HTTP_PROXY_SETTING_MODE::WS_HTTP_PROXY_SETTING_MODE_CUSTOM {
                return Err(not_yet(value.name, "an HTTP proxy"));
            }
        }
        Id::WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY => {
            allow(given == Given::Create && http)?;
            return Err(not_yet(value.name, "an HTTP proxy"));
        }
        Id::WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING => {
            allow(create && http)?;
            to.http_message_mapping = mapping(&value.read()?).context(|| value.name.to_string())?;
        }
        Id::WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT => {
            allow(given == Given::Create && http && request)?;
            if value.boolean()? {
                return Err(not_yet(value.name, "following redirections"));
            }
        }
        Id::WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT => {
            allow(given == Given::Create && http && request)?;
            return Err(not_yet(value.name, "following redirections"));
        }
        Id::WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS => {
            allow(client && (request || !http))?;
            to.faults_as_errors = value.boolean()?;
        }
        Id::WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS => {
            allow(client && (request || !http))?;
            to.allow_unsecured_faults = value.boolean()?;
        }
        Id::WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE => {
            allow(given == Given::CreateForListener && http)?;
            to.max_http_request_headers_buffer_size = value.positive()?;
        }
        Id::WS_CHANNEL_PROPERTY_STATE
        | Id::WS_CHANNEL_PROPERTY_REMOTE_ADDRESS
        | Id::WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS
        | Id::WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID
        | Id::WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS
        | Id::WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS
        | Id::WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE
        | Id::WS_CHANNEL_PROPERTY_TRANSPORT_URL
        | Id::WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN
        | Id::WS_CHANNEL_PROPERTY_CHANNEL_TYPE
        | Id::WS_CHANNEL_PROPERTY_PROTECTION_LEVEL
        | Id::WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN
        | Id::WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN => allow(false)?,
    }
    Ok(())
}

fn not_yet(name: Name<'_>, what: &str) -> Error {
    Error::not_supported(format!("{name} asks for {what}, which this version does not support"))
}

fn mapping(given: &WS_HTTP_MESSAGE_MAPPING) -> Result<HttpMessageMapping> {
    let headers =
        |pointers: *mut *mut WS_HTTP_HEADER_MAPPING, count: ULONG| -> Result<Vec<HttpHeaderMapping>> {
            // SAFETY: the property's value is as documented: `count` pointers to mappings.
            let pointers = unsafe { slice(pointers.cast_const(), count, "headerMappings") }?;
            pointers
                .iter()
                .map(|&pointer| {
                    // SAFETY: as above.
                    let mapping = unsafe { required(pointer.cast_const(), "header mapping") }?;
                    // SAFETY: as above.
                    let name =
                        unsafe { slice(mapping.headerName.bytes, mapping.headerName.length, "headerName") }?;
                    Ok(HttpHeaderMapping { name: name.to_vec(), options: mapping.headerMappingOptions })
                })
                .collect()
        };
    Ok(HttpMessageMapping {
        request_options: given.requestMappingOptions,
        response_options: given.responseMappingOptions,
        request_headers: headers(given.requestHeaderMappings, given.requestHeaderMappingCount)?,
        response_headers: headers(given.responseHeaderMappings, given.responseHeaderMappingCount)?,
    })
}

/// Answers a query that the properties alone can answer; `None` for those that need the channel.
pub(crate) fn query(
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    from: &ChannelProperties,
    id: Id,
    out: &PropertyOut<'_>,
) -> Option<Result<()>> {
    let Protocol { http, stream, tcp, udp } = Protocol::of(binding);
    let request = channel_type == WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST;
    let only = |applies: bool, answer: &dyn Fn() -> Result<()>| {
        Some(if applies {
            answer()
        } else {
            Err(not_here(out.name, "asked of a channel of this type and binding"))
        })
    };
    match id {
        Id::WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE => Some(out.write(from.max_buffered_message_size)),
        Id::WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE => {
            Some(out.write(from.trim_buffered_message_size))
        }
        Id::WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE => {
            only(http, &|| out.write(from.max_streamed_message_size))
        }
        Id::WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE => {
            only(http, &|| out.write(from.max_streamed_start_size))
        }
        Id::WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE => {
            only(http, &|| out.write(from.max_streamed_flush_size))
        }
        Id::WS_CHANNEL_PROPERTY_ENCODING => Some(out.enumeration(from.encoding)),
        Id::WS_CHANNEL_PROPERTY_ENVELOPE_VERSION => Some(out.enumeration(from.envelope_version)),
        Id::WS_CHANNEL_PROPERTY_ADDRESSING_VERSION => Some(out.enumeration(from.addressing_version)),
        Id::WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE => {
            only(stream, &|| out.write(from.max_session_dictionary_size))
        }
        Id::WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL => Some(out.enumeration(from.async_callback_model)),
        Id::WS_CHANNEL_PROPERTY_IP_VERSION => only(tcp || udp, &|| out.enumeration(from.ip_version)),
        Id::WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT => {
            only(http && request, &|| out.write(from.timeouts.resolve))
        }
        Id::WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT => {
            only((http && request) || stream, &|| out.write(from.timeouts.connect))
        }
        Id::WS_CHANNEL_PROPERTY_SEND_TIMEOUT => {
            only((http && request) || stream, &|| out.write(from.timeouts.send))
        }
        Id::WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT => {
            only(http && request, &|| out.write(from.timeouts.receive_response))
        }
        Id::WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT => {
            only((http && request) || stream, &|| out.write(from.timeouts.receive))
        }
        Id::WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT => only(stream, &|| out.write(from.timeouts.close)),
        Id::WS_CHANNEL_PROPERTY_TRANSFER_MODE => Some(out.enumeration(from.transfer_mode)),
        Id::WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE => only(udp, &|| out.write(from.multicast_interface)),
        Id::WS_CHANNEL_PROPERTY_MULTICAST_HOPS => only(udp, &|| out.write(from.multicast_hops)),
        Id::WS_CHANNEL_PROPERTY_NO_DELAY => only(tcp, &|| out.boolean(from.no_delay)),
        Id::WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME => only(tcp, &|| out.write(from.keep_alive_time)),
        Id::WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL => only(tcp, &|| out.write(from.keep_alive_interval)),
        Id::WS_CHANNEL_PROPERTY_CHANNEL_TYPE => Some(out.enumeration(channel_type)),
        Id::WS_CHANNEL_PROPERTY_PROTECTION_LEVEL => {
            Some(out.enumeration(WS_PROTECTION_LEVEL::WS_PROTECTION_LEVEL_NONE))
        }
        Id::WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS => {
            only(request || !http, &|| out.boolean(from.faults_as_errors))
        }
        Id::WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS => {
            only(request || !http, &|| out.boolean(from.allow_unsecured_faults))
        }
        Id::WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE => {
            only(http && !request, &|| out.write(from.max_http_request_headers_buffer_size))
        }
        _ => None,
    }
}
