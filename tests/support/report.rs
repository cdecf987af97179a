//! Skipped tests are said aloud.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Completion, Trial};

/// Collects why tests were skipped, to say so once more below the results.
#[derive(Clone, Default)]
pub(crate) struct Skips(Arc<Mutex<BTreeMap<String, usize>>>);

impl Skips {
    /// The completion of a test that could not be done.
    pub(crate) fn skip(&self, reason: impl Into<String>) -> Completion {
        let reason = reason.into();
        let mut reasons = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *reasons.entry(reason.clone()).or_default() += 1;
        Completion::ignored_with(reason)
    }

    fn print(&self) {
        let reasons = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (reason, count) in reasons.iter() {
            println!("SKIPPED {count}: {reason}");
        }
    }
}

/// Runs the trials, prints the results and the reasons of what was skipped.
pub(crate) fn finish(trials: Vec<Trial>, skips: &Skips) -> ExitCode {
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    skips.print();
    conclusion.exit_code()
}
