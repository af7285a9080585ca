"""Nonsense in the environment is refused with a sentence that says what to write instead."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from plumbline.config import databases, environment
from tests.house.tracked import ROOT


def test_a_misspelt_variable_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="does not know PLUMBLINE_DATABASE_URI"):
        environment.refuse_unknown({"PLUMBLINE_DATABASE_URI": "postgres://db/isms", "PATH": "/bin"})


def test_variables_of_other_programs_are_none_of_our_business() -> None:
    environment.refuse_unknown({"PATH": "/bin", **dict.fromkeys(environment.KNOWN, "1")})


def test_the_home_is_absolute_and_need_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert environment.home({"PLUMBLINE_HOME": "isms"}) == tmp_path / "isms"
    assert environment.home({}) == Path.home() / ".local/share/plumbline"


def test_a_home_that_is_a_file_or_nothing_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "isms"
    place.touch()
    with pytest.raises(ImproperlyConfigured, match="is a file"):
        environment.home({"PLUMBLINE_HOME": str(place)})
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        environment.home({"PLUMBLINE_HOME": " "})


def test_words_laid_over_the_standard_lie_in_a_folder(tmp_path: Path) -> None:
    assert environment.standard({}) is None
    assert environment.standard({"PLUMBLINE_STANDARD": str(tmp_path)}) == tmp_path
    with pytest.raises(ImproperlyConfigured, match="which is no folder"):
        environment.standard({"PLUMBLINE_STANDARD": str(tmp_path / "missing")})


def test_a_fixed_time_needs_its_zone() -> None:
    assert environment.now({}) is None
    assert environment.now({"PLUMBLINE_NOW": "2026-11-22T09:00:00Z"}) == datetime(2026, 11, 22, 9, tzinfo=UTC)
    for nonsense in ("yesterday", "2026-11-22T09:00:00"):
        with pytest.raises(ImproperlyConfigured, match=r"Write it like 2026-11-22T09:00:00\+00:00"):
            environment.now({"PLUMBLINE_NOW": nonsense})


def test_a_database_url_is_taken_apart_and_decoded() -> None:
    database = databases.postgresql("postgresql://ada:p%40ss%2Fword@db.example:5433/isms?sslmode=verify-full")
    wanted = {"NAME": "isms", "USER": "ada", "PASSWORD": "p@ss/word", "HOST": "db.example", "PORT": "5433"}
    assert {name: database[name] for name in wanted} == wanted
    assert database["OPTIONS"]["sslmode"] == "verify-full"


def test_a_socket_is_named_as_the_host() -> None:
    database = databases.postgresql("postgres://plumbline@/isms?host=/run/postgresql")
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("/run/postgresql", "", "")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "does not begin with postgres://"),
        ("mysql://ada:secret@db/isms", "does not begin with postgres://"),
        ("postgres://ada:secret@db", "names no database"),
        ("postgres://ada:secret@db/a/b", "names no database"),
        ("postgres://ada:secret@db:port/isms", "its port is not a number"),
        ("postgres://ada:secret@[db/isms", "it is not a URL"),
        ("postgres://ada:secret@db/isms?sslmod=require", "the option sslmod is not one of"),
    ],
)
def test_a_database_url_that_cannot_be_meant_is_refused_without_its_password(url: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        databases.postgresql(url)
    assert reason in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_every_setting_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert not [name for name in environment.KNOWN if f"`{name}`" not in manual]
