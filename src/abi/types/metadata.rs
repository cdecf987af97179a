//! Metadata: reading WSDL and policy documents of a service.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_METADATA {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_METADATA_STATE {
    WS_METADATA_STATE_CREATED = 1,
    WS_METADATA_STATE_RESOLVED = 2,
    WS_METADATA_STATE_FAULTED = 3,
}

c_enum!(WS_METADATA_STATE {
    WS_METADATA_STATE_CREATED,
    WS_METADATA_STATE_RESOLVED,
    WS_METADATA_STATE_FAULTED,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_METADATA_PROPERTY_ID {
    WS_METADATA_PROPERTY_STATE = 1,
    WS_METADATA_PROPERTY_HEAP_PROPERTIES = 2,
    WS_METADATA_PROPERTY_POLICY_PROPERTIES = 3,
    WS_METADATA_PROPERTY_HEAP_REQUESTED_SIZE = 4,
    WS_METADATA_PROPERTY_MAX_DOCUMENTS = 5,
    WS_METADATA_PROPERTY_HOST_NAMES = 6,
    WS_METADATA_PROPERTY_VERIFY_HOST_NAMES = 7,
}

c_enum!(WS_METADATA_PROPERTY_ID {
    WS_METADATA_PROPERTY_STATE,
    WS_METADATA_PROPERTY_HEAP_PROPERTIES,
    WS_METADATA_PROPERTY_POLICY_PROPERTIES,
    WS_METADATA_PROPERTY_HEAP_REQUESTED_SIZE,
    WS_METADATA_PROPERTY_MAX_DOCUMENTS,
    WS_METADATA_PROPERTY_HOST_NAMES,
    WS_METADATA_PROPERTY_VERIFY_HOST_NAMES,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_PROPERTY {
    pub id: MaybeUninit<WS_METADATA_PROPERTY_ID>,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINT {
    pub endpointAddress: WS_ENDPOINT_ADDRESS,
    pub endpointPolicy: *mut WS_POLICY,
    pub portName: *mut WS_XML_STRING,
    pub serviceName: *mut WS_XML_STRING,
    pub serviceNs: *mut WS_XML_STRING,
    pub bindingName: *mut WS_XML_STRING,
    pub bindingNs: *mut WS_XML_STRING,
    pub portTypeName: *mut WS_XML_STRING,
    pub portTypeNs: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINTS {
    pub endpoints: *mut WS_METADATA_ENDPOINT,
    pub endpointCount: ULONG,
}

#[repr(C)]
pub struct WS_POLICY {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_POLICY_STATE {
    WS_POLICY_STATE_CREATED = 1,
    WS_POLICY_STATE_FAULTED = 2,
}

c_enum!(WS_POLICY_STATE { WS_POLICY_STATE_CREATED, WS_POLICY_STATE_FAULTED });

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_POLICY_PROPERTY_ID {
    WS_POLICY_PROPERTY_STATE = 1,
    WS_POLICY_PROPERTY_MAX_ALTERNATIVES = 2,
    WS_POLICY_PROPERTY_MAX_DEPTH = 3,
    WS_POLICY_PROPERTY_MAX_EXTENSIONS = 4,
}

c_enum!(WS_POLICY_PROPERTY_ID {
    WS_POLICY_PROPERTY_STATE,
    WS_POLICY_PROPERTY_MAX_ALTERNATIVES,
    WS_POLICY_PROPERTY_MAX_DEPTH,
    WS_POLICY_PROPERTY_MAX_EXTENSIONS,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTY {
    pub id: MaybeUninit<WS_POLICY_PROPERTY_ID>,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTIES {
    pub properties: *mut WS_POLICY_PROPERTY,
    pub propertyCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_POLICY_EXTENSION_TYPE {
    WS_ENDPOINT_POLICY_EXTENSION_TYPE = 1,
}

c_enum!(WS_POLICY_EXTENSION_TYPE { WS_ENDPOINT_POLICY_EXTENSION_TYPE });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_EXTENSION {
    pub r#type: MaybeUninit<WS_POLICY_EXTENSION_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION_OUT {
    pub assertionValue: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION {
    pub policyExtension: WS_POLICY_EXTENSION,
    pub assertionName: *mut WS_XML_STRING,
    pub assertionNs: *mut WS_XML_STRING,
    pub out: WS_ENDPOINT_POLICY_EXTENSION_OUT,
}
