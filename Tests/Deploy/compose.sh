# The compose files: valid, and the settings are good.
source Tests/Deploy/lib.sh
need check-jsonschema
check-jsonschema --builtin-schema vendor.compose-spec deploy/compose/compose.yaml deploy/compose/compose.simulate.yaml \
    >"$work/out" 2>&1 || fail "$(cat "$work/out")"
# Every path that is mounted is there, as seen from the file.
while read -r path; do
    [[ -e "deploy/compose/$path" ]] || fail "no $path beside deploy/compose/compose.yaml"
done < <(sed -n 's/^ *- \(\.\.[^:]*\):.*/\1/p; s/^ *context: //p' deploy/compose/compose.yaml)
PORTCULLIS_PROVIDERS_TRIPWIRE_SECRET_KEY=sk_test PORTCULLIS_LOG_INSTANCE=signup PORTCULLIS_POLICY_DIRECTORY=Config/policies \
    "$PROGRAM" config check --config Config/portcullis.yaml >"$work/out" 2>&1 || fail "$(cat "$work/out")"

# The sample backend beside the service, as the file starts them: the service first, and until it is well.
need python3 curl
port="$(free_port)"
PORTCULLIS_SERVER_PORT="$port" PORTCULLIS_LOG_DIRECTORY="$work/log" "$PROGRAM" serve --simulate >/dev/null 2>"$work/serve" &
well() { PORTCULLIS_SERVER_PORT="$port" "$PROGRAM" healthcheck >/dev/null 2>&1; }
eventually 60 well
DECISIONS_URL="http://127.0.0.1:$port" DECISIONS_KEY='' DECISIONS_SECRET='' HOST=127.0.0.1 PORT=0 PYTHONDONTWRITEBYTECODE=1 \
    python3 examples/backend.py >"$work/backend" 2>"$work/backend.log" &
listening() { grep -q listening "$work/backend"; }
eventually 20 listening
backend="http://$(sed -n 's/^listening on //p' "$work/backend")/signup"
sign_up() { curl --silent --max-time 10 "$backend" --data "$1"; }
[[ "$(sign_up '{"email": "j@example.com", "sessions": {"tripwire": "sid_c1ean000000000000000000101"}}')" == 'account opened (dec_'* ]] \
    || fail "a clean session: $(cat "$work/backend.log")"
[[ "$(sign_up '{"email": "j@example.com", "sessions": {"tripwire": "sid_b0t00000000000000000000103"}}')" == 'refused: '* ]] || fail 'a program'
[[ "$(sign_up '{"email": 1}')" == 'email and sessions are needed' ]] || fail 'half a signup'
kill -TERM %1
wait %1
[[ "$(sign_up '{"email": "j@example.com", "sessions": {"tripwire": "sid_c1ean000000000000000000101"}}')" == *'held'*'(no record)' ]] \
    || fail 'a signup without the service'
printf 'passed\n'
