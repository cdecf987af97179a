//! Reading structures: attributes, then content, field by field in the order of the description.
//! (Pages WS_STRUCT_DESCRIPTION, WS_FIELD_DESCRIPTION, WS_FIELD_MAPPING, WS_UNION_DESCRIPTION.)

use std::cell::RefCell;
use std::ffi::c_void;
use std::rc::Rc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::xml::reader::{NodeType, Tag};
use crate::xml::text::Text;

use super::any;
use super::description::{
    Field, MAX_NESTING, Name, POINTER, Structure, Type, XML, XSI, derived_type, fields, is_attribute,
    mapping_of, type_name,
};
use super::leaves::{Frame, Run};
use super::memory::Place;
use super::read::{Behind, Deserializer, Presence, namespace};
use super::store::{Target, split_qname, unknown_prefix};

impl<'a> Deserializer<'a> {
    /// The element that the reader is on, as a structure: at `place`, or in the heap, to be pointed to from there. The
    /// step past its end is left to be done.
    pub(super) fn struct_element(
        &mut self,
        kind: Type,
        pointer: bool,
        place: Place<'a>,
    ) -> Result<Option<*mut c_void>> {
        let declared = kind.required::<WS_STRUCT_DESCRIPTION>(self.store.memory)?;
        let description = self.actual_type(declared)?;
        if description.structOptions & WS_STRUCT_ABSTRACT != 0 {
            return Err(Error::invalid_format(format!(
                "the type of the element is abstract, so an xsi:type has to name one that derives from it: {}",
                self.reader.location()
            )));
        }
        if !pointer {
            if !std::ptr::eq(description, declared) && description.size > declared.size {
                return Err(Error::invalid_format(format!(
                    "a derived type of {} bytes is found where the description has room for {} by value: {}",
                    description.size,
                    declared.size,
                    self.reader.location()
                )));
            }
            self.nest(|this| this.fill_struct(description, place, false))?;
            return Ok(None);
        }
        let value = self.store.allocate(description.size as usize)?;
        self.nest(|this| this.fill_struct(description, value, false))?;
        Ok(Some(value.pointer()))
    }

    /// The element that the reader is on, up to its end. One that was recognized has no attributes.
    #[inline]
    pub(super) fn fill_struct(
        &mut self,
        description: &'a WS_STRUCT_DESCRIPTION,
        place: Place<'a>,
        is_recognized: bool,
    ) -> Result<()> {
        let structure = self.structures.of(self.store.memory, description)?;
        if !is_recognized || structure.has_attributes() {
            self.struct_attributes(&structure, place)?;
        }
        // The reader is on the start element.
        self.struct_fields(&structure, 0, place, Behind::Start)?;
        self.end_struct(description)
    }

    /// From behind the fields to the end of the element.
    #[inline]
    fn end_struct(&mut self, description: &WS_STRUCT_DESCRIPTION) -> Result<()> {
        if description.structOptions & WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT != 0 {
            self.skip_content()?;
        }
        self.find_end_element()
    }

    /// Content of an element as a structure without attributes.
    pub(super) fn struct_content(&mut self, kind: Type, place: Place<'a>) -> Result<()> {
        let description = kind.required::<WS_STRUCT_DESCRIPTION>(self.store.memory)?;
        for field in fields(self.store.memory, description)? {
            let mapping = mapping_of(field?)?;
            if is_attribute(mapping) {
                return Err(Error::invalid_argument(format!(
                    "a structure with {mapping:?} cannot be read from the content of an element alone"
                )));
            }
        }
        let structure = self.structures.of(self.store.memory, description)?;
        self.nest(|this| this.struct_fields(&structure, 0, place, Behind::Nothing))?;
        if description.structOptions & WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT != 0 {
            self.skip_content()?;
        }
        Ok(())
    }

