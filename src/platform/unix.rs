//! Linux and its relatives: poll(2), and a socket pair to interrupt it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, TimeZone};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{RecvFlags, recv};

use super::{Interest, Socket};

#[cfg(test)]
pub(crate) const CONNECTION_REFUSED: i32 = libc::ECONNREFUSED;
#[cfg(test)]
pub(crate) const ADDRESS_IN_USE: i32 = libc::EADDRINUSE;

/// Interrupts [`wait`] from another thread. Made when first waited with: most calls never need it twice.
#[derive(Default)]
pub(crate) struct WakePipe(OnceLock<Option<(UnixStream, UnixStream)>>);

impl WakePipe {
    fn ends(&self) -> Option<&(UnixStream, UnixStream)> {
        self.0
            .get_or_init(|| {
                let ends = UnixStream::pair().ok()?;
                ends.0.set_nonblocking(true).ok()?;
                ends.1.set_nonblocking(true).ok()?;
                Some(ends)
            })
            .as_ref()
    }

    pub(crate) fn wake(&self) {
        if let Some((_, sender)) = self.ends() {
            // A full pipe is as good a reason to wake up as one more byte in it.
            let _ = (&mut &*sender).write(&[1]);
        }
    }
}

/// How long to sleep at most when no pipe could be made (no descriptors left): wake-ups are then late, not lost.
const WITHOUT_PIPE: Duration = Duration::from_millis(5);

/// How long [`receive_soon`] waits: longer than most responses take with all processors busy, and no longer than a
/// cancelled call may take to notice it, since what wakes a thread otherwise waits until then.
const SOON: Duration = Duration::from_millis(10);

/// Waits until a socket is ready, the deadline has passed or the pipe was written to.
pub(crate) fn wait(sockets: &[(Socket, Interest)], deadline: Option<Instant>, pipe: &WakePipe) {
    let ends = pipe.ends();
    let mut descriptors: Vec<PollFd<'_>> = Vec::with_capacity(sockets.len() + 1);
    for (socket, interest) in sockets {
        let flags = match interest {
            Interest::Read => PollFlags::IN,
            Interest::Write => PollFlags::OUT,
        };
        descriptors.push(PollFd::new(&**socket, flags));
    }
    if let Some((receiver, _)) = ends {
        descriptors.push(PollFd::new(receiver, PollFlags::IN));
    }
    let mut left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    if ends.is_none() {
        left = Some(left.map_or(WITHOUT_PIPE, |left| left.min(WITHOUT_PIPE)));
    }
    let timeout =
        left.map(|left| Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() });
    // An error (EINTR) is one more reason to poll the future again.
    let _ = poll(&mut descriptors, timeout.as_ref());
    if let Some((receiver, _)) = ends
        && descriptors.last().is_some_and(|last| !last.revents().is_empty())
    {
        let mut drained = [0; 64];
        while matches!((&mut &*receiver).read(&mut drained), Ok(64)) {}
    }
}

/// Receives what is there.
pub(crate) fn receive(socket: &TcpStream, room: &mut [u8]) -> io::Result<usize> {
    Ok(recv(socket, room, RecvFlags::DONTWAIT)?.0)
}

/// Looks whether something is there to be received.
pub(crate) fn peek(socket: &TcpStream) -> io::Result<usize> {
    Ok(recv(socket, &mut [0], RecvFlags::DONTWAIT | RecvFlags::PEEK)?.0)
}

/// Prepares a socket for [`receive_soon`]: from now on it is one that blocks, except where it is told not to. Whether
/// that could be done.
pub(crate) fn let_wait(socket: &TcpStream) -> bool {
    // The other way round a call in between might block for ever.
    socket.set_read_timeout(Some(SOON)).and_then(|()| socket.set_nonblocking(false)).is_ok()
}

/// Waits a little for something to be received, and receives it. One system call does what otherwise takes two, and
/// most responses come soon; for others there is [`wait`].
pub(crate) fn receive_soon(
    socket: &TcpStream,
    room: &mut [u8],
    deadline: Option<Instant>,
) -> io::Result<usize> {
    // The kernel's clock for this is a coarse one.
    if deadline.is_some_and(|deadline| deadline.saturating_duration_since(Instant::now()) < 4 * SOON) {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    Ok(recv(socket, room, RecvFlags::empty())?.0)
}

/// Whether a connect that did not finish at once goes on.
pub(crate) fn connect_goes_on(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EINPROGRESS)
}

/// Whether a socket failed because the machine does not have its version of IP.
pub(crate) fn lacks_family(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(libc::EAFNOSUPPORT)
}

/// Connections of an earlier listener that are still dying do not keep a port from being opened again.
pub(crate) fn prepare_to_listen(socket: &socket2::Socket) -> io::Result<()> {
    socket.set_reuse_address(true)
}

/// Sends what there is room for. std's vectored write is writev(2), which raises SIGPIPE in a C program when the peer
/// is gone.
pub(crate) fn send_vectored(socket: &TcpStream, slices: &[io::IoSlice<'_>]) -> io::Result<usize> {
    socket2::SockRef::from(socket).send_vectored_with_flags(slices, libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT)
}

/// Minutes that local time is ahead of UTC at this moment, given in seconds since 1970.
pub(crate) fn local_offset_minutes(unix_seconds: i64) -> i32 {
    let Some(moment) = DateTime::from_timestamp(unix_seconds, 0) else { return 0 };
    // Zones with seconds in their offset went out of use in the 1970s.
    Local.offset_from_utc_datetime(&moment.naive_utc()).local_minus_utc() / 60
}

/// The language of the user's interface as a `LANGID`, where the system has such numbers.
pub(crate) fn user_language() -> Option<u16> {
    None
}

/// Keeps the library in memory to the end of the process: before a thread of its own is started. Here a program
/// that unloads it has to know that it does nothing more.
pub(crate) fn stay_loaded() {}
