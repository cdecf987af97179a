//! What a response is, as ureq-proto reads it: a head, and a body that ends where HTTP says. No I/O.
//!
//! The library tells what of a request bears upon its response; the request itself is [`super::client`]'s to write,
//! since the library has no absolute form of the target, which a proxy needs.

use std::borrow::Cow;

use ureq_proto::BodyMode;
use ureq_proto::client::state::{RecvBody, RecvResponse};
use ureq_proto::client::{Call, MAX_RESPONSE_HEADERS, RecvBodyResult, RecvResponseResult, SendRequestResult};
use ureq_proto::http::header::TRANSFER_ENCODING;
use ureq_proto::http::{self, Method, Version};
use ureq_proto::parser::try_parse_response;

use crate::abi::types::E_UNEXPECTED;
use crate::error::{Error, Result};

use super::plain::{self, Plain};
use super::{Headers, status};

/// How much of a chunked body may come between two pieces of its data: that is, of its trailers.
const MAX_BETWEEN: usize = 16 << 10;

/// How long the line with the size of a chunk may be for the library, with its end.
const MAX_SIZE_LINE: usize = 22;

/// The head of a response.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) reason: Cow<'static, str>,
    pub(super) headers: Headers,
}

/// What the input begins with.
pub(super) enum Parsed {
    /// Part of a head.
    Partial,
    /// The head of a response that only says that another one follows, in so many bytes.
    Interim(usize),
    /// A head of so many bytes.
    Head(Head, usize),
}

/// A response of which the head is still to come.
pub(super) enum Awaited {
    /// One that may be plain.
    Any,
    /// The head of a plain one was parsed, and a body of so many bytes follows.
    Plain(u64),
    ByTheLibrary(Box<Call<RecvResponse>>),
}

impl Awaited {
    /// The response to a request, which may be a HEAD, whose response has no body.
    pub(super) fn new(to_head: bool) -> Result<Self> {
        if to_head { Self::by_the_library(to_head) } else { Ok(Self::Any) }
    }

    /// The response to a request, whatever it is.
    pub(super) fn by_the_library(to_head: bool) -> Result<Self> {
        let mut request = http::Request::new(());
        if to_head {
            *request.method_mut() = Method::HEAD;
        }
        let mut call = Call::new(request).map_err(not_http)?.proceed();
        // This one is sent nowhere.
        call.write(&mut [0; 32]).map_err(not_http)?;
        match call.proceed().map_err(not_http)? {
            Some(SendRequestResult::RecvResponse(call)) => Ok(Self::ByTheLibrary(Box::new(call))),
            _ => Err(Error::new(E_UNEXPECTED, "a request without a body is not followed by its response")),
        }
    }

    /// Parses what has come.
    pub(super) fn parse(&mut self, input: &[u8]) -> Result<Parsed> {
        if let Self::Any = self {
            if let Some(Plain { head, size, length }) = plain::parse(input) {
                *self = Self::Plain(length);
                return Ok(Parsed::Head(head, size));
            }
            *self = Self::by_the_library(false)?;
        }
        let Self::ByTheLibrary(call) = self else {
            return Err(Error::new(E_UNEXPECTED, "the head of this response was parsed already"));
        };
        let (size, response) = match call.try_response(input, false) {
            Ok(parsed) => parsed,
            // The library knows none, but they are allowed, and servers send them.
            Err(ureq_proto::Error::HeadersWith100) => {
                match try_parse_response::<MAX_RESPONSE_HEADERS>(input).map_err(not_http)? {
                    Some((size, _)) => (size, None),
                    None => return Ok(Parsed::Partial),
                }
            }
            Err(error) => return Err(not_http(error)),
        };
        match response {
            Some(response) => {
                check_coding(&response)?;
                let status = response.status().as_u16();
                let reason = reason(&input[..size], status);
                let headers = Headers::from_map(response.headers());
                Ok(Parsed::Head(Head { status, reason, headers }, size))
            }
            None if size == 0 => Ok(Parsed::Partial),
            None => Ok(Parsed::Interim(size)),
        }
    }

