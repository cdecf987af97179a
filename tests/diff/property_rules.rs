//! Settled differences of properties, and of arguments and states of messages.

use crate::known::{Rule, go_on, stop};
use crate::seen::*;

/// The message is in WS_MESSAGE_STATE_EMPTY.
fn is_empty_message(seen: &Seen<'_>) -> bool {
    let state = (0..seen.at).rev().find_map(|at| match seen.script.name(at) {
        "initialize" | "read_envelope" if code(&seen.ours[at]) == OK => Some(false),
        "message" | "reset_message" => Some(true),
        _ => None,
    });
    state != Some(false)
}

fn is_initialized_message(seen: &Seen<'_>) -> bool {
    !is_empty_message(seen)
        && !seen.earlier(|operation, line| {
            ["write_envelope", "read_envelope"].iter().any(|name| operation.starts_with(name))
                && code(line) == OK
        })
}

/// The message is addressed by its transport: WS_ADDRESSING_VERSION_TRANSPORT.
fn by_transport(seen: &Seen<'_>) -> bool {
    let made = seen.script.0[..seen.at].iter().rfind(|operation| operation.starts_with("message "));
    made.is_some_and(|made| made.split(' ').nth(3) == Some("3"))
}

/// Of the properties that WsGetChannelProperty does not answer for HTTP: of other bindings (IP version, close timeout,
/// multicast, delay, keep-alives, custom channels), and such as are only given at creation.
const CHANNEL_NOT_TOLD: [&str; 22] = [
    "7", "10", "16", "17", "19", "20", "22", "24", "25", "26", "28", "29", "30", "31", "32", "33", "36",
    "37", "39", "40", "43", "49",
];

/// Of the properties that WsSetChannelProperty does not set: all but the timeouts of HTTP.
const CHANNEL_SET: [&str; 5] = ["11", "12", "13", "14", "15"];

/// What is given at creation of an HTTP channel, and the values that the page allows.
fn is_refused_at_creation(property: &str) -> bool {
    let parts: Vec<&str> = property.split('/').collect();
    let [id, size, value] = parts[..] else { return false };
    let value = match value.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).unwrap_or(-1),
        None => value.parse().unwrap_or(-1),
    };
    let range = |last: i64| !(0..=last).contains(&value);
    match id {
        // WS_ENCODING, WS_ENVELOPE_VERSION, WS_ADDRESSING_VERSION, WS_CALLBACK_MODEL, WS_TRANSFER_MODE.
        "4" => range(8),
        "5" | "6" => range(3) || value == 0,
        "9" => range(1),
        "18" => range(3),
        // WS_COOKIE_MODE, WS_HTTP_PROXY_SETTING_MODE.
        "39" => range(2) || value == 0,
        "40" => range(3) || value == 0,
        "0" | "1" | "2" | "3" | "32" => value == 0,
        // Of other bindings, only asked, or newer than the page.
        "7" | "8" | "10" | "16" | "17" | "19" | "20" | "21" | "22" | "28" | "29" | "30" | "31" | "33"
        | "34" | "49" => true,
        _ => size != "4",
    }
}

/// The defaults of the pages, as they are shown: object, property, value.
const DEFAULTS: [(&str, &str, &str); 15] = [
    ("c", "9", "%01%00%00%00"),
    ("c", "2", "%00@%00%00"),
    ("c", "3", "%00%00%01%00"),
    ("c", "11", "%ff%ff%ff%ff"),
    ("c", "12", "0u%00%00"),
    ("c", "13", "0u%00%00"),
    ("c", "14", "0u%00%00"),
    ("c", "15", "0u%00%00"),
    ("c", "35", "%00%00%01%00"),
    ("c", "38", "%01%00%00%00"),
    ("c", "45", "%01%00%00%00"),
    ("r", "10", "%00%00%01%00"),
    ("r", "11", "%00%01%00%00"),
    ("r", "12", "%00%10%00%00"),
    ("e", "0", "%01%00%00%00"),
];

