//! The inputs: their texts, their kinds, their XML trees.

use roxmltree::{Document, Node};

use crate::diagnostics::{Diagnostics, InputId, Place};

/// Namespace of XML Schema.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// Namespace of WSDL 1.1.
pub const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
/// Namespace of WSDL 2.0, which is refused.
pub const WSDL_20: &str = "http://www.w3.org/ns/wsdl";
/// Namespaces of WS-Policy: the submission that the documentation names, and the W3C's.
pub const POLICY: [&str; 2] =
    ["http://schemas.xmlsoap.org/ws/2004/09/policy", "http://www.w3.org/ns/ws-policy"];

/// What an input describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A WSDL 1.1 document, with the schemas in it.
    Wsdl,
    /// An XML Schema document.
    Xsd,
    /// A policy document; makes no files.
    Policy,
}

impl Kind {
    /// As messages call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wsdl => "a WSDL 1.1 document",
            Self::Xsd => "an XML Schema document",
            Self::Policy => "a policy document",
        }
    }
}

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// As the command line names it.
    pub path: String,
    /// Where it was fetched from, which other documents may call it by.
    pub url: Option<String>,
    /// What the command line says that it is.
    pub kind: Option<Kind>,
    /// Its characters.
    pub text: String,
}

impl Source {
    /// The name of the file without its folder, which output files and generated identifiers are made of.
    pub fn file_name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }
}

/// An input that could be parsed.
#[derive(Debug)]
pub struct Input<'a> {
    /// Its number.
    pub id: InputId,
    /// The file.
    pub source: &'a Source,
    /// What it is; none when that could not be told, which was reported.
    pub kind: Option<Kind>,
    /// Its XML; none when it is not well-formed, which was reported.
    pub document: Option<Document<'a>>,
}

impl<'a> Input<'a> {
    /// The place of a node of this input.
    pub fn place(&self, node: Node<'_, '_>) -> Place {
        Place { input: self.id, offset: node.range().start }
    }

    /// The root element, of an input of this kind.
    pub fn root(&self, kind: Kind) -> Option<Node<'_, 'a>> {
        if self.kind != Some(kind) {
            return None;
        }
        self.document.as_ref().map(Document::root_element)
    }
}

/// Parses all sources. What is wrong with any of them is reported; the others are parsed all the same.
pub fn parse<'a>(sources: &'a [Source], diagnostics: &mut Diagnostics) -> Vec<Input<'a>> {
    sources
        .iter()
        .enumerate()
        .map(|(number, source)| parse_one(InputId(number), source, diagnostics))
        .collect()
}

fn parse_one<'a>(id: InputId, source: &'a Source, diagnostics: &mut Diagnostics) -> Input<'a> {
    let mut input = Input { id, source, kind: None, document: None };
    // A DTD is refused by default: it has no use in metadata and can expand without end.
    match Document::parse(&source.text) {
        Ok(document) => {
            input.kind = kind_of(id, source, &document, diagnostics);
            input.document = Some(document);
        }
        Err(roxmltree::Error::DtdDetected) => {
            let offset = source.text.find("<!DOCTYPE").unwrap_or(0);
            let place = Place { input: id, offset };
            diagnostics.error(place, "a document type definition (DTD) is not allowed");
        }
        Err(error) => {
            let place = Place { input: id, offset: offset_of(&source.text, error.pos()) };
            diagnostics.error(place, format!("this is not well-formed XML: {error}"));
        }
    }
    input
}

