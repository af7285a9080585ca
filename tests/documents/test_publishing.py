"""What follows when a version comes into force: commitments of the text approved, their duties, who has to read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.documents.services import (
    approve_document,
    begin_document,
    begin_version,
    commitments,
    take_effect,
    write_draft,
)
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.journal import ports
from plumbline.apps.organization.services import adopt_rule
from plumbline.apps.records import living
from plumbline.beginning.drafting import draft, templates
from plumbline.engine.domain import kinds
from plumbline.engine.domain.documentation import version_in_force
from plumbline.engine.domain.isms import Isms
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def now(firm: Firm) -> Isms:
    return living.system(firm.id).isms(ports.today("Europe/Berlin"))


def live(firm: Firm) -> dict[str, kinds.Commitment]:
    """The live commitments by the first words of their sentence."""
    return {each.title: each for each in now(firm).live(kinds.Commitment)}


@pytest.fixture
def backup(firm: Firm) -> tuple[kinds.Document, kinds.DocumentVersion]:
    template = next(each for each in templates() if each.slug == "backup")
    made = draft(template, {})
    return begin_document(firm.ada, made.document, made.version)


def approved(firm: Firm, version: kinds.DocumentVersion) -> kinds.DocumentVersion:
    return approve_document(firm.tilda, version.ref, seen=firm.seen(version))


def second(firm: Firm, document: kinds.Document, body: str) -> kinds.DocumentVersion:
    begun = begin_version(firm.ada, document.ref, "2.0", "Backups twice as often")
    return write_draft(
        firm.ada, begun.ref, seen=firm.seen(begun), body=body, number="2.0", change_note="Backups twice as often"
    )


def test_a_draft_promises_nothing_and_its_approval_records_every_promise_with_what_keeps_it(
    firm: Firm, backup: tuple[kinds.Document, kinds.DocumentVersion]
) -> None:
    rule = adopt_rule(firm.ada, "backup_interval", "day")
    document, version = backup
    assert not live(firm)
    assert (version.author, version.state) == (firm.ada.person, "draft")
    approved(firm, version)
    held = {each.topic: each for each in live(firm).values()}
    assert held["backup_interval"].promised == "day"
    assert held["backup_interval"].bound_to == (rule.ref,)
    assert held["restore_test"].promised == "half a year"
    (duty,) = now(firm).live(kinds.Action)
    assert held[""].bound_to == (duty.ref,)
    assert (duty.recurring, duty.interval, duty.part_of) == ("yes", "quarter", document.title)
    assert {each.number for each in held.values()} == {"1.0"}
    assert firm.last_entry()[1] == "document:approve"


def test_an_edited_sentence_changes_its_commitment_and_the_duty_goes_on(
    firm: Firm, backup: tuple[kinds.Document, kinds.DocumentVersion]
) -> None:
    document, version = backup
    approved(firm, version)
    (duty,) = now(firm).live(kinds.Action)
    text = version.body.replace("A backup is made every day", "A backup is made every week")
    assert text != version.body
    approved(firm, second(firm, document, text))
    held = {each.topic: each for each in live(firm).values()}
    assert (held["backup_interval"].promised, held["backup_interval"].number) == ("week", "2.0")
    assert len(held) == 3
    assert held[""].bound_to == (duty.ref,)
    withdrawn = [each for each in now(firm).all(kinds.Commitment) if each.state == "withdrawn"]
    assert {each.number for each in withdrawn} == {"1.0"}
    assert len(withdrawn) == 3


def test_a_sentence_taken_out_is_promised_no_longer_and_its_duty_ends(
    firm: Firm, backup: tuple[kinds.Document, kinds.DocumentVersion]
) -> None:
    document, version = backup
    approved(firm, version)
    (duty,) = now(firm).live(kinds.Action)
    text = "\n".join(line for line in version.body.splitlines() if "raises an alarm" not in line)
    approved(firm, second(firm, document, text))
    assert {each.topic for each in live(firm).values()} == {"backup_interval", "restore_test"}
    ended = now(firm).at(kinds.Action, duty.ref)
    assert ended is not None
    assert ended.state == "dropped"
    assert "2.0" in ended.dropped_reason


def test_promises_written_down_by_hand_live_on_while_their_sentence_stands(firm: Firm) -> None:
    own = kinds.Document(title="Key rules", document_kind="procedure")
    first = kinds.DocumentVersion(number="1.0", body="Keys are counted every month. Doors are locked.\n")
    document, version = begin_document(firm.ada, own, first)
    approved(firm, version)
    kept = commitments.add(
        firm.ada,
        kinds.Commitment(title="Keys are counted every month", document=document.ref, number="1.0", promised="month"),
    )
    approved(firm, second(firm, document, "Doors are locked at night.\n\n**Keys are counted** every month.\n"))
    carried = now(firm).at(kinds.Commitment, kept.ref)
    assert carried is not None
    assert (carried.state, carried.number) == ("in force", "2.0")


def test_everyone_is_asked_to_read_what_everyone_has_to_follow(firm: Firm) -> None:
    template = next(each for each in templates() if each.slug == "acceptable-use")
    made = draft(template, {})
    assert made.everyone_acknowledges
    document, version = begin_document(firm.ada, made.document, made.version)
    approved(firm, version)
    asked = [each for each in now(firm).all(kinds.Acknowledgement) if each.document == document.ref]
    assert {each.person for each in asked} == {f"PER-{number}" for number in range(1, 6)}
    assert all(each.due and each.asked_on and each.due > each.asked_on for each in asked)
    assert all(each.given_on is None for each in asked)


def test_the_next_review_follows_from_the_interval_of_the_document(firm: Firm) -> None:
    own = kinds.Document(title="Key rules", document_kind="procedure", review_interval="year")
    _, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="Doors are locked.\n"))
    in_force = approve_document(firm.tilda, version.ref, seen=firm.seen(version), effective=date(2026, 3, 1))
    assert in_force.next_review == date(2027, 3, 1)


def test_a_version_that_takes_effect_later_leaves_the_one_before_in_force_until_that_day(
    firm: Firm, backup: tuple[kinds.Document, kinds.DocumentVersion]
) -> None:
    document, first = backup
    approved(firm, first)
    text = first.body.replace("A backup is made every day", "A backup is made every week")
    later = second(firm, document, text)
    begins = ports.today("Europe/Berlin") + timedelta(days=10)
    approve_document(firm.tilda, later.ref, seen=firm.seen(later), effective=begins)
    stands = version_in_force(now(firm), document)
    assert stands is not None
    assert stands.number == "1.0"
    assert {each.number for each in now(firm).live(kinds.Commitment)} == {"1.0"}
    with pytest.raises(RefusedError, match="not before"):
        take_effect(firm.tilda, later.ref)
    assert run_all() == 0
    on_the_day = datetime.combine(begins, time(9), UTC)
    with ports.swapped(clock=lambda: on_the_day):
        assert run_all() == 1
        isms = living.system(firm.id).isms(begins)
    stands = version_in_force(isms, document)
    assert stands is not None
    assert stands.number == "2.0"
    assert {each.number for each in isms.live(kinds.Commitment)} == {"2.0"}
    told = firm.told(first)
    assert isinstance(told, kinds.DocumentVersion)
    assert told.state == "superseded"


def test_words_that_never_stood_in_a_text_are_not_taken_for_gone(firm: Firm) -> None:
    own = kinds.Document(title="Key rules", document_kind="procedure")
    document, version = begin_document(firm.ada, own, kinds.DocumentVersion(number="1.0", body="Doors are locked.\n"))
    approved(firm, version)
    said = kinds.Commitment(title="Keys are counted", document=document.ref, number="1.0", promised="month")
    gone = kinds.Commitment(title="Doors are locked", document=document.ref, number="1.0", promised="day")
    kept, ended = commitments.add(firm.ada, said), commitments.add(firm.ada, gone)
    page = signed_in(firm.ada)
    draft_ = second(firm, document, "Windows are shut.\n")
    outlook = page.get(f"/documents/versions/{draft_.ref}/").context["outlook"]
    assert [each.ref for each in outlook.carried] == [kept.ref]
    assert [each.ref for each in outlook.withdrawn] == [ended.ref]
    approved(firm, draft_)
    states = {each.ref: (each.state, each.number) for each in now(firm).all(kinds.Commitment)}
    assert states == {kept.ref: ("in force", "2.0"), ended.ref: ("withdrawn", "1.0")}
