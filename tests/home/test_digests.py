"""The digest: in the morning, once a day, only when something is new or due, never to whoever wants none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from plumbline.apps.accounts.models import Account
from plumbline.apps.conformity import standing
from plumbline.apps.home.notices_kept import choose_digest
from plumbline.apps.improvement.services import actions
from plumbline.apps.jobs import selectors
from plumbline.apps.jobs.routines import set_due
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.journal import ports
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.rejudging import Judgement, judge, judge_again
from tests.jobs.test_worker import AT_ONCE
from tests.stories import Firm

BERLIN = ZoneInfo("Europe/Berlin")
TOMORROW = datetime.now(BERLIN).date() + timedelta(days=1)  # the firm is founded today
EARLY = datetime.combine(TOMORROW, time(6, 30), BERLIN).astimezone(UTC)
MORNING = EARLY + timedelta(hours=2)  # after seven, also in the week in which the clocks go back
CLEO = "cleo@nordwind.example"


def at(moment: datetime) -> list[mail.EmailMultiAlternatives]:
    """What Cleo is sent when a worker runs at a moment."""
    mail.outbox.clear()
    with ports.swapped(clock=lambda: moment):
        set_due()
        run_all(AT_ONCE)
    return [each for each in mail.outbox if each.to == [CLEO] and isinstance(each, mail.EmailMultiAlternatives)]


@pytest.fixture
def due(firm: Firm) -> kinds.Action:
    """An action that Cleo has to finish within the week."""
    wanted = kinds.Action(title="Close <the> port", owner=firm.cleo.person, due=TOMORROW + timedelta(days=4))
    return actions.add(firm.ada, wanted)


def test_a_digest_comes_in_the_morning_and_only_once_a_day(firm: Firm, due: kinds.Action) -> None:
    assert at(EARLY) == []
    (first,) = at(MORNING)
    assert first.subject.startswith("Nordwind: ")
    assert "Good morning, Cleo Brandt." in str(first.body)
    assert f"- {due.ref} Close <the> port: finish the action ({due.due:%-d %B %Y})" in str(first.body)
    assert at(MORNING + timedelta(minutes=1)) == []
    assert at(MORNING + timedelta(hours=9)) == []


def test_the_html_escapes_what_people_wrote(firm: Firm, due: kinds.Action) -> None:
    (first,) = at(MORNING)
    html = str(first.alternatives[0][0])
    assert "Close &lt;the&gt; port" in html
    assert "<the>" not in html


def test_nothing_is_sent_when_nothing_is_new_or_due(firm: Firm, due: kinds.Action) -> None:
    assert at(MORNING)
    assert at(MORNING + timedelta(days=1)) == []
    assert at(MORNING + timedelta(days=2)) == []
    assert at(MORNING + timedelta(days=3)), "it is due tomorrow"
    assert at(MORNING + timedelta(days=5)), "it has become late, which is new"
    assert at(MORNING + timedelta(days=6)) == []


def test_whoever_wants_none_or_has_left_gets_none(firm: Firm, due: kinds.Action) -> None:
    choose_digest(firm.cleo, wanted=False)
    assert at(MORNING) == []
    choose_digest(firm.cleo, wanted=True)
    Account.objects.filter(email=CLEO).update(closed=True)
    assert at(MORNING + timedelta(days=1)) == []


def test_people_without_access_are_told_nothing(firm: Firm, due: kinds.Action) -> None:
    at(MORNING)
    assert {each.to[0] for each in mail.outbox} <= {
        f"{who}@nordwind.example" for who in ("ada", "bob", "cleo", "tilda")
    }


def test_a_mail_server_that_is_away_delays_the_digest_and_does_not_double_it(
    firm: Firm, due: kinds.Action, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []
    send = mail.EmailMultiAlternatives.send

    def refuse_first(self: mail.EmailMultiAlternatives, *asked: Any, **named: Any) -> int:
        if self.to == [CLEO]:
            tries.append(1)
            if len(tries) < 3:
                raise ConnectionRefusedError("the mail server is away")
        return send(self, *asked, **named)

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", refuse_first)
    assert len(at(MORNING)) == 1
    assert len(tries) == 3
    job = selectors.job_by_key(firm.id, f"digest:{firm.cleo.person}:{TOMORROW}")
    assert job is not None
    assert job.result is not None
    assert (job.state, job.result["sent"]) == ("done", True)


def test_the_same_digest_has_the_same_message_id(firm: Firm, due: kinds.Action) -> None:
    (first,) = at(MORNING)
    assert first.extra_headers["Message-ID"].startswith("<")
    (later,) = at(MORNING + timedelta(days=3))
    assert first.extra_headers["Message-ID"] != later.extra_headers["Message-ID"]


def test_the_system_is_judged_once_for_all_who_are_told(
    firm: Firm, due: kinds.Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[object] = []

    def counted(isms: Isms) -> Judgement:
        judged.append(isms.on)
        return judge(isms)

    def again(isms: Isms, before: Judgement, touched: Iterable[str]) -> Judgement:
        written = list(touched)  # an entry that changes nothing, such as a verification, asks no rule anew
        judged.extend(isms.on for _ in written)
        return judge_again(isms, before, written)

    monkeypatch.setattr(standing, "judge", counted)
    monkeypatch.setattr(standing, "judge_again", again)
    standing.forget()
    at(MORNING)
    assert len([each for each in mail.outbox if each.to]) >= 1
    assert len(judged) == 1
