//! What differs from system to system, one file for each family of them. Nothing else in the library asks which
//! system it is on: `tests/layers.rs` sees to that.

#[cfg(unix)]
mod unix;
#[cfg(unix)]
use unix as system;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
use windows as system;

use std::net::TcpStream;
use std::sync::Arc;

pub(crate) use system::{
    WakePipe, connect_goes_on, lacks_family, let_wait, local_offset_minutes, peek, prepare_to_listen,
    receive, receive_soon, send_vectored, stay_loaded, user_language, wait,
};

#[cfg(test)]
pub(crate) use system::{ADDRESS_IN_USE, CONNECTION_REFUSED};

/// Whether a closed port may be in use for a moment longer: a socket that is closed while its readiness is waited for is,
/// under Wine, gone only when the wait has ended.
pub(crate) const RELEASES_PORTS_LATE: bool = cfg!(windows);

/// Whether the runtime is told of every arrival at a socket, also when it has not read all that came before.
pub(crate) const TELLS_EVERY_ARRIVAL: bool = cfg!(target_os = "linux");

/// A socket that a thread waits for. Holding it keeps its descriptor from being reused meanwhile.
pub(crate) type Socket = Arc<TcpStream>;

/// What a leaf waits for on a socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Interest {
    Read,
    Write,
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::net::TcpListener;
    use std::time::{Duration, Instant};

    use super::*;

    fn pair() -> (Socket, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let one = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (other, _) = listener.accept().unwrap();
        (Arc::new(one), other)
    }

    fn far() -> Instant {
        Instant::now() + Duration::from_secs(60)
    }

    #[test]
    fn a_wait_ends_when_the_time_has_come_and_not_before() {
        let (socket, _peer) = pair();
        let begin = Instant::now();
        let deadline = begin + Duration::from_millis(30);
        wait(&[(socket, Interest::Read)], Some(deadline), &WakePipe::default());
        assert!(begin.elapsed() >= Duration::from_millis(25), "{:?}", begin.elapsed());
    }

    #[test]
    fn a_wait_ends_when_a_socket_can_be_read_or_written() {
        use std::io::Write as _;
        let (socket, mut peer) = pair();
        let begin = Instant::now();
        wait(&[(socket.clone(), Interest::Write)], Some(far()), &WakePipe::default());
        peer.write_all(b"x").unwrap();
        wait(&[(socket, Interest::Read)], Some(far()), &WakePipe::default());
        assert!(begin.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_socket_that_may_wait_does_so_where_it_is_asked_to_and_nowhere_else() {
        use std::io::Write as _;
        let (socket, mut peer) = pair();
        if !let_wait(&socket) {
            return;
        }
        let mut room = [0; 8];
        let kind = |result: io::Result<usize>| result.unwrap_err().kind();
        assert_eq!(kind(receive(&socket, &mut room)), io::ErrorKind::WouldBlock);
        assert_eq!(kind(peek(&socket)), io::ErrorKind::WouldBlock);
        let begin = Instant::now();
        assert_eq!(kind(receive_soon(&socket, &mut room, Some(far()))), io::ErrorKind::WouldBlock);
        assert!(begin.elapsed() >= Duration::from_millis(2), "{:?}", begin.elapsed());
        // There is no time for it.
        assert_eq!(kind(receive_soon(&socket, &mut room, Some(begin))), io::ErrorKind::WouldBlock);
        peer.write_all(b"xyz").unwrap();
        assert_eq!(receive_soon(&socket, &mut room, None).unwrap(), 3);
        let more = vec![0; 1 << 20];
        while let Ok(sent) = send_vectored(&socket, &[io::IoSlice::new(&more)]) {
            assert!(sent > 0);
        }
        socket.shutdown(std::net::Shutdown::Both).unwrap();
        assert_eq!(receive_soon(&socket, &mut room, None).unwrap(), 0);
    }

    #[test]
    fn a_wait_ends_when_a_connection_is_refused() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.set_nonblocking(true).unwrap();
        if let Err(error) = socket.connect(&closed.into())
            && connect_goes_on(&error)
        {
            let socket: Socket = Arc::new(socket.into());
            let begin = Instant::now();
            wait(&[(socket.clone(), Interest::Write)], Some(far()), &WakePipe::default());
            assert!(begin.elapsed() < Duration::from_secs(30));
            assert_eq!(socket.take_error().unwrap().unwrap().kind(), io::ErrorKind::ConnectionRefused);
        }
    }

    #[test]
    fn a_wait_ends_when_it_is_woken_and_the_next_one_waits_again() {
        let pipe = WakePipe::default();
        let begin = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| pipe.wake());
            wait(&[], Some(far()), &pipe);
        });
        pipe.wake();
        pipe.wake();
        wait(&[], Some(far()), &pipe);
        assert!(begin.elapsed() < Duration::from_secs(30));
        // The wake-ups above are used up.
        let deadline = Instant::now() + Duration::from_millis(30);
        wait(&[], Some(deadline), &pipe);
        assert!(Instant::now() + Duration::from_millis(5) >= deadline);
    }

    #[test]
    fn local_time_is_less_than_a_day_from_utc_at_any_time() {
        for seconds in [i64::from(i32::MIN), 0, 1_700_000_000, 32_503_680_000] {
            assert!(local_offset_minutes(seconds).abs() < 24 * 60);
        }
    }
}
