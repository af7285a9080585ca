"""The registers of access: accounts, rights, reviews and their entries."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds

declare(
    Register(
        kind=kinds.Account,
        clause="A.5.16",
        columns=("system", "login", "person", "account_kind", "privileged", "last_used", "state"),
        filters=("system", "account_kind", "privileged", "strong_authentication", "person", "state"),
        groups=(
            (
                "The login",
                ("title", "system", "login", "account_kind", "groups", "privileged", "strong_authentication"),
            ),
            ("Whose it is", ("person", "supplier", "owner", "approved_by", "approved_on")),
            ("Its life", ("created_on", "last_used", "seen_on", "disabled_on", "state", "note")),
        ),
        teach="One line for each login in your systems. Nobody types these: let the system list its users, bring the "
        "list in, and bring in the next one over it. What disappeared, and who has gone, then shows by itself.",
        page="access_rights:overview",
        page_label="Joiners, movers, leavers",
    ),
    Register(
        kind=kinds.Entitlement,
        clause="A.5.18",
        columns=("account", "asset", "right", "approved_by", "granted_on", "state"),
        filters=("account", "asset", "privileged", "approved_by", "state"),
        groups=(
            ("What it opens", ("title", "account", "asset", "right", "privileged")),
            ("Who said yes", ("requested_by", "requested_on", "approved_by", "approved_on")),
            ("Its life", ("granted_on", "expires", "removed_on", "state", "note")),
        ),
        teach="What an account may do to something that matters, who asked for it, and which owner allowed it before "
        "it was granted. Keep it for what is sensitive; a group's name on the account is enough for the rest.",
    ),
    Register(
        kind=kinds.AccessReview,
        clause="A.5.18",
        columns=("covers", "reviewer", "due", "listed", "finished_on", "state"),
        filters=("covers", "reviewer", "privileged_only", "due", "state"),
        groups=(
            ("What is looked through", ("title", "covers", "privileged_only", "controls", "source", "interval")),
            ("Who and when", ("reviewer", "started_on", "due", "remove_by")),
            ("The outcome", ("listed", "finished_on", "conclusion", "evidence", "state", "note")),
        ),
        teach="One round of asking, for each account and right of a system, whether it is still needed. The owner of "
        "the system decides, nobody on their own access, and what is to go has a day by which it is gone.",
        page="access_rights:overview",
        page_label="Begin a review",
    ),
    Register(
        kind=kinds.AccessEntry,
        clause="A.5.18",
        columns=("access_review", "account", "entitlement", "decision", "decided_by", "executed_on"),
        filters=("access_review", "decision", "decided_by", "executed_on"),
        teach="The lines of a review: one for each account and right, written when the review begins.",
    ),
)
