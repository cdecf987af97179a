//! What a program calls for each node that it writes: starts and ends of elements and attributes, text. (Page "XML
//! Writer".)
//!
//! Each of these fails with `WS_E_INVALID_OPERATION` when the writer has no output or is at a place where this cannot be
//! written, and with `WS_E_OBJECT_FAULTED` after a failure that left half a document behind.
//!
//! There are three ways through each: at once, where it is like what was written before; quickly, where nothing is called
//! that could come back into the writer; and in full. The first is a function of its own, that calls nothing but the
//! others at its end, and so has next to nothing to save on its way in; they take the same arguments in the same order for
//! the same reason.
#![allow(unsafe_code)]
// A structure that begins with another is found behind a pointer to that, and is as aligned as it has to be.
#![allow(clippy::cast_ptr_alignment)]

use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use crate::abi::types::*;
use crate::error::Result;
use crate::xml::dictionary::Name;
use crate::xml::text::Text;
use crate::xml::writer::{Asked, Asking, Writer};

use super::guard::{can_report, slice, step_boundary};
use super::object::{Handle, idle};
use super::xml_text_view::{optional_string, text_from_c};
use super::xml_writer_content::{failed, name, write, write_text};

/// A writer that a step can be taken on, while failures can be told: see [`idle`] and [`can_report`].
type Ready = *mut Writer;

#[inline(always)]
fn ready(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> Option<Ready> {
    if can_report(error) { idle::<Writer>(writer) } else { None }
}

/// Whether something may be written at once.
///
/// # Safety
/// `ready` is what [`ready`] gave, just now.
#[inline(always)]
unsafe fn may_be_at_once(ready: Ready) -> bool {
    // SAFETY: it is live.
    unsafe { (*ready).may_be_at_once() }
}

/// Whether a step was done at once. If not, nothing was changed.
#[inline(always)]
fn is_done(step: impl FnOnce() -> Option<()>) -> bool {
    matches!(catch_unwind(AssertUnwindSafe(step)), Ok(Some(())))
}

/// Takes a step quickly. If it cannot be, `in_full` is called with the handle of the writer.
///
/// # Safety
/// As [`may_be_at_once`]; the step calls nothing that could come back into the writer.
#[inline(always)]
unsafe fn write_quickly(
    ready: Ready,
    error: *mut WS_ERROR,
    name: &str,
    quick: impl FnOnce(&mut Writer) -> Option<Result<()>>,
    in_full: impl FnOnce(*mut WS_XML_WRITER) -> HRESULT,
) -> HRESULT {
    // SAFETY: it is live, and nobody else refers to it.
    let writer = unsafe { &mut *ready };
    let handle = writer.handle.map_or(ptr::null_mut(), Handle::raw);
    step_boundary(error, || Some(quick(writer)?.map_err(|error| failed(error, name))))
        .unwrap_or_else(|| in_full(handle))
}

/// The names of an element or attribute, as they are given: each is NULL or valid for `'a`.
struct Given<'a> {
    prefix: *const WS_XML_STRING,
    name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    valid: PhantomData<&'a [u8]>,
}

impl<'a> Given<'a> {
    /// # Safety
    /// Each is NULL or valid, and stays so for `'a`.
    #[inline(always)]
    unsafe fn new(
        prefix: *const WS_XML_STRING,
        name: *const WS_XML_STRING,
        ns: *const WS_XML_STRING,
    ) -> Self {
        Self { prefix, name, ns, valid: PhantomData }
    }

    /// All of them, if they are there.
    #[inline(always)]
    fn all(&self, writer: &Writer) -> Option<Asked<'a>> {
        let dictionary = writer.dictionary();
        Some(Asked { prefix: self.prefix()?, name: self.name(dictionary)?, ns: self.ns(dictionary)? })
    }
}

impl<'a> Asking<'a> for Given<'a> {
    #[inline(always)]
    fn prefix(&self) -> Option<Option<&'a [u8]>> {
        // SAFETY: it is NULL or valid.
        match unsafe { self.prefix.as_ref() } {
            // SAFETY: it is valid.
            Some(prefix) => unsafe { given_bytes(prefix) }.map(Some),
            None => Some(None),
        }
    }

    #[inline(always)]
    fn name(&self, dictionary: usize) -> Option<Name<'a>> {
        // SAFETY: it is NULL or valid.
        unsafe { given_name(self.name, dictionary) }
    }

    #[inline(always)]
    fn ns(&self, dictionary: usize) -> Option<Name<'a>> {
        // SAFETY: it is NULL or valid.
        unsafe { given_name(self.ns, dictionary) }
    }
}

