//! The XML reader: properties, encodings, inputs and callbacks.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Reads XML forward, node by node, from text, binary, MTOM or raw bytes, or walks an XML buffer. Made by
/// `WsCreateReader`, given something to read by `WsSetInput` or `WsSetInputToBuffer`, freed by
/// `WsFreeReader`. Used by one thread at a time.
#[repr(C)]
pub struct WS_XML_READER {
    _private: [u8; 0],
}

/// Properties of a reader, for `WsCreateReader`, `WsSetInput`, `WsSetInputToBuffer` and
/// `WsReadXmlBufferFromBytes`; `WsGetReaderProperty` reads them.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_READER_PROPERTY_ID {
    /// ULONG, 32: how deep elements may be nested; 0 allows none.
    WS_XML_READER_PROPERTY_MAX_DEPTH = 0,
    /// BOOL, FALSE: accept text and more than one element outside an element. Not with MTOM.
    WS_XML_READER_PROPERTY_ALLOW_FRAGMENT = 1,
    /// ULONG, 128: how many attributes an element may have.
    WS_XML_READER_PROPERTY_MAX_ATTRIBUTES = 2,
    /// BOOL, TRUE: accept an XML declaration.
    WS_XML_READER_PROPERTY_READ_DECLARATION = 3,
    /// WS_CHARSET, read only: the text's encoding, as given or as detected. To be detected in a stream, its
    /// beginning has to be there: see `WsFillReader`.
    WS_XML_READER_PROPERTY_CHARSET = 4,
    /// ULONGLONG, read only: line of the current node in text, from 0.
    WS_XML_READER_PROPERTY_ROW = 5,
    /// ULONGLONG, read only: column of the current node in text, from 0.
    WS_XML_READER_PROPERTY_COLUMN = 6,
    /// ULONG, 4096: how many bytes the reader keeps for turning UTF-16 into UTF-8.
    WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE = 7,
    /// ULONG, 4096: size of the buffer for a stream in bytes; larger means fewer calls of the read
    /// callback.
    WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE = 8,
    /// BOOL, read only: the reader stands on the value of an attribute.
    WS_XML_READER_PROPERTY_IN_ATTRIBUTE = 9,
    /// ULONG, 65536: how many bytes the XML in a stream of MTOM may have.
    WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE = 10,
    /// ULONG, 256: how many bytes the headers of one MIME part in a stream of MTOM may have.
    WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE = 11,
    /// ULONG, 4096: how many MIME parts MTOM may have.
    WS_XML_READER_PROPERTY_MAX_MIME_PARTS = 12,
    /// BOOL, FALSE: accept references, in text, to characters that XML 1.0 forbids.
    WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
    /// ULONG, 32: how many namespace declarations may be in scope at once.
    WS_XML_READER_PROPERTY_MAX_NAMESPACES = 14,
}

c_enum!(WS_XML_READER_PROPERTY_ID {
    WS_XML_READER_PROPERTY_MAX_DEPTH,
    WS_XML_READER_PROPERTY_ALLOW_FRAGMENT,
    WS_XML_READER_PROPERTY_MAX_ATTRIBUTES,
    WS_XML_READER_PROPERTY_READ_DECLARATION,
    WS_XML_READER_PROPERTY_CHARSET,
    WS_XML_READER_PROPERTY_ROW,
    WS_XML_READER_PROPERTY_COLUMN,
    WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE,
    WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE,
    WS_XML_READER_PROPERTY_IN_ATTRIBUTE,
    WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE,
    WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE,
    WS_XML_READER_PROPERTY_MAX_MIME_PARTS,
    WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES,
    WS_XML_READER_PROPERTY_MAX_NAMESPACES,
});

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_XML_READER_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of a reader that something else creates, such as a message's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_XML_READER_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Encoding of textual XML.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHARSET {
    /// Whatever the byte order mark or the declaration says; for reading only.
    WS_CHARSET_AUTO = 0,
    /// UTF-8.
    WS_CHARSET_UTF8 = 1,
    /// UTF-16, low byte first.
    WS_CHARSET_UTF16LE = 2,
    /// UTF-16, high byte first.
    WS_CHARSET_UTF16BE = 3,
}

c_enum!(WS_CHARSET { WS_CHARSET_AUTO, WS_CHARSET_UTF8, WS_CHARSET_UTF16LE, WS_CHARSET_UTF16BE });

