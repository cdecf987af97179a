//! `WS_MESSAGE`: one message being sent or received.

use crate::abi::object::{Kind, Lease, Object};
use crate::abi::types::*;
use crate::error::{FaultData, Result};
use crate::xml::reader::{Reader, ReaderProperties};
use crate::xml::writer::{Writer, WriterProperties};

use super::addressing::EndpointAddress;
use super::version::{AddressingVersion, EnvelopeVersion};

/// What WsCreateMessage and WsCreateMessageForChannel may set, with the documented defaults.
#[derive(Clone)]
pub(crate) struct MessageOptions {
    pub(crate) heap_max_size: usize,
    pub(crate) heap_trim_size: usize,
    pub(crate) reader: ReaderProperties,
    pub(crate) writer: WriterProperties,
    pub(crate) max_processed_headers: u32,
}

/// How WsInitializeMessage fills the headers.
pub(crate) enum Initialization<'a> {
    Blank,
    Request,
    Duplicate(&'a Message),
    Reply(&'a Message),
    Fault(&'a Message),
}

/// A header that lives in the transport's protocol (an HTTP header) and that the application sees as a header
/// of the message. (Page WsAddMappedHeader.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MappedHeader {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// A message. The state diagram of the page WS_MESSAGE_STATE:
///
/// ```text
///  EMPTY --initialize--> INITIALIZED --write_start--> WRITING --write_end, abandon--> DONE
///    |                                                                                 ^
///    +-------------------- read_start --> READING -------- read_end, abandon ----------+
///  any --reset--> EMPTY
/// ```
pub(crate) struct Message {}

impl Object for Message {
    type C = WS_MESSAGE;
    const KIND: Kind = Kind::Message;
}

#[allow(unused_variables)]
impl Message {
    /// `E_INVALIDARG` for versions that do not go together: no envelope goes with transport addressing only.
    pub(crate) fn new(
        envelope: WS_ENVELOPE_VERSION,
        addressing: WS_ADDRESSING_VERSION,
        options: MessageOptions,
    ) -> Result<Self> {
        unimplemented!("soap")
    }
    pub(crate) fn state(&self) -> WS_MESSAGE_STATE {
        unimplemented!("soap")
    }
    pub(crate) fn envelope(&self) -> &'static EnvelopeVersion {
        unimplemented!("soap")
    }
    pub(crate) fn addressing(&self) -> &'static AddressingVersion {
        unimplemented!("soap")
    }

    // ---- the life of a message

    /// WsInitializeMessage.
    pub(crate) fn initialize(&mut self, how: &Initialization<'_>) -> Result<()> {
        unimplemented!("soap")
    }
    /// WsResetMessage: back to EMPTY; done callbacks are called.
    pub(crate) fn reset(&mut self) {
        unimplemented!("soap")
    }
    /// To be called when the message is reset or freed: the WS_MESSAGE_DONE_CALLBACK of the function that started
    /// reading or writing, or the channel's own interest. Only in READING, WRITING and DONE.
    pub(crate) fn on_done(&mut self, callback: Box<dyn FnOnce() + Send>) -> Result<()> {
        unimplemented!("soap")
    }
    /// READING or WRITING becomes DONE, whatever is left unread or unwritten. (WsAbandonMessage)
    pub(crate) fn abandon(&mut self) -> Result<()> {
        unimplemented!("soap")
    }

    // ---- writing

    /// INITIALIZED becomes WRITING: `output` sets the output of the message's own writer (any encoding, memory or
    /// stream), then the envelope is written up to the beginning of the body. On failure the state stays.
    /// With transport addressing, Action and To are left out: the transport carries them.
    pub(crate) fn write_start(
        &mut self,
        output: impl FnOnce(&mut Writer, WriterProperties) -> Result<()>,
    ) -> Result<()> {
        unimplemented!("soap")
    }
    /// The same on a writer of the application, whose output is set (WsWriteEnvelopeStart).
    pub(crate) fn write_start_on(&mut self, writer: *mut WS_XML_WRITER) -> Result<()> {
        unimplemented!("soap")
    }
    /// The writer, while WRITING. It stands in the body.
    pub(crate) fn body_writer(&self) -> Result<Lease<Writer>> {
        unimplemented!("soap")
    }
    /// Its handle for C.
    pub(crate) fn body_writer_handle(&self) -> Result<*mut WS_XML_WRITER> {
        unimplemented!("soap")
    }
    /// Writes a fault as the body.
    pub(crate) fn write_fault(&mut self, fault: &FaultData) -> Result<()> {
        unimplemented!("soap")
    }
    /// Closes body and envelope; DONE even on failure.
    pub(crate) fn write_end(&mut self) -> Result<()> {
        unimplemented!("soap")
    }
    /// What the message's own writer has written into memory since the last call. In WRITING and DONE.
    pub(crate) fn take_encoded(&mut self) -> Result<Vec<u8>> {
        unimplemented!("soap")
    }

    // ---- reading

    /// EMPTY becomes READING: `input` sets the input of the message's own reader, then the headers are read into
    /// the header buffer and the reader stands in the body. On failure the state stays EMPTY, and the error
    /// carries the fault to answer with where SOAP defines one (VersionMismatch).
    pub(crate) fn read_start(
        &mut self,
        input: impl FnOnce(&mut Reader, ReaderProperties) -> Result<()>,
    ) -> Result<()> {
        unimplemented!("soap")
    }
    /// The same for a streaming input, of which up to `start_size` bytes are at hand before the headers are read
    /// (WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE).
    pub(crate) async fn read_start_streamed(
        &mut self,
        input: impl FnOnce(&mut Reader, ReaderProperties) -> Result<()>,
        start_size: usize,
    ) -> Result<()> {
        unimplemented!("soap")
    }
    /// The same from a reader of the application, whose input is set (WsReadEnvelopeStart).
    pub(crate) fn read_start_from(&mut self, reader: *mut WS_XML_READER) -> Result<()> {
        unimplemented!("soap")
    }
    /// The reader, while READING. It stands in the body.
    pub(crate) fn body_reader(&self) -> Result<Lease<Reader>> {
        unimplemented!("soap")
    }
    /// Its handle for C.
    pub(crate) fn body_reader_handle(&self) -> Result<*mut WS_XML_READER> {
        unimplemented!("soap")
    }
    /// Reads the fault that the body is, with the action of the message.
    pub(crate) fn read_fault(&mut self) -> Result<FaultData> {
        unimplemented!("soap")
    }
    /// Reads past the end of body and envelope; DONE even on failure.
    pub(crate) fn read_end(&mut self) -> Result<()> {
        unimplemented!("soap")
    }

    // ---- what a message says of itself; WS_E_INVALID_OPERATION while EMPTY

    /// WS_MESSAGE_PROPERTY_IS_FAULT.
    pub(crate) fn is_fault(&self) -> Result<bool> {
        unimplemented!("soap")
    }
    pub(crate) fn set_is_fault(&mut self, is_fault: bool) -> Result<()> {
        unimplemented!("soap")
    }
    /// WS_MESSAGE_PROPERTY_IS_ADDRESSED: whether the channel leaves its destination alone.
    pub(crate) fn is_addressed(&self) -> Result<bool> {
        unimplemented!("soap")
    }
    /// WsAddressMessage; `None` only marks it as addressed. WS_E_INVALID_OPERATION if it is.
    pub(crate) fn address(&mut self, address: Option<&EndpointAddress>) -> Result<()> {
        unimplemented!("soap")
    }

    // ---- standard headers as text; for transport addressing Action and To, which the channel maps from and to
    // ---- its own protocol

    /// The value of a header that is text (Action, To, MessageID, RelatesTo), if it is there.
    /// `WS_E_INVALID_FORMAT` if it is there twice.
    pub(crate) fn text_header(&self, header: WS_HEADER_TYPE) -> Result<Option<String>> {
        unimplemented!("soap")
    }
    /// Adds or replaces it.
    pub(crate) fn set_text_header(&mut self, header: WS_HEADER_TYPE, value: &str) -> Result<()> {
        unimplemented!("soap")
    }
    /// WsRemoveHeader.
    pub(crate) fn remove_header(&mut self, header: WS_HEADER_TYPE) -> Result<()> {
        unimplemented!("soap")
    }
    pub(crate) fn action(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_ACTION_HEADER)
    }
    pub(crate) fn set_action(&mut self, action: &str) -> Result<()> {
        self.set_text_header(WS_HEADER_TYPE::WS_ACTION_HEADER, action)
    }
    pub(crate) fn to(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_TO_HEADER)
    }
    pub(crate) fn message_id(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_MESSAGE_ID_HEADER)
    }
    pub(crate) fn relates_to(&self) -> Result<Option<String>> {
        self.text_header(WS_HEADER_TYPE::WS_RELATES_TO_HEADER)
    }
    /// Adds a header block given as a document of its own (WS_FAULT_ERROR_PROPERTY_HEADER).
    pub(crate) fn add_header_block(&mut self, block: &[u8]) -> Result<()> {
        unimplemented!("soap")
    }

    // ---- mapped headers, in order; the names of HTTP headers compare without case

    pub(crate) fn mapped_headers(&self) -> Result<&[MappedHeader]> {
        unimplemented!("soap")
    }
    pub(crate) fn add_mapped_header(&mut self, name: &str, value: &str) -> Result<()> {
        unimplemented!("soap")
    }
    pub(crate) fn remove_mapped_header(&mut self, name: &str) -> Result<()> {
        unimplemented!("soap")
    }
}
