//! Calls that come for each node, where the output is a plain one: none of them calls the application then.
//!
//! In binary XML, where writing takes least and so the way there counts most, what is like something before is written at
//! once, and the rest of the writer is told later (see [`super::pending`]). The functions here that give an `Option<()>` do
//! that and nothing else: they call nothing and cannot panic, so that the compiler makes of each a few straight lines.
//! Where one gives `None`, nothing was changed, and the one after it does the same with more effort; where that gives
//! `None` too, it is for the function that they stand for, after [`Writer::catch_up`].

use crate::error::Result;
use crate::xml::dictionary::Name;
use crate::xml::room::Room;
use crate::xml::text::Text;

use super::again::{Asked, Asking};
use super::attributes_again::Place;
use super::binary::put_short_text;
use super::pending::Mode;
use super::{Encoder, State, Writer};

impl Writer {
    /// Whether text is written that nothing else looks at, and no operation has failed.
    #[inline(always)]
    fn is_plain_text(&self) -> bool {
        self.is_plain && self.state != State::Faulted && matches!(self.encoder, Encoder::Text(_))
    }

    /// Whether anything can be written at once, which is asked before more is.
    #[inline(always)]
    pub(crate) fn may_be_at_once(&self) -> bool {
        self.pending.mode <= Mode::Attribute
    }

