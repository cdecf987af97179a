//! Service proxies under shuttle: open, calls, abandon, abort, close, reset and free race with what the transport
//! completes. See the models of channels, whose bindings these use.

use std::ptr::null_mut;
use std::sync::Arc;

use parking_lot::Mutex;
use shuttle::future::block_on;
use shuttle::sync::{Condvar, Mutex as ModelMutex};
use shuttle::thread::{self, JoinHandle};

use super::*;
use crate::abi::object::{ErrorHandle, PassedOn};

use crate::abi::types::*;
use crate::channel::exchange::Outgoing;
use crate::channel::model_tests::{ERROR, ModelCore, Transport};
use crate::channel::properties::ChannelProperties;
use crate::channel::{Address, Channel};
use crate::lifecycle::State;

/// A call makes messages, which takes its time.
const ORDERS: usize = 1000;

type Code = std::result::Result<(), HRESULT>;

/// The transports of all channels that the proxy has made.
#[derive(Clone, Default)]
struct Network(Arc<(ModelMutex<Lines>, Condvar)>);

#[derive(Default)]
struct Lines {
    transports: Vec<Transport>,
    /// How every operation ends, also on lines that are made from now on.
    ended: Option<bool>,
}

impl Network {
    fn line(&self) -> Transport {
        let transport = Transport::default();
        let mut lines = self.0.0.lock().unwrap();
        transport.wire().ended = lines.ended;
        lines.transports.push(transport.clone());
        self.0.1.notify_all();
        transport
    }

    /// Waits until so many channels have been made.
    fn wait_made(&self, count: usize) {
        let mut lines = self.0.0.lock().unwrap();
        while lines.transports.len() < count {
            lines = self.0.1.wait(lines).unwrap();
        }
    }

    /// Operations from now on, and those that wait, end well.
    fn answer(&self) {
        let transports = {
            let mut lines = self.0.0.lock().unwrap();
            lines.ended = Some(true);
            lines.transports.clone()
        };
        transports.iter().for_each(|transport| transport.end(true));
    }

    /// Operations from now on are not answered.
    fn fall_silent(&self) {
        let mut lines = self.0.0.lock().unwrap();
        lines.ended = None;
        lines.transports.iter().for_each(|transport| transport.wire().ended = None);
    }
}

/// The kinds of proxy.
#[derive(Clone, Copy)]
struct Variant {
    /// The channels are the application's own.
    awaited: bool,
    sessionful: bool,
}

struct Model {
    proxy: Arc<ServiceProxy>,
    network: Network,
}

impl Model {
    fn new(variant: Variant) -> Self {
        let network = Network::default();
        let channel_type = if variant.sessionful {
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_DUPLEX_SESSION
        } else {
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST
        };
        let lines = network.clone();
        let binding = WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING;
        let make_channel = move |_: ErrorHandle| {
            Ok(Channel::new(
                channel_type,
                binding,
                None,
                Arc::new(Mutex::new(ChannelProperties::new(binding))),
                Box::new(ModelCore { transport: lines.line(), awaited: variant.awaited }),
            ))
        };
        let options =
            ProxyOptions { call_timeout: u32::MAX, max_close_timeout: u32::MAX, ..ProxyOptions::default() };
        Self { proxy: Arc::new(ServiceProxy::new(channel_type, options, Box::new(make_channel))), network }
    }

    /// A proxy that is open, and whose service is silent.
    fn opened(variant: Variant) -> Self {
        let model = Self::new(variant);
        model.network.answer();
        assert_eq!(open(&model.proxy), Ok(()));
        model.network.fall_silent();
        model
    }

    fn spawn(&self, work: fn(&Arc<ServiceProxy>) -> Code) -> JoinHandle<Code> {
        let proxy = Arc::clone(&self.proxy);
        thread::spawn(move || work(&proxy))
    }

    fn answering(&self) -> JoinHandle<()> {
        let network = self.network.clone();
        thread::spawn(move || network.answer())
    }

    /// Closed or never opened, with nothing pending: the last reference goes, and everything with it.
    fn check_freed(self) {
        assert_eq!(self.proxy.pending(), 0, "every call is over");
        drop(self.proxy);
        check_lines(&self.network);
    }
}

