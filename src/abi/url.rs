//! URLs: decoding, encoding, combining. (Page "Url".)
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::{Allocator, Heap};
use crate::value::url::{Components, Url, UrlFlags, combine};

use super::guard::{Out, boundary, required, slice};
use super::object::shared;

/// Takes a URL apart and decodes its components.
///
/// - `url`: the URL in encoded form.
/// - `flags`: `WS_URL_FLAGS_ALLOW_HOST_WILDCARDS` allows `+` and `*` as the host,
///   `WS_URL_FLAGS_NO_PATH_COLLAPSE` keeps `.` and `..` in the path, `WS_URL_FLAGS_ZERO_TERMINATE` puts a zero
///   behind each string.
/// - `outUrl`: receives a `WS_HTTP_URL`, `WS_HTTPS_URL`, `WS_NETTCP_URL`, `WS_SOAPUDP_URL` or `WS_NETPIPE_URL`
///   in the heap; its scheme says which. The port is the scheme's own, 65535 if it has none, where the URL has
///   none.
///
/// Errors: `WS_E_INVALID_FORMAT` for what is no URL or has another scheme, `WS_E_QUOTA_EXCEEDED` or
/// `E_OUTOFMEMORY` from the heap, `E_INVALIDARG` for a NULL pointer or an unknown flag. (Page WsDecodeUrl.)
///
/// # Safety
/// `url` is NULL or valid, `outUrl` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsDecodeUrl(
    url: *const WS_STRING,
    flags: ULONG,
    heap: *mut WS_HEAP,
    outUrl: *mut *mut WS_URL,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (text, out) = unsafe { (string(url, "url")?, Out::required(outUrl, "outUrl")?) };
        let flags = UrlFlags::from_raw(flags)?;
        let heap = shared::<Heap>(heap)?;
        let parsed = Url::parse(text, flags)?;
        let heap = heap.lock();
        let place = |text: &str| new_string(&heap, &text.encode_utf16().collect::<Vec<_>>(), flags);
        // The five structures are laid out alike.
        let decoded = heap.alloc_value(WS_HTTP_URL {
            url: WS_URL { scheme: parsed.scheme.to_c() },
            host: place(&parsed.host)?,
            port: parsed.port,
            portAsString: place(&parsed.port_text)?,
            path: place(&parsed.path)?,
            query: place(&parsed.query)?,
            fragment: place(&parsed.fragment)?,
        })?;
        out.write(decoded.as_ptr().cast());
        Ok(S_OK)
    })
}

/// Escapes components and puts them together to a URL.
///
/// - `url`: a `WS_HTTP_URL` or another structure, as its scheme says. The port may be given as a number, as a
///   text, or as both if they agree; 0 and an empty text leave it out, as does the scheme's own number.
/// - `flags`: as for [`WsDecodeUrl`].
/// - `outUrl`: receives the URL, in the heap.
///
/// Errors: `WS_E_INVALID_FORMAT` for an unknown scheme or a component that is not one, `E_INVALIDARG` for a
/// NULL pointer, an unknown flag or two ports, `WS_E_QUOTA_EXCEEDED` or `E_OUTOFMEMORY` from the heap. (Page
/// WsEncodeUrl.)
///
/// # Safety
/// `url` is NULL or valid, `outUrl` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsEncodeUrl(
    url: *const WS_URL,
    flags: ULONG,
    heap: *mut WS_HEAP,
    outUrl: *mut WS_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (head, out) = unsafe { (required(url, "url")?, Out::required(outUrl, "outUrl")?) };
        let heap = shared::<Heap>(heap)?;
        let flags = UrlFlags::from_raw(flags)?;
        let scheme = head.scheme.get().ok_or_else(|| {
            Error::invalid_format(format!("there is no URL scheme {}", CEnumField::raw(head.scheme)))
        })?;
        // The alignment is that of the structure the caller made.
        #[allow(clippy::cast_ptr_alignment)]
        // SAFETY: a known scheme says that the caller's structure is one of the five, which are laid out alike.
        let encoded = unsafe {
            let url = &*url.cast::<WS_HTTP_URL>();
            Components {
                scheme,
                host: slice(url.host.chars, url.host.length, "url->host")?,
                port: url.port,
                port_text: slice(url.portAsString.chars, url.portAsString.length, "url->portAsString")?,
                path: slice(url.path.chars, url.path.length, "url->path")?,
                query: slice(url.query.chars, url.query.length, "url->query")?,
                fragment: slice(url.fragment.chars, url.fragment.length, "url->fragment")?,
            }
            .encode(flags)?
        };
        out.write(new_string(&heap.lock(), &encoded, flags)?);
        Ok(S_OK)
    })
}

/// Makes an absolute URL of a URL that may be relative to another.
///
/// - `baseUrl`: an absolute URL in encoded form.
/// - `referenceUrl`: the URL to make absolute, in encoded form. One that is absolute already is the result, but
///   for `.` and `..` in its path.
/// - `flags`: as for [`WsDecodeUrl`].
/// - `resultUrl`: receives the absolute URL in encoded form, in the heap.
///
/// Errors: `WS_E_INVALID_FORMAT` when one of them is not valid or has an unknown scheme, `E_INVALIDARG` for a
/// NULL pointer or an unknown flag, `WS_E_QUOTA_EXCEEDED` or `E_OUTOFMEMORY` from the heap. (Page
/// WsCombineUrl.)
///
/// # Safety
/// The URLs are NULL or valid, `resultUrl` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCombineUrl(
    baseUrl: *const WS_STRING,
    referenceUrl: *const WS_STRING,
    flags: ULONG,
    heap: *mut WS_HEAP,
    resultUrl: *mut WS_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let (base, reference, out) = unsafe {
            (
                string(baseUrl, "baseUrl")?,
                string(referenceUrl, "referenceUrl")?,
                Out::required(resultUrl, "resultUrl")?,
            )
        };
        let flags = UrlFlags::from_raw(flags)?;
        let heap = shared::<Heap>(heap)?;
        let combined = combine(base, reference, flags)?;
        out.write(new_string(&heap.lock(), &combined, flags)?);
        Ok(S_OK)
    })
}

/// The characters of a required string.
///
/// # Safety
/// `text` is NULL or a valid string that nobody changes for `'a`.
unsafe fn string<'a>(text: *const WS_STRING, name: &str) -> Result<&'a [WCHAR]> {
    // SAFETY: the caller's promise.
    unsafe {
        let text = required(text, name)?;
        slice(text.chars, text.length, name)
    }
}

fn new_string(heap: &Allocator<'_>, text: &[WCHAR], flags: UrlFlags) -> Result<WS_STRING> {
    let length = ULONG::try_from(text.len())
        .map_err(|_| Error::quota_exceeded(format!("a string of {} characters is too long", text.len())))?;
    let chars =
        if flags.zero_terminate { heap.alloc_copy(&[text, &[0]].concat())? } else { heap.alloc_copy(text)? };
    Ok(WS_STRING { length, chars: chars.as_ptr() })
}
