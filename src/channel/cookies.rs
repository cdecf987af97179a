//! The cookies that a request channel keeps, as RFC 6265 says. (WS_AUTO_COOKIE_MODE)
//!
//! A channel speaks with one URL over HTTP, so a cookie that would not be sent there is not kept at all.

use std::time::{Duration, SystemTime};

/// The cookies of one channel.
#[derive(Debug, Default)]
pub(super) struct Cookies {
    /// In the order in which they first came.
    kept: Vec<Cookie>,
}

#[derive(Debug)]
struct Cookie {
    name: Vec<u8>,
    value: Vec<u8>,
    /// The host that it is for, and whether its subdomains too.
    domain: String,
    with_subdomains: bool,
    path: String,
    expires: Option<SystemTime>,
}

/// What is kept at most (RFC 6265, section 6.1, says how much it has to be at least).
const MOST_COOKIES: usize = 50;
const MOST_BYTES: usize = 4096;

/// Where a request went.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    pub(super) host: &'a str,
    /// Of the URL, in encoded form; a query may follow.
    pub(super) path: &'a str,
}

impl Cookies {
    /// Takes the Set-Cookie fields of a response.
    pub(super) fn receive<'a>(
        &mut self,
        fields: impl Iterator<Item = &'a [u8]>,
        origin: Origin<'_>,
        now: SystemTime,
    ) {
        for cookie in fields.filter_map(|field| Cookie::parse(field, origin, now)) {
            let known = self.kept.iter_mut().find(|kept| kept.is_replaced_by(&cookie));
            match known {
                Some(known) => *known = cookie,
                None => self.kept.push(cookie),
            }
        }
        self.kept.retain(|cookie| cookie.expires.is_none_or(|expires| expires > now));
        let too_many = self.kept.len().saturating_sub(MOST_COOKIES);
        self.kept.drain(..too_many);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The value of the Cookie field for the next request, if there are any.
    pub(super) fn field(&self, now: SystemTime) -> Option<Vec<u8>> {
        let mut sent: Vec<&Cookie> =
            self.kept.iter().filter(|cookie| cookie.expires.is_none_or(|expires| expires > now)).collect();
        // Longer paths first, then the older ones (section 5.4).
        sent.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<Vec<u8>> =
            sent.iter().map(|cookie| [&cookie.name, b"=".as_slice(), &cookie.value].concat()).collect();
        (!pairs.is_empty()).then(|| pairs.join(b"; ".as_slice()))
    }
}

impl Cookie {
    /// Section 5.2; none for what is no cookie, or is not for requests to this origin.
    fn parse(field: &[u8], origin: Origin<'_>, now: SystemTime) -> Option<Self> {
        let mut parts = field.split(|&byte| byte == b';');
        let (name, value) = pair(parts.next()?);
        let value = value?;
        if name.is_empty() || name.len() + value.len() > MOST_BYTES {
            return None;
        }
        let mut cookie = Self {
            name: name.to_vec(),
            value: value.to_vec(),
            domain: origin.host.to_ascii_lowercase(),
            with_subdomains: false,
            path: default_path(origin.path).to_owned(),
            expires: None,
        };
        let mut max_age = None;
        for part in parts {
            let (name, value) = pair(part);
            // What an attribute says is ASCII, or nothing that can be used.
            let Ok(value) = std::str::from_utf8(value.unwrap_or_default()) else { continue };
            match name.to_ascii_lowercase().as_slice() {
                b"expires" => cookie.expires = date(value).or(cookie.expires),
                b"max-age" => max_age = seconds(value).or(max_age),
                b"domain" if !value.is_empty() => {
                    cookie.domain = value.strip_prefix('.').unwrap_or(value).to_ascii_lowercase();
                    cookie.with_subdomains = true;
                }
                b"path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
                // Over HTTP it would not be sent back.
                b"secure" => return None,
                _ => {}
            }
        }
        if let Some(age) = max_age {
            // One that is for longer than time can tell is for ever.
            cookie.expires =
                if age <= 0 { Some(now) } else { now.checked_add(Duration::from_secs(age.unsigned_abs())) };
        }
        cookie.is_for(origin).then_some(cookie)
    }

    fn is_for(&self, origin: Origin<'_>) -> bool {
        let host = origin.host.to_ascii_lowercase();
        let domain = host == self.domain
            || self.with_subdomains
                && !is_address(&host)
                // A domain of one label is everybody's.
                && self.domain.contains('.')
                && host.strip_suffix(&self.domain).is_some_and(|rest| rest.ends_with('.'));
        let path = origin.path.split('?').next().unwrap_or_default();
        let path = path
            .strip_prefix(&*self.path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/'));
        domain && path
    }

    fn is_replaced_by(&self, other: &Self) -> bool {
        (&self.name, &self.domain, &self.path) == (&other.name, &other.domain, &other.path)
    }
}

/// A name and, behind an equals sign, a value, without blanks around them.
fn pair(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    match text.iter().position(|&byte| byte == b'=') {
        Some(at) => (text[..at].trim_ascii(), Some(text[at + 1..].trim_ascii())),
        None => (text.trim_ascii(), None),
    }
}

/// The folder of a request's path (section 5.1.4).
fn default_path(path: &str) -> &str {
    let path = path.split('?').next().unwrap_or_default();
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(at) => &path[..at],
    }
}

