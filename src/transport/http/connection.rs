//! One client connection: hyper's two halves held together, so that whoever polls the request also polls the
//! connection, on a thread or on the runtime.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker, ready};
use std::time::Instant;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use memchr::memmem::Finder;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime::net::{Breaker, Stream};
use crate::runtime::time::{Sleep, deadline_after, earlier, sleep_until};
use crate::runtime::{Mode, mode};
use crate::transport::abort::{AbortHandle, Attached};
use crate::transport::resolve::with_errno;

use super::body::Collected;
use super::client::Timeouts;

/// The request as hyper takes it.
pub(super) type WireRequest = hyper::Request<Full<Bytes>>;

/// A connection that is idle, or that a request is running on.
pub(super) struct Connection {
    sender: http1::SendRequest<Full<Bytes>>,
    driver: http1::Connection<TokioIo<Watched>, Full<Bytes>>,
    /// The driver has ended and must not be polled again.
    ended: bool,
    progress: Arc<Progress>,
    again: Arc<Again>,
    breaker: Breaker,
    _attached: Attached,
}

/// Why a request failed on a connection.
pub(super) struct Failed {
    pub(super) error: Error,
    /// The peer cannot have acted on the request: it never went out whole.
    pub(super) unsent: bool,
    /// Nothing at all came back.
    pub(super) unanswered: bool,
}

impl Connection {
    pub(super) async fn new(stream: Stream, max_header_size: usize, abort: &AbortHandle) -> Result<Self> {
        let breaker = stream.breaker();
        let attached = abort.attach(breaker.clone());
        let progress = Arc::new(Progress::default());
        let watched = TokioIo::new(Watched { stream, progress: progress.clone() });
        let (sender, driver) = http1::Builder::new()
            .max_header_size(max_header_size)
            // Names mean the same in any case, but not to every server.
            .title_case_headers(true)
            .handshake(watched)
            .await
            .map_err(|error| failure(&error))?;
        let again = Arc::default();
        Ok(Self { sender, driver, ended: false, progress, again, breaker, _attached: attached })
    }

    /// Whether an idle connection can take another request. Notices that the peer has closed it, or has sent
    /// what nobody asked for.
    pub(super) async fn is_ready(&mut self) -> bool {
        // Most often nothing has come, and there is nothing to tell hyper.
        if !self.ended && self.sender.is_ready() && self.breaker.is_quiet() {
            self.progress.quiet.store(true, Relaxed);
            return true;
        }
        self.progress.anew.store(true, Relaxed);
        poll_fn(|context| {
            self.drive(context);
            Poll::Ready(!self.ended && self.sender.is_ready())
        })
        .await
    }

    #[cfg(test)]
    pub(super) fn wait_readable(&self) {
        self.breaker.wait_readable();
    }

