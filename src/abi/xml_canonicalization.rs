//! Canonical XML while reading and while writing. (Page "XML Canonicalization".)
#![allow(unsafe_code)]

use core::ffi::c_void;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::value::string::verify_nc_name;
use crate::xml::canonicalization::{CanonicalSink, Options};
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

use super::error_object::ErrorObject;
use super::guard::{Name, boundary, slice};
use super::object::{Owned, lease};
use super::property::{PropertyIn, property_id};
use super::xml_text_view::string_bytes;
use super::xml_writer_bytes::finished;

/// Has a reader canonicalize what it moves past, from the current node on, whichever functions move it:
/// [`WsEndReaderCanonicalization`] ends that before the node which is the current one then. For one element, call this
/// on it, then `WsSkipNode`, then [`WsEndReaderCanonicalization`].
///
/// - `writeCallback`, `writeCallbackState`: takes the canonical bytes, and is always called synchronously, from the
///   functions that move the reader. It may not use this reader.
/// - `properties`, `propertyCount`: how to canonicalize (see `WS_XML_CANONICALIZATION_PROPERTY_ID`); the values are
///   copied.
///
/// Until the end, the reader cannot be moved out of the element around it, nor by `WsMoveReader` and
/// `WsSetReaderPosition`: these fail with `WS_E_INVALID_OPERATION`. A failure of the callback is that of the function
/// that moved the reader, which takes a new input only then. Setting an input ends canonicalization, and what was not
/// given to the callback yet is lost.
///
/// Errors: `E_INVALIDARG` for what is not a reader, a NULL `writeCallback`, or a property that is unknown, or whose
/// value is none or of another size; `WS_E_INVALID_OPERATION` if the reader canonicalizes already, has no input or has
/// failed, stands in the value of an attribute, or for an inclusive algorithm not at the beginning of the document;
/// `WS_E_INVALID_FORMAT` for inclusive prefixes and a local name that are not names. (Page
/// WsStartReaderCanonicalization.)
///
/// # Safety
/// `writeCallback` may be called with `writeCallbackState` until canonicalization ends; `properties` points to
/// `propertyCount` valid properties; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsStartReaderCanonicalization(
    reader: *mut WS_XML_READER,
    writeCallback: WS_WRITE_CALLBACK,
    writeCallbackState: *mut c_void,
    properties: *const WS_XML_CANONICALIZATION_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let sink = CallbackSink::new(writeCallback, writeCallbackState)?;
        // SAFETY: the caller's promise.
        let options = unsafe { options(properties, propertyCount) }?;
        reader.start_canonicalization(options, Box::new(sink))?;
        Ok(S_OK)
    })
}

/// Ends what [`WsStartReaderCanonicalization`] started, at the same depth: the bytes that are left are given to the
/// callback.
///
/// Errors: `E_INVALIDARG` for what is not a reader; `WS_E_INVALID_OPERATION` if the reader does not canonicalize, has
/// failed, or stands in an element that began since the start; what the callback returned, with which canonicalization
/// has ended, too. (Page WsEndReaderCanonicalization.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsEndReaderCanonicalization(
    reader: *mut WS_XML_READER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        lease::<Reader>(reader)?.end_canonicalization()?;
        Ok(S_OK)
    })
}

/// Has a writer canonicalize what it writes from here on, whichever functions write it, until
/// [`WsEndWriterCanonicalization`]. A start tag that is being written is complete then, and not part of it.
///
/// The parameters are those of [`WsStartReaderCanonicalization`]; the callback may not use this writer.
///
/// Until the end, the element around cannot be ended, nor the position changed by `WsMoveWriter` and
/// `WsSetWriterPosition`: these fail with `WS_E_INVALID_OPERATION`. A failure of the callback is that of the function
/// that wrote, and faults the writer. Setting an output ends canonicalization, and what was not given to the callback
/// yet is lost.
///
/// Errors: as [`WsStartReaderCanonicalization`]; an inclusive algorithm takes a writer that has written nothing yet.
/// (Page WsStartWriterCanonicalization.)
///
/// # Safety
/// As [`WsStartReaderCanonicalization`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsStartWriterCanonicalization(
    writer: *mut WS_XML_WRITER,
    writeCallback: WS_WRITE_CALLBACK,
    writeCallbackState: *mut c_void,
    properties: *const WS_XML_CANONICALIZATION_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let sink = CallbackSink::new(writeCallback, writeCallbackState)?;
        // SAFETY: the caller's promise.
        let options = unsafe { options(properties, propertyCount) }?;
        writer.start_canonicalization(options, Box::new(sink))?;
        Ok(S_OK)
    })
}

