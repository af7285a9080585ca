"""How findings speak of records."""

from datetime import date
from decimal import Decimal

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.kinds import Organization, SoaDeclared
from plumbline.engine.rules.wording import cited, in_words, measured


def test_evidence_ends_with_one_full_stop_whatever_the_value_ends_with() -> None:
    isms = assemble([Organization(ref="ORG-1", title="Brief")], on=date(2026, 3, 31))
    row = SoaDeclared(ref="A.8.30", justification="Nobody outside writes code for us.")
    assert cited(isms, row, ("justification",)).endswith("code for us.")
    assert cited(isms, row, ("ref",)) == "A.8.30: ref A.8.30."


def test_a_span_is_said_in_words_and_other_values_as_they_stand() -> None:
    assert [in_words(each) for each in ("18 m", "year", "90 d", "AES-256")] == [
        "18 months",
        "a year",
        "90 days",
        "“AES-256”",
    ]


def test_a_count_has_no_unit() -> None:
    assert [measured(Decimal(3), unit) for unit in ("count", "percent", "")] == ["3", "3 percent", "3"]
