//! Start tags: names and attributes, what they declare, and what is wrong with them.

use std::hash::{BuildHasher, RandomState};

use crate::xml::reader::ReaderProperties;
use crate::xml::reader::limits;
use crate::xml::reader::names::{key, same, skip_space};
use crate::xml::reader::namespaces::NsRef;
use crate::xml::reader::starts::Mark;
use crate::xml::reader::tokenizer::{self, Name, Parse, Problem};
use crate::xml::text::Text;

use super::{Attr, Node, Open, Parser};

/// With more attributes than this, duplicates are found by hashing.
const FEW_ATTRIBUTES: usize = 12;

/// What is remembered of the beginning of an element, `<name>` or `<name` before a blank, or of an attribute, ` name="`
/// after whatever is before it.
#[derive(Clone, Copy, Default)]
pub(super) struct Begun {
    /// How much of it is the start tag's for good.
    len: u8,
    prefix_len: u8,
    local_len: u8,
    /// The start tag ends with it.
    closes: bool,
    /// What the value of an attribute is in.
    quote: u8,
    is_xmlns: bool,
    /// Tells the attribute apart from others. (See `names::key`.)
    key: u64,
}

impl Begun {
    fn new(name: Name, len: usize) -> Option<Self> {
        Some(Self {
            len: len.try_into().ok()?,
            prefix_len: name.prefix_len.try_into().ok()?,
            local_len: name.local_len.try_into().ok()?,
            ..Self::default()
        })
    }

    /// The name of what begins at this place, after one byte.
    #[inline(always)]
    fn name(self, at: usize) -> Name {
        let start = at as u32 + 1;
        let prefix_len = u32::from(self.prefix_len);
        let prefix = if prefix_len == 0 { 0 } else { prefix_len + 1 };
        Name { start, prefix_len, local_start: start + prefix, local_len: self.local_len.into() }
    }
}

impl Parser {
    #[inline]
    pub(super) fn read_start_tag(&mut self, data: &[u8], properties: &ReaderProperties) -> Parse<()> {
        let bindings = self.namespaces.len();
        match self.scan_start_tag(data, properties) {
            Ok((node, end)) => {
                let Node::Element { name, .. } = node else { return Ok(()) };
                let whole = name.whole(data);
                let mut start = name.start;
                if self.is_stream {
                    start = self.names.len() as u32;
                    self.names.extend_from_slice(whole);
                }
                self.open.push(Open {
                    start,
                    len: whole.len() as u32,
                    bindings: bindings as u32,
                    xml_attributes: self.xml_attributes.len() as u32,
                });
                if self.next_attributes.is_empty() {
                    self.attributes.clear();
                } else {
                    std::mem::swap(&mut self.attributes, &mut self.next_attributes);
                    std::mem::swap(&mut self.scratch, &mut self.next_scratch);
                    self.keep_xml_attributes(data);
                }
                self.enter(node, self.at, end);
                Ok(())
            }
            Err(problem) => {
                self.namespaces.truncate(bindings);
                Err(problem)
            }
        }
    }

    #[inline]
    fn scan_start_tag(&mut self, data: &[u8], properties: &ReaderProperties) -> Parse<(Node, usize)> {
        let (name, mark, closing) = match self.starts.expected(data, self.at) {
            Some((mark, begun)) => {
                (begun.name(self.at), mark, begun.closes.then_some(self.at + begun.len as usize))
            }
            None => {
                let what = "the name of an element, or '/' or '!', after '<'";
                let name = tokenizer::scan_qname(data, self.at + 1, what)?;
                (name, self.learn_element(data, name), None)
            }
        };
        limits::check_element(self.open.len(), self.had_root, self.at, properties)?;
        self.next_attributes.clear();
        let (is_empty, end) = match closing {
            Some(end) => (false, end),
            None => self.scan_attributes(data, name.end(), properties)?,
        };
        let Self { starts, namespaces, .. } = self;
        let found = starts.ns(mark, namespaces.scope_within(), || namespaces.find(name.prefix(data)));
        let Some((mark, ns)) = found else { return Err(undeclared(data, name)) };
        if name.prefix_len == 5 && same(name.prefix(data), b"xmlns") {
            return Err(Problem::invalid(name.start as usize, "an element may not have the prefix 'xmlns'"));
        }
        Ok((Node::Element { name, ns, is_empty, mark }, end))
    }

