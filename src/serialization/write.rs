//! Writing: the mappings of a type to XML, and values that are character data.
//! (Pages WsWriteType, WsWriteElement, WsWriteAttribute, WS_WRITE_OPTION, WS_TYPE_MAPPING.)

use std::ffi::c_void;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::value::{string, time};
use crate::xml::text::Text;
use crate::xml::writer::Writer;

use super::description::{MAX_NESTING, Name, POINTER, Structures, Type, XSI};
use super::memory::{Memory, View};
use super::{any, custom, endpoint, fault};

/// A writer and what it needs to know of the memory it writes from.
pub(super) struct Serializer<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) memory: Memory<'a>,
    pub(super) error: *mut WS_ERROR,
    pub(super) structures: Structures<'a>,
    nesting: u32,
    /// Texts that the writer has no type for, to be reused.
    scratch: Vec<u8>,
}

/// A value, and its count where it is two fields.
#[derive(Clone, Copy)]
pub(super) struct Value<'m> {
    pub(super) view: View<'m>,
    pub(super) count: Option<View<'m>>,
}

impl<'m> Value<'m> {
    pub(super) fn of(view: View<'m>) -> Self {
        Self { view, count: None }
    }

    fn count(self) -> Result<ULONG> {
        match self.count {
            Some(count) => count.get(),
            None => Err(Error::invalid_argument("an array type is right in a field only")),
        }
    }
}

impl<'a> Serializer<'a> {
    pub(super) fn new(writer: &'a mut Writer, memory: Memory<'a>, error: *mut WS_ERROR) -> Self {
        Self { writer, memory, error, structures: Structures::default(), nesting: 0, scratch: Vec::new() }
    }

    /// WsWriteType.
    pub(super) fn write_type(
        &mut self,
        mapping: WS_TYPE_MAPPING,
        kind: Type,
        option: WS_WRITE_OPTION,
        value: View<'a>,
    ) -> Result<()> {
        let value = self.top_level(mapping, kind, option, value)?;
        match mapping {
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING => match value {
                Some(value) => self.element(kind, Value::of(value)),
                None => self.nil(),
            },
            WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING => self.any_element(kind, required(value)?),
            WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING => {
                self.content(kind, Value::of(required(value)?))
            }
            WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING => self.attribute(kind, Value::of(required(value)?)),
        }
    }

    /// WsWriteElement.
    pub(super) fn write_element(
        &mut self,
        name: Name<'_>,
        kind: Type,
        option: WS_WRITE_OPTION,
        value: View<'a>,
    ) -> Result<()> {
        let value = self.top_level(WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING, kind, option, value)?;
        let (local, ns) = name.parts(self.writer);
        self.writer.write_start_element(None, local, ns)?;
        match value {
            Some(value) => self.element(kind, Value::of(value)),
            None => self.nil(),
        }
        .context(|| format!("in the element {name}"))?;
        self.writer.write_end_element()
    }

    /// WsWriteAttribute.
    pub(super) fn write_attribute(
        &mut self,
        name: Name<'_>,
        kind: Type,
        option: WS_WRITE_OPTION,
        value: View<'a>,
    ) -> Result<()> {
        let value = self.top_level(WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING, kind, option, value)?;
        let (local, ns) = name.parts(self.writer);
        self.writer.write_start_attribute(None, local, ns, false)?;
        self.attribute(kind, Value::of(required(value)?)).context(|| format!("in the attribute {name}"))?;
        self.writer.write_end_attribute()
    }

    /// WsWriteValue: a value of exactly the type's size.
    pub(super) fn write_value(&mut self, kind: Type, value: View<'a>) -> Result<()> {
        check_size(kind.layout(self.memory)?.size, value)?;
        self.simple(kind, Value::of(value))
    }

