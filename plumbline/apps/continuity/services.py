"""Keeping them: impact analyses, plans, exercises, backups and restore tests (A.5.29, A.5.30, A.8.13)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

impact_analyses = writer(kinds.ImpactAnalysis, Permission.CONTINUITY_WRITE)
continuity_plans = writer(
    kinds.ContinuityPlan, Permission.CONTINUITY_WRITE, reserved=("approved_on", "approved_by", "state=in force")
)
exercises = writer(kinds.Exercise, Permission.CONTINUITY_WRITE)
backup_jobs = writer(kinds.BackupJob, Permission.CONTINUITY_WRITE)
restore_tests = writer(kinds.RestoreTest, Permission.CONTINUITY_WRITE)