    /// Remembers the element of this name, if it is one of most.
    fn learn_element(&mut self, data: &[u8], name: Name) -> Mark {
        let (closes, len) = match data.get(name.end()) {
            Some(b'>') => (true, 1),
            Some(b' ') => (false, 0),
            _ => return Mark::NONE,
        };
        let len = name.end() + len - self.at;
        match Begun::new(name, len) {
            Some(begun) if !self.is_stream => {
                self.starts.learn(data, self.at, name.end() + 1 - self.at, Begun { closes, ..begun })
            }
            _ => Mark::NONE,
        }
    }

    /// The rest of a start tag after its name: whether it is that of an empty element, and where it ends.
    #[inline]
    fn scan_attributes(
        &mut self,
        data: &[u8],
        mut at: usize,
        properties: &ReaderProperties,
    ) -> Parse<(bool, usize)> {
        self.next_scratch.clear();
        self.distinct.clear();
        // Prefixes are looked for at once, and again if something was declared.
        let bindings = self.namespaces.len();
        let mut is_resolved = true;
        let is_empty = loop {
            if data.get(at) == Some(&b' ')
                && let Some((mut mark, begun)) = self.starts.expected(data, at)
                && begun.quote != 0
            {
                limits::check_attribute(self.next_attributes.len(), at + 1, properties)?;
                let (name, value) = (begun.name(at), at + begun.len as usize);
                let mut ns = NsRef::default();
                if begun.is_xmlns {
                    mark = Mark::NONE;
                } else if begun.prefix_len != 0 {
                    let Self { starts, namespaces, .. } = &mut *self;
                    match starts.ns(mark, namespaces.scope_within(), || namespaces.find(name.prefix(data))) {
                        Some(found) => (mark, ns) = found,
                        None => is_resolved = false,
                    }
                }
                at = self.scan_value(data, name, begun, value, properties)?;
                if let Some(attribute) = self.next_attributes.last_mut()
                    && !begun.is_xmlns
                {
                    (attribute.mark, attribute.ns) = (mark, ns);
                }
                continue;
            }
            let space = at;
            at = skip_space(data, at);
            match data.get(at) {
                Some(b'>') => break false,
                Some(b'/') => {
                    at += 1;
                    if data.get(at) != Some(&b'>') {
                        return Err(Problem::expected(at, "'>' after '/' at the end of an empty element"));
                    }
                    break true;
                }
                _ => {}
            }
            if at == space {
                return Err(Problem::expected(at, "whitespace, '/' or '>' in a start tag"));
            }
            is_resolved = false;
            at = self.scan_attribute(data, at, properties)?;
        };
        if !is_resolved || self.namespaces.len() != bindings {
            self.resolve_attributes(data)?;
        }
        self.check_distinct(data)?;
        Ok((is_empty, at + 1))
    }

    fn scan_attribute(&mut self, data: &[u8], at: usize, properties: &ReaderProperties) -> Parse<usize> {
        let name = tokenizer::scan_qname(data, at, "an attribute, '/' or '>' in a start tag")?;
        limits::check_attribute(self.next_attributes.len(), at, properties)?;
        let mut place = name.end();
        if data.get(place) != Some(&b'=') {
            place = skip_space(data, place);
            if data.get(place) != Some(&b'=') {
                return Err(Problem::expected(place, "'=' after the name of an attribute"));
            }
        }
        place += 1;
        if !matches!(data.get(place), Some(b'"' | b'\'')) {
            place = skip_space(data, place);
        }
        let Some(&quote @ (b'"' | b'\'')) = data.get(place) else {
            return Err(Problem::expected(place, "a quoted attribute value after '='"));
        };
        let first = if name.prefix_len == 0 { name.local(data) } else { name.prefix(data) };
        let is_xmlns = first.len() == 5 && same(first, b"xmlns");
        let begun = Begun { quote, is_xmlns, key: key(name.local(data)), ..Begun::default() };
        // What may be expected is what stands after one blank, with nothing else around.
        if !self.is_stream
            && data[at - 1] == b' '
            && place == name.end() + 1
            && let Some(known) = Begun::new(name, place + 2 - at)
        {
            let known = Begun { quote, is_xmlns, key: begun.key, ..known };
            self.starts.learn(data, at - 1, place + 2 - at, known);
        }
        self.scan_value(data, name, begun, place + 1, properties)
    }

