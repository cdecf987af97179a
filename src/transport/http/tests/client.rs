use std::io::Read;
use std::time::Instant;

use super::*;
use crate::abi::types::*;
use crate::runtime::block_on;

#[test]
fn a_request_and_its_response_go_through_whole() {
    in_both_modes(|| async {
        let (sender, receiver) = mpsc::channel();
        let peer = Peer::new(vec![script(move |mut socket| {
            sender.send(read_message(&mut socket)).unwrap();
            socket
                .write_all(b"HTTP/1.1 500 Out of tea\r\nContent-Type: text/xml\r\nX: 1\r\nX: 2\r\nContent-Length: 4\r\n\r\nbody")
                .unwrap();
            wait_for_close(&mut socket);
        })]);
        let mut client = peer.client();
        let response = client.request(post("<a/>"), 100, None).await.unwrap();
        assert_eq!((response.status, &*response.reason, &*response.body), (500, "Out of tea", &b"body"[..]));
        assert_eq!(response.headers.text("content-type"), Some("text/xml"));
        assert_eq!(response.headers.all("X").count(), 2);
        assert_eq!(response.failure().unwrap().code(), WS_E_ENDPOINT_FAILURE);
        let request = receiver.recv_timeout(FOR_EVER).unwrap().to_ascii_lowercase();
        assert!(request.starts_with("post /service?x=1 http/1.1\r\n"), "{request}");
        assert!(request.contains(&format!("\r\nhost: {}\r\n", peer.address)), "{request}");
        assert!(request.contains("\r\ncontent-type: text/xml\r\n"), "{request}");
        assert!(request.ends_with("content-length: 4\r\n\r\n<a/>"), "{request}");
        drop(client);
        peer.join();
    });
}

/// Responses that say the same in every way that HTTP has.
const HELLO: [&str; 6] = [
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n3;a=b\r\nell\r\n1\r\no\r\n0\r\nTrailer: x\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
];

#[test]
fn every_framing_is_read_byte_by_byte() {
    for response in HELLO {
        in_both_modes(|| async move {
            let peer = Peer::new(vec![script(move |mut socket| {
                read_message(&mut socket);
                for byte in response.as_bytes() {
                    socket.write_all(&[*byte]).unwrap();
                    std::thread::yield_now();
                }
                wait_for_close(&mut socket);
            })]);
            let mut client = peer.client();
            let response = client.request(post(""), 5, None).await.unwrap();
            assert_eq!((response.status, &*response.body), (200, &b"hello"[..]));
            drop(client);
            peer.join();
        });
    }
}

#[test]
fn a_body_may_end_with_the_connection() {
    in_both_modes(|| async {
        let peer = Peer::new(vec![script(|mut socket| {
            read_message(&mut socket);
            socket.write_all(b"HTTP/1.0 200 OK\r\n\r\nhello").unwrap();
            close_write(&socket);
            wait_for_close(&mut socket);
        })]);
        let response = peer.client().request(post(""), 5, None).await.unwrap();
        assert_eq!(&*response.body, b"hello");
        peer.join();
    });
}

#[test]
fn every_truncation_is_a_lost_connection() {
    for response in HELLO {
        let scripts = (0..response.len()).map(|length| {
            script(move |mut socket| {
                read_message(&mut socket);
                socket.write_all(&response.as_bytes()[..length]).unwrap();
                close_write(&socket);
                wait_for_close(&mut socket);
            })
        });
        let peer = Peer::new(scripts.collect());
        for length in 0..response.len() {
            let error = block_on(peer.client().request(post(""), 5, None)).unwrap_err();
            assert_eq!(error.code(), WS_E_ENDPOINT_DISCONNECTED, "{length} bytes of {response:?}: {error}");
            let url = format!("'http://{}/service?x=1'", peer.address);
            assert!(error.messages().iter().any(|message| message.contains(&url)), "{error}");
        }
        peer.join();
    }
}

