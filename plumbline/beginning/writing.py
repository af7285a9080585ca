"""Writes one document from its template: conditions decided, words put in, promises and references collected."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from plumbline.beginning.drafted import CommitmentDraft
from plumbline.beginning.marks import PARAMETER, REFERENCE, Choice, Node, Promising, Text
from plumbline.beginning.promising import commitment
from plumbline.beginning.spans import every, lasting, within
from plumbline.beginning.templates import EVERYONE, Template, templates, vocabulary
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.kinds import Document

MANNERS = {"every": every, "within": within, "limit": lasting}
EVERYBODY = "Everyone who works for us"
SHOWN_ONLY_BY_RECORDS = frozenset(
    {"6.3", "8.1-3", "9.2.2", "9.2.2-doc", "9.3.3", "9.3.3-doc", "A.5.18", "A.5.34", "A.8.13", "A.8.32", "gdpr/30"}
)
"""What only a record of the act shows: a document that asks for a review must not pass for the review."""
CLASS_OF = {"anyone": "class_open", "everyone inside": "class_inside", "those named": "class_named"}
MADE_FROM = "Template"
"""Under what heading a document remembers the template it was drafted from."""
BLANK = re.compile(f"{PARAMETER.pattern}|{REFERENCE.pattern}")


class Writer:
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
        owner = self._title(self.template.owner)
        self.commitments.append(commitment(self.template, mark, value, sentence, owner))
        return sentence

    def _value(self, mark: Promising) -> str:
        """What was adopted for the subject; else our default, unless what was adopted in general is stricter."""
        if not mark.promise:
            return str(self.answers.get(f"{self.template.slug}/{mark.id}", mark.value))
        general = self.promises.get(mark.promise, "")
        if not mark.applies_to:
            return general or mark.value
        particular = self.promises.get(f"{mark.promise}/{mark.applies_to.casefold()}", "")
        mine, whole = interval(mark.value), interval(general)
        stricter = bool(mine and whole and whole.about_days < mine.about_days)
        return particular or (general if stricter else mark.value)

    def _filled_in(self, words: str, own: Mapping[str, str]) -> str:
        """The words with every blank filled in once, so that what an answer says is never read as a mark."""
        known = {**self.template.parameters, **self.answers, **own}
        self.roles |= {name for name in PARAMETER.findall(words) if name in vocabulary().roles}
        return BLANK.sub(lambda found: spoken(known[found[1]]) if found[1] else self._named(found[2]), words)

    def _named(self, slug: str) -> str:
        self.named.add(slug)
        return f"the *{_titles()[slug]}*"

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
            extra=((MADE_FROM, template.slug),),
            review_interval=self.promises.get(promise, template.review),
        )


NUMBERED = re.compile(r"\d+\. ")


def tidied(body: str) -> str:
    """The text without the empty lines and spaces that conditions leave behind; lists count from one again."""
    body = re.sub(r"(?<=\S) +", " ", body)
    body = re.sub(r" +\n", "\n", body)
    return "\n".join(_counted(re.sub(r"\n{3,}", "\n\n", body).strip().split("\n"))) + "\n"


def _counted(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with the items of every numbered list counted in turn; anything but an empty line ends a list."""
    reached = 0
    for line in lines:
        if NUMBERED.match(line):
            reached += 1
            yield NUMBERED.sub(f"{reached}. ", line, count=1)
        else:
            reached = reached if not line else 0
            yield line


@cache
def _titles() -> Mapping[str, str]:
    return {each.slug: each.title for each in templates()}


def spoken(answer: object) -> str:
    """An answer as it stands within a sentence: on one line, without the full stop it may end with."""
    return " ".join(str(answer).split()).rstrip(".")
