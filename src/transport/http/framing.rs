//! Where a response ends: its head, and the ways in which HTTP says how long its body is. No I/O. (RFC 9112.)

use std::mem::MaybeUninit;

use crate::error::{Error, Result};

use super::{Headers, status};

/// How many fields a head may have.
const MAX_FIELDS: usize = 100;

/// The head of a response.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) reason: std::borrow::Cow<'static, str>,
    pub(super) headers: Headers,
    pub(super) body: Framing,
    /// Whether another request can follow on the connection.
    pub(super) persistent: bool,
}

/// How the end of a body is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Framing {
    /// So many bytes.
    Length(u64),
    Chunked,
    /// The connection ends with it.
    Close,
}

/// What the input begins with.
#[derive(Debug)]
pub(super) enum Parsed {
    /// Part of a head.
    Partial,
    /// The head of a response that only says that another one follows, in so many bytes.
    Interim(usize),
    /// A head of so many bytes.
    Head(Head, usize),
}

impl Head {
    /// Parses what has come. `to_head` says that the request was a HEAD, whose response has no body.
    pub(super) fn parse(input: &[u8], to_head: bool) -> Result<Parsed> {
        let mut fields = [const { MaybeUninit::uninit() }; MAX_FIELDS];
        let mut head = httparse::Response::new(&mut []);
        let parser = httparse::ParserConfig::default();
        let size = match parser.parse_response_with_uninit_headers(&mut head, input, &mut fields) {
            Ok(httparse::Status::Complete(size)) => size,
            Ok(httparse::Status::Partial) => return Ok(Parsed::Partial),
            Err(httparse::Error::TooManyHeaders) => {
                return Err(Error::quota_exceeded(format!(
                    "the response has more than {MAX_FIELDS} header fields, which are allowed"
                )));
            }
            Err(error) => return Err(Error::invalid_format(format!("the response is not HTTP: {error}"))),
        };
        let (Some(status), Some(minor)) = (head.code, head.version) else { return Ok(Parsed::Partial) };
        if matches!(status, 100 | 102..=199) {
            return Ok(Parsed::Interim(size));
        }
        let mut headers = Headers::with_capacity(head.headers.len(), size);
        for field in head.headers.iter() {
            headers.push(field.name.as_bytes(), field.value);
        }
        let canonical = status::canonical_reason(status);
        let reason = match head.reason {
            Some(reason) if reason != canonical => reason.to_owned().into(),
            _ => canonical.into(),
        };
        let body = if to_head || matches!(status, 101 | 204 | 304) {
            Framing::Length(0)
        } else {
            Framing::of(&headers, minor)?
        };
        let persistent = minor >= 1 && status != 101 && body != Framing::Close && !says_close(&headers);
        Ok(Parsed::Head(Self { status, reason, headers, body, persistent }, size))
    }
}

impl Framing {
    /// Section 6.3.
    fn of(headers: &Headers, minor: u8) -> Result<Self> {
        if let Some(last) = headers.all("Transfer-Encoding").next_back() {
            if minor == 0 {
                return Err(Error::invalid_format(
                    "the response is not HTTP: version 1.0 has no Transfer-Encoding, and one was found",
                ));
            }
            let last = last.rsplit(|byte| *byte == b',').next().unwrap_or_default();
            let chunked = last.trim_ascii().eq_ignore_ascii_case(b"chunked");
            return Ok(if chunked { Self::Chunked } else { Self::Close });
        }
        let mut length = None;
        for field in headers.all("Content-Length") {
            for text in field.split(|byte| *byte == b',') {
                let this = decimal(text.trim_ascii());
                if this.is_none() || length.is_some_and(|other| Some(other) != this) {
                    return Err(Error::invalid_format(format!(
                        "the response is not HTTP: its Content-Length is '{}', and one number is expected",
                        String::from_utf8_lossy(field)
                    )));
                }
                length = this;
            }
        }
        Ok(length.map_or(Self::Close, Self::Length))
    }
}

