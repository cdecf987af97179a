//! Writing what others hold: nodes of C, a reader's, a buffer's, arrays of values.

use std::sync::Arc;

use crate::error::{Error, Result};

use super::{Encoder, State, Writer};
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::dictionary::Name;
use crate::xml::reader::{Attribute, Element, NodeType, Reader};
use crate::xml::text::Text;

/// A node to be written. (WsWriteNode)
pub(crate) enum NewNode<'a> {
    Bof,
    Eof,
    Element {
        prefix: Option<&'a [u8]>,
        local_name: Name<'a>,
        ns: Name<'a>,
        attributes: &'a [NewAttribute<'a>],
        is_empty: bool,
    },
    EndElement,
    CData,
    EndCData,
    Comment(&'a [u8]),
}

/// An attribute of a [`NewNode`]; of a namespace declaration, `ns` is what is declared.
pub(crate) struct NewAttribute<'a> {
    pub(crate) single_quote: bool,
    pub(crate) is_xmlns: bool,
    pub(crate) prefix: Option<&'a [u8]>,
    pub(crate) local_name: Name<'a>,
    pub(crate) ns: Name<'a>,
    pub(crate) value: Option<Text<'a>>,
}

impl Writer {
    /// WsWriteNode. The end of an element is a node of its own, even of an empty one.
    pub(crate) fn write_node(&mut self, node: NewNode<'_>) -> Result<()> {
        match node {
            NewNode::Bof | NewNode::Eof => self.check_open(),
            NewNode::Element { prefix, local_name, ns, attributes, is_empty } => {
                self.write_start_element(prefix, local_name, ns)?;
                for attribute in attributes {
                    self.write_attribute(attribute)?;
                }
                if is_empty { Ok(()) } else { self.write_end_start_element() }
            }
            NewNode::EndElement => self.write_end_element(),
            NewNode::CData => self.write_start_cdata(),
            NewNode::EndCData => self.write_end_cdata(),
            NewNode::Comment(content) => self.write_comment(content),
        }
    }

    fn write_attribute(&mut self, attribute: &NewAttribute<'_>) -> Result<()> {
        let NewAttribute { single_quote, is_xmlns, prefix, local_name, ns, value } = *attribute;
        if is_xmlns {
            return self.write_xmlns_attribute(prefix, ns, single_quote);
        }
        self.write_start_attribute(prefix, local_name, ns, single_quote)?;
        if let Some(value) = value {
            self.write_text(value)?;
        }
        self.write_end_attribute()
    }

    /// An element around an item of an array. (WsWriteArray)
    pub(crate) fn write_array_item(
        &mut self,
        local_name: Name<'_>,
        ns: Name<'_>,
        item: Text<'_>,
    ) -> Result<()> {
        self.write_start_element(None, local_name, ns)?;
        self.write_text(item)?;
        self.write_end_element()
    }

    /// Whether so many values can be written as one array, which only binary XML has.
    pub(crate) fn takes_array(&self, count: u32) -> bool {
        matches!(self.encoder, Encoder::Binary(_))
            && self.canonical.is_none()
            && count > 0
            && (count == 1 || self.scope.depth() > 0 || self.properties().allow_fragment)
    }

    /// Starts an array of values that are recorded in this way. (\[MC-NBFX\] 2.3.3)
    pub(crate) fn write_start_array(
        &mut self,
        local_name: Name<'_>,
        ns: Name<'_>,
        record: u8,
        count: u32,
    ) -> Result<()> {
        if self.state == State::Start {
            self.write_end_start_element()?;
        }
        if let (State::Content, Encoder::Binary(encoder)) = (self.state, &mut self.encoder) {
            encoder.start_array();
        }
        self.write_start_element(None, local_name, ns)?;
        self.write_end_start_element()?;
        if let Encoder::Binary(encoder) = &mut self.encoder {
            encoder.start_items(record, count);
        }
        Ok(())
    }

    /// The next value of an array.
    pub(crate) fn write_item(&mut self, record: u8, item: &Text<'_>) -> Result<()> {
        let result = match &mut self.encoder {
            Encoder::Binary(encoder) => encoder.item(record, item),
            Encoder::Text(_) | Encoder::Raw(_) | Encoder::Tree(_) => Ok(()),
        };
        self.settle(result)
    }

    /// After the last value of an array.
    pub(crate) fn write_end_array(&mut self) -> Result<()> {
        let result = match &mut self.encoder {
            Encoder::Binary(encoder) => encoder.end_items(),
            Encoder::Text(_) | Encoder::Raw(_) | Encoder::Tree(_) => Ok(()),
        };
        self.scope.pop();
        self.settle(result)
    }

    /// WsCopyNode: the reader's current node, and what is in it, to here. The reader is past it then.
    pub(crate) fn copy_node(&mut self, reader: &mut Reader) -> Result<()> {
        self.check_open()?;
        self.check_not_within(reader)?;
        match reader.node_type() {
            NodeType::Eof => Err(Error::invalid_operation(
                "the reader is at the end of its input: there is no node to copy",
            )),
            NodeType::Bof => {
                reader.read_node()?;
                while reader.node_type() != NodeType::Eof {
                    self.copy_one(reader)?;
                }
                Ok(())
            }
            _ => self.copy_one(reader),
        }
    }

