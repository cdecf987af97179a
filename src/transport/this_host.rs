//! What this computer is called, and which addresses are its own.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;

use socket2::{Domain, Socket, Type};

use crate::abi::types::E_UNEXPECTED;
use crate::error::{Error, Result};
use crate::runtime;

/// The names of this computer, in lower case. One that it does not have is empty.
#[derive(Debug)]
pub(crate) struct HostNames {
    /// Without the domain.
    pub(crate) short: String,
    /// With the domain.
    pub(crate) full: String,
}

/// The names of this computer. The first call may ask the network for its domain, on a thread that may block.
pub(crate) async fn host_names() -> Result<&'static HostNames> {
    static NAMES: OnceLock<HostNames> = OnceLock::new();
    if let Some(names) = NAMES.get() {
        return Ok(names);
    }
    runtime::spawn_blocking(|| NAMES.get_or_init(HostNames::ask))?
        .await
        .map_err(|_| Error::new(E_UNEXPECTED, "asking for the names of this computer panicked"))
}

impl HostNames {
    /// A computer that does not know its name has none to be found by.
    fn ask() -> Self {
        let given = dns_lookup::get_hostname().unwrap_or_default().to_lowercase();
        let short = given.split('.').next().unwrap_or_default().to_owned();
        if given.contains('.') {
            return Self { short, full: given };
        }
        let hints =
            dns_lookup::AddrInfoHints { flags: CANONICAL_NAME, ..dns_lookup::AddrInfoHints::default() };
        let canonical = dns_lookup::getaddrinfo(Some(&given), None, Some(hints))
            .ok()
            .and_then(|mut found| found.find_map(|found| found.ok()?.canonname))
            .unwrap_or_default()
            .to_lowercase();
        Self { short, full: if canonical.contains('.') { canonical } else { String::new() } }
    }
}

/// `AI_CANONNAME`, the same number on every system that the library is for.
const CANONICAL_NAME: i32 = 2;

/// Whether an address is one of this machine's; the failure says what the system thinks of it.
pub(crate) fn check_own_address(address: IpAddr) -> io::Result<()> {
    if address.is_loopback() {
        return Ok(());
    }
    // These can be bound to, and are no address of a machine.
    if address.is_unspecified() || address.is_multicast() {
        return Err(io::ErrorKind::AddrNotAvailable.into());
    }
    let address = SocketAddr::new(address, 0);
    Socket::new(Domain::for_address(address), Type::STREAM, None)?.bind(&address.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_computer_knows_its_names_and_addresses() {
        let names = runtime::block_on(host_names()).unwrap();
        assert!(!names.short.contains('.'), "{names:?}");
        assert!(names.full.is_empty() || names.full.contains('.'), "{names:?}");
        for (address, own) in [
            ("127.0.0.1", true),
            ("127.1.2.3", true),
            ("0.0.0.0", false),
            ("192.0.2.1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(check_own_address(address.parse().unwrap()).is_ok(), own, "{address}");
        }
    }
}
