"""Whether the inventory and the registers around it tell the same story (A.5.9)."""

from collections.abc import Iterator

from plumbline.engine.domain.inventory import Provided, naming_assets, provided, stored, unregistered, users
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, Incident, PolicyException, Risk, Vulnerability
from plumbline.engine.domain.places import countries
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed

MOST_NAMED = 5
ELSEWHERE = ("cloud", "supplier")


def gone(isms: Isms) -> tuple[Asset, ...]:
    """Assets that are retired or disposed of, in an inventory that still holds others."""
    return tuple(each for each in isms.all(Asset) if not each.live) if isms.live(Asset) else ()


@rule(
    "AST003",
    "retired-asset-in-use",
    clauses=("A.5.9", "A.7.14", "A.8.10"),
    grade=MINOR,
    examines=Population("retired assets", gone),
    mend="Correct its state, or take it out of what names it; record how it was erased or destroyed, and when.",
)
def retired_asset_in_use(isms: Isms, asset: Asset) -> Iterator[Fault]:
    """Whether the day of disposal fits the state is DAT002's."""
    using = users(isms, asset)
    if using:
        names = listed([each.ref for each in using[:MOST_NAMED]])
        more = f" and {len(using) - MOST_NAMED} more" if len(using) > MOST_NAMED else ""
        relies = "relies" if len(using) == 1 else "rely"
        gap = f"The asset is “{asset.state}” while {names}{more} {relies} on it."
        yield Fault(asset, gap=gap, shows=("state", "retired_on"), cites=using[:MOST_NAMED])
    elif stored(asset) and asset.state != "disposed" and not (asset.disposal or asset.disposed_on):
        since = f" since {asset.retired_on.isoformat()}" if asset.retired_on else ""
        gap = f"It stored information and is retired{since}; no erasure or disposal is recorded."
        yield Fault(asset, gap=gap, shows=("asset_kind", "holds", "disposal"))


@rule(
    "AST005",
    "asset-facts-disagree",
    clauses=("A.5.9",),
    grade=MINOR,
    examines=Population("live assets about which a supplier record says something", provided),
    mend="Find out where it really runs and who holds the data, and correct the record that is wrong.",
)
def asset_facts_disagree(isms: Isms, pair: Provided) -> Iterator[Fault]:
    """Only what both records state can differ. A name within a name tells no more than where the thing runs."""
    asset, supplier = pair.asset, pair.supplier
    shows: tuple[str, ...]
    told: tuple[str, ...]
    ours, theirs = countries(asset.location), countries(supplier.data_place)
    link = "" if pair.stated else ", whose name is within that of the asset,"
    if asset.hosting == "own premises" and supplier.service_kind == "cloud":
        gap = f"{asset.ref} is said to run on own premises, while {supplier.ref}{link} provides a cloud service."
        shows, told = ("hosting", "location"), ("service", "category", "location")
    elif not pair.stated or asset.hosting not in ELSEWHERE:
        return
    elif ours and theirs and not ours & theirs:
        gap = f"{asset.ref} lies in “{asset.location}”, while {supplier.ref} keeps the data in “{supplier.data_place}”."
        shows, told = ("location",), ("data_place",)
    elif asset.personal_data and supplier.personal_data is False:
        gap = f"{asset.ref} is said to hold personal data, while {supplier.ref}, who runs it, is said to process none."
        shows, told = ("hosting", "personal_data"), ("personal_data", "data")
    else:
        return
    yield Fault(asset, gap=gap, shows=shows, cites=(Cited(supplier, told),))


@rule(
    "AST006",
    "named-asset-unregistered",
    clauses=("A.5.9",),
    grade=MINOR_UP,
    examines=Population("risks, exceptions, incidents and vulnerabilities that name assets", naming_assets),
    mend="Record the thing in the register “Assets”, or correct the name to one that stands there.",
)
def named_asset_unregistered(isms: Isms, record: Risk | PolicyException | Incident | Vulnerability) -> Iterator[Fault]:
    """An empty inventory is AST000's."""
    missing = [f"“{each}”" for each in unregistered(isms, record.assets)]
    if missing:
        is_or_are = "is no registered asset" if len(missing) == 1 else "are no registered assets"
        yield Fault(record, gap=f"It names {listed(missing)}, which {is_or_are}.", shows=("assets",))
