//! Binary XML in which elements come again as they were, and not quite as they were: read from memory, where the reader
//! recognizes them, and from a stream, where it does not, it is the same.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// What is put together: elements of few kinds with values from a few, texts, ends.
#[derive(Clone, Copy, Debug)]
enum Part {
    Start(u8, u8),
    Text(u8, bool),
    End,
    Comment,
    Array,
}

/// A name or other string after its length.
fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(bytes.len() as u8);
    out.extend_from_slice(bytes);
}

/// The record of a text, without the end of its element.
fn value(out: &mut Vec<u8>, which: u8) {
    let long = "0123456789 abcdefghijklmn\u{F1}opq".repeat(10);
    match which % 16 {
        0..=5 => {
            out.push(0x98);
            string(out, &b"0123456789 0123456789 01234567890"[..5 * usize::from(which % 16)]);
        }
        6 => out.extend_from_slice(b"\xA8"),
        7 => out.extend_from_slice(b"\x88\x2A"),
        8 => {
            out.push(0x9A);
            out.extend_from_slice(&(long.len() as u16).to_le_bytes());
            out.extend_from_slice(long.as_bytes());
        }
        9 => {
            out.push(0x98);
            string(out, "gr\u{FC}n".as_bytes());
        }
        10 => {
            out.push(0x98);
            string(out, b"two\nlines\t");
        }
        _ => {
            out.push(0x98);
            string(out, b"value");
        }
    }
}

fn start(out: &mut Vec<u8>, which: u8, values: u8) {
    let attribute = |out: &mut Vec<u8>, name: &[u8], which: u8| {
        out.push(0x04);
        string(out, name);
        value(out, which);
    };
    let declaration = |out: &mut Vec<u8>, prefix: &[u8], ns: u8| {
        out.push(if prefix.is_empty() { 0x08 } else { 0x09 });
        if !prefix.is_empty() {
            string(out, prefix);
        }
        string(out, &[b"urn:a-namespace-of-some-length", &[b'a' + ns % 2][..]].concat());
    };
    let (prefixed, element) = (0x5E + b'p' - b'a', 0x40);
    let name: (u8, &[u8]) = match which % 12 {
        0 | 1 => (element, b"a"),
        2 | 3 => (prefixed, b"b"),
        4 | 5 => (element, b"declaring"),
        6 => (element, b"a-name-of-more-than-sixteen"),
        7 => (prefixed, b"a"),
        8 => (prefixed + 1, b"e"),
        _ => (element, b"c"),
    };
    out.push(name.0);
    string(out, name.1);
    match which % 12 {
        1 => attribute(out, b"x", values),
        3 => {
            attribute(out, b"x", values);
            out.push(0x26 + b'p' - b'a');
            string(out, b"y");
            value(out, values / 16);
        }
        4 => declaration(out, b"q", values),
        5 => {
            declaration(out, b"", values);
            attribute(out, b"another-name-of-some-length", values / 2);
            declaration(out, b"p", values / 4);
        }
        6 => attribute(out, b"x", 0),
        // Now and then it is there twice.
        9 => {
            attribute(out, b"x", values);
            attribute(out, if values == 77 { b"x" } else { b"y" }, 0);
        }
        10 => {
            out.push(0x05);
            string(out, b"xml");
            string(out, b"lang");
            value(out, values);
        }
        _ => {}
    }
}

fn document(parts: &[Part]) -> Vec<u8> {
    let mut out = Vec::new();
    start(&mut out, 5, 0);
    out.push(0x09);
    string(&mut out, b"q");
    string(&mut out, b"urn:q");
    let mut depth = 1;
    for part in parts {
        match *part {
            Part::Start(which, values) => {
                start(&mut out, which, values);
                depth += 1;
            }
            Part::Text(which, is_last) => {
                let at = out.len();
                value(&mut out, which);
                if is_last && depth > 1 {
                    out[at] |= 1;
                    depth -= 1;
                }
            }
            Part::End if depth > 1 => {
                out.push(0x01);
                depth -= 1;
            }
            Part::End => {}
            Part::Comment => out.extend_from_slice(b"\x02\x03-c "),
            Part::Array => out.extend_from_slice(b"\x03\x40\x01i\x01\x8D\x02\x01\0\0\0\x02\0\0\0"),
        }
    }
    out.extend(std::iter::repeat_n(0x01, depth));
    out
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = prop_oneof![
        8 => (any::<u8>(), any::<u8>()).prop_map(|(which, values)| Part::Start(which, values)),
        6 => (any::<u8>(), any::<bool>()).prop_map(|(which, is_last)| Part::Text(which, is_last)),
        6 => Just(Part::End),
        1 => Just(Part::Comment),
        1 => Just(Part::Array),
    ];
    // What comes once comes again and again, with something else in between.
    let phrase = proptest::collection::vec(part, 1..8);
    let order = proptest::collection::vec(0..4_usize, 1..24);
    (proptest::collection::vec(phrase, 4), order)
        .prop_map(|(phrases, order)| order.into_iter().flat_map(|which| phrases[which].clone()).collect())
}

