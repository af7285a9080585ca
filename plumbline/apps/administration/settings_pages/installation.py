"""How the installation stands: release, database, home, mail, backups, and the work that goes on behind the pages."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

import plumbline
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.journal_pages.verifying import last_night
from plumbline.apps.administration.settings_pages.last_backup import how_to, last_backup
from plumbline.apps.administration.signing_in.resetting import mails
from plumbline.apps.jobs import queue, selectors
from plumbline.apps.jobs.keeping import KEPT
from plumbline.apps.ui.pages import Request, page


@page(Permission.INSTALLATION_RUN)
@require_GET
def facts(request: Request) -> HttpResponse:
    """What runs here and where it keeps things; no password and no key is shown."""
    of = request.visit.organization_id
    context = {
        "facts": tuple(_facts()),
        "mail": tuple(_mail()),
        "backup": last_backup(),
        "how_to": how_to(),
        "night": last_night(of),
        "dead": selectors.dead(of),
        "latest": selectors.latest(of),
        "kept_days": KEPT.days,
    }
    return render(request, "settings_pages/installation.html", context)


@page(Permission.INSTALLATION_RUN)
@require_POST
def try_again(request: Request, token: UUID) -> HttpResponse:
    """Let a job that was given up begin again; what it had done stays done."""
    if not queue.revive(request.visit.actor, token):
        raise Http404("No such job was given up here.")
    messages.success(request, "The job begins again. What it had done already stays done.")
    return redirect("settings:installation")


def _facts() -> Iterator[tuple[str, str]]:
    yield "Release", plumbline.__version__
    yield "Database", f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    yield "Home", str(settings.PLUMBLINE_HOME)
    yield "Address", settings.PLUMBLINE_URL.origin or "that of the server"
    yield (
        "Cookies and pages",
        "over TLS only" if settings.PLUMBLINE_URL.secure else "without TLS: for this machine only",
    )


def _mail() -> Iterator[tuple[str, str]]:
    """How mail leaves; who signs in to the mail server is told, with what never."""
    if not mails():
        yield "Mail", "goes onto the screen of whoever runs the server; set PLUMBLINE_EMAIL_URL to send it"
        return
    yield "Mail server", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    yield "Signs in as", settings.EMAIL_HOST_USER or "nobody"
    yield "Sealed by", "TLS" if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS else "nothing"
    yield "Sender", settings.DEFAULT_FROM_EMAIL
