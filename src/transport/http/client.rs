//! The client: one endpoint, one request at a time, over a connection that is kept for the next one.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use hyper::header::HeaderValue;
use hyper::{Method, Uri};

use crate::error::{Error, Result, ResultExt};
use crate::runtime::time::{deadline_after, earlier};
use crate::transport::abort::AbortHandle;
use crate::transport::resolve::{connect, resolve};

use super::connection::{Connection, Failed, Incoming, Outgoing, WireRequest};
use super::{Headers, response, status};

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// A name or a literal address; a literal IPv6 address may stand in brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The HTTP proxy to go through, if any.
    pub(crate) proxy: Option<Proxy>,
}

/// An HTTP proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proxy {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Endpoint {
    pub(crate) fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port, proxy: None }
    }
}

impl fmt::Display for Endpoint {
    /// The authority, as a URL and a Host header have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = self.host.contains(':') && !self.host.starts_with('[');
        if bare { write!(f, "[{}]", self.host) } else { f.write_str(&self.host) }?;
        if self.port == 80 { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

/// How long each phase of a request may take, in milliseconds; `u32::MAX` is for ever. The defaults are those
/// of the channel properties of these names (page WS_CHANNEL_PROPERTY_ID).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// Resolving the host name.
    pub(crate) resolve: u32,
    /// Connecting.
    pub(crate) connect: u32,
    /// Sending headers and body.
    pub(crate) send: u32,
    /// From there until all headers of the response are here.
    pub(crate) receive_response: u32,
    /// From there until its body is here.
    pub(crate) receive: u32,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { resolve: u32::MAX, connect: 30_000, send: 30_000, receive_response: 30_000, receive: 30_000 }
    }
}

/// How a client behaves. May be changed between requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientOptions {
    pub(crate) timeouts: Timeouts,
    /// How large the head of a response may be in bytes. Read when a connection is made.
    pub(crate) max_header_size: usize,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self { timeouts: Timeouts::default(), max_header_size: 64 << 10 }
    }
}

/// A request. `Host` and `Content-Length` are added where they are missing.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Cow<'static, str>,
    /// The path and the query, in encoded form: `/service?x=1`.
    pub(crate) path: Arc<str>,
    /// Shared, since one request after the other has the same.
    pub(crate) headers: Arc<Headers>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn post(
        path: impl Into<Arc<str>>,
        headers: impl Into<Arc<Headers>>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        Self { method: Cow::Borrowed("POST"), path: path.into(), headers: headers.into(), body: body.into() }
    }
}

/// A response, whatever its status.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// The text after the status.
    pub(crate) reason: Cow<'static, str>,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The error that the status stands for, if it does: see [`status`].
    pub(crate) fn failure(&self) -> Option<Error> {
        status::failure(self.status, &self.reason, &self.headers)
    }
}

/// See the module of the transport for how it is used.
pub(crate) struct HttpClient {
    endpoint: Endpoint,
    options: ClientOptions,
    abort: AbortHandle,
    /// Idle, and perhaps closed by the peer meanwhile.
    idle: Option<Box<Connection>>,
    /// Of the last request, for the next one.
    head: Option<Head>,
}

impl HttpClient {
    /// Does no I/O.
    pub(crate) fn new(endpoint: Endpoint, options: ClientOptions) -> Self {
        Self { endpoint, options, abort: AbortHandle::new(), idle: None, head: None }
    }

    /// Ends requests from any thread.
    pub(crate) fn abort_handle(&self) -> AbortHandle {
        self.abort.clone()
    }

    pub(crate) fn options_mut(&mut self) -> &mut ClientOptions {
        &mut self.options
    }

    /// Blocks until something has come on the idle connection, or its end.
    #[cfg(test)]
    pub(crate) fn wait_for_unasked(&self) {
        self.idle.as_ref().expect("a connection that was kept").wait_readable();
    }

    /// Closes the idle connection, if there is one.
    #[cfg(test)]
    pub(crate) fn disconnect(&mut self) {
        self.idle = None;
    }

    /// Makes the connection ahead of the first request.
    #[cfg(test)]
    pub(crate) async fn connect(&mut self, deadline: Option<Instant>) -> Result<()> {
        let connected = match self.take_ready_connection() {
            Some(connection) => Ok(connection),
            None => Box::pin(self.new_connection(deadline)).await,
        };
        self.idle = Some(connected.context(|| format!("connecting to 'http://{}' failed", self.endpoint))?);
        Ok(())
    }

    /// Sends a request and waits for the whole response. A body of more than `max_body` bytes fails with
    /// `WS_E_QUOTA_EXCEEDED`, and `deadline` bounds the whole beside the timeouts of the phases.
    pub(crate) async fn request(
        &mut self,
        request: Request,
        max_body: usize,
        deadline: Option<Instant>,
    ) -> Result<Response> {
        let result = self.run(&request, max_body, deadline).await;
        self.conclude(&request, result)
    }

