//! Descriptions, checked: what a `WS_TYPE` with its description structure and a `WS_FIELD_DESCRIPTION` say.
//! (Pages WS_TYPE, WS_FIELD_MAPPING, WS_FIELD_DESCRIPTION, WS_STRUCT_DESCRIPTION, WS_UNION_DESCRIPTION.)

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::c_void;
use std::rc::Rc;

use crate::abi::types::*;
use crate::error::{Error, Result};

use crate::xml::dictionary;
use crate::xml::reader::Tag;
use crate::xml::writer::{Leaf, Writer};

use super::leaves::Straight;
use super::memory::Memory;
use super::plan::Plans;
use super::{endpoint, fault};

/// The namespace of `xsi:nil` and `xsi:type`.
pub(super) const XSI: &[u8] = b"http://www.w3.org/2001/XMLSchema-instance";
/// The namespace of `xml:lang` and `xml:space`.
pub(super) const XML: &[u8] = b"http://www.w3.org/XML/1998/namespace";

/// At most this many structures within each other, so that neither cyclic descriptions nor cyclic values end
/// the stack.
pub(super) const MAX_NESTING: u32 = 256;

/// The size of a pointer in C.
pub(super) const POINTER: usize = size_of::<*const c_void>();

/// A type and its description.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub(super) ty: WS_TYPE,
    pub(super) description: *const c_void,
}

/// How large a value is, and how it is aligned.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) size: usize,
    alignment: usize,
}

impl Layout {
    fn of<T>() -> Self {
        Self { size: size_of::<T>(), alignment: align_of::<T>() }
    }

    fn checked(size: ULONG, alignment: ULONG, what: &str) -> Result<Self> {
        if !matches!(alignment, 1 | 2 | 4 | 8) {
            return Err(Error::invalid_argument(format!(
                "the alignment in a {what} has to be 1, 2, 4 or 8, and is {alignment}"
            )));
        }
        Ok(Self { size: size as usize, alignment: alignment as usize })
    }

    /// What one item of an array takes.
    pub(super) fn stride(self) -> usize {
        self.size.next_multiple_of(self.alignment)
    }
}

impl Type {
    /// A type as a description gives it.
    pub(super) fn new(ty: std::mem::MaybeUninit<WS_TYPE>, description: *const c_void) -> Result<Self> {
        let ty = CEnumField::<WS_TYPE>::get(ty)
            .ok_or_else(|| Error::invalid_argument(format!("there is no WS_TYPE {}", CEnumField::raw(ty))))?;
        Ok(Self { ty, description })
    }

    /// The description structure, where one has to be there.
    #[inline]
    pub(super) fn required<T>(self, memory: Memory<'_>) -> Result<&T> {
        memory.required(self.description.cast::<T>(), "the description that the WS_TYPE needs")
    }

    /// The description structure, if one is there.
    #[inline]
    pub(super) fn optional<T>(self, memory: Memory<'_>) -> Result<Option<&T>> {
        memory.optional(self.description.cast::<T>(), "a type description")
    }

