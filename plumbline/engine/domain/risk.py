"""Criteria, risks, assessments, plans and acceptances (clauses 6.1.2, 6.1.3, 8.2, 8.3)."""

from datetime import date
from decimal import Decimal
from typing import Literal

from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    decimal,
    flag,
    parts,
    prose,
    record,
    ref,
    refs,
    responsible,
    text,
    texts,
    value,
    whole,
)

Level = Literal["", "low", "medium", "high", "critical"]
Stage = Literal["inherent", "current", "residual"]


@value
class ScaleLevel:
    """One level of a scale: its number, its word and what it means; a band per year or in money where one is stated."""

    number: int
    label: str = ""
    definition: str = ""
    low: str = ""
    high: str = ""

    @property
    def meaning(self) -> str:
        """The words of the level; its band, which they usually tell already, where there are none."""
        band = f"{self.low} to {self.high}" if self.low and self.high else self.low
        return self.definition or band


@value
class Dimension:
    """What impact is judged on: C, I and A always, others as the organisation has them."""

    key: str
    title: str = ""
    levels: tuple[ScaleLevel, ...] = ()


@value
class Band:
    """Scores from `low` to `high` that make one level of risk, in rising order."""

    level: str
    low: int
    high: int
    definition: str = ""


@value
class Cell:
    """One cell of a matrix that is stated cell by cell."""

    likelihood: int
    impact: int
    level: str


@value
class Authority:
    """Up to which level a role may accept."""

    role: str
    up_to: str


@value
class LevelInterval:
    """How often risks of a level are assessed again."""

    level: str
    interval: str


@record(
    "criteria",
    prefix="CRIT",
    subject="risk",
    register="Risk criteria",
    natural_key=("number",),
    ended=("superseded", "withdrawn"),
)
class Criteria(Record):
    """One version of the risk method: scales, matrix, acceptance, intervals and the process itself."""

    number: str = text(label="Version")
    process: str = prose(label="Assessment process")
    treatment_process: str = prose(label="Treatment process")
    likelihood: tuple[ScaleLevel, ...] = parts(label="Likelihood scale")
    dimensions: tuple[Dimension, ...] = parts(label="Impact dimensions")
    combination: Literal["highest", "sum", "mean"] = choice("highest", label="Combined impact")
    scoring: Literal["product", "sum", "matrix"] = choice("product", label="Score")
    bands: tuple[Band, ...] = parts()
    cells: tuple[Cell, ...] = parts(label="Matrix")
    accept_up_to: int | None = whole(label="Score accepted by itself")
    accept_levels: tuple[str, ...] = texts(label="Levels accepted by themselves")
    never_accept: tuple[str, ...] = texts(label="Levels never accepted")
    named_scores: tuple[str, ...] = texts(label="Scores and levels that its own rules name")
    options: tuple[str, ...] = texts(label="Treatment options")
    authority: tuple[Authority, ...] = parts(label="Who may accept")
    intervals: tuple[LevelInterval, ...] = parts(label="Assessment intervals")
    triggers: str = prose(label="What triggers a new assessment")
    document: str = ref("document", label="Stated in")
    approved_on: date | None = day()
    approved_by: tuple[str, ...] = refs("person", "role")
    effective: date | None = day(label="In force from")
    until: date | None = day(label="In force until")
    state: Literal["draft", "in force", "superseded", "withdrawn"] = choice("draft")


@record("assessment_round", prefix="RND", subject="risk", register="Assessment rounds", natural_key=("started",))
class AssessmentRound(Record):
    """One planned round of assessing risks (8.2)."""

    criteria: str = ref("criteria")
    started: date | None = day()
    ended: date | None = day()
    covers: str = prose(label="What it covers")
    led_by: str = responsible()
    state: Literal["planned", "under way", "finished"] = choice("planned")


@record("threat", prefix="THR", subject="risk", register="Threats", natural_key=("title",), ended=("dropped",))
class Threat(Record):
    """An entry of the threat library (A.5.7)."""

    category: str = text()
    source: str = text()
    description: str = prose()
    techniques: str = text(label="Techniques")
    relevance: Level = choice()
    likelihood: Level = choice()
    consequence: Level = choice(label="Potential impact")
    targets: tuple[str, ...] = refs("asset", label="Targeted assets")
    mitigation: str = prose(label="Mitigation")
    controls: tuple[str, ...] = control_keys()
    risks: tuple[str, ...] = refs("risk")
    no_concern_reason: str = prose(label="Why it does not concern us")
    reviewed_on: date | None = day(label="Last review")
    next_review: date | None = day()
    state: Literal["current", "dropped"] = choice("current")


@record("weakness", prefix="WKN", subject="risk", register="Weaknesses", natural_key=("title",), ended=("dropped",))
class Weakness(Record):
    """An ingredient of a scenario: what makes harm possible."""

    description: str = prose()
    state: Literal["current", "dropped"] = choice("current")


