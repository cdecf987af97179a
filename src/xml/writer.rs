//! `WS_XML_WRITER`: writes nodes into bytes or into a buffer.
//!
//! The writer decides what is legal where, which prefixes stand for which namespaces and which declarations that
//! takes; an [`Encoder`] below it puts nodes into text or into a tree. An element is written in two steps: its
//! start tag collects attributes and declarations until content, its end, or WsWriteEndStartElement *commits*
//! it. Regular attributes come first, then the declarations that were asked for with a prefix, then those that
//! the writer made.
//!
//! A failure other than a misuse of the interface (`E_INVALIDARG`, `WS_E_INVALID_OPERATION`) leaves half a
//! document behind, so it faults the writer until its output is set again (page WsCreateWriter).

mod again;
mod attributes;
mod attributes_again;
mod binary;
mod canonical;
pub(crate) mod copy;
mod known;
mod leaf;
mod leaves;
mod mtom;
mod nodes;
mod pending;
mod plain;
mod quick;
mod raw;
mod scope;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use std::any::Any;
use std::collections::HashSet;
use std::sync::Arc;

use crate::abi::object::Handle;
use crate::abi::types::*;
use crate::error::{Error, Result};

use super::buffer::{NodeId, Tree, XmlBuffer};
use super::canonicalization::Canonicalizer;
use super::dictionary::Name;
use super::room::Room;
use super::source::ByteSink;

use again::Elements;
pub(crate) use again::{Asked, Asking};
use attributes::twice;
use attributes_again::Attributes;
use binary::BinaryEncoder;
pub(crate) use binary::BinaryOutput;
use known::KnownNames;
pub(crate) use leaf::Leaf;
pub(crate) use leaves::{LeafSource, Leaves};
use mtom::Mtom;
pub(crate) use mtom::MtomOutput;
use pending::Pending;
pub(crate) use plain::verify_chars;
use raw::RawEncoder;
use scope::Scope;
use text::TextEncoder;
use tree::TreeBuilder;

/// The limits and switches of a writer (`WS_XML_WRITER_PROPERTY_ID`), with their documented defaults.
#[derive(Clone, Debug)]
pub(crate) struct WriterProperties {
    pub(crate) max_depth: u32,
    pub(crate) allow_fragment: bool,
    pub(crate) max_attributes: u32,
    pub(crate) write_declaration: bool,
    pub(crate) indent: u32,
    pub(crate) buffer_trim_size: u32,
    pub(crate) charset: WS_CHARSET,
    pub(crate) buffer_max_size: u32,
    pub(crate) max_mime_parts_buffer_size: u32,
    pub(crate) allow_invalid_character_references: bool,
    pub(crate) max_namespaces: u32,
    pub(crate) compress_empty_elements: bool,
    pub(crate) emit_uncompressed_empty_elements: bool,
}

impl Default for WriterProperties {
    fn default() -> Self {
        Self {
            max_depth: 32,
            allow_fragment: false,
            max_attributes: 128,
            write_declaration: false,
            indent: 0,
            buffer_trim_size: 4096,
            charset: WS_CHARSET::WS_CHARSET_UTF8,
            buffer_max_size: 65536,
            max_mime_parts_buffer_size: 65536,
            allow_invalid_character_references: false,
            max_namespaces: 32,
            compress_empty_elements: false,
            emit_uncompressed_empty_elements: false,
        }
    }
}

/// A writer.
pub(crate) struct Writer {
    properties: WriterProperties,
    state: State,
    encoder: Encoder,
    /// The MIME package that text output is the root of.
    mtom: Option<Box<Mtom>>,
    /// Where a stream is flushed to.
    sink: Option<Box<dyn ByteSink>>,
    scope: Scope,
    known: KnownNames,
    elements: Elements,
    attributes: Attributes,
    /// What was written that the fields above do not know of: see [`Writer::catch_up`].
    pending: Pending,
    /// A number that no other output of this writer has.
    output: u64,
    /// What is written needs no more than to be appended to bytes as it comes: the output is UTF-8 or binary, and nothing
    /// is indented, packaged or canonicalized.
    is_plain: bool,
    /// Text output has an element at its root.
    has_root: bool,
    start: StartTag,
    scratch: Vec<u8>,
    /// What is written is told to this one too. (WsStartWriterCanonicalization)
    canonical: Option<Box<Canonicalizer>>,
    /// How many bytes the output began with: those of an XML declaration.
    beginning: usize,
    /// Some of the output is not in memory any more.
    was_taken: bool,
    /// What the application has it by, if it has.
    pub(crate) handle: Option<Handle<Self>>,
    /// The address of the static dictionary of a binary output; 0 for none.
    dictionary: usize,
    /// What the C face keeps for as long as this writer.
    pub(crate) face: Option<Box<dyn Any + Send>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// No output has been set.
    Closed,
    /// An operation failed half-way.
    Faulted,
    /// Between nodes.
    Content,
    /// In a start tag.
    Start,
    /// In an attribute of a start tag.
    Attribute,
    /// In an attribute that is added to an element of a buffer.
    AddedAttribute,
    CData,
    /// After bytes that may become a MIME part.
    Bytes,
    /// Behind the last MIME part.
    Complete,
}

