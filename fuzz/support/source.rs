//! A document that comes in pieces.

use std::ffi::c_void;

use webservices::abi::types::*;

/// The rest of a document, and how much of it comes at a time.
pub struct Source<'a> {
    pub rest: &'a [u8],
    pub step: usize,
}

/// The WS_READ_CALLBACK whose state is a [`Source`].
///
/// # Safety
/// As a reader calls it: `state` is the source, and there is room for `max` bytes.
pub unsafe extern "C" fn next(
    state: *mut c_void,
    bytes: *mut c_void,
    max: ULONG,
    actual: *mut ULONG,
    _: *const WS_ASYNC_CONTEXT,
    _: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    unsafe {
        let source = &mut *state.cast::<Source<'_>>();
        let (now, rest) = source.rest.split_at(source.step.min(max as usize).min(source.rest.len()));
        std::ptr::copy_nonoverlapping(now.as_ptr(), bytes.cast(), now.len());
        source.rest = rest;
        *actual = now.len() as ULONG;
    }
    S_OK
}
