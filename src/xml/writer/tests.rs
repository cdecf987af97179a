//! What is written for which calls, without the C face.

mod again;
mod binary;
mod canonical;
mod leaves;
mod mtom;
mod roundtrip;

use std::sync::Arc;

use crate::abi::types::*;
use crate::heap::Heap;

use super::{Leaf, Writer, WriterProperties, recycle};
use crate::xml::buffer::{Tree, XmlBuffer};
use crate::xml::text::Text;

fn writer_with(properties: WriterProperties) -> Writer {
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, properties).unwrap();
    writer
}

fn writer() -> Writer {
    writer_with(WriterProperties::default())
}

fn output(writer: &Writer) -> &str {
    std::str::from_utf8(writer.bytes()).unwrap()
}

/// What `write` writes into the element `<t>`.
fn written(
    properties: WriterProperties,
    write: impl FnOnce(&mut Writer) -> crate::error::Result<()>,
) -> String {
    let mut writer = writer_with(properties);
    writer.write_start_element(None, b"t", b"").unwrap();
    write(&mut writer).unwrap();
    writer.write_end_element().unwrap();
    output(&writer).into()
}

#[test]
fn a_start_tag_is_seen_once_it_is_committed() {
    let mut writer = writer();
    writer.write_start_element(Some(b"p"), b"a", b"ns").unwrap();
    assert_eq!(output(&writer), "");
    writer.write_start_element(None, b"b", b"ns").unwrap();
    assert_eq!(output(&writer), "<p:a xmlns:p=\"ns\">");
    writer.write_end_element().unwrap();
    writer.write_start_element(None, b"c", b"other").unwrap();
    writer.write_end_element().unwrap();
    writer.write_end_element().unwrap();
    assert_eq!(output(&writer), "<p:a xmlns:p=\"ns\"><p:b/><c xmlns=\"other\"/></p:a>");
}

#[test]
fn leaves_the_default_namespace_and_comes_back() {
    let mut writer = writer();
    writer.write_start_element(None, b"a", b"n").unwrap();
    writer.write_start_element(None, b"b", b"").unwrap();
    writer.write_start_element(None, b"c", b"n").unwrap();
    for _ in 0..3 {
        writer.write_end_element().unwrap();
    }
    assert_eq!(output(&writer), "<a xmlns=\"n\"><b xmlns=\"\"><c xmlns=\"n\"/></b></a>");
}

#[test]
fn makes_up_prefixes_for_attributes() {
    let out = written(WriterProperties::default(), |w| {
        for (name, ns) in [(b"x", b"n1"), (b"y", b"n2"), (b"z", b"n1")] {
            w.write_start_attribute(None, name, ns, false)?;
            w.write_end_attribute()?;
        }
        Ok(())
    });
    assert_eq!(out, "<t a:x=\"\" b:y=\"\" a:z=\"\" xmlns:a=\"n1\" xmlns:b=\"n2\"/>");
}

/// What was checked of a name is its characters; what it stands for is another matter each time.
#[test]
fn a_name_that_was_written_before_is_bound_anew() {
    let mut writer = writer();
    writer.write_start_element(Some(b"p"), b"a", b"n1").unwrap();
    for ns in [b"n1", b"n2", b"n2"] {
        writer.write_start_element(Some(b"p"), b"a", ns).unwrap();
        writer.write_start_attribute(Some(b"p"), b"a", ns, true).unwrap();
        writer.write_end_attribute().unwrap();
        writer.write_end_element().unwrap();
    }
    writer.write_end_element().unwrap();
    let inner = "<p:a p:a='' xmlns:p=\"n2\"/>";
    assert_eq!(output(&writer), format!("<p:a xmlns:p=\"n1\"><p:a p:a=''/>{inner}{inner}</p:a>"));
    for write in [
        |w: &mut Writer| w.write_start_element(Some(b"p"), b"a", b""),
        |w: &mut Writer| w.write_start_attribute(Some(b"p"), b"a", b"", false),
    ] {
        let mut writer = writer_with(WriterProperties::default());
        writer.write_start_element(Some(b"p"), b"a", b"n1").unwrap();
        writer.write_start_attribute(Some(b"p"), b"a", b"n1", false).unwrap();
        writer.write_end_attribute().unwrap();
        assert_eq!(write(&mut writer).unwrap_err().code(), WS_E_INVALID_FORMAT);
    }
}

