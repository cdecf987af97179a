//! Custom channels: the callbacks with which an application supplies a channel of its own.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// A custom channel's part of `WsCreateChannel`: makes a channel of `channelType` and returns it in
/// `channelInstance`. `channelParameters` is the value of WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS.
pub type WS_CREATE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelType: MaybeUninit<WS_CHANNEL_TYPE>,
        channelParameters: *const c_void,
        channelParametersSize: ULONG,
        channelInstance: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsFreeChannel`: frees the channel.
pub type WS_FREE_CHANNEL_CALLBACK = Option<unsafe extern "C" fn(channelInstance: *mut c_void)>;

/// A custom channel's part of `WsResetChannel`: brings the channel back to where it was after creation.
pub type WS_RESET_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// A custom channel's part of `WsOpenChannel`: connects the channel to `endpointAddress`, which is valid
/// during the call only.
pub type WS_OPEN_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        endpointAddress: *const WS_ENDPOINT_ADDRESS,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsCloseChannel`: ends the connection in good order. It succeeds or the
/// channel is closed all the same.
pub type WS_CLOSE_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsAbortChannel`: makes everything that is pending end soon. It may come in
/// any state and on any thread, must not block, and should not fail.
pub type WS_ABORT_CHANNEL_CALLBACK =
    Option<unsafe extern "C" fn(channelInstance: *mut c_void, error: *mut WS_ERROR) -> HRESULT>;

/// A custom channel's part of `WsGetChannelProperty`: writes the value of a property to `value`. Host and
/// proxy ask for a few: WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, the versions, the callback model.
pub type WS_GET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsSetChannelProperty`: takes the value of a property, at creation and later.
pub type WS_SET_CHANNEL_PROPERTY_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsWriteMessageStart`: sends what comes before the body, and lets the body of
/// `message` be written, by `WsWriteEnvelopeStart` for example.
pub type WS_WRITE_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsWriteMessageEnd`: sends what is left of the message.
pub type WS_WRITE_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsReadMessageStart`: receives what comes before the body, and lets the body
/// of `message` be read. It returns WS_S_END when no message will come any more.
pub type WS_READ_MESSAGE_START_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsReadMessageEnd`: receives what is left of the message.
pub type WS_READ_MESSAGE_END_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsAbandonMessage`: gives the message up that is being read or written.
pub type WS_ABANDON_MESSAGE_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        message: *mut WS_MESSAGE,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A custom channel's part of `WsShutdownSessionChannel`: tells the other side that nothing more will be
/// sent.
pub type WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK = Option<
    unsafe extern "C" fn(
        channelInstance: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A channel that the application supplies. The library keeps its state, checks arguments and order of
/// calls, and calls these with the pointer that the first one has returned. None is NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CHANNEL_CALLBACKS {
    /// Makes the channel.
    pub createChannelCallback: WS_CREATE_CHANNEL_CALLBACK,
    /// Frees it.
    pub freeChannelCallback: WS_FREE_CHANNEL_CALLBACK,
    /// Resets it.
    pub resetChannelCallback: WS_RESET_CHANNEL_CALLBACK,
    /// Opens it.
    pub openChannelCallback: WS_OPEN_CHANNEL_CALLBACK,
    /// Closes it.
    pub closeChannelCallback: WS_CLOSE_CHANNEL_CALLBACK,
    /// Aborts it.
    pub abortChannelCallback: WS_ABORT_CHANNEL_CALLBACK,
    /// Reads a property.
    pub getChannelPropertyCallback: WS_GET_CHANNEL_PROPERTY_CALLBACK,
    /// Sets a property.
    pub setChannelPropertyCallback: WS_SET_CHANNEL_PROPERTY_CALLBACK,
    /// Begins to send a message.
    pub writeMessageStartCallback: WS_WRITE_MESSAGE_START_CALLBACK,
    /// Ends it.
    pub writeMessageEndCallback: WS_WRITE_MESSAGE_END_CALLBACK,
    /// Begins to receive a message.
    pub readMessageStartCallback: WS_READ_MESSAGE_START_CALLBACK,
    /// Ends it.
    pub readMessageEndCallback: WS_READ_MESSAGE_END_CALLBACK,
    /// Gives a message up.
    pub abandonMessageCallback: WS_ABANDON_MESSAGE_CALLBACK,
    /// Ends the sending half of a session.
    pub shutdownSessionChannelCallback: WS_SHUTDOWN_SESSION_CHANNEL_CALLBACK,
}