    /// The body, once the head was parsed.
    pub(super) fn into_body(self) -> Body {
        let call = match self {
            Self::Any => return Body::none(false),
            Self::Plain(length) => return Body { left: length, ..Body::none(true) },
            Self::ByTheLibrary(call) => call,
        };
        match call.proceed() {
            Some(RecvResponseResult::RecvBody(call)) => {
                Body { call: Some(call), left: 0, between: 0, persistent: false }
            }
            Some(RecvResponseResult::Redirect(call)) => Body::none(!call.must_close_connection()),
            Some(RecvResponseResult::Cleanup(call)) => Body::none(!call.must_close_connection()),
            None => Body::none(false),
        }
    }
}

/// The only transfer coding is that of chunks: no other was asked for. The library would pass some others over.
fn check_coding(response: &http::Response<()>) -> Result<()> {
    let mut codings = response.headers().get_all(TRANSFER_ENCODING).iter();
    let Some(coding) = codings.next() else { return Ok(()) };
    let chunked = coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked");
    if chunked && codings.next().is_none() && response.version() == Version::HTTP_11 {
        return Ok(());
    }
    Err(Error::invalid_format(format!(
        "the response is not HTTP: its Transfer-Encoding is '{}' in {:?}, and 'chunked' alone in HTTP/1.1 is expected",
        String::from_utf8_lossy(coding.as_bytes()),
        response.version()
    )))
}

/// The text after the status, which the library leaves in the head.
fn reason(head: &[u8], status: u16) -> Cow<'static, str> {
    let line = head.trim_ascii_start().split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    reason_of(line.splitn(3, |byte| *byte == b' ').nth(2).unwrap_or_default(), status)
}

/// The text as it is kept.
pub(super) fn reason_of(text: &[u8], status: u16) -> Cow<'static, str> {
    let canonical = status::canonical_reason(status);
    if text == canonical.as_bytes() {
        return canonical.into();
    }
    // What is not ASCII has no meaning that is known.
    std::str::from_utf8(text).ok().filter(|text| text.is_ascii()).unwrap_or_default().to_owned().into()
}

/// A body as it comes in.
pub(super) struct Body {
    /// None where the length alone says where it ends.
    call: Option<Call<RecvBody>>,
    /// What is still to come then.
    left: u64,
    /// How much came since the last of the data.
    between: usize,
    /// Whether another request can follow on the connection then.
    persistent: bool,
}

impl Body {
    fn none(persistent: bool) -> Self {
        Self { call: None, left: 0, between: 0, persistent }
    }

    /// How long it is, where its head says so.
    pub(super) fn length(&self) -> Option<u64> {
        match self.call.as_ref().map_or(BodyMode::LengthDelimited(self.left), Call::body_mode) {
            BodyMode::LengthDelimited(length) => Some(length),
            BodyMode::NoBody => Some(0),
            BodyMode::Chunked | BodyMode::CloseDelimited => None,
        }
    }

    /// Whether it ends with the connection.
    pub(super) fn ends_with_connection(&self) -> bool {
        self.call.as_ref().is_some_and(|call| call.body_mode() == BodyMode::CloseDelimited)
    }

    /// Whether all of it was read.
    pub(super) fn is_over(&self) -> bool {
        match &self.call {
            Some(call) => call.can_proceed() && !self.ends_with_connection(),
            None => self.left == 0,
        }
    }

    /// Whether another request can follow on the connection, now that this is all.
    pub(super) fn leaves_connection(self) -> bool {
        let Some(call) = self.call else { return self.persistent && self.left == 0 };
        match call.proceed() {
            Some(RecvBodyResult::Redirect(call)) => !call.must_close_connection(),
            Some(RecvBodyResult::Cleanup(call)) => !call.must_close_connection(),
            None => false,
        }
    }

