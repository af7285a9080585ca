"""The history of a record: every version, who wrote it, what it changed, and the proof that the journal holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from plumbline.apps.accounts.authority import STATE_OF
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import names_by_id
from plumbline.apps.journal import reading
from plumbline.apps.journal.proofs import NoSuchVersionError, prove
from plumbline.apps.journal.signer import ForkError, KeyTroubleError
from plumbline.apps.ui.pages import Request, page
from plumbline.apps.ui.registers import acts
from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.comparing import FieldDifference, differing
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.codec import decode
from plumbline.engine.domain.kinds import KINDS, Record

DOORS = {
    "web": "in the browser",
    "cli": "on the command line",
    "api": "by a program",
    "job": "by background work",
    "import": "by an import",
}
DEEDS = {
    "accept": "accepted",
    "adopt": "adopted",
    "approve": "approved",
    "close": "closed",
    "erase": "erased",
    "except": "excepted",
    "export": "taken out",
    "found": "founded",
    "grant": "granted",
    "import": "imported",
    "link": "linked",
    "name": "named",
    "revoke": "revoked",
    "write": "written",
}
SAY_NO, TURNED_DOWN = ("approve", "adopt", "except"), ("rejected", "refused")
MEDIA = {"json": "application/json", "tlog-proof": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Told:
    """A version of a record: the entry that wrote it, by whom and how, and what it changed."""

    index: int
    at: datetime
    who: str
    deed: str
    door: str
    record: Record | None
    erased_by: int | None
    differences: tuple[FieldDifference, ...]
    entry_url: str
    returned: bool = False
    """Whether it brings a record back that was removed."""
    erase_url: str = ""
    """Where this version may be erased, for whoever may; not of the one that stands."""

    @property
    def deed_words(self) -> str:
        """The deed in a word that people use; whoever may decide may also say no."""
        verb = self.deed.partition(":")[2]
        if verb in SAY_NO and getattr(self.record, "state", "") in TURNED_DOWN:
            return "turned down"
        return DEEDS.get(verb, self.deed)


def read(kind: str, **_: Any) -> Permission:
    """The permission to read a register."""
    return acts.reading(kind)


@page(read)
@require_GET
def history(request: Request, kind: str, ref: str) -> HttpResponse:
    """Every version, the latest first; two of them may be laid side by side: `?from=12&to=40`."""
    told = tuple(_told(request.visit, kind, ref)) if kind in KINDS else ()
    if not told:
        raise Http404(f"The journal has never seen {ref}.")
    known = {each.index: each for each in told}
    first, second = (known.get(_whole(request.GET.get(name, ""))) for name in ("from", "to"))
    last = next((each.record for each in reversed(told) if each.record is not None), None)
    context = {
        "kind": KINDS[kind],
        "ref": ref,
        "title": called(request.visit, last) if last else "",
        "record": request.visit.system.get(kind, ref),
        "versions": told[::-1],
        "first": first,
        "second": second,
        "between": _between(request.visit, first, second),
    }
    return render(request, "ui/registers/history.html", context)


@page(read)
@require_GET
def proof(request: Request, kind: str, ref: str, index: int, form: str) -> HttpResponse:
    """The proof of one version, to be checked without Plumbline."""
    if form not in MEDIA:
        raise Http404("A proof comes as json or tlog-proof.")
    try:
        proven = prove(request.visit.organization_id, kind, ref, index)
    except NoSuchVersionError as error:
        raise Http404(str(error)) from None
    except (ForkError, KeyTroubleError) as error:
        raise RefusedError(str(error)) from None
    content = json.dumps(proven.as_json(), indent=2) + "\n" if form == "json" else proven.as_tlog_proof()
    answer = HttpResponse(content, content_type=MEDIA[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}-{proven.version}.{form}"'
    return answer


def _told(visit: Visit, kind: str, ref: str) -> Iterator[Told]:
    """The versions up to the day that is shown, the first one first."""
    who, before, removed = names_by_id(visit.organization_id), None, False
    erasable = visit.may_now(Permission.PEOPLE_ERASE) and kind not in STATE_OF
    stands, may_leaf = visit.present.seen(kind, ref), visit.may(Permission.LOG_READ)
    for entry in reading.history(visit.organization_id, kind, ref):
        if entry.idx >= visit.system.head:
            return
        after = decode(kind, entry.value) if entry.value else None
        may_go = erasable and after is not None and stands not in (None, entry.idx)
        yield Told(
            index=entry.idx,
            at=entry.time,
            who=_who(who, entry),
            deed=entry.action,
            door=DOORS.get(entry.via, entry.via),
            record=after,
            erased_by=entry.erased_by,
            differences=tuple(differing(visit, before, after)) if after else (),
            entry_url=_entry_url(entry.idx) if may_leaf else "",
            returned=removed and after is not None,
            erase_url=_erase_url(kind, ref, entry.idx) if may_go else "",
        )
        before, removed = after, after is None and entry.erased_by is None


def _who(known: Mapping[str, str], entry: reading.HistoryEntry) -> str:
    return known.get(entry.actor_id or "", entry.actor_kind)


def _between(visit: Visit, first: Told | None, second: Told | None) -> tuple[FieldDifference, ...] | None:
    if first is None or second is None or second.record is None:
        return None
    early, late = (first, second) if first.index <= second.index else (second, first)
    return tuple(differing(visit, early.record, late.record)) if late.record else None


def _entry_url(index: int) -> str:
    """The page of a journal entry."""
    return reverse("journal:entry", args=[index])


def _erase_url(kind: str, ref: str, index: int) -> str:
    """The page that says what goes before a version is erased."""
    return reverse("settings:erase-value", args=[kind, ref, index])


def _whole(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 16 else -1
