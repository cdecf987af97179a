//! Errors: the WS_ERROR object, its properties, and SOAP faults carried by it.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_ERROR {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ERROR_PROPERTY_ID {
    WS_ERROR_PROPERTY_STRING_COUNT = 0,
    WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE = 1,
    WS_ERROR_PROPERTY_LANGID = 2,
}

c_enum!(WS_ERROR_PROPERTY_ID {
    WS_ERROR_PROPERTY_STRING_COUNT,
    WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE,
    WS_ERROR_PROPERTY_LANGID,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ERROR_PROPERTY {
    pub id: MaybeUninit<WS_ERROR_PROPERTY_ID>,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_EXCEPTION_CODE {
    WS_EXCEPTION_CODE_USAGE_FAILURE = -1_069_744_128,
    WS_EXCEPTION_CODE_INTERNAL_FAILURE = -1_069_744_127,
}

c_enum!(WS_EXCEPTION_CODE { WS_EXCEPTION_CODE_USAGE_FAILURE, WS_EXCEPTION_CODE_INTERNAL_FAILURE });

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_FAULT_ERROR_PROPERTY_ID {
    WS_FAULT_ERROR_PROPERTY_FAULT = 0,
    WS_FAULT_ERROR_PROPERTY_ACTION = 1,
    WS_FAULT_ERROR_PROPERTY_HEADER = 2,
}

c_enum!(WS_FAULT_ERROR_PROPERTY_ID {
    WS_FAULT_ERROR_PROPERTY_FAULT,
    WS_FAULT_ERROR_PROPERTY_ACTION,
    WS_FAULT_ERROR_PROPERTY_HEADER,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_FAULT_DISCLOSURE {
    WS_MINIMAL_FAULT_DISCLOSURE = 0,
    WS_FULL_FAULT_DISCLOSURE = 1,
}

c_enum!(WS_FAULT_DISCLOSURE { WS_MINIMAL_FAULT_DISCLOSURE, WS_FULL_FAULT_DISCLOSURE });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_CODE {
    pub value: WS_XML_QNAME,
    pub subCode: *mut WS_FAULT_CODE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_REASON {
    pub text: WS_STRING,
    pub lang: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT {
    pub code: *mut WS_FAULT_CODE,
    pub reasons: *mut WS_FAULT_REASON,
    pub reasonCount: ULONG,
    pub actor: WS_STRING,
    pub node: WS_STRING,
    pub detail: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DETAIL_DESCRIPTION {
    pub action: *mut WS_XML_STRING,
    pub detailElementDescription: *mut WS_ELEMENT_DESCRIPTION,
}
