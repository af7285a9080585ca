"""Whether a reading is what the registers give (9.1 b)."""

from collections.abc import Iterator
from decimal import Decimal

from plumbline.engine.domain.computed_metrics import derivation
from plumbline.engine.domain.derivations import Asked, Derivation, Derived
from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Metric, Objective, Reading
from plumbline.engine.domain.measuring import Measured, asked_of, day_of, last_reading
from plumbline.engine.domain.promises import setting
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, Population, rule

SHOWN = 5
"""How many of the records behind a value are cited; the gap counts them all."""


def _derived(isms: Isms) -> Iterator[tuple[Measured, Reading]]:
    """The latest reading of each: what earlier ones rested on has moved on since."""
    measured: list[Measured] = [*isms.all(Objective), *isms.live(Metric)]
    for each in measured:
        last = last_reading(isms, each) if each.derivation else None
        if last and in_cycle(isms, day_of(last)):
            yield each, last


@rule(
    "OBJ007",
    "reading-contradicts-register",
    clauses=("9.1.b", "6.2.d"),
    grade=MINOR,
    examines=Population("latest readings of objectives and metrics that are derived from the registers", _derived),
    mend="Correct the reading, or complete the register it is counted from.",
)
def reading_contradicts_register(isms: Isms, pair: tuple[Measured, Reading]) -> Iterator[Fault | Unjudged]:
    """Forgiven are one unit of the last digit printed and the tolerance set."""
    measured, reading = pair
    way, asked = derivation(measured.derivation), asked_of(measured, reading)
    if way is None:
        yield Unjudged(reading, f"a derivation called “{measured.derivation}”")
    elif asked is None:
        yield Unjudged(reading, "the period it is of")
    elif reading.value is None:
        yield Unjudged(reading, "a value that is a number")
    else:
        found = isms.memo(("derived", way.name, asked), lambda: way.compute(isms, asked))
        if found.missing or _changed_since(isms, way, found, asked):
            yield Unjudged(reading, found.missing or f"the state of the register on {asked.end}")
        elif gap := _difference(isms, reading.value, found, asked):
            yield Fault(reading, gap=gap, shows=("value", "value_text", "period"), cites=_cites(measured, found))


def _changed_since(isms: Isms, way: Derivation, found: Derived, asked: Asked) -> bool:
    """Whether fields without dates were written after the period, so that they no longer tell how it was."""
    lives = (isms.lives.get((each.KIND, each.ref)) for each in found.records)
    return way.as_it_stands and any(each is not None and each.last > asked.end for each in lives)


def _difference(isms: Isms, stored: Decimal, found: Derived, asked: Asked) -> str:
    """The gap between a reading and the registers; empty where they agree."""
    if found.value is None:
        return f"The reading says {stored}; the registers hold nothing it could be counted from up to {asked.end}."
    exponent = stored.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    if abs(found.value - stored) <= max(unit, Decimal(setting(isms, "tolerance")) * abs(found.value)):
        return ""
    return f"The reading says {stored}; the registers give {_plain(found.value)} at {asked.end} ({found.how})."


def _plain(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _cites(measured: Measured, found: Derived) -> tuple[Cited, ...]:
    about = Cited(measured, ("derivation", "derivation_subject"))
    return (about, *(Cited(each) for each in found.records[:SHOWN]))