fn show_value(out: &mut String, text: Text<'_>) {
    let mut bytes = Vec::new();
    text.write_utf8(&mut bytes).unwrap();
    show(out, &bytes);
}

/// All that can be seen of the nodes up to the end, or to the failure.
fn account(reader: &mut Reader) -> String {
    let mut out = String::new();
    loop {
        let result = step(reader, Reader::read_node);
        write!(out, "\n{} {} {}: ", reader.depth(), reader.location(), reader.node_type().name()).unwrap();
        if let Err(error) = result {
            write!(out, "{error:?}").unwrap();
            return out;
        }
        if let Some(element) = reader.element() {
            show_name(&mut out, element.prefix, element.local_name, element.ns);
            for index in 0..element.attribute_count {
                let attribute = reader.attribute(index).unwrap();
                let mark = if attribute.is_xmlns { " xmlns:" } else { " " };
                out.push_str(mark);
                show_name(&mut out, attribute.prefix, attribute.local_name, attribute.ns);
                out.push('=');
                show_value(&mut out, attribute.value);
            }
        }
        if let Some(text) = reader.text() {
            show_value(&mut out, text);
        }
        for prefix in ["", "p", "q"] {
            let ns = reader.namespace_of_prefix(prefix.as_bytes()).unwrap_or_default();
            write!(out, " {prefix}={}", String::from_utf8_lossy(ns)).unwrap();
        }
        write!(out, " {:?}", reader.xml_attribute(b"lang").unwrap()).unwrap();
        if reader.node_type() == NodeType::Eof {
            return out;
        }
    }
}

/// The reader was used before, and is used again.
fn compare(reader: &mut Reader, document: &[u8], properties: &ReaderProperties) {
    let input = Input::Owned(document.to_vec());
    reader.set_input_binary(input, Dictionaries::default(), properties.clone()).unwrap();
    let own = account(reader);
    let mut other = Reader::new(properties.clone());
    let source = Trickle { bytes: document.to_vec(), at: 0, step: 1000 };
    other
        .set_input_binary(Input::Stream(Box::new(source)), Dictionaries::default(), properties.clone())
        .unwrap();
    assert_eq!(own, account(&mut other));
}

proptest! {
    #[test]
    fn what_comes_again_is_read_as_what_comes_first(
        parts in parts(),
        change in (any::<prop::sample::Index>(), any::<u8>()),
        limits in (2_u32..12, 1_u32..4, 1_u32..8),
    ) {
        let document = document(&parts);
        let free = ReaderProperties::default();
        let mut reader = Reader::new(free.clone());
        compare(&mut reader, &document, &free);
        let (max_depth, max_attributes, max_namespaces) = limits;
        compare(
            &mut reader,
            &document,
            &ReaderProperties { max_depth, max_attributes, max_namespaces, ..free.clone() },
        );
        let mut changed = document.clone();
        let place = change.0.index(document.len());
        changed[place] = change.1;
        compare(&mut reader, &changed, &free);
        compare(&mut reader, &document[..place], &free);
        compare(&mut reader, &document, &free);
    }
}

#[test]
fn a_document_may_end_anywhere() {
    let phrase = [
        Part::Start(3, 0),
        Part::Text(1, true),
        Part::Start(5, 0),
        Part::Start(1, 9),
        Part::Text(9, true),
        Part::End,
    ];
    let document = document(&phrase.repeat(5));
    let properties = ReaderProperties::default();
    let mut reader = Reader::new(properties.clone());
    for end in 0..=document.len() {
        compare(&mut reader, &document[..end], &properties);
    }
}

/// Elements with the names of others, one directly in the other, keep what is shown of them if the inner one is wrong.
#[test]
fn what_is_wrong_leaves_the_current_node_as_it_is() {
    let mut parts = [Part::Start(1, 1), Part::End].repeat(4);
    parts.extend([Part::Start(1, 2), Part::Start(1, 3)]);
    let document = document(&parts);
    let end = document.len() - 8;
    let properties = ReaderProperties::default();
    compare(&mut Reader::new(properties.clone()), &document[..end], &properties);
}

/// Far more kinds of elements than are remembered.
#[test]
fn what_does_not_come_again_is_forgotten() {
    let mut document = vec![0x40, 1, b'r'];
    for round in 0..3_u32 {
        for number in 0..2000_u32 {
            let number = if round == 1 { number % 300 } else { number };
            let name = format!("n{}", number / 2);
            document.push(0x40);
            string(&mut document, name.as_bytes());
            if number % 3 == 0 {
                document.extend_from_slice(b"\x04\x01x\x98\x011");
            }
            document.push(0x01);
        }
    }
    document.push(0x01);
    let properties = ReaderProperties::default();
    compare(&mut Reader::new(properties.clone()), &document, &properties);
}