/// Names of every length, twice each: those that are kept and those that are too long.
#[test]
fn names_of_every_length_are_written_alike() {
    for length in 1..60 {
        let name = "n".repeat(length);
        for prefix in ["", "p", "prefix-of-more-than-eight"] {
            let ns = if prefix.is_empty() { "" } else { "ns" };
            let mut writer = writer();
            for _ in 0..2 {
                writer.write_start_element(Some(prefix.as_bytes()), name.as_bytes(), ns.as_bytes()).unwrap();
                writer
                    .write_start_attribute(Some(prefix.as_bytes()), name.as_bytes(), ns.as_bytes(), false)
                    .unwrap();
                writer.write_end_attribute().unwrap();
                writer.write_end_start_element().unwrap();
            }
            writer.write_end_element().unwrap();
            writer.write_end_element().unwrap();
            let (qualified, declaration) = match prefix {
                "" => (name.clone(), String::new()),
                _ => (format!("{prefix}:{name}"), format!(" xmlns:{prefix}=\"{ns}\"")),
            };
            let expected = format!(
                "<{qualified} {qualified}=\"\"{declaration}><{qualified} {qualified}=\"\"></{qualified}></{qualified}>"
            );
            assert_eq!(output(&writer), expected);
        }
    }
}

#[test]
fn escapes_what_a_reader_would_change() {
    let everything = "<>&\"'\r\n\t".as_bytes();
    let content = written(WriterProperties::default(), |w| w.write_text(Text::Utf8(everything)));
    assert_eq!(content, "<t>&lt;&gt;&amp;\"'&#xD;\n\t</t>");
    for (single, expected) in [
        (false, "<t a=\"&lt;>&amp;&quot;'&#xD;&#xA;&#x9;\"/>"),
        (true, "<t a='&lt;>&amp;\"&apos;&#xD;&#xA;&#x9;'/>"),
    ] {
        let out = written(WriterProperties::default(), |w| {
            w.write_start_attribute(None, b"a", b"", single)?;
            w.write_text(Text::Utf8(everything))?;
            w.write_end_attribute()
        });
        assert_eq!(out, expected);
    }
}

#[test]
fn escapes_at_every_place_of_a_long_text() {
    for length in 0..70 {
        for at in 0..length {
            let mut text = vec![b'x'; length];
            text[at] = b'&';
            let out = written(WriterProperties::default(), |w| w.write_text(Text::Utf8(&text)));
            let expected = format!("<t>{}&amp;{}</t>", "x".repeat(at), "x".repeat(length - at - 1));
            assert_eq!(out, expected);
            let wide: Vec<u16> = text.iter().map(|&byte| byte.into()).collect();
            assert_eq!(written(WriterProperties::default(), |w| w.write_text(Text::Utf16(&wide))), expected);
        }
    }
}

#[test]
fn forbidden_characters_are_refused_or_become_references() {
    for (text, reference) in [
        ("a\u{1}b", "a&#x1;b"),
        ("\u{e9}\u{fffe}", "\u{e9}&#xFFFE;"),
        ("\u{ffff}x", "&#xFFFF;x"),
        ("x\u{0}", "x&#x0;"),
    ] {
        let mut strict = writer();
        strict.write_start_element(None, b"t", b"").unwrap();
        let failure = strict.write_text(Text::Utf8(text.as_bytes())).unwrap_err();
        assert_eq!(failure.code(), WS_E_INVALID_FORMAT);
        assert_eq!(strict.write_end_element().unwrap_err().code(), WS_E_OBJECT_FAULTED);
        let lenient =
            WriterProperties { allow_invalid_character_references: true, ..WriterProperties::default() };
        let out = written(lenient, |w| w.write_text(Text::Utf8(text.as_bytes())));
        assert_eq!(out, format!("<t>{reference}</t>"));
    }
    for broken in [b"\xff".as_slice(), b"ab\xc3", b"\xed\xa0\x80"] {
        let mut writer = writer();
        writer.write_start_element(None, b"t", b"").unwrap();
        assert_eq!(writer.write_text(Text::Utf8(broken)).unwrap_err().code(), WS_E_INVALID_FORMAT);
    }
}

