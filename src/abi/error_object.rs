//! What is behind a `WS_ERROR`: strings, the original code, and the fault, each kept for as long as C may look
//! at it.
#![allow(unsafe_code)]

use std::ptr;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, FaultCode, FaultData, Result, language, original_text};

use crate::heap::Heap;
use crate::platform;
use crate::serialization;
use crate::soap;

use super::object::{Kind, Object, lease};

/// What a `WS_ERROR` accumulates, call by call, until it is reset.
pub(crate) struct ErrorObject {
    /// As added: the innermost and oldest first. Boxes, so that they stay where C was told they are.
    strings: Vec<Box<[WCHAR]>>,
    /// The code of the implementation below, and its text, which counts as the innermost string.
    original: Option<(ULONG, Box<[WCHAR]>)>,
    language: LANGID,
    /// What is sent for this failure, or was received: without its action and header, which stand beside it.
    fault: Option<FaultData>,
    /// Empty for none.
    action: String,
    /// A header block to send with the fault, as a UTF-8 document.
    header: Option<Vec<u8>>,
    views: Views,
}

/// What C was given to look at. It lies in a heap of its own, so that it stays until the error is reset, even
/// when something else is set meanwhile.
struct Views {
    heap: Option<Arc<Heap>>,
    fault: *mut WS_FAULT,
    action: Option<WS_XML_STRING>,
    header: *mut WS_XML_BUFFER,
}

// SAFETY: the pointers are into the heap beside them, and nothing here reads what they point to.
unsafe impl Send for Views {}

impl Views {
    const fn none() -> Self {
        Self { heap: None, fault: ptr::null_mut(), action: None, header: ptr::null_mut() }
    }

    fn heap(&mut self) -> &Arc<Heap> {
        self.heap.get_or_insert_with(|| Heap::new(usize::MAX, 0))
    }
}

impl Object for ErrorObject {
    type C = WS_ERROR;
    const KIND: Kind = Kind::Error;
}

impl ErrorObject {
    pub(crate) fn new() -> Self {
        Self {
            strings: Vec::new(),
            original: None,
            language: default_language(),
            fault: None,
            action: String::new(),
            header: None,
            views: Views::none(),
        }
    }

    /// Appends what a failure has to say.
    pub(crate) fn record(&mut self, mut failure: Error) {
        if let Some(code) = failure.original() {
            self.set_original_code(code);
        }
        if let Some(fault) = failure.take_fault() {
            self.set_fault(*fault);
        }
        for message in failure.messages() {
            self.strings.push(message.encode_utf16().collect());
        }
    }

    /// What was recorded, as the failure with this code; nothing is left here.
    pub(crate) fn take(&mut self, code: HRESULT) -> Error {
        let mut failure = Error::from_code(code);
        for string in &self.strings {
            failure = failure.context(String::from_utf16_lossy(string));
        }
        if let Some((original, _)) = self.original {
            failure = failure.with_original(original);
        }
        if let Some(fault) = self.fault.take() {
            failure = failure.with_fault(fault);
        }
        self.reset();
        failure
    }

    pub(crate) fn add_string(&mut self, text: &[WCHAR]) {
        self.strings.push(text.into());
    }

    /// Keeps a fault, and adds its reason to the strings where it is in the language of this object (page
    /// WS_FAULT_ERROR_PROPERTY_ID; the sentence is the one that Windows adds).
    pub(crate) fn set_fault(&mut self, mut fault: FaultData) {
        if let Some(action) = fault.action.take() {
            self.set_action(action);
        }
        if let Some(header) = fault.header.take() {
            self.set_header(Some(header));
        }
        let reason = fault.reasons.iter().find(|reason| language::suits(&reason.lang, self.language));
        if let Some(reason) = reason {
            self.strings.push(format!("The fault reason was: '{}'.", reason.text).encode_utf16().collect());
        }
        self.views.fault = ptr::null_mut();
        self.fault = Some(fault);
    }

    /// Keeps a detail, and its action. If there is no fault yet, one is made for it that leaves the reason to
    /// the error strings.
    pub(crate) fn set_detail(&mut self, detail: Vec<u8>, action: Option<String>) {
        self.views.fault = ptr::null_mut();
        let generic = || FaultData {
            codes: vec![FaultCode { local_name: "Receiver".to_owned(), ns: String::new() }],
            ..FaultData::default()
        };
        self.fault.get_or_insert_with(generic).detail = Some(detail);
        if let Some(action) = action {
            self.set_action(action);
        }
    }

    /// Keeps the action of the fault; empty for none.
    pub(crate) fn set_action(&mut self, action: String) {
        self.views.action = None;
        self.action = action;
    }

    /// Keeps a header block to be sent with the fault, as a UTF-8 document.
    pub(crate) fn set_header(&mut self, header: Option<Vec<u8>>) {
        self.views.header = ptr::null_mut();
        self.header = header;
    }

    pub(crate) fn set_original_code(&mut self, code: ULONG) {
        self.original = (code != 0).then(|| (code, original_text(code).encode_utf16().collect()));
    }

