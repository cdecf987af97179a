//! The text encoding of a writer: UTF-8, and UTF-16 made of it.
//!
//! A start tag is written straight into the output as it comes, attributes first and namespace declarations
//! last; until it is committed it lies past the end of what can be seen. What to escape is found by a table for
//! short texts and sixteen bytes at a time for long ones, and what lies between is copied whole.

mod leaves;

use crate::abi::types::WS_CHARSET;
use crate::error::{Error, Result};
use crate::value::{number, string};

use crate::xml::text::Text;

use super::known::{KnownName, TAG, push_padded};
use super::leaf::{Leaf, Piece};
use super::plain::{
    Content, DoubleQuoted, Place, Raw, SingleQuoted, is_copied_utf8, is_printable, no_xml_character,
    plain_run, push_plain_utf16,
};
use super::recycle;

pub(super) use leaves::TextLeaves;

/// Text output.
pub(crate) struct TextEncoder {
    /// UTF-8: the output, up to `committed`, and behind it the start tag being written. For UTF-16, only what
    /// has not been transcoded.
    buffer: Vec<u8>,
    committed: usize,
    /// Where the last element or attribute begins.
    started: usize,
    /// The output, for UTF-16.
    wide: Vec<u8>,
    charset: Charset,
    scratch: Vec<u8>,
    /// The most bytes of output that may wait.
    limit: usize,
    /// Character references to what XML forbids are written instead of refused.
    lenient: bool,
    /// In the attribute being written.
    single_quote: bool,
    /// The [`TextEncoder::mark`] where base64 text ended, and the bytes of its last, padded group: they are taken
    /// back when more follows.
    base64_end: usize,
    base64_tail: [u8; 2],
    base64_tail_len: usize,
    /// How many `]` the CDATA section ends with so far, at most two.
    brackets: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl TextEncoder {
    pub(crate) fn new() -> Self {
        Self {
            buffer: Vec::new(),
            committed: 0,
            started: 0,
            wide: Vec::new(),
            charset: Charset::Utf8,
            scratch: Vec::new(),
            limit: 0,
            lenient: false,
            single_quote: false,
            base64_end: usize::MAX,
            base64_tail: [0; 2],
            base64_tail_len: 0,
            brackets: 0,
        }
    }

    /// Starts over. At most `trim` bytes of memory are kept.
    pub(crate) fn reset(&mut self, charset: WS_CHARSET, limit: u32, trim: u32, lenient: bool) -> Result<()> {
        self.charset = match charset {
            WS_CHARSET::WS_CHARSET_UTF8 => Charset::Utf8,
            WS_CHARSET::WS_CHARSET_UTF16LE => Charset::Utf16Le,
            WS_CHARSET::WS_CHARSET_UTF16BE => Charset::Utf16Be,
            WS_CHARSET::WS_CHARSET_AUTO => {
                return Err(Error::invalid_argument(
                    "WS_CHARSET_AUTO is for readers: a writer has to be told which charset to write",
                ));
            }
        };
        for buffer in [&mut self.buffer, &mut self.wide] {
            buffer.clear();
            recycle(buffer, trim);
        }
        // What was written has been taken away, most often: begin with room for a small message.
        self.buffer.reserve(512);
        self.committed = 0;
        self.limit = limit as usize;
        self.lenient = lenient;
        self.base64_end = usize::MAX;
        self.brackets = 0;
        Ok(())
    }

    // ---- output

    /// How many bytes may wait in memory from now on.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// What has been committed.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self.charset {
            Charset::Utf8 => &self.buffer[..self.committed],
            _ => &self.wide,
        }
    }

    /// Takes what has been committed.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.base64_end = usize::MAX;
        if self.charset != Charset::Utf8 {
            return std::mem::take(&mut self.wide);
        }
        let pending = self.buffer.split_off(self.committed);
        let taken = std::mem::replace(&mut self.buffer, pending);
        self.committed = 0;
        taken
    }

    #[cfg(test)]
    pub(crate) fn give_back(&mut self, mut memory: Vec<u8>) {
        let own = if self.charset == Charset::Utf8 { &mut self.buffer } else { &mut self.wide };
        if memory.capacity() > own.capacity() {
            memory.clear();
            memory.extend_from_slice(own);
            *own = memory;
        }
    }

    /// How much of the output can be sent: not a padded base64 group that may have to be taken back.
    pub(crate) fn ready(&self) -> usize {
        let held = if self.base64_end == self.mark() { self.base64_tail_len.min(1) * 4 } else { 0 };
        self.bytes().len().saturating_sub(held * self.unit())
    }

    /// Changes with every byte that is written.
    fn mark(&self) -> usize {
        self.wide.len() + self.buffer.len()
    }

    /// Forgets the first bytes of the output, which were sent.
    pub(crate) fn sent(&mut self, count: usize, trim: u32) {
        self.base64_end = self.base64_end.checked_sub(count).unwrap_or(usize::MAX);
        if self.charset == Charset::Utf8 {
            self.buffer.drain(..count);
            self.committed -= count;
            self.buffer.shrink_to((trim as usize).max(self.buffer.len()));
        } else {
            self.wide.drain(..count);
            self.wide.shrink_to((trim as usize).max(self.wide.len()));
        }
    }

    /// The size of a character of ASCII.
    pub(crate) fn unit(&self) -> usize {
        if self.charset == Charset::Utf8 { 1 } else { 2 }
    }

    /// Shows what has been written so far.
    #[inline]
    fn commit(&mut self) -> Result<()> {
        if self.charset == Charset::Utf8 && self.buffer.len() <= self.limit {
            self.committed = self.buffer.len();
            return Ok(());
        }
        self.commit_otherwise()
    }

    #[cold]
    fn commit_otherwise(&mut self) -> Result<()> {
        match self.charset {
            Charset::Utf8 => Err(self.exceeded()),
            _ => self.commit_wide(),
        }
    }

    fn commit_wide(&mut self) -> Result<()> {
        let in_base64 = self.base64_end == self.mark();
        let text = string::utf8(&self.buffer)?;
        self.wide.reserve(text.len() * 2);
        let before = self.wide.len();
        for unit in text.encode_utf16() {
            self.wide.extend_from_slice(&match self.charset {
                Charset::Utf16Be => unit.to_be_bytes(),
                _ => unit.to_le_bytes(),
            });
        }
        self.buffer.clear();
        if self.wide.len() > self.limit {
            self.wide.truncate(before);
            return Err(self.exceeded());
        }
        if in_base64 {
            self.base64_end = self.mark();
        }
        Ok(())
    }

    #[cold]
    fn exceeded(&mut self) -> Error {
        self.buffer.truncate(self.committed);
        Error::quota_exceeded(format!(
            "the output exceeds the {} bytes that the writer may buffer (WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE)",
            self.limit
        ))
    }

    // ---- nodes

    pub(crate) fn declaration(&mut self) -> Result<()> {
        let encoding: &[u8] = match self.charset {
            Charset::Utf8 => b"utf-8",
            Charset::Utf16Le => b"utf-16LE",
            Charset::Utf16Be => b"utf-16BE",
        };
        for part in [b"<?xml version=\"1.0\" encoding=\"", encoding, b"\"?>"] {
            self.buffer.extend_from_slice(part);
        }
        self.commit()
    }

    /// A line break and the spaces of `depth` levels, unless nothing has been written yet; whether it was.
    pub(crate) fn indent(&mut self, depth: usize, spaces: u32) -> bool {
        let is_later = self.buffer.len() + self.wide.len() > 0;
        if is_later {
            self.buffer.extend_from_slice(b"\r\n");
            self.buffer.resize(self.buffer.len() + depth * spaces as usize, b' ');
        }
        is_later
    }

    #[inline]
    pub(crate) fn start_element(&mut self, qualified_name: &[u8]) {
        self.started = self.buffer.len();
        self.buffer.push(b'<');
        self.buffer.extend_from_slice(qualified_name);
    }

    #[inline]
    pub(super) fn start_known(&mut self, name: &KnownName) {
        self.started = self.buffer.len();
        self.buffer.push(b'<');
        push_padded(&mut self.buffer, name.padded(), name.len());
    }

    /// The start of an element as it was written before, behind the start tag that it ends. If that is too much, nothing is
    /// written.
    #[inline(always)]
    pub(super) fn start_again(&mut self, start: &Piece, ends_tag: bool) -> bool {
        if ends_tag {
            if self.buffer.len() >= self.limit {
                return false;
            }
            self.buffer.push(b'>');
            self.committed = self.buffer.len();
        }
        push_padded(&mut self.buffer, &start.padded, start.len);
        true
    }

    /// What was written for the start of an element or attribute, just now.
    pub(super) fn started(&self) -> &[u8] {
        self.buffer.get(self.started..).unwrap_or_default()
    }

    /// The start of an attribute as it was written before.
    #[inline]
    pub(super) fn start_attribute_again(&mut self, start: &Piece, single_quote: bool) {
        push_padded(&mut self.buffer, &start.padded, start.len);
        self.single_quote = single_quote;
    }

    #[inline]
    pub(super) fn start_known_attribute(&mut self, name: &KnownName, single_quote: bool) {
        self.started = self.buffer.len();
        self.buffer.push(b' ');
        push_padded(&mut self.buffer, name.padded(), name.len());
        self.single_quote = single_quote;
        self.buffer.extend_from_slice(if single_quote { b"='" } else { b"=\"" });
    }

    #[inline]
    pub(crate) fn start_attribute(&mut self, prefix: &[u8], local_name: &[u8], single_quote: bool) {
        self.started = self.buffer.len();
        self.buffer.push(b' ');
        if !prefix.is_empty() {
            self.buffer.extend_from_slice(prefix);
            self.buffer.push(b':');
        }
        self.buffer.extend_from_slice(local_name);
        self.single_quote = single_quote;
        self.buffer.extend_from_slice(if single_quote { b"='" } else { b"=\"" });
    }

    #[inline]
    pub(crate) fn attribute_text(&mut self, text: &Text<'_>) -> Result<()> {
        match *text {
            Text::Utf8(bytes) => self.escape_attribute(bytes),
            Text::Utf16(units) if self.single_quote => self.escaped_utf16::<SingleQuoted>(units),
            Text::Utf16(units) => self.escaped_utf16::<DoubleQuoted>(units),
            _ => self.value(text),
        }
    }

    #[inline]
    pub(crate) fn end_attribute(&mut self) {
        self.buffer.push(if self.single_quote { b'\'' } else { b'"' });
    }

    /// A namespace declaration.
    pub(crate) fn xmlns(&mut self, prefix: &[u8], ns: &[u8], single_quote: bool) -> Result<()> {
        let (prefix, local_name) =
            if prefix.is_empty() { (prefix, b"xmlns".as_slice()) } else { (b"xmlns".as_slice(), prefix) };
        self.start_attribute(prefix, local_name, single_quote);
        self.escape_attribute(ns)?;
        self.end_attribute();
        Ok(())
    }

    /// Ends the start tag.
    #[inline]
    pub(crate) fn end_start_element(&mut self, is_empty: bool) -> Result<()> {
        if is_empty {
            self.buffer.push(b'/');
        }
        self.buffer.push(b'>');
        self.commit()
    }

    /// `tag` begins with the end tag, whose name has so many bytes.
    #[inline]
    pub(super) fn end_element(&mut self, tag: &[u8], len: usize) -> Result<()> {
        let len = "</>".len() + len;
        match tag.first_chunk::<TAG>() {
            Some(padded) if len <= TAG => push_padded(&mut self.buffer, padded, len),
            _ => self.buffer.extend_from_slice(&tag[..len]),
        }
        self.commit()
    }

    /// Text in content.
    #[inline]
    pub(super) fn text_utf8(&mut self, bytes: &[u8]) -> Result<()> {
        self.escaped::<Content>(bytes)?;
        self.commit()
    }

    #[inline]
    pub(crate) fn text(&mut self, text: &Text<'_>) -> Result<()> {
        match *text {
            Text::Utf8(bytes) => self.escaped::<Content>(bytes)?,
            Text::Utf16(units) => self.escaped_utf16::<Content>(units)?,
            _ => self.value(text)?,
        }
        self.commit()
    }

    /// Whether what is written is what is seen.
    #[inline]
    pub(crate) fn is_utf8(&self) -> bool {
        self.charset == Charset::Utf8
    }

    /// An element and its text, in UTF-8. If anything is wrong with it, nothing is written.
    #[inline(always)]
    pub(super) fn leaf(&mut self, leaf: &Leaf, text: &Text<'_>) -> bool {
        let start = self.buffer.len();
        if !self.push_leaf(leaf, text) {
            return false;
        }
        if self.buffer.len() > self.limit {
            self.buffer.truncate(start);
            return false;
        }
        self.committed = self.buffer.len();
        true
    }

    /// The same without looking at what there may be in all, and before it is committed.
    #[inline(always)]
    fn push_leaf(&mut self, leaf: &Leaf, text: &Text<'_>) -> bool {
        let start = self.buffer.len();
        push_padded(&mut self.buffer, &leaf.start.padded, leaf.start.len);
        let written = match *text {
            Text::Utf8(bytes) => self.escaped::<Content>(bytes),
            Text::Utf16(units) => self.escaped_utf16::<Content>(units),
            Text::Bool(value) => {
                number::write_bool(value, &mut self.buffer);
                Ok(())
            }
            Text::Int32(value) => {
                number::write_int32(value, &mut self.buffer);
                Ok(())
            }
            _ => text.write_utf8(&mut self.buffer),
        };
        if written.is_err() {
            self.buffer.truncate(start);
            return false;
        }
        push_padded(&mut self.buffer, &leaf.end.padded, leaf.end.len);
        true
    }

    pub(crate) fn start_cdata(&mut self) -> Result<()> {
        self.brackets = 0;
        self.buffer.extend_from_slice(b"<![CDATA[");
        self.commit()
    }

    pub(crate) fn cdata_text(&mut self, text: &Text<'_>) -> Result<()> {
        let start = self.buffer.len();
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        let result = text.write_utf8(&mut bytes).and_then(|()| self.cdata_bytes(&bytes));
        self.scratch = bytes;
        match result {
            Ok(()) => self.commit(),
            Err(error) => {
                self.buffer.truncate(start);
                Err(error)
            }
        }
    }

    fn cdata_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        // "]]>" would end the section: it is divided between two, and what is read is the same.
        let mut from = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'>' && self.brackets == 2 {
                self.escaped::<Raw>(&bytes[from..at])?;
                self.buffer.extend_from_slice(b"]]><![CDATA[");
                from = at;
            }
            self.brackets = if byte == b']' { (self.brackets + 1).min(2) } else { 0 };
        }
        self.escaped::<Raw>(&bytes[from..])
    }

    pub(crate) fn end_cdata(&mut self) -> Result<()> {
        self.buffer.extend_from_slice(b"]]>");
        self.commit()
    }

    pub(crate) fn comment(&mut self, content: &[u8]) -> Result<()> {
        self.buffer.extend_from_slice(b"<!--");
        self.escaped::<Raw>(content)?;
        self.buffer.extend_from_slice(b"-->");
        self.commit()
    }

    #[inline]
    pub(super) fn escape_attribute(&mut self, bytes: &[u8]) -> Result<()> {
        if self.single_quote {
            self.escaped::<SingleQuoted>(bytes)
        } else {
            self.escaped::<DoubleQuoted>(bytes)
        }
    }

    /// A typed text, whose characters need no escaping.
    fn value(&mut self, text: &Text<'_>) -> Result<()> {
        let Text::Base64(bytes) = *text else {
            let start = self.buffer.len();
            return text.write_utf8(&mut self.buffer).inspect_err(|_| self.buffer.truncate(start));
        };
        if self.base64_end != self.mark() {
            self.base64_tail_len = 0;
        }
        // Base64 in several pieces is that of all the bytes: the last group is open until something else comes.
        let mut bytes = bytes;
        if self.base64_tail_len > 0 {
            let mut group = [0; 3];
            let old = self.base64_tail_len;
            group[..old].copy_from_slice(&self.base64_tail[..old]);
            let more = bytes.len().min(3 - old);
            group[old..old + more].copy_from_slice(&bytes[..more]);
            match self.buffer.len().checked_sub(4) {
                Some(shorter) => self.buffer.truncate(shorter),
                None => self.wide.truncate(self.wide.len() - 8),
            }
            bytes = &bytes[more..];
            Text::Base64(&group[..old + more]).write_utf8(&mut self.buffer)?;
            if old + more < 3 {
                self.base64_tail = [group[0], group[1]];
                self.base64_tail_len = old + more;
                self.base64_end = self.mark();
                return Ok(());
            }
        }
        Text::Base64(bytes).write_utf8(&mut self.buffer)?;
        let tail = &bytes[bytes.len() - bytes.len() % 3..];
        self.base64_tail[..tail.len()].copy_from_slice(tail);
        self.base64_tail_len = tail.len();
        self.base64_end = self.mark();
        Ok(())
    }

    /// [`TextEncoder::escaped`] for UTF-16.
    #[inline]
    fn escaped_utf16<P: Place>(&mut self, text: &[u16]) -> Result<()> {
        if push_plain_utf16::<P>(text, &mut self.buffer) {
            return Ok(());
        }
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        let result = string::push_utf16_as_utf8(text, &mut bytes).and_then(|()| self.escaped::<P>(&bytes));
        self.scratch = bytes;
        result
    }

    /// Appends UTF-8 with what has to be escaped in `P`. On failure nothing is appended.
    #[inline]
    fn escaped<P: Place>(&mut self, text: &[u8]) -> Result<()> {
        if is_printable::<P>(text) {
            self.buffer.extend_from_slice(text);
            return Ok(());
        }
        self.escaped_otherwise::<P>(text)
    }

    #[inline(never)]
    fn escaped_otherwise<P: Place>(&mut self, text: &[u8]) -> Result<()> {
        if is_copied_utf8::<P>(text) {
            self.buffer.extend_from_slice(text);
            return Ok(());
        }
        let start = self.buffer.len();
        let result = self.escaped_slowly::<P>(text);
        if result.is_err() {
            self.buffer.truncate(start);
        }
        result
    }

    fn escaped_slowly<P: Place>(&mut self, text: &[u8]) -> Result<()> {
        self.buffer.reserve(text.len() + 16);
        let mut is_utf8 = false;
        // text[from..at] is plain and still to be copied.
        let (mut from, mut at) = (0, plain_run::<P>(text));
        while let Some(&byte) = text.get(at) {
            if byte >= 0x80 {
                if !is_utf8 {
                    string::utf8(text)?;
                    is_utf8 = true;
                }
                while let Some(&byte) = text.get(at)
                    && byte >= 0x80
                {
                    // U+FFFE and U+FFFF.
                    if byte == 0xEF && text[at + 1] == 0xBF && text[at + 2] >= 0xBE {
                        self.buffer.extend_from_slice(&text[from..at]);
                        self.forbidden::<P>(0xFF00 | u32::from(text[at + 2] - 0xBE + 0xFE), text, at)?;
                        at += 3;
                        from = at;
                    } else {
                        at += 1;
                    }
                }
            } else if P::ESCAPED.contains(&byte) {
                self.buffer.extend_from_slice(&text[from..at]);
                self.buffer.extend_from_slice(match byte {
                    b'<' => b"&lt;",
                    b'>' => b"&gt;",
                    b'&' => b"&amp;",
                    b'"' => b"&quot;",
                    b'\'' => b"&apos;",
                    b'\t' => b"&#x9;",
                    b'\n' => b"&#xA;",
                    _ => b"&#xD;",
                });
                at += 1;
                from = at;
            } else if byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') {
                self.buffer.extend_from_slice(&text[from..at]);
                self.forbidden::<P>(u32::from(byte), text, at)?;
                at += 1;
                from = at;
            } else {
                at += 1;
            }
            at += plain_run::<P>(&text[at..]);
        }
        self.buffer.extend_from_slice(&text[from..]);
        Ok(())
    }

    /// A character that XML 1.0 has no place for.
    #[cold]
    fn forbidden<P: Place>(&mut self, c: u32, text: &[u8], at: usize) -> Result<()> {
        if !self.lenient || !P::HAS_REFERENCES {
            return Err(no_xml_character(c, text, at));
        }
        self.buffer.extend_from_slice(format!("&#x{c:X};").as_bytes());
        Ok(())
    }
}
