"""Whether there is a scope."""

from plumbline.engine.domain.isms import Isms, covers
from plumbline.engine.domain.kinds import Scope
from plumbline.engine.rules.rule import MAJOR, absence


@absence(
    "SCP000",
    "scope-missing",
    clauses=("4.3", "4.3-doc"),
    grade=MAJOR,
    of="scope versions in force",
    mend="Write the scope, have it approved and set its state to “in force” in the register “Scope”.",
)
def scope_missing(isms: Isms) -> str:
    """A version counts from its own day and until it is replaced, whatever its state says of tomorrow."""
    versions = isms.all(Scope)
    if any(each.state == "in force" and covers(each.effective, each.until, isms.on) for each in versions):
        return ""
    if not versions:
        return "No scope is on record."
    newest = versions[-1]
    return f"No version of the scope is in force; the last on record, {newest.ref}, is {_standing(isms, newest)}."


def _standing(isms: Isms, scope: Scope) -> str:
    if scope.state != "in force":
        return f"marked “{scope.state}”"
    if scope.until is not None and scope.until < isms.on:
        return f"in force until {scope.until.isoformat()} only"
    return f"in force from {scope.effective.isoformat()} only" if scope.effective else "not dated"
