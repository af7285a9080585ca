"""Whether suppliers are known."""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Supplier
from plumbline.engine.rules.emptiness import nothing_live
from plumbline.engine.rules.rule import MINOR, absence
from plumbline.engine.rules.suppliers.register import naming_a_provider
from plumbline.engine.rules.wording import listed

MOST_NAMED = 5


@absence(
    "SUP000",
    "no-supplier-recorded",
    clauses=("A.5.19", "8.1-5"),
    grade=MINOR,
    of="live suppliers",
    mend="Record who provides you with something in the register “Suppliers”, or the day you determined nobody does.",
)
def no_supplier_recorded(isms: Isms) -> str | None:
    """A dated note that nothing comes from outside is an answer, unless a record names a provider."""
    gap = nothing_live(isms, Supplier, "supplier")
    if not gap:
        return ""
    noted, named = isms.organization.nothing_external_on, tuple(each for each, _ in naming_a_provider(isms))
    if not named:
        return None if noted is not None and noted <= isms.on else gap
    tellers = listed([each.ref for each in named[:MOST_NAMED]])
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"{gap[:-1]}, while a provider is named by {tellers}{more}."
