"""Who is named for what goes on: owners, approvers to come, keepers, deputies and contacts of live records (5.3)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import KINDS, Assignment, Person, PolicyException, Record, Role, fields_of

GOES_ON = frozenset({"owner", "custodian", "contact_owner", "approver_named", "deputy", "kept_at"})
"""Fields that bind somebody today. Who approved, decided or reported did so once and may have left since."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A live record that names somebody, and in which field. An approval rule is a duty named in the organisation."""

    record: Record
    field: str


def duties(isms: Isms) -> Mapping[tuple[str, str], tuple[Duty, ...]]:
    """What each person and role is named for, by kind and reference."""

    def collect() -> Mapping[tuple[str, str], tuple[Duty, ...]]:
        found: dict[tuple[str, str], list[Duty]] = defaultdict(list)
        for words, duty in _named(isms):
            if who := isms.answers(words):
                found[who.KIND, who.ref].append(duty)
        return {key: tuple(each) for key, each in found.items()}

    return isms.memo("duties", collect)


def _named(isms: Isms) -> Iterator[tuple[str, Duty]]:
    for rule in isms.organization.approval_rules:
        yield rule.approver, Duty(isms.organization, "approval_rules")
    for kind in KINDS.values():
        names = [each.name for each in fields_of(kind) if each.is_reference and each.name in GOES_ON]
        if not names:
            continue
        for record in isms.live(kind):
            if isinstance(record, Assignment) and not covers(record.since, record.until, isms.on):
                continue
            yield from ((words, Duty(record, name)) for name in names if (words := getattr(record, name)))


def left(isms: Isms, person: Person) -> bool:
    """Whether somebody has gone on or before the day; who has yet to start has not."""
    return person.left <= isms.on if person.left else person.state == "left"


def current_assignments(isms: Isms, role: Role) -> tuple[tuple[Assignment, Person], ...]:
    """The assignments of a role that cover the day, with the current persons they name."""
    found = ((each, isms.resolve(each.person, Person)) for each in isms.assignments(role) if _covers(isms, each))
    return tuple((each, who) for each, who in found if isinstance(who, Person) and isms.current(who))


def _covers(isms: Isms, assignment: Assignment) -> bool:
    return covers(assignment.since, assignment.until, isms.on)


def roles_together(isms: Isms) -> Mapping[str, Mapping[str, Role]]:
    """By person, every live role held on the day, and those a role held also serves as."""

    def collect() -> Mapping[str, Mapping[str, Role]]:
        found: dict[str, dict[str, Role]] = defaultdict(dict)
        for role in isms.live(Role):
            serves = {reference: each for reference in isms.role_of(role) if (each := isms.at(Role, reference))}
            for _, person in current_assignments(isms, role):
                found[person.ref] |= serves
        return found

    return isms.memo("roles together", collect)


def allowed_together(isms: Isms, first: Role, second: Role) -> bool:
    """Whether a live exception lets one person hold both roles."""
    sets = isms.memo(
        "roles allowed together",
        lambda: [
            {found.ref for words in each.roles if (found := isms.resolve(words, Role))}
            for each in isms.live(PolicyException)
            if each.roles
        ],
    )
    return any({first.ref, second.ref} <= each for each in sets)
