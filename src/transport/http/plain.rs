//! The response that nearly all are: one head, and a body of a length that it tells. httparse reads it here at a fraction
//! of what the machine of [`super::response`] costs, which takes over for all that is in any way out of the ordinary.

use std::mem::MaybeUninit;

use ureq_proto::client::MAX_RESPONSE_HEADERS;

use super::Headers;
use super::response::{Head, reason_of};

/// A head like that.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) head: Head,
    /// How long the head is.
    pub(super) size: usize,
    /// How long the body is that follows.
    pub(super) length: u64,
}

/// The input's head, if it is whole and means without any rule but one that the connection goes on behind a body of so
/// many bytes (RFC 9112, section 6.3, rule 6).
pub(super) fn parse(input: &[u8]) -> Option<Plain> {
    let mut fields = [const { MaybeUninit::uninit() }; MAX_RESPONSE_HEADERS];
    let mut response = httparse::Response::new(&mut []);
    let parsed = httparse::ParserConfig::default().parse_response_with_uninit_headers(
        &mut response,
        input,
        &mut fields,
    );
    let Ok(httparse::Status::Complete(size)) = parsed else { return None };
    let status = response.code.filter(|_| response.version == Some(1))?;
    // The others may have no body, or none of that length.
    if !matches!(status, 200..=203 | 206..=299 | 400..=599) {
        return None;
    }
    let mut length = None;
    let bytes = response.headers.iter().map(|field| field.name.len() + field.value.len()).sum();
    let mut headers = Headers::with_capacity(response.headers.len(), bytes);
    for field in &*response.headers {
        let is = |name: &str| field.name.eq_ignore_ascii_case(name);
        if is("Content-Length") {
            if length.is_some() {
                return None;
            }
            length = Some(number(field.value)?);
        } else if is("Transfer-Encoding")
            || is("Connection") && !field.value.eq_ignore_ascii_case(b"keep-alive")
        {
            return None;
        }
        headers.push(field.name.as_bytes(), field.value);
    }
    let head =
        Head { status, reason: reason_of(response.reason.unwrap_or_default().as_bytes(), status), headers };
    Some(Plain { head, size, length: length? })
}

/// Digits, so few of them that they are a number for certain.
fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::response::{Awaited, Parsed};
    use super::*;

    const NAMES: [&str; 7] = [
        "Content-Length",
        "content-length",
        "Connection",
        "Transfer-Encoding",
        "Content-Type",
        "Server",
        "X Y",
    ];
    const VALUES: [&str; 14] = [
        "0",
        "5",
        "5 ",
        " 5",
        "+5",
        "5, 5",
        "12345678901234567890",
        "keep-alive",
        "Keep-Alive",
        "close",
        "keep-alive, close",
        "chunked",
        "\u{e9}",
        "",
    ];

    /// Heads as they come, and as they should not.
    fn heads() -> impl Strategy<Value = String> {
        let lines = prop::sample::select(vec![
            "HTTP/1.1 200 OK",
            "HTTP/1.1 500 Internal Server Error",
            "HTTP/1.1 404",
            "HTTP/1.1 299 \u{e9}",
            "HTTP/1.0 200 OK",
            "HTTP/1.1 204 No Content",
            "HTTP/1.1 302 Found",
            "HTTP/1.1 100 Continue",
            "\r\nHTTP/1.1 200  Well ",
            "HTTP/1.1 20 OK",
        ]);
        let end = prop::sample::select(vec!["\r\n", "\r\n", "\n"]);
        let names = prop::sample::select(NAMES.as_slice());
        let values = prop::sample::select(VALUES.as_slice());
        (lines, prop::collection::vec((names, values, end), 0..5), end_of_head()).prop_map(
            |(line, fields, last)| {
                let mut head = format!("{line}\r\n");
                for (name, value, end) in fields {
                    head.push_str(&format!("{name}: {value}{end}"));
                }
                head + last
            },
        )
    }

    fn end_of_head() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["\r\n", "\r\nhello", "\n", ""])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_plain_is_the_same_by_the_library(input in heads()) {
            if let Some(plain) = parse(input.as_bytes()) {
                let mut awaited = Awaited::by_the_library(false).unwrap();
                let Parsed::Head(head, size) = awaited.parse(input.as_bytes()).unwrap() else {
                    panic!("no head: {input:?}");
                };
                let body = awaited.into_body();
                prop_assert_eq!(body.length(), Some(plain.length));
                prop_assert_eq!(size, plain.size);
                prop_assert_eq!((head.status, &head.reason), (plain.head.status, &plain.head.reason));
                let fields = |head: &Head| {
                    let lower = |(name, value): (&[u8], &[u8])| (name.to_ascii_lowercase(), value.to_vec());
                    let mut fields: Vec<_> = head.headers.iter().map(lower).collect();
                    // The library brings those of one name together.
                    fields.sort_by(|one, other| one.0.cmp(&other.0));
                    fields
                };
                prop_assert_eq!(fields(&head), fields(&plain.head));
                if plain.length == 0 {
                    prop_assert!(body.leaves_connection());
                }
            }
        }
    }

    #[test]
    fn usual_heads_are_plain_and_others_are_not() {
        for (head, length) in [
            ("1.1 200 OK\r\nContent-Length: 5\r\n", Some(5)),
            ("1.1 200 OK\r\nServer: x\r\nConnection: Keep-Alive\r\ncontent-length: 012 \r\n", Some(12)),
            ("1.1 500 Internal Server Error\r\nContent-Length: 0\r\n", Some(0)),
            ("1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n", None),
            ("1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n", None),
            ("1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", None),
            ("1.1 200 OK\r\nContent-Length: 1234567890123456789\r\n", None),
            ("1.1 200 OK\r\n", None),
            ("1.1 204 No Content\r\nContent-Length: 5\r\n", None),
            ("1.1 302 Found\r\nContent-Length: 5\r\n", None),
            ("1.0 200 OK\r\nContent-Length: 5\r\n", None),
        ] {
            let found = parse(format!("HTTP/{head}\r\n").as_bytes());
            assert_eq!(found.map(|plain| plain.length), length, "{head}");
        }
        assert!(parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n").is_none());
    }
}
