//! Fields that are leaves, one after the other, straight from the reader into their structure. What is in the way of that
//! is left to be read as any field is, and fails there if it has to.

use std::cell::{Ref, RefCell};

use crate::abi::types::*;
use crate::xml::reader::{LeafValue, Step, Steps, Tag};

use super::description::{Field, Member, Structure, Structures};
use super::memory::{Items, Place, Plain};
use super::store::{Store, to_count};

/// How a field is filled if nothing but its type says what may be in it, as with most.
#[derive(Clone, Copy)]
pub(super) enum Straight {
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    Float,
    Double,
    DateTime,
    String,
    Wsz,
}

impl Straight {
    pub(super) fn of(field: &Field<'_>) -> Option<Self> {
        use WS_TYPE::*;
        if field.mapping != WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING
            || field.has(WS_FIELD_POINTER)
            || !field.kind.description.is_null()
        {
            return None;
        }
        Some(match field.kind.ty {
            WS_BOOL_TYPE => Self::Bool,
            WS_INT8_TYPE => Self::Int8,
            WS_INT16_TYPE => Self::Int16,
            WS_INT32_TYPE => Self::Int32,
            WS_INT64_TYPE => Self::Int64,
            WS_UINT8_TYPE => Self::UInt8,
            WS_UINT16_TYPE => Self::UInt16,
            WS_UINT32_TYPE => Self::UInt32,
            WS_FLOAT_TYPE => Self::Float,
            WS_DOUBLE_TYPE => Self::Double,
            WS_DATETIME_TYPE => Self::DateTime,
            WS_STRING_TYPE => Self::String,
            WS_WSZ_TYPE => Self::Wsz,
            _ => return None,
        })
    }
}

/// At most so many structures within each other are read in one go.
const DEEPEST: usize = 4;

/// A structure that is being filled.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f, 'a> {
    pub(super) structure: &'f Structure<'a>,
    pub(super) base: Place<'a>,
    /// The field that comes next, or the one that the next frame fills.
    pub(super) at: usize,
}

impl<'f, 'a> Frame<'f, 'a> {
    #[inline(always)]
    fn member(&self) -> Option<&'f Member<'a>> {
        self.structure.members().get(self.at)
    }
}

/// Structures that are read one after the other into an array.
pub(super) struct Array<'f, 'a> {
    pub(super) items: &'f mut Items,
    pub(super) tag: &'f RefCell<Tag>,
    pub(super) structure: &'f Structure<'a>,
    /// There may be so many.
    pub(super) max: usize,
}

impl Array<'_, '_> {
    /// Whether there may be one more. What will be too large fails elsewhere.
    #[inline(always)]
    fn goes_on(&self, store: &Store<'_>) -> bool {
        self.items.count() < self.max && self.items.may_grow(store.heap.map(AsRef::as_ref))
    }
}

/// Whether nothing but its fields says what may be in a structure, and the first of them may be taken.
#[inline(always)]
pub(super) fn is_straight(structure: &Structure<'_>) -> bool {
    !structure.has_attributes()
        && structure.description.structOptions & WS_STRUCT_ABSTRACT == 0
        && structure.members().first().is_some_and(|first| first.straight().is_some())
}

/// The fields of a structure from one of them on, and of those by value within it; or the structures of an array.
pub(super) struct Run<'f, 's, 'a> {
    store: &'s Store<'a>,
    array: Option<Array<'f, 'a>>,
    structures: &'f Structures<'a>,
    /// How many structures may be within this one.
    room: usize,
    current: Frame<'f, 'a>,
    /// Those around it.
    outer: [Option<Frame<'f, 'a>>; DEEPEST],
    depth: usize,
}

impl<'f, 's, 'a> Run<'f, 's, 'a> {
    #[inline]
    pub(super) fn new(
        store: &'s Store<'a>,
        structures: &'f Structures<'a>,
        room: usize,
        current: Frame<'f, 'a>,
    ) -> Self {
        let outer = [None; DEEPEST];
        Self { store, array: None, structures, room: room.min(DEEPEST), current, outer, depth: 0 }
    }

    /// Those of an array, from the end of one of them on.
    #[inline]
    pub(super) fn of_array(
        store: &'s Store<'a>,
        structures: &'f Structures<'a>,
        room: usize,
        array: Array<'f, 'a>,
        base: Place<'a>,
    ) -> Self {
        let structure = array.structure;
        let current = Frame { structure, base, at: structure.members().len() };
        Self { array: Some(array), ..Self::new(store, structures, room, current) }
    }

    /// The structures that have begun, the outermost first.
    #[inline]
    pub(super) fn frames(&self) -> impl Iterator<Item = Frame<'f, 'a>> {
        self.outer.into_iter().take(self.depth).flatten().chain([self.current])
    }

