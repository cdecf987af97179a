//! What a reader stands on, as the face looks at it to show it to C.

use crate::abi::types::WS_XML_STRING;
use crate::xml::text::Text;

use super::binary_decoder::BinaryDecoder;
use super::text_decoder::TextDecoder;
use super::{Attribute, Decoder, Element, NodeType, NodeView, Reader};

/// Where a name stands in a dictionary.
#[derive(Clone, Copy)]
pub(crate) enum Listing<'a> {
    /// The document knows of no dictionaries.
    None,
    /// The document, which is binary XML, spells it out.
    SpelledOut,
    /// Here, as the application has it.
    At(&'a WS_XML_STRING),
}

/// The current node of a reader. It is as large as two pointers, and most documents are of the kinds that are told apart
/// here, so that little stands between C and the parser.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a>(Kind<'a>);

#[derive(Clone, Copy)]
enum Kind<'a> {
    Text(&'a TextDecoder),
    Binary(&'a BinaryDecoder),
    Other(&'a Reader),
}

impl Reader {
    /// The current node, and what the face keeps with the reader to show it, if there is that and the node is of a kind
    /// that can be looked at without the reader.
    #[inline(always)]
    pub(crate) fn view_and_document(&mut self) -> Option<(&mut dyn NodeView, Document<'_>)> {
        if self.in_attribute.is_some() {
            return None;
        }
        let kind = match &self.decoder {
            Decoder::Text(decoder) => Kind::Text(decoder),
            Decoder::Binary(decoder) => Kind::Binary(decoder),
            _ => return None,
        };
        Some((self.view.as_deref_mut()?, Document(kind)))
    }

    /// The current node.
    pub(crate) fn document(&self) -> Document<'_> {
        Document(match &self.decoder {
            _ if self.in_attribute.is_some() => Kind::Other(self),
            Decoder::Text(decoder) => Kind::Text(decoder),
            Decoder::Binary(decoder) => Kind::Binary(decoder),
            _ => Kind::Other(self),
        })
    }
}

impl<'a> Document<'a> {
    #[inline(always)]
    pub(crate) fn node_type(self) -> NodeType {
        match self.0 {
            Kind::Text(decoder) => decoder.parser().node_type(),
            Kind::Binary(decoder) => decoder.node_type(),
            Kind::Other(reader) => reader.node_type(),
        }
    }

    /// An element, and where its local name stands.
    #[inline(always)]
    pub(crate) fn element(self) -> Option<(Element<'a>, Listing<'a>)> {
        match self.0 {
            Kind::Text(decoder) => Some((decoder.element()?, Listing::None)),
            Kind::Binary(decoder) => decoder.listed_element(),
            Kind::Other(reader) => Some((reader.element()?, Listing::None)),
        }
    }

    /// Its attributes, and where the local name of each stands, or the namespace that is declared.
    #[inline(always)]
    pub(crate) fn each_attribute(self, mut look: impl FnMut(&Attribute<'_>, Listing<'_>)) {
        match self.0 {
            Kind::Text(decoder) => {
                for attribute in decoder.attributes() {
                    look(&attribute, Listing::None);
                }
            }
            Kind::Binary(decoder) => decoder.each_attribute(look),
            Kind::Other(reader) => (0..reader.attribute_count())
                .filter_map(|index| reader.attribute(index))
                .for_each(|attribute| look(&attribute, Listing::None)),
        }
    }

    #[inline(always)]
    pub(crate) fn text(self) -> Option<Text<'a>> {
        match self.0 {
            Kind::Text(decoder) => decoder.characters().map(Text::Utf8),
            Kind::Binary(decoder) => decoder.text(),
            Kind::Other(reader) => reader.text(),
        }
    }

    pub(crate) fn comment(self) -> Option<&'a [u8]> {
        match self.0 {
            Kind::Text(decoder) => decoder.characters(),
            Kind::Binary(decoder) => decoder.comment(),
            Kind::Other(reader) => reader.comment(),
        }
    }
}
