//! The MTOM encoding of a writer: text in the root part of a MIME package, and parts of their own for bytes that are
//! the only content of an element and more than a few. (XML-binary Optimized Packaging; SOAP MTOM; RFC 2387)
//!
//! Bytes wait until it is clear that nothing else is in their element: then an `xop:Include` takes their place, or
//! their base64 form does.

use crate::abi::types::WS_CHARSET;
use crate::error::{Error, Result};
use crate::value::media_type::quoted;
use crate::xml::source::{ByteSink, PartSource};
use crate::xml::text::Text;

use super::text::TextEncoder;
use super::{Encoder, State, Writer, WriterProperties};

const XOP: &[u8] = b"http://www.w3.org/2004/08/xop/include";
/// The attribute that says what the bytes of an element are. (Page WsWriteBytes)
const CONTENT_TYPE: (&[u8], &[u8]) = (b"contentType", b"http://www.w3.org/2004/11/xmlmime");
/// RFC 2046, section 5.1.1
const MAX_BOUNDARY: usize = 70;

/// How a package is written.
#[derive(Clone, Debug)]
pub(crate) struct MtomOutput {
    /// Of the root part.
    pub(crate) charset: WS_CHARSET,
    /// Begin with the header of the package.
    pub(crate) write_header: bool,
    pub(crate) boundary: String,
    /// The media type that the root part stands for; may be empty.
    pub(crate) start_info: String,
    /// The identifier of the root part; may be empty.
    pub(crate) start_uri: String,
    /// How many bytes stay in the XML.
    pub(crate) max_inline: u32,
}

impl MtomOutput {
    /// Whether the texts can stand in MIME headers.
    fn check(&self) -> Result<()> {
        let is_in_boundary = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
        let boundary = self.boundary.as_str();
        if boundary.is_empty()
            || boundary.len() > MAX_BOUNDARY
            || boundary.ends_with(' ')
            || !boundary.bytes().all(is_in_boundary)
        {
            return Err(Error::invalid_argument(format!(
                "'{}' cannot be a boundary: that is up to {MAX_BOUNDARY} letters, digits and '()+_,-./:=? , the last \
                 of which is no space",
                boundary.escape_default()
            )));
        }
        let is_printable = |text: &str| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let is_id =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>');
        if !is_printable(&self.start_info) || !is_id(&self.start_uri) {
            return Err(Error::invalid_argument(format!(
                "the startInfo '{}' and the startUri '{}' cannot stand in MIME headers",
                self.start_info.escape_default(),
                self.start_uri.escape_default()
            )));
        }
        Ok(())
    }

    /// The Content-Type of the package.
    pub(crate) fn content_type(&self) -> String {
        let mut text = "multipart/related; type=\"application/xop+xml\"; boundary=".to_owned();
        text.push_str(&quoted(&self.boundary));
        if !self.start_uri.is_empty() {
            text.push_str(&format!(
                "; start=\"<{}>\"",
                self.start_uri.replace('\\', "\\\\").replace('"', "\\\"")
            ));
        }
        if !self.start_info.is_empty() {
            text.push_str("; start-info=");
            text.push_str(&quoted(&self.start_info));
        }
        text
    }

    /// What comes before the XML.
    fn head(&self) -> Vec<u8> {
        let mut head = String::new();
        if self.write_header {
            head.push_str(&format!("MIME-Version: 1.0\r\nContent-Type: {}\r\n\r\n", self.content_type()));
        }
        head.push_str(&format!("--{}\r\n", self.boundary));
        if !self.start_uri.is_empty() {
            head.push_str(&format!("Content-ID: <{}>\r\n", self.start_uri));
        }
        let (charset, encoding) = match self.charset {
            WS_CHARSET::WS_CHARSET_UTF16LE => ("utf-16le", "binary"),
            WS_CHARSET::WS_CHARSET_UTF16BE => ("utf-16be", "binary"),
            _ => ("utf-8", "8bit"),
        };
        head.push_str(&format!(
            "Content-Transfer-Encoding: {encoding}\r\nContent-Type: application/xop+xml; charset={charset}"
        ));
        if !self.start_info.is_empty() {
            head.push_str("; type=");
            head.push_str(&quoted(&self.start_info));
        }
        head.push_str("\r\n\r\n");
        head.into_bytes()
    }

    /// The identifier of a part: as no other of the package, and with nothing in it that a URL would escape.
    fn part_id(&self, number: usize) -> String {
        let own: String = self
            .boundary
            .chars()
            .filter(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.'))
            .collect();
        let own = own.trim_matches('.');
        if own.is_empty() { format!("part{number}@xop") } else { format!("part{number}.{own}@xop") }
    }
}

/// The package around the text.
pub(super) struct Mtom {
    output: MtomOutput,
    /// What comes before the XML, until it is sent.
    head: Vec<u8>,
    /// The content of the current element, while it is nothing but bytes.
    pending: Vec<Piece>,
    pending_size: usize,
    parts: Vec<Part>,
    /// How many bytes wait in parts, and how many may.
    size: usize,
    limit: usize,
    /// All of it, once it is complete in memory.
    whole: Vec<u8>,
}

enum Piece {
    Bytes(Vec<u8>),
    Source(Box<dyn PartSource>),
}

struct Part {
    head: String,
    content: Vec<Piece>,
}

impl Mtom {
    /// The bytes of a complete package.
    pub(super) fn whole(&self) -> &[u8] {
        &self.whole
    }

