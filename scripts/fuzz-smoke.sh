#!/usr/bin/env bash
# Builds every fuzz target and runs each for a moment: enough to see that it works and finds nothing at
# once. A longer hunt: SECONDS_EACH=3600 scripts/fuzz-smoke.sh [target...]
# It starts from what corpus/<target> holds, which tests/fuzz_corpus.rs runs too, and puts what is new into
# found/<target>. KEEP=1 adds of that, at the end, what reaches code that the corpus does not.
#
# The flags are those of `cargo fuzz`, which asks for a nightly compiler only for the address sanitizer;
# RUSTC_BOOTSTRAP lets the installed one do it. SANITIZER=none goes without.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds=${SECONDS_EACH:-10}
sanitizer=${SANITIZER:-address}
triple=$(rustc -vV | sed -n 's/^host: //p')

flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
if [ "$sanitizer" != none ]; then
    export RUSTC_BOOTSTRAP=1
    flags="$flags -Zsanitizer=$sanitizer"
fi
export RUSTFLAGS="${RUSTFLAGS:-} $(echo $flags)"
target=${CARGO_TARGET_DIR:-$PWD/target}

if [ $# = 0 ]; then
    set -- $(sed -n 's/^path = "fuzz_targets\/\(.*\)\.rs"/\1/p' Cargo.toml)
fi
# --target keeps these flags away from build scripts and procedural macros.
"${CARGO:-cargo}" build --quiet --release --target "$triple" $(printf -- '--bin %s ' "$@")

for name in "$@"; do
    mkdir -p "corpus/$name" "found/$name" "artifacts/$name"
    echo "== $name for $seconds s"
    log=artifacts/$name/log
    if ! "$target/$triple/release/$name" -max_total_time="$seconds" -artifact_prefix="artifacts/$name/" \
        -print_final_stats=1 -rss_limit_mb=4096 -timeout=10 "found/$name" "corpus/$name" >"$log" 2>&1; then
        tail -n 60 "$log"
        exit 1
    fi
    grep executed_units "$log"
    # One input for each piece of code, however often it runs: a corpus that is small and run in no time.
    if [ -n "${KEEP:-}" ]; then
        "$target/$triple/release/$name" -merge=1 -use_counters=0 -max_len=512 "corpus/$name" "found/$name" >>"$log" 2>&1
    fi
done
