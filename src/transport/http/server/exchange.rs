//! A request that was received, and its reply.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};

use bytes::Bytes;
use tokio::sync::oneshot;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::transport::http::Headers;

use super::driver::Driver;
use super::queue::{Queue, Sending};
use super::streamed::{Pieces, ReplyPieces, RequestBody};

/// One request, and the right and duty to answer it. Dropped without an answer, it is answered with 500.
pub(crate) struct HttpExchange {
    pub(super) method: hyper::Method,
    pub(super) url: String,
    pub(super) headers: Headers,
    pub(super) body: RequestBody,
    pub(super) head_size: usize,
    pub(super) local_address: SocketAddr,
    pub(super) remote_address: SocketAddr,
    pub(super) connection_id: u64,
    pub(super) queue: Arc<Queue>,
    pub(super) driver: Weak<Driver>,
    pub(super) reply: oneshot::Sender<Answer>,
}

/// What an exchange is answered with.
pub(super) struct Answer {
    pub(super) reply: Reply,
    pub(super) sending: Sending,
    /// In place of the reply's body, what is yet to be written.
    pub(super) pieces: Option<Pieces>,
}

impl HttpExchange {
    /// As it was sent; methods have case.
    pub(crate) fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The full request URL in encoded form, with the host that the client named.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The whole body. A clone shares its bytes.
    #[cfg(test)]
    pub(crate) fn body(&self) -> &Bytes {
        self.body.here()
    }

    /// The body, to be read. There is none left then.
    pub(crate) fn take_body(&mut self) -> RequestBody {
        let none = RequestBody::new(Bytes::new(), None, std::time::Duration::ZERO, self.remote_address);
        std::mem::replace(&mut self.body, none)
    }

    /// The bytes of the request line and the headers.
    pub(crate) fn head_size(&self) -> usize {
        self.head_size
    }

    /// The address that the request came in on.
    pub(crate) fn local_address(&self) -> SocketAddr {
        self.local_address
    }

    pub(crate) fn remote_address(&self) -> SocketAddr {
        self.remote_address
    }

    /// Tells one client connection from another for as long as the process lives.
    pub(crate) fn connection_id(&self) -> u64 {
        self.connection_id
    }

    /// Whether the client has gone, so that nobody waits for the reply.
    pub(crate) fn is_disconnected(&self) -> bool {
        self.reply.is_closed()
    }

    /// Done when the client has gone.
    #[cfg(test)]
    pub(crate) async fn disconnected(&mut self) {
        self.reply.closed().await;
    }

    /// Hands the reply over to be sent, and does not wait for what the system does not take at once. Fails with
    /// `WS_E_ENDPOINT_DISCONNECTED` if the client has gone already.
    pub(crate) fn respond(self, reply: Reply) -> Result<()> {
        self.hand_over(reply, None, None)
    }

    /// As [`Self::respond`], where the body is yet to be written.
    pub(crate) fn begin(self, reply: Reply) -> Result<ReplyPieces> {
        let (body, pieces) = ReplyPieces::new(self.remote_address);
        self.hand_over(reply, None, Some(pieces)).map(|()| body)
    }

    /// Sends the reply: waits until the system has all of it. Fails with `WS_E_ENDPOINT_DISCONNECTED` if the
    /// client has gone before that. Dropping the future does not take the reply back.
    #[cfg(test)]
    pub(crate) async fn send(self, reply: Reply) -> Result<()> {
        let client = self.remote_address;
        let (sender, sent) = oneshot::channel();
        self.hand_over(reply, Some(sender), None)?;
        sent.await.map_err(|_| gone(client))
    }

    fn hand_over(
        self,
        reply: Reply,
        sent: Option<oneshot::Sender<()>>,
        pieces: Option<Pieces>,
    ) -> Result<()> {
        let Self { queue, driver, reply: replies, remote_address, .. } = self;
        let hand_over = || replies.send(Answer { reply, sending: Sending::new(queue, sent), pieces }).is_ok();
        let handed_over = match driver.upgrade() {
            Some(driver) => driver.advance(hand_over),
            None => hand_over(),
        };
        if handed_over { Ok(()) } else { Err(gone(remote_address)) }
    }
}

pub(super) fn gone(client: SocketAddr) -> Error {
    Error::new(
        WS_E_ENDPOINT_DISCONNECTED,
        format!("the client at {client} closed the connection before the reply was sent"),
    )
}

/// What is sent back. `Date` and `Content-Length` are added.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(super) status: hyper::StatusCode,
    pub(super) reason: Cow<'static, str>,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
}

impl Reply {
    /// A reply without a body. A status that no final response can have (they have 200 to 999) fails with
    /// `E_INVALIDARG`.
    pub(crate) fn new(status: u16) -> Result<Self> {
        let status = hyper::StatusCode::from_u16(status)
            .ok()
            .filter(|status| !status.is_informational())
            .ok_or_else(|| Error::invalid_argument(format!("{status} is not the HTTP status of a reply")))?;
        Ok(Self::of(status))
    }

    pub(super) fn of(status: hyper::StatusCode) -> Self {
        Self { status, reason: Cow::Borrowed(""), headers: Headers::new(), body: Bytes::new() }
    }

    /// The text after the status, where it is not the usual one. What a status line cannot hold is left out.
    #[must_use]
    pub(crate) fn with_reason(mut self, reason: impl Into<Cow<'static, str>>) -> Self {
        self.reason = reason.into();
        self
    }

    #[must_use]
    pub(crate) fn with_headers(mut self, headers: Headers) -> Self {
        self.headers = headers;
        self
    }

    #[must_use]
    pub(crate) fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}
