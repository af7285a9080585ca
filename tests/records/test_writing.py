"""The ordinary door of a register: references, versions seen, ends, and what is never written by hand."""

from __future__ import annotations

from datetime import date
from unicodedata import normalize

import pytest

from plumbline.apps.accounts.errors import InvalidError, NotFoundError, RefusedError, StaleError
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.assets.services import assets
from plumbline.apps.controls.services import control_states
from plumbline.apps.improvement.services import nonconformities
from plumbline.apps.incidents.services import notifications
from plumbline.apps.journal import reading
from plumbline.apps.organization.services import organizations, own_rules
from plumbline.apps.records import store
from plumbline.apps.records.writers import writer_of
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import Firm


def test_a_new_record_gets_the_next_reference_of_its_kind(firm: Firm) -> None:
    added = [risks.add(firm.ada, kinds.Risk(title=title)).ref for title in ("Flood", "Fire", "Theft")]
    assert added == ["R-1", "R-2", "R-3"]
    assert assets.add(firm.ada, kinds.Asset(title="Server")).ref == "AST-1"


def test_a_reference_that_was_brought_along_is_kept_and_counted_on_from(firm: Firm) -> None:
    assert risks.add(firm.ada, kinds.Risk(ref="R-007", title="Flood")).ref == "R-007"
    assert risks.add(firm.ada, kinds.Risk(ref="RISK-2026-011", title="Fire")).ref == "RISK-2026-011"
    assert risks.add(firm.ada, kinds.Risk(title="Theft")).ref == "R-12"


