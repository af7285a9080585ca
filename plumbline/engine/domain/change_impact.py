"""What a change touches (6.3, 8.1): from what is changed along what depends on it to what is written about that.

Every entry says by which way it was reached, the shortest one: “R-12 names AST-3, which depends on AST-9”. What is
found is a list to be gone through, and no judgement: each record is brought up to date, or somebody says why not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plumbline.engine.domain.assemble import natural
from plumbline.engine.domain.documentation import serving
from plumbline.engine.domain.drivers import control_key, users
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import (
    KINDS,
    Asset,
    Change,
    Criteria,
    Document,
    OwnControl,
    Record,
    Risk,
    Scope,
    Site,
    Supplier,
    Touched,
)
from plumbline.engine.domain.record import fields_of

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Assets": ("asset", "process", "crypto_key"),
    "Risks": ("risk", "vulnerability"),
    "Controls and their rows in the Statement": ("control", "own_control", "exception"),
    "Documents": ("document", "commitment"),
    "Suppliers": ("supplier", "supplier_agreement"),
    "Obligations and requirements": ("obligation", "party_requirement"),
    "Processing of personal data": ("processing", "processing_activity"),
    "Scope, places and interfaces": ("scope", "site", "interface"),
    "Continuity": ("plan", "impact_analysis", "backup_job"),
    "Method and recurring work": ("criteria", "activity", "own_rule"),
}
"""What a change may touch, in the order in which it is gone through: a heading and its kinds."""
REACHED = frozenset(kind for kinds in GROUPS.values() for kind in kinds)
REACHED_FROM_FAR = frozenset({"risk", "interface", "obligation", "plan", "impact_analysis", "processing", "backup_job"})
"""What is told of a thing that only depends on what is changed; the rest would tell the whole system."""
FARTHEST = 4
"""So many dependencies are followed: what lies beyond is reached by nobody's arm."""
RECORD_OF_PROCESSING = "gdpr/30"
DAY = timedelta(days=1)
SUBJECT = "It is what is changed."


