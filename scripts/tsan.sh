#!/usr/bin/env bash
# Runs the stress test of the service proxy under the thread sanitizer, which sees the library, its dependencies and
# Rust's standard library: all are built anew, instrumented. SECONDS_EACH=60 for a minute; else it is short.
#
# Ends with 77, after saying why, where this machine cannot do it. Needs clang, and a Rust compiler with the sources of
# the standard library: Debian's (scripts/setup-debian.sh tsan), or a toolchain with the component rust-src.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "SKIPPED the thread sanitizer: $*"
    exit 77
}

command -v clang >/dev/null || skip "clang is not installed"
compiler=$(scripts/compiler-with-sources.sh) ||
    skip "no Rust compiler with the sources of the standard library (scripts/setup-debian.sh tsan)"
triple=$("$compiler" -vV | sed -n 's/^host: //p')
out=${CARGO_TARGET_DIR:-$PWD/target}/tsan
programs=$out/programs
mkdir -p "$programs"

# Cargo's own settings of another build must not get in here.
env -u CARGO_ENCODED_RUSTFLAGS RUSTC="$compiler" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$out" CARGO_INCREMENTAL=0 \
    RUSTFLAGS="-Zsanitizer=thread -Zexternal-clangrt" \
    "${CARGO:-cargo}" rustc --quiet --lib --crate-type staticlib -Zbuild-std=std,panic_unwind --target "$triple" \
    --config profile.dev.opt-level=1

build() {
    clang -std=gnu11 -fsanitize=thread -g -O1 -Wall -Wextra -Iinclude -Iinclude/posix -Ictests/support \
        "$1" ctests/tsan/runtime.c -o "$programs/$(basename "$1" .c)" "$out/$triple/debug/libwebservices.a" \
        -lpthread -ldl -lm -Wl,--wrap=epoll_ctl,--wrap=epoll_wait
}
build ctests/tsan/race.c
build ctests/proxy_stress.c

# The library's threads live as long as the process. The sanitizer wants to know where memory is: no randomness.
export TSAN_OPTIONS="report_thread_leaks=0 exitcode=66"
run() { setarch -R "$programs/$1" >"$programs/$1.log" 2>&1; }

status=0
run race || status=$?
if [ "$status" != 66 ] || ! grep -q "data race" "$programs/race.log"; then
    cat "$programs/race.log"
    echo "tsan: a race that is there was not reported; the sanitizer is not on"
    exit 1
fi
[ -z "${SECONDS_EACH:-}" ] || export CTEST_STRESS_SECONDS=$SECONDS_EACH
for program in proxy_stress; do
    if ! run "$program"; then
        head -n 200 "$programs/$program.log"
        echo "tsan: $program failed; all of it is in $programs/$program.log"
        exit 1
    fi
    cat "$programs/$program.log"
done
