"""The documents needed become cards: a document and its first version, a draft until somebody approves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from plumbline.beginning.answers import Answers
from plumbline.beginning.drafting import Draft, drafts
from plumbline.beginning.facts import facts, reasons
from plumbline.beginning.filling import fields_for, within
from plumbline.beginning.places import country
from plumbline.beginning.proposal import Card, Proposed
from plumbline.beginning.stock import rows
from plumbline.beginning.templates import templates
from plumbline.engine.domain.isms import folded
from plumbline.engine.domain.kinds import OwnRule, Role

DRAFT = "A draft of ours, filled in with your answers."
AUTHOR = "#role-security|#role-it|#role-top"


def told_to_templates(answers: Answers) -> dict[str, object]:
    """What the templates of documents ask for: facts, words and what the proposed own rules set."""
    told: dict[str, object] = {**facts(answers)}
    here = country(answers.text("country"))
    told |= {"offering": within(answers.text("offering")), "promises": _promises(answers)}
    told |= {"data_authority": here.privacy, "sector_authority": here.incidents}
    return told


def _promises(answers: Answers) -> Mapping[str, str]:
    """The own rules that are proposed, as the texts state them."""
    proposed = (fields_for(row, answers) for row in rows(OwnRule.KIND).values() if row.when.holds(facts(answers)))
    return {
        f"{each['title']}/{folded(each['applies_to'])}" if each.get("applies_to") else each["title"]: each["setting"]
        for each in proposed
    }


def document_cards(answers: Answers) -> Iterator[Card]:
    """A card for each document that fits."""
    when = {each.slug: each.when for each in templates()}
    for each in drafts(told_to_templates(answers)):
        yield _card(each, reasons(when[each.slug], answers))


def _card(draft: Draft, because: tuple[str, ...]) -> Card:
    key = f"document-{draft.slug}"
    roles = _roles()
    document = dataclasses.replace(
        draft.document,
        owner=roles.get(folded(draft.document.owner), draft.document.owner),
        approver_named=roles.get(folded(draft.document.approver_named), draft.document.approver_named),
        must_acknowledge=tuple(roles.get(folded(each), each) for each in draft.document.must_acknowledge),
        roles_named=tuple(roles.get(folded(each), each) for each in draft.document.roles_named),
        links=tuple(f"#document-{slug}" for slug in draft.refers_to),
    )
    version = dataclasses.replace(draft.version, document=f"#{key}", author=AUTHOR)
    records = (Proposed(key, document), Proposed(f"{key}-version", version))
    promises = len(draft.commitments)
    counted = "one promise, bound to the work" if promises == 1 else f"{promises} promises, each bound to the work"
    return Card(
        key=key,
        section="documents",
        title=draft.title,
        why=DRAFT if not promises else f"{DRAFT} Once published it makes {counted} that keeps it.",
        because=because,
        records=records,
        editable=((key, "title"), (key, "owner"), (f"{key}-version", "body")),
    )


def _roles() -> Mapping[str, str]:
    """The key of each role in stock by its title."""
    return {folded(row.fields["title"]): f"#{key}" for key, row in rows(Role.KIND).items()}
