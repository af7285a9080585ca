"""The embedded database.

`PRAGMA trusted_schema=OFF` keeps functions that a tampered schema might call from running, and SQLite before 3.44
counts JSON_VALID among them: Django's CHECK on a JSONField would refuse its table. Only sign-in machinery has such
columns, and Python writes them; the journal's own values are checked text.

Who finds the database locked looks again later and later, up to ten times a second, while others pass by. So the
threads of a process queue up before they begin to write; SQLite decides between processes.
"""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import Any

from django.db.backends.sqlite3 import base

CHECKS = {name: test for name, test in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"}

_queues: defaultdict[str, Lock] = defaultdict(Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django has it, with JSON columns unchecked by the database, and writers that wait for their turn."""

    data_type_check_constraints = CHECKS
    _turn: Lock | None = None
    """What this connection holds while it writes."""

    def _start_transaction_under_autocommit(self) -> None:
        turn, patience = _queues[str(self.settings_dict["NAME"])], self.settings_dict["OPTIONS"].get("timeout", 5)
        if turn.acquire(timeout=patience):  # whoever waited in vain asks SQLite all the same, and is told what it says
            self._turn = turn
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django has it, the stubs do not
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]  # Django has it, the stubs do not
        self._end_turn()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # Django has it, the stubs do not
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # Django has it, the stubs do not
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
