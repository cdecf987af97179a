//! Windows: Winsock's select, and a datagram socket that sends to itself to interrupt it.
#![allow(unsafe_code)]

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream, UdpSocket};
use std::os::windows::io::AsRawSocket;
use std::ptr;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use windows_sys::Win32::Foundation::{FILETIME, HMODULE, SYSTEMTIME};
use windows_sys::Win32::Globalization::GetUserDefaultUILanguage;
use windows_sys::Win32::Networking::WinSock::{
    FD_SET, SOCKET, TIMEVAL, WSAEAFNOSUPPORT, WSAEINPROGRESS, WSAEWOULDBLOCK, select,
};
use windows_sys::Win32::System::LibraryLoader::{
    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
};
use windows_sys::Win32::System::Time::{
    FileTimeToSystemTime, SystemTimeToFileTime, SystemTimeToTzSpecificLocalTime,
};

use super::{Interest, Socket};

#[cfg(test)]
pub(crate) const CONNECTION_REFUSED: i32 = windows_sys::Win32::Networking::WinSock::WSAECONNREFUSED;
#[cfg(test)]
pub(crate) const ADDRESS_IN_USE: i32 = windows_sys::Win32::Networking::WinSock::WSAEADDRINUSE;

/// Interrupts [`wait`] from another thread: a socket connected to itself, so that nobody else's datagrams get in.
/// Made when first waited with.
#[derive(Default)]
pub(crate) struct WakePipe(OnceLock<Option<UdpSocket>>);

impl WakePipe {
    fn socket(&self) -> Option<&UdpSocket> {
        self.0
            .get_or_init(|| {
                let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
                socket.connect(socket.local_addr().ok()?).ok()?;
                socket.set_nonblocking(true).ok()?;
                Some(socket)
            })
            .as_ref()
    }

    pub(crate) fn wake(&self) {
        if let Some(socket) = self.socket() {
            // Where there is no room for one more datagram, there are some already.
            let _ = socket.send(&[1]);
        }
    }
}

/// How long to sleep at most when no socket could be made to be woken by: wake-ups are then late, not lost.
const WITHOUT_PIPE: Duration = Duration::from_millis(5);

/// Waits until a socket is ready, the deadline has passed or the pipe was written to.
pub(crate) fn wait(sockets: &[(Socket, Interest)], deadline: Option<Instant>, pipe: &WakePipe) {
    let waker = pipe.socket();
    let mut left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    if waker.is_none() {
        left = Some(left.map_or(WITHOUT_PIPE, |left| left.min(WITHOUT_PIPE)));
    }
    let of = |wanted: Interest| {
        let matching = sockets.iter().filter(move |(_, interest)| *interest == wanted);
        matching.map(|(socket, _)| socket.as_raw_socket() as SOCKET)
    };
    let mut readable = SocketSet::new(of(Interest::Read).chain(waker.map(|it| it.as_raw_socket() as SOCKET)));
    let mut writable = SocketSet::new(of(Interest::Write));
    // A connect that failed is told of here and nowhere else.
    let mut failed = SocketSet::new(of(Interest::Write));
    if readable.is_empty() && writable.is_empty() {
        std::thread::sleep(left.unwrap_or(WITHOUT_PIPE));
        return;
    }
    let timeout = left.map(|left| TIMEVAL {
        tv_sec: i32::try_from(left.as_secs()).unwrap_or(i32::MAX),
        // Rounded up: too early would be a turn for nothing.
        tv_usec: left.subsec_nanos().div_ceil(1000).min(999_999) as i32,
    });
    let timeout = timeout.as_ref().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: the sets have the layout of FD_SET and as many sockets as they say, all of them open; the timeout
    // is NULL or a local. An error is one more reason to poll the future again.
    unsafe { select(0, readable.pointer(), writable.pointer(), failed.pointer(), timeout) };
    if let Some(waker) = waker {
        while waker.recv(&mut [0]).is_ok() {}
    }
}

/// An `FD_SET` of any size: a count, which is a `u32` in the first word, and the sockets.
struct SocketSet(Vec<SOCKET>);

