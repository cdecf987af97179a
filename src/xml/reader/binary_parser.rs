//! The node loop of binary XML: records become nodes, elements nest, prefixes get their namespaces, limits hold.
//!
//! A node becomes the current one only when it was read whole, as with text. An array is read as the elements that
//! it stands for.

// Problems are boxed, as those of text are.
#![allow(clippy::unnecessary_box_returns)]

mod expected;
mod forms;
mod plain;
mod steps;

use std::collections::HashSet;

use crate::abi::shown::{Shown, ShownElement, ShownText};
use crate::value::string::quoted;
use crate::xml::dictionary::Dictionaries;
use crate::xml::text::Text;

use super::ReaderProperties;
use super::input::End;
use super::limits;
use super::names::Distinct;
use super::namespaces::{Namespaces, NsRef};
use super::records::{
    ARRAY, COMMENT, Cursor, END_ELEMENT, FIRST_ATTRIBUTE, FIRST_ELEMENT, FIRST_TEXT, LAST_ATTRIBUTE,
    LAST_ELEMENT, LAST_TEXT, Memory, Pieces, Str, Value, array_item_size,
};
use super::starts::{Mark, Starts};
use super::tokenizer::{Parse, Problem};
use super::xml_attributes::XmlAttributes;

use forms::{Ahead, Forms};
use plain::{Begun, Known};

/// Lies among the texts, and is none.
const RESERVED: u8 = 0xA5;
/// With more attributes than this, duplicates are found by hashing.
const FEW_ATTRIBUTES: usize = 8;

#[derive(Clone, Copy)]
pub(super) enum Node {
    Bof,
    Element { prefix: Str, local_name: Str, ns: NsRef, mark: Mark },
    Text(Value),
    Comment(Str),
    EndElement,
    Eof,
}

#[derive(Clone, Copy)]
pub(super) struct Attr {
    pub(super) prefix: Str,
    /// Of a declaration, nothing.
    pub(super) local_name: Str,
    /// The namespace, or what is declared to be one.
    pub(super) ns: NsRef,
    pub(super) value: Value,
    pub(super) is_xmlns: bool,
    /// Stands for the names and the namespace, if they are remembered.
    pub(super) mark: Mark,
}

/// An element that has not ended.
struct Open {
    /// Its local name. Of a stream, whose input goes by, it is kept in the names, and they are the scratch memory that
    /// it is in.
    name: Str,
    bindings: u32,
    xml_attributes: u32,
    /// What stands for the namespaces in scope outside of it.
    scope: u64,
}

/// The rest of an array.
struct Array {
    /// The record of each value, with end element.
    record: u8,
    /// The items whose element has not begun.
    remaining: u32,
    /// The element has begun, and its value comes next.
    in_item: bool,
}

/// What is read.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) data: &'a [u8],
    pub(super) end: End,
    pub(super) dictionaries: &'a Dictionaries,
    pub(super) properties: &'a ReaderProperties,
}

impl<'a> Source<'a> {
    #[inline]
    fn cursor(&self, at: usize) -> Cursor<'a> {
        Cursor {
            data: self.data,
            at,
            is_header: false,
            dictionaries: self.dictionaries,
            is_lenient: self.properties.allow_invalid_character_references,
        }
    }
}

pub(super) struct BinaryParser {
    /// The first byte not read.
    at: usize,
    node: Node,
    node_at: usize,
    attributes: Vec<Attr>,
    pieces: Pieces,
    /// Where the next node is put together.
    next_attributes: Vec<Attr>,
    next_pieces: Pieces,
    open: Vec<Open>,
    /// The local names of the open elements of a stream.
    names: Vec<u8>,
    is_stream: bool,
    known: Known,
    starts: Starts<Begun>,
    forms: Forms,
    ahead: Ahead,
    /// The current node as C sees it, if it is one of those that come again and again.
    shown: Shown,
    characters: ShownText,
    namespaces: Namespaces,
    xml_attributes: XmlAttributes,
    array: Option<Array>,
    /// The element that the items of an array have in common.
    header: Vec<u8>,
    /// The text that is the current node ends its element.
    ends_after: bool,
    /// The element whose end is the current node is left by the next read.
    is_leaving: bool,
    had_root: bool,
    distinct: Distinct,
    awaited: Awaited,
}

