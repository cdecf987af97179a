//! Base64 (RFC 4648, the alphabet with `+` and `/`, padded), with whitespace anywhere when reading.

use base64_simd::{Out, STANDARD};

use crate::error::{Error, Result};

use super::string::{is_space, quoted, trim};

/// How many characters this many bytes become.
#[cfg(test)]
pub(crate) fn encoded_length(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// Appends the text of these bytes.
pub(crate) fn write_base64(bytes: &[u8], out: &mut Vec<u8>) {
    STANDARD.encode_append(bytes, out);
}

/// The bytes of this text.
#[cfg(test)]
pub(crate) fn parse_base64(text: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    push_base64(text, &mut bytes)?;
    Ok(bytes)
}

/// Appends the bytes of this text. On failure nothing is appended.
pub(crate) fn push_base64(text: &[u8], out: &mut Vec<u8>) -> Result<()> {
    let text = trim(text);
    // Nearly always there is no whitespace within, so look for it only when the plain way fails.
    if decode(text, out) {
        return Ok(());
    }
    let solid: Vec<u8> = text.iter().copied().filter(|&byte| !is_space(byte)).collect();
    if solid.len() < text.len() && decode(&solid, out) {
        return Ok(());
    }
    Err(not_base64(text, &solid))
}

fn decode(text: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.resize(start + text.len() / 4 * 3 + 3, 0);
    let decoded = STANDARD.decode(text, Out::from_slice(&mut out[start..])).map(|bytes| bytes.len());
    out.truncate(start + *decoded.as_ref().unwrap_or(&0));
    decoded.is_ok()
}

#[cold]
fn not_base64(text: &[u8], solid: &[u8]) -> Error {
    let wrong =
        |byte: &u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=') || is_space(*byte));
    let why = if let Some(at) = text.iter().position(wrong) {
        format!("the byte 0x{:02X} at offset {at} is not one of its characters", text[at])
    } else if !solid.len().is_multiple_of(4) {
        format!("there are {} characters, not a multiple of 4", solid.len())
    } else {
        "its end is not padded rightly, or has bits that no byte takes up".to_owned()
    };
    Error::invalid_format(format!("base64 is expected, and {} is not: {why}", quoted(text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::abi::types::WS_E_INVALID_FORMAT;

    #[test]
    fn reads_with_whitespace_anywhere() {
        for text in [&b"dGVzdA=="[..], b" dGVzdA== ", b"dG Vz\r\ndA =\t="] {
            assert_eq!(parse_base64(text).unwrap(), b"test");
        }
        assert_eq!(parse_base64(b"").unwrap(), b"");
        assert_eq!(parse_base64(b"  ").unwrap(), b"");
    }

    #[test]
    fn refuses_what_is_not_base64_and_appends_nothing_then() {
        for text in
            [&b"dGVzdA==="[..], b"dGVzdA=", b"dGVzdA", b"dGV=dA==", b"d", b"dGVz-_==", b"=", b"dGVzdB=="]
        {
            let mut out = vec![7];
            assert_eq!(push_base64(text, &mut out).unwrap_err().code(), WS_E_INVALID_FORMAT, "{text:?}");
            assert_eq!(out, [7]);
        }
    }

    proptest! {
        #[test]
        fn comes_back(bytes: Vec<u8>, prefix: Vec<u8>) {
            let mut text = prefix.clone();
            write_base64(&bytes, &mut text);
            prop_assert_eq!(text.len() - prefix.len(), encoded_length(bytes.len()));
            let mut read = prefix.clone();
            push_base64(&text[prefix.len()..], &mut read).unwrap();
            prop_assert_eq!(&read[prefix.len()..], &bytes[..]);
        }
    }
}
