"""Populations that were frozen, and samples drawn from them that anybody can draw again (clauses 9.1, 9.2)."""

from datetime import date
from typing import Literal

from plumbline.engine.domain.documents import Blob
from plumbline.engine.domain.record import (
    Record,
    choice,
    control_keys,
    day,
    flag,
    part,
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


@record("population", prefix="POP", subject="audit", register="Populations", ended=("withdrawn",))
class Population(Record):
    """All things of which a sample is drawn, as they were when they were frozen."""

    source: Literal["", "register", "import", "evidence"] = choice(label="Taken from")
    register: str = text(label="Register")
    selection: str = text(label="Which of it")
    evidence: str = ref("evidence_item", label="Evidence it was taken from")
    taken_on: date | None = day()
    taken_by: str = responsible()
    head: int | None = whole(label="Journal entries it was taken at")
    size: int | None = whole(label="Rows")
    digest: str = text(label="SHA-256 of the rows")
    rows: Blob | None = part(label="The rows")
    stratum: str = text(label="Stratified by")
    complete: bool | None = flag(label="Is the whole")
    completeness: str = prose(label="How we know that nothing is missing")
    state: Literal["frozen", "withdrawn"] = choice("frozen")


@value
class Examined:
    """One thing that was drawn, and what was seen of it."""

    key: str
    what: str = ""
    stratum: str = ""
    result: Literal["", "as it should be", "exception", "not testable"] = ""
    remark: str = ""
    evidence: str = ""


@record("sample", prefix="SMP", subject="audit", register="Samples", ended=("withdrawn",))
class Sample(Record):
    """What was drawn of a population, by which seed, and the result for each."""

    population: str = ref("population")
    audit: str = ref("audit")
    attribute: str = prose(label="What is tested")
    controls: tuple[str, ...] = control_keys()
    method: Literal["", "random", "stratified", "judgement"] = choice()
    seed: str = text()
    size: int | None = whole(label="Drawn")
    size_reason: str = prose(label="Why so many")
    reason: str = prose(label="Why these, where they were chosen")
    drawn_on: date | None = day()
    drawn_by: str = responsible()
    items: tuple[Examined, ...] = parts(label="Drawn and examined")
    exceptions: int | None = whole(label="Exceptions")
    conclusion: str = prose()
    examined_on: date | None = day()
    findings: tuple[str, ...] = refs("finding", "nonconformity", label="Findings it led to")
    redrawn: tuple[str, ...] = texts(label="Drawn again by")
    state: Literal["drawn", "examined", "withdrawn"] = choice("drawn")