    /// The value of an attribute as a structure, which has a text field and perhaps unmapped ones.
    pub(super) fn struct_attribute(&mut self, kind: Type, place: Place<'a>) -> Result<()> {
        let description = kind.required::<WS_STRUCT_DESCRIPTION>(self.store.memory)?;
        for field in fields(self.store.memory, description)? {
            let mapping = mapping_of(field?)?;
            if !matches!(
                mapping,
                WS_FIELD_MAPPING::WS_TEXT_FIELD_MAPPING | WS_FIELD_MAPPING::WS_NO_FIELD_MAPPING
            ) {
                return Err(Error::invalid_argument(format!(
                    "a structure with {mapping:?} cannot be read from an attribute"
                )));
            }
        }
        let structure = self.structures.of(self.store.memory, description)?;
        self.nest(|this| this.struct_fields(&structure, 0, place, Behind::Nothing))
    }

    /// The type that the `xsi:type` of the element names: the declared one or one that derives from it.
    fn actual_type(&mut self, declared: &'a WS_STRUCT_DESCRIPTION) -> Result<&'a WS_STRUCT_DESCRIPTION> {
        let memory = self.store.memory;
        if !self.has_attributes() || !takes_part_in_derivation(memory, declared)? {
            return Ok(declared);
        }
        let Some(index) = self.reader.find_attribute(b"type", XSI)? else { return Ok(declared) };
        let Some(attribute) = self.reader.attribute(index) else { return Ok(declared) };
        let mut chars = Vec::new();
        let name = match attribute.value {
            Text::QName { local_name, ns, .. } => Name::plain(local_name, ns),
            text => {
                text.write_utf8(&mut chars)?;
                let (prefix, local) = split_qname(&chars)?;
                let ns = namespace(self.reader, prefix).ok_or_else(|| unknown_prefix(prefix))?;
                Name::plain(local, ns)
            }
        };
        if let Some(found) = derived_type(memory, declared, name)? {
            return Ok(found);
        }
        let expected = match type_name(memory, declared)? {
            Some(name) => format!("the type {name}"),
            None => "a type without name".to_owned(),
        };
        Err(Error::invalid_format(format!(
            "{expected} or one that derives from it was expected, and the xsi:type {name} was found: {}",
            self.reader.location()
        )))
    }

    // ---- attributes

    fn struct_attributes(&mut self, structure: &Structure<'a>, place: Place<'a>) -> Result<()> {
        let description = structure.description;
        for member in structure.attributes() {
            let field = member.field(self.store.memory)?;
            match field.mapping {
                WS_FIELD_MAPPING::WS_TYPE_ATTRIBUTE_FIELD_MAPPING => {
                    let place = place.part(field.description.offset, POINTER)?;
                    place.put(std::ptr::from_ref(description))?;
                }
                WS_FIELD_MAPPING::WS_ANY_ATTRIBUTES_FIELD_MAPPING => {
                    self.any_attributes(description, field, place)?;
                }
                _ => {
                    let name = attribute_name(self, field)?;
                    self.attribute_field(field, name, place)
                        .context(|| format!("in the attribute {name} of {}", self.reader.location()))?;
                }
            }
        }
        self.refuse_unmapped(description)
    }

    fn attribute_field(&mut self, field: &Field<'a>, name: Name<'_>, base: Place<'a>) -> Result<()> {
        let found =
            if self.has_attributes() { self.reader.find_attribute(name.local, name.ns)? } else { None };
        let Some(index) = found else {
            return if field.is_optional() {
                self.absent(field, base)
            } else {
                Err(self.missing_attribute(name))
            };
        };
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return Ok(());
        }
        if field.has(WS_FIELD_POINTER) {
            let value = self.store.allocate(field.layout.size)?;
            self.attribute(index, field.kind, Target::value(value))?;
            return base.part(field.description.offset, POINTER)?.put(value.pointer());
        }
        let target = target(field, base)?;
        self.attribute(index, field.kind, target)
    }

