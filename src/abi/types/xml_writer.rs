//! The XML writer: properties, encodings, outputs and callbacks.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
pub struct WS_XML_WRITER {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_WRITER_PROPERTY_ID {
    WS_XML_WRITER_PROPERTY_MAX_DEPTH = 0,
    WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT = 1,
    WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES = 2,
    WS_XML_WRITER_PROPERTY_WRITE_DECLARATION = 3,
    WS_XML_WRITER_PROPERTY_INDENT = 4,
    WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE = 5,
    WS_XML_WRITER_PROPERTY_CHARSET = 6,
    WS_XML_WRITER_PROPERTY_BUFFERS = 7,
    WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE = 8,
    WS_XML_WRITER_PROPERTY_BYTES = 9,
    WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE = 10,
    WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE = 11,
    WS_XML_WRITER_PROPERTY_INITIAL_BUFFER = 12,
    WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
    WS_XML_WRITER_PROPERTY_MAX_NAMESPACES = 14,
    WS_XML_WRITER_PROPERTY_BYTES_WRITTEN = 15,
    WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE = 16,
    WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS = 17,
    WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS = 18,
}

c_enum!(WS_XML_WRITER_PROPERTY_ID {
    WS_XML_WRITER_PROPERTY_MAX_DEPTH,
    WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT,
    WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES,
    WS_XML_WRITER_PROPERTY_WRITE_DECLARATION,
    WS_XML_WRITER_PROPERTY_INDENT,
    WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE,
    WS_XML_WRITER_PROPERTY_CHARSET,
    WS_XML_WRITER_PROPERTY_BUFFERS,
    WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE,
    WS_XML_WRITER_PROPERTY_BYTES,
    WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE,
    WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE,
    WS_XML_WRITER_PROPERTY_INITIAL_BUFFER,
    WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES,
    WS_XML_WRITER_PROPERTY_MAX_NAMESPACES,
    WS_XML_WRITER_PROPERTY_BYTES_WRITTEN,
    WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE,
    WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS,
    WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_PROPERTY {
    pub id: MaybeUninit<WS_XML_WRITER_PROPERTY_ID>,
    pub value: *mut c_void,
    pub valueSize: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_PROPERTIES {
    pub properties: *mut WS_XML_WRITER_PROPERTY,
    pub propertyCount: ULONG,
}

pub type WS_DYNAMIC_STRING_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        string: *const WS_XML_STRING,
        found: *mut BOOL,
        id: *mut ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_WRITER_ENCODING_TYPE {
    WS_XML_WRITER_ENCODING_TYPE_TEXT = 1,
    WS_XML_WRITER_ENCODING_TYPE_BINARY = 2,
    WS_XML_WRITER_ENCODING_TYPE_MTOM = 3,
    WS_XML_WRITER_ENCODING_TYPE_RAW = 4,
}

c_enum!(WS_XML_WRITER_ENCODING_TYPE {
    WS_XML_WRITER_ENCODING_TYPE_TEXT,
    WS_XML_WRITER_ENCODING_TYPE_BINARY,
    WS_XML_WRITER_ENCODING_TYPE_MTOM,
    WS_XML_WRITER_ENCODING_TYPE_RAW,
});

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_ENCODING {
    pub encodingType: MaybeUninit<WS_XML_WRITER_ENCODING_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_TEXT_ENCODING {
    pub encoding: WS_XML_WRITER_ENCODING,
    pub charSet: MaybeUninit<WS_CHARSET>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_BINARY_ENCODING {
    pub encoding: WS_XML_WRITER_ENCODING,
    pub staticDictionary: *mut WS_XML_DICTIONARY,
    pub dynamicStringCallback: WS_DYNAMIC_STRING_CALLBACK,
    pub dynamicStringCallbackState: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_MTOM_ENCODING {
    pub encoding: WS_XML_WRITER_ENCODING,
    pub textEncoding: *mut WS_XML_WRITER_ENCODING,
    pub writeMimeHeader: BOOL,
    pub boundary: WS_STRING,
    pub startInfo: WS_STRING,
    pub startUri: WS_STRING,
    pub maxInlineByteCount: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_RAW_ENCODING {
    pub encoding: WS_XML_WRITER_ENCODING,
}

pub type WS_WRITE_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        buffers: *const WS_BYTES,
        count: ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_PUSH_BYTES_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        writeCallback: WS_WRITE_CALLBACK,
        writeCallbackState: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_PULL_BYTES_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        bytes: *mut c_void,
        maxSize: ULONG,
        actualSize: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_WRITER_OUTPUT_TYPE {
    WS_XML_WRITER_OUTPUT_TYPE_BUFFER = 1,
    WS_XML_WRITER_OUTPUT_TYPE_STREAM = 2,
}

c_enum!(WS_XML_WRITER_OUTPUT_TYPE { WS_XML_WRITER_OUTPUT_TYPE_BUFFER, WS_XML_WRITER_OUTPUT_TYPE_STREAM });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_OUTPUT {
    pub outputType: MaybeUninit<WS_XML_WRITER_OUTPUT_TYPE>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_BUFFER_OUTPUT {
    pub output: WS_XML_WRITER_OUTPUT,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_STREAM_OUTPUT {
    pub output: WS_XML_WRITER_OUTPUT,
    pub writeCallback: WS_WRITE_CALLBACK,
    pub writeCallbackState: *mut c_void,
}
