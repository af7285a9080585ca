"""Files damaged at random: read as far as they go or refused with a sentence, never with an accident."""

import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.kinds import Organization
from plumbline.exchange.plan import Plan, plan
from plumbline.exchange.sources import Source
from plumbline.formats.csv_out import csv_bytes
from plumbline.formats.xlsx_out import Column, SheetOut, Workbook, write_xlsx

STRANGERS = (b"\x00", b'"', b";", b"\t", b"\r\n", b"\xff\xfe", b"=1+1", "„".encode())
NOTHING = assemble([Organization(ref="ORG-1", title="Brief", time_zone="Europe/Berlin")], on=date(2026, 3, 31))
HEADINGS = ("ID", "Asset Name", "Type", "Owner", "Classification", "Criticality", "Next Review", "Status")
ROWS = [
    (f"AST-{n}", f"Sérver {n}", "Hardware", "Head of Operations", "Internal", "High", "31.12.2026", "Active")
    for n in range(1, 30)
]


def register() -> bytes:
    return csv_bytes([HEADINGS, *ROWS])


def workbook() -> bytes:
    columns = tuple(Column(heading=each) for each in HEADINGS)
    sheet = SheetOut(name="Assets", columns=columns, rows=ROWS)
    return write_xlsx(Workbook(sheets=(sheet,), created=datetime(2026, 1, 1, tzinfo=UTC)))


def planned(content: bytes, name: str) -> Plan:
    return plan([Source(name=name, content=content)], NOTHING)


def whole(made: Plan) -> None:
    """Everything proposed can be written, and every file is either read or refused with a sentence."""
    for change in made.changes:
        assert encode(change.value)
    for file in made.files:
        assert file.register or file.error or file.notes
        assert not file.error or file.error.rstrip().endswith((".", "?", "!", "”"))


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, cut out, repeated or swapped for others."""
    bad = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(bad)) if bad else 0
        length = chance.randint(1, 40)
        match chance.randrange(4):
            case 0:
                bad[start : start + 1] = bytes([chance.randrange(256)])
            case 1:
                del bad[start : start + length]
            case 2:
                bad[start:start] = bad[start : start + length]
            case _:
                bad[start:start] = chance.choice(
                    [b"\x00", b'"', b";", b"\t", b"\r\n", b"\xff\xfe", b"=1+1", "„".encode()]
                )
    return bytes(bad)


@given(st.integers(min_value=0, max_value=2**32))
def test_a_damaged_csv_is_read_or_refused(seed: int) -> None:
    whole(planned(damaged(register(), random.Random(seed)), "asset-register.csv"))


@given(st.integers(min_value=0, max_value=2**32))
def test_a_damaged_workbook_is_read_or_refused(seed: int) -> None:
    whole(planned(damaged(WORKBOOK, random.Random(seed)), "assets.xlsx"))


WORKBOOK = workbook()


@pytest.mark.nightly
@given(st.integers(min_value=0, max_value=2**32))
def test_real_registers_that_were_damaged_are_read_or_refused(samples: Path, seed: int) -> None:
    chance = random.Random(seed)
    file = chance.choice(sorted((samples / "inputs" / "cenedril-registers").glob("*.csv")))
    whole(planned(damaged(file.read_bytes(), chance), file.name))
