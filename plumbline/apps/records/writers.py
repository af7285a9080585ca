"""The writer of a kind, found in the services of the app that keeps it."""

from __future__ import annotations

from importlib import import_module, util
from typing import TypeVar, cast

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.records.tables import TABLES, table_of
from plumbline.apps.records.writing import WRITERS, Writer
from plumbline.engine.domain.record import Record

R = TypeVar("R", bound=Record)


def writer_of(kind: type[R]) -> Writer[R]:
    """The ordinary door of a kind. Raises RefusedError for one that only its own services write."""
    gather(kind)
    if kind.KIND not in WRITERS:
        raise RefusedError(f"{kind.REGISTER} is not written by hand. Use the step that decides it and checks who may.")
    return cast(Writer[R], WRITERS[kind.KIND])


def gather(*some: type[Record]) -> None:
    """Import the services that keep these kinds, or all of them, so that their writers are known."""
    tables = [table_of(kind) for kind in some] or list(TABLES.values())
    for package in sorted({table.__module__.rpartition(".")[0] for table in tables}):
        if util.find_spec(f"{package}.services"):
            import_module(f"{package}.services")
