//! Policy constraints: what a client can accept of a service's policy.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// What `WsMatchPolicyAlternative` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY_CONSTRAINT_OUT {
    /// The property, with the value that the policy demands, in the heap given to that call.
    pub channelProperty: WS_CHANNEL_PROPERTY,
}

/// Values of a channel property that a client accepts: encoding, envelope or addressing version. Without
/// it, only the property's default is accepted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_PROPERTY_CONSTRAINT {
    /// Which property.
    pub id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
    /// Array of the accepted values, of the property's type.
    pub allowedValues: *mut c_void,
    /// Size of `allowedValues` in bytes.
    pub allowedValuesSize: ULONG,
    /// Filled in when an alternative matches.
    pub out: WS_CHANNEL_PROPERTY_CONSTRAINT_OUT,
}

/// What `WsMatchPolicyAlternative` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY_CONSTRAINT_OUT {
    /// The property, with the value that the policy demands, in the heap given to that call.
    pub securityProperty: WS_SECURITY_PROPERTY,
}

/// Values of a security property that a client accepts. Without it, only the property's default is
/// accepted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_PROPERTY_CONSTRAINT {
    /// Which property.
    pub id: MaybeUninit<WS_SECURITY_PROPERTY_ID>,
    /// Array of the accepted values, of the property's type.
    pub allowedValues: *mut c_void,
    /// Size of `allowedValues` in bytes.
    pub allowedValuesSize: ULONG,
    /// Filled in when an alternative matches.
    pub out: WS_SECURITY_PROPERTY_CONSTRAINT_OUT,
}

/// What `WsMatchPolicyAlternative` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_OUT {
    /// The property, with the value that the policy demands, in the heap given to that call.
    pub securityBindingProperty: WS_SECURITY_BINDING_PROPERTY,
}

/// Values of a security binding's property that a client accepts. Without it, only the property's default
/// is accepted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_PROPERTY_CONSTRAINT {
    /// Which property.
    pub id: MaybeUninit<WS_SECURITY_BINDING_PROPERTY_ID>,
    /// Array of the accepted values, of the property's type.
    pub allowedValues: *mut c_void,
    /// Size of `allowedValues` in bytes.
    pub allowedValuesSize: ULONG,
    /// Filled in when an alternative matches.
    pub out: WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_OUT,
}

/// Kind of a security binding's constraint.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_SECURITY_BINDING_CONSTRAINT_TYPE {
    /// TLS, in a `WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT`.
    WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 1,
    /// Windows security over TCP, in a `WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT`.
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE = 2,
    /// HTTP authentication, in a `WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT`.
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE = 3,
    /// User name and password, in a `WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT`.
    WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 4,
    /// Kerberos ticket, in a `WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT`.
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 5,
    /// Token of an issuer, in a `WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT`.
    WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 6,
    /// Certificate, in a `WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT`.
    WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 7,
    /// Secure conversation, in a `WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT`.
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE = 8,
}

c_enum!(WS_SECURITY_BINDING_CONSTRAINT_TYPE {
    WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE,
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT_TYPE,
});

/// What all constraints of security bindings begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_BINDING_CONSTRAINT {
    /// Tells which structure it is.
    pub r#type: MaybeUninit<WS_SECURITY_BINDING_CONSTRAINT_TYPE>,
    /// Constraints of its properties; may be NULL when there are none.
    pub propertyConstraints: *mut WS_SECURITY_BINDING_PROPERTY_CONSTRAINT,
    /// Number of elements of `propertyConstraints`.
    pub propertyConstraintCount: ULONG,
}

/// Security that a client accepts.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONSTRAINTS {
    /// Constraints of its properties; may be NULL when there are none.
    pub securityPropertyConstraints: *mut WS_SECURITY_PROPERTY_CONSTRAINT,
    /// Number of elements of `securityPropertyConstraints`.
    pub securityPropertyConstraintCount: ULONG,
    /// The means that a policy has to demand, no more and no fewer; may be NULL when there are none.
    pub securityBindingConstraints: *mut *mut WS_SECURITY_BINDING_CONSTRAINT,
    /// Number of elements of `securityBindingConstraints`.
    pub securityBindingConstraintCount: ULONG,
}

