//! Bindings and their operations.

use roxmltree::Node;

use crate::diagnostics::Level;
use crate::policy;
use crate::schema::model::QName;

use super::read::{Reader, elements, is_policy, wsdl_name};
use super::*;

impl Reader<'_> {
    /// A SOAP binding. Others are left out, with a warning.
    pub(super) fn binding(&mut self, node: Node<'_, '_>, skipped: &mut Vec<QName>) -> Option<Binding> {
        let name = self.own_name(node)?;
        let port_type = self.required(node, "type")?;
        let port_type = self.qname(node, port_type)?;
        let Some((soap, extension)) = soap_binding(node) else {
            self.not_soap(node, &name.local);
            skipped.push(name);
            return None;
        };
        let transport = self.transport(extension);
        if policy::Transport::of(&transport).is_none() {
            // As the original does; with a transport of their own, few would call by generated functions.
            let text =
                format!("the binding '{}' has the transport '{transport}', which is left out", name.local);
            self.warn(Level::W4, node, text);
            skipped.push(name);
            return None;
        }
        let style = self.style(extension).unwrap_or(Style::Document);
        let mut binding = Binding {
            name,
            port_type,
            soap,
            transport,
            operations: Vec::new(),
            policies: self.policy_uris(node),
            place: self.place(node),
        };
        for child in elements(node) {
            let extension = child.tag_name();
            match (extension.namespace().unwrap_or_default(), extension.name()) {
                (ns::SOAP_11 | ns::SOAP_12, "binding") => {}
                (ns::WSDL, "operation") => binding.operations.extend(self.bound_operation(child, style)),
                // As an extension it says what it says as an assertion.
                (ns::ADDRESSING_WSDL, "UsingAddressing") => binding.policies.push(self.policy(child)),
                _ if is_policy(child, "Policy") || is_policy(child, "PolicyReference") => {
                    binding.policies.push(self.policy(child));
                }
                _ => self.other(child, "binding"),
            }
        }
        Some(binding)
    }

    fn transport(&mut self, node: Node<'_, '_>) -> String {
        if let Some(transport) = node.attribute("transport") {
            return transport.trim().to_owned();
        }
        self.warn(Level::W1, node, "the binding does not say its transport: HTTP is assumed".to_owned());
        transport::HTTP.to_owned()
    }

    fn not_soap(&mut self, node: Node<'_, '_>, name: &str) {
        let verb = elements(node)
            .find(|child| {
                child.tag_name().namespace() == Some(ns::HTTP) && child.tag_name().name() == "binding"
            })
            .map(|child| child.attribute("verb").unwrap_or("?").to_owned());
        let kind =
            verb.map_or_else(|| "no SOAP binding".to_owned(), |verb| format!("an HTTP {verb} binding"));
        self.warn(
            Level::W1,
            node,
            format!("the binding '{name}' is {kind}, which is not supported: nothing is generated for it"),
        );
    }

    /// The references in the attribute PolicyURIs, as elements.
    fn policy_uris(&self, node: Node<'_, '_>) -> Vec<policy::Element> {
        let attribute = node.attributes().find(|attribute| {
            attribute.name() == "PolicyURIs"
                && policy::ns::is_policy(attribute.namespace().unwrap_or_default())
        });
        let uris = attribute.map_or("", |attribute| attribute.value());
        uris.split_whitespace().map(|uri| policy::Element::reference(uri, self.place(node))).collect()
    }

    fn style(&mut self, node: Node<'_, '_>) -> Option<Style> {
        match node.attribute("style").map(str::trim)? {
            "document" => Some(Style::Document),
            "rpc" => Some(Style::Rpc),
            other => {
                self.error(node, format!("the style is 'document' or 'rpc', and '{other}' was found"));
                None
            }
        }
    }

    fn bound_operation(&mut self, node: Node<'_, '_>, style: Style) -> Option<BoundOperation> {
        let name = self.required(node, "name")?.to_owned();
        let mut operation = BoundOperation {
            name,
            soap_action: None,
            style,
            input: Body::default(),
            output: Body::default(),
            place: self.place(node),
        };
        for child in elements(node) {
            let extension = child.tag_name();
            match (extension.namespace().unwrap_or_default(), extension.name()) {
                (ns::SOAP_11 | ns::SOAP_12, "operation") => {
                    // An action that is empty is the one to be sent.
                    operation.soap_action = child.attribute("soapAction").map(|text| text.trim().to_owned());
                    operation.style = self.style(child).unwrap_or(style);
                }
                (ns::WSDL, "input") => operation.input = self.body(child),
                (ns::WSDL, "output") => operation.output = self.body(child),
                // A fault's message is described; how it is encoded makes no difference to that.
                (ns::WSDL, "fault") => {}
                _ if is_policy(child, "Policy") || is_policy(child, "PolicyReference") => {
                    self.misplaced_policy(child, "an operation");
                }
                _ => self.other(child, "operation"),
            }
        }
        Some(operation)
    }

    fn body(&mut self, node: Node<'_, '_>) -> Body {
        let mut body = Body { place: Some(self.place(node)), ..Body::default() };
        for child in elements(node) {
            self.body_part(child, &mut body);
        }
        body
    }

    fn body_part(&mut self, node: Node<'_, '_>, body: &mut Body) {
        let extension = node.tag_name();
        match (extension.namespace().unwrap_or_default(), extension.name()) {
            (ns::SOAP_11 | ns::SOAP_12, "body") => {
                body.encoded = node.attribute("use").map(str::trim) == Some("encoded");
                body.namespace = node.attribute("namespace").map(|text| text.trim().to_owned());
                body.parts = node
                    .attribute("parts")
                    .map(|parts| parts.split_whitespace().map(str::to_owned).collect());
                if body.encoded {
                    self.warn(
                        Level::W1,
                        node,
                        "use=\"encoded\" is not supported: the body becomes an XML buffer".to_owned(),
                    );
                }
            }
            (ns::SOAP_11 | ns::SOAP_12, "header") => {
                if let (Some(message), Some(part)) = (node.attribute("message"), node.attribute("part")) {
                    let message = self.qname(node, message);
                    body.headers.extend(message.map(|message| (message, part.trim().to_owned())));
                }
                self.warn(
                    Level::W1,
                    node,
                    "soap:header is ignored: set and read headers with WsSetHeader and WsGetHeader"
                        .to_owned(),
                );
            }
            (ns::MIME, "multipartRelated") => {
                self.warn(
                    Level::W1,
                    node,
                    "attachments (MIME) are not supported: only the SOAP body is read".to_owned(),
                );
                for part in elements(node).filter(|part| part.tag_name().name() == "part") {
                    for child in elements(part).filter(|child| {
                        matches!(child.tag_name().namespace(), Some(ns::SOAP_11 | ns::SOAP_12))
                    }) {
                        self.body_part(child, body);
                    }
                }
            }
            _ if is_policy(node, "Policy") || is_policy(node, "PolicyReference") => {
                self.misplaced_policy(node, "a message");
            }
            _ if wsdl_name(node).is_some() => self.other(node, "operation"),
            _ => self.other(node, "the binding of an operation"),
        }
    }
}

/// The extension that says that a binding is one of SOAP.
fn soap_binding<'a, 'i>(node: Node<'a, 'i>) -> Option<(Soap, Node<'a, 'i>)> {
    elements(node).find_map(|child| {
        let soap = match child.tag_name().namespace() {
            Some(ns::SOAP_11) => Soap::V11,
            Some(ns::SOAP_12) => Soap::V12,
            _ => return None,
        };
        (child.tag_name().name() == "binding").then_some((soap, child))
    })
}
