//! Credentials: certificates, integrated authentication, user names, and their callbacks.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// The certificate is for another name.
pub const WS_CERT_FAILURE_CN_MISMATCH: ULONG = 0x1;
/// It is not valid yet, or no more.
pub const WS_CERT_FAILURE_INVALID_DATE: ULONG = 0x2;
/// Nobody trusted stands for it.
pub const WS_CERT_FAILURE_UNTRUSTED_ROOT: ULONG = 0x4;
/// It is for another use.
pub const WS_CERT_FAILURE_WRONG_USAGE: ULONG = 0x8;
/// Nobody could be asked whether it was revoked.
pub const WS_CERT_FAILURE_REVOCATION_OFFLINE: ULONG = 0x10;

/// Kind of a certificate credential.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CERT_CREDENTIAL_TYPE {
    /// By its subject, in a `WS_SUBJECT_NAME_CERT_CREDENTIAL`.
    WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE = 1,
    /// By its thumbprint, in a `WS_THUMBPRINT_CERT_CREDENTIAL`.
    WS_THUMBPRINT_CERT_CREDENTIAL_TYPE = 2,
    /// From a callback, in a `WS_CUSTOM_CERT_CREDENTIAL`.
    WS_CUSTOM_CERT_CREDENTIAL_TYPE = 3,
}

c_enum!(WS_CERT_CREDENTIAL_TYPE {
    WS_SUBJECT_NAME_CERT_CREDENTIAL_TYPE,
    WS_THUMBPRINT_CERT_CREDENTIAL_TYPE,
    WS_CUSTOM_CERT_CREDENTIAL_TYPE,
});

/// What all certificate credentials begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_CREDENTIAL {
    /// Tells which structure it is.
    pub credentialType: MaybeUninit<WS_CERT_CREDENTIAL_TYPE>,
}

/// A certificate of the system's store, by its subject; found when the channel or listener opens.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SUBJECT_NAME_CERT_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_CERT_CREDENTIAL,
    /// Where the store is: CERT_SYSTEM_STORE_CURRENT_USER or CERT_SYSTEM_STORE_LOCAL_MACHINE.
    pub storeLocation: ULONG,
    /// Name of the store, such as `My`.
    pub storeName: WS_STRING,
    /// Its subject, such as `CN=example.org`.
    pub subjectName: WS_STRING,
}

/// A certificate of the system's store, by its thumbprint; found when the channel or listener opens.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_THUMBPRINT_CERT_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_CERT_CREDENTIAL,
    /// Where the store is: CERT_SYSTEM_STORE_CURRENT_USER or CERT_SYSTEM_STORE_LOCAL_MACHINE.
    pub storeLocation: ULONG,
    /// Name of the store, such as `My`.
    pub storeName: WS_STRING,
    /// SHA-1 of the certificate in hexadecimal digits, without spaces.
    pub thumbprint: WS_STRING,
}

/// Supplies the certificate for a connection to `targetAddress` (or to listen at) through the proxy
/// `viaUri`, when a channel or listener opens. It must not block. The library frees what `cert` is set to;
/// NULL is no certificate.
pub type WS_GET_CERT_CALLBACK = Option<
    unsafe extern "C" fn(
        getCertCallbackState: *mut c_void,
        targetAddress: *const WS_ENDPOINT_ADDRESS,
        viaUri: *const WS_STRING,
        cert: *mut *const CERT_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Told which issuers a server accepts, after it refused the client's certificate; what it is given is
/// valid during the call only. A later WS_GET_CERT_CALLBACK can make use of it.
pub type WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK = Option<
    unsafe extern "C" fn(
        certIssuerListNotificationCallbackState: *mut c_void,
        issuerList: *const SecPkgContext_IssuerListInfoEx,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A certificate that the application supplies.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_CERT_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_CERT_CREDENTIAL,
    /// Supplies it; never NULL.
    pub getCertCallback: WS_GET_CERT_CALLBACK,
    /// Given to `getCertCallback` as it is.
    pub getCertCallbackState: *mut c_void,
    /// Told which issuers the server accepts; may be NULL.
    pub certIssuerListNotificationCallback: WS_CERT_ISSUER_LIST_NOTIFICATION_CALLBACK,
    /// Given to that callback as it is.
    pub certIssuerListNotificationCallbackState: *mut c_void,
}

/// Looks at the server's certificate of a request: S_OK lets the request go on, anything else ends it.
/// `certContext` is the library's.
pub type WS_CERTIFICATE_VALIDATION_CALLBACK =
    Option<unsafe extern "C" fn(certContext: *const CERT_CONTEXT, state: *mut c_void) -> HRESULT>;

/// A callback that looks at certificates.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT {
    /// What to call; never NULL.
    pub callback: WS_CERTIFICATE_VALIDATION_CALLBACK,
    /// Given to `callback` as it is.
    pub state: *mut c_void,
}

/// Kind of a Windows credential.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE {
    /// By texts, in a `WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL`.
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 1,
    /// The thread's own, in a `WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL`.
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 2,
    /// By a handle, in a `WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL`.
    WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE = 3,
}

c_enum!(WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE {
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
    WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE,
});

/// What all Windows credentials begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// Tells which structure it is.
    pub credentialType: MaybeUninit<WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL_TYPE>,
}

/// An account by its name.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    /// Name of the account.
    pub username: WS_STRING,
    /// Its password; may be empty.
    pub password: WS_STRING,
    /// Its domain or workgroup.
    pub domain: WS_STRING,
}

/// The account of the thread that opens the channel or proxy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// An account by what a credentials dialog has returned.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
    /// A PSEC_WINNT_AUTH_IDENTITY_OPAQUE.
    pub opaqueAuthIdentity: *mut c_void,
}

/// Kind of a user name credential.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_USERNAME_CREDENTIAL_TYPE {
    /// By texts, in a `WS_STRING_USERNAME_CREDENTIAL`.
    WS_STRING_USERNAME_CREDENTIAL_TYPE = 1,
}

c_enum!(WS_USERNAME_CREDENTIAL_TYPE { WS_STRING_USERNAME_CREDENTIAL_TYPE });

/// What all user name credentials begin with; the service decides what they mean.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_CREDENTIAL {
    /// Tells which structure it is.
    pub credentialType: MaybeUninit<WS_USERNAME_CREDENTIAL_TYPE>,
}

/// A user name and password.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_USERNAME_CREDENTIAL {
    /// Base, with the kind of credential.
    pub credential: WS_USERNAME_CREDENTIAL,
    /// User name.
    pub username: WS_STRING,
    /// Password.
    pub password: WS_STRING,
}
