"""Whether premises are walked round (A.7.5 and the other physical controls)."""

from collections.abc import Iterator

from plumbline.engine.domain.exclusion_facts import PREMISES
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Inspection, Site
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, rule, where
from plumbline.engine.rules.wording import days_between, listed

LOOKED_AT = ("perimeter", "entry", "rooms", "environment", "utilities", "cabling", "equipment")


@rule(
    "OPS006",
    "site-uninspected",
    clauses=("A.7.5", "A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.6", "A.7.8", "A.7.11", "A.7.12", "A.7.13"),
    grade=MINOR_UP,
    examines=where(
        Site,
        "premises in scope",
        lambda isms, each: each.site_kind in PREMISES and each.verdict == "in",
    ),
    mend="Walk round with the list in hand and record the day, what was looked at and what was found.",
)
def site_uninspected(isms: Isms, site: Site) -> Iterator[Fault | Unjudged]:
    """What one round left out another within the interval may have covered."""
    stated = promise(isms, "site_inspection", site.site_kind)
    if stated is None or stated.interval is None:
        yield Unjudged(site, "no promise `site_inspection`")
        return
    start = stated.interval.before(isms.on)
    held = sorted((each for each in site.inspections if each.on <= isms.on), key=lambda each: each.on)
    if not held:
        life = isms.lives.get((site.KIND, site.ref))
        if life is None or life.first < start:
            gap = f"No inspection is on record, while one is promised every {stated.setting}."
            yield Fault(site, gap=gap, shows=("site_kind", "verdict"), stated=stated)
    elif held[-1].on < start:
        last = held[-1].on
        gap = f"It was last inspected on {last.isoformat()}, {days_between(last, isms.on)} ago."
        yield Fault(site, gap=gap, shows=("site_kind", "verdict"), stated=stated)
    else:
        yield from _left_out(site, [each for each in held if each.on >= start])


def _left_out(site: Site, recent: list[Inspection]) -> Iterator[Fault | Unjudged]:
    seen = [folded(part) for each in recent for part in each.covered]
    missing = [each for each in LOOKED_AT if not any(each in part for part in seen)]
    if not seen:
        yield Unjudged(site, "what the inspections looked at")
    elif missing:
        newest = recent[-1].on.isoformat()
        gap = f"The inspections of the last interval, the newest of {newest}, left out {listed(missing)}."
        yield Fault(site, gap=gap, shows=("site_kind",))
