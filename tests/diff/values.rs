//! Values by descriptions; URLs, times, strings, heaps, errors; properties; objects in wrong states.

use crate::documents::scalar;
use crate::script::{Random, Script, text};

// ---- Types ----

/// A structure of up to four fields.
fn structure(random: &mut Random, depth: usize) -> String {
    let mut fields = Vec::new();
    let mut text_used = false;
    for i in 0..=random.below(4) {
        let name = ["a", "b", "c", "d"][i];
        let space = random.pick(&["", "", "urn:p"]);
        let type_ =
            if depth > 0 && random.once_in(4) { structure(random, depth - 1) } else { scalar(random) };
        let field = match random.below(12) {
            0..3 => {
                format!("1,{name},{space},{},{}", scalar(random), random.pick(&[0, 0, 1, 3, 2]))
            }
            3..7 => {
                format!(
                    "2,{name},{space},{type_},{}{}",
                    random.pick(&[0, 0, 1, 3, 2, 5, 7, 4]),
                    default(random)
                )
            }
            7 => format!(
                "3,{},{type_},{},{name},{space}{}",
                random.pick(&["-,-", &format!("list,{space}")]),
                random.pick(&[0, 1, 9]),
                random.pick(&["", ",1-2", ",0-1"])
            ),
            8 if !text_used => {
                text_used = true;
                format!("4,-,-,{},{}", scalar(random), random.pick(&[0, 0, 1, 3, 2]))
            }
            9 => format!("7,-,-,{},0", choice(random, depth)),
            10 => format!("8,-,-,{},0", choice(random, depth)),
            11 if i > 0 => random.pick(&["9,-,-,21,0", "9,-,-,21,2", "12,-,-,34,0", "5,-,-,3,0"]).into(),
            _ => format!("2,{name},{space},{type_},0"),
        };
        fields.push(field);
    }
    format!("26{{t|urn:t|{}|{}}}", random.pick(&[0, 0, 2, 4]), fields.join(";"))
}

fn default(random: &mut Random) -> String {
    if random.once_in(8) { format!(",-,-,-,{}", random.below(9)) } else { String::new() }
}

fn choice(random: &mut Random, depth: usize) -> String {
    let mut fields = Vec::new();
    for name in ["u", "v", "w"].into_iter().take(1 + random.below(3)) {
        let type_ =
            if depth > 0 && random.once_in(5) { structure(random, depth - 1) } else { scalar(random) };
        fields.push(format!("2,{name},,{type_},{}", random.pick(&[0, 0, 1, 5])));
    }
    format!("33{{0|{}}}", fields.join(";"))
}

/// Writes a value and reads it back.
pub(crate) fn types(random: &mut Random) -> Script {
    let mut script = Script::new();
    let whole = random.once_in(2);
    let type_ = if random.once_in(3) { scalar(random) } else { structure(random, 1) };
    let seed = random.below(100_000);
    let write_option = if random.once_in(30) { 3 } else { random.pick(&[1, 1, 1, 2, 4]) };
    let read_option =
        if random.once_in(3) { random.pick(&[1, 2, 3, 4, 5]) } else { [1, 1, 2, 5, 4][write_option] };
    let extra = if random.once_in(40) { random.pick(&[" 1", " -1"]) } else { "" };
    script.add("writer 0").add("output 0 1 1 0");
    if whole {
        script.add(format!("write_type 0 0 {write_option} {seed} {type_}{extra}"));
    } else {
        script.add("start 0 - 't 'urn:t");
        let mapping = if random.once_in(12) { random.below(5) } else { random.pick(&[1, 3, 3]) };
        if random.once_in(8) {
            script.add("start_attribute 0 - 'x ' 0");
            script.add(format!("write_type 0 2 {write_option} {seed} {type_}"));
            script.add("end_attribute 0");
        } else {
            script.add(format!("write_type 0 {mapping} {write_option} {seed} {type_}{extra}"));
        }
        script.add("end 0");
    }
    script.add("written 0").add("reader 0").add("input_written 0 0").add("read_to 0 - - 0");
    let mapping = if whole { 0 } else { random.pick(&[0, 1, 1, 3]) };
    if mapping == 3 {
        script.add("read_start 0");
    }
    script.add(format!("read_type 0 {mapping} {read_option} {type_}{extra}"));
    script
}

