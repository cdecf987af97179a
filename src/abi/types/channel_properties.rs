//! Channel properties and the values they hold.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Properties of a channel: type, default, meaning. Set when the channel is created unless something else
/// is said; `WsGetChannelProperty` reads them. Timeouts are in milliseconds, INFINITE means none; proxies
/// and hosts begin with INFINITE, since they have timeouts of their own.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_PROPERTY_ID {
    /// ULONG, 65536: most bytes of an encoded message that is held in memory; at least 1. Not for streams;
    /// UDP keeps its 65536.
    WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE = 0,
    /// `unsigned __int64`, 4194304: most bytes of an encoded message that is streamed; at least 1. HTTP.
    WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE = 1,
    /// ULONG, 16384: most bytes of a streamed message up to its body; at least 1. HTTP.
    WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE = 2,
    /// ULONG, 65536: most bytes of a streamed message between two `WsFlushBody`. HTTP.
    WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE = 3,
    /// WS_ENCODING: UTF-8 text for HTTP and (always) UDP, session binary for TCP and named pipes.
    WS_CHANNEL_PROPERTY_ENCODING = 4,
    /// WS_ENVELOPE_VERSION, SOAP 1.2, but NONE with WS_ENCODING_RAW: what messages of the channel have.
    WS_CHANNEL_PROPERTY_ENVELOPE_VERSION = 5,
    /// WS_ADDRESSING_VERSION, 1.0, but TRANSPORT with WS_ENCODING_RAW: what messages of the channel have.
    /// TRANSPORT is for HTTP only.
    WS_CHANNEL_PROPERTY_ADDRESSING_VERSION = 6,
    /// ULONG, 2048: most bytes of texts in a session's dictionary. More of them received fault the channel;
    /// more of them sent travel as they are. TCP and named pipes.
    WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE = 7,
    /// WS_CHANNEL_STATE, read only: the state, which may change at once.
    WS_CHANNEL_PROPERTY_STATE = 8,
    /// WS_CALLBACK_MODEL, LONG: how long callbacks for the channel's operations may take. Accepted channels
    /// follow their listener; proxies and hosts know only LONG.
    WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL = 9,
    /// WS_IP_VERSION, AUTO: for opening; accepted channels follow their listener. TCP and UDP.
    WS_CHANNEL_PROPERTY_IP_VERSION = 10,
    /// ULONG, INFINITE, at any time: for finding the server's address. HTTP client.
    WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT = 11,
    /// ULONG, 30000, at any time: for connecting, with the framing's handshake. Client.
    WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT = 12,
    /// ULONG, 30000, at any time: for sending a message.
    WS_CHANNEL_PROPERTY_SEND_TIMEOUT = 13,
    /// ULONG, 30000, at any time: for all headers of the response to come. HTTP client.
    WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT = 14,
    /// ULONG, 30000, at any time: for receiving the bytes of a message.
    WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT = 15,
    /// ULONG, 30000, at any time: for the handshake that ends a session. TCP and named pipes.
    WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT = 16,
    /// BOOL, TRUE: FALSE makes INFINITE the default of all timeouts. Proxies and hosts set FALSE, and ask
    /// it of custom channels.
    WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS = 17,
    /// WS_TRANSFER_MODE, buffered: HTTP only; for the others it stays so.
    WS_CHANNEL_PROPERTY_TRANSFER_MODE = 18,
    /// ULONG, 0, at any time: index of the interface to send to many through; 0 for the machine's default.
    /// UDP.
    WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE = 19,
    /// ULONG, 1: how many hops a message to many may travel. UDP.
    WS_CHANNEL_PROPERTY_MULTICAST_HOPS = 20,
    /// WS_ENDPOINT_ADDRESS, read only, once open: the other side, as the network tells it, unproven. Valid
    /// until the channel is reset or freed. UDP.
    WS_CHANNEL_PROPERTY_REMOTE_ADDRESS = 21,
    /// SOCKADDR_STORAGE, read only, once a message is being read: the other side, as the network tells it,
    /// unproven.
    WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS = 22,
    /// ULONGLONG, read only, once a message is being read: tells the client's connections apart while the
    /// listener is open. HTTP server.
    WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID = 23,
    /// WS_CUSTOM_CHANNEL_CALLBACKS: needed for WS_CUSTOM_CHANNEL_BINDING.
    WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS = 24,
    /// Any type, nothing: given to WS_CREATE_CHANNEL_CALLBACK as it is.
    WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS = 25,
    /// `void*`, read only: what WS_CREATE_CHANNEL_CALLBACK has returned.
    WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE = 26,
    /// WS_STRING, read only, once accepted: the URL that the client opened, with escapes. Valid until the
    /// channel is reset or freed. HTTP and TCP.
    WS_CHANNEL_PROPERTY_TRANSPORT_URL = 27,
    /// BOOL, FALSE, at any time: send small packets at once (TCP_NODELAY). TCP.
    WS_CHANNEL_PROPERTY_NO_DELAY = 28,
    /// BOOL, FALSE: probe silent connections (SO_KEEPALIVE). TCP.
    WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES = 29,
    /// ULONG, two hours: milliseconds of silence before the first probe; needs
    /// WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES.
    WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME = 30,
    /// ULONG, one second: milliseconds between probes; needs WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES.
    WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL = 31,
    /// ULONG, INFINITE: most connections to one server. HTTP client.
    WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS = 32,
    /// BOOL, read only, open or faulted: whether `WsShutdownSessionChannel` was called.
    WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN = 33,
    /// WS_CHANNEL_TYPE, read only.
    WS_CHANNEL_PROPERTY_CHANNEL_TYPE = 34,
    /// ULONG, 65536: how many bytes are kept for the next message.
    WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE = 35,
    /// WS_CHANNEL_ENCODER, none: changes the bytes of sent messages. Not for UDP.
    WS_CHANNEL_PROPERTY_ENCODER = 36,
    /// WS_CHANNEL_DECODER, none: changes the bytes of received messages. Not for UDP.
    WS_CHANNEL_PROPERTY_DECODER = 37,
    /// WS_PROTECTION_LEVEL, read only: what the channel's security gives.
    WS_CHANNEL_PROPERTY_PROTECTION_LEVEL = 38,
    /// WS_COOKIE_MODE, AUTO: HTTP client.
    WS_CHANNEL_PROPERTY_COOKIE_MODE = 39,
    /// WS_HTTP_PROXY_SETTING_MODE, AUTO: HTTP client.
    WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE = 40,
    /// WS_CUSTOM_HTTP_PROXY: needed with WS_HTTP_PROXY_SETTING_MODE_CUSTOM.
    WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY = 41,
    /// WS_HTTP_MESSAGE_MAPPING, nothing mapped: what of HTTP becomes headers of the message.
    WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING = 42,
    /// BOOL, FALSE: follow redirections; not looked at when there is a callback for them. HTTP client.
    WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT = 43,
    /// WS_HTTP_REDIRECT_CALLBACK_CONTEXT: decides which redirections to follow. HTTP client.
    WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT = 44,
    /// BOOL, TRUE, at any time: a received fault makes the receiving function fail, with the code of a
    /// known fault, otherwise WS_E_ENDPOINT_FAULT_RECEIVED. Proxies need TRUE.
    WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS = 45,
    /// BOOL, FALSE, at any time: accept faults that message security does not protect. They can be forged.
    WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS = 46,
    /// `WCHAR*`, read only: principal name of the server that refused authentication, where it is known.
    WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN = 47,
    /// `WCHAR*`, read only: principal name of the proxy that refused authentication, where it is known.
    WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN = 48,
    /// ULONG, 65536: most bytes of a request's HTTP headers. HTTP server.
    WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE = 49,
}