    /// As [`Self::request`], up to the head of the response.
    pub(crate) async fn open(&mut self, request: Request) -> Result<(Response, Incoming)> {
        let result = self.run_open(&request).await;
        self.conclude(&request, result)
    }

    /// Sends the head of a request, whose body is empty as yet, and the first piece of its body.
    pub(crate) async fn begin(&mut self, request: &Request, first: &[&[u8]]) -> Result<Outgoing> {
        let result = self.run_begin(request, first).await;
        self.conclude(request, result)
    }

    /// Takes back the connection of an exchange that is over, for the next one.
    pub(crate) fn keep(&mut self, incoming: Incoming) {
        self.idle = incoming.into_idle().or_else(|| self.idle.take());
    }

    fn conclude<T>(&self, request: &Request, result: Result<T>) -> Result<T> {
        // An abort breaks the connection, and what that looks like must not be mistaken for what happened.
        self.abort.check().and(result).context(|| {
            let Request { method, path, .. } = request;
            if self.endpoint.proxy.is_some() {
                format!("the request {method} 'http://{}{path}' failed (over an HTTP proxy)", self.endpoint)
            } else {
                format!("the request {method} 'http://{}{path}' failed", self.endpoint)
            }
        })
    }

    async fn run_open(&mut self, request: &Request) -> Result<(Response, Incoming)> {
        self.abort.check()?;
        let head = Head::of(&self.endpoint, request, self.head.take(), Framing::Length)?;
        let wire = WireRequest { head: &head.bytes, body: &request.body, is_head: request.method == "HEAD" };
        let mut kept = self.take_ready_connection();
        let opened = loop {
            let (connection, was_idle) = match kept.take() {
                Some(connection) => (connection, true),
                None => (Box::pin(self.new_connection(None)).await?, false),
            };
            match Incoming::open(connection, wire, &self.options.timeouts).await {
                Err(failed) if was_idle && failed.may_be_repeated(&request.method) => {}
                opened => break opened,
            }
        };
        self.head = Some(head);
        let (response::Head { status, reason, headers }, incoming) = opened.map_err(|failed| failed.error)?;
        Ok((Response { status, reason, headers, body: Vec::new() }, incoming))
    }

    async fn run_begin(&mut self, request: &Request, first: &[&[u8]]) -> Result<Outgoing> {
        self.abort.check()?;
        let head = Head::of(&self.endpoint, request, self.head.take(), Framing::Chunks)?;
        let mut kept = self.take_ready_connection();
        let is_head = request.method == "HEAD";
        let begun = loop {
            let (connection, was_idle) = match kept.take() {
                Some(connection) => (connection, true),
                None => (Box::pin(self.new_connection(None)).await?, false),
            };
            match Outgoing::begin(connection, &head.bytes, first, is_head, &self.options.timeouts).await {
                // Nothing can have come of a request of which so little was sent.
                Err(failed) if was_idle && failed.unsent && failed.unanswered => {}
                begun => break begun,
            }
        };
        self.head = Some(head);
        begun.map_err(|failed| failed.error)
    }

    async fn run(
        &mut self,
        request: &Request,
        max_body: usize,
        deadline: Option<Instant>,
    ) -> Result<Response> {
        self.abort.check()?;
        let head = Head::of(&self.endpoint, request, self.head.take(), Framing::Length)?;
        let wire = WireRequest { head: &head.bytes, body: &request.body, is_head: request.method == "HEAD" };
        let mut kept = self.take_ready_connection();
        let response = loop {
            let (mut connection, was_idle) = match kept.take() {
                Some(connection) => (connection, true),
                // Boxed: few requests connect, and the others need not carry the room for it.
                None => (Box::pin(self.new_connection(deadline)).await?, false),
            };
            let result = connection.exchange(wire, max_body, &self.options.timeouts, deadline).await;
            // The peer may have closed an idle connection at the moment it was used (RFC 9112, section 9.3.1):
            // then the request goes out once more, if doing so cannot do its work twice.
            if was_idle && may_be_repeated(&request.method, &result) {
                continue;
            }
            if result.is_ok() && connection.is_reusable() {
                self.idle = Some(connection);
            }
            break result.map_err(|failed| failed.error);
        };
        self.head = Some(head);
        let (response::Head { status, reason, headers }, body) = response?;
        Ok(Response { status, reason, headers, body })
    }

    fn take_ready_connection(&mut self) -> Option<Box<Connection>> {
        let mut idle = self.idle.take()?;
        idle.is_ready().then_some(idle)
    }

