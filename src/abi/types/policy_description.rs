//! Policy descriptions: the constant half of a binding template, written by wsutil.

use core::mem::MaybeUninit;

use super::*;

/// What a policy says of HTTP with HTTP authentication.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// HTTP authentication.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// A policy's part about HTTP authentication.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// What a policy says of HTTP without security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What a policy says of HTTP with TLS and HTTP authentication.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_HEADER_AUTH_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// HTTP authentication.
    pub httpHeaderAuthSecurityBinding: WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of HTTP with TLS and a Kerberos ticket.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of HTTP with TLS and a secure conversation begun by Kerberos ticket.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of HTTP with TLS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of HTTP with TLS and a user name.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of HTTP with TLS and a secure conversation begun by user name.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// TLS.
    pub sslTransportSecurityBinding: WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// A policy's part about a Kerberos ticket.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
}

/// A policy's part about a secure conversation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
}

/// A policy's part about a secure conversation and its security properties.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the secure conversation.
    pub securityContextMessageSecurityBinding:
        WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
}

/// A policy's part about TLS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// A policy's part about Windows security over TCP.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
}

/// What a policy says of TCP without security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
}

/// What a policy says of TCP with Windows security and a Kerberos ticket.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of TCP with Windows security and a secure conversation begun by Kerberos ticket.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Kerberos ticket.
    pub kerberosApreqMessageSecurityBinding: WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of TCP with Windows security.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of TCP with Windows security and a user name.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// What a policy says of TCP with Windows security and a secure conversation begun by user name.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION {
    /// Properties of the channel.
    pub channelProperties: WS_CHANNEL_PROPERTIES,
    /// Properties of its security.
    pub securityProperties: WS_SECURITY_PROPERTIES,
    /// Windows security of the transport.
    pub sspiTransportSecurityBinding: WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// User name and password.
    pub usernameMessageSecurityBinding: WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION,
    /// Secure conversation; what stands before it negotiates it.
    pub securityContextSecurityBinding: WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION,
}

/// A policy's part about user name and password.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION {
    /// Properties of the binding.
    pub securityBindingProperties: WS_SECURITY_BINDING_PROPERTIES,
    /// What the token is good for; WS_SUPPORTING_MESSAGE_SECURITY_USAGE.
    pub bindingUsage: MaybeUninit<WS_MESSAGE_SECURITY_USAGE>,
}
