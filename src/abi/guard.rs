//! What every entry point passes through: the boundary that no panic crosses, and the checks on pointers
//! that C gave.
#![allow(unsafe_code)]

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::abi::types::*;
use crate::error::{Error, Result};

use super::error_object::report;
use super::object::{self, ErrorHandle, Object, free_shared};

/// Runs the body of an entry point. A failure becomes its `HRESULT` and is written into `error`, if the
/// caller gave one; a panic becomes `E_UNEXPECTED`. The `HRESULT` of an `Ok` is a success code.
#[inline]
pub(crate) fn boundary(error: *mut WS_ERROR, body: impl FnOnce() -> Result<HRESULT>) -> HRESULT {
    if !error.is_null()
        && let Err(wrong) = object::check::<super::error_object::ErrorObject>(error)
    {
        return wrong.code();
    }
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => report(error, failure),
        Err(panic) => report(error, from_panic(&*panic)),
    }
}

/// Whether a failure can be told: that is an error object, or nothing at all. `false` may also mean that there are very many
/// handles; then [`boundary`] knows.
#[inline(always)]
pub(crate) fn can_report(error: *mut WS_ERROR) -> bool {
    error.is_null() || object::is_live::<super::error_object::ErrorObject>(error)
}

/// [`boundary`] for what is called for each node, where it is known that failures can be told. `None` is passed on.
#[inline(always)]
pub(crate) fn step_boundary(
    error: *mut WS_ERROR,
    step: impl FnOnce() -> Option<Result<()>>,
) -> Option<HRESULT> {
    match catch_unwind(AssertUnwindSafe(step)) {
        Ok(Some(Ok(()))) => Some(S_OK),
        Ok(Some(Err(failure))) => Some(report(error, failure)),
        Ok(None) => None,
        Err(panic) => Some(report_panic(error, panic)),
    }
}

#[cold]
#[inline(never)]
fn report_panic(error: *mut WS_ERROR, panic: Box<dyn std::any::Any + Send>) -> HRESULT {
    report(error, from_panic(&*panic))
}

/// [`boundary`] for the functions that return nothing: a failure is traced, since nobody can be told.
pub(crate) fn boundary_void(body: impl FnOnce() -> Result<()>) {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => tracing::debug!(%failure, "a call that returns nothing failed"),
        Err(panic) => tracing::error!(failure = %from_panic(&*panic), "a call that returns nothing failed"),
    }
}

/// Takes an object with a life cycle back from C. One that is not at rest is aborted first; what is pending then ends
/// soon and lets go of it.
pub(crate) fn abort_and_free<T: Object + Sync>(
    handle: *mut T::C,
    check_free: fn(&T) -> Result<()>,
    abort: fn(&T, ErrorHandle) -> Result<()>,
) {
    boundary_void(|| {
        let Some(owner) = free_shared::<T>(handle) else { return Ok(()) };
        let object = owner.get();
        // From here on nobody finds it by its handle any more.
        drop(owner);
        if check_free(&object).is_err() {
            abort(&object, ErrorHandle(std::ptr::null_mut()))?;
        }
        Ok(())
    });
}

/// What a caught panic becomes.
#[cold]
pub(crate) fn from_panic(panic: &(dyn std::any::Any + Send)) -> Error {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    Error::new(E_UNEXPECTED, format!("an invariant of the library does not hold, please report it: {text}"))
}

#[cold]
#[inline(never)]
fn null(name: &str) -> Error {
    Error::invalid_argument(format!("'{name}' is required, and NULL was given"))
}

/// What a required pointer points to.
///
/// # Safety
/// `pointer` is NULL or points to a valid `T` that nobody changes for `'a`.
#[inline]
pub(crate) unsafe fn required<'a, T>(pointer: *const T, name: &str) -> Result<&'a T> {
    // SAFETY: by the caller's promise.
    unsafe { pointer.as_ref() }.ok_or_else(|| null(name))
}

/// What an optional pointer points to.
///
/// # Safety
/// As [`required`].
#[inline]
pub(crate) unsafe fn optional<'a, T>(pointer: *const T) -> Option<&'a T> {
    // SAFETY: by the caller's promise.
    unsafe { pointer.as_ref() }
}

