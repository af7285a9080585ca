"""The journal beside its floor: appends and whole actions beside bare SQLite inserts, and verifying a long log.

python -m bench.journal [ENTRIES]       1,000,000 entries unless stated; a temporary home on SQLite, synchronous=FULL
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

RECORDS = 20_000
SINGLES = 1_000


def main() -> int:
    """Print a table of rates."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        os.environ["PLUMBLINE_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.config.settings"
        os.environ.pop("PLUMBLINE_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        floor(Path(folder) / "floor.sqlite3")
        Bench().run(entries)
    return 0


def rate(name: str, count: int, work: Callable[[], object]) -> float:
    """Do the work, print how many a second, and return that."""
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    print(f"{name:<64} {count:>9,} in {took:>7.2f} s {count / took:>10,.0f}/s", flush=True)
    return count / took


def floor(place: Path) -> None:
    """Bare inserts through the sqlite3 module: one commit each, and all in one transaction."""
    database = sqlite3.connect(place, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE floor (organization_id char(32), idx integer, leaf blob, header blob, value text)")
    row = (uuid4().hex, b"l" * 32, b"h" * 400, "v" * 200)

    def insert(idx: int) -> None:
        database.execute("INSERT INTO floor VALUES (?, ?, ?, ?, ?)", (row[0], idx, *row[1:]))

    def each() -> None:
        for idx in range(SINGLES):
            insert(idx)

    def together() -> None:
        database.execute("BEGIN")
        for idx in range(RECORDS):
            insert(idx)
        database.execute("COMMIT")

    rate("floor: bare insert, a commit each", SINGLES, each)
    rate("floor: bare inserts in a loop, one transaction", RECORDS, together)
    database.close()


class Bench:
    """An organisation with one register, written through the journal."""

    def __init__(self) -> None:
        from plumbline.apps.journal import checkpoints, log, registry, triggers

        self.id = uuid4()
        self.table = make_table()
        registry.register(registry.Registered("note", self.table, self.load))
        from django.db import connection

        triggers.install(connection)
        log.create_log(self.id, checkpoints.origin("bench", self.id))

    def load(self, organization_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, bytes]]:
        """The rows as the journal stores them."""
        from plumbline.engine.proof.canonical import canonical

        rows = self.table.objects.filter(organization_id=organization_id, id__in=ids).values_list("id", "ref", "text")
        return {row_id: (ref, canonical({"v": 1, "ref": ref, "text": text})) for row_id, ref, text in rows}

    def deed(self) -> dict[str, Any]:
        """Who acts."""
        return {
            "actor_id": str(self.id),
            "actor_kind": "person",
            "action": "note:write",
            "steps": (),
            "via": "cli",
            "request": str(self.id),
        }

    def act(self, body: Callable[[], object]) -> None:
        """What @action does, but for the permission."""
        from django.db import transaction

        from plumbline.apps.journal import log
        from plumbline.apps.journal.guard import writing

        with transaction.atomic(), writing():
            log.lock_head(self.id)
            body()
            log.append(self.id, **self.deed())

    def run(self, entries: int) -> None:
        """All measurements, the long one last."""
        from django.db import transaction

        from plumbline.apps.journal import checkpoints, log
        from plumbline.apps.journal.proofs import prove
        from plumbline.apps.journal.verify import verify

        def appends() -> None:
            for _ in range(SINGLES):
                log.note_event(self.id, **self.deed())

        def appends_together() -> None:
            with transaction.atomic():
                appends()

        def singles() -> None:
            for number in range(SINGLES):
                self.act(lambda number=number: self.add(f"N-{number}"))  # type: ignore[misc]  # bound at once

        rate("bare append of an entry, a commit each", SINGLES, appends)
        rate("bare appends, one transaction", SINGLES, appends_together)
        rate("whole action: lock, row, triggers, version, entry, tree, commit", SINGLES, singles)
        numbers = range(SINGLES, SINGLES + RECORDS)
        rate("one action on many records", RECORDS, lambda: self.act(lambda: self.add(*(f"N-{n}" for n in numbers))))
        checkpoints.cut(self.id)
        rate("proof of inclusion", 100, lambda: [prove(self.id, "note", f"N-{n}") for n in range(100)])
        self.grow(entries)
        checkpoints.cut(self.id)
        rate("proof of inclusion, long log", 100, lambda: [prove(self.id, "note", f"N-{n}") for n in range(100)])
        reports: list[Any] = []
        rate("log verify", entries, lambda: reports.append(verify(self.id)))
        print(reports[0])

    def add(self, *refs: str) -> None:
        """New rows."""
        self.table.objects.bulk_create([self.table(organization_id=self.id, ref=ref, text="text") for ref in refs])

    def grow(self, entries: int) -> None:
        """Lengthen the log to so many entries, one change in each; runs of 20,000 keep the making of it short."""
        from plumbline.apps.journal import log, reading

        most, log.CHANGES_PER_ENTRY = log.CHANGES_PER_ENTRY, 1
        before = reading.head(self.id)

        def lengthen() -> None:
            turn = 0
            while (missing := entries - reading.head(self.id)) > 0:
                turn += 1
                some = list(self.table.objects.order_by("id").values_list("id", flat=True)[: min(missing, RECORDS)])
                text = f"turn {turn}"
                rows = self.table.objects.filter(id__in=some)
                self.act(lambda rows=rows, text=text: rows.update(text=text))  # type: ignore[misc]  # bound at once

        rate("entries of one change each, by the 20,000", entries - before, lengthen)
        log.CHANGES_PER_ENTRY = most


def make_table() -> Any:
    """A small register of the benchmark's own."""
    from django.apps.registry import Apps
    from django.db import connection, models

    class Note(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid4)
        organization_id = models.UUIDField()
        ref = models.CharField(max_length=64)
        text = models.TextField()

        class Meta:
            apps = Apps()
            app_label = "journal_bench"
            db_table = "bench_note"

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    return Note


if __name__ == "__main__":
    sys.exit(main())
