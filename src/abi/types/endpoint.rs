//! Endpoint addresses and the identities they carry.

use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENDPOINT_IDENTITY_TYPE {
    WS_DNS_ENDPOINT_IDENTITY_TYPE = 1,
    WS_UPN_ENDPOINT_IDENTITY_TYPE = 2,
    WS_SPN_ENDPOINT_IDENTITY_TYPE = 3,
    WS_RSA_ENDPOINT_IDENTITY_TYPE = 4,
    WS_CERT_ENDPOINT_IDENTITY_TYPE = 5,
    WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE = 6,
}

c_enum!(WS_ENDPOINT_IDENTITY_TYPE {
    WS_DNS_ENDPOINT_IDENTITY_TYPE,
    WS_UPN_ENDPOINT_IDENTITY_TYPE,
    WS_SPN_ENDPOINT_IDENTITY_TYPE,
    WS_RSA_ENDPOINT_IDENTITY_TYPE,
    WS_CERT_ENDPOINT_IDENTITY_TYPE,
    WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_IDENTITY {
    pub identityType: MaybeUninit<WS_ENDPOINT_IDENTITY_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DNS_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub dns: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UPN_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub upn: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SPN_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub spn: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_RSA_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub modulus: WS_BYTES,
    pub exponent: WS_BYTES,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub rawCertificateData: WS_BYTES,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNKNOWN_ENDPOINT_IDENTITY {
    pub identity: WS_ENDPOINT_IDENTITY,
    pub element: *mut WS_XML_BUFFER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS {
    pub url: WS_STRING,
    pub headers: *mut WS_XML_BUFFER,
    pub extensions: *mut WS_XML_BUFFER,
    pub identity: *mut WS_ENDPOINT_IDENTITY,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENDPOINT_ADDRESS_EXTENSION_TYPE {
    WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS = 1,
}

c_enum!(WS_ENDPOINT_ADDRESS_EXTENSION_TYPE { WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS });
