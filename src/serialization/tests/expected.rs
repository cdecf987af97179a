//! Elements that come as they came before are recognized by their bytes. Documents of which something was changed are
//! read so, and as streams, where nothing is recognized: the values and the failures are the same.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::xml::dictionary::Dictionaries;
use crate::xml::source::{BoxFuture, ByteSource};
use crate::xml::writer::BinaryOutput;

struct Source(Vec<u8>);

impl ByteSource for Source {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        let count = self.0.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0.drain(..count);
        Box::pin(std::future::ready(Ok(count)))
    }
}

fn properties() -> ReaderProperties {
    ReaderProperties { max_depth: 5, max_namespaces: 4, ..ReaderProperties::default() }
}

/// A reader of what is at hand as a whole: in memory, or come from a stream.
fn reader_of(document: &[u8], is_binary: bool, is_stream: bool) -> Result<Reader> {
    let mut reader = Reader::new(properties());
    let bytes = document.to_vec();
    let input = if is_stream { Input::Stream(Box::new(Source(bytes))) } else { Input::Owned(bytes) };
    if is_binary {
        reader.set_input_binary(input, Dictionaries::default(), properties())?;
    } else {
        reader.set_input_text(input, TextCharset::Utf8, properties())?;
    }
    match pin!(reader.fill(1 << 20)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(filled) => filled?,
        Poll::Pending => unreachable!("nothing here waits"),
    }
    Ok(reader)
}

fn field(
    local: &str,
    ns: &str,
    ty: WS_TYPE,
    description: *mut WS_STRUCT_DESCRIPTION,
    options: ULONG,
    offset: ULONG,
) -> *mut WS_FIELD_DESCRIPTION {
    keep(WS_FIELD_DESCRIPTION {
        mapping: WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING.to_c(),
        localName: name(local),
        ns: name(ns),
        r#type: ty.to_c(),
        typeDescription: description.cast(),
        offset,
        options,
        defaultValue: std::ptr::null_mut(),
        countOffset: 0,
        itemLocalName: std::ptr::null_mut(),
        itemNs: std::ptr::null_mut(),
        itemRange: std::ptr::null_mut(),
    })
}

fn repeating(
    local: &str,
    ns: &str,
    ty: WS_TYPE,
    description: *mut WS_STRUCT_DESCRIPTION,
    offset: ULONG,
) -> *mut WS_FIELD_DESCRIPTION {
    let field = field(local, ns, ty, description, 0, offset);
    // SAFETY: it was just made.
    let field = unsafe { &mut *field };
    field.mapping = WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING.to_c();
    (field.itemLocalName, field.itemNs) = (field.localName, field.ns);
    (field.localName, field.ns) = Default::default();
    field.countOffset = offset + 8;
    field
}

