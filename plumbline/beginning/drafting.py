"""Documents drafted from templates: three organisations get three texts, and each promise as a commitment.

Pure: nothing is stored. A draft is a proposal; a person registers, approves and puts it in force.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from plumbline.beginning.drafted import CommitmentDraft, Draft, Duty
from plumbline.beginning.templates import EVERYONE, Template, templates, vocabulary
from plumbline.beginning.writing import Writer, tidied
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Commitment, DocumentVersion
from plumbline.engine.domain.promises import catalogue, standing

__all__ = [
    "CommitmentDraft",
    "Draft",
    "Duty",
    "Template",
    "adopted",
    "commitments_of",
    "draft",
    "drafts",
    "duties_of",
    "templates",
]


def drafts(answers: Mapping[str, object]) -> tuple[Draft, ...]:
    """The documents that fit an organisation, drafted in the order of their slugs; see `draft`."""
    full = filled(answers)
    return tuple(draft(each, answers) for each in templates() if each.when.holds(full))


def draft(template: Template, answers: Mapping[str, object]) -> Draft:
    """One document drafted.

    answers: facts (`facts.facts`), words, titles of roles and parameters by name; under `promises` what the
    organisation adopted, by `name` or `name/subject` (see `adopted`). What is missing takes its default.
    """
    writer = Writer(template, filled(answers), _adopted_of(answers))
    body = tidied(writer.written(template.nodes))
    document = writer.document()
    version = DocumentVersion(title=template.title, number="1.0", author=document.owner, body=body, state="draft")
    return Draft(
        slug=template.slug,
        title=template.title,
        body_markdown=body,
        document=document,
        version=version,
        commitments=tuple(writer.commitments),
        controls=template.serves,
        refers_to=tuple(sorted(writer.named)),
        everyone_acknowledges=EVERYONE in template.acknowledge,
    )


def commitments_of(
    promised: Iterable[CommitmentDraft], document: str, number: str, bound_to: Mapping[str, tuple[str, ...]]
) -> tuple[Commitment, ...]:
    """The commitments to record when a version is put in force, not before.

    promised: what `promised.promised_in` finds in its text. document, number: the reference of the document and its
    version. bound_to: references of the duties by the id of the commitment they keep.
    """
    return tuple(
        Commitment(
            title=each.sentence,
            document=document,
            number=number,
            topic=each.promise,
            applies_to=each.applies_to,
            promised=each.promised,
            bound_to=bound_to.get(each.id, ()),
            controls=tuple(key for key in each.controls if key.startswith("A.")),
        )
        for each in promised
    )


def duties_of(promised: Iterable[CommitmentDraft], document: str, published: date) -> tuple[tuple[str, Action], ...]:
    """The recurring actions that keep promises of a document, first due an interval after it is published.

    document: its title. Each comes with the id of its commitment.
    """
    return tuple(
        (
            each.id,
            Action(
                title=each.duty.title,
                description=each.duty.description,
                action_kind="improve",
                owner=each.duty.owner,
                recurring="yes",
                interval=each.duty.every,
                raised_on=published,
                due=span.after(published),
                part_of=document,
            ),
        )
        for each in promised
        if each.duty and (span := interval(each.duty.every))
    )


def adopted(isms: Isms) -> dict[str, str]:
    """What an organisation promised already, by `name` or `name/subject`, as `draft` reads it under `promises`."""
    return {
        f"{name}/{subject}" if subject else name: each.setting
        for name in catalogue()
        for subject, each in standing(isms, name)
    }


def filled(answers: Mapping[str, object]) -> dict[str, object]:
    """The answers with defaults for every word and role that was not given."""
    held = vocabulary()
    defaults = {name: word.default for part in (held.words, held.roles) for name, word in part.items()}
    return {**defaults, **{name: each for name, each in answers.items() if each not in (None, "")}}


def _adopted_of(answers: Mapping[str, object]) -> Mapping[str, str]:
    given = answers.get("promises")
    return {str(name): str(each) for name, each in given.items()} if isinstance(given, Mapping) else {}
