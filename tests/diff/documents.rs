//! Documents: well-formed ones with all that XML has, and damaged ones.

use crate::script::{Random, Script, text};

const NAMES: [&str; 8] = ["a", "b", "c", "t", "long-name.1", "_x", "xml", "\u{e9}t\u{e9}"];
const PREFIXES: [&str; 5] = ["", "", "p", "q", "xml"];
const SPACES: [&str; 5] = ["urn:p", "urn:q", "urn:t", "", "http://www.w3.org/2000/xmlns/"];
const TEXTS: [&str; 30] = [
    "x",
    "text",
    " ",
    "\n  ",
    "a b",
    "1",
    "true",
    "-12",
    "1.5",
    "&lt;",
    "&amp;&gt;",
    "&#65;",
    "&#x20AC;",
    "&#x1F600;",
    "\u{e9}",
    "\u{20ac}",
    "\u{1f600}",
    "\r\n",
    "\r",
    "\t",
    "]",
    ">",
    "\"",
    "'",
    "&quot;&apos;",
    "2006-11-27T20:11:47Z",
    "6B29FC40-CA47-1067-B31D-00DD010662DA",
    "aGVsbG8=",
    "p:name",
    "INF",
];
const ODD: [&str; 16] = [
    "&",
    "&x;",
    "&#0;",
    "&#xD800;",
    "&#x110000;",
    "<",
    "]]>",
    "\u{1}",
    "&#;",
    "&#x;",
    "&lt",
    "&#1234567890;",
    "\u{fffe}",
    "&#10;",
    "&#13;",
    "&#9;",
];

/// An element and what is in it. Namespaces are declared where they are needed, most of the time.
fn element(random: &mut Random, depth: usize, odd: bool, out: &mut String) {
    let prefix = if odd { random.pick(&PREFIXES) } else { random.pick(&PREFIXES[..4]) };
    let name = if odd { random.pick(&NAMES) } else { random.pick(&NAMES[..4]) };
    let full = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") };
    out.push('<');
    out.push_str(&full);
    let declared = !odd || !random.once_in(8);
    if !prefix.is_empty() && prefix != "xml" && declared {
        attribute(random, &format!("xmlns:{prefix}"), random_space(odd), out);
    }
    if random.once_in(4) {
        let space = random_space(odd)(random);
        attribute(random, "xmlns", move |_| space.clone(), out);
    }
    for i in 0..random.pick(&[0, 0, 0, 1, 1, 2, 3]) {
        let name =
            if odd { random.pick(&NAMES).to_owned() } else { format!("{}{i}", random.pick(&NAMES[..4])) };
        let name = if !prefix.is_empty() && random.once_in(3) { format!("{prefix}:{name}") } else { name };
        attribute(random, &name, |random| value(random, odd), out);
    }
    if random.once_in(8) {
        out.push_str(random.pick(&[" ", "\n", "\t", "  "]));
    }
    if random.once_in(4) {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for _ in 0..random.pick(&[0, 1, 1, 2, 3]) {
        content(random, depth, odd, out);
    }
    out.push_str("</");
    out.push_str(&full);
    if random.once_in(12) {
        out.push(' ');
    }
    out.push('>');
}

fn random_space(odd: bool) -> impl Fn(&mut Random) -> String {
    move |random| random.pick(if odd { &SPACES } else { &SPACES[..3] }).to_owned()
}

fn attribute(random: &mut Random, name: &str, value: impl Fn(&mut Random) -> String, out: &mut String) {
    let quote = random.pick(&['"', '"', '\'']);
    let other = if quote == '"' { "&quot;" } else { "&apos;" };
    let equals = random.pick(&["=", "=", "=", " = "]);
    let value = value(random).replace(quote, other);
    out.push_str(random.pick(&[" ", " ", " ", "\n"]));
    out.push_str(&format!("{name}{equals}{quote}{value}{quote}"));
}

fn value(random: &mut Random, odd: bool) -> String {
    let mut value = String::new();
    for _ in 0..random.pick(&[0, 1, 1, 2]) {
        value.push_str(piece(random, odd));
    }
    value
}

fn piece(random: &mut Random, odd: bool) -> &'static str {
    if odd && random.once_in(10) { random.pick(&ODD) } else { random.pick(&TEXTS) }
}

