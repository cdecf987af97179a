//! Messages: versions, states, properties, headers and initialization.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// A SOAP message: headers in memory, and a body that is read or written through XML readers and writers.
/// Made by `WsCreateMessage` or `WsCreateMessageForChannel`, reused after `WsResetMessage`, freed by
/// `WsFreeMessage`. Used by one thread at a time.
#[repr(C)]
pub struct WS_MESSAGE {
    _private: [u8; 0],
}

/// Version of SOAP.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENVELOPE_VERSION {
    /// SOAP 1.1, namespace `http://schemas.xmlsoap.org/soap/envelope/`.
    WS_ENVELOPE_VERSION_SOAP_1_1 = 1,
    /// SOAP 1.2, namespace `http://www.w3.org/2003/05/soap-envelope`.
    WS_ENVELOPE_VERSION_SOAP_1_2 = 2,
    /// No envelope: the body is all that is sent; needs WS_ADDRESSING_VERSION_TRANSPORT.
    WS_ENVELOPE_VERSION_NONE = 3,
}

c_enum!(WS_ENVELOPE_VERSION {
    WS_ENVELOPE_VERSION_SOAP_1_1,
    WS_ENVELOPE_VERSION_SOAP_1_2,
    WS_ENVELOPE_VERSION_NONE,
});

/// Version of WS-Addressing.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ADDRESSING_VERSION {
    /// The submission of August 2004.
    WS_ADDRESSING_VERSION_0_9 = 1,
    /// The recommendation of May 2006.
    WS_ADDRESSING_VERSION_1_0 = 2,
    /// No headers: action and address travel in the transport's own way, and nothing else does.
    WS_ADDRESSING_VERSION_TRANSPORT = 3,
}

c_enum!(WS_ADDRESSING_VERSION {
    WS_ADDRESSING_VERSION_0_9,
    WS_ADDRESSING_VERSION_1_0,
    WS_ADDRESSING_VERSION_TRANSPORT,
});

/// Where a message is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MESSAGE_STATE {
    /// Nothing is in it.
    WS_MESSAGE_STATE_EMPTY = 1,
    /// Headers can be set and read; there is no body yet.
    WS_MESSAGE_STATE_INITIALIZED = 2,
    /// The body can be read.
    WS_MESSAGE_STATE_READING = 3,
    /// The body can be written.
    WS_MESSAGE_STATE_WRITING = 4,
    /// The body is over; headers can still be read.
    WS_MESSAGE_STATE_DONE = 5,
}

c_enum!(WS_MESSAGE_STATE {
    WS_MESSAGE_STATE_EMPTY,
    WS_MESSAGE_STATE_INITIALIZED,
    WS_MESSAGE_STATE_READING,
    WS_MESSAGE_STATE_WRITING,
    WS_MESSAGE_STATE_DONE,
});

/// Which headers `WsInitializeMessage` begins with.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MESSAGE_INITIALIZATION {
    /// None.
    WS_BLANK_MESSAGE = 0,
    /// Those of the source message.
    WS_DUPLICATE_MESSAGE = 1,
    /// A new MessageID, where the version of WS-Addressing has one.
    WS_REQUEST_MESSAGE = 2,
    /// Addressed to the source message's ReplyTo, and related to its MessageID.
    WS_REPLY_MESSAGE = 3,
    /// Addressed to the source message's FaultTo or else ReplyTo, and related to its MessageID.
    WS_FAULT_MESSAGE = 4,
}

c_enum!(WS_MESSAGE_INITIALIZATION {
    WS_BLANK_MESSAGE,
    WS_DUPLICATE_MESSAGE,
    WS_REQUEST_MESSAGE,
    WS_REPLY_MESSAGE,
    WS_FAULT_MESSAGE,
});

