//! Any bytes as what comes in on a connection of an HTTP listener: requests of it are accepted, read and answered, or
//! refused; the connection ends when the client has nothing more to say, and the listener goes on serving.
#![no_main]

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::ptr::{null, null_mut};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use webservices::abi::channel::*;
use webservices::abi::listener::*;
use webservices::abi::message::*;
use webservices::abi::types::*;

/// Who has not answered by then may not have all that it waits for.
const MOMENT: Duration = Duration::from_millis(2);

/// Nothing here may take so long.
const PATIENCE: Duration = Duration::from_secs(8);

/// A request that every listener in order answers.
const GOOD: &[u8] =
    b"POST /service HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/xml\r\n\
    Content-Length: 94\r\n\r\n\
    <s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body></s:Body></s:Envelope>";

/// Accepts, reads and answers for ever, as a service does.
unsafe fn serve(listener: *mut WS_LISTENER) {
    let mut envelope = WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1;
    let mut addressing = WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT;
    let properties = [
        WS_CHANNEL_PROPERTY {
            id: WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_ENVELOPE_VERSION.to_c(),
            value: (&raw mut envelope).cast(),
            valueSize: size_of_val(&envelope) as ULONG,
        },
        WS_CHANNEL_PROPERTY {
            id: WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_ADDRESSING_VERSION.to_c(),
            value: (&raw mut addressing).cast(),
            valueSize: size_of_val(&addressing) as ULONG,
        },
    ];
    unsafe {
        let (mut channel, mut request, mut reply) = (null_mut(), null_mut(), null_mut());
        let created =
            WsCreateChannelForListener(listener, properties.as_ptr(), 2, &raw mut channel, null_mut());
        assert_eq!(created, S_OK);
        for message in [&raw mut request, &raw mut reply] {
            assert_eq!(WsCreateMessageForChannel(channel, null(), 0, message, null_mut()), S_OK);
        }
        let kind = WS_MESSAGE_INITIALIZATION::WS_REPLY_MESSAGE.to_c();
        loop {
            assert_eq!(WsAcceptChannel(listener, channel, null(), null_mut()), S_OK);
            if WsReadMessageStart(channel, request, null(), null_mut()) == S_OK
                && WsReadMessageEnd(channel, request, null(), null_mut()) == S_OK
                && WsInitializeMessage(reply, kind, request, null_mut()) == S_OK
                && WsWriteMessageStart(channel, reply, null(), null_mut()) == S_OK
            {
                WsWriteMessageEnd(channel, reply, null(), null_mut());
            }
            WsCloseChannel(channel, null(), null_mut());
            assert_eq!(WsResetChannel(channel, null_mut()), S_OK);
            assert_eq!(WsResetMessage(request, null_mut()), S_OK);
            assert_eq!(WsResetMessage(reply, null_mut()), S_OK);
        }
    }
}

fn port() -> u16 {
    static PORT: OnceLock<u16> = OnceLock::new();
    *PORT.get_or_init(|| {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its own address").port();
        drop(free);
        let mut url: Vec<u16> = format!("http://+:{port}/service").encode_utf16().collect();
        let url = WS_STRING { length: url.len() as ULONG, chars: url.as_mut_ptr() };
        let mut listener = null_mut();
        unsafe {
            let created = WsCreateListener(
                WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REPLY.to_c(),
                WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING.to_c(),
                null(),
                0,
                null(),
                &raw mut listener,
                null_mut(),
            );
            assert_eq!(created, S_OK);
            assert_eq!(WsOpenListener(listener, &raw const url, null(), null_mut()), S_OK);
        }
        let listener = listener as usize;
        std::thread::spawn(move || unsafe { serve(listener as *mut WS_LISTENER) });
        port
    })
}

/// Sends, and reads until the server has closed; after a time without an answer the client says that it has no more
/// to say. False if the server does not close in time.
fn talk(bytes: &[u8], first_patience: Duration, answer: &mut Vec<u8>) -> bool {
    // A client's port is taken for a while after its connection; each address of this machine has all of them.
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let [_, _, high, low] = COUNT.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let address = Ipv4Addr::new(127, 1, high, low | 1);
    let mut connection = TcpStream::connect((address, port())).expect("the listener listens");
    // Refused half-way, the server may have closed already.
    let _ = connection.write_all(bytes);
    let mut buffer = [0; 4096];
    for (patience, is_last) in [(first_patience, false), (PATIENCE, true)] {
        connection.set_read_timeout(Some(patience)).expect("a timeout");
        loop {
            match connection.read(&mut buffer) {
                Ok(0) => return true,
                Ok(read) => answer.extend_from_slice(&buffer[..read]),
                // The fuzzer's alarm clock.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
                Err(error) => return error.kind() == ErrorKind::ConnectionReset,
            }
        }
        if !is_last {
            let _ = connection.shutdown(Shutdown::Write);
        }
    }
    false
}

fuzz_target!(|data: &[u8]| {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let mut answer = Vec::new();
    assert!(talk(data, MOMENT, &mut answer), "the connection does not end");
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "the answer is no HTTP");
    if RUNS.fetch_add(1, Ordering::Relaxed).is_multiple_of(64) {
        answer.clear();
        assert!(talk(GOOD, PATIENCE, &mut answer), "a good request is not answered");
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "a good request is refused");
    }
});
