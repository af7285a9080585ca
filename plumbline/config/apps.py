"""The installed apps, the ground first; each app is added here on the day it has a table."""

APPS: list[str] = [
    "plumbline.apps.journal",
    "plumbline.apps.accounts",
    "plumbline.apps.records",
    "plumbline.apps.organization",
    "plumbline.apps.documents",
    "plumbline.apps.assets",
    "plumbline.apps.evidence",
    "plumbline.apps.improvement",
    "plumbline.apps.controls",
    "plumbline.apps.people",
    "plumbline.apps.suppliers",
    "plumbline.apps.risk",
    "plumbline.apps.soa",
    "plumbline.apps.incidents",
    "plumbline.apps.performance",
    "plumbline.apps.conformity",
]