/// A name whose bytes are there, and where it stands in the dictionary at this address, which is that of the output.
///
/// # Safety
/// `string` is NULL or valid, and stays so for `'a`.
#[inline(always)]
unsafe fn given_name<'a>(string: *const WS_XML_STRING, dictionary: usize) -> Option<Name<'a>> {
    // SAFETY: the caller's promise.
    unsafe {
        let string = string.as_ref()?;
        Some(Name::given(given_bytes(string)?, string.dictionary.addr(), string.id, dictionary))
    }
}

/// # Safety
/// As [`given_name`].
#[inline(always)]
unsafe fn given_bytes<'a>(string: &WS_XML_STRING) -> Option<&'a [u8]> {
    if string.length == 0 {
        return Some(&[]);
    }
    let bytes = string.bytes.cast_const();
    // SAFETY: the caller's promise.
    (!bytes.is_null()).then(|| unsafe { std::slice::from_raw_parts(bytes, string.length as usize) })
}

/// Writes the start of an element. It collects attributes until content, the end, or
/// `WsWriteEndStartElement` completes it.
///
/// - `prefix`: NULL uses the prefix in scope for `ns`, or makes it the default namespace. The declaration that
///   it takes is written too.
/// - `localName`, `ns`: its name; `ns` may be empty.
///
/// Errors: `WS_E_INVALID_FORMAT` for what is not a name, a prefix without namespace, or a second element at the
/// root; `WS_E_QUOTA_EXCEEDED` past the limits of depth, namespaces and size; `E_INVALIDARG`;
/// `WS_E_INVALID_OPERATION`. (Page WsWriteStartElement.)
///
/// # Safety
/// The strings are NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteStartElement(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: nothing is done in between; the caller's promise.
    unsafe {
        match ready(writer, error) {
            Some(ready) if may_be_at_once(ready) => {
                start_element_at_once(ready, prefix, localName, ns, error)
            }
            Some(ready) => start_element(ready, prefix, localName, ns, error),
            None => start_element_in_full(writer, prefix, localName, ns, error),
        }
    }
}

/// # Safety
/// As [`WsWriteStartElement`] and [`may_be_at_once`].
#[inline(never)]
unsafe fn start_element_at_once(
    ready: Ready,
    prefix: *const WS_XML_STRING,
    local_name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: it is live, and nothing is called; the caller's promise.
    unsafe {
        if is_done(|| (*ready).start_at_once(&Given::new(prefix, local_name, ns))) {
            return S_OK;
        }
        start_element(ready, prefix, local_name, ns, error)
    }
}

/// # Safety
/// As [`WsWriteStartElement`] and [`may_be_at_once`].
#[inline(never)]
unsafe fn start_element(
    ready: Ready,
    prefix: *const WS_XML_STRING,
    local_name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promises.
    unsafe {
        write_quickly(
            ready,
            error,
            "WsWriteStartElement",
            |writer| writer.start_quickly(&Given::new(prefix, local_name, ns).all(writer)?),
            |writer| start_element_in_full(writer, prefix, local_name, ns, error),
        )
    }
}

/// # Safety
/// As [`WsWriteStartElement`].
#[cold]
#[inline(never)]
unsafe fn start_element_in_full(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    local_name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteStartElement", |writer| {
        // SAFETY: the caller's promise.
        unsafe {
            let (local_name, ns) = (name(writer, local_name, "localName")?, name(writer, ns, "ns")?);
            writer.write_start_element(optional_string(prefix, "prefix")?, local_name, ns)
        }
    })
}

/// Ends the innermost element. If nothing was written in it, it becomes an empty element (`<a/>`).
///
/// Errors: `WS_E_INVALID_FORMAT` when no element is open, and as `WsWriteEndStartElement`;
/// `WS_E_INVALID_OPERATION` in an attribute or a CDATA section. (Page WsWriteEndElement.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndElement(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: nothing is done in between, and nothing is called.
    unsafe {
        match ready(writer, error) {
            Some(ready) if is_done(|| (*ready).end_at_once()) => S_OK,
            Some(ready) => end_element(ready, error),
            None => end_element_in_full(writer, error),
        }
    }
}

