//! Putting nodes into a tree and taking them out.

use crate::error::{Error, Result};
use crate::xml::reader::Attribute;
use crate::xml::text::Text;

use super::{AttributeData, Node, NodeData, NodeId, Span, Tree, Value};

/// Editing. What is inserted was checked by the writer.
impl Tree {
    /// Inserts an element and its end node. `attributes` are taken in order, namespace declarations too.
    pub(crate) fn insert_element<'a>(
        &mut self,
        before: NodeId,
        prefix: &[u8],
        local_name: &[u8],
        ns: &[u8],
        attributes: impl Iterator<Item = Attribute<'a>>,
        is_empty: bool,
    ) -> Result<NodeId> {
        let start = self.attributes.len();
        for attribute in attributes {
            let data = self.attribute_data(&attribute)?;
            self.attributes.push(data);
        }
        let attributes = Span { start: start as u32, len: (self.attributes.len() - start) as u32 };
        let [prefix, local_name] = self.keep_all([prefix, local_name])?;
        let ns = self.keep_ns(before, ns)?;
        self.quota.take(size_of::<Node>())?;
        let element =
            self.insert(before, NodeData::Element { prefix, local_name, ns, attributes, is_empty })?;
        self.nodes.push(Node::new(NodeData::EndElement));
        self.link_last(element, NodeId(self.nodes.len() as u32 - 1));
        Ok(element)
    }

    /// Inserts a text node, keeping its type.
    pub(crate) fn insert_text(&mut self, before: NodeId, text: &Text<'_>) -> Result<NodeId> {
        let value = self.keep_text(text)?;
        self.insert(before, NodeData::Text(value))
    }

    pub(crate) fn insert_comment(&mut self, before: NodeId, content: &[u8]) -> Result<NodeId> {
        let content = self.keep(content)?;
        self.insert(before, NodeData::Comment(content))
    }

    /// Inserts a CDATA section and its end node.
    pub(crate) fn insert_cdata(&mut self, before: NodeId) -> Result<NodeId> {
        self.quota.take(size_of::<Node>())?;
        let section = self.insert(before, NodeData::CData)?;
        self.nodes.push(Node::new(NodeData::EndCData));
        self.link_last(section, NodeId(self.nodes.len() as u32 - 1));
        Ok(section)
    }

    /// Adds an attribute to an element that is in the tree.
    pub(crate) fn add_attribute(&mut self, element: NodeId, attribute: &Attribute<'_>) -> Result<()> {
        let NodeData::Element { attributes: old, .. } = self.node(element).data else {
            return Err(Error::invalid_operation("attributes can only be added to an element"));
        };
        let data = self.attribute_data(attribute)?;
        // The attributes of an element lie side by side: unless they are the last, they move to the end.
        let range = old.start as usize..(old.start + old.len) as usize;
        let mut start = old.start;
        if range.end != self.attributes.len() {
            self.quota.take(range.len() * size_of::<AttributeData>())?;
            start = self.attributes.len() as u32;
            self.attributes.extend_from_within(range);
        }
        self.attributes.push(data);
        if let NodeData::Element { attributes, .. } = &mut self.node_mut(element).data {
            *attributes = Span { start, len: old.len + 1 };
        }
        Ok(())
    }

    /// Removes a node, and what is in it. Not an end node, BOF or EOF. (WsRemoveNode)
    pub(crate) fn remove(&mut self, id: NodeId) -> Result<()> {
        self.check(id)?;
        if matches!(
            self.node(id).data,
            NodeData::Bof | NodeData::Eof | NodeData::EndElement | NodeData::EndCData
        ) {
            return Err(Error::invalid_operation(format!(
                "a node of type {:?} cannot be removed by itself",
                self.node_type(id)
            )));
        }
        let Node { parent, previous, next, .. } = *self.node(id);
        match previous.some() {
            Some(previous) => self.node_mut(previous).next = next,
            None => self.node_mut(parent).first_child = next,
        }
        // There is always a next one: the end of the parent.
        self.node_mut(next).previous = previous;
        let past = self.following_skipping(id);
        let mut within = Some(id);
        while let Some(node) = within.filter(|&node| Some(node) != past) {
            self.node_mut(node).removed = true;
            within = self.following(node);
        }
        Ok(())
    }

    fn insert(&mut self, before: NodeId, data: NodeData) -> Result<NodeId> {
        self.quota.take(size_of::<Node>())?;
        let id = NodeId(u32::try_from(self.nodes.len()).map_err(|_| too_large())?);
        let Node { parent, previous, .. } = *self.node(before);
        self.nodes.push(Node { parent, previous, next: before, ..Node::new(data) });
        self.node_mut(before).previous = id;
        match previous.some() {
            Some(previous) => self.node_mut(previous).next = id,
            None => self.node_mut(parent).first_child = id,
        }
        Ok(id)
    }

    pub(super) fn link_last(&mut self, parent: NodeId, child: NodeId) {
        let last = self.node(parent).last_child;
        self.node_mut(child).parent = parent;
        self.node_mut(child).previous = last;
        match last.some() {
            Some(last) => self.node_mut(last).next = child,
            None => self.node_mut(parent).first_child = child,
        }
        self.node_mut(parent).last_child = child;
    }

    fn attribute_data(&mut self, attribute: &Attribute<'_>) -> Result<AttributeData> {
        self.quota.take(size_of::<AttributeData>())?;
        let Attribute { single_quote, is_xmlns, prefix, local_name, ns, value } = attribute;
        let [prefix, local_name, ns_span] = self.keep_all([prefix, local_name, ns])?;
        let value = match value {
            // The value of a declaration is the namespace.
            Text::Utf8(value) if *is_xmlns && value == ns => Value::Utf8(ns_span),
            value => self.keep_text(value)?,
        };
        Ok(AttributeData {
            single_quote: *single_quote,
            is_xmlns: *is_xmlns,
            prefix,
            local_name,
            ns: ns_span,
            value,
        })
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<Span> {
        self.quota.take(bytes.len())?;
        let start = self.bytes.len();
        u32::try_from(start + bytes.len()).map_err(|_| too_large())?;
        self.bytes.extend_from_slice(bytes);
        Ok(Span { start: start as u32, len: bytes.len() as u32 })
    }

    /// As [`Tree::keep`], for several at once.
    fn keep_all<const N: usize>(&mut self, pieces: [&[u8]; N]) -> Result<[Span; N]> {
        let len = pieces.iter().map(|piece| piece.len()).sum();
        self.quota.take(len)?;
        let mut start = self.bytes.len();
        u32::try_from(start + len).map_err(|_| too_large())?;
        self.bytes.reserve(len);
        Ok(pieces.map(|piece| {
            self.bytes.extend_from_slice(piece);
            let span = Span { start: start as u32, len: piece.len() as u32 };
            start += piece.len();
            span
        }))
    }

    /// Keeps a namespace, which most often is that of the parent.
    fn keep_ns(&mut self, before: NodeId, ns: &[u8]) -> Result<Span> {
        if let Some(parent) = self.parent(before)
            && let NodeData::Element { ns: span, .. } = self.node(parent).data
            && self.slice(span) == ns
        {
            return Ok(span);
        }
        self.keep(ns)
    }

    fn keep_text(&mut self, text: &Text<'_>) -> Result<Value> {
        Ok(match *text {
            Text::Utf8(bytes) => Value::Utf8(self.keep(bytes)?),
            Text::Utf16(_) => {
                let mut utf8 = Vec::new();
                text.write_utf8(&mut utf8)?;
                Value::Utf8(self.keep(&utf8)?)
            }
            Text::Base64(bytes) => Value::Base64(self.keep(bytes)?),
            Text::Bool(value) => Value::Bool(value),
            Text::Int32(value) => Value::Int32(value),
            Text::Int64(value) => Value::Int64(value),
            Text::UInt64(value) => Value::UInt64(value),
            Text::Float(value) => Value::Float(value),
            Text::Double(value) => Value::Double(value),
            Text::Decimal(value) => Value::Decimal(value),
            Text::Guid(value) => Value::Guid(value),
            Text::UniqueId(value) => Value::UniqueId(value),
            Text::DateTime(value) => Value::DateTime(value),
            Text::TimeSpan(value) => Value::TimeSpan(value),
            Text::QName { prefix, local_name, ns } => Value::QName {
                prefix: self.keep(prefix)?,
                local_name: self.keep(local_name)?,
                ns: self.keep(ns)?,
            },
        })
    }
}

#[cold]
fn too_large() -> Error {
    Error::quota_exceeded("an XML buffer holds at most 4 GiB")
}
