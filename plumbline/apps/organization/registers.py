"""The registers of the organisation: who it is, its surroundings, its border, its duties, its roles."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.due import next_due
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, Obligation, Record, Role


def holders(isms: Isms, record: Record) -> str:
    """Who holds a role today, by reference."""
    held = isms.holders(record) if isinstance(record, Role) else ()
    return ", ".join(each.ref for each in held) or "nobody"


def next_look(isms: Isms, record: Record) -> str:
    """By when somebody reads an obligation again: its own date, else what was promised."""
    if not isinstance(record, Obligation):
        return ""
    due = next_due(isms, record.next_review, record.reviewed_on, "", "record_review", Obligation.KIND)
    if due is None:
        return "nobody said"
    return f"{due.day}, overdue" if due.day < isms.on else str(due.day)


def met_by(isms: Isms, record: Record) -> str:
    """How many controls and other records are named that meet an obligation, and the work that is still open."""
    if not isinstance(record, Obligation):
        return ""
    named = len(record.controls) + len(record.fulfilled_by)
    work = sum(each.live for each in isms.of_parent(Action, "answers", record))
    told = f"{named} named" if named else "nothing named"
    return f"{told}, {work} action{'s' if work != 1 else ''} open" if work else told


declare(
    Register(
        kind=kinds.Organization,
        clause="4.1",
        columns=("sector", "headcount", "country"),
        groups=(
            ("Who you are", ("title", "legal_form", "sector", "headcount", "country", "purpose", "purpose_changes")),
            ("How you count", ("time_zone", "currency", "language", "editions", "started")),
            ("House rules", ("classes", "incompatible_roles", "approval_rules")),
            ("Looked for, and found nothing", ("no_opportunity_on", "nothing_external_on", "note")),
        ),
        teach="Your own organisation: what it is for, and the few settings that everything else follows.",
    ),
    Register(
        kind=kinds.Scope,
        clause="4.3",
        columns=("number", "statement", "approved_by", "effective", "state"),
        filters=("state",),
        groups=(
            ("What is inside", ("title", "number", "statement", "activities", "boundaries", "items")),
            ("What was weighed", ("considered", "considered_kept")),
            ("Decision", ("approved_on", "approved_by", "effective", "until", "reviewed_on", "state", "note")),
        ),
        teach="Which part of the organisation the certificate shall speak of. Write the sentence your customers "
        "should read, "
        "then name what is outside and why.",
    ),
    Register(
        kind=kinds.Site,
        clause="4.3",
        columns=("site_kind", "address", "verdict", "owner", "state"),
        filters=("site_kind", "verdict", "owner", "state"),
        teach="Every place, unit or service, each inside the scope or outside it with a reason. Home offices count.",
    ),
    Register(
        kind=kinds.Interface,
        clause="4.3.b",
        columns=("inside", "outside", "provider", "owner", "state"),
        filters=("provider", "owner", "state"),
        teach="Where your scope touches what is outside it: the hosting firm, the parent company, the shared building.",
    ),
    Register(
        kind=kinds.Issue,
        clause="4.1",
        columns=("side", "effect", "leads_to", "owner", "next_review", "state"),
        filters=("side", "owner", "touches_scope", "next_review", "state"),
        groups=(
            ("The issue", ("title", "side", "description", "effect", "touches_scope")),
            ("What follows", ("leads_to", "no_follow_reason")),
            ("Who answers", ("owner", "decided_on", "reviewed_on", "next_review", "state", "note")),
        ),
        teach="What about your situation helps or hinders security: growth, remote work, a law, an old system. "
        "Ten honest ones are enough, each with what you did about it.",
    ),
    Register(
        kind=kinds.ClimateDecision,
        clause="4.1-amd1",
        columns=("relevant", "decided_by", "decided_on", "state"),
        teach="Since 2024 the standard asks whether climate change matters to your security. Decide, and say why.",
    ),
    Register(
        kind=kinds.Party,
        clause="4.2.a",
        columns=("party_kind", "expectations", "owner", "next_review", "state"),
        filters=("party_kind", "owner", "next_review", "state"),
        teach="Who may expect something of your security: customers, authorities, staff, owners, insurers.",
    ),
    Register(
        kind=kinds.PartyRequirement,
        clause="4.2.b",
        columns=("party", "requirement", "binding", "addressed", "owner", "state"),
        filters=("party", "binding", "addressed", "owner", "state"),
        groups=(
            ("What is asked", ("title", "party", "requirement", "binding")),
            ("Your answer", ("addressed", "reason", "answered_by", "controls", "touches_scope")),
            ("Who answers", ("owner", "decided_on", "state", "note")),
        ),
        teach="One line for each thing a party asks, and whether the system takes it up. Declining is allowed, with "
        "a reason.",
    ),
    Register(
        kind=kinds.Obligation,
        clause="A.5.31",
        columns=("obligation_kind", "party", "owner", "fulfilment", "Met by", "Next look"),
        computed={"Met by": met_by, "Next look": next_look},
        filters=("obligation_kind", "fulfilment", "owner", "party", "next_review", "state"),
        groups=(
            (
                "The duty",
                ("title", "obligation_kind", "section", "requirement", "applicability", "category", "topic", "party"),
            ),
            ("How you meet it", ("fulfilment", "fulfilled_by", "controls", "evidence", "retention")),
            (
                "Telling others",
                ("reports_to", "notify_within", "answer_within", "contact_owner", "contact_confirmed_on"),
            ),
            ("Who answers", ("owner", "reviewed_on", "next_review", "state", "note")),
        ),
        teach="Laws and contracts that bind you in matters of security. Begin with data protection and your largest "
        "customers.",
    ),
    Register(
        kind=kinds.Role,
        clause="5.3",
        columns=("role_kind", "Held today by", "needs_screening", "state"),
        filters=("role_kind", "needs_screening", "state"),
        computed={"Held today by": holders},
        teach="Responsibilities, not job titles. One person may hold several; nobody may check their own work.",
    ),
    Register(
        kind=kinds.Assignment,
        clause="5.3",
        columns=("role", "person", "since", "until", "deputy", "state"),
        filters=("role", "person", "state"),
        teach="Who holds which role since when, who stands in, and that they accepted it.",
    ),
    Register(
        kind=kinds.OwnRule,
        columns=("applies_to", "setting", "stated_in", "adopted_by", "state"),
        filters=("state",),
        teach="A figure of your own that the rules judge by, such as how often backups are tested, and where you "
        "promised it.",
    ),
)
