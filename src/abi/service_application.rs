//! The application behind an endpoint of a service host: its contract and callbacks, as the service layer calls them.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::future::ready;
use std::ptr::null_mut;
use std::sync::Arc;

use crate::abi::types::*;
use crate::channel::Channel;
use crate::channel::listener::Listener;
use crate::error::{Error, FaultData, Result};
use crate::heap::Heap;
use crate::runtime;
use crate::service::host::application::{Application, ErrorPlace, Invocation, OperationInfo};
use crate::service::host::context::OperationContext;
use crate::soap::Message;
use crate::xml::source::BoxFuture;

use super::app_call;
use super::channel_template::ChannelTemplate;
use super::error_object::{ErrorObject, report};
use super::implementation::finished;
use super::listener::create_channel_parsed;
use super::object::{ErrorHandle, Handle, Owned, PassedOn};
use super::owned_address::OwnedAddress;
use super::service_operation::Operation;

/// The callbacks of an endpoint; any may be NULL.
#[derive(Clone, Copy, Default)]
pub(super) struct Callbacks {
    pub(super) accept: WS_SERVICE_ACCEPT_CHANNEL_CALLBACK,
    pub(super) close: WS_SERVICE_CLOSE_CHANNEL_CALLBACK,
    pub(super) authorize: WS_SERVICE_SECURITY_CALLBACK,
    pub(super) handle: WS_SERVICE_MESSAGE_RECEIVE_CALLBACK,
}

/// How a host tells clients of failures.
#[derive(Clone, Copy)]
pub(super) struct FaultOptions {
    pub(super) disclosure: WS_FAULT_DISCLOSURE,
    /// `None` is the language of a new error object.
    pub(super) language: Option<LANGID>,
}

/// See above.
pub(super) struct ServedContract {
    pub(super) callbacks: Callbacks,
    pub(super) infos: Vec<OperationInfo>,
    pub(super) operations: Vec<Arc<Operation>>,
    pub(super) channels: ChannelTemplate,
    pub(super) faults: FaultOptions,
    /// What the endpoint's pointers lead to.
    pub(super) _address: Box<OwnedAddress>,
}

impl Application for ServedContract {
    fn create_channel(&self, listener: &Listener, error: ErrorHandle) -> Result<Channel> {
        create_channel_parsed(listener, self.channels.again(), error.0)
    }

    fn create_error(&self) -> Result<Box<dyn ErrorPlace>> {
        let mut object = ErrorObject::new();
        if let Some(language) = self.faults.language {
            object.set_language(language)?;
        }
        Ok(Box::new(CallbackError { object: Owned::new(object), disclosure: self.faults.disclosure }))
    }

    fn operations(&self) -> &[OperationInfo] {
        &self.infos
    }

    fn start(
        &self,
        operation: usize,
        message: &mut Message,
        heap: &Arc<Heap>,
        error: ErrorHandle,
    ) -> Result<Box<dyn Invocation>> {
        self.operations[operation].start(message, heap, error)
    }

    fn accept(
        &self,
        context: Handle<OperationContext>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<PassedOn<c_void>>> {
        let Some(callback) = self.callbacks.accept else {
            return Box::pin(ready(Ok(PassedOn(std::ptr::null()))));
        };
        Box::pin(async move {
            let mut state = Box::new(ChannelState(null_mut()));
            let place = PassedOn((&raw mut state.0).cast_const());
            app_call::call(move |asynchronous| {
                let (context, place, error) = (context, place, error);
                // SAFETY: the application's callback, called as documented; the place stays until it has ended.
                unsafe { callback(context.raw().cast_const(), place.0.cast_mut(), asynchronous, error.0) }
            })
            .await?;
            // SAFETY: the callback has ended, and nobody else knows of the place.
            Ok(PassedOn(unsafe { place.0.read() }.cast_const()))
        })
    }

    fn close(&self, context: Handle<OperationContext>) -> BoxFuture<'_, ()> {
        let Some(callback) = self.callbacks.close else { return Box::pin(ready(())) };
        Box::pin(async move {
            let closed = app_call::call(move |asynchronous| {
                let context = context;
                // SAFETY: the application's callback, called as documented.
                unsafe { callback(context.raw().cast_const(), asynchronous) }
            })
            .await;
            if let Err(failure) = closed {
                tracing::debug!(%failure, "the callback for a channel that is closed failed");
            }
        })
    }

    fn has_authorization(&self) -> bool {
        self.callbacks.authorize.is_some()
    }

    fn authorize(&self, context: Handle<OperationContext>, error: ErrorHandle) -> Result<bool> {
        let Some(callback) = self.callbacks.authorize else { return Ok(true) };
        let mut is_authorized: BOOL = 0;
        // The application may take its time.
        let code = runtime::may_block(|| {
            // SAFETY: the application's callback, called as documented.
            unsafe { callback(context.raw().cast_const(), &raw mut is_authorized, error.0) }
        });
        finished(code)?;
        Ok(is_authorized != 0)
    }

    fn has_default_handler(&self) -> bool {
        self.callbacks.handle.is_some()
    }

    fn handle(
        &self,
        context: Handle<OperationContext>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<HRESULT>> {
        let Some(callback) = self.callbacks.handle else {
            return Box::pin(ready(Err(Error::not_supported("there is no default message handler"))));
        };
        Box::pin(app_call::call(move |asynchronous| {
            let (context, error) = (context, error);
            // SAFETY: the application's callback, called as documented.
            unsafe { callback(context.raw().cast_const(), asynchronous, error.0) }
        }))
    }
}

/// What an accept callback fills in.
struct ChannelState(*mut c_void);

// SAFETY: it is the application's, and not followed.
unsafe impl Send for ChannelState {}

/// The error object that callbacks get.
struct CallbackError {
    object: Owned<ErrorObject>,
    disclosure: WS_FAULT_DISCLOSURE,
}

impl ErrorPlace for CallbackError {
    fn handle(&self) -> ErrorHandle {
        ErrorHandle(self.object.handle())
    }

    fn fault(&self, failure: Error) -> Result<FaultData> {
        let code = report(self.object.handle(), failure);
        self.object.lease()?.fault_to_send(code, self.disclosure)
    }

    fn reset(&self) {
        // In use it is only while the application breaks the rules; then it goes with the call.
        if let Ok(mut object) = self.object.lease() {
            object.reset();
        }
    }
}
