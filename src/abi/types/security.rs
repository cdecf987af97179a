//! Security: descriptions, bindings, settings and algorithms of a channel.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Kind of a security binding.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_BINDING_TYPE {
    /// TLS, in a `WS_SSL_TRANSPORT_SECURITY_BINDING`.
    WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE = 1,
    /// Windows security over TCP, in a `WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING`.
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE = 2,
    /// HTTP authentication, in a `WS_HTTP_HEADER_AUTH_SECURITY_BINDING`.
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE = 3,
    /// User name and password, in a `WS_USERNAME_MESSAGE_SECURITY_BINDING`.
    WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE = 4,
    /// Kerberos ticket, in a `WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING`.
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE = 5,
    /// A token that is there already, in a `WS_XML_TOKEN_MESSAGE_SECURITY_BINDING`.
    WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE = 6,
    /// SAML assertion, in a `WS_SAML_MESSAGE_SECURITY_BINDING`.
    WS_SAML_MESSAGE_SECURITY_BINDING_TYPE = 7,
    /// Secure conversation, in a `WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING`.
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE = 8,
    /// Windows security over named pipes, in a `WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING`.
    WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE = 9,
}

c_enum!(WS_SECURITY_BINDING_TYPE {
    WS_SSL_TRANSPORT_SECURITY_BINDING_TYPE,
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TYPE,
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TYPE,
    WS_USERNAME_MESSAGE_SECURITY_BINDING_TYPE,
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TYPE,
    WS_XML_TOKEN_MESSAGE_SECURITY_BINDING_TYPE,
    WS_SAML_MESSAGE_SECURITY_BINDING_TYPE,
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TYPE,
    WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING_TYPE,
});

/// What all security bindings begin with: one means of authentication or protection.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING {
    /// Tells which structure it is.
    pub bindingType: MaybeUninit<WS_SECURITY_BINDING_TYPE>,
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_SECURITY_BINDING_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Properties of a security binding: type, default, meaning, and which bindings have it.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_BINDING_PROPERTY_ID {
    /// BOOL, FALSE: ask the client for a certificate. TLS server.
    WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT = 1,
    /// WS_WINDOWS_INTEGRATED_AUTH_PACKAGE, SPNEGO: how to authenticate. TCP and named pipe SSPI.
    WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE = 2,
    /// BOOL, TRUE for TCP, FALSE for named pipes: the server has to prove who it is, which NTLM cannot.
    /// SSPI client.
    WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH = 3,
    /// BOOL, FALSE: accept clients without a name. SSPI server.
    WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS = 4,
    /// SECURITY_IMPERSONATION_LEVEL, SecurityIdentification: what the server may do in the client's name.
    /// SSPI and Kerberos.
    WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL = 5,
    /// ULONG of WS_HTTP_HEADER_AUTH_SCHEME flags, NEGOTIATE: schemes to use. A client with several asks the
    /// server first, and prefers NEGOTIATE, NTLM, DIGEST, BASIC in this order. HTTP authentication.
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME = 6,
    /// WS_HTTP_HEADER_AUTH_TARGET, SERVICE: to whom to authenticate. HTTP client.
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET = 7,
    /// WS_STRING, none: realm of the basic scheme. HTTP server.
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM = 8,
    /// WS_STRING, none: realm of the digest scheme. HTTP server.
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM = 9,
    /// WS_STRING, none: domain of the digest scheme. HTTP server.
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_DOMAIN = 10,
    /// ULONG, the issuer's choice: size of the key in bits. Secure conversation.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_SIZE = 11,
    /// WS_SECURITY_KEY_ENTROPY_MODE, COMBINED: who contributes to the key. Secure conversation.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE = 12,
    /// WS_MESSAGE_PROPERTIES, none: for the messages that negotiate. Secure conversation.
    WS_SECURITY_BINDING_PROPERTY_MESSAGE_PROPERTIES = 13,
    /// ULONG, 100: how many contexts may wait to be accepted. Secure conversation server.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_PENDING_CONTEXTS = 14,
    /// ULONG, 1000: how many contexts may be in use. Secure conversation server.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS = 15,
    /// WS_SECURE_CONVERSATION_VERSION, February 2005. Secure conversation.
    WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION = 16,
    /// BOOL, TRUE: renew contexts; otherwise a client makes new ones and a server refuses. Secure
    /// conversation.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_SUPPORT_RENEW = 17,
    /// WS_TIMESPAN: when a client renews (10 hours), how long a server's context lives (15 hours). Secure
    /// conversation.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_RENEWAL_INTERVAL = 18,
    /// WS_TIMESPAN, 5 minutes: for how long the old context is accepted after a renewal. Secure
    /// conversation.
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_ROLLOVER_INTERVAL = 19,
    /// ULONG of WS_CERT_FAILURE flags, REVOCATION_OFFLINE: what may be wrong with the server's certificate.
    /// Each one more makes forging easier. TLS client.
    WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE = 20,
    /// BOOL, FALSE: do not ask whether the server's certificate was revoked. TLS client.
    WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK = 21,
    /// ULONG of WS_SECURE_PROTOCOL flags: versions of TLS that are not used. TLS client.
    WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS = 22,
    /// WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT, none: looks at the server's certificate for each
    /// request. TLS client.
    WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT = 23,
}

