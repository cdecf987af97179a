//! The records of binary XML: functions that look at bytes from a place on and say what stands there.
//! (\[MC-NBFX\] 2)
//!
//! ```text
//! 01 end element    02 comment    03 array
//! 04-07 attribute   08-0B xmlns   0C-25 attribute, prefix a-z, name by number   26-3F attribute, prefix a-z
//! 40-43 element                   44-5D element, prefix a-z, name by number     5E-77 element, prefix a-z
//! 80-BD text: even ones, and after each of these an odd one for the same text and the end of its element
//! ```

// Problems are boxed, as those of text are.
#![allow(clippy::unnecessary_box_returns)]

use crate::abi::types::{CEnum, DECIMAL, GUID, WS_DATETIME, WS_DATETIME_FORMAT};
use crate::xml::dictionary::{Dictionaries, Entry};
use crate::xml::scan;
use crate::xml::text::Text;
use crate::xml::writer::verify_chars;

use super::names::{NAME_START, is, scan_name};
use super::tokenizer::{Parse, Problem};

pub(super) const END_ELEMENT: u8 = 0x01;
pub(super) const COMMENT: u8 = 0x02;
pub(super) const ARRAY: u8 = 0x03;
pub(super) const FIRST_ATTRIBUTE: u8 = 0x04;
pub(super) const LAST_ATTRIBUTE: u8 = 0x3F;
pub(super) const FIRST_ELEMENT: u8 = 0x40;
pub(super) const LAST_ELEMENT: u8 = 0x77;
pub(super) const FIRST_TEXT: u8 = 0x80;
pub(super) const LAST_TEXT: u8 = 0xBD;

const START_LIST: u8 = 0xA4;
const END_LIST: u8 = 0xA6;

/// The lowest instant that is too late for a date: the beginning of the year 10000.
const TICKS_END: u64 = 3_155_378_976_000_000_000;

/// A piece of text, by where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Str {
    Empty,
    /// In the input.
    Input {
        start: u32,
        len: u32,
    },
    /// In the copy of the element of an array.
    Header {
        start: u32,
        len: u32,
    },
    /// In the memory of the node.
    Scratch {
        start: u32,
        len: u32,
    },
    /// In a dictionary.
    Entry(Entry),
    /// A letter as a prefix, by its number.
    Letter(u8),
}

/// What a [`Str`] may refer to.
#[derive(Clone, Copy)]
pub(super) struct Memory<'a> {
    pub(super) input: &'a [u8],
    pub(super) header: &'a [u8],
    pub(super) scratch: &'a [u8],
    pub(super) units: &'a [u16],
    pub(super) dictionaries: &'a Dictionaries,
}

/// The prefix that is the letter with this number.
#[inline]
pub(super) fn letter_of(letter: u8) -> &'static [u8] {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let letter = usize::from(letter);
    LETTERS.get(letter..=letter).unwrap_or_default()
}

impl Str {
    #[inline]
    pub(super) fn of<'a>(self, memory: &Memory<'a>) -> &'a [u8] {
        match self {
            Self::Input { start, len } => &memory.input[start as usize..][..len as usize],
            Self::Empty => b"",
            other => other.elsewhere(memory),
        }
    }

    fn elsewhere<'a>(self, memory: &Memory<'a>) -> &'a [u8] {
        let piece = |bytes: &'a [u8], start: u32, len: u32| &bytes[start as usize..][..len as usize];
        match self {
            Self::Empty => b"",
            Self::Input { start, len } => piece(memory.input, start, len),
            Self::Header { start, len } => piece(memory.header, start, len),
            Self::Scratch { start, len } => piece(memory.scratch, start, len),
            // It was there when the record was read.
            Self::Entry(entry) => memory.dictionaries.text(entry).unwrap_or_default(),
            Self::Letter(letter) => letter_of(letter),
        }
    }

    /// The input has lost its first `by` bytes.
    pub(super) fn shift(&mut self, by: u32) {
        if let Self::Input { start, .. } = self {
            *start -= by;
        }
    }

    /// The same piece as many bytes later.
    #[inline]
    pub(super) fn moved(self, by: u32) -> Self {
        match self {
            Self::Input { start, len } => Self::Input { start: start + by, len },
            other => other,
        }
    }
}

