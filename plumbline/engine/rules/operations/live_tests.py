"""Whether tests on systems that people rely on were agreed beforehand (A.8.34)."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.inventory import incidents_of_the_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Audit, Exercise, Incident
from plumbline.engine.domain.recurrence import happened
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed

Test = Audit | Exercise
AGREEMENT = ("live_systems", "test_agreed_on", "test_agreed_with", "test_window")


def _began(test: Test) -> date | None:
    """The first day of a test that was held."""
    return (test.began_on or test.held_on) if isinstance(test, Audit) else test.held_on


def _on_live_systems(isms: Isms) -> tuple[Test | Incident, ...]:
    """Audits and exercises of the cycle that touched operational systems, and incidents whose cause names a test."""
    held: tuple[Test, ...] = (*isms.all(Audit), *isms.all(Exercise))
    tests = (each for each in held if each.state != "cancelled" and each.live_systems)
    begun = (each for each in tests if (day := _began(each)) and day <= isms.on and in_cycle(isms, day))
    caused = (each for each in incidents_of_the_cycle(isms) if _cause(isms, each))
    return (*begun, *caused)


def _cause(isms: Isms, incident: Incident) -> Test | None:
    """The test that an incident's root cause names, by nothing but its reference or title."""
    found = isms.resolve(incident.cause.strip().rstrip("."), Audit, Exercise) if incident.cause else None
    return found if isinstance(found, Audit | Exercise) else None


@rule(
    "OPS005",
    "test-on-live-system-unagreed",
    clauses=("A.8.34",),
    grade=MINOR,
    examines=Population("tests on operational systems, and incidents that one caused", _on_live_systems),
    mend="Agree before the next test on its systems, its hours and whom to call, and enter the day and with whom.",
)
def test_on_live_system_unagreed(isms: Isms, subject: Test | Incident) -> Iterator[Fault]:
    """An agreement made after the test has begun is a report."""
    test = _cause(isms, subject) if isinstance(subject, Incident) else subject
    if test is None:
        return
    began = _began(test)
    if began is None and isinstance(subject, Incident):
        began = happened(subject)
    if not (lacking := _lacking(test, began)):
        return
    systems = listed(each.ref for each in resolved(isms, test.live_systems, Asset)) or listed(test.live_systems)
    if isinstance(subject, Incident):
        gap = f"{test.ref} is recorded as its cause, and was held without {lacking}."
        yield Fault(subject, gap=gap, shows=("cause",), cites=(Cited(test, AGREEMENT),))
    else:
        yield Fault(test, gap=f"It was held on {systems} without {lacking}.", shows=AGREEMENT)


def _lacking(test: Test, began: date | None) -> str:
    agreed = test.test_agreed_on
    if agreed is None:
        return "an agreement on record"
    if began is not None and agreed > began:
        return f"an agreement before it: that is of {agreed.isoformat()}, the test began on {began.isoformat()}"
    missing = [
        words for words, said in (("a time window", test.test_window), ("a contact", test.test_agreed_with)) if not said
    ]
    return f"{listed(missing)} in its agreement" if missing else ""
