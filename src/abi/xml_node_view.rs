//! The C structures of a reader's current node, built when they are asked for into memory that is used again.
//! They stay as they are until the reader moves.
#![allow(unsafe_code)]
// The variants of the SDK's enumerations name their enumeration themselves.
#![allow(clippy::enum_glob_use)]

use core::ptr::{self, null_mut};

use crate::abi::types::*;
use crate::xml::reader::{Attribute, Document, Listing, NodeType, NodeView, Reader, Sight};
use crate::xml::text::Text;

use super::shown::{Kept, NO_ATTRIBUTE, NO_CHARACTERS, NO_ELEMENT, NO_STRING, ShownElement, head};
use super::xml_dictionary::spelled_out;

/// The strings and structures of one node.
pub(crate) struct View {
    fixed: Kept<Fixed>,
    /// By the places of what is remembered; the first is for all that is not.
    elements: Vec<Option<Kept<ElementView>>>,
    known_attributes: Vec<Option<Kept<AttributeView>>>,
    /// Of attributes that are not remembered, by their index.
    attributes: Vec<Kept<AttributeView>>,
    pointers: Vec<*mut WS_XML_ATTRIBUTE>,
}

// SAFETY: the pointers lead into the reader that owns the view, or into its input, and only C follows them,
// under the thread rule of the reader.
unsafe impl Send for View {}

/// What there is one of.
struct Fixed {
    /// The nodes that are nothing but their type.
    plain: WS_XML_NODE,
    end_element: WS_XML_NODE,
    text_node: WS_XML_TEXT_NODE,
    text: TextView,
    comment: WS_XML_COMMENT_NODE,
    /// What WsGetNamespaceFromPrefix last found.
    ns: WS_XML_STRING,
}

struct NameView {
    prefix: WS_XML_STRING,
    local_name: WS_XML_STRING,
    ns: WS_XML_STRING,
}

/// An element as it was shown last. Names that are the same stay where they were, in the document as well.
struct ElementView {
    sight: Sight,
    element: WS_XML_ELEMENT_NODE,
    names: NameView,
}

struct AttributeView {
    sight: Sight,
    attribute: WS_XML_ATTRIBUTE,
    names: NameView,
    value: TextView,
}

/// A `WS_XML_TEXT` of any kind.
struct TextView {
    text: AnyText,
    /// What a `WS_XML_QNAME_TEXT` points to.
    names: NameView,
}

#[repr(C)]
union AnyText {
    utf8: WS_XML_UTF8_TEXT,
    utf16: WS_XML_UTF16_TEXT,
    base64: WS_XML_BASE64_TEXT,
    bool: WS_XML_BOOL_TEXT,
    int32: WS_XML_INT32_TEXT,
    int64: WS_XML_INT64_TEXT,
    uint64: WS_XML_UINT64_TEXT,
    float: WS_XML_FLOAT_TEXT,
    double: WS_XML_DOUBLE_TEXT,
    decimal: WS_XML_DECIMAL_TEXT,
    guid: WS_XML_GUID_TEXT,
    unique_id: WS_XML_UNIQUE_ID_TEXT,
    datetime: WS_XML_DATETIME_TEXT,
    timespan: WS_XML_TIMESPAN_TEXT,
    qname: WS_XML_QNAME_TEXT,
}

/// An empty string still has an address, except where Windows has none.
#[inline]
fn string(bytes: &[u8]) -> WS_XML_STRING {
    WS_XML_STRING { length: bytes.len() as ULONG, bytes: bytes.as_ptr().cast_mut(), ..NO_STRING }
}

/// A string whose bytes are NULL if it is empty, as Windows has it for prefixes.
#[inline]
fn string_or_null(bytes: &[u8]) -> WS_XML_STRING {
    if bytes.is_empty() { NO_STRING } else { string(bytes) }
}

