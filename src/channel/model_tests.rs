//! Channels under shuttle: open, close, abort, reset and free race with what the transport completes, in very many
//! orders. shuttle itself reports a deadlock, that is: a call that never ends. `make model` runs these.

use std::future::poll_fn;
use std::ptr::null_mut;
use std::sync::Arc;
use std::task::{Poll, Waker};

use shuttle::future::block_on;
use shuttle::sync::{Condvar, Mutex as ModelMutex, MutexGuard};
use shuttle::thread;

use super::*;
use crate::abi::types::{
    WS_CHANNEL_BINDING, WS_CHANNEL_TYPE, WS_E_ENDPOINT_DISCONNECTED, WS_E_INVALID_OPERATION,
};

const ORDERS: usize = 5000;
pub(crate) const ERROR: ErrorHandle = ErrorHandle(null_mut());

/// How the one operation that the transport is at comes to its end.
#[derive(Default)]
pub(crate) struct Wire {
    pub(crate) ended: Option<bool>,
    waiting: Vec<Waker>,
    pub(crate) started: usize,
    pub(crate) finished: usize,
    pub(crate) freed: bool,
}

#[derive(Clone, Default)]
pub(crate) struct Transport(Arc<(ModelMutex<Wire>, Condvar)>);

impl Transport {
    pub(crate) fn wire(&self) -> MutexGuard<'_, Wire> {
        self.0.0.lock().unwrap()
    }

    /// Waits until so many operations have started.
    pub(crate) fn wait_started(&self, count: usize) {
        let mut wire = self.wire();
        while wire.started < count {
            wire = self.0.1.wait(wire).unwrap();
        }
    }

    /// Every operation from now on, and each that waits, ends well or with a failure.
    pub(crate) fn end(&self, well: bool) {
        let waiting = {
            let mut wire = self.wire();
            wire.ended = Some(well);
            std::mem::take(&mut wire.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    pub(crate) async fn operation(&self) -> Result<()> {
        self.wire().started += 1;
        self.0.1.notify_all();
        let _finished = Finished(self.clone());
        let well = poll_fn(|context| {
            let mut wire = self.wire();
            match wire.ended {
                Some(well) => Poll::Ready(well),
                None => {
                    wire.waiting.push(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await;
        if well { Ok(()) } else { Err(Error::new(WS_E_ENDPOINT_DISCONNECTED, "the transport failed")) }
    }
}

/// Counts the end of an operation, come it by completion or by being dropped.
struct Finished(Transport);

impl Drop for Finished {
    fn drop(&mut self) {
        self.0.wire().finished += 1;
    }
}

/// A binding whose calls end when the transport says so. The application's own (`awaited`) end with a failure when they
/// are aborted, as its abort callback sees to; the library's are dropped.
pub(crate) struct ModelCore {
    pub(crate) transport: Transport,
    pub(crate) awaited: bool,
}

impl Drop for ModelCore {
    fn drop(&mut self) {
        self.transport.wire().freed = true;
    }
}

impl Core for ModelCore {
    fn open<'a>(&'a self, _: &'a Address, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.transport.operation())
    }
    fn write_message_start(&self, _: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        Step::later(self.transport.operation())
    }
    fn write_message_end(&self, _: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        Step::later(self.transport.operation())
    }
    fn read_message_start(&self, _: Handle<Message>, _: ErrorHandle) -> Step<'_, Received> {
        Step::later(async { self.transport.operation().await.map(|()| Received::End) })
    }
    fn read_message_end(&self, _: Handle<Message>, _: ErrorHandle) -> Step<'_, ()> {
        Step::later(self.transport.operation())
    }
    fn abandon_message(&self, _: Handle<Message>, _: ErrorHandle) -> Result<()> {
        Ok(())
    }
    fn shutdown_session(&self, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.transport.operation())
    }
    fn close(&self, _: bool, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }
    fn abort(&self, _: ErrorHandle) {
        if self.awaited {
            self.transport.end(false);
        }
    }
    fn reset(&self, _: ErrorHandle) -> Result<()> {
        Ok(())
    }
    fn must_be_awaited(&self) -> bool {
        self.awaited
    }
    fn is_unusable_after(&self, _: HRESULT) -> bool {
        false
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

fn channel(awaited: bool) -> (Arc<Channel>, Transport) {
    let transport = Transport::default();
    let channel = Channel::new(
        WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST,
        WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING,
        None,
        Arc::new(Mutex::new(ChannelProperties::new(WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING))),
        Box::new(ModelCore { transport: transport.clone(), awaited }),
    );
    (Arc::new(channel), transport)
}

fn open(channel: &Channel) -> Result<()> {
    let address =
        Address { url: "http://host/".to_owned(), headers: None, raw: PassedOn(null_mut()), _keep: None };
    block_on(channel.open(&address, ERROR))
}

fn open_channel(awaited: bool) -> (Arc<Channel>, Transport) {
    let (channel, transport) = channel(awaited);
    transport.end(true);
    open(&channel).unwrap();
    transport.wire().ended = None;
    (channel, transport)
}

/// The last reference is gone: the core is freed, and nothing is left waiting in it.
fn check_freed(channel: Arc<Channel>, transport: &Transport) {
    assert_eq!(channel.gate.pending(), 0, "every operation gave its share back");
    drop(channel);
    let wire = transport.wire();
    assert!(wire.freed, "nothing holds the channel");
    assert_eq!(wire.started, wire.finished, "every operation ended once");
}

fn in_many_orders(scenario: fn(awaited: bool)) {
    in_orders(ORDERS, scenario);
}

pub(crate) fn in_orders(count: usize, scenario: fn(awaited: bool)) {
    for awaited in [false, true] {
        shuttle::check_random(move || scenario(awaited), count);
        shuttle::check_pct(move || scenario(awaited), count, 3);
    }
}

#[test]
fn an_open_races_with_its_end_and_an_abort() {
    in_many_orders(|awaited| {
        let (channel, transport) = channel(awaited);
        let opening = thread::spawn({
            let channel = Arc::clone(&channel);
            move || open(&channel).map_err(|failure| failure.code())
        });
        let completing = thread::spawn({
            let transport = transport.clone();
            move || transport.end(true)
        });
        channel.abort(ERROR).unwrap();
        completing.join().unwrap();
        let opened = opening.join().unwrap();
        match channel.state() {
            State::Created => assert_eq!(opened, Err(WS_E_OPERATION_ABORTED)),
            State::Open | State::Faulted => assert_eq!(opened, Ok(())),
            state => panic!("{state:?} after {opened:?}"),
        }
        check_freed(channel, &transport);
    });
}

#[test]
fn an_operation_races_with_its_end_an_abort_and_a_close() {
    in_many_orders(|awaited| {
        let (channel, transport) = open_channel(awaited);
        let operating = thread::spawn({
            let channel = Arc::clone(&channel);
            move || block_on(channel.shutdown_session(ERROR)).map_err(|failure| failure.code())
        });
        let aborting = thread::spawn({
            let channel = Arc::clone(&channel);
            move || channel.abort(ERROR).unwrap()
        });
        let completing = thread::spawn({
            let transport = transport.clone();
            move || transport.end(true)
        });
        let closed = block_on(channel.close(ERROR)).map_err(|failure| failure.code());
        let operated = operating.join().unwrap();
        aborting.join().unwrap();
        completing.join().unwrap();
        assert!(matches!(closed, Ok(()) | Err(WS_E_OPERATION_ABORTED)), "{closed:?}");
        assert!(
            matches!(
                operated,
                Ok(()) | Err(WS_E_OPERATION_ABORTED) | Err(WS_E_OBJECT_FAULTED) | Err(WS_E_INVALID_OPERATION)
            ),
            "{operated:?}"
        );
        assert_eq!(channel.state(), State::Closed);
        check_freed(channel, &transport);
    });
}

#[test]
fn a_channel_is_reset_and_opened_anew_while_an_aborted_open_ends() {
    in_many_orders(|awaited| {
        let (channel, transport) = channel(awaited);
        let opening = thread::spawn({
            let channel = Arc::clone(&channel);
            move || open(&channel).map_err(|failure| failure.code())
        });
        channel.abort(ERROR).unwrap();
        let reset = channel.reset(ERROR).map_err(|failure| failure.code());
        transport.end(true);
        let again = open(&channel).map_err(|failure| failure.code());
        let first = opening.join().unwrap();
        // One of the two opens it, never both; which one loses is told so.
        let states = [&first, &again].into_iter().filter(|opened| opened.is_ok()).count();
        assert_eq!(states, 1, "reset {reset:?}, first {first:?}, again {again:?}");
        assert_eq!(channel.state(), State::Open);
        check_freed(channel, &transport);
    });
}

#[test]
fn the_last_reference_goes_while_an_operation_is_pending() {
    in_many_orders(|awaited| {
        let (channel, transport) = open_channel(awaited);
        let operating = thread::spawn({
            let channel = Arc::clone(&channel);
            move || {
                let _ = block_on(channel.shutdown_session(ERROR));
            }
        });
        let completing = thread::spawn({
            let transport = transport.clone();
            move || transport.end(true)
        });
        // WsFreeChannel gives its reference up, whatever is pending.
        channel.abort(ERROR).unwrap();
        drop(channel);
        operating.join().unwrap();
        completing.join().unwrap();
        let wire = transport.wire();
        assert!(wire.freed);
        assert_eq!(wire.started, wire.finished);
    });
}
