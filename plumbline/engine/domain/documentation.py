"""Documents and the version that counts (7.5): in force, serving a clause, bound to be acknowledged."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Document, DocumentVersion, EvidenceItem

POLICY_OF_THE_WHOLE = "5.2"
"""What the information security policy serves."""


def versions(isms: Isms, document: Document) -> tuple[DocumentVersion, ...]:
    """All versions of a document, the earliest first."""
    found = isms.of_parent(DocumentVersion, "document", document)
    return tuple(
        sorted(found, key=lambda each: (each.effective or each.approved_on or date.min, len(each.ref), each.ref))
    )


def in_force(version: DocumentVersion, day: date) -> bool:
    """Whether a version is published and effective on or before the day."""
    return version.state == "in force" and (version.effective is None or version.effective <= day)


def version_in_force(isms: Isms, document: Document) -> DocumentVersion | None:
    """The version of a live document that is in force on the day, the latest where there are several."""
    if not document.live:
        return None
    return next((each for each in reversed(versions(isms, document)) if in_force(each, isms.on)), None)


def documents_in_force(isms: Isms) -> tuple[tuple[Document, DocumentVersion], ...]:
    """Every live document with its version in force."""

    def find() -> tuple[tuple[Document, DocumentVersion], ...]:
        pairs = ((each, version_in_force(isms, each)) for each in isms.live(Document))
        return tuple((document, version) for document, version in pairs if version)

    return isms.memo("documents in force", find)


def is_policy(document: Document) -> bool:
    """Whether a document is a policy."""
    return document.document_kind == "policy"


def security_policy(isms: Isms) -> tuple[Document, DocumentVersion] | None:
    """The information security policy in force: the one that serves 5.2, else a policy of that very name."""
    policies = [(each, version) for each, version in documents_in_force(isms) if is_policy(each)]
    marked = [pair for pair in policies if POLICY_OF_THE_WHOLE in pair[0].serves]
    named = [pair for pair in policies if pair[0].title.casefold() in NAMES_OF_THE_POLICY]
    return next(iter(marked or named), None)


NAMES_OF_THE_POLICY = frozenset(
    {
        "information security policy",
        "isms policy",
        "informationssicherheitsleitlinie",
        "leitlinie zur informationssicherheit",
        "informationssicherheitspolitik",
        "politique de sécurité de l'information",
    }
)


def serving(isms: Isms, key: str) -> tuple[Document, ...]:
    """The documents in force that serve a clause or a control."""

    def index() -> Mapping[str, tuple[Document, ...]]:
        found: dict[str, list[Document]] = defaultdict(list)
        for document, _ in documents_in_force(isms):
            for served in dict.fromkeys(document.serves):
                found[served].append(document)
        return {served: tuple(held) for served, held in found.items()}

    return isms.memo("documents by what they serve", index).get(key, ())


def shown_elsewhere(isms: Isms, *keys: str, since: date | None = None) -> bool:
    """Whether a controlled document in force, or a current evidence item, shows what has no register of its own yet.

    since: only what is effective, reviewed or observed on or after that day counts.
    """
    for document, version in documents_in_force(isms):
        if set(keys) & set(document.serves) and _fresh(
            since, version.reviewed_on, version.effective, version.approved_on
        ):
            return True
    return any(
        item.live and _fresh(since, item.observed_on, item.covers_to) for key in keys for item in evidence_on(isms, key)
    )


def evidence_on(isms: Isms, key: str) -> tuple[EvidenceItem, ...]:
    """The evidence items that name a control or clause, of every state."""
    return isms.by_each(EvidenceItem, lambda each: each.controls, "controls as written").get(key, ())


def _fresh(since: date | None, *days: date | None) -> bool:
    return since is None or any(day is not None and day >= since for day in days)
