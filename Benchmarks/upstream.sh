#!/usr/bin/env bash
# Decisions past the cache. First beside nginx that proxies the same upstream; then what a decision adds to a vendor that takes 20 ms,
# which LateServer plays at little cost of its own, beside what nginx adds to it: each at half of the rate that saturates it.
#
#   Benchmarks/upstream.sh [SECONDS] [CONNECTIONS] [DIRECTORY]
#
# The log is written in a directory of its own in DIRECTORY, which says what disk each decision's sync waits for; /dev/shm is none.
# Needs wrk and nginx (Debian's nginx-light). Builds the service in release mode first.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
connections=${2:-32}
directory=${3:-${TMPDIR:-/tmp}}

command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
nginx=$(PATH="$PATH:/usr/sbin" command -v nginx) || { echo "nginx is missing: apt-get install nginx-light" >&2; exit 2; }
swift build -c release --product portcullis >&2
portcullis=$(swift build -c release --show-bin-path)/portcullis
swift build --package-path Benchmarks -c release --product LateServer >&2
late_server=$(swift build --package-path Benchmarks -c release --show-bin-path)/LateServer

work=$(mktemp -d)
logs=$(mktemp -d -p "$directory")
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work" "$logs"' EXIT
ready() { for _ in $(seq 100); do curl -so /dev/null "http://127.0.0.1:$1" && return; sleep 0.1; done; echo "no answer on port $1" >&2; cat "$work"/*.out >&2; exit 1; }

# Both vendors give a session of the simulator's, under whatever ID is asked for.
id=sid_00000000000000000000000001
"$portcullis" simulate --port 8092 >"$work/simulator.out" 2>&1 & simulator=$!
ready 8092/
session=$(curl -fsS -H 'Authorization: Bearer sk_test_simulator' "http://127.0.0.1:8092/v1/sessions/$id" | tr -d "'")
kill "$simulator"
echo "${session/$id/SESSION_ID}" >"$work/session"
"$late_server" 8093 20 "$work/session" & pids+=($!)
ready 8093/
# nginx, for the first part.
# In parts, as a parameter of nginx's has 4 KB at most.
parts='' answer=''
while IFS= read -r part; do
  n=$(( ${n:-0} + 1 )); parts+="set \$part$n '$part'; "; answer+="\${part$n}"
done < <(head -c -1 <<<"${session%%"$id"*}"; echo; fold -b -w 3000 <<<"${session#*"$id"}")
answer=${answer/part1\}/part1\}\$sid}
cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $work/pid; error_log $work/error.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  upstream vendor { server 127.0.0.1:8095; keepalive 64; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:8095 backlog=4096; location ~ ^/v1/sessions/(?<sid>sid_[a-z0-9]+)$ { ${parts}return 200 "$answer"; } }
  server { listen 127.0.0.1:8096 backlog=4096;
           location / { proxy_pass http://vendor; proxy_http_version 1.1; proxy_set_header Connection ""; } }
  upstream late { server 127.0.0.1:8093; keepalive 1024; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:8098 backlog=4096;
           location / { proxy_pass http://late; proxy_http_version 1.1; proxy_set_header Connection ""; } }
}
CONF
"$nginx" -p "$work" -c "$work/nginx.conf" 2>"$work/nginx.out" & pids+=($!)

# wrk's delay() lets each connection wait before it asks, so that the rate stays below saturation.
script() { # path of a GET, or "post"; milliseconds between a connection's requests
  if [[ $1 == post ]]; then
    echo 'local n = math.random(1, 1e9) * 1e6; wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"'
    echo 'request = function() n = n + 1; return wrk.format(nil, "/v1/decisions", nil, string.format("{\"session_id\": \"sid_%026.0f\"}", n)) end'
  else
    echo 'local n = 0; wrk.headers["Authorization"] = "Bearer sk_test_simulator"'
    echo 'request = function() n = n + 1; return wrk.format(nil, string.format("/v1/sessions/sid_%026.0f", n)) end'
  fi
  if (( $2 > 0 )); then echo "delay = function() return math.random(0, 2 * $2) end"; fi
}
serve() { # name, port, vendor's port
  env PORTCULLIS_SERVER_PORT="$2" PORTCULLIS_LOG_DIRECTORY="$logs/$1" PORTCULLIS_LOGGING_LEVEL=warning \
    PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL="http://127.0.0.1:$3" PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test_simulator \
    PORTCULLIS_PROVIDERS_TRIPWIRE_QUOTA_PER_MINUTE=0 PORTCULLIS_CACHE_MAX_BYTES=0 "$portcullis" serve >"$work/$1.out" 2>&1 &
  pids+=($!)
}
measure() { # script, port, connections → requests a second, p50 and p99, errors
  wrk -t1 -c"$3" -d"${seconds}s" --latency -s "$work/$1" "http://127.0.0.1:$2/" >"$work/wrk"
  awk '/Requests\/sec/{r=$2} /50%/{p50=$2} /99%/{p99=$2} /Non-2xx/{e=$0} END{printf "%9.0f  %8s  %8s  %s\n", r, p50, p99, e}' "$work/wrk"
}
rate() { awk '/Requests\/sec/{print int($2)}' "$work/wrk"; }

serve past 8094 8095
serve slow 8097 8093
ready 8094/livez; ready 8097/livez; ready 8095/
script get 0 >"$work/get.lua"; script post 0 >"$work/post.lua"
curl -fsS -H 'Content-Type: application/json' -d '{"session_id":"sid_00000000000000000000000002"}' \
  http://127.0.0.1:8094/v1/decisions | grep -q '"degraded":false' || { echo "the vendor's answer isn't understood" >&2; exit 1; }

echo "wrk -t1, ${seconds} s each, log.durability=commit, $(nproc) cores, $(date -u +%F)"
echo "                                  requests/s       p50       p99"
for port in 8096 8094; do wrk -t1 -c"$connections" -d2s -s "$work/$([[ $port == 8096 ]] && echo get || echo post).lua" "http://127.0.0.1:$port/" >/dev/null; done
printf 'nginx proxies, %4d connections  %s\n' "$connections" "$(measure get.lua 8096 "$connections")"
printf 'decision asked, %3d connections  %s\n' "$connections" "$(measure post.lua 8094 "$connections")"

# What adds to the vendor's time, in two lines: at half of the rate that was just measured, the vendor alone and what stands before it.
at_half() { # what it is, its script, its port, connections
  local half=$(( $(rate) / 2 ))
  # By connections that wait in between: connections / (pause + some 22 ms) = half the rate.
  local pause=$(( $4 * 1000 / half - 22 ))
  (( pause > 0 )) || { echo "saturation wasn't reached: more connections are needed" >&2; exit 1; }
  script get "$pause" >"$work/get.lua"; script post "$pause" >"$work/post.lua"
  printf 'the vendor alone, at half of it  %s\n' "$(measure get.lua 8093 "$4")"
  printf '%-9s at half of it          %s\n' "$1" "$(measure "$2" "$3" "$4")"
}

echo "A vendor that takes 20 ms:"
printf 'decisions, saturated, 128        %s\n' "$(measure post.lua 8097 128)"
at_half decisions post.lua 8097 128
script get 0 >"$work/get.lua"
printf 'nginx proxies, saturated, 512    %s\n' "$(measure get.lua 8098 512)"
at_half nginx get.lua 8098 512
