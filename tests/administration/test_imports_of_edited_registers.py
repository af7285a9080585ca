"""Registers full of decisions, edited at random and brought back: what can be taken is taken, and that was all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from plumbline.apps.administration.exporting import export_to
from plumbline.apps.administration.importing import Prepared, apply, prepare
from plumbline.apps.records.bulk import Change, write_story
from plumbline.apps.records.living import system
from plumbline.apps.records.overruling import refuses
from plumbline.demo.company import clean
from plumbline.engine.domain.kinds import ImportRun, Record
from plumbline.exchange.leaving import LeftCell
from plumbline.exchange.sources import Source
from tests.stories import Firm

DAY = date(2026, 3, 31)
UNTOUCHED = frozenset({"Ref", "Aliases", "Extra", "Unread"})
MOST_CELLS = 5


@pytest.fixture
def decided(firm: Firm) -> tuple[str, ...]:
    """The kinds of which the firm holds records that no file overrules, all written here."""
    values = [each for each in clean(DAY) if each.KIND != "person" and refuses(type(each))]
    write_story(firm.ada, [Change(kind=each.KIND, ref=each.ref, value=each) for each in values])
    return tuple(sorted({each.KIND for each in values}))


def edited(folder: Path, draw: Random) -> Iterator[Source]:
    """The registers with cells that say what other rows say there, or nothing."""
    for path in sorted(folder.glob("*.csv")):
        heading, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        columns = [index for index, each in enumerate(heading) if each not in UNTOUCHED]
        for row in rows:
            for index in draw.sample(columns, draw.randint(0, MOST_CELLS)):
                row[index] = draw.choice([*rows, [""] * len(heading)])[index]
        text = io.StringIO(newline="")
        csv.writer(text).writerows([heading, *rows])
        yield Source(name=path.name, content=text.getvalue().encode())


def prepared(firm: Firm, sources: list[Source]) -> Prepared:
    return prepare(firm.id, system(firm.id).isms(DAY), sources)


@pytest.mark.parametrize("seed", range(2))
def test_what_was_planned_is_written_and_a_second_import_names_the_same_cells(
    firm: Firm, decided: tuple[str, ...], tmp_path: Path, seed: int
) -> None:
    export_to(firm.ada, system(firm.id).isms(DAY), tmp_path, decided)
    sources = list(edited(tmp_path, Random(seed)))
    first = prepared(firm, sources)
    assert len(first.plan.left) > 20
    assert len({each.before.KIND for each in first.plan.left}) > 8
    apply(firm.ada, first)
    stands: dict[tuple[str, str], Record] = {
        (kind, ref): each for kind, held in system(firm.id).state.records.items() for ref, each in held.items()
    }
    for cell in first.plan.left:
        assert getattr(stands[cell.before.KIND, cell.before.ref], cell.field) == cell.stands
    second = prepared(firm, sources)
    assert [(each.ref, each.difference) for each in second.plan.changes] == []
    assert [_told(each) for each in second.plan.left] == [_told(each) for each in first.plan.left]
    assert second.plan.set_aside == first.plan.set_aside
    assert [each.left for each in system(firm.id).isms(DAY).all(ImportRun)] == [len(first.plan.left)]


def _told(cell: LeftCell) -> tuple[object, ...]:
    return tuple(getattr(cell, name) for name in ("file", "line", "heading", "says", "field", "stands"))
