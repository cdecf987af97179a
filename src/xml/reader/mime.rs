//! The framing of MIME: headers, and the delimiters between the parts of a multipart body. It looks at the bytes that
//! are at hand; whether more may come, the caller knows. (RFC 2045, RFC 2046 section 5.1)
//!
//! ```text
//! [preamble CRLF] --boundary CRLF headers CRLF content CRLF --boundary CRLF ... CRLF --boundary-- [CRLF epilogue]
//! ```

use memchr::memmem;

use crate::value::media_type::MediaType;

/// Something else than what has to be there: where, and what.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) at: usize,
    pub(super) message: String,
}

/// The headers of a part, or of the package itself.
#[derive(Debug, Default)]
pub(super) struct Headers {
    fields: Vec<(String, String)>,
    /// Where what follows them begins.
    pub(super) end: usize,
}

impl Headers {
    /// The headers that begin at `from`; `None` if their end is not at hand.
    pub(super) fn parse(data: &[u8], from: usize) -> Result<Option<Self>, Wrong> {
        let rest = &data[from..];
        if rest.starts_with(b"\r\n") {
            return Ok(Some(Self { fields: Vec::new(), end: from + 2 }));
        }
        let Some(length) = memmem::find(rest, b"\r\n\r\n") else { return Ok(None) };
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut at = from;
        for line in String::from_utf8_lossy(&rest[..length]).split("\r\n") {
            // A line that begins with a space continues the one before it.
            match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                (false, _, Some((name, value))) if is_name(name) => {
                    fields.push((name.to_owned(), value.trim().to_owned()));
                }
                _ => {
                    let message = format!("expected a MIME header, found '{}'", line.escape_default());
                    return Err(Wrong { at, message });
                }
            }
            at += line.len() + 2;
        }
        Ok(Some(Self { fields, end: from + length + 4 }))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn media_type(&self) -> MediaType {
        MediaType::parse(self.get("Content-Type").unwrap_or_default())
    }

    /// What the part is called. (RFC 2392)
    pub(super) fn content_id(&self) -> Option<&str> {
        self.get("Content-ID").map(without_brackets)
    }

    /// Whether the content is there as it is, and not in a form that has to be decoded first.
    pub(super) fn is_plain(&self) -> bool {
        let encoding = self.get("Content-Transfer-Encoding").unwrap_or("7bit");
        ["7bit", "8bit", "binary"].iter().any(|plain| plain.eq_ignore_ascii_case(encoding))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
}

/// An identifier without the brackets around it.
pub(super) fn without_brackets(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id)
}

/// The delimiter of a multipart body.
pub(super) struct Delimiter {
    /// With the line break before it.
    finder: memmem::Finder<'static>,
}

/// What comes after some content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Another part, whose headers begin at `next`.
    Part { end: usize, next: usize },
    /// Nothing: this was the last part.
    Close { end: usize },
    /// Not at hand. The content goes on at least up to `sure`.
    Unknown { sure: usize },
}

enum Line {
    Part(usize),
    Close,
    Unknown,
    Other,
}

impl Delimiter {
    pub(super) fn new(boundary: &str) -> Self {
        let text = format!("\r\n--{boundary}");
        Self { finder: memmem::Finder::new(text.as_bytes()).into_owned() }
    }

    /// The first delimiter, which may stand at `from` without a line break before it.
    pub(super) fn first(&self, data: &[u8], from: usize, is_all: bool) -> Next {
        let line = &self.finder.needle()[2..];
        let rest = &data[from..];
        if rest.starts_with(line) {
            match rest_of_line(data, from + line.len(), is_all) {
                Line::Part(next) => return Next::Part { end: from, next },
                Line::Close => return Next::Close { end: from },
                Line::Unknown => return Next::Unknown { sure: from },
                Line::Other => {}
            }
        } else if !is_all && line.starts_with(rest) {
            return Next::Unknown { sure: from };
        }
        self.next(data, from, is_all)
    }

    /// The next delimiter at or after `from`; `is_all` says that nothing comes after these bytes.
    pub(super) fn next(&self, data: &[u8], from: usize, is_all: bool) -> Next {
        let needle = self.finder.needle();
        let mut at = from;
        while let Some(found) = self.finder.find(&data[at..]) {
            let end = at + found;
            match rest_of_line(data, end + needle.len(), is_all) {
                Line::Part(next) => return Next::Part { end, next },
                Line::Close => return Next::Close { end },
                Line::Unknown => return Next::Unknown { sure: end },
                Line::Other => at = end + 2,
            }
        }
        // The last bytes may be the beginning of one.
        let first = (data.len() + 1).saturating_sub(needle.len()).max(at);
        let sure =
            (first..data.len()).find(|&start| needle.starts_with(&data[start..])).unwrap_or(data.len());
        Next::Unknown { sure }
    }
}

