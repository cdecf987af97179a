//! The encodings and outputs that a `WS_XML_WRITER` is set to.
#![allow(unsafe_code)]
// A structure that begins with another is found behind a pointer to that, and is as aligned as it has to be.
#![allow(clippy::cast_ptr_alignment)]

use core::ffi::c_void;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::dictionary::DynamicStrings;
use crate::xml::source::{BoxFuture, ByteSink};
use crate::xml::writer::{BinaryOutput, MtomOutput, Writer, WriterProperties};

use super::app_call::call;
use super::body::text;
use super::guard::required;
use super::object::ErrorHandle;
use super::xml_dictionary::GivenDictionary;
use super::xml_text_view::xml_string;

/// How a document is to be written.
pub(super) enum Encoding {
    Text(WS_CHARSET),
    Binary(BinaryOutput),
    Mtom(MtomOutput),
    Raw,
}

/// Has a writer start over, writing bytes in this encoding into its own memory.
pub(super) fn set_output(
    writer: &mut Writer,
    encoding: Encoding,
    properties: WriterProperties,
) -> Result<()> {
    match encoding {
        Encoding::Text(charset) => writer.set_output_text(charset, properties),
        Encoding::Binary(output) => {
            writer.set_output_binary(output, properties);
            Ok(())
        }
        Encoding::Mtom(output) => writer.set_output_mtom(output, properties),
        Encoding::Raw => {
            writer.set_output_raw(properties);
            Ok(())
        }
    }
}

/// An encoding that C gave.
///
/// # Safety
/// `encoding` is what its type says, and what a binary one points to stays as it is for as long as the output is in
/// use.
pub(super) unsafe fn encoding_of(encoding: &WS_XML_WRITER_ENCODING) -> Result<Encoding> {
    match encoding.encodingType.get() {
        Some(WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT) => {
            // SAFETY: the caller's promise.
            let charset = unsafe { (*(&raw const *encoding).cast::<WS_XML_WRITER_TEXT_ENCODING>()).charSet };
            charset.get().map(Encoding::Text).ok_or_else(|| {
                Error::invalid_argument(format!("{} is not a WS_CHARSET", CEnumField::raw(charset)))
            })
        }
        Some(WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_BINARY) => {
            // SAFETY: the caller's promise.
            let (binary, dictionary) = unsafe {
                let binary = &*(&raw const *encoding).cast::<WS_XML_WRITER_BINARY_ENCODING>();
                (binary, GivenDictionary::at(binary.staticDictionary)?)
            };
            let address = binary.staticDictionary.addr();
            let dynamic = binary.dynamicStringCallback.map(|callback| {
                let state = AppState(binary.dynamicStringCallbackState);
                Box::new(CallbackStrings { callback, state }) as Box<dyn DynamicStrings>
            });
            Ok(Encoding::Binary(BinaryOutput { dictionary, address, dynamic }))
        }
        Some(WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_MTOM) => {
            // SAFETY: the caller's promise.
            unsafe { mtom_of(&*(&raw const *encoding).cast::<WS_XML_WRITER_MTOM_ENCODING>()) }
        }
        Some(WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_RAW) => Ok(Encoding::Raw),
        None => Err(Error::invalid_argument(format!(
            "{} is not a WS_XML_WRITER_ENCODING_TYPE",
            CEnumField::raw(encoding.encodingType)
        ))),
    }
}

/// # Safety
/// What the encoding points to is valid.
unsafe fn mtom_of(mtom: &WS_XML_WRITER_MTOM_ENCODING) -> Result<Encoding> {
    let not_text = || Error::invalid_argument("the textEncoding of an MTOM encoding is one of text");
    // SAFETY: the caller's promise.
    unsafe {
        let text_encoding = required(mtom.textEncoding.cast_const(), "textEncoding")?;
        if text_encoding.encodingType.get()
            != Some(WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT)
        {
            return Err(not_text());
        }
        let Encoding::Text(charset) = encoding_of(text_encoding)? else { return Err(not_text()) };
        Ok(Encoding::Mtom(MtomOutput {
            charset,
            write_header: mtom.writeMimeHeader != FALSE,
            boundary: text(&mtom.boundary, "boundary")?,
            start_info: text(&mtom.startInfo, "startInfo")?,
            start_uri: text(&mtom.startUri, "startUri")?,
            max_inline: mtom.maxInlineByteCount,
        }))
    }
}

