//! Random documents, written as text in each charset and into buffers, and read back.

use std::sync::Arc;

use proptest::prelude::*;

use crate::abi::types::*;
use crate::error::Result;
use crate::heap::Heap;
use crate::xml::buffer::XmlBuffer;
use crate::xml::dictionary::Name;
use crate::xml::reader::{Input, NodeType, Reader, ReaderProperties, TextCharset};
use crate::xml::text::Text;

use super::{Writer, WriterProperties};

#[derive(Clone, Debug)]
pub(super) enum Node {
    Element {
        prefix: Option<&'static str>,
        name: &'static str,
        ns: &'static str,
        attributes: Vec<Attribute>,
        declarations: Vec<&'static str>,
        children: Vec<Node>,
    },
    Text(String),
    Number(i32),
    Bytes(Vec<u8>),
    Comment(String),
    CData(String),
}

#[derive(Clone, Debug)]
pub(super) struct Attribute {
    prefix: Option<&'static str>,
    name: &'static str,
    ns: &'static str,
    single_quote: bool,
    value: String,
}

/// What a reader has to find: names by their namespaces, and text in one piece.
#[derive(PartialEq, Debug)]
pub(super) enum Event {
    Start(String, String, Vec<(String, String, String)>),
    End,
    Text(String),
    Comment(String),
    CData(String),
}

pub(super) const NAMES: [&str; 4] = ["a", "b", "caf\u{e9}", "x-1.y"];
pub(super) const NAMESPACES: [&str; 4] = ["", "urn:n", "urn:m&<'\"", "http://example.org/\u{20ac}"];

/// Prefixes are fixed for each namespace, so that no element contradicts itself; the same prefix may stand for
/// different namespaces at different depths.
fn prefix(ns: &'static str, choice: u8) -> Option<&'static str> {
    match (ns, choice) {
        (_, 0) => None,
        ("", _) => Some(""),
        ("urn:n", _) => Some("p"),
        ("urn:m&<'\"", _) => Some("q"),
        _ => Some("r"),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~\u{e9}\u{20ac}\u{1f600}\t\r\n]{0,12}",
        "[<>&'\"\\]]{0,6}",
        "[a-z ]{28,70}[<&\u{e9}]?[a-z]{0,40}",
    ]
}

/// No carriage returns, which a reader changes where they cannot be escaped.
fn raw_text() -> impl Strategy<Value = String> {
    "[a-z<>&\\]\u{e9}\n\t]{0,12}"
}

fn attribute() -> impl Strategy<Value = Attribute> {
    (0..4_usize, 0..4_usize, 0..2_u8, any::<bool>(), text()).prop_map(
        |(name, ns, choice, single_quote, value)| {
            let ns = NAMESPACES[ns];
            Attribute { prefix: prefix(ns, choice), name: NAMES[name], ns, single_quote, value }
        },
    )
}

fn element(children: impl Strategy<Value = Vec<Node>>) -> impl Strategy<Value = Node> {
    let attributes = prop::collection::vec(attribute(), 0..4).prop_map(|mut attributes| {
        attributes.sort_by_key(|attribute| (attribute.name, attribute.ns));
        attributes.dedup_by_key(|attribute| (attribute.name, attribute.ns));
        attributes
    });
    let declarations = prop::collection::vec((1..4_usize).prop_map(|ns| NAMESPACES[ns]), 0..2);
    (0..4_usize, 0..4_usize, 0..2_u8, attributes, declarations, children).prop_map(
        |(name, ns, choice, attributes, declarations, children)| {
            let ns = NAMESPACES[ns];
            Node::Element {
                prefix: prefix(ns, choice),
                name: NAMES[name],
                ns,
                attributes,
                declarations,
                children,
            }
        },
    )
}

pub(super) fn document() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        text().prop_map(Node::Text),
        any::<i32>().prop_map(Node::Number),
        prop::collection::vec(any::<u8>(), 0..8).prop_map(Node::Bytes),
        "[a-z <>&]{0,8}".prop_map(Node::Comment),
        raw_text().prop_map(Node::CData),
    ];
    let node = leaf.prop_recursive(6, 40, 5, |inner| element(prop::collection::vec(inner, 0..5)));
    element(prop::collection::vec(node, 0..5))
}

