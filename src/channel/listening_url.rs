//! Whether a URL that a request names is the one that is listened on. (Page WS_URL_MATCHING_OPTIONS.)

use std::net::IpAddr;

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::error::Result;
use crate::transport::resolve::literal_address;
use crate::transport::this_host::{check_own_address, host_names};
use crate::value::url::{Url, UrlFlags};

/// The URL that WsOpenListener got, taken apart once.
pub(super) struct ListeningUrl {
    host: Host,
    port: u16,
    /// Decoded, in lower case, without a slash at its end.
    path: String,
    /// What matched last, and how: most requests name the same URL.
    matched: Mutex<Option<(u32, Box<str>)>>,
}

enum Host {
    /// `+` or `*`: the options say by which of its names this computer may be called.
    This,
    Name(String),
    Address(IpAddr),
}

impl ListeningUrl {
    pub(super) fn new(url: &Url) -> Self {
        let host = match url.host.as_str() {
            "+" | "*" => Host::This,
            name => literal_address(name).map_or_else(|| Host::Name(name.to_lowercase()), Host::Address),
        };
        Self { host, port: url.port, path: bare(&url.path), matched: Mutex::default() }
    }

    /// In what a URL does not match, if it does not, for people. `local` is the address that the request came in on.
    /// A part of the URL for which there is no flag matches.
    pub(super) async fn mismatch(&self, url: &str, options: u32, local: IpAddr) -> Result<Option<String>> {
        if options == 0
            || self.matched.lock().as_ref().is_some_and(|(how, what)| *how == options && **what == *url)
        {
            return Ok(None);
        }
        let mismatch = self.compare(url, options, local).await?;
        if mismatch.is_none() {
            *self.matched.lock() = Some((options, url.into()));
        }
        Ok(mismatch)
    }

    async fn compare(&self, url: &str, options: u32, local: IpAddr) -> Result<Option<String>> {
        let text: Vec<u16> = url.encode_utf16().collect();
        let found = match Url::parse(&text, UrlFlags::default()) {
            Ok(found) => found,
            Err(error) => return Ok(Some(error.messages().join(": "))),
        };
        if options & WS_MATCH_URL_PORT != 0 && found.port != self.port {
            return Ok(Some(format!("the port is {}, and {} is expected", found.port, self.port)));
        }
        let path = bare(&found.path);
        if options & WS_MATCH_URL_EXACT_PATH != 0 && path != self.path {
            return Ok(Some(format!("the path is '{}', and '{}/' is expected", found.path, self.path)));
        }
        if options & WS_MATCH_URL_PREFIX_PATH != 0 && !path.starts_with(&self.path) {
            return Ok(Some(format!(
                "the path is '{}', and does not begin with '{}'",
                found.path, self.path
            )));
        }
        if options & WS_MATCH_URL_NO_QUERY != 0 && url.contains('?') {
            return Ok(Some(format!("there is a query, '{}', and none is expected", found.query)));
        }
        if options & WS_MATCH_URL_THIS_HOST != 0 && !self.is_host(&found.host, options, local).await? {
            return Ok(Some(format!(
                "the host is '{}', and {} is expected",
                found.host,
                self.host_in_words()
            )));
        }
        Ok(None)
    }

    async fn is_host(&self, found: &str, options: u32, local: IpAddr) -> Result<bool> {
        let address = literal_address(found);
        match &self.host {
            Host::Name(name) => return Ok(found.to_lowercase() == *name),
            Host::Address(own) => return Ok(address == Some(*own)),
            Host::This => {}
        }
        let has = |flag: u32| options & flag != 0;
        if let Some(address) = address {
            let own = has(WS_MATCH_URL_HOST_ADDRESSES);
            return Ok(own && (address == local || check_own_address(address).is_ok()));
        }
        if found.eq_ignore_ascii_case("localhost") && has(WS_MATCH_URL_LOCAL_HOST) {
            return Ok(true);
        }
        let names = host_names().await?;
        let found = found.to_lowercase();
        // The NetBIOS name of a computer is the beginning of its name.
        let netbios = names.short.get(..NETBIOS_LENGTH).unwrap_or(&names.short);
        Ok(has(WS_MATCH_URL_DNS_HOST) && found == names.short
            || has(WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST) && found == names.full
            || has(WS_MATCH_URL_NETBIOS_HOST) && found == netbios)
    }

    fn host_in_words(&self) -> String {
        match &self.host {
            Host::This => "a name or an address of this computer".to_owned(),
            Host::Name(name) => format!("'{name}'"),
            Host::Address(address) => format!("'{address}'"),
        }
    }
}

