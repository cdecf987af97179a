//! The nodes that nearly all are, in one go: elements and attributes whose names are short, texts of ASCII, ends. The
//! document is in memory as a whole. What is anything else, or wrong, is left for the parser to look at from its
//! beginning.

use crate::xml::dictionary::{Dictionaries, Entry};
use crate::xml::reader::limits;
use crate::xml::reader::names::{key, scan_name};
use crate::xml::reader::namespaces::NsRef;
use crate::xml::reader::records::{
    END_ELEMENT, FIRST_ATTRIBUTE, FIRST_ELEMENT, FIRST_TEXT, LAST_ATTRIBUTE, LAST_ELEMENT, LAST_TEXT, Str,
    Value,
};
use crate::xml::reader::starts::{Mark, Starts};
use crate::xml::scan;
use crate::xml::writer::verify_chars;

use super::{Attr, BinaryParser, Node, Open, Source, is_declaration};

/// How many names are known at a time; a power of two.
const SLOTS: usize = 64;
/// Of so many strings of each dictionary it is known which are names.
const ENTRIES: usize = 4096;

/// Names that were looked at before, so that they need not be looked at again.
pub(super) struct Known {
    /// Names after their lengths.
    slots: [u128; SLOTS],
    /// A bit for each string of a dictionary that is a name.
    entries: [[u64; ENTRIES / 64]; 2],
}

/// What is remembered of the beginning of an element or an attribute: its record and its names, by their distance from
/// where it begins.
#[derive(Clone, Copy)]
pub(super) struct Begun {
    len: u8,
    prefix: Str,
    local_name: Str,
    /// Tells the local name apart from others. (See `names::key`.)
    key: u64,
}

impl Default for Begun {
    fn default() -> Self {
        Self { len: 0, prefix: Str::Empty, local_name: Str::Empty, key: 0 }
    }
}

impl Begun {
    /// Whether it says the same in every document, whatever the dictionaries.
    pub(super) fn is_spelled_out(&self) -> bool {
        !matches!(self.local_name, Str::Entry(_))
    }
}

impl Known {
    pub(super) fn new() -> Self {
        Self { slots: [0; SLOTS], entries: [[0; ENTRIES / 64]; 2] }
    }

    /// The next document may have other dictionaries.
    pub(super) fn reset(&mut self) {
        self.entries = [[0; ENTRIES / 64]; 2];
    }

    /// The name at this place, which its length stands before, and where it ends.
    #[inline]
    fn name(&mut self, data: &[u8], at: usize) -> Option<(Str, usize)> {
        let block: &[u8; scan::BLOCK] = data.get(at..)?.first_chunk()?;
        let len = block[0];
        if len == 0 || len as usize >= scan::BLOCK {
            return None;
        }
        let key = u128::from_le_bytes(*block) & (u128::MAX >> (8 * (scan::BLOCK - 1 - len as usize)));
        let slot = slot_of(key);
        if self.slots[slot] != key {
            self.look_at(&block[1..=len as usize], key, slot)?;
        }
        Some((piece(at + 1, len.into()), at + 1 + len as usize))
    }

    #[cold]
    fn look_at(&mut self, name: &[u8], key: u128, slot: usize) -> Option<()> {
        if scan_name(name, 0) != name.len() || name == b"xmlns" {
            return None;
        }
        self.slots[slot] = key;
        Some(())
    }

    /// The name with the number at this place, of one or two bytes, and where it ends.
    #[inline]
    fn entry(&mut self, data: &[u8], at: usize, dictionaries: &Dictionaries) -> Option<(Str, usize)> {
        let (number, end) = match *data.get(at..)? {
            [low @ ..0x80, ..] => (u32::from(low), at + 1),
            [low, high @ ..0x80, ..] => (u32::from(low & 0x7F) | u32::from(high) << 7, at + 2),
            _ => return None,
        };
        let entry = Entry::from_number(number);
        let bits = self.entries[usize::from(entry.is_dynamic)].get_mut(entry.index as usize / 64)?;
        let bit = 1 << (entry.index % 64);
        if *bits & bit == 0 {
            let text = dictionaries.text(entry)?;
            if text.is_empty() || scan_name(text, 0) != text.len() || text == b"xmlns" {
                return None;
            }
            *bits |= bit;
        }
        Some((Str::Entry(entry), end))
    }
}

#[inline]
fn slot_of(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % SLOTS
}

/// The bytes of a piece of the input.
#[inline]
pub(super) fn piece(start: usize, len: usize) -> Str {
    Str::Input { start: start as u32, len: len as u32 }
}

impl BinaryParser {
    /// To the end of the element that ends with the text that is the current node, if it does.
    #[inline(always)]
    pub(in crate::xml::reader) fn read_end_after_text(&mut self) -> bool {
        if !self.ends_after {
            return false;
        }
        self.ends_after = false;
        self.enter_end(self.at);
        true
    }

