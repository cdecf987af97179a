//! In the steady state nothing is allocated for a node, an attribute or a text, whether it is read or written, as text or
//! as binary XML: what is counted for a document is no more for one that is ten times as long.

#![allow(
    unsafe_code,
    clippy::undocumented_unsafe_blocks,
    reason = "calls the library as C does, with structures that are complete and on the stack"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ffi::c_void;
use std::fmt::Write;
use std::ptr::{null, null_mut};

use webservices::abi::types::*;
use webservices::abi::xml_reader::{WsCreateReader, WsFreeReader, WsSetInput};
use webservices::abi::xml_reader_node::{WsGetReaderNode, WsReadNode};
use webservices::abi::xml_writer::{WsCreateWriter, WsFreeWriter, WsGetWriterProperty, WsSetOutput};
use webservices::abi::xml_writer_content::WsCopyNode;
use webservices::abi::xml_writer_nodes::{
    WsWriteEndAttribute, WsWriteEndElement, WsWriteStartAttribute, WsWriteStartElement, WsWriteText,
    WsWriteXmlnsAttribute,
};

/// Counts for each thread what is allocated or grown.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn note() {
    // A thread that is ending has none.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        // SAFETY: the caller's promise.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

#[test]
fn the_counter_counts() {
    assert_ne!(allocations(|| drop(std::hint::black_box(vec![1, 2, 3]))), 0);
}

/// Elements with prefixes, namespaces that come and go, more attributes than are compared one by one, references and line
/// breaks, which are rewritten, and letters outside of ASCII.
fn document(items: usize) -> Vec<u8> {
    let mut text = String::from("<o:orders xmlns:o='urn:orders'>");
    for item in 0..items {
        let _ = write!(
            text,
            "<o:order id='{item}' a='1' b='2' c='&lt;3'><i:line xmlns:i='urn:items' i:sku='x-{item}'>\
             <i:name>M\u{fc}ller &amp; S\u{f6}hne</i:name><i:price currency='EUR'>12.50</i:price><empty/>\r\n</i:line>\
             <many a1='' a2='' a3='' a4='' a5='' a6='' a7='' a8='' a9='' b1='' b2='' b3='' b4='' b5='' b6='' b7='' \
             b8='' b9='' c1='' c2=''/><!--comment--></o:order>"
        );
    }
    text.push_str("</o:orders>");
    text.into_bytes()
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Text,
    Binary,
}

fn set_input(reader: *mut WS_XML_READER, encoding: Encoding, bytes: &[u8]) {
    let text = WS_XML_READER_TEXT_ENCODING {
        encoding: WS_XML_READER_ENCODING {
            encodingType: WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c(),
        },
        charSet: WS_CHARSET::WS_CHARSET_UTF8.to_c(),
    };
    let binary = WS_XML_READER_BINARY_ENCODING {
        encoding: WS_XML_READER_ENCODING {
            encodingType: WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_BINARY.to_c(),
        },
        staticDictionary: null_mut(),
        dynamicDictionary: null_mut(),
    };
    let input = WS_XML_READER_BUFFER_INPUT {
        input: WS_XML_READER_INPUT {
            inputType: WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c(),
        },
        encodedData: bytes.as_ptr().cast_mut().cast(),
        encodedDataSize: bytes.len() as ULONG,
    };
    let encoding = match encoding {
        Encoding::Text => (&raw const text).cast(),
        Encoding::Binary => (&raw const binary).cast(),
    };
    succeeded(unsafe { WsSetInput(reader, encoding, (&raw const input).cast(), null(), 0, null_mut()) });
}

fn set_output(writer: *mut WS_XML_WRITER, encoding: Encoding) {
    let text = WS_XML_WRITER_TEXT_ENCODING {
        encoding: WS_XML_WRITER_ENCODING {
            encodingType: WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c(),
        },
        charSet: WS_CHARSET::WS_CHARSET_UTF8.to_c(),
    };
    let binary = WS_XML_WRITER_BINARY_ENCODING {
        encoding: WS_XML_WRITER_ENCODING {
            encodingType: WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_BINARY.to_c(),
        },
        staticDictionary: null_mut(),
        dynamicStringCallback: None,
        dynamicStringCallbackState: null_mut(),
    };
    let output = WS_XML_WRITER_BUFFER_OUTPUT {
        output: WS_XML_WRITER_OUTPUT {
            outputType: WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c(),
        },
    };
    let limit: ULONG = 1 << 30;
    let property = WS_XML_WRITER_PROPERTY {
        id: WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE.to_c(),
        value: (&raw const limit).cast_mut().cast(),
        valueSize: size_of::<ULONG>() as ULONG,
    };
    let encoding = match encoding {
        Encoding::Text => (&raw const text).cast(),
        Encoding::Binary => (&raw const binary).cast(),
    };
    succeeded(unsafe {
        WsSetOutput(writer, encoding, (&raw const output).cast(), &raw const property, 1, null_mut())
    });
}