/// Where nodes go. Other encodings take their place beside these.
enum Encoder {
    Text(TextEncoder),
    Binary(Box<BinaryEncoder>),
    Raw(Box<RawEncoder>),
    Tree(TreeBuilder),
}

/// What is to be checked of the start tag being written.
#[derive(Default)]
struct StartTag {
    /// Attributes and declarations that were asked for.
    count: u32,
    /// The local names and namespaces of the attributes: ends of consecutive pieces of `names`.
    attributes: Vec<(u32, u32)>,
    names: Room,
    /// The names among those that are known by a bit, and whether there are others, or one twice.
    seen: u64,
    has_others: bool,
    /// What the current attribute's value is made of.
    value: ValueKind,
    /// The declarations of the element before an attribute was added to it.
    declared_before: usize,
    /// The type of the bytes in the element, as an attribute has it, and whether that is being written.
    content_type: Vec<u8>,
    in_content_type: bool,
}

/// Only pieces of one of these kinds can follow each other in an attribute (page WsWriteText).
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum ValueKind {
    #[default]
    Nothing,
    Utf8,
    Utf16,
    Base64,
    Whole,
}

impl StartTag {
    #[inline]
    fn clear(&mut self) {
        self.count = 0;
        self.attributes.clear();
        self.names.clear();
        self.seen = 0;
        self.has_others = false;
        self.content_type.clear();
    }

    /// Whether no attribute comes twice, as far as can be told without looking at their names.
    #[inline(always)]
    fn is_distinct(&self) -> bool {
        self.attributes.len() <= 1 || !self.has_others
    }
}

/// Output.
impl Writer {
    pub(crate) fn new(properties: WriterProperties) -> Self {
        Self {
            properties,
            state: State::Closed,
            encoder: Encoder::Text(TextEncoder::new()),
            mtom: None,
            sink: None,
            scope: Scope::default(),
            known: KnownNames::new(),
            elements: Elements::new(),
            attributes: Attributes::new(),
            pending: Pending::new(),
            output: 0,
            is_plain: false,
            has_root: false,
            start: StartTag::default(),
            scratch: Vec::new(),
            canonical: None,
            beginning: 0,
            was_taken: false,
            handle: None,
            dictionary: 0,
            face: None,
        }
    }

    pub(crate) fn properties(&self) -> &WriterProperties {
        &self.properties
    }

    /// Starts over, writing text into the writer's own memory ([`Writer::bytes`], [`Writer::take_bytes`]).
    pub(crate) fn set_output_text(
        &mut self,
        charset: WS_CHARSET,
        properties: WriterProperties,
    ) -> Result<()> {
        self.close();
        let mut encoder = match std::mem::replace(&mut self.encoder, Encoder::Text(TextEncoder::new())) {
            Encoder::Text(encoder) => encoder,
            Encoder::Binary(_) | Encoder::Raw(_) | Encoder::Tree(_) => TextEncoder::new(),
        };
        encoder.reset(
            charset,
            properties.buffer_max_size,
            properties.buffer_trim_size,
            properties.allow_invalid_character_references,
        )?;
        if properties.write_declaration {
            encoder.declaration()?;
        }
        self.beginning = encoder.bytes().len();
        self.encoder = Encoder::Text(encoder);
        self.properties = WriterProperties { charset, ..properties };
        self.state = State::Content;
        self.note_output();
        Ok(())
    }