    /// Checks the arguments of a top-level write, before anything is written. The value itself, or nothing where
    /// it is nil.
    fn top_level(
        &mut self,
        mapping: WS_TYPE_MAPPING,
        kind: Type,
        option: WS_WRITE_OPTION,
        value: View<'a>,
    ) -> Result<Option<View<'a>>> {
        use WS_WRITE_OPTION::*;
        let layout = kind.layout(self.memory)?;
        kind.check(self.memory)?;
        kind.check_mapping(mapping)?;
        let nillable = matches!(option, WS_WRITE_NILLABLE_VALUE | WS_WRITE_NILLABLE_POINTER);
        if nillable && mapping != WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING {
            return Err(Error::invalid_argument(format!("{option:?} is for elements, not for {mapping:?}")));
        }
        match option {
            WS_WRITE_REQUIRED_VALUE | WS_WRITE_NILLABLE_VALUE => {
                if kind.is_pointer() {
                    return Err(Error::invalid_argument(format!(
                        "{:?} is a pointer type: it needs one of the pointer options instead of {option:?}",
                        kind.ty
                    )));
                }
                if value.size() > layout.size && kind.ty == WS_TYPE::WS_STRUCT_TYPE {
                    // A structure of a derived type is as large as that, and says itself which it is.
                    let (actual, _) = self.actual_type(self.description(kind)?, value)?;
                    check_size(actual.size as usize, value)?;
                } else {
                    check_size(layout.size, value)?;
                }
                if !nillable {
                    return Ok(Some(value));
                }
                if !kind.has_nil() {
                    return Err(Error::invalid_argument(format!(
                        "{:?} has no value for nil: it needs WS_WRITE_NILLABLE_POINTER",
                        kind.ty
                    )));
                }
                Ok((!is_nil(kind, Value::of(value))?).then_some(value))
            }
            WS_WRITE_REQUIRED_POINTER | WS_WRITE_NILLABLE_POINTER => {
                check_size(POINTER, value)?;
                if value.get::<*const c_void>()?.is_null() {
                    if nillable {
                        return Ok(None);
                    }
                    return Err(Error::invalid_argument(
                        "the pointer to a required value is NULL; WS_WRITE_NILLABLE_POINTER allows that",
                    ));
                }
                if kind.is_pointer() { Ok(Some(value)) } else { value.follow(layout.size) }
            }
        }
    }

    /// Says of the element that is being written that it is nil.
    pub(super) fn nil(&mut self) -> Result<()> {
        self.writer.write_start_attribute(None, b"nil", XSI, false)?;
        self.writer.write_text(Text::Utf8(b"true"))?;
        self.writer.write_end_attribute()
    }

    /// The attributes and content of the element that is being written.
    pub(super) fn element(&mut self, kind: Type, value: Value<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_STRUCT_TYPE => self.struct_element(kind, value.view),
            WS_TYPE::WS_UNION_TYPE => self.union_content(kind, value.view, false),
            WS_TYPE::WS_CUSTOM_TYPE => {
                self.custom(WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING, kind, value.view)
            }
            WS_TYPE::WS_XML_BUFFER_TYPE => {
                let buffer = any::buffer_of(value.view.get()?)?;
                any::write_into_element(self.writer, &buffer)
            }
            WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE => endpoint::write(self.memory, self.writer, kind, value.view),
            WS_TYPE::WS_FAULT_TYPE => fault::write(self.memory, self.writer, kind, value.view),
            WS_TYPE::WS_VOID_TYPE => Ok(()),
            _ => self.simple(kind, value),
        }
    }

    /// A whole element that is not described.
    pub(super) fn any_element(&mut self, kind: Type, value: View<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_CUSTOM_TYPE => self.custom(WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING, kind, value),
            WS_TYPE::WS_VOID_TYPE => Ok(()),
            _ => {
                let buffer = any::buffer_of(value.get()?)?;
                self.writer.write_buffer(&buffer)
            }
        }
    }

    /// Content of the element that is being written.
    pub(super) fn content(&mut self, kind: Type, value: Value<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_STRUCT_TYPE => self.struct_content(kind, value.view),
            WS_TYPE::WS_UNION_TYPE => self.union_content(kind, value.view, false),
            WS_TYPE::WS_CUSTOM_TYPE => {
                self.custom(WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING, kind, value.view)
            }
            _ => self.simple(kind, value),
        }
    }

    /// The value of the attribute that is being written.
    pub(super) fn attribute(&mut self, kind: Type, value: Value<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_STRUCT_TYPE => self.struct_attribute(kind, value.view),
            WS_TYPE::WS_CUSTOM_TYPE => {
                self.custom(WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING, kind, value.view)
            }
            _ => self.simple(kind, value),
        }
    }

    fn custom(&mut self, mapping: WS_TYPE_MAPPING, kind: Type, value: View<'_>) -> Result<()> {
        custom::write(self.memory, self.writer, mapping, kind, value, self.error)
    }

    /// A value that is character data.
    fn simple(&mut self, kind: Type, value: Value<'a>) -> Result<()> {
        let view = value.view;
        let text = match kind.ty {
            WS_TYPE::WS_DURATION_TYPE => {
                let mut scratch = std::mem::take(&mut self.scratch);
                scratch.clear();
                let written = time::write_duration(&view.get()?, &mut scratch)
                    .and_then(|()| self.writer.write_text(Text::Utf8(&scratch)));
                self.scratch = scratch;
                return written;
            }
            WS_TYPE::WS_XML_QNAME_TYPE => {
                let name: WS_XML_QNAME = view.get()?;
                let memory = self.memory;
                let local = memory.list(
                    name.localName.bytes,
                    name.localName.length,
                    "the localName of a WS_XML_QNAME",
                )?;
                let ns = memory.list(name.ns.bytes, name.ns.length, "the ns of a WS_XML_QNAME")?;
                return self.writer.write_qualified_name(None, local, ns);
            }
            _ => self.text_of(kind, value)?,
        };
        // An empty text changes nothing, and so an empty element can be written as one tag.
        if text.is_empty() {
            return Ok(());
        }
        self.writer.write_text(text)
    }

    /// Whether [`Self::text_of`] is what a value of this type is written by.
    #[inline]
    pub(super) fn is_one_text(kind: Type) -> bool {
        kind.is_simple() && !matches!(kind.ty, WS_TYPE::WS_DURATION_TYPE | WS_TYPE::WS_XML_QNAME_TYPE)
    }

    /// A value that is one text.
    #[inline]
    pub(super) fn text_of(&self, kind: Type, value: Value<'a>) -> Result<Text<'a>> {
        text_of(self.memory, kind, value)
    }

    /// How many structures are around what is being written.
    #[inline]
    pub(super) fn nesting(&self) -> u32 {
        self.nesting
    }

    /// Goes one structure deeper.
    pub(super) fn nest<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.nesting == MAX_NESTING {
            return Err(Error::quota_exceeded(format!(
                "structures are nested more than {MAX_NESTING} deep: {}",
                self.writer.location()
            )));
        }
        self.nesting += 1;
        let result = work(self);
        self.nesting -= 1;
        result
    }
}