fn kind_of(
    id: InputId,
    source: &Source,
    document: &Document<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Kind> {
    let root = document.root_element();
    let place = Place { input: id, offset: root.range().start };
    let name = root.tag_name();
    let found = match (name.namespace().unwrap_or(""), name.name()) {
        (WSDL, "definitions") => Kind::Wsdl,
        (XSD, "schema") => Kind::Xsd,
        (namespace, "Policy") if POLICY.contains(&namespace) => Kind::Policy,
        (WSDL_20, "description") => {
            diagnostics.error(place, "WSDL 2.0 is not supported: a WSDL 1.1 document is needed");
            return None;
        }
        (namespace, local) => {
            let expected = source.kind.map_or("a WSDL 1.1, XML Schema or policy document", Kind::name);
            let found = format!("the root element '{local}' in the namespace '{namespace}'");
            diagnostics.error(place, format!("{expected} is expected here, and {found} was found"));
            return None;
        }
    };
    if let Some(expected) = source.kind.filter(|expected| *expected != found) {
        let text = format!("{} is expected here, and this is {}", expected.name(), found.name());
        diagnostics.error(place, text);
        return None;
    }
    Some(found)
}

/// The offset of a row and a column, both from 1, a column being a character.
fn offset_of(text: &str, position: roxmltree::TextPos) -> usize {
    let row = usize::try_from(position.row).unwrap_or(1).max(1);
    let column = usize::try_from(position.col).unwrap_or(1).max(1);
    let start = text.match_indices('\n').nth(row.wrapping_sub(2)).map_or(0, |(at, _)| at + 1);
    let start = if row == 1 { 0 } else { start };
    let line = &text[start..];
    start + line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at)
}

/// The characters of a file: UTF-8, or UTF-16 when it begins with the byte order mark of that.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    let utf16 = |big: bool| {
        let pairs = bytes[2..].chunks_exact(2);
        let rest = pairs.remainder().len();
        let units: Vec<u16> = pairs
            .map(|pair| {
                let pair = [pair[0], pair[1]];
                if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
            })
            .collect();
        match String::from_utf16(&units) {
            Ok(text) if rest == 0 => Ok(text),
            _ => Err("it begins as UTF-16 and is not".to_owned()),
        }
    };
    match bytes {
        [0xfe, 0xff, ..] => utf16(true),
        [0xff, 0xfe, ..] => utf16(false),
        _ => {
            let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
            let text = std::str::from_utf8(bytes);
            let wrong = |error: std::str::Utf8Error| format!("byte {} is not UTF-8", error.valid_up_to());
            text.map(str::to_owned).map_err(wrong)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_text(text: &str, kind: Option<Kind>) -> (Option<Kind>, String) {
        let source = Source { path: "a.xml".into(), url: None, kind, text: text.into() };
        let mut diagnostics = Diagnostics::default();
        let inputs = parse(std::slice::from_ref(&source), &mut diagnostics);
        (inputs[0].kind, diagnostics.render(&inputs, 4, false))
    }

    #[test]
    fn kinds_are_told_by_the_root_element() {
        let kind = |text| parse_text(text, None).0;
        assert_eq!(kind("<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>"), Some(Kind::Wsdl));
        assert_eq!(kind("<schema xmlns='http://www.w3.org/2001/XMLSchema'/>"), Some(Kind::Xsd));
        assert_eq!(kind("<Policy xmlns='http://www.w3.org/ns/ws-policy'/>"), Some(Kind::Policy));
        assert_eq!(kind("<Policy/>"), None);
    }

    #[test]
    fn what_the_command_line_says_must_hold() {
        let (kind, said) = parse_text("<schema xmlns='http://www.w3.org/2001/XMLSchema'/>", Some(Kind::Wsdl));
        assert_eq!(kind, None);
        assert!(said.starts_with("a.xml(1,1): error: a WSDL 1.1 document is expected"), "{said}");
    }

    #[test]
    fn broken_xml_is_reported_where_it_breaks() {
        let (_, said) = parse_text("<a>\n <b>\n</a>", None);
        assert!(said.starts_with("a.xml(3,"), "{said}");
        let (_, said) = parse_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", None);
        assert!(said.contains("DTD"), "{said}");
    }

    #[test]
    fn files_are_utf_8_or_utf_16() {
        assert_eq!(decode(b"\xef\xbb\xbfa").as_deref(), Ok("a"));
        assert_eq!(decode(b"\xff\xfea\0").as_deref(), Ok("a"));
        assert_eq!(decode(b"\xfe\xff\0a").as_deref(), Ok("a"));
        assert!(decode(b"\xff\xfea").is_err());
        assert!(decode(b"a\xff").is_err());
    }
}
