#!/usr/bin/env bash
# Microseconds, and allocations, of whole policies of 10, 100 and 1,000 rules.
#
#   Benchmarks/policy.sh
set -euo pipefail
cd "$(dirname "$0")"
swift build -c release --product PolicyBenchmark >&2
benchmark="$(swift build -c release --show-bin-path)/PolicyBenchmark"
"$benchmark"

# The same policy evaluated once more often: what that allocates besides is the steady state.
counter="$(mktemp --suffix=.so)"
trap 'rm -f "$counter"' EXIT
cc -shared -fPIC -O2 -o "$counter" malloc_count.c
allocations() { LD_PRELOAD="$counter" "$benchmark" "$1" "$2" 2>&1 >/dev/null | tail -1; }
for rules in 10 100 1000; do
	few="$(allocations "$rules" 1000)"
	many="$(allocations "$rules" 11000)"
	echo "$rules rules: $(((many - few + 5000) / 10000)) allocations an evaluation"
done
