//! The tokens of text XML: functions that look at bytes from a place on and say what stands there.

// Problems are boxed so that the results of the inner loop are one pointer wide.
#![allow(clippy::unnecessary_box_returns)]

use crate::abi::types::*;
use crate::value::string::is_char;
use crate::xml::scan;

use super::ReaderProperties;
use super::names::{self, IN_TEXT, IN_VALUE, NAME_START, SPACE, is, is_noncharacter, scan_name, skip_space};

/// What is wrong with a document, and where.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) at: usize,
    pub(super) code: HRESULT,
    pub(super) message: String,
    /// Whether what stands at that place says more.
    pub(super) shows_found: bool,
}

/// One pointer wide, since it is returned from the inner loops.
pub(super) type Parse<T> = Result<T, Box<Problem>>;

impl Problem {
    /// Something else should stand here.
    #[cold]
    pub(super) fn expected(at: usize, what: impl std::fmt::Display) -> Box<Self> {
        let message = format!("expected {what}");
        Box::new(Self { at, code: WS_E_INVALID_FORMAT, message, shows_found: true })
    }

    /// What stands here is wrong as a whole.
    #[cold]
    pub(super) fn invalid(at: usize, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { at, code: WS_E_INVALID_FORMAT, message: message.into(), shows_found: false })
    }

    /// A processing instruction. A document is made of elements, text, CDATA sections and comments (page
    /// WS_XML_NODE_TYPE), and SOAP allows no instruction in a message (SOAP 1.1, section 3), so that one is not skipped.
    #[cold]
    pub(super) fn instruction(at: usize) -> Box<Self> {
        Self::invalid(at, "processing instructions other than the XML declaration are not supported")
    }

    /// A limit of the reader was reached.
    #[cold]
    pub(super) fn quota(at: usize, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { at, code: WS_E_QUOTA_EXCEEDED, message: message.into(), shows_found: false })
    }
}

/// A range of the input, or of the scratch memory where it had to be rewritten.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) in_scratch: bool,
}

impl Span {
    pub(super) fn input(start: usize, end: usize) -> Self {
        Self { start: start as u32, len: (end - start) as u32, in_scratch: false }
    }

    fn scratch(start: usize, end: usize) -> Self {
        Self { start: start as u32, len: (end - start) as u32, in_scratch: true }
    }

    #[inline]
    pub(super) fn of<'a>(self, data: &'a [u8], scratch: &'a [u8]) -> &'a [u8] {
        let memory = if self.in_scratch { scratch } else { data };
        &memory[self.start as usize..][..self.len as usize]
    }
}

/// A qualified name in the input.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Name {
    pub(super) start: u32,
    pub(super) prefix_len: u32,
    pub(super) local_start: u32,
    pub(super) local_len: u32,
}

impl Name {
    #[inline]
    pub(super) fn prefix(self, data: &[u8]) -> &[u8] {
        &data[self.start as usize..][..self.prefix_len as usize]
    }

    #[inline]
    pub(super) fn local(self, data: &[u8]) -> &[u8] {
        &data[self.local_start as usize..][..self.local_len as usize]
    }

    #[inline]
    pub(super) fn whole(self, data: &[u8]) -> &[u8] {
        &data[self.start as usize..self.end()]
    }

    #[inline]
    pub(super) fn end(self) -> usize {
        (self.local_start + self.local_len) as usize
    }
}

/// The qualified name that begins at `at`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "measured: twice for each element")]
pub(super) fn scan_qname(data: &[u8], at: usize, what: &str) -> Parse<Name> {
    if let Some(name) = scan_short_qname(data, at) {
        return Ok(name);
    }
    let end = scan_name(data, at);
    if end == at {
        return Err(Problem::expected(at, what));
    }
    if data.get(end) != Some(&b':') {
        return Ok(Name {
            start: at as u32,
            prefix_len: 0,
            local_start: at as u32,
            local_len: (end - at) as u32,
        });
    }
    let local = end + 1;
    let local_end = scan_name(data, local);
    if local_end == local {
        return Err(Problem::expected(local, "a local name after the prefix and colon"));
    }
    if data.get(local_end) == Some(&b':') {
        return Err(Problem::invalid(
            local_end,
            "a qualified name has one colon at most, found a second one",
        ));
    }
    Ok(Name {
        start: at as u32,
        prefix_len: (end - at) as u32,
        local_start: local as u32,
        local_len: (local_end - local) as u32,
    })
}

