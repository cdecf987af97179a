//! What an error code says when nothing more is known.

use crate::abi::types::*;

/// A sentence for this `HRESULT`; the number itself where there is none.
pub(crate) fn code_text(code: HRESULT) -> String {
    let text = match code {
        WS_E_INVALID_FORMAT => "The data was not in the expected format.",
        WS_E_OBJECT_FAULTED => "The object is in the faulted state and cannot do this any more.",
        WS_E_NUMERIC_OVERFLOW => "A number was too large for its type.",
        WS_E_INVALID_OPERATION => "The object's current state does not allow the operation.",
        WS_E_OPERATION_ABORTED => "The operation was aborted.",
        WS_E_ENDPOINT_ACCESS_DENIED => "The remote endpoint denied access.",
        WS_E_OPERATION_TIMED_OUT => "The operation did not finish in the time given.",
        WS_E_OPERATION_ABANDONED => "The operation was abandoned.",
        WS_E_QUOTA_EXCEEDED => "A quota was exceeded.",
        WS_E_NO_TRANSLATION_AVAILABLE => "The text is not available in the language asked for.",
        WS_E_SECURITY_VERIFICATION_FAILURE => "The received data did not pass the security checks.",
        WS_E_ADDRESS_IN_USE => "The address is in use already.",
        WS_E_ADDRESS_NOT_AVAILABLE => "The address is not one of this machine.",
        WS_E_ENDPOINT_NOT_FOUND => "The remote endpoint does not exist or could not be found.",
        WS_E_ENDPOINT_NOT_AVAILABLE => "The remote endpoint is not in service at this address.",
        WS_E_ENDPOINT_FAILURE => "The remote endpoint failed to process the request.",
        WS_E_ENDPOINT_UNREACHABLE => "The remote endpoint could not be reached.",
        WS_E_ENDPOINT_ACTION_NOT_SUPPORTED => "The remote endpoint does not support the action.",
        WS_E_ENDPOINT_TOO_BUSY => "The remote endpoint is too busy to process the request.",
        WS_E_ENDPOINT_FAULT_RECEIVED => "The remote endpoint answered with a fault.",
        WS_E_ENDPOINT_DISCONNECTED => "The connection with the remote endpoint was ended.",
        WS_E_PROXY_FAILURE => "The HTTP proxy could not process the request.",
        WS_E_PROXY_ACCESS_DENIED => "The HTTP proxy denied access.",
        WS_E_NOT_SUPPORTED => "The requested feature is not supported.",
        WS_E_PROXY_REQUIRES_BASIC_AUTH => "The HTTP proxy requires basic authentication.",
        WS_E_PROXY_REQUIRES_DIGEST_AUTH => "The HTTP proxy requires digest authentication.",
        WS_E_PROXY_REQUIRES_NTLM_AUTH => "The HTTP proxy requires NTLM authentication.",
        WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH => "The HTTP proxy requires negotiated authentication.",
        WS_E_SERVER_REQUIRES_BASIC_AUTH => "The server requires basic authentication.",
        WS_E_SERVER_REQUIRES_DIGEST_AUTH => "The server requires digest authentication.",
        WS_E_SERVER_REQUIRES_NTLM_AUTH => "The server requires NTLM authentication.",
        WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH => "The server requires negotiated authentication.",
        WS_E_INVALID_ENDPOINT_URL => "The endpoint's URL is not valid.",
        WS_E_OTHER => "The failure is of a kind that has no code of its own.",
        WS_E_SECURITY_TOKEN_EXPIRED => "The security token has expired.",
        WS_E_SECURITY_SYSTEM_FAILURE => "The security system failed.",
        E_INVALIDARG => "An argument is not valid.",
        E_OUTOFMEMORY => "There is not enough memory.",
        E_FAIL => "The operation failed.",
        E_NOTIMPL => "The operation is not implemented.",
        E_ABORT => "The operation was aborted.",
        E_ACCESSDENIED => "Access was denied.",
        E_UNEXPECTED => "Something unexpected happened.",
        _ => return format!("The operation failed with the code 0x{code:08X}."),
    };
    text.to_owned()
}

/// A sentence for an error code of an implementation below: an `HRESULT`, an HTTP status, or a code of the
/// operating system.
pub(crate) fn original_text(code: u32) -> String {
    match code {
        0x8000_0000.. => code_text(code as HRESULT),
        200..600 => format!("The HTTP status was {code}."),
        _ => std::io::Error::from_raw_os_error(code as i32).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_text() {
        assert!(code_text(WS_E_QUOTA_EXCEEDED).contains("quota"));
        assert_eq!(code_text(0x8765_4321_u32 as i32), "The operation failed with the code 0x87654321.");
        assert_eq!(original_text(404), "The HTTP status was 404.");
        assert_eq!(original_text(WS_E_OTHER as u32), code_text(WS_E_OTHER));
        assert!(!original_text(2).is_empty());
    }
}
