"""Whether versions follow one another in order, old ones are let go, and records are kept long enough (7.5.3)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from plumbline.engine.domain.documentation import documents_in_force, in_force, serving, versions
from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Document, DocumentVersion, Obligation
from plumbline.engine.domain.withdrawn import Reliance, is_out, outdated_version, reliances
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, listed

DIGITS = re.compile(r"[vV]?(\d{1,9}(?:\.\d{1,9})*)")


def _relying(isms: Isms) -> Iterator[Reliance]:
    """Where no document is in force at all, DOC000 tells it once."""
    return reliances(isms) if documents_in_force(isms) else iter(())


@rule(
    "DOC007",
    "withdrawn-document-relied-on",
    clauses=("7.5.3.e", "7.5.3.a"),
    grade=MINOR_UP,
    examines=Population("live records and open acknowledgements that name documents", _relying),
    mend="Point to the document and version in force, or close what still relies on the old one.",
)
def withdrawn_document_relied_on(isms: Isms, reliance: Reliance) -> Iterator[Fault]:
    """A number of a version counts where the record names one."""
    out = [each for each in reliance.documents if is_out(isms, each)]
    old = outdated_version(isms, reliance.documents[0], reliance.number) if reliance.number else None
    if out:
        verb = "is" if len(out) == 1 else "are"
        gap = f"It relies on {listed(each.ref for each in out)}, which {verb} no longer in force."
        cites = tuple(Cited(each, ("state",)) for each in out)
        yield Fault(reliance.record, gap=gap, shows=reliance.fields, cites=cites)
    elif old:
        gap = f"It is of version {old.number} of {reliance.documents[0].ref}, which is {old.state}."
        yield Fault(reliance.record, gap=gap, shows=reliance.fields, cites=(Cited(old, ("number", "state")),))


def _with_a_history(isms: Isms) -> Iterator[tuple[Document, tuple[DocumentVersion, ...]]]:
    """Live documents with two or more versions that were in force, the earliest first."""
    for document in isms.live(Document):
        held = tuple(each for each in versions(isms, document) if each.state in ("in force", "superseded", "withdrawn"))
        if len(held) > 1:
            yield document, held


@rule(
    "DOC008",
    "version-history-broken",
    clauses=("7.5.3.e",),
    grade=MINOR,
    examines=Population("documents with two or more versions", _with_a_history),
    mend="Correct the chain: one version in force, numbers that rise, and a note on what each change was.",
)
def version_history_broken(isms: Isms, history: tuple[Document, tuple[DocumentVersion, ...]]) -> Iterator[Fault]:
    """The first version changes nothing; notes are asked of the versions of the current audit cycle."""
    document, held = history
    current = [each for each in held if in_force(each, isms.on)]
    fallen = [(earlier, later) for earlier, later in pairwise(held) if not _rises(earlier, later)]
    silent = [each for each in held[1:] if not each.change_note and in_cycle(isms, each.effective or each.approved_on)]
    if len(current) > 1:
        gap, cited = f"{len(current)} versions are in force at once.", current
    elif fallen:
        (earlier, later), *_ = fallen
        gap, cited = f"Version {later.number} follows version {earlier.number}.", [earlier, later]
    elif silent:
        gap = f"{counted(len(silent), 'version says', 'versions say')} nothing on what was changed."
        cited = silent
    else:
        return
    shows = ("number", "effective", "state", "change_note")
    yield Fault(document, gap=gap, cites=tuple(Cited(each, shows) for each in cited))


def _rises(earlier: DocumentVersion, later: DocumentVersion) -> bool:
    """Whether a number follows another; names of versions that are no numbers only must not repeat."""
    first, second = DIGITS.fullmatch(earlier.number.strip()), DIGITS.fullmatch(later.number.strip())
    if first and second:
        return _parts(first[1]) < _parts(second[1])
    return not earlier.number or earlier.number != later.number


def _parts(number: str) -> list[int]:
    parts = [int(each) for each in number.split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return parts


SCHEDULE = ("7.5.3.f", "A.5.33")
"""What a document serves that says how long what is kept."""


@rule(
    "DOC009",
    "retention-not-kept",
    clauses=("7.5.3.f", "A.5.33", "A.8.10"),
    grade=MINOR,
    examines=Population("documents in force", documents_in_force),
    mend="State how long the document is kept, at least as long as the obligation asks, or cover it by a schedule.",
)
def retention_not_kept(isms: Isms, pair: tuple[Document, DocumentVersion]) -> Iterator[Fault | Unjudged]:
    """A schedule in force covers what says nothing itself; obligations bind what they name as their fulfilment."""
    document, _ = pair
    mine = interval(document.retention)
    longer = [each for each in _obligations(isms, document) if mine and _days(each.retention) > mine.about_days]
    if longer:
        asked = max(longer, key=lambda each: _days(each.retention))
        gap = f"It is kept for {document.retention}; {asked.ref} asks for {asked.retention}."
        cites = tuple(Cited(each, ("retention",)) for each in longer)
        yield Fault(document, gap=gap, shows=("retention",), cites=cites)
    elif document.retention or any(serving(isms, key) for key in SCHEDULE):
        return
    elif kept(isms, Document, "retention"):
        gap = "It states no retention, and no schedule in force covers it."
        yield Fault(document, gap=gap, shows=("retention",))
    else:
        yield Unjudged(document, "how long it is kept, in the record or in a schedule in force")


def _obligations(isms: Isms, document: Document) -> tuple[Obligation, ...]:
    """Live obligations with a retention that name the document as what fulfils them."""
    return tuple(each for each in isms.of_parent(Obligation, "fulfilled_by", document) if each.live and each.retention)


def _days(words: str) -> float:
    span = interval(words)
    return span.about_days if span else 0.0
