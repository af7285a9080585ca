"""The same fault elsewhere is found by what marks it, with reasons in words, and the same way every time."""

from __future__ import annotations

from datetime import date

from plumbline.demo.company import as_isms, clean, with_faults
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Nonconformity, Organization, Record, SupplierAgreement
from plumbline.engine.domain.siblings import MOST, searched_kinds, siblings
from plumbline.engine.rules.siblings import fields_shown, looked_at, same_elsewhere

DAY = date(2026, 3, 31)
EARLY, LATE = date(2026, 1, 31), date(2027, 1, 31)


def system(*records: Record) -> Isms:
    return assemble([Organization(ref="ORG-1", title="Nordwind"), *records], on=DAY)


def asset(number: int, **fields: object) -> Asset:
    return Asset(ref=f"AST-{number}", title=f"Server {number}", **fields)  # type: ignore[arg-type]  # fields of an asset


def found(isms: Isms, nonconformity: Nonconformity) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.record.ref, each.reasons) for each in siblings(isms, nonconformity)]


def test_on_the_demo_organisation_the_search_finds_the_planted_siblings() -> None:
    isms = as_isms(with_faults(DAY), DAY)
    gap = isms.at(Nonconformity, "NC-7")
    assert gap is not None
    by_rule = [each.record.ref for each in same_elsewhere(isms, "SUP002", gap.records)]
    shows = fields_shown(isms, "SUP002", gap.records)
    alike = siblings(isms, gap, shows=shows)
    assert by_rule == ["SUP-15"]
    assert [each.record.ref for each in alike] == ["SAG-17", "SAG-21"]
    assert all("“To” has passed there too" in each.reasons[0] for each in alike)
    assert alike == siblings(isms, gap, shows=shows)


def test_on_the_sound_company_there_is_nothing_to_find() -> None:
    isms = as_isms(clean(DAY), DAY)
    gap = Nonconformity(ref="NC-90", source="Rule SUP002", records=("SAG-16",), gap="Its “To” has passed.")
    assert same_elsewhere(isms, "SUP002", gap.records) == ()
    assert looked_at(isms, "SUP002") > 10
    assert [each for each in siblings(isms, gap) if "passed" in each.reasons[0]] == []


def test_a_day_that_had_passed_marks_those_whose_day_has_passed_too() -> None:
    isms = system(asset(1, next_review=EARLY), asset(2, next_review=EARLY), asset(3, next_review=LATE), asset(4))
    gap = Nonconformity(ref="NC-1", records=("AST-1",), raised_on=DAY)
    assert found(isms, gap) == [("AST-2", ("“Next review” has passed there too: 2026-01-31.",))]


def test_the_record_at_fault_is_read_as_it_was_though_it_was_put_right_since() -> None:
    was, now = asset(1, next_review=EARLY), asset(1, next_review=LATE)
    isms = system(now, asset(2, next_review=EARLY), asset(3, next_review=LATE))
    gap = Nonconformity(ref="NC-1", records=("AST-1",), raised_on=DAY)
    assert found(isms, gap) == []
    assert [each.record.ref for each in siblings(isms, gap, at_fault=[was])] == ["AST-2"]


def test_a_field_that_is_named_marks_by_being_empty_and_by_what_it_says() -> None:
    isms = system(
        asset(1, owner="ROLE-1"),
        asset(2, owner="ROLE-1"),
        asset(3, classification="Internal"),
        asset(4, hosting="cloud"),
    )
    lacks = Nonconformity(ref="NC-1", records=("AST-1",), gap="Its “Classification” is missing.")
    assert found(isms, lacks) == [
        ("AST-2", ("“Classification” is empty there too.", "Same owner: ROLE-1.")),
        ("AST-4", ("“Classification” is empty there too.",)),
    ]
    says = Nonconformity(ref="NC-2", records=("AST-4",), gap="Its “Hosting” is wrong.")
    assert found(system(asset(4, hosting="cloud"), asset(5, hosting="cloud"), asset(6, hosting="supplier")), says) == [
        ("AST-5", ("“Hosting” reads the same there: cloud.",))
    ]


def test_what_is_empty_for_a_whole_type_is_no_fault_of_one() -> None:
    servers = [asset(number, asset_kind="hardware", owner="ROLE-1") for number in range(1, 6)]
    isms = system(*servers, *(asset(number, location="Attic", owner="ROLE-1") for number in range(6, 30)))
    assert found(isms, Nonconformity(ref="NC-1", records=("AST-1",))) == []


def test_where_nothing_is_named_a_field_empty_against_custom_marks_it() -> None:
    isms = system(asset(1), asset(2), *(asset(number, location="Cellar") for number in range(3, 12)))
    assert found(isms, Nonconformity(ref="NC-1", records=("AST-1",))) == [
        ("AST-2", ("“Location” is empty there too.",))
    ]


def test_rare_words_in_common_mark_it_and_common_ones_do_not() -> None:
    said = "Telephone numbers of wardens in a rehearsal"
    plain = [asset(number, description="Telephone things") for number in range(4, 20)]
    told = ("Old rehearsal with wardens", "Wardens")
    others = [asset(number, description=words) for number, words in enumerate(told, start=2)]
    isms = system(asset(1, description=said), *others, *plain)
    words = "True wardens in a rehearsal, with telephone numbers"
    gap = Nonconformity(ref="NC-1", records=("AST-1",), description=words)
    assert found(isms, gap) == [("AST-2", ("It says “rehearsal”, “wardens” too.",))]


def test_what_ended_and_what_is_known_is_left_out() -> None:
    isms = system(
        asset(1, next_review=EARLY),
        asset(2, next_review=EARLY, state="retired"),
        asset(3, next_review=EARLY),
        SupplierAgreement(ref="SAG-1", ends=EARLY, rolling=True),
    )
    assert found(isms, Nonconformity(ref="NC-1", records=("AST-1", "AST-3"), raised_on=DAY)) == []


def test_a_large_register_gives_its_likeliest_and_no_more() -> None:
    many = [asset(number, next_review=EARLY, owner="ROLE-1" if number % 2 else "") for number in range(1, 400)]
    isms = system(*many)
    told = siblings(isms, Nonconformity(ref="NC-1", records=("AST-1",), raised_on=DAY))
    assert len(told) == MOST
    assert all(each.record.owner == "ROLE-1" for each in told if isinstance(each.record, Asset))
    assert searched_kinds(isms, [many[0]]) == {"Assets": 399}
