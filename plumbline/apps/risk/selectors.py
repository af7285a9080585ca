"""What stands around one risk, read from the tables: enough to decide on it, without loading the whole system."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from plumbline.apps.records import store
from plumbline.engine.domain import kinds
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.proof.canonical import canonical


def around(risk: kinds.Risk, on: date) -> Isms:
    """The risk, its assessments, the state of its controls and the actions that answer it. Called inside an action."""
    names = (risk.ref, *risk.aliases)
    judged = store.all_of(kinds.Assessment, reduce(or_, (Q(risk__iexact=name) for name in names)))
    answering = reduce(or_, (Q(answers__icontains=canonical(name).decode()) for name in names))
    keys = (*risk.controls, *risk.planned_controls)
    return assemble(
        [
            risk,
            *judged,
            *store.all_of(kinds.ControlState, ref__in=keys),
            *store.all_of(kinds.OwnControl),
            *store.all_of(kinds.Action, answering),
        ],
        on=on,
    )