/// The qualified name that begins at `at`, if it is of ASCII and ends, with its prefix, within one block.
#[inline(always)]
fn scan_short_qname(data: &[u8], at: usize) -> Option<Name> {
    let block: &[u8; scan::BLOCK] = data.get(at..)?.first_chunk()?;
    // A bit past the block is set, so that what is counted below ends there.
    let others = scan::not_in_name(block) | 1 << scan::BLOCK;
    let end = others.trailing_zeros() as usize;
    if end >= scan::BLOCK || !is(block[0], NAME_START) || block[end] >= 0x80 {
        return None;
    }
    let start = at as u32;
    if block[end] != b':' {
        return Some(Name { start, prefix_len: 0, local_start: start, local_len: end as u32 });
    }
    let local = end + 1;
    let local_end = (others & (others - 1)).trailing_zeros() as usize;
    if local_end >= scan::BLOCK || !is(block[local], NAME_START) || matches!(block[local_end], b':' | 0x80..)
    {
        return None;
    }
    Some(Name {
        start,
        prefix_len: end as u32,
        local_start: start + local as u32,
        local_len: (local_end - local) as u32,
    })
}

/// How far character data goes.
pub(super) enum TextEnd {
    /// Up to markup, or to the end of the data.
    At(usize),
    /// What stands here cannot be told without more data.
    Unclear(usize),
}

/// Character data from `at` to the next markup. `may_grow` says that more data may come. Rewritten text goes
/// to the end of `scratch`.
#[inline]
pub(super) fn scan_text(
    data: &[u8],
    at: usize,
    may_grow: bool,
    properties: &ReaderProperties,
    scratch: &mut Vec<u8>,
) -> Parse<(Span, TextEnd)> {
    let stop = plain(data, at);
    if data.get(stop) == Some(&b'<') {
        return Ok((Span::input(at, stop), TextEnd::At(stop)));
    }
    scan_special_text(data, at, stop, may_grow, properties, scratch)
}

/// The first byte from `at` on that has to be looked at.
#[inline]
pub(super) fn plain(data: &[u8], mut at: usize) -> usize {
    while let Some(block) = data.get(at..).and_then(<[u8]>::first_chunk) {
        let found = scan::in_text(block);
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += scan::BLOCK;
    }
    while at < data.len() && !is(data[at], IN_TEXT) {
        at += 1;
    }
    at
}

fn scan_special_text(
    data: &[u8],
    start: usize,
    mut at: usize,
    may_grow: bool,
    properties: &ReaderProperties,
    scratch: &mut Vec<u8>,
) -> Parse<(Span, TextEnd)> {
    let scratch_start = scratch.len();
    // What is before this is in the scratch memory, if anything is there.
    let mut copied = start;
    let end = loop {
        at = plain(data, at);
        let Some(&byte) = data.get(at) else { break TextEnd::At(at) };
        match byte {
            b'<' => break TextEnd::At(at),
            b'&' => {
                if may_grow && memchr::memchr2(b';', b'<', &data[at..]).is_none() {
                    break TextEnd::Unclear(at);
                }
                scratch.extend_from_slice(&data[copied..at]);
                at = scan_reference(data, at, properties, scratch)?;
                copied = at;
            }
            b'\r' => {
                if may_grow && at + 1 == data.len() {
                    break TextEnd::Unclear(at);
                }
                scratch.extend_from_slice(&data[copied..at]);
                scratch.push(b'\n');
                at += if data.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
                copied = at;
            }
            b']' => {
                let rest = &data[at..];
                if rest.starts_with(b"]]>") {
                    return Err(Problem::invalid(at, "']]>' may not stand in character data"));
                }
                if may_grow && b"]]>".starts_with(rest) {
                    break TextEnd::Unclear(at);
                }
                at += 1;
            }
            _ => at += check_character(data, at)?,
        }
    };
    let (TextEnd::At(stop) | TextEnd::Unclear(stop)) = end;
    if scratch.len() == scratch_start && copied == start {
        return Ok((Span::input(start, stop), end));
    }
    scratch.extend_from_slice(&data[copied..stop]);
    Ok((Span::scratch(scratch_start, scratch.len()), end))
}

