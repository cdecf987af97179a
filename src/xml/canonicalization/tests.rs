//! The rules of both specifications, one by one.

use std::sync::{Arc, Mutex};

use super::*;
use crate::xml::reader::{Input, NodeType, Reader, ReaderProperties, TextCharset};

/// Collects what it is given, piece by piece.
#[derive(Clone, Default)]
struct Pieces(Arc<Mutex<Vec<Vec<u8>>>>);

impl CanonicalSink for Pieces {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.lock().unwrap().push(bytes.to_vec());
        Ok(())
    }
}

impl Pieces {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().concat()).unwrap()
    }
}

fn reader_of(document: &str) -> Reader {
    let mut reader = Reader::new(ReaderProperties::default());
    let input = Input::Owned(document.as_bytes().to_vec());
    reader.set_input_text(input, TextCharset::Utf8, ReaderProperties::default()).unwrap();
    reader
}

/// The canonical form of a document.
fn whole(document: &str, options: Options) -> String {
    let mut reader = reader_of(document);
    let pieces = Pieces::default();
    reader.start_canonicalization(options, Box::new(pieces.clone())).unwrap();
    while reader.node_type() != NodeType::Eof {
        reader.read_node().unwrap();
    }
    reader.end_canonicalization().unwrap();
    pieces.text()
}

/// The canonical form of the first element with this name.
fn element(document: &str, name: &str, options: Options) -> String {
    let mut reader = reader_of(document);
    while reader.element().is_none_or(|element| element.local_name != name.as_bytes()) {
        reader.read_node().unwrap();
    }
    let pieces = Pieces::default();
    reader.start_canonicalization(options, Box::new(pieces.clone())).unwrap();
    reader.skip_node().unwrap();
    reader.end_canonicalization().unwrap();
    pieces.text()
}

fn exclusive() -> Options {
    Options::default()
}

fn inclusive() -> Options {
    Options { is_inclusive: true, ..Options::default() }
}

fn with_comments(options: Options) -> Options {
    Options { with_comments: true, ..options }
}

fn listed(prefixes: &[&str]) -> Options {
    let inclusive_prefixes = prefixes.iter().map(|prefix| prefix.as_bytes().to_vec()).collect();
    Options { inclusive_prefixes, ..Options::default() }
}

fn without(local_name: &str, ns: &str) -> Options {
    Options { omitted: Some((local_name.into(), ns.into())), ..Options::default() }
}

#[test]
fn tags_have_one_form() {
    for options in [exclusive(), inclusive()] {
        let document = "<a  x = '1'\n\ty=\"2\" ><b/><c ></c\n></a >";
        assert_eq!(whole(document, options), "<a x=\"1\" y=\"2\"><b></b><c></c></a>");
    }
}

#[test]
fn declarations_come_first_by_prefix_then_attributes_by_namespace_and_name() {
    let document =
        "<e z='1' b:m='2' a='3' a:m='4' xml:lang='de' b:c='5' xmlns:b='urn:1' xmlns:a='urn:2' xmlns='u'/>";
    let expected = "<e xmlns=\"u\" xmlns:a=\"urn:2\" xmlns:b=\"urn:1\" a=\"3\" z=\"1\" xml:lang=\"de\" b:c=\"5\" \
                    b:m=\"2\" a:m=\"4\"></e>";
    for options in [exclusive(), inclusive()] {
        assert_eq!(whole(document, options), expected);
    }
}

#[test]
fn characters_are_escaped_only_where_they_have_to_be() {
    let document = "<a b='&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#13;\u{e9}'>&lt;&gt;&amp;&quot;&apos;&#9;&#10;&#13;\u{1f600}</a>";
    let expected = "<a b=\"&lt;>&amp;&quot;'&#x9;&#xA;&#xD;\u{e9}\">&lt;&gt;&amp;\"'\t\n&#xD;\u{1f600}</a>";
    assert_eq!(whole(document, exclusive()), expected);
}

#[test]
fn line_ends_are_line_feeds_and_whitespace_in_values_is_spaces() {
    assert_eq!(whole("<a b='1\r\n2\t3\n4'>1\r\n2\r3\n4</a>", inclusive()), "<a b=\"1 2 3 4\">1\n2\n3\n4</a>");
}

