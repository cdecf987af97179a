//! From a host name and a port to a connected stream.

use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::runtime::net::Stream;
use crate::runtime::time::{sleep_until, timeout_at};
use crate::runtime::{self};

/// How long an address may leave us waiting before the next one is tried beside it (RFC 8305, section 5).
const NEXT_ADDRESS_AFTER: Duration = Duration::from_millis(250);

/// The address that a literal host names. A literal IPv6 address may stand in brackets, as in a URL.
pub(crate) fn literal_address(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(inner) => inner.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => host.parse().ok(),
    }
}

/// The addresses of a host, never none, the ones to try first in front. `localhost` and literal addresses are
/// known; others are asked for on a thread that may block.
pub(crate) async fn resolve(host: &str, port: u16, deadline: Option<Instant>) -> Result<Vec<SocketAddr>> {
    if let Some(address) = literal_address(host) {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    if host.eq_ignore_ascii_case("localhost") {
        return Ok(vec![(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()]);
    }
    let name = host.to_owned();
    let lookup = runtime::spawn_blocking(move || {
        (name.as_str(), port).to_socket_addrs().map(Iterator::collect::<Vec<_>>)
    })?;
    let found = timeout_at(deadline, || format!("the name '{host}' was not resolved in time"), async {
        lookup.await.map_err(|_| Error::new(E_UNEXPECTED, format!("resolving the name '{host}' panicked")))
    })
    .await?;
    match found {
        Ok(addresses) if !addresses.is_empty() => Ok(addresses),
        Ok(_) => Err(not_found(host, "it has no address")),
        Err(error) => Err(with_errno(not_found(host, &error.to_string()), &error)),
    }
}

fn not_found(host: &str, why: &str) -> Error {
    Error::new(WS_E_ENDPOINT_NOT_FOUND, format!("the host name '{host}' could not be resolved: {why}"))
}

/// Connects to the first of these addresses that answers. When one does not answer at once the next one is
/// tried beside it.
pub(crate) async fn connect(addresses: &[SocketAddr], deadline: Option<Instant>) -> Result<Stream> {
    let what = || format!("no connection to {} was made in time", list(addresses));
    timeout_at(deadline, what, connect_any(addresses)).await
}

type Attempt<'a> = (SocketAddr, Pin<Box<dyn Future<Output = io::Result<Stream>> + Send + 'a>>);

async fn connect_any(addresses: &[SocketAddr]) -> Result<Stream> {
    if let [address] = *addresses {
        return Stream::connect(address).await.map_err(|error| connect_failure(address, &error));
    }
    let mut rest = addresses.iter();
    let mut attempts: Vec<Attempt<'_>> = Vec::new();
    let mut failure = None;
    let mut next = sleep_until(Instant::now());
    poll_fn(|context| {
        loop {
            let mut finished = None;
            for (index, (address, attempt)) in attempts.iter_mut().enumerate() {
                if let Poll::Ready(result) = attempt.as_mut().poll(context) {
                    finished = Some((index, *address, result));
                    break;
                }
            }
            match finished {
                Some((_, _, Ok(stream))) => return Poll::Ready(Ok(stream)),
                Some((index, address, Err(error))) => {
                    drop(attempts.swap_remove(index));
                    // The first address is the one that was meant.
                    failure.get_or_insert_with(|| connect_failure(address, &error));
                    next = sleep_until(Instant::now());
                    continue;
                }
                None => {}
            }
            if rest.len() == 0 {
                if attempts.is_empty() {
                    let failure = failure.take();
                    return Poll::Ready(Err(failure.unwrap_or_else(|| not_found("", "it has no address"))));
                }
                return Poll::Pending;
            }
            if Pin::new(&mut next).poll(context).is_pending() {
                return Poll::Pending;
            }
            if let Some(&address) = rest.next() {
                attempts.push((address, Box::pin(Stream::connect(address))));
                next = sleep_until(Instant::now() + NEXT_ADDRESS_AFTER);
            }
        }
    })
    .await
}

fn list(addresses: &[SocketAddr]) -> String {
    addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What the failure to connect means. A connection that nobody takes is unreachable, whatever the reason.
pub(crate) fn connect_failure(address: SocketAddr, error: &io::Error) -> Error {
    let code = match error.kind() {
        io::ErrorKind::TimedOut => WS_E_OPERATION_TIMED_OUT,
        io::ErrorKind::PermissionDenied => E_ACCESSDENIED,
        io::ErrorKind::OutOfMemory => E_OUTOFMEMORY,
        _ => WS_E_ENDPOINT_UNREACHABLE,
    };
    with_errno(Error::new(code, format!("connecting to {address} failed: {error}")), error)
}

/// Adds the operating system's own code.
pub(crate) fn with_errno(error: Error, cause: &io::Error) -> Error {
    match cause.raw_os_error() {
        Some(code) => error.with_original(code as u32),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::runtime::block_on;

    #[test]
    fn literal_addresses_and_localhost_need_no_thread() {
        let resolved = |host| block_on(resolve(host, 80, Some(Instant::now()))).unwrap();
        assert_eq!(resolved("127.0.0.1"), ["127.0.0.1:80".parse().unwrap()]);
        assert_eq!(resolved("[::1]"), ["[::1]:80".parse().unwrap()]);
        assert_eq!(resolved("::1"), ["[::1]:80".parse().unwrap()]);
        assert_eq!(resolved("LocalHost").len(), 2);
    }

    #[test]
    fn a_name_that_does_not_exist_is_not_found_in_both_modes() {
        let error = block_on(resolve("no-such-host.invalid", 80, None)).unwrap_err();
        assert_eq!(error.code(), WS_E_ENDPOINT_NOT_FOUND);
        assert!(error.messages()[0].contains("no-such-host.invalid"), "{error}");
        let (sender, receiver) = std::sync::mpsc::channel();
        runtime::spawn(async move {
            sender.send(resolve("no-such-host.invalid", 80, None).await.unwrap_err().code()).unwrap();
        })
        .unwrap();
        assert_eq!(receiver.recv_timeout(Duration::from_secs(60)).unwrap(), WS_E_ENDPOINT_NOT_FOUND);
    }

    #[test]
    fn a_dead_address_does_not_keep_from_a_live_one() {
        let live = TcpListener::bind("127.0.0.1:0").unwrap();
        let dead = TcpListener::bind("127.0.0.1:0").unwrap();
        let addresses = [dead.local_addr().unwrap(), live.local_addr().unwrap()];
        drop(dead);
        let stream = block_on(connect(&addresses, None)).unwrap();
        assert_eq!(stream.peer_address().unwrap(), addresses[1]);
    }

    #[test]
    fn when_all_fail_the_first_address_is_told_of() {
        let (one, two) =
            (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
        let addresses = [one.local_addr().unwrap(), two.local_addr().unwrap()];
        drop((one, two));
        let error = block_on(connect(&addresses, None)).map(drop).unwrap_err();
        assert_eq!(error.code(), WS_E_ENDPOINT_UNREACHABLE);
        assert_eq!(error.original(), Some(crate::platform::CONNECTION_REFUSED as u32));
        assert!(error.messages()[0].contains(&addresses[0].to_string()), "{error}");
    }
}
