//! Character data, typed or not: what a `WS_XML_TEXT` holds.

use crate::abi::types::{DECIMAL, GUID, WS_DATETIME, WS_TIMESPAN};
use crate::error::Result;
use crate::value::{base64, decimal, guid, number, string, time};

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
    pub(crate) fn write_utf8(&self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Utf8(bytes) => out.extend_from_slice(bytes),
            Self::Utf16(units) => string::push_utf16_as_utf8(units, out)?,
            Self::Base64(bytes) => base64::write_base64(bytes, out),
            Self::Bool(value) => number::write_bool(*value, out),
            Self::Int32(value) => number::write_int32(*value, out),
            Self::Int64(value) => number::write_int64(*value, out),
            Self::UInt64(value) => number::write_uint64(*value, out),
            Self::Float(value) => number::write_float(*value, out),
            Self::Double(value) => number::write_double(*value, out),
            Self::Decimal(value) => decimal::write_decimal(value, out)?,
            Self::Guid(value) => guid::write_guid(value, out),
            Self::UniqueId(value) => guid::write_urn(value, out),
            Self::DateTime(value) => time::write_datetime(value, out)?,
            Self::TimeSpan(ticks) => time::write_timespan(&WS_TIMESPAN { ticks: *ticks }, out)?,
            Self::QName { prefix, local_name, .. } => {
                if !prefix.is_empty() {
                    out.extend_from_slice(prefix);
                    out.push(b':');
                }
                out.extend_from_slice(local_name);
            }
        }
        Ok(())
    }

    /// Whether this is nothing at all. (A qualified name is something even if its parts are empty.)
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Utf8(bytes) | Self::Base64(bytes) => bytes.is_empty(),
            Self::Utf16(units) => units.is_empty(),
            _ => false,
        }
    }

    /// Whether this is XML whitespace, or nothing.
    pub(crate) fn is_space(&self) -> bool {
        match self {
            Self::Utf8(bytes) => string::is_all_space(bytes),
            Self::Utf16(units) => string::trim_utf16(units).is_empty(),
            _ => self.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf8(text: Text<'_>) -> String {
        let mut out = Vec::new();
        text.write_utf8(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_type_has_its_characters() {
        let wide: Vec<u16> = "wide".encode_utf16().collect();
        let zero = GUID::default();
        for (text, expected) in [
            (Text::Utf8(b"plain"), "plain"),
            (Text::Utf16(&wide), "wide"),
            (Text::Base64(b"test"), "dGVzdA=="),
            (Text::Bool(true), "true"),
            (Text::Int32(i32::MIN), "-2147483648"),
            (Text::Int64(i64::MIN), "-9223372036854775808"),
            (Text::UInt64(u64::MAX), "18446744073709551615"),
            (Text::Double(1.1), "1.1"),
            (Text::Guid(zero), "00000000-0000-0000-0000-000000000000"),
            (Text::UniqueId(zero), "urn:uuid:00000000-0000-0000-0000-000000000000"),
            (Text::QName { prefix: b"", local_name: b"n", ns: b"" }, "n"),
            (Text::QName { prefix: b"p", local_name: b"n", ns: b"ns" }, "p:n"),
        ] {
            assert_eq!(utf8(text), expected);
        }
    }

    #[test]
    fn knows_what_is_nothing_and_what_is_whitespace() {
        assert!(Text::Utf8(b"").is_empty() && Text::Base64(b"").is_empty() && Text::Utf16(&[]).is_empty());
        assert!(Text::Utf8(b" \r\n\t").is_space() && Text::Utf16(&[0x20]).is_space());
        assert!(!Text::Int32(0).is_space() && !Text::Utf8(b" x").is_space());
    }
}
