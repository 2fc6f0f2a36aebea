# Vector's own check of its configuration.
source Tests/Deploy/lib.sh
need vector
vector validate --no-environment deploy/logs/vector.yaml >"$work/out" 2>&1 || fail "$(cat "$work/out")"
printf 'passed\n'
