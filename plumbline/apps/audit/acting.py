"""Who did what to which record in a period, as the journal tells it: the half of impartiality that no field states."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plumbline.apps.accounts.models import PersonName
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.journal.statements import key, stream
from plumbline.apps.records.versions import NO_AUTHORSHIP
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.acts import Act, Acts
from plumbline.engine.domain.isms import Isms
from plumbline.engine.proof.entry import utc_text

RESTS_ON_ACTS = "works behind"
"""What is worked out from who did what is worked out anew once the journal was asked."""


def acts(organization_id: UUID, start: date, end: date, *, head: int, zone: str) -> Acts:
    """Each person's changes of each record from one local day to another, among the first entries: one query.

    What was imported, and a remark of a reviewer, is no work on a record.
    """
    there = ZoneInfo(zone)
    first = utc_text(datetime.combine(start, time(), there))
    last = utc_text(datetime.combine(end + timedelta(days=1), time(), there))
    people = {str(identity): ref for identity, ref in tenant_rows(PersonName, organization_id).values_list("id", "ref")}
    found: dict[tuple[str, str], dict[Act, None]] = defaultdict(dict)
    for kind, ref, actor, action, moment in stream(
        "SELECT v.kind, v.ref, e.actor, e.action, e.time FROM journal_entry e"
        " JOIN journal_version v ON v.organization_id = e.organization_id AND v.idx = e.idx"
        " WHERE e.organization_id = %s AND e.idx < %s AND e.time >= %s AND e.time < %s AND e.actor <> ''"
        " ORDER BY e.idx",
        [key(organization_id), head, first, last],
    ):
        if actor in people and action not in NO_AUTHORSHIP:
            day = datetime.fromisoformat(moment).astimezone(there).date()
            found[kind, ref][Act(people[actor], action, day)] = None
    return {one: tuple(each) for one, each in found.items()}


def with_acts(visit: Visit, start: date, end: date) -> Isms:
    """The system of a page with what the journal tells of a period; asked once for each state of the system."""
    isms = visit.isms

    def asked() -> Isms:
        told = acts(visit.organization_id, start, end, head=isms.head, zone=visit.time_zone)
        kept = {one: each for one, each in list(isms._memo.items()) if not _rests(one)}
        return dataclasses.replace(isms, acts=told, _memo=kept)

    return isms.memo(("with acts", start, end), asked)


def _rests(one: object) -> bool:
    names: Collection[str] = (RESTS_ON_ACTS, "with acts")
    return isinstance(one, tuple) and bool(one) and one[0] in names
