"""A folder of registers as one value, the way an import would leave it, without a database."""

from datetime import date
from functools import cache
from pathlib import Path

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Organization
from plumbline.exchange.plan import plan
from plumbline.exchange.sources import sources_in


def empty(day: date) -> Isms:
    """An organisation with nothing in it."""
    return assemble([Organization(ref="ORG-1", title="Nordwind", time_zone="Europe/Berlin")], on=day)


@cache
def imported(folder: Path, day: date) -> Isms:
    """The system after the import of a folder into an empty organisation."""
    before = empty(day)
    made = plan(sources_in([folder]), before)
    return assemble([before.organization, *(each.value for each in made.changes)], on=day)
