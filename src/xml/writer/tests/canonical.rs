//! The canonical form of the same random documents: one, whoever makes it, from whatever encoding.

use std::sync::Mutex;

use super::binary::{encoded, reader_of, without_empty_cdata};
use super::roundtrip::*;
use super::*;
use crate::error::Result;
use crate::xml::canonicalization::{CanonicalSink, Options};
use crate::xml::reader::{Input, NodeType, Reader, ReaderProperties, TextCharset};
use crate::xml::writer::BinaryOutput;
use proptest::prelude::*;

#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<u8>>>);

impl CanonicalSink for Collected {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(())
    }
}

impl Collected {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn canonical_of(reader: &mut Reader, options: &Options, is_skipped: bool) -> String {
    let collected = Collected::default();
    reader.start_canonicalization(options.clone(), Box::new(collected.clone())).unwrap();
    while reader.node_type() != NodeType::Eof {
        if is_skipped { reader.skip_node().unwrap() } else { reader.read_node().unwrap() }
    }
    reader.end_canonicalization().unwrap();
    collected.text()
}

fn text_reader(bytes: &[u8]) -> Reader {
    let mut reader = Reader::new(ReaderProperties::default());
    let input = Input::Owned(bytes.to_vec());
    reader.set_input_text(input, TextCharset::Auto, ReaderProperties::default()).unwrap();
    reader
}

/// The canonical form made while writing. The writer has its output already.
fn written(writer: &mut Writer, document: &Node, options: &Options) -> String {
    let collected = Collected::default();
    writer.start_canonicalization(options.clone(), Box::new(collected.clone())).unwrap();
    write(writer, document).unwrap();
    writer.end_canonicalization().unwrap();
    collected.text()
}

#[test]
fn leaves_are_told_to_a_canonicalizer() {
    let collected = Collected::default();
    let mut reader = text_reader(b"<r><a>1</a><a>2</a></r>");
    reader.start_canonicalization(Options::default(), Box::new(collected.clone())).unwrap();
    reader.read_start_element().unwrap();
    for _ in 0..2 {
        reader.read_to_start_element(None, None).unwrap();
        reader.read_simple_element().unwrap();
        reader.read_node().unwrap();
    }
    reader.read_node().unwrap();
    reader.end_canonicalization().unwrap();
    assert_eq!(collected.text(), "<r><a>1</a><a>2</a></r>");

    let collected = Collected::default();
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
    writer.start_canonicalization(Options::default(), Box::new(collected.clone())).unwrap();
    writer.write_start_element(None, b"r", b"").unwrap();
    assert!(
        !writer
            .write_leaf(&mut super::Leaf::default(), |_| (b"a".into(), b"".into()), &Text::Int32(1))
            .unwrap()
    );
    writer.write_end_element().unwrap();
    writer.end_canonicalization().unwrap();
    assert_eq!(collected.text(), "<r></r>");
}

fn options() -> impl Strategy<Value = Options> {
    let prefixes = prop::collection::vec(prop::sample::select(vec!["", "p", "q", "a", "xml"]), 0..3);
    let omitted = prop::option::of((0..2_usize, 0..2_usize));
    (any::<bool>(), any::<bool>(), prefixes, omitted, 1..200_usize).prop_map(
        |(is_inclusive, with_comments, prefixes, omitted, buffer_size)| Options {
            is_inclusive,
            with_comments,
            inclusive_prefixes: prefixes.into_iter().map(|prefix| prefix.as_bytes().to_vec()).collect(),
            omitted: omitted.map(|(name, ns)| (NAMES[name].into(), NAMESPACES[ns].into())),
            buffer_size,
        },
    )
}

proptest! {
    #[test]
    fn the_canonical_form_is_one(document in document(), options in options(), indent in 0..3_u32) {
        let properties = WriterProperties { indent, ..WriterProperties::default() };
        let mut writer = Writer::new(WriterProperties::default());
        writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, properties.clone()).unwrap();
        let expected = written(&mut writer, &document, &options);
        let utf8 = writer.bytes().to_vec();
        let shown = String::from_utf8_lossy(&utf8).into_owned();
        prop_assert_eq!(&canonical_of(&mut text_reader(&utf8), &options, false), &expected, "{}", &shown);
        prop_assert_eq!(&canonical_of(&mut text_reader(&utf8), &options, true), &expected, "{}", &shown);

        for charset in [WS_CHARSET::WS_CHARSET_UTF16LE, WS_CHARSET::WS_CHARSET_UTF16BE] {
            let properties = WriterProperties { write_declaration: true, ..properties.clone() };
            writer.set_output_text(charset, properties).unwrap();
            prop_assert_eq!(&written(&mut writer, &document, &options), &expected);
            let wide = writer.bytes().to_vec();
            prop_assert_eq!(&canonical_of(&mut text_reader(&wide), &options, false), &expected);
        }
        if indent > 0 {
            return Ok(());
        }

        // Bytes that only an empty section divides are one value in binary XML.
        let plain = without_empty_cdata(document.clone());
        writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, properties.clone()).unwrap();
        let undivided = written(&mut writer, &plain, &options);
        writer.set_output_binary(BinaryOutput::default(), properties.clone());
        prop_assert_eq!(&written(&mut writer, &document, &options), &undivided);
        let (binary, agreed) = encoded(&document, true, true);
        prop_assert_eq!(&canonical_of(&mut reader_of(&binary, &agreed), &options, false), &undivided);

        let heap = Heap::new(1 << 20, 0);
        mtom::set_output(&mut writer, WS_CHARSET::WS_CHARSET_UTF8, 2, true);
        prop_assert_eq!(&written(&mut writer, &document, &options), &expected);
        writer.complete().unwrap();
        let mut reader = mtom::reader_of(Input::Owned(writer.take_bytes()), true);
        prop_assert_eq!(&canonical_of(&mut reader, &options, false), &expected);

        let buffer = XmlBuffer::new(&heap).unwrap();
        writer.set_output_buffer(buffer.clone(), None, properties.clone()).unwrap();
        prop_assert_eq!(&written(&mut writer, &document, &options), &expected);
        for is_skipped in [false, true] {
            let mut reader = Reader::new(ReaderProperties::default());
            reader.set_input_buffer(buffer.clone(), None, ReaderProperties::default()).unwrap();
            prop_assert_eq!(&canonical_of(&mut reader, &options, is_skipped), &expected);
        }

        // Canonical XML is its own canonical form, but for what was left out of its declarations.
        if options.omitted.is_none() {
            let again = canonical_of(&mut text_reader(expected.as_bytes()), &options, false);
            prop_assert_eq!(&again, &expected);
        }
    }
}
