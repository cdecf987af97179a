//! Security tokens, keys, contexts, and requests for issued tokens.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// A token that proves something about its bearer, made by `WsCreateXmlSecurityToken` or obtained by
/// `WsRequestSecurityToken`; freed by `WsFreeSecurityToken`.
#[repr(C)]
pub struct WS_SECURITY_TOKEN {
    _private: [u8; 0],
}

/// What can be asked of a token by `WsGetSecurityTokenProperty`; not every token has all.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_TOKEN_PROPERTY_ID {
    /// WS_SECURITY_KEY_TYPE: kind of its key.
    WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE = 1,
    /// WS_DATETIME: beginning of its validity; 0 ticks when it has none.
    WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME = 2,
    /// WS_DATETIME: end of its validity; 0 ticks when it has none.
    WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME = 3,
    /// `WS_XML_BUFFER*`: the token as it is sent.
    WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML = 4,
    /// `WS_XML_BUFFER*`: how a message that holds the token refers to it.
    WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML = 5,
    /// `WS_XML_BUFFER*`: how a message without the token refers to it.
    WS_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE_XML = 6,
    /// WS_BYTES: its symmetric key.
    WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY = 7,
}

c_enum!(WS_SECURITY_TOKEN_PROPERTY_ID {
    WS_SECURITY_TOKEN_PROPERTY_KEY_TYPE,
    WS_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME,
    WS_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME,
    WS_SECURITY_TOKEN_PROPERTY_SERIALIZED_XML,
    WS_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE_XML,
    WS_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE_XML,
    WS_SECURITY_TOKEN_PROPERTY_SYMMETRIC_KEY,
});

/// How signatures refer to a token.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_TOKEN_REFERENCE_MODE {
    /// By the identifier of its element, in the same message.
    WS_SECURITY_TOKEN_REFERENCE_MODE_LOCAL_ID = 1,
    /// By XML that the token supplies.
    WS_SECURITY_TOKEN_REFERENCE_MODE_XML_BUFFER = 2,
    /// By the thumbprint of a certificate.
    WS_SECURITY_TOKEN_REFERENCE_MODE_CERT_THUMBPRINT = 3,
    /// By the identifier of a security context.
    WS_SECURITY_TOKEN_REFERENCE_MODE_SECURITY_CONTEXT_ID = 4,
    /// By the identifier of a SAML assertion.
    WS_SECURITY_TOKEN_REFERENCE_MODE_SAML_ASSERTION_ID = 5,
}

c_enum!(WS_SECURITY_TOKEN_REFERENCE_MODE {
    WS_SECURITY_TOKEN_REFERENCE_MODE_LOCAL_ID,
    WS_SECURITY_TOKEN_REFERENCE_MODE_XML_BUFFER,
    WS_SECURITY_TOKEN_REFERENCE_MODE_CERT_THUMBPRINT,
    WS_SECURITY_TOKEN_REFERENCE_MODE_SECURITY_CONTEXT_ID,
    WS_SECURITY_TOKEN_REFERENCE_MODE_SAML_ASSERTION_ID,
});

/// Kind of a token's key.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_KEY_TYPE {
    /// None: whoever bears the token may use it.
    WS_SECURITY_KEY_TYPE_NONE = 1,
    /// Symmetric.
    WS_SECURITY_KEY_TYPE_SYMMETRIC = 2,
    /// Asymmetric.
    WS_SECURITY_KEY_TYPE_ASYMMETRIC = 3,
}

c_enum!(WS_SECURITY_KEY_TYPE {
    WS_SECURITY_KEY_TYPE_NONE,
    WS_SECURITY_KEY_TYPE_SYMMETRIC,
    WS_SECURITY_KEY_TYPE_ASYMMETRIC,
});

/// Who contributes chance to a negotiated key.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_KEY_ENTROPY_MODE {
    /// The client.
    WS_SECURITY_KEY_ENTROPY_MODE_CLIENT_ONLY = 1,
    /// The server.
    WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY = 2,
    /// Both.
    WS_SECURITY_KEY_ENTROPY_MODE_COMBINED = 3,
}