/// Reads types from texts that are theirs, nearly theirs or another's.
pub(crate) fn reads(random: &mut Random) -> Script {
    const TEXTS: [&str; 48] = [
        "",
        " ",
        "0",
        "1",
        "-1",
        "+1",
        " 7 ",
        "10",
        "11",
        "127",
        "128",
        "-129",
        "255",
        "256",
        "65536",
        "2147483648",
        "4294967296",
        "18446744073709551616",
        "00001",
        "1.0",
        "1.5",
        ".5",
        "5.",
        "1e3",
        "1E-3",
        "INF",
        "-INF",
        "NaN",
        "inf",
        "true",
        "false",
        "TRUE",
        "a",
        "b",
        "ab",
        "abcd",
        "2006-11-27T20:11:47Z",
        "2006-11-27T20:11:47.1234567+01:00",
        "2006-13-27T20:11:47",
        "2006-11-27",
        "6B29FC40-CA47-1067-B31D-00DD010662DA",
        "urn:x",
        "YWJj",
        "YWJ",
        "P1Y2M3DT4H5M6.7S",
        "-PT5S",
        "1.02:03:04.5",
        "p:n",
    ];
    let mut script = Script::new();
    let mut structured = random.once_in(2);
    let type_ = if structured { structure(random, 1) } else { scalar(random) };
    structured &= !random.once_in(4);
    let mut document = String::from("<t xmlns='urn:t' xmlns:p='urn:p'");
    let value = |random: &mut Random| random.pick(&TEXTS);
    if random.once_in(12) {
        document.push_str(" xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'");
    }
    for name in ["a", "b", "p:c"].into_iter().take(random.below(4)) {
        document.push_str(&format!(" {name}='{}'", value(random)));
    }
    document.push('>');
    if structured {
        for name in ["a", "b", "c", "d", "u", "v"] {
            let (prefix, space) = random.pick(&[("", " xmlns=''"), ("", " xmlns=''"), ("p:", "")]);
            for _ in 0..random.pick(&[0, 1, 1, 2]) {
                document.push_str(&format!("<{prefix}{name}{space}>{}</{prefix}{name}>", value(random)));
            }
            if random.once_in(10) {
                document.push_str(random.pick(&["x", "<z/>", "<!---->", " "]));
            }
        }
    } else {
        document.push_str(value(random));
        document.push_str(random.pick(&["", "", "", "<!--c-->", "<x/>", "<![CDATA[1]]>", "&#49;"]));
    }
    document.push_str("</t>");
    script.add("reader 0").add(format!("input 0 1 1 0 {}", text(document))).add("read_to 0 - - 0");
    let mapping = random.pick(&[0, 1, 1, 3, 3]);
    if mapping == 3 {
        script.add("read_start 0");
    }
    script.add(format!("read_type 0 {mapping} {} {type_}", random.pick(&[1, 1, 1, 2, 2, 3, 4])));
    script
}

// ---- Values ----

fn url(random: &mut Random) -> String {
    let mut url = String::new();
    url.push_str(random.pick(&[
        "http://",
        "http://",
        "http://",
        "https://",
        "net.tcp://",
        "net.pipe://",
        "soap.udp://",
        "HTTP://",
        "ftp://",
        "http:/",
        "http:",
        "",
        "//",
    ]));
    url.push_str(random.pick(&[
        "host",
        "host",
        "127.0.0.1",
        "[::1]",
        "h%20t",
        "",
        "a.b-c",
        "user@host",
        "\u{e9}",
        "[::1",
        "h t",
    ]));
    url.push_str(random.pick(&[
        "",
        "",
        "",
        ":80",
        ":8080",
        ":0",
        ":65535",
        ":65536",
        ":",
        ":x",
        ":080",
        ":99999999999",
    ]));
    url.push_str(random.pick(&[
        "",
        "/",
        "/path",
        "/a/b/../c",
        "/a%20b",
        "/%zz",
        "/%C3%A9",
        "/a b",
        "/a;b",
        "/\u{e9}",
        "path",
    ]));
    url.push_str(random.pick(&["", "", "?", "?q", "?q=1&r=%20", "?a?b"]));
    url.push_str(random.pick(&["", "", "#", "#f", "#a%20b", "#a#b"]));
    text(url)
}

/// What is combined with an URL.
fn relative_url(random: &mut Random) -> String {
    let some = [
        "",
        "a",
        "/a",
        "../a",
        "../../../a",
        "./a",
        "?q",
        "#f",
        "//other/a",
        "a/b/../c",
        "http://other/",
        "a?q#f",
    ];
    text(random.pick(&some))
}

