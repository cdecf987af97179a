//! Writing XML through the C functions, as an application would.

#![allow(unsafe_code, reason = "calls the library as C does")]
#![allow(clippy::undocumented_unsafe_blocks, reason = "the writer and the strings live throughout")]

use std::ptr::{null, null_mut};

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use webservices::abi::heap::{WsCreateHeap, WsFreeHeap, WsResetHeap};
use webservices::abi::types::*;
use webservices::abi::xml_buffer::WsCreateXmlBuffer;
use webservices::abi::xml_writer::{
    WsCreateWriter, WsFreeWriter, WsGetWriterProperty, WsSetOutput, WsSetOutputToBuffer,
};
use webservices::abi::xml_writer_bytes::WsWriteBytes;
use webservices::abi::xml_writer_content::WsWriteXmlBuffer;
use webservices::abi::xml_writer_nodes::{
    WsWriteChars, WsWriteCharsUtf8, WsWriteEndAttribute, WsWriteEndElement, WsWriteStartAttribute,
    WsWriteStartElement, WsWriteText,
};

const ELEMENTS: usize = 2000;

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = writer
}
criterion_main!(benches);

fn writer(criterion: &mut Criterion) {
    let mut writer = null_mut();
    let mut limit: ULONG = 1 << 30;
    let property = |id: WS_XML_WRITER_PROPERTY_ID, value: &mut ULONG| WS_XML_WRITER_PROPERTY {
        id: id.to_c(),
        value: std::ptr::from_mut(value).cast(),
        valueSize: size_of::<ULONG>() as ULONG,
    };
    let properties = [
        property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, &mut limit),
        property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE, &mut limit),
    ];
    succeeded(unsafe {
        WsCreateWriter(properties.as_ptr(), properties.len() as ULONG, &raw mut writer, null_mut())
    });

    let mut group =
        criterion.benchmark_group("2000 elements of 10 to 20 bytes of text, through the C functions");
    let text = b"a short text, plain";
    let wide: Vec<u16> = std::str::from_utf8(text).unwrap().encode_utf16().collect();
    let utf8 = WS_XML_UTF8_TEXT {
        text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8.to_c() },
        value: string(text),
    };
    let number = WS_XML_INT32_TEXT {
        text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_INT32.to_c() },
        value: 1_234_567,
    };
    measure(&mut group, writer, "WsWriteText, UTF-8", |writer| unsafe {
        elements(writer, b"", |writer| WsWriteText(writer, &raw const utf8.text, null_mut()));
    });
    measure(&mut group, writer, "WsWriteText, in a namespace", |writer| unsafe {
        elements(writer, b"urn:example", |writer| WsWriteText(writer, &raw const utf8.text, null_mut()));
    });
    measure(&mut group, writer, "WsWriteCharsUtf8", |writer| unsafe {
        elements(writer, b"", |writer| {
            WsWriteCharsUtf8(writer, text.as_ptr(), text.len() as ULONG, null_mut())
        });
    });
    measure(&mut group, writer, "WsWriteChars", |writer| unsafe {
        elements(writer, b"", |writer| WsWriteChars(writer, wide.as_ptr(), wide.len() as ULONG, null_mut()));
    });
    measure(&mut group, writer, "WsWriteText, INT32", |writer| unsafe {
        elements(writer, b"", |writer| WsWriteText(writer, &raw const number.text, null_mut()));
    });
    let (id, none) = (string(b"id"), string(b""));
    measure(&mut group, writer, "WsWriteStartAttribute, text, end", |writer| unsafe {
        elements(writer, b"", |writer| {
            succeeded(WsWriteStartAttribute(writer, null(), &raw const id, &raw const none, 0, null_mut()));
            succeeded(WsWriteCharsUtf8(writer, text.as_ptr(), text.len() as ULONG, null_mut()));
            WsWriteEndAttribute(writer, null_mut())
        });
    });

    group.finish();

    let mut group = criterion.benchmark_group("one large text");
    let plain = "a long text without anything to escape; ".repeat(25_000);
    let escaped = "a <long> text & something to escape; \n".repeat(25_000);
    let accents = "ein l\u{e4}ngerer Text mit \u{dc}berraschungen; ".repeat(25_000);
    for (name, text) in [("plain", &plain), ("with escapes", &escaped), ("not ASCII", &accents)] {
        measure(&mut group, writer, name, |writer| unsafe {
            start(writer);
            succeeded(WsWriteCharsUtf8(writer, text.as_ptr(), text.len() as ULONG, null_mut()));
            succeeded(WsWriteEndElement(writer, null_mut()));
        });
    }
    measure(&mut group, writer, "base64", |writer| unsafe {
        start(writer);
        succeeded(WsWriteBytes(writer, plain.as_ptr().cast(), plain.len() as ULONG, null_mut()));
        succeeded(WsWriteEndElement(writer, null_mut()));
    });

    group.finish();

    let mut group = criterion.benchmark_group("2000 elements in an XML buffer");
    let (mut heap, mut buffer) = (null_mut(), null_mut());
    unsafe {
        succeeded(WsCreateHeap(1 << 30, 1 << 30, null(), 0, &raw mut heap, null_mut()));
        group.bench_function("written into it", |bencher| {
            bencher.iter(|| {
                succeeded(WsResetHeap(heap, null_mut()));
                succeeded(WsCreateXmlBuffer(heap, null(), 0, &raw mut buffer, null_mut()));
                succeeded(WsSetOutputToBuffer(writer, buffer, null(), 0, null_mut()));
                elements(writer, b"", |writer| WsWriteText(writer, &raw const utf8.text, null_mut()));
            });
        });
        measure(&mut group, writer, "WsWriteXmlBuffer", |writer| {
            succeeded(WsWriteXmlBuffer(writer, buffer, null_mut()));
        });
        group.finish();
        WsFreeWriter(writer);
        WsFreeHeap(heap);
    }
}

