"""Settings: what the organisation is and promised, how the installation stands, and erasing with its numbers."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from plumbline.apps.accounts.models import Account
from plumbline.apps.accounts.selectors import ERASED, names
from plumbline.apps.administration.settings_pages.last_backup import last_backup, note_backup
from plumbline.apps.jobs import queue
from plumbline.apps.jobs.selectors import dead
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.journal import ports, reading
from plumbline.apps.people.services import enter_person
from plumbline.apps.records import living
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.promises import catalogue
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def freshly(firm: Firm) -> Client:
    """Ada, who has just proved who she is."""
    client = signed_in(firm.ada)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_settings_show_the_organisation_and_who_has_no_access(firm: Firm) -> None:
    told = words(signed_in(firm.ada), "/settings/")
    assert "Nordwind" in told
    assert "Dan Vogel" in told
    assert "Tilda Storm" not in told
    assert "/settings/erase/" not in signed_in(firm.cleo).get("/settings/").content.decode()


def test_promises_are_found_by_words_and_adopted_one_by_one_or_all(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    found = ada.get("/settings/rules/", {"q": "policy review"}).context["lines"]
    assert "policy_review" in [each.kind.name for each in found]
    assert len(found) < len(catalogue())
    sent = ada.post(
        "/settings/rules/", {"name": "policy_review", "setting": "2 years", "back": "q=policy"}, follow=True
    )
    assert "is 2 years from today on" in sent.content.decode()
    wrong = ada.post("/settings/rules/", {"name": "policy_review", "setting": "now and then"}, follow=True)
    assert "is no span of time" in wrong.content.decode()
    ada.post("/settings/rules/", {"act": "all"})
    rules = living.system(firm.id).state.ordered["own_rule"]
    stated = {each.title: each.setting for each in rules if isinstance(each, kinds.OwnRule)}
    assert stated["policy_review"] == "2 years", "what stands is not proposed over"
    assert set(stated) == {each.name for each in catalogue().values() if each.starter}
    assert ada.get("/settings/rules/").context["open"] == ada.get("/settings/rules/", {"state": "open"}).context["open"]
    assert signed_in(firm.cleo).post("/settings/rules/", {"act": "all"}).status_code == 403


def test_the_installation_tells_facts_and_no_secret(firm: Firm, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "mail.example", "isms"
    settings.EMAIL_HOST_PASSWORD = "hush-hush"
    told = words(signed_in(firm.ada), "/settings/installation/")
    assert "mail.example" in told
    assert "hush-hush" not in told
    assert "No backup is known of" in told
    taken = tmp_path / "night.plumbline"
    taken.write_bytes(b"x" * 2048)
    settings.PLUMBLINE_HOME.mkdir(exist_ok=True)
    note_backup(taken, sealed=True)
    assert "night.plumbline, 2.0 KB, sealed" in words(signed_in(firm.ada), "/settings/installation/")
    found = last_backup()
    assert found is not None
    assert str(tmp_path) not in found.name
    assert signed_in(firm.bob).get("/settings/installation/").status_code == 403


def test_the_page_says_how_a_backup_is_taken_and_tried_and_when_one_is_overdue(
    firm: Firm, settings: Settings, tmp_path: Path
) -> None:
    settings.PLUMBLINE_HOME = tmp_path
    told = words(signed_in(firm.ada), "/settings/installation/")
    assert f"plumbline --home {tmp_path} backup FILE" in told
    assert "plumbline --home DRILL restore FILE" in told
    assert "plumbline --home DRILL log verify" in told
    file = tmp_path / "night.plumbline"
    file.write_bytes(b"x")
    note_backup(file, sealed=False)
    assert "No backup since then" not in words(signed_in(firm.ada), "/settings/installation/")
    with ports.swapped(clock=lambda: datetime.now(UTC) + timedelta(days=3)):
        assert "No backup since then" in words(signed_in(firm.ada), "/settings/installation/")


def test_work_that_was_given_up_is_shown_and_begun_again(firm: Firm) -> None:
    job = queue.enqueue(firm.ada, "nobody:knows", "one")
    run_all()
    ada = signed_in(firm.ada)
    assert "nobody:knows" in words(ada, "/settings/installation/")
    assert ada.post(f"/settings/installation/jobs/{job}/").status_code == 302
    assert dead(firm.id) == ()
    assert ada.post(f"/settings/installation/jobs/{job}/").status_code == 404, "it was not given up any more"


def test_erasing_asks_for_fresh_proof_of_who_asks(firm: Firm) -> None:
    account = Account.objects.get(email="ada@nordwind.example")
    account.set_password("a long way to Tipperary")
    account.save()
    stale = signed_in(firm.ada).get("/settings/erase/name/PER-5/")
    assert stale.status_code == 302
    assert "/account/confirm/" in stale.headers["Location"]
    assert signed_in(firm.bob).get("/settings/erase/name/PER-5/").status_code == 403


def test_a_name_goes_with_a_legal_basis_and_the_records_stay(firm: Firm) -> None:
    ada = freshly(firm)
    person = enter_person(firm.ada, kinds.Person(), name="Gone Soon", contact="gone@nordwind.example")
    risks.add(firm.ada, kinds.Risk(title="Flood", owner=person.ref))
    told = words(ada, f"/settings/erase/name/{person.ref}/")
    assert "and the way to reach them" in told
    assert "1 record that names" in told
    assert ada.post(f"/settings/erase/name/{person.ref}/", {"basis": ""}).status_code == 422
    assert names(firm.id)[person.ref] == "Gone Soon"
    assert ada.post(f"/settings/erase/name/{person.ref}/", {"basis": "GDPR 17, asked today"}).status_code == 302
    assert names(firm.id)[person.ref] == ERASED
    assert "1 was erased so far" in words(ada, "/settings/erase/")
    still = ada.post("/settings/erase/name/PER-3/", {"basis": "GDPR 17"})
    assert "Close their way in first" in still.content.decode()


def test_what_a_record_used_to_say_goes_and_what_it_says_now_does_not(firm: Firm) -> None:
    ada = freshly(firm)
    risk = risks.add(firm.ada, kinds.Risk(title="Hans is careless"))
    first = firm.seen(risk)
    assert "It says so still" in words(ada, f"/settings/erase/value/risk/{risk.ref}/{first}/")
    risks.change(firm.ada, risk.ref, seen=first, title="Somebody is careless")
    address = f"/settings/erase/value/risk/{risk.ref}/{first}/"
    assert "Hans is careless" in words(ada, address)
    assert ada.post(address, {"basis": "GDPR 17"}).status_code == 302
    version = reading.version_at(firm.id, "risk", risk.ref, first + 1)
    assert version is not None
    assert version.value is None
    assert ada.get(address).status_code == 404
    assert ada.get("/settings/erase/value/nothing/X-1/0/").status_code == 404
