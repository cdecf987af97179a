//! XML as the one sequence of bytes that is signed.
//!
//! - Canonical XML 1.0 (<https://www.w3.org/TR/2001/REC-xml-c14n-20010315>), called inclusive: every namespace
//!   declaration is rendered where it first takes effect.
//! - Exclusive XML Canonicalization 1.0 (<https://www.w3.org/TR/2002/REC-xml-exc-c14n-20020718/>): only those are
//!   whose prefix names the element or an attribute of it, and those of the inclusive prefixes.
//!
//! A [`Canonicalizer`] is told of nodes, by a reader that moves past them or a writer that writes them, and gives the
//! bytes to a [`CanonicalSink`]. What it is told is well-formed: readers and writers see to that. Document type
//! declarations and processing instructions do not exist here.

mod base64_pieces;
mod output;
mod start_tag;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::xml::text::Text;

use super::reader::namespaces::Namespaces;

use base64_pieces::Base64Pieces;
pub(crate) use output::CanonicalSink;
use output::{Output, Place};
use start_tag::StartTag;

/// How to canonicalize. (`WS_XML_CANONICALIZATION_PROPERTY_ID`)
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) is_inclusive: bool,
    pub(crate) with_comments: bool,
    /// Prefixes whose declarations are rendered by the rules of the inclusive form. An empty one is the default
    /// namespace.
    pub(crate) inclusive_prefixes: Vec<Vec<u8>>,
    /// Elements of this local name and namespace are left out, with all that is in them.
    pub(crate) omitted: Option<(Vec<u8>, Vec<u8>)>,
    /// The number of bytes that are given to the sink at a time; at least 1.
    pub(crate) buffer_size: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            is_inclusive: false,
            with_comments: false,
            inclusive_prefixes: Vec::new(),
            omitted: None,
            buffer_size: 1024,
        }
    }
}

/// An element that was begun and not ended.
struct Open {
    /// Where its qualified name begins in the names.
    name: u32,
    /// The number of declarations rendered outside of it.
    rendered: u32,
}

/// Makes canonical XML of nodes in document order.
///
/// A start tag is told piece by piece: [`Canonicalizer::start_element`], its declarations and attributes in any order,
/// [`Canonicalizer::end_start_element`].
pub(crate) struct Canonicalizer {
    options: Options,
    output: Output,
    start: StartTag,
    open: Vec<Open>,
    /// The qualified names of the open elements, one after the other.
    names: Vec<u8>,
    /// The declarations that are in force in the output.
    rendered: Namespaces,
    /// The open elements from the outermost omitted one on.
    omitted: usize,
    /// The end of the text that was told last, if that is of bytes.
    bytes: Base64Pieces,
    scratch: Vec<u8>,
    /// An element of the document was told, so that comments come on lines after it.
    had_root: bool,
}

impl Canonicalizer {
    pub(crate) fn new(options: Options, sink: Box<dyn CanonicalSink>) -> Self {
        Self {
            output: Output::new(sink, options.buffer_size),
            options,
            start: StartTag::default(),
            open: Vec::new(),
            names: Vec::new(),
            rendered: Namespaces::new(),
            omitted: 0,
            bytes: Base64Pieces::default(),
            scratch: Vec::new(),
            had_root: false,
        }
    }

    /// The number of elements that were begun and not ended.
    pub(crate) fn depth(&self) -> usize {
        self.open.len() + self.omitted
    }

    /// Begins a start tag.
    pub(crate) fn start_element(&mut self, prefix: &[u8], local_name: &[u8], ns: &[u8]) -> Result<()> {
        self.end_bytes()?;
        self.start.begin(prefix, local_name, ns);
        Ok(())
    }

