"""A hospital group's laboratory, a payment start-up and a municipal utility: three systems, honest on the first day."""

from itertools import combinations

import pytest

from plumbline.engine.rules.finding import Report
from tests.beginning.simulated import FIRMS, audited, confirmed, decided, proposed, shown

AT_MOST_ALIKE = {"risk": 0.6, "asset": 0.5, "obligation": 0.5, "issue": 0.6, "supplier": 0.4}
"""The share of records two of the firms may have in common, of all that either has."""
OWED = {
    *("ACC000", "AUD000", "EVD000", "MET000", "OPS000", "PEO000", "PRV000", "REV000", "VUL000"),
    *("EVD001", "OBJ006", "OPS006", "PEO005", "PEO006", "SUP001", "SUP002", "TRT005"),
}
"""What the audit of the next day may find: work that nobody has done yet, and proof that nobody has brought."""


def _keys(firm: str, kind: str) -> set[str]:
    return {each.key for each in proposed(firm).by_kind().get(kind, ())}


@pytest.mark.parametrize(("one", "other"), list(combinations(FIRMS, 2)))
@pytest.mark.parametrize("kind", AT_MOST_ALIKE)
def test_two_firms_get_visibly_different_proposals(one: str, other: str, kind: str) -> None:
    mine, yours = _keys(one, kind), _keys(other, kind)
    assert len(mine & yours) / len(mine | yours) <= AT_MOST_ALIKE[kind]


@pytest.mark.parametrize(
    ("firm", "risk", "obligation", "asset"),
    [
        ("laboratory", "risk-swapped", "obl-medical-secrecy", "asset-analysers"),
        ("payments", "risk-account-takeover", "obl-dora", "asset-payment-platform"),
        ("utility", "risk-maintenance-access", "obl-supply", "asset-controllers"),
    ],
)
def test_each_firm_finds_its_own_worries_and_only_its_own(firm: str, risk: str, obligation: str, asset: str) -> None:
    for key, kind in ((risk, "risk"), (obligation, "obligation"), (asset, "asset")):
        assert [each for each in FIRMS if key in _keys(each, kind)] == [firm]


@pytest.mark.parametrize("firm", FIRMS)
def test_the_audit_of_the_next_day_finds_work_to_do_and_no_muddle(firm: str) -> None:
    report: Report = audited(firm)
    assert {each.code for each in report.findings} <= OWED


@pytest.mark.parametrize("firm", FIRMS)
def test_the_first_day_shows_about_two_thirds_and_what_needs_time_is_not_among_them(firm: str) -> None:
    report = audited(firm)
    held, examined = shown(report)
    by_clause = {each.clause: (each.shown, each.examined_by_rules) for each in report.readiness}
    assert 0.55 <= held / examined <= 0.70
    assert by_clause["9.3.3"][0] == by_clause["10.2"][0] == by_clause["7.3"][0] == by_clause["9.2.2"][0] == 0
    assert by_clause["6.1.2"] == (12, 12)


@pytest.mark.parametrize("firm", FIRMS)
def test_every_reference_leads_to_a_record_of_the_proposal(firm: str) -> None:
    left = [each for record in confirmed(firm) for each in repr(record).split("'") if each.startswith("#role")]
    assert left == []
    assert {each.code for each in audited(firm).findings}.isdisjoint({"DAT003", "DAT004", "ROL001"})


@pytest.mark.parametrize("firm", FIRMS)
def test_every_control_is_decided_and_none_is_said_to_be_done(firm: str) -> None:
    version = decided(firm).records["soa_version"][0]
    rows = version.rows  # type: ignore[attr-defined]  # a Statement of Applicability has rows
    assert len(rows) == 93
    assert {each.applicable for each in rows} == {"yes", "no"}
    assert {each.status for each in rows if each.applicable == "yes"} <= {"planned", "partly"}
