"""Keeping objectives and readings (6.2, 9.1)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

objectives = writer(kinds.Objective, Permission.PERFORMANCE_WRITE)
readings = writer(kinds.Reading, Permission.PERFORMANCE_WRITE)
metrics = writer(kinds.Metric, Permission.PERFORMANCE_WRITE)
