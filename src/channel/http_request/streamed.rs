//! Requests and responses that are streamed. A request that is goes out in chunks, from WsWriteMessageStart on;
//! WsWriteMessageEnd waits for the head of the response, and of one that is streamed the rest comes as it is read.

use std::sync::Arc;

use crate::abi::object::Handle;
use crate::channel::Received;
use crate::channel::encoding::ContentType;
use crate::channel::streaming::{self, Sink, Source};
use crate::error::{Error, Result, ResultExt};
use crate::soap::Message;
use crate::transport::http::{HttpClient, Incoming, Outgoing, Request, Response};
use crate::xml::source::{BoxFuture, ByteSink, ByteSource};

use super::{Exchange, HttpRequestCore, Target};

/// How much is read of what may come after a message, for the connection to be used again.
const MAX_REST: usize = 4 << 10;

/// A request on its way.
pub(super) struct ClientEnd {
    client: Box<HttpClient>,
    /// Without its body.
    request: Request,
    /// Once it has begun.
    outgoing: Option<Outgoing>,
    target: Arc<Target>,
}

impl ByteSink for ClientEnd {
    fn write<'a>(&'a mut self, buffers: &'a [&'a [u8]]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let sent = match &mut self.outgoing {
                Some(outgoing) => outgoing.send(buffers).await,
                None => {
                    let begun = self.client.begin(&self.request, buffers).await;
                    begun.map(|outgoing| self.outgoing = Some(outgoing))
                }
            };
            sent.context(|| format!("the message could not be sent to {}", self.target.address.url))
        })
    }
}

impl ByteSource for Incoming {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        Box::pin(Self::read(self, buffer))
    }
}

impl HttpRequestCore {
    pub(super) async fn start_streamed(&self, message: Handle<Message>) -> Result<()> {
        let target = self.target()?;
        let mut message = message.lease()?;
        let output = self.output(&target, &mut message)?;
        let (flush_size, max) = {
            let properties = self.properties.lock();
            (properties.max_streamed_flush_size, properties.max_streamed_message_size)
        };
        let sink = |message: &Message| {
            let request = self.request_with(message, &target, Vec::new())?;
            let client = self.take_client(&target);
            let way = self.ways.start_sending(ClientEnd {
                client,
                request,
                outgoing: None,
                target: target.clone(),
            });
            Ok(Box::new(Sink::new(way, max)) as Box<dyn ByteSink>)
        };
        let started = streaming::write_start(&mut message, &output, flush_size, sink).await;
        started.inspect_err(|_| self.ways.end_sending())
    }

    pub(super) async fn end_streamed(&self, message: Handle<Message>) -> Result<()> {
        let ended = streaming::write_end(&mut *message.lease()?).await;
        let way = self.ways.take_sending()?;
        ended.inspect_err(|_| way.abort())?;
        let ClientEnd { client, outgoing, target, .. } = way.take()?;
        let outgoing = outgoing.ok_or_else(|| Error::invalid_operation("the message was not started"))?;
        let answered = outgoing.finish().await;
        let (response, incoming) =
            answered.context(|| format!("the request to {} failed", target.address.url))?;
        self.answered(client, response, incoming, &target).await
    }

    /// Sends a request as a whole, where the response is streamed.
    pub(super) async fn send_whole(&self, message: Handle<Message>) -> Result<()> {
        let target = self.target()?;
        let (request, _) = self.request(message, &target)?;
        let mut client = self.take_client(&target);
        let answered = client.open(request).await;
        let (response, incoming) =
            answered.context(|| format!("the request to {} failed", target.address.url))?;
        self.answered(client, response, incoming, &target).await
    }

    /// The head of a response has come.
    async fn answered(
        &self,
        mut client: Box<HttpClient>,
        mut response: Response,
        mut incoming: Incoming,
        target: &Target,
    ) -> Result<()> {
        self.keep_cookies(&response, target);
        let (is_streamed, max_size) = {
            let properties = self.properties.lock();
            (properties.streams_input(), properties.max_buffered_message_size as usize)
        };
        // The answer to a message that has no reply need not say how long nothing is.
        let mut has_body = !incoming.is_over() && response.status != 202;
        if !is_streamed {
            response.body = incoming.collect(max_size).await?;
            has_body = !response.body.is_empty();
        }
        let checked = self.check(&response, has_body, target);
        let exchange = match &checked {
            Ok(Some(content_type)) if is_streamed => {
                Exchange::Streamed(response, content_type.clone(), incoming)
            }
            Ok(Some(content_type)) => {
                client.keep(incoming);
                Exchange::Response(response, content_type.clone())
            }
            Ok(None) => {
                // What comes all the same is of no interest, but for the connection.
                if incoming.collect(MAX_REST).await.is_ok() {
                    client.keep(incoming);
                }
                Exchange::Over
            }
            Err(_) => Exchange::None,
        };
        let mut state = self.state.lock();
        state.client = Some(client);
        state.exchange = exchange;
        checked.map(|_| ())
    }

    pub(super) async fn read_streamed(
        &self,
        message: Handle<Message>,
        response: Response,
        content_type: Arc<ContentType>,
        incoming: Incoming,
    ) -> Result<Received> {
        let decoder = self.decoder(&content_type)?;
        let (max, max_start) = {
            let properties = self.properties.lock();
            (properties.max_streamed_message_size, properties.max_streamed_start_size)
        };
        if let Some(length) = incoming.length().filter(|&length| length > max) {
            return Err(streaming::too_large("received", length, max));
        }
        let way = self.ways.start_receiving(incoming);
        let mut message = message.lease()?;
        let source = Box::new(Source::new(way, max));
        let started = streaming::read_start(&mut message, decoder, source, max_start).await;
        let started = started.context(|| "the response is not a message");
        started
            .and_then(|()| self.read_head(&response, &mut message))
            .inspect_err(|_| self.ways.end_receiving())?;
        Ok(Received::Message)
    }

    pub(super) async fn read_end_streamed(&self, message: Handle<Message>) -> Result<()> {
        let ended = message.lease()?.read_end_of_stream().await;
        let Some(way) = self.ways.take_receiving() else { return ended };
        ended.inspect_err(|_| way.abort())?;
        let mut incoming = way.take()?;
        // A document without an envelope may not have been read to its end.
        if incoming.collect(MAX_REST).await.is_ok()
            && let Some(client) = &mut self.state.lock().client
        {
            client.keep(incoming);
        }
        Ok(())
    }
}
