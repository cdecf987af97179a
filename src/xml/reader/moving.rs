//! From node to node.

use crate::abi::types::*;
use crate::error::Result;

use super::{Decoder, NodeType, Reader, State, describe_name, same};

impl Reader {
    /// Forgets what belongs to the current node.
    #[inline]
    pub(super) fn leave_node(&mut self) {
        self.content.reset();
        self.skipping = None;
    }

    /// WsReadNode.
    pub(crate) fn read_node(&mut self) -> Result<()> {
        self.step().unwrap_or_else(|| self.advance())
    }

    /// The same, if it takes nothing but the next bytes of a document: nothing is called then. If not, `None`, and the
    /// reader is where it was.
    #[inline(always)]
    fn step(&mut self) -> Option<Result<()>> {
        if self.can_step() { Some(self.step_anywhere()) } else { None }
    }

    /// Whether [`Self::step_anywhere`] is all that it takes.
    #[inline(always)]
    pub(crate) fn can_step(&mut self) -> bool {
        self.leave_node();
        if self.state != State::Ready || self.in_attribute.is_some() || self.canonical.is_some() {
            return false;
        }
        match &self.decoder {
            Decoder::Text(decoder) => !decoder.is_at_end(),
            Decoder::Binary(decoder) => !decoder.is_at_end(),
            _ => false,
        }
    }

    /// To the next node of a document.
    #[inline(always)]
    pub(crate) fn step_anywhere(&mut self) -> Result<()> {
        let result = match &mut self.decoder {
            Decoder::Text(decoder) => decoder.read_node(&self.properties),
            Decoder::Binary(decoder) => {
                self.is_on_its_way = true;
                decoder.read_node(&self.properties)
            }
            _ => Ok(()),
        };
        self.settle(result)
    }

    /// Whether the next node mostly is one that [`Self::step_ahead`] or [`Self::step_at_once`] gets to.
    #[inline(always)]
    pub(crate) fn is_on_its_way(&self) -> bool {
        self.is_on_its_way
    }

    /// WsReadNode of a reader that is on its way to a node that it has seen already: the end of an element after its text,
    /// or the text after its start.
    #[inline(always)]
    pub(crate) fn step_ahead(&mut self) -> bool {
        let Decoder::Binary(decoder) = &mut self.decoder else { return false };
        decoder.read_end_after_text() || decoder.read_ahead()
    }

    /// WsReadNode of a reader that is on its way, if what comes is like what came before. If not, the reader is where it
    /// was.
    #[inline(always)]
    pub(crate) fn step_at_once(&mut self) -> bool {
        let Decoder::Binary(decoder) = &mut self.decoder else { return false };
        decoder.read_known_node(&self.properties)
    }

    /// To the next node, with what is being read going on.
    pub(super) fn advance(&mut self) -> Result<()> {
        if self.state != State::Ready {
            return Err(self.not_ready());
        }
        if let Some(attribute) = &mut self.in_attribute {
            if attribute.is_at_end {
                return Err(self.expected(WS_E_INVALID_OPERATION, "more of the attribute's value"));
            }
            attribute.is_at_end = true;
            self.content.leave_text();
            return Ok(());
        }
        if self.node_type() == NodeType::Eof {
            return Err(self.expected(WS_E_INVALID_OPERATION, "another node"));
        }
        if self.canonical.is_some() {
            return self.advance_canonicalizing();
        }
        self.decode_node()
    }

    #[inline]
    pub(super) fn decode_node(&mut self) -> Result<()> {
        let result = match &mut self.decoder {
            Decoder::None => Ok(()),
            Decoder::Text(decoder) => decoder.read_node(&self.properties),
            Decoder::Binary(decoder) => decoder.read_node(&self.properties),
            Decoder::Mtom(decoder) => decoder.read_node(),
            Decoder::Raw(decoder) => decoder.read_node(),
            Decoder::Tree(decoder) => decoder.read_node(false, &self.properties),
        };
        if result.is_ok() {
            self.content.leave_text();
        }
        self.settle(result)
    }

    /// WsSkipNode.
    pub(crate) fn skip_node(&mut self) -> Result<()> {
        if self.in_attribute.is_some() || (self.skipping.is_none() && self.node_type() != NodeType::Element) {
            return self.read_node();
        }
        let depth = self.skipping.unwrap_or_else(|| self.depth());
        self.leave_node();
        if let (Decoder::Tree(decoder), None) = (&mut self.decoder, &self.canonical) {
            if self.state != State::Ready {
                return Err(self.not_ready());
            }
            let result = decoder.read_node(true, &self.properties);
            return self.settle(result);
        }
        let result = loop {
            if let Err(error) = self.advance() {
                break Err(error);
            }
            if self.node_type() == NodeType::EndElement && self.depth() == depth {
                break self.advance();
            }
        };
        if result.is_err() {
            // Only used if more data lets the reader go on.
            self.skipping = Some(depth);
            self.is_on_its_way = false;
            if self.node_type() == NodeType::EndElement && self.depth() < depth {
                self.skipping = None;
            }
        }
        result
    }

    /// WsReadStartElement: from a start element, skipping whitespace and comments to get there, to its first
    /// child.
    pub(crate) fn read_start_element(&mut self) -> Result<()> {
        self.require_start_element(None, None)?;
        self.read_node()
    }

    /// WsReadEndElement: past the end element, skipping whitespace and comments to get there.
    pub(crate) fn read_end_element(&mut self) -> Result<()> {
        self.check_ready()?;
        if self.node_type() != NodeType::EndElement {
            self.skip_insignificant()?;
            if self.node_type() != NodeType::EndElement {
                return Err(self.expected(WS_E_INVALID_FORMAT, "an end element"));
            }
        }
        self.read_node()
    }

    /// WsReadToStartElement: skips whitespace and comments to a start element; whether there is one and its name is
    /// the one asked for. `None` asks for any.
    pub(crate) fn read_to_start_element(
        &mut self,
        local_name: Option<&[u8]>,
        ns: Option<&[u8]>,
    ) -> Result<bool> {
        self.check_ready()?;
        if self.in_attribute.is_some() {
            return Err(self.expected(WS_E_INVALID_OPERATION, "to be outside of an attribute"));
        }
        if self.node_type() != NodeType::Element {
            self.skip_insignificant()?;
        }
        if local_name.is_none() && ns.is_none() {
            return Ok(self.node_type() == NodeType::Element);
        }
        Ok(self.element().is_some_and(|element| {
            local_name.is_none_or(|name| same(name, element.local_name))
                && ns.is_none_or(|ns| same(ns, element.ns))
        }))
    }

    /// WsReadToStartElement without a place for the answer: another element, or none, is a failure.
    pub(crate) fn require_start_element(
        &mut self,
        local_name: Option<&[u8]>,
        ns: Option<&[u8]>,
    ) -> Result<()> {
        if self.read_to_start_element(local_name, ns)? {
            return Ok(());
        }
        let what = match local_name {
            None if ns.is_none() => "a start element".to_owned(),
            _ => {
                format!("the start element {}", describe_name(local_name.unwrap_or(b"*"), ns.unwrap_or(b"")))
            }
        };
        Err(self.expected(WS_E_INVALID_FORMAT, &what))
    }

    /// Skips the beginning of the document, whitespace and comments.
    pub(super) fn skip_insignificant(&mut self) -> Result<()> {
        loop {
            match self.node_type() {
                NodeType::Bof | NodeType::Comment => {}
                NodeType::Text if self.text().is_some_and(|text| text.is_space()) => {}
                _ => return Ok(()),
            }
            self.read_node()?;
        }
    }
}
