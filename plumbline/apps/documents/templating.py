"""Documents from templates: what a template asks for, what is known already, and what it makes of the answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from plumbline.apps.documents.reading_lists import everyone
from plumbline.apps.ui.visit import Visit
from plumbline.beginning.drafting import Draft, adopted, draft, filled
from plumbline.beginning.facts import summaries
from plumbline.beginning.marks import PARAMETER, Choice
from plumbline.beginning.questions import questions
from plumbline.beginning.templates import HEADCOUNT, Template, templates, vocabulary, walk, words_of
from plumbline.beginning.writing import MADE_FROM
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Document, DocumentVersion, Role

Told = Callable[[Visit], Mapping[str, object]]
KNOWN: list[Told] = []
"""Where higher apps say what an organisation answered already: facts, words and titles of roles by name."""
CLASSES = {"anyone": "class_open", "everyone inside": "class_inside", "those named": "class_named"}
FEW_REASONS = 3


def told_by(source: Told) -> Told:
    """Let a function say what an organisation answered already."""
    KNOWN.append(source)
    return source


@dataclass(frozen=True, slots=True)
class Blank:
    """Something a template asks for: a word, the title of a role, a figure of its own, or whether something is so."""

    name: str
    label: str
    shape: Literal["word", "role", "fact"]
    value: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A template as the list shows it: whether it fits, and the document that was begun from it."""

    template: Template
    fits: bool
    document: Document | None
    promises: int


def offered(visit: Visit, answers: Mapping[str, object]) -> tuple[Offered, ...]:
    """Every template, with what became of it here."""
    full = filled(answers)
    return tuple(
        Offered(each, each.when.holds(full), begun(visit.isms, each), len(each.promising)) for each in templates()
    )


def begun(isms: Isms, template: Template) -> Document | None:
    """The live document that was begun from a template, or that is called like it."""
    for each in isms.live(Document):
        if dict(each.extra).get(MADE_FROM) == template.slug or folded(each.title) == folded(template.title):
            return each
    return None


def known(visit: Visit) -> dict[str, object]:
    """What is known without asking: the name, how many work here, what was adopted, and what other apps were told."""
    isms = visit.isms
    found: dict[str, object] = {
        "organisation": isms.organization.title,
        HEADCOUNT: len(everyone(isms)),
        "promises": adopted(isms),
    }
    found |= _classes(isms)
    for source in KNOWN:
        found |= source(visit)
    return found


def _classes(isms: Isms) -> dict[str, object]:
    """The words of the organisation's own scheme of classes."""
    named: dict[str, object] = {}
    for each in isms.organization.classes:
        word = CLASSES[each.may_see]
        named["class_strict" if word in named and word == "class_named" else word] = each.name
    return named


def blanks(template: Template, answers: Mapping[str, object]) -> tuple[Blank, ...]:
    """What a template asks for, with what is known: its words and roles, its own figures, then facts."""
    full, held = filled(answers), vocabulary()
    words = [name for said, _ in words_of(template.nodes) for name in PARAMETER.findall(said)]
    roles = [template.owner, template.approver, *template.binds, *template.acknowledge, *words]
    found = [
        Blank(name, held.words[name].means, "word", str(full[name]), held.words[name].default)
        for name in dict.fromkeys(words)
        if name in held.words
    ]
    found += [
        Blank(name, name.replace("_", " "), "word", str(answers.get(name, default)), str(default))
        for name, default in template.parameters.items()
    ]
    found += [
        Blank(name, held.roles[name].means, "role", str(full[name]), held.roles[name].default)
        for name in dict.fromkeys(roles)
        if name in held.roles
    ]
    facts = sorted(_asked(template) - held.words.keys() - {HEADCOUNT})
    found += [Blank(name, so(name), "fact", "yes" if answers.get(name) else "") for name in facts]
    return tuple(found)


def so(fact: str) -> str:
    """What a fact says, as a sentence about the reader: “You have an office”."""
    said = list(_sayings(fact))
    more = " or others" if len(said) > FEW_REASONS else ""
    return f"{', or '.join(said[:FEW_REASONS])}{more}".capitalize() if said else fact.replace("_", " ").capitalize()


def _sayings(fact: str) -> list[str]:
    if fact in summaries():
        return [saying for name in sorted(summaries()[fact].names) for saying in _sayings(name)]
    for key, question in questions().items():
        if fact == f"{key}_unknown":
            return [f"it is not known yet: {question.asks[0].lower()}{question.asks[1:]}"]
        if fact == f"{key}_named":
            return [f"somebody is named: {question.asks[0].lower()}{question.asks[1:]}"]
        if fact.startswith(f"{key}_") and (option := question.option(fact.removeprefix(f"{key}_"))):
            return [option.said]
    return []


def _asked(template: Template) -> frozenset[str]:
    """Every name its conditions ask for."""
    return template.when.names.union(*(node.when.names for node in walk(template.nodes) if isinstance(node, Choice)))


def drafted(visit: Visit, template: Template, answers: Mapping[str, object]) -> Draft:
    """The draft, with roles and documents by their references where they are on record."""
    made = draft(template, answers)
    return dataclasses.replace(made, document=_registered(visit.isms, made.document))


def first_version(made: Draft, *, title: str, body: str) -> tuple[Document, DocumentVersion]:
    """The document and its first version as they are to be registered."""
    version = dataclasses.replace(made.version, title=title, body=body)
    return dataclasses.replace(made.document, title=title), version


def _registered(isms: Isms, document: Document) -> Document:
    """The document with references for titles; a role that nobody recorded is left open rather than made up."""
    return dataclasses.replace(
        document,
        owner=_role(isms, document.owner),
        approver_named=_role(isms, document.approver_named),
        must_acknowledge=tuple(filter(None, (_role(isms, each) for each in document.must_acknowledge))),
        roles_named=tuple(filter(None, (_role(isms, each) for each in document.roles_named))),
        audience=tuple(_role(isms, each) or each for each in document.audience),
        links=tuple(_linked(isms, each) for each in document.links),
    )


def _role(isms: Isms, title: str) -> str:
    found = isms.resolve(title, Role)
    return found.ref if found else ""


def _linked(isms: Isms, title: str) -> str:
    found = isms.resolve(title, Document)
    return found.ref if found else title