    pub(super) fn layout(self, memory: Memory<'_>) -> Result<Layout> {
        use WS_TYPE::*;
        Ok(match self.ty {
            WS_BOOL_TYPE | WS_INT32_TYPE | WS_UINT32_TYPE | WS_ENUM_TYPE | WS_FLOAT_TYPE => {
                Layout::of::<u32>()
            }
            WS_INT8_TYPE | WS_UINT8_TYPE => Layout::of::<u8>(),
            WS_INT16_TYPE | WS_UINT16_TYPE => Layout::of::<u16>(),
            WS_INT64_TYPE | WS_UINT64_TYPE | WS_DOUBLE_TYPE => Layout::of::<u64>(),
            WS_DECIMAL_TYPE => Layout::of::<DECIMAL>(),
            WS_DATETIME_TYPE => Layout::of::<WS_DATETIME>(),
            WS_TIMESPAN_TYPE => Layout::of::<WS_TIMESPAN>(),
            WS_DURATION_TYPE => Layout::of::<WS_DURATION>(),
            WS_GUID_TYPE => Layout::of::<GUID>(),
            WS_UNIQUE_ID_TYPE => Layout::of::<WS_UNIQUE_ID>(),
            WS_STRING_TYPE => Layout::of::<WS_STRING>(),
            WS_BYTES_TYPE => Layout::of::<WS_BYTES>(),
            WS_XML_STRING_TYPE => Layout::of::<WS_XML_STRING>(),
            WS_XML_QNAME_TYPE => Layout::of::<WS_XML_QNAME>(),
            WS_ANY_ATTRIBUTES_TYPE => Layout::of::<WS_ANY_ATTRIBUTES>(),
            WS_WSZ_TYPE | WS_XML_BUFFER_TYPE | WS_CHAR_ARRAY_TYPE | WS_UTF8_ARRAY_TYPE
            | WS_BYTE_ARRAY_TYPE | WS_DESCRIPTION_TYPE => Layout::of::<*const c_void>(),
            WS_ENDPOINT_ADDRESS_TYPE => Layout::of::<WS_ENDPOINT_ADDRESS>(),
            WS_FAULT_TYPE => Layout::of::<WS_FAULT>(),
            WS_STRUCT_TYPE => {
                let description = self.required::<WS_STRUCT_DESCRIPTION>(memory)?;
                Layout::checked(description.size, description.alignment, "WS_STRUCT_DESCRIPTION")?
            }
            WS_UNION_TYPE => {
                let description = self.required::<WS_UNION_DESCRIPTION>(memory)?;
                Layout::checked(description.size, description.alignment, "WS_UNION_DESCRIPTION")?
            }
            WS_CUSTOM_TYPE => {
                let description = self.required::<WS_CUSTOM_TYPE_DESCRIPTION>(memory)?;
                Layout::checked(description.size, description.alignment, "WS_CUSTOM_TYPE_DESCRIPTION")?
            }
            WS_VOID_TYPE => {
                let size = self.optional::<WS_VOID_DESCRIPTION>(memory)?.map_or(0, |void| void.size);
                Layout { size: size as usize, alignment: 1 }
            }
        })
    }

    /// Fails unless a value of the type can become what the mapping says.
    pub(super) fn check_mapping(self, mapping: WS_TYPE_MAPPING) -> Result<()> {
        use WS_TYPE::*;
        let mapped = match mapping {
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING => {
                !self.is_array()
                    && !matches!(self.ty, WS_DESCRIPTION_TYPE | WS_ANY_ATTRIBUTES_TYPE | WS_VOID_TYPE)
            }
            WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING => {
                matches!(self.ty, WS_XML_BUFFER_TYPE | WS_CUSTOM_TYPE)
            }
            WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING => {
                !self.is_array()
                    && (self.is_simple()
                        || matches!(self.ty, WS_STRUCT_TYPE | WS_UNION_TYPE | WS_CUSTOM_TYPE))
            }
            WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING => {
                !self.is_array() && (self.is_simple() || matches!(self.ty, WS_STRUCT_TYPE | WS_CUSTOM_TYPE))
            }
        };
        if mapped {
            return Ok(());
        }
        Err(Error::invalid_argument(format!("{:?} cannot be used with {mapping:?}", self.ty)))
    }

