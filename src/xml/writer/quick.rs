//! Calls that come for each node, where the output is a plain one: none of them calls the application then. In binary
//! XML, where writing takes least and so the way there counts most, nothing is asked but whether they are like those
//! before. Each gives what the function that it stands for would; `None` if that is to do it, and then nothing is changed.

use crate::error::Result;

use super::again::Asked;
use super::{Encoder, State, ValueKind, Writer};

impl Writer {
    /// Whether text is written that nothing else looks at, and no operation has failed.
    #[inline(always)]
    fn is_plain_text(&self) -> bool {
        self.is_plain && self.state != State::Faulted && matches!(self.encoder, Encoder::Text(_))
    }

    /// For [`Self::write_start_element`].
    #[inline(always)]
    pub(crate) fn start_quickly(&mut self, asked: &Asked<'_>) -> Option<Result<()>> {
        let Encoder::Binary(encoder) = &mut self.encoder else {
            return self
                .is_plain_text()
                .then(|| self.write_start_element(asked.prefix, asked.name, asked.ns));
        };
        let depth = self.scope.depth();
        let ends_tag = self.state == State::Start;
        if !self.is_plain
            || !(1..self.properties.max_depth as usize).contains(&depth)
            || !(ends_tag || self.state == State::Content)
            || (ends_tag && (self.scope.is_changed() || !self.start.is_distinct()))
        {
            return None;
        }
        let (index, element) = self.elements.next(self.scope.generation(), depth, asked)?;
        if !encoder.start_again(&element.start, ends_tag) {
            return None;
        }
        self.scope.push_tag(&element.tag, element.name_len);
        self.elements.note(index, depth);
        self.start.clear();
        self.state = State::Start;
        Some(Ok(()))
    }

    /// For [`Self::write_utf8`].
    #[inline(always)]
    pub(crate) fn text_quickly(&mut self, bytes: &[u8]) -> Option<Result<()>> {
        let Encoder::Binary(encoder) = &mut self.encoder else {
            return self.is_plain_text().then(|| self.write_utf8(bytes));
        };
        if !self.is_plain || bytes.is_empty() {
            return None;
        }
        match self.state {
            State::Start if !self.scope.is_changed() && self.start.is_distinct() => {}
            State::Content if self.scope.depth() > 0 => {}
            State::Attribute if self.start.value == ValueKind::Nothing => {
                let is_written = encoder.value_quickly(bytes);
                if is_written {
                    self.start.value = ValueKind::Utf8;
                }
                return is_written.then_some(Ok(()));
            }
            _ => return None,
        }
        if !encoder.text_quickly(bytes) {
            return None;
        }
        self.scope.note_text();
        self.state = State::Content;
        Some(Ok(()))
    }

    /// For [`Self::write_end_element`].
    #[inline(always)]
    pub(crate) fn end_quickly(&mut self) -> Option<Result<()>> {
        let Encoder::Binary(encoder) = &mut self.encoder else {
            return self.is_plain_text().then(|| self.write_end_element());
        };
        let is_possible = match self.state {
            State::Content => self.scope.depth() > 0,
            // An empty element ends as any other does.
            State::Start => !self.scope.is_changed() && self.start.is_distinct(),
            _ => false,
        };
        if !self.is_plain || !is_possible || !encoder.end_quickly() {
            return None;
        }
        self.state = State::Content;
        self.scope.pop();
        Some(Ok(()))
    }

    /// For [`Self::write_end_attribute`].
    #[inline(always)]
    pub(crate) fn end_attribute_quickly(&mut self) -> Option<Result<()>> {
        let Encoder::Binary(encoder) = &self.encoder else {
            return self.is_plain_text().then(|| self.write_end_attribute());
        };
        let is_possible = self.is_plain && self.state == State::Attribute && encoder.is_value_written();
        if is_possible {
            self.state = State::Start;
        }
        is_possible.then_some(Ok(()))
    }

    /// For [`Self::write_start_attribute`].
    #[inline(always)]
    pub(crate) fn start_attribute_quickly(
        &mut self,
        asked: &Asked<'_>,
        single_quote: bool,
    ) -> Option<Result<()>> {
        if !matches!(self.encoder, Encoder::Binary(_)) {
            return self
                .is_plain_text()
                .then(|| self.write_start_attribute(asked.prefix, asked.name, asked.ns, single_quote));
        }
        self.expected_attribute(asked, single_quote).then_some(Ok(()))
    }
}