pub(crate) fn plain(random: &mut Random) -> Script {
    let mut script = Script::new();
    let operation = match random.below(11) {
        8 => {
            format!("combine_url {} {} {}", url(random), relative_url(random), i32::from(random.once_in(30)))
        }
        9 => {
            let some = ["", " ", "a", " a ", "\t\r\na b\n", "\u{a0}a\u{a0}", "\u{3000}", "  ", "a \u{b}"];
            format!("trim {} {}", text(random.pick(&some)), random.pick(&[0, 0, 0, 1, 2, 3]))
        }
        10 => {
            let some =
                ["", "a", "_a", "-a", "a-b.c", "1a", "a:b", "a b", "\u{e9}", "\u{4e00}", "a\u{b7}", "\u{d7}"];
            let name = text(random.pick(&some));
            format!("verify_name {}", if random.once_in(20) { "-" } else { &name })
        }
        0..2 => format!("decode_url {} {}", url(random), i32::from(random.once_in(30))),
        2..4 => {
            let part = |random: &mut Random, some: &[&str]| text(random.pick(some));
            format!(
                "encode_url {} {} {} {} {} {} {} {}",
                random.pick(&[0, 0, 0, 1, 2, 3, 4, 9]),
                random.pick(&[0, 80, 443, 808, 8080, 65535]),
                part(random, &["host", "", "h t", "\u{e9}", "a.b"]),
                part(random, &["", "", "80", "8080", "x", "0", "65536"]),
                part(random, &["", "/", "/path", "path", "/a b", "/%41", "/\u{e9}"]),
                part(random, &["", "q", "?q", "a b", "%"]),
                part(random, &["", "f", "#f", "a b"]),
                i32::from(random.once_in(30)),
            )
        }
        4 => format!(
            "to_filetime {} {} {}",
            random.pick(&[
                "0",
                "504911231999999999",
                "504911232000000000",
                "630822816000000000",
                "3155378975999999999",
                "3155378976000000000",
                "0xffffffffffffffff",
                "0x2bca2875f4373fff",
            ]),
            random.below(4),
            random.pick(&[0, 0, 0, 0, 1, 2]),
        ),
        5 => format!(
            "from_filetime {} {}",
            random.pick(&[
                "0",
                "1",
                "116444736000000000",
                "0x24c85a5ed1c04000",
                "0x24c85a5ed1c03fff",
                "0xffffffffffffffff"
            ]),
            random.pick(&[0, 0, 0, 0, 1, 2]),
        ),
        6 => {
            let some = ["-", "'", "'a", "'b", "'abc", "'ABC", "'%c3%a9"];
            format!("equal_strings {} {}", random.pick(&some), random.pick(&some))
        }
        _ => {
            return heaps_and_errors(random);
        }
    };
    script.add(operation);
    script
}

fn heaps_and_errors(random: &mut Random) -> Script {
    let mut script = Script::new();
    let limit = random.pick(&[0, 1, 100, 4096, 65536]);
    let property = if random.once_in(6) { random.pick(&[" 0/8/1", " 3/8/4096", " 9/4/1"]) } else { "" };
    script.add(format!("heap 1 {limit} {}{property}", random.pick(&[0, 100, 4096, 99_999])));
    for _ in 0..random.below(8) {
        let operation = match random.below(10) {
            0..3 => format!(
                "alloc {} {}",
                random.pick(&[1, 1, 2]),
                random.pick(&[0, 1, 8, 50, 1000, 5000, 100_000])
            ),
            3 => "reset_heap 1".into(),
            4 => {
                format!("get h 1 {} {} 1", random.pick(&[0, 1, 0, 1, 2, 3, 4]), random.pick(&[8, 8, 8, 4, 0]))
            }
            5 => format!("add_error_string {}", text(random.pick(&["one", "", "two words", "\u{e9}"]))),
            6 => format!("error_string {}", random.below(4)),
            7 => "reset_error 0".into(),
            8 => format!("get e 0 {} {} 1", random.below(4), random.pick(&[4, 4, 2, 8])),
            _ => format!(
                "set e 0 {} {} {}",
                random.below(4),
                random.pick(&[4, 4, 4, 2, 0, 8]),
                random.below(1100)
            ),
        };
        script.add(operation);
    }
    script
}
