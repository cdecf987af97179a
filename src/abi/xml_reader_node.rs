//! `WS_XML_READER`: nodes, attributes, scope and positions. (Pages "XML Reader", "XML Node", "XML Buffer".)
#![allow(unsafe_code)]

use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::value::string::utf8_to_utf16;
use crate::xml::buffer::{NodeId, XmlBuffer};
use crate::xml::reader::Reader;

use super::guard::{Out, boundary, can_report, optional, required, slice, step_boundary};
use super::object::{idle, lease, shared};
use super::xml_node_view;

/// The bytes of a string that C gave.
///
/// # Safety
/// The string is valid, and stays so for `'a`.
unsafe fn bytes<'a>(string: &WS_XML_STRING, name: &str) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe { slice(string.bytes.cast_const(), string.length, name) }
}

/// The bytes of a string that has to be there.
///
/// # Safety
/// The string is NULL or valid, and stays so for `'a`.
pub(crate) unsafe fn required_string<'a>(string: *const WS_XML_STRING, name: &str) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe { bytes(required(string, name)?, name) }
}

/// The bytes of a string that may be NULL.
///
/// # Safety
/// As [`required_string`].
pub(crate) unsafe fn optional_string<'a>(
    string: *const WS_XML_STRING,
    name: &str,
) -> Result<Option<&'a [u8]>> {
    // SAFETY: the caller's promise.
    unsafe { optional(string).map(|string| bytes(string, name)).transpose() }
}

/// The node that the reader stands on. What the pointer leads to belongs to the reader, and is valid until
/// the reader moves. Without input, and at the end, the node is `WS_XML_NODE_TYPE_EOF`. After a failure it is
/// still the last node that was read.
///
/// - `node`: receives a pointer to a `WS_XML_NODE`; its `nodeType` says which structure it begins
///   (`WS_XML_ELEMENT_NODE`, `WS_XML_TEXT_NODE`, `WS_XML_COMMENT_NODE`).
///
/// Errors: `E_INVALIDARG` for what is not a reader, or a NULL `node`. (Page WsGetReaderNode.)
///
/// # Safety
/// `node` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetReaderNode(
    xmlReader: *mut WS_XML_READER,
    node: *mut *const WS_XML_NODE,
    error: *mut WS_ERROR,
) -> HRESULT {
    if !node.is_null()
        && can_report(error)
        && let Some(reader) = idle::<Reader>(xmlReader)
    {
        // SAFETY: nothing is called that knows of the reader's handle.
        let shown = unsafe { (*reader).shown() }.node();
        if shown.is_null() {
            // SAFETY: as above, and the caller's promise.
            return unsafe { show_node(reader, node, error) };
        }
        // SAFETY: the caller's promise.
        unsafe { node.write(shown) };
        return S_OK;
    }
    // SAFETY: the caller's promise.
    unsafe { get_node(xmlReader, node, error) }
}

/// [`WsGetReaderNode`] where the node is not ready to be looked at.
///
/// # Safety
/// `reader` is live and not in use, `node` is writable, and `error` NULL or a live error object.
#[inline(never)]
unsafe extern "C" fn show_node(
    reader: *mut Reader,
    node: *mut *const WS_XML_NODE,
    error: *mut WS_ERROR,
) -> HRESULT {
    let show = || {
        // SAFETY: the caller's promise; nothing is called that knows of the reader's handle.
        unsafe { node.write(xml_node_view::unready_node(&mut *reader)) };
        Some(Ok(()))
    };
    step_boundary(error, show).unwrap_or(S_OK)
}

/// [`WsGetReaderNode`] where more is to be looked at than the node.
///
/// # Safety
/// As there.
#[cold]
#[inline(never)]
unsafe extern "C" fn get_node(
    reader: *mut WS_XML_READER,
    node: *mut *const WS_XML_NODE,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let node = unsafe { Out::required(node, "node") }?;
        node.write(xml_node_view::node(&mut reader));
        Ok(S_OK)
    })
}