#[test]
fn what_is_no_http_is_an_invalid_format() {
    for garbage in [
        "hello\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
    ] {
        in_both_modes(|| async move {
            let peer = Peer::answering(garbage);
            let mut client = peer.client();
            let error = client.request(post(""), 100, None).await.unwrap_err();
            assert_eq!(error.code(), WS_E_INVALID_FORMAT, "{garbage:?}: {:?}", error.messages());
            drop(client);
            peer.join();
        });
    }
}

#[test]
fn a_connection_is_kept_for_the_next_request_until_the_server_says_close() {
    in_both_modes(|| async {
        let hello = |close: &str| format!("HTTP/1.1 200 OK\r\n{close}Content-Length: 5\r\n\r\nhello");
        let peer = Peer::new(vec![
            script(move |mut socket| {
                for close in ["", "", "Connection: close\r\n"] {
                    read_message(&mut socket);
                    socket.write_all(hello(close).as_bytes()).unwrap();
                }
                wait_for_close(&mut socket);
            }),
            script(move |mut socket| {
                read_message(&mut socket);
                socket.write_all(hello("").as_bytes()).unwrap();
                wait_for_close(&mut socket);
            }),
        ]);
        let mut client = peer.client();
        for _ in 0..4 {
            assert_eq!(&*client.request(post("x"), 5, None).await.unwrap().body, b"hello");
        }
        drop(client);
        peer.join();
    });
}

#[test]
fn one_client_serves_a_thread_and_the_runtime_in_turn() {
    let peer = Peer::new(vec![script(|mut socket| {
        for _ in 0..6 {
            read_message(&mut socket);
            socket.write_all(HELLO[1].as_bytes()).unwrap();
        }
        wait_for_close(&mut socket);
    })]);
    let mut client = peer.client();
    for _ in 0..3 {
        block_on(client.request(post("x"), 5, None)).unwrap();
        client = on_runtime(async move {
            client.request(post("x"), 5, None).await.unwrap();
            client
        });
    }
    drop(client);
    peer.join();
}

/// Answers a first request; what happens on the same connection after that is up to `then`.
fn first_then(then: impl FnOnce(TcpStream) + Send + 'static) -> Script {
    script(move |mut socket| {
        read_message(&mut socket);
        socket.write_all(HELLO[0].as_bytes()).unwrap();
        then(socket);
    })
}

/// Asks twice; between the two, the server sends on the first connection what nobody asked for, and closes it or
/// does not. The second request takes another connection, and its answer is the one that comes there.
async fn asks_twice_over_two_connections(unasked: &'static [u8], closes: bool) {
    let (idle, wait) = mpsc::channel();
    let peer = Peer::new(vec![
        first_then(move |mut socket| {
            wait.recv_timeout(FOR_EVER).unwrap();
            socket.write_all(unasked).unwrap();
            if !closes {
                wait_for_close(&mut socket);
            }
        }),
        script(|mut socket| {
            assert!(read_message(&mut socket).ends_with("\r\n\r\n2"));
            socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbye").unwrap();
            wait_for_close(&mut socket);
        }),
    ]);
    let mut client = peer.client();
    client.request(post("1"), 5, None).await.unwrap();
    idle.send(()).unwrap();
    client.wait_for_unasked();
    assert_eq!(&*client.request(post("2"), 5, None).await.unwrap().body, b"bye");
    drop(client);
    peer.join();
}

#[test]
fn a_connection_that_the_server_closed_meanwhile_is_not_used() {
    in_both_modes(|| async {
        for unasked in [&b""[..], b"HTTP/1.1 408 Request Timeout\r\n\r\n"] {
            asks_twice_over_two_connections(unasked, true).await;
        }
    });
}

#[test]
fn a_connection_on_which_something_came_unasked_is_not_used() {
    in_both_modes(|| async {
        for unasked in [HELLO[0], HELLO[1], "HTTP/1.1 100 Continue\r\n\r\n", "H", "\r\n"] {
            asks_twice_over_two_connections(unasked.as_bytes(), false).await;
            asks_twice_over_two_connections(unasked.as_bytes(), true).await;
        }
    });
}

