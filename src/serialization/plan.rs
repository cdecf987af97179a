//! Structures of a kind that were written before, by a plan: a flat list of what comes one after the other, with the tags
//! as the writer makes them in the scope of the moment, and with the places of the values. What is not in a plan, and
//! what turns out to be out of the ordinary while it is written, is taken back and written as everything else is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::abi::types::*;
use crate::xml::writer::{Leaf, LeafSource, Leaves};

use super::description::{Field, MAX_NESTING, Name, Structure, Type};
use super::leaves::Straight;
use super::memory::{Memory, View};
use super::write::{Serializer, Value, text_of};

/// A structure has one plan at a time, for the namespaces in scope where it was written last.
#[derive(Default)]
pub(super) struct Plans {
    plan: RefCell<Option<Rc<Plan>>>,
    /// How often the structure was written field by field, and a plan was made.
    written: Cell<usize>,
    made: Cell<usize>,
}

impl Plans {
    /// The structure is about to be written field by field.
    #[inline]
    pub(super) fn note(&self) {
        self.written.set(self.written.get() + 1);
    }
}

/// Of the fields of a structure and of the structures by value within it.
pub(super) struct Plan {
    scope: u64,
    steps: Vec<Step>,
    /// Behind the steps of each member: for some there are none.
    ends: Vec<usize>,
    /// How many elements around a leaf there are at most.
    levels: usize,
    /// Something is written for each member.
    is_whole: bool,
}

struct Step {
    what: What,
    offset: ULONG,
    leaf: Leaf,
    /// The type and the size of a value that is any other text.
    text: Option<(Type, usize)>,
}

/// One of all that is done, so that one jump leads there.
#[derive(Clone, Copy)]
enum What {
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
    Text,
    /// The start of a structure by value, and its end.
    Start,
    End,
}

impl From<Straight> for What {
    fn from(straight: Straight) -> Self {
        match straight {
            Straight::Bool => Self::Bool,
            Straight::Int8 => Self::Int8,
            Straight::Int16 => Self::Int16,
            Straight::Int32 => Self::Int32,
            Straight::Int64 => Self::Int64,
            Straight::UInt8 => Self::UInt8,
            Straight::UInt16 => Self::UInt16,
            Straight::UInt32 => Self::UInt32,
            Straight::Float => Self::Float,
            Straight::Double => Self::Double,
            Straight::DateTime => Self::DateTime,
            Straight::String => Self::String,
            Straight::Wsz => Self::Wsz,
        }
    }
}

/// The most steps of a plan, and structures within each other.
const MOST_STEPS: usize = 512;
const DEEPEST: usize = 8;

impl Plan {
    /// Writes so many members, beginning with one of them; whether all of that could be written.
    #[inline(always)]
    fn write_members(
        &self,
        members: std::ops::Range<usize>,
        memory: Memory<'_>,
        base: View<'_>,
        leaves: &mut impl Leaves,
    ) -> bool {
        self.steps_of(members).iter().all(|step| step.write(memory, base, leaves))
    }

    /// Whether there is something in the plan for a member.
    fn has(&self, member: usize) -> bool {
        !self.steps_of(member..member + 1).is_empty()
    }

    /// Those of so many members; none, if there are not as many.
    #[inline(always)]
    fn steps_of(&self, members: std::ops::Range<usize>) -> &[Step] {
        let behind = |count: usize| match count.checked_sub(1) {
            Some(last) => self.ends.get(last).copied(),
            None => Some(0),
        };
        let (Some(start), Some(end)) = (behind(members.start), behind(members.end)) else { return &[] };
        self.steps.get(start..end).unwrap_or_default()
    }
}

