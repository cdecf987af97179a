//! An XML buffer as a source of nodes: a cursor in its tree.
//!
//! The tree is shared with writers, so the current node is copied out of it when the cursor arrives, into
//! memory that is used again and again.

use std::sync::Arc;

use crate::abi::types::WS_MOVE_TO;
use crate::error::{Error, Result};
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::text::Text;

use super::namespaces::Namespaces;
use super::stored::{Range, Stored};
use super::{Attribute, Element, NodeType, ReaderProperties};

struct Attr {
    single_quote: bool,
    is_xmlns: bool,
    prefix: Range,
    local_name: Range,
    ns: Range,
    value: Stored,
}

pub(super) struct TreeDecoder {
    buffer: Arc<XmlBuffer>,
    node: NodeId,
    node_type: NodeType,
    /// Whatever of the current node is bytes.
    memory: Vec<u8>,
    prefix: Range,
    local_name: Range,
    ns: Range,
    is_empty: bool,
    attributes: Vec<Attr>,
    /// The text of a text node or comment.
    text: Option<Stored>,
    namespaces: Namespaces,
    /// For each open element, the current one included, the number of declarations outside of it.
    open: Vec<usize>,
}

impl TreeDecoder {
    pub(super) fn new(buffer: Arc<XmlBuffer>, position: Option<NodeId>) -> Result<Self> {
        let mut decoder = Self {
            buffer,
            node: Tree::BOF,
            node_type: NodeType::Bof,
            memory: Vec::new(),
            prefix: Range::default(),
            local_name: Range::default(),
            ns: Range::default(),
            is_empty: false,
            attributes: Vec::new(),
            text: None,
            namespaces: Namespaces::new(),
            open: Vec::new(),
        };
        if let Some(position) = position {
            decoder.jump(position)?;
        }
        Ok(decoder)
    }

    pub(super) fn buffer(&self) -> &Arc<XmlBuffer> {
        &self.buffer
    }

    pub(super) fn position(&self) -> NodeId {
        self.node
    }

    /// To the next node in document order; with `skip`, to the one after the current element.
    pub(super) fn read_node(&mut self, skip: bool, properties: &ReaderProperties) -> Result<()> {
        let buffer = self.buffer.clone();
        let tree = buffer.tree.lock();
        tree.check(self.node)?;
        let next = if skip { tree.following_skipping(self.node) } else { tree.following(self.node) };
        let Some(next) = next else {
            return Err(Error::invalid_operation("expected another node, found the end of the XML buffer"));
        };
        let node_type = tree.node_type(next);
        let is_left = self.node_type == NodeType::EndElement || (skip && self.node_type == NodeType::Element);
        let depth = self.open.len() - usize::from(is_left);
        if node_type == NodeType::Element {
            self.check_limits(&tree, next, depth, properties)?;
        }
        if is_left && let Some(bindings) = self.open.pop() {
            self.namespaces.truncate(bindings);
        }
        if node_type == NodeType::Element {
            self.enter(&tree, next);
        }
        self.arrive(&tree, next)
    }

    fn check_limits(
        &self,
        tree: &Tree,
        element: NodeId,
        depth: usize,
        properties: &ReaderProperties,
    ) -> Result<()> {
        let too_many = |what: &str, limit: u32| {
            Err(Error::quota_exceeded(format!("{what}, {limit}, is exceeded, at {}", self.describe_in(tree))))
        };
        if depth >= properties.max_depth as usize {
            return too_many("WS_XML_READER_PROPERTY_MAX_DEPTH", properties.max_depth);
        }
        let count = tree.element(element).map_or(0, |element| element.attribute_count);
        if count > properties.max_attributes as usize {
            return too_many("WS_XML_READER_PROPERTY_MAX_ATTRIBUTES", properties.max_attributes);
        }
        let declared = tree.attributes(element).filter(|attribute| attribute.is_xmlns).count();
        if declared + self.namespaces.len() > properties.max_namespaces as usize {
            return too_many("WS_XML_READER_PROPERTY_MAX_NAMESPACES", properties.max_namespaces);
        }
        Ok(())
    }

    /// Opens the scope of an element.
    fn enter(&mut self, tree: &Tree, element: NodeId) {
        self.open.push(self.namespaces.len());
        for attribute in tree.attributes(element).filter(|attribute| attribute.is_xmlns) {
            self.namespaces.push(attribute.prefix, attribute.ns);
        }
    }

