#!/usr/bin/env python3
"""Recompute the hash chain of a Portcullis decision log. Usage: verify_chain.py [DIRECTORY]"""
import glob, gzip, hashlib, json, os, sys

directory = sys.argv[1] if len(sys.argv) > 1 else "var/log"
previous, sequence, name = "0" * 64, 0, "decisions-" + "[0-9]" * 20 + ".ndjson"
segments = set(glob.glob(os.path.join(directory, name)))
segments |= {path for path in glob.glob(os.path.join(directory, name + ".gz")) if path[:-3] not in segments}
active = os.path.join(directory, "decisions.ndjson")
for path in sorted(segments) + [active] * os.path.exists(active) or sys.exit(f"{directory}: no decision log here"):
    for number, line in enumerate((gzip.open if path.endswith(".gz") else open)(path, "rb"), 1):
        if not line.endswith(b"\n"):  # being written just now, or torn by a crash: never answered
            print(f"{path}: {len(line)} bytes of an unfinished line at the end")
            break
        covered, trailer = line[:-76], line[-76:]  # the trailer is ,"hash":"<64 hex>"} and the line end
        digest, sequence = hashlib.sha256(covered).hexdigest(), sequence + 1
        if trailer != b',"hash":"%s"}\n' % digest.encode():
            sys.exit(f"{path}, line {number}: the record was altered")
        record = json.loads(line)
        if record["prevhash"] != previous or record["sequence"] != f"{sequence:020d}":
            sys.exit(f"{path}, line {number}: the chain is broken")
        previous = digest
print(f"{sequence} records, last hash {previous}")
