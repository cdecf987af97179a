//! `WS_HEAP`: memory that is freed together. (Page "Heap".)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::Error;
use crate::heap::Heap;

use super::guard::{Out, boundary, boundary_void, property_out};
use super::object::{Shared, free_shared, shared};

/// Creates a heap. It takes no memory until something is allocated from it.
///
/// - `maxSize`: how many bytes may be allocated from it, as the sum of the sizes asked for since it was
///   created or reset.
/// - `trimSize`: how many bytes of memory a reset keeps for the next allocations, about. Larger than
///   `maxSize`, nothing is ever given back.
/// - `properties`, `propertyCount`: reserved; NULL and 0.
/// - `heap`: receives the heap, to be freed by [`WsFreeHeap`].
///
/// Errors: `E_INVALIDARG` for a NULL `heap` or any property. (Page WsCreateHeap.)
///
/// # Safety
/// `heap` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateHeap(
    maxSize: SIZE_T,
    trimSize: SIZE_T,
    properties: *const WS_HEAP_PROPERTY,
    propertyCount: ULONG,
    heap: *mut *mut WS_HEAP,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let heap = unsafe { Out::required(heap, "heap") }?;
        if propertyCount != 0 {
            let given = if properties.is_null() { "a count without them" } else { "some" };
            return Err(Error::invalid_argument(format!(
                "a heap is created without properties ('properties' is reserved), and {given} was given: \
                 propertyCount is {propertyCount}"
            )));
        }
        heap.write(Shared::new(Heap::new(maxSize, trimSize)).into_handle());
        Ok(S_OK)
    })
}

/// Allocates `size` bytes, aligned on 16, not initialised. They live until the heap is reset or freed.
///
/// - `size`: may be 0; the pointer is not NULL even then.
/// - `ptr`: receives the address; untouched on failure.
///
/// Errors: `WS_E_QUOTA_EXCEEDED` past the heap's `maxSize`, `E_OUTOFMEMORY`, `E_INVALIDARG` for a NULL `ptr`
/// or what is not a heap. (Page WsAlloc.)
///
/// # Safety
/// `ptr` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAlloc(
    heap: *mut WS_HEAP,
    size: SIZE_T,
    ptr: *mut *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let heap = shared::<Heap>(heap)?;
        // SAFETY: the caller's promise.
        let ptr = unsafe { Out::required(ptr, "ptr") }?;
        let memory = heap.lock().alloc(size)?;
        ptr.write(memory.as_ptr().cast());
        Ok(S_OK)
    })
}

/// Reads a property of a heap: `WS_HEAP_PROPERTY_MAX_SIZE`, `_TRIM_SIZE`, `_REQUESTED_SIZE` (what has been
/// asked for since it was created or reset) or `_ACTUAL_SIZE` (what it holds of the system's memory). Each is
/// a `SIZE_T`.
///
/// Errors: `E_INVALIDARG` for what is not a heap, an unknown property, a NULL `value`, or a `valueSize` that
/// is not the size of a `SIZE_T`. (Pages WsGetHeapProperty, WS_HEAP_PROPERTY_ID.)
///
/// # Safety
/// `value` is NULL or writable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetHeapProperty(
    heap: *mut WS_HEAP,
    id: MaybeUninit<WS_HEAP_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let sizes = shared::<Heap>(heap)?.sizes();
        let size = match id.get() {
            Some(WS_HEAP_PROPERTY_ID::WS_HEAP_PROPERTY_MAX_SIZE) => sizes.max,
            Some(WS_HEAP_PROPERTY_ID::WS_HEAP_PROPERTY_TRIM_SIZE) => sizes.trim,
            Some(WS_HEAP_PROPERTY_ID::WS_HEAP_PROPERTY_REQUESTED_SIZE) => sizes.requested,
            Some(WS_HEAP_PROPERTY_ID::WS_HEAP_PROPERTY_ACTUAL_SIZE) => sizes.actual,
            None => {
                return Err(Error::invalid_argument(format!(
                    "a heap has no property {}",
                    CEnumField::raw(id)
                )));
            }
        };
        // SAFETY: the caller's promise.
        unsafe { property_out(value, valueSize, "a heap property") }?.write(size);
        Ok(S_OK)
    })
}

/// Frees every allocation of the heap at once. The heap stays usable, and keeps about `trimSize` bytes of
/// memory for what comes next.
///
/// Errors: `E_INVALIDARG` for what is not a heap. (Page WsResetHeap.)
///
/// # Safety
/// Nothing uses what was allocated from the heap any more; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetHeap(heap: *mut WS_HEAP, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        shared::<Heap>(heap)?.reset();
        Ok(S_OK)
    })
}

/// Frees a heap and every allocation from it. NULL, or what is not a live heap, is ignored.
/// (Page WsFreeHeap.)
///
/// # Safety
/// Nothing uses the heap, or what was allocated from it, any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeHeap(heap: *mut WS_HEAP) {
    boundary_void(|| {
        drop(free_shared::<Heap>(heap));
        Ok(())
    });
}