    pub(super) fn take_whole(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.whole)
    }

    fn has_sources(&self) -> bool {
        self.parts.iter().any(|part| part.content.iter().any(|piece| matches!(piece, Piece::Source(_))))
    }

    fn close(&self) -> Vec<u8> {
        format!("\r\n--{}--\r\n", self.output.boundary).into_bytes()
    }

    /// Everything after the XML, where it is in memory.
    fn tail(&mut self) -> Vec<u8> {
        let mut tail = Vec::with_capacity(self.size + self.parts.len() * 256);
        for part in self.parts.drain(..) {
            tail.extend_from_slice(part.head.as_bytes());
            for piece in part.content {
                if let Piece::Bytes(bytes) = piece {
                    tail.extend_from_slice(&bytes);
                }
            }
        }
        tail.extend_from_slice(&self.close());
        tail
    }

    /// Sends what comes before the XML, the XML, and with `is_last` everything after it.
    async fn send(&mut self, sink: &mut dyn ByteSink, xml: &[u8], is_last: bool) -> Result<()> {
        let mut waiting = vec![std::mem::take(&mut self.head), xml.to_vec()];
        if is_last {
            for part in self.parts.drain(..) {
                waiting.push(part.head.into_bytes());
                for piece in part.content {
                    match piece {
                        Piece::Bytes(bytes) => waiting.push(bytes),
                        Piece::Source(mut source) => {
                            write_all(sink, &std::mem::take(&mut waiting)).await?;
                            source.write_to(sink).await?;
                        }
                    }
                }
            }
            waiting.push(self.close());
        }
        write_all(sink, &waiting).await
    }
}

async fn write_all(sink: &mut dyn ByteSink, buffers: &[Vec<u8>]) -> Result<()> {
    let buffers: Vec<&[u8]> = buffers.iter().map(Vec::as_slice).filter(|bytes| !bytes.is_empty()).collect();
    sink.write(&buffers).await
}

/// Output.
impl Writer {
    /// Starts over, writing a MIME package.
    pub(crate) fn set_output_mtom(&mut self, output: MtomOutput, properties: WriterProperties) -> Result<()> {
        if properties.allow_fragment {
            return Err(Error::invalid_argument(
                "WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT is FALSE with WS_XML_WRITER_MTOM_ENCODING",
            ));
        }
        output.check()?;
        let limit = properties.max_mime_parts_buffer_size as usize;
        self.set_output_text(output.charset, properties)?;
        self.mtom = Some(Box::new(Mtom {
            head: output.head(),
            output,
            pending: Vec::new(),
            pending_size: 0,
            parts: Vec::new(),
            size: 0,
            limit,
            whole: Vec::new(),
        }));
        self.note_output();
        Ok(())
    }

    /// How the package is written that the output is.
    pub(crate) fn package(&self) -> Option<&MtomOutput> {
        self.mtom.as_ref().map(|mtom| &mtom.output)
    }

    /// Puts the package together in memory, after which nothing more can be written.
    pub(super) fn complete_package(&mut self) -> Result<()> {
        if self.state == State::Complete {
            return Ok(());
        }
        if self.scope.depth() > 0 || self.state != State::Content {
            return Err(self.wrong_state("a MIME package is complete once all elements are ended"));
        }
        let (Some(mtom), Encoder::Text(encoder)) = (&mut self.mtom, &mut self.encoder) else { return Ok(()) };
        let mut whole = std::mem::take(&mut mtom.head);
        whole.extend_from_slice(encoder.bytes());
        whole.append(&mut mtom.tail());
        mtom.whole = whole;
        self.state = State::Complete;
        Ok(())
    }

    /// [`Writer::flush`] of a package: once the document is complete, with all parts.
    pub(super) async fn flush_package(&mut self, min_size: usize) -> Result<()> {
        if self.state == State::Complete {
            return Ok(());
        }
        let is_last = self.state == State::Content && self.scope.depth() == 0 && self.has_root;
        let (Some(sink), Some(mtom), Encoder::Text(encoder)) =
            (&mut self.sink, &mut self.mtom, &mut self.encoder)
        else {
            return Ok(());
        };
        let ready = encoder.ready();
        let waiting = mtom.head.len() + ready + if is_last { mtom.size } else { 0 };
        if waiting < min_size && !(is_last && mtom.has_sources()) {
            return Ok(());
        }
        match mtom.send(&mut **sink, &encoder.bytes()[..ready], is_last).await {
            Ok(()) => {
                self.was_taken |= ready > 0;
                encoder.sent(ready, self.properties.buffer_trim_size);
                if is_last {
                    self.state = State::Complete;
                }
                Ok(())
            }
            Err(error) => {
                self.state = State::Faulted;
                Err(error.context("writing a MIME package to the stream of the XML writer failed"))
            }
        }
    }
}