    /// Fails for a description that cannot be right, before anything is read or written.
    pub(super) fn check(self, memory: Memory<'_>) -> Result<()> {
        match self.ty {
            WS_TYPE::WS_ENUM_TYPE => self.required::<WS_ENUM_DESCRIPTION>(memory).map(|_| ()),
            WS_TYPE::WS_FAULT_TYPE => fault::Version::of(memory, self).map(|_| ()),
            WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE => endpoint::version(memory, self).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Whether a value of this type is a pointer, so that `..._REQUIRED_POINTER` gives it as it is.
    pub(super) fn is_pointer(self) -> bool {
        matches!(self.ty, WS_TYPE::WS_WSZ_TYPE | WS_TYPE::WS_XML_BUFFER_TYPE)
    }

    /// Whether the value is two fields of a structure: a pointer and a count.
    pub(super) fn is_array(self) -> bool {
        use WS_TYPE::*;
        matches!(self.ty, WS_CHAR_ARRAY_TYPE | WS_UTF8_ARRAY_TYPE | WS_BYTE_ARRAY_TYPE)
    }

    /// Whether a value of this type can itself be nil.
    pub(super) fn has_nil(self) -> bool {
        use WS_TYPE::*;
        self.is_pointer()
            || self.is_array()
            || matches!(self.ty, WS_STRING_TYPE | WS_BYTES_TYPE | WS_XML_STRING_TYPE)
    }

    /// Whether the value is made of the characters of an element and nothing else, such as what prefixes stand for.
    #[inline]
    pub(super) fn is_leaf(self) -> bool {
        self.is_simple() && self.ty != WS_TYPE::WS_XML_QNAME_TYPE
    }

    /// Whether the value is character data.
    pub(super) fn is_simple(self) -> bool {
        use WS_TYPE::*;
        !matches!(
            self.ty,
            WS_STRUCT_TYPE
                | WS_UNION_TYPE
                | WS_CUSTOM_TYPE
                | WS_XML_BUFFER_TYPE
                | WS_ENDPOINT_ADDRESS_TYPE
                | WS_FAULT_TYPE
                | WS_VOID_TYPE
                | WS_DESCRIPTION_TYPE
                | WS_ANY_ATTRIBUTES_TYPE
        )
    }
}

/// A field of a structure or a union, checked.
#[derive(Clone, Copy)]
pub(super) struct Field<'m> {
    pub(super) mapping: WS_FIELD_MAPPING,
    pub(super) kind: Type,
    pub(super) layout: Layout,
    pub(super) description: &'m WS_FIELD_DESCRIPTION,
    /// The name of the field's element, if it has one.
    pub(super) name: Option<Name<'m>>,
    /// How the field is filled without further questions, if it can be.
    straight: Option<Straight>,
}

impl<'m> Field<'m> {
    /// `in_union` when the field is a choice of a `WS_UNION_DESCRIPTION`.
    pub(super) fn new(
        memory: Memory<'m>,
        description: &'m WS_FIELD_DESCRIPTION,
        in_union: bool,
    ) -> Result<Self> {
        let mapping = mapping_of(description)?;
        let kind = Type::new(description.r#type, description.typeDescription)?;
        let name = match mapping {
            WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING => {
                Name::new(memory, description.localName, description.ns).ok()
            }
            _ => None,
        };
        let layout = kind.layout(memory)?;
        let mut field = Self { mapping, kind, layout, description, name, straight: None };
        if let Some(wrong) = field.wrong_options(in_union) {
            return Err(Error::invalid_argument(format!(
                "the options 0x{:X} do not go with {mapping:?} and {:?}: {wrong}",
                description.options, kind.ty
            )));
        }
        if let Some(wrong) = field.wrong_type(in_union) {
            return Err(Error::invalid_argument(format!("{mapping:?} of {:?}: {wrong}", kind.ty)));
        }
        field.straight = Straight::of(&field);
        Ok(field)
    }

    #[inline]
    pub(super) fn has(&self, option: ULONG) -> bool {
        self.description.options & option != 0
    }

    /// How the field is filled and written without further questions, if it can be.
    #[inline]
    pub(super) fn straight(&self) -> Option<Straight> {
        self.straight
    }

    /// Whether the field is an element that is a structure by value.
    #[inline]
    pub(super) fn is_plain_structure(&self) -> bool {
        self.kind.ty == WS_TYPE::WS_STRUCT_TYPE
            && self.mapping == WS_FIELD_MAPPING::WS_ELEMENT_FIELD_MAPPING
            && !self.has(WS_FIELD_POINTER)
    }

    pub(super) fn is_optional(&self) -> bool {
        self.has(WS_FIELD_OPTIONAL)
    }

    /// The name of the field's element or attribute.
    #[inline]
    pub(super) fn name(&self, memory: Memory<'m>) -> Result<Name<'m>> {
        match self.name {
            Some(name) => Ok(name),
            None => Name::new(memory, self.description.localName, self.description.ns),
        }
    }

    /// The name of the element around the items of a repeating field, if there is to be one.
    pub(super) fn wrapper(&self, memory: Memory<'m>) -> Result<Option<Name<'m>>> {
        if self.description.localName.is_null() && self.description.ns.is_null() {
            return Ok(None);
        }
        self.name(memory).map(Some)
    }

    /// The name of each item of a repeating field.
    pub(super) fn item_name(&self, memory: Memory<'m>) -> Result<Name<'m>> {
        Name::new(memory, self.description.itemLocalName, self.description.itemNs)
    }

    /// How many items there may be.
    pub(super) fn range(&self, memory: Memory<'m>) -> Result<(ULONG, ULONG)> {
        let range = memory.optional(self.description.itemRange, "a WS_ITEM_RANGE")?;
        Ok(range.map_or((0, ULONG::MAX), |range| (range.minItemCount, range.maxItemCount)))
    }

    /// What the options have against the mapping and the type, if anything.
    fn wrong_options(&self, in_union: bool) -> Option<&'static str> {
        use WS_FIELD_MAPPING::*;
        use WS_TYPE::*;
        let known = WS_FIELD_POINTER
            | WS_FIELD_OPTIONAL
            | WS_FIELD_NILLABLE
            | WS_FIELD_NILLABLE_ITEM
            | WS_FIELD_OTHER_NAMESPACE;
        let (options, pointer) = (self.description.options, self.has(WS_FIELD_POINTER));
        let repeating = matches!(
            self.mapping,
            WS_REPEATING_ELEMENT_FIELD_MAPPING
                | WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING
                | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
        );
        if options == 0 {
            return None;
        }
        if options & !known != 0 {
            return Some("there is an unknown flag");
        }
        if self.has(WS_FIELD_OTHER_NAMESPACE)
            && (self.mapping != WS_ANY_ATTRIBUTES_FIELD_MAPPING || self.description.ns.is_null())
        {
            return Some("WS_FIELD_OTHER_NAMESPACE needs WS_ANY_ATTRIBUTES_FIELD_MAPPING and a namespace");
        }
        if in_union && self.is_optional() {
            return Some("the choices of a union are not optional");
        }
        if pointer && (self.kind.is_pointer() || self.kind.is_array()) {
            return Some("its values are pointers already");
        }
        if pointer && matches!(self.kind.ty, WS_UNION_TYPE | WS_DESCRIPTION_TYPE | WS_ANY_ATTRIBUTES_TYPE) {
            return Some("it cannot be pointed to");
        }
        if self.has(WS_FIELD_NILLABLE_ITEM) && !repeating {
            return Some("only a repeating field has items that can be nil");
        }
        if self.has(WS_FIELD_NILLABLE_ITEM) && !pointer && !self.kind.has_nil() {
            return Some("it has no value for nil, so WS_FIELD_NILLABLE_ITEM needs WS_FIELD_POINTER");
        }
        if self.has(WS_FIELD_NILLABLE) {
            if matches!(
                self.kind.ty,
                WS_UNION_TYPE | WS_DESCRIPTION_TYPE | WS_ANY_ATTRIBUTES_TYPE | WS_VOID_TYPE
            ) {
                return Some("it has no value for nil");
            }
            if !repeating && !pointer && !self.kind.has_nil() {
                return Some("it has no value for nil, so WS_FIELD_NILLABLE needs WS_FIELD_POINTER");
            }
        }
        if self.is_optional()
            && !repeating
            && !pointer
            && matches!(self.kind.ty, WS_STRUCT_TYPE | WS_ENDPOINT_ADDRESS_TYPE | WS_FAULT_TYPE)
        {
            return Some("it has no value for absence, so WS_FIELD_OPTIONAL needs WS_FIELD_POINTER");
        }
        None
    }

    /// What the type has against the mapping, if anything.
    fn wrong_type(&self, in_union: bool) -> Option<&'static str> {
        use WS_FIELD_MAPPING::*;
        use WS_TYPE::*;
        let kind = self.kind;
        let fits = match self.mapping {
            WS_TYPE_ATTRIBUTE_FIELD_MAPPING => kind.ty == WS_DESCRIPTION_TYPE,
            WS_ATTRIBUTE_FIELD_MAPPING | WS_XML_ATTRIBUTE_FIELD_MAPPING => {
                kind.is_simple() || matches!(kind.ty, WS_CUSTOM_TYPE | WS_VOID_TYPE)
            }
            WS_ELEMENT_FIELD_MAPPING => {
                !matches!(kind.ty, WS_UNION_TYPE | WS_DESCRIPTION_TYPE | WS_ANY_ATTRIBUTES_TYPE)
            }
            WS_REPEATING_ELEMENT_FIELD_MAPPING => {
                !kind.is_array()
                    && !matches!(
                        kind.ty,
                        WS_UNION_TYPE | WS_DESCRIPTION_TYPE | WS_ANY_ATTRIBUTES_TYPE | WS_VOID_TYPE
                    )
            }
            WS_TEXT_FIELD_MAPPING => kind.is_simple() || matches!(kind.ty, WS_STRUCT_TYPE | WS_CUSTOM_TYPE),
            WS_NO_FIELD_MAPPING => true,
            WS_ELEMENT_CHOICE_FIELD_MAPPING | WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING => {
                kind.ty == WS_UNION_TYPE
            }
            WS_ANY_ELEMENT_FIELD_MAPPING => {
                matches!(kind.ty, WS_XML_BUFFER_TYPE | WS_VOID_TYPE | WS_CUSTOM_TYPE)
            }
            WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING | WS_ANY_CONTENT_FIELD_MAPPING => {
                matches!(kind.ty, WS_XML_BUFFER_TYPE | WS_VOID_TYPE)
            }
            WS_ANY_ATTRIBUTES_FIELD_MAPPING => matches!(kind.ty, WS_ANY_ATTRIBUTES_TYPE | WS_VOID_TYPE),
        };
        if !fits {
            return Some("the type cannot be mapped so");
        }
        if in_union
            && !matches!(
                self.mapping,
                WS_ELEMENT_FIELD_MAPPING | WS_REPEATING_ELEMENT_FIELD_MAPPING | WS_ANY_ELEMENT_FIELD_MAPPING
            )
        {
            return Some("a choice of a union is an element");
        }
        if in_union
            && self.mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING
            && self.description.localName.is_null()
        {
            return Some("a repeating choice of a union needs a wrapper element");
        }
        None
    }
}

/// The mapping of a field.
#[inline]
pub(super) fn mapping_of(description: &WS_FIELD_DESCRIPTION) -> Result<WS_FIELD_MAPPING> {
    let mapping = description.mapping;
    CEnumField::<WS_FIELD_MAPPING>::get(mapping).ok_or_else(|| {
        Error::invalid_argument(format!("there is no WS_FIELD_MAPPING {}", CEnumField::raw(mapping)))
    })
}

/// Whether a field of this mapping is about attributes.
pub(super) fn is_attribute(mapping: WS_FIELD_MAPPING) -> bool {
    use WS_FIELD_MAPPING::*;
    matches!(
        mapping,
        WS_TYPE_ATTRIBUTE_FIELD_MAPPING
            | WS_ATTRIBUTE_FIELD_MAPPING
            | WS_XML_ATTRIBUTE_FIELD_MAPPING
            | WS_ANY_ATTRIBUTES_FIELD_MAPPING
    )
}

/// The fields of a structure, in order.
pub(super) fn fields<'m>(
    memory: Memory<'m>,
    description: &'m WS_STRUCT_DESCRIPTION,
) -> Result<impl Iterator<Item = Result<&'m WS_FIELD_DESCRIPTION>> + Clone + use<'m>> {
    let list =
        memory.list(description.fields, description.fieldCount, "the fields of a WS_STRUCT_DESCRIPTION")?;
    Ok(list.iter().map(move |&field| memory.required(field.cast_const(), "a WS_FIELD_DESCRIPTION")))
}

/// The fields of a structure, in order. Descriptions stay as they are during a call, so that each field is checked
/// once in it, when it is first come to, however many structures there are.
pub(super) struct Structure<'m> {
    pub(super) description: &'m WS_STRUCT_DESCRIPTION,
    members: Vec<Member<'m>>,
    attributes: usize,
    /// How it is written.
    pub(super) plans: Plans,
}

/// A field that may not have been looked at yet.
pub(super) struct Member<'m> {
    pub(super) description: &'m WS_FIELD_DESCRIPTION,
    pub(super) is_attribute: bool,
    field: OnceCell<Field<'m>>,
    /// The start tag of the field's element, where it was read last.
    pub(super) tag: RefCell<Tag>,
    /// How the field's element was written last, if it was more than once.
    pub(super) leaf: Cell<Option<Box<Leaf>>>,
    pub(super) is_written: Cell<bool>,
}

