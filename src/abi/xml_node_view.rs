//! The C structures of a reader's current node, built when they are asked for into memory that is used again.
//! They stay as they are until the reader moves.
#![allow(unsafe_code)]
// The variants of the SDK's enumerations name their enumeration themselves.
#![allow(clippy::enum_glob_use)]

use core::ptr::null_mut;

use crate::abi::types::*;
use crate::xml::reader::{Attribute, Current, Element, NodeType, NodeView, Reader};
use crate::xml::text::Text;

use super::xml_dictionary::spelled_out;

/// The strings and structures of one node.
pub(crate) struct View {
    /// The nodes that are nothing but their type.
    plain: WS_XML_NODE,
    element: WS_XML_ELEMENT_NODE,
    names: NameView,
    attributes: Vec<AttributeView>,
    pointers: Vec<*mut WS_XML_ATTRIBUTE>,
    text_node: WS_XML_TEXT_NODE,
    text: TextView,
    comment: WS_XML_COMMENT_NODE,
    /// What WsGetNamespaceFromPrefix last found.
    ns: WS_XML_STRING,
}

// SAFETY: the pointers lead into the reader that owns the view, or into its input, and only C follows them,
// under the thread rule of the reader.
unsafe impl Send for View {}

struct NameView {
    prefix: WS_XML_STRING,
    local_name: WS_XML_STRING,
    ns: WS_XML_STRING,
}

struct AttributeView {
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

const NO_STRING: WS_XML_STRING =
    WS_XML_STRING { length: 0, bytes: null_mut(), dictionary: null_mut(), id: 0 };

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

/// Says where a name of binary XML stands in a dictionary. As on Windows every such name is in one; those that the
/// document spells out are in one that holds none, under numbers that tell their places apart.
fn name_in_dictionary(name: &mut WS_XML_STRING, known: Option<WS_XML_STRING>) {
    match known {
        Some(known) => {
            name.dictionary = known.dictionary;
            name.id = known.id;
        }
        None => {
            name.dictionary = spelled_out();
            name.id = name.bytes.addr() as ULONG;
        }
    }
}

impl NameView {
    const EMPTY: Self = Self { prefix: NO_STRING, local_name: NO_STRING, ns: NO_STRING };
}

impl TextView {
    fn new() -> Self {
        let utf8 = WS_XML_UTF8_TEXT {
            text: WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8.to_c() },
            value: NO_STRING,
        };
        Self { text: AnyText { utf8 }, names: NameView::EMPTY }
    }

    #[inline]
    fn pointer(&mut self) -> *mut WS_XML_TEXT {
        (&raw mut self.text).cast()
    }

    #[inline]
    fn set_utf8(&mut self, value: WS_XML_STRING) {
        let text = WS_XML_TEXT { textType: WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8.to_c() };
        self.text.utf8 = WS_XML_UTF8_TEXT { text, value };
    }

    #[inline]
    fn set(&mut self, text: Text<'_>) {
        match text {
            Text::Utf8(bytes) => self.set_utf8(string(bytes)),
            other => self.set_typed(other),
        }
    }

    fn set_typed(&mut self, value: Text<'_>) {
        use WS_XML_TEXT_TYPE::*;
        let head = |kind: WS_XML_TEXT_TYPE| WS_XML_TEXT { textType: kind.to_c() };
        self.text = match value {
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
                self.names.prefix = string_or_null(prefix);
                self.names.local_name = string(local_name);
                self.names.ns = string(ns);
                AnyText {
                    qname: WS_XML_QNAME_TEXT {
                        text: head(WS_XML_TEXT_TYPE_QNAME),
                        prefix: &raw mut self.names.prefix,
                        localName: &raw mut self.names.local_name,
                        ns: &raw mut self.names.ns,
                    },
                }
            }
        };
    }
}

impl AttributeView {
    fn new() -> Self {
        Self {
            attribute: WS_XML_ATTRIBUTE {
                singleQuote: 0,
                isXmlNs: 0,
                prefix: null_mut(),
                localName: null_mut(),
                ns: null_mut(),
                value: null_mut(),
            },
            names: NameView::EMPTY,
            value: TextView::new(),
        }
    }

