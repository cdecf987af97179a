//! What HTTP carries of a message besides its envelope: content type, action, mapped headers.
//! (SOAP 1.1 section 6, SOAP 1.2 part 2 section 7, RFC 3902.)

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::message::Message;
use crate::transport::http::Headers;
use crate::value::media_type::{parameter_value, quoted};
use crate::value::url::{Url, UrlFlags};

use super::encoding::{ContentType, Format};
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

/// The headers that describe a request with this action, which has been written.
pub(super) fn request_headers(
    properties: &ChannelProperties,
    message: &Message,
    action: Option<&str>,
) -> Result<Headers> {
    let mut headers = Headers::new();
    let version = properties.envelope_version;
    if let Some(mut content_type) = Format::of(properties).content_type(message)? {
        if version == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2
            && let Some(action) = action
        {
            content_type = ContentType::with_action(content_type, action);
        }
        headers.append("Content-Type", content_type)?;
    }
    if version == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1 {
        // SOAP 1.1 requires the field, empty when there is no action.
        headers.append("SOAPAction", quoted(action.unwrap_or_default()))?;
    }
    Ok(headers)
}

/// The headers that describe a reply, which has been written.
pub(super) fn reply_headers(properties: &ChannelProperties, message: &Message) -> Result<Headers> {
    let mut headers = Headers::new();
    if let Some(content_type) = Format::of(properties).content_type(message)? {
        headers.append("Content-Type", content_type)?;
    }
    Ok(headers)
}

/// What a message says of the request or the reply itself, by the names that a WS_HTTP_MESSAGE_MAPPING gives it.
pub(super) const VERB: &str = "Verb";
pub(super) const STATUS_CODE: &str = "StatusCode";
pub(super) const STATUS_TEXT: &str = "StatusText";

/// The value of a mapped header, if it is there.
pub(super) fn mapped<'a>(message: &'a Message, name: &str) -> Result<Option<&'a str>> {
    let found = message.mapped_headers()?.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    Ok(found.map(|header| header.value.as_str()))
}

/// The action that a request carries outside its envelope.
pub(super) fn request_action(headers: &Headers, content_type: &ContentType) -> Option<String> {
    if let Some(action) = content_type.action() {
        return Some(action);
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
    fn takes_a_field_apart_as_its_mapping_says() {
        let both = WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR | WS_HTTP_HEADER_MAPPING_QUOTED_VALUE;
        assert_eq!(mapped_values("a, b", 0), ["a, b"]);
        assert_eq!(mapped_values("a, b ,c", WS_HTTP_HEADER_MAPPING_COMMA_SEPARATOR), ["a", "b", "c"]);
        assert_eq!(mapped_values("a;b,c", WS_HTTP_HEADER_MAPPING_SEMICOLON_SEPARATOR), ["a", "b,c"]);
        assert_eq!(mapped_values("\"a, \\\"x\\\"\", b", both), ["a, \"x\"", "b"]);
    }
}
