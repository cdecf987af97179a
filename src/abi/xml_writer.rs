//! `WS_XML_WRITER`: creating one, its outputs, properties and positions. (Page "XML Writer".) What it writes is
//! in [`super::xml_writer_nodes`] and [`super::xml_writer_content`].
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::xml::buffer::{NodeId, XmlBuffer};
use crate::xml::writer::{Writer, WriterProperties};

use super::async_call::{long, run};
use super::guard::{Out, boundary, boundary_void, required};
use super::object::{ErrorHandle, Owned, free, lease, shared};
use super::xml_text_view::{required_string, xml_string};
use super::xml_writer_output::{Encoding, encoding_of, set_output, sink};
use super::xml_writer_properties::{get_property, property_id, settings};

/// What the face keeps with a writer: what it was created with, and what it last showed to C.
pub(super) struct WriterFace {
    created: Settings,
    /// In force for the current output.
    pub(super) initial: WS_BYTES,
    pub(super) buffer: WS_BYTES,
    prefix: Vec<u8>,
    prefix_view: WS_XML_STRING,
}

// SAFETY: the pointers are handed to C; the initial buffer is only written to during calls, which the thread
// rule of writers keeps apart.
unsafe impl Send for WriterFace {}

/// The properties that C gave.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) properties: WriterProperties,
    pub(super) initial: WS_BYTES,
}

const NO_BYTES: WS_BYTES = WS_BYTES { length: 0, bytes: std::ptr::null_mut() };

impl Default for Settings {
    fn default() -> Self {
        Self { properties: WriterProperties::default(), initial: NO_BYTES }
    }
}

/// The face's part of a writer. Its address does not change while the writer lives.
pub(super) fn face(writer: &mut Writer) -> Result<&mut WriterFace> {
    let face = writer.face.get_or_insert_with(|| {
        Box::new(WriterFace {
            created: Settings::default(),
            initial: NO_BYTES,
            buffer: NO_BYTES,
            prefix: Vec::new(),
            prefix_view: xml_string(b""),
        })
    });
    face.downcast_mut()
        .ok_or_else(|| Error::new(E_UNEXPECTED, "the XML writer belongs to another face than this"))
}

/// Creates a writer. It has no output yet: [`WsSetOutput`] or [`WsSetOutputToBuffer`] gives it one.
///
/// - `properties`, `propertyCount`: limits and switches, in force for every output unless overridden there.
/// - `writer`: receives the writer, to be freed by [`WsFreeWriter`].
///
/// Errors: `E_INVALIDARG` for a NULL `writer`, and for a property that is unknown, read-only, or of another
/// size. (Page WsCreateWriter.)
///
/// # Safety
/// `properties` points to `propertyCount` properties; `writer` is NULL or writable; `error` is NULL or a live
/// error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateWriter(
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    writer: *mut *mut WS_XML_WRITER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (writer, settings) = unsafe {
            let writer = Out::required(writer, "writer")?;
            (writer, settings(Settings::default(), properties, propertyCount)?)
        };
        let mut new = Writer::new(settings.properties.clone());
        face(&mut new)?.created = settings;
        writer.write(Owned::new(new).into_handle());
        Ok(S_OK)
    })
}

/// Frees a writer. What has not been flushed is lost. NULL, or what is not a live writer, is ignored.
///
/// (Page WsFreeWriter.)
///
/// # Safety
/// Nothing uses the writer, or the bytes it showed, any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeWriter(writer: *mut WS_XML_WRITER) {
    boundary_void(|| {
        drop(free::<Writer>(writer));
        Ok(())
    });
}

