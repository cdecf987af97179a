//! The headers of a message: the header buffer, and how headers are found, added and removed in it.
//!
//! The header buffer is an XML buffer that holds the whole envelope with an empty body, and that the application
//! may read and edit by itself (WS_MESSAGE_PROPERTY_HEADER_BUFFER). So from the moment that anyone needs it, it alone
//! says what the headers are: nothing about them is kept beside it, but for which ones have been understood. Until
//! then, in a message that is to be sent or that has come without headers, they are plain text.

use std::sync::{Arc, OnceLock};

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::value::string::utf8;
use crate::xml::buffer::{NodeId, Tree, XmlBuffer};
use crate::xml::reader::{Attribute, NodeType, Reader, ReaderProperties};
use crate::xml::text::Text;
use crate::xml::writer::{Writer, WriterProperties};

use super::nodes::{
    attribute_of, characters, copy_in_part, end_of, inherited_namespaces, name, parse_bool, text_of,
};
use super::plain::{PlainHeaders, Value};
use super::version::{AddressingVersion, EnvelopeVersion};

pub(super) const ENVELOPE: &[u8] = b"Envelope";
pub(super) const HEADER: &[u8] = b"Header";
pub(super) const BODY: &[u8] = b"Body";
pub(super) const MUST_UNDERSTAND: &[u8] = b"mustUnderstand";
const RELAY: &[u8] = b"relay";
const ENCODING_STYLE: &[u8] = b"encodingStyle";
pub(super) const IS_REFERENCE_PARAMETER: &[u8] = b"IsReferenceParameter";

/// Which header is meant.
#[derive(Clone, Copy)]
pub(crate) enum HeaderName<'a> {
    /// One of WS-Addressing, in the namespace of the message's version.
    Standard(WS_HEADER_TYPE),
    /// The application's own.
    Custom { local_name: &'a [u8], ns: &'a [u8] },
}

/// Which one of several headers of the same name. (WS_REPEATING_HEADER_OPTION)
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Occurrence {
    /// There may be only one.
    Only,
    /// There may be any number; this one, counted from 0.
    Index(usize),
}

impl HeaderName<'_> {
    pub(super) fn describe(&self, addressing: &'static AddressingVersion) -> String {
        let (local_name, ns) = self.resolve(addressing);
        name(local_name, ns)
    }

    fn resolve<'b>(&'b self, addressing: &'static AddressingVersion) -> (&'b [u8], &'b [u8]) {
        match *self {
            Self::Standard(header) => (standard_name(header).as_bytes(), addressing.ns.as_bytes()),
            Self::Custom { local_name, ns } => (local_name, ns),
        }
    }
}

/// The local name of a standard header, the same in every version.
pub(super) fn standard_name(header: WS_HEADER_TYPE) -> &'static str {
    match header {
        WS_HEADER_TYPE::WS_ACTION_HEADER => "Action",
        WS_HEADER_TYPE::WS_TO_HEADER => "To",
        WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER => "MessageID",
        WS_HEADER_TYPE::WS_RELATES_TO_HEADER => "RelatesTo",
        WS_HEADER_TYPE::WS_FROM_HEADER => "From",
        WS_HEADER_TYPE::WS_REPLY_TO_HEADER => "ReplyTo",
        WS_HEADER_TYPE::WS_FAULT_TO_HEADER => "FaultTo",
    }
}

const STANDARD: [WS_HEADER_TYPE; 7] = [
    WS_HEADER_TYPE::WS_ACTION_HEADER,
    WS_HEADER_TYPE::WS_TO_HEADER,
    WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER,
    WS_HEADER_TYPE::WS_RELATES_TO_HEADER,
    WS_HEADER_TYPE::WS_FROM_HEADER,
    WS_HEADER_TYPE::WS_REPLY_TO_HEADER,
    WS_HEADER_TYPE::WS_FAULT_TO_HEADER,
];

/// Which of the standard headers say that they must be understood.
pub(super) fn standard_attributes(header: WS_HEADER_TYPE) -> ULONG {
    match header {
        WS_HEADER_TYPE::WS_ACTION_HEADER | WS_HEADER_TYPE::WS_TO_HEADER => {
            WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE
        }
        _ => 0,
    }
}

