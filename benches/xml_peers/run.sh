#!/usr/bin/env bash
# Reading and writing XML through the C functions of this library, beside libxml2, expat, quick-xml and gSOAP, in turn:
# ROUNDS times each, the median of PASSES passes each time. Prints a table in Markdown, of the medians of the rounds.
#
# A ratio is how many times as fast as the peer that stands there this library is; binary XML is compared with this
# library's own text, without and with a dictionary of the names ("-dictionary"). TRIM=1 has writers give their memory back
# after each document, as they do by default. FILTER takes a pattern of jobs: FILTER='^read ' benches/xml_peers/run.sh
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
out=${CARGO_TARGET_DIR:-$root/target}/xml_peers
rounds=${ROUNDS:-7}
export PASSES=${PASSES:-3}
cargo=${CARGO:-cargo}
mkdir -p "$out"
for header in libxml2/libxml/xmlreader.h expat.h stdsoap2.h; do
    [ -e "/usr/include/$header" ] || { echo "SKIPPED: /usr/include/$header is missing (scripts/setup-debian.sh xml)"; exit 0; }
done

"$cargo" build --release --quiet --manifest-path "$root/Cargo.toml"
"$cargo" build --release --quiet --manifest-path quick_xml/Cargo.toml --target-dir "$out/cargo"
cp "$out/cargo/release/quick_xml_peer" "$out/quick_xml"
flags=(-std=gnu11 -O2 -Wall -Wextra -I.)
gcc "${flags[@]}" documents.c -o "$out/documents"
gcc "${flags[@]}" -I/usr/include/libxml2 libxml2.c -lxml2 -o "$out/libxml2"
gcc "${flags[@]}" expat.c -lexpat -o "$out/expat"
gcc "${flags[@]}" -I"$root/include" webservices.c "$(dirname "$out")/release/libwebservices.a" \
    -lpthread -ldl -lm -o "$out/webservices"
soapcpp2 -c -0 -x -L -d"$out" records.h >/dev/null 2>&1
gcc -O2 -w -I. -I"$out" gsoap.c "$out/soapC.c" -lgsoap -o "$out/gsoap"
"$out/documents" "$out"
"$out/webservices" write-records "$out/records.xml"

jobs=()
for document in orders text attributes; do
    for library in quick_xml expat libxml2 webservices; do
        jobs+=("$library read $document.xml")
    done
    jobs+=("webservices read-binary $document.xml" "webservices read-dictionary $document.xml")
done
for document in orders text attributes; do
    jobs+=("libxml2 write $document" "webservices write $document" "webservices write-binary $document"
        "webservices write-dictionary $document")
done
for job in read-typed write-typed; do
    jobs+=("gsoap $job records.xml" "webservices $job records.xml" "webservices $job-binary records.xml"
        "webservices $job-dictionary records.xml")
done

cd "$out"
for _ in $(seq "$rounds"); do
    for job in "${jobs[@]}"; do
        read -r library what document <<<"$job"
        [[ "$what $document" =~ ${FILTER:-.} ]] || continue
        "./$library" "$what" "$document"
    done
done >results

size() { stat -c %s "$1.xml"; }
awk -v orders="$(size orders)" -v text="$(size text)" -v attributes="$(size attributes)" -v records="$(size records)" '
    BEGIN {
        size["orders"] = orders; size["text"] = text; size["attributes"] = attributes; size["records"] = records
        target["read"] = 1.5; target["read-typed"] = 4; target["write-typed"] = 3
        split("read write read-typed write-typed", binary, " ")
        for (job in binary) target[binary[job] "-binary"] = target[binary[job] "-dictionary"] = 2
    }
    {
        key = $1 " " $2
        if (!(key in seen)) { seen[key] = 1; order[++keys] = key }
        if (!((key, $3) in count)) libraries[key] = libraries[key] " " $3
        times[key, $3, ++count[key, $3]] = $4
        if (!((key, $3) in memory) || $5 < memory[key, $3]) memory[key, $3] = $5
        # Who reads the same document has to see the same.
        what = $1; sub(/-(binary|dictionary)$/, "", what)
        if (what ~ /^read/) {
            if (!((what, $2) in sum)) sum[what, $2] = $6
            if (sum[what, $2] != $6) { print $3 " saw something else in " $2 > "/dev/stderr"; status = 1 }
        }
    }
    function median(key, library,   n, i, j, x, v) {
        n = count[key, library]
        for (i = 1; i <= n; i++) v[i] = times[key, library, i]
        for (i = 2; i <= n; i++) { x = v[i]; for (j = i - 1; j > 0 && v[j] > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
        return v[int((n + 1) / 2)]
    }
    END {
        print "| job | document | library | MB/s of text | memory added, KB | ratio | target |"
        print "| --- | --- | --- | --- | --- | --- | --- |"
        for (k = 1; k <= keys; k++) {
            key = order[k]; split(key, part, " "); n = split(libraries[key], names, " ")
            ours = median(key, "webservices")
            for (i = 1; i <= n; i++) {
                took = median(key, names[i]); ratio = ""; wanted = ""
                if (names[i] != "webservices") ratio = sprintf("%.2f", took / ours)
                else if (part[1] ~ /-(binary|dictionary)$/) {
                    other = part[1]; sub(/-(binary|dictionary)$/, "", other)
                    if (count[other " " part[2], names[i]]) ratio = sprintf("%.2f", median(other " " part[2], names[i]) / took)
                    wanted = target[part[1]]
                }
                if (names[i] == "quick-xml" || names[i] == "gsoap") wanted = target[part[1]]
                if (names[i] == "libxml2" && key == "write orders") wanted = 3
                printf "| %s | %s | %s | %.0f | %d | %s | %s |\n", part[1], part[2], names[i],
                    size[part[2]] / took / 1e6, memory[key, names[i]], ratio, wanted
            }
        }
        exit status
    }' results
