//! Bytes between endpoints, without a thought for what they mean.
//!
//! - [`http`]: requests and responses over HTTP/1.1, both ends
//! - [`resolve`]: from a host name to a connected stream
//! - [`this_host`]: the names and addresses of this computer
//! - [`abort`]: how any thread ends what another one waits for
//!
//! Everything here is an `async fn` that a thread or the runtime may drive (see [`crate::runtime`]).

pub(crate) mod abort;
pub(crate) mod http;
pub(crate) mod resolve;
pub(crate) mod this_host;

pub(crate) use abort::AbortHandle;
