//! SOAP: messages, their headers, WS-Addressing and faults, over any encoding that the XML layer speaks.
//! (Pages "Message", "Endpoint Address", "Faults", WS_MESSAGE_PROPERTY_ID, WS_HEADER_TYPE.)
//!
//! For the channel: [`Message`] is the whole of it. To send, `initialize` it, set headers, `write_start` on a
//! writer whose output is prepared by the caller, write the body through `body_writer` or `write_fault`,
//! `write_end`, `take_encoded`. To receive, `read_start`, look at `action`, `relates_to` and `is_fault`, read the
//! body through `body_reader` or `read_fault`, `read_end`.

pub(crate) mod addressing;
mod envelope;
pub(crate) mod fault;
mod headers;
pub(crate) mod message;
mod nodes;
mod plain;
#[cfg(test)]
mod tests;
pub(crate) mod version;

pub(crate) use addressing::EndpointAddress;
pub(crate) use envelope::read_ahead;
pub(crate) use headers::{HeaderName, Occurrence};
pub(crate) use message::{Initialization, Message, MessageOptions};
