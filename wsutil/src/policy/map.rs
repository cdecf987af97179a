//! From the assertions of one alternative to a binding template with its properties. (Pages "Metadata Mapping" and
//! "Policy Support"; where the documentation says nothing, the standards that the assertions come from.)

use crate::wsdl::{self, Addressing};

use super::{Element, Library, alternatives, ns};

/// What a binding's policy comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub(crate) template: Template,
    /// A WS_ENCODING.
    pub(crate) encoding: &'static str,
    pub(crate) addressing: Addressing,
    /// Properties of security, in the order in which they are described.
    pub(crate) security: Vec<SecurityProperty>,
    pub(crate) header_authentication: Option<HeaderAuthentication>,
    /// A WS_SECURITY_KEY_ENTROPY_MODE that is not the default.
    pub(crate) entropy: Option<&'static str>,
    /// The service wants a certificate from the client.
    pub(crate) client_certificate: bool,
}

/// A property of security: the member that holds its value, its type, its id without the prefix, its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SecurityProperty {
    pub(crate) member: &'static str,
    pub(crate) c_type: &'static str,
    pub(crate) id: &'static str,
    pub(crate) value: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderAuthentication {
    Basic,
    Digest,
    Ntlm,
    Negotiate,
}

impl HeaderAuthentication {
    pub(crate) fn constant(self) -> &'static str {
        match self {
            Self::Basic => "WS_HTTP_HEADER_AUTH_SCHEME_BASIC",
            Self::Digest => "WS_HTTP_HEADER_AUTH_SCHEME_DIGEST",
            Self::Ntlm => "WS_HTTP_HEADER_AUTH_SCHEME_NTLM",
            Self::Negotiate => "WS_HTTP_HEADER_AUTH_SCHEME_NEGOTIATE",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Http,
    Tcp,
}

impl Transport {
    /// The transport of a SOAP binding, if channels can have it.
    pub(crate) fn of(uri: &str) -> Option<Self> {
        match uri {
            wsdl::transport::HTTP | wsdl::transport::HTTP_12 => Some(Self::Http),
            wsdl::transport::TCP => Some(Self::Tcp),
            _ => None,
        }
    }
}

/// WS_BINDING_TEMPLATE_TYPE, as what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) transport: Transport,
    /// TLS over HTTP, Windows' security over TCP.
    pub(crate) secured: bool,
    pub(crate) header_authentication: bool,
    pub(crate) token: Option<Token>,
    /// The token is for the bootstrap of a secure conversation.
    pub(crate) conversation: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Username,
    Kerberos,
}

impl Template {
    /// The name that its type, its template and its description share, or None for a combination that has none.
    pub(crate) fn stem(self) -> Option<&'static str> {
        use Token::{Kerberos, Username};
        use Transport::{Http, Tcp};
        Some(
            match (self.transport, self.secured, self.header_authentication, self.token, self.conversation) {
                (Http, false, false, None, false) => "HTTP",
                (Http, true, false, None, false) => "HTTP_SSL",
                (Http, false, true, None, false) => "HTTP_HEADER_AUTH",
                (Http, true, true, None, false) => "HTTP_SSL_HEADER_AUTH",
                (Http, true, false, Some(Username), false) => "HTTP_SSL_USERNAME",
                (Http, true, false, Some(Kerberos), false) => "HTTP_SSL_KERBEROS_APREQ",
                (Tcp, false, false, None, false) => "TCP",
                (Tcp, true, false, None, false) => "TCP_SSPI",
                (Tcp, true, false, Some(Username), false) => "TCP_SSPI_USERNAME",
                (Tcp, true, false, Some(Kerberos), false) => "TCP_SSPI_KERBEROS_APREQ",
                (Http, true, false, Some(Username), true) => "HTTP_SSL_USERNAME_SECURITY_CONTEXT",
                (Http, true, false, Some(Kerberos), true) => "HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT",
                (Tcp, true, false, Some(Username), true) => "TCP_SSPI_USERNAME_SECURITY_CONTEXT",
                (Tcp, true, false, Some(Kerberos), true) => "TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT",
                _ => return None,
            },
        )
    }
}

