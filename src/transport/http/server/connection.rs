//! One connection of a client: requests in, one after the other, replies out.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::ext::ReasonPhrase;
use hyper::header::HOST;
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::oneshot;

use crate::error::Result;
use crate::runtime::net::Stream;
use crate::runtime::time::{Sleep, sleep_until, timeout_at};
use crate::transport::http::Headers;
use crate::transport::http::body::Collected;

use super::driver::Driver;
use super::exchange::Answer;
use super::port::Port;
use super::prefix::Target;
use super::queue::{Queue, Sending};
use super::streamed::{Progress, ReplyBody, RequestBody};
use super::{HttpExchange, Reply};

/// The largest head that any listener can allow; its own limit is looked at once it is known which one it is.
const MAX_HEAD: usize = 128 << 10;

/// A body must not come in more slowly than this over its whole time, in bytes per second.
const SLOWEST_BODY: u64 = 150;

/// After the last reply, what the client is still sending is read and thrown away for this long and this much:
/// closing with it unread would take the reply back from a client that has not read it yet.
const LINGER_TIME: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 1 << 20;

/// Serves a connection until it ends.
pub(super) async fn serve(
    port: &Arc<Port>,
    driver: Weak<Driver>,
    stream: Stream,
    local: SocketAddr,
    remote: SocketAddr,
) {
    static IDS: AtomicU64 = AtomicU64::new(1);
    let peer = Arc::new(Peer {
        port: port.clone(),
        driver,
        local,
        remote,
        id: IDS.fetch_add(1, Ordering::Relaxed),
        phase: Mutex::new(Phase::Reading { since: Instant::now() }),
    });
    let mut guarded = Guarded { stream, peer: peer.clone(), stalled: None };
    {
        let mut builder = http1::Builder::new();
        // hyper's own timeout would make and drop a timer for each request.
        builder.timer(TokioTimer::new()).header_read_timeout(None).max_header_size(MAX_HEAD);
        // Names mean the same in any case, but not to every client.
        builder.title_case_headers(true);
        let service = service_fn(|request| handle(peer.clone(), request));
        let mut connection = pin!(builder.serve_connection(TokioIo::new(&mut guarded), service));
        let mut closing = port.closing.subscribe();
        let mut closing = pin!(closing.wait_for(|closing| *closing));
        let mut told = false;
        let mut late = sleep_until(Instant::now() + port.head_timeout);
        let ended = poll_fn(|context| {
            if !told && closing.as_mut().poll(context).is_ready() {
                told = true;
                connection.as_mut().graceful_shutdown();
            }
            if let Poll::Ready(ended) = connection.as_mut().poll(context) {
                return Poll::Ready(ended);
            }
            while Pin::new(&mut late).poll(context).is_ready() {
                let deadline = peer.head_deadline();
                if deadline <= Instant::now() {
                    tracing::debug!(%remote, "a connection was idle for too long");
                    return Poll::Ready(Ok(()));
                }
                late = sleep_until(deadline);
            }
            Poll::Pending
        })
        .await;
        if let Err(error) = ended {
            tracing::debug!(%remote, %error, "a connection was lost");
        }
    }
    linger(guarded.stream).await;
}

/// Ends a connection so that the client can still read all that was sent.
async fn linger(mut stream: Stream) {
    // What fails here has been closed by the client.
    let _ = stream.shutdown().await;
    let mut buffer = [0; 4096];
    let mut left = LINGER_BYTES;
    let drained = timeout_at(Some(Instant::now() + LINGER_TIME), || "", async {
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            left = left.saturating_sub(read);
            if left == 0 {
                break;
            }
        }
        Ok(())
    });
    let _ = drained.await;
}

/// What is known of the other end of a connection.
struct Peer {
    port: Arc<Port>,
    /// What polls this connection.
    driver: Weak<Driver>,
    local: SocketAddr,
    remote: SocketAddr,
    id: u64,
    phase: Mutex<Phase>,
}

