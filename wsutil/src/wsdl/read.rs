//! From XML to the model. What has no meaning here is reported by the level that the documentation gives to its like:
//! W1 where something is not supported, W4 for documentation.

use std::collections::HashMap;

use roxmltree::Node;

use crate::diagnostics::{Diagnostics, InputId, Level, Place};
use crate::input::{Input, Kind};
use crate::policy;
use crate::schema::model::QName;

use super::*;

/// What an input says; None for one that is no WSDL document.
pub(crate) fn read(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<Wsdl> {
    let root = input.root(Kind::Wsdl)?;
    let target_namespace = root.attribute("targetNamespace").unwrap_or_default().to_owned();
    let mut reader = Reader { input: input.id, text: &input.source.text, target_namespace, diagnostics };
    let mut wsdl = Wsdl {
        input: input.id,
        messages: Vec::new(),
        port_types: Vec::new(),
        bindings: Vec::new(),
        skipped_bindings: Vec::new(),
        ports: Vec::new(),
        policies: Vec::new(),
    };
    reader.definitions(root, &mut wsdl);
    Some(wsdl)
}

pub(super) struct Reader<'a> {
    pub(super) input: InputId,
    /// The document's text, of which endpoint references are cut.
    pub(super) text: &'a str,
    pub(super) target_namespace: String,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn definitions(&mut self, root: Node<'_, '_>, wsdl: &mut Wsdl) {
        for node in elements(root) {
            match wsdl_name(node) {
                // Their schemas are the other reader's; what is imported is another input.
                Some("types" | "import") => {}
                Some("message") => wsdl.messages.extend(self.message(node)),
                Some("portType") => wsdl.port_types.extend(self.port_type(node)),
                Some("binding") => {
                    let binding = self.binding(node, &mut wsdl.skipped_bindings);
                    wsdl.bindings.extend(binding);
                }
                Some("service") => self.service(node, &mut wsdl.ports),
                _ if is_policy(node, "Policy") => wsdl.policies.push(self.policy(node)),
                _ => self.other(node, "definitions"),
            }
        }
        // Policies that bindings refer to may stand anywhere, most often beside those that they are for.
        for node in root.descendants().filter(|node| is_policy(*node, "Policy")) {
            let policy = self.policy(node);
            if policy.id().is_some() && node.parent() != Some(root) {
                wsdl.policies.push(policy);
            }
        }
    }

    fn message(&mut self, node: Node<'_, '_>) -> Option<Message> {
        let name = self.own_name(node)?;
        let mut parts = Vec::new();
        for child in elements(node) {
            match wsdl_name(child) {
                Some("part") => parts.extend(self.part(child)),
                _ => self.other(child, "message"),
            }
        }
        Some(Message { name, parts, place: self.place(node) })
    }

    fn part(&mut self, node: Node<'_, '_>) -> Option<Part> {
        let name = self.required(node, "name")?.to_owned();
        let content = match (node.attribute("element"), node.attribute("type")) {
            (Some(element), None) => Content::Element(self.qname(node, element)?),
            (None, Some(of_type)) => Content::Type(self.qname(node, of_type)?),
            _ => {
                self.error(node, format!("the part '{name}' has to have either 'element' or 'type'"));
                return None;
            }
        };
        Some(Part { name, content, place: self.place(node) })
    }

    fn port_type(&mut self, node: Node<'_, '_>) -> Option<PortType> {
        let name = self.own_name(node)?;
        let mut operations: Vec<Operation> = Vec::new();
        for child in elements(node) {
            match wsdl_name(child) {
                Some("operation") => operations.extend(self.operation(child)),
                _ => self.other(child, "portType"),
            }
        }
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for (index, operation) in operations.iter().enumerate() {
            if *by_name.entry(operation.name.clone()).or_insert(index) != index {
                let text = format!(
                    "operation '{}': a port type with several operations of one name (overloads) is not supported",
                    operation.name
                );
                self.diagnostics.error(operation.place, text);
            }
        }
        Some(PortType { name, operations, by_name, place: self.place(node) })
    }

    fn operation(&mut self, node: Node<'_, '_>) -> Option<Operation> {
        let name = self.required(node, "name")?.to_owned();
        let mut operation =
            Operation { name, input: None, output: None, faults: Vec::new(), place: self.place(node) };
        for child in elements(node) {
            match wsdl_name(child) {
                // Either may come first: what has both is a request with its response.
                Some("input") => operation.input = Some(self.reference(child)?),
                Some("output") => operation.output = Some(self.reference(child)?),
                Some("fault") => operation.faults.extend(self.reference(child)),
                _ if is_policy(child, "Policy") || is_policy(child, "PolicyReference") => {
                    self.misplaced_policy(child, "an operation");
                }
                _ => self.other(child, "operation"),
            }
        }
        if operation.input.is_none() {
            let text = format!(
                "operation '{}': operations without an input message (notifications) are not supported",
                operation.name
            );
            self.diagnostics.error(operation.place, text);
        }
        Some(operation)
    }

    fn reference(&mut self, node: Node<'_, '_>) -> Option<Reference> {
        let message = self.required(node, "message")?;
        let message = self.qname(node, message)?;
        let action = [ns::ADDRESSING_METADATA, ns::ADDRESSING_WSDL]
            .into_iter()
            .find_map(|namespace| node.attribute((namespace, "Action")))
            .map(str::to_owned);
        for child in elements(node) {
            if is_policy(child, "Policy") || is_policy(child, "PolicyReference") {
                self.misplaced_policy(child, "a message");
            } else {
                self.other(child, "operation");
            }
        }
        Some(Reference { message, action, place: self.place(node) })
    }

    fn service(&mut self, node: Node<'_, '_>, ports: &mut Vec<Port>) {
        for child in elements(node) {
            match wsdl_name(child) {
                Some("port") => ports.extend(self.port(child)),
                _ if is_policy(child, "Policy") || is_policy(child, "PolicyReference") => {
                    self.misplaced_policy(child, "a service");
                }
                _ => self.other(child, "service"),
            }
        }
    }

    fn port(&mut self, node: Node<'_, '_>) -> Option<Port> {
        let name = self.required(node, "name")?.to_owned();
        let binding = self.required(node, "binding")?;
        let binding = self.qname(node, binding)?;
        let mut port = Port { name, binding, endpoint_reference: None, place: self.place(node) };
        for child in elements(node) {
            let name = child.tag_name();
            match (name.namespace().unwrap_or_default(), name.name()) {
                (ns::SOAP_11 | ns::SOAP_12 | ns::HTTP, "address") => {}
                (ns::ADDRESSING_09, "EndpointReference") => {
                    port.endpoint_reference = Some(self.endpoint_reference(child, Addressing::V09));
                }
                (ns::ADDRESSING_10, "EndpointReference") => {
                    port.endpoint_reference = Some(self.endpoint_reference(child, Addressing::V10));
                }
                _ if is_policy(child, "Policy") || is_policy(child, "PolicyReference") => {
                    self.misplaced_policy(child, "a port");
                }
                _ => self.other(child, "port"),
            }
        }
        Some(port)
    }

    /// The element as a document of its own: prefixes that are declared outside are declared in it.
    fn endpoint_reference(&self, node: Node<'_, '_>, addressing: Addressing) -> EndpointReference {
        let text = &self.text[node.range()];
        let after_name = 1 + text[1..].find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(0);
        let mut declarations = String::new();
        let outside = |prefix: Option<&str>| {
            node.parent().is_some_and(|parent| {
                parent.lookup_namespace_uri(prefix) == node.lookup_namespace_uri(prefix)
            })
        };
        let start_tag = &text[..text.find('>').unwrap_or(text.len())];
        for namespace in node.namespaces() {
            let prefix = namespace.name();
            let attribute = prefix.map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
            let used = match prefix {
                Some("xml") => false,
                Some(prefix) => uses_prefix(text, prefix),
                None => true,
            };
            let declared = start_tag.contains(&format!("{attribute}="));
            if used && !declared && outside(prefix) {
                let uri = namespace.uri().replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
                declarations.push_str(&format!(" {attribute}=\"{uri}\""));
            }
        }
        let xml = format!("{}{declarations}{}", &text[..after_name], &text[after_name..]);
        EndpointReference { addressing, xml: xml.replace("\r\n", "\n") }
    }

    pub(super) fn policy(&self, node: Node<'_, '_>) -> policy::Element {
        policy::read_element(node, &|node| self.place(node))
    }

    /// The name of a definition, in the document's target namespace.
    pub(super) fn own_name(&mut self, node: Node<'_, '_>) -> Option<QName> {
        let local = self.required(node, "name")?;
        Some(QName::new(&self.target_namespace, local))
    }

    pub(super) fn required<'n>(&mut self, node: Node<'n, '_>, attribute: &str) -> Option<&'n str> {
        let value = node.attribute(attribute).map(str::trim).filter(|value| !value.is_empty());
        if value.is_none() {
            let text = format!("'{}' has to have the attribute '{attribute}'", node.tag_name().name());
            self.error(node, text);
        }
        value
    }

    /// What a prefixed name in an attribute's value means.
    pub(super) fn qname(&mut self, node: Node<'_, '_>, text: &str) -> Option<QName> {
        let (prefix, local) = match text.trim().split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, text.trim()),
        };
        match node.lookup_namespace_uri(prefix) {
            Some(namespace) => Some(QName::new(namespace, local)),
            // Without a default namespace the name is in none; many mean the target namespace then.
            None if prefix.is_none() => Some(QName::new("", local)),
            None => {
                self.error(node, format!("the prefix of '{text}' is not declared"));
                None
            }
        }
    }

    pub(super) fn misplaced_policy(&mut self, node: Node<'_, '_>, of: &str) {
        self.warn(
            Level::W1,
            node,
            format!("the policy of {of} is ignored: only policies of bindings are supported"),
        );
    }

    /// An element that nothing here reads.
    pub(super) fn other(&mut self, node: Node<'_, '_>, parent: &str) {
        let name = node.tag_name();
        let namespace = name.namespace().unwrap_or_default();
        if namespace == ns::WSDL && name.name() == "documentation" {
            self.warn(Level::W4, node, "documentation is ignored".to_owned());
            return;
        }
        if namespace == ns::WSDL {
            self.error(node, format!("'{}' is not allowed in '{parent}'", name.name()));
            return;
        }
        let text = format!("the extension '{}' of '{namespace}' in '{parent}' is ignored", name.name());
        if node.attribute((ns::WSDL, "required")) == Some("true") {
            self.error(node, format!("{text}, but it says that it must not be"));
        } else {
            self.warn(Level::W1, node, text);
        }
    }

    pub(super) fn error(&mut self, node: Node<'_, '_>, text: String) {
        self.diagnostics.error(self.place(node), text);
    }

    pub(super) fn warn(&mut self, level: Level, node: Node<'_, '_>, text: String) {
        self.diagnostics.warn(level, self.place(node), text);
    }

    pub(super) fn place(&self, node: Node<'_, '_>) -> Place {
        Place { input: self.input, offset: node.range().start }
    }
}

/// Whether a prefix is used in some XML. Names in texts count; schemes of URLs, which look like it, do not.
fn uses_prefix(xml: &str, prefix: &str) -> bool {
    xml.match_indices(&format!("{prefix}:")).any(|(at, found)| {
        let before = xml[..at].chars().next_back();
        let in_name = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        !in_name && !xml[at + found.len()..].starts_with("//")
    })
}

pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The local name of an element of WSDL.
pub(super) fn wsdl_name<'n>(node: Node<'n, '_>) -> Option<&'n str> {
    (node.tag_name().namespace() == Some(ns::WSDL)).then(|| node.tag_name().name())
}

/// Whether a node is this element of WS-Policy.
pub(super) fn is_policy(node: Node<'_, '_>, local: &str) -> bool {
    node.is_element()
        && node.tag_name().name() == local
        && policy::ns::is_policy(node.tag_name().namespace().unwrap_or_default())
}
