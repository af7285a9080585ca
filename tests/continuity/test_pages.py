"""Continuity in the browser: needs and what they rest on, plans that others approve, trials that are answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError
from plumbline.apps.continuity.services import approve_continuity_plan, revise_plan
from plumbline.apps.journal import ports
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


def add(firm: Firm, value: kinds.Record) -> kinds.Record:
    return writer_of(type(value)).add(firm.ada, value)


@pytest.fixture
def orders(firm: Firm) -> kinds.Record:
    """Taking orders must be back in four hours; it rests on a server that was restored in nine."""
    server = add(firm, kinds.Asset(title="Order server", asset_kind="hardware"))
    process = add(firm, kinds.Asset(title="Taking orders", asset_kind="process", depends_on=(server.ref,)))
    add(firm, kinds.ImpactAnalysis(title="Without orders", subject=process.ref, recovery_time="4 h"))
    job = add(firm, kinds.BackupJob(title="Nightly", assets=(server.ref,), test_interval="quarter"))
    tested = kinds.RestoreTest(backup=job.ref, tested_on=date(2026, 8, 1), reached_time="9 h", result="restored")
    add(firm, tested)
    return process


@pytest.fixture
def draft(firm: Firm, orders: kinds.Record) -> kinds.ContinuityPlan:
    plan = kinds.ContinuityPlan(
        title="Orders by telephone",
        covers=(orders.ref,),
        owner=firm.cleo.person,
        steps="Telephone, paper, enter later.",
        recovery_time="1 h",
        security_meanwhile="Card numbers are never written down.",
        exercise_interval="year",
    )
    return writer_of(kinds.ContinuityPlan).add(firm.ada, plan)


def now(firm: Firm) -> Isms:
    return living.system(firm.id).isms(TODAY)


def test_the_page_follows_the_need_to_the_slow_server(firm: Firm, orders: kinds.Record) -> None:
    shown = signed_in(firm.cleo).get("/continuity/")
    (service,) = shown.context["services"]
    assert (service.asset.ref, service.need.time, service.gaps) == (orders.ref, "4 h", ("no plan in force covers it",))
    (support,) = service.weak
    assert [(each.words, each.need.words) for each in support.short] == [("9 h", "4 h")]
    assert (shown.context["planned"], shown.context["weak"], shown.context["untested"]) == (0, 1, 1)
    assert "9 h where 4 h is needed" in shown.content.decode()
    assert "asked by" in signed_in(firm.cleo).get(f"/registers/asset/{support.record.ref}/").content.decode()


def test_without_a_need_the_page_says_whom_to_ask(firm: Firm) -> None:
    assert "states how soon it must be back" in signed_in(firm.ada).get("/continuity/").content.decode()


def test_a_plan_is_approved_by_somebody_who_did_not_write_it(firm: Firm, draft: kinds.ContinuityPlan) -> None:
    with pytest.raises(RefusedError, match="not written by hand"):
        writer_of(kinds.ContinuityPlan).change(firm.ada, draft.ref, seen=firm.seen(draft), state="in force")
    waiting = signed_in(firm.tilda).get("/").content.decode()
    assert "approve the plan" in waiting
    page = signed_in(firm.tilda).get(f"/registers/plan/{draft.ref}/").content.decode()
    assert "Approve the plan" in page
    told = typed_by("tilda", "approve", draft.ref)
    assert told.err == f"{draft.ref} is in force, approved by PER-4 (Tilda Storm).\n"
    (plan,) = now(firm).all(kinds.ContinuityPlan)
    assert (plan.state, plan.approved_on, plan.approved_by) == ("in force", TODAY, (firm.tilda.person,))


def test_whoever_wrote_it_and_whoever_may_not_are_refused(firm: Firm, orders: kinds.Record) -> None:
    mine = kinds.ContinuityPlan(
        title="Mine", covers=(orders.ref,), owner=firm.cleo.person, steps="x", security_meanwhile="Nothing changes."
    )
    made = writer_of(kinds.ContinuityPlan).add(firm.cleo, mine)
    with pytest.raises(DutiesError, match="You prepared this"):
        approve_continuity_plan(firm.cleo, made.ref, seen=firm.seen(made))
    with pytest.raises(RefusedError, match="may not do this"):
        approve_continuity_plan(firm.ada, made.ref, seen=firm.seen(made))


def test_a_plan_that_forgets_security_is_not_approved(firm: Firm) -> None:
    made = writer_of(kinds.ContinuityPlan).add(firm.ada, kinds.ContinuityPlan(title="Hope"))
    with pytest.raises(InvalidError) as refused:
        approve_continuity_plan(firm.tilda, made.ref, seen=firm.seen(made))
    assert len(refused.value.problems) == 3
    assert "how information stays protected" in str(refused.value)


def test_a_new_draft_leaves_the_old_plan_in_force_until_it_is_approved(firm: Firm, draft: kinds.ContinuityPlan) -> None:
    approve_continuity_plan(firm.tilda, draft.ref, seen=firm.seen(draft))
    ada = signed_in(firm.ada)
    assert "Begin a new draft" in ada.get(f"/registers/plan/{draft.ref}/").content.decode()
    answer = ada.post(f"/continuity/plans/{draft.ref}/revise/", {"seen": firm.seen(draft)})
    assert answer.headers["Location"] == "/registers/plan/BCP-2/"
    with pytest.raises(RefusedError, match="is a draft of it already"):
        revise_plan(firm.ada, draft.ref, seen=firm.seen(draft))
    old, new = now(firm).all(kinds.ContinuityPlan)
    assert (old.state, new.state, new.approved_by) == ("in force", "draft", ())
    approve_continuity_plan(firm.tilda, new.ref, seen=firm.seen(new))
    assert [each.state for each in now(firm).all(kinds.ContinuityPlan)] == ["superseded", "in force"]


@pytest.mark.parametrize("kind", ["exercise", "restore_test"])
def test_what_missed_its_target_is_answered(firm: Firm, draft: kinds.ContinuityPlan, kind: str) -> None:
    tried: kinds.Record
    if kind == "exercise":
        missed = kinds.Exercise(plans=(draft.ref,), led_by=firm.cleo.person, held_on=TODAY, result="missed")
        tried = add(firm, missed)
    else:
        tried = add(firm, kinds.RestoreTest(backup="BKP-1", tested_on=TODAY, result="failed", remark="Key lost"))
    ada, url = signed_in(firm.ada), f"/continuity/trials/{tried.ref}/follow/"
    assert url in ada.get("/continuity/").content.decode()
    said = {"kind": "action", "title": "Do it again", "owner": firm.cleo.person, "due": "2026-12-24"}
    answer = ada.post(url, {**said, "seen": ada.get(url).context["seen"]})
    assert answer.headers["Location"] == f"/registers/{kind}/{tried.ref}/"
    assert url not in ada.get("/continuity/").content.decode()
    assert ada.get("/continuity/trials/RST-99/follow/").status_code == 404


def test_exercises_restores_and_keys_that_come_round_wait_for_their_owners(
    firm: Firm, draft: kinds.ContinuityPlan
) -> None:
    approve_continuity_plan(firm.tilda, draft.ref, seen=firm.seen(draft))
    add(firm, kinds.Exercise(title="Flood", planned_on=date(2026, 11, 25), led_by=firm.cleo.person))
    add(firm, kinds.CryptoKey(title="Certificate", owner=firm.cleo.person, expires=date(2026, 12, 1)))
    page = signed_in(firm.cleo).get("/").content.decode()
    assert "hold the exercise" in page
    assert "replace it before it expires" in page
