//! The node loop of text XML: tokens become nodes, elements nest, prefixes get their namespaces, limits hold.
//!
//! A node becomes the current one only when it was read whole, so that after a failure the reader still
//! stands on the node before.

// Problems are boxed so that the results of the inner loop are one pointer wide.
#![allow(clippy::unnecessary_box_returns)]

mod start_tag;
mod steps;

use std::hash::RandomState;

use crate::value::string::is_all_space;

use super::complete::Completeness;
use super::input::End;
use super::names::{Distinct, SPACE, is, same, skip_space};
use super::namespaces::{Namespaces, NsRef};
use super::starts::{Mark, Starts};
use super::tag::{Known, Names, Tag};
use super::tokenizer::{self, Name, Parse, Problem, Span, TextEnd};
use super::xml_attributes::XmlAttributes;
use super::{NodeType, ReaderProperties};

use start_tag::Begun;

/// Text that comes in pieces is handed on once there is this much of it.
const SPLIT: usize = 4096;

/// The current node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    Bof,
    Element { name: Name, ns: NsRef, is_empty: bool, mark: Mark },
    Text(Span),
    EndElement,
    Comment(Span),
    CData,
    EndCData,
    Eof,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Attr {
    pub(super) name: Name,
    pub(super) value: Span,
    /// The namespace, or what is declared to be one.
    pub(super) ns: NsRef,
    pub(super) single_quote: bool,
    pub(super) is_xmlns: bool,
    /// Stands for the names and the namespace, if they are remembered.
    pub(super) mark: Mark,
}

/// An element that has not ended.
struct Open {
    /// Its name: in the input, or, for a stream, whose input goes by, in the names.
    start: u32,
    len: u32,
    /// The declarations and `xml:` attributes in scope outside of it.
    bindings: u32,
    xml_attributes: u32,
}

pub(super) struct Parser {
    /// The first byte not read.
    at: usize,
    node: Node,
    /// Where the node begins.
    node_at: usize,
    attributes: Vec<Attr>,
    scratch: Vec<u8>,
    /// Where the next node is put together.
    next_attributes: Vec<Attr>,
    next_scratch: Vec<u8>,
    open: Vec<Open>,
    /// The names of the open elements of a stream.
    names: Vec<u8>,
    is_stream: bool,
    namespaces: Namespaces,
    xml_attributes: XmlAttributes,
    /// The element whose end is the current node is left by the next read.
    is_leaving: bool,
    in_cdata: bool,
    had_root: bool,
    is_starved: bool,
    completeness: Completeness,
    distinct: Distinct,
    starts: Starts<Begun>,
    seen: Vec<u32>,
    hasher: Option<RandomState>,
}

impl Parser {
    pub(super) fn new() -> Self {
        Self {
            at: 0,
            node: Node::Bof,
            node_at: 0,
            attributes: Vec::new(),
            scratch: Vec::new(),
            next_attributes: Vec::new(),
            next_scratch: Vec::new(),
            open: Vec::new(),
            names: Vec::new(),
            is_stream: false,
            namespaces: Namespaces::new(),
            xml_attributes: XmlAttributes::default(),
            is_leaving: false,
            in_cdata: false,
            had_root: false,
            is_starved: false,
            completeness: Completeness::default(),
            distinct: Distinct::default(),
            starts: Starts::new(),
            seen: Vec::new(),
            hasher: None,
        }
    }

    /// Starts over, keeping the memory.
    pub(super) fn reset(&mut self, is_stream: bool) {
        self.is_stream = is_stream;
        self.at = 0;
        self.node = Node::Bof;
        self.node_at = 0;
        self.attributes.clear();
        self.scratch.clear();
        self.open.clear();
        self.names.clear();
        self.namespaces.truncate(0);
        self.xml_attributes.truncate(0);
        self.is_leaving = false;
        self.in_cdata = false;
        self.had_root = false;
        self.is_starved = false;
        self.completeness = Completeness::default();
        self.starts.reset(is_stream);
    }

    /// Begins at a place other than the first byte, after the XML declaration.
    pub(super) fn start_at(&mut self, at: usize) {
        self.at = at;
        self.node_at = at;
    }

