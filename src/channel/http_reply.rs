//! The server's side of HTTP: a listener whose accepts wait for requests, and the reply channel that answers one.
//!
//! An accepted channel stands for one request: `accept receive end* send? end* close`. Closed without a reply it
//! answers 202 (Accepted), which is how a one-way message ends. What is different where messages are streamed is in
//! [`streamed`].

mod streamed;

use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Handle, PassedOn};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::runtime::time::deadline_after;
use crate::soap::Message;
use crate::soap::fault::addressing_fault;
use crate::transport::http::{
    Headers, HttpExchange, HttpListener, ListenerOptions, Prefix, Reply, ReplyPieces, RequestBody,
};
use crate::xml::reader::Input;
use crate::xml::source::BoxFuture;

use super::encoding::{ContentType, Decoder, Format, Output};
use super::listener::ListenerCore;
use super::listening_url::ListeningUrl;
use super::properties::{ChannelProperties, ListenerProperties};
use super::streaming::Ways;
use super::{Address, Core, Received, Step, http};

/// What a request says about itself.
#[derive(Clone, Debug)]
pub(crate) struct RequestInfo {
    pub(crate) url: String,
    /// Whether it has been read, or an attempt was made.
    pub(crate) is_read: bool,
    pub(crate) remote_address: std::net::SocketAddr,
    pub(crate) connection_id: u64,
}

/// The core of a reply channel over HTTP.
pub(crate) struct HttpReplyCore {
    properties: Arc<Mutex<ChannelProperties>>,
    state: Mutex<State>,
    /// The reply that is being streamed, and the request.
    ways: Ways<ReplyPieces, RequestBody>,
}

#[derive(Default)]
struct State {
    exchange: Option<HttpExchange>,
    /// What the listener that it came from says of addresses.
    address: Option<Arc<AddressRules>>,
    info: Option<RequestInfo>,
    request: RequestState,
}

/// A request without its body.
struct RequestHead {
    headers: Headers,
    method: String,
    /// In bytes.
    size: usize,
    from: std::net::SocketAddr,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
enum RequestState {
    /// Not read yet.
    #[default]
    Waiting,
    /// Read, well-formed as far as that.
    Read,
    /// Not a message; the status to answer, unless the application sends a fault.
    Refused(u16),
}

impl HttpReplyCore {
    pub(crate) fn new(properties: Arc<Mutex<ChannelProperties>>) -> Self {
        Self { properties, state: Mutex::default(), ways: Ways::default() }
    }

    /// Whether the application learns by which method a request was made.
    fn sees_method(&self) -> bool {
        self.properties.lock().http_message_mapping.request_options & WS_HTTP_REQUEST_MAPPING_VERB != 0
    }

    /// Takes over a request that a listener has accepted.
    fn give(&self, exchange: HttpExchange, address: &Arc<AddressRules>) {
        let info = RequestInfo {
            url: exchange.url().to_owned(),
            is_read: false,
            remote_address: exchange.remote_address(),
            connection_id: exchange.connection_id(),
        };
        *self.state.lock() = State {
            exchange: Some(exchange),
            address: Some(address.clone()),
            info: Some(info),
            ..State::default()
        };
    }

    /// Reads the request, and refuses one that is addressed to another endpoint.
    async fn receive(&self, message: Handle<Message>) -> Result<Received> {
        if self.read(message).await? == Received::End {
            return Ok(Received::End);
        }
        let (to, anonymous) = {
            let message = message.lease()?;
            (message.to()?, message.addressing().anonymous)
        };
        let rules = {
            let state = self.state.lock();
            state.exchange.as_ref().map(|exchange| exchange.local_address().ip()).zip(state.address.clone())
        };
        // Who does not say whom it is for, or says whoever is at the other end, has come to the right place.
        if let (Some(to), Some((local, rules))) = (to.filter(|to| to != anonymous), rules)
            && let Some(mismatch) = rules.listening.mismatch(&to, rules.to_options, local).await?
        {
            let mut message = message.lease()?;
            let failure = not_for_us(&message, &to, &mismatch);
            message.abandon()?;
            drop(message);
            self.ways.end_receiving();
            self.refuse(404);
            return Err(failure);
        }
        Ok(Received::Message)
    }

