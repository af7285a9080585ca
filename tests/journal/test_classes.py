"""Every table of the project is classified, or the build fails."""

from __future__ import annotations

import pytest

from plumbline.apps.journal import registry
from plumbline.apps.journal.classes import every_table_is_classified, unclassified
from plumbline.apps.journal.guard import written_table
from plumbline.apps.journal.registry import RegistryError, TableClass
from tests.journal.conftest import NOTES


def test_every_table_of_the_project_is_classified() -> None:
    assert unclassified() == []


def test_a_table_that_nobody_classified_is_an_error_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry._classes, "journal_node")
    (error,) = every_table_is_classified(None)
    assert "journal_node" in error.msg
    assert error.id == "journal.E001"


def test_a_kind_and_a_table_are_declared_once() -> None:
    registry.register(NOTES)
    try:
        with pytest.raises(RegistryError, match="registered already"):
            registry.register(NOTES)
        with pytest.raises(RegistryError, match="classified as record already"):
            registry.classify({"tests_tag": TableClass.GLOBAL})
    finally:
        registry.withdraw("note")
    assert registry.class_of("tests_tag") is None


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "risk" (id) VALUES (1)', "risk"),
        ("insert or replace into risk values (1)", "risk"),
        ('REPLACE INTO "risk" VALUES (1)', "risk"),
        ('UPDATE "risk" SET a = 1', "risk"),
        ("UPDATE OR IGNORE risk SET a = 1", "risk"),
        ("DELETE FROM public.risk", "risk"),
        ("WITH gone AS (DELETE FROM risk RETURNING 1) SELECT * FROM gone", "risk"),
        ("TRUNCATE TABLE ONLY risk", "risk"),
        ("COPY risk FROM STDIN", "risk"),
        ("SELECT * FROM risk FOR UPDATE", None),
        ("UPDATE asset SET a = 1", None),
        ('INSERT INTO "risk_view" SELECT 1', None),
    ],
)
def test_the_guard_knows_a_write_when_it_sees_one(sql: str, table: str | None) -> None:
    assert written_table(sql, frozenset({"risk"})) == table
