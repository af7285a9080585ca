"""Intervals that the standard leaves to the organisation and that nobody has stated."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plumbline.engine.domain.documentation import documents_in_force, evidence_on, is_policy, serving
from plumbline.engine.domain.intervals import interval
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Activity, Record, Risk, Supplier
from plumbline.engine.domain.method import criteria_in_force, level_today
from plumbline.engine.domain.promises import catalogue, promise
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import counted

MOST_CITED = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A promise that live records need, these records, and those of them for which nothing states it."""

    name: str
    called: tuple[str, str]
    needing: tuple[Record, ...]
    without: tuple[Record, ...]


def _policies(isms: Isms) -> Iterator[tuple[Record, bool]]:
    for document, version in documents_in_force(isms):
        if is_policy(document) and version.next_review is None:
            yield document, bool(interval(document.review_interval) or promise(isms, "policy_review"))


def _risks(isms: Isms) -> Iterator[tuple[Record, bool]]:
    criteria = criteria_in_force(isms)
    planned = {folded(each.level) for each in criteria.intervals} if criteria else set()
    general = promise(isms, "risk_review") is not None
    for risk in isms.live(Risk):
        if risk.next_review is None:
            level = "" if general else level_today(isms, risk)
            stated = general or folded(level) in planned or promise(isms, "risk_review", level)
            yield risk, bool(stated)


def _suppliers(isms: Isms) -> Iterator[tuple[Record, bool]]:
    for supplier in isms.live(Supplier):
        if supplier.next_review is None:
            own = interval(supplier.review_interval)
            yield supplier, bool(own or promise(isms, "supplier_review", supplier.criticality))


def _activities(isms: Isms) -> Iterator[tuple[Record, bool]]:
    general = promise(isms, "activity_interval") is not None
    for activity in isms.live(Activity):
        yield activity, bool(interval(activity.interval)) or general


def _shown(name: str, *keys: str) -> "Find":
    """What documents and evidence show, where no register of its own is kept."""

    def find(isms: Isms) -> Iterator[tuple[Record, bool]]:
        stated = promise(isms, name) is not None
        records: list[Record] = [each for key in keys for each in serving(isms, key) if not is_policy(each)]
        records += [each for key in keys for each in evidence_on(isms, key) if each.live]
        yield from ((each, stated) for each in records)

    return find


Find = Callable[[Isms], Iterator[tuple[Record, bool]]]
"""Yields the records that need a promise, and for each whether one stands."""
NEEDED: Mapping[str, tuple[tuple[str, str], Find]] = {
    "risk_review": (("live risk", "live risks"), _risks),
    "audit_interval": (
        ("record of the audit programme", "records of the audit programme"),
        _shown("audit_interval", "9.2.2"),
    ),
    "review_interval": (
        ("record of a management review", "records of management reviews"),
        _shown("review_interval", "9.3.3", "9.3.3-doc"),
    ),
    "policy_review": (("policy in force", "policies in force"), _policies),
    "access_review": (("record of an access review", "records of access reviews"), _shown("access_review", "A.5.18")),
    "activity_interval": (("recurring activity", "recurring activities"), _activities),
    "supplier_review": (("live supplier", "live suppliers"), _suppliers),
}


def wanted(isms: Isms) -> Iterator[Wanted]:
    """The promises that some live record needs because it carries no date or interval of its own."""
    for name, (called, find) in NEEDED.items():
        needing = tuple(find(isms))
        if needing:
            without = tuple(each for each, stated in needing if not stated)
            yield Wanted(name, called, tuple(each for each, _ in needing), without)


@rule(
    "DAT011",
    "interval-unstated",
    clauses=("8.1-1", "8.2", "9.2.1", "9.3.1", "A.5.1", "A.5.18", "A.5.22"),
    grade=MINOR,
    examines=Population("intervals that live records need", wanted),
    mend="Decide how often, and state it as an own rule or as a commitment of a policy.",
)
def interval_unstated(isms: Isms, need: Wanted) -> Iterator[Fault]:
    """Without the interval nothing can be overdue, and what cannot be overdue is not planned."""
    if need.without:
        number = counted(len(need.without), *need.called)
        verb = "needs" if len(need.without) == 1 else "need"
        promised = catalogue()[need.name]
        gap = f"Nothing states `{need.name}` ({promised.means}); {number} {verb} it."
        yield Fault(isms.organization, gap=gap, cites=need.without[:MOST_CITED], clause=promised.clause)
