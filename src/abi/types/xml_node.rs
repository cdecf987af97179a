//! XML nodes: the node model, text nodes, attributes and positions.

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_XML_BUFFER {
    _private: [u8; 0],
}

pub type WS_XML_BUFFER_PROPERTY_ID = ULONG;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BUFFER_PROPERTY {
    pub id: WS_XML_BUFFER_PROPERTY_ID,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_NODE_TYPE {
    WS_XML_NODE_TYPE_ELEMENT = 1,
    WS_XML_NODE_TYPE_TEXT = 2,
    WS_XML_NODE_TYPE_END_ELEMENT = 3,
    WS_XML_NODE_TYPE_COMMENT = 4,
    WS_XML_NODE_TYPE_CDATA = 6,
    WS_XML_NODE_TYPE_END_CDATA = 7,
    WS_XML_NODE_TYPE_EOF = 8,
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

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE {
    pub nodeType: MaybeUninit<WS_XML_NODE_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_NODE_POSITION {
    pub buffer: *mut WS_XML_BUFFER,
    pub node: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MOVE_TO {
    WS_MOVE_TO_ROOT_ELEMENT = 0,
    WS_MOVE_TO_NEXT_ELEMENT = 1,
    WS_MOVE_TO_PREVIOUS_ELEMENT = 2,
    WS_MOVE_TO_CHILD_ELEMENT = 3,
    WS_MOVE_TO_END_ELEMENT = 4,
    WS_MOVE_TO_PARENT_ELEMENT = 5,
    WS_MOVE_TO_NEXT_NODE = 6,
    WS_MOVE_TO_PREVIOUS_NODE = 7,
    WS_MOVE_TO_FIRST_NODE = 8,
    WS_MOVE_TO_BOF = 9,
    WS_MOVE_TO_EOF = 10,
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

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ATTRIBUTE {
    pub singleQuote: BYTE,
    pub isXmlNs: BYTE,
    pub prefix: *mut WS_XML_STRING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
    pub value: *mut WS_XML_TEXT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_ELEMENT_NODE {
    pub node: WS_XML_NODE,
    pub prefix: *mut WS_XML_STRING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
    pub attributeCount: ULONG,
    pub attributes: *mut *mut WS_XML_ATTRIBUTE,
    pub isEmpty: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT_NODE {
    pub node: WS_XML_NODE,
    pub text: *mut WS_XML_TEXT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_COMMENT_NODE {
    pub node: WS_XML_NODE,
    pub value: WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_TEXT_TYPE {
    WS_XML_TEXT_TYPE_UTF8 = 1,
    WS_XML_TEXT_TYPE_UTF16 = 2,
    WS_XML_TEXT_TYPE_BASE64 = 3,
    WS_XML_TEXT_TYPE_BOOL = 4,
    WS_XML_TEXT_TYPE_INT32 = 5,
    WS_XML_TEXT_TYPE_INT64 = 6,
    WS_XML_TEXT_TYPE_UINT64 = 7,
    WS_XML_TEXT_TYPE_FLOAT = 8,
    WS_XML_TEXT_TYPE_DOUBLE = 9,
    WS_XML_TEXT_TYPE_DECIMAL = 10,
    WS_XML_TEXT_TYPE_GUID = 11,
    WS_XML_TEXT_TYPE_UNIQUE_ID = 12,
    WS_XML_TEXT_TYPE_DATETIME = 13,
    WS_XML_TEXT_TYPE_TIMESPAN = 14,
    WS_XML_TEXT_TYPE_QNAME = 15,
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

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TEXT {
    pub textType: MaybeUninit<WS_XML_TEXT_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF8_TEXT {
    pub text: WS_XML_TEXT,
    pub value: WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UTF16_TEXT {
    pub text: WS_XML_TEXT,
    pub bytes: *mut BYTE,
    pub byteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BASE64_TEXT {
    pub text: WS_XML_TEXT,
    pub bytes: *mut BYTE,
    pub length: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_BOOL_TEXT {
    pub text: WS_XML_TEXT,
    pub value: BOOL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT32_TEXT {
    pub text: WS_XML_TEXT,
    pub value: c_int,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_INT64_TEXT {
    pub text: WS_XML_TEXT,
    pub value: INT64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UINT64_TEXT {
    pub text: WS_XML_TEXT,
    pub value: UINT64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_FLOAT_TEXT {
    pub text: WS_XML_TEXT,
    pub value: f32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DOUBLE_TEXT {
    pub text: WS_XML_TEXT,
    pub value: f64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DECIMAL_TEXT {
    pub text: WS_XML_TEXT,
    pub value: DECIMAL,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_GUID_TEXT {
    pub text: WS_XML_TEXT,
    pub value: GUID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_UNIQUE_ID_TEXT {
    pub text: WS_XML_TEXT,
    pub value: GUID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DATETIME_TEXT {
    pub text: WS_XML_TEXT,
    pub value: WS_DATETIME,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_TIMESPAN_TEXT {
    pub text: WS_XML_TEXT,
    pub value: WS_TIMESPAN,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_TEXT {
    pub text: WS_XML_TEXT,
    pub prefix: *mut WS_XML_STRING,
    pub localName: *mut WS_XML_STRING,
    pub ns: *mut WS_XML_STRING,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_LIST_TEXT {
    pub text: WS_XML_TEXT,
    pub itemCount: ULONG,
    pub items: *mut *mut WS_XML_TEXT,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_VALUE_TYPE {
    WS_BOOL_VALUE_TYPE = 0,
    WS_INT8_VALUE_TYPE = 1,
    WS_INT16_VALUE_TYPE = 2,
    WS_INT32_VALUE_TYPE = 3,
    WS_INT64_VALUE_TYPE = 4,
    WS_UINT8_VALUE_TYPE = 5,
    WS_UINT16_VALUE_TYPE = 6,
    WS_UINT32_VALUE_TYPE = 7,
    WS_UINT64_VALUE_TYPE = 8,
    WS_FLOAT_VALUE_TYPE = 9,
    WS_DOUBLE_VALUE_TYPE = 10,
    WS_DECIMAL_VALUE_TYPE = 11,
    WS_DATETIME_VALUE_TYPE = 12,
    WS_TIMESPAN_VALUE_TYPE = 13,
    WS_GUID_VALUE_TYPE = 14,
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
