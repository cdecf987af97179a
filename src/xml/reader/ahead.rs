//! What a document of text that is in memory shows of itself before and after the current node, without a move.

use super::text_decoder::TextDecoder;
use super::{Decoder, NodeType, Reader};

impl Reader {
    fn in_memory(&self) -> Option<&TextDecoder> {
        match &self.decoder {
            Decoder::Text(decoder) if !decoder.is_stream() => Some(decoder),
            _ => None,
        }
    }

    /// Where the current node begins in the text of the document, if all of that is in memory.
    pub(crate) fn offset(&self) -> Option<usize> {
        self.in_memory().map(|decoder| decoder.parser().node_at())
    }

    /// The text from such a place on to the end of the current node's tag.
    pub(crate) fn text_since(&self, offset: usize) -> &[u8] {
        let text = self.in_memory().map(|decoder| &decoder.data()[..decoder.parser().at()]);
        text.and_then(|text| text.get(offset..)).unwrap_or_default()
    }

    /// Whether what comes after the tag of the current element is one with this local name. "No" may also mean that
    /// this cannot be told.
    pub(crate) fn is_followed_by(&self, local_name: &[u8]) -> bool {
        let Some(decoder) = self.in_memory().filter(|_| self.node_type() == NodeType::Element) else {
            return false;
        };
        let after = decoder.data().get(decoder.parser().at()..).unwrap_or_default().trim_ascii_start();
        let Some(tag) = after.strip_prefix(b"<") else { return false };
        let is_end = |byte: &u8| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n');
        let Some(end) = tag.iter().position(is_end) else { return false };
        tag[..end].rsplit(|byte| *byte == b':').next() == Some(local_name)
    }
}
