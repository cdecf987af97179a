//! What is said about the inputs: errors and warnings, each with its place, all of one run.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::input::Input;

/// Which input, by its number in the order of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputId(pub usize);

/// Where in an input something stands: an offset in bytes, from which line and column are counted when they are
/// printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The input.
    pub input: InputId,
    /// The byte of its text.
    pub offset: usize,
}

/// How grave a warning is: see "Warning Levels" of the documentation's page on the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Serious, but the rest can be used: a construct that is not supported.
    W1 = 1,
    /// Nothing is lost, but other platforms may differ.
    W2 = 2,
    /// Little effect, such as a name that C does not take as it is.
    W3 = 3,
    /// Information, such as documentation that is left out.
    W4 = 4,
}

/// An error, or a warning of some level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// No output is made.
    Error,
    /// Output is made, unless the options say otherwise.
    Warning(Level),
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What it is about, if it is about a place in an input.
    pub place: Option<Place>,
    /// How grave it is.
    pub severity: Severity,
    /// The construct, what is wrong with it and what follows.
    pub text: String,
}

/// All that one run has to say.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// A construct that is used in several places is reported once.
    said: HashSet<Diagnostic>,
}

/// More than this is not kept, errors excepted.
const LIMIT: usize = 10_000;

impl Diagnostics {
    /// Reports what makes output impossible.
    pub fn error(&mut self, place: impl Into<Option<Place>>, text: impl Into<String>) {
        self.push(place.into(), Severity::Error, text.into());
    }

    /// Reports a warning.
    pub fn warn(&mut self, level: Level, place: impl Into<Option<Place>>, text: impl Into<String>) {
        self.push(place.into(), Severity::Warning(level), text.into());
    }

    /// Whether there is so much that more helps nobody: who reads a hostile input may stop then.
    pub fn is_full(&self) -> bool {
        self.list.len() >= LIMIT
    }

    fn push(&mut self, place: Option<Place>, severity: Severity, text: String) {
        if self.is_full() && severity != Severity::Error {
            return;
        }
        let diagnostic = Diagnostic { place, severity, text };
        if self.said.insert(diagnostic.clone()) {
            self.list.push(diagnostic);
        }
    }

    /// Everything said so far, in the order it was said.
    pub fn all(&self) -> &[Diagnostic] {
        &self.list
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|said| said.severity == Severity::Error)
    }

    /// Whether no output may be made: there are errors, or warnings that the options show and count as errors.
    pub fn fails(&self, shown: u8, warnings_are_errors: bool) -> bool {
        self.list.iter().any(|said| match said.severity {
            Severity::Error => true,
            Severity::Warning(level) => warnings_are_errors && level as u8 <= shown,
        })
    }

    /// The lines to print, by input and place: `file(line,column): warning W1: text`.
    pub fn render(&self, inputs: &[Input<'_>], shown: u8, warnings_are_errors: bool) -> String {
        let mut sorted: Vec<&Diagnostic> = self.list.iter().collect();
        sorted.sort_by_key(|said| said.place);
        let mut lines = String::new();
        for said in sorted {
            let kind = match said.severity {
                Severity::Error => "error".to_owned(),
                Severity::Warning(level) if level as u8 > shown => continue,
                Severity::Warning(level) if warnings_are_errors => format!("error W{}", level as u8),
                Severity::Warning(level) => format!("warning W{}", level as u8),
            };
            let place = said.place.and_then(|place| {
                let input = inputs.get(place.input.0)?;
                let (line, column) = line_and_column(input.source.text.as_str(), place.offset);
                Some(format!("{}({line},{column})", input.source.path))
            });
            let place = place.unwrap_or_else(|| "wsutil".to_owned());
            // Writing to a String does not fail.
            let _ = writeln!(lines, "{place}: {kind}: {}", said.text);
        }
        lines
    }
}

/// Both from 1; a column is a character.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_start_at_one_and_count_characters() {
        assert_eq!(line_and_column("ab\ncd", 0), (1, 1));
        assert_eq!(line_and_column("ab\ncd", 4), (2, 2));
        assert_eq!(line_and_column("\u{e9}\u{e9}x", 4), (1, 3));
    }

    #[test]
    fn the_same_thing_is_said_once() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.warn(Level::W1, None, "a");
        diagnostics.warn(Level::W1, None, "a");
        diagnostics.warn(Level::W2, None, "a");
        assert_eq!(diagnostics.all().len(), 2);
    }

    #[test]
    fn only_shown_warnings_become_errors() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.warn(Level::W2, None, "a");
        assert!(!diagnostics.fails(4, false));
        assert!(!diagnostics.fails(1, true));
        assert!(diagnostics.fails(2, true));
        assert_eq!(diagnostics.render(&[], 1, false), "");
        assert_eq!(diagnostics.render(&[], 2, false), "wsutil: warning W2: a\n");
        assert_eq!(diagnostics.render(&[], 2, true), "wsutil: error W2: a\n");
    }
}