/// # Safety
/// As [`may_be_at_once`].
#[inline(never)]
unsafe fn end_element(ready: Ready, error: *mut WS_ERROR) -> HRESULT {
    let in_full = |writer| end_element_in_full(writer, error);
    // SAFETY: the caller's promise.
    unsafe { write_quickly(ready, error, "WsWriteEndElement", Writer::end_quickly, in_full) }
}

#[cold]
#[inline(never)]
fn end_element_in_full(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    write(writer, error, "WsWriteEndElement", Writer::write_end_element)
}

/// Starts an attribute of the element whose start tag is being written; what is written next is its value. In
/// an XML buffer, and positioned on an element, it is added to that.
///
/// - `prefix`: NULL, or empty with a namespace, uses the prefix in scope for `ns` or makes one up and declares
///   it.
/// - `localName`, `ns`: its name; `ns` may be empty.
/// - `singleQuote`: which quotes are written around the value.
///
/// Errors: `WS_E_INVALID_OPERATION` when no start tag is being written; `WS_E_INVALID_FORMAT` for what is not a
/// name, or a prefix without namespace; `WS_E_QUOTA_EXCEEDED` past the limits of attributes and namespaces;
/// `E_INVALIDARG`. (Page WsWriteStartAttribute.)
///
/// # Safety
/// The strings are NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteStartAttribute(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    localName: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    singleQuote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: nothing is done in between; the caller's promise.
    unsafe {
        match ready(writer, error) {
            Some(ready) if may_be_at_once(ready) => {
                start_attribute_at_once(ready, prefix, localName, ns, singleQuote, error)
            }
            Some(ready) => start_attribute(ready, prefix, localName, ns, singleQuote, error),
            None => start_attribute_in_full(writer, prefix, localName, ns, singleQuote, error),
        }
    }
}

/// # Safety
/// As [`WsWriteStartAttribute`] and [`may_be_at_once`].
#[inline(never)]
unsafe fn start_attribute_at_once(
    ready: Ready,
    prefix: *const WS_XML_STRING,
    local_name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    single_quote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: it is live, and nothing is called; the caller's promise.
    unsafe {
        let given = Given::new(prefix, local_name, ns);
        if is_done(|| (*ready).start_attribute_at_once(&given, single_quote != 0)) {
            return S_OK;
        }
        start_attribute(ready, prefix, local_name, ns, single_quote, error)
    }
}

/// # Safety
/// As [`WsWriteStartAttribute`] and [`may_be_at_once`].
#[inline(never)]
unsafe fn start_attribute(
    ready: Ready,
    prefix: *const WS_XML_STRING,
    local_name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    single_quote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promises.
    unsafe {
        write_quickly(
            ready,
            error,
            "WsWriteStartAttribute",
            |writer| {
                let asked = Given::new(prefix, local_name, ns).all(writer)?;
                writer.start_attribute_quickly(&asked, single_quote != 0)
            },
            |writer| start_attribute_in_full(writer, prefix, local_name, ns, single_quote, error),
        )
    }
}

/// # Safety
/// As [`WsWriteStartAttribute`].
#[cold]
#[inline(never)]
unsafe fn start_attribute_in_full(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    local_name: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    single_quote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    write(writer, error, "WsWriteStartAttribute", |writer| {
        // SAFETY: the caller's promise.
        unsafe {
            let (local_name, ns) = (name(writer, local_name, "localName")?, name(writer, ns, "ns")?);
            let prefix = optional_string(prefix, "prefix")?;
            writer.write_start_attribute(prefix, local_name, ns, single_quote != 0)
        }
    })
}

/// Ends the attribute being written.
///
/// Errors: `WS_E_INVALID_OPERATION` when there is none. (Page WsWriteEndAttribute.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteEndAttribute(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: nothing is done in between, and nothing is called.
    unsafe {
        match ready(writer, error) {
            Some(ready) if is_done(|| (*ready).end_attribute_at_once()) => S_OK,
            Some(ready) => end_attribute(ready, error),
            None => end_attribute_in_full(writer, error),
        }
    }
}

