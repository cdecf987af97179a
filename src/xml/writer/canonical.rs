//! Canonical XML of what the writer writes.

use crate::error::{Error, Result, ResultExt};
use crate::xml::canonicalization::{CanonicalSink, Canonicalizer, Options};
use crate::xml::text::Text;

use super::{Encoder, State, Writer};

impl Writer {
    /// WsStartWriterCanonicalization: of what is written from here on. A start tag is complete then.
    pub(crate) fn start_canonicalization(
        &mut self,
        options: Options,
        sink: Box<dyn CanonicalSink>,
    ) -> Result<()> {
        let result = self.begin_canonicalization(options, sink);
        self.settle(result)
    }

    fn begin_canonicalization(&mut self, options: Options, sink: Box<dyn CanonicalSink>) -> Result<()> {
        self.check_open()?;
        if self.canonical.is_some() {
            return Err(Error::invalid_operation(
                "the writer canonicalizes already, and WsEndWriterCanonicalization did not end that yet",
            ));
        }
        if self.is_in_attribute() {
            return Err(self.wrong_state("the value of an attribute is not canonicalized alone"));
        }
        if options.is_inclusive && !self.is_at_beginning() {
            return Err(Error::invalid_operation(
                "inclusive canonicalization is for whole documents: expected a writer that has written nothing yet",
            ));
        }
        if self.state == State::Start {
            self.commit_start(false)?;
        }
        self.canonical = Some(Box::new(Canonicalizer::new(options, sink)));
        self.note_output();
        Ok(())
    }

    /// WsEndWriterCanonicalization: what is written from here on is not canonicalized.
    pub(crate) fn end_canonicalization(&mut self) -> Result<()> {
        let result = self.finish_canonicalization();
        self.settle(result)
    }

    fn finish_canonicalization(&mut self) -> Result<()> {
        self.check_open()?;
        let Some(canonical) = &self.canonical else {
            return Err(Error::invalid_operation(
                "the writer does not canonicalize; WsStartWriterCanonicalization starts it",
            ));
        };
        let in_start = matches!(self.state, State::Start | State::Attribute);
        let depth = canonical.depth() + usize::from(in_start);
        if depth > 0 {
            return Err(Error::invalid_operation(format!(
                "canonicalization ends at the depth where it was started; {depth} elements have begun since then and \
                 not ended"
            )));
        }
        let Some(mut canonical) = self.canonical.take() else { return Ok(()) };
        self.note_output();
        let result = canonical.finish();
        self.told(result)
    }

    /// Whether no node of a document was written yet.
    fn is_at_beginning(&self) -> bool {
        let is_empty = match &self.encoder {
            Encoder::Tree(builder) => builder.is_empty(),
            Encoder::Text(_) | Encoder::Binary(_) | Encoder::Raw(_) => {
                !self.was_taken && self.bytes().len() == self.beginning
            }
        };
        is_empty && self.state == State::Content
    }

    /// Fails while the writer canonicalizes, which is for nodes in document order.
    pub(super) fn check_not_canonicalizing(&self) -> Result<()> {
        if self.canonical.is_none() {
            return Ok(());
        }
        Err(Error::invalid_operation(
            "a writer that canonicalizes only moves forward; WsEndWriterCanonicalization comes first",
        ))
    }

    /// Fails if the innermost element is around what is canonicalized.
    #[inline]
    pub(super) fn check_canonical_depth(&self) -> Result<()> {
        if self.canonical.as_ref().is_none_or(|canonical| canonical.depth() > 0) {
            return Ok(());
        }
        Err(Error::invalid_operation(
            "the writer would leave the element in which WsStartWriterCanonicalization was called; \
             WsEndWriterCanonicalization comes first",
        ))
    }

    /// Tells the canonicalizer, if there is one.
    #[inline]
    pub(super) fn tell(&mut self, what: impl FnOnce(&mut Canonicalizer) -> Result<()>) -> Result<()> {
        match &mut self.canonical {
            None => Ok(()),
            Some(canonical) => {
                let result = what(canonical);
                self.told(result)
            }
        }
    }

    /// After the canonicalizer was told: without what it could not write, the canonical form is another one.
    #[cold]
    pub(super) fn told(&mut self, result: Result<()>) -> Result<()> {
        if result.is_err() {
            self.state = State::Faulted;
        }
        result.context(|| format!("the canonical form could not be written, at {}", self.location()))
    }

    #[inline]
    pub(super) fn tell_text(&mut self, text: &Text<'_>) -> Result<()> {
        let is_outside_root = self.scope.depth() == 0;
        self.tell(|canonical| canonical.text(text, is_outside_root))
    }

    /// The start tag that was committed.
    #[cold]
    pub(super) fn tell_start(&mut self) -> Result<()> {
        let Some(canonical) = &mut self.canonical else { return Ok(()) };
        canonical.inherit(|prefix| self.scope.ns_of(prefix));
        for declaration in self.scope.own_declarations() {
            canonical.declaration(declaration.prefix, declaration.ns.bytes);
        }
        let result = canonical.end_start_element();
        self.told(result)
    }

    /// The whitespace of indentation, which is in the document as any other; before the first element that is
    /// canonicalized, it does not belong to it.
    pub(super) fn tell_line_break(&mut self, depth: usize) -> Result<()> {
        let spaces = depth * self.properties.indent as usize;
        self.tell(|canonical| {
            if canonical.depth() == 0 {
                return Ok(());
            }
            let mut text = vec![b' '; 1 + spaces];
            text[0] = b'\n';
            canonical.text(&Text::Utf8(&text), false)
        })
    }
}