/// Bytes.
impl Writer {
    /// Whether bytes that come by a callback can wait until their part is written. The canonical form cannot: they are
    /// in it where they are written.
    pub(crate) fn defers_bytes(&self) -> bool {
        self.mtom.is_some() && self.canonical.is_none() && self.is_stream() && self.is_only_bytes()
    }

    /// Has what `source` writes be content, once it is its turn. (WsPushBytes)
    pub(crate) fn write_deferred(&mut self, source: Box<dyn PartSource>) -> Result<()> {
        let result = self.begin_bytes(source);
        self.settle(result)
    }

    fn begin_bytes(&mut self, source: Box<dyn PartSource>) -> Result<()> {
        if self.state == State::Start {
            self.commit_start(false)?;
        }
        if let Some(mtom) = &mut self.mtom {
            mtom.pending.push(Piece::Source(source));
        }
        self.scope.note_text();
        self.state = State::Bytes;
        Ok(())
    }

    /// Whether there is nothing, or nothing but bytes, in the current element.
    fn is_only_bytes(&self) -> bool {
        match self.state {
            State::Start | State::Bytes => true,
            State::Content => self.scope.is_innermost_empty(),
            _ => false,
        }
    }

    /// Bytes as content: they wait, unless there is something else in the element.
    pub(super) fn package_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if !self.is_only_bytes() {
            self.scope.note_text();
            let Encoder::Text(encoder) = &mut self.encoder else { return Ok(()) };
            return encoder.text(&Text::Base64(bytes));
        }
        self.scope.note_text();
        self.state = State::Bytes;
        let Some(mtom) = &mut self.mtom else { return Ok(()) };
        mtom.pending_size += bytes.len();
        if mtom.size + mtom.pending_size > mtom.limit && mtom.pending_size > mtom.output.max_inline as usize {
            return Err(Error::quota_exceeded(format!(
                "the MIME parts exceed the {} bytes that the writer may buffer for them \
                 (WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE)",
                mtom.limit
            )));
        }
        match mtom.pending.last_mut() {
            Some(Piece::Bytes(before)) => before.extend_from_slice(bytes),
            _ => mtom.pending.push(Piece::Bytes(bytes.to_vec())),
        }
        Ok(())
    }

    /// Something else follows in the element: the bytes that wait are written as base64.
    #[cold]
    pub(super) fn inline_bytes(&mut self) -> Result<()> {
        self.state = State::Content;
        let (Some(mtom), Encoder::Text(encoder)) = (&mut self.mtom, &mut self.encoder) else { return Ok(()) };
        mtom.pending_size = 0;
        for piece in mtom.pending.drain(..) {
            match piece {
                Piece::Bytes(bytes) => encoder.text(&Text::Base64(&bytes))?,
                Piece::Source(mut source) => {
                    let mut bytes = Vec::new();
                    source.collect(&mut bytes)?;
                    encoder.text(&Text::Base64(&bytes))?;
                }
            }
        }
        Ok(())
    }

    /// Nothing else is in the element: the bytes that wait become a part, if there are enough of them.
    #[cold]
    pub(super) fn end_bytes(&mut self) -> Result<()> {
        let Some(mtom) = &mut self.mtom else { return Ok(()) };
        let is_deferred = mtom.pending.iter().any(|piece| matches!(piece, Piece::Source(_)));
        if !is_deferred && mtom.pending_size <= mtom.output.max_inline as usize {
            return self.inline_bytes();
        }
        let Encoder::Text(encoder) = &mut self.encoder else { return Ok(()) };
        let id = mtom.output.part_id(mtom.parts.len() + 1);
        include(encoder, &id)?;
        let content_type = String::from_utf8_lossy(&self.start.content_type);
        let is_printable =
            content_type.contains('/') && content_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let head = format!(
            "\r\n--{}\r\nContent-ID: <{id}>\r\nContent-Transfer-Encoding: binary\r\nContent-Type: {}\r\n\r\n",
            mtom.output.boundary,
            if is_printable { &*content_type } else { "application/octet-stream" }
        );
        mtom.size += std::mem::take(&mut mtom.pending_size);
        mtom.parts.push(Part { head, content: std::mem::take(&mut mtom.pending) });
        self.state = State::Content;
        Ok(())
    }

    /// Whether an attribute says what the bytes in its element are.
    pub(super) fn is_content_type(&self, local_name: &[u8], ns: &[u8]) -> bool {
        self.mtom.is_some() && (local_name, ns) == CONTENT_TYPE
    }
}

/// Writes the element that stands for a part. (XOP section 2.1)
fn include(encoder: &mut TextEncoder, id: &str) -> Result<()> {
    encoder.start_element(b"xop:Include");
    encoder.start_attribute(b"", b"href", false);
    encoder.attribute_text(&Text::Utf8(format!("cid:{}", id.replace('@', "%40")).as_bytes()))?;
    encoder.end_attribute();
    encoder.xmlns(b"xop", XOP, false)?;
    encoder.end_start_element(true)
}
