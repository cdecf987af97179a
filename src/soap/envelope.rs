//! The envelope: from a reader into a header buffer up to the body, and back out to a writer.
//!
//! ```text
//! <s:Envelope>            SOAP 1.1 section 4, SOAP 1.2 part 1 section 5
//!   <s:Header>...</s:Header>     at most one, first
//!   <s:Body>...</s:Body>         exactly one, last
//! </s:Envelope>
//! ```

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, FaultCode, FaultData, FaultReason, Result, ResultExt};
use crate::heap::Heap;
use crate::value::string::is_all_space;
use crate::xml::buffer::{Tree, XmlBuffer};
use crate::xml::reader::{Input, NodeType, Reader, ReaderProperties, TextCharset};
use crate::xml::text::Text;
use crate::xml::writer::Writer;

use super::headers::{BODY, ENVELOPE, HEADER, HeaderBuffer, Headers, elements};
use super::nodes::{copy_in, copy_out, end_of, found, insert_start, start_out};
use super::version::{AddressingVersion, EnvelopeVersion, VERSION_MISMATCH_CODE};

/// What has been read of an envelope up to its body.
pub(super) struct Start {
    pub(super) headers: Headers,
    /// Whether the first element of the body is a fault.
    pub(super) is_fault: bool,
}

/// Reads everything before the body; the reader stands in the body afterwards, past whitespace and comments.
pub(super) fn read_start(
    reader: &mut Reader,
    heap: &Arc<Heap>,
    envelope: &'static EnvelopeVersion,
    addressing: &'static AddressingVersion,
    max_processed: u32,
) -> Result<Start> {
    if !envelope.has_envelope {
        // The document is the body. It may be empty, or no XML: who reads it finds out.
        let headers = Headers::new(heap, envelope, addressing, max_processed);
        return Ok(Start { headers, is_fault: false });
    }
    let headers = read_headers(reader, heap, envelope, addressing, max_processed)
        .context(|| format!("the start of a {} message could not be read", envelope.name))?;
    let is_fault = reader
        .read_to_start_element(Some(b"Fault"), Some(envelope.ns.as_bytes()))
        .context(|| "the beginning of the body could not be read")?;
    Ok(Start { headers, is_fault })
}

fn read_headers(
    reader: &mut Reader,
    heap: &Arc<Heap>,
    envelope: &'static EnvelopeVersion,
    addressing: &'static AddressingVersion,
    max_processed: u32,
) -> Result<Headers> {
    let ns = envelope.ns.as_bytes();
    if !reader.read_to_start_element(Some(ENVELOPE), Some(ns))? {
        return Err(no_envelope(reader, envelope));
    }
    // Most replies have no headers. What they have of an envelope is text that few will ask for.
    let begin = reader.offset().filter(|_| reader.depth() == 1 && reader.is_followed_by(BODY));
    let headers = if let Some(begin) = begin {
        reader.read_start_element()?;
        find_body(reader, envelope)?;
        let text = reader.text_since(begin);
        heap.lock().charge(text.len())?;
        Headers::received(heap, text.to_vec(), envelope, addressing, max_processed)
    } else {
        let buffered = read_buffered(reader, heap, envelope)?;
        Headers::over(heap, buffered, envelope, addressing, max_processed)
    };
    reader.read_start_element()?;
    Ok(headers)
}

