"""The one table of access roles and permissions; whoever reads it knows who may do what."""

from enum import StrEnum

from plumbline.apps.accounts.permissions import Permission


class AccessRole(StrEnum):
    """What somebody is in Plumbline. A responsibility in the management system is another thing: kind `role`."""

    ADMINISTRATOR = "administrator"
    ISMS_MANAGER = "ISMS manager"
    AUDITOR = "auditor"
    OWNER = "owner"
    TOP_MANAGEMENT = "top management"
    READER = "reader"
    EXTERNAL_AUDITOR = "external auditor"


COLUMNS = {
    "adm": AccessRole.ADMINISTRATOR,
    "ism": AccessRole.ISMS_MANAGER,
    "aud": AccessRole.AUDITOR,
    "own": AccessRole.OWNER,
    "top": AccessRole.TOP_MANAGEMENT,
    "rdr": AccessRole.READER,
    "ext": AccessRole.EXTERNAL_AUDITOR,
}
# Whoever approves is not whoever prepares: approvals stand with top management and with owners, who answer for what
# they accept. `x` is granted; `o` is granted for one's own: what one answers for, and what is part of it
# (`ownership.py`). Who decides of those who may (is it your risk, did you write it) each service checks on top.
# `document:acknowledge` and `document:review` are for everyone inside: the service takes what one says for oneself.
# `organization:found` is nobody's: it is asked once, of an empty log.
TABLE = """
                      adm  ism  aud  own  top  rdr  ext
access:grant           x    .    .    .    .    .    .
access:read            x    x    x    .    x    .    x
access:revoke          x    .    .    .    .    .    .
account:read           x    x    x    x    x    .    x
account:write          x    x    .    o    .    .    .
asset:read             x    x    x    x    x    x    x
asset:write            x    x    .    o    .    .    .
audit:approve          .    .    .    .    x    .    .
audit:read             x    x    x    x    x    .    x
audit:sign             .    x    x    .    .    .    .
audit:write            .    x    x    .    .    .    .
certification:read     x    x    x    .    x    .    x
certification:write    x    x    .    .    .    .    .
context:read           x    x    x    x    x    x    x
context:write          x    x    .    .    x    .    .
continuity:approve     .    .    .    x    x    .    .
continuity:read        x    x    x    x    x    x    x
continuity:write       x    x    .    o    .    .    .
control:read           x    x    x    x    x    x    x
control:write          x    x    .    o    .    .    .
document:acknowledge   x    x    x    x    x    x    .
document:approve       .    .    .    x    x    .    .
document:read          x    x    x    x    x    x    x
document:review        x    x    x    x    x    x    .
document:write         x    x    .    o    .    .    .
evidence:read          x    x    x    x    x    .    x
evidence:write         x    x    x    o    .    .    .
improvement:approve    .    .    .    x    x    .    .
improvement:close      .    x    x    .    x    .    .
improvement:read       x    x    x    x    x    x    x
improvement:write      x    x    x    o    x    .    .
incident:read          x    x    x    x    x    .    x
incident:report        x    x    x    x    x    x    .
incident:write         x    x    .    o    .    .    .
installation:run       x    .    .    .    .    .    .
log:fork               x    .    .    .    .    .    .
log:read               x    x    x    .    x    .    x
log:verify             x    x    x    x    x    x    x
obligation:read        x    x    x    x    x    x    x
obligation:write       x    x    .    o    .    .    .
organization:adopt     x    x    .    .    x    .    .
organization:found     .    .    .    .    .    .    .
organization:read      x    x    x    x    x    x    x
organization:write     x    x    .    .    x    .    .
pack:make              x    x    .    .    .    .    .
people:erase           x    .    .    .    .    .    .
people:name            x    x    .    .    .    .    .
people:read            x    x    x    x    x    .    x
people:write           x    x    .    .    .    .    .
performance:read       x    x    x    x    x    x    x
performance:write      x    x    .    o    x    .    .
register:export        x    x    x    .    x    .    x
register:import        x    x    .    .    .    .    .
register:link          x    x    .    .    .    .    .
register:read          x    x    x    x    x    x    x
register:write         x    x    .    .    .    .    .
review:approve         .    .    .    .    x    .    .
review:read            x    x    x    .    x    .    x
review:write           x    x    .    .    x    .    .
risk:accept            .    .    .    x    x    .    .
risk:adopt             .    .    .    .    x    .    .
risk:approve           .    .    .    x    x    .    .
risk:read              x    x    x    x    x    x    x
risk:write             x    x    .    o    .    .    .
role:read              x    x    x    x    x    x    x
role:write             x    x    .    .    x    .    .
scope:approve          .    .    .    .    x    .    .
scope:read             x    x    x    x    x    x    x
scope:write            x    x    .    .    .    .    .
soa:approve            .    .    .    .    x    .    .
soa:except             .    .    .    x    x    .    .
soa:read               x    x    x    x    x    x    x
soa:write              x    x    .    .    .    .    .
supplier:read          x    x    x    x    x    x    x
supplier:write         x    x    .    o    .    .    .
vulnerability:read     x    x    x    x    x    .    x
vulnerability:write    x    x    .    o    .    .    .
waiver:approve         .    .    .    .    x    .    .
waiver:read            x    x    x    x    x    x    x
waiver:write           x    x    x    o    .    .    .
"""


WHOLE, OWN = "x", "o"


def _marked(marks: str) -> dict[AccessRole, frozenset[Permission]]:
    """What each access role has in the table under one of these marks."""
    heading, *rows = (line.split() for line in TABLE.strip().splitlines())
    cells = {Permission(name): dict(zip(heading, row, strict=True)) for name, *row in rows}
    return {
        role: frozenset(permission for permission, row in cells.items() if row[column] in marks)
        for column, role in COLUMNS.items()
    }


GRANTED = _marked(WHOLE + OWN)
"""What each access role may do."""
OWN_ONLY = _marked(OWN)
"""What of it each access role may do to its own records only."""


def permitted(roles: frozenset[AccessRole], permission: Permission) -> bool:
    """Whether one of the access roles grants the permission, if only for one's own records."""
    return any(permission in GRANTED[role] for role in roles)


def permitted_wholly(roles: frozenset[AccessRole], permission: Permission) -> bool:
    """Whether one of the access roles grants the permission for every record."""
    return any(permission in GRANTED[role] - OWN_ONLY[role] for role in roles)


ALWAYS_OPEN = frozenset({Permission.REGISTER_READ, Permission.LOG_VERIFY})
"""What a visitor needs to find their way, whatever the visit opens: pages show of it what may be read."""


def opened(sees: frozenset[str], permission: Permission) -> bool:
    """Whether what a visit opens covers a permission."""
    return permission in ALWAYS_OPEN or permission.subject in sees


def those_who_may(permission: Permission) -> str:
    """The access roles that grant a permission, in words."""
    return " or ".join(role for role in AccessRole if permission in GRANTED[role]) or "nobody"
