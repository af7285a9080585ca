"""The installed apps, the ground first; each app is added here on the day it has a table."""

APPS: list[str] = ["plumbline.apps.journal"]
