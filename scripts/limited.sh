#!/usr/bin/env bash
# scripts/limited.sh SECONDS PROGRAM [ARGUMENT...]: runs the program; if it takes longer, prints the stacks of
# its threads and kills it. A test that hangs has to fail, and to say where it hangs.
set -u
limit=$1
shift

"$@" &
program=$!
sleep "$limit" &
clock=$!
wait -n -p ended "$program" "$clock"
status=$?
if [ "$ended" != "$clock" ]; then
    kill "$clock"
    exit "$status"
fi
echo "No end after $limit s: $*"
if command -v gdb >/dev/null; then
    gdb -p "$program" -batch -nx -ex 'thread apply all bt 40' 2>/dev/null
fi
kill -KILL "$program"
exit 124
