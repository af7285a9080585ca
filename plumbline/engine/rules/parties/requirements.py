"""What interested parties require, and whether the system answers it."""

from collections.abc import Iterator
from typing import TypeVar

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Obligation, Party, PartyRequirement
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MAJOR, MINOR_UP, live, rule, where

BINDING = ("law", "contract")


@rule(
    "PTY001",
    "party-without-requirement",
    clauses=("4.2.b",),
    grade=MINOR_UP,
    examines=live(Party, "live interested parties"),
    mend="Write what the party requires into “Requirements of parties”, or end the party with a note why.",
)
def party_without_requirement(isms: Isms, party: Party) -> Iterator[Fault]:
    """A requirement, an obligation the party is the source of, or its expectations in words: any of them will do."""
    if party.expectations:
        return
    wanted = (*_of(isms, PartyRequirement, party), *_of(isms, Obligation, party))
    if not any(each.live for each in wanted):
        yield Fault(
            party,
            gap="The party is on record as interested, yet no requirement, obligation or expectation of it is.",
            shows=("party_kind", "expectations"),
        )


Wanting = TypeVar("Wanting", PartyRequirement, Obligation)


def _of(isms: Isms, kind: type[Wanting], party: Party) -> tuple[Wanting, ...]:
    """What a party is the source of, whether it is named by reference or by its name."""
    return isms.by_each(kind, lambda each: [found.ref for found in _party(isms, each)], "party").get(party.ref, ())


def _party(isms: Isms, requirement: PartyRequirement | Obligation) -> tuple[Party, ...]:
    found = isms.resolve(requirement.party, Party)
    return (found,) if isinstance(found, Party) else ()


@rule(
    "PTY002",
    "requirement-left-open",
    clauses=("4.2.c", "4.3.b"),
    grade=MINOR_UP,
    examines=live(PartyRequirement, "live requirements of parties"),
    mend="Decide in “Addressed”, and name in “Answered by” or “Controls” what answers the requirement.",
)
def requirement_left_open(isms: Isms, requirement: PartyRequirement) -> Iterator[Fault]:
    """What names its answer is decided, even where the box was not ticked; a “no” is PTY003's."""
    if requirement.addressed == "no" or (
        requirement.addressed != "undecided" and (requirement.answered_by or requirement.controls)
    ):
        return
    if requirement.addressed == "yes":
        gap = (
            "The requirement is said to be addressed, and no obligation, control, objective, risk or document is named "
        )
        gap += "that does so."
    else:
        gap = "Nobody has decided whether the system addresses this requirement."
    yield Fault(requirement, gap=gap, shows=("addressed", "answered_by", "controls"), cites=_party(isms, requirement))


@rule(
    "PTY003",
    "binding-requirement-set-aside",
    clauses=("4.2.c", "5.2.c"),
    grade=MAJOR,
    examines=where(
        PartyRequirement, "live requirements binding by law or contract", lambda isms, each: each.binding in BINDING
    ),
    mend="Set “Addressed” to yes and name what answers it, or correct “Binding” with the advice that says it is not.",
)
def binding_requirement_set_aside(isms: Isms, requirement: PartyRequirement) -> Iterator[Fault]:
    """A wish may be declined; a law or a contract may not."""
    if requirement.addressed != "no":
        return
    source = f"by {requirement.binding}"
    parties = _party(isms, requirement)
    duties = (each for party in parties for each in _of(isms, Obligation, party) if each.live)
    yield Fault(
        requirement,
        gap=f"The requirement binds {source} and is recorded as not addressed.",
        shows=("binding", "addressed", "reason"),
        cites=(*parties, *(Cited(each, ("fulfilment",)) for each in duties)),
    )
