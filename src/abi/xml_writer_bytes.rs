//! What a `WS_XML_WRITER` writes as bytes, given or by callbacks. (Page "XML Writer")
#![allow(unsafe_code)]

use core::ffi::c_void;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::source::{BoxFuture, ByteSink, PartSource};
use crate::xml::text::Text;
use crate::xml::writer::Writer;

use super::app_call::call;
use super::async_call::{long, run};
use super::guard::{boundary, slice};
use super::xml_writer_content::write;
use super::xml_writer_output::AppState;

/// Writes bytes: as base64 in text. Consecutive calls write the base64 of all the bytes together.
///
/// In MTOM, bytes that are the whole content of an element, and more than `maxInlineByteCount`, become a MIME part of
/// their own. If the element has an attribute `contentType` of the namespace `http://www.w3.org/2004/11/xmlmime`, that
/// is the Content-Type of the part.
///
/// Errors: as `WsWriteText`; in MTOM also `WS_E_QUOTA_EXCEEDED` past
/// `WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE`. (Page WsWriteBytes.)
///
/// # Safety
/// `bytes` points to `byteCount` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteBytes(
    writer: *mut WS_XML_WRITER,
    bytes: *const c_void,
    byteCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteBytes", |writer| {
        // SAFETY: the caller's promise.
        writer.write_text(Text::Base64(unsafe { slice(bytes.cast::<u8>(), byteCount, "bytes") }?))
    })
}

/// Has the application write bytes by a callback that is given a `WS_WRITE_CALLBACK`. Most often it is called at
/// once, and what it writes is written as by [`WsWriteBytes`]. In MTOM that is written to a stream, it is called when
/// its MIME part is: by the [`WsFlushWriter`] that comes when all elements are ended, and by its rules, asynchronously
/// too; or earlier, if it turns out that the bytes cannot be a part.
///
/// [`WsFlushWriter`]: super::xml_writer::WsFlushWriter
///
/// Errors: as [`WsWriteBytes`]; what the callback returned; `E_INVALIDARG` for a NULL `callback`. (Pages
/// WsPushBytes, WS_PUSH_BYTES_CALLBACK.)
///
/// # Safety
/// `callback` may be called with `callbackState`; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsPushBytes(
    writer: *mut WS_XML_WRITER,
    callback: WS_PUSH_BYTES_CALLBACK,
    callbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsPushBytes", |writer| {
        let callback = callback.ok_or_else(|| Error::invalid_argument("'callback' is required"))?;
        writer.check_text_place()?;
        if writer.defers_bytes() {
            return writer.write_deferred(Box::new(PushedBytes { callback, state: AppState(callbackState) }));
        }
        let state = std::ptr::from_mut(writer).cast::<c_void>();
        // SAFETY: the caller's promise; push_bytes gets the writer that it expects, and nothing else uses it until
        // the callback returns.
        finished(unsafe { callback(callbackState, Some(push_bytes), state, std::ptr::null(), error) })
    })
}

