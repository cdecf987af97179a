//! What keeps an open host running: the tasks that accept channels, what they have in common, and what is kept for
//! clients to come.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use crate::abi::object::{ErrorHandle, Handle, Owned, Shared};
use crate::channel::Channel;
use crate::error::Result;
use crate::heap::Heap;
use crate::lifecycle::{Gate, Held, Moment, State, Waiters};
use crate::runtime::time::{deadline_after, sleep_until};
use crate::soap::Message;

use super::application::ErrorPlace;
use super::context::OperationContext;
use super::session::Session;
use super::{Endpoint, ServiceHost};

/// Milliseconds after which accepting is tried again when it has failed, which with a listener of the application's own
/// it may do for any reason.
const PAUSE: u32 = 100;

/// What a host is at. Behind the lock of its gate.
pub(super) struct Traffic {
    next: u64,
    /// The channels that are served, by the number of their session.
    channels: BTreeMap<u64, Arc<Channel>>,
    /// The callbacks that run, by the number of their session and one of their own.
    contexts: BTreeMap<ContextKey, Arc<OperationContext>>,
    lanes: Vec<Lane>,
    /// Tasks that would accept a channel if there were room for it.
    waiting: Waiters,
}

pub(super) type ContextKey = (u64, u64);

/// What there is of one endpoint.
#[derive(Default)]
struct Lane {
    serving: u32,
    channels: Vec<Shared<Channel>>,
    calls: Vec<ServiceCall>,
}

/// What an abort has to end.
pub(super) struct PendingWork {
    pub(super) channels: Vec<Arc<Channel>>,
    pub(super) contexts: Vec<Arc<OperationContext>>,
}

/// What is kept for clients to come.
type Kept = (Vec<Shared<Channel>>, Vec<ServiceCall>);

impl Traffic {
    pub(super) fn new(endpoints: usize) -> Self {
        Self {
            next: 0,
            channels: BTreeMap::new(),
            contexts: BTreeMap::new(),
            lanes: (0..endpoints).map(|_| Lane::default()).collect(),
            waiting: Waiters::default(),
        }
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(super) fn pending(&self) -> PendingWork {
        PendingWork {
            channels: self.channels.values().cloned().collect(),
            contexts: self.contexts.values().cloned().collect(),
        }
    }

    /// Those to wake once the lock has been let go.
    pub(super) fn take_waiting(&mut self) -> Waiters {
        self.waiting.take()
    }

    pub(super) fn take_kept(&mut self) -> Kept {
        let mut kept = Kept::default();
        for lane in &mut self.lanes {
            kept.0.append(&mut lane.channels);
            kept.1.append(&mut lane.calls);
        }
        kept
    }
}

/// The objects that one call needs, kept for the next one.
pub(super) struct ServiceCall {
    pub(super) request: Owned<Message>,
    pub(super) reply: Owned<Message>,
    pub(super) heap: Shared<Heap>,
    pub(super) error: Box<dyn ErrorPlace>,
}

impl ServiceCall {
    fn new(endpoint: &Endpoint, channel: &Channel) -> Result<Self> {
        let (envelope, addressing) = {
            let properties = channel.properties();
            (properties.envelope_version, properties.addressing_version)
        };
        let options = &endpoint.options;
        let message =
            || Message::new(envelope, addressing, options.message.clone()).map(Owned::<Message>::new);
        Ok(Self {
            request: message()?,
            reply: message()?,
            heap: Shared::new(Heap::new(options.body_heap_max_size, options.body_heap_trim_size)),
            error: endpoint.application.create_error()?,
        })
    }

    /// Its handles are live as long as it is.
    pub(super) fn request(&self) -> Result<Handle<Message>> {
        Handle::new(self.request.handle())
    }

    pub(super) fn reply(&self) -> Result<Handle<Message>> {
        Handle::new(self.reply.handle())
    }

    /// Whether it can be used again.
    fn reset(&self) -> bool {
        self.heap.get().reset();
        self.error.reset();
        let messages = [&self.request, &self.reply];
        // The callbacks that this may call come when the lease has ended.
        messages.into_iter().all(|message| message.lease().map(|mut message| message.reset()).is_ok())
    }
}

/// A task of an open host: a pending operation of its gate, for as long as this lives.
pub(super) struct Run {
    // In this order, so that the host is let go of before the gate is left.
    pub(super) host: Arc<ServiceHost>,
    pub(super) endpoint: usize,
    pub(super) since: Moment,
    _pending: Pending,
}

struct Pending(Arc<Gate<Traffic>>);

impl Drop for Pending {
    fn drop(&mut self) {
        self.0.leave(|_| ());
    }
}

/// A place for a channel among the `WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS` that are served at a time.
pub(super) struct Room {
    gate: Arc<Gate<Traffic>>,
    endpoint: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        let waiting = {
            let mut held = self.gate.lock();
            held.lanes[self.endpoint].serving -= 1;
            held.take_waiting()
        };
        waiting.wake();
    }
}