    /// The value of an attribute that begins like this, from this place on.
    #[inline]
    fn scan_value(
        &mut self,
        data: &[u8],
        name: Name,
        begun: Begun,
        at: usize,
        properties: &ReaderProperties,
    ) -> Parse<usize> {
        let Begun { quote, is_xmlns, key, .. } = begun;
        let (value, end) = tokenizer::scan_value(data, at, quote, properties, &mut self.next_scratch)?;
        let mut attribute = Attr {
            name,
            value,
            ns: NsRef::default(),
            single_quote: quote == b'\'',
            is_xmlns,
            mark: Mark::NONE,
        };
        if is_xmlns {
            let prefix = if name.prefix_len == 0 { b"" } else { name.local(data) };
            let ns = value.of(data, &self.next_scratch);
            attribute.ns =
                limits::declare(&mut self.namespaces, prefix, ns, name.start as usize, properties)?;
        }
        self.distinct.push(key);
        self.next_attributes.push(attribute);
        Ok(end)
    }

    /// Gives the attributes their namespaces.
    fn resolve_attributes(&mut self, data: &[u8]) -> Parse<()> {
        for index in 0..self.next_attributes.len() {
            let attribute = &self.next_attributes[index];
            if attribute.name.prefix_len != 0 && !attribute.is_xmlns {
                let name = attribute.name;
                let Some(ns) = self.namespaces.find(name.prefix(data)) else {
                    return Err(undeclared(data, name));
                };
                (self.next_attributes[index].ns, self.next_attributes[index].mark) = (ns, Mark::NONE);
            }
        }
        Ok(())
    }

    /// Finds two attributes of the same name.
    #[inline]
    fn check_distinct(&mut self, data: &[u8]) -> Parse<()> {
        let count = self.next_attributes.len();
        if self.distinct.are_those() {
            return Ok(());
        }
        if count > FEW_ATTRIBUTES {
            return self.find_duplicates(data);
        }
        for index in 1..count {
            let attribute = self.next_attributes[index];
            for before in 0..index {
                if self.is_same_name(data, &self.next_attributes[before], &attribute) {
                    return Err(duplicate(data, attribute.name));
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn is_same_name(&self, data: &[u8], one: &Attr, other: &Attr) -> bool {
        one.name.local_len == other.name.local_len
            && one.is_xmlns == other.is_xmlns
            && same(one.name.local(data), other.name.local(data))
            && (one.is_xmlns || self.namespaces.get(one.ns) == self.namespaces.get(other.ns))
    }

    fn find_duplicates(&mut self, data: &[u8]) -> Parse<()> {
        let hasher = self.hasher.get_or_insert_with(RandomState::new).clone();
        let mut seen = std::mem::take(&mut self.seen);
        let size = (self.next_attributes.len() * 2).next_power_of_two();
        seen.clear();
        seen.resize(size, u32::MAX);
        let mut result = Ok(());
        'attributes: for (index, attribute) in self.next_attributes.iter().enumerate() {
            let mut slot = hasher.hash_one((attribute.is_xmlns, attribute.name.local(data))) as usize;
            if !attribute.is_xmlns {
                slot = slot.wrapping_add(hasher.hash_one(self.namespaces.get(attribute.ns)) as usize);
            }
            slot &= size - 1;
            while seen[slot] != u32::MAX {
                if self.is_same_name(data, &self.next_attributes[seen[slot] as usize], attribute) {
                    result = Err(duplicate(data, attribute.name));
                    break 'attributes;
                }
                slot = (slot + 1) & (size - 1);
            }
            seen[slot] = index as u32;
        }
        self.seen = seen;
        result
    }

    /// Remembers `xml:lang` and the like for the elements within.
    fn keep_xml_attributes(&mut self, data: &[u8]) {
        for attribute in &self.attributes {
            if attribute.name.prefix_len == 3 && attribute.name.prefix(data) == b"xml" {
                let value = attribute.value.of(data, &self.scratch);
                self.xml_attributes.push(attribute.name.local(data), &Text::Utf8(value));
            }
        }
    }
}

#[cold]
fn undeclared(data: &[u8], name: Name) -> Box<Problem> {
    let prefix = String::from_utf8_lossy(name.prefix(data));
    let whole = String::from_utf8_lossy(name.whole(data));
    Problem::invalid(name.start as usize, format!("the prefix '{prefix}' of '{whole}' is not declared"))
}

#[cold]
fn duplicate(data: &[u8], name: Name) -> Box<Problem> {
    let whole = String::from_utf8_lossy(name.whole(data));
    Problem::invalid(name.start as usize, format!("the attribute '{whole}' is there twice"))
}
