//! Reading a message: start, body, end.

use std::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::object::{Lease, Owned, lease};
use crate::abi::types::*;
use crate::error::{FaultData, Result, ResultExt};
use crate::serialization;
use crate::xml::reader::{Reader, ReaderProperties};

use super::super::envelope;
use super::{BodyReader, Content, Finished, Message, Phase, Sender, given};

impl Message {
    /// EMPTY becomes READING: `input` sets the input of the message's own reader, then the headers are read into
    /// the header buffer and the reader stands in the body. On failure the state stays EMPTY, and the error
    /// carries the fault to answer with where SOAP defines one (VersionMismatch).
    pub(crate) fn read_start(
        &mut self,
        input: impl FnOnce(&mut Reader, ReaderProperties) -> Result<()>,
    ) -> Result<()> {
        let mut reader = self.prepare_reader(input)?;
        self.read_envelope_start(&mut reader, BodyReader::Own)
    }

    /// The same from a reader of the application, whose input is set (WsReadEnvelopeStart).
    pub(crate) fn read_start_from(&mut self, reader: *mut WS_XML_READER) -> Result<()> {
        self.check_can_read()?;
        let mut lease = lease::<Reader>(reader)?;
        self.read_envelope_start(&mut lease, BodyReader::Given(AtomicPtr::new(reader)))
    }

    fn check_can_read(&self) -> Result<()> {
        match self.content {
            None => Ok(()),
            Some(_) => Err(self.wrong_state("read", "EMPTY: reset it first")),
        }
    }

    fn prepare_reader(
        &mut self,
        input: impl FnOnce(&mut Reader, ReaderProperties) -> Result<()>,
    ) -> Result<Lease<Reader>> {
        self.check_can_read()?;
        let properties = self.options.reader.clone();
        let own = self.own_reader.get_or_insert_with(|| Owned::new(Reader::new(properties.clone())));
        let mut reader = own.lease()?;
        input(&mut reader, properties)?;
        Ok(reader)
    }

    fn read_envelope_start(&mut self, reader: &mut Reader, body: BodyReader) -> Result<()> {
        let heap = self.heap.get();
        let max_processed = self.options.max_processed_headers;
        let start = envelope::read_start(reader, &heap, self.envelope, self.addressing, max_processed);
        match start {
            Ok(start) => {
                self.content = Some(Content {
                    phase: Phase::Reading(body),
                    headers: start.headers,
                    is_fault: start.is_fault,
                    is_addressed: true,
                    mapped: Vec::new(),
                    sender: Sender::default(),
                    finished: Finished::default(),
                });
                Ok(())
            }
            Err(error) => {
                // Headers that were read so far would count against the next message.
                heap.reset();
                Err(error)
            }
        }
    }

    /// The reader, while READING. It stands in the body.
    pub(crate) fn body_reader(&self) -> Result<Lease<Reader>> {
        match (self.content.as_ref().map(|content| &content.phase), &self.own_reader) {
            (Some(Phase::Reading(BodyReader::Given(reader))), _) => given(reader),
            (Some(Phase::Reading(BodyReader::Own)), Some(own)) => own.lease(),
            _ => Err(self.wrong_state("asked for its body", "READING")),
        }
    }

    /// Its handle for C.
    pub(crate) fn body_reader_handle(&self) -> Result<*mut WS_XML_READER> {
        match (self.content.as_ref().map(|content| &content.phase), &self.own_reader) {
            (Some(Phase::Reading(BodyReader::Given(reader))), _) => Ok(reader.load(Ordering::Relaxed)),
            (Some(Phase::Reading(BodyReader::Own)), Some(own)) => Ok(own.handle()),
            _ => Err(self.wrong_state("asked for its body reader", "READING")),
        }
    }

    /// Reads the fault that the body is, with the action of the message.
    pub(crate) fn read_fault(&mut self) -> Result<FaultData> {
        let fault = serialization::read_fault(&mut *self.body_reader()?, self.envelope.id)
            .context(|| "the fault in the body of the message could not be read")?;
        Ok(FaultData { action: self.action()?, ..fault })
    }

    /// What readers of the message are created with.
    pub(crate) fn reader_properties(&self) -> &ReaderProperties {
        &self.options.reader
    }

    /// Has all of the body at hand, where it is read from a stream.
    pub(crate) async fn fill(&mut self) -> Result<()> {
        self.body_reader()?.fill(usize::MAX).await
    }

    /// As [`Self::read_end`], where the message is read from a stream, which may have to be waited for.
    pub(crate) async fn read_end_of_stream(&mut self) -> Result<()> {
        let reader = self.body_reader();
        self.abandon()?;
        envelope::read_end_of_stream(&mut *reader?, self.envelope)
            .await
            .context(|| "the end of the message could not be read")
    }

    /// Reads past the end of body and envelope; DONE even on failure.
    pub(crate) fn read_end(&mut self) -> Result<()> {
        if !matches!(self.content.as_ref().map(|content| &content.phase), Some(Phase::Reading(_))) {
            return Err(self.wrong_state("read to its end", "READING"));
        }
        let reader = self.body_reader();
        self.abandon()?;
        envelope::read_end(&mut *reader?, self.envelope)
            .context(|| "the end of the message could not be read")
    }
}
