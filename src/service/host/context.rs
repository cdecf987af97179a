//! What a callback of a service can ask about the call that it is for, and how it learns that the call is to end.
//! (Pages "Context", "Call cancellation".)

use std::ffi::c_void;

use crate::abi::object::{Handle, Kind, Object, PassedOn};
use crate::abi::types::*;
use crate::channel::Channel;
use crate::channel::listener::Listener;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::lifecycle::sync::Mutex;
use crate::soap::Message;

/// What WsGetOperationContextProperty tells. What is `None` is not there for the callback in question.
#[derive(Clone, Copy)]
pub(crate) struct ContextView {
    pub(crate) channel: Handle<Channel>,
    pub(crate) listener: Handle<Listener>,
    pub(crate) contract: PassedOn<WS_CONTRACT_DESCRIPTION>,
    pub(crate) address: PassedOn<WS_ENDPOINT_ADDRESS>,
    pub(crate) host_state: PassedOn<c_void>,
    pub(crate) channel_state: PassedOn<c_void>,
    pub(crate) input: Option<Handle<Message>>,
    pub(crate) output: Option<Handle<Message>>,
    pub(crate) heap: Option<Handle<Heap>>,
}

/// Tells the application that its callback is to end.
pub(crate) type CancelCallback = Box<dyn FnOnce(WS_SERVICE_CANCEL_REASON) + Send>;
/// Tells the application that its callback has ended.
pub(crate) type FreeCallback = Box<dyn FnOnce() + Send>;

/// A context. There is one for each callback.
pub(crate) struct OperationContext {
    pub(crate) view: ContextView,
    cancellation: Mutex<Cancellation>,
}

#[derive(Default)]
struct Cancellation {
    /// The callback has registered; it may do so once.
    is_registered: bool,
    cancel: Option<CancelCallback>,
    free: Option<FreeCallback>,
    /// Why the call is to end, if it is.
    reason: Option<WS_SERVICE_CANCEL_REASON>,
    /// The application is being told that, and uses its state.
    is_cancelling: bool,
    has_ended: bool,
}

impl Object for OperationContext {
    type C = WS_OPERATION_CONTEXT;
    const KIND: Kind = Kind::OperationContext;
}

impl OperationContext {
    pub(crate) fn new(view: ContextView) -> Self {
        Self { view, cancellation: Mutex::new(Cancellation::default()) }
    }

    /// WsRegisterOperationForCancel. A call that is to end already is told so before this returns.
    pub(crate) fn register(&self, cancel: CancelCallback, free: Option<FreeCallback>) -> Result<()> {
        let told = {
            let mut held = self.cancellation.lock();
            if held.has_ended {
                return Err(Error::invalid_operation("the operation has ended"));
            }
            if held.is_registered {
                return Err(Error::invalid_operation(
                    "a cancel callback is registered for this operation already, and there can be one only",
                ));
            }
            held.is_registered = true;
            held.free = free;
            match held.reason {
                None => {
                    held.cancel = Some(cancel);
                    None
                }
                Some(reason) => {
                    held.is_cancelling = true;
                    Some((cancel, reason))
                }
            }
        };
        if let Some((cancel, reason)) = told {
            self.tell(cancel, reason);
        }
        Ok(())
    }

    /// The call is to end. The first reason counts, and the application is told once.
    pub(crate) fn cancel(&self, reason: WS_SERVICE_CANCEL_REASON) {
        let cancel = {
            let mut held = self.cancellation.lock();
            if held.reason.is_some() || held.has_ended {
                return;
            }
            held.reason = Some(reason);
            let cancel = held.cancel.take();
            held.is_cancelling = cancel.is_some();
            cancel
        };
        if let Some(cancel) = cancel {
            self.tell(cancel, reason);
        }
    }

    /// Calls the cancel callback, and the other one too if the call has ended meanwhile.
    fn tell(&self, cancel: CancelCallback, reason: WS_SERVICE_CANCEL_REASON) {
        cancel(reason);
        let free = {
            let mut held = self.cancellation.lock();
            held.is_cancelling = false;
            if held.has_ended { held.free.take() } else { None }
        };
        if let Some(free) = free {
            free();
        }
    }

    /// The call has ended: the application may free the state that it registered.
    pub(crate) fn end(&self) {
        let (cancel, free) = {
            let mut held = self.cancellation.lock();
            held.has_ended = true;
            // While the application is being told to end, it uses that state.
            let free = if held.is_cancelling { None } else { held.free.take() };
            (held.cancel.take(), free)
        };
        drop(cancel);
        if let Some(free) = free {
            free();
        }
    }
}
