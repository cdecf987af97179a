//! The headers of a message: standard, custom, mapped.
//!
//! Values of C types are read and written by whoever may walk C memory: the closures here get a reader or writer
//! that stands in the right place.

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, FaultCode, FaultData, FaultReason, Result, ResultExt};
use crate::heap::Heap;
use crate::value::string::{is_space, quoted};
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::reader::{Input, Reader, TextCharset};
use crate::xml::text::Text;
use crate::xml::writer::{Writer, WriterProperties};

use super::super::headers::{HeaderName, Headers, Occurrence, elements};
use super::super::nodes::{copy_in, text_of};
use super::super::version::MUST_UNDERSTAND_CODE;
use super::{MappedHeader, Message, Phase};

/// Standard headers as text; for transport addressing Action and To, which the channel maps from and to its own
/// protocol.
impl Message {
    /// The value of a header that is text (Action, To, MessageID, RelatesTo), if it is there.
    /// `WS_E_INVALID_FORMAT` if it is there twice.
    pub(crate) fn text_header(&self, header: WS_HEADER_TYPE) -> Result<Option<String>> {
        self.content("asked for a header")?.headers.text(header)
    }

    /// Adds or replaces it.
    pub(crate) fn set_text_header(&mut self, header: WS_HEADER_TYPE, value: &str) -> Result<()> {
        let (content, tools) = self.content_and_tools("given a header")?;
        content.headers.put_text(header, Text::Utf8(value.as_bytes()), &mut tools.writer)?;
        Ok(())
    }

    pub(crate) fn action(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_ACTION_HEADER)
    }

    pub(crate) fn set_action(&mut self, action: &str) -> Result<()> {
        self.set_text_header(WS_HEADER_TYPE::WS_ACTION_HEADER, action)
    }

    pub(crate) fn to(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_TO_HEADER)
    }

    pub(crate) fn message_id(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER)
    }

    pub(crate) fn relates_to(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_RELATES_TO_HEADER)
    }
}

/// Headers of any type.
impl Message {
    /// WsSetHeader: `content` writes the value after the start of the element.
    pub(crate) fn set_header(
        &mut self,
        header: WS_HEADER_TYPE,
        content: impl FnOnce(&mut Writer) -> Result<()>,
    ) -> Result<()> {
        let (message, tools) = self.content_and_tools("given a header")?;
        message.headers.put_standard(header, &mut tools.writer, content)?;
        Ok(())
    }

    /// WsAddCustomHeader: as [`Message::set_header`], beside those of the same name.
    pub(crate) fn add_custom_header(
        &mut self,
        local_name: &[u8],
        ns: &[u8],
        attributes: ULONG,
        content: impl FnOnce(&mut Writer) -> Result<()>,
    ) -> Result<()> {
        let (message, tools) = self.content_and_tools("given a header")?;
        let header = HeaderName::Custom { local_name, ns };
        message.headers.put(&header, false, attributes, &mut tools.writer, content)?;
        Ok(())
    }

    /// Adds a header block given as a document of its own (WS_FAULT_ERROR_PROPERTY_HEADER).
    pub(crate) fn add_header_block(&mut self, block: &[u8]) -> Result<()> {
        let (content, tools) = self.content_and_tools("given a header")?;
        let properties = tools.reader.properties().clone();
        tools.reader.set_input_text(Input::Owned(block.to_vec()), TextCharset::Utf8, properties)?;
        if !tools.reader.read_to_start_element(None, None)? {
            return Err(Error::invalid_format("a header block is an element, and there is none"));
        }
        content.headers.add_from(&mut tools.reader).context(|| "the header block could not be added")?;
        Ok(())
    }

    /// WsRemoveHeader.
    pub(crate) fn remove_header(&mut self, header: WS_HEADER_TYPE) -> Result<()> {
        let headers = &mut self.content_mut("relieved of a header")?.headers;
        headers.supported(&HeaderName::Standard(header))?;
        headers.remove(&HeaderName::Standard(header))
    }

    /// WsRemoveCustomHeader: all of this name.
    pub(crate) fn remove_custom_header(&mut self, local_name: &[u8], ns: &[u8]) -> Result<()> {
        self.content_mut("relieved of a header")?.headers.remove(&HeaderName::Custom { local_name, ns })
    }

