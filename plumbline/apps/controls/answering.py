"""The page on which somebody says what follows from what failed: a run of a task, an exercise, a restore test."""

from __future__ import annotations

from http import HTTPStatus
from typing import Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import NotAllowedError, RefusedError, StaleError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.controls.following import Follow
from plumbline.apps.controls.forms import FollowForm
from plumbline.apps.ui.pages import Request
from plumbline.apps.ui.registers.cells import address
from plumbline.apps.ui.registers.editing import problems, seen_in
from plumbline.engine.domain.kinds import ActivityRun, Exercise, RestoreTest

Failed = ActivityRun | Exercise | RestoreTest


class Following(Protocol):
    """The service that opens what follows and names it at the record that failed."""

    def __call__(self, actor: Actor, /, ref: str, follow: Follow, *, seen: int) -> Failed: ...


def answering(request: Request, failed: Failed, follow: Following, *, back: str) -> HttpResponse:
    """An action, a nonconformity, or what is on record already; what was typed stays where it is refused."""
    visit = request.visit
    form = FollowForm(visit, failed, request.POST if request.method == "POST" else None)
    wrong: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = follow(visit.actor, failed.ref, form.follow(), seen=seen_in(request))
        except (NotAllowedError, StaleError):
            raise
        except RefusedError as error:
            wrong = tuple(problems(error))
        else:
            messages.success(request, f"{made.answered_by[-1]} answers {failed.ref}.")
            return redirect(address(made))
    context = {
        "form": form,
        "failed": failed,
        "said": failed.lessons if isinstance(failed, Exercise) else failed.remark,
        "seen": visit.present.seen(failed.KIND, failed.ref),
        "problems": wrong,
        "back": back,
        "may_report": visit.may_now(Permission.INCIDENT_REPORT),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong or form.errors else HTTPStatus.OK
    return render(request, "controls/follow.html", context, status=status)
