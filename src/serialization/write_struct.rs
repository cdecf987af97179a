//! Writing structures: attributes, then content, field by field in the order of the description.
//! (Pages WS_STRUCT_DESCRIPTION, WS_FIELD_DESCRIPTION, WS_FIELD_MAPPING, WS_UNION_DESCRIPTION.)

use std::ffi::c_void;
use std::rc::Rc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::xml::text::Text;
use crate::xml::writer::{Leaf, Writer};

use super::description::{
    Field, Member, Name, POINTER, Structure, Type, XML, XSI, choices, derives_from, fields, is_attribute,
    mapping_of, type_name,
};
use super::leaves::Straight;
use super::memory::View;
use super::write::{Serializer, Value, is_nil};
use super::{any, custom};

impl<'a> Serializer<'a> {
    /// The attributes and content of a structure into the element that is being written.
    pub(super) fn struct_element(&mut self, kind: Type, value: View<'a>) -> Result<()> {
        let declared = self.description(kind)?;
        let (description, value) = self.actual_type(declared, value)?;
        if description.structOptions & WS_STRUCT_ABSTRACT != 0 {
            return Err(Error::invalid_argument(
                "a structure of an abstract type cannot be written: its type field has to name one that derives \
                 from it",
            ));
        }
        let structure = self.structures.of(self.memory, description)?;
        self.nest(|this| {
            this.struct_attributes(declared, &structure, value)?;
            this.struct_fields(&structure, value)
        })
    }

    /// A structure without attributes as content of the element that is being written.
    pub(super) fn struct_content(&mut self, kind: Type, value: View<'a>) -> Result<()> {
        let description = self.description(kind)?;
        for field in fields(self.memory, description)? {
            let mapping = mapping_of(field?)?;
            if is_attribute(mapping) {
                return Err(Error::invalid_argument(format!(
                    "a structure with {mapping:?} cannot be written as the content of an element alone"
                )));
            }
        }
        let structure = self.structures.of(self.memory, description)?;
        self.nest(|this| this.struct_fields(&structure, value))
    }

    /// A structure as the value of the attribute that is being written.
    pub(super) fn struct_attribute(&mut self, kind: Type, value: View<'a>) -> Result<()> {
        let description = self.description(kind)?;
        for field in fields(self.memory, description)? {
            let mapping = mapping_of(field?)?;
            if !matches!(
                mapping,
                WS_FIELD_MAPPING::WS_TEXT_FIELD_MAPPING | WS_FIELD_MAPPING::WS_NO_FIELD_MAPPING
            ) {
                return Err(Error::invalid_argument(format!(
                    "a structure with {mapping:?} cannot be written as an attribute"
                )));
            }
        }
        let structure = self.structures.of(self.memory, description)?;
        self.nest(|this| this.struct_fields(&structure, value))
    }

