//! A difference as the rules see it: the script up to there, and what both sides have printed.

use base64_simd::STANDARD;

use crate::referee::text_of;
use crate::script::{Script, bytes};

/// A difference as the rules see it.
pub(crate) struct Seen<'a> {
    pub(crate) script: &'a Script,
    pub(crate) at: usize,
    pub(crate) wine: &'a [String],
    pub(crate) ours: &'a [String],
    /// What ours says to the same script with its document in UTF-8, where it has one in UTF-16.
    pub(crate) twin: Option<&'a [String]>,
}

impl Seen<'_> {
    pub(crate) fn name(&self) -> &str {
        self.script.name(self.at)
    }

    pub(crate) fn operation(&self) -> &str {
        &self.script.0[self.at]
    }

    /// An argument of the operation, from 0.
    pub(crate) fn argument(&self, i: usize) -> &str {
        self.operation().split(' ').nth(i + 1).unwrap_or_default()
    }

    pub(crate) fn wine(&self) -> &str {
        code(&self.wine[self.at])
    }

    pub(crate) fn ours(&self) -> &str {
        code(&self.ours[self.at])
    }

    pub(crate) fn our_line(&self) -> &str {
        &self.ours[self.at]
    }

    pub(crate) fn wine_line(&self) -> &str {
        &self.wine[self.at]
    }

    pub(crate) fn earlier(&self, holds: impl Fn(&str, &str) -> bool) -> bool {
        self.script.0[..self.at].iter().zip(self.ours).any(|(operation, line)| holds(operation, line))
    }

    /// An earlier operation of this name that both did with these codes.
    pub(crate) fn both(&self, name: &str, wine: &str, ours: &str) -> bool {
        (0..self.at).any(|at| {
            self.script.name(at) == name && code(&self.wine[at]) == wine && code(&self.ours[at]) == ours
        })
    }

    /// What Wine wrote, with bytes that were given in several pieces as one base64.
    pub(crate) fn with_bytes_in_one(&self) -> String {
        let mut wine = self.wine_line().to_owned();
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        for operation in &self.script.0[..=self.at] {
            let more = operation.strip_prefix("bytes 0 ").or_else(|| operation.strip_prefix("text 0 3 "));
            if let Some(more) = more.and_then(bytes) {
                pieces.push(more);
                continue;
            }
            let each: String = pieces.iter().map(|piece| STANDARD.encode_to_string(piece)).collect();
            if pieces.len() > 1 && !each.is_empty() && wine.contains(&each) {
                wine = wine.replacen(&each, &STANDARD.encode_to_string(pieces.concat()), 1);
            }
            if !["written", "flush", "prefix_of"].contains(&operation.split(' ').next().unwrap_or_default()) {
                pieces.clear();
            }
        }
        wine
    }

    /// What Wine wrote without the start tag that it closed for an empty text.
    pub(crate) fn without_closed_tag(&self) -> Option<String> {
        let empty = self.earlier(|operation, line| is_empty_text(operation) && code(line) == OK);
        let line = self.wine_line().strip_suffix("> = 00000000").filter(|_| empty)?;
        line.rfind('<').map(|at| format!("{} = 00000000", &line[..at]))
    }

    /// There is something that Wine writes without references: text behind a section, and such namespaces.
    pub(crate) fn unescaped(&self) -> bool {
        self.earlier(|operation, line| {
            code(line) == OK && (operation.starts_with("end_cdata") || operation.contains("'urn:<&\""))
        })
    }

    /// It is this call with these codes, Wine's and ours.
    pub(crate) fn is_one_of(&self, calls: &[(&str, &str, &str)]) -> bool {
        calls.contains(&(self.name(), self.wine(), self.ours()))
    }

    /// What the reader reads: the operation that gave it that, if there is one.
    pub(crate) fn source(&self) -> Option<usize> {
        let gives = |at: usize| {
            // What was written may be nothing.
            let empty =
                at > 0 && self.script.name(at) == "input_written" && self.ours[at - 1].trim() == "= 00000000";
            let given = ["input", "input_buffer", "input_written"].contains(&self.script.name(at)) && !empty;
            let gone = ["reader", "free_reader"].contains(&self.script.name(at));
            (given && code(&self.ours[at]) == OK || gone).then_some((at, given))
        };
        (0..self.at).rev().find_map(gives).filter(|(_, given)| *given).map(|(at, _)| at)
    }

    /// The reader reads a buffer.
    pub(crate) fn in_buffer(&self) -> bool {
        self.source().is_some_and(|at| self.script.name(at) == "input_buffer")
    }

    /// The node that ours is on, as it was shown.
    pub(crate) fn on(&self) -> &str {
        node_in(self.ours, self.source().unwrap_or(0), self.at)
    }

    /// The node that Wine is on.
    pub(crate) fn wine_on(&self) -> &str {
        node_in(self.wine, self.source().unwrap_or(0), self.at)
    }

    /// Ours is on a node of one of these types, where 9 is the beginning.
    pub(crate) fn is_on(&self, types: &str) -> bool {
        self.on().chars().next().is_some_and(|type_| types.contains(type_))
    }

    /// How many attributes the element that ours is on has, declarations with them.
    pub(crate) fn attribute_count(&self) -> usize {
        [" \"", " '"].iter().map(|quote| self.on().matches(quote).count()).sum()
    }

    /// Ours is on text that is not white space.
    pub(crate) fn is_on_words(&self) -> bool {
        let words = |text: &str| {
            let space = ["%20", "%09", "%0a", "%0d"];
            !space.iter().fold(text.to_owned(), |text, space| text.replace(space, "")).is_empty()
        };
        self.on().strip_prefix("2 1:").is_some_and(words)
    }

    /// The documents that were given to be read, as text.
    pub(crate) fn documents(&self) -> String {
        let inputs = self.script.0[..self.at].iter().filter(|operation| operation.starts_with("input "));
        inputs.filter_map(|input| text_of(input)).collect()
    }

    /// It is no call of messages.
    pub(crate) fn is_of_xml(&self) -> bool {
        !["read_envelope", "read_body", "read_envelope_end", "get_custom", "get_header"]
            .contains(&self.name())
    }

    /// It reads.
    pub(crate) fn reads(&self) -> bool {
        READING.contains(&self.name())
    }

    /// It writes, or moves or asks a writer.
    pub(crate) fn writes(&self) -> bool {
        WRITING.contains(&self.name())
    }
}

