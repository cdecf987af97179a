//! The parts of a WSDL document that matter here. References are names: what they refer to may stand in another
//! input.

use std::collections::HashMap;

use crate::diagnostics::{InputId, Place};
use crate::policy;
use crate::schema::model::QName;

/// One `wsdl:definitions`.
#[derive(Debug)]
pub(crate) struct Wsdl {
    /// Which of the inputs it is.
    pub(crate) input: InputId,
    pub(crate) messages: Vec<Message>,
    pub(crate) port_types: Vec<PortType>,
    pub(crate) bindings: Vec<Binding>,
    /// Bindings of which nothing is generated.
    pub(crate) skipped_bindings: Vec<QName>,
    pub(crate) ports: Vec<Port>,
    /// Policies to which bindings of this or other inputs refer.
    pub(crate) policies: Vec<policy::Element>,
}

#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: QName,
    pub(crate) parts: Vec<Part>,
    pub(crate) place: Place,
}

#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) content: Content,
    pub(crate) place: Place,
}

/// What a part is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Element(QName),
    Type(QName),
}

#[derive(Debug)]
pub(crate) struct PortType {
    pub(crate) name: QName,
    pub(crate) operations: Vec<Operation>,
    /// Which of them has a name.
    pub(crate) by_name: HashMap<String, usize>,
    pub(crate) place: Place,
}

impl PortType {
    /// The operation of this name.
    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(*self.by_name.get(name)?)
    }
}

/// An operation of a port type.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    /// None for what the service sends unasked.
    pub(crate) input: Option<Reference>,
    /// None for one-way operations.
    pub(crate) output: Option<Reference>,
    pub(crate) faults: Vec<Reference>,
    pub(crate) place: Place,
}

/// The use of a message by an operation.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) message: QName,
    /// What WS-Addressing says that its action is.
    pub(crate) action: Option<String>,
    pub(crate) place: Place,
}

/// A SOAP binding.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) name: QName,
    pub(crate) port_type: QName,
    pub(crate) soap: Soap,
    pub(crate) transport: String,
    pub(crate) operations: Vec<BoundOperation>,
    /// Assertions, policies and references to policies, in their order.
    pub(crate) policies: Vec<policy::Element>,
    pub(crate) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Soap {
    V11,
    V12,
}

/// An operation of a binding.
#[derive(Debug)]
pub(crate) struct BoundOperation {
    pub(crate) name: String,
    pub(crate) soap_action: Option<String>,
    pub(crate) style: Style,
    pub(crate) input: Body,
    pub(crate) output: Body,
    pub(crate) place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Document,
    Rpc,
}

/// How the parts of a message are in the body.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Not as the types say, but in SOAP's own encoding.
    pub(crate) encoded: bool,
    /// Of the element around the parts of an RPC message.
    pub(crate) namespace: Option<String>,
    /// Which parts; None for all of them.
    pub(crate) parts: Option<Vec<String>>,
    /// Messages and their parts that are headers, which the body has not unless it says so.
    pub(crate) headers: Vec<(QName, String)>,
    pub(crate) place: Option<Place>,
}

/// A port of a service.
#[derive(Debug)]
pub(crate) struct Port {
    pub(crate) name: String,
    pub(crate) binding: QName,
    pub(crate) endpoint_reference: Option<EndpointReference>,
    pub(crate) place: Place,
}

/// Where a service is, as WS-Addressing says it.
#[derive(Debug)]
pub(crate) struct EndpointReference {
    pub(crate) addressing: Addressing,
    /// The element as a document of its own.
    pub(crate) xml: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addressing {
    V09,
    V10,
    Transport,
}
