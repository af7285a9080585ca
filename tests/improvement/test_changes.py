"""A change passes a gate that somebody else keeps, and is closed when nothing tells the old state any more."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError
from plumbline.apps.improvement.services import (
    approve_change,
    changes,
    close_change,
    go_live,
    look_back,
    refresh_impact,
    reject_change,
    settle_impact,
    start_change,
)
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.cli.place import typed_by
from tests.stories import Firm
from tests.visiting import signed_in

NEW_HOST = kinds.Change(
    title="A new host for the portal",
    change_kind="operation",
    purpose="The old one closes.",
    consequences="Two hours without the portal.",
    owner="PER-1",
    requested_by="PER-1",
    planned_for=date(2030, 1, 31),
    subjects=("SUP-1",),
)


@pytest.fixture
def proposed(firm: Firm) -> kinds.Change:
    """A change of Ada's that touches a supplier, an application and a risk about it."""
    writer_of(kinds.Supplier).add(firm.ada, kinds.Supplier(title="Cloudworks"))
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Portal", supplier="SUP-1"))
    writer_of(kinds.Risk).add(firm.ada, kinds.Risk(title="The portal is down", assets=("AST-1",), owner="PER-3"))
    made = changes.add(firm.ada, NEW_HOST)
    return refresh_impact(firm.ada, made.ref, seen=firm.seen(made))


def done(firm: Firm, change: kinds.Change) -> kinds.Change:
    """The change after Tilda approved it and Bob carried it out."""
    approved = approve_change(firm.tilda, change.ref, seen=firm.seen(change))
    begun = start_change(firm.bob, change.ref, seen=firm.seen(approved))
    return go_live(firm.bob, change.ref, seen=firm.seen(begun))


def test_what_it_touches_is_told_with_the_way_to_it(proposed: kinds.Change) -> None:
    assert [(each.record, each.why) for each in proposed.impact] == [
        ("AST-1", "It is provided by SUP-1."),
        ("R-1", "R-1 names AST-1, which is provided by SUP-1."),
        ("SUP-1", "It is what is changed."),
    ]


def test_tilda_approves_what_ada_asked_for_and_ada_does_not(firm: Firm, proposed: kinds.Change) -> None:
    with pytest.raises(NotAllowedError):
        approve_change(firm.ada, proposed.ref, seen=firm.seen(proposed))
    approved = approve_change(firm.tilda, proposed.ref, seen=firm.seen(proposed))
    assert (approved.state, approved.approved_by) == ("approved", ("PER-4",))
    assert firm.last_entry() == ("PER-4", "improvement:approve", ("CHG-1",))


def test_who_asked_for_it_or_carries_it_out_does_not_approve_it(firm: Firm, proposed: kinds.Change) -> None:
    for field in ({"requested_by": "PER-4"}, {"requested_by": "PER-1", "done_by": ("PER-4",)}):
        changed = changes.change(firm.ada, proposed.ref, seen=firm.seen(proposed), **field)
        with pytest.raises(DutiesError, match="may not approve it"):
            approve_change(firm.tilda, proposed.ref, seen=firm.seen(changed))


def test_a_change_is_not_approved_before_its_plan_and_its_list_are_there(firm: Firm, proposed: kinds.Change) -> None:
    bare = changes.add(firm.ada, kinds.Change(title="Something"))
    with pytest.raises(InvalidError) as told:
        approve_change(firm.tilda, bare.ref, seen=firm.seen(bare))
    assert {each.split(".")[0] for each in told.value.problems} >= {
        "It has no purpose",
        "It names nothing that is changed",
    }
    writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Shop", supplier="SUP-1"))
    with pytest.raises(InvalidError, match="leaves out AST-2"):
        approve_change(firm.tilda, proposed.ref, seen=firm.seen(proposed))


def test_nothing_goes_live_without_approval_save_an_emergency(firm: Firm, proposed: kinds.Change) -> None:
    with pytest.raises(RefusedError, match="not approved"):
        go_live(firm.bob, proposed.ref, seen=firm.seen(proposed))
    urgent = changes.change(firm.ada, proposed.ref, seen=firm.seen(proposed), emergency=True)
    live = go_live(firm.bob, urgent.ref, seen=firm.seen(urgent))
    assert (live.state, live.live_on is None) == ("proposed", False)
    assert approve_change(firm.tilda, live.ref, seen=firm.seen(live)).state == "done"


def test_a_day_in_effect_that_was_typed_is_no_way_around_the_gate(firm: Firm, proposed: kinds.Change) -> None:
    typed = changes.change(
        firm.ada, proposed.ref, seen=firm.seen(proposed), needs_test=True, live_on=proposed.planned_for
    )
    with pytest.raises(InvalidError, match="Its class asks for a test"):
        approve_change(firm.tilda, typed.ref, seen=firm.seen(typed))


