//! Reading: the mappings of a type to XML, and values that are one element, one attribute or some content.
//! (Pages WsReadType, WsReadElement, WsReadAttribute, WS_READ_OPTION, WS_TYPE_MAPPING.)

use std::ffi::c_void;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::value::string;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::{NodeType, Reader, Tag};
use crate::xml::text::Text;

use super::description::{Field, MAX_NESTING, Name, POINTER, Structures, Type, XSI};
use super::memory::{Items, Place};
use super::store::{Store, Target};
use super::{custom, endpoint, fault};

/// A reader and where what it reads is put.
pub(super) struct Deserializer<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) store: Store<'a>,
    pub(super) structures: Structures<'a>,
    pub(super) nesting: u32,
    /// Memory for arrays that are being read, to be reused.
    spare: Vec<Items>,
}

/// What the reader stands on and has yet to move on from.
#[derive(Clone, Copy)]
pub(super) enum Behind<'f, 'a> {
    /// It has.
    Nothing,
    /// The start of the element whose content comes next.
    Start,
    /// The end of a field's element.
    Field(&'f Field<'a>),
    /// The end of an item, by its number.
    Item(ULONG),
}

/// What a field or an option allows instead of a value, and how the value is stored.
#[derive(Clone, Copy, Default)]
pub(super) struct Presence {
    /// The place holds a pointer to the value.
    pub(super) pointer: bool,
    /// The element may be `xsi:nil`.
    pub(super) nillable: bool,
}

impl<'a> Deserializer<'a> {
    pub(super) fn new(reader: &'a mut Reader, store: Store<'a>) -> Self {
        Self { reader, store, structures: Structures::default(), nesting: 0, spare: Vec::new() }
    }

    /// WsReadType.
    pub(super) fn read_type(
        &mut self,
        mapping: WS_TYPE_MAPPING,
        kind: Type,
        option: WS_READ_OPTION,
        output: Place<'a>,
    ) -> Result<()> {
        let presence = self.presence(mapping, kind, option, output)?;
        let target = Target::value(output);
        match mapping {
            WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING | WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING => {
                if !self.reader.read_to_start_element(None, None)? {
                    if option == WS_READ_OPTION::WS_READ_REQUIRED_VALUE
                        || option == WS_READ_OPTION::WS_READ_REQUIRED_POINTER
                    {
                        return Err(self.expected("an element"));
                    }
                    target.zero();
                    return Ok(());
                }
                if mapping == WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING {
                    return self
                        .allocated(kind, presence, output, |this, place| this.any_element(kind, place));
                }
                self.element(kind, presence, target)
            }
            WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING => {
                self.allocated(kind, presence, output, |this, place| this.content(kind, Target::value(place)))
            }
            WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING => {
                self.allocated(kind, presence, output, |this, place| this.attribute_content(kind, place))
            }
        }
    }

    /// WsReadElement.
    pub(super) fn read_element(
        &mut self,
        name: Name<'_>,
        kind: Type,
        option: WS_READ_OPTION,
        output: Place<'a>,
    ) -> Result<()> {
        let presence = self.presence(WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING, kind, option, output)?;
        if !self.reader.read_to_start_element(Some(name.local), Some(name.ns))? {
            if option == WS_READ_OPTION::WS_READ_REQUIRED_VALUE
                || option == WS_READ_OPTION::WS_READ_REQUIRED_POINTER
            {
                return Err(self.expected(format_args!("the element {name}")));
            }
            Target::value(output).zero();
            return Ok(());
        }
        self.element(kind, presence, Target::value(output)).context(|| format!("in the element {name}"))
    }

    /// WsReadAttribute.
    pub(super) fn read_attribute(
        &mut self,
        name: Name<'_>,
        kind: Type,
        option: WS_READ_OPTION,
        output: Place<'a>,
    ) -> Result<()> {
        let optional = option == WS_READ_OPTION::WS_READ_OPTIONAL_POINTER;
        let checked = if optional { WS_READ_OPTION::WS_READ_REQUIRED_POINTER } else { option };
        let presence = self.presence(WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING, kind, checked, output)?;
        if self.reader.node_type() != NodeType::Element {
            return Err(Error::invalid_operation(format!(
                "an attribute can be read while the reader is on a start element, but {} is {}",
                self.reader.location(),
                self.found()
            )));
        }
        match self.reader.find_attribute(name.local, name.ns)? {
            Some(index) => {
                self.reader.read_start_attribute(index)?;
                self.allocated(kind, presence, output, |this, place| this.attribute_content(kind, place))
                    .context(|| format!("in the attribute {name}"))?;
                self.reader.read_end_attribute()
            }
            None if optional => {
                output.zero();
                Ok(())
            }
            None => Err(self.missing_attribute(name)),
        }
    }

