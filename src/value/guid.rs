//! GUIDs as text: `8-4-4-4-12` hexadecimal digits, and the `urn:uuid:` form of message identifiers.

use crate::abi::types::GUID;
use crate::error::{Error, Result};

use super::string::{quoted, trim};

/// The length of a GUID's text.
pub(crate) const LENGTH: usize = 36;

/// What a GUID that stands for a URI begins with.
pub(crate) const URN_PREFIX: &[u8] = b"urn:uuid:";

/// Reads `00000000-0000-0000-0000-0000000000a1`, digits of either case, without braces.
pub(crate) fn parse_guid(text: &[u8]) -> Result<GUID> {
    let text = trim(text);
    parse_exact(text).ok_or_else(|| {
        Error::invalid_format(format!(
            "a GUID is expected (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, hexadecimal), and {} was found",
            quoted(text)
        ))
    })
}

/// The GUID of a `urn:uuid:` URI; nothing for any other text.
pub(crate) fn parse_urn(text: &[u8]) -> Option<GUID> {
    parse_exact(text.strip_prefix(URN_PREFIX)?)
}

fn parse_exact(text: &[u8]) -> Option<GUID> {
    if text.len() != LENGTH {
        return None;
    }
    let mut bytes = [0u8; 16];
    let mut at = 0;
    for (index, byte) in bytes.iter_mut().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            if text[at] != b'-' {
                return None;
            }
            at += 1;
        }
        *byte = hex(text[at])? << 4 | hex(text[at + 1])?;
        at += 2;
    }
    Some(from_bytes(bytes))
}

fn hex(digit: u8) -> Option<u8> {
    Some(match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => return None,
    })
}

/// Writes `00000000-0000-0000-0000-0000000000a1`, in lower case.
pub(crate) fn write_guid(guid: &GUID, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (index, byte) in to_bytes(guid).into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            out.push(b'-');
        }
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

/// Writes `urn:uuid:` and the GUID.
pub(crate) fn write_urn(guid: &GUID, out: &mut Vec<u8>) {
    out.extend_from_slice(URN_PREFIX);
    write_guid(guid, out);
}

/// A new random GUID.
pub(crate) fn new_guid() -> GUID {
    from_bytes(*uuid::Uuid::new_v4().as_bytes())
}

/// The bytes in the order in which their digits are written.
fn to_bytes(guid: &GUID) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&guid.Data1.to_be_bytes());
    bytes[4..6].copy_from_slice(&guid.Data2.to_be_bytes());
    bytes[6..8].copy_from_slice(&guid.Data3.to_be_bytes());
    bytes[8..].copy_from_slice(&guid.Data4);
    bytes
}

fn from_bytes(bytes: [u8; 16]) -> GUID {
    let uuid = uuid::Uuid::from_bytes(bytes);
    let (data1, data2, data3, data4) = uuid.as_fields();
    GUID { Data1: data1, Data2: data2, Data3: data3, Data4: *data4 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::abi::types::WS_E_INVALID_FORMAT;

    #[test]
    fn reads_either_case_and_writes_lower() {
        let guid = parse_guid(b" 01234567-89AB-cdef-0123-0000000000A1 ").unwrap();
        assert_eq!((guid.Data1, guid.Data2, guid.Data3), (0x0123_4567, 0x89AB, 0xCDEF));
        assert_eq!(guid.Data4, [1, 0x23, 0, 0, 0, 0, 0, 0xA1]);
        let mut text = Vec::new();
        write_urn(&guid, &mut text);
        assert_eq!(text, b"urn:uuid:01234567-89ab-cdef-0123-0000000000a1");
        assert_eq!(parse_urn(&text), Some(guid));
        assert_eq!(parse_urn(b"http://x"), None);
    }

    #[test]
    fn refuses_other_spellings() {
        for wrong in [
            &b""[..],
            b"{00000000-0000-0000-0000-000000000000}",
            b"00000000-0000-0000-0000-00000000000",
            b"00000000-0000-0000-0000-0000000000000",
            b"00000000000000000000000000000000",
            b"00000000-0000-0000-0000-00000000000g",
            b"0000000-00000-0000-0000-000000000000",
        ] {
            assert_eq!(parse_guid(wrong).unwrap_err().code(), WS_E_INVALID_FORMAT);
        }
    }

    proptest! {
        #[test]
        fn comes_back(bytes: [u8; 16]) {
            let guid = from_bytes(bytes);
            let mut text = Vec::new();
            write_guid(&guid, &mut text);
            prop_assert_eq!(text.len(), LENGTH);
            prop_assert_eq!(parse_guid(&text).unwrap(), guid);
        }
    }
}