#[test]
fn base64_in_pieces_is_that_of_the_whole() {
    let data: Vec<u8> = (0..40).collect();
    let whole = written(WriterProperties::default(), |w| w.write_text(Text::Base64(&data)));
    for piece in 1..12 {
        let write =
            |w: &mut Writer| data.chunks(piece).try_for_each(|piece| w.write_text(Text::Base64(piece)));
        assert_eq!(written(WriterProperties::default(), write), whole, "pieces of {piece}");
        let mut wide = Writer::new(WriterProperties::default());
        wide.set_output_text(WS_CHARSET::WS_CHARSET_UTF16LE, WriterProperties::default()).unwrap();
        wide.write_start_element(None, b"t", b"").unwrap();
        write(&mut wide).unwrap();
        wide.write_end_element().unwrap();
        let expected: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(wide.bytes(), expected, "pieces of {piece}");
    }
}

#[test]
fn a_cdata_section_that_would_end_early_is_divided() {
    for pieces in [&["]]>"][..], &["]", "]>"], &["]]", ">"], &["]", "]", ">"]] {
        let out = written(WriterProperties::default(), |w| {
            w.write_start_cdata()?;
            pieces.iter().try_for_each(|piece| w.write_text(Text::Utf8(piece.as_bytes())))?;
            w.write_end_cdata()
        });
        assert_eq!(out, "<t><![CDATA[]]]]><![CDATA[>]]></t>");
    }
}

#[test]
fn indents_but_not_beside_text() {
    let out = written(WriterProperties { indent: 2, ..WriterProperties::default() }, |w| {
        w.write_start_element(None, b"a", b"")?;
        w.write_end_element()?;
        w.write_start_element(None, b"b", b"")?;
        w.write_text(Text::Utf8(b"x"))?;
        w.write_start_element(None, b"c", b"")?;
        w.write_end_element()?;
        w.write_end_element()
    });
    assert_eq!(out, "<t>\r\n  <a/>\r\n  <b>x<c/></b>\r\n</t>");
}

#[test]
fn writes_utf16_with_a_declaration() {
    let mut writer = Writer::new(WriterProperties::default());
    let properties = WriterProperties { write_declaration: true, ..WriterProperties::default() };
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF16BE, properties).unwrap();
    writer.write_start_element(None, "t\u{e9}".as_bytes(), b"").unwrap();
    writer.write_text(Text::Utf8("\u{1f600}".as_bytes())).unwrap();
    writer.write_end_element().unwrap();
    let expected = "<?xml version=\"1.0\" encoding=\"utf-16BE\"?><t\u{e9}>\u{1f600}</t\u{e9}>";
    let expected: Vec<u8> = expected.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(writer.bytes(), expected);
}

#[test]
fn goes_on_after_its_bytes_were_taken() {
    let mut writer = writer();
    writer.write_start_element(None, b"a", b"").unwrap();
    writer.write_text(Text::Utf8(b"1")).unwrap();
    writer.write_start_element(None, b"b", b"").unwrap();
    let first = writer.take_bytes();
    assert_eq!(first, b"<a>1");
    writer.give_back(first);
    writer.write_end_element().unwrap();
    writer.write_end_element().unwrap();
    assert_eq!(output(&writer), "<b/></a>");
}

