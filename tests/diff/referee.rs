//! What another XML parser says to a document that a script reads, and to what was written.

use roxmltree::{Document, Node, NodeType, ParsingOptions};

use crate::script::{Script, bytes, text};

/// The document of an `input` operation as text, if its bytes are characters of its character set at all.
pub(crate) fn text_of(input: &str) -> Option<String> {
    let words: Vec<&str> = input.split(' ').collect();
    let bytes = bytes(words.get(5)?)?;
    let units = |big: bool| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        rest.is_empty()
            .then(|| String::from_utf16(&pairs.iter().map(unit).collect::<Vec<_>>()).ok())
            .flatten()
    };
    let text = match charset(input)? {
        2 => units(false),
        3 => units(true),
        _ => String::from_utf8(bytes).ok(),
    }?;
    Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// Which character set the bytes have: the one that was named, or the one that they begin in.
pub(crate) fn charset(input: &str) -> Option<u32> {
    let words: Vec<&str> = input.split(' ').collect();
    let bytes = bytes(words.get(5)?)?;
    let named = words.get(3)?.parse().ok()?;
    Some(match (named, bytes.as_slice()) {
        (0, [0xff, 0xfe, ..] | [b'<', 0, ..]) => 2,
        (0, [0xfe, 0xff, ..] | [0, b'<', ..]) => 3,
        (0, _) => 1,
        (named, _) => named,
    })
}

/// The same script with its documents in UTF-8, if they are in UTF-16 and the reader has all of them.
pub(crate) fn twin(script: &Script) -> Option<Script> {
    let mut other = script.clone();
    let mut lengths: Option<(usize, usize)> = None;
    for operation in &mut other.0 {
        let words: Vec<String> = operation.split(' ').map(str::to_owned).collect();
        if words[0] == "fill" {
            let (before, now) = lengths?;
            let asked = words.get(2)?.parse::<usize>().ok()?;
            let size = if asked < before { (asked * now / before.max(1)).max(asked.min(1)) } else { now };
            *operation = format!("fill {} {size}", words[1]);
        }
        if words[0] != "input" || charset(operation) == Some(1) {
            lengths = lengths.or(Some((0, 0)));
            continue;
        }
        let document = text_of(operation)?;
        let document = match document.split_once("?>") {
            Some((declaration, rest)) if document.starts_with("<?xml") => {
                format!("{}?>{rest}", declaration.replace("utf-16", "utf-8"))
            }
            _ => document,
        };
        lengths = Some((bytes(&words[5])?.len(), document.len()));
        let mut words = words;
        "1".clone_into(&mut words[3]);
        words[5] = text(&document);
        *operation = words.join(" ");
    }
    (other != *script).then_some(other)
}

/// The document is one that the library has to read: XML 1.0 with namespaces, without the parts that it does not support.
pub(crate) fn is_right(input: &str) -> bool {
    let Some(text) = text_of(input) else { return false };
    let fragment = input.contains(" 1/4/1");
    let (declared, body) = match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((inside, body)) => (declaration(inside, charset(input) == Some(1)), body),
        None => (true, text.as_str()),
    };
    // It does not know the prefix xml of elements.
    let body = body.replace("<xml:", "<xml-:").replace("</xml:", "</xml-:");
    let whole = format!("<w xmlns:xml-='urn:xml'>{body}</w>");
    let single = fragment || Document::parse(&format!("{}<w/>", outside(&body))).is_ok();
    declared
        && single
        && !body.is_empty()
        && body.split("&#").skip(1).all(is_reference)
        && Document::parse(&whole).is_ok_and(|document| document.descendants().all(is_supported))
}

/// Behind `&#`: a character that XML has.
fn is_reference(rest: &str) -> bool {
    let digits = rest.split(';').next().unwrap_or_default();
    let number = match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    let named =
        |c: char| c >= ' ' && !['\u{fffe}', '\u{ffff}'].contains(&c) || ['\t', '\n', '\r'].contains(&c);
    number.and_then(char::from_u32).is_some_and(named)
}

/// What is around the root element.
fn outside(body: &str) -> String {
    let mut depth = 0;
    let mut out = String::new();
    let mut roots = 0;
    let mut rest = body;
    while !rest.is_empty() {
        let stop = ["<![CDATA[", "<!--", "<"].into_iter().find(|mark| rest.starts_with(mark));
        let length = match stop {
            Some("<![CDATA[") => tag_length(rest, "]]>"),
            Some("<!--") => tag_length(rest, "-->"),
            Some(_) => tag_length(rest, ">"),
            None => rest.find('<'),
        };
        let (part, behind) = rest.split_at(length.unwrap_or(rest.len()));
        rest = behind;
        if stop == Some("<") {
            let ends = part.starts_with("</");
            roots += usize::from(depth == 0 && !ends);
            depth += if ends { -1 } else { i32::from(!part.ends_with("/>")) };
        } else if depth == 0 {
            out.push_str(part);
        }
    }
    if roots == 1 { out } else { "<".to_owned() }
}