type StringCallback =
    unsafe extern "C" fn(*mut c_void, *const WS_XML_STRING, *mut BOOL, *mut ULONG, *mut WS_ERROR) -> HRESULT;

/// The application's `WS_DYNAMIC_STRING_CALLBACK`.
struct CallbackStrings {
    callback: StringCallback,
    state: AppState,
}

impl DynamicStrings for CallbackStrings {
    /// As on Windows, a failure is but an answer of no.
    fn find(&mut self, text: &[u8]) -> Option<u32> {
        let string = xml_string(text);
        let (mut found, mut id) = (FALSE, 0);
        // SAFETY: the application gave this callback for this state; all else lives until it returns.
        let code = unsafe {
            (self.callback)(
                self.state.0,
                &raw const string,
                &raw mut found,
                &raw mut id,
                std::ptr::null_mut(),
            )
        };
        (code >= 0 && found != FALSE).then_some(id)
    }
}

/// The callback of a stream output; `None` for a buffer output.
///
/// # Safety
/// `output` is what its type says.
pub(super) unsafe fn sink(output: &WS_XML_WRITER_OUTPUT) -> Result<Option<AppSink>> {
    match output.outputType.get() {
        Some(WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER) => Ok(None),
        Some(WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_STREAM) => {
            // SAFETY: the caller's promise.
            let stream = unsafe { &*(&raw const *output).cast::<WS_XML_WRITER_STREAM_OUTPUT>() };
            let callback = stream
                .writeCallback
                .ok_or_else(|| Error::invalid_argument("the stream output has no writeCallback"))?;
            Ok(Some(AppSink {
                callback,
                state: AppState(stream.writeCallbackState),
                error: ErrorHandle(std::ptr::null_mut()),
            }))
        }
        None => Err(Error::invalid_argument(format!(
            "{} is not a WS_XML_WRITER_OUTPUT_TYPE",
            CEnumField::raw(output.outputType)
        ))),
    }
}

type WriteCallback = unsafe extern "C" fn(
    *mut c_void,
    *const WS_BYTES,
    ULONG,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// The application's `WS_WRITE_CALLBACK`.
pub(super) struct AppSink {
    callback: WriteCallback,
    state: AppState,
    error: ErrorHandle,
}

/// State of the application, handed back to it untouched.
#[derive(Clone, Copy)]
pub(super) struct AppState(pub(super) *mut c_void);

// SAFETY: it is not followed here, and the application gave it for calls from any thread that works for it.
unsafe impl Send for AppState {}

/// The buffers of one call, alive until it has completed.
struct Buffers(Vec<WS_BYTES>);

// SAFETY: what they point to is borrowed for as long as the call takes.
unsafe impl Send for Buffers {}
// SAFETY: as above; nothing changes them.
unsafe impl Sync for Buffers {}

/// One call of the application's callback.
struct WriteCall<'a> {
    sink: (WriteCallback, AppState, ErrorHandle),
    buffers: &'a Buffers,
}

impl WriteCall<'_> {
    fn make(self, context: *const WS_ASYNC_CONTEXT) -> HRESULT {
        let (callback, state, error) = self.sink;
        let buffers = &self.buffers.0;
        // SAFETY: the application gave this callback for this state; the buffers live until it has completed.
        unsafe { callback(state.0, buffers.as_ptr(), buffers.len() as ULONG, context, error.0) }
    }
}

impl ByteSink for AppSink {
    fn set_error(&mut self, error: ErrorHandle) {
        self.error = error;
    }

    fn error(&self) -> ErrorHandle {
        self.error
    }

    fn write<'a>(&'a mut self, buffers: &'a [&'a [u8]]) -> BoxFuture<'a, Result<()>> {
        let sink = (self.callback, self.state, self.error);
        Box::pin(async move {
            let bytes = |buffer: &&[u8]| WS_BYTES {
                length: buffer.len() as ULONG,
                bytes: buffer.as_ptr().cast_mut(),
            };
            let buffers = Buffers(buffers.iter().map(bytes).collect());
            let write = WriteCall { sink, buffers: &buffers };
            call(move |context| write.make(context)).await.map(|_| ())
        })
    }
}
