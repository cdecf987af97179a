//! Settled differences of calls that write.

use crate::descriptions::{has_any, has_late_attribute, has_optional_default, has_optional_field};
use crate::forms::in_universal_time;
use crate::known::{Rule, go_on, stop};
use crate::moves::{Found, found};
use crate::reading_rules::WINE_LACKS;
use crate::referee::{meaning, white_space_kept};
use crate::script::bytes;
use crate::seen::*;

/// What the writer is in, as far as the calls that ours did tell.
#[derive(Default)]
struct State<'a> {
    has_output: bool,
    in_buffer: bool,
    open: usize,
    in_attribute: bool,
    has_value: bool,
    in_section: bool,
    /// The calls that gave the names of the start tag that is not written yet.
    start_tag: Vec<&'a str>,
}

const CONTENT: [&str; 8] =
    ["chars", "utf8", "bytes", "text", "value", "qualified_name", "write_type", "array"];

fn state<'a>(seen: &Seen<'a>) -> State<'a> {
    let mut state = State::default();
    for at in 0..seen.at {
        let operation = seen.script.0[at].as_str();
        let word = |i: usize| operation.split(' ').nth(i).unwrap_or_default();
        if code(&seen.ours[at]) != OK || word(1) != "0" {
            continue;
        }
        match word(0) {
            "writer" | "free_writer" => state = State::default(),
            name @ ("output" | "output_buffer") => {
                state = State { has_output: true, in_buffer: name == "output_buffer", ..State::default() };
            }
            "start" => {
                state.open += 1;
                state.start_tag = vec![operation];
            }
            "start_attribute" => {
                (state.in_attribute, state.has_value) = (true, false);
                state.start_tag.push(operation);
            }
            "xmlns" => state.start_tag.push(operation),
            "end_attribute" => state.in_attribute = false,
            "start_cdata" => state.in_section = true,
            "end_cdata" => state.in_section = false,
            "end" => {
                state.open = state.open.saturating_sub(1);
                state.start_tag.clear();
            }
            "end_start" => state.start_tag.clear(),
            "write_node" => match word(2) {
                "1" => {
                    state.open += 1;
                    state.start_tag = vec![operation];
                }
                "3" => state.open = state.open.saturating_sub(1),
                "6" => state.in_section = true,
                "7" => state.in_section = false,
                "2" if state.in_attribute => state.has_value = true,
                _ => {}
            },
            name if CONTENT.contains(&name) => {
                state.has_value |= state.in_attribute;
                if !state.in_attribute && !is_empty_text(operation) {
                    state.start_tag.clear();
                }
            }
            _ => {}
        }
    }
    state
}

