"""The audits of the demonstration bear out what they claim: samples drawn again, coverage and distance shown."""

from datetime import date

import pytest

from plumbline.demo.company import as_isms, clean, files
from plumbline.engine.domain.audit_coverage import matrix
from plumbline.engine.domain.audit_proposal import proposal
from plumbline.engine.domain.impartiality import examinations, of_audit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Audit, Population, Sample
from plumbline.engine.evidence.on_record import concluded, concluded_by_stratum, from_canonical, stands

DAY = date(2026, 3, 31)
ROWS = {made.digest: made for made in map(from_canonical, files())}


@pytest.fixture(scope="module")
def isms() -> Isms:
    return as_isms(clean(DAY), DAY)


def test_every_population_is_frozen_with_its_rows(isms: Isms) -> None:
    assert {each.digest for each in isms.all(Population)} == set(ROWS)
    for each in isms.all(Population):
        assert each.rows is not None
        assert (each.size, each.rows.sha256) == (ROWS[each.digest].size, each.digest)
        assert each.rows.size == len(ROWS[each.digest].canonical)


def test_every_sample_is_what_its_seed_draws_and_says_what_it_allows(isms: Isms) -> None:
    assert isms.all(Sample)
    for each in isms.all(Sample):
        population = isms.at(Population, each.population)
        assert population is not None
        rows = ROWS[population.digest]
        assert stands(each, rows)
        assert concluded(each, rows).says == each.conclusion
        assert concluded(each, rows).exceptions == each.exceptions


def test_the_exceptions_are_all_in_one_system(isms: Isms) -> None:
    sample = isms.at(Sample, "SMP-1")
    assert sample is not None
    rows = next(each for each in ROWS.values() if len(each.strata) > 1)
    found = {taken.stratum: each.exceptions for taken, each in concluded_by_stratum(sample, rows)}
    assert found == {"Code forge": 2, "Field planner": 0, "Office suite": 0, "Weirwatch": 0}


def test_the_programme_reaches_everything_and_says_what_it_leaves_out(isms: Isms) -> None:
    table = matrix(isms)
    assert table.gaps == ()
    assert [each.item.key for each in table.rows if each.state == "left out"] == ["SITE-4"]
    assert {each.state for each in table.rows} == {"held", "planned", "left out"}


def test_the_next_audit_begins_with_what_the_risks_lean_on(isms: Isms) -> None:
    first, second = proposal(isms)
    assert (first.audit and first.audit.ref, second.audit and second.audit.ref) == ("AUD-4", "AUD-5")
    heaviest = first.items[0]
    assert "risk_not_accepted" in {each.weight for each in heaviest.reasons}
    assert heaviest.points >= second.items[0].points
    assert all(each.reasons for each in first.items)


def test_whoever_examines_is_free_or_something_makes_up_for_it(isms: Isms) -> None:
    autumn, next_year = isms.at(Audit, "AUD-2"), isms.at(Audit, "AUD-5")
    assert autumn is not None
    assert next_year is not None
    assert ("PER-40", "9.2") in {(auditor.ref, item) for auditor, item in examinations(isms, autumn)}
    assert of_audit(isms, autumn) == ()
    assert {(each.auditor.ref, each.item) for each in of_audit(isms, next_year)} == {("PER-42", "9.2")}
