//! The bytes of a document, at hand or still to come; those of text are checked and converted to UTF-8.

use std::cell::Cell;

use crate::abi::object::ErrorHandle;
use crate::error::{Error, Result};
use crate::xml::source::ByteSource;

use super::encoding::{self, Detected};
use super::{Input, TextCharset};

/// What comes after the bytes at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// Nothing: the document ends.
    Eof,
    /// More, once [`TextInput::fill`] has been called.
    NeedMore,
    /// Bytes that are not text in the document's charset.
    Invalid,
}

enum Bytes {
    Borrowed(&'static [u8]),
    Owned(Vec<u8>),
}

struct Stream {
    source: Box<dyn ByteSource>,
    /// What was read and is not yet converted: everything until the charset is known, then at most the
    /// beginning of one character.
    raw: Vec<u8>,
    ended: bool,
    /// Where the current node was before fills moved it: the caller may still look there.
    retired: Vec<Vec<u8>>,
    /// Where that node begins now.
    node: usize,
    /// Memory that nobody looks at any more.
    spare: Vec<u8>,
}

impl Stream {
    fn new(raw: Vec<u8>, source: Box<dyn ByteSource>) -> Self {
        Self { source, raw, ended: false, retired: Vec::new(), node: 0, spare: Vec::new() }
    }
}

/// Where in the document a byte stands: rows and columns count from 0, columns in characters.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Position {
    pub(super) row: u64,
    pub(super) column: u64,
    /// From the beginning of the input, in its own charset.
    pub(super) offset: u64,
}

/// A text document, or the part of it that is at hand.
pub(super) struct TextInput {
    bytes: Bytes,
    /// How many of the bytes are well-formed UTF-8 and may be parsed.
    valid: usize,
    end: End,
    /// As asked for, then as found.
    charset: TextCharset,
    is_prepared: bool,
    /// The bytes are taken as they are.
    is_binary: bool,
    stream: Option<Stream>,
    /// A position already known, at or before the current node.
    known: Cell<(usize, Position)>,
    /// Where reading failed last for want of data, or for good: it fails there again with each piece that comes.
    failed: Cell<(usize, Position)>,
}

impl TextInput {
    pub(super) fn new(input: Input, charset: TextCharset) -> Result<Self> {
        let (bytes, stream) = match input {
            Input::Borrowed(bytes) => (Bytes::Borrowed(bytes), None),
            Input::Owned(bytes) => (Bytes::Owned(bytes), None),
            Input::Stream(source) => (Bytes::Owned(Vec::new()), Some(Stream::new(Vec::new(), source))),
            Input::Begun(raw, source) => (Bytes::Owned(Vec::new()), Some(Stream::new(raw, source))),
        };
        let input = Self {
            bytes,
            valid: 0,
            end: if stream.is_some() { End::NeedMore } else { End::Eof },
            charset,
            is_prepared: false,
            is_binary: false,
            stream,
            known: Cell::default(),
            failed: Cell::default(),
        };
        input.check_size()?;
        Ok(input)
    }

    /// A document that is not text.
    pub(super) fn binary(input: Input) -> Result<Self> {
        let mut input = Self::new(input, TextCharset::Utf8)?;
        input.is_prepared = true;
        input.is_binary = true;
        input.valid = input.all().len();
        input.convert_stream();
        Ok(input)
    }

    /// Places in the input are kept in 32 bits.
    fn check_size(&self) -> Result<()> {
        if self.all().len() >= u32::MAX as usize {
            return Err(Error::quota_exceeded("a document of 4 GiB or more cannot be read"));
        }
        Ok(())
    }

    fn all(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Borrowed(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
        }
    }

