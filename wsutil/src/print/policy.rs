//! Policies: their descriptions, and the functions that create proxies and endpoints from them. (Page "Policy
//! Support".)

use crate::code::Member;
use crate::code::contract::ContractCode;
use crate::code::policy::PolicyCode;
use crate::options::Options;
use crate::policy::{Token, Transport};
use crate::print::Text;
use crate::print::stub::heading;

/// The declarations of the helpers of a binding.
pub(crate) fn declarations(text: &mut Text, contract: &ContractCode, options: &Options) {
    let Some(policy) = &contract.policy else { return };
    heading(text, &format!("Policy helpers of {}", contract.name));
    summary(text, policy);
    text.gap();
    if options.client {
        proxy_head(text, &contract.name, policy, ");");
        text.gap();
    }
    if options.service {
        text.line(format!("struct {}FunctionTable;", contract.name));
        endpoint_head(text, &contract.name, policy, ");");
        text.gap();
    }
}

/// What the policy says, and what it leaves to the application.
fn summary(text: &mut Text, policy: &PolicyCode) {
    let mapped = &policy.mapped;
    text.line(format!("// WS_CHANNEL_PROPERTY_ENCODING = {}", mapped.encoding));
    text.line(format!("// WS_CHANNEL_PROPERTY_ADDRESSING_VERSION = {}", policy.addressing()));
    text.line(format!("// WS_CHANNEL_PROPERTY_ENVELOPE_VERSION = {}", policy.envelope()));
    for property in &mapped.security {
        text.line(format!("// WS_SECURITY_PROPERTY_{} = {}", property.id, property.value));
    }
    if let Some(scheme) = mapped.header_authentication {
        text.line(format!("// WS_SECURITY_BINDING_PROPERTY_HTTP_HEADER_AUTH_SCHEME = {}", scheme.constant()));
    }
    if let Some(mode) = mapped.entropy {
        text.line(format!("// WS_SECURITY_BINDING_PROPERTY_SECURITY_CONTEXT_KEY_ENTROPY_MODE = {mode}"));
    }
    let [client, service] = policy.channel_types();
    text.line(format!("// channel type of the client: {client}, of the service: {service}"));
    let mut wanted = Vec::new();
    let template = mapped.template;
    if template.secured && template.transport == Transport::Http {
        wanted.push("sslTransportSecurityBinding.localCertCredential: the certificate of the service");
        if mapped.client_certificate {
            wanted.push("sslTransportSecurityBinding.localCertCredential: the certificate of the client");
        }
    }
    if template.secured && template.transport == Transport::Tcp {
        wanted.push("sspiTransportSecurityBinding.clientCredential: who the client is, unless the user");
    }
    if template.header_authentication {
        wanted.push("httpHeaderAuthSecurityBinding.clientCredential: who the client is");
    }
    match template.token {
        Some(Token::Username) => {
            wanted.push("usernameMessageSecurityBinding.clientCredential: who the client is");
            wanted.push("usernameMessageSecurityBinding.passwordValidator: how the service knows");
        }
        Some(Token::Kerberos) => {
            wanted.push(
                "kerberosApreqMessageSecurityBinding.clientCredential: who the client is, unless the user",
            );
        }
        None => {}
    }
    if !wanted.is_empty() {
        text.line(format!("// to be given in the WS_{}_BINDING_TEMPLATE:", policy.stem));
        for line in wanted {
            text.line(format!("//     {line}"));
        }
    }
}

fn proxy_head(text: &mut Text, name: &str, policy: &PolicyCode, end: &str) {
    text.open(format!("HRESULT {name}_CreateServiceProxy("));
    text.line(format!("_In_opt_ WS_{}_BINDING_TEMPLATE* templateValue,", policy.stem));
    text.line("_In_reads_opt_(proxyPropertyCount) const WS_PROXY_PROPERTY* proxyProperties,");
    text.line("_In_ const ULONG proxyPropertyCount,");
    text.line("_Outptr_ WS_SERVICE_PROXY** _serviceProxy,");
    text.line(format!("_In_opt_ WS_ERROR* error{end}"));
    text.dedent();
}