/// Maps the assertions of an alternative, or says what stands in the way.
pub(crate) fn map<'a>(
    alternative: &[&'a Element],
    transport: Transport,
    library: &Library<'a>,
) -> Result<Mapped, String> {
    let mut found = Found::new(library);
    for element in alternative {
        found.assertion(element)?;
    }
    found.finish(transport)
}

/// What the assertions said so far.
struct Found<'a, 'l> {
    library: &'l Library<'a>,
    addressing: Option<Addressing>,
    binary: bool,
    mtom: bool,
    https: bool,
    /// WS_PROTECTION_LEVEL of Windows' security.
    sspi: Option<&'static str>,
    client_certificate: bool,
    header_authentication: Option<HeaderAuthentication>,
    token: Option<Token>,
    /// The token is one of a secure conversation.
    conversation: bool,
    /// What that conversation begins with.
    bootstrap: Option<Token>,
    header_version: Option<&'static str>,
    layout: Option<&'static str>,
    timestamp: bool,
    client_entropy: bool,
    server_entropy: bool,
}

impl<'a, 'l> Found<'a, 'l> {
    fn new(library: &'l Library<'a>) -> Self {
        Self {
            library,
            addressing: None,
            binary: false,
            mtom: false,
            https: false,
            sspi: None,
            client_certificate: false,
            header_authentication: None,
            token: None,
            conversation: false,
            bootstrap: None,
            header_version: None,
            layout: None,
            timestamp: false,
            client_entropy: false,
            server_entropy: false,
        }
    }

    fn assertion(&mut self, element: &'a Element) -> Result<(), String> {
        match (element.namespace.as_str(), element.local.as_str()) {
            (ns::ADDRESSING_09, "UsingAddressing") => self.address(Addressing::V09),
            (wsdl::ns::ADDRESSING_WSDL, "UsingAddressing")
            | (wsdl::ns::ADDRESSING_METADATA, "Addressing") => self.address(Addressing::V10),
            (ns::BINARY, "BinaryEncoding") => {
                self.binary = true;
                Ok(())
            }
            (ns::MTOM, "OptimizedMimeSerialization") => {
                self.mtom = true;
                Ok(())
            }
            (ns::HTTP, scheme) => self.authenticate(element, scheme),
            (namespace, local) if ns::is_security(namespace) => self.security(element, local),
            _ if element.flag("Ignorable") => Ok(()),
            _ => Err(unknown(element)),
        }
    }

    fn address(&mut self, version: Addressing) -> Result<(), String> {
        match self.addressing.replace(version) {
            Some(other) if other != version => Err("two versions of WS-Addressing at once".to_owned()),
            _ => Ok(()),
        }
    }

    fn authenticate(&mut self, element: &'a Element, scheme: &str) -> Result<(), String> {
        let scheme = match scheme {
            "BasicAuthentication" => HeaderAuthentication::Basic,
            "DigestAuthentication" => HeaderAuthentication::Digest,
            "NtlmAuthentication" => HeaderAuthentication::Ntlm,
            "NegotiateAuthentication" => HeaderAuthentication::Negotiate,
            _ => return Err(unknown(element)),
        };
        match self.header_authentication.replace(scheme) {
            Some(other) if other != scheme => Err("two schemes of HTTP authentication at once".to_owned()),
            _ => Ok(()),
        }
    }

    fn security(&mut self, element: &'a Element, local: &str) -> Result<(), String> {
        match local {
            "TransportBinding" => self.each_nested(element, Self::transport_binding),
            "SignedSupportingTokens"
            | "SignedEncryptedSupportingTokens"
            | "EndorsingSupportingTokens"
            | "SignedEndorsingSupportingTokens" => self.each_nested(element, Self::supporting_token),
            "Wss10" => {
                self.header_version = Some("WS_SECURITY_HEADER_VERSION_1_0");
                Ok(())
            }
            "Wss11" => {
                self.header_version = Some("WS_SECURITY_HEADER_VERSION_1_1");
                Ok(())
            }
            "Trust10" | "Trust13" => self.each_nested(element, |found, inner| {
                found.client_entropy |= inner.is_security("RequireClientEntropy");
                found.server_entropy |= inner.is_security("RequireServerEntropy");
                Ok(())
            }),
            _ => Err(unknown(element)),
        }
    }