    /// Starts over, writing binary XML into the writer's own memory.
    pub(crate) fn set_output_binary(&mut self, output: BinaryOutput, properties: WriterProperties) {
        self.close();
        self.dictionary = output.address;
        let lenient = properties.allow_invalid_character_references;
        let memory = match std::mem::replace(&mut self.encoder, Encoder::Text(TextEncoder::new())) {
            Encoder::Binary(encoder) => encoder.into_memory(properties.buffer_trim_size),
            Encoder::Text(_) | Encoder::Raw(_) | Encoder::Tree(_) => Vec::new(),
        };
        let encoder = BinaryEncoder::new(output, properties.buffer_max_size, lenient, memory);
        self.encoder = Encoder::Binary(Box::new(encoder));
        self.properties = properties;
        self.state = State::Content;
        self.note_output();
    }

    /// Starts over, writing the bytes that base64 text at the root stands for. That is always a fragment.
    pub(crate) fn set_output_raw(&mut self, properties: WriterProperties) {
        self.close();
        self.encoder = Encoder::Raw(Box::new(RawEncoder::new(properties.buffer_max_size)));
        self.properties = WriterProperties { allow_fragment: true, ..properties };
        self.state = State::Content;
    }

    /// Finds out whether the output is a plain one.
    fn note_output(&mut self) {
        let is_bytes = match &self.encoder {
            Encoder::Text(encoder) => encoder.is_utf8(),
            Encoder::Binary(_) => true,
            Encoder::Raw(_) | Encoder::Tree(_) => false,
        };
        self.is_plain =
            is_bytes && self.properties.indent == 0 && self.mtom.is_none() && self.canonical.is_none();
    }

    /// After the output was set: what is written goes into a stream, by [`Writer::flush`].
    pub(crate) fn set_sink(&mut self, sink: Box<dyn ByteSink>) {
        self.sink = Some(sink);
    }

    /// Starts over, inserting into a buffer at its end or before `position`.
    pub(crate) fn set_output_buffer(
        &mut self,
        buffer: Arc<XmlBuffer>,
        position: Option<NodeId>,
        properties: WriterProperties,
    ) -> Result<()> {
        self.close();
        self.encoder = Encoder::Tree(TreeBuilder::new(buffer, Tree::EOF));
        self.properties = properties;
        self.state = State::Content;
        position.map_or(Ok(()), |position| self.set_position(position))
    }

    /// Starts over without an output: every attempt to write fails.
    pub(crate) fn close(&mut self) {
        self.state = State::Closed;
        self.is_plain = false;
        self.sink = None;
        self.mtom = None;
        self.dictionary = 0;
        self.scope.clear();
        self.output = self.scope.generation();
        self.start.clear();
        self.has_root = false;
        self.canonical = None;
        self.beginning = 0;
        self.was_taken = false;
    }

