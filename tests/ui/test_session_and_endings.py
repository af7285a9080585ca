"""Who looks, and what the ending of a file asks for."""

from __future__ import annotations

from datetime import date

import pytest

from plumbline.apps.accounts.errors import NotAllowedError, RefusedError
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import format_for
from tests.stories import Firm, found_firm

FORMATS = ("text", "json", "junit", "pdf")


@pytest.mark.parametrize(
    ("output", "form"),
    [("-", "text"), ("report", "text"), ("report.txt", "text"), ("R.PDF", "pdf"), ("out.d/report.xml", "junit")],
)
def test_the_ending_says_the_format(output: str, form: str) -> None:
    assert format_for(output, FORMATS, {"xml": "junit"}) == form


def test_text_is_never_written_into_a_file_that_promises_something_else() -> None:
    with pytest.raises(RefusedError, match=r"as \.odt\. Choose one of \.json, \.junit, \.pdf, \.txt,"):
        format_for("soa.odt", FORMATS, {})


def test_dan_sees_nothing_and_is_told_whom_to_ask(firm: Firm) -> None:
    for look in (Session(email="dan@nordwind.example").isms, Session(email="dan@nordwind.example").refuse_strangers):
        with pytest.raises(RefusedError, match="no access"):
            look()


def test_cleo_reads_as_herself_and_the_only_administrator_without_saying_so(firm: Firm) -> None:
    day = date(2026, 11, 22)
    assert Session(email="cleo@nordwind.example").isms(on=day).organization.title == "Nordwind"
    assert Session().isms(on=day).organization.title == "Nordwind"


def test_an_organisation_that_is_not_here_is_met_with_those_that_are(firm: Firm) -> None:
    found_firm("Südwind", "suedwind.example")
    with pytest.raises(RefusedError, match="There is Nordwind, Südwind"):
        Session(organization_name="Ostwind").isms()
    with pytest.raises(RefusedError, match=r"2 organisations here .* --organization NAME"):
        Session().isms()


def test_access_that_was_taken_away_no_longer_opens_the_registers(firm: Firm) -> None:
    from plumbline.apps.records.access import revoke_access
    from plumbline.engine.domain.access import Membership

    isms = Session().isms()
    grant = next(each for each in isms.all(Membership) if each.person == firm.cleo.person)
    revoke_access(firm.ada, grant.ref, seen=firm.seen(grant), reason="left the team")
    with pytest.raises(NotAllowedError, match="may not read the registers"):
        Session(email="cleo@nordwind.example").isms()
