//! An element that is written in one step is the one that is written in three.

use super::*;
use crate::xml::writer::BinaryOutput;

fn writers() -> [Writer; 2] {
    let mut binary = Writer::new(WriterProperties::default());
    binary.set_output_binary(BinaryOutput::default(), WriterProperties::default());
    [writer(), binary]
}

fn write_slowly(writer: &mut Writer, name: &[u8], ns: &[u8], text: Text<'_>) {
    writer.write_start_element(None, name, ns).unwrap();
    writer.write_text(text).unwrap();
    writer.write_end_element().unwrap();
}

/// Whether it was written in one step.
fn write(writer: &mut Writer, leaf: &mut Leaf, name: &[u8], ns: &[u8], text: Text<'_>) -> bool {
    let is_written = writer.write_leaf(leaf, |_| (name.into(), ns.into()), &text).unwrap();
    if !is_written {
        write_slowly(writer, name, ns, text);
    }
    is_written
}

#[test]
fn every_text_is_the_same() {
    let ticks = 638_448_480_000_000_000;
    let format = WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC.to_c();
    let mut texts = vec![
        Text::Utf8(b"plain"),
        Text::Utf8(b"<&>\r\n\t"),
        Text::Base64(b"bytes"),
        Text::Bool(true),
        Text::Int32(-7),
        Text::Int64(1 << 40),
        Text::UInt64(u64::MAX),
        Text::Float(0.5),
        Text::Double(1.25),
        Text::Guid(GUID::default()),
        Text::UniqueId(GUID::default()),
        Text::DateTime(WS_DATETIME { ticks, format }),
        Text::TimeSpan(-1),
    ];
    let lengths = [1, 7, 8, 15, 16, 30, 85, 86, 127, 128, 129, 200, 254, 255, 256, 257, 40_000];
    let strings: Vec<Vec<u16>> = lengths
        .iter()
        .flat_map(|&length| {
            ["x", "\u{e9}", "\u{20ac}", "\u{1f600}", "<"].map(|last| "x".repeat(length - 1) + last)
        })
        .chain(["\u{20ac}".repeat(86), "\u{20ac}".repeat(21_845), "\u{20ac}".repeat(20_000)])
        .map(|text| text.encode_utf16().collect())
        .collect();
    texts.extend(strings.iter().map(|text| Text::Utf16(text)));
    for text in texts {
        let is_alone = matches!(text, Text::Base64(_));
        for (mut slow, mut fast) in writers().into_iter().zip(writers()) {
            for writer in [&mut slow, &mut fast] {
                let limit = WriterProperties { buffer_max_size: 1 << 20, ..WriterProperties::default() };
                if writer.bytes_to_close() == 0 && matches!(writer.encoder, super::super::Encoder::Text(_)) {
                    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, limit).unwrap();
                } else {
                    writer.set_output_binary(BinaryOutput::default(), limit);
                }
                writer.write_start_element(Some(b"p"), b"t", b"ns").unwrap();
            }
            let mut leaf = Leaf::default();
            for _ in 0..2 {
                write_slowly(&mut slow, b"name", b"ns", text);
                assert_eq!(write(&mut fast, &mut leaf, b"name", b"ns", text), !is_alone);
            }
            for writer in [&mut slow, &mut fast] {
                writer.write_end_element().unwrap();
            }
            assert_eq!(slow.bytes(), fast.bytes());
        }
    }
}

#[test]
fn what_a_prefix_stands_for_is_asked_again_when_it_may_have_changed() {
    for (mut slow, mut fast) in writers().into_iter().zip(writers()) {
        let mut leaf = Leaf::default();
        for (is_fast, writer) in [(false, &mut slow), (true, &mut fast)] {
            let mut leaf_of = |writer: &mut Writer, expected: bool| {
                if is_fast {
                    assert_eq!(write(writer, &mut leaf, b"name", b"ns", Text::Int32(1)), expected);
                } else {
                    write_slowly(writer, b"name", b"ns", Text::Int32(1));
                }
            };
            writer.write_start_element(Some(b"p"), b"t", b"ns").unwrap();
            leaf_of(writer, true);
            writer.write_start_element(Some(b"p"), b"t", b"other").unwrap();
            // Nothing stands for it any more, ...
            leaf_of(writer, false);
            writer.write_end_element().unwrap();
            // ... and the same again; or another prefix does.
            leaf_of(writer, true);
            writer.write_start_element(Some(b"q"), b"t", b"ns").unwrap();
            leaf_of(writer, true);
            writer.write_start_element(Some(b"q"), b"t", b"other").unwrap();
            leaf_of(writer, true);
            for _ in 0..3 {
                writer.write_end_element().unwrap();
            }
        }
        assert_eq!(slow.bytes(), fast.bytes());
        // Another document begins without any.
        fast.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
        fast.write_start_element(None, b"t", b"").unwrap();
        assert!(!write(&mut fast, &mut leaf, b"name", b"ns", Text::Int32(1)));
        fast.write_end_element().unwrap();
        assert_eq!(output(&fast), "<t><name xmlns=\"ns\">1</name></t>");
    }
}

#[test]
fn what_is_wrong_is_left_to_the_three_steps() {
    let long = "n".repeat(50);
    let lone = [0xD800];
    let format = WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC.to_c();
    for (name, text) in [
        ("1", Text::Int32(1)),
        ("a b", Text::Int32(1)),
        (&long, Text::Int32(1)),
        ("name", Text::Utf8(b"\x01")),
        ("name", Text::Utf8(b"\xff")),
        ("name", Text::Utf16(&lone)),
        ("name", Text::Utf8(b"")),
        ("name", Text::DateTime(WS_DATETIME { ticks: u64::MAX, format })),
    ] {
        for mut writer in writers() {
            writer.write_start_element(None, b"t", b"").unwrap();
            writer.write_end_start_element().unwrap();
            let before = writer.bytes().to_vec();
            for _ in 0..2 {
                let mut leaf = Leaf::default();
                assert!(
                    !writer.write_leaf(&mut leaf, |_| (name.as_bytes().into(), b"".into()), &text).unwrap()
                );
                assert_eq!(writer.bytes(), before);
            }
        }
    }
    // A limit is told by the three steps too.
    let limit = WriterProperties { buffer_max_size: 20, ..WriterProperties::default() };
    let mut writer = writer_with(limit);
    writer.write_start_element(None, b"t", b"").unwrap();
    let mut leaf = Leaf::default();
    assert!(writer.write_leaf(&mut leaf, |_| (b"n".into(), b"".into()), &Text::Int32(1)).unwrap());
    assert!(!writer.write_leaf(&mut leaf, |_| (b"n".into(), b"".into()), &Text::Int64(1 << 40)).unwrap());
    assert_eq!(output(&writer), "<t><n>1</n>");
}
