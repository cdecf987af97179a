#!/usr/bin/env bash
# Calls over loopback: this library's client and gSOAP's against the same gSOAP server, beside a bare TCP echo of as
# many bytes. Prints a table in Markdown, the median of ROUNDS runs of each.
#
# With one connection client and server share one CPU (unpinned, the figure is bimodal); with 64 they have all.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
out=$root/target/loopback
rounds=${ROUNDS:-5}
calls=${CALLS:-20000}
port=${PORT:-19170}
mkdir -p "$out"
command -v soapcpp2 >/dev/null || { echo "SKIPPED: gSOAP is not installed (apt-get install gsoap libgsoap-dev)"; exit 0; }

"${CARGO:-cargo}" build --release --quiet --manifest-path "$root/Cargo.toml"
soapcpp2 -c -L -x -d"$out" calculator.h >/dev/null
gcc -O2 -w -I"$out" -I. gsoap_server.c "$out/soapC.c" "$out/soapServer.c" -lgsoap -lpthread -o "$out/gsoap_server"
gcc -O2 -w -I"$out" -I. gsoap_client.c "$out/soapC.c" "$out/soapClient.c" -lgsoap -lpthread -o "$out/gsoap_client"
gcc -O2 -Wall -Wextra echo.c -lpthread -o "$out/echo"
gcc -std=gnu11 -O2 -Wall -Wextra -I"$root/include" client.c "$root/target/release/libwebservices.a" \
    -lpthread -ldl -lm -o "$out/client"

servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true' EXIT
start() { # program port cpus
    local ready
    exec {pipe}< <(exec taskset -c "$3" "$out/$1" "$2")
    servers+=("$!")
    read -r ready <&"$pipe"
}
all=0-$(($(nproc) - 1))
one=$(($(nproc) - 1))

# Runs each client in turn, `rounds` times, and prints the median of each figure.
run() { # cpus threads calls_per_thread
    for _ in $(seq "$rounds"); do
        taskset -c "$1" "$out/echo" "$echo_port" "$2" "$3"
        taskset -c "$1" "$out/gsoap_client" "$soap_port" "$2" "$3"
        taskset -c "$1" "$out/client" "$soap_port" "$2" "$3"
    done
}
table() {
    sort -k1,1 -s | awk '
        { name[NR] = $1; threads = $2; n[$1]++; p50[$1, n[$1]] = $3; p99[$1, n[$1]] = $4; rate[$1, n[$1]] = $5 }
        function median(values, key, count,   i, j, x, v) {
            for (i = 1; i <= count; i++) v[i] = values[key, i]
            for (i = 2; i <= count; i++) { x = v[i]; for (j = i - 1; j > 0 && v[j] > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
            return v[int((count + 1) / 2)]
        }
        END {
            split("echo gsoap webservices", order, " ")
            for (k = 1; k <= 3; k++) {
                key = order[k]
                if (k == 1) floor = median(p50, key, n[key])
                printf "| %s | %d | %.1f | %.1f | %d | %.2f |\n", key, threads, median(p50, key, n[key]),
                    median(p99, key, n[key]), median(rate, key, n[key]), median(p50, key, n[key]) / floor
            }
        }'
}

echo "| client | connections | p50, us | p99, us | calls per second | p50 to the bare echo |"
echo "| --- | --- | --- | --- | --- | --- |"
soap_port=$port echo_port=$((port + 1))
start gsoap_server "$soap_port" "$one"
start echo "$echo_port" "$one"
run "$one" 1 "$calls" | table
soap_port=$((port + 2)) echo_port=$((port + 3))
start gsoap_server "$soap_port" "$all"
start echo "$echo_port" "$all"
run "$all" 64 $((calls / 20)) | table
