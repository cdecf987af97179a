//! Any bytes as binary XML: read or refused, from a stream as from a buffer; what is read can be looked at, and what is
//! copied into binary XML again is read as the same nodes.
#![no_main]

#[path = "../support/source.rs"]
mod source;
#[path = "../support/walk.rs"]
mod walk;

use std::mem::zeroed;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::types::*;
use webservices::abi::xml_dictionary::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_reader_content::*;
use webservices::abi::xml_writer::*;
use webservices::abi::xml_writer_content::*;
use webservices::abi::xml_writer_nodes::*;

use source::{Source, next};
use walk::next_node;

fuzz_target!(|data: &[u8]| {
    let [step, document @ ..] = data else { return };
    let whole = read(document, None);
    let streamed = read(document, Some(usize::from(*step) + 1));
    assert_eq!(whole, streamed);
    if whole.1 {
        copy(document);
    }
});

fn encoding() -> WS_XML_READER_BINARY_ENCODING {
    // SAFETY: plain data, of which NULL is a value; the dictionary is constant.
    unsafe {
        let mut encoding: WS_XML_READER_BINARY_ENCODING = zeroed();
        encoding.encoding.encodingType =
            WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_BINARY.to_c();
        let fixed = &raw mut encoding.staticDictionary;
        assert_eq!(WsGetDictionary(WS_ENCODING::WS_ENCODING_XML_BINARY_1.to_c(), fixed, null_mut()), S_OK);
        encoding.dynamicDictionary = encoding.staticDictionary;
        encoding
    }
}

/// All that can be seen of the nodes, and whether reading ended well.
fn read(document: &[u8], step: Option<usize>) -> (Vec<u32>, bool) {
    let mut seen = Vec::new();
    // SAFETY: the structures are complete, and the document outlives the reader.
    unsafe {
        let mut reader = null_mut();
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        let encoding = encoding();
        let mut source = Source { rest: document, step: step.unwrap_or(1) };
        let mut buffer: WS_XML_READER_BUFFER_INPUT = zeroed();
        buffer.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        buffer.encodedData = document.as_ptr().cast_mut().cast();
        buffer.encodedDataSize = document.len() as ULONG;
        let mut stream: WS_XML_READER_STREAM_INPUT = zeroed();
        stream.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_STREAM.to_c();
        stream.readCallback = Some(next);
        stream.readCallbackState = (&raw mut source).cast();
        let input = if step.is_some() { &raw const stream.input } else { &raw const buffer.input };
        assert_eq!(WsSetInput(reader, &raw const encoding.encoding, input, null(), 0, null_mut()), S_OK);
        let mut fills = step.map_or(0, |_| document.len() + 1);
        let is_well = loop {
            let Some(node) = next_node(reader, &mut fills) else { break false };
            let kind = (*node).nodeType.get().expect("a node has a type");
            seen.push(kind as u32);
            match kind {
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT => {
                    let element = &*node.cast::<WS_XML_ELEMENT_NODE>();
                    for name in [element.prefix, element.localName, element.ns] {
                        see(&mut seen, name);
                    }
                    for index in 0..element.attributeCount as usize {
                        let attribute = &**element.attributes.add(index);
                        seen.push(u32::from(attribute.isXmlNs) * 2 + u32::from(attribute.singleQuote));
                        for name in [attribute.prefix, attribute.localName, attribute.ns] {
                            see(&mut seen, name);
                        }
                        see_text(&mut seen, attribute.value);
                    }
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT => {
                    see_text(&mut seen, (*node.cast::<WS_XML_TEXT_NODE>()).text);
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF => break true,
                _ => {}
            }
        };
        WsFreeReader(reader);
        (seen, is_well)
    }
}

/// # Safety
/// The string is valid, or NULL.
unsafe fn see(seen: &mut Vec<u32>, string: *const WS_XML_STRING) {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(string) = string.as_ref() else { return seen.push(u32::MAX) };
        seen.push(string.length);
        seen.extend((0..string.length as usize).map(|at| u32::from(*string.bytes.add(at))));
    }
}

/// # Safety
/// The text is valid, or NULL.
unsafe fn see_text(seen: &mut Vec<u32>, text: *const WS_XML_TEXT) {
    // SAFETY: the caller's promise; the structure is what its type says.
    unsafe {
        let Some(some) = text.as_ref() else { return seen.push(u32::MAX) };
        let kind = some.textType.get().expect("a text has a type");
        seen.push(kind as u32);
        match kind {
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8 => {
                see(seen, &raw const (*text.cast::<WS_XML_UTF8_TEXT>()).value);
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_BASE64 => {
                let bytes = &*text.cast::<WS_XML_BASE64_TEXT>();
                seen.push(bytes.length);
                seen.extend((0..bytes.length as usize).map(|at| u32::from(*bytes.bytes.add(at))));
            }
            _ => {}
        }
    }
}

/// A document that can be read is copied; the copy is as good.
fn copy(document: &[u8]) {
    // SAFETY: the structures are complete, and what they point to outlives reader and writer.
    unsafe {
        let (mut reader, mut writer) = (null_mut(), null_mut());
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        assert_eq!(WsCreateWriter(null(), 0, &raw mut writer, null_mut()), S_OK);
        let encoding = encoding();
        let mut buffer: WS_XML_READER_BUFFER_INPUT = zeroed();
        buffer.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        buffer.encodedData = document.as_ptr().cast_mut().cast();
        buffer.encodedDataSize = document.len() as ULONG;
        let input = &raw const buffer.input;
        assert_eq!(WsSetInput(reader, &raw const encoding.encoding, input, null(), 0, null_mut()), S_OK);
        let mut output_encoding: WS_XML_WRITER_BINARY_ENCODING = zeroed();
        output_encoding.encoding.encodingType =
            WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_BINARY.to_c();
        let mut output: WS_XML_WRITER_BUFFER_OUTPUT = zeroed();
        output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c();
        let set = WsSetOutput(
            writer,
            &raw const output_encoding.encoding,
            &raw const output.output,
            null(),
            0,
            null_mut(),
        );
        assert_eq!(set, S_OK);
        let code = WsCopyNode(writer, reader, null_mut());
        if code == S_OK {
            let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
            let id = WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES.to_c();
            let size = size_of::<WS_BYTES>() as ULONG;
            assert_eq!(WsGetWriterProperty(writer, id, (&raw mut bytes).cast(), size, null_mut()), S_OK);
            let again = if bytes.length == 0 {
                &[][..]
            } else {
                std::slice::from_raw_parts(bytes.bytes, bytes.length as usize)
            };
            let (nodes, is_well) = read(again, None);
            assert!(is_well, "the copy is {again:02X?}, of which {nodes:?} were read");
        }
        let mut characters = [0_u8; 16];
        let mut count = 0;
        let out = characters.as_mut_ptr();
        let _ = WsReadCharsUtf8(reader, out, 16, &raw mut count, null_mut());
        WsFreeWriter(writer);
        WsFreeReader(reader);
    }
}
