"""Keeping events, incidents, notifications and lessons (A.5.24 to A.5.28)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

events = writer(kinds.Event, Permission.INCIDENT_WRITE)
incidents = writer(kinds.Incident, Permission.INCIDENT_WRITE)
notifications = writer(kinds.Notification, Permission.INCIDENT_WRITE)
lessons = writer(kinds.Lesson, Permission.INCIDENT_WRITE)