    /// Reads data from the input into the room for it: how much was used of each. Nothing is used of an input that does
    /// not tell yet how it goes on.
    pub(super) fn read(&mut self, input: &[u8], room: &mut [u8]) -> Result<(usize, usize)> {
        let Self { call: Some(call), between, .. } = self else {
            let size = input.len().min(room.len()).min(usize::try_from(self.left).unwrap_or(usize::MAX));
            room[..size].copy_from_slice(&input[..size]);
            self.left -= size as u64;
            return Ok((size, size));
        };
        let (used, data) = call.read(input, room).map_err(not_http)?;
        *between = if data == 0 { *between + used } else { 0 };
        if used == 0 && !call.can_proceed() && !can_go_on(call, input) {
            return Err(Error::invalid_format(
                "the response is not HTTP: between its chunks is what cannot be there",
            ));
        }
        let waiting = if used == 0 { input.len() } else { 0 };
        if call.body_mode() == BodyMode::Chunked && *between + waiting > MAX_BETWEEN {
            return Err(Error::quota_exceeded(format!(
                "the trailers of the response have more than {MAX_BETWEEN} bytes, which are allowed"
            )));
        }
        Ok((used, data))
    }
}

/// Whether what the library waits for can still come after this, which is part of a line of a chunked body: it would
/// wait for ever otherwise.
fn can_go_on(call: &Call<RecvBody>, input: &[u8]) -> bool {
    let line = match memchr::memchr2(b'\r', b'\n', input) {
        Some(end) if input[end..] != *b"\r" => return false,
        Some(end) => end,
        None => input.len(),
    };
    if call.is_on_chunk_boundary() {
        input.len() < MAX_SIZE_LINE
    } else {
        // After the data of a chunk, its line is empty.
        line == 0 || call.is_ended_chunked()
    }
}

