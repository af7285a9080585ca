"""Adding, changing and granting from the command line; and the proof of one record."""

from __future__ import annotations

import json

import pytest
from click import Command
from click.testing import CliRunner, Result

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.selectors import actor_for
from plumbline.apps.administration.access_commands import grant
from plumbline.apps.administration.log_commands import log
from plumbline.apps.administration.record_commands import add, change, show
from plumbline.apps.ui.session import Session
from tests.stories import Firm


def ask(command: Command, *words: str, who: str = "ada") -> Result:
    return CliRunner().invoke(command, words, obj=Session(email=f"{who}@nordwind.example"))


def test_a_record_is_added_changed_and_shown_with_what_names_it(firm: Firm) -> None:
    assert ask(add, "issue", "title=New market", "side=external").stderr == "CTX-1 is on record.\n"
    assert ask(change, "CTX-1", "note=Told by sales").stderr == "CTX-1 is changed: Note – → Told by sales.\n"
    assert ask(change, "CTX-1", "note=Told by sales").stderr == "CTX-1 reads so already.\n"
    assert "Note: Told by sales" in ask(show, "CTX-1").stdout


def test_a_field_that_does_not_exist_is_named_with_those_that_do(firm: Firm) -> None:
    refused = ask(add, "issue", "colour=red")
    assert isinstance(refused.exception, RefusedError)
    assert "colour" in str(refused.exception)


def test_a_field_is_known_by_its_label_too_and_a_slip_is_told_what_was_meant(firm: Firm) -> None:
    ask(add, "supplier", "title=Curlew Mobile")
    assert "2027-03-01" in ask(change, "SUP-1", "Next review=2027-03-01").stderr
    refused = ask(change, "SUP-1", "critcality=high")
    assert "Perhaps you mean criticality." in str(refused.exception)


def test_a_record_is_shown_with_the_titles_of_what_it_refers_to(firm: Firm) -> None:
    ask(add, "role", "title=Head of purchasing")
    ask(add, "supplier", "title=Curlew Mobile", "owner=ROLE-1")
    assert "Owner: ROLE-1 (Head of purchasing)" in ask(show, "SUP-1").stdout


def test_a_reference_to_nothing_is_said_when_it_is_written(firm: Firm) -> None:
    ask(add, "supplier", "title=Curlew Mobile")
    assert "“ROLE-99” under “Owner” names no record yet." in ask(change, "SUP-1", "owner=ROLE-99").stderr
    assert "names no record" not in ask(change, "SUP-1", "owner=PER-1").stderr
    assert "names no record" not in ask(add, "document", "title=Audit rule", "serves=9.2; A.5.35").stderr
    assert "a semicolon between them" in ask(add, "document", "title=Review rule", "serves=9.3, A.5.36").stderr


def test_ada_lets_somebody_new_decide_as_top_management(firm: Firm) -> None:
    made = json.loads(
        ask(
            grant, "top management", "--name", "Vera Lund", "--email", "vera@nordwind.example", "--format", "json"
        ).stdout
    )
    assert made["access_role"] == "top management"
    vera = actor_for(firm.id, "vera@nordwind.example")
    assert (vera.person, set(vera.access_roles)) == (made["person"], {"top management"})


def test_somebody_on_record_is_found_by_name(firm: Firm) -> None:
    ask(grant, "reader", "--person", "dan vogel")
    assert firm.last_entry()[:2] == (firm.ada.person, "access:grant")


@pytest.mark.parametrize("words", [("reader",), ("reader", "--person", "PER-1", "--name", "Ada")])
def test_who_is_meant_is_said_once(firm: Firm, words: tuple[str, ...]) -> None:
    assert "Say who" in ask(grant, *words).stderr


def test_a_name_that_nobody_bears_grants_nothing(firm: Firm) -> None:
    refused = ask(grant, "reader", "--person", "Mallory")
    assert "nobody called “Mallory”" in str(refused.exception)


def test_a_proof_shows_the_header_in_short_and_gives_it_whole_as_json(firm: Firm) -> None:
    ask(add, "issue", "title=New market")
    told = ask(log, "proof", "CTX-1")
    whole = json.loads(ask(log, "proof", "CTX-1", "--format", "json").stdout)
    assert "issue CTX-1" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 100
    assert json.loads(whole["header"])["action"] == "context:write"


def test_a_key_that_several_kinds_share_asks_which_is_meant(firm: Firm) -> None:
    ask(add, "control_state", "ref=A.5.9")
    ask(add, "soa_override", "ref=A.5.9", "reason=Contract")
    refused = ask(log, "proof", "A.5.9")
    assert isinstance(refused.exception, RefusedError)
    assert "--kind" in str(refused.exception)


def test_what_was_added_or_changed_is_given_as_json_to_programs(firm: Firm) -> None:
    made = json.loads(ask(add, "issue", "title=Rivals merge", "side=external", "--format", "json").stdout)
    assert (made["kind"], made["title"], made["side"]) == ("issue", "Rivals merge", "external")
    changed = json.loads(ask(change, made["ref"], "side=internal", "--format", "json").stdout)
    assert (changed["ref"], changed["side"]) == (made["ref"], "internal")
