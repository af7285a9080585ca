"""Documents: what their rules tell apart beyond the examples on their pages."""

import hashlib
from datetime import date

import pytest

from plumbline.demo.company import clean
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.kinds import Blob, DocumentVersion, EvidenceItem
from plumbline.engine.rules.runner import audit
from tests.rules.said import gaps, unjudged

FILE = Blob(sha256="ab" * 32, name="accounts.csv", size=3)


def table(kind: str, ref: str, **fields: str) -> str:
    return f'[[{kind}]]\nref = "{ref}"\n' + "".join(f"{name} = {value}\n" for name, value in fields.items())


def document(ref: str = "DOC-1", **fields: str) -> str:
    return table("document", ref, **{"title": '"Handbook"', "owner": '"ROLE-1"', **fields})


def version(number: str = "1.0", ref: str = "DOCV-1", of: str = "DOC-1", **fields: str) -> str:
    held = {"state": '"in force"', "effective": "2025-06-01", **fields}
    return table("document_version", ref, document=f'"{of}"', number=f'"{number}"', **held)


def row(key: str, *documents: str, applicable: str = "yes") -> str:
    named = ", ".join(f'"{each}"' for each in documents)
    return table("soa_declared", key, applicable=f'"{applicable}"', documents=f"[{named}]")


# --- what is named --------------------------------------------------------------------------------------------------


def test_a_register_is_meant_where_it_holds_something() -> None:
    assert gaps("DOC001", row("A.5.9", "Asset register"))
    assert gaps("DOC001", row("A.5.9", "Asset register") + table("asset", "AST-1")) == []


def test_every_dead_reference_of_a_row_is_named_in_one_finding() -> None:
    (gap,) = gaps("DOC001", row("A.5.2", "RACI matrix", "Who is who"))
    assert (
        gap == "It refers to “RACI matrix” and “Who is who”, none of which is a document, register or record on record."
    )


def test_a_control_that_asks_for_writing_is_served_from_either_side() -> None:
    assert gaps("DOC001", row("A.8.9"))
    assert gaps("DOC001", row("A.8.9") + document(serves='["A.8.9"]') + version()) == []
    assert gaps("DOC001", row("A.8.9", "Handbook") + document() + version()) == []


def test_an_excluded_control_asks_for_no_document() -> None:
    assert gaps("DOC001", row("A.8.27", applicable="no")) == []


def test_documents_refer_to_documents_and_to_controls() -> None:
    linked = document(links='["A.5.12", "Ghost manual"]') + version()
    (gap,) = gaps("DOC001", linked)
    assert "“Ghost manual”" in gap
    assert "A.5.12" not in gap


def test_a_withdrawn_document_is_told_as_withdrawn_and_not_as_missing() -> None:
    relies = row("A.8.9", "DOC-1") + document(state='"withdrawn"') + document("DOC-2") + version(of="DOC-2")
    assert gaps("DOC001", relies) == []
    assert gaps("DOC007", relies) == ["It relies on DOC-1, which is no longer in force."]


# --- what they say of themselves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1.0", "v2", "2026-03", "B", "IV", "Draft 3"])
def test_versions_come_in_many_forms(number: str) -> None:
    assert gaps("DOC002", document() + version(number)) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": '""'}, "It lacks a title."),
        ({"owner": '""'}, "It lacks an author or owner."),
    ],
)
def test_each_missing_mark_is_named(fields: dict[str, str], told: str) -> None:
    assert gaps("DOC002", document(**fields) + version()) == [told]


def test_words_in_place_of_a_date_are_quoted() -> None:
    assert gaps("DOC002", document() + version(unread='[["next_review", "Continuous"]]')) == [
        "It says “Continuous” for a date."
    ]


def test_an_edition_is_the_version_of_what_comes_from_outside() -> None:
    assert gaps("DOC002", document(document_kind='"external"', edition='"Third edition, 2022"') + version("")) == []


