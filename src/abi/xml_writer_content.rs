//! What else a `WS_XML_WRITER` writes: CDATA sections, arrays, whole nodes, what is copied. (Page "XML Writer".)
//!
//! Each of these fails with `WS_E_INVALID_OPERATION` when the writer has no output or is at a place where this
//! cannot be written, and with `WS_E_OBJECT_FAULTED` after a failure that left half a document behind.
#![allow(unsafe_code)]
// A structure that begins with another is found behind a pointer to that, and is as aligned as it has to be.
#![allow(clippy::cast_ptr_alignment)]

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::buffer::XmlBuffer;
use crate::xml::dictionary::Name;
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;
use crate::xml::writer::copy::{NewAttribute, NewNode};

use super::guard::{boundary, required, slice};
use super::object::{lease, shared};
use super::xml_text_view::{
    optional_string, required_string, string_bytes, text_from_c, value_size, value_text,
};

/// What every function here does around its own work.
#[inline(never)]
pub(super) fn write(
    writer: *mut WS_XML_WRITER,
    error: *mut WS_ERROR,
    name: &str,
    body: impl FnOnce(&mut Writer) -> Result<()>,
) -> HRESULT {
    boundary(error, || {
        let result = lease::<Writer>(writer).and_then(|mut writer| {
            writer.check_open()?;
            body(&mut writer)
        });
        match result {
            Ok(()) => Ok(S_OK),
            Err(error) => Err(failed(error, name)),
        }
    })
}

/// Says of a failure which function failed.
#[cold]
#[inline(never)]
pub(super) fn failed(error: Error, name: &str) -> Error {
    error.context(format!("{name} failed"))
}

/// A required string, and where it stands in the static dictionary of a binary output.
///
/// # Safety
/// `string` is NULL or valid, and stays so for `'a`.
#[inline]
pub(super) unsafe fn name<'a>(writer: &Writer, string: *const WS_XML_STRING, name: &str) -> Result<Name<'a>> {
    // SAFETY: the caller's promise.
    let (bytes, string) = unsafe { (required_string(string, name)?, &*string) };
    Ok(writer.name(bytes, string.dictionary.addr(), string.id))
}

/// Completes the start tag: no more attributes, and an end tag of its own even if nothing follows.
///
/// Errors: `WS_E_INVALID_OPERATION` when no start tag is being written; `WS_E_INVALID_FORMAT` when its
/// namespaces contradict each other or an attribute comes twice. (Page WsWriteEndStartElement.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndStartElement(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    write(writer, error, "WsWriteEndStartElement", Writer::write_end_start_element)
}

/// Writes an element for each of a range of values in an array. In binary XML that is one record, for the types that
/// have one: `WS_BOOL_VALUE_TYPE`, the signed integers from 16 bits on, and all that follow the integers except
/// `WS_DURATION_VALUE_TYPE`.
///
/// - `localName`, `ns`: the element's name.
/// - `valueType`: the type of the values, which lie side by side.
/// - `array`, `arraySize`: the values, and how many bytes they take.
/// - `itemOffset`, `itemCount`: the first value to write, and how many.
///
/// Errors: `E_INVALIDARG` for NULL names, an unknown type, or values past the end of the array; as
/// `WsWriteStartElement` and `WsWriteText`. (Page WsWriteArray.)
///
/// # Safety
/// `array` is NULL or points to `arraySize` bytes; the strings are NULL or valid; `error` is NULL or a live error
/// object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteArray(
    writer: *mut WS_XML_WRITER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    valueType: MaybeUninit<WS_VALUE_TYPE>,
    array: *const c_void,
    arraySize: ULONG,
    itemOffset: ULONG,
    itemCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteArray", |writer| {
        // SAFETY: the caller's promise.
        let (local_name, ns) = unsafe { (name(writer, localName, "localName")?, name(writer, ns, "ns")?) };
        let kind = valueType.get().ok_or_else(|| {
            Error::invalid_argument(format!("{} is not a WS_VALUE_TYPE", CEnumField::raw(valueType)))
        })?;
        let size = value_size(kind);
        let end = (u64::from(itemOffset) + u64::from(itemCount)) * size as u64;
        if itemCount > 0 && (array.is_null() || end > u64::from(arraySize)) {
            return Err(Error::invalid_argument(format!(
                "{itemCount} items of {size} bytes from item {itemOffset} on do not lie in the array of \
                 {arraySize} bytes{}",
                if array.is_null() { ", which is NULL" } else { "" }
            )));
        }
        let record = array_record(kind).filter(|_| writer.takes_array(itemCount));
        if let Some(record) = record {
            writer.write_start_array(local_name, ns, record, itemCount)?;
        }
        for index in 0..itemCount as usize {
            let mut scratch = Vec::new();
            // SAFETY: the item lies within the array, as was checked.
            let item = unsafe {
                value_text(kind, array.byte_add((itemOffset as usize + index) * size), &mut scratch)
            }?;
            match record {
                Some(record) => writer.write_item(record, &item)?,
                None => writer.write_array_item(local_name, ns, item)?,
            }
        }
        if record.is_some() { writer.write_end_array() } else { Ok(()) }
    })
}

