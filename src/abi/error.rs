//! `WS_ERROR`: the rich error object. (Pages "Errors", WsCreateError, WsGetErrorString, ...)

use crate::abi::types::*;
use crate::error::{Error, FaultData};

use super::object::{Kind, Object, lease};

/// What a `WS_ERROR` accumulates, call by call, until it is reset.
#[derive(Default)]
pub(crate) struct ErrorObject {
    /// As added: the innermost and oldest first.
    strings: Vec<Box<[WCHAR]>>,
    original_code: ULONG,
    fault: Option<FaultData>,
}

impl Object for ErrorObject {
    type C = WS_ERROR;
    const KIND: Kind = Kind::Error;
}

impl ErrorObject {
    /// Appends what a failure has to say.
    pub(crate) fn record(&mut self, mut failure: Error) {
        for message in failure.messages() {
            self.strings.push(message.encode_utf16().collect());
        }
        if let Some(code) = failure.original() {
            self.original_code = code;
        }
        if let Some(fault) = failure.take_fault() {
            self.fault = Some(*fault);
        }
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
