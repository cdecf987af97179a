//! Entry points that take a `WS_ASYNC_CONTEXT`: one future, driven on the calling thread or by the runtime.
//!
//! The contract (page "Asynchronous Model"): with no context the call is synchronous. With one, any return
//! value but `WS_S_ASYNC` is final and the callback never comes; after `WS_S_ASYNC` it comes exactly once, on
//! another thread, with the final code, after the error object was filled. The context is copied here, since
//! it may be on the caller's stack.
#![allow(unsafe_code)]

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime;

use super::error_object::report;
use super::guard::{boundary, from_panic};

/// Runs an operation synchronously or asynchronously, as `asyncContext` says. `start` checks the arguments and
/// makes the future; it runs on the calling thread. `model` is the kind of callback that the object's
/// properties chose; nobody asks for it unless there is a callback.
///
/// # Safety
/// `asyncContext` is NULL or points to a valid `WS_ASYNC_CONTEXT`. What the future uses stays alive until the
/// operation has ended, as the documentation asks of every caller.
pub(crate) unsafe fn run<F>(
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
    model: impl FnOnce() -> WS_CALLBACK_MODEL,
    start: impl FnOnce() -> Result<F>,
) -> HRESULT
where
    F: Future<Output = Result<HRESULT>> + Send + 'static,
{
    // SAFETY: by the caller's promise.
    unsafe { run_new(asyncContext, error, model, || start().map(|operation| move || operation)) }
}

/// As [`run`] for a large future, which is made where it stays.
///
/// # Safety
/// See [`run`].
pub(crate) unsafe fn run_new<F, M>(
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
    model: impl FnOnce() -> WS_CALLBACK_MODEL,
    start: impl FnOnce() -> Result<M>,
) -> HRESULT
where
    M: FnOnce() -> F,
    F: Future<Output = Result<HRESULT>> + Send + 'static,
{
    // SAFETY: by the caller's promise.
    let context = unsafe { asyncContext.as_ref() }.copied();
    boundary(error, move || {
        let Some(context) = context else { return runtime::block_on_new(start()?) };
        let completion = Completion::new(context, model(), error)?;
        let mut operation = Box::pin(start()?());
        if let Poll::Ready(result) = runtime::poll_once(&mut operation)? {
            return result;
        }
        runtime::spawn(async move {
            let result = CatchPanic(operation).await;
            completion.complete(result);
        })?;
        Ok(WS_S_ASYNC)
    })
}

/// The callback model of objects that have no property for it.
pub(crate) fn long() -> WS_CALLBACK_MODEL {
    WS_CALLBACK_MODEL::WS_LONG_CALLBACK
}

/// Turns a panic of the operation into its error, so that the callback comes even then.
struct CatchPanic<F>(Pin<Box<F>>);

impl<F: Future<Output = Result<HRESULT>>> Future for CatchPanic<F> {
    type Output = Result<HRESULT>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)))
            .unwrap_or_else(|panic| Poll::Ready(Err(from_panic(&*panic))))
    }
}

/// The caller's callback, to be called once.
pub(crate) struct Completion {
    callback: unsafe extern "C" fn(HRESULT, std::mem::MaybeUninit<WS_CALLBACK_MODEL>, *mut std::ffi::c_void),
    state: *mut std::ffi::c_void,
    model: WS_CALLBACK_MODEL,
    error: *mut WS_ERROR,
}

// SAFETY: `state` is handed back to the application untouched, and `error` is a handle that is checked before
// it is used; both stay valid until the callback by the asynchronous contract.
unsafe impl Send for Completion {}

impl Completion {
    pub(crate) fn new(
        context: WS_ASYNC_CONTEXT,
        model: WS_CALLBACK_MODEL,
        error: *mut WS_ERROR,
    ) -> Result<Self> {
        let callback = context
            .callback
            .ok_or_else(|| Error::invalid_argument("the WS_ASYNC_CONTEXT has no callback"))?;
        Ok(Self { callback, state: context.callbackState, model, error })
    }

    /// Fills the error object and calls back: here if the callback is short, on a thread that may block if it
    /// is long.
    pub(crate) fn complete(self, result: Result<HRESULT>) {
        let code = match result {
            Ok(code) => code,
            Err(failure) => report(self.error, failure),
        };
        if self.model == WS_CALLBACK_MODEL::WS_SHORT_CALLBACK {
            self.call(code);
            return;
        }
        match runtime::handle() {
            Ok(handle) => drop(handle.spawn_blocking(move || self.call(code))),
            // A runtime is running this; should it be gone all the same, a callback late beats none.
            Err(_) => self.call(code),
        }
    }

    fn call(self, code: HRESULT) {
        // SAFETY: the application gave this callback for this state.
        unsafe { (self.callback)(code, self.model.to_c(), self.state) }
    }
}
