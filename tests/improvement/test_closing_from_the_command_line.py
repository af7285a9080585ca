"""`plumbline close`: whether it worked is judged by somebody who never owned it."""

from __future__ import annotations

from tests.cli.place import typed_by
from tests.stories import Firm

ANSWERED = (
    "correction=The mail was called back.",
    "consequences=None: nobody had read it.",
    "cause=Two lists have one name.",
    "extent=Nothing found.",
    "no_action_reason=One of the two lists is gone.",
    "isms_change=none needed",
)
WORDS = ("close", "NC-1", "--reason", "No such mail in three months.")


def test_bob_judges_and_what_did_not_work_stays_open(firm: Firm) -> None:
    typed_by("ada", "add", "nonconformity", "title=Mail to the wrong list", "owner=PER-1", *ANSWERED)
    poor = typed_by("bob", *WORDS, "--effect", "not effective")
    assert poor.err == "NC-1: what was done is judged not effective by PER-2 (Bob Keller). It stays open.\n"
    good = typed_by("bob", *WORDS, "--effect", "effective")
    assert good.err == "NC-1: what was done is judged effective by PER-2 (Bob Keller). It is closed.\n"
    assert firm.last_entry() == ("PER-2", "improvement:close", ("NC-1",))
    again = typed_by("bob", *WORDS, "--effect", "effective")
    assert (again.code, "There is nothing to judge" in again.err) == (2, True)


def test_whoever_owned_it_is_refused_in_a_sentence(firm: Firm) -> None:
    typed_by("ada", "add", "nonconformity", "title=Mail to the wrong list", "owner=PER-2", *ANSWERED)
    typed_by("ada", "change", "NC-1", "owner=PER-1")
    refused = typed_by("bob", *WORDS, "--effect", "effective")
    assert refused.code == 2
    assert refused.err == "You prepared this, so you may not judge its effect. Ask somebody else to.\n"
    assert typed_by("cleo", *WORDS, "--effect", "effective").code == 2
    made = typed_by("tilda", *WORDS, "--effect", "effective", "--format", "json").json
    assert (made["state"], made["effect_judged_by"]) == ("closed", "PER-4")


def test_a_judgement_is_one_of_two_words_and_rests_on_something(firm: Firm) -> None:
    typed_by("ada", "add", "nonconformity", "title=Mail to the wrong list")
    assert typed_by("bob", *WORDS, "--effect", "maybe").code == 2
    empty = typed_by("bob", "close", "NC-1", "--reason", " ", "--effect", "effective")
    assert (empty.code, "rests on nothing" in empty.err) == (2, True)


def test_what_nobody_answered_yet_is_refused_step_by_step(firm: Firm) -> None:
    typed_by("ada", "add", "nonconformity", "title=Mail to the wrong list", "owner=PER-1", *ANSWERED[:2])
    refused = typed_by("bob", *WORDS, "--effect", "effective")
    assert refused.code == 2
    assert refused.err == (
        "The judgement of NC-1 cannot be written. Why: no cause found yet. Where else: not searched yet. "
        "So that it stays away: no action planned. Finish these steps of NC-1, then have its effect judged.\n"
    )
