//! Requests and replies that are streamed. A request is read while it comes, from a listener that lets it be accepted
//! once its head is there; a reply goes out in chunks, from WsWriteMessageStart on, also while its request still comes.

use std::net::SocketAddr;

use bytes::BytesMut;

use crate::abi::object::Handle;
use crate::abi::types::WS_E_QUOTA_EXCEEDED;
use crate::channel::encoding::{Decoder, Output};
use crate::channel::streaming::{self, Sink, Source};
use crate::error::{Error, Result, ResultExt};
use crate::soap::Message;
use crate::transport::http::{ReplyPieces, RequestBody};
use crate::xml::source::{BoxFuture, ByteSink, ByteSource};

use super::{HttpReplyCore, reply_with};

/// How much is read of what may come after a message, for the connection to be used again.
const MAX_REST: usize = 4 << 10;

impl ByteSink for ReplyPieces {
    fn write<'a>(&'a mut self, buffers: &'a [&'a [u8]]) -> BoxFuture<'a, Result<()>> {
        let mut piece = BytesMut::with_capacity(buffers.iter().map(|buffer| buffer.len()).sum());
        for buffer in buffers {
            piece.extend_from_slice(buffer);
        }
        Box::pin(async move { self.send(piece.freeze()).await.context(|| "the reply could not be sent") })
    }
}

impl ByteSource for RequestBody {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        Box::pin(Self::read(self, buffer))
    }
}

impl HttpReplyCore {
    pub(super) async fn read_streamed(
        &self,
        message: Handle<Message>,
        decoder: Decoder,
        body: RequestBody,
        from: SocketAddr,
    ) -> Result<()> {
        let (max, max_start) = {
            let properties = self.properties.lock();
            (properties.max_streamed_message_size, properties.max_streamed_start_size)
        };
        if body.length() > max {
            self.refuse(413);
            return Err(streaming::too_large("received", body.length(), max)
                .context(format!("the request from {from} is too large")));
        }
        let way = self.ways.start_receiving(body);
        let mut message = message.lease()?;
        let source = Box::new(Source::new(way, max));
        streaming::read_start(&mut message, decoder, source, max_start).await.inspect_err(|failure| {
            self.ways.end_receiving();
            if failure.code() == WS_E_QUOTA_EXCEEDED {
                self.refuse(413);
            }
        })
    }

    pub(super) async fn read_end_streamed(&self, message: Handle<Message>) -> Result<()> {
        let ended = message.lease()?.read_end_of_stream().await;
        let Some(way) = self.ways.take_receiving() else { return ended };
        ended.inspect_err(|_| way.abort())?;
        // A document without an envelope may not have been read to its end. What else comes is of no interest.
        let _ = way.take()?.collect(MAX_REST).await;
        Ok(())
    }

    pub(super) async fn start_streamed(&self, message: Handle<Message>) -> Result<()> {
        let answered = || Error::invalid_operation("the request has been answered already");
        if self.state.lock().exchange.is_none() {
            return Err(answered());
        }
        let mut message = message.lease()?;
        let output = Output::of(&self.properties, &message)?;
        let (flush_size, max) = {
            let properties = self.properties.lock();
            (properties.max_streamed_flush_size, properties.max_streamed_message_size)
        };
        let sink = |message: &Message| {
            let reply = reply_with(&self.properties.lock(), message)?;
            let exchange = self.state.lock().exchange.take().ok_or_else(answered)?;
            let way = self.ways.start_sending(exchange.begin(reply)?);
            Ok(Box::new(Sink::new(way, max)) as Box<dyn ByteSink>)
        };
        let started = streaming::write_start(&mut message, &output, flush_size, sink).await;
        started.inspect_err(|_| self.ways.end_sending())
    }

    pub(super) async fn end_streamed(&self, message: Handle<Message>) -> Result<()> {
        let ended = streaming::write_end(&mut *message.lease()?).await;
        let way = self.ways.take_sending()?;
        ended.inspect_err(|_| way.abort())?;
        way.take()?.finish()
    }
}
