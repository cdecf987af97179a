//! What a listener's connections and its accepting threads share.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hyper::StatusCode;
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot, watch};

use super::{HttpExchange, ListenerOptions, Reply};

/// The exchanges of one listener that wait to be accepted.
pub(super) struct Queue {
    pub(super) options: ListenerOptions,
    state: Mutex<State>,
    /// An exchange came, or the queue was closed.
    changed: Notify,
    /// Somebody wants to read requests while they come.
    streaming: watch::Sender<bool>,
    /// Replies that were handed over and are not with the system yet.
    sending: AtomicUsize,
    sent: Notify,
}

#[derive(Default)]
struct State {
    pending: VecDeque<HttpExchange>,
    closed: bool,
}

impl Queue {
    pub(super) fn new(options: ListenerOptions) -> Self {
        Self {
            options,
            state: Mutex::default(),
            changed: Notify::new(),
            streaming: watch::Sender::new(false),
            sending: AtomicUsize::new(0),
            sent: Notify::new(),
        }
    }

    pub(super) fn stream(&self) {
        self.streaming.send_if_modified(|streaming| !std::mem::replace(streaming, true));
    }

    pub(super) fn is_streaming(&self) -> bool {
        *self.streaming.borrow()
    }

    /// Done when somebody wants to read requests while they come.
    pub(super) fn streamed(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut streaming = self.streaming.subscribe();
        async move {
            // Without the queue there is nobody to want it.
            if streaming.wait_for(|streaming| *streaming).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Whether another exchange would be turned away.
    pub(super) fn is_full(&self) -> bool {
        let state = self.state.lock();
        state.closed || state.pending.len() >= self.options.max_pending
    }

    /// Adds an exchange; false if there is no room for it.
    pub(super) fn push(&self, exchange: HttpExchange) -> bool {
        let mut state = self.state.lock();
        if state.closed || state.pending.len() >= self.options.max_pending {
            return false;
        }
        state.pending.push_back(exchange);
        drop(state);
        self.changed.notify_one();
        true
    }

    /// The next exchange whose client is still there; none once the queue is closed.
    pub(super) async fn next(&self) -> Option<HttpExchange> {
        loop {
            // Before the look at the queue, so that what changes after it is not missed.
            let changed = self.changed.notified();
            {
                let mut state = self.state.lock();
                while let Some(exchange) = state.pending.pop_front() {
                    if exchange.is_disconnected() {
                        continue;
                    }
                    if !state.pending.is_empty() {
                        // Two exchanges may have come on one notice; another waiter may have missed the second.
                        self.changed.notify_one();
                    }
                    return Some(exchange);
                }
                if state.closed {
                    return None;
                }
            }
            changed.await;
        }
    }

    /// Ends every wait and turns away what is waiting. False if it was closed before.
    pub(super) fn close(&self) -> bool {
        let pending = {
            let mut state = self.state.lock();
            if std::mem::replace(&mut state.closed, true) {
                return false;
            }
            std::mem::take(&mut state.pending)
        };
        self.changed.notify_waiters();
        for exchange in pending {
            // A client that has gone needs no answer.
            let _ = exchange.respond(Reply::of(StatusCode::SERVICE_UNAVAILABLE));
        }
        true
    }

    /// Waits until every reply that was handed over is with the system, or lost.
    pub(super) async fn replies_sent(&self) {
        loop {
            let sent = self.sent.notified();
            if self.sending.load(Ordering::Acquire) == 0 {
                return;
            }
            sent.await;
        }
    }
}

/// A reply on its way. Dropped when it is with the system, or when it is lost.
pub(super) struct Sending {
    queue: Arc<Queue>,
    sent: Option<oneshot::Sender<()>>,
}

impl Sending {
    pub(super) fn new(queue: Arc<Queue>, sent: Option<oneshot::Sender<()>>) -> Self {
        queue.sending.fetch_add(1, Ordering::Relaxed);
        Self { queue, sent }
    }

    /// The system has the whole reply.
    pub(super) fn done(mut self) {
        if let Some(sent) = self.sent.take() {
            // Nobody has to wait for it.
            let _ = sent.send(());
        }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if self.queue.sending.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.queue.sent.notify_waiters();
        }
    }
}
