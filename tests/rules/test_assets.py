"""The rules on assets, test data and premises, beyond the examples of their pages."""

from __future__ import annotations

import pytest

from tests.rules.said import gaps, unjudged

SCHEME = """
[[organization]]
ref = "ORG-1"
classes = [{ name = "Open" }, { name = "Closed", documents_need_it = true }, { name = "Sealed" }]
"""


def asset(ref: str, more: str = "") -> str:
    return f'[[asset]]\nref = "{ref}"\n{more}\n'


def test_documents_are_classified_only_where_the_scheme_says_so() -> None:
    papers = (
        '[[document]]\nref = "DOC-1"\n[[document_version]]\nref = "DOCV-1"\ndocument = "DOC-1"\nstate = "in force"\n'
    )
    assert gaps("AST001", SCHEME + papers) == ["No class is recorded for it."]
    assert not gaps("AST001", SCHEME.replace(", documents_need_it = true", "") + papers)


def test_what_holds_information_needs_a_class_like_the_information() -> None:
    files = asset("AST-1", 'asset_kind = "information"\nclassification = "Open"')
    assert not gaps("AST001", files + asset("AST-2", 'asset_kind = "service"'))
    assert gaps("AST001", files + asset("AST-2", 'asset_kind = "service"\nholds = ["AST-1"]'))


def test_the_strictest_content_is_found_through_what_lies_between() -> None:
    nested = (
        SCHEME
        + asset("AST-1", 'asset_kind = "information"\nclassification = "Sealed"')
        + asset("AST-2", 'holds = ["AST-1"]\nclassification = "Sealed"')
        + asset("AST-3", 'holds = ["AST-2"]\nclassification = "Closed"')
    )
    assert gaps("AST002", nested) == [
        "It is classed “Closed” and holds AST-2, classed “Sealed”; no reason for the difference is recorded."
    ]
    bare = nested.replace('holds = ["AST-1"]\nclassification = "Sealed"', 'holds = ["AST-1"]')
    (gap,) = gaps("AST002", bare)
    assert "holds AST-1, classed “Sealed”, through AST-2;" in gap
    assert unjudged("AST002", bare) == ["its own class, as one of the scheme"]


def test_two_assets_that_hold_each_other_end_the_search() -> None:
    ring = asset("AST-1", 'holds = ["AST-2"]\nclassification = "Open"') + asset(
        "AST-2", 'holds = ["AST-1"]\nclassification = "Open"'
    )
    assert not gaps("AST002", SCHEME + ring)


@pytest.mark.parametrize(
    ("user", "told"),
    [
        (asset("AST-2", 'holds = ["AST-1"]'), True),
        (asset("AST-2", 'holds = ["AST-1"]\nstate = "retired"'), False),
        ('[[exception]]\nref = "EXC-1"\nassets = ["AST-1"]\n', True),
        ('[[vulnerability]]\nref = "VUL-1"\nassets = ["AST-1"]\nstate = "closed"\n', False),
        ('[[risk]]\nref = "R-1"\nassets = ["AST-1"]\n', False),
    ],
)
def test_only_what_is_live_and_relies_on_a_retired_asset_keeps_it_in_use(user: str, told: bool) -> None:
    retired = asset("AST-1", 'state = "retired"') + asset("AST-9")
    assert bool(gaps("AST003", retired + user)) is told


def test_a_retired_medium_leaves_a_trace_of_its_erasure() -> None:
    medium = asset("AST-1", 'asset_kind = "media"\nstate = "retired"\nretired_on = 2025-12-01') + asset("AST-9")
    assert gaps("AST003", medium) == [
        "It stored information and is retired since 2025-12-01; no erasure or disposal is recorded."
    ]
    assert not gaps("AST003", medium.replace('state = "retired"', 'state = "retired"\ndisposal = "Shredded."'))
    assert not gaps("AST003", medium.replace('"media"', '"hardware"'))


CLOUD = '[[supplier]]\nref = "SUP-1"\ntitle = "Fernwell GmbH"\nservice_kind = "cloud"\n'


