//! Binary XML as a source of nodes: the bytes and the dictionaries, and the parser that walks over them.

use crate::abi::object::ErrorHandle;
use crate::abi::shown::{Shown, ShownElement};
use crate::error::{Error, Result};
use crate::xml::dictionary::Dictionaries;
use crate::xml::text::Text;

use super::binary_parser::{Attr, BinaryParser, Node, Source};
use super::input::{End, TextInput};
use super::records::{Memory, Str, Value, letter_of};
use super::starts::Mark;
use super::steps::Steps;
use super::tag::Tag;
use super::tokenizer::Problem;
use super::{Attribute, Element, Input, Listing, NodeType, ReaderProperties};

pub(super) struct BinaryDecoder {
    input: TextInput,
    dictionaries: Dictionaries,
    parser: BinaryParser,
    is_starved: bool,
    /// What is in the leaf that was read last.
    leaf: Value,
}

#[inline]
fn source<'a>(
    input: &'a TextInput,
    dictionaries: &'a Dictionaries,
    properties: &'a ReaderProperties,
) -> Source<'a> {
    Source { data: input.data(), end: input.end(), dictionaries, properties }
}

impl BinaryDecoder {
    pub(super) fn new(input: Input, dictionaries: Dictionaries) -> Result<Self> {
        let input = TextInput::binary(input)?;
        let mut parser = BinaryParser::new();
        parser.reset(input.is_stream());
        Ok(Self { input, dictionaries, parser, is_starved: false, leaf: Value::Utf8(Str::Empty) })
    }

    /// Starts over with another document, in the memory used for the last.
    pub(super) fn restart(&mut self, input: Input, dictionaries: Dictionaries) -> Result<()> {
        self.input = TextInput::binary(input)?;
        self.dictionaries = dictionaries;
        self.parser.reset(self.input.is_stream());
        self.is_starved = false;
        Ok(())
    }

    #[inline]
    pub(super) fn read_node(&mut self, properties: &ReaderProperties) -> Result<()> {
        if self.read_end_after_text() || self.read_any_known_node(properties) {
            return Ok(());
        }
        self.read_plain_node(properties)
    }

    /// To the end of the element that ends with the text that is the current node, if it does.
    #[inline(always)]
    pub(super) fn read_end_after_text(&mut self) -> bool {
        self.parser.read_end_after_text()
    }

    /// To the text that comes next, if it has been looked at.
    #[inline(always)]
    pub(super) fn read_ahead(&mut self) -> bool {
        self.parser.read_ahead()
    }

    /// To the next node, if it is like what came before. The text that is the current node does not end its element.
    #[inline(always)]
    pub(super) fn read_known_node(&mut self, properties: &ReaderProperties) -> bool {
        self.parser.read_known(self.input.data(), properties)
    }

    #[inline(never)]
    fn read_any_known_node(&mut self, properties: &ReaderProperties) -> bool {
        self.read_known_node(properties)
    }

    #[inline(never)]
    fn read_plain_node(&mut self, properties: &ReaderProperties) -> Result<()> {
        let source = source(&self.input, &self.dictionaries, properties);
        if self.parser.read_plain(&source) {
            return Ok(());
        }
        self.read_any_node(properties)
    }

    #[inline(never)]
    fn read_any_node(&mut self, properties: &ReaderProperties) -> Result<()> {
        self.is_starved = false;
        let source = source(&self.input, &self.dictionaries, properties);
        self.parser.read_node(&source).map_err(|problem| self.fail(*problem))
    }

    #[cold]
    fn fail(&mut self, problem: Problem) -> Error {
        let data = self.input.data();
        if problem.shows_found && problem.at >= data.len() && self.input.end() == End::NeedMore {
            self.is_starved = true;
            return Error::quota_exceeded(format!(
                "more of the document is needed than is at hand; WsFillReader reads on, at {}",
                self.describe_failure(data.len())
            ));
        }
        let mut message = problem.message;
        if problem.shows_found {
            match data.get(problem.at) {
                Some(byte) => message.push_str(&format!(", found the byte 0x{byte:02X}")),
                None => message.push_str(", found the end of the input"),
            }
        }
        Error::new(problem.code, format!("{message}, at {}", self.describe_failure(problem.at)))
    }

    /// Whether there is no other node.
    #[inline]
    pub(super) fn is_at_end(&self) -> bool {
        matches!(self.parser.node(), Node::Eof)
    }

    /// Whether the last failure was for want of data, and more can be had.
    pub(super) fn is_starved(&self) -> bool {
        self.is_starved
    }