/// What a client accepts of a policy.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_POLICY_CONSTRAINTS {
    /// Transport: HTTP or TCP.
    pub channelBinding: MaybeUninit<WS_CHANNEL_BINDING>,
    /// Constraints of the channel's properties; may be NULL when there are none.
    pub channelPropertyConstraints: *mut WS_CHANNEL_PROPERTY_CONSTRAINT,
    /// Number of elements of `channelPropertyConstraints`.
    pub channelPropertyConstraintCount: ULONG,
    /// Security; NULL accepts only policies without any.
    pub securityConstraints: *mut WS_SECURITY_CONSTRAINTS,
    /// Assertions that the application understands; may be NULL when there are none.
    pub policyExtensions: *mut *mut WS_POLICY_EXTENSION,
    /// Number of elements of `policyExtensions`.
    pub policyExtensionCount: ULONG,
}

/// What `WsMatchPolicyAlternative` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_OUT {
    /// TRUE when the client needs a certificate.
    pub clientCertCredentialRequired: BOOL,
}

/// The policy demands TLS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// Filled in when an alternative matches.
    pub out: WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_OUT,
}

/// The policy demands Windows security over TCP.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
}

/// The policy demands HTTP authentication.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
}

/// The policy demands a user name and password in the security header.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
}

/// The policy demands a Kerberos ticket in the security header.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
}

/// The policy demands a certificate in the security header.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
}

/// What `WsMatchPolicyAlternative` fills in.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_OUT {
    /// The property, with the value that the policy demands, in the heap given to that call.
    pub requestSecurityTokenProperty: WS_REQUEST_SECURITY_TOKEN_PROPERTY,
}

/// Values of a property of requests for tokens that a client accepts. Without it, only the property's
/// default is accepted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT {
    /// Which property.
    pub id: MaybeUninit<WS_REQUEST_SECURITY_TOKEN_PROPERTY_ID>,
    /// Array of the accepted values, of the property's type.
    pub allowedValues: *mut c_void,
    /// Size of `allowedValues` in bytes.
    pub allowedValuesSize: ULONG,
    /// Filled in when an alternative matches.
    pub out: WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_OUT,
}

/// What `WsMatchPolicyAlternative` fills in, in the heap given to that call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_OUT {
    /// Where to get the token; NULL when the policy does not say.
    pub issuerAddress: *mut WS_ENDPOINT_ADDRESS,
    /// Elements for the request; see WS_REQUEST_SECURITY_TOKEN_PROPERTY_SERVICE_REQUEST_PARAMETERS.
    pub requestSecurityTokenTemplate: *mut WS_XML_BUFFER,
}

/// The policy demands a token of an issuer in the security header.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// URIs of the claims that a client can fulfil; may be NULL when any are.
    pub claimConstraints: *mut WS_XML_STRING,
    /// Number of elements of `claimConstraints`; 0 for any claims.
    pub claimConstraintCount: ULONG,
    /// Constraints of the request for it; may be NULL when there are none.
    pub requestSecurityTokenPropertyConstraints: *mut WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT,
    /// Number of elements of `requestSecurityTokenPropertyConstraints`.
    pub requestSecurityTokenPropertyConstraintCount: ULONG,
    /// Filled in when an alternative matches.
    pub out: WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_OUT,
}

/// The policy demands a secure conversation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT {
    /// Base, with kind and properties.
    pub bindingConstraint: WS_SECURITY_BINDING_CONSTRAINT,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
    /// Security with which it is negotiated; never NULL.
    pub bootstrapSecurityConstraint: *mut WS_SECURITY_CONSTRAINTS,
}
