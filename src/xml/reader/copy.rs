//! WsReadXmlBuffer: from a reader into a buffer of its own.

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::text::Text;

use super::namespaces::Namespaces;
use super::{Attribute, NodeType, Reader};

impl Reader {
    /// WsReadXmlBuffer: the current element and what is in it, or at the beginning the whole document, as a
    /// buffer of its own; the reader is past it then. Namespaces in scope that it uses are declared in the copy.
    pub(crate) fn read_buffer(&mut self, heap: &Arc<Heap>) -> Result<Arc<XmlBuffer>> {
        self.check_copyable()?;
        let buffer = XmlBuffer::new(heap)?;
        match self.copy_into(&buffer) {
            Ok(()) => Ok(buffer),
            Err(error) => Err(self.fault(error)),
        }
    }

    /// Whether the reader stands where it can read into a buffer. The codes are those of Windows: `E_FAIL` even
    /// if there is no input.
    pub(crate) fn check_copyable(&mut self) -> Result<()> {
        if !matches!(self.node_type(), NodeType::Bof | NodeType::Element) {
            return Err(self.expected(E_FAIL, "a start element or the beginning of the document"));
        }
        self.check_ready()
    }

    fn copy_into(&mut self, buffer: &XmlBuffer) -> Result<()> {
        let mut copy = Copy {
            tree: &mut buffer.tree.lock(),
            before: Tree::EOF,
            open: Vec::new(),
            namespaces: Namespaces::new(),
        };
        if self.node_type() == NodeType::Bof {
            self.read_node()?;
            while self.node_type() != NodeType::Eof {
                copy.node(self)?;
                self.read_node()?;
            }
            return Ok(());
        }
        loop {
            copy.node(self)?;
            let is_done = copy.open.is_empty();
            self.read_node()?;
            if is_done {
                return Ok(());
            }
        }
    }
}

struct Copy<'a> {
    tree: &'a mut Tree,
    /// What the next node is inserted before.
    before: NodeId,
    /// The open elements, and the number of declarations outside of each.
    open: Vec<(NodeId, usize)>,
    /// The declarations in scope in the copy.
    namespaces: Namespaces,
}

impl Copy<'_> {
    fn node(&mut self, reader: &Reader) -> Result<()> {
        match reader.node_type() {
            NodeType::Element => self.element(reader)?,
            NodeType::EndElement => {
                if let Some((element, bindings)) = self.open.pop() {
                    self.namespaces.truncate(bindings);
                    self.leave(element);
                }
            }
            NodeType::Text => {
                if let Some(text) = reader.text() {
                    self.tree.insert_text(self.before, &text)?;
                }
            }
            NodeType::Comment => {
                self.tree.insert_comment(self.before, reader.comment().unwrap_or_default())?;
            }
            NodeType::CData => {
                let section = self.tree.insert_cdata(self.before)?;
                self.before = self.tree.last_child(section).unwrap_or(self.before);
            }
            NodeType::EndCData => {
                if let Some(section) = self.tree.parent(self.before) {
                    self.leave(section);
                }
            }
            NodeType::Bof | NodeType::Eof => {}
        }
        Ok(())
    }

    /// Goes on behind this node.
    fn leave(&mut self, node: NodeId) {
        self.before = self.tree.next(node).unwrap_or(Tree::EOF);
    }

    fn element(&mut self, reader: &Reader) -> Result<()> {
        let Some(element) = reader.element() else { return Ok(()) };
        let attributes = || (0..element.attribute_count).filter_map(|index| reader.attribute(index));
        let bindings = self.namespaces.len();
        for attribute in attributes().filter(|attribute| attribute.is_xmlns) {
            self.namespaces.push(attribute.prefix, attribute.ns);
        }
        let used = attributes()
            .filter(|attribute| !attribute.is_xmlns && !attribute.prefix.is_empty())
            .map(|attribute| (attribute.prefix, attribute.ns));
        let mut missing: Vec<(&[u8], &[u8])> = Vec::new();
        for (prefix, ns) in used.chain([(element.prefix, element.ns)]) {
            let found = self.namespaces.find(prefix).map(|found| self.namespaces.get(found));
            if found != Some(ns) {
                if missing.contains(&(prefix, ns)) {
                    continue;
                }
                missing.push((prefix, ns));
            }
        }
        // What was declared around the copied element is declared on the first one within that uses it.
        let declarations = missing.iter().map(|&(prefix, ns)| Attribute {
            single_quote: false,
            is_xmlns: true,
            prefix,
            local_name: b"",
            ns,
            value: Text::Utf8(b""),
        });
        for &(prefix, ns) in &missing {
            self.namespaces.push(prefix, ns);
        }
        let id = self.tree.insert_element(
            self.before,
            element.prefix,
            element.local_name,
            element.ns,
            attributes().chain(declarations),
            element.is_empty,
        )?;
        self.open.push((id, bindings));
        self.before = self
            .tree
            .last_child(id)
            .ok_or_else(|| Error::new(E_UNEXPECTED, "an element of an XML buffer has no end"))?;
        Ok(())
    }
}