impl Run {
    /// A task more, unless it is too late for one.
    pub(super) fn enter(
        host: &Arc<ServiceHost>,
        endpoint: usize,
        is_wanted: impl FnOnce(&Held<'_, Traffic>) -> bool,
        since: Moment,
    ) -> Option<Self> {
        let mut held = host.gate.lock();
        if !is_wanted(&held) {
            return None;
        }
        held.enter();
        drop(held);
        let pending = Pending(host.gate.clone());
        Some(Self { host: host.clone(), endpoint, since, _pending: pending })
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.host.endpoints[self.endpoint]
    }

    pub(super) fn is_aborted(&self) -> bool {
        self.host.gate.is_aborted_since(self.since)
    }

    /// Accepts channels and has them served, until the host is closed or aborted.
    pub(super) async fn accept_channels(self) {
        while let Some(room) = self.room().await {
            let Ok(channel) = self.take_channel() else {
                drop(room);
                self.pause().await;
                continue;
            };
            let listener = self.endpoint().listener.get();
            let accepted = listener.accept(&channel.get(), NO_ERROR).await;
            if let Err(failure) = accepted {
                self.give_back_channel(channel);
                drop(room);
                if listener.state() != State::Open {
                    return;
                }
                tracing::debug!(%failure, "a channel was not accepted");
                self.pause().await;
                continue;
            }
            // It serves until all is said, also when the host is closed meanwhile.
            let Some(run) = Self::enter(&self.host, self.endpoint, |_| true, self.since) else { return };
            if let Err(failure) = spawn(Session::serve(run, room, channel)) {
                tracing::error!(%failure, "a channel cannot be served");
            }
        }
    }

    async fn pause(&self) {
        if let Some(deadline) = deadline_after(PAUSE) {
            sleep_until(deadline).await;
        }
    }

    /// Waits for room for one more channel; `None` when there will be none any more.
    async fn room(&self) -> Option<Room> {
        let most = self.endpoint().options.max_channels;
        poll_fn(|context| {
            let mut held = self.host.gate.lock();
            if held.state() != State::Open || self.host.gate.is_aborted_since(self.since) {
                return Poll::Ready(None);
            }
            if held.lanes[self.endpoint].serving < most {
                held.lanes[self.endpoint].serving += 1;
                drop(held);
                return Poll::Ready(Some(Room { gate: self.host.gate.clone(), endpoint: self.endpoint }));
            }
            held.waiting.register(context);
            Poll::Pending
        })
        .await
    }

    fn take_channel(&self) -> Result<Shared<Channel>> {
        if let Some(channel) = self.host.gate.lock().lanes[self.endpoint].channels.pop() {
            return Ok(channel);
        }
        let endpoint = self.endpoint();
        let channel = endpoint.application.create_channel(&endpoint.listener.get(), NO_ERROR)?;
        Ok(Shared::new(Arc::new(channel)))
    }

    /// Keeps a channel for the next client, if it is as it was when created and there are not too many.
    pub(super) fn give_back_channel(&self, channel: Shared<Channel>) {
        let is_new = channel.get().state() == State::Created;
        let most = self.endpoint().options.max_channel_pool_size as usize;
        let mut held = self.host.gate.lock();
        let kept = &mut held.lanes[self.endpoint].channels;
        if is_new && kept.len() < most {
            kept.push(channel);
        } else {
            drop(held);
            // It may be the application's own, which is called for that.
            drop(channel);
        }
    }

    pub(super) fn take_call(&self, channel: &Channel) -> Result<ServiceCall> {
        if let Some(call) = self.host.gate.lock().lanes[self.endpoint].calls.pop() {
            return Ok(call);
        }
        ServiceCall::new(self.endpoint(), channel)
    }

    pub(super) fn give_back_call(&self, call: ServiceCall) {
        let is_reset = call.reset();
        let most = self.endpoint().options.max_call_pool_size as usize;
        let mut held = self.host.gate.lock();
        let kept = &mut held.lanes[self.endpoint].calls;
        if is_reset && kept.len() < most {
            kept.push(call);
        } else {
            drop(held);
            drop(call);
        }
    }

    /// The number of a session that is now found by aborts. An abort that has come already is for the caller to see.
    pub(super) fn add_session(&self, channel: Arc<Channel>) -> u64 {
        let mut held = self.host.gate.lock();
        let number = held.number();
        held.channels.insert(number, channel);
        number
    }

    pub(super) fn remove_session(&self, session: u64) -> Option<Arc<Channel>> {
        self.host.gate.lock().channels.remove(&session)
    }

    pub(super) fn add_context(&self, session: u64, context: Arc<OperationContext>) -> ContextKey {
        let mut held = self.host.gate.lock();
        let key = (session, held.number());
        held.contexts.insert(key, context);
        key
    }

    pub(super) fn remove_context(&self, key: ContextKey) -> Option<Arc<OperationContext>> {
        self.host.gate.lock().contexts.remove(&key)
    }

    pub(super) fn contexts_of(&self, session: u64) -> Vec<Arc<OperationContext>> {
        let held = self.host.gate.lock();
        held.contexts.range((session, 0)..=(session, u64::MAX)).map(|(_, context)| context.clone()).collect()
    }
}

/// For what is done on nobody's behalf.
pub(super) const NO_ERROR: ErrorHandle = ErrorHandle(std::ptr::null_mut());

/// Runs a task of the host.
#[cfg(not(all(test, shuttle)))]
pub(super) fn spawn(task: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    crate::runtime::spawn(task).map(drop)
}

#[cfg(all(test, shuttle))]
#[allow(clippy::unnecessary_wraps)]
pub(super) fn spawn(task: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    drop(shuttle::future::spawn(task));
    Ok(())
}