/// Has a writer start over, writing bytes: into its own memory (`WS_XML_WRITER_BUFFER_OUTPUT`; see
/// `WS_XML_WRITER_PROPERTY_BYTES`), or to a callback by [`WsFlushWriter`] (`WS_XML_WRITER_STREAM_OUTPUT`). This
/// also makes a faulted writer usable again.
///
/// - `encoding`: text; .NET binary XML, whose dictionary and callback stay for as long as the output; text in a MIME
///   package (MTOM), whose bytes get parts of their own; or any bytes, which are written as the base64 text that they
///   are; NULL leaves the writer without output, so that writing
///   fails.
/// - `properties`, `propertyCount`: override those of [`WsCreateWriter`] for this output.
///
/// Errors: `E_INVALIDARG` for a NULL output with an encoding, an unknown kind of either, a wrong property, or with
/// MTOM: fragments allowed, a `textEncoding` that is none of text, or what cannot stand in MIME headers. (Page
/// WsSetOutput.)
///
/// # Safety
/// The structures are NULL or valid, of the kind their type field says; the callback's state lives as long as
/// the output is in use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetOutput(
    writer: *mut WS_XML_WRITER,
    encoding: *const WS_XML_WRITER_ENCODING,
    output: *const WS_XML_WRITER_OUTPUT,
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let created = face(&mut writer)?.created.clone();
        // SAFETY: the caller's promise.
        unsafe {
            let settings = settings(created, properties, propertyCount)?;
            let Some(encoding) = encoding.as_ref() else {
                writer.close();
                return Ok(S_OK);
            };
            let encoding = encoding_of(encoding)?;
            let sink = sink(required(output, "output")?)?;
            set_output(&mut writer, encoding, settings.properties)?;
            if let Some(sink) = sink {
                writer.set_sink(Box::new(sink));
            }
            face(&mut writer)?.initial = settings.initial;
        }
        Ok(S_OK)
    })
}

/// Has a writer start over, writing into an XML buffer: at its end, until it is moved. This also makes a faulted
/// writer usable again.
///
/// - `properties`, `propertyCount`: override those of [`WsCreateWriter`] for this output.
///
/// Errors: `E_INVALIDARG` for what is not a buffer, or a wrong property. (Page WsSetOutputToBuffer.)
///
/// # Safety
/// `properties` points to `propertyCount` properties; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetOutputToBuffer(
    writer: *mut WS_XML_WRITER,
    buffer: *mut WS_XML_BUFFER,
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let buffer = shared::<XmlBuffer>(buffer)?;
        let created = face(&mut writer)?.created.clone();
        // SAFETY: the caller's promise.
        let settings = unsafe { settings(created, properties, propertyCount) }?;
        face(&mut writer)?.initial = settings.initial;
        writer.set_output_buffer(buffer, None, settings.properties)?;
        Ok(S_OK)
    })
}

/// Sends what has been written to the callback of a stream output, if at least `minSize` bytes are waiting; 0
/// calls it in any case. A start tag that is not complete waits. Nothing happens on other outputs.
///
/// In MTOM, once all elements are ended this writes the MIME parts too, and nothing more can be written.
///
/// - `asyncContext`: NULL to wait until the callback has finished.
///
/// Errors: `WS_E_INVALID_OPERATION` without an output; what the callback returned, which faults the writer.
/// (Page WsFlushWriter.)
///
/// # Safety
/// `asyncContext` is NULL or valid; the writer and `error` live until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFlushWriter(
    writer: *mut WS_XML_WRITER,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let start = || {
        let mut writer = lease::<Writer>(writer)?;
        if let Some(sink) = writer.sink() {
            sink.set_error(ErrorHandle(error));
        }
        Ok(async move {
            writer.flush(minSize as usize).await?;
            Ok(S_OK)
        })
    };
    // SAFETY: the caller's promise.
    unsafe { run(asyncContext, error, long, start) }
}

