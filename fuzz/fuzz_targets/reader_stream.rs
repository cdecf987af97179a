//! Any bytes as a document in each character set: read or refused, and from a stream as from a buffer.
#![no_main]

#[path = "../support/source.rs"]
mod source;

use std::mem::zeroed;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::types::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_reader_node::*;

use source::{Source, next};

const CHARSETS: [WS_CHARSET; 4] = [
    WS_CHARSET::WS_CHARSET_AUTO,
    WS_CHARSET::WS_CHARSET_UTF8,
    WS_CHARSET::WS_CHARSET_UTF16LE,
    WS_CHARSET::WS_CHARSET_UTF16BE,
];

fuzz_target!(|data: &[u8]| {
    let [charset, step, text @ ..] = data else { return };
    let charset = CHARSETS[usize::from(*charset) % CHARSETS.len()];
    let whole = read(charset, text, None);
    let streamed = read(charset, text, Some(usize::from(*step) + 1));
    assert_eq!(whole, streamed);
});

/// The kinds of node that are read, and whether reading ended well.
fn read(charset: WS_CHARSET, text: &[u8], step: Option<usize>) -> (Vec<u32>, bool) {
    let mut nodes = Vec::new();
    unsafe {
        let mut reader = null_mut();
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        let mut encoding: WS_XML_READER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        encoding.charSet = charset.to_c();
        let mut buffer: WS_XML_READER_BUFFER_INPUT = zeroed();
        buffer.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        buffer.encodedData = text.as_ptr().cast_mut().cast();
        buffer.encodedDataSize = text.len() as ULONG;
        let mut source = Source { rest: text, step: step.unwrap_or(0) };
        let mut stream: WS_XML_READER_STREAM_INPUT = zeroed();
        stream.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_STREAM.to_c();
        stream.readCallback = Some(next);
        stream.readCallbackState = (&raw mut source).cast();
        let input = if step.is_some() { &raw const stream.input } else { &raw const buffer.input };
        let set = WsSetInput(reader, &raw const encoding.encoding, input, null(), 0, null_mut());
        // All of it is there then, and the end is known, as a message's is.
        let mut well = set == S_OK
            && (step.is_none() || WsFillReader(reader, text.len() as ULONG + 1, null(), null_mut()) == S_OK);
        while well {
            let mut node = null();
            assert_eq!(WsGetReaderNode(reader, &raw mut node, null_mut()), S_OK);
            let kind = (*node).nodeType.get().expect("a kind of node");
            nodes.push(kind as u32);
            if kind == WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF {
                break;
            }
            well = WsReadNode(reader, null_mut()) == S_OK;
        }
        WsFreeReader(reader);
        (nodes, well)
    }
}