pub(crate) const RULES: &[Rule] = &[
    stop("Writers without an output", |seen| {
        seen.writes() && !state(seen).has_output && seen.ours() == OPERATION
    }),
    stop("Calls inside of an attribute or a section", |seen| {
        let state = state(seen);
        let allowed = CONTENT.contains(&seen.name());
        seen.writes()
            && seen.ours() == OPERATION
            && (state.in_attribute && seen.name() != "end_attribute" && !allowed
                || state.in_section && seen.name() != "end_cdata" && !allowed)
    }),
    stop("Several texts in an attribute", |seen| {
        let state = state(seen);
        seen.writes()
            && seen.ours() == OPERATION
            && state.in_attribute
            && state.has_value
            && (CONTENT.contains(&seen.name()) || seen.operation().starts_with("write_node 0 2"))
    }),
    stop("Ending what was not begun", |seen| {
        let state = state(seen);
        let ends_section = seen.name() == "end_cdata" || seen.operation().starts_with("write_node 0 7");
        seen.ours() == OPERATION
            && (seen.name() == "end_attribute" && !state.in_attribute || ends_section && !state.in_section)
    }),
    stop("Positions of writers that have no buffer", |seen| {
        seen.is_one_of(&[("writer_position", OK, OPERATION), ("move_writer", OK, OPERATION)])
            && !state(seen).in_buffer
    }),
    stop("Sections at the root", |seen| {
        let section = seen.name() == "start_cdata" || seen.operation().starts_with("write_node 0 6");
        section && state(seen).open == 0 && (seen.wine(), seen.ours()) == (OK, FORMAT)
    }),
    stop("Names and namespaces that XML does not have", |seen| {
        let state = state(seen);
        seen.writes()
            && (seen.wine(), seen.ours()) == (OK, FORMAT)
            && (is_wrong_name(seen.operation())
                || state.start_tag.iter().any(|operation| is_wrong_name(operation))
                || is_contradicted(&state.start_tag, seen.operation())
                || is_taken(seen, &state.start_tag))
    }),
    stop("Names that are not given", |seen| {
        let given = match seen.name() {
            "start" | "start_attribute" | "qualified_name" => [seen.argument(2), seen.argument(3)],
            _ => return false,
        };
        seen.ours() == INVALID_ARGUMENT && given.contains(&"-")
    }),
    stop("Characters that XML does not have", |seen| {
        let written = seen.operation().rsplit_once(" '").and_then(|(_, text)| bytes(&format!("'{text}")));
        let text = written.and_then(|written| String::from_utf8(written).ok());
        let odd =
            |c: char| c < ' ' && !['\t', '\n', '\r'].contains(&c) || ['\u{fffe}', '\u{ffff}'].contains(&c);
        ["chars", "utf8", "text"].contains(&seen.name())
            && (seen.wine(), seen.ours()) == (OK, FORMAT)
            && text.is_some_and(|text| text.contains(odd))
    }),
    stop("Times that are none", |seen| {
        // Their numbers are also their formats, of which there are three.
        let ticks = seen.argument(2);
        let value: Option<u64> = match ticks.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => ticks.parse().ok(),
        };
        const LAST: u64 = 3_155_378_975_999_999_999;
        let time = matches!((seen.name(), seen.argument(1)), ("text", "13") | ("value", "12"));
        time && seen.ours() == FORMAT && value.is_none_or(|ticks| ticks > LAST || ticks & 3 == 3)
    }),
    stop("Roots after the root", |seen| {
        let state = state(seen);
        let had = seen.earlier(|operation, line| {
            code(line) == OK
                && ["start 0", "write_type 0", "write_node 0 1", "output_buffer"]
                    .iter()
                    .any(|name| operation.starts_with(name))
        });
        ["start", "write_node", "write_buffer", "write_type"].contains(&seen.name())
            && (seen.wine(), seen.ours()) == (OK, FORMAT)
            && state.open == 0
            && had
    }),
    stop("Moving in a buffer", |seen| {
        let said = match (seen.ours(), seen.our_line().trim_start().chars().next()) {
            (FORMAT, _) | (OK, Some('0')) => Found::No,
            _ => Found::Yes,
        };
        seen.name() == "move_writer"
            && [OK, FORMAT, INVALID_ARGUMENT].contains(&seen.wine())
            && [OK, FORMAT].contains(&seen.ours())
            && found(seen).is_some_and(|right| right == Found::Either || right == said)
    }),
    stop("Writing where a writer was moved to", |seen| {
        // Wine is elsewhere.
        let moved = |operation: &str, line: &str| {
            ["move_writer ", "set_writer_position "].iter().any(|name| operation.starts_with(name))
                && code(line) == OK
        };
        state(seen).in_buffer
            && seen.writes()
            && seen.earlier(moved)
            && [OK, FORMAT, OPERATION].contains(&seen.ours())
    }),
    go_on("The same document in other words", |seen| {
        shows_document(seen) && same(seen.wine_line(), seen.our_line())
    }),
    go_on("White space that would be lost", |seen| {
        shows_document(seen) && is_same_with(seen, &[WHITE_SPACE])
    }),
    go_on("Bytes in several pieces", |seen| shows_document(seen) && is_same_with(seen, &[PIECES])),
    go_on("Start tags that are closed", |seen| shows_document(seen) && is_same_with(seen, &[TAG])),
    stop("Undeclared default namespaces", |seen| {
        // What is read from there is another document.
        let read = seen.script.0.iter().any(|operation| operation.starts_with("input_written "));
        read && shows_document(seen) && is_same_with(seen, &[UNDECLARED, WHITE_SPACE])
    }),
    stop("Undeclared default namespaces", |seen| {
        // What the element has undeclared is no longer there for names without a prefix.
        let ns = seen.argument(3);
        let outer = |operation: &str, line: &str| {
            code(line) == OK && operation.starts_with("start 0 - ") && operation.split(' ').nth(4) == Some(ns)
        };
        let is_bare = |operation: &&str| operation.starts_with("start 0 ' ") && operation.ends_with(" '");
        seen.is_one_of(&[("qualified_name", OK, FORMAT)])
            && seen.argument(1) == "-"
            && seen.earlier(outer)
            && state(seen).start_tag.first().is_some_and(is_bare)
    }),
    go_on("Undeclared default namespaces", |seen| shows_document(seen) && is_same_with(seen, &[UNDECLARED])),
    go_on("Several of these in one document", |seen| {
        shows_document(seen) && is_same_with(seen, &[WHITE_SPACE, PIECES, TAG, UNDECLARED])
    }),
    go_on("Default namespaces behind their element", |seen| {
        // As Wine has read them.
        let plain = |line: &str| {
            let line = line
                .replace("%0d%0a", "%0a")
                .replace("%0d", "%0a")
                .replace("%0a", "%20")
                .replace("%09", "%20");
            without_names(&line)
        };
        let read =
            seen.earlier(|operation, _| operation.starts_with("input ") && operation.contains("xmlns"));
        read && shows_document(seen)
            && plain(seen.our_line()).is_some_and(|ours| plain(seen.wine_line()) == Some(ours))
    }),
    stop("Attributes in a namespace without a prefix", |seen| {
        let bare = |operation: &str, line: &str| {
            let call = ["start_attribute 0 - ", "start_attribute 0 ' "]
                .iter()
                .any(|bare| operation.starts_with(bare));
            call && !operation.contains(" ' ") && code(line) == OK
        };
        let described = |operation: &str, line: &str| {
            operation.starts_with("write_type ") && operation.contains(",urn:p,") && code(line) == OK
        };
        let described_attribute = |operation: &str, line: &str| {
            let fields = ["1,a,urn:p,", "1,b,urn:p,", "1,c,urn:p,", "1,d,urn:p,"];
            described(operation, line) && fields.iter().any(|field| operation.contains(field))
        };
        let asked = asked_elements(seen).is_some_and(|asked| has_elements(seen.our_line(), &asked));
        seen.name() == "written"
            && (seen.earlier(bare) && asked
                || seen.earlier(described_attribute) && meaning(seen.our_line()).is_some()
                || (seen.earlier(bare) || seen.earlier(described))
                    && seen.wine_line().split('<').any(|tag| tag.matches("%20xmlns=").count() > 1)
                    && meaning(seen.our_line()).is_some())
    }),
    stop("Types that Wine does not have", |seen| {
        let lacks = |operation: &str, line: &str| {
            let type_ = operation.split(' ').nth(5).unwrap_or_default();
            operation.starts_with("write_type ") && code(line) == OK && has_any(type_, &WINE_LACKS)
        };
        seen.name() == "written" && seen.earlier(lacks)
    }),
    stop("Attributes behind elements in a structure", |seen| {
        let late = |operation: &str, line: &str| {
            operation.starts_with("write_type ")
                && has_late_attribute(operation.split(' ').nth(5).unwrap_or_default())
                && code(line) == OK
        };
        seen.name() == "written" && seen.earlier(late) && meaning(seen.our_line()).is_some()
    }),
    stop("Optional fields that have a default", |seen| {
        let optional = |operation: &str, line: &str| {
            operation.starts_with("write_type ")
                && has_optional_default(operation.split(' ').nth(5).unwrap_or_default())
                && code(line) == OK
        };
        seen.name() == "written" && seen.earlier(optional) && meaning(seen.our_line()).is_some()
    }),
    go_on("Optional fields", |seen| {
        // A field that is all zeros has the value that is read where it is left out.
        let optional = |operation: &str, line: &str| {
            operation.starts_with("write_type ")
                && has_optional_field(operation.split(' ').nth(5).unwrap_or_default())
                && code(line) == OK
        };
        shows_document(seen)
            && seen.earlier(optional)
            && without_zeros(seen.wine_line()).is_some_and(|wine| same(&wine, seen.our_line()))
    }),
    stop("Texts behind sections and namespaces in attributes", |seen| {
        // Beside other differences: Wine's is no document.
        let asked = asked_elements(seen).is_some_and(|asked| has_elements(seen.our_line(), &asked));
        seen.name() == "written" && seen.unescaped() && meaning(seen.wine_line()).is_none() && asked
    }),
    stop("Qualified names in values", |seen| {
        // Which Wine writes without their namespaces.
        let named = |operation: &str, line: &str| {
            let type_ = operation.split(' ').nth(5).unwrap_or_default();
            operation.starts_with("write_type ") && code(line) == OK && has_any(type_, &[20])
        };
        seen.name() == "written" && seen.earlier(named) && meaning(seen.our_line()).is_some()
    }),
    stop("Prefixes that are out of scope", |seen| {
        seen.is_one_of(&[("prefix_of", OK, FORMAT)]) && seen.argument(2) == "1"
    }),
    stop("Reserved namespaces", |seen| {
        let reserved = |operation: &str, line: &str| {
            code(line) == OK
                && ["/2000/xmlns/", "/XML/1998/namespace"].iter().any(|ns| operation.contains(ns))
        };
        seen.name() == "written" && seen.earlier(reserved)
    }),
    stop("Copies of elements", |seen| {
        // Wine writes an end tag too many.
        seen.name() == "written"
            && seen.earlier(|operation, line| operation.starts_with("copy_node ") && code(line) == OK)
            && meaning(seen.wine_line()).is_none()
            && meaning(seen.our_line()).is_some()
    }),
    stop("Text nodes in attributes", |seen| {
        let document = |line: &str| line.rsplit_once(" = ").map_or(line, |(document, _)| document).to_owned();
        let (wine, ours) = (document(seen.wine_line()), document(seen.our_line()));
        let node = |operation: &String| operation.starts_with("write_node 0 2 ");
        let last = seen.script.0[..seen.at].iter().rfind(|operation| node(operation));
        shows_document(seen)
            && state(seen).in_attribute
            && last
                .and_then(|operation| operation.split(' ').nth(3)?.strip_prefix('\''))
                .is_some_and(|text| !text.is_empty() && wine.strip_prefix(&*ours) == Some(text))
    }),
    stop("Start tags that WsWriteNode writes", |seen| {
        ["start_attribute", "xmlns", "end_start"].contains(&seen.name())
            && (seen.wine(), seen.ours()) == (OK, OPERATION)
            && state(seen).start_tag.first().is_some_and(|operation| operation.starts_with("write_node"))
    }),
];

