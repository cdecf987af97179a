//! Windows Web Services (WWSAPI) for every platform: the C ABI of `webservices.dll` over a Rust core.
//!
//! This is a C library; its face is [`abi`], and `include/webservices.h` is made from it. The layers, bottom to
//! top, each of which imports only what is above it in this list:
//!
//! - `error`, `heap`, `value` (URLs, dates, strings): values
//! - `lifecycle`: the one state machine of everything that opens and closes
//! - `xml`: reader, writer, buffer, and the codecs behind them
//! - `serialization`: C memory described by `WS_STRUCT_DESCRIPTION` and friends
//! - `soap`: messages, headers, addressing, faults
//! - `transport`: bytes between endpoints
//! - `channel`: channels and listeners
//! - `service`: the service proxy
//! - `abi`: the C face
//!
//! `platform`, below them all, is what differs from system to system; `runtime` drives the asynchronous ones.
//! docs/architecture.md is the map.

pub mod abi;

mod channel;
mod error;
mod heap;
mod lifecycle;
mod platform;
mod runtime;
mod serialization;
mod service;
mod soap;
mod transport;
mod value;
mod xml;
