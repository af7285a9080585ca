"""What asks for a control: risks, their treatment, obligations, requirements, agreements, commitments (6.1.3 b, d)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    KINDS,
    Action,
    Commitment,
    Obligation,
    OwnControl,
    PartyRequirement,
    Record,
    Risk,
    Supplier,
    SupplierAgreement,
    fields_of,
)
from plumbline.engine.standard.catalogue import short_key

DriverKind = Literal["risk", "treatment", "obligation", "requirement", "agreement", "commitment"]
ORDER: tuple[DriverKind, ...] = ("risk", "treatment", "obligation", "requirement", "agreement", "commitment")
KEY_IN_TERM = re.compile(r"\bA\.[5-8]\.\d{1,2}\b")
SOA_KINDS = frozenset({"soa_declared", "soa_override", "soa_version", "control_state"})
"""Kinds that say something about a control and do not ask for it."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A record that asks for a control, what sort of demand it is, and in what way."""

    ref: str
    kind: DriverKind
    why: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Users:
    """Every live record that names a control, and those among them that ask for it."""

    records: tuple[Record, ...]
    drivers: tuple[Driver, ...]


def control_key(isms: Isms, words: str) -> str:
    """The key of Annex A, or the reference of the live own control, that the words name; empty where they name none."""
    return isms.memo(("control key", words), lambda: _key(isms, words))


def _key(isms: Isms, words: str) -> str:
    short = short_key(words.strip())
    if short in isms.standard.controls:
        return short
    found = isms.resolve(short, OwnControl)
    return found.ref if found is not None and found.live else ""


def drivers(isms: Isms) -> Mapping[str, tuple[Driver, ...]]:
    """What asks for each control, by kind in the order of `ORDER`, then by reference; no entry where nothing does."""
    return isms.memo("drivers", lambda: _grouped(isms, _demands(isms)))


def drivers_of(isms: Isms, key: str) -> tuple[Driver, ...]:
    """What asks for one control."""
    return drivers(isms).get(key, ())


def unknown_demands(isms: Isms) -> Mapping[str, tuple[Driver, ...]]:
    """What asks for a control that is neither in Annex A nor among the live own controls, by the words used."""

    def find() -> Mapping[str, tuple[Driver, ...]]:
        found: dict[str, list[Driver]] = defaultdict(list)
        for words, driver in _demands(isms):
            if not control_key(isms, words):
                found[words].append(driver)
        return {words: tuple(asking) for words, asking in sorted(found.items())}

    return isms.memo("demands for unknown controls", find)


def _grouped(isms: Isms, demands: Iterable[tuple[str, Driver]]) -> Mapping[str, tuple[Driver, ...]]:
    groups: dict[str, dict[tuple[str, str], Driver]] = defaultdict(dict)
    for words, driver in demands:
        if key := control_key(isms, words):
            groups[key].setdefault((driver.ref, driver.why), driver)
    return {key: tuple(found.values()) for key, found in groups.items()}


def _demands(isms: Isms) -> Iterator[tuple[str, Driver]]:
    for each in (_risks, _actions, _obligations, _requirements, _agreements, _commitments):
        yield from each(isms)


def _risks(isms: Isms) -> Iterator[tuple[str, Driver]]:
    for risk in isms.live(Risk):
        for words in dict.fromkeys(risk.controls):
            yield words, Driver(risk.ref, "risk", "held down by it", risk.title)
        for words in dict.fromkeys(risk.planned_controls):
            yield words, Driver(risk.ref, "risk", "to be treated with it", risk.title)


def _actions(isms: Isms) -> Iterator[tuple[str, Driver]]:
    for action in isms.all(Action):
        if action.controls and action.state != "dropped" and (why := _treatment(isms, action)):
            for words in dict.fromkeys(action.controls):
                yield words, Driver(action.ref, "treatment", why, action.title)


def _treatment(isms: Isms, action: Action) -> str:
    """Why a treatment action asks for its controls: what it treats is live. A finished one has brought them to stay."""
    if action.action_kind not in ("treat", ""):
        return ""
    targets = [isms.find(words) for words in action.answers]
    treated = [each for each in targets if isinstance(each, Risk | Obligation)]
    verb = "treated" if action.state == "done" else "treats"
    if live := [each.ref for each in treated if each.live]:
        return f"{verb} {', '.join(live)}"
    if treated or not action.live or action.action_kind != "treat":
        return ""
    return "treatment action"


def _obligations(isms: Isms) -> Iterator[tuple[str, Driver]]:
    for duty in isms.live(Obligation):
        why = "contract" if duty.obligation_kind == "contract" else duty.obligation_kind or "obligation"
        why = "obligation" if why == "other" else why
        own = (words for words in duty.fulfilled_by if control_key(isms, words))
        for words in dict.fromkeys((*duty.controls, *own)):
            yield words, Driver(duty.ref, "obligation", why, duty.title)


def _requirements(isms: Isms) -> Iterator[tuple[str, Driver]]:
    for asked in isms.live(PartyRequirement):
        if asked.addressed == "no":
            continue
        why = {"law": "required by law", "contract": "required by contract"}.get(asked.binding, "asked for")
        answers = (words for words in asked.answered_by if control_key(isms, words))
        for words in dict.fromkeys((*asked.controls, *answers)):
            yield words, Driver(asked.ref, "requirement", why, asked.title or asked.requirement)


def _agreements(isms: Isms) -> Iterator[tuple[str, Driver]]:
    """Agreements ask for a control only where a term names it: what a clause means is for people to read."""
    for agreement in isms.live(SupplierAgreement):
        if agreement.ends is not None and agreement.ends < isms.on and not agreement.rolling:
            continue
        supplier = isms.resolve(agreement.supplier, Supplier)
        for term in agreement.terms:
            for words in dict.fromkeys(KEY_IN_TERM.findall(term)):
                yield (
                    words,
                    Driver(agreement.ref, "agreement", "term of the contract", str(supplier or agreement.title)),
                )


def _commitments(isms: Isms) -> Iterator[tuple[str, Driver]]:
    for promise in isms.live(Commitment):
        for words in dict.fromkeys(promise.controls):
            yield (
                words,
                Driver(promise.ref, "commitment", f"promised in {promise.document or 'a policy'}", promise.title),
            )


def users(isms: Isms, key: str) -> Users:
    """Every live record that names a control, in the order of kinds and references, and what asks for it."""
    return Users(records=_naming(isms).get(key, ()), drivers=drivers_of(isms, key))


def _naming(isms: Isms) -> Mapping[str, tuple[Record, ...]]:
    def index() -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for kind, records in isms.records.items():
            if kind not in SOA_KINDS and kind in KINDS:
                declared: type = KINDS[kind]
                names = [each.name for each in fields_of(declared) if "control" in each.kinds]
                for record in records if names else ():
                    for key in _named_in(isms, record, names):
                        found[key].append(record)
        return {key: tuple(records) for key, records in found.items()}

    return isms.memo("records by the control they name", index)


def _named_in(isms: Isms, record: Record, names: list[str]) -> Iterable[str]:
    if not record.live:
        return ()
    held = (getattr(record, name) for name in names)
    words = (word for each in held for word in ((each,) if isinstance(each, str) else each) if word)
    return dict.fromkeys(key for word in words if (key := control_key(isms, word)))
