//! What the application's implementations of channels and listeners have in common: an instance, and callbacks that
//! get it.
//!
//! A callback that is NULL is a function that the implementation does not have (`WS_E_NOT_SUPPORTED`); free, reset and
//! abort may be left out by one that has nothing to do there.
//!
//! What a callback puts into the error object stays there; the code it returns is what the caller gets.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::source::BoxFuture;

use super::app_call;
use super::object::ErrorHandle;
use super::property::{PropertyIn, PropertyOut};

/// What the properties of a custom channel or listener say about its implementation.
#[derive(Clone, Copy)]
pub(crate) struct CustomParameters<C> {
    pub(crate) callbacks: C,
    pub(crate) parameters: *const c_void,
    pub(crate) parameters_size: ULONG,
}

/// The application's instance, handed back to its callbacks untouched.
#[derive(Clone, Copy)]
pub(crate) struct Instance(pub(crate) *mut c_void);

// SAFETY: never dereferenced; channels and listeners are free-threaded, and so must be an implementation of one.
unsafe impl Send for Instance {}
// SAFETY: as above.
unsafe impl Sync for Instance {}

/// What a callback is called with besides its instance. It alone follows the pointer.
struct Argument<P>(P);

impl<P: Pointer> Argument<P> {
    /// By `self`, so that a closure which calls this takes all of it and not the bare pointer.
    fn pointer(self) -> P {
        self.0
    }
}

// SAFETY: a pointer that the library does not follow, to what the contract with the caller keeps alive and lets other
// threads use until the operation has ended.
unsafe impl<P: Pointer> Send for Argument<P> {}

/// The pointers that callbacks take.
pub(super) trait Pointer: Copy {}
impl<T> Pointer for *const T {}
impl<T> Pointer for *mut T {}

type CreateCallback = unsafe extern "C" fn(
    MaybeUninit<WS_CHANNEL_TYPE>,
    *const c_void,
    ULONG,
    *mut *mut c_void,
    *mut WS_ERROR,
) -> HRESULT;
type PlainCallback = unsafe extern "C" fn(*mut c_void, *mut WS_ERROR) -> HRESULT;
type AsyncCallback = unsafe extern "C" fn(*mut c_void, *const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT;
type AsyncCallbackWith<P> =
    unsafe extern "C" fn(*mut c_void, P, *const WS_ASYNC_CONTEXT, *mut WS_ERROR) -> HRESULT;
/// `P` is the pointer to the value.
type PropertyCallback<Id, P> =
    unsafe extern "C" fn(*mut c_void, MaybeUninit<Id>, P, ULONG, *mut WS_ERROR) -> HRESULT;

/// The `HRESULT` of a callback that must not be asynchronous.
pub(crate) fn finished(code: HRESULT) -> Result<()> {
    if code == WS_S_ASYNC {
        return Err(Error::invalid_operation(
            "a callback returned WS_S_ASYNC although it has no async context",
        ));
    }
    if code < 0 { Err(Error::from_code(code)) } else { Ok(()) }
}

/// The callback, or the failure of a function whose callback is NULL.
pub(crate) fn present<F>(callback: Option<F>, name: &str) -> Result<F> {
    callback.ok_or_else(|| Error::not_supported(format!("the application's implementation has no {name}")))
}

impl Instance {
    /// Has the application make an instance; `missing` is what is wrong when it cannot.
    pub(super) fn create<C>(
        callback: Option<CreateCallback>,
        missing: &'static str,
        parameters: &CustomParameters<C>,
        channel_type: WS_CHANNEL_TYPE,
        error: *mut WS_ERROR,
    ) -> Result<Self> {
        let callback = callback.ok_or_else(|| Error::invalid_argument(missing))?;
        let mut instance = std::ptr::null_mut();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe {
            callback(
                channel_type.to_c(),
                parameters.parameters,
                parameters.parameters_size,
                &raw mut instance,
                error,
            )
        })?;
        Ok(Self(instance))
    }

    /// Calls a callback that takes nothing but the instance.
    pub(super) fn call(
        self,
        callback: Option<AsyncCallback>,
        name: &'static str,
        error: ErrorHandle,
    ) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let callback = present(callback, name)?;
            app_call::call(move |context| {
                let (instance, error) = (self, error);
                // SAFETY: the application's callback, called as documented.
                unsafe { callback(instance.0, context, error.0) }
            })
            .await
            .map(|_| ())
        })
    }

    /// Calls a callback that takes one more pointer: to what stays alive until the operation has ended, by the
    /// contract with its caller.
    pub(super) fn call_with<P: Pointer + 'static>(
        self,
        callback: Option<AsyncCallbackWith<P>>,
        name: &'static str,
        argument: P,
        error: ErrorHandle,
    ) -> BoxFuture<'static, Result<HRESULT>> {
        let argument = Argument(argument);
        Box::pin(async move {
            let callback = present(callback, name)?;
            // The closure is called at once, so the raw pointers are made where they are used.
            app_call::call(move |context| {
                let (instance, error) = (self, error);
                // SAFETY: the application's callback, called as documented; what it is called with is alive.
                unsafe { callback(instance.0, argument.pointer(), context, error.0) }
            })
            .await
        })
    }

    pub(super) fn get_property<Id: CEnum>(
        self,
        callback: Option<PropertyCallback<Id, *mut c_void>>,
        name: &str,
        id: Id,
        out: &PropertyOut<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = present(callback, name)?;
        let (value, size) = out.raw();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.0, id.to_c(), value, size, error) })
    }

    pub(super) fn set_property<Id: CEnum>(
        self,
        callback: Option<PropertyCallback<Id, *const c_void>>,
        name: &str,
        id: Id,
        value: &PropertyIn<'_>,
        error: *mut WS_ERROR,
    ) -> Result<()> {
        let callback = present(callback, name)?;
        let (value, size) = value.raw();
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.0, id.to_c(), value, size, error) })
    }

    /// Nobody waits for an abort, so its failure is traced.
    pub(super) fn abort(self, callback: Option<PlainCallback>, error: ErrorHandle) {
        let Some(callback) = callback else { return };
        // SAFETY: the application's callback, called as documented.
        let code = unsafe { callback(self.0, error.0) };
        if code < 0 {
            tracing::debug!(code, "the abort callback of a custom channel or listener failed");
        }
    }

    pub(super) fn reset(self, callback: Option<PlainCallback>, error: ErrorHandle) -> Result<()> {
        let Some(callback) = callback else { return Ok(()) };
        // SAFETY: the application's callback, called as documented.
        finished(unsafe { callback(self.0, error.0) })
    }

    /// For the owner's `drop`: the instance is not used any more.
    pub(super) fn free(self, callback: Option<unsafe extern "C" fn(*mut c_void)>) {
        if let Some(callback) = callback {
            // SAFETY: the application's callback, called once, after everything else.
            unsafe { callback(self.0) }
        }
    }
}
