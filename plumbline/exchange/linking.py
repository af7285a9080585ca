"""Words of cells become references, once everything that may be named is known. What names nothing stays as it came."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from plumbline.engine.domain.kinds import Field, Shape, fields_of
from plumbline.engine.domain.record import REF
from plumbline.engine.standard.catalogue import standard
from plumbline.exchange.cells import find_refs
from plumbline.exchange.controls import control_keys
from plumbline.exchange.drafts import Draft, Words
from plumbline.exchange.names import AssetNames, Names
from plumbline.exchange.who import aside_of, divided, looks_personal, name_key, role_kind, several

RESPONSIBLE = frozenset(["person", "role"])
LOOSE = frozenset(["reported_by"])
TEAMS = frozenset(["custodian", "kept_at"])
_PIECES = re.compile(r"\s*[;,\n]\s*|\s+\+\s+")
_CLAUSE = re.compile(
    r"(?:iso(?:/iec)?\s*(?:27001)?\s*(?::\s*\d{4})?\s*)?(?:clause|chapter|kapitel|abschnitt|article)?\s*"
    r"((?:[4-9]|10)(?:\.\d+){0,2})",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Linker:
    """Resolves words to references; proposes a role, a person or a course where nothing has the name yet."""

    names: Names
    assets: AssetNames
    propose: Callable[[Draft], str]
    say: Callable[[Draft, str, str, str], None]
    persons: dict[str, str] = field(default_factory=dict)
    memo: dict[tuple[str, bool], str] = field(default_factory=dict)

    def link(self, draft: Draft, *, loose: bool) -> None:
        """Replace the `Words` among the fields of a draft: the loose ones, or all others."""
        if not any(isinstance(stated, Words) for stated in draft.fields.values()):
            return
        # In the order in which the kind declares its fields: that of the columns must not number the roles.
        for held in fields_of(draft.record):
            stated = draft.fields.get(held.name)
            if isinstance(stated, Words) and (held.name in LOOSE) is loose:
                found = self._linked(draft, held, stated)
                if found is None:
                    del draft.fields[held.name]
                else:
                    draft.fields[held.name] = found if held.shape is Shape.REFS else (found[0] if found else "")

    def _linked(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...] | None:
        """References and words, or None where the field is better left alone."""
        kinds = frozenset(held.kinds)
        if words.strict:
            return self._spelled(words.text, held.kinds)
        for takes, link in _WAYS:
            if takes(kinds):
                return link(self, draft, held, words)
        return self._named(held, words)

    def _spelled(self, text: str, kinds: Sequence[str]) -> tuple[str, ...]:
        """References written out in a text: those of the kinds, and those that look like them and are of none."""
        prefixes = {ref.split("-")[0] for ref, kind in self.names.refs.items() if kind in kinds}
        found = find_refs(text)
        return tuple(
            ref
            for ref in found
            if self.names.kind_of(ref) in kinds or (not self.names.kind_of(ref) and ref.split("-")[0] in prefixes)
        )

    def _named(self, held: Field, words: Words) -> tuple[str, ...]:
        """Whole text first, for names may hold commas; then its pieces; then references inside it."""
        text = words.text
        whole = self.names.find(text, held.kinds)
        if whole:
            return (whole,)
        spelled = tuple(ref for ref in find_refs(text) if self._fits(ref, held))
        if held.shape is Shape.REF:
            return spelled if len(spelled) == 1 else (text,)
        pieces = [each for each in _PIECES.split(text) if each]
        found = [self.names.find(each, held.kinds) for each in pieces]
        if any(found) or all(REF.fullmatch(each) for each in pieces):
            return tuple(dict.fromkeys(ref or each for ref, each in zip(found, pieces, strict=True)))
        return spelled or (text,)

    def _fits(self, ref: str, held: Field) -> bool:
        kind = self.names.kind_of(ref)
        return bool(kind) and (not held.kinds or kind in held.kinds)

    # --- particular kinds -----------------------------------------------------------------------------------------

    def _basis(self, _draft: Draft, held: Field, words: Words) -> tuple[str, ...]:
        """Clauses, controls and records: “ISO 6.2 + R-002”."""
        found: list[str] = []
        for piece in (each for each in _PIECES.split(words.text) if each):
            clause = _CLAUSE.fullmatch(piece)
            record = self.names.find(piece, held.kinds)
            if record:
                found.append(record)
            elif clause and clause[1] in standard().clauses:
                found.append(clause[1])
            else:
                keys = control_keys(piece)[0]
                found += keys if keys and keys[0].startswith("A.") else (piece,)
        return tuple(dict.fromkeys(found))

    def _controls(self, _draft: Draft, _held: Field, words: Words) -> tuple[str, ...]:
        return control_keys(words.text)[0]

    def _assets(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...]:
        """Assets by reference or name; the text is kept with the record where it said more than the names."""
        text = words.text
        others = [kind for kind in held.kinds if kind != "asset"]
        spelled = tuple(ref for ref in find_refs(text) if self.names.kind_of(ref) in held.kinds)
        pieces = [each for each in re.split(r"\s*[;,\n]\s*", text) if each]
        exact = [self.names.find(each, held.kinds) for each in pieces]
        if all(exact) or all(REF.fullmatch(each) for each in (piece for part in pieces for piece in part.split())):
            return tuple(dict.fromkeys(exact)) if all(exact) else tuple(" ".join(pieces).split())
        each_piece = [self._asset(piece, others) for piece in pieces]
        found = spelled or self._asset(text, others)
        if not spelled and len(pieces) > 1 and all(each_piece):
            found = tuple(dict.fromkeys(ref for refs in each_piece for ref in refs))
        if not found:
            return (text,)
        if words.heading:
            draft.extra[held.label] = text
        return found[:1] if held.shape is Shape.REF else found

    def _asset(self, text: str, others: Sequence[str]) -> tuple[str, ...]:
        found = self.names.find(text, others) if others else ""
        return (found,) if found else self.assets.find(text)

    def _responsible(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...] | None:
        """Who answers: the first where a field has room for one, all where it has room for several."""
        if held.name in LOOSE:
            return self._loose(draft, held, words)
        answering, beside = self._mentioned(words.text, held)
        if held.shape is Shape.REF and len(answering) > 1:
            self.say(
                draft,
                words.heading,
                words.text,
                "It names several; the first answers, and the others are kept. Choose one.",
            )
            answering, beside = answering[:1], [*answering[1:], *beside]
        if beside:
            draft.extra[held.label] = self._others(draft, words.text, answering, beside)
        return tuple(dict.fromkeys(self.who(draft, each, team=held.name in TEAMS) for each in answering))

    def _mentioned(self, text: str, held: Field) -> tuple[list[str], list[str]]:
        """Who answers, and who is only named with one of them: a function's holder, or a holder's function."""
        answering: list[str] = []
        beside: list[str] = []
        for each in (text,) if self._known(text, held) else several(text):
            first, *others = (each,) if self._known(each, held) else divided(each)
            answering.append(first)
            beside += others
        return answering, beside

    def _known(self, text: str, held: Field) -> bool:
        return bool(self.names.find(text, held.kinds)) or name_key(text) in self.persons

    def _others(self, draft: Draft, text: str, answering: Sequence[str], beside: Sequence[str]) -> str:
        """What is kept of the others: the text as it came, unless it names people, who stand there as references."""
        if not any(self.is_personal(each) for each in (*answering, *beside)):
            return text
        return "; ".join(self.veiled(draft, each) for each in beside)

    def is_personal(self, text: str) -> bool:
        """Whether the words are the name of somebody we know, or plainly somebody's."""
        return name_key(text) in self.persons or looks_personal(text)

    def veiled(self, draft: Draft, text: str) -> str:
        """Words for a place that is no reference: as they are, but the reference of each person instead of the name."""
        if self.is_personal(text):
            return self.person(draft, text) + aside_of(text)
        mentions = several(text)
        if len(mentions) > 1:
            return "; ".join(self.veiled(draft, each) for each in mentions)
        first, *others = divided(text)
        if not others:
            return text
        return f"{self.veiled(draft, first)} ({'; '.join(self.veiled(draft, each) for each in others)})"

    def _loose(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...] | None:
        """Who reported may be a person, a role or a machine; only those we know are linked."""
        found = self.names.find(words.text, RESPONSIBLE)
        if found:
            return (found,)
        answering, beside = self._mentioned(words.text, held)
        everybody = [*answering, *beside]
        person = next((each for each in everybody if self.is_personal(each)), "")
        if person:
            everybody.remove(person)
            if everybody:
                draft.extra[held.label] = "; ".join(self.veiled(draft, each) for each in everybody)
            return (self.person(draft, person),)
        if words.text:
            draft.extra[held.label] = words.text
        return None

    def who(self, draft: Draft, text: str, *, team: bool = False) -> str:
        """The reference of the person or role that the words mean; a role is proposed where none has the name."""
        known = self.names.find(text, RESPONSIBLE)
        if known:
            return known
        if self.is_personal(text):
            return self.person(draft, text)
        return self.role(draft, text, team=team)

    def role(self, draft: Draft, text: str, *, team: bool = False) -> str:
        """The reference of a role by its title, proposed where there is none."""
        known = self.names.find(text, ("role",))
        if known or not text:
            return known
        if REF.fullmatch(text):
            return text
        made = Draft(kind="role", file=draft.file, line=draft.line, same=("title",))
        made.fields["title"] = text
        made.conclude("role_kind", role_kind(text) or ("team" if team else ""))
        made.conclude("held_outside", True if team and not role_kind(text) else None)
        return self.propose(made)

    def person(self, draft: Draft, text: str) -> str:
        """The opaque reference of a person by name, proposed where there is none; the name stays outside."""
        known = self.names.find(text, ("person",)) or self.persons.get(name_key(text), "")
        if known or not text:
            return known
        if REF.fullmatch(text):
            return text
        return self.propose(Draft(kind="person", file=draft.file, line=draft.line, name=" ".join(text.split())))

    def _person(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...]:
        """Persons; words that are plainly no name are taken for one only where nobody else is named."""
        answering, beside = self._mentioned(words.text, held)
        everybody = [*answering, *beside]
        named = [each for each in everybody if self.is_personal(each)]
        if not named:
            named = list(several(words.text)) if held.shape is Shape.REFS else [words.text]
        elif held.shape is Shape.REF:
            named = named[:1]
        beside = [each for each in everybody if each not in named] if len(everybody) > 1 else []
        if beside and self.is_personal(named[0]):
            draft.extra[held.label] = "; ".join(self.veiled(draft, each) for each in beside)
        return tuple(each for each in (self.person(draft, name) for name in named) if each)

    def _role(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...]:
        """Roles by their titles; a person who is named with one, or instead, is kept beside as a reference."""
        answering, beside = self._mentioned(words.text, held)
        people = [each for each in (*answering, *beside) if self.is_personal(each)]
        if not people:
            named = several(words.text) if held.shape is Shape.REFS else (words.text,)
            return tuple(each for each in (self.role(draft, name) for name in named) if each)
        titles = [each for each in (*answering, *beside) if each not in people]
        if held.shape is Shape.REF:
            titles, people = titles[:1], [*titles[1:], *people]
        draft.extra[held.label] = "; ".join(self.veiled(draft, each) for each in people)
        return tuple(each for each in (self.role(draft, name) for name in titles) if each)

    def _course(self, draft: Draft, held: Field, words: Words) -> tuple[str, ...]:
        known = self.names.find(words.text, held.kinds)
        if known or REF.fullmatch(words.text):
            return (known or words.text,)
        made = Draft(kind="course", file=draft.file, line=draft.line, same=("title",))
        made.fields["title"] = words.text
        return (self.propose(made),)


_Way = Callable[[Linker, Draft, Field, Words], tuple[str, ...] | None]
_WAYS: tuple[tuple[Callable[[frozenset[str]], bool], _Way], ...] = (
    (lambda kinds: kinds == RESPONSIBLE, Linker._responsible),
    (lambda kinds: kinds == {"person"}, Linker._person),
    (lambda kinds: kinds == {"role"}, Linker._role),
    (lambda kinds: kinds == {"course"}, Linker._course),
    (lambda kinds: "clause" in kinds, Linker._basis),
    (lambda kinds: bool(kinds) and kinds <= {"control", "own_control"}, Linker._controls),
    (lambda kinds: "asset" in kinds, Linker._assets),
)