/// Where a connection is.
enum Phase {
    /// It is idle, or a head is coming in.
    Reading { since: Instant },
    /// The listener has the request.
    Working,
    /// The reply is being written, and sent piece by piece.
    Streaming(Arc<Progress>),
    /// The reply is being written.
    Replying(Option<Sending>),
}

impl Peer {
    /// When the next request must be here, as things are now.
    fn head_deadline(&self) -> Instant {
        let since = match *self.phase.lock() {
            Phase::Reading { since } => since,
            Phase::Working | Phase::Streaming(_) | Phase::Replying(_) => Instant::now(),
        };
        since + self.port.head_timeout
    }

    /// All that there was to write is written.
    fn flushed(&self) {
        let mut phase = self.phase.lock();
        match &mut *phase {
            Phase::Replying(sending) => {
                let sending = sending.take();
                *phase = Phase::Reading { since: Instant::now() };
                drop(phase);
                if let Some(sending) = sending {
                    sending.done();
                }
            }
            Phase::Streaming(progress) => progress.flushed(),
            Phase::Reading { .. } | Phase::Working => {}
        }
    }
}

/// Takes one request to its listener, and its reply back.
async fn handle(
    peer: Arc<Peer>,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<ReplyBody>, Infallible> {
    *peer.phase.lock() = Phase::Working;
    let (reply, sending, pieces) = match receive(&peer, request).await {
        Ok(reply) => match reply.await {
            Ok(Answer { reply, sending, pieces }) => (reply, Some(sending), pieces),
            // Nobody answered.
            Err(_) => (Reply::of(StatusCode::INTERNAL_SERVER_ERROR), None, None),
        },
        Err(status) => (Reply::of(status), None, None),
    };
    let body = if let Some(pieces) = pieces {
        // Until the last of them.
        *peer.phase.lock() = Phase::Streaming(pieces.progress());
        ReplyBody::Pieces(pieces.on_end(move || *peer.phase.lock() = Phase::Replying(sending)))
    } else {
        *peer.phase.lock() = Phase::Replying(sending);
        ReplyBody::Whole(Full::new(reply.body))
    };
    let mut response = hyper::Response::new(body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers.to_map();
    if !reply.reason.is_empty()
        && Some(&*reply.reason) != reply.status.canonical_reason()
        && let Ok(reason) = ReasonPhrase::try_from(reply.reason.into_owned())
    {
        response.extensions_mut().insert(reason);
    }
    Ok(response)
}

/// Where the reply to an exchange comes from.
type Replies = oneshot::Receiver<Answer>;

/// Reads the request and queues it, or says with which status it is turned away.
async fn receive(peer: &Peer, request: hyper::Request<Incoming>) -> Result<Replies, StatusCode> {
    let (parts, incoming) = request.into_parts();
    let authority = authority(&parts)?;
    let path = parts.uri.path();
    let target = Target { host: authority.as_ref().map(Authority::host), path, local: peer.local.ip() };
    let found = peer.port.routes.read().find(&target).cloned();
    let queue = found.ok_or(StatusCode::NOT_FOUND)?;
    let head_size = head_size(&parts);
    if head_size > queue.options.max_header_size {
        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    if queue.is_full() {
        return Err(StatusCode::SERVICE_UNAVAILABLE);
    }
    let body = read_body(incoming, &queue, peer.remote).await?;
    let mut url = String::from("http://");
    match authority {
        Some(authority) => {
            url.push_str(authority.as_str());
            if authority.port().is_none() && peer.local.port() != 80 {
                // Whatever the client took for granted, this is the port that it got to.
                url.push(':');
                url.push_str(&peer.local.port().to_string());
            }
        }
        None => url.push_str(&peer.local.to_string()),
    }
    url.push_str(parts.uri.path_and_query().map_or("/", |path| path.as_str()));
    let (reply, replies) = oneshot::channel();
    let exchange = HttpExchange {
        method: parts.method,
        url,
        headers: Headers::from_map(&parts.headers),
        body,
        head_size,
        local_address: peer.local,
        remote_address: peer.remote,
        connection_id: peer.id,
        queue: queue.clone(),
        driver: peer.driver.clone(),
        reply,
    };
    if queue.push(exchange) { Ok(replies) } else { Err(StatusCode::SERVICE_UNAVAILABLE) }
}

/// The host that the client named. RFC 9112, section 3.2: it must be there once, unless the target has it, and
/// in HTTP/1.0 it need not be there.
fn authority(parts: &Parts) -> Result<Option<Authority>, StatusCode> {
    let mut hosts = parts.headers.get_all(HOST).into_iter();
    let authority = match (hosts.next(), hosts.next()) {
        (None, _) if parts.version >= Version::HTTP_11 => return Err(StatusCode::BAD_REQUEST),
        (None, _) => None,
        (Some(host), None) if host.is_empty() => None,
        (Some(host), None) => {
            Some(Authority::try_from(host.as_bytes()).map_err(|_| StatusCode::BAD_REQUEST)?)
        }
        (Some(_), Some(_)) => return Err(StatusCode::BAD_REQUEST),
    };
    Ok(parts.uri.authority().cloned().or(authority))
}

fn head_size(parts: &Parts) -> usize {
    let line = parts.method.as_str().len() + parts.uri.path_and_query().map_or(0, |path| path.as_str().len());
    let fields = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    line + fields.sum::<usize>()
}

/// Reads a body whole, within the listener's limits, unless somebody wants to read it by himself.
async fn read_body(
    mut incoming: Incoming,
    queue: &Queue,
    client: SocketAddr,
) -> Result<RequestBody, StatusCode> {
    let max = queue.options.max_body;
    let idle = queue.options.body_timeout;
    let expected = incoming.size_hint().lower();
    let body = |here, rest| RequestBody::new(here, rest, idle, client);
    if incoming.is_end_stream() {
        return Ok(body(Bytes::new(), None));
    }
    if queue.is_streaming() {
        return Ok(body(Bytes::new(), Some(incoming)));
    }
    if expected > max as u64 {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let start = Instant::now();
    let mut here = Collected::new(expected);
    let mut streamed = None;
    loop {
        let allowance = Duration::from_secs(here.len() as u64 / SLOWEST_BODY);
        let mut sleep: Option<Sleep> = None;
        let frame = poll_fn(|context| {
            if let Poll::Ready(frame) = Pin::new(&mut incoming).poll_frame(context) {
                return Poll::Ready(Ok(Some(frame)));
            }
            let streamed = streamed.get_or_insert_with(|| Box::pin(queue.streamed()));
            if streamed.as_mut().poll(context).is_ready() {
                return Poll::Ready(Ok(None));
            }
            let sleep = sleep
                .get_or_insert_with(|| sleep_until((start + idle + allowance).min(Instant::now() + idle)));
            Pin::new(sleep).poll(context).map(|()| Err(StatusCode::REQUEST_TIMEOUT))
        })
        .await?;
        let Some(frame) = frame else { return Ok(body(here.into_bytes(), Some(incoming))) };
        let Some(frame) = frame else { return Ok(body(here.into_bytes(), None)) };
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > max - here.len() {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        here.push(data);
    }
}

/// A stream that gives up on a client which does not take its reply, and tells when a reply is written.
struct Guarded {
    stream: Stream,
    peer: Arc<Peer>,
    stalled: Option<Sleep>,
}

impl Guarded {
    fn watch<T>(&mut self, context: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stalled = None;
            return result;
        }
        let timeout = self.peer.port.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| sleep_until(Instant::now() + timeout));
        Pin::new(stalled).poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// hyper flushes when it has written all that it has; after a reply came, that is the reply.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_flush(context);
        if matches!(result, Poll::Ready(Ok(()))) {
            self.peer.flushed();
        }
        result
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
