//! A TCP connection that a thread or the runtime may drive, call by call.
//!
//! The socket does not block. Driven by a thread, it is read and written directly and waited for with poll(2), or where
//! the system allows it by a read that waits a little; what that has read is in the [`Inbox`].
//! Driven by the runtime, a duplicate of it is registered with tokio, from the first such call to the first one
//! by a thread, so that a synchronous program pays for no reactor.

use std::cell::RefCell;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use parking_lot::Mutex;
use socket2::{Domain, Protocol, Type};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::parker::{Mode, mode, turn, wait_for_socket, wait_to_read};
use crate::platform::{self, Interest};

/// A connected stream. See the module.
pub(crate) struct Stream {
    socket: Arc<TcpStream>,
    /// There from the first time that a thread waits for the socket with a read.
    inbox: Option<Arc<Inbox>>,
    /// Whether the socket has been made one that can be waited for with a read.
    may_wait: bool,
    registered: Option<tokio::net::TcpStream>,
    /// The turn of a thread in which there was nothing left to read.
    drained: u64,
}

impl Stream {
    /// Connects. The caller bounds the time.
    pub(crate) async fn connect(address: SocketAddr) -> io::Result<Self> {
        let socket = socket2::Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_nonblocking(true)?;
        // One write per message, and no waiting for the acknowledgement of the last one.
        socket.set_tcp_nodelay(true)?;
        let pending = match socket.connect(&address.into()) {
            Ok(()) => false,
            Err(error) if platform::connect_goes_on(&error) => true,
            Err(error) => return Err(error),
        };
        let mut stream = Self::new(socket.into());
        if pending {
            let mut first = true;
            std::future::poll_fn(|context| stream.poll_connected(context, &mut first)).await?;
        }
        Ok(stream)
    }

    /// Takes over an accepted connection.
    pub(crate) fn from_std(socket: TcpStream) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        socket.set_nodelay(true)?;
        Ok(Self::new(socket))
    }

    fn new(socket: TcpStream) -> Self {
        Self { socket: Arc::new(socket), inbox: None, may_wait: false, registered: None, drained: 0 }
    }

    /// The socket, to be shut down from elsewhere.
    pub(crate) fn breaker(&self) -> Breaker {
        Breaker(Arc::clone(&self.socket))
    }

    #[cfg(test)]
    pub(crate) fn peer_address(&self) -> io::Result<SocketAddr> {
        self.socket.peer_addr()
    }

    /// Whether the connection is open and nothing has come that was not read. Asks the system, whatever was known of the
    /// socket before: it may have been idle for long.
    pub(crate) fn is_quiet(&mut self) -> bool {
        let unread = self.inbox.as_ref().is_some_and(|inbox| inbox.has_some());
        let quiet = !unread
            && matches!(platform::peek(&self.socket), Err(error) if error.kind() == io::ErrorKind::WouldBlock);
        if quiet {
            self.drained = turn();
        }
        quiet
    }

    fn poll_connected(&mut self, context: &mut Context<'_>, first: &mut bool) -> Poll<io::Result<()>> {
        match mode() {
            Mode::Thread => {
                self.registered = None;
                if let Some(error) = self.socket.take_error()? {
                    return Poll::Ready(Err(error));
                }
                if !std::mem::take(first) && self.socket.peer_addr().is_ok() {
                    return Poll::Ready(Ok(()));
                }
                wait_for_socket(&self.socket, Interest::Write);
                Poll::Pending
            }
            Mode::Runtime => {
                ready!(self.registered()?.poll_write_ready(context))?;
                Poll::Ready(self.socket.take_error()?.map_or(Ok(()), Err))
            }
        }
    }

    fn registered(&mut self) -> io::Result<&mut tokio::net::TcpStream> {
        if self.registered.is_none() {
            if std::mem::take(&mut self.may_wait) {
                self.socket.set_nonblocking(true)?;
            }
            self.registered = Some(tokio::net::TcpStream::from_std(self.socket.try_clone()?)?);
        }
        self.registered.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Has the thread wait until there is something to read.
    fn wait_to_read(&mut self) {
        self.registered = None;
        if !self.may_wait {
            if !platform::let_wait(&self.socket) {
                return wait_for_socket(&self.socket, Interest::Read);
            }
            self.may_wait = true;
        }
        let inbox = self.inbox.get_or_insert_default();
        wait_to_read(&self.socket, inbox);
    }

    /// One attempt after another until it would not block, then waits.
    fn poll_io<T>(
        &mut self,
        context: &mut Context<'_>,
        interest: Interest,
        mut attempt: impl FnMut(&TcpStream) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        if mode() == Mode::Thread {
            self.registered = None;
            loop {
                match attempt(&self.socket) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        match interest {
                            Interest::Read => self.wait_to_read(),
                            Interest::Write => wait_for_socket(&self.socket, interest),
                        }
                        return Poll::Pending;
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    result => return Poll::Ready(result),
                }
            }
        }
        let socket = self.socket.clone();
        let registered = self.registered()?;
        loop {
            let tokio_interest = match interest {
                Interest::Read => {
                    ready!(registered.poll_read_ready(context))?;
                    tokio::io::Interest::READABLE
                }
                Interest::Write => {
                    ready!(registered.poll_write_ready(context))?;
                    tokio::io::Interest::WRITABLE
                }
            };
            match registered.try_io(tokio_interest, || attempt(&socket)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return Poll::Ready(result),
            }
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        // Read into memory that is there, rather than into the buffer, which would have to be cleared first: what
        // is copied is what came, and most often that is little.
        ROOM.with_borrow_mut(|room| {
            let size = room.len().min(buffer.remaining());
            let room = &mut room[..size];
            let read = ready!(this.poll_receive(context, room))?;
            buffer.put_slice(&room[..read]);
            Poll::Ready(Ok(()))
        })
    }
}

