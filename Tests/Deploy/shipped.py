"""Whether a shipped copy holds a log: each of its lines, in its order, byte for byte, but for lines that come again.

shipped.py LOG_DIRECTORY COPY CLEANED     writes the copy without those lines to CLEANED
"""

import glob
import json
import sys

directory, copy, cleaned = sys.argv[1:]
log = []
for name in [*sorted(glob.glob(directory + "/decisions-*.ndjson")), directory + "/decisions.ndjson"]:
    with open(name, "rb") as file:
        log += file.read().splitlines(keepends=True)

kept, repeated = [], 0
with open(copy, "rb") as file:
    for line in file:
        sequence = int(json.loads(line)["sequence"])
        if sequence <= len(kept):
            assert kept[sequence - 1] == line, f"another line {sequence}"
            repeated += 1
        else:
            assert sequence == len(kept) + 1, f"line {sequence} comes after line {len(kept)}"
            kept.append(line)
assert kept == log, f"{len(kept)} of {len(log)} lines"
with open(cleaned, "wb") as file:
    file.writelines(kept)
files = len(glob.glob(directory + "/decisions*.ndjson"))
print(f"{len(log)} lines of {files} files arrived in order; {repeated} of them came again")
