//! Any bytes as a source of nodes: a document that has no element and one text, which stands for their base64 form.
//! Of a stream, the text comes in pieces. (Page WS_XML_READER_RAW_ENCODING)

use crate::abi::object::ErrorHandle;
use crate::error::{Error, Result};
use crate::xml::text::Text;

use super::input::{End, TextInput};
use super::{Input, NodeType};

pub(super) struct RawDecoder {
    input: TextInput,
    node: NodeType,
    /// The bytes of the current text.
    start: usize,
    end: usize,
    is_starved: bool,
}

impl RawDecoder {
    pub(super) fn new(input: Input) -> Result<Self> {
        let input = TextInput::binary(input)?;
        Ok(Self { input, node: NodeType::Bof, start: 0, end: 0, is_starved: false })
    }

    pub(super) fn read_node(&mut self) -> Result<()> {
        self.is_starved = false;
        let (available, end) = (self.input.data().len(), self.input.end());
        if self.end == available && end == End::NeedMore {
            self.is_starved = true;
            return Err(Error::quota_exceeded(format!(
                "more of the input is needed than is at hand; WsFillReader reads on, at {}",
                self.describe()
            )));
        }
        self.start = self.end;
        if self.start == available {
            self.node = NodeType::Eof;
        } else {
            self.node = NodeType::Text;
            self.end = available;
        }
        Ok(())
    }

    /// Whether the last failure was for want of data, and more can be had.
    pub(super) fn is_starved(&self) -> bool {
        self.is_starved
    }

    pub(super) fn set_error(&mut self, error: ErrorHandle) {
        self.input.set_error(error);
    }

    pub(super) async fn fill(&mut self, min_size: usize, step: usize) -> Result<()> {
        let dropped = self.input.fill(self.start, self.end, min_size, self.is_starved, step).await?;
        self.start -= dropped;
        self.end -= dropped;
        self.is_starved = false;
        Ok(())
    }

    pub(super) fn node_type(&self) -> NodeType {
        self.node
    }

    pub(super) fn text(&self) -> Option<Text<'_>> {
        (self.node == NodeType::Text).then(|| Text::Base64(&self.input.data()[self.start..self.end]))
    }

    /// The byte offset, for people.
    pub(super) fn describe(&self) -> String {
        format!("byte offset {}", self.input.position(self.start).offset)
    }
}
