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

use std::any::Any;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::value::string::{ASCII, NC_NAME, NC_NAME_START, quoted, verify_nc_name};

use super::buffer::{NodeId, Tree, XmlBuffer};
use super::source::ByteSink;
use super::text::Text;
use super::writer_scope::Scope;
use super::writer_text::{TextEncoder, verify_chars};
use super::writer_tree::TreeBuilder;

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
    /// The memory of the text encoder while another is in use.
    sink: Option<Box<dyn ByteSink>>,
    scope: Scope,
    /// Text output has an element at its root.
    has_root: bool,
    start: StartTag,
    scratch: Vec<u8>,
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
}

/// Where nodes go. Other encodings take their place beside these.
enum Encoder {
    Text(TextEncoder),
    Tree(TreeBuilder),
}

/// What is to be checked of the start tag being written.
#[derive(Default)]
struct StartTag {
    /// Attributes and declarations that were asked for.
    count: u32,
    /// The local names and namespaces of the attributes: ends of consecutive pieces of `names`.
    attributes: Vec<(u32, u32)>,
    names: Vec<u8>,
    /// What the current attribute's value is made of.
    value: ValueKind,
    /// The declarations of the element before an attribute was added to it.
    declared_before: usize,
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
    }
}

/// Output.
impl Writer {
    pub(crate) fn new(properties: WriterProperties) -> Self {
        Self {
            properties,
            state: State::Closed,
            encoder: Encoder::Text(TextEncoder::new()),
            sink: None,
            scope: Scope::default(),
            has_root: false,
            start: StartTag::default(),
            scratch: Vec::new(),
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
            Encoder::Tree(_) => TextEncoder::new(),
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
        self.encoder = Encoder::Text(encoder);
        self.properties = WriterProperties { charset, ..properties };
        self.state = State::Content;
        Ok(())
    }

    /// Starts over, writing text into a stream that is flushed by [`Writer::flush`].
    pub(crate) fn set_output_stream(
        &mut self,
        sink: Box<dyn ByteSink>,
        charset: WS_CHARSET,
        properties: WriterProperties,
    ) -> Result<()> {
        self.set_output_text(charset, properties)?;
        self.sink = Some(sink);
        Ok(())
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
        self.sink = None;
        self.scope.clear();
        self.start.clear();
        self.has_root = false;
    }

    /// What has been written into memory so far. (A start tag counts once it is complete.)
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.encoder {
            Encoder::Text(encoder) => encoder.bytes(),
            Encoder::Tree(_) => &[],
        }
    }

