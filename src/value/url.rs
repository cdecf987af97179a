//! URLs of the five schemes, by the grammar of RFC 3986 and the pages WsDecodeUrl, WsEncodeUrl, WsCombineUrl.
//!
//! A URL arrives in its encoded form, which is ASCII: `http://host:8080/a%20b?query#fragment`. Its components
//! are handed out decoded. Userinfo (`user@host`) is not supported, and what stands between brackets is taken
//! as it is. Components of a path that are `.` or `..` are collapsed unless a flag says otherwise.

use crate::abi::types::*;
use crate::error::{Error, Result};

use super::string::{quoted, quoted_utf16, utf8_to_utf16, utf16_to_utf8};

mod reference;

pub(crate) use reference::combine;

/// The port of a scheme that has none of its own (pages WsDecodeUrl, WS_SOAPUDP_URL).
pub(crate) const NO_PORT: u16 = 0xFFFF;

/// What `WS_URL_FLAGS` ask for.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct UrlFlags {
    /// The host may be `+` or `*`, which stand for every name of this machine when listening.
    pub(crate) allow_host_wildcards: bool,
    /// `.` and `..` in the path are kept.
    pub(crate) no_path_collapse: bool,
    /// A zero is put behind each string that is handed out. It is not counted.
    pub(crate) zero_terminate: bool,
}

impl UrlFlags {
    /// The flags in this number; `E_INVALIDARG` when there are others.
    pub(crate) fn from_raw(flags: ULONG) -> Result<Self> {
        let known =
            WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE | WS_URL_FLAGS_ZERO_TERMINATE;
        if flags & !known != 0 {
            return Err(Error::invalid_argument(format!(
                "0x{:X} is no flag of WS_URL_FLAGS",
                flags & !known
            )));
        }
        Ok(Self {
            allow_host_wildcards: flags & WS_URL_FLAGS_ALLOW_HOST_WILDCARDS != 0,
            no_path_collapse: flags & WS_URL_FLAGS_NO_PATH_COLLAPSE != 0,
            zero_terminate: flags & WS_URL_FLAGS_ZERO_TERMINATE != 0,
        })
    }
}

/// A URL, parsed once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    pub(crate) scheme: WS_URL_SCHEME_TYPE,
    /// Decoded; a literal address of IPv6 with its brackets. Never empty.
    pub(crate) host: String,
    /// The port, or the scheme's own when none is given; [`NO_PORT`] when it has none.
    pub(crate) port: u16,
    /// The port as it is written; empty when there is none.
    pub(crate) port_text: String,
    /// Decoded, from its first slash on; empty when there is none.
    pub(crate) path: String,
    /// Decoded, without the question mark.
    pub(crate) query: String,
    /// Decoded, without the number sign.
    pub(crate) fragment: String,
    /// Path and query in encoded form.
    encoded_path: String,
    encoded_query: Option<String>,
}

impl Url {
    /// Takes an encoded URL apart. `WS_E_INVALID_FORMAT` says what is wrong with it, and where.
    pub(crate) fn parse(text: &[u16], flags: UrlFlags) -> Result<Self> {
        let bytes = ascii(text)?;
        Self::parse_ascii(&bytes, flags)
    }

    /// [`Url::parse`] for the address of an endpoint, where a failure is `WS_E_INVALID_ENDPOINT_URL`.
    pub(crate) fn parse_endpoint(text: &[u16], flags: UrlFlags) -> Result<Self> {
        Self::parse(text, flags).map_err(|error| error.with_code(WS_E_INVALID_ENDPOINT_URL))
    }