#[test]
fn limits_are_kept() {
    let small = |change: fn(&mut WriterProperties)| {
        let mut properties = WriterProperties::default();
        change(&mut properties);
        writer_with(properties)
    };
    let mut shallow = small(|p| p.max_depth = 1);
    shallow.write_start_element(None, b"a", b"").unwrap();
    assert_eq!(shallow.write_start_element(None, b"b", b"").unwrap_err().code(), WS_E_QUOTA_EXCEEDED);

    let mut short = small(|p| p.buffer_max_size = 6);
    short.write_start_element(None, b"a", b"").unwrap();
    short.write_text(Text::Utf8(b"123")).unwrap();
    assert_eq!(short.write_text(Text::Utf8(b"4")).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
    assert_eq!(output(&short), "<a>123");

    let mut plain = small(|p| p.max_attributes = 1);
    plain.write_start_element(None, b"a", b"").unwrap();
    plain.write_start_attribute(None, b"x", b"", false).unwrap();
    plain.write_end_attribute().unwrap();
    let failure = plain.write_start_attribute(None, b"y", b"", false).unwrap_err();
    assert_eq!(failure.code(), WS_E_QUOTA_EXCEEDED);

    let mut bare = small(|p| p.max_namespaces = 1);
    bare.write_start_element(Some(b"p"), b"a", b"n").unwrap();
    let failure = bare.write_xmlns_attribute(Some(b"q"), b"m", false).unwrap_err();
    assert_eq!(failure.code(), WS_E_QUOTA_EXCEEDED);
}

#[test]
fn a_failure_says_where() {
    let mut writer = writer();
    writer.write_start_element(Some(b"p"), b"a", b"n").unwrap();
    writer.write_start_element(None, b"b", b"n").unwrap();
    let failure = writer.write_text(Text::Utf8(b"\x02")).unwrap_err();
    assert_eq!(failure.messages().len(), 2);
    assert!(failure.messages()[0].contains("U+0002 at byte offset 0"), "{failure:?}");
    assert!(failure.messages()[1].contains("/p:a/p:b"), "{failure:?}");
}

#[test]
fn edits_a_buffer_at_any_place() {
    let heap = Heap::new(1 << 16, 0);
    let buffer = XmlBuffer::new(&heap).unwrap();
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_buffer(buffer.clone(), None, WriterProperties::default()).unwrap();
    writer.write_start_element(Some(b"p"), b"a", b"n").unwrap();
    writer.write_start_element(None, b"b", b"n").unwrap();
    writer.write_end_element().unwrap();
    writer.write_text(Text::Int32(5)).unwrap();
    writer.write_end_element().unwrap();
    assert_eq!(text_of(&buffer), "<p:a xmlns:p=\"n\"><p:b/>5</p:a>");

    writer.move_to(WS_MOVE_TO::WS_MOVE_TO_ROOT_ELEMENT).unwrap();
    writer.write_comment(b"first").unwrap();
    writer.write_start_attribute(Some(b"q"), b"x", b"m", true).unwrap();
    writer.write_text(Text::Bool(true)).unwrap();
    writer.write_end_attribute().unwrap();
    writer.write_xmlns_attribute(Some(b"r"), b"o", false).unwrap();
    writer.move_to(WS_MOVE_TO::WS_MOVE_TO_CHILD_ELEMENT).unwrap();
    writer.write_start_element(None, b"z", b"o").unwrap();
    writer.write_end_element().unwrap();
    writer.move_to(WS_MOVE_TO::WS_MOVE_TO_CHILD_NODE).unwrap();
    writer.write_text(Text::Utf8(b"in b")).unwrap();
    assert_eq!(
        text_of(&buffer),
        "<!--first--><p:a q:x='true' xmlns:p=\"n\" xmlns:q=\"m\" xmlns:r=\"o\"><r:z/><p:b>in b</p:b>5</p:a>"
    );
    let twice = {
        writer.move_to(WS_MOVE_TO::WS_MOVE_TO_ROOT_ELEMENT).unwrap();
        writer.write_start_attribute(None, b"x", b"m", true).unwrap();
        writer.write_end_attribute().unwrap_err()
    };
    assert_eq!(twice.code(), WS_E_INVALID_FORMAT);
    assert_eq!(buffer.tree.lock().depth(Tree::EOF), 0);
}

fn text_of(buffer: &Arc<XmlBuffer>) -> String {
    let mut writer = writer();
    writer.write_buffer(buffer).unwrap();
    output(&writer).into()
}

#[test]
fn no_more_memory_is_kept_than_may_be() {
    let mut memory = Vec::with_capacity(4096);
    let place = memory.as_ptr();
    memory.extend_from_slice(b"what was written");
    recycle(&mut memory, 4096);
    assert_eq!(memory.as_ptr(), place, "as much as may be kept is");
    for trim in [4095, 100, 0] {
        let mut memory = Vec::with_capacity(4096);
        memory.extend_from_slice(b"what was written");
        recycle(&mut memory, trim);
        assert!(memory.capacity() <= trim as usize);
    }
}
