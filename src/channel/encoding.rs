//! How messages become the bodies of HTTP requests and responses, and how the Content-Type says so.
//!
//! ```text
//! text             text/xml (SOAP 1.1), application/soap+xml (SOAP 1.2); charset
//! binary           application/soap+msbin1
//! MTOM             multipart/related; type="application/xop+xml"; boundary, start, start-info: the type of the envelope
//! raw              whatever the application maps to it
//! ```
//!
//! (WS_ENCODING; SOAP 1.1 section 6, RFC 3902, MTOM HTTP Binding, \[MC-NBFS\] 1.1)

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::message::Message;
use crate::value::guid::{new_guid, write_guid};
use crate::value::media_type::{MediaType, quoted};
use crate::xml::dictionary::{Dictionaries, Soap};
use crate::xml::reader::{Input, MtomInput, Reader, ReaderProperties, TextCharset};
use crate::xml::writer::{BinaryOutput, MtomOutput, Writer, WriterProperties};

use super::http::check_versions;
use super::properties::ChannelProperties;

const BINARY: &str = "application/soap+msbin1";
const XOP: &str = "application/xop+xml";
/// The identifier of the XML in packages, as WCF has it.
const START: &str = "http://tempuri.org/0";
/// How many bytes stay in the XML of a package: for fewer, a part costs more than base64 does. As in WCF.
const MAX_INLINE: u32 = 767;

/// What the messages of a channel are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Format {
    encoding: WS_ENCODING,
    envelope: WS_ENVELOPE_VERSION,
}

/// The kinds of encoding, with the charset of their text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Text(WS_CHARSET),
    Mtom(WS_CHARSET),
    Binary,
    Raw,
}

impl Format {
    pub(super) fn of(properties: &ChannelProperties) -> Self {
        Self { encoding: properties.encoding, envelope: properties.envelope_version }
    }

    fn kind(self) -> Kind {
        match self.encoding {
            WS_ENCODING::WS_ENCODING_XML_UTF8 => Kind::Text(WS_CHARSET::WS_CHARSET_UTF8),
            WS_ENCODING::WS_ENCODING_XML_UTF16LE => Kind::Text(WS_CHARSET::WS_CHARSET_UTF16LE),
            WS_ENCODING::WS_ENCODING_XML_UTF16BE => Kind::Text(WS_CHARSET::WS_CHARSET_UTF16BE),
            WS_ENCODING::WS_ENCODING_XML_MTOM_UTF8 => Kind::Mtom(WS_CHARSET::WS_CHARSET_UTF8),
            WS_ENCODING::WS_ENCODING_XML_MTOM_UTF16LE => Kind::Mtom(WS_CHARSET::WS_CHARSET_UTF16LE),
            WS_ENCODING::WS_ENCODING_XML_MTOM_UTF16BE => Kind::Mtom(WS_CHARSET::WS_CHARSET_UTF16BE),
            WS_ENCODING::WS_ENCODING_XML_BINARY_1 | WS_ENCODING::WS_ENCODING_XML_BINARY_SESSION_1 => {
                Kind::Binary
            }
            WS_ENCODING::WS_ENCODING_RAW => Kind::Raw,
        }
    }

    /// Whether the bodies are bytes of the application's own.
    pub(super) fn is_raw(self) -> bool {
        self.kind() == Kind::Raw
    }

    /// Whether each message has a Content-Type of its own.
    pub(super) fn varies(self) -> bool {
        matches!(self.kind(), Kind::Mtom(_))
    }

    /// The media type of the envelope as text.
    fn media_type(self) -> &'static str {
        match self.envelope {
            WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1 => "text/xml",
            WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2 => "application/soap+xml",
            WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE => "application/xml",
        }
    }

    /// The Content-Type of a message that has been written; `None` where the application says it.
    pub(super) fn content_type(self, message: &Message) -> Result<Option<String>> {
        Ok(match self.kind() {
            Kind::Text(charset) => Some(format!("{}; charset={}", self.media_type(), charset_name(charset))),
            Kind::Binary => Some(BINARY.to_owned()),
            Kind::Mtom(_) => message.encoder()?.package().map(MtomOutput::content_type),
            Kind::Raw => None,
        })
    }
}

fn charset_name(charset: WS_CHARSET) -> &'static str {
    match charset {
        WS_CHARSET::WS_CHARSET_UTF16LE => "utf-16le",
        WS_CHARSET::WS_CHARSET_UTF16BE => "utf-16be",
        _ => "utf-8",
    }
}

/// How messages are written that leave on a channel.
pub(super) struct Output {
    format: Format,
    max_size: u32,
}

impl Output {
    /// As the channel says, for a message that may leave on it.
    pub(super) fn of(properties: &Mutex<ChannelProperties>, message: &Message) -> Result<Self> {
        let properties = properties.lock();
        check_versions(&properties, message)?;
        Ok(Self { format: Format::of(&properties), max_size: properties.max_buffered_message_size })
    }

