#!/usr/bin/env bash
# scripts/wine.sh PROGRAM [ARGUMENT...]: runs a Windows program of the build under Wine, in a prefix under the target
# folder; for cargo as a runner.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=${CARGO_TARGET_DIR:-$here/target}
out=${out%/windows}/windows/wine
mkdir -p "$out"

wine=$(command -v wine64 || command -v /usr/lib/wine/wine64 || command -v wine) || {
    echo "wine64 is not installed" >&2
    exit 1
}
# Wine before version 9 lacks this one, which Rust's standard library imports.
[ -e "$out/bcryptprimitives.dll" ] ||
    x86_64-w64-mingw32-gcc -shared "$here/ctests/windows/bcryptprimitives.c" -o "$out/bcryptprimitives.dll" -ladvapi32
export WINEPREFIX=$out/prefix WINEPATH="Z:${out//\//\\}" WINEDEBUG=-all
export WINEDLLOVERRIDES="bcryptprimitives=n;mscoree,mshtml,winemenubuilder.exe="
unset DISPLAY WAYLAND_DISPLAY
exec "$wine" "$@"
