//! References: a URL relative to another (RFC 3986, section 5).

use crate::error::{Error, Result};
use crate::value::string::{quoted, utf8_to_utf16};

use super::{Parts, Url, UrlFlags, ascii, collapse, decode, is_path_char, is_query_char};

/// The absolute URL that `reference` means when it stands in what `base` names. A reference that is absolute
/// is the result itself, but for the dots in its path. `WS_E_INVALID_FORMAT` when one of them is not valid, the
/// base is not absolute, or a scheme is not known.
pub(crate) fn combine(base: &[u16], reference: &[u16], flags: UrlFlags) -> Result<Vec<u16>> {
    let (base, reference) = (ascii(base)?, ascii(reference)?);
    // What is checked is thrown away: the result is made from the encoded parts.
    Url::parse_ascii(&base, flags).map_err(|error| error.context("the base of a relative URL"))?;
    let (base, from) = (Parts::split(&base), Parts::split(&reference));
    check_reference(&from, &reference, flags)?;

    let mut result = Parts { fragment: from.fragment, ..base };
    let merged;
    if from.scheme.is_some() {
        result = from;
    } else if from.authority.is_some() {
        result = Parts { scheme: base.scheme, ..from };
    } else if from.path.is_empty() {
        result.query = from.query.or(base.query);
    } else {
        result.query = from.query;
        merged = merge(base.path, from.path);
        result.path = &merged;
    }
    let url = assemble(&result, flags);
    // A reference such as "//" leaves nothing that names a host.
    Url::parse_ascii(&url, flags)?;
    utf8_to_utf16(&url)
}

fn check_reference(from: &Parts<'_>, reference: &[u8], flags: UrlFlags) -> Result<()> {
    if from.scheme.is_some() {
        Url::parse_ascii(reference, flags)?;
        return Ok(());
    }
    decode(from.path, is_path_char)
        .and_then(|_| decode(from.query.unwrap_or_default(), is_query_char))
        .and_then(|_| decode(from.fragment.unwrap_or_default(), is_query_char))
        .map(|_| ())
        .map_err(|what| {
            Error::invalid_format(format!("the relative URL {} is not valid: {what}", quoted(reference)))
        })
}

/// The relative path in place of the last segment of the base's (RFC 3986, 5.2.3).
fn merge(base: &[u8], path: &[u8]) -> Vec<u8> {
    if path.first() == Some(&b'/') {
        return path.to_vec();
    }
    let folder = base.iter().rposition(|&byte| byte == b'/').map_or(&b"/"[..], |last| &base[..=last]);
    [folder, path].concat()
}

fn assemble(parts: &Parts<'_>, flags: UrlFlags) -> Vec<u8> {
    let mut url = Vec::new();
    url.extend_from_slice(parts.scheme.unwrap_or_default());
    url.extend_from_slice(b"://");
    url.extend_from_slice(parts.authority.unwrap_or_default());
    if flags.no_path_collapse {
        url.extend_from_slice(parts.path);
    } else {
        url.extend(collapse(parts.path));
    }
    for (separator, part) in [(b'?', parts.query), (b'#', parts.fragment)] {
        if let Some(part) = part {
            url.push(separator);
            url.extend_from_slice(part);
        }
    }
    url
}
