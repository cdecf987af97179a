//! The tree is the architecture: what may import what, where `unsafe` may stand, and what has no place in a
//! library. Works on tokens, so that comments and texts do not count.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The layers, bottom to top. Each may import itself and what stands before it. `runtime` stands beside them:
/// it imports what is below it and is imported from `transport` up.
const LAYERS: [&str; 16] = [
    "platform",
    "abi::types",
    "abi::shown",
    "error",
    "abi::object",
    "runtime",
    "heap",
    "value",
    "lifecycle",
    "xml",
    "serialization",
    "soap",
    "transport",
    "channel",
    "service",
    "abi",
];

/// Where `unsafe` may stand: the face, what walks memory for it, and the calls of a system that has no safe ones.
const UNSAFE_HOMES: [&str; 4] = ["src/abi/", "src/heap/", "src/serialization/", "src/platform/windows.rs"];

/// What asks which system the library is on, inside a `cfg`: that is for `src/platform` alone.
const SYSTEMS: [&str; 6] = ["unix", "windows", "target_os", "target_family", "target_env", "target_vendor"];

/// Crates of one system, and std's part that is.
const SYSTEM_CRATES: [&str; 3] = ["libc", "rustix", "windows_sys"];

/// A library neither writes to the program's terminal nor leaves something undone.
const FORBIDDEN_MACROS: [&str; 7] =
    ["println", "eprintln", "print", "eprint", "dbg", "todo", "unimplemented"];

