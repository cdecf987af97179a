//! The ports that this process listens on. Listeners of one port share its sockets, one for each version of
//! IP, and the last one to go closes them.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Mutex, RwLock};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::platform;
use crate::runtime;
use crate::runtime::net::Stream;
use crate::runtime::time::sleep_until;
use crate::transport::resolve::with_errno;
use crate::transport::this_host::check_own_address;

use super::connection;
use super::driver::Driver;
use super::prefix::{Prefix, Routes};
use super::queue::Queue;

/// Every port in use. Held while a port is opened or closed, so that the one is over when the other begins.
static PORTS: Mutex<BTreeMap<u16, Arc<Port>>> = Mutex::new(BTreeMap::new());

/// When this process closed a port, of those that it closed lately. Taken while [`PORTS`] is held.
static CLOSED: Mutex<BTreeMap<u16, Instant>> = Mutex::new(BTreeMap::new());

/// How long the system may take to see that a closed port is free.
const RELEASE: Duration = Duration::from_secs(2);

/// How many connections wait in the system to be accepted.
const BACKLOG: i32 = 1024;

/// How many connections a port has at most; further ones are closed at once.
const MAX_CONNECTIONS: usize = 16384;

/// How often another port is tried when the system chose one that is taken for the other version of IP.
const PORT_ATTEMPTS: usize = 16;

/// A port, and who listens on it for what.
pub(super) struct Port {
    pub(super) routes: RwLock<Routes<Arc<Queue>>>,
    /// Emptied when the port is closed.
    sockets: Mutex<Vec<TcpListener>>,
    tasks: Mutex<Vec<tokio::task::JoinHandle<()>>>,
    /// Turns true when the port is closed: connections then end with the request that they are at.
    pub(super) closing: watch::Sender<bool>,
    connections: AtomicUsize,
    pub(super) head_timeout: Duration,
    pub(super) write_timeout: Duration,
}

/// Has the queue served under the prefix. Gives back the prefix with its real port.
pub(super) fn register(prefix: &Prefix, queue: &Arc<Queue>) -> Result<Prefix> {
    if let Some(address) = prefix.address() {
        check_local(address)?;
    }
    let in_use = |who: &str| Error::new(WS_E_ADDRESS_IN_USE, format!("{prefix} is in use by {who}"));
    let mut ports = PORTS.lock();
    if let Some(port) = ports.get(&prefix.port()) {
        let added = port.routes.write().add(prefix.clone(), queue.clone());
        return if added { Ok(prefix.clone()) } else { Err(in_use("this process")) };
    }
    let handle = runtime::handle()?;
    let _entered = handle.enter();
    let (number, sockets) = open(prefix.port()).map_err(|error| {
        let failure = match error.kind() {
            io::ErrorKind::AddrInUse => in_use("another process"),
            io::ErrorKind::PermissionDenied => {
                Error::new(E_ACCESSDENIED, format!("this user may not listen on {prefix}: {error}"))
            }
            io::ErrorKind::AddrNotAvailable => {
                Error::new(WS_E_ADDRESS_NOT_AVAILABLE, format!("{prefix} is not available: {error}"))
            }
            _ => Error::new(WS_E_OTHER, format!("listening on {prefix} failed: {error}")),
        };
        with_errno(failure, &error)
    })?;
    let prefix = prefix.clone().with_port(number);
    let count = sockets.len();
    let port = Arc::new(Port {
        routes: RwLock::default(),
        sockets: Mutex::new(sockets),
        tasks: Mutex::default(),
        closing: watch::Sender::new(false),
        connections: AtomicUsize::new(0),
        head_timeout: queue.options.head_timeout,
        write_timeout: queue.options.write_timeout,
    });
    port.routes.write().add(prefix.clone(), queue.clone());
    let tasks = (0..count).map(|index| handle.spawn(accept(port.clone(), index))).collect();
    *port.tasks.lock() = tasks;
    ports.insert(number, port);
    Ok(prefix)
}

