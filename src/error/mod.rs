//! The one error type of the library, and what it becomes: an `HRESULT`, strings in a `WS_ERROR`, a fault.
//!
//! An [`Error`] says what was expected, what was found and where (byte offset, element, URL, property). Each
//! level that knows more adds a message around it by [`ResultExt::context`]; the face copies the messages into
//! the caller's `WS_ERROR`, so that string 0 is the outermost, as WsGetErrorString documents.

mod fault;
pub(crate) mod language;
mod text;

use std::fmt;

use crate::abi::types::*;

pub(crate) use fault::{FaultCode, FaultData, FaultReason};
pub(crate) use text::{code_text, original_text};

/// What nearly every function of the library returns.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure: its `HRESULT`, what happened, level by level, and the fault that caused it, if one did.
///
/// One pointer wide, because it travels through every `Result` of the reader's inner loop.
#[derive(Debug)]
pub(crate) struct Error(Box<Inner>);

#[derive(Debug, thiserror::Error)]
#[error("{}", .messages.last().map_or("", String::as_str))]
struct Inner {
    code: HRESULT,
    /// Innermost first.
    messages: Vec<String>,
    fault: Option<Box<FaultData>>,
    /// The implementation's own code behind a canonical one (an errno, an HTTP status), for
    /// `WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE`.
    original: Option<u32>,
}

impl Error {
    /// An error with this code and this innermost message.
    #[cold]
    pub(crate) fn new(code: HRESULT, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { code, messages: vec![message.into()], fault: None, original: None }))
    }

    /// An error of which only the code is known: it came back from the application's own callback, which has
    /// put what there is to say into the `WS_ERROR` itself.
    #[cold]
    pub(crate) fn from_code(code: HRESULT) -> Self {
        Self(Box::new(Inner { code, messages: Vec::new(), fault: None, original: None }))
    }

    pub(crate) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(E_INVALIDARG, message)
    }

    pub(crate) fn invalid_operation(message: impl Into<String>) -> Self {
        Self::new(WS_E_INVALID_OPERATION, message)
    }

    pub(crate) fn invalid_format(message: impl Into<String>) -> Self {
        Self::new(WS_E_INVALID_FORMAT, message)
    }

    pub(crate) fn quota_exceeded(message: impl Into<String>) -> Self {
        Self::new(WS_E_QUOTA_EXCEEDED, message)
    }

    pub(crate) fn numeric_overflow(message: impl Into<String>) -> Self {
        Self::new(WS_E_NUMERIC_OVERFLOW, message)
    }

    pub(crate) fn not_supported(message: impl Into<String>) -> Self {
        Self::new(WS_E_NOT_SUPPORTED, message)
    }

    pub(crate) fn aborted(message: impl Into<String>) -> Self {
        Self::new(WS_E_OPERATION_ABORTED, message)
    }

    pub(crate) fn timed_out(message: impl Into<String>) -> Self {
        Self::new(WS_E_OPERATION_TIMED_OUT, message)
    }

    pub(crate) fn out_of_memory(message: impl Into<String>) -> Self {
        Self::new(E_OUTOFMEMORY, message)
    }

    /// The same error, said to be part of something larger.
    #[must_use]
    pub(crate) fn context(mut self, message: impl Into<String>) -> Self {
        self.0.messages.push(message.into());
        self
    }

    /// The same error under another code, when a lower layer's failure means something else here.
    #[must_use]
    pub(crate) fn with_code(mut self, code: HRESULT) -> Self {
        self.0.code = code;
        self
    }

    #[must_use]
    pub(crate) fn with_fault(mut self, fault: FaultData) -> Self {
        self.0.fault = Some(Box::new(fault));
        self
    }

    #[must_use]
    pub(crate) fn with_original(mut self, code: u32) -> Self {
        self.0.original = Some(code);
        self
    }

    pub(crate) fn code(&self) -> HRESULT {
        self.0.code
    }

    /// The messages, innermost first.
    pub(crate) fn messages(&self) -> &[String] {
        &self.0.messages
    }

    pub(crate) fn take_fault(&mut self) -> Option<Box<FaultData>> {
        self.0.fault.take()
    }

    pub(crate) fn original(&self) -> Option<u32> {
        self.0.original
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (0x{:08X})", self.0, self.0.code)
    }
}

impl std::error::Error for Error {}

/// Adds what a higher level knows to a failure from below.
pub(crate) trait ResultExt<T> {
    /// The message is only made when there is a failure.
    fn context<M: Into<String>>(self, message: impl FnOnce() -> M) -> Result<T>;
}

impl<T> ResultExt<T> for Result<T> {
    #[inline]
    fn context<M: Into<String>>(self, message: impl FnOnce() -> M) -> Result<T> {
        self.map_err(|error| error.context(message()))
    }
}
