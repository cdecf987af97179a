//! Messages that are streamed: what the channel and the reader or writer of a message share while its body is on the
//! way, and the start of a message that comes in pieces. (Page WS_TRANSFER_MODE)
//!
//! ```text
//! WsWriteMessageStart   head, envelope up to its body         WsReadMessageStart   as much
//! WsFlushBody           what has been written of the body     WsFillBody           what has come of it
//! WsWriteMessageEnd     the rest, and the end                 WsReadMessageEnd     the rest, and the end
//! ```

use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::{Message, read_ahead};
use crate::transport::AbortHandle;
use crate::xml::reader::{Input, Reader};
use crate::xml::source::{BoxFuture, ByteSink, ByteSource};

use super::encoding::{Decoder, Output};
use super::properties::ChannelProperties;

impl ChannelProperties {
    pub(super) fn streams_input(&self) -> bool {
        self.transfer_mode.raw() & WS_TRANSFER_MODE::WS_STREAMED_INPUT_TRANSFER_MODE.raw() != 0
    }

    pub(super) fn streams_output(&self) -> bool {
        self.transfer_mode.raw() & WS_TRANSFER_MODE::WS_STREAMED_OUTPUT_TRANSFER_MODE.raw() != 0
    }
}

/// One direction of a message on its way. The channel holds it beside the message's reader or writer, so that it ends
/// with the channel's interest in it, whatever becomes of the message. A failure ends it too.
pub(super) struct Way<T> {
    /// `None` while it is in use, and when it has ended.
    end: Mutex<Option<T>>,
    abort: AbortHandle,
}

impl<T> Way<T> {
    fn new(end: T) -> Arc<Self> {
        Arc::new(Self { end: Mutex::new(Some(end)), abort: AbortHandle::new() })
    }

    pub(super) fn take(&self) -> Result<T> {
        self.abort.check()?;
        self.end.lock().take().ok_or_else(|| {
            Error::invalid_operation("the rest of the message cannot be transferred after a failure before")
        })
    }

    fn put(&self, end: T) {
        let mut place = self.end.lock();
        // Looked at under the lock, so that who aborts either finds it there or is seen here.
        if !self.abort.is_aborted() {
            *place = Some(end);
        }
    }

    /// Ends it, from any thread; what is pending ends with `WS_E_OPERATION_ABORTED`.
    pub(super) fn abort(&self) {
        self.abort.abort();
        drop(self.end.lock().take());
    }
}

/// The message that a channel is sending and the one that it is receiving, if they are streamed.
pub(super) struct Ways<S, R> {
    sending: Mutex<Option<Arc<Way<S>>>>,
    receiving: Mutex<Option<Arc<Way<R>>>>,
}

impl<S, R> Default for Ways<S, R> {
    fn default() -> Self {
        Self { sending: Mutex::new(None), receiving: Mutex::new(None) }
    }
}

impl<S, R> Ways<S, R> {
    pub(super) fn start_sending(&self, end: S) -> Arc<Way<S>> {
        self.sending.lock().insert(Way::new(end)).clone()
    }

    pub(super) fn start_receiving(&self, end: R) -> Arc<Way<R>> {
        self.receiving.lock().insert(Way::new(end)).clone()
    }

    /// What was being sent, which is no more of the channel's.
    pub(super) fn take_sending(&self) -> Result<Arc<Way<S>>> {
        let way = self.sending.lock().take();
        way.ok_or_else(|| Error::invalid_operation("the message is not being sent"))
    }

    /// What was being received, which is no more of the channel's.
    pub(super) fn take_receiving(&self) -> Option<Arc<Way<R>>> {
        self.receiving.lock().take()
    }

    /// Ends what is on its way of a message.
    pub(super) fn end_of(&self, message: &Message) {
        match message.state() {
            WS_MESSAGE_STATE::WS_MESSAGE_STATE_READING => self.end_receiving(),
            WS_MESSAGE_STATE::WS_MESSAGE_STATE_WRITING => self.end_sending(),
            _ => self.end(),
        }
    }

    /// Ends both.
    pub(super) fn end(&self) {
        // What is read must not end by what breaking a reply off looks like to it.
        self.end_receiving();
        self.end_sending();
    }

    pub(super) fn end_sending(&self) {
        if let Ok(way) = self.take_sending() {
            way.abort();
        }
    }

    pub(super) fn end_receiving(&self) {
        if let Some(way) = self.take_receiving() {
            way.abort();
        }
    }
}

/// What the body of a message is read from. No more than so many bytes can be.
pub(super) struct Source<T> {
    way: Arc<Way<T>>,
    received: u64,
    max: u64,
}

impl<T> Source<T> {
    pub(super) fn new(way: Arc<Way<T>>, max: u64) -> Self {
        Self { way, received: 0, max }
    }
}

impl<T: ByteSource> ByteSource for Source<T> {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let mut end = self.way.take()?;
            let read = self.way.abort.race(end.read(buffer)).await?;
            self.received += read as u64;
            if self.received > self.max {
                return Err(too_large("received", self.received, self.max));
            }
            self.way.put(end);
            Ok(read)
        })
    }
}

