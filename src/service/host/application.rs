//! What the service layer asks of the application behind an endpoint. The face implements it, since it is all C: a
//! contract's descriptions and callbacks.

use std::ffi::c_void;
use std::sync::Arc;

use crate::abi::object::{ErrorHandle, Handle, PassedOn};
use crate::abi::types::HRESULT;
use crate::channel::Channel;
use crate::channel::exchange::WriteBody;
use crate::channel::listener::Listener;
use crate::error::{Error, FaultData, Result};
use crate::heap::Heap;
use crate::soap::Message;
use crate::xml::source::BoxFuture;

use super::context::OperationContext;

/// One operation of a contract, as far as messages show which one they are for.
#[derive(Clone, Debug, Default)]
pub(crate) struct OperationInfo {
    /// The action of its request; `None` when its request is known by its body.
    pub(crate) action: Option<String>,
    /// Local name and namespace of the request's body; `None` when it is empty.
    pub(crate) element: Option<(String, String)>,
    /// `None` for a one-way operation.
    pub(crate) reply: Option<ReplyInfo>,
}

/// What is known of a reply before the operation has been called.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReplyInfo {
    pub(crate) action: Option<String>,
}

/// An operation whose parameters have been read.
pub(crate) trait Invocation: Send {
    /// Calls the operation. What comes with `Ok` is its success code.
    fn call(
        &mut self,
        context: Handle<OperationContext>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<HRESULT>>;
    /// What it gives back; `None` for an empty body.
    fn reply(self: Box<Self>, error: ErrorHandle) -> Option<WriteBody>;
}

/// An error object for callbacks.
pub(crate) trait ErrorPlace: Send {
    fn handle(&self) -> ErrorHandle;
    /// The fault that tells of this failure and of what the callback has put here.
    fn fault(&self, failure: Error) -> Result<FaultData>;
    fn reset(&self);
}

/// The application behind one endpoint.
pub(crate) trait Application: Send + Sync {
    fn create_channel(&self, listener: &Listener, error: ErrorHandle) -> Result<Channel>;
    fn create_error(&self) -> Result<Box<dyn ErrorPlace>>;
    /// The operations, by which index the other functions mean them.
    fn operations(&self) -> &[OperationInfo];
    /// Reads the parameters of an operation.
    fn start(
        &self,
        operation: usize,
        message: &mut Message,
        heap: &Arc<Heap>,
        error: ErrorHandle,
    ) -> Result<Box<dyn Invocation>>;
    /// WS_SERVICE_ACCEPT_CHANNEL_CALLBACK: gives the channel's state.
    fn accept(
        &self,
        context: Handle<OperationContext>,
        error: ErrorHandle,
    ) -> BoxFuture<'_, Result<PassedOn<c_void>>>;
    /// WS_SERVICE_CLOSE_CHANNEL_CALLBACK. Its failure is of no interest.
    fn close(&self, context: Handle<OperationContext>) -> BoxFuture<'_, ()>;
    fn has_authorization(&self) -> bool;
    /// WS_SERVICE_SECURITY_CALLBACK: whether the message may pass.
    fn authorize(&self, context: Handle<OperationContext>, error: ErrorHandle) -> Result<bool>;
    fn has_default_handler(&self) -> bool;
    /// WS_SERVICE_MESSAGE_RECEIVE_CALLBACK.
    fn handle(&self, context: Handle<OperationContext>, error: ErrorHandle)
    -> BoxFuture<'_, Result<HRESULT>>;
}
