//! Any bytes as a document, canonicalized by any algorithm: the same from a stream, from a copy in a writer that
//! canonicalizes, and of the canonical form itself, which can be read.
#![no_main]

#[path = "../support/source.rs"]
mod source;
#[path = "../support/walk.rs"]
mod walk;

use std::ffi::c_void;
use std::mem::zeroed;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::types::*;
use webservices::abi::xml_canonicalization::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_writer::*;
use webservices::abi::xml_writer_content::*;
use webservices::abi::xml_writer_nodes::*;

use source::{Source, next};
use walk::next_node;

const PREFIXES: [&str; 4] = ["", "a", "b", "xml"];
const ELEMENTS: [&str; 3] = ["", "a", "b"];

fuzz_target!(|data: &[u8]| {
    let [choice, step, document @ ..] = data else { return };
    let how = How {
        algorithm: i32::from(choice & 3),
        prefix: (choice & 4 != 0).then_some(PREFIXES[usize::from(choice >> 3 & 3)]),
        omitted: ELEMENTS[usize::from(choice >> 5) % ELEMENTS.len()],
        size: u32::from(*step) + 1,
    };
    // SAFETY: every structure is complete, and each handle is used until the end, where it is freed.
    unsafe {
        let whole = read(document, &how, None);
        assert_eq!(whole, read(document, &how, Some(usize::from(*step) + 1)));
        let Some(canonical) = whole else { return };
        if let Some(copied) = copy(document, &how) {
            assert_eq!(canonical, copied);
        }
        // What was left out can be all that makes it a document.
        if !canonical.is_empty() && how.omitted.is_empty() {
            assert_eq!(read(canonical.as_bytes(), &how, None).as_ref(), Some(&canonical));
        }
    }
});

struct How {
    algorithm: i32,
    prefix: Option<&'static str>,
    /// Empty for none.
    omitted: &'static str,
    size: u32,
}

unsafe extern "C" fn collect(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    _: *const WS_ASYNC_CONTEXT,
    _: *mut WS_ERROR,
) -> HRESULT {
    unsafe {
        for index in 0..count as usize {
            let buffer = &*buffers.add(index);
            let bytes = std::slice::from_raw_parts(buffer.bytes, buffer.length as usize);
            (*state.cast::<Vec<u8>>()).extend_from_slice(bytes);
        }
    }
    S_OK
}

/// Calls `start` with the properties.
unsafe fn with_properties(
    how: &How,
    start: impl FnOnce(*const WS_XML_CANONICALIZATION_PROPERTY, ULONG) -> HRESULT,
) -> HRESULT {
    use WS_XML_CANONICALIZATION_PROPERTY_ID::*;
    let string = |text: &str| WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: null_mut(),
        id: 0,
    };
    let mut prefix = string(how.prefix.unwrap_or_default());
    let mut prefixes = WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES {
        prefixCount: how.prefix.is_some().into(),
        prefixes: &raw mut prefix,
    };
    let mut omitted = WS_XML_QNAME { localName: string(how.omitted), ns: string("") };
    let (mut algorithm, mut size) = (how.algorithm, how.size);
    let property = |id: WS_XML_CANONICALIZATION_PROPERTY_ID, value: *mut c_void, size: usize| {
        WS_XML_CANONICALIZATION_PROPERTY { id: id.to_c(), value, valueSize: size as ULONG }
    };
    let properties = [
        property(WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, (&raw mut algorithm).cast(), 4),
        property(WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE, (&raw mut size).cast(), 4),
        property(
            WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES,
            (&raw mut prefixes).cast(),
            size_of_val(&prefixes),
        ),
        property(
            WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT,
            (&raw mut omitted).cast(),
            size_of_val(&omitted),
        ),
    ];
    start(properties.as_ptr(), if how.omitted.is_empty() { 3 } else { 4 })
}

