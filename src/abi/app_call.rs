//! Calling the application's own callbacks that follow the asynchronous contract: those of custom channels and
//! listeners, of stream input and output, of proxies and services.
//!
//! The contract binds in this direction too: given no `WS_ASYNC_CONTEXT` the callback finishes before it
//! returns; given one it may return `WS_S_ASYNC` and complete once, from any thread.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::sync::Arc;
use std::task::{Poll, Waker};

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime::{Mode, mode};

use super::object::{Kind, Object, Shared, shared};

/// Calls an application callback and waits for its end. `call` gets the `WS_ASYNC_CONTEXT` to pass on: NULL
/// when the operation is driven by a thread, since then the callback may take its time.
///
/// A future of this must be polled to its end and not dropped while the callback is pending: what `call`
/// passed to the application must stay alive until it has completed. To cut it short, ask the application to
/// abort (the abort callbacks), and go on waiting.
pub(crate) async fn call(call: impl FnOnce(*const WS_ASYNC_CONTEXT) -> HRESULT) -> Result<HRESULT> {
    let Some(pending) = start(call)? else { return Err(unexpected_async()) };
    match pending {
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
    Pending(Shared<Completion>),
}

/// Not `async`, so that no raw pointer lives across an await.
fn start(call: impl FnOnce(*const WS_ASYNC_CONTEXT) -> HRESULT) -> Result<Option<Started>> {
    if mode() == Mode::Thread {
        let code = call(std::ptr::null());
        return Ok((code != WS_S_ASYNC).then_some(Started::Done(code)));
    }
    let completion = Shared::new(Arc::new(Completion { state: Mutex::new(CompletionState::Pending(None)) }));
    let context = WS_ASYNC_CONTEXT { callback: Some(completed), callbackState: completion.handle().cast() };
    let code = call(&raw const context);
    Ok(Some(if code == WS_S_ASYNC { Started::Pending(completion) } else { Started::Done(code) }))
}

/// Where the application's completion arrives. Reached by a checked handle, so that completing twice, or after
/// having returned a final code, is ignored instead of corrupting memory.
struct Completion {
    state: Mutex<CompletionState>,
}

enum CompletionState {
    Pending(Option<Waker>),
    Done(HRESULT),
}

impl Object for Completion {
    type C = c_void;
    const KIND: Kind = Kind::Completion;
}

impl Shared<Completion> {
    async fn wait(self) -> HRESULT {
        let completion = self.get();
        poll_fn(|context| {
            let mut state = completion.state.lock();
            match &mut *state {
                CompletionState::Done(code) => Poll::Ready(*code),
                CompletionState::Pending(waker) => {
                    *waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

unsafe extern "C" fn completed(code: HRESULT, _: MaybeUninit<WS_CALLBACK_MODEL>, state: *mut c_void) {
    let Ok(completion) = shared::<Completion>(state) else {
        tracing::error!("a callback was completed that is not pending");
        return;
    };
    let mut state = completion.state.lock();
    if let CompletionState::Pending(waker) = &mut *state {
        let waker = waker.take();
        *state = CompletionState::Done(code);
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
