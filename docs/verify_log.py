#!/usr/bin/env python3
"""Check a Portcullis decision log without Portcullis: docs/log.md is what it goes by. Standard library only.
Usage: verify_log.py [--key PUBLIC_KEY]... [--from-checkpoint FILE] [DIRECTORY]"""
import argparse, base64, hashlib, itertools, json, os, re, struct, sys, zlib

arguments = argparse.ArgumentParser()
arguments.add_argument("--key", action="append", default=[])
arguments.add_argument("--from-checkpoint")
arguments.add_argument("directory", nargs="?", default="var/log")
options = arguments.parse_args()


BLOCK, MAX_LINE = 1 << 20, 16 << 20


def not_good(kind, error, trace):
    """What can't be read as a log isn't a good one."""
    if not issubclass(kind, Exception):
        return sys.__excepthook__(kind, error, trace)
    print(f"NOT GOOD: {kind.__name__}: {error}", file=sys.stderr)


sys.excepthook = not_good  # and exit status 1


def sha256(data):
    return hashlib.sha256(data).digest()


# Ed25519 (RFC 8032, section 6, shortened to what checking a signature needs; points in extended coordinates).
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(data):
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or y >= P:
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(point, factor):
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signature(key, message, signature):
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    public, commitment = point(key), point(signature[:32])
    if not public or not commitment:
        return False
    one = multiply(BASE, int.from_bytes(signature[32:], "little"))
    other = add(commitment, multiply(public, challenge))
    return all((one[axis] * other[2] - other[axis] * one[2]) % P == 0 for axis in (0, 1))


def checkpoint(note, place):
    """Size and root of a signed note, after checking that one of the keys signed it."""
    text, signatures = note.rsplit("\n\n", 1)
    origin, size, root = text.split("\n")[:3]
    lines = [line[2:].split(" ") for line in signatures.split("\n") if line.startswith("\u2014 ")]
    for key in options.key:
        name, digits, encoded = key.strip().split("+", 2)
        public = base64.b64decode(encoded)
        if sha256(name.encode() + b"\n" + public)[:4].hex() != digits or public[0] != 1:
            sys.exit(f"not a public key: {key}")
        for signer, signed in lines:
            signed = base64.b64decode(signed)
            if (signer, signed[:4].hex(), origin) == (name, digits, name):
                if is_signature(public[1:], (text + "\n").encode(), signed[4:]):
                    return int(size), base64.b64decode(root)
    if options.key:
        sys.exit(f"{place}: the checkpoint of {size} records isn't signed by a given key")
    return int(size), base64.b64decode(root)


def notes(path):
    """The signed notes of a file, each followed by an empty line, and what the last one lacks of being whole."""
    found, note = [], []
    for number, line in enumerate(open(path, "rb"), 1):
        if not line.endswith(b"\n"):
            break  # being written just now, or torn by a crash
        line = line.decode("utf-8")
        signed = bool(note) and note[-1].startswith("\u2014 ")
        if signed and line == "\n":
            found, note = found + ["".join(note)], []
            continue
        if "\n" in note and not line.startswith("\u2014 "):
            sys.exit(f"{path}, line {number}: not a signed note with a checkpoint")
        note.append(line)
    return found, note if note and note[-1].startswith("\u2014 ") else None


class Tree:
    """The right edge of a Merkle tree (RFC 6962, section 2.1); a leaf's data is a record's hash."""

    def __init__(self, size=0, edge=()):
        self.size, self.edge = size, list(edge)

    def append(self, record):
        node, size = sha256(b"\0" + record), self.size
        while size & 1:
            node, size = sha256(b"\1" + self.edge.pop() + node), size >> 1
        self.edge.append(node)
        self.size += 1

    def root(self):
        node = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            node = sha256(b"\1" + left + node)
        return node


def rotated(line):
    """What the first record of a segment says of all before it."""
    record = json.loads(line)
    if record["type"] != "portcullis.log.rotated.v1":
        return None
    tree = Tree(record["data"]["tree"]["size"], [bytes.fromhex(node) for node in record["data"]["tree"]["edge"]])
    if tree.size != int(record["sequence"]) - 1 or len(tree.edge) != bin(tree.size).count("1"):
        sys.exit(f"record {record['sequence']}: no tree of all records before it")
    closed = record["data"]["closed"]
    return closed["bytes"], tree, record["prevhash"], closed["first_sequence"]


def compare(place):
    """The checkpoints that cover no more than the records so far; one of just these has to have their root."""
    global covered
    while checkpoints and checkpoints[0][0] <= sequence:
        size, root = checkpoints.pop(0)
        if size == sequence:
            covered = size
            if root != tree.root():
                sys.exit(f"{place}: the first {size} records aren't those of the checkpoint")


checkpoints = []
path = os.path.join(options.directory, "checkpoints")
if os.path.lexists(path):
    checkpoints = [checkpoint(note, path) for note in notes(path)[0]]
if any(after[0] < before[0] for before, after in zip(checkpoints, checkpoints[1:])):
    sys.exit(f"{path}: a checkpoint covers less than the one before it")
own, kept = len(checkpoints), None
if options.from_checkpoint:
    whole, last = notes(options.from_checkpoint)
    if not last and not whole:
        sys.exit(f"{options.from_checkpoint}: not a signed note with a checkpoint")
    kept = checkpoint("".join(last) if last else whole[-1], options.from_checkpoint)
    checkpoints = sorted(checkpoints + [kept], key=lambda one: one[0])


