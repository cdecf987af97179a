//! XML canonicalization: algorithms and properties.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// How XML is brought into the one form that is signed.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_CANONICALIZATION_ALGORITHM {
    /// Exclusive canonicalization, without comments. The default.
    WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM = 0,
    /// Exclusive canonicalization, with comments.
    WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM = 1,
    /// Canonical XML 1.0, without comments; for whole documents only.
    WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM = 2,
    /// Canonical XML 1.0, with comments; for whole documents only.
    WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM = 3,
}

c_enum!(WS_XML_CANONICALIZATION_ALGORITHM {
    WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM,
    WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM,
    WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM,
    WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM,
});

/// Prefixes that exclusive canonicalization treats as the inclusive one does.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES {
    /// Number of elements of `prefixes`.
    pub prefixCount: ULONG,
    /// The prefixes.
    pub prefixes: *mut WS_XML_STRING,
}

/// Properties of a canonicalization, for `WsStartReaderCanonicalization` and
/// `WsStartWriterCanonicalization`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_XML_CANONICALIZATION_PROPERTY_ID {
    /// WS_XML_CANONICALIZATION_ALGORITHM: how; exclusive without comments if not set.
    WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM = 0,
    /// WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES: see there; none if not set.
    WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES = 1,
    /// WS_XML_QNAME: elements of this name are left out with all inside, as an enveloped signature is.
    WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT = 2,
    /// ULONG, 1024: how many bytes to gather before the write callback is called.
    WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE = 3,
}

c_enum!(WS_XML_CANONICALIZATION_PROPERTY_ID {
    WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM,
    WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES,
    WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT,
    WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE,
});

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_CANONICALIZATION_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_XML_CANONICALIZATION_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}
