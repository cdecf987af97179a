//! Reading arrays of elements, choices among elements, and arrays of choices.
//! (Pages WS_FIELD_MAPPING, WS_ITEM_RANGE, WS_UNION_DESCRIPTION.)

use std::cell::RefCell;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::xml::reader::Tag;

use super::description::{Field, MAX_NESTING, Name, POINTER, Type, choices, mapping_of};
use super::leaves::{Array, Run, is_straight};
use super::memory::{Items, Place};
use super::read::{Behind, Deserializer, Presence};
use super::store::Target;

impl<'a> Deserializer<'a> {
    /// An array of elements, with or without an element around them.
    pub(super) fn repeating_field(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<()> {
        let memory = self.store.memory;
        let discard = field.kind.ty == WS_TYPE::WS_VOID_TYPE;
        let (array, count) = if discard {
            (None, None)
        } else {
            let count = base.part(field.description.countOffset, size_of::<ULONG>())?;
            (Some(base.part(field.description.offset, POINTER)?), Some(count))
        };
        let wrapper = match field.mapping {
            WS_FIELD_MAPPING::WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING => None,
            _ => field.wrapper(memory)?,
        };
        if let Some(wrapper) = wrapper {
            // The page WS_FIELD_MAPPING: the wrapper element must appear if there are items, so that its
            // absence means none.
            let found = self.reader.read_to_start_element(Some(wrapper.local), Some(wrapper.ns))?;
            if !found && !field.is_optional() && field.range(memory)?.0 > 0 {
                return Err(self.expected(format_args!("the element {wrapper}")));
            }
            if !found && field.is_optional() || found && self.nil_wrapper(field)? {
                if let (Some(array), Some(count)) = (array, count) {
                    array.put(std::ptr::null_mut::<u8>())?;
                    count.put::<ULONG>(0)?;
                }
                return Ok(());
            }
            if found {
                self.refuse_attributes()?;
                self.reader.read_start_element()?;
                let items = self.items(field).context(|| format!("in the element {wrapper}"))?;
                self.end_element().context(|| format!("in the element {wrapper}"))?;
                return self.finish_items(items, array, count);
            }
            let items = self.take_items(1);
            return self.finish_items(items, array, count);
        }
        let items = self.items(field)?;
        self.finish_items(items, array, count)
    }

    /// Reads a wrapper that is `xsi:nil`, if it is.
    fn nil_wrapper(&mut self, field: &Field<'a>) -> Result<bool> {
        if !self.has_attributes() || !self.is_nil()? {
            return Ok(false);
        }
        if !field.has(WS_FIELD_NILLABLE) {
            return Err(self.expected("an element that is not nil"));
        }
        self.refuse_attributes()?;
        self.reader.read_start_element()?;
        self.end_element()?;
        Ok(true)
    }

    fn items(&mut self, field: &Field<'a>) -> Result<Items> {
        use WS_FIELD_MAPPING::*;
        let memory = self.store.memory;
        let (min, max) = field.range(memory)?;
        let pointer = field.has(WS_FIELD_POINTER);
        let presence = Presence { pointer, nillable: field.has(WS_FIELD_NILLABLE_ITEM) };
        let stride = if pointer { POINTER } else { field.layout.stride() };
        let name = match field.mapping {
            WS_REPEATING_ELEMENT_FIELD_MAPPING => Some(field.item_name(memory)?),
            _ => None,
        };
        let mut items = self.take_items(stride);
        let mut found: ULONG = 0;
        // Items are likely to begin as the one before did.
        let (tag, mut behind) = (RefCell::<Tag>::default(), Behind::Nothing);
        loop {
            if let Behind::Item(_) = behind {
                let read = self.read_straight_items(field, &tag, &mut items, max as usize);
                found = items.count() as ULONG;
                behind = Behind::Item(found);
                read.context(|| format!("in item {found} of a repeating field"))?;
            }
            let is_recognized = name.is_some() && self.is_next(&tag.borrow(), behind);
            let there = match name {
                Some(_) if is_recognized => true,
                Some(name) => {
                    self.move_on(&mut behind)?;
                    let there = self.reader.read_to_start_element(Some(name.local), Some(name.ns))?;
                    if there {
                        self.reader.remember(&mut tag.borrow_mut());
                    }
                    there
                }
                None => self.reader.read_to_start_element(None, None)?,
            };
            let choice = if there && field.mapping == WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING {
                let choice = self.find_choice(field.kind)?;
                if choice.is_none() {
                    break;
                }
                choice
            } else {
                None
            };
            if !there {
                break;
            }
            if found == max {
                return Err(Error::invalid_format(format!(
                    "more than the {max} items that the description allows were found: {}",
                    self.reader.location()
                )));
            }
            found += 1;
            if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
                self.reader.skip_node()?;
                continue;
            }
            self.reserve(&items)?;
            let place = items.push(memory)?;
            let read = match choice {
                Some(choice) => {
                    let place = place.part(0, field.layout.size)?;
                    self.nest(|this| this.choose(field.kind, choice, place))
                }
                None if name.is_none() => self.any_element(field.kind, place),
                None => {
                    let target = Target::value(place);
                    let read = if is_recognized {
                        self.recognized_to_end(field.kind, presence, target)
                    } else {
                        self.element_to_end(field.kind, presence, target)
                    };
                    read.map(|at_end| {
                        behind = if at_end { Behind::Item(found) } else { Behind::Nothing };
                    })
                }
            };
            read.context(|| format!("in item {found} of a repeating field"))?;
        }
        if found < min {
            return Err(self.expected(format_args!(
                "at least {min} items of a repeating field were required, {found} came; another item"
            )));
        }
        Ok(items)
    }

