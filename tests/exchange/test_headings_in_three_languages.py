"""A register of every kind may be headed in German or French: each column finds the field it means."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from plumbline.engine.domain.kinds import KINDS, fields_of
from plumbline.exchange.registry import registers

OF_THE_MACHINE = {
    "extra",
    "unread",
    "blob",
    "form",
    "rows",
    "computed_at",
    "frozen_at",
    "head",
    "json_sha256",
    "pdf_sha256",
    "affects",
}
"""What no person heads a column with: it is computed, or made of other columns."""
OF_PLUMBLINE = OF_THE_MACHINE | {
    *("also", "approval_rules", "audience_breadth", "agreement", "agreement_kind", "activity_live", "agreed"),
    *("answer_due", "approver_named", "assessed_as_cloud", "cells", "claimed_only", "combined", "communicated_in"),
    *("considered_kept", "derivation", "derivation_subject", "duties_confirmed_on", "exploited_due", "held_outside"),
    *("impacts", "is_register", "keeps_cia", "kept_here", "no_opportunity_on", "nothing_external_on"),
    *("purpose_changes", "scenario_key", "scored_apart_reason", "whole_rule", "withheld_from_parties"),
    *("obligation_kind", "state", "target_value"),
}
"""Fields that only a rule of Plumbline asks for, or whose usual words mean another column of that register."""


@pytest.mark.parametrize(
    ("register", "headings"),
    [
        ("climate", {"Pertinent": "relevant", "Entschieden von": "decided_by", "Décidé le": "decided_on"}),
        ("scopes", {"Geltungsbereich": "statement", "Grenzen": "boundaries", "Énoncé du périmètre": "statement"}),
        ("interfaces", {"Innerhalb": "inside", "Externe": "outside", "Sécurisé par": "secured_by"}),
        ("evidence", {"Erhoben am": "collected_on", "Zeitraum von": "covers_from", "Période au": "covers_to"}),
        ("events", {"Gemeldet von": "reported_by", "Bemerkt um": "seen_at", "Décidé à": "decided_at"}),
        ("notifications", {"Empfänger": "recipient", "Notifié le": "sent_at", "Motif du retard": "delay_reason"}),
        ("readings", {"Messwert": "value", "Gemessen am": "measured_on", "Période": "period"}),
        ("assessments", {"Eintrittswahrscheinlichkeit": "likelihood", "Bewertet am": "assessed_on"}),
        ("acceptances", {"Akzeptiert von": "accepted_by", "Date d'acceptation": "accepted_on"}),
        ("supplier_agreements", {"Vertragsbeginn": "starts", "Fin du contrat": "ends", "AVV": "is_data_agreement"}),
        ("supplier_reviews", {"Ergebnis": "result", "Résultat": "result"}),
        ("agreements_signed", {"Unterzeichnet am": "signed_on", "Signé le": "signed_on"}),
        ("soa_overrides", {"Anwendbar": "applicable", "Décidé par": "decided_by"}),
        ("improvements", {"Vorgeschlagen von": "raised_by", "Décision": "decision"}),
        ("organization", {"Rechtsform": "legal_form", "Effectif": "headcount", "Zeitzone": "time_zone"}),
        ("criteria", {"Akzeptanzschwelle": "accept_up_to", "Seuil d'acceptation": "accept_up_to"}),
    ],
)
def test_german_and_french_headings_name_the_fields_of_the_kind(register: str, headings: dict[str, str]) -> None:
    found = {each: registers()[register].target(each) for each in headings}
    assert found == headings


@pytest.mark.parametrize("name", sorted(registers()))
def test_no_field_that_people_keep_is_left_with_our_own_label_only(name: str) -> None:
    register = registers()[name]
    reached = list(register.headings.values())
    ours = {f"{part}.{each.name}" for part in register.parts for each in fields_of(KINDS[register.parts[part].kind])}
    bare = [
        each.name
        for each in fields_of(register.record)
        if each.name not in OF_PLUMBLINE
        and each.name in reached
        and len({words for words, to in register.headings.items() if to == each.name and not words.startswith("*")}) < 3
        and each.name not in {target.rpartition(".")[2] for target in ours}
    ]
    assert not bare


def test_the_shared_headings_name_fields_that_some_kind_has() -> None:
    folder = resources.files("plumbline.exchange").joinpath("registers", "headings.toml")
    stated = set(tomllib.loads(folder.read_text(encoding="utf-8")))
    assert stated <= {each.name for kind in KINDS.values() for each in fields_of(kind)}


@pytest.mark.parametrize(
    ("register", "heading"),
    [
        ("evidence", "Nachweis-Nr"),
        ("actions", "Maßnahmen-ID"),
        ("events", "N° événement"),
        ("people", "Personalnummer"),
        ("supplier_agreements", "N° contrat"),
        ("statement of applicability", "ISO 27001:2013 control"),
    ],
)
def test_the_number_a_register_gives_its_rows_is_their_reference(register: str, heading: str) -> None:
    assert registers()[register].target(heading) == "ref"
