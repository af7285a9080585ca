"""Beginning a rehearsal: one act that makes its papers and draws its samples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.audit.rehearsing.sets import Rehearsal
from plumbline.apps.audit.sampling.services import draw_sample, freeze_population
from plumbline.apps.audit.services import audit_items, audits
from plumbline.engine.domain import kinds


@action(Permission.AUDIT_WRITE)
def rehearse(actor: Actor, rehearsal: Rehearsal, papers: Sequence[kinds.AuditItem]) -> kinds.Audit:
    """Begin a rehearsal: its audit of the kind that never counts, its papers, and real samples of real registers."""
    if rehearsal.audit.audit_kind != "mock":
        raise RefusedError("A rehearsal is an audit of the type “mock”. Plan any other audit from the programme.")
    today = current_run().standing.today()
    audit = audits.add(actor, replace(rehearsal.audit, began_on=today, state="under way"))
    samples: dict[str, list[str]] = defaultdict(list)
    for item, population, wanted in rehearsal.drawn:
        held = freeze_population(actor, population)
        made = draw_sample(actor, held.ref, replace(wanted, audit=audit.ref))
        samples[item].append(made.ref)
    for each in papers:
        audit_items.add(actor, replace(each, ref="", audit=audit.ref, samples=tuple(samples.get(each.item, ()))))
    return audit
