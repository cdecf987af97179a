//! Properties of objects, and calls in states in which they are not allowed. Nothing here goes to a network.

use crate::documents;
use crate::script::{Random, Script, text};
use crate::writing;

fn size(random: &mut Random) -> usize {
    random.pick(&[4, 4, 4, 4, 8, 8, 16, 0, 1, 2, 3, 32])
}

fn number(random: &mut Random) -> &'static str {
    random.pick(&["0", "1", "2", "3", "4", "100", "65536", "0x7fffffff", "0xffffffff", "-1"])
}

/// Properties at creation and on every object. Whose value is a pointer is not shown: sizes of 4 are numbers.
pub(crate) fn properties(random: &mut Random) -> Script {
    let mut script = Script::new();
    let initial = |random: &mut Random, last: usize| {
        if !random.once_in(3) {
            return String::new();
        }
        let size = if random.once_in(6) { size(random).min(8) } else { 4 };
        format!(" {}/{size}/{}", random.below(last), number(random))
    };
    let kind = random.pick(&['r', 'w', 'm', 'c', 'l', 'p', 'e', 'f', 'h']);
    let (make, last) = match kind {
        'r' => (format!("reader 0{}", initial(random, 18)), 20),
        'w' => (format!("writer 0{}", initial(random, 20)), 22),
        'm' => {
            (format!("message 0 {} {}{}", 1 + random.below(3), 1 + random.below(3), initial(random, 22)), 24)
        }
        'c' => (channel(random, "channel") + &initial(random, 50), 52),
        'l' => (channel(random, "listener") + &initial(random, 28), 30),
        'p' => (channel(random, "proxy") + &initial(random, 14), 15),
        _ => ("node 0".to_owned(), 6),
    };
    script.add(make);
    if kind == 'm' && random.once_in(2) {
        script.add(format!("initialize 0 {}", random.pick(&[0, 2])));
    }
    if kind == 'w' && random.once_in(2) {
        script.add("output 0 1 1 0");
    }
    if kind == 'r' && random.once_in(2) {
        script.add("input 0 1 1 0 '<a/>");
    }
    for _ in 0..=random.below(5) {
        let id = random.below(last);
        let size = size(random);
        if "mclef".contains(kind) && random.once_in(3) {
            script.add(format!("set {kind} 0 {id} {size} {}", number(random)));
        } else {
            script.add(format!("get {kind} 0 {id} {size} {}", usize::from(size == 4)));
        }
    }
    script
}

fn channel(random: &mut Random, kind: &str) -> String {
    // HTTP, most of the time, and the types that it has.
    let binding = if random.once_in(8) { random.pick(&[1, 2, 3, 4, 5, 9]) } else { 0 };
    let type_ = match kind {
        "listener" => random.pick(&[16, 16, 16, 8, 4, 1]),
        _ => random.pick(&[8, 8, 8, 16, 4, 1, 2, 0, 12]),
    };
    format!("{kind} 0 {type_} {binding}")
}

/// Readers and writers without input, without output, after their ends.
pub(crate) fn states(random: &mut Random) -> Script {
    let mut script = Script::new();
    for _ in 0..=random.below(7) {
        let operation = match random.below(16) {
            0 => "reader 0".into(),
            1 => "free_reader 0".into(),
            2 => {
                documents::input(random, false, &mut script);
                continue;
            }
            3 => "writer 0".into(),
            4 => "free_writer 0".into(),
            5 => format!("output 0 1 1 {}", random.below(2)),
            6..9 => documents::step(random),
            9..12 => writing::call(random),
            12 => format!("fill 0 {}", random.pick(&[0, 1, 1000])),
            13 => format!("buffer 0 {}", random.below(2)),
            14 => random
                .pick(&["input_buffer 0 0", "output_buffer 0 0", "position 0 0", "writer_position 0 0"])
                .into(),
            _ => random.pick(&["read_buffer 0 0", "write_buffer 0 0", "copy_node 0 0", "walk 0"]).into(),
        };
        script.add(operation);
    }
    script
}

fn header_value(random: &mut Random) -> String {
    text(random.pick(&["urn:x", "http://host/path", "", "a b"]))
}

