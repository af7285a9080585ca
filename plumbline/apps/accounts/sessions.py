"""The sessions of an account: seen again, and ended from elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps


def _sessions() -> Any:
    """allauth's table of sessions, asked for late: this app is set up before that one."""
    return apps.get_model("usersessions", "UserSession").objects


def seen_again(key: str, now: datetime) -> None:
    """Note when a session was last used, for the list its owner looks at."""
    _sessions().filter(session_key=key).update(last_seen_at=now)


def end_sessions(account_id: UUID) -> int:
    """End every session of an account, wherever it is signed in; returns how many there were."""
    sessions = list(_sessions().filter(user_id=account_id))
    for each in sessions:
        each.end()
    return len(sessions)