fn endpoint_head(text: &mut Text, name: &str, policy: &PolicyCode, end: &str) {
    text.open(format!("HRESULT {name}_CreateServiceEndpoint("));
    text.line(format!("_In_opt_ WS_{}_BINDING_TEMPLATE* templateValue,", policy.stem));
    text.line("_In_opt_ CONST WS_STRING* address,");
    text.line(format!("_In_opt_ struct {name}FunctionTable* functionTable,"));
    text.line("_In_opt_ WS_SERVICE_SECURITY_CALLBACK authorizationCallback,");
    text.line("_In_reads_opt_(endpointPropertyCount) WS_SERVICE_ENDPOINT_PROPERTY* endpointProperties,");
    text.line("_In_ const ULONG endpointPropertyCount,");
    text.line("_In_ WS_HEAP* heap,");
    text.line("_Outptr_ WS_SERVICE_ENDPOINT** serviceEndpoint,");
    text.line(format!("_In_opt_ WS_ERROR* error{end}"));
    text.dedent();
}

/// The helpers of a binding.
pub(crate) fn functions(text: &mut Text, contract: &ContractCode, unit: &str, options: &Options) {
    let Some(policy) = &contract.policy else { return };
    let name = &contract.name;
    let [client, service] = policy.channel_types();
    let template = [
        format!("WS_{}_BINDING_TEMPLATE_TYPE,", policy.stem),
        "templateValue,".to_owned(),
        format!("templateValue == NULL ? 0 : sizeof(WS_{}_BINDING_TEMPLATE),", policy.stem),
        format!("&{unit}.policies.{name},"),
        format!("sizeof({unit}.policies.{name}),"),
    ];
    if options.client {
        proxy_head(text, name, policy, ")");
        text.open("{");
        text.open("return WsCreateServiceProxyFromTemplate(");
        text.line(format!("{client},"));
        text.line("proxyProperties,");
        text.line("proxyPropertyCount,");
        for line in &template {
            text.line(line);
        }
        text.line("_serviceProxy,");
        text.line("error);");
        text.dedent();
        text.close("}");
        text.gap();
    }
    if options.service {
        endpoint_head(text, name, policy, ")");
        text.open("{");
        text.line("WS_SERVICE_CONTRACT serviceContract;");
        text.line(format!("serviceContract.contractDescription = &{unit}.contracts.{name};"));
        text.line("serviceContract.defaultMessageHandlerCallback = 0;");
        text.line("serviceContract.methodTable = (const void*)functionTable;");
        text.open("return WsCreateServiceEndpointFromTemplate(");
        text.line(format!("{service},"));
        for argument in [
            "endpointProperties",
            "endpointPropertyCount",
            "address",
            "&serviceContract",
            "authorizationCallback",
            "heap",
        ] {
            text.line(format!("{argument},"));
        }
        for line in &template {
            text.line(line);
        }
        text.line("serviceEndpoint,");
        text.line("error);");
        text.dedent();
        text.close("}");
        text.gap();
    }
}

fn with_policy(contracts: &[ContractCode]) -> impl Iterator<Item = (&ContractCode, &PolicyCode)> {
    contracts.iter().filter_map(|contract| Some((contract, contract.policy.as_ref()?)))
}

/// The values and properties that the descriptions point to.
pub(crate) fn local(contracts: &[ContractCode], unit: &str) -> Member {
    let mut declaration = Text::at(1);
    let mut initializer = Text::at(1);
    declaration.open("struct { // policies");
    initializer.open("{ // policies");
    for (contract, policy) in with_policy(contracts) {
        let path = format!("{unit}LocalDefinitions.policies.{}", contract.name);
        declaration.open(format!("struct {{ // {}", contract.name));
        initializer.open(format!("{{ // {}", contract.name));
        let mapped = &policy.mapped;
        let channel = [
            ("encoding", "WS_ENCODING", "ENCODING", mapped.encoding),
            ("addressingVersion", "WS_ADDRESSING_VERSION", "ADDRESSING_VERSION", policy.addressing()),
            ("envelopeVersion", "WS_ENVELOPE_VERSION", "ENVELOPE_VERSION", policy.envelope()),
        ];
        for (member, c_type, _, value) in channel {
            declaration.line(format!("{c_type} {member};"));
            initializer.line(format!("{value},"));
        }
        declaration.line(format!("WS_CHANNEL_PROPERTY channelPropertiesArray[{}];", channel.len()));
        initializer.open("{ // channelPropertiesArray");
        for (member, _, id, _) in channel {
            property(&mut initializer, &format!("WS_CHANNEL_PROPERTY_{id}"), &format!("{path}.{member}"));
        }
        initializer.close("},");
        for each in &mapped.security {
            declaration.line(format!("{} {};", each.c_type, each.member));
            initializer.line(format!("{},", each.value));
        }
        if !mapped.security.is_empty() {
            let count = mapped.security.len();
            declaration.line(format!("WS_SECURITY_PROPERTY securityPropertiesArray[{count}];"));
            initializer.open("{ // securityPropertiesArray");
            for each in &mapped.security {
                let id = format!("WS_SECURITY_PROPERTY_{}", each.id);
                property(&mut initializer, &id, &format!("{path}.{}", each.member));
            }
            initializer.close("},");
        }
        if let Some(scheme) = mapped.header_authentication {
            let id = "HTTP_HEADER_AUTH_SCHEME";
            let value = ("ULONG", "headerAuthentication", scheme.constant());
            binding(&mut declaration, &mut initializer, &path, "headerAuthBinding", id, value);
        }
        if let Some(mode) = mapped.entropy {
            let id = "SECURITY_CONTEXT_KEY_ENTROPY_MODE";
            let value = ("WS_SECURITY_KEY_ENTROPY_MODE", "entropyMode", mode);
            binding(&mut declaration, &mut initializer, &path, "securityContextBinding", id, value);
        }
        declaration.close(format!("}} {};", contract.name));
        initializer.close("},");
    }
    declaration.close("} policies;");
    initializer.close("}, // policies");
    Member { declaration: declaration.finish(), initializer: initializer.finish() }
}

