//! Operation contexts: what a callback of a service host can ask about its call. (Pages "Context", "Call cancellation".)
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::service::host::context::{CancelCallback, FreeCallback, OperationContext};

use super::guard::{Name, boundary};
use super::object::{Handle, Object, PassedOn, shared};
use super::property::{PropertyOut, property_id};

/// Reads a property of an operation context. All are pointers, which are good until the callback that got the context
/// has ended.
///
/// - `context`: what the callback was given.
/// - `value`, `valueSize`: a place for the pointer, and its size. It stays as it is on failure.
///
/// Errors: `WS_E_INVALID_OPERATION` for a property that is not there for this callback: the messages and the heap while a
/// channel is accepted or closed, the output message for everything but operations that have a reply; `E_INVALIDARG` for
/// an unknown property, a wrong size, or a context whose callback has ended. (Pages WsGetOperationContextProperty,
/// WS_OPERATION_CONTEXT_PROPERTY_ID.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` writable bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetOperationContextProperty(
    context: *const WS_OPERATION_CONTEXT,
    id: MaybeUninit<WS_OPERATION_CONTEXT_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        use WS_OPERATION_CONTEXT_PROPERTY_ID as Id;
        let context = shared::<OperationContext>(context)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let out = unsafe { PropertyOut::new(name, value, valueSize) };
        let view = &context.view;
        match id {
            Id::WS_OPERATION_CONTEXT_PROPERTY_CHANNEL => out.write(view.channel.raw()),
            Id::WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION => out.write(view.contract.0),
            Id::WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE => out.write(view.host_state.0),
            Id::WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE => out.write(view.channel_state.0),
            Id::WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE => out.write(present(view.input, name)?),
            Id::WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE => out.write(present(view.output, name)?),
            Id::WS_OPERATION_CONTEXT_PROPERTY_HEAP => out.write(present(view.heap, name)?),
            Id::WS_OPERATION_CONTEXT_PROPERTY_LISTENER => out.write(view.listener.raw()),
            Id::WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS => out.write(view.address.0),
        }?;
        Ok(S_OK)
    })
}

fn present<T: Object>(handle: Option<Handle<T>>, name: Name<'_>) -> Result<*mut T::C> {
    handle
        .map(Handle::raw)
        .ok_or_else(|| Error::invalid_operation(format!("{name} is not there for this callback")))
}

/// Asks to be told when the operation, or another callback with this context, is to end: because the host is aborted, or
/// the channel has failed. It has to end by itself all the same.
///
/// - `cancelCallback`: called at most once, from any thread, also before this returns.
/// - `freestateCallback`: called once when the operation has ended; may be NULL.
/// - `userState`: given to both.
///
/// Errors: `WS_E_INVALID_OPERATION` if it has been called for this context before; `E_INVALIDARG` for a NULL
/// `cancelCallback` or a context whose callback has ended. (Page WsRegisterOperationForCancel.)
///
/// # Safety
/// The callbacks are as documented, and `userState` is what they expect until the operation has ended. `error` is NULL or
/// a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRegisterOperationForCancel(
    context: *const WS_OPERATION_CONTEXT,
    cancelCallback: WS_OPERATION_CANCEL_CALLBACK,
    freestateCallback: WS_OPERATION_FREE_STATE_CALLBACK,
    userState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let context = shared::<OperationContext>(context)?;
        let callback = cancelCallback
            .ok_or_else(|| Error::invalid_argument("'cancelCallback' is required, and NULL was given"))?;
        let state = PassedOn(userState.cast_const());
        let cancel: CancelCallback = Box::new(move |reason| {
            let state = state;
            // SAFETY: the application's callback, called as documented.
            unsafe { callback(reason.to_c(), state.0.cast_mut()) }
        });
        let free = freestateCallback.map(|callback| -> FreeCallback {
            Box::new(move || {
                let state = state;
                // SAFETY: as above.
                unsafe { callback(state.0.cast_mut()) }
            })
        });
        context.register(cancel, free)?;
        Ok(S_OK)
    })
}
