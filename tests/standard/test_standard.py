"""The standard as data: nothing missing, nothing twice, and a text of our own on everything it asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from plumbline.engine.standard.catalogue import UnknownKeyError, full_key, short_key, standard
from plumbline.engine.standard.entries import CorrespondenceChange, Guidance, RequirementKind, Source, Status, Theme

ISO = standard()
ASKED_FOR = [*ISO.requirements, *ISO.controls]
LONGEST_SHARED_RUN = 7

CONTROLS_OF_A_THEME = {Theme.ORGANIZATIONAL: 37, Theme.PEOPLE: 8, Theme.PHYSICAL: 14, Theme.TECHNOLOGICAL: 34}
CONTROL_TYPES = {"preventive", "detective", "corrective"}
SECURITY_PROPERTIES = {"confidentiality", "integrity", "availability"}
CYBERSECURITY_CONCEPTS = {"identify", "protect", "detect", "respond", "recover"}
SECURITY_DOMAINS = {"governance_and_ecosystem", "protection", "defence", "resilience"}
OPERATIONAL_CAPABILITIES = 15


def texts_of(guidance: Guidance) -> tuple[str, ...]:
    return (guidance.purpose, guidance.good, *guidance.evidence, *guidance.questions)


def runs_of_words(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.casefold())
    return zip(*(words[start:] for start in range(length)), strict=False)


# --- facts -----------------------------------------------------------------------------------------------------------


def test_annex_a_has_93_controls_in_four_themes() -> None:
    assert Counter(control.theme for control in ISO.controls.values()) == CONTROLS_OF_A_THEME
    expected = [
        f"A.{chapter}.{number}"
        for chapter, count in zip("5678", CONTROLS_OF_A_THEME.values(), strict=True)
        for number in range(1, count + 1)
    ]
    assert list(ISO.controls) == expected


def test_every_control_has_a_title_of_its_own_and_its_five_attributes() -> None:
    assert len({control.title for control in ISO.controls.values()}) == len(ISO.controls)
    for control in ISO.controls.values():
        assert set(control.control_types) <= CONTROL_TYPES
        assert set(control.security_properties) <= SECURITY_PROPERTIES
        assert set(control.cybersecurity_concepts) <= CYBERSECURITY_CONCEPTS
        assert set(control.security_domains) <= SECURITY_DOMAINS
        attributes = (
            control.control_types,
            control.security_properties,
            control.cybersecurity_concepts,
            control.operational_capabilities,
            control.security_domains,
        )
        assert all(values and len(set(values)) == len(values) for values in attributes), control.key
    capabilities = {value for control in ISO.controls.values() for value in control.operational_capabilities}
    assert len(capabilities) == OPERATIONAL_CAPABILITIES


def test_eleven_controls_are_new_and_the_correspondence_says_so_too() -> None:
    new = {key for key, control in ISO.controls.items() if control.new_in_2022}
    assert new == {pair.new for pair in ISO.correspondence if pair.change is CorrespondenceChange.NEW_IN_2022}
    assert len(new) == 11


def test_clauses_4_to_10_are_a_tree() -> None:
    assert len(ISO.clauses) == 41
    assert [key for key, clause in ISO.clauses.items() if clause.parent is None] == ["4", "5", "6", "7", "8", "9", "10"]
    for key, clause in ISO.clauses.items():
        assert clause.parent == (key.rpartition(".")[0] or None)


def test_amendment_1_touches_clauses_4_1_and_4_2_and_brings_a_requirement() -> None:
    assert [key for key, clause in ISO.clauses.items() if clause.amendment] == ["4.1", "4.2"]
    assert [key for key, needed in ISO.requirements.items() if needed.source is Source.AMENDMENT] == ["4.1-amd1"]


def test_the_153_requirements_each_stand_under_a_clause_and_have_a_label_of_their_own() -> None:
    assert len(ISO.requirements) == 153
    assert len({requirement.label for requirement in ISO.requirements.values()}) == 153
    for key, requirement in ISO.requirements.items():
        assert requirement.clause in ISO.clauses
        assert re.fullmatch(rf"{re.escape(requirement.clause)}(\.[a-l])?(\.\d)?(-[a-z0-9]+)?", key)


def test_every_clause_without_subclauses_demands_something() -> None:
    parents = {clause.parent for clause in ISO.clauses.values()}
    demanding = {requirement.clause for requirement in ISO.requirements.values()}
    assert demanding == ISO.clauses.keys() - parents


def test_documented_information_is_asked_for_by_what_exists() -> None:
    assert Counter(item.status for item in ISO.documented_information) == {
        Status.MANDATORY: 17,
        Status.MANDATORY_IF_DETERMINED: 2,
        Status.IF_CONTROL_APPLICABLE: 9,
        Status.COMMONLY_EXPECTED: 8,
    }
    assert len({item.name for item in ISO.documented_information}) == 36
    for item in ISO.documented_information:
        assert ISO.exists(item.key)
        is_of_annex_a = item.status in (Status.IF_CONTROL_APPLICABLE, Status.COMMONLY_EXPECTED)
        assert (item.key in ISO.controls) is is_of_annex_a


def test_the_correspondence_leads_all_114_old_controls_to_existing_ones_and_reaches_all_93() -> None:
    assert len(ISO.correspondence) == 126
    assert len({pair.old for pair in ISO.correspondence if pair.old}) == 114
    assert {pair.new for pair in ISO.correspondence} == ISO.controls.keys()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A.5.1.1", ("A.5.1",)),
        ("A.5.1.2", ("A.5.1",)),
        ("A.9.2.1", ("A.5.16",)),
        ("A.18.2.3", ("A.5.36", "A.8.8")),
        ("A.5.16", ()),
        ("A.99.9.9", ()),
    ],
)
def test_a_control_of_2013_is_led_to_its_successors(old: str, new: tuple[str, ...]) -> None:
    assert ISO.migrate_2013(old) == new


def test_the_gdpr_has_99_articles() -> None:
    assert list(ISO.articles) == [f"gdpr/{number}" for number in range(1, 100)]


# --- keys ------------------------------------------------------------------------------------------------------------


def test_no_key_says_two_things() -> None:
    assert not ISO.controls.keys() & ISO.requirements.keys()
    assert not ISO.articles.keys() & {*ISO.clauses, *ISO.requirements, *ISO.controls}


def test_keys_are_short_in_code_and_full_in_records() -> None:
    assert full_key("A.5.9") == full_key("iso27001:2022/A.5.9") == "iso27001:2022/A.5.9"
    assert short_key("iso27001:2022/6.1.2.c.2") == short_key("6.1.2.c.2") == "6.1.2.c.2"
    assert full_key("gdpr/33") == short_key("gdpr/33") == "gdpr/33"
    assert ISO.control("iso27001:2022/A.5.9") is ISO.control("A.5.9")


def test_every_key_exists_in_both_forms_and_has_a_label() -> None:
    for key in (*ISO.clauses, *ASKED_FOR, *ISO.articles):
        assert ISO.exists(key)
        assert ISO.exists(full_key(key))
        assert ISO.label(key) == ISO.label(full_key(key)) != ""


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("4.1", "External and internal issues determined"),
        ("4.2", "Understanding the needs and expectations of interested parties"),
        ("6.1.2.c.2", "Risk owners identified"),
        ("A.5.9", "Inventory of information and other associated assets"),
        ("gdpr/33", "Notification of a personal data breach to the supervisory authority"),
    ],
)
def test_a_label_is_our_own_where_we_have_one_and_the_title_elsewhere(key: str, label: str) -> None:
    assert ISO.label(key) == label


@pytest.mark.parametrize("key", ["", "11", "A.5.38", "a.5.9", "5.9", "6.1.2.z", "gdpr/100", "iso27001:2013/A.5.9"])
def test_a_key_that_does_not_exist_is_refused_by_name(key: str) -> None:
    assert not ISO.exists(key)
    for look_up in (ISO.label, ISO.control, ISO.requirement, ISO.clause, ISO.guidance, ISO.position):
        with pytest.raises(UnknownKeyError, match=re.escape(f"has no {key}. Use a key such as")):
            look_up(key)


def test_keys_sort_as_the_standard_is_read() -> None:
    jumbled = ["gdpr/33", "A.5.10", "10.1", "A.5.9", "6.1.2.c.2", "4.1-amd1", "4.2", "A.8.1", "6.1.2", "4.1"]
    assert sorted(jumbled, key=ISO.position) == [
        *("4.1", "4.1-amd1", "4.2", "6.1.2", "6.1.2.c.2", "10.1", "A.5.9", "A.5.10", "A.8.1", "gdpr/33")
    ]


def test_what_must_be_written_is_marked_as_documented_information() -> None:
    assert ISO.requirement("6.1.3.d").kind is RequirementKind.DOCUMENTED_INFORMATION
    assert ISO.requirement("6.1.2.c.2").kind is RequirementKind.REQUIREMENT


def test_the_standard_is_read_once() -> None:
    assert standard() is ISO
    assert ISO.all_guidance is ISO.all_guidance


# --- our words -------------------------------------------------------------------------------------------------------


def test_everything_asked_for_has_guidance_and_nothing_else_does() -> None:
    assert [key for key in ASKED_FOR if key not in ISO.all_guidance] == []
    assert [key for key in ISO.all_guidance if key not in ASKED_FOR] == []


def test_every_guidance_has_all_its_parts() -> None:
    for key, guidance in ISO.all_guidance.items():
        assert len(guidance.questions) == 2, key
        assert all(question.endswith("?") for question in guidance.questions), key
        assert len(guidance.evidence) >= 2, key
        assert all(text == text.strip() and len(text) > 1 for text in texts_of(guidance)), key
        assert all(len(text.split()) >= 12 for text in (guidance.purpose, guidance.good)), key


def test_no_text_is_repeated() -> None:
    counted = Counter(text.casefold() for guidance in ISO.all_guidance.values() for text in texts_of(guidance))
    assert [text for text, times in counted.items() if times > 1] == []


def test_no_two_entries_share_eight_consecutive_words() -> None:
    first_seen: dict[tuple[str, ...], str] = {}
    shared: list[str] = []
    for key, guidance in ISO.all_guidance.items():
        for text in texts_of(guidance):
            for run in runs_of_words(text, LONGEST_SHARED_RUN + 1):
                if first_seen.setdefault(run, key) != key:
                    shared.append(f"{first_seen[run]} and {key}: {' '.join(run)}")
    assert shared == []


def test_no_entry_leans_on_its_number_or_title() -> None:
    """A reader can tell the entries apart by what they say, so none says its own name instead."""
    for key, guidance in ISO.all_guidance.items():
        title = ISO.label(key).casefold()
        for text in texts_of(guidance):
            assert not re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.]\w)", text), f"{key} names itself: {text}"
            assert len(title.split()) < 4 or title not in text.casefold(), f"{key} repeats its title: {text}"
