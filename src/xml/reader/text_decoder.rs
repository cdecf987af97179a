//! Text XML as a source of nodes: the bytes, and the parser that walks over them.

use crate::abi::object::ErrorHandle;
use crate::error::{Error, Result};
use crate::xml::text::Text;

use super::input::{End, Position, TextInput};
use super::names::char_at;
use super::parser::{Attr, Node, Parser};
use super::starts::Mark;
use super::steps::Steps;
use super::tag::Tag;
use super::tokenizer::{self, Problem, Span};
use super::{Attribute, Element, Input, ReaderProperties, TextCharset, encoding};

pub(super) struct TextDecoder {
    input: TextInput,
    parser: Parser,
    /// The charset is known and the XML declaration read.
    has_begun: bool,
    is_starved: bool,
}

impl TextDecoder {
    pub(super) fn new(input: Input, charset: TextCharset) -> Result<Self> {
        let input = TextInput::new(input, charset)?;
        let mut parser = Parser::new();
        parser.reset(input.is_stream());
        Ok(Self { input, parser, has_begun: false, is_starved: false })
    }

    /// Starts over with another document, in the memory used for the last.
    pub(super) fn restart(&mut self, input: Input, charset: TextCharset) -> Result<()> {
        self.input = TextInput::new(input, charset)?;
        self.parser.reset(self.input.is_stream());
        self.has_begun = false;
        self.is_starved = false;
        Ok(())
    }

    /// Finds the charset and reads the XML declaration, if that was not done yet.
    #[inline]
    fn begin(&mut self, properties: &ReaderProperties) -> Result<()> {
        if self.has_begun { Ok(()) } else { self.begin_first(properties) }
    }

    #[cold]
    fn begin_first(&mut self, properties: &ReaderProperties) -> Result<()> {
        self.is_starved = false;
        if !self.input.prepare()? {
            return self.starved();
        }
        let data = self.input.data();
        if self.input.end() == End::NeedMore && may_become_declaration(data) {
            return self.starved();
        }
        if data.starts_with(b"<?") {
            let end = self.read_declaration(properties).map_err(|problem| self.error(*problem))?;
            self.parser.start_at(end);
        }
        self.has_begun = true;
        Ok(())
    }

    fn read_declaration(&self, properties: &ReaderProperties) -> tokenizer::Parse<usize> {
        let data = self.input.data();
        if !data.starts_with(b"<?xml") || super::names::scan_name(data, 2) != 5 {
            return Err(Problem::instruction(0));
        }
        if !properties.read_declaration {
            return Err(Problem::invalid(
                0,
                "found an XML declaration, and WS_XML_READER_PROPERTY_READ_DECLARATION is FALSE",
            ));
        }
        let declaration = tokenizer::scan_declaration(data, 0)?;
        if let Some((start, end)) = declaration.encoding
            && !encoding::is_named(self.input.charset(), &data[start..end])
        {
            let name = String::from_utf8_lossy(&data[start..end]);
            return Err(Problem::invalid(
                start,
                format!(
                    "the document is in {}, but its declaration says '{name}'",
                    self.input.charset().name()
                ),
            ));
        }
        Ok(declaration.end)
    }

    #[cold]
    fn starved<T>(&mut self) -> Result<T> {
        self.is_starved = true;
        Err(Error::quota_exceeded(
            "the beginning of the document is not at hand yet; WsFillReader reads more of it",
        ))
    }

    #[inline]
    pub(super) fn read_node(&mut self, properties: &ReaderProperties) -> Result<()> {
        self.begin(properties)?;
        match self.parser.read_node(self.input.data(), self.input.end(), properties) {
            Ok(()) => Ok(()),
            Err(problem) => {
                self.is_starved = self.parser.is_starved();
                Err(self.error(*problem))
            }
        }
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
        let at = self.parser.at();
        let dropped = self.input.fill(self.parser.node_at(), at, min_size, more, step).await?;
        self.parser.shift(dropped);
        self.is_starved = false;
        Ok(())
    }

    /// The charset as found. Fails if it cannot be told.
    pub(super) fn charset(&mut self, properties: &ReaderProperties) -> Result<TextCharset> {
        self.begin(properties)?;
        Ok(self.input.charset())
    }

    pub(super) fn is_stream(&self) -> bool {
        self.input.is_stream()
    }

    pub(super) fn data(&self) -> &[u8] {
        self.input.data()
    }

    #[inline]
    pub(super) fn parser(&self) -> &Parser {
        &self.parser
    }

    pub(super) fn position(&self) -> Position {
        self.input.node_position(self.parser.node_at())
    }

