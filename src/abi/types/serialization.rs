//! Serialization: how C memory maps to XML (structures, unions, fields, elements, attributes).

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;

use super::*;

/// C types that can be read from XML and written to it. Most take a description of their own, which limits
/// the values and may be NULL; those marked so need one.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_TYPE {
    /// BOOL, with a WS_BOOL_DESCRIPTION.
    WS_BOOL_TYPE = 0,
    /// `char`, with a WS_INT8_DESCRIPTION.
    WS_INT8_TYPE = 1,
    /// `short`, with a WS_INT16_DESCRIPTION.
    WS_INT16_TYPE = 2,
    /// `int`, with a WS_INT32_DESCRIPTION.
    WS_INT32_TYPE = 3,
    /// `__int64`, with a WS_INT64_DESCRIPTION.
    WS_INT64_TYPE = 4,
    /// BYTE, with a WS_UINT8_DESCRIPTION.
    WS_UINT8_TYPE = 5,
    /// USHORT, with a WS_UINT16_DESCRIPTION.
    WS_UINT16_TYPE = 6,
    /// ULONG, with a WS_UINT32_DESCRIPTION.
    WS_UINT32_TYPE = 7,
    /// `unsigned __int64`, with a WS_UINT64_DESCRIPTION.
    WS_UINT64_TYPE = 8,
    /// `float`, with a WS_FLOAT_DESCRIPTION.
    WS_FLOAT_TYPE = 9,
    /// `double`, with a WS_DOUBLE_DESCRIPTION.
    WS_DOUBLE_TYPE = 10,
    /// DECIMAL, with a WS_DECIMAL_DESCRIPTION.
    WS_DECIMAL_TYPE = 11,
    /// WS_DATETIME, with a WS_DATETIME_DESCRIPTION.
    WS_DATETIME_TYPE = 12,
    /// WS_TIMESPAN, with a WS_TIMESPAN_DESCRIPTION.
    WS_TIMESPAN_TYPE = 13,
    /// GUID, with a WS_GUID_DESCRIPTION.
    WS_GUID_TYPE = 14,
    /// WS_UNIQUE_ID, with a WS_UNIQUE_ID_DESCRIPTION.
    WS_UNIQUE_ID_TYPE = 15,
    /// WS_STRING, with a WS_STRING_DESCRIPTION. Without characters (NULL) it is nil.
    WS_STRING_TYPE = 16,
    /// `WCHAR*` that ends with a zero, with a WS_WSZ_DESCRIPTION. NULL is nil; a zero inside the text is an
    /// error.
    WS_WSZ_TYPE = 17,
    /// WS_BYTES, as base64, with a WS_BYTES_DESCRIPTION. Without bytes (NULL) it is nil.
    WS_BYTES_TYPE = 18,
    /// WS_XML_STRING, with a WS_XML_STRING_DESCRIPTION. Without bytes (NULL) it is nil.
    WS_XML_STRING_TYPE = 19,
    /// WS_XML_QNAME, with a WS_XML_QNAME_DESCRIPTION.
    WS_XML_QNAME_TYPE = 20,
    /// `WS_XML_BUFFER*`: whatever XML there is; no description. NULL is nil.
    WS_XML_BUFFER_TYPE = 21,
    /// Array of WCHAR with its count in another field, with a WS_CHAR_ARRAY_DESCRIPTION.
    WS_CHAR_ARRAY_TYPE = 22,
    /// Array of UTF-8 bytes with its count in another field, with a WS_UTF8_ARRAY_DESCRIPTION.
    WS_UTF8_ARRAY_TYPE = 23,
    /// Array of bytes, as base64, with its count in another field, with a WS_BYTE_ARRAY_DESCRIPTION.
    WS_BYTE_ARRAY_TYPE = 24,
    /// `const WS_STRUCT_DESCRIPTION*`: which derived structure this is; no description. For
    /// WS_TYPE_ATTRIBUTE_FIELD_MAPPING only.
    WS_DESCRIPTION_TYPE = 25,
    /// A structure; needs a WS_STRUCT_DESCRIPTION.
    WS_STRUCT_TYPE = 26,
    /// Anything that callbacks read and write; needs a WS_CUSTOM_TYPE_DESCRIPTION.
    WS_CUSTOM_TYPE = 27,
    /// WS_ENDPOINT_ADDRESS; needs a WS_ENDPOINT_ADDRESS_DESCRIPTION.
    WS_ENDPOINT_ADDRESS_TYPE = 28,
    /// WS_FAULT; needs a WS_FAULT_DESCRIPTION.
    WS_FAULT_TYPE = 29,
    /// Nothing: what is there is skipped, or a field that has no XML, with a WS_VOID_DESCRIPTION.
    WS_VOID_TYPE = 30,
    /// A C enumeration; needs a WS_ENUM_DESCRIPTION.
    WS_ENUM_TYPE = 31,
    /// WS_DURATION, with a WS_DURATION_DESCRIPTION.
    WS_DURATION_TYPE = 32,
    /// A union and what tells its choice; needs a WS_UNION_DESCRIPTION.
    WS_UNION_TYPE = 33,
    /// WS_ANY_ATTRIBUTES; no description. For WS_ANY_ATTRIBUTES_FIELD_MAPPING only.
    WS_ANY_ATTRIBUTES_TYPE = 34,
}