/// A start of an element that was not at hand as a whole, and how far it has been looked at since: what comes is looked
/// at once, however small the pieces are.
#[derive(Default)]
struct Awaited {
    is_some: bool,
    start: usize,
    looked: usize,
    /// Attributes that were passed.
    attributes: usize,
}

impl BinaryParser {
    pub(super) fn new() -> Self {
        Self {
            at: 0,
            node: Node::Bof,
            node_at: 0,
            attributes: Vec::new(),
            pieces: Pieces::default(),
            next_attributes: Vec::new(),
            next_pieces: Pieces::default(),
            open: Vec::new(),
            names: Vec::new(),
            is_stream: false,
            known: Known::new(),
            starts: Starts::new(),
            forms: Forms::new(),
            ahead: Ahead::NONE,
            shown: Shown::NONE,
            characters: ShownText::new(),
            namespaces: Namespaces::new(),
            xml_attributes: XmlAttributes::default(),
            array: None,
            header: Vec::new(),
            ends_after: false,
            is_leaving: false,
            had_root: false,
            distinct: Distinct::default(),
            awaited: Awaited::default(),
        }
    }

    /// Starts over, keeping the memory.
    pub(super) fn reset(&mut self, is_stream: bool) {
        self.is_stream = is_stream;
        self.known.reset();
        self.starts.reset(is_stream);
        self.starts.retain(Begun::is_spelled_out);
        self.forms.reset();
        self.ahead = Ahead::NONE;
        self.at = 0;
        self.node = Node::Bof;
        self.shown = Shown::NONE;
        self.node_at = 0;
        self.attributes.clear();
        self.pieces.clear();
        self.open.clear();
        self.names.clear();
        self.namespaces.truncate(0);
        self.xml_attributes.truncate(0);
        self.array = None;
        self.ends_after = false;
        self.is_leaving = false;
        self.had_root = false;
        self.awaited = Awaited::default();
    }

    /// Reads the next node.
    pub(super) fn read_node(&mut self, source: &Source<'_>) -> Parse<()> {
        if self.is_leaving {
            self.leave();
        }
        if self.read_end_after_text() {
            return Ok(());
        }
        match &self.array {
            Some(Array { in_item: true, record, .. }) => return self.read_text(*record, self.at, source),
            Some(Array { remaining: 1.., .. }) => return self.read_item(source),
            _ => self.array = None,
        }
        let start = self.at;
        let Some(&record) = source.data.get(start) else { return self.read_end(source) };
        match record {
            FIRST_ELEMENT..=LAST_ELEMENT => {
                let mut cursor = source.cursor(start);
                let (node, bindings) = self.scan_element(&mut cursor, source)?;
                self.enter_element(node, bindings, cursor.at, source);
                Ok(())
            }
            FIRST_TEXT..=LAST_TEXT if record != RESERVED => self.read_text(record, start + 1, source),
            END_ELEMENT => self.read_end_element(start + 1),
            COMMENT => {
                let mut cursor = source.cursor(start + 1);
                let content = cursor.comment()?;
                self.enter(Node::Comment(content), cursor.at);
                Ok(())
            }
            ARRAY => self.read_array(source),
            _ => Err(Problem::expected(start, "the record of an element, a text, a comment or an array")),
        }
    }

    /// Makes this the current node, which began where the last read ended.
    #[inline]
    fn enter(&mut self, node: Node, end: usize) {
        self.node = node;
        self.shown = Shown::NONE;
        self.node_at = self.at;
        self.at = end;
    }

    /// The same with the end of an element.
    #[inline(always)]
    fn enter_end(&mut self, end: usize) {
        self.enter(Node::EndElement, end);
        self.shown = Shown::END_ELEMENT;
        self.is_leaving = true;
    }

