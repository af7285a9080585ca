"""Access is looked through line by line, by who was asked and never by its holder, and what is to go is gone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from plumbline.apps.access import services
from plumbline.apps.accounts.errors import DutiesError, InvalidError, RefusedError, StaleError
from plumbline.apps.journal.ports import now, today
from plumbline.apps.records.bulk import Change, write_many
from plumbline.engine.domain import kinds
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def payroll(firm: Firm) -> kinds.Asset:
    """A system with Cleo's account, a robot's, and one of somebody nobody knows; Cleo owns it."""
    from plumbline.apps.records.writers import writer_of

    system = writer_of(kinds.Asset).add(firm.ada, kinds.Asset(title="Payroll", owner=firm.cleo.person))
    for login, person, privileged in (("cleo", firm.cleo.person, False), ("robot", "", True), ("x17", "", False)):
        account = kinds.Account(
            title=f"Payroll, {login}",
            system=system.ref,
            login=login,
            person=person,
            privileged=privileged,
            account_kind="technical" if login == "robot" else "personal",
        )
        services.accounts.add(firm.ada, account)
    right = kinds.Entitlement(title="Salaries", account="ACN-3", asset=system.ref, right="read salaries")
    services.entitlements.add(firm.ada, right)
    return system


def begun(firm: Firm, system: kinds.Asset, *, reviewer: str = "") -> kinds.AccessReview:
    due = now().date() + timedelta(days=7)
    value = kinds.AccessReview(title="Payroll, spring", covers=(system.ref,), reviewer=reviewer, due=due)
    return services.begin_review(firm.ada, value)


def test_a_review_lists_every_enabled_account_and_right_of_what_it_covers(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll)
    entries = [firm.told(kinds.AccessEntry(ref=f"ARE-{number}")) for number in (1, 2, 3, 4)]
    assert (review.state, review.listed) == ("under way", 4)
    assert [each.account for each in entries] == ["ACN-1", "ACN-2", "ACN-3", "ACN-3"]
    assert entries[3].entitlement == "ENT-1"


def test_privileged_accounts_alone_where_only_they_are_asked_for(firm: Firm, payroll: kinds.Asset) -> None:
    value = kinds.AccessReview(title="Admins", covers=(payroll.ref,), privileged_only=True)
    assert services.begin_review(firm.ada, value).listed == 1


def test_what_is_removed_is_gone_from_the_account_too(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll)
    decisions = {"ARE-1": "keep", "ARE-2": "keep", "ARE-3": "remove", "ARE-4": "remove"}
    assert services.decide_entries(firm.ada, review.ref, decisions, seen={}, reason="Nobody knows it.") == 4
    for ref in ("ARE-3", "ARE-4"):
        entry = firm.told(kinds.AccessEntry(ref=ref))
        services.carry_out(firm.ada, ref, seen=firm.seen(entry))
    account, right = firm.told(kinds.Account(ref="ACN-3")), firm.told(kinds.Entitlement(ref="ENT-1"))
    assert (account.state, right.state) == ("disabled", "removed")
    assert account.disabled_on == right.removed_on == today("Europe/Berlin")
    done = services.finish_review(firm.ada, review.ref, seen=firm.seen(review), conclusion="One stranger removed.")
    assert (done.state, done.conclusion) == ("finished", "One stranger removed.")


def test_nobody_decides_on_their_own_access(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll, reviewer=firm.cleo.person)
    with pytest.raises(DutiesError, match="your own access"):
        services.decide_entries(firm.cleo, review.ref, {"ARE-1": "keep"}, seen={})
    assert firm.told(kinds.AccessEntry(ref="ARE-1")).decision == ""


def test_the_register_of_entries_is_no_way_around_who_decides(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll, reviewer=firm.cleo.person)
    entry, seen = "ARE-1", firm.seen(kinds.AccessEntry(ref="ARE-1"))
    with pytest.raises(RefusedError, match="not written by hand"):
        services.access_entries.change(firm.cleo, entry, seen=seen, decision="keep", decided_by=firm.ada.person)
    with pytest.raises(RefusedError, match="not written by hand"):
        services.access_reviews.change(firm.cleo, review.ref, seen=firm.seen(review), state="finished")


def test_a_decided_line_stays_about_the_account_that_was_decided(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll)
    services.decide_entries(firm.ada, review.ref, {"ARE-3": "remove"}, seen={}, reason="Nobody knows it.")
    seen = firm.seen(kinds.AccessEntry(ref="ARE-3"))
    for wish in ({"account": "ACN-99"}, {"reason": "Other words."}, {"access_review": ""}):
        with pytest.raises(RefusedError, match="is decided"):
            services.access_entries.change(firm.ada, "ARE-3", seen=seen, **wish)
    noted = services.access_entries.change(firm.ada, "ARE-3", seen=seen, note="Asked twice.")
    assert noted.decision == "remove"


def test_what_was_carried_out_is_not_decided_otherwise_afterwards(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll)
    services.decide_entries(firm.ada, review.ref, {"ARE-3": "remove"}, seen={}, reason="Nobody knows it.")
    services.carry_out(firm.ada, "ARE-3", seen=firm.seen(kinds.AccessEntry(ref="ARE-3")))
    with pytest.raises(RefusedError, match="was carried out"):
        services.decide_entries(firm.ada, review.ref, {"ARE-3": "keep"}, seen={})


def test_only_who_was_asked_decides(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll, reviewer=firm.cleo.person)
    with pytest.raises(DutiesError, match="decide on these accounts"):
        services.decide_entries(firm.ada, review.ref, {"ARE-2": "keep"}, seen={})


def test_removing_needs_a_reason_and_an_unfinished_list_does_not_end(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll)
    with pytest.raises(InvalidError, match="Say why"):
        services.decide_entries(firm.ada, review.ref, {"ARE-3": "remove"}, seen={})
    with pytest.raises(RefusedError, match="4 entries are undecided"):
        services.finish_review(firm.ada, review.ref, seen=firm.seen(review))


def test_a_line_that_somebody_decided_meanwhile_is_not_overwritten(firm: Firm, payroll: kinds.Asset) -> None:
    review = begun(firm, payroll)
    looked_at = {"ARE-3": firm.seen(kinds.AccessEntry(ref="ARE-3"))}
    services.decide_entries(firm.ada, review.ref, {"ARE-3": "keep"}, seen=looked_at)
    with pytest.raises(StaleError):
        services.decide_entries(firm.ada, review.ref, {"ARE-3": "remove"}, seen=looked_at, reason="No.")


def test_the_owner_goes_through_the_lines_in_the_browser(firm: Firm, payroll: kinds.Asset) -> None:
    ada: Client = signed_in(firm.ada)
    due = (now().date() + timedelta(days=7)).isoformat()
    key = ada.get("/access-rights/begin/").context["form_key"]
    sent = {"title": "Spring", "covers": payroll.ref, "reviewer": firm.cleo.person, "due": due, "form-key": key}
    for _ in range(2):
        answer = ada.post("/access-rights/begin/", sent)
        assert answer.headers["Location"] == "/access-rights/ARV-1/"
    cleo = signed_in(firm.cleo)
    page = cleo.get("/access-rights/ARV-1/").content.decode()
    assert len(re.findall(r'<select[^>]+name="entry-ARE-', page)) == 4
    assert "names nobody" in page
    answer = cleo.post("/access-rights/ARV-1/decide/", {"entry-ARE-2": "keep", "entry-ARE-3": "remove", "reason": "?"})
    assert answer.headers["Location"] == "/access-rights/ARV-1/"
    page = cleo.get("/access-rights/ARV-1/").content.decode()
    assert "Still to be carried out" in page
    assert len(re.findall(r'<select[^>]+name="entry-ARE-', page)) == 2


def test_a_long_list_of_lines_is_taken_as_a_whole(firm: Firm, payroll: kinds.Asset) -> None:
    begun(firm, payroll, reviewer=firm.cleo.person)
    many = {f"{name}-ARE-{number}": "" for number in range(100, 1500) for name in ("seen", "entry")}
    answer = signed_in(firm.cleo).post("/access-rights/ARV-1/decide/", many | {"entry-ARE-2": "keep"})
    assert answer.status_code == 302


def test_a_review_of_many_is_decided_a_page_at_a_time_and_what_is_left_comes_up(
    firm: Firm, payroll: kinds.Asset
) -> None:
    many = [kinds.Account(title=f"Payroll, u{n}", system=payroll.ref, login=f"u{n}") for n in range(68)]
    write_many(firm.ada, [Change(kind="account", ref="", value=each) for each in many])
    review = begun(firm, payroll)
    ada, url = signed_in(firm.ada), f"/access-rights/{review.ref}/"
    page = ada.get(url).content.decode()
    asked = re.findall(r'<select[^>]+name="(entry-ARE-\d+)"', page)
    assert (len(asked), "1–50</span>" in page) == (50, True)
    assert ada.post(f"{url}decide/", dict.fromkeys(asked, "keep")).headers["Location"] == url
    rest = re.findall(r'<select[^>]+name="(entry-ARE-\d+)"', ada.get(url).content.decode())
    assert (len(rest), {*rest} & {*asked}) == (22, set())
    assert "Finish the review" not in ada.get(url).content.decode()
    ada.post(f"{url}decide/", dict.fromkeys(rest, "keep"))
    assert "Finish the review" in ada.get(f"{url}?page=2").content.decode()


def test_a_leaver_who_can_still_sign_in_stands_on_the_first_page(firm: Firm, payroll: kinds.Asset) -> None:
    from plumbline.apps.people.services import enter_person

    gone = enter_person(firm.ada, kinds.Person(left=now().date() - timedelta(days=3), state="left"), name="Lee Aver")
    services.accounts.change(firm.ada, "ACN-3", seen=firm.seen(kinds.Account(ref="ACN-3")), person=gone.ref)
    page = signed_in(firm.ada).get("/access-rights/").content.decode()
    leavers = page.split('id="leavers"')[1].split('id="movers"')[0]
    assert "ACN-3" in leavers
    assert "Lee Aver" in leavers