#[test]
fn cdata_sections_are_text() {
    assert_eq!(whole("<a>1<![CDATA[<&]]>2<![CDATA[]]></a>", exclusive()), "<a>1&lt;&amp;2</a>");
}

#[test]
fn comments_stay_if_asked_for_each_on_a_line_outside_of_the_root() {
    let document = "<?xml version='1.0'?>\n<!--1-->\n<!--2--> <a><!-- < -->x</a>\n\n<!--3--><!--4-->\n";
    for options in [exclusive(), inclusive()] {
        assert_eq!(whole(document, options.clone()), "<a>x</a>");
        assert_eq!(
            whole(document, with_comments(options)),
            "<!--1-->\n<!--2-->\n<a><!-- < -->x</a>\n<!--3-->\n<!--4-->"
        );
    }
}

#[test]
fn inclusive_renders_a_declaration_where_it_changes_something() {
    let document =
        "<a xmlns='u' xmlns:p='v'><b xmlns='u' xmlns:p='v'><c xmlns='' xmlns:p='w'/></b><d xmlns=''/></a>";
    assert_eq!(
        whole(document, inclusive()),
        "<a xmlns=\"u\" xmlns:p=\"v\"><b><c xmlns=\"\" xmlns:p=\"w\"></c></b><d xmlns=\"\"></d></a>"
    );
    assert_eq!(whole("<a xmlns=''><b xmlns=''/></a>", inclusive()), "<a><b></b></a>");
    let xml = "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:id='i'/>";
    assert_eq!(whole(xml, inclusive()), "<a xml:id=\"i\"></a>");
}

#[test]
fn exclusive_renders_a_declaration_where_its_prefix_is_used() {
    let document = "<p:a xmlns='u' xmlns:p='v' xmlns:q='w'><b q:c='1'><q:d/></b><q:e/></p:a>";
    assert_eq!(
        whole(document, exclusive()),
        "<p:a xmlns:p=\"v\"><b xmlns=\"u\" xmlns:q=\"w\" q:c=\"1\"><q:d></q:d></b><q:e xmlns:q=\"w\"></q:e></p:a>"
    );
    // What is declared around the element belongs to it if it uses it.
    assert_eq!(element(document, "d", exclusive()), "<q:d xmlns:q=\"w\"></q:d>");
    // A prefix in a value is not a use.
    assert_eq!(whole("<a xmlns:p='v' t='p:x'>p:y</a>", exclusive()), "<a t=\"p:x\">p:y</a>");
}

#[test]
fn exclusive_takes_the_default_namespace_away_only_from_what_has_one() {
    let document = "<p:a xmlns:p='v' xmlns='u'><b xmlns=''><c xmlns='u'><d xmlns=''/></c></b></p:a>";
    assert_eq!(
        whole(document, exclusive()),
        "<p:a xmlns:p=\"v\"><b><c xmlns=\"u\"><d xmlns=\"\"></d></c></b></p:a>"
    );
}

#[test]
fn the_same_prefix_stands_for_what_is_nearest() {
    let document = "<p:a xmlns:p='1'><p:b xmlns:p='2'><p:c xmlns:p='1'/></p:b><p:d/></p:a>";
    for options in [exclusive(), inclusive()] {
        assert_eq!(
            whole(document, options),
            "<p:a xmlns:p=\"1\"><p:b xmlns:p=\"2\"><p:c xmlns:p=\"1\"></p:c></p:b><p:d></p:d></p:a>"
        );
    }
}

