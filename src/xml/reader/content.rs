//! Reading what is between the tags: whole values, and characters or bytes piece by piece.

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::value::string::{quoted, trim};
use crate::xml::text::Text;

use super::parser::Node;
use super::stored::Stored;
use super::tokenizer::Span;
use super::{Decoder, NodeType, Reader, State};

/// What is remembered while content is read.
#[derive(Default)]
pub(super) struct Content {
    /// Something of what is below differs from how it is before content is read piece by piece.
    is_touched: bool,
    held: Held,
    /// The value, where it is not one piece of the input.
    bytes: Vec<u8>,
    /// The value is half read: more data lets it go on after the current node.
    is_pending: bool,
    /// Content that is gathered may be followed by elements.
    ends_at_elements: bool,
    /// How much of the current text node was handed out.
    offset: usize,
    /// The second half of a character of which the first was handed out.
    low_surrogate: Option<u16>,
    base64: Base64,
    /// The characters of the current text, where that is typed.
    characters: Vec<u8>,
    has_characters: bool,
}

/// Where a value that was read is.
#[derive(Clone, Copy, Default)]
enum Held {
    #[default]
    Nothing,
    Input(Span),
    Bytes,
    /// One text with a type of its own.
    Typed(Stored),
    Attribute(usize),
    /// In the leaf of binary XML whose end is the current node.
    Leaf,
}

impl Held {
    /// What is held once another text, which may have a type, has followed.
    fn with(self, text: &Text<'_>, bytes: &mut Vec<u8>) -> Result<Self> {
        match (self, text) {
            // Binary XML, and streams of bytes, divide bytes where they like.
            (Self::Typed(Stored::Base64(first)), Text::Base64(more)) => {
                return Ok(Self::Typed(Stored::Base64(first.extended(more, bytes))));
            }
            (Self::Nothing, _) => return Ok(Self::Typed(Stored::store(text, bytes)?)),
            (Self::Typed(first), _) => {
                let memory = std::mem::take(bytes);
                first.text(&memory).write_utf8(bytes)?;
            }
            _ => {}
        }
        text.write_utf8(bytes)?;
        Ok(Self::Bytes)
    }
}

/// A group of four base64 characters on its way to three bytes.
#[derive(Clone, Copy, Default)]
struct Base64 {
    group: u32,
    digits: u8,
    padding: u8,
    /// Bytes decoded and not handed out yet.
    bytes: [u8; 3],
    ready: u8,
    taken: u8,
    /// Padding was seen: nothing may follow.
    has_ended: bool,
}

impl Content {
    /// The reader moves on to something else.
    #[inline]
    pub(super) fn reset(&mut self) {
        if self.is_touched {
            self.is_touched = false;
            self.is_pending = false;
            self.base64 = Base64::default();
            self.low_surrogate = None;
            self.leave_text();
        }
    }

    /// The reader moves on to the next node of what is being read.
    #[inline]
    pub(super) fn leave_text(&mut self) {
        self.offset = 0;
        self.has_characters = false;
    }
}

/// A qualified name that was read as content; `ns` is `None` for a prefix that is not declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QualifiedName<'a> {
    pub(crate) prefix: &'a [u8],
    pub(crate) local_name: &'a [u8],
    pub(crate) ns: Option<&'a [u8]>,
}

