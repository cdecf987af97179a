//! The attributes `xml:lang` and the like that are in scope. (WsGetXmlAttribute)

use crate::xml::text::Text;

struct Entry {
    start: u32,
    local_len: u32,
    value_len: u32,
}

#[derive(Default)]
pub(super) struct XmlAttributes {
    entries: Vec<Entry>,
    /// Names and values, one after the other.
    bytes: Vec<u8>,
}

impl XmlAttributes {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Goes back to the first `count`.
    #[inline]
    pub(super) fn truncate(&mut self, count: usize) {
        if let Some(entry) = self.entries.get(count) {
            self.bytes.truncate(entry.start as usize);
            self.entries.truncate(count);
        }
    }

    pub(super) fn push(&mut self, local_name: &[u8], value: &Text<'_>) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(local_name);
        if value.write_utf8(&mut self.bytes).is_err() {
            // Such a value cannot be asked for as characters.
            self.bytes.truncate(start + local_name.len());
        }
        self.entries.push(Entry {
            start: start as u32,
            local_len: local_name.len() as u32,
            value_len: (self.bytes.len() - start - local_name.len()) as u32,
        });
    }

    /// The innermost with this name.
    pub(super) fn find(&self, local_name: &[u8]) -> Option<&[u8]> {
        self.entries.iter().rev().find_map(|entry| {
            let local = &self.bytes[entry.start as usize..][..entry.local_len as usize];
            let value = entry.start as usize + local.len();
            (local == local_name).then(|| &self.bytes[value..][..entry.value_len as usize])
        })
    }
}
