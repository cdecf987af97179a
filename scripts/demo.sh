#!/usr/bin/env bash
# From a WSDL to a running service and client: wsutil makes C of examples/calculator.wsdl, which is built with the two
# programs by the installed headers and library, and the two talk to each other.
set -euo pipefail
cd "$(dirname "$0")/.."
out=target/demo

"$out/bin/wsutil" -nologo "-out:$out/generated" examples/calculator.wsdl
echo "demo: wsutil has made calculator.wsdl.h and calculator.wsdl.c of calculator.wsdl"

cc=${CC:-gcc}
for program in calculator_service calculator_client; do
    "$cc" -std=gnu11 -O2 -Wall -I"$out/include" -I"$out/include/webservices" -I"$out/generated" \
        "examples/$program.c" "$out/generated/calculator.wsdl.c" -o "$out/$program" \
        -L"$out/lib" -lwebservices -lpthread -Wl,-rpath,"$PWD/$out/lib"
done

# The service ends when its standard input does; its first line says that it listens. A port that somebody else has
# is no reason to fail.
for port in 18080 18081 18082 18083 18084 18085 18086 18087; do
    rm -f "$out/input" "$out/output"
    mkfifo "$out/input" "$out/output"
    "$out/calculator_service" "$port" <"$out/input" >"$out/output" 2>&1 &
    service=$!
    exec {input}>"$out/input" {output}<"$out/output"
    if read -r line <&"$output"; then
        echo "$line"
        [[ $line == *listening* ]] && break
    fi
    exec {input}>&- {output}<&-
    wait "$service" || true
    service=
done
[ -n "${service:-}" ] || { echo "demo: none of the ports 18080 to 18087 is free" >&2; exit 1; }

status=0
"$out/calculator_client" "$port" || status=$?
exec {input}>&-
cat <&"$output"
wait "$service" || status=$?
[ "$status" = 0 ] && echo "demo: all went well" || echo "demo: failed ($status)" >&2
exit "$status"