/// The strings that a static dictionary of these documents has: the namespaces, and all names but the last.
pub(super) fn fixed_strings() -> Vec<Vec<u8>> {
    NAMESPACES.iter().chain(&NAMES[..3]).map(|text| text.as_bytes().to_vec()).collect()
}

/// A name as the application has it of that dictionary.
fn numbered(text: &str) -> Name<'_> {
    let index = NAMESPACES.iter().chain(&NAMES[..3]).position(|fixed| *fixed == text);
    index.map_or(text.as_bytes().into(), |index| Name::with_entry(text.as_bytes(), index as u32))
}

pub(super) fn write(writer: &mut Writer, node: &Node) -> Result<()> {
    match node {
        Node::Element { prefix, name, ns, attributes, declarations, children } => {
            writer.write_start_element(prefix.map(str::as_bytes), numbered(name), numbered(ns))?;
            for ns in declarations {
                writer.write_xmlns_attribute(None, ns.as_bytes(), false)?;
            }
            for Attribute { prefix, name, ns, single_quote, value } in attributes {
                let prefix = prefix.map(str::as_bytes);
                writer.write_start_attribute(prefix, numbered(name), numbered(ns), *single_quote)?;
                writer.write_text(Text::Utf8(value.as_bytes()))?;
                writer.write_end_attribute()?;
            }
            children.iter().try_for_each(|child| write(writer, child))?;
            writer.write_end_element()
        }
        Node::Text(text) => {
            let wide: Vec<u16> = text.encode_utf16().collect();
            let text =
                if wide.len().is_multiple_of(2) { Text::Utf16(&wide) } else { Text::Utf8(text.as_bytes()) };
            writer.write_text(text)
        }
        Node::Number(number) => writer.write_text(Text::Int32(*number)),
        Node::Bytes(bytes) => writer.write_text(Text::Base64(bytes)),
        Node::Comment(content) => writer.write_comment(content.as_bytes()),
        Node::CData(content) => {
            writer.write_start_cdata()?;
            writer.write_text(Text::Utf8(content.as_bytes()))?;
            writer.write_end_cdata()
        }
    }
}

pub(super) fn expected(node: &Node, bytes: &mut Vec<u8>, events: &mut Vec<Event>) {
    // Bytes that follow each other are base64 as a whole.
    if let Node::Bytes(more) = node {
        bytes.extend_from_slice(more);
        return;
    }
    // A text of no characters is nothing, between bytes too.
    if matches!(node, Node::Text(text) if text.is_empty()) {
        return;
    }
    flush_bytes(bytes, events);
    match node {
        Node::Element { name, ns, attributes, children, .. } => {
            let attributes = attributes
                .iter()
                .map(|attribute| (attribute.name.into(), attribute.ns.into(), attribute.value.clone()));
            events.push(Event::Start((*name).into(), (*ns).into(), attributes.collect()));
            for child in children {
                expected(child, bytes, events);
            }
            flush_bytes(bytes, events);
            events.push(Event::End);
        }
        Node::Text(text) => push(events, Event::Text(text.clone())),
        Node::Number(number) => push(events, Event::Text(number.to_string())),
        Node::Comment(content) => events.push(Event::Comment(content.clone())),
        Node::CData(content) => push(events, Event::CData(content.clone())),
        Node::Bytes(_) => {}
    }
}

fn flush_bytes(bytes: &mut Vec<u8>, events: &mut Vec<Event>) {
    push(events, Event::Text(characters(&Text::Base64(bytes))));
    bytes.clear();
}

/// Adds text to the text before it; none is nothing.
pub(super) fn push(events: &mut Vec<Event>, event: Event) {
    match (events.last_mut(), event) {
        (_, Event::Text(text)) if text.is_empty() => {}
        (Some(Event::Text(before)), Event::Text(text)) => before.push_str(&text),
        (Some(Event::CData(before)), Event::CData(text)) => before.push_str(&text),
        (_, event) => events.push(event),
    }
}