/// The headers of a message and what is needed to work on them.
pub(super) struct Headers {
    heap: Arc<Heap>,
    pub(super) envelope: &'static EnvelopeVersion,
    pub(super) addressing: &'static AddressingVersion,
    /// WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS.
    max_processed: u32,
    /// What the headers are until there is a buffer.
    plain: PlainHeaders,
    /// The text of an envelope that has come without headers, up to its body: what the plain headers are in.
    received: Option<Vec<u8>>,
    buffered: OnceLock<HeaderBuffer>,
    understood: Vec<NodeId>,
}

/// A header buffer, and the elements that the envelope is made of.
pub(super) struct HeaderBuffer {
    pub(super) buffer: Arc<XmlBuffer>,
    pub(super) envelope: NodeId,
    /// The element that contains all headers. (WS_MESSAGE_PROPERTY_HEADER_POSITION)
    pub(super) header: NodeId,
    pub(super) body: NodeId,
}

impl HeaderBuffer {
    pub(super) fn new(buffer: Arc<XmlBuffer>, [envelope, header, body]: [NodeId; 3]) -> Self {
        Self { buffer, envelope, header, body }
    }

    /// An envelope with no headers at all.
    fn empty(heap: &Arc<Heap>, envelope: &EnvelopeVersion, addressing: &AddressingVersion) -> Result<Self> {
        let buffer = XmlBuffer::new(heap)?;
        let mut tree = buffer.tree.lock();
        let declarations = [
            (!addressing.is_transport).then(|| declaration(addressing.prefix, addressing.ns)),
            envelope.has_envelope.then(|| declaration(envelope.prefix, envelope.ns)),
        ];
        let prefix = envelope.prefix.as_bytes();
        let ns = envelope.ns.as_bytes();
        let declarations = declarations.into_iter().flatten();
        let envelope_node = tree.insert_element(Tree::EOF, prefix, ENVELOPE, ns, declarations, false)?;
        let end = end_of(&tree, envelope_node)?;
        let header_node = tree.insert_element(end, prefix, HEADER, ns, std::iter::empty(), true)?;
        let body_node = tree.insert_element(end, prefix, BODY, ns, std::iter::empty(), true)?;
        drop(tree);
        Ok(Self::new(buffer, [envelope_node, header_node, body_node]))
    }
}

impl Headers {
    /// No headers at all.
    pub(super) fn new(
        heap: &Arc<Heap>,
        envelope: &'static EnvelopeVersion,
        addressing: &'static AddressingVersion,
        max_processed: u32,
    ) -> Self {
        Self {
            heap: heap.clone(),
            envelope,
            addressing,
            max_processed,
            plain: PlainHeaders::default(),
            received: None,
            buffered: OnceLock::new(),
            understood: Vec::new(),
        }
    }

    /// A buffer that already holds an envelope.
    pub(super) fn over(
        heap: &Arc<Heap>,
        buffered: HeaderBuffer,
        envelope: &'static EnvelopeVersion,
        addressing: &'static AddressingVersion,
        max_processed: u32,
    ) -> Self {
        let headers = Self::new(heap, envelope, addressing, max_processed);
        Self { buffered: OnceLock::from(buffered), ..headers }
    }

    /// What has come without headers: the text of the envelope up to its body.
    pub(super) fn received(
        heap: &Arc<Heap>,
        text: Vec<u8>,
        envelope: &'static EnvelopeVersion,
        addressing: &'static AddressingVersion,
        max_processed: u32,
    ) -> Self {
        Self { received: Some(text), ..Self::new(heap, envelope, addressing, max_processed) }
    }

    /// Whether the envelope is one that has come, and not of the library's own making.
    pub(super) fn is_received(&self) -> bool {
        self.received.is_some()
    }

    // ---- plain text, and the buffer

    /// The headers as long as they are plain text.
    pub(super) fn plain(&self) -> Option<&PlainHeaders> {
        self.buffered.get().is_none().then_some(&self.plain)
    }

    /// Whether there are no headers, as far as that can be told without a buffer.
    fn is_empty(&self) -> bool {
        self.plain().is_some_and(|plain| plain.len() == 0)
    }

    /// The header buffer, which from now on says what the headers are.
    pub(super) fn buffered(&self) -> Result<&HeaderBuffer> {
        if let Some(buffered) = self.buffered.get() {
            return Ok(buffered);
        }
        let mut writer = Writer::new(WriterProperties::default());
        let buffered = match &self.received {
            Some(text) => super::envelope::buffer_of(text, &self.heap, self.envelope)?,
            None => HeaderBuffer::empty(&self.heap, self.envelope, self.addressing)?,
        };
        for (header, value) in self.plain.iter() {
            let name = HeaderName::Standard(header);
            let before = end_of(&buffered.buffer.tree.lock(), buffered.header)?;
            let attributes = standard_attributes(header);
            self.write_header(&buffered, &name, attributes, before, &mut writer, |writer| {
                value.write(writer, self.addressing)
            })?;
        }
        Ok(self.buffered.get_or_init(|| buffered))
    }