    pub(super) fn description(&self, kind: Type) -> Result<&'a WS_STRUCT_DESCRIPTION> {
        let description = kind.description.cast::<WS_STRUCT_DESCRIPTION>();
        self.memory.required(description, "the WS_STRUCT_DESCRIPTION of a structure")
    }

    /// The type that the structure's type field names, and the structure as that type.
    pub(super) fn actual_type(
        &mut self,
        declared: &'a WS_STRUCT_DESCRIPTION,
        value: View<'a>,
    ) -> Result<(&'a WS_STRUCT_DESCRIPTION, View<'a>)> {
        let memory = self.memory;
        let structure = self.structures.of(memory, declared)?;
        for member in structure.attributes() {
            let field = member.description;
            if mapping_of(field)? != WS_FIELD_MAPPING::WS_TYPE_ATTRIBUTE_FIELD_MAPPING {
                continue;
            }
            let named = value.part(field.offset, POINTER)?.get::<*const WS_STRUCT_DESCRIPTION>()?;
            let actual = memory.required(named, "the type field of a structure")?;
            if std::ptr::eq(actual, declared) {
                break;
            }
            if !derives_from(memory, actual, declared)? {
                return Err(Error::invalid_argument(
                    "the type field of a structure names a type that does not derive from the described one",
                ));
            }
            return Ok((actual, value.derived(actual.size as usize)?));
        }
        Ok((declared, value))
    }

    // ---- attributes

    fn struct_attributes(
        &mut self,
        declared: &'a WS_STRUCT_DESCRIPTION,
        structure: &Structure<'a>,
        value: View<'a>,
    ) -> Result<()> {
        let memory = self.memory;
        let description = structure.description;
        for member in structure.attributes() {
            let field = member.field(memory)?;
            match field.mapping {
                WS_FIELD_MAPPING::WS_TYPE_ATTRIBUTE_FIELD_MAPPING => {
                    if !std::ptr::eq(declared, description) {
                        self.type_attribute(description)?;
                    }
                }
                WS_FIELD_MAPPING::WS_ANY_ATTRIBUTES_FIELD_MAPPING => self.any_attributes(field, value)?,
                WS_FIELD_MAPPING::WS_XML_ATTRIBUTE_FIELD_MAPPING => {
                    let local = memory.name(field.description.localName, "the name of an XML attribute")?;
                    self.attribute_field(field, Some(b"xml"), Name::plain(local, XML), value)?;
                }
                _ => self.attribute_field(field, None, field.name(memory)?, value)?,
            }
        }
        Ok(())
    }

    fn type_attribute(&mut self, description: &'a WS_STRUCT_DESCRIPTION) -> Result<()> {
        let name = type_name(self.memory, description)?.ok_or_else(|| {
            Error::invalid_argument("the description of a derived type has no typeLocalName")
        })?;
        self.writer.write_start_attribute(None, b"type", XSI, false)?;
        self.writer.write_qualified_name(None, name.local, name.ns)?;
        self.writer.write_end_attribute()
    }

    fn attribute_field(
        &mut self,
        field: &Field<'a>,
        prefix: Option<&[u8]>,
        name: Name<'_>,
        base: View<'a>,
    ) -> Result<()> {
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return Ok(());
        }
        match self.field_value(field, base).context(|| format!("in the attribute {name}"))? {
            FieldValue::Absent => Ok(()),
            FieldValue::Nil => Err(Error::invalid_argument(format!(
                "the attribute {name} cannot be nil, and its field is not optional"
            ))),
            FieldValue::Present(value) => {
                let (local, ns) = name.parts(self.writer);
                self.writer.write_start_attribute(prefix, local, ns, false)?;
                self.attribute(field.kind, value).context(|| format!("in the attribute {name}"))?;
                self.writer.write_end_attribute()
            }
        }
    }

    fn any_attributes(&mut self, field: &Field<'a>, base: View<'a>) -> Result<()> {
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return Ok(());
        }
        let memory = self.memory;
        let value: WS_ANY_ATTRIBUTES =
            base.part(field.description.offset, size_of::<WS_ANY_ATTRIBUTES>())?.get()?;
        let list =
            memory.list(value.attributes, value.attributeCount, "the attributes of a WS_ANY_ATTRIBUTES")?;
        for attribute in list {
            let local = memory.list(
                attribute.localName.bytes,
                attribute.localName.length,
                "the name of an attribute",
            )?;
            let ns = memory.list(attribute.ns.bytes, attribute.ns.length, "the namespace of an attribute")?;
            let text = any::text_from_c(memory, attribute.value)?;
            self.writer.write_start_attribute(None, local, ns, false)?;
            match text {
                Text::QName { prefix, local_name, ns } => {
                    let prefix = (!prefix.is_empty()).then_some(prefix);
                    self.writer.write_qualified_name(prefix, local_name, ns)?;
                }
                text => self.writer.write_text(text)?,
            }
            self.writer.write_end_attribute()?;
        }
        Ok(())
    }

    // ---- content

    fn struct_fields(&mut self, structure: &Rc<Structure<'a>>, value: View<'a>) -> Result<()> {
        structure.plans.note();
        let members = structure.members();
        let mut index = 0;
        while let Some(member) = members.get(index) {
            if member.is_attribute {
                index += 1;
            } else if let Some(next) = self.write_planned(structure, index, value) {
                index = next;
            } else {
                self.member(member, value)?;
                index += 1;
            }
        }
        Ok(())
    }

    fn member(&mut self, member: &Member<'a>, value: View<'a>) -> Result<()> {
        if self.straight_field(member, value)? {
            return Ok(());
        }
        let field = member.field(self.memory)?;
        if field.mapping == WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING && Self::is_one_text(field.kind) {
            if let Some(mut leaf) = member.leaf.take() {
                let is_written = self.leaf_field(&mut leaf, field, value);
                member.leaf.set(Some(leaf));
                if is_written? {
                    return Ok(());
                }
            } else if member.is_written.replace(true) {
                member.leaf.set(Some(Box::default()));
            }
        }
        self.content_field(field, value)
    }

    /// Writes the element of a field that is one text, if nothing is special about it: whether it was written.
    #[inline]
    fn leaf_field(&mut self, leaf: &mut Leaf, field: &Field<'a>, base: View<'a>) -> Result<bool> {
        // What is wrong with the value is told by who writes it otherwise.
        let value = if field.description.options == 0 && !field.kind.is_array() {
            base.part(field.description.offset, field.layout.size).map(Value::of)
        } else {
            match self.field_value(field, base) {
                Ok(FieldValue::Present(value)) => Ok(value),
                _ => return Ok(false),
            }
        };
        let (Ok(value), Some(name)) = (value, field.name) else { return Ok(false) };
        self.leaf(leaf, name, field.kind, value)
    }

    #[inline(never)]
    fn leaf(&mut self, leaf: &mut Leaf, name: Name<'_>, kind: Type, value: Value<'a>) -> Result<bool> {
        if !self.writer.takes_leaves() {
            return Ok(false);
        }
        let Ok(text) = self.text_of(kind, value) else { return Ok(false) };
        self.writer.write_leaf(leaf, |writer| name.parts(writer), &text)
    }

    /// Writes a field that is an element with a value in it, straight from where that lies, if there is nothing more to
    /// know about it: whether it was written.
    #[inline]
    fn straight_field(&mut self, member: &Member<'a>, base: View<'a>) -> Result<bool> {
        let Some((field, straight)) = member.straight() else { return Ok(false) };
        if field.description.options != 0 {
            return Ok(false);
        }
        let (Some(name), Some(mut leaf)) = (field.name, member.leaf.take()) else { return Ok(false) };
        let is_written = self.straight(&mut leaf, name, straight, base, field.description.offset);
        member.leaf.set(Some(leaf));
        is_written
    }

    #[inline]
    fn straight(
        &mut self,
        leaf: &mut Leaf,
        name: Name<'_>,
        straight: Straight,
        base: View<'a>,
        offset: ULONG,
    ) -> Result<bool> {
        let name = |writer: &Writer| name.parts(writer);
        // What is wrong with a value is told by who writes it otherwise.
        macro_rules! value {
            ($type:ty) => {
                match base.part(offset, size_of::<$type>()).and_then(View::get::<$type>) {
                    Ok(value) => value,
                    Err(_) => return Ok(false),
                }
            };
        }
        let text = match straight {
            Straight::Bool => {
                let value = value!(BOOL) != FALSE;
                return self.writer.write_leaf(leaf, name, &Text::Bool(value));
            }
            Straight::Int32 => {
                let value = value!(i32);
                return self.writer.write_leaf(leaf, name, &Text::Int32(value));
            }
            Straight::Wsz => match self.memory.zero_terminated(value!(*const WCHAR), "a string") {
                Ok(units) => return self.writer.write_leaf(leaf, name, &Text::Utf16(units)),
                Err(_) => return Ok(false),
            },
            Straight::String => {
                let string = value!(WS_STRING);
                match self.memory.list(string.chars, string.length, "a string") {
                    Ok(units) => return self.writer.write_leaf(leaf, name, &Text::Utf16(units)),
                    Err(_) => return Ok(false),
                }
            }
            Straight::Int8 => Text::Int32(value!(i8).into()),
            Straight::Int16 => Text::Int32(value!(i16).into()),
            Straight::Int64 => Text::Int64(value!(i64)),
            Straight::UInt8 => Text::Int32(value!(u8).into()),
            Straight::UInt16 => Text::Int32(value!(u16).into()),
            Straight::UInt32 => Text::Int64(value!(u32).into()),
            Straight::Float => Text::Float(value!(f32)),
            Straight::Double => Text::Double(value!(f64)),
            Straight::DateTime => Text::DateTime(value!(WS_DATETIME)),
        };
        self.writer.write_leaf(leaf, name, &text)
    }

    fn content_field(&mut self, field: &Field<'a>, base: View<'a>) -> Result<()> {
        use WS_FIELD_MAPPING::*;
        if field.kind.ty == WS_TYPE::WS_VOID_TYPE {
            return Ok(());
        }
        match field.mapping {
            WS_ELEMENT_FIELD_MAPPING => {
                let name = field.name(self.memory)?;
                let value = self.field_value(field, base).context(|| format!("in the element {name}"))?;
                if matches!(value, FieldValue::Absent) {
                    return Ok(());
                }
                self.item(name, field.kind, value)
            }
            WS_REPEATING_ELEMENT_FIELD_MAPPING
            | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
            | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING => self.repeating_field(field, base),
            WS_TEXT_FIELD_MAPPING => match self.field_value(field, base)? {
                FieldValue::Absent | FieldValue::Nil => Ok(()),
                FieldValue::Present(value) => self.content(field.kind, value),
            },
            WS_ELEMENT_CHOICE_FIELD_MAPPING => {
                let value = base.part(field.description.offset, field.layout.size)?;
                self.nest(|this| this.union_content(field.kind, value, field.is_optional()))
            }
            WS_ANY_ELEMENT_FIELD_MAPPING => match self.field_value(field, base)? {
                FieldValue::Absent | FieldValue::Nil => Ok(()),
                FieldValue::Present(value) => self.any_element(field.kind, value.view),
            },
            WS_ANY_CONTENT_FIELD_MAPPING => {
                let handle = base.part(field.description.offset, POINTER)?.get::<*mut WS_XML_BUFFER>()?;
                if handle.is_null() {
                    return Ok(());
                }
                self.writer.write_buffer(&*any::buffer_of(handle)?)
            }
            WS_NO_FIELD_MAPPING
            | WS_TYPE_ATTRIBUTE_FIELD_MAPPING
            | WS_ATTRIBUTE_FIELD_MAPPING
            | WS_XML_ATTRIBUTE_FIELD_MAPPING
            | WS_ANY_ATTRIBUTES_FIELD_MAPPING => Ok(()),
        }
    }

    /// One element with this value.
    fn item(&mut self, name: Name<'_>, kind: Type, value: FieldValue<'a>) -> Result<()> {
        let (local, ns) = name.parts(self.writer);
        self.writer.write_start_element(None, local, ns)?;
        match value {
            FieldValue::Present(value) => self.element(kind, value),
            FieldValue::Absent | FieldValue::Nil => self.nil(),
        }
        .context(|| format!("in the element {name}"))?;
        self.writer.write_end_element()
    }

    fn repeating_field(&mut self, field: &Field<'a>, base: View<'a>) -> Result<()> {
        let memory = self.memory;
        let count: ULONG = base.part(field.description.countOffset, size_of::<ULONG>())?.get()?;
        let array = base.part(field.description.offset, POINTER)?.get::<*const c_void>()?;
        if array.is_null() && count != 0 {
            return Err(Error::invalid_argument(format!("an array is NULL, but its count is {count}")));
        }
        let wrapper = match field.mapping {
            WS_FIELD_MAPPING::WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING => None,
            _ => field.wrapper(memory)?,
        };
        let Some(wrapper) = wrapper else { return self.items(field, array, count) };
        if array.is_null() && field.is_optional() {
            return Ok(());
        }
        let (local, ns) = wrapper.parts(self.writer);
        self.writer.write_start_element(None, local, ns)?;
        if array.is_null() && field.has(WS_FIELD_NILLABLE) {
            self.nil()?;
        } else {
            self.items(field, array, count).context(|| format!("in the element {wrapper}"))?;
        }
        self.writer.write_end_element()
    }

    fn items(&mut self, field: &Field<'a>, array: *const c_void, count: ULONG) -> Result<()> {
        use WS_FIELD_MAPPING::*;
        if count == 0 {
            return Ok(());
        }
        let memory = self.memory;
        let pointer = field.has(WS_FIELD_POINTER);
        let stride = if pointer { POINTER } else { field.layout.stride() };
        let size = stride.checked_mul(count as usize).ok_or_else(|| {
            Error::invalid_argument(format!(
                "an array of {count} items of {stride} bytes does not fit in memory"
            ))
        })?;
        let array = memory.view(array, size, "an array")?;
        let name = match field.mapping {
            WS_REPEATING_ELEMENT_FIELD_MAPPING => Some(field.item_name(memory)?),
            _ => None,
        };
        let mut leaf = Leaf::default();
        let mut index = 0;
        while index < count {
            if let Some(name) = name
                && let Some(next) = self.write_planned_items(field, (name, &mut leaf), array, index..count)
            {
                index = next;
                continue;
            }
            let item = array.item(index, stride)?;
            index += 1;
            let written = match name {
                Some(name) => {
                    let nillable = field.has(WS_FIELD_NILLABLE_ITEM);
                    pointed(field, item, nillable).and_then(|value| {
                        if let FieldValue::Present(value) = value
                            && Self::is_one_text(field.kind)
                            && self.leaf(&mut leaf, name, field.kind, value)?
                        {
                            return Ok(());
                        }
                        self.item(name, field.kind, value)
                    })
                }
                None if field.mapping == WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING => {
                    let item = item.part(0, field.layout.size)?;
                    self.nest(|this| this.union_content(field.kind, item, false))
                }
                None => self.any_element(field.kind, item),
            };
            written.context(|| format!("in item {index} of {count} of a repeating field"))?;
        }
        Ok(())
    }

    /// The choice of a union that its selector names.
    pub(super) fn union_content(&mut self, kind: Type, value: View<'a>, optional: bool) -> Result<()> {
        let memory = self.memory;
        let description = memory.required(
            kind.description.cast::<WS_UNION_DESCRIPTION>(),
            "the WS_UNION_DESCRIPTION of a union",
        )?;
        let selector: i32 = value.part(description.enumOffset, size_of::<i32>())?.get()?;
        if optional && selector == description.noneEnumValue {
            return Ok(());
        }
        for choice in choices(memory, description)? {
            let choice = choice?;
            if choice.value == selector {
                let field = Field::new(memory, &choice.field, true)?;
                return self.content_field(&field, value);
            }
        }
        Err(Error::invalid_format(format!("a union has no choice for its selector's value {selector}")))
    }

    // ---- values of fields

    /// What there is to be written for a field.
    fn field_value(&mut self, field: &Field<'a>, base: View<'a>) -> Result<FieldValue<'a>> {
        let size = if field.has(WS_FIELD_POINTER) { POINTER } else { field.layout.size };
        let view = base.part(field.description.offset, size)?;
        let count = if field.kind.is_array() {
            Some(base.part(field.description.countOffset, size_of::<ULONG>())?)
        } else {
            None
        };
        let value = Value { view, count };
        if field.is_optional() && self.is_default(field, value)? {
            return Ok(FieldValue::Absent);
        }
        if field.has(WS_FIELD_POINTER) {
            return pointed(field, view, field.has(WS_FIELD_NILLABLE));
        }
        if is_nil(field.kind, value)? {
            if field.has(WS_FIELD_NILLABLE) {
                return Ok(FieldValue::Nil);
            }
            if field.kind.is_pointer() {
                return Err(Error::invalid_argument("a required pointer of a structure is NULL"));
            }
        }
        Ok(FieldValue::Present(value))
    }

    /// Whether an optional field has its default value, so that it is left out.
    fn is_default(&mut self, field: &Field<'a>, value: Value<'a>) -> Result<bool> {
        let memory = self.memory;
        if field.has(WS_FIELD_POINTER) {
            return Ok(value.view.get::<*const c_void>()?.is_null());
        }
        let default = match memory.optional(field.description.defaultValue, "a WS_DEFAULT_VALUE")? {
            None => None,
            Some(default) if default.valueSize as usize == field.layout.size => {
                Some(memory.view(default.value, field.layout.size, "the value of a WS_DEFAULT_VALUE")?)
            }
            Some(default) => {
                return Err(Error::invalid_argument(format!(
                    "a WS_DEFAULT_VALUE has {} bytes, and its field {}",
                    default.valueSize, field.layout.size
                )));
            }
        };
        if field.kind.ty == WS_TYPE::WS_CUSTOM_TYPE {
            let description = memory.required(
                field.kind.description.cast::<WS_CUSTOM_TYPE_DESCRIPTION>(),
                "the WS_CUSTOM_TYPE_DESCRIPTION of a custom type",
            )?;
            return custom::is_default(description, value.view, default, self.error);
        }
        if field.kind.is_array() {
            return is_nil(field.kind, value);
        }
        self.equals(field.kind, value.view, default)
    }

    /// Whether a value equals another, or zero where there is none. Padding is not looked at.
    fn equals(&self, kind: Type, value: View<'a>, other: Option<View<'a>>) -> Result<bool> {
        use WS_TYPE::*;
        let memory = self.memory;
        Ok(match kind.ty {
            WS_INT8_TYPE | WS_UINT8_TYPE => value.get::<u8>()? == or_zero::<u8>(other, 0)?,
            WS_INT16_TYPE | WS_UINT16_TYPE => value.get::<u16>()? == or_zero::<u16>(other, 0)?,
            WS_BOOL_TYPE => (value.get::<BOOL>()? != FALSE) == (or_zero::<BOOL>(other, FALSE)? != FALSE),
            WS_INT32_TYPE | WS_UINT32_TYPE | WS_ENUM_TYPE | WS_FLOAT_TYPE => {
                value.get::<u32>()? == or_zero::<u32>(other, 0)?
            }
            WS_INT64_TYPE | WS_UINT64_TYPE | WS_DOUBLE_TYPE | WS_TIMESPAN_TYPE => {
                value.get::<u64>()? == or_zero::<u64>(other, 0)?
            }
            WS_GUID_TYPE => value.get::<GUID>()? == or_zero(other, GUID::default())?,
            WS_DECIMAL_TYPE => {
                let parts = |value: DECIMAL| (value.scale, value.sign, value.Hi32, value.Lo64);
                parts(value.get()?) == parts(or_zero(other, DECIMAL::default())?)
            }
            WS_DATETIME_TYPE => {
                let parts =
                    |value: WS_DATETIME| (value.ticks, CEnumField::<WS_DATETIME_FORMAT>::raw(value.format));
                parts(value.get()?) == other.map_or(Ok((0, 0)), |other| other.get().map(parts))?
            }
            WS_DURATION_TYPE => value.get::<[ULONG; 9]>()? == or_zero(other, [0; 9])?,
            WS_UNIQUE_ID_TYPE => {
                let parts = |view: View<'a>| -> Result<(&'a [WCHAR], GUID)> {
                    let id: WS_UNIQUE_ID = view.get()?;
                    let uri = memory.list(id.uri.chars, id.uri.length, "the uri of a WS_UNIQUE_ID")?;
                    Ok((uri, if uri.is_empty() { id.guid } else { GUID::default() }))
                };
                parts(value)? == other.map_or(Ok((&[][..], GUID::default())), parts)?
            }
            WS_STRING_TYPE => {
                let parts = |view: View<'a>| -> Result<(bool, &'a [WCHAR])> {
                    let string: WS_STRING = view.get()?;
                    let chars = memory.list(string.chars, string.length, "the chars of a WS_STRING")?;
                    Ok((string.chars.is_null(), chars))
                };
                parts(value)? == other.map_or(Ok((true, &[][..])), parts)?
            }
            WS_BYTES_TYPE => {
                let parts = |view: View<'a>| -> Result<(bool, &'a [BYTE])> {
                    let bytes: WS_BYTES = view.get()?;
                    let list = memory.list(bytes.bytes, bytes.length, "the bytes of a WS_BYTES")?;
                    Ok((bytes.bytes.is_null(), list))
                };
                parts(value)? == other.map_or(Ok((true, &[][..])), parts)?
            }
            WS_XML_STRING_TYPE => {
                let parts = |view: View<'a>| -> Result<(bool, &'a [BYTE])> {
                    let string: WS_XML_STRING = view.get()?;
                    let list = memory.list(string.bytes, string.length, "the bytes of a WS_XML_STRING")?;
                    Ok((string.bytes.is_null(), list))
                };
                parts(value)? == other.map_or(Ok((true, &[][..])), parts)?
            }
            WS_XML_QNAME_TYPE => {
                let parts = |view: View<'a>| -> Result<(&'a [BYTE], &'a [BYTE])> {
                    let name: WS_XML_QNAME = view.get()?;
                    let what = "the names of a WS_XML_QNAME";
                    Ok((
                        memory.list(name.localName.bytes, name.localName.length, what)?,
                        memory.list(name.ns.bytes, name.ns.length, what)?,
                    ))
                };
                parts(value)? == other.map_or(Ok((&[][..], &[][..])), parts)?
            }
            WS_WSZ_TYPE => {
                let chars = |view: View<'a>| -> Result<Option<&'a [WCHAR]>> {
                    let pointer = view.get::<*const WCHAR>()?;
                    if pointer.is_null() {
                        return Ok(None);
                    }
                    memory.zero_terminated(pointer, "a zero-terminated string").map(Some)
                };
                chars(value)? == other.map_or(Ok(None), chars)?
            }
            _ => value.size() == POINTER && value.get::<*const c_void>()?.is_null(),
        })
    }
}

/// The value behind a pointer, or the item itself where the type is a pointer or has nil.
fn pointed<'a>(field: &Field<'a>, view: View<'a>, nillable: bool) -> Result<FieldValue<'a>> {
    if field.has(WS_FIELD_POINTER) {
        return match view.follow(field.layout.size)? {
            Some(value) => Ok(FieldValue::Present(Value::of(value))),
            None if nillable => Ok(FieldValue::Nil),
            None => Err(Error::invalid_argument("a required pointer of a structure is NULL")),
        };
    }
    let value = Value::of(view);
    let nil = (nillable || field.kind.is_pointer()) && is_nil(field.kind, value)?;
    if nil && !nillable {
        return Err(Error::invalid_argument("a required pointer of a structure is NULL"));
    }
    Ok(if nil { FieldValue::Nil } else { FieldValue::Present(value) })
}

/// What a field has to write.
#[derive(Clone, Copy)]
enum FieldValue<'m> {
    /// Nothing: the field is optional and has its default value.
    Absent,
    Nil,
    Present(Value<'m>),
}

fn or_zero<T: super::memory::Plain>(other: Option<View<'_>>, zero: T) -> Result<T> {
    other.map_or(Ok(zero), View::get)
}