/// What is corrected of Wine's document before it is compared.
type Correction = u8;
const WHITE_SPACE: Correction = 0;
const PIECES: Correction = 1;
const TAG: Correction = 2;
const UNDECLARED: Correction = 3;

fn shows_document(seen: &Seen<'_>) -> bool {
    ["written", "buffer_to_bytes"].contains(&seen.name()) && seen.wine() == OK && seen.ours() == OK
}

/// With some of these corrections, the two documents mean the same.
fn is_same_with(seen: &Seen<'_>, corrections: &[Correction]) -> bool {
    let may = |correction| {
        [false, true].into_iter().filter(move |&done| !done || corrections.contains(&correction))
    };
    may(PIECES).any(|pieces| {
        may(TAG).any(|tag| {
            may(UNDECLARED).any(|undeclared| {
                may(WHITE_SPACE).any(|white_space| {
                    let mut wine =
                        if pieces { seen.with_bytes_in_one() } else { seen.wine_line().to_owned() };
                    if white_space {
                        wine = white_space_kept(&wine);
                    }
                    // Wine writes local times with an offset.
                    wine = in_universal_time(&wine);
                    let mut ours = in_universal_time(seen.our_line());
                    if tag {
                        // A start tag that Wine has closed for an empty text, and one that ours has.
                        let empty =
                            seen.earlier(|operation, line| is_empty_text(operation) && code(line) == OK);
                        let node = seen.both("write_node", OK, OK);
                        wine = without_last_tag(&wine).filter(|_| empty).unwrap_or(wine);
                        ours = without_last_tag(&ours).filter(|_| node).unwrap_or(ours);
                    }
                    if !undeclared {
                        return same(&wine, &ours);
                    }
                    // Ours has the names that were asked for, or has only undeclared what Wine has not.
                    let asked = asked_elements(seen);
                    same(&wine, &ours.replace("%20xmlns=\"\"", ""))
                        || asked.is_some_and(|asked| has_elements(&ours, &asked))
                            && without_names(&wine) == without_names(&ours)
                })
            })
        })
    })
}

