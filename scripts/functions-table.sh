#!/usr/bin/env bash
# Prints, as a Markdown table, which functions of webservices.dll a built library exports.
#   scripts/functions-table.sh path/to/libwebservices.so
set -euo pipefail
library=$(realpath "$1")
cd "$(dirname "$0")/.."

nm -D --defined-only "$library" | awk '
    FILENAME == "-" { if ($2 == "T") exported[$3] = 1; next }
    { sub(/\r$/, "") }
    /^#/ || $0 == "" || FNR == 2 { next }
    {
        split($0, field, "\t")
        group = field[1]
        if (!(group in all)) order[++groups] = group
        all[group]++
        total++
        if (field[2] in exported) {
            done[group]++
            working++
            yes[group] = yes[group] (yes[group] ? ", " : "") "`" field[2] "`"
        } else {
            no[group] = no[group] (no[group] ? ", " : "") "`" field[2] "`"
        }
    }
    END {
        printf "%d of %d functions work.\n\n", working, total
        print "| group | working | | not yet |"
        print "| --- | --- | --- | --- |"
        for (i = 1; i <= groups; i++) {
            group = order[i]
            printf "| %s | %d of %d | %s | %s |\n", group, done[group], all[group], yes[group], no[group]
        }
    }
' - tests/data/functions.tsv
