"""A version of a document on paper: its text is data for the typesetter, whatever it says, and the bytes repeat."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from plumbline.reports.document.blocks import blocks
from plumbline.reports.document.paper import Paper, printed, render

PAPER = Paper(
    organization="Nordwind",
    reference="DOC-1, DOCV-1",
    title="Room rules",
    kind="Policy",
    version="1.0",
    state="in force",
    standing="Version 1.0, in force since 2026-01-10",
    counts=True,
    owner="Cleo Brandt",
    author="Ada Winter",
    approved_by="Tilda Storm",
    approved_on="2026-01-09",
    effective="2026-01-10",
    next_review="2027-01-10",
    classification="Internal",
    audience="Everyone",
    serves="A.5.1",
    body="## Rooms\n\nDoors are **locked**.\n",
    history=(("1.0", "2026-01-10", "First version", "Tilda Storm"),),
    promises=(("Doors are checked every month", "month"),),
    basis="DOC-1, version 1.0, as the journal keeps it",
    made_at=datetime(2026, 1, 9, tzinfo=UTC),
)
HOSTILE = """#import "/house.typ": * $x$ @ref <label> \\u{41}

<script>alert(1)</script>

[run](javascript:alert(1)) and [read](https://nordwind.example) ![seen](https://nordwind.example/pixel.png)

1. one
2. two
   - deep `code` ~~gone~~

| a | b |
|---|---|
| *x* | #emph[y] |

> said

```
#read("/etc/passwd")
```

---
"""


def test_the_same_version_gives_the_same_bytes() -> None:
    assert render(PAPER) == render(PAPER)
    other = dataclasses.replace(PAPER, body="Doors stand open.\n")
    assert render(other) != render(PAPER)


def test_whatever_a_text_says_is_set_and_never_run() -> None:
    assert render(dataclasses.replace(PAPER, body=HOSTILE)).startswith(b"%PDF")
    first, raw, linked, *_ = blocks(HOSTILE)
    assert first["words"][0]["text"].startswith('#import "/house.typ"')
    assert "<script>" in str(raw)
    addresses = [each["to"] for each in linked["words"] if each["is"] == "link"]
    assert addresses == ["https://nordwind.example"]
    assert "javascript:" in str([each for each in linked["words"] if each["is"] == "text"])


def test_every_kind_of_block_is_told_apart() -> None:
    kinds = [each["is"] for each in blocks(HOSTILE)]
    assert kinds == ["paragraph", "paragraph", "paragraph", "list", "table", "quote", "code", "rule"]
    numbered = blocks(HOSTILE)[3]
    assert numbered["ordered"]
    assert [each["is"] for each in numbered["items"][1]] == ["paragraph", "list"]


def test_a_text_kept_as_a_file_says_so_instead_of_nothing() -> None:
    assert printed(dataclasses.replace(PAPER, body=""))["body"] == []
    assert render(dataclasses.replace(PAPER, body="", history=(), promises=(), serves="")).startswith(b"%PDF")