/// A value that is one text.
#[inline]
pub(super) fn text_of<'a>(memory: Memory<'a>, kind: Type, value: Value<'a>) -> Result<Text<'a>> {
    use WS_TYPE::*;
    let view = value.view;
    Ok(match kind.ty {
        WS_BOOL_TYPE => Text::Bool(view.get::<BOOL>()? != FALSE),
        WS_INT8_TYPE => Text::Int32(view.get::<i8>()?.into()),
        WS_INT16_TYPE => Text::Int32(view.get::<i16>()?.into()),
        WS_INT32_TYPE => Text::Int32(view.get()?),
        WS_INT64_TYPE => Text::Int64(view.get()?),
        WS_UINT8_TYPE => Text::Int32(view.get::<u8>()?.into()),
        WS_UINT16_TYPE => Text::Int32(view.get::<u16>()?.into()),
        WS_UINT32_TYPE => Text::Int64(view.get::<u32>()?.into()),
        WS_UINT64_TYPE => Text::UInt64(view.get()?),
        WS_FLOAT_TYPE => Text::Float(view.get()?),
        WS_DOUBLE_TYPE => Text::Double(view.get()?),
        WS_DECIMAL_TYPE => Text::Decimal(view.get()?),
        WS_DATETIME_TYPE => Text::DateTime(view.get()?),
        WS_TIMESPAN_TYPE => Text::TimeSpan(view.get::<WS_TIMESPAN>()?.ticks),
        WS_GUID_TYPE => Text::Guid(view.get()?),
        WS_UNIQUE_ID_TYPE => {
            let id: WS_UNIQUE_ID = view.get()?;
            match memory.list(id.uri.chars, id.uri.length, "the uri of a WS_UNIQUE_ID")? {
                [] => Text::UniqueId(id.guid),
                uri => Text::Utf16(uri),
            }
        }
        WS_STRING_TYPE => {
            let string: WS_STRING = view.get()?;
            Text::Utf16(memory.list(string.chars, string.length, "the chars of a WS_STRING")?)
        }
        WS_WSZ_TYPE => Text::Utf16(memory.zero_terminated(view.get()?, "a zero-terminated string")?),
        WS_CHAR_ARRAY_TYPE => {
            let chars = view.get::<*const WCHAR>()?;
            Text::Utf16(memory.list(chars, value.count()?, "an array of characters")?)
        }
        WS_XML_STRING_TYPE => {
            let string: WS_XML_STRING = view.get()?;
            let bytes = memory.list(string.bytes, string.length, "the bytes of a WS_XML_STRING")?;
            Text::Utf8(string::utf8(bytes)?.as_bytes())
        }
        WS_UTF8_ARRAY_TYPE => {
            let bytes = view.get::<*const u8>()?;
            let bytes = memory.list(bytes, value.count()?, "an array of UTF-8 bytes")?;
            Text::Utf8(string::utf8(bytes)?.as_bytes())
        }
        WS_BYTES_TYPE => {
            let bytes: WS_BYTES = view.get()?;
            Text::Base64(memory.list(bytes.bytes, bytes.length, "the bytes of a WS_BYTES")?)
        }
        WS_BYTE_ARRAY_TYPE => {
            let bytes = view.get::<*const u8>()?;
            Text::Base64(memory.list(bytes, value.count()?, "an array of bytes")?)
        }
        WS_ENUM_TYPE => Text::Utf8(enum_name(memory, kind, view.get()?)?),
        other => {
            return Err(Error::invalid_argument(format!("{other:?} cannot be written as character data")));
        }
    })
}

