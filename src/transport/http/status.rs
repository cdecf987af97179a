//! What an HTTP status means as an error of this API.
//!
//! A status is judged by whoever knows what was asked for: a SOAP channel takes 200, 202 and 500 (a fault) with
//! a body of its content type as messages, and asks here about everything else; a channel that maps statuses
//! to the application's own headers never asks. (Page "Windows Web Services Return Values".)

use std::fmt::Write;

use crate::abi::types::*;
use crate::error::Error;

use super::Headers;

/// One row of the table: the code, and what it says about the exchange.
struct Meaning {
    code: HRESULT,
    text: &'static str,
}

const fn means(code: HRESULT, text: &'static str) -> Meaning {
    Meaning { code, text }
}

/// The table, most telling first; a status that is not in it is as the first of its class.
fn meaning(status: u16, headers: &Headers) -> Meaning {
    match status {
        401 => authentication(headers, "www-authenticate", &SERVER_SCHEMES)
            .unwrap_or(means(WS_E_ENDPOINT_ACCESS_DENIED, "the server asks for authentication")),
        403 => means(WS_E_ENDPOINT_ACCESS_DENIED, "the server refuses access"),
        404 => means(WS_E_ENDPOINT_NOT_FOUND, "the server has nothing at this address"),
        405 => means(WS_E_INVALID_FORMAT, "the server does not support this HTTP method here"),
        406 => means(WS_E_INVALID_FORMAT, "the server has no answer in a format that was accepted"),
        407 => authentication(headers, "proxy-authenticate", &PROXY_SCHEMES)
            .unwrap_or(means(WS_E_PROXY_ACCESS_DENIED, "the proxy asks for authentication")),
        408 => means(WS_E_OPERATION_TIMED_OUT, "the server gave up waiting for the request"),
        410 => means(WS_E_ENDPOINT_NOT_AVAILABLE, "the endpoint is no longer at this address"),
        413 => means(WS_E_QUOTA_EXCEEDED, "the request is larger than the server takes"),
        414 => means(WS_E_QUOTA_EXCEEDED, "the URL is longer than the server takes"),
        415 => means(WS_E_INVALID_FORMAT, "the server does not support the format of the request"),
        429 => means(WS_E_ENDPOINT_TOO_BUSY, "the server was sent too many requests"),
        431 => means(WS_E_QUOTA_EXCEEDED, "the headers are larger than the server takes"),
        502 => means(WS_E_PROXY_FAILURE, "a proxy or gateway had no valid answer from the server"),
        503 => means(WS_E_ENDPOINT_TOO_BUSY, "the server is too busy or out of service"),
        504 => means(WS_E_OPERATION_TIMED_OUT, "a proxy or gateway had no answer from the server in time"),
        505 => means(WS_E_INVALID_FORMAT, "the server does not support this version of HTTP"),
        300..=399 => {
            means(WS_E_ENDPOINT_NOT_AVAILABLE, "the endpoint is elsewhere, and no redirect was followed")
        }
        400..=499 => means(WS_E_INVALID_FORMAT, "the server does not understand the request"),
        500..=599 => means(WS_E_ENDPOINT_FAILURE, "the server could not process the request"),
        _ => means(WS_E_INVALID_FORMAT, "this status was not expected here"),
    }
}

/// The schemes that a challenge may name, weakest last: the strongest one is reported.
type Schemes = [(&'static str, HRESULT, &'static str); 4];

const SERVER_SCHEMES: Schemes = [
    ("negotiate", WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH, "the server requires authentication by 'negotiate'"),
    ("ntlm", WS_E_SERVER_REQUIRES_NTLM_AUTH, "the server requires authentication by 'NTLM'"),
    ("digest", WS_E_SERVER_REQUIRES_DIGEST_AUTH, "the server requires authentication by 'digest'"),
    ("basic", WS_E_SERVER_REQUIRES_BASIC_AUTH, "the server requires authentication by 'basic'"),
];

const PROXY_SCHEMES: Schemes = [
    ("negotiate", WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH, "the proxy requires authentication by 'negotiate'"),
    ("ntlm", WS_E_PROXY_REQUIRES_NTLM_AUTH, "the proxy requires authentication by 'NTLM'"),
    ("digest", WS_E_PROXY_REQUIRES_DIGEST_AUTH, "the proxy requires authentication by 'digest'"),
    ("basic", WS_E_PROXY_REQUIRES_BASIC_AUTH, "the proxy requires authentication by 'basic'"),
];

