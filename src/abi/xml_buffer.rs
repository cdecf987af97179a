//! `WS_XML_BUFFER`: a document in memory. (Page "XML Buffer".)
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::error::Error;
use crate::heap::Heap;
use crate::xml::buffer::{NodeId, XmlBuffer};

use super::guard::{Out, boundary, required};
use super::object::shared;

/// Creates an empty XML buffer in a heap. There is no function to free it: it lives until the heap is reset or
/// freed, and what is written into it is charged to the heap.
///
/// - `properties`, `propertyCount`: there are none; NULL and 0.
/// - `buffer`: receives the buffer.
///
/// Errors: `E_INVALIDARG` for what is not a heap, a NULL `buffer`, or any property; `WS_E_QUOTA_EXCEEDED` when
/// the heap is full. (Page WsCreateXmlBuffer.)
///
/// # Safety
/// `buffer` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateXmlBuffer(
    heap: *mut WS_HEAP,
    properties: *const WS_XML_BUFFER_PROPERTY,
    propertyCount: ULONG,
    buffer: *mut *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let heap = shared::<Heap>(heap)?;
        // SAFETY: the caller's promise.
        let buffer = unsafe { Out::required(buffer, "buffer") }?;
        if propertyCount != 0 {
            let given = if properties.is_null() { "a count without them" } else { "some" };
            return Err(Error::invalid_argument(format!(
                "an XML buffer has no properties, and {given} was given: propertyCount is {propertyCount}"
            )));
        }
        buffer.write(XmlBuffer::new(&heap)?.handle(&heap));
        Ok(S_OK)
    })
}

/// Removes the node at a position from its buffer; an element with all that is in it and its end. Positions of
/// what was removed are no longer valid, and readers and writers that stand there fail until they are moved.
///
/// - `nodePosition`: from WsGetWriterPosition or WsGetReaderPosition.
///
/// Errors: `WS_E_INVALID_OPERATION` for an end element, the beginning or the end of the document, or a node that
/// has been removed; `E_INVALIDARG` for NULL or what is not a position. (Page WsRemoveNode.)
///
/// # Safety
/// `nodePosition` is NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveNode(
    nodePosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let position = unsafe { required(nodePosition, "nodePosition") }?;
        let buffer = shared::<XmlBuffer>(position.buffer)?;
        buffer.tree.lock().remove(NodeId::from_position(position.node))?;
        Ok(S_OK)
    })
}
