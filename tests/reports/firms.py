"""Organisations for the tests of reports: every state a row can be in, nothing at all, texts that try the layout."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.controls import Implementation
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import (
    Action,
    Asset,
    Commitment,
    ControlState,
    Document,
    EvidenceItem,
    FrozenRow,
    Obligation,
    Organization,
    OwnControl,
    Party,
    PartyRequirement,
    Person,
    Record,
    Risk,
    Role,
    Scope,
    SoaDeclared,
    SoaOverride,
    SoaVersion,
)
from plumbline.engine.domain.soa import frozen_rows
from plumbline.engine.standard.catalogue import standard

DAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NAMES = {"PER-1": "Ada Lindqvist", "PER-2": "Cleo Marten"}
KEYS = tuple(standard().controls)
RISKS = (
    "Ransomware encrypts the file shares",
    "Leaver keeps access to customer records",
    "Cloud region fails for a day",
    "Laptop with client drawings is stolen",
    "Flaw in an open-source component is exploited",
    "Supplier of payroll discloses salaries",
    "Unreviewed change stops the order service",
)
STATES: tuple[Implementation, ...] = (
    "implemented", "implemented", "implemented", "partly", "implemented", "planned", "none", "",
)  # fmt: skip
DONE = (
    "The register is kept by the operations team and reviewed in the first week of each quarter.",
    "Access is granted by the owner of the system, from a role, and removed on the last day.",
    "Set by a baseline that a script compares with every server at night; departures open a ticket.",
    "Agreed in writing before the work begins; the template holds the terms and the right to audit.",
)


def firm(*more: Record, without: frozenset[str] = frozenset()) -> Isms:
    """A firm of forty people whose statement has every kind of row; records of `without` are left out."""
    held = (*_ground(), *_risks(), *_duties(), *_states(), *_evidence(), *more)
    return assemble([each for each in held if each.ref not in without], on=DAY, as_of=DAY, head=4711)


def approved_firm() -> Isms:
    """The same firm after its statement was approved and one control moved on."""
    rows = tuple(_earlier(each) for each in frozen_rows(firm()))
    version = SoaVersion(
        ref="SOA-3", number="3", state="approved", approved_on=DAY - timedelta(days=40), approved_by=("ROLE-1",),
        scope="SCOPE-2", rows=rows,
    )  # fmt: skip
    return firm(version)


def empty_firm() -> Isms:
    """A firm that has recorded nothing but its name."""
    return assemble([Organization(ref="ORG-1", title="Beginner")], on=DAY)


def hard_firm() -> Isms:
    """A firm whose texts try the layout: a page of reasons, words without end, markup, formulas, other scripts."""
    long = "The control is needed because customers ask for it in every tender. " * 60
    url = "https://intranet.example/" + "a-very-long-path-without-any-space/" * 12
    return firm(
        SoaDeclared(ref="A.5.6", applicable="yes", justification=long, status="partly", description=long),
        SoaDeclared(ref="A.7.4", applicable="yes", justification="#strong[x] $a^2$ <label> @ref *b* _c_ // \\ `d`"),
        SoaDeclared(ref="A.7.5", applicable="yes", justification=url + "x" * 300, description="=HYPERLINK(1)"),
        SoaDeclared(ref="A.7.6", applicable="yes", justification="Пожар и вода; 火災と水; 🔥"),
    )


def _earlier(row: FrozenRow) -> FrozenRow:
    if row.key != "A.8.13":
        return row
    return FrozenRow(key=row.key, applicable="yes", status="planned", justification=row.justification, drivers=("R-3",))


def _ground() -> list[Record]:
    return [
        Organization(ref="ORG-1", title="Nordlicht Kartografie GmbH"),
        Scope(
            ref="SCOPE-2", number="2", state="in force", effective=DAY - timedelta(days=200),
            statement="Making, hosting and support of digital maps for public authorities, by the teams in Kiel and "
            "Aarhus, including the production platform and the offices at both places.",
            boundaries="Outside are the print shop in Flensburg and the shared car park.",
        ),
        Person(ref="PER-1", employment="employed"), Person(ref="PER-2", employment="employed"),
        Role(ref="ROLE-1", title="Managing director", role_kind="top management"),
        Role(ref="ROLE-2", title="Head of operations"),
        Document(ref="POL-3", title="Access control", document_kind="policy"),
        Commitment(ref="CMT-1", title="Restore tests every half year", document="POL-3", controls=("A.8.13",)),
        Asset(ref="AST-1", title="Order service", asset_kind="application", hosting="cloud", in_scope=True),
        OwnControl(
            ref="OC-1", title="Signed map releases", status="implemented", owner="ROLE-2", cadence="quarter",
            description="Every release of a map is signed, and the signature is checked before it goes live.",
        ),
    ]  # fmt: skip


def _risks() -> list[Record]:
    risks = [
        Risk(ref=f"R-{n}", title=title, controls=KEYS[n - 1 :: 8], planned_controls=KEYS[n + 4 :: 23][:2])
        for n, title in enumerate(RISKS, 1)
    ]
    actions = [
        Action(ref="ACT-1", title="Copies off site", action_kind="treat", answers=("R-3",), controls=("A.8.13",)),
        Action(ref="ACT-2", title="Standby region", action_kind="treat", answers=("R-3",), controls=("A.8.14",)),
        Action(ref="ACT-3", title="Tidy wiki", action_kind="improve", controls=("A.5.37",), answers=("R-3",)),
    ]
    return [*risks, *actions]


def _duties() -> list[Record]:
    return [
        Obligation(ref="OBL-1", title="Data protection act", obligation_kind="law", controls=("A.5.34", "A.5.31")),
        Party(ref="PTY-1", title="Land registry"),
        PartyRequirement(
            ref="REQ-1", title="Encryption of deliveries", party="PTY-1", binding="contract", controls=("A.8.24",)
        ),
        SoaOverride(
            ref="A.8.30", applicable="no", reason="Nothing is developed outside; contractors work in our own teams",
            decided_by="PER-1", decided_on=DAY - timedelta(days=90),
        ),
        SoaOverride(ref="A.5.23", applicable="no", reason="We use no cloud", decided_by="PER-2"),
        SoaDeclared(ref="A.7.8", applicable="no", justification="No equipment stands on our premises."),
        SoaDeclared(ref="A.5.4", applicable="yes", justification="Required", status="planned"),
    ]  # fmt: skip


def _states() -> list[Record]:
    return [
        ControlState(
            ref=key, status=STATES[n % len(STATES)], owner=("ROLE-2", "PER-2")[n % 2], description=DONE[n % len(DONE)],
            cadence="quarter" if n % 5 else "", documents=("POL-3",) if n % 4 == 0 else (),
        )
        for n, key in enumerate(KEYS) if n % 13 != 12
    ]  # fmt: skip


def _evidence() -> list[Record]:
    return [
        EvidenceItem(
            ref=f"EVD-{n}", title=f"Look at {key}", controls=(key,), result="holds",
            observed_on=DAY - timedelta(days=3 * n),
        )
        for n, key in enumerate(KEYS) if n % 3
    ]  # fmt: skip
