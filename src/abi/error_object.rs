//! What is behind a `WS_ERROR`: strings, the original code, and the fault, each kept for as long as C may look
//! at it.
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::error::{Error, FaultData, Result, language, original_text};

use super::object::{Kind, Object, lease};

/// What a `WS_ERROR` accumulates, call by call, until it is reset.
pub(crate) struct ErrorObject {
    /// As added: the innermost and oldest first. Boxes, so that they stay where C was told they are.
    strings: Vec<Box<[WCHAR]>>,
    /// The code of the implementation below, and its text, which counts as the innermost string.
    original: Option<(ULONG, Box<[WCHAR]>)>,
    language: LANGID,
    fault: Option<FaultData>,
}

impl Object for ErrorObject {
    type C = WS_ERROR;
    const KIND: Kind = Kind::Error;
}

impl ErrorObject {
    pub(crate) fn new() -> Self {
        Self { strings: Vec::new(), original: None, language: default_language(), fault: None }
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

    pub(crate) fn add_string(&mut self, text: &[WCHAR]) {
        self.strings.push(text.into());
    }

    /// Keeps a fault, and adds its reason to the strings where it is in the language of this object (page
    /// WS_FAULT_ERROR_PROPERTY_ID; the sentence is the one that Windows adds).
    pub(crate) fn set_fault(&mut self, fault: FaultData) {
        let reason = fault.reasons.iter().find(|reason| language::suits(&reason.lang, self.language));
        if let Some(reason) = reason {
            self.strings.push(format!("The fault reason was: '{}'.", reason.text).encode_utf16().collect());
        }
        self.fault = Some(fault);
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
        self.strings.clone_from(&other.strings);
        self.original.clone_from(&other.original);
        self.language = other.language;
        self.fault.clone_from(&other.fault);
    }

    pub(crate) fn reset(&mut self) {
        *self = Self { language: self.language, ..Self::new() };
    }

    fn is_empty(&self) -> bool {
        self.strings.is_empty() && self.original.is_none() && self.fault.is_none()
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
}

/// The language of a new error object: that of the user's interface on Windows, elsewhere English, in which all
/// texts of this library are.
fn default_language() -> LANGID {
    #[cfg(windows)]
    {
        #[link(name = "kernel32")]
        unsafe extern "system" {
            fn GetUserDefaultUILanguage() -> LANGID;
        }
        // SAFETY: it takes nothing and cannot fail.
        unsafe { GetUserDefaultUILanguage() }
    }
    #[cfg(not(windows))]
    {
        language::ENGLISH
    }
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
