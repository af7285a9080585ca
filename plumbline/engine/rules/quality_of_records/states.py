"""States that contradict the dates beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, field_of
from plumbline.engine.rules.emptiness import only_founded
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.quality_of_records.tables import as_day, is_left_out, lies_after, table
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import days_between, spoken


@dataclass(frozen=True, slots=True)
class Held:
    """A record, and the entry of the table it is held against."""

    record: Any
    entry: Mapping[str, Any]
    begins: bool


def with_states(isms: Isms) -> Iterator[Held]:
    """Records whose state says something about a date."""
    for name in () if only_founded(isms) else ("done", "begins"):
        for entry in table("state_dates.toml")[name]:
            unless = entry.get("unless", {})
            for record in isms.all(KINDS[entry["kind"]]):
                if not (unless and is_left_out(record, unless)):
                    yield Held(record, entry, name == "begins")


@rule(
    "DAT006",
    "status-contradicts-dates",
    clauses=("7.5.2.a",),
    grade=MINOR_UP,
    examines=Population("states that go with a date", with_states),
    mend="Correct the state or the date, whichever is wrong.",
)
def status_contradicts_dates(isms: Isms, held: Held) -> Iterator[Fault]:
    """A date that is missing is asked for only where its register keeps one."""
    gap = _begun_too_soon(isms, held) if held.begins else _done_or_not(isms, held)
    if gap:
        yield Fault(held.record, gap=gap, shows=("state", held.entry["day"]))


def _begun_too_soon(isms: Isms, held: Held) -> str:
    record, name = held.record, held.entry["day"]
    point = getattr(record, name)
    if record.state != held.entry["state"] or point is None or not lies_after(point, isms.on):
        return ""
    ahead = days_between(isms.on, as_day(point))
    return f"It is marked “{record.state}” {ahead} before “{_label(held)}”, {spoken(point)}."


def _done_or_not(isms: Isms, held: Held) -> str:
    record, point = held.record, getattr(held.record, held.entry["day"])
    if record.state == held.entry["state"]:
        missing = point is None and _owes_day(isms, held)
        return f"It is marked “{record.state}”, and no day stands under “{_label(held)}”." if missing else ""
    if point is None or lies_after(point, isms.on) or record.state in held.entry.get("also", ()):
        return ""
    return f"It is marked “{record.state}”, while “{_label(held)}” says {spoken(point)}."


def _label(held: Held) -> str:
    return field_of(type(held.record), held.entry["day"]).label


def _owes_day(isms: Isms, held: Held) -> bool:
    """Whether its register keeps the date; words that could not be read as one are DAT008's."""
    name, per = held.entry["day"], held.entry.get("per", "")
    if any(field == name for field, _ in held.record.unread):
        return False
    kind = KINDS[held.entry["kind"]]

    def groups() -> frozenset[object]:
        return frozenset(getattr(each, per) if per else "" for each in isms.all(kind) if getattr(each, name))

    keeping = isms.memo(("registers that keep", kind.KIND, name), groups)
    return (getattr(held.record, per) if per else "") in keeping