@dataclass(frozen=True, slots=True)
class Touch:
    """Something a change touches: its reference (a control's key for its row), its kind, and why."""

    ref: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """A thing by which the change is carried on, and the way from what is changed to it, the nearest first."""

    record: Record
    way: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The thing with the way to it: “AST-3, which depends on AST-9”."""
        return ", ".join((self.record.ref, *(f"which {each}" for each in self.way)))


def touched_by(isms: Isms, change: Change) -> tuple[Touch, ...]:
    """What a change touches as the records stand, group by group, each once."""
    found: dict[str, Touch] = {}
    for each in _touches(isms, change.subjects):
        found.setdefault(each.ref, each)
    return tuple(sorted(found.values(), key=lambda each: (_place(each.kind), natural(each.ref))))


def group_of(kind: str) -> str:
    """The heading under which a kind stands."""
    return next((heading for heading, kinds in GROUPS.items() if kind in kinds), "Other records")


def _place(kind: str) -> tuple[int, int]:
    for at, kinds in enumerate(GROUPS.values()):
        if kind in kinds:
            return at, kinds.index(kind)
    return len(GROUPS), 0


def _touches(isms: Isms, subjects: Iterable[str]) -> Iterator[Touch]:
    """Subjects first, so that what is changed itself is said to be; then what is near, then what is far."""
    records = [each for words in subjects if (each := isms.resolve(words)) and each.KIND not in KEYED_BY_CATALOGUE]
    keys = [key for words in subjects if isms.resolve(words) is None and (key := control_key(isms, words))]
    yield from (Touch(each.ref, each.KIND, SUBJECT) for each in records if each.KIND in REACHED)
    yield from (Touch(key, "control", SUBJECT) for key in keys)
    carriers = tuple(_carriers(isms, records))
    yield from (_carried(one) for one in carriers if one.way)
    for one in carriers:
        yield from _naming(isms, one)
    yield from _processing(isms, carriers)
    for key in keys:
        yield from _using(isms, key)


def _carried(each: Carrier) -> Touch:
    personal = " Personal data is in it." if isinstance(each.record, Asset) and each.record.personal_data else ""
    return Touch(each.record.ref, each.record.KIND, f"It {', which '.join(each.way)}.{personal}")


def _processing(isms: Isms, carriers: Iterable[Carrier]) -> Iterator[Touch]:
    """The record of processing, where personal data is in something that is carried along."""
    personal = [e.record.ref for e in carriers if isinstance(e.record, Asset) and e.record.personal_data]
    if personal:
        several = f" and {len(personal) - 1} more" if len(personal) > 1 else ""
        for each in serving(isms, RECORD_OF_PROCESSING):
            why = f"{each.ref} is the record of processing, and personal data is in {personal[0]}{several}."
            yield Touch(each.ref, "processing", why)


# --- along dependencies ----------------------------------------------------------------------------------------------


def _carriers(isms: Isms, subjects: Iterable[Record]) -> Iterator[Carrier]:
    """What is changed, and what depends on it, is held by it or stands in it, the nearest first, each once."""
    near = [Carrier(each) for each in subjects]
    known = {each.record.ref for each in near}
    for _ in range(FARTHEST + 1):
        yield from near
        further = []
        for each in near:
            for record, how in _next(isms, each.record):
                if record.live and record.ref not in known:
                    known.add(record.ref)
                    further.append(Carrier(record, (how, *each.way)))
        near = further


def _next(isms: Isms, record: Record) -> Iterator[tuple[Record, str]]:
    """What a change of this thing is carried on to, and how that hangs on it."""
    for kind, field, how in HANGS_ON.get(record.KIND, ()):
        for each in isms.of_parent(kind, field, record):
            yield each, f"{how} {record.ref}"
    if isinstance(record, Asset):
        held = (isms.resolve(words, Asset) for words in record.holds)
        yield from ((each, f"is held by {record.ref}") for each in held if each)


HANGS_ON: Mapping[str, tuple[tuple[type[Asset], str, str], ...]] = {
    "asset": ((Asset, "depends_on", "depends on"),),
    "supplier": ((Asset, "depends_on", "depends on"), (Asset, "supplier", "is provided by")),
    "site": ((Asset, "site", "stands at"),),
}
"""Kind of what is changed -> what names it in which field, and how that is said."""


# --- what is written about it ----------------------------------------------------------------------------------------


def _naming(isms: Isms, carrier: Carrier) -> Iterator[Touch]:
    """The records that name a thing; of what is changed itself also what it names, and the controls behind risks."""
    reach = REACHED_FROM_FAR if carrier.way else REACHED
    naming = [each for each in _pointers(isms).get(carrier.record.ref, ()) if each.KIND in reach and each.live]
    for each in naming:
        yield Touch(each.ref, each.KIND, f"{each.ref} names {carrier.named}.")
    if not carrier.way:
        for each in naming:
            if isinstance(each, Risk):
                yield from _behind(isms, each, f"{each.ref}, which names {carrier.record.ref}")
        yield from _named_by(isms, carrier.record)


def _named_by(isms: Isms, subject: Record) -> Iterator[Touch]:
    """What the thing that is changed names itself, where it says something about it."""
    match subject:
        case Asset():
            if provider := isms.resolve(subject.supplier, Supplier):
                yield Touch(provider.ref, provider.KIND, f"{provider.ref} provides {subject.ref}.")
        case Risk():
            yield from _behind(isms, subject, subject.ref)
        case Document():
            for key in _controls(isms, subject.serves):
                yield Touch(key, _kind_of(isms, key), f"{subject.ref} says how {key} is done.")
        case OwnControl():
            yield from _using(isms, subject.ref)
        case Scope() | Criteria():
            yield from _told_in(isms, subject)


def _told_in(isms: Isms, subject: Scope | Criteria) -> Iterator[Touch]:
    """The documents that tell the scope or the method, and the places that the scope takes in or leaves out."""
    for each in serving(isms, "4.3" if isinstance(subject, Scope) else "6.1.2"):
        yield Touch(each.ref, each.KIND, f"{each.ref} tells what {subject.ref} says.")
    if isinstance(subject, Scope):
        for site in isms.live(Site):
            yield Touch(site.ref, site.KIND, f"{subject.ref} draws the line at {site.ref}.")
    elif told := isms.resolve(subject.document, Document):
        yield Touch(told.ref, told.KIND, f"{subject.ref} is stated in {told.ref}.")


def _behind(isms: Isms, risk: Risk, named: str) -> Iterator[Touch]:
    """The controls that hold a risk down, or are to."""
    for key in _controls(isms, (*risk.controls, *risk.planned_controls)):
        yield Touch(key, _kind_of(isms, key), f"{key} holds down {named}.")


def _controls(isms: Isms, words: Iterable[str]) -> Iterator[str]:
    return (key for each in words if (key := control_key(isms, each)))


def _using(isms: Isms, key: str) -> Iterator[Touch]:
    """The records that name a control."""
    for each in users(isms, key).records:
        if each.KIND in REACHED:
            yield Touch(each.ref, each.KIND, f"{each.ref} names {key}.")


def _kind_of(isms: Isms, key: str) -> str:
    return "control" if key in isms.standard.controls else "own_control"


def _pointers(isms: Isms) -> Mapping[str, tuple[Record, ...]]:
    """The records that may be reached, by the reference of each record that they name."""

    def turn() -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, dict[tuple[str, str], Record]] = defaultdict(dict)
        for kind in sorted(REACHED & KINDS.keys()):
            names = [each.name for each in fields_of(KINDS[kind]) if each.is_reference and each.name != "owner"]
            for record in isms.all(KINDS[kind]):
                for words in _said(record, names):
                    if named := isms.find(words):
                        found[named.ref][kind, record.ref] = record
        return {ref: tuple(several.values()) for ref, several in found.items()}

    return isms.memo("what a change reaches by name", turn)


def _said(record: Record, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        held = getattr(record, name)
        yield from (each for each in ((held,) if isinstance(held, str) else held) if each)


# --- the list of a change --------------------------------------------------------------------------------------------


def merged(found: Iterable[Touch], held: Iterable[Touched]) -> tuple[Touched, ...]:
    """The list of a change made anew: what was decided stays, what is no longer touched and undecided goes."""
    before = {each.record: each for each in held}
    now = {each.ref: replace(before.get(each.ref) or Touched(record=each.ref), why=each.why) for each in found}
    kept = {ref: each for ref, each in before.items() if ref not in now and (each.state or not each.why)}
    return (*now.values(), *kept.values())


def counts_since(change: Change) -> date | None:
    """The day from which a record that is written anew counts as brought up to date: approval, else request."""
    days = [each for each in (change.approved_on, change.requested_on) if each is not None]
    return min(days, default=None)


def written_since(isms: Isms, ref: str, since: date | None) -> date | None:
    """The day a touched record was last written, where that was since the change was asked for; None otherwise."""
    kinds = (*sorted(KEYED_BY_CATALOGUE),) if ref in isms.standard.controls else ()
    record = None if kinds else isms.find(ref)
    keys = [(kind, ref) for kind in kinds] or ([(record.KIND, record.ref)] if record else [])
    days = [isms.lives[key].last for key in keys if key in isms.lives]
    return max((each for each in days if since is None or each >= since), default=None)


def undecided(isms: Isms, change: Change) -> tuple[Touched, ...]:
    """The entries that were neither brought up to date, as they say or the journal does, nor waived with a reason.

    What came into the journal on the same day as the change, such as by one import, says nothing of itself.
    """
    life = isms.lives.get((change.KIND, change.ref))
    since = max((day for day in (counts_since(change), life.first + DAY if life else None) if day), default=None)
    return tuple(each for each in change.impact if not _settled(isms, each, since))


def _settled(isms: Isms, entry: Touched, since: date | None) -> bool:
    if entry.state == "updated":
        return True
    return bool(entry.state == "waived" and entry.reason.strip()) or bool(written_since(isms, entry.record, since))
