"""Words of cells become references where it is certain what they name; everything else stays as it came."""

from __future__ import annotations

import pytest

from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    Document,
    Incident,
    Nonconformity,
    Objective,
    Person,
    PolicyException,
    Risk,
    Role,
    SoaDeclared,
    Threat,
    Vulnerability,
)
from plumbline.exchange.names import AssetNames, Names
from plumbline.exchange.plan import Options
from plumbline.exchange.who import alike, looks_personal, name_key, several
from tests.exchange.desk import csv, having, lay, only, told, values

ASSETS = [
    ("AST-001", "Customer database (prod)"),
    ("AST-002", "Logistics portal (SaaS)"),
    ("AST-004", "File server FS-01"),
    ("AST-005", "Domain controllers DC01 DC02"),
    ("AST-006", "Laptops (fleet)"),
    ("AST-007", "ERP system"),
    ("AST-012", "S3 bucket nwl-marketing"),
    ("AST-015", "HR database (Personio)"),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Customer database", ("AST-001",)),
        ("logistics portal (saas)", ("AST-002",)),
        ("File server FS-01 + central SMB share", ("AST-004",)),
        ("Marketing bucket s3://nwl-marketing", ("AST-012",)),
        ("ERP", ("AST-007",)),
        ("Customer data (45 records)", ("AST-001",)),
        ("ERP system and laptops", ("AST-007", "AST-006")),
        ("All user accounts", ()),
        ("Marketing workstation MW-07", ()),
        ("Customer portal (Power Pages)", ()),
        ("database", ()),
        ("Finance team", ()),
    ],
)
def test_assets_are_found_by_name_the_way_a_careful_reader_would(words: str, found: tuple[str, ...]) -> None:
    names = Names()
    for ref, title in ASSETS:
        names.add("asset", ref, (title,))
    assert AssetNames(names, ASSETS).find(words) == found


def test_references_and_a_remark_in_one_cell_are_told_apart() -> None:
    found = lay(
        csv(
            "ID,Asset Name,Classification",
            "AST-004,File server,Internal",
            "AST-005,Controllers,Internal",
            name="assets.csv",
        ),
        csv(
            "ID,CVE,Title,CVSS,Affected Asset",
            "VUL-1,CVE-1,Hole,9.1,AST-004 AST-005 (hypervisor)",
            name="vulnerabilities.csv",
        ),
    )
    hole = only(found, Vulnerability)
    assert hole.assets == ("AST-004", "AST-005")
    assert hole.extra == (("Affected assets", "AST-004 AST-005 (hypervisor)"),)


def test_an_owner_is_a_role_unless_the_words_are_plainly_a_name() -> None:
    found = lay(
        csv(
            "ID,Asset Name,Owner,Classification",
            "AST-1,One,Head of Sales,Internal",
            "AST-2,Two,Eva Sommer,Internal",
            "AST-3,Three,ISO,Internal",
        )
    )
    assert {each.title for each in values(found, Role)} == {"Head of Sales", "ISO"}
    assert only(found, Person).title == ""
    assert [each.name for each in found.people] == ["Eva Sommer"]
    one, two, _three = values(found, Asset)
    assert (one.owner, two.owner) == (values(found, Role)[0].ref, found.people[0].ref)


def test_initials_are_not_merged_with_the_role_they_may_stand_for() -> None:
    known = Role(ref="ROLE-7", title="Information Security Officer")
    found = lay(csv("ID,Asset Name,Owner,Classification", "AST-1,One,ISO,Internal"), isms=having(known))
    assert only(found, Role).title == "ISO"
    assert only(found, Role).ref == "ROLE-8"


def test_a_role_that_is_known_by_an_alias_is_not_proposed_again() -> None:
    known = Role(ref="ROLE-7", title="Information Security Officer", aliases=("ISO",))
    found = lay(csv("ID,Asset Name,Owner,Classification", "AST-1,One,ISO,Internal"), isms=having(known))
    assert not values(found, Role)
    assert only(found, Asset).owner == "ROLE-7"


def test_a_known_person_is_found_under_the_name_and_similar_names_are_only_proposed() -> None:
    known = Person(ref="PER-3")
    options = Options(persons={"Thomas Krüger": "PER-3"})
    found = lay(
        csv(
            "ID,Asset Name,Owner,Classification", 'AST-1,One,"Krüger, Thomas",Internal', "AST-2,Two,T. Krüger,Internal"
        ),
        isms=having(known),
        options=options,
    )
    one, two = values(found, Asset)
    (proposed,) = found.people
    assert (one.owner, two.owner) == ("PER-3", "PER-4")
    assert proposed.similar == (("PER-3", "Thomas Krüger"),)


def test_two_approvers_in_one_cell_are_two_and_two_owners_are_told() -> None:
    found = lay(
        csv(
            "ID,Description,Requested By,Approved By,Expires,Owner",
            "EXC-1,Leave it open,ISO,ISO + CEO,2026-12-31,HR + ISO",
            name="exceptions.csv",
        )
    )
    roles = {each.title: each.ref for each in values(found, Role)}
    leave = only(found, PolicyException)
    assert leave.approvers == (roles["ISO"], roles["CEO"])
    assert leave.owner == roles["HR"]
    assert leave.extra == (("Owner", "HR + ISO"),)
    assert "It names several; the first answers" in told(found)