/// How the values of an array are recorded in binary XML, if they can be.
fn array_record(kind: WS_VALUE_TYPE) -> Option<u8> {
    match kind {
        WS_VALUE_TYPE::WS_BOOL_VALUE_TYPE => Some(0xB5),
        WS_VALUE_TYPE::WS_INT16_VALUE_TYPE => Some(0x8B),
        WS_VALUE_TYPE::WS_INT32_VALUE_TYPE => Some(0x8D),
        WS_VALUE_TYPE::WS_INT64_VALUE_TYPE => Some(0x8F),
        WS_VALUE_TYPE::WS_FLOAT_VALUE_TYPE => Some(0x91),
        WS_VALUE_TYPE::WS_DOUBLE_VALUE_TYPE => Some(0x93),
        WS_VALUE_TYPE::WS_DECIMAL_VALUE_TYPE => Some(0x95),
        WS_VALUE_TYPE::WS_DATETIME_VALUE_TYPE => Some(0x97),
        WS_VALUE_TYPE::WS_TIMESPAN_VALUE_TYPE => Some(0xAF),
        WS_VALUE_TYPE::WS_GUID_VALUE_TYPE => Some(0xB1),
        WS_VALUE_TYPE::WS_INT8_VALUE_TYPE
        | WS_VALUE_TYPE::WS_UINT8_VALUE_TYPE
        | WS_VALUE_TYPE::WS_UINT16_VALUE_TYPE
        | WS_VALUE_TYPE::WS_UINT32_VALUE_TYPE
        | WS_VALUE_TYPE::WS_UINT64_VALUE_TYPE
        | WS_VALUE_TYPE::WS_DURATION_VALUE_TYPE => None,
    }
}

/// Starts a CDATA section: text is written as it is until [`WsWriteEndCData`].
///
/// Errors: `WS_E_INVALID_FORMAT` at the root; `WS_E_INVALID_OPERATION` in an attribute or a CDATA section. (Page
/// WsWriteStartCData.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteStartCData(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    write(writer, error, "WsWriteStartCData", Writer::write_start_cdata)
}

/// Ends a CDATA section.
///
/// Errors: `WS_E_INVALID_OPERATION` when there is none. (Page WsWriteEndCData.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndCData(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    write(writer, error, "WsWriteEndCData", Writer::write_end_cdata)
}

/// Writes a qualified name as text, `prefix:localName`. It completes a start tag and declares nothing, except
/// in an attribute: write a declaration by `WsWriteXmlnsAttribute` first where one is needed.
///
/// - `prefix`: NULL uses the one in scope for `ns`.
/// - `ns`: may be NULL if there is a prefix.
///
/// Errors: `WS_E_INVALID_FORMAT` at the root, or when no prefix stands for `ns`; `E_INVALIDARG` for a NULL
/// `localName`, or neither prefix nor namespace. (Page WsWriteQualifiedName.)
///
/// # Safety
/// The strings are NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteQualifiedName(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteQualifiedName", |writer| {
        writer.check_text_place()?;
        // SAFETY: the caller's promise.
        let (prefix, local_name, ns) = unsafe {
            (
                optional_string(prefix, "prefix")?,
                required_string(localName, "localName")?,
                optional_string(ns, "ns")?,
            )
        };
        if prefix.is_none() && ns.is_none() {
            return Err(Error::invalid_argument(
                "a qualified name needs a prefix or a namespace, and both are NULL",
            ));
        }
        writer.write_qualified_name_in_scope(prefix, local_name, ns)
    })
}

/// Writes a node: the start of an element with its attributes, the end of one, text, a comment, the start or
/// the end of a CDATA section. The beginning and the end of a document write nothing. An element's end is a node
/// of its own even if `isEmpty` is TRUE; this only says that nothing comes between.
///
/// Errors: as the functions for each kind of node; `E_INVALIDARG` for an unknown kind. (Pages WsWriteNode,
/// WS_XML_NODE.)
///
/// # Safety
/// `node` is NULL or valid and of the kind its type says; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteNode(
    writer: *mut WS_XML_WRITER,
    node: *const WS_XML_NODE,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteNode", |writer| {
        // SAFETY: the caller's promise; each structure is what its type says.
        unsafe {
            let kind = required(node, "node")?.nodeType;
            let kind = kind.get().ok_or_else(|| {
                Error::invalid_argument(format!("{} is not a WS_XML_NODE_TYPE", CEnumField::raw(kind)))
            })?;
            match kind {
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_ELEMENT => write_element(writer, &*node.cast()),
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_TEXT => {
                    write_text(writer, (*node.cast::<WS_XML_TEXT_NODE>()).text)
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_COMMENT => {
                    let content = &(*node.cast::<WS_XML_COMMENT_NODE>()).value;
                    writer.write_node(NewNode::Comment(string_bytes(content, "value")?))
                }
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_ELEMENT => writer.write_node(NewNode::EndElement),
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_CDATA => writer.write_node(NewNode::CData),
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_END_CDATA => writer.write_node(NewNode::EndCData),
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_EOF => writer.write_node(NewNode::Eof),
                WS_XML_NODE_TYPE::WS_XML_NODE_TYPE_BOF => writer.write_node(NewNode::Bof),
            }
        }
    })
}

