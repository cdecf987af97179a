//! Credentials: certificates, integrated authentication, user names, and their callbacks.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

pub const WS_CERT_FAILURE_CN_MISMATCH: ULONG = 0x1;
pub const WS_CERT_FAILURE_INVALID_DATE: ULONG = 0x2;
pub const WS_CERT_FAILURE_UNTRUSTED_ROOT: ULONG = 0x4;
pub const WS_CERT_FAILURE_WRONG_USAGE: ULONG = 0x8;
pub const WS_CERT_FAILURE_REVOCATION_OFFLINE: ULONG = 0x10;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CERT_CREDENTIAL_TYPE {
    WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE = 1,
    WS_THUMBPRINT_CERT_CREDENTIAL_TYPE = 2,
    WS_CUSTOM_CERT_CREDENTIAL_TYPE = 3,
}

c_enum!(WS_CERT_CREDENTIAL_TYPE {
    WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE,
    WS_THUMBPRINT_CERT_CREDENTIAL_TYPE,
    WS_CUSTOM_CERT_CREDENTIAL_TYPE,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_CREDENTIAL {
    pub credentialType: MaybeUninit<WS_CERT_CREDENTIAL_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SUBJECT_NAME_CERT_CREDENTIAL {
    pub credential: WS_CERT_CREDENTIAL,
    pub storeLocation: ULONG,
    pub storeName: WS_STRING,
    pub subjectName: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_THUMBPRINT_CERT_CREDENTIAL {
    pub credential: WS_CERT_CREDENTIAL,
    pub storeLocation: ULONG,
    pub storeName: WS_STRING,
    pub thumbprint: WS_STRING,
}

pub type WS_GET_CERT_CALLBACK = Option<
    unsafe extern "C" fn(
        getCertCallbackState: *mut c_void,
        targetAddress: *const WS_ENDPOINT_ADDRESS,
        viaUri: *const WS_STRING,
        cert: *mut *const CERT_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK = Option<
    unsafe extern "C" fn(
        certIssuerListNotificationCallbackState: *mut c_void,
        issuerList: *const SecPkgContext_IssuerListInfoEx,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CERT_CREDENTIAL {
    pub credential: WS_CERT_CREDENTIAL,
    pub getCertCallback: WS_GET_CERT_CALLBACK,
    pub getCertCallbackState: *mut c_void,
    pub certIssuerListNotificationCallback: WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK,
    pub certIssuerListNotificationCallbackState: *mut c_void,
}

pub type WS_CERTIFICATE_VALIDATION_CALLBACK =
    Option<unsafe extern "C" fn(certContext: *const CERT_CONTEXT, state: *mut c_void) -> HRESULT>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT {
    pub callback: WS_CERTIFICATE_VALIDATION_CALLBACK,
    pub state: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE {
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 1,
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 2,
    WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 3,
}

c_enum!(WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE {
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
    WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    pub credentialType: MaybeUninit<WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    pub username: WS_STRING,
    pub password: WS_STRING,
    pub domain: WS_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    pub opaqueAuthIdentity: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_USERNAME_CREDENTIAL_TYPE {
    WS_STRING_USERNAME_CREDENTIAL_TYPE = 1,
}

c_enum!(WS_USERNAME_CREDENTIAL_TYPE { WS_STRING_USERNAME_CREDENTIAL_TYPE });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_CREDENTIAL {
    pub credentialType: MaybeUninit<WS_USERNAME_CREDENTIAL_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_USERNAME_CREDENTIAL {
    pub credential: WS_USERNAME_CREDENTIAL,
    pub username: WS_STRING,
    pub password: WS_STRING,
}