def test_documents_are_found_by_id_or_exact_title_and_others_stay_in_words() -> None:
    found = lay(
        csv("Doc ID,Title,Type,Version", "POL-5,Access Control Policy,Policy,1.0", name="documents.csv"),
        csv(
            "Control ID,Control Name,Applicable,Justification,Reference",
            "A.5.15,Access,Yes,x,Access Control Policy",
            "A.5.16,Identity,Yes,y,POL-5",
            "A.5.2,Roles,Yes,z,RACI matrix",
            name="soa.csv",
        ),
    )
    assert only(found, Document).ref == "POL-5"
    assert [each.documents for each in values(found, SoaDeclared)] == [("POL-5",), ("POL-5",), ("RACI matrix",)]


def test_references_inside_prose_are_linked_to_what_they_name() -> None:
    found = lay(
        csv("ID,Finding,Root Cause,Source", "CAPA-3,Door open,No lock,Incident INC-7", name="capa.csv"),
        csv(
            "ID,Title,Severity,Corrective Action",
            "INC-7,Thief,High,Buy a lock + CAPA-3 (see AES-256)",
            name="incidents.csv",
        ),
    )
    assert only(found, Nonconformity).source_refs == ("INC-7",)
    incident = only(found, Incident)
    assert (incident.actions, incident.action_text) == (("CAPA-3",), "Buy a lock + CAPA-3 (see AES-256)")


def test_the_basis_of_an_objective_may_be_clauses_controls_and_risks() -> None:
    found = lay(
        csv("ID,Risk Title,Likelihood,Impact", "R-2,Phishing,3,4", name="risks.csv"),
        csv(
            "ID,Objective,Linked ISO Clause / Risk,Metric",
            "OBJ-1,Less,ISO 6.2 + R-002 + A.8.8 + R-2,clicks",
            name="objectives.csv",
        ),
    )
    assert only(found, Objective).basis == ("6.2", "R-002", "A.8.8", "R-2")


def test_controls_of_an_action_are_read_in_any_notation() -> None:
    found = lay(csv("ID,Risk ID,Action,Annex A Control", "RTP-1,R-1,Lock,A 5.17 A 8.5"))
    assert only(found, Action).controls == ("A.5.17", "A.8.5")


def test_who_reported_is_linked_only_where_somebody_is_known() -> None:
    found = lay(
        csv("ID,Title,Severity,Reported By,Owner", "INC-1,A,High,DPO,DPO", "INC-2,B,High,EDR,DPO", name="incidents.csv")
    )
    first, second = values(found, Incident)
    assert first.reported_by == only(found, Role).ref
    assert (second.reported_by, second.extra) == ("", (("Reported by", "EDR"),))


def test_a_threat_is_linked_by_its_exact_name_only() -> None:
    found = lay(
        csv("ID,Threat,Relevance,Techniques", "T-1,Ransomware,High,T1486", name="threats.csv"),
        csv("ID,Risk Title,Threat,Likelihood,Impact", "R-1,A,Ransomware,3,4", "R-2,B,Ransom,3,4", name="risks.csv"),
    )
    assert only(found, Threat).ref == "T-1"
    assert [each.threats for each in values(found, Risk)] == [("T-1",), ("Ransom",)]


@pytest.mark.parametrize(
    "text", ["Anna Weber", "Weber, Anna", "Dr. Anna Weber", "A. Weber", "Jean-Luc Dupont", "Ludwig van Hoven"]
)
def test_these_are_names_of_persons(text: str) -> None:
    assert looks_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "Head of Sales",
        "Human Resources",
        "IT Operations",
        "ISO",
        "Procurement",
        "HR Lead",
        "Kanzlei GmbH",
        "Top management",
        "SecOps",
        "IT + HR",
    ],
)
def test_these_are_not(text: str) -> None:
    assert not looks_personal(text)


def test_spellings_of_one_name_compare_equal_or_alike() -> None:
    assert name_key("Weber, Anna") == name_key("Dr. Anna Weber")
    assert alike("A. Weber", "Anna Weber")
    assert not alike("Bernd Weber", "Anna Weber")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Jane Miller, Bob Roe", ("Jane Miller", "Bob Roe")),
        ("Jane Miller / Bob Roe", ("Jane Miller", "Bob Roe")),
        ("Anna Weber und Jan Voss", ("Anna Weber", "Jan Voss")),
        ("Miller, Jane", ("Miller, Jane",)),
        ("Research and Development", ("Research and Development",)),
        ("HR / Legal", ("HR / Legal",)),
    ],
)
def test_whole_names_in_a_row_are_several_people_and_never_the_title_of_a_role(
    words: str, named: tuple[str, ...]
) -> None:
    assert several(words) == named


def test_a_person_with_a_function_in_brackets_is_a_person() -> None:
    assert looks_personal("Jane Miller (Head of IT)")
    assert name_key("Jane Miller (Head of IT)") == name_key("Miller, Jane")
    assert not looks_personal("Head of IT (Jane Miller)")
