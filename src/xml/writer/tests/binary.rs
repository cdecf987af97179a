//! The same random documents as binary XML: read back, copied into text, and cut off everywhere.

use std::sync::Mutex;

use super::roundtrip::*;
use super::*;
use crate::abi::types::WS_XML_STRING;
use crate::xml::dictionary::{Dictionaries, Dictionary, DynamicStrings};
use crate::xml::reader::{Input, NodeType, Reader, ReaderProperties, TextCharset};
use crate::xml::writer::BinaryOutput;
use proptest::prelude::*;

/// Numbers for strings that both sides share; every other string gets one.
#[derive(Clone, Default)]
pub(super) struct Agreed(Arc<Mutex<Vec<Vec<u8>>>>);

impl DynamicStrings for Agreed {
    fn find(&mut self, text: &[u8]) -> Option<u32> {
        let mut strings = self.0.lock().unwrap();
        strings.push(text.to_vec());
        let index = strings.len() as u32 - 1;
        index.is_multiple_of(2).then_some(index)
    }
}

/// What has been agreed on in the end.
struct Numbered(Vec<Vec<u8>>);

impl Dictionary for Numbered {
    fn text(&self, index: u32) -> Option<&[u8]> {
        self.0.get(index as usize).map(Vec::as_slice)
    }

    fn entry(&self, _: u32) -> Option<(&[u8], &WS_XML_STRING)> {
        None
    }
}

/// The document as binary XML, and the strings that it has numbers for, in a dictionary that grows and in one that is
/// fixed.
pub(super) fn encoded(document: &Node, is_numbered: bool, is_fixed: bool) -> (Vec<u8>, Agreed) {
    let agreed = Agreed::default();
    let dynamic = is_numbered.then(|| Box::new(agreed.clone()) as Box<dyn DynamicStrings>);
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_binary(
        BinaryOutput { dictionary: is_fixed.then(fixed), address: 0, dynamic },
        WriterProperties::default(),
    );
    write(&mut writer, document).unwrap();
    (writer.take_bytes(), agreed)
}

fn fixed() -> Box<dyn Dictionary> {
    Box::new(Numbered(fixed_strings()))
}

pub(super) fn reader_of(bytes: &[u8], agreed: &Agreed) -> Reader {
    let numbered = Numbered(agreed.0.lock().unwrap().clone());
    let dictionaries = Dictionaries { fixed: Some(fixed()), dynamic: Some(Box::new(numbered)) };
    let mut reader = Reader::new(ReaderProperties::default());
    let input = Input::Owned(bytes.to_vec());
    reader.set_input_binary(input, dictionaries, ReaderProperties::default()).unwrap();
    reader
}

/// Binary XML knows no CDATA sections: one without text does not even divide what is around it.
pub(super) fn without_empty_cdata(mut node: Node) -> Node {
    if let Node::Element { children, .. } = &mut node {
        children.retain(|child| !matches!(child, Node::CData(content) if content.is_empty()));
        *children = std::mem::take(children).into_iter().map(without_empty_cdata).collect();
    }
    node
}

/// Binary XML knows no CDATA sections.
fn without_cdata(events: Vec<Event>) -> Vec<Event> {
    let mut plain = Vec::new();
    for event in events {
        push(&mut plain, if let Event::CData(text) = event { Event::Text(text) } else { event });
    }
    plain
}

proptest! {
    #[test]
    fn what_is_written_as_binary_is_read(
        document in document(),
        is_numbered in any::<bool>(),
        is_fixed in any::<bool>(),
    ) {
        let (mut wanted, mut bytes) = (Vec::new(), Vec::new());
        expected(&without_empty_cdata(document.clone()), &mut bytes, &mut wanted);
        let wanted = without_cdata(wanted);
        let (out, agreed) = encoded(&document, is_numbered, is_fixed);
        prop_assert_eq!(&read(&mut reader_of(&out, &agreed)), &wanted, "{:02X?}", out);

        let mut text = Writer::new(WriterProperties::default());
        text.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
        text.copy_node(&mut reader_of(&out, &agreed)).unwrap();
        prop_assert_eq!(&read_text(text.bytes().to_vec(), TextCharset::Utf8), &wanted);
    }

    #[test]
    fn binary_that_is_cut_off_is_refused(document in document()) {
        let (out, agreed) = encoded(&document, true, true);
        for cut in 1..out.len() {
            let mut reader = reader_of(&out[..cut], &agreed);
            let code = loop {
                match reader.read_node() {
                    Err(error) => break error.code(),
                    Ok(()) => prop_assert_ne!(reader.node_type(), NodeType::Eof, "cut after {}", cut),
                }
            };
            prop_assert_eq!(code, WS_E_INVALID_FORMAT);
        }
    }

    /// Whatever the bytes, reading ends, with a failure or without.
    #[test]
    fn any_bytes_are_read_or_refused(start in 0_usize..4, bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let start = [&b""[..], b"\x40\x01a", b"\x40\x01a\x04\x01b", b"\x03\x40\x01a\x01"][start];
        let mut reader = reader_of(&[start, &bytes].concat(), &Agreed::default());
        while reader.read_node().is_ok() && reader.node_type() != NodeType::Eof {
            let _ = reader.text().map(|text| text.write_utf8(&mut Vec::new()));
        }
    }
}
