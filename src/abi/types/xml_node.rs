//! XML nodes: the node model, text nodes, attributes and positions.

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;

use super::*;

/// XML in memory: a tree that readers and writers can be set to, that can be walked in any direction, and
/// from which nodes can be removed. It lives in the heap it was made in and goes with it. Used by one
/// thread at a time.
#[repr(C)]
pub struct WS_XML_BUFFER {
    _private: [u8; 0],
}

/// Properties of an XML buffer; there are none yet.
pub type WS_XML_BUFFER_PROPERTY_ID = ULONG;

/// A property and its value, for `WsCreateXmlBuffer`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BUFFER_PROPERTY {
    /// Which property.
    pub id: WS_XML_BUFFER_PROPERTY_ID,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Kind of a node, and so which structure it is.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_NODE_TYPE {
    /// Start of an element, in a `WS_XML_ELEMENT_NODE`.
    WS_XML_NODE_TYPE_ELEMENT = 1,
    /// Text in an element, an attribute or a CDATA section, in a `WS_XML_TEXT_NODE`.
    WS_XML_NODE_TYPE_TEXT = 2,
    /// End of an element.
    WS_XML_NODE_TYPE_END_ELEMENT = 3,
    /// A comment, in a `WS_XML_COMMENT_NODE`.
    WS_XML_NODE_TYPE_COMMENT = 4,
    /// Start of a CDATA section; its text follows.
    WS_XML_NODE_TYPE_CDATA = 6,
    /// End of a CDATA section.
    WS_XML_NODE_TYPE_END_CDATA = 7,
    /// Behind the last node.
    WS_XML_NODE_TYPE_EOF = 8,
    /// Before the first node.
    WS_XML_NODE_TYPE_BOF = 9,
}

c_enum!(WS_XML_NODE_TYPE {
    WS_XML_NODE_TYPE_ELEMENT,
    WS_XML_NODE_TYPE_TEXT,
    WS_XML_NODE_TYPE_END_ELEMENT,
    WS_XML_NODE_TYPE_COMMENT,
    WS_XML_NODE_TYPE_CDATA,
    WS_XML_NODE_TYPE_END_CDATA,
    WS_XML_NODE_TYPE_EOF,
    WS_XML_NODE_TYPE_BOF,
});

/// What all nodes begin with. `WsGetReaderNode` returns one, owned by the reader and valid until it moves.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE {
    /// Tells which structure it is.
    pub nodeType: MaybeUninit<WS_XML_NODE_TYPE>,
}

/// A place in an XML buffer, to come back to. It is spoilt when the node there is removed, and ends with
/// the buffer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE_POSITION {
    /// The buffer.
    pub buffer: *mut WS_XML_BUFFER,
    /// The library's own name for the node.
    pub node: *mut c_void,
}

/// Where `WsMoveReader` and `WsMoveWriter` go. Where there is no such place, the position stays.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MOVE_TO {
    /// The document's outermost element.
    WS_MOVE_TO_ROOT_ELEMENT = 0,
    /// The next element with the same parent.
    WS_MOVE_TO_NEXT_ELEMENT = 1,
    /// The previous element with the same parent.
    WS_MOVE_TO_PREVIOUS_ELEMENT = 2,
    /// The first element inside this one.
    WS_MOVE_TO_CHILD_ELEMENT = 3,
    /// The end of this element.
    WS_MOVE_TO_END_ELEMENT = 4,
    /// The element around this node; from the root element, the place before the first node.
    WS_MOVE_TO_PARENT_ELEMENT = 5,
    /// The next node with the same parent.
    WS_MOVE_TO_NEXT_NODE = 6,
    /// The previous node with the same parent.
    WS_MOVE_TO_PREVIOUS_NODE = 7,
    /// The first node with the same parent.
    WS_MOVE_TO_FIRST_NODE = 8,
    /// Before the first node.
    WS_MOVE_TO_BOF = 9,
    /// Behind the last node.
    WS_MOVE_TO_EOF = 10,
    /// The first node inside this one.
    WS_MOVE_TO_CHILD_NODE = 11,
}

c_enum!(WS_MOVE_TO {
    WS_MOVE_TO_ROOT_ELEMENT,
    WS_MOVE_TO_NEXT_ELEMENT,
    WS_MOVE_TO_PREVIOUS_ELEMENT,
    WS_MOVE_TO_CHILD_ELEMENT,
    WS_MOVE_TO_END_ELEMENT,
    WS_MOVE_TO_PARENT_ELEMENT,
    WS_MOVE_TO_NEXT_NODE,
    WS_MOVE_TO_PREVIOUS_NODE,
    WS_MOVE_TO_FIRST_NODE,
    WS_MOVE_TO_BOF,
    WS_MOVE_TO_EOF,
    WS_MOVE_TO_CHILD_NODE,
});

