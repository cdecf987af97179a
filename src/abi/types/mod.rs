//! Every type, constant and code of `webservices.h`, by area, with the SDK's names and layouts.
//!
//! Imported as `crate::abi::types::*`. Three rules hold throughout:
//!
//! - An enumeration in a field or a parameter is `MaybeUninit<E>`, since C can pass any number;
//!   [`CEnumField::get`] checks it and [`CEnum::to_c`] makes one.
//! - Handles are opaque and always pointed to by `*mut`, as in the SDK, where only
//!   `WS_OPERATION_CONTEXT` is also seen as `const`.
//! - A pointer field belongs to whoever filled the struct in, unless its comment says otherwise.

// The names are the SDK's.
#![allow(non_camel_case_types, non_snake_case)]

// The header has this order, too.
mod async_model;
mod base;
mod codes;
mod error;
mod heap;
mod soap_dictionary;
mod string;
mod time;
mod url;

mod xml_canonical;
mod xml_node;
mod xml_reader;
mod xml_writer;

mod serialization;
mod serialization_range;

mod channel;
mod channel_custom;
mod channel_properties;
mod endpoint;
mod listener;
mod message;

mod contract;
mod host;
mod proxy;

mod credential;
mod security;
mod security_binding;
mod security_token;

mod binding_template;
mod metadata;
mod policy_constraint;
mod policy_description;

mod trace;

pub use async_model::*;
pub use base::*;
pub use binding_template::*;
pub use channel::*;
pub use channel_custom::*;
pub use channel_properties::*;
pub use codes::*;
pub use contract::*;
pub use credential::*;
pub use endpoint::*;
pub use error::*;
pub use heap::*;
pub use host::*;
pub use listener::*;
pub use message::*;
pub use metadata::*;
pub use policy_constraint::*;
pub use policy_description::*;
pub use proxy::*;
pub use security::*;
pub use security_binding::*;
pub use security_token::*;
pub use serialization::*;
pub use serialization_range::*;
pub(crate) use soap_dictionary::{SOAP, soap_dictionary, soap_string};
pub use string::*;
pub use time::*;
pub use trace::*;
pub use url::*;
pub use xml_canonical::*;
pub use xml_node::*;
pub use xml_reader::*;
pub use xml_writer::*;
