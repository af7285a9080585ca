"""The control calendar: what is due is seen on Today, and written down in a minute, once, with its proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plumbline.apps.home.notices import notices
from plumbline.apps.home.notices_calendar import calendar
from plumbline.apps.journal import ports
from plumbline.apps.organization.services import adopt_rule
from plumbline.apps.records import living
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from tests.cli.place import typed_by
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def task(firm: Firm) -> kinds.Activity:
    """Cleo reads the reports of the backups every month; it was due ten days ago."""
    value = kinds.Activity(
        title="Read the reports of the backups",
        controls=("A.8.13",),
        performer=firm.cleo.person,
        interval="month",
        grace="3 d",
        starts=date(2026, 11, 12),
        criterion="No night failed, or a ticket says why.",
        wants_evidence=True,
    )
    return writer_of(kinds.Activity).add(firm.ada, value)


def now(firm: Firm) -> Isms:
    return living.system(firm.id).isms(TODAY)


def done(firm: Firm, who: str, ref: str, **said: object) -> Any:
    """Send the form of a run as somebody."""
    return signed_in(getattr(firm, who)).post(
        f"/controls/calendar/{ref}/done/", {"result": "done", "done_on": "2026-11-22", **said}
    )


def test_what_is_due_waits_on_today_in_the_digest_and_in_the_calendar_of_whoever_does_it(
    firm: Firm, task: kinds.Activity
) -> None:
    page = signed_in(firm.cleo).get("/").content.decode()
    assert f"/controls/calendar/{task.ref}/done/" in page
    assert [(each.ref, each.what) for each in notices(now(firm), firm.cleo)] == [(task.ref, "do it")]
    assert notices(now(firm), firm.tilda) == ()
    assert b"Late: TASK-1" in calendar(now(firm), firm.cleo)


def test_the_year_shows_what_is_late_and_where_to_write_it_down(firm: Firm, task: kinds.Activity) -> None:
    shown = signed_in(firm.cleo).get("/controls/calendar/")
    (line,) = shown.context["year"].now
    assert (line.activity.ref, line.due, shown.context["late"]) == (task.ref, date(2026, 11, 12), 1)
    turns = [each.turn for each in shown.context["year"].lines[0].cells if each.turn]
    assert turns == ["late", "coming", "coming", "coming"]
    earlier = signed_in(firm.cleo).get("/controls/calendar/?from=2024-01-15")
    assert earlier.context["year"].months[0].first == date(2024, 1, 1)
    assert signed_in(firm.cleo).get("/controls/calendar/?from=never").status_code == 200


def test_without_a_task_the_page_says_how_to_begin(firm: Firm) -> None:
    assert "Nothing recurs yet" in signed_in(firm.ada).get("/controls/calendar/").content.decode()


def test_cleo_writes_it_down_once_and_its_file_is_evidence_of_the_control(firm: Firm, task: kinds.Activity) -> None:
    cleo, url = signed_in(firm.cleo), f"/controls/calendar/{task.ref}/done/"
    key = cleo.get(url).context["form_key"]
    for _ in range(2):
        proof = SimpleUploadedFile("report.txt", b"every night succeeded")
        said = {"result": "done", "done_on": "2026-11-22", "remark": "", "proofs": proof, "form-key": key}
        answer = cleo.post(url, said)
        assert answer.headers["Location"] == "/controls/calendar/"
    (run,) = now(firm).all(kinds.ActivityRun)
    assert (run.due, run.done_on, run.by, run.result) == (date(2026, 11, 12), TODAY, firm.cleo.person, "done")
    (item,) = now(firm).all(kinds.EvidenceItem)
    assert run.evidence == (item.ref,)
    assert (item.controls, item.records, item.result, item.observed_on) == (("A.8.13",), (task.ref,), "holds", TODAY)
    assert item.blob is not None
    who, verb, written = firm.last_entry()
    assert (who, verb, set(written)) == (firm.cleo.person, "control:write", {run.ref, item.ref})


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "leaves a proof each time"),
        ({"result": "failed"}, "Say in a line why"),
        ({"done_on": "2026-11-23"}, "has not come yet"),
        ({"result": "well"}, "is not one of the available choices"),
        ({"proofs": SimpleUploadedFile("empty.txt", b"")}, "empty"),
    ],
    ids=["no proof", "no reason", "the future", "no such result", "an empty file"],
)
def test_what_is_lacking_is_asked_for_and_nothing_is_written(
    firm: Firm, task: kinds.Activity, said: dict[str, object], problem: str
) -> None:
    answer = done(firm, "cleo", task.ref, **said)
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert now(firm).all(kinds.ActivityRun) == ()
    assert now(firm).all(kinds.EvidenceItem) == ()


def test_htmx_gets_the_form_alone_and_is_led_on(firm: Firm, task: kinds.Activity) -> None:
    cleo, url = signed_in(firm.cleo), f"/controls/calendar/{task.ref}/done/"
    form = cleo.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in form
    assert f'hx-post="{url}"' in form
    said = {"result": "failed", "done_on": "2026-11-22", "remark": "Two nights are missing"}
    answer = cleo.post(url, said, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/controls/calendar/runs/DONE-1/follow/")


def test_a_failure_asks_what_follows_and_names_it(firm: Firm, task: kinds.Activity) -> None:
    answer = done(firm, "cleo", task.ref, result="failed", remark="Two nights are missing")
    url = "/controls/calendar/runs/DONE-1/follow/"
    assert answer.headers["Location"] == url
    cleo = signed_in(firm.cleo)
    seen = cleo.get(url).context["seen"]
    empty = cleo.post(url, {"kind": "action", "title": "Mend the nightly job", "seen": seen})
    assert empty.status_code == 422
    assert "Say who answers" in empty.content.decode()
    said = {"kind": "action", "title": "Mend the nightly job", "owner": firm.cleo.person, "due": "2026-12-01"}
    assert cleo.post(url, {**said, "seen": seen}).status_code == 302
    (run,) = now(firm).all(kinds.ActivityRun)
    (action,) = now(firm).all(kinds.Action)
    assert run.answered_by == (action.ref,)
    assert (action.due, action.action_kind) == (date(2026, 12, 1), "correct")


def test_a_failure_may_be_a_nonconformity_or_what_is_on_record_already(firm: Firm, task: kinds.Activity) -> None:
    done(firm, "ada", task.ref, result="failed", remark="Two nights are missing")
    ada, url = signed_in(firm.ada), "/controls/calendar/runs/DONE-1/follow/"
    said = {"kind": "nonconformity", "title": "Nights without a copy", "owner": firm.cleo.person}
    assert ada.post(url, {**said, "seen": ada.get(url).context["seen"]}).status_code == 302
    (found,) = now(firm).all(kinds.Nonconformity)
    assert (found.records, found.description) == (("DONE-1",), "Two nights are missing")
    incident = writer_of(kinds.Incident).add(firm.ada, kinds.Incident(title="Vault full"))
    named = {"kind": "", "named": incident.ref, "seen": ada.get(url).context["seen"]}
    assert ada.post(url, named).status_code == 302
    (run,) = now(firm).all(kinds.ActivityRun)
    assert run.answered_by == (found.ref, incident.ref)


def test_whoever_does_not_do_the_task_is_refused(firm: Firm) -> None:
    other = kinds.Activity(title="Walk round", performer=firm.ada.person, owner=firm.ada.person, interval="month")
    made = writer_of(kinds.Activity).add(firm.ada, other)
    answer = done(firm, "cleo", made.ref)
    assert answer.status_code == 403
    assert now(firm).all(kinds.ActivityRun) == ()
    assert done(firm, "bob", made.ref).status_code == 403


def test_a_promise_becomes_a_task_in_one_step_and_both_pages_say_so(firm: Firm) -> None:
    policy = writer_of(kinds.Document).add(firm.ada, kinds.Document(title="Access policy", document_kind="policy"))
    promise = writer_of(kinds.Commitment).add(
        firm.ada,
        kinds.Commitment(
            title="Access is reviewed", document=policy.ref, promised="quarter", controls=("A.5.18",), bound_to=()
        ),
    )
    ada, url = signed_in(firm.ada), f"/controls/commitments/{promise.ref}/bind/"
    form = ada.get(url)
    assert form.context["form"].initial["interval"] == "quarter"
    said = {"title": "Review access", "interval": "often", "performer": firm.cleo.person}
    assert ada.post(url, {**said, "seen": form.context["seen"]}).status_code == 422
    answer = ada.post(url, {**said, "interval": "half a year", "seen": form.context["seen"]})
    assert answer.headers["Location"] == "/registers/activity/TASK-1/"
    (made,) = now(firm).all(kinds.Activity)
    assert (made.controls, made.performer) == (("A.5.18",), firm.cleo.person)
    (bound,) = now(firm).all(kinds.Commitment)
    assert bound.bound_to == (made.ref,)
    assert "Bind to a new task" in ada.get(f"/registers/commitment/{promise.ref}/").content.decode()


def test_done_is_one_word_on_the_command_line(firm: Firm, task: kinds.Activity) -> None:
    refused = typed_by("cleo", "done", task.ref)
    assert (refused.code, "leaves a proof each time" in refused.err) == (2, True)
    told = typed_by("cleo", "done", task.ref, "--place", "Ticket 4711", "--format", "json").json
    assert (told["ref"], told["result"], told["evidence"]) == ("DONE-1", "done", ["EVD-1"])
    again = typed_by("cleo", "done", task.ref, "--place", "Ticket 4711")
    assert (again.code, "on record already" in again.err) == (2, True)
    failed = typed_by("cleo", "done", task.ref, "--result", "failed", "--remark", "Vault full", "--on", "2026-11-21")
    assert "TASK-1 failed on 2026-11-21" in failed.err


def test_weaknesses_stand_exploited_first_against_what_was_promised(firm: Firm) -> None:
    add = writer_of(kinds.Vulnerability).add
    add(firm.ada, kinds.Vulnerability(title="Old cipher", severity="high", discovered=date(2026, 9, 1)))
    add(firm.ada, kinds.Vulnerability(title="Hole", severity="low", exploited=True, discovered=date(2026, 11, 20)))
    add(firm.ada, kinds.Vulnerability(title="No day", severity="medium"))
    adopt_rule(firm.ada, "remediate_within", "30 d", applies_to="high")
    key = kinds.CryptoKey(title="Shop certificate", owner=firm.cleo.person, expires=date(2026, 11, 1))
    writer_of(kinds.CryptoKey).add(firm.ada, key)
    shown = signed_in(firm.cleo).get("/weaknesses/").context
    assert [each.weakness.title for each in shown["found"]] == ["Hole", "Old cipher", "No day"]
    assert [(each.late, each.age) for each in shown["found"]] == [(0, 2), (52, 82), (0, None)]
    assert [(row.severity, row.promised, row.late) for row in shown["table"]] == [
        ("high", "30 d", 1),
        ("medium", "", 0),
        ("low", "", 0),
    ]
    assert (shown["exploited"], shown["unjudged"], shown["lapsed"]) == (1, 2, 1)
