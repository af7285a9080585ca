"""What other records say of the inventory: who names an asset, who provides it, what still uses a retired one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import (
    Asset,
    Incident,
    Interface,
    PolicyException,
    Record,
    Risk,
    Site,
    Supplier,
    Vulnerability,
)

STORES = frozenset({"hardware", "device", "media"})
BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")
LEGAL_FORMS = frozenset({"ag", "bv", "gmbh", "inc", "kg", "limited", "llc", "ltd", "plc", "sa", "sarl", "sas", "se"})
SHORTEST_NAME = 3


# --- who names assets ------------------------------------------------------------------------------------------------


def naming_assets(isms: Isms) -> Iterator[Risk | PolicyException | Incident | Vulnerability]:
    """Live risks and exceptions, and incidents and vulnerabilities of the audit cycle, that name an asset."""
    if not isms.live(Asset):
        return
    yield from (each for each in isms.live(Risk) if each.assets)
    yield from (each for each in isms.live(PolicyException) if each.assets)
    yield from (each for each in incidents_of_the_cycle(isms) if each.assets)
    yield from (each for each in vulnerabilities_of_the_cycle(isms) if each.assets)


def unregistered(isms: Isms, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words that name neither an asset nor a site on record."""
    return tuple(each for each in words if each and not isms.resolve(each, Asset) and not isms.resolve(each, Site))


def incidents_of_the_cycle(isms: Isms) -> tuple[Incident, ...]:
    """Incidents that are open, and those of the current audit cycle that are over."""

    def find() -> tuple[Incident, ...]:
        return tuple(each for each in isms.all(Incident) if each.live or _incident_in_cycle(isms, each))

    return isms.memo("incidents of the cycle", find)


def _incident_in_cycle(isms: Isms, incident: Incident) -> bool:
    ended = incident.closed_at or incident.resolved_at or incident.reported_at or incident.detected_at
    return in_cycle(isms, ended.date() if ended else None)


def vulnerabilities_of_the_cycle(isms: Isms) -> tuple[Vulnerability, ...]:
    """Vulnerabilities that are open, and those of the current audit cycle; not those that turned out not to apply."""

    def find() -> tuple[Vulnerability, ...]:
        return tuple(
            each
            for each in isms.all(Vulnerability)
            if each.state != "not applicable" and (each.live or in_cycle(isms, each.closed_on or each.discovered))
        )

    return isms.memo("vulnerabilities of the cycle", find)


# --- who provides an asset -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Provided:
    """An asset and the supplier that provides it; `stated` tells a link from a name found within the asset's."""

    asset: Asset
    supplier: Supplier
    stated: bool


def provided(isms: Isms) -> Iterator[Provided]:
    """Live assets with a live supplier: the one they state, else one whose name stands within theirs."""
    for asset in isms.live(Asset):
        found = isms.resolve(asset.supplier, Supplier) if asset.supplier else None
        if isinstance(found, Supplier):
            if found.live:
                yield Provided(asset, found, stated=True)
        elif not asset.supplier and (named := _named_within(isms, asset.title)):
            yield Provided(asset, named, stated=False)


def _named_within(isms: Isms, title: str) -> Supplier | None:
    """The one live supplier whose name stands within a title, word for word; the longest name where there are more."""
    words = _words(title)
    openings = isms.memo("suppliers by first word", lambda: _by_first_word(isms))
    found = [
        (len(name), supplier)
        for place, word in enumerate(words)
        for name, supplier in openings.get(word, ())
        if words[place : place + len(name)] == name
    ]
    longest = [supplier for length, supplier in found if length == max(each for each, _ in found)]
    return longest[0] if len({each.ref for each in longest}) == 1 else None


def _by_first_word(isms: Isms) -> Mapping[str, tuple[tuple[tuple[str, ...], Supplier], ...]]:
    grouped: dict[str, list[tuple[tuple[str, ...], Supplier]]] = defaultdict(list)
    for supplier in isms.live(Supplier):
        for called in (supplier.title, *supplier.aliases):
            name = _words(BRACKETED.sub("", called))
            while len(name) > 1 and name[-1] in LEGAL_FORMS:
                name = name[:-1]
            if name and len("".join(name)) >= SHORTEST_NAME:
                grouped[name[0]].append((name, supplier))
    return {word: tuple(each) for word, each in grouped.items()}


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", folded(text)))


# --- what still uses a retired asset ---------------------------------------------------------------------------------


def users(isms: Isms, asset: Asset) -> tuple[Record, ...]:
    """Live records that rely on an asset: what rests on it or holds it, interfaces, exceptions, open weaknesses."""
    return _used(isms).get(asset.ref, ())


def _used(isms: Isms) -> Mapping[str, tuple[Record, ...]]:
    def collect() -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, dict[tuple[str, str], Record]] = defaultdict(dict)
        for record, words in _relying(isms):
            target = isms.resolve(words, Asset)
            if target is not None and target is not record:
                found[target.ref][record.KIND, record.ref] = record
        return {ref: tuple(each.values()) for ref, each in found.items()}

    return isms.memo("what relies on assets", collect)


def _relying(isms: Isms) -> Iterator[tuple[Record, str]]:
    named: tuple[tuple[type[Record], Callable[..., tuple[str, ...]]], ...] = (
        (Asset, lambda each: (*each.holds, *each.depends_on)),
        (Interface, lambda each: (*each.inside, *each.outside)),
        (PolicyException, lambda each: each.assets),
        (Vulnerability, lambda each: each.assets),
    )
    for kind, words in named:
        for record in isms.live(kind):
            yield from ((record, each) for each in words(record) if each)


def stored(asset: Asset) -> bool:
    """Whether an asset is recorded to have stored information: a medium, or what held or processed some."""
    if asset.asset_kind == "media":
        return True
    return asset.asset_kind in STORES and bool(asset.holds or asset.personal_data)
