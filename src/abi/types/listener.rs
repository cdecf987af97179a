//! Listeners: states, properties, host names, and custom listeners.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_LISTENER {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_LISTENER_STATE {
    WS_LISTENER_STATE_CREATED = 0,
    WS_LISTENER_STATE_OPENING = 1,
    WS_LISTENER_STATE_OPEN = 2,
    WS_LISTENER_STATE_FAULTED = 3,
    WS_LISTENER_STATE_CLOSING = 4,
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

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_LISTENER_PROPERTY_ID {
    WS_LISTENER_PROPERTY_LISTEN_BACKLOG = 0,
    WS_LISTENER_PROPERTY_IP_VERSION = 1,
    WS_LISTENER_PROPERTY_STATE = 2,
    WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL = 3,
    WS_LISTENER_PROPERTY_CHANNEL_TYPE = 4,
    WS_LISTENER_PROPERTY_CHANNEL_BINDING = 5,
    WS_LISTENER_PROPERTY_CONNECT_TIMEOUT = 6,
    WS_LISTENER_PROPERTY_IS_MULTICAST = 7,
    WS_LISTENER_PROPERTY_MULTICAST_INTERFACES = 8,
    WS_LISTENER_PROPERTY_MULTICAST_LOOPBACK = 9,
    WS_LISTENER_PROPERTY_CLOSE_TIMEOUT = 10,
    WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS = 11,
    WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS = 12,
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS = 13,
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS = 14,
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE = 15,
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

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_LISTENER_PROPERTY {
    pub id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_LISTENER_PROPERTIES {
    pub properties: *mut WS_LISTENER_PROPERTY,
    pub propertyCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HOST_NAMES {
    pub hostNames: *mut WS_STRING,
    pub hostNameCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DISALLOWED_USER_AGENT_SUBSTRINGS {
    pub subStringCount: ULONG,
    pub subStrings: *mut *mut WS_STRING,
}

pub type WS_CREATE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: MaybeUninit<WS_CHANNEL_TYPE>,
        listenerParameters: *const c_void,
        listenerParametersSize: ULONG,
        listenerInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_FREE_LISTENER_CALLBACK = Option<unsafe extern "C" fn(listenerInstance: *mut c_void)>;

pub type WS_RESET_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_OPEN_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        url: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CLOSE_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ABORT_LISTENER_CALLBACK =
    Option<unsafe extern "C" fn(listenerInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_GET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SET_LISTENER_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        id: MaybeUninit<WS_LISTENER_PROPERTY_ID>,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ACCEPT_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        listenerInstance: *mut c_void,
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_LISTENER_CALLBACKS {
    pub createListenerCallback: WS_CREATE_LISTENER_CALLBACK,
    pub freeListenerCallback: WS_FREE_LISTENER_CALLBACK,
    pub resetListenerCallback: WS_RESET_LISTENER_CALLBACK,
    pub openListenerCallback: WS_OPEN_LISTENER_CALLBACK,
    pub closeListenerCallback: WS_CLOSE_LISTENER_CALLBACK,
    pub abortListenerCallback: WS_ABORT_LISTENER_CALLBACK,
    pub getListenerPropertyCallback: WS_GET_LISTENER_PROPERTY_CALLBACK,
    pub setListenerPropertyCallback: WS_SET_LISTENER_PROPERTY_CALLBACK,
    pub createChannelForListenerCallback: WS_CREATE_CHANNEL_FOR_LISTENER_CALLBACK,
    pub acceptChannelCallback: WS_ACCEPT_CHANNEL_CALLBACK,
}
