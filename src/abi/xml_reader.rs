//! `WS_XML_READER`: creation, inputs and properties. (Page "XML Reader".)
#![allow(unsafe_code)]
// The variants of the SDK's enumerations name their enumeration themselves.
#![allow(clippy::enum_glob_use)]
// Casts go from the head of a C structure to all of it, which C has aligned.
#![allow(clippy::cast_ptr_alignment)]

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::buffer::XmlBuffer;
use crate::xml::dictionary::Dictionaries;
use crate::xml::reader::{Input, MtomInput, Reader, ReaderProperties, TextCharset};
use crate::xml::source::{BoxFuture, ByteSource};

use super::app_call;
use super::async_call;
use super::body::text;
use super::guard::{Name, Out, boundary, boundary_void, optional, property_in, property_out, slice};
use super::object::{ErrorHandle, Lease, Owned, free, lease, shared};
use super::xml_dictionary::GivenDictionary;

/// Creates a reader. It has no input yet: [`WsSetInput`] or [`WsSetInputToBuffer`] gives it one.
///
/// - `properties`, `propertyCount`: what differs from the defaults, for every input (see
///   `WS_XML_READER_PROPERTY_ID`); the values are copied.
/// - `reader`: receives the reader, to be freed by [`WsFreeReader`].
///
/// The limits on depth, attributes and namespaces bound what a hostile document can cost; raise them with
/// care.
///
/// Errors: `E_INVALIDARG` for a NULL `reader`, or a property that is unknown, read only, or of another size.
/// (Page WsCreateReader.)
///
/// # Safety
/// `properties` points to `propertyCount` valid properties; `reader` is NULL or writable; `error` is NULL or a
/// live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateReader(
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    reader: *mut *mut WS_XML_READER,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let reader = unsafe { Out::required(reader, "reader") }?;
        // SAFETY: the caller's promise.
        let properties =
            unsafe { reader_properties(ReaderProperties::default(), properties, propertyCount) }?;
        reader.write(Owned::new(Reader::new(properties)).into_handle());
        Ok(S_OK)
    })
}

/// Frees a reader. NULL, or what is not a live reader, is ignored. (Page WsFreeReader.)
///
/// # Safety
/// Nothing uses the reader, or a node that it returned, any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeReader(reader: *mut WS_XML_READER) {
    boundary_void(|| {
        drop(free::<Reader>(reader));
        Ok(())
    });
}

/// Starts a reader over with an encoding and an input. It stands before the first node then
/// (`WS_XML_NODE_TYPE_BOF`), whatever happened to it before.
///
/// - `encoding`: how the document is written: text; .NET binary XML, whose dictionaries stay as they are for as
///   long as the input; text in a MIME package (MTOM), whose bytes are texts of their own; or as any bytes, which are shown as the base64 text of a document without elements.
/// - `input`: where it is: a buffer, which stays as it is until
///   the reader is freed or gets another input, or a callback that [`WsFillReader`] calls. Both NULL: the
///   reader stands at the end of an empty document.
/// - `properties`, `propertyCount`: laid over those the reader was created with, for this input.
///
/// What is wrong with the document comes to light when it is read, not here.
///
/// Errors: `E_INVALIDARG` for what is not a reader, only one of `encoding` and `input`, an unknown type of
/// either, NULL bytes with a size, no callback, a property as in [`WsCreateReader`], or with MTOM: fragments allowed, a
/// `textEncoding` that is none of text, header fields given that are to be read, or no boundary. (Page WsSetInput.)
///
/// # Safety
/// `encoding` and `input` are NULL or point to complete structures of the type that they begin with;
/// `properties` as in [`WsCreateReader`]; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetInput(
    reader: *mut WS_XML_READER,
    encoding: *const WS_XML_READER_ENCODING,
    input: *const WS_XML_READER_INPUT,
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let base = reader.created_properties().clone();
        // SAFETY: the caller's promise.
        let properties = unsafe { reader_properties(base, properties, propertyCount) }?;
        // SAFETY: the caller's promise.
        let (encoding, input) = unsafe { (encoding_of(encoding)?, optional(input)) };
        match (encoding, input) {
            (None, None) => reader.set_input_empty(properties),
            (Some(encoding), Some(input)) => {
                // SAFETY: the caller's promise.
                let input = unsafe { input_of(input) }?;
                set_input(&mut reader, input, encoding, properties)?;
            }
            _ => {
                return Err(Error::invalid_argument(
                    "'encoding' and 'input' are given both, or neither for an empty document",
                ));
            }
        }
        Ok(S_OK)
    })
}