    /// Whether the element after an item is this one, on whose start tag the reader is then.
    #[inline]
    fn is_next(&mut self, tag: &Tag, behind: Behind<'_, 'a>) -> bool {
        matches!(behind, Behind::Item(_)) && self.reader.read_expected_start(tag)
    }

    /// As many structures as come as expected, from the end of one of them on, the last of them up to its end.
    #[inline]
    fn read_straight_items(
        &mut self,
        field: &Field<'a>,
        tag: &RefCell<Tag>,
        items: &mut Items,
        max: usize,
    ) -> Result<()> {
        // Text is read so leaf by leaf only.
        if !self.reader.is_binary()
            || field.mapping != WS_FIELD_MAPPING::WS_REPEATING_ELEMENT_FIELD_MAPPING
            || field.kind.ty != WS_TYPE::WS_STRUCT_TYPE
            || field.has(WS_FIELD_POINTER)
        {
            return Ok(());
        }
        let Some(structure) = self.structures.known(field.kind.description.cast()) else { return Ok(()) };
        let room = (MAX_NESTING - self.nesting) as usize;
        if !is_straight(structure) || room == 0 {
            return Ok(());
        }
        let nowhere = self.store.memory.place(std::ptr::null_mut(), 0, "an array")?;
        let array = Array { items, tag, structure, max };
        let mut run = Run::of_array(&self.store, &self.structures, room, array, nowhere);
        self.reader.read_expected(&mut run);
        let frames = run.frames();
        match self.begun(frames) {
            Some(begun) if !begun.within.is_empty() => self.finish_begun(&begun.within),
            _ => Ok(()),
        }
    }

    /// Fails early where the array could never be put into the heap. It is built outside of the heap, so that
    /// the heap pays for the array alone.
    fn reserve(&self, items: &Items) -> Result<()> {
        if !items.may_grow(self.store.heap.map(AsRef::as_ref)) {
            let sizes = self.store.heap()?.sizes();
            return Err(Error::quota_exceeded(format!(
                "an array of {} items and more exceeds the heap's maximum size of {} bytes: {}",
                items.count(),
                sizes.max,
                self.reader.location()
            )));
        }
        Ok(())
    }

    fn finish_items(
        &mut self,
        items: Items,
        array: Option<Place<'a>>,
        count: Option<Place<'a>>,
    ) -> Result<()> {
        if let (Some(array), Some(count)) = (array, count) {
            let place = items.finish(self.store.memory, self.store.allocator()?)?;
            array.put(place.pointer())?;
            count.put(items.count() as ULONG)?;
        }
        self.give_items(items);
        Ok(())
    }

    // ---- choices

    /// A choice among elements, into a union and the value that selects it.
    pub(super) fn union_content(&mut self, kind: Type, place: Place<'a>, optional: bool) -> Result<()> {
        let choice =
            if self.reader.read_to_start_element(None, None)? { self.find_choice(kind)? } else { None };
        match choice {
            Some(choice) => self.choose(kind, choice, place),
            None if optional => {
                let description = kind.required::<WS_UNION_DESCRIPTION>(self.store.memory)?;
                place.part(description.enumOffset, size_of::<i32>())?.put(description.noneEnumValue)
            }
            None => Err(self.expected("one of the elements of a choice")),
        }
    }

    /// The choice of a union that is the element that the reader is on.
    fn find_choice(&self, kind: Type) -> Result<Option<&'a WS_UNION_FIELD_DESCRIPTION>> {
        let memory = self.store.memory;
        let description = memory.required(
            kind.description.cast::<WS_UNION_DESCRIPTION>(),
            "the WS_UNION_DESCRIPTION of a union",
        )?;
        let Some(element) = self.reader.element() else { return Ok(None) };
        for choice in choices(memory, description)? {
            let choice = choice?;
            if mapping_of(&choice.field)? == WS_FIELD_MAPPING::WS_ANY_ELEMENT_FIELD_MAPPING {
                return Ok(Some(choice));
            }
            let name = Name::new(memory, choice.field.localName, choice.field.ns)?;
            if name.local == element.local_name && name.ns == element.ns {
                return Ok(Some(choice));
            }
        }
        Ok(None)
    }

    /// The element that the reader is on, as this choice of the union.
    fn choose(&mut self, kind: Type, choice: &'a WS_UNION_FIELD_DESCRIPTION, place: Place<'a>) -> Result<()> {
        let field = Field::new(self.store.memory, &choice.field, true)?;
        self.content_field(&field, place)?;
        let description = kind.required::<WS_UNION_DESCRIPTION>(self.store.memory)?;
        place.part(description.enumOffset, size_of::<i32>())?.put(choice.value)
    }
}