c_enum!(WS_TYPE {
    WS_BOOL_TYPE,
    WS_INT8_TYPE,
    WS_INT16_TYPE,
    WS_INT32_TYPE,
    WS_INT64_TYPE,
    WS_UINT8_TYPE,
    WS_UINT16_TYPE,
    WS_UINT32_TYPE,
    WS_UINT64_TYPE,
    WS_FLOAT_TYPE,
    WS_DOUBLE_TYPE,
    WS_DECIMAL_TYPE,
    WS_DATETIME_TYPE,
    WS_TIMESPAN_TYPE,
    WS_GUID_TYPE,
    WS_UNIQUE_ID_TYPE,
    WS_STRING_TYPE,
    WS_WSZ_TYPE,
    WS_BYTES_TYPE,
    WS_XML_STRING_TYPE,
    WS_XML_QNAME_TYPE,
    WS_XML_BUFFER_TYPE,
    WS_CHAR_ARRAY_TYPE,
    WS_UTF8_ARRAY_TYPE,
    WS_BYTE_ARRAY_TYPE,
    WS_DESCRIPTION_TYPE,
    WS_STRUCT_TYPE,
    WS_CUSTOM_TYPE,
    WS_ENDPOINT_ADDRESS_TYPE,
    WS_FAULT_TYPE,
    WS_VOID_TYPE,
    WS_ENUM_TYPE,
    WS_DURATION_TYPE,
    WS_UNION_TYPE,
    WS_ANY_ATTRIBUTES_TYPE,
});

/// Which part of the XML a type stands for in `WsReadType` and `WsWriteType`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_TYPE_MAPPING {
    /// An element whose name the caller reads or writes; attributes and content belong to the type.
    WS_ELEMENT_TYPE_MAPPING = 1,
    /// The value of an attribute.
    WS_ATTRIBUTE_TYPE_MAPPING = 2,
    /// Content of an element, or part of it; the caller sees to the element and its attributes.
    WS_ELEMENT_CONTENT_TYPE_MAPPING = 3,
    /// An element, its name included.
    WS_ANY_ELEMENT_TYPE_MAPPING = 4,
}

c_enum!(WS_TYPE_MAPPING {
    WS_ELEMENT_TYPE_MAPPING,
    WS_ATTRIBUTE_TYPE_MAPPING,
    WS_ELEMENT_CONTENT_TYPE_MAPPING,
    WS_ANY_ELEMENT_TYPE_MAPPING,
});

/// Which part of a structure's XML a field stands for.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_FIELD_MAPPING {
    /// The attribute `xsi:type`; with WS_DESCRIPTION_TYPE.
    WS_TYPE_ATTRIBUTE_FIELD_MAPPING = 0,
    /// An attribute.
    WS_ATTRIBUTE_FIELD_MAPPING = 1,
    /// A child element.
    WS_ELEMENT_FIELD_MAPPING = 2,
    /// Child elements of one name, perhaps inside a wrapper, in an array.
    WS_REPEATING_ELEMENT_FIELD_MAPPING = 3,
    /// All of the element's text; there are no child elements then.
    WS_TEXT_FIELD_MAPPING = 4,
    /// No XML: not written, and set to its default value when read.
    WS_NO_FIELD_MAPPING = 5,
    /// An attribute of the prefix `xml`, such as `xml:lang`.
    WS_XML_ATTRIBUTE_FIELD_MAPPING = 6,
    /// One of several child elements; with WS_UNION_TYPE.
    WS_ELEMENT_CHOICE_FIELD_MAPPING = 7,
    /// Child elements, each one of several, in an array; with WS_UNION_TYPE.
    WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING = 8,
    /// A child element of any name; with WS_XML_BUFFER_TYPE.
    WS_ANY_ELEMENT_FIELD_MAPPING = 9,
    /// Child elements of any name, in an array; with WS_XML_BUFFER_TYPE.
    WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING = 10,
    /// All of the remaining content; with WS_XML_BUFFER_TYPE.
    WS_ANY_CONTENT_FIELD_MAPPING = 11,
    /// All attributes that no other field stands for; with WS_ANY_ATTRIBUTES_TYPE.
    WS_ANY_ATTRIBUTES_FIELD_MAPPING = 12,
}