/// The content of a CDATA section, from `at` up to `stop`, or of a comment: characters are checked and line
/// ends made one.
pub(super) fn scan_raw(data: &[u8], at: usize, stop: usize, scratch: &mut Vec<u8>) -> Parse<Span> {
    let data = &data[..stop];
    let scratch_start = scratch.len();
    let mut copied = at;
    let mut place = at;
    loop {
        place = plain(data, place);
        let Some(&byte) = data.get(place) else { break };
        match byte {
            b'\r' => {
                scratch.extend_from_slice(&data[copied..place]);
                scratch.push(b'\n');
                place += if data.get(place + 1) == Some(&b'\n') { 2 } else { 1 };
                copied = place;
            }
            b'<' | b'&' | b']' => place += 1,
            _ => place += check_character(data, place)?,
        }
    }
    if copied == at && scratch.len() == scratch_start {
        return Ok(Span::input(at, stop));
    }
    scratch.extend_from_slice(&data[copied..stop]);
    Ok(Span::scratch(scratch_start, scratch.len()))
}

/// A byte that may begin what is not a character of XML: its length if it does not.
fn check_character(data: &[u8], at: usize) -> Parse<usize> {
    if is_noncharacter(data, at) || (data[at] < b' ' && !is(data[at], SPACE)) {
        let code = names::char_at(data, at).map_or(0, u32::from);
        return Err(Problem::invalid(at, format!("the character U+{code:04X} is not allowed in XML")));
    }
    Ok(1)
}

/// An attribute value from after its quote on; past the closing quote. Whitespace becomes spaces.
#[inline]
pub(super) fn scan_value(
    data: &[u8],
    at: usize,
    quote: u8,
    properties: &ReaderProperties,
    scratch: &mut Vec<u8>,
) -> Parse<(Span, usize)> {
    let end = plain_value(data, at, quote);
    if data.get(end) == Some(&quote) {
        return Ok((Span::input(at, end), end + 1));
    }
    scan_special_value(data, at, end, quote, properties, scratch)
}

/// The first byte of an attribute value from `at` on that has to be looked at.
#[inline]
fn plain_value(data: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(block) = data.get(at..).and_then(<[u8]>::first_chunk) {
        let found = scan::in_value(block, quote);
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += scan::BLOCK;
    }
    while at < data.len() && data[at] != quote && !is(data[at], IN_VALUE) {
        at += 1;
    }
    at
}

fn scan_special_value(
    data: &[u8],
    start: usize,
    mut at: usize,
    quote: u8,
    properties: &ReaderProperties,
    scratch: &mut Vec<u8>,
) -> Parse<(Span, usize)> {
    let scratch_start = scratch.len();
    let mut copied = start;
    loop {
        at = plain_value(data, at, quote);
        let Some(&byte) = data.get(at) else {
            return Err(Problem::expected(
                at,
                format!("the closing {} of an attribute value", quote as char),
            ));
        };
        match byte {
            _ if byte == quote => break,
            b'<' => return Err(Problem::invalid(at, "'<' may not stand in an attribute value")),
            b'&' => {
                scratch.extend_from_slice(&data[copied..at]);
                at = scan_reference(data, at, properties, scratch)?;
                copied = at;
            }
            b'\t' | b'\n' | b'\r' => {
                scratch.extend_from_slice(&data[copied..at]);
                scratch.push(b' ');
                at += if data[at..].starts_with(b"\r\n") { 2 } else { 1 };
                copied = at;
            }
            _ => at += check_character(data, at)?,
        }
    }
    if copied == start && scratch.len() == scratch_start {
        return Ok((Span::input(start, at), at + 1));
    }
    scratch.extend_from_slice(&data[copied..at]);
    Ok((Span::scratch(scratch_start, scratch.len()), at + 1))
}

