#!/usr/bin/env bash
# The decision log beside the machine's own: appends a second with durability `commit` against fio writing and syncing the same
# bytes, and the verifier against sha256sum on the same files, as they are and compressed.
#
#   Benchmarks/log.sh [SECONDS] [RECORD_BYTES] [DIRECTORY]
#
# DIRECTORY is on the disk that is measured; by default the working directory's. Needs fio (Debian's package).
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-10}
bytes=${2:-2600}
directory=${3:-$PWD}

command -v fio >/dev/null || { echo "fio is missing: apt-get install fio" >&2; exit 2; }
swift build -c release --product LogBenchmark >&2
benchmark=$(swift build -c release --show-bin-path)/LogBenchmark
work=$(mktemp -d "$directory/log-benchmark.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Writes a second of `callers` records' bytes, each with its fdatasync: what a group commit is when every caller is in every group.
synced() { # callers
  fio --name=log --directory="$work" --rw=write --ioengine=psync --bs=$((bytes * $1)) --fdatasync=1 --size=2g --time_based \
    --runtime="$seconds" --output-format=json --unlink=1 |
    python3 -c 'import json, sys; print(int(json.load(sys.stdin)["jobs"][0]["write"]["iops"]))'
}

echo "$bytes bytes a record, $seconds s each, $(nproc) cores, $(date -u +%F)"
echo 'callers   fio: writes with fdatasync/s   appends/s   p50 µs    p99 µs   appends / (callers × fio)'
for callers in 1 32 256; do
  writes=$(synced "$callers")
  read -r rate p50 p99 < <("$benchmark" append "$work/append-$callers" "$callers" "$seconds" "$bytes")
  rm -rf "$work/append-$callers"
  printf '%7d   %28d   %9d   %6d   %7d   %.2f\n' "$callers" "$writes" "$rate" "$p50" "$p99" \
    "$(python3 -c "print($rate / ($callers * $writes))")"
done

"$benchmark" fill "$work/verify" $((512 << 20)) "$bytes"
cat "$work"/verify/*.ndjson >/dev/null # into the page cache
best() { # command… → the shortest of five runs, in seconds
  for _ in 1 2 3 4 5; do
    start=$EPOCHREALTIME
    "$@" >/dev/null
    echo "$EPOCHREALTIME - $start" | bc
  done | sort -n | head -1
}
size=$(cat "$work"/verify/*.ndjson | wc -c)
verify=$(best "$benchmark" verify "$work/verify")
sum=$(best sha256sum "$work"/verify/*.ndjson)
python3 -c "
mb, verify, sum = $size / 1e6, $verify, $sum
print(f'verify {mb / verify:.0f} MB/s, sha256sum {mb / sum:.0f} MB/s: {sum / verify:.2f} of it, best of five on {mb:.0f} MB')"

# The same log compressed: how small it gets, and what the verifier does with it.
read -r files seconds < <("$benchmark" compress "$work/verify")
packed=$(cat "$work"/verify/*.ndjson.gz | wc -c)
cat "$work"/verify/* >/dev/null
compressed=$(best "$benchmark" verify "$work/verify")
gunzip=$(best zcat "$work"/verify/*.ndjson.gz)
python3 -c "
mb, packed, seconds, verify, gunzip = $size / 1e6, $packed / 1e6, $seconds, $compressed, $gunzip
print(f'compressed to {packed:.0f} MB, {mb / packed:.1f} to 1, at {mb / seconds:.0f} MB/s with read-back ($files files)')
print(f'verify of it {mb / verify:.0f} MB/s of records, zcat {mb / gunzip:.0f} MB/s')"
