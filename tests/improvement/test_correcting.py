"""A nonconformity on its way: criterion before the deed, an action with an owner and a day, the same elsewhere."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from plumbline.apps.accounts.errors import InvalidError, RefusedError
from plumbline.apps.improvement.services import (
    actions,
    close_nonconformity,
    nonconformities,
    plan_action,
    raise_nonconformity,
    record_search,
    set_criterion,
)
from plumbline.apps.improvement.standing import Search
from plumbline.apps.journal import ports
from plumbline.engine.domain import kinds
from tests.stories import ANSWERED, Firm

BACKUP = kinds.Nonconformity(
    title="Nobody tested the copies",
    requirement="A.8.13",
    records=("AST-1",),
    gap="No test.",
    grade="minor",
    owner="PER-1",
)
TEST_YEARLY = kinds.Action(title="Restore a copy each quarter", owner="PER-3", due=date(2030, 6, 1))


@pytest.fixture
def gap(firm: Firm) -> kinds.Nonconformity:
    return raise_nonconformity(firm.ada, BACKUP)


def test_what_is_raised_carries_the_day(firm: Firm, gap: kinds.Nonconformity) -> None:
    assert gap.raised_on == ports.today("Europe/Berlin")
    assert firm.last_entry() == ("PER-1", "improvement:write", ("NC-1",))


def test_an_action_has_an_owner_and_a_day_and_answers_it(firm: Firm, gap: kinds.Nonconformity) -> None:
    with pytest.raises(InvalidError) as told:
        plan_action(firm.ada, gap.ref, kinds.Action(title="Something"), seen=firm.seen(gap))
    assert len(told.value.problems) == 2
    planned = plan_action(firm.ada, gap.ref, TEST_YEARLY, seen=firm.seen(gap))
    assert (planned.actions, planned.state) == (("ACT-1",), "in progress")
    assert firm.told(kinds.Action(ref="ACT-1")).answers == ("NC-1",)


def test_the_criterion_carries_the_day_on_which_it_was_set(firm: Firm, gap: kinds.Nonconformity) -> None:
    set_ = set_criterion(
        firm.ada, gap.ref, seen=firm.seen(gap), criterion="Two restores in a row.", due=date(2030, 9, 1)
    )
    assert (set_.effect_criterion_on, set_.effect_due) == (ports.today("Europe/Berlin"), date(2030, 9, 1))


def test_a_criterion_set_after_the_deed_is_judged_by_only_with_a_word_on_it(
    firm: Firm, gap: kinds.Nonconformity
) -> None:
    steps = {name: getattr(ANSWERED, name) for name in ("correction", "consequences", "cause", "extent", "isms_change")}
    gone_through = nonconformities.change(firm.ada, gap.ref, seen=firm.seen(gap), **steps)
    planned = plan_action(firm.ada, gap.ref, TEST_YEARLY, seen=firm.seen(gone_through))
    action = firm.told(kinds.Action(ref="ACT-1"))
    earlier = ports.today("Europe/Berlin") - timedelta(days=3)
    actions.change(firm.ada, "ACT-1", seen=firm.seen(action), done_on=earlier, state="done")
    late = set_criterion(firm.ada, gap.ref, seen=firm.seen(planned), criterion="Two restores.", due=None)
    with pytest.raises(InvalidError, match="Say why it came late"):
        close_nonconformity(firm.bob, gap.ref, seen=firm.seen(late), effect="effective", reason="Both worked.")
    closed = close_nonconformity(
        firm.bob,
        gap.ref,
        seen=firm.seen(late),
        effect="effective",
        reason="Both worked.",
        late_criterion="The action was done on the day it was found.",
    )
    assert "The criterion was set after the action was done" in closed.note
    with pytest.raises(RefusedError, match="would follow the outcome"):
        set_criterion(firm.ada, gap.ref, seen=firm.seen(closed), criterion="Something easier.", due=None)


def test_a_search_says_where_by_whom_and_with_which_result(firm: Firm, gap: kinds.Nonconformity) -> None:
    with pytest.raises(InvalidError) as told:
        record_search(firm.ada, gap.ref, Search(where=(" ",), result=""), seen=firm.seen(gap))
    assert len(told.value.problems) == 2
    (found,) = record_search(
        firm.ada, gap.ref, Search(where=("Assets",), result="One more.", same=("AST-7",)), seen=firm.seen(gap)
    )
    assert (found.siblings, found.records, found.extent_searched) == (("AST-7",), ("AST-1", "AST-7"), ("Assets",))
    assert found.extent == f"Searched on {found.extent_on} by PER-1: One more."


def test_what_is_found_may_get_nonconformities_of_its_own_in_the_same_act(firm: Firm, gap: kinds.Nonconformity) -> None:
    search = Search(where=("Assets",), result="Two more.", same=("AST-7", "AST-9"), apart=True)
    found, *opened = record_search(firm.ada, gap.ref, search, seen=firm.seen(gap))
    assert [(each.ref, each.records) for each in opened] == [("NC-2", ("AST-7",)), ("NC-3", ("AST-9",))]
    assert all(each.requirement == "A.8.13" and "NC-1" in each.source for each in opened)
    assert (found.records, found.extent.endswith("Opened: NC-2, NC-3.")) == (("AST-1",), True)
    assert firm.last_entry() == ("PER-1", "improvement:write", ("NC-1", "NC-2", "NC-3"))
    again, *none = record_search(
        firm.ada, gap.ref, dataclasses.replace(search, where=("Suppliers",)), seen=firm.seen(found)
    )
    assert (none, again.extent_searched) == ([], ("Assets", "Suppliers"))


def test_cleo_writes_what_is_hers_and_dan_nothing(firm: Firm, gap: kinds.Nonconformity) -> None:
    with pytest.raises(RefusedError):
        record_search(firm.dan, gap.ref, Search(where=("All",), result="None."), seen=firm.seen(gap))
    mine = nonconformities.change(firm.ada, gap.ref, seen=firm.seen(gap), owner="PER-3")
    (found,) = record_search(firm.cleo, gap.ref, Search(where=("All",), result="None."), seen=firm.seen(mine))
    assert found.extent.endswith("by PER-3: None.")
