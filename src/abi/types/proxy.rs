//! Service proxies: states, properties, and the properties of one call.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Calls the operations of a service. Made by `WsCreateServiceProxy`, opened by `WsOpenServiceProxy`, freed
/// by `WsFreeServiceProxy` once closed. Any thread may use it, and calls run at the same time.
#[repr(C)]
pub struct WS_SERVICE_PROXY {
    _private: [u8; 0],
}

/// Where a proxy is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SERVICE_PROXY_STATE {
    /// Not yet open; it can be opened or freed.
    WS_SERVICE_PROXY_STATE_CREATED = 0,
    /// `WsOpenServiceProxy` is at work.
    WS_SERVICE_PROXY_STATE_OPENING = 1,
    /// Calls can be made.
    WS_SERVICE_PROXY_STATE_OPEN = 2,
    /// `WsCloseServiceProxy` is at work: it waits for pending calls.
    WS_SERVICE_PROXY_STATE_CLOSING = 3,
    /// Over; it can be reset or freed.
    WS_SERVICE_PROXY_STATE_CLOSED = 4,
    /// It was aborted, or its session failed; it can only be closed.
    WS_SERVICE_PROXY_STATE_FAULTED = 5,
}

c_enum!(WS_SERVICE_PROXY_STATE {
    WS_SERVICE_PROXY_STATE_CREATED,
    WS_SERVICE_PROXY_STATE_OPENING,
    WS_SERVICE_PROXY_STATE_OPEN,
    WS_SERVICE_PROXY_STATE_CLOSING,
    WS_SERVICE_PROXY_STATE_CLOSED,
    WS_SERVICE_PROXY_STATE_FAULTED,
});

/// Properties of a proxy: type, default, meaning. Set when the proxy is created; only the state can be
/// read.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_PROXY_PROPERTY_ID {
    /// ULONG, 30000: milliseconds that a call may take; INFINITE for no limit.
    WS_PROXY_PROPERTY_CALL_TIMEOUT = 0,
    /// WS_MESSAGE_PROPERTIES, none: heap, reader and writer properties, and number of headers, of the
    /// proxy's messages.
    WS_PROXY_PROPERTY_MESSAGE_PROPERTIES = 1,
    /// USHORT, 5: how many call objects are kept for later calls.
    WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE = 2,
    /// WS_SERVICE_PROXY_STATE, read only: the state, which may change at once.
    WS_PROXY_PROPERTY_STATE = 3,
    /// ULONG, 100: how many calls may be pending; more end with WS_E_QUOTA_EXCEEDED.
    WS_PROXY_PROPERTY_MAX_PENDING_CALLS = 4,
    /// ULONG, 5000: milliseconds that closing waits for pending calls; then the proxy is aborted.
    WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT = 5,
    /// LANGID, the user's: language wanted for the texts of faults.
    WS_PROXY_FAULT_LANG_ID = 6,
}

c_enum!(WS_PROXY_PROPERTY_ID {
    WS_PROXY_PROPERTY_CALL_TIMEOUT,
    WS_PROXY_PROPERTY_MESSAGE_PROPERTIES,
    WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE,
    WS_PROXY_PROPERTY_STATE,
    WS_PROXY_PROPERTY_MAX_PENDING_CALLS,
    WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT,
    WS_PROXY_FAULT_LANG_ID,
});

/// A property and its value, for `WsCreateServiceProxy`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PROXY_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_PROXY_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Called with a call's request before it is sent, or its reply after it came, to add or read headers.
/// `heap` is the one given to the call, `state` that of the context.
pub type WS_PROXY_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(
        message: *mut WS_MESSAGE,
        heap: *mut WS_HEAP,
        state: *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A callback that sees the messages of a call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PROXY_MESSAGE_CALLBACK_CONTEXT {
    /// What to call; never NULL.
    pub callback: WS_PROXY_MESSAGE_CALLBACK,
    /// Given to `callback` as it is.
    pub state: *mut c_void,
}

/// Properties of one call, for `WsCall` and generated functions: type, default, meaning.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CALL_PROPERTY_ID {
    /// BOOL, TRUE: refuse a reply with headers that have to be understood and are not.
    WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND = 0,
    /// WS_PROXY_MESSAGE_CALLBACK_CONTEXT, none: sees the request before it is sent.
    WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT = 1,
    /// WS_PROXY_MESSAGE_CALLBACK_CONTEXT, none: sees the reply after it came.
    WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT = 2,
    /// ULONG, none: a number of the application's by which `WsAbandonCall` finds the call.
    WS_CALL_PROPERTY_CALL_ID = 3,
}

c_enum!(WS_CALL_PROPERTY_ID {
    WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND,
    WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT,
    WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT,
    WS_CALL_PROPERTY_CALL_ID,
});

/// A property and its value, for one call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CALL_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_CALL_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
