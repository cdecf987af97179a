//! The service model: a proxy that turns calls into messages over channels it looks after, and a host that turns messages
//! into calls.

pub(crate) mod call;
mod calls;
pub(crate) mod host;
#[cfg(all(test, shuttle))]
mod model_tests;
pub(crate) mod proxy;

pub(crate) use call::{Call, MessageHook};
pub(crate) use proxy::{ProxyOptions, ServiceProxy};
