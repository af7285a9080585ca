"""The Statement of Applicability follows the records: what asks for a control puts it in, and nothing else does."""

from __future__ import annotations

import time
from datetime import timedelta

from plumbline.engine.domain.drivers import ORDER, drivers_of, users
from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    Commitment,
    ControlState,
    EvidenceItem,
    Obligation,
    OwnControl,
    PartyRequirement,
    Record,
    Risk,
    SoaDeclared,
    SoaOverride,
    SupplierAgreement,
    Threat,
)
from plumbline.engine.domain.soa import rows
from plumbline.engine.standard.catalogue import standard
from tests.domain.records import DAY, row_of, system

RISK = Risk(ref="R-1", title="Ransomware", planned_controls=("A.8.7",))
TREATS = Action(ref="ACT-1", title="Copies", action_kind="treat", answers=("R-1",), controls=("A.8.13",))


def test_there_are_93_rows_in_the_order_of_the_annex_and_then_the_own_controls() -> None:
    found = rows(system(OwnControl(ref="OC-2", title="Seal"), OwnControl(ref="OC-9", title="Gone", state="withdrawn")))
    assert [each.key for each in found] == [*standard().controls, "OC-2"]


def test_the_rows_are_computed_once() -> None:
    isms = system(RISK)
    assert rows(isms) is rows(isms)


def test_a_control_that_nothing_asks_for_is_undecided() -> None:
    found = row_of("A.8.7")
    assert (found.applicable, found.basis, found.drivers, found.justification) == ("undecided", "none", (), "")


def test_every_sort_of_demand_puts_the_control_in_and_says_where_it_comes_from() -> None:
    found = row_of(
        "A.5.20",
        Risk(ref="R-1", title="Leak", controls=("A.5.20",)),
        Action(ref="ACT-1", title="Renew", action_kind="treat", answers=("R-1",), controls=("A.5.20",)),
        Obligation(ref="OBL-1", title="Act", obligation_kind="law", controls=("A.5.20",)),
        PartyRequirement(ref="REQ-1", title="Terms", binding="contract", answered_by=("A.5.20",)),
        SupplierAgreement(ref="SAG-1", supplier="SUP-1", title="Hosting", terms=("Terms as A.5.20 asks for",)),
        Commitment(ref="CMT-1", title="Written terms", document="POL-1", controls=("A.5.20",)),
    )
    assert tuple(each.kind for each in found.drivers) == ORDER
    assert (found.applicable, found.basis) == ("yes", "derived")
    assert found.justification == (
        "Holds down R-1 Leak. Brought by ACT-1 Renew. Obliged by OBL-1 Act. Required by REQ-1 Terms. "
        "Agreed in SAG-1 Hosting. Promised in CMT-1 Written terms."
    )


def test_taking_the_treatment_of_a_risk_away_takes_its_source_out_of_the_row() -> None:
    with_it, without = row_of("A.8.13", RISK, TREATS), row_of("A.8.13", RISK)
    assert [each.ref for each in with_it.drivers] == ["ACT-1"]
    assert (without.drivers, without.applicable) == ((), "undecided")


def test_closing_the_risk_takes_its_treatment_out_too() -> None:
    closed = Risk(ref="R-1", title="Ransomware", planned_controls=("A.8.7",), state="closed")
    assert row_of("A.8.13", closed, TREATS).drivers == ()
    assert row_of("A.8.7", closed, TREATS).drivers == ()


def test_a_finished_treatment_still_asks_for_what_it_brought_while_its_risk_lives() -> None:
    done = Action(ref="ACT-1", action_kind="treat", answers=("R-1",), controls=("A.8.13",), state="done")
    assert [each.why for each in row_of("A.8.13", RISK, done).drivers] == ["treated R-1"]
    dropped = Action(ref="ACT-1", action_kind="treat", answers=("R-1",), controls=("A.8.13",), state="dropped")
    assert row_of("A.8.13", RISK, dropped).drivers == ()


def test_improvements_ended_agreements_and_refused_wishes_ask_for_nothing() -> None:
    quiet: list[Record] = [
        Action(ref="ACT-1", action_kind="improve", answers=("R-1",), controls=("A.5.20",)),
        SupplierAgreement(ref="SAG-1", terms=("A.5.20",), ends=DAY - timedelta(days=1)),
        PartyRequirement(ref="REQ-1", addressed="no", controls=("A.5.20",)),
        Obligation(ref="OBL-1", controls=("A.5.20",), state="repealed"),
    ]
    assert row_of("A.5.20", RISK, *quiet).drivers == ()


