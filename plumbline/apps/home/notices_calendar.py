"""An iCalendar feed of what falls due, under a secret address of each person, for the calendar they look at anyway."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from django.conf import settings
from icalendar import Calendar, Event

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.accounts.tenancy import tenant_rows
from plumbline.apps.home.models import Feed
from plumbline.apps.home.notices_kept import addresses
from plumbline.apps.home.waiting import may_read
from plumbline.apps.journal import ports
from plumbline.engine.domain.agenda import Task, agenda, called
from plumbline.engine.domain.isms import Isms

TOKEN_BYTES = 32
BACK, AHEAD = timedelta(days=365), timedelta(days=400)
REFRESHED = timedelta(hours=6)
NOTED_EVERY = timedelta(hours=1)  # that a calendar asked is not written down each time


@dataclass(frozen=True, slots=True)
class FeedView:
    """That somebody has a calendar's address: since when, of what, and when a calendar asked last."""

    made_at: datetime
    everything: bool
    asked_at: datetime | None


def make_feed(actor: Actor, *, everything: bool = False) -> str:
    """A new secret for the calendar of a person; the one before stops working. It is told once and kept as a hash."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Feed._base_manager.update_or_create(
        organization_id=actor.organization_id,
        person=actor.person,
        defaults={
            "token_hash": _hash(token),
            "everything": everything,
            "made_at": ports.now(),
            "asked_at": None,
        },
    )
    return token


def revoke_feed(actor: Actor) -> bool:
    """Let the address stop working; whether there was one."""
    return bool(tenant_rows(Feed, actor.organization_id).filter(person=actor.person).delete()[0])


def feed_of(actor: Actor) -> FeedView | None:
    """What is known of the person's calendar address, which is never told again."""
    rows = tenant_rows(Feed, actor.organization_id).filter(person=actor.person)
    found = rows.values_list("made_at", "everything", "asked_at").first()
    return None if found is None else FeedView(*found)


def asked_for(token: str) -> tuple[Actor, bool] | None:
    """Whose calendar a secret opens, and whether it shows everything; None for one that opens none any more.

    Whoever has left, or may not read the registers any more, has no calendar either.
    """
    feed = Feed.everywhere.filter(token_hash=_hash(token)).first()
    if feed is None or feed.person not in addresses(feed.organization_id):
        return None
    actor = actor_of(feed.organization_id, feed.person)
    if not actor.may(Permission.REGISTER_READ):
        return None
    now = ports.now()
    if feed.asked_at is None or now - feed.asked_at > NOTED_EVERY:
        Feed.everywhere.filter(id=feed.id, token_hash=feed.token_hash).update(asked_at=now)
    return actor, feed.everything


def calendar(isms: Isms, actor: Actor, *, everything: bool = False) -> bytes:
    """The feed: whole days, one event for each thing that is due; its UID stays when the day moves."""
    made = Calendar()
    made.add("prodid", "-//Plumbline//Due//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{actor.organization}: due")
    made.add("refresh-interval;value=duration", f"PT{int(REFRESHED.total_seconds() // 3600)}H")
    made.add("x-published-ttl", f"PT{int(REFRESHED.total_seconds() // 3600)}H")
    for task in agenda(isms, isms.on + AHEAD):
        mine = bool(task.who) and actor.answers_for(task.who)
        if task.day >= isms.on - BACK and (mine or (everything and may_read(actor, task.record))):
            made.add_component(_event(isms, actor.organization_id, task))
    return bytes(made.to_ical())


def _event(isms: Isms, organization_id: UUID, task: Task) -> Event:
    record = task.record
    life = isms.lives.get((record.KIND, record.ref))
    written = datetime.combine(life.last if life else isms.on, time(), UTC)
    late = "Late: " if task.day < isms.on else ""
    event = Event()
    event.add("uid", f"{uuid5(organization_id, f'{record.KIND}/{record.ref}/{task.what}')}@plumbline")
    event.add("dtstamp", written)
    event.add("last-modified", written)
    event.add("dtstart", task.day)
    event.add("dtend", task.day + timedelta(days=1))
    event.add("summary", f"{late}{record.ref} {called(isms, record)}: {task.what}")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [record.REGISTER])
    if origin := settings.PLUMBLINE_URL.origin:
        event.add("url", f"{origin}/go/{record.ref}/")
    return event


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
