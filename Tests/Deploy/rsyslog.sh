# Ships a log with deploy/logs/rsyslog.conf while it grows and its files change, over a stop of rsyslog, and while the
# receiver is away. What arrives is the log, in its order, but for lines that come again.
source Tests/Deploy/lib.sh
need rsyslogd python3 openssl
[[ -e /usr/lib/$(uname -m)-linux-gnu/rsyslog/omrelp.so ]] || { printf 'skipped: rsyslog-relp is not installed\n'; exit 77; }

# Both ends have certificates of the same authority.
certificate() {
    openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
    openssl x509 -req -in "$work/$1.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 2 -out "$work/$1.pem" \
        -extfile <(printf 'subjectAltName=DNS:%s' "$1") 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout "$work/ca.key" -out "$work/ca.pem" 2>/dev/null
certificate logs.example.com
certificate signup.example.com

mkdir "$work/sender" "$work/receiver"
relp_port="$(free_port)"
sed -e "s#/var/spool/rsyslog#$work/sender#; s#/var/lib/portcullis/log#$work/log#; s#\"2514\"#\"$relp_port\"#" \
    -e 's#target="logs.example.com"#target="127.0.0.1"#' \
    -e "s#/etc/portcullis/logs/ca.pem#$work/ca.pem#; s#/etc/portcullis/logs/cert.pem#$work/signup.example.com.pem#" \
    -e "s#/etc/portcullis/logs/key.pem#$work/signup.example.com.key#; s#resumeInterval=\"5\"#resumeInterval=\"1\"#" \
    deploy/logs/rsyslog.conf >"$work/sender.conf"
cat >"$work/receiver.conf" <<END
global(maxMessageSize="17m" workDirectory="$work/receiver")
module(load="imrelp")
template(name="raw" type="string" string="%rawmsg%\n")
ruleset(name="received") { action(type="omfile" file="$work/received.ndjson" template="raw") }
input(type="imrelp" port="$relp_port" ruleset="received" maxDataSize="17m" tls="on" tls.caCert="$work/ca.pem"
      tls.myCert="$work/logs.example.com.pem" tls.myPrivKey="$work/logs.example.com.key"
      tls.authMode="name" tls.permittedPeer=["signup.example.com"])
END
for end in sender receiver; do
    rsyslogd -N1 -f "$work/$end.conf" >"$work/out" 2>&1 || fail "$(cat "$work/out")"
done

declare -A pids
start() {
    rsyslogd -n -f "$work/$1.conf" -i "$work/$1.pid" 2>>"$work/$1.log" &
    pids[$1]=$!
}
stop() {
    kill -TERM "${pids[$1]}"
    wait "${pids[$1]}" || true
}

port="$(free_port)"
PORTCULLIS_SERVER_PORT="$port" PORTCULLIS_LOG_DIRECTORY="$work/log" "$PROGRAM" serve --simulate >/dev/null 2>"$work/serve" &
pids[service]=$!
decide() { python3 Tests/Deploy/decide.py "$port" "$1"; }
answers() { decide 1 >/dev/null 2>&1; }
rotate() { kill -HUP "${pids[service]}"; }
eventually 60 answers

start receiver
start sender
for _ in 1 2 3 4 5; do
    decide 200 &
    deciding=$!
    sleep 0.1
    rotate
    wait "$deciding"
done
stop sender
decide 50
start sender
decide 50
stop receiver
decide 50
rotate
decide 50
start receiver
decide 50
kill -TERM "${pids[service]}"
wait "${pids[service]}" || fail "serve: $(cat "$work/serve")"

mkdir "$work/copy"
is_there() {
    [[ -e "$work/received.ndjson" ]] \
        && python3 Tests/Deploy/shipped.py "$work/log" "$work/received.ndjson" "$work/copy/decisions.ndjson" >"$work/out" 2>&1
}
SECONDS=0
until is_there; do
    ((SECONDS < 60)) || fail "$(tail -n 1 "$work/out"); $(tail -n 5 "$work/sender.log" "$work/receiver.log")"
    sleep 0.5
done
cat "$work/out"
python3 docs/verify_chain.py "$work/copy" >"$work/out" 2>&1 || fail "the copy's chain: $(cat "$work/out")"
printf 'passed\n'
