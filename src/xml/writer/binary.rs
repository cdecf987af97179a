//! The binary encoding of a writer: .NET binary XML. (\[MC-NBFX\])
//!
//! As with text, a start tag is written straight into the output as it comes, and lies past the end of what can be
//! seen until it is committed. The end of an element that follows a text becomes part of the text's record.

mod leaves;
mod quick;

use std::collections::HashMap;

use crate::abi::types::{CEnumField, DECIMAL, GUID, WS_DATETIME, WS_DATETIME_FORMAT};
use crate::error::{Error, Result};
use crate::value::{string, time};
use crate::xml::dictionary::{Dictionary, DynamicStrings, Name};
use crate::xml::narrow::narrow;
use crate::xml::room::Room;
use crate::xml::text::Text;

use super::leaf::{Leaf, Piece};
use super::plain::{Raw, push_plain_utf16, verify_chars};
use super::recycle;

pub(super) use leaves::BinaryLeaves;
pub(super) use quick::put_short_text;

pub(super) const END_ELEMENT: u8 = 0x01;
const COMMENT: u8 = 0x02;
const ARRAY: u8 = 0x03;
/// A text with this in its record's type ends its element too.
pub(super) const WITH_END: u8 = 0x01;
/// Characters, with their number in one byte or in two.
const CHARS_8: u8 = 0x98;
const CHARS_16: u8 = 0x9A;

/// What the texts of a document are numbered by.
#[derive(Default)]
pub(crate) struct BinaryOutput {
    pub(crate) dictionary: Option<Box<dyn Dictionary>>,
    /// The address by which strings say that they are of the dictionary; 0 for none.
    pub(crate) address: usize,
    pub(crate) dynamic: Option<Box<dyn DynamicStrings>>,
}

/// Binary output.
pub(super) struct BinaryEncoder {
    output: BinaryOutput,
    /// What the application said about strings that it was asked about: each is asked for once.
    known: HashMap<Vec<u8>, Option<u32>>,
    buffer: Room,
    committed: usize,
    /// Where the last element or attribute begins.
    started: usize,
    /// The most bytes of output that may wait.
    limit: usize,
    lenient: bool,
    /// Where the record of a text begins that nothing has followed yet.
    last_text: Option<usize>,
    /// Where the record of a numbered text begins that was not committed yet.
    text_start: usize,
    /// How many of the last bytes of binary data stand in a record of their own.
    tail: usize,
    /// The value of the attribute being written, until it ends.
    value: Vec<u8>,
    value_kind: ValueKind,
    value_start: usize,
    value_at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Chars,
    Bytes,
    /// Characters in one piece, which have their record already: `value_start` bytes behind what is committed, with a head
    /// that ends at `value_at`.
    OnePiece,
    /// It has its record already, and nothing can follow.
    Written,
}

impl BinaryEncoder {
    /// `memory` is what an output before this has left.
    pub(super) fn new(output: BinaryOutput, limit: u32, lenient: bool, mut memory: Vec<u8>) -> Self {
        // Room for a small message to begin with.
        if memory.capacity() == 0 {
            memory.reserve(512);
        }
        Self {
            output,
            known: HashMap::new(),
            buffer: Room::behind(memory),
            committed: 0,
            started: 0,
            limit: limit as usize,
            lenient,
            last_text: None,
            text_start: 0,
            tail: 0,
            value: Vec::new(),
            value_kind: ValueKind::Chars,
            value_start: 0,
            value_at: 0,
        }
    }

    // ---- output

    /// The memory of the output, for the next one: at most `trim` bytes.
    pub(super) fn into_memory(mut self, trim: u32) -> Vec<u8> {
        let mut memory = std::mem::take(&mut self.buffer).into_memory();
        recycle(&mut memory, trim);
        memory
    }

    /// How many bytes there are, committed or not.
    pub(super) fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Those behind so many.
    pub(super) fn since(&self, start: usize) -> &[u8] {
        self.buffer.get(start..).unwrap_or_default()
    }