/// Ends what [`WsStartWriterCanonicalization`] started, at the same depth: the bytes that are left are given to the
/// callback.
///
/// Errors: `E_INVALIDARG` for what is not a writer; `WS_E_INVALID_OPERATION` if the writer does not canonicalize, has no
/// output, or writes an element that began since the start; `WS_E_OBJECT_FAULTED` after a failure; what the callback
/// returned, which faults the writer. (Page WsEndWriterCanonicalization.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsEndWriterCanonicalization(
    writer: *mut WS_XML_WRITER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        lease::<Writer>(writer)?.end_canonicalization()?;
        Ok(S_OK)
    })
}

/// Reads the properties.
///
/// # Safety
/// `properties` is NULL or points to `count` properties, each with a value of as many bytes as it says; the strings in
/// a value are valid.
unsafe fn options(properties: *const WS_XML_CANONICALIZATION_PROPERTY, count: ULONG) -> Result<Options> {
    use WS_XML_CANONICALIZATION_ALGORITHM::*;
    use WS_XML_CANONICALIZATION_PROPERTY_ID::*;
    let mut options = Options::default();
    // SAFETY: the caller's promise.
    for given in unsafe { slice(properties, count, "properties") }? {
        let id = property_id(given.id)?;
        // SAFETY: the caller's promise.
        let property = unsafe { PropertyIn::new(Name(&id), given.value, given.valueSize) };
        match id {
            WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM => {
                (options.is_inclusive, options.with_comments) = match property.enumeration()? {
                    WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM => (false, false),
                    WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM => (false, true),
                    WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM => (true, false),
                    WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM => (true, true),
                };
            }
            WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES => {
                let list = property.read::<WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES>()?;
                // SAFETY: the caller's promise.
                options.inclusive_prefixes = unsafe { inclusive_prefixes(&list) }?;
            }
            WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT => {
                let name = property.read::<WS_XML_QNAME>()?;
                // SAFETY: the caller's promise.
                let (local_name, ns) =
                    unsafe { (string_bytes(&name.localName, "localName")?, string_bytes(&name.ns, "ns")?) };
                verify_nc_name(local_name)?;
                options.omitted = Some((local_name.to_vec(), ns.to_vec()));
            }
            WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE => {
                options.buffer_size = property.positive()? as usize;
            }
        }
    }
    Ok(options)
}

/// The default namespace is named by nothing, or as in a PrefixList. (Exclusive XML Canonicalization, section 4)
///
/// # Safety
/// `list` and its strings are valid.
unsafe fn inclusive_prefixes(list: &WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES) -> Result<Vec<Vec<u8>>> {
    // SAFETY: the caller's promise.
    let strings = unsafe { slice(list.prefixes.cast_const(), list.prefixCount, "prefixes") }?;
    let mut prefixes = Vec::with_capacity(strings.len());
    for string in strings {
        // SAFETY: the caller's promise.
        let prefix = match unsafe { string_bytes(string, "prefixes") }? {
            b"#default" => b"",
            prefix => prefix,
        };
        if !prefix.is_empty() {
            verify_nc_name(prefix)?;
        }
        prefixes.push(prefix.to_vec());
    }
    Ok(prefixes)
}

type WriteCallback = unsafe extern "C" fn(
    *mut c_void,
    *const WS_BYTES,
    ULONG,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// The application's `WS_WRITE_CALLBACK` for canonical bytes.
struct CallbackSink {
    callback: WriteCallback,
    state: *mut c_void,
    /// Where the callback says why it failed. Which error object the function was given that moved the reader or
    /// wrote, is not known here.
    error: Owned<ErrorObject>,
}

// SAFETY: the state is handed back to the application untouched, on the thread that uses the reader or writer.
unsafe impl Send for CallbackSink {}

impl CallbackSink {
    fn new(callback: WS_WRITE_CALLBACK, state: *mut c_void) -> Result<Self> {
        let callback = callback.ok_or_else(|| Error::invalid_argument("'writeCallback' is required"))?;
        Ok(Self { callback, state, error: Owned::new(ErrorObject::new()) })
    }
}

impl CanonicalSink for CallbackSink {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let buffer = WS_BYTES { length: bytes.len() as ULONG, bytes: bytes.as_ptr().cast_mut() };
        // SAFETY: the application gave this callback for this state; all else lives until it returns.
        let code = unsafe {
            (self.callback)(self.state, &raw const buffer, 1, core::ptr::null(), self.error.handle())
        };
        finished(code).map_err(|failure| match self.error.lease() {
            Ok(mut error) if code < 0 => error.take(code),
            _ => failure,
        })
    }
}