fn declaration(inside: &str, utf8: bool) -> bool {
    let plain = inside.replace('\'', "\"");
    let mut parts: Vec<&str> = plain.split_ascii_whitespace().collect();
    if parts.last() == Some(&"standalone=\"yes\"") || parts.last() == Some(&"standalone=\"no\"") {
        parts.pop();
    }
    let encoding = match parts.get(1).map(|part| part.to_ascii_lowercase()) {
        Some(part) if utf8 => part == "encoding=\"utf-8\"",
        Some(part) => part == "encoding=\"utf-16\"",
        None => true,
    };
    inside.starts_with([' ', '\t', '\n', '\r'])
        && parts.first() == Some(&"version=\"1.0\"")
        && encoding
        && parts.len() <= 2
}

/// No processing instruction, no prefix bound to nothing, none of the reserved names bound anew.
fn is_supported(node: Node<'_, '_>) -> bool {
    const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
    let bound = |namespace: &roxmltree::Namespace<'_>| {
        namespace.uri() != XMLNS && (namespace.name().is_none() || !namespace.uri().is_empty())
    };
    !node.is_pi() && node.namespaces().all(bound)
}

// ---- What was written ----

/// What a document that was written means: its elements, attributes, texts and comments, without prefixes, with the
/// elements closed that are open. None for what is no document.
pub(crate) fn meaning(written: &str) -> Option<Vec<String>> {
    let line = written.strip_suffix(" = 00000000")?.trim_start();
    let text = String::from_utf8(bytes(&format!("'{line}"))?).ok()?;
    let body =
        text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text.as_str(), |it| it.1);
    let whole = format!("<w>{}</w>", closed(body));
    let options = ParsingOptions::default();
    let document = Document::parse_with_options(&whole, options).ok()?;
    let mut parts = Vec::new();
    flatten(document.root_element(), &mut parts);
    Some(parts)
}

fn flatten(node: Node<'_, '_>, parts: &mut Vec<String>) {
    let full = |ns: Option<&str>, name: &str| format!("{{{}}}{name}", ns.unwrap_or_default());
    match node.node_type() {
        NodeType::Element => {
            parts.push(format!("<{}", full(node.tag_name().namespace(), node.tag_name().name())));
            let attribute = |one: roxmltree::Attribute<'_, '_>| {
                format!("@{}={}", full(one.namespace(), one.name()), one.value())
            };
            let mut attributes: Vec<_> = node.attributes().map(attribute).collect();
            attributes.sort();
            parts.append(&mut attributes);
            for child in node.children() {
                flatten(child, parts);
            }
            parts.push(">".to_owned());
        }
        NodeType::Comment | NodeType::Text => {
            let text = node.text().unwrap_or_default();
            parts.push(format!("{:?} {text}", node.node_type()));
        }
        _ => {}
    }
}

/// What was written, with references for the white space that is lost when it is read: line ends and tabs in attributes, CR
/// in texts.
pub(crate) fn white_space_kept(written: &str) -> String {
    let mut out = String::new();
    let mut rest = written;
    while !rest.is_empty() {
        let tag = rest.starts_with('<') && !rest.starts_with("<!");
        let length = if tag { tag_length(rest, ">") } else { rest[1..].find('<').map(|at| at + 1) };
        let (part, behind) = rest.split_at(length.unwrap_or(rest.len()));
        rest = behind;
        let part = if part.starts_with("<![CDATA[") { part.to_owned() } else { part.replace("%0d", "&#xD;") };
        out.push_str(&if tag { part.replace("%0a", "&#xA;").replace("%09", "&#x9;") } else { part });
    }
    out
}

/// With the end tags that are missing, and that of a section.
fn closed(text: &str) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    let mut end = "";
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let stop = if rest.starts_with("<![CDATA[") {
            "]]>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            ">"
        };
        let Some(length) = tag_length(rest, stop) else {
            end = if stop == ">" { "" } else { stop };
            break;
        };
        let tag = &rest[..length];
        if let Some(inside) = tag.strip_prefix('<').filter(|_| stop == ">") {
            if inside.starts_with('/') {
                open.pop();
            } else if !inside.ends_with("/>") {
                open.push(inside.split([' ', '>']).next().unwrap_or_default());
            }
        }
        rest = &rest[length..];
    }
    let mut out = format!("{text}{end}");
    for name in open.iter().rev() {
        out.push_str(&format!("</{name}>"));
    }
    out
}

/// To the end of a tag that is behind its attributes.
pub(crate) fn tag_length(text: &str, stop: &str) -> Option<usize> {
    if stop != ">" {
        return text.find(stop).map(|at| at + stop.len());
    }
    let mut quote = None;
    text.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        None
    })
}
