//! The HRESULT codes that the functions return.
//!
//! The documentation's page of return values prints other numbers for some of the `WS_` codes;
//! these are the ones of the SDK. The header gets them, guarded, from `wwsapi_windows.h`, because
//! `winerror.h` has them on Windows.

use super::base::HRESULT;

/// The HRESULT that stands for a Win32 error code.
#[must_use]
pub const fn HRESULT_FROM_WIN32(code: u32) -> HRESULT {
    if code as HRESULT <= 0 { code as HRESULT } else { (code & 0xffff | 0x8007_0000) as HRESULT }
}

/// Done.
pub const S_OK: HRESULT = 0;
/// Done, by another name.
pub const NO_ERROR: HRESULT = 0;
/// Done, and the answer is no.
pub const S_FALSE: HRESULT = 1;
/// Not implemented.
pub const E_NOTIMPL: HRESULT = 0x8000_4001_u32 as HRESULT;
/// No such interface.
pub const E_NOINTERFACE: HRESULT = 0x8000_4002_u32 as HRESULT;
/// A pointer is wrong.
pub const E_POINTER: HRESULT = 0x8000_4003_u32 as HRESULT;
/// Aborted.
pub const E_ABORT: HRESULT = 0x8000_4004_u32 as HRESULT;
/// Failed, without a better word.
pub const E_FAIL: HRESULT = 0x8000_4005_u32 as HRESULT;
/// Failed in a way that should not be possible: here, a caught panic.
pub const E_UNEXPECTED: HRESULT = 0x8000_ffff_u32 as HRESULT;
/// Access was denied.
pub const E_ACCESSDENIED: HRESULT = 0x8007_0005_u32 as HRESULT;
/// A handle is wrong.
pub const E_HANDLE: HRESULT = 0x8007_0006_u32 as HRESULT;
/// There is no memory left.
pub const E_OUTOFMEMORY: HRESULT = 0x8007_000e_u32 as HRESULT;
/// An argument is wrong: a NULL where there must be something, a handle of another kind, a value out of
/// range.
pub const E_INVALIDARG: HRESULT = 0x8007_0057_u32 as HRESULT;
/// The certificate is not valid yet, or no more.
pub const CERT_E_EXPIRED: HRESULT = 0x800b_0101_u32 as HRESULT;
/// Nobody trusted stands for the certificate.
pub const CERT_E_UNTRUSTEDROOT: HRESULT = 0x800b_0109_u32 as HRESULT;
/// The certificate is for another name.
pub const CERT_E_CN_NO_MATCH: HRESULT = 0x800b_010f_u32 as HRESULT;
/// The certificate is for another use.
pub const CERT_E_WRONG_USAGE: HRESULT = 0x800b_0110_u32 as HRESULT;
/// Nobody could be asked whether the certificate was revoked.
pub const CRYPT_E_REVOCATION_OFFLINE: HRESULT = 0x8009_2013_u32 as HRESULT;

