"""The pages of a register's way back: bring the file, look at the difference, write it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plumbline.apps.accounts.errors import RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.administration.bringing_back.keeping import MOST_BYTES, Arrived, receive, waiting
from plumbline.apps.administration.bringing_back.reviewing import Review, reviewed
from plumbline.apps.administration.importing import apply
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.declaration import Register
from plumbline.apps.ui.registers.listing import register_named
from plumbline.apps.ui.registers.once import done_before, remember, take
from plumbline.formats.table import FormatError


@page(Permission.REGISTER_IMPORT)
def upload(request: Request, kind: str) -> HttpResponse:
    """Choose the file; it is kept until its difference was looked at."""
    register = register_named(kind)
    _refuse_past(request)
    context: dict[str, object] = {"register": register, "most": MOST_BYTES // 2**20}
    if request.method != "POST":
        return render(request, "bringing_back/upload.html", context)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        context["problem"] = "No file was chosen. Choose the XLSX or CSV file that you edited."
        return render(request, "bringing_back/upload.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        arrived = receive(request.visit.actor, kind, file.name or "", file.chunks())
    except RefusedError as error:
        context["problem"] = str(error)
        return render(request, "bringing_back/upload.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("bring_back:review", kind, arrived.token)


@page(Permission.REGISTER_IMPORT)
def review(request: Request, kind: str, token: UUID) -> HttpResponse:
    """What the file would change, row by row; sent, what was looked at is written, and nothing else."""
    register, key = register_named(kind), f"bring-back:{token}"
    _refuse_past(request)
    if request.method == "POST" and (brought := done_before(request.visit.actor, key)):
        messages.info(request, f"{brought} was brought back before. Nothing was written twice.")
        return redirect("records:register", kind)
    arrived = waiting(request.visit.actor, kind, token)
    if request.method == "POST" and "drop" in request.POST:
        arrived.let_go()
        messages.info(request, f"{arrived.name} is forgotten. Nothing was written.")
        return redirect("records:register", kind)
    try:
        found = reviewed(request.visit, arrived)
    except FormatError as error:
        arrived.let_go()
        context = {"register": register, "most": MOST_BYTES // 2**20, "problem": f"{arrived.name}: {error}"}
        return render(request, "bringing_back/upload.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.method != "POST":
        return _shown(request, register, arrived.name, found)
    if request.POST.get("reviewed") != found.digest:
        return _shown(request, register, arrived.name, found, overtaken=True)
    return _written(request, register, arrived, found, key)


def _written(request: Request, register: Register, arrived: Arrived, found: Review, key: str) -> HttpResponse:
    try:
        with take(request.visit.actor, key):
            run = apply(request.visit.actor, found.prepared)
        remember(request.visit.actor, key, arrived.name)
    except StaleError:
        return _shown(request, register, arrived.name, reviewed(request.visit, arrived), overtaken=True)
    arrived.let_go()
    made = found.prepared.plan
    messages.success(request, f"{run or arrived.name}: {made.new} new, {made.changed} changed.")
    return redirect("records:register", register.kind.KIND)


def _shown(request: Request, register: Register, name: str, found: Review, *, overtaken: bool = False) -> HttpResponse:
    context = {"register": register, "name": name, "review": found, "overtaken": overtaken}
    status = HTTPStatus.CONFLICT if overtaken else HTTPStatus.OK
    return render(request, "bringing_back/review.html", context, status=status)


def _refuse_past(request: Request) -> None:
    if request.visit.past:
        raise PastError(f"You are looking at {request.visit.as_of}. The past is not changed: go back to today first.")
