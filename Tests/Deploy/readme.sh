# README's lines as a reader runs them, against the program: the call, the three ways to call it from a backend, the log.
source Tests/Deploy/lib.sh
need python3 node curl jq

# block LANGUAGE NUMBER: README's so-manieth code block in this language, with the port in place of 8080.
block() {
    awk -v fence="\`\`\`$1" -v number="$2" '
        $0 == fence && ++count == number { inside = 1; next }
        /^```$/ { inside = 0 }
        inside' README.md | sed "s#127.0.0.1:8080#127.0.0.1:$port#"
}

port="$(free_port)"
export DECISIONS_KEY=k3y-of-the-signup-backend
PORTCULLIS_SERVER_PORT="$port" PORTCULLIS_LOG_DIRECTORY="$work/log" PORTCULLIS_AUTH_BEARER_KEYS="backend:$DECISIONS_KEY" \
    "$PROGRAM" serve --simulate >/dev/null 2>"$work/serve" &
well() { PORTCULLIS_SERVER_PORT="$port" "$PROGRAM" healthcheck >/dev/null 2>&1; }
eventually 60 well

vpn=sid_vpn00000000000000000000201
clean=sid_c1ean000000000000000000101
block sh 5 >"$work/backend.sh"
{ block js 1; echo 'console.log((await decide({ tripwire: process.argv[2] }, {})).decision)'; } >"$work/backend.mjs"
{ block python 1; echo 'import sys; print(decide({"tripwire": sys.argv[1]}, {})["decision"])'; } >"$work/backend.py"
sessions() {
    [[ "$(SESSION="$1" timeout 20 bash "$work/backend.sh" | jq --raw-output .decision)" == "$2" ]] || fail "curl: $1 isn't $2"
    [[ "$(timeout 20 node "$work/backend.mjs" "$1" 2>/dev/null)" == "$2" ]] || fail "Node: $1 isn't $2"
    [[ "$(timeout 20 python3 "$work/backend.py" "$1" | tail -n 1)" == "$2" ]] || fail "Python: $1 isn't $2"
}
sessions "$clean" allow
sessions "$vpn" review
sessions sid_made-up review
DECISIONS_KEY=another-key-of-24-letters sessions "$clean" review
kill -TERM %1
wait %1 || fail "serve: $(cat "$work/serve")"
sessions "$clean" review
[[ "$(grep -c '"type":"portcullis.decision.v1"' "$work/log/decisions.ndjson")" == 6 ]] || fail 'not every decision is on the log'
printf 'passed\n'
