"""What is said where a form comes too late, or cannot be taken at all: nothing typed is lost without a word."""

from __future__ import annotations

import errno
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from plumbline.apps.ui.faults import full
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "/registers/risk/new/"
TYPED = {"title": "Storm", "description": "An hour of <writing>", "form-key": "0123"}


def test_a_form_of_somebody_whose_session_ended_comes_back_as_words_without_any_script(firm: Firm) -> None:
    answer = Client().post(FORM, TYPED, headers={"Referer": f"http://testserver{FORM}"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    page = answer.content.decode()
    assert "An hour of &lt;writing&gt;" in page
    assert "0123" not in page
    assert f"{reverse('account_login')}?next={FORM}" in page


def test_without_words_it_goes_straight_to_signing_in(firm: Firm) -> None:
    answer = Client().post(FORM, {"form-key": "0123"})
    assert answer.status_code == HTTPStatus.FOUND
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={FORM}"


def test_a_password_is_never_shown(firm: Firm) -> None:
    answer = Client().post("/account/password/", {"oldpassword": "plum bob", "password1": "granite"})
    assert "granite" not in answer.content.decode()


@pytest.mark.parametrize(("origin", "shown"), [("http://testserver", True), ("https://elsewhere.example", False)])
def test_a_form_whose_token_ended_shows_what_was_typed_to_its_own_pages_alone(
    firm: Firm, origin: str, shown: bool
) -> None:
    ada = Client(enforce_csrf_checks=True)
    ada.cookies = signed_in(firm.ada).cookies
    answer = ada.post(FORM, TYPED, headers={"Origin": origin, "Referer": f"{origin}{FORM}"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert ("An hour of" in answer.content.decode()) is shown
    assert "has expired" in answer.content.decode()


def test_more_files_than_anything_takes_are_told_as_such(firm: Firm) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"seen") for number in range(101)]
    answer = signed_in(firm.ada).post("/evidence/new/", {"title": "All of it", "files": files})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "send them in parts" in answer.content.decode()


def test_a_full_disk_is_named_instead_of_a_fault(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("plumbline.apps.journal.blobs.keep", no_room)
    ada = signed_in(firm.ada)
    ada.raise_request_exception = False
    report = SimpleUploadedFile("report.txt", b"seen")
    sent = {"title": "Report", "shows": "It runs.", "evidence_kind": "point", "observed_on": "2026-01-02"}
    answer = ada.post("/evidence/new/", sent | {"controls": "A.8.13", "files": report})
    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "make room" in answer.content.decode()


def test_databases_say_in_their_own_words_that_there_is_no_room() -> None:
    of_the_server = OperationalError("could not extend file")
    of_the_server.__cause__ = type("DiskFull", (Exception,), {"sqlstate": "53100"})()
    assert full(of_the_server)
    assert full(OperationalError("database or disk is full"))
    assert not full(OperationalError("database is locked"))
    assert not full(ValueError("full"))