/// # Safety
/// `text` is NULL or valid, with all it points to.
#[inline(always)]
pub(super) unsafe fn write_text(writer: &mut Writer, text: *const WS_XML_TEXT) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        if required(text, "text")?.textType.get() == Some(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8) {
            let string = &(*text.cast::<WS_XML_UTF8_TEXT>()).value;
            if string.dictionary.is_null() {
                return writer.write_utf8(string_bytes(string, "text")?);
            }
        }
        write_other_text(writer, text)
    }
}

/// # Safety
/// `text` is valid, with all it points to.
unsafe fn write_other_text(writer: &mut Writer, text: *const WS_XML_TEXT) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        match (*text).textType.get() {
            Some(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8) => {
                let string = name(writer, &raw const (*text.cast::<WS_XML_UTF8_TEXT>()).value, "text")?;
                writer.write_dictionary_text(string)
            }
            Some(WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_QNAME) => {
                let text = &*text.cast::<WS_XML_QNAME_TEXT>();
                let prefix = optional_string(text.prefix, "prefix")?.unwrap_or_default();
                let ns = optional_string(text.ns, "ns")?.unwrap_or_default();
                let local_name = name(writer, text.localName, "localName")?;
                writer.write_dictionary_name(prefix, local_name, ns)
            }
            _ => {
                let mut scratch = Vec::new();
                let text = text_from_c(text, "text", &mut scratch)?;
                writer.write_text(text)
            }
        }
    }
}

/// # Safety
/// `element` is valid, with all it points to.
unsafe fn write_element(writer: &mut Writer, element: &WS_XML_ELEMENT_NODE) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let given = slice(element.attributes.cast_const(), element.attributeCount, "attributes")?;
        let mut values: Vec<Vec<u8>> = vec![Vec::new(); given.len()];
        let mut attributes = Vec::with_capacity(given.len());
        for (&attribute, scratch) in given.iter().zip(&mut values) {
            let attribute = required(attribute.cast_const(), "attribute")?;
            let is_xmlns = attribute.isXmlNs != 0;
            attributes.push(NewAttribute {
                single_quote: attribute.singleQuote != 0,
                is_xmlns,
                prefix: optional_string(attribute.prefix, "prefix")?,
                local_name: if is_xmlns {
                    b"".into()
                } else {
                    name(writer, attribute.localName, "localName")?
                },
                ns: name(writer, attribute.ns, "ns")?,
                value: if is_xmlns || attribute.value.is_null() {
                    None
                } else {
                    Some(text_from_c(attribute.value, "value", scratch)?)
                },
            });
        }
        let (local_name, ns) =
            (name(writer, element.localName, "localName")?, name(writer, element.ns, "ns")?);
        writer.write_node(NewNode::Element {
            prefix: optional_string(element.prefix, "prefix")?,
            local_name,
            ns,
            attributes: &attributes,
            is_empty: element.isEmpty != 0,
        })
    }
}

/// Copies the reader's current node to where the writer is: an element with all that is in it; at the beginning
/// of a document, all of it. The reader is past it then.
///
/// Errors: `WS_E_INVALID_OPERATION` when the reader is at the end of its input; `WS_E_INVALID_FORMAT` when the
/// input is not well-formed, or the node cannot stand here; `WS_E_QUOTA_EXCEEDED`; `E_INVALIDARG`. (Page
/// WsCopyNode.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCopyNode(
    writer: *mut WS_XML_WRITER,
    reader: *mut WS_XML_READER,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsCopyNode", |writer| writer.copy_node(&mut *lease::<Reader>(reader)?))
}

/// Writes all that is in an XML buffer to where the writer is. The buffer stays as it is.
///
/// Errors: `WS_E_INVALID_FORMAT` when its content cannot stand here; `WS_E_INVALID_OPERATION` for the buffer
/// that is written to; `WS_E_QUOTA_EXCEEDED`; `E_INVALIDARG`. (Page WsWriteXmlBuffer.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteXmlBuffer(
    writer: *mut WS_XML_WRITER,
    xmlBuffer: *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteXmlBuffer", |writer| writer.write_buffer(&*shared::<XmlBuffer>(xmlBuffer)?))
}