/// Takes the prefix away, and closes the port with its last one.
pub(super) fn unregister(prefix: &Prefix) {
    let mut ports = PORTS.lock();
    let Some(port) = ports.get(&prefix.port()) else { return };
    let last = {
        let mut routes = port.routes.write();
        routes.remove(prefix);
        routes.is_empty()
    };
    if last && let Some(port) = ports.remove(&prefix.port()) {
        // The sockets are closed here and now: whoever asks for the port next gets it.
        port.sockets.lock().clear();
        for task in port.tasks.lock().drain(..) {
            task.abort();
        }
        port.closing.send_replace(true);
        if platform::RELEASES_PORTS_LATE {
            let mut closed = CLOSED.lock();
            closed.retain(|_, at| at.elapsed() < RELEASE);
            closed.insert(prefix.port(), Instant::now());
        }
    }
}

/// An address that is not one of this machine's cannot be listened on.
fn check_local(address: IpAddr) -> Result<()> {
    check_own_address(address).map_err(|error| {
        let message = format!("{address} is not an address of this machine: {error}");
        with_errno(Error::new(WS_E_ADDRESS_NOT_AVAILABLE, message), &error)
    })
}

/// The sockets of a port, for those versions of IP that the machine has.
fn open(number: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        match open_both(number) {
            Err(error)
                if number == 0 && error.kind() == io::ErrorKind::AddrInUse && attempts < PORT_ATTEMPTS => {}
            result => return result,
        }
    }
}

fn open_both(number: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let v4 = match listen((Ipv4Addr::UNSPECIFIED, number).into()) {
        Err(error) if !platform::lacks_family(&error) => return Err(error),
        v4 => v4,
    };
    let number = v4.as_ref().ok().and_then(|socket| socket.local_addr().ok()).map_or(number, |at| at.port());
    match (v4, listen((Ipv6Addr::UNSPECIFIED, number).into())) {
        (Ok(v4), Ok(v6)) => Ok((number, vec![v4, v6])),
        (Ok(v4), Err(error)) if platform::lacks_family(&error) => Ok((number, vec![v4])),
        (Err(_), Ok(v6)) => Ok((v6.local_addr()?.port(), vec![v6])),
        (_, Err(error)) => Err(error),
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    platform::prepare_to_listen(&socket)?;
    let closed = CLOSED.lock().get(&address.port()).copied();
    while let Err(error) = socket.bind(&address.into()) {
        if error.kind() != io::ErrorKind::AddrInUse || closed.is_none_or(|at| at.elapsed() > RELEASE) {
            return Err(error);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket.into())
}

async fn accept(port: Arc<Port>, index: usize) {
    loop {
        let accepted = poll_fn(|context| match port.sockets.lock().get(index) {
            Some(socket) => socket.poll_accept(context).map(Some),
            None => std::task::Poll::Ready(None),
        })
        .await;
        match accepted {
            None => return,
            Some(Ok((socket, remote))) => start(&port, socket, remote),
            Some(Err(error)) => {
                tracing::debug!(%error, "a connection could not be accepted");
                // Most likely there is no descriptor left; there will be when a connection ends.
                sleep_until(Instant::now() + Duration::from_millis(20)).await;
            }
        }
    }
}

fn start(port: &Arc<Port>, socket: TcpStream, remote: SocketAddr) {
    let slot = Slot::take(port);
    if slot.number >= MAX_CONNECTIONS {
        return;
    }
    let Ok(local) = socket.local_addr() else { return };
    // Not tokio's own stream from here on: its vectored writes could end the program by a signal.
    let Ok(stream) = socket.into_std().and_then(Stream::from_std) else { return };
    let port = port.clone();
    let driver = Driver::new(|driver| {
        let driver = Arc::downgrade(driver);
        Box::pin(async move {
            connection::serve(&port, driver, stream, local, remote).await;
            drop(slot);
        })
    });
    tokio::spawn(poll_fn(move |context| driver.poll_task(context)));
}

/// One of the connections that a port may have.
struct Slot {
    port: Arc<Port>,
    number: usize,
}

impl Slot {
    fn take(port: &Arc<Port>) -> Self {
        Self { port: port.clone(), number: port.connections.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.port.connections.fetch_sub(1, Ordering::Relaxed);
    }
}
