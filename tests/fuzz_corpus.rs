//! Every input that is kept for the fuzzer, once more: what it found stays mended, seen without a compiler for fuzzing.
//!
//! The targets are those of `fuzz/fuzz_targets` as they stand there; `fuzz_target!` makes a function of each here. To
//! add one: its name below, and at least one input in `fuzz/corpus/<target>`.

#![allow(
    unsafe_code,
    unused_attributes,
    unused_imports,
    unreachable_pub,
    missing_docs,
    unsafe_op_in_unsafe_fn
)]
#![allow(clippy::all, clippy::pedantic, clippy::undocumented_unsafe_blocks)]

extern crate self as libfuzzer_sys;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What makes a target, of which libfuzzer-sys has another.
#[macro_export]
macro_rules! fuzz_target {
    (|$data:ident: &[u8]| $body:block) => {
        pub(crate) fn target($data: &[u8]) {
            $body
        }
    };
}

macro_rules! replay_each {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                replay(stringify!($name), $name::target);
            }
        )*
    };
}

#[path = "../fuzz/fuzz_targets/buffer_edit.rs"]
mod buffer_edit;
#[path = "../fuzz/fuzz_targets/canonical.rs"]
mod canonical;
#[path = "../fuzz/fuzz_targets/heap.rs"]
mod heap;
#[path = "../fuzz/fuzz_targets/http_reply.rs"]
mod http_reply;
#[path = "../fuzz/fuzz_targets/http_request.rs"]
mod http_request;
#[path = "../fuzz/fuzz_targets/message.rs"]
mod message;
#[path = "../fuzz/fuzz_targets/reader.rs"]
mod reader;
#[path = "../fuzz/fuzz_targets/reader_binary.rs"]
mod reader_binary;
#[path = "../fuzz/fuzz_targets/reader_mtom.rs"]
mod reader_mtom;
#[path = "../fuzz/fuzz_targets/reader_stream.rs"]
mod reader_stream;
#[path = "../fuzz/fuzz_targets/serializer.rs"]
mod serializer;
#[path = "../fuzz/fuzz_targets/url.rs"]
mod url;
#[path = "../fuzz/fuzz_targets/wsutil.rs"]
mod wsutil;

replay_each! {
    buffer_edit canonical heap http_reply http_request message reader reader_binary reader_mtom reader_stream serializer
    url wsutil
}

#[test]
fn every_target_is_replayed() {
    let files: BTreeSet<String> = fs::read_dir(fuzz().join("fuzz_targets"))
        .expect("the targets are there")
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(NAMES.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), files);
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// Panics so far: one that the C face catches counts as well, as under the fuzzer.
static PANICS: AtomicUsize = AtomicUsize::new(0);
/// One target at a time, so that a panic belongs to an input.
static ONE: Mutex<()> = Mutex::new(());

fn replay(name: &str, target: fn(&[u8])) {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        hook(panic);
    }));
    let folder = fuzz().join("corpus").join(name);
    let mut inputs: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder can be read").path())
        .collect();
    inputs.sort();
    let before = PANICS.load(Ordering::SeqCst);
    let mut failed = Vec::new();
    for input in &inputs {
        let bytes = fs::read(input).expect("a file can be read");
        let panics = PANICS.load(Ordering::SeqCst);
        let ended = catch_unwind(AssertUnwindSafe(|| target(&bytes)));
        if ended.is_err() || PANICS.load(Ordering::SeqCst) != panics {
            failed.push(input.display().to_string());
        }
    }
    drop(std::panic::take_hook());
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    assert!(
        failed.is_empty(),
        "{} panics in:\n{}",
        PANICS.load(Ordering::SeqCst) - before,
        failed.join("\n")
    );
}
