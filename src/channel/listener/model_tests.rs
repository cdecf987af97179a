//! Listeners under shuttle: open, accept, close, abort, reset and free race with what the binding completes. See the
//! models of channels, whose transport these use.

use std::ptr::null_mut;
use std::sync::Arc;

use parking_lot::Mutex;
use shuttle::future::block_on;
use shuttle::thread::{self, JoinHandle};

use super::*;
use crate::abi::types::{WS_E_INVALID_OPERATION, WS_E_OBJECT_FAULTED, WS_E_OPERATION_ABORTED};
use crate::channel::model_tests::{ERROR, ModelCore, Transport, in_orders};
use crate::channel::properties::ChannelProperties;

const ORDERS: usize = 5000;

/// A binding whose opens and accepts end when the transport says so. Those of the application's own (`awaited`) end
/// with a failure when they are aborted or the listener is closed, as its callbacks see to; the library's are dropped.
struct ModelListener {
    opening: Transport,
    accepting: Transport,
    awaited: bool,
}

impl ModelListener {
    fn end_pending(&self) {
        if self.awaited {
            self.opening.end(false);
            self.accepting.end(false);
        }
    }
}

impl Drop for ModelListener {
    fn drop(&mut self) {
        self.accepting.wire().freed = true;
    }
}

impl ListenerCore for ModelListener {
    fn open<'a>(&'a self, _: &'a str, _: PassedOn<WS_STRING>, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.opening.operation())
    }
    fn accept<'a>(&'a self, _: &'a dyn Core, _: ErrorHandle) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.accepting.operation())
    }
    fn close(&self, _: ErrorHandle) -> BoxFuture<'_, Result<()>> {
        Box::pin(async {
            self.end_pending();
            Ok(())
        })
    }
    fn abort(&self, _: ErrorHandle) {
        self.end_pending();
    }
    fn reset(&self, _: ErrorHandle) -> Result<()> {
        Ok(())
    }
    fn must_be_awaited(&self) -> bool {
        self.awaited
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

struct Model {
    listener: Arc<Listener>,
    opening: Transport,
    accepting: Transport,
    awaited: bool,
}

impl Model {
    fn new(awaited: bool) -> Self {
        let (opening, accepting) = (Transport::default(), Transport::default());
        let core = ModelListener { opening: opening.clone(), accepting: accepting.clone(), awaited };
        let listener = Arc::new(Listener::new(
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REPLY,
            WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING,
            ListenerProperties::default(),
            Box::new(core),
        ));
        Self { listener, opening, accepting, awaited }
    }

    fn opened(awaited: bool) -> Self {
        let model = Self::new(awaited);
        model.opening.end(true);
        open(&model.listener).unwrap();
        model
    }

    /// A channel that a thread of its own accepts.
    fn accept(&self) -> (Arc<Channel>, JoinHandle<std::result::Result<(), HRESULT>>) {
        let binding = WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING;
        let channel = Arc::new(Channel::new(
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REPLY,
            binding,
            Some(self.listener.id),
            Arc::new(Mutex::new(ChannelProperties::new(binding))),
            Box::new(ModelCore { transport: Transport::default(), awaited: self.awaited }),
        ));
        let accepting = thread::spawn({
            let (listener, channel) = (Arc::clone(&self.listener), Arc::clone(&channel));
            move || block_on(listener.accept(&channel, ERROR)).map_err(|failure| failure.code())
        });
        (channel, accepting)
    }

    fn check_freed(self) {
        drop(self.listener);
        for transport in [&self.opening, &self.accepting] {
            let wire = transport.wire();
            assert_eq!(wire.started, wire.finished, "every operation ended once");
        }
        assert!(self.accepting.wire().freed, "nothing holds the listener");
    }
}

fn open(listener: &Listener) -> std::result::Result<(), HRESULT> {
    block_on(listener.open("http://+:80/", PassedOn(null_mut()), ERROR)).map_err(|failure| failure.code())
}

fn spawn<T: Send + 'static>(
    listener: &Arc<Listener>,
    work: impl FnOnce(&Listener) -> T + Send + 'static,
) -> JoinHandle<T> {
    let listener = Arc::clone(listener);
    thread::spawn(move || work(&listener))
}

fn close(listener: &Listener) -> std::result::Result<(), HRESULT> {
    block_on(listener.close(ERROR)).map_err(|failure| failure.code())
}