impl Step {
    #[inline(always)]
    fn write(&self, memory: Memory<'_>, base: View<'_>, leaves: &mut impl Leaves) -> bool {
        let leaf = &self.leaf;
        macro_rules! value {
            ($type:ty) => {
                match base.at::<$type>(self.offset) {
                    Some(value) => value,
                    None => return false,
                }
            };
        }
        let integer = match self.what {
            What::Start => {
                leaves.start(leaf);
                return true;
            }
            What::End => {
                leaves.end(leaf);
                return true;
            }
            What::Wsz => {
                let units = memory.zero_terminated(value!(*const WCHAR), "a string");
                return units.is_ok_and(|units| leaves.utf16(leaf, units));
            }
            What::String => {
                let string = value!(WS_STRING);
                let units = memory.list(string.chars, string.length, "a string");
                return units.is_ok_and(|units| leaves.utf16(leaf, units));
            }
            What::Text => return self.write_text(memory, base, leaves),
            What::Bool => return leaves.bool(leaf, value!(BOOL) != FALSE),
            What::Float => return leaves.float(leaf, value!(f32)),
            What::Double => return leaves.double(leaf, value!(f64)),
            What::DateTime => return leaves.datetime(leaf, &value!(WS_DATETIME)),
            What::Int8 => value!(i8).into(),
            What::Int16 => value!(i16).into(),
            What::Int32 => value!(i32).into(),
            What::Int64 => value!(i64),
            What::UInt8 => value!(u8).into(),
            What::UInt16 => value!(u16).into(),
            What::UInt32 => value!(u32).into(),
        };
        leaves.int(leaf, integer)
    }

    #[inline(never)]
    fn write_text(&self, memory: Memory<'_>, base: View<'_>, leaves: &mut impl Leaves) -> bool {
        let Some((kind, size)) = self.text else { return false };
        let text = base.part(self.offset, size).and_then(|view| text_of(memory, kind, Value::of(view)));
        text.is_ok_and(|text| leaves.text(&self.leaf, &text))
    }
}

/// The members of a structure from one of them on.
struct Members<'p, 'a> {
    plan: &'p Plan,
    memory: Memory<'a>,
    base: View<'a>,
    first: usize,
}

impl LeafSource for Members<'_, '_> {
    /// The first member that was not written.
    type Output = usize;

    fn write(&mut self, leaves: &mut impl Leaves) -> usize {
        let mut member = self.first;
        while self.plan.has(member) {
            let len = leaves.len();
            let is_written = self.plan.write_members(member..member + 1, self.memory, self.base, leaves);
            if !is_written || leaves.is_too_much() {
                leaves.truncate(len);
                break;
            }
            member += 1;
        }
        member
    }
}

/// Structures one after the other, in an element each.
struct Items<'p, 'a> {
    plan: &'p Plan,
    memory: Memory<'a>,
    array: View<'a>,
    stride: usize,
    leaf: &'p Leaf,
    indexes: std::ops::Range<ULONG>,
}

impl LeafSource for Items<'_, '_> {
    /// The first item that was not written.
    type Output = ULONG;

    fn write(&mut self, leaves: &mut impl Leaves) -> ULONG {
        for index in self.indexes.clone() {
            let Ok(item) = self.array.item(index, self.stride) else { return index };
            let len = leaves.len();
            leaves.start(self.leaf);
            let is_written = self.plan.write_members(0..self.plan.ends.len(), self.memory, item, leaves);
            leaves.end(self.leaf);
            if !is_written || leaves.is_too_much() {
                leaves.truncate(len);
                return index;
            }
        }
        self.indexes.end
    }
}

impl<'a> Serializer<'a> {
    /// Writes members of a structure by its plan, beginning with this one: the first that was not written.
    #[inline]
    pub(super) fn write_planned(
        &mut self,
        structure: &Rc<Structure<'a>>,
        first: usize,
        base: View<'a>,
    ) -> Option<usize> {
        let plan = self.plan_of(structure, 2, 0)?;
        if !plan.has(first) {
            return None;
        }
        let mut members = Members { plan: &plan, memory: self.memory, base, first };
        let next = self.writer.write_leaves(&mut members)?;
        if next == first {
            return None;
        }
        self.writer.note_leaves();
        Some(next)
    }

