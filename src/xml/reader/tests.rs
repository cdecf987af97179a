//! Each document is read as a whole, and as a stream that brings it byte by byte: the nodes are the same.

mod forms;
mod scopes;

use std::fmt::Write;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::xml::source::BoxFuture;
use crate::xml::source::ByteSource;

/// A source that brings a few bytes at a time.
struct Trickle {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl ByteSource for Trickle {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        let count = self.step.min(buffer.len()).min(self.bytes.len() - self.at);
        buffer[..count].copy_from_slice(&self.bytes[self.at..][..count]);
        self.at += count;
        Box::pin(std::future::ready(Ok(count)))
    }
}

/// Runs a future that never waits.
pub(super) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

pub(super) fn whole(document: &[u8], properties: &ReaderProperties) -> Reader {
    let mut reader = Reader::new(properties.clone());
    reader.set_input_text(Input::Owned(document.to_vec()), TextCharset::Auto, properties.clone()).unwrap();
    reader
}

fn trickling(document: &[u8], step: usize, properties: &ReaderProperties) -> Reader {
    let mut reader = Reader::new(properties.clone());
    let source = Trickle { bytes: document.to_vec(), at: 0, step };
    reader.set_input_text(Input::Stream(Box::new(source)), TextCharset::Auto, properties.clone()).unwrap();
    reader
}

/// Reads on, filling as often as it takes.
fn step(reader: &mut Reader, mut action: impl FnMut(&mut Reader) -> Result<()>) -> Result<()> {
    loop {
        match action(reader) {
            Err(_) if reader.state == State::Ready => now(reader.fill(1))?,
            result => return result,
        }
    }
}

fn show(out: &mut String, bytes: &[u8]) {
    out.push_str(
        &String::from_utf8_lossy(bytes).replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t"),
    );
}

fn describe(reader: &Reader, out: &mut String) {
    match reader.node_type() {
        NodeType::Bof => out.push_str("BOF"),
        NodeType::Eof => out.push_str("EOF"),
        NodeType::EndElement => out.push_str("END"),
        NodeType::CData => out.push_str("CDATA"),
        NodeType::EndCData => out.push_str("ENDCDATA"),
        NodeType::Comment => {
            out.push_str("comment(");
            show(out, reader.comment().unwrap());
            out.push(')');
        }
        NodeType::Text => {
            let Some(Text::Utf8(text)) = reader.text() else { panic!("text of another type") };
            show(out, text);
        }
        NodeType::Element => {
            let element = reader.element().unwrap();
            out.push('<');
            show_name(out, element.prefix, element.local_name, element.ns);
            for index in 0..element.attribute_count {
                let attribute = reader.attribute(index).unwrap();
                let quote = if attribute.single_quote { '\'' } else { '"' };
                out.push(' ');
                if attribute.is_xmlns {
                    write!(out, "xmlns:{}", String::from_utf8_lossy(attribute.prefix)).unwrap();
                } else {
                    show_name(out, attribute.prefix, attribute.local_name, attribute.ns);
                }
                let Text::Utf8(value) = attribute.value else { panic!("a value of another type") };
                out.push('=');
                out.push(quote);
                show(out, value);
                out.push(quote);
            }
            out.push_str(if element.is_empty { "/>" } else { ">" });
        }
    }
}

fn show_name(out: &mut String, prefix: &[u8], local_name: &[u8], ns: &[u8]) {
    if !prefix.is_empty() {
        write!(out, "{}:", String::from_utf8_lossy(prefix)).unwrap();
    }
    out.push_str(&String::from_utf8_lossy(local_name));
    if !ns.is_empty() {
        write!(out, "{{{}}}", String::from_utf8_lossy(ns)).unwrap();
    }
}

