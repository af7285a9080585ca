"""The matrix of a programme proves what was looked at in a cycle, shows the gaps and proposes what comes next."""

from datetime import date

import pytest

from plumbline.engine.domain.audit_concerns import PRESSING, weights
from plumbline.engine.domain.audit_coverage import ItemState, Row, cycle, matrix
from plumbline.engine.domain.audit_items import items
from plumbline.engine.domain.audit_proposal import Proposed, proposal
from plumbline.engine.domain.audits import LeftOut
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Assessment,
    Audit,
    AuditFinding,
    AuditItem,
    AuditProgramme,
    Criteria,
    Document,
    DocumentVersion,
    OwnControl,
    OwnRule,
    Record,
    Risk,
    Site,
    SoaDeclared,
)
from tests.domain.records import system

PROGRAMME = AuditProgramme(
    ref="AP-1", starts=date(2025, 1, 1), ends=date(2027, 12, 31), approved_on=date(2025, 1, 10), state="in force"
)
SPRING = Audit(ref="AUD-1", covers=("4", "A.5", "SITE-1"), held_on=date(2026, 4, 3), state="held")
NEXT = Audit(ref="AUD-2", covers=("5.1", "7"), planned_on=date(2027, 4, 5))
LATER = Audit(ref="AUD-3", planned_on=date(2027, 9, 6))
THINGS: tuple[Record, ...] = (
    PROGRAMME,
    SPRING,
    NEXT,
    LATER,
    SoaDeclared(ref="A.5.9", applicable="yes"),
    SoaDeclared(ref="A.8.13", applicable="yes"),
    SoaDeclared(ref="A.8.30", applicable="no"),
    Site(ref="SITE-1", title="Malt house", verdict="in"),
    Site(ref="SITE-2", title="Depot", verdict="in"),
    Site(ref="SITE-3", title="Flat above", verdict="out"),
)


def row(isms: Isms, key: str) -> Row:
    found = matrix(isms).row(key)
    assert found is not None, f"{key} is no item"
    return found


def states(isms: Isms, *keys: str) -> list[ItemState]:
    return [row(isms, key).state for key in keys]


def proposed(isms: Isms, key: str) -> tuple[str, Proposed]:
    """The audit and the entry in which an item is proposed."""
    return next(
        (slot.audit.ref if slot.audit else str(slot.day), each)
        for slot in proposal(isms)
        for each in slot.items
        if each.item.key == key
    )


def test_everything_that_a_cycle_owes_is_an_item() -> None:
    policy = Document(ref="DOC-1", title="Backup policy", document_kind="policy", serves=("A.8.13",))
    version = DocumentVersion(ref="DOCV-1", document="DOC-1", state="in force")
    seals = OwnControl(ref="OC-1", title="Gauge seals"), SoaDeclared(ref="OC-1", applicable="yes")
    isms = system(*THINGS, *seals, OwnControl(ref="OC-2", title="In no Statement"), policy, version)
    found = {(each.kind, each.key) for each in items(isms)}
    assert sum(kind == "clause" for kind, _ in found) == 25
    assert {("clause", "4.1"), ("clause", "6.1.2"), ("clause", "10.2")} <= found
    assert not {("clause", "6.1"), ("clause", "9.2.1"), ("clause", "4")} & found
    assert {key for kind, key in found if kind == "control"} == {"A.5.9", "A.8.13", "OC-1"}
    assert {key for kind, key in found if kind in ("site", "policy")} == {"SITE-1", "SITE-2", "DOC-1"}


def test_chapters_and_themes_reach_what_lies_in_them() -> None:
    isms = system(*THINGS)
    assert states(isms, "4.1", "4.4", "A.5.9", "SITE-1") == ["held"] * 4
    assert states(isms, "5.1", "7.5") == ["planned", "planned"]
    assert states(isms, "5.2", "A.8.13", "SITE-2") == ["gap"] * 3
    assert row(isms, "4.1").last_held == date(2026, 4, 3)


def test_a_clause_is_reached_by_all_its_parts_and_not_by_one() -> None:
    one = Audit(ref="AUD-9", covers=("9.2.1",), planned_on=date(2027, 5, 1))
    both = Audit(ref="AUD-9", covers=("9.2.1", "iso27001:2022/9.2.2"), planned_on=date(2027, 5, 1))
    assert states(system(PROGRAMME, one), "9.2") == ["gap"]
    assert states(system(PROGRAMME, both), "9.2") == ["planned"]


def test_whoever_audits_a_control_reads_the_policy_that_serves_it() -> None:
    policy = Document(ref="DOC-1", document_kind="policy", serves=("A.5.9",))
    version = DocumentVersion(ref="DOCV-1", document="DOC-1", state="in force")
    assert states(system(*THINGS, policy, version), "DOC-1") == ["held"]


@pytest.mark.parametrize(("verdict", "state"), [("conforms", "held"), ("not examined", "gap"), ("", "gap")])
def test_a_paper_that_says_not_examined_is_believed(verdict: str, state: str) -> None:
    paper = AuditItem(ref="AUI-1", audit="AUD-1", item="4.1", verdict=verdict)  # type: ignore[arg-type]  # one of the verdicts
    isms = system(*THINGS, paper)
    assert states(isms, "4.1") == [state]
    assert row(isms, "4.2").cells[0].state == "not examined"


