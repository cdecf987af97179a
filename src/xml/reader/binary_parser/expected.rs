//! Elements that come as they came before, and leaves in one step. (See [`Tag`].)

use crate::xml::reader::ReaderProperties;
use crate::xml::reader::records::{END_ELEMENT, FIRST_TEXT, LAST_TEXT, Str, Value};
use crate::xml::reader::tag::{self, Names, Tag};

use super::steps::is_whole;
use super::{BinaryParser, Node, Open, Source};

impl BinaryParser {
    /// From the start of an element to its end in one step, if there is nothing in it but one plain text. Otherwise
    /// nothing changes.
    #[inline]
    pub(in crate::xml::reader) fn read_leaf(&mut self, source: &Source<'_>) -> Option<Value> {
        if self.is_stream || self.array.is_some() || !matches!(self.node, Node::Element { .. }) {
            return None;
        }
        let (value, node_at, end) = self.plain_content(self.at, source)?;
        self.end_leaf(node_at, end);
        Some(value)
    }

    /// Remembers the start tag that is the current node, if it is a plain one.
    pub(in crate::xml::reader) fn remember(&self, data: &[u8], tag: &mut Tag) {
        let Node::Element { prefix, local_name, ns, .. } = self.node else { return };
        if self.is_stream || self.array.is_some() || !self.attributes().is_empty() {
            return;
        }
        let names_at = self.forms.first_at().unwrap_or(self.node_at);
        let mut names = [prefix, local_name];
        for name in &mut names {
            name.shift(names_at as u32);
        }
        let [prefix, local_name] = names;
        let bytes = data.get(self.node_at..self.at).unwrap_or_default();
        let scope = self.namespaces.scope_within();
        tag.set(bytes, Names::Binary { prefix, local_name }, ns, scope);
    }

    /// To the start tag after the current tag, if it is this one; otherwise nothing changes.
    #[inline]
    pub(in crate::xml::reader) fn read_expected_start(&mut self, source: &Source<'_>, tag: &Tag) -> bool {
        let Some((known, bindings)) = self.expected(source.data, tag, source.properties) else {
            return false;
        };
        let (at, Names::Binary { local_name, .. }) = (self.at, known.names) else { return false };
        // What follows may be its first attribute.
        if !is_whole(source.data, at + known.len as usize) {
            return false;
        }
        self.open_next(local_name.moved(at as u32), bindings);
        self.show_start(known, at);
        true
    }

    /// The same up to the end of that element, if there is nothing in it but one plain text.
    #[inline]
    pub(in crate::xml::reader) fn read_expected_leaf(
        &mut self,
        source: &Source<'_>,
        tag: &Tag,
    ) -> Option<Value> {
        let (known, bindings) = self.expected(source.data, tag, source.properties)?;
        let Names::Binary { local_name, .. } = known.names else { return None };
        let (value, node_at, end) = self.plain_content(self.at + known.len as usize, source)?;
        self.open_next(local_name.moved(self.at as u32), bindings);
        self.end_leaf(node_at, end);
        Some(value)
    }

    /// From a start or end tag to the end tag after it, if that comes at once and is no end of the document.
    #[inline]
    pub(in crate::xml::reader) fn read_expected_end(&mut self, data: &[u8]) -> bool {
        let is_tag = matches!(self.node, Node::EndElement if self.is_leaving)
            || matches!(self.node, Node::Element { .. });
        if !is_tag
            || self.open.len() <= usize::from(self.is_leaving)
            || data.get(self.at) != Some(&END_ELEMENT)
            || self.is_stream
            || self.array.is_some()
        {
            return false;
        }
        if self.is_leaving {
            self.leave();
        }
        self.enter_end(self.at + 1);
        true
    }

    /// The tag, if it is what comes after the current one, and the number of declarations in scope there. There are rules
    /// of their own for elements that are no child of another.
    #[inline(always)]
    fn expected<'t>(
        &self,
        data: &[u8],
        tag: &'t Tag,
        properties: &ReaderProperties,
    ) -> Option<(&'t tag::Known, usize)> {
        let (_, bindings) = self.expecting(properties)?;
        Some((tag.at(data, self.at, self.namespaces.scope(bindings))?, bindings))
    }

    /// The depth after the current tag and the number of declarations in scope there, if a start tag may be expected.
    #[inline(always)]
    pub(super) fn expecting(&self, properties: &ReaderProperties) -> Option<(usize, usize)> {
        let (depth, bindings) = match self.node {
            Node::EndElement if self.is_leaving => (self.open.len() - 1, self.open.last()?.bindings as usize),
            Node::Element { .. } => (self.open.len(), self.namespaces.len()),
            _ => return None,
        };
        if depth == 0 || depth >= properties.max_depth as usize || self.is_stream || self.array.is_some() {
            return None;
        }
        Some((depth, bindings))
    }

    /// The text and the end of an element: its value, where its end element begins, and where that ends.
    #[inline(always)]
    fn plain_content(&mut self, at: usize, source: &Source<'_>) -> Option<(Value, usize, usize)> {
        let record = *source.data.get(at)?;
        if record == END_ELEMENT {
            return Some((Value::Utf8(Str::Empty), at, at + 1));
        }
        if !(FIRST_TEXT..=LAST_TEXT).contains(&record) {
            return None;
        }
        let (value, end) = self.plain_value(record & !1, at + 1, source)?;
        if !record.is_multiple_of(2) {
            return Some((value, end, end));
        }
        (source.data.get(end) == Some(&END_ELEMENT)).then_some((value, end, end + 1))
    }

    /// Enters an element with this name, in the place of the one that has ended.
    #[inline]
    pub(super) fn open_next(&mut self, name: Str, bindings: usize) {
        if self.is_leaving
            && let Some(open) = self.open.last_mut()
        {
            self.is_leaving = false;
            self.namespaces.truncate(bindings);
            self.xml_attributes.truncate(open.xml_attributes as usize);
            open.name = name;
            return;
        }
        self.open.push(Open {
            name,
            bindings: bindings as u32,
            xml_attributes: self.xml_attributes.len() as u32,
            scope: self.namespaces.scope(bindings),
        });
    }

    #[inline]
    pub(super) fn end_leaf(&mut self, node_at: usize, end: usize) {
        self.enter_end(end);
        self.node_at = node_at;
    }
}