/// Moves the reader to the next node.
///
/// Errors: `E_INVALIDARG` for what is not a reader; `WS_E_INVALID_FORMAT` for what is not well-formed XML, or
/// not supported (document types, processing instructions); `WS_E_QUOTA_EXCEEDED` past a limit of the reader,
/// or where a stream has not brought enough yet (see `WsFillReader`); `WS_E_INVALID_OPERATION` at the end,
/// without input, and after a failure. (Page WsReadNode.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadNode(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    if can_report(error)
        && let Some(idle) = idle::<Reader>(reader)
    {
        // SAFETY: reading on in a document calls nothing; a canonicalizer, which does, is left to `read_node`.
        unsafe {
            if !(*idle).is_on_its_way() {
                return step_anywhere(idle, reader, error);
            }
            if (*idle).step_ahead() {
                return S_OK;
            }
            return step_on(idle, reader, error);
        }
    }
    read_node(reader, error)
}

/// [`WsReadNode`] where the next node mostly is one that comes as another did.
///
/// # Safety
/// `idle` is what the handle stands for and not in use, and `error` NULL or a live error object.
#[inline(never)]
unsafe extern "C" fn step_on(idle: *mut Reader, reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: the caller's promise; nothing is called that knows of the handle.
    let step = || unsafe { (*idle).step_at_once() }.then_some(Ok(()));
    // SAFETY: the caller's promise.
    step_boundary(error, step).unwrap_or_else(|| unsafe { step_anywhere(idle, reader, error) })
}

/// [`WsReadNode`] where the next node may be any.
///
/// # Safety
/// As [`step_on`].
#[inline(never)]
unsafe extern "C" fn step_anywhere(
    idle: *mut Reader,
    reader: *mut WS_XML_READER,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise; nothing is called that knows of the handle.
    if unsafe { !(*idle).can_step() } {
        return read_node(reader, error);
    }
    // SAFETY: as above.
    let step = || Some(unsafe { (*idle).step_anywhere() });
    step_boundary(error, step).unwrap_or(S_OK)
}

/// [`WsReadNode`] where it takes more than reading on in a document.
#[cold]
#[inline(never)]
extern "C" fn read_node(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.read_node()?;
        Ok(S_OK)
    })
}

/// Moves the reader past the current node: an element is skipped with all that is in it, any other node as by
/// [`WsReadNode`].
///
/// Errors: as [`WsReadNode`]. (Page WsSkipNode.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSkipNode(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.skip_node()?;
        Ok(S_OK)
    })
}

/// Moves the reader past a start element, to the first node in it. Whitespace and comments before the start
/// element are skipped.
///
/// Errors: `WS_E_INVALID_FORMAT` if what follows is not a start element; else as [`WsReadNode`]. (Page
/// WsReadStartElement.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadStartElement(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.read_start_element()?;
        Ok(S_OK)
    })
}

/// Moves the reader to the next start element, skipping whitespace and comments. On a start element it stays.
///
/// - `localName`, `ns`: what the element has to be called; NULL for any name, or any namespace.
/// - `found`: receives whether there is such an element; if not, the reader stands on what is there instead.
///   With NULL, that is the error `WS_E_INVALID_FORMAT`.
///
/// Errors: else as [`WsReadNode`]. (Page WsReadToStartElement.)
///
/// # Safety
/// The strings are NULL or valid; `found` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadToStartElement(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    found: *mut BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let (local_name, ns) =
            unsafe { (optional_string(localName, "localName")?, optional_string(ns, "ns")?) };
        if found.is_null() {
            reader.require_start_element(local_name, ns)?;
        } else {
            let is_found = reader.read_to_start_element(local_name, ns)?;
            // SAFETY: the caller's promise.
            unsafe { Out::optional(found) }.write(is_found.into());
        }
        Ok(S_OK)
    })
}

/// Moves the reader past an end element. Whitespace and comments before it are skipped.
///
/// Errors: `WS_E_INVALID_FORMAT` if what follows is not an end element; else as [`WsReadNode`]. (Page
/// WsReadEndElement.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEndElement(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.read_end_element()?;
        Ok(S_OK)
    })
}

