//! Character data, typed or not: what a `WS_XML_TEXT` holds.

use crate::abi::types::{DECIMAL, GUID, WS_DATETIME};
use crate::error::Result;

/// A piece of character data (`WS_XML_TEXT` and the structures that begin with it).
#[derive(Clone, Copy)]
pub(crate) enum Text<'a> {
    /// Well-formed UTF-8 of XML characters.
    Utf8(&'a [u8]),
    Utf16(&'a [u16]),
    /// Bytes that stand for their base64 form.
    Base64(&'a [u8]),
    Bool(bool),
    Int32(i32),
    Int64(i64),
    UInt64(u64),
    Float(f32),
    Double(f64),
    Decimal(DECIMAL),
    Guid(GUID),
    /// `urn:uuid:` and the GUID.
    UniqueId(GUID),
    DateTime(WS_DATETIME),
    /// In units of 100 ns.
    TimeSpan(i64),
    QName {
        prefix: &'a [u8],
        local_name: &'a [u8],
        ns: &'a [u8],
    },
}

impl Text<'_> {
    /// Appends the characters this stands for.
    pub(crate) fn write_utf8(&self, _out: &mut Vec<u8>) -> Result<()> {
        unimplemented!("xmlwrite")
    }
}