    /// What has been written into memory so far. (A start tag counts once it is complete.)
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.encoder {
            Encoder::Text(_) if self.state == State::Complete => {
                self.mtom.as_ref().map_or(&[], |mtom| mtom.whole())
            }
            Encoder::Text(encoder) => encoder.bytes(),
            Encoder::Binary(encoder) => encoder.bytes(),
            Encoder::Raw(encoder) => encoder.bytes(),
            Encoder::Tree(_) => &[],
        }
    }

    /// Sees to it that what is in memory is the whole document, where that says when it is whole.
    pub(crate) fn complete(&mut self) -> Result<()> {
        match &self.encoder {
            Encoder::Raw(encoder) => encoder.check_group(),
            Encoder::Text(_) if self.mtom.is_some() => self.complete_package(),
            Encoder::Text(_) | Encoder::Binary(_) | Encoder::Tree(_) => Ok(()),
        }
    }

    /// Takes what has been written into memory; the writer goes on after it.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        self.was_taken = true;
        match &mut self.encoder {
            Encoder::Text(_) if self.state == State::Complete => {
                self.mtom.as_mut().map_or_else(Vec::new, |mtom| mtom.take_whole())
            }
            Encoder::Text(encoder) => encoder.take(),
            Encoder::Binary(encoder) => encoder.take(),
            Encoder::Raw(encoder) => encoder.take(),
            Encoder::Tree(_) => Vec::new(),
        }
    }

    /// Gives memory back for reuse after [`Writer::take_bytes`].
    #[cfg(test)]
    pub(crate) fn give_back(&mut self, bytes: Vec<u8>) {
        if let Encoder::Text(encoder) = &mut self.encoder {
            encoder.give_back(bytes);
        }
    }

    /// Writes to the stream once at least `min_size` bytes are waiting; with 0 even if none are. Nothing
    /// happens when the output is no stream. (WsFlushWriter)
    pub(crate) async fn flush(&mut self, min_size: usize) -> Result<()> {
        self.check_open()?;
        if self.mtom.is_some() {
            return self.flush_package(min_size).await;
        }
        let Some(sink) = &mut self.sink else { return Ok(()) };
        let (ready, bytes) = match &self.encoder {
            Encoder::Text(encoder) => (encoder.ready(), encoder.bytes()),
            Encoder::Binary(encoder) => (encoder.ready(), encoder.bytes()),
            Encoder::Raw(encoder) => (encoder.bytes().len(), encoder.bytes()),
            Encoder::Tree(_) => return Ok(()),
        };
        if ready < min_size {
            return Ok(());
        }
        match sink.write(&[&bytes[..ready]]).await {
            Ok(()) => {
                self.was_taken |= ready > 0;
                let trim = self.properties.buffer_trim_size;
                match &mut self.encoder {
                    Encoder::Text(encoder) => encoder.sent(ready, trim),
                    Encoder::Binary(encoder) => encoder.sent(ready, trim),
                    Encoder::Raw(encoder) => encoder.sent(ready, trim),
                    Encoder::Tree(_) => {}
                }
                Ok(())
            }
            Err(error) => {
                self.state = State::Faulted;
                Err(error.context(format!("writing {ready} bytes to the stream of the XML writer failed")))
            }
        }
    }

    /// How many bytes may wait in memory from now on.
    pub(crate) fn set_buffer_limit(&mut self, limit: usize) {
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.set_limit(limit),
            Encoder::Binary(encoder) => encoder.set_limit(limit),
            Encoder::Raw(encoder) => encoder.set_limit(limit),
            Encoder::Tree(_) => {}
        }
    }

    /// The stream that is written to.
    pub(crate) fn sink(&mut self) -> Option<&mut dyn ByteSink> {
        // Not `as_deref_mut`: the lifetime of the trait object has to shrink first.
        match &mut self.sink {
            Some(sink) => Some(&mut **sink),
            None => None,
        }
    }

    /// Whether the output is a stream.
    pub(crate) fn is_stream(&self) -> bool {
        self.sink.is_some()
    }

    /// Whether an output is set and no operation has failed half-way.
    #[inline]
    pub(crate) fn check_open(&self) -> Result<()> {
        match self.state {
            State::Closed => Err(Error::invalid_operation(
                "the XML writer has no output: WsSetOutput or WsSetOutputToBuffer comes first",
            )),
            State::Faulted => Err(Error::new(
                WS_E_OBJECT_FAULTED,
                "an earlier operation on the XML writer failed; setting its output makes it usable again",
            )),
            _ => Ok(()),
        }
    }

    /// The bytes that end tags and the like would take if everything open were ended now.
    pub(crate) fn bytes_to_close(&self) -> usize {
        let encoder = match &self.encoder {
            Encoder::Text(encoder) => encoder,
            // One byte for each element, and two for a value that has not begun.
            Encoder::Binary(_) => {
                return self.scope.depth() + if self.state == State::Attribute { 2 } else { 0 };
            }
            Encoder::Raw(_) | Encoder::Tree(_) => return 0,
        };
        let ends: usize = self.scope.names().map(|name| name.len() + "</>".len()).sum();
        let here = match self.state {
            State::Start => ">".len(),
            State::Attribute => "\">".len(),
            State::CData => "]]>".len(),
            _ => 0,
        };
        (ends + here) * encoder.unit()
    }

    /// A name that says that it is of the dictionary at this address, under this number.
    #[inline(always)]
    pub(crate) fn name<'a>(&self, bytes: &'a [u8], dictionary: usize, id: u32) -> Name<'a> {
        Name::given(bytes, dictionary, id, self.dictionary)
    }

    /// The address of the static dictionary of a binary output; 0 for none.
    #[inline(always)]
    pub(crate) fn dictionary(&self) -> usize {
        self.dictionary
    }

    pub(crate) fn is_in_attribute(&self) -> bool {
        matches!(self.state, State::Attribute | State::AddedAttribute)
    }

    /// Where the writer stands, for messages: the path of open elements.
    pub(crate) fn location(&self) -> String {
        let path = self.scope.path();
        if path.is_empty() { "the root of the document".into() } else { path }
    }
}

/// Positions in a buffer.
impl Writer {
    /// The buffer that is written to, and the node before which. What is not committed is not in it yet.
    pub(crate) fn position(&self) -> Result<(&Arc<XmlBuffer>, NodeId)> {
        self.check_open()?;
        match &self.encoder {
            Encoder::Tree(builder) => Ok((&builder.buffer, builder.position)),
            Encoder::Text(_) | Encoder::Binary(_) | Encoder::Raw(_) => Err(not_a_buffer()),
        }
    }