impl Reader {
    /// Reads the simple content from here on: texts, CDATA sections and comments, up to the end element, which
    /// is the current node afterwards, or to the end of the attribute being read. One typed text alone keeps its
    /// type. A child element is WS_E_INVALID_FORMAT.
    #[inline]
    pub(crate) fn read_simple_content(&mut self) -> Result<Text<'_>> {
        self.gather()?;
        Ok(self.held())
    }

    /// The same from the start element on, which is the current node: a leaf is read in one step.
    #[inline]
    pub(crate) fn read_simple_element(&mut self) -> Result<Text<'_>> {
        if self.state == State::Ready && self.in_attribute.is_none() && self.canonical.is_none() {
            self.content.reset();
            self.skipping = None;
            let leaf = match &mut self.decoder {
                Decoder::Text(decoder) => decoder.read_leaf().map(Held::Input),
                Decoder::Binary(decoder) => decoder.read_leaf(&self.properties).then_some(Held::Leaf),
                _ => None,
            };
            if let Some(held) = leaf {
                self.content.held = held;
                return Ok(self.held());
            }
        }
        self.read_node()?;
        self.read_simple_content()
    }

    /// Whether simple content that is read ends in front of elements too, which are left to be read.
    pub(crate) fn end_content_at_elements(&mut self, ends: bool) {
        self.content.ends_at_elements = ends;
    }

    fn gather(&mut self) -> Result<()> {
        self.check_ready()?;
        if let Some(attribute) = &mut self.in_attribute {
            self.content.held =
                if attribute.is_at_end { Held::Nothing } else { Held::Attribute(attribute.index) };
            attribute.is_at_end = true;
            return Ok(());
        }
        let mut goes_on = std::mem::take(&mut self.content.is_pending);
        if !goes_on {
            self.content.held = Held::Nothing;
            self.content.bytes.clear();
        }
        loop {
            match self.node_type() {
                _ if goes_on => {}
                NodeType::Text => self.hold_text()?,
                NodeType::Comment | NodeType::CData | NodeType::EndCData => {}
                NodeType::EndElement => return Ok(()),
                NodeType::Element if self.content.ends_at_elements => return Ok(()),
                // Of bytes that are no XML, the content is all there is.
                NodeType::Bof if self.is_raw() => {}
                NodeType::Eof if self.is_raw() => return Ok(()),
                _ => return Err(self.expected(WS_E_INVALID_FORMAT, "text or the end of the element")),
            }
            goes_on = false;
            if let Err(error) = self.advance() {
                self.touch();
                self.content.is_pending = self.state == State::Ready;
                return Err(error);
            }
        }
    }

    /// Adds the current text to the value.
    #[inline]
    fn hold_text(&mut self) -> Result<()> {
        let Decoder::Text(decoder) = &self.decoder else { return self.hold_typed_text() };
        let Node::Text(span) = decoder.parser().node() else { return Ok(()) };
        let content = &mut self.content;
        match content.held {
            Held::Nothing if !span.in_scratch && !decoder.is_stream() => {
                content.held = Held::Input(span);
                return Ok(());
            }
            Held::Input(first) => content.bytes.extend_from_slice(first.of(decoder.data(), &[])),
            _ => {}
        }
        content.held = Held::Bytes;
        content.bytes.extend_from_slice(span.of(decoder.data(), decoder.parser().scratch()));
        Ok(())
    }

    /// The same, of what may have types: a text that stays alone keeps its own.
    fn hold_typed_text(&mut self) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.content.bytes);
        let held =
            self.text().map_or(Ok(self.content.held), |text| self.content.held.with(&text, &mut bytes));
        self.content.bytes = bytes;
        self.content.held = held?;
        Ok(())
    }

    /// The value that was gathered.
    pub(super) fn held(&self) -> Text<'_> {
        match (self.content.held, &self.decoder) {
            (Held::Input(span), Decoder::Text(decoder)) => Text::Utf8(span.of(decoder.data(), &[])),
            (Held::Bytes, _) => Text::Utf8(&self.content.bytes),
            (Held::Typed(text), _) => text.text(&self.content.bytes),
            (Held::Leaf, Decoder::Binary(decoder)) => decoder.leaf(),
            (Held::Attribute(index), _) => {
                self.attribute(index).map_or(Text::Utf8(b""), |attribute| attribute.value)
            }
            _ => Text::Utf8(b""),
        }
    }

    /// WsReadQualifiedName: the simple content as a prefix, a local name, and what the prefix is bound to; with
    /// `bound`, it has to be.
    pub(crate) fn read_qualified_name(&mut self, bound: bool) -> Result<QualifiedName<'_>> {
        self.gather()?;
        if bound
            && let Text::Utf8(text) = self.held()
            && let Some((prefix, _)) = split_qname(text)
            && self.namespace_of_prefix(prefix).is_none()
        {
            let prefix = prefix.to_vec();
            return Err(self.undeclared_prefix(&prefix));
        }
        if !matches!(self.held(), Text::Utf8(text) if split_qname(text).is_some())
            && !matches!(self.held(), Text::QName { .. })
        {
            let mut found = Vec::new();
            self.held().write_utf8(&mut found)?;
            let message =
                format!("expected a qualified name, found {}, at {}", quoted(&found), self.location());
            return Err(self.fault(Error::invalid_format(message)));
        }
        Ok(match self.held() {
            Text::QName { prefix, local_name, ns } => QualifiedName { prefix, local_name, ns: Some(ns) },
            Text::Utf8(text) => {
                let (prefix, local_name) = split_qname(text).unwrap_or_default();
                QualifiedName { prefix, local_name, ns: self.namespace_of_prefix(prefix) }
            }
            _ => QualifiedName { prefix: b"", local_name: b"", ns: None },
        })
    }

    /// Moves on to a text with characters not handed out yet; `false` at an element, an end element or the end.
    fn find_characters(&mut self) -> Result<bool> {
        self.find_text(false)
    }

    /// As [`Self::find_characters`]; with `as_bytes`, a text that is bytes stays so if it can.
    fn find_text(&mut self, as_bytes: bool) -> Result<bool> {
        loop {
            match self.node_type() {
                NodeType::Text if as_bytes && self.bytes_left().is_some() => {
                    if self.bytes_left().is_some_and(|bytes| !bytes.is_empty()) {
                        return Ok(true);
                    }
                }
                NodeType::Text => {
                    self.spell_text()?;
                    if !self.characters().is_empty() {
                        return Ok(true);
                    }
                }
                NodeType::Comment | NodeType::CData | NodeType::EndCData => {}
                NodeType::Bof if self.is_raw() => {}
                _ => return Ok(false),
            }
            self.advance()?;
        }
    }

    /// What of the current text was not handed out yet, if it is bytes that nobody wants to see as characters: they
    /// are copied then. Between the characters of a group of base64, bytes have to wait.
    fn bytes_left(&self) -> Option<&[u8]> {
        let Content { has_characters, offset, base64, .. } = &self.content;
        match self.text() {
            Some(Text::Base64(bytes)) if !has_characters && base64.digits == 0 && !base64.has_ended => {
                bytes.get(*offset..)
            }
            _ => None,
        }
    }

    /// Turns a typed text into its characters.
    fn spell_text(&mut self) -> Result<()> {
        if self.content.has_characters || matches!(self.text(), None | Some(Text::Utf8(_))) {
            return Ok(());
        }
        self.touch();
        let mut characters = std::mem::take(&mut self.content.characters);
        characters.clear();
        let result = match self.text() {
            // Some of them may have been handed out as they are.
            Some(Text::Base64(bytes)) => {
                let rest = bytes.get(self.content.offset..).unwrap_or_default();
                Text::Base64(rest).write_utf8(&mut characters)
            }
            Some(text) => text.write_utf8(&mut characters),
            None => Ok(()),
        };
        self.content.offset = 0;
        self.content.characters = characters;
        self.content.has_characters = true;
        result
    }

    /// What of the current text was not handed out yet.
    fn characters(&self) -> &[u8] {
        let text = match self.text() {
            Some(Text::Utf8(text)) => text,
            Some(_) if self.content.has_characters => &self.content.characters,
            _ => &[],
        };
        &text[self.content.offset.min(text.len())..]
    }

    /// Something of the current node is left behind when the reader moves on.
    fn touch(&mut self) {
        self.content.is_touched = true;
        self.is_on_its_way = false;
    }

    /// WsReadCharsUtf8: some of the characters from here on; 0 where there are none.
    pub(crate) fn read_chars_utf8(&mut self, out: &mut [u8]) -> Result<usize> {
        self.check_ready()?;
        self.touch();
        if out.is_empty() || !self.find_characters()? {
            return Ok(0);
        }
        let text = self.characters();
        let mut count = text.len().min(out.len());
        // Characters are handed out whole, if there is room for one.
        while count < text.len() && count > 0 && text[count] & 0xC0 == 0x80 {
            count -= 1;
        }
        if count == 0 {
            count = text.len().min(out.len());
        }
        out[..count].copy_from_slice(&text[..count]);
        self.content.offset += count;
        Ok(count)
    }

    /// WsReadChars: as [`Self::read_chars_utf8`], in UTF-16.
    pub(crate) fn read_chars(&mut self, out: &mut [u16]) -> Result<usize> {
        self.check_ready()?;
        if out.is_empty() {
            return Ok(0);
        }
        self.touch();
        if let Some(low) = self.content.low_surrogate.take() {
            out[0] = low;
            return Ok(1);
        }
        if !self.find_characters()? {
            return Ok(0);
        }
        let Ok(text) = std::str::from_utf8(self.characters()) else {
            return Err(Error::invalid_operation(
                "the last character was handed out in part as UTF-8, and cannot be completed in UTF-16",
            ));
        };
        let mut count = 0;
        let mut used = 0;
        let mut low_surrogate = None;
        for char in text.chars() {
            let mut units = [0; 2];
            match *char.encode_utf16(&mut units) {
                [unit] => out[count] = unit,
                [high, low] if count + 1 < out.len() => {
                    out[count] = high;
                    count += 1;
                    out[count] = low;
                }
                [high, low] if count == 0 => {
                    out[0] = high;
                    low_surrogate = Some(low);
                }
                _ => break,
            }
            count += 1;
            used += char.len_utf8();
            if count == out.len() {
                break;
            }
        }
        self.content.offset += used;
        self.content.low_surrogate = low_surrogate;
        Ok(count)
    }

    /// WsReadBytes: some of the bytes that the characters from here on are the base64 form of; 0 where there are
    /// no more.
    pub(crate) fn read_bytes(&mut self, out: &mut [u8]) -> Result<usize> {
        self.check_ready()?;
        self.touch();
        let mut filled = 0;
        while filled < out.len() {
            let base64 = &mut self.content.base64;
            if base64.taken < base64.ready {
                out[filled] = base64.bytes[base64.taken as usize];
                base64.taken += 1;
                filled += 1;
                continue;
            }
            if let Some(bytes) = self.bytes_left().filter(|bytes| !bytes.is_empty()) {
                let count = bytes.len().min(out.len() - filled);
                out[filled..filled + count].copy_from_slice(&bytes[..count]);
                self.content.offset += count;
                filled += count;
                continue;
            }
            if filled > 0 && self.characters().is_empty() {
                // What follows is read when it is asked for, so that the reader stays on this text.
                break;
            }
            if !self.find_text(true)? {
                if self.content.base64.digits != 0 {
                    let message = "expected another character of base64, found the end of the content";
                    return Err(self.base64_error(message.to_owned()));
                }
                break;
            }
            if self.bytes_left().is_some() {
                continue;
            }
            filled += self.decode_many(&mut out[filled..]);
            self.decode_group()?;
        }
        Ok(filled)
    }

    /// Decodes as many whole groups as there is room for, if they are plain ones.
    fn decode_many(&mut self, out: &mut [u8]) -> usize {
        if self.content.base64.digits != 0 || self.content.base64.has_ended {
            return 0;
        }
        let text = self.characters();
        // The last group may be padded, so it is left.
        let groups = (text.len().saturating_sub(1) / 4).min(out.len() / 3);
        if groups < 4 {
            return 0;
        }
        let input = &text[..groups * 4];
        let output = &mut out[..groups * 3];
        let decoded = base64_simd::STANDARD_NO_PAD.decode(input, base64_simd::Out::from_slice(output));
        let Ok(decoded) = decoded else { return 0 };
        let count = decoded.len();
        self.content.offset += groups * 4;
        count
    }

    /// Decodes characters up to the end of a group or of the text.
    fn decode_group(&mut self) -> Result<()> {
        let mut state = self.content.base64;
        let mut used = 0;
        let mut wrong = None;
        for &byte in self.characters() {
            let digit = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b'=' if state.digits >= 2 => 0,
                b' ' | b'\t' | b'\r' | b'\n' => {
                    used += 1;
                    continue;
                }
                _ => {
                    wrong = Some(byte);
                    break;
                }
            };
            if state.has_ended || (byte != b'=' && state.padding > 0) {
                wrong = Some(byte);
                break;
            }
            used += 1;
            state.padding += u8::from(byte == b'=');
            state.group = state.group << 6 | u32::from(digit);
            state.digits += 1;
            if state.digits == 4 {
                let [_, bytes @ ..] = state.group.to_be_bytes();
                let has_ended = state.padding > 0;
                state = Base64 { bytes, ready: 3 - state.padding, has_ended, ..Base64::default() };
                break;
            }
        }
        self.content.offset += used;
        self.content.base64 = state;
        match wrong {
            None => Ok(()),
            Some(byte) => {
                let message = format!("expected base64, found the byte 0x{byte:02X}");
                Err(self.base64_error(message))
            }
        }
    }

    #[cold]
    fn base64_error(&mut self, message: String) -> Error {
        let message = format!("{message}, in the text at {}", self.location());
        self.fault(Error::invalid_format(message))
    }
}

/// The prefix and the local name of a qualified name, with whitespace around it.
fn split_qname(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = trim(text);
    let (prefix, local_name) = match memchr::memchr(b':', text) {
        Some(0) => return None,
        Some(colon) => (&text[..colon], &text[colon + 1..]),
        None => (&b""[..], text),
    };
    (!local_name.is_empty()).then_some((prefix, local_name))
}