/// The elements that the calls of a script asked for; None where types were written, which have names of their own.
fn asked_elements(seen: &Seen<'_>) -> Option<Vec<String>> {
    let mut asked = Vec::new();
    for at in 0..seen.at {
        let operation = seen.script.0[at].as_str();
        match seen.script.name(at) {
            _ if code(&seen.ours[at]) != OK => {}
            "output" => asked.clear(),
            "start" | "write_node" => {
                if let Some([_, name, ns]) = given(operation) {
                    asked.push(format!("<{{{}}}{}", ns.unwrap_or_default(), name.unwrap_or_default()));
                }
            }
            "write_type" | "write_buffer" | "copy_node" | "output_buffer" => return None,
            _ => {}
        }
    }
    Some(asked)
}

/// What was written has these elements, of which the last may not be shown yet.
fn has_elements(written: &str, asked: &[String]) -> bool {
    let root = |part: &&String| part.starts_with('<') && part.as_str() != "<{}w";
    let parts = meaning(written).unwrap_or_default();
    let shown: Vec<&String> = parts.iter().filter(root).collect();
    let asked: Vec<&String> = asked.iter().collect();
    asked.starts_with(&shown) && asked.len() <= shown.len() + 1
}

/// What was written without the namespaces of its elements.
fn without_names(written: &str) -> Option<Vec<String>> {
    let bare = |part: String| match part.strip_prefix("<{").and_then(|part| part.split_once('}')) {
        Some((_, name)) => format!("<{name}"),
        None => part,
    };
    meaning(written).map(|parts| parts.into_iter().map(bare).collect())
}

