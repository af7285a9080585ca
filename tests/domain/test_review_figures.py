"""What a review is told: counted from days, so that the same question later has the same answer."""

from __future__ import annotations

from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import ManagementReview
from plumbline.engine.domain.review import Figure
from plumbline.engine.domain.review_inputs import Compiled, compiled, disagreement
from plumbline.engine.domain.reviews import TOPICS, period_of
from plumbline.engine.rules.pages import example_isms

REVIEWS = """
on = 2026-03-31
[[review]]
ref = "REV-1"
held_on = 2025-03-10
state = "approved"
[[review_input]]
ref = "REVI-1"
review = "REV-1"
topic = "9.3.2.d.1"
figures = [{ key = "nonconformities raised", label = "Raised", value = "4" }]
[[review]]
ref = "REV-2"
held_on = 2026-03-10
state = "held"
"""


def told(toml: str, ref: str = "REV-2") -> tuple[Isms, ManagementReview, dict[str, Compiled]]:
    isms = example_isms(REVIEWS + toml)
    review = isms.at(ManagementReview, ref)
    assert review is not None
    return isms, review, {each.topic: each for each in compiled(isms, review)}


def value(inputs: dict[str, Compiled], key: str) -> tuple[str, tuple[str, ...], str]:
    (found,) = [one for each in inputs.values() for one in each.figures if one.key == key]
    return found.value, found.records, found.before


def test_the_period_begins_the_day_after_the_last_review() -> None:
    isms, review, inputs = told("")
    assert (period_of(isms, review).start, period_of(isms, review).end) == (date(2025, 3, 11), date(2026, 3, 10))
    assert tuple(inputs) == TOPICS


def test_a_first_review_looks_back_a_year() -> None:
    isms = example_isms('on = 2026-03-31\n[[review]]\nref = "REV-1"\nplanned_on = 2026-05-01\n')
    (review,) = isms.all(ManagementReview)
    assert (period_of(isms, review).start, period_of(isms, review).end) == (date(2025, 3, 31), date(2026, 3, 31))


def test_an_empty_system_has_no_data_and_says_so_of_every_input() -> None:
    isms = example_isms('[[review]]\nref = "REV-1"\nplanned_on = 2026-05-01\n')
    (review,) = isms.all(ManagementReview)
    assert [each.topic for each in compiled(isms, review) if each.supplied] == []


def test_nothing_raised_is_data_where_the_register_is_kept() -> None:
    _, _, inputs = told(
        '[[nonconformity]]\nref = "NC-1"\nraised_on = 2024-01-01\nclosed_on = 2024-02-01\nstate = "closed"\n'
    )
    assert inputs["9.3.2.d.1"].has_data
    assert value(inputs, "nonconformities raised") == ("0", (), "4")


def test_what_was_open_on_the_day_counts_whatever_became_of_it() -> None:
    _, _, inputs = told("""
[[nonconformity]]
ref = "NC-1"
raised_on = 2025-06-01
closed_on = 2026-03-20
state = "closed"
[[nonconformity]]
ref = "NC-2"
raised_on = 2026-03-15
""")
    assert value(inputs, "nonconformities open") == ("1", ("NC-1",), "")


def test_decisions_of_the_last_review_are_carried_over_and_those_of_this_one_are_not() -> None:
    _, _, inputs = told("""
[[decision]]
ref = "DEC-1"
review = "REV-1"
[[decision]]
ref = "DEC-2"
review = "REV-1"
done_on = 2025-09-01
state = "done"
[[decision]]
ref = "DEC-3"
review = "REV-2"
""")
    assert value(inputs, "decisions open")[1] == ("DEC-1",)
    assert value(inputs, "decisions done")[1] == ("DEC-2",)
    assert inputs["9.3.2.a"].named == ("DEC-1",)


def test_late_treatment_actions_are_named_also_where_they_only_fell_silent() -> None:
    _, _, inputs = told("""
[[own_rule]]
ref = "RULE-1"
title = "treatment_stall"
setting = "90 d"
[[action]]
ref = "ACT-1"
action_kind = "treat"
raised_on = 2025-06-01
due = 2026-02-01
[[action]]
ref = "ACT-2"
action_kind = "treat"
raised_on = 2025-06-01
due = 2026-09-01
progress = [{ on = 2025-10-01, what = "Offer" }]
[[action]]
ref = "ACT-3"
action_kind = "treat"
raised_on = 2025-06-01
due = 2026-02-01
done_on = 2026-01-20
state = "done"
""")
    assert inputs["9.3.2.f"].named == ("ACT-1", "ACT-2")


def test_the_last_reading_of_a_metric_is_told_with_its_target() -> None:
    _, _, inputs = told("""
[[metric]]
ref = "MET-1"
title = "Patched"
unit = "percent"
target = "at least 98"
[[reading]]
ref = "RDG-1"
measures = "MET-1"
period_end = 2026-02-28
value = "91"
[[reading]]
ref = "RDG-2"
measures = "MET-1"
period_end = 2026-03-20
value = "99"
""")
    assert value(inputs, "reading MET-1") == ("91 percent", ("RDG-1", "MET-1"), "")
    assert [each.label for each in inputs["9.3.2.d.2"].figures][-1] == "Patched (target at least 98)"


def test_a_figure_is_only_doubted_where_the_days_tell() -> None:
    toml = """
[[nonconformity]]
ref = "NC-1"
raised_on = 2025-06-01
[[nonconformity]]
ref = "NC-2"
raised_on = 2025-07-01
state = "rejected"
"""
    isms, review, _ = told(toml)

    def wrong(key: str, said: str) -> str:
        found = disagreement(isms, review, Figure(key=key, label=key, value=said))
        return found.gives if found else ""

    assert wrong("nonconformities open", "1") == ""
    assert wrong("nonconformities open", "2") == "", "the rejected one may have been open on that day"
    assert wrong("nonconformities open", "3") == "1"
    assert wrong("nonconformities overdue", "7") == "", "due days are moved, so nobody can tell any more"
    assert wrong("a figure of somebody's own", "7") == ""