/// An attribute or a namespace declaration of an element.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ATTRIBUTE {
    /// Not zero when the value stands in single quotes.
    pub singleQuote: BYTE,
    /// Not zero for a namespace declaration.
    pub isXmlNs: BYTE,
    /// Prefix, or the prefix that is declared; empty for none.
    pub prefix: *mut WS_XML_STRING,
    /// Local name; NULL for a declaration.
    pub localName: *mut WS_XML_STRING,
    /// Namespace of the name, or the namespace that is declared.
    pub ns: *mut WS_XML_STRING,
    /// Value; NULL for a declaration.
    pub value: *mut WS_XML_TEXT,
}

/// Start of an element with all of its attributes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ELEMENT_NODE {
    /// Base, with the kind of node.
    pub node: WS_XML_NODE,
    /// Prefix; empty for none.
    pub prefix: *mut WS_XML_STRING,
    /// Local name.
    pub localName: *mut WS_XML_STRING,
    /// Namespace that the prefix stands for.
    pub ns: *mut WS_XML_STRING,
    /// Number of elements of `attributes`.
    pub attributeCount: ULONG,
    /// The attributes and declarations, in document order.
    pub attributes: *mut *mut WS_XML_ATTRIBUTE,
    /// TRUE when it was written as `<element/>`; an end node follows all the same.
    pub isEmpty: BOOL,
}

/// Text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT_NODE {
    /// Base, with the kind of node.
    pub node: WS_XML_NODE,
    /// The text, in one of the forms of `WS_XML_TEXT`.
    pub text: *mut WS_XML_TEXT,
}

/// A comment.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_COMMENT_NODE {
    /// Base, with the kind of node.
    pub node: WS_XML_NODE,
    /// What stands between its marks.
    pub value: WS_XML_STRING,
}

/// Form of a piece of text: characters, or a value that stands for its characters.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_TEXT_TYPE {
    /// UTF-8, in a `WS_XML_UTF8_TEXT`.
    WS_XML_TEXT_TYPE_UTF8 = 1,
    /// UTF-16, in a `WS_XML_UTF16_TEXT`.
    WS_XML_TEXT_TYPE_UTF16 = 2,
    /// Bytes that stand for base64, in a `WS_XML_BASE64_TEXT`.
    WS_XML_TEXT_TYPE_BASE64 = 3,
    /// `true` or `false`, in a `WS_XML_BOOL_TEXT`.
    WS_XML_TEXT_TYPE_BOOL = 4,
    /// An integer, in a `WS_XML_INT32_TEXT`.
    WS_XML_TEXT_TYPE_INT32 = 5,
    /// An integer, in a `WS_XML_INT64_TEXT`.
    WS_XML_TEXT_TYPE_INT64 = 6,
    /// An integer, in a `WS_XML_UINT64_TEXT`.
    WS_XML_TEXT_TYPE_UINT64 = 7,
    /// A 32-bit floating point number, in a `WS_XML_FLOAT_TEXT`.
    WS_XML_TEXT_TYPE_FLOAT = 8,
    /// A 64-bit floating point number, in a `WS_XML_DOUBLE_TEXT`.
    WS_XML_TEXT_TYPE_DOUBLE = 9,
    /// A decimal number, in a `WS_XML_DECIMAL_TEXT`.
    WS_XML_TEXT_TYPE_DECIMAL = 10,
    /// A GUID in lower case, in a `WS_XML_GUID_TEXT`.
    WS_XML_TEXT_TYPE_GUID = 11,
    /// A GUID after `urn:uuid:`, in a `WS_XML_UNIQUE_ID_TEXT`.
    WS_XML_TEXT_TYPE_UNIQUE_ID = 12,
    /// A moment, in a `WS_XML_DATETIME_TEXT`.
    WS_XML_TEXT_TYPE_DATETIME = 13,
    /// A stretch of time, in a `WS_XML_TIMESPAN_TEXT`.
    WS_XML_TEXT_TYPE_TIMESPAN = 14,
    /// A qualified name, in a `WS_XML_QNAME_TEXT`.
    WS_XML_TEXT_TYPE_QNAME = 15,
    /// Several texts with one space between them, in a `WS_XML_LIST_TEXT`.
    WS_XML_TEXT_TYPE_LIST = 16,
}

c_enum!(WS_XML_TEXT_TYPE {
    WS_XML_TEXT_TYPE_UTF8,
    WS_XML_TEXT_TYPE_UTF16,
    WS_XML_TEXT_TYPE_BASE64,
    WS_XML_TEXT_TYPE_BOOL,
    WS_XML_TEXT_TYPE_INT32,
    WS_XML_TEXT_TYPE_INT64,
    WS_XML_TEXT_TYPE_UINT64,
    WS_XML_TEXT_TYPE_FLOAT,
    WS_XML_TEXT_TYPE_DOUBLE,
    WS_XML_TEXT_TYPE_DECIMAL,
    WS_XML_TEXT_TYPE_GUID,
    WS_XML_TEXT_TYPE_UNIQUE_ID,
    WS_XML_TEXT_TYPE_DATETIME,
    WS_XML_TEXT_TYPE_TIMESPAN,
    WS_XML_TEXT_TYPE_QNAME,
    WS_XML_TEXT_TYPE_LIST,
});