/// Starts a reader over with an XML buffer. It stands at the beginning of the buffer then
/// (`WS_XML_NODE_TYPE_BOF`), and can be moved about in it by [`WsMoveReader`] and [`WsSetReaderPosition`].
///
/// - `properties`, `propertyCount`: as in [`WsSetInput`].
///
/// Errors: `E_INVALIDARG` for what is not a reader or not a buffer, or a property as in [`WsCreateReader`].
/// (Page WsSetInputToBuffer.)
///
/// # Safety
/// `properties` as in [`WsCreateReader`]; `error` is NULL or a live error object.
///
/// [`WsMoveReader`]: super::xml_reader_node::WsMoveReader
/// [`WsSetReaderPosition`]: super::xml_reader_node::WsSetReaderPosition
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetInputToBuffer(
    reader: *mut WS_XML_READER,
    buffer: *mut WS_XML_BUFFER,
    properties: *const WS_XML_READER_PROPERTY,
    propertyCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut reader = lease::<Reader>(reader)?;
        let buffer = shared::<XmlBuffer>(buffer)?;
        let base = reader.created_properties().clone();
        // SAFETY: the caller's promise.
        let properties = unsafe { reader_properties(base, properties, propertyCount) }?;
        reader.set_input_buffer(buffer, None, properties)?;
        Ok(S_OK)
    })
}

/// Has at least `minSize` bytes of a stream at hand behind the current node, or all there are, calling the
/// read callback as often as that takes. What is at hand already counts; for an input that is no stream there
/// is nothing to do. A function that needs more than is at hand fails with `WS_E_QUOTA_EXCEEDED`, and can be
/// called again after a fill that brings more.
///
/// - `asyncContext`: NULL, or how to say that the operation has ended.
///
/// Errors: `E_INVALIDARG` for what is not a reader; `WS_E_INVALID_OPERATION` for a reader without input, or
/// that has failed; what the callback returns. (Page WsFillReader.)
///
/// # Safety
/// `asyncContext` is NULL or valid; reader, `error` and callback state stay alive until the operation has
/// ended; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFillReader(
    reader: *mut WS_XML_READER,
    minSize: ULONG,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let start = || {
        let reader = lease::<Reader>(reader)?;
        Ok(fill(reader, minSize as usize, ErrorHandle(error)))
    };
    // SAFETY: the caller's promise.
    unsafe { async_call::run(asyncContext, error, async_call::long, start) }
}

async fn fill(mut reader: Lease<Reader>, min_size: usize, error: ErrorHandle) -> Result<HRESULT> {
    reader.set_stream_error(error);
    let result = reader.fill(min_size).await;
    reader.set_stream_error(ErrorHandle(core::ptr::null_mut()));
    result.map(|()| S_OK)
}

