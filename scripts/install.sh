#!/usr/bin/env bash
# Installs headers, libraries, and what pkg-config and CMake need to find them.
#
#   PREFIX   where the files will be used (default /usr/local)
#   LIBDIR   the libraries' folder (default $PREFIX/lib)
#   DESTDIR  put in front of every path, for packages
#   BUILD    a folder with libwebservices.so, .a and wsutil; without it a release is built
#
# The porting kit goes along with them; and webservices.dll with its import library, where `make dll` has built them.
set -euo pipefail
cd "$(dirname "$0")/.."

prefix=${PREFIX:-/usr/local}
libdir=${LIBDIR:-$prefix/lib}
destdir=${DESTDIR:-}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
major=${version%%.*}

case "$prefix$libdir" in
    /*) ;;
    *) echo "PREFIX and LIBDIR have to be absolute paths" >&2; exit 1 ;;
esac

if [ -z "${BUILD:-}" ]; then
    "${CARGO:-cargo}" build --release
    BUILD=${CARGO_TARGET_DIR:-target}/release
fi

# Fills in a template of packaging/.
expand() {
    sed -e "s|@PREFIX@|$prefix|g" -e "s|@LIBDIR@|$libdir|g" -e "s|@VERSION@|$version|g" \
        -e "s|@MAJOR@|$major|g" "packaging/$1.in" >"$2"
    chmod 644 "$2"
}

include=$destdir$prefix/include
lib=$destdir$libdir
bin=$destdir$prefix/bin
install -d "$bin" "$include/webservices" "$lib/pkgconfig" "$lib/cmake/webservices"
install -m 644 include/*.h "$include"
# Stand-ins for names of Windows headers; in a folder of their own, so that no other program takes
# this machine for Windows.
install -m 644 include/posix/*.h "$include/webservices"

install -m 644 "$BUILD/libwebservices.a" "$lib/libwebservices.a"
install -m 755 "$BUILD/libwebservices.so" "$lib/libwebservices.so.$version"
ln -sf "libwebservices.so.$version" "$lib/libwebservices.so.$major"
ln -sf "libwebservices.so.$major" "$lib/libwebservices.so"

# Beside the libraries; tests have those in a folder further down.
for wsutil in "$BUILD/wsutil" "$BUILD/../wsutil"; do
    if [ -x "$wsutil" ]; then
        install -m 755 "$wsutil" "$bin/wsutil"
        break
    fi
done

scripts/port.sh
install -d "$include/webservices-port/wwsport" "$include/webservices-windows/wwsport"
install -m 644 port/include/*.h "$include/webservices-port"
install -m 644 port/include/wwsport/*.h "$include/webservices-port/wwsport"
install -m 644 port/include-windows/*.h include/mingw/*.h "$include/webservices-windows"
install -m 644 port/include/wwsport/minmax.h "$include/webservices-windows/wwsport"
install -m 644 "${CARGO_TARGET_DIR:-target}/port/libwebservices-port.a" "$lib/libwebservices-port.a"
expand webservices-port.pc "$lib/pkgconfig/webservices-port.pc"
[ ! -f "$BUILD/wsutil" ] || install -m 755 "$BUILD/wsutil" "$bin/wsutil"
expand wws-cc "$bin/wws-cc"
chmod 755 "$bin/wws-cc"
windows=${CARGO_TARGET_DIR:-target}/windows
if [ -f "$windows/webservices.dll" ]; then
    install -d "$lib/webservices/windows"
    install -m 644 "$windows/webservices.dll" "$windows/libwebservices.dll.a" "$lib/webservices/windows"
fi

expand webservices.pc "$lib/pkgconfig/webservices.pc"
expand webservicesConfig.cmake "$lib/cmake/webservices/webservicesConfig.cmake"
expand webservicesConfigVersion.cmake "$lib/cmake/webservices/webservicesConfigVersion.cmake"

echo "Installed version $version into $destdir$prefix"
