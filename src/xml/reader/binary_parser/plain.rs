//! The nodes that nearly all are, in one go: elements and attributes whose names are short, texts of ASCII, ends. The
//! document is in memory as a whole. What is anything else, or wrong, is left for the parser to look at from its
//! beginning.

use crate::xml::dictionary::{Dictionaries, Entry};
use crate::xml::reader::limits;
use crate::xml::reader::names::scan_name;
use crate::xml::reader::namespaces::{Namespaces, NsRef};
use crate::xml::reader::records::{
    END_ELEMENT, FIRST_ATTRIBUTE, FIRST_ELEMENT, FIRST_TEXT, LAST_ATTRIBUTE, LAST_ELEMENT, LAST_TEXT, Str,
    Value,
};
use crate::xml::scan;
use crate::xml::writer::verify_chars;

use super::{Attr, BinaryParser, Node, Open, Source};

/// How many names are known at a time; a power of two.
const SLOTS: usize = 64;
/// Of so many strings of each dictionary it is known which are names.
const ENTRIES: usize = 4096;
/// The scope of no prefix.
const NEVER: u64 = u64::MAX;

/// Names that were looked at before, so that they need not be looked at again.
pub(super) struct Known {
    slots: [Slot; SLOTS],
    /// A bit for each string of a dictionary that is a name.
    entries: [[u64; ENTRIES / 64]; 2],
    /// What there is without prefix.
    unprefixed: (u64, NsRef),
}

/// A name, and what it stood for last as a prefix.
#[derive(Clone, Copy)]
struct Slot {
    /// The name after its length.
    key: u128,
    scope: u64,
    ns: NsRef,
}

/// A prefix that is known to be a name.
#[derive(Clone, Copy)]
enum Prefix {
    None,
    Key(u128),
}

impl Known {
    pub(super) fn new() -> Self {
        let slot = Slot { key: 0, scope: NEVER, ns: NsRef::default() };
        Self { slots: [slot; SLOTS], entries: [[0; ENTRIES / 64]; 2], unprefixed: (NEVER, NsRef::default()) }
    }

    /// The next document may have other dictionaries.
    pub(super) fn reset(&mut self) {
        self.entries = [[0; ENTRIES / 64]; 2];
    }

    /// The name at this place, which its length stands before, and its key.
    #[inline(always)]
    fn name(&mut self, data: &[u8], at: usize) -> Option<(Str, u128)> {
        let block: &[u8; scan::BLOCK] = data.get(at..)?.first_chunk()?;
        let len = block[0];
        if len == 0 || len as usize >= scan::BLOCK {
            return None;
        }
        let key = u128::from_le_bytes(*block) & (u128::MAX >> (8 * (scan::BLOCK - 1 - len as usize)));
        let slot = slot_of(key);
        if self.slots[slot].key != key {
            self.look_at(&block[1..=len as usize], key, slot)?;
        }
        Some((Str::Input { start: at as u32 + 1, len: len.into() }, key))
    }

    #[cold]
    fn look_at(&mut self, name: &[u8], key: u128, slot: usize) -> Option<()> {
        if scan_name(name, 0) != name.len() || name == b"xmlns" {
            return None;
        }
        self.slots[slot] = Slot { key, scope: NEVER, ns: NsRef::default() };
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

    /// The namespace that a prefix stands for.
    #[inline(always)]
    fn ns(&mut self, prefix: Prefix, namespaces: &Namespaces) -> Option<NsRef> {
        let scope = namespaces.scope(namespaces.len());
        match prefix {
            Prefix::None => {
                if self.unprefixed.0 != scope {
                    self.unprefixed = (scope, namespaces.find(b"")?);
                }
                Some(self.unprefixed.1)
            }
            Prefix::Key(key) => {
                let slot = &mut self.slots[slot_of(key)];
                if slot.scope != scope || slot.key != key {
                    let name = key.to_le_bytes();
                    let ns = namespaces.find(&name[1..=(name[0] as usize).min(scan::BLOCK - 1)])?;
                    *slot = Slot { key, scope, ns };
                }
                Some(slot.ns)
            }
        }
    }
}

#[inline]
fn slot_of(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % SLOTS
}

/// The bytes of a piece of the input.
#[inline]
fn piece(start: usize, len: usize) -> Str {
    Str::Input { start: start as u32, len: len as u32 }
}

impl BinaryParser {
    /// Reads the next node, if it is a plain one. If not, all is as it was.
    #[inline]
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
        if self.ends_after {
            self.ends_after = false;
            self.enter(Node::EndElement, self.at);
            self.is_leaving = true;
            return true;
        }
        let Some(&record) = source.data.get(self.at) else { return false };
        match record {
            END_ELEMENT => {
                self.enter(Node::EndElement, self.at + 1);
                self.is_leaving = true;
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
        let kind = match record {
            0x40 => Names::Plain,
            0x41 => Names::Prefixed,
            0x42 => Names::Entry,
            0x43 => Names::PrefixedEntry,
            0x44..=0x5D => Names::LetterEntry(record - 0x44),
            _ => Names::Letter(record - 0x5E),
        };
        let (prefix, known, local_name, mut at) = self.plain_names(kind, self.at + 1, source)?;
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
        let Some(ns) = self.known.ns(known, &self.namespaces) else {
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
        });
        self.enter(Node::Element { prefix, local_name, ns }, at);
        Some(())
    }

