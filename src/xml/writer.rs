//! `WS_XML_WRITER`: writes nodes into bytes or into a buffer.

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::Result;

use super::buffer::{NodeId, XmlBuffer};
use super::reader::Reader;
use super::source::ByteSink;
use super::text::Text;

/// The limits and switches of a writer (`WS_XML_WRITER_PROPERTY_ID`), with their documented defaults.
#[derive(Clone, Debug)]
pub(crate) struct WriterProperties {
    pub(crate) max_depth: u32,
    pub(crate) allow_fragment: bool,
    pub(crate) max_attributes: u32,
    pub(crate) write_declaration: bool,
    pub(crate) indent: bool,
    pub(crate) buffer_trim_size: u32,
    pub(crate) charset: WS_CHARSET,
    pub(crate) buffer_max_size: u32,
    pub(crate) max_mime_parts_buffer_size: u32,
    pub(crate) allow_invalid_character_references: bool,
    pub(crate) max_namespaces: u32,
    pub(crate) compress_empty_elements: bool,
    pub(crate) emit_uncompressed_empty_elements: bool,
}

/// A writer.
pub(crate) struct Writer {}

#[allow(unused_variables)]
impl Writer {
    pub(crate) fn new(properties: WriterProperties) -> Self {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn properties(&self) -> &WriterProperties {
        unimplemented!("xmlwrite")
    }

    // ---- output

    /// Starts over, writing text into the writer's own memory ([`Writer::bytes`], [`Writer::take_bytes`]).
    pub(crate) fn set_output_text(
        &mut self,
        charset: WS_CHARSET,
        properties: WriterProperties,
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// Starts over, writing text into a stream that is flushed by [`Writer::flush`].
    pub(crate) fn set_output_stream(
        &mut self,
        sink: Box<dyn ByteSink>,
        charset: WS_CHARSET,
        properties: WriterProperties,
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// Starts over, inserting into a buffer at its end or before `position`.
    pub(crate) fn set_output_buffer(
        &mut self,
        buffer: Arc<XmlBuffer>,
        position: Option<NodeId>,
        properties: WriterProperties,
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// What has been written into memory so far.
    pub(crate) fn bytes(&self) -> &[u8] {
        unimplemented!("xmlwrite")
    }
    /// Takes what has been written into memory; the writer goes on after it.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        unimplemented!("xmlwrite")
    }
    /// Gives memory back for reuse after [`Writer::take_bytes`].
    pub(crate) fn give_back(&mut self, bytes: Vec<u8>) {
        unimplemented!("xmlwrite")
    }
    /// Writes to the stream once at least `min_size` bytes are waiting. (WsFlushWriter)
    pub(crate) async fn flush(&mut self, min_size: usize) -> Result<()> {
        unimplemented!("xmlwrite")
    }

    // ---- nodes

    /// With no prefix the writer uses the one in scope for `ns`, or makes one up and declares it.
    pub(crate) fn write_start_element(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_end_start_element(&mut self) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_end_element(&mut self) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_start_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
        single_quote: bool,
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_end_attribute(&mut self) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_xmlns_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        ns: &[u8],
        single_quote: bool,
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// Text in content or in the attribute being written.
    pub(crate) fn write_text(&mut self, text: Text<'_>) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_start_cdata(&mut self) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_end_cdata(&mut self) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    pub(crate) fn write_comment(&mut self, content: &[u8]) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// A qualified name as content, its namespace declared where needed.
    pub(crate) fn write_qualified_name(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
    ) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// WsGetPrefixFromNamespace on a writer: the prefix in scope for `ns`.
    pub(crate) fn prefix_of_namespace(&self, ns: &[u8]) -> Option<Vec<u8>> {
        unimplemented!("xmlwrite")
    }
    /// WsCopyNode: the reader's current node, and what is in it, to here.
    pub(crate) fn copy_node(&mut self, reader: &mut Reader) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// WsWriteXmlBuffer.
    pub(crate) fn write_buffer(&mut self, buffer: &XmlBuffer) -> Result<()> {
        unimplemented!("xmlwrite")
    }
    /// Where the writer stands, for messages: the path of open elements.
    pub(crate) fn location(&self) -> String {
        unimplemented!("xmlwrite")
    }
}
