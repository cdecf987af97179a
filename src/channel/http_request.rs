//! A request channel over HTTP: one exchange after another with one endpoint.
//!
//! A message is sent whole in WsWriteMessageEnd, which also receives the response, as on Windows (its receive
//! timeout can be triggered there); WsReadMessageStart then reads what has been received. What is different where
//! messages are streamed is in [`streamed`].

mod streamed;

use std::sync::Arc;
use std::time::SystemTime;

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Handle};
use crate::abi::types::{
    HRESULT, WS_COOKIE_MODE, WS_HTTP_REQUEST_MAPPING_VERB, WS_HTTP_RESPONSE_MAPPING_STATUS_CODE,
    WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT,
};
use crate::error::{Error, Result, ResultExt};
use crate::soap::{EndpointAddress, Message};
use crate::transport::AbortHandle;
use crate::transport::http::{
    ClientOptions, Endpoint, Headers, HttpClient, Incoming, Request, Response, Timeouts,
};
use crate::xml::reader::Input;
use crate::xml::source::BoxFuture;

use super::cookies::{Cookies, Origin};
use super::encoding::{ContentType, Decoder, Format, Output};
use super::properties::ChannelProperties;
use super::streaming::Ways;
use super::{Address, Core, Received, Step, http};
use streamed::ClientEnd;

/// What the original calls itself. Some servers take no request from somebody without a name.
const USER_AGENT: &str = "MS-WebServices/1.0";

/// The core of a request channel over HTTP.
pub(crate) struct HttpRequestCore {
    properties: Arc<Mutex<ChannelProperties>>,
    state: Mutex<State>,
    /// The request that is being streamed, and the response.
    ways: Ways<ClientEnd, Incoming>,
}

#[derive(Default)]
struct State {
    target: Option<Arc<Target>>,
    /// The fields of the last request, and its action: most often the next one has the same.
    fields: Option<(Option<String>, Arc<Headers>)>,
    /// What the Content-Type field of the last response said, and means.
    content_type: Option<(Box<str>, Arc<ContentType>)>,
    /// Kept between requests for its connection; away while a request is under way.
    client: Option<Box<HttpClient>>,
    /// Ends the client's request, also while it is away.
    abort: Option<AbortHandle>,
    exchange: Exchange,
    /// Kept while the channel is open.
    cookies: Cookies,
}

/// Where requests go.
struct Target {
    endpoint: Endpoint,
    path: Arc<str>,
    address: EndpointAddress,
}

/// How far the exchange with the server is.
#[derive(Default)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one for a channel, and a box would be made for each response"
)]
enum Exchange {
    /// Nothing has been sent.
    #[default]
    None,
    /// A response waits to be read.
    Response(Response, Arc<ContentType>),
    /// The same, whose body is still to come.
    Streamed(Response, Arc<ContentType>, Incoming),
    /// The response, if there was one, has been read.
    Over,
}

impl HttpRequestCore {
    pub(crate) fn new(properties: Arc<Mutex<ChannelProperties>>) -> Self {
        Self { properties, state: Mutex::default(), ways: Ways::default() }
    }

    fn target(&self) -> Result<Arc<Target>> {
        self.state.lock().target.clone().ok_or_else(|| Error::invalid_operation("the channel is not open"))
    }

    fn timeouts(&self) -> Timeouts {
        let timeouts = self.properties.lock().timeouts;
        Timeouts {
            resolve: timeouts.resolve,
            connect: timeouts.connect,
            send: timeouts.send,
            receive_response: timeouts.receive_response,
            receive: timeouts.receive,
        }
    }

    fn start(&self, message: Handle<Message>) -> Result<()> {
        let target = self.target()?;
        let mut message = message.lease()?;
        self.output(&target, &mut message)?.start(&mut message)
    }

    /// What a message is written to, which is addressed with that. What the request before was answered with is no more.
    fn output(&self, target: &Target, message: &mut Message) -> Result<Output> {
        let output = Output::of(&self.properties, message)?;
        self.state.lock().exchange = Exchange::None;
        if !message.is_addressed()? {
            message.address(Some(&target.address))?;
        }
        Ok(output)
    }

    /// Ends the envelope and makes the request of it.
    fn request(&self, message: Handle<Message>, target: &Target) -> Result<(Request, usize)> {
        let mut message = message.lease()?;
        message.write_end()?;
        let body = message.take_encoded()?;
        let max_size = self.properties.lock().max_buffered_message_size as usize;
        if body.len() > max_size {
            return Err(Error::quota_exceeded(format!(
                "the message has {} bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE allows {max_size}",
                body.len()
            )));
        }
        Ok((self.request_with(&message, target, body)?, max_size))
    }

