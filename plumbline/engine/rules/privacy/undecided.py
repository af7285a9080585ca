"""Whether it is decided, of each thing that may hold personal data, that it does or does not (A.5.34)."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Asset, Obligation, Supplier
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule

TOPICS = frozenset(
    {
        "personal data",
        "security of processing",
        "notice of breaches",
        "records of processing",
        "processors",
        "rights of persons",
    }
)
"""Topics of obligations that are about personal data."""
CONTROL = "A.5.34"
MAY_HOLD = frozenset({"information", "application"})
MOST_CITED = 3


def about_personal_data(isms: Isms) -> tuple[Obligation, ...]:
    """Live obligations on personal data: by their topic, or since they name the control for it."""
    return isms.memo(
        "obligations on personal data",
        lambda: tuple(
            each for each in isms.live(Obligation) if folded(each.topic) in TOPICS or CONTROL in each.controls
        ),
    )


def may_hold_personal_data(isms: Isms) -> tuple[Asset | Supplier, ...]:
    """Live information, applications and suppliers, of registers that keep the mark, once an obligation asks."""
    if not about_personal_data(isms):
        return ()
    assets = (each for each in isms.live(Asset) if each.asset_kind in MAY_HOLD and each.state == "live")
    suppliers = (each for each in isms.live(Supplier) if each.state == "live")
    return (
        *(assets if kept(isms, Asset, "personal_data") else ()),
        *(suppliers if kept(isms, Supplier, "personal_data") else ()),
    )


@rule(
    "PRV005",
    "personal-data-undecided",
    clauses=("A.5.34",),
    grade=MINOR,
    examines=Population("information, applications and suppliers that may hold personal data", may_hold_personal_data),
    mend="Decide whether personal data is in it, and enter yes or no.",
)
def personal_data_undecided(isms: Isms, holder: Asset | Supplier) -> Iterator[Fault]:
    """An empty mark is no “no”: nobody has looked."""
    if holder.personal_data is None:
        duties = about_personal_data(isms)
        gap = f"Nobody decided whether personal data is in it, while {duties[0].ref} asks for its protection."
        yield Fault(
            holder, gap=gap, shows=("personal_data",), cites=tuple(Cited(e, ("topic",)) for e in duties[:MOST_CITED])
        )
