"""Metrics that compute themselves from the registers, ready to be adopted: what each counts, and what is good (9.1)."""

from dataclasses import dataclass
from decimal import Decimal
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


READY: tuple[Ready, ...] = (
    Ready(
        derivation="training completion",
        title="People trained",
        method="Completed of due duties for one course, up to the end of the period.",
        source="Register of training",
        unit="percent",
        better="higher",
        target="95",
        serves=("A.6.3", "7.3"),
        subject_needed="The course",
    ),
    Ready(
        derivation="acknowledgement",
        title="Policies acknowledged",
        method="Acknowledgements given of those due by the end of the period; for one document, or for all.",
        source="Acknowledgements",
        unit="percent",
        better="higher",
        target="95",
        serves=("A.5.1", "7.3"),
    ),
    Ready(
        derivation="actions overdue",
        title="Actions overdue",
        method="Actions whose day had passed at the end of the period and that were not done.",
        source="Register of actions",
        unit="count",
        better="lower",
        target="0",
        serves=("8.3", "10.2"),
        frequency="month",
    ),
    Ready(
        derivation="actions done in time",
        title="Actions done in time",
        method="Actions due in the period that were done by their day, of all actions due in it.",
        source="Register of actions",
        unit="percent",
        better="higher",
        target="90",
        serves=("8.3", "10.2"),
    ),
    Ready(
        derivation="risks treated in time",
        title="Risks treated in time",
        method="Risks whose treatment actions due in the period were all done in time, of those with such actions.",
        source="Risk treatment plan",
        unit="percent",
        better="higher",
        target="90",
        serves=("8.3",),
    ),
    Ready(
        derivation="risks above acceptance",
        title="Risks above acceptance",
        method="Risks whose remaining level the criteria do not accept by themselves, as they stand.",
        source="Register of risks",
        unit="count",
        better="lower",
        target="5",
        serves=("8.2", "6.1.2"),
    ),
    Ready(
        derivation="control implementation",
        title="Controls implemented",
        method="Applicable controls whose state is implemented, of all applicable controls, as they stand.",
        source="Statement of Applicability",
        unit="percent",
        better="higher",
        target="95",
        serves=("6.1.3",),
    ),
    Ready(
        derivation="evidence freshness",
        title="Evidence that is fresh",
        method="Controls that owe evidence and whose newest evidence is within its age, of all controls that owe some.",
        source="Evidence",
        unit="percent",
        better="higher",
        target="95",
        serves=("9.1",),
        frequency="month",
    ),
    Ready(
        derivation="time to contain",
        title="Hours until an incident is contained",
        method="Median of the hours from detection to containment, over the incidents contained in the period.",
        source="Register of incidents",
        unit="hours",
        better="lower",
        target="8",
        serves=("A.5.26",),
    ),
    Ready(
        derivation="open majors",
        title="Major nonconformities open",
        method="Nonconformities graded major that were raised and not closed at the end of the period.",
        source="Nonconformities",
        unit="count",
        better="lower",
        target="0",
        serves=("10.2",),
        frequency="month",
    ),
    Ready(
        derivation="nonconformities overdue",
        title="Nonconformities overdue",
        method="Nonconformities whose day had passed at the end of the period and that were not closed.",
        source="Nonconformities",
        unit="count",
        better="lower",
        target="0",
        serves=("10.2",),
        frequency="month",
    ),
    Ready(
        derivation="supplier review coverage",
        title="Suppliers reviewed in time",
        method="Suppliers in use that were reviewed within their interval, of all of them, or of one criticality.",
        source="Suppliers and their reviews",
        unit="percent",
        better="higher",
        target="100",
        serves=("A.5.22",),
    ),
    Ready(
        derivation="remediation in time",
        title="Vulnerabilities remedied in time",
        method="Vulnerabilities closed by their deadline, of those due in the period; of one severity, if named.",
        source="Vulnerabilities",
        unit="percent",
        better="higher",
        target="95",
        serves=("A.8.8",),
        frequency="month",
    ),
    Ready(
        derivation="access reviews in time",
        title="Access reviews finished in time",
        method="Access reviews due in the period that were finished by their day, of all due in it.",
        source="Access reviews",
        unit="percent",
        better="higher",
        target="100",
        serves=("A.5.18",),
    ),
    Ready(
        derivation="backup tests in time",
        title="Backups whose restore was tested in time",
        method="Backups in use with a restore test within their interval before the end of the period, of all in use.",
        source="Backups and restore tests",
        unit="percent",
        better="higher",
        target="100",
        serves=("A.8.13",),
    ),
    Ready(
        derivation="exercises held",
        title="Continuity exercises held",
        method="Exercises planned for the period that were held by its end, of those planned.",
        source="Exercises",
        unit="percent",
        better="higher",
        target="100",
        serves=("A.5.30",),
        frequency="year",
    ),
    Ready(
        derivation="leavers closed in time",
        title="Leavers closed out in time",
        method="Leavers whose assets came back and whose duties were confirmed in time, of all of the period.",
        source="People",
        unit="percent",
        better="higher",
        target="100",
        serves=("A.5.11", "A.6.5"),
    ),
)
"""What is offered, the most asked for first."""


def adopted(isms: Isms, ready: Ready) -> tuple[Metric, ...]:
    """The live metrics that compute themselves that way already."""
    return tuple(each for each in isms.live(Metric) if folded(each.derivation) == ready.derivation)