    /// Where the view is now is where it stays.
    #[inline]
    fn set(&mut self, attribute: &Attribute<'_>) -> *mut WS_XML_ATTRIBUTE {
        self.names.prefix = string_or_null(attribute.prefix);
        if attribute.is_xmlns {
            // As on Windows: the name of what is declared, and a value that is empty. (The page
            // WS_XML_ATTRIBUTE says NULL.)
            let is_default = attribute.prefix.is_empty();
            self.names.local_name = string(if is_default { b"xmlns" } else { attribute.prefix });
            self.names.ns = string(attribute.ns);
            self.value.set_utf8(NO_STRING);
        } else {
            self.names.local_name = string(attribute.local_name);
            self.names.ns = string_or_null(attribute.ns);
            self.value.set(attribute.value);
        }
        self.attribute = WS_XML_ATTRIBUTE {
            singleQuote: BYTE::from(attribute.single_quote),
            isXmlNs: BYTE::from(attribute.is_xmlns),
            prefix: &raw mut self.names.prefix,
            localName: &raw mut self.names.local_name,
            ns: &raw mut self.names.ns,
            value: self.value.pointer(),
        };
        &raw mut self.attribute
    }
}

impl NodeView for View {
    #[inline]
    fn node(&mut self, reader: &Reader) -> *const WS_XML_NODE {
        self.build(reader)
    }

    fn ns(&mut self, ns: &[u8]) -> *const WS_XML_STRING {
        self.ns = string(ns);
        &raw const self.ns
    }
}

/// The current node of a reader.
#[inline]
pub(crate) fn node(reader: &mut Reader) -> *const WS_XML_NODE {
    let mut view = reader.view.take().unwrap_or_else(View::boxed);
    let node = view.node(reader);
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
        let head = |kind: WS_XML_NODE_TYPE| WS_XML_NODE { nodeType: kind.to_c() };
        Self {
            plain: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF),
            element: WS_XML_ELEMENT_NODE {
                node: head(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT),
                prefix: null_mut(),
                localName: null_mut(),
                ns: null_mut(),
                attributeCount: 0,
                attributes: null_mut(),
                isEmpty: FALSE,
            },
            names: NameView::EMPTY,
            attributes: Vec::new(),
            pointers: Vec::new(),
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
        }
    }

    #[inline]
    fn build(&mut self, reader: &Reader) -> *mut WS_XML_NODE {
        match reader.current() {
            Current::Element(element) => self.build_element(reader, &element),
            Current::Text(text) => {
                self.text.set(text);
                self.text_node.text = self.text.pointer();
                (&raw mut self.text_node).cast()
            }
            Current::Plain(NodeType::EndElement) => {
                self.build_plain(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT)
            }
            Current::Comment(content) => {
                self.comment.value = string(content);
                (&raw mut self.comment).cast()
            }
            Current::Plain(NodeType::CData) => self.build_plain(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_CDATA),
            Current::Plain(NodeType::EndCData) => {
                self.build_plain(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_CDATA)
            }
            Current::Plain(NodeType::Bof) => self.build_plain(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_BOF),
            Current::Plain(_) => self.build_plain(WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF),
        }
    }

    #[inline]
    fn build_plain(&mut self, kind: WS_XML_NODE_TYPE) -> *mut WS_XML_NODE {
        self.plain.nodeType = kind.to_c();
        &raw mut self.plain
    }

    #[inline]
    fn build_element(&mut self, reader: &Reader, element: &Element<'_>) -> *mut WS_XML_NODE {
        self.names.prefix = string_or_null(element.prefix);
        self.names.local_name = string(element.local_name);
        self.names.ns = string(element.ns);
        let count = element.attribute_count;
        if count > 0 {
            self.build_attributes(reader, count);
        }
        if reader.is_binary() {
            name_in_dictionary(&mut self.names.local_name, reader.element_string());
        }
        self.element.prefix = &raw mut self.names.prefix;
        self.element.localName = &raw mut self.names.local_name;
        self.element.ns = &raw mut self.names.ns;
        self.element.attributeCount = count as ULONG;
        self.element.attributes = if count > 0 { self.pointers.as_mut_ptr() } else { null_mut() };
        self.element.isEmpty = BOOL::from(element.is_empty);
        (&raw mut self.element).cast()
    }

    fn build_attributes(&mut self, reader: &Reader, count: usize) {
        if self.attributes.len() < count {
            self.attributes.resize_with(count, AttributeView::new);
        }
        self.pointers.clear();
        let mut views = self.attributes.iter_mut();
        reader.each_attribute(|attribute| {
            if let Some(view) = views.next() {
                self.pointers.push(view.set(attribute));
            }
        });
        if reader.is_binary() {
            for (index, view) in self.attributes[..count].iter_mut().enumerate() {
                let names = &mut view.names;
                let name = if view.attribute.isXmlNs != 0 { &mut names.ns } else { &mut names.local_name };
                name_in_dictionary(name, reader.attribute_string(index));
            }
        }
    }
}