    /// What can be parsed.
    #[inline]
    pub(super) fn data(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Borrowed(bytes) => &bytes[..self.valid],
            Bytes::Owned(bytes) => &bytes[..self.valid],
        }
    }

    #[inline]
    pub(super) fn end(&self) -> End {
        self.end
    }

    pub(super) fn charset(&self) -> TextCharset {
        self.charset
    }

    pub(super) fn is_stream(&self) -> bool {
        self.stream.is_some()
    }

    /// Finds the charset and makes the bytes at hand UTF-8. `Ok(false)`: more bytes are needed for that.
    pub(super) fn prepare(&mut self) -> Result<bool> {
        if self.is_prepared {
            return Ok(true);
        }
        let first = self.stream.as_ref().map_or_else(|| self.all(), |stream| &stream.raw);
        if first.len() < encoding::DETECTABLE && self.end == End::NeedMore {
            return Ok(false);
        }
        let detected = if self.charset == TextCharset::Auto {
            encoding::detect(first).ok_or_else(|| {
                Error::invalid_format(format!(
                    "expected an XML document, found the end of the input after {} bytes, which is too little \
                     to tell its charset",
                    first.len()
                ))
            })?
        } else {
            Detected { charset: self.charset, mark: encoding::mark(first, self.charset) }
        };
        self.charset = detected.charset;
        self.is_prepared = true;
        self.known.set((0, Position { offset: detected.mark as u64, ..Position::default() }));
        self.failed.set(self.known.get());
        if self.stream.is_some() {
            if let Some(stream) = &mut self.stream {
                stream.raw.drain(..detected.mark);
            }
            self.convert_stream();
            return Ok(true);
        }
        if detected.charset == TextCharset::Utf8 {
            match &mut self.bytes {
                Bytes::Borrowed(bytes) => *bytes = &bytes[detected.mark..],
                Bytes::Owned(bytes) => drop(bytes.drain(..detected.mark)),
            }
            let (valid, _) = encoding::valid_utf8(self.all());
            self.valid = valid;
        } else {
            let mut text = Vec::new();
            let raw = &self.all()[detected.mark..];
            let (used, _) = encoding::utf16_to_utf8(raw, detected.charset, &mut text);
            if used < raw.len() {
                self.end = End::Invalid;
            }
            self.valid = text.len();
            self.bytes = Bytes::Owned(text);
            self.check_size()?;
        }
        if self.valid < self.all().len() {
            self.end = End::Invalid;
        }
        Ok(true)
    }

    /// Converts what a stream has brought. Stops at bytes that cannot be text.
    fn convert_stream(&mut self) {
        let (Some(stream), Bytes::Owned(bytes)) = (&mut self.stream, &mut self.bytes) else { return };
        let (used, wrong) = if self.is_binary {
            bytes.extend_from_slice(&stream.raw);
            (stream.raw.len(), false)
        } else if self.charset == TextCharset::Utf8 {
            let (valid, wrong) = encoding::valid_utf8(&stream.raw);
            bytes.extend_from_slice(&stream.raw[..valid]);
            (valid, wrong)
        } else {
            encoding::utf16_to_utf8(&stream.raw, self.charset, bytes)
        };
        stream.raw.drain(..used);
        self.valid = bytes.len();
        self.end = if wrong || (stream.ended && !stream.raw.is_empty()) {
            End::Invalid
        } else if stream.ended {
            End::Eof
        } else {
            End::NeedMore
        };
    }

    pub(super) fn set_error(&mut self, error: ErrorHandle) {
        if let Some(stream) = &mut self.stream {
            stream.source.set_error(error);
        }
    }

    /// Reads from the stream until `min_size` bytes after `at` are at hand, or all there are; with `more`, at
    /// least one more than now. Bytes before `keep` are dropped; gives their number, by which places have moved.
    pub(super) async fn fill(
        &mut self,
        keep: usize,
        at: usize,
        min_size: usize,
        more: bool,
        step: usize,
    ) -> Result<usize> {
        if self.stream.is_none() || self.end != End::NeedMore {
            return Ok(0);
        }
        let buffered = |input: &Self| {
            let raw = input.stream.as_ref().map_or(0, |stream| stream.raw.len());
            input.valid - at + raw
        };
        let mut chunk = Vec::new();
        let start = buffered(self);
        let min_size = if more { min_size.max(start + 1) } else { min_size };
        let Some(stream) = &mut self.stream else { return Ok(0) };
        let mut got = start;
        while got < min_size && !stream.ended {
            chunk.resize(step.max(1), 0);
            let count = stream.source.read(&mut chunk).await?.min(chunk.len());
            stream.raw.extend_from_slice(&chunk[..count]);
            stream.ended = count == 0;
            got += count;
        }
        let has_changed = got != start || stream.ended;
        if !has_changed {
            return Ok(0);
        }
        let dropped = self.make_room(keep);
        if self.is_prepared {
            self.convert_stream();
        } else if self.stream.as_ref().is_some_and(|stream| stream.ended) {
            self.end = End::Eof;
        }
        self.check_size()?;
        Ok(dropped)
    }

    /// Makes room for what was read. The current node begins at `keep`, and the caller may be looking at it: it
    /// stays where it is until the reader moves on, however often more is read. If there is no room behind it, a
    /// copy goes on in other memory, twice as large as needed, so that small pieces do not cost a copy each.
    fn make_room(&mut self, keep: usize) -> usize {
        let (Some(stream), Bytes::Owned(bytes)) = (&mut self.stream, &mut self.bytes) else { return 0 };
        if stream.node != keep {
            stream.node = keep;
            let largest = stream.retired.drain(..).max_by_key(Vec::capacity);
            if let Some(memory) = largest.filter(|memory| memory.capacity() > stream.spare.capacity()) {
                stream.spare = memory;
            }
        }
        // Two bytes of UTF-16 become three of UTF-8 at most.
        let more = stream.raw.len() + stream.raw.len().div_ceil(2);
        if bytes.capacity() - bytes.len() >= more {
            return 0;
        }
        let mut memory = std::mem::take(&mut stream.spare);
        memory.clear();
        memory.reserve(2 * (bytes.len() - keep + more));
        memory.extend_from_slice(&bytes[keep..]);
        let position = self.position(keep);
        let (Some(stream), Bytes::Owned(bytes)) = (&mut self.stream, &mut self.bytes) else { return 0 };
        stream.retired.push(std::mem::replace(bytes, memory));
        stream.node = 0;
        self.valid -= keep;
        self.known.set((0, position));
        let (failed_at, failed) = self.failed.get();
        self.failed.set(if failed_at >= keep { (failed_at - keep, failed) } else { (0, position) });
        keep
    }

    /// Row, column and offset of a place.
    pub(super) fn position(&self, at: usize) -> Position {
        let data = self.data();
        let at = at.min(data.len());
        let (known_at, known) = [self.failed.get(), self.known.get()]
            .into_iter()
            .filter(|&(known_at, _)| known_at <= at)
            .max_by_key(|&(known_at, _)| known_at)
            .unwrap_or_default();
        let from = known_at;
        let mut position = known;
        let mut line = from;
        for end in memchr::memchr2_iter(b'\n', b'\r', &data[from..at]) {
            let end = from + end;
            if data[end] == b'\n' || data.get(end + 1) != Some(&b'\n') {
                position.row += 1;
                position.column = 0;
                line = end + 1;
            }
        }
        let characters = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64;
        position.column += characters(&data[line..at]);
        position.offset += if self.charset == TextCharset::Utf8 || self.charset == TextCharset::Auto {
            (at - from) as u64
        } else {
            let pairs = data[from..at].iter().filter(|&&byte| byte >= 0xF0).count() as u64;
            2 * (characters(&data[from..at]) + pairs)
        };
        position
    }

    /// As [`Self::position`], for a place where reading fails.
    pub(super) fn failure_position(&self, at: usize) -> Position {
        let position = self.position(at);
        self.failed.set((at, position));
        position
    }

    /// As [`Self::position`], for places that only move forward: asking for each node costs one pass over
    /// the document altogether.
    pub(super) fn node_position(&self, at: usize) -> Position {
        let position = self.position(at);
        if at >= self.known.get().0 {
            self.known.set((at, position));
        }
        position
    }
}