pub(crate) const READING: [&str; 29] = [
    "fill",
    "read",
    "walk",
    "read_start",
    "read_end",
    "read_to",
    "skip",
    "move",
    "read_start_attribute",
    "read_end_attribute",
    "node",
    "position",
    "set_position",
    "find_attribute",
    "read_chars",
    "read_utf8",
    "read_bytes",
    "read_value",
    "read_qualified_name",
    "namespace_of",
    "xml_attribute",
    "read_buffer",
    "copy_node",
    "read_type",
    "read_envelope",
    "read_body",
    "read_envelope_end",
    "get_custom",
    "get_header",
];
pub(crate) const WRITING: [&str; 31] = [
    "flush",
    "written",
    "start",
    "end_start",
    "end",
    "start_attribute",
    "end_attribute",
    "xmlns",
    "start_cdata",
    "end_cdata",
    "chars",
    "utf8",
    "bytes",
    "qualified_name",
    "prefix_of",
    "value",
    "text",
    "write_node",
    "move_writer",
    "writer_position",
    "set_writer_position",
    "write_type",
    "write_buffer",
    "buffer_to_bytes",
    "copy_node",
    "write_envelope",
    "write_body",
    "write_envelope_end",
    "output_buffer",
    "input_written",
    "array",
];

pub(crate) fn code(line: &str) -> &str {
    line.rsplit(' ').next().unwrap_or_default()
}

/// The last node that was shown from one line to another, without its brackets.
fn node_in(lines: &[String], from: usize, to: usize) -> &str {
    let node = |line: &'_ String| line.rfind(" [").map(|at| at + 2);
    let shown = lines[from..to].iter().rev().find_map(|line| node(line).map(|at| &line[at..]));
    shown.map_or("9", |node| node.rsplit_once(']').map_or(node, |(node, _)| node))
}

/// It writes text that is none.
pub(crate) fn is_empty_text(operation: &str) -> bool {
    let words: Vec<&str> = operation.split(' ').collect();
    let word = |i: usize| words.get(i).copied().unwrap_or_default();
    match words[0] {
        "bytes" | "utf8" | "chars" => word(2) == "'",
        "text" => ["1", "2", "3"].contains(&word(2)) && word(3) == "'",
        "write_node" => word(2) == "2" && ["'", "-"].contains(&word(3)),
        _ => false,
    }
}

/// The codes that the rules name.
pub(crate) const OK: &str = "00000000";
pub(crate) const FALSE: &str = "00000001";
pub(crate) const NOT_IMPLEMENTED: &str = "80004001";
pub(crate) const INVALID_ARGUMENT: &str = "80070057";
pub(crate) const FORMAT: &str = "803d0000";
pub(crate) const FAULTED: &str = "803d0001";
pub(crate) const OVERFLOW: &str = "803d0002";
pub(crate) const OPERATION: &str = "803d0003";
pub(crate) const QUOTA: &str = "803d0008";
pub(crate) const INVALID_OPTION: &str = "803d0017";
pub(crate) const FAIL: &str = "80004005";
