//! `WsAsyncExecute`: operations made of steps, each of which may be asynchronous. (Page "Asynchronous Model".)
//!
//! The whole state between steps fits the application's five pointers, so driving an operation allocates nothing and
//! cannot fail for lack of memory. Steps that end at once are run in a loop, so that a long operation needs no more
//! stack than a short one.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use crate::abi::types::*;
use crate::error::Error;

use super::body::enumeration;
use super::error_object::report;
use super::guard::{Out, boundary, optional};

type Step = unsafe extern "C" fn(
    HRESULT,
    MaybeUninit<WS_CALLBACK_MODEL>,
    *mut c_void,
    *mut WS_ASYNC_OPERATION,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// What a `WS_ASYNC_STATE` holds while its operation is under way.
///
/// `next` stands here and not on the stack of whoever runs a step: what a step starts may complete on another thread
/// before the step has returned.
#[repr(C)]
struct State {
    next: WS_ASYNC_OPERATION,
    state: *mut c_void,
    context: WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
}

const _: () = assert!(size_of::<State>() == size_of::<WS_ASYNC_STATE>());
const _: () = assert!(align_of::<State>() == align_of::<WS_ASYNC_STATE>());

/// Runs an operation that consists of steps, each of which may be asynchronous.
///
/// `operation` is called first, with `S_OK`. A step names the one that follows it by setting `next`, which is NULL when
/// it is called; that one is called with the result of this one, be it a success or a failure, when what this one
/// started has ended. A step that names none ends the operation, and its result is that of the operation.
///
/// - `asyncState`: memory for the operation's state. It need not be initialised, must stay until the operation has
///   ended, and can be used again afterwards, by the callback already.
/// - `operation`: the first step. With NULL there is nothing to do.
/// - `callbackModel`: given to the steps, until one of them was asynchronous: then they get that of its callback.
/// - `callbackState`: given to the steps as it is.
/// - `asyncContext`: NULL to have every step called synchronously (their `asyncContext` is NULL too); else the callback
///   for the end, which comes if a step was asynchronous.
///
/// Returns the result of the last step, or `WS_S_ASYNC`. A step that returns `WS_S_ASYNC` although it has no context
/// failed with `WS_E_INVALID_OPERATION`. Errors: `E_INVALIDARG` for a NULL `asyncState`, a context without a callback, an
/// unknown model or what is not an error object. (Page WsAsyncExecute.)
///
/// # Safety
/// The pointers are valid until the operation has ended; `asyncContext` only during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAsyncExecute(
    asyncState: *mut WS_ASYNC_STATE,
    operation: WS_ASYNC_FUNCTION,
    callbackModel: MaybeUninit<WS_CALLBACK_MODEL>,
    callbackState: *mut c_void,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let place = unsafe { Out::required(asyncState.cast::<State>(), "asyncState") }?;
        let model = enumeration(callbackModel, "callbackModel")?;
        // SAFETY: the caller's promise.
        let context = unsafe { optional(asyncContext) };
        if context.is_some_and(|context| context.callback.is_none()) {
            return Err(Error::invalid_argument("the WS_ASYNC_CONTEXT has no callback"));
        }
        let synchronous = WS_ASYNC_CONTEXT { callback: None, callbackState: ptr::null_mut() };
        let context = context.copied().unwrap_or(synchronous);
        let next = WS_ASYNC_OPERATION { function: operation };
        place.write(State { next, state: callbackState, context, error });
        // SAFETY: it has just been written, and nobody else knows of it yet.
        Ok(unsafe { drive(place.pointer(), S_OK, model) })
    })
}

/// Runs steps until there are no more or one is asynchronous.
///
/// # Safety
/// `state` is that of an operation none of whose steps is running. After `WS_S_ASYNC` it may be gone already.
unsafe fn drive(state: *mut State, mut result: HRESULT, model: WS_CALLBACK_MODEL) -> HRESULT {
    // SAFETY: by the caller's promise; these do not change while the operation lasts.
    let (callback_state, error, synchronous) =
        unsafe { ((*state).state, (*state).error, (*state).context.callback.is_none()) };
    let context = WS_ASYNC_CONTEXT { callback: Some(step_ended), callbackState: state.cast() };
    let context = if synchronous { ptr::null() } else { &raw const context };
    loop {
        // SAFETY: no step is running, so nobody else uses the state.
        let Some(step) = (unsafe { (*state).next.function.take() }) else { return result };
        let step: Step = step;
        // SAFETY: the application's step, called as documented.
        result =
            unsafe { step(result, model.to_c(), callback_state, &raw mut (*state).next, context, error) };
        if result == WS_S_ASYNC {
            if !synchronous {
                return WS_S_ASYNC;
            }
            result = report(
                error,
                Error::invalid_operation(
                    "a WS_ASYNC_FUNCTION returned WS_S_ASYNC although it has no async context",
                ),
            );
        }
    }
}

/// What a step started has ended: goes on with the step that follows, and at the end calls back.
unsafe extern "C" fn step_ended(code: HRESULT, model: MaybeUninit<WS_CALLBACK_MODEL>, state: *mut c_void) {
    let state = state.cast::<State>();
    // A model that nobody knows promises nothing.
    let model = model.get().unwrap_or(WS_CALLBACK_MODEL::WS_SHORT_CALLBACK);
    // SAFETY: the step whose end this is has returned or is about to return WS_S_ASYNC, after which its thread does not
    // touch the state.
    let code = unsafe { drive(state, code, model) };
    if code == WS_S_ASYNC {
        return;
    }
    // The callback may use the state again. Taken out of it, the callback cannot come twice when a step is completed
    // twice.
    // SAFETY: the operation is over, and the state still there, since the application has not been told.
    let context = unsafe {
        let context = (*state).context;
        (*state).context.callback = None;
        context
    };
    if let Some(callback) = context.callback {
        // SAFETY: the callback that the application gave for this state.
        unsafe { callback(code, model.to_c(), context.callbackState) }
    }
}
