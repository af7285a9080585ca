"""Whether papers are there before people begin, and everything comes back when they leave (A.5.11, A.6)."""

from collections.abc import Iterable, Iterator
from datetime import date

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import AgreementSigned, Asset, Person, Role, Screening, Supplier
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.responsibility import current_assignments, left
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import counted, days_between, listed, sentence

TERMS = ("terms of employment", "both")
CONFIDENTIALITY = ("confidentiality", "both")
OF_THE_HOUSE = frozenset({"employed", "contractor"})


def _joined(isms: Isms) -> Iterator[Person | Supplier]:
    """Current people who have started, and providers who see what is confidential."""
    yield from (each for each in isms.all(Person) if isms.current(each))
    yield from (each for each in isms.live(Supplier) if each.sees_confidential and each.state != "proposed")


@rule(
    "PEO006",
    "joiner-papers-missing",
    clauses=("A.6.1", "A.6.2", "A.6.6"),
    grade=MINOR_UP,
    examines=Population("people who started, and outsiders who see what is confidential", _joined),
    mend="Obtain the paper and record it; limit access until it is there.",
)
def joiner_papers_missing(isms: Isms, joined: Person | Supplier) -> Iterator[Fault | Unjudged]:
    """Where no signed paper is on record at all, they may be kept elsewhere: that is not judged."""
    papers = _papers(isms, joined)
    start = joined.started if isinstance(joined, Person) else joined.service_began
    wanted = _wanted(joined)
    signed = [each for each in papers if not wanted or each.agreement_kind in wanted]
    wrong = list(_screening(isms, joined)) if isinstance(joined, Person) else []
    if _must_sign(joined) and isms.all(AgreementSigned):
        what = "the confidentiality agreement" if wanted == CONFIDENTIALITY else "the signed terms"
        days = [(each.signed_on, each.expires) for each in signed]
        wrong += _wrong(isms, what, days, start)
    if wrong:
        shows = ("employment", "started") if isinstance(joined, Person) else ("sees_confidential", "service_began")
        cites = tuple(Cited(each, ("agreement_kind", "signed_on", "expires")) for each in signed)
        yield Fault(joined, gap=sentence(listed(wrong)), shows=shows, cites=(*cites, *_screened(isms, joined)))
    elif _must_sign(joined) and not isms.all(AgreementSigned):
        yield Unjudged(joined, "a register of signed terms and confidentiality agreements")


def _papers(isms: Isms, joined: Person | Supplier) -> tuple[AgreementSigned, ...]:
    return isms.of_parent(AgreementSigned, "person" if isinstance(joined, Person) else "supplier", joined)


def _must_sign(joined: Person | Supplier) -> bool:
    """Our own people sign their terms; outsiders sign where they see what is confidential."""
    if isinstance(joined, Supplier):
        return True
    return joined.employment in ("", *OF_THE_HOUSE) or bool(joined.sees_confidential)


def _wanted(joined: Person | Supplier) -> tuple[str, ...]:
    """Which kinds of agreement will do; any where it is not said what the person is to us."""
    if isinstance(joined, Supplier):
        return CONFIDENTIALITY
    if joined.employment in OF_THE_HOUSE:
        return TERMS
    return CONFIDENTIALITY if joined.employment else ()


def _wrong(isms: Isms, what: str, days: list[tuple[date | None, date | None]], start: date | None) -> Iterator[str]:
    """What is wrong with papers told by the day they were made and the day they lapse, given the day of the start."""
    made = [(day, expires) for day, expires in days if day and day <= isms.on]
    if not made:
        yield f"{what} {_is(what)} not on record"
        return
    lapses = [expires for _, expires in made]
    if all(each is not None and each < isms.on for each in lapses):
        yield f"{what} lapsed on {max(each for each in lapses if each)}"
        return
    first = min(day for day, _ in made)
    if start and first > start and in_cycle(isms, start):
        yield f"{what} {_is(what)} of {first}, {days_between(start, first)} after the start on {start}"


def _is(what: str) -> str:
    return "are" if what.endswith("terms") else "is"


def _screening(isms: Isms, person: Person) -> Iterator[str]:
    """What is wrong with the screening, where a role the person holds asks for one."""
    asked = _asking_since(isms).get(person.ref)
    if asked is None:
        return
    checks = isms.of_parent(Screening, "person", person)
    if any(each.result == "not clear" for each in checks) and not any(
        each.result.startswith("clear") for each in checks
    ):
        yield "the screening that the role asks for was not clear"
        return
    days = [(each.done_on, each.expires) for each in checks if each.result != "not clear"]
    start = max((day for day in (person.started, asked) if day != date.min and day), default=None)
    yield from _wrong(isms, "the screening that the role asks for", days, start)


def _screened(isms: Isms, joined: Person | Supplier) -> Iterable[Cited]:
    checks = isms.of_parent(Screening, "person", joined) if isinstance(joined, Person) else ()
    return (Cited(each, ("done_on", "result", "expires")) for each in checks)


def _asking_since(isms: Isms) -> dict[str, date]:
    """People who hold a role that asks for screening, with the day they first took such a role up."""

    def collect() -> dict[str, date]:
        found: dict[str, date] = {}
        for role in isms.live(Role):
            for assignment, person in current_assignments(isms, role) if role.needs_screening else ():
                since = assignment.since or date.min
                found[person.ref] = min(since, found.get(person.ref, since))
        return found

    return isms.memo("screening asked since", collect)


def _leavers(isms: Isms) -> tuple[Person, ...]:
    return tuple(each for each in isms.all(Person) if left(isms, each) and in_cycle(isms, each.left))


@rule(
    "PEO007",
    "leaver-not-closed-out",
    clauses=("A.6.5", "A.5.11"),
    grade=MINOR_UP,
    examines=Population("people who left", _leavers),
    mend="Recover what the person held, have the lasting duties confirmed, and enter both days.",
)
def leaver_not_closed_out(isms: Isms, person: Person) -> Iterator[Fault | Unjudged]:
    """Days that the register keeps for nobody are not asked of one leaver."""
    stated = promise(isms, "leaver_within")
    if person.left is None:
        yield Unjudged(person, "the day the person left")
        return
    if not stated or not stated.interval:
        yield Unjudged(person, "no promise `leaver_within`")
        return
    deadline = stated.interval.after(person.left)
    held = tuple(each for each in isms.of_parent(Asset, "holder", person) if each.live)
    if deadline >= isms.on:
        return
    wrong = [f"{counted(len(held), 'live asset is', 'live assets are')} still held"] if held else []
    if not held:
        wrong += _late(isms, "the return of assets", "assets_returned_on", person.assets_returned_on, deadline)
    wrong += _late(
        isms, "the confirmation of lasting duties", "duties_confirmed_on", person.duties_confirmed_on, deadline
    )
    if wrong:
        gap = f"The person left on {person.left}, everything was due by {deadline}: {listed(wrong)}."
        shows = ("left", "assets_returned_on", "duties_confirmed_on")
        yield Fault(person, gap=gap, shows=shows, cites=tuple(Cited(each, ("holder",)) for each in held), stated=stated)


def _late(isms: Isms, what: str, field: str, day: date | None, deadline: date) -> list[str]:
    if day is None:
        return [f"{what} is not on record"] if kept(isms, Person, field) else []
    return [f"{what} is of {day}, {days_between(deadline, day)} late"] if day > deadline else []
