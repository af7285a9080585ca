"""The digest: at most one mail a day to each person, in the morning, and only when something is new or due.

Each is a job of its own with the key `digest:<person>:<day>`. The mail is noted before it is handed to the mail server,
so a worker that is killed in between leaves one unsent, and never sends it twice; the next day tells the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of, names
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE, standing
from plumbline.apps.conformity.standing import report_now
from plumbline.apps.home.notices import HEADINGS, About, Notice, notices
from plumbline.apps.home.notices_kept import addresses, mark_mailed, unmailed, wants_digest
from plumbline.apps.jobs.handlers import job
from plumbline.apps.jobs.queue import enqueue
from plumbline.apps.jobs.routines import routine
from plumbline.apps.jobs.work import Work
from plumbline.apps.journal import ports, reading
from plumbline.apps.records import living
from plumbline.apps.records.living import System
from plumbline.engine.domain.isms import Isms

MORNING = 7  # o'clock
TOMORROW = timedelta(days=1)
MOST = 25
"""Of each sort; the rest is counted, and stands in Plumbline."""


@routine("notices:digests", at_hour=MORNING)
def enqueue_digests(work: Work) -> Mapping[str, Any]:
    """One job for each person who can sign in and wants the digest."""
    today = _today(work.organization_id)
    people = [each for each in addresses(work.organization_id) if wants_digest(work.organization_id, each)]
    for person in people:
        enqueue(work.actor, "digest", f"digest:{person}:{today.isoformat()}", {"person": person, "on": str(today)})
    return {"people": len(people)}


@job("digest")
def send_digest(work: Work) -> Mapping[str, Any]:
    """Tell one person what is new or due; nothing is sent where nothing is, nor for a day that is over."""
    person = str(work.payload["person"])
    on = _today(work.organization_id)
    address = addresses(work.organization_id).get(person)
    if address is None or not wants_digest(work.organization_id, person) or str(on) != work.payload["on"]:
        return {"sent": False}
    actor = actor_of(work.organization_id, person)
    system = living.system(work.organization_id)
    isms, told = system.isms(on), told_to(system, on, actor)
    if not worth_a_mail(isms, told, unmailed(actor, told)):
        return {"sent": False}
    mail = composed(actor, address, isms, told, key=work.claimed.key)
    work.at_most_once("mail", mail.send)
    mark_mailed(actor, told)
    return {"sent": True, "notices": len(told)}


def told_to(system: System, on: date, actor: Actor) -> tuple[Notice, ...]:
    """The notices of somebody who may read the registers; nobody else is told anything.

    The system is judged once for all who are told on a day.
    """
    report = report_now(system, on).report if actor.may(Permission.REGISTER_READ) else None
    return notices(system.isms(on), actor, report) if report else ()


def worth_a_mail(isms: Isms, told: tuple[Notice, ...], new: tuple[Notice, ...]) -> bool:
    """Whether something is new, or due today or tomorrow."""
    soon = (each for each in told if each.about is About.DUE and each.day is not None)
    return bool(new) or any(each.day is not None and each.day <= isms.on + TOMORROW for each in soon)


def composed(actor: Actor, address: str, isms: Isms, told: tuple[Notice, ...], *, key: str) -> EmailMultiAlternatives:
    """The mail: plain text, and the same as simple HTML."""
    sorts = [
        (HEADINGS[about], found[:MOST], max(0, len(found) - MOST))
        for about in About
        if (found := [each for each in told if each.about is about])
    ]
    context = {
        "name": names(actor.organization_id).get(actor.person, ""),
        "organization": actor.organization,
        "on": isms.on,
        "sorts": sorts,
        "address": settings.PLUMBLINE_URL.origin,
    }
    number = f"{len(told)} thing" + ("s" if len(told) != 1 else "")
    mail = EmailMultiAlternatives(
        subject=f"{actor.organization}: {number} for you on {isms.on.isoformat()}",
        body=render_to_string("home/mail/digest.txt", context),
        to=[address],
        headers={"Message-ID": _message_id(actor, key), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("home/mail/digest.html", context), "text/html")
    return mail


def _message_id(actor: Actor, key: str) -> str:
    """The same for the same digest, so that a mail server that is handed it twice can tell."""
    host = settings.PLUMBLINE_URL.host or "localhost"
    return f"<{uuid5(actor.organization_id, key)}@{host}>"


def _today(organization_id: UUID) -> date:
    named = standing(organization_id, reading.head(organization_id)).organization.time_zone
    return ports.today(named or DEFAULT_TIME_ZONE)