def test_what_its_class_asks_for_is_there_before_it_goes_live(firm: Firm, proposed: kinds.Change) -> None:
    asked = changes.change(firm.ada, proposed.ref, seen=firm.seen(proposed), needs_test=True, needs_fallback=True)
    approved = approve_change(firm.tilda, asked.ref, seen=firm.seen(asked))
    with pytest.raises(InvalidError) as told:
        go_live(firm.bob, asked.ref, seen=firm.seen(approved))
    assert len(told.value.problems) == 2
    live = go_live(firm.bob, asked.ref, seen=firm.seen(approved), tested="A day beside the old one.", fallback="DNS.")
    assert (live.state, live.tested) == ("done", "A day beside the old one.")


def test_who_approved_it_does_not_carry_it_out(firm: Firm, proposed: kinds.Change) -> None:
    approved = approve_change(firm.tilda, proposed.ref, seen=firm.seen(proposed))
    with pytest.raises(DutiesError, match="somebody else carries it out"):
        go_live(firm.bob, proposed.ref, seen=firm.seen(approved), done_by=("PER-4",))


def test_it_is_closed_when_each_record_was_written_since_or_waived(firm: Firm, proposed: kinds.Change) -> None:
    live = done(firm, proposed)
    with pytest.raises(InvalidError, match="AST-1, R-1, SUP-1: neither brought up to date"):
        close_change(firm.bob, live.ref, seen=firm.seen(live))
    for kind, ref in ((kinds.Supplier, "SUP-1"), (kinds.Asset, "AST-1")):
        held = next(each for each in (kind(ref=ref),))
        writer_of(kind).change(firm.ada, ref, seen=firm.seen(held), note="Moved.")
    with pytest.raises(InvalidError, match=r"^CHG-1: R-1: neither|R-1: neither brought up to date"):
        close_change(firm.bob, live.ref, seen=firm.seen(live))
    with pytest.raises(InvalidError, match="needs a reason"):
        settle_impact(firm.ada, live.ref, seen=firm.seen(live), records=["R-1"], state="waived", reason=" ")
    waived = settle_impact(
        firm.ada, live.ref, seen=firm.seen(live), records=["R-1"], state="waived", reason="As likely as before."
    )
    closed = close_change(firm.bob, live.ref, seen=firm.seen(waived))
    assert {each.record: each.state for each in closed.impact} == {
        "AST-1": "updated",
        "SUP-1": "updated",
        "R-1": "waived",
    }
    assert closed.state == "closed"


def test_an_emergency_is_looked_back_on_by_somebody_else_before_it_is_closed(
    firm: Firm, proposed: kinds.Change
) -> None:
    urgent = changes.change(firm.ada, proposed.ref, seen=firm.seen(proposed), emergency=True)
    live = done(firm, urgent)
    settled = settle_impact(
        firm.ada, live.ref, seen=firm.seen(live), records=["AST-1", "R-1", "SUP-1"], state="waived", reason="Undone."
    )
    with pytest.raises(InvalidError, match="nobody looked back"):
        close_change(firm.bob, live.ref, seen=firm.seen(settled))
    with pytest.raises(DutiesError, match="look back on it"):
        look_back(firm.bob, live.ref, seen=firm.seen(settled), result="All well.")
    seen = look_back(firm.ada, live.ref, seen=firm.seen(settled), result="Nothing was left open.")
    assert close_change(firm.bob, live.ref, seen=firm.seen(seen)).state == "closed"


def test_an_approved_change_is_not_rewritten_by_hand(firm: Firm, proposed: kinds.Change) -> None:
    approved = approve_change(firm.tilda, proposed.ref, seen=firm.seen(proposed))
    with pytest.raises(RefusedError, match="somebody answers for what it says"):
        changes.change(firm.ada, proposed.ref, seen=firm.seen(approved), purpose="Something else.")
    with pytest.raises(RefusedError, match="not written by hand"):
        changes.add(firm.ada, kinds.Change(title="Waved through", state="approved"))
    assert changes.end(firm.ada, proposed.ref, seen=firm.seen(approved), reason="Not now.", state="withdrawn").note


def test_a_change_is_turned_down_with_a_reason(firm: Firm, proposed: kinds.Change) -> None:
    with pytest.raises(InvalidError, match="Give the reason"):
        reject_change(firm.tilda, proposed.ref, seen=firm.seen(proposed), reason="")
    assert reject_change(firm.tilda, proposed.ref, seen=firm.seen(proposed), reason="Too dear.").state == "rejected"
    told = signed_in(firm.tilda).get(f"/registers/change/{proposed.ref}/history/").content.decode()
    assert "turned down" in told
    assert "approved" not in told


def test_changes_are_approved_and_closed_from_the_command_line(firm: Firm, proposed: kinds.Change) -> None:
    said = typed_by("tilda", "approve", "CHG-1")
    assert said.err == "CHG-1 is approved by PER-4 (Tilda Storm). It may go ahead.\n"
    early = typed_by("bob", "close", "CHG-1")
    assert (early.code, "Close one that is done" in early.err) == (2, True)
    assert typed_by("bob", "close", "CHG-1", "--effect", "effective").code == 2
