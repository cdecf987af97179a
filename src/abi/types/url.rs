//! URLs: schemes, the decoded forms, and the flags of the URL functions.

use core::mem::MaybeUninit;

use super::*;

/// The schemes that the URL functions know; each stands for one structure.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_URL_SCHEME_TYPE {
    /// `http`, in a `WS_HTTP_URL`.
    WS_URL_HTTP_SCHEME_TYPE = 0,
    /// `https`, in a `WS_HTTPS_URL`.
    WS_URL_HTTPS_SCHEME_TYPE = 1,
    /// `net.tcp`, in a `WS_NETTCP_URL`.
    WS_URL_NETTCP_SCHEME_TYPE = 2,
    /// `soap.udp`, in a `WS_SOAPUDP_URL`.
    WS_URL_SOAPUDP_SCHEME_TYPE = 3,
    /// `net.pipe`, in a `WS_NETPIPE_URL`.
    WS_URL_NETPIPE_SCHEME_TYPE = 4,
}

c_enum!(WS_URL_SCHEME_TYPE {
    WS_URL_HTTP_SCHEME_TYPE,
    WS_URL_HTTPS_SCHEME_TYPE,
    WS_URL_NETTCP_SCHEME_TYPE,
    WS_URL_SOAPUDP_SCHEME_TYPE,
    WS_URL_NETPIPE_SCHEME_TYPE,
});

/// What all URLs begin with; `WsDecodeUrl` returns one that is really the structure of its scheme.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_URL {
    /// Tells which structure it is.
    pub scheme: MaybeUninit<WS_URL_SCHEME_TYPE>,
}

/// An `http` URL in parts, without escapes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTP_URL {
    /// Base, with the scheme.
    pub url: WS_URL,
    /// Name or address of the host; an IPv6 address without brackets.
    pub host: WS_STRING,
    /// Port as a number. The scheme's own where the URL names none.
    pub port: USHORT,
    /// Port as text; when encoding, it has to agree with `port` or be empty.
    pub portAsString: WS_STRING,
    /// Path, from its first `/` on.
    pub path: WS_STRING,
    /// What follows `?`, without it.
    pub query: WS_STRING,
    /// What follows `#`, without it.
    pub fragment: WS_STRING,
}

/// An `https` URL in parts, without escapes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_HTTPS_URL {
    /// Base, with the scheme.
    pub url: WS_URL,
    /// Name or address of the host; an IPv6 address without brackets.
    pub host: WS_STRING,
    /// Port as a number. The scheme's own where the URL names none.
    pub port: USHORT,
    /// Port as text; when encoding, it has to agree with `port` or be empty.
    pub portAsString: WS_STRING,
    /// Path, from its first `/` on.
    pub path: WS_STRING,
    /// What follows `?`, without it.
    pub query: WS_STRING,
    /// What follows `#`, without it.
    pub fragment: WS_STRING,
}

/// A `net.tcp` URL in parts, without escapes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NETTCP_URL {
    /// Base, with the scheme.
    pub url: WS_URL,
    /// Name or address of the host; an IPv6 address without brackets.
    pub host: WS_STRING,
    /// Port as a number. The scheme's own where the URL names none.
    pub port: USHORT,
    /// Port as text; when encoding, it has to agree with `port` or be empty.
    pub portAsString: WS_STRING,
    /// Path, from its first `/` on.
    pub path: WS_STRING,
    /// What follows `?`, without it.
    pub query: WS_STRING,
    /// What follows `#`, without it.
    pub fragment: WS_STRING,
}

/// A `soap.udp` URL in parts, without escapes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_SOAPUDP_URL {
    /// Base, with the scheme.
    pub url: WS_URL,
    /// Name or address of the host; an IPv6 address without brackets.
    pub host: WS_STRING,
    /// Port as a number. The scheme's own where the URL names none.
    pub port: USHORT,
    /// Port as text; when encoding, it has to agree with `port` or be empty.
    pub portAsString: WS_STRING,
    /// Path, from its first `/` on.
    pub path: WS_STRING,
    /// What follows `?`, without it.
    pub query: WS_STRING,
    /// What follows `#`, without it.
    pub fragment: WS_STRING,
}

/// A `net.pipe` URL in parts, without escapes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_NETPIPE_URL {
    /// Base, with the scheme.
    pub url: WS_URL,
    /// Name or address of the host; an IPv6 address without brackets.
    pub host: WS_STRING,
    /// Port as a number. The scheme's own where the URL names none.
    pub port: USHORT,
    /// Port as text; when encoding, it has to agree with `port` or be empty.
    pub portAsString: WS_STRING,
    /// Path, from its first `/` on.
    pub path: WS_STRING,
    /// What follows `?`, without it.
    pub query: WS_STRING,
    /// What follows `#`, without it.
    pub fragment: WS_STRING,
}

/// Accept `+` and `*` as host, as listeners understand them.
pub const WS_URL_FLAGS_ALLOW_HOST_WILDCARDS: ULONG = 0x1;
/// Leave `.` and `..` in the path as they are.
pub const WS_URL_FLAGS_NO_PATH_COLLAPSE: ULONG = 0x2;
/// End the resulting text with a zero, which its length then counts. Without it there need not be one.
pub const WS_URL_FLAGS_ZERO_TERMINATE: ULONG = 0x4;