    fn parse_ascii(text: &[u8], flags: UrlFlags) -> Result<Self> {
        let parts = Parts::split(text);
        let (scheme, authority) = parts.absolute(text)?;
        let fail =
            |what: &str| Error::invalid_format(format!("the URL {} is not valid: {what}", quoted(text)));

        let (host, port_text) = split_authority(authority).map_err(fail)?;
        if host.is_empty() {
            return Err(fail("it has no host"));
        }
        let port = match parse_port(port_text) {
            Port::Number(port) => port,
            Port::Missing => default_port(scheme),
            Port::Wrong => return Err(fail(&format!("{} is not a port from 0 to 65535", quoted(port_text)))),
        };
        let path = if flags.no_path_collapse { parts.path.to_vec() } else { collapse(parts.path) };
        let decoded = |component: &[u8], allowed: fn(u8) -> bool, name: &str| {
            decode(component, allowed).map_err(|what| fail(&format!("{name}: {what}")))
        };
        let host = if host.first() == Some(&b'[') {
            decoded(host, |_| true, "the host")?
        } else {
            decoded(host, is_host_char, "the host")?
        };
        // Also where it is escaped: what is handed out is decoded, and would be a wildcard from there on.
        if matches!(host.as_str(), "+" | "*") && !flags.allow_host_wildcards {
            return Err(fail("'+' and '*' stand for every host only where something is listened to"));
        }
        Ok(Self {
            scheme,
            host,
            port,
            port_text: lossless(port_text),
            path: decoded(&path, is_path_char, "the path")?,
            query: decoded(parts.query.unwrap_or_default(), is_query_char, "the query")?,
            fragment: decoded(parts.fragment.unwrap_or_default(), is_query_char, "the fragment")?,
            encoded_path: lossless(&path),
            encoded_query: parts.query.map(lossless),
        })
    }

    /// Path and query in encoded form, as a request line has them: never empty.
    pub(crate) fn target(&self) -> String {
        let path = if self.encoded_path.is_empty() { "/" } else { &self.encoded_path };
        match &self.encoded_query {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }

    /// Host and port in encoded form, as a `Host` header has them: the port only where it is not the scheme's.
    #[cfg(test)]
    pub(crate) fn authority(&self) -> String {
        let mut text = Vec::new();
        encode_host(self.host.as_bytes(), &mut text);
        let mut text = lossless(&text);
        if self.port != default_port(self.scheme) {
            text.push(':');
            text.push_str(&self.port.to_string());
        }
        text
    }

    /// Whether the host stands for every name of this machine.
    #[cfg(test)]
    pub(crate) fn is_wildcard(&self) -> bool {
        matches!(self.host.as_str(), "+" | "*")
    }

    /// The URL in encoded form, without its fragment: what is sent and compared.
    #[cfg(test)]
    pub(crate) fn encoded(&self) -> String {
        let query = self.encoded_query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
        format!("{}://{}{}{query}", scheme_name(self.scheme), self.authority(), self.encoded_path)
    }
}

/// The decoded components that a URL is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Components<'a> {
    pub(crate) scheme: WS_URL_SCHEME_TYPE,
    pub(crate) host: &'a [u16],
    /// 0 for none.
    pub(crate) port: u16,
    /// Empty for none.
    pub(crate) port_text: &'a [u16],
    pub(crate) path: &'a [u16],
    pub(crate) query: &'a [u16],
    pub(crate) fragment: &'a [u16],
}

impl Components<'_> {
    /// Escapes the components and puts them together. The port is left out when it is the scheme's own and is
    /// given as a number alone. `E_INVALIDARG` when number and text of the port differ, `WS_E_INVALID_FORMAT`
    /// when a component is not one.
    pub(crate) fn encode(&self, flags: UrlFlags) -> Result<Vec<u16>> {
        let mut url = Vec::new();
        url.extend_from_slice(scheme_name(self.scheme).as_bytes());
        url.extend_from_slice(b"://");
        let host = utf16_to_utf8(self.host)?;
        if matches!(&*host, b"+" | b"*") && !flags.allow_host_wildcards {
            return Err(Error::invalid_format(
                "a URL's host may be '+' or '*' only with WS_URL_FLAGS_ALLOW_HOST_WILDCARDS",
            ));
        }
        encode_host(&host, &mut url);
        if let Some(port) = self.encoded_port()? {
            url.push(b':');
            url.extend_from_slice(port.as_bytes());
        }
        let path = utf16_to_utf8(self.path)?;
        if !path.is_empty() && path[0] != b'/' {
            return Err(Error::invalid_format(format!(
                "a URL's path begins with '/', and {} does not",
                quoted(&path)
            )));
        }
        let mut encoded_path = Vec::new();
        encode(&path, is_path_char, &mut encoded_path);
        url.extend(if flags.no_path_collapse { encoded_path } else { collapse(&encoded_path) });
        for (separator, component) in [(b'?', self.query), (b'#', self.fragment)] {
            if !component.is_empty() {
                url.push(separator);
                encode(&utf16_to_utf8(component)?, is_query_char, &mut url);
            }
        }
        utf8_to_utf16(&url)
    }

    fn encoded_port(&self) -> Result<Option<String>> {
        let text = utf16_to_utf8(self.port_text)?;
        match parse_port(&text) {
            Port::Number(port) if self.port != 0 && port != self.port => {
                Err(Error::invalid_argument(format!(
                    "a URL's port is {} as a number and {} as a text: give one of them",
                    self.port,
                    quoted(&text)
                )))
            }
            Port::Number(_) => Ok(Some(lossless(&text))),
            Port::Missing => {
                Ok((self.port != 0 && self.port != default_port(self.scheme)).then(|| self.port.to_string()))
            }
            Port::Wrong => Err(Error::invalid_format(format!(
                "a URL's port is from 0 to 65535, and {} is not",
                quoted(&text)
            ))),
        }
    }
}