@pytest.mark.parametrize("kind", ["mock", "outside body", "supplier"])
def test_rehearsals_and_the_audits_of_others_prove_nothing(kind: str) -> None:
    other = Audit(ref="AUD-9", covers=("5.2",), held_on=date(2026, 5, 1), audit_kind=kind)  # type: ignore[arg-type]  # one of the kinds
    assert states(system(*THINGS, other), "5.2") == ["gap"]


def test_an_audit_outside_the_cycle_is_remembered_and_does_not_count() -> None:
    old = Audit(ref="AUD-9", covers=("5.2",), held_on=date(2024, 5, 1), state="reported")
    cancelled = Audit(ref="AUD-10", covers=("5.3",), planned_on=date(2027, 1, 1), state="cancelled")
    isms = system(*THINGS, old, cancelled)
    assert states(isms, "5.2", "5.3") == ["gap", "gap"]
    assert row(isms, "5.2").last_held == date(2024, 5, 1)


def test_what_a_programme_leaves_out_has_a_reason() -> None:
    programme = AuditProgramme(
        ref="AP-1",
        starts=date(2025, 1, 1),
        state="in force",
        left_out=(LeftOut(item="SITE-2", reason="Given up in May"),),
    )
    isms = system(*(each for each in THINGS if each is not PROGRAMME), programme)
    assert (row(isms, "SITE-2").state, row(isms, "SITE-2").reason) == ("left out", "Given up in May")
    assert cycle(isms).end == date(2028, 1, 1)


def test_a_planned_audit_whose_day_is_past_is_overdue() -> None:
    late = Audit(ref="AUD-9", covers=("5.2",), planned_on=date(2026, 9, 1))
    assert [each.state for each in row(system(*THINGS, late), "5.2").cells] == ["overdue"]


# --- what to audit next -----------------------------------------------------------------------------------------------


def test_every_gap_is_proposed_once_and_nothing_that_was_audited() -> None:
    isms = system(*THINGS)
    found = [each.item.key for slot in proposal(isms) for each in slot.items]
    gaps = {each.item.key for each in matrix(isms).gaps}
    assert len(found) == len(set(found))
    assert set(found) == gaps | {"5.1", "7.1", "7.2", "7.3", "7.4", "7.5"}
    assert proposal(system(*reversed(THINGS))) == proposal(isms)


def test_what_is_planned_stays_and_the_heaviest_go_first() -> None:
    criteria = Criteria(ref="CRIT-1", accept_up_to=6, state="in force")
    risk = Risk(ref="R-1", controls=("A.8.13",))
    left = Assessment(ref="RAS-1", risk="R-1", stage="residual", criteria="CRIT-1", likelihood=4, combined=4, score=16)
    isms = system(*THINGS, criteria, risk, left)
    where, backup = proposed(isms, "A.8.13")
    assert where == "AUD-2"
    assert [each.weight for each in backup.reasons] == ["risk_not_accepted", "never_audited"]
    assert backup.points == weights()["risk_not_accepted"].points + weights()["never_audited"].points
    assert backup.reasons[0].says.startswith("R-1 remains at")
    assert proposed(isms, "5.1")[1].planned
    assert proposed(isms, "10.2")[0] == "AUD-3"


def test_a_finding_brings_back_what_was_audited() -> None:
    before = AuditFinding(ref="F-1", item="A.5.9", grade="major", raised_on=date(2026, 4, 2))
    after = AuditFinding(ref="F-2", item="A.5.9", grade="major", raised_on=date(2026, 6, 2), state="answered")
    assert "A.5.9" not in {each.item.key for slot in proposal(system(*THINGS, before)) for each in slot.items}
    _, again = proposed(system(*THINGS, after), "A.5.9")
    assert again.reasons[0].says == "F-2: major, found on 2026-06-02"
    assert again.reasons[0].weight in PRESSING


def test_what_changed_since_weighs_more_than_what_stood_still() -> None:
    document = Document(ref="DOC-1", serves=("5.1",))
    version = DocumentVersion(ref="DOCV-1", document="DOC-1", effective=date(2026, 8, 1), state="in force")
    old = Audit(ref="AUD-9", covers=("5.1", "7.1"), held_on=date(2024, 5, 1), state="reported")
    isms = system(*THINGS, OwnRule(ref="RULE-1", title="audit_interval", setting="year"), old, document, version)
    changed, still = proposed(isms, "5.1")[1], proposed(isms, "7.1")[1]
    assert [each.weight for each in still.reasons] == ["long_ago", "long_ago"]
    assert changed.points == still.points + weights()["changed"].points
    assert changed.reasons[-1].records == ("DOCV-1",)


def test_without_planned_audits_days_are_proposed_at_the_interval() -> None:
    rule = OwnRule(ref="RULE-1", title="audit_interval", setting="half a year")
    isms = system(PROGRAMME, SPRING, rule)
    assert [str(each.day) for each in proposal(isms)] == ["2026-11-22", "2027-05-22", "2027-11-22"]
    sizes = [len(each.items) for each in proposal(isms)]
    assert max(sizes) - min(sizes) <= 2
