//! The XML reader as C uses it: each node asked for, each name, namespace, value and text looked at.

#![allow(unsafe_code, reason = "calls the library as C does")]

use std::mem::zeroed;
use std::ptr::{null, null_mut};
use std::slice::from_raw_parts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use webservices::abi::types::*;
use webservices::abi::xml_reader::{WsCreateReader, WsFreeReader, WsSetInput};
use webservices::abi::xml_reader_node::{WsGetReaderNode, WsReadNode};

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots();
    targets = reader
}
criterion_main!(benches);

fn reader(criterion: &mut Criterion) {
    let small = document(|index| {
        format!(
            "<o:item o:id=\"{index}\" kind='a'><o:name>Item {index}</o:name><p:price>{index}.50</p:price></o:item>"
        )
    });
    let plain = document(|index| format!("<item><name>Item {index}</name></item>"));
    let text = document(|_| format!("<o:text>{}</o:text>", "Lorem ipsum dolor sit amet. ".repeat(100)));
    let escaped = document(|index| format!("<o:text a=\"&lt;{index}&gt;\">one &amp; two\r\nthree</o:text>"));
    let wide: Vec<u8> = String::from_utf8_lossy(&small).encode_utf16().flat_map(u16::to_le_bytes).collect();

    let mut reader = null_mut();
    // SAFETY: `reader` is writable, the rest is absent.
    assert_eq!(unsafe { WsCreateReader(null(), 0, &raw mut reader, null_mut()) }, S_OK);

    let mut group = criterion.benchmark_group("every node, name, namespace, value and text");
    for (name, document) in [
        ("small elements with prefixes", &small),
        ("small elements without", &plain),
        ("long texts", &text),
        ("references and line ends", &escaped),
        ("small elements in UTF-16", &wide),
    ] {
        group.throughput(Throughput::Bytes(document.len() as u64));
        // SAFETY: the reader lives, and the document until it has been read.
        group.bench_function(name, |bencher| bencher.iter(|| unsafe { walk(reader, document, look) }));
    }
    group.finish();

    let mut group = criterion.benchmark_group("every node, nothing looked at");
    for (name, document) in [("small elements with prefixes", &small), ("long texts", &text)] {
        group.throughput(Throughput::Bytes(document.len() as u64));
        // SAFETY: as above.
        group.bench_function(name, |bencher| bencher.iter(|| unsafe { walk(reader, document, |_| 0) }));
    }
    group.finish();
    // SAFETY: it is not used any more.
    unsafe { WsFreeReader(reader) };
}

/// About a MiB of the same thing over and over.
fn document(item: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text =
        String::from("<o:order xmlns:o='http://example.org/order' xmlns:p='http://example.org/price'>");
    let mut index = 0;
    while text.len() < 1 << 20 {
        text.push_str(&item(index));
        index += 1;
    }
    text.push_str("</o:order>");
    text.into_bytes()
}

unsafe fn walk(
    reader: *mut WS_XML_READER,
    document: &[u8],
    look: unsafe fn(*const WS_XML_NODE) -> usize,
) -> usize {
    // SAFETY: the caller's promise; zero is valid in each field.
    unsafe {
        let mut encoding: WS_XML_READER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        let mut input: WS_XML_READER_BUFFER_INPUT = zeroed();
        input.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        input.encodedData = document.as_ptr().cast_mut().cast();
        input.encodedDataSize = document.len() as ULONG;
        let set =
            WsSetInput(reader, &raw const encoding.encoding, &raw const input.input, null(), 0, null_mut());
        assert_eq!(set, S_OK);
        let mut seen = 0;
        loop {
            let mut node = null();
            assert_eq!(WsReadNode(reader, null_mut()), S_OK);
            assert_eq!(WsGetReaderNode(reader, &raw mut node, null_mut()), S_OK);
            if (*node).nodeType.get() == Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF) {
                return seen;
            }
            seen += look(node);
        }
    }
}

/// Adds up a byte of everything there is to a node, so that all of it is really made.
unsafe fn look(node: *const WS_XML_NODE) -> usize {
    // SAFETY: a node of the reader, and the structures that its type says.
    unsafe {
        let string = |string: *const WS_XML_STRING| {
            let string = &*string;
            match string.length {
                0 => 0,
                length => usize::from(from_raw_parts(string.bytes, length as usize)[length as usize - 1]),
            }
        };
        let text = |text: *const WS_XML_TEXT| string(&raw const (*text.cast::<WS_XML_UTF8_TEXT>()).value);
        match (*node).nodeType.get() {
            Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT) => {
                let element = &*node.cast::<WS_XML_ELEMENT_NODE>();
                let mut seen = string(element.prefix) + string(element.localName) + string(element.ns);
                for index in 0..element.attributeCount as usize {
                    let attribute = &**element.attributes.add(index);
                    seen += string(attribute.prefix) + string(attribute.localName) + string(attribute.ns);
                    seen += text(attribute.value);
                }
                seen
            }
            Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT) => text((*node.cast::<WS_XML_TEXT_NODE>()).text),
            _ => 1,
        }
    }
}