/// What the body of a message is written to. No more than so many bytes can be.
pub(super) struct Sink<T> {
    way: Arc<Way<T>>,
    sent: u64,
    max: u64,
}

impl<T> Sink<T> {
    pub(super) fn new(way: Arc<Way<T>>, max: u64) -> Self {
        Self { way, sent: 0, max }
    }
}

impl<T: ByteSink> ByteSink for Sink<T> {
    fn write<'a>(&'a mut self, buffers: &'a [&'a [u8]]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut end = self.way.take()?;
            self.sent += buffers.iter().map(|buffer| buffer.len() as u64).sum::<u64>();
            if self.sent > self.max {
                return Err(too_large("sent", self.sent, self.max));
            }
            self.way.abort.race(end.write(buffers)).await?;
            self.way.put(end);
            Ok(())
        })
    }
}

pub(super) fn too_large(doing: &str, size: u64, max: u64) -> Error {
    Error::quota_exceeded(format!(
        "{size} bytes of the message would have been {doing}, and WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE \
         allows {max}"
    ))
}

/// Writes the start of a message to where it is sent to. On failure the message stays INITIALIZED.
pub(super) async fn write_start(
    message: &mut Message,
    output: &Output,
    flush_size: u32,
    sink: impl FnOnce(&Message) -> Result<Box<dyn ByteSink>>,
) -> Result<()> {
    output.start(message)?;
    let mut starting = Starting { message, is_sent: false };
    {
        let sink = sink(starting.message)?;
        let mut writer = starting.message.encoder()?;
        writer.set_sink(sink);
        if starting.message.envelope().has_envelope {
            writer.write_end_start_element()?;
        }
        writer.flush(0).await?;
        writer.set_buffer_limit(flush_size as usize);
    }
    starting.is_sent = true;
    Ok(())
}

/// A message of which the start has not been sent.
struct Starting<'a> {
    message: &'a mut Message,
    is_sent: bool,
}

impl Drop for Starting<'_> {
    fn drop(&mut self) {
        if !self.is_sent {
            self.message.withdraw_start();
        }
    }
}

/// Writes the end of a message and sends what has not been sent of it. It is DONE afterwards.
pub(super) async fn write_end(message: &mut Message) -> Result<()> {
    // The end is no more of the body.
    message.encoder()?.set_buffer_limit(usize::MAX);
    message.write_end()?;
    let mut writer = message.encoder()?;
    if writer.package().is_none() {
        writer.complete()?;
    }
    writer.flush(0).await
}

/// Reads the start of a message from where it comes from. Its body can be read by and by then.
pub(super) async fn read_start(
    message: &mut Message,
    decoder: Decoder,
    source: Box<dyn ByteSource>,
    max_start: u32,
) -> Result<()> {
    // Of a package, the XML is read as a whole, which has a limit of its own.
    let max = if matches!(decoder, Decoder::Mtom(_)) { usize::MAX } else { max_start as usize };
    let recorder = Recorder(Arc::new(Mutex::new(Recording {
        bytes: Vec::new(),
        max,
        has_ended: false,
        source: Some(source),
    })));
    let envelope = message.envelope();
    let properties = message.reader_properties().clone();
    let mut ahead = Reader::new(properties.clone());
    decoder.clone().open(Input::Stream(Box::new(recorder.clone())), &mut ahead, properties)?;
    read_ahead(&mut ahead, envelope, || recorder.0.lock().max = usize::MAX).await?;
    drop(ahead);
    let input = {
        let mut recording = recorder.0.lock();
        let begun = std::mem::take(&mut recording.bytes);
        match recording.source.take() {
            Some(source) if !recording.has_ended => Input::Begun(begun, source),
            _ => Input::Owned(begun),
        }
    };
    message.read_start(|reader, properties| decoder.open(input, reader, properties))
}

/// Keeps what is read from a source, and for a while lets no more be read than so many bytes.
#[derive(Clone)]
struct Recorder(Arc<Mutex<Recording>>);

struct Recording {
    bytes: Vec<u8>,
    max: usize,
    has_ended: bool,
    /// Away while it is read from.
    source: Option<Box<dyn ByteSource>>,
}

impl ByteSource for Recorder {
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let (mut source, room) = {
                let mut recording = self.0.lock();
                let (max, room) = (recording.max, recording.max - recording.bytes.len());
                if room == 0 {
                    return Err(Error::quota_exceeded(format!(
                        "the start of the message, up to its body, has more than the {max} bytes that \
                         WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE allows"
                    )));
                }
                let lost = || Error::invalid_operation("the start of the message is being read already");
                (recording.source.take().ok_or_else(lost)?, room.min(buffer.len()))
            };
            let read = source.read(&mut buffer[..room]).await;
            let mut recording = self.0.lock();
            recording.source = Some(source);
            let read = read?;
            recording.has_ended = read == 0;
            recording.bytes.extend_from_slice(&buffer[..read]);
            Ok(read)
        })
    }
}