    /// Takes what has been written into memory; the writer goes on after it.
    pub(crate) fn take_bytes(&mut self) -> Vec<u8> {
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.take(),
            Encoder::Tree(_) => Vec::new(),
        }
    }

    /// Gives memory back for reuse after [`Writer::take_bytes`].
    pub(crate) fn give_back(&mut self, bytes: Vec<u8>) {
        if let Encoder::Text(encoder) = &mut self.encoder {
            encoder.give_back(bytes);
        }
    }

    /// Writes to the stream once at least `min_size` bytes are waiting; with 0 even if none are. Nothing
    /// happens when the output is no stream. (WsFlushWriter)
    pub(crate) async fn flush(&mut self, min_size: usize) -> Result<()> {
        self.check_open()?;
        let (Encoder::Text(encoder), Some(sink)) = (&mut self.encoder, &mut self.sink) else { return Ok(()) };
        let ready = encoder.ready();
        if ready < min_size {
            return Ok(());
        }
        match sink.write(&[&encoder.bytes()[..ready]]).await {
            Ok(()) => {
                encoder.sent(ready, self.properties.buffer_trim_size);
                Ok(())
            }
            Err(error) => {
                self.state = State::Faulted;
                Err(error.context(format!("writing {ready} bytes to the stream of the XML writer failed")))
            }
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
        let Encoder::Text(encoder) = &self.encoder else { return 0 };
        let ends: usize = self.scope.names().map(|name| name.len() + "</>".len()).sum();
        let here = match self.state {
            State::Start => ">".len(),
            State::Attribute => "\">".len(),
            State::CData => "]]>".len(),
            _ => 0,
        };
        (ends + here) * encoder.unit()
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
            Encoder::Text(_) => Err(not_a_buffer()),
        }
    }

    /// WsSetWriterPosition.
    pub(crate) fn set_position(&mut self, position: NodeId) -> Result<()> {
        self.position()?;
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

/// Nodes.
impl Writer {
    /// With no prefix the writer uses the one in scope for `ns`, or makes it the default namespace.
    #[inline]
    pub(crate) fn write_start_element(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
    ) -> Result<()> {
        let result = self.start_element(prefix, local_name, ns);
        self.settle(result)
    }

    #[inline]
    fn start_element(&mut self, prefix: Option<&[u8]>, local_name: &[u8], ns: &[u8]) -> Result<()> {
        self.begin_node("an element")?;
        if let Some(prefix) = prefix {
            verify_prefix(prefix, ns)?;
        }
        verify_name(local_name)?;
        let depth = self.scope.depth();
        if depth == 0 {
            self.begin_root()?;
        }
        if depth >= self.properties.max_depth as usize {
            return Err(Error::quota_exceeded(format!(
                "the element {} would be nested deeper than the {} levels of WS_XML_WRITER_PROPERTY_MAX_DEPTH",
                quoted(local_name),
                self.properties.max_depth
            )));
        }
        self.indent();
        // Without a prefix and one in scope, it is in the default namespace.
        let (prefix, is_bound) = match prefix {
            Some(prefix) => (prefix, false),
            None => match self.scope.prefix_of(ns, false) {
                None => (&b""[..], false),
                Some(b"") => (&b""[..], true),
                Some(known) => {
                    self.scratch.clear();
                    self.scratch.extend_from_slice(known);
                    (&self.scratch[..], true)
                }
            },
        };
        self.scope.push(prefix, local_name);
        self.start.clear();
        self.state = State::Start;
        if !is_bound {
            self.scope.bind_element(prefix, ns, self.properties.max_namespaces)?;
        }
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.start_element(self.scope.name()),
            Encoder::Tree(builder) => builder.start_element(prefix, local_name, ns),
        }
        Ok(())
    }

    /// Commits the start tag.
    #[inline]
    pub(crate) fn write_end_start_element(&mut self) -> Result<()> {
        let result = match self.state {
            State::Start => self.commit_start(false),
            _ => Err(self.wrong_state("there is no start tag to end")),
        };
        self.settle(result)
    }

    #[inline]
    pub(crate) fn write_end_element(&mut self) -> Result<()> {
        let result = self.end_element();
        self.settle(result)
    }

    #[inline]
    fn end_element(&mut self) -> Result<()> {
        match self.state {
            State::Start if self.properties.emit_uncompressed_empty_elements => self.commit_start(false)?,
            State::Start => return self.end_empty_element(),
            State::Content => {}
            _ => return Err(self.wrong_state("an element cannot be ended")),
        }
        if self.scope.depth() == 0 {
            self.check_position()?;
            return Err(Error::invalid_format("there is no open element to end"));
        }
        if self.properties.indent > 0 && self.scope.may_indent_end() {
            self.break_line(self.scope.depth() - 1);
        }
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.end_element(self.scope.name())?,
            Encoder::Tree(builder) => {
                builder.check()?;
                builder.end();
            }
        }
        self.scope.pop();
        Ok(())
    }

    /// Ends the start tag and the element with it, as one empty element.
    #[inline]
    pub(super) fn end_empty_element(&mut self) -> Result<()> {
        self.commit_start(true)?;
        if let Encoder::Tree(builder) = &mut self.encoder {
            builder.end();
        }
        self.scope.pop();
        Ok(())
    }

    pub(crate) fn write_comment(&mut self, content: &[u8]) -> Result<()> {
        let result = self.comment(content);
        self.settle(result)
    }

    fn comment(&mut self, content: &[u8]) -> Result<()> {
        self.begin_node("a comment")?;
        if content.windows(2).any(|pair| pair == b"--") || content.ends_with(b"-") {
            return Err(Error::invalid_format(format!(
                "a comment may not contain '--' or end with '-': {}",
                quoted(content)
            )));
        }
        self.indent();
        self.scope.note_node();
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.comment(content),
            Encoder::Tree(builder) => {
                verify_chars(content, false)?;
                builder.comment(content)
            }
        }
    }

    pub(crate) fn write_start_cdata(&mut self) -> Result<()> {
        let result = self.start_cdata();
        self.settle(result)
    }

    fn start_cdata(&mut self) -> Result<()> {
        self.begin_node("a CDATA section")?;
        if self.scope.depth() == 0 && !self.properties.allow_fragment {
            return Err(Error::invalid_format("a CDATA section cannot stand at the root of a document"));
        }
        self.scope.note_text();
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.start_cdata()?,
            Encoder::Tree(builder) => builder.start_cdata()?,
        }
        self.state = State::CData;
        Ok(())
    }

    pub(crate) fn write_end_cdata(&mut self) -> Result<()> {
        if self.state != State::CData {
            let error = self.wrong_state("there is no CDATA section to end");
            return self.settle(Err(error));
        }
        let result = match &mut self.encoder {
            Encoder::Text(encoder) => encoder.end_cdata(),
            Encoder::Tree(builder) => builder.check().map(|()| builder.end()),
        };
        self.state = State::Content;
        self.settle(result)
    }

    /// Text in content or in the attribute being written. Nothing at all does not end a start tag.
    #[inline]
    pub(crate) fn write_text(&mut self, text: Text<'_>) -> Result<()> {
        let result = self.text(text);
        self.settle(result)
    }

    #[inline]
    fn text(&mut self, text: Text<'_>) -> Result<()> {
        match self.state {
            State::Start | State::Content => {}
            State::Attribute | State::AddedAttribute => return self.attribute_text(text),
            State::CData => return self.cdata_text(text),
            State::Closed | State::Faulted => return self.check_open(),
        }
        if text.is_empty() {
            return Ok(());
        }
        if self.scope.depth() == 0 {
            self.check_position()?;
            if !self.properties.allow_fragment && !text.is_space() {
                return Err(text_at_root());
            }
        }
        if self.state == State::Start {
            self.commit_start(false)?;
        }
        self.scope.note_text();
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.text(&text),
            Encoder::Tree(builder) => {
                builder.check()?;
                verify_text(&text, self.properties.allow_invalid_character_references)?;
                builder.text(&text)
            }
        }
    }

    fn cdata_text(&mut self, text: Text<'_>) -> Result<()> {
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.cdata_text(&text),
            Encoder::Tree(_) if text.is_empty() => Ok(()),
            Encoder::Tree(builder) => {
                builder.check()?;
                verify_text(&text, false)?;
                builder.text(&text)
            }
        }
    }

    /// Whether text that is not whitespace may be written here.
    pub(crate) fn check_text_place(&self) -> Result<()> {
        self.check_open()?;
        if self.scope.depth() == 0 && !self.properties.allow_fragment { Err(text_at_root()) } else { Ok(()) }
    }

    /// A qualified name as content. Its namespace is declared where needed, as long as the start tag around it
    /// is open; after that, only what is in scope can be named without giving a prefix.
    pub(crate) fn write_qualified_name(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
    ) -> Result<()> {
        let result = self.qualified_name(prefix, local_name, ns);
        self.settle(result)
    }

    fn qualified_name(&mut self, prefix: Option<&[u8]>, local_name: &[u8], ns: &[u8]) -> Result<()> {
        self.check_open()?;
        if matches!(self.state, State::Start | State::Attribute | State::AddedAttribute) {
            let limit = self.properties.max_namespaces;
            match prefix {
                Some(prefix) => self.scope.bind(prefix, ns, limit)?,
                None if !ns.is_empty() => self.scope.choose(ns, false, limit)?,
                None => {}
            }
        }
        self.name_in_scope(prefix, local_name, Some(ns))
    }

    /// WsWriteQualifiedName: as content, commits the start tag first and declares nothing.
    pub(crate) fn write_qualified_name_in_scope(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: Option<&[u8]>,
    ) -> Result<()> {
        let result = match (self.is_in_attribute(), prefix, ns) {
            (true, None, Some(ns)) => self.qualified_name(None, local_name, ns),
            _ => self.name_in_scope(prefix, local_name, ns),
        };
        self.settle(result)
    }

    fn name_in_scope(&mut self, prefix: Option<&[u8]>, local_name: &[u8], ns: Option<&[u8]>) -> Result<()> {
        let ns = ns.unwrap_or_default();
        if let Some(prefix) = prefix {
            return self.text(Text::QName { prefix, local_name, ns });
        }
        let Some(known) = self.scope.prefix_of(ns, false) else {
            return Err(Error::invalid_format(format!(
                "no prefix in scope stands for the namespace {} of the qualified name {}",
                quoted(ns),
                quoted(local_name)
            )));
        };
        let known = known.to_vec();
        self.text(Text::QName { prefix: &known, local_name, ns })
    }

    /// WsGetPrefixFromNamespace on a writer: the prefix in scope for `ns`. What is not committed is not in
    /// scope.
    pub(crate) fn prefix_of_namespace(&self, ns: &[u8]) -> Option<Vec<u8>> {
        let prefix = match self.state {
            State::Start | State::Attribute => self.scope.outer_prefix_of(ns),
            _ => self.scope.prefix_of(ns, false),
        };
        prefix.map(<[u8]>::to_vec)
    }
}

