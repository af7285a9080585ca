"""What does which job: handlers by name. A handler is given its work and returns what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from plumbline.apps.jobs.work import Work

Handler: TypeAlias = "Callable[[Work], Mapping[str, Any] | None]"

HANDLERS: dict[str, Handler] = {}
"""Every kind of work this release knows, by name."""


class TakenError(ValueError):
    """Two handlers want the same name."""


def job(name: str) -> Callable[[Handler], Handler]:
    """Make a function the handler of the jobs of this name."""

    def declare(handler: Handler) -> Handler:
        if HANDLERS.get(name, handler) is not handler:
            raise TakenError(f"Jobs called “{name}” have a handler already. Choose another name.")
        HANDLERS[name] = handler
        return handler

    return declare
