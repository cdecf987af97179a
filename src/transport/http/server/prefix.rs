//! URL prefixes, and which of them a request belongs to.
//!
//! ```text
//! http://+:80/a/      strong wildcard   every host name; looked at before all others
//! http://name:80/a/   host name         requests whose Host is this name
//! http://10.0.0.1:80/ address           requests that came in on this address, if no name fits
//! http://*:80/a/      weak wildcard     what nobody else wants
//! ```
//!
//! Within each kind the longest path wins; paths match whole segments, without regard to case. These are the
//! rules of the HTTP server of Windows, with one that is stricter: what listens for `localhost` is for this
//! machine alone, so it does not take requests that came in on another address and merely say `localhost`.

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

    pub(super) fn with_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The one address that it is for, if it is for one.
    pub(super) fn address(&self) -> Option<IpAddr> {
        match self.host {
            Host::Address(address) => Some(address),
            _ => None,
        }
    }

    fn takes(&self, request: &Target<'_>) -> bool {
        let host = match &self.host {
            Host::Any | Host::Rest => true,
            Host::Name(name) => {
                request.host.is_some_and(|host| host.eq_ignore_ascii_case(name))
                    && (name != "localhost" || request.local.is_loopback())
            }
            Host::Address(address) => request.local == *address,
        };
        host && self.takes_path(request.path.as_bytes())
    }

    fn takes_path(&self, path: &[u8]) -> bool {
        let own = self.path.as_bytes();
        match path.get(..own.len()) {
            Some(start) => start.eq_ignore_ascii_case(own),
            None => path.eq_ignore_ascii_case(&own[..own.len() - 1]),
        }
    }

    /// Smaller is looked at first.
    fn rank(&self) -> (u8, std::cmp::Reverse<usize>) {
        let kind = match self.host {
            Host::Any => 0,
            Host::Name(_) => 1,
            Host::Address(_) => 2,
            Host::Rest => 3,
        };
        (kind, std::cmp::Reverse(self.path.len()))
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

/// What of a request decides where it belongs.
pub(super) struct Target<'a> {
    /// The host that the client named, without the port.
    pub(super) host: Option<&'a str>,
    pub(super) path: &'a str,
    /// The address that it came in on.
    pub(super) local: IpAddr,
}

/// The prefixes of one port.
#[derive(Debug)]
pub(super) struct Routes<T>(Vec<(Prefix, T)>);

impl<T> Default for Routes<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Routes<T> {
    /// False if the prefix is taken.
    pub(super) fn add(&mut self, prefix: Prefix, value: T) -> bool {
        if self.0.iter().any(|(other, _)| *other == prefix) {
            return false;
        }
        let place = self.0.partition_point(|(other, _)| other.rank() <= prefix.rank());
        self.0.insert(place, (prefix, value));
        true
    }

    pub(super) fn remove(&mut self, prefix: &Prefix) {
        self.0.retain(|(other, _)| other != prefix);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn find(&self, request: &Target<'_>) -> Option<&T> {
        self.0.iter().find(|(prefix, _)| prefix.takes(request)).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(prefixes: &[&'static str]) -> Routes<&'static str> {
        let mut routes = Routes::default();
        for prefix in prefixes {
            let (host, path) = prefix.split_once('/').unwrap();
            assert!(routes.add(Prefix::new(host, 80, path).unwrap(), *prefix), "{prefix}");
        }
        routes
    }

    fn target<'a>(host: &'a str, path: &'a str, local: &str) -> Target<'a> {
        Target { host: Some(host).filter(|host| !host.is_empty()), path, local: local.parse().unwrap() }
    }

    #[test]
    fn the_longest_path_wins_and_matches_whole_segments() {
        let routes = routes(&["+/a", "+/a/b/", "+/Ab"]);
        for (path, expected) in [
            ("/a", Some("+/a")),
            ("/a/", Some("+/a")),
            ("/A/x", Some("+/a")),
            ("/a/b", Some("+/a/b/")),
            ("/a/b/c", Some("+/a/b/")),
            ("/a/bc", Some("+/a")),
            ("/ab", Some("+/Ab")),
            ("/abc", None),
            ("/", None),
            ("*", None),
        ] {
            assert_eq!(routes.find(&target("x", path, "10.0.0.1")).copied(), expected, "{path}");
        }
    }

    #[test]
    fn hosts_are_looked_at_from_strong_to_weak() {
        let routes = routes(&["*/", "10.0.0.1/", "name/", "+/strong", "[::1]/", "localhost/"]);
        for (host, path, local, expected) in [
            ("name", "/strong/x", "10.0.0.1", "+/strong"),
            ("NAME", "/x", "10.0.0.1", "name/"),
            ("other", "/x", "10.0.0.1", "10.0.0.1/"),
            ("", "/x", "10.0.0.1", "10.0.0.1/"),
            ("other", "/x", "::1", "[::1]/"),
            ("other", "/x", "10.0.0.2", "*/"),
            ("localhost", "/x", "127.0.0.1", "localhost/"),
            ("localhost", "/x", "10.0.0.2", "*/"),
        ] {
            assert_eq!(
                routes.find(&target(host, path, local)).copied(),
                Some(expected),
                "{host} {path} {local}"
            );
        }
    }

    #[test]
    fn a_prefix_can_be_taken_once() {
        let mut routes = routes(&["+/a"]);
        assert!(!routes.add(Prefix::new("+", 80, "/A/").unwrap(), ""));
        assert!(routes.add(Prefix::new("*", 80, "/a/").unwrap(), ""));
        routes.remove(&Prefix::new("+", 80, "a").unwrap());
        assert!(routes.add(Prefix::new("+", 80, "/a").unwrap(), ""));
    }

    #[test]
    fn is_shown_as_the_url_that_it_is() {
        for (host, path, shown) in [
            ("+", "", "http://+:8080/"),
            ("Host", "/Path", "http://host:8080/path/"),
            ("[::1]", "a/b/", "http://[::1]:8080/a/b/"),
        ] {
            assert_eq!(Prefix::new(host, 8080, path).unwrap().to_string(), shown);
        }
    }
}
