//! The few things of the operating system that waiting on a thread needs, one file per family of systems.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(crate) use unix::{WakePipe, wait};

use std::net::TcpStream;
use std::sync::Arc;

/// A socket that a thread waits for. Holding it keeps its descriptor from being reused meanwhile.
pub(crate) type Socket = Arc<TcpStream>;
