//! Values and their texts: strings, numbers, dates, GUIDs, base64, media types, URLs. Pure functions over bytes.
//!
//! Texts are UTF-8 bytes unless a name says otherwise. Every parser ignores XML whitespace around the value,
//! as the whitespace facets of XML Schema ask for, and names in its error what was found.

pub(crate) mod base64;
pub(crate) mod decimal;
pub(crate) mod guid;
pub(crate) mod media_type;
pub(crate) mod number;
pub(crate) mod string;
pub(crate) mod time;
pub(crate) mod url;
