//! Header fields, in the order in which they were added, found by name without regard to case.

use hyper::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};

/// The header fields of a message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers(HeaderMap);

impl Headers {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a field, beside those of the same name. A name that is no token and a value with a line break
    /// fail with `E_INVALIDARG`: they would end up as something else on the wire.
    pub(crate) fn append(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<()> {
        let (name, value) = field(name, value.as_ref())?;
        self.0.append(name, value);
        Ok(())
    }

    /// Adds a field in place of those of the same name. Fails as [`Headers::append`].
    #[cfg(test)]
    pub(crate) fn set(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<()> {
        let (name, value) = field(name, value.as_ref())?;
        self.0.insert(name, value);
        Ok(())
    }

    /// The first field of this name, if it is visible ASCII.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|value| value.to_str().ok())
    }

    /// Every field of this name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.get_all(name).into_iter().map(HeaderValue::as_bytes)
    }

    /// Takes away every field of this name.
    #[cfg(test)]
    pub(crate) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// All fields; names in lower case.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_bytes()))
    }

    pub(super) fn from_map(map: HeaderMap) -> Self {
        Self(map)
    }

    pub(super) fn into_map(self) -> HeaderMap {
        self.0
    }

    pub(super) fn map(&self) -> &HeaderMap {
        &self.0
    }
}

fn field(name: &str, value: &[u8]) -> Result<(HeaderName, HeaderValue)> {
    let wrong = |what: &str| {
        Error::invalid_argument(format!(
            "'{name}: {}' is not an HTTP header: {what}",
            String::from_utf8_lossy(value)
        ))
    };
    Ok((
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("the name is not a token"))?,
        HeaderValue::from_bytes(value).map_err(|_| wrong("the value has a control character in it"))?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::types::E_INVALIDARG;

    #[test]
    fn are_found_in_any_case_and_keep_what_is_repeated() {
        let mut headers = Headers::new();
        headers.append("Set-Cookie", "a=1").unwrap();
        headers.append("set-cookie", "b=2").unwrap();
        headers.set("Content-Type", "text/xml").unwrap();
        headers.set("content-type", "text/plain").unwrap();
        assert_eq!(headers.all("SET-COOKIE").collect::<Vec<_>>(), [&b"a=1"[..], b"b=2"]);
        assert_eq!(headers.text("Content-type"), Some("text/plain"));
        headers.remove("Set-Cookie");
        assert_eq!(headers.iter().count(), 1);
    }

    #[test]
    fn refuse_what_would_become_another_header() {
        for (name, value) in [("a b", "c"), ("a", "b\r\nc: d"), ("", "x"), ("a:", "x"), ("a", "b\0")] {
            let error = Headers::new().append(name, value).unwrap_err();
            assert_eq!(error.code(), E_INVALIDARG, "{name}: {value}");
        }
    }
}
