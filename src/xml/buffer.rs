//! `WS_XML_BUFFER`: a tree of nodes in memory, editable, read and written through readers and writers.
//!
//! ```text
//!   BOF ─┬─ a ─┬─ b ─── /b          BOF is the parent of everything and EOF its last child; an end element
//!        │     ├─ "text"            is the last child of its element, an end-of-CDATA of its CDATA section.
//!        │     └─ /a                So "before this node" names every place that something can be inserted.
//!        └─ EOF
//! ```
//!
//! (Pages "XML Buffer", WS_XML_NODE_POSITION, WS_MOVE_TO.)

mod edit;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock, Weak};

use parking_lot::Mutex;

use crate::abi::object::{Kind, Object, Shared};
use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;

use super::reader::{Attribute, Element, NodeType};
use super::text::Text;

/// An XML buffer. Readers and writers that are set to it share it; it is charged to the heap it was created in
/// and its handle dies with that heap.
pub(crate) struct XmlBuffer {
    pub(crate) tree: Mutex<Tree>,
    handle: OnceLock<usize>,
}

impl Object for XmlBuffer {
    type C = WS_XML_BUFFER;
    const KIND: Kind = Kind::Buffer;
}

impl XmlBuffer {
    /// An empty buffer: a beginning-of-file node and an end-of-file node. Fails when the heap is full.
    pub(crate) fn new(heap: &Arc<Heap>) -> Result<Arc<Self>> {
        let mut tree = Tree {
            // Room for the headers of a message, which most buffers are.
            nodes: Vec::with_capacity(12),
            attributes: Vec::with_capacity(8),
            bytes: Vec::with_capacity(512),
            quota: Quota { heap: Arc::downgrade(heap), credit: 0, charged: 0 },
        };
        tree.quota.take(2 * size_of::<Node>())?;
        tree.nodes.push(Node::new(NodeData::Bof));
        tree.nodes.push(Node::new(NodeData::Eof));
        tree.link_last(Tree::BOF, Tree::EOF);
        Ok(Arc::new(Self { tree: Mutex::new(tree), handle: OnceLock::new() }))
    }

    /// The handle of this buffer for C, which belongs to `heap` and dies with it.
    pub(crate) fn handle(self: &Arc<Self>, heap: &Heap) -> *mut WS_XML_BUFFER {
        let address = *self.handle.get_or_init(|| {
            let shared = Shared::new(self.clone());
            let handle = shared.handle();
            heap.lock().attach(shared);
            handle.addr()
        });
        // A handle is looked up by its address, and nothing is reached through it.
        std::ptr::without_provenance_mut(address)
    }

    /// The handle, if C knows this buffer.
    pub(crate) fn known_handle(&self) -> *mut WS_XML_BUFFER {
        std::ptr::without_provenance_mut(self.handle.get().copied().unwrap_or(0))
    }
}

/// A node of a [`Tree`]. Never reused for another node while the tree lives, so that a stale position is
/// recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeId(pub(crate) u32);

impl NodeId {
    const NONE: Self = Self(u32::MAX);

    fn some(self) -> Option<Self> {
        (self != Self::NONE).then_some(self)
    }

    /// As the `node` of a `WS_XML_NODE_POSITION`, which is never NULL.
    pub(crate) fn to_position(self) -> *mut std::ffi::c_void {
        std::ptr::without_provenance_mut(self.0 as usize + 1)
    }

    /// The node of a `WS_XML_NODE_POSITION`; [`Tree::check`] says whether it is one.
    pub(crate) fn from_position(node: *mut std::ffi::c_void) -> Self {
        u32::try_from((node as usize).wrapping_sub(1)).map_or(Self::NONE, Self)
    }
}

/// The nodes, in an arena, linked as parent, first and last child, siblings. Contents never change once a node
/// is in; the links do.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<AttributeData>,
    bytes: Vec<u8>,
    quota: Quota,
}

#[derive(Clone, Copy)]
struct Node {
    parent: NodeId,
    first_child: NodeId,
    last_child: NodeId,
    previous: NodeId,
    next: NodeId,
    removed: bool,
    data: NodeData,
}

/// A piece of [`Tree::bytes`].
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    len: u32,
}

#[derive(Clone, Copy)]
enum NodeData {
    Bof,
    Eof,
    Element { prefix: Span, local_name: Span, ns: Span, attributes: Span, is_empty: bool },
    EndElement,
    Text(Value),
    Comment(Span),
    CData,
    EndCData,
}

#[derive(Clone, Copy)]
struct AttributeData {
    single_quote: bool,
    is_xmlns: bool,
    prefix: Span,
    local_name: Span,
    ns: Span,
    value: Value,
}

