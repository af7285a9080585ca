"""Controls named in a cell, those of the 2013 edition carried over to 2022."""

from __future__ import annotations

from functools import lru_cache

from plumbline.engine.standard.catalogue import standard
from plumbline.exchange.cells import find_refs, read_control_keys
from plumbline.formats.table import Cell


def control_keys(text: str, cell: Cell | None = None) -> tuple[tuple[str, ...], str]:
    """Keys of 2022 and references of own controls, in the order written; and what has to be said about them.

    What is no control stays as words at the end, so that nothing is lost.
    """
    return _read(text, cell if cell is not None and cell.kind == "number" else None)


@lru_cache(maxsize=4096)
def _read(text: str, cell: Cell | None) -> tuple[tuple[str, ...], str]:
    read = read_control_keys(text, cell)
    said: list[str] = []
    keys = list(read.keys)
    for old in read.old:
        new = standard().migrate_2013(old)
        keys += [each for each in new if each not in keys] or ([old] if not new else [])
        said.append(f"{old} of the 2013 edition became {' and '.join(new)}." if new else f"No edition has {old}.")
    if read.doubtful:
        zero = ", ".join(f"{key} or {key}0" for key in read.doubtful)
        said.append(f"A spreadsheet may have cut a final zero: {zero}. Write the number as text.")
    own = find_refs(read.leftovers)
    words = read.leftovers
    for each in own:
        words = words.replace(each, " ")
    rest = " ".join(words.split())
    return (*keys, *own, *((rest,) if rest else ())), " ".join(said)
