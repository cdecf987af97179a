//! Values of descriptions made at random, through every encoding: what was read from one is written to the other, and
//! the same is read back.

use std::sync::Mutex;

use super::*;
use crate::xml::buffer::XmlBuffer;
use crate::xml::dictionary::{Dictionaries, Dictionary, DynamicStrings};
use crate::xml::writer::BinaryOutput;

/// How a value gets from the writer to the reader.
#[derive(Clone, Copy, Debug)]
enum Way {
    Text(WS_CHARSET, TextCharset),
    Binary,
    /// With a dictionary that grows as it is written.
    BinaryWithStrings,
    Buffer,
}

const WAYS: [Way; 6] = [
    Way::Text(WS_CHARSET::WS_CHARSET_UTF8, TextCharset::Utf8),
    Way::Text(WS_CHARSET::WS_CHARSET_UTF16LE, TextCharset::Utf16Le),
    Way::Text(WS_CHARSET::WS_CHARSET_UTF16BE, TextCharset::Auto),
    Way::Binary,
    Way::BinaryWithStrings,
    Way::Buffer,
];

/// The strings that writer and reader have numbers for: every second one that comes.
#[derive(Clone, Default)]
pub(super) struct Strings(pub(super) Arc<Mutex<Vec<Vec<u8>>>>);

impl DynamicStrings for Strings {
    fn find(&mut self, text: &[u8]) -> Option<u32> {
        let mut strings = self.0.lock().unwrap();
        if let Some(known) = strings.iter().position(|string| string == text) {
            return Some(known as u32);
        }
        if text.len().is_multiple_of(2) {
            return None;
        }
        strings.push(text.to_vec());
        Some(strings.len() as u32 - 1)
    }
}

pub(super) struct Numbered(pub(super) Vec<Vec<u8>>);

impl Dictionary for Numbered {
    fn text(&self, index: u32) -> Option<&[u8]> {
        self.0.get(index as usize).map(Vec::as_slice)
    }

    fn entry(&self, _: u32) -> Option<(&[u8], &WS_XML_STRING)> {
        None
    }
}

fn properties() -> ReaderProperties {
    ReaderProperties { max_depth: 64, ..ReaderProperties::default() }
}

/// A reader of what was written of the value in this way.
fn carried(
    way: Way,
    description: *mut WS_STRUCT_DESCRIPTION,
    value: *mut c_void,
    heap: &Arc<Heap>,
) -> Reader {
    let mut writer = Writer::new(WriterProperties::default());
    let mut reader = Reader::new(properties());
    let strings = Strings::default();
    let output =
        |dynamic: Option<Box<dyn DynamicStrings>>| BinaryOutput { dictionary: None, address: 0, dynamic };
    match way {
        Way::Text(charset, read_as) => {
            writer.set_output_text(charset, WriterProperties::default()).unwrap();
            write_into(&mut writer, description, value);
            reader.set_input_text(Input::Owned(writer.take_bytes()), read_as, properties()).unwrap();
        }
        Way::Binary => {
            writer.set_output_binary(output(None), WriterProperties::default());
            write_into(&mut writer, description, value);
            let bytes = Input::Owned(writer.take_bytes());
            let dictionaries = Dictionaries { fixed: None, dynamic: None };
            reader.set_input_binary(bytes, dictionaries, properties()).unwrap();
        }
        Way::BinaryWithStrings => {
            writer.set_output_binary(output(Some(Box::new(strings.clone()))), WriterProperties::default());
            write_into(&mut writer, description, value);
            let bytes = Input::Owned(writer.take_bytes());
            let numbered = Numbered(strings.0.lock().unwrap().clone());
            let dictionaries = Dictionaries { fixed: None, dynamic: Some(Box::new(numbered)) };
            reader.set_input_binary(bytes, dictionaries, properties()).unwrap();
        }
        Way::Buffer => {
            let buffer = XmlBuffer::new(heap).unwrap();
            writer.set_output_buffer(buffer.clone(), None, WriterProperties::default()).unwrap();
            write_into(&mut writer, description, value);
            reader.set_input_buffer(buffer, None, properties()).unwrap();
        }
    }
    reader
}

proptest! {
    #[test]
    fn structures_are_the_same_in_every_encoding(plans in plans(2)) {
        let (description, xml) = build(&plans);
        let heap = Heap::new(1 << 20, 0);
        let value = read_struct(&xml, description, &heap).unwrap();
        let written = write_struct(description, value);
        for way in WAYS {
            let mut reader = carried(way, description, value, &heap);
            let again = read_from(&mut reader, description, &heap);
            prop_assert!(again.is_ok(), "{:?}: {:?} of {}", way, again, written);
            prop_assert_eq!(write_struct(description, again.unwrap()), written.clone(), "{:?}", way);
        }
    }
}