    /// WsSetWriterPosition.
    pub(crate) fn set_position(&mut self, position: NodeId) -> Result<()> {
        self.position()?;
        self.check_not_canonicalizing()?;
        self.commit_pending()?;
        let Encoder::Tree(builder) = &mut self.encoder else { return Err(not_a_buffer()) };
        let in_cdata = {
            let tree = builder.buffer.tree.lock();
            tree.check(position)?;
            if position == Tree::BOF {
                return Err(Error::invalid_argument(
                    "nothing can be written before the beginning of a document",
                ));
            }
            let parent = tree.parent(position);
            parent.is_some_and(|parent| tree.node_type(parent) == super::reader::NodeType::CData)
        };
        builder.position = position;
        builder.adopt_scope(&mut self.scope);
        self.state = if in_cdata { State::CData } else { State::Content };
        Ok(())
    }

    /// WsMoveWriter: whether there was something to move to. If not, the position stays.
    pub(crate) fn move_to(&mut self, to: WS_MOVE_TO) -> Result<bool> {
        self.position()?;
        self.check_not_canonicalizing()?;
        if to == WS_MOVE_TO::WS_MOVE_TO_BOF {
            return Err(Error::invalid_argument("nothing can be written before the beginning of a document"));
        }
        self.commit_pending()?;
        let (buffer, from) = self.position()?;
        let found = {
            let tree = buffer.tree.lock();
            // Except by these, a removed node leads nowhere.
            if !matches!(to, WS_MOVE_TO::WS_MOVE_TO_ROOT_ELEMENT | WS_MOVE_TO::WS_MOVE_TO_EOF) {
                tree.check(from)?;
            }
            tree.move_to(from, to).filter(|&found| found != Tree::BOF)
        };
        match found {
            Some(found) => self.set_position(found).map(|()| true),
            None => Ok(false),
        }
    }

    /// Commits a start tag before the position changes.
    fn commit_pending(&mut self) -> Result<()> {
        match self.state {
            State::Start => {
                let result = self.commit_start(false);
                self.settle(result)
            }
            State::Attribute | State::AddedAttribute => {
                Err(self.wrong_state("the position cannot be changed"))
            }
            _ => Ok(()),
        }
    }
}

/// Checks and what nodes have in common.
impl Writer {
    /// Before a node in content: commits the start tag.
    #[inline]
    fn begin_node(&mut self, what: &str) -> Result<()> {
        match self.state {
            State::Start => self.commit_start(false),
            State::Content if matches!(self.encoder, Encoder::Text(_) | Encoder::Binary(_)) => Ok(()),
            _ => self.begin_other_node(what),
        }
    }

    #[inline(never)]
    fn begin_other_node(&mut self, what: &str) -> Result<()> {
        match self.state {
            State::Content if matches!(self.encoder, Encoder::Raw(_)) => Err(only_bytes(what)),
            State::Content => self.check_position(),
            State::Bytes => self.inline_bytes(),
            _ => Err(self.wrong_state(&format!("{what} cannot be written"))),
        }
    }

    #[inline]
    fn check_position(&self) -> Result<()> {
        match &self.encoder {
            Encoder::Text(_) | Encoder::Binary(_) | Encoder::Raw(_) => Ok(()),
            Encoder::Tree(builder) => builder.check(),
        }
    }

    /// Before an element at the root.
    fn begin_root(&mut self) -> Result<()> {
        let has_root = match &self.encoder {
            Encoder::Text(_) | Encoder::Binary(_) | Encoder::Raw(_) => self.has_root,
            Encoder::Tree(builder) => builder.has_root(),
        };
        if has_root && !self.properties.allow_fragment {
            return Err(Error::invalid_format(
                "a document has one element at its root, and there is one \
                 (WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT would allow more)",
            ));
        }
        self.has_root = true;
        Ok(())
    }

    #[inline]
    fn commit_start(&mut self, is_empty: bool) -> Result<()> {
        if self.scope.is_changed() || !self.start.is_distinct() {
            self.commit_changes()?;
        }
        if let Encoder::Text(encoder) = &mut self.encoder {
            encoder.end_start_element(is_empty)?;
        } else {
            match &mut self.encoder {
                Encoder::Binary(encoder) => encoder.end_start_element(is_empty)?,
                Encoder::Tree(builder) => {
                    builder.check()?;
                    builder.end_start_element(&self.scope, is_empty)?;
                }
                Encoder::Text(_) | Encoder::Raw(_) => {}
            }
        }
        self.state = State::Content;
        if self.canonical.is_some() { self.tell_start() } else { Ok(()) }
    }

