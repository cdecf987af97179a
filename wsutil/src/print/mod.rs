//! Writes C.

pub(crate) mod contract;
pub mod descriptions;
pub mod frame;
pub(crate) mod policy;
pub(crate) mod stub;
pub mod types;

use std::fmt;

/// A text that grows by indented lines.
#[derive(Debug, Default)]
pub struct Text {
    text: String,
    depth: usize,
}

impl Text {
    /// An empty text at this depth.
    pub fn at(depth: usize) -> Self {
        Self { text: String::new(), depth }
    }

    /// Adds a line, indented as deep as it stands.
    pub fn line(&mut self, line: impl fmt::Display) {
        use fmt::Write as _;
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
        // Writing to a String does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Adds a line after which lines stand deeper.
    pub fn open(&mut self, line: impl fmt::Display) {
        self.line(line);
        self.depth += 1;
    }

    /// Adds a line and an opening brace on one of its own, after which lines stand deeper.
    pub fn block(&mut self, head: impl fmt::Display) {
        self.line(head);
        self.open("{");
    }

    /// Adds a line before which lines stood deeper.
    pub fn close(&mut self, line: impl fmt::Display) {
        self.depth = self.depth.saturating_sub(1);
        self.line(line);
    }

    /// Has the next lines stand less deep.
    pub fn dedent(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Adds text as it is.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }
}

/// A string literal of C for a UTF-8 text.
///
/// What is not plain ASCII is written in octal, which ends after three digits whatever follows.
pub fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' => literal.push_str("\\\""),
            b'\\' => literal.push_str("\\\\"),
            // No trigraphs.
            b'?' => literal.push_str("\\?"),
            b' '..=b'~' => literal.push(char::from(byte)),
            other => literal.push_str(&format!("\\{other:03o}")),
        }
    }
    literal.push('"');
    literal
}

/// A text as the rest of a `//` comment: on one line, and without a backslash at its end, which would go on to the next.
pub fn comment(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\\' => '/',
            other if other.is_control() => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_hold_any_text() {
        assert_eq!(literal("a\"b\\c?"), "\"a\\\"b\\\\c\\?\"");
        assert_eq!(literal("\u{e9}1"), "\"\\303\\2511\"");
    }

    #[test]
    fn comments_stay_on_their_line() {
        assert_eq!(comment("a\nb\\"), "a b/");
    }
}