fn not_http(error: ureq_proto::Error) -> Error {
    match error {
        ureq_proto::Error::HttpParseTooManyHeaders => Error::quota_exceeded(format!(
            "the response has more than {MAX_RESPONSE_HEADERS} header fields, which are allowed"
        )),
        error => Error::invalid_format(format!("the response is not HTTP: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::types::*;

    fn parse(text: &str, to_head: bool) -> Result<(Head, Body)> {
        let mut awaited = Awaited::new(to_head)?;
        match awaited.parse(text.as_bytes())? {
            Parsed::Head(head, size) => {
                assert_eq!(size, text.len());
                Ok((head, awaited.into_body()))
            }
            Parsed::Interim(size) => panic!("{text:?} is interim, and has {size} bytes"),
            Parsed::Partial => panic!("{text:?} is partial"),
        }
    }

    #[test]
    fn a_head_says_how_long_the_body_is_and_what_becomes_of_the_connection() {
        for (head, length, persistent) in [
            ("1.1 200 OK\r\nContent-Length: 0\r\n", Some(0), true),
            ("1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n", Some(0), false),
            ("1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n", Some(0), true),
            ("1.1 302 Found\r\nContent-Length: 0\r\nLocation: /\r\n", Some(0), true),
            ("1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5, 5\r\n", Some(5), false),
            ("1.0 200 OK\r\nContent-Length: 0\r\n", Some(0), false),
            ("1.1 200 OK\r\nTransfer-Encoding: Chunked \r\nContent-Length: 5\r\n", None, false),
            ("1.1 200 OK\r\n", None, false),
            ("1.1 204 No Content\r\nContent-Length: 5\r\n", Some(0), true),
            ("1.1 304 Not Modified\r\n", Some(0), true),
            ("1.1 101 Switching Protocols\r\n", Some(0), false),
        ] {
            let (_, body) = parse(&format!("HTTP/{head}\r\n"), false).unwrap();
            assert_eq!(body.length(), length, "{head}");
            assert_eq!(body.is_over(), length == Some(0), "{head}");
            assert_eq!(body.is_over() && body.leaves_connection(), persistent, "{head}");
        }
        let (_, body) = parse("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true).unwrap();
        assert!(body.is_over() && body.leaves_connection());
    }

    #[test]
    fn the_reason_is_the_text_after_the_status() {
        for (line, found) in [
            ("HTTP/1.1 200 OK", "OK"),
            ("\r\nHTTP/1.1 404 Out of  tea ", "Out of  tea "),
            ("HTTP/1.1 500", ""),
            ("HTTP/1.1 500 ", ""),
            ("HTTP/1.1 500 \u{e9}", ""),
        ] {
            for end in ["\r\n", "\n"] {
                let (head, _) = parse(&format!("{line}{end}A: b c d{end}{end}"), false).unwrap();
                assert_eq!(head.reason, found, "{line}");
                assert_eq!(head.headers.text("a"), Some("b c d"));
            }
        }
    }

    #[test]
    fn what_only_announces_a_response_is_interim() {
        for head in [
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 100 Continue\r\nServer: x\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
        ] {
            let mut awaited = Awaited::new(false).unwrap();
            for _ in 0..2 {
                let parsed = awaited.parse(head.as_bytes()).unwrap();
                assert!(matches!(parsed, Parsed::Interim(size) if size == head.len()), "{head}");
            }
            let last = awaited.parse(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            assert!(matches!(last, Parsed::Head(Head { status: 200, .. }, _)), "{head}");
        }
    }

    #[test]
    fn a_head_that_does_not_say_where_its_body_ends_is_refused() {
        let many = "A: b\r\n".repeat(MAX_RESPONSE_HEADERS + 1);
        for (fields, code) in [
            ("1.0 200 OK\r\nTransfer-Encoding: chunked\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nTransfer-Encoding: gzip\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nContent-Length: +5\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nContent-Length:\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nContent-Length: 5, 6\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n", WS_E_INVALID_FORMAT),
            ("1.1 200 OK\r\nA: b\r\n c\r\n", WS_E_INVALID_FORMAT),
            ("1.1 099 OK\r\n", WS_E_INVALID_FORMAT),
            (&*format!("1.1 200 OK\r\n{many}"), WS_E_QUOTA_EXCEEDED),
        ] {
            let error = parse(&format!("HTTP/{fields}\r\n"), false).map(|_| ()).unwrap_err();
            assert_eq!(error.code(), code, "{fields}");
        }
    }

    /// The data of a chunked body that comes in pieces of this size, and what is left after its end.
    fn data(input: &[u8], piece: usize) -> Result<Option<(Vec<u8>, usize)>> {
        let (_, mut body) = parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", false)?;
        let (mut data, mut taken, mut come) = (Vec::new(), 0, 0);
        while come < input.len() {
            come = (come + piece).min(input.len());
            loop {
                let mut room = [0; 7];
                let (used, read) = body.read(&input[taken..come], &mut room)?;
                data.extend_from_slice(&room[..read]);
                taken += used;
                if body.is_over() {
                    assert!(body.leaves_connection());
                    return Ok(Some((data, input.len() - taken)));
                }
                if used == 0 {
                    break;
                }
            }
        }
        Ok(None)
    }

    #[test]
    fn chunks_are_put_together_however_they_come() {
        let body = b"5\r\nhello\r\n001 ; x=y\r\n,\r\nA\t\r\n\r\n\r\n\r\n\r\n\r\n\r\n0\r\nTrailer: x\r\nB:\r\n\r\nmore";
        for piece in 1..body.len() {
            assert_eq!(data(body, piece).unwrap(), Some((b"hello,\r\n\r\n\r\n\r\n\r\n".to_vec(), 4)));
        }
        for size in 0..body.len() - 4 {
            assert_eq!(data(&body[..size], 7).unwrap(), None, "{size}");
        }
    }

    #[test]
    fn what_no_chunks_can_go_on_from_is_refused_and_not_waited_for() {
        for body in [
            "\r\n",
            "x\r\n",
            "5\n",
            "5\rx",
            "5;a\n",
            "1\r\nabc",
            "1\r\nab",
            "1\r\na\rx",
            "1\r\na\n",
            "5 5\r\n",
            "0\r\n\n",
            "0\r\n\rx",
            "0\r\na\n",
            "10000000000000000\r\n",
            "5;aaaaaaaaaaaaaaaaaaaa",
        ] {
            for piece in [1, 3, 100] {
                let error =
                    data(body.as_bytes(), piece).map(|data| panic!("{body:?}: {data:?}")).unwrap_err();
                assert_eq!(error.code(), WS_E_INVALID_FORMAT, "{body:?}");
            }
        }
        for trailers in ["x".repeat(MAX_BETWEEN + 1), "x:\r\n".repeat(MAX_BETWEEN / 4 + 1)] {
            for piece in [100, 1 << 20] {
                let error = data(format!("0\r\n{trailers}").as_bytes(), piece).unwrap_err();
                assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED);
            }
        }
    }
}
