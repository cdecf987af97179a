//! Differences between Wine's DLL and ours that are settled: each a narrow rule, with its reason in docs/differences.md
//! under the rule's name.

use crate::script::Script;

/// A difference as the rules see it.
pub(crate) struct Seen<'a> {
    pub(crate) script: &'a Script,
    pub(crate) at: usize,
    pub(crate) wine: &'a [String],
    pub(crate) ours: &'a [String],
}

impl Seen<'_> {
    fn name(&self) -> &str {
        self.script.name(self.at)
    }

    fn operation(&self) -> &str {
        &self.script.0[self.at]
    }

    /// An argument of the operation, from 0.
    fn argument(&self, i: usize) -> &str {
        self.operation().split(' ').nth(i + 1).unwrap_or_default()
    }

    fn wine(&self) -> &str {
        code(&self.wine[self.at])
    }

    fn ours(&self) -> &str {
        code(&self.ours[self.at])
    }

    fn our_line(&self) -> &str {
        &self.ours[self.at]
    }

    fn wine_line(&self) -> &str {
        &self.wine[self.at]
    }

    fn well_formed(&self) -> bool {
        self.script.0[..self.at].iter().any(|operation| operation == "well_formed")
    }

    fn earlier(&self, holds: impl Fn(&str, &str) -> bool) -> bool {
        self.script.0[..self.at].iter().zip(self.ours).any(|(operation, line)| holds(operation, line))
    }

    /// It reads.
    fn reads(&self) -> bool {
        READING.contains(&self.name())
    }

    /// It writes, or moves or asks a writer.
    fn writes(&self) -> bool {
        WRITING.contains(&self.name())
    }
}

const READING: [&str; 29] = [
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
const WRITING: [&str; 31] = [
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

fn code(line: &str) -> &str {
    line.rsplit(' ').next().unwrap_or_default()
}

const OK: &str = "00000000";
const FALSE: &str = "00000001";
const NOT_IMPLEMENTED: &str = "80004001";
const INVALID_ARGUMENT: &str = "80070057";
const FORMAT: &str = "803d0000";
const FAULTED: &str = "803d0001";
const OVERFLOW: &str = "803d0002";
const OPERATION: &str = "803d0003";
const QUOTA: &str = "803d0008";

/// Whether the two can be compared further.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    Compare,
    /// From here on they are in different states.
    Stop,
}

/// A settled difference.
pub(crate) struct Rule {
    /// Its heading in docs/differences.md.
    pub(crate) name: &'static str,
    pub(crate) after: After,
    holds: fn(&Seen<'_>) -> bool,
}

const fn stop(name: &'static str, holds: fn(&Seen<'_>) -> bool) -> Rule {
    Rule { name, after: After::Stop, holds }
}

const fn go_on(name: &'static str, holds: fn(&Seen<'_>) -> bool) -> Rule {
    Rule { name, after: After::Compare, holds }
}

const RULES: &[Rule] = &[
    stop("What Wine does not implement", |seen| seen.wine() == NOT_IMPLEMENTED),
    stop("Filling a reader with more than there is", |seen| {
        seen.name() == "fill" && seen.wine() == QUOTA && seen.ours() == OK
    }),
    stop("Limits", |seen| {
        let limited = |operation: &String| operation.contains("/4/") || operation.starts_with("fill");
        seen.ours() == QUOTA && seen.script.0.iter().any(limited)
    }),
    stop("After a failure", |seen| {
        let failed = |line: &str| [FORMAT, QUOTA, OVERFLOW, FAULTED, OPERATION].contains(&code(line));
        (seen.reads() || seen.writes()) && seen.earlier(|_, line| failed(line))
    }),
    stop("Byte order marks", |seen| {
        let marked = |operation: &str| operation.starts_with("input ") && operation.contains(" '%ef%bb%bf");
        seen.reads()
            && seen.earlier(|operation, _| marked(operation))
            && seen.wine_line().contains("%ef%bb%bf")
    }),
    go_on("Line ends and white space in attributes", |seen| {
        let plain = |line: &str| {
            let line = normal(line).replace("%0d%0a", "%0a").replace("%0d", "%0a");
            line.replace("%u000d%u000a", "%u000a")
                .replace("%u000d", "%u000a")
                .replace("%0a", "%20")
                .replace("%09", "%20")
        };
        seen.reads() && plain(&normal(seen.wine_line())) == plain(&normal(seen.our_line()))
    }),
    go_on("Empty character data sections", |seen| {
        seen.reads()
            && normal(seen.wine_line()).replace("[6] [2 1:] [7]", "[6] [7]") == normal(seen.our_line())
    }),
    go_on("Order of declarations and attributes", |seen| {
        let sorted = |line: &str| {
            let line =
                normal(line).replace("%20", " ").replace("/>", " />").replace('>', " >").replace(']', " ]");
            let mut parts: Vec<String> = line.split(' ').map(str::to_owned).collect();
            parts.sort();
            parts
        };
        (seen.reads() || seen.writes()) && sorted(seen.wine_line()) == sorted(seen.our_line())
    }),
    stop("Documents that are not well-formed", |seen| {
        seen.reads() && !seen.well_formed() && seen.ours() == FORMAT
    }),
    stop("Well-formed documents that Wine refuses", |seen| {
        seen.reads()
            && seen.wine() == FORMAT
            && seen.ours() == OK
            && (seen.well_formed() || seen.earlier(|operation, _| operation.contains("xml:")))
    }),
    stop("Behind the end of a document", |seen| {
        let at_end = seen.ours[..seen.at].iter().rev().find(|line| line.contains('['));
        seen.reads() && seen.ours() == OPERATION && at_end.is_some_and(|line| line.contains("[8]"))
    }),
    stop("Reading calls in a wrong state", |seen| {
        seen.reads() && seen.name() != "walk" && [FORMAT, OPERATION, INVALID_ARGUMENT].contains(&seen.ours())
    }),
    go_on("Prefixes xml and xmlns", |seen| {
        seen.name() == "namespace_of"
            && ["'xml", "'xmlns", "'"].contains(&seen.argument(1))
            && seen.ours() == OK
    }),
    go_on("Prefixes before the first element", |seen| {
        seen.name() == "namespace_of" && seen.wine() == OPERATION && seen.ours() == FALSE
            || seen.name() == "prefix_of" && seen.ours() == OK && seen.argument(1) == "'"
    }),
    stop("Writing what is no XML", |seen| {
        seen.writes() && !seen.well_formed() && [FORMAT, OPERATION, INVALID_ARGUMENT].contains(&seen.ours())
    }),
    stop("Text that begins with a sign of markup", |seen| {
        let begins =
            |operation: &str| [">>", ">%3e", "?>>", "%00>%00>"].iter().any(|mark| operation.contains(mark));
        seen.reads()
            && seen.wine() == OK
            && seen.ours() == OK
            && seen.earlier(|operation, _| operation.starts_with("input ") && begins(operation))
    }),
    stop("UTF-16 from a stream", |seen| {
        let utf16 = |operation: &str| {
            let words: Vec<_> = operation.split(' ').collect();
            words[0] == "input" && (words[3] == "2" || words[3] == "3" || operation.contains("%00"))
        };
        (seen.reads() || seen.name() == "input")
            && (utf16(seen.operation()) || seen.earlier(|operation, _| utf16(operation)))
    }),
    stop("Whether a start element was found", |seen| {
        seen.name() == "read_to"
            && seen.wine() == OK
            && seen.ours() == OK
            && seen.wine_line().trim_start().get(1..) == seen.our_line().trim_start().get(1..)
    }),
    stop("Attributes of a reader", |seen| {
        ["read_start_attribute", "read_end_attribute"].contains(&seen.name())
            || seen
                .earlier(|operation, line| operation.starts_with("read_start_attribute") && code(line) == OK)
    }),
    stop("Reading content in pieces", |seen| {
        let in_pieces = ["read_chars", "read_utf8", "read_bytes", "read_value", "read_qualified_name"];
        seen.reads()
            && (in_pieces.contains(&seen.name())
                || seen.earlier(|operation, line| {
                    in_pieces.contains(&operation.split(' ').next().unwrap_or_default()) && code(line) == OK
                }))
    }),
    stop("Where a reader is after a value", |seen| {
        let before = |line: &str| line.rfind(" [").map_or(line.to_owned(), |at| line[..at].to_owned());
        seen.name() == "read_type"
            && seen.wine() == OK
            && seen.ours() == OK
            && before(seen.wine_line()) == before(seen.our_line())
            || seen.reads()
                && seen.earlier(|operation, line| operation.starts_with("read_type") && code(line) == OK)
    }),
    stop("Pointers to numbers", |seen| {
        seen.name() == "read_type"
            && seen.wine() == FORMAT
            && seen.ours() == OK
            && ["2", "3", "4"].contains(&seen.argument(2))
    }),
    go_on("Numbers out of range", |seen| {
        ["read_type", "read_value"].contains(&seen.name())
            && [FORMAT, OVERFLOW].contains(&seen.wine())
            && [FORMAT, OVERFLOW].contains(&seen.ours())
    }),
    stop("Qualified names in values", |seen| {
        ["write_type", "qualified_name", "text"].contains(&seen.name())
            && seen.wine() == FORMAT
            && seen.ours() == OK
    }),
    stop("Nillable values", |seen| {
        seen.name() == "write_type" && seen.wine() == INVALID_ARGUMENT && seen.ours() == OK
    }),
    go_on("Local times", |seen| {
        let spans = |line: &str| line.contains("+00:00") || line.contains("-08:00") || line.contains('Z');
        seen.name() == "written" && spans(seen.wine_line()) && spans(seen.our_line())
    }),
    stop("XML declarations", |seen| {
        seen.name() == "written" && seen.our_line().contains("<?xml") && seen.operation() == "written 0"
    }),
    go_on("Writers without a buffer", |seen| {
        seen.name() == "written" && [INVALID_ARGUMENT].contains(&seen.ours())
            || seen.name() == "flush" && seen.wine() == OPERATION && seen.ours() == OK
    }),
    stop("Content after content", |seen| {
        ["value", "start", "chars", "utf8", "bytes", "text", "start_cdata", "end"].contains(&seen.name())
            && seen.wine() == FORMAT
            && seen.ours() == OK
    }),
    stop("Empty character data sections", |seen| {
        seen.name() == "end_cdata" && seen.wine() == OPERATION && seen.ours() == OK
    }),
    stop("Moving in a buffer", |seen| {
        let moving = ["move_writer", "set_writer_position", "output_buffer"];
        let edits = |operation: &str| moving.contains(&operation.split(' ').next().unwrap_or_default());
        (seen.reads() || seen.writes())
            && (edits(seen.operation()) || seen.earlier(|operation, _| edits(operation)))
    }),
    go_on("Errors without a right size", |seen| seen.operation().starts_with("set e 0 2 ")),
    stop("Channels and bindings that are not there yet", |seen| {
        ["channel", "listener", "proxy"].contains(&seen.name())
            && (seen.ours() == "803d0017" || seen.argument(2) != "0")
    }),
    stop("Checks of properties and versions", |seen| {
        [
            "reader",
            "writer",
            "message",
            "channel",
            "listener",
            "proxy",
            "initialize",
            "set",
            "get",
            "set_header",
            "get_header",
            "remove_header",
            "get_mapped",
            "add_mapped",
            "remove_mapped",
            "get_custom",
            "add_custom",
        ]
        .contains(&seen.name())
            && seen.ours() != OK
    }),
    go_on("Values of properties", |seen| seen.name() == "get" && seen.ours() == OK),
    go_on("Empty headers of messages", |seen| {
        seen.name() == "written"
            && normal(seen.wine_line()).replace("<s:Header/>", "") == normal(seen.our_line())
    }),
    stop("Addresses that are no URL", |seen| {
        ["open_channel", "open_proxy", "open_listener"].contains(&seen.name())
    }),
    stop("Messages on channels that are not open", |seen| {
        seen.name().starts_with("channel_") && seen.ours() != OK
    }),
    stop("Writers without an output", |seen| {
        seen.writes()
            && seen.wine() != OK
            && seen.ours() == OPERATION
            && !seen.earlier(|operation, line| operation.starts_with("output ") && code(line) == OK)
    }),
    stop("NULL readers and buffers", |seen| {
        ["read_buffer", "write_buffer"].contains(&seen.name()) && seen.wine() != OK && seen.ours() != OK
    }),
    stop("URLs that are not valid", |seen| {
        ["decode_url", "encode_url"].contains(&seen.name()) && seen.ours() != OK
    }),
    stop("Empty parts and ports of URLs", |seen| {
        seen.name() == "decode_url" && (seen.operation().contains('#') || seen.operation().contains(":0"))
            || seen.name() == "encode_url" && seen.argument(3) == "'0"
    }),
    go_on("Empty texts", |seen| {
        seen.name() == "written" && collapsed(seen.wine_line()) == collapsed(seen.our_line())
            || seen.writes()
                && seen.wine() == OPERATION
                && seen.ours() == OK
                && seen.earlier(|operation, _| {
                    ["text", "utf8", "chars"].contains(&operation.split(' ').next().unwrap_or_default())
                        && operation.ends_with(" '")
                })
    }),
    stop("Numbers of floating point", |seen| {
        ["written", "read_type"].contains(&seen.name())
            && seen.earlier(|operation, line| {
                let type_ = operation.split(' ').nth(5).unwrap_or_default();
                operation.starts_with("write_type")
                    && code(line) == OK
                    && (["9", "10"].contains(&type_) || type_.contains(",10,") || type_.contains(",9,"))
            })
    }),
    stop("Structures and their attributes", |seen| {
        ["read_to", "read_type", "written"].contains(&seen.name())
            && (seen.operation().contains("26{") || seen.earlier(|operation, _| operation.contains("26{")))
    }),
    stop("Values of text without white space and empty ones", |seen| {
        seen.name() == "read_type"
            && seen.ours() == OK
            && (seen.wine() == FORMAT || seen.wine_line().contains("NULL"))
    }),
    stop("Characters beyond ASCII in names", |seen| {
        seen.reads()
            && seen.wine() == FORMAT
            && seen.ours() == OK
            && seen.earlier(|operation, _| operation.starts_with("input ") && operation.contains("%c3%a9"))
    }),
    stop("White space in front of names", |seen| {
        seen.reads()
            && seen.wine() == FORMAT
            && seen.ours() == OK
            && !seen.well_formed()
            && seen.earlier(|operation, _| operation.starts_with("input ") && operation.contains("<![CDATA["))
    }),
    go_on("Namespaces in scope", |seen| {
        seen.name() == "namespace_of" && seen.wine() == OPERATION && seen.ours() == OK
            || seen.name() == "prefix_of" && seen.ours() == OK && seen.wine() != OK
    }),
    go_on("Empty hosts and dot segments of URLs", |seen| {
        seen.name() == "encode_url" && (seen.argument(2) == "'" || seen.argument(3) == "'80")
            || seen.name() == "decode_url" && seen.operation().contains("..")
    }),
    go_on("Headers that were removed", |seen| {
        seen.name() == "written"
            && seen.earlier(|operation, _| operation.starts_with("remove_header "))
            && !seen.our_line().contains("<a:MessageID>")
    }),
    stop("Addresses of messages", |seen| {
        seen.name() == "get_header" && seen.wine() == FORMAT && seen.ours() == OK
    }),
    go_on("Undeclared default namespaces", |seen| {
        seen.name() == "written"
            && collapsed(seen.wine_line()) == collapsed(seen.our_line()).replace("%20xmlns=\"\"", "")
    }),
    go_on("Prefixes that are left to the writer", |seen| {
        let chosen = |operation: &str, line: &str| operation.starts_with("start 0 - ") && code(line) == OK;
        let bare = |line: &str| -> Vec<String> {
            let parts = written_form(line, true).into_iter().filter(|part| !part.starts_with("xmlns"));
            let mut parts: Vec<String> = parts
                .map(|part| {
                    let name = part.find(['=', '"']).unwrap_or(part.len());
                    part[..name].rfind(':').map_or(part.clone(), |colon| part[colon + 1..].to_owned())
                })
                .map(|part| part.trim_start_matches(['<', '/']).to_owned())
                .collect();
            parts.sort();
            parts
        };
        seen.name() == "written" && seen.earlier(chosen) && bare(seen.wine_line()) == bare(seen.our_line())
    }),
    go_on("White space and declarations that were written", |seen| {
        let undeclared = collapsed(seen.our_line()).contains("xmlns=\"\"");
        seen.name() == "written"
            && written_form(seen.wine_line(), undeclared) == written_form(seen.our_line(), undeclared)
    }),
    stop("Numbers of floating point", |seen| {
        let real = |operation: &str| {
            ["text 0 8 ", "text 0 9 ", "value 0 9 ", "value 0 10 "]
                .iter()
                .any(|real| operation.starts_with(real))
        };
        seen.name() == "written" && seen.earlier(|operation, line| real(operation) && code(line) == OK)
    }),
    stop("Durations", |seen| {
        ["value", "read_value"].contains(&seen.name())
            && seen.argument(1) == "15"
            && seen.wine() == INVALID_ARGUMENT
    }),
    go_on("Messages without an envelope", |seen| {
        seen.name() == "written" && seen.wine_line().contains("<Envelope>")
    }),
    stop("Attributes in a namespace without a prefix", |seen| {
        seen.name() == "written"
            && seen.earlier(|operation, line| {
                ["start_attribute 0 - ", "start_attribute 0 ' "]
                    .iter()
                    .any(|bare| operation.starts_with(bare))
                    && code(line) == OK
            })
    }),
    go_on("Headers that must be understood", |seen| {
        let plain = |line: &str| normal(&line.replace("%20s:mustUnderstand=\"1\"", ""));
        seen.name() == "written" && plain(seen.wine_line()) == plain(seen.our_line())
    }),
    stop("Headers set for the second time", |seen| {
        let twice = |line: &str| line.matches("<a:MessageID").count() == 2;
        seen.name() == "written" && twice(seen.wine_line()) && !twice(seen.our_line())
    }),
    stop("Headers of a transport", |seen| seen.name() == "get_mapped" && seen.ours() == OK),
    go_on("White space, sections and tags at once", |seen| {
        let plain = |line: &str| {
            let line = normal(line).replace("%0d%0a", "%0a").replace("%0d", "%0a");
            let line = line.replace("%0a", "%20").replace("%09", "%20").replace("[6] [2 1:] [7]", "[6] [7]");
            let mut parts: Vec<String> = line.replace(']', " ]").split(' ').map(str::to_owned).collect();
            parts.sort();
            parts
        };
        seen.reads() && plain(seen.wine_line()) == plain(seen.our_line())
    }),
    stop("Spaces in end tags", |seen| {
        let spaced = |operation: &str| {
            operation.starts_with("input ") && operation.contains("</") && operation.contains("%20>")
        };
        seen.reads()
            && seen.wine() == FORMAT
            && seen.ours() == OK
            && seen.earlier(|operation, _| spaced(operation))
    }),
    stop("Where a search for an element ends", |seen| {
        seen.name() == "read_to" && seen.wine_line().contains("[8]") && seen.our_line().contains("[3]")
    }),
    stop("Texts of errors", |seen| {
        ["error_string", "copy_error"].contains(&seen.name()) || seen.operation().starts_with("get e 0 0 ")
    }),
];

pub(crate) fn known(seen: &Seen<'_>) -> Option<&'static Rule> {
    RULES.iter().find(|rule| (rule.holds)(seen))
}

/// A line without what docs/differences.md lists under "Taken out before the comparison".
pub(crate) fn normal(line: &str) -> String {
    let mut rest = line;
    let mut out = String::with_capacity(line.len());
    let first = |rest: &str| [" \":", " ':"].iter().filter_map(|mark| rest.find(mark)).min();
    while let Some(at) = first(rest) {
        // An attribute without a prefix: its namespace.
        let Some(open) = rest[at..].find('{').map(|open| at + open) else { break };
        let Some(close) = rest[open..].find('}').map(|close| open + close) else { break };
        out.push_str(&rest[..=open]);
        rest = &rest[close..];
    }
    out.push_str(rest);
    // Whether an element is written <a/>.
    without_made(&out.replace("}/", "}"))
}

/// What was written, in parts that can be compared: white space in attributes as it is, without default namespaces if
/// some are undeclared.
fn written_form(line: &str, undeclared: bool) -> Vec<String> {
    let line = collapsed(line).replace("&#xA;", "%0a").replace("&#x9;", "%09").replace("&#xD;", "%0d");
    // Text in front of a tag is a part of its own.
    let line = line.replace("/>", " / ").replace('>', " ").replace('<', " <").replace("%20", " ");
    let part = |part: &str| (!undeclared || !part.starts_with("xmlns=")).then(|| part.to_owned());
    let mut parts: Vec<String> = line.split(' ').filter_map(part).collect();
    parts.sort();
    parts
}

/// With `<a/>` for `<a></a>`.
fn collapsed(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("></") {
        let start_tag = rest[..at].rfind('<').is_some_and(|open| !rest[open..].starts_with("</"))
            && !rest[..at].ends_with('/');
        let end = rest[at + 3..].find('>').map(|end| at + 3 + end);
        match end {
            Some(end) if start_tag => {
                out.push_str(&rest[..at]);
                out.push_str("/>");
                rest = &rest[end + 1..];
            }
            _ => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A line with the identifiers that are made anew each time as one word.
pub(crate) fn without_made(line: &str) -> String {
    const MARK: &str = "urn:uuid:";
    let mut parts = line.split(MARK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(MARK);
        out.push_str(part.get(36..).unwrap_or(part));
    }
    out
}