    /// Of a start tag with more to it than its name and an attribute: checks it, and writes the declarations.
    fn commit_changes(&mut self) -> Result<()> {
        self.scope.check()?;
        if !self.start.is_distinct() {
            self.check_attributes()?;
        }
        match &mut self.encoder {
            Encoder::Text(encoder) => {
                for declaration in self.scope.own_declarations() {
                    encoder.xmlns(declaration.prefix, declaration.ns.bytes, declaration.single_quote)?;
                }
            }
            Encoder::Binary(encoder) => {
                let start = encoder.len();
                for declaration in self.scope.own_declarations() {
                    encoder.xmlns(declaration.prefix, declaration.ns)?;
                }
                if self.elements.is_declaring() && self.scope.own_count() == 1 {
                    self.elements.note_declared(encoder.since(start), self.scope.generation());
                }
            }
            Encoder::Raw(_) | Encoder::Tree(_) => {}
        }
        Ok(())
    }

    /// No attribute comes twice.
    fn check_attributes(&self) -> Result<()> {
        /// With more attributes than this they are hashed.
        const FEW: usize = 32;
        let attributes = &self.start.attributes;
        let name = |index: usize| {
            let start = if index == 0 { 0 } else { attributes[index - 1].1 as usize };
            let (middle, end) = attributes[index];
            let names = &self.start.names;
            (&names[start..middle as usize], &names[middle as usize..end as usize])
        };
        let repeated = if attributes.len() <= FEW {
            (1..attributes.len()).find(|&index| (0..index).any(|before| name(before) == name(index)))
        } else {
            let mut seen = HashSet::with_capacity(attributes.len());
            (0..attributes.len()).find(|&index| !seen.insert(name(index)))
        };
        match repeated.map(name) {
            None => Ok(()),
            Some((local_name, ns)) => Err(twice(local_name, ns)),
        }
    }

    #[inline]
    fn indent(&mut self) -> Result<()> {
        if self.properties.indent > 0 && self.scope.may_indent() {
            self.break_line(self.scope.depth())
        } else {
            Ok(())
        }
    }

    #[cold]
    fn break_line(&mut self, depth: usize) -> Result<()> {
        if let Encoder::Text(encoder) = &mut self.encoder
            && encoder.indent(depth, self.properties.indent)
        {
            return self.tell_line_break(depth);
        }
        Ok(())
    }

    #[cold]
    fn wrong_state(&self, what: &str) -> Error {
        let place = match self.state {
            State::Closed | State::Faulted => {
                return self.check_open().err().unwrap_or_else(|| Error::invalid_operation(what));
            }
            State::Content => "between nodes",
            State::Bytes => "after bytes",
            State::Complete => "behind the last MIME part",
            State::Start => "in a start tag",
            State::Attribute | State::AddedAttribute => "in the value of an attribute",
            State::CData => "in a CDATA section",
        };
        Error::invalid_operation(format!("{what}: the writer is {place}"))
    }

    /// After an operation: a failure says where it happened, and faults the writer unless it was a misuse.
    #[inline]
    fn settle<T>(&mut self, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => Err(self.fail(error)),
        }
    }

    #[cold]
    fn fail(&mut self, error: Error) -> Error {
        if self.state == State::Faulted {
            return error;
        }
        let location = self.location();
        if !matches!(error.code(), E_INVALIDARG | WS_E_INVALID_OPERATION) {
            self.state = State::Faulted;
        }
        error.context(format!("the XML writer is at {location}"))
    }
}

/// Leaves the memory of an output for the next one, which gets at most `trim` bytes of it.
///
/// What is more than that is given back as a whole and not cut off: allocators learn from what is freed how much a program
/// comes to need again, and hand out the pages they have, where the system would clear fresh ones for all that is cut off.
fn recycle(memory: &mut Vec<u8>, trim: u32) {
    if memory.capacity() > trim as usize {
        *memory = Vec::new();
        memory.reserve_exact(trim as usize);
    }
}

#[cold]
fn only_bytes(what: &str) -> Error {
    Error::invalid_operation(format!(
        "{what} cannot be written: a raw document is only the bytes that text at its root stands for"
    ))
}

#[cold]
fn not_a_buffer() -> Error {
    Error::invalid_operation("the output of the XML writer is not an XML buffer, so it has no positions")
}