#[test]
fn sources_keep_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<(String, String)> = rust_files(&root.join("src"))
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root).expect("it was found there").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("sources are readable"))
        })
        .collect();
    let test_modules: Vec<_> = sources.iter().flat_map(|(name, text)| test_modules_of(name, text)).collect();
    let mut findings = Vec::new();
    for (name, text) in &sources {
        findings.extend(findings_in(name, text, &test_modules));
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn nothing_is_marked_as_left_to_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // In two parts, or this file would find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let mut findings = Vec::new();
    for folder in ["src", "tests", "ctests", "include", "benches", "examples", "scripts", "fuzz/fuzz_targets"]
    {
        for path in files_below(&root.join(folder)) {
            let text = String::from_utf8_lossy(&fs::read(&path).expect("sources are readable")).into_owned();
            for (number, line) in text.lines().enumerate() {
                let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
                if words.any(|word| marks.contains(&word)) {
                    findings.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    files_below(folder).into_iter().filter(is_rust).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// Everything in one source file that breaks a rule, as `file:line: reason`. Rules for shipped code do not hold
/// in the modules that are declared under `#[cfg(test)]`.
fn findings_in(name: &str, text: &str, test_modules: &[Vec<String>]) -> Vec<String> {
    let stream: TokenStream = match text.parse() {
        Ok(stream) => stream,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    let mut file = File { name, module: module_path(name), findings: Vec::new() };
    file.layer();
    let test = test_modules.iter().any(|test| file.module.starts_with(test));
    file.walk(&stream, &Place { depth: 0, test });
    file.findings
}

/// The modules that a file declares by `#[cfg(test)] mod name;`.
fn test_modules_of(name: &str, text: &str) -> Vec<Vec<String>> {
    let tokens: Vec<TokenTree> = text.parse::<TokenStream>().into_iter().flatten().collect();
    let mut modules = Vec::new();
    for at in 0..tokens.len() {
        let Some(length) = test_item(&tokens[at..]) else { continue };
        let [.., word, TokenTree::Ident(module), end] = &tokens[at..at + length] else { continue };
        if is_word(word, "mod") && is_word(end, ";") {
            modules.push([module_path(name), vec![module.to_string()]].concat());
        }
    }
    modules
}

/// `src/xml/codec/text.rs` is the module xml::codec::text.
fn module_path(name: &str) -> Vec<String> {
    let inner = name.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').map(str::to_owned);
    parts.filter(|part| part != "mod" && part != "lib").collect()
}

struct File<'a> {
    name: &'a str,
    module: Vec<String>,
    findings: Vec<String>,
}

/// Where in a file a token stands.
#[derive(Clone)]
struct Place {
    /// How many inline modules surround it.
    depth: usize,
    /// It is compiled for tests only.
    test: bool,
}

impl File<'_> {
    fn find(&mut self, token: &TokenTree, reason: &str) {
        self.findings.push(format!("{}:{}: {reason}", self.name, token.span().start().line));
    }

    /// The file's own layer as an index; `lib.rs` has none and may name all.
    fn layer(&mut self) -> Option<usize> {
        let module = self.module.join("::");
        if module.is_empty() {
            return None;
        }
        let layer = layer_of(&module);
        if layer.is_none() {
            self.findings.push(format!("{}: belongs to no layer in tests/layers.rs", self.name));
        }
        layer
    }

    fn walk(&mut self, stream: &TokenStream, place: &Place) {
        let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let rest = &tokens[at..];
            if let Some(length) = test_item(rest) {
                let inner = Place { test: true, ..place.clone() };
                self.walk(&rest[2..length].iter().cloned().collect(), &inner);
                at += length;
                continue;
            }
            if let Some(body) = inline_module(rest) {
                self.walk(&body.stream(), &Place { depth: place.depth + 1, ..place.clone() });
                at += 3;
                continue;
            }
            self.judge(token, rest, place);
            if let TokenTree::Group(group) = token {
                self.walk(&group.stream(), place);
            }
            at += 1;
        }
    }

    fn judge(&mut self, token: &TokenTree, rest: &[TokenTree], place: &Place) {
        if is_word(token, "unsafe") && !UNSAFE_HOMES.iter().any(|home| self.name.starts_with(home)) {
            self.find(token, "unsafe has no home here");
        }
        if !self.name.starts_with("src/platform/") && asks_for_the_system(rest) {
            self.find(token, "what differs from system to system stands in src/platform");
        }
        if !place.test {
            self.judge_imports(rest, place);
            if starts_with(rest, &["!"], 1) && FORBIDDEN_MACROS.iter().any(|name| is_word(token, name)) {
                self.find(token, &format!("{token}! has no place in a library"));
            }
            for end in ["abort", "exit"] {
                if starts_with(rest, &["process", ":", ":", end], 0) {
                    self.find(token, "a library does not end its program");
                }
            }
            if starts_with(rest, &[".", "unwrap"], 0) {
                self.find(token, "unwrap: say why it cannot fail, or pass the error on");
            }
        }
    }

    /// `crate::x`, `crate::{x, y}` and `super::super::x` where that leaves the layer.
    fn judge_imports(&mut self, rest: &[TokenTree], place: &Place) {
        let ups = self.module.len() + place.depth;
        let head = if starts_with(rest, &["crate", ":", ":"], 0) {
            3
        } else if ups > 0 && is_word(&rest[0], "super") {
            let length = 3 * ups;
            let climbs =
                (0..ups).all(|n| rest.len() > 3 * n && starts_with(&rest[3 * n..], &["super", ":", ":"], 0));
            if !climbs {
                return;
            }
            length
        } else {
            return;
        };
        let Some(own) = layer_of(&self.module.join("::")) else { return };
        for target in paths(&rest[head..]) {
            match layer_of(&target) {
                Some(layer) if !may_import(own, layer) => {
                    let reason = format!("{} may not import {target}", LAYERS[own]);
                    self.find(&rest[0], &reason);
                }
                _ => {}
            }
        }
    }
}

fn may_import(own: usize, target: usize) -> bool {
    let index = |name| LAYERS.iter().position(|layer| *layer == name).expect("it is in the list");
    target <= own && (target != index("runtime") || own == target || own >= index("transport"))
}

/// The layer of a module path: the longest entry of the list that it starts with.
fn layer_of(path: &str) -> Option<usize> {
    let matches = |layer: &&str| {
        path.strip_prefix(*layer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let (found, _) =
        LAYERS.iter().enumerate().filter(|(_, layer)| matches(layer)).max_by_key(|(_, l)| l.len())?;
    Some(found)
}

/// The first two parts of every path that begins here: one, or those of a `{group}`.
fn paths(rest: &[TokenTree]) -> Vec<String> {
    match rest.first() {
        Some(TokenTree::Ident(first)) => match &rest[1..] {
            [a, b, TokenTree::Ident(second), ..] if is_word(a, ":") && is_word(b, ":") => {
                vec![format!("{first}::{second}")]
            }
            [a, b, TokenTree::Group(group), ..] if is_word(a, ":") && is_word(b, ":") => {
                in_group(group).iter().map(|inner| format!("{first}::{inner}")).collect()
            }
            _ => vec![first.to_string()],
        },
        Some(TokenTree::Group(group)) => in_group(group),
        _ => Vec::new(),
    }
}

fn in_group(group: &Group) -> Vec<String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    tokens.split(|token| is_word(token, ",")).flat_map(paths).collect()
}

/// The number of tokens of an item that stands under `#[cfg(test)]`, attributes included.
fn test_item(rest: &[TokenTree]) -> Option<usize> {
    let [hash, TokenTree::Group(attribute), ..] = rest else { return None };
    if !is_word(hash, "#") || attribute.delimiter() != Delimiter::Bracket {
        return None;
    }
    let text = attribute.stream().to_string().replace(' ', "");
    if !(text.starts_with("cfg(test") || text.starts_with("cfg(all(test")) {
        return None;
    }
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is_word(other, ";"),
    };
    rest.iter().position(ends).map(|end| end + 1)
}

/// The body of `mod name { .. }`.
fn inline_module(rest: &[TokenTree]) -> Option<&Group> {
    match rest {
        [word, TokenTree::Ident(_), TokenTree::Group(body), ..] if is_word(word, "mod") => Some(body),
        _ => None,
    }
}

/// `cfg(windows)`, `cfg!(..)`, `cfg_attr(..)`, a crate of one system, `std::os`.
fn asks_for_the_system(rest: &[TokenTree]) -> bool {
    let condition = match rest {
        [word, TokenTree::Group(group), ..] if is_word(word, "cfg") || is_word(word, "cfg_attr") => group,
        [word, not, TokenTree::Group(group), ..] if is_word(word, "cfg") && is_word(not, "!") => group,
        _ => {
            let of = |name: &&str| starts_with(rest, &[name, ":", ":"], 0);
            return SYSTEM_CRATES.iter().any(of) || starts_with(rest, &["std", ":", ":", "os", ":"], 0);
        }
    };
    names_a_system(&condition.stream())
}

fn names_a_system(condition: &TokenStream) -> bool {
    condition.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => names_a_system(&group.stream()),
        word => SYSTEMS.iter().any(|name| is_word(&word, name)),
    })
}

fn starts_with(tokens: &[TokenTree], words: &[&str], skip: usize) -> bool {
    let tokens = tokens.get(skip..).unwrap_or_default();
    tokens.len() >= words.len() && tokens.iter().zip(words).all(|(token, word)| is_word(token, word))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Punct(punct) => word.len() == 1 && word.starts_with(punct.as_char()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{findings_in, test_modules_of};

    fn finds(name: &str, text: &str) -> bool {
        !findings_in(name, text, &[]).is_empty()
    }

    #[test]
    fn a_file_of_tests_only_is_one() {
        let tests = test_modules_of("src/xml/writer.rs", "mod a;\n#[cfg(test)]\nmod roundtrip;\nmod b;");
        assert_eq!(tests, [["xml", "writer", "roundtrip"]]);
        let text = "fn f() { g().unwrap(); }";
        assert!(findings_in("src/xml/writer/roundtrip.rs", text, &tests).is_empty());
        assert!(!findings_in("src/xml/writer/b.rs", text, &tests).is_empty());
    }

    #[test]
    fn an_upward_import_is_found() {
        assert!(finds("src/xml/reader.rs", "use crate::soap::Version;"));
        assert!(finds("src/xml/reader.rs", "use crate::{error::Error, soap};"));
        assert!(finds("src/xml/reader.rs", "fn f() { crate::channel::open() }"));
        assert!(finds("src/xml/reader.rs", "use super::super::soap::Version;"));
        assert!(finds("src/xml/mod.rs", "use super::soap::Version;"));
        assert!(finds("src/xml/reader.rs", "mod inner { use super::super::super::soap; }"));
        assert!(finds("src/xml/mod.rs", "use crate::abi::guard::boundary;"));
        assert!(finds("src/xml/mod.rs", "use crate::abi::{types::*, guard};"));
        assert!(finds("src/abi/types/base.rs", "use crate::error::Error;"));
        assert!(finds("src/soap/mod.rs", "use crate::runtime::spawn;"));
        assert!(finds("src/elsewhere/mod.rs", ""));
    }

    #[test]
    fn a_downward_import_is_not() {
        assert!(!finds("src/xml/reader.rs", "use crate::{error::Error, heap, abi::types::*};"));
        assert!(!finds("src/xml/reader.rs", "use super::limits::Limits; use crate::xml::node;"));
        assert!(!finds("src/xml/reader.rs", "// use crate::soap\nconst TEXT: &str = \"crate::soap\";"));
        assert!(!finds("src/transport/tcp.rs", "use crate::runtime::spawn; use crate::abi::object::Handle;"));
        assert!(!finds("src/runtime/mod.rs", "use crate::error::Error;"));
        assert!(!finds("src/abi/xml.rs", "use crate::service::Proxy;"));
        assert!(!finds("src/xml/reader.rs", "#[cfg(test)] mod tests { use crate::soap::Version; }"));
    }

    #[test]
    fn only_the_platform_layer_asks_which_system_it_is() {
        assert!(finds("src/value/a.rs", "#[cfg(windows)] fn f() {}"));
        assert!(finds("src/value/a.rs", "#[cfg(any(test, not(unix)))] fn f() {}"));
        assert!(finds("src/value/a.rs", "#[cfg_attr(target_os = \"linux\", inline)] fn f() {}"));
        assert!(finds("src/value/a.rs", "fn f() -> bool { cfg!(target_family = \"unix\") }"));
        assert!(finds("src/value/a.rs", "fn f() -> i32 { libc::EINTR }"));
        assert!(finds("src/value/a.rs", "use std::os::unix::net::UnixStream;"));
        assert!(finds("src/value/a.rs", "#[cfg(test)] mod tests { #[cfg(unix)] fn f() {} }"));
        assert!(finds("src/platform/mod.rs", "use crate::error::Error;"));
        assert!(!finds("src/platform/mod.rs", "#[cfg(windows)] mod windows;"));
        assert!(!finds("src/value/a.rs", "#[cfg(shuttle)] fn unix() { windows() }"));
    }

    #[test]
    fn what_has_no_place_is_found() {
        assert!(finds("src/xml/a.rs", "fn f() { println!(\"x\") }"));
        assert!(finds("src/xml/a.rs", "fn f() { std::process::exit(1) }"));
        assert!(finds("src/xml/a.rs", "fn f() { g().unwrap(); }"));
        assert!(finds("src/xml/a.rs", "fn f() { unsafe { g() } }"));
        assert!(!finds("src/abi/a.rs", "fn f() { unsafe { g() } }"));
        assert!(!finds("src/xml/a.rs", "fn f() { g().unwrap_or(1); }"));
        assert!(!finds("src/xml/a.rs", "#[cfg(test)]\nmod tests { fn f() { g().unwrap(); } }"));
        assert!(finds("src/xml/a.rs", "#[cfg(test)]\nmod tests;\nfn f() { g().unwrap(); }"));
    }
}