    /// WsReadValue: simple content into memory of exactly the type's size.
    pub(super) fn read_value(&mut self, kind: Type, output: Place<'a>) -> Result<()> {
        check_size(kind.layout(self.store.memory)?.size, output)?;
        if self.reader.node_type() == NodeType::Bof {
            return Err(self.expected("a value"));
        }
        self.simple_content(kind, Target::value(output))
    }

    /// Checks the arguments of a top-level read, before anything is read.
    fn presence(
        &self,
        mapping: WS_TYPE_MAPPING,
        kind: Type,
        option: WS_READ_OPTION,
        output: Place<'_>,
    ) -> Result<Presence> {
        use WS_READ_OPTION::*;
        let layout = kind.layout(self.store.memory)?;
        kind.check(self.store.memory)?;
        let by_value = matches!(option, WS_READ_REQUIRED_VALUE | WS_READ_NILLABLE_VALUE);
        if by_value && kind.is_pointer() {
            return Err(Error::invalid_argument(format!(
                "{:?} is a pointer type: it needs one of the pointer options instead of {option:?}",
                kind.ty
            )));
        }
        if option == WS_READ_NILLABLE_VALUE && !kind.has_nil() {
            return Err(Error::invalid_argument(format!(
                "{:?} has no value for nil: it needs WS_READ_NILLABLE_POINTER",
                kind.ty
            )));
        }
        let element = mapping == WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING;
        if !element && matches!(option, WS_READ_NILLABLE_VALUE | WS_READ_NILLABLE_POINTER)
            || !element
                && mapping != WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING
                && option == WS_READ_OPTIONAL_POINTER
        {
            return Err(Error::invalid_argument(format!("{option:?} is for elements, not for {mapping:?}")));
        }
        kind.check_mapping(mapping)?;
        check_size(if by_value { layout.size } else { POINTER }, output)?;
        let pointer = !by_value && !kind.is_pointer();
        if pointer || kind.is_pointer() {
            self.store.allocator()?;
        }
        Ok(Presence {
            pointer,
            nillable: matches!(option, WS_READ_NILLABLE_POINTER | WS_READ_NILLABLE_VALUE),
        })
    }