#[test]
fn what_comes_with_the_answer_and_is_too_much_ends_the_connection() {
    in_both_modes(|| async {
        for more in [HELLO[0], HELLO[5], "H", "\r\n"] {
            let peer = Peer::new(vec![
                script(move |mut socket| {
                    read_message(&mut socket);
                    socket.write_all([HELLO[0], more].concat().as_bytes()).unwrap();
                    wait_for_close(&mut socket);
                }),
                first_then(|mut socket| wait_for_close(&mut socket)),
            ]);
            let mut client = peer.client();
            for request in ["1", "2"] {
                client.request(post(request), 5, None).await.unwrap();
            }
            drop(client);
            peer.join();
        }
    });
}

/// The server gives an idle connection up at the moment it is used: its 408 is on its way when the request is.
#[test]
fn a_timeout_that_crosses_a_request_on_a_kept_connection_is_not_its_answer() {
    const TIMEOUT: &str = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";
    in_both_modes(|| async {
        let peer = Peer::new(vec![
            first_then(|mut socket| {
                read_message(&mut socket);
                socket.write_all(TIMEOUT.as_bytes()).unwrap();
                wait_for_close(&mut socket);
            }),
            first_then(|mut socket| wait_for_close(&mut socket)),
            // On a connection of its own it is the answer.
            script(|mut socket| {
                read_message(&mut socket);
                socket.write_all(TIMEOUT.as_bytes()).unwrap();
                wait_for_close(&mut socket);
            }),
        ]);
        let mut client = peer.client();
        for request in ["1", "2"] {
            assert_eq!(client.request(post(request), 5, None).await.unwrap().status, 200);
        }
        client.disconnect();
        assert_eq!(client.request(post("3"), 5, None).await.unwrap().status, 408);
        drop(client);
        peer.join();
    });
}

#[test]
fn a_request_on_a_kept_connection_is_repeated_only_if_that_is_safe() {
    in_both_modes(|| async {
        for (request, repeated) in [(get(), true), (post("x"), false)] {
            let mut scripts = vec![first_then(|mut socket| {
                read_message(&mut socket);
            })];
            if repeated {
                scripts.push(first_then(|mut socket| wait_for_close(&mut socket)));
            }
            let peer = Peer::new(scripts);
            let mut client = peer.client();
            client.request(get(), 5, None).await.unwrap();
            let result = client.request(request, 5, None).await;
            match result {
                Ok(response) => assert!(repeated && &*response.body == b"hello"),
                Err(error) => {
                    assert!(!repeated, "{error}");
                    assert_eq!(error.code(), WS_E_ENDPOINT_DISCONNECTED);
                }
            }
            drop(client);
            peer.join();
        }
    });
}

#[test]
fn a_request_that_was_dropped_leaves_a_client_that_works() {
    in_both_modes(|| async {
        let (there, wait) = mpsc::channel();
        let peer = Peer::new(vec![
            script(move |mut socket| {
                read_message(&mut socket);
                there.send(()).unwrap();
                wait_for_close(&mut socket);
            }),
            first_then(|mut socket| wait_for_close(&mut socket)),
        ]);
        let mut client = peer.client();
        let stop = AbortHandle::new();
        let stopper = {
            let stop = stop.clone();
            std::thread::spawn(move || {
                wait.recv_timeout(FOR_EVER).unwrap();
                stop.abort();
            })
        };
        let error = Box::pin(stop.race(client.request(post("x"), 5, None))).await.unwrap_err();
        assert_eq!(error.code(), WS_E_OPERATION_ABORTED);
        stopper.join().unwrap();
        client.request(post("x"), 5, None).await.unwrap();
        drop(client);
        peer.join();
    });
}

