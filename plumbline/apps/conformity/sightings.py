"""Since when a finding stands: what the rules saw first, kept outside the journal because it follows from it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import DatabaseError, transaction

from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.conformity.judged import FirstSeen, subject_of
from plumbline.apps.conformity.models import Sighting
from plumbline.engine.rules.finding import Report

ROWS_AT_A_TIME = 500
log = logging.getLogger(__name__)

Key = tuple[str, str]


class Sightings:
    """What is known of one organisation's findings; one process may know less than the table."""

    def __init__(self) -> None:
        self._known: dict[Key, date] | None = None

    def after(self, organization_id: UUID, report: Report) -> FirstSeen:
        """The days on which the findings of a report were first seen; new ones are noted, vanished ones forgotten.

        A table that cannot be written, such as that of a read-only copy, costs the ages and not the report.
        """
        seen = {(each.code, subject_of(each)) for each in report.findings}
        if self._known is not None and self._known.keys() == seen:
            return self._known  # as after most changes; a transaction would make those who write wait
        try:
            with transaction.atomic():
                known = _known(organization_id) if self._known is None else self._known
                _note(organization_id, report, seen - known.keys())
                _forget(organization_id, report.head, known.keys() - seen)
        except DatabaseError:
            log.warning("The days since which findings stand could not be written.", exc_info=True)
            return self._known or {}
        self._known = {key: known.get(key, report.on) for key in seen}
        return self._known


def _known(organization_id: UUID) -> dict[Key, date]:
    rows = tenant_rows(Sighting, organization_id).values_list("rule", "subject", "first_day")
    return {(rule, subject): day for rule, subject, day in rows}


def _note(organization_id: UUID, report: Report, new: Iterable[Key]) -> None:
    rows = [
        Sighting(
            organization_id=organization_id, rule=rule, subject=subject, first_head=report.head, first_day=report.on
        )
        for rule, subject in sorted(new)
    ]
    Sighting._base_manager.bulk_create(rows, batch_size=ROWS_AT_A_TIME, ignore_conflicts=True)


def _forget(organization_id: UUID, head: int, gone: Iterable[Key]) -> None:
    """Another process may have judged a later state: what it saw first there is not forgotten here."""
    by_rule: dict[str, list[str]] = defaultdict(list)
    for rule, subject in sorted(gone):
        by_rule[rule].append(subject)
    for rule, subjects in by_rule.items():
        for start in range(0, len(subjects), ROWS_AT_A_TIME):
            batch = subjects[start : start + ROWS_AT_A_TIME]
            tenant_rows(Sighting, organization_id).filter(rule=rule, subject__in=batch, first_head__lte=head).delete()