fn without_last_tag(line: &str) -> Option<String> {
    let line = line.strip_suffix("> = 00000000")?;
    line.rfind('<').map(|at| format!("{} = 00000000", &line[..at]))
}

/// What was written without the element of an identifier that is all zeros.
fn without_zeros(line: &str) -> Option<String> {
    let at = line.find(">urn:uuid:00000000-0000-0000-0000-000000000000</")?;
    let (from, to) = (line[..at].rfind('<')?, at + line[at..].find("</")?);
    let end = to + line[to..].find('>')? + 1;
    Some(format!("{}{}", &line[..from], &line[end..]))
}

fn same(wine: &str, ours: &str) -> bool {
    meaning(ours).is_some_and(|ours| meaning(wine) == Some(ours))
}

fn is_name(name: &str) -> bool {
    let first = |c: char| c.is_alphabetic() || c == '_';
    let other = |c: char| c.is_alphanumeric() || "_-.\u{b7}".contains(c);
    name.starts_with(first) && name.chars().all(other)
}

/// The prefix, the local name and the namespace that a call gives.
fn given(operation: &str) -> Option<[Option<String>; 3]> {
    let words: Vec<&str> = operation.split(' ').collect();
    let word = |i: usize| {
        let text = words.get(i).and_then(|word| bytes(word));
        text.map(|text| String::from_utf8_lossy(&text).into_owned())
    };
    match words[0] {
        "start" | "start_attribute" | "qualified_name" => Some([word(2), word(3), word(4)]),
        "xmlns" => Some([word(2), Some("a".to_owned()), word(3)]),
        "write_node" if words.get(2) == Some(&"1") => Some([None, word(3), word(4)]),
        _ => None,
    }
}

/// What Namespaces in XML 1.0 excludes: names that are none, prefixes of no namespace, the two reserved ones bound anew.
fn is_wrong_name(operation: &str) -> bool {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
    let Some([prefix, name, ns]) = given(operation) else { return false };
    let (prefix, name, ns) = (prefix.unwrap_or_default(), name.unwrap_or_default(), ns.unwrap_or_default());
    !is_name(&name)
        || !prefix.is_empty() && (!is_name(&prefix) || ns.is_empty())
        || (prefix == "xml") != (ns == XML)
        || prefix == "xmlns"
        || ns == XMLNS
}

/// A start tag binds a prefix to two namespaces, or has an attribute twice.
fn is_contradicted(start_tag: &[&str], operation: &str) -> bool {
    let all: Vec<_> = start_tag.iter().copied().chain([operation]).filter_map(given_with_kind).collect();
    all.iter().enumerate().any(|(i, (kind, [prefix, name, ns]))| {
        all[..i].iter().any(|(other_kind, [other_prefix, other_name, other_ns])| {
            let default = |kind: &str, prefix: &Option<String>| {
                kind != "start_attribute" && prefix.as_ref().is_none_or(String::is_empty)
            };
            let both = default(kind, prefix) && default(other_kind, other_prefix);
            let bound = (both || prefix.is_some() && prefix == other_prefix) && ns != other_ns;
            let twice = kind == other_kind
                && (*kind == "xmlns" && prefix.is_some() && prefix == other_prefix
                    || *kind == "start_attribute" && name == other_name && ns == other_ns);
            bound || twice
        })
    })
}

/// The prefix that was left to the writer for an element is one that is bound anew in its start tag.
fn is_taken(seen: &Seen<'_>, start_tag: &[&str]) -> bool {
    let Some([None, _, element]) = start_tag.first().and_then(|start| given(start)) else { return false };
    start_tag.iter().skip(1).filter_map(|operation| given(operation)).any(|[prefix, _, ns]| {
        let bound =
            |operation: &str| given(operation).is_some_and(|[other, _, ns]| other == prefix && ns == element);
        prefix.is_some()
            && ns != element
            && seen.earlier(|operation, line| bound(operation) && code(line) == OK)
    })
}

fn given_with_kind(operation: &str) -> Option<(&str, [Option<String>; 3])> {
    let kind = operation
        .split(' ')
        .next()
        .filter(|kind| ["start", "start_attribute", "xmlns", "write_node"].contains(kind))?;
    given(operation).map(|names| (kind, names))
}