@pytest.mark.parametrize(
    "left", ["[Company Name]", "<insert date>", "{{ owner }}", "Lorem ipsum dolor", "Retention: TBD", "To be defined"]
)
def test_what_a_template_left_is_found(left: str) -> None:
    (gap,) = gaps("DOC003", document() + version(body=f'"We, {left}, agree."'))
    assert "template" in gap


def test_blanks_are_what_a_form_is_made_of() -> None:
    assert gaps("DOC003", document(document_kind='"form"') + version(body='"I, [name], will keep it secret."')) == []


def test_brackets_with_other_words_are_left_alone() -> None:
    assert gaps("DOC003", document() + version(body='"See [DOC-3] and the list <updated weekly>."')) == []


@pytest.mark.parametrize(
    ("name", "size", "told"), [("plan.pdf", 0, "is empty"), ("plan.xyz", 10, "open"), ("plan.docx", 10, "")]
)
def test_a_file_has_to_be_one_that_opens(name: str, size: int, told: str) -> None:
    blob = f'{{ sha256 = "{"0" * 64}", name = "{name}", size = {size} }}'
    found = gaps("DOC003", document() + version(blob=blob))
    assert told in found[0] if told else found == []


# --- who approved it, who reads it ----------------------------------------------------------------------------------

HOUSE = """
[[organization]]
ref = "ORG-1"
title = "Example"
approval_rules = [{ what = "document:procedure", approver = "ROLE-1" }]
classes = [{ name = "Internal", may_see = "everyone inside" }]

[[role]]
ref = "ROLE-1"
title = "Head of operations"

[[person]]
ref = "PER-1"

[[person]]
ref = "PER-2"
"""
HELD = table("assignment", "ASG-1", role='"ROLE-1"', person='"PER-1"', since="2025-01-01")


def approved(by: str, **fields: str) -> str:
    return version(approvers=f'["{by}"]', approved_on="2025-05-20", author='"PER-2"', **fields)


PROCEDURE = document(document_kind='"procedure"')


def test_the_rule_of_the_house_names_the_approver() -> None:
    assert gaps("DOC004", HOUSE + HELD + PROCEDURE + approved("PER-1")) == []
    other = table("person", "PER-3")
    (gap,) = gaps("DOC004", HOUSE + HELD + other + PROCEDURE + approved("PER-3"))
    assert gap == "It was approved by PER-3; the approval rule names ROLE-1."


def test_what_the_document_says_goes_before_the_rule() -> None:
    own = document(document_kind='"procedure"', approver_named='"PER-3"')
    assert gaps("DOC004", HOUSE + HELD + table("person", "PER-3") + own + approved("PER-3")) == []


def test_who_wrote_it_does_not_approve_it() -> None:
    assert gaps("DOC004", HOUSE + PROCEDURE + approved("PER-2")) == ["The version was approved by its own author."]


def test_who_held_the_role_must_be_known_before_somebody_is_the_wrong_one() -> None:
    assert unjudged("DOC004", HOUSE + PROCEDURE + approved("PER-1")) == ["who held ROLE-1 when it was approved"]


def test_the_approver_of_the_security_policy_is_examined_elsewhere() -> None:
    policy = document(title='"Information security policy"', document_kind='"policy"')
    assert gaps("DOC004", HOUSE + policy + version()) == []


def test_a_class_outside_the_scheme_and_a_circle_in_words_are_not_guessed() -> None:
    assert unjudged("DOC005", HOUSE + document(classification='"Amber"', audience='["All staff"]') + version())
    assert unjudged("DOC005", HOUSE + document(classification='"Internal"', audience='["Crews"]') + version())


# --- what became of it ----------------------------------------------------------------------------------------------


def test_a_file_that_is_missing_or_altered_is_a_major_finding() -> None:
    item, note = EvidenceItem(ref="EVD-1", blob=FILE), DocumentVersion(ref="DOCV-1", blob=FILE)
    whole = assemble([item, note], on=date(2026, 3, 31))
    broken = assemble([item, note], on=date(2026, 3, 31), missing_blobs=[FILE.sha256])
    assert audit(whole, ["DOC006"]).findings == ()
    assert {each.records[0] for each in audit(broken, ["DOC006"]).findings} == {"EVD-1", "DOCV-1"}


