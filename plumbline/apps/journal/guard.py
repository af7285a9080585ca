"""Refuse at once, and in words, a statement that writes to a journaled table outside an action.

This is the polite guard: it names the mistake where it is made. The one that cannot be passed is in the database
(`triggers.py`), which refuses the commit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from plumbline.apps.journal.registry import guarded

_WRITE = re.compile(
    r"""\b(?:(?:insert(?:\s+or\s+\w+)?|replace|merge)\s+into|update(?:\s+or\s+\w+)?|delete\s+from
    |truncate(?:\s+table)?|copy)\s+(?:only\s+)?(?:"?\w+"?\.)?"?(\w+)""",
    re.IGNORECASE | re.VERBOSE,
)
_READ = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "CREATE", "DROP", "ALTER")


class OutsideActionError(RuntimeError):
    """A statement would write to a journaled table although no action is under way."""


@dataclass(slots=True)
class Writing:
    """An action under way: what its body asked the journal to do besides recording the rows it touched."""

    erasures: list[Any] = field(default_factory=list)


_writing: ContextVar[Writing | None] = ContextVar("plumbline_writing", default=None)


@contextmanager
def writing() -> Iterator[Writing]:
    """Open the tables for the action that runs inside; an action within an action joins it."""
    under_way = _writing.get()
    if under_way is not None:
        yield under_way
        return
    token = _writing.set(begun := Writing())
    try:
        yield begun
    finally:
        _writing.reset(token)


def under_way() -> Writing | None:
    """The action under way, if there is one."""
    return _writing.get()


def install(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a connection that was just made; once is enough."""
    if refuse_bypass not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_bypass)


def refuse_bypass(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement, unless it writes to a guarded table outside an action: then raise OutsideActionError."""
    if _writing.get() is None and (table := written_table(str(sql), guarded())):
        raise OutsideActionError(
            f"{table} is only written by actions, which check permissions and keep the journal. Call a service instead."
        )
    return execute(sql, params, many, context)


@lru_cache(maxsize=2048)
def written_table(sql: str, tables: frozenset[str]) -> str | None:
    """The first of the tables that a statement writes to, or None."""
    if sql.lstrip(" \n\t(").upper().startswith(_READ):
        return None
    return next((name for name in (found.lower() for found in _WRITE.findall(sql)) if name in tables), None)