    /// WsGetHeader, WsGetCustomHeader: `read` gets a reader on the header's element, or `None` if there is no such
    /// header; then the header counts as understood. Returns its WS_HEADER_ATTRIBUTES.
    pub(crate) fn read_header(
        &mut self,
        header: &HeaderName<'_>,
        occurrence: Occurrence,
        read: impl FnOnce(Option<&mut Reader>) -> Result<()>,
    ) -> Result<ULONG> {
        let (content, tools) = self.content_and_tools("asked for a header")?;
        let headers = &mut content.headers;
        headers.supported(header)?;
        let describe = header.describe(headers.addressing);
        let Some(node) = headers.find(header, occurrence)? else {
            read(None).context(|| format!("there is no header {describe} in the message"))?;
            return Ok(0);
        };
        let attributes = headers.attributes(node)?;
        headers.read_from(header, node, &mut tools.reader)?;
        read(Some(&mut tools.reader)).context(|| format!("the header {describe} could not be read"))?;
        headers.mark_as_understood(node);
        Ok(attributes)
    }

    /// The text of a custom header, if it is there; for those of the library itself.
    #[cfg(test)]
    pub(crate) fn custom_text_header(&self, local_name: &[u8], ns: &[u8]) -> Result<Option<String>> {
        let headers = &self.content("asked for a header")?.headers;
        let node = headers.find(&HeaderName::Custom { local_name, ns }, Occurrence::Only)?;
        node.map(|node| text_of(&headers.buffered()?.buffer.tree.lock(), node)).transpose()
    }

    /// WsGetHeaderAttributes: of the header element that a reader stands on.
    pub(crate) fn header_attributes(&self, reader: &Reader) -> Result<ULONG> {
        self.content("asked for the attributes of a header")?;
        Headers::attributes_at(self.envelope, reader)
    }

    /// The header buffer with its handle, and the position of the element that contains the headers.
    pub(crate) fn header_buffer(&self) -> Result<(*mut WS_XML_BUFFER, NodeId)> {
        let buffered = self.content("asked for its header buffer")?.headers.buffered()?;
        Ok((buffered.buffer.handle(&self.heap.get()), buffered.header))
    }

    /// WS_MESSAGE_PROPERTY_SAML_ASSERTION: a copy of this buffer.
    pub(crate) fn set_saml_assertion(&mut self, assertion: &Arc<XmlBuffer>) -> Result<()> {
        let copy = XmlBuffer::new(&self.heap.get())?;
        let (content, tools) = self.content_and_tools("told its sender")?;
        let nodes: Vec<NodeId> = elements(&assertion.tree.lock(), Tree::BOF).collect();
        for node in nodes {
            let properties = tools.reader.properties().clone();
            tools.reader.set_input_buffer(assertion.clone(), Some(node), properties)?;
            copy_in(&mut tools.reader, &mut copy.tree.lock(), Tree::EOF)?;
        }
        content.sender.saml_assertion = Some(copy);
        Ok(())
    }

    /// WsMarkHeaderAsUnderstood.
    pub(crate) fn mark_header_as_understood(
        &mut self,
        buffer: *mut WS_XML_BUFFER,
        node: NodeId,
    ) -> Result<()> {
        let headers = &mut self.reading("told what was understood")?.headers;
        if buffer.is_null() || headers.buffered()?.buffer.known_handle() != buffer {
            return Err(Error::invalid_argument(
                "the position is not one in the header buffer of this message",
            ));
        }
        headers.check_position(node)?;
        headers.mark_as_understood(node);
        Ok(())
    }

    /// WsCheckMustUnderstandHeaders. The error carries the fault that SOAP asks for (SOAP 1.1 section 4.4.1,
    /// SOAP 1.2 part 1 section 5.4.8).
    pub(crate) fn check_must_understand_headers(&mut self) -> Result<()> {
        let envelope = self.envelope;
        let headers = &self.reading("asked what was understood")?.headers;
        let Some((local_name, ns)) = headers.first_not_understood()? else { return Ok(()) };
        let reason = format!(
            "the header {} must be understood, and was not",
            super::super::nodes::name(local_name.as_bytes(), ns.as_bytes())
        );
        let header = (envelope.id == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2).then(|| {
            let (declaration, prefix) =
                if ns.is_empty() { (String::new(), "") } else { (declaration("h", &ns), "h:") };
            format!(
                "<s:NotUnderstood qname=\"{prefix}{local_name}\"{declaration} xmlns:s=\"{}\"/>",
                envelope.ns
            )
            .into_bytes()
        });
        Err(Error::invalid_format(reason.clone()).with_fault(FaultData {
            codes: vec![FaultCode { local_name: MUST_UNDERSTAND_CODE.to_owned(), ns: String::new() }],
            reasons: vec![FaultReason { text: reason, lang: "en-US".to_owned() }],
            header,
            ..FaultData::default()
        }))
    }

    fn reading(&mut self, what: &str) -> Result<&mut super::Content> {
        let state = self.state();
        match &mut self.content {
            Some(content) if matches!(content.phase, Phase::Reading(_)) => Ok(content),
            _ => Err(super::wrong_state(state, what, "READING")),
        }
    }
}

