//! What a reader shows of a document, and what it is told about one.

use crate::abi::types::{WS_XML_NODE, WS_XML_STRING};
use crate::xml::source::ByteSource;
use crate::xml::text::Text;

use super::Document;

/// The limits and switches of a reader (`WS_XML_READER_PROPERTY_ID`), with their documented defaults.
#[derive(Clone, Debug)]
pub(crate) struct ReaderProperties {
    pub(crate) max_depth: u32,
    pub(crate) allow_fragment: bool,
    pub(crate) max_attributes: u32,
    pub(crate) read_declaration: bool,
    pub(crate) utf8_trim_size: u32,
    pub(crate) stream_buffer_size: u32,
    pub(crate) stream_max_root_mime_part_size: u32,
    pub(crate) stream_max_mime_headers_size: u32,
    pub(crate) max_mime_parts: u32,
    pub(crate) allow_invalid_character_references: bool,
    pub(crate) max_namespaces: u32,
}

impl Default for ReaderProperties {
    fn default() -> Self {
        Self {
            max_depth: 32,
            allow_fragment: false,
            max_attributes: 128,
            read_declaration: true,
            utf8_trim_size: 4096,
            stream_buffer_size: 4096,
            stream_max_root_mime_part_size: 65536,
            stream_max_mime_headers_size: 256,
            max_mime_parts: 4096,
            allow_invalid_character_references: false,
            max_namespaces: 32,
        }
    }
}

/// The charset of a text input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TextCharset {
    Auto,
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl TextCharset {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Auto => "a charset not known yet",
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16, low byte first",
            Self::Utf16Be => "UTF-16, high byte first",
        }
    }
}

/// Where the bytes are.
pub(crate) enum Input {
    /// The caller's memory, which stays as it is until the reader is set to something else.
    Borrowed(&'static [u8]),
    /// The reader's own from now on.
    Owned(Vec<u8>),
    /// Asked for by `fill`.
    Stream(Box<dyn ByteSource>),
    /// The same, of which this much is at hand already.
    Begun(Vec<u8>, Box<dyn ByteSource>),
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

impl NodeType {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bof => "the beginning of the document",
            Self::Element => "a start element",
            Self::Text => "text",
            Self::EndElement => "an end element",
            Self::Comment => "a comment",
            Self::CData => "the start of a CDATA section",
            Self::EndCData => "the end of a CDATA section",
            Self::Eof => "the end of the document",
        }
    }
}

/// A start element. `attributes` are read by [`super::Reader::attribute`].
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

/// A row and a column, counted from 0. (WS_XML_READER_PROPERTY_ROW and _COLUMN)
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RowColumn {
    pub(crate) row: u64,
    pub(crate) column: u64,
}

/// The C structures of the node that the face last handed out; it makes them when it is asked for a node.
pub(crate) trait NodeView: Send {
    /// The current node of the reader that this belongs to.
    fn node(&mut self, document: Document<'_>) -> *const WS_XML_NODE;
    /// A namespace, for as long as the reader stays.
    fn ns(&mut self, ns: &[u8]) -> *const WS_XML_STRING;
}
