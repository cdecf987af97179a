//! Channels that the application implements: WS_CUSTOM_CHANNEL_CALLBACKS as a [`Core`].
//!
//! Each function of a channel goes to the callback of the same name, with the instance that the create callback
//! made. The state machine around it is that of every channel, so the callbacks are called in the documented
//! states only. What holds for all callbacks is said in [`implementation`](super::implementation).
#![allow(unsafe_code)]

use std::any::Any;
use std::ffi::c_void;

use crate::abi::types::*;
use crate::channel::{Address, Core, Received, Step, ends_session};
use crate::error::Result;
use crate::soap::Message;
use crate::xml::source::BoxFuture;

use super::implementation::{CustomParameters, Instance, finished, present};
use super::object::{ErrorHandle, Handle};
use super::property::{PropertyIn, PropertyOut};

pub(crate) type CustomChannelParameters = CustomParameters<WS_CUSTOM_CHANNEL_CALLBACKS>;

/// A custom channel. Freed by its callback when dropped.
pub(crate) struct CustomChannel {
    callbacks: WS_CUSTOM_CHANNEL_CALLBACKS,
    instance: Instance,
    /// Whether its messages belong to a session, which an error may end.
    sessionful: bool,
}

impl CustomChannel {
    /// Calls the create callback. (WsCreateChannel)
    pub(crate) fn create(
        parameters: &CustomChannelParameters,
        channel_type: WS_CHANNEL_TYPE,
        error: *mut WS_ERROR,
    ) -> Result<Self> {
        let callback = parameters.callbacks.createChannelCallback;
        let missing = "WS_CUSTOM_CHANNEL_CALLBACKS has no createChannelCallback";
        let instance = Instance::create(callback, missing, parameters, channel_type, error)?;
        Ok(Self::from_instance(parameters.callbacks, channel_type, instance))
    }

    /// Takes over the instance that a custom listener has created. (WsCreateChannelForListener)
    pub(crate) fn from_instance(
        callbacks: WS_CUSTOM_CHANNEL_CALLBACKS,
        channel_type: WS_CHANNEL_TYPE,
        instance: Instance,
    ) -> Self {
        let sessionful = channel_type.raw() & WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_SESSION.raw() != 0;
        Self { callbacks, instance, sessionful }
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
        self.instance.get_property(callback, "getChannelPropertyCallback", id, out, error)
    }

    pub(crate) fn set_property(
        &self,
        id: WS_CHANNEL_PROPERTY_ID,
        value: &PropertyIn<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = self.callbacks.setChannelPropertyCallback;
        self.instance.set_property(callback, "setChannelPropertyCallback", id, value, error)
    }
}

impl Core for CustomChannel {
    fn open<'a>(&'a self, address: &'a Address, error: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        let callback = self.callbacks.openChannelCallback;
        let call = self.instance.call_with(callback, "openChannelCallback", address.raw.0, error);
        Box::pin(async move { call.await.map(|_| ()) })
    }

    fn write_message_start(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, ()> {
        let callback = self.callbacks.writeMessageStartCallback;
        let call = self.instance.call_with(callback, "writeMessageStartCallback", message.raw(), error);
        Step::later(async move { call.await.map(|_| ()) })
    }

    fn write_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, ()> {
        let callback = self.callbacks.writeMessageEndCallback;
        let call = self.instance.call_with(callback, "writeMessageEndCallback", message.raw(), error);
        Step::later(async move { call.await.map(|_| ()) })
    }

    fn read_message_start(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, Received> {
        let callback = self.callbacks.readMessageStartCallback;
        let call = self.instance.call_with(callback, "readMessageStartCallback", message.raw(), error);
        Step::later(async move {
            call.await.map(|code| if code == WS_S_END { Received::End } else { Received::Message })
        })
    }

    fn read_message_end(&self, message: Handle<Message>, error: ErrorHandle) -> Step<'_, ()> {
        let callback = self.callbacks.readMessageEndCallback;
        let call = self.instance.call_with(callback, "readMessageEndCallback", message.raw(), error);
        Step::later(async move { call.await.map(|_| ()) })
    }

    fn abandon_message(&self, message: Handle<Message>, error: ErrorHandle) -> Result<()> {
        let callback = present(self.callbacks.abandonMessageCallback, "abandonMessageCallback")?;
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, message.raw(), error.0) })
    }

    fn shutdown_session(&self, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        let callback = self.callbacks.shutdownSessionChannelCallback;
        self.instance.call(callback, "shutdownSessionChannelCallback", error)
    }

    fn close(&self, _graceful: bool, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        self.instance.call(self.callbacks.closeChannelCallback, "closeChannelCallback", error)
    }

    fn abort(&self, error: ErrorHandle) {
        self.instance.abort(self.callbacks.abortChannelCallback, error);
    }

    fn reset(&self, error: ErrorHandle) -> Result<()> {
        self.instance.reset(self.callbacks.resetChannelCallback, error)
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
        self.instance.free(self.callbacks.freeChannelCallback);
    }
}
