# What the checks of deploy/ share. PROGRAM is the portcullis to check with; each check runs in the checkout.
set -euo pipefail

work="$(mktemp -d)"
trap 'end' EXIT

# Ends the check as skipped if one of these programs isn't installed.
need() {
    local tool
    for tool in "$@"; do
        if ! command -v "$tool" >/dev/null; then
            printf 'skipped: %s is not installed\n' "$tool"
            exit 77
        fi
    done
}

fail() {
    printf 'failed: %s\n' "$*" >&2
    exit 1
}

# Stops what the check has started, and removes its files.
end() {
    local pid
    # The shell would tell of each that is killed.
    exec 2>/dev/null
    for pid in $(jobs -p); do kill -KILL "$pid" || true; done
    wait || true
    rm -rf -- "$work"
}

# Waits until a command succeeds, for as many seconds at the most.
eventually() {
    local seconds="$1" end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || fail "not within $seconds s: $*"
        sleep 0.1
    done
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