/// A time as HTTP has it, also in the old form with dashes.
fn date(text: &str) -> Option<SystemTime> {
    httpdate::parse_http_date(text).or_else(|_| httpdate::parse_http_date(&text.replace('-', " "))).ok()
}

/// A number of seconds; what is too large for one is for ever.
fn seconds(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX }))
}

fn is_address(host: &str) -> bool {
    crate::transport::resolve::literal_address(host).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: Origin<'_> = Origin { host: "www.Service.example", path: "/a/b?c=/d" };

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
    }

    /// What is sent back after these Set-Cookie fields, one response for each.
    fn sent_at(origin: Origin<'_>, fields: &[&str]) -> String {
        let mut cookies = Cookies::default();
        for field in fields {
            cookies.receive(std::iter::once(field.as_bytes()), origin, now());
        }
        cookies.field(now()).map(|field| String::from_utf8(field).unwrap()).unwrap_or_default()
    }

    fn sent(fields: &[&str]) -> String {
        sent_at(ORIGIN, fields)
    }

    #[test]
    fn are_sent_back_until_they_are_replaced_or_end() {
        assert_eq!(sent(&["a=1", " b = 2 ; HttpOnly", "c=", "d=x=y"]), "a=1; b=2; c=; d=x=y");
        assert_eq!(sent(&["a=1", "b=2", "a=3"]), "a=3; b=2");
        assert_eq!(sent(&["a=1", "a=; Max-Age=0"]), "");
        assert_eq!(sent(&["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]), "");
        assert_eq!(sent(&["a=1", "a=; expires=Thu, 01-Jan-1970 00:00:00 GMT"]), "");
        assert_eq!(sent(&["a=1; Max-Age=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]), "a=1");
        assert_eq!(sent(&["a=1; Max-Age=99999999999999999999; Expires=nonsense"]), "a=1");
        assert_eq!(sent(&["a=1; Max-Age=-99999999999999999999"]), "");
        assert_eq!(sent(&["", "=", "=x", "no-value", "; a=1"]), "");
        let mut cookies = Cookies::default();
        cookies.receive([b"a=1; Max-Age=10".as_slice()].into_iter(), ORIGIN, now());
        assert!(cookies.field(now() + Duration::from_secs(9)).is_some());
        assert!(cookies.field(now() + Duration::from_secs(10)).is_none());
    }

    #[test]
    fn are_for_their_domain() {
        for (domain, fits) in [
            ("www.service.example", true),
            (".SERVICE.example", true),
            ("service.example", true),
            ("ervice.example", false),
            ("example", false),
            ("other.example", false),
            ("a.www.service.example", false),
            ("", true),
        ] {
            assert_eq!(!sent(&[&format!("a=1; Domain={domain}")]).is_empty(), fits, "{domain}");
        }
        for host in ["127.0.0.1", "[::1]", "localhost"] {
            let origin = Origin { host, ..ORIGIN };
            assert_eq!(sent_at(origin, &[&format!("a=1; Domain={host}"), "b=2"]), "a=1; b=2");
            assert_eq!(sent_at(origin, &["a=1; Domain=0.0.1"]), "");
        }
        assert_eq!(sent(&["a=1; Secure"]), "");
    }

    #[test]
    fn are_for_their_path_the_longest_first() {
        for (path, fits) in [
            ("/", true),
            ("/a", true),
            ("/a/", true),
            ("/a/b", true),
            ("/a/bc", false),
            ("/A", false),
            ("x", true),
        ] {
            assert_eq!(!sent(&[&format!("a=1; Path={path}")]).is_empty(), fits, "{path}");
        }
        assert_eq!(sent(&["a=1; path=/", "b=2", "c=3; path=/", "a=4; path=/a/b"]), "a=4; b=2; a=1; c=3");
        for (path, default) in [("/a/b?c=/d", "/a"), ("/a", "/"), ("/", "/"), ("/a/", "/a")] {
            assert_eq!(default_path(path), default);
        }
    }

    #[test]
    fn do_not_take_more_room_than_there_is() {
        let many: Vec<String> = (0..60).map(|number| format!("c{number}=1")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let sent_back = sent(&many);
        assert_eq!(sent_back.split("; ").count(), MOST_COOKIES);
        assert!(sent_back.starts_with("c10=") && sent_back.ends_with("c59=1"));
        assert_eq!(sent(&[&format!("a={}", "x".repeat(MOST_BYTES))]), "");
    }
}