/// Measures the document that `write` writes.
fn measure(
    group: &mut BenchmarkGroup<'_, WallTime>,
    writer: *mut WS_XML_WRITER,
    name: &str,
    write: impl Fn(*mut WS_XML_WRITER),
) {
    let once = || {
        set_output(writer);
        write(writer);
    };
    once();
    let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
    succeeded(unsafe {
        WsGetWriterProperty(
            writer,
            WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES.to_c(),
            (&raw mut bytes).cast(),
            size_of::<WS_BYTES>() as ULONG,
            null_mut(),
        )
    });
    group.throughput(Throughput::Bytes(bytes.length.into()));
    group.bench_function(name, |bencher| bencher.iter(once));
}

/// # Safety
/// The writer lives and has an output.
unsafe fn elements(
    writer: *mut WS_XML_WRITER,
    ns: &'static [u8],
    content: impl Fn(*mut WS_XML_WRITER) -> HRESULT,
) {
    let (name, ns) = (string(b"customer"), string(ns));
    unsafe {
        succeeded(WsWriteStartElement(writer, null(), &raw const name, &raw const ns, null_mut()));
        for _ in 0..ELEMENTS {
            succeeded(WsWriteStartElement(writer, null(), &raw const name, &raw const ns, null_mut()));
            succeeded(content(writer));
            succeeded(WsWriteEndElement(writer, null_mut()));
        }
        succeeded(WsWriteEndElement(writer, null_mut()));
    }
}

/// # Safety
/// The writer lives and has an output.
unsafe fn start(writer: *mut WS_XML_WRITER) {
    let (name, ns) = (string(b"text"), string(b""));
    succeeded(unsafe { WsWriteStartElement(writer, null(), &raw const name, &raw const ns, null_mut()) });
}

fn set_output(writer: *mut WS_XML_WRITER) {
    let encoding = WS_XML_WRITER_TEXT_ENCODING {
        encoding: WS_XML_WRITER_ENCODING {
            encodingType: WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c(),
        },
        charSet: WS_CHARSET::WS_CHARSET_UTF8.to_c(),
    };
    let output = WS_XML_WRITER_OUTPUT {
        outputType: WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c(),
    };
    succeeded(unsafe {
        WsSetOutput(writer, &raw const encoding.encoding, &raw const output, null(), 0, null_mut())
    });
}

fn string(text: &'static [u8]) -> WS_XML_STRING {
    WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: null_mut(),
        id: 0,
    }
}

#[inline]
fn succeeded(code: HRESULT) {
    assert_eq!(code, 0);
}