    pub(super) fn set_error(&mut self, error: ErrorHandle) {
        self.input.set_error(error);
    }

    pub(super) async fn fill(&mut self, min_size: usize, step: usize) -> Result<()> {
        // A caller whom something was missing may ask for what is at hand already.
        let more = self.is_starved;
        let (node_at, at) = (self.parser.node_at(), self.parser.at());
        let dropped = self.input.fill(node_at, at, min_size, more, step).await?;
        self.parser.shift(dropped);
        self.is_starved = false;
        Ok(())
    }

    // ---- what is likely to come

    /// Reads the element that is the current node up to its end, if it is a leaf. (See [`BinaryParser::read_leaf`].)
    #[inline]
    pub(super) fn read_leaf(&mut self, properties: &ReaderProperties) -> bool {
        let source = source(&self.input, &self.dictionaries, properties);
        let leaf = self.parser.read_leaf(&source);
        leaf.map(|leaf| self.leaf = leaf).is_some()
    }

    /// Remembers the start tag that is the current node.
    pub(super) fn remember(&self, tag: &mut Tag) {
        self.parser.remember(self.input.data(), tag);
    }

    /// To the start tag that comes next, if it is this one. (See [`BinaryParser::read_expected_start`].)
    #[inline]
    pub(super) fn read_expected_start(&mut self, tag: &Tag, properties: &ReaderProperties) -> bool {
        let source = source(&self.input, &self.dictionaries, properties);
        self.parser.read_expected_start(&source, tag)
    }