/// A name and where it stands in a dictionary. As on Windows every name of binary XML is in one; those that the document
/// spells out are in one that holds none, under numbers that tell their places apart.
///
/// # Safety
/// `own` points to a string that nobody refers to meanwhile. What is shown is that one, or one of a dictionary.
#[inline(always)]
unsafe fn listed(own: *mut WS_XML_STRING, bytes: &[u8], listing: Listing<'_>) -> *mut WS_XML_STRING {
    let shown = match listing {
        Listing::None => string(bytes),
        Listing::SpelledOut => {
            WS_XML_STRING { dictionary: spelled_out(), id: bytes.as_ptr().addr() as ULONG, ..string(bytes) }
        }
        Listing::At(known) => return ptr::from_ref(known).cast_mut(),
    };
    // SAFETY: the caller's promise.
    unsafe { *own = shown };
    own
}

impl NameView {
    const EMPTY: Self = Self { prefix: NO_STRING, local_name: NO_STRING, ns: NO_STRING };
}

impl TextView {
    fn new() -> Self {
        Self { text: AnyText { utf8: NO_CHARACTERS }, names: NameView::EMPTY }
    }

    #[inline]
    fn set_utf8(&mut self, value: WS_XML_STRING) {
        self.text.utf8 = WS_XML_UTF8_TEXT { value, ..NO_CHARACTERS };
    }

    /// # Safety
    /// `this` lives, and nobody refers to it meanwhile. It is where C's pointers lead.
    #[inline]
    unsafe fn set(this: *mut Self, text: Text<'_>) {
        // SAFETY: the caller's promise.
        unsafe {
            match text {
                Text::Utf8(bytes) => (*this).set_utf8(string(bytes)),
                other => Self::set_typed(this, other),
            }
        }
    }

    /// # Safety
    /// As [`Self::set`].
    unsafe fn set_typed(this: *mut Self, value: Text<'_>) {
        use WS_XML_TEXT_TYPE::*;
        let head = |kind: WS_XML_TEXT_TYPE| WS_XML_TEXT { textType: kind.to_c() };
        let text = match value {
            Text::Utf8(bytes) => {
                AnyText { utf8: WS_XML_UTF8_TEXT { text: head(WS_XML_TEXT_TYPE_UTF8), value: string(bytes) } }
            }
            Text::Utf16(units) => AnyText {
                utf16: WS_XML_UTF16_TEXT {
                    text: head(WS_XML_TEXT_TYPE_UTF16),
                    bytes: units.as_ptr().cast_mut().cast(),
                    byteCount: size_of_val(units) as ULONG,
                },
            },
            Text::Base64(bytes) => AnyText {
                base64: WS_XML_BASE64_TEXT {
                    text: head(WS_XML_TEXT_TYPE_BASE64),
                    bytes: bytes.as_ptr().cast_mut(),
                    length: bytes.len() as ULONG,
                },
            },
            Text::Bool(value) => AnyText {
                bool: WS_XML_BOOL_TEXT { text: head(WS_XML_TEXT_TYPE_BOOL), value: BOOL::from(value) },
            },
            Text::Int32(value) => {
                AnyText { int32: WS_XML_INT32_TEXT { text: head(WS_XML_TEXT_TYPE_INT32), value } }
            }
            Text::Int64(value) => {
                AnyText { int64: WS_XML_INT64_TEXT { text: head(WS_XML_TEXT_TYPE_INT64), value } }
            }
            Text::UInt64(value) => {
                AnyText { uint64: WS_XML_UINT64_TEXT { text: head(WS_XML_TEXT_TYPE_UINT64), value } }
            }
            Text::Float(value) => {
                AnyText { float: WS_XML_FLOAT_TEXT { text: head(WS_XML_TEXT_TYPE_FLOAT), value } }
            }
            Text::Double(value) => {
                AnyText { double: WS_XML_DOUBLE_TEXT { text: head(WS_XML_TEXT_TYPE_DOUBLE), value } }
            }
            Text::Decimal(value) => {
                AnyText { decimal: WS_XML_DECIMAL_TEXT { text: head(WS_XML_TEXT_TYPE_DECIMAL), value } }
            }
            Text::Guid(value) => {
                AnyText { guid: WS_XML_GUID_TEXT { text: head(WS_XML_TEXT_TYPE_GUID), value } }
            }
            Text::UniqueId(value) => {
                AnyText { unique_id: WS_XML_UNIQUE_ID_TEXT { text: head(WS_XML_TEXT_TYPE_UNIQUE_ID), value } }
            }
            Text::DateTime(value) => {
                AnyText { datetime: WS_XML_DATETIME_TEXT { text: head(WS_XML_TEXT_TYPE_DATETIME), value } }
            }
            Text::TimeSpan(ticks) => AnyText {
                timespan: WS_XML_TIMESPAN_TEXT {
                    text: head(WS_XML_TEXT_TYPE_TIMESPAN),
                    value: WS_TIMESPAN { ticks },
                },
            },
            Text::QName { prefix, local_name, ns } => {
                // SAFETY: the caller's promise.
                let names = unsafe {
                    (*this).names = NameView {
                        prefix: string_or_null(prefix),
                        local_name: string(local_name),
                        ns: string(ns),
                    };
                    &raw mut (*this).names
                };
                // SAFETY: likewise.
                let qname = unsafe {
                    WS_XML_QNAME_TEXT {
                        text: head(WS_XML_TEXT_TYPE_QNAME),
                        prefix: &raw mut (*names).prefix,
                        localName: &raw mut (*names).local_name,
                        ns: &raw mut (*names).ns,
                    }
                };
                AnyText { qname }
            }
        };
        // SAFETY: likewise.
        unsafe { (*this).text = text };
    }
}