thread_local! {
    static ROOM: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 16]);
}

impl Stream {
    /// Whether this thread has found in its turn that there is nothing to read. What an inbox has is read before that
    /// can be said of it.
    fn knows_drained(&self) -> bool {
        self.drained == turn() && mode() == Mode::Thread
    }

    /// Receives what there is room for; nothing at the end of the stream.
    pub(crate) fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        room: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let stream = self;
        if stream.knows_drained() {
            stream.wait_to_read();
            return Poll::Pending;
        }
        if let Some(inbox) = &stream.inbox
            && let Some((result, all)) = inbox.take(room)
        {
            if all {
                stream.drained = turn();
            }
            return Poll::Ready(result);
        }
        let size = room.len();
        // Where the runtime is told of every arrival, there too, less than there was room for is all there was.
        // tokio forgets that a socket is ready when it would have blocked.
        let runtime_forgets = platform::TELLS_EVERY_ARRIVAL && mode() == Mode::Runtime;
        let mut short = None;
        let read = stream.poll_io(context, Interest::Read, |socket| {
            if let Some(read) = short {
                return Ok(read);
            }
            let read = platform::receive(socket, room)?;
            if runtime_forgets && (1..size).contains(&read) {
                short = Some(read);
                return Err(io::ErrorKind::WouldBlock.into());
            }
            Ok(read)
        });
        let read = short.map_or(read, |read| Poll::Ready(Ok(read)));
        let drained = match &read {
            Poll::Pending => true,
            // Less than there was room for is all there was.
            Poll::Ready(Ok(read)) => (1..size).contains(read),
            Poll::Ready(Err(_)) => false,
        };
        if drained {
            stream.drained = turn();
        }
        read
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[io::IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().poll_io(context, Interest::Write, |socket| platform::send_vectored(socket, slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.socket.shutdown(Shutdown::Write))
    }
}

/// What a thread has received while it waited.
#[derive(Default)]
pub(crate) struct Inbox(Mutex<Received>);

#[derive(Default)]
struct Received {
    /// As large as what is received at once can be; empty until something is.
    room: Vec<u8>,
    /// How much has been received, and how much of that has been taken.
    size: usize,
    taken: usize,
    /// The end of the stream, or why it failed.
    end: Option<io::Result<usize>>,
}

const INBOX_SIZE: usize = 8 << 10;

impl Inbox {
    /// Waits a little for something to be received; whether there is something now.
    pub(super) fn receive_soon(&self, socket: &TcpStream, deadline: Option<Instant>) -> bool {
        let mut received = self.0.lock();
        let Received { room, size, taken, end } = &mut *received;
        if taken < size || end.is_some() {
            return true;
        }
        room.resize(INBOX_SIZE, 0);
        match platform::receive_soon(socket, room, deadline) {
            Ok(received) if received > 0 => (*size, *taken) = (received, 0),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                return false;
            }
            result => *end = Some(result),
        }
        true
    }

    /// Whether there is something to be taken.
    fn has_some(&self) -> bool {
        let received = self.0.lock();
        received.taken < received.size || received.end.is_some()
    }

