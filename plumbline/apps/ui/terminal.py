"""Showing things on a terminal: tables that fit, colour only where it is seen, days that are read."""

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import click

from plumbline.apps.accounts.errors import RefusedError

WIDEST = 100
EARLIEST, LATEST = 1900, 2199
_UNSEEN = re.compile(r"(\x1b\[(?:[012]|1;31|3[1236])m)|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Our own colours, which stay, and what would steer the terminal: move its cursor, name its window, clear it."""
_BEYOND_JSON = re.compile(r"[\x7f-\x9f]")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.) ")


class Day(click.ParamType[date]):
    """A calendar day on the command line: 2026-03-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read ISO days; anything else is refused with an example."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” is no day. Write it like 2026-03-31.", param, ctx)
        if not EARLIEST <= day.year <= LATEST:
            self.fail(f"“{value}” is too far away. Name a day between {EARLIEST} and {LATEST}.", param, ctx)
        return day


def width() -> int:
    """Columns to write in: those of the terminal, at most a hundred; a hundred where nobody looks at one."""
    return min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns) if coloured() else WIDEST


def coloured() -> bool:
    """Whether somebody looks at the output on a terminal."""
    return sys.stdout.isatty()


def wrapped(text: str, indent: str = "") -> str:
    """Text in lines that fit, each line indented."""
    return textwrap.fill(text, width(), initial_indent=indent, subsequent_indent=indent)


def page(markdown: str) -> str:
    """A page in lines that fit: paragraphs and items are filled anew, what stands in fences is left as it is."""
    blocks, fenced = list[str](), False
    for line in markdown.splitlines():
        fence = line.startswith("```")
        if blocks and not fenced and not fence and _goes_on(blocks[-1], line):
            blocks[-1] = f"{blocks[-1]} {line.strip()}"
        else:
            blocks.append(line)
        fenced ^= fence
    return "\n".join(_filled(blocks))


def _goes_on(block: str, line: str) -> bool:
    """Whether a line continues the paragraph or item before it."""
    apart = ("#", "|", "```")
    return (
        bool(block and line.strip())
        and not block.startswith(apart)
        and not (line.startswith(apart) or _ITEM.match(line))
    )


def _filled(blocks: Iterable[str]) -> Iterator[str]:
    fenced = False
    for block in blocks:
        fenced ^= block.startswith("```")
        item = _ITEM.match(block)
        hanging = " " * len(item[0]) if item else ""
        fits = fenced or len(block) <= width() or block.startswith("|")
        yield from [block] if fits else textwrap.wrap(block, width(), subsequent_indent=hanging, break_on_hyphens=False)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns side by side that fit the width: the widest column gives way, its cells are wrapped, nothing is cut."""
    cells = [[str(each) for each in row] for row in rows]
    wide = [max([len(heading), *(len(row[n]) for row in cells)]) for n, heading in enumerate(headings)]
    room = width() - 2 * (len(headings) - 1)
    while sum(wide) > room and max(wide) > 8:
        wide[wide.index(max(wide))] -= 1
    lines = [_line(headings, wide), _line(["─" * each for each in wide], wide)]
    for row in cells:
        folded = [textwrap.wrap(cell, wide[n]) or [""] for n, cell in enumerate(row)]
        for line in range(max(map(len, folded))):
            lines.append(_line([cell[line] if line < len(cell) else "" for cell in folded], wide))
    return "\n".join(lines)


def _line(cells: Sequence[str], wide: Sequence[int]) -> str:
    return "  ".join(cell.ljust(wide[n]) for n, cell in enumerate(cells)).rstrip()


def harmless(text: str) -> str:
    """Text in which nothing steers the terminal: what a record says came from somebody, or with a file."""
    return _UNSEEN.sub(lambda found: found[1] or "\ufffd", text)


def say(text: str = "") -> None:
    """Write to standard output."""
    click.echo(harmless(text), color=coloured())


def whisper(text: str) -> None:
    """Write to standard error: progress and remarks that are no result."""
    click.echo(harmless(text), err=True)


def say_json(value: Any) -> None:
    """Write JSON as people and programs read it; what it leaves as it is and a terminal obeys is escaped, too."""
    told = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(_BEYOND_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", told))


def format_for(output: str, formats: Iterable[str], otherwise: Mapping[str, str]) -> str:
    """The format that the ending of a file asks for; text on the terminal. Raises RefusedError for an unknown ending.

    otherwise: endings that are not the name of their format, such as xml for junit.
    """
    ending = PurePath(output).suffix.removeprefix(".").lower()
    if output == "-" or not ending:
        return "text"
    known = {each: each for each in formats} | {"txt": "text"} | dict(otherwise)
    if ending not in known:
        endings = ", ".join(f".{each}" for each in known if each not in ("text", *otherwise.values()))
        raise RefusedError(f"Nothing is written as .{ending}. Choose one of {endings}, or say --format.")
    return known[ending]


def save_or_say(content: bytes, output: str, what: str) -> None:
    """Write bytes to a file, or to standard output for “-”. Refuses to fill a terminal with bytes nobody can read."""
    if output == "-":
        seen = harmless(content.decode("utf-8", "replace")).encode() if coloured() else content
        sys.stdout.buffer.write(seen)
        return
    Path(output).write_bytes(content)
    whisper(f"{what} written to {output}.")
