//! Standard headers that the library itself puts into a message, as the text that they are.
//!
//! Most messages have no others: an Action, a To, a MessageID. They are kept as text for as long as nobody wants to
//! see them as nodes, and written from there; building a tree only to write it out again is most of the work of a
//! small call.

use crate::abi::types::*;
use crate::error::Result;
use crate::xml::text::Text;
use crate::xml::writer::Writer;

use super::headers::{BODY, ENVELOPE, HEADER, MUST_UNDERSTAND, standard_attributes, standard_name};
use super::version::{AddressingVersion, EnvelopeVersion};

/// Headers in the order of the envelope.
#[derive(Default)]
pub(super) struct PlainHeaders(Vec<(WS_HEADER_TYPE, Value)>);

/// What is in a header.
pub(super) enum Value {
    Text(Box<[u8]>),
    /// An endpoint reference to the anonymous address.
    Anonymous,
}

impl Value {
    /// `None` for what is better left to a writer: typed values, and characters that it may refuse.
    pub(super) fn of(text: &Text<'_>) -> Option<Self> {
        let Text::Utf8(bytes) = *text else {
            let mut bytes = Vec::new();
            let is_plain = matches!(text, Text::UniqueId(_)) && text.write_utf8(&mut bytes).is_ok();
            return is_plain.then(|| Self::Text(bytes.into()));
        };
        let is_plain = |&byte: &u8| (b' '..0x7f).contains(&byte);
        bytes.iter().all(is_plain).then(|| Self::Text(bytes.into()))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Anonymous => 0,
        }
    }

    /// Writes what is between the tags of the header.
    pub(super) fn write(&self, writer: &mut Writer, addressing: &AddressingVersion) -> Result<()> {
        match self {
            Self::Text(text) => writer.write_text(Text::Utf8(text)),
            Self::Anonymous => {
                let ns = addressing.ns.as_bytes();
                let prefix = writer.prefix_of_namespace(ns);
                writer.write_start_element(prefix.as_deref(), b"Address", ns)?;
                writer.write_text(Text::Utf8(addressing.anonymous.as_bytes()))?;
                writer.write_end_element()
            }
        }
    }
}

impl PlainHeaders {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (WS_HEADER_TYPE, &Value)> {
        self.0.iter().map(|(header, value)| (*header, value))
    }

    pub(super) fn get(&self, header: WS_HEADER_TYPE) -> Option<&Value> {
        self.iter().find(|&(other, _)| other == header).map(|(_, value)| value)
    }

    /// Adds a header at the end, or in the place of the one that is there.
    pub(super) fn put(&mut self, header: WS_HEADER_TYPE, value: Value) {
        match self.0.iter_mut().find(|(other, _)| *other == header) {
            Some((_, old)) => *old = value,
            None => self.0.push((header, value)),
        }
    }

    /// Writes an envelope with these headers up to the content of its body, as the same headers in a tree would be.
    pub(super) fn write_envelope_start(
        &self,
        envelope: &EnvelopeVersion,
        addressing: &AddressingVersion,
        writer: &mut Writer,
    ) -> Result<()> {
        let (prefix, ns) = (envelope.prefix.as_bytes(), envelope.ns.as_bytes());
        writer.write_start_element(Some(prefix), ENVELOPE, ns)?;
        if !addressing.is_transport {
            writer.write_xmlns_attribute(
                Some(addressing.prefix.as_bytes()),
                addressing.ns.as_bytes(),
                false,
            )?;
        }
        writer.write_xmlns_attribute(Some(prefix), ns, false)?;
        // Transport addressing keeps its headers out of the envelope, and has no others of this kind.
        if !addressing.is_transport && !self.0.is_empty() {
            writer.write_start_element(Some(prefix), HEADER, ns)?;
            for (header, value) in self.iter() {
                let name = standard_name(header).as_bytes();
                writer.write_start_element(
                    Some(addressing.prefix.as_bytes()),
                    name,
                    addressing.ns.as_bytes(),
                )?;
                if standard_attributes(header) & WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE != 0 {
                    writer.write_start_attribute(Some(prefix), MUST_UNDERSTAND, ns, false)?;
                    writer.write_text(Text::Utf8(b"1"))?;
                    writer.write_end_attribute()?;
                }
                value.write(writer, addressing)?;
                writer.write_end_element()?;
            }
            writer.write_end_element()?;
        }
        writer.write_start_element(Some(prefix), BODY, ns)
    }
}
