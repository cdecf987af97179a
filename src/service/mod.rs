//! The service model, client side: a proxy that turns calls into messages over channels it looks after.

pub(crate) mod call;
mod calls;
#[cfg(all(test, shuttle))]
mod model_tests;
pub(crate) mod proxy;

pub(crate) use call::{Call, MessageHook};
pub(crate) use proxy::{ProxyOptions, ServiceProxy};