/// The five schemes and their ports.
const SCHEMES: [(&str, WS_URL_SCHEME_TYPE, u16); 5] = [
    ("http", WS_URL_SCHEME_TYPE::WS_URL_HTTP_SCHEME_TYPE, 80),
    ("https", WS_URL_SCHEME_TYPE::WS_URL_HTTPS_SCHEME_TYPE, 443),
    ("net.tcp", WS_URL_SCHEME_TYPE::WS_URL_NETTCP_SCHEME_TYPE, 808),
    ("soap.udp", WS_URL_SCHEME_TYPE::WS_URL_SOAPUDP_SCHEME_TYPE, NO_PORT),
    ("net.pipe", WS_URL_SCHEME_TYPE::WS_URL_NETPIPE_SCHEME_TYPE, NO_PORT),
];

pub(crate) fn scheme_name(scheme: WS_URL_SCHEME_TYPE) -> &'static str {
    SCHEMES[CEnum::raw(scheme) as usize].0
}

pub(crate) fn default_port(scheme: WS_URL_SCHEME_TYPE) -> u16 {
    SCHEMES[CEnum::raw(scheme) as usize].2
}

/// The text as bytes, if it is ASCII, as an encoded URL is.
fn ascii(text: &[u16]) -> Result<Vec<u8>> {
    match text.iter().position(|&unit| !(0x21..0x7F).contains(&unit)) {
        None => Ok(text.iter().map(|&unit| unit as u8).collect()),
        Some(at) => Err(Error::invalid_format(format!(
            "the URL {} is not valid: the character U+{:04X} at offset {at} has to be escaped",
            quoted_utf16(text),
            text[at]
        ))),
    }
}

/// A URL or a reference, split at its separators (RFC 3986, appendix B).
#[derive(Clone, Copy, Debug)]
struct Parts<'a> {
    scheme: Option<&'a [u8]>,
    authority: Option<&'a [u8]>,
    path: &'a [u8],
    query: Option<&'a [u8]>,
    fragment: Option<&'a [u8]>,
}

