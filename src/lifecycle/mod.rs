//! The life cycle that channels, listeners, proxies and hosts share, as one table.
//!
//! ```text
//!             open/accept            done
//!   CREATED ─────────────▶ OPENING ─────────▶ OPEN ──────────┐ abort, error
//!    ▲  ▲ │   error, abort    │                 │            ▼
//!    │  │ │◀──────────────────┘           close │         FAULTED
//!    │  │ │                                     ▼            │
//!    │  │ └── close (nothing to do) ──┐      CLOSING ◀────────┘ close
//!    │ abort, reset                   ▼         │ done, error
//!    └────────────── reset ─────── CLOSED ◀─────┘
//! ```
//!
//! The pictures are in the documentation of WS_CHANNEL_STATE, WS_LISTENER_STATE, WS_SERVICE_PROXY_STATE and
//! WS_SERVICE_HOST_STATE. The table below has a row for each legal pair; every other pair is `WS_E_INVALID_OPERATION`. Where the kinds of
//! object differ, the rows say for which kind they are.
//!
//! The table is pure data: no lock, no I/O. The [`Gate`] around a [`Machine`] is what its owner works with: it locks,
//! makes the transition, unlocks, and leaves it to the owner to carry the [`Effect`] out, since that may call the
//! application.

mod gate;
mod signal;
pub(crate) mod sync;
#[cfg(test)]
mod tests;
mod waiters;

use crate::error::{Error, Result};

pub(crate) use gate::{Gate, Held, Transition};
use signal::AbortSignal;
pub(crate) use signal::Moment;
pub(crate) use waiters::Waiters;

/// The kind of object, for the rows that differ and for messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ObjectKind {
    Channel,
    Listener,
    Proxy,
    Host,
}

impl ObjectKind {
    fn noun(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Listener => "listener",
            Self::Proxy => "service proxy",
            Self::Host => "service host",
        }
    }
}

/// The states, by their documented names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Created,
    Opening,
    Accepting,
    Open,
    Faulted,
    Closing,
    Closed,
}

/// What happens to an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    /// The application opens it.
    Open,
    /// The application has it accepted by a listener.
    Accept,
    /// Opening or accepting succeeded.
    Opened,
    /// Opening or accepting failed.
    OpenFailed,
    /// An error made it unusable.
    Fault,
    /// The application aborts it. Legal in every state.
    Abort,
    /// The application closes it.
    Close,
    /// Closing has ended, well or not: it is closed either way.
    CloseEnded,
    /// The application resets it for another use.
    Reset,
    /// The application frees it.
    Free,
}

/// What the owner has to do now that the transition has been made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
enum Effect {
    Nothing,
    /// Run the open, and report `Opened` or `OpenFailed`.
    RunOpen,
    /// Run the accept, and report `Opened` or `OpenFailed`.
    RunAccept,
    /// Run the close, and report `CloseEnded`.
    RunClose,
    /// End what is pending: it comes back with WS_E_OPERATION_ABORTED.
    CancelPending,
    /// Return to how it was when created.
    Clear,
}

use Effect::{CancelPending, Clear, Nothing, RunAccept, RunClose, RunOpen};
use Event::{Abort, Accept, Close, CloseEnded, Fault, Free, Open, OpenFailed, Opened, Reset};
use ObjectKind::{Channel, Host, Listener, Proxy};
use State::{Accepting, Closed, Closing, Created, Faulted, Opening};

