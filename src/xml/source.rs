//! Where a streaming reader gets its bytes from and a streaming writer puts them.

use std::future::Future;
use std::pin::Pin;

use crate::abi::object::ErrorHandle;
use crate::error::Result;

/// A boxed future, as the object-safe traits of the library return.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of encoded bytes: the application's WS_READ_CALLBACK, the body of a streamed message.
pub(crate) trait ByteSource: Send {
    /// Where failures of the next reads are told, for the application's own callbacks.
    fn set_error(&mut self, _error: ErrorHandle) {}

    /// Reads at least one byte into `buffer`; 0 is the end of the input.
    fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> BoxFuture<'a, Result<usize>>;
}

/// A destination of encoded bytes: the application's WS_WRITE_CALLBACK, the body of a streamed message.
pub(crate) trait ByteSink: Send {
    /// Where failures of the next writes are told, for the application's own callbacks.
    fn set_error(&mut self, _error: ErrorHandle) {}

    /// Takes all of these buffers, in order. They may be empty.
    fn write<'a>(&'a mut self, buffers: &'a [&'a [u8]]) -> BoxFuture<'a, Result<()>>;
}