/// Reads a property of a writer whose output is set: those it was given, and
/// `WS_XML_WRITER_PROPERTY_BYTES` (`WS_BYTES`), `_BUFFERS` (`WS_BUFFERS`): all that has been written, valid
/// until the next call that writes, sets the output or frees the writer;
/// `_BYTES_WRITTEN`, `_BYTES_TO_CLOSE` (`ULONG`); `_IN_ATTRIBUTE` (`BOOL`); `_CHARSET`. In MTOM, asking for the bytes
/// or the buffers takes all elements to be ended, adds the MIME parts, and lets nothing more be written.
///
/// Errors: `WS_E_INVALID_OPERATION` without an output; `E_INVALIDARG` for an unknown property, one that this
/// kind of output does not have, a NULL `value` or a wrong `valueSize`. (Pages WsGetWriterProperty,
/// WS_XML_WRITER_PROPERTY_ID.)
///
/// # Safety
/// `value` is NULL or writable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetWriterProperty(
    writer: *mut WS_XML_WRITER,
    id: MaybeUninit<WS_XML_WRITER_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        writer.check_open()?;
        let id = property_id(id)?;
        // SAFETY: the caller's promise.
        unsafe { get_property(&mut writer, id, value, valueSize) }?;
        Ok(S_OK)
    })
}

/// Where a writer stands in its XML buffer: the node before which it writes. A start tag that is not complete is
/// not in the buffer yet; `WsWriteEndStartElement` puts it
/// there.
///
/// Errors: `WS_E_INVALID_OPERATION` when the output is not an XML buffer; `E_INVALIDARG` for a NULL
/// `nodePosition`. (Page WsGetWriterPosition.)
///
/// # Safety
/// `nodePosition` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetWriterPosition(
    writer: *mut WS_XML_WRITER,
    nodePosition: *mut WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let writer = lease::<Writer>(writer)?;
        let (buffer, node) = writer.position()?;
        // SAFETY: the caller's promise.
        let position = unsafe { Out::required(nodePosition, "nodePosition") }?;
        position.write(WS_XML_NODE_POSITION { buffer: buffer.known_handle(), node: node.to_position() });
        Ok(S_OK)
    })
}

/// Moves a writer to a position of its XML buffer: it writes before that node from then on, and adds attributes
/// to it if it is an element.
///
/// Errors: `WS_E_INVALID_OPERATION` when the output is not an XML buffer, the node has been removed, or an
/// attribute is being written; `E_INVALIDARG` for NULL, a position of another buffer, or the beginning of the
/// document. (Page WsSetWriterPosition.)
///
/// # Safety
/// `nodePosition` is NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetWriterPosition(
    writer: *mut WS_XML_WRITER,
    nodePosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let (buffer, _) = writer.position()?;
        // SAFETY: the caller's promise.
        let position = unsafe { required(nodePosition, "nodePosition") }?;
        let given = shared::<XmlBuffer>(position.buffer)?;
        if !Arc::ptr_eq(&given, buffer) {
            return Err(Error::invalid_argument(
                "the position is one of another XML buffer than the writer's output",
            ));
        }
        writer.set_position(NodeId::from_position(position.node))?;
        Ok(S_OK)
    })
}

/// Moves a writer in its XML buffer, relative to where it stands. If there is nothing to move to it stays.
///
/// - `found`: receives whether it moved; with NULL, `WS_E_INVALID_FORMAT` says that it did not.
///
/// Errors: `WS_E_INVALID_OPERATION` when the output is not an XML buffer, the node it stands on has been
/// removed, or an attribute is being written; `E_INVALIDARG` for an unknown `moveTo`, and for
/// `WS_MOVE_TO_BOF`, since nothing can be written there. (Pages WsMoveWriter, WS_MOVE_TO.)
///
/// # Safety
/// `found` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsMoveWriter(
    writer: *mut WS_XML_WRITER,
    moveTo: MaybeUninit<WS_MOVE_TO>,
    found: *mut BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let Some(to) = moveTo.get() else {
            return Err(Error::invalid_argument(format!(
                "a writer cannot be moved to {}, which is no WS_MOVE_TO",
                CEnumField::raw(moveTo)
            )));
        };
        // SAFETY: the caller's promise.
        let (found, is_wanted) = (unsafe { Out::optional(found) }, !found.is_null());
        let moved = writer.move_to(to)?;
        if !moved && !is_wanted {
            return Err(Error::invalid_format(format!(
                "there is no node to move to by {to:?} from {}",
                writer.location()
            )));
        }
        found.write(moved.into());
        Ok(S_OK)
    })
}

