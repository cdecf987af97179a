//! Documents as the nodes that are read of them, and as what a writer makes.

use std::mem::zeroed;
use std::ptr::{null, null_mut};
use std::slice::from_raw_parts;

use webservices::abi::types::*;
use webservices::abi::xml_dictionary::WsGetDictionary;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_reader_node::*;
use webservices::abi::xml_writer::*;

/// Where nodes are read from.
pub(super) enum Document<'a> {
    Text(&'a [u8], WS_CHARSET),
    Binary(&'a [u8]),
    Buffer(*mut WS_XML_BUFFER),
}

pub(super) fn xml_string(text: &str) -> WS_XML_STRING {
    WS_XML_STRING {
        length: text.len() as ULONG,
        bytes: text.as_ptr().cast_mut(),
        dictionary: null_mut(),
        id: 0,
    }
}

/// The dictionary of binary XML that is in force for static and dynamic strings.
fn dictionary() -> *mut WS_XML_DICTIONARY {
    let mut dictionary = null_mut();
    let id = WS_ENCODING::WS_ENCODING_XML_BINARY_1.to_c();
    assert_eq!(unsafe { WsGetDictionary(id, &raw mut dictionary, null_mut()) }, S_OK);
    dictionary
}

/// The nodes as text, as far as they can be read, and the code that reading ended with. Fragments are allowed.
pub(super) unsafe fn nodes_of(reader: *mut WS_XML_READER, document: &Document<'_>) -> (String, HRESULT) {
    unsafe {
        let mut nodes = String::new();
        let mut code = set_input(reader, document);
        while code == S_OK {
            code = WsReadNode(reader, null_mut());
            let mut node = null();
            assert_eq!(WsGetReaderNode(reader, &raw mut node, null_mut()), S_OK);
            if code != S_OK || !show(&*node, &mut nodes) {
                break;
            }
        }
        // One section is as good as several, and so is one text.
        (nodes.replace("][", "").replace("''", ""), code)
    }
}

unsafe fn set_input(reader: *mut WS_XML_READER, document: &Document<'_>) -> HRESULT {
    unsafe {
        let (mut yes, mut much): (BOOL, ULONG) = (1, 1 << 20);
        let property = |id: WS_XML_READER_PROPERTY_ID, value: *mut ULONG| WS_XML_READER_PROPERTY {
            id: id.to_c(),
            value: value.cast(),
            valueSize: 4,
        };
        let properties = [
            property(WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, (&raw mut yes).cast()),
            property(WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_DEPTH, &raw mut much),
            property(WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &raw mut much),
            property(WS_XML_READER_PROPERTY_ID::WS_XML_READER_PROPERTY_MAX_NAMESPACES, &raw mut much),
        ];
        let (properties, count) = (properties.as_ptr(), properties.len() as ULONG);
        let mut text: WS_XML_READER_TEXT_ENCODING = zeroed();
        text.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        let mut binary: WS_XML_READER_BINARY_ENCODING = zeroed();
        binary.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_BINARY.to_c();
        let (encoding, bytes) = match document {
            Document::Buffer(buffer) => {
                return WsSetInputToBuffer(reader, *buffer, properties, count, null_mut());
            }
            Document::Text(bytes, charset) => {
                text.charSet = charset.to_c();
                (&raw const text.encoding, bytes)
            }
            Document::Binary(bytes) => {
                binary.staticDictionary = dictionary();
                binary.dynamicDictionary = binary.staticDictionary;
                (&raw const binary.encoding, bytes)
            }
        };
        let mut input: WS_XML_READER_BUFFER_INPUT = zeroed();
        input.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        input.encodedData = bytes.as_ptr().cast_mut().cast();
        input.encodedDataSize = bytes.len() as ULONG;
        WsSetInput(reader, encoding, &raw const input.input, properties, count, null_mut())
    }
}

/// Adds a node; says whether there can be more.
unsafe fn show(node: &WS_XML_NODE, nodes: &mut String) -> bool {
    unsafe {
        let kind = node.nodeType.get().expect("a node has a type");
        match kind {
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT => {
                let element = &*(&raw const *node).cast::<WS_XML_ELEMENT_NODE>();
                let name = string(&*element.localName);
                *nodes += &format!("<{}{{{}}}", escape(name), escape(string(&*element.ns)));
                let mut attributes = Vec::new();
                for index in 0..element.attributeCount as usize {
                    let attribute = &**element.attributes.add(index);
                    // A declaration is not written again where it is in force.
                    if attribute.isXmlNs != 0 {
                        continue;
                    }
                    let ns = escape(string(&*attribute.ns));
                    let name = escape(string(&*attribute.localName));
                    attributes.push(format!(" {name}{{{ns}}}='{}'", escape(&characters(attribute.value))));
                }
                attributes.sort();
                *nodes += &attributes.concat();
                nodes.push('>');
            }
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT => *nodes += "</>",
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT => {
                let text = characters((*(&raw const *node).cast::<WS_XML_TEXT_NODE>()).text);
                *nodes += &format!("'{}'", escape(&text));
            }
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_COMMENT => {
                let comment = &*(&raw const *node).cast::<WS_XML_COMMENT_NODE>();
                *nodes += &format!("<!{}>", escape(string(&comment.value)));
            }
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_CDATA => nodes.push('['),
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_CDATA => nodes.push(']'),
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF => return false,
            WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_BOF => {}
        }
        true
    }
}

/// No character that the notation of [`show`] uses.
fn escape(text: &str) -> String {
    text.replace(['\'', '[', ']'], "~")
}

unsafe fn string(string: &WS_XML_STRING) -> &str {
    if string.length == 0 {
        return "";
    }
    let bytes = unsafe { from_raw_parts(string.bytes, string.length as usize) };
    std::str::from_utf8(bytes).expect("strings are UTF-8")
}

/// A text as characters, whatever its type is.
unsafe fn characters(text: *const WS_XML_TEXT) -> String {
    unsafe {
        match (*text).textType.get().expect("a text has a type") {
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8 => {
                string(&(*text.cast::<WS_XML_UTF8_TEXT>()).value).to_owned()
            }
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_INT32 => (*text.cast::<WS_XML_INT32_TEXT>()).value.to_string(),
            WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_BASE64 => {
                let text = &*text.cast::<WS_XML_BASE64_TEXT>();
                if text.length == 0 {
                    return String::new();
                }
                base64(from_raw_parts(text.bytes, text.length as usize))
            }
            other => panic!("{other:?} was written by nobody"),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let is_there = digit <= group.len();
            text.push(if is_there { DIGITS[(bits >> (18 - 6 * digit) & 63) as usize] as char } else { '=' });
        }
    }
    text
}

/// What a call writes as text. Fragments are allowed.
pub(super) unsafe fn write_text(
    writer: *mut WS_XML_WRITER,
    charset: WS_CHARSET,
    write: impl FnOnce(*mut WS_XML_WRITER) -> HRESULT,
) -> Vec<u8> {
    unsafe {
        let mut encoding: WS_XML_WRITER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c();
        encoding.charSet = charset.to_c();
        written(writer, &raw const encoding.encoding, write)
    }
}

/// What a call writes as binary XML.
pub(super) unsafe fn write_binary(
    writer: *mut WS_XML_WRITER,
    write: impl FnOnce(*mut WS_XML_WRITER) -> HRESULT,
) -> Vec<u8> {
    unsafe {
        let mut encoding: WS_XML_WRITER_BINARY_ENCODING = zeroed();
        encoding.encoding.encodingType =
            WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_BINARY.to_c();
        encoding.staticDictionary = dictionary();
        written(writer, &raw const encoding.encoding, write)
    }
}

unsafe fn written(
    writer: *mut WS_XML_WRITER,
    encoding: *const WS_XML_WRITER_ENCODING,
    write: impl FnOnce(*mut WS_XML_WRITER) -> HRESULT,
) -> Vec<u8> {
    unsafe {
        // What is in the heap is more as text, above all in UTF-16.
        let (mut yes, mut much, mut size): (BOOL, ULONG, ULONG) = (1, 1 << 20, 1 << 26);
        let property = |id: WS_XML_WRITER_PROPERTY_ID, value: *mut ULONG| WS_XML_WRITER_PROPERTY {
            id: id.to_c(),
            value: value.cast(),
            valueSize: 4,
        };
        let properties = [
            property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, (&raw mut yes).cast()),
            property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_MAX_DEPTH, &raw mut much),
            property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES, &raw mut much),
            property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_MAX_NAMESPACES, &raw mut much),
            property(WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, &raw mut size),
        ];
        let mut output: WS_XML_WRITER_BUFFER_OUTPUT = zeroed();
        output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c();
        let (output, count) = (&raw const output.output, properties.len() as ULONG);
        let set = WsSetOutput(writer, encoding, output, properties.as_ptr(), count, null_mut());
        assert_eq!(set, S_OK);
        let code = write(writer);
        assert_eq!(code, S_OK, "what was written into a buffer can be written out");
        let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
        let id = WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES.to_c();
        let size = size_of::<WS_BYTES>() as ULONG;
        assert_eq!(WsGetWriterProperty(writer, id, (&raw mut bytes).cast(), size, null_mut()), S_OK);
        if bytes.length == 0 {
            Vec::new()
        } else {
            from_raw_parts(bytes.bytes, bytes.length as usize).to_vec()
        }
    }
}