    /// Fails when the place to write to is in the node to be copied, whose copy would have to hold itself.
    fn check_not_within(&self, reader: &Reader) -> Result<()> {
        let (Ok((own, place)), Ok((other, node))) = (self.position(), reader.position()) else {
            return Ok(());
        };
        if !Arc::ptr_eq(own, other) {
            return Ok(());
        }
        let is_within = {
            let tree = own.tree.lock();
            std::iter::successors(tree.parent(place), |&around| tree.parent(around))
                .any(|around| around == node)
        };
        if is_within {
            return Err(Error::invalid_operation(format!(
                "a node of an XML buffer cannot be copied into itself: {}",
                reader.location()
            )));
        }
        Ok(())
    }

    fn copy_one(&mut self, reader: &mut Reader) -> Result<()> {
        let mut depth = 0_usize;
        loop {
            match reader.node_type() {
                NodeType::Element => {
                    depth += 1;
                    if let Some(element) = reader.element() {
                        let attributes =
                            (0..element.attribute_count).map_while(|index| reader.attribute(index));
                        self.copy_start(&element, attributes)?;
                    }
                    if self.copy_empty(reader)? {
                        depth -= 1;
                    }
                }
                NodeType::CData => {
                    depth += 1;
                    self.write_start_cdata()?;
                }
                NodeType::EndElement => {
                    depth = depth.saturating_sub(1);
                    self.write_end_element()?;
                }
                NodeType::EndCData => {
                    depth = depth.saturating_sub(1);
                    self.write_end_cdata()?;
                }
                NodeType::Text => {
                    if let Some(text) = reader.text() {
                        self.write_text(text)?;
                    }
                }
                NodeType::Comment => {
                    if let Some(content) = reader.comment() {
                        self.write_comment(content)?;
                    }
                }
                NodeType::Bof | NodeType::Eof => return Ok(()),
            }
            reader.read_node()?;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// An element without content stays as it was written, unless it is to be compressed. Then the end element is
    /// the current one.
    fn copy_empty(&mut self, reader: &mut Reader) -> Result<bool> {
        if reader.element().is_some_and(|element| element.is_empty) {
            reader.read_node()?;
            let result = self.end_empty_element();
            return self.settle(result).map(|()| true);
        }
        if !self.properties().compress_empty_elements {
            self.write_end_start_element()?;
        }
        Ok(false)
    }

    fn copy_start<'a>(
        &mut self,
        element: &Element<'_>,
        attributes: impl Iterator<Item = Attribute<'a>>,
    ) -> Result<()> {
        self.write_start_element(Some(element.prefix), element.local_name, element.ns)?;
        for attribute in attributes {
            if attribute.is_xmlns {
                self.write_xmlns_attribute(Some(attribute.prefix), attribute.ns, attribute.single_quote)?;
            } else {
                self.write_start_attribute(
                    Some(attribute.prefix),
                    attribute.local_name,
                    attribute.ns,
                    attribute.single_quote,
                )?;
                self.write_text(attribute.value)?;
                self.write_end_attribute()?;
            }
        }
        Ok(())
    }

    /// WsWriteXmlBuffer.
    pub(crate) fn write_buffer(&mut self, buffer: &XmlBuffer) -> Result<()> {
        self.check_open()?;
        if let Ok((own, _)) = self.position()
            && std::ptr::eq(Arc::as_ptr(own), buffer)
        {
            return Err(Error::invalid_operation("an XML buffer cannot be written into itself"));
        }
        let tree = buffer.tree.lock();
        let mut next = tree.first_child(Tree::BOF);
        while let Some(id) = next.filter(|&id| id != Tree::EOF) {
            next = self.write_tree_node(&tree, id)?;
        }
        Ok(())
    }

    /// Writes one node of a tree; what comes after it.
    fn write_tree_node(&mut self, tree: &Tree, id: NodeId) -> Result<Option<NodeId>> {
        match tree.node_type(id) {
            NodeType::Element => {
                if let Some(element) = tree.element(id) {
                    self.copy_start(&element, tree.attributes(id))?;
                    if element.is_empty {
                        let result = self.end_empty_element();
                        self.settle(result)?;
                        return Ok(tree.following_skipping(id));
                    }
                    self.write_end_start_element()?;
                }
            }
            NodeType::EndElement => self.write_end_element()?,
            NodeType::CData => self.write_start_cdata()?,
            NodeType::EndCData => self.write_end_cdata()?,
            NodeType::Text => {
                if let Some(text) = tree.text(id) {
                    self.write_text(text)?;
                }
            }
            NodeType::Comment => {
                if let Some(content) = tree.comment(id) {
                    self.write_comment(content)?;
                }
            }
            NodeType::Bof | NodeType::Eof => {}
        }
        Ok(tree.following(id))
    }
}