#[test]
fn inclusive_prefixes_are_rendered_although_nothing_uses_them() {
    let document = "<a xmlns='u' xmlns:p='v' xmlns:q='w'><p:b xmlns:r='x'><c xmlns:q='y'/></p:b></a>";
    assert_eq!(
        element(document, "b", listed(&["q", "", "unbound", "xml"])),
        "<p:b xmlns=\"u\" xmlns:p=\"v\" xmlns:q=\"w\"><c xmlns:q=\"y\"></c></p:b>"
    );
    assert_eq!(
        element(document, "b", listed(&["r"])),
        "<p:b xmlns:p=\"v\" xmlns:r=\"x\"><c xmlns=\"u\"></c></p:b>"
    );
    // Of each element that is not within another one, and of no more than is in scope there.
    let mut reader = reader_of("<a><b xmlns:p='v'/><c/><d xmlns:p='v'/></a>");
    reader.read_node().unwrap();
    reader.read_node().unwrap();
    let pieces = Pieces::default();
    reader.start_canonicalization(listed(&["p"]), Box::new(pieces.clone())).unwrap();
    for _ in 0..3 {
        reader.read_node().unwrap();
        reader.skip_node().unwrap();
        if reader.node_type() == NodeType::EndElement && reader.depth() > 1 {
            reader.read_node().unwrap();
        }
    }
    assert_eq!(pieces.0.lock().unwrap().len(), 0);
    reader.end_canonicalization().unwrap();
    assert_eq!(pieces.text(), "<b xmlns:p=\"v\"></b><c></c><d xmlns:p=\"v\"></d>");
}

#[test]
fn inclusive_canonicalization_has_no_list_of_prefixes() {
    let options = Options { is_inclusive: true, ..listed(&["p"]) };
    assert_eq!(whole("<a xmlns:p='v'><b/></a>", options), "<a xmlns:p=\"v\"><b></b></a>");
}

#[test]
fn omitted_elements_leave_nothing_and_the_rest_as_it_is() {
    let document = "<a>1<s:S xmlns:s='sig'>2<a/><s:S/><!--3--></s:S>4<S/><s:S xmlns:s='sig'/></a>";
    assert_eq!(whole(document, with_comments(without("S", "sig"))), "<a>14<S></S></a>");
    assert_eq!(whole("<S/>", without("S", "")), "");
    // What only the omitted element has declared is declared again after it.
    let document = "<a xmlns:p='v'><S><p:b/></S><p:b/></a>";
    assert_eq!(whole(document, without("S", "")), "<a><p:b xmlns:p=\"v\"></p:b></a>");
}

#[test]
fn bytes_are_given_in_pieces_of_the_size_asked_for() {
    let document = format!("<a b='&lt;'>{}</a>", "x".repeat(100));
    let expected = whole(&document, exclusive());
    for buffer_size in [1, 2, 7, 64, expected.len() - 1, expected.len(), expected.len() + 1] {
        let mut reader = reader_of(&document);
        let pieces = Pieces::default();
        let options = Options { buffer_size, ..exclusive() };
        reader.start_canonicalization(options, Box::new(pieces.clone())).unwrap();
        while reader.node_type() != NodeType::Eof {
            reader.read_node().unwrap();
        }
        reader.end_canonicalization().unwrap();
        let pieces = pieces.0.lock().unwrap();
        let (last, full) = pieces.split_last().unwrap();
        assert!(full.iter().all(|piece| piece.len() == buffer_size), "{buffer_size}");
        assert!(!last.is_empty() && last.len() <= buffer_size, "{buffer_size}");
        assert_eq!(String::from_utf8(pieces.concat()).unwrap(), expected);
    }
}

#[test]
fn references_to_what_xml_forbids_stay_references() {
    let properties =
        ReaderProperties { allow_invalid_character_references: true, ..ReaderProperties::default() };
    let mut reader = Reader::new(properties.clone());
    let input = Input::Owned(b"<a b='&#1;'>&#x1F;</a>".to_vec());
    reader.set_input_text(input, TextCharset::Utf8, properties).unwrap();
    let pieces = Pieces::default();
    reader.start_canonicalization(exclusive(), Box::new(pieces.clone())).unwrap();
    while reader.node_type() != NodeType::Eof {
        reader.read_node().unwrap();
    }
    reader.end_canonicalization().unwrap();
    assert_eq!(pieces.text(), "<a b=\"&#x1;\">&#x1F;</a>");
}

#[test]
fn base64_in_pieces_is_that_of_the_whole() {
    let bytes: Vec<u8> = (0..40).collect();
    let mut expected = Vec::new();
    crate::value::base64::write_base64(&bytes, &mut expected);
    for size in 1..10 {
        let mut pieces = Base64Pieces::default();
        let mut out = Vec::new();
        for piece in bytes.chunks(size) {
            pieces.push(piece, &mut out);
        }
        pieces.end(&mut out);
        assert_eq!(out, expected, "{size}");
        assert!(pieces.is_whole());
    }
}