c_enum!(WS_CHANNEL_PROPERTY_ID {
    WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE,
    WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE,
    WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE,
    WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE,
    WS_CHANNEL_PROPERTY_ENCODING,
    WS_CHANNEL_PROPERTY_ENVELOPE_VERSION,
    WS_CHANNEL_PROPERTY_ADDRESSING_VERSION,
    WS_CHANNEL_PROPERTY_MAX_SESSION_DICTIONARY_SIZE,
    WS_CHANNEL_PROPERTY_STATE,
    WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL,
    WS_CHANNEL_PROPERTY_IP_VERSION,
    WS_CHANNEL_PROPERTY_RESOLVE_TIMEOUT,
    WS_CHANNEL_PROPERTY_CONNECT_TIMEOUT,
    WS_CHANNEL_PROPERTY_SEND_TIMEOUT,
    WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT,
    WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT,
    WS_CHANNEL_PROPERTY_CLOSE_TIMEOUT,
    WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS,
    WS_CHANNEL_PROPERTY_TRANSFER_MODE,
    WS_CHANNEL_PROPERTY_MULTICAST_INTERFACE,
    WS_CHANNEL_PROPERTY_MULTICAST_HOPS,
    WS_CHANNEL_PROPERTY_REMOTE_ADDRESS,
    WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS,
    WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID,
    WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS,
    WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS,
    WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE,
    WS_CHANNEL_PROPERTY_TRANSPORT_URL,
    WS_CHANNEL_PROPERTY_NO_DELAY,
    WS_CHANNEL_PROPERTY_SEND_KEEP_ALIVES,
    WS_CHANNEL_PROPERTY_KEEP_ALIVE_TIME,
    WS_CHANNEL_PROPERTY_KEEP_ALIVE_INTERVAL,
    WS_CHANNEL_PROPERTY_MAX_HTTP_SERVER_CONNECTIONS,
    WS_CHANNEL_PROPERTY_IS_SESSION_SHUT_DOWN,
    WS_CHANNEL_PROPERTY_CHANNEL_TYPE,
    WS_CHANNEL_PROPERTY_TRIM_BUFFERED_MESSAGE_SIZE,
    WS_CHANNEL_PROPERTY_ENCODER,
    WS_CHANNEL_PROPERTY_DECODER,
    WS_CHANNEL_PROPERTY_PROTECTION_LEVEL,
    WS_CHANNEL_PROPERTY_COOKIE_MODE,
    WS_CHANNEL_PROPERTY_HTTP_PROXY_SETTING_MODE,
    WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY,
    WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING,
    WS_CHANNEL_PROPERTY_ENABLE_HTTP_REDIRECT,
    WS_CHANNEL_PROPERTY_HTTP_REDIRECT_CALLBACK_CONTEXT,
    WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS,
    WS_CHANNEL_PROPERTY_ALLOW_UNSECURED_FAULTS,
    WS_CHANNEL_PROPERTY_HTTP_SERVER_SPN,
    WS_CHANNEL_PROPERTY_HTTP_PROXY_SPN,
    WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE,
});

