"""What is said where a request cannot be taken at all: too many files, no room on the disk, or a fault of ours."""

from __future__ import annotations

import errno
import sys
from http import HTTPStatus

from django.core.exceptions import TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
DISK_FULL = "53100"  # as PostgreSQL calls it
SQLITE_FULL = "database or disk is full"


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be read; a form with more files than anything here takes is told so."""
    context = {"too_many_files": isinstance(exception, TooManyFilesSent)}
    return HttpResponse(render_to_string("400.html", context), status=HTTPStatus.BAD_REQUEST)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; a full disk is named, as somebody has to make room."""
    if full(sys.exc_info()[1]):
        return HttpResponse(render_to_string("507.html"), status=HTTPStatus.INSUFFICIENT_STORAGE)
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def full(error: BaseException | None) -> bool:
    """Whether something failed because the disk has no room, as the system or a database says it."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if not isinstance(error, DatabaseError):
        return False
    return SQLITE_FULL in str(error) or getattr(error.__cause__, "sqlstate", "") == DISK_FULL
