"""The documents needed become cards: a document and its first version, a draft until somebody approves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from plumbline.beginning.answers import Answers
from plumbline.beginning.drafting import Draft, drafts
from plumbline.beginning.facts import facts
from plumbline.beginning.places import country
from plumbline.beginning.proposal import Card, Proposed
from plumbline.beginning.stock import rows
from plumbline.engine.domain.isms import folded
from plumbline.engine.domain.kinds import Role

AUTHOR = "#role-security|#role-it|#role-top"


def told_to_templates(answers: Answers) -> dict[str, object]:
    """What the templates of documents ask for: facts, words and what the proposed own rules set."""
    told = facts(answers)
    here = country(answers.text("country"))
    told |= {key: answers.text(key) for key in ("offering",)}
    told |= {"data_authority": here.privacy, "sector_authority": here.incidents}
    return told


def document_cards(answers: Answers) -> Iterator[Card]:
    """A card for each document that fits."""
    for each in drafts(told_to_templates(answers)):
        yield _card(each)


def _card(draft: Draft) -> Card:
    key = f"document-{draft.slug}"
    roles = _roles()
    document = dataclasses.replace(
        draft.document,
        owner=roles.get(folded(draft.document.owner), draft.document.owner),
        approver_named=roles.get(folded(draft.document.approver_named), draft.document.approver_named),
        must_acknowledge=tuple(roles.get(folded(each), each) for each in draft.document.must_acknowledge),
        links=tuple(f"#document-{slug}" for slug in draft.refers_to),
    )
    version = dataclasses.replace(draft.version, document=f"#{key}", author=AUTHOR)
    records = (Proposed(key, document), Proposed(f"{key}-version", version))
    promises = len(draft.commitments)
    return Card(
        key=key,
        section="documents",
        title=draft.title,
        why=f"A draft of ours, filled in with your answers; it promises {promises} things, each marked in the text."
        if promises
        else "A draft of ours, filled in with your answers.",
        because=(),
        records=records,
        editable=((key, "title"), (key, "owner"), (f"{key}-version", "body")),
    )


def _roles() -> Mapping[str, str]:
    """The key of each role in stock by its title."""
    return {folded(row.fields["title"]): f"#{key}" for key, row in rows(Role.KIND).items()}
