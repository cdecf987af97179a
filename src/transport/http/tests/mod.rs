//! Both ends against peers that are scripted byte by byte, driven by a thread and by the runtime.

mod client;
mod limits;
mod listener;

use std::future::Future;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::runtime;
use crate::transport::AbortHandle;

/// No test comes near it, on however slow a machine.
const FOR_EVER: Duration = Duration::from_secs(60);

/// Drives a future as the runtime does, while this thread waits. Scenarios block here and there, which a worker
/// of the library's own runtime must not, so they get one for themselves.
fn on_runtime<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (sender, receiver) = mpsc::channel();
    runtime.spawn(async move { sender.send(future.await).unwrap() });
    receiver.recv_timeout(FOR_EVER * 2).expect("the future ends")
}

/// Runs a scenario on a thread, then on the runtime.
fn in_both_modes<F: Future<Output = ()> + Send + 'static>(scenario: impl Fn() -> F) {
    runtime::block_on(scenario());
    on_runtime(scenario());
}

/// What a scripted server does on one connection.
type Script = Box<dyn FnOnce(TcpStream) + Send>;

fn script(steps: impl FnOnce(TcpStream) + Send + 'static) -> Script {
    Box::new(steps)
}

/// A server that plays one script for each connection, in the order in which they come.
struct Peer {
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Peer {
    fn new(scripts: Vec<Script>) -> Self {
        Self::on("127.0.0.1:0", scripts)
    }

    fn on(address: &str, scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let thread = std::thread::spawn(move || {
            for script in scripts {
                let (socket, _) = listener.accept().unwrap();
                socket.set_nodelay(true).unwrap();
                socket.set_read_timeout(Some(FOR_EVER)).unwrap();
                script(socket);
            }
        });
        Self { address, thread: Some(thread) }
    }

    /// A peer that answers the first request with these bytes, and then waits for the client to close.
    fn answering(response: impl Into<Vec<u8>>) -> Self {
        let response = response.into();
        Self::new(vec![script(move |mut socket| {
            read_message(&mut socket);
            let _ = socket.write_all(&response);
            wait_for_close(&mut socket);
        })])
    }

    fn client(&self) -> HttpClient {
        HttpClient::new(self.endpoint(), ClientOptions::default())
    }

    fn endpoint(&self) -> Endpoint {
        Endpoint::new(self.address.ip().to_string(), self.address.port())
    }

    /// Every script was played to its end.
    fn join(mut self) {
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Reads one message with a Content-Length or none, byte for byte.
fn read_message(socket: &mut TcpStream) -> String {
    let mut message = Vec::new();
    let mut byte = [0];
    while !message.ends_with(b"\r\n\r\n") {
        if socket.read(&mut byte).unwrap_or(0) == 0 {
            return String::from_utf8(message).unwrap();
        }
        message.push(byte[0]);
    }
    let head = String::from_utf8(message.clone()).unwrap().to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.trim().parse().unwrap());
    let mut body = vec![0; length];
    socket.read_exact(&mut body).unwrap();
    message.extend(body);
    String::from_utf8(message).unwrap()
}

fn wait_for_close(socket: &mut TcpStream) {
    let mut rest = Vec::new();
    let _ = socket.read_to_end(&mut rest);
}

fn post(body: &'static str) -> Request {
    let mut headers = Headers::new();
    headers.append("Content-Type", "text/xml").unwrap();
    Request::post("/service?x=1", headers, body)
}

fn get() -> Request {
    Request { method: "GET".into(), path: "/".into(), headers: Headers::new().into(), body: Vec::new() }
}

/// A connection to a listener, for requests written by hand.
struct RawClient(TcpStream);

impl RawClient {
    fn new(listener: &HttpListener) -> Self {
        let socket = TcpStream::connect(("127.0.0.1", listener.port())).unwrap();
        socket.set_nodelay(true).unwrap();
        socket.set_read_timeout(Some(FOR_EVER)).unwrap();
        Self(socket)
    }

    fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).unwrap();
    }

    fn read(&mut self) -> String {
        read_message(&mut self.0)
    }

    /// Sends and reads one response.
    fn ask(&mut self, bytes: impl AsRef<[u8]>) -> String {
        self.write(bytes);
        self.read()
    }

    fn is_closed(&mut self) -> bool {
        matches!(self.0.read(&mut [0]), Ok(0) | Err(_))
    }
}

fn status_of(response: &str) -> u16 {
    response.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

fn listen(path: &str) -> HttpListener {
    listen_with(path, ListenerOptions::default())
}

fn listen_with(path: &str, options: ListenerOptions) -> HttpListener {
    HttpListener::bind(&Prefix::new("+", 0, path).unwrap(), options).unwrap()
}

fn ok(body: impl Into<Bytes>) -> Reply {
    Reply::new(200).unwrap().with_body(body)
}

fn close_write(socket: &TcpStream) {
    socket.shutdown(Shutdown::Write).unwrap();
}