c_enum!(WS_FIELD_MAPPING {
    WS_TYPE_ATTRIBUTE_FIELD_MAPPING,
    WS_ATTRIBUTE_FIELD_MAPPING,
    WS_ELEMENT_FIELD_MAPPING,
    WS_REPEATING_ELEMENT_FIELD_MAPPING,
    WS_TEXT_FIELD_MAPPING,
    WS_NO_FIELD_MAPPING,
    WS_XML_ATTRIBUTE_FIELD_MAPPING,
    WS_ELEMENT_CHOICE_FIELD_MAPPING,
    WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING,
    WS_ANY_ELEMENT_FIELD_MAPPING,
    WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING,
    WS_ANY_CONTENT_FIELD_MAPPING,
    WS_ANY_ATTRIBUTES_FIELD_MAPPING,
});

/// Whether a value has to be there, and where to put it.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_READ_OPTION {
    /// Has to be there; goes to the caller's memory, of the value's own size. Not for WS_WSZ_TYPE and
    /// WS_XML_BUFFER_TYPE.
    WS_READ_REQUIRED_VALUE = 1,
    /// Has to be there; goes to the heap, and the caller's memory gets a pointer to it.
    WS_READ_REQUIRED_POINTER = 2,
    /// May be missing, which gives NULL; goes to the heap, as above.
    WS_READ_OPTIONAL_POINTER = 3,
    /// May be missing or nil, which gives NULL; goes to the heap, as above.
    WS_READ_NILLABLE_POINTER = 4,
    /// May be missing or nil; goes to the caller's memory. Only for the types that can be nil by
    /// themselves.
    WS_READ_NILLABLE_VALUE = 5,
}

c_enum!(WS_READ_OPTION {
    WS_READ_REQUIRED_VALUE,
    WS_READ_REQUIRED_POINTER,
    WS_READ_OPTIONAL_POINTER,
    WS_READ_NILLABLE_POINTER,
    WS_READ_NILLABLE_VALUE,
});

/// Whether a value can be nil, and where to find it.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_WRITE_OPTION {
    /// The caller's memory holds it. Not for WS_WSZ_TYPE and WS_XML_BUFFER_TYPE.
    WS_WRITE_REQUIRED_VALUE = 1,
    /// The caller's memory holds a pointer to it, never NULL.
    WS_WRITE_REQUIRED_POINTER = 2,
    /// The caller's memory holds it, and it may be nil; only for the types that can be nil by themselves.
    WS_WRITE_NILLABLE_VALUE = 3,
    /// The caller's memory holds a pointer to it, NULL for nil.
    WS_WRITE_NILLABLE_POINTER = 4,
}

c_enum!(WS_WRITE_OPTION {
    WS_WRITE_REQUIRED_VALUE,
    WS_WRITE_REQUIRED_POINTER,
    WS_WRITE_NILLABLE_VALUE,
    WS_WRITE_NILLABLE_POINTER,
});

/// What a field is when the XML does not have it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DEFAULT_VALUE {
    /// The value.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// How many elements may repeat; looked at when reading.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ITEM_RANGE {
    /// At least so many.
    pub minItemCount: ULONG,
    /// At most so many.
    pub maxItemCount: ULONG,
}

