//! Security bindings: one structure for each way of securing a channel.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

pub const WS_HTTP_HEADER_AUTH_SCHEME_NONE: ULONG = 0x1;
pub const WS_HTTP_HEADER_AUTH_SCHEME_BASIC: ULONG = 0x2;
pub const WS_HTTP_HEADER_AUTH_SCHEME_DIGEST: ULONG = 0x4;
pub const WS_HTTP_HEADER_AUTH_SCHEME_NTLM: ULONG = 0x8;
pub const WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE: ULONG = 0x10;
pub const WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT: ULONG = 0x20;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_HTTP_HEADER_AUTH_TARGET {
    WS_HTTP_HEADER_AUTH_TARGET_SERVICE = 1,
    WS_HTTP_HEADER_AUTH_TARGET_PROXY = 2,
}

c_enum!(WS_HTTP_HEADER_AUTH_TARGET { WS_HTTP_HEADER_AUTH_TARGET_SERVICE, WS_HTTP_HEADER_AUTH_TARGET_PROXY });

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_WINDOWS_INTEGRATED_AUTH_PACKAGE {
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS = 1,
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_NTLM = 2,
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO = 3,
}

c_enum!(WS_WINDOWS_INTEGRATED_AUTH_PACKAGE {
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS,
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_NTLM,
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MESSAGE_SECURITY_USAGE {
    WS_SUPPORTING_MESSAGE_SECURITY_USAGE = 1,
}

c_enum!(WS_MESSAGE_SECURITY_USAGE { WS_SUPPORTING_MESSAGE_SECURITY_USAGE });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub localCertCredential: *mut WS_CERT_CREDENTIAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    pub clientCredential: *mut WS_USERNAME_CREDENTIAL,
    pub passwordValidator: WS_VALIDATE_PASSWORD_CALLBACK,
    pub passwordValidatorCallbackState: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TOKEN_MESSAGE_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    pub xmlToken: *mut WS_SECURITY_TOKEN,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SAML_MESSAGE_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    pub authenticator: *mut WS_SAML_AUTHENTICATOR,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING {
    pub binding: WS_SECURITY_BINDING,
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    pub bootstrapSecurityDescription: *mut WS_SECURITY_DESCRIPTION,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SAML_AUTHENTICATOR_TYPE {
    WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE = 1,
}

c_enum!(WS_SAML_AUTHENTICATOR_TYPE { WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SAML_AUTHENTICATOR {
    pub authenticatorType: MaybeUninit<WS_SAML_AUTHENTICATOR_TYPE>,
}

pub type WS_VALIDATE_SAML_CALLBACK = Option<
    unsafe extern "C" fn(
        samlValidatorCallbackState: *mut c_void,
        samlAssertion: *mut WS_XML_BUFFER,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_SIGNED_SAML_AUTHENTICATOR {
    pub authenticator: WS_SAML_AUTHENTICATOR,
    pub trustedIssuerCerts: *mut *const CERT_CONTEXT,
    pub trustedIssuerCertCount: ULONG,
    pub decryptionCert: *const CERT_CONTEXT,
    pub samlValidator: WS_VALIDATE_SAML_CALLBACK,
    pub samlValidatorCallbackState: *mut c_void,
}

pub type WS_VALIDATE_PASSWORD_CALLBACK = Option<
    unsafe extern "C" fn(
        passwordValidatorCallbackState: *mut c_void,
        username: *const WS_STRING,
        password: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
