//! Channels that the application implements: WS_CUSTOM_CHANNEL_CALLBACKS as a [`Core`].
//!
//! Each function of a channel goes to the callback of the same name, with the instance that the create callback
//! made. The state machine around it is that of every channel, so the callbacks are called in the documented
//! states only. A callback that is NULL is a function that this channel does not have (`WS_E_NOT_SUPPORTED`);
//! free, reset and abort may be left out by a channel that has nothing to do there.
//!
//! What a callback puts into the error object stays there; the code it returns is what the caller gets.
#![allow(unsafe_code)]

use std::any::Any;
use std::ffi::c_void;

use crate::abi::types::*;
use crate::channel::{Address, Core, Received, ends_session};
use crate::error::{Error, Result};
use crate::soap::Message;
use crate::xml::source::BoxFuture;

use super::app_call;
use super::channel_properties::CustomChannelParameters;
use super::object::{ErrorHandle, Handle};
use super::property::{PropertyIn, PropertyOut};

/// A custom channel. Freed by its callback when dropped.
pub(crate) struct CustomChannel {
    callbacks: WS_CUSTOM_CHANNEL_CALLBACKS,
    instance: Instance,
    /// Whether its messages belong to a session, which an error may end.
    sessionful: bool,
}

/// The application's instance, handed back to its callbacks untouched.
#[derive(Clone, Copy)]
pub(crate) struct Instance(pub(crate) *mut c_void);

// SAFETY: never dereferenced; channels and listeners are free-threaded, and so must be an implementation of one.
unsafe impl Send for Instance {}
// SAFETY: as above.
unsafe impl Sync for Instance {}

/// The `HRESULT` of a callback that must not be asynchronous.
pub(crate) fn finished(code: HRESULT) -> Result<()> {
    if code == WS_S_ASYNC {
        return Err(Error::invalid_operation(
            "a callback returned WS_S_ASYNC although it has no async context",
        ));
    }
    if code < 0 { Err(Error::from_code(code)) } else { Ok(()) }
}

/// The failure of a function whose callback is NULL.
pub(crate) fn missing(name: &str) -> Error {
    Error::not_supported(format!("the application's implementation has no {name}"))
}

impl CustomChannel {
    /// Calls the create callback. (WsCreateChannel)
    pub(crate) fn create(
        parameters: &CustomChannelParameters,
        channel_type: WS_CHANNEL_TYPE,
        error: *mut WS_ERROR,
    ) -> Result<Self> {
        let mut instance = std::ptr::null_mut();
        let create = parameters.callbacks.createChannelCallback.ok_or_else(|| {
            Error::invalid_argument("WS_CUSTOM_CHANNEL_CALLBACKS has no createChannelCallback")
        })?;
        // SAFETY: the application's callback, called as documented.
        finished(unsafe {
            create(
                channel_type.to_c(),
                parameters.parameters,
                parameters.parameters_size,
                &raw mut instance,
                error,
            )
        })?;
        Ok(Self::from_instance(parameters.callbacks, channel_type, instance))
    }

    /// Takes over the instance that a custom listener has created. (WsCreateChannelForListener)
    pub(crate) fn from_instance(
        callbacks: WS_CUSTOM_CHANNEL_CALLBACKS,
        channel_type: WS_CHANNEL_TYPE,
        instance: *mut c_void,
    ) -> Self {
        let sessionful = channel_type.raw() & WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_SESSION.raw() != 0;
        Self { callbacks, instance: Instance(instance), sessionful }
    }

    /// `WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE`.
    pub(crate) fn instance(&self) -> *mut c_void {
        self.instance.0
    }

    pub(crate) fn get_property(
        &self,
        id: WS_CHANNEL_PROPERTY_ID,
        out: &PropertyOut<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = self.callbacks.getChannelPropertyCallback;
        let callback = callback.ok_or_else(|| missing("getChannelPropertyCallback"))?;
        let (value, size) = out.raw();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, id.to_c(), value, size, error) })
    }

    pub(crate) fn set_property(
        &self,
        id: WS_CHANNEL_PROPERTY_ID,
        value: &PropertyIn<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = self.callbacks.setChannelPropertyCallback;
        let callback = callback.ok_or_else(|| missing("setChannelPropertyCallback"))?;
        let (value, size) = value.raw();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, id.to_c(), value, size, error) })
    }

    /// Calls one of the four callbacks that take a message.
    fn with_message(
        &self,
        name: &'static str,
        callback: Option<MessageCallback>,
        message: Handle<Message>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<HRESULT>> {
        let instance = self.instance;
        Box::pin(async move {
            let callback = callback.ok_or_else(|| missing(name))?;
            // The closure is called at once, so the raw pointers are made where they are used.
            app_call::call(move |context| {
                let (instance, message, error) = (instance, message, error);
                // SAFETY: the application's callback, called as documented; the message and the error object
                // stay alive until the operation has ended, by the contract with its caller.
                unsafe { callback(instance.0, message.raw(), context, error.0) }
            })
            .await
        })
    }
}

