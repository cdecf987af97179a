//! What HTTP carries of a message besides its envelope: content type, action, mapped headers.
//! (SOAP 1.1 section 6, SOAP 1.2 part 2 section 7, RFC 3902.)

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::message::Message;
use crate::transport::http::Headers;
use crate::value::url::{Url, UrlFlags};
use crate::xml::reader::TextCharset;
use crate::xml::writer::WriterProperties;

use super::properties::{ChannelProperties, HttpHeaderMapping};

/// An http URL, with its host in one of the wildcard forms where `wildcards` allows it.
pub(super) fn parse_url(url: &str, wildcards: bool) -> Result<Url> {
    let text: Vec<u16> = url.encode_utf16().collect();
    let flags = UrlFlags { allow_host_wildcards: wildcards, ..UrlFlags::default() };
    let parsed = Url::parse_endpoint(&text, flags)?;
    if parsed.scheme != WS_URL_SCHEME_TYPE::WS_URL_HTTP_SCHEME_TYPE {
        return Err(Error::new(
            WS_E_INVALID_ENDPOINT_URL,
            format!(
                "the URL {url} is not an http URL, which WS_HTTP_CHANNEL_BINDING without security requires"
            ),
        ));
    }
    Ok(parsed)
}

/// The media type of an envelope version.
fn media_type(version: WS_ENVELOPE_VERSION) -> &'static str {
    match version {
        WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1 => "text/xml",
        WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2 => "application/soap+xml",
        WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE => "application/xml",
    }
}

/// The charset of the encoding. Encodings that this version does not have are refused when the channel or the
/// listener is opened.
pub(super) fn charset(encoding: WS_ENCODING) -> Result<WS_CHARSET> {
    match encoding {
        WS_ENCODING::WS_ENCODING_XML_UTF8 => Ok(WS_CHARSET::WS_CHARSET_UTF8),
        WS_ENCODING::WS_ENCODING_XML_UTF16LE => Ok(WS_CHARSET::WS_CHARSET_UTF16LE),
        WS_ENCODING::WS_ENCODING_XML_UTF16BE => Ok(WS_CHARSET::WS_CHARSET_UTF16BE),
        other => Err(Error::not_supported(format!("{other:?} is not supported over HTTP by this version"))),
    }
}

/// Messages have the versions of the channel that they travel on.
pub(super) fn check_versions(properties: &ChannelProperties, message: &Message) -> Result<()> {
    let (envelope, addressing) = (message.envelope().id, message.addressing().id);
    if (envelope, addressing) == (properties.envelope_version, properties.addressing_version) {
        return Ok(());
    }
    Err(Error::invalid_argument(format!(
        "the message is in {envelope:?} with {addressing:?}, and the channel is for {:?} with {:?}",
        properties.envelope_version, properties.addressing_version
    )))
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
    charset: WS_CHARSET,
    max_size: u32,
}

impl Output {
    /// As the channel says, for a message that may leave on it.
    pub(super) fn of(properties: &Mutex<ChannelProperties>, message: &Message) -> Result<Self> {
        let properties = properties.lock();
        check_versions(&properties, message)?;
        Ok(Self { charset: charset(properties.encoding)?, max_size: properties.max_buffered_message_size })
    }

    /// Writes the message's headers; its body can be written then.
    pub(super) fn start(&self, message: &mut Message) -> Result<()> {
        message.write_start(|writer, properties| {
            let properties = WriterProperties { buffer_max_size: self.max_size, ..properties };
            writer.set_output_text(self.charset, properties)
        })
    }
}

/// The headers that describe a request with this action.
pub(super) fn request_headers(properties: &ChannelProperties, action: Option<&str>) -> Result<Headers> {
    let mut headers = Headers::new();
    let charset = charset_name(charset(properties.encoding)?);
    let media = media_type(properties.envelope_version);
    if properties.envelope_version == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2 {
        let mut content_type = format!("{media}; charset={charset}");
        if let Some(action) = action {
            content_type.push_str("; action=");
            content_type.push_str(&quoted(action));
        }
        headers.append("Content-Type", content_type)?;
        return Ok(headers);
    }
    headers.append("Content-Type", format!("{media}; charset={charset}"))?;
    if properties.envelope_version == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1 {
        // SOAP 1.1 requires the field, empty when there is no action.
        headers.append("SOAPAction", quoted(action.unwrap_or_default()))?;
    }
    Ok(headers)
}

/// The headers that describe a reply.
pub(super) fn reply_headers(properties: &ChannelProperties) -> Result<Headers> {
    let mut headers = Headers::new();
    let charset = charset_name(charset(properties.encoding)?);
    headers
        .append("Content-Type", format!("{}; charset={charset}", media_type(properties.envelope_version)))?;
    Ok(headers)
}

/// A quoted-string of RFC 7230.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

/// What a Content-Type field says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ContentType {
    pub(super) media_type: String,
    /// In lower case.
    pub(super) charset: Option<String>,
    pub(super) action: Option<String>,
}

