# The image: built with podman on base images that debootstrap makes, run read-only as an ordinary user beside a simulator,
# decided with, stopped, and its log verified. No registry is needed; Debian's packages are. As root; the first build takes
# ten minutes, a later one two.
source Tests/Deploy/lib.sh
((EUID == 0)) || { printf 'skipped: needs root\n'; exit 77; }
need podman runc debootstrap python3 swift

# podman's own defaults want systemd, a certain kind of cgroups, and more files than a container here may have.
cat >"$work/containers.conf" <<'END'
[containers]
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
END
export CONTAINERS_CONF="$work/containers.conf" DISABLE_HC_SYSTEMD=true
image=localhost/portcullis-test
containers=()
stop_containers() {
    if ((${#containers[@]} > 0)); then podman rm --force --volumes --time 0 "${containers[@]}" >/dev/null 2>&1 || true; fi
    end
}
trap 'stop_containers' EXIT

# base NAME PACKAGE… [-- CHANGE]: makes the image if there is none yet.
base() {
    local name="$1" packages="$2"
    shift 2
    if podman image exists "$name"; then return; fi
    printf 'making %s\n' "$name"
    debootstrap --variant=minbase --include="$packages" bookworm "$work/rootfs" http://deb.debian.org/debian >"$work/out" 2>&1 \
        || fail "debootstrap: $(tail -n 3 "$work/out")"
    tar --create --directory "$work/rootfs" . | podman import --quiet "$@" - "$name" >/dev/null
    rm -rf "$work/rootfs"
}
base localhost/portcullis-base-runtime:bookworm ca-certificates
base localhost/portcullis-base-build:bookworm \
    binutils,ca-certificates,git,libc6-dev,libncurses6,libsqlite3-0,libstdc++-12-dev,libxml2,libcurl4-openssl-dev,pkg-config \
    --change 'ENV PATH=/toolchain/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'

# The toolchain is this machine's; so are the packages' sources, where git is told to take them from a folder.
mounts=(--volume "$(dirname "$(dirname "$(realpath "$(command -v swift)")")"):/toolchain:ro")
printf '[safe]\n\tdirectory = *\n' >"$work/gitconfig"
while read -r key value; do
    folder="${key#url.}" folder="${folder%.insteadof}"
    [[ -d "$folder" ]] || continue
    mounts+=(--volume "$folder:$folder:ro")
    git config --file "$work/gitconfig" --add "url.$folder.insteadOf" "$value"
done < <(git config --get-regexp '^url\..*\.insteadof$' || true)
mounts+=(--volume "$work/gitconfig:/etc/gitconfig:ro")

podman build --quiet --pull=never --network=host --format docker --tag "$image" "${mounts[@]}" \
    --build-arg BUILD_IMAGE=localhost/portcullis-base-build:bookworm \
    --build-arg RUNTIME_IMAGE=localhost/portcullis-base-runtime:bookworm \
    --build-arg SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" \
    --build-arg VERSION=test --build-arg REVISION="$(git rev-parse HEAD)" . >"$work/out" 2>&1 \
    || fail "the build: $(tail -n 30 "$work/out")"

# As a careful operator runs it: nothing writable but the log's volume, no capability, bounded memory.
mkdir "$work/log"
chown 10001:10001 "$work/log"
run() {
    local name="$1"
    shift
    containers+=("$name")
    podman run --detach --name "$name" --network=host --read-only --read-only-tmpfs=false --cap-drop=ALL \
        --security-opt=no-new-privileges --memory 128m "$@" >/dev/null
}
port="$(free_port)" vendors="$(free_port)"
run "portcullis-test-vendors-$$" "$image" simulate --port "$vendors"
run "portcullis-test-$$" --volume "$work/log:/var/lib/portcullis/log" --env "PORTCULLIS_SERVER_PORT=$port" \
    --env "PORTCULLIS_PROVIDERS_TRIPWIRE_BASE_URL=http://127.0.0.1:$vendors" \
    --env PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test_simulator "$image"
healthy() { podman healthcheck run "portcullis-test-$$" >/dev/null 2>&1; }
SECONDS=0
until healthy; do
    ((SECONDS < 30)) || fail "not healthy: $(podman logs "portcullis-test-$$" 2>&1 | tail -n 5)"
    sleep 0.2
done
python3 Tests/Deploy/decide.py "$port" 50

pid="$(podman inspect --format '{{.State.Pid}}' "portcullis-test-$$")"
[[ "$(awk '/^Uid:/ { print $2, $3 }' "/proc/$pid/status")" == '10001 10001' ]] || fail 'it runs as somebody else'
[[ "$(awk '/^CapEff:/ { print $2 }' "/proc/$pid/status")" == 0000000000000000 ]] || fail 'it has capabilities'
podman stop --time 20 "portcullis-test-$$" >/dev/null
[[ "$(podman inspect --format '{{.State.ExitCode}}' "portcullis-test-$$")" == 0 ]] \
    || fail "after SIGTERM: $(podman logs "portcullis-test-$$" 2>&1 | tail -n 5)"

# The log, read with the image and without it.
in_image() { podman run --rm --network=none --read-only --read-only-tmpfs=false --cap-drop=ALL --volume "$work/log:/var/lib/portcullis/log:ro" "$image" "$@"; }
in_image log verify >"$work/out" 2>&1 || fail "log verify: $(cat "$work/out")"
python3 docs/verify_log.py "$work/log" >"$work/out" 2>&1 || fail "verify_log.py: $(cat "$work/out")"
[[ "$(cat "$work/log"/*.ndjson | grep -c portcullis.decision.v1)" == 50 ]] || fail 'not every decision is on the log'
in_image policy test >"$work/out" 2>&1 || fail "policy test: $(cat "$work/out")"
[[ "$(in_image policy eval 'timestamp("2026-01-01T00:00:00Z").getHours("Asia/Tokyo")' 2>&1)" == *9* ]] || fail 'no time zones'

# Nothing to run but the program.
podman export --output "$work/image.tar" "portcullis-test-$$"
tar --list --verbose --file "$work/image.tar" >"$work/files"
# The runtime leaves empty files where it mounts its own.
executables="$(awk '$1 ~ /^-..x/ && $3 > 0 && $6 !~ /\.so/ { print $6 }' "$work/files")"
[[ "$executables" == usr/local/bin/portcullis ]] || fail "other programs in the image: $executables"
grep -q 'etc/ssl/certs/ca-certificates.crt' "$work/files" || fail 'no certificates'
printf '%s MB; the largest files:\n' "$(($(podman image inspect --format '{{.Size}}' "$image") / 1000000))"
sort --key 3 --numeric-sort --reverse "$work/files" | awk 'NR <= 8 { printf "  %6.1f MB  %s\n", $3 / 1e6, $6 }'
printf 'passed\n'