    /// The same up to the end of a leaf.
    #[inline]
    pub(super) fn read_expected_leaf(
        &mut self,
        tag: &Tag,
        properties: &ReaderProperties,
    ) -> Option<Text<'_>> {
        let source = source(&self.input, &self.dictionaries, properties);
        self.leaf = self.parser.read_expected_leaf(&source, tag)?;
        Some(self.leaf())
    }

    /// To the end that comes next, if it does. (See [`BinaryParser::read_expected_end`].)
    #[inline]
    pub(super) fn read_expected_end(&mut self) -> bool {
        self.parser.read_expected_end(self.input.data())
    }

    /// Past what comes as expected. (See [`BinaryParser::read_expected`].)
    #[inline]
    pub(super) fn read_expected<'f>(&mut self, steps: &mut impl Steps<'f>, properties: &ReaderProperties) {
        let source = source(&self.input, &self.dictionaries, properties);
        self.parser.read_expected(&source, steps);
    }

    /// What is in the leaf that was read last, and whose end is the current node.
    #[inline]
    pub(super) fn leaf(&self) -> Text<'_> {
        self.text_of(&self.leaf)
    }

    // ---- the current node

    #[inline]
    fn memory(&self) -> Memory<'_> {
        self.parser.memory(self.input.data(), &self.dictionaries)
    }

    #[inline]
    pub(super) fn parser(&self) -> &BinaryParser {
        &self.parser
    }

    #[inline]
    pub(super) fn node_type(&self) -> NodeType {
        match self.parser.node() {
            Node::Bof => NodeType::Bof,
            Node::Element { .. } => NodeType::Element,
            Node::Text(_) => NodeType::Text,
            Node::Comment(_) => NodeType::Comment,
            Node::EndElement => NodeType::EndElement,
            Node::Eof => NodeType::Eof,
        }
    }

    /// The current node as C sees it, if it is ready for that.
    #[inline(always)]
    pub(super) fn shown(&self) -> Shown {
        self.parser.shown()
    }

    /// What shows the current node to C and is yet to be given its names.
    pub(super) fn take_view(&mut self) -> Option<ShownElement> {
        self.parser.take_view()
    }

    /// Puts it back, with its names.
    pub(super) fn put_view(&mut self, view: ShownElement) -> Shown {
        self.parser.put_view(view)
    }

    #[inline]
    pub(super) fn element(&self) -> Option<Element<'_>> {
        self.listed_element().map(|(element, _)| element)
    }

    /// The same, and where the local name stands.
    #[inline(always)]
    pub(super) fn listed_element(&self) -> Option<(Element<'_>, Listing<'_>)> {
        let &Node::Element { prefix, local_name, ns, .. } = self.parser.node() else { return None };
        let (local_name, listing) = self.listed(local_name);
        let element = Element {
            prefix: self.bytes(prefix),
            local_name,
            ns: self.parser.namespaces().get(ns),
            attribute_count: self.parser.attributes().len(),
            is_empty: false,
        };
        Some((element, listing))
    }

    /// How many attributes and declarations the current node has.
    #[inline]
    pub(super) fn attribute_count(&self) -> usize {
        let Node::Element { .. } = self.parser.node() else { return 0 };
        self.parser.attributes().len()
    }

    #[inline]
    pub(super) fn attribute(&self, index: usize) -> Option<Attribute<'_>> {
        let Node::Element { .. } = self.parser.node() else { return None };
        let attribute = self.parser.attributes().get(index)?;
        Some(self.attribute_of(attribute, self.bytes(attribute.local_name)))
    }

    #[inline(always)]
    fn attribute_of<'a>(&'a self, attribute: &Attr, local_name: &'a [u8]) -> Attribute<'a> {
        let ns = self.parser.namespaces().get(attribute.ns);
        Attribute {
            single_quote: false,
            is_xmlns: attribute.is_xmlns,
            prefix: self.bytes(attribute.prefix),
            local_name,
            ns,
            value: if attribute.is_xmlns { Text::Utf8(ns) } else { self.text_of(&attribute.value) },
        }
    }

    /// What is most often in the input. What is needed to look elsewhere is not even put together then.
    #[inline(always)]
    fn bytes(&self, text: Str) -> &[u8] {
        match text {
            Str::Input { start, len } => &self.input.data()[start as usize..][..len as usize],
            Str::Letter(letter) => letter_of(letter),
            Str::Empty => b"",
            other => self.bytes_elsewhere(other),
        }
    }

    #[inline(never)]
    fn bytes_elsewhere(&self, text: Str) -> &[u8] {
        text.of(&self.memory())
    }

    #[inline(always)]
    fn text_of(&self, value: &Value) -> Text<'_> {
        match *value {
            Value::Utf8(text) => Text::Utf8(self.bytes(text)),
            _ => self.other_text(value),
        }
    }

    #[inline(never)]
    fn other_text(&self, value: &Value) -> Text<'_> {
        self.parser.text_of(value, &self.memory())
    }

    /// A name, and where it stands.
    #[inline(always)]
    fn listed(&self, name: Str) -> (&[u8], Listing<'_>) {
        if let Str::Entry(entry) = name
            && let Some((text, string)) = self.dictionaries.entry(entry)
        {
            return (text, Listing::At(string));
        }
        (self.bytes(name), Listing::SpelledOut)
    }

    /// What stands for the names of the current element.
    #[inline(always)]
    pub(super) fn mark(&self) -> Mark {
        let &Node::Element { mark, .. } = self.parser.node() else { return Mark::NONE };
        mark
    }

    /// The values of all attributes of the current node, and what stands for their names.
    #[inline(always)]
    pub(super) fn attribute_values(&self) -> impl Iterator<Item = (Mark, Text<'_>)> {
        self.parser.attributes().iter().map(|attribute| (attribute.mark, self.text_of(&attribute.value)))
    }

    /// An attribute of the current node, and what stands in a dictionary of it: its local name, or the namespace that is
    /// declared.
    pub(super) fn listed_attribute(&self, index: usize) -> Option<(Attribute<'_>, Listing<'_>)> {
        let attribute = self.parser.attributes().get(index)?;
        let (local_name, mut listing) = self.listed(attribute.local_name);
        if let (true, Value::Utf8(ns)) = (attribute.is_xmlns, attribute.value) {
            listing = self.listed(ns).1;
        }
        Some((self.attribute_of(attribute, local_name), listing))
    }

    /// The text of a text node, if it is characters in the input.
    #[inline(always)]
    pub(super) fn characters(&self) -> Option<&[u8]> {
        let &Node::Text(Value::Utf8(Str::Input { start, len })) = self.parser.node() else { return None };
        Some(&self.input.data()[start as usize..][..len as usize])
    }

    /// The text of a text node.
    #[inline(always)]
    pub(super) fn text(&self) -> Option<Text<'_>> {
        let Node::Text(value) = self.parser.node() else { return None };
        Some(self.text_of(value))
    }

    /// The content of a comment.
    pub(super) fn comment(&self) -> Option<&[u8]> {
        let &Node::Comment(content) = self.parser.node() else { return None };
        Some(content.of(&self.memory()))
    }

    // ---- for people

    /// Byte offset and element path.
    pub(super) fn describe(&self, at: usize) -> String {
        self.describe_offset(self.input.position(at).offset)
    }

    fn describe_failure(&self, at: usize) -> String {
        self.describe_offset(self.input.failure_position(at).offset)
    }

    fn describe_offset(&self, offset: u64) -> String {
        let mut text = format!("byte offset {offset}");
        let path = self.parser.path(self.input.data(), &self.dictionaries);
        super::describe_path(&mut text, self.parser.depth(), path);
        text
    }
}
