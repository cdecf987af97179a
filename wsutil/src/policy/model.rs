//! A policy as it is written.

use crate::diagnostics::Place;

/// An element of a policy: an operator or an assertion.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) namespace: String,
    pub(crate) local: String,
    pub(crate) attributes: Vec<Attribute>,
    /// Its text, without space around it.
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) namespace: String,
    pub(crate) local: String,
    pub(crate) value: String,
}

impl Element {
    /// A reference to a policy.
    pub(crate) fn reference(uri: &str, place: Place) -> Self {
        let uri = Attribute { namespace: String::new(), local: "URI".to_owned(), value: uri.to_owned() };
        Self {
            namespace: super::ns::POLICY_15.to_owned(),
            local: "PolicyReference".to_owned(),
            attributes: vec![uri],
            text: String::new(),
            children: Vec::new(),
            place,
        }
    }

    pub(crate) fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.namespace == namespace && attribute.local == local)
            .map(|attribute| attribute.value.as_str())
    }

    /// What a reference to this policy names it by, in its own document.
    pub(crate) fn id(&self) -> Option<&str> {
        self.attribute(super::ns::UTILITY, "Id")
            .or_else(|| self.attribute("http://www.w3.org/XML/1998/namespace", "id"))
    }

    /// What a reference to this policy names it by, anywhere.
    pub(crate) fn name(&self) -> Option<&str> {
        self.attribute("", "Name")
    }

    /// An attribute of WS-Policy itself, in whichever version of its namespace, that is true.
    pub(crate) fn flag(&self, local: &str) -> bool {
        self.attributes.iter().any(|attribute| {
            super::ns::is_policy(&attribute.namespace)
                && attribute.local == local
                && matches!(attribute.value.trim(), "true" | "1")
        })
    }

    pub(crate) fn is_operator(&self, local: &str) -> bool {
        self.local == local && super::ns::is_policy(&self.namespace)
    }

    pub(crate) fn is_security(&self, local: &str) -> bool {
        self.local == local && super::ns::is_security(&self.namespace)
    }

    /// The policy within an assertion.
    pub(crate) fn nested(&self) -> Option<&Element> {
        self.children.iter().find(|child| child.is_operator("Policy"))
    }
}
