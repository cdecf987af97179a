//! `WS_XML_READER`: a cursor over XML in any encoding or in a buffer.
//!
//! [`Reader`] is the node model and the rules of its use; what the nodes are made from is a [`Decoder`].
//! In `reader/`: `text_decoder` (text XML, by way of `input`, `encoding`, `parser`, `tokenizer`, `names` and
//! `namespaces`), `binary_decoder` (.NET binary XML, by way of `input`, `binary_parser` and `records`), `tree_decoder`
//! (XML buffers), and `content`, which reads what is between the tags.

mod binary_decoder;
mod binary_parser;
mod complete;
mod content;
mod copy;
mod encoding;
mod input;
mod limits;
mod names;
mod namespaces;
mod parser;
mod records;
mod stored;
mod text_decoder;
mod tokenizer;
mod tree_decoder;
mod xml_attributes;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::abi::object::{ErrorHandle, Handle};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};

use super::buffer::{NodeId, XmlBuffer};
use super::dictionary::Dictionaries;
use super::source::ByteSource;
use super::text::Text;

use binary_decoder::BinaryDecoder;
use content::Content;
use namespaces::Namespaces;
use text_decoder::TextDecoder;
use tree_decoder::TreeDecoder;

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
    fn name(self) -> &'static str {
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
    fn name(self) -> &'static str {
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

/// A row and a column, counted from 0. (WS_XML_READER_PROPERTY_ROW and _COLUMN)
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RowColumn {
    pub(crate) row: u64,
    pub(crate) column: u64,
}

/// The C structures of the node that the face last handed out; it makes them when it is asked for a node.
pub(crate) trait NodeView: Send {
    /// The current node of the reader that this belongs to.
    fn node(&mut self, reader: &Reader) -> *const WS_XML_NODE;
    /// A namespace, for as long as the reader stays.
    fn ns(&mut self, ns: &[u8]) -> *const WS_XML_STRING;
}

/// What the nodes are made from.
enum Decoder {
    /// No input was set: the end of an empty document.
    None,
    Text(Box<TextDecoder>),
    Binary(Box<BinaryDecoder>),
    Tree(Box<TreeDecoder>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Created, and not set to any input.
    Unset,
    Ready,
    /// Something failed: only a new input helps.
    Faulted,
}

/// The attribute whose value is being read.
#[derive(Clone, Copy)]
struct InAttribute {
    index: usize,
    is_at_end: bool,
}

/// A reader.
pub(crate) struct Reader {
    /// As created, and as set together with the input.
    created: ReaderProperties,
    properties: ReaderProperties,
    decoder: Decoder,
    state: State,
    in_attribute: Option<InAttribute>,
    /// The depth at which a skip that ran out of data goes on.
    skipping: Option<usize>,
    content: Content,
    /// What the application has it by, if it has.
    pub(crate) handle: Option<Handle<Self>>,
    /// What the face keeps with a reader.
    pub(crate) view: Option<Box<dyn NodeView>>,
}

impl Reader {
    pub(crate) fn new(properties: ReaderProperties) -> Self {
        Self {
            created: properties.clone(),
            properties,
            decoder: Decoder::None,
            state: State::Unset,
            in_attribute: None,
            skipping: None,
            content: Content::default(),
            handle: None,
            view: None,
        }
    }

    /// The properties in force.
    pub(crate) fn properties(&self) -> &ReaderProperties {
        &self.properties
    }

    /// The properties the reader was created with, which those of an input are laid over.
    pub(crate) fn created_properties(&self) -> &ReaderProperties {
        &self.created
    }

    // ---- input

    /// Starts over with text. The reader stands before the first node (BOF).
    pub(crate) fn set_input_text(
        &mut self,
        input: Input,
        charset: TextCharset,
        properties: ReaderProperties,
    ) -> Result<()> {
        self.state = State::Unset;
        if let Decoder::Text(decoder) = &mut self.decoder {
            decoder.restart(input, charset)?;
        } else {
            self.decoder = Decoder::Text(Box::new(TextDecoder::new(input, charset)?));
        }
        self.begin(properties);
        Ok(())
    }

