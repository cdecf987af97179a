//! The XML writer: properties, encodings, outputs and callbacks.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// Writes XML node by node, as text, binary, MTOM or raw bytes, or into an XML buffer. Made by
/// `WsCreateWriter`, told where to by `WsSetOutput` or `WsSetOutputToBuffer`, freed by `WsFreeWriter`. Used
/// by one thread at a time.
#[repr(C)]
pub struct WS_XML_WRITER {
    _private: [u8; 0],
}

/// Properties of a writer, for `WsCreateWriter`, `WsSetOutput`, `WsSetOutputToBuffer` and
/// `WsWriteXmlBufferToBytes`; `WsGetWriterProperty` reads them.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_WRITER_PROPERTY_ID {
    /// ULONG, 32: how deep elements may be nested; 0 allows none.
    WS_XML_WRITER_PROPERTY_MAX_DEPTH = 0,
    /// BOOL, FALSE: permit text and more than one element outside an element. Not with MTOM.
    WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT = 1,
    /// ULONG, 128: how many attributes an element may have.
    WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES = 2,
    /// BOOL, FALSE: begin with an XML declaration.
    WS_XML_WRITER_PROPERTY_WRITE_DECLARATION = 3,
    /// ULONG, 0: by how many spaces to indent each level; 0 adds no white space.
    WS_XML_WRITER_PROPERTY_INDENT = 4,
    /// ULONG, 4096: how many bytes of its buffer the writer keeps when it is set to a new output (or, with
    /// a stream, flushed).
    WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE = 5,
    /// WS_CHARSET, read only: encoding of the text that is being written.
    WS_XML_WRITER_PROPERTY_CHARSET = 6,
    /// WS_BUFFERS, read only: all that was written to memory, in pieces, valid until the next
    /// `WsSetOutput`. With MTOM this writes the parts, so elements have to be closed and nothing can
    /// follow.
    WS_XML_WRITER_PROPERTY_BUFFERS = 7,
    /// ULONG: how many bytes may be buffered: of the whole document in memory, or of a stream between two
    /// flushes.
    WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE = 8,
    /// WS_BYTES, read only: as WS_XML_WRITER_PROPERTY_BUFFERS, but in one piece, which may cost a copy.
    WS_XML_WRITER_PROPERTY_BYTES = 9,
    /// BOOL, read only: the writer is inside the value of an attribute.
    WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE = 10,
    /// ULONG, 65536: how many bytes may be held back for the MIME parts of MTOM.
    WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE = 11,
    /// WS_BYTES: memory of the application's to write to first; it has to stay as long as the writer.
    WS_XML_WRITER_PROPERTY_INITIAL_BUFFER = 12,
    /// BOOL, FALSE: write references, in text, to characters that XML 1.0 forbids.
    WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES = 13,
    /// ULONG, 32: how many namespace declarations may be in scope at once.
    WS_XML_WRITER_PROPERTY_MAX_NAMESPACES = 14,
    /// ULONG, read only: bytes written so far (or since the last flush, to a stream), without a start tag
    /// that is still open. Not for XML buffers.
    WS_XML_WRITER_PROPERTY_BYTES_WRITTEN = 15,
    /// ULONG, read only: how many bytes closing all open elements may take. Not for XML buffers.
    WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE = 16,
    /// BOOL, FALSE: `WsCopyNode` writes elements without content as empty tags; FALSE keeps what they were.
    WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS = 17,
    /// BOOL, FALSE: write a start and an end tag even for elements without content.
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

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_XML_WRITER_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of a writer that something else creates, such as a message's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_XML_WRITER_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// Asks whether a text that binary XML is about to contain for the first time has a number.
///
/// It sets `found`, and `id` if so; the reader then needs the same text under that number in its dynamic
/// dictionary.
pub type WS_DYNAMIC_STRING_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        string: *const WS_XML_STRING,
        found: *mut BOOL,
        id: *mut ULONG,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Kind of a writer's encoding.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_WRITER_ENCODING_TYPE {
    /// Textual XML, in a `WS_XML_WRITER_TEXT_ENCODING`.
    WS_XML_WRITER_ENCODING_TYPE_TEXT = 1,
    /// Binary XML, in a `WS_XML_WRITER_BINARY_ENCODING`.
    WS_XML_WRITER_ENCODING_TYPE_BINARY = 2,
    /// XML with MIME parts, in a `WS_XML_WRITER_MTOM_ENCODING`.
    WS_XML_WRITER_ENCODING_TYPE_MTOM = 3,
    /// Any bytes, in a `WS_XML_WRITER_RAW_ENCODING`.
    WS_XML_WRITER_ENCODING_TYPE_RAW = 4,
}

