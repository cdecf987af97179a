//! Any bytes as a document: they are read to the end, or refused; every node can be looked at; and a second
//! reading gives the same nodes.
#![no_main]

use std::mem::zeroed;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::types::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_reader_node::*;

fuzz_target!(|data: &[u8]| {
    assert_eq!(read(data), read(data));
});

/// The types of the nodes and the lengths of what is in them, and the code that reading ended with.
fn read(data: &[u8]) -> (Vec<u32>, HRESULT) {
    let mut seen = Vec::new();
    // SAFETY: the structures are complete, and the document outlives the reader.
    unsafe {
        let mut reader = null_mut();
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        let mut encoding: WS_XML_READER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        let mut input: WS_XML_READER_BUFFER_INPUT = zeroed();
        input.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        input.encodedData = data.as_ptr().cast_mut().cast();
        input.encodedDataSize = data.len() as ULONG;
        let set =
            WsSetInput(reader, &raw const encoding.encoding, &raw const input.input, null(), 0, null_mut());
        assert_eq!(set, S_OK);
        let code = loop {
            let code = WsReadNode(reader, null_mut());
            let mut node = null();
            assert_eq!(WsGetReaderNode(reader, &raw mut node, null_mut()), S_OK);
            if code != S_OK {
                break code;
            }
            let kind = (*node).nodeType.get().expect("a node has a type");
            seen.push(kind as u32);
            match kind {
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT => {
                    let element = &*node.cast::<WS_XML_ELEMENT_NODE>();
                    seen.push((*element.localName).length + (*element.ns).length);
                    for index in 0..element.attributeCount as usize {
                        let value = (**element.attributes.add(index)).value.cast::<WS_XML_UTF8_TEXT>();
                        seen.push((*value).value.length);
                    }
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT => {
                    let text = (*node.cast::<WS_XML_TEXT_NODE>()).text.cast::<WS_XML_UTF8_TEXT>();
                    let bytes =
                        std::slice::from_raw_parts((*text).value.bytes, (*text).value.length as usize);
                    std::str::from_utf8(bytes).expect("text is UTF-8");
                    seen.push((*text).value.length);
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF => break S_OK,
                _ => {}
            }
        };
        assert!([S_OK, WS_E_INVALID_FORMAT, WS_E_QUOTA_EXCEEDED].contains(&code));
        WsFreeReader(reader);
        (seen, code)
    }
}
