//! Metadata: reading WSDL and policy documents of a service.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Documents that describe a service: they are read by `WsReadMetadata`, one after the other, and then
/// asked for endpoints. Made by `WsCreateMetadata`, freed by `WsFreeMetadata`. Used by one thread at a
/// time.
#[repr(C)]
pub struct WS_METADATA {
    _private: [u8; 0],
}

/// Where a metadata object is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_METADATA_STATE {
    /// Documents can be read.
    WS_METADATA_STATE_CREATED = 1,
    /// `WsGetMetadataEndpoints` has succeeded; no more documents can be read.
    WS_METADATA_STATE_RESOLVED = 2,
    /// Something failed; it can only be reset or freed.
    WS_METADATA_STATE_FAULTED = 3,
}

c_enum!(WS_METADATA_STATE {
    WS_METADATA_STATE_CREATED,
    WS_METADATA_STATE_RESOLVED,
    WS_METADATA_STATE_FAULTED,
});

/// Properties of a metadata object: type, default, meaning. Set when it is created unless read only.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_METADATA_PROPERTY_ID {
    /// WS_METADATA_STATE, read only.
    WS_METADATA_PROPERTY_STATE = 1,
    /// WS_HEAP_PROPERTIES, 256 and 32 KiB: maximal and trim size of the heap for what was read.
    WS_METADATA_PROPERTY_HEAP_PROPERTIES = 2,
    /// WS_POLICY_PROPERTIES, none: limits of its policies.
    WS_METADATA_PROPERTY_POLICY_PROPERTIES = 3,
    /// SIZE_T, read only: bytes taken from that heap.
    WS_METADATA_PROPERTY_HEAP_REQUESTED_SIZE = 4,
    /// ULONG, 32: how many documents may be read.
    WS_METADATA_PROPERTY_MAX_DOCUMENTS = 5,
    /// WS_HOST_NAMES, none: hosts from which further documents may come; needs
    /// WS_METADATA_PROPERTY_VERIFY_HOST_NAMES.
    WS_METADATA_PROPERTY_HOST_NAMES = 6,
    /// BOOL, TRUE: `WsGetMissingMetadataDocumentAddress` names no document of an unexpected host. FALSE
    /// lets a document send the application anywhere.
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

/// A property and its value, for `WsCreateMetadata`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_METADATA_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// An endpoint that the documents describe. All of it belongs to the metadata object until that is reset or
/// freed; names are NULL or empty where the documents have none.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINT {
    /// Its address.
    pub endpointAddress: WS_ENDPOINT_ADDRESS,
    /// Its policy; NULL when there is none.
    pub endpointPolicy: *mut WS_POLICY,
    /// Name of its port.
    pub portName: *mut WS_XML_STRING,
    /// Local name of its service.
    pub serviceName: *mut WS_XML_STRING,
    /// Namespace of its service.
    pub serviceNs: *mut WS_XML_STRING,
    /// Local name of its binding.
    pub bindingName: *mut WS_XML_STRING,
    /// Namespace of its binding.
    pub bindingNs: *mut WS_XML_STRING,
    /// Local name of its port type.
    pub portTypeName: *mut WS_XML_STRING,
    /// Namespace of its port type.
    pub portTypeNs: *mut WS_XML_STRING,
}

/// All endpoints that the documents describe.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_METADATA_ENDPOINTS {
    /// The endpoints, owned by the metadata object.
    pub endpoints: *mut WS_METADATA_ENDPOINT,
    /// Number of elements of `endpoints`.
    pub endpointCount: ULONG,
}

/// What an endpoint demands: one or several alternatives, which `WsMatchPolicyAlternative` compares with
/// what a client can do. Belongs to its metadata object. Used by one thread at a time.
#[repr(C)]
pub struct WS_POLICY {
    _private: [u8; 0],
}

/// Where a policy is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_POLICY_STATE {
    /// It can be used.
    WS_POLICY_STATE_CREATED = 1,
    /// Something failed; it cannot be used any more.
    WS_POLICY_STATE_FAULTED = 2,
}

c_enum!(WS_POLICY_STATE { WS_POLICY_STATE_CREATED, WS_POLICY_STATE_FAULTED });

/// Properties of a policy: type, default, meaning. Set by WS_METADATA_PROPERTY_POLICY_PROPERTIES unless
/// read only.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_POLICY_PROPERTY_ID {
    /// WS_POLICY_STATE, read only.
    WS_POLICY_PROPERTY_STATE = 1,
    /// ULONG, 32: how many alternatives there may be.
    WS_POLICY_PROPERTY_MAX_ALTERNATIVES = 2,
    /// ULONG, 32: how deep its elements may be nested.
    WS_POLICY_PROPERTY_MAX_DEPTH = 3,
    /// ULONG, 8: how many assertions may be unknown.
    WS_POLICY_PROPERTY_MAX_EXTENSIONS = 4,
}

c_enum!(WS_POLICY_PROPERTY_ID {
    WS_POLICY_PROPERTY_STATE,
    WS_POLICY_PROPERTY_MAX_ALTERNATIVES,
    WS_POLICY_PROPERTY_MAX_DEPTH,
    WS_POLICY_PROPERTY_MAX_EXTENSIONS,
});

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_POLICY_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of policies that something else creates.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_POLICY_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Kind of a policy extension.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_POLICY_EXTENSION_TYPE {
    /// Of an endpoint, in a `WS_ENDPOINT_POLICY_EXTENSION`.
    WS_ENDPOINT_POLICY_EXTENSION_TYPE = 1,
}

c_enum!(WS_POLICY_EXTENSION_TYPE { WS_ENDPOINT_POLICY_EXTENSION_TYPE });

/// What all policy extensions begin with: assertions that the application understands.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_EXTENSION {
    /// Tells which structure it is.
    pub r#type: MaybeUninit<WS_POLICY_EXTENSION_TYPE>,
}

/// What `WsMatchPolicyAlternative` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION_OUT {
    /// The assertion, owned by the policy; NULL when it has none.
    pub assertionValue: *mut WS_XML_BUFFER,
}

/// An assertion of an endpoint's policy that the application understands.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_POLICY_EXTENSION {
    /// Base, with the kind of extension.
    pub policyExtension: WS_POLICY_EXTENSION,
    /// Local name of the assertion.
    pub assertionName: *mut WS_XML_STRING,
    /// Namespace of the assertion.
    pub assertionNs: *mut WS_XML_STRING,
    /// Filled in when an alternative matches.
    pub out: WS_ENDPOINT_POLICY_EXTENSION_OUT,
}