/// Attributes.
impl Writer {
    /// With no prefix, or an empty one for a namespace, the writer uses the prefix in scope for `ns`, or makes
    /// one up and declares it. On a buffer, and standing on an element, this adds to that element.
    #[inline]
    pub(crate) fn write_start_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
        single_quote: bool,
    ) -> Result<()> {
        let result = self.start_attribute(prefix, local_name, ns, single_quote);
        self.settle(result)
    }

    fn start_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
        single_quote: bool,
    ) -> Result<()> {
        let is_added = self.begin_attribute("an attribute")?;
        let result = self.name_attribute(prefix, local_name, ns, single_quote);
        if is_added && result.is_err() {
            self.leave_added();
        } else {
            self.state = if is_added { State::AddedAttribute } else { State::Attribute };
        }
        result
    }

    #[inline]
    fn name_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: &[u8],
        ns: &[u8],
        single_quote: bool,
    ) -> Result<()> {
        if let Some(prefix) = prefix {
            verify_prefix(prefix, ns)?;
        }
        verify_name(local_name)?;
        self.count_attribute(local_name)?;
        let limit = self.properties.max_namespaces;
        let prefix = match prefix.filter(|prefix| !prefix.is_empty()) {
            Some(prefix) => {
                self.scope.bind(prefix, ns, limit)?;
                prefix
            }
            None if ns.is_empty() => b"",
            None => {
                self.scratch.clear();
                match self.scope.prefix_of(ns, true) {
                    Some(known) => self.scratch.extend_from_slice(known),
                    None => {
                        self.scratch = self.scope.generate_prefix();
                        self.scope.bind(&self.scratch, ns, limit)?;
                    }
                }
                &self.scratch
            }
        };
        let start = &mut self.start;
        start.value = ValueKind::Nothing;
        start.names.extend_from_slice(local_name);
        let middle = start.names.len() as u32;
        start.names.extend_from_slice(ns);
        start.attributes.push((middle, start.names.len() as u32));
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.start_attribute(prefix, local_name, single_quote),
            Encoder::Tree(builder) => builder.start_attribute(prefix, local_name, ns, single_quote),
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn write_end_attribute(&mut self) -> Result<()> {
        let result = self.end_attribute();
        self.settle(result)
    }

    #[inline]
    fn end_attribute(&mut self) -> Result<()> {
        match (self.state, &mut self.encoder) {
            (State::Attribute, Encoder::Text(encoder)) => encoder.end_attribute(),
            (State::Attribute, Encoder::Tree(_)) => {}
            (State::AddedAttribute, _) => {
                let result = self.commit_added();
                self.leave_added();
                return result;
            }
            _ => return Err(self.wrong_state("there is no attribute to end")),
        }
        self.state = State::Start;
        Ok(())
    }

    /// Declares a namespace on the current element. With no prefix the writer sees to it that there is one. What
    /// is declared already is not declared again.
    pub(crate) fn write_xmlns_attribute(
        &mut self,
        prefix: Option<&[u8]>,
        ns: &[u8],
        single_quote: bool,
    ) -> Result<()> {
        let result = self.xmlns_attribute(prefix, ns, single_quote);
        self.settle(result)
    }

    fn xmlns_attribute(&mut self, prefix: Option<&[u8]>, ns: &[u8], single_quote: bool) -> Result<()> {
        let is_added = self.begin_attribute("a namespace declaration")?;
        let mut result = self.declare(prefix, ns, single_quote);
        if is_added {
            result = result.and_then(|()| self.commit_added());
            self.leave_added();
        }
        result
    }

    fn declare(&mut self, prefix: Option<&[u8]>, ns: &[u8], single_quote: bool) -> Result<()> {
        let limit = self.properties.max_namespaces;
        match prefix {
            Some(prefix) => {
                verify_prefix(prefix, ns)?;
                self.count_attribute(prefix)?;
                self.scope.declare(prefix, ns, single_quote, limit)
            }
            None => self.scope.choose(ns, single_quote, limit),
        }
    }

    fn attribute_text(&mut self, text: Text<'_>) -> Result<()> {
        let kind = match text {
            Text::Utf8(_) => ValueKind::Utf8,
            Text::Utf16(_) => ValueKind::Utf16,
            Text::Base64(_) => ValueKind::Base64,
            _ => ValueKind::Whole,
        };
        let before = self.start.value;
        if before != ValueKind::Nothing && (before != kind || kind == ValueKind::Whole) {
            return Err(Error::invalid_operation(
                "the value of an attribute is written at once, or in pieces that are all UTF-8, all UTF-16 or \
                 all bytes",
            ));
        }
        self.start.value = kind;
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.attribute_text(&text),
            Encoder::Tree(builder) => {
                verify_text(&text, self.properties.allow_invalid_character_references)?;
                builder.attribute_text(&text)
            }
        }
    }

    /// Whether an attribute can be written here; `true` if it is added to an element of a buffer, which is the
    /// scope's innermost then.
    fn begin_attribute(&mut self, what: &str) -> Result<bool> {
        match self.state {
            State::Start => return Ok(false),
            State::Content => {}
            _ => return Err(self.wrong_state(&format!("{what} cannot be written"))),
        }
        if let Encoder::Tree(builder) = &self.encoder {
            builder.check()?;
            if builder.adopt_current(&mut self.scope) {
                self.start.clear();
                self.start.count = builder.current_attributes(b"", b"").0 as u32;
                self.start.declared_before = self.scope.own_count();
                return Ok(true);
            }
        }
        Err(self.wrong_state(&format!("{what} cannot be written after the start tag")))
    }

    fn commit_added(&mut self) -> Result<()> {
        self.scope.check()?;
        let Encoder::Tree(builder) = &mut self.encoder else { return Err(not_a_buffer()) };
        if let Some(&(middle, end)) = self.start.attributes.first() {
            let local_name = &self.start.names[..middle as usize];
            let ns = &self.start.names[middle as usize..end as usize];
            if builder.current_attributes(local_name, ns).1 {
                return Err(twice(local_name, ns));
            }
        }
        builder.commit_to_current(&self.scope, self.start.declared_before)
    }

    fn leave_added(&mut self) {
        if let Encoder::Tree(builder) = &mut self.encoder {
            builder.abandon_start();
        }
        self.scope.pop();
        self.start.clear();
        self.state = State::Content;
    }

    #[inline]
    fn count_attribute(&mut self, name: &[u8]) -> Result<()> {
        if self.start.count >= self.properties.max_attributes {
            return Err(Error::quota_exceeded(format!(
                "the attribute {} is more than the {} of WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES",
                quoted(name),
                self.properties.max_attributes
            )));
        }
        self.start.count += 1;
        Ok(())
    }
}

