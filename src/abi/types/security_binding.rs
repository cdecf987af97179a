//! Security bindings: one structure for each way of securing a channel.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// No authentication is fine, too. Client only.
pub const WS_HTTP_HEADER_AUTH_SCHEME_NONE: ULONG = 0x1;
/// Basic: the password travels; needs TLS.
pub const WS_HTTP_HEADER_AUTH_SCHEME_BASIC: ULONG = 0x2;
/// Digest.
pub const WS_HTTP_HEADER_AUTH_SCHEME_DIGEST: ULONG = 0x4;
/// NTLM.
pub const WS_HTTP_HEADER_AUTH_SCHEME_NTLM: ULONG = 0x8;
/// Kerberos or NTLM, as they agree.
pub const WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE: ULONG = 0x10;
/// Passport; not together with others.
pub const WS_HTTP_HEADER_AUTH_SCHEME_PASSPORT: ULONG = 0x20;

/// To whom HTTP authentication is addressed.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_HTTP_HEADER_AUTH_TARGET {
    /// The server.
    WS_HTTP_HEADER_AUTH_TARGET_SERVICE = 1,
    /// The HTTP proxy.
    WS_HTTP_HEADER_AUTH_TARGET_PROXY = 2,
}

c_enum!(WS_HTTP_HEADER_AUTH_TARGET { WS_HTTP_HEADER_AUTH_TARGET_SERVICE, WS_HTTP_HEADER_AUTH_TARGET_PROXY });

/// Protocol of Windows security.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_WINDOWS_INTEGRATED_AUTH_PACKAGE {
    /// Kerberos.
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS = 1,
    /// NTLM, which does not prove who the server is.
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_NTLM = 2,
    /// Kerberos or NTLM, as they agree.
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO = 3,
}

c_enum!(WS_WINDOWS_INTEGRATED_AUTH_PACKAGE {
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_KERBEROS,
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_NTLM,
    WS_WINDOWS_INTEGRATED_AUTH_PACKAGE_SPNEGO,
});

/// What a token in the security header is good for.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MESSAGE_SECURITY_USAGE {
    /// It tells who the client is; another binding has to protect the message.
    WS_SUPPORTING_MESSAGE_SECURITY_USAGE = 1,
}

c_enum!(WS_MESSAGE_SECURITY_USAGE { WS_SUPPORTING_MESSAGE_SECURITY_USAGE });

/// TLS, for HTTP.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// Certificate of this side; NULL for a client without one. A server's may be configured outside of the
    /// program, and is NULL then.
    pub localCertCredential: *mut WS_CERT_CREDENTIAL,
}

/// Windows security (Kerberos, NTLM), for TCP.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// Windows security (Kerberos, NTLM), for named pipes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// HTTP authentication: basic, digest, NTLM, negotiate. At most one for the server and one for the proxy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// User name and password in the security header; needs transport security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// Who the client is; NULL on the server.
    pub clientCredential: *mut WS_USERNAME_CREDENTIAL,
    /// Decides on names and passwords; NULL on the client.
    pub passwordValidator: WS_VALIDATE_PASSWORD_CALLBACK,
    /// Given to `passwordValidator` as it is.
    pub passwordValidatorCallbackState: *mut c_void,
}

/// Kerberos ticket in the security header; needs transport security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// A token that is there already, in the security header; needs transport security. Client only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TOKEN_MESSAGE_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// The token, which is copied: the application frees its own.
    pub xmlToken: *mut WS_SECURITY_TOKEN,
}

/// SAML assertion in the security header; needs transport security. Server only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SAML_MESSAGE_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// Checks it; never NULL.
    pub authenticator: *mut WS_SAML_AUTHENTICATOR,
}

/// Secure conversation: a context that both sides agree on first; needs transport security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING {
    /// Base, with kind and properties.
    pub binding: WS_SECURITY_BINDING,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// Security with which they agree; never NULL.
    pub bootstrapSecurityDescription: *mut WS_SECURITY_DESCRIPTION,
}

/// Kind of check of SAML assertions.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SAML_AUTHENTICATOR_TYPE {
    /// By the issuer's certificate, in a `WS_CERT_SIGNED_SAML_AUTHENTICATOR`.
    WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE = 1,
}

c_enum!(WS_SAML_AUTHENTICATOR_TYPE { WS_CERT_SIGNED_SAML_AUTHENTICATOR_TYPE });

/// What all checks of SAML assertions begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SAML_AUTHENTICATOR {
    /// Tells which structure it is.
    pub authenticatorType: MaybeUninit<WS_SAML_AUTHENTICATOR_TYPE>,
}

/// Decides on an assertion whose signature was found right: S_OK accepts it.
pub type WS_VALIDATE_SAML_CALLBACK = Option<
    unsafe extern "C" fn(
        samlValidatorCallbackState: *mut c_void,
        samlAssertion: *mut WS_XML_BUFFER,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Accepts assertions that one of these certificates has signed. The certificates are copied during the
/// call that creates the listener.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_SIGNED_SAML_AUTHENTICATOR {
    /// Base, with the kind of check.
    pub authenticator: WS_SAML_AUTHENTICATOR,
    /// Certificates of issuers; they are not checked any further.
    pub trustedIssuerCerts: *mut *const CERT_CONTEXT,
    /// Number of elements of `trustedIssuerCerts`.
    pub trustedIssuerCertCount: ULONG,
    /// Certificate that decrypts assertions; NULL when they are not encrypted.
    pub decryptionCert: *const CERT_CONTEXT,
    /// Decides further; NULL for no more.
    pub samlValidator: WS_VALIDATE_SAML_CALLBACK,
    /// Given to `samlValidator` as it is.
    pub samlValidatorCallbackState: *mut c_void,
}

/// Decides on a user name and password: S_OK accepts them, S_FALSE and failures do not.
pub type WS_VALIDATE_PASSWORD_CALLBACK = Option<
    unsafe extern "C" fn(
        passwordValidatorCallbackState: *mut c_void,
        username: *const WS_STRING,
        password: *const WS_STRING,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;
