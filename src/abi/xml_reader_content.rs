//! `WS_XML_READER`: content, piece by piece or as an XML buffer. (Pages "XML Reader", "XML Buffer".)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use core::ptr::null_mut;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::{Allocator, Heap};
use crate::serialization::read_array;
use crate::xml::reader::{Input, Reader, TextCharset};

use super::guard::{Out, boundary, slice};
use super::object::{lease, shared};
use super::xml_reader::{Encoding, encoding_of, reader_properties, set_input};
use super::xml_reader_node::required_string;

/// The room for what is read: none if the pointer is NULL.
///
/// # Safety
/// `pointer` is NULL or writable for `count` values of `T`, which may be uninitialised only if they are plain
/// numbers that are written before they are read.
unsafe fn room<'a, T>(pointer: *mut T, count: ULONG) -> &'a mut [T] {
    if pointer.is_null() {
        return &mut [];
    }
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts_mut(pointer, count as usize) }
}

/// Reads some of the characters from where the reader stands up to the next start or end element, in UTF-16.
/// Comments are skipped, and CDATA sections are characters like others.
///
/// - `chars`, `maxCharCount`: room for them; with none, nothing is read.
/// - `actualCharCount`: receives how many were read. It may be less than there was room for while there are
///   more; 0 says that there are no more. A character of two units may come in two calls.
///
/// Errors: `WS_E_INVALID_OPERATION` without input, and after a failure; `E_INVALIDARG` for what is not a
/// reader, or a NULL `actualCharCount`; else as `WsReadNode`. (Page WsReadChars.)
///
/// # Safety
/// `chars` is NULL or writable for `maxCharCount` characters; `actualCharCount` is NULL or writable; `error`
/// is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadChars(
    reader: *mut WS_XML_READER,
    chars: *mut WCHAR,
    maxCharCount: ULONG,
    actualCharCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        reader.check_ready()?;
        // SAFETY: the caller's promise.
        let (count, room) =
            unsafe { (Out::required(actualCharCount, "actualCharCount")?, room(chars, maxCharCount)) };
        count.write(reader.read_chars(room)? as ULONG);
        Ok(S_OK)
    })
}

/// As [`WsReadChars`], in UTF-8. A character is only cut if there is no room for the whole of it.
///
/// Errors: as [`WsReadChars`]. (Page WsReadCharsUtf8.)
///
/// # Safety
/// `bytes` is NULL or writable for `maxByteCount` bytes; `actualByteCount` is NULL or writable; `error` is
/// NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadCharsUtf8(
    reader: *mut WS_XML_READER,
    bytes: *mut BYTE,
    maxByteCount: ULONG,
    actualByteCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        reader.check_ready()?;
        // SAFETY: the caller's promise.
        let (count, room) =
            unsafe { (Out::required(actualByteCount, "actualByteCount")?, room(bytes, maxByteCount)) };
        count.write(reader.read_chars_utf8(room)? as ULONG);
        Ok(S_OK)
    })
}

/// Reads some of the bytes that the characters from where the reader stands up to the next start or end
/// element are the base64 form of.
///
/// - `bytes`, `maxByteCount`: room for them; with none, nothing is read.
/// - `actualByteCount`: receives how many were read; 0 says that there are no more.
///
/// Errors: `WS_E_INVALID_FORMAT` for what is not base64; else as [`WsReadChars`]. (Page WsReadBytes.)
///
/// # Safety
/// `bytes` is NULL or writable for `maxByteCount` bytes; `actualByteCount` is NULL or writable; `error` is
/// NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadBytes(
    reader: *mut WS_XML_READER,
    bytes: *mut c_void,
    maxByteCount: ULONG,
    actualByteCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        reader.check_ready()?;
        // SAFETY: the caller's promise.
        let (count, room) = unsafe {
            (Out::required(actualByteCount, "actualByteCount")?, room(bytes.cast::<BYTE>(), maxByteCount))
        };
        count.write(reader.read_bytes(room)? as ULONG);
        Ok(S_OK)
    })
}

/// Reads the content of the current element, or attribute, as a qualified name. The reader is on the end
/// element then.
///
/// - `heap`: where the strings are put.
/// - `prefix`: receives the prefix, or is NULL.
/// - `localName`: receives the local name.
/// - `ns`: receives the namespace that the prefix is bound to, or is NULL; then the prefix need not be bound.
///
/// Errors: `WS_E_INVALID_FORMAT` for what is not a qualified name, or a prefix that is not bound;
/// `E_INVALIDARG` for what is not a reader or not a heap, or a NULL `localName`; `WS_E_INVALID_OPERATION`
/// without input, and after a failure; `WS_E_QUOTA_EXCEEDED` past the heap's size; else as `WsReadNode`. (Page
/// WsReadQualifiedName.)
///
/// # Safety
/// The results are NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadQualifiedName(
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    prefix: *mut WS_XML_STRING,
    localName: *mut WS_XML_STRING,
    ns: *mut WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let heap = shared::<Heap>(heap)?;
        reader.check_ready()?;
        // SAFETY: the caller's promise.
        let (prefix, local_name) = unsafe { (Out::optional(prefix), Out::required(localName, "localName")?) };
        let name = reader.read_qualified_name(!ns.is_null())?;
        let heap = heap.lock();
        let found = (
            copy_string(&heap, name.prefix)?,
            copy_string(&heap, name.local_name)?,
            copy_string(&heap, name.ns.unwrap_or_default())?,
        );
        prefix.write(found.0);
        local_name.write(found.1);
        // SAFETY: the caller's promise.
        unsafe { Out::optional(ns) }.write(found.2);
        Ok(S_OK)
    })
}

