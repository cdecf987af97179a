//! Listeners that the application implements: WS_CUSTOM_LISTENER_CALLBACKS as a [`ListenerCore`].
#![allow(unsafe_code)]

use std::any::Any;
use std::ffi::c_void;

use crate::abi::types::*;
use crate::channel::Core;
use crate::channel::listener::ListenerCore;
use crate::error::{Error, Result};
use crate::xml::source::BoxFuture;

use super::app_call;
use super::custom_channel::{CustomChannel, Instance, finished, missing, plain};
use super::object::{ErrorHandle, PassedOn};
use super::property::{PropertyIn, PropertyOut};

/// What the properties of a custom listener say about its implementation.
#[derive(Clone, Copy)]
pub(crate) struct CustomListenerParameters {
    pub(crate) callbacks: WS_CUSTOM_LISTENER_CALLBACKS,
    pub(crate) parameters: *const c_void,
    pub(crate) parameters_size: ULONG,
}

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
        let mut instance = std::ptr::null_mut();
        let create = parameters.callbacks.createListenerCallback.ok_or_else(|| {
            Error::invalid_argument("WS_CUSTOM_LISTENER_CALLBACKS has no createListenerCallback")
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
        Ok(Self { callbacks: parameters.callbacks, channel_type, instance: Instance(instance) })
    }

    /// Has the listener create a channel's instance. (WsCreateChannelForListener)
    pub(crate) fn create_channel(
        &self,
        channel_callbacks: WS_CUSTOM_CHANNEL_CALLBACKS,
        parameters: *const c_void,
        parameters_size: ULONG,
        error: *mut WS_ERROR,
    ) -> Result<CustomChannel> {
        let callback = self.callbacks.createChannelForListenerCallback;
        let callback = callback.ok_or_else(|| missing("createChannelForListenerCallback"))?;
        let mut instance = std::ptr::null_mut();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe {
            callback(self.instance.0, parameters, parameters_size, &raw mut instance, error)
        })?;
        Ok(CustomChannel::from_instance(channel_callbacks, self.channel_type, instance))
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
        let callback = callback.ok_or_else(|| missing("getListenerPropertyCallback"))?;
        let (value, size) = out.raw();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, id.to_c(), value, size, error) })
    }

    pub(crate) fn set_property(
        &self,
        id: WS_LISTENER_PROPERTY_ID,
        value: &PropertyIn<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = self.callbacks.setListenerPropertyCallback;
        let callback = callback.ok_or_else(|| missing("setListenerPropertyCallback"))?;
        let (value, size) = value.raw();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, id.to_c(), value, size, error) })
    }
}

impl ListenerCore for CustomListener {
    fn open<'a>(
        &'a self,
        _url: &'a str,
        raw: PassedOn<WS_STRING>,
        error: ErrorHandle,
    ) -> BoxFuture<'a, Result<()>> {
        let (callback, instance) = (self.callbacks.openListenerCallback, self.instance);
        Box::pin(async move {
            let callback = callback.ok_or_else(|| missing("openListenerCallback"))?;
            app_call::call(move |context| {
                let (instance, raw, error) = (instance, raw, error);
                // SAFETY: the application's callback, called as documented; the URL is the one it gave.
                unsafe { callback(instance.0, raw.0, context, error.0) }
            })
            .await
            .map(|_| ())
        })
    }

    fn accept<'a>(&'a self, channel: &'a dyn Core, error: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        let (callback, instance) = (self.callbacks.acceptChannelCallback, self.instance);
        let channel =
            channel.as_any().downcast_ref::<CustomChannel>().map(|channel| Instance(channel.instance()));
        Box::pin(async move {
            let callback = callback.ok_or_else(|| missing("acceptChannelCallback"))?;
            let channel = channel
                .ok_or_else(|| Error::invalid_argument("the channel was not made for a custom listener"))?;
            app_call::call(move |context| {
                let (instance, channel, error) = (instance, channel, error);
                // SAFETY: the application's callback, called as documented.
                unsafe { callback(instance.0, channel.0, context, error.0) }
            })
            .await
            .map(|_| ())
        })
    }

    fn close(&self, error: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        plain("closeListenerCallback", self.callbacks.closeListenerCallback, self.instance, error)
    }

    fn abort(&self, error: ErrorHandle) {
        if let Some(callback) = self.callbacks.abortListenerCallback {
            // SAFETY: the application's callback, called as documented.
            let code = unsafe { callback(self.instance.0, error.0) };
            if code < 0 {
                tracing::debug!(code, "the abort callback of a custom listener failed");
            }
        }
    }

    fn reset(&self, error: ErrorHandle) -> Result<()> {
        let Some(callback) = self.callbacks.resetListenerCallback else { return Ok(()) };
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.instance.0, error.0) })
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
        if let Some(callback) = self.callbacks.freeListenerCallback {
            // SAFETY: the application's callback, called once, after everything else.
            unsafe { callback(self.instance.0) }
        }
    }
}