    #[inline(always)]
    pub(super) fn element(&self) -> Option<Element<'_>> {
        let Node::Element { name, ns, is_empty, .. } = self.parser.node() else { return None };
        let data = self.input.data();
        Some(Element {
            prefix: name.prefix(data),
            local_name: name.local(data),
            ns: self.parser.namespaces().get(ns),
            attribute_count: self.parser.attributes().len(),
            is_empty,
        })
    }

    /// How many attributes and declarations the current node has.
    #[inline]
    pub(super) fn attribute_count(&self) -> usize {
        let Node::Element { .. } = self.parser.node() else { return 0 };
        self.parser.attributes().len()
    }

    /// Reads the element that is the current node up to its end, if there is nothing but plain text in it. (See
    /// [`Parser::read_leaf`].)
    #[inline]
    pub(super) fn read_leaf(&mut self) -> Option<Span> {
        if self.input.is_stream() {
            return None;
        }
        self.parser.read_leaf(self.input.data())
    }

    /// Remembers the start tag that is the current node.
    pub(super) fn remember(&self, tag: &mut Tag) {
        if !self.input.is_stream() {
            self.parser.remember(self.input.data(), tag);
        }
    }

    /// To the start tag that comes next, if it is this one. (See [`Parser::read_expected_start`].)
    #[inline]
    pub(super) fn read_expected_start(&mut self, tag: &Tag, properties: &ReaderProperties) -> bool {
        !self.input.is_stream() && self.parser.read_expected_start(self.input.data(), tag, properties)
    }

    /// The same up to the end of a leaf.
    #[inline]
    pub(super) fn read_expected_leaf(&mut self, tag: &Tag, properties: &ReaderProperties) -> Option<&[u8]> {
        if self.input.is_stream() {
            return None;
        }
        let text = self.parser.read_expected_leaf(self.input.data(), tag, properties)?;
        Some(text.of(self.input.data(), &[]))
    }

    /// Past what comes as expected. (See [`Parser::read_expected`].)
    #[inline]
    pub(super) fn read_expected<'f>(&mut self, steps: &mut impl Steps<'f>, properties: &ReaderProperties) {
        if !self.input.is_stream() {
            self.parser.read_expected(self.input.data(), steps, properties);
        }
    }

    #[inline]
    pub(super) fn attribute(&self, index: usize) -> Option<Attribute<'_>> {
        let Node::Element { .. } = self.parser.node() else { return None };
        self.parser.attributes().get(index).map(|attribute| self.attribute_of(attribute))
    }

    /// What stands for the names of the current element, and whether it is empty.
    #[inline(always)]
    pub(super) fn mark(&self) -> (Mark, bool) {
        let Node::Element { mark, is_empty, .. } = self.parser.node() else { return (Mark::NONE, false) };
        (mark, is_empty)
    }

    /// The values of all attributes of the current node, and what stands for their names.
    #[inline(always)]
    pub(super) fn attribute_values(&self) -> impl Iterator<Item = (Mark, &[u8])> {
        let (data, scratch) = (self.input.data(), self.parser.scratch());
        self.parser.attributes().iter().map(|attribute| (attribute.mark, attribute.value.of(data, scratch)))
    }

    #[inline(always)]
    fn attribute_of(&self, attribute: &Attr) -> Attribute<'_> {
        let data = self.input.data();
        let ns = self.parser.namespaces().get(attribute.ns);
        let name = attribute.name;
        if attribute.is_xmlns {
            Attribute {
                single_quote: attribute.single_quote,
                is_xmlns: true,
                prefix: if name.prefix_len == 0 { b"" } else { name.local(data) },
                local_name: b"",
                ns,
                value: Text::Utf8(ns),
            }
        } else {
            Attribute {
                single_quote: attribute.single_quote,
                is_xmlns: false,
                prefix: name.prefix(data),
                local_name: name.local(data),
                ns,
                value: Text::Utf8(attribute.value.of(data, self.parser.scratch())),
            }
        }
    }

    /// The characters of the current text node or comment.
    #[inline]
    pub(super) fn characters(&self) -> Option<&[u8]> {
        match self.parser.node() {
            Node::Text(span) | Node::Comment(span) => Some(span.of(self.input.data(), self.parser.scratch())),
            _ => None,
        }
    }

    /// Line, column, offset and element path, for people: lines and columns from 1.
    pub(super) fn describe(&self, at: usize) -> String {
        self.describe_position(self.input.position(at))
    }

    fn describe_position(&self, position: Position) -> String {
        let mut text = format!(
            "line {}, column {} (byte offset {})",
            position.row + 1,
            position.column + 1,
            position.offset
        );
        super::describe_path(&mut text, self.parser.depth(), self.parser.path(self.input.data()));
        text
    }

    #[cold]
    fn error(&self, problem: Problem) -> Error {
        let data = self.input.data();
        let at = problem.at.min(data.len());
        let mut message = problem.message;
        if problem.shows_found {
            message.push_str(", found ");
            match char_at(data, at) {
                Some(char) if char.is_control() => message.push_str(&format!("U+{:04X}", u32::from(char))),
                Some(char) => message.push_str(&format!("'{char}'")),
                None if self.input.end() == End::Eof => message.push_str("the end of the input"),
                None => message.push_str("the end of what is at hand"),
            }
        }
        let position = self.input.failure_position(at);
        Error::new(problem.code, format!("{message}, at {}", self.describe_position(position)))
    }
}

/// Whether more data may make this an XML declaration that is whole.
fn may_become_declaration(data: &[u8]) -> bool {
    let opening: &[u8] = b"<?xml";
    if data.len() <= opening.len() {
        return opening.starts_with(data);
    }
    data.starts_with(opening)
        && super::names::scan_name(data, 2) == opening.len()
        && memchr::memmem::find(data, b"?>").is_none()
}