impl ElementView {
    fn kept() -> Kept<Self> {
        let view = Kept::new(Box::new(Self {
            sight: Sight::default(),
            element: NO_ELEMENT,
            names: NameView::EMPTY,
        }));
        let all = view.as_ptr();
        // SAFETY: it was made above.
        unsafe {
            (*all).element.prefix = &raw mut (*all).names.prefix;
            (*all).element.ns = &raw mut (*all).names.ns;
        }
        view
    }
}

impl AttributeView {
    fn kept() -> Kept<Self> {
        let view = Kept::new(Box::new(Self {
            sight: Sight::default(),
            attribute: NO_ATTRIBUTE,
            names: NameView::EMPTY,
            value: TextView::new(),
        }));
        let all = view.as_ptr();
        // SAFETY: it was made above.
        unsafe {
            (*all).attribute.prefix = &raw mut (*all).names.prefix;
            (*all).attribute.ns = &raw mut (*all).names.ns;
            (*all).attribute.value = (&raw mut (*all).value.text).cast();
        }
        view
    }

    /// # Safety
    /// `this` lives, and nobody refers to it meanwhile. It is where C's pointers lead.
    unsafe fn set(this: *mut Self, attribute: &Attribute<'_>, listing: Listing<'_>) {
        // SAFETY: the caller's promise.
        unsafe {
            let names =
                [&raw mut (*this).names.prefix, &raw mut (*this).names.local_name, &raw mut (*this).names.ns];
            show_name(&raw mut (*this).attribute, names, attribute, listing);
            if attribute.is_xmlns {
                // As on Windows, where what is empty has a place in binary XML. (The page WS_XML_ATTRIBUTE says NULL.)
                let empty = if matches!(listing, Listing::None) { NO_STRING } else { string(b"") };
                (*this).value.set_utf8(empty);
            } else {
                TextView::set(&raw mut (*this).value, attribute.value);
            }
        }
    }
}

/// The name of an attribute, or, as on Windows, of what is declared: prefix, local name and namespace in these strings.
///
/// # Safety
/// All of it lives, and nobody refers to it meanwhile. It is where C's pointers lead.
unsafe fn show_name(
    view: *mut WS_XML_ATTRIBUTE,
    [prefix, local_name, ns]: [*mut WS_XML_STRING; 3],
    attribute: &Attribute<'_>,
    listing: Listing<'_>,
) {
    // SAFETY: the caller's promise.
    unsafe {
        (*view).singleQuote = BYTE::from(attribute.single_quote);
        (*view).isXmlNs = BYTE::from(attribute.is_xmlns);
        *prefix = string_or_null(attribute.prefix);
        if attribute.is_xmlns {
            let is_default = attribute.prefix.is_empty();
            let name = if is_default { b"xmlns" } else { attribute.prefix };
            (*view).localName = listed(local_name, name, Listing::None);
            (*view).ns = listed(ns, attribute.ns, listing);
        } else {
            (*view).localName = listed(local_name, attribute.local_name, listing);
            *ns = string_or_null(attribute.ns);
            (*view).ns = ns;
        }
    }
}

