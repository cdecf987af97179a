//! WS-Addressing: where a message goes and which one it answers.
//! (WS-Addressing 1.0 core sections 2 and 3, SOAP binding section 2; the submission of August 2004.)

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Result, ResultExt};
use crate::value::guid::new_guid;
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::reader::{Attribute, NodeType, Reader, ReaderProperties};
use crate::xml::text::Text;
use crate::xml::writer::{Writer, WriterProperties};

use super::headers::{HeaderName, Headers, IS_REFERENCE_PARAMETER, Occurrence, elements};
use super::nodes::{end_of, text_of};

/// The parts of a `WS_ENDPOINT_ADDRESS` that addressing a message uses: extensions and identity are not among
/// them (page "Endpoint Address").
#[derive(Clone, Default)]
pub(crate) struct EndpointAddress {
    /// Empty for the anonymous address.
    pub(crate) url: String,
    /// Elements that become headers of every message to this address.
    pub(crate) headers: Option<Arc<XmlBuffer>>,
}

/// The reader and writer that work on header buffers. They are never seen by C.
pub(super) struct Tools {
    pub(super) reader: Reader,
    pub(super) writer: Writer,
}

impl Tools {
    pub(super) fn new(reader: ReaderProperties, writer: WriterProperties) -> Self {
        Self { reader: Reader::new(reader), writer: Writer::new(writer) }
    }
}

/// Gives a message a new MessageID, and says where its reply is wanted where that does not go without saying.
pub(super) fn start_request(headers: &mut Headers, tools: &mut Tools) -> Result<()> {
    if headers.addressing.is_transport {
        return Ok(());
    }
    let id = Text::UniqueId(new_guid());
    headers.put_text(WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER, id, &mut tools.writer)?;
    if headers.addressing.requests_name_reply_to {
        headers.put_anonymous(WS_HEADER_TYPE::WS_REPLY_TO_HEADER, &mut tools.writer)?;
    }
    Ok(())
}

/// Addresses a message: the To header, and the headers that the address asks for.
pub(super) fn address(headers: &mut Headers, address: &EndpointAddress, tools: &mut Tools) -> Result<()> {
    set_to(headers, &address.url, tools)?;
    let Some(buffer) = &address.headers else { return Ok(()) };
    let reference_parameters: Vec<NodeId> = elements(&buffer.tree.lock(), Tree::BOF).collect();
    for node in reference_parameters {
        add_reference_parameter(headers, buffer, node, tools)
            .context(|| "a header of the endpoint address could not be added to the message")?;
    }
    Ok(())
}

fn set_to(headers: &mut Headers, url: &str, tools: &mut Tools) -> Result<()> {
    let url = if url.is_empty() { headers.addressing.anonymous } else { url };
    headers.put_text(WS_HEADER_TYPE::WS_TO_HEADER, Text::Utf8(url.as_bytes()), &mut tools.writer)?;
    Ok(())
}

/// Addresses a message to where the request wants its answer, and relates it to the request.
pub(super) fn answer(
    headers: &mut Headers,
    request: &Headers,
    is_fault: bool,
    tools: &mut Tools,
) -> Result<()> {
    if headers.addressing.is_transport || request.addressing.is_transport {
        // The connection knows where the answer goes.
        return Ok(());
    }
    if let Some(id) = request.text(WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER)? {
        let relates_to = WS_HEADER_TYPE::WS_RELATES_TO_HEADER;
        headers.put_text(relates_to, Text::Utf8(id.as_bytes()), &mut tools.writer)?;
    }
    let find = |header| request.find(&HeaderName::Standard(header), Occurrence::Only);
    let mut destination = None;
    if is_fault {
        destination = find(WS_HEADER_TYPE::WS_FAULT_TO_HEADER)?;
    }
    if destination.is_none() {
        destination = find(WS_HEADER_TYPE::WS_REPLY_TO_HEADER)?;
    }
    // Without either it is the anonymous address, which is where a message without To goes as well.
    let Some(destination) = destination else { return Ok(()) };
    let reference = read_reference(request, destination)
        .context(|| "the address that the request wants its answer at could not be read")?;
    let url = if reference.url == request.addressing.anonymous { "" } else { &reference.url };
    set_to(headers, url, tools)?;
    for node in reference.parameters {
        add_reference_parameter(headers, &request.buffered()?.buffer, node, tools)?;
    }
    Ok(())
}

