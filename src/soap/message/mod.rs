//! `WS_MESSAGE`: one message being sent or received. Its life is here; writing, reading and headers have files of
//! their own.

mod headers;
mod reading;
mod writing;

use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::abi::object::{Kind, Lease, Object, Owned, Shared, lease};
use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::xml::reader::{Reader, ReaderProperties};
use crate::xml::writer::{Writer, WriterProperties};

use super::addressing::{self, EndpointAddress, Tools};
use super::headers::{HeaderBuffer, Headers};
use super::nodes::copy_in;
use super::version::{AddressingVersion, EnvelopeVersion};

/// What WsCreateMessage and WsCreateMessageForChannel may set, with the documented defaults.
#[derive(Clone)]
pub(crate) struct MessageOptions {
    /// WS_MESSAGE_PROPERTY_HEAP_PROPERTIES. The headers live in this heap, so its size is their limit.
    pub(crate) heap_max_size: usize,
    pub(crate) heap_trim_size: usize,
    /// WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES.
    pub(crate) reader: ReaderProperties,
    /// WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES.
    pub(crate) writer: WriterProperties,
    /// WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS.
    pub(crate) max_processed_headers: u32,
}

impl Default for MessageOptions {
    fn default() -> Self {
        Self {
            heap_max_size: 1 << 18,
            heap_trim_size: 1 << 13,
            reader: ReaderProperties::default(),
            writer: WriterProperties::default(),
            max_processed_headers: 64,
        }
    }
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

/// What a channel, the application's own among them, has found out about the sender of a message, for
/// WsGetMessageProperty. Kept until the message is reset.
#[derive(Default)]
pub(crate) struct Sender {
    pub(crate) username: Vec<WCHAR>,
    pub(crate) encoded_cert: Vec<u8>,
    /// Windows tokens, as numbers: of transport security, of HTTP header authentication, of message security.
    pub(crate) tokens: [usize; 3],
    /// The SAML assertion, an XML buffer in the message's heap.
    pub(crate) saml_assertion: Option<Arc<crate::xml::buffer::XmlBuffer>>,
    pub(crate) protection_level: Option<WS_PROTECTION_LEVEL>,
}

/// Called once, when the message is reset or freed.
pub(crate) type DoneCallback = Box<dyn FnOnce() + Send>;

/// The done callbacks of a message that has been reset. They are the application's: they are called when this is
/// dropped, which should not be while the message is in use.
#[derive(Default)]
pub(crate) struct Finished(Vec<DoneCallback>);

impl Drop for Finished {
    fn drop(&mut self) {
        for callback in self.0.drain(..) {
            callback();
        }
    }
}

/// A message. The state diagram of the page WS_MESSAGE_STATE:
///
/// ```text
///  EMPTY --initialize--> INITIALIZED --write_start--> WRITING --write_end, abandon--> DONE
///    |                                                                                 ^
///    +-------------------- read_start --> READING -------- read_end, abandon ----------+
///  any --reset--> EMPTY
/// ```
pub(crate) struct Message {
    envelope: &'static EnvelopeVersion,
    addressing: &'static AddressingVersion,
    options: MessageOptions,
    heap: Shared<Heap>,
    /// Made on first need, and kept for the messages to come.
    tools: Option<Box<Tools>>,
    own_reader: Option<Owned<Reader>>,
    own_writer: Option<Owned<Writer>>,
    /// `None` is EMPTY.
    content: Option<Content>,
}

/// What a message has in every state but EMPTY.
struct Content {
    phase: Phase,
    headers: Headers,
    is_fault: bool,
    is_addressed: bool,
    mapped: Vec<MappedHeader>,
    sender: Sender,
    finished: Finished,
}

enum Phase {
    Initialized,
    Reading(BodyReader),
    Writing(BodyWriter),
    Done,
}

/// Where the body is read from.
enum BodyReader {
    Own,
    /// A reader of the application.
    Given(AtomicPtr<WS_XML_READER>),
}

/// Where the body is written to.
enum BodyWriter {
    Own,
    /// A writer of the application.
    Given(AtomicPtr<WS_XML_WRITER>),
}

impl Object for Message {
    type C = WS_MESSAGE;
    const KIND: Kind = Kind::Message;
}

impl Message {
    /// `E_INVALIDARG` for versions that do not go together: no envelope goes with transport addressing only.
    pub(crate) fn new(
        envelope: WS_ENVELOPE_VERSION,
        addressing: WS_ADDRESSING_VERSION,
        options: MessageOptions,
    ) -> Result<Self> {
        let (envelope, addressing) = (EnvelopeVersion::of(envelope), AddressingVersion::of(addressing));
        if !envelope.has_envelope && !addressing.is_transport {
            return Err(Error::invalid_argument(format!(
                "a message without an envelope (WS_ENVELOPE_VERSION_NONE) has no place for the headers of {}: \
                 use WS_ADDRESSING_VERSION_TRANSPORT",
                addressing.name
            )));
        }
        let heap = Shared::new(Heap::new(options.heap_max_size, options.heap_trim_size));
        Ok(Self {
            envelope,
            addressing,
            options,
            heap,
            tools: None,
            own_reader: None,
            own_writer: None,
            content: None,
        })
    }