    /// Makes a connection, unless the requests are aborted meanwhile. From there on the connection ends with them.
    async fn new_connection(&self, deadline: Option<Instant>) -> Result<Box<Connection>> {
        let timeouts = &self.options.timeouts;
        let (host, port) = match &self.endpoint.proxy {
            Some(proxy) => (&proxy.host, proxy.port),
            None => (&self.endpoint.host, self.endpoint.port),
        };
        let connecting = async {
            let addresses = resolve(host, port, earlier(deadline, deadline_after(timeouts.resolve))).await?;
            connect(&addresses, earlier(deadline, deadline_after(timeouts.connect))).await
        };
        let stream = self.abort.race(connecting).await?;
        Ok(Box::new(Connection::new(stream, self.options.max_header_size, &self.abort)))
    }
}

/// How the body of a request tells where it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Framing {
    Length,
    Chunks,
}

/// The head of a request as it goes out. Most often the next one differs from it in its length alone.
struct Head {
    method: Cow<'static, str>,
    path: Arc<str>,
    headers: Arc<Headers>,
    bytes: Vec<u8>,
    /// Where the length begins.
    stem: usize,
}

impl Head {
    /// The head of this request, made of the one before where that fits.
    fn of(endpoint: &Endpoint, request: &Request, before: Option<Self>, framing: Framing) -> Result<Self> {
        let fits = |before: &Self| {
            Arc::ptr_eq(&before.headers, &request.headers)
                && before.path == request.path
                && before.method == request.method
        };
        let mut head = match before.filter(fits) {
            Some(before) => before,
            None => Self::new(endpoint, request)?,
        };
        head.bytes.truncate(head.stem);
        // Where a method has a body, one that is empty is worth saying. (RFC 9110, section 8.6)
        if framing == Framing::Chunks {
            head.bytes.extend_from_slice(b"Transfer-Encoding: chunked\r\n");
        } else if !request.body.is_empty() || !has_no_body(&request.method) {
            head.bytes.extend_from_slice(b"Content-Length: ");
            head.bytes.extend_from_slice(itoa::Buffer::new().format(request.body.len()).as_bytes());
            head.bytes.extend_from_slice(b"\r\n");
        }
        head.bytes.extend_from_slice(b"\r\n");
        Ok(head)
    }

    fn new(endpoint: &Endpoint, request: &Request) -> Result<Self> {
        let Request { method, path, headers, .. } = request;
        Method::from_bytes(method.as_bytes()).map_err(|_| unsendable("a method", method))?;
        if !path.starts_with('/') {
            return Err(unsendable("a path", path));
        }
        let target = match &endpoint.proxy {
            Some(_) => format!("http://{endpoint}{path}"),
            None => path.to_string(),
        };
        let uri = Uri::try_from(target).map_err(|error| unsendable("a path", &format!("({error})")))?;
        let mut bytes = format!("{method} {uri} HTTP/1.1\r\n").into_bytes();
        let mut add = |name: &[u8], value: &[u8]| {
            bytes.extend_from_slice(&[name, b": ", value, b"\r\n"].concat());
        };
        if headers.all("Host").next().is_none() {
            let host = endpoint.to_string();
            HeaderValue::from_str(&host).map_err(|_| unsendable("a host name", &host))?;
            add(b"Host", host.as_bytes());
        }
        for (name, value) in headers.iter() {
            // How long the body is, is for the transport to say.
            if !FRAMING.iter().any(|framing| name.eq_ignore_ascii_case(framing)) {
                add(name, value);
            }
        }
        let stem = bytes.len();
        Ok(Self { method: method.clone(), path: path.clone(), headers: headers.clone(), bytes, stem })
    }
}

const FRAMING: [&[u8]; 2] = [b"Content-Length", b"Transfer-Encoding"];

fn unsendable(what: &str, found: &str) -> Error {
    Error::invalid_argument(format!("'{found}' is not {what} that HTTP can send"))
}

/// Whether a request by this method has no body, as the one that asks for it sees it.
fn has_no_body(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "DELETE" | "CONNECT")
}

/// Whether a request that a kept connection was used for cannot have done its work.
fn may_be_repeated(method: &str, result: &Result<(response::Head, Vec<u8>), Failed>) -> bool {
    match result {
        // What a server says when it has waited long enough for a request on an idle connection; it may have been
        // under way when this one was sent, and it means that none was read (RFC 9110, section 15.5.9).
        Ok((head, _)) => head.status == 408,
        Err(failed) => failed.may_be_repeated(method),
    }
}

impl Failed {
    fn may_be_repeated(&self, method: &str) -> bool {
        self.unanswered && (self.unsent || is_idempotent(method))
    }
}

/// RFC 9110, section 9.2.2.
fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE")
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
