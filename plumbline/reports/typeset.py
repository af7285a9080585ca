"""PDF by typst: a template of ours, the user's text as data only, our own fonts, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
ARCHIVAL: Literal["a-2b"] = "a-2b"


class TypesettingError(RuntimeError):
    """A document that could not be set; the message holds what the typesetter said."""


def pdf(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF of a template under `plumbline/reports`, fed with JSON data and dated `made_at`.

    The template reads `json(bytes(sys.inputs.data))`, so nothing a user wrote is ever read as markup. Produced as
    PDF/A-2b; where the text has letters that our fonts lack, which that standard forbids, as plain PDF. Raises
    TypesettingError.
    """
    import typst  # where a PDF is set: every other command would carry it in memory for nothing

    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _set(template, inputs, made_at, ARCHIVAL)
    except typst.TypstError as refused:
        try:
            return _set(template, inputs, made_at, None)
        except typst.TypstError as error:
            raise TypesettingError(f"{template.name} could not be set: {error.diagnostic}") from refused


def _set(template: Path, inputs: dict[str, str], made_at: datetime, standards: Literal["a-2b"] | None) -> bytes:
    import typst

    # A compiler for each document: one that is shared may not be used by two threads at a time.
    compiler = typst.Compiler(template, root=HERE, font_paths=[FONTS], ignore_system_fonts=True)
    found = compiler.compile(
        format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=made_at.replace(microsecond=0)
    )
    if not isinstance(found, bytes):
        raise TypesettingError(f"{template.name} came out as several files, not as one PDF.")
    return found
