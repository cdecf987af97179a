//! A relay between a client and a server that counts connections and keeps what went over the wire.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How much of the wire is kept for a failure message.
const KEPT: usize = 16 * 1024;

pub(crate) struct Relay {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    connections: AtomicUsize,
    stopped: AtomicBool,
    wire: Mutex<Vec<u8>>,
}

impl Relay {
    /// Starts to relay what comes in on a free port to `target` on this machine.
    pub(crate) fn start(target: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let relay = Self { address: listener.local_addr()?, shared: Arc::default() };
        let shared = Arc::clone(&relay.shared);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if shared.stopped.load(Ordering::SeqCst) {
                    break;
                }
                shared.connections.fetch_add(1, Ordering::SeqCst);
                if let Err(error) = connect(client, target, &shared) {
                    shared.keep(format!("\n(no connection to the server: {error})\n").as_bytes());
                }
            }
        });
        Ok(relay)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// The number of connections that clients have made.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// The beginning of all that was sent in both directions.
    pub(crate) fn wire(&self) -> String {
        let wire = self.shared.wire.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&wire).into_owned()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the accepting thread; if that fails, it was not waiting.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn keep(&self, bytes: &[u8]) {
        let mut wire = self.wire.lock().unwrap_or_else(PoisonError::into_inner);
        let room = KEPT.saturating_sub(wire.len());
        wire.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

fn connect(client: TcpStream, target: u16, shared: &Arc<Shared>) -> io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", target))?;
    // Two small writes in a row must not wait for each other's acknowledgement in here.
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    for (from, to, arrow) in
        [(client.try_clone()?, server.try_clone()?, "\n>>> "), (server, client, "\n<<< ")]
    {
        let shared = Arc::clone(shared);
        thread::spawn(move || copy(from, to, arrow, &shared));
    }
    Ok(())
}

fn copy(mut from: TcpStream, mut to: TcpStream, arrow: &str, shared: &Shared) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match from.read(&mut buffer) {
            Ok(count) if count > 0 => {
                shared.keep(arrow.as_bytes());
                shared.keep(&buffer[..count]);
                if to.write_all(&buffer[..count]).is_err() {
                    break;
                }
            }
            _ => break,
        }
    }
    // Either end may be gone already.
    let _ = to.shutdown(Shutdown::Write);
    let _ = from.shutdown(Shutdown::Read);
}
