#!/usr/bin/env bash
# Builds the porting kit's library, libwebservices-port.a, into target/port. Nothing is done when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${CARGO_TARGET_DIR:-$PWD/target}/port
library=$out/libwebservices-port.a
if [ -f "$library" ] && [ -z "$(find port include scripts/port.sh -newer "$library" -type f -print -quit)" ]; then
    exit 0
fi
mkdir -p "$out"
work=$(mktemp -d "$out/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
for source in port/src/*.c; do
    "${CC:-cc}" -std=gnu11 -O2 -g -fPIC -fshort-wchar -Wall -Wextra -Werror -DUNICODE \
        -Iport/include -Iinclude/posix -Iinclude -c "$source" -o "$work/$(basename "$source" .c).o"
done
ar rcs "$work/libwebservices-port.a" "$work"/*.o
# In one step: another build may be looking for it.
mv "$work/libwebservices-port.a" "$library"