/// Properties of a message, for `WsCreateMessage`, `WsGetMessageProperty` and `WsSetMessageProperty`. What
/// is read belongs to the message and stays until it is reset or freed.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_MESSAGE_PROPERTY_ID {
    /// WS_MESSAGE_STATE, read only.
    WS_MESSAGE_PROPERTY_STATE = 0,
    /// `WS_HEAP*`, read only: the message's own heap, emptied when the message is reset. Others may
    /// allocate in it, and must not reset it.
    WS_MESSAGE_PROPERTY_HEAP = 1,
    /// WS_ENVELOPE_VERSION, read only but in a WS_MESSAGE_PROPERTIES.
    WS_MESSAGE_PROPERTY_ENVELOPE_VERSION = 2,
    /// WS_ADDRESSING_VERSION, read only but in a WS_MESSAGE_PROPERTIES.
    WS_MESSAGE_PROPERTY_ADDRESSING_VERSION = 3,
    /// `WS_XML_BUFFER*`, read only: envelope, headers and the empty body, unless the message is empty.
    WS_MESSAGE_PROPERTY_HEADER_BUFFER = 4,
    /// WS_XML_NODE_POSITION, read only: the header element in that buffer.
    WS_MESSAGE_PROPERTY_HEADER_POSITION = 5,
    /// `WS_XML_READER*`, read only: reads the body, in the state READING.
    WS_MESSAGE_PROPERTY_BODY_READER = 6,
    /// `WS_XML_WRITER*`, read only: writes the body, in the state WRITING.
    WS_MESSAGE_PROPERTY_BODY_WRITER = 7,
    /// BOOL, read only: whether the message has a destination. FALSE after creation, TRUE after reading or
    /// `WsAddressMessage`.
    WS_MESSAGE_PROPERTY_IS_ADDRESSED = 8,
    /// WS_HEAP_PROPERTIES, at creation: maximal and trim size of the heap.
    WS_MESSAGE_PROPERTY_HEAP_PROPERTIES = 9,
    /// WS_XML_READER_PROPERTIES, at creation: limits of the readers of headers and body.
    WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES = 10,
    /// WS_XML_WRITER_PROPERTIES, at creation: limits of the writers of headers and body.
    WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES = 11,
    /// BOOL: whether the body is a fault. Set by reading; an application sets it when it writes a fault.
    WS_MESSAGE_PROPERTY_IS_FAULT = 12,
    /// ULONG, 64, at creation: how many headers are gone through in search of one.
    WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS = 13,
    /// WS_STRING: the sender's user name, as security or a custom channel found it.
    WS_MESSAGE_PROPERTY_USERNAME = 14,
    /// WS_BYTES: the sender's certificate, DER encoded, as security or a custom channel found it.
    WS_MESSAGE_PROPERTY_ENCODED_CERT = 15,
    /// HANDLE: token of the sender's Windows account, from transport security or a custom channel.
    WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN = 16,
    /// HANDLE: token of the sender's Windows account, from HTTP authentication or a custom channel.
    WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN = 17,
    /// HANDLE: token of the sender's Windows account, from message security or a custom channel.
    WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN = 18,
    /// `WS_XML_BUFFER*`: the sender's SAML assertion, as security or a custom channel found it.
    WS_MESSAGE_PROPERTY_SAML_ASSERTION = 19,
    /// `WS_SECURITY_CONTEXT*`, read only: the secure conversation that it came in.
    WS_MESSAGE_PROPERTY_SECURITY_CONTEXT = 20,
    /// WS_PROTECTION_LEVEL: how the message was protected; NONE without security, or when its check failed.
    WS_MESSAGE_PROPERTY_PROTECTION_LEVEL = 21,
}