/// All nodes of a document, text that came in pieces put together; or those before the failure, and it.
pub(super) fn nodes(reader: &mut Reader) -> String {
    let mut out = String::new();
    let mut after_text = false;
    loop {
        match step(reader, Reader::read_node) {
            Ok(()) => {
                let is_text = reader.node_type() == NodeType::Text;
                if !(out.is_empty() || is_text && after_text) {
                    out.push('|');
                }
                after_text = is_text;
                describe(reader, &mut out);
                if reader.node_type() == NodeType::Eof {
                    return out;
                }
            }
            Err(error) => {
                write!(out, "!{:08X} {}", error.code(), error.messages()[0]).unwrap();
                return out;
            }
        }
    }
}

fn defaults() -> ReaderProperties {
    ReaderProperties::default()
}

fn fragments() -> ReaderProperties {
    ReaderProperties { allow_fragment: true, ..defaults() }
}

/// Checks a document as a whole and in pieces.
#[track_caller]
fn check(document: &[u8], properties: &ReaderProperties, expected: &str) {
    assert_eq!(nodes(&mut whole(document, properties)), expected, "{}", document.escape_ascii());
    for step in [1, 2, 3, 7] {
        let found = nodes(&mut trickling(document, step, properties));
        assert_eq!(found, expected, "{} in steps of {step}", document.escape_ascii());
    }
}

#[test]
fn nodes_come_in_document_order() {
    for (document, expected) in [
        ("<a/>", "<a/>|END|EOF"),
        ("<a></a>", "<a>|END|EOF"),
        ("<a >x</a\n>", "<a>|x|END|EOF"),
        (" <a>\n<b/> </a> ", " |<a>|\\n|<b/>|END| |END| |EOF"),
        ("<!--c--><a><!----></a><!-- - -->", "comment(c)|<a>|comment()|END|comment( - )|EOF"),
        ("<a>x<![CDATA[<y>]]>z</a>", "<a>|x|CDATA|<y>|ENDCDATA|z|END|EOF"),
        ("<a><![CDATA[]]><![CDATA[]]]]></a>", "<a>|CDATA|ENDCDATA|CDATA|]]|ENDCDATA|END|EOF"),
        ("<?xml version='1.0'?><a/>", "<a/>|END|EOF"),
        ("<?xml version=\"1.0\" encoding='UTF-8' standalone = 'yes' ?>\n<a/>", "\\n|<a/>|END|EOF"),
        ("\u{FEFF}<a/>", "<a/>|END|EOF"),
        ("<?xml version=\"1.0\"?>", "EOF"),
        ("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<a>|<>&\"'|END|EOF"),
        ("<a>x&#65;&#x42;y</a>", "<a>|xABy|END|EOF"),
        ("<a>1\r\n2\r3\n4\r\r\n</a>", "<a>|1\\n2\\n3\\n4\\n\\n|END|EOF"),
        ("<a><![CDATA[1\r\n2\r]]></a>", "<a>|CDATA|1\\n2\\n|ENDCDATA|END|EOF"),
        ("<a>x]y]]z]]</a>", "<a>|x]y]]z]]|END|EOF"),
        ("<a>&#xD;&#xA;</a>", "<a>|\\r\\n|END|EOF"),
        ("<a b='1' c=\"2\" d = '3'/>", "<a b='1' c=\"2\" d='3'/>|END|EOF"),
        ("<a b='\t\n\r\n&#xA;\"'/>", "<a b='   \\n\"'/>|END|EOF"),
        ("<a b=\"x&gt;&#233;'\"/>", "<a b=\"x>\u{E9}'\"/>|END|EOF"),
        ("<\u{E9}l\u{20AC}>\u{1F600}</\u{E9}l\u{20AC}>", "<\u{E9}l\u{20AC}>|\u{1F600}|END|EOF"),
        ("<\u{E9}l\u{EB}>\u{1F600}\u{FFFD}</\u{E9}l\u{EB}>", "<\u{E9}l\u{EB}>|\u{1F600}\u{FFFD}|END|EOF"),
    ] {
        check(document.as_bytes(), &defaults(), expected);
    }
}

