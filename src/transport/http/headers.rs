//! Header fields, in the order in which they were added, found by name without regard to case.

use std::ops::Range;

use hyper::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};

/// The header fields of a message. They lie one after the other in one piece of memory: most of them are read once,
/// or not at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers {
    bytes: Vec<u8>,
    fields: Vec<Field>,
}

/// Where a field is in the bytes: its name ends where its value begins.
#[derive(Clone, Copy, Debug)]
struct Field {
    name: usize,
    value: usize,
    end: usize,
}

impl Field {
    fn name(self) -> Range<usize> {
        self.name..self.value
    }

    fn value(self) -> Range<usize> {
        self.value..self.end
    }
}

impl Headers {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Empty, with room for so many fields, and for so many bytes of names and values.
    pub(super) fn with_capacity(fields: usize, bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), fields: Vec::with_capacity(fields) }
    }

    /// Adds a field, beside those of the same name. A name that is no token and a value with a line break
    /// fail with `E_INVALIDARG`: they would end up as something else on the wire.
    pub(crate) fn append(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<()> {
        let value = value.as_ref();
        check(name, value)?;
        self.push(name.as_bytes(), value);
        Ok(())
    }

    /// Adds a field in place of those of the same name. Fails as [`Headers::append`].
    #[cfg(test)]
    pub(crate) fn set(&mut self, name: &str, value: impl AsRef<[u8]>) -> Result<()> {
        self.remove(name);
        self.append(name, value)
    }

    /// Adds a field that is known to be one.
    pub(super) fn push(&mut self, name: &[u8], value: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(name);
        let middle = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.fields.push(Field { name: start, value: middle, end: self.bytes.len() });
    }

    /// The first field of this name, if it is visible ASCII.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let value = self.all(name).next()?;
        let visible = value.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t'));
        std::str::from_utf8(value).ok().filter(|_| visible)
    }

    /// Every field of this name.
    pub(crate) fn all(&self, name: &str) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| value)
    }

    /// Takes away every field of this name.
    #[cfg(test)]
    pub(crate) fn remove(&mut self, name: &str) {
        self.fields.retain(|field| !self.bytes[field.name()].eq_ignore_ascii_case(name.as_bytes()));
    }

    /// All fields: name and value.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&[u8], &[u8])> {
        self.fields.iter().map(|field| (&self.bytes[field.name()], &self.bytes[field.value()]))
    }

    /// The fields as hyper has them.
    pub(super) fn from_map(map: &HeaderMap) -> Self {
        let bytes = map.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        let mut headers = Self::with_capacity(map.len(), bytes);
        for (name, value) in map {
            headers.push(name.as_str().as_bytes(), value.as_bytes());
        }
        headers
    }

    /// The fields as hyper takes them.
    pub(super) fn to_map(&self) -> HeaderMap {
        let mut map = HeaderMap::with_capacity(self.fields.len());
        for (name, value) in self.iter() {
            // They have been checked when they came in.
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
                map.append(name, value);
            }
        }
        map
    }
}

fn check(name: &str, value: &[u8]) -> Result<()> {
    let wrong = |what: &str| {
        Error::invalid_argument(format!(
            "'{name}: {}' is not an HTTP header: {what}",
            String::from_utf8_lossy(value)
        ))
    };
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("the name is not a token"))?;
    HeaderValue::from_bytes(value).map_err(|_| wrong("the value has a control character in it"))?;
    Ok(())
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
        let again = Headers::from_map(&headers.to_map());
        assert_eq!(again.all("Set-Cookie").collect::<Vec<_>>(), [&b"a=1"[..], b"b=2"]);
        assert_eq!(again.iter().count(), 3);
        headers.remove("Set-Cookie");
        assert_eq!(headers.iter().collect::<Vec<_>>(), [(&b"content-type"[..], &b"text/plain"[..])]);
    }

    #[test]
    fn are_text_where_they_are_visible_ascii() {
        let mut headers = Headers::new();
        headers.append("A", "\u{e9}").unwrap();
        headers.append("B", "b\tc ").unwrap();
        assert_eq!((headers.text("a"), headers.text("b"), headers.text("c")), (None, Some("b\tc "), None));
    }

    #[test]
    fn refuse_what_would_become_another_header() {
        for (name, value) in [("a b", "c"), ("a", "b\r\nc: d"), ("", "x"), ("a:", "x"), ("a", "b\0")] {
            let error = Headers::new().append(name, value).unwrap_err();
            assert_eq!(error.code(), E_INVALIDARG, "{name}: {value}");
        }
    }
}