/// A property and its value, for `WsCreateChannel` and whatever creates channels.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of channels that something else creates, such as a host's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_CHANNEL_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Version of the Internet Protocol.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_IP_VERSION {
    /// IPv4 only.
    WS_IP_VERSION_4 = 1,
    /// IPv6 only.
    WS_IP_VERSION_6 = 2,
    /// Whatever there is; listeners take both.
    WS_IP_VERSION_AUTO = 3,
}

c_enum!(WS_IP_VERSION { WS_IP_VERSION_4, WS_IP_VERSION_6, WS_IP_VERSION_AUTO });

/// What a client does with HTTP cookies.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_COOKIE_MODE {
    /// Nothing; the application may map the headers.
    WS_MANUAL_COOKIE_MODE = 1,
    /// It sends back what it was given.
    WS_AUTO_COOKIE_MODE = 2,
}

c_enum!(WS_COOKIE_MODE { WS_MANUAL_COOKIE_MODE, WS_AUTO_COOKIE_MODE });

/// How a client finds its HTTP proxy.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_HTTP_PROXY_SETTING_MODE {
    /// As the system is configured.
    WS_HTTP_PROXY_SETTING_MODE_AUTO = 1,
    /// There is none.
    WS_HTTP_PROXY_SETTING_MODE_NONE = 2,
    /// By WS_CHANNEL_PROPERTY_CUSTOM_HTTP_PROXY.
    WS_HTTP_PROXY_SETTING_MODE_CUSTOM = 3,
}