    /// Keeps a header as plain text, if that is what headers are kept as.
    fn put_plain(&mut self, header: WS_HEADER_TYPE, value: Option<Value>) -> Result<bool> {
        let (Some(value), true) = (value, self.plain().is_some()) else { return Ok(false) };
        if self.plain.len() as u64 >= u64::from(self.max_processed) {
            return Ok(false);
        }
        self.heap.lock().charge(value.len()).map_err(|error| {
            error
                .context(format!("the header {} does not fit into the message's heap", standard_name(header)))
        })?;
        self.plain.put(header, value);
        Ok(true)
    }

    // ---- changing

    /// Adds a header at the end, or in the place of the one that is there. `content` writes the rest of the
    /// element after its start; on failure nothing has changed.
    pub(super) fn put(
        &mut self,
        header: &HeaderName<'_>,
        replace: bool,
        attributes: ULONG,
        writer: &mut Writer,
        content: impl FnOnce(&mut Writer) -> Result<()>,
    ) -> Result<NodeId> {
        self.supported(header)?;
        let (local_name, ns) = header.resolve(self.addressing);
        let buffered = self.buffered()?;
        let old = if replace { self.find(header, Occurrence::Only)? } else { None };
        let (before, previous) = {
            let tree = buffered.buffer.tree.lock();
            let before = match old {
                Some(old) => old,
                None => end_of(&tree, buffered.header)?,
            };
            (before, tree.previous(before))
        };
        let written =
            self.write_header(buffered, header, attributes, before, writer, content).and_then(|()| {
                let tree = buffered.buffer.tree.lock();
                tree.previous(before)
                    .filter(|&new| Some(new) != previous)
                    .ok_or_else(|| Error::invalid_operation("the header was not written as one element"))
            });
        let mut tree = buffered.buffer.tree.lock();
        match written {
            Ok(new) => {
                if let Some(old) = old {
                    tree.remove(old)?;
                }
                Ok(new)
            }
            Err(error) => {
                // What was written of it goes again.
                while let Some(node) = tree.previous(before).filter(|&node| Some(node) != previous) {
                    tree.remove(node)?;
                }
                Err(error.context(format!("the header {} could not be written", name(local_name, ns))))
            }
        }
    }

    fn write_header(
        &self,
        buffered: &HeaderBuffer,
        header: &HeaderName<'_>,
        attributes: ULONG,
        before: NodeId,
        writer: &mut Writer,
        content: impl FnOnce(&mut Writer) -> Result<()>,
    ) -> Result<()> {
        let (local_name, ns) = header.resolve(self.addressing);
        let properties = WriterProperties { allow_fragment: true, ..writer.properties().clone() };
        writer.set_output_buffer(buffered.buffer.clone(), Some(before), properties)?;
        // Read from elsewhere, the envelope may use other prefixes than ours.
        let in_scope = writer.prefix_of_namespace(ns);
        let prefix = match header {
            HeaderName::Standard(_) => Some(in_scope.as_deref().unwrap_or(self.addressing.prefix.as_bytes())),
            HeaderName::Custom { .. } => None,
        };
        writer.write_start_element(prefix, local_name, ns)?;
        if attributes & WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE != 0 {
            self.write_flag(writer, MUST_UNDERSTAND)?;
        }
        if attributes & WS_RELAY_HEADER_ATTRIBUTE != 0 && self.envelope.has_relay {
            self.write_flag(writer, RELAY)?;
        }
        content(writer)?;
        writer.write_end_element()
    }

    fn write_flag(&self, writer: &mut Writer, local_name: &[u8]) -> Result<()> {
        let ns = self.envelope.ns.as_bytes();
        let in_scope = writer.prefix_of_namespace(ns).filter(|prefix| !prefix.is_empty());
        let prefix = in_scope.as_deref().unwrap_or(self.envelope.prefix.as_bytes());
        writer.write_start_attribute(Some(prefix), local_name, ns, false)?;
        writer.write_text(Text::Utf8(b"1"))?;
        writer.write_end_attribute()
    }

