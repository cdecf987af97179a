//! The client: one endpoint, one request at a time, over a connection that is kept for the next one.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http_body_util::Full;
use hyper::ext::ReasonPhrase;
use hyper::header::{CONNECTION, HOST, HeaderMap, HeaderValue};
use hyper::{Method, Uri, Version};

use crate::error::{Error, Result, ResultExt};
use crate::runtime::time::{deadline_after, earlier};
use crate::transport::abort::AbortHandle;
use crate::transport::resolve::{connect, resolve};

use super::connection::{Connection, Failed, WireRequest};
use super::{Headers, status};

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
    pub(crate) body: Bytes,
}

impl Request {
    pub(crate) fn post(
        path: impl Into<Arc<str>>,
        headers: impl Into<Arc<Headers>>,
        body: impl Into<Bytes>,
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
    pub(crate) body: Bytes,
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
    /// The last path as it was sent, and the Host field.
    uri: Option<(Arc<str>, Uri)>,
    host: Option<HeaderValue>,
    /// The fields of the last request, and with the Host field.
    fields: Option<(Arc<Headers>, HeaderMap)>,
}

impl HttpClient {
    /// Does no I/O.
    pub(crate) fn new(endpoint: Endpoint, options: ClientOptions) -> Self {
        Self { endpoint, options, abort: AbortHandle::new(), idle: None, uri: None, host: None, fields: None }
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
        let abort = self.abort.clone();
        abort
            .race(async {
                if !self.has_ready_connection().await {
                    self.idle = Some(Box::pin(self.new_connection(deadline)).await?);
                }
                Ok(())
            })
            .await
            .context(|| format!("connecting to 'http://{}' failed", self.endpoint))
    }

    /// Sends a request and waits for the whole response. A body of more than `max_body` bytes fails with
    /// `WS_E_QUOTA_EXCEEDED`, and `deadline` bounds the whole beside the timeouts of the phases.
    pub(crate) async fn request(
        &mut self,
        request: Request,
        max_body: usize,
        deadline: Option<Instant>,
    ) -> Result<Response> {
        let abort = self.abort.clone();
        let mut wire = self.wire(&request)?;
        abort.race(self.run(&request, &mut wire, max_body, deadline)).await.context(|| {
            let Request { method, path, .. } = &request;
            if self.endpoint.proxy.is_some() {
                format!("the request {method} 'http://{}{path}' failed (over an HTTP proxy)", self.endpoint)
            } else {
                format!("the request {method} 'http://{}{path}' failed", self.endpoint)
            }
        })
    }

    /// `wire` is taken from where it is, here and on all the way down: it is large, and would be in the future of each
    /// of these functions.
    async fn run(
        &mut self,
        request: &Request,
        wire: &mut WireRequest,
        max_body: usize,
        deadline: Option<Instant>,
    ) -> Result<Response> {
        let mut kept = if self.has_ready_connection().await { self.idle.take() } else { None };
        loop {
            let (connection, was_idle) = match kept.take() {
                Some(connection) => (connection, true),
                // Boxed: few requests connect, and the others need not carry the room for it.
                None => (Box::pin(self.new_connection(deadline)).await?, false),
            };
            let result = self.run_on(connection, wire, max_body, deadline).await;
            // The peer may have closed an idle connection at the moment it was used (RFC 9112, section 9.3.1):
            // then the request goes out once more, if doing so cannot do its work twice.
            if !was_idle || !may_be_repeated(&request.method, &result) {
                return result.map_err(|failed| failed.error);
            }
            self.idle = None;
            *wire = self.wire(request)?;
        }
    }

