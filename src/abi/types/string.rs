//! Strings and byte ranges shared by every area.

use super::*;

/// UTF-16 text by length; it need not end with a zero. The macro WS_STRING_VALUE makes one of a literal.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING {
    /// Number of UTF-16 units, not of bytes.
    pub length: ULONG,
    /// The units; may be NULL when `length` is 0.
    pub chars: *mut WCHAR,
}

/// A run of bytes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES {
    /// Number of bytes.
    pub length: ULONG,
    /// The bytes; may be NULL when `length` is 0.
    pub bytes: *mut BYTE,
}

/// Data in several pieces, in order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BUFFERS {
    /// Number of elements of `buffers`.
    pub bufferCount: ULONG,
    /// The pieces.
    pub buffers: *mut WS_BYTES,
}

/// UTF-8 text by length, as names and namespaces are given; it need not end with a zero. The macro
/// WS_XML_STRING_VALUE makes one of a literal.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING {
    /// Number of bytes.
    pub length: ULONG,
    /// The text in UTF-8; may be NULL when `length` is 0.
    pub bytes: *mut BYTE,
    /// The dictionary that holds the text, or NULL; equal entries of one dictionary are the same text.
    pub dictionary: *mut WS_XML_DICTIONARY,
    /// Index of the text in `dictionary`; not used without one.
    pub id: ULONG,
}

/// Texts known in advance, with which binary XML gets shorter and comparisons get faster.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_DICTIONARY {
    /// Tells dictionaries apart, within this process only; it is not sent.
    pub guid: GUID,
    /// The texts, each of them once.
    pub strings: *mut WS_XML_STRING,
    /// Number of elements of `strings`.
    pub stringCount: ULONG,
    /// TRUE when the dictionary outlives everything that its texts are used with, so that they need no
    /// copies.
    pub isConst: BOOL,
}

/// Name of an element or attribute.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME {
    /// Name within the namespace.
    pub localName: WS_XML_STRING,
    /// Namespace URI; empty for none.
    pub ns: WS_XML_STRING,
}
