"""Asking only the rules whose records changed gives the report that asking all of them gives."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.demo.company import as_isms, clean, with_change, with_faults
from plumbline.engine.domain import kinds
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms, Life
from plumbline.engine.domain.kinds import Field, Record, Shape, fields_of
from plumbline.engine.rules.changing import Known, changed
from plumbline.engine.rules.rejudging import Judgement, judge, judge_again
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.rules.runner import audit
from plumbline.engine.rules.tracing import Traced
from tests.rules.test_mutants import DAY, mutants


@cache
def sound() -> Isms:
    """The sound company."""
    return as_isms(clean(DAY), DAY)


@cache
def faulty() -> Isms:
    """The company with its faults planted."""
    return as_isms(with_faults(DAY), DAY)


@cache
def judged_sound() -> Judgement:
    """What the rules say of the sound company."""
    return judge(sound())


def later(before: Isms, records: list[Record], lives: dict[tuple[str, str], Life]) -> tuple[Isms, set[str]]:
    """The system these records make, one entry later, and the kinds that were written; what is alike is the same."""
    known = {(each.KIND, each.ref): each for held in before.records.values() for each in held}
    same = [old if (old := known.get((each.KIND, each.ref))) == each else each for each in records]
    now = assemble(same, on=before.on, head=before.head + 1, lives=lives)
    written = {
        kind
        for kind in {*before.records, *now.records}
        if [*map(id, before.records.get(kind, ()))] != [*map(id, now.records.get(kind, ()))]
    }
    return now, written | {key[0] for key in {*lives, *before.lives} if lives.get(key) != before.lives.get(key)}


def test_the_first_judgement_is_the_audit() -> None:
    assert judged_sound().report == audit(sound())
    assert judge(faulty()).report == audit(faulty())


CODES = [each.code for each in all_rules()]
SHARE = 1 if os.environ.get("PLUMBLINE_NIGHTLY") == "1" else 4  # a push tries every fourth rule, the night all of them


@pytest.mark.parametrize("code", CODES[::SHARE])
def test_the_rule_of_every_mutant_is_asked_again(code: str) -> None:
    mutant = as_isms(with_change(DAY, mutants()[code]), DAY)
    now, written = later(sound(), [each for held in mutant.records.values() for each in held], dict(mutant.lives))
    now = dataclasses.replace(now, on=mutant.on)
    again = judge_again(now, judged_sound(), written)
    assert again.report == audit(now)
    assert code in again.asked


def test_what_nobody_reads_asks_few_rules() -> None:
    records = [each for held in sound().records.values() for each in held]
    reading = next(each for each in records if each.KIND == "reading")
    records[records.index(reading)] = dataclasses.replace(reading, note="Read twice.")
    now, written = later(sound(), records, dict(sound().lives))
    again = judge_again(now, judged_sound(), written)
    assert again.report == audit(now)
    assert written == {"reading"}
    assert len(again.asked) < len(all_rules()) / 2
    assert judge_again(now, again, ()).asked == ()


def test_another_day_asks_every_rule() -> None:
    tomorrow = dataclasses.replace(sound(), on=DAY + timedelta(days=40), _memo={})
    again = judge_again(tomorrow, judged_sound(), ())
    assert again.report == audit(tomorrow)
    assert len(again.asked) == len(all_rules())


# --- names ------------------------------------------------------------------------------------------------------------

NAMES = ("R-1", "R-2", "r-1", "ROLE-1", "CIO", "cio", "Server", "server ", "AST-1")
CALLED = st.lists(
    st.tuples(
        st.sampled_from([kinds.Risk, kinds.Role, kinds.Asset]),
        st.integers(1, 2),
        st.sampled_from(["", "CIO", "Server", "R-1"]),
        st.lists(st.sampled_from(["CIO", "cio", "Server", "r-1", "R-2"]), max_size=2, unique=True),
    ),
    max_size=5,
)


def called(rows: list[tuple[type[Record], int, str, list[str]]]) -> list[Record]:
    """Records of these kinds, numbers, titles and aliases."""
    made = [kind(ref=f"{kind.PREFIX}-{number}", title=title, aliases=tuple(also)) for kind, number, title, also in rows]
    return list({(each.KIND, each.ref): each for each in made}.values())


Lookup = Callable[[Isms], object]


def lookups(words: str) -> Iterator[Lookup]:
    """The ways in which rules look a name up."""
    yield lambda isms: isms.find(words)
    yield lambda isms: isms.resolve(words)
    yield lambda isms: isms.resolve(words, kinds.Role)
    yield lambda isms: isms._pointed(words)


@settings(max_examples=400)
@given(before=CALLED, after=CALLED)
def test_whoever_asked_for_a_name_is_asked_again_when_it_leads_elsewhere(
    before: list[tuple[type[Record], int, str, list[str]]], after: list[tuple[type[Record], int, str, list[str]]]
) -> None:
    was = assemble(called(before), on=DAY)
    now, written = later(was, called(after), {})
    traced = Traced.of(was)
    read: dict[Lookup, int] = {}
    for lookup in (each for words in NAMES for each in lookups(words)):
        with traced.noting() as marks:
            lookup(traced)
        read[lookup] = marks()
    new = changed(now, Known.of(was, traced.notes), written)
    for lookup, noted in read.items():
        found, found_now = lookup(was), lookup(now)
        if found is not found_now and found != found_now:
            assert noted & new


# --- random changes ---------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["R-1", "PER-1", "ROLE-1", "A.5.9", "AST-1", "AST-2", "nobody", "", "CIO", "cio", "OC-1"])


@settings(max_examples=12)
@given(data=st.data())
def test_any_run_of_changes_is_judged_as_if_judged_whole(data: st.DataObject) -> None:
    isms, judgement = faulty(), judge(faulty())
    for _ in range(data.draw(st.integers(1, 3))):
        records = [each for held in isms.records.values() for each in held]
        lives = dict(isms.lives)
        for _ in range(data.draw(st.integers(1, 3))):
            chosen = data.draw(st.sampled_from(records))
            at = records.index(chosen)
            lives[chosen.KIND, chosen.ref] = Life(date(2025, 1, 1), DAY)
            verb = data.draw(st.sampled_from(["change", "change", "change", "drop", "copy"]))
            if verb == "drop" and chosen.KIND != "organization":
                del records[at]
            elif verb == "copy" and chosen.PREFIX and chosen.KIND != "organization":
                taken = {each.ref for each in records}
                ref = next(f"{chosen.PREFIX}-{n}" for n in range(1, 9999) if f"{chosen.PREFIX}-{n}" not in taken)
                records.append(dataclasses.replace(chosen, ref=ref))
            else:
                records[at] = altered(chosen, data)
        isms, written = later(isms, records, lives)
        judgement = judge_again(isms, judgement, written)
        assert judgement.report == audit(dataclasses.replace(isms, _memo={}))


def altered(record: Record, data: st.DataObject) -> Record:
    """A record with one field that says something else."""
    field = data.draw(st.sampled_from([each for each in fields_of(type(record)) if each.name not in ("ref", "extra")]))
    return dataclasses.replace(record, **{field.name: said(field, getattr(record, field.name), data)})


def said(field: Field, before: Any, data: st.DataObject) -> Any:
    """Something else for a field to say; parts stay."""
    match field.shape:
        case Shape.DAY:
            return data.draw(st.sampled_from([None, DAY, date(2024, 1, 1)]))
        case Shape.CHOICE:
            return data.draw(st.sampled_from(field.choices))
        case Shape.FLAG:
            return data.draw(st.sampled_from([None, True, False]))
        case Shape.TEXT | Shape.REF | Shape.LONG_TEXT:
            return data.draw(WORDS)
        case Shape.TEXTS | Shape.REFS:
            return tuple(each for each in data.draw(st.lists(WORDS, max_size=2, unique=True)) if each)
    return before