    /// Adds or replaces a standard header that is text.
    pub(super) fn put_text(
        &mut self,
        header: WS_HEADER_TYPE,
        text: Text<'_>,
        writer: &mut Writer,
    ) -> Result<()> {
        self.supported(&HeaderName::Standard(header))?;
        if self.put_plain(header, Value::of(&text))? {
            return Ok(());
        }
        self.put_standard(header, writer, |writer| writer.write_text(text)).map(|_| ())
    }

    /// Adds or replaces a standard header that is a reference to the anonymous address.
    pub(super) fn put_anonymous(&mut self, header: WS_HEADER_TYPE, writer: &mut Writer) -> Result<()> {
        self.supported(&HeaderName::Standard(header))?;
        if self.put_plain(header, Some(Value::Anonymous))? {
            return Ok(());
        }
        let addressing = self.addressing;
        self.put_standard(header, writer, |writer| Value::Anonymous.write(writer, addressing)).map(|_| ())
    }

    /// [`Headers::put`] for a standard header, with the attributes it always has.
    pub(super) fn put_standard(
        &mut self,
        header: WS_HEADER_TYPE,
        writer: &mut Writer,
        content: impl FnOnce(&mut Writer) -> Result<()>,
    ) -> Result<NodeId> {
        self.put(&HeaderName::Standard(header), true, standard_attributes(header), writer, content)
    }

    /// Adds the reader's current element, whose namespaces it declares itself, as a header. The reader is past it
    /// then.
    pub(super) fn add_from(&mut self, reader: &mut Reader) -> Result<NodeId> {
        let buffered = self.buffered()?;
        let mut tree = buffered.buffer.tree.lock();
        let before = end_of(&tree, buffered.header)?;
        super::nodes::copy_in(reader, &mut tree, before)
    }

    /// Removes every header of this name that is for the ultimate receiver.
    pub(super) fn remove(&mut self, header: &HeaderName<'_>) -> Result<()> {
        let (local_name, ns) = header.resolve(self.addressing);
        let buffered = self.buffered()?;
        let mut tree = buffered.buffer.tree.lock();
        let mut found = Vec::new();
        self.matching(&tree, buffered.header, local_name, ns, |node| {
            found.push(node);
            Ok(())
        })?;
        found.into_iter().try_for_each(|node| tree.remove(node))
    }

    // ---- finding

    /// The header of this name, addressed to the ultimate receiver. `WS_E_INVALID_FORMAT` if there are several and
    /// there may be only one, `WS_E_QUOTA_EXCEEDED` past the number of headers to look at.
    pub(super) fn find(&self, header: &HeaderName<'_>, occurrence: Occurrence) -> Result<Option<NodeId>> {
        if self.is_empty() {
            return Ok(None);
        }
        let (local_name, ns) = header.resolve(self.addressing);
        let buffered = self.buffered()?;
        let tree = buffered.buffer.tree.lock();
        let (mut found, mut count) = (None, 0);
        self.matching(&tree, buffered.header, local_name, ns, |node| {
            match occurrence {
                Occurrence::Only if count > 0 => {
                    return Err(Error::invalid_format(format!(
                        "the header {} was expected once, and is in the message several times",
                        name(local_name, ns)
                    )));
                }
                Occurrence::Index(index) if count != index => {}
                _ => found = Some(node),
            }
            count += 1;
            Ok(())
        })?;
        Ok(found)
    }

    /// Calls `each` with the headers of this name that are for the ultimate receiver, in order.
    fn matching(
        &self,
        tree: &Tree,
        header_node: NodeId,
        local_name: &[u8],
        ns: &[u8],
        mut each: impl FnMut(NodeId) -> Result<()>,
    ) -> Result<()> {
        for (count, node) in elements(tree, header_node).enumerate() {
            if count as u64 >= u64::from(self.max_processed) {
                return Err(Error::quota_exceeded(format!(
                    "the message has more headers than the {} that are looked at \
                     (WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS)",
                    self.max_processed
                )));
            }
            if tree.element(node).is_some_and(|element| element.local_name == local_name && element.ns == ns)
                && self.is_for_ultimate_receiver(tree, node)?
            {
                each(node)?;
            }
        }
        Ok(())
    }

    fn role(&self, tree: &Tree, node: NodeId) -> Result<Option<String>> {
        attribute_of(tree, node, self.envelope.role_attribute.as_bytes(), self.envelope.ns.as_bytes())
    }

