//! One client connection: a request goes out and its response comes in, by the polls of whoever runs the request, on a
//! thread or on the runtime.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use tokio::io::AsyncWrite;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime::net::{Breaker, Stream};
use crate::runtime::time::{Sleep, deadline_after, earlier, sleep_until};
use crate::transport::abort::{AbortHandle, Attached};
use crate::transport::resolve::with_errno;

use super::body::FIRST_RESERVE;
use super::client::Timeouts;
use super::response::{Awaited, Body, Head, Parsed};

mod streamed;

pub(crate) use streamed::{Incoming, Outgoing};

/// A request as it goes out.
#[derive(Clone, Copy)]
pub(super) struct WireRequest<'a> {
    pub(super) head: &'a [u8],
    pub(super) body: &'a [u8],
    /// Its method is HEAD.
    pub(super) is_head: bool,
}

/// A connection that is idle, or that a request is running on.
pub(super) struct Connection {
    stream: Stream,
    input: Input,
    max_header_size: usize,
    /// The last exchange has left it as it was before.
    reusable: bool,
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
    pub(super) fn new(stream: Stream, max_header_size: usize, abort: &AbortHandle) -> Self {
        let breaker = stream.breaker();
        let attached = abort.attach(breaker.clone());
        let input = Input { room: vec![0; FIRST_ROOM], start: 0, end: 0 };
        Self { stream, input, max_header_size, reusable: true, breaker, _attached: attached }
    }

    /// Whether another request can run on it once this one is over.
    pub(super) fn is_reusable(&self) -> bool {
        self.reusable
    }

    /// Whether an idle connection can take another request: the peer has neither closed it nor sent what nobody asked
    /// for.
    pub(super) fn is_ready(&mut self) -> bool {
        self.reusable && self.stream.is_quiet()
    }

    #[cfg(test)]
    pub(super) fn wait_readable(&self) {
        self.breaker.wait_readable();
    }

    /// Sends the request and reads the whole response.
    pub(super) async fn exchange(
        &mut self,
        request: WireRequest<'_>,
        max_body: usize,
        timeouts: &Timeouts,
        deadline: Option<Instant>,
    ) -> Result<(Head, Vec<u8>), Failed> {
        self.reusable = false;
        let mut clock = Clock::new(deadline);
        let mut sending = Sending { head: request.head, body: request.body, failure: None };
        let failed = |error| Failed { error, unsent: false, unanswered: false };
        let mut awaited = Awaited::new(request.is_head).map_err(failed)?;
        let head = self.head(&mut sending, &mut awaited, timeouts, &mut clock).await?;
        clock.start(timeouts.receive);
        let mut coming = awaited.into_body();
        let body = self.body(&mut sending, &mut coming, max_body, &mut clock).await.map_err(failed)?;
        self.reusable = sending.is_whole() && self.input.unread().is_empty() && coming.leaves_connection();
        Ok((head, body))
    }

    async fn head(
        &mut self,
        sending: &mut Sending<'_>,
        awaited: &mut Awaited,
        timeouts: &Timeouts,
        clock: &mut Clock,
    ) -> Result<Head, Failed> {
        clock.start(timeouts.send);
        let mut is_sending = true;
        let mut answered = false;
        poll_fn(|context| {
            sending.poll(&mut self.stream, context);
            if is_sending && sending.is_over() {
                is_sending = false;
                clock.start(timeouts.receive_response);
            }
            while let Poll::Ready(read) = self.input.poll_fill(&mut self.stream, context) {
                let error = match read {
                    Ok(0) => incomplete(),
                    Ok(read) => {
                        answered = true;
                        match self.take_head(read, awaited) {
                            Ok(Some(head)) => return Poll::Ready(Ok(head)),
                            Ok(None) => continue,
                            Err(error) => error,
                        }
                    }
                    Err(error) => lost(&error),
                };
                // What broke the sending comes before what that looks like from here.
                let broken = sending.failure.take();
                return Poll::Ready(Err(Failed {
                    unsent: broken.is_some(),
                    unanswered: !answered,
                    error: broken.filter(|_| !answered).map_or(error, |failure| lost(&failure)),
                }));
            }
            ready!(clock.poll(context));
            let what =
                if is_sending { "the request was not sent in time" } else { "no response came in time" };
            Poll::Ready(Err(Failed { error: Error::timed_out(what), unsent: false, unanswered: false }))
        })
        .await
    }

    /// Takes the head of the response from the input, of which so many bytes are new, if all of it is there.
    fn take_head(&mut self, new: usize, awaited: &mut Awaited) -> Result<Option<Head>> {
        let max = self.max_header_size;
        let too_large = || {
            Error::quota_exceeded(format!(
                "the headers of the response have more than the {max} bytes allowed"
            ))
        };
        loop {
            let unread = self.input.unread();
            // Parsing begins anew each time: a head that comes byte by byte is looked at line by line.
            let old = unread.len() - new.min(unread.len());
            let more = old == 0 || unread.len() > max || memchr::memchr(b'\n', &unread[old..]).is_some();
            if !more {
                return Ok(None);
            }
            match awaited.parse(unread)? {
                Parsed::Head(_, size) | Parsed::Interim(size) if size > max => return Err(too_large()),
                Parsed::Partial if unread.len() > max => return Err(too_large()),
                Parsed::Partial => return Ok(None),
                Parsed::Interim(size) => self.input.consume(size),
                Parsed::Head(head, size) => {
                    self.input.consume(size);
                    return Ok(Some(head));
                }
            }
        }
    }