    /// Leaves the element that has ended.
    #[inline]
    fn leave(&mut self) {
        self.is_leaving = false;
        if let Some(open) = self.open.pop() {
            if let (true, Str::Scratch { start, .. }) = (self.is_stream, open.name) {
                self.names.truncate(start as usize);
            }
            self.namespaces.truncate(open.bindings as usize);
            self.xml_attributes.truncate(open.xml_attributes as usize);
        }
        self.had_root |= self.open.is_empty();
    }

    fn read_end(&mut self, source: &Source<'_>) -> Parse<()> {
        if source.end == End::NeedMore {
            return Err(Problem::expected(self.at, "more of the document"));
        }
        if let Some(open) = self.open.last() {
            let memory = self.memory_of_open(source.data, source.dictionaries);
            let name = String::from_utf8_lossy(open.name.of(&memory));
            return Err(Problem::expected(self.at, format!("the end of the element '{name}'")));
        }
        self.enter(Node::Eof, self.at);
        Ok(())
    }

    fn read_end_element(&mut self, end: usize) -> Parse<()> {
        if self.open.is_empty() {
            return Err(Problem::invalid(self.at, "found the end of an element where none is open"));
        }
        self.enter_end(end);
        Ok(())
    }

    /// The text whose value is recorded from `at` on.
    fn read_text(&mut self, record: u8, at: usize, source: &Source<'_>) -> Parse<()> {
        self.next_pieces.clear();
        let mut cursor = source.cursor(at);
        let value = cursor.text(record & !1, &mut self.next_pieces)?;
        if self.open.is_empty() {
            let memory = self.memory_of_next(source);
            if !record.is_multiple_of(2)
                || (!source.properties.allow_fragment && !value.text(&memory, |_| b"").is_space())
            {
                let what = "an element, a comment or whitespace outside of the root element";
                return Err(Problem::expected(self.at, what));
            }
        }
        let value = self.settle_qname(value, source);
        if !self.next_pieces.is_empty() {
            std::mem::swap(&mut self.pieces, &mut self.next_pieces);
        }
        self.enter(Node::Text(value), cursor.at);
        self.ends_after = !record.is_multiple_of(2);
        if let Some(array) = &mut self.array {
            array.in_item = false;
        }
        Ok(())
    }

    /// A qualified name whose prefix stands for nothing is but its characters.
    #[inline]
    fn settle_qname(&mut self, value: Value, source: &Source<'_>) -> Value {
        let Value::QName { prefix, local_name } = value else { return value };
        let memory = self.memory_of_next(source);
        let (prefix, local_name) = (prefix.of(&memory), local_name.of(&memory));
        if self.namespaces.find(prefix).is_some() {
            return value;
        }
        let spelled = [prefix, b":", local_name].concat();
        let start = self.next_pieces.scratch.len() as u32;
        self.next_pieces.scratch.extend_from_slice(&spelled);
        Value::Utf8(Str::Scratch { start, len: spelled.len() as u32 })
    }

    /// An array: what its elements have in common is kept aside.
    fn read_array(&mut self, source: &Source<'_>) -> Parse<()> {
        let first = self.at + 1;
        match source.data.get(first) {
            None | Some(&(FIRST_ELEMENT..=LAST_ELEMENT)) => {}
            Some(_) => return Err(Problem::expected(first, "the element of an array")),
        }
        let mut cursor = source.cursor(first);
        let (_, bindings) = self.scan_element(&mut cursor, source)?;
        self.namespaces.truncate(bindings);
        let header = first..cursor.at;
        if cursor.byte("the end of the element of an array")? != END_ELEMENT {
            return Err(Problem::expected(header.end, "the end of the element of an array"));
        }
        let what = "the record of the values of an array";
        let record = cursor.byte(what)?;
        if array_item_size(record).is_none() {
            return Err(Problem::expected(cursor.at - 1, what));
        }
        let count_at = cursor.at;
        let remaining = cursor.number("the number of values in an array")?;
        if remaining == 0 {
            return Err(Problem::invalid(count_at, "expected an array of one value at least, found none"));
        }
        self.header.clear();
        self.header.extend_from_slice(&source.data[header]);
        self.array = Some(Array { record, remaining, in_item: false });
        let start = std::mem::replace(&mut self.at, cursor.at);
        self.read_item(source)?;
        self.node_at = start;
        Ok(())
    }

