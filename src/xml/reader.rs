//! `WS_XML_READER`: a cursor over XML in any encoding or in a buffer.
//!
//! [`Reader`] is the node model and the rules of its use; what the nodes are made from is a [`Decoder`]. Its methods are
//! in `moving`, `expected`, `steps`, `attributes`, `positions`, `copy`, `content`, which reads what is between the tags, and `canonical`, which
//! tells a canonicalizer what is moved past. The decoders:
//! `text_decoder` (text XML, by way of `input`, `encoding`, `parser`, `tokenizer`, `names` and
//! `namespaces`), `binary_decoder` (.NET binary XML, by way of `input`, `binary_parser` and `records`), `mtom_decoder`
//! (text XML in a MIME package, by way of `mime`), `raw_decoder` (any bytes), `tree_decoder` (XML buffers).

mod ahead;
mod attributes;
mod binary_decoder;
mod binary_parser;
mod canonical;
mod complete;
mod content;
mod copy;
mod document;
mod encoding;
mod expected;
mod input;
mod limits;
mod mime;
mod model;
mod moving;
mod mtom_decoder;
mod names;
pub(in crate::xml) mod namespaces;
mod parser;
mod positions;
mod raw_decoder;
mod records;
mod starts;
mod steps;
pub(in crate::xml) mod stored;
mod tag;
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
use super::text::Text;

use binary_decoder::BinaryDecoder;
use canonical::Canonical;
use content::Content;
use mtom_decoder::MtomDecoder;
use raw_decoder::RawDecoder;
use text_decoder::TextDecoder;
use tree_decoder::TreeDecoder;

pub(crate) use document::{Document, Listing, Sight};
pub(crate) use mtom_decoder::MtomInput;
pub(crate) use steps::{LeafValue, Step, Steps};
pub(crate) use tag::Tag;

pub(crate) use model::{
    Attribute, Element, Input, NodeType, NodeView, ReaderProperties, RowColumn, TextCharset,
};