    /// The prefix and the local name from this place on.
    #[inline(always)]
    fn plain_names(
        &mut self,
        kind: Names,
        mut at: usize,
        source: &Source<'_>,
    ) -> Option<(Str, Prefix, Str, usize)> {
        let (prefix, known) = match kind {
            Names::Plain | Names::Entry => (Str::Empty, Prefix::None),
            Names::Prefixed | Names::PrefixedEntry => {
                let (prefix, key) = self.known.name(source.data, at)?;
                at += 1 + source.data[at] as usize;
                (prefix, Prefix::Key(key))
            }
            Names::Letter(letter) | Names::LetterEntry(letter) => {
                (Str::Letter(letter), Prefix::Key(1 | u128::from(b'a' + letter) << 8))
            }
        };
        let (local_name, end) = match kind {
            Names::Plain | Names::Prefixed | Names::Letter(_) => {
                let (name, _) = self.known.name(source.data, at)?;
                (name, at + 1 + source.data[at] as usize)
            }
            _ => self.known.entry(source.data, at, source.dictionaries)?,
        };
        Some((prefix, known, local_name, end))
    }

    /// All attributes from this place on; where they end.
    fn plain_attributes(&mut self, mut at: usize, source: &Source<'_>) -> Option<usize> {
        let mut has_prefixes = false;
        while let record @ FIRST_ATTRIBUTE..=LAST_ATTRIBUTE = *source.data.get(at)? {
            limits::check_attribute(self.next_attributes.len(), at, source.properties).ok()?;
            if (0x08..=0x0B).contains(&record) {
                let mut cursor = source.cursor(at + 1);
                self.scan_declaration(record, &mut cursor, source).ok()?;
                at = cursor.at;
                continue;
            }
            let kind = match record {
                0x04 => Names::Plain,
                0x05 => Names::Prefixed,
                0x06 => Names::Entry,
                0x07 => Names::PrefixedEntry,
                0x0C..=0x25 => Names::LetterEntry(record - 0x0C),
                _ => Names::Letter(record - 0x26),
            };
            let (prefix, _, local_name, end) = self.plain_names(kind, at + 1, source)?;
            has_prefixes |= prefix != Str::Empty;
            let record = *source.data.get(end)?;
            if !(FIRST_TEXT..=LAST_TEXT).contains(&record) || !record.is_multiple_of(2) {
                return None;
            }
            let (value, end) = self.plain_value(record, end + 1, source)?;
            let ns = NsRef::default();
            self.next_attributes.push(Attr { prefix, local_name, ns, value, is_xmlns: false });
            at = end;
        }
        if has_prefixes {
            self.resolve_prefixes(source)?;
        }
        if self.next_attributes.len() > 1 {
            let cursor = source.cursor(0);
            let names = self.next_attributes.iter().map(|attribute| {
                cursor.bytes_of(if attribute.is_xmlns { attribute.prefix } else { attribute.local_name })
            });
            if !self.distinct.are_all(names) {
                return None;
            }
        }
        Some(at)
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
        if !is_plain(source.data, start, len) && !is_text(source, start, len) {
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

/// Whether a text, which is all there, is of characters that XML has a place for.
#[inline(never)]
fn is_text(source: &Source<'_>, start: usize, len: usize) -> bool {
    let text = &source.data[start..start + len];
    verify_chars(text, source.properties.allow_invalid_character_references).is_ok()
}

/// Whether a text, which is all there, is of printable characters of ASCII.
#[inline]
fn is_plain(data: &[u8], start: usize, len: usize) -> bool {
    let end = start + len;
    let mut at = start;
    while at < end {
        let Some(block) = data[at..].first_chunk() else {
            return data[at..end].iter().all(|byte| (b' '..0x80).contains(byte));
        };
        let found = scan::not_printable(block);
        if (found.trailing_zeros() as usize) < (end - at).min(scan::BLOCK) {
            return false;
        }
        at += scan::BLOCK;
    }
    true
}