/// What a text record says.
#[derive(Clone, Copy)]
pub(super) enum Value {
    Utf8(Str),
    /// In the units of the node.
    Utf16 {
        start: u32,
        len: u32,
    },
    Base64(Str),
    Bool(bool),
    Int32(i32),
    Int64(i64),
    UInt64(u64),
    Float(f32),
    Double(f64),
    Decimal(DECIMAL),
    Guid(GUID),
    UniqueId(GUID),
    DateTime(WS_DATETIME),
    TimeSpan(i64),
    QName {
        prefix: Str,
        local_name: Str,
    },
}

impl Value {
    /// `ns` finds the namespace of a prefix.
    #[inline]
    pub(super) fn text<'a>(&self, memory: &Memory<'a>, ns: impl FnOnce(&[u8]) -> &'a [u8]) -> Text<'a> {
        match *self {
            Self::Utf8(text) => Text::Utf8(text.of(memory)),
            _ => self.other_text(memory, ns),
        }
    }

    fn other_text<'a>(&self, memory: &Memory<'a>, ns: impl FnOnce(&[u8]) -> &'a [u8]) -> Text<'a> {
        match *self {
            Self::Utf8(text) => Text::Utf8(text.of(memory)),
            Self::Utf16 { start, len } => Text::Utf16(&memory.units[start as usize..][..len as usize]),
            Self::Base64(bytes) => Text::Base64(bytes.of(memory)),
            Self::Bool(value) => Text::Bool(value),
            Self::Int32(value) => Text::Int32(value),
            Self::Int64(value) => Text::Int64(value),
            Self::UInt64(value) => Text::UInt64(value),
            Self::Float(value) => Text::Float(value),
            Self::Double(value) => Text::Double(value),
            Self::Decimal(value) => Text::Decimal(value),
            Self::Guid(value) => Text::Guid(value),
            Self::UniqueId(value) => Text::UniqueId(value),
            Self::DateTime(value) => Text::DateTime(value),
            Self::TimeSpan(value) => Text::TimeSpan(value),
            Self::QName { prefix, local_name } => {
                let prefix = prefix.of(memory);
                Text::QName { prefix, local_name: local_name.of(memory), ns: ns(prefix) }
            }
        }
    }

    pub(super) fn shift(&mut self, by: u32) {
        match self {
            Self::Utf8(text) | Self::Base64(text) => text.shift(by),
            Self::QName { local_name, .. } => local_name.shift(by),
            _ => {}
        }
    }
}

/// What of a node is neither in the input nor in a dictionary.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) scratch: Vec<u8>,
    pub(super) units: Vec<u16>,
}

impl Pieces {
    #[inline]
    pub(super) fn clear(&mut self) {
        self.scratch.clear();
        self.units.clear();
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.scratch.is_empty() && self.units.is_empty()
    }
}

/// How the value of an array's items is recorded, and how many bytes it takes; `None` for what arrays do not
/// hold. (\[MC-NBFX\] 2.3.3)
pub(super) fn array_item_size(record: u8) -> Option<usize> {
    match record {
        0xB5 => Some(1),
        0x8B => Some(2),
        0x8D | 0x91 => Some(4),
        0x8F | 0x93 | 0x97 | 0xAF => Some(8),
        0x95 | 0xB1 => Some(16),
        _ => None,
    }
}

/// A place in the input, or in the copy of the element of an array. What runs out of data is a problem at its end.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) data: &'a [u8],
    pub(super) at: usize,
    pub(super) is_header: bool,
    pub(super) dictionaries: &'a Dictionaries,
    /// Characters that XML has no place for are let through.
    pub(super) is_lenient: bool,
}

