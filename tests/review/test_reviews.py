"""A management review from its plan to its minutes: figures live until top management approves, frozen ever after."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import docx
import pytest

from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import DutiesError, InvalidError, NotAllowedError, RefusedError
from plumbline.apps.accounts.selectors import actor_of
from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.apps.records.writers import writer_of
from plumbline.apps.review.services import approve_review, follow, tell
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.reviews import TOPICS
from tests.cli.place import typed_by
from tests.stories import Firm
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)
R = TypeVar("R", bound=kinds.Record)
HEARD = {"suitable": "yes", "adequate": "yes", "effective": "in part", "conclusion": "It works, and slowly."}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with ports.swapped(clock=lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


def kept(firm: Firm, value: R) -> R:
    return writer_of(type(value)).add(firm.ada, value)


def isms(firm: Firm) -> Isms:
    return living.system(firm.id).isms(TODAY)


@pytest.fixture
def tilda(firm: Firm) -> Actor:
    """Tilda, who now also holds the role of top management."""
    role = kept(firm, kinds.Role(title="Managing director", role_kind="top management"))
    kept(firm, kinds.Assignment(role=role.ref, person=firm.tilda.person, since=date(2020, 1, 1)))
    return actor_of(firm.id, firm.tilda.person)


@pytest.fixture
def planned(firm: Firm, tilda: Actor) -> kinds.ManagementReview:
    return kept(firm, kinds.ManagementReview(title="Yearly review", planned_on=TODAY, period_from=date(2026, 1, 1)))


def nonconformity(firm: Firm, title: str = "A door left open") -> kinds.Nonconformity:
    return kept(firm, kinds.Nonconformity(title=title, raised_on=date(2026, 6, 1), grade="minor"))


def figure(firm: Firm, ref: str, key: str) -> Any:
    page = signed_in(firm.ada).get(f"/reviews/{ref}/")
    assert page.status_code == 200
    shown = [one for part, _ in page.context["parts"] for one in part.figures if one.figure.key == key]
    return shown[0]


def made_ready(firm: Firm, ref: str) -> None:
    """Everything a review needs before it can be approved, written down in the browser."""
    ada = signed_in(firm.ada)
    for topic in TOPICS:
        part = next(each for each, _ in ada.get(f"/reviews/{ref}/").context["parts"] if each.topic == topic)
        if not part.supplied:
            said = {"seen": part.seen, "content": "", "nothing_to_report": "yes", "discussed": ""}
            assert ada.post(f"/reviews/{ref}/inputs/{topic}/", said).status_code == 302
    (review,) = [each for each in isms(firm).all(kinds.ManagementReview) if each.ref == ref]
    there = f"{firm.tilda.person}; {firm.ada.person}"
    said = {"seen": firm.seen(review), "held_on": "2026-11-20", "present": there, "period_from": "2026-01-01"}
    assert ada.post(f"/reviews/{ref}/attend/", said).status_code == 302
    assert ada.post(f"/reviews/{ref}/conclude/", {"seen": firm.seen(review), **HEARD}).status_code == 302
    assert ada.post(f"/reviews/{ref}/decide/", {"title": "One more on call", "form-key": "d"}).status_code == 302


def test_a_review_is_planned_in_a_line_and_says_at_once_which_inputs_have_no_data(firm: Firm) -> None:
    ada = signed_in(firm.ada)
    answer = ada.post("/reviews/", {"title": "First review", "planned_on": "2026-12-10"}, follow=True)
    shown = answer.content.decode()
    assert "No data for" in shown
    assert "Audit results" in shown
    assert ada.post("/reviews/", {"title": "No day"}).status_code == 422


def test_a_figure_follows_the_records_until_it_is_frozen_and_leads_to_them(
    firm: Firm, planned: kinds.ManagementReview
) -> None:
    assert figure(firm, planned.ref, "nonconformities raised").figure.value == "0"
    first = nonconformity(firm)
    raised = figure(firm, planned.ref, "nonconformities raised").figure
    assert (raised.value, raised.records) == ("1", (first.ref,))
    listed = signed_in(firm.ada).get(f"/reviews/{planned.ref}/figure/?key=nonconformities+raised").content.decode()
    assert f'href="/registers/nonconformity/{first.ref}/"' in listed
    writer_of(kinds.Nonconformity).change(firm.ada, first.ref, seen=firm.seen(first), raised_on=date(2025, 6, 1))
    assert figure(firm, planned.ref, "nonconformities raised").figure.value == "0"


def test_top_management_approves_and_everything_is_frozen_with_the_journals_size(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    nonconformity(firm)
    made_ready(firm, planned.ref)
    before = living.system(firm.id).head
    made = approve_review(tilda, planned.ref, seen=firm.seen(planned))
    assert (made.state, made.approved_by, made.frozen_at) == ("approved", (firm.tilda.person,), before)
    assert firm.last_entry()[1] == "review:approve"
    held = {each.topic: each for each in isms(firm).all(kinds.ReviewInput)}
    assert set(held) == set(TOPICS)
    frozen = {each.key: each.value for each in held["9.3.2.d.1"].figures}
    assert frozen["nonconformities raised"] == "1"
    nonconformity(firm, "Another door")
    shown = figure(firm, planned.ref, "nonconformities raised")
    assert (shown.figure.value, shown.now) == ("1", "2")
    page = signed_in(firm.ada).get(f"/reviews/{planned.ref}/").content.decode()
    assert "would be" in page
    assert "today 2" in page


def test_what_was_approved_is_not_rewritten_by_any_door(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    made_ready(firm, planned.ref)
    approve_review(tilda, planned.ref, seen=firm.seen(planned))
    (first, *_) = isms(firm).all(kinds.ReviewInput)
    (decision,) = isms(firm).all(kinds.Decision)
    doors: list[Callable[[], object]] = [
        lambda: writer_of(kinds.ReviewInput).change(firm.ada, first.ref, seen=firm.seen(first), content="Else"),
        lambda: writer_of(kinds.ReviewInput).add(firm.ada, kinds.ReviewInput(review=planned.ref, topic="9.3.2.a")),
        lambda: writer_of(kinds.Decision).add(firm.ada, kinds.Decision(review=planned.ref, title="Later")),
        lambda: writer_of(kinds.Decision).change(firm.ada, decision.ref, seen=firm.seen(decision), title="Else"),
        lambda: tell(firm.ada, planned.ref, "9.3.2.b", seen=1, words={"content": "Else"}),
        lambda: writer_of(kinds.ManagementReview).change(
            firm.ada, planned.ref, seen=firm.seen(planned), conclusion="Else"
        ),
        lambda: writer_of(kinds.ManagementReview).remove(
            firm.ada, planned.ref, seen=firm.seen(planned), reason="Never was"
        ),
        lambda: writer_of(kinds.ManagementReview).end(
            firm.ada, planned.ref, seen=firm.seen(planned), reason="Called off"
        ),
        lambda: writer_of(kinds.ManagementReview).change(
            firm.ada, planned.ref, seen=firm.seen(planned), state="cancelled"
        ),
    ]
    for door in doors:
        with pytest.raises(RefusedError):
            door()
    done = writer_of(kinds.Decision).change(firm.ada, decision.ref, seen=firm.seen(decision), state="done")
    assert done.state == "done"


def test_only_top_management_approves_and_is_told_everything_that_is_missing(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    made_ready(firm, planned.ref)
    with pytest.raises(NotAllowedError):
        approve_review(firm.ada, planned.ref, seen=firm.seen(planned))
    other = kept(firm, kinds.Person(employment="employed"))
    assert other.ref
    review = kept(firm, kinds.ManagementReview(title="Unready", held_on=TODAY, state="held"))
    with pytest.raises(InvalidError) as refused:
        approve_review(tilda, review.ref, seen=firm.seen(review))
    said = " ".join(refused.value.problems)
    assert "Nobody of top management is among those present" in said
    assert "9.3.2.d.3 (Audit results) has no data" in said
    assert "It decides nothing" in said
    assert "suitable, adequate and effective" in said


def test_whoever_has_the_access_role_and_not_the_office_does_not_approve(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    made_ready(firm, planned.ref)
    (assignment,) = isms(firm).all(kinds.Assignment)
    writer_of(kinds.Assignment).change(firm.ada, assignment.ref, seen=firm.seen(assignment), person=firm.cleo.person)
    with pytest.raises(DutiesError, match="Top management approves its review"):
        approve_review(actor_of(firm.id, firm.tilda.person), planned.ref, seen=firm.seen(planned))


def test_open_decisions_are_carried_to_the_next_review_by_themselves(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    made_ready(firm, planned.ref)
    approve_review(tilda, planned.ref, seen=firm.seen(planned))
    (decision,) = isms(firm).all(kinds.Decision)
    following = kept(firm, kinds.ManagementReview(title="Next", planned_on=date(2026, 11, 30)))
    carried = figure(firm, following.ref, "decisions open").figure
    assert carried.records == (decision.ref,)
    shown = signed_in(firm.ada).get(f"/reviews/{following.ref}/meeting/9.3.2.a/").content.decode()
    assert "One more on call" in shown
    assert figure(firm, following.ref, "nonconformities raised").figure.before == "0"


@pytest.mark.parametrize("kind", ["action", "change", "resource_need", "improvement"])
def test_a_decision_opens_what_follows_from_it_and_each_names_the_other(
    firm: Firm, planned: kinds.ManagementReview, kind: str
) -> None:
    decision = kept(firm, kinds.Decision(review=planned.ref, title="A second line", owner=firm.cleo.person))
    answer = signed_in(firm.ada).post(
        f"/reviews/decisions/{decision.ref}/follow/", {"seen": firm.seen(decision), "kind": kind}
    )
    assert answer.status_code == 302
    (led,) = isms(firm).all(kinds.Decision)
    (opened,) = (isms(firm).find(each) for each in led.leads_to)
    assert opened is not None
    assert (opened.KIND, opened.title) == (kind, "A second line")
    with pytest.raises(RefusedError):
        follow(firm.ada, decision.ref, seen=firm.seen(planned), kind="action")


def test_late_treatment_actions_are_named(firm: Firm, planned: kinds.ManagementReview) -> None:
    risk = kept(firm, kinds.Risk(title="Flood", owner=firm.cleo.person))
    late = kinds.Action(title="A wall", answers=(risk.ref,), action_kind="treat", due=date(2026, 9, 1))
    wall = kept(firm, late)
    shown = signed_in(firm.ada).get(f"/reviews/{planned.ref}/").content.decode()
    assert figure(firm, planned.ref, "treatments late").figure.records == (wall.ref,)
    assert "due 1\N{NO-BREAK SPACE}Sep\N{NO-BREAK SPACE}2026" in shown


def test_in_the_meeting_one_says_and_decides_and_goes_on(firm: Firm, planned: kinds.ManagementReview) -> None:
    ada, url = signed_in(firm.ada), f"/reviews/{planned.ref}"
    said = {"at": "meeting", "seen": "0", "discussed": "Too slow.", "next": "1"}
    answer = ada.post(f"{url}/inputs/9.3.2.d.4/", said)
    assert answer.headers["Location"] == f"{url}/meeting/9.3.2.e/"
    stale = ada.post(f"{url}/inputs/9.3.2.d.4/", said | {"discussed": "Too fast."})
    assert stale.status_code == 400
    wrong = ada.post(f"{url}/decide/", {"title": "", "topic": "9.3.2.e"})
    assert wrong.status_code == 422
    assert "Write down what is decided." in wrong.content.decode()
    (held,) = isms(firm).all(kinds.ReviewInput)
    assert held.discussed == "Too slow."


def test_minutes_are_the_same_bytes_each_time_and_hold_what_was_decided(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    made_ready(firm, planned.ref)
    approve_review(tilda, planned.ref, seen=firm.seen(planned))
    ada, url = signed_in(firm.ada), f"/reviews/{planned.ref}/minutes."
    for form in ("pdf", "docx"):
        assert ada.get(url + form).content == ada.get(url + form).content
    assert ada.get(f"{url}pdf").content.startswith(b"%PDF")
    words = docx.Document(io.BytesIO(ada.get(f"{url}docx").content))
    told = "\n".join(cell.text for table in words.tables for row in table.rows for cell in row.cells)
    assert "One more on call" in told
    assert "Tilda Storm" in told
    assert signed_in(firm.cleo).get(f"{url}pdf").status_code == 403


def test_the_command_line_shows_a_review_approves_it_and_writes_minutes(
    firm: Firm, planned: kinds.ManagementReview, tilda: Actor
) -> None:
    made_ready(firm, planned.ref)
    shown = typed_by("ada", "review", "show", planned.ref)
    assert "Draft, not approved yet" in shown.out
    approved = typed_by("tilda", "approve", planned.ref)
    assert f"{planned.ref} is approved by" in approved.err
    assert "frozen at journal entry" in approved.err
    told = typed_by("ada", "review", "minutes", planned.ref, "--format", "json").json
    assert (told["frozen"], [each["what"] for each in told["decisions"]]) == (True, ["One more on call."])
    assert typed_by("cleo", "review", "show").code == 2


def test_the_past_is_shown_as_it_was_and_not_written(firm: Firm, planned: kinds.ManagementReview) -> None:
    ada = signed_in(firm.ada)
    session = ada.session
    session["as_of"] = "2026-11-21"
    session.save()
    assert ada.get(f"/reviews/{planned.ref}/").status_code == 404
    assert ada.post("/reviews/", {"title": "Then", "planned_on": "2026-11-01"}).status_code == 409


def test_who_may_not_read_reviews_is_told_so(firm: Firm, planned: kinds.ManagementReview) -> None:
    assert signed_in(firm.cleo).get("/reviews/").status_code == 403
    assert signed_in(firm.bob).get(f"/reviews/{planned.ref}/").status_code == 200
    assert signed_in(firm.bob).post(f"/reviews/{planned.ref}/decide/", {"title": "Mine"}).status_code == 403