struct Reference {
    url: String,
    parameters: Vec<NodeId>,
}

/// The endpoint reference that a header contains.
fn read_reference(headers: &Headers, header: NodeId) -> Result<Reference> {
    let tree = headers.buffered()?.buffer.tree.lock();
    let ns = headers.addressing.ns.as_bytes();
    let mut reference = Reference { url: String::new(), parameters: Vec::new() };
    for child in elements(&tree, header) {
        let Some(element) = tree.element(child).filter(|element| element.ns == ns) else { continue };
        match element.local_name {
            b"Address" => text_of(&tree, child)?.trim().clone_into(&mut reference.url),
            b"ReferenceParameters" | b"ReferenceProperties" => {
                reference.parameters.extend(elements(&tree, child));
            }
            _ => {}
        }
    }
    Ok(reference)
}

/// Adds an element of an endpoint reference as a header, with the namespaces that it used where it was.
fn add_reference_parameter(
    headers: &mut Headers,
    source: &Arc<XmlBuffer>,
    node: NodeId,
    tools: &mut Tools,
) -> Result<()> {
    let Tools { reader, writer } = tools;
    let properties = ReaderProperties { allow_fragment: true, ..reader.properties().clone() };
    reader.set_input_buffer(source.clone(), Some(node), properties)?;
    let buffered = headers.buffered()?;
    let end = end_of(&buffered.buffer.tree.lock(), buffered.header)?;
    let properties = WriterProperties { allow_fragment: true, ..writer.properties().clone() };
    writer.set_output_buffer(buffered.buffer.clone(), Some(end), properties)?;
    writer.copy_node(reader)?;
    if headers.addressing.marks_reference_parameters {
        mark_reference_parameter(headers, end)?;
    }
    Ok(())
}

/// `IsReferenceParameter`, so that the receiver knows why the header is there.
fn mark_reference_parameter(headers: &Headers, end: NodeId) -> Result<()> {
    let mut tree = headers.buffered()?.buffer.tree.lock();
    let added = tree.previous(end).filter(|&node| tree.node_type(node) == NodeType::Element);
    let Some(added) = added else { return Ok(()) };
    let ns = headers.addressing.ns.as_bytes();
    let name = IS_REFERENCE_PARAMETER;
    let is_marked =
        tree.attributes(added).any(|attribute| attribute.local_name == name && attribute.ns == ns);
    if is_marked {
        return Ok(());
    }
    // Whatever prefix the namespace has where the header stands now, or ours, declared with it.
    let in_scope = prefix_in_scope(&tree, added, ns);
    let prefix = in_scope.unwrap_or_else(|| headers.addressing.prefix.as_bytes().to_vec());
    if prefix_in_scope(&tree, added, ns).is_none() {
        let declaration = Attribute {
            single_quote: false,
            is_xmlns: true,
            prefix: &prefix,
            local_name: b"",
            ns,
            value: Text::Utf8(b""),
        };
        tree.add_attribute(added, &declaration)?;
    }
    let attribute = Attribute {
        single_quote: false,
        is_xmlns: false,
        prefix: &prefix,
        local_name: name,
        ns,
        value: Text::Utf8(b"true"),
    };
    tree.add_attribute(added, &attribute)
}

/// A prefix, not the empty one, that means this namespace at an element.
fn prefix_in_scope(tree: &Tree, element: NodeId, ns: &[u8]) -> Option<Vec<u8>> {
    let mut hidden: Vec<Vec<u8>> = Vec::new();
    for node in std::iter::once(element).chain(tree.ancestors(element)) {
        for attribute in tree.attributes(node).filter(|attribute| attribute.is_xmlns) {
            if attribute.prefix.is_empty() || hidden.iter().any(|prefix| prefix == attribute.prefix) {
                continue;
            }
            if attribute.ns == ns {
                return Some(attribute.prefix.to_vec());
            }
            hidden.push(attribute.prefix.to_vec());
        }
    }
    None
}