    /// Writes the message's headers; its body can be written then.
    pub(super) fn start(&self, message: &mut Message) -> Result<()> {
        message.write_start(|writer, properties| {
            self.set(writer, WriterProperties { buffer_max_size: self.max_size, ..properties })
        })
    }

    fn set(&self, writer: &mut Writer, properties: WriterProperties) -> Result<()> {
        match self.format.kind() {
            Kind::Text(charset) => writer.set_output_text(charset, properties),
            Kind::Binary => {
                let output = BinaryOutput {
                    dictionary: Some(Box::new(Soap)),
                    address: Soap::address(),
                    dynamic: None,
                };
                writer.set_output_binary(output, properties);
                Ok(())
            }
            Kind::Mtom(charset) => {
                // Nobody can know beforehand what separates the parts.
                let mut boundary = b"uuid:".to_vec();
                write_guid(&new_guid(), &mut boundary);
                boundary.extend_from_slice(b"+id=1");
                let output = MtomOutput {
                    charset,
                    write_header: false,
                    boundary: String::from_utf8_lossy(&boundary).into_owned(),
                    start_info: self.format.media_type().to_owned(),
                    start_uri: START.to_owned(),
                    max_inline: MAX_INLINE,
                };
                // The size of the message is what limits it.
                let parts = properties.max_mime_parts_buffer_size.max(self.max_size);
                writer.set_output_mtom(
                    output,
                    WriterProperties { max_mime_parts_buffer_size: parts, ..properties },
                )
            }
            Kind::Raw => {
                writer.set_output_raw(properties);
                Ok(())
            }
        }
    }
}

/// What a Content-Type field says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ContentType(MediaType);

impl ContentType {
    pub(super) fn parse(field: &str) -> Self {
        Self(MediaType::parse(field))
    }

    /// Type and subtype, for messages to people.
    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    /// The action of the message, where the Content-Type carries it.
    pub(super) fn action(&self) -> Option<String> {
        let own = self.0.parameter("action").map(str::to_owned);
        own.or_else(|| {
            Some(MediaType::parse(self.0.parameter("start-info")?).parameter("action")?.to_owned())
        })
    }

    /// Whether this is what the messages of the channel come in. Who can read MTOM takes text too.
    pub(super) fn fits(&self, format: Format) -> bool {
        match format.kind() {
            Kind::Raw => true,
            Kind::Binary => self.0.is(BINARY),
            Kind::Text(_) => self.is_text(format),
            Kind::Mtom(_) => self.is_package(format) || self.is_text(format),
        }
    }

    fn is_text(&self, format: Format) -> bool {
        self.0.is(format.media_type())
            || format.envelope == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE && self.0.is("text/xml")
    }

    fn is_package(&self, format: Format) -> bool {
        let is_xop = self.0.parameter("type").is_some_and(|root| root.eq_ignore_ascii_case(XOP));
        let envelope = self.0.parameter("start-info").map(MediaType::parse);
        self.0.is("multipart/related")
            && is_xop
            && envelope.is_none_or(|envelope| envelope.is(format.media_type()))
    }

    /// How a body of this type is read. `WS_E_INVALID_FORMAT` for a charset that XML readers need not know, or a
    /// package without a boundary.
    pub(super) fn decoder(&self, format: Format) -> Result<Decoder> {
        Ok(match format.kind() {
            Kind::Raw => Decoder::Raw,
            Kind::Binary => Decoder::Binary,
            Kind::Mtom(_) if self.is_package(format) => {
                let boundary = self.0.parameter("boundary").filter(|boundary| !boundary.is_empty());
                let boundary = boundary.ok_or_else(|| {
                    Error::invalid_format(
                        "expected a Content-Type with the boundary of a MIME package, found none",
                    )
                })?;
                Decoder::Mtom(MtomInput {
                    charset: TextCharset::Auto,
                    read_header: false,
                    boundary: boundary.to_owned(),
                    start_info: format.media_type().to_owned(),
                    start_uri: self.0.parameter("start").unwrap_or_default().to_owned(),
                })
            }
            Kind::Text(_) | Kind::Mtom(_) => Decoder::Text(self.text_charset()?),
        })
    }

    /// The charset, or what the document itself says when there is none.
    fn text_charset(&self) -> Result<TextCharset> {
        match self.0.parameter("charset").map(str::to_ascii_lowercase).as_deref() {
            None => Ok(TextCharset::Auto),
            Some("utf-8" | "utf8") => Ok(TextCharset::Utf8),
            Some("utf-16le") => Ok(TextCharset::Utf16Le),
            Some("utf-16be") => Ok(TextCharset::Utf16Be),
            // With no byte order in its name, the byte order mark says it.
            Some("utf-16" | "us-ascii" | "ascii") => Ok(TextCharset::Auto),
            Some(other) => Err(Error::invalid_format(format!(
                "the Content-Type names the charset '{other}', and utf-8 or utf-16 is expected"
            ))),
        }
    }

