#!/usr/bin/env bash
# A signup handler that asks Portcullis, with curl and jq.
#
# Usage: signup.sh SESSION [SESSION]     (sid_… is Tripwire's, anything else goes to Verisoul)
# Environment: DECISIONS_URL (http://127.0.0.1:8080), DECISIONS_KEY (the bearer key, if the service has one)
set -uo pipefail

url="${DECISIONS_URL:-http://127.0.0.1:8080}/v1/decisions"
# The service answers by its own deadline (decision.deadline_ms). Waiting a little longer than that loses no answer.
timeout_s=2.0

# Prints "allow", "review" or "block" and the ID of the record on the decision log; "review no record" if there was no answer.
# Never allows without an answer that says so.
decide() {
    local body answer status
    # jq writes the strings: nothing that a visitor sends can become JSON.
    body="$(jq -nc --arg email "$1" '
        { event: "signup", subject: { email: $email },
          sessions: ($ARGS.positional | map({ key: (if startswith("sid_") then "tripwire" else "verisoul" end), value: . })
                     | from_entries) }' --args -- "${@:2}")" || { printf 'review no record\n'; return; }
    # The key comes on a descriptor, for arguments can be seen in the list of processes.
    if answer="$(curl --silent --show-error --noproxy '*' --max-time "$timeout_s" --data-binary "$body" \
        --header 'Content-Type: application/json' --config <(authorization) --write-out '\n%{http_code}' "$url")"; then
        status="${answer##*$'\n'}"
        answer="${answer%$'\n'*}"
        if [[ "$status" == 200 ]]; then
            jq -er 'select(.decision | IN("allow", "review", "block")) | "\(.decision) \(.id)"' <<<"$answer" && return
            printf 'signup: no decision: an unknown answer\n' >&2
        else
            # An error in the request, the key or the service. A visitor can cause one, with a session ID made up.
            # application/problem+json (RFC 9457): its code is stable, its pointer names the field.
            jq -er --arg status "$status" '"\($status) \(.code) at '\''\(.pointer // "")'\'': \(.detail)"' <<<"$answer" \
                2>/dev/null | sed 's/^/signup: no decision: /' >&2 || printf 'signup: no decision: %s\n' "$status" >&2
        fi
    fi
    printf 'review no record\n'
}

authorization() {
    if [[ -n "${DECISIONS_KEY:-}" ]]; then printf 'header = "Authorization: Bearer %s"\n' "$DECISIONS_KEY"; fi
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
