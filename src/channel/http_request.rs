//! A request channel over HTTP: one exchange after another with one endpoint.
//!
//! A message is sent whole in WsWriteMessageEnd, which also receives the response, as on Windows (its receive
//! timeout can be triggered there); WsReadMessageStart then reads what has been received.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::object::{ErrorHandle, Handle};
use crate::abi::types::HRESULT;
use crate::error::{Error, Result, ResultExt};
use crate::soap::{EndpointAddress, Message};
use crate::transport::AbortHandle;
use crate::transport::http::{ClientOptions, Endpoint, HttpClient, Request, Response, Timeouts};
use crate::xml::reader::Input;
use crate::xml::source::BoxFuture;

use super::properties::ChannelProperties;
use super::{Address, Core, Received, http};

/// The core of a request channel over HTTP.
pub(crate) struct HttpRequestCore {
    properties: Arc<Mutex<ChannelProperties>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    target: Option<Target>,
    /// Kept between requests for its connection; away while a request is under way.
    client: Option<HttpClient>,
    /// Ends the client's request, also while it is away.
    abort: Option<AbortHandle>,
    exchange: Exchange,
}

/// Where requests go.
#[derive(Clone)]
struct Target {
    endpoint: Endpoint,
    path: String,
    address: EndpointAddress,
}

/// How far the exchange with the server is.
#[derive(Default)]
enum Exchange {
    /// Nothing has been sent.
    #[default]
    None,
    /// A response waits to be read.
    Response(Response),
    /// The response, if there was one, has been read.
    Over,
}

impl HttpRequestCore {
    pub(crate) fn new(properties: Arc<Mutex<ChannelProperties>>) -> Self {
        Self { properties, state: Mutex::default() }
    }

    fn target(&self) -> Result<Target> {
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
        let (charset, max_size) = {
            let properties = self.properties.lock();
            http::check_versions(&properties, &message)?;
            (http::charset(properties.encoding)?, properties.max_buffered_message_size)
        };
        self.state.lock().exchange = Exchange::None;
        if !message.is_addressed()? {
            message.address(Some(&target.address))?;
        }
        message.write_start(|writer, properties| http::set_output(writer, properties, charset, max_size))
    }

    /// Ends the envelope and makes the request of it.
    fn request(&self, message: Handle<Message>) -> Result<(Target, Request, usize)> {
        let target = self.target()?;
        let mut message = message.lease()?;
        message.write_end()?;
        let body = message.take_encoded()?;
        let properties = self.properties.lock();
        let max_size = properties.max_buffered_message_size as usize;
        if body.len() > max_size {
            return Err(Error::quota_exceeded(format!(
                "the message has {} bytes, and WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE allows {max_size}",
                body.len()
            )));
        }
        let mut headers = http::request_headers(&properties, message.action()?.as_deref())?;
        http::write_mapped(&message, &properties.http_message_mapping.request_headers, &mut headers)?;
        let request = Request::post(target.path.clone(), headers, body);
        Ok((target, request, max_size))
    }

    async fn exchange(&self, message: Handle<Message>) -> Result<()> {
        let (target, request, max_size) = self.request(message)?;
        let client = self.state.lock().client.take();
        let mut client =
            client.unwrap_or_else(|| HttpClient::new(target.endpoint.clone(), ClientOptions::default()));
        client.options_mut().timeouts = self.timeouts();
        self.state.lock().abort = Some(client.abort_handle());
        let response = client.request(request, max_size, None).await;
        let response = response.context(|| format!("the request to {} failed", target.address.url))?;
        let response = self.check(response, &target)?;
        let mut state = self.state.lock();
        state.client = Some(client);
        state.exchange = response;
        Ok(())
    }

    /// Whether the response can be a message; a status that is an error is one unless a message comes with it,
    /// since faults come with 500.
    fn check(&self, response: Response, target: &Target) -> Result<Exchange> {
        let version = self.properties.lock().envelope_version;
        let content_type = response.headers.text("Content-Type").map(http::ContentType::parse);
        let is_message =
            !response.body.is_empty() && content_type.as_ref().is_some_and(|found| found.fits(version));
        if is_message {
            return Ok(Exchange::Response(response));
        }
        if let Some(failure) = response.failure() {
            return Err(failure.context(format!("{} did not process the request", target.address.url)));
        }
        if response.body.is_empty() {
            // A one-way message has been taken.
            return Ok(Exchange::Over);
        }
        Ok(Exchange::Response(response))
    }

    fn read(&self, message: Handle<Message>) -> Result<Received> {
        http::check_versions(&self.properties.lock(), &*message.lease()?)?;
        let response = {
            let mut state = self.state.lock();
            match std::mem::take(&mut state.exchange) {
                Exchange::Response(response) => response,
                Exchange::Over => {
                    state.exchange = Exchange::Over;
                    return Ok(Received::End);
                }
                Exchange::None => {
                    return Err(Error::invalid_operation(
                        "a request channel receives after it has sent, and nothing was sent",
                    ));
                }
            }
        };
        self.state.lock().exchange = Exchange::Over;
        let (version, mapping) = {
            let properties = self.properties.lock();
            (properties.envelope_version, properties.http_message_mapping.response_headers.clone())
        };
        let content_type =
            http::ContentType::parse(response.headers.text("Content-Type").unwrap_or_default());
        if !content_type.fits(version) {
            return Err(Error::invalid_format(format!(
                "the response is '{}', and an envelope of {version:?} is expected: is this the address of a service \
                 that speaks it?",
                content_type.media_type
            )));
        }
        let charset = content_type.text_charset()?;
        let mut message = message.lease()?;
        message
            .read_start(|reader, properties| {
                reader.set_input_text(Input::Owned(response.body.into()), charset, properties)
            })
            .context(|| "the response is not a message")?;
        http::read_mapped(&response.headers, &mapping, &mut message)?;
        Ok(Received::Message)
    }
}

impl Core for HttpRequestCore {
    fn open<'a>(&'a self, address: &'a Address, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            http::charset(self.properties.lock().encoding)?;
            let url = http::parse_url(&address.url, false)?;
            let target = Target {
                endpoint: Endpoint::new(url.host.clone(), url.port),
                path: url.target(),
                address: EndpointAddress { url: address.url.clone(), headers: address.headers.clone() },
            };
            // The connection is made with the first request.
            *self.state.lock() = State { target: Some(target), ..State::default() };
            Ok(())
        })
    }

    fn write_message_start(&self, message: Handle<Message>, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(self.start(message)))
    }

    fn write_message_end(&self, message: Handle<Message>, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.exchange(message))
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
            "a request channel has no session to shut down",
        ))))
    }

    fn close(&self, _: bool, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        *self.state.lock() = State::default();
        Box::pin(std::future::ready(Ok(())))
    }

    /// What is pending is dropped by the channel, and its connection with it.
    fn abort(&self, _: ErrorHandle) {
        let mut state = self.state.lock();
        state.client = None;
        let abort = state.abort.take();
        drop(state);
        if let Some(abort) = abort {
            abort.abort();
        }
    }

    fn reset(&self, _: ErrorHandle) -> Result<()> {
        *self.state.lock() = State::default();
        Ok(())
    }

    /// Each exchange stands for itself: the next one may go well.
    fn is_unusable_after(&self, _: HRESULT) -> bool {
        false
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
