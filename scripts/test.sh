#!/usr/bin/env bash
# Runs all tests and ends with one line that sums up all test runners.
# Arguments go to `cargo test`, e.g. --test ctests; without any, all of them run.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
fuzzed=$(mktemp)
trap 'rm -f "$log" "$fuzzed"' EXIT

# No runner may take longer than this many seconds; one that hangs says where.
triple=$(rustc -vV | sed -n 's/^host: //p' | tr 'a-z-' 'A-Z_')
export "CARGO_TARGET_${triple}_RUNNER=$PWD/scripts/limited.sh ${LIMIT:-1200}"

status=0
# What tests/dll.rs tests. Where it cannot be built, that says why its tests are skipped.
if [ $# = 0 ]; then
    scripts/dll.sh 2>&1 | tee "$log" || [ "${PIPESTATUS[0]}" = 77 ] || status=$?
fi
"${CARGO:-cargo}" test --no-fail-fast "$@" 2>&1 | tee -a "$log" || status=$?

# The same code over locks that shuttle controls.
if [ $# = 0 ]; then
    RUSTFLAGS="--cfg shuttle" "${CARGO:-cargo}" test --target-dir target/model --lib model_tests 2>&1 |
        sed 's/unittests src\/lib.rs/models/' | tee -a "$log" || status=$?
fi

# Each fuzz target for a moment, with the same inputs each time.
if [ $# = 0 ]; then
    echo "     Running scripts/fuzz-smoke.sh" | tee -a "$log"
    fuzz_status=0
    RUNS=5000 SANITIZER=none CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/fuzz" scripts/fuzz-smoke.sh 2>&1 |
        tee "$fuzzed" || fuzz_status=${PIPESTATUS[0]}
    passed=$(grep -c '^test .* ok$' "$fuzzed") || true
    failed=$(grep -c '^test .* FAILED' "$fuzzed") || true
    skipped=$(sed -n 's/^SKIPPED \([0-9]*\) fuzz targets.*/\1/p' "$fuzzed")
    verdict=ok
    if [ "$fuzz_status" != 0 ] && [ "$fuzz_status" != 77 ]; then
        verdict=FAILED status=$fuzz_status
        # Nothing ran: it did not build.
        [ "$failed" != 0 ] || failed=1
    fi
    grep '^SKIPPED ' "$fuzzed" >>"$log" || true
    echo "test result: $verdict. $passed passed; $failed failed; ${skipped:-0} ignored" | tee -a "$log"
fi

# The thread sanitizer wants a standard library of its own, which takes minutes: apart, by `make tsan`. Said here, so that
# nobody takes it for run.
if [ $# = 0 ]; then
    {
        echo "     Running scripts/tsan.sh"
        echo "SKIPPED the thread sanitizer takes minutes to build: make tsan"
        echo "test result: ok. 0 passed; 0 failed; 1 ignored"
        # Miri interprets the library and its dependencies, built for it: likewise.
        echo "     Running scripts/miri.sh"
        echo "SKIPPED Miri takes minutes: make miri"
        echo "test result: ok. 0 passed; 0 failed; 1 ignored"
    } | tee -a "$log"
fi

awk '
    /^ +Running / { runner = $2 == "unittests" ? $3 : $2 }
    /^ +Doc-tests / { runner = "documentation" }
    /^SKIPPED / { skips = skips "\n" $0 }
    /^test result: / {
        sub(/^test result: /, "")
        closing = closing sprintf("%-22s %s\n", runner, $0)
        for (i = 1; i < NF; i++) {
            if ($(i + 1) ~ /^passed/) passed += $i
            if ($(i + 1) ~ /^failed/) failed += $i
            if ($(i + 1) ~ /^ignored/) skipped += $i
        }
    }
    END {
        if (skips) print "\nWhat this machine could not do:" skips
        printf "\n%s%d passed, %d failed, %d skipped\n", closing, passed, failed, skipped
    }
' "$log"
exit "$status"
