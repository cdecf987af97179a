//! webservices.dll against Wine's own, and against the library of this system: scripts of calls, made from a seed, have to
//! print the same on all three. What differs from Wine and is settled stands in docs/differences.md and in known.rs.
//!
//!     make diff-wine CASES=100000 SEED=7        # some other cases, and more of them
//!     FAMILY=writes make diff-wine              # of one family
//!
//! `SCRIPT='reader 0 ; read 0' make diff-wine` runs one script on all three and prints what each says.
//!
//! For work on the library or on the rules, `OURS=native cargo test --test diff` compares this system's library with
//! Wine's in place of the DLL, which takes minutes to build, `KEEP=1` keeps what Wine answered from run to run, and
//! `EXAMPLES=5` shows so many of each kind of difference, of which `REDUCED=2` reduces the first of two kinds.
//! `DETAIL=1` counts what is settled by calls and codes.

#[path = "../support/mod.rs"]
mod support;

mod compare;
mod descriptions;
mod documents;
mod forms;
mod known;
mod moves;
mod objects;
mod property_rules;
mod reading_rules;
mod referee;
mod runner;
mod script;
mod seen;
mod values;
mod writing;
mod writing_rules;

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use compare::{Counts, Difference, against_native, against_wine, reduce};
use libtest_mimic::{Completion, Failed, Trial};
use runner::{Runner, Side};
use script::{Random, Script};
use support::wine::{Wine, lacking};
use support::{Skips, finish};

type Make = fn(&mut Random) -> Script;

/// A kind of script, and its share of all.
const FAMILIES: [(&str, usize, Make); 11] = [
    ("walk", 4, documents::walk),
    ("moves", 4, documents::moves),
    ("writes", 4, writing::writes),
    ("buffers", 1, writing::buffers),
    ("types", 3, values::types),
    ("reads", 3, values::reads),
    ("plain", 3, values::plain),
    ("properties", 2, objects::properties),
    ("states", 2, objects::states),
    ("messages", 2, objects::messages),
    ("channels", 1, objects::channels),
];

fn main() -> ExitCode {
    let skips = Skips::default();
    let built = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .map(|target| target.join("windows"))
        .unwrap_or_default();
    let ours = if env::var("OURS").is_ok_and(|ours| ours == "native") { Side::Native } else { Side::Dll };
    let runner = match (lacking(&built).filter(|_| ours == Side::Dll), Wine::find()) {
        (Some(reason), _) => Err(reason),
        (None, None) => Err("wine64 is not installed".to_owned()),
        (None, Some(wine)) => Ok(Arc::new(Runner::build(&built, wine, ours, env::var("KEEP").is_ok()))),
    };
    if let (Ok(script), Ok(runner)) = (env::var("SCRIPT"), runner.as_ref().map(Arc::as_ref)) {
        return show(runner, &script);
    }
    if let (Ok(megabytes), Ok(Ok(runner))) = (env::var("BENCH"), runner.as_ref().map(Arc::as_ref)) {
        return bench(runner, &megabytes);
    }
    let chosen = env::var("FAMILY").ok();
    let shares: usize = FAMILIES.iter().map(|family| family.1).sum();
    let cases = setting("CASES", 5000);
    let seed = setting("SEED", 1);
    let families = FAMILIES.iter().filter(|family| chosen.as_ref().is_none_or(|chosen| chosen == family.0));
    let mut trials: Vec<_> = families
        .map(|&(name, share, make)| {
            let (runner, skips) = (runner.clone(), skips.clone());
            let count = if chosen.is_some() { cases } else { (cases * share).div_ceil(shares) };
            Trial::ignorable_test(name, move || match &runner {
                Err(reason) => Ok(skips.skip(reason.clone())),
                Ok(built) => match built.as_ref() {
                    Err(error) => Err(Failed::from(error.clone())),
                    Ok(runner) => family(runner, name, count, seed as u64, make),
                },
            })
        })
        .collect();
    trials.push(Trial::ignorable_test("a_planted_difference_is_found", {
        let (runner, skips) = (runner.clone(), skips.clone());
        move || match &runner {
            Err(reason) => Ok(skips.skip(reason.clone())),
            Ok(built) => match built.as_ref() {
                Err(error) => Err(Failed::from(error.clone())),
                Ok(runner) => planted(runner),
            },
        }
    }));
    let code = finish(trials, &skips);
    drop(runner);
    code
}