/// # Safety
/// As [`may_be_at_once`].
#[inline(never)]
unsafe fn end_attribute(ready: Ready, error: *mut WS_ERROR) -> HRESULT {
    let in_full = |writer| end_attribute_in_full(writer, error);
    // SAFETY: the caller's promise.
    unsafe { write_quickly(ready, error, "WsWriteEndAttribute", Writer::end_attribute_quickly, in_full) }
}

#[cold]
#[inline(never)]
fn end_attribute_in_full(writer: *mut WS_XML_WRITER, error: *mut WS_ERROR) -> HRESULT {
    write(writer, error, "WsWriteEndAttribute", Writer::write_end_attribute)
}

/// Declares a namespace on the element whose start tag is being written. What is in scope already is not
/// declared again. Declarations are written after the attributes.
///
/// - `prefix`: empty for the default namespace; NULL has the writer choose one, unless `ns` has one.
/// - `ns`: the namespace.
/// - `singleQuote`: which quotes are written around it.
///
/// Errors: `WS_E_INVALID_OPERATION` when no start tag is being written; `WS_E_INVALID_FORMAT` for what is not a
/// name, or a prefix without namespace; a prefix for two namespaces is told when the start tag is completed.
/// `WS_E_QUOTA_EXCEEDED`; `E_INVALIDARG`. (Page WsWriteXmlnsAttribute.)
///
/// # Safety
/// The strings are NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteXmlnsAttribute(
    writer: *mut WS_XML_WRITER,
    prefix: *const WS_XML_STRING,
    ns: *const WS_XML_STRING,
    singleQuote: BOOL,
    error: *mut WS_ERROR,
) -> HRESULT {
    let is_single = singleQuote != 0;
    let in_full = move |writer| {
        write(writer, error, "WsWriteXmlnsAttribute", |writer| {
            // SAFETY: the caller's promise.
            unsafe {
                let ns = name(writer, ns, "ns")?;
                writer.write_xmlns_attribute(optional_string(prefix, "prefix")?, ns, is_single)
            }
        })
    };
    let Some(ready) = ready(writer, error) else { return in_full(writer) };
    // SAFETY: nothing was done in between; the caller's promise.
    unsafe {
        let quick = |writer: &mut Writer| {
            let given = Given::new(prefix, ns, ns);
            writer.declare_quickly(given.prefix()?, given.ns(writer.dictionary())?, is_single)
        };
        write_quickly(ready, error, "WsWriteXmlnsAttribute", quick, in_full)
    }
}

/// Writes text as content or as the value of the attribute being written. In an XML buffer it keeps its type; as
/// text, a value is written in its XML Schema form and what has to be escaped is. A `WS_XML_LIST_TEXT` becomes
/// its items with spaces between them.
///
/// The value of an attribute can be written in several pieces if they are all UTF-8, all UTF-16 or all base64.
///
/// Errors: `WS_E_INVALID_FORMAT` for anything but whitespace at the root, and for characters that XML has no
/// place for; `WS_E_INVALID_OPERATION` for a second piece of another kind; `E_INVALIDARG`;
/// `WS_E_QUOTA_EXCEEDED`. (Page WsWriteText.)
///
/// # Safety
/// `text` is NULL or valid and of the kind its type says; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteText(
    writer: *mut WS_XML_WRITER,
    text: *const WS_XML_TEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: nothing is done in between; the caller's promise.
    unsafe {
        match ready(writer, error) {
            Some(ready) if may_be_at_once(ready) => text_at_once(ready, text, error),
            Some(ready) => text_quickly(ready, text, error),
            None => text_in_full(writer, text, error),
        }
    }
}

/// # Safety
/// As [`WsWriteText`] and [`may_be_at_once`].
#[inline(never)]
unsafe fn text_at_once(ready: Ready, text: *const WS_XML_TEXT, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: it is live, and nothing is called; the text is of the kind that its type says.
    unsafe {
        if is_done(|| (*ready).text_at_once(plain_text(text)?)) {
            return S_OK;
        }
        text_quickly(ready, text, error)
    }
}

