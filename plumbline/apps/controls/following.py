"""What follows from a failure: an action or a nonconformity opened about it, or what is on record already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from plumbline.apps.accounts.action import current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import InvalidError
from plumbline.apps.improvement.services import actions, raise_nonconformity
from plumbline.engine.domain import kinds
from plumbline.engine.domain.kinds import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """What somebody decides to do about a failure. `kind`: “action”, “nonconformity”, or empty for what is named."""

    kind: str = ""
    title: str = ""
    owner: str = ""
    due: date | None = None
    named: Sequence[str] = field(default_factory=tuple)


def opened(actor: Actor, failed: Record, follow: Follow) -> tuple[str, ...]:
    """Open what follows and return its reference, or those named. Called inside an action. Raises InvalidError."""
    if not follow.kind:
        if not follow.named:
            raise InvalidError(failed.ref, ["Say what follows: open something, or name what is on record already."])
        return tuple(follow.named)
    wrong = [] if follow.title.strip() else ["Say in one line what is to be done, or what is wrong."]
    wrong += [] if follow.owner else ["Say who answers for it."]
    if follow.kind == "action" and follow.due is None:
        wrong.append("Say by when.")
    if wrong:
        raise InvalidError(failed.ref, wrong)
    made: Record
    if follow.kind == "action":
        made = actions.add(actor, _action(failed, follow))
    else:
        made = raise_nonconformity(actor, _nonconformity(failed, follow))
    return (made.ref,)


def _action(failed: Record, follow: Follow) -> kinds.Action:
    return kinds.Action(
        title=follow.title.strip(),
        action_kind="correct",
        description=f"Follows from {failed}.",
        owner=follow.owner,
        due=follow.due,
        raised_on=current_run().standing.today(),
    )


def _nonconformity(failed: Record, follow: Follow) -> kinds.Nonconformity:
    remark = getattr(failed, "remark", "") or getattr(failed, "lessons", "")
    return kinds.Nonconformity(
        title=follow.title.strip(),
        source=f"{failed.REGISTER}, {failed}",
        description=remark or f"Found when {failed} was tried.",
        records=(failed.ref,),
        owner=follow.owner,
    )
