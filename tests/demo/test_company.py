"""The imaginary company hangs together: as a set of records, on any day, before any rule has spoken."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from plumbline.demo import company
from plumbline.engine.domain.drivers import drivers_of
from plumbline.engine.domain.kinds import (
    KINDS,
    Document,
    Person,
    Record,
    Shape,
    SoaDeclared,
    SoaVersion,
    Visit,
    fields_of,
)
from plumbline.engine.domain.soa import frozen_rows
from plumbline.engine.domain.validity import problems
from plumbline.engine.domain.workforce import works_here
from plumbline.engine.standard.catalogue import standard

DAY = date(2026, 11, 22)
RECORDS = company.clean(DAY)
ISMS = company.as_isms(RECORDS, DAY)
NAMED = re.compile(r"\b(?:R|OBL|REQ|CMT|ACT|EXC)-\d+\b")
FAMOUS = re.compile(
    r"\b(Microsoft|Google|Amazon|AWS|Azure|Apple|Oracle|SAP|Salesforce|Cisco|Atlassian|Slack|Zoom|Personio|Splunk|"
    r"GitHub|GitLab|Okta|Cloudflare|Dropbox|Stripe|PayPal|Siemens|Bosch|Vodafone|Deloitte|KPMG|Accenture|IBM|Intel)\b",
    re.IGNORECASE,
)
DONE = frozenset(
    {"approved_on", "acknowledged_on", "assigned_on", "accepted_on", "assessed_on", "closed_on", "collected_on"}
    | {"completed_on", "done_on", "given_on", "measured_on", "observed_on", "raised_on", "reviewed_on", "signed_on"}
    | {"started_on", "effect_judged_on"}
)


def texts() -> Iterator[tuple[Record, str, str]]:
    """Every text of every record, with its field."""
    for each in RECORDS:
        for field in fields_of(type(each)):
            held = getattr(each, field.name)
            if field.shape in (Shape.TEXT, Shape.LONG_TEXT) and held:
                yield each, field.name, held


def references() -> Iterator[tuple[str, str, str]]:
    """Every reference, with the record and the field that hold it."""
    for each in RECORDS:
        for field in fields_of(type(each)):
            if field.is_reference:
                held = getattr(each, field.name)
                several = (held,) if isinstance(held, str) else held
                yield from ((each.ref, field.name, words) for words in several if words)


def test_every_kind_of_record_has_several_and_there_is_one_organisation() -> None:
    counts = Counter(each.KIND for each in RECORDS)

    assert counts.pop("organization") == 1
    untold = {"organization", "log_fork"}  # a journal goes on under a new name only after a restore
    assert {kind: counts[kind] for kind in KINDS if counts[kind] < 2 and kind not in untold} == {}


def test_every_field_holds_what_its_kind_declares() -> None:
    assert {each.ref: found for each in RECORDS if (found := problems(each))} == {}


def test_references_are_given_once() -> None:
    counts = Counter((each.KIND, each.ref) for each in RECORDS)

    assert [key for key, count in counts.items() if count > 1] == []


def test_every_reference_names_a_record_or_a_key_of_the_standard() -> None:
    known = standard()
    keys = {*known.controls, *known.clauses, *known.requirements, *known.articles}
    broken = [each for each in references() if ISMS.find(each[2]) is None and each[2] not in keys]

    assert broken == []


def test_records_named_inside_a_text_exist() -> None:
    inside = [(each.ref, name) for each, _, text in texts() for name in NAMED.findall(text)]

    assert len(inside) > 200
    assert [(ref, name) for ref, name in inside if ISMS.find(name) is None] == []


def test_about_forty_people_work_there_and_each_has_a_name_outside_the_records() -> None:
    people = ISMS.all(Person)
    names = company.names()

    assert ISMS.organization.headcount == sum(works_here(ISMS, each) for each in people)
    assert 38 <= (ISMS.organization.headcount or 0) <= 45
    assert {each.people_in_scope for each in ISMS.all(Visit)} == {ISMS.organization.headcount}
    assert {each.ref for each in people} == set(names)
    assert all(each.email.endswith(".example") for each in names.values())
    written = " ".join(text for _, _, text in texts())
    assert [each.name for each in names.values() if each.name in written] == []


def test_nothing_done_lies_in_the_future() -> None:
    future = [
        (each.ref, name, day) for each in RECORDS for name in DONE if (day := getattr(each, name, None)) and day > DAY
    ]

    assert future == []


def test_no_date_stands_inside_a_text() -> None:
    dates = re.compile(r"\b(?:19|20)\d\d-\d\d\b|\b(?:19|20)\d\d\b")

    assert [(each.ref, name, text) for each, name, text in texts() if name != "period" and dates.search(text)] == []


def test_no_real_company_is_named() -> None:
    assert [(each.ref, text) for each, _, text in texts() if FAMOUS.search(text)] == []


def test_no_longer_text_is_written_twice_in_one_register() -> None:
    counts = Counter((each.KIND, text) for each, name, text in texts() if len(text) > 60 and name != "title")

    assert [key for key, count in counts.items() if count > 1] == []


def test_all_93_controls_are_declared_and_run_and_the_approved_statement_says_the_same() -> None:
    declared = {each.ref: each for each in ISMS.all(SoaDeclared)}
    version = next(each for each in ISMS.all(SoaVersion) if each.state == "approved")

    assert len(standard().controls) == 93
    assert set(standard().controls) <= set(declared)
    assert version.rows == frozen_rows(ISMS)
    frozen = {each.key: (each.applicable, each.status) for each in version.rows}
    assert frozen == {each.ref: (each.applicable, each.status) for each in declared.values()}


def test_each_justification_names_only_records_that_ask_for_that_control() -> None:
    for row in ISMS.all(SoaDeclared):
        asking = {each.ref for each in drivers_of(ISMS, row.ref)}
        named = {name for name in NAMED.findall(row.justification) if not name.startswith(("ACT", "EXC"))}
        assert named <= asking, row.ref
        assert named or row.applicable == "no" or row.ref == "A.5.6", row.ref


def test_the_documents_that_the_standard_asks_for_are_in_force() -> None:
    served = {key for each in ISMS.live(Document) for key in each.serves}
    asked = {each.key for each in standard().documented_information if each.status in ("mandatory",)}

    assert asked - served == set()


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2027, 1, 1), date(2030, 12, 31)])
def test_the_company_is_the_same_on_every_day_it_is_told_on(day: date) -> None:
    assert company.clean(day) == company.clean(day)
    assert [(each.KIND, each.ref) for each in company.clean(day)] == [(each.KIND, each.ref) for each in RECORDS]


def test_a_day_later_every_told_day_is_a_day_later() -> None:
    today, tomorrow = (company.as_isms(company.clean(day), DAY) for day in (DAY, DAY + timedelta(days=1)))

    assert [later.started for later in tomorrow.all(Person)] == [
        each.started + timedelta(days=1) for each in today.all(Person) if each.started
    ]
