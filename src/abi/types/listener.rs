//! Listeners: states, properties, host names, and custom listeners.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Waits for clients at a URL; each one is accepted into a channel. Made by `WsCreateListener`, opened by
/// `WsOpenListener`, freed by `WsFreeListener` once closed. Any thread may use it.
#[repr(C)]
pub struct WS_LISTENER {
    _private: [u8; 0],
}

/// Where a listener is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_LISTENER_STATE {
    /// Not yet listening; it can be opened or freed.
    WS_LISTENER_STATE_CREATED = 0,
    /// `WsOpenListener` is at work.
    WS_LISTENER_STATE_OPENING = 1,
    /// Channels can be accepted.
    WS_LISTENER_STATE_OPEN = 2,
    /// It failed or was aborted, and can only be closed.
    WS_LISTENER_STATE_FAULTED = 3,
    /// `WsCloseListener` is at work.
    WS_LISTENER_STATE_CLOSING = 4,
    /// Over; it can be reset or freed.
    WS_LISTENER_STATE_CLOSED = 5,
}

c_enum!(WS_LISTENER_STATE {
    WS_LISTENER_STATE_CREATED,
    WS_LISTENER_STATE_OPENING,
    WS_LISTENER_STATE_OPEN,
    WS_LISTENER_STATE_FAULTED,
    WS_LISTENER_STATE_CLOSING,
    WS_LISTENER_STATE_CLOSED,
});

/// Properties of a listener: type, default, meaning. Set when the listener is created unless something else
/// is said; `WsGetListenerProperty` reads them.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_LISTENER_PROPERTY_ID {
    /// ULONG: how many connections may wait to be accepted; SOMAXCONN for as many as is reasonable. TCP.
    WS_LISTENER_PROPERTY_LISTEN_BACKLOG = 0,
    /// WS_IP_VERSION, AUTO. TCP and UDP.
    WS_LISTENER_PROPERTY_IP_VERSION = 1,
    /// WS_LISTENER_STATE, read only: the state, which may change at once.
    WS_LISTENER_PROPERTY_STATE = 2,
    /// WS_CALLBACK_MODEL, LONG: how long callbacks for operations of the listener and its channels may
    /// take. Hosts know only LONG.
    WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL = 3,
    /// WS_CHANNEL_TYPE, read only.
    WS_LISTENER_PROPERTY_CHANNEL_TYPE = 4,
    /// WS_CHANNEL_BINDING, read only.
    WS_LISTENER_PROPERTY_CHANNEL_BINDING = 5,
    /// ULONG, 15000: milliseconds for the framing's handshake with a client that has connected; INFINITE
    /// for no limit. TCP and named pipes.
    WS_LISTENER_PROPERTY_CONNECT_TIMEOUT = 6,
    /// BOOL, FALSE: the address is one of many; others may listen at the same port. UDP.
    WS_LISTENER_PROPERTY_IS_MULTICAST = 7,
    /// Array of ULONG, empty, also later: indexes of the interfaces to listen at; needs
    /// WS_LISTENER_PROPERTY_IS_MULTICAST. UDP.
    WS_LISTENER_PROPERTY_MULTICAST_INTERFACES = 8,
    /// BOOL, TRUE: receive what this machine sends; needs WS_LISTENER_PROPERTY_IS_MULTICAST. UDP.
    WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK = 9,
    /// ULONG, 5000: for how many milliseconds after its last response clients may go on receiving when the
    /// listener closes. HTTP.
    WS_LISTENER_PROPERTY_CLOSE_TIMEOUT = 10,
    /// ULONG of WS_MATCH_URL flags (this host, exact path, port, no query): how the To header of messages
    /// has to match the listener's URL.
    WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS = 11,
    /// ULONG of WS_MATCH_URL flags (this host, exact path, port, no query): how the URL that the client
    /// opened has to match. HTTP and TCP.
    WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS = 12,
    /// WS_CUSTOM_LISTENER_CALLBACKS: needed for WS_CUSTOM_CHANNEL_BINDING.
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS = 13,
    /// Any type, nothing: given to WS_CREATE_LISTENER_CALLBACK as it is.
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS = 14,
    /// `void*`, read only: what WS_CREATE_LISTENER_CALLBACK has returned.
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE = 15,
    /// WS_DISALLOWED_USER_AGENT_SUBSTRINGS, "Mozilla": refuses requests of such clients; not with
    /// WS_ENCODING_RAW. HTTP.
    WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT = 16,
}

