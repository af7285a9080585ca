"""The auditor's pack in the browser: asked for, made in the background, fetched by whoever asked."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.passwords import set_password
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.certification import pack_jobs
from plumbline.apps.certification.pack_jobs import KEPT, packs_of, place_of
from plumbline.apps.certification.packing import built
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.journal import ports
from plumbline.apps.people.services import enter_person
from plumbline.apps.records.access import grant_access
from plumbline.engine.domain import kinds
from plumbline.reports.pack import verify
from tests.certification.packs import furnish, key_of
from tests.stories import Firm, found_firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/certification/pack/"


@pytest.fixture
def furnished(transactional_db: None) -> Firm:
    made = found_firm()
    furnish(made)
    return made


def proven(actor: Actor) -> Client:
    """A browser of somebody who has just said who they are."""
    browser = signed_in(actor)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return browser


def made(browser: Client, **said: str) -> Any:
    """The page after a pack was asked for and made."""
    answer = browser.post(PAGE, said)
    assert answer.status_code == 302, answer.content.decode()
    run_all()
    return browser.get(PAGE)


def test_a_pack_is_asked_for_made_fetched_and_holds(furnished: Firm, tmp_path: Path) -> None:
    ada = proven(furnished.ada)
    assert key_of(furnished).vkey() in ada.get(PAGE).content.decode()
    waiting = ada.post(PAGE, {"only": "", "as_of": ""})
    assert waiting.status_code == 302
    (job,) = packs_of(furnished.id, "PER-1")
    assert "The pack is being made" in ada.get(PAGE).content.decode()
    assert ada.get(f"{PAGE}{job.id}/progress/").json()["state"] == "running"
    run_all()
    assert ada.get(f"{PAGE}{job.id}/progress/").json()["state"] == "done"
    assert f"{PAGE}{job.id}/" in ada.get(PAGE).content.decode()
    fetched = ada.get(f"{PAGE}{job.id}/")
    place = tmp_path / "fetched.zip"
    place.write_bytes(fetched.getvalue())
    assert verify.checked(place, [key_of(furnished).vkey()]).problems == []
    assert furnished.last_entry()[1] == "pack:make"


def test_only_who_may_make_packs_sees_the_page_and_only_the_maker_fetches(furnished: Firm) -> None:
    for somebody in (furnished.bob, furnished.cleo, furnished.tilda):
        assert proven(somebody).get(PAGE).status_code == 403
    made(proven(furnished.ada))
    (job,) = packs_of(furnished.id, "PER-1")
    eve = enter_person(furnished.ada, kinds.Person(employment="employed"), name="Eve Sand")
    grant_access(furnished.ada, eve.ref, AccessRole.ISMS_MANAGER, email="eve@nordwind.example")
    browser = proven(actor_of(furnished.id, eve.ref))
    assert browser.get(PAGE).status_code == 200
    assert browser.get(f"{PAGE}{job.id}/").status_code == 404
    assert browser.get(f"{PAGE}{job.id}/progress/").status_code == 404


def test_who_has_not_proven_who_they_are_lately_is_asked_first(furnished: Firm) -> None:
    set_password("ada@nordwind.example", "a plumb line does not argue")
    ada = signed_in(furnished.ada)
    assert ada.get(PAGE).status_code == 200
    answer = ada.post(PAGE, {})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/confirm/")
    assert packs_of(furnished.id, "PER-1") == ()


def test_words_that_mean_nothing_and_days_to_come_are_told_at_the_field(furnished: Firm) -> None:
    ada = proven(furnished.ada)
    odd = ada.post(PAGE, {"only": "risk, riks"})
    assert odd.status_code == 422
    assert "“riks” is no register, clause or control" in odd.content.decode()
    later = ada.post(PAGE, {"as_of": (ports.today("Europe/Berlin") + timedelta(days=1)).isoformat()})
    assert "Choose a day that has come" in later.content.decode()
    assert packs_of(furnished.id, "PER-1") == ()


def test_a_part_of_it_says_what_it_is_about(furnished: Firm) -> None:
    page = made(proven(furnished.ada), only="risk A.8.13")
    assert "only risk, A.8.13" in page.content.decode()


def test_a_pack_is_written_down_once_however_often_its_worker_dies(
    furnished: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    died: list[bool] = []

    def dying(*given: Any) -> Any:
        if not died:
            died.append(True)
            raise RuntimeError("The power went.")
        return built(*given)

    monkeypatch.setattr("plumbline.apps.certification.pack_jobs.built", dying)
    proven(furnished.ada).post(PAGE, {})
    run_all()
    (job,) = packs_of(furnished.id, "PER-1")
    assert job.open
    assert not place_of(furnished.id, job.id).exists()
    entry = furnished.last_entry()
    with ports.swapped(clock=lambda: ports._system_clock() + timedelta(hours=2)):
        run_all()
    assert entry == furnished.last_entry()


def test_packs_wait_three_days_and_are_then_gone(furnished: Firm) -> None:
    ada = proven(furnished.ada)
    made(ada)
    (job,) = packs_of(furnished.id, "PER-1")
    place = place_of(furnished.id, job.id)
    half = place.with_name(".half.zip.part")
    half.write_bytes(b"PK")
    old = (ports.now() - KEPT - timedelta(hours=1)).timestamp()
    for each in (place, half):
        os.utime(each, (old, old))

    class Night:
        organization_id = furnished.id
        claimed = job

    assert pack_jobs.sweep(Night()) == {"deleted": 2}  # type: ignore[arg-type]  # all that it asks of its work
    assert ada.get(f"{PAGE}{job.id}/").status_code == 404
    assert "It was deleted" in ada.get(PAGE).content.decode()
