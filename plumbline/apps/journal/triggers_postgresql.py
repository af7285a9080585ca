"""The triggers in PostgreSQL's dialect: per table one function with plain SQL, which is quicker than a generic one.

PostgreSQL keeps the body of a function as it was written, and tells a trigger's definition in a fixed form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from plumbline.apps.journal.registry import Registered
from plumbline.apps.journal.triggers_sqlite import ERASES, HEAD_MOVES, INSERT_ONLY, TOUCHED

KEEP = "plumbline_keep"


def wanted(kinds: Iterable[Registered]) -> dict[str, str]:
    """Name -> definition of every function and trigger."""
    made = {f"{KEEP}()": _keep_body("")}
    for table, unless in (("journal_log", HEAD_MOVES), ("journal_version", ERASES)):
        made[f"{KEEP}_{table}()"] = _keep_body(unless)
        made |= _trigger(table, "row", "BEFORE DELETE OR UPDATE", f"{KEEP}_{table}") | _no_truncate(table)
    for table in INSERT_ONLY:
        made |= _trigger(table, "row", "BEFORE DELETE OR UPDATE", KEEP) | _no_truncate(table)
    made |= _trigger("journal_never", "row", "BEFORE INSERT", KEEP) | _no_truncate("journal_touched")
    for kind in kinds:
        made |= _touch(kind, kind.table, kind.id_column, kind.ref_column)
        for part, column in kind.parts:
            made |= _touch(kind, part._meta.db_table, column, None)
    return made


def _trigger(table: str, each: str, event: str, function: str) -> dict[str, str]:
    name = f"plumbline_{each}_{table}"
    level = "STATEMENT" if each == "truncate" else "ROW"
    return {name: f"CREATE TRIGGER {name} {event} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()"}


def _no_truncate(table: str) -> dict[str, str]:
    return _trigger(table, "truncate", "BEFORE TRUNCATE", KEEP)


def _keep_body(permitted: str) -> str:
    """Refuse whatever is not permitted. The permission is asked apart, since DELETE has no NEW to look at."""
    judged = f"IF TG_OP = 'UPDATE' THEN IF {permitted} THEN RETURN NEW; END IF; END IF; " if permitted else ""
    return (
        f"BEGIN {judged}RAISE EXCEPTION 'The journal is insert-only: this % of % is refused.', TG_OP, TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END"
    )


def _touch(kind: Registered, table: str, id_column: str, ref_column: str | None) -> dict[str, str]:
    function = f"plumbline_touch_{table}"
    old = _note("OLD", kind.kind, id_column, ref_column)
    new = _note("NEW", kind.kind, id_column, ref_column)
    body = f"BEGIN IF TG_OP <> 'INSERT' THEN {old} END IF; IF TG_OP <> 'DELETE' THEN {new} END IF; RETURN NULL; END"
    made = {f"{function}()": body} | _no_truncate(table)
    return made | _trigger(table, "touch", "AFTER INSERT OR DELETE OR UPDATE", function)


def _note(side: str, kind: str, id_column: str, ref_column: str | None) -> str:
    ref = f'OLD."{ref_column}"' if ref_column and side == "OLD" else "NULL"
    what = f"{side}.organization_id, '{kind}', {side}.\"{id_column}\", {ref}, 1"
    then = "DO NOTHING" if ref == "NULL" else "DO UPDATE SET ref = COALESCE(journal_touched.ref, EXCLUDED.ref)"
    key = "(organization_id, kind, record_id)"
    return f"INSERT INTO journal_touched ({TOUCHED}) VALUES ({what}) ON CONFLICT {key} {then};"


def found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> definition of every function and trigger of ours that there is; one switched off says so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname || '()', p.prosrc FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace"
            " AND p.proname LIKE 'plumbline\\_%'"
            " UNION ALL SELECT t.tgname, pg_get_triggerdef(t.oid, true)"
            " || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' DISABLED' END"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND t.tgname LIKE 'plumbline\\_%'"
        )
        return dict(cursor.fetchall())


def creations(wanted: dict[str, str]) -> Sequence[str]:
    """The statements that create them, functions first."""
    functions = [
        f"CREATE OR REPLACE FUNCTION {name} RETURNS trigger LANGUAGE plpgsql AS $plumbline${text}$plumbline$"
        for name, text in wanted.items()
        if name.endswith("()")
    ]
    return functions + [text for name, text in wanted.items() if not name.endswith("()")]


def removals(connection: BaseDatabaseWrapper) -> Sequence[str]:
    """The statements that drop every one there is, with the triggers that call them."""
    names = found(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND t.tgname LIKE 'plumbline\\_%'"
        )
        dropped = [f'DROP TRIGGER "{trigger}" ON "{table}"' for trigger, table in cursor.fetchall()]
    return dropped + [f"DROP FUNCTION {name}" for name in names if name.endswith("()")]
