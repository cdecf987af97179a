//! `WS_XML_BUFFER`: a tree of nodes in memory, editable, read and written through readers and writers.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::object::{Kind, Object};
use crate::abi::types::WS_XML_BUFFER;
use crate::heap::Heap;

/// An XML buffer. Readers and writers that are set to it share it; it is charged to the heap it was created in
/// and its handle dies with that heap.
pub(crate) struct XmlBuffer {
    pub(crate) tree: Mutex<Tree>,
}

impl Object for XmlBuffer {
    type C = WS_XML_BUFFER;
    const KIND: Kind = Kind::Buffer;
}

impl XmlBuffer {
    /// An empty buffer: a beginning-of-file node and an end-of-file node.
    pub(crate) fn new(_heap: &Heap) -> Arc<Self> {
        unimplemented!("xmlwrite")
    }
}

/// The nodes, in an arena, linked as parent, first and last child, siblings.
pub(crate) struct Tree {}

/// A node of a [`Tree`]. Never reused for another node while the tree lives, so that a stale position is
/// recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NodeId(pub(crate) u32);
