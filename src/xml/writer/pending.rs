//! What was written quickly, and the rest of the writer has not been told yet.
//!
//! It began where no start tag was open, and nothing is declared in it but what an element declares by itself. So all that
//! has to be known of it is the bytes, which elements are open, which attributes the innermost one has, and what came last.
//! That is told by [`Writer::catch_up`] before anything else is done with the writer.

use crate::error::Result;
use crate::xml::dictionary::Name;
use crate::xml::room::Room;

use super::again::Asked;
use super::binary::{END_ELEMENT, WITH_END};
use super::quick::put_piece;
use super::{Encoder, State, ValueKind, Writer};

/// More open elements, or attributes of one of them, are not pending.
const MOST: usize = 32;
/// Nor are more open elements that declare something.
const MOST_DECLARING: usize = 4;

/// After so many runs of less than so many bytes it is left for so many elements.
const FEW: u8 = 4;
const SHORT_RUN: usize = 48;
const REST: u8 = 63;

/// What came last. Up to `Start`, what comes next may be content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug)]
pub(super) enum Mode {
    /// The end of an element, or nothing.
    Content,
    /// A text in content.
    Text,
    /// The start of an element, or the end of an attribute.
    Start,
    /// The start of an attribute.
    Attribute,
    /// The value of an attribute.
    Value,
    /// The start of an element that declares something, which is not written yet.
    Declaring,
    /// Nothing is pending.
    Off,
}

impl Mode {
    /// What comes last after a text, if one may come: content or a value.
    #[inline(always)]
    pub(super) fn with_text(self) -> Option<Self> {
        match self {
            Self::Content | Self::Text | Self::Start => Some(Self::Text),
            Self::Attribute => Some(Self::Value),
            Self::Value | Self::Declaring | Self::Off => None,
        }
    }
}

pub(super) struct Pending {
    pub(super) mode: Mode,
    /// The output: no more room than there may be bytes.
    pub(super) room: Room,
    /// Where the start tag begins that is being written.
    pub(super) start_at: usize,
    /// Where the record of the text or value begins that came last.
    pub(super) text_at: usize,
    /// What the namespaces in scope are known by.
    pub(super) scope: u64,
    /// How many elements have ended since one was started last.
    pub(super) level: u32,
    pub(super) open: Stack,
    /// Of the open elements, those that declare something.
    declaring: [Declaring; MOST_DECLARING],
    declaring_count: usize,
    pub(super) attributes: Stack,
    /// The bits of the attributes.
    pub(super) seen: u64,
    /// Where it began, how often not much had become of it since, and for how many elements it is not tried now.
    began_at: usize,
    short_runs: u8,
    rest: u8,
}

/// An open element that declares something.
#[derive(Clone, Copy, Default)]
struct Declaring {
    /// What the namespaces around it are known by.
    around: u64,
    /// How many elements were open below which none is ended at once, before this was.
    floor: usize,
    /// The declaration was asked for, too.
    is_asked_for: bool,
}

/// Elements or attributes, by their places among those remembered.
pub(super) struct Stack {
    places: [u8; MOST],
    /// The first `base` are not used, so that the end comes where there may be no more.
    base: usize,
    /// So many are not taken away.
    floor: usize,
    len: usize,
}

impl Stack {
    fn new() -> Self {
        Self { places: [0; MOST], base: 0, floor: 0, len: 0 }
    }

    /// Empties it, for so many.
    fn reset(&mut self, most: usize) {
        self.base = MOST - most.min(MOST);
        self.floor = self.base;
        self.len = self.base;
    }

    #[inline(always)]
    pub(super) fn clear(&mut self) {
        self.len = self.base;
    }

    /// Where the next one is put, by [`Self::advance`].
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<&mut u8> {
        self.places.get_mut(self.len)
    }

    #[inline(always)]
    pub(super) fn advance(&mut self) {
        self.len += 1;
    }

    /// Takes the last one away, if there is one.
    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<()> {
        if self.len == self.floor {
            return None;
        }
        self.len -= 1;
        Some(())
    }

    fn last(&self) -> Option<u8> {
        self.places.get(self.base..self.len)?.last().copied()
    }

    fn iter(&self) -> impl Iterator<Item = u8> {
        self.places.get(self.base..self.len).unwrap_or_default().iter().copied()
    }
}