/// Reads a property of a reader that has an input: `WS_XML_READER_PROPERTY_MAX_DEPTH` and the other limits and
/// switches; `_CHARSET`, as given or as found in the document; `_ROW` and `_COLUMN` of the current node, from
/// 0; `_IN_ATTRIBUTE`. `_UTF8_TRIM_SIZE` and `_STREAM_BUFFER_SIZE` can only be set.
///
/// - `value`, `valueSize`: where the value goes, of exactly the property's type.
///
/// Errors: `E_INVALIDARG` for what is not a reader, a property that is unknown or cannot be read, or a value
/// of another size; `WS_E_INVALID_OPERATION` without input; for the charset also `WS_E_INVALID_FORMAT` if the
/// beginning of the document does not tell it, and `WS_E_QUOTA_EXCEEDED` if a stream has not brought that yet.
/// (Pages WsGetReaderProperty, WS_XML_READER_PROPERTY_ID.)
///
/// # Safety
/// `value` is NULL or writable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetReaderProperty(
    reader: *mut WS_XML_READER,
    id: MaybeUninit<WS_XML_READER_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        use WS_XML_READER_PROPERTY_ID::*;
        let mut reader = lease::<Reader>(reader)?;
        if !reader.has_input() {
            reader.check_ready()?;
        }
        // SAFETY: the caller's promise.
        let (flag, number, place) = unsafe {
            (
                |name| property_out::<BOOL>(value, valueSize, name),
                |name| property_out::<ULONG>(value, valueSize, name),
                |name| property_out::<ULONGLONG>(value, valueSize, name),
            )
        };
        let properties = reader.properties();
        match id.get() {
            Some(WS_XML_READER_PROPERTY_MAX_DEPTH) => {
                number("WS_XML_READER_PROPERTY_MAX_DEPTH")?.write(properties.max_depth);
            }
            Some(WS_XML_READER_PROPERTY_ALLOW_FRAGMENT) => {
                flag("WS_XML_READER_PROPERTY_ALLOW_FRAGMENT")?.write(properties.allow_fragment.into());
            }
            Some(WS_XML_READER_PROPERTY_MAX_ATTRIBUTES) => {
                number("WS_XML_READER_PROPERTY_MAX_ATTRIBUTES")?.write(properties.max_attributes);
            }
            Some(WS_XML_READER_PROPERTY_READ_DECLARATION) => {
                flag("WS_XML_READER_PROPERTY_READ_DECLARATION")?.write(properties.read_declaration.into());
            }
            Some(WS_XML_READER_PROPERTY_CHARSET) => {
                // SAFETY: the caller's promise.
                let value = unsafe {
                    property_out::<WS_CHARSET>(value, valueSize, "WS_XML_READER_PROPERTY_CHARSET")
                }?;
                value.write(charset_to_c(reader.charset()?));
            }
            Some(WS_XML_READER_PROPERTY_ROW) => {
                place("WS_XML_READER_PROPERTY_ROW")?.write(reader.row_column()?.row);
            }
            Some(WS_XML_READER_PROPERTY_COLUMN) => {
                place("WS_XML_READER_PROPERTY_COLUMN")?.write(reader.row_column()?.column);
            }
            Some(WS_XML_READER_PROPERTY_IN_ATTRIBUTE) => {
                flag("WS_XML_READER_PROPERTY_IN_ATTRIBUTE")?.write(reader.is_in_attribute().into());
            }
            Some(WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE) => {
                number("WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE")?
                    .write(properties.stream_max_root_mime_part_size);
            }
            Some(WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE) => {
                number("WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE")?
                    .write(properties.stream_max_mime_headers_size);
            }
            Some(WS_XML_READER_PROPERTY_MAX_MIME_PARTS) => {
                number("WS_XML_READER_PROPERTY_MAX_MIME_PARTS")?.write(properties.max_mime_parts);
            }
            Some(WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES) => {
                flag("WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES")?
                    .write(properties.allow_invalid_character_references.into());
            }
            Some(WS_XML_READER_PROPERTY_MAX_NAMESPACES) => {
                number("WS_XML_READER_PROPERTY_MAX_NAMESPACES")?.write(properties.max_namespaces);
            }
            // As on Windows: these can only be set.
            Some(
                id @ (WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE | WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE),
            ) => {
                return Err(Error::invalid_argument(format!("{id:?} can be set, but not be read")));
            }
            None => return Err(unknown_property(id)),
        }
        Ok(S_OK)
    })
}

/// Where the bytes of an input are.
///
/// # Safety
/// `input` is the head of a complete structure of the type it says; the bytes of a buffer stay as they are
/// until the reader is freed or gets another input.
unsafe fn input_of(input: &WS_XML_READER_INPUT) -> Result<Input> {
    let head = core::ptr::from_ref(input);
    match input.inputType.get() {
        Some(WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER) => {
            // SAFETY: the caller's promise, and the type says so.
            let bytes = unsafe {
                let input = &*head.cast::<WS_XML_READER_BUFFER_INPUT>();
                slice(input.encodedData.cast_const().cast::<BYTE>(), input.encodedDataSize, "encodedData")
            }?;
            Ok(Input::Borrowed(bytes))
        }
        Some(WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_STREAM) => {
            // SAFETY: the caller's promise, and the type says so.
            let input = unsafe { &*head.cast::<WS_XML_READER_STREAM_INPUT>() };
            let callback = input
                .readCallback
                .ok_or_else(|| Error::invalid_argument("the stream input has no readCallback"))?;
            let state = input.readCallbackState;
            Ok(Input::Stream(Box::new(CallbackSource {
                callback,
                state,
                error: ErrorHandle(core::ptr::null_mut()),
            })))
        }
        None => Err(Error::invalid_argument(format!(
            "a reader has no input of type {}",
            CEnumField::raw(input.inputType)
        ))),
    }
}

type ReadCallback = unsafe extern "C" fn(
    *mut c_void,
    *mut c_void,
    ULONG,
    *mut ULONG,
    *const WS_ASYNC_CONTEXT,
    *mut WS_ERROR,
) -> HRESULT;

/// The application's WS_READ_CALLBACK as a source of bytes.
pub(crate) struct CallbackSource {
    callback: ReadCallback,
    state: *mut c_void,
    /// The error object of the operation that is under way.
    error: ErrorHandle,
}