/// A security binding with one property.
fn binding(
    declaration: &mut Text,
    initializer: &mut Text,
    path: &str,
    name: &str,
    id: &str,
    (c_type, member, value): (&str, &str, &str),
) {
    declaration.open(format!("struct {{ // {name}"));
    declaration.line(format!("{c_type} {member};"));
    declaration.line("WS_SECURITY_BINDING_PROPERTY securityBindingProperties[1];");
    declaration.close(format!("}} {name};"));
    initializer.open(format!("{{ // {name}"));
    initializer.line(format!("{value},"));
    initializer.open("{");
    let id = format!("WS_SECURITY_BINDING_PROPERTY_{id}");
    property(initializer, &id, &format!("{path}.{name}.{member}"));
    initializer.close("},");
    initializer.close("},");
}

fn property(text: &mut Text, id: &str, value: &str) {
    text.line(format!("{{ {id}, (void*)&{value}, sizeof({value}) }},"));
}

/// The descriptions themselves.
pub(crate) fn global(contracts: &[ContractCode], unit: &str) -> Member {
    let mut declaration = Text::at(1);
    let mut initializer = Text::at(1);
    declaration.open("struct { // policies");
    initializer.open("{ // policies");
    for (contract, policy) in with_policy(contracts) {
        let name = &contract.name;
        declaration.line(format!("// policy for binding: {name}"));
        declaration.line(format!("WS_{}_POLICY_DESCRIPTION {name};", policy.stem));
        declaration.gap();
        let path = format!("{unit}LocalDefinitions.policies.{name}");
        description(&mut initializer, name, policy, &path);
    }
    declaration.close("} policies;");
    initializer.close("}, // policies");
    Member { declaration: declaration.finish(), initializer: initializer.finish() }
}

fn description(text: &mut Text, name: &str, policy: &PolicyCode, path: &str) {
    let mapped = &policy.mapped;
    let template = mapped.template;
    let security =
        format!("{{ (WS_SECURITY_PROPERTY*){path}.securityPropertiesArray, {} }}", mapped.security.len());
    text.open(format!("{{ // {name}"));
    text.line(format!("{{ (WS_CHANNEL_PROPERTY*){path}.channelPropertiesArray, 3 }},"));
    if !mapped.security.is_empty() {
        text.line(format!("{security},"));
    }
    if template.secured {
        let kind = match template.transport {
            Transport::Http => "sslTransportSecurityBinding",
            Transport::Tcp => "sspiTransportSecurityBinding",
        };
        text.line(format!("{{ {{ 0, 0 }} }}, // {kind}"));
    }
    let properties = |binding: &str| {
        format!("{{ (WS_SECURITY_BINDING_PROPERTY*){path}.{binding}.securityBindingProperties, 1 }}")
    };
    if template.header_authentication {
        text.line(format!("{{ {} }}, // httpHeaderAuthSecurityBinding", properties("headerAuthBinding")));
    }
    let usage = "WS_SUPPORTING_MESSAGE_SECURITY_USAGE";
    if let Some(token) = template.token {
        let kind = match token {
            Token::Username => "usernameMessageSecurityBinding",
            Token::Kerberos => "kerberosApreqMessageSecurityBinding",
        };
        text.line(format!("{{ {{ 0, 0 }}, {usage} }}, // {kind}"));
    }
    if template.conversation {
        let own = match mapped.entropy {
            Some(_) => properties("securityContextBinding"),
            None => "{ 0, 0 }".to_owned(),
        };
        text.line(format!("{{ {{ {own}, {usage} }}, {security} }}, // securityContextSecurityBinding"));
    }
    text.close("},");
}
