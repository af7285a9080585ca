"""The answers of an organisation, kept between pages and sessions: they belong to it, not to a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.administration.models import BeginningAnswers
from plumbline.apps.journal import ports
from plumbline.beginning.answers import AnswerError, Answers, read_answers
from plumbline.beginning.questions import UNKNOWN, questions

Plain = str | int | list[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers so far. `given` also holds the questions that were answered with “I do not know yet”."""

    given: Mapping[str, Plain]
    edition: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def answers(self) -> Answers:
        """What is known, for proposing; answers that a later release no longer takes count as not known."""
        try:
            return read_answers(self.given)
        except AnswerError as error:
            return read_answers({key: each for key, each in self.given.items() if key not in error.faults})

    @property
    def asked(self) -> int:
        """How many questions were answered, be it with “I do not know yet”."""
        return sum(key in self.given for key in questions())


def kept(actor: Actor) -> Kept:
    """The answers of the actor's organisation."""
    with within(actor.organization_id):
        row = BeginningAnswers.objects.first()
    return Kept({}) if row is None else Kept(json.loads(row.given), row.edition, row.changed_by, row.changed_at)


def keep(actor: Actor, said: Mapping[str, Plain]) -> Mapping[str, str]:
    """Keep what was said to some questions; empty takes an answer back. Returns the faults of what was not kept."""
    given: dict[str, Plain] = {}
    faults: dict[str, str] = {}
    for key, each in said.items():
        try:
            held = read_answers({key: each}).as_json() if each not in ("", []) else {}
        except AnswerError as error:
            faults |= error.faults
            continue
        given[key] = held.get(key, UNKNOWN if each not in ("", []) else "")
    with within(actor.organization_id), transaction.atomic():
        BeginningAnswers.objects.get_or_create(
            organization_id=actor.organization_id, defaults={"changed_at": ports.now()}
        )
        row = BeginningAnswers.objects.select_for_update().get()
        before = json.loads(row.given)
        after = {key: each for key, each in {**before, **given}.items() if each != ""}
        if after != before:
            row.given, row.edition = json.dumps(after), row.edition + 1
            row.changed_by, row.changed_at = actor.person, ports.now()
            row.save()
    return faults
