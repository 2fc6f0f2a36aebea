#!/usr/bin/env bash
# Twice the load that a service can carry, for a while: what it accepts is answered by its deadline, the rest is refused at
# once, and its memory stays what it is.
#
#   Benchmarks/overload.sh [SECONDS] [PROGRAM]
#
# The vendor takes 200 ms and nothing is cached, so that 64 requests at once are 320 a second. Needs python3. Ends with 1
# if that isn't what comes of it. Without PROGRAM it builds one in release mode.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}

portcullis=${2:-}
if [[ -z $portcullis ]]; then
  swift build -c release --product portcullis >&2
  portcullis=$(swift build -c release --show-bin-path)/portcullis
fi
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

"$portcullis" simulate --port 8093 --latency-ms 200 >"$work/simulator.out" 2>&1 & pids+=($!)
env PORTCULLIS_SERVER_PORT=8095 PORTCULLIS_SERVER_MAX_REQUESTS_IN_FLIGHT=64 PORTCULLIS_DECISION_DEADLINE_MS=500 \
  PORTCULLIS_CACHE_MAX_BYTES=0 PORTCULLIS_LOG_DIRECTORY="$work/log" PORTCULLIS_LOGGING_LEVEL=warning \
  PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL=http://127.0.0.1:8093 \
  PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test_simulator \
  PORTCULLIS_PROVIDERS_TRIPWIRE_QUOTA_PER_MINUTE=0 "$portcullis" serve >"$work/serve.out" 2>&1 & pids+=($!)
for _ in $(seq 100); do curl -so /dev/null http://127.0.0.1:8095/livez && break; sleep 0.1; done

python3 Benchmarks/overload.py 8095 640 "$seconds" 500
"$portcullis" log verify "$work/log" | head -1
