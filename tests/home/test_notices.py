"""What somebody is told: decisions, late and due matters, findings; new once, read by a button, mailed once."""

from __future__ import annotations

from datetime import date, timedelta

from plumbline.apps.assets.services import assets
from plumbline.apps.home.notices import About, Notice, notices
from plumbline.apps.home.notices_kept import mark_mailed, mark_read, unmailed, unread
from plumbline.apps.improvement.services import actions
from plumbline.apps.journal import ports
from plumbline.apps.records.reading import isms_now
from plumbline.engine.domain import kinds
from plumbline.engine.rules.runner import audit
from tests.stories import Firm

TODAY = ports.today("Europe/Berlin")


def told(firm: Firm, on: date = TODAY) -> tuple[Notice, ...]:
    isms = isms_now(firm.cleo, on)
    return notices(isms, firm.cleo, audit(isms))


def an_action(firm: Firm, days: int, title: str = "Close the port") -> kinds.Action:
    return actions.add(firm.ada, kinds.Action(title=title, owner=firm.cleo.person, due=TODAY + timedelta(days=days)))


def test_what_is_due_within_a_week_is_told_to_whoever_answers_for_it(firm: Firm) -> None:
    soon = an_action(firm, 3)
    an_action(firm, 30, "Later")
    found = [each for each in told(firm) if each.about is About.DUE]
    assert [(each.ref, each.what, each.day) for each in found] == [(soon.ref, "finish the action", soon.due)]
    isms = isms_now(firm.bob, TODAY)
    assert not [each for each in notices(isms, firm.bob) if each.ref == soon.ref]


def test_a_matter_that_becomes_late_is_new_again(firm: Firm) -> None:
    an_action(firm, 1)
    before = told(firm)
    mark_read(firm.cleo, before)
    assert unread(firm.cleo, told(firm)) == ()
    (late,) = unread(firm.cleo, [each for each in told(firm, TODAY + timedelta(days=2)) if each.kind == "action"])[:1]
    assert late.about is About.LATE


def test_what_one_has_read_the_other_has_not(firm: Firm) -> None:
    an_action(firm, 1)
    mark_read(firm.cleo, told(firm))
    assert unread(firm.ada, told(firm)) == told(firm)
    assert unmailed(firm.cleo, told(firm)) == told(firm), "reading in the application is not a mail"
    mark_mailed(firm.cleo, told(firm))
    mark_mailed(firm.cleo, told(firm))
    assert unmailed(firm.cleo, told(firm)) == ()
    assert unread(firm.cleo, told(firm)) == ()


def test_findings_are_told_to_whoever_owns_the_record_at_fault(firm: Firm) -> None:
    review = TODAY + timedelta(days=1)
    made = assets.add(firm.ada, kinds.Asset(title="Server", owner=firm.cleo.person, next_review=review))
    found = [each for each in told(firm, TODAY + timedelta(days=120)) if each.about is About.FINDING]
    assert found
    assert {each.ref for each in found} == {made.ref}


def test_a_settled_matter_goes_by_itself(firm: Firm) -> None:
    made = an_action(firm, 1)
    assert [each for each in told(firm) if each.ref == made.ref]
    actions.end(firm.ada, made.ref, seen=firm.seen(made), reason="settled otherwise", state="dropped")
    assert not [each for each in told(firm) if each.ref == made.ref and each.about in (About.DUE, About.LATE)]