    /// Starts over with binary XML.
    pub(crate) fn set_input_binary(
        &mut self,
        input: Input,
        dictionaries: Dictionaries,
        properties: ReaderProperties,
    ) -> Result<()> {
        self.state = State::Unset;
        if let Decoder::Binary(decoder) = &mut self.decoder {
            decoder.restart(input, dictionaries)?;
        } else {
            self.decoder = Decoder::Binary(Box::new(BinaryDecoder::new(input, dictionaries)?));
        }
        self.begin(properties);
        Ok(())
    }

    /// Starts over with nothing: the reader stands at the end of an empty document.
    pub(crate) fn set_input_empty(&mut self, properties: ReaderProperties) {
        self.decoder = Decoder::None;
        self.begin(properties);
    }

    /// Starts over with a buffer, at its beginning; with `position`, at that node.
    pub(crate) fn set_input_buffer(
        &mut self,
        buffer: Arc<XmlBuffer>,
        position: Option<NodeId>,
        properties: ReaderProperties,
    ) -> Result<()> {
        self.decoder = Decoder::Tree(Box::new(TreeDecoder::new(buffer, position)?));
        self.begin(properties);
        Ok(())
    }

    fn begin(&mut self, properties: ReaderProperties) {
        self.properties = properties;
        self.state = State::Ready;
        self.leave_node();
        self.in_attribute = None;
    }

    /// Has at least `min_size` bytes of a stream at hand, or all there are. (WsFillReader)
    pub(crate) async fn fill(&mut self, min_size: usize) -> Result<()> {
        self.check_ready()?;
        let step = self.properties.stream_buffer_size as usize;
        let result = match &mut self.decoder {
            Decoder::None | Decoder::Tree(_) => Ok(()),
            Decoder::Text(decoder) => decoder.fill(min_size, step).await,
            Decoder::Binary(decoder) => decoder.fill(min_size, step).await,
        };
        if result.is_err() {
            self.state = State::Faulted;
        }
        result.context(|| format!("the stream could not be read up to {min_size} bytes ahead"))
    }

    /// Where a stream of the application's tells its failures from now on.
    pub(crate) fn set_stream_error(&mut self, error: ErrorHandle) {
        match &mut self.decoder {
            Decoder::Text(decoder) => decoder.set_error(error),
            Decoder::Binary(decoder) => decoder.set_error(error),
            Decoder::None | Decoder::Tree(_) => {}
        }
    }

    // ---- the current node

    #[inline]
    pub(crate) fn node_type(&self) -> NodeType {
        match (&self.in_attribute, &self.decoder) {
            (Some(attribute), _) if attribute.is_at_end => NodeType::Eof,
            (Some(_), _) => NodeType::Text,
            (None, Decoder::None) => NodeType::Eof,
            (None, Decoder::Text(decoder)) => decoder.parser().node_type(),
            (None, Decoder::Binary(decoder)) => decoder.node_type(),
            (None, Decoder::Tree(decoder)) => decoder.node_type(),
        }
    }

    /// The current node as an element; `None` on another node.
    #[inline]
    pub(crate) fn element(&self) -> Option<Element<'_>> {
        match &self.decoder {
            _ if self.in_attribute.is_some() => None,
            Decoder::None => None,
            Decoder::Text(decoder) => decoder.element(),
            Decoder::Binary(decoder) => decoder.element(),
            Decoder::Tree(decoder) => decoder.element(),
        }
    }

