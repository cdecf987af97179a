//! Differences between Wine's DLL and ours that are settled: each a narrow rule, with its reason in docs/differences.md
//! under the rule's name.

use crate::descriptions::has_any;
use crate::forms::{
    collapsed, in_one_way, in_order, in_universal_time, normal, unescaped, without_default_namespaces,
};
use crate::property_rules;
use crate::reading_rules;
use crate::seen::*;
use crate::writing_rules;

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

pub(crate) const fn stop(name: &'static str, holds: fn(&Seen<'_>) -> bool) -> Rule {
    Rule { name, after: After::Stop, holds }
}

pub(crate) const fn go_on(name: &'static str, holds: fn(&Seen<'_>) -> bool) -> Rule {
    Rule { name, after: After::Compare, holds }
}

/// What reads content.
const CONTENT: [&str; 5] = ["read_chars", "read_utf8", "read_bytes", "read_value", "read_qualified_name"];
/// What moves a reader.
const MOVING: [&str; 7] = ["move", "read", "read_start", "read_end", "read_to", "skip", "walk"];

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
        let failed = (0..seen.at)
            .rev()
            .take_while(|&at| !sources.contains(&seen.script.name(at)) || code(&seen.ours[at]) != OK)
            .any(|at| {
                kind(seen.script.name(at))
                    && [FORMAT, QUOTA, OVERFLOW, FAULTED].contains(&code(&seen.ours[at]))
            });
        (seen.reads() || seen.writes())
            && failed
            && ([OPERATION, FAULTED].contains(&seen.ours())
                || ["node", "written"].contains(&seen.name())
                || seen.name() == "read_buffer" && seen.ours() == FAIL)
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
        // A walk may begin within the section.
        let line = normal(seen.wine_line()).replace("[6] [2 1:] [7]", "[6] [7]");
        let line = match line.strip_prefix(" [2 1:] [7] ") {
            Some(rest) => format!(" [7] {rest}"),
            None => line,
        };
        seen.reads() && line == normal(seen.our_line())
    }),
    stop("Behind the end of a document", |seen| {
        let at_end = seen.ours[..seen.at].iter().rev().find(|line| line.contains('['));
        seen.reads() && seen.ours() == OPERATION && at_end.is_some_and(|line| line.contains("[8]"))
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
    stop("Whether a start element was found", |seen| {
        seen.name() == "read_to"
            && seen.wine() == OK
            && seen.ours() == OK
            && seen.wine_line().starts_with(" 1 [1 ")
            && (seen.our_line().starts_with(" 0 [2 ")
                || seen.is_on("6") && seen.our_line() == " 0 [6] = 00000000"
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
            // The element has that many.
            && seen.argument(1).parse().is_ok_and(|index: usize| index < seen.attribute_count())
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
            || seen.is_one_of(&[("write_type", FORMAT, INVALID_ARGUMENT)]) && has_any(seen.argument(4), &[20])
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
    go_on("Errors without a right size", |seen| seen.operation().starts_with("set e 0 2 ")),
    stop("Channels and bindings that are not there yet", |seen| {
        ["channel", "listener", "proxy"].contains(&seen.name())
            && (seen.ours() == "803d0017" || seen.argument(2) != "0")
    }),
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
    stop("Values of text without white space and empty ones", |seen| {
        seen.name() == "read_type"
            && seen.ours() == OK
            && (seen.wine() == FORMAT || seen.wine_line().contains("NULL"))
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
        let set = |operation: &str| {
            ["set_header 0", "address 0", "initialize 0", "read_envelope 0"]
                .iter()
                .any(|set| operation.starts_with(set))
        };
        let removed = seen.script.0[..seen.at]
            .iter()
            .zip(seen.ours)
            .rfind(|(operation, line)| {
                code(line) == OK && (set(operation) || operation.starts_with("remove_header 0"))
            })
            .is_some_and(|(operation, _)| *operation == format!("remove_header 0 {}", seen.argument(1)));
        seen.is_one_of(&[("get_header", OK, FORMAT)]) && removed
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
    stop("Where a search for an element ends", |seen| {
        let on = seen.is_on("3") && seen.our_line() == " 0 [3] = 00000000";
        seen.name() == "read_to"
            && (seen.wine_line().contains("[8]") && seen.our_line().contains("[3]")
                || on && seen.wine_line().starts_with(" 1 [1 ") && seen.wine() == OK)
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
        // Until there is another output, the state of the writer is undefined.
        let failed = (0..seen.at)
            .rev()
            .take_while(|&at| seen.script.name(at) != "output" || code(&seen.ours[at]) != OK)
            .any(|at| {
                seen.script.name(at) == "write_type"
                    && code(&seen.ours[at]) == INVALID_ARGUMENT
                    && code(&seen.wine[at]) == INVALID_ARGUMENT
            });
        failed && (seen.name() == "written" || seen.is_one_of(&[("end", OK, OPERATION)]))
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
    go_on("Texts behind sections and namespaces in attributes", |seen| {
        let plain = |line: &str| unescaped(&collapsed(line));
        seen.name() == "written" && seen.unescaped() && plain(seen.wine_line()) == plain(seen.our_line())
    }),
    stop("Writing at the end of a buffer", |seen| {
        // Only comments were written, behind what is in the buffer; in Wine they took its place.
        let source = seen.source().unwrap_or(0);
        let output = (0..source).rev().find(|&at| seen.script.name(at) == "output_buffer");
        let written: Vec<_> = (output.unwrap_or(source)..source)
            .filter(|&at| WRITING.contains(&seen.script.name(at)) && code(&seen.ours[at]) == OK)
            .map(|at| seen.script.0[at].as_str())
            .filter(|operation| !operation.starts_with("output_buffer"))
            .collect();
        seen.in_buffer()
            && ["read", "read_to", "walk"].contains(&seen.name())
            && seen.ours() == OK
            && seen.our_line().contains(" [1 ")
            && !seen.wine_line().contains(" [1 ")
            && !written.is_empty()
            && written.iter().all(|operation| operation.starts_with("write_node 0 4 "))
    }),
    stop("Moving a reader", |seen| {
        let moved = seen
            .earlier(|operation, line| operation.starts_with("move ") && [OK, FORMAT].contains(&code(line)));
        let elsewhere = moved && (seen.wine(), seen.ours()) == (FORMAT, OK) && seen.name() == "read_start";
        elsewhere
            || seen.reads()
                && moved
                && [" [8] = 00000000", " 0 [8] = 00000000", " 7 [8] = 00000000"].contains(&seen.wine_line())
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
    go_on("Order of declarations and attributes", |seen| {
        seen.reads() && in_order(&normal(seen.wine_line())) == in_order(&normal(seen.our_line()))
    }),
    go_on("White space, sections and order at once", |seen| {
        let plain = |line: &str| in_order(&in_one_way(&normal(line)));
        seen.reads() && plain(seen.wine_line()) == plain(seen.our_line())
    }),
    stop("Text that begins with a sign of markup", |seen| {
        // Wine loses it.
        let plain = |line: &str| {
            let mut line = line.to_owned();
            while line.contains("[2 1:>") {
                line = line.replace("[2 1:>] ", "").replace("[2 1:>", "[2 1:");
            }
            without_default_namespaces(&line)
        };
        let text = seen.our_line().strip_prefix(" [2 1:").and_then(|text| text.strip_suffix("] = 00000000"));
        let only = text.is_some_and(|text| !text.is_empty() && text.chars().all(|c| c == '>'));
        seen.reads()
            && seen.our_line().contains("[2 1:>")
            && (only && seen.wine() == OK || plain(seen.wine_line()) == plain(seen.our_line()))
    }),
    stop("Comments and sections in content", |seen| {
        CONTENT.contains(&seen.name())
            && [OK, FORMAT].contains(&seen.wine())
            && seen.ours() == OK
            && (seen.is_on("467")
                || seen.is_on("2")
                    && ["<!--", "<![CDATA["].iter().any(|mark| seen.documents().contains(mark)))
    }),
    stop("Where a reader is after a qualified name", |seen| {
        // Behind the text, as after a value.
        let name = |line: &str| line.rsplit_once(" [").map(|(name, _)| name.to_owned());
        seen.is_one_of(&[("read_qualified_name", OK, OK)])
            && name(seen.wine_line()) == name(seen.our_line())
            && seen.our_line().ends_with(" [3] = 00000000")
    }),
    stop("Texts that were read in part", |seen| {
        let source = seen.source().unwrap_or(0);
        let part =
            (source..seen.at).any(|at| CONTENT.contains(&seen.script.name(at)) && code(&seen.ours[at]) == OK);
        (part || ["0", "1", "2"].contains(&seen.argument(1)) && CONTENT.contains(&seen.name()))
            && (CONTENT.contains(&seen.name()) || MOVING.contains(&seen.name()))
            && [OK, FORMAT].contains(&seen.wine())
            && seen.ours() == OK
            || part && seen.is_one_of(&[("namespace_of", OPERATION, OK)])
    }),
    stop("After a value that failed", |seen| {
        let source = seen.source().unwrap_or(0);
        let failed = |at: usize| {
            (CONTENT.contains(&seen.script.name(at)) || seen.script.name(at) == "read_type")
                && [FORMAT, OVERFLOW, INVALID_ARGUMENT].contains(&code(&seen.ours[at]))
        };
        seen.reads()
            && (source..seen.at).any(failed)
            && [OK, FORMAT].contains(&seen.wine())
            && [OK, FORMAT].contains(&seen.ours())
    }),
];

pub(crate) fn known(seen: &Seen<'_>) -> Option<&'static Rule> {
    [reading_rules::RULES, writing_rules::RULES, property_rules::RULES, RULES]
        .into_iter()
        .flatten()
        .find(|rule| (rule.holds)(seen))
}
