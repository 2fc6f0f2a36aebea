#!/usr/bin/env bash
# Decisions a second, from the cache and past it, beside a bare Hummingbird JSON echo, in one run with wrk.
#
#   Benchmarks/decisions.sh [SECONDS] [CONNECTIONS]
#
# Needs wrk (Debian's package). Builds the service and the echo in release mode first.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
# As many as keep the log's batches full.
connections=${2:-128}

command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
swift build -c release --product portcullis >&2
swift build -c release --package-path Benchmarks --product EchoServer >&2
portcullis=$(swift build -c release --show-bin-path)/portcullis
echo_server=$(swift build -c release --package-path Benchmarks --show-bin-path)/EchoServer

work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

cat >"$work/same.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"session_id": "sid_c1ean000000000000000000101"}'
LUA
cat >"$work/fresh.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
request = function()
  n = n + 1
  return wrk.format(nil, nil, nil, string.format('{"session_id": "sid_%026d"}', n))
end
LUA

serve() { # name, port, extra environment…
  local name=$1 port=$2; shift 2
  # 0 ms: the simulator's latency would measure itself.
  env PORTCULLIS_SERVER_PORT="$port" PORTCULLIS_LOG_DIRECTORY="$work/$name" PORTCULLIS_LOGGING_LEVEL=warning \
    PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL=http://127.0.0.1:8093 \
    PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test_simulator \
    PORTCULLIS_PROVIDERS_TRIPWIRE_QUOTA_PER_MINUTE=0 "$@" "$portcullis" serve >"$work/$name.out" 2>&1 &
  pids+=($!)
}
ready() { for _ in $(seq 100); do curl -so /dev/null "http://127.0.0.1:$1/livez" && return; sleep 0.1; done; echo "no answer on port $1" >&2; cat "$work"/*.out >&2; exit 1; }
measure() { # script, port → requests a second, p50 and p99, errors
  wrk -t1 -c"$connections" -d"${seconds}s" --latency -s "$work/$1" "http://127.0.0.1:$2/v1/decisions" >"$work/wrk"
  awk '/Requests\/sec/{r=$2} /50%/{p50=$2} /99%/{p99=$2} /Non-2xx/{e=$0} END{printf "%9.0f  %8s  %8s  %s\n", r, p50, p99, e}' "$work/wrk"
}

"$echo_server" >"$work/echo.out" 2>&1 & pids+=($!)
"$portcullis" simulate --port 8093 --latency-ms 0 >"$work/simulator.out" 2>&1 & pids+=($!)
serve cache 8092
serve past 8094 PORTCULLIS_CACHE_MAX_BYTES=0
ready 8091; ready 8092; ready 8094

for script_port in "same.lua 8091" "same.lua 8092" "fresh.lua 8094"; do # warm up
  set -- $script_port; wrk -t1 -c"$connections" -d2s -s "$work/$1" "http://127.0.0.1:$2/v1/decisions" >/dev/null
done
echo "wrk -t1 -c$connections -d${seconds}s, log.durability=commit, $(nproc) cores, $(date -u +%F)"
echo "                         requests/s       p50       p99"
printf 'bare echo              %s' "$(measure same.lua 8091)"; echo
printf 'decision, cached       %s' "$(measure same.lua 8092)"; echo
printf 'decision, asked        %s' "$(measure fresh.lua 8094)"; echo
printf 'bare echo again        %s' "$(measure same.lua 8091)"; echo
"$portcullis" log verify "$work/cache" | head -1