fn enum_name(memory: Memory<'_>, kind: Type, value: i32) -> Result<&[u8]> {
    let description = memory.required(
        kind.description.cast::<WS_ENUM_DESCRIPTION>(),
        "the WS_ENUM_DESCRIPTION of an enumeration",
    )?;
    let values =
        memory.list(description.values, description.valueCount, "the values of a WS_ENUM_DESCRIPTION")?;
    match values.iter().find(|candidate| candidate.value == value) {
        Some(found) => memory.name(found.name, "the name in a WS_ENUM_VALUE"),
        None => Err(Error::invalid_argument(format!("the enumeration has no value {value}"))),
    }
}

/// Whether a value of a type that has one is nil.
pub(super) fn is_nil(kind: Type, value: Value<'_>) -> Result<bool> {
    use WS_TYPE::*;
    Ok(match kind.ty {
        WS_STRING_TYPE => {
            let string: WS_STRING = value.view.get()?;
            string.chars.is_null() && string.length == 0
        }
        WS_BYTES_TYPE => {
            let bytes: WS_BYTES = value.view.get()?;
            bytes.bytes.is_null() && bytes.length == 0
        }
        WS_XML_STRING_TYPE => {
            let string: WS_XML_STRING = value.view.get()?;
            string.bytes.is_null() && string.length == 0
        }
        WS_CHAR_ARRAY_TYPE | WS_UTF8_ARRAY_TYPE | WS_BYTE_ARRAY_TYPE => {
            value.view.get::<*const c_void>()?.is_null() && value.count()? == 0
        }
        _ if kind.is_pointer() => value.view.get::<*const c_void>()?.is_null(),
        _ => false,
    })
}

fn required(value: Option<View<'_>>) -> Result<View<'_>> {
    value.ok_or_else(|| Error::invalid_argument("only an element can be nil"))
}

fn check_size(size: usize, value: View<'_>) -> Result<()> {
    if size == value.size() {
        return Ok(());
    }
    Err(Error::invalid_argument(format!(
        "the size of the value is {}, and this type and option need {size}",
        value.size()
    )))
}
