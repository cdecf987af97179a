//! Attributes of the current element, and what is in scope on it.

use crate::abi::types::*;
use crate::error::{Error, Result};

use super::namespaces::Namespaces;
use super::{Decoder, InAttribute, Reader, describe_name, same};

impl Reader {
    /// WsFindAttribute: the index of an attribute of the current element.
    pub(crate) fn find_attribute(&self, local_name: &[u8], ns: &[u8]) -> Result<Option<usize>> {
        self.check_ready()?;
        let Some(element) = self.element() else {
            return Err(Error::invalid_operation(format!(
                "attributes are found on a start element, and the reader is on {}, at {}",
                self.node_type().name(),
                self.location()
            )));
        };
        Ok((0..element.attribute_count).find(|&index| {
            self.attribute(index).is_some_and(|attribute| {
                !attribute.is_xmlns && same(attribute.local_name, local_name) && same(attribute.ns, ns)
            })
        }))
    }

    /// As [`Self::find_attribute`], where there has to be one.
    pub(crate) fn require_attribute(&mut self, local_name: &[u8], ns: &[u8]) -> Result<usize> {
        match self.find_attribute(local_name, ns) {
            Ok(Some(index)) => Ok(index),
            Ok(None) => {
                let what = format!("the attribute {}", describe_name(local_name, ns));
                Err(self.expected(WS_E_INVALID_FORMAT, &what))
            }
            // A call in a wrong state leaves the reader as it was.
            Err(error) => Err(error),
        }
    }

    /// WsReadStartAttribute: the value of this attribute is read next, as if it were content.
    pub(crate) fn read_start_attribute(&mut self, index: usize) -> Result<()> {
        self.check_ready()?;
        let Some(element) = self.element() else {
            return Err(self.expected(WS_E_INVALID_FORMAT, "a start element, whose attribute is to be read"));
        };
        if index >= element.attribute_count {
            return Err(Error::invalid_argument(format!(
                "the index of the attribute is {index}, and the element has {} of them",
                element.attribute_count
            )));
        }
        self.leave_node();
        self.in_attribute = Some(InAttribute { index, is_at_end: false });
        self.is_on_its_way = false;
        Ok(())
    }

    /// WsReadEndAttribute: back to the element.
    pub(crate) fn read_end_attribute(&mut self) -> Result<()> {
        self.check_ready()?;
        if self.in_attribute.take().is_none() {
            return Err(self
                .expected(WS_E_INVALID_FORMAT, "the value of an attribute, begun by WsReadStartAttribute"));
        }
        self.leave_node();
        Ok(())
    }

    pub(super) fn namespaces(&self) -> Option<&Namespaces> {
        match &self.decoder {
            Decoder::None | Decoder::Raw(_) => None,
            Decoder::Text(decoder) => Some(decoder.parser().namespaces()),
            Decoder::Mtom(decoder) => Some(decoder.xml().parser().namespaces()),
            Decoder::Binary(decoder) => Some(decoder.parser().namespaces()),
            Decoder::Tree(decoder) => Some(decoder.namespaces()),
        }
    }

    /// WsGetNamespaceFromPrefix.
    pub(crate) fn namespace_of_prefix(&self, prefix: &[u8]) -> Option<&[u8]> {
        let namespaces = self.namespaces()?;
        namespaces.find(prefix).map(|ns| namespaces.get(ns))
    }

    /// The failure that a prefix has to be bound, and is not.
    #[cold]
    pub(crate) fn undeclared_prefix(&mut self, prefix: &[u8]) -> Error {
        let message = format!(
            "expected a prefix that is declared, found {}, at {}",
            crate::value::string::quoted(prefix),
            self.location()
        );
        self.fault(Error::invalid_format(message))
    }

    /// WsGetXmlAttribute: the value of the nearest attribute `xml:local_name` in scope.
    pub(crate) fn xml_attribute(&self, local_name: &[u8]) -> Result<Option<Vec<u8>>> {
        self.check_ready()?;
        match &self.decoder {
            Decoder::None | Decoder::Raw(_) => Ok(None),
            Decoder::Text(decoder) => Ok(decoder.parser().xml_attribute(local_name).map(<[u8]>::to_vec)),
            Decoder::Mtom(decoder) => {
                Ok(decoder.xml().parser().xml_attribute(local_name).map(<[u8]>::to_vec))
            }
            Decoder::Binary(decoder) => Ok(decoder.parser().xml_attribute(local_name).map(<[u8]>::to_vec)),
            Decoder::Tree(decoder) => decoder.xml_attribute(local_name),
        }
    }
}
