#!/usr/bin/env bash
# Prints the path of a Rust compiler that has the sources of the standard library beside it, so that it can build that
# anew for another target or with other flags: a toolchain with the component rust-src, or Debian's rustc-web with
# rust-web-src. Fails when there is none.
for compiler in "${RUSTC:-rustc}" /usr/bin/rustc; do
    sysroot=$("$compiler" --print sysroot 2>/dev/null) || continue
    if [ -e "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ]; then
        echo "$compiler"
        exit
    fi
done
exit 1
