"""The pictures of the README and the manual, made from the imaginary company: pages of the web application, two pages
of its statement, and its audit on a terminal.

`python -m tools.pictures` writes them to docs/images. The day is fixed, so the same code gives the same pictures.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import typst

from plumbline.demo import company
from plumbline.engine.rules.runner import audit
from plumbline.reports.findings import as_text
from plumbline.reports.findings.as_text import COLOURED
from plumbline.reports.soa import as_pdf
from plumbline.reports.soa.rows import SoaReport, soa_report
from plumbline.reports.typeset import FONTS, HERE
from tools import web_pictures
from tools.small_png import small

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
DAY = date(2026, 11, 23)
MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEAD = 13
"""The journal entries that `plumbline demo` writes."""
PAGES = {"statement-summary.png": 1, "statement-rows.png": 3}
PIXELS_PER_INCH = 88
SHOWN = ("SUP002", "SOA008", "TRT006")
LINE, CHARACTER, MARGIN = 17, 7.9, 20
TONES = {"1;31": "#ff7b72", "33": "#e3b341", "36": "#79c0ff", "32": "#7ee787", "1": "#f0f6fc", "2": "#8b949e"}
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


def main() -> int:
    """Write the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    isms = replace(company.as_isms(company.with_faults(DAY), DAY), head=HEAD)
    statement = soa_report(isms, made_at=MADE, names={ref: each.name for ref, each in company.names().items()})
    pages = _pages(statement)
    for name, number in PAGES.items():
        (IMAGES / name).write_bytes(small(pages[number]))
    text = as_text.render(audit(isms), COLOURED).decode()
    (IMAGES / "audit.svg").write_text(_terminal(_excerpt(text)), "utf-8")
    web_pictures.take(IMAGES)
    print(f"The pictures are in {IMAGES.relative_to(IMAGES.parents[1])}.")
    return 0


def _pages(statement: SoaReport) -> list[bytes]:
    """The pages of the statement as PNG."""
    inputs = {"data": json.dumps(as_pdf.printed(statement), ensure_ascii=False)}
    compiler = typst.Compiler(as_pdf.TEMPLATE, root=HERE, font_paths=[FONTS], ignore_system_fonts=True)
    made = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs=inputs)
    return [made] if isinstance(made, bytes) else [each for each in made or () if each]


def _excerpt(text: str) -> list[str]:
    """The head of the audit, some of its findings, and the table of readiness."""
    blocks = text.strip("\n").split("\n\n")
    findings = [
        block for code in SHOWN for block in blocks if re.search(rf"^(\x1b\[[\d;]*m)?{code} .*·", block, re.MULTILINE)
    ]
    chosen = ["$ plumbline audit", blocks[0], *dict.fromkeys(findings), blocks[-1].lstrip("\n")]
    return "\n\n".join(chosen).split("\n")


def _terminal(lines: list[str]) -> str:
    """Lines with ANSI colours as an SVG."""
    width, height = round(100 * CHARACTER + 2 * MARGIN), LINE * len(lines) + 2 * MARGIN
    rows = "\n".join(
        f'<text x="{MARGIN}" y="{MARGIN + LINE * number + 12}" xml:space="preserve">{"".join(_spans(line))}</text>'
        for number, line in enumerate(lines)
        if line
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img">\n'
        "<title>The audit of the imaginary company on a terminal</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>\n'
        '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" fill="#c9d1d9">\n'
        f"{rows}\n</g>\n</svg>\n"
    )


def _spans(line: str) -> Iterator[str]:
    tone = ""
    for number, piece in enumerate(ESCAPE.split(line)):
        if number % 2:
            tone = TONES.get(piece, "")
        elif piece:
            yield f'<tspan fill="{tone}">{escape(piece)}</tspan>' if tone else escape(piece)


if __name__ == "__main__":
    sys.exit(main())
