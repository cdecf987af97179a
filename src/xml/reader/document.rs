//! What a reader stands on, as the face looks at it to show it to C.

use crate::abi::shown::{Shown, ShownElement};
use crate::abi::types::WS_XML_STRING;
use crate::xml::text::Text;

use super::binary_decoder::BinaryDecoder;
use super::starts::{COUNT, Mark};
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

/// What an element or an attribute is called, and where that stands: as long as this is the same, nothing of its names has
/// to be looked at again, or shown in another place.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Sight {
    mark: Mark,
    version: u64,
}

impl Sight {
    /// So many places there are.
    pub(crate) const PLACES: usize = COUNT;

    /// What is remembered of it belongs in this place, which it may share with others. 0 is that of what is not remembered.
    #[inline(always)]
    pub(crate) fn place(self) -> usize {
        self.mark.place()
    }

    #[inline(always)]
    pub(crate) fn is_none(self) -> bool {
        self.mark.is_none()
    }
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
    /// The current node as C sees it, if it is ready for that.
    #[inline(always)]
    pub(crate) fn shown(&self) -> Shown {
        match &self.decoder {
            Decoder::Binary(decoder) if self.in_attribute.is_none() => decoder.shown(),
            _ => Shown::NONE,
        }
    }

    /// What will show the current node to C, each time that it comes, once it has its names. They are put into it, and it is
    /// put back.
    pub(crate) fn take_view(&mut self) -> Option<ShownElement> {
        match &mut self.decoder {
            Decoder::Binary(decoder) if self.in_attribute.is_none() => decoder.take_view(),
            _ => None,
        }
    }

    pub(crate) fn put_view(&mut self, view: ShownElement) -> Shown {
        match &mut self.decoder {
            Decoder::Binary(decoder) => decoder.put_view(view),
            _ => Shown::NONE,
        }
    }

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
    /// Whether it is an element that C has a view of which stays from one that comes to the next.
    #[inline(always)]
    pub(crate) fn has_form(self) -> bool {
        match self.0 {
            Kind::Binary(decoder) => decoder.parser().has_form(),
            Kind::Text(_) | Kind::Other(_) => false,
        }
    }

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
            Kind::Other(reader) => other_element(reader),
        }
    }

    /// What stands for the names of an element, and whether it is empty.
    #[inline(always)]
    pub(crate) fn sight(self) -> (Sight, bool) {
        match self.0 {
            Kind::Text(decoder) => {
                let (mark, is_empty) = decoder.mark();
                (Sight { mark, version: decoder.parser().namespaces().version() }, is_empty)
            }
            Kind::Binary(decoder) => {
                (Sight { mark: decoder.mark(), version: decoder.parser().namespaces().version() }, false)
            }
            Kind::Other(_) => (Sight { mark: Mark::NONE, version: 0 }, false),
        }
    }

    #[inline(always)]
    pub(crate) fn attribute_count(self) -> usize {
        match self.0 {
            Kind::Text(decoder) => decoder.attribute_count(),
            Kind::Binary(decoder) => decoder.attribute_count(),
            Kind::Other(reader) => reader.attribute_count(),
        }
    }

    /// The values of the attributes, with what stands for their names.
    #[inline(always)]
    pub(crate) fn each_attribute(self, mut look: impl FnMut(usize, Sight, Text<'_>)) {
        match self.0 {
            Kind::Text(decoder) => {
                let version = decoder.parser().namespaces().version();
                for (index, (mark, value)) in decoder.attribute_values().enumerate() {
                    look(index, Sight { mark, version }, Text::Utf8(value));
                }
            }
            Kind::Binary(decoder) => {
                let version = decoder.parser().namespaces().version();
                for (index, (mark, value)) in decoder.attribute_values().enumerate() {
                    look(index, Sight { mark, version }, value);
                }
            }
            Kind::Other(reader) => (0..reader.attribute_count())
                .for_each(|index| look(index, Sight { mark: Mark::NONE, version: 0 }, Text::Utf8(b""))),
        }
    }

    /// An attribute, and where its local name stands, or the namespace that is declared.
    #[inline(never)]
    pub(crate) fn attribute(self, index: usize) -> Option<(Attribute<'a>, Listing<'a>)> {
        match self.0 {
            Kind::Text(decoder) => Some((decoder.attribute(index)?, Listing::None)),
            Kind::Binary(decoder) => decoder.listed_attribute(index),
            Kind::Other(reader) => Some((reader.attribute(index)?, Listing::None)),
        }
    }

    /// A text that is nothing but characters, as most are.
    #[inline(always)]
    pub(crate) fn characters(self) -> Option<&'a [u8]> {
        match self.0 {
            Kind::Text(decoder) => decoder.characters(),
            Kind::Binary(decoder) => decoder.characters(),
            Kind::Other(_) => None,
        }
    }

    /// Any text.
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

#[inline(never)]
fn other_element(reader: &Reader) -> Option<(Element<'_>, Listing<'_>)> {
    Some((reader.element()?, Listing::None))
}