def decompressed(file, path):
    """The content of a gzip file in blocks: of one member after the other, and nothing else (RFC 1952)."""
    data = file.read(BLOCK)
    if not data:
        sys.exit(f"{path}: the file is empty, which no gzip file is")
    while data:
        data += file.read(24)  # the whole header of a member as the log writes it, which says how long it is
        said, begin, size = None, file.tell() - len(data), 0
        if data[:16] == b"\x1f\x8b\b\4\0\0\0\0\0\xff\f\0PC\b\0" and len(data) >= 24:
            said = struct.unpack("<II", data[16:24])
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                block = member.decompress(data, BLOCK)
            except zlib.error as error:
                sys.exit(f"{path}: the compressed data is damaged, or followed by what isn't gzip: {error}")
            yield block
            size += len(block)
            data = member.unused_data if member.eof else member.unconsumed_tail or file.read(BLOCK)
            if not (member.eof or data or block):
                sys.exit(f"{path}: the compressed data is cut off")
        if said and said[0] > 24 and said != (file.tell() - len(data) - begin, size):
            sys.exit(f"{path}: a part of the compressed data isn't as long as it says")
        data = data or file.read(BLOCK)


def lines(path):
    """The lines of a segment, compressed or not; one that is too long in parts."""
    if not os.path.isfile(path):
        sys.exit(f"NOT GOOD: {path}: is no regular file, or a link to nowhere")
    rest = b""
    with open(path, "rb") as file:
        compressed = path.endswith(".gz")
        for block in decompressed(file, path) if compressed else iter(lambda: file.read(BLOCK), b""):
            *whole, rest = (rest + block).split(b"\n")
            yield from (line + b"\n" for line in whole)
            if len(rest) >= MAX_LINE:
                yield rest
                rest = b""
    if rest:
        yield rest


NAME = re.compile(r"decisions-([0-9]{20})\.ndjson(\.gz)?")
names = [name for name in map(NAME.fullmatch, os.listdir(options.directory)) if name and int(name[1]) < 1 << 64]
segments = sorted(os.path.join(options.directory, name[0]) for name in names)
active = os.path.join(options.directory, "decisions.ndjson")
for path in segments[:]:
    if path.endswith(".gz") and path[:-3] in segments:  # a crash left both, which are the same then
        segments.remove(path)
        if any(one != other for one, other in itertools.zip_longest(lines(path[:-3]), lines(path))):
            sys.exit(f"{path}: isn't the same as the segment beside it")
segments += [active] if os.path.lexists(active) else []
if not segments:
    sys.exit(f"{options.directory}: there is no log here")
previous, sequence, tree, removed, announced, covered, time = "0" * 64, 0, Tree(), 0, 0, 0, ""
for place, path in enumerate(segments):
    end = None
    if place + 1 < len(segments):
        begin, following = (next(lines(name), b"") for name in (path, segments[place + 1]))
        start = rotated(following) if begin.endswith(b"\n") and following.endswith(b"\n") else None
        if start and start[3] == int(json.loads(begin)["sequence"]):  # else one between them was removed
            end = start[0]
    offset = 0
    for number, line in enumerate(lines(path), 1):
        if end is not None and offset >= end:
            continue  # of a batch that failed: never answered
        offset += len(line)
        if len(line) > MAX_LINE or len(line) == MAX_LINE and not line.endswith(b"\n"):
            sys.exit(f"{path}, line {number}: longer than any line of the log")
        if not line.endswith(b"\n"):  # being written just now, or torn by a crash: never answered
            if path != active:
                sys.exit(f"{path}, line {number}: the segment was cut off")
            print(f"{path}: {len(line)} bytes of an unfinished line at the end")
            break
        part, trailer = line[:-76], line[-76:]  # the trailer is ,"hash":"<64 hex>"} and the line end
        digest = sha256(part)
        if trailer != b',"hash":"%s"}\n' % digest.hex().encode():
            sys.exit(f"{path}, line {number}: the record was altered")
        record = json.loads(line)
        if number == 1 and (start := rotated(line)):
            if place == 0:  # what was before was removed; a checkpoint has to say that it was so
                removed, tree, previous = start[1].size, start[1], start[2]
                sequence = removed
                if kept and kept[0] < removed:
                    sys.exit(f"{path}: the kept checkpoint covers only what was removed")
                compare(path)  # each rotation signs just what may be removed then
            elif (start[1].size, start[1].edge) != (tree.size, tree.edge):
                sys.exit(f"{path}: the segment begins with another tree")
        sequence += 1
        if record["prevhash"] != previous or record["sequence"] != f"{sequence:020d}" or record["time"] < time:
            sys.exit(f"{path}, line {number}: the chain is broken")
        if number == 1 and path != active and not path.removesuffix(".gz").endswith(f"-{sequence:020d}.ndjson"):
            sys.exit(f"{path}: the segment doesn't begin with the record that its name says")
        previous, time = digest.hex(), record["time"]
        tree.append(digest)
        if record["type"] == "portcullis.log.removed.v1":
            announced = max(announced, record["data"]["last_sequence"])
        compare(f"{path}, line {number}")
if checkpoints:
    sys.exit(f"a checkpoint covers {checkpoints[0][0]} records, and there are {sequence}")
if covered < removed:
    sys.exit(f"the log begins with record {removed + 1}, and no checkpoint covers those before it")
if removed > announced:
    sys.exit(f"the log begins with record {removed + 1}, and doesn't say that it removed those before it")
if options.key and not (own and covered):
    sys.exit("there is no checkpoint, so nothing is signed")
print(f"{sequence} records, last hash {previous}")