/// A [`Text`] whose bytes are the tree's. UTF-16 has become UTF-8.
#[derive(Clone, Copy)]
enum Value {
    Utf8(Span),
    Base64(Span),
    Bool(bool),
    Int32(i32),
    Int64(i64),
    UInt64(u64),
    Float(f32),
    Double(f64),
    Decimal(DECIMAL),
    Guid(GUID),
    UniqueId(GUID),
    DateTime(WS_DATETIME),
    TimeSpan(i64),
    QName { prefix: Span, local_name: Span, ns: Span },
}

/// The heap that pays for a tree, in steps rather than byte by byte.
struct Quota {
    heap: Weak<Heap>,
    credit: usize,
    charged: usize,
}

/// What is charged at once where the heap is large; larger trees are charged in steps of an eighth of what they have. A
/// small heap is charged little more than what is used: the rest of it is needed, for the document's bytes perhaps.
const STEP: usize = 1024;
const STEPS_OF_HEAP: usize = 64;

impl Quota {
    #[inline]
    fn take(&mut self, size: usize) -> Result<()> {
        if size > self.credit {
            self.extend(size)?;
        }
        self.credit -= size;
        Ok(())
    }

    /// Takes more from the heap, so that there is credit for `size` bytes.
    #[cold]
    fn extend(&mut self, size: usize) -> Result<()> {
        let Some(heap) = self.heap.upgrade() else {
            return Err(Error::invalid_operation("the heap that the XML buffer was created in is freed"));
        };
        let missing = size - self.credit;
        let small = heap.sizes().max / STEPS_OF_HEAP;
        let step = missing.max(STEP.max(self.charged / 8).min(small));
        let heap = heap.lock();
        if heap.charge(step).is_ok() {
            self.credit += step;
            self.charged += step;
        } else {
            heap.charge(missing)
                .map_err(|error| error.context("the XML buffer does not fit into its heap"))?;
            self.credit += missing;
            self.charged += missing;
        }
        Ok(())
    }
}

impl Node {
    fn new(data: NodeData) -> Self {
        Self {
            parent: NodeId::NONE,
            first_child: NodeId::NONE,
            last_child: NodeId::NONE,
            previous: NodeId::NONE,
            next: NodeId::NONE,
            removed: false,
            data,
        }
    }
}

/// Looking and moving about.
impl Tree {
    /// The node that everything is in.
    pub(crate) const BOF: NodeId = NodeId(0);
    /// The end of the document: the last child of [`Tree::BOF`].
    pub(crate) const EOF: NodeId = NodeId(1);

    /// Whether a node that C gave, or that was kept, is one and has not been removed.
    pub(crate) fn check(&self, id: NodeId) -> Result<()> {
        match self.nodes.get(id.0 as usize) {
            None => Err(Error::invalid_argument("the position is not one of this XML buffer")),
            Some(node) if node.removed => {
                Err(Error::invalid_operation("the node at the position has been removed from its XML buffer"))
            }
            Some(_) => Ok(()),
        }
    }

    pub(crate) fn node_type(&self, id: NodeId) -> NodeType {
        match self.node(id).data {
            NodeData::Bof => NodeType::Bof,
            NodeData::Eof => NodeType::Eof,
            NodeData::Element { .. } => NodeType::Element,
            NodeData::EndElement => NodeType::EndElement,
            NodeData::Text(_) => NodeType::Text,
            NodeData::Comment(_) => NodeType::Comment,
            NodeData::CData => NodeType::CData,
            NodeData::EndCData => NodeType::EndCData,
        }
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent.some()
    }