/// `count` values at `pointer`; a NULL pointer is right only for no values at all.
///
/// # Safety
/// `pointer` is NULL or points to `count` valid values that nobody changes for `'a`.
#[inline]
pub(crate) unsafe fn slice<'a, T>(
    pointer: *const T,
    count: ULONG,
    name: impl fmt::Display,
) -> Result<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(null_with_count(name, count));
    }
    // SAFETY: by the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count as usize) })
}

#[cold]
#[inline(never)]
fn null_with_count(name: impl fmt::Display, count: ULONG) -> Error {
    Error::invalid_argument(format!("'{name}' is NULL, but its count is {count}"))
}

/// The documented name of a property by its id: put together only where a message needs it.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a>(pub(crate) &'a dyn fmt::Debug);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place that a `WsGet...Property` writes a `T` to: `size` must be exactly that of a `T`.
///
/// # Safety
/// `value` is NULL or writable for `size` bytes until the operation has ended.
pub(crate) unsafe fn property_out<T>(
    value: *mut core::ffi::c_void,
    size: ULONG,
    name: impl fmt::Display,
) -> Result<PropertyOut<T>> {
    check_property(value, size, size_of::<T>(), name)?;
    Ok(PropertyOut(value.cast()))
}

/// The value that a `WsSet...Property` or a property array gives: `size` must be exactly that of a `T`.
///
/// # Safety
/// `value` is NULL or points to `size` bytes, which are a valid `T` if there are as many as it has.
pub(crate) unsafe fn property_in<T: Copy>(
    value: *const core::ffi::c_void,
    size: ULONG,
    name: impl fmt::Display,
) -> Result<T> {
    check_property(value, size, size_of::<T>(), name)?;
    // SAFETY: by the caller's promise, and the size is right. C may keep the value in a plain byte buffer,
    // so its alignment is not relied on.
    Ok(unsafe { value.cast::<T>().read_unaligned() })
}

/// Checks that a property has a value, and that it is of the size that the property's type has.
pub(super) fn check_property(
    value: *const core::ffi::c_void,
    size: ULONG,
    expected: usize,
    name: impl fmt::Display,
) -> Result<()> {
    if value.is_null() {
        return Err(Error::invalid_argument(format!("{name} has no value (NULL)")));
    }
    if size as usize != expected {
        return Err(Error::invalid_argument(format!(
            "{name} takes a value of {expected} bytes, and {size} were given"
        )));
    }
    Ok(())
}

/// Where the value of a property is written to; see [`property_out`].
#[derive(Debug)]
pub(crate) struct PropertyOut<T>(*mut T);

impl<T> PropertyOut<T> {
    pub(crate) fn write(&self, value: T) {
        // SAFETY: by the promise given when it was made; the buffer need not be aligned for a T.
        unsafe { self.0.write_unaligned(value) }
    }
}

/// A place that a result is written to, checked before the work begins and written after it succeeded.
#[derive(Debug)]
pub(crate) struct Out<T>(*mut T);

impl<T> Out<T> {
    /// # Safety
    /// `pointer` is NULL or points to memory that a `T` can be written to until the operation has ended.
    #[inline]
    pub(crate) unsafe fn required(pointer: *mut T, name: &str) -> Result<Self> {
        if pointer.is_null() { Err(null(name)) } else { Ok(Self(pointer)) }
    }

    /// # Safety
    /// As [`Out::required`]. A NULL is a result that nobody wants.
    #[inline]
    pub(crate) unsafe fn optional(pointer: *mut T) -> Self {
        Self(pointer)
    }

    #[inline]
    pub(crate) fn write(&self, value: T) {
        if !self.0.is_null() {
            // SAFETY: by the promise given when the Out was made. The memory may be uninitialised, so
            // what was there is not dropped.
            unsafe { self.0.write(value) }
        }
    }

    pub(crate) fn pointer(&self) -> *mut T {
        self.0
    }
}

// SAFETY: an Out is the caller's promise that the place stays valid until the operation has ended, on
// whichever thread that is.
unsafe impl<T: Send> Send for Out<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(boundary(std::ptr::null_mut(), || panic!("as planned")), E_UNEXPECTED);
        boundary_void(|| panic!("as planned"));
        let caught = catch_unwind(|| panic!("as planned: {}", 1)).unwrap_err();
        assert!(from_panic(&*caught).messages()[0].ends_with("as planned: 1"));
    }
}
