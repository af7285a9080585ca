"""Whether cloud services are governed, and whether every provider that a record names is a known supplier."""

from collections.abc import Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Asset, Interface, Risk, Supplier
from plumbline.engine.domain.supply import provides, serving_us
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed

IF_KEPT = (
    ("responsibilities_split", "the split of responsibilities"),
    ("data_place", "the place of the data"),
    ("way_out", "the way out"),
)
MOST_SHOWN = 3


@rule(
    "SUP007",
    "cloud-service-ungoverned",
    clauses=("A.5.23",),
    grade=MINOR_UP,
    examines=Population(
        "live cloud suppliers",
        lambda isms: tuple(each for each in serving_us(isms) if each.service_kind == "cloud"),
    ),
    mend="Assess it as a cloud service; record who does what, where the data lies and how you would leave.",
)
def cloud_service_ungoverned(isms: Isms, supplier: Supplier) -> Iterator[Fault | Unjudged]:
    """Where the register has no place for these answers, nothing is known of them, and nothing is held against it."""
    said = "assessed_as_cloud"
    unassessed = supplier.assessed_as_cloud is False or (not supplier.assessed_as_cloud and kept(isms, Supplier, said))
    open_points = [(field, name) for field, name in IF_KEPT if not getattr(supplier, field)]
    open_points = [(field, name) for field, name in open_points if kept(isms, Supplier, field)]
    if not unassessed and not open_points:
        if supplier.assessed_as_cloud is None:
            yield Unjudged(supplier, "whether it was assessed as a cloud service")
        return
    missing = ["its assessment as a cloud service"] if unassessed else []
    missing += [name for _, name in open_points]
    gap = f"For this cloud service the register lacks {listed(missing)}."
    hosted = [each for each in provides(isms, supplier) if each.live][:MOST_SHOWN]
    shows = (said, *(field for field, _ in open_points))
    yield Fault(supplier, gap=gap, shows=shows, cites=tuple(Cited(each, ("hosting",)) for each in hosted))


def _naming_one(isms: Isms) -> Iterator[tuple[Asset | Interface | Risk, str]]:
    """An empty register is SUP000's."""
    return naming_a_provider(isms) if isms.live(Supplier) else iter(())


def naming_a_provider(isms: Isms) -> Iterator[tuple[Asset | Interface | Risk, str]]:
    """Live assets, interfaces and risks with a provider, and the field it stands in."""
    yield from ((each, "supplier") for each in isms.live(Asset) if each.supplier)
    yield from ((each, "provider") for each in isms.live(Interface) if each.provider)
    yield from ((each, "provider") for each in isms.live(Risk) if each.provider)


@rule(
    "SUP008",
    "provider-unregistered",
    clauses=("A.5.19", "8.1-5"),
    grade=MINOR_UP,
    examines=Population("assets, interfaces and risks that name a provider", _naming_one),
    mend="Record the provider in the register “Suppliers”, or correct the name to one that stands there.",
)
def provider_unregistered(isms: Isms, subject: tuple[Asset | Interface | Risk, str]) -> Iterator[Fault]:
    """A supplier that has ended is still a known one."""
    record, field = subject
    words: str = getattr(record, field)
    if not isms.resolve(words, Supplier):
        yield Fault(record, gap=f"Its provider “{words}” is no registered supplier.", shows=(field,))