c_enum!(WS_SECURITY_BINDING_PROPERTY_ID {
    WS_SECURITY_BINDING_PROPERTY_REQUIRE_SSL_CLIENT_CERT,
    WS_SECURITY_BINDING_PROPERTY_WINDOWS_INTEGRATED_AUTH_PACKAGE,
    WS_SECURITY_BINDING_PROPERTY_REQUIRE_SERVER_AUTH,
    WS_SECURITY_BINDING_PROPERTY_ALLOW_ANONYMOUS_CLIENTS,
    WS_SECURITY_BINDING_PROPERTY_ALLOWED_IMPERSONATION_LEVEL,
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME,
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_TARGET,
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_BASIC_REALM,
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_REALM,
    WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_DIGEST_DOMAIN,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_SIZE,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE,
    WS_SECURITY_BINDING_PROPERTY_MESSAGE_PROPERTIES,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_PENDING_CONTEXTS,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_MAX_ACTIVE_CONTEXTS,
    WS_SECURITY_BINDING_PROPERTY_SECURE_CONVERSATION_VERSION,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_SUPPORT_RENEW,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_RENEWAL_INTERVAL,
    WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_ROLLOVER_INTERVAL,
    WS_SECURITY_BINDING_PROPERTY_CERT_FAILURES_TO_IGNORE,
    WS_SECURITY_BINDING_PROPERTY_DISABLE_CERT_REVOCATION_CHECK,
    WS_SECURITY_BINDING_PROPERTY_DISALLOWED_SECURE_PROTOCOLS,
    WS_SECURITY_BINDING_PROPERTY_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT,
});

/// A property and its value, for a security binding.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_SECURITY_BINDING_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of a security binding in a template or policy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_SECURITY_BINDING_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Properties of a channel's security as a whole: type, default, meaning. "Headers" are those of
/// WS-Security, with bindings for messages.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_PROPERTY_ID {
    /// WS_PROTECTION_LEVEL, sign and encrypt: what the transport gives.
    WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL = 1,
    /// WS_SECURITY_ALGORITHM_SUITE: algorithms, one by one; not together with a name.
    WS_SECURITY_PROPERTY_ALGORITHM_SUITE = 2,
    /// WS_SECURITY_ALGORITHM_SUITE_NAME, BASIC128 with Kerberos, otherwise BASIC256: algorithms by name.
    WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME = 3,
    /// WS_TIMESPAN, 5 minutes: how old a received timestamp may be.
    WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY = 4,
    /// WS_TIMESPAN, 5 minutes: for how long a sent timestamp is valid.
    WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION = 5,
    /// WS_TIMESPAN, 5 minutes: how far the two clocks may differ.
    WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW = 6,
    /// WS_SECURITY_TIMESTAMP_USAGE, always.
    WS_SECURITY_PROPERTY_TIMESTAMP_USAGE = 7,
    /// WS_SECURITY_HEADER_LAYOUT, strict.
    WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT = 8,
    /// WS_SECURITY_HEADER_VERSION, 1.1.
    WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION = 9,
    /// WS_EXTENDED_PROTECTION_POLICY, when supported. HTTP server.
    WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY = 10,
    /// WS_EXTENDED_PROTECTION_SCENARIO, bound server. HTTP server.
    WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO = 11,
    /// WS_SERVICE_SECURITY_IDENTITIES, none: principal names that extended protection accepts. HTTP server.
    WS_SECURITY_PROPERTY_SERVICE_IDENTITIES = 12,
}

