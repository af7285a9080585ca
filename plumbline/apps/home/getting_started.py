"""What Today says of Getting started: told by the app that asks the questions, which lies above this one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plumbline.apps.ui.visit import Visit


@dataclass(frozen=True, slots=True)
class Begun:
    """How many proposals nobody decided about yet, of how many, and where they are."""

    open: int
    total: int
    url: str


Tell = Callable[[Visit], Begun | None]
_tellers: list[Tell] = []


def begun_by(tell: Tell) -> Tell:
    """Let Today ask how far Getting started is; None: no question was answered."""
    _tellers.append(tell)
    return tell


def begun(visit: Visit) -> Begun | None:
    """How far Getting started is; None where nobody has begun with it."""
    return next((found for tell in _tellers if (found := tell(visit)) is not None), None)
