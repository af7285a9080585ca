"""Two who act at once act one after the other: no reference twice, no lock shown, no organisation without a head."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import reading
from plumbline.apps.journal.verify import verify
from plumbline.apps.records import store
from plumbline.apps.records.access import grant_access, revoke_access
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from tests.stories import found_firm

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]
WRITERS, EACH = 8, 10


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do everything at once, each on a connection of its own; returns what came of each, refusals too."""

    def one(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except RefusedError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_eight_writers_get_a_reference_each_and_the_journal_stays_whole() -> None:
    firm = found_firm()
    before = reading.head(firm.id)

    def write() -> list[str]:
        return [risks.add(firm.ada, kinds.Risk(title="Flood")).ref for _ in range(EACH)]

    written = at_once(*[write] * WRITERS)
    refs = [ref for some in written if isinstance(some, list) for ref in some]
    assert sorted(refs) == sorted(f"R-{number}" for number in range(1, WRITERS * EACH + 1))
    assert reading.head(firm.id) == before + WRITERS * EACH
    assert verify(firm.id).problems == ()


def test_of_two_who_change_one_version_one_is_told_what_the_other_did() -> None:
    firm = found_firm()
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person))
    seen = firm.seen(risk)
    results = at_once(
        lambda: risks.change(firm.ada, risk.ref, seen=seen, title="Flood of the cellar"),
        lambda: risks.change(firm.cleo, risk.ref, seen=seen, title="Flood of the yard"),
    )
    refused = [each for each in results if isinstance(each, RefusedError)]
    assert len(refused) == 1
    assert "'Flood' became 'Flood of the" in str(refused[0])
    with within(firm.id):
        assert store.held(kinds.Risk, risk.ref).value in results


def test_two_administrators_cannot_remove_each_other() -> None:
    firm = found_firm()
    second = grant_access(firm.ada, "PER-4", AccessRole.ADMINISTRATOR)
    first = kinds.KINDS["membership"](ref="MEM-1")
    seen = firm.seen(first), firm.seen(second)
    tilda = actor_of(firm.id, "PER-4")
    at_once(
        lambda: revoke_access(firm.ada, second.ref, seen=seen[1], reason="Her or me."),
        lambda: revoke_access(tilda, first.ref, seen=seen[0], reason="Her or me."),
    )
    standing = [actor_of(firm.id, person).access_roles for person in ("PER-1", "PER-4")]
    assert sum(AccessRole.ADMINISTRATOR in roles for roles in standing) == 1
