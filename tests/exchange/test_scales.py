"""Words for likelihood and impact get their figure from the criteria on record, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.engine.domain.kinds import Assessment, Criteria, Dimension, Impact, ScaleLevel
from tests.exchange.desk import carried_out, csv, having, lay, only, told, values

REGISTER = csv(
    "Risk ID,Risk,Likelihood,Impact Confidentiality,Max Impact",
    "R-1,Flood in the cellar,Very High,sehr hoch,very high",
    "R-2,Theft of a van,hardly ever,3,medium",
)


def scale(*words: str) -> tuple[ScaleLevel, ...]:
    return tuple(ScaleLevel(number=number, label=word) for number, word in enumerate(words, 1))


FIVE = scale("Very low", "Low", "Medium", "High", "Very high")
CRITERIA = Criteria(
    ref="CRIT-1",
    number="1",
    likelihood=scale("Hardly ever", "Low", "Medium", "High", "Very high"),
    dimensions=(Dimension(key="confidentiality", levels=FIVE), Dimension(key="integrity", levels=FIVE)),
    approved_on=date(2026, 1, 1),
    state="in force",
)


def test_without_criteria_no_figure_is_guessed_and_the_report_says_what_to_do() -> None:
    found = lay(REGISTER)
    first = next(each for each in values(found, Assessment) if each.risk == "R-1")
    assert (first.likelihood, first.combined, first.impacts) == (None, None, ())
    assert dict(first.unread)["likelihood"] == "Very High"
    assert told(found).count("enter the risk criteria with the words of their scales, approve them") == 5
    assert "import this file again" in told(found)


def test_once_criteria_are_on_record_importing_the_same_file_again_reads_the_words() -> None:
    before = carried_out(lay(REGISTER))
    held = having(CRITERIA, *(each for records in before.records.values() for each in records))
    again = lay(REGISTER, isms=held)
    read = {each.risk: each for each in values(again, Assessment)}
    assert (read["R-1"].likelihood, read["R-1"].combined) == (5, 5)
    assert read["R-1"].impacts == (Impact(dimension="confidentiality", number=5),)
    assert (read["R-2"].likelihood, read["R-2"].combined) == (1, 3)
    assert read["R-1"].unread == read["R-2"].unread == ()
    assert "approve them" not in told(again)
    third = lay(REGISTER, isms=carried_out(again, held))
    assert (third.new, third.changed) == (0, 0)


DRAFT = Criteria(ref="CRIT-1", likelihood=FIVE, state="draft")
EARLIER = Criteria(ref="CRIT-2", likelihood=scale("Low", "Very high"), approved_on=date(2025, 1, 1), state="superseded")
DOUBLE = Criteria(
    ref="CRIT-1", likelihood=scale("Very high", "very  high"), approved_on=date(2026, 1, 1), state="in force"
)


@pytest.mark.parametrize("criteria", [[DRAFT], [CRITERIA, EARLIER], [DOUBLE]])
def test_a_word_that_may_stand_for_two_figures_stays_a_word(criteria: list[Criteria]) -> None:
    found = lay(csv("Risk ID,Risk,Likelihood", "R-1,Flood,Very High"), isms=having(*criteria))
    assert only(found, Assessment).likelihood is None


def test_words_of_all_dimensions_count_for_the_combined_impact_only_where_they_agree() -> None:
    other = Dimension(key="integrity", levels=scale("Low", "High"))
    mixed = Criteria(
        ref="CRIT-1",
        dimensions=(Dimension(key="confidentiality", levels=FIVE), other),
        approved_on=date(2026, 1, 1),
        state="in force",
    )
    line = csv("Risk ID,Risk,Likelihood,Max Impact,Impact Integrity", "R-1,Flood,3,High,High")
    found = only(lay(line, isms=having(mixed)), Assessment)
    assert found.combined is None
    assert found.impacts == (Impact(dimension="integrity", number=2),)