    fn read_item(&mut self, source: &Source<'_>) -> Parse<()> {
        let header = std::mem::take(&mut self.header);
        let mut cursor = Cursor { data: &header, is_header: true, ..source.cursor(0) };
        let scanned = self.scan_element(&mut cursor, source);
        self.header = header;
        let (node, bindings) = scanned?;
        self.enter_element(node, bindings, self.at, source);
        if let Some(array) = &mut self.array {
            array.remaining -= 1;
            array.in_item = true;
        }
        Ok(())
    }

    fn enter_element(&mut self, node: Node, bindings: usize, end: usize, source: &Source<'_>) {
        self.forms.leave();
        if self.next_attributes.is_empty() {
            self.attributes.clear();
        } else {
            std::mem::swap(&mut self.attributes, &mut self.next_attributes);
            std::mem::swap(&mut self.pieces, &mut self.next_pieces);
        }
        let Node::Element { local_name, .. } = node else { return };
        let memory = Memory {
            input: source.data,
            header: &self.header,
            scratch: &self.pieces.scratch,
            units: &self.pieces.units,
            dictionaries: source.dictionaries,
        };
        let mut name = local_name;
        if let (true, Str::Input { len, .. }) = (self.is_stream, name) {
            name = Str::Scratch { start: self.names.len() as u32, len };
            self.names.extend_from_slice(local_name.of(&memory));
        }
        self.open.push(Open {
            name,
            bindings: bindings as u32,
            xml_attributes: self.xml_attributes.len() as u32,
            scope: self.namespaces.scope(bindings),
        });
        for attribute in &self.attributes {
            if !attribute.is_xmlns && attribute.prefix.of(&memory) == b"xml" {
                let value = attribute.value.text(&memory, |_| b"");
                self.xml_attributes.push(attribute.local_name.of(&memory), &value);
            }
        }
        self.enter(node, end);
    }

    /// The element at the cursor with its attributes; what is declared by them is in scope then. Also the number of
    /// declarations outside of it.
    fn scan_element(&mut self, cursor: &mut Cursor<'_>, source: &Source<'_>) -> Parse<(Node, usize)> {
        let bindings = self.namespaces.len();
        let (start, may_grow) = (cursor.at, source.end == End::NeedMore && !cursor.is_header);
        self.next_attributes.clear();
        self.next_pieces.clear();
        if may_grow && self.awaited.is_some && self.awaited.start == start && !self.has_come(source) {
            return Err(Problem::expected(source.data.len(), "more of the start of an element"));
        }
        let result = self.scan_within_element(cursor, source);
        self.awaited.is_some = false;
        if let Err(problem) = &result {
            self.namespaces.truncate(bindings);
            if may_grow && problem.shows_found && problem.at >= source.data.len() {
                self.awaited = Awaited { is_some: true, start, looked: start, attributes: 0 };
            }
        }
        result.map(|node| (node, bindings))
    }

    /// Whether the start of an element that was waited for is at hand now, or is wrong, or too large.
    fn has_come(&mut self, source: &Source<'_>) -> bool {
        let mut pieces = Pieces::default();
        while self.awaited.attributes <= source.properties.max_attributes as usize {
            let mut cursor = source.cursor(self.awaited.looked);
            let skipped = match cursor.peek() {
                None => return false,
                Some(FIRST_ELEMENT..=LAST_ELEMENT) if self.awaited.looked == self.awaited.start => {
                    scan_name_of_element(&mut cursor).map(|_| ())
                }
                Some(FIRST_ATTRIBUTE..=LAST_ATTRIBUTE) => {
                    self.awaited.attributes += 1;
                    pieces.clear();
                    skip_attribute(&mut cursor, &mut pieces)
                }
                Some(_) => return true,
            };
            match skipped {
                Ok(()) => self.awaited.looked = cursor.at,
                Err(problem) => {
                    self.awaited.attributes = self.awaited.attributes.saturating_sub(1);
                    return !(problem.shows_found && problem.at >= source.data.len());
                }
            }
        }
        true
    }