fn copy_string(heap: &Allocator<'_>, bytes: &[u8]) -> Result<WS_XML_STRING> {
    let copy = heap.alloc_copy(bytes)?;
    Ok(WS_XML_STRING { length: bytes.len() as ULONG, bytes: copy.as_ptr(), dictionary: null_mut(), id: 0 })
}

/// Reads elements of one name, one after the other, and puts the values that are in them into an array: as
/// `WsReadStartElement`, `WsReadValue` and `WsReadEndElement` again and again. Whitespace and comments between
/// them are skipped.
///
/// - `localName`, `ns`: what the elements are called.
/// - `valueType`: what each of them holds.
/// - `array`, `arraySize`: the array, and its size in bytes.
/// - `itemOffset`, `itemCount`: where in it the first item goes, and how many there is room for, in items.
/// - `actualItemCount`: receives how many were read. It may be less than there was room for while there are
///   more; 0 says that there are no more.
///
/// Errors: `E_INVALIDARG` for what is not a reader, an unknown `valueType`, a NULL argument, or items past the
/// end of the array; `WS_E_INVALID_OPERATION` without input, and after a failure; else as `WsReadValue` and
/// `WsReadNode`. (Page WsReadArray.)
///
/// # Safety
/// The strings are NULL or valid; `array` is NULL or writable for `arraySize` bytes; `actualItemCount` is NULL
/// or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadArray(
    reader: *mut WS_XML_READER,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    valueType: MaybeUninit<WS_VALUE_TYPE>,
    array: *mut c_void,
    arraySize: ULONG,
    itemOffset: ULONG,
    itemCount: ULONG,
    actualItemCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let Some(value_type) = valueType.get() else {
            return Err(Error::invalid_argument(format!(
                "there is no value type {}",
                CEnumField::raw(valueType)
            )));
        };
        // SAFETY: the caller's promise.
        unsafe {
            let count = Out::required(actualItemCount, "actualItemCount")?;
            let local_name = required_string(localName, "localName")?;
            let ns = required_string(ns, "ns")?;
            count.write(read_array(
                &mut reader,
                local_name,
                ns,
                value_type,
                array,
                arraySize,
                itemOffset,
                itemCount,
            )?);
        }
        Ok(S_OK)
    })
}

/// Reads the current element with all that is in it, or at the beginning (`WS_XML_NODE_TYPE_BOF`) the whole
/// document, into an XML buffer. The reader is past it then. Namespaces that it uses and that are declared
/// around it are declared in the buffer.
///
/// - `heap`: what the buffer is created in.
/// - `xmlBuffer`: receives the buffer, which lives as long as the heap.
///
/// Errors: `E_INVALIDARG` for what is not a reader or not a heap, or a NULL `xmlBuffer`; `E_FAIL` where the
/// reader stands on anything else, and without input, as on Windows; `WS_E_QUOTA_EXCEEDED` past the heap's
/// size; else as `WsReadNode`. (Page WsReadXmlBuffer.)
///
/// # Safety
/// `xmlBuffer` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadXmlBuffer(
    reader: *mut WS_XML_READER,
    heap: *mut WS_HEAP,
    xmlBuffer: *mut *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let heap = shared::<Heap>(heap)?;
        reader.check_copyable()?;
        // SAFETY: the caller's promise.
        let place = unsafe { Out::required(xmlBuffer, "xmlBuffer") }?;
        let buffer = reader.read_buffer(&heap)?;
        place.write(buffer.handle(&heap));
        Ok(S_OK)
    })
}

/// Parses bytes into an XML buffer. The reader is only used for it, and has to be given another input before
/// it can read anything else.
///
/// - `encoding`: how the document is written; NULL for text whose charset is found out.
/// - `properties`, `propertyCount`: laid over those the reader was created with.
/// - `bytes`, `byteCount`: the document.
/// - `heap`: what the buffer is created in.
/// - `xmlBuffer`: receives the buffer, which lives as long as the heap.
///
/// Errors: `E_INVALIDARG` for what is not a reader or not a heap, a NULL `xmlBuffer`, NULL bytes with a count,
/// or an encoding or property as in `WsSetInput`; `WS_E_QUOTA_EXCEEDED` past the heap's size; else as
/// `WsReadNode`. (Page WsReadXmlBufferFromBytes.)
///
/// # Safety
/// `encoding` and `properties` as in `WsSetInput`; `bytes` is readable for `byteCount` bytes; `xmlBuffer` is
/// NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadXmlBufferFromBytes(
    reader: *mut WS_XML_READER,
    encoding: *const WS_XML_READER_ENCODING,
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    bytes: *const c_void,
    byteCount: ULONG,
    heap: *mut WS_HEAP,
    xmlBuffer: *mut *mut WS_XML_BUFFER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let heap = shared::<Heap>(heap)?;
        let base = reader.created_properties().clone();
        // SAFETY: the caller's promise. The bytes are used only until this function returns.
        let (encoding, properties, bytes, place) = unsafe {
            (
                encoding_of(encoding)?.unwrap_or(Encoding::Text(TextCharset::Auto)),
                reader_properties(base, properties, propertyCount)?,
                slice(bytes.cast::<BYTE>(), byteCount, "bytes")?,
                Out::required(xmlBuffer, "xmlBuffer")?,
            )
        };
        let empty = properties.clone();
        set_input(&mut reader, Input::Borrowed(bytes), encoding, properties)?;
        let buffer = reader.read_buffer(&heap);
        reader.set_input_empty(empty);
        place.write(buffer?.handle(&heap));
        Ok(S_OK)
    })
}