    /// How many bytes may wait in memory from now on.
    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// What has been committed.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[..self.committed]
    }

    /// Takes what has been committed.
    pub(super) fn take(&mut self) -> Vec<u8> {
        let pending = self.buffer[self.committed..].to_vec();
        self.buffer.truncate(self.committed);
        self.committed = 0;
        self.last_text = None;
        std::mem::replace(&mut self.buffer, Room::of(pending)).into_vec()
    }

    /// How much of the output can be sent: not binary data that may have to be joined with what follows.
    pub(super) fn ready(&self) -> usize {
        match self.last_text {
            Some(at) if self.tail > 0 => at,
            _ => self.committed,
        }
    }

    /// Forgets the first bytes of the output, which were sent.
    pub(super) fn sent(&mut self, count: usize, trim: u32) {
        self.buffer.remove_first(count);
        self.committed -= count;
        self.last_text = self.last_text.and_then(|at| at.checked_sub(count));
        self.buffer.shrink_to((trim as usize).max(self.buffer.len()));
    }

    /// Shows what has been written so far.
    #[inline]
    fn commit(&mut self) -> Result<()> {
        if self.buffer.len() <= self.limit {
            self.committed = self.buffer.len();
            return Ok(());
        }
        self.buffer.truncate(self.committed);
        Err(Error::quota_exceeded(format!(
            "the output exceeds the {} bytes that the writer may buffer (WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE)",
            self.limit
        )))
    }

    // ---- strings

    /// An integer of up to 31 bits. (MultiByteInt31)
    #[inline]
    fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.buffer.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.buffer.push(number as u8);
    }

    #[inline]
    fn string(&mut self, string: &[u8]) {
        self.number(string.len() as u32);
        self.buffer.extend_from_slice(string);
    }

    /// The number that stands for a string in the document.
    #[inline]
    fn number_of(&mut self, name: Name<'_>) -> Option<u32> {
        if let Some(dictionary) = &self.output.dictionary {
            let index = match name.entry() {
                Some(index) => dictionary.text(index).map(|_| index),
                None => dictionary.find(name.bytes),
            };
            if let Some(index) = index {
                return Some(index << 1);
            }
        }
        self.output.dynamic.is_some().then(|| self.dynamic_number_of(name.bytes))?
    }

    fn dynamic_number_of(&mut self, string: &[u8]) -> Option<u32> {
        /// Strings that are remembered.
        const MOST: usize = 4096;
        if let Some(&known) = self.known.get(string) {
            return known;
        }
        let found = self.output.dynamic.as_mut()?.find(string).filter(|&id| id < 1 << 30);
        let number = found.map(|id| id << 1 | 1);
        if self.known.len() < MOST {
            self.known.insert(string.to_vec(), number);
        }
        number
    }

    /// The record of an element or attribute and its name: `short` without prefix, the one after that with a prefix,
    /// then `lettered` for a prefix of one letter; each also for a name by its number.
    fn named(
        &mut self,
        [short, short_numbered]: [u8; 2],
        [lettered, lettered_numbered]: [u8; 2],
        prefix: &[u8],
        name: Name<'_>,
    ) {
        let number = self.number_of(name);
        let by = |plain: u8, numbered: u8| if number.is_some() { numbered } else { plain };
        match prefix {
            [] => self.buffer.push(by(short, short_numbered)),
            [letter @ b'a'..=b'z'] => self.buffer.push(by(lettered, lettered_numbered) + (letter - b'a')),
            _ => {
                self.buffer.push(by(short, short_numbered) + 1);
                self.string(prefix);
            }
        }
        match number {
            Some(number) => self.number(number),
            None => self.string(name.bytes),
        }
    }

    // ---- nodes

    pub(super) fn start_element(&mut self, prefix: &[u8], name: Name<'_>) {
        self.last_text = None;
        self.started = self.buffer.len();
        self.named([0x40, 0x42], [0x5E, 0x44], prefix, name);
    }

    /// The start of an element as it was written before, behind the start tag that it ends. If that is too much, nothing is
    /// written.
    #[inline(always)]
    pub(super) fn start_again(&mut self, start: &Piece, ends_tag: bool) -> bool {
        if ends_tag {
            if self.buffer.len() > self.limit {
                return false;
            }
            self.committed = self.buffer.len();
        }
        self.last_text = None;
        self.buffer.put(&start.padded, start.len);
        true
    }

    /// What was written for the start of an element or attribute, just now.
    pub(super) fn started(&self) -> &[u8] {
        self.since(self.started)
    }

    /// The start of an attribute as it was written before.
    #[inline]
    pub(super) fn start_attribute_again(&mut self, start: &Piece) {
        self.buffer.put(&start.padded, start.len);
        self.value.clear();
        self.value_kind = ValueKind::Chars;
    }

    pub(super) fn start_attribute(&mut self, prefix: &[u8], name: Name<'_>) {
        self.started = self.buffer.len();
        self.named([0x04, 0x06], [0x26, 0x0C], prefix, name);
        self.value.clear();
        self.value_kind = ValueKind::Chars;
    }

    /// The value of an attribute is one record, which most often is one piece of characters.
    #[inline]
    pub(super) fn value_utf8(&mut self, bytes: &[u8]) -> Result<()> {
        verify_chars(bytes, self.lenient)?;
        if self.value_kind == ValueKind::Chars && self.value.is_empty() {
            self.value_kind = ValueKind::OnePiece;
            self.value_start = self.buffer.len() - self.committed;
            self.sized_head(0x98, bytes.len());
            self.value_at = self.buffer.len() - self.committed;
            self.buffer.extend_from_slice(bytes);
        } else {
            self.collect();
            self.value.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Takes back the record of a first piece: there are more.
    fn collect(&mut self) {
        if self.value_kind == ValueKind::OnePiece {
            self.value_kind = ValueKind::Chars;
            self.value.extend_from_slice(&self.buffer[self.committed + self.value_at..]);
            self.buffer.truncate(self.committed + self.value_start);
        }
    }

    /// The record of any other value is written once it is known.
    pub(super) fn attribute_text(&mut self, text: &Text<'_>) -> Result<()> {
        if let Text::Utf8(bytes) = *text {
            return self.value_utf8(bytes);
        }
        self.collect();
        match *text {
            Text::Utf16(units) => {
                let start = self.value.len();
                string::push_utf16_as_utf8(units, &mut self.value)?;
                verify_chars(&self.value[start..], self.lenient)?;
            }
            Text::Base64(bytes) => {
                self.value.extend_from_slice(bytes);
                self.value_kind = ValueKind::Bytes;
            }
            _ => {
                self.value(text)?;
                self.value_kind = ValueKind::Written;
            }
        }
        Ok(())
    }

    #[inline]
    pub(super) fn end_attribute(&mut self) {
        if self.value_kind == ValueKind::OnePiece {
            return;
        }
        let value = std::mem::take(&mut self.value);
        match self.value_kind {
            ValueKind::Chars => self.sized(0x98, &value),
            ValueKind::Bytes => self.sized(0x9E, &value),
            ValueKind::OnePiece | ValueKind::Written => {}
        }
        self.value = value;
    }

    /// A namespace declaration.
    pub(super) fn xmlns(&mut self, prefix: &[u8], ns: Name<'_>) -> Result<()> {
        verify_chars(ns.bytes, self.lenient)?;
        let number = self.number_of(ns);
        self.buffer.push(0x08 + u8::from(!prefix.is_empty()) + 2 * u8::from(number.is_some()));
        if !prefix.is_empty() {
            self.string(prefix);
        }
        match number {
            Some(number) => self.number(number),
            None => self.string(ns.bytes),
        }
        Ok(())
    }

    /// Ends the start tag.
    pub(super) fn end_start_element(&mut self, is_empty: bool) -> Result<()> {
        if is_empty {
            self.buffer.push(END_ELEMENT);
        }
        self.commit()
    }

    pub(super) fn end_element(&mut self) -> Result<()> {
        match self.last_text.take() {
            Some(at) => self.buffer[at] |= WITH_END,
            None => self.buffer.push(END_ELEMENT),
        }
        self.commit()
    }

    pub(super) fn comment(&mut self, content: &[u8]) -> Result<()> {
        verify_chars(content, false)?;
        self.last_text = None;
        self.buffer.push(COMMENT);
        self.string(content);
        self.commit()
    }

    /// Text in content.
    #[inline]
    pub(super) fn text_utf8(&mut self, bytes: &[u8]) -> Result<()> {
        verify_chars(bytes, self.lenient)?;
        self.last_text = Some(self.buffer.len());
        self.tail = 0;
        self.sized(0x98, bytes);
        self.commit()
    }

    /// Text in content.
    pub(super) fn text(&mut self, text: &Text<'_>) -> Result<()> {
        if let Text::Base64(bytes) = *text {
            self.bytes_in_content(bytes);
            return self.commit();
        }
        let start = self.buffer.len();
        let result = match *text {
            Text::Utf8(bytes) => verify_chars(bytes, self.lenient).map(|()| self.sized(0x98, bytes)),
            _ => self.value(text),
        };
        if let Err(error) = result {
            self.buffer.truncate(start);
            return Err(error);
        }
        self.last_text = Some(start);
        self.tail = 0;
        self.commit()
    }

    /// How an element begins that has nothing in it but a text.
    pub(super) fn leaf_start(&mut self, prefix: &[u8], name: Name<'_>) -> Option<Piece> {
        let start = self.buffer.len();
        self.named([0x40, 0x42], [0x5E, 0x44], prefix, name);
        let piece = Piece::of(&[&self.buffer[start..]]);
        self.buffer.truncate(start);
        piece
    }

    /// An element and its text. If anything is wrong with it, nothing is written.
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
        self.last_text = None;
        self.committed = self.buffer.len();
        true
    }

    /// The same without looking at what there may be in all, and before it is committed.
    #[inline(always)]
    fn push_leaf(&mut self, leaf: &Leaf, text: &Text<'_>) -> bool {
        let start = self.buffer.len();
        self.buffer.put(&leaf.start.padded, leaf.start.len);
        let record = self.buffer.len();
        // The most frequent ones know themselves how they end.
        let result = match *text {
            Text::Bool(value) => {
                self.buffer.push(if value { 0x86 } else { 0x84 } | WITH_END);
                Ok(())
            }
            Text::Int32(value) => {
                self.ended_integer(value);
                Ok(())
            }
            Text::Utf8(bytes) => self.ended_utf8(bytes),
            Text::Utf16(units) => self.ended_utf16(units),
            _ => self.ended_value(text),
        };
        if result.is_err() {
            self.buffer.truncate(start);
            return false;
        }
        debug_assert_eq!(self.buffer[record] & WITH_END, WITH_END);
        true
    }

    /// A number in its smallest record, which ends the element.
    #[inline]
    fn ended_integer(&mut self, value: i32) {
        let (record, len) = integer_record(value.into());
        let [a, b, c, d] = value.to_le_bytes();
        self.buffer.put(&[record | WITH_END, a, b, c, d], 1 + len);
    }

    #[inline(never)]
    fn ended_utf8(&mut self, bytes: &[u8]) -> Result<()> {
        verify_chars(bytes, self.lenient)?;
        let record = self.buffer.len();
        self.sized(0x98, bytes);
        self.buffer[record] |= WITH_END;
        Ok(())
    }

    #[inline(never)]
    fn ended_utf16(&mut self, units: &[u16]) -> Result<()> {
        let record = self.buffer.len();
        self.utf16(units)?;
        self.buffer[record] |= WITH_END;
        Ok(())
    }

    #[inline(never)]
    fn ended_value(&mut self, text: &Text<'_>) -> Result<()> {
        let record = self.buffer.len();
        self.value(text)?;
        self.buffer[record] |= WITH_END;
        Ok(())
    }

    /// UTF-16 in the record that its UTF-8 needs. On failure something may have been appended.
    fn utf16(&mut self, units: &[u16]) -> Result<()> {
        /// So many are put straight into the output, if nothing is special about them.
        const SHORT: usize = 64;
        if units.len() <= SHORT
            && let Some([record, size, place @ ..]) = self.buffer.window::<{ 2 + 3 * (SHORT + 1) + 16 }>()
            && let Some(len) = narrow(units, place)
        {
            (*record, *size) = (CHARS_8, len as u8);
            self.buffer.advance(2 + len);
            return Ok(());
        }
        let start = self.buffer.len();
        // Nearly always as many bytes as units: if not, what is behind the head is moved.
        self.sized_head(0x98, units.len());
        let head = self.buffer.len();
        if !self.buffer.with_vec(|bytes| push_plain_utf16::<Raw>(units, bytes)) {
            self.buffer.with_vec(|bytes| string::push_utf16_as_utf8(units, bytes))?;
            verify_chars(&self.buffer[head..], self.lenient)?;
        }
        let len = self.buffer.len() - head;
        if len != units.len() {
            let right = SizedHead::of(0x98, len);
            let moved = right.bytes().len() - (head - start);
            if moved > 0 {
                let end = self.buffer.len();
                self.buffer.extend_from_slice(&[0; 4][..moved]);
                self.buffer.copy_within(head..end, head + moved);
            }
            let place = start..start + right.bytes().len();
            self.buffer[place].copy_from_slice(right.bytes());
        }
        Ok(())
    }

    /// A text by its number; whether it has one. What is written is content once [`Self::commit_text`] says so.
    pub(super) fn dictionary_text(&mut self, text: Name<'_>) -> bool {
        let start = self.buffer.len();
        let Some(number) = self.number_of(text) else { return false };
        self.buffer.push(0xAA);
        self.number(number);
        self.text_start = start;
        true
    }

    /// A qualified name by the letter of its prefix and the number of its local name; whether it has them.
    pub(super) fn dictionary_name(&mut self, prefix: &[u8], local_name: Name<'_>) -> bool {
        let start = self.buffer.len();
        let &[letter @ b'a'..=b'z'] = prefix else { return false };
        let Some(number) = self.number_of(local_name) else { return false };
        self.buffer.extend_from_slice(&[0xBC, letter - b'a']);
        self.number(number);
        self.text_start = start;
        true
    }

    pub(super) fn commit_text(&mut self) -> Result<()> {
        self.last_text = Some(self.text_start);
        self.tail = 0;
        self.commit()
    }

    /// The value of the attribute being written has its record.
    pub(super) fn value_is_written(&mut self) {
        self.value_kind = ValueKind::Written;
    }

    /// Binary data. Its characters are those of the base64 of each record, so that all but the last record are of a
    /// multiple of three bytes, however many pieces it is written in.
    fn bytes_in_content(&mut self, bytes: &[u8]) {
        let mut first = [0; 3];
        let mut rest = bytes;
        let taken = match self.last_text {
            Some(at) if self.tail > 0 => {
                let old = self.tail;
                first[..old].copy_from_slice(&self.buffer[self.buffer.len() - old..]);
                self.buffer.truncate(at);
                let more = rest.len().min(3 - old);
                first[old..old + more].copy_from_slice(&rest[..more]);
                rest = &rest[more..];
                old + more
            }
            _ => 0,
        };
        let tail = if taken % 3 == 0 { rest.len() % 3 } else { taken };
        let (whole, last) =
            if taken % 3 == 0 { rest.split_at(rest.len() - tail) } else { (rest, &first[..tail]) };
        let first = if taken == 3 { &first[..] } else { &[] };
        if !first.is_empty() || !whole.is_empty() {
            self.last_text = Some(self.buffer.len());
            self.sized_head(0x9E, first.len() + whole.len());
            self.buffer.extend_from_slice(first);
            self.buffer.extend_from_slice(whole);
        }
        if !last.is_empty() {
            self.last_text = Some(self.buffer.len());
            self.sized(0x9E, last);
        }
        self.tail = tail;
    }

    /// A record with its length: in one byte, two or four.
    #[inline]
    fn sized(&mut self, record: u8, bytes: &[u8]) {
        self.sized_head(record, bytes.len());
        self.buffer.extend_from_slice(bytes);
    }

    #[inline]
    fn sized_head(&mut self, record: u8, len: usize) {
        match u8::try_from(len) {
            Ok(len) => self.buffer.extend_from_slice(&[record, len]),
            Err(_) => self.buffer.extend_from_slice(SizedHead::of(record, len).bytes()),
        }
    }

    /// A value in the smallest record that says the same.
    fn value(&mut self, text: &Text<'_>) -> Result<()> {
        match *text {
            Text::Bool(value) => self.buffer.push(if value { 0x86 } else { 0x84 }),
            Text::Int32(value) => self.integer(value.into()),
            Text::Int64(value) => self.integer(value),
            Text::UInt64(value) => match i64::try_from(value) {
                Ok(value) => self.integer(value),
                Err(_) => self.fixed(0xB2, &value.to_le_bytes()),
            },
            Text::Float(value) => match whole_number(value.into(), 1e7) {
                Some(value) => self.integer(value),
                None => self.fixed(0x90, &value.to_le_bytes()),
            },
            Text::Double(value) => match whole_number(value, 1e15) {
                Some(value) => self.integer(value),
                None => self.fixed(0x92, &value.to_le_bytes()),
            },
            Text::Decimal(value) => self.fixed(0x94, &decimal_bytes(&value)),
            Text::DateTime(value) => {
                let bytes = datetime_bytes(&value)?;
                self.fixed(0x96, &bytes);
            }
            Text::UniqueId(value) => self.fixed(0xAC, &guid_bytes(&value)),
            Text::TimeSpan(ticks) => self.fixed(0xAE, &ticks.to_le_bytes()),
            Text::Guid(value) => self.fixed(0xB0, &guid_bytes(&value)),
            Text::Utf16(units) => return self.utf16(units),
            Text::Utf8(_) | Text::Base64(_) | Text::QName { .. } => {
                let mut spelled = Vec::new();
                text.write_utf8(&mut spelled)?;
                verify_chars(&spelled, self.lenient)?;
                self.sized(0x98, &spelled);
            }
        }
        Ok(())
    }

    fn integer(&mut self, value: i64) {
        let (record, len) = integer_record(value);
        self.buffer.push(record);
        self.buffer.put(&value.to_le_bytes(), len);
    }

    #[inline]
    fn fixed(&mut self, record: u8, bytes: &[u8]) {
        self.buffer.push(record);
        self.buffer.extend_from_slice(bytes);
    }

    // ---- arrays

    /// Before the element of an array.
    pub(super) fn start_array(&mut self) {
        self.last_text = None;
        self.buffer.push(ARRAY);
    }

    /// After that element, whose start tag has been ended.
    pub(super) fn start_items(&mut self, record: u8, count: u32) {
        self.buffer.extend_from_slice(&[END_ELEMENT, record]);
        self.number(count);
    }

    /// A value of an array, as wide as its record says.
    pub(super) fn item(&mut self, record: u8, item: &Text<'_>) -> Result<()> {
        match *item {
            Text::Bool(value) => self.buffer.push(value.into()),
            Text::Int32(value) if record == 0x8B => {
                self.buffer.extend_from_slice(&(value as i16).to_le_bytes());
            }
            Text::Int32(value) => self.buffer.extend_from_slice(&value.to_le_bytes()),
            Text::Int64(value) | Text::TimeSpan(value) => self.buffer.extend_from_slice(&value.to_le_bytes()),
            Text::Float(value) => self.buffer.extend_from_slice(&value.to_le_bytes()),
            Text::Double(value) => self.buffer.extend_from_slice(&value.to_le_bytes()),
            Text::Decimal(value) => self.buffer.extend_from_slice(&decimal_bytes(&value)),
            Text::DateTime(value) => self.buffer.extend_from_slice(&datetime_bytes(&value)?),
            Text::Guid(value) => self.buffer.extend_from_slice(&guid_bytes(&value)),
            _ => return Err(Error::invalid_argument("an array does not hold values of this type")),
        }
        Ok(())
    }

    pub(super) fn end_items(&mut self) -> Result<()> {
        self.commit()
    }
}