    /// Sets the language: `E_INVALIDARG` for 0, `WS_E_INVALID_OPERATION` once something is recorded.
    pub(crate) fn set_language(&mut self, language: LANGID) -> Result<()> {
        if language == 0 {
            return Err(Error::invalid_argument("WS_ERROR_PROPERTY_LANGID may not be 0"));
        }
        if !self.is_empty() {
            return Err(Error::invalid_operation(
                "WS_ERROR_PROPERTY_LANGID may be set only while the error object holds nothing: reset it first",
            ));
        }
        self.language = language;
        Ok(())
    }

    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.views = Views::none();
        self.strings.clone_from(&other.strings);
        self.original.clone_from(&other.original);
        self.language = other.language;
        self.fault.clone_from(&other.fault);
        self.action.clone_from(&other.action);
        self.header.clone_from(&other.header);
    }

    pub(crate) fn reset(&mut self) {
        *self = Self { language: self.language, ..Self::new() };
    }

    fn is_empty(&self) -> bool {
        self.strings.is_empty()
            && self.original.is_none()
            && self.fault.is_none()
            && self.action.is_empty()
            && self.header.is_none()
    }

    /// The strings, the text of the original code among them.
    pub(crate) fn string_count(&self) -> usize {
        self.strings.len() + usize::from(self.original.is_some())
    }

    /// The string with this index: the one added last is 0, the text of the original code the last.
    pub(crate) fn string(&self, index: usize) -> Option<&[WCHAR]> {
        let added = self.strings.len();
        if index < added {
            return Some(&self.strings[added - 1 - index]);
        }
        self.original.as_ref().filter(|_| index == added).map(|(_, text)| &**text)
    }

    pub(crate) fn original_code(&self) -> ULONG {
        self.original.as_ref().map_or(0, |(code, _)| *code)
    }

    pub(crate) fn language(&self) -> LANGID {
        self.language
    }

    pub(crate) fn fault(&self) -> Option<&FaultData> {
        self.fault.as_ref()
    }

    /// The action of the fault; empty for none.
    pub(crate) fn action(&self) -> &str {
        &self.action
    }

    /// The fault for C to look at until the next reset; NULL for none.
    pub(crate) fn fault_view(&mut self) -> Result<*mut WS_FAULT> {
        if let Some(fault) = &self.fault
            && self.views.fault.is_null()
        {
            let heap = self.views.heap().clone();
            let view = serialization::fault_to_c(fault, &heap)?;
            self.views.fault = heap.lock().alloc_value(view)?.as_ptr();
        }
        Ok(self.views.fault)
    }

    /// The action for C to look at until the next reset; of length 0 for none.
    pub(crate) fn action_view(&mut self) -> Result<WS_XML_STRING> {
        if let Some(view) = self.views.action {
            return Ok(view);
        }
        let bytes = self.views.heap().lock().alloc_copy(self.action.as_bytes())?.as_ptr();
        let length = self.action.len() as ULONG;
        Ok(*self.views.action.insert(WS_XML_STRING { length, bytes, dictionary: ptr::null_mut(), id: 0 }))
    }

    /// The header block for C to look at until the next reset; NULL for none.
    pub(crate) fn header_view(&mut self) -> Result<*mut WS_XML_BUFFER> {
        if let Some(header) = &self.header
            && self.views.header.is_null()
        {
            let heap = self.views.heap();
            self.views.header = serialization::bytes_to_buffer(header, heap)?.handle(heap);
        }
        Ok(self.views.header)
    }

    /// The fault that tells a peer of this failure, with the action and the header to send with it (pages
    /// WsCreateFaultFromError, WsSendFaultMessageForError). `code` must be a failure: `E_INVALIDARG` if not.
    pub(crate) fn fault_to_send(&self, code: HRESULT, disclosure: WS_FAULT_DISCLOSURE) -> Result<FaultData> {
        if code >= 0 {
            return Err(Error::invalid_argument(format!(
                "a fault is made for a failure, and 0x{code:08X} is a success code"
            )));
        }
        let strings: Vec<_> = (0..self.string_count())
            .filter_map(|index| self.string(index))
            .map(String::from_utf16_lossy)
            .collect();
        let tag = language::tag(self.language);
        let mut fault = soap::fault::from_error(&strings, self.fault.as_ref(), code, disclosure, tag);
        fault.action = (!self.action.is_empty()).then(|| self.action.clone());
        fault.header.clone_from(&self.header);
        Ok(fault)
    }
}

/// The language of a new error object: that of the user's interface on Windows, elsewhere English, in which all
/// texts of this library are.
fn default_language() -> LANGID {
    platform::user_language().unwrap_or(language::ENGLISH)
}

/// Writes a failure into the caller's error object, if there is one and it is not in use, and gives the code
/// to return.
#[cold]
pub(crate) fn report(error: *mut WS_ERROR, failure: Error) -> HRESULT {
    let code = failure.code();
    tracing::debug!(%failure, "failed");
    if !error.is_null()
        && let Ok(mut object) = lease::<ErrorObject>(error)
    {
        object.record(failure);
    }
    code
}
