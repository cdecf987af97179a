//! Endpoint addresses and the identities they carry.

use core::mem::MaybeUninit;

use super::*;

/// Kind of an identity.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENDPOINT_IDENTITY_TYPE {
    /// A DNS name, in a `WS_DNS_ENDPOINT_IDENTITY`.
    WS_DNS_ENDPOINT_IDENTITY_TYPE = 1,
    /// A user, in a `WS_UPN_ENDPOINT_IDENTITY`.
    WS_UPN_ENDPOINT_IDENTITY_TYPE = 2,
    /// A service, in a `WS_SPN_ENDPOINT_IDENTITY`.
    WS_SPN_ENDPOINT_IDENTITY_TYPE = 3,
    /// An RSA key, in a `WS_RSA_ENDPOINT_IDENTITY`.
    WS_RSA_ENDPOINT_IDENTITY_TYPE = 4,
    /// A certificate, in a `WS_CERT_ENDPOINT_IDENTITY`.
    WS_CERT_ENDPOINT_IDENTITY_TYPE = 5,
    /// Anything else that was read, in a `WS_UNKNOWN_ENDPOINT_IDENTITY`.
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

/// What all identities begin with: whom a client expects behind an address.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_IDENTITY {
    /// Tells which structure it is.
    pub identityType: MaybeUninit<WS_ENDPOINT_IDENTITY_TYPE>,
}

/// The endpoint proves to be a host.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DNS_ENDPOINT_IDENTITY {
    /// Base, with the kind of identity.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// Name of the host, with or without its domain.
    pub dns: WS_STRING,
}

/// The endpoint runs as a user.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UPN_ENDPOINT_IDENTITY {
    /// Base, with the kind of identity.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// User principal name, `user@domain`.
    pub upn: WS_STRING,
}

/// The endpoint runs as a service.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SPN_ENDPOINT_IDENTITY {
    /// Base, with the kind of identity.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// Service principal name, `service/host`.
    pub spn: WS_STRING,
}

/// The endpoint has an RSA key.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_RSA_ENDPOINT_IDENTITY {
    /// Base, with the kind of identity.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// Modulus of the key.
    pub modulus: WS_BYTES,
    /// Public exponent of the key.
    pub exponent: WS_BYTES,
}

/// The endpoint has a certificate.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_ENDPOINT_IDENTITY {
    /// Base, with the kind of identity.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// The certificate, DER encoded.
    pub rawCertificateData: WS_BYTES,
}

/// An identity of a kind that the library does not know; only ever read.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNKNOWN_ENDPOINT_IDENTITY {
    /// Base, with the kind of identity.
    pub identity: WS_ENDPOINT_IDENTITY,
    /// Its element; never NULL.
    pub element: *mut WS_XML_BUFFER,
}

/// Address of an endpoint as WS-Addressing has it. When the library has read it, all that it points to
/// lives in the heap given to that call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS {
    /// URL with escapes; empty for the anonymous address.
    pub url: WS_STRING,
    /// Reference parameters: elements to send along as headers, see `WsAddressMessage`. NULL for none.
    pub headers: *mut WS_XML_BUFFER,
    /// Further elements inside the address, in the order that WS-Addressing wants. NULL for none.
    pub extensions: *mut WS_XML_BUFFER,
    /// Whom to expect there; NULL for anyone.
    pub identity: *mut WS_ENDPOINT_IDENTITY,
}

/// Kinds of extension that `WsReadEndpointAddressExtension` can find.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENDPOINT_ADDRESS_EXTENSION_TYPE {
    /// WS_ENDPOINT_ADDRESS: where the endpoint's metadata can be had.
    WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS = 1,
}

c_enum!(WS_ENDPOINT_ADDRESS_EXTENSION_TYPE { WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS });
