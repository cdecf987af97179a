//! Differences between Wine's DLL and ours that are settled: each a narrow rule, with its reason in docs/differences.md
//! under the rule's name.

use crate::forms::{
    collapsed, in_one_way, in_universal_time, normal, unescaped, without_default_namespaces, written_form,
};
use crate::seen::*;

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
        // Of the object that is asked now, since its last input or output; ours refuses, or stands where it stood.
        let (kind, sources): (fn(&str) -> bool, _) = if seen.reads() {
            (|name| READING.contains(&name), ["input", "input_buffer", "input_written", "reader"])
        } else {
            (|name| WRITING.contains(&name), ["output", "output_buffer", "writer", "free_writer"])
        };
        let failed =
            (0..seen.at).rev().take_while(|&at| !sources.contains(&seen.script.name(at))).any(|at| {
                kind(seen.script.name(at))
                    && [FORMAT, QUOTA, OVERFLOW, FAULTED].contains(&code(&seen.ours[at]))
            });
        (seen.reads() || seen.writes())
            && failed
            && ([OPERATION, FAULTED].contains(&seen.ours()) || ["node", "written"].contains(&seen.name()))
    }),
    stop("After a value that failed", |seen| {
        let failed = |operation: &str, line: &str| {
            let name = operation.split(' ').next().unwrap_or_default();
            ["read_type", "read_value", "read_qualified_name", "read_bytes", "read_chars", "read_utf8"]
                .contains(&name)
                && [FORMAT, OVERFLOW, QUOTA].contains(&code(line))
        };
        seen.reads() && seen.earlier(failed)
    }),
    stop("Byte order marks", |seen| {
        let marked = |operation: &str| {
            operation.starts_with("input ")
                && [" '%ef%bb%bf", " '%ff%fe"].iter().any(|mark| operation.contains(mark))
        };
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
        seen.is_one_of(&[
            ("copy_node", FORMAT, OPERATION),
            ("fill", OK, OPERATION),
            ("get_custom", INVALID_ARGUMENT, OPERATION),
            ("move", OK, FORMAT),
            ("move", OK, OPERATION),
            ("move", FORMAT, OPERATION),
            ("namespace_of", FALSE, OPERATION),
            ("namespace_of", OPERATION, FORMAT),
            ("read", OK, OPERATION),
            ("read", QUOTA, OPERATION),
            ("read_bytes", OK, FORMAT),
            ("read_bytes", OK, OPERATION),
            ("read_chars", OK, OPERATION),
            ("read_utf8", OK, OPERATION),
            ("read_end", OK, FORMAT),
            ("read_end", OK, OPERATION),
            ("read_end", FORMAT, OPERATION),
            ("read_end_attribute", FORMAT, OPERATION),
            ("read_qualified_name", OK, FORMAT),
            ("read_qualified_name", INVALID_ARGUMENT, OPERATION),
            ("read_qualified_name", FORMAT, OPERATION),
            ("read_start", OK, FORMAT),
            ("read_start", OK, OPERATION),
            ("read_start", FORMAT, OPERATION),
            ("read_start", QUOTA, OPERATION),
            ("read_start_attribute", OK, INVALID_ARGUMENT),
            ("read_start_attribute", OK, FORMAT),
            ("read_start_attribute", OK, OPERATION),
            ("read_to", OK, FORMAT),
            ("read_to", OK, OPERATION),
            ("read_to", FORMAT, OPERATION),
            ("read_to", QUOTA, OPERATION),
            ("read_type", OK, INVALID_ARGUMENT),
            ("read_type", OK, FORMAT),
            ("read_type", OK, OPERATION),
            ("read_type", FORMAT, INVALID_ARGUMENT),
            ("read_type", FORMAT, OPERATION),
            ("read_type", OVERFLOW, INVALID_ARGUMENT),
            ("read_value", INVALID_ARGUMENT, FORMAT),
            ("read_value", INVALID_ARGUMENT, OPERATION),
            ("read_value", FORMAT, INVALID_ARGUMENT),
            ("read_value", FORMAT, OPERATION),
            ("skip", OK, OPERATION),
            ("skip", QUOTA, OPERATION),
        ])
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
        let words = |operation: &str| -> Vec<String> { operation.split(' ').map(str::to_owned).collect() };
        let wide = |words: &[String]| {
            words[0] == "input" && (["2", "3"].contains(&words[3].as_str()) || words[5].contains("%00"))
        };
        let stream = |operation: &str| wide(&words(operation)) && words(operation)[4] != "0";
        // In memory, its order of bytes is not looked at either.
        let big = |operation: &str| {
            let words = words(operation);
            words[0] == "input" && (words[3] == "3" || words[5].starts_with("'%fe%ff"))
        };
        let little = |operation: &str| wide(&words(operation)) && !big(operation);
        seen.is_one_of(&[("input", INVALID_ARGUMENT, OK)])
            || seen.reads()
                && seen.earlier(|operation, _| stream(operation) || big(operation))
                && [OK, FALSE, FAIL].contains(&seen.ours())
            || seen.reads()
                && (seen.wine(), seen.ours()) == (FORMAT, OK)
                && seen.earlier(|operation, _| little(operation))
    }),
    stop("Whether a start element was found", |seen| {
        seen.name() == "read_to"
            && seen.wine() == OK
            && seen.ours() == OK
            && seen.wine_line().starts_with(" 1 [1 ")
            && (seen.our_line().starts_with(" 0 [2 ")
                || seen.our_line().starts_with(" 0 [1 ")
                    && without_default_namespaces(&seen.wine_line()[2..])
                        == without_default_namespaces(&seen.our_line()[2..]))
    }),
    stop("Attributes of a reader", |seen| {
        // Ours is on the value, Wine's on the element.
        seen.name() == "read_start_attribute"
            && seen.wine() == OK
            && (seen.wine_line().starts_with(" [1 ") || seen.wine_line().starts_with(" [9]"))
            && seen.our_line().starts_with(" [2 ")
            && seen.ours() == OK
    }),
    stop("Reading content in pieces", |seen| {
        let in_pieces = ["read_chars", "read_utf8", "read_bytes", "read_value", "read_qualified_name"];
        let began = seen.earlier(|operation, line| {
            in_pieces.contains(&operation.split(' ').next().unwrap_or_default()) && code(line) == OK
        });
        let moves = ["move", "read", "read_end", "read_to", "skip", "walk"];
        seen.ours() == OK
            && seen.wine() == OK
            && (in_pieces.contains(&seen.name()) || began && moves.contains(&seen.name()))
            || began && seen.is_one_of(&[("namespace_of", OPERATION, OK), ("walk", OK, OPERATION)])
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
        (seen.reads() || seen.name() == "written")
            && seen.wine_line().contains("-08:00")
            && in_universal_time(&normal(seen.wine_line())) == in_universal_time(&normal(seen.our_line()))
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
        let edits = seen.earlier(|operation, line| {
            ["move_writer ", "set_writer_position ", "output_buffer "]
                .iter()
                .any(|name| operation.starts_with(name))
                && [OK, FORMAT].contains(&code(line))
        });
        let shown = ["buffer_to_bytes", "move", "read", "read_to", "skip", "walk", "written"];
        seen.is_one_of(&[
            ("move_writer", OK, OK),
            ("move_writer", OK, FORMAT),
            ("move_writer", INVALID_ARGUMENT, OK),
            ("move_writer", INVALID_ARGUMENT, FORMAT),
            ("move_writer", FORMAT, OK),
        ]) || edits
            && (seen.is_one_of(&[
                ("end", FORMAT, OPERATION),
                ("end_attribute", OK, OPERATION),
                ("find_attribute", FALSE, OK),
                ("read_buffer", OPERATION, FAIL),
                ("start", OK, FORMAT),
                ("start", FORMAT, OPERATION),
                ("start_cdata", OK, FORMAT),
                ("value", INVALID_ARGUMENT, FORMAT),
                ("write_buffer", INVALID_ARGUMENT, OPERATION),
                ("write_node", OK, FORMAT),
                ("write_node", OK, OPERATION),
            ]) || shown.contains(&seen.name()) && seen.wine() == OK && seen.ours() == OK)
    }),
    go_on("Errors without a right size", |seen| seen.operation().starts_with("set e 0 2 ")),
    stop("Channels and bindings that are not there yet", |seen| {
        ["channel", "listener", "proxy"].contains(&seen.name())
            && (seen.ours() == "803d0017" || seen.argument(2) != "0")
    }),
    stop("Checks of properties and versions", |seen| {
        seen.is_one_of(&[
            ("add_mapped", OK, INVALID_ARGUMENT),
            ("channel", OK, INVALID_ARGUMENT),
            ("get", OK, INVALID_ARGUMENT),
            ("get", OK, OPERATION),
            ("get", INVALID_ARGUMENT, OPERATION),
            ("get_header", FORMAT, INVALID_OPTION),
            ("get_mapped", INVALID_OPTION, INVALID_ARGUMENT),
            ("get_mapped", INVALID_OPTION, FORMAT),
            ("initialize", OK, INVALID_ARGUMENT),
            ("listener", OK, INVALID_ARGUMENT),
            ("message", OK, INVALID_ARGUMENT),
            ("proxy", OK, INVALID_ARGUMENT),
            ("reader", OK, INVALID_ARGUMENT),
            ("remove_header", OK, INVALID_OPTION),
            ("set", OK, INVALID_ARGUMENT),
            ("set", OK, OPERATION),
            ("set", "8007000e", INVALID_ARGUMENT),
            ("set", INVALID_ARGUMENT, OPERATION),
            ("set_header", OK, INVALID_ARGUMENT),
            ("set_header", OK, INVALID_OPTION),
            ("set_header", OPERATION, INVALID_ARGUMENT),
            ("writer", OK, INVALID_ARGUMENT),
        ])
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
        let described = seen.operation().contains("26{");
        described
            && seen.is_one_of(&[
                ("read_type", OK, OK),
                ("read_type", OK, OVERFLOW),
                ("read_type", INVALID_ARGUMENT, OK),
                ("read_type", INVALID_ARGUMENT, OVERFLOW),
                ("read_type", FORMAT, OK),
            ])
            || seen.is_one_of(&[("written", OK, OK)])
                && seen.earlier(|operation, line| {
                    operation.starts_with("write_type ") && operation.contains("26{") && code(line) == OK
                })
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
    stop("Headers that were removed", |seen| {
        let names = ["Action", "To", "MessageID", "RelatesTo", "From", "ReplyTo", "FaultTo"];
        let removed = |operation: &str, line: &str| {
            let type_: Option<usize> =
                operation.strip_prefix("remove_header 0 ").and_then(|type_| type_.parse().ok());
            let name = type_.and_then(|type_| names.get(type_.wrapping_sub(1)));
            let has = |line: &str| name.is_some_and(|name| line.contains(&format!("<a:{name}")));
            code(line) == OK && has(seen.wine_line()) && !has(seen.our_line())
        };
        seen.name() == "written" && seen.earlier(removed)
    }),
    stop("Addresses of messages", |seen| {
        seen.name() == "get_header" && seen.wine() == FORMAT && seen.ours() == OK
    }),
    go_on("Undeclared default namespaces", |seen| {
        seen.name() == "written"
            && collapsed(seen.wine_line()) == collapsed(seen.our_line()).replace("%20xmlns=\"\"", "")
    }),
    go_on("Prefixes that are left to the writer", |seen| {
        let chosen = |operation: &str, line: &str| {
            ["start 0 - ", "xmlns 0 - "].iter().any(|left| operation.starts_with(left)) && code(line) == OK
        };
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
        let closed = seen.without_closed_tag().map(|line| bare(&line));
        seen.name() == "written"
            && seen.earlier(chosen)
            && (bare(seen.wine_line()) == bare(seen.our_line()) || closed == Some(bare(seen.our_line())))
    }),
    go_on("White space and declarations that were written", |seen| {
        let count = |line: &str| line.matches("%20xmlns").count();
        // Wine declares too little, as other rules say.
        let undeclared =
            seen.our_line().contains("xmlns=\"\"") || count(seen.our_line()) > count(seen.wine_line());
        let plain = |line: &str| {
            let line = if seen.unescaped() { unescaped(&collapsed(line)) } else { line.to_owned() };
            written_form(&line, undeclared)
        };
        let without_last_tag = |mut parts: Vec<String>, line: &str| {
            let tag = line.rfind('<').map_or(Vec::new(), |at| plain(&line[at..]));
            for part in tag.iter().filter(|part| !["=", "00000000"].contains(&part.as_str())) {
                if let Some(at) = parts.iter().position(|one| one == part) {
                    parts.remove(at);
                }
            }
            parts
        };
        let wine = seen.with_bytes_in_one();
        let (wine, ours) = (plain(&wine), plain(seen.our_line()));
        let closed = seen.earlier(|operation, line| is_empty_text(operation) && code(line) == OK);
        seen.name() == "written"
            && (wine == ours
                // A start tag that Wine has closed, and one that ours has.
                || closed && without_last_tag(wine.clone(), seen.wine_line()) == ours
                || seen.both("write_node", OK, OK) && without_last_tag(ours, seen.our_line()) == wine)
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
        let custom = |attribute: &str| {
            seen.earlier(|operation, line| {
                operation.starts_with("add_custom ") && operation.ends_with(attribute) && code(line) == OK
            })
        };
        let plain = |line: &str| {
            let line = line.replace("%20s:mustUnderstand=\"1\"", "").replace("%20s:relay=\"1\"", "");
            let mut tags: Vec<String> = normal(&line).split('<').map(str::to_owned).collect();
            // In which order headers stand has no meaning.
            tags.sort();
            tags
        };
        let right = |tag: &str| {
            let (marked, relayed) = (tag.contains("s:mustUnderstand"), tag.contains("s:relay"));
            match tag.split(['%', '>']).next() {
                Some("a:To" | "a:Action") => marked && !relayed,
                Some("h") => (!marked || custom(" 1")) && (!relayed || custom(" 2")),
                _ => !marked && !relayed,
            }
        };
        seen.name() == "written"
            && plain(seen.wine_line()) == plain(seen.our_line())
            && seen.our_line().split('<').all(right)
    }),
    stop("Headers set for the second time", |seen| {
        let twice = |line: &str| {
            ["MessageID", "To", "Action", "RelatesTo"]
                .iter()
                .any(|name| line.matches(&format!("<a:{name}")).count() == 2)
        };
        let set = |operation: &str, line: &str| {
            let words: Vec<&str> = operation.split(' ').collect();
            words[0] == "set_header" && words.get(2) == Some(&seen.argument(1)) && code(line) == OK
        };
        seen.name() == "written" && twice(seen.wine_line()) && !twice(seen.our_line())
            || seen.name() == "get_header"
                && seen.wine_line().contains("urn:uuid:")
                && seen.ours() == OK
                && seen.earlier(set)
    }),
    stop("Headers of a transport", |seen| seen.name() == "get_mapped" && seen.ours() == OK),
    go_on("White space, sections and tags at once", |seen| {
        let plain = |line: &str| {
            let line = in_one_way(&normal(line));
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
    go_on("Resetting a channel", |seen| {
        seen.name() == "reset_channel"
            && seen.wine() == OPERATION
            && seen.ours() == OK
            && seen.both("channel_read_end", OPERATION, OPERATION)
            && !seen.earlier(|operation, line| operation.starts_with("open_channel ") && code(line) == OK)
    }),
    go_on("Hosts of URLs that are IPv6 addresses", |seen| {
        // One character too many of whatever is behind the URL in memory, in the last part.
        let (wine, ours) = (seen.wine_line().split('|'), seen.our_line().split('|'));
        let differ: Vec<_> = wine.zip(ours).filter(|(wine, ours)| wine != ours).collect();
        let longer = |wine: &str, ours: &str| {
            let wine = wine.trim_end_matches(" = 00000000");
            let ours = ours.trim_end_matches(" = 00000000");
            wine.strip_prefix(ours)
                .is_some_and(|more| more.len() == 1 || more.starts_with("%u") && more.len() == 6)
        };
        seen.name() == "decode_url"
            && seen.operation().contains("://[::1]")
            && matches!(differ[..], [(wine, ours)] if longer(wine, ours))
    }),
    stop("Messages addressed without an URL", |seen| {
        let anonymous = seen.our_line().contains("/anonymous") && !seen.wine_line().contains("<a:To");
        seen.earlier(|operation, line| operation == "address 0 ' 0" && code(line) == OK)
            && (seen.name() == "written" && anonymous
                || seen.name() == "get_header"
                    && seen.argument(1) == "2"
                    && seen.wine() == FORMAT
                    && seen.ours() == OK)
    }),
    stop("Properties that Wine does not have", |seen| {
        seen.wine() == INVALID_ARGUMENT
            && seen.ours() == OK
            && (seen.name() == "message" && seen.argument(3).starts_with("13/4/")
                || seen.name() == "set"
                    && (14..20).any(|id| seen.operation().starts_with(&format!("set m 0 {id} 8 ")))
                || seen.operation().starts_with("set m 0 21 4 "))
    }),
    stop("Ending an attribute that was not begun", |seen| {
        seen.name() == "end_attribute"
            && seen.wine() == OK
            && seen.ours() == OPERATION
            && !seen.earlier(|operation, line| operation.starts_with("start_attribute ") && code(line) == OK)
    }),
    stop("Skipping from the beginning of what was filled", |seen| {
        seen.name() == "skip"
            && seen.wine_line() == " [8] = 00000000"
            && seen.our_line().starts_with(" [1 ")
            && seen.at > 0
            && seen.script.name(seen.at - 1) == "fill"
    }),
    stop("Values of white space", |seen| {
        let space = |line: &str| {
            let value = line.split(" [").next().unwrap_or_default();
            let kept = ["%u000d", "%u000a", "%u0009", "%u0020", "%0d", "%0a", "%09", "%20"];
            kept.iter().fold(value.to_owned(), |value, space| value.replace(space, "")).trim().is_empty()
        };
        seen.name() == "read_type"
            && ["16", "17", "18", "19"].iter().any(|type_| seen.argument(3).starts_with(type_))
            && seen.wine() == OK
            && seen.ours() == OK
            && space(seen.wine_line())
            && space(seen.our_line())
    }),
    stop("What a value that failed has left behind", |seen| {
        let same = (0..seen.at).any(|at| {
            seen.script.name(at) == "write_type"
                && code(&seen.wine[at]) == INVALID_ARGUMENT
                && code(&seen.ours[at]) == INVALID_ARGUMENT
        });
        seen.name() == "written" && same
    }),
    go_on("Default namespaces behind their element", |seen| {
        let declares = |operation: &str| {
            operation.starts_with("input ")
                && (operation.contains("xmlns") || operation.contains("x%00m%00l%00n%00s"))
        };
        let plain = without_default_namespaces;
        seen.reads()
            && seen.earlier(|operation, _| declares(operation))
            && plain(seen.wine_line()) == plain(seen.our_line())
    }),
    go_on("Addressing by the transport", |seen| {
        let transport =
            |operation: &str| operation.starts_with("message 0 ") && operation.split(' ').nth(3) == Some("3");
        seen.name() == "written"
            && seen.earlier(|operation, _| transport(operation))
            && seen.wine_line().contains("xmlns=\"http://schemas.microsoft.com/ws/2005/05/addressing/none\"")
            && !seen.our_line().contains("addressing")
    }),
    go_on("Prefixes that are in scope", |seen| {
        let prefix =
            seen.our_line().strip_prefix(' ').and_then(|line| line.split(' ').next()).unwrap_or_default();
        let binds = |operation: &str| {
            let words: Vec<&str> = operation.split(' ').collect();
            let (name, ns) = match words[0] {
                "start" | "start_attribute" => (words[2], words[4]),
                "xmlns" => (words[2], words[3]),
                _ => return false,
            };
            // One that is left to the writer may be any.
            ns == seen.argument(1) && (name == "-" || name.trim_start_matches('\'') == prefix)
        };
        seen.name() == "prefix_of"
            && seen.wine() == OK
            && seen.ours() == OK
            && seen.earlier(|operation, line| binds(operation) && code(line) == OK)
    }),
    go_on("Declarations that are not needed", |seen| {
        let asked =
            |operation: &str| ["xmlns 0 - ' ", "xmlns 0 ' ' "].iter().any(|none| operation.starts_with(none));
        seen.name() == "written"
            && seen.earlier(|operation, line| asked(operation) && code(line) == OK)
            && seen.wine_line().replace("%20xmlns=\"\"", "").replace("%20xmlns=''", "") == seen.our_line()
    }),
    go_on("Bytes in several pieces", |seen| {
        let wine = seen.with_bytes_in_one();
        seen.name() == "written" && wine != seen.wine_line() && collapsed(&wine) == collapsed(seen.our_line())
    }),
    go_on("Texts behind sections and namespaces in attributes", |seen| {
        let plain = |line: &str| unescaped(&collapsed(line));
        seen.name() == "written" && seen.unescaped() && plain(seen.wine_line()) == plain(seen.our_line())
    }),
    stop("Moving a reader", |seen| {
        let moved = seen
            .earlier(|operation, line| operation.starts_with("move ") && [OK, FORMAT].contains(&code(line)));
        seen.reads()
            && moved
            && [" [8] = 00000000", " 0 [8] = 00000000"].contains(&seen.wine_line())
            && seen.ours() == OK
    }),
    stop("Ending an element in front of its end", |seen| {
        // Where the reader was on a comment or a text.
        let inside = (0..=seen.at).any(|at| {
            let before =
                seen.ours[..at].iter().rev().find_map(|line| line.rfind(" [").map(|from| &line[from + 2..]));
            seen.script.name(at) == "read_end"
                && code(&seen.wine[at]) == OK
                && code(&seen.ours[at]) == OK
                && before.is_some_and(|node| node.starts_with('4') || node.starts_with('2'))
        });
        seen.reads() && inside && seen.wine() == OK && seen.ours() == OK
    }),
    stop("Empty character data sections", |seen| {
        seen.reads() && seen.wine_line() == " [2 1:] = 00000000" && seen.our_line() == " [7] = 00000000"
    }),
    stop("Comments in front of the first element", |seen| {
        seen.name() == "read_to"
            && seen.wine() == FORMAT
            && seen.ours() == OK
            && seen.earlier(|operation, _| {
                operation.starts_with("input ")
                    && (operation.contains(" '<!--") || operation.contains(" '%ef%bb%bf"))
            })
    }),
    go_on("Start tags that WsWriteNode writes", |seen| {
        let more = seen
            .our_line()
            .strip_suffix(" = 00000000")
            .and_then(|ours| ours.strip_prefix(seen.wine_line().trim_end_matches(" = 00000000")));
        seen.name() == "written"
            && seen.both("write_node", OK, OK)
            && more.is_some_and(|more| {
                more.starts_with('<') && more.ends_with('>') && more.matches('<').count() == 1
            })
    }),
    stop("Empty texts", |seen| {
        // In front of the root element, where other text is refused.
        let outside = is_empty_text(seen.operation()) && seen.wine() == FORMAT && seen.ours() == OK;
        // A start tag that Wine has closed.
        let earlier = seen.earlier(|operation, line| is_empty_text(operation) && code(line) == OK);
        let closed = seen.without_closed_tag().is_some_and(|line| line == seen.our_line());
        outside
            || earlier && seen.name() == "written" && closed
            || earlier
                && ["start_attribute", "xmlns", "end_start"].contains(&seen.name())
                && seen.wine() == OPERATION
                && seen.ours() == OK
    }),
    stop("Texts of errors", |seen| {
        ["error_string", "copy_error"].contains(&seen.name()) || seen.operation().starts_with("get e 0 0 ")
    }),
];

pub(crate) fn known(seen: &Seen<'_>) -> Option<&'static Rule> {
    RULES.iter().find(|rule| (rule.holds)(seen))
}