def test_what_is_only_declared_is_said_to_be_declared() -> None:
    found = row_of("A.5.9", SoaDeclared(ref="A.5.9", applicable="yes", justification="Good practice"))
    assert (found.applicable, found.basis, found.justification) == ("yes", "declared", "Good practice.")
    assert row_of("A.5.9", SoaDeclared(ref="A.5.9", applicable="no")).applicable == "no"


def test_a_need_outweighs_a_declared_exclusion_and_the_row_says_that_they_disagree() -> None:
    found = row_of("A.8.7", RISK, SoaDeclared(ref="A.8.7", applicable="no", justification="Not needed"))
    assert (found.applicable, found.basis) == ("yes", "derived")
    assert [each.kind for each in found.contradictions] == ["needed but excluded"]
    assert found.contradictions[0].records == ("R-1",)


def test_a_persons_decision_wins_and_the_contradiction_stays_visible() -> None:
    found = row_of("A.8.7", RISK, SoaOverride(ref="A.8.7", applicable="no", reason="No such systems"))
    assert (found.applicable, found.basis, found.justification) == ("no", "overridden", "Decided: No such systems.")
    assert [each.says for each in found.contradictions] == ["overruled as not applicable, while R-1 asks for it"]


def test_a_withdrawn_decision_has_no_say() -> None:
    gone = SoaOverride(ref="A.8.7", applicable="no", reason="x", state="withdrawn")
    assert (found := row_of("A.8.7", RISK, gone)).override is None
    assert found.applicable == "yes"


def test_an_exclusion_against_facts_is_marked() -> None:
    found = row_of("A.5.9", SoaDeclared(ref="A.5.9", applicable="no"), Asset(ref="AST-1", title="Laptop"))
    assert [each.kind for each in found.contradictions] == ["excluded against facts"]


def test_two_states_of_one_control_are_told_apart() -> None:
    held = (
        SoaDeclared(ref="A.5.9", applicable="yes", status="implemented"),
        ControlState(ref="A.5.9", status="planned"),
    )
    found = row_of("A.5.9", *held)
    assert found.status == "planned"
    assert [each.kind for each in found.contradictions] == ["state told twice"]


def test_own_controls_have_rows_with_what_asks_for_them() -> None:
    own = OwnControl(ref="OC-1", title="Seal", status="implemented", aliases=("SEAL",))
    assert row_of("OC-1", own).basis == "declared"
    asked = row_of("OC-1", own, Risk(ref="R-1", title="Forgery", controls=("SEAL",)))
    assert (asked.basis, [each.ref for each in asked.drivers]) == ("derived", ["R-1"])


def test_keys_with_the_prefix_of_the_standard_mean_the_same_control() -> None:
    assert row_of("A.5.9", Risk(ref="R-1", controls=("iso27001:2022/A.5.9",))).applicable == "yes"


def test_a_long_list_of_sources_is_counted_in_the_text_and_whole_in_the_drivers() -> None:
    risks = [Risk(ref=f"R-{n}", title="Theft", controls=("A.7.9",)) for n in range(1, 31)]
    found = row_of("A.7.9", *risks)
    assert len(found.drivers) == 30
    assert found.justification.endswith("R-6 Theft and 24 more.")


def test_users_are_all_live_records_that_name_a_control_and_not_only_those_that_ask_for_it() -> None:
    isms = system(RISK, Threat(ref="THR-1", title="Worm", controls=("A.8.7",)), ControlState(ref="A.8.7"))
    found = users(isms, "A.8.7")
    assert {each.ref for each in found.records} == {"R-1", "THR-1"}
    assert [each.ref for each in found.drivers] == ["R-1"]


def test_ten_thousand_risks_and_fifty_thousand_items_of_evidence_take_well_under_a_second() -> None:
    keys = tuple(standard().controls)
    risks = [Risk(ref=f"R-{n}", controls=(keys[n % 93], keys[n * 7 % 93])) for n in range(10_000)]
    seen = DAY - timedelta(days=9)
    items = [EvidenceItem(ref=f"EVD-{n}", controls=(keys[n % 93],), observed_on=seen) for n in range(50_000)]
    isms = system(*risks, *items)
    began = time.process_time()
    assert sum(len(each.drivers) for each in rows(isms)) == sum(len(drivers_of(isms, key)) for key in keys)
    assert time.process_time() - began < 2  # a fifth of it on a quiet machine