/// A reference to a character or to one of the five entities: appends what it stands for.
fn scan_reference(data: &[u8], at: usize, properties: &ReaderProperties, out: &mut Vec<u8>) -> Parse<usize> {
    let body = at + 1;
    if data.get(body) == Some(&b'#') {
        return scan_character_reference(data, at, properties, out);
    }
    let end = scan_name(data, body);
    if end == body {
        return Err(Problem::expected(
            body,
            "the name of an entity after '&' (a plain '&' is written '&amp;')",
        ));
    }
    if data.get(end) != Some(&b';') {
        return Err(Problem::expected(end, "';' after the name of an entity"));
    }
    out.push(match &data[body..end] {
        b"lt" => b'<',
        b"gt" => b'>',
        b"amp" => b'&',
        b"quot" => b'"',
        b"apos" => b'\'',
        name => {
            let name = String::from_utf8_lossy(name);
            return Err(Problem::invalid(
                at,
                format!("expected one of the entities lt, gt, amp, quot and apos, found '&{name};'"),
            ));
        }
    });
    Ok(end + 1)
}

fn scan_character_reference(
    data: &[u8],
    at: usize,
    properties: &ReaderProperties,
    out: &mut Vec<u8>,
) -> Parse<usize> {
    let (digits, radix) = if data.get(at + 2) == Some(&b'x') { (at + 3, 16) } else { (at + 2, 10) };
    let mut end = digits;
    let mut code = 0u32;
    while let Some(digit) = data.get(end).and_then(|&byte| char::from(byte).to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == digits {
        return Err(Problem::expected(end, "the digits of a character reference"));
    }
    if data.get(end) != Some(&b';') {
        return Err(Problem::expected(end, "';' after the digits of a character reference"));
    }
    let char = char::from_u32(code)
        .filter(|&char| is_char(char.into()) || properties.allow_invalid_character_references);
    let Some(char) = char else {
        let text = String::from_utf8_lossy(&data[at..=end]);
        return Err(Problem::invalid(at, format!("'{text}' does not stand for a character of XML")));
    };
    out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    Ok(end + 1)
}

/// An XML declaration that was read.
pub(super) struct Declaration {
    pub(super) end: usize,
    /// Where the name of the encoding stands.
    pub(super) encoding: Option<(usize, usize)>,
}

/// The XML declaration that begins at `at`.
pub(super) fn scan_declaration(data: &[u8], at: usize) -> Parse<Declaration> {
    let mut place = at + b"<?xml".len();
    let (start, end) = pseudo_attribute(data, &mut place, "version")?
        .ok_or_else(|| Problem::expected(skip_space(data, place), "'version' in the XML declaration"))?;
    if &data[start..end] != b"1.0" {
        let found = String::from_utf8_lossy(&data[start..end]);
        return Err(Problem::invalid(start, format!("expected XML version '1.0', found '{found}'")));
    }
    let encoding = pseudo_attribute(data, &mut place, "encoding")?;
    if let Some((start, end)) = pseudo_attribute(data, &mut place, "standalone")?
        && !matches!(&data[start..end], b"yes" | b"no")
    {
        return Err(Problem::invalid(start, "expected 'yes' or 'no' as the value of 'standalone'"));
    }
    let end = skip_space(data, place);
    if !data[end..].starts_with(b"?>") {
        return Err(Problem::expected(end, "'?>' at the end of the XML declaration"));
    }
    Ok(Declaration { end: end + 2, encoding })
}

/// ` name="value"` at `place`, which moves past it; `None` if something else stands there.
fn pseudo_attribute(data: &[u8], place: &mut usize, name: &str) -> Parse<Option<(usize, usize)>> {
    let start = skip_space(data, *place);
    if start == *place || !data[start..].starts_with(name.as_bytes()) {
        return Ok(None);
    }
    let mut at = skip_space(data, start + name.len());
    if data.get(at) != Some(&b'=') {
        return Err(Problem::expected(at, format!("'=' after '{name}' in the XML declaration")));
    }
    at = skip_space(data, at + 1);
    let Some(&quote @ (b'"' | b'\'')) = data.get(at) else {
        return Err(Problem::expected(at, format!("a quoted value of '{name}' in the XML declaration")));
    };
    let Some(length) = memchr::memchr(quote, &data[at + 1..]) else {
        return Err(Problem::expected(data.len(), format!("the end of the value of '{name}'")));
    };
    *place = at + 1 + length + 1;
    Ok(Some((at + 1, at + 1 + length)))
}
