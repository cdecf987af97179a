//! The texts that binary XML refers to by number.
//!
//! A number is even for a text of the static dictionary, which both sides know, and odd for one of the dynamic
//! dictionary, which they agree on as they go; half of it is the index. (\[MC-NBFS\] 2.1, \[MC-NBFSE\] 2.2)

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::abi::types::{SOAP, WS_XML_STRING, soap_dictionary, soap_string};

/// Texts by index. Who implements it sees to it that they stay while it lives.
pub(crate) trait Dictionary: Send {
    /// The text with this index.
    fn text(&self, index: u32) -> Option<&[u8]>;

    /// The same with the string as the application knows it, which stays where it is.
    fn entry(&self, index: u32) -> Option<(&[u8], &WS_XML_STRING)>;

    /// The index of a text, where names need not say themselves that they are in the dictionary.
    fn find(&self, _text: &[u8]) -> Option<u32> {
        None
    }
}

/// Numbers for texts that the static dictionary does not have: the application's, as it hands them out.
pub(crate) trait DynamicStrings: Send {
    /// The number that the reader will know this text by.
    fn find(&mut self, text: &[u8]) -> Option<u32>;
}

/// A name or namespace that is written, and where it stands in the static dictionary of the output, if it does.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a> {
    pub(crate) bytes: &'a [u8],
    entry: u32,
}

impl<'a> Name<'a> {
    /// The index of what is not in the dictionary.
    pub(crate) const NONE: u32 = u32::MAX;

    /// A name that is known to be the one with this index.
    pub(crate) fn with_entry(bytes: &'a [u8], index: u32) -> Self {
        Self { bytes, entry: index }
    }

    /// A name that says that it is of the dictionary at this address, under this number, in an output with another one or
    /// none or this.
    #[inline(always)]
    pub(crate) fn given(bytes: &'a [u8], dictionary: usize, id: u32, of_output: usize) -> Self {
        /// Has the compiler keep what follows out of the way: most names are of no dictionary.
        #[cold]
        #[inline]
        fn seldom() {}

        if dictionary == 0 {
            return bytes.into();
        }
        seldom();
        if dictionary == of_output { Self::with_entry(bytes, id) } else { bytes.into() }
    }

    #[inline]
    pub(crate) fn entry(self) -> Option<u32> {
        (self.entry != Self::NONE).then_some(self.entry)
    }

    #[inline(always)]
    pub(crate) fn entry_or_none(self) -> u32 {
        self.entry
    }
}

impl<'a> From<&'a [u8]> for Name<'a> {
    #[inline]
    fn from(bytes: &'a [u8]) -> Self {
        Self { bytes, entry: Self::NONE }
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Name<'a> {
    #[inline]
    fn from(bytes: &'a [u8; N]) -> Self {
        Self { bytes, entry: Self::NONE }
    }
}

/// The dictionaries of a document.
#[derive(Default)]
pub(crate) struct Dictionaries {
    pub(crate) fixed: Option<Box<dyn Dictionary>>,
    pub(crate) dynamic: Option<Box<dyn Dictionary>>,
}

/// A text by its place in one of the two dictionaries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) is_dynamic: bool,
    pub(crate) index: u32,
}

impl Entry {
    /// The entry that a number in a document stands for.
    pub(crate) fn from_number(number: u32) -> Self {
        Self { is_dynamic: number & 1 != 0, index: number >> 1 }
    }
}

impl Dictionaries {
    #[inline]
    fn of(&self, entry: Entry) -> Option<&dyn Dictionary> {
        if entry.is_dynamic { self.dynamic.as_deref() } else { self.fixed.as_deref() }
    }

    pub(crate) fn text(&self, entry: Entry) -> Option<&[u8]> {
        self.of(entry)?.text(entry.index)
    }

    #[inline]
    pub(crate) fn entry(&self, entry: Entry) -> Option<(&[u8], &WS_XML_STRING)> {
        self.of(entry)?.entry(entry.index)
    }
}

/// The dictionary of SOAP messages. (\[MC-NBFS\] 2.2)
pub(crate) struct Soap;

impl Soap {
    /// The address by which strings say that they are of it.
    pub(crate) fn address() -> usize {
        soap_dictionary().addr()
    }
}

impl Dictionary for Soap {
    fn text(&self, index: u32) -> Option<&[u8]> {
        SOAP.get(index as usize).map(|text| text.as_bytes())
    }

    fn entry(&self, index: u32) -> Option<(&[u8], &WS_XML_STRING)> {
        Some((self.text(index)?, soap_string(index)?))
    }

    fn find(&self, text: &[u8]) -> Option<u32> {
        static NUMBERS: OnceLock<HashMap<&'static [u8], u32>> = OnceLock::new();
        let numbers =
            NUMBERS.get_or_init(|| (0..).zip(SOAP).map(|(index, text)| (text.as_bytes(), index)).collect());
        numbers.get(text).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Samples from all over the table, by their numbers in the specification.
    #[test]
    fn the_dictionary_of_soap_is_that_of_the_specification() {
        for (number, text) in [
            (0x00, "mustUnderstand"),
            (0x02, "Envelope"),
            (0x04, "http://www.w3.org/2003/05/soap-envelope"),
            (0x06, "http://www.w3.org/2005/08/addressing"),
            (0x08, "Header"),
            (0x0A, "Action"),
            (0x0C, "To"),
            (0x0E, "Body"),
            (0x1E6, "CancelTarget"),
            (0x3CC, "detail"),
        ] {
            assert_eq!(SOAP[number / 2], text, "0x{number:X}");
        }
    }

    #[test]
    fn no_text_is_there_twice() {
        assert_eq!(SOAP.iter().collect::<HashSet<_>>().len(), SOAP.len());
    }

    #[test]
    fn a_number_says_which_dictionary_and_where() {
        assert_eq!(Entry::from_number(470), Entry { is_dynamic: false, index: 235 });
        assert_eq!(Entry::from_number(3), Entry { is_dynamic: true, index: 1 });
    }
}