    /// Copies the node that the cursor has come to.
    fn arrive(&mut self, tree: &Tree, node: NodeId) -> Result<()> {
        self.memory.clear();
        self.attributes.clear();
        self.text = None;
        self.node = node;
        self.node_type = tree.node_type(node);
        let memory = &mut self.memory;
        if let Some(element) = tree.element(node) {
            self.prefix = Range::store(element.prefix, memory);
            self.local_name = Range::store(element.local_name, memory);
            self.ns = Range::store(element.ns, memory);
            self.is_empty = element.is_empty;
            for attribute in tree.attributes(node) {
                self.attributes.push(Attr {
                    single_quote: attribute.single_quote,
                    is_xmlns: attribute.is_xmlns,
                    prefix: Range::store(attribute.prefix, memory),
                    local_name: Range::store(attribute.local_name, memory),
                    ns: Range::store(attribute.ns, memory),
                    value: Stored::store(&attribute.value, memory)?,
                });
            }
        } else if let Some(text) = tree.text(node).or_else(|| tree.comment(node).map(Text::Utf8)) {
            self.text = Some(Stored::store(&text, memory)?);
        }
        Ok(())
    }

    /// To any node of the tree.
    pub(super) fn jump(&mut self, node: NodeId) -> Result<()> {
        let buffer = self.buffer.clone();
        let tree = buffer.tree.lock();
        tree.check(node)?;
        self.jump_within(&tree, node)
    }

    fn jump_within(&mut self, tree: &Tree, node: NodeId) -> Result<()> {
        let mut around: Vec<NodeId> = tree.ancestors(node).collect();
        around.reverse();
        if tree.node_type(node) == NodeType::Element {
            around.push(node);
        }
        self.namespaces.truncate(0);
        self.open.clear();
        for element in around {
            self.enter(tree, element);
        }
        self.arrive(tree, node)
    }

    /// WsMoveReader: whether there is such a node.
    pub(super) fn move_to(&mut self, to: WS_MOVE_TO) -> Result<bool> {
        let buffer = self.buffer.clone();
        let tree = buffer.tree.lock();
        tree.check(self.node)?;
        match tree.move_to(self.node, to) {
            Some(node) => self.jump_within(&tree, node).map(|()| true),
            None => Ok(false),
        }
    }

    pub(super) fn node_type(&self) -> NodeType {
        self.node_type
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn namespaces(&self) -> &Namespaces {
        &self.namespaces
    }

    pub(super) fn element(&self) -> Option<Element<'_>> {
        (self.node_type == NodeType::Element).then(|| Element {
            prefix: self.prefix.of(&self.memory),
            local_name: self.local_name.of(&self.memory),
            ns: self.ns.of(&self.memory),
            attribute_count: self.attributes.len(),
            is_empty: self.is_empty,
        })
    }

    pub(super) fn attribute(&self, index: usize) -> Option<Attribute<'_>> {
        let attribute = self.attributes.get(index)?;
        Some(Attribute {
            single_quote: attribute.single_quote,
            is_xmlns: attribute.is_xmlns,
            prefix: attribute.prefix.of(&self.memory),
            local_name: attribute.local_name.of(&self.memory),
            ns: attribute.ns.of(&self.memory),
            value: attribute.value.text(&self.memory),
        })
    }

    /// The text of a text node or comment.
    pub(super) fn text(&self) -> Option<Text<'_>> {
        self.text.map(|text| text.text(&self.memory))
    }

    /// The nearest attribute `xml:local_name` in scope.
    pub(super) fn xml_attribute(&self, local_name: &[u8]) -> Result<Option<Vec<u8>>> {
        let tree = self.buffer.tree.lock();
        tree.check(self.node)?;
        let own = (self.node_type == NodeType::Element).then_some(self.node);
        for element in own.into_iter().chain(tree.ancestors(self.node)) {
            for attribute in tree.attributes(element) {
                if !attribute.is_xmlns && attribute.prefix == b"xml" && attribute.local_name == local_name {
                    let mut value = Vec::new();
                    attribute.value.write_utf8(&mut value)?;
                    return Ok(Some(value));
                }
            }
        }
        Ok(None)
    }

    /// The element path, for people.
    pub(super) fn describe(&self) -> String {
        self.describe_in(&self.buffer.tree.lock())
    }

    fn describe_in(&self, tree: &Tree) -> String {
        let mut text = format!("{} of an XML buffer", self.node_type.name());
        if tree.check(self.node).is_err() {
            return text;
        }
        let own = (self.node_type == NodeType::Element).then_some(self.node);
        let mut around: Vec<NodeId> = own.into_iter().chain(tree.ancestors(self.node)).collect();
        around.reverse();
        let names = around.iter().filter_map(|&id| tree.element(id)).map(|element| element.local_name);
        super::describe_path(&mut text, around.len(), names);
        text
    }
}