    /// Reads the next node.
    #[inline(always)]
    pub(super) fn read_node(&mut self, data: &[u8], end: End, properties: &ReaderProperties) -> Parse<()> {
        self.is_starved = false;
        if self.is_leaving {
            self.leave();
        }
        if self.in_cdata {
            return self.read_cdata(data, end);
        }
        if let Node::Element { is_empty: true, .. } = self.node {
            self.enter(Node::EndElement, self.at, self.at);
            self.is_leaving = true;
            return Ok(());
        }
        match data.get(self.at) {
            Some(b'<') => self.read_markup(data, end, properties),
            Some(_) => self.read_text(data, end, properties),
            None => self.read_end(data, end),
        }
    }

    /// From the start of an element to its end in one step, if there is nothing in it but text that can stay as it
    /// is: most elements of messages are like that. Otherwise nothing changes. The input is no stream.
    #[inline]
    pub(super) fn read_leaf(&mut self, data: &[u8]) -> Option<Span> {
        let Node::Element { is_empty: false, .. } = self.node else { return None };
        let stop = tokenizer::plain(data, self.at);
        let open = self.open.last()?;
        let end = data.get(stop..)?.strip_prefix(b"</")?;
        let (name, end) = end.split_at_checked(open.len as usize)?;
        if end.first() != Some(&b'>') || !same(name, self.name_of(data, open)) {
            return None;
        }
        let text = Span::input(self.at, stop);
        self.is_starved = false;
        self.enter(Node::EndElement, stop, stop + name.len() + 3);
        self.is_leaving = true;
        Some(text)
    }

    /// Remembers the start tag that is the current node, if it is a plain one.
    pub(super) fn remember(&self, data: &[u8], tag: &mut Tag) {
        let Node::Element { name, ns, is_empty: false, .. } = self.node else { return };
        let bytes = data.get(self.node_at..self.at).unwrap_or_default();
        let whole = name.whole(data);
        if self.attributes.is_empty() && bytes.len() == whole.len() + 2 {
            let scope = self.namespaces.scope_within();
            // A tag that is remembered is not longer than what fits there.
            let names = Names::Text { prefix_len: name.prefix_len as u8, local_len: name.local_len as u8 };
            tag.set(bytes, names, ns, scope);
        }
    }