    fn scan_within_element(&mut self, cursor: &mut Cursor<'_>, source: &Source<'_>) -> Parse<Node> {
        let start = cursor.at;
        limits::check_element(self.open.len(), self.had_root, start, source.properties)?;
        let (prefix, local_name) = scan_name_of_element(cursor)?;
        loop {
            match cursor.peek() {
                Some(FIRST_ATTRIBUTE..=LAST_ATTRIBUTE) => self.scan_attribute(cursor, source)?,
                None if source.end == End::NeedMore && !cursor.is_header => {
                    return Err(Problem::expected(
                        cursor.at,
                        "an attribute, or what follows the start of an element",
                    ));
                }
                _ => break,
            }
        }
        if !self.next_attributes.is_empty() {
            let mut distinct = std::mem::take(&mut self.distinct);
            let resolved = self.resolve_attributes(cursor, start, source, &mut distinct);
            self.distinct = distinct;
            resolved?;
        }
        let memory = self.memory_at(cursor, source);
        let Some(ns) = self.namespaces.find(prefix.of(&memory)) else {
            return Err(undeclared(start, prefix, local_name, &memory));
        };
        Ok(Node::Element { prefix, local_name, ns, mark: Mark::NONE })
    }

    fn scan_attribute(&mut self, cursor: &mut Cursor<'_>, source: &Source<'_>) -> Parse<()> {
        let start = cursor.at;
        limits::check_attribute(self.next_attributes.len(), start, source.properties)?;
        let record = cursor.byte("an attribute")?;
        if is_declaration(record) {
            return self.scan_declaration(record, cursor, source);
        }
        let (prefix, local_name) = scan_name_of_attribute(record, cursor)?;
        let value = scan_value(cursor, &mut self.next_pieces)?;
        let ns = NsRef::default();
        self.next_attributes.push(Attr { prefix, local_name, ns, value, is_xmlns: false, mark: Mark::NONE });
        Ok(())
    }

    /// A namespace declaration. (Namespaces in XML 1.0, section 3)
    fn scan_declaration(&mut self, record: u8, cursor: &mut Cursor<'_>, source: &Source<'_>) -> Parse<()> {
        let start = cursor.at - 1;
        let prefix = if record.is_multiple_of(2) {
            Str::Empty
        } else {
            cursor.name(false, "a prefix that is declared")?
        };
        let value = cursor.namespace(record >= 0x0A)?;
        let (prefix_bytes, ns) = (cursor.bytes_of(prefix), cursor.bytes_of(value));
        let ns = limits::declare(&mut self.namespaces, prefix_bytes, ns, start, source.properties)?;
        self.next_attributes.push(Attr {
            prefix,
            local_name: Str::Empty,
            ns,
            value: Value::Utf8(value),
            is_xmlns: true,
            mark: Mark::NONE,
        });
        Ok(())
    }

