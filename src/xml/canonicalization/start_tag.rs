//! A start tag: gathered as it is told, and rendered in canonical order.

use crate::error::Result;
use crate::xml::reader::namespaces::Namespaces;
use crate::xml::reader::stored::Range;
use crate::xml::text::Text;

use super::base64_pieces::Base64Pieces;
use super::output::{Output, Place};

/// The start tag being told.
#[derive(Default)]
pub(super) struct StartTag {
    /// Names and values, one after the other.
    bytes: Vec<u8>,
    prefix: Range,
    local_name: Range,
    ns: Range,
    attributes: Vec<Attribute>,
    /// Declarations that are rendered unless they are in force already.
    declarations: Vec<Declaration>,
    /// The end of the attribute's value, if that is of bytes.
    pieces: Base64Pieces,
}

#[derive(Clone, Copy)]
struct Attribute {
    prefix: Range,
    local_name: Range,
    ns: Range,
    value: Range,
}

#[derive(Clone, Copy)]
struct Declaration {
    prefix: Range,
    ns: Range,
}

impl StartTag {
    pub(super) fn begin(&mut self, prefix: &[u8], local_name: &[u8], ns: &[u8]) {
        self.bytes.clear();
        self.attributes.clear();
        self.declarations.clear();
        self.prefix = Range::store(prefix, &mut self.bytes);
        self.local_name = Range::store(local_name, &mut self.bytes);
        self.ns = Range::store(ns, &mut self.bytes);
        self.declarations.push(Declaration { prefix: self.prefix, ns: self.ns });
    }

    pub(super) fn declare(&mut self, prefix: &[u8], ns: &[u8]) {
        let prefix = Range::store(prefix, &mut self.bytes);
        let ns = Range::store(ns, &mut self.bytes);
        self.declarations.push(Declaration { prefix, ns });
    }

    pub(super) fn begin_attribute(&mut self, prefix: &[u8], local_name: &[u8], ns: &[u8]) {
        let attribute = Attribute {
            prefix: Range::store(prefix, &mut self.bytes),
            local_name: Range::store(local_name, &mut self.bytes),
            ns: Range::store(ns, &mut self.bytes),
            value: Range::store(b"", &mut self.bytes),
        };
        if !prefix.is_empty() {
            self.declarations.push(Declaration { prefix: attribute.prefix, ns: attribute.ns });
        }
        self.attributes.push(attribute);
    }

    /// A piece of the value of the last attribute.
    pub(super) fn attribute_text(&mut self, text: &Text<'_>) -> Result<()> {
        match *text {
            Text::Base64(bytes) => self.pieces.push(bytes, &mut self.bytes),
            _ => text.write_utf8(&mut self.bytes)?,
        }
        Ok(())
    }

    pub(super) fn end_attribute(&mut self) {
        self.pieces.end(&mut self.bytes);
        if let Some(attribute) = self.attributes.last_mut() {
            attribute.value = attribute.value.to_end(&self.bytes);
        }
    }

    /// The local name and the namespace.
    pub(super) fn name(&self) -> (&[u8], &[u8]) {
        (self.local_name.of(&self.bytes), self.ns.of(&self.bytes))
    }

    pub(super) fn push_qualified_name(&self, out: &mut Vec<u8>) {
        let prefix = self.prefix.of(&self.bytes);
        if !prefix.is_empty() {
            out.extend_from_slice(prefix);
            out.push(b':');
        }
        out.extend_from_slice(self.local_name.of(&self.bytes));
    }

    /// Writes the tag: declarations by their prefixes, then attributes by namespaces and local names. What it declares
    /// is in force afterwards.
    pub(super) fn render(
        &mut self,
        qualified_name: &[u8],
        in_force: &mut Namespaces,
        output: &mut Output,
    ) -> Result<()> {
        let bytes = &self.bytes;
        output.push(b"<")?;
        output.push(qualified_name)?;
        self.declarations.sort_unstable_by(|left, right| left.prefix.of(bytes).cmp(right.prefix.of(bytes)));
        for declaration in &self.declarations {
            let (prefix, ns) = (declaration.prefix.of(bytes), declaration.ns.of(bytes));
            // This one is declared from the beginning, and may be declared only so.
            if prefix == b"xml" || in_force.find(prefix).is_some_and(|found| in_force.get(found) == ns) {
                continue;
            }
            output.push(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" })?;
            output.push(prefix)?;
            output.push(b"=\"")?;
            output.escaped(ns, Place::Attribute)?;
            output.push(b"\"")?;
            in_force.push(prefix, ns);
        }
        let key = |attribute: &Attribute| (attribute.ns.of(bytes), attribute.local_name.of(bytes));
        self.attributes.sort_unstable_by(|left, right| key(left).cmp(&key(right)));
        for attribute in &self.attributes {
            output.push(b" ")?;
            let prefix = attribute.prefix.of(bytes);
            if !prefix.is_empty() {
                output.push(prefix)?;
                output.push(b":")?;
            }
            output.push(attribute.local_name.of(bytes))?;
            output.push(b"=\"")?;
            output.escaped(attribute.value.of(bytes), Place::Attribute)?;
            output.push(b"\"")?;
        }
        output.push(b">")
    }
}