/// The structure holds a pointer to the value instead of the value.
pub const WS_FIELD_POINTER: ULONG = 0x1;
/// The value may be missing; it is then the default value, or zero.
pub const WS_FIELD_OPTIONAL: ULONG = 0x2;
/// The value may be nil (`xsi:nil`): a NULL pointer, or nil in the type's own way.
pub const WS_FIELD_NILLABLE: ULONG = 0x4;
/// Elements of the array may be nil.
pub const WS_FIELD_NILLABLE_ITEM: ULONG = 0x8;
/// An element of any name may be of any namespace but the structure's own.
pub const WS_FIELD_OTHER_NAMESPACE: ULONG = 0x10;

/// One field of a structure.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FIELD_DESCRIPTION {
    /// Which part of the XML it stands for.
    pub mapping: MaybeUninit<WS_FIELD_MAPPING>,
    /// Local name there, or of the wrapper around repeating elements (NULL for no wrapper).
    pub localName: *mut WS_XML_STRING,
    /// Namespace of that name; NULL just where `localName` is.
    pub ns: *mut WS_XML_STRING,
    /// Its type.
    pub r#type: MaybeUninit<WS_TYPE>,
    /// Description of the type; see `WS_TYPE`.
    pub typeDescription: *mut c_void,
    /// Its place in the structure, in bytes.
    pub offset: ULONG,
    /// WS_FIELD_POINTER, WS_FIELD_OPTIONAL, WS_FIELD_NILLABLE, WS_FIELD_NILLABLE_ITEM and
    /// WS_FIELD_OTHER_NAMESPACE, or 0.
    pub options: ULONG,
    /// What it is when it is missing or has no XML; NULL for zero.
    pub defaultValue: *mut WS_DEFAULT_VALUE,
    /// Place of the ULONG that counts an array's elements, in bytes; not used otherwise.
    pub countOffset: ULONG,
    /// Local name of repeating elements; NULL otherwise.
    pub itemLocalName: *mut WS_XML_STRING,
    /// Namespace of repeating elements; NULL otherwise.
    pub itemNs: *mut WS_XML_STRING,
    /// How many elements may repeat; NULL for any number.
    pub itemRange: *mut WS_ITEM_RANGE,
}

/// Only structures derived from it exist.
pub const WS_STRUCT_ABSTRACT: ULONG = 0x1;
/// Elements after the last known one are skipped instead of refused.
pub const WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT: ULONG = 0x2;
/// Attributes that no field stands for are skipped instead of refused.
pub const WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES: ULONG = 0x4;

/// A structure, for WS_STRUCT_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRUCT_DESCRIPTION {
    /// Its size in bytes.
    pub size: ULONG,
    /// Its alignment in bytes: 1, 2, 4 or 8.
    pub alignment: ULONG,
    /// Its fields, in the order of their XML: attributes, then elements.
    pub fields: *mut *mut WS_FIELD_DESCRIPTION,
    /// Number of elements of `fields`.
    pub fieldCount: ULONG,
    /// Local name of its XML type; needed for derivation only.
    pub typeLocalName: *mut WS_XML_STRING,
    /// Namespace of its XML type; needed for derivation only.
    pub typeNs: *mut WS_XML_STRING,
    /// What it is derived from, or NULL. It begins with that structure.
    pub parentType: *mut WS_STRUCT_DESCRIPTION,
    /// What is derived from it, directly.
    pub subTypes: *mut *mut WS_STRUCT_DESCRIPTION,
    /// Number of elements of `subTypes`.
    pub subTypeCount: ULONG,
    /// WS_STRUCT_ABSTRACT, WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT and
    /// WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES, or 0.
    pub structOptions: ULONG,
}

/// One choice of a union.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNION_FIELD_DESCRIPTION {
    /// The number that tells this choice.
    pub value: c_int,
    /// The choice as a field.
    pub field: WS_FIELD_DESCRIPTION,
}

/// A structure of a union and the number that tells its choice, for WS_UNION_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNION_DESCRIPTION {
    /// Its size in bytes.
    pub size: ULONG,
    /// Its alignment in bytes: 1, 2, 4 or 8.
    pub alignment: ULONG,
    /// The choices; in any order, or sorted by namespace and local name when there are `valueIndices`.
    pub fields: *mut *mut WS_UNION_FIELD_DESCRIPTION,
    /// Number of elements of `fields`.
    pub fieldCount: ULONG,
    /// Place of the 32-bit number that tells the choice, in bytes.
    pub enumOffset: ULONG,
    /// That number when nothing was chosen; for optional fields.
    pub noneEnumValue: c_int,
    /// Indexes into `fields`, sorted by `value`, for faster look-up; or NULL.
    pub valueIndices: *mut ULONG,
}

