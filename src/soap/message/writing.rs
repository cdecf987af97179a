//! Writing a message: start, body, end.

use std::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::object::{Lease, Owned, lease};
use crate::abi::types::*;
use crate::error::{FaultData, Result, ResultExt};
use crate::serialization;
use crate::xml::writer::{Writer, WriterProperties};

use super::super::envelope;
use super::{BodyWriter, Message, Phase, given};

impl Message {
    /// INITIALIZED becomes WRITING: `output` sets the output of the message's own writer (any encoding, memory or
    /// stream), then the envelope is written up to the beginning of the body. On failure the state stays.
    /// With transport addressing, Action and To are left out: the transport carries them.
    pub(crate) fn write_start(
        &mut self,
        output: impl FnOnce(&mut Writer, WriterProperties) -> Result<()>,
    ) -> Result<()> {
        self.check_can_write()?;
        let properties = self.options.writer.clone();
        let own = self.own_writer.get_or_insert_with(|| Owned::new(Writer::new(properties.clone())));
        let mut writer = own.lease()?;
        output(&mut writer, properties)?;
        self.write_envelope_start(&mut writer, BodyWriter::Own)
    }

    /// The same on a writer of the application, whose output is set (WsWriteEnvelopeStart).
    pub(crate) fn write_start_on(&mut self, writer: *mut WS_XML_WRITER) -> Result<()> {
        self.check_can_write()?;
        let mut lease = lease::<Writer>(writer)?;
        self.write_envelope_start(&mut lease, BodyWriter::Given(AtomicPtr::new(writer)))
    }

    fn check_can_write(&self) -> Result<()> {
        match self.content.as_ref().map(|content| &content.phase) {
            Some(Phase::Initialized) => Ok(()),
            _ => Err(self.wrong_state("written", "INITIALIZED")),
        }
    }

    fn write_envelope_start(&mut self, writer: &mut Writer, body: BodyWriter) -> Result<()> {
        let content = self.content_mut("written")?;
        envelope::write_start(&content.headers, writer)
            .context(|| "the start of the message could not be written")?;
        content.phase = Phase::Writing(body);
        Ok(())
    }

    /// The writer, while WRITING. It stands in the body.
    pub(crate) fn body_writer(&self) -> Result<Lease<Writer>> {
        match self.content.as_ref().map(|content| &content.phase) {
            Some(Phase::Writing(BodyWriter::Given(writer))) => given(writer),
            Some(Phase::Writing(BodyWriter::Own)) => self.encoder(),
            _ => Err(self.wrong_state("given a body", "WRITING")),
        }
    }

    /// Its handle for C.
    pub(crate) fn body_writer_handle(&self) -> Result<*mut WS_XML_WRITER> {
        match (self.content.as_ref().map(|content| &content.phase), &self.own_writer) {
            (Some(Phase::Writing(BodyWriter::Given(writer))), _) => Ok(writer.load(Ordering::Relaxed)),
            (Some(Phase::Writing(BodyWriter::Own)), Some(own)) => Ok(own.handle()),
            _ => Err(self.wrong_state("asked for its body writer", "WRITING")),
        }
    }

    /// WRITING becomes INITIALIZED: the start that was written has not been sent.
    pub(crate) fn withdraw_start(&mut self) {
        if let Some(content) = &mut self.content
            && matches!(content.phase, Phase::Writing(_))
        {
            content.phase = Phase::Initialized;
        }
    }

    /// Writes a fault as the body.
    pub(crate) fn write_fault(&mut self, fault: &FaultData) -> Result<()> {
        serialization::write_fault(&mut *self.body_writer()?, self.envelope.id, fault)
            .context(|| "the fault could not be written into the body of the message")
    }

    /// Closes body and envelope; DONE even on failure.
    pub(crate) fn write_end(&mut self) -> Result<()> {
        if !matches!(self.content.as_ref().map(|content| &content.phase), Some(Phase::Writing(_))) {
            return Err(self.wrong_state("written to its end", "WRITING"));
        }
        let writer = self.body_writer();
        self.abandon()?;
        envelope::write_end(self.envelope, &mut *writer?)
            .context(|| "the end of the message could not be written")
    }

    /// The message's own writer, whatever the state: to flush or take what [`Message::write_start`] and all after
    /// it have written.
    pub(crate) fn encoder(&self) -> Result<Lease<Writer>> {
        match &self.own_writer {
            Some(own) => own.lease(),
            None => Err(self.wrong_state("asked for what it has encoded", "WRITING or DONE")),
        }
    }

    /// What the message's own writer has written into memory since the last call. In WRITING and DONE.
    pub(crate) fn take_encoded(&mut self) -> Result<Vec<u8>> {
        let mut encoder = self.encoder()?;
        encoder.complete()?;
        Ok(encoder.take_bytes())
    }
}
