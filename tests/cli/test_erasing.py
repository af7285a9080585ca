"""A person, and what a record said of one, can be erased from the command line, and the journal stays sound."""

from __future__ import annotations

import pytest

from tests.cli.place import Place

pytestmark = pytest.mark.sqlite_only


def traces(place: Place, *words: bytes) -> list[str]:
    """The files of the home that hold one of the words anywhere, also where nothing points any more."""
    files = (each for each in place.home.rglob("*") if each.is_file())
    return [each.name for each in files if any(word in each.read_bytes() for word in words)]


def test_who_left_loses_access_first_and_the_name_then(place: Place) -> None:
    granted = ("grant", "auditor", "--name", "Bob Keller", "--email", "bob@nordwind.example", "--format", "json")
    bob = place.plumbline(*granted).json
    refused = place.plumbline("erase", bob["person"], "--basis", "GDPR 17")
    assert (refused.code, "Revoke it first" in refused.sentence) == (2, True)
    assert place.plumbline("revoke", bob["ref"], "--reason", "He left.").code == 0
    assert place.plumbline("erase", bob["person"], "--basis", "GDPR 17").code == 0
    assert traces(place, b"Keller", b"bob@") == []
    shown = place.plumbline("show", bob["person"]).out
    assert "erased" in shown
    assert "Keller" not in shown
    assert place.plumbline("log", "verify").code == 0
    assert place.plumbline("erase", bob["person"], "--basis", "GDPR 17").code == 2


def test_what_a_record_said_of_somebody_is_erased_once_it_no_longer_says_it(place: Place) -> None:
    place.plumbline("add", "incident", "title=Laptop lost", "description=Ms Doe was ill that day.")
    (first,) = place.plumbline("history", "INC-1", "--format", "json").json[0]["versions"]
    words = ("erase", "INC-1", "--basis", "GDPR 17")
    assert "Say which of its versions with --entry" in place.plumbline(*words).sentence
    assert "INC-1 says this still" in place.plumbline(*words, "--entry", str(first["entry"])).sentence
    place.plumbline("change", "INC-1", "description=Somebody was ill that day.")
    assert "has no value to erase at entry 0" in place.plumbline(*words, "--entry", "0").sentence
    assert place.plumbline(*words, "--entry", str(first["entry"])).code == 0
    assert "Doe" not in place.plumbline("history", "INC-1", "--format", "json").out
    assert traces(place, b"Doe") == []
    assert place.plumbline("log", "verify").code == 0
    assert place.plumbline("log", "proof", "INC-1").code == 0
    kept = place.plumbline("erase", "MEM-1", "--entry", "0", "--basis", "GDPR 17")
    assert "They stay" in kept.sentence