/// The operation goes on; its callback will come.
pub const WS_S_ASYNC: HRESULT = 0x003d_0000_u32 as HRESULT;
/// There is no more: no message on the channel, no element in the input.
pub const WS_S_END: HRESULT = 0x003d_0001_u32 as HRESULT;
/// What was read is not what it has to be: wrong XML, protocol, schema, text of a value.
pub const WS_E_INVALID_FORMAT: HRESULT = 0x803d_0000_u32 as HRESULT;
/// The object has failed before, and can only be closed, reset or freed.
pub const WS_E_OBJECT_FAULTED: HRESULT = 0x803d_0001_u32 as HRESULT;
/// A calculation went out of range.
pub const WS_E_NUMERIC_OVERFLOW: HRESULT = 0x803d_0002_u32 as HRESULT;
/// Not allowed in the state that the object is in.
pub const WS_E_INVALID_OPERATION: HRESULT = 0x803d_0003_u32 as HRESULT;
/// The object was aborted while the operation was pending.
pub const WS_E_OPERATION_ABORTED: HRESULT = 0x803d_0004_u32 as HRESULT;
/// The other side said that access was denied.
pub const WS_E_ENDPOINT_ACCESS_DENIED: HRESULT = 0x803d_0005_u32 as HRESULT;
/// The operation's time was up.
pub const WS_E_OPERATION_TIMED_OUT: HRESULT = 0x803d_0006_u32 as HRESULT;
/// The application gave the operation up.
pub const WS_E_OPERATION_ABANDONED: HRESULT = 0x803d_0007_u32 as HRESULT;
/// A limit would have been passed; most are properties.
pub const WS_E_QUOTA_EXCEEDED: HRESULT = 0x803d_0008_u32 as HRESULT;
/// The text does not exist in the language wanted.
pub const WS_E_NO_TRANSLATION_AVAILABLE: HRESULT = 0x803d_0009_u32 as HRESULT;
/// What was received is well formed, but its security did not hold.
pub const WS_E_SECURITY_VERIFICATION_FAILURE: HRESULT = 0x803d_000a_u32 as HRESULT;
/// The address to listen at is taken.
pub const WS_E_ADDRESS_IN_USE: HRESULT = 0x803d_000b_u32 as HRESULT;
/// The address to listen at is not this machine's.
pub const WS_E_ADDRESS_NOT_AVAILABLE: HRESULT = 0x803d_000c_u32 as HRESULT;
/// There is no such host, or nothing at that address.
pub const WS_E_ENDPOINT_NOT_FOUND: HRESULT = 0x803d_000d_u32 as HRESULT;
/// The other side said that the endpoint is out of service.
pub const WS_E_ENDPOINT_NOT_AVAILABLE: HRESULT = 0x803d_000e_u32 as HRESULT;
/// The other side said that it failed.
pub const WS_E_ENDPOINT_FAILURE: HRESULT = 0x803d_000f_u32 as HRESULT;
/// There is no way through the network.
pub const WS_E_ENDPOINT_UNREACHABLE: HRESULT = 0x803d_0010_u32 as HRESULT;
/// The other side said that it does not know the action.
pub const WS_E_ENDPOINT_ACTION_NOT_SUPPORTED: HRESULT = 0x803d_0011_u32 as HRESULT;
/// The other side said that it has too much to do.
pub const WS_E_ENDPOINT_TOO_BUSY: HRESULT = 0x803d_0012_u32 as HRESULT;
/// A fault came instead of a reply; the error carries it.
pub const WS_E_ENDPOINT_FAULT_RECEIVED: HRESULT = 0x803d_0013_u32 as HRESULT;
/// The connection was lost or ended by the other side.
pub const WS_E_ENDPOINT_DISCONNECTED: HRESULT = 0x803d_0014_u32 as HRESULT;
/// The HTTP proxy failed.
pub const WS_E_PROXY_FAILURE: HRESULT = 0x803d_0015_u32 as HRESULT;
/// The HTTP proxy said that access was denied.
pub const WS_E_PROXY_ACCESS_DENIED: HRESULT = 0x803d_0016_u32 as HRESULT;
/// This system or version cannot do it.
pub const WS_E_NOT_SUPPORTED: HRESULT = 0x803d_0017_u32 as HRESULT;
/// The HTTP proxy wants basic authentication.
pub const WS_E_PROXY_REQUIRES_BASIC_AUTH: HRESULT = 0x803d_0018_u32 as HRESULT;
/// The HTTP proxy wants digest authentication.
pub const WS_E_PROXY_REQUIRES_DIGEST_AUTH: HRESULT = 0x803d_0019_u32 as HRESULT;
/// The HTTP proxy wants NTLM authentication.
pub const WS_E_PROXY_REQUIRES_NTLM_AUTH: HRESULT = 0x803d_001a_u32 as HRESULT;
/// The HTTP proxy wants negotiate authentication.
pub const WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH: HRESULT = 0x803d_001b_u32 as HRESULT;
/// The server wants basic authentication.
pub const WS_E_SERVER_REQUIRES_BASIC_AUTH: HRESULT = 0x803d_001c_u32 as HRESULT;
/// The server wants digest authentication.
pub const WS_E_SERVER_REQUIRES_DIGEST_AUTH: HRESULT = 0x803d_001d_u32 as HRESULT;
/// The server wants NTLM authentication.
pub const WS_E_SERVER_REQUIRES_NTLM_AUTH: HRESULT = 0x803d_001e_u32 as HRESULT;
/// The server wants negotiate authentication.
pub const WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH: HRESULT = 0x803d_001f_u32 as HRESULT;
/// The URL is not one that this can be done with.
pub const WS_E_INVALID_ENDPOINT_URL: HRESULT = 0x803d_0020_u32 as HRESULT;
/// Something below failed in an unknown way; the error has its code.
pub const WS_E_OTHER: HRESULT = 0x803d_0021_u32 as HRESULT;
/// The server refused a token that is no longer valid.
pub const WS_E_SECURITY_TOKEN_EXPIRED: HRESULT = 0x803d_0022_u32 as HRESULT;
/// Something below failed in matters of security.
pub const WS_E_SECURITY_SYSTEM_FAILURE: HRESULT = 0x803d_0023_u32 as HRESULT;
