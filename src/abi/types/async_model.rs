//! The asynchronous model: contexts, callbacks, and the state machine of WsAsyncExecute.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// How long a callback may take.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CALLBACK_MODEL {
    /// It only hands work on: it must not block, and runs where the operation ended.
    WS_SHORT_CALLBACK = 0,
    /// It may block or compute: it runs on a thread that nothing else waits for.
    WS_LONG_CALLBACK = 1,
}

c_enum!(WS_CALLBACK_MODEL { WS_SHORT_CALLBACK, WS_LONG_CALLBACK });

/// Called once when an operation that returned `WS_S_ASYNC` has ended.
///
/// `errorCode` is its result, `callbackModel` tells how long this call may take, and `callbackState` is
/// that of the context. Never called before the function has returned, nor when it returned anything but
/// `WS_S_ASYNC`.
pub type WS_ASYNC_CALLBACK = Option<
    unsafe extern "C" fn(
        errorCode: HRESULT,
        callbackModel: MaybeUninit<WS_CALLBACK_MODEL>,
        callbackState: *mut c_void,
    ),
>;

/// Asks a function to work asynchronously; NULL in its place asks to wait. The library copies it during the
/// call, but the function's other arguments and outputs have to stay until the callback.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_CONTEXT {
    /// What to call at the end; never NULL.
    pub callback: WS_ASYNC_CALLBACK,
    /// Given to `callback` as it is.
    pub callbackState: *mut c_void,
}

/// One step of an operation that `WsAsyncExecute` runs.
///
/// `hr` is the result of the step before, or of what that step started. The step sets `next` to the step
/// that follows, passes `asyncContext` to what it calls, and returns that function's result. Without a next
/// step its result ends the operation.
pub type WS_ASYNC_FUNCTION = Option<
    unsafe extern "C" fn(
        hr: HRESULT,
        callbackModel: MaybeUninit<WS_CALLBACK_MODEL>,
        callbackState: *mut c_void,
        next: *mut WS_ASYNC_OPERATION,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// The step that follows, filled in by a `WS_ASYNC_FUNCTION`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_OPERATION {
    /// The step; left NULL when the operation is over.
    pub function: WS_ASYNC_FUNCTION,
}

/// What `WsAsyncExecute` remembers between steps. The application supplies the memory until the operation
/// has ended, and does not look inside.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_STATE {
    /// The library's own.
    pub internal0: *mut c_void,
    /// The library's own.
    pub internal1: *mut c_void,
    /// The library's own.
    pub internal2: *mut c_void,
    /// The library's own.
    pub internal3: *mut c_void,
    /// The library's own.
    pub internal4: *mut c_void,
}