impl NodeView for View {
    fn node(&mut self, document: Document<'_>) -> *const WS_XML_NODE {
        // Each has a function of its own, so that none saves the registers that only others need.
        match document.node_type() {
            // SAFETY: it lives as long as the view.
            NodeType::EndElement => unsafe { &raw const (*self.fixed.as_ptr()).end_element },
            NodeType::Element => self.build_element(document),
            NodeType::Text => self.build_text(document),
            other => self.build_other(other, document),
        }
    }

    fn ns(&mut self, ns: &[u8]) -> *const WS_XML_STRING {
        // SAFETY: it lives as long as the view, and nobody refers to it.
        unsafe {
            let place = &raw mut (*self.fixed.as_ptr()).ns;
            *place = string(ns);
            place
        }
    }
}

/// The current node of a reader.
#[inline(always)]
pub(crate) fn node(reader: &mut Reader) -> *const WS_XML_NODE {
    let shown = reader.shown().node();
    if shown.is_null() { unready_node(reader) } else { shown }
}

/// The same if it is not ready to be looked at.
#[inline(always)]
pub(crate) fn unready_node(reader: &mut Reader) -> *const WS_XML_NODE {
    match reader.view_and_document() {
        Some((view, document)) if !document.has_form() => view.node(document),
        _ => other_node(reader),
    }
}

/// Shows an element that came as one before it did and has not been shown since, or not in the scope that it is in.
fn form_node(reader: &mut Reader) -> Option<*const WS_XML_NODE> {
    let mut view = reader.take_view()?;
    show_names(&mut view, reader.document());
    Some(reader.put_view(view).node())
}

fn show_names(view: &mut ShownElement, document: Document<'_>) {
    let (shown, attributes) = view.places();
    // SAFETY: all of it lives as long as the view, which is borrowed.
    unsafe {
        if let Some((element, listing)) = document.element() {
            (*shown).prefix = string_or_null(element.prefix);
            (*shown).ns = string(element.ns);
            (*shown).element.localName = listed(&raw mut (*shown).local_name, element.local_name, listing);
        }
        for (index, shown) in attributes.enumerate() {
            let Some((attribute, listing)) = document.attribute(index) else { continue };
            if attribute.is_xmlns {
                (*shown).show(b"");
            }
            let names = [&raw mut (*shown).prefix, &raw mut (*shown).local_name, &raw mut (*shown).ns];
            show_name(&raw mut (*shown).attribute, names, &attribute, listing);
        }
    }
}

/// The same where there is no view yet, and of the other kinds of documents.
#[cold]
#[inline(never)]
fn other_node(reader: &mut Reader) -> *const WS_XML_NODE {
    if let Some(node) = form_node(reader) {
        return node;
    }
    let mut view = reader.view.take().unwrap_or_else(View::boxed);
    let node = view.node(reader.document());
    reader.view = Some(view);
    node
}

/// What a prefix is bound to where the reader stands.
pub(crate) fn ns_of_prefix(reader: &mut Reader, prefix: &[u8]) -> Option<*const WS_XML_STRING> {
    let mut view = reader.view.take().unwrap_or_else(View::boxed);
    let ns = reader.namespace_of_prefix(prefix).map(|ns| view.ns(ns));
    reader.view = Some(view);
    ns
}

impl View {
    #[cold]
    fn boxed() -> Box<dyn NodeView> {
        Box::new(Self::new())
    }

