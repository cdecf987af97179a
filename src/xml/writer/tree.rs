//! Writing into an XML buffer: nodes are inserted before the node that the writer stands on.

use std::sync::Arc;

use crate::error::Result;

use super::scope::Scope;
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::reader::{Attribute, NodeType};
use crate::xml::text::Text;

/// Tree output.
pub(crate) struct TreeBuilder {
    pub(crate) buffer: Arc<XmlBuffer>,
    /// What is written goes before this node.
    pub(crate) position: NodeId,
    start: StartTag,
}

/// The start tag being written, until it is committed.
#[derive(Default)]
struct StartTag {
    /// Names and values, one after the other.
    bytes: Vec<u8>,
    prefix: Range,
    local_name: Range,
    ns: Range,
    attributes: Vec<PendingAttribute>,
}

/// A piece of [`StartTag::bytes`].
#[derive(Clone, Copy, Default)]
struct Range {
    start: usize,
    end: usize,
}

#[derive(Clone, Copy)]
struct PendingAttribute {
    single_quote: bool,
    prefix: Range,
    local_name: Range,
    ns: Range,
    value: PendingValue,
}

#[derive(Clone, Copy)]
enum PendingValue {
    Utf8(Range),
    Base64(Range),
    QName { prefix: Range, local_name: Range, ns: Range },
    Other(Text<'static>),
}

impl StartTag {
    fn keep(&mut self, bytes: &[u8]) -> Range {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        Range { start, end: self.bytes.len() }
    }

    fn slice(&self, range: Range) -> &[u8] {
        &self.bytes[range.start..range.end]
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.attributes.clear();
    }

    fn attribute(&self, pending: &PendingAttribute) -> Attribute<'_> {
        Attribute {
            single_quote: pending.single_quote,
            is_xmlns: false,
            prefix: self.slice(pending.prefix),
            local_name: self.slice(pending.local_name),
            ns: self.slice(pending.ns),
            value: match pending.value {
                PendingValue::Utf8(range) => Text::Utf8(self.slice(range)),
                PendingValue::Base64(range) => Text::Base64(self.slice(range)),
                PendingValue::QName { prefix, local_name, ns } => Text::QName {
                    prefix: self.slice(prefix),
                    local_name: self.slice(local_name),
                    ns: self.slice(ns),
                },
                PendingValue::Other(text) => text,
            },
        }
    }
}

/// The declarations of the innermost element as attributes.
fn declarations(scope: &Scope) -> impl Iterator<Item = Attribute<'_>> {
    scope.own_declarations().map(|declaration| Attribute {
        single_quote: declaration.single_quote,
        is_xmlns: true,
        prefix: declaration.prefix,
        local_name: b"",
        ns: declaration.ns.bytes,
        value: Text::Utf8(b""),
    })
}

impl TreeBuilder {
    pub(crate) fn new(buffer: Arc<XmlBuffer>, position: NodeId) -> Self {
        Self { buffer, position, start: StartTag::default() }
    }

    /// Whether the document has an element at its root.
    pub(crate) fn has_root(&self) -> bool {
        let tree = self.buffer.tree.lock();
        std::iter::successors(tree.first_child(Tree::BOF), |&id| tree.next(id))
            .any(|id| tree.node_type(id) == NodeType::Element)
    }

    /// Whether there is nothing in the document.
    pub(crate) fn is_empty(&self) -> bool {
        self.buffer.tree.lock().first_child(Tree::BOF) == Some(Tree::EOF)
    }

    /// Whether the node it stands on has not been removed meanwhile.
    pub(crate) fn check(&self) -> Result<()> {
        self.buffer.tree.lock().check(self.position)
    }

    /// The elements around the position, with their namespaces.
    pub(crate) fn adopt_scope(&self, scope: &mut Scope) {
        scope.clear();
        let tree = self.buffer.tree.lock();
        let mut ancestors: Vec<NodeId> = tree.ancestors(self.position).collect();
        while let Some(id) = ancestors.pop() {
            adopt_element(&tree, id, scope);
        }
    }

    /// The element that the writer stands on, added to its scope: attributes can be added to it.
    pub(crate) fn adopt_current(&self, scope: &mut Scope) -> bool {
        let tree = self.buffer.tree.lock();
        let is_element = tree.node_type(self.position) == NodeType::Element;
        if is_element {
            adopt_element(&tree, self.position, scope);
        }
        is_element
    }

    /// How many attributes the element that the writer stands on has, and whether this is one of them.
    pub(crate) fn current_attributes(&self, local_name: &[u8], ns: &[u8]) -> (usize, bool) {
        let tree = self.buffer.tree.lock();
        let found = tree
            .attributes(self.position)
            .any(|attribute| !attribute.is_xmlns && attribute.local_name == local_name && attribute.ns == ns);
        (tree.attributes(self.position).count(), found)
    }

    // ---- nodes

    pub(crate) fn start_element(&mut self, prefix: &[u8], local_name: &[u8], ns: &[u8]) {
        self.start.clear();
        self.start.prefix = self.start.keep(prefix);
        self.start.local_name = self.start.keep(local_name);
        self.start.ns = self.start.keep(ns);
    }

    pub(crate) fn start_attribute(
        &mut self,
        prefix: &[u8],
        local_name: &[u8],
        ns: &[u8],
        single_quote: bool,
    ) {
        let start = &mut self.start;
        let attribute = PendingAttribute {
            single_quote,
            prefix: start.keep(prefix),
            local_name: start.keep(local_name),
            ns: start.keep(ns),
            value: PendingValue::Utf8(start.keep(b"")),
        };
        start.attributes.push(attribute);
    }

