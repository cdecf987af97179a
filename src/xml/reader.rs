//! `WS_XML_READER`: a cursor over XML in any encoding or in a buffer.

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::Result;

use super::buffer::{NodeId, XmlBuffer};
use super::source::ByteSource;
use super::text::Text;

/// The limits and switches of a reader (`WS_XML_READER_PROPERTY_ID`), with their documented defaults.
#[derive(Clone, Debug)]
pub(crate) struct ReaderProperties {
    pub(crate) max_depth: u32,
    pub(crate) allow_fragment: bool,
    pub(crate) max_attributes: u32,
    pub(crate) read_declaration: bool,
    pub(crate) charset: WS_CHARSET,
    pub(crate) utf8_trim_size: u32,
    pub(crate) stream_buffer_size: u32,
    pub(crate) stream_max_root_mime_part_size: u32,
    pub(crate) stream_max_mime_headers_size: u32,
    pub(crate) max_mime_parts: u32,
    pub(crate) allow_invalid_character_references: bool,
    pub(crate) max_namespaces: u32,
}

/// The charset of a text input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TextCharset {
    Auto,
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// Where the bytes are.
pub(crate) enum Input {
    /// The caller's memory, which stays as it is until the reader is set to something else.
    Borrowed(&'static [u8]),
    /// The reader's own from now on.
    Owned(Vec<u8>),
    /// Asked for by `fill`.
    Stream(Box<dyn ByteSource>),
}

/// What kind of node the reader stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NodeType {
    Bof,
    Element,
    Text,
    EndElement,
    Comment,
    CData,
    EndCData,
    Eof,
}

/// A start element. `attributes` are read by [`Reader::attribute`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) prefix: &'a [u8],
    pub(crate) local_name: &'a [u8],
    pub(crate) ns: &'a [u8],
    pub(crate) attribute_count: usize,
    pub(crate) is_empty: bool,
}

/// An attribute, or a namespace declaration (then `local_name` is empty and `ns` is what is declared).
#[derive(Clone, Copy)]
pub(crate) struct Attribute<'a> {
    pub(crate) single_quote: bool,
    pub(crate) is_xmlns: bool,
    pub(crate) prefix: &'a [u8],
    pub(crate) local_name: &'a [u8],
    pub(crate) ns: &'a [u8],
    pub(crate) value: Text<'a>,
}

/// A reader.
pub(crate) struct Reader {}

#[allow(unused_variables)]
impl Reader {
    pub(crate) fn new(properties: ReaderProperties) -> Self {
        unimplemented!("xmlread")
    }
    pub(crate) fn properties(&self) -> &ReaderProperties {
        unimplemented!("xmlread")
    }

    // ---- input

    /// Starts over with text. The reader stands before the first node (BOF).
    pub(crate) fn set_input_text(
        &mut self,
        input: Input,
        charset: TextCharset,
        properties: ReaderProperties,
    ) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// Starts over with a buffer, at its beginning; with `position`, at that node.
    pub(crate) fn set_input_buffer(
        &mut self,
        buffer: Arc<XmlBuffer>,
        position: Option<NodeId>,
        properties: ReaderProperties,
    ) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// Has at least `min_size` bytes of a stream at hand, or all there are. (WsFillReader)
    pub(crate) async fn fill(&mut self, min_size: usize) -> Result<()> {
        unimplemented!("xmlread")
    }

    // ---- the current node

    pub(crate) fn node_type(&self) -> NodeType {
        unimplemented!("xmlread")
    }
    /// The current node as an element; `None` on another node.
    pub(crate) fn element(&self) -> Option<Element<'_>> {
        unimplemented!("xmlread")
    }
    /// An attribute of the current element.
    pub(crate) fn attribute(&self, index: usize) -> Option<Attribute<'_>> {
        unimplemented!("xmlread")
    }
    /// The text of the current text node.
    pub(crate) fn text(&self) -> Option<Text<'_>> {
        unimplemented!("xmlread")
    }
    /// The content of the current comment.
    pub(crate) fn comment(&self) -> Option<&[u8]> {
        unimplemented!("xmlread")
    }
    /// Open elements around and including the current node.
    pub(crate) fn depth(&self) -> usize {
        unimplemented!("xmlread")
    }
    /// Where the reader stands, for messages: line, column, byte offset and element path.
    pub(crate) fn location(&self) -> String {
        unimplemented!("xmlread")
    }

    // ---- moving

    /// WsReadNode.
    pub(crate) fn read_node(&mut self) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// WsSkipNode.
    pub(crate) fn skip_node(&mut self) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// WsReadStartElement: from a start element to its first child.
    pub(crate) fn read_start_element(&mut self) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// WsReadEndElement: past the end element.
    pub(crate) fn read_end_element(&mut self) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// WsReadToStartElement: skips whitespace and comments to a start element; whether there is one and its name is
    /// the one asked for. `None` asks for any.
    pub(crate) fn read_to_start_element(
        &mut self,
        local_name: Option<&[u8]>,
        ns: Option<&[u8]>,
    ) -> Result<bool> {
        unimplemented!("xmlread")
    }
    /// WsFindAttribute: the index of an attribute of the current element.
    pub(crate) fn find_attribute(&self, local_name: &[u8], ns: &[u8]) -> Result<Option<usize>> {
        unimplemented!("xmlread")
    }
    /// WsReadStartAttribute: the value of this attribute is read next, as if it were content.
    pub(crate) fn read_start_attribute(&mut self, index: usize) -> Result<()> {
        unimplemented!("xmlread")
    }
    /// WsReadEndAttribute: back to the element.
    pub(crate) fn read_end_attribute(&mut self) -> Result<()> {
        unimplemented!("xmlread")
    }

    // ---- content

    /// Reads the simple content from here on: texts, CDATA sections and comments, up to the end element, which
    /// is the current node afterwards, or to the end of the attribute being read. One typed text alone keeps its
    /// type. A child element is WS_E_INVALID_FORMAT.
    pub(crate) fn read_simple_content(&mut self) -> Result<Text<'_>> {
        unimplemented!("xmlread")
    }
    /// WsGetNamespaceFromPrefix.
    pub(crate) fn namespace_of_prefix(&self, prefix: &[u8]) -> Option<&[u8]> {
        unimplemented!("xmlread")
    }
    /// WsGetPrefixFromNamespace.
    pub(crate) fn prefix_of_namespace(&self, ns: &[u8]) -> Option<&[u8]> {
        unimplemented!("xmlread")
    }
    /// WsReadXmlBuffer: the current node and what is in it, as a buffer of its own; the reader is past it then.
    /// Namespaces in scope that it uses are declared in the copy.
    pub(crate) fn read_buffer(&mut self, heap: &Arc<crate::heap::Heap>) -> Result<Arc<XmlBuffer>> {
        unimplemented!("xmlread")
    }
}
