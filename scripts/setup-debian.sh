#!/usr/bin/env bash
# Installs what `make demo`, `make dll` or `make test` needs beyond Rust on Debian 12, if it is missing. Says
# nothing when all is there. What cannot be installed is said aloud, and the tests that need it are
# then counted as skipped.
#
#   scripts/setup-debian.sh demo     a C compiler
#   scripts/setup-debian.sh test     also clang, valgrind, CMake, gSOAP, Mono, SOAP stacks of Python and Node.js under
#                                    the target folder, and what `dll` does
#   scripts/setup-debian.sh dll      what builds programs for Windows and runs them: mingw-w64, Wine, and a Rust compiler
#                                    that can build Windows' standard library (large)
#   scripts/setup-debian.sh xml      a C compiler, and the peers of `make bench-xml`: libxml2, expat, gSOAP
#   scripts/setup-debian.sh tsan     clang, and a Rust compiler with the sources of its standard library, which
#                                    can be built anew for the thread sanitizer (large; only on demand)
set -uo pipefail
cd "$(dirname "$0")/.."

purpose=${1:-test}
peers=${CARGO_TARGET_DIR:-target}/peers

say() { printf '%s\n' "setup: $*" >&2; }
missing() { printf '\n*** %s\n*** Tests that need it will be SKIPPED.\n\n' "$*" >&2; }

# Lists the packages that the machine lacks: for each, what has to be there once it is installed.
lacking_packages() {
    command -v gcc >/dev/null || echo gcc
    [ -e /usr/include/stdio.h ] || echo libc6-dev
    [ "$purpose" = demo ] && return
    if [ "$purpose" = xml ]; then
        [ -e /usr/include/libxml2/libxml/xmlreader.h ] || echo libxml2-dev
        [ -e /usr/include/expat.h ] || echo libexpat1-dev
        command -v soapcpp2 >/dev/null || echo gsoap
        [ -e /usr/include/stdsoap2.h ] || echo libgsoap-dev
        return
    fi
    if [ "$purpose" = dll ] || [ "$purpose" = test ]; then
        lacking_for_windows
        [ "$purpose" = dll ] && return
    fi
    if [ "$purpose" = tsan ]; then
        command -v clang >/dev/null || echo clang
        [ -x /usr/bin/rustc ] || echo rustc-web
        [ -e /usr/lib/rustlib/src/rust/library/Cargo.lock ] || echo rust-web-src
        return
    fi
    command -v g++ >/dev/null || echo g++
    command -v clang >/dev/null || echo clang
    compgen -G '/usr/lib/*/libcurl*.so.4' >/dev/null || echo libcurl4
    command -v valgrind >/dev/null || echo valgrind
    [ -e /usr/include/valgrind/valgrind.h ] || echo valgrind
    command -v gdb >/dev/null || echo gdb
    command -v cmake >/dev/null || echo cmake
    command -v pkg-config >/dev/null || echo pkg-config
    command -v soapcpp2 >/dev/null || echo gsoap
    [ -e /usr/include/stdsoap2.h ] || echo libgsoap-dev
    command -v node >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    command -v mono >/dev/null || echo mono-runtime
    command -v mcs >/dev/null || echo mono-mcs
    [ -e /usr/lib/mono/4.5/System.Runtime.Serialization.dll ] || echo libmono-system-runtime-serialization4.0-cil
}

lacking_for_windows() {
    command -v x86_64-w64-mingw32-gcc >/dev/null || echo gcc-mingw-w64-x86-64
    command -v x86_64-w64-mingw32-g++ >/dev/null || echo g++-mingw-w64-x86-64
    command -v wine64 >/dev/null || [ -x /usr/lib/wine/wine64 ] || echo wine64
    compgen -G '/usr/lib/*/wine/x86_64-windows/libwebservices.a' >/dev/null || echo libwine-dev
    if ! compgen -G "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/x86_64-pc-windows-gnu/lib/libstd-*" >/dev/null &&
        ! scripts/compiler-with-sources.sh >/dev/null; then
        echo rustc-web
        echo rust-web-src
    fi
}

install_packages() {
    local packages=("$@") as_root=()
    if ! command -v apt-get >/dev/null; then
        say "there is no apt-get here; install the equivalents of: ${packages[*]}"
        return
    fi
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "neither root nor sudo without a password; run: sudo apt-get install ${packages[*]}"
            return
        fi
        as_root=(sudo -n)
    fi
    say "installing ${packages[*]}"
    "${as_root[@]}" apt-get -qq update >&2 || say "apt-get update failed"
    # One by one: a package that cannot be had must not keep out the others.
    local package output
    for package in "${packages[@]}"; do
        output=$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install -y --no-install-recommends "$package" 2>&1) || {
            say "apt-get could not install $package:"
            tail -n 5 <<<"$output" >&2
        }
    done
}

# Runs "$2..." unless it was done before for the same list of packages, the file $1.
once_per_version() {
    local list=$1 name=$2 stamp
    shift 2
    stamp=$peers/$name.installed
    cmp -s "$list" "$stamp" && return
    say "installing the packages of $list"
    mkdir -p "$peers"
    "$@" >"$peers/$name.log" 2>&1 && cp "$list" "$stamp" || {
        tail -n 5 "$peers/$name.log" >&2
        return 1
    }
}

install_python_peers() {
    rm -rf "$peers/python"
    python3 -m venv "$peers/python" &&
        "$peers/python/bin/pip" install --disable-pip-version-check -r ctests/interop/requirements.txt
}

install_node_peers() {
    mkdir -p "$peers/node"
    cp ctests/interop/package.json "$peers/node/"
    npm install --prefix "$peers/node" --no-audit --no-fund --no-package-lock
}

mapfile -t packages < <(lacking_packages | sort -u)
if [ "${#packages[@]}" != 0 ]; then
    install_packages "${packages[@]}"
    hash -r
    for package in $(lacking_packages | sort -u); do
        missing "$package is not installed."
    done
fi

if ! command -v gcc >/dev/null; then
    say "nothing can be built without a C compiler"
    exit 1
fi

if [ "$purpose" = test ]; then
    once_per_version ctests/interop/requirements.txt python install_python_peers ||
        missing "The Python SOAP stacks (zeep, spyne) could not be installed."
    once_per_version ctests/interop/package.json node install_node_peers ||
        missing "The packages of Node.js (soap, the W3C's XML suite) could not be installed."
fi
exit 0
