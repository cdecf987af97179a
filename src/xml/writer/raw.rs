//! The raw encoding of a writer: the bytes that base64 text at the root stands for, and nothing else.
//! (Page WS_XML_WRITER_RAW_ENCODING)

use crate::error::{Error, Result};
use crate::value::base64::push_base64;
use crate::value::string::is_space;
use crate::xml::text::Text;

/// Raw output.
pub(super) struct RawEncoder {
    buffer: Vec<u8>,
    /// The most bytes of output that may wait.
    limit: usize,
    /// Characters of a group of base64 that is not whole yet.
    group: Vec<u8>,
    /// Padding was written: nothing may follow.
    has_ended: bool,
}

impl RawEncoder {
    pub(super) fn new(limit: u32) -> Self {
        Self { buffer: Vec::new(), limit: limit as usize, group: Vec::new(), has_ended: false }
    }

    /// How many bytes may wait in memory from now on.
    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }

    /// Forgets the first bytes of the output, which were sent.
    pub(super) fn sent(&mut self, count: usize, trim: u32) {
        self.buffer.drain(..count);
        self.buffer.shrink_to((trim as usize).max(self.buffer.len()));
    }

    pub(super) fn text(&mut self, text: &Text<'_>) -> Result<()> {
        let before = self.buffer.len();
        self.append(text)?;
        if self.buffer.len() <= self.limit {
            return Ok(());
        }
        self.buffer.truncate(before);
        Err(Error::quota_exceeded(format!(
            "the output exceeds the {} bytes that the writer may buffer (WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE)",
            self.limit
        )))
    }

    fn append(&mut self, text: &Text<'_>) -> Result<()> {
        if self.has_ended {
            return Err(Error::invalid_format(
                "expected nothing after the padding of base64, found more text",
            ));
        }
        if let Text::Base64(bytes) = *text {
            self.check_group()?;
            self.buffer.extend_from_slice(bytes);
            return Ok(());
        }
        let mut characters = Vec::new();
        text.write_utf8(&mut characters)?;
        self.group.extend(characters.iter().filter(|&&byte| !is_space(byte)));
        let whole = self.group.len() / 4 * 4;
        push_base64(&self.group[..whole], &mut self.buffer)?;
        self.has_ended = self.group[..whole].ends_with(b"=");
        self.group.drain(..whole);
        Ok(())
    }

    /// Whether the characters that were written end with a whole group of base64.
    pub(super) fn check_group(&self) -> Result<()> {
        if self.group.is_empty() {
            return Ok(());
        }
        Err(Error::invalid_format(format!(
            "expected base64 in groups of 4 characters, found {} after the last whole one",
            self.group.len()
        )))
    }
}