    /// The structure that fills a field by value, if it may be taken here.
    #[inline(always)]
    fn within(&self, field: &Field<'a>) -> Option<&'f Structure<'a>> {
        if !field.is_plain_structure() || self.depth >= self.room {
            return None;
        }
        let structure = self.structures.known(field.kind.description.cast())?;
        is_straight(structure).then_some(&**structure)
    }
}

impl<'f> Steps<'f> for Run<'f, '_, '_> {
    type Field = (Straight, ULONG);

    #[inline(always)]
    fn next_leaf(&self) -> Option<(Ref<'f, Tag>, Self::Field)> {
        let member = self.current.member()?;
        let (field, straight) = member.straight()?;
        Some((member.tag.try_borrow().ok()?, (straight, field.description.offset)))
    }

    #[inline(always)]
    fn next(&self) -> Option<Step<'f, Self::Field>> {
        match self.next_leaf() {
            Some((tag, field)) => Some(Step::Leaf(tag, field)),
            None => self.next_tag(),
        }
    }

    #[inline(always)]
    fn take<'d>(&mut self, field: Self::Field, value: &mut impl LeafValue<'d>) -> bool {
        let is_taken = self.put(field, value).is_some();
        self.current.at += usize::from(is_taken);
        is_taken
    }

    #[inline(never)]
    fn start(&mut self) -> bool {
        self.enter().is_some()
    }

    #[inline(never)]
    fn end(&mut self) {
        let outer = self.depth.checked_sub(1).and_then(|depth| self.outer.get(depth).copied().flatten());
        if let Some(outer) = outer {
            self.depth -= 1;
            self.current = Frame { at: outer.at + 1, ..outer };
        }
    }
}

impl<'f> Run<'f, '_, '_> {
    /// The step to come, if it is no leaf. (Not inline, so that those that are leaves have the registers.)
    #[inline(never)]
    fn next_tag(&self) -> Option<Step<'f, (Straight, ULONG)>> {
        let tag = match (self.current.member(), &self.array) {
            (Some(member), _) => {
                self.within(member.known()?)?;
                &member.tag
            }
            (None, _) if self.depth != 0 => return Some(Step::End),
            (None, Some(array)) if array.goes_on(self.store) => array.tag,
            (None, _) => return None,
        };
        Some(Step::Start(tag.try_borrow().ok()?))
    }

    #[inline(always)]
    fn enter(&mut self) -> Option<()> {
        let (structure, base) = match (self.current.member(), &mut self.array) {
            (Some(member), _) => {
                let field = member.known()?;
                let structure = self.within(field)?;
                (structure, self.current.base.part(field.description.offset, field.layout.size).ok()?)
            }
            (None, Some(array)) => (array.structure, array.items.push(self.store.memory).ok()?),
            (None, None) => return None,
        };
        *self.outer.get_mut(self.depth)? = Some(self.current);
        self.depth += 1;
        self.current = Frame { structure, base, at: 0 };
        Some(())
    }

    #[inline(always)]
    fn put<'d>(&self, (straight, offset): (Straight, ULONG), value: &mut impl LeafValue<'d>) -> Option<()> {
        let place = At { base: self.current.base, offset };
        match straight {
            Straight::Wsz => place.put(self.store.wide_chars(value.chars()?, true)?.0),
            Straight::String => {
                let (chars, length) = self.store.wide_chars(value.chars()?, false)?;
                place.put(WS_STRING { length: to_count(length).ok()?, chars })
            }
            Straight::Bool => place.put(BOOL::from(value.bool()?)),
            Straight::Float => place.put(value.float()?),
            Straight::Double => place.put(value.double()?),
            Straight::DateTime => place.put(value.datetime()?),
            integer => {
                let value = value.int()?;
                match integer {
                    Straight::Int8 => place.put(i8::try_from(value).ok()?),
                    Straight::Int16 => place.put(i16::try_from(value).ok()?),
                    Straight::Int32 => place.put(i32::try_from(value).ok()?),
                    Straight::UInt8 => place.put(u8::try_from(value).ok()?),
                    Straight::UInt16 => place.put(u16::try_from(value).ok()?),
                    Straight::UInt32 => place.put(u32::try_from(value).ok()?),
                    _ => place.put(value),
                }
            }
        }
    }
}

/// Where a field is in its structure.
struct At<'a> {
    base: Place<'a>,
    offset: ULONG,
}

impl At<'_> {
    #[inline(always)]
    fn put<T: Plain>(&self, value: T) -> Option<()> {
        self.base.part(self.offset, size_of::<T>()).ok()?.put(value).ok()
    }
}