fn decimal(text: &[u8]) -> Option<u64> {
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn says_close(headers: &Headers) -> bool {
    headers.all("Connection").any(|field| {
        field.split(|byte| *byte == b',').any(|option| option.trim_ascii().eq_ignore_ascii_case(b"close"))
    })
}

/// How far a chunked body is. (Section 7.1.)
#[derive(Debug, Default)]
pub(super) struct Chunks {
    at: At,
    /// The size of the chunk as far as it has been read, or what is left of its data.
    left: u64,
    /// The bytes of extensions and trailers so far: they are skipped, but not for ever.
    skipped: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum At {
    /// The first digit of a size.
    #[default]
    Start,
    Size,
    /// Between a size and what may follow it on its line.
    Space,
    Extension,
    /// The line feed after a size.
    SizeEnd,
    Data,
    /// The line break after data.
    DataReturn,
    DataEnd,
    /// The beginning of a line after the last chunk: a trailer, or the end.
    Line,
    Trailer,
    TrailerEnd,
    LastEnd,
    End,
}

/// How large extensions and trailers may be, together.
const MAX_SKIPPED: usize = 16 << 10;

/// What comes next in a chunked body.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Chunk {
    /// So many bytes of framing were skipped, and at most so many bytes of data follow them: those that there are have
    /// to be taken before the next call, and [`Chunks::took`] is told how many.
    Data { skip: usize, size: u64 },
    /// So many bytes of framing were skipped, and more has to come.
    Partial(usize),
    /// The body ends after so many bytes.
    End(usize),
}

impl Chunks {
    /// So many bytes of the data were taken.
    pub(super) fn took(&mut self, size: u64) {
        self.left -= size;
        if self.left == 0 {
            self.at = At::DataReturn;
        }
    }

    /// Goes through framing up to the next data.
    pub(super) fn next(&mut self, input: &[u8]) -> Result<Chunk> {
        for (index, byte) in input.iter().enumerate() {
            if self.at == At::Data {
                return Ok(Chunk::Data { skip: index, size: self.left });
            }
            self.step(*byte)?;
            if self.at == At::End {
                return Ok(Chunk::End(index + 1));
            }
        }
        Ok(Chunk::Partial(input.len()))
    }

    fn step(&mut self, byte: u8) -> Result<()> {
        self.at = match (self.at, byte) {
            (At::Start | At::Size, b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => {
                let digit = char::from(byte).to_digit(16).unwrap_or_default();
                self.left =
                    self.left.checked_mul(16).map(|size| size | u64::from(digit)).ok_or_else(|| {
                        Error::invalid_format("the response is not HTTP: a chunk is too large")
                    })?;
                At::Size
            }
            (At::Size | At::Space, b' ' | b'\t') => At::Space,
            (At::Size | At::Space, b';') => At::Extension,
            (At::Size | At::Space | At::Extension, b'\r') => At::SizeEnd,
            (At::Extension, other) if other != b'\n' => At::Extension,
            (At::SizeEnd, b'\n') if self.left == 0 => At::Line,
            (At::SizeEnd, b'\n') => At::Data,
            (At::DataReturn, b'\r') => At::DataEnd,
            (At::DataEnd, b'\n') => At::Start,
            (At::Line, b'\r') => At::LastEnd,
            (At::Trailer, b'\r') => At::TrailerEnd,
            (At::TrailerEnd, b'\n') => At::Line,
            (At::Line | At::Trailer, other) if other != b'\n' => At::Trailer,
            (At::LastEnd, b'\n') => At::End,
            (_, found) => {
                return Err(Error::invalid_format(format!(
                    "the response is not HTTP: the framing of its chunks has the byte 0x{found:02x} where it \
                     cannot be"
                )));
            }
        };
        if matches!(self.at, At::Space | At::Extension | At::Trailer) {
            self.skipped += 1;
            if self.skipped > MAX_SKIPPED {
                return Err(Error::quota_exceeded(format!(
                    "the chunks of the response have more than {MAX_SKIPPED} bytes of extensions and trailers, which \
                     are allowed"
                )));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::types::*;

    fn head(text: &str) -> Result<Head> {
        match Head::parse(text.as_bytes(), false)? {
            Parsed::Head(head, size) => {
                assert_eq!(size, text.len());
                Ok(head)
            }
            other => panic!("{text:?}: {other:?}"),
        }
    }

    #[test]
    fn each_framing_is_known_from_the_head_and_so_is_what_becomes_of_the_connection() {
        for (fields, body, persistent) in [
            ("1.1 200 OK\r\nContent-Length: 5\r\n", Framing::Length(5), true),
            ("1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5, 5\r\n", Framing::Length(5), true),
            ("1.1 200 OK\r\nContent-Length: 5\r\nConnection: x, Close\r\n", Framing::Length(5), false),
            ("1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n", Framing::Length(5), true),
            ("1.0 200 OK\r\nContent-Length: 5\r\n", Framing::Length(5), false),
            (
                "1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 5\r\n",
                Framing::Chunked,
                true,
            ),
            ("1.1 200 OK\r\nTransfer-Encoding: gzip\r\n", Framing::Close, false),
            ("1.1 200 OK\r\n", Framing::Close, false),
            ("1.1 204 No Content\r\nContent-Length: 5\r\n", Framing::Length(0), true),
            ("1.1 304 Not Modified\r\n", Framing::Length(0), true),
            ("1.1 101 Switching Protocols\r\n", Framing::Length(0), false),
        ] {
            let head = head(&format!("HTTP/{fields}\r\n")).unwrap();
            assert_eq!((head.body, head.persistent), (body, persistent), "{fields}");
        }
        let Ok(Parsed::Head(head, _)) = Head::parse(b"HTTP/1.1 200\r\nContent-Length: 9\r\n\r\n", true)
        else {
            panic!("a head");
        };
        assert_eq!((head.body, &*head.reason), (Framing::Length(0), ""));
    }

    #[test]
    fn a_head_that_frames_nothing_is_refused() {
        for (fields, code) in [
            ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(), WS_E_INVALID_FORMAT),
            ("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n".to_owned(), WS_E_INVALID_FORMAT),
            ("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n".to_owned(), WS_E_INVALID_FORMAT),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n".to_owned(), WS_E_INVALID_FORMAT),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n".to_owned(),
                WS_E_INVALID_FORMAT,
            ),
            ("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n".to_owned(), WS_E_INVALID_FORMAT),
            (format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(MAX_FIELDS + 1)), WS_E_QUOTA_EXCEEDED),
        ] {
            assert_eq!(head(&fields).unwrap_err().code(), code, "{fields}");
        }
    }

    /// The data of a chunked body that comes in pieces of this size, and what is left after its end.
    fn data(body: &[u8], piece: usize) -> Result<Option<(Vec<u8>, usize)>> {
        let (mut chunks, mut data, mut taken) = (Chunks::default(), Vec::new(), 0);
        let mut come = 0;
        while come < body.len() {
            come = (come + piece).min(body.len());
            loop {
                match chunks.next(&body[taken..come])? {
                    Chunk::Partial(size) => {
                        taken += size;
                        break;
                    }
                    Chunk::End(size) => return Ok(Some((data, body.len() - taken - size))),
                    Chunk::Data { skip, size } => {
                        let there = (come - taken - skip).min(size as usize);
                        data.extend_from_slice(&body[taken + skip..][..there]);
                        taken += skip + there;
                        chunks.took(there as u64);
                    }
                }
            }
        }
        Ok(None)
    }

    #[test]
    fn chunks_are_put_together_however_they_come() {
        let body = b"5\r\nhello\r\n001 ; x=y\r\n,\r\nA\t\r\n\r\n\r\n\r\n\r\n\r\n\r\n0\r\nTrailer: x\r\nB:\r\n\r\nmore";
        for piece in 1..body.len() {
            let (data, rest) = data(body, piece).unwrap().unwrap();
            assert_eq!(data, b"hello,\r\n\r\n\r\n\r\n\r\n");
            assert!(rest <= 4);
        }
        for size in 0..body.len() - 4 {
            assert_eq!(data(&body[..size], 7).unwrap(), None, "{size}");
        }
    }

    #[test]
    fn what_frames_no_chunks_is_refused() {
        for body in [
            "\r\n",
            "x\r\n",
            "5\n",
            "5\rx",
            "5;a\n",
            "1\r\nabc",
            "1\r\na\rx",
            "5 5\r\n",
            "0\r\n\n",
            "0\r\n\rx",
            "0\r\na\n",
        ] {
            assert_eq!(data(body.as_bytes(), 3).unwrap_err().code(), WS_E_INVALID_FORMAT, "{body:?}");
        }
        assert_eq!(data(b"10000000000000000\r\n", 3).unwrap_err().code(), WS_E_INVALID_FORMAT);
        for body in
            [format!("1;{}", "x".repeat(MAX_SKIPPED)), format!("0\r\n{}", "x:\r\n".repeat(MAX_SKIPPED))]
        {
            assert_eq!(data(body.as_bytes(), 100).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
        }
    }
}
