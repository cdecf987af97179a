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

/// Bytes that are written once it is their turn: those of WsPushBytes.
pub(crate) trait PartSource: Send {
    /// Writes them into a stream.
    fn write_to<'a>(&'a mut self, sink: &'a mut dyn ByteSink) -> BoxFuture<'a, Result<()>>;

    /// Writes them into memory, now.
    fn collect(&mut self, into: &mut Vec<u8>) -> Result<()>;
}

/// A destination of encoded bytes: the application's WS_WRITE_CALLBACK, the body of a streamed message.
pub(crate) trait ByteSink: Send {
    /// Where failures of the next writes are told, for the application's own callbacks.
    fn set_error(&mut self, _error: ErrorHandle) {}

    /// Where failures are told at present, for what writes here on the application's behalf.
    fn error(&self) -> ErrorHandle {
        ErrorHandle(std::ptr::null_mut())
    }

    /// Takes all of these buffers, in order. They may be empty.
    fn write<'a>(&'a mut self, buffers: &'a [&'a [u8]]) -> BoxFuture<'a, Result<()>>;
}