impl<'a> Cursor<'a> {
    fn memory<'b>(&self, pieces: &'b Pieces) -> Memory<'b>
    where
        'a: 'b,
    {
        Memory {
            input: self.data,
            header: self.data,
            scratch: &pieces.scratch,
            units: &pieces.units,
            dictionaries: self.dictionaries,
        }
    }

    /// A text that is not among the pieces of a node.
    pub(super) fn bytes_of(&self, text: Str) -> &'a [u8] {
        const NOTHING: &[u8] = &[];
        text.of(&Memory {
            input: self.data,
            header: self.data,
            scratch: NOTHING,
            units: &[],
            dictionaries: self.dictionaries,
        })
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.data.get(self.at).copied()
    }

    #[inline]
    pub(super) fn byte(&mut self, what: &str) -> Parse<u8> {
        let Some(byte) = self.peek() else { return Err(Problem::expected(self.data.len(), what)) };
        self.at += 1;
        Ok(byte)
    }

    #[inline]
    fn fixed<const N: usize>(&mut self, what: &str) -> Parse<[u8; N]> {
        match self.data[self.at..].first_chunk() {
            Some(&bytes) => {
                self.at += N;
                Ok(bytes)
            }
            None => Err(Problem::expected(self.data.len(), format!("{N} bytes of {what}"))),
        }
    }

    /// An integer of up to 31 bits, seven in a byte, the lowest first. (MultiByteInt31, 2.1.2)
    #[inline]
    pub(super) fn number(&mut self, what: &str) -> Parse<u32> {
        let start = self.at;
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte(what)?;
            if shift == 28 && byte > 0x07 {
                return Err(Problem::invalid(start, format!("{what} does not fit into 31 bits")));
            }
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Ok(number)
    }

    /// So many bytes.
    #[inline]
    fn piece(&mut self, len: usize, what: &str) -> Parse<Str> {
        let start = self.at;
        if self.data.len() - start < len {
            return Err(Problem::expected(self.data.len(), format!("{len} bytes of {what}")));
        }
        self.at += len;
        let (start, len) = (start as u32, len as u32);
        Ok(if self.is_header { Str::Header { start, len } } else { Str::Input { start, len } })
    }

    /// A string with its length before it. (2.1.3)
    #[inline]
    pub(super) fn string(&mut self, what: &str) -> Parse<Str> {
        let len = self.number(what)?;
        self.piece(len as usize, what)
    }

    /// A string of a dictionary. (2.1.4)
    #[inline]
    fn entry(&mut self, what: &str) -> Parse<Str> {
        let start = self.at;
        let number = self.number(what)?;
        let entry = Entry::from_number(number);
        match self.dictionaries.text(entry) {
            Some(_) => Ok(Str::Entry(entry)),
            None => {
                let which = if entry.is_dynamic { "dynamic" } else { "static" };
                Err(Problem::invalid(
                    start,
                    format!(
                        "expected {what} from a dictionary, found the number {number}, which the {which} dictionary \
                         does not have"
                    ),
                ))
            }
        }
    }

    /// A name without a colon, inline or from a dictionary.
    #[inline]
    pub(super) fn name(&mut self, by_number: bool, what: &str) -> Parse<Str> {
        let start = self.at;
        let name = if by_number { self.entry(what)? } else { self.string(what)? };
        let bytes = self.bytes_of(name);
        if !by_number && self.is_short_name(bytes.len()) {
            return Ok(name);
        }
        // (What is not UTF-8 ends a name.)
        let is_name = !bytes.is_empty() && scan_name(bytes, 0) == bytes.len();
        if is_name && bytes != b"xmlns" { Ok(name) } else { Err(not_a_name(start, bytes, what)) }
    }

    /// Whether the last bytes read, so many, are a name of ASCII, as nearly all are.
    #[inline]
    fn is_short_name(&self, len: usize) -> bool {
        let Some(rest) = self.data.get(self.at - len..) else { return false };
        let Some(block) = rest.first_chunk() else { return false };
        len < scan::BLOCK
            && scan::not_in_name(block) & ((1 << len) - 1) == 0
            && is(block[0], NAME_START)
            && (len != 5 || block[..5] != *b"xmlns")
            && len != 0
    }

    /// What a namespace is declared to be, inline or from a dictionary.
    #[inline]
    pub(super) fn namespace(&mut self, by_number: bool) -> Parse<Str> {
        let start = self.at;
        let what = "a namespace";
        let ns = if by_number { self.entry(what)? } else { self.string(what)? };
        self.check(start, ns)?;
        Ok(ns)
    }

    /// The content of a comment.
    pub(super) fn comment(&mut self) -> Parse<Str> {
        let start = self.at;
        let content = self.string("the content of a comment")?;
        self.check(start, content)?;
        let bytes = self.bytes_of(content);
        if memchr::memmem::find(bytes, b"--").is_some() || bytes.ends_with(b"-") {
            return Err(Problem::invalid(start, "a comment may not contain '--' or end with '-'"));
        }
        Ok(content)
    }

    /// Text is of characters that XML has a place for.
    #[inline]
    fn check(&self, at: usize, text: Str) -> Parse<()> {
        match verify_chars(self.bytes_of(text), self.is_lenient) {
            Ok(()) => Ok(()),
            Err(error) => Err(Problem::invalid(at, why(&error))),
        }
    }

    /// The text record of this kind, which is even, from after its first byte on.
    #[inline]
    pub(super) fn text(&mut self, record: u8, pieces: &mut Pieces) -> Parse<Value> {
        if record == START_LIST { self.list(pieces) } else { self.plain_text(record, pieces) }
    }

    #[inline]
    fn plain_text(&mut self, record: u8, pieces: &mut Pieces) -> Parse<Value> {
        let start = self.at;
        Ok(match record {
            0x80 => Value::Int32(0),
            0x82 => Value::Int32(1),
            0x84 => Value::Bool(false),
            0x86 => Value::Bool(true),
            0x88 => Value::Int32(i8::from_le_bytes(self.fixed("an integer")?).into()),
            0x8A => Value::Int32(i16::from_le_bytes(self.fixed("an integer")?).into()),
            0x8C => Value::Int32(i32::from_le_bytes(self.fixed("an integer")?)),
            0x8E => Value::Int64(i64::from_le_bytes(self.fixed("an integer")?)),
            0x90 => Value::Float(f32::from_le_bytes(self.fixed("a float")?)),
            0x92 => Value::Double(f64::from_le_bytes(self.fixed("a double")?)),
            0x94 => self.decimal()?,
            0x96 => {
                let bits = u64::from_le_bytes(self.fixed("a date")?);
                Value::DateTime(datetime(bits).map_err(|message| Problem::invalid(start, message))?)
            }
            0x98 | 0x9A | 0x9C => {
                let len = self.length(record - 0x98)?;
                let text = self.piece(len, "characters")?;
                self.check(start, text)?;
                Value::Utf8(text)
            }
            0x9E | 0xA0 | 0xA2 => {
                let len = self.length(record - 0x9E)?;
                Value::Base64(self.piece(len, "binary data")?)
            }
            0xA8 => Value::Utf8(Str::Empty),
            0xAA => {
                let text = self.entry("text")?;
                self.check(start, text)?;
                Value::Utf8(text)
            }
            0xAC => Value::UniqueId(guid(self.fixed("a unique identifier")?)),
            0xAE => Value::TimeSpan(i64::from_le_bytes(self.fixed("a time span")?)),
            0xB0 => Value::Guid(guid(self.fixed("a GUID")?)),
            0xB2 => Value::UInt64(u64::from_le_bytes(self.fixed("an integer")?)),
            // Windows takes every value but 0 for true.
            0xB4 => Value::Bool(self.byte("a boolean")? != 0),
            0xB6 | 0xB8 | 0xBA => {
                let len = self.length(record - 0xB6)?;
                self.utf16(start, len, pieces)?
            }
            0xBC => {
                let letter = self.byte("the number of a prefix")?;
                if letter > 25 {
                    return Err(Problem::invalid(
                        start,
                        format!("expected the number of a prefix, 0 to 25, found {letter}"),
                    ));
                }
                let local_name = self.name(true, "the local name of a qualified name")?;
                Value::QName { prefix: Str::Letter(letter), local_name }
            }
            _ => return Err(not_text(start - 1)),
        })
    }

    /// The length of what follows: in one byte, two or four. (The specification gives UnicodeChars32Text another
    /// form in its text than in its example; everybody writes what the example has.)
    #[inline]
    fn length(&mut self, form: u8) -> Parse<usize> {
        let start = self.at;
        Ok(match form {
            0 => self.byte("a length")?.into(),
            2 => u16::from_le_bytes(self.fixed("a length")?).into(),
            _ => {
                let length = i32::from_le_bytes(self.fixed("a length")?);
                usize::try_from(length)
                    .map_err(|_| Problem::invalid(start, format!("expected a length, found {length}")))?
            }
        })
    }

    fn utf16(&mut self, start: usize, len: usize, pieces: &mut Pieces) -> Parse<Value> {
        if !len.is_multiple_of(2) {
            return Err(Problem::invalid(start, format!("UTF-16 of {len} bytes is half a unit too long")));
        }
        let piece = self.piece(len, "characters of UTF-16")?;
        let from = pieces.units.len();
        let bytes = self.bytes_of(piece).chunks_exact(2);
        pieces.units.extend(bytes.map(|unit| u16::from_le_bytes([unit[0], unit[1]])));
        for char in char::decode_utf16(pieces.units[from..].iter().copied()) {
            let is_wrong = match char {
                Ok(char) => !self.is_lenient && !crate::value::string::is_char(char.into()),
                Err(_) => true,
            };
            if is_wrong {
                let message = "the UTF-16 here is not well-formed, or not of characters of XML";
                return Err(Problem::invalid(start, message));
            }
        }
        Ok(Value::Utf16 { start: from as u32, len: (len / 2) as u32 })
    }

    fn decimal(&mut self) -> Parse<Value> {
        let start = self.at;
        let reserved = self.fixed("a decimal")?;
        let [scale, sign] = self.fixed("a decimal")?;
        let high = self.fixed("a decimal")?;
        let low = self.fixed("a decimal")?;
        if scale > 28 || !matches!(sign, 0 | 0x80) {
            return Err(Problem::invalid(
                start,
                format!("expected a decimal, found one of scale {scale} and sign 0x{sign:02X}"),
            ));
        }
        Ok(Value::Decimal(DECIMAL {
            wReserved: u16::from_le_bytes(reserved),
            scale,
            sign,
            Hi32: u32::from_le_bytes(high),
            Lo64: u64::from_le_bytes(low),
        }))
    }

    /// Texts with a space between them. (2.2.3.19)
    fn list(&mut self, pieces: &mut Pieces) -> Parse<Value> {
        // What the items need beside the list itself.
        let mut own = Pieces::default();
        let from = pieces.scratch.len();
        loop {
            let at = self.at;
            let record = self.byte("a text, or the end of a list")?;
            if record == END_LIST {
                break;
            }
            if !record.is_multiple_of(2) || record < FIRST_TEXT || record == START_LIST {
                return Err(not_text(at));
            }
            own.clear();
            let item = self.plain_text(record, &mut own)?;
            if pieces.scratch.len() > from {
                pieces.scratch.push(b' ');
            }
            let text = item.text(&self.memory(&own), |_| b"");
            text.write_utf8(&mut pieces.scratch).map_err(|error| Problem::invalid(at, why(&error)))?;
        }
        let len = pieces.scratch.len() - from;
        Ok(Value::Utf8(Str::Scratch { start: from as u32, len: len as u32 }))
    }
}

