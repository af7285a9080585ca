"""The job that lets an approved version take effect on its day, on behalf of whoever approved it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbline.apps.documents.services import TAKES_EFFECT, take_effect
from plumbline.apps.jobs.handlers import job
from plumbline.apps.jobs.work import Work


@job(TAKES_EFFECT)
def let_take_effect(work: Work) -> Mapping[str, Any]:
    """Let the version take the place of the one before it."""
    ref = str(work.payload["version"])
    work.once(ref, lambda: take_effect(work.actor, ref))
    return {"version": ref}