@pytest.mark.parametrize(
    ("title", "linked"),
    [("Archive (Fernwell)", True), ("Fernwellness club", False), ("Archive", False)],
)
def test_a_provider_is_recognised_by_its_whole_name_within_the_assets(title: str, linked: bool) -> None:
    assert bool(gaps("AST005", CLOUD + asset("AST-1", f'title = "{title}"\nhosting = "own premises"'))) is linked


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        ("Frankfurt DE", "Two halls in Ireland", True),
        ("Frankfurt DE", "Germany", False),
        ("eu-central-1", "Ireland", False),
        ("IT room", "Ireland", False),
    ],
)
def test_places_differ_only_where_both_name_a_country(ours: str, theirs: str, told: bool) -> None:
    hosted = asset("AST-1", f'hosting = "cloud"\nsupplier = "SUP-1"\nlocation = "{ours}"')
    assert bool(gaps("AST005", CLOUD + f'data_place = "{theirs}"\n' + hosted)) is told


def test_a_host_that_processes_no_personal_data_cannot_hold_any() -> None:
    hosted = asset("AST-1", 'hosting = "cloud"\nsupplier = "SUP-1"\npersonal_data = true')
    assert gaps("AST005", CLOUD + "personal_data = false\n" + hosted) == [
        "AST-1 is said to hold personal data, while SUP-1, who runs it, is said to process none."
    ]
    assert not gaps("AST005", CLOUD + hosted)


def test_a_record_that_names_several_unknown_assets_is_told_once() -> None:
    risk = '[[risk]]\nref = "R-1"\nassets = ["AST-1", "The old barn", "A drone"]\n'
    assert gaps("AST006", asset("AST-1") + risk) == [
        "It names “The old barn” and “A drone”, which are no registered assets."
    ]
    assert not gaps(
        "AST006",
        asset("AST-1") + '[[site]]\nref = "SITE-1"\ntitle = "The old barn"\n' + risk.replace(', "A drone"', ""),
    )
    assert not gaps("AST006", risk), "an empty inventory is told by another rule"


# --- test data and premises ------------------------------------------------------------------------------------------

COPY = (
    asset("AST-1", 'asset_kind = "information"\nenvironment = "production"')
    + asset("AST-2", 'environment = "test"\nholds = ["AST-1"]')
    + '[[exception]]\nref = "EXC-1"\nassets = ["AST-2"]\n'
)


@pytest.mark.parametrize(
    ("leave", "told"),
    [
        ('controls = ["A.8.33"]\nexpires = 2026-05-01', False),
        ('controls = ["A.8.33"]\nexpires = 2026-03-01', True),
        ('controls = ["A.8.7"]\nexpires = 2026-05-01', True),
    ],
)
def test_an_exception_lets_true_data_be_tested_with_for_a_while(leave: str, told: bool) -> None:
    assert bool(gaps("OPS003", COPY + leave)) is told


INSPECTED = '[[own_rule]]\nref = "RULE-1"\ntitle = "site_inspection"\nsetting = "year"\n'
OFFICE = '[[site]]\nref = "SITE-1"\nsite_kind = "office"\nverdict = "in"\n'


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", ["No inspection is on record, while one is promised every year."]),
        ("inspections = [{ on = 2025-02-01 }]", ["It was last inspected on 2025-02-01, 423 days ago."]),
        ("inspections = [{ on = 2026-02-01 }]", []),
    ],
)
def test_premises_are_walked_round_in_time(more: str, told: list[str]) -> None:
    assert gaps("OPS006", INSPECTED + OFFICE + more) == told


def test_a_round_that_does_not_say_what_it_looked_at_cannot_be_judged() -> None:
    assert unjudged("OPS006", INSPECTED + OFFICE + "inspections = [{ on = 2026-02-01 }]") == [
        "what the inspections looked at"
    ]
    assert unjudged("OPS006", OFFICE) == ["no promise `site_inspection`"]


def test_a_site_recorded_last_month_has_time_for_its_first_round() -> None:
    young = '[[recorded]]\nref = "SITE-1"\nfirst = 2026-03-01\n'
    assert not gaps("OPS006", INSPECTED + OFFICE + young)
