//! The server: listeners that share the ports of the process by URL prefix.

mod connection;
mod driver;
mod exchange;
mod port;
mod prefix;
mod queue;
mod streamed;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::runtime::time::timeout_at;

pub(crate) use exchange::{HttpExchange, Reply};
pub(crate) use prefix::Prefix;
use queue::Queue;
pub(crate) use streamed::{ReplyPieces, RequestBody};

/// The limits of a listener. The defaults are those of Windows' HTTP server and of the channel properties.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListenerOptions {
    /// How many exchanges may wait to be accepted; further ones are answered with 503.
    pub(crate) max_pending: usize,
    /// How large the body of a request may be in bytes; larger ones are answered with 413.
    pub(crate) max_body: usize,
    /// How large the head of a request may be in bytes; larger ones are answered with 431.
    pub(crate) max_header_size: usize,
    /// How long a body may rest without a byte of it coming in; then it is answered with 408. Over its whole
    /// time it must not be slower than 150 bytes a second either.
    pub(crate) body_timeout: Duration,
    /// How long a connection may be idle or on the way with a head. Of the listeners of a port the first counts.
    pub(crate) head_timeout: Duration,
    /// How long a client may take no byte of a reply. Of the listeners of a port the first counts.
    pub(crate) write_timeout: Duration,
}

impl Default for ListenerOptions {
    fn default() -> Self {
        Self {
            max_pending: 1000,
            max_body: 65536,
            max_header_size: 16384,
            body_timeout: Duration::from_secs(120),
            head_timeout: Duration::from_secs(120),
            write_timeout: Duration::from_secs(120),
        }
    }
}

/// A prefix that this process serves, and the queue of exchanges that were sent to it. Dropping it closes it.
pub(crate) struct HttpListener {
    prefix: Prefix,
    queue: Arc<Queue>,
}

impl HttpListener {
    /// Starts to listen. A prefix that is taken, by this process or as a port by another one, fails with
    /// `WS_E_ADDRESS_IN_USE`; an address that is not this machine's with `WS_E_ADDRESS_NOT_AVAILABLE`; a port
    /// that this user may not have with `E_ACCESSDENIED`.
    pub(crate) fn bind(prefix: &Prefix, options: ListenerOptions) -> Result<Self> {
        let queue = Arc::new(Queue::new(options));
        let prefix = port::register(prefix, &queue)?;
        Ok(Self { prefix, queue })
    }

    /// What it listens on, with the real port where the prefix left it to the system with port 0.
    #[cfg(test)]
    pub(crate) fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// The port of [`Self::prefix`].
    #[cfg(test)]
    pub(crate) fn port(&self) -> u16 {
        self.prefix.port()
    }

    /// Waits for the next exchange. Any number of waits may run at once; each exchange goes to one of them, and
    /// a wait that is dropped takes none. A closed listener fails with `WS_E_OPERATION_ABORTED`.
    pub(crate) async fn accept(&self) -> Result<HttpExchange> {
        self.queue
            .next()
            .await
            .ok_or_else(|| Error::aborted(format!("the listener on {} was closed or aborted", self.prefix)))
    }

    /// From now on requests are accepted once their heads are here, also those that are being received.
    pub(crate) fn stream(&self) {
        self.queue.stream();
    }

    /// Ends what waits in [`Self::accept`], answers what was not accepted with 503, and gives the prefix (and
    /// the port, if it was the last on it) back before it returns. Never blocks for long; may be called again.
    /// Exchanges that were accepted can still be answered.
    pub(crate) fn close(&self) {
        if self.queue.close() {
            port::unregister(&self.prefix);
        }
    }

    /// Waits until the replies that were handed over are with the system, so that they reach their clients
    /// even if the program ends now. `WS_LISTENER_PROPERTY_CLOSE_TIMEOUT` bounds this wait.
    pub(crate) async fn replies_sent(&self, deadline: Option<Instant>) -> Result<()> {
        let late = || format!("not every reply of the listener on {} was sent in time", self.prefix);
        timeout_at(deadline, late, async {
            self.queue.replies_sent().await;
            Ok(())
        })
        .await
    }
}

impl Drop for HttpListener {
    fn drop(&mut self) {
        self.close();
    }
}