    /// The request that carries a message, of which this much is written.
    fn request_with(&self, message: &Message, target: &Target, body: Vec<u8>) -> Result<Request> {
        let fields = self.with_cookies(self.fields(message)?)?;
        let mut request = Request::post(target.path.clone(), fields, body);
        let options = self.properties.lock().http_message_mapping.request_options;
        if options & WS_HTTP_REQUEST_MAPPING_VERB != 0
            && let Some(verb) = http::mapped(message, http::VERB)?
        {
            request.method = verb.to_owned().into();
        }
        Ok(request)
    }

    /// The client, for one request.
    fn take_client(&self, target: &Target) -> Box<HttpClient> {
        let mut client = {
            let mut state = self.state.lock();
            let client = state.client.take();
            let client = client.unwrap_or_else(|| {
                Box::new(HttpClient::new(target.endpoint.clone(), ClientOptions::default()))
            });
            state.abort = Some(client.abort_handle());
            client
        };
        client.options_mut().timeouts = self.timeouts();
        client
    }

    /// The header fields of the request that carries a message.
    fn fields(&self, message: &Message) -> Result<Arc<Headers>> {
        let action = message.action()?;
        if let Some((known, fields)) = &self.state.lock().fields
            && *known == action
        {
            return Ok(fields.clone());
        }
        let properties = self.properties.lock();
        let mut fields = http::request_headers(&properties, message, action.as_deref())?;
        let mapping = &properties.http_message_mapping.request_headers;
        http::write_mapped(message, mapping, &mut fields)?;
        if fields.text("User-Agent").is_none() {
            fields.append("User-Agent", USER_AGENT)?;
        }
        let fields = Arc::new(fields);
        // Mapped headers and boundaries differ from message to message.
        if mapping.is_empty() && !Format::of(&properties).varies() {
            self.state.lock().fields = Some((action, fields.clone()));
        }
        Ok(fields)
    }

    /// Adds the cookies that the service has set. What the application has to say about cookies itself stands.
    fn with_cookies(&self, fields: Arc<Headers>) -> Result<Arc<Headers>> {
        let cookies = {
            let state = self.state.lock();
            if state.cookies.is_empty() {
                return Ok(fields);
            }
            state.cookies.field(SystemTime::now())
        };
        let Some(cookies) = cookies.filter(|_| fields.all("Cookie").next().is_none()) else {
            return Ok(fields);
        };
        let mut fields = Headers::clone(&fields);
        fields.append("Cookie", cookies)?;
        Ok(Arc::new(fields))
    }

    async fn exchange(&self, message: Handle<Message>) -> Result<()> {
        let target = self.target()?;
        let (request, max_size) = self.request(message, &target)?;
        let mut client = self.take_client(&target);
        let response = client.request(request, max_size, None).await;
        let response = response.context(|| format!("the request to {} failed", target.address.url))?;
        self.keep_cookies(&response, &target);
        let content_type = self.check(&response, !response.body.is_empty(), &target)?;
        let mut state = self.state.lock();
        state.client = Some(client);
        state.exchange = match content_type {
            Some(content_type) => Exchange::Response(response, content_type),
            None => Exchange::Over,
        };
        Ok(())
    }

    fn keep_cookies(&self, response: &Response, target: &Target) {
        if self.properties.lock().cookie_mode != WS_COOKIE_MODE::WS_AUTO_COOKIE_MODE {
            return;
        }
        let mut set = response.headers.all("Set-Cookie").peekable();
        if set.peek().is_some() {
            let origin = Origin { host: &target.endpoint.host, path: &target.path };
            self.state.lock().cookies.receive(set, origin, SystemTime::now());
        }
    }

    /// Whether the response can be a message; a status that is an error is one unless a message comes with it,
    /// since faults come with 500. `None`: there is none, and none is needed.
    fn check(
        &self,
        response: &Response,
        has_body: bool,
        target: &Target,
    ) -> Result<Option<Arc<ContentType>>> {
        let (format, options) = {
            let properties = self.properties.lock();
            (Format::of(&properties), properties.http_message_mapping.response_options)
        };
        let content_type = response.headers.text("Content-Type");
        let is_message = content_type.is_some() && has_body;
        let content_type = self.content_type(content_type.unwrap_or_default());
        // An application that gets to see the status makes of it what it likes.
        let shows_status = options & WS_HTTP_RESPONSE_MAPPING_STATUS_CODE != 0;
        let is_message = if format.is_raw() { shows_status } else { is_message && content_type.fits(format) };
        if is_message {
            return Ok(Some(content_type));
        }
        if let Some(failure) = response.failure() {
            return Err(failure.context(format!("{} did not process the request", target.address.url)));
        }
        if !has_body && !format.is_raw() {
            // A one-way message has been taken.
            return Ok(None);
        }
        Ok(Some(content_type))
    }

    /// Most often a response says the same as the last one.
    fn content_type(&self, field: &str) -> Arc<ContentType> {
        let mut state = self.state.lock();
        if let Some((known, content_type)) = &state.content_type
            && **known == *field
        {
            return content_type.clone();
        }
        let content_type = Arc::new(ContentType::parse(field));
        state.content_type = Some((field.into(), content_type.clone()));
        content_type
    }

