"""The context of a register's page: one place for the page, its fragment, and what acts on what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, QueryDict

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.records.saved_views import View, views_of
from plumbline.apps.ui.pages import Request
from plumbline.apps.ui.registers.acts import changed_in_place, may_write
from plumbline.apps.ui.registers.cells import called
from plumbline.apps.ui.registers.comparing import Since, since
from plumbline.apps.ui.registers.declaration import Register, register_of
from plumbline.apps.ui.registers.drawing import rows
from plumbline.apps.ui.registers.filtering import filters_of
from plumbline.apps.ui.registers.looking import SIZES, Look, look, paged, records
from plumbline.apps.ui.registers.tables import table
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import KINDS, Record


@dataclass(frozen=True, slots=True)
class Tab:
    """A kept view as a tab."""

    view: View | None
    label: str
    query: str
    active: bool
    mine: bool


def register_named(kind: str) -> Register:
    """The register of a kind. Raises Http404 for a kind there is not."""
    if kind not in KINDS:
        raise Http404(f"There is no register “{kind}”.")
    return register_of(kind)


def held(visit: Visit, kind: str, ref: str) -> Record:
    """A record on the day that is shown. Raises Http404 where there is none."""
    if kind not in KINDS:
        raise Http404(f"There is no register “{kind}”.")
    found = visit.system.get(kind, ref)
    if found is None:
        when = f" on {visit.as_of}" if visit.past else ""
        raise Http404(f"{KINDS[kind].REGISTER}: there is no {ref}{when}.")
    return found


def found_by(visit: Visit, register: Register, wanted: Look, compared: Since | None) -> list[Record]:
    """Every record that a look shows."""
    found = records(visit, register, wanted)
    return [each for each in found if compared.mark(each)] if compared and wanted.moved else found


def listing(request: Request, register: Register, asked: QueryDict) -> dict[str, Any]:
    """Everything that the page of a register shows."""
    visit, kind = request.visit, register.kind.KIND
    wanted = look(register, asked)
    compared = since(visit, kind)
    shown = paged(found_by(visit, register, wanted, compared), wanted)
    quick, writes = changed_in_place(visit, register), may_write(visit, kind)
    made = table(visit, register, wanted, shown.records, compared=compared, quick=quick)
    every, live = len(visit.isms.all(register.kind)), len(visit.isms.live(register.kind))
    return {
        "register": register,
        "look": wanted,
        "page": shown,
        "table": made,
        "drawn": rows(made, ticked=writes),
        "filters": filters_of(visit, register, wanted),
        "sizes": SIZES,
        "compared": compared,
        "gone": tuple((each, called(visit, each)) for each in compared.gone) if compared else (),
        "live": live,
        "ended": every - live,
        "nothing_at_all": not every and not (compared and compared.gone),
        "guidance": visit.isms.standard.all_guidance.get(register.clause),
        "may_write": writes,
        "may_export": visit.may(Permission.REGISTER_EXPORT),
        "may_import": visit.may_now(Permission.REGISTER_IMPORT),
        "tabs": tabs(views_of(visit.actor, kind), visit, wanted) if every else (),
    }


def tabs(views: tuple[View, ...], visit: Visit, wanted: Look) -> tuple[Tab, ...]:
    """Everything there is, then the views that one may choose from."""
    now = normal(wanted.query)
    kept = tuple(
        Tab(each, each.name, each.query, normal(each.query) == now, each.person == visit.actor.person) for each in views
    )
    return (Tab(None, "All", "", not now, mine=False), *kept)


def normal(query: str) -> str:
    """A query in one spelling, to tell whether two ask the same."""
    return urlencode(sorted(parse_qsl(query)))