#[test]
fn prefixes_get_their_namespaces() {
    for (document, expected) in [
        ("<p:a xmlns:p='n'/>", "<p:a{n} xmlns:p='n'/>|END|EOF"),
        ("<a xmlns='n'><b/></a>", "<a{n} xmlns:='n'>|<b{n}/>|END|END|EOF"),
        ("<a xmlns='n' b=''><c xmlns=''/></a>", "<a{n} xmlns:='n' b=''>|<c xmlns:=''/>|END|END|EOF"),
        ("<a p:b='1' xmlns:p='n'/>", "<a p:b{n}='1' xmlns:p='n'/>|END|EOF"),
        (
            "<a xmlns:p='1'><p:b xmlns:p='2'><p:c/></p:b><p:d/></a>",
            "<a xmlns:p='1'>|<p:b{2} xmlns:p='2'>|<p:c{2}/>|END|END|<p:d{1}/>|END|END|EOF",
        ),
        ("<a xml:lang='en'/>", "<a xml:lang{http://www.w3.org/XML/1998/namespace}='en'/>|END|EOF"),
        ("<a xmlns:p='&amp;\t'/>", "<a xmlns:p='& '/>|END|EOF"),
        ("<a xmlns:p='n' xmlns:P='n' b='' p:b=''/>", "<a xmlns:p='n' xmlns:P='n' b='' p:b{n}=''/>|END|EOF"),
    ] {
        check(document.as_bytes(), &defaults(), expected);
    }
}

#[test]
fn fragments_are_read_where_they_are_allowed() {
    check(b"<a/>x<b/>&#65;<![CDATA[y]]>", &fragments(), "<a/>|END|x|<b/>|END|A|CDATA|y|ENDCDATA|EOF");
    check(b"text", &fragments(), "text|EOF");
}

#[test]
fn utf16_becomes_utf8() {
    let text = "<?xml version='1.0' encoding='utf-16'?><\u{E9}>\u{20AC}\u{1F600}</\u{E9}>";
    let expected = "<\u{E9}>|\u{20AC}\u{1F600}|END|EOF";
    for mark in ["", "\u{FEFF}"] {
        let units = || mark.encode_utf16().chain(text.encode_utf16());
        let low: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        check(&low, &defaults(), expected);
        check(&high, &defaults(), expected);
    }
}

#[test]
fn long_text_of_a_stream_comes_in_pieces() {
    let text = "x]]&lt;\r\n\u{20AC}".repeat(5000);
    let document = format!("<a>{text}<![CDATA[{text}]]></a>");
    let expected = nodes(&mut whole(document.as_bytes(), &defaults()));
    for step in [1000, 5000] {
        assert_eq!(nodes(&mut trickling(document.as_bytes(), step, &defaults())), expected);
    }
}

#[test]
fn values_are_read_whatever_they_are_made_of() {
    for (document, expected) in [
        ("<a>x</a>", "x"),
        ("<a></a>", ""),
        ("<a/>", ""),
        ("<a>x<!--c-->y<![CDATA[<z>]]>&#65;</a>", "xy<z>A"),
    ] {
        for step_size in [0, 1] {
            let mut reader = match step_size {
                0 => whole(document.as_bytes(), &defaults()),
                _ => trickling(document.as_bytes(), step_size, &defaults()),
            };
            step(&mut reader, Reader::read_start_element).unwrap();
            step(&mut reader, |reader| reader.read_simple_content().map(|_| ())).unwrap();
            assert!(matches!(reader.held(), Text::Utf8(text) if text == expected.as_bytes()));
            assert_eq!(reader.node_type(), NodeType::EndElement);
        }
    }
    let mut reader = whole(b"<a>x<b/></a>", &defaults());
    reader.read_start_element().unwrap();
    assert!(reader.read_simple_content().is_err());
    assert_eq!(reader.read_node().unwrap_err().code(), WS_E_INVALID_OPERATION);
}