    /// Runs a request on a connection, and keeps the connection if it can be used again.
    async fn run_on(
        &mut self,
        mut connection: Box<Connection>,
        wire: &mut WireRequest,
        max_body: usize,
        deadline: Option<Instant>,
    ) -> Result<Response, Failed> {
        let (mut parts, body) = connection.exchange(wire, max_body, &self.options.timeouts, deadline).await?;
        let closes = parts.version < Version::HTTP_11
            || parts
                .headers
                .get(CONNECTION)
                .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"));
        if !closes {
            self.idle = Some(connection);
        }
        let reason = match parts.extensions.remove::<ReasonPhrase>() {
            Some(reason) => Cow::Owned(String::from_utf8_lossy(reason.as_bytes()).into_owned()),
            None => Cow::Borrowed(status::canonical_reason(parts.status.as_u16())),
        };
        Ok(Response {
            status: parts.status.as_u16(),
            reason,
            headers: Headers::from_map(parts.headers),
            body,
        })
    }

    async fn has_ready_connection(&mut self) -> bool {
        let Some(idle) = &mut self.idle else { return false };
        let ready = idle.is_ready().await;
        if !ready {
            self.idle = None;
        }
        ready
    }

    async fn new_connection(&self, deadline: Option<Instant>) -> Result<Box<Connection>> {
        let timeouts = &self.options.timeouts;
        let (host, port) = match &self.endpoint.proxy {
            Some(proxy) => (&proxy.host, proxy.port),
            None => (&self.endpoint.host, self.endpoint.port),
        };
        let addresses = resolve(host, port, earlier(deadline, deadline_after(timeouts.resolve))).await?;
        let stream = connect(&addresses, earlier(deadline, deadline_after(timeouts.connect))).await?;
        Connection::new(stream, self.options.max_header_size, &self.abort).await.map(Box::new)
    }

    /// The request as it goes out.
    fn wire(&mut self, request: &Request) -> Result<WireRequest> {
        let headers = self.fields(&request.headers)?;
        let mut wire = hyper::Request::new(Full::new(request.body.clone()));
        *wire.method_mut() = match &*request.method {
            "POST" => Method::POST,
            other => Method::from_bytes(other.as_bytes()).map_err(|_| unsendable("a method", other))?,
        };
        *wire.uri_mut() = self.uri(&request.path)?;
        *wire.headers_mut() = headers;
        Ok(wire)
    }

    fn fields(&mut self, headers: &Arc<Headers>) -> Result<HeaderMap> {
        if let Some((known, fields)) = &self.fields
            && Arc::ptr_eq(known, headers)
        {
            return Ok(fields.clone());
        }
        let mut fields = headers.map().clone();
        if !fields.contains_key(HOST) {
            fields.insert(HOST, self.host()?);
        }
        // Nobody comes back with what nobody else keeps.
        if Arc::strong_count(headers) > 1 {
            self.fields = Some((headers.clone(), fields.clone()));
        }
        Ok(fields)
    }

    fn host(&mut self) -> Result<HeaderValue> {
        if let Some(host) = &self.host {
            return Ok(host.clone());
        }
        let host = self.endpoint.to_string();
        let value = HeaderValue::try_from(&host).map_err(|_| unsendable("a host name", &host))?;
        Ok(self.host.insert(value).clone())
    }

    /// What stands in the request line for a path.
    fn uri(&mut self, path: &Arc<str>) -> Result<Uri> {
        if let Some((known, uri)) = &self.uri
            && known == path
        {
            return Ok(uri.clone());
        }
        if !path.starts_with('/') {
            return Err(unsendable("a path", path));
        }
        let target = match &self.endpoint.proxy {
            Some(_) => format!("http://{}{path}", self.endpoint),
            None => path.to_string(),
        };
        let uri = Uri::try_from(target).map_err(|error| unsendable("a path", &format!("({error})")))?;
        self.uri = Some((path.clone(), uri.clone()));
        Ok(uri)
    }
}

fn unsendable(what: &str, found: &str) -> Error {
    Error::invalid_argument(format!("'{found}' is not {what} that HTTP can send"))
}

/// Whether a request that a kept connection was used for cannot have done its work.
fn may_be_repeated(method: &str, result: &Result<Response, Failed>) -> bool {
    match result {
        // What a server says when it has waited long enough for a request on an idle connection; it may have been
        // under way when this one was sent, and it means that none was read (RFC 9110, section 15.5.9).
        Ok(response) => response.status == 408,
        Err(failed) => failed.unanswered && (failed.unsent || is_idempotent(method)),
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
