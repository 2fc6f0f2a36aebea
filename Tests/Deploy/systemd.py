"""Whether a run of the program (strace -f) makes only system calls that deploy/systemd/portcullis.service lets through."""

import re
import subprocess
import sys

trace, log_directory = sys.argv[1:]


def read_groups() -> dict[str, list[str]]:
    """The groups of system calls that this systemd knows."""
    listing = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter"], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    name = ""
    for line in re.sub(r"\x1b\[[0-9;]*m", "", listing.stdout).splitlines():
        if line.startswith("@"):
            name = line.strip()
            found[name] = []
        elif line.startswith("    ") and not line.strip().startswith("#"):
            found[name].append(line.strip())
    return found


groups = read_groups()


def calls(names: list[str]) -> set[str]:
    return {call for name in names for call in (calls(groups[name]) if name.startswith("@") else [name])}


with open("deploy/systemd/portcullis.service", encoding="utf-8") as file:
    unit = file.read()
# As systemd.exec(5) has it: later lines change what earlier ones say, and @default is always let through at first.
allowed = calls(["@default"])
for value in re.findall(r"^SystemCallFilter=(.*)$", unit, re.MULTILINE):
    if value.startswith("~"):
        allowed -= calls(value[1:].split())
    else:
        allowed |= calls(value.split())

used, executable, written = set(), [], set()
with open(trace, encoding="utf-8", errors="replace") as file:
    for line in file:
        if match := re.match(r"\d+ +([a-z0-9_]+)\(", line):
            used.add(match.group(1))
        if re.search(r"(mmap|mprotect)\(.*PROT_WRITE\|PROT_EXEC", line):
            executable.append(line)
        if match := re.search(r'open(?:at)?\(.*?"(/[^"]+)", [^)]*O_(?:WRONLY|RDWR|CREAT)', line):
            written.add(match.group(1))
assert len(used) > 20, "the trace is empty"
assert used <= allowed, f"SystemCallFilter refuses {sorted(used - allowed)}"
assert not executable, f"MemoryDenyWriteExecute refuses {executable}"
elsewhere = {path for path in written if not path.startswith(log_directory + "/") and not path.startswith("/dev/")}
assert not elsewhere, f"ProtectSystem refuses writing {sorted(elsewhere)}"
