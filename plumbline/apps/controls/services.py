"""Keeping the state of controls (8.1)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

control_states = writer(kinds.ControlState, Permission.CONTROL_WRITE)
own_controls = writer(kinds.OwnControl, Permission.CONTROL_WRITE)
activities = writer(kinds.Activity, Permission.CONTROL_WRITE)
activity_runs = writer(kinds.ActivityRun, Permission.CONTROL_WRITE)
crypto_keys = writer(kinds.CryptoKey, Permission.CONTROL_WRITE)
