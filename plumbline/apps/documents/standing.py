"""What every page of one document tells: how it stands, its versions, and what the visitor may do with it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.documents.library import entry
from plumbline.apps.documents.publishing import publication
from plumbline.apps.documents.reading_lists import demanded, to_ask
from plumbline.apps.ui.visit import Visit
from plumbline.beginning.drafting import CommitmentDraft
from plumbline.beginning.promised import promised_in, template_of
from plumbline.engine.domain.documentation import versions
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Commitment, Document, DocumentVersion

BEING_WRITTEN = ("draft", "in review")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the approval of a draft would bring about: promises it would make, carry on and end; whom it would ask."""

    promised: tuple[CommitmentDraft, ...]
    carried: tuple[Commitment, ...]
    withdrawn: tuple[Commitment, ...]
    ended: int
    asked: int


def outlook(visit: Visit, document: Document, version: DocumentVersion) -> Outlook:
    """What would follow if the draft were approved today as it reads."""
    what = publication(visit.isms, document, version, visit.on)
    asked = to_ask(visit.isms, document, version, demanded(visit.isms, document))
    return Outlook(what.found, what.carried, what.withdrawn, len(what.ended), len(asked))


def standing_of(visit: Visit, document: Document) -> dict[str, Any]:
    """What the templates of a document's pages are told in common."""
    return {
        "document": document,
        "entry": entry(visit.isms, document),
        "versions": latest_first(visit.isms, document),
        "template": template_of(document),
        "may_write": visit.may_change(document, Permission.DOCUMENT_WRITE),
        "may_approve": visit.may_now(Permission.DOCUMENT_APPROVE),
        "may_acknowledge": visit.may_now(Permission.DOCUMENT_ACKNOWLEDGE) and bool(visit.actor.person),
        "acknowledged": _acknowledged(visit, document),
    }


def latest_first(isms: Isms, document: Document) -> tuple[DocumentVersion, ...]:
    """The versions of a document: those being written, then the latest effective first."""
    known = tuple(reversed(versions(isms, document)))
    return (*(e for e in known if e.state in BEING_WRITTEN), *(e for e in known if e.state not in BEING_WRITTEN))


def _acknowledged(visit: Visit, document: Document) -> Any:
    """The visitor's own acknowledgement of the version in force: asked, given, or none."""
    found = entry(visit.isms, document).progress
    rows = found.rows if found else ()
    return next((each.acknowledgement for each in rows if each.person == visit.actor.person), None)


def promises(isms: Isms, document: Document, version: DocumentVersion) -> tuple[Commitment | CommitmentDraft, ...]:
    """What a version promises: its commitments on record, or, of a draft, those it would make."""
    if version.state in BEING_WRITTEN:
        return promised_in(document, version.body)
    held = isms.of_parent(Commitment, "document", document)
    return tuple(
        each for each in held if each.number in ("", version.number) and (each.live or version.state != "in force")
    )


def before(isms: Isms, document: Document, version: DocumentVersion) -> DocumentVersion | None:
    """What a version is compared with: the one in force where it is a draft, else the one before it."""
    known = [each for each in versions(isms, document) if each.state in ("in force", "superseded")]
    if version in known:
        at = known.index(version)
        return known[at - 1] if at else None
    return known[-1] if known else None