/// One legal transition: from, event, to, effect, and the kinds it holds for.
type Row = (State, Event, State, Effect, &'static [ObjectKind]);

const ALL: &[ObjectKind] = &[Channel, Listener, Proxy, Host];

/// The table. (shared names: State::Open is a state, Event::Open an event.)
const TABLE: &[Row] = &[
    (Created, Open, Opening, RunOpen, ALL),
    (Created, Accept, Accepting, RunAccept, &[Channel]),
    (Created, Abort, Created, Nothing, ALL),
    (Created, Reset, Created, Clear, ALL),
    // The page of WsCloseChannel does not allow it, but Windows answers S_OK.
    (Created, Close, Closed, Nothing, ALL),
    (Created, Free, Created, Nothing, ALL),
    (Opening, Opened, State::Open, Nothing, ALL),
    (Opening, OpenFailed, Created, Nothing, ALL),
    (Opening, Abort, Created, CancelPending, ALL),
    (Accepting, Opened, State::Open, Nothing, &[Channel]),
    (Accepting, OpenFailed, Created, Nothing, &[Channel]),
    (Accepting, Abort, Created, CancelPending, &[Channel]),
    (State::Open, Fault, Faulted, Nothing, ALL),
    (State::Open, Abort, Faulted, CancelPending, ALL),
    (State::Open, Close, Closing, RunClose, ALL),
    (Faulted, Fault, Faulted, Nothing, ALL),
    (Faulted, Abort, Faulted, CancelPending, ALL),
    (Faulted, Close, Closing, RunClose, ALL),
    (Closing, CloseEnded, Closed, Nothing, ALL),
    (Closing, Fault, Closing, Nothing, ALL),
    // The close that is pending ends, and with it the state, when its I/O has been cancelled.
    (Closing, Abort, Closing, CancelPending, &[Channel, Listener, Host]),
    (Closing, Abort, Closed, CancelPending, &[Proxy]),
    (Closed, Abort, Closed, Nothing, ALL),
    (Closed, Close, Closed, Nothing, ALL),
    (Closed, Reset, Created, Clear, ALL),
    (Closed, Fault, Closed, Nothing, ALL),
    (Closed, CloseEnded, Closed, Nothing, ALL),
    (Closed, Free, Closed, Nothing, ALL),
];

/// Identifies one opening or closing, so that its end, coming after an abort, does not end a later one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Ticket(u64);

/// The state of one object.
#[derive(Debug)]
struct Machine {
    kind: ObjectKind,
    state: State,
    /// Changes whenever a pending open, accept or close is superseded by an abort.
    epoch: u64,
}

impl Machine {
    fn new(kind: ObjectKind) -> Self {
        Self { kind, state: Created, epoch: 0 }
    }

    fn state(&self) -> State {
        self.state
    }

    /// The identity of what is going on now.
    fn ticket(&self) -> Ticket {
        Ticket(self.epoch)
    }

    /// Makes the transition, or refuses it with `WS_E_INVALID_OPERATION`.
    fn apply(&mut self, event: Event) -> Result<Effect> {
        let row = TABLE.iter().find(|(from, on, _, _, kinds)| {
            *from == self.state && *on == event && kinds.contains(&self.kind)
        });
        let Some(&(from, _, to, effect, _)) = row else {
            return Err(Error::invalid_operation(format!(
                "{} is not possible: the {} is {}",
                verb(event),
                self.kind.noun(),
                adjective(self.state)
            )));
        };
        if from != to && (event == Abort || matches!(event, Open | Accept | Close | Reset)) {
            self.epoch += 1;
        }
        self.state = to;
        Ok(effect)
    }

    /// Reports how an opening or a closing ended. `false` when an abort has superseded it meanwhile: nothing
    /// changes then, and the operation is to end with `WS_E_OPERATION_ABORTED`.
    fn end(&mut self, ticket: Ticket, event: Event) -> bool {
        ticket == self.ticket() && self.apply(event).is_ok()
    }

    /// Whether messages can be exchanged, else the error that says why not.
    fn require_open(&self) -> Result<()> {
        match self.state {
            State::Open => Ok(()),
            Faulted => Err(Error::new(
                crate::abi::types::WS_E_OBJECT_FAULTED,
                format!("the {} is faulted: it can only be closed", self.kind.noun()),
            )),
            state => Err(Error::invalid_operation(format!(
                "the {} is {}, not open",
                self.kind.noun(),
                adjective(state)
            ))),
        }
    }
}

fn verb(event: Event) -> &'static str {
    match event {
        Open | Opened | OpenFailed => "opening",
        Accept => "accepting",
        Fault => "faulting",
        Abort => "aborting",
        Close | CloseEnded => "closing",
        Reset => "resetting",
        Free => "freeing",
    }
}

fn adjective(state: State) -> &'static str {
    match state {
        Created => "created and not open yet",
        Opening => "opening",
        Accepting => "accepting",
        State::Open => "open",
        Faulted => "faulted",
        Closing => "closing",
        Closed => "closed",
    }
}