    fn transport_binding(&mut self, element: &'a Element) -> Result<(), String> {
        match element.local.as_str() {
            "TransportToken" => self.each_nested(element, Self::transport_token),
            "Layout" => self.each_nested(element, |found, inner| {
                found.layout = Some(match inner.local.as_str() {
                    "Strict" => "WS_SECURITY_HEADER_LAYOUT_STRICT",
                    "Lax" => "WS_SECURITY_HEADER_LAYOUT_LAX",
                    "LaxTsFirst" | "LaxTimestampFirst" => {
                        "WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST"
                    }
                    "LaxTsLast" | "LaxTimestampLast" => "WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST",
                    _ => return Err(unknown(inner)),
                });
                Ok(())
            }),
            "IncludeTimestamp" => {
                self.timestamp = true;
                Ok(())
            }
            // The transport negotiates its own algorithms.
            "AlgorithmSuite" => Ok(()),
            _ => Err(unknown(element)),
        }
    }

    fn transport_token(&mut self, element: &'a Element) -> Result<(), String> {
        match (element.namespace.as_str(), element.local.as_str()) {
            (namespace, "HttpsToken") if ns::is_security(namespace) => {
                self.https = true;
                self.client_certificate = matches!(
                    element.attribute("", "RequireClientCertificate").map(str::trim),
                    Some("true" | "1")
                );
                self.each_nested(element, |found, inner| match inner.local.as_str() {
                    "RequireClientCertificate" => {
                        found.client_certificate = true;
                        Ok(())
                    }
                    _ => Err(unknown(inner)),
                })
            }
            (ns::FRAMING, "WindowsTransportSecurity") => {
                // The documentation has the level as the assertion's own text; .NET writes an element around it.
                let level = element
                    .children
                    .iter()
                    .find(|child| child.local == "ProtectionLevel")
                    .map_or(element.text.as_str(), |child| child.text.as_str());
                self.sspi = Some(match level {
                    "None" => "WS_PROTECTION_LEVEL_NONE",
                    "Sign" => "WS_PROTECTION_LEVEL_SIGN",
                    "EncryptAndSign" | "" => "WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT",
                    other => return Err(format!("there is no protection level '{other}'")),
                });
                Ok(())
            }
            _ => Err(unknown(element)),
        }
    }

    fn supporting_token(&mut self, element: &'a Element) -> Result<(), String> {
        let token = match element.local.as_str() {
            "UsernameToken" => Token::Username,
            "KerberosToken" => Token::Kerberos,
            "SecureConversationToken" => return self.conversation(element),
            "AlgorithmSuite" => return Ok(()),
            _ => return Err(unknown(element)),
        };
        match self.token.replace(token) {
            None => Ok(()),
            Some(_) => Err("two supporting tokens at once".to_owned()),
        }
    }

    fn conversation(&mut self, element: &'a Element) -> Result<(), String> {
        self.conversation = true;
        self.each_nested(element, |found, inner| match inner.local.as_str() {
            "BootstrapPolicy" => {
                let mut bootstrap = Found::new(found.library);
                bootstrap.each_nested(inner, Self::assertion)?;
                if bootstrap.conversation {
                    return Err("a secure conversation within the bootstrap of another".to_owned());
                }
                found.bootstrap = bootstrap.token;
                // The channel of the bootstrap is that of the service, so its security holds for both.
                found.header_version = found.header_version.or(bootstrap.header_version);
                found.layout = found.layout.or(bootstrap.layout);
                found.timestamp |= bootstrap.timestamp;
                found.client_entropy |= bootstrap.client_entropy;
                found.server_entropy |= bootstrap.server_entropy;
                Ok(())
            }
            // Both sides have the version of February 2005; the rest is about references that they write anyway.
            "SC10SecurityContextToken"
            | "SC13SecurityContextToken"
            | "RequireDerivedKeys"
            | "RequireExternalUriReference"
            | "MustNotSendCancel"
            | "MustNotSendAmend"
            | "MustNotSendRenew" => Ok(()),
            _ => Err(unknown(inner)),
        })
    }

