//! Elements, text, comments and CDATA sections.

use crate::error::{Error, Result};
use crate::value::string::quoted;
use crate::xml::canonicalization::Canonicalizer;
use crate::xml::dictionary::Name;
use crate::xml::text::Text;

use super::again::Asked;
use super::attributes::{verify_name, verify_prefix};
use super::binary::BinaryEncoder;
use super::plain::verify_chars;
use super::{Encoder, State, ValueKind, Writer};

/// Nodes.
impl Writer {
    /// With no prefix the writer uses the one in scope for `ns`, or makes it the default namespace.
    #[inline]
    pub(crate) fn write_start_element<'a>(
        &mut self,
        prefix: Option<&[u8]>,
        local_name: impl Into<Name<'a>>,
        ns: impl Into<Name<'a>>,
    ) -> Result<()> {
        self.start_asked(&Asked { prefix, name: local_name.into(), ns: ns.into() })
    }

    /// The same of what was put together before.
    #[inline(always)]
    pub(super) fn start_asked(&mut self, asked: &Asked<'_>) -> Result<()> {
        if self.start_again(asked)? { Ok(()) } else { self.start_anew(asked) }
    }

    #[inline(never)]
    fn start_anew(&mut self, asked: &Asked<'_>) -> Result<()> {
        let &Asked { prefix, name, ns } = asked;
        let result = match prefix {
            Some(prefix) => self.start_with_prefix(prefix, name, ns),
            None => self.start_with_any_prefix(name, ns),
        };
        self.settle(result)?;
        self.keep_start(asked);
        Ok(())
    }

    /// Without a prefix and one in scope, it is in the default namespace.
    fn start_with_any_prefix(&mut self, name: Name<'_>, ns: Name<'_>) -> Result<()> {
        let mut prefix = std::mem::take(&mut self.scratch);
        prefix.clear();
        prefix.extend_from_slice(self.scope.prefix_of(ns.bytes, false).unwrap_or_default());
        let result = self.start_with_prefix(&prefix, name, ns);
        self.scratch = prefix;
        result
    }

    fn start_with_prefix(&mut self, prefix: &[u8], name: Name<'_>, ns_name: Name<'_>) -> Result<()> {
        self.begin_node("an element")?;
        let (local_name, ns) = (name.bytes, ns_name.bytes);
        let mut known = self.known.find(prefix, local_name);
        if known.is_none() || ns.is_empty() {
            verify_prefix(prefix, ns)?;
        }
        if known.is_none() {
            verify_name(local_name)?;
            known = self.known.add(prefix, local_name);
        }
        let depth = self.scope.depth();
        if depth == 0 {
            self.begin_root()?;
        }
        if depth >= self.properties.max_depth as usize {
            return Err(self.too_deep(local_name));
        }
        self.indent()?;
        self.start.clear();
        self.state = State::Start;
        let limit = self.properties.max_namespaces;
        let known = known.map(|known| self.known.get(known));
        if let Some(known) = known {
            self.scope.push_known(known);
            self.scope.bind_known(prefix, known.prefix_word(), ns_name, limit)?;
        } else {
            self.scope.push(prefix, local_name);
            self.scope.bind_element(prefix, ns_name, limit)?;
        }
        if let (Encoder::Text(encoder), Some(known)) = (&mut self.encoder, known) {
            encoder.start_known(known);
        } else {
            match &mut self.encoder {
                Encoder::Text(encoder) => encoder.start_element(self.scope.name()),
                Encoder::Binary(encoder) => encoder.start_element(prefix, name),
                Encoder::Raw(_) => {}
                Encoder::Tree(builder) => builder.start_element(prefix, local_name, ns),
            }
        }
        if self.canonical.is_some() { self.tell_name(prefix, local_name, ns) } else { Ok(()) }
    }

    #[cold]
    fn tell_name(&mut self, prefix: &[u8], local_name: &[u8], ns: &[u8]) -> Result<()> {
        let Some(canonical) = &mut self.canonical else { return Ok(()) };
        let result = canonical.start_element(prefix, local_name, ns);
        self.told(result)
    }

    #[cold]
    fn too_deep(&self, local_name: &[u8]) -> Error {
        Error::quota_exceeded(format!(
            "the element {} would be nested deeper than the {} levels of WS_XML_WRITER_PROPERTY_MAX_DEPTH",
            quoted(local_name),
            self.properties.max_depth
        ))
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
        if self.state != State::Content {
            match self.state {
                State::Start if self.properties.emit_uncompressed_empty_elements => {
                    self.commit_start(false)?;
                }
                State::Start => return self.end_empty_element(),
                State::Bytes => self.end_bytes()?,
                _ => return Err(self.wrong_state("an element cannot be ended")),
            }
        }
        if self.scope.depth() == 0 {
            self.check_position()?;
            return Err(Error::invalid_format("there is no open element to end"));
        }
        if !self.is_plain {
            self.before_end()?;
        }
        if let Encoder::Text(encoder) = &mut self.encoder {
            let (tag, len) = self.scope.end_tag();
            encoder.end_element(tag, len)?;
        } else {
            match &mut self.encoder {
                Encoder::Binary(encoder) => encoder.end_element()?,
                Encoder::Tree(builder) => {
                    builder.check()?;
                    builder.end();
                }
                Encoder::Text(_) | Encoder::Raw(_) => {}
            }
        }
        self.scope.pop();
        if self.is_plain { Ok(()) } else { self.tell(Canonicalizer::end_element) }
    }

    #[cold]
    fn before_end(&mut self) -> Result<()> {
        self.check_canonical_depth()?;
        if self.properties.indent > 0 && self.scope.may_indent_end() {
            self.break_line(self.scope.depth() - 1)?;
        }
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
        self.tell(Canonicalizer::end_element)
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
        self.indent()?;
        self.scope.note_node();
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.comment(content)?,
            Encoder::Binary(encoder) => encoder.comment(content)?,
            Encoder::Raw(_) => {}
            Encoder::Tree(builder) => {
                verify_chars(content, false)?;
                builder.comment(content)?;
            }
        }
        let is_outside_root = self.scope.depth() == 0;
        self.tell(|canonical| canonical.comment(content, is_outside_root))
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
            // What is in it is written as text, if anything is: binary XML needs no escaping.
            Encoder::Binary(_) | Encoder::Raw(_) => {}
            Encoder::Tree(builder) => builder.start_cdata()?,
        }
        self.state = State::CData;
        self.divide_bytes()
    }

    pub(crate) fn write_end_cdata(&mut self) -> Result<()> {
        if self.state != State::CData {
            let error = self.wrong_state("there is no CDATA section to end");
            return self.settle(Err(error));
        }
        let result = match &mut self.encoder {
            Encoder::Text(encoder) => encoder.end_cdata(),
            Encoder::Binary(_) | Encoder::Raw(_) => Ok(()),
            Encoder::Tree(builder) => builder.check().map(|()| builder.end()),
        };
        self.state = State::Content;
        let result = result.and_then(|()| self.divide_bytes());
        self.settle(result)
    }

    /// [`Self::write_text`] of UTF-8, where most of it is written in fewer steps.
    #[inline]
    pub(crate) fn write_utf8(&mut self, bytes: &[u8]) -> Result<()> {
        let result = match self.state {
            _ if !self.is_plain || bytes.is_empty() => self.text(Text::Utf8(bytes)),
            State::Start | State::Content if self.scope.depth() > 0 => self.content_utf8(bytes),
            State::Attribute if matches!(self.start.value, ValueKind::Nothing | ValueKind::Utf8) => {
                self.start.value = ValueKind::Utf8;
                match &mut self.encoder {
                    Encoder::Text(encoder) => encoder.escape_attribute(bytes),
                    Encoder::Binary(encoder) => encoder.value_utf8(bytes),
                    Encoder::Raw(_) | Encoder::Tree(_) => Ok(()),
                }
            }
            _ => self.text(Text::Utf8(bytes)),
        };
        self.settle(result)
    }

    #[inline]
    fn content_utf8(&mut self, bytes: &[u8]) -> Result<()> {
        if self.state == State::Start {
            self.commit_start(false)?;
        }
        self.scope.note_text();
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.text_utf8(bytes),
            Encoder::Binary(encoder) => encoder.text_utf8(bytes),
            Encoder::Raw(_) | Encoder::Tree(_) => Ok(()),
        }
    }

    /// Where a section begins or ends, bytes in pieces stay pieces; but binary XML knows no sections.
    fn divide_bytes(&mut self) -> Result<()> {
        if matches!(self.encoder, Encoder::Binary(_)) {
            return Ok(());
        }
        self.tell(Canonicalizer::end_bytes)
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
            State::Bytes if text.is_empty() => return Ok(()),
            State::Bytes if matches!(text, Text::Base64(_)) => {}
            State::Bytes => self.inline_bytes()?,
            State::Complete => return Err(self.wrong_state("text cannot be written")),
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
        if let Text::Base64(bytes) = text
            && self.mtom.is_some()
        {
            self.package_bytes(bytes)?;
            return self.tell_text(&text);
        }
        self.scope.note_text();
        match &mut self.encoder {
            Encoder::Text(encoder) => encoder.text(&text)?,
            Encoder::Binary(encoder) => encoder.text(&text)?,
            Encoder::Raw(encoder) => encoder.text(&text)?,
            Encoder::Tree(builder) => {
                builder.check()?;
                verify_text(&text, self.properties.allow_invalid_character_references)?;
                builder.text(&text)?;
            }
        }
        self.tell_text(&text)
    }

    /// A string as text: in binary XML by its number, if it has one.
    pub(crate) fn write_dictionary_text(&mut self, text: Name<'_>) -> Result<()> {
        self.write_numbered(Text::Utf8(text.bytes), |encoder| encoder.dictionary_text(text))
    }

    /// A qualified name as text, whose local name may have a number.
    pub(crate) fn write_dictionary_name(
        &mut self,
        prefix: &[u8],
        local_name: Name<'_>,
        ns: &[u8],
    ) -> Result<()> {
        let text = Text::QName { prefix, local_name: local_name.bytes, ns };
        self.write_numbered(text, |encoder| encoder.dictionary_name(prefix, local_name))
    }

    /// Writes a record that `numbered` can write, if it does, and `text` otherwise.
    fn write_numbered(
        &mut self,
        text: Text<'_>,
        numbered: impl FnOnce(&mut BinaryEncoder) -> bool,
    ) -> Result<()> {
        let result = self.numbered(text, numbered);
        self.settle(result)
    }

    fn numbered(&mut self, text: Text<'_>, write: impl FnOnce(&mut BinaryEncoder) -> bool) -> Result<()> {
        let is_whole_value = self.state == State::Attribute && self.start.value == ValueKind::Nothing;
        let is_content = matches!(self.state, State::Start | State::Content) && self.scope.depth() > 0;
        if !matches!(self.encoder, Encoder::Binary(_)) || !(is_whole_value || is_content) || text.is_empty() {
            return self.text(text);
        }
        if self.state == State::Start {
            self.commit_start(false)?;
        }
        let Encoder::Binary(encoder) = &mut self.encoder else { return Ok(()) };
        if !write(encoder) {
            return self.text(text);
        }
        if is_whole_value {
            encoder.value_is_written();
            self.start.value = ValueKind::Whole;
            return self.tell(|canonical| canonical.attribute_text(&text));
        }
        self.scope.note_text();
        encoder.commit_text()?;
        self.tell_text(&text)
    }

    fn cdata_text(&mut self, text: Text<'_>) -> Result<()> {
        match &mut self.encoder {
            Encoder::Text(encoder) => {
                encoder.cdata_text(&text)?;
                self.tell_text(&text)?;
                // In a section of text, bytes in pieces stay pieces.
                return self.tell(Canonicalizer::end_bytes);
            }
            Encoder::Binary(_) | Encoder::Tree(_) if text.is_empty() => return Ok(()),
            Encoder::Binary(encoder) => encoder.text(&text)?,
            Encoder::Raw(_) => {}
            Encoder::Tree(builder) => {
                builder.check()?;
                verify_text(&text, false)?;
                builder.text(&text)?;
            }
        }
        self.tell_text(&text)
    }

    /// Whether text that is not whitespace may be written here.
    pub(crate) fn check_text_place(&self) -> Result<()> {
        self.check_open()?;
        if self.state == State::Complete {
            return Err(self.wrong_state("bytes cannot be written"));
        }
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
                Some(prefix) => self.scope.bind(prefix, ns.into(), limit)?,
                None if !ns.is_empty() => self.scope.choose(ns.into(), false, limit)?,
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

pub(super) fn verify_text(text: &Text<'_>, lenient: bool) -> Result<()> {
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
