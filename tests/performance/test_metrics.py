"""Metrics in the browser: what is due, readings that compute themselves, what they mean, and what follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, RefusedError
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.administration.register_commands import export, import_
from plumbline.apps.journal import ports
from plumbline.apps.performance.services import evaluate, take_readings
from plumbline.apps.records import living
from plumbline.apps.records.versions import told
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import RULES, all_rules
from tests.administration.test_exporting import ask, edit
from tests.cli.place import typed_by
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)
R = TypeVar("R", bound=kinds.Record)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


def kept(firm: Firm, value: R) -> R:
    return writer_of(type(value)).add(firm.ada, value)


@pytest.fixture
def overdue(firm: Firm) -> kinds.Metric:
    return kept(
        firm,
        kinds.Metric(
            title="Actions overdue",
            derivation="actions overdue",
            unit="count",
            owner=firm.cleo.person,
            measured_by=firm.ada.person,
            frequency="month",
            measured_since=date(2026, 10, 20),
            target_value=Decimal(0),
            better="lower",
        ),
    )


def late_action(firm: Firm, title: str = "A wall") -> kinds.Action:
    return kept(firm, kinds.Action(title=title, owner=firm.cleo.person, due=date(2026, 11, 1)))


def measured(firm: Firm) -> tuple[kinds.Reading, ...]:
    return living.system(firm.id).isms(TODAY).all(kinds.Reading)


def findings(firm: Firm, code: str) -> list[str]:
    assert all_rules()
    isms = living.system(firm.id).isms(TODAY)
    answers = (said for each in RULES[code].examines.select(isms) for said in RULES[code].check(isms, each))
    return [said.gap for said in answers if isinstance(said, Fault)]


def test_a_firm_without_a_metric_is_shown_those_that_compute_themselves(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    assert "Nothing is measured yet" in ada.get("/metrics/").content.decode()
    assert "Evidence that is fresh" in ada.get("/metrics/ready/").content.decode()


def test_a_ready_metric_is_adopted_in_a_line_and_however_often_it_is_sent_once(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    said = {"adopt": "open majors", "analysed_by": firm.tilda.person, "frequency": "month", "form-key": "k-1"}
    for _ in range(2):
        assert ada.post("/metrics/ready/", said).status_code == 302
    (made,) = living.system(firm.id).isms(TODAY).all(kinds.Metric)
    assert (made.derivation, made.frequency, made.better) == ("open majors", "month", "lower")
    assert (made.owner, made.analysed_by) == (firm.ada.person, firm.tilda.person)
    assert made.method.startswith("Nonconformities graded major")
    assert findings(firm, "MET001") == []
    assert f'href="/metrics/of/{made.ref}/"' in ada.get("/metrics/ready/").content.decode()


def test_a_course_has_to_be_named_for_the_metric_of_training(firm: Firm) -> None:
    said = {"adopt": "training completion", "frequency": "now and then", "subject": ""}
    answer = signed_in(firm.ada).post("/metrics/ready/", said)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Say which: its reference or its exact title." in shown
    assert "Write an interval" in shown


def test_a_computed_reading_names_what_it_counted_and_changes_with_the_register(
    firm: Firm, overdue: kinds.Metric
) -> None:
    first = late_action(firm)
    ada = signed_in(firm.ada)
    assert "Due now" in ada.get("/metrics/").content.decode()
    assert ada.post("/metrics/take/").status_code == 302
    (reading,) = measured(firm)
    assert (reading.value, reading.period_end, reading.measured_on) == (Decimal(1), date(2026, 11, 20), TODAY)
    assert reading.counted == (first.ref,)
    assert first.ref in ada.get(f"/metrics/of/{overdue.ref}/").content.decode()
    assert findings(firm, "OBJ007") == []
    for title in ("A fence", "A gate"):
        late_action(firm, title)
    (gap,) = findings(firm, "OBJ007")
    assert "says 1; the registers give 3" in gap


def test_readings_are_taken_once_for_a_period(firm: Firm, overdue: kinds.Metric) -> None:
    assert len(take_readings(firm.ada)) == 1
    assert take_readings(firm.ada) == ()
    assert len(measured(firm)) == 1


def test_where_nothing_can_be_counted_no_reading_is_made_and_the_page_says_why(firm: Firm) -> None:
    share = kinds.Metric(title="In time", derivation="actions done in time", frequency="quarter", better="higher")
    kept(firm, share)
    answer = signed_in(firm.ada).post("/metrics/take/", follow=True).content.decode()
    assert "has no reading: nothing to count from" in answer
    assert measured(firm) == ()


def test_an_owner_takes_the_readings_of_what_they_answer_for_and_no_others(firm: Firm, overdue: kinds.Metric) -> None:
    other = kinds.Metric(title="Majors", derivation="open majors", frequency="month", owner=firm.tilda.person)
    kept(firm, other)
    assert [each.metric.ref for each in take_readings(firm.cleo)] == [overdue.ref]
    with pytest.raises(NotAllowedError):
        take_readings(firm.bob)


def test_the_day_on_which_a_reading_was_really_recorded_stands_beside_the_one_it_claims(firm: Firm) -> None:
    manual = kept(firm, kinds.Metric(title="Drills", unit="%", frequency="quarter"))
    ada = signed_in(firm.ada)
    url = f"/metrics/of/{manual.ref}/"
    ada.post(f"{url}reading/", {"value": "61", "on": "2026-09-30", "at": "page"})
    shown = ada.get(url).content.decode().replace("\u00a0", " ")
    assert "Measured 30 Sep 2026" in shown
    assert "recorded 22 Nov 2026, says the journal" in shown


def test_what_a_reading_means_is_written_once_and_who_thought_about_it_is_kept(
    firm: Firm, overdue: kinds.Metric
) -> None:
    take_readings(firm.ada)
    (reading,) = measured(firm)
    tilda = signed_in(firm.tilda)
    url = f"/metrics/readings/{reading.ref}/evaluate/"
    assert tilda.post(url, {"seen": firm.seen(reading), "conclusion": ""}).status_code == 422
    assert tilda.post(url, {"seen": firm.seen(reading), "conclusion": "All on time."}).status_code == 302
    (thought,) = measured(firm)
    assert (thought.evaluated_on, thought.evaluated_by) == (TODAY, firm.tilda.person)
    assert thought.value == reading.value


def test_a_miss_is_answered_by_a_record_that_may_answer_it(firm: Firm, overdue: kinds.Metric) -> None:
    action = late_action(firm)
    take_readings(firm.ada)
    (reading,) = measured(firm)
    assert len(findings(firm, "MET004")) == 0, "the answer is owed after the day it was measured"
    assert "Nothing answers that it lies beyond" in signed_in(firm.ada).get("/metrics/").content.decode()
    with pytest.raises(RefusedError, match="answers RDG-1 only as a record of"):
        evaluate(firm.ada, reading.ref, seen=firm.seen(reading), conclusion="Late.", answered_by=(firm.ada.person,))
    with pytest.raises(InvalidError):
        evaluate(firm.ada, reading.ref, seen=firm.seen(reading), conclusion=" ")
    evaluate(firm.ada, reading.ref, seen=firm.seen(reading), conclusion="Late.", answered_by=(action.ref,))
    assert "Answered by" in signed_in(firm.ada).get("/metrics/").content.decode()


def test_a_line_shows_target_and_limit_and_the_figures_stand_beside_it(firm: Firm) -> None:
    metric = kept(
        firm,
        kinds.Metric(title="Patched", target_value=Decimal(98), limit_value=Decimal(95), better="higher", unit="%"),
    )
    ada, url = signed_in(firm.ada), f"/metrics/of/{metric.ref}/"
    for value, day in (("97", "2026-09-30"), ("91", "2026-10-31")):
        ada.post(f"{url}reading/", {"value": value, "on": day})
    page = ada.get(url)
    (line,) = page.context["chart"]["series"]
    assert [each["yAxis"] for each in line["markLine"]["data"]] == [98.0, 95.0]
    axis = page.context["chart"]["yAxis"]
    assert (axis["min"], axis["max"]) == (90.0, 99.0)
    assert '<td class="num">91</td>' in page.content.decode()
    assert page.context["standing"].comes_to == "beyond its limit"


def test_the_command_line_takes_readings_and_only_says_them_when_asked(firm: Firm, overdue: kinds.Metric) -> None:
    late_action(firm)
    assert "1 count for 2026-10-21/2026-11-20" in typed_by("ada", "measure", "--dry-run").err
    assert measured(firm) == ()
    (taken,) = typed_by("ada", "measure", "--format", "json").json
    assert taken["reading"]["value"] == "1"
    assert len(measured(firm)) == 1


@pytest.fixture
def drills(firm: Firm) -> kinds.Reading:
    """What Ada counted herself; for which period she did not say."""
    metric = kept(firm, kinds.Metric(title="Drills", unit="count", frequency="quarter"))
    counted = {"value": Decimal(61), "measured_on": date(2026, 9, 30), "measured_by": firm.ada.person}
    return kept(firm, kinds.Reading(measures=metric.ref, **counted))  # type: ignore[arg-type]  # each its own type


@pytest.mark.parametrize(
    ("field", "wish", "label"),
    [
        ("value", Decimal(68), "Value"),
        ("value", None, "Value"),
        ("measured_on", date(2026, 10, 1), "Measured on"),
        ("measured_by", "PER-2", "Measured by"),
        ("measures", "OBJ-1", "Objective or metric"),
    ],
)
def test_what_was_measured_is_never_written_over(
    firm: Firm, drills: kinds.Reading, field: str, wish: object, label: str
) -> None:
    with pytest.raises(RefusedError, match=f"{drills.ref} stays as it was measured: its “{label}” is not written over"):
        writer_of(kinds.Reading).change(firm.ada, drills.ref, seen=firm.seen(drills), **{field: wish})
    assert measured(firm) == (drills,)


def test_a_reading_is_thought_about_later_and_what_it_left_open_may_be_filled_in(
    firm: Firm, drills: kinds.Reading
) -> None:
    evaluate(firm.tilda, drills.ref, seen=firm.seen(drills), conclusion="One fell out in August.")
    door = writer_of(kinds.Reading)
    dated = door.change(firm.ada, drills.ref, seen=firm.seen(drills), period="2026-07-01/2026-09-30")
    assert (dated.conclusion, dated.evaluated_by, dated.period) == (
        "One fell out in August.",
        firm.tilda.person,
        "2026-07-01/2026-09-30",
    )
    with pytest.raises(RefusedError, match="its “Period” is not written over"):
        door.change(firm.ada, drills.ref, seen=firm.seen(drills), period="2026-10-01/2026-12-31")


def test_a_wrong_reading_is_removed_with_a_reason_and_taken_anew_so_that_both_stay_known(
    firm: Firm, drills: kinds.Reading
) -> None:
    door = writer_of(kinds.Reading)
    with pytest.raises(InvalidError, match="Removing it needs a reason"):
        door.remove(firm.ada, drills.ref, seen=firm.seen(drills), reason=" ")
    door.remove(firm.ada, drills.ref, seen=firm.seen(drills), reason="One drill was counted twice.")
    anew = kept(firm, dataclasses.replace(drills, ref="", value=Decimal(60)))
    assert measured(firm) == (anew,)
    assert anew.ref != drills.ref
    with within(firm.id):
        said = [each for _, each in told(kinds.Reading, drills.ref)]
    assert [each.value for each in said] == [Decimal(61), Decimal(61)]
    assert said[-1].note.endswith("Removed: One drill was counted twice.")


def test_a_file_that_corrects_a_figure_typed_by_hand_is_set_aside_with_that_sentence(
    firm: Firm, drills: kinds.Reading, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    ask(export, out, "--register", "reading")
    edit(out / "reading.csv", drills.ref, "Value", "68")
    result = ask(import_, out, "--set-aside", tmp_path / "aside")
    assert result.exit_code == 3
    told_there = " ".join(result.stdout.split())
    assert f"{drills.ref} stays as it was measured: its “Value” is not written over. Remove the reading" in told_there
    assert measured(firm) == (drills,)
    edit(out / "reading.csv", drills.ref, "Value", "61")
    edit(out / "reading.csv", drills.ref, "Conclusion", "One fell out in August.")
    assert ask(import_, out).exit_code == 0
    assert measured(firm) == (dataclasses.replace(drills, conclusion="One fell out in August."),)


def test_the_command_line_refuses_with_the_sentence_of_the_form(firm: Firm, drills: kinds.Reading) -> None:
    refused = typed_by("ada", "change", drills.ref, "value=68")
    assert refused.code != 0
    by_form = signed_in(firm.ada).post(
        f"/registers/reading/{drills.ref}/change/", {"seen": firm.seen(drills), "value": "68"}
    )
    sentence = (
        f"{drills.ref} stays as it was measured: its “Value” is not written over. "
        "Remove the reading, say why, and record it anew; the journal keeps both."
    )
    assert sentence in " ".join(refused.err.split())
    assert sentence in by_form.content.decode()
    assert measured(firm) == (drills,)