impl Pending {
    /// After an element was put where the next open one goes: it has no attributes yet.
    #[inline(always)]
    pub(super) fn note_start(&mut self, mode: Mode) {
        self.open.advance();
        self.attributes.clear();
        self.level = 0;
        self.seen = 0;
        self.mode = mode;
    }

    /// Ends the innermost element, if that may be ended.
    #[inline(always)]
    pub(super) fn end(&mut self) -> Option<()> {
        if self.mode == Mode::Text {
            let record = self.room.get_mut(self.text_at)?;
            self.open.pop()?;
            *record |= WITH_END;
        } else if self.mode <= Mode::Start {
            // An empty element ends as any other does.
            let [end] = self.room.spare()?;
            self.open.pop()?;
            *end = END_ELEMENT;
            self.room.advance(1);
        } else {
            return None;
        }
        self.level += 1;
        self.mode = Mode::Content;
        Some(())
    }

    pub(super) fn new() -> Self {
        Self {
            mode: Mode::Off,
            room: Room::default(),
            start_at: 0,
            text_at: 0,
            scope: 0,
            level: 0,
            open: Stack::new(),
            declaring: [Declaring::default(); MOST_DECLARING],
            declaring_count: 0,
            attributes: Stack::new(),
            seen: 0,
            began_at: 0,
            short_runs: 0,
            rest: 0,
        }
    }

    /// Whether to begin: not where something else comes between all elements, but for a try now and then.
    fn is_worth_while(&mut self) -> bool {
        if self.short_runs < FEW {
            return true;
        }
        let is_tried = self.rest == 0;
        self.rest = if is_tried { REST } else { self.rest - 1 };
        is_tried
    }
}

impl Writer {
    /// Whether binary XML can be written on without anything that calls the application, which declaring a namespace may do
    /// for its number.
    pub(super) fn goes_on(&self) -> bool {
        let is_between = match self.state {
            State::Start => !self.scope.is_changed(),
            State::Content | State::Attribute => true,
            _ => false,
        };
        is_between && self.is_plain && matches!(self.encoder, Encoder::Binary(_))
    }

    /// Before an element is started quickly, if that can be done from here on. It completes the start tag that is open, as
    /// starting an element does in any case.
    pub(super) fn begin_pending(&mut self, asked: &Asked<'_>) -> Option<Result<()>> {
        let depth = self.scope.depth();
        let most_depth = self.properties.max_depth as usize;
        if !self.goes_on()
            || self.state == State::Attribute
            || !(1..most_depth).contains(&depth)
            || !self.pending.is_worth_while()
        {
            return None;
        }
        if self.state == State::Start {
            let result = self.commit_start(false);
            if let Err(error) = self.settle(result) {
                return Some(Err(error));
            }
        }
        let (level, scope) = (self.elements.level(depth), self.scope.generation());
        if self.elements.expect(level, scope, asked).is_none() {
            self.elements.expect(level, !scope, asked)?;
        }
        let Encoder::Binary(encoder) = &mut self.encoder else { return None };
        let pending = &mut self.pending;
        pending.mode = Mode::Content;
        pending.room = encoder.lend_room();
        pending.began_at = pending.room.len();
        pending.scope = scope;
        pending.level = level;
        pending.open.reset(most_depth - depth);
        pending.attributes.reset(self.properties.max_attributes as usize);
        pending.declaring_count = 0;
        Some(Ok(()))
    }

    /// Starts an element that declares what one like it declared before. There were as many namespaces in scope then.
    pub(super) fn start_declaring(&mut self, asked: &Asked<'_>) -> Option<()> {
        let pending = &mut self.pending;
        if pending.mode > Mode::Start {
            return None;
        }
        let index = self.elements.expect(pending.level, !pending.scope, asked)?;
        let element = self.elements.get(index).filter(|element| element.declared.is_some())?;
        let declaring = pending.declaring.get_mut(pending.declaring_count)?;
        let place = pending.open.next()?;
        pending.start_at = put_piece(&mut pending.room, &element.start.padded, element.start.len)?;
        *place = index;
        *declaring = Declaring { around: pending.scope, floor: pending.open.floor, is_asked_for: false };
        pending.declaring_count += 1;
        pending.note_start(Mode::Declaring);
        pending.open.floor = pending.open.len;
        self.elements.set_last(index);
        Some(())
    }

