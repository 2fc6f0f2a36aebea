#!/usr/bin/env bash
# Nanoseconds an evaluation of typical conditions.
#
#   Benchmarks/cel.sh [EVALUATIONS]
set -euo pipefail
cd "$(dirname "$0")"
swift build -c release --product CELBenchmark >&2
exec "$(swift build -c release --show-bin-path)/CELBenchmark" "$@"
