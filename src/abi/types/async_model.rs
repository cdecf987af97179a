//! The asynchronous model: contexts, callbacks, and the state machine of WsAsyncExecute.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CALLBACK_MODEL {
    WS_SHORT_CALLBACK = 0,
    WS_LONG_CALLBACK = 1,
}

c_enum!(WS_CALLBACK_MODEL { WS_SHORT_CALLBACK, WS_LONG_CALLBACK });

pub type WS_ASYNC_CALLBACK = Option<
    unsafe extern "C" fn(
        errorCode: HRESULT,
        callbackModel: MaybeUninit<WS_CALLBACK_MODEL>,
        callbackState: *mut c_void,
    ),
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_CONTEXT {
    pub callback: WS_ASYNC_CALLBACK,
    pub callbackState: *mut c_void,
}

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

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_OPERATION {
    pub function: WS_ASYNC_FUNCTION,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ASYNC_STATE {
    pub internal0: *mut c_void,
    pub internal1: *mut c_void,
    pub internal2: *mut c_void,
    pub internal3: *mut c_void,
    pub internal4: *mut c_void,
}
