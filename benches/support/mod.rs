//! A small stopwatch: enough to compare implementations in one run on one machine.

#![allow(dead_code, reason = "each benchmark uses the part it needs")]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each case is run.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many samples that time is cut into, at least.
const SAMPLES: u32 = 50;

/// Prints the head of the table that [`Case::run`] adds to.
pub(crate) fn heading(title: &str) {
    println!("\n{title}\n{:<44} {:>12} {:>12} {:>12}", "", "median", "slowest 1%", "throughput");
}

/// One row: a thing to do again and again.
pub(crate) struct Case<'a> {
    /// What is done and by whom, such as `parse 1 MiB, libxml2`.
    pub(crate) name: &'a str,
    /// The bytes handled in one go, for the throughput; 0 where that means nothing.
    pub(crate) bytes: u64,
}

impl Case<'_> {
    /// Runs `work` for a second and prints how long one go takes. Returns the median.
    pub(crate) fn run<T>(&self, mut work: impl FnMut() -> T) -> Duration {
        let rounds = rounds_per_sample(&mut work);
        let mut samples = Vec::new();
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE || samples.len() < SAMPLES as usize {
            let start = Instant::now();
            for _ in 0..rounds {
                black_box(work());
            }
            samples.push(start.elapsed() / rounds);
        }
        samples.sort();
        let median = samples[samples.len() / 2];
        let slow = samples[samples.len() - 1 - samples.len() / 100];
        let throughput = match self.bytes {
            0 => String::new(),
            bytes => format!("{:.1} MB/s", bytes as f64 / median.as_secs_f64() / 1e6),
        };
        println!("{:<44} {:>12} {:>12} {:>12}", self.name, show(median), show(slow), throughput);
        median
    }
}

/// So many that a sample is long against the clock's grain.
fn rounds_per_sample<T>(work: &mut impl FnMut() -> T) -> u32 {
    let mut rounds = 1;
    loop {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(work());
        }
        if start.elapsed() * SAMPLES > PATIENCE / 4 || rounds > 1 << 24 {
            return rounds;
        }
        rounds *= 2;
    }
}

fn show(time: Duration) -> String {
    let nanoseconds = time.as_nanos();
    match nanoseconds {
        0..=9_999 => format!("{nanoseconds} ns"),
        10_000..=9_999_999 => format!("{:.1} us", nanoseconds as f64 / 1e3),
        _ => format!("{:.1} ms", nanoseconds as f64 / 1e6),
    }
}
