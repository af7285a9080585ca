"""What a change touches is followed from record to record, the nearest way is told, and the list can be made anew."""

from __future__ import annotations

from datetime import date

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.change_impact import merged, touched_by, undecided
from plumbline.engine.domain.isms import Isms, Life
from plumbline.engine.domain.kinds import (
    Asset,
    Change,
    ControlState,
    Criteria,
    Document,
    DocumentVersion,
    Interface,
    Obligation,
    Organization,
    Record,
    Risk,
    Scope,
    Site,
    Supplier,
    SupplierAgreement,
    Touched,
)

DAY = date(2026, 3, 31)
RECORDS: tuple[Record, ...] = (
    Supplier(ref="SUP-1", title="Cloudworks"),
    SupplierAgreement(ref="SAG-1", supplier="SUP-1"),
    Site(ref="SITE-1", title="Cellar"),
    Asset(ref="AST-9", title="Machines", supplier="SUP-1", site="SITE-1", holds=("AST-4",)),
    Asset(ref="AST-3", title="Portal", depends_on=("AST-9",)),
    Asset(ref="AST-4", title="Customers", personal_data=True),
    Asset(ref="AST-5", title="Old portal", depends_on=("AST-9",), state="retired"),
    Risk(ref="R-12", title="The portal is down", assets=("AST-3",)),
    Risk(ref="R-13", title="The machines burn", assets=("AST-9",), controls=("A.8.14",)),
    Risk(ref="R-14", title="Over", assets=("AST-9",), state="closed"),
    Interface(ref="IF-1", inside=("AST-3",)),
    ControlState(ref="A.8.14", status="implemented"),
    Obligation(ref="OBL-1", controls=("A.8.14",)),
)


def system(*more: Record, lives: dict[tuple[str, str], Life] | None = None) -> Isms:
    return assemble([Organization(ref="ORG-1"), *RECORDS, *more], on=DAY, lives=lives or {})


def told(isms: Isms, *subjects: str) -> dict[str, str]:
    return {each.ref: each.why for each in touched_by(isms, Change(ref="CHG-1", subjects=subjects))}


def test_a_risk_is_reached_over_what_depends_on_what_is_changed() -> None:
    touched = told(system(), "AST-9")
    assert touched["R-12"] == "R-12 names AST-3, which depends on AST-9."
    assert touched["AST-4"] == "It is held by AST-9. Personal data is in it."
    assert touched["IF-1"] == "IF-1 names AST-3, which depends on AST-9."
    assert touched["A.8.14"] == "A.8.14 holds down R-13, which names AST-9."
    assert touched["SUP-1"] == "SUP-1 provides AST-9."
    assert {"AST-5", "R-14"}.isdisjoint(touched)


def test_a_supplier_and_a_site_reach_what_they_carry() -> None:
    assert told(system(), "SUP-1")["R-12"] == "R-12 names AST-3, which depends on AST-9, which is provided by SUP-1."
    assert told(system(), "SITE-1")["AST-9"] == "It stands at SITE-1."
    assert told(system(), "SUP-1")["SAG-1"] == "SAG-1 names SUP-1."


def test_a_control_reaches_what_asks_for_it() -> None:
    assert told(system(), "A.8.14") == {
        "R-13": "R-13 names A.8.14.",
        "A.8.14": "It is what is changed.",
        "OBL-1": "OBL-1 names A.8.14.",
    }


def test_documents_tell_the_scope_the_method_and_the_processing() -> None:
    papers = [
        each
        for number, key in enumerate(("4.3", "6.1.2", "gdpr/30"), start=1)
        for each in (
            Document(ref=f"DOC-{number}", title=f"Paper {number}", serves=(key,)),
            DocumentVersion(ref=f"DV-{number}", document=f"DOC-{number}", effective=date(2025, 1, 1), state="in force"),
        )
    ]
    isms = system(*papers, Scope(ref="SCOPE-2"), Criteria(ref="CRIT-2"))
    assert told(isms, "SCOPE-2")["DOC-1"] == "DOC-1 tells what SCOPE-2 says."
    assert told(isms, "SCOPE-2")["SITE-1"] == "SCOPE-2 draws the line at SITE-1."
    assert told(isms, "CRIT-2")["DOC-2"] == "DOC-2 tells what CRIT-2 says."
    assert told(isms, "AST-9")["DOC-3"] == "DOC-3 is the record of processing, and personal data is in AST-4."


def test_a_circle_of_dependencies_ends() -> None:
    ring = [Asset(ref=f"AST-{at}", depends_on=(f"AST-{20 + (at - 19) % 3}",)) for at in (20, 21, 22)]
    assert set(told(system(*ring), "AST-20")) == {"AST-20", "AST-21", "AST-22"}


def test_a_list_made_anew_keeps_what_was_decided_and_drops_what_is_touched_no_more() -> None:
    isms = system()
    change = Change(ref="CHG-1", subjects=("SUP-1",))
    held = (
        Touched(record="SAG-1", why="Old words.", state="waived", reason="Same terms."),
        Touched(record="R-99", why="R-99 named SUP-1."),
        Touched(record="R-98", why="R-98 named SUP-1.", state="waived", reason="Gone."),
    )
    made = {each.record: each for each in merged(touched_by(isms, change), held)}
    assert (made["SAG-1"].state, made["SAG-1"].why) == ("waived", "SAG-1 names SUP-1.")
    assert ("R-99" in made, "R-98" in made, made["AST-9"].state) == (False, True, "")


def test_what_the_journal_wrote_on_a_later_day_needs_no_word() -> None:
    change = Change(
        ref="CHG-1",
        requested_on=date(2026, 1, 10),
        approved_on=date(2026, 1, 20),
        impact=(Touched(record="R-12"), Touched(record="R-13"), Touched(record="A.8.14", state="waived")),
    )
    lives = {
        ("change", "CHG-1"): Life(date(2026, 1, 10), date(2026, 1, 20)),
        ("risk", "R-12"): Life(date(2025, 1, 1), date(2026, 2, 1)),
        ("risk", "R-13"): Life(date(2026, 1, 10), date(2026, 1, 10)),
    }
    assert [each.record for each in undecided(system(change, lives=lives), change)] == ["R-13", "A.8.14"]
