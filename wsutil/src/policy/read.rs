//! From XML to policies.

use roxmltree::Node;

use crate::diagnostics::Place;

use super::{Attribute, Element};

/// An element of a policy with all in it. What is nested deeper than a policy can sensibly be is cut off by the
/// reader of XML, which limits depth.
pub(crate) fn read_element(node: Node<'_, '_>, locate: &dyn Fn(Node<'_, '_>) -> Place) -> Element {
    let text: String =
        node.children().filter(roxmltree::Node::is_text).filter_map(|child| child.text()).collect();
    Element {
        namespace: node.tag_name().namespace().unwrap_or_default().to_owned(),
        local: node.tag_name().name().to_owned(),
        attributes: node
            .attributes()
            .map(|attribute| Attribute {
                namespace: attribute.namespace().unwrap_or_default().to_owned(),
                local: attribute.name().to_owned(),
                value: attribute.value().to_owned(),
            })
            .collect(),
        text: text.trim().to_owned(),
        children: node.children().filter(Node::is_element).map(|child| read_element(child, locate)).collect(),
        place: locate(node),
    }
}
