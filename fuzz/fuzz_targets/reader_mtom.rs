//! Any bytes as a MIME package of text XML: read or refused. What a stream gives, memory gives too; what is read is
//! copied into a package again, and read from that as the same.
#![no_main]

#[path = "../support/source.rs"]
mod source;
#[path = "../support/walk.rs"]
mod walk;

use std::mem::zeroed;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::types::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_writer::*;
use webservices::abi::xml_writer_content::*;
use webservices::abi::xml_writer_nodes::*;

use source::{Source, next};
use walk::next_node;

fuzz_target!(|data: &[u8]| {
    let [step, package @ ..] = data else { return };
    let read_header = step & 1 != 0;
    let whole = read(package, read_header, None);
    let streamed = read(package, read_header, Some(usize::from(step >> 1) + 1));
    // A stream has more rules: the order of the parts, and the size of headers.
    if streamed.1 && whole.1 {
        assert_eq!(whole, streamed);
    }
    let other = BOUNDARIES[1].as_bytes();
    if whole.1 && !package.windows(other.len()).any(|window| window == other) {
        copy(package, read_header, &whole.0);
    }
});

/// What separates the parts of the packages that are read, and of those that are written.
static BOUNDARIES: [&str; 2] = ["b", "between-the-parts-of-a-copy"];

/// Sets a reader to a package.
///
/// # Safety
/// Package and source outlive the use of the reader.
unsafe fn set(
    reader: *mut WS_XML_READER,
    package: &[u8],
    read_header: bool,
    source: Option<&mut Source<'_>>,
) {
    // SAFETY: the structures are complete, and the caller's promise.
    unsafe {
        let mut encoding: WS_XML_READER_MTOM_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_MTOM.to_c();
        encoding.readMimeHeader = read_header.into();
        let boundary: Vec<WCHAR> = BOUNDARIES[0].encode_utf16().collect();
        if !read_header {
            encoding.boundary =
                WS_STRING { length: boundary.len() as ULONG, chars: boundary.as_ptr().cast_mut() };
        }
        let mut buffer: WS_XML_READER_BUFFER_INPUT = zeroed();
        buffer.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        buffer.encodedData = package.as_ptr().cast_mut().cast();
        buffer.encodedDataSize = package.len() as ULONG;
        let mut stream: WS_XML_READER_STREAM_INPUT = zeroed();
        stream.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_STREAM.to_c();
        stream.readCallback = Some(next);
        let is_stream = source.is_some();
        stream.readCallbackState = source.map_or(null_mut(), |source| std::ptr::from_mut(source).cast());
        let input = if is_stream { &raw const stream.input } else { &raw const buffer.input };
        assert_eq!(WsSetInput(reader, &raw const encoding.encoding, input, null(), 0, null_mut()), S_OK);
    }
}

/// The nodes: names by their length, the bytes of texts; and whether reading ended well.
fn read(package: &[u8], read_header: bool, step: Option<usize>) -> (Vec<u8>, bool) {
    let mut seen = Vec::new();
    // SAFETY: the package and the source outlive the reader.
    unsafe {
        let mut reader = null_mut();
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        let mut source = Source { rest: package, step: step.unwrap_or(1) };
        set(reader, package, read_header, step.is_some().then_some(&mut source));
        let mut fills = step.map_or(0, |_| package.len() + 2);
        let mut last = None;
        let is_well = loop {
            let Some(node) = next_node(reader, &mut fills) else { break false };
            let kind = (*node).nodeType.get().expect("a node has a type");
            if kind == WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT {
                let text = (*node.cast::<WS_XML_TEXT_NODE>()).text;
                let is_bytes = (*text).textType.get() == Some(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_BASE64);
                let (bytes, length) = if is_bytes {
                    let text = &*text.cast::<WS_XML_BASE64_TEXT>();
                    (text.bytes, text.length)
                } else {
                    let text = &*text.cast::<WS_XML_UTF8_TEXT>();
                    (text.value.bytes, text.value.length)
                };
                // Of a stream, a piece of bytes may be empty.
                if length > 0 {
                    if last != Some(is_bytes) {
                        seen.push(if is_bytes { b'b' } else { b't' });
                    }
                    last = Some(is_bytes);
                    seen.extend_from_slice(std::slice::from_raw_parts(bytes, length as usize));
                }
                continue;
            }
            last = None;
            seen.push(kind as u8);
            match kind {
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT => {
                    let element = &*node.cast::<WS_XML_ELEMENT_NODE>();
                    seen.push(((*element.localName).length + (*element.ns).length) as u8);
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF => break true,
                _ => {}
            }
        };
        WsFreeReader(reader);
        (seen, is_well)
    }
}

/// A package that can be read is copied; the copy is as good.
fn copy(package: &[u8], read_header: bool, nodes: &[u8]) {
    // SAFETY: the structures are complete, and what they point to outlives reader and writer.
    unsafe {
        let (mut reader, mut writer) = (null_mut(), null_mut());
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        assert_eq!(WsCreateWriter(null(), 0, &raw mut writer, null_mut()), S_OK);
        set(reader, package, read_header, None);
        let mut text: WS_XML_WRITER_TEXT_ENCODING = zeroed();
        text.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c();
        text.charSet = WS_CHARSET::WS_CHARSET_UTF8.to_c();
        let mut encoding: WS_XML_WRITER_MTOM_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_MTOM.to_c();
        encoding.textEncoding = &raw mut text.encoding;
        encoding.writeMimeHeader = TRUE;
        let boundary: Vec<WCHAR> = BOUNDARIES[1].encode_utf16().collect();
        encoding.boundary =
            WS_STRING { length: boundary.len() as ULONG, chars: boundary.as_ptr().cast_mut() };
        let mut output: WS_XML_WRITER_BUFFER_OUTPUT = zeroed();
        output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c();
        let (encoding, output) = (&raw const encoding.encoding, &raw const output.output);
        assert_eq!(WsSetOutput(writer, encoding, output, null(), 0, null_mut()), S_OK);
        if WsCopyNode(writer, reader, null_mut()) == S_OK {
            let mut bytes = WS_BYTES { length: 0, bytes: null_mut() };
            let id = WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES.to_c();
            let size = size_of::<WS_BYTES>() as ULONG;
            assert_eq!(WsGetWriterProperty(writer, id, (&raw mut bytes).cast(), size, null_mut()), S_OK);
            let again = std::slice::from_raw_parts(bytes.bytes, bytes.length as usize);
            let (_, is_well) = read(again, true, None);
            assert!(is_well, "{} of {nodes:02X?}", again.escape_ascii());
        }
        WsFreeWriter(writer);
        WsFreeReader(reader);
    }
}