#[test]
fn a_refused_connection_names_url_address_and_cause() {
    in_both_modes(|| async {
        let peer = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = peer.local_addr().unwrap();
        drop(peer);
        let mut client =
            HttpClient::new(Endpoint::new("127.0.0.1", address.port()), ClientOptions::default());
        let error = client.request(post(""), 5, None).await.unwrap_err();
        assert_eq!(error.code(), WS_E_ENDPOINT_UNREACHABLE);
        assert_eq!(error.original(), Some(crate::platform::CONNECTION_REFUSED as u32));
        let said = error.messages().join("\n");
        assert!(said.contains(&address.to_string()) && said.contains("http://127.0.0.1:"), "{said}");
        assert_eq!(client.connect(None).await.unwrap_err().code(), WS_E_ENDPOINT_UNREACHABLE);
    });
}

#[test]
fn connects_ahead_of_the_first_request_when_asked_to() {
    in_both_modes(|| async {
        let peer = Peer::new(vec![first_then(|mut socket| wait_for_close(&mut socket))]);
        let mut client = peer.client();
        client.connect(None).await.unwrap();
        client.connect(None).await.unwrap();
        client.request(post("x"), 5, None).await.unwrap();
        client.disconnect();
        peer.join();
    });
}

#[test]
fn speaks_over_ipv6() {
    if TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    in_both_modes(|| async {
        let (sender, receiver) = mpsc::channel();
        let peer = Peer::on(
            "[::1]:0",
            vec![script(move |mut socket| {
                sender.send(read_message(&mut socket)).unwrap();
                socket.write_all(HELLO[0].as_bytes()).unwrap();
                wait_for_close(&mut socket);
            })],
        );
        for host in ["[::1]", "::1"] {
            assert_eq!(Endpoint::new(host, 81).to_string(), "[::1]:81");
        }
        peer.client().request(post("x"), 5, None).await.unwrap();
        let request = receiver.recv_timeout(FOR_EVER).unwrap();
        assert!(request.contains(&format!("Host: [::1]:{}\r\n", peer.address.port())), "{request}");
        peer.join();
    });
}