/// A reader of the document, or of what `source` brings.
unsafe fn reader_of(document: &[u8], source: Option<&mut Source<'_>>) -> *mut WS_XML_READER {
    unsafe {
        let mut reader = null_mut();
        let mut much: ULONG = 1 << 20;
        let property = |id: WS_XML_READER_PROPERTY_ID, value: *mut ULONG| WS_XML_READER_PROPERTY {
            id: id.to_c(),
            value: value.cast(),
            valueSize: 4,
        };
        let properties = [
            property(WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &raw mut much),
            property(WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_NAMESPACES, &raw mut much),
        ];
        assert_eq!(WsCreateReader(properties.as_ptr(), 2, &raw mut reader, null_mut()), S_OK);
        let mut encoding: WS_XML_READER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        let mut buffer: WS_XML_READER_BUFFER_INPUT = zeroed();
        buffer.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        buffer.encodedData = document.as_ptr().cast_mut().cast();
        buffer.encodedDataSize = document.len() as ULONG;
        let mut stream: WS_XML_READER_STREAM_INPUT = zeroed();
        stream.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_STREAM.to_c();
        stream.readCallback = Some(next);
        let input = match source {
            Some(source) => {
                stream.readCallbackState = std::ptr::from_mut(source).cast();
                &raw const stream.input
            }
            None => &raw const buffer.input,
        };
        assert_eq!(WsSetInput(reader, &raw const encoding.encoding, input, null(), 0, null_mut()), S_OK);
        reader
    }
}

/// The canonical form of what is read; `None` for what is no document.
unsafe fn read(document: &[u8], how: &How, step: Option<usize>) -> Option<String> {
    unsafe {
        let mut source = Source { rest: document, step: step.unwrap_or(1) };
        let reader = reader_of(document, step.is_some().then_some(&mut source));
        let mut out = Vec::<u8>::new();
        let state = (&raw mut out).cast();
        let started = with_properties(how, |properties, count| {
            WsStartReaderCanonicalization(reader, Some(collect), state, properties, count, null_mut())
        });
        assert_eq!(started, S_OK);
        let mut fills = step.map_or(0, |_| document.len() + 1);
        let is_well = loop {
            let Some(node) = next_node(reader, &mut fills) else { break false };
            if (*node).nodeType.raw() == WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF.raw() {
                break true;
            }
        };
        if is_well {
            assert_eq!(WsEndReaderCanonicalization(reader, null_mut()), S_OK);
        }
        WsFreeReader(reader);
        is_well.then(|| String::from_utf8(out).expect("canonical XML is UTF-8"))
    }
}

/// The canonical form of what is written when the document is copied, if it can be.
unsafe fn copy(document: &[u8], how: &How) -> Option<String> {
    unsafe {
        let reader = reader_of(document, None);
        let mut writer = null_mut();
        assert_eq!(WsCreateWriter(null(), 0, &raw mut writer, null_mut()), S_OK);
        let mut encoding: WS_XML_WRITER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c();
        encoding.charSet = WS_CHARSET::WS_CHARSET_UTF8.to_c();
        let mut output: WS_XML_WRITER_BUFFER_OUTPUT = zeroed();
        output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c();
        let (encoding, output) = (&raw const encoding.encoding, &raw const output.output);
        assert_eq!(WsSetOutput(writer, encoding, output, null(), 0, null_mut()), S_OK);
        let mut out = Vec::<u8>::new();
        let state = (&raw mut out).cast();
        let started = with_properties(how, |properties, count| {
            WsStartWriterCanonicalization(writer, Some(collect), state, properties, count, null_mut())
        });
        assert_eq!(started, S_OK);
        let is_well = WsCopyNode(writer, reader, null_mut()) == S_OK;
        if is_well {
            assert_eq!(WsEndWriterCanonicalization(writer, null_mut()), S_OK);
        }
        WsFreeWriter(writer);
        WsFreeReader(reader);
        is_well.then(|| String::from_utf8(out).expect("canonical XML is UTF-8"))
    }
}