/// The prefix that stands for a namespace where the writer is. The start tag being written does not count yet.
///
/// - `required`: whether there must be one.
/// - `prefix`: receives the prefix, valid until the writer is used again; NULL if there is none.
///
/// Returns `S_FALSE` when there is none and `required` is FALSE. Errors: `WS_E_INVALID_FORMAT` when there is
/// none and it is required; `E_INVALIDARG`; `WS_E_INVALID_OPERATION` without an output. (Page
/// WsGetPrefixFromNamespace.)
///
/// # Safety
/// `ns` is NULL or valid; `prefix` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetPrefixFromNamespace(
    writer: *mut WS_XML_WRITER,
    ns: *const WS_XML_STRING,
    required: BOOL,
    prefix: *mut *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        writer.check_open()?;
        // SAFETY: the caller's promise.
        let (ns, prefix) = unsafe { (required_string(ns, "ns")?, Out::required(prefix, "prefix")?) };
        match writer.prefix_of_namespace(ns) {
            Some(found) => {
                let face = face(&mut writer)?;
                face.prefix = found;
                face.prefix_view = xml_string(&face.prefix);
                prefix.write(&raw const face.prefix_view);
                Ok(S_OK)
            }
            None if required != 0 => Err(Error::invalid_format(format!(
                "no prefix stands for the namespace {} at {}",
                crate::value::string::quoted(ns),
                writer.location()
            ))),
            None => {
                prefix.write(std::ptr::null());
                Ok(S_FALSE)
            }
        }
    })
}

/// Writes an XML buffer as bytes.
///
/// - `writer`: does the work; its output is lost.
/// - `encoding`: NULL for UTF-8.
/// - `properties`, `propertyCount`: override those of [`WsCreateWriter`].
/// - `heap`: where the bytes are allocated.
/// - `bytes`, `byteCount`: receive the bytes.
///
/// Errors: `E_INVALIDARG`; `WS_E_QUOTA_EXCEEDED` past the limits of the writer or the heap;
/// `WS_E_INVALID_FORMAT` when the content is not a document. (Page WsWriteXmlBufferToBytes.)
///
/// # Safety
/// The structures are NULL or valid; `bytes` and `byteCount` are NULL or writable; `error` is NULL or a live
/// error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteXmlBufferToBytes(
    writer: *mut WS_XML_WRITER,
    xmlBuffer: *mut WS_XML_BUFFER,
    encoding: *const WS_XML_WRITER_ENCODING,
    properties: *const WS_XML_WRITER_PROPERTY,
    propertyCount: ULONG,
    heap: *mut WS_HEAP,
    bytes: *mut *mut c_void,
    byteCount: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut writer = lease::<Writer>(writer)?;
        let buffer = shared::<XmlBuffer>(xmlBuffer)?;
        let heap = shared::<Heap>(heap)?;
        let created = face(&mut writer)?.created.clone();
        // SAFETY: the caller's promise.
        let (settings, encoding, bytes, count) = unsafe {
            (
                settings(created, properties, propertyCount)?,
                encoding.as_ref().map_or(Ok(Encoding::Text(WS_CHARSET::WS_CHARSET_UTF8)), |encoding| {
                    encoding_of(encoding)
                })?,
                Out::required(bytes, "bytes")?,
                Out::required(byteCount, "byteCount")?,
            )
        };
        set_output(&mut writer, encoding, settings.properties)?;
        writer.write_buffer(&buffer)?;
        writer.complete()?;
        let written = writer.bytes();
        let copy = heap.lock().alloc_copy(written)?;
        bytes.write(copy.as_ptr().cast());
        count.write(written.len() as ULONG);
        Ok(S_OK)
    })
}
