"""What a piece of evidence in words stands for: a document in force, a register that holds something, or a record.

Registers of others are written as people speak: “BCP + DRP”, “Supplier Security Policy + register”. A piece counts as
named where something on record may be meant by it; whether it shows what it should is for a person to judge.
"""

import re
from collections.abc import Mapping

from plumbline.engine.domain.documentation import documents_in_force, version_in_force
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    ControlState,
    Document,
    EvidenceItem,
    Incident,
    Nonconformity,
    Objective,
    Obligation,
    OwnControl,
    PolicyException,
    Record,
    Risk,
    SoaDeclared,
    Supplier,
    SupplierAgreement,
    Threat,
    Training,
    Vulnerability,
)

REGISTERS: tuple[tuple[re.Pattern[str], tuple[type[Record], ...]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b"), kinds)
    for words, kinds in (
        (r"trainings?|schulung\w*|formations?", (Training,)),
        (r"agreements|contract register|verträge|vertragsregister", (SupplierAgreement,)),
        (r"controls|maßnahmenkatalog", (ControlState, OwnControl, SoaDeclared)),
        (r"soa|statement of applicability|anwendbarkeitserklärung", (SoaDeclared,)),
        (r"asset (?:register|inventory|list)|inventory of assets|inventar", (Asset,)),
        (r"supplier (?:register|list)|lieferantenliste", (Supplier,)),
        (r"risk (?:register|log)|risikoregister", (Risk,)),
        (r"incident (?:register|log)|vorfallsregister", (Incident,)),
        (r"(?:legal|obligations?|compliance) register|rechtskataster", (Obligation,)),
        (r"exceptions? register", (PolicyException,)),
        (r"(?:capa|nonconformit(?:y|ies)) register", (Nonconformity,)),
        (r"(?:risk )?treatment plan|action (?:register|plan)", (Action,)),
        (r"threat register", (Threat,)),
        (r"vulnerabilit(?:y|ies) register", (Vulnerability,)),
        (r"(?:objectives|kpi) register", (Objective,)),
        (r"document (?:control )?register", (Document,)),
    )
)
"""How people call the registers, and the kinds they hold."""
LONG_ENOUGH = 9
"""From how many letters a piece of a title may stand for the title."""
INITIALS = re.compile(r"\b[A-Z]{3,}\b")


def shown_by(isms: Isms, piece: str) -> bool:
    """Whether a reference, or a piece of evidence in words, stands for something that is on record."""
    return isms.memo(("shown by", piece), lambda: _shown_by(isms, piece))


def document_named(isms: Isms, piece: str) -> Document | None:
    """The document in force that a piece names: by reference, title, a piece of the title, or its initials."""
    found = isms.resolve(piece, Document)
    if isinstance(found, Document):
        return found if version_in_force(isms, found) else None
    words, titles = folded(piece), _titles(isms)
    for title, document in titles.items():
        if _within(title, words) or (len(words) >= LONG_ENOUGH and _within(words, title)):
            return document
    initials = _initials(isms)
    return next((initials[each] for each in INITIALS.findall(piece) if each in initials), None)


def _shown_by(isms: Isms, piece: str) -> bool:
    found = isms.resolve(piece)
    if found is not None and not isinstance(found, Document):
        return not isinstance(found, EvidenceItem) or found.live
    return bool(document_named(isms, piece)) or _names_a_register(isms, piece) or _source_of_a_finding(isms, piece)


def _names_a_register(isms: Isms, piece: str) -> bool:
    words = folded(piece)
    return any(each.search(words) and any(isms.all(kind) for kind in kinds) for each, kinds in REGISTERS)


def _source_of_a_finding(isms: Isms, piece: str) -> bool:
    """An audit or review that raised a nonconformity has taken place."""
    words = folded(piece)
    return len(words) >= LONG_ENOUGH and any(_within(words, folded(each.source)) for each in isms.all(Nonconformity))


def _within(part: str, whole: str) -> bool:
    return bool(part) and part in whole and bool(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", whole))


def _titles(isms: Isms) -> Mapping[str, Document]:
    return isms.memo(
        "titles in force",
        lambda: {folded(each.title): each for each, _ in documents_in_force(isms) if len(each.title) >= LONG_ENOUGH},
    )


def _initials(isms: Isms) -> Mapping[str, Document]:
    def collect() -> Mapping[str, Document]:
        words = ((re.findall(r"\w+", each.title), each) for each, _ in documents_in_force(isms))
        return {"".join(word[0] for word in title).upper(): each for title, each in words if title}

    return isms.memo("initials of titles in force", collect)
