"""`plumbline approve-soa`: what is computed is frozen, kept and shown as approved, and comes out the same for ever."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

import pytest

from plumbline.apps.accounts.access_roles import AccessRole
from plumbline.apps.journal import blobs
from plumbline.apps.people.services import people
from plumbline.apps.records.access import grant_access
from plumbline.apps.records.reading import isms_at
from plumbline.apps.soa.freezing import statement_json
from plumbline.engine.domain import kinds
from tests.cli.place import typed_by
from tests.stories import Firm


def approved(firm: Firm, number: str = "1.0") -> kinds.SoaVersion:
    said = typed_by("tilda", "approve-soa", "--number", number)
    assert said.code == 0, said.err
    found = firm.told(kinds.SoaVersion(ref=said.err.partition(":")[0]))
    assert isinstance(found, kinds.SoaVersion)
    return found


def test_tilda_approves_and_the_statement_says_so(firm: Firm) -> None:
    typed_by("ada", "add", "scope", "statement=Everything in Bremen.", "number=1")
    assert typed_by("tilda", "approve", "SCOPE-1").code == 0
    assert "Draft, not approved" in typed_by("ada", "soa").out
    said = typed_by("tilda", "approve-soa", "--number", "1.0")
    assert "SOA-1: version 1.0 is approved by PER-4 (Tilda Storm)." in said.err
    assert "93 rows, scope SCOPE-1, computed at journal entry" in said.err
    shown = typed_by("ada", "soa", "--format", "json").json
    assert (shown["version"], shown["approved_by"], shown["scope_ref"]) == ("1.0", ["Tilda Storm"], "SCOPE-1")
    assert shown["changed_since"] == []
    assert firm.last_entry() == ("PER-4", "soa:approve", ("SOA-1",))
    typed_by("ada", "add", "own_control", "title=Watchman at the gate")
    assert typed_by("ada", "soa", "--format", "json").json["changed_since"] != []


def test_the_kept_json_is_computed_again_to_the_byte_and_names_nobody(firm: Firm) -> None:
    version = approved(firm)
    kept = blobs.place(version.json_sha256).read_bytes()
    assert b"Tilda" not in kept
    typed_by("ada", "add", "own_control", "title=Watchman at the gate")
    assert version.computed_at is not None
    assert version.approved_on is not None
    then = isms_at(firm.id, version.computed_at, on=version.approved_on)
    made_at = datetime.fromisoformat(json.loads(kept)["made_at"])
    assert statement_json(then, version, made_at=made_at) == kept
    assert json.loads(kept)["standing"] == f"Version 1.0, approved on {version.approved_on}"


def test_what_was_kept_is_handed_out_and_only_unaltered(firm: Firm) -> None:
    refused = typed_by("ada", "soa", "--approved", "--format", "pdf")
    assert (refused.code, "No version was approved" in refused.err) == (2, True)
    version = approved(firm)
    pdf = typed_by("ada", "soa", "--approved", "--format", "pdf").raw
    assert pdf.startswith(b"%PDF")
    assert hashlib.sha256(pdf).hexdigest() == version.pdf_sha256
    assert typed_by("ada", "soa", "--approved", "--format", "json").json["version"] == "1.0"
    assert "kept as PDF and as JSON" in typed_by("ada", "soa", "--approved").err
    blobs.place(version.pdf_sha256).write_bytes(pdf + b" ")
    assert "was altered" in typed_by("ada", "soa", "--approved", "--format", "pdf").err
    found = typed_by("ada", "log", "verify")
    assert (found.code, "SOA-1" in found.out) == (1, True)


def test_the_same_version_is_not_approved_twice_and_the_next_supersedes_it(firm: Firm) -> None:
    day = approved(firm).approved_on
    again = typed_by("tilda", "approve-soa", "--number", "1.0")
    assert again.code == 2
    assert again.err == f"There is a version 1.0 already: SOA-1, approved on {day}. Take the next number.\n"
    approved(firm, "2.0")
    first = firm.told(kinds.SoaVersion(ref="SOA-1"))
    assert isinstance(first, kinds.SoaVersion)
    assert (first.state, len(first.rows)) == ("superseded", 93)
    assert typed_by("ada", "soa", "--format", "json").json["version"] == "2.0"


def test_a_draft_is_approved_by_somebody_who_did_not_write_it(firm: Firm) -> None:
    typed_by("ada", "add", "soa_version", "number=1.0")
    typed_by("ada", "add", "soa_version", "number=1.1")
    refused = typed_by("ada", "approve-soa", "--number", "1.0")
    assert (refused.code, "soa:approve" in refused.err) == (2, True)
    assert approved(firm).ref == "SOA-1"
    assert "approve-soa --number 1.1" in typed_by("tilda", "approve", "SOA-2").err


def test_who_may_write_the_statement_needs_a_draft_by_somebody_else(firm: Firm) -> None:
    grant_access(firm.ada, "PER-4", AccessRole.ISMS_MANAGER)
    refused = typed_by("tilda", "approve-soa", "--number", "1.0", "--compensation", "None")
    assert (refused.code, "You prepared this" in refused.err) == (2, True)
    assert firm.last_entry()[1] == "access:denied"
    typed_by("ada", "add", "soa_version", "number=1.0")
    assert approved(firm).approved_by == ("PER-4",)


def test_a_firm_of_two_says_what_it_relies_on_instead(firm: Firm) -> None:
    grant_access(firm.ada, "PER-4", AccessRole.ISMS_MANAGER)
    for ref in ("PER-2", "PER-3", "PER-5"):
        person = kinds.Person(ref=ref)
        people.change(firm.ada, ref, seen=firm.seen(person), state="left")
    words = ("approve-soa", "--number", "1.0", "--format", "json")
    assert typed_by("tilda", *words).code == 2
    made = typed_by("tilda", *words, "--compensation", "A consultant reads along.").json
    assert (made["ref"], "A consultant reads along" in made["note"]) == ("SOA-1", True)


@pytest.mark.parametrize("who", ["bob", "cleo"])
def test_bob_and_cleo_approve_no_statement(firm: Firm, who: str) -> None:
    refused = typed_by(who, "approve-soa", "--number", "1.0")
    assert (refused.code, "top management" in refused.err) == (2, True)
    assert "SOA-1" not in typed_by("ada", "register", "soa_version").out
