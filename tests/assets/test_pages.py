"""The map of assets: what serves something valuable needs as much, and the page says why."""

from __future__ import annotations

import pytest
from django.test import Client

from plumbline.apps.assets import drawing
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain(firm: Firm) -> tuple[kinds.Asset, kinds.Asset, kinds.Asset]:
    """Customer data in a database on a server; and a poster that hangs on nothing."""
    door = writer_of(kinds.Asset)
    letters = door.add(firm.ada, kinds.Asset(title="Customer data", asset_kind="information", confidentiality="high"))
    held = kinds.Asset(title="Database", asset_kind="application", confidentiality="low", holds=(letters.ref,))
    database = door.add(firm.ada, held)
    server = door.add(firm.ada, kinds.Asset(title="Server", asset_kind="hardware", in_scope=True))
    door.change(firm.ada, database.ref, seen=firm.seen(database), depends_on=(server.ref,))
    door.add(firm.ada, kinds.Asset(title="Poster", asset_kind="other", in_scope=False))
    return letters, database, server


def test_without_assets_the_map_says_how_to_begin(firm: Firm) -> None:
    assert "No asset is on record" in signed_in(firm.ada).get("/assets/map/").content.decode()


def test_what_serves_the_data_needs_what_the_data_needs(
    firm: Firm, chain: tuple[kinds.Asset, kinds.Asset, kinds.Asset]
) -> None:
    letters, database, server = chain
    shown = signed_in(firm.bob).get("/assets/map/")
    places = {each.asset.ref: each for each in shown.context["map"].places}
    assert set(places) == {letters.ref, database.ref, server.ref}
    need = places[server.ref].needs[0]
    assert (need.stated, need.inherited, need.way) == ("", "high", (server.ref, database.ref, letters.ref))
    assert shown.context["map"].higher == 2
    told = signed_in(firm.bob).get(f"/registers/asset/{server.ref}/").content.decode()
    assert "because it serves" in told
    assert "which serves" in told


def test_the_picture_and_the_table_hold_the_same(
    firm: Firm, chain: tuple[kinds.Asset, kinds.Asset, kinds.Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, database, server = chain
    (series,) = signed_in(firm.bob).get("/assets/map/").context["picture"]["series"]
    assert {each["id"] for each in series["data"]} == {letters.ref, database.ref, server.ref}
    assert {(each["source"], each["target"]) for each in series["links"]} == {
        (database.ref, letters.ref),
        (server.ref, database.ref),
    }
    columns = {each["id"]: each["x"] for each in series["data"]}
    assert columns[letters.ref] < columns[database.ref] < columns[server.ref]
    monkeypatch.setattr(drawing, "MOST_DRAWN", 2)
    assert signed_in(firm.bob).get("/assets/map/").context["picture"] is None


@pytest.mark.parametrize(("show", "number"), [("", 3), ("all", 4), ("higher", 2), ("alone", 0), ("unstated", 1)])
def test_the_map_is_narrowed(
    firm: Firm, chain: tuple[kinds.Asset, kinds.Asset, kinds.Asset], show: str, number: int
) -> None:
    assert len(signed_in(firm.bob).get(f"/assets/map/?show={show}").context["map"].places) == number


def test_a_past_day_and_a_stranger_see_nothing_of_it(
    firm: Firm, chain: tuple[kinds.Asset, kinds.Asset, kinds.Asset]
) -> None:
    bob = signed_in(firm.bob)
    session = bob.session
    session["as_of"] = "2020-01-01"
    session.save()
    assert not bob.get("/assets/map/").context["live"]
    assert Client().get("/assets/map/").status_code == 302