type MessageCallback =
    unsafe extern "C" fn(*mut c_void, *mut WS_MESSAGE, *const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT;
type PlainCallback = unsafe extern "C" fn(*mut c_void, *const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT;

/// Calls a callback that takes nothing but the instance.
pub(crate) fn plain(
    name: &'static str,
    callback: Option<PlainCallback>,
    instance: Instance,
    error: ErrorHandle,
) -> BoxFuture<'static, Result<()>> {
    Box::pin(async move {
        let callback = callback.ok_or_else(|| missing(name))?;
        app_call::call(move |context| {
            let (instance, error) = (instance, error);
            // SAFETY: the application's callback, called as documented.
            unsafe { callback(instance.0, context, error.0) }
        })
        .await
        .map(|_| ())
    })
}

impl Core for CustomChannel {
    fn open<'a>(&'a self, address: &'a Address, error: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        let (callback, instance, raw) = (self.callbacks.openChannelCallback, self.instance, address.raw);
        Box::pin(async move {
            let callback = callback.ok_or_else(|| missing("openChannelCallback"))?;
            app_call::call(move |context| {
                let (instance, raw, error) = (instance, raw, error);
                // SAFETY: the application's callback, called as documented; the address is the one it gave.
                unsafe { callback(instance.0, raw.0, context, error.0) }
            })
            .await
            .map(|_| ())
        })
    }

    fn write_message_start(&self, message: Handle<Message>, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        let callback = self.callbacks.writeMessageStartCallback;
        let call = self.with_message("writeMessageStartCallback", callback, message, error);
        Box::pin(async move { call.await.map(|_| ()) })
    }

    fn write_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        let callback = self.callbacks.writeMessageEndCallback;
        let call = self.with_message("writeMessageEndCallback", callback, message, error);
        Box::pin(async move { call.await.map(|_| ()) })
    }

    fn read_message_start(
        &self,
        message: Handle<Message>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<Received>> {
        let callback = self.callbacks.readMessageStartCallback;
        let call = self.with_message("readMessageStartCallback", callback, message, error);
        Box::pin(async move {
            call.await.map(|code| if code == WS_S_END { Received::End } else { Received::Message })
        })
    }

    fn read_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        let callback = self.callbacks.readMessageEndCallback;
        let call = self.with_message("readMessageEndCallback", callback, message, error);
        Box::pin(async move { call.await.map(|_| ()) })
    }

    fn abandon_message(&self, message: Handle<Message>, error: ErrorHandle) -> Result<()> {
        let callback = self.callbacks.abandonMessageCallback;
        let callback = callback.ok_or_else(|| missing("abandonMessageCallback"))?;
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, message.raw(), error.0) })
    }

    fn shutdown_session(&self, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        plain(
            "shutdownSessionChannelCallback",
            self.callbacks.shutdownSessionChannelCallback,
            self.instance,
            error,
        )
    }

    fn close(&self, _graceful: bool, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        plain("closeChannelCallback", self.callbacks.closeChannelCallback, self.instance, error)
    }

    fn abort(&self, error: ErrorHandle) {
        if let Some(callback) = self.callbacks.abortChannelCallback {
            // SAFETY: the application's callback, called as documented.
            let code = unsafe { callback(self.instance.0, error.0) };
            if code < 0 {
                tracing::debug!(code, "the abort callback of a custom channel failed");
            }
        }
    }

    fn reset(&self, error: ErrorHandle) -> Result<()> {
        let Some(callback) = self.callbacks.resetChannelCallback else { return Ok(()) };
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, error.0) })
    }

    fn must_be_awaited(&self) -> bool {
        true
    }

    /// Without a session each message stands for itself; only the implementation knows when that is over.
    fn is_unusable_after(&self, code: HRESULT) -> bool {
        code == WS_E_OBJECT_FAULTED || (self.sessionful && ends_session(code))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Drop for CustomChannel {
    fn drop(&mut self) {
        if let Some(callback) = self.callbacks.freeChannelCallback {
            // SAFETY: the application's callback, called once, after everything else.
            unsafe { callback(self.instance.0) }
        }
    }
}