c_enum!(WS_HTTP_PROXY_SETTING_MODE {
    WS_HTTP_PROXY_SETTING_MODE_AUTO,
    WS_HTTP_PROXY_SETTING_MODE_NONE,
    WS_HTTP_PROXY_SETTING_MODE_CUSTOM,
});

/// HTTP proxies of a channel.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_HTTP_PROXY {
    /// Proxies as `host` or `host:port`, with semicolons between.
    pub servers: WS_STRING,
    /// Servers to reach without a proxy, with semicolons between; `<local>` means those of the local
    /// network.
    pub bypass: WS_STRING,
}

/// A comma separates several values of the header.
pub const WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR: ULONG = 0x1;
/// A semicolon separates several values of the header.
pub const WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR: ULONG = 0x2;
/// The value stands in quotes, which are not part of it.
pub const WS_HTTP_HEADER_MAPPING_QUOTED_VALUE: ULONG = 0x4;

/// An HTTP header that becomes a header of the message.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_MAPPING {
    /// Name of the HTTP header.
    pub headerName: WS_XML_STRING,
    /// WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR, WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR and
    /// WS_HTTP_HEADER_MAPPING_QUOTED_VALUE, or 0.
    pub headerMappingOptions: ULONG,
}

/// The response's status code is a header of the message.
pub const WS_HTTP_RESPONSE_MAPPING_STATUS_CODE: ULONG = 0x1;
/// The request's method is a header of the message; otherwise it is POST.
pub const WS_HTTP_REQUEST_MAPPING_VERB: ULONG = 0x2;
/// The response's status text is a header of the message.
pub const WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT: ULONG = 0x2;

/// What of HTTP becomes headers of the message, which `WsGetMappedHeader` and `WsAddMappedHeader` reach.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_MESSAGE_MAPPING {
    /// WS_HTTP_REQUEST_MAPPING_VERB, or 0; needs WS_ENCODING_RAW.
    pub requestMappingOptions: ULONG,
    /// WS_HTTP_RESPONSE_MAPPING_STATUS_CODE and WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT, or 0; need
    /// WS_ENCODING_RAW.
    pub responseMappingOptions: ULONG,
    /// Headers of requests; none is NULL.
    pub requestHeaderMappings: *mut *mut WS_HTTP_HEADER_MAPPING,
    /// Number of elements of `requestHeaderMappings`.
    pub requestHeaderMappingCount: ULONG,
    /// Headers of responses; none is NULL.
    pub responseHeaderMappings: *mut *mut WS_HTTP_HEADER_MAPPING,
    /// Number of elements of `responseHeaderMappings`.
    pub responseHeaderMappingCount: ULONG,
}

/// Decides whether a request to `originalUrl` may go to `newUrl` instead: S_OK allows it, S_FALSE and
/// failures do not.
pub type WS_HTTP_REDIRECT_CALLBACK = Option<
    unsafe extern "C" fn(
        state: *mut c_void,
        originalUrl: *const WS_STRING,
        newUrl: *const WS_STRING,
    ) -> HRESULT,
>;

/// A callback that decides on redirections.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_REDIRECT_CALLBACK_CONTEXT {
    /// What to call; never NULL.
    pub callback: WS_HTTP_REDIRECT_CALLBACK,
    /// Given to `callback` as it is.
    pub state: *mut c_void,
}
