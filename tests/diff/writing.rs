//! Calls of a writer in orders that make sense and in those that do not; XML buffers.

use crate::documents;
use crate::script::{Random, Script, text};

fn prefix(random: &mut Random) -> String {
    match random.below(8) {
        0..4 => "-".into(),
        4 => "'".into(),
        _ => text(random.pick(&["p", "q", "p", "q", "p", "q", "xml", "xmlns", "a b"])),
    }
}

fn name(random: &mut Random) -> String {
    match random.below(30) {
        0 => "-".into(),
        1 => "'".into(),
        2 => text(random.pick(&["1", "a:b", "a b", "\u{1}", "<"])),
        _ => text(random.pick(&["a", "b", "c", "n-1", "\u{e9}"])),
    }
}

/// A prefix and a name and a namespace. A prefix without a namespace is rare: it is refused.
fn full_name(random: &mut Random) -> String {
    let (prefix, name, mut space) = (prefix(random), name(random), space(random));
    if prefix.len() > 1 && space == "'" && !random.once_in(30) {
        space = text("urn:p");
    }
    format!("{prefix} {name} {space}")
}

fn space(random: &mut Random) -> String {
    match random.below(24) {
        0 => "-".into(),
        1 => text(random.pick(&[
            "http://www.w3.org/2000/xmlns/",
            "http://www.w3.org/XML/1998/namespace",
            "urn:<&\"",
        ])),
        2..12 => "'".into(),
        _ => text(random.pick(&["urn:p", "urn:q", "urn:r"])),
    }
}

fn chars(random: &mut Random) -> String {
    text(random.pick(&[
        "",
        "x",
        "some text",
        "<",
        "&",
        ">",
        "\"",
        "'",
        "a<b>&'\"c",
        "\r",
        "\n",
        "\t",
        "\u{e9}\u{20ac}",
        "\u{1f600}",
        "]]>",
        "]]",
        " ",
        "\u{1}",
        "0123456789012345678901234567890123456789",
        "\u{fffe}",
    ]))
}

fn integer(random: &mut Random) -> String {
    random
        .pick(&[
            "0",
            "1",
            "-1",
            "127",
            "128",
            "255",
            "-128",
            "32767",
            "65535",
            "2147483647",
            "-2147483648",
            "4294967295",
            "9223372036854775807",
            "0x8000000000000000",
            "123456789",
        ])
        .into()
}

fn real(random: &mut Random) -> String {
    random
        .pick(&[
            "0.0",
            "1.0",
            "-1.5",
            "0.1",
            "100.0",
            "1e10",
            "1e-7",
            "1e300",
            "nan",
            "3.14159265358979",
            "1e22",
            "-0.0",
        ])
        .into()
}

fn ticks(random: &mut Random) -> String {
    random
        .pick(&[
            "0",
            "630822816000000000",
            "0x08c0000000000001",
            "3155378975999999999",
            "3155378976000000000",
            "630822816000000003",
            "633000000001234567",
            "-1",
        ])
        .into()
}

fn number_of(random: &mut Random, type_: usize) -> String {
    match type_ {
        9 | 10 => real(random),
        12 => ticks(random),
        11 | 15 => "0".into(),
        _ => integer(random),
    }
}

fn value(random: &mut Random) -> String {
    let type_ = random.below(17);
    let extra = if random.once_in(20) { random.pick(&[" 1", " -1"]) } else { "" };
    format!("value 0 {type_} {}{extra}", number_of(random, type_))
}

fn typed_text(random: &mut Random) -> String {
    let type_ = random.pick(&[1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15]);
    let value = match type_ {
        1..=3 => chars(random),
        8 | 9 => real(random),
        13 => ticks(random),
        15 => format!("{} {} {}", text(random.pick(&["p", ""])), name(random), space(random)),
        _ => integer(random),
    };
    format!("text 0 {type_} {value}")
}

/// Any call, whether it is allowed or not.
pub(crate) fn call(random: &mut Random) -> String {
    match random.below(30) {
        0..5 => format!("start 0 {}", full_name(random)),
        5 => "end_start 0".into(),
        6..10 => "end 0".into(),
        10..13 => {
            format!("start_attribute 0 {} {}", full_name(random), random.below(2))
        }
        13..15 => "end_attribute 0".into(),
        15..17 => format!("xmlns 0 {} {} {}", prefix(random), space(random), random.below(2)),
        17 => "start_cdata 0".into(),
        18 => "end_cdata 0".into(),
        19 => format!("chars 0 {}", chars(random)),
        20 => format!("utf8 0 {}", chars(random)),
        21 => format!("bytes 0 {}", chars(random)),
        22 => format!("qualified_name 0 {}", full_name(random)),
        23 => format!("prefix_of 0 {} {}", space(random), random.below(2)),
        24 => value(random),
        25..27 => typed_text(random),
        27 => format!(
            "write_node 0 {} {} {}",
            random.pick(&[1, 2, 3, 4, 6, 7, 8, 9]),
            name(random),
            space(random)
        ),
        28 => "flush 0 0".into(),
        _ => "written 0".into(),
    }
}

