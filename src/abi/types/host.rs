//! Service hosts: states, properties, endpoints and the metadata they publish.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Listens at endpoints and calls the functions behind them. Made by `WsCreateServiceHost`, opened by
/// `WsOpenServiceHost`, freed by `WsFreeServiceHost` once closed. Any thread may use it, and operations run
/// on the library's threads.
#[repr(C)]
pub struct WS_SERVICE_HOST {
    _private: [u8; 0],
}

/// Where a host is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SERVICE_HOST_STATE {
    /// Not yet open; it can be opened or freed.
    WS_SERVICE_HOST_STATE_CREATED = 0,
    /// `WsOpenServiceHost` is at work.
    WS_SERVICE_HOST_STATE_OPENING = 1,
    /// Messages are handled.
    WS_SERVICE_HOST_STATE_OPEN = 2,
    /// `WsCloseServiceHost` is at work: it waits for running operations.
    WS_SERVICE_HOST_STATE_CLOSING = 3,
    /// Over; it can be reset or freed.
    WS_SERVICE_HOST_STATE_CLOSED = 4,
    /// It was aborted; it can only be closed.
    WS_SERVICE_HOST_STATE_FAULTED = 5,
}

c_enum!(WS_SERVICE_HOST_STATE {
    WS_SERVICE_HOST_STATE_CREATED,
    WS_SERVICE_HOST_STATE_OPENING,
    WS_SERVICE_HOST_STATE_OPEN,
    WS_SERVICE_HOST_STATE_CLOSING,
    WS_SERVICE_HOST_STATE_CLOSED,
    WS_SERVICE_HOST_STATE_FAULTED,
});

/// Properties of a host: type, default, meaning. Set when the host is created; `WsGetServiceHostProperty`
/// reads some.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SERVICE_PROPERTY_ID {
    /// `void*`, NULL: given to operations by WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE.
    WS_SERVICE_PROPERTY_HOST_USER_STATE = 0,
    /// WS_FAULT_DISCLOSURE, minimal: what faults tell of an operation's error.
    WS_SERVICE_PROPERTY_FAULT_DISCLOSURE = 1,
    /// LANGID, the user's: language of faults.
    WS_SERVICE_PROPERTY_FAULT_LANGID = 2,
    /// WS_SERVICE_HOST_STATE, read only: the state, which may change at once.
    WS_SERVICE_PROPERTY_HOST_STATE = 3,
    /// WS_SERVICE_METADATA, none: documents to give to whom asks. A WSDL document of the service's
    /// namespace without a service of its own gets one, with the ports of the host.
    WS_SERVICE_PROPERTY_METADATA = 4,
    /// ULONG, 5000: milliseconds that closing waits for operations; then the host is aborted.
    WS_SERVICE_PROPERTY_CLOSE_TIMEOUT = 5,
}

c_enum!(WS_SERVICE_PROPERTY_ID {
    WS_SERVICE_PROPERTY_HOST_USER_STATE,
    WS_SERVICE_PROPERTY_FAULT_DISCLOSURE,
    WS_SERVICE_PROPERTY_FAULT_LANGID,
    WS_SERVICE_PROPERTY_HOST_STATE,
    WS_SERVICE_PROPERTY_METADATA,
    WS_SERVICE_PROPERTY_CLOSE_TIMEOUT,
});

/// A property and its value, for `WsCreateServiceHost`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_SERVICE_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Called when an endpoint has accepted a channel; may set `channelState`, which operations see by
/// WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE. A failure closes the channel.
pub type WS_SERVICE_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        channelState: *mut *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A callback for accepted channels.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY_ACCEPT_CALLBACK {
    /// What to call; never NULL.
    pub callback: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK,
}

/// Called before an endpoint closes a channel; frees what WS_SERVICE_ACCEPT_CHANNEL_CALLBACK has made.
pub type WS_SERVICE_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        asyncContext: *const WS_ASYNC_CONTEXT,
    ) -> HRESULT,
>;

/// A callback for channels that are closed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_PROPERTY_CLOSE_CALLBACK {
    /// What to call; never NULL.
    pub callback: WS_SERVICE_CLOSE_CHANNEL_CALLBACK,
}

/// Decides whether a request may go on to its operation: `authorized` says so. A failure means no.
pub type WS_SERVICE_SECURITY_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        authorized: *mut BOOL,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// The host may be this machine's DNS name without its domain.
pub const WS_MATCH_URL_DNS_HOST: ULONG = 0x1;
/// The host may be this machine's full DNS name.
pub const WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST: ULONG = 0x2;
/// The host may be this machine's NetBIOS name.
pub const WS_MATCH_URL_NETBIOS_HOST: ULONG = 0x4;
/// The host may be `localhost`.
pub const WS_MATCH_URL_LOCAL_HOST: ULONG = 0x8;
/// The host may be an address of this machine.
pub const WS_MATCH_URL_HOST_ADDRESSES: ULONG = 0x10;
/// The host may be any of the above.
pub const WS_MATCH_URL_THIS_HOST: ULONG = 0x1f;
/// The port has to be the same.
pub const WS_MATCH_URL_PORT: ULONG = 0x20;
/// The path has to be the same.
pub const WS_MATCH_URL_EXACT_PATH: ULONG = 0x40;
/// The path has to begin with the listener's, segment by segment.
pub const WS_MATCH_URL_PREFIX_PATH: ULONG = 0x80;
/// There must be no query.
pub const WS_MATCH_URL_NO_QUERY: ULONG = 0x100;