fn check_lines(network: &Network) {
    let lines = network.0.0.lock().unwrap();
    for transport in &lines.transports {
        let wire = transport.wire();
        assert!(wire.freed, "nothing holds the channel");
        assert_eq!(wire.started, wire.finished, "every operation ended once");
    }
}

fn open(proxy: &Arc<ServiceProxy>) -> Code {
    let address =
        Address { url: "http://host/".to_owned(), headers: None, raw: PassedOn(null_mut()), _keep: None };
    block_on(proxy.open(Arc::new(address), ERROR)).map_err(|failure| failure.code())
}

fn call(proxy: &Arc<ServiceProxy>, id: u32) -> Code {
    let call = Call {
        input: Outgoing { action: Some("urn:do".to_owned()), body: None },
        output: None,
        on_send: None,
        on_receive: None,
        check_must_understand: false,
    };
    Arc::clone(proxy)
        .begin(id)
        .and_then(|ticket| block_on(ticket.run(call, ERROR)))
        .map_err(|failure| failure.code())
}

fn close(proxy: &Arc<ServiceProxy>) -> Code {
    block_on(proxy.close(ERROR)).map_err(|failure| failure.code())
}

fn abort(proxy: &Arc<ServiceProxy>) -> Code {
    proxy.abort(ERROR).map_err(|failure| failure.code())
}

fn in_many_orders(scenario: fn(Variant)) {
    for awaited in [false, true] {
        for sessionful in [false, true] {
            let variant = Variant { awaited, sessionful };
            shuttle::check_random(move || scenario(variant), ORDERS);
            shuttle::check_pct(move || scenario(variant), ORDERS, 3);
        }
    }
}

#[test]
fn an_open_races_with_its_end_and_an_abort() {
    in_many_orders(|variant| {
        let model = Model::new(variant);
        let opening = model.spawn(open);
        let answering = model.answering();
        abort(&model.proxy).unwrap();
        answering.join().unwrap();
        let opened = opening.join().unwrap();
        match model.proxy.state() {
            State::Created => assert_eq!(opened, Err(WS_E_OPERATION_ABORTED)),
            State::Open | State::Faulted => assert_eq!(opened, Ok(())),
            state => panic!("{state:?} after {opened:?}"),
        }
        model.check_freed();
    });
}

#[test]
fn an_abort_alone_ends_an_open() {
    in_many_orders(|variant| {
        let model = Model::new(variant);
        let opening = model.spawn(open);
        // It is opening, be its channel opening yet or not.
        model.network.wait_made(1);
        abort(&model.proxy).unwrap();
        assert_eq!(opening.join().unwrap(), Err(WS_E_OPERATION_ABORTED));
        assert_eq!(model.proxy.state(), State::Created);
        model.check_freed();
    });
}

#[test]
fn an_abort_alone_ends_calls_and_the_close_that_waits_for_them() {
    in_many_orders(|variant| {
        let model = Model::opened(variant);
        let calls = [model.spawn(|proxy| call(proxy, 1)), model.spawn(|proxy| call(proxy, 2))];
        let closing = model.spawn(close);
        abort(&model.proxy).unwrap();
        for calling in calls {
            let called = calling.join().unwrap();
            assert!(matches!(called, Err(WS_E_OPERATION_ABORTED | WS_E_INVALID_OPERATION)), "{called:?}");
        }
        let closed = closing.join().unwrap();
        assert!(matches!(closed, Ok(()) | Err(WS_E_OPERATION_ABORTED)), "{closed:?}");
        assert_eq!(model.proxy.state(), State::Closed);
        model.check_freed();
    });
}

#[test]
fn an_abort_faults_an_open_proxy_and_all_its_channels() {
    in_many_orders(|variant| {
        let model = Model::opened(variant);
        let calls = [model.spawn(|proxy| call(proxy, 1)), model.spawn(|proxy| call(proxy, 2))];
        abort(&model.proxy).unwrap();
        for calling in calls {
            let called = calling.join().unwrap();
            assert!(matches!(called, Err(WS_E_OPERATION_ABORTED | WS_E_INVALID_OPERATION)), "{called:?}");
        }
        assert_eq!(model.proxy.state(), State::Faulted);
        assert_eq!(call(&model.proxy, 3), Err(WS_E_INVALID_OPERATION));
        assert_eq!(close(&model.proxy), Ok(()));
        assert_eq!(model.proxy.state(), State::Closed);
        model.check_freed();
    });
}

