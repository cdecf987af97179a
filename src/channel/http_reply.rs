//! The server's side of HTTP: a listener whose accepts wait for requests, and the reply channel that answers one.
//!
//! An accepted channel stands for one request: `accept receive end* send? end* close`. Closed without a reply it
//! answers 202 (Accepted), which is how a one-way message ends.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Handle, PassedOn};
use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::runtime::time::deadline_after;
use crate::soap::Message;
use crate::transport::http::{HttpExchange, HttpListener, ListenerOptions, Prefix, Reply};
use crate::xml::reader::Input;
use crate::xml::source::BoxFuture;

use super::listener::ListenerCore;
use super::properties::{ChannelProperties, ListenerProperties};
use super::{Address, Core, Received, http};

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
}

#[derive(Default)]
struct State {
    exchange: Option<HttpExchange>,
    info: Option<RequestInfo>,
    request: RequestState,
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
        Self { properties, state: Mutex::default() }
    }

    /// Takes over a request that a listener has accepted.
    fn give(&self, exchange: HttpExchange) {
        let info = RequestInfo {
            url: exchange.url().to_owned(),
            is_read: false,
            remote_address: exchange.remote_address(),
            connection_id: exchange.connection_id(),
        };
        *self.state.lock() =
            State { exchange: Some(exchange), info: Some(info), request: RequestState::Waiting };
    }

    fn read(&self, message: Handle<Message>) -> Result<Received> {
        let mut state = self.state.lock();
        let Some(exchange) = &state.exchange else { return Ok(Received::End) };
        if state.request != RequestState::Waiting {
            return Ok(Received::End);
        }
        let headers = exchange.headers().clone();
        let body = exchange.body().clone();
        let from = exchange.remote_address();
        http::check_versions(&self.properties.lock(), &*message.lease()?)?;
        state.request = RequestState::Refused(400);
        if let Some(info) = &mut state.info {
            info.is_read = true;
        }
        drop(state);
        let (version, mapping, transport_addressing, max_size) = {
            let properties = self.properties.lock();
            (
                properties.envelope_version,
                properties.http_message_mapping.request_headers.clone(),
                properties.addressing_version == WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT,
                properties.max_buffered_message_size as usize,
            )
        };
        let refused = |status: u16| self.state.lock().request = RequestState::Refused(status);
        if body.len() > max_size {
            refused(413);
            return Err(Error::quota_exceeded(format!(
                "the request from {from} has {} bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE allows \
                 {max_size}",
                body.len()
            )));
        }
        let content_type = http::ContentType::parse(headers.text("Content-Type").unwrap_or_default());
        if !content_type.fits(version) {
            refused(415);
            return Err(Error::invalid_format(format!(
                "the request from {from} is '{}', and an envelope of {version:?} is expected",
                content_type.media_type
            )));
        }
        let charset = content_type.text_charset().inspect_err(|_| refused(415))?;
        let mut message = message.lease()?;
        message
            .read_start(|reader, properties| {
                reader.set_input_text(Input::Owned(body.into()), charset, properties)
            })
            .context(|| format!("the request from {from} is not a message"))?;
        if transport_addressing && let Some(action) = http::request_action(&headers, &content_type) {
            message.set_action(&action)?;
        }
        http::read_mapped(&headers, &mapping, &mut message)?;
        drop(message);
        self.state.lock().request = RequestState::Read;
        Ok(Received::Message)
    }

    fn start(&self, message: Handle<Message>) -> Result<()> {
        if self.state.lock().exchange.is_none() {
            return Err(Error::invalid_operation("the request has been answered already"));
        }
        let mut message = message.lease()?;
        http::Output::of(&self.properties, &message)?.start(&mut message)
    }

    fn reply(&self, message: Handle<Message>) -> Result<()> {
        let reply = {
            let mut message = message.lease()?;
            message.write_end()?;
            let body = message.take_encoded()?;
            let properties = self.properties.lock();
            let mut headers = http::reply_headers(&properties)?;
            http::write_mapped(&message, &properties.http_message_mapping.response_headers, &mut headers)?;
            let status = if message.is_fault()? { 500 } else { 200 };
            Reply::new(status)?.with_headers(headers).with_body(body)
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

    fn write_message_start(&self, message: Handle<Message>, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(self.start(message)))
    }

    fn write_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(self.reply(message)))
    }

    fn read_message_start(
        &self,
        message: Handle<Message>,
        _: ErrorHandle,
    ) -> BoxFuture<'_, Result<Received>> {
        Box::pin(std::future::ready(self.read(message)))
    }

    fn read_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(message.lease().and_then(|mut message| message.read_end())))
    }

    fn abandon_message(&self, message: Handle<Message>, _: ErrorHandle) -> Result<()> {
        message.lease()?.abandon()
    }

    fn shutdown_session(&self, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(Err(Error::invalid_operation(
            "a reply channel has no session to shut down",
        ))))
    }

    fn close(&self, graceful: bool, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        if graceful {
            self.finish();
        } else {
            *self.state.lock() = State::default();
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn abort(&self, _: ErrorHandle) {
        // Dropped unanswered, it answers 500.
        self.state.lock().exchange = None;
    }

    fn reset(&self, _: ErrorHandle) -> Result<()> {
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

    fn is_request_unreadable(&self) -> bool {
        let state = self.state.lock();
        state.exchange.is_some() && matches!(state.request, RequestState::Refused(_))
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// The core of a listener over HTTP.
pub(crate) struct HttpListenerCore {
    properties: ListenerProperties,
    state: Mutex<Option<Arc<Listening>>>,
}

struct Listening {
    listener: HttpListener,
    /// What the path of a request has to be when `WS_MATCH_URL_EXACT_PATH` is set; without a slash at its end.
    path: String,
}

impl HttpListenerCore {
    pub(crate) fn new(properties: ListenerProperties) -> Self {
        Self { properties, state: Mutex::default() }
    }

    fn bind(&self, url: &str) -> Result<Listening> {
        let parsed = http::parse_url(url, true)?;
        if !parsed.query.is_empty() || !parsed.fragment.is_empty() {
            return Err(Error::new(
                WS_E_INVALID_ENDPOINT_URL,
                format!("the URL {url} has a query or a fragment, which a URL to listen on may not have"),
            ));
        }
        let path = parsed.path;
        let prefix = Prefix::new(&parsed.host, parsed.port, &path)?;
        let options = ListenerOptions {
            max_pending: self.properties.listen_backlog.max(1) as usize,
            // The channel that takes the request has a limit of its own; this one bounds what waits for one.
            max_body: MAX_WAITING_BODY,
            ..ListenerOptions::default()
        };
        let listener = HttpListener::bind(&prefix, options)?;
        Ok(Listening { listener, path: path.trim_end_matches('/').to_owned() })
    }

    /// Whether a request is for this listener, else the status to answer.
    fn check(&self, listening: &Listening, exchange: &HttpExchange) -> Result<(), u16> {
        let options = self.properties.transport_url_matching_options;
        let target = exchange.path_and_query();
        let (path, query) =
            target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        if options & WS_MATCH_URL_EXACT_PATH != 0
            && !path.trim_end_matches('/').eq_ignore_ascii_case(&listening.path)
        {
            return Err(404);
        }
        if options & WS_MATCH_URL_NO_QUERY != 0 && query.is_some() {
            return Err(404);
        }
        let agent = exchange.headers().text("User-Agent").unwrap_or_default();
        if self.properties.disallowed_user_agents.iter().any(|part| agent.contains(part.as_str())) {
            return Err(403);
        }
        if exchange.method() != "POST" {
            return Err(405);
        }
        Ok(())
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
            loop {
                let exchange = listening.listener.accept().await?;
                match self.check(&listening, &exchange) {
                    Ok(()) => {
                        core.give(exchange);
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
        Box::pin(async move {
            if let Some(listening) = listening {
                listening.listener.close();
                // Past that time the clients are cut off, and the listener is closed all the same.
                let _ = listening.listener.replies_sent(deadline_after(self.properties.close_timeout)).await;
            }
            Ok(())
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
        if let Some(listening) = self.state.lock().take() {
            listening.listener.close();
        }
    }
}