/// What all texts begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT {
    /// Tells which structure it is.
    pub textType: MaybeUninit<WS_XML_TEXT_TYPE>,
}

/// Characters in UTF-8.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF8_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The characters, without escapes.
    pub value: WS_XML_STRING,
}

/// Characters in UTF-16, in the byte order of the machine.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF16_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The characters, without escapes.
    pub bytes: *mut BYTE,
    /// Size in bytes, twice the number of units.
    pub byteCount: ULONG,
}

/// Bytes whose text is base64.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BASE64_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The bytes before encoding.
    pub bytes: *mut BYTE,
    /// Number of bytes.
    pub length: ULONG,
}

/// A truth value whose text is `true` or `false`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BOOL_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// 1 or 0.
    pub value: BOOL,
}

/// A signed 32-bit integer whose text is decimal.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT32_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: c_int,
}

/// A signed 64-bit integer whose text is decimal.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT64_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: INT64,
}

/// An unsigned 64-bit integer whose text is decimal.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UINT64_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: UINT64,
}

/// A 32-bit floating point number.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_FLOAT_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: f32,
}

/// A 64-bit floating point number.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DOUBLE_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: f64,
}

/// A decimal number.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DECIMAL_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: DECIMAL,
}

/// A GUID whose text is its five groups of hexadecimal digits.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_GUID_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: GUID,
}

/// A GUID whose text is the same after `urn:uuid:`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UNIQUE_ID_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: GUID,
}

/// A moment whose text is an `xsd:dateTime`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DATETIME_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: WS_DATETIME,
}

/// A stretch of time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TIMESPAN_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// The value.
    pub value: WS_TIMESPAN,
}

/// A qualified name whose text is `prefix:localName`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// Prefix; empty for none.
    pub prefix: *mut WS_XML_STRING,
    /// Local name.
    pub localName: *mut WS_XML_STRING,
    /// Namespace that the prefix stands for.
    pub ns: *mut WS_XML_STRING,
}

/// Texts in a row, one space between two.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_LIST_TEXT {
    /// Base, with the form of the text.
    pub text: WS_XML_TEXT,
    /// Number of elements of `items`.
    pub itemCount: ULONG,
    /// The texts.
    pub items: *mut *mut WS_XML_TEXT,
}

/// The primitive values of fixed size that `WsReadValue`, `WsWriteValue`, `WsReadArray` and `WsWriteArray`
/// take.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_VALUE_TYPE {
    /// BOOL.
    WS_BOOL_VALUE_TYPE = 0,
    /// INT8.
    WS_INT8_VALUE_TYPE = 1,
    /// INT16.
    WS_INT16_VALUE_TYPE = 2,
    /// INT32.
    WS_INT32_VALUE_TYPE = 3,
    /// INT64.
    WS_INT64_VALUE_TYPE = 4,
    /// UINT8.
    WS_UINT8_VALUE_TYPE = 5,
    /// UINT16.
    WS_UINT16_VALUE_TYPE = 6,
    /// UINT32.
    WS_UINT32_VALUE_TYPE = 7,
    /// UINT64.
    WS_UINT64_VALUE_TYPE = 8,
    /// float.
    WS_FLOAT_VALUE_TYPE = 9,
    /// double.
    WS_DOUBLE_VALUE_TYPE = 10,
    /// DECIMAL.
    WS_DECIMAL_VALUE_TYPE = 11,
    /// WS_DATETIME.
    WS_DATETIME_VALUE_TYPE = 12,
    /// WS_TIMESPAN.
    WS_TIMESPAN_VALUE_TYPE = 13,
    /// GUID.
    WS_GUID_VALUE_TYPE = 14,
    /// WS_DURATION.
    WS_DURATION_VALUE_TYPE = 15,
}

c_enum!(WS_VALUE_TYPE {
    WS_BOOL_VALUE_TYPE,
    WS_INT8_VALUE_TYPE,
    WS_INT16_VALUE_TYPE,
    WS_INT32_VALUE_TYPE,
    WS_INT64_VALUE_TYPE,
    WS_UINT8_VALUE_TYPE,
    WS_UINT16_VALUE_TYPE,
    WS_UINT32_VALUE_TYPE,
    WS_UINT64_VALUE_TYPE,
    WS_FLOAT_VALUE_TYPE,
    WS_DOUBLE_VALUE_TYPE,
    WS_DECIMAL_VALUE_TYPE,
    WS_DATETIME_VALUE_TYPE,
    WS_TIMESPAN_VALUE_TYPE,
    WS_GUID_VALUE_TYPE,
    WS_DURATION_VALUE_TYPE,
});