/// Kind of a reader's encoding.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_READER_ENCODING_TYPE {
    /// Textual XML, in a `WS_XML_READER_TEXT_ENCODING`.
    WS_XML_READER_ENCODING_TYPE_TEXT = 1,
    /// Binary XML, in a `WS_XML_READER_BINARY_ENCODING`.
    WS_XML_READER_ENCODING_TYPE_BINARY = 2,
    /// XML with MIME parts, in a `WS_XML_READER_MTOM_ENCODING`.
    WS_XML_READER_ENCODING_TYPE_MTOM = 3,
    /// Any bytes, in a `WS_XML_READER_RAW_ENCODING`.
    WS_XML_READER_ENCODING_TYPE_RAW = 4,
}

c_enum!(WS_XML_READER_ENCODING_TYPE {
    WS_XML_READER_ENCODING_TYPE_TEXT,
    WS_XML_READER_ENCODING_TYPE_BINARY,
    WS_XML_READER_ENCODING_TYPE_MTOM,
    WS_XML_READER_ENCODING_TYPE_RAW,
});

/// What all encodings for reading begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_ENCODING {
    /// Tells which structure it is.
    pub encodingType: MaybeUninit<WS_XML_READER_ENCODING_TYPE>,
}

/// The bytes are textual XML.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_TEXT_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_READER_ENCODING,
    /// Their encoding; a declaration has to agree with it.
    pub charSet: MaybeUninit<WS_CHARSET>,
}

/// The bytes are .NET binary XML.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_BINARY_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_READER_ENCODING,
    /// Texts that both sides know, as they were when it was written; NULL for none.
    pub staticDictionary: *mut WS_XML_DICTIONARY,
    /// Texts that the writer's `WS_DYNAMIC_STRING_CALLBACK` gave numbers to; NULL for none. It is for the
    /// application to bring them here.
    pub dynamicDictionary: *mut WS_XML_DICTIONARY,
}

/// The bytes are MTOM: a MIME package whose root part is XML.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_MTOM_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_READER_ENCODING,
    /// Encoding of the root part; NULL lets it be detected.
    pub textEncoding: *mut WS_XML_READER_ENCODING,
    /// TRUE when the package's own header comes first; then the three texts below are read from it and have
    /// to be empty here.
    pub readMimeHeader: BOOL,
    /// Parameter `start-info`: media type inside the root part.
    pub startInfo: WS_STRING,
    /// Parameter `boundary`: what separates the parts.
    pub boundary: WS_STRING,
    /// Parameter `start`: identifier of the root part.
    pub startUri: WS_STRING,
}

/// The bytes are anything; the reader shows them as the base64 of one text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_RAW_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_READER_ENCODING,
}

/// Supplies a reader, or a decoder, with bytes.
///
/// It writes up to `maxSize` bytes to `bytes` and their number to `actualSize`; 0 is the end. It may wait,
/// or finish later through `asyncContext` where that is not NULL.
pub type WS_READ_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        bytes: *mut c_void,
        maxSize: ULONG,
        actualSize: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Kind of a reader's input.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_READER_INPUT_TYPE {
    /// Bytes in memory, in a `WS_XML_READER_BUFFER_INPUT`.
    WS_XML_READER_INPUT_TYPE_BUFFER = 1,
    /// A callback, in a `WS_XML_READER_STREAM_INPUT`.
    WS_XML_READER_INPUT_TYPE_STREAM = 2,
}

c_enum!(WS_XML_READER_INPUT_TYPE { WS_XML_READER_INPUT_TYPE_BUFFER, WS_XML_READER_INPUT_TYPE_STREAM });

/// What all inputs begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_INPUT {
    /// Tells which structure it is.
    pub inputType: MaybeUninit<WS_XML_READER_INPUT_TYPE>,
}

/// Input from memory, which has to stay, unchanged, while the reader reads it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_BUFFER_INPUT {
    /// Base, with the kind of input.
    pub input: WS_XML_READER_INPUT,
    /// The bytes; the library does not write to them.
    pub encodedData: *mut c_void,
    /// Number of bytes.
    pub encodedDataSize: ULONG,
}

/// Input from a callback, which `WsFillReader` calls.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_READER_STREAM_INPUT {
    /// Base, with the kind of input.
    pub input: WS_XML_READER_INPUT,
    /// Supplies the bytes; never NULL.
    pub readCallback: WS_READ_CALLBACK,
    /// Given to `readCallback` as it is.
    pub readCallbackState: *mut c_void,
}