/// A namespace declaration as text.
fn declaration(prefix: &str, ns: &str) -> String {
    let ns = ns.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(" xmlns:{prefix}=\"{ns}\"")
}

/// Mapped headers, in order; the names of HTTP headers compare without case.
impl Message {
    pub(crate) fn mapped_headers(&self) -> Result<&[MappedHeader]> {
        Ok(&self.content("asked for its mapped headers")?.mapped)
    }

    /// `E_INVALIDARG` for what would not stay one line of its own in the transport's protocol.
    pub(crate) fn add_mapped_header(&mut self, name: &str, value: &str) -> Result<()> {
        let mapped = &mut self.content_mut("given a mapped header")?.mapped;
        let is_name = |byte: u8| !byte.is_ascii_control() && !is_space(byte) && byte != b':';
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(Error::invalid_argument(format!(
                "{} cannot be the name of a mapped header: it is empty, or has a control character, a space or \
                 a colon",
                quoted(name.as_bytes())
            )));
        }
        if value.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            return Err(Error::invalid_argument(format!(
                "the value of the mapped header {} may not have control characters, and {} has",
                quoted(name.as_bytes()),
                quoted(value.as_bytes())
            )));
        }
        mapped.push(MappedHeader { name: name.to_owned(), value: value.to_owned() });
        Ok(())
    }

    /// All of this name.
    pub(crate) fn remove_mapped_header(&mut self, name: &str) -> Result<()> {
        let mapped = &mut self.content_mut("relieved of a mapped header")?.mapped;
        mapped.retain(|header| !header.name.eq_ignore_ascii_case(name));
        Ok(())
    }

    /// WsAddMappedHeader: the text that `content` writes for a value.
    pub(crate) fn add_mapped_value(
        &mut self,
        name: &str,
        content: impl FnOnce(&mut Writer) -> Result<()>,
    ) -> Result<()> {
        let (_, tools) = self.content_and_tools("given a mapped header")?;
        let heap = Heap::new(usize::MAX, 0);
        let buffer = XmlBuffer::new(&heap)?;
        let writer = &mut tools.writer;
        let properties = WriterProperties { allow_fragment: true, ..writer.properties().clone() };
        writer.set_output_buffer(buffer.clone(), None, properties)?;
        writer.write_start_element(None, b"value", b"")?;
        content(writer)?;
        writer.write_end_element()?;
        let value = {
            let tree = buffer.tree.lock();
            let value = elements(&tree, Tree::BOF).next();
            value.map_or_else(|| Ok(String::new()), |value| text_of(&tree, value))?
        };
        self.add_mapped_header(name, &value)
    }

    /// WsGetMappedHeader: `read` gets a reader on an element whose content is the value, or `None` if there is no
    /// such header.
    pub(crate) fn read_mapped_value(
        &mut self,
        name: &str,
        occurrence: Occurrence,
        read: impl FnOnce(Option<&mut Reader>) -> Result<()>,
    ) -> Result<()> {
        let max_processed = self.options.max_processed_headers as usize;
        let (content, tools) = self.content_and_tools("asked for a mapped header")?;
        let mut matching = Vec::new();
        for (count, header) in content.mapped.iter().enumerate() {
            if count >= max_processed {
                return Err(Error::quota_exceeded(format!(
                    "the message has more mapped headers than the {max_processed} that are looked at \
                     (WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS)"
                )));
            }
            if header.name.eq_ignore_ascii_case(name) {
                matching.push(header);
            }
        }
        let found = match occurrence {
            Occurrence::Only if matching.len() > 1 => {
                return Err(Error::invalid_format(format!(
                    "the mapped header {} was expected once, and is in the message {} times",
                    quoted(name.as_bytes()),
                    matching.len()
                )));
            }
            Occurrence::Only => matching.first(),
            Occurrence::Index(index) => matching.get(index),
        };
        let Some(header) = found else {
            return read(None)
                .context(|| format!("there is no mapped header {} in the message", quoted(name.as_bytes())));
        };
        let heap: Arc<Heap> = Heap::new(usize::MAX, 0);
        let buffer = XmlBuffer::new(&heap)?;
        {
            let mut tree = buffer.tree.lock();
            let value = tree.insert_element(
                Tree::EOF,
                b"",
                b"value",
                b"",
                std::iter::empty(),
                header.value.is_empty(),
            )?;
            let end = super::super::nodes::end_of(&tree, value)?;
            if !header.value.is_empty() {
                tree.insert_text(end, &Text::Utf8(header.value.as_bytes()))?;
            }
        }
        let reader = &mut tools.reader;
        let properties = reader.properties().clone();
        reader.set_input_buffer(buffer, None, properties)?;
        reader.read_node()?;
        read(Some(reader))
            .context(|| format!("the mapped header {} could not be read", quoted(name.as_bytes())))
    }
}