    /// Collects the body. What is over the limit is refused before memory is taken for it.
    async fn body(
        &mut self,
        sending: &mut Sending<'_>,
        coming: &mut Body,
        max: usize,
        clock: &mut Clock,
    ) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        if let Some(length) = coming.length() {
            if length > max as u64 {
                return Err(too_large(format_args!("{length} bytes"), max));
            }
            body.reserve_exact((length as usize).min(FIRST_RESERVE));
        }
        poll_fn(|context| {
            sending.poll(&mut self.stream, context);
            loop {
                match self.input.move_body(coming, max, &mut body) {
                    Ok(false) => {}
                    Ok(true) => return Poll::Ready(Ok(std::mem::take(&mut body))),
                    Err(error) => return Poll::Ready(Err(error)),
                }
                let Poll::Ready(read) = self.input.poll_fill(&mut self.stream, context) else { break };
                let error = match read {
                    Ok(0) if coming.ends_with_connection() => {
                        return Poll::Ready(Ok(std::mem::take(&mut body)));
                    }
                    Ok(0) => incomplete(),
                    Ok(_) => continue,
                    Err(error) => lost(&error),
                };
                let at = format!("after {} bytes of the response body", body.len());
                return Poll::Ready(Err(error.context(at)));
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

impl Drop for Connection {
    /// A thread that waits may hold the socket a little longer than this; the peer is told now.
    fn drop(&mut self) {
        self.breaker.shut_down();
    }
}

/// What of a request is still to be sent.
struct Sending<'a> {
    head: &'a [u8],
    body: &'a [u8],
    /// Nothing more can be sent; a response may have come all the same.
    failure: Option<io::Error>,
}

impl Sending<'_> {
    fn is_whole(&self) -> bool {
        self.head.is_empty() && self.body.is_empty()
    }

    fn is_over(&self) -> bool {
        self.is_whole() || self.failure.is_some()
    }

    /// Sends as much as the connection takes.
    fn poll(&mut self, stream: &mut Stream, context: &mut Context<'_>) {
        while !self.is_over() {
            let slices = [io::IoSlice::new(self.head), io::IoSlice::new(self.body)];
            let slices = if self.head.is_empty() { &slices[1..] } else { &slices[..] };
            match Pin::new(&mut *stream).poll_write_vectored(context, slices) {
                Poll::Ready(Ok(0)) => self.failure = Some(io::ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(sent)) => {
                    let of_head = sent.min(self.head.len());
                    self.head = &self.head[of_head..];
                    self.body = &self.body[sent - of_head..];
                }
                Poll::Ready(Err(failure)) => self.failure = Some(failure),
                Poll::Pending => return,
            }
        }
    }
}

/// What has come and has not been used yet.
struct Input {
    room: Vec<u8>,
    start: usize,
    end: usize,
}

/// How much is received at once, at first and at most, unless a head is longer.
const FIRST_ROOM: usize = 8 << 10;
const MOST_ROOM: usize = 64 << 10;

impl Input {
    fn unread(&self) -> &[u8] {
        &self.room[self.start..self.end]
    }

    fn consume(&mut self, size: usize) {
        self.start += size;
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
    }

    /// Receives something: how much; nothing at the end of the stream.
    fn poll_fill(&mut self, stream: &mut Stream, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.end == self.room.len() {
            if self.start > 0 {
                self.room.copy_within(self.start..self.end, 0);
                (self.start, self.end) = (0, self.end - self.start);
            } else {
                self.room.resize(2 * self.room.len(), 0);
            }
        }
        let read = ready!(stream.poll_receive(context, &mut self.room[self.end..]))?;
        // More has come than there was room for: there may be much of it.
        if self.end == 0 && read == self.room.len() && read < MOST_ROOM {
            self.room.resize(2 * read, 0);
        }
        self.end += read;
        Poll::Ready(Ok(read))
    }

    /// Moves what there is of a body from the input to where it is collected; whether that is all of it.
    fn move_body(&mut self, coming: &mut Body, max: usize, body: &mut Vec<u8>) -> Result<bool> {
        while !coming.is_over() {
            let (unread, start) = (&self.room[self.start..self.end], body.len());
            if unread.is_empty() {
                return Ok(false);
            }
            // One byte over the limit shows that there is more than is allowed.
            let room = unread.len().min((max - start).saturating_add(1));
            body.resize(start + room, 0);
            let (used, data) = coming.read(unread, &mut body[start..])?;
            body.truncate(start + data);
            if body.len() > max {
                return Err(too_large(format_args!("more than {max} bytes"), max));
            }
            if used == 0 {
                return Ok(false);
            }
            self.consume(used);
        }
        Ok(true)
    }
}

fn too_large(found: fmt::Arguments<'_>, max: usize) -> Error {
    Error::quota_exceeded(format!("the response body has {found}, and at most {max} are allowed"))
}

fn lost(error: &io::Error) -> Error {
    let message = format!("the connection was lost: {error}");
    with_errno(Error::new(WS_E_ENDPOINT_DISCONNECTED, message), error)
}

fn incomplete() -> Error {
    Error::new(WS_E_ENDPOINT_DISCONNECTED, "the server closed the connection before its response was whole")
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
