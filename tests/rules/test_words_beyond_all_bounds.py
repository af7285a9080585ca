"""Words that no clock, calendar or number holds: whoever writes them into a field keeps nobody else from the system."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from plumbline.engine.domain.agenda import agenda
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.coverage import coverage
from plumbline.engine.domain.due_readings import computed_reading
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.isms import Isms, Life
from plumbline.engine.domain.kinds import (
    KINDS,
    Commitment,
    ControlState,
    Document,
    DocumentVersion,
    Metric,
    OwnRule,
    Record,
)
from plumbline.engine.domain.promises import catalogue, promise, setting
from plumbline.engine.domain.record import Field, Shape, fields_of
from plumbline.engine.domain.recovery import in_one_way, minutes
from plumbline.engine.rules.runner import audit

ON = date(2026, 11, 23)
ENDLESS = "9" * 5000
WORDS = (
    "99999 years",
    "199 years",
    "every 99999999999999999999 months",
    "0 days",
    ENDLESS,
    f"{ENDLESS} h",
    f"v{ENDLESS}",
    f"{'9' * 400} min",
    f"{ENDLESS} in a year",
    "1e400",
    f"R-{ENDLESS}",
)
DAYS = (date(1000, 1, 1), date(2020, 1, 1), date(9000, 12, 31))


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_system_full_of_such_words_is_judged_to_the_end(words: str, day: date) -> None:
    isms = _full_of(words, day)
    assert audit(isms).rules
    agenda(isms, date(2028, 1, 1))
    coverage(isms, "A.5.1")


def test_a_metric_that_is_measured_every_nothing_is_read_once() -> None:
    metric = Metric(ref="MET-1", derivation="actions overdue", frequency="0 days", measured_since=date(2026, 1, 1))
    taken = computed_reading(assemble([metric], on=ON), metric, "PER-1")
    assert taken is not None
    assert taken.reading is not None


def test_a_span_of_centuries_is_none() -> None:
    assert interval("100 years") == Interval(months=1200)
    assert interval("0 h") == Interval(), "no loss at all is a recovery point"
    assert [interval(each) for each in ("201 years", "9999999 d", "12345678 h", f"{ENDLESS} d")] == [None] * 4
    assert minutes(f"{ENDLESS} min") is None
    assert in_one_way(f"{'9' * 400} min") == f"{'9' * 400} min"


POLICY = (Document(ref="DOC-77", title="Policy"), DocumentVersion(ref="DOCV-77", document="DOC-77", state="in force"))


def test_a_policy_promises_and_does_not_say_how_the_tool_judges() -> None:
    said = [
        *POLICY,
        Commitment(ref="CMT-1", document="DOC-77", topic="systemic_count", promised="9999"),
        Commitment(ref="CMT-2", document="DOC-77", topic="risk_review", promised="month"),
    ]
    isms = assemble(said, on=ON)
    assert setting(isms, "systemic_count") == "3"
    promised = promise(isms, "risk_review")
    assert promised is not None
    assert promised.setting == "month"
    adopted = [*said, OwnRule(ref="RULE-1", title="systemic_count", setting="5")]
    assert setting(assemble(adopted, on=ON), "systemic_count") == "5"


@pytest.mark.parametrize("document", ["", "DOC-1", "DOC-78", "a policy somewhere"])
def test_a_sentence_that_no_policy_in_force_says_takes_nothing_from_an_own_rule(document: str) -> None:
    said: list[Record] = [
        *POLICY,
        Document(ref="DOC-78", title="Draft"),
        DocumentVersion(ref="DOCV-78", document="DOC-78", state="draft"),
        Commitment(ref="CMT-1", document=document, topic="risk_review", promised="10 years"),
        OwnRule(ref="RULE-1", title="risk_review", setting="year"),
    ]
    promised = promise(assemble(said, on=ON), "risk_review")
    assert promised is not None
    assert (promised.setting, promised.stated) == ("year", "own rule RULE-1")


def _full_of(words: str, day: date) -> Isms:
    records = [*POLICY, *_one_of_each(words, day), *_own_rules(words)]
    return assemble(records, on=ON, lives={(each.KIND, each.ref): Life(ON, ON) for each in records})


def _one_of_each(words: str, day: date) -> Iterator[Record]:
    for cls in KINDS.values():
        known = (each for each in fields_of(cls) if each.name not in ("ref", "aliases", "extra", "unread"))
        said = {each.name: _said(each, words, day) for each in known}
        yield cls(ref="A.5.1" if cls is ControlState else f"{cls.PREFIX}-1", **said)


def _own_rules(words: str) -> Iterator[Record]:
    for number, name in enumerate(catalogue(), start=2):
        yield OwnRule(ref=f"RULE-{number}", title=name, setting=words)
        yield Commitment(ref=f"CMT-{number}", document="DOC-77", topic=name, promised=words)


def _said(field: Field, words: str, day: date) -> Any:
    found = {
        Shape.TEXT: words,
        Shape.LONG_TEXT: words,
        Shape.TEXTS: (words,),
        Shape.DAY: day,
        Shape.MOMENT: datetime(day.year, day.month, day.day, tzinfo=UTC),
        Shape.FLAG: True,
        Shape.WHOLE: 2**53 - 1,
        Shape.DECIMAL: Decimal("9e39"),
    }
    if field.shape in (Shape.REF, Shape.REFS):
        ref = next((f"{KINDS[each].PREFIX}-1" for each in field.kinds if each in KINDS), words)
        return ref if field.shape is Shape.REF else (ref,)
    return found.get(field.shape, field.starts_empty)
