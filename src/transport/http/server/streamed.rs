//! Bodies that come and go piece by piece: of a request that was queued before all of it was here, and of a reply that
//! begins before all of it is written.

use std::error::Error as _;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes};
use http_body_util::Full;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::{mpsc, watch};

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime::time::{Sleep, sleep_until};

use super::exchange::gone;

/// The body of a request: what is here of it, and where the rest comes from.
#[derive(Debug)]
pub(crate) struct RequestBody {
    here: Bytes,
    rest: Option<Incoming>,
    /// How long the rest may make itself wait.
    idle: Duration,
    client: SocketAddr,
}

impl RequestBody {
    pub(super) fn new(here: Bytes, rest: Option<Incoming>, idle: Duration, client: SocketAddr) -> Self {
        Self { here, rest, idle, client }
    }

    #[cfg(test)]
    pub(super) fn here(&self) -> &Bytes {
        &self.here
    }

    /// At least how much is still to be read.
    pub(crate) fn length(&self) -> u64 {
        self.here.len() as u64 + self.rest.as_ref().map_or(0, |rest| rest.size_hint().lower())
    }

    /// Reads a piece, as large as the buffer at most; nothing at the end.
    pub(crate) async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.here.is_empty() {
            let Some(rest) = &mut self.rest else { return Ok(0) };
            let (client, idle) = (self.client, self.idle);
            let mut sleep: Option<Sleep> = None;
            let frame = poll_fn(|context| {
                if let Poll::Ready(frame) = Pin::new(&mut *rest).poll_frame(context) {
                    return Poll::Ready(frame.transpose().map_err(|failure| broken(client, &failure)));
                }
                let sleep = sleep.get_or_insert_with(|| sleep_until(Instant::now() + idle));
                let late =
                    || Err(Error::timed_out(format!("the client at {client} has stopped in its request")));
                Pin::new(sleep).poll(context).map(|()| late())
            });
            match frame.await? {
                None => self.rest = None,
                Some(frame) => self.here = frame.into_data().unwrap_or_default(),
            }
        }
        let size = self.here.len().min(buffer.len());
        self.here.copy_to_slice(&mut buffer[..size]);
        Ok(size)
    }

    /// Reads all that is left. More than `max` bytes fail with `WS_E_QUOTA_EXCEEDED`.
    pub(crate) async fn collect(&mut self, max: usize) -> Result<Bytes> {
        if self.rest.is_none() && self.here.len() <= max {
            return Ok(std::mem::take(&mut self.here));
        }
        let client = self.client;
        let mut body = Vec::new();
        let mut room = vec![0; 8 << 10];
        loop {
            let read = self.read(&mut room).await?;
            if read == 0 {
                return Ok(body.into());
            }
            if read > max - body.len() {
                return Err(Error::quota_exceeded(format!(
                    "the request from {client} has more than the {max} bytes that are allowed"
                )));
            }
            body.extend_from_slice(&room[..read]);
        }
    }
}

/// Why there is no more of a request.
fn broken(client: SocketAddr, failure: &hyper::Error) -> Error {
    let io = failure.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    match io.map(io::Error::kind) {
        Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
            Error::invalid_format(format!("the request from {client} is not HTTP: {failure}"))
        }
        _ => Error::new(
            WS_E_ENDPOINT_DISCONNECTED,
            format!("the client at {client} closed the connection before its request was whole: {failure}"),
        ),
    }
}

/// How far the body of a reply has got.
#[derive(Debug)]
pub(super) struct Progress {
    /// How many pieces the connection has taken.
    taken: AtomicUsize,
    /// How many are with the system; `None` when the connection takes no more.
    written: watch::Sender<Option<usize>>,
    is_whole: AtomicBool,
}

impl Progress {
    /// All that the connection has taken is with the system.
    pub(super) fn flushed(&self) {
        let taken = self.taken.load(Ordering::Acquire);
        self.written.send_if_modified(|written| {
            let is_more = written.is_some_and(|written| written < taken);
            if is_more {
                *written = Some(taken);
            }
            is_more
        });
    }
}

/// A reply whose body is being sent.
pub(crate) struct ReplyPieces {
    pieces: mpsc::Sender<Bytes>,
    count: usize,
    progress: Arc<Progress>,
    client: SocketAddr,
}

impl ReplyPieces {
    pub(super) fn new(client: SocketAddr) -> (Self, Pieces) {
        let (sender, receiver) = mpsc::channel(1);
        let progress = Arc::new(Progress {
            taken: AtomicUsize::new(0),
            written: watch::Sender::new(Some(0)),
            is_whole: AtomicBool::new(false),
        });
        let pieces = Pieces { receiver, progress: progress.clone(), on_end: None };
        (Self { pieces: sender, count: 0, progress, client }, pieces)
    }

    /// Sends a piece: waits until the system has it. Fails with `WS_E_ENDPOINT_DISCONNECTED` if the client has gone.
    pub(crate) async fn send(&mut self, piece: Bytes) -> Result<()> {
        if piece.is_empty() {
            return Ok(());
        }
        let mut written = self.progress.written.subscribe();
        self.count += 1;
        self.pieces.send(piece).await.map_err(|_| gone(self.client))?;
        let count = self.count;
        let written = written.wait_for(|written| written.is_none_or(|written| written >= count)).await;
        match written.map(|written| *written) {
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(_) => Err(gone(self.client)),
        }
    }

    /// That was all. Dropped without this, the connection breaks off, so that the client does not take what it has got
    /// for the whole.
    pub(crate) fn finish(self) -> Result<()> {
        if self.pieces.is_closed() {
            return Err(gone(self.client));
        }
        self.progress.is_whole.store(true, Ordering::Release);
        Ok(())
    }
}

/// The other end of [`ReplyPieces`].
pub(super) struct Pieces {
    receiver: mpsc::Receiver<Bytes>,
    progress: Arc<Progress>,
    /// Called when the last has been taken.
    on_end: Option<Box<dyn FnOnce() + Send>>,
}

impl Pieces {
    pub(super) fn on_end(mut self, on_end: impl FnOnce() + Send + 'static) -> Self {
        self.on_end = Some(Box::new(on_end));
        self
    }

    pub(super) fn progress(&self) -> Arc<Progress> {
        self.progress.clone()
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        self.progress.written.send_replace(None);
    }
}

/// The body of a reply.
pub(super) enum ReplyBody {
    Whole(Full<Bytes>),
    Pieces(Pieces),
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let pieces = match self.get_mut() {
            Self::Whole(whole) => {
                return Pin::new(whole).poll_frame(context).map_err(|never| match never {});
            }
            Self::Pieces(pieces) => pieces,
        };
        pieces.receiver.poll_recv(context).map(|piece| match piece {
            Some(piece) => {
                pieces.progress.taken.fetch_add(1, Ordering::AcqRel);
                Some(Ok(Frame::data(piece)))
            }
            None if pieces.progress.is_whole.load(Ordering::Acquire) => {
                if let Some(on_end) = pieces.on_end.take() {
                    on_end();
                }
                None
            }
            None => Some(Err(io::ErrorKind::BrokenPipe.into())),
        })
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(whole) if whole.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(whole) => whole.size_hint(),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}