fn authentication(headers: &Headers, name: &str, schemes: &Schemes) -> Option<Meaning> {
    let names = |challenge: &[u8], scheme: &str| {
        // A field may hold several challenges, each one a scheme and its parameters. A quoted parameter may
        // hold anything, so what stands between quotes is not looked at.
        challenge.split(|&byte| byte == b'"').step_by(2).any(|part| {
            part.split(|byte| matches!(byte, b' ' | b',' | b'\t'))
                .any(|word| word.eq_ignore_ascii_case(scheme.as_bytes()))
        })
    };
    schemes
        .iter()
        .find(|(scheme, ..)| headers.all(name).any(|challenge| names(challenge, scheme)))
        .map(|&(_, code, text)| means(code, text))
}

/// The error that a status stands for; none for those that say the request was accepted (2xx).
pub(crate) fn failure(status: u16, reason: &str, headers: &Headers) -> Option<Error> {
    if (200..=299).contains(&status) {
        return None;
    }
    let Meaning { code, text } = meaning(status, headers);
    let mut found = format!("the server answered with HTTP status {status}");
    if !reason.is_empty() {
        // Writing to a string does not fail.
        let _ = write!(found, " ({reason})");
    }
    Some(Error::new(code, text).context(found).with_original(status.into()))
}

/// The reason phrase that goes with a status by RFC 9110.
pub(crate) fn canonical_reason(status: u16) -> &'static str {
    hyper::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(status: u16, headers: &[(&str, &str)]) -> Option<HRESULT> {
        let mut map = Headers::new();
        for (name, value) in headers {
            map.append(name, value).unwrap();
        }
        failure(status, "Reason", &map).map(|error| {
            assert_eq!(error.original(), Some(status.into()));
            assert!(error.messages().iter().any(|text| text.contains(&format!("{status} (Reason)"))));
            error.code()
        })
    }

    #[test]
    fn success_is_no_error() {
        for status in [200, 202, 204, 299] {
            assert_eq!(code(status, &[]), None);
        }
    }

    #[test]
    fn each_status_has_its_code() {
        for (status, expected) in [
            (301, WS_E_ENDPOINT_NOT_AVAILABLE),
            (400, WS_E_INVALID_FORMAT),
            (401, WS_E_ENDPOINT_ACCESS_DENIED),
            (403, WS_E_ENDPOINT_ACCESS_DENIED),
            (404, WS_E_ENDPOINT_NOT_FOUND),
            (405, WS_E_INVALID_FORMAT),
            (407, WS_E_PROXY_ACCESS_DENIED),
            (408, WS_E_OPERATION_TIMED_OUT),
            (410, WS_E_ENDPOINT_NOT_AVAILABLE),
            (413, WS_E_QUOTA_EXCEEDED),
            (415, WS_E_INVALID_FORMAT),
            (418, WS_E_INVALID_FORMAT),
            (500, WS_E_ENDPOINT_FAILURE),
            (501, WS_E_ENDPOINT_FAILURE),
            (502, WS_E_PROXY_FAILURE),
            (503, WS_E_ENDPOINT_TOO_BUSY),
            (504, WS_E_OPERATION_TIMED_OUT),
            (999, WS_E_INVALID_FORMAT),
        ] {
            assert_eq!(code(status, &[]), Some(expected), "{status}");
        }
    }

    #[test]
    fn a_challenge_names_the_scheme() {
        for (challenge, server, proxy) in [
            ("Basic realm=\"x\"", WS_E_SERVER_REQUIRES_BASIC_AUTH, WS_E_PROXY_REQUIRES_BASIC_AUTH),
            ("Digest realm=\"basic\"", WS_E_SERVER_REQUIRES_DIGEST_AUTH, WS_E_PROXY_REQUIRES_DIGEST_AUTH),
            ("NTLM", WS_E_SERVER_REQUIRES_NTLM_AUTH, WS_E_PROXY_REQUIRES_NTLM_AUTH),
            ("negotiate", WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH, WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH),
            (
                "Basic realm=\"a, negotiate\", NTLM",
                WS_E_SERVER_REQUIRES_NTLM_AUTH,
                WS_E_PROXY_REQUIRES_NTLM_AUTH,
            ),
            ("Bearer", WS_E_ENDPOINT_ACCESS_DENIED, WS_E_PROXY_ACCESS_DENIED),
        ] {
            assert_eq!(code(401, &[("WWW-Authenticate", challenge)]), Some(server), "{challenge}");
            assert_eq!(code(407, &[("Proxy-Authenticate", challenge)]), Some(proxy), "{challenge}");
        }
        let both = [("WWW-Authenticate", "Basic realm=\"x\""), ("WWW-Authenticate", "Negotiate")];
        assert_eq!(code(401, &both), Some(WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH));
    }
}