/// Finds an attribute of the current element.
///
/// - `localName`, `ns`: its name.
/// - `required`: whether not to find it is an error.
/// - `attributeIndex`: receives its index among the attributes of the `WS_XML_ELEMENT_NODE`, for
///   [`WsReadStartAttribute`]; all ones if there is none.
///
/// Returns `S_FALSE` for an attribute that is not there and not required.
///
/// Errors: `WS_E_INVALID_FORMAT` for a required one that is not there; `WS_E_INVALID_OPERATION` on another
/// node than a start element, without input, and after a failure; `E_INVALIDARG` for what is not a reader, or
/// a NULL argument. (Page WsFindAttribute.)
///
/// # Safety
/// The strings are NULL or valid; `attributeIndex` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFindAttribute(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    required: BOOL,
    attributeIndex: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let (local_name, ns, index) = unsafe {
            (
                required_string(localName, "localName")?,
                required_string(ns, "ns")?,
                Out::required(attributeIndex, "attributeIndex")?,
            )
        };
        if required != FALSE {
            index.write(reader.require_attribute(local_name, ns)? as ULONG);
            return Ok(S_OK);
        }
        let found = reader.find_attribute(local_name, ns)?;
        index.write(found.map_or(ULONG::MAX, |found| found as ULONG));
        Ok(if found.is_some() { S_OK } else { S_FALSE })
    })
}

/// Moves the reader into an attribute of the current element, whose value can be read then as if it were the
/// content of an element: as one text, and the end (`WS_XML_NODE_TYPE_EOF`). [`WsReadEndAttribute`] leads back.
///
/// - `attributeIndex`: as from [`WsFindAttribute`].
///
/// Errors: `WS_E_INVALID_FORMAT` on another node than a start element; `E_INVALIDARG` for what is not a
/// reader, or an index past the last attribute; `WS_E_INVALID_OPERATION` without input, and after a failure.
/// (Page WsReadStartAttribute.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadStartAttribute(
    reader: *mut WS_XML_READER,
    attributeIndex: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.read_start_attribute(attributeIndex as usize)?;
        Ok(S_OK)
    })
}

/// Moves the reader from an attribute back to its element.
///
/// Errors: `WS_E_INVALID_FORMAT` if [`WsReadStartAttribute`] did not lead into one; `WS_E_INVALID_OPERATION`
/// without input and after a failure; `E_INVALIDARG` for what is not a reader. (Page WsReadEndAttribute.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadEndAttribute(reader: *mut WS_XML_READER, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.read_end_attribute()?;
        Ok(S_OK)
    })
}

/// Finds the namespace that a prefix is bound to where the reader stands. The prefixes `xml` and `xmlns` are
/// bound everywhere, and the empty prefix to no namespace if to nothing else.
///
/// - `prefix`: the prefix.
/// - `required`: whether not to find one is an error.
/// - `ns`: receives a pointer to the namespace, which belongs to the reader and is valid until that moves; NULL
///   if there is none.
///
/// Returns `S_FALSE` for a prefix that is not bound and not required to be.
///
/// Errors: `WS_E_INVALID_FORMAT` for a required one that is not bound; `WS_E_INVALID_OPERATION` without input,
/// and after a failure; `E_INVALIDARG` for what is not a reader, or a NULL argument. (Page
/// WsGetNamespaceFromPrefix.)
///
/// # Safety
/// The prefix is NULL or valid; `ns` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetNamespaceFromPrefix(
    reader: *mut WS_XML_READER,
    prefix: *const WS_XML_STRING,
    required: BOOL,
    ns: *mut *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let (prefix, ns) = unsafe { (required_string(prefix, "prefix")?, Out::required(ns, "ns")?) };
        reader.check_ready()?;
        match xml_node_view::ns_of_prefix(&mut reader, prefix) {
            Some(found) => {
                ns.write(found);
                Ok(S_OK)
            }
            None if required != FALSE => Err(reader.undeclared_prefix(prefix)),
            None => {
                ns.write(core::ptr::null());
                Ok(S_FALSE)
            }
        }
    })
}