#[test]
fn elements_are_skipped_whole() {
    let document = b"<a><b x='1'><c/>t<c><c/></c></b>u<d/></a>";
    for step_size in [0, 1] {
        let mut reader =
            if step_size == 0 { whole(document, &defaults()) } else { trickling(document, 1, &defaults()) };
        step(&mut reader, Reader::read_start_element).unwrap();
        step(&mut reader, Reader::skip_node).unwrap();
        assert!(matches!(reader.text(), Some(Text::Utf8(b"u"))));
        step(&mut reader, Reader::skip_node).unwrap();
        assert_eq!(reader.element().unwrap().local_name, b"d");
        step(&mut reader, Reader::skip_node).unwrap();
        assert_eq!(reader.node_type(), NodeType::EndElement);
        step(&mut reader, Reader::read_end_element).unwrap();
        assert_eq!(reader.node_type(), NodeType::Eof);
    }
}

/// A random element, as text and as the nodes that it has to become.
#[derive(Clone, Debug)]
enum Tree {
    Element(u8, Vec<String>, Vec<Tree>),
    Text(String),
    Comment,
}

impl Tree {
    fn write(&self, text: &mut String, expected: &mut String) {
        match self {
            Self::Element(name, values, children) => {
                write!(text, "<p{name}:n{name} xmlns:p{name}='urn:{name}'").unwrap();
                write!(expected, "<p{name}:n{name}{{urn:{name}}} xmlns:p{name}='urn:{name}'").unwrap();
                for (index, value) in values.iter().enumerate() {
                    write!(text, " a{index}=\"{}\"", escape(value)).unwrap();
                    write!(expected, " a{index}=\"").unwrap();
                    show(expected, value.as_bytes());
                    expected.push('"');
                }
                text.push('>');
                expected.push_str(">|");
                for child in children {
                    child.write(text, expected);
                }
                write!(text, "</p{name}:n{name}>").unwrap();
                expected.push_str("END|");
            }
            // A comment keeps two texts apart.
            Self::Text(value) => {
                text.push_str(&escape(value));
                text.push_str("<!---->");
                show(expected, value.as_bytes());
                expected.push_str("|comment()|");
            }
            Self::Comment => {
                text.push_str("<!-- -->");
                expected.push_str("comment( )|");
            }
        }
    }
}

/// What would be changed or refused as it is becomes a reference.
fn escape(value: &str) -> String {
    let special = |char: char| matches!(char, '<' | '&' | '>' | '"' | '\t' | '\r' | '\n');
    value
        .chars()
        .map(|char| if special(char) { format!("&#x{:X};", u32::from(char)) } else { char.to_string() })
        .collect()
}

fn value() -> proptest::string::RegexGeneratorStrategy<String> {
    proptest::string::string_regex("[ -~\t\r\n\u{E9}\u{20AC}\u{1F600}\u{FFFD}]{1,40}").unwrap()
}

fn element(
    children: impl proptest::strategy::Strategy<Value = Tree> + 'static,
) -> proptest::strategy::BoxedStrategy<Tree> {
    use proptest::prelude::*;
    (0u8..4, prop::collection::vec(value(), 0..12), prop::collection::vec(children, 0..5))
        .prop_map(|(name, values, children)| Tree::Element(name, values, children))
        .boxed()
}

fn tree() -> proptest::strategy::BoxedStrategy<Tree> {
    use proptest::prelude::*;
    let leaf = prop_oneof![value().prop_map(Tree::Text), Just(Tree::Comment)];
    element(leaf.prop_recursive(4, 30, 5, element))
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    #[test]
    fn random_trees_are_read_as_they_were_written(tree in tree(), step in 1usize..50) {
        let (mut text, mut expected) = (String::new(), String::new());
        tree.write(&mut text, &mut expected);
        expected.push_str("EOF");
        assert_eq!(nodes(&mut whole(text.as_bytes(), &defaults())), expected);
        assert_eq!(nodes(&mut trickling(text.as_bytes(), step, &defaults())), expected);
    }
}