c_enum!(WS_SECURITY_PROPERTY_ID {
    WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL,
    WS_SECURITY_PROPERTY_ALGORITHM_SUITE,
    WS_SECURITY_PROPERTY_ALGORITHM_SUITE_NAME,
    WS_SECURITY_PROPERTY_MAX_ALLOWED_LATENCY,
    WS_SECURITY_PROPERTY_TIMESTAMP_VALIDITY_DURATION,
    WS_SECURITY_PROPERTY_MAX_ALLOWED_CLOCK_SKEW,
    WS_SECURITY_PROPERTY_TIMESTAMP_USAGE,
    WS_SECURITY_PROPERTY_SECURITY_HEADER_LAYOUT,
    WS_SECURITY_PROPERTY_SECURITY_HEADER_VERSION,
    WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_POLICY,
    WS_SECURITY_PROPERTY_EXTENDED_PROTECTION_SCENARIO,
    WS_SECURITY_PROPERTY_SERVICE_IDENTITIES,
});

/// A property and its value, for a security description.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_SECURITY_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of security in a template or policy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_SECURITY_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Security of a channel or listener; needed during the call that creates it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_DESCRIPTION {
    /// The means, one of each kind; none is NULL.
    pub securityBindings: *mut *mut WS_SECURITY_BINDING,
    /// Number of elements of `securityBindings`.
    pub securityBindingCount: ULONG,
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_SECURITY_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// How messages are protected.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_PROTECTION_LEVEL {
    /// Not at all.
    WS_PROTECTION_LEVEL_NONE = 1,
    /// Against change.
    WS_PROTECTION_LEVEL_SIGN = 2,
    /// Against change and reading.
    WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT = 3,
}

c_enum!(WS_PROTECTION_LEVEL {
    WS_PROTECTION_LEVEL_NONE,
    WS_PROTECTION_LEVEL_SIGN,
    WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT,
});

/// Versions of TLS; flags.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURE_PROTOCOL {
    /// SSL 2.0.
    WS_SECURE_PROTOCOL_SSL2 = 1,
    /// SSL 3.0.
    WS_SECURE_PROTOCOL_SSL3 = 2,
    /// TLS 1.0.
    WS_SECURE_PROTOCOL_TLS1_0 = 4,
    /// TLS 1.1.
    WS_SECURE_PROTOCOL_TLS1_1 = 8,
    /// TLS 1.2.
    WS_SECURE_PROTOCOL_TLS1_2 = 16,
}

c_enum!(WS_SECURE_PROTOCOL {
    WS_SECURE_PROTOCOL_SSL2,
    WS_SECURE_PROTOCOL_SSL3,
    WS_SECURE_PROTOCOL_TLS1_0,
    WS_SECURE_PROTOCOL_TLS1_1,
    WS_SECURE_PROTOCOL_TLS1_2,
});

/// Which messages carry, and need, a timestamp.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_TIMESTAMP_USAGE {
    /// Requests and replies.
    WS_SECURITY_TIMESTAMP_USAGE_ALWAYS = 1,
    /// None; not possible where messages are signed.
    WS_SECURITY_TIMESTAMP_USAGE_NEVER = 2,
    /// Requests only.
    WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY = 3,
}

c_enum!(WS_SECURITY_TIMESTAMP_USAGE {
    WS_SECURITY_TIMESTAMP_USAGE_ALWAYS,
    WS_SECURITY_TIMESTAMP_USAGE_NEVER,
    WS_SECURITY_TIMESTAMP_USAGE_REQUESTS_ONLY,
});

/// Order of the elements in the security header.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_HEADER_LAYOUT {
    /// Each one after what it refers to.
    WS_SECURITY_HEADER_LAYOUT_STRICT = 1,
    /// Any.
    WS_SECURITY_HEADER_LAYOUT_LAX = 2,
    /// Any after the timestamp.
    WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST = 3,
    /// Any before the timestamp.
    WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST = 4,
}

c_enum!(WS_SECURITY_HEADER_LAYOUT {
    WS_SECURITY_HEADER_LAYOUT_STRICT,
    WS_SECURITY_HEADER_LAYOUT_LAX,
    WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST,
    WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST,
});

