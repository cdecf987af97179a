//! Reading: the mappings of a type to XML, and values that are one element, one attribute or some content.
//! (Pages WsReadType, WsReadElement, WsReadAttribute, WS_READ_OPTION, WS_TYPE_MAPPING.)

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::value::string;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::{NodeType, Reader};
use crate::xml::text::Text;

use super::description::{MAX_NESTING, Name, POINTER, Structures, Type, XSI};
use super::memory::{Items, Place};
use super::store::{Store, Target};
use super::{custom, endpoint, fault};

/// A reader and where what it reads is put.
pub(super) struct Deserializer<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) store: Store<'a>,
    pub(super) structures: Structures<'a>,
    nesting: u32,
    /// Memory for arrays that are being read, to be reused.
    spare: Vec<Items>,
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
            return Ok(());
        }
        if kind.ty == WS_TYPE::WS_STRUCT_TYPE {
            return self.struct_element(kind, presence.pointer, target.place);
        }
        if presence.pointer {
            let place = self.store.allocate(kind.layout(self.store.memory)?.size)?;
            self.plain_element(kind, Target::value(place))?;
            return target.place.put(place.pointer());
        }
        self.plain_element(kind, target)
    }

    /// The element as a value of a type that is not a structure.
    fn plain_element(&mut self, kind: Type, target: Target<'a>) -> Result<()> {
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
            _ => {
                if self.has_attributes() {
                    self.refuse_attributes()?;
                }
                // The reader is on the start element, and then on the end element: no need to look for them.
                if kind.ty == WS_TYPE::WS_XML_QNAME_TYPE {
                    self.reader.read_node()?;
                    self.simple_content(kind, target)?;
                } else {
                    let text = self.reader.read_simple_element()?;
                    let result = self.store.put(text, kind, target);
                    result.context(|| format!("in the text before {}", self.reader.location()))?;
                }
                self.reader.read_node()
            }
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
        if self.reader.node_type() == NodeType::EndElement {
            return self.reader.read_node();
        }
        // Whitespace and comments may come before it; another element may not.
        if self.reader.read_to_start_element(None, None)? || self.reader.node_type() != NodeType::EndElement {
            return Err(self.expected("the end of the element"));
        }
        self.reader.read_end_element()
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