// SAFETY: the state is handed back to the application untouched, on one thread at a time.
unsafe impl Send for CallbackSource {}

/// Pointers on their way into a callback.
struct CallbackArguments {
    state: *mut c_void,
    bytes: *mut c_void,
    actual: *mut ULONG,
    error: *mut WS_ERROR,
}

// SAFETY: used before the first suspension, on the thread that made it; what it points to outlives the
// operation.
unsafe impl Send for CallbackArguments {}

impl ByteSource for CallbackSource {
    fn set_error(&mut self, error: ErrorHandle) {
        self.error = error;
    }

    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        let callback = self.callback;
        let max = buffer.len() as ULONG;
        let mut actual = Box::new(0);
        let arguments = CallbackArguments {
            state: self.state,
            bytes: buffer.as_mut_ptr().cast(),
            actual: &raw mut *actual,
            error: self.error.0,
        };
        Box::pin(async move {
            app_call::call(move |context| {
                let arguments = arguments;
                // SAFETY: the application gave this callback for this state, and the places for the bytes
                // and their number live as long as this future, which is polled to its end.
                unsafe {
                    callback(
                        arguments.state,
                        arguments.bytes,
                        max,
                        arguments.actual,
                        context,
                        arguments.error,
                    )
                }
            })
            .await?;
            let actual = *actual;
            if actual > max {
                return Err(Error::invalid_operation(format!(
                    "the read callback says that it read {actual} bytes where there was room for {max}"
                )));
            }
            Ok(actual as usize)
        })
    }
}

#[cold]
fn unknown_property(id: MaybeUninit<WS_XML_READER_PROPERTY_ID>) -> Error {
    Error::invalid_argument(format!("an XML reader has no property {}", CEnumField::raw(id)))
}

/// Lays properties that C gave over others.
///
/// # Safety
/// `properties` is NULL or points to `count` properties, each with a value of as many bytes as it says.
pub(crate) unsafe fn reader_properties(
    base: ReaderProperties,
    properties: *const WS_XML_READER_PROPERTY,
    count: ULONG,
) -> Result<ReaderProperties> {
    use WS_XML_READER_PROPERTY_ID::*;
    let mut result = base;
    // SAFETY: the caller's promise.
    for property in unsafe { slice(properties, count, "properties") }? {
        let Some(id) = property.id.get() else { return Err(unknown_property(property.id)) };
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let flag = || unsafe { property_in::<BOOL>(property.value, property.valueSize, name) };
        // SAFETY: the caller's promise.
        let number = || unsafe { property_in::<ULONG>(property.value, property.valueSize, name) };
        match id {
            WS_XML_READER_PROPERTY_MAX_DEPTH => result.max_depth = number()?,
            WS_XML_READER_PROPERTY_ALLOW_FRAGMENT => result.allow_fragment = flag()? != FALSE,
            WS_XML_READER_PROPERTY_MAX_ATTRIBUTES => result.max_attributes = number()?,
            WS_XML_READER_PROPERTY_READ_DECLARATION => result.read_declaration = flag()? != FALSE,
            WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE => result.utf8_trim_size = number()?,
            WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE => result.stream_buffer_size = number()?,
            WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE => {
                result.stream_max_root_mime_part_size = number()?;
            }
            WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE => {
                result.stream_max_mime_headers_size = number()?;
            }
            WS_XML_READER_PROPERTY_MAX_MIME_PARTS => result.max_mime_parts = number()?,
            WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                result.allow_invalid_character_references = flag()? != FALSE;
            }
            WS_XML_READER_PROPERTY_MAX_NAMESPACES => result.max_namespaces = number()?,
            WS_XML_READER_PROPERTY_CHARSET
            | WS_XML_READER_PROPERTY_ROW
            | WS_XML_READER_PROPERTY_COLUMN
            | WS_XML_READER_PROPERTY_IN_ATTRIBUTE => {
                return Err(Error::invalid_argument(format!("{name} can be read, but not be set")));
            }
        }
    }
    Ok(result)
}

/// How a document is written.
pub(super) enum Encoding {
    Text(TextCharset),
    Binary(Dictionaries),
    Mtom(MtomInput),
    Raw,
}

pub(super) fn set_input(
    reader: &mut Reader,
    input: Input,
    encoding: Encoding,
    properties: ReaderProperties,
) -> Result<()> {
    match encoding {
        Encoding::Text(charset) => reader.set_input_text(input, charset, properties),
        Encoding::Binary(dictionaries) => reader.set_input_binary(input, dictionaries, properties),
        Encoding::Mtom(about) => reader.set_input_mtom(input, about, properties),
        Encoding::Raw => reader.set_input_raw(input, properties),
    }
}

