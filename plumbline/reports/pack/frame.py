"""The frame of every page in a pack: no script, nothing loaded, light and dark as the reader has it, fit for paper."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from plumbline.reports.findings.as_html import MARK, POLICY

STYLE = Path(__file__).with_name("style.css")


def framed(title: str, lead: Iterable[str], body: Iterable[str], *, back: str = "") -> bytes:
    """A whole page in UTF-8. `lead` and `body` are HTML; `back` leads to the contents, empty on that page itself."""
    contents = f'<nav><a href="{escape(back)}">Contents of the pack</a></nav>' if back else ""
    pieces = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>",
        f"<header>{MARK}<div><h1>{escape(title)}</h1>",
        *(f"<p>{each}</p>" for each in lead),
        f"</div></header>\n{contents}<main>",
        *body,
        "</main>\n</body>\n</html>\n",
    )
    return "\n".join(pieces).encode()


def table(
    headings: Iterable[str], rows: Iterable[Iterable[str]], numbers: frozenset[int] = frozenset(), called: str = ""
) -> str:
    """A table of cells that are HTML already; `numbers`: the columns that stand to the right; `called`: its class."""

    def cell(tag: str, at: int, content: str) -> str:
        side = ' class="number"' if at in numbers else ""
        return f"<{tag}{side}>{content}</{tag}>"

    named = f' class="{called}"' if called else ""
    head = "".join(cell("th", at, escape(each)) for at, each in enumerate(headings))
    lines = "".join(f"<tr>{''.join(cell('td', at, each) for at, each in enumerate(row))}</tr>\n" for row in rows)
    return f"<table{named}><thead><tr>{head}</tr></thead><tbody>\n{lines}</tbody></table>"


def link(place: str, words: str) -> str:
    """A link within the pack."""
    return f'<a href="{escape(place)}">{escape(words)}</a>'


def listed(items: Iterable[str]) -> str:
    """A list of items that are HTML already."""
    return f"<ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>"