#[test]
fn an_abandon_alone_ends_a_call() {
    in_many_orders(|variant| {
        let model = Model::opened(variant);
        let calling = model.spawn(|proxy| call(proxy, 1));
        let first = model.network.0.0.lock().unwrap().transports[0].clone();
        // The opening was one operation; the call is at its own.
        first.wait_started(2);
        model.proxy.abandon(2).unwrap();
        model.proxy.abandon(1).unwrap();
        assert_eq!(calling.join().unwrap(), Err(WS_E_OPERATION_ABANDONED));
        // The application's own channel has to be aborted, and is the session.
        let state = if variant.awaited && variant.sessionful { State::Faulted } else { State::Open };
        assert_eq!(model.proxy.state(), state);
        assert_eq!(close(&model.proxy), Ok(()));
        model.check_freed();
    });
}

#[test]
fn a_close_waits_for_calls_of_which_one_is_abandoned() {
    in_many_orders(|variant| {
        let model = Model::opened(variant);
        let abandoned = model.spawn(|proxy| call(proxy, 1));
        let other = model.spawn(|proxy| call(proxy, 2));
        let abandoning = model.spawn(|proxy| proxy.abandon(1).map_err(|failure| failure.code()));
        let answering = model.answering();
        let closed = close(&model.proxy);
        assert_eq!(model.proxy.pending(), 0, "it has waited for every call");
        assert_eq!(model.proxy.state(), State::Closed);
        let one = abandoned.join().unwrap();
        let other = other.join().unwrap();
        let abandoning = abandoning.join().unwrap();
        answering.join().unwrap();
        assert_eq!(closed, Ok(()));
        assert!(matches!(abandoning, Ok(()) | Err(WS_E_INVALID_OPERATION)), "{abandoning:?}");
        if !matches!(one, Ok(()) | Err(WS_E_INVALID_OPERATION)) {
            // A session that the application's own channel had to give up takes the other call with it.
            assert!(one == Err(WS_E_OPERATION_ABANDONED) || variant.sessionful, "{one:?}");
        }
        if !matches!(other, Ok(()) | Err(WS_E_INVALID_OPERATION)) {
            assert!(variant.sessionful, "only the one call was abandoned: {other:?}");
        }
        model.check_freed();
    });
}

#[test]
fn a_proxy_is_opened_anew_while_calls_of_before_end() {
    in_many_orders(|variant| {
        let model = Model::opened(variant);
        let calling = model.spawn(|proxy| call(proxy, 1));
        let closing = model.spawn(close);
        let answering = model.answering();
        abort(&model.proxy).unwrap();
        let reset = model.proxy.reset().map_err(|failure| failure.code());
        answering.join().unwrap();
        let opened = open(&model.proxy);
        let _ = calling.join().unwrap();
        let closed = closing.join().unwrap();
        if reset.is_ok() && opened.is_ok() && closed == Err(WS_E_OPERATION_ABORTED) {
            // The closing was that of before.
            assert_eq!(model.proxy.state(), State::Open, "what is of before leaves it alone");
            assert_eq!(call(&model.proxy, 2), Ok(()));
            assert_eq!(model.proxy.state(), State::Open);
        }
        assert!(matches!(close(&model.proxy), Ok(())));
        assert_eq!(model.proxy.state(), State::Closed);
        model.check_freed();
    });
}

#[test]
fn the_last_reference_goes_while_calls_are_pending() {
    in_many_orders(|variant| {
        let model = Model::opened(variant);
        let calls = [model.spawn(|proxy| call(proxy, 1)), model.spawn(|proxy| call(proxy, 2))];
        let Model { proxy, network } = model;
        // WsFreeServiceProxy aborts what is not closed and gives its reference up, whatever is pending.
        if proxy.check_free().is_err() {
            abort(&proxy).unwrap();
        }
        drop(proxy);
        for calling in calls {
            assert!(calling.join().unwrap().is_err());
        }
        check_lines(&network);
    });
}