/// How an endpoint gives out metadata.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_METADATA_EXCHANGE_TYPE {
    /// Not at all.
    WS_METADATA_EXCHANGE_TYPE_NONE = 0,
    /// To requests of WS-MetadataExchange.
    WS_METADATA_EXCHANGE_TYPE_MEX = 1,
    /// To HTTP GET, at the endpoint's path and below.
    WS_METADATA_EXCHANGE_TYPE_HTTP_GET = 2,
}

c_enum!(WS_METADATA_EXCHANGE_TYPE {
    WS_METADATA_EXCHANGE_TYPE_NONE,
    WS_METADATA_EXCHANGE_TYPE_MEX,
    WS_METADATA_EXCHANGE_TYPE_HTTP_GET,
});

/// The port of an endpoint in generated WSDL. It all has to stay as long as the host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT_METADATA {
    /// Name of the port.
    pub portName: *mut WS_XML_STRING,
    /// Local name of its binding.
    pub bindingName: *mut WS_XML_STRING,
    /// Namespace of its binding.
    pub bindingNs: *mut WS_XML_STRING,
}

/// A WSDL, schema or policy document to give out. It all has to stay as long as the host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_METADATA_DOCUMENT {
    /// The document's XML.
    pub content: *mut WS_XML_STRING,
    /// What is appended to the URL to get it by HTTP; NULL when it cannot be got so.
    pub name: *mut WS_STRING,
}

/// Metadata of a service. It all has to stay as long as the host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_METADATA {
    /// Number of elements of `documents`.
    pub documentCount: ULONG,
    /// The documents.
    pub documents: *mut *mut WS_SERVICE_METADATA_DOCUMENT,
    /// Name of the service in WSDL; NULL just where `serviceNs` is.
    pub serviceName: *mut WS_XML_STRING,
    /// Namespace of the service in WSDL.
    pub serviceNs: *mut WS_XML_STRING,
}

/// Properties of an endpoint: type, default, meaning.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SERVICE_ENDPOINT_PROPERTY_ID {
    /// WS_SERVICE_PROPERTY_ACCEPT_CALLBACK, none: called for each accepted channel.
    WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK = 0,
    /// WS_SERVICE_PROPERTY_CLOSE_CALLBACK, none: called for each channel that is closed.
    WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK = 1,
    /// ULONG, 1: how many accepts are pending at a time. Has to be 1 with a default message handler.
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS = 2,
    /// ULONG, 1: how many calls run at a time on a channel with a session. Has to be 1 with a default
    /// message handler.
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY = 3,
    /// SIZE_T, 65535: size of the heap for the parameters of a call, in bytes.
    WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE = 4,
    /// SIZE_T, 4096: how much of that heap is kept for the next call, in bytes.
    WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE = 5,
    /// WS_MESSAGE_PROPERTIES, none: heap, reader and writer properties, and number of headers, of the
    /// endpoint's messages.
    WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES = 6,
    /// ULONG, 100: how many call objects are kept for later calls.
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE = 7,
    /// ULONG, 100: how many channels are kept for later clients.
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE = 8,
    /// WS_LISTENER_PROPERTIES, none: for the endpoint's listener.
    WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES = 9,
    /// BOOL, TRUE: refuse requests with headers that have to be understood and are not.
    WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND = 10,
    /// WS_METADATA_EXCHANGE_TYPE, none. HTTP GET makes the listener match paths by their beginning.
    WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE = 11,
    /// WS_SERVICE_ENDPOINT_METADATA, none: the endpoint's port in WSDL.
    WS_SERVICE_ENDPOINT_PROPERTY_METADATA = 12,
    /// WS_STRING, none: appended to the endpoint's URL, the address (To header) for WS-MetadataExchange;
    /// without it all such requests are taken.
    WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX = 13,
    /// ULONG, 100: how many channels may be open at a time.
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS = 14,
}

c_enum!(WS_SERVICE_ENDPOINT_PROPERTY_ID {
    WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK,
    WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK,
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS,
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY,
    WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE,
    WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE,
    WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES,
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE,
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE,
    WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES,
    WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND,
    WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE,
    WS_SERVICE_ENDPOINT_PROPERTY_METADATA,
    WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX,
    WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS,
});

/// A property and its value, for an endpoint.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_SERVICE_ENDPOINT_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// One address at which a host serves a contract. It has to stay as long as the host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_ENDPOINT {
    /// Where to listen; its URL only.
    pub address: WS_ENDPOINT_ADDRESS,
    /// Transport.
    pub channelBinding: MaybeUninit<WS_CHANNEL_BINDING>,
    /// Pattern of messages.
    pub channelType: MaybeUninit<WS_CHANNEL_TYPE>,
    /// Security; NULL for none.
    pub securityDescription: *const WS_SECURITY_DESCRIPTION,
    /// What to do with messages; never NULL.
    pub contract: *const WS_SERVICE_CONTRACT,
    /// Decides on each request; NULL lets all in.
    pub authorizationCallback: WS_SERVICE_SECURITY_CALLBACK,
    /// First of an array; may be NULL when there are none.
    pub properties: *const WS_SERVICE_ENDPOINT_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
    /// Properties of the endpoint's channels.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}
