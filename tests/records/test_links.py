"""Words become references when somebody confirms it, never by themselves."""

from __future__ import annotations

import pytest

from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, NotFoundError, RefusedError
from plumbline.apps.organization.services import roles
from plumbline.apps.records.links import add_alias, confirm_link
from plumbline.apps.risk.services import risks, threats
from plumbline.engine.domain import kinds
from tests.stories import Firm


def test_a_word_of_an_old_register_becomes_an_alias(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of IT operations"))
    named = add_alias(firm.ada, "role", role.ref, " IT Operations Lead ", seen=firm.seen(role))
    assert named.aliases == ("IT Operations Lead",)
    assert firm.told(named) == named


def test_an_alias_stands_for_one_record_only(firm: Firm) -> None:
    first = roles.add(firm.ada, kinds.Role(title="Head of IT", aliases=("CIO",)))
    second = roles.add(firm.ada, kinds.Role(title="Head of security"))
    for taken in ("CIO", first.ref):
        with pytest.raises(RefusedError, match=f"stands for {first.ref} already"):
            add_alias(firm.ada, "role", second.ref, taken, seen=firm.seen(second))
    with pytest.raises(RefusedError, match="nothing to do"):
        add_alias(firm.ada, "role", first.ref, "CIO", seen=firm.seen(first))
    with pytest.raises(InvalidError, match="Write one"):
        add_alias(firm.ada, "role", first.ref, " ", seen=firm.seen(first))


def test_a_confirmed_link_puts_the_reference_in_the_place_of_the_words(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of IT"))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="IT Lead", threats=("water", "mud", "water")))
    owned = confirm_link(
        firm.ada, ("risk", risk.ref), "owner", seen=firm.seen(risk), words="IT Lead", target=("role", role.ref)
    )
    assert owned == kinds.Risk(ref="R-1", title="Flood", owner="ROLE-1", threats=("water", "mud", "water"))


def test_in_a_list_every_such_word_is_replaced_once(firm: Firm) -> None:
    threat = threats.add(firm.ada, kinds.Threat(title="Flooding"))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", threats=("water", "mud", "water")))
    linked = confirm_link(
        firm.ada, ("risk", risk.ref), "threats", seen=firm.seen(risk), words="water", target=("threat", threat.ref)
    )
    assert linked == kinds.Risk(ref="R-1", title="Flood", threats=("THR-1", "mud"))


def test_a_link_that_makes_no_sense_is_refused(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of IT"))
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="IT Lead"))
    seen = firm.seen(risk)
    with pytest.raises(InvalidError, match="does not refer to Roles"):
        confirm_link(firm.ada, ("risk", "R-1"), "threats", seen=seen, words="IT Lead", target=("role", role.ref))
    with pytest.raises(RefusedError, match="does not say “CIO”"):
        confirm_link(firm.ada, ("risk", "R-1"), "owner", seen=seen, words="CIO", target=("role", role.ref))
    with pytest.raises(NotFoundError):
        confirm_link(firm.ada, ("risk", "R-1"), "owner", seen=seen, words="IT Lead", target=("role", "ROLE-9"))


def test_dan_links_nothing(firm: Firm) -> None:
    role = roles.add(firm.ada, kinds.Role(title="Head of IT"))
    with pytest.raises(NotAllowedError):
        add_alias(firm.dan, "role", role.ref, "CIO", seen=firm.seen(role))