/// What the nodes are made from.
enum Decoder {
    /// No input was set: the end of an empty document.
    None,
    Text(Box<TextDecoder>),
    Binary(Box<BinaryDecoder>),
    Mtom(Box<MtomDecoder>),
    Raw(Box<RawDecoder>),
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
    /// The document is binary XML, and what comes next in it is what is read next: the reader is ready, in no attribute, has
    /// nothing left to do with the current node, and nobody listens.
    is_on_its_way: bool,
    in_attribute: Option<InAttribute>,
    /// The depth at which a skip that ran out of data goes on.
    skipping: Option<usize>,
    content: Content,
    /// What is moved past is told to this one. (WsStartReaderCanonicalization)
    canonical: Option<Box<Canonical>>,
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
            is_on_its_way: false,
            in_attribute: None,
            skipping: None,
            content: Content::default(),
            canonical: None,
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
        self.stop(State::Unset);
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
        self.stop(State::Unset);
        if let Decoder::Binary(decoder) = &mut self.decoder {
            decoder.restart(input, dictionaries)?;
        } else {
            self.decoder = Decoder::Binary(Box::new(BinaryDecoder::new(input, dictionaries)?));
        }
        self.begin(properties);
        Ok(())
    }

    /// Starts over with text in a MIME package.
    pub(crate) fn set_input_mtom(
        &mut self,
        input: Input,
        about: MtomInput,
        properties: ReaderProperties,
    ) -> Result<()> {
        if properties.allow_fragment {
            return Err(Error::invalid_argument(
                "WS_XML_READER_PROPERTY_ALLOW_FRAGMENT is FALSE with WS_XML_READER_MTOM_ENCODING",
            ));
        }
        self.stop(State::Unset);
        self.decoder = Decoder::Mtom(Box::new(MtomDecoder::new(input, about, properties.clone())?));
        self.begin(properties);
        Ok(())
    }

    /// Starts over with any bytes. They are at the root, so this is always a fragment.
    pub(crate) fn set_input_raw(&mut self, input: Input, properties: ReaderProperties) -> Result<()> {
        self.stop(State::Unset);
        self.decoder = Decoder::Raw(Box::new(RawDecoder::new(input)?));
        self.begin(ReaderProperties { allow_fragment: true, ..properties });
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
        self.stop(State::Ready);
        self.leave_node();
        self.in_attribute = None;
        self.canonical = None;
    }

    /// Has at least `min_size` bytes of a stream at hand, or all there are. (WsFillReader)
    pub(crate) async fn fill(&mut self, min_size: usize) -> Result<()> {
        self.check_ready()?;
        let step = self.properties.stream_buffer_size as usize;
        let result = match &mut self.decoder {
            Decoder::None | Decoder::Tree(_) => Ok(()),
            Decoder::Text(decoder) => decoder.fill(min_size, step).await,
            Decoder::Binary(decoder) => decoder.fill(min_size, step).await,
            Decoder::Mtom(decoder) => decoder.fill(min_size, step).await,
            Decoder::Raw(decoder) => decoder.fill(min_size, step).await,
        };
        if result.is_err() {
            self.stop(State::Faulted);
        }
        result.context(|| format!("the stream could not be read up to {min_size} bytes ahead"))
    }

    /// Whether the last failure was for want of data that [`Self::fill`] can bring.
    pub(crate) fn wants_more(&self) -> bool {
        match &self.decoder {
            Decoder::Text(decoder) => decoder.is_starved(),
            Decoder::Binary(decoder) => decoder.is_starved(),
            Decoder::Mtom(decoder) => decoder.is_starved(),
            Decoder::Raw(decoder) => decoder.is_starved(),
            Decoder::None | Decoder::Tree(_) => false,
        }
    }

    /// Where a stream of the application's tells its failures from now on.
    pub(crate) fn set_stream_error(&mut self, error: ErrorHandle) {
        match &mut self.decoder {
            Decoder::Text(decoder) => decoder.set_error(error),
            Decoder::Binary(decoder) => decoder.set_error(error),
            Decoder::Mtom(decoder) => decoder.set_error(error),
            Decoder::Raw(decoder) => decoder.set_error(error),
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
            (None, Decoder::Mtom(decoder)) => decoder.node_type(),
            (None, Decoder::Raw(decoder)) => decoder.node_type(),
            (None, Decoder::Tree(decoder)) => decoder.node_type(),
        }
    }

    /// The current node as an element; `None` on another node.
    #[inline]
    pub(crate) fn element(&self) -> Option<Element<'_>> {
        match &self.decoder {
            _ if self.in_attribute.is_some() => None,
            Decoder::None | Decoder::Raw(_) => None,
            Decoder::Text(decoder) => decoder.element(),
            Decoder::Mtom(decoder) => decoder.xml().element(),
            Decoder::Binary(decoder) => decoder.element(),
            Decoder::Tree(decoder) => decoder.element(),
        }
    }

    /// How many attributes and declarations the current node has.
    #[inline]
    pub(crate) fn attribute_count(&self) -> usize {
        match &self.decoder {
            _ if self.in_attribute.is_some() => 0,
            Decoder::Text(decoder) => decoder.attribute_count(),
            Decoder::Binary(decoder) => decoder.attribute_count(),
            _ => self.element().map_or(0, |element| element.attribute_count),
        }
    }

    /// An attribute of the current element.
    #[inline]
    pub(crate) fn attribute(&self, index: usize) -> Option<Attribute<'_>> {
        match &self.decoder {
            Decoder::None | Decoder::Raw(_) => None,
            Decoder::Text(decoder) => decoder.attribute(index),
            Decoder::Mtom(decoder) => decoder.xml().attribute(index),
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
            Decoder::Mtom(decoder) => decoder.text(),
            Decoder::Raw(decoder) => decoder.text(),
            Decoder::Tree(decoder) if decoder.node_type() == NodeType::Text => decoder.text(),
            _ => None,
        }
    }

    /// The content of the current comment.
    pub(crate) fn comment(&self) -> Option<&[u8]> {
        match &self.decoder {
            _ if self.node_type() != NodeType::Comment => None,
            Decoder::Text(decoder) => decoder.characters(),
            Decoder::Mtom(decoder) => decoder.xml().characters(),
            Decoder::Binary(decoder) => decoder.comment(),
            Decoder::Tree(decoder) => match decoder.text() {
                Some(Text::Utf8(text)) => Some(text),
                _ => None,
            },
            Decoder::None | Decoder::Raw(_) => None,
        }
    }

    /// Whether the document is binary XML, whose names may be those of dictionaries.
    #[inline]
    pub(crate) fn is_binary(&self) -> bool {
        matches!(self.decoder, Decoder::Binary(_))
    }

    /// Whether the input is any bytes, which are the text of a document without elements.
    fn is_raw(&self) -> bool {
        matches!(self.decoder, Decoder::Raw(_))
    }

    /// Open elements around and including the current node.
    pub(crate) fn depth(&self) -> usize {
        match &self.decoder {
            Decoder::None | Decoder::Raw(_) => 0,
            Decoder::Text(decoder) => decoder.parser().depth(),
            Decoder::Mtom(decoder) => decoder.depth(),
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
            Decoder::Mtom(decoder) => decoder.describe(),
            Decoder::Raw(decoder) => decoder.describe(),
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

    /// What is read next is to be found out anew.
    fn stop(&mut self, state: State) {
        self.state = state;
        self.is_on_its_way = false;
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
            self.stop(State::Faulted);
        }
        error
    }

    /// A failure faults the reader, unless more data mends it.
    #[inline]
    fn settle<T>(&mut self, result: Result<T>) -> Result<T> {
        result.map_err(|error| self.failed(error))
    }

    #[cold]
    #[inline(never)]
    fn failed(&mut self, error: Error) -> Error {
        if !self.wants_more() {
            self.stop(State::Faulted);
        }
        error
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
}

/// A name and its namespace, for messages.
fn describe_name(local_name: &[u8], ns: &[u8]) -> String {
    let local_name = String::from_utf8_lossy(local_name);
    let ns = String::from_utf8_lossy(ns);
    if ns.is_empty() { format!("'{local_name}'") } else { format!("'{local_name}' of namespace '{ns}'") }
}

/// Appends the names of the open elements to a message; of very many, the first and the last ones.
fn describe_path<'a>(
    text: &mut String,
    depth: usize,
    path: impl DoubleEndedIterator<Item = &'a [u8]> + Clone,
) {
    const SHOWN: usize = 16;
    if depth == 0 {
        return;
    }
    text.push_str(", in element ");
    let is_long = depth > 2 * SHOWN;
    let outer = if is_long { SHOWN } else { depth };
    let mut show = |name: &[u8]| {
        text.push('/');
        text.push_str(&String::from_utf8_lossy(name));
    };
    path.clone().take(outer).for_each(&mut show);
    if is_long {
        // However deep it is, only the names that are shown are looked at.
        show(b"...");
        let inner: Vec<&[u8]> = path.rev().take(SHOWN).collect();
        inner.into_iter().rev().for_each(show);
    }
}

/// Whether two names are the same. Empty ones are not compared as memory: an empty slice may point nowhere, and a
/// masked vector load from there costs more than all else here.
#[inline]
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && (left.is_empty() || left == right)
}
