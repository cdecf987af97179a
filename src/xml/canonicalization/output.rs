//! The bytes on their way out: escaped, and gathered until there are as many as are wanted at a time.

use crate::error::Result;

/// What takes canonical bytes: the application's WS_WRITE_CALLBACK.
pub(crate) trait CanonicalSink: Send {
    fn write(&mut self, bytes: &[u8]) -> Result<()>;
}

pub(super) struct Output {
    sink: Box<dyn CanonicalSink>,
    buffer: Vec<u8>,
    /// As many bytes are written at a time.
    size: usize,
}

/// Where characters stand, which decides what is escaped.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Content,
    Attribute,
}

impl Output {
    pub(super) fn new(sink: Box<dyn CanonicalSink>, size: usize) -> Self {
        Self { sink, buffer: Vec::new(), size: size.max(1) }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let mut bytes = bytes;
        while self.buffer.len() + bytes.len() >= self.size {
            let (now, later) = bytes.split_at(self.size - self.buffer.len());
            if self.buffer.is_empty() {
                self.sink.write(now)?;
            } else {
                self.buffer.extend_from_slice(now);
                self.sink.write(&self.buffer)?;
                self.buffer.clear();
            }
            bytes = later;
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// Characters, with references for those that may not stand for themselves there. (Canonical XML, section 2.3)
    pub(super) fn escaped(&mut self, text: &[u8], place: Place) -> Result<()> {
        let special = match place {
            Place::Content => &IN_CONTENT,
            Place::Attribute => &IN_ATTRIBUTE,
        };
        let mut plain = 0;
        for (at, &byte) in text.iter().enumerate() {
            if special[byte as usize] {
                self.push(&text[plain..at])?;
                plain = at + 1;
                self.reference(byte)?;
            }
        }
        self.push(&text[plain..])
    }

    #[cold]
    fn reference(&mut self, byte: u8) -> Result<()> {
        match byte {
            b'&' => self.push(b"&amp;"),
            b'<' => self.push(b"&lt;"),
            b'>' => self.push(b"&gt;"),
            b'"' => self.push(b"&quot;"),
            control => self.push(format!("&#x{control:X};").as_bytes()),
        }
    }

    /// Writes what is left.
    pub(super) fn flush(&mut self) -> Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.sink.write(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// Which bytes are escaped. Control characters that XML 1.0 forbids can be in a document where
/// WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES is set, and only as references: they stay such.
const fn special(more: &[u8], plain: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 0x20 {
        table[at] = true;
        at += 1;
    }
    at = 0;
    while at < plain.len() {
        table[plain[at] as usize] = false;
        at += 1;
    }
    at = 0;
    while at < more.len() {
        table[more[at] as usize] = true;
        at += 1;
    }
    table
}

static IN_CONTENT: [bool; 256] = special(b"&<>", b"\t\n");
static IN_ATTRIBUTE: [bool; 256] = special(b"&<\"", b"");