    /// An attribute of the current element.
    #[inline]
    pub(crate) fn attribute(&self, index: usize) -> Option<Attribute<'_>> {
        match &self.decoder {
            Decoder::None => None,
            Decoder::Text(decoder) => decoder.attribute(index),
            Decoder::Binary(decoder) => decoder.attribute(index),
            Decoder::Tree(decoder) => decoder.attribute(index),
        }
    }

    /// The text of the current text node.
    #[inline]
    pub(crate) fn text(&self) -> Option<Text<'_>> {
        if let Some(attribute) = self.in_attribute {
            return (!attribute.is_at_end)
                .then(|| self.attribute(attribute.index))
                .flatten()
                .map(|attribute| attribute.value);
        }
        match &self.decoder {
            Decoder::Text(decoder) if decoder.parser().node_type() == NodeType::Text => {
                decoder.characters().map(Text::Utf8)
            }
            Decoder::Binary(decoder) => decoder.text(),
            Decoder::Tree(decoder) if decoder.node_type() == NodeType::Text => decoder.text(),
            _ => None,
        }
    }

    /// The content of the current comment.
    pub(crate) fn comment(&self) -> Option<&[u8]> {
        match &self.decoder {
            _ if self.node_type() != NodeType::Comment => None,
            Decoder::Text(decoder) => decoder.characters(),
            Decoder::Binary(decoder) => decoder.comment(),
            Decoder::Tree(decoder) => match decoder.text() {
                Some(Text::Utf8(text)) => Some(text),
                _ => None,
            },
            Decoder::None => None,
        }
    }

    /// Whether the document is binary XML, whose names may be those of dictionaries.
    #[inline]
    pub(crate) fn is_binary(&self) -> bool {
        matches!(self.decoder, Decoder::Binary(_))
    }

    /// The local name of the current element as a dictionary has it.
    pub(crate) fn element_string(&self) -> Option<WS_XML_STRING> {
        let Decoder::Binary(decoder) = &self.decoder else { return None };
        decoder.element_string()
    }

    /// The local name of an attribute, or what a declaration declares, as a dictionary has it.
    pub(crate) fn attribute_string(&self, index: usize) -> Option<WS_XML_STRING> {
        let Decoder::Binary(decoder) = &self.decoder else { return None };
        decoder.attribute_string(index)
    }

    /// Open elements around and including the current node.
    pub(crate) fn depth(&self) -> usize {
        match &self.decoder {
            Decoder::None => 0,
            Decoder::Text(decoder) => decoder.parser().depth(),
            Decoder::Binary(decoder) => decoder.parser().depth(),
            Decoder::Tree(decoder) => decoder.depth(),
        }
    }

    /// Whether the value of an attribute is being read.
    pub(crate) fn is_in_attribute(&self) -> bool {
        self.in_attribute.is_some()
    }

    /// Where the reader stands, for messages: line, column, byte offset and element path.
    pub(crate) fn location(&self) -> String {
        match &self.decoder {
            Decoder::None => "the end of an empty document".to_owned(),
            Decoder::Text(decoder) => decoder.describe(decoder.parser().node_at()),
            Decoder::Binary(decoder) => decoder.describe(decoder.parser().node_at()),
            Decoder::Tree(decoder) => decoder.describe(),
        }
    }

    /// Row and column of the current node of a text document.
    pub(crate) fn row_column(&self) -> Result<RowColumn> {
        match &self.decoder {
            Decoder::Text(decoder) => {
                let position = decoder.position();
                Ok(RowColumn { row: position.row, column: position.column })
            }
            _ => Err(Error::invalid_operation("only the nodes of a text document have a row and a column")),
        }
    }

    /// The charset of a text document, found out if it has to be.
    pub(crate) fn charset(&mut self) -> Result<TextCharset> {
        self.check_ready()?;
        match &mut self.decoder {
            Decoder::Text(decoder) => {
                let charset = decoder.charset(&self.properties);
                self.settle(charset)
            }
            _ => Err(Error::invalid_argument("only a text document has a charset")),
        }
    }

    // ---- state

    /// Fails unless the reader has an input that has not failed.
    #[inline]
    pub(crate) fn check_ready(&self) -> Result<()> {
        if self.state == State::Ready { Ok(()) } else { Err(self.not_ready()) }
    }

    #[cold]
    fn not_ready(&self) -> Error {
        if self.state == State::Unset {
            return Error::invalid_operation(
                "the reader has no input; WsSetInput or WsSetInputToBuffer gives it one",
            );
        }
        Error::invalid_operation("an earlier operation of the reader failed; WsSetInput starts it over")
    }

    /// Whether an input was set.
    pub(crate) fn has_input(&self) -> bool {
        self.state != State::Unset
    }

    /// Lets nothing more be read, because what was found is not what had to be there.
    #[cold]
    pub(crate) fn fault(&mut self, error: Error) -> Error {
        if self.state == State::Ready {
            self.state = State::Faulted;
        }
        error
    }

    /// A failure faults the reader, unless more data mends it.
    #[inline]
    fn settle<T>(&mut self, result: Result<T>) -> Result<T> {
        if result.is_err() {
            let is_starved = match &self.decoder {
                Decoder::Text(decoder) => decoder.is_starved(),
                Decoder::Binary(decoder) => decoder.is_starved(),
                Decoder::None | Decoder::Tree(_) => false,
            };
            if !is_starved {
                self.state = State::Faulted;
            }
        }
        result
    }

    /// A failure that says what was expected and that the reader stands on something else.
    #[cold]
    fn expected(&mut self, code: HRESULT, what: &str) -> Error {
        let found = match (self.element(), self.node_type()) {
            (Some(element), _) => {
                format!("the start element {}", describe_name(element.local_name, element.ns))
            }
            (None, other) => other.name().to_owned(),
        };
        let error = Error::new(code, format!("expected {what}, found {found}, at {}", self.location()));
        self.fault(error)
    }

    // ---- moving

    /// Forgets what belongs to the current node.
    #[inline]
    fn leave_node(&mut self) {
        self.content.reset();
        self.skipping = None;
    }

    /// WsReadNode.
    #[inline]
    pub(crate) fn read_node(&mut self) -> Result<()> {
        self.leave_node();
        self.advance()
    }

    /// To the next node, with what is being read going on.
    #[inline]
    fn advance(&mut self) -> Result<()> {
        if self.state != State::Ready {
            return Err(self.not_ready());
        }
        if let Some(attribute) = &mut self.in_attribute {
            if attribute.is_at_end {
                return Err(self.expected(WS_E_INVALID_OPERATION, "more of the attribute's value"));
            }
            attribute.is_at_end = true;
            self.content.leave_text();
            return Ok(());
        }
        if self.node_type() == NodeType::Eof {
            return Err(self.expected(WS_E_INVALID_OPERATION, "another node"));
        }
        let result = match &mut self.decoder {
            Decoder::None => Ok(()),
            Decoder::Text(decoder) => decoder.read_node(&self.properties),
            Decoder::Binary(decoder) => decoder.read_node(&self.properties),
            Decoder::Tree(decoder) => decoder.read_node(false, &self.properties),
        };
        if result.is_ok() {
            self.content.leave_text();
        }
        self.settle(result)
    }

    /// WsSkipNode.
    pub(crate) fn skip_node(&mut self) -> Result<()> {
        if self.in_attribute.is_some() || (self.skipping.is_none() && self.node_type() != NodeType::Element) {
            return self.read_node();
        }
        let depth = self.skipping.unwrap_or_else(|| self.depth());
        self.leave_node();
        if let Decoder::Tree(decoder) = &mut self.decoder {
            let result = decoder.read_node(true, &self.properties);
            return self.settle(result);
        }
        let result = loop {
            if let Err(error) = self.advance() {
                break Err(error);
            }
            if self.node_type() == NodeType::EndElement && self.depth() == depth {
                break self.advance();
            }
        };
        if result.is_err() {
            // Only used if more data lets the reader go on.
            self.skipping = Some(depth);
            if self.node_type() == NodeType::EndElement && self.depth() < depth {
                self.skipping = None;
            }
        }
        result
    }

    /// WsReadStartElement: from a start element, skipping whitespace and comments to get there, to its first
    /// child.
    pub(crate) fn read_start_element(&mut self) -> Result<()> {
        self.require_start_element(None, None)?;
        self.read_node()
    }

    /// WsReadEndElement: past the end element, skipping whitespace and comments to get there.
    pub(crate) fn read_end_element(&mut self) -> Result<()> {
        self.check_ready()?;
        if self.node_type() != NodeType::EndElement {
            self.skip_insignificant()?;
            if self.node_type() != NodeType::EndElement {
                return Err(self.expected(WS_E_INVALID_FORMAT, "an end element"));
            }
        }
        self.read_node()
    }

    /// WsReadToStartElement: skips whitespace and comments to a start element; whether there is one and its name is
    /// the one asked for. `None` asks for any.
    pub(crate) fn read_to_start_element(
        &mut self,
        local_name: Option<&[u8]>,
        ns: Option<&[u8]>,
    ) -> Result<bool> {
        self.check_ready()?;
        if self.in_attribute.is_some() {
            return Err(self.expected(WS_E_INVALID_OPERATION, "to be outside of an attribute"));
        }
        self.skip_insignificant()?;
        Ok(self.element().is_some_and(|element| {
            local_name.is_none_or(|name| same(name, element.local_name))
                && ns.is_none_or(|ns| same(ns, element.ns))
        }))
    }

    /// WsReadToStartElement without a place for the answer: another element, or none, is a failure.
    pub(crate) fn require_start_element(
        &mut self,
        local_name: Option<&[u8]>,
        ns: Option<&[u8]>,
    ) -> Result<()> {
        if self.read_to_start_element(local_name, ns)? {
            return Ok(());
        }
        let what = match local_name {
            None if ns.is_none() => "a start element".to_owned(),
            _ => {
                format!("the start element {}", describe_name(local_name.unwrap_or(b"*"), ns.unwrap_or(b"")))
            }
        };
        Err(self.expected(WS_E_INVALID_FORMAT, &what))
    }

    /// Skips the beginning of the document, whitespace and comments.
    fn skip_insignificant(&mut self) -> Result<()> {
        loop {
            match self.node_type() {
                NodeType::Bof | NodeType::Comment => {}
                NodeType::Text if self.text().is_some_and(|text| text.is_space()) => {}
                _ => return Ok(()),
            }
            self.read_node()?;
        }
    }

    // ---- attributes

    /// WsFindAttribute: the index of an attribute of the current element.
    pub(crate) fn find_attribute(&self, local_name: &[u8], ns: &[u8]) -> Result<Option<usize>> {
        self.check_ready()?;
        let Some(element) = self.element() else {
            return Err(Error::invalid_operation(format!(
                "attributes are found on a start element, and the reader is on {}, at {}",
                self.node_type().name(),
                self.location()
            )));
        };
        Ok((0..element.attribute_count).find(|&index| {
            self.attribute(index).is_some_and(|attribute| {
                !attribute.is_xmlns && same(attribute.local_name, local_name) && same(attribute.ns, ns)
            })
        }))
    }

    /// As [`Self::find_attribute`], where there has to be one.
    pub(crate) fn require_attribute(&mut self, local_name: &[u8], ns: &[u8]) -> Result<usize> {
        match self.find_attribute(local_name, ns) {
            Ok(Some(index)) => Ok(index),
            Ok(None) => {
                let what = format!("the attribute {}", describe_name(local_name, ns));
                Err(self.expected(WS_E_INVALID_FORMAT, &what))
            }
            Err(error) => Err(self.fault(error)),
        }
    }

    /// WsReadStartAttribute: the value of this attribute is read next, as if it were content.
    pub(crate) fn read_start_attribute(&mut self, index: usize) -> Result<()> {
        self.check_ready()?;
        let Some(element) = self.element() else {
            return Err(self.expected(WS_E_INVALID_FORMAT, "a start element, whose attribute is to be read"));
        };
        if index >= element.attribute_count {
            return Err(Error::invalid_argument(format!(
                "the index of the attribute is {index}, and the element has {} of them",
                element.attribute_count
            )));
        }
        self.leave_node();
        self.in_attribute = Some(InAttribute { index, is_at_end: false });
        Ok(())
    }

    /// WsReadEndAttribute: back to the element.
    pub(crate) fn read_end_attribute(&mut self) -> Result<()> {
        self.check_ready()?;
        if self.in_attribute.take().is_none() {
            return Err(self.expected(
                WS_E_INVALID_OPERATION,
                "the value of an attribute, begun by WsReadStartAttribute",
            ));
        }
        self.leave_node();
        Ok(())
    }

    // ---- scope

    fn namespaces(&self) -> Option<&Namespaces> {
        match &self.decoder {
            Decoder::None => None,
            Decoder::Text(decoder) => Some(decoder.parser().namespaces()),
            Decoder::Binary(decoder) => Some(decoder.parser().namespaces()),
            Decoder::Tree(decoder) => Some(decoder.namespaces()),
        }
    }

    /// WsGetNamespaceFromPrefix.
    pub(crate) fn namespace_of_prefix(&self, prefix: &[u8]) -> Option<&[u8]> {
        let namespaces = self.namespaces()?;
        namespaces.find(prefix).map(|ns| namespaces.get(ns))
    }

    /// The failure that a prefix has to be bound, and is not.
    #[cold]
    pub(crate) fn undeclared_prefix(&mut self, prefix: &[u8]) -> Error {
        let message = format!(
            "expected a prefix that is declared, found {}, at {}",
            crate::value::string::quoted(prefix),
            self.location()
        );
        self.fault(Error::invalid_format(message))
    }

    /// WsGetXmlAttribute: the value of the nearest attribute `xml:local_name` in scope.
    pub(crate) fn xml_attribute(&self, local_name: &[u8]) -> Result<Option<Vec<u8>>> {
        self.check_ready()?;
        match &self.decoder {
            Decoder::None => Ok(None),
            Decoder::Text(decoder) => Ok(decoder.parser().xml_attribute(local_name).map(<[u8]>::to_vec)),
            Decoder::Binary(decoder) => Ok(decoder.parser().xml_attribute(local_name).map(<[u8]>::to_vec)),
            Decoder::Tree(decoder) => decoder.xml_attribute(local_name),
        }
    }

    // ---- positions in a buffer

    fn tree(&self) -> Result<&TreeDecoder> {
        match &self.decoder {
            Decoder::Tree(decoder) => Ok(decoder),
            _ => Err(Error::invalid_operation(
                "only a reader that is set to an XML buffer has a position in it",
            )),
        }
    }

    /// WsGetReaderPosition: the buffer, and the node in it.
    pub(crate) fn position(&self) -> Result<(&Arc<XmlBuffer>, NodeId)> {
        self.check_ready()?;
        let tree = self.tree()?;
        Ok((tree.buffer(), tree.position()))
    }

    /// WsSetReaderPosition. The reader stays where it was if that is not a node of its buffer.
    pub(crate) fn set_position(&mut self, node: NodeId) -> Result<()> {
        self.tree()?;
        self.check_ready()?;
        if let Decoder::Tree(decoder) = &mut self.decoder {
            decoder.jump(node)?;
        }
        self.in_attribute = None;
        self.leave_node();
        Ok(())
    }

    /// WsMoveReader: whether there is such a node. If not, the reader stays where it is.
    pub(crate) fn move_to(&mut self, to: WS_MOVE_TO) -> Result<bool> {
        self.tree()?;
        self.check_ready()?;
        if self.in_attribute.is_some() {
            return Err(self.expected(WS_E_INVALID_OPERATION, "to be outside of an attribute"));
        }
        let Decoder::Tree(decoder) = &mut self.decoder else { return Ok(false) };
        let found = decoder.move_to(to)?;
        if found {
            self.leave_node();
        }
        Ok(found)
    }
}

/// A name and its namespace, for messages.
fn describe_name(local_name: &[u8], ns: &[u8]) -> String {
    let local_name = String::from_utf8_lossy(local_name);
    let ns = String::from_utf8_lossy(ns);
    if ns.is_empty() { format!("'{local_name}'") } else { format!("'{local_name}' of namespace '{ns}'") }
}

/// Appends the names of the open elements to a message; of very many, the first and the last ones.
fn describe_path<'a>(text: &mut String, depth: usize, path: impl Iterator<Item = &'a [u8]>) {
    const SHOWN: usize = 16;
    if depth == 0 {
        return;
    }
    text.push_str(", in element ");
    for (index, name) in path.enumerate() {
        if depth > 2 * SHOWN && index == SHOWN {
            text.push_str("/...");
        }
        if depth <= 2 * SHOWN || index < SHOWN || index >= depth - SHOWN {
            text.push('/');
            text.push_str(&String::from_utf8_lossy(name));
        }
    }
}

/// Whether two names are the same. Empty ones are not compared as memory: an empty slice may point nowhere, and a
/// masked vector load from there costs more than all else here.
#[inline]
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && (left.is_empty() || left == right)
}