    pub(crate) fn attribute_text(&mut self, text: &Text<'_>) -> Result<()> {
        let start = &mut self.start;
        let Some(attribute) = start.attributes.last_mut() else { return Ok(()) };
        // More of the same kind goes behind what is there: nothing else has been kept since.
        match (*text, &mut attribute.value) {
            (Text::Utf8(bytes), PendingValue::Utf8(range)) => {
                crate::value::string::utf8(bytes)?;
                start.bytes.extend_from_slice(bytes);
                range.end = start.bytes.len();
            }
            (Text::Utf16(_), PendingValue::Utf8(range)) => {
                text.write_utf8(&mut start.bytes)?;
                range.end = start.bytes.len();
            }
            (Text::Base64(bytes), PendingValue::Utf8(range) | PendingValue::Base64(range)) => {
                start.bytes.extend_from_slice(bytes);
                let range = Range { start: range.start, end: start.bytes.len() };
                attribute.value = PendingValue::Base64(range);
            }
            (Text::QName { prefix, local_name, ns }, _) => {
                let value = PendingValue::QName {
                    prefix: start.keep(prefix),
                    local_name: start.keep(local_name),
                    ns: start.keep(ns),
                };
                if let Some(attribute) = start.attributes.last_mut() {
                    attribute.value = value;
                }
            }
            _ => attribute.value = PendingValue::Other(without_bytes(text)),
        }
        Ok(())
    }

    /// Commits the start tag with the declarations of the scope's innermost element.
    pub(crate) fn end_start_element(&mut self, scope: &Scope, is_empty: bool) -> Result<()> {
        let start = &self.start;
        let mut tree = self.buffer.tree.lock();
        let attributes = start.attributes.iter().map(|pending| start.attribute(pending));
        let element = tree.insert_element(
            self.position,
            start.slice(start.prefix),
            start.slice(start.local_name),
            start.slice(start.ns),
            attributes.chain(declarations(scope)),
            is_empty,
        )?;
        self.position = tree.last_child(element).unwrap_or(self.position);
        drop(tree);
        self.start.clear();
        Ok(())
    }

    /// Leaves the element, or the CDATA section, around the position.
    pub(crate) fn end(&mut self) {
        let tree = self.buffer.tree.lock();
        if let Some(next) = tree.parent(self.position).and_then(|parent| tree.next(parent)) {
            self.position = next;
        }
    }

    pub(crate) fn text(&mut self, text: &Text<'_>) -> Result<()> {
        self.buffer.tree.lock().insert_text(self.position, text)?;
        Ok(())
    }

    pub(crate) fn comment(&mut self, content: &[u8]) -> Result<()> {
        self.buffer.tree.lock().insert_comment(self.position, content)?;
        Ok(())
    }

    pub(crate) fn start_cdata(&mut self) -> Result<()> {
        let mut tree = self.buffer.tree.lock();
        let section = tree.insert_cdata(self.position)?;
        self.position = tree.last_child(section).unwrap_or(self.position);
        Ok(())
    }

    /// Adds the attribute that was written to the element that the writer stands on, and the declarations that
    /// it brought.
    pub(crate) fn commit_to_current(&mut self, scope: &Scope, declared_before: usize) -> Result<()> {
        let mut tree = self.buffer.tree.lock();
        for pending in &self.start.attributes {
            tree.add_attribute(self.position, &self.start.attribute(pending))?;
        }
        for index in declared_before..scope.own_count() {
            let declaration = scope.own_declaration(index);
            tree.add_attribute(
                self.position,
                &Attribute {
                    single_quote: declaration.single_quote,
                    is_xmlns: true,
                    prefix: declaration.prefix,
                    local_name: b"",
                    ns: declaration.ns.bytes,
                    value: Text::Utf8(b""),
                },
            )?;
        }
        drop(tree);
        self.start.clear();
        Ok(())
    }

    /// Forgets an attribute that cannot be added.
    pub(crate) fn abandon_start(&mut self) {
        self.start.clear();
    }
}

fn adopt_element(tree: &Tree, id: NodeId, scope: &mut Scope) {
    let Some(element) = tree.element(id) else { return };
    scope.push(element.prefix, element.local_name);
    for attribute in tree.attributes(id).filter(|attribute| attribute.is_xmlns) {
        scope.adopt(attribute.prefix, attribute.ns.into());
    }
}

/// A text that is a value and not bytes.
fn without_bytes(text: &Text<'_>) -> Text<'static> {
    match *text {
        Text::Bool(value) => Text::Bool(value),
        Text::Int32(value) => Text::Int32(value),
        Text::Int64(value) => Text::Int64(value),
        Text::UInt64(value) => Text::UInt64(value),
        Text::Float(value) => Text::Float(value),
        Text::Double(value) => Text::Double(value),
        Text::Decimal(value) => Text::Decimal(value),
        Text::Guid(value) => Text::Guid(value),
        Text::UniqueId(value) => Text::UniqueId(value),
        Text::DateTime(value) => Text::DateTime(value),
        Text::TimeSpan(value) => Text::TimeSpan(value),
        // Bytes were kept by the caller.
        Text::Utf8(_) | Text::Utf16(_) | Text::Base64(_) | Text::QName { .. } => Text::Utf8(b""),
    }
}