c_enum!(WS_SECURITY_KEY_ENTROPY_MODE {
    WS_SECURITY_KEY_ENTROPY_MODE_CLIENT_ONLY,
    WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY,
    WS_SECURITY_KEY_ENTROPY_MODE_COMBINED,
});

/// Which URI WS-Trust 1.3 asks for a token without a key by; its texts disagree.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_BEARER_KEY_TYPE_VERSION {
    /// That of the specification's first text.
    WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SPECIFICATION = 1,
    /// That of the first schema.
    WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SCHEMA = 2,
    /// That of the first errata.
    WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ERRATA_01 = 3,
}

c_enum!(WS_SECURITY_BEARER_KEY_TYPE_VERSION {
    WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SPECIFICATION,
    WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ORIGINAL_SCHEMA,
    WS_SECURITY_BEARER_KEY_TYPE_VERSION_1_3_ERRATA_01,
});

/// Kind of a key.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_KEY_HANDLE_TYPE {
    /// Bytes, in a `WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE`.
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 1,
    /// A key of Cryptography Next Generation, in a `WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE`.
    WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 2,
    /// A key of CryptoAPI, in a `WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE`.
    WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE = 3,
}

c_enum!(WS_SECURITY_KEY_HANDLE_TYPE {
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE_TYPE,
    WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE,
    WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE_TYPE,
});

/// What all keys begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_KEY_HANDLE {
    /// Tells which structure it is.
    pub keyHandleType: MaybeUninit<WS_SECURITY_KEY_HANDLE_TYPE>,
}

/// A symmetric key.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE {
    /// Base, with the kind of key.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// Its bytes, which are copied; the application should clear its own.
    pub rawKeyBytes: WS_BYTES,
}

/// An asymmetric key of Cryptography Next Generation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE {
    /// Base, with the kind of key.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// The key, which the application keeps valid and frees.
    pub asymmetricKey: NCRYPT_KEY_HANDLE,
}

/// An asymmetric key of CryptoAPI.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE {
    /// Base, with the kind of key.
    pub keyHandle: WS_SECURITY_KEY_HANDLE,
    /// Provider of the key, which the application keeps valid and frees.
    pub provider: HCRYPTPROV,
    /// Which of the provider's keys.
    pub keySpec: DWORD,
}

/// Properties of a token that is made of XML.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_SECURITY_TOKEN_PROPERTY_ID {
    /// WS_XML_BUFFER of one element: how a message that holds the token refers to it; needed just when the
    /// token has a key.
    WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE = 1,
    /// WS_XML_BUFFER of one element: how a message without the token refers to it; only when the token has
    /// a key.
    WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE = 2,
    /// WS_DATETIME: beginning of its validity.
    WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME = 3,
    /// WS_DATETIME: end of its validity.
    WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME = 4,
}

c_enum!(WS_XML_SECURITY_TOKEN_PROPERTY_ID {
    WS_XML_SECURITY_TOKEN_PROPERTY_ATTACHED_REFERENCE,
    WS_XML_SECURITY_TOKEN_PROPERTY_UNATTACHED_REFERENCE,
    WS_XML_SECURITY_TOKEN_PROPERTY_VALID_FROM_TIME,
    WS_XML_SECURITY_TOKEN_PROPERTY_VALID_TILL_TIME,
});

/// A property and its value, for `WsCreateXmlSecurityToken`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_SECURITY_TOKEN_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_XML_SECURITY_TOKEN_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// A secure conversation on the server's side, got by WS_MESSAGE_PROPERTY_SECURITY_CONTEXT; it belongs to
/// the message. `WsRevokeSecurityContext` ends it.
#[repr(C)]
pub struct WS_SECURITY_CONTEXT {
    _private: [u8; 0],
}