c_enum!(WS_MESSAGE_PROPERTY_ID {
    WS_MESSAGE_PROPERTY_STATE,
    WS_MESSAGE_PROPERTY_HEAP,
    WS_MESSAGE_PROPERTY_ENVELOPE_VERSION,
    WS_MESSAGE_PROPERTY_ADDRESSING_VERSION,
    WS_MESSAGE_PROPERTY_HEADER_BUFFER,
    WS_MESSAGE_PROPERTY_HEADER_POSITION,
    WS_MESSAGE_PROPERTY_BODY_READER,
    WS_MESSAGE_PROPERTY_BODY_WRITER,
    WS_MESSAGE_PROPERTY_IS_ADDRESSED,
    WS_MESSAGE_PROPERTY_HEAP_PROPERTIES,
    WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES,
    WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES,
    WS_MESSAGE_PROPERTY_IS_FAULT,
    WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS,
    WS_MESSAGE_PROPERTY_USERNAME,
    WS_MESSAGE_PROPERTY_ENCODED_CERT,
    WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN,
    WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN,
    WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN,
    WS_MESSAGE_PROPERTY_SAML_ASSERTION,
    WS_MESSAGE_PROPERTY_SECURITY_CONTEXT,
    WS_MESSAGE_PROPERTY_PROTECTION_LEVEL,
});

/// A property and its value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_MESSAGE_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_MESSAGE_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Properties of messages that something else creates, such as a proxy's.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_MESSAGE_PROPERTIES {
    /// First of an array; may be NULL when there are none.
    pub properties: *mut WS_MESSAGE_PROPERTY,
    /// Number of elements of `properties`.
    pub propertyCount: ULONG,
}

/// The headers of WS-Addressing. Only the first two exist with WS_ADDRESSING_VERSION_TRANSPORT.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_HEADER_TYPE {
    /// Action: a string.
    WS_ACTION_HEADER = 1,
    /// To: a string.
    WS_TO_HEADER = 2,
    /// MessageID: WS_UNIQUE_ID or a string.
    WS_MESSAGE_ID_HEADER = 3,
    /// RelatesTo: WS_UNIQUE_ID or a string.
    WS_RELATES_TO_HEADER = 4,
    /// From: WS_ENDPOINT_ADDRESS.
    WS_FROM_HEADER = 5,
    /// ReplyTo: WS_ENDPOINT_ADDRESS.
    WS_REPLY_TO_HEADER = 6,
    /// FaultTo: WS_ENDPOINT_ADDRESS.
    WS_FAULT_TO_HEADER = 7,
}

c_enum!(WS_HEADER_TYPE {
    WS_ACTION_HEADER,
    WS_TO_HEADER,
    WS_MESSAGE_ID_HEADER,
    WS_RELATES_TO_HEADER,
    WS_FROM_HEADER,
    WS_REPLY_TO_HEADER,
    WS_FAULT_TO_HEADER,
});

/// The header's receiver must understand it or refuse the message.
pub const WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE: ULONG = 0x1;
/// The header is passed on by those who do not understand it; SOAP 1.2 only.
pub const WS_RELAY_HEADER_ATTRIBUTE: ULONG = 0x2;

/// How often a header may appear.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_REPEATING_HEADER_OPTION {
    /// Any number of times; an index tells which one is meant.
    WS_REPEATING_HEADER = 1,
    /// At most once; a second one is an error.
    WS_SINGLETON_HEADER = 2,
}

c_enum!(WS_REPEATING_HEADER_OPTION { WS_REPEATING_HEADER, WS_SINGLETON_HEADER });

/// One kind of message.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_MESSAGE_DESCRIPTION {
    /// Its action; NULL for none.
    pub action: *mut WS_XML_STRING,
    /// The element in its body; NULL for an empty body.
    pub bodyElementDescription: *mut WS_ELEMENT_DESCRIPTION,
}

/// Called once when a message no longer uses the reader or writer given to `WsReadEnvelopeStart` or
/// `WsWriteEnvelopeStart`: when it is reset or freed, on that thread, so it must not block.
pub type WS_MESSAGE_DONE_CALLBACK = Option<unsafe extern "C" fn(doneCallbackState: *mut c_void)>;
