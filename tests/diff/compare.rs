//! Finding differences, putting them into classes, and making the scripts that show them small.

use std::collections::BTreeMap;
use std::env;

use crate::forms::{normal, without_made};
use crate::known::{After, known};
use crate::runner::{Lines, Runner, Side, fatal};
use crate::script::{Script, bytes, text};
use crate::seen::Seen;

/// A difference: at which operation, and what each printed.
#[derive(Clone)]
pub(crate) struct Difference {
    pub(crate) script: Script,
    pub(crate) sides: [Side; 2],
    pub(crate) at: usize,
    pub(crate) lines: [String; 2],
}

impl Difference {
    /// What makes two differences alike: the call, and the codes or the kinds of what came with the same code.
    pub(crate) fn class(&self) -> String {
        let code = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
        let codes = [code(&self.lines[0]), code(&self.lines[1])];
        let what = if codes[0] == codes[1] { " with other results" } else { "" };
        format!(
            "{}: {:?} {}, {:?} {}{what}",
            self.script.name(self.at),
            self.sides[0],
            codes[0],
            self.sides[1],
            codes[1]
        )
    }

    pub(crate) fn describe(&self) -> String {
        let mut lines = format!("  {}\n", self.script);
        for (side, line) in self.sides.iter().zip(&self.lines) {
            lines.push_str(&format!("    {side:?} at {}: {line}\n", self.script.0[self.at]));
        }
        lines
    }
}

/// How often each known class was seen.
pub(crate) type Counts = BTreeMap<String, usize>;

/// The first difference between Wine and us that no rule knows.
pub(crate) fn against_wine(
    script: &Script,
    wine: &Lines,
    ours: &Lines,
    twin: Option<&Lines>,
    side: Side,
    counts: &mut Counts,
) -> Option<Difference> {
    for at in 0..script.0.len().min(wine.len()).min(ours.len()) {
        let line = |lines: &Lines| lines.get(at).cloned().unwrap_or_default();
        let (wine_line, our_line) = (line(wine), line(ours));
        if let Some(end) = fatal(&wine_line)
            && fatal(&our_line).is_none()
        {
            let what = if end == "ABSENT" { "Wine lacks the function" } else { "Wine crashes or hangs" };
            *counts.entry(format!("{what}: {}", script.name(at))).or_default() += 1;
            return None;
        }
        let is_found = is_what_was_asked(&script.0[at], &our_line);
        if is_found && normal(&wine_line) == normal(&our_line) {
            continue;
        }
        let seen = Seen { script, at, wine, ours, twin: twin.map(Vec::as_slice) };
        if let Some(rule) = known(&seen).filter(|_| is_found) {
            let mut name = rule.name.to_owned();
            if env::var("DETAIL").is_ok() {
                let code = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
                name.push_str(&format!(": {} {} {}", script.name(at), code(&wine_line), code(&our_line)));
            }
            *counts.entry(name).or_default() += 1;
            match rule.after {
                After::Compare => continue,
                After::Stop => return None,
            }
        }
        let sides = [Side::Wine, side];
        return Some(Difference { script: script.clone(), sides, at, lines: [wine_line, our_line] });
    }
    None
}

/// An element that a search found has the names that were asked for, which Wine does not look at.
fn is_what_was_asked(operation: &str, line: &str) -> bool {
    let words: Vec<&str> = operation.split(' ').collect();
    let found = [" 1 [1 ", " 7 [1 "].iter().find_map(|found| line.strip_prefix(found));
    let (["read_to", _, name, ns, ..], Some(node)) = (&words[..], found) else { return true };
    let full = node.split_once(':').and_then(|(_, node)| node.split_once('{'));
    full.is_some_and(|(local, rest)| {
        let is = |asked: &str, found: &str| asked == "-" || asked.strip_prefix('\'') == Some(found);
        is(name, local) && rest.split_once('}').is_some_and(|(found, _)| is(ns, found))
    })
}

/// The first difference between the DLL and the library of this system: there may be none.
pub(crate) fn against_native(script: &Script, dll: &Lines, native: &Lines) -> Option<Difference> {
    let at = (0..script.0.len()).find(|&at| {
        let (dll, native) = (dll.get(at), native.get(at));
        let made = |line: Option<&String>| line.map(|line| without_made(line));
        made(dll) != made(native) || dll.is_some_and(|line| fatal(line).is_some())
    })?;
    let line = |lines: &Lines| lines.get(at).cloned().unwrap_or_default();
    let sides = [Side::Dll, Side::Native];
    Some(Difference { script: script.clone(), sides, at, lines: [line(dll), line(native)] })
}

fn first(
    script: &Script,
    sides: [Side; 2],
    one: &Lines,
    other: &Lines,
    twin: Option<&Lines>,
) -> Option<Difference> {
    if sides[0] == Side::Wine {
        against_wine(script, one, other, twin, sides[1], &mut Counts::new())
    } else {
        against_native(script, one, other)
    }
}

/// The smallest script, of those that come from this one by leaving out operations, arguments and bytes, that shows a
/// difference of the same class.
pub(crate) fn reduce(runner: &Runner, found: &Difference) -> Result<Difference, String> {
    let mut best = found.clone();
    best.script.0.truncate(best.at + 1);
    for _ in 0..60 {
        let mut candidates = smaller(&best.script);
        candidates.sort_by_key(Script::length);
        if candidates.is_empty() {
            break;
        }
        let one = runner.run(best.sides[0], &candidates)?;
        let other = runner.run(best.sides[1], &candidates)?;
        let twins = runner.twins(&candidates)?;
        let better = candidates.iter().enumerate().find_map(|(i, script)| {
            first(script, best.sides, &one[i], &other[i], twins[i].as_ref())
                .filter(|difference| difference.class() == best.class())
        });
        let Some(better) = better else { break };
        best = better;
        best.script.0.truncate(best.at + 1);
    }
    Ok(best)
}

fn smaller(script: &Script) -> Vec<Script> {
    let mut found = Vec::new();
    for at in 0..script.0.len() {
        let mut shorter = script.clone();
        shorter.0.remove(at);
        found.push(shorter);
        let words: Vec<&str> = script.0[at].split(' ').collect();
        for (i, word) in words.iter().enumerate().skip(1) {
            let mut with = |word: Option<String>| {
                let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
                match word {
                    Some(word) => words[i] = word,
                    None => drop(words.remove(i)),
                }
                let mut other = script.clone();
                other.0[at] = words.join(" ");
                found.push(other);
            };
            // A document that is said to be well-formed stays so.
            let kept =
                script.name(at) == "input" && script.0.iter().any(|operation| operation == "well_formed");
            let Some(bytes) = bytes(word).filter(|_| !kept) else {
                if i > 1 && i + 1 == words.len() && !kept {
                    with(None);
                }
                continue;
            };
            let mut piece = bytes.len();
            while piece > 0 {
                for from in (0..bytes.len()).step_by(piece) {
                    let to = (from + piece).min(bytes.len());
                    with(Some(text([&bytes[..from], &bytes[to..]].concat())));
                }
                piece /= 2;
            }
        }
    }
    found
}
