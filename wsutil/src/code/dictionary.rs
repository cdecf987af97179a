//! The XML dictionary of an output pair: every string of its descriptions, once.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::code::names::Numbers;

/// A string of a dictionary: its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StringId(pub usize);

/// The strings, by their texts: the member is named by whoever registers a text first.
#[derive(Debug, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    by_text: HashMap<String, StringId>,
    members: HashSet<String>,
    numbers: Numbers,
}

/// One string.
#[derive(Debug)]
pub struct Entry {
    /// The member of `dictionary.xmlStrings`.
    pub member: String,
    /// The text.
    pub text: String,
}

impl Dictionary {
    /// The string with this text; a new one gets the member name proposed, with a number if that is taken.
    pub fn register(&mut self, member: &str, text: &str) -> StringId {
        if let Some(known) = self.by_text.get(text) {
            return *known;
        }
        let unique = self.numbers.free(member, "", |name| self.members.contains(name));
        self.members.insert(unique.clone());
        let id = StringId(self.entries.len());
        self.entries.push(Entry { member: unique, text: text.to_owned() });
        self.by_text.insert(text.to_owned(), id);
        id
    }

    /// All strings in the order of their identifiers.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The member that holds a text, if it is registered.
    pub fn member_of(&self, text: &str) -> Option<&str> {
        self.by_text.get(text).map(|&id| self.member(id))
    }

    /// The member that holds a string.
    pub fn member(&self, id: StringId) -> &str {
        &self.entries[id.0].member
    }
}

/// The GUID of the dictionary of a file with schemas of these namespaces: the same at every run.
pub fn guid(file_name: &str, namespaces: &[String]) -> Uuid {
    // Of this compiler alone, and never changed.
    const SPACE: Uuid = Uuid::from_u128(0x9f2d_6a1c_4e0b_5c63_b7a8_31d5_8e40_c2f7);
    let name = std::iter::once(file_name)
        .chain(namespaces.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join("\n");
    Uuid::new_v5(&SPACE, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_registered_once_under_its_first_name() {
        let mut dictionary = Dictionary::default();
        let first = dictionary.register("aLocalName", "a");
        assert_eq!(dictionary.register("bLocalName", "a"), first);
        let other = dictionary.register("aLocalName", "b");
        assert_eq!(dictionary.member(first), "aLocalName");
        assert_eq!(dictionary.member(other), "aLocalName2");
    }

    #[test]
    fn the_guid_is_of_version_5_and_stays() {
        let one = guid("a.xsd", &["urn:a".to_owned()]);
        assert_eq!(one.get_version_num(), 5);
        assert_eq!(one, guid("a.xsd", &["urn:a".to_owned()]));
        assert_ne!(one, guid("b.xsd", &["urn:a".to_owned()]));
    }
}
