"""A version as it goes to paper: everything in words, with today's names of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.documentation import in_force, versions
from plumbline.engine.domain.kinds import Commitment, Document, DocumentVersion
from plumbline.reports.document.paper import Paper

STANDING = {
    "draft": "Draft, not in force",
    "in review": "In review, not in force",
    "superseded": "Superseded, no longer in force",
    "withdrawn": "Withdrawn, not in force",
}
COUNTED = ("in force", "superseded")


def paper(visit: Visit, document: Document, version: DocumentVersion) -> Paper:
    """What the paper says of a version."""
    counts = in_force(version, visit.on) and document.live
    decided = version.approved_on or version.effective or visit.on
    return Paper(
        organization=visit.isms.organization.title,
        reference=f"{document.ref}, {version.ref}",
        title=version.title or document.title,
        kind=document.document_kind.capitalize(),
        version=version.number or version.ref,
        state=version.state,
        standing=_standing(version, counts=counts),
        counts=counts,
        owner=_names(visit, [document.owner]),
        author=_names(visit, [version.author]),
        approved_by=_names(visit, version.approvers) if version.approved_on else "",
        approved_on=_day(version.approved_on),
        effective=_day(version.effective),
        next_review=_day(version.next_review),
        classification=document.classification,
        audience=_names(visit, document.audience),
        serves=", ".join(document.serves),
        body=version.body,
        history=tuple(
            (each.number or each.ref, _day(each.effective), each.change_note, _names(visit, each.approvers))
            for each in versions(visit.isms, document)
            if each.state in COUNTED
        ),
        promises=tuple(
            (each.title, each.promised)
            for each in visit.isms.of_parent(Commitment, "document", document)
            if counts and each.live and each.number in ("", version.number)
        ),
        basis=f"{document.ref}, version {version.number or version.ref}, as the journal keeps it",
        made_at=datetime.combine(decided, time(), UTC),
    )


def _standing(version: DocumentVersion, *, counts: bool) -> str:
    number = f"Version {version.number}" if version.number else version.ref
    if counts:
        return f"{number}, in force since {_day(version.effective)}" if version.effective else f"{number}, in force"
    if version.state == "in force":
        return f"{number}, in force from {_day(version.effective)} on"
    return f"{number}: {STANDING[version.state]}"


def _names(visit: Visit, words: Iterable[str]) -> str:
    """People by name and roles by title."""
    return ", ".join(_name(visit, each) for each in words if each)


def _name(visit: Visit, words: str) -> str:
    found = visit.isms.answers(words)
    return (visit.names.get(found.ref, "") or found.title or found.ref) if found else words


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
