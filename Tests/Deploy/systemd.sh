# The unit: systemd understands all of it, what it shuts off, and that the program does without.
source Tests/Deploy/lib.sh
need systemd-analyze python3

# systemd-analyze asks whether the program is there.
sed "s#/usr/local/bin/portcullis#$PROGRAM#g" deploy/systemd/portcullis.service >"$work/portcullis.service"
# Its exit status doesn't tell of warnings.
systemd-analyze verify "$work/portcullis.service" >"$work/out" 2>&1 || true
# What is wrong with this machine's other units is said too.
if grep -F 'portcullis.service' "$work/out"; then fail 'systemd-analyze verify'; fi
systemd-sysusers --dry-run "$PWD/deploy/systemd/portcullis-sysusers.conf" >"$work/out" 2>&1 || fail "$(cat "$work/out")"
systemd-analyze security --offline=true --threshold=15 "$work/portcullis.service" >"$work/out" 2>&1 || fail "$(tail -n 1 "$work/out")"
sed 's/^→ //' <<<"$(tail -n 1 "$work/out")"

need strace
port="$(free_port)"
PORTCULLIS_SERVER_PORT="$port" PORTCULLIS_LOG_DIRECTORY="$work/log" \
    strace -f -qq -o "$work/trace" "$PROGRAM" serve --simulate >/dev/null 2>"$work/serve" &
answers() { python3 Tests/Deploy/decide.py "$port" 1 >/dev/null 2>&1; }
eventually 60 answers
python3 Tests/Deploy/decide.py "$port" 20
pid="$(cat "$work/log/lock")"
kill -HUP "$pid"
python3 Tests/Deploy/decide.py "$port" 20
kill -TERM "$pid"
wait %1 || fail "serve: $(cat "$work/serve")"
"$PROGRAM" log verify "$work/log" >"$work/out" || fail "$(cat "$work/out")"
python3 Tests/Deploy/systemd.py "$work/trace" "$work/log"
printf 'passed\n'
