"""What somebody answered for stays as they answered for it: by hand it is ended or reviewed, never rewritten."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.conformity.services import approve_waiver, request_waiver, rule_waivers
from plumbline.apps.documents.services import (
    acknowledge,
    acknowledgements,
    approve_document,
    document_versions,
    documents,
)
from plumbline.apps.improvement.services import close_nonconformity, nonconformities
from plumbline.apps.organization.services import approve_scope, scopes
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.bulk import Change, write_many
from plumbline.apps.records.links import add_alias, confirm_link
from plumbline.apps.risk.services import accept_risk, acceptances, risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.access import Membership
from tests.stories import ANSWERED, Firm

NEXT_YEAR = date(2027, 6, 1)


@pytest.fixture
def waiver(firm: Firm) -> kinds.RuleWaiver:
    asked = request_waiver(
        firm.ada,
        kinds.RuleWaiver(rule="AST001", records=("AST-1",), reason="Moving house.", compensation="Kept in the safe."),
    )
    return approve_waiver(firm.tilda, asked.ref, seen=firm.seen(asked), expires=NEXT_YEAR)


@pytest.fixture
def policy(firm: Firm) -> kinds.DocumentVersion:
    document = documents.add(firm.ada, kinds.Document(title="Backup policy"))
    draft = document_versions.add(firm.ada, kinds.DocumentVersion(document=document.ref, author="PER-1", body="Daily."))
    return approve_document(firm.tilda, draft.ref, seen=firm.seen(draft))


@pytest.mark.parametrize(
    "wish",
    [
        {"expires": date(2099, 1, 1)},
        {"expires": None},
        {"records": ("AST-1", "AST-2")},
        {"rule": "RSK001"},
        {"whole_rule": "yes"},
        {"state": "requested"},
        {"approved_by": ""},
    ],
    ids=lambda wish: next(iter(wish)),
)
def test_nobody_stretches_a_waiver_that_tilda_approved(
    firm: Firm, waiver: kinds.RuleWaiver, wish: dict[str, object]
) -> None:
    with pytest.raises(RefusedError):
        rule_waivers.change(firm.ada, waiver.ref, seen=firm.seen(waiver), **wish)
    assert firm.told(waiver) == waiver


def test_a_waiver_is_withdrawn_by_hand_and_may_be_annotated(firm: Firm, waiver: kinds.RuleWaiver) -> None:
    noted = rule_waivers.change(firm.ada, waiver.ref, seen=firm.seen(waiver), note="See the plan of the move.")
    ended = rule_waivers.change(firm.ada, noted.ref, seen=firm.seen(noted), state="withdrawn")
    assert (ended.state, ended.expires) == ("withdrawn", NEXT_YEAR)


def test_the_text_that_was_approved_is_not_exchanged_under_the_approval(
    firm: Firm, policy: kinds.DocumentVersion
) -> None:
    with pytest.raises(RefusedError, match="is in force"):
        document_versions.change(firm.ada, policy.ref, seen=firm.seen(policy), body="Weekly will do.")
    reviewed = document_versions.change(firm.ada, policy.ref, seen=firm.seen(policy), next_review=NEXT_YEAR)
    assert (reviewed.body, reviewed.next_review) == ("Daily.", NEXT_YEAR)


def test_an_acceptance_does_not_lose_its_end(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    accepted = accept_risk(firm.cleo, risk.ref, seen=firm.seen(risk), until=NEXT_YEAR, reason="Insured.")
    with pytest.raises(RefusedError, match="not written by hand"):
        acceptances.change(firm.cleo, accepted.ref, seen=firm.seen(accepted), expires=None)


def test_a_closed_nonconformity_is_opened_again_with_its_judgement_taken_back(firm: Firm) -> None:
    gap = nonconformities.add(firm.ada, ANSWERED)
    closed = close_nonconformity(firm.bob, gap.ref, seen=firm.seen(gap), effect="effective", reason="Logs are kept.")
    with pytest.raises(RefusedError, match="is closed"):
        nonconformities.change(firm.ada, gap.ref, seen=firm.seen(closed), owner="PER-3")
    taken_back = {"effect": "", "effect_judged_on": None, "effect_judged_by": "", "closed_on": None}
    again = nonconformities.change(firm.ada, gap.ref, seen=firm.seen(closed), state="open", **taken_back)
    assert (again.state, again.closed_on, again.effect) == ("open", None, "")


def test_linking_words_never_exchanges_one_person_for_another(firm: Firm) -> None:
    """Whoever may confirm links could otherwise put themselves in the place of an administrator or an owner."""
    risk = risks.add(firm.cleo, kinds.Risk(title="Flood", owner="PER-3"))
    ada = ("person", "PER-1")
    with pytest.raises(RefusedError, match="is a record already"):
        confirm_link(firm.ada, ("risk", risk.ref), "owner", seen=firm.seen(risk), words="PER-3", target=ada)
    granted = grant_access(firm.ada, "PER-5", AccessRole.ISMS_MANAGER)
    with pytest.raises(RefusedError, match="only by its own services"):
        confirm_link(
            firm.ada, ("membership", granted.ref), "person", seen=firm.seen(granted), words="PER-5", target=ada
        )
    with pytest.raises(RefusedError, match="only by its own services"):
        add_alias(firm.ada, Membership.KIND, granted.ref, "boss", seen=firm.seen(granted))


def test_what_ended_after_it_was_decided_is_not_taken_up_again(firm: Firm, waiver: kinds.RuleWaiver) -> None:
    """Or a withdrawn waiver would become a request in other words, which carries the approval of the first."""
    ended = rule_waivers.end(firm.ada, waiver.ref, seen=firm.seen(waiver), state="withdrawn", reason="Moved in.")
    for wish in ({"state": "requested"}, {"reason": "Because."}):
        with pytest.raises(RefusedError, match="was in force and is withdrawn: it stays as it ended"):
            rule_waivers.change(firm.ada, ended.ref, seen=firm.seen(ended), **wish)
    noted = rule_waivers.change(firm.ada, ended.ref, seen=firm.seen(ended), note="The keys were handed over.")
    assert noted.state == "withdrawn"


def test_what_ended_before_anybody_decided_may_be_taken_up_again(firm: Firm) -> None:
    wish = kinds.RuleWaiver(rule="AST001", records=("AST-1",), reason="Moving house.", compensation="A safe.")
    asked = request_waiver(firm.ada, wish)
    ended = rule_waivers.end(firm.ada, asked.ref, seen=firm.seen(asked), state="withdrawn", reason="Too early.")
    again = rule_waivers.change(firm.ada, ended.ref, seen=firm.seen(ended), state="requested", reason="Moving now.")
    assert (again.state, again.reason) == ("requested", "Moving now.")


def test_what_was_decided_once_is_neither_removed_nor_brought_back_as_a_draft(firm: Firm) -> None:
    scope = scopes.add(firm.ada, kinds.Scope(title="All of it", statement="Everything we do."))
    first = firm.seen(scope)
    approve_scope(firm.tilda, scope.ref, seen=first)
    later = scopes.add(firm.ada, kinds.Scope(title="More of it", statement="Everything, and the new site."))
    approve_scope(firm.tilda, later.ref, seen=firm.seen(later))
    assert firm.told(scope).state == "superseded"
    with pytest.raises(RefusedError, match="was in force"):
        scopes.remove(firm.ada, scope.ref, seen=firm.seen(scope), reason="Tidying up.")
    with pytest.raises(RefusedError, match="was in force"):
        scopes.restore(firm.ada, scope.ref, to=first)


def test_what_came_in_after_it_had_ended_stays_as_it_ended(firm: Firm) -> None:
    old = kinds.Scope(ref="SCOPE-9", title="Old", statement="Less.", state="superseded", approved_on=date(2024, 2, 1))
    write_many(firm.ada, [Change(kind=old.KIND, ref=old.ref, value=old)])
    with pytest.raises(RefusedError, match="stays as it ended"):
        scopes.change(firm.ada, old.ref, seen=firm.seen(old), statement="More.")


def test_an_acceptance_that_is_withdrawn_still_says_who_accepted(firm: Firm) -> None:
    risk = risks.add(firm.ada, kinds.Risk(title="Flood", owner="PER-3"))
    accepted = accept_risk(firm.cleo, risk.ref, seen=firm.seen(risk), until=NEXT_YEAR, reason="Insured.")
    with pytest.raises(RefusedError, match="not written by hand"):
        acceptances.change(firm.cleo, accepted.ref, seen=firm.seen(accepted), state="withdrawn", accepted_by="")


def test_an_acknowledgement_is_given_by_its_person_and_altered_by_nobody(
    firm: Firm, policy: kinds.DocumentVersion
) -> None:
    on_paper = acknowledgements.add(
        firm.ada, kinds.Acknowledgement(document=policy.document, person="PER-3", given_on=date(2026, 1, 5))
    )
    put_right = acknowledgements.change(firm.ada, on_paper.ref, seen=firm.seen(on_paper), given_on=date(2026, 1, 6))
    assert put_right.given_on == date(2026, 1, 6)
    given = acknowledge(firm.bob, policy.document, number=policy.number)
    with pytest.raises(RefusedError, match="not written for them"):
        acknowledgements.change(firm.ada, given.ref, seen=firm.seen(given), given_on=date(2025, 1, 6))
    with pytest.raises(RefusedError, match="not written for them"):
        acknowledgements.remove(firm.ada, given.ref, seen=firm.seen(given), reason="Not needed.")
