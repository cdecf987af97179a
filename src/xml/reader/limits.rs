//! What elements and attributes a reader accepts, in whatever encoding: one root, and no more than its properties
//! allow.

use super::ReaderProperties;
use super::namespaces::{Namespaces, NsRef, check_declaration};
use super::tokenizer::{Parse, Problem};

/// An element begins at `at`, within `depth` others; whether a root element came before.
#[inline]
pub(super) fn check_element(
    depth: usize,
    had_root: bool,
    at: usize,
    properties: &ReaderProperties,
) -> Parse<()> {
    if depth == 0 && had_root && !properties.allow_fragment {
        let message = "expected the end of the document after its root element, found another element";
        return Err(Problem::invalid(at, message));
    }
    if depth >= properties.max_depth as usize {
        return Err(over(
            "elements nest deeper than WS_XML_READER_PROPERTY_MAX_DEPTH",
            properties.max_depth,
            at,
        ));
    }
    Ok(())
}

/// One more attribute begins at `at`, after `count` others of the element.
#[inline]
pub(super) fn check_attribute(count: usize, at: usize, properties: &ReaderProperties) -> Parse<()> {
    if count >= properties.max_attributes as usize {
        let what = "the element has more attributes than WS_XML_READER_PROPERTY_MAX_ATTRIBUTES";
        return Err(over(what, properties.max_attributes, at));
    }
    Ok(())
}

/// Brings a declaration, which stands at `at`, into scope. (Namespaces in XML 1.0, section 3)
#[inline]
pub(super) fn declare(
    namespaces: &mut Namespaces,
    prefix: &[u8],
    ns: &[u8],
    at: usize,
    properties: &ReaderProperties,
) -> Parse<NsRef> {
    check_declaration(prefix, ns).map_err(|message| Problem::invalid(at, message))?;
    if namespaces.len() >= properties.max_namespaces as usize {
        let what = "more namespaces are in scope than WS_XML_READER_PROPERTY_MAX_NAMESPACES";
        return Err(over(what, properties.max_namespaces, at));
    }
    Ok(namespaces.push(prefix, ns))
}

#[cold]
fn over(what: &str, limit: u32, at: usize) -> Box<Problem> {
    Problem::quota(at, format!("{what}, {limit}"))
}