def test_the_file_of_the_imaginary_company_is_the_text_it_stands_for() -> None:
    versions = [each for each in clean(date(2026, 3, 31)) if isinstance(each, DocumentVersion)]
    kept = [(each, each.blob) for each in versions if each.blob]
    assert kept
    for each, blob in kept:
        text = each.body.encode()
        assert (blob.sha256, blob.size) == (hashlib.sha256(text).hexdigest(), len(text))


def test_an_open_request_for_a_replaced_version_is_told() -> None:
    two = document() + version("1.0", state='"superseded"') + version("2.0", "DOCV-2", effective="2025-09-01")
    asked = table("acknowledgement", "ACK-1", document='"DOC-1"', number='"1.0"', person='"PER-1"')
    assert gaps("DOC007", two + asked + table("person", "PER-1")) == [
        "It is of version 1.0 of DOC-1, which is superseded."
    ]
    assert gaps("DOC007", two + asked + "given_on = 2025-07-01\n" + table("person", "PER-1")) == []


def test_a_promise_of_a_replaced_version_binds_nobody() -> None:
    two = document() + version("1.0", state='"superseded"') + version("2.0", "DOCV-2", effective="2025-09-01")
    assert gaps("DOC007", two + table("commitment", "CMT-1", document='"DOC-1"', number='"1.0"'))
    assert gaps("DOC007", two + table("commitment", "CMT-1", document='"DOC-1"', number='"2.0"')) == []


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("1.9", "1.10", ""),
        ("1.2", "1.2", "Version 1.2 follows version 1.2."),
        ("2.0", "1.4", "Version 1.4 follows version 2.0."),
        ("1.0", "1", "Version 1 follows version 1.0."),
        ("spring", "autumn", ""),
    ],
)
def test_numbers_rise_with_the_dates(first: str, second: str, told: str) -> None:
    later = version(second, "DOCV-2", effective="2025-09-01", change_note='"Shorter."')
    found = gaps("DOC008", document() + version(first, state='"superseded"') + later)
    assert found == ([told] if told else [])


def test_a_change_of_an_earlier_cycle_needs_no_note_any_more() -> None:
    old = version("1.0", state='"superseded"', effective="2019-01-01")
    assert gaps("DOC008", document() + old + version("2.0", "DOCV-2", effective="2020-01-01")) == []
    assert gaps("DOC008", document() + old + version("2.0", "DOCV-2", effective="2025-09-01"))


def test_a_schedule_covers_what_says_nothing_itself() -> None:
    silent = document(title='"Rules"') + version()
    kept = document("DOC-2", retention='"5 years"') + version(ref="DOCV-2", of="DOC-2")
    schedule = document("DOC-3", serves='["A.5.33"]', retention='"5 years"') + version(ref="DOCV-3", of="DOC-3")
    assert gaps("DOC009", silent + kept) == ["It states no retention, and no schedule in force covers it."]
    assert gaps("DOC009", silent + schedule) == []
    assert unjudged("DOC009", silent)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "It states no source and no edition."),
        ({"source": '"Publisher"', "edition": '"2022"', "owner": '""'}, "It states no owner."),
    ],
)
def test_what_identifies_a_document_from_outside_is_named(fields: dict[str, str], told: str) -> None:
    assert gaps("DOC010", document(document_kind='"external"', **fields)) == [told]


def test_an_edition_never_checked_is_a_fault_where_others_were() -> None:
    outside = {"document_kind": '"external"', "source": '"Publisher"', "edition": '"2022"'}
    checked = document("DOC-2", edition_checked_on="2026-01-01", review_interval='"year"', **outside)
    assert unjudged("DOC010", document(**outside)) == ["the day its edition was checked"]
    assert gaps("DOC010", document(**outside) + checked) == ["Nobody checked the edition on record."]