c_enum!(WS_LISTENER_PROPERTY_ID {
    WS_LISTENER_PROPERTY_LISTEN_BACKLOG,
    WS_LISTENER_PROPERTY_IP_VERSION,
    WS_LISTENER_PROPERTY_STATE,
    WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL,
    WS_LISTENER_PROPERTY_CHANNEL_TYPE,
    WS_LISTENER_PROPERTY_CHANNEL_BINDING,
    WS_LISTENER_PROPERTY_CONNECT_TIMEOUT,
    WS_LISTENER_PROPERTY_IS_MULTICAST,
    WS_LISTENER_PROPERTY_MULTICAST_INTERFACES,
    WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK,
    WS_LISTENER_PROPERTY_CLOSE_TIMEOUT,
    WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS,
    WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS,
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS,
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS,
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE,
    WS_LISTENER_PROPERTY_DISALLOWED_USER_AGENT,
});

/// A property and its value, for `WsCreateListener` and whatever creates listeners.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_LISTENER_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of listeners that something else creates, such as a host's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_LISTENER_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_LISTENER_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Names under which this machine is reached.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HOST_NAMES {
    /// DNS names, or addresses; an IPv6 address in brackets.
    pub hostNames: *mut WS_STRING,
    /// Number of elements of `hostNames`.
    pub hostNameCount: ULONG,
}

/// Clients that an HTTP listener refuses.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DISALLOWED_USER_AGENT_SUBSTRINGS {
    /// Number of elements of `subStrings`.
    pub subStringCount: ULONG,
    /// A request is refused when its User-Agent contains one of these.
    pub subStrings: *mut *mut WS_STRING,
}

/// A custom listener's part of `WsCreateListener`: makes a listener for `channelType` and returns it in
/// `listenerInstance`. `listenerParameters` is the value of
/// WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS.
pub type WS_CREATE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: MaybeUninit<WS_CHANNEL_TYPE>,
        listenerParameters: *const c_void,
        listenerParametersSize: ULONG,
        listenerInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom listener's part of `WsFreeListener`: frees the listener.
pub type WS_FREE_LISTENER_CALLBACK = Option<unsafe extern "C" fn(listenerInstance: *mut c_void)>;

/// A custom listener's part of `WsResetListener`: brings the listener back to where it was after creation.
pub type WS_RESET_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// A custom listener's part of `WsOpenListener`: begins to listen at `url`, which is valid during the call
/// only.
pub type WS_OPEN_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        url: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom listener's part of `WsCloseListener`: stops listening. It succeeds or the listener is closed
/// all the same.
pub type WS_CLOSE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom listener's part of `WsAbortListener`: makes everything that is pending end soon. It may come in
/// any state and on any thread, must not block, and should not fail.
pub type WS_ABORT_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// A custom listener's part of `WsGetListenerProperty`: writes the value of a property to `value`.
pub type WS_GET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom listener's part of `WsSetListenerProperty`: takes the value of a property, at creation and
/// later.
pub type WS_SET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom listener's part of `WsCreateChannelForListener`: makes a channel that can be accepted and
/// returns it in `channelInstance`.
pub type WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom listener's part of `WsAcceptChannel`: waits for a client and connects `channelInstance` to it.
pub type WS_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A listener that the application supplies. The library keeps its state, checks arguments and order of
/// calls, and calls these with the pointer that the first one has returned. None is NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_LISTENER_CALLBACKS {
    /// Makes the listener.
    pub createListenerCallback: WS_CREATE_LISTENER_CALLBACK,
    /// Frees it.
    pub freeListenerCallback: WS_FREE_LISTENER_CALLBACK,
    /// Resets it.
    pub resetListenerCallback: WS_RESET_LISTENER_CALLBACK,
    /// Opens it.
    pub openListenerCallback: WS_OPEN_LISTENER_CALLBACK,
    /// Closes it.
    pub closeListenerCallback: WS_CLOSE_LISTENER_CALLBACK,
    /// Aborts it.
    pub abortListenerCallback: WS_ABORT_LISTENER_CALLBACK,
    /// Reads a property.
    pub getListenerPropertyCallback: WS_GET_LISTENER_PROPERTY_CALLBACK,
    /// Sets a property.
    pub setListenerPropertyCallback: WS_SET_LISTENER_PROPERTY_CALLBACK,
    /// Makes a channel for it.
    pub createChannelForListenerCallback: WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK,
    /// Accepts a client into a channel.
    pub acceptChannelCallback: WS_ACCEPT_CHANNEL_CALLBACK,
}