    /// The tag, if it is what comes after the current one and whitespace, where it begins, and the number of declarations
    /// in scope there. There are rules of their own for elements that are no child of another.
    #[inline(always)]
    fn expected<'t>(
        &self,
        data: &[u8],
        tag: &'t Tag,
        properties: &ReaderProperties,
    ) -> Option<(&'t Known, usize, usize)> {
        let (_, bindings) = self.expecting(properties)?;
        let at = if data.get(self.at) == Some(&b'<') { self.at } else { skip_space(data, self.at) };
        Some((tag.at(data, at, self.namespaces.scope(bindings))?, at, bindings))
    }

    /// The depth after the current tag and the number of declarations in scope there, if a start tag may be expected.
    #[inline(always)]
    fn expecting(&self, properties: &ReaderProperties) -> Option<(usize, usize)> {
        let (depth, bindings) = match self.node {
            Node::EndElement if self.is_leaving => (self.open.len() - 1, self.open.last()?.bindings as usize),
            Node::Element { is_empty: false, .. } => (self.open.len(), self.namespaces.len()),
            _ => return None,
        };
        if depth == 0 || depth >= properties.max_depth as usize {
            return None;
        }
        Some((depth, bindings))
    }

    /// Enters an element with this name, in the place of the one that has ended.
    #[inline]
    fn open_next(&mut self, start: usize, len: usize, bindings: usize) {
        self.is_starved = false;
        let (start, len, bindings) = (start as u32, len as u32, bindings as u32);
        if self.is_leaving
            && let Some(open) = self.open.last_mut()
        {
            self.is_leaving = false;
            self.namespaces.truncate(bindings as usize);
            self.xml_attributes.truncate(open.xml_attributes as usize);
            (open.start, open.len) = (start, len);
            return;
        }
        self.open.push(Open { start, len, bindings, xml_attributes: self.xml_attributes.len() as u32 });
    }

    /// To the start tag after the current tag, if it is this one; otherwise nothing changes. The input is no stream.
    #[inline]
    pub(super) fn read_expected_start(
        &mut self,
        data: &[u8],
        tag: &Tag,
        properties: &ReaderProperties,
    ) -> bool {
        let Some((known, at, bindings)) = self.expected(data, tag, properties) else { return false };
        let Names::Text { prefix_len, local_len } = known.names else { return false };
        let start = at as u32 + 1;
        let prefix = if prefix_len == 0 { 0 } else { u32::from(prefix_len) + 1 };
        let name = Name {
            start,
            prefix_len: prefix_len.into(),
            local_start: start + prefix,
            local_len: local_len.into(),
        };
        self.open_next(start as usize, known.len as usize - 2, bindings);
        self.attributes.clear();
        self.enter(
            Node::Element { name, ns: known.ns, is_empty: false, mark: Mark::NONE },
            at,
            at + known.len as usize,
        );
        true
    }

    /// The same up to the end of that element, if there is nothing in it but plain text.
    #[inline]
    pub(super) fn read_expected_leaf(
        &mut self,
        data: &[u8],
        tag: &Tag,
        properties: &ReaderProperties,
    ) -> Option<Span> {
        let (known, at, bindings) = self.expected(data, tag, properties)?;
        let name = at + 1;
        let len = known.len as usize - 2;
        let start = name + len + 1;
        let stop = tokenizer::plain(data, start);
        let (after, _) = data.get(stop..)?.strip_prefix(b"</")?.split_at_checked(len + 1)?;
        if !same(after, &data[name..start]) {
            return None;
        }
        self.open_next(name, len, bindings);
        self.enter(Node::EndElement, stop, stop + len + 3);
        self.is_leaving = true;
        Some(Span::input(start, stop))
    }

    /// Makes this the current node.
    #[inline]
    fn enter(&mut self, node: Node, from: usize, to: usize) {
        self.node = node;
        self.node_at = from;
        self.at = to;
    }

    /// Leaves the element that has ended.
    #[inline]
    fn leave(&mut self) {
        self.is_leaving = false;
        if let Some(open) = self.open.pop() {
            if self.is_stream {
                self.names.truncate(open.start as usize);
            }
            self.namespaces.truncate(open.bindings as usize);
            self.xml_attributes.truncate(open.xml_attributes as usize);
        }
        self.had_root |= self.open.is_empty();
    }

    #[cold]
    fn starved<T>(&mut self) -> Parse<T> {
        self.is_starved = true;
        Err(Problem::quota(self.at, "more of the document is needed than is at hand; WsFillReader reads on"))
    }

    fn read_end(&mut self, data: &[u8], end: End) -> Parse<()> {
        match end {
            End::NeedMore => self.starved(),
            End::Invalid => Err(invalid_text(self.at)),
            End::Eof => {
                if let Some(open) = self.open.last() {
                    let name = String::from_utf8_lossy(self.name_of(data, open));
                    return Err(Problem::expected(self.at, format!("the end tag '</{name}>'")));
                }
                self.enter(Node::Eof, self.at, self.at);
                Ok(())
            }
        }
    }

    #[inline]
    fn read_markup(&mut self, data: &[u8], end: End, properties: &ReaderProperties) -> Parse<()> {
        if end == End::NeedMore && !self.completeness.check(data, self.at) {
            return self.starved();
        }
        let result = match data.get(self.at + 1) {
            Some(b'/') => self.read_end_tag(data),
            Some(b'!') => self.read_declared(data, properties),
            Some(b'?') => Err(self.processing_instruction(data)),
            _ => self.read_start_tag(data, properties),
        };
        match result {
            // What is missing here is not text at all.
            Err(problem) if problem.at == data.len() && end == End::Invalid => Err(invalid_text(data.len())),
            result => result,
        }
    }

    #[cold]
    fn processing_instruction(&self, data: &[u8]) -> Box<Problem> {
        if data[self.at..].starts_with(b"<?xml") && data.get(self.at + 5).is_some_and(|&byte| is(byte, SPACE))
        {
            return Problem::invalid(self.at, "an XML declaration may only stand at the very beginning");
        }
        Problem::instruction(self.at)
    }

    #[inline]
    fn read_end_tag(&mut self, data: &[u8]) -> Parse<()> {
        let start = self.at + 2;
        let Some(open) = self.open.last() else {
            return Err(Problem::invalid(self.at, "found an end tag where no element is open"));
        };
        let name = self.name_of(data, open);
        let after = start + name.len();
        let is_same = data.get(start..after).is_some_and(|found| same(found, name));
        if is_same && data.get(after) == Some(&b'>') {
            self.enter(Node::EndElement, self.at, after + 1);
            self.is_leaving = true;
            return Ok(());
        }
        if !is_same || data.get(after).is_some_and(|&byte| !is(byte, SPACE)) {
            let name = String::from_utf8_lossy(name);
            return Err(Problem::expected(start, format!("the end tag '</{name}>'")));
        }
        let close = skip_space(data, after);
        if data.get(close) != Some(&b'>') {
            return Err(Problem::expected(close, "'>' at the end of an end tag"));
        }
        self.enter(Node::EndElement, self.at, close + 1);
        self.is_leaving = true;
        Ok(())
    }

    /// Comments and CDATA sections, and what is not supported.
    fn read_declared(&mut self, data: &[u8], properties: &ReaderProperties) -> Parse<()> {
        let rest = &data[self.at..];
        if rest.starts_with(b"<!--") {
            let start = self.at + 4;
            let Some(length) = memchr::memmem::find(&data[start..], b"--") else {
                return Err(Problem::expected(data.len(), "'-->' at the end of a comment"));
            };
            let stop = start + length;
            if data.get(stop + 2) != Some(&b'>') {
                return Err(Problem::expected(
                    stop + 2,
                    "'>' after '--', which may not stand within a comment",
                ));
            }
            self.next_scratch.clear();
            let content = tokenizer::scan_raw(data, start, stop, &mut self.next_scratch)?;
            std::mem::swap(&mut self.scratch, &mut self.next_scratch);
            self.enter(Node::Comment(content), self.at, stop + 3);
            return Ok(());
        }
        if rest.starts_with(b"<![CDATA[") {
            if self.open.is_empty() && !properties.allow_fragment {
                return Err(outside_root(self.at));
            }
            self.enter(Node::CData, self.at, self.at + 9);
            self.in_cdata = true;
            return Ok(());
        }
        if rest.starts_with(b"<!DOCTYPE") {
            return Err(Problem::invalid(self.at, "document type declarations (DTDs) are not supported"));
        }
        Err(Problem::expected(self.at + 2, "a comment or a CDATA section after '<!'"))
    }

    /// The text of a CDATA section, or its end.
    fn read_cdata(&mut self, data: &[u8], end: End) -> Parse<()> {
        let rest = &data[self.at..];
        let found = memchr::memmem::find(rest, b"]]>");
        if found == Some(0) {
            self.enter(Node::EndCData, self.at, self.at + 3);
            self.in_cdata = false;
            return Ok(());
        }
        let length = match (found, end) {
            (Some(length), _) => length,
            (None, End::NeedMore) => {
                // What may be the beginning of the end, or of a line's end, is kept back.
                let length = rest.len() - rest.iter().rev().take(2).filter(|&&byte| byte == b']').count();
                let length = length - usize::from(rest[..length].ends_with(b"\r"));
                if length < SPLIT {
                    return self.starved();
                }
                length
            }
            (None, End::Invalid) => return Err(invalid_text(data.len())),
            (None, End::Eof) => {
                return Err(Problem::expected(data.len(), "']]>' at the end of a CDATA section"));
            }
        };
        let stop = self.at + length;
        self.next_scratch.clear();
        let content = tokenizer::scan_raw(data, self.at, stop, &mut self.next_scratch)?;
        std::mem::swap(&mut self.scratch, &mut self.next_scratch);
        self.enter(Node::Text(content), self.at, stop);
        Ok(())
    }

    #[inline]
    fn read_text(&mut self, data: &[u8], end: End, properties: &ReaderProperties) -> Parse<()> {
        let may_grow = end == End::NeedMore;
        self.next_scratch.clear();
        let (text, stop) = tokenizer::scan_text(data, self.at, may_grow, properties, &mut self.next_scratch)?;
        let (TextEnd::At(at) | TextEnd::Unclear(at)) = stop;
        if may_grow && at - self.at < SPLIT && (at == data.len() || matches!(stop, TextEnd::Unclear(_))) {
            return self.starved();
        }
        if self.open.is_empty() && !properties.allow_fragment && !is_all_space(&data[self.at..at]) {
            let wrong = skip_space(data, self.at);
            return Err(outside_root(wrong));
        }
        if text.in_scratch {
            std::mem::swap(&mut self.scratch, &mut self.next_scratch);
        }
        self.enter(Node::Text(text), self.at, at);
        Ok(())
    }

    // ---- what was read

    #[inline]
    pub(super) fn node(&self) -> Node {
        self.node
    }

    #[inline]
    pub(super) fn node_type(&self) -> NodeType {
        match self.node {
            Node::Bof => NodeType::Bof,
            Node::Element { .. } => NodeType::Element,
            Node::Text(_) => NodeType::Text,
            Node::EndElement => NodeType::EndElement,
            Node::Comment(_) => NodeType::Comment,
            Node::CData => NodeType::CData,
            Node::EndCData => NodeType::EndCData,
            Node::Eof => NodeType::Eof,
        }
    }

    #[inline]
    pub(super) fn attributes(&self) -> &[Attr] {
        &self.attributes
    }

    #[inline]
    pub(super) fn scratch(&self) -> &[u8] {
        &self.scratch
    }

    #[inline]
    pub(super) fn namespaces(&self) -> &Namespaces {
        &self.namespaces
    }

    /// The first byte not read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Where the current node begins.
    pub(super) fn node_at(&self) -> usize {
        self.node_at
    }

    /// Whether the last read failed for want of data.
    pub(super) fn is_starved(&self) -> bool {
        self.is_starved
    }

    /// The number of open elements, the current one included.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The names of the open elements.
    pub(super) fn path<'a>(&'a self, data: &'a [u8]) -> impl DoubleEndedIterator<Item = &'a [u8]> + Clone {
        self.open.iter().map(|open| self.name_of(data, open))
    }

    #[inline]
    fn name_of<'a>(&'a self, data: &'a [u8], open: &Open) -> &'a [u8] {
        let memory = if self.is_stream { &self.names } else { data };
        &memory[open.start as usize..][..open.len as usize]
    }

    /// The nearest attribute `xml:local_name` in scope.
    pub(super) fn xml_attribute(&self, local_name: &[u8]) -> Option<&[u8]> {
        self.xml_attributes.find(local_name)
    }

    /// The data has lost its first `by` bytes, which are all before the current node.
    pub(super) fn shift(&mut self, by: usize) {
        let less = by as u32;
        self.at -= by;
        self.node_at -= by;
        self.completeness.shift(by);
        let shift_span = |span: &mut Span| {
            if !span.in_scratch {
                span.start -= less;
            }
        };
        let shift_name = |name: &mut Name| {
            name.start -= less;
            name.local_start -= less;
        };
        match &mut self.node {
            Node::Element { name, .. } => {
                shift_name(name);
                for attribute in &mut self.attributes {
                    shift_name(&mut attribute.name);
                    shift_span(&mut attribute.value);
                }
            }
            Node::Text(span) | Node::Comment(span) => shift_span(span),
            _ => {}
        }
    }
}

#[cold]
fn outside_root(at: usize) -> Box<Problem> {
    Problem::expected(at, "an element, a comment or whitespace outside of the root element")
}

#[cold]
fn invalid_text(at: usize) -> Box<Problem> {
    Problem::invalid(at, "the bytes here are not text in the charset of the document")
}
