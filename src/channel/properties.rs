//! What a channel and a listener can be told about how to behave, with the documented defaults.
//! (Pages WS_CHANNEL_PROPERTY_ID and WS_LISTENER_PROPERTY_ID.)

use crate::abi::types::*;

/// The properties of a channel, parsed once.
#[derive(Clone, Debug)]
pub(crate) struct ChannelProperties {
    /// Bytes of the largest envelope sent or received.
    pub(crate) max_buffered_message_size: u32,
    pub(crate) max_streamed_message_size: u64,
    pub(crate) max_streamed_start_size: u32,
    pub(crate) max_streamed_flush_size: u32,
    pub(crate) encoding: WS_ENCODING,
    pub(crate) envelope_version: WS_ENVELOPE_VERSION,
    pub(crate) addressing_version: WS_ADDRESSING_VERSION,
    pub(crate) max_session_dictionary_size: u32,
    pub(crate) async_callback_model: WS_CALLBACK_MODEL,
    pub(crate) ip_version: WS_IP_VERSION,
    pub(crate) timeouts: Timeouts,
    pub(crate) transfer_mode: WS_TRANSFER_MODE,
    pub(crate) multicast_interface: u32,
    pub(crate) multicast_hops: u32,
    pub(crate) no_delay: bool,
    pub(crate) send_keep_alives: bool,
    pub(crate) keep_alive_time: u32,
    pub(crate) keep_alive_interval: u32,
    pub(crate) max_http_server_connections: u32,
    pub(crate) trim_buffered_message_size: u32,
    pub(crate) cookie_mode: WS_COOKIE_MODE,
    pub(crate) http_proxy_setting_mode: WS_HTTP_PROXY_SETTING_MODE,
    pub(crate) http_message_mapping: HttpMessageMapping,
    pub(crate) faults_as_errors: bool,
    pub(crate) allow_unsecured_faults: bool,
    pub(crate) max_http_request_headers_buffer_size: u32,
}

/// The timeouts of a channel in milliseconds; [`INFINITE`] is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timeouts {
    pub(crate) enabled: bool,
    /// Resolving the host's name.
    pub(crate) resolve: u32,
    /// Connecting.
    pub(crate) connect: u32,
    /// Sending the bytes of a message.
    pub(crate) send: u32,
    /// Waiting for the headers of the response.
    pub(crate) receive_response: u32,
    /// Receiving the bytes of a message.
    pub(crate) receive: u32,
    /// The closing handshake.
    pub(crate) close: u32,
}

/// No timeout.
pub(crate) const INFINITE: u32 = u32::MAX;

impl Timeouts {
    pub(crate) const DEFAULT: Self = Self {
        enabled: true,
        resolve: INFINITE,
        connect: 30_000,
        send: 30_000,
        receive_response: 30_000,
        receive: 30_000,
        close: 30_000,
    };

    /// What `WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS` set to FALSE makes of those that are not set explicitly.
    pub(crate) const DISABLED: Self = Self {
        enabled: false,
        resolve: INFINITE,
        connect: INFINITE,
        send: INFINITE,
        receive_response: INFINITE,
        receive: INFINITE,
        close: INFINITE,
    };
}

/// Which HTTP headers travel as mapped headers of the message. (WS_HTTP_MESSAGE_MAPPING)
#[derive(Clone, Debug, Default)]
pub(crate) struct HttpMessageMapping {
    pub(crate) request_options: u32,
    pub(crate) response_options: u32,
    pub(crate) request_headers: Vec<HttpHeaderMapping>,
    pub(crate) response_headers: Vec<HttpHeaderMapping>,
}

/// One mapped HTTP header. (WS_HTTP_HEADER_MAPPING)
#[derive(Clone, Debug)]
pub(crate) struct HttpHeaderMapping {
    /// Its name as given; names of HTTP headers are compared without regard to case.
    pub(crate) name: Vec<u8>,
    /// `WS_HTTP_HEADER_MAPPING_*` flags.
    pub(crate) options: u32,
}

impl ChannelProperties {
    /// The defaults, which depend on the binding.
    pub(crate) fn new(binding: WS_CHANNEL_BINDING) -> Self {
        let encoding = match binding {
            WS_CHANNEL_BINDING::WS_TCP_CHANNEL_BINDING | WS_CHANNEL_BINDING::WS_NAMEDPIPE_CHANNEL_BINDING => {
                WS_ENCODING::WS_ENCODING_XML_BINARY_SESSION_1
            }
            _ => WS_ENCODING::WS_ENCODING_XML_UTF8,
        };
        Self {
            max_buffered_message_size: 65_536,
            max_streamed_message_size: 4_194_304,
            max_streamed_start_size: 16_384,
            max_streamed_flush_size: 65_536,
            encoding,
            envelope_version: WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2,
            addressing_version: WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0,
            max_session_dictionary_size: 2048,
            async_callback_model: WS_CALLBACK_MODEL::WS_LONG_CALLBACK,
            ip_version: WS_IP_VERSION::WS_IP_VERSION_AUTO,
            timeouts: Timeouts::DEFAULT,
            transfer_mode: WS_TRANSFER_MODE::WS_BUFFERED_TRANSFER_MODE,
            multicast_interface: 0,
            multicast_hops: 1,
            no_delay: false,
            send_keep_alives: false,
            keep_alive_time: 7_200_000,
            keep_alive_interval: 1000,
            max_http_server_connections: INFINITE,
            trim_buffered_message_size: 65_536,
            cookie_mode: WS_COOKIE_MODE::WS_AUTO_COOKIE_MODE,
            http_proxy_setting_mode: WS_HTTP_PROXY_SETTING_MODE::WS_HTTP_PROXY_SETTING_MODE_AUTO,
            http_message_mapping: HttpMessageMapping::default(),
            faults_as_errors: true,
            allow_unsecured_faults: false,
            max_http_request_headers_buffer_size: 65_536,
        }
    }
}

/// The properties of a listener, parsed once.
#[derive(Clone, Debug)]
pub(crate) struct ListenerProperties {
    pub(crate) listen_backlog: u32,
    pub(crate) ip_version: WS_IP_VERSION,
    pub(crate) async_callback_model: WS_CALLBACK_MODEL,
    pub(crate) connect_timeout: u32,
    pub(crate) close_timeout: u32,
    /// `WS_MATCH_URL_*` flags for the To header.
    pub(crate) to_header_matching_options: u32,
    /// `WS_MATCH_URL_*` flags for the URL of the transport.
    pub(crate) transport_url_matching_options: u32,
    /// Clients whose User-Agent contains one of these are refused.
    pub(crate) disallowed_user_agents: Vec<String>,
}

impl Default for ListenerProperties {
    fn default() -> Self {
        Self {
            listen_backlog: 100,
            ip_version: WS_IP_VERSION::WS_IP_VERSION_AUTO,
            async_callback_model: WS_CALLBACK_MODEL::WS_LONG_CALLBACK,
            connect_timeout: 15_000,
            close_timeout: 5_000,
            to_header_matching_options: MATCHING,
            transport_url_matching_options: MATCHING,
            // Web browsers call themselves so.
            disallowed_user_agents: vec!["Mozilla".to_owned()],
        }
    }
}

const MATCHING: u32 =
    WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT | WS_MATCH_URL_NO_QUERY;