/// One value of a C enumeration.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENUM_VALUE {
    /// Its number.
    pub value: c_int,
    /// Its text in XML.
    pub name: *mut WS_XML_STRING,
}

/// A C enumeration, for WS_ENUM_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENUM_DESCRIPTION {
    /// The values; in any order, or sorted by number when there are `nameIndices`.
    pub values: *mut WS_ENUM_VALUE,
    /// Number of elements of `values`.
    pub valueCount: ULONG,
    /// Length of the longest text, in bytes.
    pub maxByteCount: ULONG,
    /// Indexes into `values`, sorted by text (byte by byte), for faster look-up; or NULL.
    pub nameIndices: *mut ULONG,
}

/// An element: its name and what it holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ELEMENT_DESCRIPTION {
    /// Its local name.
    pub elementLocalName: *mut WS_XML_STRING,
    /// Its namespace.
    pub elementNs: *mut WS_XML_STRING,
    /// Type of its content, one that can be an element.
    pub r#type: MaybeUninit<WS_TYPE>,
    /// Description of the type; see `WS_TYPE`.
    pub typeDescription: *mut c_void,
}

/// An attribute: its name and what it holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ATTRIBUTE_DESCRIPTION {
    /// Its local name.
    pub attributeLocalName: *mut WS_XML_STRING,
    /// Its namespace.
    pub attributeNs: *mut WS_XML_STRING,
    /// Type of its value, one that can be an attribute.
    pub r#type: MaybeUninit<WS_TYPE>,
    /// Description of the type; see `WS_TYPE`.
    pub typeDescription: *mut c_void,
}

/// An attribute that no field stands for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ANY_ATTRIBUTE {
    /// Its local name.
    pub localName: WS_XML_STRING,
    /// Its namespace.
    pub ns: WS_XML_STRING,
    /// Its value; never NULL.
    pub value: *mut WS_XML_TEXT,
}

/// All attributes of an element that no field stands for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ANY_ATTRIBUTES {
    /// The attributes; may be NULL when there are none.
    pub attributes: *mut WS_ANY_ATTRIBUTE,
    /// Number of elements of `attributes`.
    pub attributeCount: ULONG,
}

/// Reads a value of a custom type from `reader`, which stands where `typeMapping` says.
///
/// `value` points to `valueSize` bytes for it; what it points to goes to `heap`. `descriptionData` is that
/// of the description.
pub type WS_READ_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        reader: *mut WS_XML_READER,
        typeMapping: MaybeUninit<WS_TYPE_MAPPING>,
        descriptionData: *const c_void,
        heap: *mut WS_HEAP,
        value: *mut c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Writes the value of a custom type at `value` to `writer`, which stands where `typeMapping` says.
/// `descriptionData` is that of the description.
pub type WS_WRITE_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        writer: *mut WS_XML_WRITER,
        typeMapping: MaybeUninit<WS_TYPE_MAPPING>,
        descriptionData: *const c_void,
        value: *const c_void,
        valueSize: ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Tells in `isDefault` whether the value of a custom type at `value` is its default, and so needs not be
/// written.
///
/// `defaultValue` is NULL for zero.
pub type WS_IS_DEFAULT_VALUE_CALLBACK = Option<
    unsafe extern "C" fn(
        descriptionData: *const c_void,
        value: *const c_void,
        defaultValue: *const c_void,
        valueSize: ULONG,
        isDefault: *mut BOOL,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// A type that callbacks read and write, for WS_CUSTOM_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CUSTOM_TYPE_DESCRIPTION {
    /// Its size in bytes.
    pub size: ULONG,
    /// Its alignment in bytes: 1, 2, 4 or 8.
    pub alignment: ULONG,
    /// Reads it; may be NULL for what is only written.
    pub readCallback: WS_READ_TYPE_CALLBACK,
    /// Writes it; may be NULL for what is only read.
    pub writeCallback: WS_WRITE_TYPE_CALLBACK,
    /// Given to the callbacks as it is.
    pub descriptionData: *mut c_void,
    /// Compares it with its default; needed for optional fields.
    pub isDefaultValueCallback: WS_IS_DEFAULT_VALUE_CALLBACK,
}
