#!/usr/bin/env bash
# A signup handler that asks Portcullis, with curl 7.84 or later, jq, and openssl for signatures.
#
# Usage: signup.sh SESSION [SESSION]     (sid_… is Tripwire's, anything else goes to Verisoul)
# Environment: DECISIONS_URL (http://127.0.0.1:8080), and what the service knows its callers by, if anything:
# DECISIONS_KEY (a bearer key) or DECISIONS_SECRET (whsec_…, to sign with)
set -uo pipefail

url="${DECISIONS_URL:-http://127.0.0.1:8080}/v1/decisions"
# For all attempts together. The service answers by its own deadline (decision.deadline_ms): a little longer loses none.
timeout_ms=2000
attempts=3
# After a connection that failed. An error that is worth another attempt says how long to wait in Retry-After.
pause_ms=100

# Prints "allow", "review" or "block" and the ID of the record on the decision log; "review no record" if there was no answer.
# Never allows without an answer that says so.
decide() {
    local body request_id ends_ms attempt answer status retry
    # jq writes the strings: nothing that a visitor sends can become JSON.
    body="$(jq -nc --arg email "$1" '
        { event: "signup", subject: { email: $email },
          sessions: ($ARGS.positional | map({ key: (if startswith("sid_") then "tripwire" else "verisoul" end), value: . })
                     | from_entries) }' --args -- "${@:2}")" || { printf 'review no record\n'; return; }
    # One for all attempts: however many of them arrive, they are one decision, with one record.
    request_id="$(</proc/sys/kernel/random/uuid)"
    ends_ms=$(($(now_ms) + timeout_ms))
    for ((attempt = 1; attempt <= attempts; attempt++)); do
        retry="$pause_ms"
        if answer="$(ask "$body" "$request_id" $((ends_ms - $(now_ms))))"; then
            read -r status retry <<<"${answer##*$'\n'}"
            answer="${answer%$'\n'*}"
            if [[ "$status" == 200 ]]; then
                answer="$(jq -r 'select(.decision | IN("allow", "review", "block")) | "\(.decision) \(.id)"' <<<"$answer" \
                    2>/dev/null)" || answer=''
                if [[ -n "$answer" ]]; then printf '%s\n' "$answer"; return; fi
                printf 'signup: no decision: an unknown answer\n' >&2
                break
            fi
            # An error in the request, the key or the service. A visitor can cause one, with a session ID made up.
            printf 'signup: no decision: %s\n' "$(problem "$status" "$answer")" >&2
            [[ "$retry" =~ ^[0-9]{1,4}$ ]] || break
            retry=$((10#$retry * 1000))
        fi
        (($(now_ms) + retry < ends_ms)) || break
        sleep "$(seconds "$retry")"
    done
    printf 'review no record\n'
}

# One attempt: prints the answer's body, and a line with its status and Retry-After. Fails if there is none.
ask() {
    local body="$1" request_id="$2" rest_ms="$3"
    ((rest_ms > 0)) || return 1
    # What is secret or personal comes on descriptors, for arguments can be seen in the list of processes.
    printf '%s' "$body" | curl --silent --show-error --noproxy '*' --max-time "$(seconds "$rest_ms")" --data-binary @- \
        --header 'Content-Type: application/json' --header "Idempotency-Key: $request_id" \
        --config <(credentials "$body" "$request_id") --write-out '\n%{http_code} %header{retry-after}' "$url"
}

# The headers that say who asks: a signature as Standard Webhooks 1.0 has it, or a bearer key.
credentials() {
    if [[ -n "${DECISIONS_SECRET:-}" ]]; then
        local timestamp
        printf -v timestamp '%(%s)T' -1
        printf 'header = "webhook-id: %s"\nheader = "webhook-timestamp: %s"\nheader = "webhook-signature: v1,%s"\n' \
            "$2" "$timestamp" "$(hmac_sha256 "${DECISIONS_SECRET#whsec_}" "$2.$timestamp.$1")"
    elif [[ -n "${DECISIONS_KEY:-}" ]]; then
        printf 'header = "Authorization: Bearer %s"\n' "$DECISIONS_KEY"
    fi
}

# HMAC-SHA-256 in base64, of a key in base64 of at most 64 bytes. openssl's own takes the key as an argument, for all to see.
hmac_sha256() {
    local key byte inner='' outer='' i
    key="$(base64 --decode <<<"$1" | od -A n -t x1 -v | tr -d ' \n')"
    for ((i = 0; i < 64; i++)); do
        byte=$((16#0${key:2*i:2}))
        printf -v inner '%s\\x%02x' "$inner" $((byte ^ 0x36))
        printf -v outer '%s\\x%02x' "$outer" $((byte ^ 0x5c))
    done
    { printf '%b' "$inner"; printf '%s' "$2"; } | openssl dgst -sha256 -binary \
        | { printf '%b' "$outer"; cat; } | openssl dgst -sha256 -binary | base64 --wrap=0
}

# What an application/problem+json (RFC 9457) tells: its code is stable, its pointer names the field.
problem() {
    local text
    text="$(jq -r --arg status "$1" '"\($status) \(.code // error) at '\''\(.pointer // "")'\'': \(.detail)"' <<<"$2" 2>/dev/null)"
    printf '%s\n' "${text:-$1}"
}

now_ms() {
    printf '%s\n' $((${EPOCHREALTIME/[.,]/} / 1000))
}

seconds() {
    printf '%d.%03d\n' $(($1 / 1000)) $(($1 % 1000))
}

if (($# < 1 || $# > 2)); then
    printf 'Usage: signup.sh SESSION [SESSION]\n' >&2
    exit 2
fi
# Keep the ID with the account: it leads to the reasons on the log.
read -r outcome id < <(decide j@example.com "$@")
case "$outcome" in
    allow) printf 'account opened (%s)\n' "$id" ;;
    # Whoever is refused learns nothing about why.
    block) printf "refused: 'We can't open an account for you.' (%s)\n" "$id" ;;
    *) printf 'account opened, but held until somebody or a second factor confirms it (%s)\n' "$id" ;;
esac
