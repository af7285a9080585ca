"""What is published is ours to publish, and the same for everybody who clones it."""

from __future__ import annotations

import re
import tomllib

from tests.house.tracked import FILES, ROOT, shown

# Written in pieces, so that this file does not find itself.
PRIVATE_PLACES = re.compile(
    "|".join(rf"(?<![\w.])/{name}/" for name in ("work", "root", "farm", "home/[a-z]+", "Users"))
)
HOSTS = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://", re.IGNORECASE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def texts() -> dict[str, str]:
    found = {}
    for path in FILES:
        content = path.read_bytes()
        if b"\0" not in content:
            found[shown(path)] = content.decode("utf-8", "replace")
    return found


def plain(requirement: str) -> str:
    """The bare name of a requirement: `psycopg[binary]>=3.2` is `psycopg`."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def requirements() -> set[str]:
    stated = [
        *PROJECT["dependencies"],
        *(name for extra in PROJECT["optional-dependencies"].values() for name in extra),
    ]
    return {plain(requirement) for requirement in stated}


def test_no_file_names_a_place_on_the_machine_it_was_written_on() -> None:
    found = [f"{name}: {match.group()}" for name, text in texts().items() for match in PRIVATE_PLACES.finditer(text)]
    assert not found, "Use a path from the top of the repository: " + "; ".join(found)


def test_the_lock_holds_every_requirement_with_hashes_and_no_address() -> None:
    locked = {plain(line) for line in LOCK.splitlines() if re.match(r"[A-Za-z0-9]", line)}
    assert requirements() <= locked, "run `make lock`"
    pinned = len(re.findall(r"^[A-Za-z0-9][^\n]*==", LOCK, re.MULTILINE))
    assert pinned == len(locked) == len(re.findall(r"^[A-Za-z0-9][^\n]*\\\n    --hash=sha256:", LOCK, re.MULTILINE))
    assert not HOSTS.search(LOCK)


def test_every_dependency_has_its_reason_in_the_contributors_guide() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = {plain(name) for name in re.findall(r"^\| `([^`]+)` \|[^|]{20,}\|", guide, re.MULTILINE)}
    assert rows == requirements(), "the table of CONTRIBUTING.md and pyproject.toml differ"


def test_the_licence_is_here_whole() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert PROJECT["license"] == "Apache-2.0"


def test_every_link_between_our_pages_leads_somewhere() -> None:
    broken = []
    for path in (path for path in FILES if path.suffix == ".md"):
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text("utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{shown(path)} -> {target}")
    assert not broken, "; ".join(broken)