    /// [`Self::write_start_element`] as the one that came here the last time.
    #[inline(always)]
    pub(crate) fn start_at_once<'a>(&mut self, asked: &impl Asking<'a>) -> Option<()> {
        let pending = &mut self.pending;
        if pending.mode > Mode::Start {
            return None;
        }
        let (index, element) = self.elements.expected(pending.level)?;
        if !element.is_asked(pending.scope, asked, self.dictionary)? {
            return None;
        }
        let place = pending.open.next()?;
        pending.start_at = put_piece(&mut pending.room, &element.start.padded, element.start.len)?;
        *place = index;
        pending.note_start(Mode::Start);
        self.elements.set_last(index);
        Some(())
    }

    /// The same as any before.
    #[inline(always)]
    pub(crate) fn start_quickly(&mut self, asked: &Asked<'_>) -> Option<Result<()>> {
        if self.is_plain_text() {
            return Some(self.start_asked(asked));
        }
        self.start_anywhere(asked)
    }

    #[inline(never)]
    fn start_anywhere(&mut self, asked: &Asked<'_>) -> Option<Result<()>> {
        if self.pending.mode == Mode::Off {
            match self.begin_pending(asked) {
                Some(Ok(())) => {}
                None if self.goes_on() => {
                    return self.start_again(asked).map(|is_done| is_done.then_some(())).transpose();
                }
                begun => return begun,
            }
            self.make_room();
        } else {
            self.make_room();
            self.end_declaring(0)?;
        }
        if self.elements.expect(self.pending.level, self.pending.scope, asked).is_some() {
            self.start_at_once(asked).map(Ok)
        } else {
            self.start_declaring(asked).map(Ok)
        }
    }

    /// [`Self::write_utf8`] of a short text without anything special in it.
    #[inline(always)]
    pub(crate) fn text_at_once(&mut self, bytes: &[u8]) -> Option<()> {
        let pending = &mut self.pending;
        let mode = pending.mode.with_text()?;
        pending.text_at = put_short_text(&mut pending.room, bytes)?;
        pending.mode = mode;
        Some(())
    }

    /// The same of any.
    #[inline(always)]
    pub(crate) fn text_quickly(&mut self, bytes: &[u8]) -> Option<Result<()>> {
        if self.is_plain_text() { Some(self.write_utf8(bytes)) } else { self.any_text(bytes) }
    }

    #[inline(never)]
    fn any_text(&mut self, bytes: &[u8]) -> Option<Result<()>> {
        if self.pending.mode == Mode::Off {
            return self.goes_on().then(|| self.write_utf8(bytes));
        }
        // An empty one is none in content.
        if bytes.is_empty() {
            return None;
        }
        self.make_room();
        self.end_declaring(0)?;
        if self.text_at_once(bytes).is_some() {
            return Some(Ok(()));
        }
        let Encoder::Binary(encoder) = &self.encoder else { return None };
        let pending = &mut self.pending;
        let mode = pending.mode.with_text()?;
        pending.text_at = encoder.put_text(&mut pending.room, bytes)?;
        pending.mode = mode;
        Some(Ok(()))
    }

    /// Whether [`Self::value_quickly`] may do anything.
    pub(crate) fn takes_values(&self) -> bool {
        !matches!(self.pending.mode, Mode::Attribute | Mode::Value | Mode::Off)
    }

    /// [`Self::write_text`] in content, of what is not given as UTF-8.
    pub(crate) fn value_quickly(&mut self, value: &Text<'_>) -> Option<Result<()>> {
        let is_simple = !matches!(value, Text::Utf8(_) | Text::Base64(_) | Text::QName { .. });
        if !self.takes_values() || !is_simple || value.is_empty() {
            return None;
        }
        self.make_room();
        self.end_declaring(0)?;
        let Encoder::Binary(encoder) = &mut self.encoder else { return None };
        let pending = &mut self.pending;
        pending.text_at = encoder.put_value(&mut pending.room, value)?;
        pending.mode = Mode::Text;
        Some(Ok(()))
    }

    /// [`Self::write_end_element`] of one that was started at once.
    #[inline(always)]
    pub(crate) fn end_at_once(&mut self) -> Option<()> {
        self.pending.end()
    }

    /// The same with more effort.
    #[inline(always)]
    pub(crate) fn end_quickly(&mut self) -> Option<Result<()>> {
        if self.is_plain_text() {
            return Some(self.write_end_element());
        }
        self.end_anywhere()
    }

    #[inline(never)]
    fn end_anywhere(&mut self) -> Option<Result<()>> {
        if self.pending.mode == Mode::Off {
            return self.goes_on().then(|| self.write_end_element());
        }
        self.make_room();
        // The start tag of an empty element is complete with its end.
        self.end_declaring(1)?;
        self.end_at_once().or_else(|| self.leave_declaring()).map(Ok)
    }

    /// [`Self::write_start_attribute`] as the one that came here the last time.
    #[inline(always)]
    pub(crate) fn start_attribute_at_once<'a>(
        &mut self,
        asked: &impl Asking<'a>,
        single_quote: bool,
    ) -> Option<()> {
        let pending = &mut self.pending;
        if pending.mode != Mode::Start {
            return None;
        }
        let place = Place { output: self.output, scope: pending.scope, is_first: pending.seen == 0 };
        let (index, attribute) = self.attributes.expected(&self.elements, place.is_first)?;
        // One that may have come before is looked at in full.
        if pending.seen & attribute.bit != 0
            || !attribute.is_asked(place, asked, single_quote, self.dictionary)?
        {
            return None;
        }
        let next = pending.attributes.next()?;
        put_piece(&mut pending.room, &attribute.start.padded, attribute.start.len)?;
        *next = index;
        pending.attributes.advance();
        pending.seen |= attribute.bit;
        pending.mode = Mode::Attribute;
        self.attributes.set_last(index);
        Some(())
    }

    /// The same as any before.
    #[inline(always)]
    pub(crate) fn start_attribute_quickly(
        &mut self,
        asked: &Asked<'_>,
        single_quote: bool,
    ) -> Option<Result<()>> {
        if self.is_plain_text() {
            return Some(self.start_asked_attribute(asked, single_quote));
        }
        self.any_attribute(asked, single_quote)
    }

    #[inline(never)]
    fn any_attribute(&mut self, asked: &Asked<'_>, single_quote: bool) -> Option<Result<()>> {
        let pending = &self.pending;
        if pending.mode == Mode::Off {
            return (self.goes_on() && self.start_attribute_again(asked, single_quote)).then_some(Ok(()));
        }
        if pending.mode != Mode::Start {
            return None;
        }
        let place = Place { output: self.output, scope: pending.scope, is_first: pending.seen == 0 };
        self.attributes.expect(&mut self.elements, place, asked, single_quote)?;
        self.make_room();
        self.start_attribute_at_once(asked, single_quote).map(Ok)
    }

    /// [`Self::write_end_attribute`] of one with a value.
    #[inline(always)]
    pub(crate) fn end_attribute_at_once(&mut self) -> Option<()> {
        if self.pending.mode != Mode::Value {
            return None;
        }
        self.pending.mode = Mode::Start;
        Some(())
    }

    /// The same of any, if nothing is pending.
    #[inline(always)]
    pub(crate) fn end_attribute_quickly(&mut self) -> Option<Result<()>> {
        let is_quick = self.is_plain_text() || (self.pending.mode == Mode::Off && self.goes_on());
        is_quick.then(|| self.write_end_attribute())
    }

    /// [`Self::write_xmlns_attribute`] of what the element declares in any case.
    #[inline(always)]
    pub(crate) fn declare_quickly(
        &mut self,
        prefix: Option<&[u8]>,
        ns: Name<'_>,
        single_quote: bool,
    ) -> Option<Result<()>> {
        if self.is_plain_text() {
            return Some(self.write_xmlns_attribute(prefix, ns, single_quote));
        }
        self.declare_again(prefix?, ns).map(Ok)
    }

    /// Makes room for what is written at once, as far as there may be so many bytes.
    #[inline(never)]
    fn make_room(&mut self) {
        if let Encoder::Binary(encoder) = &self.encoder {
            encoder.make_room(&mut self.pending.room);
        }
    }
}

/// Appends the first bytes of what is padded, and says where.
#[inline(always)]
pub(super) fn put_piece<const N: usize>(room: &mut Room, padded: &[u8; N], len: usize) -> Option<usize> {
    let start = room.len();
    *room.spare()? = *padded;
    room.advance(len);
    Some(start)
}