fn characters(text: &Text<'_>) -> String {
    let mut out = Vec::new();
    text.write_utf8(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub(super) fn read(reader: &mut Reader) -> Vec<Event> {
    let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut events = Vec::new();
    let mut in_cdata = false;
    loop {
        reader.read_node().unwrap();
        match reader.node_type() {
            NodeType::Element => {
                let element = reader.element().unwrap();
                let (name, ns) = (utf8(element.local_name), utf8(element.ns));
                let mut attributes: Vec<_> = (0..element.attribute_count)
                    .map(|index| reader.attribute(index).unwrap())
                    .filter(|attribute| !attribute.is_xmlns)
                    .map(|a| (utf8(a.local_name), utf8(a.ns), characters(&a.value)))
                    .collect();
                attributes.sort();
                events.push(Event::Start(name, ns, attributes));
            }
            NodeType::EndElement => events.push(Event::End),
            NodeType::Text => {
                let text = characters(&reader.text().unwrap());
                push(&mut events, if in_cdata { Event::CData(text) } else { Event::Text(text) });
            }
            NodeType::CData => {
                in_cdata = true;
                push(&mut events, Event::CData(String::new()));
            }
            NodeType::EndCData => in_cdata = false,
            NodeType::Comment => events.push(Event::Comment(utf8(reader.comment().unwrap()))),
            NodeType::Eof => return events,
            NodeType::Bof => {}
        }
    }
}

pub(super) fn read_text(bytes: Vec<u8>, charset: TextCharset) -> Vec<Event> {
    let mut reader = Reader::new(ReaderProperties::default());
    reader.set_input_text(Input::Owned(bytes), charset, ReaderProperties::default()).unwrap();
    read(&mut reader)
}

fn read_tree(buffer: Arc<XmlBuffer>) -> Vec<Event> {
    let mut reader = Reader::new(ReaderProperties::default());
    reader.set_input_buffer(buffer, None, ReaderProperties::default()).unwrap();
    read(&mut reader)
}

proptest! {
    #[test]
    fn what_is_written_is_read(document in document()) {
        let (mut wanted, mut bytes) = (Vec::new(), Vec::new());
        expected(&document, &mut bytes, &mut wanted);
        let mut writer = Writer::new(WriterProperties::default());
        for (charset, written) in [
            (TextCharset::Utf8, WS_CHARSET::WS_CHARSET_UTF8),
            (TextCharset::Utf16Le, WS_CHARSET::WS_CHARSET_UTF16LE),
            (TextCharset::Utf16Be, WS_CHARSET::WS_CHARSET_UTF16BE),
        ] {
            writer.set_output_text(written, WriterProperties::default()).unwrap();
            write(&mut writer, &document).unwrap();
            let out = writer.bytes().to_vec();
            let shown = String::from_utf8_lossy(&out).into_owned();
            prop_assert_eq!(&read_text(out, charset), &wanted, "{:?}: {}", charset, shown);
        }
    }

    #[test]
    fn a_buffer_holds_what_is_written_and_gives_it_back(document in document()) {
        let mut direct = Writer::new(WriterProperties::default());
        direct.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
        write(&mut direct, &document).unwrap();

        let heap = Heap::new(1 << 20, 0);
        let buffer = XmlBuffer::new(&heap).unwrap();
        let mut writer = Writer::new(WriterProperties::default());
        writer.set_output_buffer(buffer.clone(), None, WriterProperties::default()).unwrap();
        write(&mut writer, &document).unwrap();
        writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
        writer.write_buffer(&buffer).unwrap();
        prop_assert_eq!(
            String::from_utf8_lossy(writer.bytes()),
            String::from_utf8_lossy(direct.bytes())
        );
        // Base64 in pieces is several texts there, so only its text is compared.
        let (from_tree, from_text) =
            (read_tree(buffer), read_text(direct.bytes().to_vec(), TextCharset::Utf8));
        if !has_bytes(&document) {
            prop_assert_eq!(from_tree, from_text);
        }
    }
}

fn has_bytes(node: &Node) -> bool {
    match node {
        Node::Bytes(_) => true,
        Node::Element { children, .. } => children.iter().any(has_bytes),
        _ => false,
    }
}
