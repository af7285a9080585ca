"""The triggers in SQLite's dialect. SQLite keeps the text of a trigger as it was written, so texts can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from plumbline.apps.journal.registry import Registered

INSERT_ONLY = ("journal_entry", "journal_node", "journal_checkpoint", "journal_anchor")
KEYS = {
    "journal_log": ("organization_id",),
    "journal_entry": ("organization_id", "idx"),
    "journal_node": ("organization_id", "level", "idx"),
    "journal_version": ("organization_id", "kind", "ref", "idx"),
    "journal_checkpoint": ("organization_id", "size"),
    "journal_anchor": ("organization_id", "size", "method"),
}
TOUCHED = "organization_id, kind, record_id, ref, open"
# The head grows under its name, or takes a new name where it stands, which is a fork (trust.md 1.11).
HEAD_MOVES = (
    "NEW.organization_id = OLD.organization_id AND NEW.last_time >= OLD.last_time"
    " AND ((NEW.origin = OLD.origin AND NEW.epoch = OLD.epoch AND NEW.size > OLD.size)"
    " OR (NEW.origin <> OLD.origin AND NEW.epoch > OLD.epoch AND NEW.size = OLD.size"
    " AND NEW.frontier = OLD.frontier AND NEW.last_time = OLD.last_time))"
)
# An erasure happens while its entry is written and the head has not moved yet: no other moment is permitted.
ERASES = (
    "NEW.organization_id = OLD.organization_id AND NEW.kind = OLD.kind AND NEW.ref = OLD.ref AND NEW.idx = OLD.idx"
    " AND OLD.value IS NOT NULL AND OLD.value <> 'null' AND (NEW.value IS NULL) = (NEW.salt IS NULL)"
    " AND NEW.erased_by > COALESCE(OLD.erased_by, OLD.idx) AND EXISTS"
    " (SELECT 1 FROM journal_entry e JOIN journal_log l ON l.organization_id = e.organization_id"
    " WHERE e.organization_id = NEW.organization_id AND e.idx = NEW.erased_by AND e.idx >= l.size)"
)
REFUSAL = "The journal is insert-only: this {verb} of {table} is refused."
# A foreign key of this table takes a row away, if this connection keeps foreign keys at all: most programs but ours do
# not, and then nothing would refuse their commit. Always empty.
PROBE = "plumbline_probe"
PROBE_TABLE = (
    "CREATE TABLE plumbline_probe"
    " (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES plumbline_probe (id) ON DELETE CASCADE)"
)
TRYING = "plumbline_keep_journal_touched_insert"
TRYING_TRIGGER = (
    'CREATE TRIGGER "plumbline_keep_journal_touched_insert" AFTER INSERT ON "journal_touched" FOR EACH ROW'
    " WHEN NOT EXISTS (SELECT 1 FROM journal_touched LIMIT 1 OFFSET 1) BEGIN"  # once a transaction is enough
    " INSERT INTO plumbline_probe (id, parent) VALUES (1, NULL), (2, 1); DELETE FROM plumbline_probe WHERE id = 1;"
    " SELECT RAISE(ABORT, 'This connection has foreign_keys off, so its changes would pass the journal by: refused.')"
    " WHERE EXISTS (SELECT 1 FROM plumbline_probe); END"
)


def wanted(kinds: Iterable[Registered]) -> dict[str, str]:
    """Name -> definition of every trigger."""
    made = {PROBE: PROBE_TABLE, TRYING: TRYING_TRIGGER}
    for table, columns in KEYS.items():
        made |= _refuse_replacing(table, columns)
    for table in INSERT_ONLY:
        made |= _refuse(table, "UPDATE") | _refuse(table, "DELETE")
    made |= _refuse("journal_log", "UPDATE", f"({HEAD_MOVES})") | _refuse("journal_log", "DELETE")
    made |= _refuse("journal_version", "UPDATE", f"({ERASES})") | _refuse("journal_version", "DELETE")
    made |= _refuse("journal_never", "INSERT")
    for kind in kinds:
        made |= _touch(kind, kind.table, kind.id_column, kind.ref_column)
        for part, column in kind.parts:
            made |= _touch(kind, part._meta.db_table, column, None)
    return made


def _refuse(table: str, verb: str, unless: str = "") -> dict[str, str]:
    name = f"plumbline_keep_{table}_{verb.lower()}"
    when = f" WHEN ({unless}) IS NOT TRUE" if unless else ""
    refusal = REFUSAL.format(verb=verb, table=table)
    return {
        name: f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW{when}'
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    }


def _refuse_replacing(table: str, columns: Sequence[str]) -> dict[str, str]:
    """REPLACE deletes a row without its DELETE trigger where recursive_triggers is off, so it is stopped before."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    there = f'EXISTS (SELECT 1 FROM "{table}" WHERE {same}) OR EXISTS (SELECT 1 FROM "{table}" WHERE rowid = NEW.rowid)'
    return _refuse(table, "INSERT", f"NOT ({there})")


def _touch(kind: Registered, table: str, id_column: str, ref_column: str | None) -> dict[str, str]:
    sides = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
    made = {}
    for verb, touched in sides.items():
        name = f"plumbline_touch_{table}_{verb}"
        body = " ".join(_note(side, kind.kind, id_column, ref_column) for side in touched)
        made[name] = f'CREATE TRIGGER "{name}" AFTER {verb.upper()} ON "{table}" FOR EACH ROW BEGIN {body} END'
    return made


def _note(side: str, kind: str, id_column: str, ref_column: str | None) -> str:
    """Note a record once; the first reference it is known to have had stays. OR IGNORE would be overridden by the
    conflict clause of the statement that fired the trigger, so existence is asked first."""
    this = f"organization_id = {side}.organization_id AND kind = '{kind}' AND record_id = {side}.\"{id_column}\""
    ref = f'OLD."{ref_column}"' if ref_column and side == "OLD" else "NULL"
    row = f"{side}.organization_id, '{kind}', {side}.\"{id_column}\", {ref}, 1"
    absent = f"NOT EXISTS (SELECT 1 FROM journal_touched WHERE {this})"
    note = f"INSERT INTO journal_touched ({TOUCHED}) SELECT {row} WHERE {absent};"
    if ref == "NULL":
        return note
    return f"{note} UPDATE journal_touched SET ref = {ref} WHERE {this} AND ref IS NULL;"


def found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> definition of every trigger of ours that there is, and of the table they try foreign keys with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type IN ('trigger', 'table') AND substr(name, 1, 10) = 'plumbline_'"
        )
        return dict(cursor.fetchall())


def creations(wanted: dict[str, str]) -> Sequence[str]:
    """The statements that create them, the table first."""
    return list(wanted.values())


def removals(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """The statements that drop every one there is."""
    return [f'DROP {"TABLE" if name == PROBE else "TRIGGER"} "{name}"' for name in found(connection)]