impl ContentType {
    pub(super) fn parse(field: &str) -> Self {
        let (media_type, mut rest) = field.split_once(';').unwrap_or((field, ""));
        let mut parsed = Self { media_type: media_type.trim().to_owned(), charset: None, action: None };
        while let Some((name, after)) = rest.split_once('=') {
            // A parameter without a value may come before.
            let name = name.rsplit(';').next().unwrap_or(name).trim();
            let (value, after) = parameter_value(after);
            if name.eq_ignore_ascii_case("charset") {
                parsed.charset = Some(value.to_ascii_lowercase());
            } else if name.eq_ignore_ascii_case("action") {
                parsed.action = Some(value);
            }
            rest = after;
        }
        parsed
    }

    /// The charset, or what the document itself says when there is none. `WS_E_INVALID_FORMAT` for one that XML
    /// readers need not know.
    pub(super) fn text_charset(&self) -> Result<TextCharset> {
        match self.charset.as_deref() {
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

    /// Whether this is what envelopes of the version come in.
    pub(super) fn fits(&self, version: WS_ENVELOPE_VERSION) -> bool {
        self.media_type.eq_ignore_ascii_case(media_type(version))
            || version == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE
                && self.media_type.eq_ignore_ascii_case("text/xml")
    }
}

/// The value of a parameter, quoted or not, and what comes after it.
fn parameter_value(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let Some(inner) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = inner.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (value, &inner[index + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

/// The action that a request carries outside its envelope.
pub(super) fn request_action(headers: &Headers, content_type: &ContentType) -> Option<String> {
    if let Some(action) = &content_type.action {
        return Some(action.clone());
    }
    let field = headers.text("SOAPAction")?.trim();
    let (action, _) = parameter_value(field);
    (!action.is_empty()).then_some(action)
}

/// Copies the mapped headers of a message into HTTP headers.
pub(super) fn write_mapped(message: &Message, mapping: &[HttpHeaderMapping], to: &mut Headers) -> Result<()> {
    if mapping.is_empty() {
        return Ok(());
    }
    for header in message.mapped_headers()? {
        let mapped = mapping.iter().find(|mapped| mapped.name.eq_ignore_ascii_case(header.name.as_bytes()));
        let Some(mapped) = mapped else { continue };
        if mapped.options & WS_HTTP_HEADER_MAPPING_QUOTED_VALUE != 0 {
            to.append(&header.name, quoted(&header.value))?;
        } else {
            to.append(&header.name, &header.value)?;
        }
    }
    Ok(())
}

/// Copies HTTP headers that are mapped into a message, one mapped header for each value.
pub(super) fn read_mapped(headers: &Headers, mapping: &[HttpHeaderMapping], to: &mut Message) -> Result<()> {
    for mapped in mapping {
        let Ok(name) = std::str::from_utf8(&mapped.name) else { continue };
        for field in headers.all(name) {
            let field = String::from_utf8_lossy(field);
            for value in mapped_values(&field, mapped.options) {
                to.add_mapped_header(name, &value)?;
            }
        }
    }
    Ok(())
}

/// The values of a field, by the `WS_HTTP_HEADER_MAPPING_*` flags: separated by commas or semicolons, and quoted.
fn mapped_values(field: &str, options: u32) -> Vec<String> {
    let separator = match options {
        options if options & WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR != 0 => Some(','),
        options if options & WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR != 0 => Some(';'),
        _ => None,
    };
    let mut values = vec![String::new()];
    let mut characters = field.chars();
    let mut within = false;
    while let Some(character) = characters.next() {
        let last = values.len() - 1;
        match character {
            '"' if options & WS_HTTP_HEADER_MAPPING_QUOTED_VALUE != 0 => within = !within,
            '\\' if within => values[last].extend(characters.next()),
            other if !within && Some(other) == separator => values.push(String::new()),
            other => values[last].push(other),
        }
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_content_types_as_peers_write_them() {
        let parsed = ContentType::parse("text/xml; charset=utf-8");
        assert_eq!(parsed.media_type, "text/xml");
        assert_eq!(parsed.charset.as_deref(), Some("utf-8"));
        let parsed = ContentType::parse("Application/SOAP+xml;action=\"a;b\\\"c\" ; Charset=\"UTF-16\"");
        assert!(parsed.fits(WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2));
        assert_eq!(parsed.action.as_deref(), Some("a;b\"c"));
        assert_eq!(parsed.charset.as_deref(), Some("utf-16"));
        assert_eq!(ContentType::parse("text/xml").charset, None);
        assert_eq!(ContentType::parse("text/xml;").charset, None);
        assert_eq!(
            ContentType::parse("a/b; x; charset=\"unterminated").charset.as_deref(),
            Some("unterminated")
        );
    }

    #[test]
    fn writes_what_it_reads() {
        for action in ["", "http://a/b?c=d", "with \"quotes\" and \\ and ;"] {
            let parsed = ContentType::parse(&format!("a/b; action={}", quoted(action)));
            assert_eq!(parsed.action.as_deref(), Some(action));
        }
    }

    #[test]
    fn takes_a_field_apart_as_its_mapping_says() {
        let both = WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR | WS_HTTP_HEADER_MAPPING_QUOTED_VALUE;
        assert_eq!(mapped_values("a, b", 0), ["a, b"]);
        assert_eq!(mapped_values("a, b ,c", WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR), ["a", "b", "c"]);
        assert_eq!(mapped_values("a;b,c", WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR), ["a", "b,c"]);
        assert_eq!(mapped_values("\"a, \\\"x\\\"\", b", both), ["a, \"x\"", "b"]);
    }
}