/// A call that is allowed after those before, as far as `open` knows them: e(lement), s(tart of one), (full) a(ttribute),
/// c(data). No name, namespace, text or value of it is one that could be refused.
fn allowed(random: &mut Random, open: &mut Vec<char>, count: usize) -> String {
    let named = |random: &mut Random| {
        let names = ["- 'a '", "- 'b 'urn:p", "'p 'c 'urn:p", "'q '%c3%a9 'urn:q", "' 'n-1 '", "- 'a 'urn:r"];
        random.pick(&names)
    };
    let characters = |random: &mut Random| {
        let texts = [
            "",
            "x",
            "some text",
            "a<b>&'\"c",
            "\n",
            "\t",
            "\u{e9}\u{20ac}",
            "\u{1f600}",
            " ",
            "0123456789012345",
        ];
        let text = text(random.pick(&texts));
        format!("{} 0 {text}", random.pick(&["chars", "utf8", "text 0 1", "text 0 2"]))
            .replace("0 1 0", "0 1")
            .replace("0 2 0", "0 2")
    };
    let content = |random: &mut Random| match random.below(8) {
        0..4 => characters(random),
        4 => format!("bytes 0 {}", text(random.pick(&["", "a", "ab", "abc", "some more bytes"]))),
        5 => {
            let type_ = random.pick(&[1, 2, 3, 4, 5, 6, 7, 8, 14]);
            format!("value 0 {type_} {}", integer(random))
        }
        6 => format!("text 0 {} {}", random.pick(&[5, 6, 7, 11, 12]), integer(random)),
        _ => format!("value 0 0 {}", random.below(2)),
    };
    match open.last().copied() {
        Some('a') => {
            open.pop();
            open.push('f');
            content(random)
        }
        Some('f') => {
            open.pop();
            "end_attribute 0".into()
        }
        Some('c') if random.once_in(2) => {
            open.pop();
            "end_cdata 0".into()
        }
        Some('c') => characters(random),
        Some('s') if random.once_in(3) => {
            open.push('a');
            let name = random.pick(&["- 'x{} '", "'p 'x{} 'urn:p", "'q 'x{} 'urn:q", "- 'x{} 'urn:s"]);
            format!("start_attribute 0 {} {}", name.replace("{}", &count.to_string()), random.below(2))
        }
        Some('s') if random.once_in(6) => format!("xmlns 0 'r{count} 'urn:r {}", random.below(2)),
        Some('e' | 's') if open.len() > 1 && random.once_in(3) => {
            open.pop();
            "end 0".into()
        }
        Some('e' | 's') if random.once_in(2) => {
            *open.last_mut().expect("it is open") = 'e';
            if random.once_in(8) {
                open.push('c');
                return "start_cdata 0".into();
            }
            content(random)
        }
        _ => {
            if let Some(state) = open.last_mut() {
                *state = 'e';
            }
            open.push('s');
            format!("start 0 {}", named(random))
        }
    }
}

fn output(random: &mut Random, script: &mut Script) {
    let stream = random.pick(&[0, 0, 0, 1]);
    let charset = if random.once_in(30) { random.pick(&[2, 3]) } else { 1 };
    let properties = if random.once_in(20) {
        // Depth, fragments, attributes, declaration, namespaces, size of the buffer.
        random.pick(&[" 0/4/2", " 1/4/1", " 2/4/1", " 3/4/1", " 14/4/1", " 8/4/256"])
    } else {
        ""
    };
    script.add("writer 0").add(format!("output 0 1 {charset} {stream}{properties}"));
}

/// Whether what is written goes to a callback.
fn stream_of(script: &Script) -> bool {
    script.0[1].split(' ').nth(4) == Some("1")
}

pub(crate) fn writes(random: &mut Random) -> Script {
    let mut script = Script::new();
    output(random, &mut script);
    let mut open = Vec::new();
    let wild = random.pick(&[0, 0, 0, 10, 3]);
    if wild == 0 {
        script.add("well_formed");
    }
    for i in 0..=random.below(16) {
        let wild = wild != 0 && random.once_in(wild);
        let operation = if wild { call(random) } else { allowed(random, &mut open, i) };
        script.add(operation);
    }
    if random.once_in(2) {
        for what in open.iter().rev() {
            script.add(match what {
                'a' | 'f' => "end_attribute 0",
                'c' => "end_cdata 0",
                _ => "end 0",
            });
        }
    }
    if stream_of(&script) {
        script.add("flush 0 0");
    }
    script.add("written 0");
    script
}

/// Editing of buffers: written, moved in, copied, read.
pub(crate) fn buffers(random: &mut Random) -> Script {
    let mut script = Script::new();
    script.add("reader 0").add("well_formed");
    script.add(format!("input 0 1 1 0 {}", text(documents::body(random, false))));
    script.add("read_to 0 - - 0").add("read_buffer 0 0").add("writer 0").add("output_buffer 0 0");
    for _ in 0..=random.below(14) {
        let operation = match random.below(10) {
            0..4 => format!("move_writer 0 {} {}", random.below(12), random.below(2)),
            4 => format!("writer_position 0 {}", random.below(2)),
            5 => format!("set_writer_position 0 {}", random.below(2)),
            6 => "start 0 - 'n '".into(),
            7 => "end 0".into(),
            8 => typed_text(random),
            _ => call(random),
        };
        script.add(operation);
    }
    script.add("input_buffer 0 0");
    if random.once_in(2) {
        for _ in 0..random.below(10) {
            script.add(documents::step(random));
        }
    }
    script.add("walk 0").add("writer 1").add("buffer_to_bytes 1 0");
    if random.once_in(3) {
        script.add("output 1 1 1 0").add("start 1 - 'o '").add("input_buffer 0 0");
        script
            .add("read_to 0 - - 0")
            .add("copy_node 1 0")
            .add("write_buffer 1 0")
            .add("end 1")
            .add("written 1");
    }
    script
}