/// # Safety
/// As [`WsWriteText`] and [`may_be_at_once`].
#[inline(never)]
unsafe fn text_quickly(ready: Ready, text: *const WS_XML_TEXT, error: *mut WS_ERROR) -> HRESULT {
    // SAFETY: the caller's promises.
    unsafe {
        write_quickly(
            ready,
            error,
            "WsWriteText",
            |writer| match plain_text(text) {
                Some(bytes) => writer.text_quickly(bytes),
                None => value_quickly(writer, text),
            },
            |writer| text_in_full(writer, text, error),
        )
    }
}

/// # Safety
/// As [`WsWriteText`].
#[cold]
#[inline(never)]
unsafe fn text_in_full(
    writer: *mut WS_XML_WRITER,
    text: *const WS_XML_TEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    write(writer, error, "WsWriteText", |writer| unsafe { write_text(writer, text) })
}

/// Of its own, so that the way of characters needs no room for what this does.
///
/// # Safety
/// As [`other_text`].
#[inline(never)]
unsafe fn value_quickly(writer: &mut Writer, text: *const WS_XML_TEXT) -> Option<Result<()>> {
    if !writer.takes_values() {
        return None;
    }
    let mut scratch = Vec::new();
    // SAFETY: the caller's promise.
    writer.value_quickly(&unsafe { other_text(text, &mut scratch) }?)
}

/// A text that is neither UTF-8 nor a qualified name, if it is right.
///
/// # Safety
/// `text` is NULL or valid, with all it points to.
unsafe fn other_text(text: *const WS_XML_TEXT, scratch: &mut Vec<u8>) -> Option<Text<'_>> {
    // SAFETY: the caller's promise.
    let kind = unsafe { text.as_ref() }?.textType.get()?;
    if matches!(kind, WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8 | WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_QNAME) {
        return None;
    }
    // SAFETY: likewise.
    unsafe { text_from_c(text, "text", scratch) }.ok()
}

/// The bytes of a text that is UTF-8 and of no dictionary.
///
/// # Safety
/// `text` is NULL or valid, and stays so for `'a`.
#[inline(always)]
unsafe fn plain_text<'a>(text: *const WS_XML_TEXT) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise; the structure is what its type says.
    unsafe {
        if CEnumField::<WS_XML_TEXT_TYPE>::raw(text.as_ref()?.textType)
            != WS_XML_TEXT_TYPE::WS_XML_TEXT_TYPE_UTF8 as i32
        {
            return None;
        }
        let string = &(*text.cast::<WS_XML_UTF8_TEXT>()).value;
        if string.dictionary.is_null() { given_bytes(string) } else { None }
    }
}

/// Writes UTF-16 characters as content or as the value of the attribute being written.
///
/// Errors: as `WsWriteText`; `WS_E_INVALID_FORMAT` for half a surrogate pair. (Page WsWriteChars.)
///
/// # Safety
/// `chars` points to `charCount` characters; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteChars(
    writer: *mut WS_XML_WRITER,
    chars: *const WCHAR,
    charCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    let given = move || unsafe { slice(chars, charCount, "chars") };
    let in_full =
        move |writer| write(writer, error, "WsWriteChars", |writer| writer.write_text(Text::Utf16(given()?)));
    let Some(ready) = ready(writer, error) else { return in_full(writer) };
    let quick = |writer: &mut Writer| {
        if writer.takes_values() { writer.value_quickly(&Text::Utf16(given().ok()?)) } else { None }
    };
    // SAFETY: nothing was done in between.
    unsafe { write_quickly(ready, error, "WsWriteChars", quick, in_full) }
}

/// Writes UTF-8 characters as content or as the value of the attribute being written.
///
/// Errors: as [`WsWriteText`]; `WS_E_INVALID_FORMAT` for what is not UTF-8. (Page WsWriteCharsUtf8.)
///
/// # Safety
/// `bytes` points to `byteCount` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteCharsUtf8(
    writer: *mut WS_XML_WRITER,
    bytes: *const BYTE,
    byteCount: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    let given = move || unsafe { slice(bytes, byteCount, "bytes") };
    let in_full =
        move |writer| write(writer, error, "WsWriteCharsUtf8", |writer| writer.write_utf8(given()?));
    let Some(ready) = ready(writer, error) else { return in_full(writer) };
    let quick = |writer: &mut Writer| writer.text_quickly(given().ok()?);
    // SAFETY: nothing was done in between.
    unsafe { write_quickly(ready, error, "WsWriteCharsUtf8", quick, in_full) }
}