fn description() -> *mut WS_STRUCT_DESCRIPTION {
    use WS_TYPE::*;
    let none = std::ptr::null_mut();
    let place = structure(
        16,
        vec![
            field("street", "urn:n", WS_WSZ_TYPE, none, 0, 0),
            field("number", "urn:n", WS_DOUBLE_TYPE, none, 0, 8),
        ],
    );
    let typed = structure(
        80,
        vec![
            field("bool", "", WS_BOOL_TYPE, none, 0, 0),
            field("int8", "", WS_INT8_TYPE, none, 0, 4),
            field("int16", "", WS_INT16_TYPE, none, 0, 6),
            field("int32", "", WS_INT32_TYPE, none, 0, 8),
            field("uint8", "", WS_UINT8_TYPE, none, 0, 12),
            field("uint16", "", WS_UINT16_TYPE, none, WS_FIELD_OPTIONAL, 14),
            field("uint32", "", WS_UINT32_TYPE, none, 0, 16),
            field("float", "", WS_FLOAT_TYPE, none, 0, 20),
            field("int64", "", WS_INT64_TYPE, none, 0, 24),
            field("double", "", WS_DOUBLE_TYPE, none, 0, 32),
            field("when", "", WS_DATETIME_TYPE, none, 0, 40),
            field("string", "", WS_STRING_TYPE, none, 0, 56),
            field("uint64", "", WS_UINT64_TYPE, none, 0, 72),
        ],
    );
    let item = structure(
        176,
        vec![
            field("id", "urn:n", WS_INT32_TYPE, none, 0, 0),
            field("a-name-that-is-longer-than-most", "", WS_WSZ_TYPE, none, WS_FIELD_OPTIONAL, 8),
            field("note", "", WS_STRING_TYPE, none, WS_FIELD_POINTER | WS_FIELD_NILLABLE, 16),
            field("place", "urn:n", WS_STRUCT_TYPE, place, 0, 24),
            repeating("tag", "", WS_WSZ_TYPE, none, 56),
            field("last", "urn:n", WS_STRUCT_TYPE, place, WS_FIELD_POINTER, 80),
            field("typed", "", WS_STRUCT_TYPE, typed, 0, 96),
        ],
    );
    let around = structure(
        32,
        vec![field("no", "", WS_INT32_TYPE, none, 0, 0), field("in", "", WS_STRUCT_TYPE, place, 0, 8)],
    );
    let row = structure(
        72,
        vec![
            field("id", "urn:n", WS_INT32_TYPE, none, 0, 0),
            field("name", "", WS_STRING_TYPE, none, WS_FIELD_OPTIONAL, 8),
            field("a", "", WS_STRUCT_TYPE, place, 0, 24),
            field("b", "", WS_STRUCT_TYPE, around, 0, 40),
        ],
    );
    structure(
        32,
        vec![
            repeating("item", "urn:n", WS_STRUCT_TYPE, item, 0),
            repeating("row", "", WS_STRUCT_TYPE, row, 16),
        ],
    )
}

const ITEM: &str = "<p:item><p:id>17</p:id><a-name-that-is-longer-than-most>Zoë</a-name-that-is-longer-than-most>\
                    <note>of it</note><p:place><p:street>a</p:street><p:number>2.5</p:number></p:place><tag>x</tag>\
                    <tag>y</tag><p:last><p:street></p:street><p:number>1</p:number></p:last><typed>\
                    <bool>true</bool><int8>-1</int8><int16>300</int16><int32>70000</int32><uint8>255</uint8>\
                    <uint16>0</uint16><uint32>4000000000</uint32><float>0.5</float><int64>-5000000000</int64>\
                    <double>1.25</double><when>2024-04-20T14:17:10Z</when><string>a\tß中𐍈 of sixteen and more</string>\
                    <uint64>18446744073709551615</uint64></typed></p:item>";

/// Nothing in this is in the way of being read in one go.
const ROW: &str = "<row><p:id>1</p:id><name>of a row</name><a><p:street>x</p:street><p:number>1.5</p:number></a><b>\
                   <no>3</no><in><p:street>y</p:street><p:number>2</p:number></in></b></row>";

/// How many there are of each. (Each takes Miri seconds; the second one is recognized.)
const ITEMS: usize = if cfg!(miri) { 2 } else { 4 };
const ROWS: usize = if cfg!(miri) { 3 } else { 6 };

fn document() -> String {
    format!("<s xmlns:p=\"urn:n\">{}{}</s>", ITEM.repeat(ITEMS), ROW.repeat(ROWS))
}

fn outcome(document: &[u8], is_binary: bool, is_stream: bool) -> String {
    outcome_in(1 << 20, document, is_binary, is_stream)
}

/// What is read into a heap of this size, and how much of it is taken then.
fn outcome_in(size: usize, document: &[u8], is_binary: bool, is_stream: bool) -> String {
    let description = description();
    let heap = Heap::new(size, 0);
    let value = reader_of(document, is_binary, is_stream)
        .and_then(|mut reader| read_from(&mut reader, description, &heap));
    match value {
        Ok(value) => write_struct(description, value) + &heap.sizes().requested.to_string(),
        Err(error) => format!("0x{:08X} {:#?}", error.code(), error.messages()),
    }
}

fn binary(text: &str) -> Vec<u8> {
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_binary(BinaryOutput::default(), WriterProperties::default());
    let mut reader = reader(text);
    reader.read_node().unwrap();
    writer.copy_node(&mut reader).unwrap();
    writer.take_bytes()
}