impl<'m> Structure<'m> {
    fn new(memory: Memory<'m>, description: &'m WS_STRUCT_DESCRIPTION) -> Result<Self> {
        let members = fields(memory, description)?
            .map(|field| {
                let description = field?;
                let is_attribute = is_attribute(mapping_of(description)?);
                Ok(Member {
                    description,
                    is_attribute,
                    field: OnceCell::new(),
                    tag: RefCell::default(),
                    leaf: Cell::default(),
                    is_written: Cell::default(),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let attributes = members.iter().filter(|member| member.is_attribute).count();
        Ok(Self { description, members, attributes, plans: Plans::default() })
    }

    /// Whether there are fields that are about attributes.
    #[inline]
    pub(super) fn has_attributes(&self) -> bool {
        self.attributes != 0
    }

    /// Those that are about attributes.
    #[inline]
    pub(super) fn attributes(&self) -> impl Iterator<Item = &Member<'m>> {
        let members = if self.attributes == 0 { &[][..] } else { &self.members };
        members.iter().filter(|member| member.is_attribute)
    }

    /// All of them.
    #[inline]
    pub(super) fn members(&self) -> &[Member<'m>] {
        &self.members
    }
}

impl<'m> Member<'m> {
    /// The field, once it has been looked at.
    #[inline(always)]
    pub(super) fn known(&self) -> Option<&Field<'m>> {
        self.field.get()
    }

    /// The field, once it has been looked at, and how it is filled, if it is without further questions.
    #[inline(always)]
    pub(super) fn straight(&self) -> Option<(&Field<'m>, Straight)> {
        let field = self.field.get()?;
        Some((field, field.straight?))
    }

    #[inline]
    pub(super) fn field(&self, memory: Memory<'m>) -> Result<&Field<'m>> {
        match self.field.get() {
            Some(field) => Ok(field),
            None => {
                let field = Field::new(memory, self.description, false)?;
                Ok(self.field.get_or_init(|| field))
            }
        }
    }
}

/// The structures that were come by in a call.
#[derive(Default)]
pub(super) struct Structures<'m>(Vec<Rc<Structure<'m>>>);

impl<'m> Structures<'m> {
    /// More than these are not kept: they would be searched for longer than looked at.
    const KEPT: usize = 32;

    /// One that was come by before.
    #[inline]
    pub(super) fn known(&self, description: *const WS_STRUCT_DESCRIPTION) -> Option<&Rc<Structure<'m>>> {
        self.0.iter().find(|known| std::ptr::eq(known.description, description))
    }

    #[inline]
    pub(super) fn of(
        &mut self,
        memory: Memory<'m>,
        description: &'m WS_STRUCT_DESCRIPTION,
    ) -> Result<Rc<Structure<'m>>> {
        match self.known(description) {
            Some(known) => Ok(Rc::clone(known)),
            None => self.add(memory, description),
        }
    }

