//! Heaps: the WS_HEAP arena and its properties.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// An arena: memory is taken from it piece by piece and given back all at once, by `WsResetHeap` or
/// `WsFreeHeap`. What functions return in a heap stays valid until then. Used by one thread at a time.
#[repr(C)]
pub struct WS_HEAP {
    _private: [u8; 0],
}

/// Properties of a heap, read by `WsGetHeapProperty`; the limits are arguments of `WsCreateHeap`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_HEAP_PROPERTY_ID {
    /// SIZE_T: how many bytes can be asked for in all between two resets.
    WS_HEAP_PROPERTY_MAX_SIZE = 0,
    /// SIZE_T: about how many bytes a reset keeps for later use.
    WS_HEAP_PROPERTY_TRIM_SIZE = 1,
    /// SIZE_T: how many bytes have been asked for since creation or the last reset.
    WS_HEAP_PROPERTY_REQUESTED_SIZE = 2,
    /// SIZE_T: how many bytes the heap holds from the system.
    WS_HEAP_PROPERTY_ACTUAL_SIZE = 3,
}

c_enum!(WS_HEAP_PROPERTY_ID {
    WS_HEAP_PROPERTY_MAX_SIZE,
    WS_HEAP_PROPERTY_TRIM_SIZE,
    WS_HEAP_PROPERTY_REQUESTED_SIZE,
    WS_HEAP_PROPERTY_ACTUAL_SIZE,
});

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_HEAP_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of a heap that something else creates, such as a message's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_HEAP_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}