    /// Polls what `step` says until it has nothing more to do now.
    ///
    /// The halves of hyper wake each other through their channels. A thread would find itself woken before it has
    /// slept, and poll everything around this connection once more for nothing: the wake-ups are taken here,
    /// since all of them come from within a poll. The runtime's wake-ups come from its sockets too, and are left to it.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        mut step: impl FnMut(&mut Self, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        if mode() == Mode::Runtime {
            return step(self, context);
        }
        let waker = Waker::from(self.again.clone());
        let mut own = Context::from_waker(&waker);
        for _ in 0..MOST_STEPS {
            self.again.0.store(false, Relaxed);
            let result = step(self, &mut own);
            if result.is_ready() || !self.again.0.load(Relaxed) {
                return result;
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        // How the connection ended is told to the request that was running on it.
        self.ended = self.ended || Pin::new(&mut self.driver).poll(context).is_ready();
    }

    /// Sends the request, which is taken, and reads the whole response.
    pub(super) async fn exchange(
        &mut self,
        request: &mut WireRequest,
        max_body: usize,
        timeouts: &Timeouts,
        deadline: Option<Instant>,
    ) -> Result<(hyper::http::response::Parts, Bytes), Failed> {
        self.progress.reset();
        let mut clock = Clock::new(deadline);
        let head = self.head(request, timeouts, &mut clock).await?;
        let (parts, incoming) = head.into_parts();
        clock.start(timeouts.receive);
        match self.body(incoming, max_body, &mut clock).await {
            Ok(body) => Ok((parts, body)),
            Err(error) => Err(Failed { error, unsent: false, unanswered: false }),
        }
    }

    async fn head(
        &mut self,
        request: &mut WireRequest,
        timeouts: &Timeouts,
        clock: &mut Clock,
    ) -> Result<hyper::Response<Incoming>, Failed> {
        clock.start(timeouts.send);
        let mut sending = true;
        let mut response = pin!(self.sender.try_send_request(std::mem::take(request)));
        poll_fn(|context| {
            let step = |this: &mut Self, context: &mut Context<'_>| {
                this.drive(context);
                response.as_mut().poll(context)
            };
            if let Poll::Ready(result) = self.poll(context, step) {
                return Poll::Ready(result.map_err(|mut refused| Failed {
                    unsent: refused.take_message().is_some() || self.progress.write_failed.load(Relaxed),
                    unanswered: !self.progress.answered.load(Relaxed),
                    error: failure(&refused.into_error()),
                }));
            }
            if sending && !self.progress.write_blocked.load(Relaxed) {
                sending = false;
                clock.start(timeouts.receive_response);
            }
            ready!(clock.poll(context));
            let what = if sending { "the request was not sent in time" } else { "no response came in time" };
            Poll::Ready(Err(Failed { error: Error::timed_out(what), unsent: false, unanswered: false }))
        })
        .await
    }

    /// Collects the body. What is over the limit is refused before memory is taken for it.
    async fn body(&mut self, mut incoming: Incoming, max: usize, clock: &mut Clock) -> Result<Bytes> {
        let expected = incoming.size_hint().lower();
        if expected > max as u64 {
            return Err(too_large(format_args!("{expected} bytes"), max));
        }
        let mut body = Collected::new(expected);
        poll_fn(|context| {
            let step = |this: &mut Self, context: &mut Context<'_>| {
                let mut driven = false;
                loop {
                    let mut moved = false;
                    // What came with the head is here before anything is driven.
                    while let Poll::Ready(frame) = Pin::new(&mut incoming).poll_frame(context) {
                        moved = true;
                        match frame {
                            None => return Poll::Ready(Ok(std::mem::take(&mut body).into_bytes())),
                            Some(Err(error)) => {
                                let at = format!("after {} bytes of the response body", body.len());
                                return Poll::Ready(Err(failure(&error).context(at)));
                            }
                            Some(Ok(frame)) => {
                                let Ok(data) = frame.into_data() else { continue };
                                if data.len() > max - body.len() {
                                    let found =
                                        format_args!("more than {} bytes", body.len() + data.len() - 1);
                                    return Poll::Ready(Err(too_large(found, max)));
                                }
                                body.push(data);
                            }
                        }
                    }
                    if driven && !moved {
                        return Poll::Pending;
                    }
                    this.drive(context);
                    driven = true;
                }
            };
            if let Poll::Ready(result) = self.poll(context, step) {
                return Poll::Ready(result);
            }
            ready!(clock.poll(context));
            Poll::Ready(Err(Error::timed_out(format!(
                "the response body was not received in time; {} bytes of it were",
                body.len()
            ))))
        })
        .await
    }
}

/// How often [`Connection::poll`] goes on before the rest of the call gets its turn.
const MOST_STEPS: u32 = 16;

/// Set when hyper has something more to do.
#[derive(Default)]
struct Again(AtomicBool);

impl Wake for Again {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Relaxed);
    }
}

fn too_large(found: fmt::Arguments<'_>, max: usize) -> Error {
    Error::quota_exceeded(format!("the response body has {found}, and at most {max} are allowed"))
}

impl Drop for Connection {
    /// A thread that waits may hold the socket a little longer than this; the peer is told now.
    fn drop(&mut self) {
        self.breaker.shut_down();
    }
}

/// What a failure of hyper means.
fn failure(error: &hyper::Error) -> Error {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if let Some(error) = inner.downcast_ref::<io::Error>() {
            if error.raw_os_error().is_none()
                && matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
            {
                return Error::invalid_format(format!("the response is not HTTP: {error}"));
            }
            let message = format!("the connection was lost: {error}");
            return with_errno(Error::new(WS_E_ENDPOINT_DISCONNECTED, message), error);
        }
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    if error.is_parse_too_large() {
        Error::quota_exceeded(
            "the headers of the response, or the length that they announce, are larger than allowed",
        )
    } else if error.is_parse() {
        Error::invalid_format(format!("the response is not HTTP: {text}"))
    } else if error.is_user() {
        Error::invalid_argument(format!("the request cannot be sent over HTTP: {text}"))
    } else if error.is_incomplete_message() {
        Error::new(
            WS_E_ENDPOINT_DISCONNECTED,
            "the server closed the connection before its response was whole",
        )
    } else {
        Error::new(WS_E_ENDPOINT_DISCONNECTED, format!("the connection was lost: {text}"))
    }
}