    /// What the inclusive prefixes stand for in an element at depth 0, wherever that is declared.
    pub(crate) fn inherit<'a>(&mut self, ns_of: impl Fn(&[u8]) -> Option<&'a [u8]>) {
        if self.depth() > 0 || self.options.is_inclusive {
            return;
        }
        for prefix in &self.options.inclusive_prefixes {
            if let Some(ns) = ns_of(prefix) {
                self.start.declare(prefix, ns);
            }
        }
    }

    /// A namespace declaration that is in force in the element; an empty `ns` takes the default namespace away.
    pub(crate) fn declaration(&mut self, prefix: &[u8], ns: &[u8]) {
        if self.options.is_inclusive || self.options.inclusive_prefixes.iter().any(|listed| listed == prefix)
        {
            self.start.declare(prefix, ns);
        }
    }

    /// Begins an attribute; its value follows by [`Canonicalizer::attribute_text`].
    pub(crate) fn start_attribute(&mut self, prefix: &[u8], local_name: &[u8], ns: &[u8]) {
        self.start.begin_attribute(prefix, local_name, ns);
    }

    /// A piece of the value of the attribute.
    pub(crate) fn attribute_text(&mut self, text: &Text<'_>) -> Result<()> {
        self.start.attribute_text(text)
    }

    pub(crate) fn end_attribute(&mut self) {
        self.start.end_attribute();
    }

    /// Ends the start tag.
    pub(crate) fn end_start_element(&mut self) -> Result<()> {
        let (local_name, ns) = self.start.name();
        let is_named =
            |omitted: &(Vec<u8>, Vec<u8>)| omitted.0.as_slice() == local_name && omitted.1.as_slice() == ns;
        if self.omitted > 0 || self.options.omitted.as_ref().is_some_and(is_named) {
            self.omitted += 1;
            return Ok(());
        }
        let name = self.names.len();
        let rendered = self.rendered.len();
        self.start.push_qualified_name(&mut self.names);
        self.open.push(Open { name: name as u32, rendered: rendered as u32 });
        self.start.render(&self.names[name..], &mut self.rendered, &mut self.output)
    }

    pub(crate) fn end_element(&mut self) -> Result<()> {
        self.end_bytes()?;
        if self.omitted > 0 {
            self.omitted -= 1;
        } else if let Some(open) = self.open.pop() {
            self.output.push(b"</")?;
            self.output.push(&self.names[open.name as usize..])?;
            self.output.push(b">")?;
            self.names.truncate(open.name as usize);
            self.rendered.truncate(open.rendered as usize);
        }
        self.had_root = true;
        Ok(())
    }

    /// A piece of text. Whitespace outside of the root element is none.
    pub(crate) fn text(&mut self, text: &Text<'_>, is_outside_root: bool) -> Result<()> {
        if self.omitted > 0 || (is_outside_root && text.is_space()) {
            return Ok(());
        }
        if let Text::Base64(bytes) = *text {
            self.scratch.clear();
            self.bytes.push(bytes, &mut self.scratch);
            return self.output.push(&self.scratch);
        }
        self.end_bytes()?;
        if let Text::Utf8(chars) = *text {
            return self.output.escaped(chars, Place::Content);
        }
        self.scratch.clear();
        text.write_utf8(&mut self.scratch)?;
        self.output.escaped(&self.scratch, Place::Content)
    }

    /// Bytes that follow are not one text with those before.
    pub(crate) fn end_bytes(&mut self) -> Result<()> {
        if self.bytes.is_whole() {
            return Ok(());
        }
        self.scratch.clear();
        self.bytes.end(&mut self.scratch);
        self.output.push(&self.scratch)
    }

    /// Outside of the root element, a comment has a line for itself.
    pub(crate) fn comment(&mut self, content: &[u8], is_outside_root: bool) -> Result<()> {
        self.end_bytes()?;
        if self.omitted > 0 || !self.options.with_comments {
            return Ok(());
        }
        if is_outside_root && self.had_root {
            self.output.push(b"\n")?;
        }
        self.output.push(b"<!--")?;
        self.output.push(content)?;
        self.output.push(b"-->")?;
        if is_outside_root && !self.had_root { self.output.push(b"\n") } else { Ok(()) }
    }

    /// Gives the sink what it has not got yet.
    pub(crate) fn finish(&mut self) -> Result<()> {
        self.end_bytes()?;
        self.output.flush()
    }
}
