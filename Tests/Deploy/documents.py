"""Whether links in the documents lead to what is there, architecture.md names the folders there are, and threat-model.md
names tests that exist."""

import re
import subprocess
import sys
from pathlib import Path

problems: list[str] = []
listing = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], capture_output=True, text=True, check=True
)
documents = [path for path in map(Path, listing.stdout.splitlines()) if path.exists()]


def anchors(document: Path) -> set[str]:
    """What GitHub makes of the headings."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ +(.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


for document in documents:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (document.parent / path) if path else document
        if not other.exists():
            problems.append(f"{document}: nothing is at {target}")
        elif anchor and other.suffix == ".md" and anchor not in anchors(other):
            problems.append(f"{document}: no heading for {target}")

# The folders that architecture.md names are there, and it names each module.
architecture = Path("docs/architecture.md").read_text(encoding="utf-8")
named = set(re.findall(r"`(Sources/[A-Za-z/]+)`", architecture))
for name in sorted(named):
    if not Path(name).is_dir():
        problems.append(f"docs/architecture.md: there is no {name}")
for module in sorted(path for path in Path("Sources").iterdir() if path.is_dir()):
    if str(module) not in named:
        problems.append(f"docs/architecture.md: {module} isn't named")

# Each test that threat-model.md names is in a file of its suite's name.
suites: dict[str, str] = {}
for path in Path("Tests").rglob("*Tests.swift"):
    suites[path.stem] = suites.get(path.stem, "") + path.read_text(encoding="utf-8")
claims = re.findall(r"\*([^*|]+)\* \(`(\w+)`\)", Path("docs/threat-model.md").read_text(encoding="utf-8"))
for sentence, suite in claims:
    if f'"{sentence}"' not in suites.get(suite, ""):
        problems.append(f"docs/threat-model.md: {suite} has no test '{sentence}'")

# operations.md has each reason that readyz may give: the texts of files that make readiness' components.
sources = [path.read_text(encoding="utf-8") for path in Path("Sources/portcullis/Runtime").rglob("*.swift")]
readiness = "\n".join(text for text in sources if "Readiness.Component" in text)
interpolation = r"\\\((?:[^()]|\([^()]*\))*\)"
operations = Path("docs/operations.md").read_text(encoding="utf-8")
reasons = 0
for literal in re.findall(rf'"((?:[^"\\]|{interpolation})*)"', readiness):
    for part in re.split(interpolation, literal):
        part = part.strip(" :;,()")
        # The names of components and settings are shorter than any reason, or have a dot.
        if len(part) > 15 and "." not in part:
            reasons += 1
            if part not in operations:
                problems.append(f"docs/operations.md: readyz may say '{part}'")
assert reasons > 6, "readyz's reasons aren't where they were"

print(f"{len(documents)} documents, {len(claims)} tests named in docs/threat-model.md")
if problems:
    sys.exit("\n".join(problems))