/// An encoding that C gave; `None` for NULL.
///
/// # Safety
/// `encoding` is NULL or points to a complete structure of the type that it begins with. Its dictionaries stay as
/// they are until the reader is freed or gets another input.
pub(super) unsafe fn encoding_of(encoding: *const WS_XML_READER_ENCODING) -> Result<Option<Encoding>> {
    // SAFETY: the caller's promise.
    let Some(head) = (unsafe { optional(encoding) }) else { return Ok(None) };
    match head.encodingType.get() {
        Some(WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT) => {
            // SAFETY: the caller's promise, and the type says so.
            let text = unsafe { &*encoding.cast::<WS_XML_READER_TEXT_ENCODING>() };
            Ok(Some(Encoding::Text(match text.charSet.get() {
                Some(WS_CHARSET::WS_CHARSET_AUTO) => TextCharset::Auto,
                Some(WS_CHARSET::WS_CHARSET_UTF8) => TextCharset::Utf8,
                Some(WS_CHARSET::WS_CHARSET_UTF16LE) => TextCharset::Utf16Le,
                Some(WS_CHARSET::WS_CHARSET_UTF16BE) => TextCharset::Utf16Be,
                None => {
                    return Err(Error::invalid_argument(format!(
                        "a text encoding has no charset {}",
                        CEnumField::raw(text.charSet)
                    )));
                }
            })))
        }
        Some(WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_BINARY) => {
            // SAFETY: the caller's promise, and the type says so.
            unsafe {
                let binary = &*encoding.cast::<WS_XML_READER_BINARY_ENCODING>();
                Ok(Some(Encoding::Binary(Dictionaries {
                    fixed: GivenDictionary::at(binary.staticDictionary)?,
                    dynamic: GivenDictionary::at(binary.dynamicDictionary)?,
                })))
            }
        }
        Some(WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_MTOM) => {
            // SAFETY: the caller's promise, and the type says so.
            unsafe { mtom_of(&*encoding.cast::<WS_XML_READER_MTOM_ENCODING>()) }.map(Some)
        }
        Some(WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_RAW) => Ok(Some(Encoding::Raw)),
        None => Err(Error::invalid_argument(format!(
            "a reader has no encoding of type {}",
            CEnumField::raw(head.encodingType)
        ))),
    }
}

/// # Safety
/// What the encoding points to is valid.
unsafe fn mtom_of(mtom: &WS_XML_READER_MTOM_ENCODING) -> Result<Encoding> {
    use WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT as TEXT;
    // SAFETY: the caller's promise.
    let (start_info, boundary, start_uri) = unsafe {
        (
            text(&mtom.startInfo, "startInfo")?,
            text(&mtom.boundary, "boundary")?,
            text(&mtom.startUri, "startUri")?,
        )
    };
    // SAFETY: the caller's promise.
    let charset = match unsafe { optional(mtom.textEncoding.cast_const()) } {
        None => TextCharset::Auto,
        Some(head) if head.encodingType.get() == Some(TEXT) => {
            // SAFETY: the caller's promise, and the type says so.
            match unsafe { encoding_of(mtom.textEncoding) }? {
                Some(Encoding::Text(charset)) => charset,
                _ => TextCharset::Auto,
            }
        }
        Some(_) => {
            return Err(Error::invalid_argument("the textEncoding of an MTOM encoding is one of text"));
        }
    };
    let read_header = mtom.readMimeHeader != FALSE;
    if read_header && !(start_info.is_empty() && boundary.is_empty() && start_uri.is_empty()) {
        return Err(Error::invalid_argument(
            "with readMimeHeader, startInfo, boundary and startUri are read, and have to be empty",
        ));
    }
    if !read_header && boundary.is_empty() {
        return Err(Error::invalid_argument("without readMimeHeader, the boundary is required"));
    }
    Ok(Encoding::Mtom(MtomInput { charset, read_header, boundary, start_info, start_uri }))
}

fn charset_to_c(charset: TextCharset) -> WS_CHARSET {
    match charset {
        TextCharset::Auto => WS_CHARSET::WS_CHARSET_AUTO,
        TextCharset::Utf8 => WS_CHARSET::WS_CHARSET_UTF8,
        TextCharset::Utf16Le => WS_CHARSET::WS_CHARSET_UTF16LE,
        TextCharset::Utf16Be => WS_CHARSET::WS_CHARSET_UTF16BE,
    }
}