impl SocketSet {
    fn new(sockets: impl Iterator<Item = SOCKET>) -> Self {
        let mut words = vec![0];
        words.extend(sockets);
        words[0] = words.len() - 1;
        Self(words)
    }

    fn is_empty(&self) -> bool {
        self.0.len() == 1
    }

    /// NULL for an empty set.
    fn pointer(&mut self) -> *mut FD_SET {
        if self.is_empty() { ptr::null_mut() } else { self.0.as_mut_ptr().cast() }
    }
}

/// Receives what is there.
pub(crate) fn receive(mut socket: &TcpStream, room: &mut [u8]) -> io::Result<usize> {
    socket.read(room)
}

/// Looks whether something is there to be received.
pub(crate) fn peek(socket: &TcpStream) -> io::Result<usize> {
    socket.peek(&mut [0])
}

/// Winsock cannot be told for one call whether it may block, so [`wait`] is all that waits.
pub(crate) fn let_wait(_: &TcpStream) -> bool {
    false
}

/// See [`let_wait`].
pub(crate) fn receive_soon(_: &TcpStream, _: &mut [u8], _: Option<Instant>) -> io::Result<usize> {
    Err(io::ErrorKind::WouldBlock.into())
}

/// Whether a connect that did not finish at once goes on.
pub(crate) fn connect_goes_on(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(WSAEWOULDBLOCK | WSAEINPROGRESS))
}

/// Whether a socket failed because the machine does not have its version of IP.
pub(crate) fn lacks_family(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(WSAEAFNOSUPPORT)
}

/// Nothing: connections of an earlier listener do not keep a port from being opened again here, and
/// `SO_REUSEADDR` means something else.
#[allow(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub(crate) fn prepare_to_listen(_: &socket2::Socket) -> io::Result<()> {
    Ok(())
}

/// One write of several pieces.
pub(crate) fn send_vectored(socket: &TcpStream, slices: &[io::IoSlice<'_>]) -> io::Result<usize> {
    (&*socket).write_vectored(slices)
}

/// Minutes that local time is ahead of UTC at this moment, given in seconds since 1970.
pub(crate) fn local_offset_minutes(unix_seconds: i64) -> i32 {
    const TICKS_PER_MINUTE: i64 = 600_000_000;
    /// Between 1601, from which file times count, and 1970.
    const SECONDS_TO_1970: i64 = 11_644_473_600;
    let Some(ticks) = unix_seconds.checked_add(SECONDS_TO_1970).and_then(|s| s.checked_mul(10_000_000))
    else {
        return 0;
    };
    let time = FILETIME { dwLowDateTime: ticks as u32, dwHighDateTime: (ticks >> 32) as u32 };
    let (mut utc, mut local, mut local_time) = (SYSTEMTIME::default(), SYSTEMTIME::default(), time);
    // SAFETY: every pointer is to a local, or NULL for the zone that is set.
    let done = unsafe {
        FileTimeToSystemTime(&raw const time, &raw mut utc) != 0
            && SystemTimeToTzSpecificLocalTime(ptr::null(), &raw const utc, &raw mut local) != 0
            && SystemTimeToFileTime(&raw const local, &raw mut local_time) != 0
    };
    if !done {
        // Before 1601, or after what the system's calendar has.
        return 0;
    }
    let local_ticks = i64::from(local_time.dwHighDateTime) << 32 | i64::from(local_time.dwLowDateTime);
    ((local_ticks - ticks) / TICKS_PER_MINUTE) as i32
}

/// The language of the user's interface as a `LANGID`.
pub(crate) fn user_language() -> Option<u16> {
    // SAFETY: it takes nothing and cannot fail.
    Some(unsafe { GetUserDefaultUILanguage() })
}

/// Keeps the library in memory to the end of the process: before a thread of its own is started, since that
/// thread's code would be gone with `FreeLibrary`.
pub(crate) fn stay_loaded() {
    let inside: fn() = stay_loaded;
    let flags = GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
    let mut module: HMODULE = ptr::null_mut();
    // SAFETY: with these flags the name is any address in the module. It cannot fail for an address in a module
    // that runs; in a program that has the library linked in, that is the program.
    unsafe { GetModuleHandleExW(flags, inside as *const u16, &raw mut module) };
}