pub(crate) const RULES: &[Rule] = &[
    stop("Properties of messages in another state", |seen| {
        let id = seen.argument(2);
        let body = ["6", "7"].contains(&id) && is_initialized_message(seen);
        ["get", "set"].contains(&seen.name())
            && seen.argument(0) == "m"
            && seen.ours() == OPERATION
            && (is_empty_message(seen) && id != "0" || body)
    }),
    stop("Sizes of properties", |seen| {
        let right = if seen.argument(0) == "m" && seen.argument(2) == "8" { "4" } else { "" };
        let other = match (seen.argument(0), seen.argument(2)) {
            ("m", "5") => seen.argument(3) != "16",
            ("m", "8") => seen.argument(3) != right,
            ("c" | "p", _) => seen.argument(3) != "4",
            ("f", "1") => seen.argument(3) != "16" && seen.argument(3) != "8",
            _ => false,
        };
        ["get", "set"].contains(&seen.name())
            && [OK, "8007000e"].contains(&seen.wine())
            && seen.ours() == INVALID_ARGUMENT
            && other
    }),
    stop("Properties of channels that HTTP does not have", |seen| {
        seen.is_one_of(&[("get", OK, INVALID_ARGUMENT)])
            && seen.argument(0) == "c"
            && CHANNEL_NOT_TOLD.contains(&seen.argument(2))
    }),
    stop("Properties of channels that are not set later", |seen| {
        seen.is_one_of(&[("set", OK, INVALID_ARGUMENT)])
            && seen.argument(0) == "c"
            && !CHANNEL_SET.contains(&seen.argument(2))
    }),
    stop("Properties of channels at creation", |seen| {
        seen.is_one_of(&[("channel", OK, INVALID_ARGUMENT)]) && is_refused_at_creation(seen.argument(3))
    }),
    stop("Properties of proxies at creation", |seen| {
        let parts: Vec<&str> = seen.argument(3).split('/').collect();
        let refused = match parts[..] {
            [id, size, value] => match id {
                "0" | "5" => size != "4",
                "1" => size != "16",
                "2" | "6" => size != "2",
                "4" => size != "4" || value == "0",
                _ => true,
            },
            _ => false,
        };
        seen.is_one_of(&[("proxy", OK, INVALID_ARGUMENT)]) && refused
    }),
    stop("Properties of readers and writers at creation", |seen| {
        // The character set is asked of a reader and given with the encoding of a writer.
        let id = seen.argument(1).split('/').next();
        seen.is_one_of(&[("reader", OK, INVALID_ARGUMENT)]) && id == Some("4")
            || seen.is_one_of(&[("writer", OK, INVALID_ARGUMENT)]) && id == Some("6")
    }),
    stop("Properties of readers that are not told", |seen| {
        seen.is_one_of(&[("get", OK, INVALID_ARGUMENT)])
            && seen.argument(0) == "r"
            && ["7", "8"].contains(&seen.argument(2))
    }),
    stop("Versions of messages", |seen| {
        let properties = seen.argument(3).split('/').next().is_some_and(|id| ["12"].contains(&id));
        seen.is_one_of(&[("message", OK, INVALID_ARGUMENT)]) && (seen.argument(2) == "4" || properties)
    }),
    stop("Initializing messages for another", |seen| {
        seen.is_one_of(&[("initialize", OK, INVALID_ARGUMENT)]) && ["1", "3", "4"].contains(&seen.argument(1))
    }),
    stop("Types of headers", |seen| {
        let (header, value) = (seen.argument(1), seen.argument(2));
        let right = match header {
            "1" | "2" => ["16", "17", "19"].contains(&value),
            "3" | "4" => ["15", "16", "17", "19"].contains(&value),
            "5" | "6" | "7" => value == "28",
            _ => false,
        };
        seen.is_one_of(&[("set_header", OK, INVALID_ARGUMENT), ("set_header", OPERATION, INVALID_ARGUMENT)])
            && !right
    }),
    stop("Headers that a transport does not have", |seen| {
        let call = seen.is_one_of(&[
            ("get_header", FORMAT, INVALID_OPTION),
            ("remove_header", OK, INVALID_OPTION),
            ("set_header", OK, INVALID_OPTION),
        ]);
        call && by_transport(seen) && !["1", "2"].contains(&seen.argument(1))
    }),
    stop("Names of mapped headers", |seen| {
        seen.is_one_of(&[("add_mapped", OK, INVALID_ARGUMENT)]) && seen.argument(1) == "'"
    }),
    stop("Single headers of a transport", |seen| {
        let indexed = seen.argument(3) != "0";
        seen.name() == "get_mapped"
            && seen.argument(2) == "2"
            && seen.wine() == INVALID_OPTION
            && (indexed && seen.ours() == INVALID_ARGUMENT || !indexed && seen.ours() == FORMAT)
    }),
    go_on("Defaults of properties", |seen| {
        let value = seen.our_line().trim_start().split(' ').next().unwrap_or_default();
        seen.is_one_of(&[("get", OK, OK)]) && DEFAULTS.contains(&(seen.argument(0), seen.argument(2), value))
    }),
    go_on("Truth of properties", |seen| {
        // A BOOL that is not zero is told as TRUE.
        let booleans = [
            ("r", "13"),
            ("r", "1"),
            ("r", "3"),
            ("w", "1"),
            ("w", "3"),
            ("w", "13"),
            ("w", "4"),
            ("w", "17"),
            ("w", "18"),
        ];
        seen.is_one_of(&[("get", OK, OK)])
            && booleans.contains(&(seen.argument(0), seen.argument(2)))
            && seen.our_line() == " %01%00%00%00 = 00000000"
    }),
    go_on("Sizes of what was written and allocated", |seen| {
        let counts = [("w", "15"), ("w", "16"), ("h", "2"), ("h", "3")];
        seen.is_one_of(&[("get", OK, OK)]) && counts.contains(&(seen.argument(0), seen.argument(2)))
    }),
    go_on("Properties that Wine does not have", |seen| {
        let position = seen.argument(2) == "5" && seen.argument(3) == "16" && is_initialized_message(seen);
        seen.is_one_of(&[("get", INVALID_ARGUMENT, OK)])
            && seen.argument(0) == "m"
            && (position || (14..=21).any(|id| seen.argument(2) == id.to_string()))
    }),
];