/// Puts the envelope that the reader stands on into a buffer, up to the start of its body, where the reader is then.
fn read_buffered(reader: &mut Reader, heap: &Arc<Heap>, envelope: &EnvelopeVersion) -> Result<HeaderBuffer> {
    let buffer = XmlBuffer::new(heap)?;
    let ns = envelope.ns.as_bytes();
    let mut tree = buffer.tree.lock();
    let envelope_node = insert_start(reader, &mut tree, Tree::EOF, false)?;
    let end = end_of(&tree, envelope_node)?;
    let prefix = reader.element().map_or_else(Vec::new, |element| element.prefix.to_vec());
    reader.read_start_element()?;

    let header_node = if reader.read_to_start_element(Some(HEADER), Some(ns))? {
        let header_node = insert_start(reader, &mut tree, end, true)?;
        let header_end = end_of(&tree, header_node)?;
        reader.read_start_element()?;
        while reader.read_to_start_element(None, None)? {
            copy_in(reader, &mut tree, header_end)?;
        }
        if reader.node_type() != NodeType::EndElement {
            return Err(Error::invalid_format(format!(
                "a header element or the end of the Header element was expected, and {}",
                found(reader)
            )));
        }
        reader.read_end_element()?;
        header_node
    } else {
        tree.insert_element(end, &prefix, HEADER, ns, std::iter::empty(), true)?
    };

    find_body(reader, envelope)?;
    let body_node = insert_start(reader, &mut tree, end, true)?;
    drop(tree);
    Ok(HeaderBuffer::new(buffer, [envelope_node, header_node, body_node]))
}

fn find_body(reader: &mut Reader, envelope: &EnvelopeVersion) -> Result<()> {
    if reader.read_to_start_element(Some(BODY), Some(envelope.ns.as_bytes()))? {
        return Ok(());
    }
    Err(Error::invalid_format(format!(
        "the Body element of {} was expected, and {}",
        envelope.name,
        found(reader)
    )))
}

/// The buffer of an envelope without headers, of which this is the text up to its body.
pub(super) fn buffer_of(text: &[u8], heap: &Arc<Heap>, envelope: &EnvelopeVersion) -> Result<HeaderBuffer> {
    // It has been read before, within the limits of whoever read it.
    let properties = ReaderProperties {
        max_depth: u32::MAX,
        max_attributes: u32::MAX,
        max_namespaces: u32::MAX,
        allow_invalid_character_references: true,
        ..ReaderProperties::default()
    };
    let mut reader = Reader::new(properties.clone());
    reader.set_input_text(Input::Owned(text.to_vec()), TextCharset::Utf8, properties)?;
    reader.read_to_start_element(None, None)?;
    read_buffered(&mut reader, heap, envelope)
}

/// The document begins with something else. An envelope of another version has its own fault, by which the
/// sender learns which one is spoken here (SOAP 1.1 section 4.4.1, SOAP 1.2 part 1 section 5.4.7).
fn no_envelope(reader: &Reader, envelope: &EnvelopeVersion) -> Error {
    let expected = format!(
        "the Envelope element of {} (namespace '{}') was expected, and {}",
        envelope.name,
        envelope.ns,
        found(reader)
    );
    let other = reader.element().filter(|element| element.local_name == ENVELOPE);
    let Some(other) = other else { return Error::invalid_format(expected) };
    let hint = match EnvelopeVersion::of_namespace(other.ns) {
        Some(other) => format!("the message is in {}, and {} is expected here", other.name, envelope.name),
        None => {
            format!("the message is in an unknown version of SOAP, and {} is expected here", envelope.name)
        }
    };
    let header = (envelope.id == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2).then(|| {
        format!(
            "<s:Upgrade xmlns:s=\"{ns}\"><s:SupportedEnvelope qname=\"s:Envelope\"/></s:Upgrade>",
            ns = envelope.ns
        )
        .into_bytes()
    });
    Error::invalid_format(expected).context(hint.clone()).with_fault(FaultData {
        codes: vec![FaultCode { local_name: VERSION_MISMATCH_CODE.to_owned(), ns: String::new() }],
        reasons: vec![FaultReason { text: hint, lang: "en-US".to_owned() }],
        header,
        ..FaultData::default()
    })
}

/// Reads from the end of the body past the end of the envelope.
pub(super) fn read_end(reader: &mut Reader, envelope: &EnvelopeVersion) -> Result<()> {
    if !envelope.has_envelope {
        return Ok(());
    }
    for (element, expected) in [("Body", "nothing more in the body"), ("Envelope", "nothing after the body")]
    {
        while is_ignorable(reader) {
            reader.read_node()?;
        }
        if reader.node_type() != NodeType::EndElement {
            return Err(not_the_end(reader, element, expected));
        }
        reader.read_end_element()?;
    }
    Ok(())
}