def test_a_reference_is_not_used_again_after_its_record_was_removed(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    risks.remove(firm.ada, risk.ref, seen=firm.seen(risk), reason="Written twice.")
    assert reading.latest_index(firm.id, "risk", "R-1") is None
    assert risks.add(firm.ada, kinds.Risk(title="Fire")).ref == "R-2"


@pytest.mark.parametrize("ref", ["r-1", "Flood", "AST-4", "R-", "R-12345678"])
def test_a_reference_that_does_not_fit_is_refused_with_the_reason(firm: Firm, ref: str) -> None:
    with pytest.raises(InvalidError, match=r"alias|another register"):
        risks.add(firm.ada, kinds.Risk(ref=ref, title="Flood"))


def test_a_reference_that_exists_is_not_written_over(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(ref="R-5", title="Flood"))
    with pytest.raises(RefusedError, match="R-5 exists already"):
        risks.add(firm.ada, kinds.Risk(ref="R-5", title="Fire"))


def test_the_state_of_a_control_is_named_by_its_key(firm: Firm) -> None:
    assert control_states.add(firm.ada, kinds.ControlState(ref="A.5.9", status="planned")).ref == "A.5.9"
    for wrong in ("A.9.9", "", "OC-1"):
        with pytest.raises(InvalidError, match="no control of the catalogue"):
            control_states.add(firm.ada, kinds.ControlState(ref=wrong, status="planned"))


def test_whoever_looked_at_an_old_version_is_shown_both_and_the_difference(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    seen = firm.seen(risk)
    risks.change(firm.cleo, risk.ref, seen=seen, title="Flood of the cellar")
    with pytest.raises(StaleError, match=r"Title: .Flood. became .Flood of the cellar.") as stale:
        risks.change(firm.ada, risk.ref, seen=seen, owner="PER-1")
    assert stale.value.seen == risk
    assert stale.value.now == kinds.Risk(ref="R-1", title="Flood of the cellar", owner="PER-3")
    assert [each.field for each in stale.value.difference] == ["Title"]
    with within(firm.id):
        assert store.held(kinds.Risk, "R-1").value.owner == "PER-3"


def test_a_version_that_never_was_is_refused_too(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    with pytest.raises(StaleError):
        risks.change(firm.ada, risk.ref, seen=firm.seen(risk) + 1, title="Fire")


def test_fields_hold_what_they_declare(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    seen = firm.seen(risk)
    wrong = {
        "option": ("ignore", "Choose one of “modify”, “retain”, “avoid”, “share”"),
        "treat_by": ("soon", "Give a day, such as 2026-03-31"),
        "assets": ("AST-1", "Give a list"),
        "keeps_cia": (1, "Say yes or no"),
        "title": ("zero\x00byte", "zero byte"),
        "description": ("x" * 17_000, "16 KiB"),
        "colour": ("red", "has no field 'colour'"),
    }
    for name, (value, told) in wrong.items():
        with pytest.raises(InvalidError) as refused:
            risks.change(firm.ada, risk.ref, seen=seen, **{name: value})
        assert told in str(refused.value), name
    assert firm.seen(risk) == seen, "nothing was written"


def test_texts_are_stored_composed_so_that_equal_looks_are_equal_bytes(firm: Firm) -> None:
    taken_apart = normalize("NFD", "Überflutung")
    written = risks.add(firm.ada, kinds.Risk(title=taken_apart, aliases=(taken_apart,)))
    assert written.title == "Überflutung" != taken_apart
    assert written.aliases == ("Überflutung",)
    assert firm.told(written) == written


def test_an_end_has_its_state_and_its_reason(firm: Firm) -> None:
    gap = nonconformities.add(firm.ada, kinds.Nonconformity(title="No logs", note="Seen in 2019."))
    with pytest.raises(InvalidError, match="closed, rejected"):
        nonconformities.end(firm.ada, gap.ref, seen=firm.seen(gap), reason="We moved.")
    with pytest.raises(InvalidError, match="Say why"):
        nonconformities.end(firm.ada, gap.ref, seen=firm.seen(gap), reason=" ", state="rejected")
    ended = nonconformities.end(firm.ada, gap.ref, seen=firm.seen(gap), reason="We moved.", state="rejected")
    assert (ended.state, ended.note, ended.live) == ("rejected", "Seen in 2019.\n\nWe moved.", False)


def test_the_reference_of_a_removed_record_is_never_another_s(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood"))
    risks.remove(firm.ada, risk.ref, seen=firm.seen(risk), reason="Written twice.")
    with pytest.raises(RefusedError, match="R-1 was a record that was removed"):
        risks.add(firm.ada, kinds.Risk(ref="R-1", title="Theft"))
    assert risks.add(firm.ada, kinds.Risk(title="Theft")).ref == "R-2"
    state = control_states.add(firm.ada, kinds.ControlState(ref="A.8.13", status="planned"))
    control_states.remove(firm.ada, state.ref, seen=firm.seen(state), reason="Written twice.")
    assert control_states.add(firm.ada, state).ref == "A.8.13", "its reference is the control, whatever became of it"


def test_what_has_no_end_says_so(firm: Firm) -> None:
    told = notifications.add(firm.ada, kinds.Notification(recipient="The authority"))
    with pytest.raises(RefusedError, match="has no end"):
        notifications.end(firm.ada, told.ref, seen=firm.seen(told), reason="Done.")


def test_an_alias_finds_its_record(firm: Firm) -> None:
    risks.add(firm.ada, kinds.Risk(title="Flood", aliases=("Risiko 4",)))
    with within(firm.id):
        assert store.held(kinds.Risk, "Risiko 4").value.title == "Flood"
        with pytest.raises(NotFoundError, match="Risks: there is no Risiko 5"):
            store.held(kinds.Risk, "Risiko 5")


def test_what_somebody_decides_is_not_written_by_hand(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="not written by hand"):
        own_rules.add(firm.ada, kinds.OwnRule(title="policy_review", setting="year"))
    with pytest.raises(RefusedError, match="not written by hand"):
        writer_of(Membership)


def test_there_is_one_organisation_and_its_time_zone_exists(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="exists already"):
        organizations.add(firm.ada, kinds.Organization(ref="ORG-1", title="A second one"))
    value = kinds.Organization(ref="ORG-1")
    with pytest.raises(InvalidError, match="Europe/Berlin"):
        organizations.change(firm.ada, "ORG-1", seen=firm.seen(value), time_zone="Mars/Olympus")
    changed = organizations.change(firm.ada, "ORG-1", seen=firm.seen(value), headcount=41, started=date(2025, 1, 1))
    assert (changed.headcount, changed.title) == (41, "Nordwind")
