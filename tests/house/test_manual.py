"""What the manual says is what the program does: every command, option, setting, rule and promise stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from plumbline.cli.tree import COMMANDS
from plumbline.config import environment
from plumbline.config.navigation import SECTIONS
from plumbline.engine.domain.promises import catalogue
from plumbline.engine.rules.rule import all_rules
from tests.house.tracked import PACKAGE, ROOT, shown
from tools.manual import current
from tools.manual_pages import addresses
from tools.manual_parts import SUBJECTS, command

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
MANUAL = (DOCS / "commands.md").read_text("utf-8")
SECTION = re.compile(r"^###? (?P<name>[a-z -]+)$", re.MULTILINE)


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that can be called, with the words that call it."""
    for name in COMMANDS:
        found = command(name)
        if isinstance(found, click.Group):
            yield from ((f"{name} {under}", each) for under, each in found.commands.items())
        else:
            yield name, found


LEAVES = [pytest.param(words, found, id=words) for words, found in leaves()]


def section(words: str) -> str:
    """What the manual says of a command."""
    parts = SECTION.split(MANUAL)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert words in found, f"docs/commands.md has no section “{words}”"
    return found[words]


@pytest.mark.parametrize(("words", "found"), LEAVES)
def test_every_command_says_in_a_sentence_what_it_does(words: str, found: click.Command) -> None:
    assert (found.help or "").strip().endswith((".", ":")), f"`plumbline {words} --help` begins with no sentence"
    mute = [each.name for each in found.params if isinstance(each, click.Option) and not each.help]
    assert set(mute) <= {"form"}, f"plumbline {words}: {', '.join(map(str, mute))} say nothing in the help"


@pytest.mark.parametrize(("words", "found"), LEAVES)
def test_every_command_stands_in_the_manual_with_its_options(words: str, found: click.Command) -> None:
    said = section(words)
    missing = [
        each for option in found.params for each in option.opts if each.startswith("-") and f"`{each}`" not in said
    ]
    assert not missing, f"docs/commands.md, {words}: {', '.join(missing)}. Run `python -m tools.manual`."


@pytest.mark.parametrize("page", [pytest.param(each, id=each.name) for each in PAGES])
def test_the_drawn_parts_of_the_manual_are_current(page: Path) -> None:
    assert current(page) == page.read_text("utf-8"), f"{page.name} is behind the code. Run `python -m tools.manual`."


@pytest.mark.parametrize("page", [pytest.param(each, id=each.name) for each in PAGES if each.name != "index.md"])
def test_every_page_of_the_manual_is_in_its_index(page: Path) -> None:
    assert f"]({page.name})" in (DOCS / "index.md").read_text("utf-8")


@pytest.mark.parametrize("page", [pytest.param(each, id=each.name) for each in [*PAGES, ROOT / "README.md"]])
def test_links_to_headings_and_pictures_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    pictures = re.findall(r'<img src="([^"]+)"', text)
    assert all((page.parent / each).is_file() for each in pictures), f"{page.name} shows a picture that is not there"
    for name, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", text):
        target = page.parent / name if name else page
        assert anchor in anchors(target), f"{page.name}: {target.name} has no heading for #{anchor}"


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in titles}


def test_every_variable_of_the_environment_is_in_the_manual() -> None:
    said = set(re.findall(r"`(PLUMBLINE_[A-Z_]+)`", (DOCS / "settings.md").read_text("utf-8")))
    assert set(environment.KNOWN) == said


def test_examples_call_commands_that_exist() -> None:
    called = {
        match[1]
        for page in [*PAGES, ROOT / "README.md"]
        for match in re.finditer(r"^\$? ?plumbline (?:--\S+ \S+ )*([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert called <= set(COMMANDS), f"unknown: {', '.join(sorted(called - set(COMMANDS)))}"
    assert len(called) >= 15


def test_every_subject_of_rules_has_a_name_in_the_index() -> None:
    assert {each.subject for each in all_rules()} <= set(SUBJECTS)


def test_every_promise_is_read_somewhere_or_says_what_it_waits_for() -> None:
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE if "migrations" not in shown(path))
    read = {name for name in catalogue() if re.search(rf"[\"']{name}[\"']", code)}
    silent = sorted(set(catalogue()) - read - {each.name for each in catalogue().values() if each.awaits})
    assert not silent, f"Read it, or say in promises.toml what it awaits: {', '.join(silent)}"


def test_every_page_of_the_navigation_is_told_of_by_its_name() -> None:
    told = "\n".join(page.read_text("utf-8") for page in DOCS.glob("web*.md"))
    labels = {label for section in SECTIONS for label, *_ in section.pages}
    silent = sorted(each for each in labels if f"**{each}**" not in told)
    assert len(labels) >= 12
    assert not silent, f"docs/web*.md say nothing of: {', '.join(silent)}. Name each page in bold where it is told of."


def test_every_address_that_people_open_is_in_the_manual() -> None:
    behind, way_in = (DOCS / "pages.md").read_text("utf-8"), (DOCS / "signing-in.md").read_text("utf-8")
    found = tuple(addresses())
    assert len(found) >= 90
    missing = [each.path for each in found if each.reads and f"`{each.path}`" not in behind]
    missing += [each.path for each in found if each.path.startswith("/account/") and not _told(each.path, way_in)]
    assert not missing, f"Run `python -m tools.manual`; of the way in, docs/signing-in.md tells: {', '.join(missing)}"


def _told(path: str, text: str) -> bool:
    """Whether a page of the account stands in the manual; of those that carry a key, the page they are reached from."""
    return f"`{path.partition('‹')[0]}`" in text