    /// An end node counts as a child: every element has at least one, and so have CDATA sections and BOF.
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first_child.some()
    }

    /// The end node of an element, of a CDATA section, of BOF.
    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).last_child.some()
    }

    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).previous.some()
    }

    /// The next sibling.
    pub(crate) fn next(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).next.some()
    }

    /// The next node of the document: into an element, out after its end. `None` after EOF.
    pub(crate) fn following(&self, id: NodeId) -> Option<NodeId> {
        self.first_child(id).or_else(|| self.following_skipping(id))
    }

    /// The node after this one and what is in it.
    pub(crate) fn following_skipping(&self, id: NodeId) -> Option<NodeId> {
        self.next(id).or_else(|| self.next(self.parent(id)?))
    }

    /// The element, or BOF, that this node is in.
    pub(crate) fn parent_element(&self, id: NodeId) -> Option<NodeId> {
        let mut parent = self.parent(id)?;
        while matches!(self.node(parent).data, NodeData::CData) {
            parent = self.parent(parent)?;
        }
        Some(parent)
    }

    /// Elements around this node; an element does not count itself, an end element counts its element.
    #[cfg(test)]
    pub(crate) fn depth(&self, id: NodeId) -> usize {
        self.ancestors(id).count()
    }

    /// The elements around this node, innermost first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent_element(id), |&id| self.parent_element(id))
            .filter(|&id| self.node_type(id) == NodeType::Element)
    }

    /// Where a move from this node ends (page WS_MOVE_TO); `None` when there is nothing there.
    pub(crate) fn move_to(&self, from: NodeId, to: WS_MOVE_TO) -> Option<NodeId> {
        let is_element = |&id: &NodeId| self.node_type(id) == NodeType::Element;
        let forward = |start: Option<NodeId>| std::iter::successors(start, |&id| self.next(id));
        match to {
            WS_MOVE_TO::WS_MOVE_TO_ROOT_ELEMENT => forward(self.first_child(Self::BOF)).find(is_element),
            WS_MOVE_TO::WS_MOVE_TO_NEXT_ELEMENT => forward(self.next(from)).find(is_element),
            WS_MOVE_TO::WS_MOVE_TO_PREVIOUS_ELEMENT => {
                std::iter::successors(self.previous(from), |&id| self.previous(id)).find(is_element)
            }
            WS_MOVE_TO::WS_MOVE_TO_CHILD_ELEMENT => forward(self.first_child(from)).find(is_element),
            WS_MOVE_TO::WS_MOVE_TO_END_ELEMENT => {
                Some(from).filter(is_element).and_then(|id| self.last_child(id))
            }
            WS_MOVE_TO::WS_MOVE_TO_PARENT_ELEMENT => self.parent_element(from),
            WS_MOVE_TO::WS_MOVE_TO_NEXT_NODE => self.next(from),
            WS_MOVE_TO::WS_MOVE_TO_PREVIOUS_NODE => self.previous(from),
            WS_MOVE_TO::WS_MOVE_TO_FIRST_NODE => self.first_child(self.parent(from)?),
            WS_MOVE_TO::WS_MOVE_TO_BOF => Some(Self::BOF),
            WS_MOVE_TO::WS_MOVE_TO_EOF => Some(Self::EOF),
            WS_MOVE_TO::WS_MOVE_TO_CHILD_NODE => self.first_child(from),
        }
    }

    /// The node as an element.
    pub(crate) fn element(&self, id: NodeId) -> Option<Element<'_>> {
        let NodeData::Element { prefix, local_name, ns, attributes, is_empty } = self.node(id).data else {
            return None;
        };
        // What was written as empty is so as long as nothing was inserted.
        let is_empty = is_empty && self.node(id).first_child == self.node(id).last_child;
        Some(Element {
            prefix: self.slice(prefix),
            local_name: self.slice(local_name),
            ns: self.slice(ns),
            attribute_count: attributes.len as usize,
            is_empty,
        })
    }

    /// An attribute of an element.
    pub(crate) fn attribute(&self, id: NodeId, index: usize) -> Option<Attribute<'_>> {
        let NodeData::Element { attributes, .. } = self.node(id).data else { return None };
        if index >= attributes.len as usize {
            return None;
        }
        let data = &self.attributes[attributes.start as usize + index];
        Some(Attribute {
            single_quote: data.single_quote,
            is_xmlns: data.is_xmlns,
            prefix: self.slice(data.prefix),
            local_name: self.slice(data.local_name),
            ns: self.slice(data.ns),
            value: self.value(&data.value),
        })
    }

    /// The attributes of an element, in order.
    pub(crate) fn attributes(&self, id: NodeId) -> impl Iterator<Item = Attribute<'_>> + '_ {
        (0..).map_while(move |index| self.attribute(id, index))
    }

    /// The text of a text node.
    pub(crate) fn text(&self, id: NodeId) -> Option<Text<'_>> {
        match &self.node(id).data {
            NodeData::Text(value) => Some(self.value(value)),
            _ => None,
        }
    }

    /// The content of a comment.
    pub(crate) fn comment(&self, id: NodeId) -> Option<&[u8]> {
        match self.node(id).data {
            NodeData::Comment(span) => Some(self.slice(span)),
            _ => None,
        }
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    fn slice(&self, span: Span) -> &[u8] {
        &self.bytes[span.start as usize..][..span.len as usize]
    }

    fn value(&self, value: &Value) -> Text<'_> {
        match *value {
            Value::Utf8(span) => Text::Utf8(self.slice(span)),
            Value::Base64(span) => Text::Base64(self.slice(span)),
            Value::Bool(value) => Text::Bool(value),
            Value::Int32(value) => Text::Int32(value),
            Value::Int64(value) => Text::Int64(value),
            Value::UInt64(value) => Text::UInt64(value),
            Value::Float(value) => Text::Float(value),
            Value::Double(value) => Text::Double(value),
            Value::Decimal(value) => Text::Decimal(value),
            Value::Guid(value) => Text::Guid(value),
            Value::UniqueId(value) => Text::UniqueId(value),
            Value::DateTime(value) => Text::DateTime(value),
            Value::TimeSpan(value) => Text::TimeSpan(value),
            Value::QName { prefix, local_name, ns } => Text::QName {
                prefix: self.slice(prefix),
                local_name: self.slice(local_name),
                ns: self.slice(ns),
            },
        }
    }
}
