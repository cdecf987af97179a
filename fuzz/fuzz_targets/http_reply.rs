//! Any bytes as what an HTTP server answers: they are a message, or refused; the channel can be closed all the same.
#![no_main]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::ptr::{null, null_mut};
use std::sync::{Mutex, OnceLock};

use libfuzzer_sys::fuzz_target;
use webservices::abi::channel::*;
use webservices::abi::message::*;
use webservices::abi::types::*;

/// What the server answers next.
static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn port() -> u16 {
    static PORT: OnceLock<u16> = OnceLock::new();
    *PORT.get_or_init(|| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its own address").port();
        std::thread::spawn(move || {
            while let Ok((mut connection, _)) = listener.accept() {
                let (mut seen, mut bytes) = (Vec::new(), [0; 4096]);
                while !seen.ends_with(b"Envelope>") {
                    match connection.read(&mut bytes) {
                        Ok(read) if read > 0 => seen.extend_from_slice(&bytes[..read]),
                        _ => break,
                    }
                }
                // Refused half-way, the client closes the connection.
                let _ = connection.write_all(&ANSWER.lock().expect("no panic before"));
            }
        });
        port
    })
}

fuzz_target!(|data: &[u8]| {
    *ANSWER.lock().expect("no panic before") = data.to_vec();
    let mut url: Vec<u16> = format!("http://127.0.0.1:{}/", port()).encode_utf16().collect();
    unsafe {
        let (mut channel, mut request, mut reply) = (null_mut(), null_mut(), null_mut());
        let created = WsCreateChannel(
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST.to_c(),
            WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING.to_c(),
            null(),
            0,
            null(),
            &raw mut channel,
            null_mut(),
        );
        assert_eq!(created, S_OK);
        for message in [&raw mut request, &raw mut reply] {
            assert_eq!(WsCreateMessageForChannel(channel, null(), 0, message, null_mut()), S_OK);
        }
        let address = WS_ENDPOINT_ADDRESS {
            url: WS_STRING { length: url.len() as ULONG, chars: url.as_mut_ptr() },
            headers: null_mut(),
            extensions: null_mut(),
            identity: null_mut(),
        };
        assert_eq!(WsOpenChannel(channel, &raw const address, null(), null_mut()), S_OK);
        let blank = WS_MESSAGE_INITIALIZATION::WS_BLANK_MESSAGE.to_c();
        assert_eq!(WsInitializeMessage(request, blank, null_mut(), null_mut()), S_OK);
        if WsWriteMessageStart(channel, request, null(), null_mut()) == S_OK
            && WsWriteMessageEnd(channel, request, null(), null_mut()) == S_OK
            && WsReadMessageStart(channel, reply, null(), null_mut()) == S_OK
        {
            WsReadMessageEnd(channel, reply, null(), null_mut());
        }
        WsAbortChannel(channel, null_mut());
        WsCloseChannel(channel, null(), null_mut());
        WsFreeChannel(channel);
        WsFreeMessage(request);
        WsFreeMessage(reply);
    }
});