#[test]
fn a_proxy_gets_the_whole_url() {
    in_both_modes(|| async {
        let (sender, receiver) = mpsc::channel();
        let peer = Peer::new(vec![script(move |mut socket| {
            sender.send(read_message(&mut socket)).unwrap();
            socket
                .write_all(
                    b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
                )
                .unwrap();
            wait_for_close(&mut socket);
        })]);
        let mut endpoint = Endpoint::new("service.example", 80);
        endpoint.proxy = Some(crate::transport::http::client::Proxy {
            host: "127.0.0.1".into(),
            port: peer.address.port(),
        });
        let mut client = HttpClient::new(endpoint, ClientOptions::default());
        let response = client.request(get(), 5, None).await.unwrap();
        assert_eq!(response.failure().unwrap().code(), WS_E_PROXY_REQUIRES_BASIC_AUTH);
        let request = receiver.recv_timeout(FOR_EVER).unwrap();
        assert!(request.starts_with("GET http://service.example/ HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("Host: service.example\r\n"), "{request}");
        drop(client);
        peer.join();
    });
}

#[test]
fn what_http_cannot_send_is_an_invalid_argument() {
    let mut client = HttpClient::new(Endpoint::new("127.0.0.1", 1), ClientOptions::default());
    for (method, path) in [("PO ST", "/"), ("", "/"), ("POST", "x"), ("POST", "/a b"), ("POST", "/\r\nX: y")]
    {
        let request = Request { method: method.into(), path: path.into(), ..get() };
        let error = block_on(client.request(request, 5, None)).unwrap_err();
        assert_eq!(error.code(), E_INVALIDARG, "{method} {path}");
    }
    let mut client = HttpClient::new(Endpoint::new("a\r\nb", 1), ClientOptions::default());
    assert_eq!(block_on(client.request(get(), 5, None)).unwrap_err().code(), E_INVALIDARG);
}

#[test]
fn a_large_message_goes_both_ways() {
    in_both_modes(|| async {
        let body: Vec<u8> = (0..3_000_000_u32).map(|index| index as u8).collect();
        let expected = body.clone();
        let peer = Peer::new(vec![script(move |mut socket| {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") {
                socket.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            let mut body = vec![0; 3_000_000];
            socket.read_exact(&mut body).unwrap();
            socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n").unwrap();
            socket.write_all(&body).unwrap();
            wait_for_close(&mut socket);
        })]);
        let mut client = peer.client();
        let request = Request::post("/", Headers::new(), body);
        let response = client.request(request, 3_000_000, None).await.unwrap();
        assert!(response.body == expected);
        drop(client);
        peer.join();
    });
}

#[test]
fn an_answer_may_come_before_the_request_is_out() {
    in_both_modes(|| async {
        let refuse = |socket: &mut TcpStream| {
            socket.read_exact(&mut [0; 100]).unwrap();
            socket.write_all(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno").unwrap();
        };
        let peer = Peer::new(vec![
            script(move |mut socket| {
                refuse(&mut socket);
                wait_for_close(&mut socket);
            }),
            // What was not sent whole on the first connection is not gone on with there.
            first_then(|mut socket| wait_for_close(&mut socket)),
        ]);
        let mut client = peer.client();
        let large = Request::post("/", Headers::new(), vec![b'x'; 50_000_000]);
        let response = client.request(large, 5, None).await.unwrap();
        assert_eq!((response.status, &*response.body), (413, &b"no"[..]));
        assert_eq!(client.request(post("x"), 5, None).await.unwrap().status, 200);
        drop(client);
        peer.join();
    });
}

#[test]
fn how_long_a_body_is_cannot_be_said_by_the_caller() {
    let (sender, receiver) = mpsc::channel();
    let peer = Peer::new(vec![script(move |mut socket| {
        for _ in 0..2 {
            sender.send(read_message(&mut socket)).unwrap();
            socket.write_all(HELLO[0].as_bytes()).unwrap();
        }
        wait_for_close(&mut socket);
    })]);
    let mut headers = Headers::new();
    for (name, value) in [("content-length", "7"), ("Transfer-Encoding", "chunked"), ("SOAPAction", "\"a\"")]
    {
        headers.append(name, value).unwrap();
    }
    let headers = std::sync::Arc::new(headers);
    let mut client = peer.client();
    for (body, length) in [("", 0), ("abc", 3)] {
        block_on(client.request(Request::post("/", headers.clone(), body), 5, None)).unwrap();
        let request = receiver.recv_timeout(FOR_EVER).unwrap();
        let head = format!("SOAPAction: \"a\"\r\nContent-Length: {length}\r\n\r\n{body}");
        assert!(request.ends_with(&head) && !request.contains("chunked"), "{request}");
    }
    drop(client);
    peer.join();
}

#[test]
fn an_abort_ends_a_request_wherever_it_is() {
    /// Where the request is when it is aborted.
    #[derive(Clone, Copy, Debug)]
    enum At {
        Waiting,
        Reading,
        Sending,
    }
    for at in [At::Waiting, At::Reading, At::Sending] {
        in_both_modes(|| async move {
            let (there, wait) = mpsc::channel();
            let peer = Peer::new(vec![script(move |mut socket| {
                match at {
                    At::Waiting => drop(read_message(&mut socket)),
                    At::Reading => {
                        read_message(&mut socket);
                        socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe").unwrap();
                    }
                    At::Sending => socket.read_exact(&mut [0; 100]).unwrap(),
                }
                there.send(()).unwrap();
                wait_for_close(&mut socket);
            })]);
            let mut client = peer.client();
            let abort = client.abort_handle();
            let aborter = std::thread::spawn(move || {
                wait.recv_timeout(FOR_EVER).unwrap();
                abort.abort();
            });
            let size = if matches!(at, At::Sending) { 50_000_000 } else { 1 };
            let request = Request::post("/", Headers::new(), vec![b'x'; size]);
            let start = Instant::now();
            let error = client.request(request, 5, None).await.unwrap_err();
            assert_eq!(error.code(), WS_E_OPERATION_ABORTED, "{at:?}: {error}");
            assert!(start.elapsed() < FOR_EVER / 4);
            assert_eq!(client.request(get(), 5, None).await.unwrap_err().code(), WS_E_OPERATION_ABORTED);
            aborter.join().unwrap();
            peer.join();
        });
    }
}