impl<'a> Parts<'a> {
    fn split(text: &'a [u8]) -> Self {
        let (rest, fragment) = split_at_byte(text, b'#');
        let (rest, query) = split_at_byte(rest, b'?');
        let colon = rest.iter().position(|byte| matches!(byte, b':' | b'/')).filter(|&at| rest[at] == b':');
        let (scheme, rest) = match colon {
            Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
            None => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix(b"//") {
            Some(rest) => {
                let end = rest.iter().position(|&byte| byte == b'/').unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, rest),
        };
        Self { scheme, authority, path, query, fragment }
    }

    /// The scheme and the authority that an absolute URL has. `text` is the whole, for the message.
    fn absolute(&self, text: &[u8]) -> Result<(WS_URL_SCHEME_TYPE, &'a [u8])> {
        let fail =
            |what: String| Error::invalid_format(format!("the URL {} is not valid: {what}", quoted(text)));
        let Some(scheme) = self.scheme else {
            return Err(fail(
                "it has no scheme (http://, https://, net.tcp://, soap.udp:// or net.pipe://)".into(),
            ));
        };
        let known = SCHEMES.iter().find(|(name, ..)| scheme.eq_ignore_ascii_case(name.as_bytes()));
        let Some(&(_, scheme, _)) = known else {
            return Err(fail(format!(
                "the scheme {} is not http, https, net.tcp, soap.udp or net.pipe",
                quoted(scheme)
            )));
        };
        match self.authority {
            Some(authority) => Ok((scheme, authority)),
            None => Err(fail("'//' and a host have to follow the scheme".into())),
        }
    }
}

fn split_at_byte(text: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    match memchr::memchr(separator, text) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// Host and port text of an authority.
fn split_authority(authority: &[u8]) -> Result<(&[u8], &[u8]), &'static str> {
    if authority.contains(&b'@') {
        return Err("a user name before the host is not supported");
    }
    let end_of_host = if authority.first() == Some(&b'[') {
        memchr::memchr(b']', authority).ok_or("the bracket before the host is not closed")? + 1
    } else {
        memchr::memchr(b':', authority).unwrap_or(authority.len())
    };
    match &authority[end_of_host..] {
        [] => Ok((&authority[..end_of_host], &[])),
        [b':', port @ ..] => Ok((&authority[..end_of_host], port)),
        _ => Err("after the bracket that ends the host only a port may follow"),
    }
}

/// What the text of a port says.
enum Port {
    Missing,
    Number(u16),
    Wrong,
}

fn parse_port(text: &[u8]) -> Port {
    if text.is_empty() {
        return Port::Missing;
    }
    let add = |port: u16, byte: &u8| {
        let digit = Some(byte.wrapping_sub(b'0')).filter(|&digit| digit <= 9)?;
        port.checked_mul(10)?.checked_add(u16::from(digit))
    };
    text.iter().try_fold(0, add).map_or(Port::Wrong, Port::Number)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn is_host_char(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

/// Writes a host: a literal address as it is, and of a name what would end it escaped, so that it is read back as the
/// same name.
fn encode_host(host: &[u8], url: &mut Vec<u8>) {
    let inside = host.strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]"));
    let address =
        inside.and_then(|inside| std::str::from_utf8(inside).ok()?.parse::<std::net::Ipv6Addr>().ok());
    if address.is_some() {
        encode(host, |byte| is_host_char(byte) || matches!(byte, b'[' | b']' | b':'), url);
    } else {
        encode(host, is_host_char, url);
    }
}

fn is_path_char(byte: u8) -> bool {
    is_host_char(byte) || matches!(byte, b':' | b'@' | b'/')
}

fn is_query_char(byte: u8) -> bool {
    is_path_char(byte) || byte == b'?'
}

/// Replaces escapes by the UTF-8 they stand for; says what is wrong if there is something.
fn decode(component: &[u8], allowed: fn(u8) -> bool) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(component.len());
    let mut at = 0;
    while let Some(&byte) = component.get(at) {
        if byte == b'%' {
            let escaped = component.get(at + 1..at + 3).and_then(|digits| {
                let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
                u8::from_str_radix(text, 16).ok()
            });
            bytes.push(escaped.ok_or_else(|| {
                format!("'%' and two hexadecimal digits are expected at offset {at} of {}", quoted(component))
            })?);
            at += 3;
        } else if allowed(byte) {
            bytes.push(byte);
            at += 1;
        } else {
            return Err(format!(
                "the character '{}' at offset {at} of {} has to be escaped",
                char::from(byte).escape_debug(),
                quoted(component)
            ));
        }
    }
    String::from_utf8(bytes).map_err(|_| format!("the escapes in {} are not UTF-8", quoted(component)))
}

/// Appends a component, escaping what is not allowed in it.
fn encode(component: &[u8], allowed: fn(u8) -> bool, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in component {
        if allowed(byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(&[b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
    }
}

/// Removes the segments `.` and `..` of an encoded path, and what the latter step over (RFC 3986, 5.2.4). A dot
/// may be escaped: it means the same.
fn collapse(path: &[u8]) -> Vec<u8> {
    if !path.contains(&b'.') && !path.contains(&b'%') {
        return path.to_vec();
    }
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut segments = path.split(|&byte| byte == b'/').peekable();
    while let Some(segment) = segments.next() {
        let dots = dots(segment);
        if dots == Some(2) && kept.len() > 1 {
            kept.pop();
        }
        match dots {
            None => kept.push(segment),
            // The path goes on to end with a slash.
            Some(_) if segments.peek().is_none() => kept.push(b""),
            Some(_) => {}
        }
    }
    kept.join(&b'/')
}

/// 1 for `.`, 2 for `..`, nothing for any other segment.
fn dots(segment: &[u8]) -> Option<usize> {
    let mut rest = segment;
    let mut count = 0;
    while !rest.is_empty() {
        rest = rest
            .strip_prefix(b".")
            .or_else(|| rest.strip_prefix(b"%2e"))
            .or_else(|| rest.strip_prefix(b"%2E"))?;
        count += 1;
    }
    matches!(count, 1 | 2).then_some(count)
}

/// Bytes that were seen to be ASCII, as a string.
fn lossless(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests;