    async fn read(&self, message: Handle<Message>) -> Result<Received> {
        let (head, body) = {
            let mut state = self.state.lock();
            if state.request != RequestState::Waiting {
                return Ok(Received::End);
            }
            let Some(exchange) = &mut state.exchange else { return Ok(Received::End) };
            http::check_versions(&self.properties.lock(), &*message.lease()?)?;
            let head = RequestHead {
                headers: exchange.headers().clone(),
                method: exchange.method().to_owned(),
                size: exchange.head_size(),
                from: exchange.remote_address(),
            };
            let body = exchange.take_body();
            state.request = RequestState::Refused(400);
            if let Some(info) = &mut state.info {
                info.is_read = true;
            }
            (head, body)
        };
        let (content_type, decoder) = self.check_head(&head)?;
        let not_a_message = || format!("the request from {} is not a message", head.from);
        if self.streams_input() {
            self.read_streamed(message, decoder, body, head.from).await.context(not_a_message)?;
        } else {
            let body = self.collect(body, head.from).await?;
            let body = Input::Owned(body.into());
            message
                .lease()?
                .read_start(|reader, properties| decoder.open(body, reader, properties))
                .context(not_a_message)?;
        }
        let mut message = message.lease()?;
        self.read_head(&head, &content_type, &mut message)?;
        drop(message);
        self.state.lock().request = RequestState::Read;
        Ok(Received::Message)
    }

    fn refuse(&self, status: u16) {
        self.state.lock().request = RequestState::Refused(status);
    }

    /// Whether the head of a request can be that of a message, and how the body is read then.
    fn check_head(&self, head: &RequestHead) -> Result<(ContentType, Decoder)> {
        let RequestHead { size, from, .. } = head;
        let (format, version, max_head) = {
            let properties = self.properties.lock();
            let max_head = properties.max_http_request_headers_buffer_size as usize;
            (Format::of(&properties), properties.envelope_version, max_head)
        };
        if *size > max_head {
            self.refuse(431);
            return Err(Error::quota_exceeded(format!(
                "the headers of the request from {from} have {size} bytes, and \
                 WS_CHANNEL_PROPERTY_MAX_HTTP_REQUEST_HEADERS_BUFFER_SIZE allows {max_head}"
            )));
        }
        let content_type = ContentType::parse(head.headers.text("Content-Type").unwrap_or_default());
        if !content_type.fits(format) {
            self.refuse(415);
            return Err(Error::invalid_format(format!(
                "the request from {from} is '{}', and an envelope of {version:?} is expected",
                content_type.name()
            )));
        }
        let decoder = content_type.decoder(format).inspect_err(|_| self.refuse(415))?;
        Ok((content_type, decoder))
    }

    /// All of a body.
    async fn collect(&self, mut body: RequestBody, from: std::net::SocketAddr) -> Result<bytes::Bytes> {
        let max_size = self.properties.lock().max_buffered_message_size as usize;
        let length = body.length();
        if length > max_size as u64 {
            self.refuse(413);
            return Err(Error::quota_exceeded(format!(
                "the request from {from} has {length} bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE allows \
                 {max_size}"
            )));
        }
        let whole = body.collect(max_size).await;
        whole.map_err(|failure| {
            if failure.code() != WS_E_QUOTA_EXCEEDED {
                return failure;
            }
            self.refuse(413);
            failure.context(format!(
                "the request from {from} is larger than WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE allows"
            ))
        })
    }

    /// Reads into a message what the head of its request says of it.
    fn read_head(&self, head: &RequestHead, content_type: &ContentType, message: &mut Message) -> Result<()> {
        let (mapping, transport_addressing) = {
            let properties = self.properties.lock();
            let transport = WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT;
            (properties.http_message_mapping.clone(), properties.addressing_version == transport)
        };
        if transport_addressing && let Some(action) = http::request_action(&head.headers, content_type) {
            message.set_action(&action)?;
        }
        http::read_mapped(&head.headers, &mapping.request_headers, message)?;
        if mapping.request_options & WS_HTTP_REQUEST_MAPPING_VERB != 0 {
            message.add_mapped_header(http::VERB, &head.method)?;
        }
        Ok(())
    }

    fn start(&self, message: Handle<Message>) -> Result<()> {
        if self.state.lock().exchange.is_none() {
            return Err(Error::invalid_operation("the request has been answered already"));
        }
        let mut message = message.lease()?;
        Output::of(&self.properties, &message)?.start(&mut message)
    }

    fn reply(&self, message: Handle<Message>) -> Result<()> {
        let reply = {
            let mut message = message.lease()?;
            message.write_end()?;
            let body = message.take_encoded()?;
            let properties = self.properties.lock();
            let max_size = properties.max_buffered_message_size as usize;
            if body.len() > max_size {
                return Err(Error::quota_exceeded(format!(
                    "the reply has {} bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE allows {max_size}",
                    body.len()
                )));
            }
            reply_with(&properties, &message)?.with_body(body)
        };
        let exchange = self.state.lock().exchange.take();
        let exchange =
            exchange.ok_or_else(|| Error::invalid_operation("the request has been answered already"))?;
        exchange.respond(reply)
    }

