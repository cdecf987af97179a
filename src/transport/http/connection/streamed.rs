//! Bodies that go out and come in piece by piece over a client's connection. Each piece has the time that the timeouts
//! say, since between two of them is the application.

use super::{
    Awaited, Body, Clock, Connection, Context, Error, Failed, Head, Poll, Result, Sending, Timeouts,
    WireRequest, incomplete, lost, poll_fn, ready,
};
use crate::transport::http::{Response, status};

/// A request of which the head was sent and the body is being sent, in chunks. (RFC 9112, section 7.1)
pub(crate) struct Outgoing {
    connection: Box<Connection>,
    awaited: Awaited,
    clock: Clock,
    timeouts: Timeouts,
}

impl Outgoing {
    /// Sends the head, and a first piece if that is not empty.
    pub(in crate::transport::http) async fn begin(
        mut connection: Box<Connection>,
        head: &[u8],
        first: &[&[u8]],
        is_head: bool,
        timeouts: &Timeouts,
    ) -> Result<Self, Failed> {
        connection.reusable = false;
        let failed = |error| Failed { error, unsent: false, unanswered: false };
        let awaited = Awaited::new(is_head).map_err(failed)?;
        let mut outgoing = Self { connection, awaited, clock: Clock::new(None), timeouts: *timeouts };
        let mut bytes = head.to_vec();
        push_chunk(first, &mut bytes);
        outgoing.send_bytes(&bytes).await?;
        Ok(outgoing)
    }

    /// Sends a piece; an empty one is nothing to send.
    pub(crate) async fn send(&mut self, piece: &[&[u8]]) -> Result<()> {
        let mut bytes = Vec::new();
        push_chunk(piece, &mut bytes);
        self.send_bytes(&bytes).await.map_err(|failed| failed.error)
    }

    /// Ends the body and waits for the head of the response.
    pub(crate) async fn finish(self) -> Result<(Response, Incoming)> {
        let last = Sending { head: &[], body: b"0\r\n\r\n", failure: None };
        let (head, incoming) = self.head(last).await.map_err(|failed| failed.error)?;
        let Head { status, reason, headers } = head;
        Ok((Response { status, reason, headers, body: Vec::new() }, incoming))
    }

    async fn head(mut self, mut sending: Sending<'_>) -> Result<(Head, Incoming), Failed> {
        let Self { connection, awaited, clock, timeouts } = &mut self;
        let head = connection.head(&mut sending, awaited, timeouts, clock).await?;
        let unsent = [sending.head, sending.body].concat();
        let is_broken = sending.failure.is_some();
        let Self { connection, awaited, clock, timeouts } = self;
        let coming = awaited.into_body();
        Ok((head, Incoming { connection, coming, unsent, is_broken, clock, timeouts, is_at_end: false }))
    }

    async fn send_bytes(&mut self, bytes: &[u8]) -> Result<(), Failed> {
        let mut sending = Sending { head: &[], body: bytes, failure: None };
        self.clock.start(self.timeouts.send);
        let Self { connection, clock, .. } = self;
        let in_time = poll_fn(|context| {
            sending.poll(&mut connection.stream, context);
            if sending.is_over() {
                return Poll::Ready(Ok(()));
            }
            ready!(clock.poll(context));
            Poll::Ready(Err(Error::timed_out("a piece of the request was not sent in time")))
        })
        .await;
        in_time.map_err(|error| Failed { error, unsent: false, unanswered: false })?;
        if sending.failure.is_none() {
            return Ok(());
        }
        // Who closes a connection on a request that is still coming may have said why.
        let head = connection.head(&mut sending, &mut self.awaited, &self.timeouts, clock).await?;
        let error = status::failure(head.status, &head.reason, &head.headers).unwrap_or_else(|| {
            lost(&std::io::ErrorKind::BrokenPipe.into())
                .context(format!("the server answered with the status {} and did not read on", head.status))
        });
        Err(Failed { error, unsent: true, unanswered: false })
    }
}

