//! Listeners that the application implements: WS_CUSTOM_LISTENER_CALLBACKS as a [`ListenerCore`]. What holds for all
//! callbacks is said in [`implementation`](super::implementation).
#![allow(unsafe_code)]

use std::any::Any;
use std::ffi::c_void;

use crate::abi::types::*;
use crate::channel::Core;
use crate::channel::listener::ListenerCore;
use crate::error::{Error, Result};
use crate::xml::source::BoxFuture;

use super::custom_channel::{CustomChannel, CustomChannelParameters};
use super::implementation::{CustomParameters, Instance, finished, present};
use super::object::{ErrorHandle, PassedOn};
use super::property::{PropertyIn, PropertyOut};

pub(crate) type CustomListenerParameters = CustomParameters<WS_CUSTOM_LISTENER_CALLBACKS>;

/// A custom listener. Freed by its callback when dropped.
pub(crate) struct CustomListener {
    callbacks: WS_CUSTOM_LISTENER_CALLBACKS,
    channel_type: WS_CHANNEL_TYPE,
    instance: Instance,
}

impl CustomListener {
    /// Calls the create callback. (WsCreateListener)
    pub(crate) fn create(
        parameters: &CustomListenerParameters,
        channel_type: WS_CHANNEL_TYPE,
        error: *mut WS_ERROR,
    ) -> Result<Self> {
        let callback = parameters.callbacks.createListenerCallback;
        let missing = "WS_CUSTOM_LISTENER_CALLBACKS has no createListenerCallback";
        let instance = Instance::create(callback, missing, parameters, channel_type, error)?;
        Ok(Self { callbacks: parameters.callbacks, channel_type, instance })
    }

    /// Has the listener create a channel's instance. (WsCreateChannelForListener)
    pub(crate) fn create_channel(
        &self,
        channel: &CustomChannelParameters,
        error: *mut WS_ERROR,
    ) -> Result<CustomChannel> {
        let callback = self.callbacks.createChannelForListenerCallback;
        let callback = present(callback, "createChannelForListenerCallback")?;
        let mut instance = std::ptr::null_mut();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe {
            callback(self.instance.0, channel.parameters, channel.parameters_size, &raw mut instance, error)
        })?;
        Ok(CustomChannel::from_instance(channel.callbacks, self.channel_type, Instance(instance)))
    }

    /// `WS_LISTENER_PROPERTY_CUSTOM_LISTENER_INSTANCE`.
    pub(crate) fn instance(&self) -> *mut c_void {
        self.instance.0
    }

    pub(crate) fn get_property(
        &self,
        id: WS_LISTENER_PROPERTY_ID,
        out: &PropertyOut<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = self.callbacks.getListenerPropertyCallback;
        self.instance.get_property(callback, "getListenerPropertyCallback", id, out, error)
    }

    pub(crate) fn set_property(
        &self,
        id: WS_LISTENER_PROPERTY_ID,
        value: &PropertyIn<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = self.callbacks.setListenerPropertyCallback;
        self.instance.set_property(callback, "setListenerPropertyCallback", id, value, error)
    }
}

impl ListenerCore for CustomListener {
    fn open<'a>(
        &'a self,
        _url: &'a str,
        raw: PassedOn<WS_STRING>,
        error: ErrorHandle,
    ) -> BoxFuture<'a, Result<()>> {
        let callback = self.callbacks.openListenerCallback;
        let call = self.instance.call_with(callback, "openListenerCallback", raw.0, error);
        Box::pin(async move { call.await.map(|_| ()) })
    }

    fn accept<'a>(&'a self, channel: &'a dyn Core, error: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        let (callback, name) = (self.callbacks.acceptChannelCallback, "acceptChannelCallback");
        let call = present(callback, name).and_then(|callback| {
            let channel = channel
                .as_any()
                .downcast_ref::<CustomChannel>()
                .ok_or_else(|| Error::invalid_argument("the channel was not made for a custom listener"))?;
            Ok(self.instance.call_with(Some(callback), name, channel.instance(), error))
        });
        Box::pin(async move { call?.await.map(|_| ()) })
    }

    fn close(&self, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        self.instance.call(self.callbacks.closeListenerCallback, "closeListenerCallback", error)
    }

    fn abort(&self, error: ErrorHandle) {
        self.instance.abort(self.callbacks.abortListenerCallback, error);
    }

    fn reset(&self, error: ErrorHandle) -> Result<()> {
        self.instance.reset(self.callbacks.resetListenerCallback, error)
    }

    fn must_be_awaited(&self) -> bool {
        true
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Drop for CustomListener {
    fn drop(&mut self) {
        self.instance.free(self.callbacks.freeListenerCallback);
    }
}
