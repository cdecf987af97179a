//! HTTP/1.1: bytes and headers in, bytes and headers out. What a message means is for the channel to know.
//!
//! A client channel keeps one [`HttpClient`] for its endpoint and moves it through each call:
//!
//! ```text
//! let mut client = HttpClient::new(endpoint, ClientOptions::default());   // WsOpenChannel; no I/O yet
//! let abort = client.abort_handle();                                      // kept where WsAbortChannel finds it
//! let response = client.request(request, max_body, deadline).await?;      // any number of times
//! if let Some(failure) = response.failure() { .. }                        // what the status means
//! ```
//!
//! `request` borrows the client, so one request runs at a time. Dropping its future is safe: the connection it
//! used is gone then, and the next request makes another. A thrown [`super::AbortHandle`] stays thrown: to open
//! a channel anew after a reset, make a new client.
//!
//! Bodies that go out and come in piece by piece are an [`Outgoing`] and an [`Incoming`], which own the connection
//! meanwhile; `keep` gives it back.
//!
//! A listener is an [`HttpListener`]; any number of them in one process share a port by their URL prefixes:
//!
//! ```text
//! let listener = HttpListener::bind(&Prefix::new("+", 80, "/service")?, ListenerOptions::default())?;
//! let exchange = listener.accept().await?;       // WsAcceptChannel, from any number of threads at once
//! exchange.body(); exchange.headers(); exchange.url();
//! exchange.send(Reply::new(200)?.with_body(..)).await?;  // or respond(), which does not wait
//! listener.close();                              // ends the accepts with WS_E_OPERATION_ABORTED
//! listener.replies_sent(deadline).await;         // those that were handed over with respond()
//! ```
//!
//! An exchange that is dropped is answered with 500.
//!
//! To end one accept and not all, run it under an abort handle: `abort.race(listener.accept())`.

mod body;
pub(crate) mod client;
mod connection;
mod headers;
mod plain;
mod response;
pub(crate) mod server;
pub(crate) mod status;
#[cfg(test)]
mod tests;

pub(crate) use client::{ClientOptions, Endpoint, HttpClient, Request, Response, Timeouts};
pub(crate) use connection::{Incoming, Outgoing};
pub(crate) use headers::Headers;
pub(crate) use server::{
    HttpExchange, HttpListener, ListenerOptions, Prefix, Reply, ReplyPieces, RequestBody,
};