    /// Answers what has not been answered.
    fn finish(&self) {
        let state = std::mem::take(&mut *self.state.lock());
        let Some(exchange) = state.exchange else { return };
        let status = match state.request {
            RequestState::Read => 202,
            RequestState::Refused(status) => status,
            RequestState::Waiting => 500,
        };
        if let Ok(reply) = Reply::new(status) {
            // A client that is gone does not need to be told.
            let _ = exchange.respond(reply);
        }
    }
}

impl Core for HttpReplyCore {
    fn open<'a>(&'a self, _: &'a Address, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(std::future::ready(Err(Error::invalid_operation(
            "a reply channel is opened by WsAcceptChannel",
        ))))
    }

    fn write_message_start(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        if self.properties.lock().streams_output() {
            return Step::later(self.start_streamed(message));
        }
        Step::done(self.start(message))
    }

    fn write_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        if self.properties.lock().streams_output() {
            return Step::later(self.end_streamed(message));
        }
        Step::done(self.reply(message))
    }

    fn read_message_start(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, Received> {
        Step::later(self.receive(message))
    }

    fn read_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        if self.streams_input() {
            return Step::later(self.read_end_streamed(message));
        }
        Step::done(message.lease().and_then(|mut message| message.read_end()))
    }

    fn abandon_message(&self, message: Handle<Message>, _: ErrorHandle) -> Result<()> {
        let mut message = message.lease().inspect_err(|_| self.ways.end())?;
        self.ways.end_of(&message);
        message.abandon()
    }

    fn shutdown_session(&self, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(Err(Error::invalid_operation(
            "a reply channel has no session to shut down",
        ))))
    }

    fn close(&self, graceful: bool, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        self.ways.end();
        if graceful {
            self.finish();
        } else {
            *self.state.lock() = State::default();
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn abort(&self, _: ErrorHandle) {
        self.ways.end();
        // Dropped unanswered, it answers 500.
        self.state.lock().exchange = None;
    }

    fn reset(&self, _: ErrorHandle) -> Result<()> {
        self.ways.end();
        *self.state.lock() = State::default();
        Ok(())
    }

    /// What is wrong with one request is of no concern to the channel, which can still answer it.
    fn is_unusable_after(&self, _: HRESULT) -> bool {
        false
    }

    fn request_info(&self) -> Option<RequestInfo> {
        self.state.lock().info.clone()
    }

    fn streams_input(&self) -> bool {
        self.properties.lock().streams_input()
    }

    fn is_request_unreadable(&self) -> bool {
        let state = self.state.lock();
        state.exchange.is_some() && matches!(state.request, RequestState::Refused(_))
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// The reply that carries a message, without its body.
fn reply_with(properties: &ChannelProperties, message: &Message) -> Result<Reply> {
    let mut headers = http::reply_headers(properties, message)?;
    let mapping = &properties.http_message_mapping;
    http::write_mapped(message, &mapping.response_headers, &mut headers)?;
    let (status, reason) = status_line(message, mapping.response_options)?;
    Ok(Reply::new(status)?.with_reason(reason).with_headers(headers))
}

/// The status of a reply and the text after it: as the message says, or whether it is a fault.
fn status_line(message: &Message, options: u32) -> Result<(u16, String)> {
    let said = |option: u32, name: &str| {
        if options & option == 0 { Ok(None) } else { http::mapped(message, name) }
    };
    let status = match said(WS_HTTP_RESPONSE_MAPPING_STATUS_CODE, http::STATUS_CODE)? {
        None if message.is_fault()? => 500,
        None => 200,
        Some(text) => text.trim().parse().map_err(|_| {
            Error::invalid_format(format!(
                "the mapped header {} is an HTTP status, and '{}' is not",
                http::STATUS_CODE,
                text.escape_default()
            ))
        })?,
    };
    let reason = said(WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT, http::STATUS_TEXT)?;
    Ok((status, reason.unwrap_or_default().to_owned()))
}

/// The core of a listener over HTTP.
pub(crate) struct HttpListenerCore {
    properties: ListenerProperties,
    state: Mutex<Option<Arc<Listening>>>,
    /// What was listened with before it was closed: channels that it accepted may still answer.
    closed: Mutex<Option<Arc<Listening>>>,
}

struct Listening {
    listener: HttpListener,
    address: Arc<AddressRules>,
}

/// How the addresses of requests have to match what is listened on.
struct AddressRules {
    listening: ListeningUrl,
    /// `WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS`
    transport_options: u32,
    /// `WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS`
    to_options: u32,
}

/// The error for a message whose To header names another endpoint, with the fault that WS-Addressing has for it.
fn not_for_us(message: &Message, to: &str, mismatch: &str) -> Error {
    let reason = format!("the message is for {to}, and there is no such endpoint here");
    Error::new(
        WS_E_ENDPOINT_NOT_FOUND,
        format!("its To header does not match what is listened on: {mismatch}"),
    )
    .context(&reason)
    .with_fault(addressing_fault(message, "DestinationUnreachable", reason))
}

impl HttpListenerCore {
    pub(crate) fn new(properties: ListenerProperties) -> Self {
        Self { properties, state: Mutex::default(), closed: Mutex::default() }
    }

    fn bind(&self, url: &str) -> Result<Listening> {
        let parsed = http::parse_url(url, true)?;
        if !parsed.query.is_empty() || !parsed.fragment.is_empty() {
            return Err(Error::new(
                WS_E_INVALID_ENDPOINT_URL,
                format!("the URL {url} has a query or a fragment, which a URL to listen on may not have"),
            ));
        }
        // Encoded, as the paths of requests are that it is compared with.
        let prefix = Prefix::new(&parsed.host, parsed.port, &parsed.target())?;
        let options = ListenerOptions {
            max_pending: self.properties.listen_backlog.max(1) as usize,
            // The channel that takes the request has a limit of its own; this one bounds what waits for one.
            max_body: MAX_WAITING_BODY,
            ..ListenerOptions::default()
        };
        let listener = HttpListener::bind(&prefix, options)?;
        let address = AddressRules {
            listening: ListeningUrl::new(&parsed),
            transport_options: self.properties.transport_url_matching_options,
            to_options: self.properties.to_header_matching_options,
        };
        Ok(Listening { listener, address: Arc::new(address) })
    }

    /// Whether a request is for this listener, else the status to answer.
    async fn check(
        &self,
        address: &AddressRules,
        exchange: &HttpExchange,
        any_method: bool,
    ) -> Result<Result<(), u16>> {
        let agent = exchange.headers().text("User-Agent").unwrap_or_default();
        if self.properties.disallowed_user_agents.iter().any(|part| agent.contains(part.as_str())) {
            return Ok(Err(403));
        }
        if exchange.method() != "POST" && !any_method {
            return Ok(Err(405));
        }
        let local = exchange.local_address().ip();
        match address.listening.mismatch(exchange.url(), address.transport_options, local).await? {
            Some(mismatch) => {
                tracing::debug!(url = exchange.url(), mismatch, "a request is for another endpoint");
                Ok(Err(404))
            }
            None => Ok(Ok(())),
        }
    }
}

/// The largest body that is kept for a channel to take it.
const MAX_WAITING_BODY: usize = 64 << 20;

impl ListenerCore for HttpListenerCore {
    fn open<'a>(&'a self, url: &'a str, _: PassedOn<WS_STRING>, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let listening = self.bind(url)?;
            *self.state.lock() = Some(Arc::new(listening));
            Ok(())
        })
    }

    fn accept<'a>(&'a self, channel: &'a dyn Core, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let listening = self.state.lock().clone();
            let listening = listening.ok_or_else(|| Error::invalid_operation("the listener is not open"))?;
            let core = channel.as_any().downcast_ref::<HttpReplyCore>().ok_or_else(|| {
                Error::invalid_argument("the channel was not made for a listener over HTTP")
            })?;
            if core.streams_input() {
                listening.listener.stream();
            }
            loop {
                let exchange = listening.listener.accept().await?;
                match self.check(&listening.address, &exchange, core.sees_method()).await? {
                    Ok(()) => {
                        core.give(exchange, &listening.address);
                        return Ok(());
                    }
                    Err(status) => {
                        let _ = exchange.respond(Reply::new(status)?);
                    }
                }
            }
        })
    }

    /// Replies that have been given are sent, for as long as `WS_LISTENER_PROPERTY_CLOSE_TIMEOUT` says.
    fn close(&self, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        let listening = self.state.lock().take();
        self.closed.lock().clone_from(&listening);
        Box::pin(async move {
            if let Some(listening) = listening {
                listening.listener.close();
                // Past that time the clients are cut off, and the listener is closed all the same.
                let _ = listening.listener.replies_sent(deadline_after(self.properties.close_timeout)).await;
            }
            Ok(())
        })
    }

    fn replies_sent(&self, deadline: Option<Instant>) -> BoxFuture<'_, ()> {
        let listening = self.state.lock().clone().or_else(|| self.closed.lock().clone());
        Box::pin(async move {
            if let Some(listening) = listening {
                // As above.
                let _ = listening.listener.replies_sent(deadline).await;
            }
        })
    }

    fn abort(&self, _: ErrorHandle) {
        self.stop();
    }

    fn reset(&self, _: ErrorHandle) -> Result<()> {
        self.stop();
        Ok(())
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl HttpListenerCore {
    fn stop(&self) {
        *self.closed.lock() = None;
        if let Some(listening) = self.state.lock().take() {
            listening.listener.close();
        }
    }
}