    /// The assertions of the policy in an assertion. Of several alternatives the first one counts.
    fn each_nested(
        &mut self,
        element: &'a Element,
        mut visit: impl FnMut(&mut Self, &'a Element) -> Result<(), String>,
    ) -> Result<(), String> {
        let Some(nested) = element.nested() else {
            return Ok(());
        };
        let choices = alternatives([nested], self.library)
            .map_err(|trouble| format!("the policy in '{}' is not usable: {trouble:?}", element.local))?;
        for inner in choices.first().into_iter().flatten() {
            visit(self, inner)?;
        }
        Ok(())
    }

    fn finish(self, transport: Transport) -> Result<Mapped, String> {
        let conversation = self.conversation;
        if conversation && self.token.is_some() {
            return Err("a secure conversation beside another supporting token".to_owned());
        }
        let template = Template {
            transport,
            secured: match transport {
                Transport::Http => self.https,
                Transport::Tcp => self.sspi.is_some(),
            },
            header_authentication: self.header_authentication.is_some(),
            token: if conversation { self.bootstrap } else { self.token },
            conversation,
        };
        let wrong_transport = match transport {
            Transport::Http => self.sspi.is_some(),
            Transport::Tcp => self.https || self.header_authentication.is_some(),
        };
        if wrong_transport || template.stem().is_none() {
            return Err("no binding template has this combination of transport and security".to_owned());
        }
        if self.binary && self.mtom {
            return Err("two encodings at once".to_owned());
        }
        let mut security = Vec::new();
        if template.secured || template.header_authentication {
            security.push(SecurityProperty {
                member: "protectionLevel",
                c_type: "WS_PROTECTION_LEVEL",
                id: "TRANSPORT_PROTECTION_LEVEL",
                value: match (template.secured, self.sspi) {
                    (false, _) => "WS_PROTECTION_LEVEL_NONE",
                    (true, Some(level)) => level,
                    (true, None) => "WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT",
                },
            });
        }
        if template.token.is_some() {
            security.extend(self.message_security());
        }
        Ok(Mapped {
            template,
            encoding: match (transport, self.binary, self.mtom) {
                (Transport::Http, true, _) => "WS_ENCODING_XML_BINARY_1",
                (Transport::Tcp, true, _) => "WS_ENCODING_XML_BINARY_SESSION_1",
                (_, false, true) => "WS_ENCODING_XML_MTOM_UTF8",
                (_, false, false) => "WS_ENCODING_XML_UTF8",
            },
            addressing: self.addressing.unwrap_or(Addressing::Transport),
            security,
            header_authentication: self.header_authentication,
            entropy: match (conversation, self.client_entropy, self.server_entropy) {
                (true, true, false) => Some("WS_SECURITY_KEY_ENTROPY_MODE_CLIENT_ONLY"),
                (true, false, true) => Some("WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY"),
                _ => None,
            },
            client_certificate: self.client_certificate,
        })
    }

    /// The properties that only messages with security of their own have.
    fn message_security(&self) -> impl Iterator<Item = SecurityProperty> + use<> {
        let timestamp = if self.timestamp {
            "WS_SECURITY_TIMESTAMP_USAGE_ALWAYS"
        } else {
            "WS_SECURITY_TIMESTAMP_USAGE_NEVER"
        };
        let property = |member, c_type, id, value| SecurityProperty { member, c_type, id, value };
        let version = self.header_version.map(|value| {
            property("securityHeaderVersion", "WS_SECURITY_HEADER_VERSION", "SECURITY_HEADER_VERSION", value)
        });
        let layout = self.layout.map(|value| {
            property("securityHeaderLayout", "WS_SECURITY_HEADER_LAYOUT", "SECURITY_HEADER_LAYOUT", value)
        });
        let usage = property("timestampUsage", "WS_SECURITY_TIMESTAMP_USAGE", "TIMESTAMP_USAGE", timestamp);
        version.into_iter().chain(layout).chain([usage])
    }
}

fn unknown(element: &Element) -> String {
    format!("'{}' of '{}' is not supported here", element.local, element.namespace)
}
