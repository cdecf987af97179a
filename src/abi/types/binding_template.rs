//! Binding templates: the half of a binding that the application fills in.

use core::ffi::c_void;

use super::*;

/// Combination of transport and security, for `WsCreateServiceProxyFromTemplate` and
/// `WsCreateServiceEndpointFromTemplate`. Each has a template, which the application fills in, and a policy
/// description, which wsutil writes.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_BINDING_TEMPLATE_TYPE {
    /// HTTP without security: WS_HTTP_BINDING_TEMPLATE and WS_HTTP_POLICY_DESCRIPTION.
    WS_HTTP_BINDING_TEMPLATE_TYPE = 0,
    /// HTTP with TLS: WS_HTTP_SSL_BINDING_TEMPLATE and WS_HTTP_SSL_POLICY_DESCRIPTION.
    WS_HTTP_SSL_BINDING_TEMPLATE_TYPE = 1,
    /// HTTP with HTTP authentication: WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE and
    /// WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION.
    WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE = 2,
    /// HTTP with TLS and HTTP authentication: WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE and
    /// WS_HTTP_SSL_HEADER_AUTH_POLICY_DESCRIPTION.
    WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE = 3,
    /// HTTP with TLS and a user name: WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE and
    /// WS_HTTP_SSL_USERNAME_POLICY_DESCRIPTION.
    WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE = 4,
    /// HTTP with TLS and a Kerberos ticket: WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE and
    /// WS_HTTP_SSL_KERBEROS_APREQ_POLICY_DESCRIPTION.
    WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE = 5,
    /// TCP without security: WS_TCP_BINDING_TEMPLATE and WS_TCP_POLICY_DESCRIPTION.
    WS_TCP_BINDING_TEMPLATE_TYPE = 6,
    /// TCP with Windows security: WS_TCP_SSPI_BINDING_TEMPLATE and WS_TCP_SSPI_POLICY_DESCRIPTION.
    WS_TCP_SSPI_BINDING_TEMPLATE_TYPE = 7,
    /// TCP with Windows security and a user name: WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE and
    /// WS_TCP_SSPI_USERNAME_POLICY_DESCRIPTION.
    WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE = 8,
    /// TCP with Windows security and a Kerberos ticket: WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE and
    /// WS_TCP_SSPI_KERBEROS_APREQ_POLICY_DESCRIPTION.
    WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE = 9,
    /// HTTP with TLS and a secure conversation begun by user name:
    /// WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE and
    /// WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION.
    WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 10,
    /// HTTP with TLS and a secure conversation begun by Kerberos ticket:
    /// WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE and
    /// WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION.
    WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 11,
    /// TCP with Windows security and a secure conversation begun by user name:
    /// WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE and
    /// WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION.
    WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 12,
    /// TCP with Windows security and a secure conversation begun by Kerberos ticket:
    /// WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE and
    /// WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION.
    WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE = 13,
}

c_enum!(WS_BINDING_TEMPLATE_TYPE {
    WS_HTTP_BINDING_TEMPLATE_TYPE,
    WS_HTTP_SSL_BINDING_TEMPLATE_TYPE,
    WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE_TYPE,
    WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE_TYPE,
    WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE_TYPE,
    WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE,
    WS_TCP_BINDING_TEMPLATE_TYPE,
    WS_TCP_SSPI_BINDING_TEMPLATE_TYPE,
    WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE_TYPE,
    WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE_TYPE,
    WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE,
    WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE,
    WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE,
    WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE_TYPE,
});

/// What the application adds to a policy of HTTP without security; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What the application adds to a policy of HTTP with HTTP authentication; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// HTTP authentication.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy's part about HTTP authentication.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// What the application adds to a policy of HTTP with TLS; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of HTTP with TLS and HTTP authentication; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// HTTP authentication.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of HTTP with TLS and a Kerberos ticket; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of HTTP with TLS and a secure conversation begun by Kerberos
/// ticket; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of HTTP with TLS and a user name; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of HTTP with TLS and a secure conversation begun by user name; all
/// zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy's part about a Kerberos ticket.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// What the application adds to a policy's part about a secure conversation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// What the application adds to a policy's part about a secure conversation and its security properties.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE {
    /// Properties of the secure conversation.
    pub securityContextMessageSecurityBinding: WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
}

/// What the application adds to a policy's part about TLS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Certificate of this side; NULL for none.
    pub localCertCredential: *mut WS_CERT_CREDENTIAL,
}

/// What the application adds to a policy of TCP without security; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What the application adds to a policy of TCP with Windows security; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of TCP with Windows security and a Kerberos ticket; all zero adds
/// nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of TCP with Windows security and a secure conversation begun by
/// Kerberos ticket; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy's part about Windows security over TCP.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Who the client is; needed on the client, NULL on the server.
    pub clientCredential: *mut WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL,
}

/// What the application adds to a policy of TCP with Windows security and a user name; all zero adds
/// nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy of TCP with Windows security and a secure conversation begun by
/// user name; all zero adds nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE,
}

/// What the application adds to a policy's part about user name and password.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// Who the client is; NULL on the server.
    pub clientCredential: *mut WS_USERNAME_CREDENTIAL,
    /// Decides on names and passwords; NULL on the client.
    pub passwordValidator: WS_VALIDATE_PASSWORD_CALLBACK,
    /// Given to `passwordValidator` as it is.
    pub passwordValidatorCallbackState: *mut c_void,
}
