"""What follows when a version comes into force: which promises hold from now on, what keeps them, who has to read it.

The promises are those of the text that was approved, not of the template it began as. Nothing is written here.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.beginning.drafting import CommitmentDraft, commitments_of, duties_of
from plumbline.beginning.promised import promised_in
from plumbline.engine.domain.documentation import versions
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Action, Commitment, Document, DocumentVersion, OwnRule
from plumbline.engine.domain.promises import promise

OF_A_DUTY = ("title", "description", "interval", "part_of")
"""What the text says about a recurring action; a change of it is taken over, the day it is due next stays."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be written: `carried` commitments go on, `begun` are duties by the id of the promise."""

    document: Document
    version: DocumentVersion
    found: tuple[CommitmentDraft, ...]
    carried: tuple[Commitment, ...]
    withdrawn: tuple[Commitment, ...]
    kept: Mapping[str, tuple[Action, Action]]
    begun: tuple[tuple[str, Action], ...]
    ended: tuple[Action, ...]
    rules: Mapping[str, tuple[str, ...]]

    def commitments(self, begun: Mapping[str, str]) -> tuple[Commitment, ...]:
        """The commitments to record; begun: references of the new duties by the id of the promise they keep."""
        bound = {
            id_: (*self.rules.get(id_, ()), *self._duty_of(id_, begun)) for id_ in (each.id for each in self.found)
        }
        return commitments_of(self.found, self.document.ref, self.version.number, bound)

    def _duty_of(self, id_: str, begun: Mapping[str, str]) -> tuple[str, ...]:
        if id_ in begun:
            return (begun[id_],)
        return (self.kept[id_][0].ref,) if id_ in self.kept else ()


def publication(isms: Isms, document: Document, version: DocumentVersion, today: date) -> Publication:
    """What the approval of a version brings about, told from everything that stands before it."""
    standing = tuple(each for each in isms.of_parent(Commitment, "document", document) if each.live)
    promised = promised_in(document, version.body) if version.body else ()
    ours = {each for each in standing if each.number == version.number}
    spoken_for = {_key(each) for each in ours}
    found = tuple(
        each for each in promised if (each.promise, folded(each.applies_to), folded(each.sentence)) not in spoken_for
    )
    earlier = tuple(each for each in standing if each not in ours and each.number) if version.body else ()
    texts = {each.number: each.body for each in versions(isms, document)}
    gone = tuple(e for e in earlier if _drawn(e, promised) or _taken_out(e, texts.get(e.number, ""), version.body))
    carried = tuple(each for each in earlier if each not in gone)
    duties = duties_of(found, document.title, today)
    held = {each.title: each for each in duties_kept_for(isms, document, gone)}
    kept = {id_: (held[duty.title], _taken_over(held[duty.title], duty)) for id_, duty in duties if duty.title in held}
    goes_on = {before.ref for before, _ in kept.values()}
    return Publication(
        document=document,
        version=version,
        found=found,
        carried=carried,
        withdrawn=gone,
        kept=kept,
        begun=tuple((id_, duty) for id_, duty in duties if id_ not in kept),
        ended=tuple(each for each in held.values() if each.ref not in goes_on),
        rules=_adopted(isms, found),
    )


def review_due(isms: Isms, document: Document, version: DocumentVersion, begins: date) -> date | None:
    """The day the next review falls due: what the version states, else counted by the document or the promise."""
    name = "policy_review" if document.document_kind == "policy" else "record_review"
    stated = promise(isms, name, *(() if name == "policy_review" else (document.document_kind, "documents")))
    span = interval(document.review_interval) or (stated.interval if stated else None)
    return version.next_review or (span.after(begins) if span else None)


def duties_kept_for(isms: Isms, document: Document, commitments: Iterable[Commitment]) -> tuple[Action, ...]:
    """The recurring actions that were begun to keep these commitments of a document and still go on."""
    bound = dict.fromkeys(words for each in commitments for words in each.bound_to)
    found = (isms.resolve(words, Action) for words in bound)
    return tuple(
        each
        for each in found
        if isinstance(each, Action)
        and each.recurring == "yes"
        and each.part_of == document.title
        and each.state not in ("done", "dropped")
    )


def _key(commitment: Commitment) -> tuple[str, str, str]:
    return commitment.topic, folded(commitment.applies_to), folded(commitment.title)


def _said(promised: CommitmentDraft) -> tuple[str, str, str]:
    return promised.promise, folded(promised.applies_to), folded(promised.sentence)


def _drawn(commitment: Commitment, promised: Iterable[CommitmentDraft]) -> bool:
    """Whether the text promises the same thing in the words of its template, so that two would speak of one."""
    topics = {(each.promise, folded(each.applies_to)) for each in promised if each.promise}
    said = {folded(each.sentence) for each in promised}
    return folded(commitment.title) in said or (commitment.topic, folded(commitment.applies_to)) in topics


def _taken_out(commitment: Commitment, before: str, after: str) -> bool:
    """Whether its sentence stood in the text before and does not now; other words cannot be compared."""
    return _stands(commitment.title, before) and not _stands(commitment.title, after)


def _stands(sentence: str, body: str) -> bool:
    """Whether a sentence is still in a text, whatever its emphasis, line breaks and the case of its letters."""
    plain = " ".join("".join(letter for letter in body if letter not in "*_`#").split())
    wanted = " ".join("".join(letter for letter in sentence if letter not in "*_`#").split()).rstrip(".")
    return bool(wanted) and folded(wanted) in folded(plain)


def _taken_over(before: Action, duty: Action) -> Action:
    return dataclasses.replace(
        before, **{name: getattr(duty, name) for name in OF_A_DUTY if name != "owner" or not before.owner}
    )


def _adopted(isms: Isms, found: Iterable[CommitmentDraft]) -> Mapping[str, tuple[str, ...]]:
    """The own rules that set the same promise for the same subject, by the id of the commitment."""
    rules: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in isms.live(OwnRule):
        rules[each.title, folded(each.applies_to)].append(each.ref)
    pairs = ((each.id, rules.get((each.promise, folded(each.applies_to)), [])) for each in found if each.promise)
    return {id_: tuple(refs) for id_, refs in pairs if refs}
