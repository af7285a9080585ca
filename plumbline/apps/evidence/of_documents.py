"""Files of document versions: a text that was written elsewhere comes in by the same checks, and goes out as safely."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents.services import BEING_WRITTEN, document_versions
from plumbline.apps.evidence.allowed import ACCEPTED, SPOKEN
from plumbline.apps.evidence.handing_out import attached
from plumbline.apps.evidence.receiving import MOST_BYTES, TooLargeError, guard, received, refuse_stopped
from plumbline.apps.ui.pages import PastError, Request, page
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.engine.domain.kinds import DocumentVersion


@page(Permission.DOCUMENT_READ)
@require_GET
def file(request: Request, ref: str) -> FileResponse:
    """The file of a version, to be kept; never opened in the browser."""
    return attached(_held(request, ref).blob, ref)


@csrf_exempt  # so that what is too large is refused before the form is read for its token; `_sent` asks for the token
@page(Permission.DOCUMENT_WRITE)
def attach(request: Request, ref: str) -> HttpResponseBase:
    """Give a version that is being written its file."""
    version = _held(request, ref)
    if request.visit.past:
        raise PastError(f"You are looking at {request.visit.as_of}. Go back to today to attach a file.")
    if version.state not in BEING_WRITTEN:
        raise RefusedError(f"{ref} is {version.state}, and its text stands. Begin a new version to change it.")
    try:
        guard(request)
    except TooLargeError as error:
        return _form(request, version, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems(error))
    answer: HttpResponseBase = csrf_protect(_sent)(request, version)
    return answer


def _sent(request: Request, version: DocumentVersion) -> HttpResponse:
    if request.method != "POST":
        return _form(request, version)
    sent = request.FILES.get("file")
    try:
        refuse_stopped(request)
        if not isinstance(sent, UploadedFile):
            raise RefusedError("There is no file. Choose one.")
        document_versions.change(request.visit.actor, version.ref, seen=seen_in(request), blob=received(sent))
    except (NotAllowedError, StaleError):
        raise
    except TooLargeError as error:
        return _form(request, version, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems(error))
    except RefusedError as error:
        return _form(request, version, HTTPStatus.UNPROCESSABLE_ENTITY, problems(error))
    messages.success(request, f"The file is attached to {version.ref}.")
    return redirect(address(version))


def _form(
    request: Request, version: DocumentVersion, status: HTTPStatus = HTTPStatus.OK, wrong: tuple[str, ...] = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "version": version,
        "seen": request.visit.present.seen(DocumentVersion.KIND, version.ref),
        "problems": wrong,
        "accepted": ACCEPTED,
        "spoken": SPOKEN,
        "most": MOST_BYTES // 2**20,
    }
    return render(request, "evidence/attach.html", context, status=status)


def _held(request: Request, ref: str) -> DocumentVersion:
    found = request.visit.isms.at(DocumentVersion, ref)
    if found is None:
        raise Http404(f"There is no version {ref}.")
    return found