/// The same structures as [`document`] has, with numbers that are numbers.
fn typed_binary() -> Vec<u8> {
    let description = description();
    let heap = Heap::new(1 << 20, 0);
    let value = read_struct(&document(), description, &heap).unwrap();
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_binary(BinaryOutput::default(), WriterProperties::default());
    write_into(&mut writer, description, value);
    writer.take_bytes()
}

const PIECES: &[&str] = &[
    " ",
    "\n  ",
    "<!--c-->",
    "<![CDATA[x]]>",
    "&#65;",
    "&",
    "<",
    ">",
    "/",
    "]]>",
    "\u{1}",
    "\u{FFFF}",
    "é",
    "7",
    "-",
    "8589934592",
    "x",
    " a=\"1\"",
    " xmlns:p=\"urn:m\"",
    " xmlns=\"urn:n\"",
    " xmlns:q=\"urn:n\"",
    "<x/>",
    "<p:id>",
    "</p:id>",
    "<tag>z</tag>",
    "<note/>",
    "</p:item>",
    "<p:item>",
    "<row>",
    "</row>",
    "<in>",
    "</in></b>",
    "<name>z</name>",
];

/// As many cases as elsewhere, and half of them under Miri.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let cases = usual.cases.div_ceil(if cfg!(miri) { 2 } else { 1 });
    ProptestConfig { cases, ..usual }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn text_that_is_recognized_is_read_as_any_other(
        changes in proptest::collection::vec((0.0..1.0, 0..PIECES.len(), 0..4usize), 0..4),
    ) {
        let mut text = document();
        for (place, piece, dropped) in changes {
            let mut at = (text.len() as f64 * place) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            // Many changes are only something if they are where a tag begins or ends.
            let at = if dropped == 0 { text[at..].find(['<', '>', ' ']).map_or(at, |more| at + more) } else { at };
            let at = if dropped == 0 && text[at..].starts_with('>') && !PIECES[piece].starts_with(' ') { at + 1 } else { at };
            text.insert_str(at, PIECES[piece]);
            if dropped > 1 {
                let end = at + PIECES[piece].len();
                let length = text[end..].chars().take(dropped - 1).map(char::len_utf8).sum::<usize>();
                text.replace_range(end..end + length, "");
            }
        }
        prop_assert_eq!(outcome(text.as_bytes(), false, false), outcome(text.as_bytes(), false, true));
    }

    #[test]
    fn binary_that_is_recognized_is_read_as_any_other(
        changes in proptest::collection::vec((0.0..1.0, any::<u8>(), 0..3usize), 0..3),
    ) {
        for mut bytes in [binary(&document()), typed_binary()] {
            for (place, byte, dropped) in &changes {
                let at = (bytes.len() as f64 * place) as usize;
                bytes.splice(at..(at + dropped).min(bytes.len()), [*byte]);
            }
            prop_assert_eq!(outcome(&bytes, true, false), outcome(&bytes, true, true));
        }
    }

    #[test]
    fn a_heap_that_is_too_small_is_so_for_what_is_recognized_too(size in 0..5000_usize) {
        let text = document();
        let expected = outcome_in(size, text.as_bytes(), false, true);
        prop_assert_eq!(outcome_in(size, text.as_bytes(), false, false), expected);
        let bytes = typed_binary();
        prop_assert_eq!(outcome_in(size, &bytes, true, false), outcome_in(size, &bytes, true, true));
    }
}

#[test]
fn a_document_is_recognized() {
    let text = document();
    let read = outcome(text.as_bytes(), false, false);
    assert_eq!(read.matches("<item xmlns=\"urn:n\"><id>17</id>").count(), ITEMS, "{read}");
    assert_eq!(read.matches("<row>").count(), ROWS, "{read}");
    assert_eq!(outcome(&binary(&text), true, false), read);
    assert_eq!(outcome(&typed_binary(), true, false), read);
}

