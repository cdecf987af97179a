//! The command: reads files, compiles them, writes all output or none.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::input::{self, Source};
use crate::options::{self, Argument, HELP, Options};
use crate::{OutputFile, compile};

/// Runs the command with these arguments: 0 on success, 1 on any error.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    // A reader of the output that is gone is no reason to fail.
    let say = |text: &str| _ = io::stdout().write_all(text.as_bytes());
    let complain = |text: &str| _ = io::stderr().write_all(text.as_bytes());
    let arguments: Vec<String> = arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
    let options = match options::parse(arguments, &read_text) {
        Ok(options) => options,
        Err(wrong) => {
            complain(&lines(&wrong));
            return ExitCode::FAILURE;
        }
    };
    if options.logo {
        say(&format!("wsutil {}: WSDL, XML Schema and WS-Policy to C\n", env!("CARGO_PKG_VERSION")));
    }
    if options.help {
        say(HELP);
        return ExitCode::SUCCESS;
    }
    let (sources, wrong) = read_sources(&options.inputs);
    complain(&lines(&wrong));
    // What is wrong with the others is said in the same run.
    let compiled = compile(&sources, &options);
    complain(&compiled.messages);
    if compiled.failed || !wrong.is_empty() {
        return ExitCode::FAILURE;
    }
    match write_all(&compiled.files, &options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            complain(&lines(&[why]));
            ExitCode::FAILURE
        }
    }
}

fn lines(wrong: &[String]) -> String {
    wrong.iter().flat_map(|text| ["wsutil: error: ", text, "\n"]).collect()
}

fn read_text(path: &str) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    input::decode(&bytes)
}

/// The inputs that can be read, and what is wrong with the others.
fn read_sources(arguments: &[Argument]) -> (Vec<Source>, Vec<String>) {
    let mut sources: Vec<Source> = Vec::new();
    let mut seen: HashMap<PathBuf, usize> = HashMap::new();
    let mut wrong = Vec::new();
    for argument in arguments {
        let paths = match matching(&argument.path) {
            Ok(paths) => paths,
            Err(why) => {
                wrong.push(why);
                continue;
            }
        };
        for path in paths {
            // A pattern may name a file that is named on its own, and a file may be named by two paths.
            let real = fs::canonicalize(&path).unwrap_or_else(|_| PathBuf::from(&path));
            if let Some(&known) = seen.get(&real) {
                let known: &mut Source = &mut sources[known];
                known.url = known.url.take().or_else(|| argument.url.clone());
                known.kind = known.kind.or(argument.kind);
                continue;
            }
            match read_text(&path) {
                Ok(text) => {
                    seen.insert(real, sources.len());
                    sources.push(Source { path, url: argument.url.clone(), kind: argument.kind, text });
                }
                Err(why) => wrong.push(format!("'{path}' cannot be read: {why}")),
            }
        }
    }
    (sources, wrong)
}

/// The files that a path with `*` and `?` in its last part means, sorted; a path without is itself.
fn matching(path: &str) -> Result<Vec<String>, String> {
    if !path.contains(['*', '?']) || Path::new(path).exists() {
        return Ok(vec![path.to_owned()]);
    }
    let name_at = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let (folder, pattern) = path.split_at(name_at);
    let entries = fs::read_dir(if folder.is_empty() { "." } else { folder });
    let entries = entries.map_err(|error| format!("'{path}': {error}"))?;
    let mut found: Vec<String> = entries
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_file())?.file_name().into_string().ok())
        .filter(|name| fits(pattern.as_bytes(), name.as_bytes()))
        .map(|name| format!("{folder}{name}"))
        .collect();
    found.sort();
    if found.is_empty() { Err(format!("no file fits '{path}'")) } else { Ok(found) }
}

/// Whether a name fits a pattern. Goes back to the last `*` where it does not, which is enough.
fn fits(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star = None;
    while from < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(&wanted) if wanted == b'?' || wanted == name[from] => (at, from) = (at + 1, from + 1),
            _ => match star {
                Some((star_at, star_from)) => {
                    star = Some((star_at, star_from + 1));
                    (at, from) = (star_at + 1, star_from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|&rest| rest == b'*')
}

/// Writes all files under temporary names and renames them when all are there, so that a failure leaves none half
/// written and what was there before unharmed.
fn write_all(files: &[OutputFile], options: &Options) -> Result<(), String> {
    let folder = PathBuf::from(options.out.as_deref().unwrap_or("."));
    fs::create_dir_all(&folder).map_err(|error| format!("the folder '{}': {error}", folder.display()))?;
    let mut written: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut write = || {
        for file in files {
            let path = folder.join(&file.name);
            let temporary = folder.join(format!(".{}.{}", file.name, std::process::id()));
            written.push((temporary.clone(), path.clone()));
            let done = fs::write(&temporary, file.content.as_bytes());
            done.map_err(|error| format!("'{}' cannot be written: {error}", path.display()))?;
            if path.is_dir() {
                return Err(format!("'{}' cannot be written: it is a folder", path.display()));
            }
        }
        Ok(())
    };
    let mut result = write();
    for (temporary, path) in &written {
        if result.is_ok() {
            let renamed = fs::rename(temporary, path);
            result = renamed.map_err(|error| format!("'{}' cannot be written: {error}", path.display()));
        }
        if result.is_err() {
            // What is left of this run goes; if it cannot, there is nothing more to do about it.
            let _ = fs::remove_file(temporary);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_mean_what_they_mean_to_a_shell() {
        let fits = |pattern: &str, name: &str| fits(pattern.as_bytes(), name.as_bytes());
        assert!(fits("*.wsdl", "a.wsdl") && fits("*", "") && fits("a?c", "abc") && fits("*a*b", "xaxab"));
        assert!(!fits("*.wsdl", "a.xsd") && !fits("a?c", "ac") && !fits("*a*b", "xaxa"));
    }
}