/// What stands after a boundary: only with nothing but spaces in its line it is one.
fn rest_of_line(data: &[u8], at: usize, is_all: bool) -> Line {
    let rest = &data[at..];
    if rest.starts_with(b"--") {
        return Line::Close;
    }
    let spaces = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
    match &rest[spaces..] {
        [b'\r', b'\n', ..] => Line::Part(at + spaces + 2),
        [] | [b'\r'] if !is_all => Line::Unknown,
        [b'-'] if !is_all && spaces == 0 => Line::Unknown,
        _ => Line::Other,
    }
}

/// The identifier that a `cid:` URL refers to. (RFC 2392)
pub(super) fn referred_id(url: &str) -> Option<Vec<u8>> {
    let (scheme, escaped) = url.trim().split_at_checked(4)?;
    if !scheme.eq_ignore_ascii_case("cid:") || escaped.is_empty() {
        return None;
    }
    let mut id = Vec::with_capacity(escaped.len());
    let mut bytes = escaped.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            id.push(byte);
            continue;
        }
        let mut digit = || bytes.next().and_then(|byte| char::from(byte).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        id.push((high << 4 | low) as u8);
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_headers() {
        let data = b"xContent-Type: a/b;\r\n  c=d\r\ncontent-id:<x@y> \r\n\r\nrest";
        let headers = Headers::parse(data, 1).unwrap().unwrap();
        assert_eq!(headers.get("content-type"), Some("a/b; c=d"));
        assert_eq!(headers.content_id(), Some("x@y"));
        assert_eq!(&data[headers.end..], b"rest");
        assert!(headers.is_plain());
        for length in 0..data.len() - 4 {
            let cut = &data[..length.max(1)];
            assert!(Headers::parse(cut, 1).unwrap().is_none(), "{length}");
        }
        assert_eq!(Headers::parse(b"\r\nrest", 0).unwrap().unwrap().end, 2);
        assert_eq!(Headers::parse(b"a: b\r\nno header\r\n\r\n", 0).unwrap_err().at, 6);
        assert_eq!(Headers::parse(b" a: b\r\n\r\n", 0).unwrap_err().at, 0);
        let encoded = b"Content-Transfer-Encoding: base64\r\n\r\n";
        assert!(!Headers::parse(encoded, 0).unwrap().unwrap().is_plain());
    }

    #[test]
    fn finds_delimiters() {
        let delimiter = Delimiter::new("b");
        for (text, expected) in [
            (&b"ab\r\n--b\r\nx"[..], Next::Part { end: 2, next: 9 }),
            (b"ab\r\n--b \t\r\nx", Next::Part { end: 2, next: 11 }),
            (b"ab\r\n--b--", Next::Close { end: 2 }),
            (b"ab\r\n--bc\r\n--b--", Next::Close { end: 8 }),
            (b"ab\r\n--b", Next::Unknown { sure: 2 }),
            (b"ab\r\n--b-", Next::Unknown { sure: 2 }),
            (b"ab\r\n--b \r", Next::Unknown { sure: 2 }),
            (b"ab\r\n-", Next::Unknown { sure: 2 }),
            (b"ab\r\r", Next::Unknown { sure: 3 }),
            (b"abc", Next::Unknown { sure: 3 }),
        ] {
            assert_eq!(delimiter.next(text, 0, false), expected, "{}", text.escape_ascii());
        }
        assert!(matches!(delimiter.next(b"ab\r\n--b", 0, true), Next::Unknown { .. }));
        assert_eq!(delimiter.first(b"--b\r\nx", 0, false), Next::Part { end: 0, next: 5 });
        assert_eq!(delimiter.first(b"\r\n--b\r\nx", 0, false), Next::Part { end: 0, next: 7 });
        assert_eq!(delimiter.first(b"pre\r\n--b\r\nx", 0, false), Next::Part { end: 3, next: 10 });
        assert_eq!(delimiter.first(b"--", 0, false), Next::Unknown { sure: 0 });
        assert_eq!(delimiter.first(b"--bx\r\n--b--", 0, false), Next::Close { end: 4 });
    }

    #[test]
    fn finds_out_what_a_url_refers_to() {
        assert_eq!(referred_id("cid:a@b").as_deref(), Some(&b"a@b"[..]));
        assert_eq!(referred_id(" CID:http%3A%2f%2Fx/1 ").as_deref(), Some(&b"http://x/1"[..]));
        for wrong in ["", "cid", "cid:", "mid:a", "cid:%", "cid:%4", "cid:%zz", "\u{e9}\u{e9}\u{e9}"] {
            assert_eq!(referred_id(wrong), None, "{wrong}");
        }
    }
}
