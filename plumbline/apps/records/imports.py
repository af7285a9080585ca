"""Keeping account of imports: what came in, and how far it got."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

import_runs = writer(kinds.ImportRun, Permission.REGISTER_IMPORT)