    /// Gives the attributes their namespaces, and finds two of the same name.
    fn resolve_attributes(
        &mut self,
        cursor: &Cursor<'_>,
        start: usize,
        source: &Source<'_>,
        distinct: &mut Distinct,
    ) -> Parse<()> {
        for index in 0..self.next_attributes.len() {
            let attribute = self.next_attributes[index];
            if attribute.is_xmlns {
                continue;
            }
            self.next_attributes[index].value = self.settle_qname(attribute.value, source);
            if attribute.prefix != Str::Empty {
                let memory = self.memory_at(cursor, source);
                let Some(ns) = self.namespaces.find(attribute.prefix.of(&memory)) else {
                    return Err(undeclared(start, attribute.prefix, attribute.local_name, &memory));
                };
                self.next_attributes[index].ns = ns;
            }
        }
        let memory = self.memory_at(cursor, source);
        let name = |attribute: &Attr| {
            let ns = if attribute.is_xmlns { b"" } else { self.namespaces.get(attribute.ns) };
            let local = if attribute.is_xmlns { attribute.prefix } else { attribute.local_name };
            (attribute.is_xmlns, local.of(&memory), ns)
        };
        let attributes = &self.next_attributes;
        if distinct.are_all(attributes.iter().map(|attribute| name(attribute).1)) {
            return Ok(());
        }
        let twice = if attributes.len() <= FEW_ATTRIBUTES {
            (1..attributes.len()).find(|&index| {
                let own = name(&attributes[index]);
                attributes[..index].iter().any(|before| name(before) == own)
            })
        } else {
            let mut seen = HashSet::with_capacity(attributes.len());
            attributes.iter().position(|attribute| !seen.insert(name(attribute)))
        };
        match twice {
            None => Ok(()),
            Some(index) => {
                let (_, name, _) = name(&attributes[index]);
                Err(Problem::invalid(start, format!("the attribute {} is there twice", quoted(name))))
            }
        }
    }

    /// What the element at the cursor may refer to.
    fn memory_at<'b>(&'b self, cursor: &Cursor<'b>, source: &Source<'b>) -> Memory<'b> {
        Memory {
            input: cursor.data,
            header: cursor.data,
            scratch: &self.next_pieces.scratch,
            units: &self.next_pieces.units,
            dictionaries: source.dictionaries,
        }
    }

    fn memory_of_next<'b>(&'b self, source: &Source<'b>) -> Memory<'b> {
        self.memory_at(&source.cursor(0), source)
    }

    // ---- what was read

    /// What the current node may refer to.
    #[inline]
    pub(super) fn memory<'b>(&'b self, data: &'b [u8], dictionaries: &'b Dictionaries) -> Memory<'b> {
        Memory {
            input: data,
            header: &self.header,
            scratch: &self.pieces.scratch,
            units: &self.pieces.units,
            dictionaries,
        }
    }

    #[inline]
    pub(super) fn text_of<'b>(&'b self, value: &Value, memory: &Memory<'b>) -> Text<'b> {
        value
            .text(memory, |prefix| self.namespaces.find(prefix).map_or(&[][..], |ns| self.namespaces.get(ns)))
    }

    #[inline]
    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    #[inline]
    pub(super) fn attributes(&self) -> &[Attr] {
        self.forms.attributes().unwrap_or(&self.attributes)
    }

    /// The current node as C sees it, if it is ready for that.
    #[inline(always)]
    pub(super) fn shown(&self) -> Shown {
        self.shown
    }

    /// Whether the current node is an element that came before as it is.
    pub(super) fn has_form(&self) -> bool {
        matches!(self.node, Node::Element { .. }) && self.forms.first_at().is_some()
    }

    /// What shows the current node to C and is yet to be given its names.
    pub(super) fn take_view(&mut self) -> Option<ShownElement> {
        if self.has_form() { self.forms.take_view() } else { None }
    }

    /// Puts it back, with its names.
    pub(super) fn put_view(&mut self, view: ShownElement) -> Shown {
        self.shown = view.shown();
        self.forms.put_view(view, self.namespaces.version());
        self.shown
    }

    #[inline]
    pub(super) fn namespaces(&self) -> &Namespaces {
        &self.namespaces
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn node_at(&self) -> usize {
        self.node_at
    }

    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// What the names of the open elements may refer to.
    fn memory_of_open<'b>(&'b self, data: &'b [u8], dictionaries: &'b Dictionaries) -> Memory<'b> {
        Memory { scratch: &self.names, ..self.memory(data, dictionaries) }
    }

    /// The local names of the open elements.
    pub(super) fn path<'b>(
        &'b self,
        data: &'b [u8],
        dictionaries: &'b Dictionaries,
    ) -> impl DoubleEndedIterator<Item = &'b [u8]> + Clone {
        let memory = self.memory_of_open(data, dictionaries);
        self.open.iter().map(move |open| open.name.of(&memory))
    }

    /// The nearest attribute `xml:local_name` in scope.
    pub(super) fn xml_attribute(&self, local_name: &[u8]) -> Option<&[u8]> {
        self.xml_attributes.find(local_name)
    }

    /// The data has lost its first `by` bytes, which are all before the current node.
    pub(super) fn shift(&mut self, by: usize) {
        self.at -= by;
        self.node_at -= by;
        if self.awaited.is_some {
            self.awaited.start -= by;
            self.awaited.looked -= by;
        }
        let by = by as u32;
        match &mut self.node {
            Node::Element { prefix, local_name, .. } => {
                for name in [prefix, local_name] {
                    name.shift(by);
                }
                for attribute in &mut self.attributes {
                    attribute.prefix.shift(by);
                    attribute.local_name.shift(by);
                    attribute.value.shift(by);
                }
            }
            Node::Text(value) => value.shift(by),
            Node::Comment(content) => content.shift(by),
            _ => {}
        }
    }
}

