//! Custom channels: the callbacks with which an application supplies a channel of its own.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

pub type WS_CREATE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: MaybeUninit<WS_CHANNEL_TYPE>,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_FREE_CHANNEL_CALLBACK = Option<unsafe extern "C" fn(channelInstance: *mut c_void)>;

pub type WS_RESET_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_OPEN_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        endpointAddress: *const WS_ENDPOINT_ADDRESS,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ABORT_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

pub type WS_GET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_WRITE_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_WRITE_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_READ_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_READ_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ABANDON_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CHANNEL_CALLBACKS {
    pub createChannelCallback: WS_CREATE_CHANNEL_CALLBACK,
    pub freeChannelCallback: WS_FREE_CHANNEL_CALLBACK,
    pub resetChannelCallback: WS_RESET_CHANNEL_CALLBACK,
    pub openChannelCallback: WS_OPEN_CHANNEL_CALLBACK,
    pub closeChannelCallback: WS_CLOSE_CHANNEL_CALLBACK,
    pub abortChannelCallback: WS_ABORT_CHANNEL_CALLBACK,
    pub getChannelPropertyCallback: WS_GET_CHANNEL_PROPERTY_CALLBACK,
    pub setChannelPropertyCallback: WS_SET_CHANNEL_PROPERTY_CALLBACK,
    pub writeMessageStartCallback: WS_WRITE_MESSAGE_START_CALLBACK,
    pub writeMessageEndCallback: WS_WRITE_MESSAGE_END_CALLBACK,
    pub readMessageStartCallback: WS_READ_MESSAGE_START_CALLBACK,
    pub readMessageEndCallback: WS_READ_MESSAGE_END_CALLBACK,
    pub abandonMessageCallback: WS_ABANDON_MESSAGE_CALLBACK,
    pub shutdownSessionChannelCallback: WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK,
}