    /// Takes what there is room for, and says whether that is known to be all that has come.
    fn take(&self, out: &mut [u8]) -> Option<(io::Result<usize>, bool)> {
        let mut received = self.0.lock();
        let Received { room, size, taken, end } = &mut *received;
        let left = &room[*taken..*size];
        if left.is_empty() {
            return Some((end.take()?, false));
        }
        let given = left.len().min(out.len());
        out[..given].copy_from_slice(&left[..given]);
        *taken += given;
        Some((Ok(given), *taken == *size && *size < INBOX_SIZE))
    }
}

/// Ends a connection from outside, whoever is waiting on it.
#[derive(Clone, Debug)]
pub(crate) struct Breaker(Arc<TcpStream>);

impl Breaker {
    pub(crate) fn shut_down(&self) {
        // The connection may be gone already, which is what was wanted.
        let _ = self.0.shutdown(Shutdown::Both);
    }

    /// Blocks until there is something to read.
    #[cfg(test)]
    pub(crate) fn wait_readable(&self) {
        super::block_on(std::future::poll_fn(|_| match platform::peek(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                wait_for_socket(&self.0, Interest::Read);
                Poll::Pending
            }
            _ => Poll::Ready(()),
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::runtime::{block_on, spawn};

    fn echo(listener: &TcpListener) -> std::thread::JoinHandle<()> {
        let listener = listener.try_clone().unwrap();
        std::thread::spawn(move || {
            let (mut peer, _) = listener.accept().unwrap();
            let mut buffer = [0; 5];
            while peer.read_exact(&mut buffer).is_ok() {
                peer.write_all(&buffer).unwrap();
            }
        })
    }

    async fn round(stream: &mut Stream) -> io::Result<[u8; 5]> {
        let mut answer = [0; 5];
        stream.write_all(b"hello").await?;
        stream.read_exact(&mut answer).await?;
        Ok(answer)
    }

    #[test]
    fn one_connection_serves_a_thread_and_the_runtime_in_turn() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = echo(&listener);
        let address = listener.local_addr().unwrap();
        let mut stream = block_on(Stream::connect(address)).unwrap();
        for _ in 0..3 {
            assert_eq!(&block_on(round(&mut stream)).unwrap(), b"hello");
            let (sender, receiver) = std::sync::mpsc::channel();
            spawn(async move {
                let answer = round(&mut stream).await;
                sender.send((stream, answer)).unwrap();
            })
            .unwrap();
            let (back, answer) = receiver.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
            assert_eq!(&answer.unwrap(), b"hello");
            stream = back;
        }
        assert!(stream.is_quiet());
        drop(stream);
        server.join().unwrap();
    }

    #[test]
    fn what_a_thread_has_received_is_read_by_whoever_reads_next() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut stream = block_on(Stream::connect(listener.local_addr().unwrap())).unwrap();
        let (mut peer, _) = listener.accept().unwrap();
        let mut two = [0; 2];
        // At once, and after longer than a read waits.
        for pause in [0, 50] {
            let text = std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::park_timeout(std::time::Duration::from_millis(pause));
                    std::io::Write::write_all(&mut peer, b"abcdef").unwrap();
                });
                block_on(stream.read_exact(&mut two)).unwrap();
                two
            });
            assert_eq!(&text, b"ab");
            let (sender, receiver) = std::sync::mpsc::channel();
            spawn(async move {
                let mut two = [0; 2];
                stream.read_exact(&mut two).await.unwrap();
                sender.send((stream, two)).unwrap();
            })
            .unwrap();
            let (back, text) = receiver.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
            assert_eq!(&text, b"cd");
            stream = back;
            block_on(stream.read_exact(&mut two)).unwrap();
            assert_eq!(&two, b"ef");
        }
        // Whoever breaks the connection ends the read, also one that waits with the system.
        let breaker = stream.breaker();
        let begin = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| breaker.shut_down());
            assert!(block_on(stream.read_exact(&mut two)).is_err());
        });
        assert!(begin.elapsed() < std::time::Duration::from_secs(30));
    }

    #[test]
    fn a_refused_connection_is_an_error_in_both_modes() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        assert!(block_on(Stream::connect(address)).is_err());
        let (sender, receiver) = std::sync::mpsc::channel();
        spawn(async move { sender.send(Stream::connect(address).await.is_err()).unwrap() }).unwrap();
        assert!(receiver.recv_timeout(std::time::Duration::from_secs(30)).unwrap());
    }
}
