#!/usr/bin/env bash
# Builds every fuzz target and runs each for a moment, from what corpus/<target> holds.
#   scripts/fuzz-smoke.sh [target...]                        ten seconds each, under the address sanitizer
#   SECONDS_EACH=3600 scripts/fuzz-smoke.sh [target...]      a longer hunt
#   RUNS=5000 SANITIZER=none scripts/fuzz-smoke.sh           so many new inputs each, the same every time: `make test`
# What is new goes into found/<target>. KEEP=1 adds of that, at the end, what reaches code that the corpus does not;
# tests/fuzz_corpus.rs runs the corpus too. Ends with 77, after saying why, where the targets cannot be built.
#
# The flags are those of `cargo fuzz`, which asks for a nightly compiler only for the address sanitizer;
# RUSTC_BOOTSTRAP lets the installed one do it. SANITIZER=none goes without.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds=${SECONDS_EACH:-10}
runs=${RUNS:-}
sanitizer=${SANITIZER:-address}
triple=$(rustc -vV | sed -n 's/^host: //p')

flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares"
if [ "$sanitizer" != none ]; then
    export RUSTC_BOOTSTRAP=1
    flags="$flags -Zsanitizer=$sanitizer"
fi
export RUSTFLAGS="${RUSTFLAGS:-} $(echo $flags)"
if [ -n "$runs" ]; then
    # For a moment, compiling takes longer than running.
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=false
    found=$(mktemp -d)
    trap 'rm -rf "$found"' EXIT
else
    export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1
    found=found
fi
target=${CARGO_TARGET_DIR:-$PWD/target}

if [ $# = 0 ]; then
    set -- $(sed -n 's/^path = "fuzz_targets\/\(.*\)\.rs"/\1/p' Cargo.toml)
fi
if ! "${CARGO:-cargo}" fetch --quiet --target "$triple"; then
    echo "SKIPPED $# fuzz targets: what they are built with cannot be fetched"
    exit 77
fi
# --target keeps these flags away from build scripts and procedural macros.
"${CARGO:-cargo}" build --quiet --release --target "$triple" $(printf -- '--bin %s ' "$@")

status=0
for name in "$@"; do
    mkdir -p "corpus/$name" "$found/$name" "artifacts/$name"
    log=artifacts/$name/log
    if [ -n "$runs" ]; then
        # The same inputs every time: whoever sees a failure can have it once more.
        length=(-seed=1 -runs=$((runs + $(ls "corpus/$name" | wc -l))))
    else
        length=(-max_total_time="$seconds")
    fi
    if "$target/$triple/release/$name" "${length[@]}" -artifact_prefix="artifacts/$name/" \
        -print_final_stats=1 -rss_limit_mb=4096 -timeout=60 "$found/$name" "corpus/$name" >"$log" 2>&1; then
        echo "test $name ($(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs) ... ok"
    else
        tail -n 60 "$log"
        echo "test $name ... FAILED: the input is in fuzz/artifacts/$name"
        status=1
        continue
    fi
    # One input for each piece of code, however often it runs: a corpus that is small and run in no time.
    if [ -n "${KEEP:-}" ]; then
        "$target/$triple/release/$name" -merge=1 -use_counters=0 -max_len=512 "corpus/$name" "$found/$name" >>"$log" 2>&1
    fi
done
exit "$status"
