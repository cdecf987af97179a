use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::abi::types::*;
use crate::runtime::block_on;

/// A POST written by hand.
fn request(path: &str, body: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn an_exchange_says_all_about_its_request() {
    in_both_modes(|| async {
        let listener = listen("/a");
        let mut client = RawClient::new(&listener);
        client.write("PUT /A/b?c=%20d HTTP/1.1\r\nHost: Name:81\r\nX: y\r\nContent-Length: 2\r\n\r\nhi");
        let exchange = listener.accept().await.unwrap();
        assert_eq!(exchange.method(), "PUT");
        assert_eq!(exchange.url(), "http://Name:81/A/b?c=%20d");
        assert!(exchange.url().ends_with("/A/b?c=%20d"));
        assert_eq!(exchange.headers().text("x"), Some("y"));
        assert_eq!(&**exchange.body(), b"hi");
        assert_eq!(exchange.remote_address(), client.0.local_addr().unwrap());
        assert!(!exchange.is_disconnected());
        let mut headers = Headers::new();
        headers.append("Content-Type", "text/plain").unwrap();
        let reply =
            Reply::new(299).unwrap().with_reason("Fine, thanks").with_headers(headers).with_body("ho");
        exchange.send(reply).await.unwrap();
        let response = client.read();
        assert!(response.starts_with("HTTP/1.1 299 Fine, thanks\r\n"), "{response}");
        assert!(
            response.contains("Content-Type: text/plain\r\n") && response.contains("\r\nDate: "),
            "{response}"
        );
        assert!(response.ends_with("\r\n\r\nho"), "{response}");
    });
}

#[test]
fn both_ends_of_ours_speak_to_each_other() {
    in_both_modes(|| async {
        let listener = Arc::new(listen("/"));
        let port = listener.port();
        let server = {
            let listener = listener.clone();
            std::thread::spawn(move || {
                while let Ok(exchange) = block_on(listener.accept()) {
                    let body = exchange.body().clone();
                    exchange.respond(ok(body)).unwrap();
                }
            })
        };
        for host in ["127.0.0.1", "localhost"] {
            let mut client = HttpClient::new(Endpoint::new(host, port), ClientOptions::default());
            for size in [0, 1, 10_000, 60_000] {
                let body = vec![b'x'; size];
                let response = client
                    .request(Request::post("/", Headers::new(), body.clone()), size, None)
                    .await
                    .unwrap();
                assert!(response.status == 200 && response.body == body);
            }
        }
        listener.close();
        server.join().unwrap();
    });
}

#[test]
fn listeners_share_a_port_by_prefix() {
    let one = listen("/one");
    let port = one.port();
    let bind = |host: &str, path: &str| {
        HttpListener::bind(&Prefix::new(host, port, path).unwrap(), ListenerOptions::default())
    };
    let deep = bind("+", "/one/deep/").unwrap();
    let named = bind("named", "/").unwrap();
    assert_eq!(bind("+", "/ONE/").map(drop).unwrap_err().code(), WS_E_ADDRESS_IN_USE);

    let mut client = RawClient::new(&one);
    for (path, host, listener, name) in [
        ("/one/x", "any", &one, "one"),
        ("/one/deep/x", "named", &deep, "deep"),
        ("/two", "NAMED:80", &named, "named"),
    ] {
        client.write(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        block_on(listener.accept()).unwrap().respond(ok(name)).unwrap();
        assert!(client.read().ends_with(name));
    }
    assert_eq!(status_of(&client.ask("GET /two HTTP/1.1\r\nHost: other\r\n\r\n")), 404);

    // A listener that is gone leaves the others and the connection.
    drop(one);
    assert_eq!(status_of(&client.ask("GET /one/x HTTP/1.1\r\nHost: a\r\n\r\n")), 404);
    client.write("GET http://named/x HTTP/1.1\r\nHost: other\r\n\r\n");
    let exchange = block_on(named.accept()).unwrap();
    // The port is the one that the request came in on, when none is named.
    assert_eq!(exchange.url(), format!("http://named:{}/x", named.port()));
    exchange.respond(ok("")).unwrap();
    assert_eq!(status_of(&client.read()), 200);
}

#[test]
fn literal_addresses_and_localhost_are_listened_on() {
    for (host, connect) in [("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("[::1]", "::1")] {
        if TcpListener::bind((connect, 0)).is_err() {
            continue;
        }
        let prefix = Prefix::new(host, 0, "/").unwrap();
        let listener = HttpListener::bind(&prefix, ListenerOptions::default()).unwrap();
        assert_eq!(listener.prefix().to_string(), format!("http://{host}:{}/", listener.port()));
        let mut socket = TcpStream::connect((connect, listener.port())).unwrap();
        socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        block_on(listener.accept()).unwrap().respond(ok("")).unwrap();
        assert_eq!(status_of(&read_message(&mut socket)), 200);
    }
}

#[test]
fn what_cannot_be_listened_on_is_refused_with_the_reason() {
    let foreign = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = |host: &str, port| {
        HttpListener::bind(&Prefix::new(host, port, "/").unwrap(), ListenerOptions::default())
            .map(drop)
            .unwrap_err()
    };
    let error = bind("+", foreign.local_addr().unwrap().port());
    assert_eq!(error.code(), WS_E_ADDRESS_IN_USE);
    assert_eq!(error.original(), Some(crate::platform::ADDRESS_IN_USE as u32));
    // TEST-NET-1 of RFC 5737 is nobody's.
    for no_address_of_ours in ["192.0.2.1", "0.0.0.0", "[::]"] {
        assert_eq!(bind(no_address_of_ours, 0).code(), WS_E_ADDRESS_NOT_AVAILABLE);
    }
    assert_eq!(Prefix::new("", 80, "/").unwrap_err().code(), E_INVALIDARG);
}

#[test]
fn what_is_malformed_or_too_large_is_turned_away() {
    let options = ListenerOptions { max_body: 5, max_header_size: 1000, ..ListenerOptions::default() };
    let listener = listen_with("/", options);
    let long = "x".repeat(200_000);
    for (bytes, status) in [
        ("hello\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", &long[..1000]), 431),
        (format!("GET / HTTP/1.1\r\nHost: a\r\nX: {long}\r\n\r\n"), 431),
        (request("/", "hello!"), 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n".to_owned(), 413),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello!\r\n".to_owned(), 413),
    ] {
        let mut client = RawClient::new(&listener);
        assert_eq!(status_of(&client.ask(&bytes)), status, "{}", &bytes[..bytes.len().min(100)]);
    }
}

#[test]
fn a_client_that_sends_far_too_much_still_gets_to_read_why() {
    let listener = listen("/");
    let mut client = RawClient::new(&listener);
    client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n");
    client.write(vec![b'x'; 900_000]);
    assert_eq!(status_of(&client.read()), 413);
}

#[test]
fn a_client_that_expects_it_is_told_to_continue() {
    let listener = listen("/");
    let mut client = RawClient::new(&listener);
    client.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    assert!(client.read().starts_with("HTTP/1.1 100 Continue\r\n"));
    client.write("hi");
    let exchange = block_on(listener.accept()).unwrap();
    assert_eq!(&**exchange.body(), b"hi");
    exchange.respond(ok("")).unwrap();
    assert_eq!(status_of(&client.read()), 200);
    // One that is turned away is not told to send the rest.
    client.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 999999\r\n\r\n");
    assert_eq!(status_of(&client.read()), 413);
}

#[test]
fn a_connection_takes_many_requests_also_ahead_of_time_and_byte_by_byte() {
    let listener = listen("/");
    let mut client = RawClient::new(&listener);
    client.write(format!("{}{}{}", request("/1", "a"), request("/2", ""), request("/3", "c")));
    for path in ["/1", "/2", "/3"] {
        let exchange = block_on(listener.accept()).unwrap();
        assert!(exchange.url().ends_with(path));
        exchange.respond(ok(path)).unwrap();
    }
    for path in ["/1", "/2", "/3"] {
        assert!(client.read().ends_with(path));
    }
    let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
    for byte in chunked.as_bytes() {
        client.write([*byte]);
        std::thread::yield_now();
    }
    let exchange = block_on(listener.accept()).unwrap();
    assert_eq!(&**exchange.body(), b"hi");
    exchange.respond(ok("")).unwrap();
    assert_eq!(status_of(&client.read()), 200);
    client.write("GET / HTTP/1.0\r\n\r\n");
    let exchange = block_on(listener.accept()).unwrap();
    assert_eq!(exchange.url(), format!("http://127.0.0.1:{}/", listener.port()));
    exchange.respond(ok("bye")).unwrap();
    assert!(client.read().ends_with("bye"));
    assert!(client.is_closed());
}

#[test]
fn more_than_may_wait_are_turned_away() {
    let listener = listen_with("/", ListenerOptions { max_pending: 2, ..ListenerOptions::default() });
    let mut clients: Vec<_> = (0..3).map(|_| RawClient::new(&listener)).collect();
    for client in &mut clients {
        client.write(request("/", "x"));
    }
    // Whichever came last.
    let mut turned_away = 0;
    for client in &mut clients {
        client.0.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    }
    while turned_away == 0 {
        for client in &mut clients {
            let mut byte = [0];
            if client.0.peek(&mut byte).is_ok() {
                client.0.set_read_timeout(Some(FOR_EVER)).unwrap();
                assert_eq!(status_of(&client.read()), 503);
                turned_away += 1;
            }
        }
    }
    assert_eq!(turned_away, 1);
    for _ in 0..2 {
        block_on(listener.accept()).unwrap().respond(ok("")).unwrap();
    }
}

#[test]
fn a_slow_client_does_not_hold_on_for_ever() {
    let options = ListenerOptions {
        body_timeout: Duration::from_millis(30),
        head_timeout: Duration::from_millis(30),
        ..ListenerOptions::default()
    };
    let listener = listen_with("/", options);
    let mut client = RawClient::new(&listener);
    let response = client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh");
    assert_eq!(status_of(&response), 408);
    for start in ["", "GET / HT"] {
        let mut client = RawClient::new(&listener);
        client.write(start);
        assert!(client.is_closed());
    }
}

#[test]
fn a_client_that_does_not_take_its_reply_is_given_up() {
    in_both_modes(|| async {
        let options =
            ListenerOptions { write_timeout: Duration::from_millis(30), ..ListenerOptions::default() };
        let listener = listen_with("/", options);
        let mut client = RawClient::new(&listener);
        client.write(request("/", ""));
        let exchange = listener.accept().await.unwrap();
        let error = exchange.send(ok(vec![b'x'; 50_000_000])).await.unwrap_err();
        assert_eq!(error.code(), WS_E_ENDPOINT_DISCONNECTED);
    });
}

#[test]
fn an_exchange_that_is_dropped_is_answered_for() {
    in_both_modes(|| async {
        let listener = listen("/");
        let mut client = RawClient::new(&listener);
        client.write(request("/", "x"));
        drop(listener.accept().await.unwrap());
        assert_eq!(status_of(&client.read()), 500);
    });
}

#[test]
fn a_client_that_goes_is_noticed() {
    in_both_modes(|| async {
        let listener = listen("/");
        let mut client = RawClient::new(&listener);
        client.write(request("/", "x"));
        let mut exchange = listener.accept().await.unwrap();
        drop(client);
        exchange.disconnected().await;
        assert!(exchange.is_disconnected());
        assert_eq!(exchange.respond(ok("")).unwrap_err().code(), WS_E_ENDPOINT_DISCONNECTED);
    });
}

#[test]
fn closing_ends_accepts_turns_away_what_waits_and_frees_the_port() {
    let listener = Arc::new(listen("/"));
    let port = listener.port();
    let mut waiting = RawClient::new(&listener);
    let mut working = RawClient::new(&listener);
    working.write(request("/", "x"));
    let exchange = block_on(listener.accept()).unwrap();

    let accepts: Vec<_> = (0..2)
        .map(|_| {
            let listener = listener.clone();
            std::thread::spawn(move || block_on(listener.accept()).map(drop))
        })
        .collect();
    let (sender, receiver) = mpsc::channel();
    let accepting = listener.clone();
    runtime::spawn(async move { sender.send(accepting.accept().await.map(drop)).unwrap() }).unwrap();

    listener.close();
    listener.close();
    for accept in accepts {
        assert_eq!(accept.join().unwrap().unwrap_err().code(), WS_E_OPERATION_ABORTED);
    }
    let ended = receiver.recv_timeout(FOR_EVER).unwrap();
    assert_eq!(ended.unwrap_err().code(), WS_E_OPERATION_ABORTED);
    assert_eq!(block_on(listener.accept()).map(drop).unwrap_err().code(), WS_E_OPERATION_ABORTED);

    // The port is free at once, while the old connection is still served.
    let prefix = Prefix::new("+", port, "/").unwrap();
    let again = HttpListener::bind(&prefix, ListenerOptions::default()).unwrap();
    exchange.respond(ok("late")).unwrap();
    block_on(listener.replies_sent(None)).unwrap();
    assert!(working.read().ends_with("late"));
    assert!(working.is_closed() && waiting.is_closed());
    let mut client = RawClient::new(&again);
    client.write(request("/", ""));
    block_on(again.accept()).unwrap().respond(ok("")).unwrap();
    assert_eq!(status_of(&client.read()), 200);
}

#[test]
fn what_was_not_accepted_when_it_closes_is_turned_away() {
    let listener = listen("/");
    let mut client = RawClient::new(&listener);
    client.write(format!("{}{}", request("/1", ""), request("/2", "")));
    let first = block_on(listener.accept()).unwrap();
    first.respond(ok("")).unwrap();
    assert_eq!(status_of(&client.read()), 200);
    listener.close();
    // Too late for the queue or taken out of it, by how far the second one had come.
    let status = status_of(&client.read());
    assert!([503, 404, 0].contains(&status), "{status}");
}

#[test]
fn one_accept_can_be_aborted_and_takes_nothing_with_it() {
    in_both_modes(|| async {
        let listener = listen("/");
        let abort = AbortHandle::new();
        let aborter = {
            let abort = abort.clone();
            std::thread::spawn(move || abort.abort())
        };
        assert_eq!(abort.race(listener.accept()).await.map(drop).unwrap_err().code(), WS_E_OPERATION_ABORTED);
        aborter.join().unwrap();
        let mut client = RawClient::new(&listener);
        client.write(request("/", "x"));
        listener.accept().await.unwrap().respond(ok("")).unwrap();
        assert_eq!(status_of(&client.read()), 200);
    });
}

#[test]
fn many_accept_and_none_is_lost() {
    const CLIENTS: usize = 8;
    const REQUESTS: usize = 50;
    let listener = Arc::new(listen("/"));
    let served = Arc::new(AtomicUsize::new(0));
    let acceptors: Vec<_> = (0..4)
        .map(|_| {
            let (listener, served) = (listener.clone(), served.clone());
            std::thread::spawn(move || {
                while let Ok(exchange) = block_on(listener.accept()) {
                    served.fetch_add(1, Ordering::Relaxed);
                    let body = exchange.body().clone();
                    exchange.respond(ok(body)).unwrap();
                }
            })
        })
        .collect();
    let port = listener.port();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let run = async move {
                let mut client = HttpClient::new(Endpoint::new("127.0.0.1", port), ClientOptions::default());
                for round in 0..REQUESTS {
                    let body = format!("{number} {round}");
                    let request = Request::post("/", Headers::new(), body.clone());
                    let response = client.request(request, 100, None).await.unwrap();
                    assert_eq!(response.body, body.as_bytes());
                }
            };
            if number % 2 == 0 {
                std::thread::spawn(move || block_on(run))
            } else {
                std::thread::spawn(move || on_runtime(run))
            }
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
    listener.close();
    for acceptor in acceptors {
        acceptor.join().unwrap();
    }
    assert_eq!(served.load(Ordering::Relaxed), CLIENTS * REQUESTS);
}
