#!/usr/bin/env bash
# Runs the unit tests of what handles memory itself under Miri, which sees what neither valgrind nor the sanitizers do:
# references that may not be where they are, pointers used beyond what they were made from.
#
# Ends with 77, after saying why, where this machine cannot do it. Needs a nightly toolchain with the components miri
# and rust-src (MIRI_TOOLCHAIN names another one than nightly). PROPTEST_CASES is for those who have more time.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "SKIPPED miri: $*"
    exit 77
}

toolchain=${MIRI_TOOLCHAIN:-nightly}
how="rustup component add --toolchain $toolchain miri rust-src"
cargo "+$toolchain" miri --version >/dev/null 2>&1 || skip "the toolchain $toolchain has no miri ($how)"
sysroot=$(rustc "+$toolchain" --print sysroot)
[ -e "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ] ||
    skip "the toolchain $toolchain has no sources of the standard library ($how)"

# Leaks are what valgrind is for: the tests of serialization leave their descriptions where they are.
export MIRIFLAGS="-Zmiri-disable-isolation -Zmiri-ignore-leaks"
export PROPTEST_CASES=${PROPTEST_CASES:-4}
cargo "+$toolchain" miri test --target-dir target/miri --lib -- abi::object:: abi::xml_node_view:: heap:: serialization:: "$@"
