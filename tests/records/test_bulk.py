"""Many records in one action: new, changed and gone together, or nothing at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plumbline.apps.accounts.errors import InvalidError, NotAllowedError, NotFoundError, RefusedError, StaleError
from plumbline.apps.accounts.selectors import names
from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import reading
from plumbline.apps.records import store
from plumbline.apps.records.bulk import Change, write_many
from plumbline.apps.records.references import last_numbers
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import Firm


def new(value: kinds.Record) -> Change:
    return Change(kind=value.KIND, ref=value.ref, value=value)


def test_new_changed_and_gone_are_one_action(firm: Firm) -> None:
    _, fire, theft = (risks.add(firm.ada, kinds.Risk(title=title)) for title in ("Flood", "Fire", "Theft"))
    before = reading.head(firm.id)
    written = write_many(
        firm.ada,
        [
            new(kinds.Risk(title="Storm")),
            Change(kind="risk", ref=fire.ref, value=replace(fire, title="Great fire"), seen=firm.seen(fire)),
            Change(kind="risk", ref=theft.ref, value=None, seen=firm.seen(theft)),
            new(kinds.Asset(title="Server", ref="AST-040")),
            new(kinds.Asset(title="Laptop")),
        ],
    )
    assert [each and each.ref for each in written] == ["R-4", "R-2", None, "AST-040", "AST-41"]
    assert reading.head(firm.id) == before + 1
    assert firm.last_entry()[1] == "register:import"
    with within(firm.id):
        assert {each.title for each in store.all_of(kinds.Risk)} == {"Flood", "Great fire", "Storm"}
    assert reading.latest_index(firm.id, "risk", theft.ref) is None
    assert last_numbers(firm.id)["AST"] == 41


def test_records_are_written_by_the_batch_and_never_one_by_one(firm: Firm) -> None:
    def queries(count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            write_many(firm.ada, [new(kinds.Asset(title=f"Asset {n}")) for n in range(count)])
        return len(asked)

    hundred, thousand = queries(100), queries(1000)
    assert thousand < hundred + 1000 / 5, (hundred, thousand)


def test_one_stale_record_stops_all_of_them_and_shows_the_difference(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person))
    seen = firm.seen(flood)
    risks.change(firm.cleo, flood.ref, seen=seen, title="Flood of the cellar")
    before = reading.head(firm.id)
    changes = [
        new(kinds.Risk(title="Storm")),
        Change(kind="risk", ref=flood.ref, value=replace(flood, category="nature"), seen=seen),
    ]
    with pytest.raises(StaleError) as stale:
        write_many(firm.ada, changes)
    assert [str(each) for each in stale.value.difference] == ["Title: 'Flood' became 'Flood of the cellar'"]
    assert reading.head(firm.id) == before
    with within(firm.id):
        assert len(store.all_of(kinds.Risk)) == 1


def test_a_record_that_went_away_meanwhile_is_stale(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood", owner=firm.cleo.person))
    seen = firm.seen(flood)
    risks.remove(firm.ada, flood.ref, seen=seen, reason="Written twice.")
    with pytest.raises(StaleError, match="it was removed"):
        write_many(firm.ada, [Change(kind="risk", ref=flood.ref, value=flood, seen=seen)])


def test_a_reference_that_somebody_else_took_meanwhile_is_stale(firm: Firm) -> None:
    risks.add(firm.cleo, kinds.Risk(title="Flood"))
    with pytest.raises(StaleError):
        write_many(firm.ada, [new(kinds.Risk(ref="R-1", title="Fire"))])


def test_the_first_wrong_value_is_named_and_nothing_is_written(firm: Firm) -> None:
    wrong = kinds.Risk(ref="R-2", title="Fire", option="ignore")  # type: ignore[arg-type]  # a word that is no choice
    with pytest.raises(InvalidError, match=r"R-2 Fire cannot be written\. “Treatment option” is “ignore”"):
        write_many(firm.ada, [new(kinds.Risk(title="Flood")), new(wrong)])
    with within(firm.id):
        assert store.all_of(kinds.Risk) == []


def test_the_same_record_twice_is_refused(firm: Firm) -> None:
    with pytest.raises(RefusedError, match="R-1 is written twice"):
        write_many(firm.ada, [new(kinds.Risk(ref="R-1")), new(kinds.Risk(ref="R-1"))])


def test_what_never_was_cannot_be_taken_away(firm: Firm) -> None:
    with pytest.raises(NotFoundError):
        write_many(firm.ada, [Change(kind="risk", ref="R-1", value=None)])


def test_an_import_cannot_grant_access(firm: Firm) -> None:
    grant = Membership(person="PER-5", access_role="administrator")
    with pytest.raises(RefusedError, match="not a kind of record that an import writes"):
        write_many(firm.ada, [new(grant)])


def test_names_of_imported_people_stay_outside_the_log_and_known_names_stay(firm: Firm) -> None:
    write_many(firm.ada, [new(kinds.Person(ref="PER-20"))], {"PER-20": "Eva Lang", "PER-3": "Somebody else"})
    assert names(firm.id)["PER-20"] == "Eva Lang"
    assert names(firm.id)["PER-3"] == "Cleo Brandt"


def test_dan_imports_nothing_and_neither_does_the_auditor(firm: Firm) -> None:
    for actor in (firm.dan, firm.bob, firm.cleo):
        with pytest.raises(NotAllowedError):
            write_many(actor, [new(kinds.Risk(title="Flood"))])


def test_an_import_of_nothing_writes_nothing(firm: Firm) -> None:
    before = reading.head(firm.id)
    assert write_many(firm.ada, []) == []
    assert reading.head(firm.id) == before
