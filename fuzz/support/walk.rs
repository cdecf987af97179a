//! Going through a document node by node, whether it is there or comes in pieces.

use std::ptr::{null, null_mut};

use webservices::abi::types::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_reader_node::*;

/// The next node, or none where reading ends in an error. A stream is filled as often as `fills` still allows, which
/// then counts down.
///
/// # Safety
/// The reader is live; the node is so until it is used again.
pub unsafe fn next_node(reader: *mut WS_XML_READER, fills: &mut usize) -> Option<*const WS_XML_NODE> {
    // SAFETY: the caller's promise.
    unsafe {
        loop {
            let code = WsReadNode(reader, null_mut());
            if code == WS_E_QUOTA_EXCEEDED && *fills > 0 {
                *fills -= 1;
                if WsFillReader(reader, 1, null(), null_mut()) == S_OK {
                    continue;
                }
            }
            if code != S_OK {
                return None;
            }
            let mut node = null();
            assert_eq!(WsGetReaderNode(reader, &raw mut node, null_mut()), S_OK);
            return Some(node);
        }
    }
}
