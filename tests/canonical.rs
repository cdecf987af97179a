//! Canonical XML against libxml2's, by lxml: random documents have the same canonical forms, byte for byte. See
//! ctests/interop/README.md.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Completion, Failed, Trial};
use support::{Skips, WARNINGS, fresh_folder, library_folder, root, succeed};

const DOCUMENTS: usize = 400;
/// For each document: those of ctests/interop/canonical_peer.c.
const FORMS: usize = 7;

fn main() -> ExitCode {
    let skips = Skips::default();
    let trial = {
        let skips = skips.clone();
        Trial::ignorable_test("canonical_forms_are_those_of_libxml2", move || compare(&skips))
    };
    support::finish(vec![trial], &skips)
}

fn compare(skips: &Skips) -> Result<Completion, Failed> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is a folder in target");
    let peers = target.join("peers");
    if !peers.join("python.installed").is_file() {
        return Ok(skips.skip("lxml is not installed (scripts/setup-debian.sh)".to_owned()));
    }
    let folder = fresh_folder("canonical");
    let script = root().join("ctests/interop/peers/canonical_peer.py");
    let mut python = Command::new(peers.join("python/bin/python"));
    succeed(python.arg(script).arg(&folder).arg(DOCUMENTS.to_string()))?;
    succeed(Command::new(build(&folder)?).arg(&folder))?;

    let mut same = 0;
    for document in 0..DOCUMENTS {
        for form in 0..FORMS {
            let file = |end: &str| fs::read(folder.join(format!("{document}.{end}")));
            let (theirs, ours) = (file(&form.to_string())?, file(&format!("{form}.ours"))?);
            if theirs != ours {
                let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                return Err(format!(
                    "form {form} of\n{}\nlibxml2: {}\nours:    {}",
                    show(&file("xml")?),
                    show(&theirs),
                    show(&ours)
                )
                .into());
            }
            same += usize::from(!ours.is_empty());
        }
    }
    // Not every document has a child element, and all others have every form.
    if same < DOCUMENTS * (FORMS - 1) {
        return Err(format!("of {} canonical forms {same} have anything in them", DOCUMENTS * FORMS).into());
    }
    Ok(Completion::Completed)
}

fn build(folder: &Path) -> Result<PathBuf, String> {
    let libraries = library_folder();
    symlink(libraries.join("libwebservices.so"), folder.join("libwebservices.so.0"))
        .map_err(|error| error.to_string())?;
    let program = folder.join("ours.program");
    let mut build = Command::new("gcc");
    build.args(WARNINGS).args(["-std=c11", "-g", "-D_POSIX_C_SOURCE=200809L"]);
    for include in ["include", "include/posix", "ctests/support"] {
        build.arg("-I").arg(root().join(include));
    }
    build.arg(root().join("ctests/interop/canonical_peer.c")).arg("-o").arg(&program);
    build.arg(format!("-L{}", libraries.display())).arg(format!("-Wl,-rpath,{}", folder.display()));
    succeed(build.args(["-lwebservices", "-lpthread"]))?;
    Ok(program)
}
