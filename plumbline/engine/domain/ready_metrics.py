"""Metrics that compute themselves from the registers, ready to be adopted: what each counts, and what is good (9.1)."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A metric as it is offered; its derivation is its name, so each is adopted at most once for one subject."""

    derivation: str
    title: str
    method: str
    source: str
    unit: str
    better: Literal["higher", "lower"]
    target: str
    serves: tuple[str, ...]
    frequency: str = "quarter"
    subject: str = ""
    subject_needed: str = ""

    def metric(self, *, owner: str, measured_by: str, analysed_by: str, subject: str, frequency: str) -> Metric:
        """The metric that is adopted."""
        return Metric(
            title=f"{self.title}: {subject}" if subject else self.title,
            serves=self.serves,
            method=self.method,
            source=self.source,
            unit=self.unit,
            owner=owner,
            measured_by=measured_by,
            frequency=frequency or self.frequency,
            analysed_by=analysed_by,
            analysed_every=frequency or self.frequency,
            target=f"{'at least' if self.better == 'higher' else 'at most'} {self.target}",
            target_value=Decimal(self.target),
            better=self.better,
            derivation=self.derivation,
            derivation_subject=subject,
        )


@cache
def ready_metrics() -> tuple[Ready, ...]:
    """What is offered, the most asked for first."""
    raw = tomllib.loads(resources.files(__package__).joinpath("ready_metrics.toml").read_text(encoding="utf-8"))
    return tuple(Ready(derivation=name, serves=tuple(stated.pop("serves")), **stated) for name, stated in raw.items())


def adopted(isms: Isms, ready: Ready) -> tuple[Metric, ...]:
    """The live metrics that compute themselves that way already."""
    return tuple(each for each in isms.live(Metric) if folded(each.derivation) == ready.derivation)