/// The deadline of the phase that a request is in, and that of the whole.
struct Clock {
    whole: Option<Instant>,
    phase: Option<Instant>,
    sleep: Option<Sleep>,
}

impl Clock {
    fn new(whole: Option<Instant>) -> Self {
        Self { whole, phase: whole, sleep: None }
    }

    /// A phase begins that may take so many milliseconds.
    fn start(&mut self, timeout: u32) {
        self.phase = earlier(self.whole, deadline_after(timeout));
        self.sleep = None;
    }

    /// Ready when the time is over.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(phase) = self.phase else { return Poll::Pending };
        Pin::new(self.sleep.get_or_insert_with(|| sleep_until(phase))).poll(context)
    }
}

/// What the socket has seen of the request that is running.
#[derive(Default)]
struct Progress {
    /// The last write did not take everything: the request is still being sent.
    write_blocked: AtomicBool,
    write_failed: AtomicBool,
    /// A byte of the response has come.
    answered: AtomicBool,
    /// The next read must ask the system.
    anew: AtomicBool,
    /// The head of the request is not written yet.
    in_head: AtomicBool,
    /// The system has just been asked, and there is nothing to read.
    quiet: AtomicBool,
}

impl Progress {
    fn reset(&self) {
        self.write_blocked.store(false, Relaxed);
        self.write_failed.store(false, Relaxed);
        self.answered.store(false, Relaxed);
        self.in_head.store(true, Relaxed);
    }

    fn wrote<T>(&self, result: &Poll<io::Result<T>>) {
        self.write_blocked.store(result.is_pending(), Relaxed);
        if matches!(result, Poll::Ready(Err(_))) {
            self.write_failed.store(true, Relaxed);
        }
    }
}

/// A stream that keeps [`Progress`].
struct Watched {
    stream: Stream,
    progress: Arc<Progress>,
}

/// As hyper writes it in title case, and as SOAP 1.1 (section 6.1.1) and all the world write it.
const TITLED: &[u8] = b"\r\nSoapaction: ";
const NAMED: &[u8] = b"\r\nSOAPAction: ";
const END: &[u8] = b"\r\n\r\n";

/// Preparing a search costs more than searching a head.
static FINDERS: LazyLock<Finders> =
    LazyLock::new(|| Finders { titled: Finder::new(TITLED), end: Finder::new(END) });

struct Finders {
    titled: Finder<'static>,
    end: Finder<'static>,
}

impl Watched {
    /// What is about to be written, with SOAPAction in the case that servers look for, and where the head ends in it;
    /// `None` where there is nothing of the head.
    fn named(&self, bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
        if !self.progress.in_head.load(Relaxed) || bytes.is_empty() {
            return None;
        }
        let end = FINDERS.end.find(bytes).map_or(bytes.len(), |at| at + END.len());
        let mut bytes = bytes.to_vec();
        if let Some(at) = FINDERS.titled.find(&bytes[..end]) {
            bytes[at..at + NAMED.len()].copy_from_slice(NAMED);
        }
        Some((bytes, end))
    }

    /// So much was written; the head ends at `end`.
    fn went_out(&self, end: usize, result: &Poll<io::Result<usize>>) {
        if let Poll::Ready(Ok(written)) = result {
            self.progress.in_head.store(*written < end, Relaxed);
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if self.progress.anew.load(Relaxed) {
            self.progress.anew.store(false, Relaxed);
            self.stream.read_anew();
        }
        if self.progress.quiet.load(Relaxed) {
            self.progress.quiet.store(false, Relaxed);
            self.stream.known_drained();
        }
        let result = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.progress.answered.store(true, Relaxed);
        }
        result
    }
}

impl AsyncWrite for Watched {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[io::IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let named = slices.first().and_then(|first| self.named(first));
        let Some((head, end)) = named else {
            let result = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
            self.progress.wrote(&result);
            return result;
        };
        let mut all = [io::IoSlice::new(&[]); 8];
        let count = slices.len().min(all.len());
        all[..count].copy_from_slice(&slices[..count]);
        all[0] = io::IoSlice::new(&head);
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, &all[..count]);
        self.progress.wrote(&result);
        self.went_out(end, &result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