    /// The declaration of the element being started is asked for, by its prefix and namespace: whether that is all.
    pub(super) fn declare_again(&mut self, prefix: &[u8], ns: Name<'_>) -> Option<()> {
        let pending = &mut self.pending;
        let element = self.elements.get(pending.open.last()?)?;
        let declaring = pending.declaring.get_mut(pending.declaring_count.checked_sub(1)?)?;
        // It counts as an attribute.
        if pending.mode != Mode::Declaring
            || declaring.is_asked_for
            || pending.attributes.next().is_none()
            || !element.is_named_by(prefix, ns)
        {
            return None;
        }
        declaring.is_asked_for = true;
        Some(())
    }

    /// Before anything comes in an element that declares something. It is all or nothing with as many bytes more.
    pub(super) fn end_declaring(&mut self, with: usize) -> Option<()> {
        let Encoder::Binary(encoder) = &self.encoder else { return None };
        let pending = &mut self.pending;
        if pending.mode == Mode::Declaring {
            let declared = self.elements.get(pending.open.last()?)?.declared.as_ref()?;
            encoder.put_bytes(&mut pending.room, &declared.bytes, with)?;
            pending.scope = declared.after;
            pending.mode = Mode::Content;
        }
        Some(())
    }

    /// Ends an element that has declared something, if it is the innermost one.
    pub(super) fn leave_declaring(&mut self) -> Option<()> {
        let pending = &mut self.pending;
        if pending.mode > Mode::Start || pending.open.len != pending.open.floor {
            return None;
        }
        let declaring = *pending.declaring.get(pending.declaring_count.checked_sub(1)?)?;
        let floor = std::mem::replace(&mut pending.open.floor, declaring.floor);
        if pending.end().is_none() {
            pending.open.floor = floor;
            return None;
        }
        pending.scope = declaring.around;
        pending.declaring_count -= 1;
        Some(())
    }

    /// Tells the rest of the writer what was written quickly.
    #[inline]
    pub(crate) fn catch_up(&mut self) {
        if self.pending.mode != Mode::Off {
            self.tell_pending();
        }
    }

    #[inline(never)]
    fn tell_pending(&mut self) {
        let pending = &mut self.pending;
        let mode = std::mem::replace(&mut pending.mode, Mode::Off);
        if let Encoder::Binary(encoder) = &mut self.encoder {
            let room = std::mem::take(&mut pending.room);
            let is_short = room.len() < pending.began_at + SHORT_RUN;
            pending.short_runs = if is_short { pending.short_runs.saturating_add(1) } else { 0 };
            match mode {
                Mode::Text => encoder.take_back(room, None, Some(pending.text_at)),
                Mode::Content | Mode::Off => encoder.take_back(room, None, None),
                Mode::Start | Mode::Attribute | Mode::Value | Mode::Declaring => {
                    encoder.take_back(room, Some(pending.start_at), None);
                }
            }
            if mode == Mode::Value {
                encoder.note_value(pending.text_at);
            }
        }
        for index in pending.open.iter() {
            if let Some(element) = self.elements.get(index) {
                self.scope.push_tag(&element.tag, element.name_len);
                if element.declared.is_some() {
                    element.declare(&mut self.scope);
                }
            }
        }
        self.elements.set_level(self.scope.depth(), pending.level);
        self.state = match mode {
            Mode::Start | Mode::Declaring => State::Start,
            Mode::Attribute | Mode::Value => State::Attribute,
            Mode::Content | Mode::Text | Mode::Off => State::Content,
        };
        if self.state != State::Content {
            self.start.clear();
            for index in pending.attributes.iter() {
                if let Some(attribute) = self.attributes.get(index) {
                    attribute.note_again(&mut self.start, &mut self.scope);
                }
            }
            if mode == Mode::Declaring {
                let last = pending.declaring.get(pending.declaring_count.wrapping_sub(1));
                let element = pending.open.last().and_then(|index| self.elements.get(index));
                if let Some(element) = element.filter(|_| last.is_some_and(|last| last.is_asked_for)) {
                    element.note_asked_for(&mut self.scope);
                    self.start.count += 1;
                }
            }
            self.start.value = if mode == Mode::Value { ValueKind::Utf8 } else { ValueKind::Nothing };
        }
    }
}