    fn is_for_ultimate_receiver(&self, tree: &Tree, node: NodeId) -> Result<bool> {
        Ok(self.role(tree, node)?.is_none_or(|role| {
            let role = role.trim();
            self.envelope.ultimate_receiver_roles.contains(&role)
        }))
    }

    /// The text of a standard header, if it is there, without the whitespace around it.
    pub(super) fn text(&self, header: WS_HEADER_TYPE) -> Result<Option<String>> {
        let mut text = match self.plain().map(|plain| plain.get(header)) {
            Some(None) => return Ok(None),
            Some(Some(Value::Text(text))) => utf8(text)?.to_owned(),
            Some(Some(Value::Anonymous)) | None => {
                let Some(node) = self.find(&HeaderName::Standard(header), Occurrence::Only)? else {
                    return Ok(None);
                };
                text_of(&self.buffered()?.buffer.tree.lock(), node)?
            }
        };
        let is_space = [' ', '\t', '\r', '\n'];
        text.truncate(text.trim_end_matches(is_space).len());
        text.drain(..text.len() - text.trim_start_matches(is_space).len());
        Ok(Some(text))
    }

    /// What the versions of the message have no place for is refused rather than lost.
    pub(super) fn supported(&self, header: &HeaderName<'_>) -> Result<()> {
        match header {
            HeaderName::Standard(WS_HEADER_TYPE::WS_ACTION_HEADER | WS_HEADER_TYPE::WS_TO_HEADER) => Ok(()),
            HeaderName::Standard(header) if self.addressing.is_transport => {
                Err(Error::not_supported(format!(
                    "transport addressing (WS_ADDRESSING_VERSION_TRANSPORT) has the headers Action and To only, \
                     and {} was asked for",
                    standard_name(*header)
                )))
            }
            _ => Ok(()),
        }
    }

    /// Has the reader stand on a header as its description has it: without the attributes that SOAP and
    /// WS-Addressing put on every header, which no description names. On standard headers others may put
    /// anything (RelationshipType, identifiers for signatures), and their values are described without.
    pub(super) fn read_from(&self, header: &HeaderName<'_>, node: NodeId, reader: &mut Reader) -> Result<()> {
        let is_standard = matches!(header, HeaderName::Standard(_));
        let is_wanted =
            |attribute: &Attribute<'_>| attribute.is_xmlns || !is_standard && !self.is_ours(attribute);
        let buffer = &self.buffered()?.buffer;
        let (is_plain, namespaces) = {
            let tree = buffer.tree.lock();
            (tree.attributes(node).all(|attribute| is_wanted(&attribute)), inherited_namespaces(&tree, node))
        };
        let properties = ReaderProperties { allow_fragment: true, ..reader.properties().clone() };
        reader.set_input_buffer(buffer.clone(), Some(node), properties.clone())?;
        if is_plain {
            return Ok(());
        }
        let heap = Heap::new(usize::MAX, 0);
        let copy = XmlBuffer::new(&heap)?;
        let root = copy_in_part(reader, &mut copy.tree.lock(), Tree::EOF, is_wanted, &namespaces)?;
        reader.set_input_buffer(copy, Some(root), properties)
    }

    fn is_ours(&self, attribute: &Attribute<'_>) -> bool {
        let name = attribute.local_name;
        let is_soap = name == MUST_UNDERSTAND
            || name == RELAY
            || name == ENCODING_STYLE
            || name == self.envelope.role_attribute.as_bytes();
        is_soap && attribute.ns == self.envelope.ns.as_bytes()
            || name == IS_REFERENCE_PARAMETER && attribute.ns == self.addressing.ns.as_bytes()
    }

    // ---- attributes and understanding

    /// The WS_HEADER_ATTRIBUTES of a header.
    pub(super) fn attributes(&self, node: NodeId) -> Result<ULONG> {
        let tree = self.buffered()?.buffer.tree.lock();
        let value = |local_name: &[u8]| attribute_of(&tree, node, local_name, self.envelope.ns.as_bytes());
        header_attributes(self.envelope, value)
    }

    /// The WS_HEADER_ATTRIBUTES of the element that a reader stands on.
    pub(super) fn attributes_at(envelope: &EnvelopeVersion, reader: &Reader) -> Result<ULONG> {
        header_attributes(envelope, |local_name| {
            let index = reader.find_attribute(local_name, envelope.ns.as_bytes())?;
            index
                .and_then(|index| reader.attribute(index))
                .map(|attribute| characters(&attribute.value))
                .transpose()
        })
    }

