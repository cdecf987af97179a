//! Heaps: the WS_HEAP arena and its properties.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_HEAP {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_HEAP_PROPERTY_ID {
    WS_HEAP_PROPERTY_MAX_SIZE = 0,
    WS_HEAP_PROPERTY_TRIM_SIZE = 1,
    WS_HEAP_PROPERTY_REQUESTED_SIZE = 2,
    WS_HEAP_PROPERTY_ACTUAL_SIZE = 3,
}

c_enum!(WS_HEAP_PROPERTY_ID {
    WS_HEAP_PROPERTY_MAX_SIZE,
    WS_HEAP_PROPERTY_TRIM_SIZE,
    WS_HEAP_PROPERTY_REQUESTED_SIZE,
    WS_HEAP_PROPERTY_ACTUAL_SIZE,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTY {
    pub id: MaybeUninit<WS_HEAP_PROPERTY_ID>,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HEAP_PROPERTIES {
    pub properties: *mut WS_HEAP_PROPERTY,
    pub propertyCount: ULONG,
}