    /// Fills the place, or memory of the heap that the place then points to.
    fn allocated(
        &mut self,
        kind: Type,
        presence: Presence,
        output: Place<'a>,
        fill: impl FnOnce(&mut Self, Place<'a>) -> Result<()>,
    ) -> Result<()> {
        if !presence.pointer {
            return fill(self, output);
        }
        let place = self.store.allocate(kind.layout(self.store.memory)?.size)?;
        fill(self, place)?;
        output.put(place.pointer())
    }

    /// The element that the reader is on, all of it, as a value of this type.
    pub(super) fn element(&mut self, kind: Type, presence: Presence, target: Target<'a>) -> Result<()> {
        let (at_end, value) = self.element_value(kind, presence, target)?;
        // Whoever is given a pointer may rely on it that all went well.
        if at_end {
            self.reader.read_node()?;
        }
        value.map_or(Ok(()), |value| target.place.put(value))
    }

    /// The same, but for the step past the end element: `true` if that is left to be done.
    pub(super) fn element_to_end(
        &mut self,
        kind: Type,
        presence: Presence,
        target: Target<'a>,
    ) -> Result<bool> {
        let (at_end, value) = self.element_value(kind, presence, target)?;
        if let Some(value) = value {
            target.place.put(value)?;
        }
        Ok(at_end)
    }

    /// The same of an element that was recognized, and so has no attributes.
    #[inline]
    pub(super) fn recognized_to_end(
        &mut self,
        kind: Type,
        presence: Presence,
        target: Target<'a>,
    ) -> Result<bool> {
        if kind.ty == WS_TYPE::WS_STRUCT_TYPE && !presence.pointer {
            let description = kind.required::<WS_STRUCT_DESCRIPTION>(self.store.memory)?;
            if description.structOptions & WS_STRUCT_ABSTRACT == 0 {
                self.nest(|this| this.fill_struct(description, target.place, true))?;
                return Ok(true);
            }
        }
        self.element_to_end(kind, presence, target)
    }

    /// The same, but for the pointer that the place is to hold.
    fn element_value(
        &mut self,
        kind: Type,
        presence: Presence,
        target: Target<'a>,
    ) -> Result<(bool, Option<*mut c_void>)> {
        if self.has_attributes() && self.is_nil()? {
            if !presence.nillable {
                return Err(Error::invalid_format(format!(
                    "the element is nil, and the description requires a value: {}",
                    self.reader.location()
                )));
            }
            self.refuse_attributes()?;
            self.reader.read_start_element()?;
            self.end_element()?;
            target.zero();
            return Ok((false, None));
        }
        if kind.ty == WS_TYPE::WS_STRUCT_TYPE {
            return Ok((true, self.struct_element(kind, presence.pointer, target.place)?));
        }
        if presence.pointer {
            let place = self.store.allocate(kind.layout(self.store.memory)?.size)?;
            return Ok((self.plain_element(kind, Target::value(place))?, Some(place.pointer())));
        }
        Ok((self.plain_element(kind, target)?, None))
    }

    /// The element as a value of a type that is not a structure.
    fn plain_element(&mut self, kind: Type, target: Target<'a>) -> Result<bool> {
        if kind.is_simple() {
            return self.simple_element(kind, target);
        }
        match kind.ty {
            WS_TYPE::WS_UNION_TYPE => {
                self.refuse_attributes()?;
                self.reader.read_start_element()?;
                self.union_content(kind, target.place, false)?;
                self.end_element()
            }
            WS_TYPE::WS_XML_BUFFER_TYPE => self.any_element(kind, target.place),
            WS_TYPE::WS_CUSTOM_TYPE => {
                let mapping = WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING;
                custom::read(&self.store, self.reader, mapping, kind, target.place)
            }
            WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE => endpoint::read(self, kind, target.place),
            WS_TYPE::WS_FAULT_TYPE => fault::read(self, kind, target.place),
            WS_TYPE::WS_VOID_TYPE => self.reader.skip_node(),
            _ => Err(Error::invalid_argument(format!("{:?} cannot be read from an element", kind.ty))),
        }
        .map(|()| false)
    }

    /// The element as a value that is character data.
    fn simple_element(&mut self, kind: Type, target: Target<'a>) -> Result<bool> {
        if self.has_attributes() {
            self.refuse_attributes()?;
        }
        // The reader is on the start element, and then on the end element: no need to look for them.
        if kind.is_leaf() {
            let text = self.reader.read_simple_element()?;
            let result = self.store.put(text, kind, target);
            result.context(|| format!("in the text before {}", self.reader.location()))?;
        } else {
            self.reader.read_node()?;
            self.simple_content(kind, target)?;
        }
        Ok(true)
    }

    /// The element after what the reader stands on, if it is this one again and nothing but text: as
    /// [`Self::element_to_end`], otherwise nothing changes and `false` is the answer.
    #[inline]
    pub(super) fn expected_leaf(
        &mut self,
        tag: &Tag,
        kind: Type,
        pointer: bool,
        target: Target<'a>,
    ) -> Result<bool> {
        let Some(text) = self.reader.read_expected_leaf(tag) else { return Ok(false) };
        let result = if pointer {
            put_apart(&mut self.store, text, kind, target)
        } else {
            self.store.put(text, kind, target)
        };
        result.context(|| format!("in the text before {}", self.reader.location()))?;
        Ok(true)
    }

    /// Moves on from what the reader stands on still.
    #[inline]
    pub(super) fn move_on(&mut self, behind: &mut Behind<'_, 'a>) -> Result<()> {
        match *behind {
            Behind::Nothing => Ok(()),
            what => {
                *behind = Behind::Nothing;
                if self.reader.read_expected_end() {
                    return Ok(());
                }
                self.reader.read_node().map_err(|error| self.within(what, error))
            }
        }
    }

    /// A failure behind what is still to be left.
    #[cold]
    pub(super) fn within(&self, what: Behind<'_, 'a>, error: Error) -> Error {
        match what {
            Behind::Nothing | Behind::Start => error,
            Behind::Field(field) => match field.name(self.store.memory) {
                Ok(name) => error.context(format!("in the element {name}")),
                Err(_) => error,
            },
            Behind::Item(number) => error.context(format!("in item {number} of a repeating field")),
        }
    }

    /// The element that the reader is on, as a buffer, or as the application's type wants it.
    pub(super) fn any_element(&mut self, kind: Type, place: Place<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_VOID_TYPE => self.reader.skip_node(),
            WS_TYPE::WS_CUSTOM_TYPE => {
                let mapping = WS_TYPE_MAPPING::WS_ANY_ELEMENT_TYPE_MAPPING;
                custom::read(&self.store, self.reader, mapping, kind, place)
            }
            _ => {
                let buffer = self.reader.read_buffer(self.store.heap()?)?;
                place.put(self.buffer_handle(buffer)?)
            }
        }
    }