fn content(random: &mut Random, depth: usize, odd: bool, out: &mut String) {
    match random.below(if odd { 12 } else { 11 }) {
        0..4 if depth > 0 => element(random, depth - 1, odd, out),
        0..8 => out.push_str(&value(random, odd)),
        8 => out.push_str(random.pick(&["<!--c-->", "<!---->", "<!-- a - b -->", "<!--<a>&x;-->"])),
        9 => out.push_str(random.pick(&["<![CDATA[]]>", "<![CDATA[x]]>", "<![CDATA[<a>&lt;]] ]]>"])),
        // The library has no node for them and refuses them.
        10 if odd => out.push_str(random.pick(&["<?pi?>", "<?pi data?>", "<?p-i  a='b' ?>"])),
        10 => {}
        _ => out.push_str(random.pick(&[
            "<!-- -- -->",
            "<?xml version='1.0'?>",
            "<!DOCTYPE a>",
            "<![CDATA[",
            "</z>",
        ])),
    }
}

/// A document without byte order mark and declaration.
pub(crate) fn body(random: &mut Random, odd: bool) -> String {
    let mut out = String::new();
    if random.once_in(10) {
        out.push_str(random.pick(&["\n", " ", "<!--before-->", "<!---->"]));
    }
    let depth = random.pick(&[0, 1, 2, 3]);
    element(random, depth, odd, &mut out);
    if random.once_in(10) {
        out.push_str(random.pick(&["\n", " ", "<!--after-->", "<!---->"]));
    }
    if odd && random.once_in(20) {
        out.push_str(random.pick(&["x", "<b/>", "\u{0}", "&lt;", "<![CDATA[x]]>"]));
    }
    out
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    text.encode_utf16().flat_map(unit).collect()
}

fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..random.pick(&[1, 1, 1, 2, 3]) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes[at] = random.pick(b"<>&;\"'=/!?-[] :x\x00\x80\xff\xc3"),
            2 => bytes.insert(at, random.pick(b"<>&;\"'=/!?-[] :x\x00\x80\xff")),
            3 => {
                bytes.remove(at);
            }
            4 => {
                let end = (at + random.below(12)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let end = (at + random.below(12)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
}

/// Gives reader 0 a document, and the reader all of it, most of the time. An odd one may be no XML.
pub(crate) fn input(random: &mut Random, odd: bool, script: &mut Script) {
    let mut document = body(random, odd);
    let charset = random.pick(&[0, 0, 1, 1, 1, 1, 1, 2, 3]);
    let form = if odd && random.once_in(12) { random.below(4) } else { charset };
    if random.once_in(5) {
        let name = ["utf-8", "utf-8", "utf-16", "utf-16"][form];
        let declaration = match random.below(if odd { 7 } else { 3 }) {
            0 => "<?xml version=\"1.0\"?>".to_owned(),
            1 => format!("<?xml version=\"1.0\" encoding=\"{name}\"?>"),
            2 => format!("<?xml version='1.0' encoding='{name}' standalone='yes'?>"),
            3 => "<?xml version=\"1.1\"?>".to_owned(),
            4 => "<?xml encoding=\"utf-8\"?>".to_owned(),
            5 => "<?xml version=\"1.0\" encoding=\"latin1\"?>".to_owned(),
            _ => "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"maybe\" ?>".to_owned(),
        };
        document = declaration + document.trim_start();
    }
    let marked = random.once_in(20);
    let mut bytes = match form {
        2 | 3 => {
            let mark = if marked || charset == 0 { "\u{feff}" } else { "" };
            utf16(&format!("{mark}{document}"), form == 3)
        }
        _ => format!("{}{document}", if marked { "\u{feff}" } else { "" }).into_bytes(),
    };
    if odd && random.once_in(2) {
        damage(random, &mut bytes);
    }
    let piece = random.pick(&[0, 0, 0, 0, 4096, 4096, 1, 3, 17]);
    let mut properties = "";
    if random.once_in(8) {
        // Fragments, declarations, depth, attributes.
        properties = random.pick(&[" 1/4/1", " 2/4/1", " 0/4/2", " 3/4/1", " 1/4/1 2/4/1", " 9/4/1"]);
    }
    if !odd {
        script.add("well_formed");
    }
    script.add(format!("input 0 1 {charset} {piece} {}{properties}", text(&bytes)));
    if piece != 0 {
        let size = if random.once_in(8) { random.below(bytes.len() + 1) } else { bytes.len() };
        script.add(format!("fill 0 {size}"));
    }
}

/// Every node of a document.
pub(crate) fn walk(random: &mut Random) -> Script {
    let mut script = Script::new();
    let odd = random.once_in(2);
    script.add("reader 0");
    input(random, odd, &mut script);
    script.add("walk 0");
    if random.once_in(5) {
        script.add("read 0");
    }
    script
}

fn name(random: &mut Random) -> String {
    text(random.pick(&["a", "b", "c", "t", "a0", "b1", "zz", ""]))
}

fn space(random: &mut Random) -> String {
    text(random.pick(&["", "", "", "urn:p", "urn:q", "urn:t"]))
}

/// A move or a reading of content.
pub(crate) fn step(random: &mut Random) -> String {
    match random.below(24) {
        0..4 => "read 0".into(),
        4 | 5 => "read_start 0".into(),
        6 => "read_end 0".into(),
        7 => format!("read_to 0 - - {}", random.below(2)),
        8 => format!("read_to 0 {} {} {}", name(random), space(random), random.below(2)),
        9 | 10 => "skip 0".into(),
        11 => format!("move 0 {} {}", random.below(12), random.below(2)),
        12 => format!("find_attribute 0 {} {} {}", name(random), space(random), random.below(2)),
        13 => format!("read_start_attribute 0 {}", random.below(4)),
        14 => "read_end_attribute 0".into(),
        15 => format!("read_chars 0 {}", random.pick(&[0, 1, 2, 5, 64])),
        16 => format!("read_utf8 0 {}", random.pick(&[0, 1, 2, 5, 64])),
        17 => format!("read_bytes 0 {}", random.pick(&[0, 1, 3, 64])),
        18 => format!("read_value 0 {} {}", random.below(16), random.pick(&[0, 0, 0, 0, 0, 1])),
        19 => format!("read_qualified_name 0 0 {}", random.below(8)),
        20 => format!(
            "namespace_of 0 {} {}",
            text(random.pick(&["", "p", "q", "xml", "xmlns"])),
            random.below(2)
        ),
        21 => format!("xml_attribute 0 {} 0", text(random.pick(&["lang", "space", "a"]))),
        22 => "node 0".into(),
        _ => format!(
            "read_type 0 {} {} {}",
            random.pick(&[2, 3, 3, 3]),
            random.pick(&[1, 1, 2]),
            scalar(random)
        ),
    }
}

/// A type that is no structure.
pub(crate) fn scalar(random: &mut Random) -> String {
    match random.below(26) {
        type_ @ 0..=20 => type_.to_string(),
        21 => "32".into(),
        22 => "31{a=1:b=2}".into(),
        23 => format!("{}[0-10]", random.pick(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
        24 => format!("{}[1-3]", random.pick(&[16, 17, 18, 19])),
        _ => "21".into(),
    }
}

/// Moves and readings in a document, from memory, from a stream or from a buffer.
pub(crate) fn moves(random: &mut Random) -> Script {
    let mut script = Script::new();
    let odd = random.once_in(10);
    script.add("reader 0");
    input(random, odd, &mut script);
    let steps = 1 + random.below(12);
    if random.once_in(4) {
        script.add("read_to 0 - - 0").add("read_buffer 0 0").add("input_buffer 0 0");
    }
    for i in 0..steps {
        if i == 0 && !random.once_in(4) {
            script.add(random.pick(&["read 0", "read_to 0 - - 0", "read_to 0 - - 0"]));
            continue;
        }
        script.add(step(random));
    }
    if random.once_in(2) {
        script.add("walk 0");
    }
    script
}
