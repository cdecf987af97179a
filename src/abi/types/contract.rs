//! Service contracts: operations, their parameters and the callbacks behind them.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// What a service operation can ask about its call; belongs to the host, and ends with the operation. Never
/// written to, hence `const` in callbacks.
#[repr(C)]
pub struct WS_OPERATION_CONTEXT {
    _private: [u8; 0],
}

/// Properties of an operation context, for `WsGetOperationContextProperty`. All are pointers that belong to
/// the host.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_OPERATION_CONTEXT_PROPERTY_ID {
    /// `WS_CHANNEL*`: the channel of the call.
    WS_OPERATION_CONTEXT_PROPERTY_CHANNEL = 0,
    /// `const WS_CONTRACT_DESCRIPTION*`: the endpoint's contract.
    WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION = 1,
    /// `void*`: the value of WS_SERVICE_PROPERTY_HOST_USER_STATE.
    WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE = 2,
    /// `void*`: what WS_SERVICE_ACCEPT_CHANNEL_CALLBACK has made for this channel.
    WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE = 3,
    /// `WS_MESSAGE*`: the request. For operations and WS_SERVICE_MESSAGE_RECEIVE_CALLBACK.
    WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE = 4,
    /// `WS_MESSAGE*`: the reply, so that headers can be added. For operations.
    WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE = 5,
    /// `WS_HEAP*`: for what the operation returns; emptied after the reply was sent. For operations.
    WS_OPERATION_CONTEXT_PROPERTY_HEAP = 6,
    /// `WS_LISTENER*`: the endpoint's listener.
    WS_OPERATION_CONTEXT_PROPERTY_LISTENER = 7,
    /// `WS_ENDPOINT_ADDRESS*`: the endpoint's address.
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

/// Why a service operation is cancelled.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SERVICE_CANCEL_REASON {
    /// The host is being aborted.
    WS_SERVICE_HOST_ABORT = 0,
    /// The channel has failed.
    WS_SERVICE_CHANNEL_FAULTED = 1,
}

c_enum!(WS_SERVICE_CANCEL_REASON { WS_SERVICE_HOST_ABORT, WS_SERVICE_CHANNEL_FAULTED });

/// Called at most once when an operation that asked for it with `WsRegisterOperationForCancel` is
/// cancelled. It must not block; the operation still has to end.
pub type WS_OPERATION_CANCEL_CALLBACK =
    Option<unsafe extern "C" fn(reason: MaybeUninit<WS_SERVICE_CANCEL_REASON>, state: *mut c_void)>;

/// Called once when an operation has ended, to free the state that it gave to
/// `WsRegisterOperationForCancel`.
pub type WS_OPERATION_FREE_STATE_CALLBACK = Option<unsafe extern "C" fn(state: *mut c_void)>;

/// Style of an operation's messages, as WSDL has it.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_OPERATION_STYLE {
    /// Document style: body elements are described as a whole.
    WS_NON_RPC_LITERAL_OPERATION = 0,
    /// RPC style: parameters stand in an element named after the operation.
    WS_RPC_LITERAL_OPERATION = 1,
}

c_enum!(WS_OPERATION_STYLE { WS_NON_RPC_LITERAL_OPERATION, WS_RPC_LITERAL_OPERATION });

/// Role of a parameter.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_PARAMETER_TYPE {
    /// A value.
    WS_PARAMETER_TYPE_NORMAL = 0,
    /// An array.
    WS_PARAMETER_TYPE_ARRAY = 1,
    /// Number of elements of the array with the same indexes.
    WS_PARAMETER_TYPE_ARRAY_COUNT = 2,
    /// The body as a whole.
    WS_PARAMETER_TYPE_MESSAGES = 3,
}

c_enum!(WS_PARAMETER_TYPE {
    WS_PARAMETER_TYPE_NORMAL,
    WS_PARAMETER_TYPE_ARRAY,
    WS_PARAMETER_TYPE_ARRAY_COUNT,
    WS_PARAMETER_TYPE_MESSAGES,
});

/// One parameter of an operation, in the order of the C function.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_PARAMETER_DESCRIPTION {
    /// Its role.
    pub parameterType: MaybeUninit<WS_PARAMETER_TYPE>,
    /// Index of its field in the request's structure; 0xFFFF when it is not there.
    pub inputMessageIndex: USHORT,
    /// Index of its field in the reply's structure; 0xFFFF when it is not there.
    pub outputMessageIndex: USHORT,
}

/// The body element may be nil; for one parameter of WS_PARAMETER_TYPE_MESSAGES, in document style.
pub const WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT: ULONG = 0x1;

/// Calls a service operation: passes the parameters in `frame`, a structure of pointers, to the function
/// `callback`. wsutil generates it.
pub type WS_SERVICE_STUB_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        frame: *mut c_void,
        callback: *const c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// One operation of a contract; wsutil generates it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPERATION_DESCRIPTION {
    /// Version of this structure: 1.
    pub versionInfo: ULONG,
    /// The request.
    pub inputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    /// The reply; NULL for an operation without one.
    pub outputMessageDescription: *mut WS_MESSAGE_DESCRIPTION,
    /// WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT, or 0.
    pub inputMessageOptions: ULONG,
    /// WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT, or 0.
    pub outputMessageOptions: ULONG,
    /// Number of elements of `parameterDescription`.
    pub parameterCount: USHORT,
    /// The parameters; NULL when there are none.
    pub parameterDescription: *mut WS_PARAMETER_DESCRIPTION,
    /// Calls the operation in a service; NULL in a client.
    pub stubCallback: WS_SERVICE_STUB_CALLBACK,
    /// Style of its messages.
    pub style: MaybeUninit<WS_OPERATION_STYLE>,
}

/// The operations of a service.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CONTRACT_DESCRIPTION {
    /// Number of elements of `operations`.
    pub operationCount: ULONG,
    /// The operations; function tables have the same order.
    pub operations: *mut *mut WS_OPERATION_DESCRIPTION,
}

/// Handles a message by itself, whatever its action: reads the request and sends the reply through the
/// channel of `context`.
pub type WS_SERVICE_MESSAGE_RECEIVE_CALLBACK = Option<
    unsafe extern "C" fn(
        context: *const WS_OPERATION_CONTEXT,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// What a service endpoint does. Copied by functions that create endpoints from templates; otherwise it has
/// to stay as long as the host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_CONTRACT {
    /// The operations; may be NULL when there is a `defaultMessageHandlerCallback`.
    pub contractDescription: *const WS_CONTRACT_DESCRIPTION,
    /// Handles messages that are no operation's; may be NULL when there is a `contractDescription`.
    pub defaultMessageHandlerCallback: WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
    /// Structure of function pointers, one per operation, as wsutil declares it.
    pub methodTable: *const c_void,
}