    /// Stores the attributes that no other field takes.
    fn any_attributes(
        &mut self,
        description: &'a WS_STRUCT_DESCRIPTION,
        field: &Field<'a>,
        base: Place<'a>,
    ) -> Result<()> {
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return Ok(());
        }
        let output = base.part(field.description.offset, size_of::<WS_ANY_ATTRIBUTES>())?;
        let count = self.reader.attribute_count();
        let mut items = self.take_items(size_of::<WS_ANY_ATTRIBUTE>());
        for index in 0..count {
            let Some(attribute) = self.reader.attribute(index) else { break };
            let name = Name::plain(attribute.local_name, attribute.ns);
            if attribute.is_xmlns
                || is_schema_attribute(name)
                || self.is_mapped(description, name)?
                || !any_takes(self, field, name)?
            {
                continue;
            }
            let item = WS_ANY_ATTRIBUTE {
                localName: self.store.xml_string(name.local)?,
                ns: self.store.xml_string(name.ns)?,
                value: any::text_to_c(&self.store, attribute.value)?,
            };
            items.push(self.store.memory)?.put(item)?;
        }
        let array = items.finish(self.store.memory, self.store.allocator()?)?;
        output.put(WS_ANY_ATTRIBUTES {
            attributes: array.pointer().cast(),
            attributeCount: items.count() as ULONG,
        })?;
        self.give_items(items);
        Ok(())
    }

    /// Fails for an attribute that no field takes, unless the structure ignores it.
    fn refuse_unmapped(&mut self, description: &'a WS_STRUCT_DESCRIPTION) -> Result<()> {
        let count = self.reader.attribute_count();
        if count == 0 || description.structOptions & WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES != 0 {
            return Ok(());
        }
        'attributes: for index in 0..count {
            let Some(attribute) = self.reader.attribute(index) else { break };
            let name = Name::plain(attribute.local_name, attribute.ns);
            if attribute.is_xmlns || name.ns == XSI || self.is_mapped(description, name)? {
                continue;
            }
            for field in fields(self.store.memory, description)? {
                let field = field?;
                if mapping_of(field)? == WS_FIELD_MAPPING::WS_ANY_ATTRIBUTES_FIELD_MAPPING
                    && any_takes(self, &Field::new(self.store.memory, field, false)?, name)?
                {
                    continue 'attributes;
                }
            }
            return Err(self.unexpected_attribute(name));
        }
        Ok(())
    }

    /// Whether a field of the structure is this attribute.
    fn is_mapped(&self, description: &'a WS_STRUCT_DESCRIPTION, name: Name<'_>) -> Result<bool> {
        let memory = self.store.memory;
        for field in fields(memory, description)? {
            let field = field?;
            let mapped = match mapping_of(field)? {
                WS_FIELD_MAPPING::WS_ATTRIBUTE_FIELD_MAPPING => Name::new(memory, field.localName, field.ns)?,
                WS_FIELD_MAPPING::WS_XML_ATTRIBUTE_FIELD_MAPPING => {
                    Name::plain(memory.name(field.localName, "the name of an XML attribute")?, XML)
                }
                _ => continue,
            };
            if mapped == name {
                return Ok(true);
            }
        }
        Ok(false)
    }

    // ---- content

    /// The fields from one of them on.
    fn struct_fields<'f>(
        &mut self,
        structure: &'f Structure<'a>,
        mut at: usize,
        place: Place<'a>,
        mut behind: Behind<'f, 'a>,
    ) -> Result<()> {
        let members = structure.members();
        while let Some(member) = members.get(at) {
            if !matches!(behind, Behind::Nothing)
                && member.straight().is_some()
                && let Some(begun) = self.read_straight(Frame { structure, base: place, at })
            {
                at = begun.at;
                if !begun.within.is_empty() {
                    let field = members[at].field(self.store.memory)?;
                    self.finish_begun(&begun.within)
                        .map_err(|error| self.within(Behind::Field(field), error))?;
                    at += 1;
                }
                behind = behind_of(structure, at);
                continue;
            }
            at += 1;
            if member.is_attribute {
                continue;
            }
            let field = member.field(self.store.memory)?;
            if field.mapping == WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING {
                behind = self.next_element_field(&member.tag, field, place, behind)?;
            } else {
                self.move_on(&mut behind)?;
                let ignored =
                    structure.description.structOptions & WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT != 0;
                if ignored
                    && field.mapping == WS_FIELD_MAPPING::WS_TEXT_FIELD_MAPPING
                    && field.kind.is_simple()
                {
                    // Elements behind the text are trailing content.
                    self.reader.end_content_at_elements(true);
                    let result = self.content_field(field, place);
                    self.reader.end_content_at_elements(false);
                    result?;
                } else {
                    self.content_field(field, place)?;
                }
            }
        }
        self.move_on(&mut behind)
    }

    /// As much of a structure as comes as expected, if anything does.
    #[inline]
    fn read_straight(&mut self, frame: Frame<'_, 'a>) -> Option<Begun<'a>> {
        let from = frame.at;
        let room = (MAX_NESTING - self.nesting) as usize;
        let mut run = Run::new(&self.store, &self.structures, room, frame);
        self.reader.read_expected(&mut run);
        let begun = self.begun(run.frames())?;
        (begun.at != from || !begun.within.is_empty()).then_some(begun)
    }

    /// What has begun: a structure, and those within it.
    #[inline]
    pub(super) fn begun<'f>(&self, mut frames: impl Iterator<Item = Frame<'f, 'a>>) -> Option<Begun<'a>>
    where
        'a: 'f,
    {
        let at = frames.next()?.at;
        let mut within = Vec::new();
        for frame in frames {
            let structure = Rc::clone(self.structures.known(frame.structure.description)?);
            within.push(BegunWithin { structure, place: frame.base, at: frame.at });
        }
        Some(Begun { at, within })
    }

    /// The rest of structures that have begun, each within the one before it, up to the end of the first.
    #[cold]
    pub(super) fn finish_begun(&mut self, begun: &[BegunWithin<'a>]) -> Result<()> {
        let [BegunWithin { structure, place, at }, within @ ..] = begun else { return Ok(()) };
        self.nest(|this| {
            let mut at = *at;
            if !within.is_empty() {
                let field = structure.members()[at].field(this.store.memory)?;
                this.finish_begun(within).map_err(|error| this.within(Behind::Field(field), error))?;
                at += 1;
            }
            this.struct_fields(structure, at, *place, behind_of(structure, at))?;
            this.end_struct(structure.description)
        })
    }

    /// A field that is an element, after what the reader stands on still; what it stands on still then.
    #[inline]
    fn next_element_field<'f>(
        &mut self,
        tag: &RefCell<Tag>,
        field: &'f Field<'a>,
        base: Place<'a>,
        mut behind: Behind<'_, 'a>,
    ) -> Result<Behind<'f, 'a>> {
        let mut is_there = false;
        if !matches!(behind, Behind::Nothing) {
            if field.kind.is_leaf() {
                let target = target(field, base)?;
                let pointer = field.has(WS_FIELD_POINTER);
                let is_read = self.expected_leaf(&tag.borrow(), field.kind, pointer, target);
                if is_read.map_err(|error| self.within(Behind::Field(field), error))? {
                    return Ok(Behind::Field(field));
                }
            } else if field.kind.ty == WS_TYPE::WS_STRUCT_TYPE {
                is_there = self.reader.read_expected_start(&tag.borrow());
            }
        }
        if !is_there {
            self.move_on(&mut behind)?;
            let name = field.name(self.store.memory)?;
            if !self.reader.read_to_start_element(Some(name.local), Some(name.ns))? {
                if field.is_optional() {
                    self.absent(field, base)?;
                    return Ok(Behind::Nothing);
                }
                return Err(self.expected(format_args!("the element {name}")));
            }
            self.reader.remember(&mut tag.borrow_mut());
        }
        let read = if is_there {
            let target = target(field, base)?;
            let presence = Presence { pointer: field.has(WS_FIELD_POINTER), nillable: false };
            self.recognized_to_end(field.kind, presence, target)
        } else {
            self.element_field(field, base)
        };
        let at_end = read.map_err(|error| self.within(Behind::Field(field), error))?;
        Ok(if at_end { Behind::Field(field) } else { Behind::Nothing })
    }

    /// One field from content.
    pub(super) fn content_field(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<()> {
        use WS_FIELD_MAPPING::*;
        match field.mapping {
            WS_ELEMENT_FIELD_MAPPING => {
                let tag = RefCell::default();
                let mut behind = self.next_element_field(&tag, field, base, Behind::Nothing)?;
                self.move_on(&mut behind)
            }
            WS_REPEATING_ELEMENT_FIELD_MAPPING
            | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
            | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING => self.repeating_field(field, base),
            WS_TEXT_FIELD_MAPPING => self.text_field(field, base),
            WS_NO_FIELD_MAPPING => self.absent(field, base),
            WS_ELEMENT_CHOICE_FIELD_MAPPING => {
                let place = base.part(field.description.offset, field.layout.size)?;
                self.nest(|this| this.union_content(field.kind, place, field.is_optional()))
            }
            WS_ANY_ELEMENT_FIELD_MAPPING => {
                if self.reader.read_to_start_element(None, None)? {
                    self.any_element_field(field, base)
                } else if field.is_optional() || field.has(WS_FIELD_NILLABLE) {
                    self.absent(field, base)
                } else {
                    Err(self.expected("an element"))
                }
            }
            WS_ANY_CONTENT_FIELD_MAPPING => self.any_content(field, base),
            WS_TYPE_ATTRIBUTE_FIELD_MAPPING
            | WS_ATTRIBUTE_FIELD_MAPPING
            | WS_XML_ATTRIBUTE_FIELD_MAPPING
            | WS_ANY_ATTRIBUTES_FIELD_MAPPING => Ok(()),
        }
    }

    /// The element that the reader is on, into the field. (See [`Self::element_to_end`].)
    fn element_field(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<bool> {
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return self.reader.skip_node().map(|()| false);
        }
        let target = target(field, base)?;
        let presence =
            Presence { pointer: field.has(WS_FIELD_POINTER), nillable: field.has(WS_FIELD_NILLABLE) };
        self.element_to_end(field.kind, presence, target)
    }

    fn any_element_field(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<()> {
        let target = target(field, base)?;
        if !field.has(WS_FIELD_POINTER) || field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return self.any_element(field.kind, target.place);
        }
        let value = self.store.allocate(field.layout.size)?;
        self.any_element(field.kind, value)?;
        target.place.put(value.pointer())
    }

    fn text_field(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<()> {
        if field.is_optional() && self.reader.node_type() == NodeType::EndElement {
            return self.absent(field, base);
        }
        let target = target(field, base)?;
        if !field.has(WS_FIELD_POINTER) {
            return self.text_content(field.kind, target);
        }
        let value = self.store.allocate(field.layout.size)?;
        self.text_content(field.kind, Target::value(value))?;
        target.place.put(value.pointer())
    }

    /// The field is not in the XML: its default value, or zero.
    fn absent(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<()> {
        let unmapped = field.mapping == WS_FIELD_MAPPING::WS_NO_FIELD_MAPPING;
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE && !unmapped {
            return Ok(());
        }
        let target = target(field, base)?;
        target.zero();
        let memory = self.store.memory;
        let Some(default) = memory.optional(field.description.defaultValue, "a WS_DEFAULT_VALUE")? else {
            return Ok(());
        };
        if default.valueSize as usize != field.layout.size {
            return Err(Error::invalid_argument(format!(
                "a WS_DEFAULT_VALUE has {} bytes, and its field {}",
                default.valueSize, field.layout.size
            )));
        }
        let value = memory.view(default.value, field.layout.size, "the value of a WS_DEFAULT_VALUE")?;
        if !field.has(WS_FIELD_POINTER) {
            return target.place.copy(value);
        }
        if unmapped {
            return Ok(());
        }
        let copy = self.store.allocate(field.layout.size)?;
        copy.copy(value)?;
        target.place.put(copy.pointer())
    }

    /// All content up to the end of the element, into a buffer, or away.
    fn any_content(&mut self, field: &Field<'a>, base: Place<'a>) -> Result<()> {
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return self.skip_content();
        }
        let place = base.part(field.description.offset, POINTER)?;
        if self.at_end() {
            return place.put(std::ptr::null_mut::<WS_XML_BUFFER>());
        }
        let buffer = any::copy_content(self.reader, self.store.heap()?)?;
        place.put(self.buffer_handle(buffer)?)
    }

    /// Everything up to the end of the element.
    fn skip_content(&mut self) -> Result<()> {
        while !self.at_end() {
            self.reader.skip_node()?;
        }
        Ok(())
    }

    fn at_end(&self) -> bool {
        matches!(self.reader.node_type(), NodeType::EndElement | NodeType::Eof)
    }
}

/// How far a structure was read: the field that comes next, or that the structures within it fill, which have begun.
pub(super) struct Begun<'a> {
    at: usize,
    pub(super) within: Vec<BegunWithin<'a>>,
}

