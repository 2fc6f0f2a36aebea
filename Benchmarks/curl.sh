#!/usr/bin/env bash
# The Curl module's client beside a bare C loop on libcurl's multi interface, in turns, against the same nginx.
#
#   Benchmarks/curl.sh [SECONDS] [ROUNDS]
#
# Needs nginx (Debian's nginx-light). The client's answers are whole requests of its callers: a thread change each way.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-3}
rounds=${2:-5}
nginx=$(PATH="$PATH:/usr/sbin" command -v nginx) || { echo "nginx is missing: apt-get install nginx-light" >&2; exit 2; }
for product in CurlBenchmark CurlLoop; do swift build -c release --product "$product" >&2; done
bin=$(swift build -c release --show-bin-path)

work=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $work/pid; error_log $work/error.log;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:8095 backlog=4096; location / { return 200 '{"decision":"$(printf 'x%.0s' {1..900})"}'; } }
}
CONF
"$nginx" -p "$work" -c "$work/nginx.conf" & pid=$!
for _ in $(seq 50); do curl -so /dev/null http://127.0.0.1:8095/ && break; sleep 0.1; done

echo "$(nproc) cores, $(date -u +%F), medians of $rounds rounds of $seconds s in turns, answers of 0.9 KB"
echo "in flight   C loop/s   CurlClient/s   ratio   failed"
for in_flight in 32 256; do
  for _ in $(seq "$rounds"); do
    loop=$("$bin/CurlLoop" http://127.0.0.1:8095/ "$in_flight" "$seconds")
    client=$("$bin/CurlBenchmark" 127.0.0.1:8095 "$in_flight" "$seconds")
    echo "$loop $client"
  done | awk -v n="$in_flight" '
    { a[NR] = $1; b[NR] = $3; r[NR] = $3 / $1; failed += $2 + $4 }
    function median(x,   i, j, t) {
      for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++) if (x[j] < x[i]) { t = x[i]; x[i] = x[j]; x[j] = t }
      return x[int((NR + 1) / 2)]
    }
    END { printf "%9d  %9.0f  %13.0f  %6.2f  %7d\n", n, median(a), median(b), median(r), failed }'
done
