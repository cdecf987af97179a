//! Media types with their parameters, as MIME and HTTP write them. (RFC 2045 section 5.1, RFC 9110 section 8.3)

/// What a Content-Type field says.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct MediaType {
    /// Type and subtype, as written.
    pub(crate) name: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    pub(crate) fn parse(field: &str) -> Self {
        let (name, mut rest) = field.split_once(';').unwrap_or((field, ""));
        let mut parameters = Vec::new();
        while let Some((name, after)) = rest.split_once('=') {
            // A parameter without a value may come before.
            let name = name.rsplit(';').next().unwrap_or(name).trim();
            let (value, after) = parameter_value(after);
            parameters.push((name.to_owned(), value));
            rest = after;
        }
        Self { name: name.trim().to_owned(), parameters }
    }

    /// Whether it is of this type and subtype.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of a parameter, if it is there.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// The value of a parameter, quoted or not, and what comes after it.
pub(crate) fn parameter_value(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let Some(inner) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = inner.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (value, &inner[index + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

/// A quoted-string of RFC 9110.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_media_types_as_peers_write_them() {
        let parsed = MediaType::parse("text/xml; charset=utf-8");
        assert!(parsed.is("TEXT/xml") && !parsed.is("text/plain"));
        assert_eq!(parsed.parameter("charset"), Some("utf-8"));
        let parsed = MediaType::parse("Application/SOAP+xml;action=\"a;b\\\"c\" ; Charset=\"UTF-16\"");
        assert!(parsed.is("application/soap+xml"));
        assert_eq!(parsed.parameter("action"), Some("a;b\"c"));
        assert_eq!(parsed.parameter("charset"), Some("UTF-16"));
        assert_eq!(MediaType::parse("text/xml").parameter("charset"), None);
        assert_eq!(MediaType::parse("text/xml;").parameter("charset"), None);
        let parsed = MediaType::parse("a/b; x; charset=\"unterminated");
        assert_eq!(parsed.parameter("charset"), Some("unterminated"));
        let parsed =
            MediaType::parse("multipart/related; type=\"application/xop+xml\";boundary=b=1;start=\"<a>\"");
        assert_eq!(parsed.parameter("boundary"), Some("b=1"));
        assert_eq!(parsed.parameter("start"), Some("<a>"));
    }

    #[test]
    fn writes_what_it_reads() {
        for text in ["", "http://a/b?c=d", "with \"quotes\" and \\ and ;"] {
            let parsed = MediaType::parse(&format!("a/b; action={}", quoted(text)));
            assert_eq!(parsed.parameter("action"), Some(text));
        }
    }
}
