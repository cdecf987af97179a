//! Elements one after the other. (See [`Steps`].)

use std::cell::Ref;

use crate::abi::types::WS_DATETIME;
use crate::value::{number, time};
use crate::xml::chars::Chars;
use crate::xml::reader::records::{END_ELEMENT, datetime};
use crate::xml::reader::starts::Mark;
use crate::xml::reader::steps::{LeafValue, Step, Steps};
use crate::xml::reader::tag::{Known, Names, Tag};

use super::{BinaryParser, Node, Source};

impl BinaryParser {
    /// Past as much as comes as expected and is taken.
    #[inline(never)]
    pub(in crate::xml::reader) fn read_expected<'f>(
        &mut self,
        source: &Source<'_>,
        steps: &mut impl Steps<'f>,
    ) {
        let Some((mut depth, bindings)) = self.expecting(source.properties) else { return };
        let scope = self.namespaces.scope(bindings);
        let data = source.data;
        let mut at = self.at;
        let mut last = None;
        while let Some(step) = steps.next() {
            match step {
                Step::Leaf(tag, field) => {
                    let Some(known) = tag.at(data, at, scope) else { break };
                    let Some(mut record) = Record::at(data, at + known.len as usize) else { break };
                    if !steps.take(field, &mut record) {
                        break;
                    }
                    last = Some(Last::Leaf(tag, at, record.value_end));
                    at = record.end;
                }
                Step::Start(tag) => {
                    let Some(known) = tag.at(data, at, scope) else { break };
                    let Names::Binary { local_name, .. } = known.names else { break };
                    let end = at + known.len as usize;
                    // Those within may be at the limit, which says so elsewhere.
                    if depth + 1 >= source.properties.max_depth as usize
                        || !is_whole(data, end)
                        || !steps.start()
                    {
                        break;
                    }
                    self.open_next(local_name.moved(at as u32), bindings);
                    depth += 1;
                    last = Some(Last::Start(tag, at));
                    at = end;
                }
                Step::End => {
                    if data.get(at) != Some(&END_ELEMENT) {
                        break;
                    }
                    depth -= 1;
                    steps.end();
                    if self.is_leaving {
                        self.leave();
                    }
                    self.is_leaving = true;
                    last = Some(Last::End(at));
                    at += 1;
                }
            }
        }
        match last {
            Some(Last::Leaf(tag, start, value_end)) => {
                if let Some(Names::Binary { local_name, .. }) = tag.known().map(|known| known.names) {
                    self.open_next(local_name.moved(start as u32), bindings);
                }
                self.end_leaf(value_end, at);
            }
            Some(Last::Start(tag, start)) => {
                if let Some(known) = tag.known() {
                    self.show_start(known, start);
                }
            }
            Some(Last::End(node_at)) => self.end_leaf(node_at, at),
            None => {}
        }
    }

    /// Makes the start of an element that was recognized at this place the current node.
    #[inline]
    pub(super) fn show_start(&mut self, known: &Known, at: usize) {
        let Names::Binary { prefix, local_name } = known.names else { return };
        let (prefix, local_name) = (prefix.moved(at as u32), local_name.moved(at as u32));
        self.attributes.clear();
        self.forms.leave();
        self.at = at;
        let node = Node::Element { prefix, local_name, ns: known.ns, mark: Mark::NONE };
        self.enter(node, at + known.len as usize);
    }
}

/// The step that was done last, and where it began; of a leaf, also where its value ends.
enum Last<'f> {
    Leaf(Ref<'f, Tag>, usize, usize),
    Start(Ref<'f, Tag>, usize),
    End(usize),
}

/// Whether what comes after names can be no attribute of theirs.
#[inline(always)]
pub(super) fn is_whole(data: &[u8], at: usize) -> bool {
    data.get(at).is_some_and(|record| !matches!(record, 0x04..=0x3F))
}

/// The record of a text that is all there is in an element, or the end of one with nothing in it.
struct Record<'d> {
    data: &'d [u8],
    kind: u8,
    /// After the kind.
    at: usize,
    /// Where the value ends that was asked for, and where its element does.
    value_end: usize,
    end: usize,
}

impl<'d> Record<'d> {
    #[inline(always)]
    fn at(data: &'d [u8], at: usize) -> Option<Self> {
        let kind = *data.get(at)?;
        Some(Self { data, kind, at: at + 1, value_end: at, end: at })
    }

    /// What the next bytes are, which are the whole value.
    #[inline(always)]
    fn fixed<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.data.get(self.at..)?.first_chunk().copied()?;
        self.finish(self.at + N)?;
        Some(bytes)
    }

    /// The value ends here, and after it the element has to.
    #[inline(always)]
    fn finish(&mut self, at: usize) -> Option<()> {
        self.value_end = at;
        self.end = at;
        if self.kind & 1 == 0 {
            if self.data.get(at) != Some(&END_ELEMENT) {
                return None;
            }
            self.end = at + 1;
        }
        Some(())
    }
}

impl<'d> LeafValue<'d> for Record<'d> {
    #[inline(always)]
    fn chars(&mut self) -> Option<Chars<'d>> {
        let (start, len) = match self.kind & !1 {
            0x98 => (self.at + 1, usize::from(*self.data.get(self.at)?)),
            0x9A => {
                let len = self.data.get(self.at..)?.first_chunk()?;
                (self.at + 2, usize::from(u16::from_le_bytes(*len)))
            }
            0xA8 => (self.at, 0),
            _ if self.kind == END_ELEMENT => {
                self.end = self.at;
                return Some(Chars::new(self.data, self.at, self.at));
            }
            _ => return None,
        };
        let end = start + len;
        if end > self.data.len() {
            return None;
        }
        self.finish(end)?;
        Some(Chars::new(self.data, start, end))
    }

    #[inline(always)]
    fn bool(&mut self) -> Option<bool> {
        match self.kind & !1 {
            0x84 => self.finish(self.at).map(|()| false),
            0x86 => self.finish(self.at).map(|()| true),
            0xB4 => self.fixed::<1>().map(|[value]| value != 0),
            _ => number::parse_bool(self.chars()?.bytes()).ok(),
        }
    }

    #[inline(always)]
    fn int(&mut self) -> Option<i64> {
        match self.kind & !1 {
            0x80 => self.finish(self.at).map(|()| 0),
            0x82 => self.finish(self.at).map(|()| 1),
            0x88 => self.fixed().map(|value| i8::from_le_bytes(value).into()),
            0x8A => self.fixed().map(|value| i16::from_le_bytes(value).into()),
            0x8C => self.fixed().map(|value| i32::from_le_bytes(value).into()),
            0x8E => self.fixed().map(i64::from_le_bytes),
            _ => number::parse_int64(self.chars()?.bytes()).ok(),
        }
    }

    #[inline(always)]
    fn float(&mut self) -> Option<f32> {
        match self.kind & !1 {
            0x90 => self.fixed().map(f32::from_le_bytes),
            _ => number::parse_float(self.chars()?.bytes()).ok(),
        }
    }

    #[inline(always)]
    fn double(&mut self) -> Option<f64> {
        match self.kind & !1 {
            0x92 => self.fixed().map(f64::from_le_bytes),
            0x90 => self.float().map(f64::from),
            _ => number::parse_double(self.chars()?.bytes()).ok(),
        }
    }

    #[inline(always)]
    fn datetime(&mut self) -> Option<WS_DATETIME> {
        match self.kind & !1 {
            0x96 => datetime(u64::from_le_bytes(self.fixed()?)).ok(),
            _ => time::parse_datetime(self.chars()?.bytes()).ok(),
        }
    }
}