    #[cold]
    fn add(
        &mut self,
        memory: Memory<'m>,
        description: &'m WS_STRUCT_DESCRIPTION,
    ) -> Result<Rc<Structure<'m>>> {
        let structure = Rc::new(Structure::new(memory, description)?);
        if self.0.len() < Self::KEPT {
            self.0.push(Rc::clone(&structure));
        }
        Ok(structure)
    }
}

/// The choices of a union, in order, each with the value that selects it.
pub(super) fn choices<'m>(
    memory: Memory<'m>,
    description: &'m WS_UNION_DESCRIPTION,
) -> Result<impl Iterator<Item = Result<&'m WS_UNION_FIELD_DESCRIPTION>> + use<'m>> {
    let list =
        memory.list(description.fields, description.fieldCount, "the fields of a WS_UNION_DESCRIPTION")?;
    Ok(list.iter().map(move |&field| memory.required(field.cast_const(), "a WS_UNION_FIELD_DESCRIPTION")))
}

/// A qualified name that a description gives.
#[derive(Clone, Copy)]
pub(super) struct Name<'m> {
    pub(super) local: &'m [u8],
    pub(super) ns: &'m [u8],
    /// Which dictionary each of them says that it is of, and under which number.
    places: [(usize, u32); 2],
}

/// Names are the same wherever they stand.
impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.local, self.ns) == (other.local, other.ns)
    }
}

