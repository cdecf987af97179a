//! URL prefixes, and which of them a request belongs to.
//!
//! ```text
//! http://+:80/a/      strong wildcard   every host name; looked at before all others
//! http://name:80/a/   host name         requests whose Host is this name
//! http://10.0.0.1:80/ address           requests that came in on this address, if no name fits
//! http://*:80/a/      weak wildcard     what nobody else wants
//! ```
//!
//! Within each kind the longest path wins; paths match whole segments, without regard to case.

use std::fmt;
use std::net::IpAddr;

use crate::error::{Error, Result};
use crate::transport::resolve::literal_address;

/// What a listener listens for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prefix {
    host: Host,
    port: u16,
    /// Begins and ends with a slash, in lower case.
    path: String,
}

/// The host part of a prefix, in the order in which they are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Host {
    Any,
    Name(String),
    Address(IpAddr),
    Rest,
}

impl Prefix {
    /// The parts of a URL as WsOpenListener gets it, in encoded form. `host` may be `+` or `*`. Port 0 leaves
    /// the choice to the system.
    pub(crate) fn new(host: &str, port: u16, path: &str) -> Result<Self> {
        let host = match host {
            "" => return Err(Error::invalid_argument("the URL to listen on has no host")),
            "+" => Host::Any,
            "*" => Host::Rest,
            name => match literal_address(name) {
                Some(address) => Host::Address(address),
                None => Host::Name(name.to_ascii_lowercase()),
            },
        };
        let mut path = path.to_ascii_lowercase();
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        if !path.ends_with('/') {
            path.push('/');
        }
        Ok(Self { host, port, path })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("http://")?;
        match &self.host {
            Host::Any => f.write_str("+")?,
            Host::Rest => f.write_str("*")?,
            Host::Name(name) => f.write_str(name)?,
            Host::Address(IpAddr::V4(address)) => write!(f, "{address}")?,
            Host::Address(IpAddr::V6(address)) => write!(f, "[{address}]")?,
        }
        write!(f, ":{}{}", self.port, self.path)
    }
}
