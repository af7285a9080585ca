"""What a draft consists of: a document, its first version, and what its sentences promise."""

from dataclasses import dataclass

from plumbline.engine.domain.kinds import Document, DocumentVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A recurring task that keeps a promise no register speaks of; `owner` is the title of a role."""

    title: str
    description: str
    every: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraft:
    """A sentence that promises something. `promise` is a name of the catalogue, or empty: then a duty keeps it.

    `promised` is the interval; of a deadline that a duty checks by samples it is said in words (“within 14 d”), so
    that the rhythm of the check is not taken for the deadline.
    """

    id: str
    sentence: str
    promise: str
    applies_to: str
    promised: str
    controls: tuple[str, ...]
    duty: Duty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document as proposed. `document` and `version` have no reference yet and the version is a draft.

    `controls` are all clauses and controls it speaks of, `refers_to` the slugs of the drafts it names.
    """

    slug: str
    title: str
    body_markdown: str
    document: Document
    version: DocumentVersion
    commitments: tuple[CommitmentDraft, ...]
    controls: tuple[str, ...]
    refers_to: tuple[str, ...]
    everyone_acknowledges: bool