fn setting(name: &str, default: usize) -> usize {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Scripts that run in one process each time.
const BATCH: usize = 5000;

fn family(runner: &Runner, name: &str, count: usize, seed: u64, make: Make) -> Result<Completion, Failed> {
    let name_bits = name.bytes().fold(0u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(byte as u64));
    let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9) ^ name_bits);
    let mut counts = Counts::new();
    let mut classes: BTreeMap<String, (usize, Vec<Difference>)> = BTreeMap::new();
    let examples = setting("EXAMPLES", 1);
    let mut done = 0;
    while done < count {
        let scripts: Vec<_> = (0..BATCH.min(count - done)).map(|_| make(&mut random)).collect();
        done += scripts.len();
        let native = runner.run(Side::Native, &scripts)?;
        let dll = if runner.ours == Side::Dll { runner.run(Side::Dll, &scripts)? } else { native.clone() };
        let wine = runner.run(Side::Wine, &scripts)?;
        let twins = runner.twins(&scripts)?;
        for (i, script) in scripts.iter().enumerate() {
            let found = against_native(script, &dll[i], &native[i]).or_else(|| {
                against_wine(script, &wine[i], &dll[i], twins[i].as_ref(), runner.ours, &mut counts)
            });
            let Some(found) = found else { continue };
            let entry = classes.entry(found.class()).or_default();
            entry.0 += 1;
            entry.1.push(found);
            entry.1.sort_by_key(|found| found.script.length());
            entry.1.truncate(examples);
        }
    }
    println!("{name}: {count} scripts");
    for (known, count) in &counts {
        println!("    {count:6} {known}");
    }
    if classes.is_empty() {
        return Ok(Completion::Completed);
    }
    let mut classes: Vec<_> = classes.into_iter().collect();
    classes.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let mut report = String::new();
    let all: usize = classes.iter().map(|(_, (count, _))| count).sum();
    report.push_str(&format!("{name}: {all} differences in {} classes, seed {seed}\n", classes.len()));
    let reduced = setting("REDUCED", 1);
    for (i, (class, (count, examples))) in classes.iter().enumerate() {
        report.push_str(&format!("{count:6} {class}\n"));
        for (k, example) in examples.iter().enumerate() {
            let example = if i < reduced && k == 0 { reduce(runner, example)? } else { example.clone() };
            report.push_str(&example.describe());
        }
    }
    Err(report.into())
}

/// That a difference is found in the right place and reduced to what makes it, and that crashes and endless loops are told
/// from it.
fn planted(runner: &Runner) -> Result<Completion, Failed> {
    let script =
        |operations: &[&str]| Script(operations.iter().map(|&operation| operation.to_owned()).collect());
    let scripts = [
        script(&["reader 0", "planted 'some%20text 1", "equal_strings 'a 'a", "crash"]),
        script(&["spin", "reader 0"]),
        script(&["equal_strings 'a 'b"]),
    ];
    let wine = runner.run(Side::Wine, &scripts)?;
    let native = runner.run(Side::Native, &scripts)?;
    for results in [&wine, &native] {
        let ends: Vec<_> = results.iter().map(|lines| lines.last().map(String::as_str)).collect();
        if ends != [Some(" CRASH"), Some(" HANG"), Some(" = 00000001")] {
            return Err(format!("a crash, an endless loop and a success were seen as {ends:?}").into());
        }
    }
    let found = against_wine(&scripts[0], &wine[0], &native[0], None, runner.ours, &mut Counts::new());
    let Some(found) = found.filter(|found| found.at == 1) else {
        return Err("a difference was not found".into());
    };
    if against_native(&scripts[0], &wine[0], &native[0]).is_none_or(|found| found.at != 1) {
        return Err("a difference between ours was not found".into());
    }
    let found = Difference { sides: [Side::Wine, Side::Native], ..found };
    let reduced = reduce(runner, &found)?.script;
    if reduced != script(&["planted 'x"]) {
        return Err(format!("a difference was reduced to {reduced}").into());
    }
    Ok(Completion::Completed)
}

/// How much faster ours reads and writes a document of so many megabytes than Wine's: each the fastest of five rounds.
fn bench(runner: &Runner, megabytes: &str) -> ExitCode {
    let milliseconds = |side, what: &str| -> Result<f64, String> {
        let mut command = runner.command(side, &[what.as_ref(), megabytes.as_ref()])?;
        let finished = support::run(&mut command, std::time::Duration::from_secs(600))
            .map_err(|error| format!("{command:?}: {error}"))?;
        finished.output.trim().parse().map_err(|_| finished.describe(&format!("{command:?}")))
    };
    for what in ["read", "write"] {
        match (milliseconds(Side::Wine, what), milliseconds(Side::Dll, what)) {
            (Ok(wine), Ok(ours)) => {
                println!("{what} {megabytes} MB: {:.1} times as fast as Wine's", wine / ours);
            }

            (Err(error), _) | (_, Err(error)) => {
                println!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// One script on all three.
fn show(runner: &Result<Runner, String>, script: &str) -> ExitCode {
    let scripts = [Script(script.split(" ; ").map(str::to_owned).collect())];
    for side in [Side::Wine, Side::Dll, Side::Native] {
        match runner.as_ref().map_err(Clone::clone).and_then(|runner| runner.run(side, &scripts)) {
            Ok(results) => {
                println!("{side:?}");
                for (operation, line) in scripts[0].0.iter().zip(&results[0]) {
                    println!("    {operation:40} {line}");
                }
            }
            Err(error) => println!("{side:?}: {error}"),
        }
    }
    ExitCode::SUCCESS
}