/// Finds the nearest attribute `xml:localName` (`xml:lang`, `xml:space`) of the current element and those
/// around it.
///
/// - `localName`: its name after the prefix.
/// - `heap`: where the value is put.
/// - `valueChars`, `valueCharCount`: receive the value, which is not terminated by zero; NULL and 0 if there
///   is no such attribute, for which `S_FALSE` is returned.
///
/// Errors: `E_INVALIDARG` for what is not a reader or not a heap, or a NULL argument;
/// `WS_E_INVALID_OPERATION` without input, and after a failure; `WS_E_QUOTA_EXCEEDED` past the heap's size.
/// (Page WsGetXmlAttribute.)
///
/// # Safety
/// The name is NULL or valid; the results are NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetXmlAttribute(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    heap: *mut WS_HEAP,
    valueChars: *mut *mut WCHAR,
    valueCharCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let reader = lease::<Reader>(reader)?;
        let heap = shared::<Heap>(heap)?;
        // SAFETY: the caller's promise.
        let (local_name, chars, count) = unsafe {
            (
                required_string(localName, "localName")?,
                Out::required(valueChars, "valueChars")?,
                Out::required(valueCharCount, "valueCharCount")?,
            )
        };
        let Some(value) = reader.xml_attribute(local_name)? else {
            chars.write(core::ptr::null_mut());
            count.write(0);
            return Ok(S_FALSE);
        };
        let value = utf8_to_utf16(&value)?;
        let copy = heap.lock().alloc_copy(&value)?;
        chars.write(copy.as_ptr());
        count.write(value.len() as ULONG);
        Ok(S_OK)
    })
}

/// The position of a reader in an XML buffer. It stays valid as long as the buffer, and the node in it.
///
/// Errors: `WS_E_INVALID_OPERATION` for a reader that is not set to an XML buffer, or has failed;
/// `E_INVALIDARG` for what is not a reader, or a NULL `nodePosition`. (Pages WsGetReaderPosition,
/// WS_XML_NODE_POSITION.)
///
/// # Safety
/// `nodePosition` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetReaderPosition(
    reader: *mut WS_XML_READER,
    nodePosition: *mut WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let place = unsafe { Out::required(nodePosition, "nodePosition") }?;
        let (buffer, node) = reader.position()?;
        place.write(WS_XML_NODE_POSITION { buffer: buffer.known_handle(), node: node.to_position() });
        Ok(S_OK)
    })
}

/// Moves a reader to a position in its XML buffer.
///
/// - `nodePosition`: from [`WsGetReaderPosition`], or from a writer on the same buffer.
///
/// Errors: `WS_E_INVALID_OPERATION` for a reader that is not set to an XML buffer, or has failed, or a node
/// that was removed; `E_INVALIDARG` for what is not a reader, a NULL `nodePosition`, or a position in another
/// buffer. (Page WsSetReaderPosition.)
///
/// # Safety
/// `nodePosition` is NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetReaderPosition(
    reader: *mut WS_XML_READER,
    nodePosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let position = unsafe { required(nodePosition, "nodePosition") }?;
        let (own, _) = reader.position()?;
        let buffer = shared::<XmlBuffer>(position.buffer)?;
        if !std::sync::Arc::ptr_eq(own, &buffer) {
            return Err(Error::invalid_argument(
                "the position is in another XML buffer than the one that the reader is set to",
            ));
        }
        reader.set_position(NodeId::from_position(position.node))?;
        Ok(S_OK)
    })
}

/// Moves a reader about in its XML buffer.
///
/// - `moveTo`: where to, seen from where it is.
/// - `found`: receives whether there is such a node; if not, the reader stays. With NULL, that is the error
///   `WS_E_INVALID_FORMAT`.
///
/// Errors: `WS_E_INVALID_OPERATION` for a reader that is not set to an XML buffer, or has failed;
/// `E_INVALIDARG` for what is not a reader, or an unknown `moveTo`. (Pages WsMoveReader, WS_MOVE_TO.)
///
/// # Safety
/// `found` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsMoveReader(
    reader: *mut WS_XML_READER,
    moveTo: MaybeUninit<WS_MOVE_TO>,
    found: *mut BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let Some(to) = moveTo.get() else {
            return Err(Error::invalid_argument(format!(
                "there is no move {} in an XML buffer",
                CEnumField::raw(moveTo)
            )));
        };
        let is_found = reader.move_to(to)?;
        if !is_found && found.is_null() {
            return Err(Error::invalid_format(format!("{to:?} leads to no node, at {}", reader.location())));
        }
        // SAFETY: the caller's promise.
        unsafe { Out::optional(found) }.write(is_found.into());
        Ok(S_OK)
    })
}
