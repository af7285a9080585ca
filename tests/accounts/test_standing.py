"""Who may do what is asked of the journal by kind, however long the journal has become."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbline.apps.accounts.standing import standing
from plumbline.apps.journal import reading
from tests.stories import Firm


def test_the_database_looks_up_the_kinds_and_not_every_version(firm: Firm) -> None:
    with CaptureQueriesContext(connection) as asked:
        standing(firm.id, reading.head(firm.id))
    (query,) = [each["sql"] for each in asked.captured_queries if "journal_version" in each["sql"]]
    assert "kind" in query
    if connection.vendor != "sqlite":
        return  # PostgreSQL goes by how many rows there are, and of a handful it may take any index
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "journal_version_by_entry" not in plan


def test_it_is_told_as_it_stood_before_an_entry(firm: Firm) -> None:
    size = reading.head(firm.id)
    assert standing(firm.id, 0).memberships == ()
    assert standing(firm.id, 1).organization.title == "Nordwind"
    assert len(standing(firm.id, size).memberships) > len(standing(firm.id, 1).memberships)