/// Messages: headers, envelopes, in order and out of it.
pub(crate) fn messages(random: &mut Random) -> Script {
    let mut script = Script::new();
    script.add(format!(
        "message 0 {} {}",
        random.pick(&[1, 2, 2, 2, 3]),
        if random.once_in(40) { 4 } else { random.pick(&[1, 2, 2, 3]) }
    ));
    if !random.once_in(10) {
        script.add(format!(
            "initialize 0 {}",
            if random.once_in(20) { random.pick(&[1, 3, 4, 5]) } else { random.pick(&[0, 2, 2]) }
        ));
    }
    for _ in 0..random.below(6) {
        let operation = match random.below(14) {
            0 => format!("address 0 {} {}", header_value(random), random.pick(&[0, 0, 0, 1])),
            1 | 2 => format!(
                "set_header 0 {} {} {}",
                random.pick(&[1, 2, 3, 4, 5, 6, 7, 8, 0, 9]),
                random.pick(&[16, 19, 15, 28]),
                header_value(random)
            ),
            3 => format!("get_header 0 {}", random.pick(&[1, 2, 3, 4])),
            4 => format!("remove_header 0 {}", random.below(10)),
            5 => format!("add_mapped 0 {} {}", text(random.pick(&["a", "b", ""])), header_value(random)),
            6 => format!(
                "get_mapped 0 {} {} {}",
                text(random.pick(&["a", "b"])),
                random.pick(&[1, 2]),
                random.below(2)
            ),
            7 => format!("remove_mapped 0 {}", text(random.pick(&["a", "b"]))),
            8 => format!("add_custom 0 'h 'urn:h {} {}", header_value(random), random.pick(&[0, 1, 2])),
            9 => format!("get_custom 0 'h 'urn:h {} {}", random.pick(&[1, 2]), random.below(2)),
            10 => "remove_custom 0 'h 'urn:h".into(),
            11 => "reset_message 0".into(),
            12 => format!("get m 0 {} 4 1", random.below(20)),
            _ => format!("initialize 0 {}", random.pick(&[0, 2])),
        };
        script.add(operation);
    }
    let ending = random.below(4);
    if ending < 2 {
        script.add("writer 0").add("output 0 1 1 0").add("write_envelope 0 0");
        if random.once_in(2) {
            script.add("write_body 0 1 'b 'urn:b 'text");
        }
        script.add("write_envelope_end 0").add("written 0");
    } else if ending == 2 {
        script
            .add("reader 0")
            .add(format!("input 0 1 1 0 {}", text(envelope(random))))
            .add("read_envelope 0 0");
        script.add(format!("get_header 0 {}", random.pick(&[1, 2])));
        script.add("get_custom 0 'h 'urn:h 1 0").add("read_body 0 1 'b 'urn:b").add("read_envelope_end 0");
    }
    script
}

fn envelope(random: &mut Random) -> String {
    let soap = random.pick(&[
        "http://www.w3.org/2003/05/soap-envelope",
        "http://www.w3.org/2003/05/soap-envelope",
        "http://schemas.xmlsoap.org/soap/envelope/",
        "urn:other",
    ]);
    let addressing = random
        .pick(&["http://www.w3.org/2005/08/addressing", "http://schemas.xmlsoap.org/ws/2004/08/addressing"]);
    let mut header = String::new();
    for _ in 0..random.below(4) {
        header.push_str(random.pick(&[
            "<w:Action s:mustUnderstand='1'>urn:act</w:Action>",
            "<w:To>http://host/</w:To>",
            "<w:MessageID>urn:uuid:6B29FC40-CA47-1067-B31D-00DD010662DA</w:MessageID>",
            "<h xmlns='urn:h'>v</h>",
            "<h xmlns='urn:h' s:role='x'>w</h>",
            "text",
            "<!--c-->",
        ]));
    }
    let body = random.pick(&["<b xmlns='urn:b'>text</b>", "", "<x/>", "<b xmlns='urn:b'/>"]);
    let header = if random.once_in(4) { String::new() } else { format!("<s:Header>{header}</s:Header>") };
    format!(
        "<s:Envelope xmlns:s='{soap}' xmlns:w='{addressing}'>{header}<s:Body>{body}</s:Body></s:Envelope>"
    )
}

/// Channels, listeners and proxies that are never open.
pub(crate) fn channels(random: &mut Random) -> Script {
    let mut script = Script::new();
    let kind = random.pick(&["channel", "listener", "proxy"]);
    if !random.once_in(10) {
        script.add(channel(random, kind));
    }
    for _ in 0..=random.below(5) {
        let operation = match kind {
            "channel" => random.pick(&[
                "close_channel 0",
                "reset_channel 0",
                "abort_channel 0",
                "open_channel 0 1",
                "open_channel 0 0 'no-url",
                "channel_message 0 0",
                "channel_read 0 0",
                "channel_read_end 0 0",
                "channel_write 0 0",
                "channel_write_end 0 0",
                "message 0 2 2",
                "initialize 0 1",
                "free_channel 0",
            ]),
            "listener" => random.pick(&[
                "close_listener 0",
                "reset_listener 0",
                "open_listener 0 -",
                "open_listener 0 'no-url",
                "listener_channel 0 0",
                "accept 0 0",
                "close_channel 0",
                "free_channel 0",
                "free_listener 0",
            ]),
            _ => random.pick(&[
                "close_proxy 0",
                "reset_proxy 0",
                "abort_proxy 0",
                "open_proxy 0 1",
                "open_proxy 0 0 'no-url",
                "free_proxy 0",
                "get p 0 0 4 1",
                "get p 0 5 4 1",
            ]),
        };
        script.add(operation);
    }
    script
}
