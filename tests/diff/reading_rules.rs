//! Settled differences of calls that read: what a call answers where it is not allowed, or finds nothing.

use base64_simd::STANDARD;

use crate::descriptions::{
    forbidden, has_any, has_mapping, has_optional_field, mixes_text, requires_element,
};
use crate::forms::{in_one_way, without_default_namespaces};
use crate::known::{Rule, stop};
use crate::referee::{charset, is_right, tag_length, text_of};
use crate::script::bytes;
use crate::seen::*;

/// WS_DECIMAL_TYPE, WS_TIMESPAN_TYPE, WS_XML_BUFFER_TYPE, WS_DURATION_TYPE, WS_ANY_ATTRIBUTES_TYPE.
pub(crate) const WINE_LACKS: [u32; 5] = [11, 13, 21, 32, 34];

pub(crate) const RULES: &[Rule] = &[
    stop("Line ends in texts", |seen| {
        // Which are counted.
        let text = |line: &str| line.split_once(':').map(|(_, text)| text.to_owned());
        let plain = |line: &str| {
            let line = line.replace("%u000d%u000a", "%u000a").replace("%u000d", "%u000a");
            text(&line.replace("%0d%0a", "%0a").replace("%0d", "%0a"))
        };
        ["read_chars", "read_utf8"].contains(&seen.name())
            && seen.wine() == OK
            && seen.wine_line() != seen.our_line()
            && plain(seen.wine_line()) == text(seen.our_line())
    }),
    stop("Readers without an input", |seen| {
        seen.reads() && seen.is_of_xml() && seen.source().is_none() && seen.ours() == OPERATION
    }),
    stop("Buffers of a reader without an input", |seen| {
        seen.name() == "read_buffer" && seen.source().is_none() && seen.ours() == FAIL
    }),
    stop("Sizes of values", |seen| {
        let size = match seen.name() {
            "read_value" => seen.argument(2),
            "read_type" => seen.argument(4),
            "value" => seen.argument(3),
            "write_type" => seen.argument(5),
            _ => return false,
        };
        !["", "0"].contains(&size) && seen.wine() != OK && seen.ours() == INVALID_ARGUMENT
    }),
    stop("Descriptions and options that are not allowed", |seen| {
        let (type_, reads) = match seen.name() {
            "read_type" => (3, true),
            "write_type" => (4, false),
            _ => return false,
        };
        seen.ours() == INVALID_ARGUMENT
            && forbidden(seen.argument(type_), seen.argument(1), seen.argument(2), reads).is_some()
    }),
    stop("Values that are not given", |seen| {
        seen.name() == "write_type" && seen.our_line() == " NULL = 80070057"
    }),
    stop("Moving a reader that has no buffer", |seen| {
        seen.name() == "move" && seen.source().is_some() && !seen.in_buffer() && seen.ours() == OPERATION
    }),
    stop("Moves that find nothing", |seen| {
        // Wine says that it moved, and has not.
        let stayed = [" 1 [", " 7 ["].iter().any(|moved| {
            let line =
                seen.wine_line().strip_prefix(moved).and_then(|line| line.strip_suffix("] = 00000000"));
            line == Some(seen.wine_on())
        });
        let found = seen.argument(2) == "1";
        seen.name() == "move"
            && seen.in_buffer()
            && stayed
            && (!found && seen.ours() == FORMAT || found && seen.our_line().starts_with(" 0 ["))
    }),
    stop("Prefixes that are not bound", |seen| {
        let prefix = seen.argument(1).trim_start_matches('\'');
        seen.is_one_of(&[("namespace_of", OPERATION, FORMAT)])
            && seen.argument(2) == "1"
            && ["p", "q"].contains(&prefix)
            && (seen.is_on("98")
                || !seen.documents().contains(&format!("xmlns:{prefix}"))
                || !in_scope(seen, prefix))
    }),
    stop("Texts that are no base64", |seen| {
        let text = seen.on().strip_prefix("2 1:").and_then(|text| bytes(&format!("'{text}")));
        let encoded = text.is_some_and(|text| STANDARD.decode_to_vec(text.trim_ascii()).is_ok());
        // What is behind the comment that the reader is on.
        let comment = seen.on().strip_prefix("4 ").and_then(|text| bytes(&format!("'{text}")));
        let documents = seen.documents();
        let behind = comment
            .and_then(|comment| String::from_utf8(comment).ok())
            .and_then(|comment| documents.split_once(&format!("<!--{comment}-->")))
            .map(|(_, rest)| rest.split('<').next().unwrap_or_default().trim_ascii());
        let letters = behind.is_some_and(|text| STANDARD.decode_to_vec(text).is_err());
        seen.is_one_of(&[("read_bytes", OK, FORMAT)])
            && (seen.is_on("26") && !encoded || seen.is_on("4") && letters)
    }),
    stop("Ending an element that has more", |seen| {
        seen.is_one_of(&[("read_end", OK, FORMAT)]) && seen.is_on("124679")
    }),
    stop("Starting an element that is not there", |seen| {
        seen.is_one_of(&[("read_start", OK, FORMAT)]) && (seen.is_on_words() || seen.is_on("3678"))
    }),
    stop("Attributes where there is no element", |seen| {
        seen.is_one_of(&[("read_start_attribute", OK, FORMAT)]) && !seen.is_on("1")
    }),
    stop("Attributes that are not there", |seen| {
        seen.is_one_of(&[("read_start_attribute", OK, INVALID_ARGUMENT)])
            && seen.is_on("1")
            && seen.argument(1).parse().is_ok_and(|index: usize| index >= seen.attribute_count())
    }),
    stop("Searches for an element that fail", |seen| {
        let found = seen.wine_line().rsplit_once('[').is_some_and(|(_, node)| {
            let (name, ns) = (seen.argument(1), seen.argument(2));
            let full = node.strip_prefix("1 ").and_then(|node| node.split_once(':')).map(|(_, name)| name);
            full.and_then(|full| full.split_once('{')).is_some_and(|(local, rest)| {
                let space = rest.split('}').next();
                (name == "-" || name.strip_prefix('\'') == Some(local))
                    && (ns == "-" || ns.strip_prefix('\'') == space)
            })
        });
        seen.is_one_of(&[("read_to", OK, FORMAT)])
            && seen.argument(3) == "0"
            && (!found || seen.is_on_words() || seen.is_on("367"))
    }),
    stop("Qualified names in front of an element", |seen| {
        seen.is_one_of(&[("read_qualified_name", OK, FORMAT)]) && seen.is_on_words() && text_goes_on(seen)
    }),
    stop("Content of an element that was not started", |seen| {
        let in_attribute = seen.source().is_some_and(|from| {
            (from..seen.at)
                .any(|at| seen.script.name(at) == "read_start_attribute" && code(&seen.ours[at]) == OK)
        });
        seen.is_one_of(&[("read_type", OK, FORMAT)])
            && (seen.argument(1) == "3" && seen.is_on("18")
                || seen.argument(1) == "2" && seen.is_on("128") && !in_attribute)
            && ["16", "17", "18", "19", "20"].iter().any(|type_| seen.argument(3).starts_with(type_))
    }),
    stop("Headers of empty messages", |seen| {
        let started = (0..seen.at).rev().find_map(|at| match seen.script.name(at) {
            "initialize" | "read_envelope" | "address" => (code(&seen.ours[at]) == OK).then_some(true),
            "message" | "reset_message" => Some(false),
            _ => None,
        });
        seen.is_one_of(&[("get_custom", INVALID_ARGUMENT, OPERATION)]) && started != Some(true)
    }),
    stop("UTF-16 that Wine misreads", |seen| {
        seen.reads()
            && seen.source().map(|at| &seen.script.0[at]).is_some_and(|input| {
                let stream = input.split(' ').nth(4) != Some("0");
                let misread = charset(input) == Some(3) || charset(input) == Some(2) && stream;
                let same = seen.twin.is_some_and(|twin| twin.get(seen.at) == Some(&seen.ours[seen.at]));
                // Of bytes that are no characters to their end, that Wine takes each for a character is all there is to see.
                let garbled = text_of(input).is_none() && seen.wine_line().contains("%00");
                let broken = text_of(input).is_none() && (seen.wine(), seen.ours()) == (FORMAT, OK);
                misread && (same || broken || garbled && [OK, FORMAT].contains(&seen.ours()))
            })
    }),
    stop("UTF-16 with half a character", |seen| {
        // Where the reader is given it, or where it is read.
        let halved =
            |input: &str| charset(input).is_some_and(|charset| charset > 1) && text_of(input).is_none();
        seen.is_one_of(&[("input", INVALID_ARGUMENT, OK)]) && halved(seen.operation())
    }),
    stop("Documents that are not well-formed", |seen| {
        let broken =
            seen.script.0[..seen.at].iter().any(|input| input.starts_with("input ") && !is_right(input));
        let nodes = |line: &str| -> Vec<String> {
            in_one_way(line).replace("[2 1:>", "[2 1:").split(" [").map(str::to_owned).collect()
        };
        let (wine, ours) = (nodes(seen.wine_line()), nodes(seen.our_line()));
        let both = wine.len().min(ours.len());
        // Up to there they agree.
        let agree = wine
            .iter()
            .zip(&ours)
            .take(both.saturating_sub(1))
            .all(|(wine, ours)| without_default_namespaces(wine) == without_default_namespaces(ours));
        seen.reads() && seen.is_of_xml() && seen.ours() == FORMAT && broken && agree
    }),
    stop("Well-formed documents that Wine refuses", |seen| {
        let input = |operation: &&String| operation.starts_with("input ");
        let inputs: Vec<_> = seen.script.0[..seen.at].iter().filter(input).collect();
        seen.reads()
            && seen.is_of_xml()
            && (seen.wine(), seen.ours()) == (FORMAT, OK)
            && (seen.name() != "walk" || inputs.iter().all(|input| is_right(input)))
            && inputs.iter().any(|input| refused_by_wine(input, seen.name()))
    }),
    stop("Searches in front of text", |seen| {
        seen.is_one_of(&[("read_to", FORMAT, OK)])
            && seen.argument(3) == "1"
            && seen.our_line().starts_with(" 0 [")
            && (!seen.our_line().starts_with(" 0 [1") || seen.is_on_words())
    }),
    stop("Reading no bytes", |seen| {
        seen.is_one_of(&[("read_bytes", FORMAT, OK)])
            && seen.argument(1) == "0"
            && seen.our_line().starts_with(" 0: [")
    }),
    stop("Bytes of white space", |seen| {
        let blank = seen.is_on("2") && !seen.is_on_words();
        seen.is_one_of(&[("read_bytes", FORMAT, OK)]) && blank && seen.our_line().starts_with(" 0:")
    }),
    stop("Namespaces in scope", |seen| {
        let prefix = seen.argument(1).trim_start_matches('\'');
        seen.is_one_of(&[("namespace_of", FORMAT, OK)])
            && seen.documents().contains(&format!("xmlns:{prefix}"))
            || seen.is_one_of(&[("namespace_of", FALSE, OK)])
                && root_declares(seen, prefix, seen.our_line().trim_end_matches(" = 00000000").trim_start())
    }),
    stop("After more data was needed", |seen| {
        let needed =
            seen.source().is_some_and(|from| (from..seen.at).any(|at| code(&seen.ours[at]) == QUOTA));
        let stands = seen.our_line().rsplit_once(" [").map(|(_, node)| node.trim_end_matches("] = 00000000"));
        seen.reads() && needed && (seen.wine(), seen.ours()) == (FORMAT, OK) && stands == Some(seen.on())
    }),
    stop("Lengths and ranges of values", |seen| {
        // Wine's value is outside of what the description allows.
        let limited = |type_: &str| seen.argument(3).starts_with(&format!("{type_}["));
        let value = seen.wine_line().split(" [").next().unwrap_or_default().trim_start();
        let length = value.replace("%u", "%").split('%').enumerate().fold(0, |sum, (i, part)| {
            let coded = if i == 0 {
                0
            } else if value.contains("%u") {
                4
            } else {
                2
            };
            sum + usize::from(i > 0) + part.len().saturating_sub(coded)
        });
        seen.is_one_of(&[("read_type", OK, FORMAT), ("read_type", OK, OVERFLOW)])
            && (seen.argument(3).starts_with("26{")
                && ["[1-3]", "[0-10]"].iter().any(|range| seen.argument(3).contains(range))
                || ["16", "17", "18", "19"].iter().any(|&type_| limited(type_)) && !(1..=3).contains(&length)
                || ["9", "10"].iter().any(|&type_| limited(type_)))
    }),
    stop("Qualified names of other characters", |seen| {
        let is_name = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '%');
        let local = seen.wine_line().trim_start().split('{').next().unwrap_or_default();
        let described = seen.argument(3).starts_with("26{") && has_any(seen.argument(3), &[20]);
        seen.is_one_of(&[("read_type", OK, FORMAT)])
            && (seen.argument(3) == "20" && !is_name(local) || described)
    }),
    stop("Optional values that are wrong", |seen| {
        // The element is there.
        seen.is_one_of(&[("read_type", OK, FORMAT), ("read_type", OK, OVERFLOW), ("read_type", OK, OK)])
            && ["0", "1"].contains(&seen.argument(1))
            && ["3", "4", "5"].contains(&seen.argument(2))
            && seen.is_on("1")
            && seen.wine_line().starts_with(" NULL [")
            && !seen.our_line().starts_with(" NULL [")
    }),
    stop("Attributes that are not described", |seen| {
        let attribute = seen.on().split(" xmlns ").enumerate().any(|(i, part)| {
            let part = if i == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) };
            part.contains(" \"") || part.contains(" '")
        });
        seen.name() == "read_type"
            && seen.ours() == FORMAT
            && ["0", "1"].contains(&seen.argument(1))
            && seen.is_on("1")
            && attribute
            && !seen.argument(3).contains("12,-,-,34")
    }),
    stop("Choices that are missing", |seen| {
        seen.is_one_of(&[("read_type", OK, FORMAT)]) && seen.argument(3).contains("7,-,-,33{")
    }),
    stop("Structures that leave content out", |seen| {
        // WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT and WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES.
        let lenient =
            ["26{t|urn:t|2|", "26{t|urn:t|4|"].iter().any(|options| seen.argument(3).contains(options));
        let repeated = seen.is_one_of(&[("read_type", OK, OK)]) && seen.wine_line().contains("[0:]");
        lenient && (repeated || seen.is_one_of(&[("read_type", FORMAT, OK)]))
    }),
    stop("Optional fields", |seen| {
        // Those of texts Wine does not read; those of other types that are absent it refuses.
        seen.is_one_of(&[("read_type", OK, OK), ("read_type", OK, FORMAT), ("read_type", FORMAT, OK)])
            && has_optional_field(seen.argument(3))
    }),
    stop("Repeated elements that are not there", |seen| {
        seen.is_one_of(&[("read_type", FORMAT, OK)]) && seen.our_line().contains("[0:]")
    }),
    stop("Content that is not described", |seen| {
        // Wine reads no item and leaves out the elements that are there.
        let items = seen.argument(3).starts_with("26{") && has_mapping(seen.argument(3), 3);
        let elements = text_of(seen.source().map_or("", |at| &seen.script.0[at]))
            .is_some_and(|text| text.matches('<').count() > 2);
        seen.is_one_of(&[("read_type", OK, FORMAT)]) && items && elements && seen.wine_line().contains("[0:]")
    }),
    stop("Values that are no base64", |seen| {
        seen.is_one_of(&[("read_type", OK, FORMAT)]) && has_any(seen.argument(3), &[18])
    }),
    stop("Counts of items", |seen| {
        let ranges = [",1-2", ",0-1"];
        seen.is_one_of(&[("write_type", INVALID_ARGUMENT, FORMAT)])
            && ranges.iter().any(|range| seen.argument(4).contains(range))
    }),
    stop("Attributes without a prefix", |seen| {
        seen.is_one_of(&[
            ("find_attribute", FALSE, OK),
            ("find_attribute", FORMAT, OK),
            ("find_attribute", OPERATION, OK),
        ]) && seen.argument(2) == "'"
            && seen.documents().contains("xmlns=")
    }),
    stop("Elements that are missing", |seen| {
        seen.is_one_of(&[("read_type", OK, FORMAT)]) && requires_element(seen.argument(3))
    }),
    stop("Texts beside elements in a structure", |seen| {
        seen.is_one_of(&[("read_type", OK, FORMAT)]) && mixes_text(seen.argument(3))
    }),
    stop("Types that Wine does not have", |seen| {
        let type_ = match seen.name() {
            "read_type" => seen.argument(3),
            "write_type" => seen.argument(4),
            _ => return false,
        };
        seen.wine() == INVALID_ARGUMENT
            && [OK, FORMAT, OVERFLOW].contains(&seen.ours())
            && has_any(type_, &WINE_LACKS)
    }),
    stop("Envelopes that are wrong", |seen| {
        let soap = match seen.script.0.iter().rfind(|operation| operation.starts_with("message ")) {
            Some(made) if made.split(' ').nth(2) == Some("1") => "http://schemas.xmlsoap.org/soap/envelope/",
            Some(made) if made.split(' ').nth(2) == Some("2") => "http://www.w3.org/2003/05/soap-envelope",
            _ => return false,
        };
        let document = seen.documents();
        let header = document.split_once("<s:Header>").and_then(|(_, rest)| rest.split_once("</s:Header>"));
        let text = header.is_some_and(|(header, _)| {
            ["text<", ">text"].iter().any(|text| header.starts_with("text") || header.contains(text))
        });
        seen.is_one_of(&[("read_envelope", OK, FORMAT)])
            && (!document.contains(&format!("xmlns:s='{soap}'")) || text)
    }),
    stop("Headers that are there several times", |seen| {
        let names = ["Action", "To", "MessageID"];
        let name = seen.argument(1).parse().ok().and_then(|type_: usize| names.get(type_.wrapping_sub(1)));
        seen.is_one_of(&[("get_header", OK, FORMAT)])
            && name.is_some_and(|name| seen.documents().matches(&format!("<w:{name}")).count() > 1)
    }),
];