/// Comes to the first node of the body, in a stream of which as little may be at hand as there is: all that
/// [`read_start`] reads. `at_body` is called where the headers have ended. What is wrong on the way is for who reads it
/// to tell.
pub(crate) async fn read_ahead(
    reader: &mut Reader,
    envelope: &EnvelopeVersion,
    mut at_body: impl FnMut(),
) -> Result<()> {
    if !envelope.has_envelope {
        return Ok(());
    }
    let mut is_in_body = false;
    loop {
        match reader.read_node() {
            Ok(()) => {}
            Err(_) if reader.wants_more() => {
                reader.fill(1).await?;
                continue;
            }
            Err(_) => return Ok(()),
        }
        let name = reader.element().map(|element| element.local_name);
        match (reader.node_type(), reader.depth()) {
            (NodeType::Eof, _) | (NodeType::EndElement, 1) => return Ok(()),
            _ if is_in_body && !is_ignorable(reader) => return Ok(()),
            (NodeType::Element, 1) if name != Some(ENVELOPE) => return Ok(()),
            (NodeType::Element, 2) if name == Some(BODY) => {
                at_body();
                is_in_body = true;
            }
            _ => {}
        }
    }
}

/// As [`read_end`], in a stream: up to the end of the document, however little of it is at hand.
pub(super) async fn read_end_of_stream(reader: &mut Reader, envelope: &EnvelopeVersion) -> Result<()> {
    if !envelope.has_envelope {
        return Ok(());
    }
    reader.check_ready()?;
    for (element, expected) in [("Body", "nothing more in the body"), ("Envelope", "nothing after the body")]
    {
        while is_ignorable(reader) {
            next_of_stream(reader).await?;
        }
        if reader.node_type() != NodeType::EndElement {
            return Err(not_the_end(reader, element, expected));
        }
        next_of_stream(reader).await?;
    }
    while is_ignorable(reader) {
        next_of_stream(reader).await?;
    }
    Ok(())
}

async fn next_of_stream(reader: &mut Reader) -> Result<()> {
    loop {
        match reader.read_node() {
            Err(_) if reader.wants_more() => reader.fill(1).await?,
            moved => return moved,
        }
    }
}

fn not_the_end(reader: &Reader, element: &str, expected: &str) -> Error {
    Error::invalid_format(format!(
        "the end of the {element} element was expected ({expected}), and {}",
        found(reader)
    ))
}

fn is_ignorable(reader: &Reader) -> bool {
    match reader.node_type() {
        NodeType::Comment => true,
        NodeType::Text => matches!(reader.text(), Some(Text::Utf8(text)) if is_all_space(text)),
        _ => false,
    }
}

/// Writes everything before the content of the body. A Header element without headers is left out.
pub(super) fn write_start(headers: &Headers, writer: &mut Writer) -> Result<()> {
    if !headers.envelope.has_envelope {
        return Ok(());
    }
    if let Some(plain) = headers.plain().filter(|_| !headers.is_received()) {
        return plain.write_envelope_start(headers.envelope, headers.addressing, writer);
    }
    let buffered = headers.buffered()?;
    let tree = buffered.buffer.tree.lock();
    start_out(&tree, buffered.envelope, writer)?;
    let mut written = elements(&tree, buffered.header).filter(|&node| headers.is_written(&tree, node));
    if let Some(first) = written.next() {
        start_out(&tree, buffered.header, writer)?;
        for node in std::iter::once(first).chain(written) {
            copy_out(&tree, node, writer)?;
        }
        writer.write_end_element()?;
    }
    start_out(&tree, buffered.body, writer)
}

/// Closes body and envelope.
pub(super) fn write_end(envelope: &EnvelopeVersion, writer: &mut Writer) -> Result<()> {
    if envelope.has_envelope {
        writer.write_end_element()?;
        writer.write_end_element()?;
    }
    Ok(())
}
