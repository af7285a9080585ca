"""On the pages of plans and trials: what came of them; on those of assets and suppliers: the need that reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.ui.panels import Offer, Panel, offer, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Asset, ContinuityPlan, Exercise, Record, RestoreTest, Supplier
from plumbline.engine.domain.recovery import exercises_of, plans_for, promised, reaching, shortfalls, tested
from plumbline.engine.rules.controls.failures import FAILED


@panel(6)
def need_that_reaches(visit: Visit, record: Record) -> Panel | None:
    """How soon an asset or a supplier has to be back, because of whom, and what says that it will be."""
    if not isinstance(record, Asset | Supplier) or not visit.may(Permission.CONTINUITY_READ):
        return None
    needs = tuple(reaching(visit.isms).get(record.ref, {}).values())
    if not needs:
        return None
    context = {
        "needs": needs,
        "plans": plans_for(visit.isms, record),
        "promised": promised(visit.isms, record),
        "tested": tested(visit.isms, record),
        "short": shortfalls(visit.isms, record),
    }
    return Panel("continuity/_need_panel.html", context)


@panel(6)
def exercises(visit: Visit, record: Record) -> Panel | None:
    """When a plan was tried, and what came of it."""
    if not isinstance(record, ContinuityPlan):
        return None
    context = {
        "plan": record,
        "held": tuple(reversed(exercises_of(visit.isms, record))),
        "seen": visit.present.seen(ContinuityPlan.KIND, record.ref),
        "may_revise": record.state == "in force" and visit.may_change(record, Permission.CONTINUITY_WRITE),
    }
    return Panel("continuity/_plan_panel.html", context)


@offer("exercise", "restore_test")
def answering(visit: Visit, record: Record) -> Iterator[Offer]:
    """Say what follows from what was missed."""
    failed = isinstance(record, Exercise | RestoreTest) and record.result in FAILED
    if failed and visit.may_change(record, Permission.CONTINUITY_WRITE):
        yield Offer("Say what follows", reverse("continuity:follow", args=[record.ref]), "arrow-right", main=True)