/// A declaration of this prefix is in an element that ours has not left: the document is still in front of its end tag.
fn in_scope(seen: &Seen<'_>, prefix: &str) -> bool {
    // Behind an end element only what declares it in the elements around counts: no script asks for more than the last.
    !seen.is_on("3") && seen.on().contains(&format!("{prefix}:{prefix}{{"))
}

/// The root element, which ours has not left, is the only one that declares this prefix, and for this namespace.
fn root_declares(seen: &Seen<'_>, prefix: &str, ns: &str) -> bool {
    let source = seen.source().unwrap_or(0);
    let root = seen.ours[source..seen.at].iter().find_map(|line| line.split_once(" [1 "));
    root.is_some_and(|(_, node)| node.contains(&format!("{prefix}:{prefix}{{{ns}}}")))
        && seen.documents().matches(&format!("xmlns:{prefix}")).count() == 1
        && !seen.is_on("89")
}

/// What Wine cannot parse of a document that is well-formed.
fn refused_by_wine(input: &str, name: &str) -> bool {
    let words = || input.split(' ').nth(5).and_then(bytes).unwrap_or_default();
    let text = text_of(input).unwrap_or_else(|| String::from_utf8_lossy(&words()).into_owned());
    let spaced = text.split("</").skip(1).filter_map(|rest| rest.split('>').next());
    let mut spaced = spaced.filter(|name| name.ends_with([' ', '\t', '\n', '\r']));
    let behind_section = text.split("]]>").skip(1).any(|rest| !rest.starts_with("</"));
    let other_name = text.split('<').skip(1).any(|rest| {
        let names = &rest[..tag_length(rest, ">").unwrap_or(rest.len())];
        names.split(['"', '\'']).step_by(2).any(|name| !name.is_ascii())
    });
    let first = text.split_once("?>").filter(|_| text.starts_with("<?xml")).map_or(text.as_str(), |it| it.1);
    let in_front = [" '%ef%bb%bf", " '%ff%fe", " '%fe%ff"].iter().any(|mark| input.contains(mark))
        || first.trim_start().starts_with("<!--");
    let behind = |mark: &str| text.split(mark).skip(1).any(|rest| !rest.is_empty() && !rest.starts_with('<'));
    // Text behind a comment or an element.
    let mixed = behind("-->")
        || behind("/>")
        || text.split("</").skip(1).any(|rest| {
            rest.split_once('>').is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('<'))
        });
    text.contains("xml:")
        || spaced.next().is_some()
        || behind_section
        || other_name
        || ["read_to", "read_start"].contains(&name) && in_front
        || ["read_buffer", "read_end"].contains(&name) && (mixed || text.contains("<!--"))
}

/// Behind the text that ours is on an element starts before its own ends.
fn text_goes_on(seen: &Seen<'_>) -> bool {
    let Some(at) = seen.source() else { return false };
    text_of(&seen.script.0[at]).is_none_or(|text| text.matches('<').count() > 2)
}