/// Appends the buffers as one chunk. One without data would say that it is the last.
fn push_chunk(buffers: &[&[u8]], out: &mut Vec<u8>) {
    let size: usize = buffers.iter().map(|buffer| buffer.len()).sum();
    if size == 0 {
        return;
    }
    out.extend_from_slice(format!("{size:x}\r\n").as_bytes());
    for buffer in buffers {
        out.extend_from_slice(buffer);
    }
    out.extend_from_slice(b"\r\n");
}

/// A response of which the head was received and the body is being received.
pub(crate) struct Incoming {
    connection: Box<Connection>,
    coming: Body,
    /// What of the request was still to be sent when its response began.
    unsent: Vec<u8>,
    is_broken: bool,
    clock: Clock,
    timeouts: Timeouts,
    is_at_end: bool,
}

impl Incoming {
    /// Sends a whole request and waits for the head of the response.
    pub(in crate::transport::http) async fn open(
        mut connection: Box<Connection>,
        request: WireRequest<'_>,
        timeouts: &Timeouts,
    ) -> Result<(Head, Self), Failed> {
        connection.reusable = false;
        let failed = |error| Failed { error, unsent: false, unanswered: false };
        let awaited = Awaited::new(request.is_head).map_err(failed)?;
        let sending = Sending { head: request.head, body: request.body, failure: None };
        let outgoing = Outgoing { connection, awaited, clock: Clock::new(None), timeouts: *timeouts };
        outgoing.head(sending).await
    }

    /// How long the body is, where its head says so.
    pub(crate) fn length(&self) -> Option<u64> {
        self.coming.length()
    }

    /// Whether all of the body has been read.
    pub(crate) fn is_over(&self) -> bool {
        self.is_at_end || self.coming.is_over()
    }

    /// Receives a piece of the body, as large as the buffer at most; nothing at its end.
    pub(crate) async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.clock.start(self.timeouts.receive);
        poll_fn(|context| self.poll_read(buffer, context)).await
    }

    fn poll_read(&mut self, buffer: &mut [u8], context: &mut Context<'_>) -> Poll<Result<usize>> {
        if !self.unsent.is_empty() && !self.is_broken {
            let mut sending = Sending { head: &[], body: &self.unsent, failure: None };
            sending.poll(&mut self.connection.stream, context);
            self.is_broken = sending.failure.is_some();
            let left = sending.body.len();
            self.unsent.drain(..self.unsent.len() - left);
        }
        let Connection { input, stream, .. } = &mut *self.connection;
        while !self.is_at_end && !self.coming.is_over() && !buffer.is_empty() {
            let mut is_wanting = input.unread().is_empty();
            if !is_wanting {
                let (used, data) = self.coming.read(input.unread(), buffer)?;
                input.consume(used);
                if data > 0 {
                    return Poll::Ready(Ok(data));
                }
                is_wanting = used == 0;
            }
            if !is_wanting {
                continue;
            }
            match input.poll_fill(stream, context) {
                Poll::Ready(Ok(0)) if self.coming.ends_with_connection() => self.is_at_end = true,
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(incomplete())),
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(lost(&error))),
                Poll::Pending => {
                    ready!(self.clock.poll(context));
                    let late = "no more of the response came in time";
                    return Poll::Ready(Err(Error::timed_out(late)));
                }
            }
        }
        Poll::Ready(Ok(0))
    }

    /// Receives all that is left of the body. More than `max` bytes fail with `WS_E_QUOTA_EXCEEDED`.
    pub(crate) async fn collect(&mut self, max: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        let mut room = vec![0; 8 << 10];
        loop {
            let read = self.read(&mut room).await?;
            if read == 0 {
                return Ok(body);
            }
            if read > max - body.len() {
                return Err(super::too_large(format_args!("more than {max} bytes"), max));
            }
            body.extend_from_slice(&room[..read]);
        }
    }

    /// The connection, if another request can follow on it.
    pub(in crate::transport::http) fn into_idle(self) -> Option<Box<Connection>> {
        let Self { mut connection, coming, unsent, is_broken, is_at_end, .. } = self;
        let is_whole = unsent.is_empty() && !is_broken && !is_at_end && coming.is_over();
        connection.reusable = is_whole && connection.input.unread().is_empty() && coming.leaves_connection();
        connection.reusable.then_some(connection)
    }
}
