"""Keeping the inventory of assets (A.5.9)."""

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.writing import writer
from plumbline.engine.domain import kinds

assets = writer(kinds.Asset, Permission.ASSET_WRITE)