    fn new() -> Self {
        let fixed = Kept::new(Box::new(Fixed {
            plain: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF),
            end_element: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT),
            text_node: WS_XML_TEXT_NODE {
                node: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT),
                text: null_mut(),
            },
            text: TextView::new(),
            comment: WS_XML_COMMENT_NODE {
                node: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_COMMENT),
                value: NO_STRING,
            },
            ns: NO_STRING,
        }));
        let all = fixed.as_ptr();
        // SAFETY: it was made above.
        unsafe { (*all).text_node.text = (&raw mut (*all).text.text).cast() };
        Self {
            fixed,
            elements: Vec::new(),
            known_attributes: Vec::new(),
            attributes: Vec::new(),
            pointers: Vec::new(),
        }
    }

    #[inline(never)]
    fn build_element(&mut self, document: Document<'_>) -> *const WS_XML_NODE {
        let (sight, is_empty) = document.sight();
        let place = sight.place();
        match self.elements.get_mut(place) {
            Some(Some(known)) if known.get().sight == sight && !sight.is_none() => {
                known.get_mut().element.isEmpty = BOOL::from(is_empty);
            }
            _ => self.remember_element(document, sight),
        }
        let count = document.attribute_count();
        let attributes = if count > 0 { self.build_attributes(document, count) } else { null_mut() };
        let fixed = self.fixed.as_ptr();
        // SAFETY: both live as long as the view, and nobody refers to them.
        unsafe {
            let Some(Some(known)) = self.elements.get(place) else { return &raw const (*fixed).plain };
            let element = &raw mut (*known.as_ptr()).element;
            (*element).attributeCount = count as ULONG;
            (*element).attributes = attributes;
            element.cast()
        }
    }

    /// Shows an element that was not there when its place was used last.
    #[inline(never)]
    fn remember_element(&mut self, document: Document<'_>, sight: Sight) {
        let Some((element, listing)) = document.element() else { return };
        if self.elements.is_empty() {
            self.elements.resize_with(Sight::PLACES, || None);
        }
        let view = self.elements[sight.place()].get_or_insert_with(ElementView::kept).as_ptr();
        // SAFETY: it lives as long as the view, and nobody refers to it.
        unsafe {
            (*view).sight = sight;
            (*view).names.prefix = string_or_null(element.prefix);
            (*view).names.ns = string(element.ns);
            (*view).element.localName =
                listed(&raw mut (*view).names.local_name, element.local_name, listing);
            (*view).element.isEmpty = BOOL::from(element.is_empty);
        }
    }

    #[inline(never)]
    fn build_attributes(&mut self, document: Document<'_>, count: usize) -> *mut *mut WS_XML_ATTRIBUTE {
        if self.pointers.len() < count {
            self.pointers.resize(count, null_mut());
        }
        document.each_attribute(|index, sight, value| {
            let pointer = match self.known_attributes.get_mut(sight.place()) {
                Some(Some(known)) if known.get().sight == sight && !sight.is_none() => {
                    let known = known.as_ptr();
                    // SAFETY: it lives as long as the view, and nobody refers to it.
                    unsafe {
                        TextView::set(&raw mut (*known).value, value);
                        &raw mut (*known).attribute
                    }
                }
                _ => self.remember_attribute(document, sight, index, count),
            };
            if let Some(place) = self.pointers.get_mut(index) {
                *place = pointer;
            }
        });
        self.pointers.as_mut_ptr()
    }

    /// The same of an attribute. One that cannot be remembered is shown by its index among so many.
    #[inline(never)]
    fn remember_attribute(
        &mut self,
        document: Document<'_>,
        sight: Sight,
        index: usize,
        count: usize,
    ) -> *mut WS_XML_ATTRIBUTE {
        let Some((attribute, listing)) = document.attribute(index) else { return null_mut() };
        let view = if sight.is_none() {
            if self.attributes.len() < count {
                self.attributes.resize_with(count, AttributeView::kept);
            }
            self.attributes[index].as_ptr()
        } else {
            if self.known_attributes.is_empty() {
                self.known_attributes.resize_with(Sight::PLACES, || None);
            }
            self.known_attributes[sight.place()].get_or_insert_with(AttributeView::kept).as_ptr()
        };
        // SAFETY: it lives as long as the view, and nobody refers to it.
        unsafe {
            (*view).sight = sight;
            AttributeView::set(view, &attribute, listing);
            &raw mut (*view).attribute
        }
    }

    #[inline(never)]
    fn build_text(&mut self, document: Document<'_>) -> *const WS_XML_NODE {
        let fixed = self.fixed.as_ptr();
        // SAFETY: it lives as long as the view, and nobody refers to it.
        unsafe {
            match document.characters() {
                Some(characters) => (*fixed).text.set_utf8(string(characters)),
                None => self.build_typed_text(document),
            }
            (&raw const (*fixed).text_node).cast()
        }
    }

    #[inline(never)]
    fn build_typed_text(&mut self, document: Document<'_>) {
        if let Some(text) = document.text() {
            // SAFETY: it lives as long as the view, and nobody refers to it.
            unsafe { TextView::set(&raw mut (*self.fixed.as_ptr()).text, text) };
        }
    }

    #[inline(never)]
    fn build_other(&mut self, node_type: NodeType, document: Document<'_>) -> *const WS_XML_NODE {
        let fixed = self.fixed.as_ptr();
        let kind = match node_type {
            NodeType::Comment => {
                let value = string(document.comment().unwrap_or_default());
                // SAFETY: it lives as long as the view, and nobody refers to it.
                return unsafe {
                    (*fixed).comment.value = value;
                    (&raw const (*fixed).comment).cast()
                };
            }
            NodeType::CData => WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_CDATA,
            NodeType::EndCData => WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_CDATA,
            NodeType::Bof => WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_BOF,
            _ => WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF,
        };
        // SAFETY: likewise.
        unsafe {
            (*fixed).plain.nodeType = kind.to_c();
            &raw const (*fixed).plain
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Result;
    use crate::xml::dictionary::Dictionaries;
    use crate::xml::reader::{Input, ReaderProperties, TextCharset};
    use crate::xml::source::{BoxFuture, ByteSource};
    use crate::xml::writer::{BinaryOutput, Writer, WriterProperties};

    use super::*;

    fn bytes(string: &WS_XML_STRING) -> &[u8] {
        if string.length == 0 {
            return b"";
        }
        // SAFETY: what the view shows is in a reader that stands still.
        unsafe { std::slice::from_raw_parts(string.bytes, string.length as usize) }
    }

    /// Elements and attributes of few names, in namespaces that are declared here and there, more of them than are
    /// remembered.
    fn document(seed: u64, names: u64) -> String {
        let mut state = seed;
        let mut random = move |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut text = "<p:root xmlns:p='urn:0' xmlns:q='urn:0'>".to_owned();
        let mut open = vec!["p:root".to_owned()];
        for _ in 0..if cfg!(miri) { 40 } else { 400 } {
            if open.len() > 1 && random(2) == 0 {
                text += &format!("</{}>", open.pop().unwrap_or_default());
                continue;
            }
            let prefix = ["", "p:", "q:"][random(3) as usize];
            let name = format!("{prefix}n{}", random(names));
            text += &format!("<{name}");
            for declared in [" xmlns", " xmlns:p", " xmlns:q"] {
                if random(6) == 0 {
                    text += &format!("{declared}='urn:{}'", random(3));
                }
            }
            // (Two prefixes may stand for one namespace.)
            for attribute in 0..random(4) {
                let prefix = ["", "p:", "q:"][random(3) as usize];
                let space = ["", "", "", " "][random(4) as usize];
                text += &format!(" {space}{prefix}a{attribute}-{}=\"{}\"", random(names), random(1000));
            }
            if open.len() > 20 || random(4) == 0 {
                text += "/>";
            } else {
                text += ">text ";
                open.push(name);
            }
        }
        while let Some(name) = open.pop() {
            text += &format!("</{name}>");
        }
        text
    }

    /// Brings a hundred bytes at a time.
    struct Stream(Vec<u8>, usize);

    impl ByteSource for Stream {
        fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
            let rest = &self.0[self.1..];
            let count = rest.len().min(buffer.len()).min(100);
            buffer[..count].copy_from_slice(&rest[..count]);
            self.1 += count;
            Box::pin(std::future::ready(Ok(count)))
        }
    }

    /// What C is shown of each node is what the reader says of it.
    fn check(reader: &mut Reader) {
        while reader.node_type() != NodeType::Eof {
            if let Err(error) = reader.read_node() {
                assert!(reader.wants_more(), "{error:?}");
                crate::runtime::block_on(reader.fill(1)).unwrap();
                continue;
            }
            let node = node(reader);
            // SAFETY: the reader stands still.
            let kind = unsafe { (*node).nodeType.assume_init() };
            let text = match reader.text() {
                Some(Text::Utf8(text)) => Some(text),
                _ => None,
            };
            if let Some(text) = text {
                assert_eq!(kind, WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT);
                // SAFETY: as above; these are characters.
                let shown = unsafe { &*(*node.cast::<WS_XML_TEXT_NODE>()).text.cast::<WS_XML_UTF8_TEXT>() };
                assert_eq!(bytes(&shown.value), text);
            }
            let is_end = kind == WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT;
            assert_eq!(is_end, reader.node_type() == NodeType::EndElement);
            let Some(element) = reader.element() else { continue };
            assert_eq!(kind, WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT);
            // SAFETY: it is an element, and the reader stands still.
            let shown = unsafe { &*node.cast::<WS_XML_ELEMENT_NODE>() };
            // SAFETY: as above.
            let names = unsafe { [&*shown.prefix, &*shown.localName, &*shown.ns] };
            assert_eq!(names.map(bytes), [element.prefix, element.local_name, element.ns]);
            assert_eq!(shown.isEmpty, BOOL::from(element.is_empty));
            assert_eq!(shown.attributeCount as usize, element.attribute_count);
            for index in 0..element.attribute_count {
                let attribute = reader.attribute(index).unwrap();
                // SAFETY: as above; there are as many.
                let shown = unsafe { &**shown.attributes.add(index) };
                // SAFETY: as above; all values are characters.
                let (prefix, name, ns, value) = unsafe {
                    (&*shown.prefix, &*shown.localName, &*shown.ns, &*shown.value.cast::<WS_XML_UTF8_TEXT>())
                };
                assert_eq!(bytes(prefix), attribute.prefix);
                assert_eq!(bytes(ns), attribute.ns);
                assert_eq!(shown.isXmlNs != 0, attribute.is_xmlns);
                if !attribute.is_xmlns {
                    assert_eq!(bytes(name), attribute.local_name);
                    let mut characters = Vec::new();
                    attribute.value.write_utf8(&mut characters).unwrap();
                    assert_eq!(bytes(&value.value), characters);
                }
            }
        }
    }

    #[test]
    fn every_node_is_shown_as_it_is_however_often_its_names_came() {
        let properties = || ReaderProperties { max_namespaces: 1000, ..ReaderProperties::default() };
        let mut reader = Reader::new(properties());
        let mut writer = Writer::new(WriterProperties::default());
        for round in 0..if cfg!(miri) { 1 } else { 40 } {
            let document = document(round, 1 + round * 3).into_bytes();
            let input = || Input::Owned(document.clone());
            reader.set_input_text(input(), TextCharset::Utf8, properties()).unwrap();
            check(&mut reader);
            let stream = Input::Stream(Box::new(Stream(document.clone(), 0)));
            reader.set_input_text(stream, TextCharset::Utf8, properties()).unwrap();
            check(&mut reader);
            reader.set_input_text(input(), TextCharset::Utf8, properties()).unwrap();
            let output = BinaryOutput { dictionary: None, address: 0, dynamic: None };
            writer.set_output_binary(output, WriterProperties::default());
            reader.read_node().unwrap();
            writer.copy_node(&mut reader).unwrap();
            let binary = Input::Owned(writer.take_bytes());
            reader.set_input_binary(binary, Dictionaries::default(), properties()).unwrap();
            check(&mut reader);
        }
    }
}
