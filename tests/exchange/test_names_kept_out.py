"""Names of people never stand in what an import proposes, wherever in a file they stood: references stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.kinds import Asset, Incident, Person, PolicyException, Risk, Role, Training
from plumbline.exchange import who
from plumbline.exchange.beside import KEPT_AS_REFERENCES
from plumbline.exchange.plan import Options, Plan
from plumbline.exchange.sources import Source
from plumbline.exchange.who import KnownNames, alike, divided, several
from tests.exchange.desk import carried_out, csv, lay, names_in, only, told, values

RISKS = "ID,Risk Title,Likelihood,Impact,Owner,Contact person,Approved by,Binder"


def twice(*sources: Source) -> Plan:
    """The plan of a first import, once it is sure that a second one of the same files finds nothing to do."""
    first = lay(*sources)
    after = carried_out(first)
    second = lay(*sources, isms=after, options=Options(persons=names_in(first)))
    assert (second.new, second.changed, second.people) == (0, 0, ())
    return first


def assert_no_name(found: Plan, *planted: str) -> None:
    """None of the words stands in any value that would be written."""
    written = "\n".join(encode(each.value).decode() for each in found.changes)
    assert [each for each in planted if each in written] == []


def ref_of(found: Plan, name: str) -> str:
    return names_in(found)[name]


def test_a_column_of_names_that_no_field_is_meant_by_is_kept_as_references() -> None:
    found = twice(
        csv(
            RISKS,
            "R-1,Fire,2,4,Head of IT,Jane Miller,Bob Roe,Check the hydrants",
            "R-2,Flood,1,4,Head of IT,Bob Roe,n/a,Ask Zoe Quist on Monday",
            'R-3,Theft,3,2,Head of IT,"Quist, Zoe",Jane Miller / Bob Roe,',
        )
    )
    jane, bob, zoe = (ref_of(found, each) for each in ("Jane Miller", "Bob Roe", "Quist, Zoe"))
    assert [dict(each.extra) for each in values(found, Risk)] == [
        {"Contact person": jane, "Approved by": bob, "Binder": "Check the hydrants"},
        {"Contact person": bob, "Approved by": "n/a", "Binder": "Ask Zoe Quist on Monday"},
        {"Contact person": zoe, "Approved by": f"{jane}; {bob}"},
    ]
    said = [each.column for each in found.problems if each.message == KEPT_AS_REFERENCES]
    assert said == ["Contact person", "Approved by"]
    assert_no_name(found, "Miller", "Bob Roe", "Quist, Zoe")


def test_a_cell_that_is_just_a_known_name_becomes_a_reference_in_any_column() -> None:
    found = twice(
        csv(
            RISKS,
            "R-1,Fire,2,4,Jane Miller,,,see the binder",
            'R-2,Flood,1,4,Head of IT,,,"Miller, Jane"',
        )
    )
    assert [dict(each.extra) for each in values(found, Risk)] == [
        {"Binder": "see the binder"},
        {"Binder": ref_of(found, "Jane Miller")},
    ]
    assert KEPT_AS_REFERENCES not in told(found)


@pytest.mark.parametrize("owner", ["Jane Miller; Bob Roe", "Jane Miller / Bob Roe", '"Jane Miller, Bob Roe"'])
def test_of_several_owners_the_first_answers_and_the_others_are_references(owner: str) -> None:
    found = twice(csv("ID,Asset Name,Owner,Classification", f"AST-1,One,{owner},Internal"))
    asset = only(found, Asset)
    assert asset.owner == ref_of(found, "Jane Miller")
    assert asset.extra == (("Owner", ref_of(found, "Bob Roe")),)
    assert "It names several; the first answers" in told(found)
    assert_no_name(found, "Miller", "Roe")


def test_functions_among_several_owners_stay_in_words_beside_the_references() -> None:
    found = twice(csv("ID,Asset Name,Owner,Classification", '"AST-1",One,"Jane Miller, Bob Roe, IT team",Internal'))
    assert only(found, Asset).extra == (("Owner", f"{ref_of(found, 'Bob Roe')}; IT team"),)
    assert values(found, Role) == []
    assert_no_name(found, "Miller", "Roe")


@pytest.mark.parametrize("owner", ["Head of IT (Jane Miller)", "Head of IT: Jane Miller", "Head of IT - Jane Miller"])
def test_a_function_with_its_holder_is_a_role_and_a_person(owner: str) -> None:
    found = twice(csv("ID,Asset Name,Owner,Classification", f"AST-1,One,{owner},Internal"))
    asset, role = only(found, Asset), only(found, Role)
    assert (role.title, asset.owner) == ("Head of IT", role.ref)
    assert asset.extra == (("Owner", only(found, Person).ref),)
    assert_no_name(found, "Miller")


def test_a_person_with_a_function_behind_answers_and_the_function_is_kept() -> None:
    found = twice(csv("ID,Asset Name,Owner,Classification", "AST-1,One,Jane Miller - Head of IT,Internal"))
    asset = only(found, Asset)
    assert (asset.owner, asset.extra) == (ref_of(found, "Jane Miller"), (("Owner", "Head of IT"),))
    assert_no_name(found, "Miller")


def test_approvers_reporters_and_holders_of_a_role_leave_no_name_either() -> None:
    found = twice(
        csv(
            "ID,Description,Requested By,Approved By,Expires,Owner",
            "EXC-1,Leave it open,ISO,CEO (Jane Miller) + Bob Roe,2026-12-31,ISO",
            name="exceptions.csv",
        ),
        csv("ID,Title,Severity,Reported By,Owner", "INC-1,A,High,Zoe Quist / Help desk,ISO", name="incidents.csv"),
        csv("Employee,Role,Course,Status", "Ann Lee,Accountant (Kim Vale),Phishing,Completed", name="trainings.csv"),
    )
    roles = {each.title: each.ref for each in values(found, Role)}
    leave, incident, training = only(found, PolicyException), only(found, Incident), only(found, Training)
    assert leave.approvers == (roles["CEO"], ref_of(found, "Bob Roe"))
    assert ref_of(found, "Jane Miller") in dict(leave.extra).values()
    assert (incident.reported_by, incident.extra) == (ref_of(found, "Zoe Quist"), (("Reported by", "Help desk"),))
    assert training.extra == (("Role", ref_of(found, "Kim Vale")),)
    assert_no_name(found, "Miller", "Roe", "Quist", "Lee", "Vale")


def test_brackets_and_titles_do_not_hide_a_name_in_a_column_without_a_field() -> None:
    found = twice(
        csv(
            RISKS,
            "R-1,Fire,2,4,ISO,Jane Miller (Head of IT),Head of Sales (Bob Roe),",
            "R-2,Flood,1,4,ISO,Dr. Zoe Quist,Bob Roe,",
        )
    )
    first = dict(values(found, Risk)[0].extra)
    assert first["Contact person"] == f"{only_ref(found, 'Jane Miller')} (Head of IT)"
    assert first["Approved by"] == f"Head of Sales ({ref_of(found, 'Bob Roe')})"
    assert_no_name(found, "Miller", "Roe", "Quist")


def only_ref(found: Plan, beginning: str) -> str:
    (ref,) = (ref for name, ref in names_in(found).items() if name.startswith(beginning))
    return ref


def test_words_that_name_nobody_stay_as_they_came() -> None:
    found = twice(csv(RISKS, "R-1,Fire,2,4,HR + ISO,Service desk,,plain words", "R-2,Flood,1,4,ISO,Bob Roe,,"))
    first = dict(values(found, Risk)[0].extra)
    assert (first["Contact person"], first["Risk owner"], first["Binder"]) == (
        "Service desk",
        "HR + ISO",
        "plain words",
    )


def test_capitalised_words_about_things_and_states_are_nobodys_name() -> None:
    found = twice(
        csv(
            "ID,Asset Name,Classification,Subtype,Stage",
            "AST-1,One,Internal,Virtual Machine,In Progress",
            "AST-2,Two,Internal,File Server,Under Review",
        )
    )
    assert found.people == ()
    assert values(found, Asset)[0].extra == (("Subtype", "Virtual Machine"), ("Stage", "In Progress"))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Miller, Jane / Roe, Bob", ("Miller, Jane", "Roe, Bob")),
        ("Weber, Anna, CISO", ("Weber, Anna", "CISO")),
        ("Head of IT (Jane Miller, Bob Roe)", ("Head of IT (Jane Miller, Bob Roe)",)),
        ("Legal, Risk and Compliance", ("Legal, Risk and Compliance",)),
    ],
)
def test_names_in_a_row_part_and_titles_with_commas_do_not(words: str, named: tuple[str, ...]) -> None:
    assert several(words) == named


def test_function_and_holder_are_told_apart_only_where_somebody_is_named() -> None:
    assert divided("Head of IT (Jane Miller, Bob Roe)") == ("Head of IT", "Jane Miller", "Bob Roe")
    assert divided("Operations (night shift)") == ("Operations (night shift)",)


def test_a_very_long_cell_is_read_as_quickly_as_a_short_one() -> None:
    assert len(several("Jane Miller, " * 2_000)) >= 2_000
    assert several("a, " * 5_000 + "b: c (d) " * 500)


def test_spellings_that_differ_by_a_letter_are_perhaps_one_person() -> None:
    assert alike("Eva Schmid", "Eva Schmidt")
    assert alike("Eva Meier", "Eva Meyer")
    assert not alike("Eva Schmid", "Jan Schmidt")
    assert not alike("Eva Schmid", "Eva Schmitz-Roth")
    assert not alike("Jan Ott", "Jan Orr")
    assert not alike("Jan Lee", "Jan Leu")
    found = lay(
        csv("ID,Asset Name,Owner,Classification", "AST-1,One,Eva Schmid,Internal", "AST-2,Two,Eva Schmidt,Internal")
    )
    assert [each.similar for each in found.people] == [(), ((found.people[0].ref, "Eva Schmid"),)]


WRITTEN = st.builds(
    str.format,
    st.sampled_from(("{0} {1}", "{1}, {0}", "Dr. {0} {1}", "{0} van {1}")),
    st.sampled_from(("Anna", "A.", "Anne", "Jean-Luc", "Ute", "Li")),
    st.sampled_from(("Weber", "Webber", "Meyer", "Meier", "Lo", "Müller")),
)


@given(st.lists(WRITTEN, max_size=12))
def test_a_staff_list_finds_the_same_likenesses_as_comparing_each_with_each(names: list[str]) -> None:
    known, before = KnownNames(), dict[str, str]()
    for number, name in enumerate(names):
        assert known.like(name) == tuple((ref, other) for ref, other in before.items() if alike(name, other))
        known.add(f"PER-{number}", name)
        before[f"PER-{number}"] = name


def test_a_long_staff_list_is_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def noted(first: str, second: str) -> bool:
        compared.append(first)
        return alike(first, second)

    monkeypatch.setattr(who, "alike", noted)
    staff = [f"Given{chr(97 + n % 26)} Family{chr(97 + n // 26)}" for n in range(500)]
    found = lay(csv("Name,Department", *(f"{name},Field" for name in staff)))
    assert len(found.people) == 500
    assert len(compared) < 500 * 60, "of 125,000 pairs"