#[test]
fn an_open_races_with_its_end_and_an_abort() {
    in_orders(ORDERS, |awaited| {
        let model = Model::new(awaited);
        let opening = spawn(&model.listener, open);
        let completing = thread::spawn({
            let transport = model.opening.clone();
            move || transport.end(true)
        });
        model.listener.abort(ERROR).unwrap();
        completing.join().unwrap();
        let opened = opening.join().unwrap();
        match model.listener.state() {
            State::Created => assert_eq!(opened, Err(WS_E_OPERATION_ABORTED)),
            State::Open | State::Faulted => assert_eq!(opened, Ok(())),
            state => panic!("{state:?} after {opened:?}"),
        }
        model.check_freed();
    });
}

#[test]
fn an_abort_alone_ends_an_open() {
    in_orders(ORDERS, |awaited| {
        let model = Model::new(awaited);
        let opening = spawn(&model.listener, open);
        model.opening.wait_started(1);
        model.listener.abort(ERROR).unwrap();
        assert_eq!(opening.join().unwrap(), Err(WS_E_OPERATION_ABORTED));
        assert_eq!(model.listener.state(), State::Created);
        model.check_freed();
    });
}

#[test]
fn accepts_that_nothing_completes_end_with_an_abort_and_a_close() {
    // A wake-up that is lost between the signal and its look is lost in few orders.
    in_orders(8 * ORDERS, |awaited| {
        let model = Model::opened(awaited);
        let accepts = [model.accept(), model.accept()];
        let aborting = spawn(&model.listener, |listener| listener.abort(ERROR).unwrap());
        let closed = close(&model.listener);
        aborting.join().unwrap();
        assert!(matches!(closed, Ok(()) | Err(WS_E_OPERATION_ABORTED)), "{closed:?}");
        for (channel, accepting) in accepts {
            let accepted = accepting.join().unwrap();
            // Refused if it came too late.
            let refused = matches!(accepted, Err(WS_E_OBJECT_FAULTED | WS_E_INVALID_OPERATION));
            assert!(refused || accepted == Err(WS_E_OPERATION_ABORTED), "{accepted:?}");
            assert_eq!(channel.state(), State::Created);
        }
        assert_eq!(model.listener.state(), State::Closed);
        model.check_freed();
    });
}

#[test]
fn an_accept_races_with_its_end_an_abort_of_the_channel_and_a_close() {
    in_orders(ORDERS, |awaited| {
        let model = Model::opened(awaited);
        let (channel, accepting) = model.accept();
        let completing = thread::spawn({
            let transport = model.accepting.clone();
            move || transport.end(true)
        });
        let aborting = thread::spawn({
            let channel = Arc::clone(&channel);
            move || channel.abort(ERROR).unwrap()
        });
        assert_eq!(close(&model.listener), Ok(()));
        let accepted = accepting.join().unwrap();
        completing.join().unwrap();
        aborting.join().unwrap();
        match channel.state() {
            State::Open | State::Faulted => assert_eq!(accepted, Ok(())),
            State::Created => assert!(
                matches!(accepted, Err(WS_E_OPERATION_ABORTED | WS_E_INVALID_OPERATION)),
                "{accepted:?}"
            ),
            state => panic!("{state:?} after {accepted:?}"),
        }
        assert_eq!(model.listener.state(), State::Closed);
        model.check_freed();
    });
}

#[test]
fn a_listener_is_opened_anew_while_an_aborted_open_ends() {
    in_orders(ORDERS, |awaited| {
        let model = Model::new(awaited);
        let opening = spawn(&model.listener, open);
        model.listener.abort(ERROR).unwrap();
        let reset = model.listener.reset(ERROR).map_err(|failure| failure.code());
        model.opening.end(true);
        let again = open(&model.listener);
        let first = opening.join().unwrap();
        // One of the two opens it, never both; which one loses is told so.
        let opened = [&first, &again].into_iter().filter(|opened| opened.is_ok()).count();
        assert_eq!(opened, 1, "reset {reset:?}, first {first:?}, again {again:?}");
        assert_eq!(model.listener.state(), State::Open);
        model.check_freed();
    });
}

#[test]
fn the_last_reference_goes_while_accepts_are_pending() {
    in_orders(ORDERS, |awaited| {
        let model = Model::opened(awaited);
        let (channel, accepting) = model.accept();
        let Model { listener, accepting: transport, .. } = model;
        // WsFreeListener aborts what is not closed and gives its reference up, whatever is pending.
        listener.abort(ERROR).unwrap();
        drop(listener);
        assert!(accepting.join().unwrap().is_err());
        assert_eq!(channel.state(), State::Created);
        let wire = transport.wire();
        assert!(wire.freed);
        assert_eq!(wire.started, wire.finished);
    });
}