/// What can be asked of a security context by `WsGetSecurityContextProperty`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_CONTEXT_PROPERTY_ID {
    /// WS_UNIQUE_ID: its identifier.
    WS_SECURITY_CONTEXT_PROPERTY_IDENTIFIER = 1,
    /// WS_STRING: user name with which it was negotiated.
    WS_SECURITY_CONTEXT_PROPERTY_USERNAME = 2,
    /// HANDLE: token of the Windows account with which it was negotiated.
    WS_SECURITY_CONTEXT_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN = 3,
    /// `WS_XML_BUFFER*`: SAML assertion with which it was negotiated.
    WS_SECURITY_CONTEXT_PROPERTY_SAML_ASSERTION = 4,
}

c_enum!(WS_SECURITY_CONTEXT_PROPERTY_ID {
    WS_SECURITY_CONTEXT_PROPERTY_IDENTIFIER,
    WS_SECURITY_CONTEXT_PROPERTY_USERNAME,
    WS_SECURITY_CONTEXT_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN,
    WS_SECURITY_CONTEXT_PROPERTY_SAML_ASSERTION,
});

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_SECURITY_CONTEXT_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// What to ask of an issuer of tokens.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_REQUEST_SECURITY_TOKEN_ACTION {
    /// A token, by WS-Trust.
    WS_REQUEST_SECURITY_TOKEN_ACTION_ISSUE = 1,
    /// A security context, by WS-SecureConversation.
    WS_REQUEST_SECURITY_TOKEN_ACTION_NEW_CONTEXT = 2,
    /// A security context in place of WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN.
    WS_REQUEST_SECURITY_TOKEN_ACTION_RENEW_CONTEXT = 3,
}

c_enum!(WS_REQUEST_SECURITY_TOKEN_ACTION {
    WS_REQUEST_SECURITY_TOKEN_ACTION_ISSUE,
    WS_REQUEST_SECURITY_TOKEN_ACTION_NEW_CONTEXT,
    WS_REQUEST_SECURITY_TOKEN_ACTION_RENEW_CONTEXT,
});

/// Properties of a request for a token, for `WsRequestSecurityToken`: type, default, meaning.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID {
    /// WS_ENDPOINT_ADDRESS, none: the service that the token is for.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_APPLIES_TO = 1,
    /// WS_TRUST_VERSION, February 2005.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION = 2,
    /// WS_SECURE_CONVERSATION_VERSION, February 2005: for contexts.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_SECURE_CONVERSATION_VERSION = 3,
    /// WS_XML_STRING, the issuer's choice: type of the token.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_TYPE = 4,
    /// WS_REQUEST_SECURITY_TOKEN_ACTION, issue.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_REQUEST_ACTION = 5,
    /// `WS_SECURITY_TOKEN*`, none: the token to renew, which ends if that succeeds.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN = 6,
    /// WS_SECURITY_KEY_TYPE, the issuer's choice: none or symmetric.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_TYPE = 7,
    /// ULONG, the issuer's choice: size of a symmetric key in bits.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_SIZE = 8,
    /// WS_SECURITY_KEY_ENTROPY_MODE, server only: who contributes to a symmetric key.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_ENTROPY = 9,
    /// WS_XML_BUFFER, none: further elements of the request, from this side.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_LOCAL_REQUEST_PARAMETERS = 10,
    /// WS_XML_BUFFER, none: further elements of the request, from the service's policy.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS = 11,
    /// WS_MESSAGE_PROPERTIES, none: for request and reply.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_MESSAGE_PROPERTIES = 12,
    /// WS_SECURITY_BEARER_KEY_TYPE_VERSION: how to ask for a token without a key.
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_BEARER_KEY_TYPE_VERSION = 13,
}

c_enum!(WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID {
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_APPLIES_TO,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_TRUST_VERSION,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_SECURE_CONVERSATION_VERSION,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_TYPE,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_REQUEST_ACTION,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_EXISTING_TOKEN,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_TYPE,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_SIZE,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_ISSUED_TOKEN_KEY_ENTROPY,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_LOCAL_REQUEST_PARAMETERS,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_MESSAGE_PROPERTIES,
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_BEARER_KEY_TYPE_VERSION,
});

/// A property and its value, for `WsRequestSecurityToken`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