/// 62 bits of ticks and two bits of time zone, or what is wrong with them. (2.2.3.12)
#[inline]
pub(super) fn datetime(bits: u64) -> Result<WS_DATETIME, &'static str> {
    let ticks = bits & (u64::MAX >> 2);
    let format = match bits >> 62 {
        0 => WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_NONE,
        1 => WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC,
        2 => WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_LOCAL,
        _ => return Err("expected a date, found one in time zone 3"),
    };
    if ticks >= TICKS_END {
        return Err("expected a date, found one after the year 9999");
    }
    Ok(WS_DATETIME { ticks, format: format.to_c() })
}

fn guid(bytes: [u8; 16]) -> GUID {
    let number = u128::from_le_bytes(bytes);
    GUID {
        Data1: number as u32,
        Data2: (number >> 32) as u16,
        Data3: (number >> 48) as u16,
        Data4: ((number >> 64) as u64).to_le_bytes(),
    }
}

#[cold]
fn not_a_name(at: usize, found: &[u8], what: &str) -> Box<Problem> {
    let found = crate::value::string::quoted(found);
    Problem::invalid(at, format!("expected {what}, found {found}"))
}

#[cold]
fn not_text(at: usize) -> Box<Problem> {
    Problem::expected(at, "a text record")
}

fn why(error: &crate::error::Error) -> String {
    error.messages().first().cloned().unwrap_or_default()
}
