"""Objectives and readings (6.2, 9.1): the tables."""

from plumbline.apps.records.tables import RecordTable
from plumbline.engine.domain import kinds


class Objective(RecordTable, value=kinds.Objective):
    """What the ISMS is to reach, by when (6.2)."""


class Reading(RecordTable, value=kinds.Reading):
    """A value measured for a period (9.1)."""


class Metric(RecordTable, value=kinds.Metric):
    """What is measured, how and by whom (9.1)."""