    pub(super) fn mark_as_understood(&mut self, node: NodeId) {
        if !self.understood.contains(&node) {
            self.understood.push(node);
        }
    }

    /// Whether this is a header: a child of the header element that is still there.
    pub(super) fn check_position(&self, node: NodeId) -> Result<()> {
        let buffered = self.buffered()?;
        let tree = buffered.buffer.tree.lock();
        tree.check(node)?;
        if tree.node_type(node) == NodeType::Element && tree.parent(node) == Some(buffered.header) {
            Ok(())
        } else {
            Err(Error::invalid_argument("the position is not that of a header in the header buffer"))
        }
    }

    /// The first header that must be understood by us and was not: its name and namespace.
    /// (Page WsCheckMustUnderstandHeaders.)
    pub(super) fn first_not_understood(&self) -> Result<Option<(String, String)>> {
        if self.is_empty() {
            return Ok(None);
        }
        let buffered = self.buffered()?;
        let tree = buffered.buffer.tree.lock();
        for node in elements(&tree, buffered.header) {
            let value =
                |local_name: &[u8]| attribute_of(&tree, node, local_name, self.envelope.ns.as_bytes());
            if header_attributes(self.envelope, value)? & WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE == 0
                || !self.is_for_us(&tree, node)?
                || self.understood.contains(&node)
            {
                continue;
            }
            let Some(element) = tree.element(node) else { continue };
            let is_standard = element.ns == self.addressing.ns.as_bytes()
                && STANDARD.iter().any(|&header| standard_name(header).as_bytes() == element.local_name);
            if !is_standard {
                let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
                return Ok(Some((text(element.local_name), text(element.ns))));
            }
        }
        Ok(None)
    }

    /// For the ultimate receiver, or for every node on the way.
    fn is_for_us(&self, tree: &Tree, node: NodeId) -> Result<bool> {
        Ok(self.is_for_ultimate_receiver(tree, node)?
            || self.role(tree, node)?.is_some_and(|role| role.trim() == self.envelope.next_role))
    }

    // ---- what is written

    /// Whether a header is written into the envelope: with transport addressing Action and To are not.
    pub(super) fn is_written(&self, tree: &Tree, node: NodeId) -> bool {
        let Some(element) = tree.element(node) else { return false };
        !(self.addressing.is_transport
            && element.ns == self.addressing.ns.as_bytes()
            && matches!(element.local_name, b"Action" | b"To"))
    }
}

/// A namespace declaration.
fn declaration(prefix: &'static str, ns: &'static str) -> Attribute<'static> {
    Attribute {
        single_quote: false,
        is_xmlns: true,
        prefix: prefix.as_bytes(),
        local_name: b"",
        ns: ns.as_bytes(),
        value: Text::Utf8(b""),
    }
}

/// The Envelope, Header and Body of an envelope in a tree.
pub(super) fn parts(tree: &Tree, root: NodeId, envelope: &EnvelopeVersion) -> Result<[NodeId; 3]> {
    let part = |local_name: &[u8]| {
        elements(tree, root)
            .find(|&id| {
                tree.element(id).is_some_and(|element| {
                    element.local_name == local_name && element.ns == envelope.ns.as_bytes()
                })
            })
            .ok_or_else(|| {
                Error::invalid_format(format!(
                    "the header buffer was expected to hold the element {}",
                    name(local_name, envelope.ns.as_bytes())
                ))
            })
    };
    Ok([root, part(HEADER)?, part(BODY)?])
}

/// The child elements of a node.
pub(super) fn elements(tree: &Tree, parent: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(tree.first_child(parent), |&id| tree.next(id))
        .filter(|&id| tree.node_type(id) == NodeType::Element)
}

fn header_attributes(
    envelope: &EnvelopeVersion,
    value: impl Fn(&[u8]) -> Result<Option<String>>,
) -> Result<ULONG> {
    let flag = |local_name: &[u8], what, bit: ULONG| -> Result<ULONG> {
        let is_set = value(local_name)?.map(|text| parse_bool(&text, what)).transpose()?;
        Ok(if is_set == Some(true) { bit } else { 0 })
    };
    let mut attributes = flag(MUST_UNDERSTAND, "mustUnderstand", WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE)?;
    if envelope.has_relay {
        attributes |= flag(RELAY, "relay", WS_RELAY_HEADER_ATTRIBUTE)?;
    }
    Ok(attributes)
}