    /// The same with an action, as a field.
    pub(super) fn with_action(mut content_type: String, action: &str) -> String {
        content_type.push_str("; action=");
        content_type.push_str(&quoted(action));
        content_type
    }
}

/// How a body is read.
#[derive(Clone, Debug)]
pub(super) enum Decoder {
    Text(TextCharset),
    Binary,
    Mtom(MtomInput),
    Raw,
}

impl Decoder {
    /// Sets a reader to a body.
    pub(super) fn open(self, input: Input, reader: &mut Reader, properties: ReaderProperties) -> Result<()> {
        match self {
            Self::Text(charset) => reader.set_input_text(input, charset, properties),
            Self::Binary => {
                let dictionaries = Dictionaries { fixed: Some(Box::new(Soap)), dynamic: None };
                reader.set_input_binary(input, dictionaries, properties)
            }
            Self::Mtom(about) => reader.set_input_mtom(input, about, properties),
            Self::Raw => reader.set_input_raw(input, properties),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOAP11: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1;
    const SOAP12: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2;
    const NONE: WS_ENVELOPE_VERSION = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE;

    #[test]
    fn a_content_type_fits_what_the_channel_reads() {
        use WS_ENCODING::*;
        let package = "multipart/related;type=\"application/xop+xml\";boundary=\"b\";start-info=\"application/soap+xml\"";
        let unsaid = "Multipart/Related; type=application/xop+xml; boundary=b";
        for (field, encoding, envelope, expected) in [
            ("text/xml; charset=utf-8", WS_ENCODING_XML_UTF8, SOAP11, true),
            ("text/xml", WS_ENCODING_XML_UTF16LE, SOAP11, true),
            ("text/xml", WS_ENCODING_XML_UTF8, SOAP12, false),
            ("Application/SOAP+xml", WS_ENCODING_XML_UTF8, SOAP12, true),
            ("application/xml", WS_ENCODING_XML_UTF8, NONE, true),
            ("text/xml", WS_ENCODING_XML_UTF8, NONE, true),
            ("application/soap+msbin1", WS_ENCODING_XML_BINARY_1, SOAP12, true),
            ("application/soap+msbin1", WS_ENCODING_XML_UTF8, SOAP12, false),
            ("application/soap+xml", WS_ENCODING_XML_BINARY_1, SOAP12, false),
            (package, WS_ENCODING_XML_MTOM_UTF8, SOAP12, true),
            (package, WS_ENCODING_XML_MTOM_UTF8, SOAP11, false),
            (package, WS_ENCODING_XML_UTF8, SOAP12, false),
            (unsaid, WS_ENCODING_XML_MTOM_UTF16LE, SOAP11, true),
            ("multipart/related; boundary=b", WS_ENCODING_XML_MTOM_UTF8, SOAP11, false),
            ("application/soap+xml", WS_ENCODING_XML_MTOM_UTF8, SOAP12, true),
            ("text/xml", WS_ENCODING_XML_MTOM_UTF8, SOAP12, false),
            ("image/png", WS_ENCODING_RAW, NONE, true),
            ("", WS_ENCODING_RAW, NONE, true),
        ] {
            let found = ContentType::parse(field).fits(Format { encoding, envelope });
            assert_eq!(found, expected, "{field} for {encoding:?}, {envelope:?}");
        }
    }

    #[test]
    fn a_package_needs_a_boundary_and_text_a_charset() {
        let format = Format { encoding: WS_ENCODING::WS_ENCODING_XML_MTOM_UTF8, envelope: SOAP11 };
        for (field, is_readable) in [
            ("multipart/related; type=application/xop+xml; boundary=b", true),
            ("multipart/related; type=application/xop+xml", false),
            ("text/xml; charset=UTF-16", true),
            ("text/xml; charset=koi8-r", false),
        ] {
            let decoder = ContentType::parse(field).decoder(format);
            assert_eq!(decoder.is_ok(), is_readable, "{field}");
            assert!(decoder.err().is_none_or(|error| error.code() == WS_E_INVALID_FORMAT));
        }
    }

    #[test]
    fn finds_the_action_beside_the_message() {
        for (field, expected) in [
            ("application/soap+xml; action=\"a;b\"", Some("a;b")),
            ("multipart/related; start-info=\"application/soap+xml; action=\\\"c\\\"\"", Some("c")),
            ("text/xml", None),
        ] {
            assert_eq!(ContentType::parse(field).action().as_deref(), expected);
        }
        let field = ContentType::with_action("a/b".to_owned(), "with \"quotes\"");
        assert_eq!(ContentType::parse(&field).action().as_deref(), Some("with \"quotes\""));
    }
}
