"""The first page of a pack, its README, and the gaps: what is open, missing or left out is printed, never hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib import resources

from plumbline.reports.pack.frame import framed, link, listed, table
from plumbline.reports.phrases import counted, day_or

SHOWN_ON_INDEX = 60
"""So many lines of a gap stand on the first page; all of them stand in `gaps.txt`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is open, missing or left out: a heading, why it is told, and the cases, one a line."""

    title: str
    why: str
    cases: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A register as the first page lists it."""

    title: str
    page: str
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that the first page tells. `parts` are place, words and a remark of the reports in the pack."""

    organization: str
    as_of: date | None
    on: date
    known: int
    size: int
    made: str
    vkey: str
    narrowed: Sequence[str]
    parts: Sequence[tuple[str, str, str]]
    registers: Sequence[Listed]
    documents: Sequence[tuple[str, str]]
    files: int
    gaps: Sequence[Gap]


def index(contents: Contents) -> bytes:
    """The page `index.html`."""
    lead = [
        f"Records as of {day_or(contents.as_of, 'now')}, at journal entry {contents.known:,}.",
        f"Judged on {contents.on.isoformat()}. Packed {escape(contents.made)}.",
        f"The journal in this pack has {contents.size:,} entries.",
    ]
    if contents.narrowed:
        asked = escape(", ".join(contents.narrowed))
        lead.append(f"Only what concerns {asked}. Of the rest the journal's entries are here, and not what they said.")
    return framed(f"Auditor's pack of {contents.organization}", lead, _body(contents))


def _body(contents: Contents) -> Iterator[str]:
    yield '<div class="tiles">'
    figures = (
        (sum(each.records for each in contents.registers), "records"),
        (contents.files, "files of evidence and documents"),
        (len(contents.documents), "texts of documents"),
        (len(contents.gaps), "kinds of gap, printed below"),
    )
    for number, words in figures:
        yield f'<div class="tile"><b>{number:,}</b><span>{words}</span></div>'
    yield "</div>"
    yield "<h2>Check it before you read it</h2>"
    yield "<p>Unpack this pack and run, in its folder, with Python 3.9 or newer and nothing else:</p>"
    yield "<pre>python verify.py --key KEY</pre>"
    yield (
        "<p>Take KEY from the organisation in another way than this pack, such as a letter or a call: a pack that "
        "somebody forged brings a key of its own along. This pack says that its key is</p>"
    )
    yield f"<pre>{escape(contents.vkey)}</pre>"
    yield f"<p>What the check proves, and what it cannot, stands in {link('README.txt', 'README.txt')}.</p>"
    yield "<h2>Reports</h2>"
    yield table(
        ("Report", "What it says"), ((link(place, words), escape(said)) for place, words, said in contents.parts)
    )
    yield "<h2>Gaps</h2>"
    yield "<p>An auditor asks for these first, so they are told before anybody asks.</p>"
    for each in contents.gaps:
        yield from _gap(each)
    if not contents.gaps:
        yield "<p>Nothing is open, missing, erased or left out.</p>"
    yield "<h2>Registers</h2>"
    rows = ((link(f"registers/{each.page}", each.title), f"{each.records:,}") for each in contents.registers)
    yield table(("Register", "Records"), rows, frozenset({1}))
    if contents.documents:
        yield "<h2>Texts of documents</h2>"
        yield listed(link(place, words) for place, words in contents.documents)
    yield "<footer>Made by Plumbline. The pack opens without an account and without a network.</footer>"


def _gap(gap: Gap) -> Iterator[str]:
    yield f"<h3>{escape(gap.title)}</h3><p>{escape(gap.why)}</p>"
    if gap.cases:
        yield listed(map(escape, gap.cases[:SHOWN_ON_INDEX]))
    if len(gap.cases) > SHOWN_ON_INDEX:
        yield f"<p>{len(gap.cases) - SHOWN_ON_INDEX:,} more stand in {link('gaps.txt', 'gaps.txt')}.</p>"


def gaps_text(gaps: Sequence[Gap]) -> bytes:
    """Every gap with all of its cases, as text."""
    lines = [f"{counted(len(gaps), 'kind')} of gap", ""]
    for each in gaps:
        lines += [each.title, f"  {each.why}", *(f"  - {case}" for case in each.cases), ""]
    return "\n".join(lines).encode()


def readme() -> bytes:
    """What each file of a pack is, and what the check proves."""
    return resources.files(__package__).joinpath("README.txt").read_bytes()


def checker() -> bytes:
    """The program that checks a pack, as it is in this release."""
    return resources.files(__package__).joinpath("verify.py").read_bytes()
