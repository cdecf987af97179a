//! The C face: types, entry points, and nothing that decides.
//!
//! Every entry point has one shape: enter `guard::boundary` (or `async_call::run` when it takes a
//! `WS_ASYNC_CONTEXT`), check handles and pointers, call one function of a layer, write the results. The
//! modules are named as the documentation groups the functions.
//!
//! `types` (plain data), `object` (handles) and `shown` (nodes as C sees them) may be used by every layer; the rest of this folder is the
//! top of the house and is used by nobody.

// C's names are Microsoft's.
#![allow(non_snake_case)]

pub(crate) mod app_call;
pub(crate) mod async_call;
pub mod async_execute;
mod body;
mod call_frame;
pub mod channel;
pub mod channel_messages;
mod channel_properties;
mod channel_template;
mod custom_channel;
mod custom_listener;
pub mod error;
pub(crate) mod error_object;
pub mod fault;
pub(crate) mod guard;
pub mod heap;
mod implementation;
pub mod listener;
mod listener_properties;
pub mod message;
pub mod message_body;
pub mod message_headers;
pub(crate) mod message_options;
pub mod message_properties;
pub(crate) mod object;
pub mod operation_context;
mod owned_address;
mod property;
pub mod proxy;
mod proxy_properties;
pub mod serialization;
mod service_application;
pub mod service_endpoint;
pub mod service_host;
mod service_host_properties;
mod service_operation;
pub(crate) mod shown;
pub mod string;
pub mod time;
pub mod types;
pub mod url;
pub mod xml_buffer;
pub mod xml_canonicalization;
pub mod xml_dictionary;
mod xml_node_view;
mod xml_object;
pub mod xml_reader;
pub mod xml_reader_content;
pub mod xml_reader_node;
pub(crate) mod xml_text_view;
pub mod xml_writer;
pub mod xml_writer_bytes;
pub mod xml_writer_content;
pub mod xml_writer_nodes;
mod xml_writer_output;
mod xml_writer_properties;
