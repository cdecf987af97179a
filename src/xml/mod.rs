//! XML: reader, writer, buffer. Pure computation over bytes; where bytes come from and go to is somebody
//! else's business ([`source::ByteSource`], [`source::ByteSink`]).
//!
//! Names, namespaces and prefixes are UTF-8 byte slices throughout, as in `WS_XML_STRING`. Character data is a
//! [`text::Text`], which may be typed, because binary XML and XML buffers carry numbers as numbers.

pub(crate) mod buffer;
pub(crate) mod canonicalization;
pub(crate) mod chars;
pub(crate) mod dictionary;
mod narrow;
pub(crate) mod reader;
mod room;
mod scan;
pub(crate) mod source;
pub(crate) mod text;
pub(crate) mod writer;
