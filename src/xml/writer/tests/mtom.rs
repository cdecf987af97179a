//! The same random documents as MTOM: read back from memory and from a stream, and cut off everywhere.

use super::roundtrip::*;
use super::*;
use crate::error::Result;
use crate::runtime::block_on;
use crate::xml::reader::{Input, MtomInput, NodeType, Reader, ReaderProperties, TextCharset};
use crate::xml::source::{BoxFuture, ByteSource};
use crate::xml::writer::MtomOutput;
use proptest::prelude::*;

const BOUNDARY: &str = "uuid:1+id=2";

pub(super) fn set_output(writer: &mut Writer, charset: WS_CHARSET, max_inline: u32, write_header: bool) {
    let output = MtomOutput {
        charset,
        write_header,
        boundary: BOUNDARY.to_owned(),
        start_info: "text/xml".to_owned(),
        start_uri: "http://tempuri.org/0".to_owned(),
        max_inline,
    };
    writer.set_output_mtom(output, WriterProperties::default()).unwrap();
}

fn encoded(document: &Node, charset: WS_CHARSET, max_inline: u32, write_header: bool) -> Vec<u8> {
    let mut writer = Writer::new(WriterProperties::default());
    set_output(&mut writer, charset, max_inline, write_header);
    write(&mut writer, document).unwrap();
    writer.complete().unwrap();
    writer.take_bytes()
}

pub(super) fn reader_of(input: Input, read_header: bool) -> Reader {
    let own = |text: &str| if read_header { String::new() } else { text.to_owned() };
    let about = MtomInput {
        charset: TextCharset::Auto,
        read_header,
        boundary: own(BOUNDARY),
        start_info: own("text/xml"),
        start_uri: own("http://tempuri.org/0"),
    };
    let mut reader = Reader::new(ReaderProperties::default());
    let properties = ReaderProperties { stream_max_mime_headers_size: 512, ..ReaderProperties::default() };
    reader.set_input_mtom(input, about, properties).unwrap();
    reader
}

/// Bytes that come in pieces of this size.
struct Pieces(Vec<u8>, usize);

impl ByteSource for Pieces {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        let count = self.1.min(buffer.len()).min(self.0.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0.drain(..count);
        Box::pin(std::future::ready(Ok(count)))
    }
}

/// The nodes of a stream as text.
fn as_text(mut reader: Reader) -> String {
    let mut writer = Writer::new(WriterProperties::default());
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, WriterProperties::default()).unwrap();
    loop {
        while let Err(error) = reader.read_node() {
            assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED, "{error}");
            block_on(reader.fill(1)).unwrap();
        }
        match reader.node_type() {
            NodeType::Eof => return output(&writer).to_owned(),
            NodeType::Element => {
                let element = reader.element().unwrap();
                writer.write_start_element(Some(element.prefix), element.local_name, element.ns).unwrap();
                for attribute in (0..element.attribute_count).filter_map(|index| reader.attribute(index)) {
                    let prefix = Some(attribute.prefix);
                    if attribute.is_xmlns {
                        writer.write_xmlns_attribute(prefix, attribute.ns, false).unwrap();
                    } else {
                        writer
                            .write_start_attribute(prefix, attribute.local_name, attribute.ns, false)
                            .unwrap();
                        writer.write_text(attribute.value).unwrap();
                        writer.write_end_attribute().unwrap();
                    }
                }
            }
            NodeType::EndElement => writer.write_end_element().unwrap(),
            NodeType::Text => writer.write_text(reader.text().unwrap()).unwrap(),
            NodeType::Comment => writer.write_comment(reader.comment().unwrap()).unwrap(),
            NodeType::CData => writer.write_start_cdata().unwrap(),
            NodeType::EndCData => writer.write_end_cdata().unwrap(),
            NodeType::Bof => {}
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_as_mtom_is_read(
        document in document(),
        max_inline in 0_u32..9,
        charset in 0..3,
        has_header in any::<bool>(),
        step in 1_usize..200,
    ) {
        let (mut wanted, mut bytes) = (Vec::new(), Vec::new());
        expected(&document, &mut bytes, &mut wanted);
        let charset = match charset {
            0 => WS_CHARSET::WS_CHARSET_UTF8,
            1 => WS_CHARSET::WS_CHARSET_UTF16LE,
            _ => WS_CHARSET::WS_CHARSET_UTF16BE,
        };
        let out = encoded(&document, charset, max_inline, has_header);
        let found = read(&mut reader_of(Input::Owned(out.clone()), has_header));
        prop_assert_eq!(&found, &wanted, "{}", out.escape_ascii());
        let text = as_text(reader_of(Input::Stream(Box::new(Pieces(out, step))), has_header));
        prop_assert_eq!(&read_text(text.into_bytes(), TextCharset::Utf8), &wanted);
    }

    #[test]
    fn mtom_that_is_cut_off_is_refused(document in document(), max_inline in 0_u32..9) {
        let out = encoded(&document, WS_CHARSET::WS_CHARSET_UTF8, max_inline, true);
        // The line break after the last boundary may be missing.
        for cut in 0..out.len() - 2 {
            let mut reader = reader_of(Input::Owned(out[..cut].to_vec()), true);
            prop_assert_eq!(reader.read_node().unwrap_err().code(), WS_E_INVALID_FORMAT, "cut after {}", cut);
        }
    }

    /// Whatever the bytes, reading ends, with a failure or without.
    #[test]
    fn any_package_is_read_or_refused(start in 0_usize..4, bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let start = [
            &b""[..],
            b"--uuid:1+id=2\r\n",
            b"--uuid:1+id=2\r\nContent-Type: application/xop+xml\r\n\r\n",
            b"--uuid:1+id=2\r\nContent-Type: application/xop+xml\r\n\r\n<a><i:Include href='cid:a' \
              xmlns:i='http://www.w3.org/2004/08/xop/include'/></a>\r\n--uuid:1+id=2\r\n",
        ][start];
        let all = [start, &bytes].concat();
        let mut reader = reader_of(Input::Owned(all), false);
        while reader.read_node().is_ok() && reader.node_type() != NodeType::Eof {}
    }
}
