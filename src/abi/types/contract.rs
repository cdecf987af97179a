//! Service contracts: operations, their parameters and the callbacks behind them.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_OPERATION_CONTEXT {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_OPERATION_CONTEXT_PROPERTY_ID {
    WS_OPERATION_CONTEXT_PROPERTY_CHANNEL = 0,
    WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION = 1,
    WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE = 2,
    WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE = 3,
    WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE = 4,
    WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE = 5,
    WS_OPERATION_CONTEXT_PROPERTY_HEAP = 6,
    WS_OPERATION_CONTEXT_PROPERTY_LISTENER = 7,
    WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS = 8,
}

c_enum!(WS_OPERATION_CONTEXT_PROPERTY_ID {
    WS_OPERATION_CONTEXT_PROPERTY_CHANNEL,
    WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION,
    WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE,
    WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE,
    WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE,
    WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE,
    WS_OPERATION_CONTEXT_PROPERTY_HEAP,
    WS_OPERATION_CONTEXT_PROPERTY_LISTENER,
    WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SERVICE_CANCEL_REASON {
    WS_SERVICE_HOST_ABORT = 0,
    WS_SERVICE_CHANNEL_FAULTED = 1,
}

c_enum!(WS_SERVICE_CANCEL_REASON { WS_SERVICE_HOST_ABORT, WS_SERVICE_CHANNEL_FAULTED });

pub type WS_OPERATION_CANCEL_CALLBACK =
    Option<unsafe extern "C" fn(reason: MaybeUninit<WS_SERVICE_CANCEL_REASON>, state: *mut c_void)>;

pub type WS_OPERATION_FREE_STATE_CALLBACK = Option<unsafe extern "C" fn(state: *mut c_void)>;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_OPERATION_STYLE {
    WS_NON_RPC_LITERAL_OPERATION = 0,
    WS_RPC_LITERAL_OPERATION = 1,
}

c_enum!(WS_OPERATION_STYLE { WS_NON_RPC_LITERAL_OPERATION, WS_RPC_LITERAL_OPERATION });

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_PARAMETER_TYPE {
    WS_PARAMETER_TYPE_NORMAL = 0,
    WS_PARAMETER_TYPE_ARRAY = 1,
    WS_PARAMETER_TYPE_ARRAY_COUNT = 2,
    WS_PARAMETER_TYPE_MESSAGES = 3,
}

c_enum!(WS_PARAMETER_TYPE {
    WS_PARAMETER_TYPE_NORMAL,
    WS_PARAMETER_TYPE_ARRAY,
    WS_PARAMETER_TYPE_ARRAY_COUNT,
    WS_PARAMETER_TYPE_MESSAGES,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PARAMETER_DESCRIPTION {
    pub parameterType: MaybeUninit<WS_PARAMETER_TYPE>,
    pub inputMessageIndex: USHORT,
    pub outputMessageIndex: USHORT,
}

pub const WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT: ULONG = 0x1;

pub type WS_SERVICE_STUB_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        frame: *mut c_void,
        callback: *const c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPERATION_DESCRIPTION {
    pub versionInfo: ULONG,
    pub inputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    pub outputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    pub inputMessageOptions: ULONG,
    pub outputMessageOptions: ULONG,
    pub parameterCount: USHORT,
    pub parameterDescription: *mut WS_PARAMETER_DESCRIPTION,
    pub stubCallback: WS_SERVICE_STUB_CALLBACK,
    pub style: MaybeUninit<WS_OPERATION_STYLE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CONTRACT_DESCRIPTION {
    pub operationCount: ULONG,
    pub operations: *mut *mut WS_OPERATION_DESCRIPTION,
}

pub type WS_SERVICE_MESSAGE_RECEIVE_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_CONTRACT {
    pub contractDescription: *const WS_CONTRACT_DESCRIPTION,
    pub defaultMessageHandlerCallback: WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
    pub methodTable: *const c_void,
}