/// Whether an attribute of this record declares a namespace.
#[inline]
fn is_declaration(record: u8) -> bool {
    (0x08..=0x0B).contains(&record)
}

/// Prefix and local name of the element whose record is next.
fn scan_name_of_element(cursor: &mut Cursor<'_>) -> Parse<(Str, Str)> {
    let what = "the name of an element";
    Ok(match cursor.byte("an element")? {
        record @ (0x40 | 0x42) => (Str::Empty, cursor.name(record == 0x42, what)?),
        record @ (0x41 | 0x43) => {
            (cursor.name(false, "the prefix of an element")?, cursor.name(record == 0x43, what)?)
        }
        record @ 0x44..=0x5D => (Str::Letter(record - 0x44), cursor.name(true, what)?),
        record => (Str::Letter(record.saturating_sub(0x5E)), cursor.name(false, what)?),
    })
}

/// Prefix and local name of an attribute of this record.
fn scan_name_of_attribute(record: u8, cursor: &mut Cursor<'_>) -> Parse<(Str, Str)> {
    let what = "the name of an attribute";
    let prefix_of_attribute = "the prefix of an attribute";
    Ok(match record {
        0x04 | 0x06 => (Str::Empty, cursor.name(record == 0x06, what)?),
        0x05 | 0x07 => (cursor.name(false, prefix_of_attribute)?, cursor.name(record == 0x07, what)?),
        0x0C..=0x25 => (Str::Letter(record - 0x0C), cursor.name(true, what)?),
        _ => (Str::Letter(record.saturating_sub(0x26)), cursor.name(false, what)?),
    })
}

fn scan_value(cursor: &mut Cursor<'_>, pieces: &mut Pieces) -> Parse<Value> {
    let value_at = cursor.at;
    let what = "the value of an attribute";
    let record = cursor.byte(what)?;
    if !(FIRST_TEXT..=LAST_TEXT).contains(&record) || !record.is_multiple_of(2) {
        return Err(Problem::expected(value_at, what));
    }
    cursor.text(record, pieces)
}

fn skip_attribute(cursor: &mut Cursor<'_>, pieces: &mut Pieces) -> Parse<()> {
    let record = cursor.byte("an attribute")?;
    if is_declaration(record) {
        if !record.is_multiple_of(2) {
            cursor.name(false, "a prefix that is declared")?;
        }
        return cursor.namespace(record >= 0x0A).map(|_| ());
    }
    scan_name_of_attribute(record, cursor)?;
    scan_value(cursor, pieces).map(|_| ())
}

#[cold]
fn undeclared(at: usize, prefix: Str, local_name: Str, memory: &Memory<'_>) -> Box<Problem> {
    let prefix = String::from_utf8_lossy(prefix.of(memory));
    let local_name = String::from_utf8_lossy(local_name.of(memory));
    Problem::invalid(at, format!("the prefix '{prefix}' of '{prefix}:{local_name}' is not declared"))
}
