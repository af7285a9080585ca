"""Each exclusion is contradicted by its facts and by nothing else: for every fact one example and one like it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plumbline.engine.domain.exclusion_facts import PREDICATES, fact, facts_against, table
from plumbline.engine.domain.kinds import (
    ApprovalRule,
    Asset,
    Assignment,
    ClassLevel,
    Commitment,
    Document,
    Event,
    EvidenceItem,
    Incident,
    Interface,
    Nonconformity,
    Obligation,
    Person,
    Record,
    Role,
    RolePair,
    Site,
    Supplier,
    Vulnerability,
)
from plumbline.engine.standard.catalogue import standard
from tests.domain.records import DAY, named, system

STAFF = Person(ref="PER-1", employment="employed", started=DAY - timedelta(days=400))
OFFICE = Site(ref="SITE-1", title="Office", site_kind="office", verdict="in")
AWAY = Site(ref="SITE-2", title="Car park", site_kind="office", verdict="out")
DEVELOPER = Role(ref="ROLE-1", title="Developer", role_kind="developer")
SCHEME = tuple(ClassLevel(name=name) for name in ("Public", "Internal", "Confidential", "Strict"))
LATER = frozenset({"accounts", "privileged_accounts", "backups", "recent_projects"})
"""Facts whose records come with a later release."""

# Fact: the records that contradict, then records much alike that must not.
CASES: dict[str, tuple[tuple[Record, ...], tuple[Record, ...]]] = {
    "people": ((STAFF,), (Person(ref="PER-1", left=DAY - timedelta(days=1)),)),
    "employees": ((STAFF,), (Person(ref="PER-1", employment="contractor"), Person(ref="PER-2"))),
    "incompatible_duties": (
        (named(incompatible_roles=(RolePair(first="Buyer", second="Payer"),)),),
        (named(),),
    ),
    "administration_roles": ((Role(ref="ROLE-1", role_kind="administration"),), (DEVELOPER,)),
    "those_who_see_confidential": (
        (Supplier(ref="SUP-1", sees_confidential=True),),
        (Supplier(ref="SUP-1", sees_confidential=True, state="ended"), STAFF),
    ),
    "work_elsewhere": (
        (Asset(ref="AST-1", portable=True),),
        (Asset(ref="AST-1", portable=True, in_scope=False), Person(ref="PER-1", remote=False)),
    ),
    "duties_to_report": ((Obligation(ref="OBL-1", notify_within="72 h"),), (Obligation(ref="OBL-1", retention="6 y"),)),
    "obligations": ((Obligation(ref="OBL-1"),), (Obligation(ref="OBL-1", state="repealed"),)),
    "continuity_duties": (
        (Obligation(ref="OBL-1", topic="Continuity and backup"),),
        (Obligation(ref="OBL-1", topic="Retention"),),
    ),
    "retention_periods": ((Document(ref="DOC-1", retention="10 y"),), (Document(ref="DOC-1"), Obligation(ref="OBL-1"))),
    "duties_to_encrypt": (
        (Commitment(ref="CMT-1", topic="Encryption of media"),),
        (Commitment(ref="CMT-1", topic="restore_test"), Obligation(ref="OBL-1")),
    ),
    "events_and_incidents": ((Event(ref="EVT-1", state="closed"),), (Vulnerability(ref="VUL-1"),)),
    "outside_visits": ((Nonconformity(ref="NC-1", raised_by_body="Registrar"),), (Nonconformity(ref="NC-1"),)),
    "assets": ((Asset(ref="AST-1"),), (Asset(ref="AST-1", state="retired"),)),
    "devices_held": (
        (STAFF, Asset(ref="AST-1", asset_kind="device", holder="PER-1")),
        (STAFF, Asset(ref="AST-1", asset_kind="device"), Asset(ref="AST-2", asset_kind="information", holder="PER-1")),
    ),
    "classified_things": ((Document(ref="DOC-1", classification="Internal"),), (Document(ref="DOC-1"),)),
    "upper_classes": (
        (named(classes=SCHEME), Asset(ref="AST-1", classification="confidential")),
        (named(classes=SCHEME), Asset(ref="AST-1", classification="Internal")),
    ),
    "software_and_networks": (
        (Asset(ref="AST-1", asset_kind="application"),),
        (Asset(ref="AST-1", asset_kind="application", in_scope=False), Asset(ref="AST-2", asset_kind="facility")),
    ),
    "systems": ((Asset(ref="AST-1", asset_kind="service"),), (Asset(ref="AST-1", asset_kind="information"),)),
    "end_points_and_servers": ((Asset(ref="AST-1", asset_kind="device"),), (Asset(ref="AST-1", asset_kind="service"),)),
    "servers_networks_clouds": (
        (Asset(ref="AST-1", asset_kind="service", hosting="cloud"),),
        (Asset(ref="AST-1", asset_kind="service", hosting="supplier"),),
    ),
    "clouds": (
        (Supplier(ref="SUP-1", service_kind="cloud"),),
        (Supplier(ref="SUP-1", service_kind="cloud", state="ended"),),
    ),
    "systems_to_come": ((Asset(ref="AST-1", state="planned"),), (Asset(ref="AST-1"),)),
    "systems_to_recover": ((Asset(ref="AST-1", recovery_time="4 h"),), (Asset(ref="AST-1", availability="high"),)),
    "recovery_needs": ((Asset(ref="AST-1", recovery_point="1 h"),), (Asset(ref="AST-1"),)),
    "media_and_stores": (
        (Asset(ref="AST-1", asset_kind="media"),),
        (Asset(ref="AST-1", asset_kind="hardware"), Asset(ref="AST-2", asset_kind="service", holds=("AST-1",))),
    ),
    "retired_hardware": (
        (Asset(ref="AST-1", asset_kind="hardware", state="disposed"),),
        (Asset(ref="AST-1", asset_kind="hardware"), Asset(ref="AST-2", asset_kind="application", state="retired")),
    ),
    "licensed_software": (
        (Asset(ref="AST-1", asset_kind="application", supplier="SUP-1"),),
        (Asset(ref="AST-1", asset_kind="application"), Supplier(ref="SUP-1", service_kind="professional")),
    ),
    "personal_data": (
        (Incident(ref="INC-1", personal_data="yes", state="closed"),),
        (Incident(ref="INC-1", personal_data="no"), Asset(ref="AST-1", personal_data=False)),
    ),
    "keys": ((Asset(ref="AST-1", asset_kind="key"),), (Asset(ref="AST-1", asset_kind="device"),)),
    "premises": ((OFFICE,), (AWAY, Site(ref="SITE-3", site_kind="home", verdict="in"))),
    "hardware_on_premises": (
        (OFFICE, Asset(ref="AST-1", asset_kind="hardware", site="SITE-1")),
        (OFFICE, AWAY, Asset(ref="AST-1", asset_kind="hardware", site="SITE-2"), Asset(ref="AST-2", site="SITE-1")),
    ),
    "development": (
        (Asset(ref="AST-1", environment="test"),),
        (Asset(ref="AST-1", environment="production"), Role(ref="ROLE-2", role_kind="team")),
    ),
    "tests_with_information": (
        (Asset(ref="AST-1", environment="test", holds=("AST-2",)),),
        (Asset(ref="AST-1", environment="test"), Asset(ref="AST-3", environment="production", holds=("AST-2",))),
    ),
    "personal_data_in_tests": (
        (Asset(ref="AST-1", environment="development", personal_data=True),),
        (Asset(ref="AST-1", environment="production", personal_data=True), Asset(ref="AST-2", environment="test")),
    ),
    "interfaces": ((Interface(ref="IF-1"),), (Interface(ref="IF-1", state="ended"),)),
    "suppliers_with_information": (
        (Supplier(ref="SUP-1", sees_information=True),),
        (Supplier(ref="SUP-1"), Supplier(ref="SUP-2", sees_information=True, state="proposed")),
    ),
    "suppliers_of_technology": (
        (Supplier(ref="SUP-1", service_kind="hardware"),),
        (Supplier(ref="SUP-1", service_kind="facility"),),
    ),
    "outside_developers": (
        (
            DEVELOPER,
            Person(ref="PER-9", employment="contractor"),
            Assignment(ref="ASG-1", role="ROLE-1", person="PER-9"),
        ),
        (
            DEVELOPER,
            STAFF,
            Assignment(ref="ASG-1", role="ROLE-1", person="PER-1"),
            Supplier(ref="SUP-1", develops=False),
        ),
    ),
    "open_vulnerabilities": ((Vulnerability(ref="VUL-1"),), (Vulnerability(ref="VUL-1", state="closed"),)),
    "recent_changes": (
        (Asset(ref="AST-1", acquired_on=DAY - timedelta(days=100)),),
        (Asset(ref="AST-1", acquired_on=DAY - timedelta(days=500)), Incident(ref="INC-1")),
    ),
    "tests_of_operation": (
        (Asset(ref="AST-1", environment="production"), EvidenceItem(ref="EVD-1", method="test", records=("AST-1",))),
        (Asset(ref="AST-1", environment="test"), EvidenceItem(ref="EVD-1", method="test", records=("AST-1",))),
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_fact_is_found_where_the_registers_hold_it(name: str) -> None:
    assert fact(system(*CASES[name][0]), name)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_fact_is_silent_where_the_registers_do_not_hold_it(name: str) -> None:
    assert fact(system(*CASES[name][1]), name) == ()


@pytest.mark.parametrize("key", sorted(table()))
def test_no_exclusion_is_contradicted_in_a_system_that_has_recorded_nothing(key: str) -> None:
    assert facts_against(system(), key) == ()


@pytest.mark.parametrize("key", sorted(table()))
def test_every_exclusion_is_contradicted_by_an_example_of_its_facts(key: str) -> None:
    examples = [CASES[name][0] for name in table()[key] if name in CASES]
    assert examples, f"no fact of {key} has an example"
    assert all(facts_against(system(*example), key) for example in examples)


def test_the_table_speaks_of_controls_that_exist_and_of_predicates_that_exist() -> None:
    assert set(standard().controls) - set(table()) == {"A.5.6"}
    named_facts = {name for names in table().values() for name in names}
    assert named_facts == set(PREDICATES) == set(CASES) | LATER


@pytest.mark.parametrize("name", sorted(LATER))
def test_facts_of_later_records_are_silent_until_there_are_such_records(name: str) -> None:
    assert fact(system(STAFF, OFFICE), name) == ()


def test_a_record_is_cited_once_even_where_two_facts_find_it() -> None:
    both = Supplier(ref="SUP-1", service_kind="cloud", sees_information=True)
    asset = Asset(ref="AST-1", asset_kind="application", hosting="cloud", in_scope=True)
    assert [str(each.ref) for each in facts_against(system(both, asset), "A.5.23") if isinstance(each, Record)] == [
        "SUP-1",
        "AST-1",
    ]


def test_rules_of_approval_say_that_duties_are_kept_apart() -> None:
    ruled = named(approval_rules=(ApprovalRule(what="exception", approver="ROLE-1"),))
    assert facts_against(system(ruled), "A.5.3") == ("exception: approved by ROLE-1",)


def test_incidents_of_any_age_contradict_the_exclusion_of_incident_handling() -> None:
    old = Incident(ref="INC-1", state="closed", resolved_at=datetime(2019, 1, 1, tzinfo=UTC))
    assert [str(each) for each in facts_against(system(old), "A.5.24")] == ["INC-1"]