fn read(reader: *mut WS_XML_READER, encoding: Encoding, bytes: &[u8]) -> usize {
    set_input(reader, encoding, bytes);
    let mut nodes = 0;
    loop {
        let mut node = null();
        succeeded(unsafe { WsReadNode(reader, null_mut()) });
        succeeded(unsafe { WsGetReaderNode(reader, &raw mut node, null_mut()) });
        nodes += 1;
        if unsafe { (*node).nodeType.get() } == Some(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF) {
            return nodes;
        }
    }
}

/// The document in another encoding.
fn converted(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let (mut reader, mut writer) = (null_mut(), null_mut());
    succeeded(unsafe { WsCreateReader(null(), 0, &raw mut reader, null_mut()) });
    succeeded(unsafe { WsCreateWriter(null(), 0, &raw mut writer, null_mut()) });
    set_input(reader, Encoding::Text, bytes);
    set_output(writer, encoding);
    succeeded(unsafe { WsReadNode(reader, null_mut()) });
    succeeded(unsafe { WsCopyNode(writer, reader, null_mut()) });
    let mut written = WS_BYTES { length: 0, bytes: null_mut() };
    succeeded(unsafe {
        WsGetWriterProperty(
            writer,
            WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES.to_c(),
            (&raw mut written).cast::<c_void>(),
            size_of::<WS_BYTES>() as ULONG,
            null_mut(),
        )
    });
    let copy = unsafe { std::slice::from_raw_parts(written.bytes, written.length as usize) }.to_vec();
    unsafe {
        WsFreeReader(reader);
        WsFreeWriter(writer);
    }
    copy
}

#[test]
fn no_node_that_is_read_allocates() {
    for encoding in [Encoding::Text, Encoding::Binary] {
        let [short, long] = [10, 1000].map(|items| converted(&document(items), encoding));
        let mut reader = null_mut();
        succeeded(unsafe { WsCreateReader(null(), 0, &raw mut reader, null_mut()) });
        let few = read(reader, encoding, &short);
        let many = read(reader, encoding, &long);
        assert!(many > 90 * few, "{few} nodes and {many}");
        let for_short = allocations(|| _ = read(reader, encoding, &short));
        let for_long = allocations(|| _ = read(reader, encoding, &long));
        assert_eq!(for_long, for_short, "{encoding:?}, {many} nodes");
        unsafe { WsFreeReader(reader) };
    }
}

fn string(text: &'static str) -> WS_XML_STRING {
    WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: null_mut(),
        id: 0,
    }
}

fn write_items(writer: *mut WS_XML_WRITER, encoding: Encoding, items: usize) {
    let (prefix, none, ns, inner) = (string("p"), string(""), string("urn:items"), string("urn:inner"));
    let (root, item, name) = (string("items"), string("item"), string("name"));
    let text = WS_XML_UTF8_TEXT {
        text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8.to_c() },
        value: string("M\u{fc}ller & S\u{f6}hne"),
    };
    let number = WS_XML_DOUBLE_TEXT {
        text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_DOUBLE.to_c() },
        value: 1234.5,
    };
    set_output(writer, encoding);
    unsafe {
        succeeded(WsWriteStartElement(writer, &raw const prefix, &raw const root, &raw const ns, null_mut()));
        for _ in 0..items {
            succeeded(WsWriteStartElement(writer, null(), &raw const item, &raw const ns, null_mut()));
            succeeded(WsWriteXmlnsAttribute(writer, &raw const name, &raw const inner, 0, null_mut()));
            for attribute in [&name, &item] {
                succeeded(WsWriteStartAttribute(writer, null(), attribute, &raw const none, 0, null_mut()));
                succeeded(WsWriteText(writer, (&raw const text).cast(), null_mut()));
                succeeded(WsWriteEndAttribute(writer, null_mut()));
            }
            succeeded(WsWriteStartElement(writer, null(), &raw const name, &raw const inner, null_mut()));
            succeeded(WsWriteText(writer, (&raw const number).cast(), null_mut()));
            succeeded(WsWriteEndElement(writer, null_mut()));
            succeeded(WsWriteEndElement(writer, null_mut()));
        }
        succeeded(WsWriteEndElement(writer, null_mut()));
    }
}

#[test]
fn no_node_that_is_written_allocates_but_for_the_output() {
    for encoding in [Encoding::Text, Encoding::Binary] {
        let mut writer = null_mut();
        succeeded(unsafe { WsCreateWriter(null(), 0, &raw mut writer, null_mut()) });
        write_items(writer, encoding, 10);
        let count = allocations(|| write_items(writer, encoding, 5000));
        // The output doubles as it grows, from 512 bytes to less than two megabytes.
        assert!(count <= 20, "{encoding:?}: {count} allocations for 5000 items");
        unsafe { WsFreeWriter(writer) };
    }
}

#[track_caller]
fn succeeded(code: HRESULT) {
    assert_eq!(code, 0, "0x{code:08X}");
}