    /// What is to be read next. `Over` stays over, and nothing is nothing.
    fn next_response(&self, message: Handle<Message>) -> Result<Exchange> {
        http::check_versions(&self.properties.lock(), &*message.lease()?)?;
        let mut state = self.state.lock();
        match std::mem::replace(&mut state.exchange, Exchange::Over) {
            Exchange::None => {
                state.exchange = Exchange::None;
                Err(Error::invalid_operation(
                    "a request channel receives after it has sent, and nothing was sent",
                ))
            }
            exchange => Ok(exchange),
        }
    }

    /// How a response of this type is read.
    fn decoder(&self, content_type: &ContentType) -> Result<Decoder> {
        let (format, version) = {
            let properties = self.properties.lock();
            (Format::of(&properties), properties.envelope_version)
        };
        if !content_type.fits(format) {
            return Err(Error::invalid_format(format!(
                "the response is '{}', and an envelope of {version:?} is expected: is this the address of a service \
                 that speaks it?",
                content_type.name()
            )));
        }
        content_type.decoder(format)
    }

    fn read(&self, message: Handle<Message>) -> Step<'_, Received> {
        match self.next_response(message) {
            Ok(Exchange::Response(response, content_type)) => {
                Step::done(self.read_whole(message, response, &content_type))
            }
            Ok(Exchange::Streamed(response, content_type, incoming)) => {
                Step::later(self.read_streamed(message, response, content_type, incoming))
            }
            Ok(Exchange::Over | Exchange::None) => Step::done(Ok(Received::End)),
            Err(failure) => Step::done(Err(failure)),
        }
    }

    fn read_whole(
        &self,
        message: Handle<Message>,
        mut response: Response,
        content_type: &ContentType,
    ) -> Result<Received> {
        let decoder = self.decoder(content_type)?;
        let mut message = message.lease()?;
        let body = Input::Owned(std::mem::take(&mut response.body));
        message
            .read_start(|reader, properties| decoder.open(body, reader, properties))
            .context(|| "the response is not a message")?;
        self.read_head(&response, &mut message)?;
        Ok(Received::Message)
    }

    /// Reads into a message what the head of its response says of it.
    fn read_head(&self, response: &Response, message: &mut Message) -> Result<()> {
        let mapping = self.properties.lock().http_message_mapping.clone();
        http::read_mapped(&response.headers, &mapping.response_headers, message)?;
        if mapping.response_options & WS_HTTP_RESPONSE_MAPPING_STATUS_CODE != 0 {
            message.add_mapped_header(http::STATUS_CODE, &response.status.to_string())?;
        }
        if mapping.response_options & WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT != 0 {
            message.add_mapped_header(http::STATUS_TEXT, &response.reason)?;
        }
        Ok(())
    }
}

impl Core for HttpRequestCore {
    fn open<'a>(&'a self, address: &'a Address, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let url = http::parse_url(&address.url, false)?;
            let target = Target {
                endpoint: Endpoint::new(url.host.clone(), url.port),
                path: url.target().into(),
                address: EndpointAddress { url: address.url.clone(), headers: address.headers.clone() },
            };
            // The connection is made with the first request.
            *self.state.lock() = State { target: Some(Arc::new(target)), ..State::default() };
            Ok(())
        })
    }

    fn write_message_start(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        if self.properties.lock().streams_output() {
            return Step::later(self.start_streamed(message));
        }
        Step::done(self.start(message))
    }

    fn write_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        let (input, output) = {
            let properties = self.properties.lock();
            (properties.streams_input(), properties.streams_output())
        };
        match (output, input) {
            (true, _) => Step::later(self.end_streamed(message)),
            (false, true) => Step::later(self.send_whole(message)),
            (false, false) => Step::later(self.exchange(message)),
        }
    }

    fn read_message_start(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, Received> {
        self.read(message)
    }

    fn read_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        if self.properties.lock().streams_input() {
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
            "a request channel has no session to shut down",
        ))))
    }

    fn close(&self, _: bool, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        self.ways.end();
        *self.state.lock() = State::default();
        Box::pin(std::future::ready(Ok(())))
    }

    /// What is pending is dropped by the channel, and its connection with it.
    fn abort(&self, _: ErrorHandle) {
        self.ways.end();
        let mut state = self.state.lock();
        state.client = None;
        let abort = state.abort.take();
        drop(state);
        if let Some(abort) = abort {
            abort.abort();
        }
    }

    fn reset(&self, _: ErrorHandle) -> Result<()> {
        self.ways.end();
        *self.state.lock() = State::default();
        Ok(())
    }

    /// Each exchange stands for itself: the next one may go well.
    fn is_unusable_after(&self, _: HRESULT) -> bool {
        false
    }

    fn streams_input(&self) -> bool {
        self.properties.lock().streams_input()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