pub(super) struct BegunWithin<'a> {
    structure: Rc<Structure<'a>>,
    place: Place<'a>,
    at: usize,
}

/// What the reader stands on before this field of a structure that came as expected.
fn behind_of<'f, 'a>(structure: &'f Structure<'a>, at: usize) -> Behind<'f, 'a> {
    let before = at.checked_sub(1).and_then(|before| structure.members().get(before)?.known());
    before.map_or(Behind::Start, Behind::Field)
}

/// The place of a field, and of its count if it is an array.
fn target<'a>(field: &Field<'a>, base: Place<'a>) -> Result<Target<'a>> {
    let size = if field.has(WS_FIELD_POINTER) { POINTER } else { field.layout.size };
    let place = base.part(field.description.offset, size)?;
    let count = if field.kind.is_array() {
        Some(base.part(field.description.countOffset, size_of::<ULONG>())?)
    } else {
        None
    };
    Ok(Target { place, count })
}

/// Whether a structure can be of another type than the declared one.
fn takes_part_in_derivation(
    memory: super::memory::Memory<'_>,
    description: &WS_STRUCT_DESCRIPTION,
) -> Result<bool> {
    if description.subTypeCount != 0 {
        return Ok(true);
    }
    for field in fields(memory, description)? {
        if mapping_of(field?)? == WS_FIELD_MAPPING::WS_TYPE_ATTRIBUTE_FIELD_MAPPING {
            return Ok(true);
        }
    }
    Ok(false)
}

fn attribute_name<'a>(this: &Deserializer<'a>, field: &Field<'a>) -> Result<Name<'a>> {
    if field.mapping == WS_FIELD_MAPPING::WS_XML_ATTRIBUTE_FIELD_MAPPING {
        let local = this.store.memory.name(field.description.localName, "the name of an XML attribute")?;
        return Ok(Name::plain(local, XML));
    }
    field.name(this.store.memory)
}

/// Whether this is an attribute that says how to read the element.
fn is_schema_attribute(name: Name<'_>) -> bool {
    name.ns == XSI && (name.local == b"type" || name.local == b"nil")
}

/// Whether a `WS_ANY_ATTRIBUTES_FIELD_MAPPING` takes attributes of this namespace.
fn any_takes(this: &Deserializer<'_>, field: &Field<'_>, name: Name<'_>) -> Result<bool> {
    if field.description.ns.is_null() {
        return Ok(true);
    }
    let ns = this.store.memory.name(field.description.ns, "the namespace of a description")?;
    Ok((ns == name.ns) != field.has(WS_FIELD_OTHER_NAMESPACE))
}
