"""Documents drafted from templates: three organisations get three texts, and each promise as a commitment.

Pure: nothing is stored. A draft is a proposal; a person registers, approves and puts it in force.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.beginning.marks import PARAMETER, REFERENCE, Choice, Node, Promising, Text
from plumbline.beginning.spans import every, lasting, within
from plumbline.beginning.templates import EVERYONE, Template, templates, vocabulary
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Commitment, Document, DocumentVersion
from plumbline.engine.domain.promises import catalogue, standing

MANNERS = {"every": every, "within": within, "limit": lasting}
EVERYBODY = "Everyone who works for us"
SHOWN_ONLY_BY_RECORDS = frozenset(
    {"6.3", "8.1-3", "9.2.2", "9.2.2-doc", "9.3.3", "9.3.3-doc", "A.5.18", "A.5.34", "A.8.13", "A.8.32", "gdpr/30"}
)
"""What only a record of the act shows: a document that asks for a review must not pass for the review."""
CLASS_OF = {"anyone": "class_open", "everyone inside": "class_inside", "those named": "class_named"}


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


def drafts(answers: Mapping[str, object]) -> tuple[Draft, ...]:
    """The documents that fit an organisation, drafted in the order of their slugs; see `draft`."""
    full = filled(answers)
    return tuple(draft(each, answers) for each in templates() if each.when.holds(full))


def draft(template: Template, answers: Mapping[str, object]) -> Draft:
    """One document drafted.

    answers: facts (`facts.facts`), words, titles of roles and parameters by name; under `promises` what the
    organisation adopted, by `name` or `name/subject` (see `adopted`). What is missing takes its default.
    """
    writer = _Writer(template, filled(answers), _adopted_of(answers))
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
    drafted: Draft, document: str, number: str, bound_to: Mapping[str, tuple[str, ...]]
) -> tuple[Commitment, ...]:
    """The commitments to record when a version is put in force, not before.

    document, number: the reference of the document and its version. bound_to: references of the duties by the id of
    the commitment they keep.
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
        for each in drafted.commitments
    )


def duties_of(drafted: Draft, published: date) -> tuple[tuple[str, Action], ...]:
    """The recurring actions that keep promises of a document, first due an interval after it is published.

    Each comes with the id of its commitment.
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
                part_of=drafted.title,
            ),
        )
        for each in drafted.commitments
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


def tidied(body: str) -> str:
    """The text without the empty lines and spaces that conditions leave behind."""
    body = re.sub(r"(?<=\S) +", " ", body)
    body = re.sub(r" +\n", "\n", body)
    return re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def _adopted_of(answers: Mapping[str, object]) -> Mapping[str, str]:
    given = answers.get("promises")
    return {str(name): str(each) for name, each in given.items()} if isinstance(given, Mapping) else {}


class _Writer:
    """Writes one document and collects what it promises and names."""

    def __init__(self, template: Template, answers: Mapping[str, object], promises: Mapping[str, str]) -> None:
        self.template, self.answers, self.promises = template, answers, promises
        self.commitments: list[CommitmentDraft] = []
        self.named: set[str] = set()
        self.roles: set[str] = set()

    def written(self, nodes: Iterable[Node]) -> str:
        return "".join(self._pieces(nodes))

    def _pieces(self, nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            match node:
                case Text(words=words):
                    yield self._filled_in(words, {})
                case Choice(when=when, then=then, otherwise=otherwise):
                    yield self.written(then if when.holds(self.answers) else otherwise)
                case Promising():
                    yield self._promised(node)

    def _promised(self, mark: Promising) -> str:
        value = self._value(mark)
        sentence = self._filled_in(mark.words, {mark.manner: MANNERS[mark.manner](value)})
        self.commitments.append(
            CommitmentDraft(
                id=mark.id,
                sentence=_plain(sentence),
                promise=mark.promise,
                applies_to=mark.applies_to,
                promised=f"{mark.manner} {value}" if mark.check else value,
                controls=mark.serves,
                duty=None if mark.promise else self._duty(mark, _plain(sentence), value),
            )
        )
        return sentence

    def _value(self, mark: Promising) -> str:
        """What was adopted for the subject; else our default, unless what was adopted in general is stricter."""
        if not mark.promise:
            return str(self.answers.get(mark.id.replace("-", "_"), mark.value))
        general = self.promises.get(mark.promise, "")
        if not mark.applies_to:
            return general or mark.value
        particular = self.promises.get(f"{mark.promise}/{mark.applies_to.casefold()}", "")
        mine, whole = interval(mark.value), interval(general)
        stricter = bool(mine and whole and whole.about_days < mine.about_days)
        return particular or (general if stricter else mark.value)

    def _duty(self, mark: Promising, sentence: str, value: str) -> Duty:
        is_rhythm = mark.manner == "every"
        return Duty(
            title=f"{self.template.title}: {mark.id.replace('-', ' ')}",
            description=sentence if is_rhythm else f"Check by a sample that this was kept: {sentence}",
            every=value if is_rhythm else mark.check,
            owner=self._title(mark.owner or self.template.owner),
        )

    def _filled_in(self, words: str, own: Mapping[str, str]) -> str:
        known = {**self.template.parameters, **self.answers, **own}
        self.roles |= {name for name in PARAMETER.findall(words) if name in vocabulary().roles}
        named = PARAMETER.sub(lambda found: str(known[found[1]]), words)
        return REFERENCE.sub(lambda found: self._named(found[1]), named)

    def _named(self, slug: str) -> str:
        self.named.add(slug)
        return f"*{_titles()[slug]}*"

    def _title(self, role: str) -> str:
        """A role as the register of roles calls it."""
        title = str(self.answers[role])
        return title[:1].upper() + title[1:]

    def _circle(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(EVERYBODY if each == EVERYONE else self._title(each) for each in keys)

    def document(self) -> Document:
        """The document as it is registered; named documents stand by their titles until they have references."""
        template = self.template
        promise = "policy_review" if template.kind == "policy" else "record_review"
        return Document(
            title=template.title,
            document_kind=template.kind,  # type: ignore[arg-type]  # the reader has compared it with the kinds
            serves=tuple(each for each in template.serves if each not in SHOWN_ONLY_BY_RECORDS),
            owner=self._title(template.owner),
            approver_named=self._title(template.approver),
            classification=str(self.answers[CLASS_OF[template.reach]]),
            audience=self._circle(template.binds),
            audience_breadth=template.reach,  # type: ignore[arg-type]  # the reader has compared it with the reaches
            binds=self._circle(template.binds),
            withheld_from_parties=False if template.reach == "anyone" else None,
            must_acknowledge=self._circle(each for each in template.acknowledge if each != EVERYONE),
            roles_named=tuple(sorted({self._title(role) for role in self.roles})),
            links=tuple(_titles()[slug] for slug in sorted(self.named)),
            kept_here=True,
            review_interval=self.promises.get(promise, template.review),
        )


def _titles() -> Mapping[str, str]:
    return {each.slug: each.title for each in templates()}


def _plain(sentence: str) -> str:
    return " ".join(re.sub(r"[*_`#]|^- ", "", sentence).split())