/// Version of WS-Security.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_HEADER_VERSION {
    /// WS-Security 1.0.
    WS_SECURITY_HEADER_VERSION_1_0 = 1,
    /// WS-Security 1.1.
    WS_SECURITY_HEADER_VERSION_1_1 = 2,
}

c_enum!(WS_SECURITY_HEADER_VERSION { WS_SECURITY_HEADER_VERSION_1_0, WS_SECURITY_HEADER_VERSION_1_1 });

/// Version of WS-Trust.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_TRUST_VERSION {
    /// `http://schemas.xmlsoap.org/ws/2005/02/trust`.
    WS_TRUST_VERSION_FEBRUARY_2005 = 1,
    /// `http://docs.oasis-open.org/ws-sx/ws-trust/200512`.
    WS_TRUST_VERSION_1_3 = 2,
}

c_enum!(WS_TRUST_VERSION { WS_TRUST_VERSION_FEBRUARY_2005, WS_TRUST_VERSION_1_3 });

/// Version of WS-SecureConversation.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURE_CONVERSATION_VERSION {
    /// `http://schemas.xmlsoap.org/ws/2005/02/sc`.
    WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005 = 1,
    /// `http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512`.
    WS_SECURE_CONVERSATION_VERSION_1_3 = 2,
}

c_enum!(WS_SECURE_CONVERSATION_VERSION {
    WS_SECURE_CONVERSATION_VERSION_FEBRUARY_2005,
    WS_SECURE_CONVERSATION_VERSION_1_3,
});

/// Whether a server checks that authentication belongs to the connection it came over.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_EXTENDED_PROTECTION_POLICY {
    /// It does not.
    WS_EXTENDED_PROTECTION_POLICY_NEVER = 1,
    /// It does for clients that can prove it.
    WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED = 2,
    /// It does, and refuses clients that cannot.
    WS_EXTENDED_PROTECTION_POLICY_ALWAYS = 3,
}

c_enum!(WS_EXTENDED_PROTECTION_POLICY {
    WS_EXTENDED_PROTECTION_POLICY_NEVER,
    WS_EXTENDED_PROTECTION_POLICY_WHEN_SUPPORTED,
    WS_EXTENDED_PROTECTION_POLICY_ALWAYS,
});

/// Where TLS ends, which decides what extended protection checks.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_EXTENDED_PROTECTION_SCENARIO {
    /// At the server, or there is none.
    WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER = 1,
    /// At something before the server; then WS_SECURITY_PROPERTY_SERVICE_IDENTITIES is needed.
    WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL = 2,
}

c_enum!(WS_EXTENDED_PROTECTION_SCENARIO {
    WS_EXTENDED_PROTECTION_SCENARIO_BOUND_SERVER,
    WS_EXTENDED_PROTECTION_SCENARIO_TERMINATED_SSL,
});

/// Principal names under which a server may be addressed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SERVICE_SECURITY_IDENTITIES {
    /// The names, without wildcards.
    pub serviceIdentities: *mut WS_STRING,
    /// Number of elements of `serviceIdentities`.
    pub serviceIdentityCount: ULONG,
}

/// Algorithms of XML security.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_ALGORITHM_ID {
    /// The default for its use, as `WS_SECURITY_ALGORITHM_SUITE` tells.
    WS_SECURITY_ALGORITHM_DEFAULT = 0,
    /// Exclusive canonicalization, without comments.
    WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE = 1,
    /// Exclusive canonicalization, with comments.
    WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS = 2,
    /// SHA-1.
    WS_SECURITY_ALGORITHM_DIGEST_SHA1 = 3,
    /// SHA-256.
    WS_SECURITY_ALGORITHM_DIGEST_SHA_256 = 4,
    /// SHA-384.
    WS_SECURITY_ALGORITHM_DIGEST_SHA_384 = 5,
    /// SHA-512.
    WS_SECURITY_ALGORITHM_DIGEST_SHA_512 = 6,
    /// HMAC with SHA-1.
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1 = 7,
    /// HMAC with SHA-256.
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_256 = 8,
    /// HMAC with SHA-384.
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_384 = 9,
    /// HMAC with SHA-512.
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_512 = 10,
    /// RSA with SHA-1.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1 = 11,
    /// DSA with SHA-1.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_DSA_SHA1 = 12,
    /// RSA with SHA-256.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_256 = 13,
    /// RSA with SHA-384.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_384 = 14,
    /// RSA with SHA-512.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512 = 15,
    /// Keys encrypted with RSA PKCS 1.5.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_1_5 = 16,
    /// Keys encrypted with RSA OAEP.
    WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP = 17,
    /// Keys derived with P_SHA1.
    WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1 = 18,
}

