"""The installed apps, the ground first; each app is added here on the day it has a table."""

DJANGO: list[str] = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
"""What the pages need of others."""

APPS: list[str] = [
    "plumbline.apps.journal",
    "plumbline.apps.accounts",
    "plumbline.apps.jobs",
    "plumbline.apps.records",
    "plumbline.apps.organization",
    "plumbline.apps.documents",
    "plumbline.apps.assets",
    "plumbline.apps.evidence",
    "plumbline.apps.improvement",
    "plumbline.apps.controls",
    "plumbline.apps.people",
    "plumbline.apps.suppliers",
    "plumbline.apps.access",
    "plumbline.apps.continuity",
    "plumbline.apps.risk",
    "plumbline.apps.soa",
    "plumbline.apps.incidents",
    "plumbline.apps.performance",
    "plumbline.apps.audit",
    "plumbline.apps.review",
    "plumbline.apps.certification",
    "plumbline.apps.conformity",
    "plumbline.apps.ui",
    "plumbline.apps.home",
    "plumbline.apps.administration",
]