impl<'m> Name<'m> {
    /// A name of no dictionary.
    #[inline]
    pub(super) fn plain(local: &'m [u8], ns: &'m [u8]) -> Self {
        Self { local, ns, places: [(0, 0); 2] }
    }

    /// Local name and namespace as this writer takes them.
    #[inline]
    pub(super) fn parts(self, writer: &Writer) -> (dictionary::Name<'m>, dictionary::Name<'m>) {
        let [(local_dictionary, local_id), (ns_dictionary, ns_id)] = self.places;
        (writer.name(self.local, local_dictionary, local_id), writer.name(self.ns, ns_dictionary, ns_id))
    }

    #[inline]
    pub(super) fn new(
        memory: Memory<'m>,
        local: *const WS_XML_STRING,
        ns: *const WS_XML_STRING,
    ) -> Result<Self> {
        Ok(Self {
            local: memory.name(local, "the local name in a description")?,
            ns: memory.name(ns, "the namespace in a description")?,
            places: [memory.place_of(local)?, memory.place_of(ns)?],
        })
    }
}

impl std::fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "'{}'", String::from_utf8_lossy(self.local))?;
        if self.ns.is_empty() {
            write!(f, " (no namespace)")
        } else {
            write!(f, " (namespace '{}')", String::from_utf8_lossy(self.ns))
        }
    }
}