    /// Reads the next node, if it is a plain one. If not, all is as it was. The text that is the current node does not end
    /// its element.
    #[inline(always)]
    pub(in crate::xml::reader) fn read_plain(&mut self, source: &Source<'_>) -> bool {
        if self.is_stream || self.array.is_some() {
            return false;
        }
        if self.is_leaving {
            self.leave();
        }
        if self.open.is_empty() {
            // Of what is no child of an element there are rules of its own.
            return false;
        }
        let Some(&record) = source.data.get(self.at) else { return false };
        match record {
            END_ELEMENT => {
                self.enter_end(self.at + 1);
                true
            }
            FIRST_ELEMENT..=LAST_ELEMENT => self.read_plain_element(record, source).is_some(),
            FIRST_TEXT..=LAST_TEXT => match self.plain_value(record & !1, self.at + 1, source) {
                Some((value, end)) => {
                    self.enter(Node::Text(value), end);
                    self.ends_after = !record.is_multiple_of(2);
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    #[inline]
    fn read_plain_element(&mut self, record: u8, source: &Source<'_>) -> Option<()> {
        if self.open.len() >= source.properties.max_depth as usize {
            return None;
        }
        let start = self.at;
        let Self { starts, known, .. } = self;
        let (mark, begun) = match starts.expected(source.data, start) {
            Some(known) => known,
            None => learn_names(starts, known, Names::of_element(record), start, source)?,
        };
        let (prefix, local_name) = (begun.prefix.moved(start as u32), begun.local_name.moved(start as u32));
        let mut at = start + begun.len as usize;
        let bindings = self.namespaces.len();
        self.next_attributes.clear();
        if let FIRST_ATTRIBUTE..=LAST_ATTRIBUTE = *source.data.get(at)? {
            match self.plain_attributes(at, source) {
                Some(end) => at = end,
                None => {
                    self.namespaces.truncate(bindings);
                    return None;
                }
            }
        }
        let Self { starts, namespaces, .. } = self;
        let Some((mark, ns)) =
            starts.ns(mark, namespaces.scope_within(), || namespaces.find(source.cursor(0).bytes_of(prefix)))
        else {
            self.namespaces.truncate(bindings);
            return None;
        };
        if self.next_attributes.is_empty() {
            self.attributes.clear();
        } else {
            std::mem::swap(&mut self.attributes, &mut self.next_attributes);
        }
        self.open.push(Open {
            name: local_name,
            bindings: bindings as u32,
            xml_attributes: self.xml_attributes.len() as u32,
            scope: self.namespaces.scope(bindings),
        });
        self.enter(Node::Element { prefix, local_name, ns, mark }, at);
        self.consider(mark, source);
        Some(())
    }

    /// All attributes from this place on; where they end.
    fn plain_attributes(&mut self, mut at: usize, source: &Source<'_>) -> Option<usize> {
        let bindings = self.namespaces.len();
        // Prefixes are looked for at once, and again if something was declared.
        let mut has_unknown = false;
        self.distinct.clear();
        while let record @ FIRST_ATTRIBUTE..=LAST_ATTRIBUTE = *source.data.get(at)? {
            limits::check_attribute(self.next_attributes.len(), at, source.properties).ok()?;
            if is_declaration(record) {
                let mut cursor = source.cursor(at + 1);
                self.scan_declaration(record, &mut cursor, source).ok()?;
                at = cursor.at;
                let prefix = self.next_attributes.last()?.prefix;
                self.distinct.push(key(cursor.bytes_of(prefix)));
                continue;
            }
            let Self { starts, known, namespaces, .. } = &mut *self;
            let expected = starts.expected(source.data, at);
            let (mut mark, begun) = match expected {
                Some(known) => known,
                None => learn_names(starts, known, Names::of_attribute(record), at, source)?,
            };
            let (prefix, local_name) = (begun.prefix.moved(at as u32), begun.local_name.moved(at as u32));
            let (end, key) = (at + begun.len as usize, begun.key);
            let mut ns = NsRef::default();
            if prefix != Str::Empty {
                let find = || {
                    let prefix = source.cursor(0).bytes_of(prefix);
                    // Those of `xml:` are remembered elsewhere.
                    if prefix == b"xml" { None } else { namespaces.find(prefix) }
                };
                match starts.ns(mark, namespaces.scope_within(), find) {
                    Some(found) => (mark, ns) = found,
                    None => has_unknown = true,
                }
            }
            if expected.is_none() {
                // What is learned may take the place of another one of this element, and places are where they are shown.
                mark = Mark::NONE;
            }
            let record = *source.data.get(end)?;
            if !(FIRST_TEXT..=LAST_TEXT).contains(&record) || !record.is_multiple_of(2) {
                return None;
            }
            let (value, end) = self.plain_value(record, end + 1, source)?;
            self.distinct.push(key);
            self.next_attributes.push(Attr { prefix, local_name, ns, value, is_xmlns: false, mark });
            at = end;
        }
        if has_unknown || self.namespaces.len() != bindings {
            self.resolve_prefixes(source)?;
        }
        self.distinct.are_those().then_some(at)
    }

    /// Gives the attributes that have prefixes their namespaces. Those of `xml:` are remembered elsewhere.
    fn resolve_prefixes(&mut self, source: &Source<'_>) -> Option<()> {
        let cursor = source.cursor(0);
        for attribute in &mut self.next_attributes {
            if !attribute.is_xmlns && attribute.prefix != Str::Empty {
                let prefix = cursor.bytes_of(attribute.prefix);
                if prefix == b"xml" {
                    return None;
                }
                attribute.ns = self.namespaces.find(prefix)?;
                attribute.mark = Mark::NONE;
            }
        }
        Some(())
    }

    /// The value of a record of this kind, which is even, and where it ends.
    #[inline(always)]
    pub(super) fn plain_value(
        &mut self,
        record: u8,
        at: usize,
        source: &Source<'_>,
    ) -> Option<(Value, usize)> {
        let (start, len) = match record {
            0x98 => (at + 1, usize::from(*source.data.get(at)?)),
            0x9A => {
                let len = source.data.get(at..)?.first_chunk()?;
                (at + 2, usize::from(u16::from_le_bytes(*len)))
            }
            0xA8 => return Some((Value::Utf8(Str::Empty), at)),
            _ => return self.other_value(record, at, source),
        };
        if start + len > source.data.len() {
            return None;
        }
        let lenient = source.properties.allow_invalid_character_references;
        if !is_plain(source.data, start, len) && !is_text(source.data, start, len, lenient) {
            return None;
        }
        Some((Value::Utf8(piece(start, len)), start + len))
    }

    /// The same of numbers and the like.
    fn other_value(&mut self, record: u8, at: usize, source: &Source<'_>) -> Option<(Value, usize)> {
        // Lists, UTF-16 and qualified names need more than a value.
        if matches!(record, 0xA4 | 0xA6 | 0xB6..=0xBC) {
            return None;
        }
        let mut cursor = source.cursor(at);
        let value = cursor.text(record, &mut self.next_pieces).ok()?;
        Some((value, cursor.at))
    }
}

/// How the names of an element or an attribute are recorded.
#[derive(Clone, Copy)]
enum Names {
    Plain,
    Prefixed,
    Letter(u8),
    Entry,
    PrefixedEntry,
    LetterEntry(u8),
}

impl Names {
    fn of_element(record: u8) -> Self {
        match record {
            0x40 => Self::Plain,
            0x41 => Self::Prefixed,
            0x42 => Self::Entry,
            0x43 => Self::PrefixedEntry,
            0x44..=0x5D => Self::LetterEntry(record - 0x44),
            _ => Self::Letter(record - 0x5E),
        }
    }

    fn of_attribute(record: u8) -> Self {
        match record {
            0x04 => Self::Plain,
            0x05 => Self::Prefixed,
            0x06 => Self::Entry,
            0x07 => Self::PrefixedEntry,
            0x0C..=0x25 => Self::LetterEntry(record - 0x0C),
            _ => Self::Letter(record - 0x26),
        }
    }
}

/// Remembers the prefix and the local name of what begins at this place with one byte for its kind.
#[inline(never)]
fn learn_names(
    starts: &mut Starts<Begun>,
    known: &mut Known,
    names: Names,
    start: usize,
    source: &Source<'_>,
) -> Option<(Mark, Begun)> {
    let (prefix, local_name, end) = plain_names(known, names, start + 1, source)?;
    let key = key(source.cursor(0).bytes_of(local_name));
    let mut begun = Begun { len: (end - start) as u8, prefix, local_name, key };
    begun.prefix.shift(start as u32);
    begun.local_name.shift(start as u32);
    Some((starts.learn(source.data, start, end - start, begun), begun))
}

/// The prefix and the local name at this place, and where they end.
fn plain_names(known: &mut Known, names: Names, at: usize, source: &Source<'_>) -> Option<(Str, Str, usize)> {
    let (prefix, at) = match names {
        Names::Plain | Names::Entry => (Str::Empty, at),
        Names::Prefixed | Names::PrefixedEntry => known.name(source.data, at)?,
        Names::Letter(letter) | Names::LetterEntry(letter) => (Str::Letter(letter), at),
    };
    let (local_name, end) = match names {
        Names::Plain | Names::Prefixed | Names::Letter(_) => known.name(source.data, at)?,
        _ => known.entry(source.data, at, source.dictionaries)?,
    };
    Some((prefix, local_name, end))
}

/// Whether a text, which is all there, is of characters that XML has a place for.
#[inline(never)]
pub(super) fn is_text(data: &[u8], start: usize, len: usize, lenient: bool) -> bool {
    verify_chars(&data[start..start + len], lenient).is_ok()
}

/// Whether a text, which is all there, is of printable characters of ASCII.
#[inline(always)]
pub(super) fn is_plain(data: &[u8], start: usize, len: usize) -> bool {
    let Some(mut rest) = data.get(start..) else { return false };
    let mut left = len;
    while let Some((block, others)) = rest.split_first_chunk::<{ scan::BLOCK }>() {
        let found = scan::not_printable(block);
        if left <= scan::BLOCK {
            return found & !(u32::MAX << left) == 0;
        }
        if found != 0 {
            return false;
        }
        rest = others;
        left -= scan::BLOCK;
    }
    rest.get(..left).is_some_and(|rest| rest.iter().all(|byte| (b' '..0x80).contains(byte)))
}