/// What the same bytes are depends on what prefixes stand for.
#[test]
fn a_tag_is_recognized_in_its_scope_only() {
    for (from, to) in [
        ("<p:item>", "<p:item xmlns=\"urn:n\">"),
        ("<p:item>", "<p:item xmlns:q=\"urn:n\">"),
        ("<p:place>", "<p:place xmlns=\"urn:n\">"),
        ("<p:place>", "<q:place xmlns:q=\"urn:n\" xmlns:p=\"urn:m\">"),
        ("<p:last>", "<p:last xmlns:p=\"urn:m\">"),
    ]
    .into_iter()
    .skip(if cfg!(miri) { 3 } else { 0 })
    {
        let text = document();
        // Miri takes long for each.
        let skipped = if cfg!(miri) { text.matches(from).count() - 1 } else { 0 };
        for (at, _) in text.match_indices(from).skip(skipped) {
            let mut text = text.clone();
            text.replace_range(at..at + from.len(), to);
            assert_eq!(outcome(text.as_bytes(), false, false), outcome(text.as_bytes(), false, true), "{to}");
            let all = text.replace("</p:place>", "</q:place>");
            assert_eq!(outcome(all.as_bytes(), false, false), outcome(all.as_bytes(), false, true), "{to}");
            let mut all = document().replace(from, to);
            if to.starts_with("<q") {
                all = all.replace("</p:place>", "</q:place>");
            }
            let bytes = binary(&all);
            assert_eq!(outcome(&bytes, true, false), outcome(&bytes, true, true), "{to}");
        }
    }
}

/// A structure of an array of integers of so many types; what it is read from may hold any.
fn integers(kinds: [WS_TYPE; 7]) -> *mut WS_STRUCT_DESCRIPTION {
    let fields = kinds.into_iter().zip(0..);
    let fields = fields.map(|(ty, at)| field(&format!("n{at}"), "", ty, std::ptr::null_mut(), 0, 8 * at));
    let row = structure(56, fields.collect());
    structure(16, vec![repeating("row", "", WS_TYPE::WS_STRUCT_TYPE, row, 0)])
}

#[test]
fn integers_that_do_not_fit_fail_wherever_they_stand() {
    use WS_TYPE::*;
    let narrow = integers([
        WS_INT8_TYPE,
        WS_INT16_TYPE,
        WS_INT32_TYPE,
        WS_INT64_TYPE,
        WS_UINT8_TYPE,
        WS_UINT16_TYPE,
        WS_UINT32_TYPE,
    ]);
    let wide = integers([WS_INT64_TYPE; 7]);
    let read = |bytes: &[u8], is_binary, is_stream, description| {
        let heap = Heap::new(1 << 20, 0);
        let value = reader_of(bytes, is_binary, is_stream)
            .and_then(|mut reader| read_from(&mut reader, description, &heap));
        let written = value.map(|value| write_struct(description, value));
        written.map_err(|error| format!("0x{:08X} {:#?}", error.code(), error.messages()))
    };
    let row = |values: [i64; 7]| {
        let fields = values.iter().enumerate().map(|(at, value)| format!("<n{at}>{value}</n{at}>"));
        format!("<row>{}</row>", fields.collect::<String>())
    };
    const WRONG: [i64; 12] =
        [-129, 128, 255, 256, -32769, 32768, 65535, 65536, -1, 1 << 31, -(1 << 31) - 1, 1 << 32];
    for at in 0..7 {
        // Each takes Miri many seconds: for each type the one that does not fit it, if there is one.
        let values = if cfg!(miri) { &WRONG[[0, 5, 9, 11, 3, 7, 11][at]..][..1] } else { &WRONG[..] };
        for &value in values {
            let mut values = [1; 7];
            values[at] = value;
            let text = format!("<s>{}{}</s>", row([0; 7]).repeat(3), row(values));
            let heap = Heap::new(1 << 20, 0);
            let held = read_struct(&text, wide, &heap).unwrap();
            let mut writer = Writer::new(WriterProperties::default());
            writer.set_output_binary(BinaryOutput::default(), WriterProperties::default());
            write_into(&mut writer, wide, held);
            let typed = writer.take_bytes();
            let expected = read(text.as_bytes(), false, true, narrow);
            assert_eq!(read(text.as_bytes(), false, false, narrow), expected);
            assert_eq!(read(&typed, true, false, narrow), read(&typed, true, true, narrow));
            assert_eq!(read(&typed, true, false, narrow).ok(), expected.ok(), "{value} in {at}");
        }
    }
}
