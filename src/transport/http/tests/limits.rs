//! Time and size, on the client's side.

use std::time::Instant;

use socket2::{Domain, Socket, Type};

use super::*;
use crate::abi::types::*;
use crate::error::Error;

#[test]
fn a_body_over_the_limit_is_refused_before_it_is_here() {
    in_both_modes(|| async {
        // None of these sends its last byte: a client that waited for it would not come back.
        for response in [
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551614\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello!",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!",
        ] {
            let peer = Peer::answering(response);
            let mut client = peer.client();
            let error = client.request(post(""), 5, None).await.unwrap_err();
            assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED, "{response:?}: {error}");
            assert!(error.messages()[0].contains("allowed"), "{error}");
            drop(client);
            peer.join();
        }
    });
}

#[test]
fn a_head_over_the_limit_is_refused() {
    in_both_modes(|| async {
        let peer = Peer::answering(format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(100_000)));
        let mut client = peer.client();
        let error = client.request(post(""), 5, None).await.unwrap_err();
        assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED, "{error}");
        drop(client);
        peer.join();
    });
}

/// A request to this peer, of this size, with one of its timeouts short: the error.
async fn with_short(peer: &Peer, size: usize, choose: impl Fn(&mut Timeouts) -> &mut u32) -> Error {
    let mut client = peer.client();
    *choose(&mut client.options_mut().timeouts) = 30;
    let start = Instant::now();
    let request = Request::post("/", Headers::new(), vec![b'x'; size]);
    let error = client.request(request, 5, None).await.unwrap_err();
    assert!(start.elapsed() < FOR_EVER / 4, "the short timeout counts");
    error
}

#[test]
fn each_phase_has_its_timeout() {
    in_both_modes(|| async {
        let silent = || {
            Peer::new(vec![script(|mut socket| {
                read_message(&mut socket);
                wait_for_close(&mut socket);
            })])
        };
        let peer = silent();
        let error = with_short(&peer, 1, |timeouts| &mut timeouts.receive_response).await;
        assert_eq!(
            (error.code(), &*error.messages()[0]),
            (WS_E_OPERATION_TIMED_OUT, "no response came in time")
        );
        peer.join();

        let peer = Peer::answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        let error = with_short(&peer, 1, |timeouts| &mut timeouts.receive).await;
        assert_eq!(error.code(), WS_E_OPERATION_TIMED_OUT);
        assert!(error.messages()[0].contains("3 bytes"), "{error}");
        peer.join();

        let (done, wait) = mpsc::channel::<()>();
        let peer = Peer::new(vec![script(move |_socket| {
            let _ = wait.recv_timeout(FOR_EVER);
        })]);
        let error = with_short(&peer, 50_000_000, |timeouts| &mut timeouts.send).await;
        assert_eq!(
            (error.code(), &*error.messages()[0]),
            (WS_E_OPERATION_TIMED_OUT, "the request was not sent in time")
        );
        drop(done);
        peer.join();
    });
}

#[test]
fn the_deadline_of_the_whole_counts_too() {
    in_both_modes(|| async {
        let peer = Peer::answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        let deadline = Some(Instant::now() + Duration::from_millis(30));
        let error = peer.client().request(post(""), 5, deadline).await.unwrap_err();
        assert_eq!(error.code(), WS_E_OPERATION_TIMED_OUT);
        peer.join();
    });
}

/// An address at which nothing ever answers: its queue is full, and nobody accepts.
struct BlackHole {
    _listener: Socket,
    _fill: Vec<Socket>,
    port: u16,
}

impl BlackHole {
    fn new() -> Self {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        listener.bind(&"127.0.0.1:0".parse::<SocketAddr>().unwrap().into()).unwrap();
        listener.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let fill = (0..4)
            .map(|_| {
                let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
                socket.set_nonblocking(true).unwrap();
                let _ = socket.connect(&address);
                socket
            })
            .collect();
        let port = address.as_socket().unwrap().port();
        Self { _listener: listener, _fill: fill, port }
    }
}

#[test]
fn connecting_times_out_and_can_be_aborted() {
    in_both_modes(|| async {
        let hole = BlackHole::new();
        let mut client = HttpClient::new(Endpoint::new("127.0.0.1", hole.port), ClientOptions::default());
        client.options_mut().timeouts.connect = 30;
        let error = client.request(get(), 5, None).await.unwrap_err();
        assert_eq!(error.code(), WS_E_OPERATION_TIMED_OUT, "{error}");
        assert!(error.messages()[0].contains(&format!("127.0.0.1:{}", hole.port)), "{error}");

        client.options_mut().timeouts.connect = u32::MAX;
        let abort = client.abort_handle();
        let aborter = std::thread::spawn(move || abort.abort());
        assert_eq!(client.connect(None).await.unwrap_err().code(), WS_E_OPERATION_ABORTED);
        aborter.join().unwrap();
    });
}