c_enum!(WS_XML_WRITER_ENCODING_TYPE {
    WS_XML_WRITER_ENCODING_TYPE_TEXT,
    WS_XML_WRITER_ENCODING_TYPE_BINARY,
    WS_XML_WRITER_ENCODING_TYPE_MTOM,
    WS_XML_WRITER_ENCODING_TYPE_RAW,
});

/// What all encodings for writing begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_ENCODING {
    /// Tells which structure it is.
    pub encodingType: MaybeUninit<WS_XML_WRITER_ENCODING_TYPE>,
}

/// Write textual XML.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_TEXT_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_WRITER_ENCODING,
    /// Its encoding; not WS_CHARSET_AUTO.
    pub charSet: MaybeUninit<WS_CHARSET>,
}

/// Write .NET binary XML.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_BINARY_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_WRITER_ENCODING,
    /// Texts that both sides know, to be written as numbers; NULL for none.
    pub staticDictionary: *mut WS_XML_DICTIONARY,
    /// Gives numbers to other texts; NULL for none.
    pub dynamicStringCallback: WS_DYNAMIC_STRING_CALLBACK,
    /// Given to `dynamicStringCallback` as it is.
    pub dynamicStringCallbackState: *mut c_void,
}

/// Write MTOM: a MIME package whose root part is XML, with large binary values in parts of their own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_MTOM_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_WRITER_ENCODING,
    /// Encoding of the root part.
    pub textEncoding: *mut WS_XML_WRITER_ENCODING,
    /// TRUE to begin with the package's own header.
    pub writeMimeHeader: BOOL,
    /// Parameter `boundary`: what separates the parts.
    pub boundary: WS_STRING,
    /// Parameter `start-info`: media type inside the root part.
    pub startInfo: WS_STRING,
    /// Parameter `start`: identifier of the root part.
    pub startUri: WS_STRING,
    /// Up to how many bytes a binary value stays in the XML, as base64.
    pub maxInlineByteCount: ULONG,
}

/// Write the bytes whose base64 the writer is given, and nothing else.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_RAW_ENCODING {
    /// Base, with the kind of encoding.
    pub encoding: WS_XML_WRITER_ENCODING,
}

/// Takes bytes from a writer, an encoder or a canonicalizer.
///
/// `buffers` holds `count` pieces, valid during the call, or until it is over through `asyncContext`. All
/// of them have to be taken.
pub type WS_WRITE_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        buffers: *const WS_BYTES,
        count: ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Writes a binary value in pieces, for `WsPushBytes`: it passes each piece to `writeCallback` with
/// `writeCallbackState`.
pub type WS_PUSH_BYTES_CALLBACK = Option<
    unsafe extern "C" fn(
        callbackState: *mut c_void,
        writeCallback: WS_WRITE_CALLBACK,
        writeCallbackState: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Supplies a binary value in pieces, for `WsPullBytes`: it writes up to `maxSize` bytes to `bytes` and
/// their number to `actualSize`; 0 is the end.
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

/// Kind of a writer's output.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_WRITER_OUTPUT_TYPE {
    /// Memory of the writer's, in a `WS_XML_WRITER_BUFFER_OUTPUT`.
    WS_XML_WRITER_OUTPUT_TYPE_BUFFER = 1,
    /// A callback, in a `WS_XML_WRITER_STREAM_OUTPUT`.
    WS_XML_WRITER_OUTPUT_TYPE_STREAM = 2,
}

c_enum!(WS_XML_WRITER_OUTPUT_TYPE { WS_XML_WRITER_OUTPUT_TYPE_BUFFER, WS_XML_WRITER_OUTPUT_TYPE_STREAM });

/// What all outputs begin with.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_OUTPUT {
    /// Tells which structure it is.
    pub outputType: MaybeUninit<WS_XML_WRITER_OUTPUT_TYPE>,
}

/// Output to memory, got by WS_XML_WRITER_PROPERTY_BYTES or WS_XML_WRITER_PROPERTY_BUFFERS.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_BUFFER_OUTPUT {
    /// Base, with the kind of output.
    pub output: WS_XML_WRITER_OUTPUT,
}

/// Output to a callback, which `WsFlushWriter` calls.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_WRITER_STREAM_OUTPUT {
    /// Base, with the kind of output.
    pub output: WS_XML_WRITER_OUTPUT,
    /// Takes the bytes; never NULL.
    pub writeCallback: WS_WRITE_CALLBACK,
    /// Given to `writeCallback` as it is.
    pub writeCallbackState: *mut c_void,
}