@record(
    "vulnerability",
    prefix="VUL",
    subject="vulnerability",
    register="Vulnerabilities",
    natural_key=("cve", "assets"),
    ended=("closed", "not applicable"),
)
class Vulnerability(Record):
    """A finding about an asset with a deadline (A.8.8)."""

    cve: str = text(label="CVE")
    product: str = text()
    assets: tuple[str, ...] = refs("asset", label="Affected assets")
    score: Decimal | None = decimal(label="CVSS")
    exploit_probability: Decimal | None = decimal(label="EPSS")
    severity: Level = choice()
    severity_reason: str = prose(label="Why the severity departs from the score")
    discovered: date | None = day()
    source: str = text()
    patch_available: str = text()
    deadline: date | None = day(label="Remediation deadline")
    closed_on: date | None = day()
    exploited: bool | None = flag(label="On the list of exploited vulnerabilities")
    exploited_due: date | None = day(label="Date of that list")
    owner: str = responsible()
    remark: str = prose()
    state: Literal["", "open", "in progress", "closed", "not applicable"] = choice("open")


@record("risk", prefix="R", subject="risk", register="Risks", ended=("closed",))
class Risk(Record):
    """A scenario that could harm the organisation, and who answers for it (6.1.2)."""

    description: str = prose()
    category: str = text()
    assets: tuple[str, ...] = refs("asset", "process", label="Assets or processes")
    threats: tuple[str, ...] = refs("threat", label="Threat")
    weaknesses: tuple[str, ...] = refs("weakness", label="Weakness")
    source: str = text(label="Risk source")
    event: str = text()
    consequence: str = prose()
    owner: str = responsible(label="Risk owner")
    scenario_key: str = text()
    scored_apart_reason: str = prose(label="Why it is scored apart from its like")
    existing_controls: str = prose(label="Existing controls, as described")
    controls: tuple[str, ...] = control_keys(label="Existing controls")
    planned_controls: tuple[str, ...] = control_keys(label="Planned controls")
    provider: str = ref("supplier", label="Provider")
    option: Literal["", "modify", "retain", "avoid", "share"] = choice(label="Treatment option")
    option_reason: str = prose()
    agreement: str = ref("supplier_agreement", label="Agreement it is shared by")
    activity_live: bool | None = flag(label="The activity that causes it still runs")
    verdict: Literal["", "acceptable", "to be treated"] = choice(label="Evaluation")
    priority: str = text()
    treat_by: date | None = day()
    keeps_cia: bool | None = flag(label="Marks C, I and A")
    affects: tuple[str, ...] = texts(label="Affects (C, I, A)")
    obligations: tuple[str, ...] = refs("obligation")
    nothing_changed_on: date | None = day(label="Looked at after an event, nothing changed")
    created_on: date | None = day()
    next_review: date | None = day()
    state: Literal["open", "in treatment", "accepted", "avoided", "closed"] = choice("open")


@value
class Impact:
    """A level on one dimension."""

    dimension: str
    number: int


@record(
    "assessment",
    prefix="RAS",
    subject="risk",
    register="Assessments",
    natural_key=("risk", "stage", "assessed_on"),
    ended=("superseded",),
)
class Assessment(Record):
    """The judgement of one risk at one stage (6.1.2 d, e)."""

    risk: str = ref("risk")
    stage: Stage = choice("inherent")
    criteria: str = ref("criteria")
    round: str = ref("assessment_round")
    likelihood: int | None = whole()
    impacts: tuple[Impact, ...] = parts()
    combined: int | None = whole(label="Combined impact")
    score: int | None = whole()
    level: str = text()
    assessed_on: date | None = day()
    by: str = responsible()
    reason: str = prose(label="Why, where it departs from an earlier stage")
    state: Literal["current", "superseded"] = choice("current")


@record(
    "treatment_plan",
    prefix="RTP",
    subject="risk",
    register="Treatment plan approvals",
    natural_key=("risk", "approved_on"),
    ended=("withdrawn",),
)
class TreatmentPlan(Record):
    """That the owner approved the plan of a risk in the form it had (6.1.3 f)."""

    risk: str = ref("risk")
    approved_by: str = responsible()
    approved_on: date | None = day()
    form: str = text(label="Fingerprint of the plan approved")
    state: Literal["approved", "withdrawn"] = choice("approved")


@record(
    "acceptance",
    prefix="ACC",
    subject="risk",
    register="Acceptances",
    natural_key=("risk", "accepted_on"),
    ended=("withdrawn",),
)
class Acceptance(Record):
    """Who accepted which state of a risk until when (6.1.3 f)."""

    risk: str = ref("risk")
    accepted_by: str = responsible()
    requested_by: str = responsible()
    delegated_from: str = responsible(label="On behalf of")
    accepted_on: date | None = day()
    expires: date | None = day()
    reason: str = prose()
    conditions: str = prose()
    level: str = text(label="Level accepted")
    form: str = text(label="Fingerprint of the state accepted")
    state: Literal["in force", "withdrawn"] = choice("in force")