    /// Writes structures of an array by their plan, each in an element of this name, beginning with one of them: the first
    /// that was not written.
    #[inline]
    pub(super) fn write_planned_items(
        &mut self,
        field: &Field<'a>,
        (name, leaf): (Name<'_>, &mut Leaf),
        array: View<'a>,
        indexes: std::ops::Range<ULONG>,
    ) -> Option<ULONG> {
        if field.kind.ty != WS_TYPE::WS_STRUCT_TYPE || field.has(WS_FIELD_POINTER) {
            return None;
        }
        let structure = Rc::clone(self.structures.known(field.kind.description.cast())?);
        if !is_plain(&structure) {
            return None;
        }
        let plan = self.plan_of(&structure, 1, 1)?;
        if !plan.is_whole || !self.writer.make_leaf(leaf, |writer| name.parts(writer)) {
            return None;
        }
        let stride = field.layout.stride();
        let first = indexes.start;
        let mut items = Items { plan: &plan, memory: self.memory, array, stride, leaf, indexes };
        let next = self.writer.write_leaves(&mut items)?;
        if next == first {
            return None;
        }
        self.writer.note_leaves();
        Some(next)
    }

    /// The plan of a structure that was written so often, if it can be followed in so many elements more.
    #[inline]
    fn plan_of(&mut self, structure: &Rc<Structure<'a>>, least: usize, levels: usize) -> Option<Rc<Plan>> {
        let scope = self.writer.scope_of_leaves(levels)?;
        let known = structure.plans.plan.borrow().clone();
        let plan = match known {
            Some(plan) if plan.scope == scope => plan,
            _ => self.make_plan(structure, least, scope)?,
        };
        let is_possible = (plan.levels + levels) as u32 + self.nesting() <= MAX_NESTING
            && (plan.levels == 0 || self.writer.scope_of_leaves(plan.levels + levels).is_some());
        is_possible.then_some(plan)
    }

    #[inline(never)]
    fn make_plan(&mut self, structure: &Rc<Structure<'a>>, least: usize, scope: u64) -> Option<Rc<Plan>> {
        /// A plan is as much work as writing so many structures without one.
        const WORTH: usize = 4;
        let plans = &structure.plans;
        if plans.written.get() < least.max(plans.made.get() * WORTH) {
            return None;
        }
        plans.made.set(plans.made.get() + 1);
        let mut plan = Plan { scope, steps: Vec::new(), ends: Vec::new(), levels: 0, is_whole: false };
        plan.is_whole = !structure.members().is_empty();
        let size = structure.description.size as usize;
        for index in 0..structure.members().len() {
            let start = plan.steps.len();
            if self.plan_member(&mut plan, structure, index, (0, size), 0).is_none() {
                plan.steps.truncate(start);
                plan.is_whole = false;
            }
            plan.ends.push(plan.steps.len());
        }
        let plan = Rc::new(plan);
        plans.plan.replace(Some(Rc::clone(&plan)));
        Some(plan)
    }

    /// Adds the steps of a member of a structure that lies somewhere and is so large.
    fn plan_member(
        &mut self,
        plan: &mut Plan,
        structure: &Structure<'a>,
        index: usize,
        (base, size): (usize, usize),
        level: usize,
    ) -> Option<()> {
        let field = structure.members().get(index)?.field(self.memory).ok()?;
        let description = field.description;
        if field.mapping != WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING
            || description.options != 0
            || plan.steps.len() >= MOST_STEPS
        {
            return None;
        }
        let start = description.offset as usize;
        if start > size || size - start < field.layout.size {
            return None;
        }
        let offset = ULONG::try_from(base + start).ok()?;
        let is_structure = field.is_plain_structure();
        let what = match field.straight() {
            Some(straight) => straight.into(),
            None if is_structure => What::Start,
            None if !Self::is_one_text(field.kind)
                || field.kind.is_array()
                || field.kind.ty == WS_TYPE::WS_BYTES_TYPE =>
            {
                return None;
            }
            None => What::Text,
        };
        let text = Some((field.kind, field.layout.size));
        plan.steps.push(Step { text, ..self.step(what, offset, field.name?)? });
        if !is_structure {
            return Some(());
        }
        let inner = self.description(field.kind).ok()?;
        let inner = self.structures.of(self.memory, inner).ok()?;
        if level == DEEPEST || !is_plain(&inner) || inner.members().is_empty() {
            return None;
        }
        plan.levels = plan.levels.max(level + 1);
        for index in 0..inner.members().len() {
            self.plan_member(plan, &inner, index, (offset as usize, field.layout.size), level + 1)?;
        }
        plan.steps.push(self.step(What::End, offset, field.name?)?);
        Some(())
    }

    fn step(&mut self, what: What, offset: ULONG, name: Name<'_>) -> Option<Step> {
        let mut leaf = Leaf::default();
        self.writer.make_leaf(&mut leaf, |writer| name.parts(writer)).then_some(Step {
            what,
            offset,
            leaf,
            text: None,
        })
    }
}

/// Whether a structure is nothing but the content of its element.
fn is_plain(structure: &Structure<'_>) -> bool {
    !structure.has_attributes() && structure.description.structOptions & WS_STRUCT_ABSTRACT == 0
}