/// Whether this type is `description` or derives from it, by the parents it names.
pub(super) fn derives_from(
    memory: Memory<'_>,
    derived: &WS_STRUCT_DESCRIPTION,
    base: &WS_STRUCT_DESCRIPTION,
) -> Result<bool> {
    let mut current = derived;
    for _ in 0..MAX_NESTING {
        if std::ptr::eq(current, base) {
            return Ok(true);
        }
        match memory.optional(current.parentType, "the parentType of a WS_STRUCT_DESCRIPTION")? {
            Some(parent) => current = parent,
            None => return Ok(false),
        }
    }
    Err(Error::invalid_argument("the parentType of a WS_STRUCT_DESCRIPTION leads back to itself"))
}

/// The type of this name: `base` itself or one that derives from it.
pub(super) fn derived_type<'m>(
    memory: Memory<'m>,
    base: &'m WS_STRUCT_DESCRIPTION,
    name: Name<'_>,
) -> Result<Option<&'m WS_STRUCT_DESCRIPTION>> {
    find_derived(memory, base, name, MAX_NESTING, &mut MAX_TYPES.clone())
}

/// At most this many types are looked at for one name: more of them means that they lead back to each other.
const MAX_TYPES: u32 = 1 << 16;

fn find_derived<'m>(
    memory: Memory<'m>,
    base: &'m WS_STRUCT_DESCRIPTION,
    name: Name<'_>,
    levels: u32,
    budget: &mut u32,
) -> Result<Option<&'m WS_STRUCT_DESCRIPTION>> {
    if levels == 0 || *budget == 0 {
        return Err(Error::invalid_argument("the subTypes of a WS_STRUCT_DESCRIPTION lead back to itself"));
    }
    *budget -= 1;
    if type_name(memory, base)? == Some(name) {
        return Ok(Some(base));
    }
    for &derived in
        memory.list(base.subTypes, base.subTypeCount, "the subTypes of a WS_STRUCT_DESCRIPTION")?
    {
        let derived = memory.required(derived.cast_const(), "a derived WS_STRUCT_DESCRIPTION")?;
        if let Some(found) = find_derived(memory, derived, name, levels - 1, budget)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The name of a structure's type, if it has one.
pub(super) fn type_name<'m>(
    memory: Memory<'m>,
    description: &'m WS_STRUCT_DESCRIPTION,
) -> Result<Option<Name<'m>>> {
    if description.typeLocalName.is_null() {
        return Ok(None);
    }
    let local = memory.name(description.typeLocalName, "a typeLocalName")?;
    let ns =
        if description.typeNs.is_null() { &[][..] } else { memory.name(description.typeNs, "a typeNs")? };
    Ok(Some(Name::plain(local, ns)))
}