c_enum!(WS_SECURITY_ALGORITHM_ID {
    WS_SECURITY_ALGORITHM_DEFAULT,
    WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE,
    WS_SECURITY_ALGORITHM_CANONICALIZATION_EXCLUSIVE_WITH_COMMENTS,
    WS_SECURITY_ALGORITHM_DIGEST_SHA1,
    WS_SECURITY_ALGORITHM_DIGEST_SHA_256,
    WS_SECURITY_ALGORITHM_DIGEST_SHA_384,
    WS_SECURITY_ALGORITHM_DIGEST_SHA_512,
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA1,
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_256,
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_384,
    WS_SECURITY_ALGORITHM_SYMMETRIC_SIGNATURE_HMAC_SHA_512,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA1,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_DSA_SHA1,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_256,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_384,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_SIGNATURE_RSA_SHA_512,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_1_5,
    WS_SECURITY_ALGORITHM_ASYMMETRIC_KEYWRAP_RSA_OAEP,
    WS_SECURITY_ALGORITHM_KEY_DERIVATION_P_SHA1,
});

/// Sets of algorithms by their names in WS-SecurityPolicy: bits of encryption, digest (SHA-1 unless named),
/// key wrap (OAEP unless named).
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_ALGORITHM_SUITE_NAME {
    /// Basic256.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256 = 1,
    /// Basic192.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192 = 2,
    /// Basic128.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128 = 3,
    /// Basic256Rsa15.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15 = 4,
    /// Basic192Rsa15.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_RSA15 = 5,
    /// Basic128Rsa15.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_RSA15 = 6,
    /// Basic256Sha256.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256 = 7,
    /// Basic192Sha256.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256 = 8,
    /// Basic128Sha256.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256 = 9,
    /// Basic256Sha256Rsa15.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256_RSA15 = 10,
    /// Basic192Sha256Rsa15.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256_RSA15 = 11,
    /// Basic128Sha256Rsa15.
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15 = 12,
}

c_enum!(WS_SECURITY_ALGORITHM_SUITE_NAME {
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_RSA15,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_RSA15,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_RSA15,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC256_SHA256_RSA15,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC192_SHA256_RSA15,
    WS_SECURITY_ALGORITHM_SUITE_NAME_BASIC128_SHA256_RSA15,
});

/// Properties of algorithms; there are none yet.
pub type WS_SECURITY_ALGORITHM_PROPERTY_ID = ULONG;

/// A property and its value, for an algorithm suite.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_ALGORITHM_PROPERTY {
    /// Which property.
    pub id: WS_SECURITY_ALGORITHM_PROPERTY_ID,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Algorithms and lengths of keys. WS_SECURITY_ALGORITHM_DEFAULT and 0 stand for what is named here.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_ALGORITHM_SUITE {
    /// Canonicalization; exclusive.
    pub canonicalizationAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Digests; SHA-1.
    pub digestAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Symmetric signatures; HMAC with SHA-1.
    pub symmetricSignatureAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Asymmetric signatures; RSA with SHA-1.
    pub asymmetricSignatureAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Encryption; has to be the default.
    pub encryptionAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Derivation of keys; P_SHA1.
    pub keyDerivationAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Symmetric encryption of keys; has to be the default.
    pub symmetricKeyWrapAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Asymmetric encryption of keys; RSA OAEP.
    pub asymmetricKeyWrapAlgorithm: MaybeUninit<WS_SECURITY_ALGORITHM_ID>,
    /// Shortest symmetric key in bits; 128.
    pub minSymmetricKeyLength: ULONG,
    /// Longest symmetric key in bits; 512.
    pub maxSymmetricKeyLength: ULONG,
    /// Shortest asymmetric key in bits; 1024.
    pub minAsymmetricKeyLength: ULONG,
    /// Longest asymmetric key in bits; 16384.
    pub maxAsymmetricKeyLength: ULONG,
    /// NULL: there are none yet.
    pub properties: *mut WS_SECURITY_ALGORITHM_PROPERTY,
    /// 0: there are none yet.
    pub propertyCount: ULONG,
}
