"""Where the pages are that no link leads to, who opens them, and which stories look at the others.

The test of every page opens what is named here and compares: a named address that answers with a page and that nobody
looked at fails it, and so does a place that leads elsewhere.
"""

from __future__ import annotations

ADMINISTRATOR = "femi.olorunsola@ottermere.example"
MANAGER = "tobias.fenwick-adeyemi@ottermere.example"
TOP = "orlaith.brannock@ottermere.example"
OWNER = "marek.dudzik@ottermere.example"
LEAD = "casimir.lindqvist-doyle@lindqvist-audit.example"
READER = "fergal.ashworth-nnadi@ottermere.example"
VISITOR = "ottoline.pryce-hagen@harbour-light.example"
STRANGER = ""
"""Nobody: a browser in which no one is signed in."""

WALKERS = (ADMINISTRATOR, TOP, LEAD, OWNER, READER, VISITOR)
"""Who follows the links of the demonstration, one after the other: each access role that sees other pages."""

PLACES: dict[str, tuple[str, str]] = {
    "account_inactive": (STRANGER, "/account/closed/"),
    "account_login": (STRANGER, "/account/login/"),
    "account_logout": (OWNER, "/account/logout/"),
    "account_reset_password": (STRANGER, "/account/password/reset/"),
    "account_reset_password_done": (STRANGER, "/account/password/reset/sent/"),
    "account_reset_password_from_key_done": (STRANGER, "/account/password/reset/done/"),
    "audits:answer": (LEAD, "/audits/findings/F-1/answer/"),
    "audits:paper": (LEAD, "/audits/papers/AUI-1/"),
    "audits:raise": (LEAD, "/audits/papers/AUI-1/finding/"),
    "beginning:card": (ADMINISTRATOR, "/beginning/card/asset-books/"),
    "beginning:proposals": (ADMINISTRATOR, "/beginning/proposals/assets/"),
    "choose-organization": (OWNER, "/organizations/"),
    "controls:follow": (MANAGER, "/controls/calendar/runs/DONE-5/follow/"),
    "documents:acknowledge": (OWNER, "/documents/DOC-1/acknowledge/"),
    "documents:mine": (OWNER, "/documents/mine/"),
    "documents:review": (MANAGER, "/documents/versions/DOCV-53/review/"),
    "documents:verdict": (MANAGER, "/documents/versions/DOCV-53/verdict/"),
    "documents:write": (MANAGER, "/documents/versions/DOCV-53/write/"),
    "home:search": (READER, "/search/?q=R-1"),
    "incidents:decide": (MANAGER, "/incidents/events/EVT-1/"),
    "mfa_list_webauthn": (OWNER, "/account/passkeys/"),
    "risk:preview": (MANAGER, "/risk/method/CRIT-1/preview/"),
    "protect": (OWNER, "/account/protect/"),
}
"""Name -> who opens it, and where."""

OTHERWISE: tuple[tuple[str, str], ...] = (
    (MANAGER, "/improvement/NC-7/right/"),
    (MANAGER, "/improvement/NC-7/where/"),
    (MANAGER, "/improvement/NC-7/why/"),
    (MANAGER, "/changes/CHG-5/"),
    (ADMINISTRATOR, "/documents/?by=serves"),
    (MANAGER, "/certification/visits/VIS-2/"),
    (TOP, "/registers/acceptance/ACC-14/change/"),
)
"""Pages that are put together otherwise than the one of their name to which the links lead first."""

LEADING_ON: dict[str, tuple[str, str]] = {
    "account_set_password": (OWNER, "/account/password/set/"),
    "audits:attach": (LEAD, "/audits/papers/AUI-1/attach/"),
    "mfa_login_webauthn": (STRANGER, "/account/login/passkey/"),
    "records:go": (READER, "/go/R-1/"),
    "records:quick": (MANAGER, "/registers/risk/R-1/cell/owner/"),
}
"""Addresses that always lead on to another one, whose page is looked at there."""

LOOKED_AT: dict[str, frozenset[str]] = {
    "what was brought": frozenset(
        {
            *("audits:columns", "bring_back:review", "continuity:follow", "evidence:look"),
            *("imports:columns", "imports:shown", "records:bulk"),
        }
    ),
    "the way in": frozenset(
        {
            *("account_reauthenticate", "mfa_authenticate", "mfa_deactivate_totp", "mfa_edit_webauthn"),
            *("mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate"),
            *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "welcome"),
        }
    ),
    "a forgotten password": frozenset({"account_reset_password_from_key"}),
}
"""Story -> the pages that are there only once somebody did something. The story asserts that it looks at them."""

FILES = frozenset(
    {
        *("certification:fetch", "evidence:attach", "evidence:file", "evidence:picture", "evidence:version_file"),
        *("imports:aside", "mfa_download_recovery_codes"),
    }
)
"""What answers with a file that somebody brought or had made; the stories of the parts fetch each of them."""
BY_DEED = frozenset[str]().union(*LOOKED_AT.values(), FILES)