/// Checks and what nodes have in common.
impl Writer {
    /// Before a node in content: commits the start tag.
    #[inline]
    fn begin_node(&mut self, what: &str) -> Result<()> {
        match self.state {
            State::Content => self.check_position(),
            State::Start => self.commit_start(false),
            _ => Err(self.wrong_state(&format!("{what} cannot be written"))),
        }
    }

    #[inline]
    fn check_position(&self) -> Result<()> {
        match &self.encoder {
            Encoder::Text(_) => Ok(()),
            Encoder::Tree(builder) => builder.check(),
        }
    }

    /// Before an element at the root.
    fn begin_root(&mut self) -> Result<()> {
        let has_root = match &self.encoder {
            Encoder::Text(_) => self.has_root,
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
        self.scope.check()?;
        if self.start.attributes.len() > 1 {
            self.check_attributes()?;
        }
        match &mut self.encoder {
            Encoder::Text(encoder) => {
                if self.scope.has_own_declarations() {
                    for declaration in self.scope.own_declarations() {
                        encoder.xmlns(declaration.prefix, declaration.ns, declaration.single_quote)?;
                    }
                }
                encoder.end_start_element(is_empty)?;
            }
            Encoder::Tree(builder) => {
                builder.check()?;
                builder.end_start_element(&self.scope, is_empty)?;
            }
        }
        self.state = State::Content;
        Ok(())
    }

    /// No attribute comes twice.
    fn check_attributes(&self) -> Result<()> {
        let names = &self.start.names;
        let starts = std::iter::once(0).chain(self.start.attributes.iter().map(|&(_, end)| end));
        let mut seen: Vec<(&[u8], &[u8])> = Vec::with_capacity(self.start.attributes.len());
        for (start, &(middle, end)) in starts.zip(&self.start.attributes) {
            let name = (&names[start as usize..middle as usize], &names[middle as usize..end as usize]);
            if seen.contains(&name) {
                return Err(twice(name.0, name.1));
            }
            seen.push(name);
        }
        Ok(())
    }

    #[inline]
    fn indent(&mut self) {
        if self.properties.indent > 0 && self.scope.may_indent() {
            self.break_line(self.scope.depth());
        }
    }

    #[cold]
    fn break_line(&mut self, depth: usize) {
        if let Encoder::Text(encoder) = &mut self.encoder {
            encoder.indent(depth, self.properties.indent);
        }
    }

    #[cold]
    fn wrong_state(&self, what: &str) -> Error {
        let place = match self.state {
            State::Closed | State::Faulted => {
                return self.check_open().err().unwrap_or_else(|| Error::invalid_operation(what));
            }
            State::Content => "between nodes",
            State::Start => "in a start tag",
            State::Attribute | State::AddedAttribute => "in the value of an attribute",
            State::CData => "in a CDATA section",
        };
        Error::invalid_operation(format!("{what}: the writer is {place}"))
    }

    /// After an operation: a failure says where it happened, and faults the writer unless it was a misuse.
    #[inline]
    pub(super) fn settle<T>(&mut self, result: Result<T>) -> Result<T> {
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

/// The classes of all bytes: those of ASCII, and none for the rest.
const NAME_CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = ASCII[byte];
        byte += 1;
    }
    classes
};

/// Whether this is a name without colon.
#[inline]
fn verify_name(name: &[u8]) -> Result<()> {
    // Nearly all names are short and of ASCII: no branch but at the end.
    let mut common = NC_NAME;
    for &byte in name {
        common &= NAME_CLASSES[byte as usize];
    }
    let starts = name.first().is_some_and(|&byte| NAME_CLASSES[byte as usize] & NC_NAME_START != 0);
    if common != 0 && starts { Ok(()) } else { verify_nc_name(name) }
}

#[inline]
fn verify_prefix(prefix: &[u8], ns: &[u8]) -> Result<()> {
    if prefix.is_empty() {
        return Ok(());
    }
    verify_name(prefix)?;
    if ns.is_empty() {
        return Err(Error::invalid_format(format!(
            "the prefix {} cannot stand for the empty namespace",
            quoted(prefix)
        )));
    }
    Ok(())
}

fn verify_text(text: &Text<'_>, lenient: bool) -> Result<()> {
    match text {
        Text::Utf8(bytes) => verify_chars(bytes, lenient),
        Text::Utf16(_) => {
            let mut bytes = Vec::new();
            text.write_utf8(&mut bytes)?;
            verify_chars(&bytes, lenient)
        }
        _ => Ok(()),
    }
}

#[cold]
fn text_at_root() -> Error {
    Error::invalid_format(
        "only whitespace can be written at the root of a document \
         (WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT would allow text)",
    )
}

#[cold]
fn not_a_buffer() -> Error {
    Error::invalid_operation("the output of the XML writer is not an XML buffer, so it has no positions")
}

#[cold]
fn twice(local_name: &[u8], ns: &[u8]) -> Error {
    Error::invalid_format(format!(
        "the attribute {} of the namespace {} is written twice in one element",
        quoted(local_name),
        quoted(ns)
    ))
}
