//! Positions in an XML buffer.

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::buffer::{NodeId, XmlBuffer};

use super::tree_decoder::TreeDecoder;
use super::{Decoder, Reader};

impl Reader {
    fn tree(&self) -> Result<&TreeDecoder> {
        match &self.decoder {
            Decoder::Tree(decoder) => Ok(decoder),
            _ => Err(Error::invalid_operation(
                "only a reader that is set to an XML buffer has a position in it",
            )),
        }
    }

    /// WsGetReaderPosition: the buffer, and the node in it.
    pub(crate) fn position(&self) -> Result<(&Arc<XmlBuffer>, NodeId)> {
        self.check_ready()?;
        let tree = self.tree()?;
        Ok((tree.buffer(), tree.position()))
    }

    /// WsSetReaderPosition. The reader stays where it was if that is not a node of its buffer.
    pub(crate) fn set_position(&mut self, node: NodeId) -> Result<()> {
        self.tree()?;
        self.check_ready()?;
        self.check_not_canonicalizing()?;
        if let Decoder::Tree(decoder) = &mut self.decoder {
            decoder.jump(node)?;
        }
        self.in_attribute = None;
        self.leave_node();
        Ok(())
    }

    /// WsMoveReader: whether there is such a node. If not, the reader stays where it is.
    pub(crate) fn move_to(&mut self, to: WS_MOVE_TO) -> Result<bool> {
        self.tree()?;
        self.check_ready()?;
        self.check_not_canonicalizing()?;
        if self.in_attribute.is_some() {
            return Err(self.expected(WS_E_INVALID_OPERATION, "to be outside of an attribute"));
        }
        let Decoder::Tree(decoder) = &mut self.decoder else { return Ok(false) };
        let found = decoder.move_to(to)?;
        if found {
            self.leave_node();
        }
        Ok(found)
    }
}
