#!/usr/bin/env bash
# Builds webservices.dll for 64-bit Windows, and libwebservices.dll.a to link programs with, into target/windows.
#
# The installed toolchain does it where it has Windows' standard library (rustup target add x86_64-pc-windows-gnu); else
# a compiler with the sources of the standard library, which builds that too (scripts/setup-debian.sh dll). Ends with 77,
# after saying why, where there is neither.
#
#   scripts/dll.sh test    builds and runs the tests beside the code instead, by cargo's runner for the target
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "SKIPPED webservices.dll was not built: $*"
    exit 77
}

command=${1:-build}
target=x86_64-pc-windows-gnu
out=${CARGO_TARGET_DIR:-$PWD/target}/windows
command -v x86_64-w64-mingw32-gcc >/dev/null || skip "x86_64-w64-mingw32-gcc is not installed"

compiler=${RUSTC:-rustc}
build_std=()
if ! compgen -G "$("$compiler" --print sysroot)/lib/rustlib/$target/lib/libstd-*" >/dev/null; then
    compiler=$(scripts/compiler-with-sources.sh) ||
        skip "no Rust compiler has Windows' standard library or its sources (scripts/setup-debian.sh dll)"
    # Panics have to unwind up to the C face, which turns them into E_UNEXPECTED.
    build_std=(-Zbuild-std=std,panic_unwind)
    export RUSTC_BOOTSTRAP=1
fi

# Cargo's own settings of another build must not get in here.
env -u CARGO_ENCODED_RUSTFLAGS -u RUSTFLAGS RUSTC="$compiler" CARGO_TARGET_DIR="$out" \
    "${CARGO:-cargo}" "$command" --release --lib --target "$target" "${build_std[@]}" \
    --config 'profile.release.strip="symbols"'
[ "$command" = build ] || exit 0

# Copies of now: whoever compares them with the sources sees that they are up to date.
cp "$out/$target/release/webservices.dll" "$out/$target/release/libwebservices.dll.a" "$out/"
echo "$out/webservices.dll: $(stat -c %s "$out/webservices.dll") bytes"