type PushCallback = unsafe extern "C" fn(
    *mut c_void,
    WS_WRITE_CALLBACK,
    *mut c_void,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// The application's `WS_PUSH_BYTES_CALLBACK`, to be called later.
struct PushedBytes {
    callback: PushCallback,
    state: AppState,
}

impl PartSource for PushedBytes {
    fn write_to<'a>(&'a mut self, sink: &'a mut dyn ByteSink) -> BoxFuture<'a, Result<()>> {
        let (callback, state, error) = (self.callback, self.state, sink.error());
        let mut target = Box::new(sink);
        let place = AppState((&raw mut *target).cast());
        Box::pin(async move {
            let write = move |context: *const WS_ASYNC_CONTEXT| {
                let (state, place, error) = (state, place, error);
                // SAFETY: the application gave this callback for this state; the sink lives as long as this future,
                // which is polled to its end.
                unsafe { callback(state.0, Some(push_to_sink), place.0, context, error.0) }
            };
            let result = call(write).await;
            drop(target);
            result.map(|_| ())
        })
    }

    fn collect(&mut self, into: &mut Vec<u8>) -> Result<()> {
        let into = std::ptr::from_mut(into).cast::<c_void>();
        // SAFETY: the application gave this callback for this state; push_to_memory gets what it expects, and nothing
        // else uses it until the callback returns.
        finished(unsafe {
            (self.callback)(self.state.0, Some(push_to_memory), into, std::ptr::null(), std::ptr::null_mut())
        })
    }
}

/// What [`push_to_sink`] works with.
struct PushToSink {
    sink: AppState,
    buffers: Vec<WS_BYTES>,
}

// SAFETY: the sink and the buffers stay as they are until the operation has ended, and nothing else uses them.
unsafe impl Send for PushToSink {}

/// The `WS_WRITE_CALLBACK` for bytes that go into a stream; `state` is the `&mut dyn ByteSink`.
unsafe extern "C" fn push_to_sink(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    context: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let start = || {
        // SAFETY: the application describes its buffers.
        let buffers = unsafe { slice(buffers, count, "buffers") }?.to_vec();
        let work = PushToSink { sink: AppState(state), buffers };
        Ok(async move {
            let work = work;
            // SAFETY: PushedBytes made the state, and waits for the application.
            let sink = unsafe { &mut **work.sink.0.cast::<&mut dyn ByteSink>() };
            let bytes = |buffer: &WS_BYTES| {
                // SAFETY: the application describes its buffers, which stay until this has ended.
                unsafe { slice(buffer.bytes.cast_const(), buffer.length, "bytes") }
            };
            let bytes = work.buffers.iter().map(bytes).collect::<Result<Vec<&[u8]>>>()?;
            sink.write(&bytes).await.map(|()| S_OK)
        })
    };
    // SAFETY: the application calls by the contract of asynchronous calls.
    unsafe { run(context, error, long, start) }
}

/// The `WS_WRITE_CALLBACK` for bytes that are kept; `state` is the `Vec<u8>`.
unsafe extern "C" fn push_to_memory(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    _: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: PushedBytes made the state, and the application describes its buffers.
        unsafe {
            let into = &mut *state.cast::<Vec<u8>>();
            for buffer in slice(buffers, count, "buffers")? {
                into.extend_from_slice(slice(buffer.bytes.cast_const(), buffer.length, "bytes")?);
            }
        }
        Ok(S_OK)
    })
}

/// The `WS_WRITE_CALLBACK` for bytes that are written at once; `state` is the writer.
unsafe extern "C" fn push_bytes(
    state: *mut c_void,
    buffers: *const WS_BYTES,
    count: ULONG,
    _: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: WsPushBytes made the state, and the application describes its buffers.
        unsafe {
            let writer = &mut *state.cast::<Writer>();
            for buffer in slice(buffers, count, "buffers")? {
                writer.write_text(Text::Base64(slice(buffer.bytes.cast_const(), buffer.length, "bytes")?))?;
            }
        }
        Ok(S_OK)
    })
}

/// Has the application fill buffers with bytes, call by call, until it gives none. In text that is done at once,
/// and they are written as by [`WsWriteBytes`].
///
/// Errors: as [`WsWriteBytes`]; what the callback returned; `E_INVALIDARG` for a NULL `callback`, or one that
/// says it gave more than it was asked for. (Pages WsPullBytes, WS_PULL_BYTES_CALLBACK.)
///
/// # Safety
/// `callback` may be called with `callbackState`; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsPullBytes(
    writer: *mut WS_XML_WRITER,
    callback: WS_PULL_BYTES_CALLBACK,
    callbackState: *mut c_void,
    error: *mut WS_ERROR,
) -> HRESULT {
    /// A multiple of three, so that base64 goes on without a break.
    const PIECE: usize = 3 * 4096;
    write(writer, error, "WsPullBytes", |writer| {
        let callback = callback.ok_or_else(|| Error::invalid_argument("'callback' is required"))?;
        writer.check_text_place()?;
        let mut buffer = vec![0_u8; PIECE];
        loop {
            let mut size: ULONG = 0;
            let (bytes, context) = (buffer.as_mut_ptr().cast(), std::ptr::null());
            // SAFETY: the caller's promise; the buffer has room for that many bytes.
            finished(unsafe {
                callback(callbackState, bytes, PIECE as ULONG, &raw mut size, context, error)
            })?;
            let given = buffer.get(..size as usize).ok_or_else(|| {
                Error::invalid_argument(format!("the callback gave {size} bytes, and {PIECE} have room"))
            })?;
            if given.is_empty() {
                return Ok(());
            }
            writer.write_text(Text::Base64(given))?;
        }
    })
}

/// The result of a callback that was called synchronously.
pub(super) fn finished(code: HRESULT) -> Result<()> {
    match code {
        WS_S_ASYNC => Err(Error::invalid_operation(
            "a callback returned WS_S_ASYNC although it was called synchronously",
        )),
        code if code < 0 => Err(Error::from_code(code)),
        _ => Ok(()),
    }
}