/// The type of a record and the length of what is in it: in one byte, two or four.
struct SizedHead {
    bytes: [u8; 5],
    len: usize,
}

impl SizedHead {
    fn of(record: u8, len: usize) -> Self {
        let mut bytes = [0; 5];
        let size = match len {
            0..0x100 => 1,
            0x100..0x1_0000 => 2,
            _ => 4,
        };
        bytes[0] = record + [0, 0, 2, 0, 4][size];
        bytes[1..].copy_from_slice(&(len as u32).to_le_bytes());
        Self { bytes, len: 1 + size }
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// A number that is whole, and less than `most`: up to there its digits as an integer are those that text has.
#[inline(always)]
fn whole_number(value: f64, most: f64) -> Option<i64> {
    let whole = value as i64;
    // Of zeros, the negative one has other bits.
    let is_whole = (whole as f64).to_bits() == value.to_bits();
    (is_whole && value.abs() < most).then_some(whole)
}

/// The smallest record of a number, and how many of its first bytes follow.
#[inline(always)]
fn integer_record(value: i64) -> (u8, usize) {
    match value {
        0 => (0x80, 0),
        1 => (0x82, 0),
        -0x80..0x80 => (0x88, 1),
        -0x8000..0x8000 => (0x8A, 2),
        -0x8000_0000..0x8000_0000 => (0x8C, 4),
        _ => (0x8E, 8),
    }
}

fn guid_bytes(guid: &GUID) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&guid.Data1.to_le_bytes());
    bytes[4..6].copy_from_slice(&guid.Data2.to_le_bytes());
    bytes[6..8].copy_from_slice(&guid.Data3.to_le_bytes());
    bytes[8..].copy_from_slice(&guid.Data4);
    bytes
}

fn decimal_bytes(value: &DECIMAL) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[2] = value.scale;
    bytes[3] = value.sign;
    bytes[4..8].copy_from_slice(&value.Hi32.to_le_bytes());
    bytes[8..].copy_from_slice(&value.Lo64.to_le_bytes());
    bytes
}

/// 62 bits of ticks and two bits of time zone.
#[inline]
fn datetime_bytes(value: &WS_DATETIME) -> Result<[u8; 8]> {
    const UTC: u64 = 1;
    let zone = match value.format.get() {
        Some(WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC) => UTC,
        Some(WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_LOCAL) => 2,
        _ => 0,
    };
    // What has no characters has no record. In UTC that does not depend on the zone of this machine.
    if zone != UTC || value.ticks > time::MAX_TICKS {
        time::verify_datetime(value)?;
    }
    Ok((value.ticks | zone << 62).to_le_bytes())
}
