"""Keeping them: programme, audits, samples and findings (9.2)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

audit_programmes = writer(
    kinds.AuditProgramme, Permission.AUDIT_WRITE, reserved=("approved_on", "approved_by", "state=in force")
)
audits = writer(kinds.Audit, Permission.AUDIT_WRITE, reserved=("signed_off_on", "signed_off_by"))
audit_items = writer(kinds.AuditItem, Permission.AUDIT_WRITE)
findings = writer(kinds.AuditFinding, Permission.AUDIT_WRITE)
populations = writer(kinds.Population, Permission.AUDIT_WRITE)
samples = writer(kinds.Sample, Permission.AUDIT_WRITE)
