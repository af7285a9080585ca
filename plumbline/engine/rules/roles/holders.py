"""Whether roles that are relied on have holders, and holders may hold what they hold (5.3, A.5.3)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assignment, Person, Record, Role
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.responsibility import (
    allowed_together,
    current_assignments,
    duties,
    left,
    roles_together,
)
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed

SHOWN = 5
"""How many of the records that name a role are cited; the gap counts them all."""


def _roles_named(isms: Isms) -> tuple[Role, ...]:
    named = duties(isms)
    return tuple(each for each in isms.all(Role) if (each.KIND, each.ref) in named and not each.held_outside)


@rule(
    "ROL001",
    "role-vacant",
    clauses=("5.3", "A.5.2"),
    grade=MINOR_UP,
    examines=Population("roles that live records name", _roles_named),
    mend="Assign the role in “Role assignments” and have the holder acknowledge it, or name another in these records.",
)
def role_vacant(isms: Isms, role: Role) -> Iterator[Fault | Unjudged]:
    """Where no role has ever been assigned to anybody, ROL000 tells it once instead of each role."""
    if not isms.all(Assignment):
        yield Unjudged(role, "no role assignment on record")
        return
    held = current_assignments(isms, role)
    if held:
        yield from _acknowledgement(isms, role, tuple(each for each, _ in held))
        return
    named = duties(isms)[role.KIND, role.ref]
    verb = "names" if len(named) == 1 else "name"
    yield Fault(
        role,
        gap=f"{counted(len(named), 'live record')} {verb} this role, and nobody holds it.",
        shows=("state",),
        cites=tuple(Cited(each.record, (each.field,)) for each in named[:SHOWN]),
    )


def _acknowledgement(isms: Isms, role: Role, held: tuple[Assignment, ...]) -> Iterator[Fault | Unjudged]:
    """Only where the register keeps it: the role says so, or says nothing and some assignment was acknowledged."""
    if not (role.keeps_acknowledgement or (role.keeps_acknowledgement is None and _acknowledges(isms))):
        return
    stated = promise(isms, "acknowledge_within", "role")
    for each in held:
        assigned = each.assigned_on or each.since
        if each.acknowledged_on:
            continue
        if stated is None or stated.interval is None or assigned is None:
            yield Unjudged(role, "no day of assignment" if stated else "no promise `acknowledge_within`")
            return
        if (due := stated.interval.after(assigned)) < isms.on:
            yield Fault(
                role,
                gap=f"The role was assigned on {assigned.isoformat()}; its acknowledgement was due on "
                f"{due.isoformat()}, {days_between(due, isms.on)} ago.",
                cites=(Cited(each, ("person", "assigned_on", "acknowledged_on")),),
                stated=stated,
            )
            return


def _acknowledges(isms: Isms) -> bool:
    return isms.memo("roles are acknowledged", lambda: any(each.acknowledged_on for each in isms.all(Assignment)))


def _with_two_roles(isms: Isms) -> tuple[Person, ...]:
    together = roles_together(isms)
    return tuple(each for each in isms.live(Person) if len(together.get(each.ref, ())) > 1)


@rule(
    "ROL002",
    "duties-conflict",
    clauses=("A.5.3",),
    grade=MINOR,
    examines=Population("current people with two or more roles", _with_two_roles),
    mend="Give one of the two roles to somebody else, or record an exception for both with what compensates.",
)
def duties_conflict(isms: Isms, person: Person) -> Iterator[Fault | Unjudged]:
    """An exception past its day is EXC001's: here it still counts, so that one lapse is told once."""
    pairs = isms.organization.incompatible_roles
    if not pairs:
        yield Unjudged(person, "no pair of incompatible roles recorded for the organisation")
        return
    held = roles_together(isms)[person.ref]
    conflicts = []
    for pair in pairs:
        first, second = isms.resolve(pair.first, Role), isms.resolve(pair.second, Role)
        if not (isinstance(first, Role) and isinstance(second, Role)) or first == second:
            continue
        if first.ref in held and second.ref in held and not allowed_together(isms, first, second):
            conflicts.append((first, second))
    if conflicts:
        said = listed(f"{first.ref} with {second.ref}" for first, second in conflicts)
        yield Fault(
            person,
            gap=f"One person holds roles recorded as incompatible, and no live exception covers them: {said}.",
            cites=tuple(dict.fromkeys(role for pair in conflicts for role in pair)),
        )


Named = tuple[Record, tuple[tuple[str, Person], ...]]
"""A record, and its fields that name a person outright."""


def _records_naming_people(isms: Isms) -> tuple[Named, ...]:
    found: dict[tuple[str, str], tuple[Record, list[tuple[str, Person]]]] = {}
    for (kind, reference), named in duties(isms).items():
        person = isms.at(Person, reference) if kind == Person.KIND else None
        for duty in named if person else ():
            _, fields = found.setdefault((duty.record.KIND, duty.record.ref), (duty.record, []))
            fields.extend([(duty.field, person)] if person else [])
    return tuple((record, tuple(fields)) for record, fields in found.values())


@rule(
    "ROL003",
    "leaver-still-responsible",
    clauses=("5.3", "A.5.2", "A.6.5"),
    grade=MINOR_UP,
    examines=Population(
        "live records that name a person as owner, approver, deputy or contact", _records_naming_people
    ),
    mend="Hand the record to a successor; better still, name the role that the successor holds.",
)
def leaver_still_responsible(isms: Isms, subject: Named) -> Iterator[Fault]:
    """Only what binds today: who approved or reported something once may have left since."""
    record, named = subject
    gone = [(name, person) for name, person in named if left(isms, person)]
    if not gone:
        return
    told = listed(f"{name.replace('_', ' ')} {person.ref} left{_since(isms, person)}" for name, person in gone)
    yield Fault(
        record,
        gap=f"The record is live and its {told}.",
        shows=tuple(name for name, _ in gone),
        cites=tuple(dict.fromkeys(Cited(person, ("left", "state")) for _, person in gone)),
    )


def _since(isms: Isms, person: Person) -> str:
    return f" on {person.left.isoformat()}, {days_between(person.left, isms.on)} ago" if person.left else ""
