//! What is said about the inputs: errors and warnings, each with its place, all of one run.

use std::collections::{HashMap, HashSet};
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
    /// The place of something else that it is about, named after the text.
    pub other: Option<Place>,
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
        self.push(place.into(), Severity::Error, text.into(), None);
    }

    /// Reports that something is there twice: here, and at another place first.
    pub fn second(&mut self, place: Place, first: Place, text: impl Into<String>) {
        self.push(Some(place), Severity::Error, text.into(), Some(first));
    }

    /// Reports a warning.
    pub fn warn(&mut self, level: Level, place: impl Into<Option<Place>>, text: impl Into<String>) {
        self.push(place.into(), Severity::Warning(level), text.into(), None);
    }

    /// Whether there is so much that more helps nobody: who reads a hostile input may stop then.
    pub fn is_full(&self) -> bool {
        self.list.len() >= LIMIT
    }

    fn push(&mut self, place: Option<Place>, severity: Severity, text: String, other: Option<Place>) {
        if self.is_full() && severity != Severity::Error {
            return;
        }
        let diagnostic = Diagnostic { place, severity, text, other };
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
        let places = Places::of(sorted.iter().flat_map(|said| [said.place, said.other]).flatten(), inputs);
        let mut lines = String::new();
        for said in sorted {
            let kind = match said.severity {
                Severity::Error => "error".to_owned(),
                Severity::Warning(level) if level as u8 > shown => continue,
                Severity::Warning(level) if warnings_are_errors => format!("error W{}", level as u8),
                Severity::Warning(level) => format!("warning W{}", level as u8),
            };
            let place = said.place.and_then(|place| places.name(place));
            let place = place.unwrap_or_else(|| "wsutil".to_owned());
            // Writing to a String does not fail.
            let _ = write!(lines, "{place}: {kind}: {}", said.text);
            if let Some(other) = said.other.and_then(|other| places.name(other)) {
                let _ = write!(lines, "; the first one is at {other}");
            }
            lines.push('\n');
        }
        lines
    }
}

/// Lines and columns of places, both from 1; a column is a character.
struct Places<'a> {
    inputs: &'a [Input<'a>],
    counted: HashMap<Place, (usize, usize)>,
}

impl<'a> Places<'a> {
    /// Counts to all places of an input in one walk: there may be thousands, and an input may be one line.
    fn of(places: impl Iterator<Item = Place>, inputs: &'a [Input<'a>]) -> Self {
        let mut places: Vec<Place> = places.collect();
        places.sort_unstable();
        let mut counted = HashMap::new();
        let mut at = Place { input: InputId(0), offset: 0 };
        let (mut line, mut column) = (1, 1);
        for place in places {
            let Some(input) = inputs.get(place.input.0) else { continue };
            if place.input != at.input {
                (line, column) = (1, 1);
                at = Place { offset: 0, ..place };
            }
            let passed = input.source.text.get(at.offset..place.offset).unwrap_or("");
            match passed.rfind('\n') {
                Some(end) => {
                    line += passed.bytes().filter(|&byte| byte == b'\n').count();
                    column = passed[end + 1..].chars().count() + 1;
                }
                None => column += passed.chars().count(),
            }
            at = place;
            counted.insert(place, (line, column));
        }
        Self { inputs, counted }
    }

    /// `file(line,column)`
    fn name(&self, place: Place) -> Option<String> {
        let input = self.inputs.get(place.input.0)?;
        let (line, column) = self.counted.get(&place)?;
        Some(format!("{}({line},{column})", input.source.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_start_at_one_and_count_characters() {
        let source = |path: &str, text: &str| crate::input::Source {
            path: path.into(),
            url: None,
            kind: None,
            text: text.into(),
        };
        let sources = [source("a", "ab\ncd"), source("b", "\u{e9}\u{e9}x\n\n\u{e9}")];
        let inputs = crate::input::parse(&sources, &mut Diagnostics::default());
        let mut diagnostics = Diagnostics::default();
        let at = |input, offset| Place { input: InputId(input), offset };
        diagnostics.second(at(1, 7), at(0, 4), "z");
        for (input, offset) in [(1, 4), (1, 0), (0, 4), (0, 0), (1, 6)] {
            diagnostics.error(at(input, offset), "e");
        }
        let lines = "a(1,1): error: e\na(2,2): error: e\nb(1,1): error: e\nb(1,3): error: e\nb(2,1): error: e\n\
                     b(3,1): error: z; the first one is at a(2,2)\n";
        assert_eq!(diagnostics.render(&inputs, 4, false), lines);
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
