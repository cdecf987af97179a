//! Canonical XML of what the reader moves past.

use crate::error::{Error, Result, ResultExt};
use crate::xml::canonicalization::{CanonicalSink, Canonicalizer, Options};

use super::{NodeType, Reader, State};

pub(super) struct Canonical {
    canonicalizer: Canonicalizer,
    /// The current node was told, and the reader could not move on from it.
    is_told: bool,
}

impl Reader {
    /// WsStartReaderCanonicalization: from the current node on.
    pub(crate) fn start_canonicalization(
        &mut self,
        options: Options,
        sink: Box<dyn CanonicalSink>,
    ) -> Result<()> {
        self.check_ready()?;
        if self.canonical.is_some() {
            return Err(Error::invalid_operation(
                "the reader canonicalizes already, and WsEndReaderCanonicalization did not end that yet",
            ));
        }
        if self.in_attribute.is_some() {
            return Err(Error::invalid_operation(format!(
                "the value of an attribute is not canonicalized alone; the reader is at {}",
                self.location()
            )));
        }
        if options.is_inclusive && self.node_type() != NodeType::Bof {
            return Err(Error::invalid_operation(format!(
                "inclusive canonicalization is for whole documents: expected the reader on {}, found it on {}, at \
                 {}",
                NodeType::Bof.name(),
                self.node_type().name(),
                self.location()
            )));
        }
        let canonicalizer = Canonicalizer::new(options, sink);
        self.canonical = Some(Box::new(Canonical { canonicalizer, is_told: false }));
        self.is_on_its_way = false;
        Ok(())
    }

    /// WsEndReaderCanonicalization: all before the current node is canonicalized.
    pub(crate) fn end_canonicalization(&mut self) -> Result<()> {
        self.check_ready()?;
        let Some(canonical) = &self.canonical else {
            return Err(Error::invalid_operation(
                "the reader does not canonicalize; WsStartReaderCanonicalization starts it",
            ));
        };
        let depth = canonical.canonicalizer.depth();
        if depth > 0 {
            return Err(Error::invalid_operation(format!(
                "canonicalization ends at the depth where it was started; {depth} elements have begun since then and \
                 not ended, at {}",
                self.location()
            )));
        }
        let Some(mut canonical) = self.canonical.take() else { return Ok(()) };
        canonical.canonicalizer.finish().context(|| "the last canonical bytes could not be written")
    }

    /// Fails while the reader canonicalizes, which is for nodes in document order.
    pub(super) fn check_not_canonicalizing(&self) -> Result<()> {
        if self.canonical.is_none() {
            return Ok(());
        }
        Err(Error::invalid_operation(
            "a reader that canonicalizes only moves forward; WsEndReaderCanonicalization comes first",
        ))
    }

    /// To the next node, after the current one was told. A node that the reader cannot leave yet, because more of a
    /// stream is needed, is told once.
    #[cold]
    pub(super) fn advance_canonicalizing(&mut self) -> Result<()> {
        let Some(mut canonical) = self.canonical.take() else { return Ok(()) };
        let result = self.tell(&mut canonical);
        self.canonical = Some(canonical);
        result?;
        let result = self.decode_node();
        if let Some(canonical) = &mut self.canonical {
            canonical.is_told = result.is_err();
        }
        result
    }

    fn tell(&mut self, canonical: &mut Canonical) -> Result<()> {
        if canonical.is_told {
            return Ok(());
        }
        if self.node_type() == NodeType::EndElement && canonical.canonicalizer.depth() == 0 {
            return Err(Error::invalid_operation(format!(
                "the reader would leave the element in which WsStartReaderCanonicalization was called; \
                 WsEndReaderCanonicalization comes first, at {}",
                self.location()
            )));
        }
        let result = self.tell_node(&mut canonical.canonicalizer);
        if result.is_err() {
            // Canonical bytes are missing.
            self.stop(State::Faulted);
        }
        result.context(|| format!("the node could not be canonicalized, at {}", self.location()))
    }

    fn tell_node(&self, canonicalizer: &mut Canonicalizer) -> Result<()> {
        match self.node_type() {
            NodeType::Element => self.tell_start(canonicalizer),
            NodeType::EndElement => canonicalizer.end_element(),
            NodeType::Text => {
                let Some(text) = self.text() else { return Ok(()) };
                canonicalizer.text(&text, self.depth() == 0)?;
                // The characters of a record of bytes are its own; in a buffer, pieces that were written are one text.
                if self.is_binary() { canonicalizer.end_bytes() } else { Ok(()) }
            }
            NodeType::Comment => canonicalizer.comment(self.comment().unwrap_or_default(), self.depth() == 0),
            NodeType::CData | NodeType::EndCData => canonicalizer.end_bytes(),
            NodeType::Bof | NodeType::Eof => Ok(()),
        }
    }

    fn tell_start(&self, canonicalizer: &mut Canonicalizer) -> Result<()> {
        let Some(element) = self.element() else { return Ok(()) };
        canonicalizer.start_element(element.prefix, element.local_name, element.ns)?;
        canonicalizer.inherit(|prefix| self.namespace_of_prefix(prefix));
        for attribute in (0..element.attribute_count).filter_map(|index| self.attribute(index)) {
            if attribute.is_xmlns {
                canonicalizer.declaration(attribute.prefix, attribute.ns);
            } else {
                canonicalizer.start_attribute(attribute.prefix, attribute.local_name, attribute.ns);
                canonicalizer.attribute_text(&attribute.value)?;
                canonicalizer.end_attribute();
            }
        }
        canonicalizer.end_start_element()
    }
}