/// How long the NetBIOS name of a computer may be.
const NETBIOS_LENGTH: usize = 15;

/// A path as it is compared: as the HTTP server of Windows finds listeners by it, without regard to case or to a slash
/// at its end.
fn bare(path: &str) -> String {
    path.trim_end_matches('/').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::block_on;

    const DEFAULT: u32 =
        WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_PORT | WS_MATCH_URL_NO_QUERY;

    fn listening(url: &str) -> ListeningUrl {
        let text: Vec<u16> = url.encode_utf16().collect();
        ListeningUrl::new(
            &Url::parse(&text, UrlFlags { allow_host_wildcards: true, ..UrlFlags::default() }).unwrap(),
        )
    }

    fn matches(listening: &ListeningUrl, url: &str, options: u32) -> bool {
        let local = "10.1.2.3".parse().unwrap();
        let mismatch = block_on(listening.mismatch(url, options, local)).unwrap();
        // Asked again it says the same.
        assert_eq!(block_on(listening.mismatch(url, options, local)).unwrap(), mismatch);
        mismatch.is_none()
    }

    #[test]
    fn each_part_is_compared_as_its_flag_says() {
        let all = listening("http://+:8080/a%20b/");
        for (url, flag) in [
            ("http://localhost:8081/A%20b", WS_MATCH_URL_PORT),
            ("http://localhost/A%20b", WS_MATCH_URL_PORT),
            ("http://localhost:8080/a%20b/c", WS_MATCH_URL_EXACT_PATH),
            ("http://localhost:8080/a", WS_MATCH_URL_EXACT_PATH),
            ("http://localhost:8080/a%20b?", WS_MATCH_URL_NO_QUERY),
            ("http://localhost:8080/a%20b?c", WS_MATCH_URL_NO_QUERY),
            ("http://elsewhere.example:8080/a%20b", WS_MATCH_URL_THIS_HOST),
            ("http://192.0.2.1:8080/a%20b", WS_MATCH_URL_THIS_HOST),
        ] {
            assert!(!matches(&all, url, DEFAULT), "{url}");
            assert!(!matches(&all, url, flag), "{url}");
            assert!(matches(&all, url, DEFAULT & !flag), "{url}");
        }
        for url in
            ["http://localhost:8080/a%20b", "http://LOCALHOST:8080/A%20B/", "https://127.0.0.1:8080/a%20b"]
        {
            assert!(matches(&all, url, DEFAULT), "{url}");
        }
        for (url, fits) in [("http://x:1/A%20bc/d", true), ("http://x/a%20", false)] {
            assert_eq!(matches(&all, url, WS_MATCH_URL_PREFIX_PATH), fits, "{url}");
        }
        assert!(matches(&all, "nothing of a URL", 0));
        assert!(!matches(&all, "urn:other", DEFAULT));
    }

    #[test]
    fn this_computer_is_called_by_the_names_that_are_asked_for() {
        let all = listening("http://*:80/");
        let names = block_on(host_names()).unwrap();
        for (host, flag) in [
            ("localhost", WS_MATCH_URL_LOCAL_HOST),
            ("10.1.2.3", WS_MATCH_URL_HOST_ADDRESSES),
            ("[::1]", WS_MATCH_URL_HOST_ADDRESSES),
            (names.short.as_str(), WS_MATCH_URL_DNS_HOST),
            (&names.short.to_uppercase(), WS_MATCH_URL_DNS_HOST),
            (&names.full, WS_MATCH_URL_DNS_FULLY_QUALIFIED_HOST),
        ] {
            if host.is_empty() || host == "LOCALHOST" {
                continue;
            }
            let url = format!("http://{host}/");
            assert!(matches(&all, &url, DEFAULT) && matches(&all, &url, flag), "{url}");
            let others = WS_MATCH_URL_THIS_HOST & !flag & !WS_MATCH_URL_NETBIOS_HOST;
            assert!(!matches(&all, &url, others), "{url}");
        }
    }

    #[test]
    fn a_name_or_an_address_that_is_listened_on_is_the_one() {
        let named = listening("http://Service.example:80/");
        let addressed = listening("http://[::1]:80/");
        for (url, name, address) in [
            ("http://service.EXAMPLE/", true, false),
            ("http://localhost/", false, false),
            ("http://[0:0::1]/", false, true),
            ("http://10.1.2.3/", false, false),
        ] {
            assert_eq!(matches(&named, url, DEFAULT), name, "{url}");
            assert_eq!(matches(&addressed, url, DEFAULT), address, "{url}");
            assert!(matches(&named, url, WS_MATCH_URL_PORT), "{url}");
        }
    }
}
