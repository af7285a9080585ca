"""Everything that the minutes say, in the order in which they say it; every format prints the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Decision, ManagementReview, Record
from plumbline.engine.domain.review import Figure
from plumbline.engine.domain.review_inputs import Compiled, shown
from plumbline.engine.domain.reviews import decisions_of, period_of, review_before, topic_title

TITLE = "Minutes of the management review"
FEW = 12
"""So many records behind a figure are printed; the figure itself says how many there are."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure as printed: what it counts, its value, the last review's, and the records behind it."""

    label: str
    value: str
    before: str
    records: str


@dataclass(frozen=True, slots=True)
class InputPart:
    """One of the ten inputs as printed."""

    topic: str
    label: str
    reported: str
    figures: tuple[FigureLine, ...]
    discussed: str
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as printed."""

    ref: str
    what: str
    kind: str
    owner: str
    due: date | None
    leads_to: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesReport:
    """The minutes of one review. `frozen`: the figures are those that were approved; `head`: what they were read at."""

    organization: str
    ref: str
    title: str
    standing: str
    frozen: bool
    held_on: date | None
    period: tuple[date, date]
    last_held: date | None
    chair: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    inputs: tuple[InputPart, ...]
    decisions: tuple[DecisionLine, ...]
    verdicts: tuple[tuple[str, str], ...]
    conclusion: str
    nothing_to_decide: bool
    approved_on: date | None
    approved_by: tuple[str, ...]
    frozen_at: int | None
    head: int
    on: date
    made_at: datetime


def minutes_report(
    isms: Isms, review: ManagementReview, *, made_at: datetime, names: Mapping[str, str] | None = None
) -> MinutesReport:
    """The minutes of a review as it stands; names: of people, by reference."""
    called = _Names(isms, names or {})
    period, before = period_of(isms, review), review_before(isms, review)
    return MinutesReport(
        organization=isms.organization.title,
        ref=review.ref,
        title=review.title,
        standing=_standing(review),
        frozen=review.state == "approved",
        held_on=review.held_on,
        period=(period.start, period.end),
        last_held=before.held_on if before else None,
        chair=called.of(review.chair),
        present=called.all(review.present),
        absent=called.all(review.absent),
        inputs=tuple(_input(isms, each, called) for each in shown(isms, review)),
        decisions=tuple(_decision(each, called) for each in decisions_of(isms, review)),
        verdicts=(
            ("Suitable", review.suitable or "not stated"),
            ("Adequate", review.adequate or "not stated"),
            ("Effective", review.effective or "not stated"),
        ),
        conclusion=review.conclusion.strip(),
        nothing_to_decide=bool(review.nothing_to_decide),
        approved_on=review.approved_on,
        approved_by=called.all(review.approved_by),
        frozen_at=review.frozen_at,
        head=isms.head,
        on=isms.on,
        made_at=made_at,
    )


def _standing(review: ManagementReview) -> str:
    if review.state == "approved":
        return f"Approved {review.approved_on}" if review.approved_on else "Approved"
    return {"held": "Draft, not approved yet", "cancelled": "Cancelled"}.get(review.state, "Draft, not held yet")


@dataclass(frozen=True)
class _Names:
    isms: Isms
    names: Mapping[str, str]

    def of(self, words: str) -> str:
        """What people call whom a reference names: the name of a person, the title of a role."""
        found = self.isms.find(words) if words else None
        return self.names.get(words) or (found.title if found and found.title else words)

    def all(self, several: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.of(each) for each in several)


def _input(isms: Isms, part: Compiled, called: _Names) -> InputPart:
    held = part.record
    said = held.content.strip() if held else ""
    if not said and held and held.nothing_to_report:
        said = "There was nothing to report."
    return InputPart(
        topic=part.topic,
        label=topic_title(isms, part.topic),
        reported=said or ("" if part.figures else "No data, and nothing was reported."),
        figures=tuple(_figure(each) for each in part.figures),
        discussed=held.discussed.strip() if held else "",
        named=tuple(_named(isms, each, called) for each in part.named),
    )


def _figure(figure: Figure) -> FigureLine:
    shown_first = ", ".join(figure.records[:FEW])
    more = len(figure.records) - FEW
    return FigureLine(
        figure.label, figure.value, figure.before, f"{shown_first} and {more} more" if more > 0 else shown_first
    )


def _named(isms: Isms, reference: str, called: _Names) -> str:
    """A record that the review had to hear of: its title, who sees to it, and its day."""
    found: Record | None = isms.find(reference)
    if found is None:
        return reference
    owner, due = called.of(getattr(found, "owner", "")), getattr(found, "due", None)
    told = [part for part in (owner, f"due {due}" if due else "") if part]
    return f"{found}{' (' + ', '.join(told) + ')' if told else ''}"


def _decision(decision: Decision, called: _Names) -> DecisionLine:
    said = [part for part in (decision.title, decision.description) if part]
    return DecisionLine(
        decision.ref,
        ". ".join(each.rstrip(".") for each in said) + ("." if said else ""),
        decision.decision_kind or "decision",
        called.of(decision.owner) or "nobody yet",
        decision.due,
        ", ".join(decision.leads_to),
        decision.state,
    )


def letter(topic: str) -> str:
    """An input as people name it in a meeting: a, b, …, d.1 for 9.3.2.d.1."""
    return topic.removeprefix("9.3.2.")
