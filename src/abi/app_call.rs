//! Calling the application's own callbacks that follow the asynchronous contract: those of custom channels and
//! listeners, of stream input and output, of proxies and services.
//!
//! The contract binds in this direction too: given no `WS_ASYNC_CONTEXT` the callback finishes before it
//! returns; given one it may return `WS_S_ASYNC` and complete once, from any thread.
#![allow(unsafe_code)]

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, Waker};

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime::{self, Mode, mode};

/// Calls an application callback and waits for its end. `call` gets the `WS_ASYNC_CONTEXT` to pass on: NULL
/// when the operation is driven by a thread, since then the callback may take its time.
///
/// A future of this must be polled to its end and not dropped while the callback is pending: what `call`
/// passed to the application must stay alive until it has completed. To cut it short, ask the application to
/// abort (the abort callbacks), and go on waiting.
pub(crate) async fn call(call: impl FnOnce(*const WS_ASYNC_CONTEXT) -> HRESULT) -> Result<HRESULT> {
    let Some(started) = start(call) else { return Err(unexpected_async()) };
    match started {
        Started::Done(code) => into_result(code),
        Started::Pending(completion) => into_result(completion.wait().await),
    }
}

fn into_result(code: HRESULT) -> Result<HRESULT> {
    if code < 0 { Err(Error::from_code(code)) } else { Ok(code) }
}

fn unexpected_async() -> Error {
    Error::invalid_operation("a callback returned WS_S_ASYNC although it was called synchronously")
}

enum Started {
    Done(HRESULT),
    Pending(Pending),
}

/// Not `async`, so that no raw pointer lives across an await.
fn start(call: impl FnOnce(*const WS_ASYNC_CONTEXT) -> HRESULT) -> Option<Started> {
    if mode() == Mode::Thread {
        let code = call(std::ptr::null());
        return (code != WS_S_ASYNC).then_some(Started::Done(code));
    }
    let pending = Pending::new();
    let context = WS_ASYNC_CONTEXT { callback: Some(completed), callbackState: pending.state() };
    // The application may take its time, and may wait there for what this very runtime has to do.
    let code = runtime::may_block(|| call(&raw const context));
    Some(if code == WS_S_ASYNC { Started::Pending(pending) } else { Started::Done(code) })
}

/// The callbacks that have not been completed, by a number that is never used again. The number, and not a pointer, is
/// what the application holds: completing twice, or after having returned a final code, finds nothing, however it
/// races with the end of the operation.
static PENDING: Mutex<BTreeMap<usize, Arc<Mutex<Completion>>>> = Mutex::new(BTreeMap::new());

/// What has become of a callback.
enum Completion {
    Pending(Option<Waker>),
    Done(HRESULT),
}

/// A callback's place in [`PENDING`].
struct Pending {
    number: usize,
    completion: Arc<Mutex<Completion>>,
}

impl Pending {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let completion = Arc::new(Mutex::new(Completion::Pending(None)));
        PENDING.lock().insert(number, completion.clone());
        Self { number, completion }
    }

    fn state(&self) -> *mut c_void {
        ptr::without_provenance_mut(self.number)
    }

    async fn wait(self) -> HRESULT {
        poll_fn(|context| match &mut *self.completion.lock() {
            Completion::Done(code) => Poll::Ready(*code),
            Completion::Pending(waker) => {
                *waker = Some(context.waker().clone());
                Poll::Pending
            }
        })
        .await
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        PENDING.lock().remove(&self.number);
    }
}

unsafe extern "C" fn completed(code: HRESULT, _: MaybeUninit<WS_CALLBACK_MODEL>, state: *mut c_void) {
    let completion = PENDING.lock().remove(&state.addr());
    let Some(completion) = completion else {
        tracing::error!("a callback was completed that is not pending");
        return;
    };
    let before = std::mem::replace(&mut *completion.lock(), Completion::Done(code));
    if let Completion::Pending(Some(waker)) = before {
        waker.wake();
    }
}
