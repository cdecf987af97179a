use super::*;
use crate::abi::types::{WS_E_INVALID_OPERATION, WS_E_OBJECT_FAULTED};

const STATES: [State; 7] = [Created, Opening, Accepting, State::Open, Faulted, Closing, Closed];
const EVENTS: [Event; 10] = [Open, Accept, Opened, OpenFailed, Fault, Abort, Close, CloseEnded, Reset, Free];

/// The documentation's pictures, written down apart from the table: one line per state, one column per call of
/// the application; `-` is refused.
const PICTURES: &[(ObjectKind, &str)] = &[
    (
        Channel,
        "          open    accept    abort   close   reset   free
         created  opening accepting created closed  created created
         opening  -       -         created -       -       -
         accepting -      -         created -       -       -
         open     -       -         faulted closing -       -
         faulted  -       -         faulted closing -       -
         closing  -       -         closing -       -       -
         closed   -       -         closed  closed  created closed",
    ),
    (
        Listener,
        "          open    accept    abort   close   reset   free
         created  opening -         created closed  created created
         opening  -       -         created -       -       -
         open     -       -         faulted closing -       -
         faulted  -       -         faulted closing -       -
         closing  -       -         closing -       -       -
         closed   -       -         closed  closed  created closed",
    ),
    (
        Proxy,
        "          open    accept    abort   close   reset   free
         created  opening -         created closed  created created
         opening  -       -         created -       -       -
         open     -       -         faulted closing -       -
         faulted  -       -         faulted closing -       -
         closing  -       -         closed  -       -       -
         closed   -       -         closed  closed  created closed",
    ),
    (
        Host,
        "          open    accept    abort   close   reset   free
         created  opening -         created closed  created created
         opening  -       -         created -       -       -
         open     -       -         faulted closing -       -
         faulted  -       -         faulted closing -       -
         closing  -       -         closing -       -       -
         closed   -       -         closed  closed  created closed",
    ),
];

fn state_named(name: &str) -> State {
    *STATES.iter().find(|state| format!("{state:?}").eq_ignore_ascii_case(name)).unwrap()
}

#[test]
fn every_call_in_every_state_does_what_the_pictures_say() {
    for (kind, picture) in PICTURES {
        for line in picture.lines().skip(1) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let from = state_named(words[0]);
            for (event, expected) in [Open, Accept, Abort, Close, Reset, Free].into_iter().zip(&words[1..]) {
                let mut machine = Machine { kind: *kind, state: from, epoch: 0 };
                match machine.apply(event) {
                    Ok(_) => {
                        assert_eq!(machine.state(), state_named(expected), "{kind:?} {from:?} {event:?}");
                    }
                    Err(error) => {
                        assert_eq!(*expected, "-", "{kind:?} {from:?} {event:?}");
                        assert_eq!(error.code(), WS_E_INVALID_OPERATION);
                        assert_eq!(machine.state(), from, "a refused call changes nothing");
                    }
                }
            }
        }
    }
}

#[test]
fn no_pair_has_two_rows() {
    for kind in [Channel, Listener, Proxy, Host] {
        for state in STATES {
            for event in EVENTS {
                let rows =
                    TABLE.iter().filter(|row| row.0 == state && row.1 == event && row.4.contains(&kind));
                assert!(rows.count() <= 1, "{kind:?} {state:?} {event:?}");
            }
        }
    }
}

#[test]
fn an_abort_is_legal_in_every_state_that_can_be_reached() {
    for kind in [Channel, Listener, Proxy, Host] {
        for state in STATES {
            if state == Accepting && kind != Channel {
                continue;
            }
            assert!(Machine { kind, state, epoch: 0 }.apply(Abort).is_ok(), "{kind:?} {state:?}");
        }
    }
}

#[test]
fn an_open_that_ends_after_an_abort_does_not_open_what_was_opened_anew() {
    let mut machine = Machine::new(Channel);
    assert_eq!(machine.apply(Open).unwrap(), RunOpen);
    let first = machine.ticket();
    assert_eq!(machine.apply(Abort).unwrap(), CancelPending);
    assert_eq!(machine.apply(Open).unwrap(), RunOpen);
    let second = machine.ticket();
    assert!(!machine.end(first, Opened));
    assert_eq!(machine.state(), Opening);
    assert!(machine.end(second, Opened));
    assert_eq!(machine.state(), State::Open);
}

#[test]
fn a_faulted_object_says_so() {
    let mut machine = Machine { kind: Proxy, state: State::Open, epoch: 0 };
    assert!(machine.require_open().is_ok());
    let _ = machine.apply(Fault).unwrap();
    assert_eq!(machine.require_open().unwrap_err().code(), WS_E_OBJECT_FAULTED);
    assert_eq!(Machine::new(Proxy).require_open().unwrap_err().code(), WS_E_INVALID_OPERATION);
}