    pub(crate) fn state(&self) -> WS_MESSAGE_STATE {
        match self.content.as_ref().map(|content| &content.phase) {
            None => WS_MESSAGE_STATE::WS_MESSAGE_STATE_EMPTY,
            Some(Phase::Initialized) => WS_MESSAGE_STATE::WS_MESSAGE_STATE_INITIALIZED,
            Some(Phase::Reading(_)) => WS_MESSAGE_STATE::WS_MESSAGE_STATE_READING,
            Some(Phase::Writing(_)) => WS_MESSAGE_STATE::WS_MESSAGE_STATE_WRITING,
            Some(Phase::Done) => WS_MESSAGE_STATE::WS_MESSAGE_STATE_DONE,
        }
    }

    pub(crate) fn envelope(&self) -> &'static EnvelopeVersion {
        self.envelope
    }

    pub(crate) fn addressing(&self) -> &'static AddressingVersion {
        self.addressing
    }

    // ---- the life of a message

    /// WsInitializeMessage.
    pub(crate) fn initialize(&mut self, how: &Initialization<'_>) -> Result<()> {
        if self.content.is_some() {
            return Err(self.wrong_state("initialized", "EMPTY: reset it first"));
        }
        match self.initial_content(how) {
            Ok(content) => {
                self.content = Some(content);
                Ok(())
            }
            Err(error) => {
                // What has been built so far would count against the heap.
                self.heap.get().reset();
                Err(error)
            }
        }
    }

    fn initial_content(&mut self, how: &Initialization<'_>) -> Result<Content> {
        let heap = self.heap.get();
        let max_processed = self.options.max_processed_headers;
        let mut headers = Headers::new(&heap, self.envelope, self.addressing, max_processed);
        let (mut is_fault, mut is_addressed) = (false, false);
        match how {
            Initialization::Blank => {}
            Initialization::Request => addressing::start_request(&mut headers, self.tools())?,
            Initialization::Duplicate(source) => {
                is_addressed = source.is_addressed()?;
                headers = self.duplicate(source)?;
            }
            Initialization::Reply(source) | Initialization::Fault(source) => {
                is_fault = matches!(how, Initialization::Fault(_));
                is_addressed = true;
                let request = &source.content("the message that it answers")?.headers;
                addressing::answer(&mut headers, request, is_fault, self.tools())?;
            }
        }
        Ok(Content {
            phase: Phase::Initialized,
            headers,
            is_fault,
            is_addressed,
            mapped: Vec::new(),
            sender: Sender::default(),
            finished: Finished::default(),
        })
    }

    /// A header buffer like that of the source.
    fn duplicate(&mut self, source: &Self) -> Result<Headers> {
        if source.envelope.id != self.envelope.id || source.addressing.id != self.addressing.id {
            return Err(Error::invalid_argument(format!(
                "a duplicate has the versions of its source, which is in {} with {}; this message is in {} \
                 with {}",
                source.envelope.name, source.addressing.name, self.envelope.name, self.addressing.name
            )));
        }
        let source = source.content("the message to duplicate")?.headers.buffered()?;
        let max_processed = self.options.max_processed_headers;
        let copy = crate::xml::buffer::XmlBuffer::new(&self.heap.get())?;
        let reader = &mut self.tools().reader;
        let properties = reader.properties().clone();
        reader.set_input_buffer(source.buffer.clone(), Some(source.envelope), properties)?;
        let nodes = {
            let mut tree = copy.tree.lock();
            let envelope = copy_in(reader, &mut tree, crate::xml::buffer::Tree::EOF)?;
            super::headers::parts(&tree, envelope, self.envelope)?
        };
        let buffered = HeaderBuffer::new(copy, nodes);
        Ok(Headers::over(&self.heap.get(), buffered, self.envelope, self.addressing, max_processed))
    }

    /// WsResetMessage: back to EMPTY. The result calls the done callbacks when it is dropped.
    pub(crate) fn reset(&mut self) -> Finished {
        // Dropped where it is: it is large.
        let finished = self.content.as_mut().map(|content| std::mem::take(&mut content.finished));
        self.content = None;
        self.heap.get().reset();
        finished.unwrap_or_default()
    }

    /// To be called when the message is reset or freed: the WS_MESSAGE_DONE_CALLBACK of the function that started
    /// reading or writing, or the channel's own interest. In every state but EMPTY.
    pub(crate) fn on_done(&mut self, callback: DoneCallback) -> Result<()> {
        self.content_mut("given a done callback")?.finished.0.push(callback);
        Ok(())
    }

    /// READING or WRITING becomes DONE, whatever is left unread or unwritten. (WsAbandonMessage)
    pub(crate) fn abandon(&mut self) -> Result<()> {
        match self.content.as_mut().map(|content| &mut content.phase) {
            Some(phase @ (Phase::Reading(_) | Phase::Writing(_))) => {
                *phase = Phase::Done;
                Ok(())
            }
            _ => Err(self.wrong_state("abandoned", "READING or WRITING")),
        }
    }

    // ---- what a message says of itself; WS_E_INVALID_OPERATION while EMPTY

    /// WS_MESSAGE_PROPERTY_HEAP. While EMPTY it is there, but not for the application.
    pub(crate) fn heap(&self) -> Arc<Heap> {
        self.heap.get()
    }

    pub(crate) fn heap_handle(&self) -> Result<*mut WS_HEAP> {
        self.content("asked for its heap")?;
        Ok(self.heap.handle())
    }

    /// WS_MESSAGE_PROPERTY_IS_FAULT.
    pub(crate) fn is_fault(&self) -> Result<bool> {
        Ok(self.content("asked whether it is a fault")?.is_fault)
    }

    pub(crate) fn set_is_fault(&mut self, is_fault: bool) -> Result<()> {
        self.content_mut("made a fault")?.is_fault = is_fault;
        Ok(())
    }

    /// WS_MESSAGE_PROPERTY_IS_ADDRESSED: whether the channel leaves its destination alone.
    pub(crate) fn is_addressed(&self) -> Result<bool> {
        Ok(self.content("asked whether it is addressed")?.is_addressed)
    }

    /// WsAddressMessage; `None` only marks it as addressed. WS_E_INVALID_OPERATION if it is.
    pub(crate) fn address(&mut self, address: Option<&EndpointAddress>) -> Result<()> {
        if self.content("addressed")?.is_addressed {
            return Err(Error::invalid_operation(
                "the message is addressed already (WS_MESSAGE_PROPERTY_IS_ADDRESSED)",
            ));
        }
        if let Some(address) = address {
            let (content, tools) = self.content_and_tools("addressed")?;
            addressing::address(&mut content.headers, address, tools)?;
        }
        self.content_mut("addressed")?.is_addressed = true;
        Ok(())
    }

    /// Who sent it.
    pub(crate) fn sender(&self) -> Result<&Sender> {
        Ok(&self.content("asked for its sender")?.sender)
    }

    pub(crate) fn sender_mut(&mut self) -> Result<&mut Sender> {
        Ok(&mut self.content_mut("told its sender")?.sender)
    }

    // ---- within

    fn content(&self, what: &str) -> Result<&Content> {
        self.content.as_ref().ok_or_else(|| self.wrong_state(what, "any state but EMPTY"))
    }

    fn content_mut(&mut self, what: &str) -> Result<&mut Content> {
        if self.content.is_none() {
            return Err(self.wrong_state(what, "any state but EMPTY"));
        }
        self.content.as_mut().ok_or_else(|| Error::invalid_operation("the message is empty"))
    }

    fn content_and_tools(&mut self, what: &str) -> Result<(&mut Content, &mut Tools)> {
        self.tools();
        match (&mut self.content, &mut self.tools) {
            (Some(content), Some(tools)) => Ok((content, tools)),
            _ => Err(wrong_state(WS_MESSAGE_STATE::WS_MESSAGE_STATE_EMPTY, what, "any state but EMPTY")),
        }
    }

    fn tools(&mut self) -> &mut Tools {
        let MessageOptions { reader, writer, .. } = &self.options;
        self.tools.get_or_insert_with(|| Box::new(Tools::new(reader.clone(), writer.clone())))
    }

    #[cold]
    fn wrong_state(&self, what: &str, expected: &str) -> Error {
        wrong_state(self.state(), what, expected)
    }
}

#[cold]
fn wrong_state(state: WS_MESSAGE_STATE, what: &str, expected: &str) -> Error {
    Error::invalid_operation(format!("a message is {what} in {expected}, and this one is in {state:?}"))
}

impl Content {}

/// Uses the reader or writer of the application.
fn given<T: Object>(handle: &AtomicPtr<T::C>) -> Result<Lease<T>> {
    lease::<T>(handle.load(Ordering::Relaxed))
}