    /// Content of an element, which ends where the element does or, for fields, where they end.
    fn content(&mut self, kind: Type, target: Target<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_STRUCT_TYPE => self.struct_content(kind, target.place),
            WS_TYPE::WS_UNION_TYPE => self.union_content(kind, target.place, false),
            WS_TYPE::WS_CUSTOM_TYPE => {
                let mapping = WS_TYPE_MAPPING::WS_ELEMENT_CONTENT_TYPE_MAPPING;
                custom::read(&self.store, self.reader, mapping, kind, target.place)
            }
            _ => self.simple_content(kind, target),
        }
    }

    /// Character content of an element or of the attribute that is being read.
    pub(super) fn text_content(&mut self, kind: Type, target: Target<'a>) -> Result<()> {
        self.content(kind, target)
    }

    /// The value of the attribute that is being read.
    fn attribute_content(&mut self, kind: Type, place: Place<'a>) -> Result<()> {
        match kind.ty {
            WS_TYPE::WS_STRUCT_TYPE => self.struct_attribute(kind, place),
            WS_TYPE::WS_CUSTOM_TYPE => {
                let mapping = WS_TYPE_MAPPING::WS_ATTRIBUTE_TYPE_MAPPING;
                custom::read(&self.store, self.reader, mapping, kind, place)
            }
            _ => self.simple_content(kind, Target::value(place)),
        }
    }

    fn simple_content(&mut self, kind: Type, target: Target<'a>) -> Result<()> {
        let text = self.reader.read_simple_content()?;
        if kind.ty != WS_TYPE::WS_XML_QNAME_TYPE {
            let result = self.store.put(text, kind, target);
            return result.context(|| format!("in the text before {}", self.reader.location()));
        }
        if let Text::QName { local_name, ns, .. } = text {
            return self.store.put_name(local_name, ns, kind, target.place);
        }
        let mut chars = Vec::new();
        text.write_utf8(&mut chars)?;
        let reader = &*self.reader;
        self.store
            .put_qname(&chars, kind, target.place, |prefix| namespace(reader, prefix))
            .context(|| format!("in the text before {}", reader.location()))
    }

    /// The value of an attribute of the element that the reader is on.
    pub(super) fn attribute(&mut self, index: usize, kind: Type, target: Target<'a>) -> Result<()> {
        if kind.ty == WS_TYPE::WS_CUSTOM_TYPE {
            self.reader.read_start_attribute(index)?;
            self.attribute_content(kind, target.place)?;
            return self.reader.read_end_attribute();
        }
        let reader = &*self.reader;
        let Some(attribute) = reader.attribute(index) else {
            return Err(Error::invalid_format("the attribute is gone"));
        };
        if kind.ty != WS_TYPE::WS_XML_QNAME_TYPE {
            return self.store.put(attribute.value, kind, target);
        }
        let mut chars = Vec::new();
        match attribute.value {
            Text::QName { local_name, ns, .. } => self.store.put_name(local_name, ns, kind, target.place),
            text => {
                text.write_utf8(&mut chars)?;
                self.store.put_qname(&chars, kind, target.place, |prefix| namespace(reader, prefix))
            }
        }
    }

    /// Whether the element that the reader is on has attributes or namespace declarations.
    #[inline]
    pub(super) fn has_attributes(&self) -> bool {
        self.reader.attribute_count() != 0
    }

    /// Whether the element that the reader is on says `xsi:nil`.
    pub(super) fn is_nil(&mut self) -> Result<bool> {
        let Some(index) = self.reader.find_attribute(b"nil", XSI)? else { return Ok(false) };
        match self.reader.attribute(index).map(|attribute| attribute.value) {
            None => Ok(false),
            Some(Text::Bool(nil)) => Ok(nil),
            Some(text) => crate::value::number::parse_bool(self.store.chars(&text)?)
                .context(|| format!("in the attribute 'nil' (namespace '{}')", String::from_utf8_lossy(XSI))),
        }
    }

    /// Fails if the element that the reader is on has attributes, but for what XML Schema has on all elements.
    pub(super) fn refuse_attributes(&self) -> Result<()> {
        for index in 0..self.reader.attribute_count() {
            if let Some(attribute) = self.reader.attribute(index)
                && !attribute.is_xmlns
                && attribute.ns != XSI
            {
                return Err(self.unexpected_attribute(Name::plain(attribute.local_name, attribute.ns)));
            }
        }
        Ok(())
    }

    /// From the end of what was read past the end element, which has to be next.
    pub(super) fn end_element(&mut self) -> Result<()> {
        self.find_end_element()?;
        self.reader.read_node()
    }

    /// From the end of what was read to the end element, which has to be next.
    pub(super) fn find_end_element(&mut self) -> Result<()> {
        // Whitespace and comments may come before it; another element may not.
        if self.reader.node_type() != NodeType::EndElement
            && (self.reader.read_to_start_element(None, None)?
                || self.reader.node_type() != NodeType::EndElement)
        {
            return Err(self.expected("the end of the element"));
        }
        Ok(())
    }

    /// The handle of a buffer, which dies with the heap.
    pub(super) fn buffer_handle(&self, buffer: Arc<XmlBuffer>) -> Result<*mut WS_XML_BUFFER> {
        Ok(buffer.handle(self.store.heap()?))
    }

    /// Goes one structure deeper.
    pub(super) fn nest<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.nesting == MAX_NESTING {
            return Err(Error::quota_exceeded(format!(
                "structures are nested more than {MAX_NESTING} deep: {}",
                self.reader.location()
            )));
        }
        self.nesting += 1;
        let result = work(self);
        self.nesting -= 1;
        result
    }

    /// Memory for the items of an array while they are read.
    pub(super) fn take_items(&mut self, stride: usize) -> Items {
        let mut items = self.spare.pop().unwrap_or_default();
        items.start(stride);
        items
    }

    pub(super) fn give_items(&mut self, items: Items) {
        self.spare.push(items);
    }

    #[cold]
    pub(super) fn expected(&self, what: impl std::fmt::Display) -> Error {
        Error::invalid_format(format!(
            "{what} was expected, and {} was found: {}",
            self.found(),
            self.reader.location()
        ))
    }

    #[cold]
    pub(super) fn missing_attribute(&self, name: Name<'_>) -> Error {
        Error::invalid_format(format!("the attribute {name} is missing: {}", self.reader.location()))
    }

    #[cold]
    pub(super) fn unexpected_attribute(&self, name: Name<'_>) -> Error {
        Error::invalid_format(format!(
            "the attribute {name} is not in the description: {}",
            self.reader.location()
        ))
    }

    /// What the reader is on, for messages.
    fn found(&self) -> String {
        match self.reader.node_type() {
            NodeType::Bof => "the beginning of the input".to_owned(),
            NodeType::Element => match self.reader.element() {
                Some(element) => {
                    format!("the element {}", Name::plain(element.local_name, element.ns))
                }
                None => "an element".to_owned(),
            },
            NodeType::Text | NodeType::CData => match self.reader.text() {
                Some(Text::Utf8(utf8)) => format!("the text {}", string::quoted(utf8)),
                _ => "text".to_owned(),
            },
            NodeType::EndElement => "the end of the element".to_owned(),
            NodeType::Comment => "a comment".to_owned(),
            NodeType::EndCData => "the end of a CDATA section".to_owned(),
            NodeType::Eof => "the end of the input".to_owned(),
        }
    }
}

/// Puts a value into memory of the heap that the place then points to.
fn put_apart<'a>(store: &mut Store<'a>, text: Text<'_>, kind: Type, target: Target<'a>) -> Result<()> {
    let place = store.allocate(kind.layout(store.memory)?.size)?;
    store.put(text, kind, Target::value(place))?;
    target.place.put(place.pointer())
}

/// The namespace of the prefix of a qualified name in content: without a prefix it is the default namespace.
pub(super) fn namespace<'r>(reader: &'r Reader, prefix: &[u8]) -> Option<&'r [u8]> {
    let found = reader.namespace_of_prefix(prefix);
    if prefix.is_empty() { Some(found.unwrap_or_default()) } else { found }
}

pub(super) fn check_size(size: usize, output: Place<'_>) -> Result<()> {
    if size == output.size() {
        return Ok(());
    }
    Err(Error::invalid_argument(format!(
        "the size of the value is {}, and this type and option need {size}",
        output.size()
    )))
}
